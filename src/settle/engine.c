/* Engine: paying, explaining and applying one event; see the header for the bar in the middle. */
#include "settle/engine.h"

#include "base/error.h"
#include "payout/explain.h"
#include "settle/close.h"
#include "settle/forecast.h"
#include "settle/turn.h"

/* How many events ahead a sequence brings in the places in the indexes, the row of the member, and
   the row of the team. */
#define ENGINE_AHEAD_PLACE 18u
#define ENGINE_AHEAD_ROW 12u
#define ENGINE_AHEAD_TEAM 6u

static uint32_t engine_find_team_members(const struct fenrun__plan *plan) {
    for (uint32_t i = 0; i < plan->column_count; i++) {
        const struct fenrun__plan_column *column = fenrun__plan_column(plan, i);
        if (column->scope == FENRUN__SCOPE_TEAM && column->basis == FENRUN__NOWHERE &&
            column->tiers == UINT64_MAX) {
            return i;
        }
    }
    return FENRUN__NONE;
}

int32_t fenrun__engine_init(struct fenrun__engine *engine, const struct fenrun__plan *plan,
                            const fenrun_allocator *allocator, uint64_t seed, bool remembers) {
    struct fenrun__measure_column columns[FENRUN__COLUMNS_MAX];
    engine->plan = plan;
    engine->remembers = remembers;
    engine->has_rises = false;
    engine->team_members = engine_find_team_members(plan);
    fenrun__score_init(&engine->score, plan);
    fenrun__windows_init(&engine->windows, plan);
    fenrun__ledger_init(&engine->ledger, allocator, seed, fenrun__score_keeps(&engine->score));
    for (uint32_t i = 0; i < plan->version_count; i++) {
        const struct fenrun__plan_version *version = fenrun__plan_version(plan, i);
        engine->needs[i] = fenrun__review_look(plan, version);
        if (engine->needs[i].any || fenrun__forecast_pays_rises(plan, version)) {
            engine->has_rises = true;
        }
    }
    fenrun__score_columns(plan, columns);
    return fenrun__tree_init(&engine->tree, allocator, seed, plan->lead_tier, columns,
                             plan->column_count);
}

void fenrun__engine_free(struct fenrun__engine *engine) {
    fenrun__windows_free(&engine->windows, &engine->tree.memory);
    fenrun__tree_free(&engine->tree);
    fenrun__ledger_free(&engine->ledger);
}

static int32_t engine_check(const struct fenrun__engine *engine, const fenrun_event *event,
                            struct fenrun__forecast *forecast, fenrun_error *error) {
    const struct fenrun__turn_place place = {.plan = engine->plan,
                                             .tree = &engine->tree,
                                             .ledger =
                                                 engine->remembers ? &engine->ledger : NULL,
                                             .score = &engine->score};
    forecast->close = (struct fenrun__close){0};
    return fenrun__turn_check(&forecast->turn, &place, event, error);
}

int32_t fenrun__engine_pay(const struct fenrun__engine *engine, const fenrun_event *event,
                           struct fenrun_result *result, fenrun_error *error) {
    struct fenrun__forecast forecast;
    int32_t code = engine_check(engine, event, &forecast, error);
    if (code != FENRUN_OK) return code;
    return fenrun__forecast_look(engine, FENRUN__FORECAST_PAYS, &forecast, result, error);
}

/* The number of the member whose row an event needs first, or that of another whose hash begins
   alike, without a look at the row. */
static uint32_t engine_guess(const struct fenrun__tree *tree, const fenrun_event *event) {
    struct fenrun__index_cursor cursor;
    uint64_t hash = fenrun__hash_id(tree->seed, fenrun__engine_first_member(event));
    return fenrun__index_first(&tree->index, hash, &cursor);
}

