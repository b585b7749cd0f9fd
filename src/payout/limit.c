/* Limit: caps, funders and budgets, one payout at a time; see the header. */
#include "payout/limit.h"

#include "base/error.h"
#include "payout/route.h"

#define LIMIT_WORDS 160u

/* Keys of what was spent: an award with everybody, or a column with one payee. */
#define LIMIT_COLUMN (UINT64_C(1) << 63)

static const char *limit_award_name(const struct fenrun__limit *limit) {
    return fenrun__plan_name(limit->pay->plan, FENRUN_NAME_AWARD, limit->index);
}

/* An amount with its unit, if that is not money. */
static struct fenrun__text limit_amount(const struct fenrun__limit *limit, int64_t amount,
                                        char room[LIMIT_WORDS]) {
    const struct fenrun__plan *plan = limit->pay->plan;
    struct fenrun__writer writer;
    char text[FENRUN_TEXT_SIZE];
    fenrun__writer_init_fixed(&writer, room, LIMIT_WORDS);
    fenrun__amount_format(text, amount, plan->decimals);
    fenrun__writer_format(&writer, "%s", text);
    if (limit->award->unit != 0) {
        fenrun__writer_format(&writer, " %s",
                              fenrun__plan_name(plan, FENRUN_NAME_UNIT, limit->award->unit));
    }
    return (struct fenrun__text){writer.bytes, writer.size};
}

int32_t fenrun__limit_overflow(const struct fenrun__limit *limit) {
    return fenrun__pay_overflow(limit->pay, limit->index, limit->error);
}

static int32_t limit_bound(const struct fenrun__pay *pay, const struct fenrun__plan_limit *limit,
                           struct fenrun__bound *bound) {
    struct fenrun__sum value;
    if (!fenrun__sum_of(pay, &limit->at_most, FENRUN__ROUND_DOWN, &value)) {
        return FENRUN_ERROR_OVERFLOW;
    }
    *bound = (struct fenrun__bound){.at_most = value.amount, .base = value.base};
    return FENRUN_OK;
}

void fenrun__limit_write(const struct fenrun__plan *plan, uint32_t trigger,
                         const struct fenrun__plan_limit *limit,
                         const struct fenrun__bound *bound, struct fenrun__writer *writer) {
    const struct fenrun__plan_pay *row = &limit->at_most;
    char text[FENRUN_TEXT_SIZE], base[FENRUN_TEXT_SIZE];
    if (row->kind == FENRUN__VALUE_RATE) {
        fenrun__rate_format(text, row->value);
        fenrun__writer_format(writer, "%s of ", text);
        if (row->source == FENRUN__SOURCE_FIGURE) {
            fenrun__writer_format(writer, "%s",
                                  fenrun__plan_figure_name(plan, trigger, row->index));
        } else {
            fenrun__plan_write_measure(plan, row->index, row->source == FENRUN__SOURCE_TOTAL,
                                       writer);
        }
        fenrun__amount_format(base, bound->base, plan->decimals);
        fenrun__writer_format(writer, " %s, which is ", base);
    }
    fenrun__amount_format(text, bound->at_most, plan->decimals);
    fenrun__writer_format(writer, "%s", text);
    if (limit->column == FENRUN__NOWHERE) return;
    uint32_t period = fenrun__plan_column(plan, limit->column)->window;
    fenrun__writer_format(writer, " in %s", fenrun__plan_name(plan, FENRUN_NAME_PERIOD, period));
}

/* ---- the budget of an event ---- */

int32_t fenrun__limit_open_budget(const struct fenrun__pay *pay, struct fenrun__budget *budget,
                                  fenrun_error *error) {
    uint32_t row = fenrun__plan_trigger(pay->plan, pay->version, pay->trigger)->budget;
    *budget = (struct fenrun__budget){.limit = fenrun__plan_limit(pay->plan, row)};
    if (limit_bound(pay, budget->limit, &budget->bound) == FENRUN_OK) return FENRUN_OK;
    return fenrun__error_set(error, FENRUN_ERROR_OVERFLOW, 0, "the budget does not fit 64 bits");
}

