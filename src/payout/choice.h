/*
 * Choice: who of all members takes part in an award at a close, or holds a label from then on.
 *
 *     when: {member: gold+} qualify: [{own_orders in month: 1}] rank: own_sales in month top: 40%
 *       A gold 500.00   B normal   C gold 900.00   D gold 0.00   E gold 700.00   F gold, no order
 *         B fails `when`, F does not qualify; of A, C, D, E are floor(40 % of 4) = 1 taken: C
 *
 * Invariants
 *   1. Without `rank` they stand in the order of the tree; with it highest first, and equal ones in
 *      the order of the tree.
 *   2. Who ranks has a figure above 0.
 *
 * Costs: O(members), with `rank` O(members + m log m) for m who qualify (heap sort: no recursion,
 * no memory, the same time on any input).
 */
#ifndef FENRUN_PAYOUT_CHOICE_H
#define FENRUN_PAYOUT_CHOICE_H

#include "payout/result.h"
#include "rules/plan.h"
#include "tree/tree.h"

/* Fill result->chosen with the numbers of the members, and result->passed_over with how many were
   not and why. FENRUN_OK or FENRUN_ERROR_MEMORY. */
int32_t fenrun__choice_members(const struct fenrun__plan *plan, const struct fenrun__tree *tree,
                               const struct fenrun__plan_selection *selection,
                               struct fenrun_result *result);

#endif