void fenrun__engine_prefetch(const struct fenrun__engine *engine, const fenrun_event *events,
                             size_t count) {
    const struct fenrun__tree *tree = &engine->tree;
    if (count > ENGINE_AHEAD_PLACE) {
        const fenrun_event *event = events + ENGINE_AHEAD_PLACE;
        fenrun__engine_fetch(engine, event);
        uint64_t hash = fenrun__hash_id(tree->seed, event->member);
        if (event->kind == FENRUN_EVENT_JOIN) fenrun__index_prefetch(&tree->index, hash);
    }
    if (count > ENGINE_AHEAD_ROW) {
        const fenrun_event *event = events + ENGINE_AHEAD_ROW;
        uint32_t member = engine_guess(tree, event);
        if (member != FENRUN__NONE) __builtin_prefetch(tree->rows + member);
        if (member != FENRUN__NONE && event->kind == FENRUN_EVENT_JOIN) {
            __builtin_prefetch(tree->links + member, 1);
        }
    }
    if (count > ENGINE_AHEAD_TEAM) {
        uint32_t member = engine_guess(tree, events + ENGINE_AHEAD_TEAM);
        if (member == FENRUN__NONE) return;
        const struct fenrun__tree_row *row = tree->rows + member;
        __builtin_prefetch(tree->teams + row->team);
        if (fenrun__tree_leads(tree, row->tier) && row->inviter != FENRUN__NONE) {
            __builtin_prefetch(tree->rows + row->inviter);
        }
    }
}

/* Whether an applied order or own event paid what the result holds: as of an instant the last
   change at it counts, also one that came later, and a cap counts what others were paid since. */
static bool engine_paid_so(const struct fenrun__forecast *forecast,
                           const struct fenrun_result *result) {
    struct fenrun__ledger_order order = forecast->turn.order;
    if (order.payout_count != result->payout_count) return false;
    for (uint32_t i = 0; i < order.payout_count; i++) {
        struct fenrun__ledger_payout paid = fenrun__ledger_next(&order);
        const fenrun_payout *payout = result->payouts + i;
        if (paid.amount != payout->amount || paid.award != payout->award ||
            paid.level != payout->level || paid.payee != result->payees[i]) {
            return false;
        }
    }
    return true;
}

static int32_t engine_refuse_explaining(const struct fenrun__engine *engine,
                                        const fenrun_event *event, struct fenrun_result *result,
                                        fenrun_error *error) {
    fenrun__result_clear(result);
    return fenrun__error_set(error, FENRUN_ERROR_CHANGED, 0,
                             "the tree changed at the %s's own instant%s after it was paid: only "
                             "its stored payouts say what it paid",
                             event->kind == FENRUN_EVENT_OWN ? "event" : "order",
                             engine->score.of_payouts ? ", or what a cap counts," : "");
}

int32_t fenrun__engine_explain(const struct fenrun__engine *engine, const fenrun_event *event,
                               const fenrun_explain_options *options,
                               struct fenrun_result *result, fenrun_error *error) {
    struct fenrun__forecast forecast;
    struct fenrun__pay *pay = &forecast.turn.pay;
    int32_t code = engine_check(engine, event, &forecast, error);
    bool applied = code == FENRUN_REPLAYED &&
                   (event->kind == FENRUN_EVENT_ORDER || event->kind == FENRUN_EVENT_OWN);
    if (applied) {
        code = pay->version ? fenrun__pay_resolve_order(pay, error)
                            : fenrun__error_internal(error, "engine: replay");
    }
    if (code != FENRUN_OK) return code;
    result->tracing = true;
    code = fenrun__forecast_look(engine, applied ? FENRUN__FORECAST_EVENT : FENRUN__FORECAST_PAYS,
                                 &forecast, result, error);
    result->tracing = false;
    bool refused = applied && (code == FENRUN_ERROR_LIMIT || code == FENRUN_ERROR_OVERFLOW);
    if (refused || (applied && code == FENRUN_OK && !engine_paid_so(&forecast, result))) {
        return engine_refuse_explaining(engine, event, result, error);
    }
    if (code != FENRUN_OK) return code;
    struct fenrun__explain explain = {.pay = pay,
                                      .options = options,
                                      .order_total = forecast.turn.order.total,
                                      .refunded = forecast.turn.refunded};
    return fenrun__explain_write(&explain, result, error);
}