int32_t fenrun__limit_close_budget(const struct fenrun__pay *pay,
                                   const struct fenrun__budget *budget,
                                   struct fenrun_result *result, fenrun_error *error) {
    if (!budget->beyond && budget->total <= budget->bound.at_most) return FENRUN_OK;
    char room[LIMIT_WORDS], total[FENRUN_TEXT_SIZE];
    struct fenrun__writer words;
    fenrun__writer_init_fixed(&words, room, sizeof room);
    fenrun__limit_write(pay->plan, pay->trigger, budget->limit, &budget->bound, &words);
    fenrun__amount_format(total, budget->total, pay->plan->decimals);
    result->refusal.limit = (uint32_t)(budget->limit - fenrun__plan_limit(pay->plan, 0));
    return fenrun__error_set(error, FENRUN_ERROR_LIMIT, 0,
                             "awards come to %s%s, above the budget of %s",
                             budget->beyond ? "more than " : "", total, room);
}

/* What the budget leaves of an amount, which it then has paid. */
static void limit_budget(const struct fenrun__limit *limit, int64_t *amount) {
    struct fenrun__budget *budget = limit->budget;
    if (!budget || limit->award->unit != 0 || limit->award->funder != FENRUN__NOWHERE) return;
    int64_t left = budget->bound.at_most - budget->total;
    if (!budget->limit->refuses && *amount > left) *amount = left;
    if (fenrun__amount_add(budget->total, *amount, &budget->total)) return;
    budget->total = INT64_MAX;
    budget->beyond = true;
}

/* ---- one award ---- */

int32_t fenrun__limit_open(struct fenrun__limit *limit) {
    const struct fenrun__plan *plan = limit->pay->plan;
    const struct fenrun__plan_award *award = limit->award;
    limit->funder = FENRUN__NONE;
    limit->cap = NULL;
    limit->cap_bound = (struct fenrun__bound){0};
    if (award->funder != FENRUN__NOWHERE) {
        struct fenrun__tree_view view;
        limit->funder = fenrun__route_end(
            limit->pay, &fenrun__plan_funder(plan, award->funder)->member, &view, NULL);
    }
    if (award->cap == FENRUN__NOWHERE) return FENRUN_OK;
    limit->cap = fenrun__plan_limit(plan, award->cap);
    int32_t code = limit_bound(limit->pay, limit->cap, &limit->cap_bound);
    return code == FENRUN_OK ? code : fenrun__limit_overflow(limit);
}

int32_t fenrun__limit_make_room(struct fenrun__limit *limit, enum fenrun__part part,
                                struct fenrun__trace **trace) {
    struct fenrun_result *result = limit->result;
    if (!fenrun__result_reserve(result, FENRUN__LIMIT_PAYOUTS, 0, result->tracing)) {
        return fenrun__error_memory(limit->error);
    }
    if (result->tracing) {
        *trace = result->traces + result->trace_count++;
        **trace = (struct fenrun__trace){.award = limit->index,
                                         .part = (uint8_t)part,
                                         .tier_before = limit->pay->tier_before,
                                         .tested = FENRUN__NONE,
                                         .other = FENRUN__NONE,
                                         .less_person = FENRUN__NONE,
                                         .funder = limit->funder};
    }
    return FENRUN_OK;
}

void fenrun__limit_pass(struct fenrun__limit *limit, enum fenrun__outcome outcome,
                        struct fenrun__trace *trace) {
    if (!trace) return;
    trace->outcome = (uint8_t)outcome;
    if (!limit->outcomes) return;
    /* At a close most get nothing: they are counted, and their traces dropped. */
    limit->outcomes[outcome]++;
    limit->result->trace_count--;
}

bool fenrun__limit_is_funded(struct fenrun__limit *limit, uint32_t payee,
                             struct fenrun__trace *trace) {
    bool funded = limit->award->funder == FENRUN__NOWHERE ||
                  (limit->funder != FENRUN__NONE && limit->funder != payee);
    if (!funded) fenrun__limit_pass(limit, FENRUN__OUTCOME_FUNDER, trace);
    return funded;
}

