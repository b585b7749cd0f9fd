/*
 * Graded: a pay by the range in which an amount, a count or a measure lies.
 *
 *     pay: { by: price, 0.00..99.99: 0% of price, 100.00..499.99: 5% of price, 500.00..: 30.00 }
 *
 *     grades = {0, 0 %}  {10000, 5 %}  {50000, 30.00}       each up to the next
 *
 * Invariant: the ranges, in whatever order they stand, cover every value from 0 on exactly once;
 * what is in none, or in two, is a mistake that names it.
 *
 * Costs: O(n log n) for n ranges, of which there are at most FENRUN_LEVELS_MAX.
 */
#ifndef FENRUN_RULES_GRADED_H
#define FENRUN_RULES_GRADED_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/entry.h"

/* Whether a map under `pay` is graded: it has the key `by`. */
bool fenrun__graded_is(const struct fenrun__reading *reading, uint32_t map);

/* Read it, at `place`, to grades; sets pay_first, level_count and special of the row. */
void fenrun__graded_read(struct fenrun__entry *entry, const struct fenrun__place *place,
                         uint32_t map);

#endif
