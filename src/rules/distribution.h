/*
 * Distribution: the keys split, among and remainder_to of an award: a sum that is given out whole.
 *
 *     split: 88% of commission
 *     among: { buyer: 50%, buyer.inviter: 10%, operator: 22% }
 *     remainder_to: platform
 *
 *     splits[0] = {88 % of figure 0, shares 0 to 2, no remainder}
 *     shares    = {50 %, buyer} {10 %, buyer.inviter} {22 %, operator}
 *
 * Invariant: shares are parts of the split that come to at most all of it.
 */
#ifndef FENRUN_RULES_DISTRIBUTION_H
#define FENRUN_RULES_DISTRIBUTION_H

#include "rules/entry.h"

/* Read the keys of an award with a split; sets form and special of the row. */
void fenrun__distribution_read(struct fenrun__entry *entry);

#endif
