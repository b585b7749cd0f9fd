/*
 * Spent: sums of one event by key, for the limits that look at what the event paid before.
 *
 *     key = (award or column of a cap) << 32 | payee, or FENRUN__NONE for everybody together
 *     fenrun__spent_clear(&spent)                     an event begins
 *     fenrun__spent_add(&spent, &memory, key, 4000)
 *     fenrun__spent_sum(&spent, key)                  4000
 *
 * An open hash table whose rows carry the event in which they were written, so that clearing it
 * costs nothing, however large one close has made it. No order ever comes out of it.
 *
 * Costs: O(1); adding grows the table, by doubling, when it is half full.
 */
#ifndef FENRUN_PAYOUT_SPENT_H
#define FENRUN_PAYOUT_SPENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

struct fenrun__spent_row {
    uint64_t key;
    int64_t sum;
    uint64_t event; /* a row of another event is free */
};

/* All zeros is empty. */
struct fenrun__spent {
    struct fenrun__spent_row *rows;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
    uint64_t event;
};

void fenrun__spent_clear(struct fenrun__spent *spent);
void fenrun__spent_free(struct fenrun__spent *spent, struct fenrun__memory *memory);

/* 0 for a key to which nothing was added. */
int64_t fenrun__spent_sum(const struct fenrun__spent *spent, uint64_t key);

/* False, and nothing changed, if there is no memory. The sum must fit. */
bool fenrun__spent_add(struct fenrun__spent *spent, struct fenrun__memory *memory, uint64_t key,
                       int64_t amount);

#endif