static uint64_t limit_payee_key(uint32_t column, uint32_t payee) {
    return LIMIT_COLUMN | (uint64_t)column << 32 | payee;
}

static uint64_t limit_key(const struct fenrun__limit *limit, uint32_t payee) {
    bool of_payee = limit->cap->column != FENRUN__NOWHERE;
    return of_payee ? limit_payee_key(limit->cap->column, payee)
                    : (uint64_t)limit->index << 32 | FENRUN__NONE;
}

bool fenrun__limit_take_off(struct fenrun_result *result, uint32_t column, uint32_t payee,
                            int64_t amount) {
    return fenrun__spent_add(&result->spent, &result->memory, limit_payee_key(column, payee),
                             -amount);
}

/* What was paid under the cap: in this event, and by earlier ones since the last close. */
static bool limit_spent(const struct fenrun__limit *limit, uint32_t payee, int64_t *spent) {
    int64_t before = 0;
    uint32_t column = limit->cap->column;
    if (column != FENRUN__NOWHERE && payee != FENRUN__NEWCOMER) {
        before = fenrun__measure_value(&limit->pay->tree->measure, payee, column);
    }
    int64_t now = fenrun__spent_sum(&limit->result->spent, limit_key(limit, payee));
    return fenrun__amount_add(before, now, spent);
}

static int32_t limit_refuse_cap(const struct fenrun__limit *limit, uint32_t payee, int64_t sum) {
    char sum_room[LIMIT_WORDS], cap_room[LIMIT_WORDS];
    struct fenrun__writer words;
    struct fenrun__text reached = limit_amount(limit, sum, sum_room);
    fenrun__writer_init_fixed(&words, cap_room, sizeof cap_room);
    fenrun__limit_write(limit->pay->plan, limit->pay->trigger, limit->cap, &limit->cap_bound,
                        &words);
    limit->result->refusal.limit = limit->award->cap;
    if (limit->cap->column == FENRUN__NOWHERE) {
        return fenrun__error_set(limit->error, FENRUN_ERROR_LIMIT, 0,
                                 "award %s reaches %T, above its cap of %s",
                                 limit_award_name(limit), reached, cap_room);
    }
    uint64_t id = fenrun__pay_id(limit->pay, payee);
    return fenrun__error_set(limit->error, FENRUN_ERROR_LIMIT, id,
                             "award %s reaches %T for member %U, above its cap of %s",
                             limit_award_name(limit), reached, id, cap_room);
}

/* What the cap leaves of an amount. */
static int32_t limit_cap(const struct fenrun__limit *limit, uint32_t payee, int64_t *amount) {
    if (!limit->cap || *amount == 0) return FENRUN_OK;
    int64_t spent, sum, at_most = limit->cap_bound.at_most;
    if (!limit_spent(limit, payee, &spent)) return fenrun__limit_overflow(limit);
    bool fits = fenrun__amount_add(spent, *amount, &sum);
    if (fits && sum <= at_most) return FENRUN_OK;
    if (limit->cap->refuses) return limit_refuse_cap(limit, payee, fits ? sum : INT64_MAX);
    *amount = spent < at_most ? at_most - spent : 0;
    return FENRUN_OK;
}

