/*
 * Explain: says in words, or as JSON, what an event pays and why, from the traces of what was paid.
 *
 *     order 1001 at 2024-03-01T12:00:00Z: seller C, price 200.00, profit 40.00
 *       sales_commission pays C 40.00 CNY: 100% of profit 40.00 (seller C normal; line 17)
 *       team_profit pays nobody: no leader is above C (seller C normal; line 21)
 *       levels pays nobody at level 1: payee B is normal, not gold+, so level 1 is skipped (...)
 *       bonus pays A 5.00 CNY: 10% of price 200.00 is 20.00; the cap of 5.00 leaves 5.00 (...)
 *
 * One line for each payee that was looked at; at a close one for each payout, and one for each
 * award that says how many got nothing and why.
 *
 * Not here: the words (words.h) and JSON (record.h).
 */
#ifndef FENRUN_PAYOUT_EXPLAIN_H
#define FENRUN_PAYOUT_EXPLAIN_H

#include "payout/pay.h"
#include "payout/result.h"

/* What the words need besides the event. */
struct fenrun__explain {
    const struct fenrun__pay *pay;
    const fenrun_explain_options *options; /* or NULL */
    int64_t order_total;                   /* REFUND: the order's first amount ... */
    int64_t refunded;                      /* ... and how much of it was refunded before */
};

/* Write to result->text, from its payouts and traces; FENRUN_OK or FENRUN_ERROR_MEMORY. */
int32_t fenrun__explain_write(const struct fenrun__explain *explain, struct fenrun_result *result,
                              fenrun_error *error);

#endif
