/*
 * Hand: a program for exactly the reference plan's orders, as fast as we can write it in portable
 * C: the limit that the library is measured against. It has no rule set; what the plan means is
 * worked into its data and its one loop.
 *
 *     id ──► line of 64 bytes = two rows      row     id · since · profit · rest · payee
 *     number ─────────────────────────────────►     32 bytes: all that an order looks at or adds to
 *
 * Before the clock starts, it finds out for each seller who gets the quarter of its profits, and by
 * which award: the team's leader, or, if the seller leads, the inviter who leads too. So an order
 * touches one line of memory. What an order pays is summed at the seller and handed to the payees
 * when all orders are through; rounding is per payout: `rest` is what four times the rounded
 * quarters are short of the profits.
 *
 * Equal work: it refuses an order of an unknown seller, from before the seller joined, with a
 * profit outside 5 % to 40 % of the price, or an amount that is negative; it writes the same rows
 * in the same order, and sums the same totals for each payee and award. What it cannot do, and the
 * library can: any other plan, members who join or change, the past (an order from before a change
 * of the tree), an amount above BENCH_PRICE_MAX, more than HAND_ORDERS_MAX orders between two
 * gatherings.
 *
 * A line is never full when it is needed: ids are put into groups of five, each group has a seed of
 * one byte, and it was tried before which seeds have room for all. So four of five rows are taken,
 * a member is in its line or nowhere, and the seeds are few enough to stay near the processor.
 *
 * Invariants
 *   1. A member's row is in the line that its id and its group's seed give.
 *   2. Rows are 0 in their sums before the first order and after a gathering.
 *   3. Each thread has rows of its own: nothing is shared that is written.
 *
 * Costs: one order O(1): one line, fetched ahead, and no branch that depends on the data but those
 * that refuse. Gathering O(rows * threads).
 */
#ifndef BENCH_HAND_H
#define BENCH_HAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/columns.h"
#include "bench/workload.h"

#define HAND_ORDERS_MAX (1u << 29)
#define HAND_ROWS_MAX 2u /* of one order */
#define HAND_THREADS_MAX 2u

struct hand;

/* Sellers are found by id, or else by number. */
struct hand *hand_open(const struct workload_forest *forest, bool by_id, uint32_t thread_count);
void hand_free(struct hand *hand);

/*
 * Pay `count` orders from `first` on: rows are appended, if `rows` is given, which must have room
 * for HAND_ROWS_MAX of each; what they pay is summed if `sums` is true. How many orders were paid:
 * fewer if the next one is refused.
 */
size_t hand_pay(struct hand *hand, uint32_t thread, const struct columns_orders *orders,
                size_t first, size_t count, struct columns_rows *rows, bool sums);

/* Hand out what the first `thread_count` threads have summed, and begin anew: first each of them
   its share of the sellers, then one the payees. */
void hand_gather(struct hand *hand, uint32_t thread, uint32_t thread_count,
                 struct columns_totals *totals);
void hand_finish(struct hand *hand, uint32_t thread_count, struct columns_totals *totals);

#endif