/* How many versions the event's own change appends at most. */
static uint64_t engine_change_cost(const struct fenrun__tree *tree,
                                   const struct fenrun__turn *turn) {
    const fenrun_event *event = turn->pay.event;
    switch (event->kind) {
    case FENRUN_EVENT_JOIN: return 1;
    case FENRUN_EVENT_TIER: return fenrun__tree_tier_cost(tree, turn->member, event->tier);
    case FENRUN_EVENT_MOVE: return fenrun__tree_move_cost(tree, turn->member, turn->inviter);
    default: return 0;
    }
}

/* How many members the event's own change may bring to the team in which it promotes somebody, or
   take away from it: a piece that moves, returns or splits off. */
static uint64_t engine_migrants(const struct fenrun__engine *engine,
                                const struct fenrun__turn *turn) {
    const struct fenrun__tree *tree = &engine->tree;
    switch (turn->pay.event->kind) {
    case FENRUN_EVENT_JOIN: return 1;
    case FENRUN_EVENT_TIER:
    case FENRUN_EVENT_MOVE:
        if (engine->team_members != FENRUN__NONE) {
            return 1 + (uint64_t)fenrun__measure_value(&tree->measure, turn->member,
                                                       engine->team_members);
        }
        return tree->teams[tree->rows[turn->member].team].size;
    default: return 0;
    }
}

/* How many versions the promotions append at most. One that splits off a team only makes smaller
   what those above it cut. */
static uint64_t engine_promotions_cost(const struct fenrun__engine *engine,
                                       const struct fenrun__forecast *forecast,
                                       const struct fenrun_result *result) {
    const struct fenrun__tree *tree = &engine->tree;
    uint64_t versions = 0;
    for (size_t i = forecast->promotions; i < result->promotion_count; i++) {
        const fenrun_promotion *promotion = result->promotions + i;
        bool splits = fenrun__tree_leads(tree, promotion->tier) &&
                      !fenrun__tree_leads(tree, promotion->tier_before);
        versions += splits ? fenrun__tree_split_cost(tree,
                                                     fenrun__tree_find(tree, promotion->member),
                                                     engine_migrants(engine, &forecast->turn))
                           : 1;
    }
    return versions;
}

static int32_t engine_reserve_tree(struct fenrun__engine *engine,
                                   const struct fenrun__forecast *forecast,
                                   const struct fenrun_result *result) {
    struct fenrun__tree *tree = &engine->tree;
    const struct fenrun__turn *turn = &forecast->turn;
    bool joins = turn->pay.event->kind == FENRUN_EVENT_JOIN;
    /* The change may need a team, and so may each promotion. */
    uint64_t versions = 0, teams = 1 + (uint64_t)(result->promotion_count - forecast->promotions);
    if (turn->pay.event->kind == FENRUN_EVENT_CLOSE) {
        if (result->promotion_count == forecast->promotions) return FENRUN_OK;
        fenrun__tree_close_cost(tree, forecast->close.tiers, forecast->close.labels, &teams,
                                &versions);
    } else {
        versions = engine_change_cost(tree, turn) +
                   engine_promotions_cost(engine, forecast, result);
    }
    return versions > 0 ? fenrun__tree_reserve(tree, joins, teams, versions) : FENRUN_OK;
}

