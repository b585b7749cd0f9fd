/* Forecast: what an event comes to, before anything changes; see the header. */
#include "settle/forecast.h"

#include "base/error.h"
#include "payout/pay.h"
#include "payout/period.h"
#include "payout/refund.h"
#include "payout/review.h"
#include "settle/engine.h"

bool fenrun__forecast_pays_rises(const struct fenrun__plan *plan,
                                 const struct fenrun__plan_version *version) {
    uint32_t trigger = fenrun__plan_trigger_of_promotion(plan);
    return fenrun__plan_trigger(plan, version, trigger)->order_count > 0;
}

/* What a refund takes back of the stored payouts of its order. */
static int32_t forecast_take_back(const struct fenrun__engine *engine,
                                  const struct fenrun__turn *turn, struct fenrun_result *result) {
    const fenrun_event *event = turn->pay.event;
    struct fenrun__ledger_order order = turn->order;
    if (!fenrun__result_reserve(result, order.payout_count, 0, 0)) return FENRUN_ERROR_MEMORY;
    for (uint32_t i = 0; i < order.payout_count; i++) {
        struct fenrun__ledger_payout paid = fenrun__ledger_next(&order);
        int64_t share = fenrun__refund_share(paid.amount, order.total, turn->refunded,
                                             event->amounts[0]);
        if (share == 0) continue;
        result->payees[result->payout_count] = paid.payee;
        result->payouts[result->payout_count++] =
            (fenrun_payout){.payee = engine->tree.rows[paid.payee].id,
                            .amount = -share,
                            .base = paid.amount,
                            .available_at = event->at,
                            .event = result->event,
                            .award = paid.award,
                            .unit = fenrun__plan_award(engine->plan, paid.award)->unit,
                            .level = paid.level};
    }
    return FENRUN_OK;
}

static int32_t forecast_pay_event(const struct fenrun__engine *engine,
                                  const struct fenrun__turn *turn, struct fenrun_result *result,
                                  fenrun_error *error) {
    const struct fenrun__pay *pay = &turn->pay;
    switch (pay->event->kind) {
    case FENRUN_EVENT_REFUND: return forecast_take_back(engine, turn, result);
    case FENRUN_EVENT_CLOSE:
        return fenrun__period_pay(pay->plan, pay->version, pay->tree, pay->event, result, error);
    case FENRUN_EVENT_JOIN:
    case FENRUN_EVENT_OWN:
    case FENRUN_EVENT_ORDER: return fenrun__pay_run(pay, result, error);
    default: return FENRUN_OK;
    }
}

/* The version whose promotions an event may cause: that of the latest instant. */
static const struct fenrun__plan_version *forecast_version_now(const struct fenrun__turn *turn) {
    if (turn->now == turn->pay.event->at) return turn->pay.version;
    return fenrun__plan_in_force(turn->pay.plan, turn->now);
}

static int32_t forecast_review(const struct fenrun__engine *engine,
                               const struct fenrun__turn *turn,
                               const struct fenrun__plan_version *version,
                               struct fenrun_result *result) {
    const struct fenrun__plan *plan = engine->plan;
    const fenrun_event *event = turn->pay.event;
    const struct fenrun__review_needs *needs =
        engine->needs + (version - fenrun__plan_version(plan, 0));
    if (!needs->any) return FENRUN_OK;
    const struct fenrun__review review = {.plan = plan,
                                          .version = version,
                                          .needs = needs,
                                          .tree = turn->pay.tree,
                                          .kind = event->kind,
                                          .member = turn->member,
                                          .inviter = turn->inviter,
                                          .tier = event->tier,
                                          .newcomer = event->member,
                                          .own = turn->columns ? turn->changes : NULL,
                                          .at = turn->now};
    return fenrun__review_plan(&review, result);
}

/* What awards of event promotion pay: for a TIER that raises, then for the promotions. */
static int32_t forecast_pay_rises(const struct fenrun__forecast *forecast,
                                  const struct fenrun__plan_version *version,
                                  struct fenrun_result *result, fenrun_error *error) {
    const struct fenrun__turn *turn = &forecast->turn;
    const struct fenrun__pay *pay = &turn->pay;
    const fenrun_event *event = pay->event;
    int32_t code = FENRUN_OK;
    if (event->kind == FENRUN_EVENT_TIER) {
        const struct fenrun__tree_row *row = pay->tree->rows + turn->member;
        const fenrun_promotion rise = {.member = event->member,
                                       .at = event->at,
                                       .tier_before = row->tier,
                                       .tier = event->tier,
                                       .event = result->event,
                                       .labels_before = row->labels,
                                       .labels = row->labels};
        if (rise.tier > rise.tier_before) {
            code = fenrun__pay_promotion(pay->plan, version, pay->tree, NULL, &rise, result,
                                         error);
        }
    }
    for (size_t i = forecast->promotions; code == FENRUN_OK && i < result->promotion_count; i++) {
        const fenrun_promotion rise = result->promotions[i];
        bool joins = event->kind == FENRUN_EVENT_JOIN && rise.member == event->member;
        if (rise.tier <= rise.tier_before) continue;
        code = fenrun__pay_promotion(pay->plan, version, pay->tree, joins ? event : NULL, &rise,
                                     result, error);
    }
    return code;
}

