/*
 * Merge: which of several sources has the earliest row.
 *
 *     source 0   10  30         taken: 10 of 0, 20 of 1, 20 of 2, 30 of 0
 *     source 1   20             equal instants: the lower source first
 *     source 2   20
 *
 * Each source offers its head row's instant; the earliest is taken, its source offers the next.
 * A source whose rows go back in time is merged by its head row alone: what stands behind a row
 * comes after it.
 *
 * Invariants
 *   1. A source has at most one row on offer.
 *   2. The heap is ordered by (instant, source), which no two entries share: what is taken depends
 *      on nothing else.
 *
 * Costs: O(log sources) per row; 16 bytes per source.
 */
#ifndef FENRUN_CLI_MERGE_H
#define FENRUN_CLI_MERGE_H

#include <stdbool.h>
#include <stdint.h>

struct fenrun__merge_head {
    int64_t at;
    uint32_t source;
};

struct fenrun__merge {
    struct fenrun__merge_head *heap;
    uint32_t count;
};

/* Room for so many sources. False if there is no memory. */
bool fenrun__merge_init(struct fenrun__merge *merge, uint32_t source_count);
void fenrun__merge_free(struct fenrun__merge *merge);

void fenrun__merge_offer(struct fenrun__merge *merge, uint32_t source, int64_t at);

/* Whether a row would come before all that are on offer. */
bool fenrun__merge_precedes(const struct fenrun__merge *merge, uint32_t source, int64_t at);

/* The source of the earliest row, which is no longer on offer; false if there is none. */
bool fenrun__merge_take(struct fenrun__merge *merge, uint32_t *source);

#endif
