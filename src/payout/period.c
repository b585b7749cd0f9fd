/* Period: the members in turn, and pools; see the header. */
#include "payout/period.h"

#include "base/error.h"
#include "payout/choice.h"
#include "payout/grant.h"
#include "payout/limit.h"
#include "payout/route.h"

/* One award at a close. `pay` is what `limit` points to, with the member in turn as its people. */
struct period_award {
    struct fenrun__pay *pay;
    struct fenrun__limit limit;
    uint32_t outcomes[FENRUN__OUTCOME_COUNT];
};

/* The next of those who were chosen has its turn. */
static void period_turn(struct fenrun__pay *pay, uint32_t member) {
    const struct fenrun__tree_row *row = pay->tree->rows + member;
    pay->people[FENRUN__ROLE_ONLY] = member;
    pay->views[FENRUN__ROLE_ONLY] = (struct fenrun__tree_view){
        .inviter = row->inviter, .team = row->team, .tier = row->tier, .labels = row->labels};
}

/* ---- pools ---- */

/* Leave of those who were chosen the ones who share, with their weights; give these's sum. */
static int32_t period_weigh(struct period_award *award, const struct fenrun__plan_pool *pool,
                            int64_t *weights) {
    struct fenrun_result *result = award->limit.result;
    const struct fenrun__tree *tree = award->pay->tree;
    size_t count = 0;
    *weights = 0;
    for (size_t i = 0; i < result->chosen_count; i++) {
        struct fenrun__chosen row = result->chosen[i];
        row.figure = pool->share == FENRUN__NOWHERE
                         ? 1
                         : fenrun__measure_value(&tree->measure, row.member, pool->share);
        if (row.figure <= 0) {
            result->passed_over[FENRUN__PASSED_FIGURE]++;
        } else if (!fenrun__amount_add(*weights, row.figure, weights)) {
            return fenrun__limit_overflow(&award->limit);
        } else {
            result->chosen[count++] = row;
        }
    }
    result->chosen_count = count;
    return FENRUN_OK;
}

/* What is left of a pool when all shares of it are rounded down. */
static int64_t period_rest(const struct fenrun_result *result, int64_t whole, int64_t weights) {
    int64_t rest = whole, share;
    for (size_t i = 0; i < result->chosen_count; i++) {
        /* A part of `whole`: it fits. */
        fenrun__amount_scale(whole, result->chosen[i].figure, weights, FENRUN__ROUND_DOWN, &share);
        rest -= share;
    }
    return rest;
}

static int32_t period_pay_pool(struct period_award *award) {
    struct fenrun__limit *limit = &award->limit;
    struct fenrun_result *result = limit->result;
    const struct fenrun__plan_pool *pool =
        fenrun__plan_pool(award->pay->plan, limit->award->special);
    struct fenrun__sum whole;
    int64_t weights;
    if (!fenrun__sum_of(award->pay, &pool->sum, (enum fenrun__rounding)limit->award->rounding,
                        &whole)) {
        return fenrun__limit_overflow(limit);
    }
    int32_t code = period_weigh(award, pool, &weights);
    int64_t rest = 0;
    if (code == FENRUN_OK && pool->remainder_to_first) {
        rest = period_rest(result, whole.amount, weights);
    }
    for (size_t i = 0; i < result->chosen_count && code == FENRUN_OK; i++) {
        const struct fenrun__chosen *row = result->chosen + i;
        struct fenrun__sum share = {.base = whole.amount};
        struct fenrun__trace *trace;
        code = fenrun__limit_room(limit, FENRUN__PART_SHARE, &trace);
        if (code != FENRUN_OK) break;
        fenrun__amount_scale(whole.amount, row->figure, weights, FENRUN__ROUND_DOWN,
                             &share.amount);
        if (i == 0) share.amount += rest;
        period_turn(award->pay, row->member);
        if (trace) {
            fenrun__route_note(award->pay, &limit->award->to, row->member, trace);
            trace->row = &pool->sum;
            trace->whole_base = whole.base;
            trace->whole = trace->whole_computed = whole.amount;
            trace->weight = row->figure;
            trace->weights = weights;
            trace->less = i == 0 ? rest : 0;
        }
        code = fenrun__limit_pay(limit, row->member, 0, &share, trace);
    }
    return code;
}

/* ---- all awards ---- */

/* At the end of an award, whose payouts begin at `first`: who got nothing. */
static int32_t period_note(struct period_award *award, size_t first) {
    struct fenrun_result *result = award->limit.result;
    struct fenrun__trace *trace;
    uint32_t others = 0;
    for (uint32_t i = 0; i < FENRUN__PASSED_COUNT; i++) others |= result->passed_over[i];
    for (uint32_t i = 0; i < FENRUN__OUTCOME_COUNT; i++) others |= award->outcomes[i];
    bool all_paid = others == 0 && result->payout_count > first;
    if (!result->tracing || all_paid) return FENRUN_OK;
    int32_t code = fenrun__limit_room(&award->limit, FENRUN__PART_OTHERS, &trace);
    if (code != FENRUN_OK) return code;
    trace->outcome = FENRUN__OUTCOME_NOBODY;
    trace->level = (uint32_t)(result->payout_count - first);
    for (uint32_t i = 0; i < FENRUN__PASSED_COUNT; i++) {
        trace->passed_over[i] = result->passed_over[i];
    }
    for (uint32_t i = 0; i < FENRUN__OUTCOME_COUNT; i++) trace->outcomes[i] = award->outcomes[i];
    return FENRUN_OK;
}

static int32_t period_pay_award(struct fenrun__pay *pay, uint32_t index,
                                struct fenrun_result *result, fenrun_error *error) {
    const struct fenrun__plan_award *row = fenrun__plan_award(pay->plan, index);
    struct period_award award = {
        .pay = pay,
        .limit = {.pay = pay, .award = row, .index = index, .result = result, .error = error}};
    award.limit.outcomes = award.outcomes;
    size_t first = result->payout_count;
    const struct fenrun__plan_selection *selection =
        fenrun__plan_selection(pay->plan, row->selection);
    if (fenrun__choice_members(pay->plan, pay->tree, selection, result) != FENRUN_OK) {
        return fenrun__error_memory(error);
    }
    int32_t code = fenrun__limit_open(&award.limit);
    if (code == FENRUN_OK && row->form == FENRUN__FORM_POOL) {
        code = period_pay_pool(&award);
    } else {
        for (size_t i = 0; i < result->chosen_count && code == FENRUN_OK; i++) {
            period_turn(pay, result->chosen[i].member);
            code = fenrun__grant_pay(&award.limit, (uint32_t)i + 1);
        }
    }
    return code == FENRUN_OK ? period_note(&award, first) : code;
}

int32_t fenrun__period_pay(const struct fenrun__plan *plan,
                           const struct fenrun__plan_version *version,
                           const struct fenrun__tree *tree, const fenrun_event *event,
                           struct fenrun_result *result, fenrun_error *error) {
    struct fenrun__pay pay = {.tier_before = 0};
    fenrun__pay_open(&pay, plan, version, tree, event);
    const struct fenrun__plan_trigger *trigger = fenrun__plan_trigger(plan, version, pay.trigger);
    const uint32_t *order = fenrun__plan_order(plan, trigger);
    int32_t code = FENRUN_OK;
    for (uint32_t i = 0; i < trigger->order_count && code == FENRUN_OK; i++) {
        code = period_pay_award(&pay, order[i], result, error);
    }
    return code;
}
