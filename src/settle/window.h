/*
 * Window: which orders and joins still count for measures such as `own_sales in 90 days`.
 *
 *     own_sales in 90 days     day 10: A 100.00     day 50: A 70.00, of which 20.00 is refunded
 *       day 99                 A 150.00
 *       day 100                A  50.00             the first is 90 days old: it counts no more
 *
 * For each length of window a binary heap, oldest entry first. An entry holds what an order or a
 * join added to each own column of the window, and where the ledger has the order, because only
 * what was not refunded since is to be taken off.
 *
 * Invariants
 *   1. After a move to `now` exactly those entries remain whose instant is later than now - length,
 *      and each own column is the sum of what is left of them.
 *   2. Taking entries off the columns and dropping them are two steps: what was taken off can be
 *      put back, until it is dropped, without memory.
 *
 * Costs: adding O(log entries), taking off O(entries that are outside) and what fenrun__measure_add
 * costs for each, dropping O(log entries) each. Memory: 16 bytes an entry and 8 for each own column
 * of the window.
 */
#ifndef FENRUN_SETTLE_WINDOW_H
#define FENRUN_SETTLE_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/segment.h"
#include "rules/plan.h"
#include "settle/ledger.h"
#include "tree/tree.h"

struct fenrun__window {
    int64_t length; /* seconds */
    uint32_t column_count;
    uint8_t columns[FENRUN__COLUMNS_MAX]; /* own columns of the plan and of the tree */
    uint64_t orders;  /* mask by column: it counts orders, each 1 until nothing is left of it */
    uint64_t *words;  /* entries, each of a head and column_count values */
    size_t entry_count;
    size_t capacity; /* words */
};

struct fenrun__windows {
    uint32_t count;
    struct fenrun__window items[FENRUN__WINDOWS_MAX];
};

void fenrun__windows_init(struct fenrun__windows *windows, const struct fenrun__plan *plan);
void fenrun__windows_free(struct fenrun__windows *windows, struct fenrun__memory *memory);

/* The heaps as segments of a snapshot, FENRUN__WINDOWS_MAX of them whatever the plan has; and heaps
   that are such segments, for windows that are new. False, and nothing is changed, if the rows are
   not of the size that the plan asks for. */
void fenrun__windows_lend(const struct fenrun__windows *windows,
                          struct fenrun__segment segments[FENRUN__WINDOWS_MAX]);
bool fenrun__windows_adopt(struct fenrun__windows *windows,
                           const struct fenrun__segment segments[FENRUN__WINDOWS_MAX]);

/* Whether an instant lies in a window of that length that ends now. */
static inline bool fenrun__window_holds(int64_t length, int64_t at, int64_t now) {
    return at > now || (uint64_t)now - (uint64_t)at < (uint64_t)length;
}

/* What is left of a figure of an order, or of the order as such. */
int64_t fenrun__window_left(const struct fenrun__ledger_order *order, int64_t refunded,
                            int64_t figure, bool counts_order);

/* Whether some entry would be outside at `now`. O(1). */
bool fenrun__windows_are_stale(const struct fenrun__windows *windows, int64_t now);

/* Take what will be outside at `now` off the columns of a tree, or put it back; the entries
   stay. */
void fenrun__windows_take_off(const struct fenrun__windows *windows,
                              const struct fenrun__ledger *ledger, int64_t now,
                              struct fenrun__tree *tree);
void fenrun__windows_put_back(const struct fenrun__windows *windows,
                              const struct fenrun__ledger *ledger, int64_t now,
                              struct fenrun__tree *tree);

/* A copy of a tree whose columns are as they will be at `now`, for reading; all but the measures is
   shared. False if there is no memory. O(members). */
bool fenrun__windows_foresee(const struct fenrun__windows *windows,
                             const struct fenrun__ledger *ledger, int64_t now,
                             const struct fenrun__tree *tree, struct fenrun__memory *memory,
                             struct fenrun__tree *copy);
void fenrun__windows_forget(struct fenrun__memory *memory, struct fenrun__tree *copy);

/* An entry, read out: what an order or a join added to the window's columns. */
struct fenrun__window_entry {
    int64_t at;
    uint32_t member;
    uint32_t place;         /* of the order in the ledger, or FENRUN__NONE */
    const uint64_t *values; /* by the window's columns; amounts */
};

struct fenrun__window_entry fenrun__window_entry(const struct fenrun__window *window,
                                                 size_t index);

/* Drop the entries that are outside at `now`. */
void fenrun__windows_drop(struct fenrun__windows *windows, int64_t now);

/* Room for one more entry in each window; false if there is no memory. */
bool fenrun__windows_reserve(struct fenrun__windows *windows, struct fenrun__memory *memory);

/* Enter what `changes`, by column, added to the own columns of a member, in every window that holds
   `at`. `place`: of the order in the ledger, or FENRUN__NONE. */
void fenrun__windows_add(struct fenrun__windows *windows, int64_t now, int64_t at, uint32_t member,
                         uint32_t place, const int64_t *changes);

#endif
