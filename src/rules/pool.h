/*
 * Pool: the keys pool, share and remainder_to of an award at a close: a sum that is shared.
 *
 *     pool: 1% of all_profit in month
 *     share: by own_profit in month
 *     remainder_to: first
 *
 *     pools[0] = {1 % of column 0 summed over everybody, weighed by column 0, rest to the first}
 */
#ifndef FENRUN_RULES_POOL_H
#define FENRUN_RULES_POOL_H

#include "rules/entry.h"

/* Read the keys of an award with a pool; sets form and special of the row. */
void fenrun__pool_read(struct fenrun__entry *entry);

#endif
