/* Score: what events add to own columns; see the header. */
#include "settle/score.h"

#include <string.h>

#include "base/error.h"
#include "money/amount.h"
#include "payout/limit.h"
#include "payout/pay.h"
#include "payout/refund.h"
#include "payout/sum.h"
#include "settle/window.h"

_Static_assert(FENRUN__LEDGER_FIGURES_MAX >= FENRUN__FIGURES_MAX - 1, "ledger.figures");

/* The lowest column of a mask, which then lacks it. */
static uint32_t score_next(uint64_t *columns) {
    uint32_t column = (uint32_t)__builtin_ctzll(*columns);
    *columns &= *columns - 1;
    return column;
}

static void score_keep_figure(struct fenrun__score *score, uint32_t figure) {
    for (uint32_t i = 0; i < score->figure_count; i++) {
        if (score->figures[i] == figure) return;
    }
    score->figure_places[figure] = (uint8_t)score->figure_count;
    score->figures[score->figure_count++] = (uint8_t)figure;
}

void fenrun__score_init(struct fenrun__score *score, const struct fenrun__plan *plan) {
    memset(score, 0, sizeof *score);
    score->plan = plan;
    for (uint32_t i = 0; i < plan->column_count; i++) {
        const struct fenrun__plan_column *column = fenrun__plan_column(plan, i);
        uint64_t bit = UINT64_C(1) << i;
        if (column->window_kind == FENRUN__WINDOW_PERIOD) {
            score->periods[column->window].columns |= bit;
        }
        if (column->scope == FENRUN__SCOPE_PAID) score->of_payouts |= bit;
        if (column->scope != FENRUN__SCOPE_OWN) continue;
        if (column->window_kind == FENRUN__WINDOW_ROLLING) score->rolling |= bit;
        if (column->what == FENRUN__WHAT_JOINS || column->what == FENRUN__WHAT_JOIN_FIGURE) {
            score->of_joins |= bit;
        } else {
            score->of_orders |= bit;
            if (column->what == FENRUN__WHAT_FIGURE && column->figure > 0) {
                score_keep_figure(score, column->figure);
            }
        }
    }
}

_Static_assert(sizeof(struct fenrun__score_state) == 8 + FENRUN_PERIODS_MAX * 40,
               "score_state has no padding");

void fenrun__score_save(const struct fenrun__score *score, struct fenrun__score_state *state) {
    *state = (struct fenrun__score_state){.closes = score->closes};
    for (uint32_t i = 0; i < FENRUN_PERIODS_MAX; i++) {
        const struct fenrun__score_period *period = score->periods + i;
        state->periods[i].closed = period->closed;
        state->periods[i].closes = period->closes;
        state->periods[i].at = period->at;
        state->periods[i].id = period->id;
    }
}

void fenrun__score_restore(struct fenrun__score *score, const struct fenrun__score_state *state) {
    score->closes = state->closes;
    for (uint32_t i = 0; i < FENRUN_PERIODS_MAX; i++) {
        struct fenrun__score_period *period = score->periods + i;
        period->closed = state->periods[i].closed != 0;
        period->closes = state->periods[i].closes;
        period->at = state->periods[i].at;
        period->id = state->periods[i].id;
    }
}

struct fenrun__ledger_keeps fenrun__score_keeps(const struct fenrun__score *score) {
    uint64_t periodic = 0;
    for (uint32_t i = 0; i < FENRUN_PERIODS_MAX; i++) periodic |= score->periods[i].columns;
    return (struct fenrun__ledger_keeps){
        .closes = (periodic & (score->of_orders | score->of_payouts)) != 0,
        .figure_count = score->figure_count};
}

void fenrun__score_columns(const struct fenrun__plan *plan,
                           struct fenrun__measure_column columns[FENRUN__COLUMNS_MAX]) {
    for (uint32_t i = 0; i < plan->column_count; i++) {
        const struct fenrun__plan_column *column = fenrun__plan_column(plan, i);
        bool own =
            column->scope == FENRUN__SCOPE_OWN || column->scope == FENRUN__SCOPE_PAID;
        columns[i] = (struct fenrun__measure_column){
            .tiers = column->tiers,
            .scope = own ? FENRUN__MEASURE_OWN : column->scope,
            .basis = own ? FENRUN__NONE : column->basis};
    }
}

