/*
 * Promotion: the section `promotions`, to rows of the draft.
 *
 *     promotions:
 *       review: at_once
 *       gold: [{direct_invites: 10}, {team_members: 50, own_sales: 4000.00}]
 *
 *     promotions[0] = {gold, direct_invites >= 10}
 *     promotions[1] = {gold, team_members >= 50 and own_sales >= 400000}
 */
#ifndef FENRUN_RULES_PROMOTION_H
#define FENRUN_RULES_PROMOTION_H

#include <stdint.h>

#include "rules/reading.h"

/* Read `promotions` whole: `key` is its key. O(alternatives). */
void fenrun__promotion_read_all(struct fenrun__reading *reading, const struct fenrun__place *root,
                                uint32_t key);

#endif
