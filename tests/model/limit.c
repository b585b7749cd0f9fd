/*
 * Limit: see limit.h. What was paid already is added up from the answer and from all that was ever
 * paid.
 */
#include "model/limit.h"

#include <string.h>

/* What is left of `amount` if at most `left` may be paid. */
static model_wide limit_cut(const struct award_view *view, model_wide amount, model_wide left,
                            bool refuses, enum seen clipped, enum seen refused) {
    if (amount <= left) {
        return amount;
    }
    if (refuses && refused == SEEN_BUDGET_REFUSES) {
        view->answer->over_budget = true;
    } else if (refuses) {
        model_refuse(view->answer, FENRUN_ERROR_LIMIT);
    }
    model_saw(view->model, refuses ? refused : clipped);
    return left;
}

/* What the award has paid in this event so far, without what funders gave. */
static model_wide limit_paid_in_event(const struct award_view *view, uint32_t index) {
    uint32_t number = rules_award_index(view->model->rules, view->version, index);
    model_wide sum = 0;
    for (size_t i = 0; i < view->answer->payout_count; i++) {
        const fenrun_payout *payout = &view->answer->payouts[i];
        sum += payout->award == number && payout->amount > 0 ? payout->amount : 0;
    }
    return sum;
}

/* What refunds have taken back of a payout; each order has its serial to itself. */
static model_wide limit_taken_back(struct model *model, const struct model_paid *paid) {
    for (size_t i = 0; paid->of_order && i < model->order_count; i++) {
        const struct model_order *order = &model->orders[i];
        if (order->serial == paid->serial && order->refund_count > 0) {
            model_saw(model, SEEN_PERIOD_CAP_FREED);
            return model_taken_back(paid->amount, (int64_t)model_refunded(order),
                                    order->event.amounts[0]);
        }
    }
    return 0;
}

/* What the payee got of the award since the last close, this event included. */
static model_wide limit_paid_in_period(const struct award_view *view,
                                       const struct rules_award *award, uint64_t payee) {
    struct model *model = view->model;
    const struct model_closed *closed = model_last_close(model, award->cap.period);
    model_wide sum = 0;
    for (size_t i = 0; i < model->paid_count; i++) {
        const struct model_paid *paid = &model->paid[i];
        if (paid->payee != payee || paid->award != award->name || paid->unit != award->unit ||
            paid->period != award->cap.period) {
            continue;
        }
        if (closed != NULL && paid->serial <= closed->serial) {
            model_saw(model, SEEN_PERIOD_CAP_REOPENED);
            continue;
        }
        sum += paid->amount - limit_taken_back(model, paid);
    }
    return sum;
}

/* Of a limit that may have been higher, or lower, when the rest was paid. */
static model_wide limit_left(const struct award_view *view, const struct rules_limit *limit,
                             model_wide used) {
    model_wide left = award_value(view, &limit->at_most, FRACTION_DOWN).amount - used;
    return left < 0 ? 0 : left;
}

static model_wide limit_cap(const struct award_view *view, uint32_t index, uint64_t payee,
                            model_wide amount) {
    const struct rules_award *award = &view->version->awards[index];
    const struct rules_limit *cap = &award->cap;
    if (cap->kind == RULES_LIMIT_PERIOD) {
        return limit_cut(view, amount,
                         limit_left(view, cap, limit_paid_in_period(view, award, payee)),
                         cap->refuses, SEEN_PERIOD_CAP_CLIPS, SEEN_PERIOD_CAP_REFUSES);
    }
    if (cap->kind == RULES_LIMIT_NONE) {
        return amount;
    }
    model_wide left = limit_left(view, cap, limit_paid_in_event(view, index));
    if (amount > left) {
        view->model->seen[SEEN_CAP_OF_RATE] += cap->at_most.kind == RULES_VALUE_RATE;
        view->model->seen[SEEN_CAP_OF_CLOSE] += award->trigger >= RULES_PERIOD;
        view->model->seen[SEEN_CAP_OF_SPLIT] += award->form == RULES_FORM_SPLIT;
    }
    return limit_cut(view, amount, left, cap->refuses, SEEN_CAP_CLIPS, SEEN_CAP_REFUSES);
}

model_wide limit_total(const struct award_view *view, uint32_t index, model_wide total) {
    return limit_cap(view, index, FENRUN_PLATFORM, total);
}

/* What the funder was paid in this event, in this unit, so far. */
static model_wide limit_funder(const struct award_view *view, const struct rules_award *award,
                               uint64_t funder, model_wide amount) {
    uint32_t unit = rules_unit_index(view->model->rules, award->unit);
    model_wide has = 0;
    for (size_t i = 0; i < view->answer->payout_count; i++) {
        const fenrun_payout *payout = &view->answer->payouts[i];
        has += payout->payee == funder && payout->unit == unit ? payout->amount : 0;
    }
    return limit_cut(view, amount, has < 0 ? 0 : has, award->funder_refuses, SEEN_FUNDER_CLIPS,
                     SEEN_FUNDER_REFUSES);
}

