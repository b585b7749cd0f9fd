/*
 * Batch: many orders as columns, and what they pay as columns.
 *
 *     at roles amounts          payouts                         totals[award][member]
 *     10  C    20000 4000  ──►  order 0, award 0, C    4000     [0][C] += 4000
 *                               order 0, award 1, 小微  1000     [1][小微] += 1000
 *     11  D    10000 2000  ──►  order 1, award 0, D    2000     [0][D] += 2000
 *
 * Orders go by cohorts of FENRUN__COHORT_WIDTH. What all pay side by side is posted up to the first
 * that is odd; that one is paid by itself, like any single event, and says why it is refused:
 *
 *     lanes   0 1 2 3 4 5 6 7
 *             ─────►x───►x──►        x: a replay, an unknown member, figures outside `require` ...
 *
 * Invariants
 *   1. Each order pays what fenrun__engine_pay says of it, in the order of the batch.
 *   2. An order is gone through wholly or not at all: its payouts fit, its totals fit, or neither
 *      rows nor totals have anything of it.
 *   3. Nothing changes but the caller's columns and the result, which is empty in the end.
 *   4. Whether orders go side by side is decided for each version of the rules, never for an order:
 *      its awards have a scheme, no order can cause a rise that is paid, and measures have room for
 *      any figure that is not odd.
 *
 * Costs: O(orders), each as told at fenrun_pay.
 */
#ifndef FENRUN_SETTLE_BATCH_H
#define FENRUN_SETTLE_BATCH_H

#include "settle/engine.h"

/* Pay a batch whose columns were checked. As fenrun_pay_batch says. */
int32_t fenrun__batch_pay(const struct fenrun__engine *engine, fenrun_batch *batch,
                          struct fenrun_result *scratch, fenrun_error *error);

#endif
