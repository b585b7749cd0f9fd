/*
 * Explain: says in words, or as JSON, what an event pays and why, from the traces of pay.c.
 *
 *     order 1001 at 2024-03-01T12:00:00Z: seller C, price 200.00, profit 40.00
 *       sales_commission pays C 40.00 CNY: 100% of profit 40.00 (seller C normal; line 17)
 *       team_profit pays nobody: no leader is above C (seller C normal; line 21)
 *
 * Amounts in JSON are strings with the currency's decimals: a JSON number may pass through a
 * double on its way.
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
