/*
 * Shape: the sections `order`, `join` and `events`: what an event that is given brings, what its
 * numbers must be, and at most what is paid on it.
 *
 *     order: { roles: [seller], amounts: [price, profit], counts: [quantity],
 *              require: { profit: 5%..40% of price },
 *              budget: { at_most: 30% of price, over: clip } }
 *
 *     shapes[0]       = roles {seller}, amounts {price, profit}, counts {quantity}
 *     requirements[0] = {figure 1, 50000000 to 400000000 of amount 0}
 *     triggers[0]     = {requirement_first 0, requirement_count 1, budget 0}
 *
 * Costs: O(names * names).
 */
#ifndef FENRUN_RULES_SHAPE_H
#define FENRUN_RULES_SHAPE_H

#include <stdint.h>

#include "rules/reading.h"

/* Read a section whole: `key` is its key. */
void fenrun__shape_read_order(struct fenrun__reading *reading, const struct fenrun__place *root,
                              uint32_t key);
void fenrun__shape_read_join(struct fenrun__reading *reading, const struct fenrun__place *root,
                             uint32_t key);
void fenrun__shape_read_events(struct fenrun__reading *reading, const struct fenrun__place *root,
                               uint32_t key);

/* The words that neither roles, amounts and counts nor events and periods may be named, ended by
   NULL: columns of files, steps of test files, and what stands where these do. */
extern const char *const fenrun__shape_reserved[];

#endif
