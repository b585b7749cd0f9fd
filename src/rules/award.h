/*
 * Award: one entry of `awards`, from its keys to its rows of the draft.
 *
 *     team_profit: {event: order, to: seller.leader, when: {seller: gold+}, pay: 25% of profit}
 *
 *     awards[1] = {trigger ORDER, to {seller, LEADER}, form SINGLE, plain, ...}
 *     tests     = {seller, gold and above}
 *     pays      = one row for each tier of the payee, all 25 % of figure 1
 *
 * What the groups of keys mean is read by payment, distribution, pool, cap, condition and
 * selection; here is which of them go together.
 */
#ifndef FENRUN_RULES_AWARD_H
#define FENRUN_RULES_AWARD_H

#include <stdint.h>

#include "rules/reading.h"

/* Read `awards` whole: `key` is its key. O(awards * levels * tiers). */
void fenrun__award_read_all(struct fenrun__reading *reading, const struct fenrun__place *root,
                            uint32_t key);

#endif
