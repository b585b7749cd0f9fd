/*
 * Batch: the same orders paid one by one and many at once, in any way, until they differ.
 *
 *     orders    0    1    2    3    4    5    6        paid one by one first: bill.h
 *     slices   [0         ][   ][3              ]      dealt to one to four threads
 *     calls    [0   ][2   ]     [3][4           ]      each as far as its room for payouts goes, or
 *                                                      to the next order that is refused
 *
 *     batch_open(&batch, tree, rules);
 *     if (!batch_compare(&batch, orders, &count, seed, true)) puts(batch.difference);
 *     batch_close(&batch);
 *
 * What is compared after each call: the payouts, column by column; the codes; what was done,
 * refused and said; and that nothing else was written. After each slice: the totals.
 */
#ifndef MODEL_BATCH_H
#define MODEL_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fenrun.h"
#include "model/bill.h"
#include "model/columns.h"
#include "model/random.h"

#define BATCH_TEXT_MAX 8192u
#define BATCH_THREADS_MAX 4u

/* What must have come up in a run that says something. */
#define BATCH_SEEN_LIST(X)                                                                        \
    X(WAYS, "ways in which a batch was paid")                                                     \
    X(EMPTY, "batches of no orders")                                                              \
    X(LARGE, "batches of a thousand orders or more")                                              \
    X(THREADS, "ways with several threads")                                                       \
    X(CALLS, "calls")                                                                             \
    X(ORDERS, "orders")                                                                           \
    X(PAYOUTS, "payouts")                                                                         \
    X(REPLAYED, "orders that were applied before")                                                \
    X(REFUSED, "orders that were refused")                                                        \
    X(STOPPED, "calls that ended at a refused order")                                             \
    X(WENT_ON, "calls that went on behind a refused order")                                       \
    X(WHOLE, "calls that went through a thousand orders or more")                                 \
    X(BY_INDEX, "orders whose seller was given by index")                                         \
    X(STRANGERS, "indexes of nobody")                                                             \
    X(PART, "calls that ended for want of room")                                                  \
    X(FULL, "calls without room for one order")                                                   \
    X(NO_ROWS, "calls that asked for no payouts")                                                 \
    X(TOTALS, "calls with totals")                                                                \
    X(OVERFLOW, "totals that did not fit")                                                        \
    X(LAST_NUMBERS, "orders with the highest numbers there are")

#define BATCH_SEEN_NUMBER(name, text) BATCH_SEEN_##name,
enum batch_seen { BATCH_SEEN_LIST(BATCH_SEEN_NUMBER) BATCH_SEEN_COUNT };
#undef BATCH_SEEN_NUMBER

struct batch {
    const fenrun_tree *tree;
    const fenrun_rules *rules;
    uint32_t award_count;
    uint32_t ways; /* how many there are of each comparison; 3 if nobody says otherwise */
    struct bill bill;
    struct columns columns;
    const fenrun_event *orders;
    size_t count;
    uint32_t first; /* the number of the first order */
    fenrun_result *result;
    uint64_t seen[BATCH_SEEN_COUNT];
    char difference[BATCH_TEXT_MAX];
};

/* The tree may change between, but not while it is open. */
bool batch_open(struct batch *batch, const fenrun_tree *tree, const fenrun_rules *rules);
void batch_close(struct batch *batch);

/* Pay them in several ways that the seed says. Orders become what the columns can say of them; if
   refused ones are not wanted they are taken out. */
bool batch_compare(struct batch *batch, fenrun_event *orders, size_t *count, uint64_t seed,
                   bool wants_refused);

/* What was seen, as a report; whether everything was. */
bool batch_report(const uint64_t seen[BATCH_SEEN_COUNT]);

#endif
