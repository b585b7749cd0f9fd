/*
 * Difference: what is expected beside what was computed, for one check.
 *
 *     pays: {C: 40.00, xiaowei: 10.00}      C        40.00   40.00
 *     computed: C 40.00, B 10.00            xiaowei  10.00    0.00   differs
 *                                           B         0.00   10.00   differs, is not in the file
 *
 * Invariants
 *   1. First the rows of the file, in their order, then what the file does not have, in the order
 *      in which it was computed.
 *   2. Pays, by_award, totals, promotions and available are complete: what the file does not have
 *      differs.
 *
 * Costs: O(rows).
 */
#ifndef FENRUN_SCENARIO_DIFFERENCE_H
#define FENRUN_SCENARIO_DIFFERENCE_H

#include "scenario/script.h"
#include "scenario/tally.h"
#include "tree/tree.h"

/* What came of a step or test. */
struct fenrun__came {
    const struct fenrun__tally *paid;
    const struct fenrun__tally *by_award;
    const struct fenrun__tally *promoted;  /* amounts are tiers */
    const struct fenrun__tally *available; /* amounts are instants */
    const struct fenrun__tree *tree;
};

struct fenrun__difference {
    uint64_t member;
    int64_t expected; /* as fenrun__script_row.value */
    int64_t actual;
    uint32_t award;
    uint32_t unit;
    bool stands;  /* in the file */
    bool there;   /* computed: an amount that is not 0, a promotion or instant, a member */
    bool differs;
};

struct fenrun__differences {
    struct fenrun__memory *memory;
    uint32_t kind; /* enum fenrun__check_kind */
    struct fenrun__difference *rows;
    size_t count;
    size_t capacity;
    size_t different; /* how many of them differ */
};

void fenrun__difference_init(struct fenrun__differences *differences,
                             struct fenrun__memory *memory);
void fenrun__difference_free(struct fenrun__differences *differences);

/* Compare. FENRUN_OK or _MEMORY. */
int32_t fenrun__difference_find(struct fenrun__differences *differences,
                                const struct fenrun__script *script,
                                const struct fenrun__script_check *check,
                                const struct fenrun__came *came);

/* "pays: xiaowei gets 0.00, not 10.00; and 1 more": one line. */
void fenrun__difference_write_line(const struct fenrun__differences *differences,
                                   const struct fenrun__script *script,
                                   struct fenrun__writer *writer);

/* The rows that differ, aligned, each behind `indent`. */
void fenrun__difference_write(const struct fenrun__differences *differences,
                              const struct fenrun__script *script, const char *indent,
                              struct fenrun__writer *writer);

/* What was computed, as it stands in a file. */
void fenrun__difference_write_value(const struct fenrun__differences *differences,
                                    const struct fenrun__script *script,
                                    const struct fenrun__difference *row, bool actual,
                                    struct fenrun__writer *writer);

#endif
