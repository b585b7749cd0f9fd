/*
 * Promotion: the sections `promotions` and `demotions`, to rows of the draft.
 *
 *     promotions:
 *       review: at_once
 *       gold: [{direct_invites: 10}, {team_members: 50, own_sales in 90 days: 4000.00}]
 *     demotions:
 *       review: month
 *       gold: [{own_sales in month: 100.00}]
 *
 *     alternatives[0] = {gold, direct_invites >= 10}
 *     alternatives[1] = {gold, team_members >= 50 and own_sales in 90 days >= 400000}
 *     alternatives[2] = {gold, own_sales in month >= 10000}
 *
 * Those of one section stand together, those of its highest tier first, whatever the order of the
 * text: a review takes the first that is met.
 */
#ifndef FENRUN_RULES_PROMOTION_H
#define FENRUN_RULES_PROMOTION_H

#include <stdint.h>

#include "rules/reading.h"

/* Read `promotions` whole: `key` is its key. O(alternatives). */
void fenrun__promotion_read_all(struct fenrun__reading *reading, const struct fenrun__place *root,
                                uint32_t key);

/* Read `demotions` whole: `key` is its key. O(alternatives). */
void fenrun__promotion_read_demotions(struct fenrun__reading *reading,
                                      const struct fenrun__place *root, uint32_t key);

#endif