/* Whether a rolling window holds an instant; true for columns without one. */
static bool score_in_window(const struct fenrun__score *score,
                            const struct fenrun__plan_column *column, int64_t at, int64_t now) {
    return column->window_kind != FENRUN__WINDOW_ROLLING ||
           fenrun__window_holds(fenrun__plan_window(score->plan, column->window), at, now);
}

static void score_event(const struct fenrun__score *score, uint64_t columns,
                        const fenrun_event *event, int64_t now, int64_t *changes) {
    memset(changes, 0, score->plan->column_count * sizeof *changes);
    while (columns) {
        uint32_t i = score_next(&columns);
        const struct fenrun__plan_column *column = fenrun__plan_column(score->plan, i);
        if (!score_in_window(score, column, event->at, now)) continue;
        bool counts = column->what == FENRUN__WHAT_ORDERS || column->what == FENRUN__WHAT_JOINS;
        changes[i] = counts ? 1 : fenrun__sum_figure(event, column->figure);
    }
}

void fenrun__score_order(const struct fenrun__score *score, const fenrun_event *event, int64_t now,
                         int64_t *changes) {
    score_event(score, score->of_orders, event, now, changes);
}

void fenrun__score_join(const struct fenrun__score *score, const fenrun_event *event, int64_t now,
                        int64_t *changes) {
    score_event(score, score->of_joins, event, now, changes);
}

void fenrun__score_keep(const struct fenrun__score *score, const fenrun_event *event,
                        struct fenrun__ledger_order *order) {
    order->closes = score->closes;
    for (uint32_t i = 0; i < score->figure_count; i++) {
        order->figures[i] = fenrun__sum_figure(event, score->figures[i]);
    }
}

/* Whether a column still counts an order. */
static bool score_counts(const struct fenrun__score *score,
                         const struct fenrun__plan_column *column,
                         const struct fenrun__ledger_order *order, int64_t now) {
    if (column->window_kind == FENRUN__WINDOW_PERIOD) {
        return order->closes >= score->periods[column->window].closes;
    }
    return score_in_window(score, column, order->at, now);
}

int64_t fenrun__score_figure(const struct fenrun__score *score, uint32_t column,
                             const struct fenrun__ledger_order *order) {
    const struct fenrun__plan_column *row = fenrun__plan_column(score->plan, column);
    if (row->what == FENRUN__WHAT_ORDERS) return 1;
    return row->figure == 0 ? order->total : order->figures[score->figure_places[row->figure]];
}

void fenrun__score_refund(const struct fenrun__score *score,
                          const struct fenrun__ledger_order *order, int64_t refunded, int64_t part,
                          int64_t now, int64_t *changes) {
    uint64_t columns = score->of_orders;
    memset(changes, 0, score->plan->column_count * sizeof *changes);
    while (columns) {
        uint32_t i = score_next(&columns);
        const struct fenrun__plan_column *column = fenrun__plan_column(score->plan, i);
        if (!score_counts(score, column, order, now)) continue;
        bool counts = column->what == FENRUN__WHAT_ORDERS;
        int64_t figure = fenrun__score_figure(score, i, order);
        changes[i] = fenrun__window_left(order, refunded + part, figure, counts) -
                     fenrun__window_left(order, refunded, figure, counts);
    }
}

int32_t fenrun__score_check(const struct fenrun__score *score, const struct fenrun__tree *tree,
                            uint64_t columns, const int64_t *changes, uint32_t shape,
                            uint64_t member, fenrun_error *error) {
    while (columns) {
        uint32_t i = score_next(&columns);
        if (fenrun__measure_fits(&tree->measure, i, changes[i])) continue;
        const struct fenrun__plan_column *column = fenrun__plan_column(score->plan, i);
        return fenrun__error_set(error, FENRUN_ERROR_OVERFLOW, member,
                                 "%s: the sum that is measured does not fit 64 bits",
                                 fenrun__plan_figure_name(score->plan, shape, column->figure));
    }
    return FENRUN_OK;
}

/* The column for which what an award paid counts, or FENRUN__NOWHERE. */
static uint32_t score_paid_column(const struct fenrun__score *score, uint32_t award,
                                  int64_t paid) {
    return paid > 0 ? fenrun__pay_column(score->plan, award) : FENRUN__NOWHERE;
}

