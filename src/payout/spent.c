/* Spent: an open hash table with linear probing; see the header. */
#include "payout/spent.h"

#include "base/hash.h"

#define SPENT_CAPACITY_FIRST 16u

void fenrun__spent_clear(struct fenrun__spent *spent) {
    spent->event++;
    spent->count = 0;
}

void fenrun__spent_free(struct fenrun__spent *spent, struct fenrun__memory *memory) {
    fenrun__memory_free(memory, spent->rows, spent->capacity * sizeof *spent->rows);
    *spent = (struct fenrun__spent){0};
}

/* The row of a key, or the free one where it belongs. There is always a free one. */
static struct fenrun__spent_row *spent_row(const struct fenrun__spent *spent, uint64_t key) {
    size_t place = (size_t)fenrun__hash_id(0, key) & (spent->capacity - 1);
    struct fenrun__spent_row *row = spent->rows + place;
    while (row->event == spent->event + 1 && row->key != key) {
        place = (place + 1) & (spent->capacity - 1);
        row = spent->rows + place;
    }
    return row;
}

int64_t fenrun__spent_sum(const struct fenrun__spent *spent, uint64_t key) {
    if (spent->count == 0) return 0;
    const struct fenrun__spent_row *row = spent_row(spent, key);
    return row->event == spent->event + 1 ? row->sum : 0;
}

static bool spent_grow(struct fenrun__spent *spent, struct fenrun__memory *memory) {
    struct fenrun__spent old = *spent;
    size_t capacity = old.capacity ? old.capacity * 2 : SPENT_CAPACITY_FIRST;
    struct fenrun__spent_row *rows =
        fenrun__memory_zeroed(memory, capacity * sizeof *spent->rows);
    if (!rows) return false;
    spent->rows = rows;
    spent->capacity = capacity;
    for (size_t i = 0; i < old.capacity; i++) {
        if (old.rows[i].event == old.event + 1) *spent_row(spent, old.rows[i].key) = old.rows[i];
    }
    fenrun__memory_free(memory, old.rows, old.capacity * sizeof *old.rows);
    return true;
}

bool fenrun__spent_add(struct fenrun__spent *spent, struct fenrun__memory *memory, uint64_t key,
                       int64_t amount) {
    if (spent->count >= spent->capacity / 2 && !spent_grow(spent, memory)) return false;
    struct fenrun__spent_row *row = spent_row(spent, key);
    if (row->event != spent->event + 1) {
        /* Rows of new tables are zeros: an event written as 0 would seem to be there. */
        *row = (struct fenrun__spent_row){.key = key, .event = spent->event + 1};
        spent->count++;
    }
    row->sum += amount;
    return true;
}
