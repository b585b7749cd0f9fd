/*
 * Period: what the close of a period pays: to each member in turn, as prizes, or out of a pool.
 *
 *     month closes: award `best`, rank: own_sales in month, top: 3, pay: [300.00, 200.00, 100.00]
 *       chosen   C 9000.00   A 4000.00   D 4000.00          (choice.h)
 *       paid     C  300.00   A  200.00   D  100.00          by rank
 *     award `pool`: 1% of all_profit in month 10000.00, share: equally among A, B, C
 *       paid     A 33.33   B 33.33   C 33.33                0.01 is left, and goes to remainder_to
 *
 * All of it is computed on the tree as it is before the close.
 *
 * Costs: O(members) for each award, O(m log m) for one that ranks m of them, and for each who takes
 * part what an award of an order costs.
 */
#ifndef FENRUN_PAYOUT_PERIOD_H
#define FENRUN_PAYOUT_PERIOD_H

#include "payout/result.h"
#include "rules/plan.h"
#include "tree/tree.h"

/* Append what a close pays; errors as fenrun__pay_run. */
int32_t fenrun__period_pay(const struct fenrun__plan *plan,
                           const struct fenrun__plan_version *version,
                           const struct fenrun__tree *tree, const fenrun_event *event,
                           struct fenrun_result *result, fenrun_error *error);

#endif