/* What the funder leaves of an amount. */
static int32_t limit_funder(const struct fenrun__limit *limit, int64_t *amount) {
    if (limit->award->funder == FENRUN__NOWHERE || *amount == 0) return FENRUN_OK;
    const struct fenrun_result *result = limit->result;
    int64_t has = 0;
    for (size_t i = result->first; i < result->payout_count; i++) {
        bool counts = result->payees[i] == limit->funder &&
                      result->payouts[i].unit == limit->award->unit;
        if (counts && !fenrun__amount_add(has, result->payouts[i].amount, &has)) {
            return fenrun__limit_overflow(limit);
        }
    }
    if (has < 0) has = 0;
    if (*amount <= has) return FENRUN_OK;
    if (fenrun__plan_funder(limit->pay->plan, limit->award->funder)->refuses) {
        char room[LIMIT_WORDS], has_text[FENRUN_TEXT_SIZE];
        uint64_t id = fenrun__pay_id(limit->pay, limit->funder);
        fenrun__amount_format(has_text, has, limit->pay->plan->decimals);
        limit->result->refusal.funder = limit->award->funder;
        return fenrun__error_set(limit->error, FENRUN_ERROR_LIMIT, id,
                                 "award %s takes %T from member %U, who has %s of this event",
                                 limit_award_name(limit), limit_amount(limit, *amount, room), id,
                                 has_text);
    }
    *amount = has;
    return FENRUN_OK;
}

int32_t fenrun__limit_whole(struct fenrun__limit *limit, int64_t *whole) {
    return limit_cap(limit, FENRUN__NONE, whole);
}

/* The next payout to a member, for which there is room. */
static fenrun_payout *limit_append(struct fenrun__limit *limit, uint32_t member) {
    struct fenrun_result *result = limit->result;
    fenrun_payout *payout = result->payouts + result->payout_count;
    *payout = (fenrun_payout){.payee = fenrun__pay_id(limit->pay, member),
                              .available_at = limit->pay->at + limit->award->hold,
                              .event = result->event,
                              .award = limit->index,
                              .unit = limit->award->unit};
    result->payees[result->payout_count++] = member;
    return payout;
}

/* Append a payout of what the limits left, and what its funder gives for it. */
static int32_t limit_give(struct fenrun__limit *limit, uint32_t payee, uint32_t level,
                          const struct fenrun__sum *value, int64_t amount) {
    struct fenrun_result *result = limit->result;
    bool counted = limit->cap && limit->award->form != FENRUN__FORM_SPLIT;
    if (counted && !fenrun__spent_add(&result->spent, &result->memory, limit_key(limit, payee),
                                      amount)) {
        return fenrun__error_memory(limit->error);
    }
    fenrun_payout *payout = limit_append(limit, payee);
    payout->amount = amount;
    payout->base = value->base;
    payout->rate_ppb = value->rate_ppb;
    payout->level = level;
    if (limit->award->funder == FENRUN__NOWHERE) return FENRUN_OK;
    payout = limit_append(limit, limit->funder);
    payout->amount = -amount;
    payout->level = level;
    return FENRUN_OK;
}

int32_t fenrun__limit_pay(struct fenrun__limit *limit, uint32_t payee, uint32_t level,
                          const struct fenrun__sum *value, struct fenrun__trace *trace) {
    int64_t after_cap = value->amount, after_funder, amount;
    int32_t code = FENRUN_OK;
    /* What is split was capped as a whole. */
    if (limit->award->form != FENRUN__FORM_SPLIT) code = limit_cap(limit, payee, &after_cap);
    after_funder = after_cap;
    if (code == FENRUN_OK) code = limit_funder(limit, &after_funder);
    amount = after_funder;
    if (code != FENRUN_OK) return code;
    limit_budget(limit, &amount);
    if (trace) {
        trace->base = value->base;
        trace->rate_ppb = value->rate_ppb;
        trace->computed = value->amount;
        trace->available_at = limit->pay->at + limit->award->hold;
        trace->after_cap = after_cap;
        trace->after_funder = after_funder;
        trace->amount = amount;
        trace->cap = limit->cap_bound;
        if (limit->budget) trace->budget = limit->budget->bound;
        trace->level = level;
    }
    if (amount > 0) return limit_give(limit, payee, level, value, amount);
    fenrun__limit_pass(limit,
                       value->amount == 0  ? FENRUN__OUTCOME_ZERO
                       : after_cap == 0    ? FENRUN__OUTCOME_CAP
                       : after_funder == 0 ? FENRUN__OUTCOME_FUNDER
                                           : FENRUN__OUTCOME_BUDGET,
                       trace);
    return FENRUN_OK;
}
