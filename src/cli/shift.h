/*
 * Shift: events that are settled at once, and what they come to.
 *
 *     stretches    rows 0-17 of block A · rows 5-6 of block B · rows 18-90 of block A
 *     events       one after the other: in the block, if there is one stretch; else copied
 *     result       what the library says they pay
 *     pages        the same as rows of CSV
 *     complaint    why nothing follows, or a note
 *
 * Invariants
 *   1. A shift holds the blocks that its stretches lie in, until it is cleared.
 *   2. `event` of a payout counts in the shift.
 *
 * Costs: O(1) for a stretch; events of more than one stretch are copied, 256 bytes each.
 */
#ifndef FENRUN_CLI_SHIFT_H
#define FENRUN_CLI_SHIFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/block.h"
#include "cli/complaint.h"
#include "cli/page.h"
#include "fenrun.h"

struct fenrun__stretch {
    struct fenrun__block *block;
    size_t row;   /* of the block, the first */
    size_t first; /* event of the shift */
    size_t count;
};

enum fenrun__shift_page { FENRUN__PAGE_PAYOUTS, FENRUN__PAGE_PROMOTIONS, FENRUN__PAGES };

struct fenrun__shift {
    struct fenrun__shift *next;  /* see pipeline.c; likewise ... */
    struct fenrun__shift *older;
    uint32_t state;
    int code; /* ... what writing it came to */
    uint64_t number;
    struct fenrun__stretch *stretches;
    size_t stretch_count;
    size_t stretch_capacity;
    struct fenrun__block **blocks; /* each once */
    size_t block_count;
    size_t block_capacity;
    const fenrun_event *events;
    size_t count;
    fenrun_event *gathered;
    size_t gathered_capacity;
    fenrun_result *result;
    struct fenrun__complaint replay; /* a note on the first */
    struct fenrun__complaint complaint;
    struct fenrun__page pages[FENRUN__PAGES];
    uint64_t rows;
    uint64_t bytes; /* of the files that it uses up */
    bool last;      /* nothing follows */
};

/* NULL if there is no memory. */
struct fenrun__shift *fenrun__shift_new(void);
void fenrun__shift_free(struct fenrun__shift *shift);

/* Begin anew, with another number, not 0. False if there is no memory for what it needs once. */
bool fenrun__shift_clear(struct fenrun__shift *shift, uint64_t number);

/* Use rows of a block, behind those that there are. False if there is no memory. */
bool fenrun__shift_add(struct fenrun__shift *shift, struct fenrun__block *block, size_t row,
                       size_t count);

/* Hold a block. False if there is no memory. */
bool fenrun__shift_hold(struct fenrun__shift *shift, struct fenrun__block *block);

/* Put the events one after the other. False if there is no memory. */
bool fenrun__shift_join(struct fenrun__shift *shift);

/* The stretch of an event. O(log stretches). */
const struct fenrun__stretch *fenrun__shift_find(const struct fenrun__shift *shift, size_t event);

#endif