/* What follows from an event: whom it raises or lowers, and what is paid for that. */
static int32_t forecast_rises(const struct fenrun__engine *engine,
                              enum fenrun__forecast_extent extent,
                              struct fenrun__forecast *forecast, struct fenrun_result *result,
                              fenrun_error *error) {
    const struct fenrun__turn *turn = &forecast->turn;
    const struct fenrun__plan_version *version = forecast_version_now(turn);
    bool pays_rises = fenrun__forecast_pays_rises(engine->plan, version);
    if (!pays_rises && extent != FENRUN__FORECAST_APPLIES) return FENRUN_OK;
    int32_t code = turn->pay.event->kind == FENRUN_EVENT_CLOSE
                       ? fenrun__close_plan(&forecast->close, engine->plan, version,
                                            turn->pay.tree, turn->pay.event, result)
                       : forecast_review(engine, turn, version, result);
    if (code != FENRUN_OK || !pays_rises) return code;
    return forecast_pay_rises(forecast, version, result, error);
}

/* Whether the columns have room for what the event adds. */
static int32_t forecast_check_columns(const struct fenrun__engine *engine,
                                      const struct fenrun__turn *turn, fenrun_error *error) {
    const fenrun_event *event = turn->pay.event;
    uint64_t member = event->kind == FENRUN_EVENT_ORDER ? event->roles[0] : event->member;
    return fenrun__score_check(&engine->score, turn->pay.tree, turn->columns, turn->changes,
                               turn->pay.trigger, member, error);
}

/* Inline in both that need it: an order is paid in less time than a few calls take. */
static inline __attribute__((always_inline)) int32_t
forecast_make(const struct fenrun__engine *engine, enum fenrun__forecast_extent extent,
              struct fenrun__forecast *forecast, struct fenrun_result *result,
              fenrun_error *error) {
    const struct fenrun__turn *turn = &forecast->turn;
    const fenrun_event *event = turn->pay.event;
    forecast->payouts = result->payout_count;
    forecast->promotions = result->promotion_count;
    fenrun__result_begin(result);
    bool again = extent == FENRUN__FORECAST_EVENT && engine->score.of_payouts != 0;
    int32_t code = FENRUN_OK;
    if (again && !fenrun__score_take_off(&engine->score, &turn->order, turn->refunded, result)) {
        code = FENRUN_ERROR_MEMORY;
    }
    if (code == FENRUN_OK) code = forecast_pay_event(engine, turn, result, error);
    forecast->payouts_end = result->payout_count;
    bool follows = (turn->columns | engine->score.of_payouts) != 0 || engine->has_rises ||
                   event->kind == FENRUN_EVENT_CLOSE;
    if (code != FENRUN_OK || !follows || event->kind == FENRUN_EVENT_REFUND ||
        extent == FENRUN__FORECAST_EVENT) {
        return code;
    }
    if (turn->columns) code = forecast_check_columns(engine, turn, error);
    if (code == FENRUN_OK && (engine->has_rises || event->kind == FENRUN_EVENT_CLOSE)) {
        code = forecast_rises(engine, extent, forecast, result, error);
    }
    if (code != FENRUN_OK || engine->score.of_payouts == 0) return code;
    return fenrun__score_check_paid(&engine->score, turn->pay.tree, result, forecast->payouts,
                                    error);
}

int32_t fenrun__forecast_make(const struct fenrun__engine *engine,
                              enum fenrun__forecast_extent extent,
                              struct fenrun__forecast *forecast, struct fenrun_result *result,
                              fenrun_error *error) {
    return forecast_make(engine, extent, forecast, result, error);
}

int32_t fenrun__forecast_fail(int32_t code, const struct fenrun__forecast *forecast,
                              struct fenrun_result *result, fenrun_error *error) {
    result->payout_count = forecast->payouts;
    result->promotion_count = forecast->promotions;
    if (code == FENRUN_ERROR_MEMORY) return fenrun__error_memory(error);
    if (code == FENRUN_ERROR_FULL) {
        return fenrun__error_set(error, code, 0,
                                 "a tree holds no more members, changes or orders");
    }
    return code;
}

/* Whether anything that is paid or refused depends on windows that are stale. */
static bool forecast_needs_windows(const struct fenrun__engine *engine,
                                   const struct fenrun__turn *turn) {
    return turn->pay.event->kind == FENRUN_EVENT_CLOSE ||
           fenrun__forecast_pays_rises(engine->plan, forecast_version_now(turn)) ||
           (turn->pay.event->kind != FENRUN_EVENT_REFUND && turn->columns != 0 &&
            forecast_check_columns(engine, turn, NULL) != FENRUN_OK);
}

int32_t fenrun__forecast_look(const struct fenrun__engine *engine,
                              enum fenrun__forecast_extent extent,
                              struct fenrun__forecast *forecast, struct fenrun_result *result,
                              fenrun_error *error) {
    struct fenrun__turn *turn = &forecast->turn;
    struct fenrun__tree copy;
    bool moves = extent == FENRUN__FORECAST_PAYS && engine->windows.count > 0 &&
                 fenrun__windows_are_stale(&engine->windows, turn->now) &&
                 forecast_needs_windows(engine, turn);
    if (moves) {
        if (!fenrun__windows_foresee(&engine->windows, &engine->ledger, turn->now, &engine->tree,
                                     &result->memory, &copy)) {
            return fenrun__error_memory(error);
        }
        turn->pay.tree = &copy;
    }
    int32_t code = forecast_make(engine, extent, forecast, result, error);
    if (code != FENRUN_OK) fenrun__forecast_fail(code, forecast, result, error);
    result->promotion_count = forecast->promotions;
    if (forecast->close.count > 0) fenrun__close_free(&forecast->close, result);
    turn->pay.tree = &engine->tree;
    if (moves) fenrun__windows_forget(&result->memory, &copy);
    return code;
}
