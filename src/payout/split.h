/*
 * Split: one sum shared out among several, to the last fen (T12).
 *
 *     split: 38% of price 99.99 = 38.00, among: buyer 50%, buyer.inviter 10%, operator 39%
 *       buyer 19.00   inviter 3.80   operator 14.82 (down)   remainder_to: 0.38
 *
 * Invariants
 *   1. The sum is rounded once, then capped; every share of it is rounded down.
 *   2. Shares and the remainder, the platform's included, add up to the sum.
 *   3. A share that leads to nobody is left over.
 *
 * Costs: O(shares).
 */
#ifndef FENRUN_PAYOUT_SPLIT_H
#define FENRUN_PAYOUT_SPLIT_H

#include "payout/limit.h"

/* Pay an award of FORM_SPLIT whose tests are met. FENRUN_OK, _LIMIT, _OVERFLOW or _MEMORY. */
int32_t fenrun__split_pay(struct fenrun__limit *limit);

#endif
