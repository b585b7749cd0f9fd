/* Shift: growing arrays that are used again. */
#include "cli/shift.h"

#include <stdlib.h>
#include <string.h>

/* A result or page that has become larger than this is not kept for the next shift: one close may
   pay every member. */
#define SHIFT_KEPT_MAX (16u << 20)

struct fenrun__shift *fenrun__shift_new(void) {
    return calloc(1, sizeof(struct fenrun__shift));
}

void fenrun__shift_free(struct fenrun__shift *shift) {
    for (size_t i = 0; i < FENRUN__PAGES; i++) fenrun__page_free(&shift->pages[i]);
    fenrun_result_free(shift->result);
    free(shift->stretches);
    free(shift->blocks);
    free(shift->gathered);
    free(shift);
}

bool fenrun__shift_clear(struct fenrun__shift *shift, uint64_t number) {
    size_t count = 0;
    (void)fenrun_result_payouts(shift->result, &count);
    if (count > SHIFT_KEPT_MAX / sizeof(fenrun_payout)) {
        fenrun_result_free(shift->result);
        shift->result = NULL;
    }
    for (size_t i = 0; i < FENRUN__PAGES; i++) {
        if (shift->pages[i].capacity > SHIFT_KEPT_MAX) fenrun__page_free(&shift->pages[i]);
        shift->pages[i].size = 0;
    }
    shift->number = number;
    shift->stretch_count = 0;
    shift->block_count = 0;
    shift->events = NULL;
    shift->count = 0;
    shift->replay.given = false;
    shift->complaint.given = false;
    shift->rows = 0;
    shift->bytes = 0;
    shift->last = false;
    return shift->result || fenrun_result_new(&shift->result, NULL, NULL) == FENRUN_OK;
}

bool fenrun__shift_hold(struct fenrun__shift *shift, struct fenrun__block *block) {
    if (block->held_by == shift->number) return true;
    if (shift->block_count == shift->block_capacity) {
        size_t capacity = shift->block_capacity * 2 + 4;
        struct fenrun__block **moved = realloc(shift->blocks, capacity * sizeof(void *));
        if (!moved) return false;
        shift->blocks = moved;
        shift->block_capacity = capacity;
    }
    shift->blocks[shift->block_count++] = block;
    block->held_by = shift->number;
    return true;
}

bool fenrun__shift_add(struct fenrun__shift *shift, struct fenrun__block *block, size_t row,
                       size_t count) {
    struct fenrun__stretch *last =
        shift->stretch_count > 0 ? &shift->stretches[shift->stretch_count - 1] : NULL;
    if (last && last->block == block && last->row + last->count == row) {
        last->count += count;
        shift->count += count;
        return true;
    }
    if (!fenrun__shift_hold(shift, block)) return false;
    if (shift->stretch_count == shift->stretch_capacity) {
        size_t capacity = shift->stretch_capacity * 2 + 4;
        struct fenrun__stretch *moved = realloc(shift->stretches, capacity * sizeof *moved);
        if (!moved) return false;
        shift->stretches = moved;
        shift->stretch_capacity = capacity;
    }
    shift->stretches[shift->stretch_count++] =
        (struct fenrun__stretch){block, row, shift->count, count};
    shift->count += count;
    return true;
}

bool fenrun__shift_join(struct fenrun__shift *shift) {
    if (shift->stretch_count == 0) return true;
    const struct fenrun__stretch *first = shift->stretches;
    shift->events = first->block->events + first->row;
    if (shift->stretch_count == 1) return true;
    if (shift->count > shift->gathered_capacity) {
        free(shift->gathered);
        shift->gathered_capacity = 0;
        shift->gathered = malloc(shift->count * sizeof *shift->gathered);
        if (!shift->gathered) return false;
        shift->gathered_capacity = shift->count;
    }
    for (size_t i = 0; i < shift->stretch_count; i++) {
        const struct fenrun__stretch *stretch = &shift->stretches[i];
        memcpy(shift->gathered + stretch->first, stretch->block->events + stretch->row,
               stretch->count * sizeof *shift->gathered);
    }
    shift->events = shift->gathered;
    return true;
}

const struct fenrun__stretch *fenrun__shift_find(const struct fenrun__shift *shift, size_t event) {
    size_t low = 0, high = shift->stretch_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (shift->stretches[middle].first <= event) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return &shift->stretches[low];
}
