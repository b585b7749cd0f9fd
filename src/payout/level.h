/*
 * Level: awards that go up from the end of a path, to all above it, nearest first.
 *
 *     levels [10%, 5%] of 100.00, payee: gold+        differential {gold: 5%, senior: 8%}, peer 1%
 *       C sells   B normal   not qualified               C sells   B gold     5 %          5.00
 *                 A gold     compress: level 1, 10.00              A gold     peer of B    1.00
 *                            skip:     level 2,  5.00              Z senior   8 % - 5 %    3.00
 *                            stop:     nothing                     Y senior   peer of Z    1.00
 *
 * Invariants
 *   1. A level that comes to 0, or of which limits leave nothing, is paid all the same: the next
 *      member above gets the next level.
 *   2. Differences are taken of the values, and what comes of them is rounded once (T1).
 *   3. `highest` only rises; who gets nothing changes nothing.
 *
 * Costs: levels O(levels), with compress O(depth); differential O(tiers) and as far up as somebody
 * can still get more.
 */
#ifndef FENRUN_PAYOUT_LEVEL_H
#define FENRUN_PAYOUT_LEVEL_H

#include "payout/limit.h"

/* Pay an award of FORM_LEVELS or FORM_DIFFERENTIAL whose tests of roles are met: `start` is where
   its path ends. FENRUN_OK, _LIMIT, _OVERFLOW or _MEMORY. */
int32_t fenrun__level_pay(struct fenrun__limit *limit, uint32_t start,
                          const struct fenrun__tree_view *view, const struct fenrun__trace *path);
int32_t fenrun__level_pay_differential(struct fenrun__limit *limit, uint32_t start,
                                       const struct fenrun__tree_view *view,
                                       const struct fenrun__trace *path);

#endif