int32_t fenrun__score_check_paid(const struct fenrun__score *score,
                                 const struct fenrun__tree *tree,
                                 const struct fenrun_result *result, size_t first,
                                 fenrun_error *error) {
    int64_t sums[FENRUN__COLUMNS_MAX];
    memset(sums, 0, score->plan->column_count * sizeof *sums);
    for (size_t i = first; i < result->payout_count; i++) {
        const fenrun_payout *payout = result->payouts + i;
        uint32_t column = score_paid_column(score, payout->award, payout->amount);
        if (column == FENRUN__NOWHERE) continue;
        if (!fenrun__amount_add(sums[column], payout->amount, sums + column) ||
            !fenrun__measure_fits(&tree->measure, column, sums[column])) {
            return fenrun__error_set(
                error, FENRUN_ERROR_OVERFLOW, payout->payee,
                "award %s: the sum that its cap counts does not fit 64 bits",
                fenrun__plan_name(score->plan, FENRUN_NAME_AWARD, payout->award));
        }
    }
    return FENRUN_OK;
}

uint32_t fenrun__score_counting_column(const struct fenrun__score *score,
                                       const struct fenrun__ledger_order *order, uint32_t award,
                                       int64_t paid) {
    uint32_t column = score_paid_column(score, award, paid);
    if (column == FENRUN__NOWHERE) return column;
    uint32_t period = fenrun__plan_column(score->plan, column)->window;
    return order->closes >= score->periods[period].closes ? column : FENRUN__NOWHERE;
}

bool fenrun__score_holds(const struct fenrun__score *score, const struct fenrun__tree *tree,
                         const struct fenrun__ledger_order *order, const int64_t *changes,
                         const struct fenrun_result *result, size_t first) {
    uint64_t columns = score->of_orders;
    while (columns) {
        uint32_t i = score_next(&columns);
        int64_t value = fenrun__measure_value(&tree->measure, order->seller, i);
        if (changes[i] > 0 || value < -changes[i]) return false;
    }
    if (score->of_payouts == 0) return true;
    for (size_t i = first; i < result->payout_count; i++) {
        const fenrun_payout *payout = result->payouts + i;
        uint32_t column = fenrun__score_counting_column(score, order, payout->award, payout->base);
        if (column == FENRUN__NOWHERE) continue;
        if (fenrun__measure_value(&tree->measure, result->payees[i], column) < -payout->amount) {
            return false;
        }
    }
    return true;
}

void fenrun__score_add_paid(const struct fenrun__score *score, struct fenrun__tree *tree,
                            const struct fenrun_result *result, size_t first) {
    for (size_t i = first; i < result->payout_count; i++) {
        const fenrun_payout *payout = result->payouts + i;
        uint32_t column = score_paid_column(score, payout->award, payout->amount);
        if (column == FENRUN__NOWHERE) continue;
        uint32_t payee = result->payees[i];
        if (payee == FENRUN__NEWCOMER) payee = (uint32_t)tree->count - 1;
        fenrun__measure_add(tree, payee, column, payout->amount);
    }
}

void fenrun__score_take_paid(const struct fenrun__score *score, struct fenrun__tree *tree,
                             const struct fenrun__ledger_order *order,
                             const struct fenrun_result *result, size_t first) {
    for (size_t i = first; i < result->payout_count; i++) {
        const fenrun_payout *payout = result->payouts + i;
        uint32_t column = fenrun__score_counting_column(score, order, payout->award, payout->base);
        if (column == FENRUN__NOWHERE) continue;
        fenrun__measure_add(tree, result->payees[i], column, payout->amount);
    }
}

bool fenrun__score_take_off(const struct fenrun__score *score,
                            const struct fenrun__ledger_order *order, int64_t refunded,
                            struct fenrun_result *result) {
    struct fenrun__ledger_order there = *order;
    for (uint32_t i = 0; i < order->payout_count; i++) {
        struct fenrun__ledger_payout paid = fenrun__ledger_next(&there);
        uint32_t column = fenrun__score_counting_column(score, order, paid.award, paid.amount);
        if (column == FENRUN__NOWHERE) continue;
        int64_t left = fenrun__window_left(order, refunded, paid.amount, false);
        if (!fenrun__limit_take_off(result, column, paid.payee, left)) return false;
    }
    return true;
}

void fenrun__score_close(struct fenrun__score *score, struct fenrun__tree *tree,
                         const fenrun_event *event) {
    struct fenrun__score_period *period = score->periods + event->name;
    period->closed = true;
    period->closes = ++score->closes;
    period->at = event->at;
    period->id = (struct fenrun__ledger_id){event->id_high, event->id_low};
    if (period->columns) fenrun__measure_clear(tree, period->columns);
}
