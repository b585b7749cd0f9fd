/*
 * Sum: what a row of `pay` comes to, of an event's figures or of what was measured.
 *
 *     25% of profit           40.00      rounded once           10.00
 *     2.00 per quantity       3          for each                6.00
 *     20.00 per 200.00 of price 450.00   for each full 200.00   40.00
 *     1% of all_profit in month 10000.00                       100.00
 *
 * Invariants
 *   1. Money is rounded once, by the rounding that the caller names.
 *   2. What does not fit an amount is refused (false), never wrapped.
 */
#ifndef FENRUN_PAYOUT_SUM_H
#define FENRUN_PAYOUT_SUM_H

#include "money/amount.h"
#include "payout/pay.h"

struct fenrun__sum {
    int64_t amount;
    int64_t base;
    int64_t rate_ppb;
};

/* A figure of an event: an amount or a count. */
static inline int64_t fenrun__sum_figure(const fenrun_event *event, uint32_t figure) {
    return figure < FENRUN__FIGURE_COUNT0 ? event->amounts[figure]
                                          : event->counts[figure - FENRUN__FIGURE_COUNT0];
}

/* What a rate or a piece is of: a figure of the event, or a measure (enum fenrun__value_source) of
   the member in turn or of everybody. */
static inline int64_t fenrun__sum_base(const struct fenrun__pay *pay, uint32_t source,
                                         uint32_t index) {
    if (source == FENRUN__SOURCE_FIGURE) return fenrun__sum_figure(pay->event, index);
    if (source == FENRUN__SOURCE_TOTAL) return pay->tree->measure.totals[index];
    return fenrun__measure_value(&pay->tree->measure, pay->people[FENRUN__ROLE_ONLY], index);
}

/* What a row comes to of a base; false if that does not fit. */
static inline bool fenrun__sum_amount(const struct fenrun__plan_pay *row, int64_t base,
                                      enum fenrun__rounding rounding, int64_t *amount) {
    if (row->kind == FENRUN__VALUE_FIXED) {
        *amount = row->value;
        return true;
    }
    if (row->kind == FENRUN__VALUE_RATE) {
        return fenrun__amount_rate(base, row->value, rounding, amount);
    }
    return fenrun__amount_scale(row->value, base / row->per, 1, FENRUN__ROUND_DOWN, amount);
}

/* What a row comes to; false if that does not fit. */
static inline bool fenrun__sum_of(const struct fenrun__pay *pay,
                                    const struct fenrun__plan_pay *row,
                                    enum fenrun__rounding rounding, struct fenrun__sum *value) {
    bool fixed = row->kind == FENRUN__VALUE_FIXED;
    value->base = fixed ? 0 : fenrun__sum_base(pay, row->source, row->index);
    value->rate_ppb = row->kind == FENRUN__VALUE_RATE ? row->value : 0;
    return fenrun__sum_amount(row, value->base, rounding, &value->amount);
}

#endif
