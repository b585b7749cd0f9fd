/*
 * Grant: one award that is not plain, paid by whatever form its `pay` has.
 *
 *     limit = {.pay, .award, .index, .budget, .outcomes, .result, .error}
 *     fenrun__limit_open(&limit) ; fenrun__grant_pay(&limit, 0)
 *
 * Costs: O(1), and what level.h and split.h say; graded O(log grades).
 */
#ifndef FENRUN_PAYOUT_GRANT_H
#define FENRUN_PAYOUT_GRANT_H

#include "payout/limit.h"

/* Pay an award to whoever its path leads to from the people of limit->pay. `rank` is that of the
   member in turn, from 1, for prizes. FENRUN_OK, _LIMIT, _OVERFLOW or _MEMORY. */
int32_t fenrun__grant_pay(struct fenrun__limit *limit, uint32_t rank);

#endif