/* Money that the platform pays, for all awards of the event. */
static model_wide limit_budget(const struct award_view *view, const struct rules_award *award,
                               model_wide amount) {
    const struct rules *rules = view->model->rules;
    if (award->trigger >= RULES_SHAPES_MAX ||
        view->version->terms[award->trigger].budget.kind == RULES_LIMIT_NONE) {
        return amount;
    }
    if (award->unit != 0 || award->has_funder) {
        model_saw(view->model, SEEN_BUDGET_SPARES);
        return amount;
    }
    const struct rules_limit *budget = &view->version->terms[award->trigger].budget;
    model_wide used = 0;
    for (size_t i = 0; i < view->answer->payout_count; i++) {
        const fenrun_payout *payout = &view->answer->payouts[i];
        uint32_t paid_by = payout->award - rules_award_index(rules, view->version, 0);
        bool counts = payout->unit == 0 && !view->version->awards[paid_by].has_funder;
        used += counts ? payout->amount : 0;
    }
    return limit_cut(view, amount, limit_left(view, budget, used), budget->refuses,
                     SEEN_BUDGET_CLIPS, SEEN_BUDGET_REFUSES);
}

static void limit_saw_payout(const struct award_view *view, const struct rules_award *award,
                             uint32_t level) {
    static const enum seen forms[RULES_FORMS] = {
        SEEN_FORM_SINGLE, SEEN_FORM_BY_TIER,      SEEN_FORM_LEVELS, SEEN_FORM_PRIZES,
        SEEN_FORM_GRADED, SEEN_FORM_DIFFERENTIAL, SEEN_FORM_SPLIT,  SEEN_FORM_POOL};
    struct model *model = view->model;
    model_saw(model, SEEN_PAYOUT);
    model_saw(model, forms[award->form]);
    model->seen[SEEN_OWN_ROUNDING] += award->rounding != RULES_NONE;
    model->seen[SEEN_OTHER_UNIT] += award->unit != 0;
    model->seen[SEEN_HOLD_DAYS] += award->hold != 0 && !award->hold_in_hours;
    model->seen[SEEN_HOLD_HOURS] += award->hold != 0 && award->hold_in_hours;
    model->seen[SEEN_LEVEL_DEEP] += award->form == RULES_FORM_LEVELS && level >= 3;
    model->seen[SEEN_PAID_ON_ORDER] += award->trigger == RULES_ORDER;
    model->seen[SEEN_PAID_ON_JOIN] += award->trigger == RULES_JOIN;
    model->seen[SEEN_PAID_ON_OWN] +=
        award->trigger >= RULES_OWN && award->trigger < RULES_SHAPES_MAX;
    model->seen[SEEN_PAID_ON_CLOSE] += award->trigger >= RULES_PERIOD;
}

static void limit_add(const struct award_view *view, uint32_t index, uint64_t payee,
                      model_wide amount, const struct award_sum *sum, uint32_t level) {
    const struct rules *rules = view->model->rules;
    const struct rules_award *award = &view->version->awards[index];
    int64_t hold = (int64_t)award->hold * (award->hold_in_hours ? 3600 : 86400);
    fenrun_payout payout;
    memset(&payout, 0, sizeof payout);
    payout.payee = payee;
    payout.amount = (int64_t)amount;
    payout.base = sum->base;
    payout.rate_ppb = sum->rate;
    payout.available_at = view->instant + hold;
    payout.award = rules_award_index(rules, view->version, index);
    payout.unit = rules_unit_index(rules, award->unit);
    payout.level = level;
    model_answer_payout(view->answer, &payout);
}

static void limit_remember(const struct award_view *view, const struct rules_award *award,
                           uint64_t payee, model_wide amount) {
    struct model *model = view->model;
    if (award->cap.kind != RULES_LIMIT_PERIOD) {
        return;
    }
    model->paid = model_room(model->paid, model->paid_count, &model->paid_capacity,
                             sizeof *model->paid);
    model->paid[model->paid_count] = (struct model_paid){
        .serial = model->serial,
        .payee = payee,
        .amount = (int64_t)amount,
        .award = award->name,
        .unit = award->unit,
        .period = award->cap.period,
        .of_order = award->trigger == RULES_ORDER,
    };
    model->paid_count++;
}

void limit_pay(const struct award_view *view, uint32_t index, uint64_t payee,
               const struct award_sum *sum, uint32_t level) {
    const struct rules_award *award = &view->version->awards[index];
    uint64_t funder = award->has_funder ? award_follow(view, &award->funder) : FENRUN_PLATFORM;
    if (sum->amount == 0) {
        return;
    }
    if (award->has_funder && (funder == FENRUN_PLATFORM || funder == payee)) {
        model_saw(view->model, funder == payee ? SEEN_FUNDER_SELF : SEEN_FUNDER_NOBODY);
        return;
    }
    if (sum->amount > INT64_MAX) {
        model_refuse(view->answer, FENRUN_ERROR_OVERFLOW);
        return;
    }
    model_wide amount = sum->amount;
    if (award->form != RULES_FORM_POOL && award->form != RULES_FORM_SPLIT) {
        amount = limit_cap(view, index, payee, amount);
    }
    if (award->has_funder) {
        amount = limit_funder(view, award, funder, amount);
    }
    amount = limit_budget(view, award, amount);
    if (amount == 0) {
        return;
    }
    limit_add(view, index, payee, amount, sum, level);
    limit_remember(view, award, payee, amount);
    limit_saw_payout(view, award, level);
    if (award->has_funder) {
        const struct award_sum none = {0};
        limit_add(view, index, funder, -amount, &none, level);
        model_saw(view->model, SEEN_FUNDED);
    }
}