/* Room for all that the event will change. The last thing that may fail. */
static int32_t engine_reserve(struct fenrun__engine *engine,
                              const struct fenrun__forecast *forecast,
                              const struct fenrun_result *result) {
    const struct fenrun__turn *turn = &forecast->turn;
    uint32_t kind = turn->pay.event->kind;
    bool order = kind == FENRUN_EVENT_ORDER || kind == FENRUN_EVENT_OWN;
    if (!order || result->promotion_count > forecast->promotions) {
        int32_t code = engine_reserve_tree(engine, forecast, result);
        if (code != FENRUN_OK) return code;
        if (kind == FENRUN_EVENT_REFUND) return fenrun__ledger_reserve_refund(&engine->ledger);
    }
    if ((turn->columns & engine->score.rolling) != 0 &&
        !fenrun__windows_reserve(&engine->windows, &engine->tree.memory)) {
        return FENRUN_ERROR_MEMORY;
    }
    if (!turn->is_kept) return FENRUN_OK;
    return fenrun__ledger_reserve(&engine->ledger, forecast->payouts_end - forecast->payouts);
}

/* Whether a payout below 0 is what takes the one before it from a member. */
static bool engine_funds(const struct fenrun__plan *plan, const struct fenrun_result *result,
                         size_t first, size_t index) {
    const fenrun_payout *payout = result->payouts + index;
    return index > first && payout[-1].award == payout->award &&
           payout[-1].amount == -payout->amount &&
           fenrun__plan_award(plan, payout->award)->funder != FENRUN__NOWHERE;
}

/* Where money is about to move: what is paid is above 0, or taken from a member who funds it; what
   is taken back is at most what was paid; all of it for awards that there are. */
static bool engine_is_sound(const struct fenrun__engine *engine,
                            const struct fenrun__forecast *forecast,
                            const struct fenrun_result *result) {
    const struct fenrun__plan *plan = engine->plan;
    const struct fenrun__turn *turn = &forecast->turn;
    bool refund = turn->pay.event->kind == FENRUN_EVENT_REFUND;
    for (size_t i = forecast->payouts; i < result->payout_count; i++) {
        const fenrun_payout *payout = result->payouts + i;
        if (payout->award >= plan->award_count ||
            payout->unit >= plan->name_count[FENRUN_NAME_UNIT]) {
            return false;
        }
        bool sound = payout->amount > 0 || engine_funds(plan, result, forecast->payouts, i);
        if (refund) {
            sound = payout->base > 0 ? payout->amount < 0 && payout->amount >= -payout->base
                                     : payout->amount > 0 && payout->amount <= -payout->base;
        }
        if (!sound) return false;
    }
    bool counts = (turn->columns | engine->score.of_payouts) != 0;
    return !refund || !counts ||
           fenrun__score_holds(&engine->score, &engine->tree, &turn->order, turn->changes, result,
                               forecast->payouts);
}

/* Keep an order or an own event with its payouts; the place of its record, or FENRUN__NONE. */
static uint32_t engine_keep(struct fenrun__engine *engine, const struct fenrun__forecast *forecast,
                            const struct fenrun_result *result) {
    const struct fenrun__turn *turn = &forecast->turn;
    const fenrun_event *event = turn->pay.event;
    if (!turn->is_kept) return FENRUN__NONE;
    struct fenrun__ledger_order order;
    order.id = turn->id;
    order.kind = fenrun__ledger_kind(event);
    order.payout_count = (uint32_t)(forecast->payouts_end - forecast->payouts);
    order.contents = turn->contents;
    order.at = event->at;
    order.total = event->amounts[0];
    order.seller = turn->member;
    fenrun__score_keep(&engine->score, event, &order);
    uint32_t place = fenrun__ledger_add(&engine->ledger, &order);
    if (order.payout_count > 0) {
        fenrun__ledger_add_payouts(&engine->ledger, result->payouts + forecast->payouts,
                                   result->payees + forecast->payouts, order.payout_count);
    }
    return place;
}

