/*
 * Tally: what members got, summed by member, award and unit, in the order of first mention.
 *
 *     add (C, -, CNY, 4000) · add (小微, -, CNY, 1000) · add (C, -, CNY, 500)
 *         C 45.00, 小微 10.00
 *
 * Invariant: of one member, award and unit there is one row.
 *
 * Costs: O(1) to add.
 */
#ifndef FENRUN_SCENARIO_TALLY_H
#define FENRUN_SCENARIO_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/index.h"
#include "base/memory.h"

struct fenrun__tally_row {
    uint64_t member;
    uint32_t award; /* FENRUN__NONE: of all awards together */
    uint32_t unit;
    int64_t amount;
};

struct fenrun__tally {
    struct fenrun__memory *memory;
    struct fenrun__tally_row *rows;
    size_t count;
    size_t capacity;
    struct fenrun__index index;
};

void fenrun__tally_init(struct fenrun__tally *tally, struct fenrun__memory *memory);
void fenrun__tally_free(struct fenrun__tally *tally);
void fenrun__tally_clear(struct fenrun__tally *tally);

/* FENRUN_OK, _MEMORY, or _OVERFLOW if the sum does not fit. */
int32_t fenrun__tally_add(struct fenrun__tally *tally, uint64_t member, uint32_t award,
                          uint32_t unit, int64_t amount);

/* The same with an amount that replaces the one before. */
int32_t fenrun__tally_set(struct fenrun__tally *tally, uint64_t member, uint32_t award,
                          uint32_t unit, int64_t amount);

/* The sum of a member, award and unit; 0 if there is no row. */
int64_t fenrun__tally_sum(const struct fenrun__tally *tally, uint64_t member, uint32_t award,
                          uint32_t unit);
bool fenrun__tally_has(const struct fenrun__tally *tally, uint64_t member, uint32_t award,
                       uint32_t unit);

#endif
