/*
 * Receipt: what must hold of the payouts of any event under any rule set.
 *
 *     order of 100.00      A 20.00  B 8.00  B -8.00 (funds the one before)  C 5.00 of a promotion
 *                          └──────────── of the event ─────────────────┘   └─ behind them ─┘
 *
 * Of the event: awards of its trigger, in the order of the text; payees are members; no amount is
 * 0, none below 0 but a funder's, which is what the payout before it came to; no share above its
 * base; no member is left with less than nothing; a split or a pool gives no more than there is; no
 * award more than its cap, all awards no more than the budget. A refund takes back each payout in
 * proportion, as fenrun_refund does, and all of it when all of the order is refunded.
 *
 * Not here: whether the right member got the right amount, which the model of tests/model knows.
 */
#ifndef FUZZ_RECEIPT_H
#define FUZZ_RECEIPT_H

#include "fenrun.h"
#include "rules/plan.h"

#define RECEIPT_MEMBERS_MAX 32u

/* The payouts of an event that is no refund; `member_max` is the highest id. */
void receipt_check(const struct fenrun__plan *plan, const fenrun_event *event,
                   const fenrun_payout *payouts, size_t count, uint64_t member_max);

/* How many of them are of the event itself, not of promotions. */
size_t receipt_own_count(const struct fenrun__plan *plan, const fenrun_payout *payouts,
                         size_t count);

/* The payouts of a refund of `part`, when of an order of `total` with the payouts `paid` (without
   those of promotions) `before` was refunded before. */
void receipt_refund(const fenrun_payout *paid, size_t paid_count, int64_t total, int64_t before,
                    int64_t part, const fenrun_payout *payouts, size_t count);

#endif
