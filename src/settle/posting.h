/*
 * Posting: payouts into the caller's columns: rows in the order of orders, and totals.
 *
 *     strip 0, lanes 0 1 2     order by order:  0/0 0/1 1/0 2/0 2/1
 *     strip 1, lanes 0   2     strip by strip:  rows per lane 2 1 2, which begin at 0 2 3, so
 *                                               strip 0 goes to rows 0 2 3 and strip 1 to 1 4
 *
 * Payouts of many orders lie award by award, rows stand order by order. A few strips are gone
 * through order by order, and a row is written over where it is of nothing: there is no branch. Of
 * more strips most pay nothing to most, so rows are counted first, and then each has its place.
 *
 * Invariants
 *   1. Rows and totals have all that an order pays, or nothing of it.
 *   2. Nothing is written behind payout_capacity; behind payout_count anything may be.
 *
 * Costs: O(payouts).
 */
#ifndef FENRUN_SETTLE_POSTING_H
#define FENRUN_SETTLE_POSTING_H

#include "payout/cohort.h"
#include "payout/result.h"

/* How much of what was to be posted is. */
enum fenrun__posted {
    FENRUN__POSTED = 0,
    FENRUN__POSTED_FULL = 1, /* what is left has no room in the columns */
    FENRUN__POSTED_OVER = 2  /* a total does not fit */
};

/* Post what a result holds from `first` on as what one order (its place in the batch) pays, or
   nothing of it. */
enum fenrun__posted fenrun__posting_put(fenrun_batch *batch, const struct fenrun_result *paid,
                                        size_t first, size_t order);

/*
 * Post what a cohort pays in lanes from `from` on, before `*to`; none of them is odd. Ranges come
 * in the order of lanes. FULL: `*to` is then the first lane that has no room. OVER: nothing is
 * posted, and one of the lanes is why.
 */
enum fenrun__posted fenrun__posting_put_lanes(fenrun_batch *batch, struct fenrun__cohort *cohort,
                                              uint32_t from, uint32_t *to);

#endif