/* The change itself, what it adds to own columns, and the tiers and labels that follow. */
static void engine_change(struct fenrun__engine *engine, const struct fenrun__forecast *forecast,
                          const struct fenrun_result *result) {
    struct fenrun__tree *tree = &engine->tree;
    const struct fenrun__turn *turn = &forecast->turn;
    const fenrun_event *event = turn->pay.event;
    uint32_t member = turn->member;
    tree->at = turn->now;
    if (event->kind == FENRUN_EVENT_JOIN) {
        fenrun__tree_join(tree, event->member, turn->inviter, event->at);
        member = (uint32_t)tree->count - 1;
    } else if (event->kind == FENRUN_EVENT_TIER) {
        fenrun__tree_set_tier(tree, member, event->tier, event->at);
    } else if (event->kind == FENRUN_EVENT_MOVE) {
        fenrun__tree_move(tree, member, turn->inviter, event->at);
    }
    if (turn->columns) fenrun__measure_add_all(tree, member, turn->changes);
    if (result->promotion_count == forecast->promotions) return;
    if (event->kind == FENRUN_EVENT_CLOSE) {
        fenrun__tree_close(tree, forecast->close.tiers, forecast->close.labels, event->at);
        return;
    }
    for (size_t i = forecast->promotions; i < result->promotion_count; i++) {
        const fenrun_promotion *promotion = result->promotions + i;
        fenrun__tree_set_tier(tree, fenrun__tree_find(tree, promotion->member), promotion->tier,
                              turn->now);
    }
}

/* Right of the bar. */
static void engine_commit(struct fenrun__engine *engine, const struct fenrun__forecast *forecast,
                          const struct fenrun_result *result, bool moved) {
    struct fenrun__tree *tree = &engine->tree;
    const struct fenrun__turn *turn = &forecast->turn;
    const fenrun_event *event = turn->pay.event;
    engine_change(engine, forecast, result);
    if (moved) fenrun__windows_drop(&engine->windows, turn->now);
    if (event->kind == FENRUN_EVENT_REFUND) {
        if (engine->score.of_payouts) {
            fenrun__score_take_paid(&engine->score, tree, &turn->order, result, forecast->payouts);
        }
        fenrun__ledger_add_refund(&engine->ledger, &turn->order, turn->id, event->at,
                                  event->amounts[0]);
        return;
    }
    if (engine->score.of_payouts) {
        fenrun__score_add_paid(&engine->score, tree, result, forecast->payouts);
    }
    uint32_t place = engine_keep(engine, forecast, result);
    if (turn->columns & engine->score.rolling) {
        uint32_t member =
            event->kind == FENRUN_EVENT_JOIN ? (uint32_t)tree->count - 1 : turn->member;
        fenrun__windows_add(&engine->windows, turn->now, event->at, member, place, turn->changes);
    }
    if (event->kind == FENRUN_EVENT_CLOSE) fenrun__score_close(&engine->score, tree, event);
}

int32_t fenrun__engine_apply(struct fenrun__engine *engine, const fenrun_event *event,
                             struct fenrun_result *result, fenrun_error *error) {
    struct fenrun__forecast forecast;
    int32_t code = engine_check(engine, event, &forecast, error);
    if (code != FENRUN_OK) return code;
    int64_t now = forecast.turn.now;
    bool moved = engine->windows.count > 0 && fenrun__windows_are_stale(&engine->windows, now);
    if (moved) {
        fenrun__windows_take_off(&engine->windows, &engine->ledger, now, &engine->tree);
    }
    code = fenrun__forecast_make(engine, FENRUN__FORECAST_APPLIES, &forecast, result, error);
    if (code == FENRUN_OK) code = engine_reserve(engine, &forecast, result);
    if (code == FENRUN_OK && !engine_is_sound(engine, &forecast, result)) {
        code = fenrun__error_internal(error, "engine: payouts");
    }
    if (code == FENRUN_OK) {
        engine_commit(engine, &forecast, result, moved);
    } else {
        if (moved) {
            fenrun__windows_put_back(&engine->windows, &engine->ledger, now, &engine->tree);
        }
        fenrun__forecast_fail(code, &forecast, result, error);
    }
    if (forecast.close.count > 0) fenrun__close_free(&forecast.close, result);
    return code;
}
