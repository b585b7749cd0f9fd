/* Pay: checking an event and running its awards; see the header. */
#include "payout/pay.h"

#include "base/error.h"
#include "money/amount.h"

static bool pay_all_zero(const uint64_t *values, uint32_t count) {
    uint64_t any = 0;
    for (uint32_t i = 0; i < count; i++) any |= values[i];
    return any == 0;
}

static int32_t pay_refuse_field(fenrun_error *error, const char *field) {
    return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                             "event.%s is not zero, but the kind of event does not use it", field);
}

int32_t fenrun__pay_check_shape(const struct fenrun__plan *plan, const fenrun_event *event,
                                fenrun_error *error) {
    uint32_t kind = event->kind;
    if (kind < FENRUN_EVENT_JOIN || kind > FENRUN_EVENT_REFUND) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "event.kind %u is not one of 1 to %u", kind,
                                 (uint32_t)FENRUN_EVENT_REFUND);
    }
    if (event->at > FENRUN_TIME_MAX) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "event.at %D is after FENRUN_TIME_MAX: seconds, not milliseconds",
                                 event->at);
    }
    bool order = kind == FENRUN_EVENT_ORDER, refund = kind == FENRUN_EVENT_REFUND;
    bool change = !order && !refund;
    uint32_t roles = order ? plan->role_count : 0;
    uint32_t amounts = order ? plan->amount_count : refund ? 1 : 0;
    if (kind != FENRUN_EVENT_TIER && event->tier) return pay_refuse_field(error, "tier");
    if (change && (event->id_high | event->id_low)) return pay_refuse_field(error, "id");
    if (!refund && (event->order_high | event->order_low)) return pay_refuse_field(error, "order");
    if (!change && event->member) return pay_refuse_field(error, "member");
    if (kind != FENRUN_EVENT_JOIN && kind != FENRUN_EVENT_MOVE && event->inviter) {
        return pay_refuse_field(error, "inviter");
    }
    if (!pay_all_zero(event->roles + roles, FENRUN_ROLES_MAX - roles)) {
        return pay_refuse_field(error, "roles");
    }
    if (!pay_all_zero((const uint64_t *)event->amounts + amounts, FENRUN_AMOUNTS_MAX - amounts)) {
        return pay_refuse_field(error, "amounts");
    }
    if (!pay_all_zero(event->reserved, sizeof event->reserved / sizeof *event->reserved)) {
        return pay_refuse_field(error, "reserved");
    }
    if (change && event->member == FENRUN_PLATFORM) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "event.member is 0, which is no member");
    }
    if (order && event->roles[0] == FENRUN_PLATFORM) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "event.roles[0] is 0, but an order has a %s",
                                 fenrun__plan_name(plan, FENRUN_NAME_ROLE, 0));
    }
    return FENRUN_OK;
}

static int32_t pay_check_requirement(const struct fenrun__pay *pay,
                                     const struct fenrun__plan_requirement *requirement,
                                     fenrun_error *error) {
    const struct fenrun__plan *plan = pay->plan;
    int64_t amount = pay->event->amounts[requirement->amount];
    bool fixed = requirement->base == FENRUN__BASE_FIXED;
    int64_t base = fixed ? 0 : pay->event->amounts[requirement->base];
    int low = fixed ? (amount < requirement->low ? -1 : 0)
                    : fenrun__amount_compare_rate(amount, base, requirement->low);
    int high = fixed ? (amount > requirement->high ? 1 : 0)
                     : fenrun__amount_compare_rate(amount, base, requirement->high);
    if (low >= 0 && high <= 0) return FENRUN_OK;

    int64_t bound = low < 0 ? requirement->low : requirement->high;
    const char *side = low < 0 ? "below" : "above";
    const char *name = fenrun__plan_name(plan, FENRUN_NAME_AMOUNT, requirement->amount);
    char amount_text[FENRUN_TEXT_SIZE], bound_text[FENRUN_TEXT_SIZE], base_text[FENRUN_TEXT_SIZE];
    fenrun__amount_format(amount_text, amount, plan->decimals);
    if (fixed) {
        fenrun__amount_format(bound_text, bound, plan->decimals);
        return fenrun__error_set(error, FENRUN_ERROR_REQUIRED, 0, "%s %s is %s %s", name,
                                 amount_text, side, bound_text);
    }
    fenrun__rate_format(bound_text, bound);
    fenrun__amount_format(base_text, base, plan->decimals);
    return fenrun__error_set(error, FENRUN_ERROR_REQUIRED, 0, "%s %s is %s %s of %s %s", name,
                             amount_text, side, bound_text,
                             fenrun__plan_name(plan, FENRUN_NAME_AMOUNT, requirement->base),
                             base_text);
}

/* False if there is no such member: then the caller says as what it was named. */
static inline bool pay_find(const struct fenrun__tree *tree, uint64_t id, uint32_t *number) {
    *number = id == FENRUN_PLATFORM ? FENRUN__NONE : fenrun__tree_find(tree, id);
    return id == FENRUN_PLATFORM || *number != FENRUN__NONE;
}

static int32_t pay_refuse_member(fenrun_error *error, uint64_t id, const char *who) {
    return fenrun__error_set(error, FENRUN_ERROR_MEMBER_UNKNOWN, id, "%s %U is not a member", who,
                             id);
}

int32_t fenrun__pay_find(const struct fenrun__tree *tree, uint64_t id, const char *who,
                         uint32_t *number, fenrun_error *error) {
    return pay_find(tree, id, number) ? FENRUN_OK : pay_refuse_member(error, id, who);
}

static int32_t pay_resolve_people(struct fenrun__pay *pay, fenrun_error *error) {
    const struct fenrun__plan *plan = pay->plan;
    for (uint32_t i = 0; i < plan->role_count; i++) {
        uint64_t id = pay->event->roles[i];
        if (!pay_find(pay->tree, id, &pay->people[i])) {
            return pay_refuse_member(error, id, fenrun__plan_name(plan, FENRUN_NAME_ROLE, i));
        }
    }
    for (uint32_t i = 0; i < plan->role_count; i++) {
        if (pay->people[i] != FENRUN__NONE &&
            !fenrun__tree_view(pay->tree, pay->people[i], pay->event->at, &pay->views[i])) {
            return fenrun__error_set(error, FENRUN_ERROR_NOT_JOINED, pay->event->roles[i],
                                     "%s %U joined after the order",
                                     fenrun__plan_name(plan, FENRUN_NAME_ROLE, i),
                                     pay->event->roles[i]);
        }
    }
    return FENRUN_OK;
}

int32_t fenrun__pay_resolve_order(struct fenrun__pay *pay, fenrun_error *error) {
    const struct fenrun__plan *plan = pay->plan;
    int32_t code = pay_resolve_people(pay, error);
    if (code != FENRUN_OK) return code;
    for (uint32_t i = 0; i < plan->amount_count; i++) {
        if (pay->event->amounts[i] < 0) {
            return fenrun__error_set(error, FENRUN_ERROR_AMOUNT, 0, "%s is negative",
                                     fenrun__plan_name(plan, FENRUN_NAME_AMOUNT, i));
        }
    }
    for (uint32_t i = 0; i < plan->requirement_count; i++) {
        code = pay_check_requirement(pay, fenrun__plan_requirement(plan, i), error);
        if (code != FENRUN_OK) return code;
    }
    return FENRUN_OK;
}

int32_t fenrun__pay_resolve_join(struct fenrun__pay *pay, fenrun_error *error) {
    int32_t code =
        fenrun__pay_find(pay->tree, pay->event->inviter, "inviter", &pay->inviter, error);
    if (code != FENRUN_OK) return code;
    pay->people[FENRUN__ROLE_NEWCOMER] = FENRUN__NEWCOMER;
    fenrun__pay_view(pay, FENRUN__NEWCOMER, pay->views);
    return FENRUN_OK;
}

bool fenrun__pay_view(const struct fenrun__pay *pay, uint32_t person,
                      struct fenrun__tree_view *view) {
    if (person != FENRUN__NEWCOMER) {
        return fenrun__tree_view(pay->tree, person, pay->event->at, view);
    }
    view->inviter = pay->inviter;
    view->team = pay->inviter == FENRUN__NONE ? FENRUN__NONE : pay->tree->rows[pay->inviter].team;
    view->tier = 0;
    return true;
}

uint64_t fenrun__pay_id(const struct fenrun__pay *pay, uint32_t person) {
    return person == FENRUN__NEWCOMER ? pay->event->member : pay->tree->rows[person].id;
}

/* Whoever is one step from a person, or FENRUN__NONE. */
static uint32_t pay_step(const struct fenrun__pay *pay, const struct fenrun__tree_view *view,
                         uint8_t step) {
    if (step == FENRUN__STEP_INVITER) return view->inviter;
    if (fenrun__tree_leads(pay->tree, view->tier) || view->team == FENRUN__NONE) {
        return FENRUN__NONE;
    }
    return fenrun__tree_leader(pay->tree, view->team, pay->event->at);
}

/* Follow the path of an award. `before` is the view of the last person before the payee; of the
   payee itself if the path has no steps. */
static inline uint32_t pay_walk(const struct fenrun__pay *pay,
                                const struct fenrun__plan_award *award,
                                struct fenrun__tree_view *before, struct fenrun__trace *trace) {
    uint32_t person = pay->people[award->role];
    *before = pay->views[award->role];
    for (uint32_t i = 0;; i++) {
        if (person == FENRUN__NONE) return FENRUN__NONE;
        if (trace) trace->people[trace->person_count++] = person;
        if (i == award->step_count) return person;
        if (i > 0 && !fenrun__pay_view(pay, person, before)) return FENRUN__NONE;
        person = pay_step(pay, before, award->steps[i]);
    }
}

/* The id of a payee, from the team's row if that led there: it was just read. */
static inline uint64_t pay_payee_id(const struct fenrun__pay *pay, uint32_t payee,
                                    const struct fenrun__tree_view *before) {
    if (before->team != FENRUN__NONE) {
        const struct fenrun__tree_team *team = pay->tree->teams + before->team;
        if (team->leader == payee) return team->leader_id;
    }
    return fenrun__pay_id(pay, payee);
}

/* Whether the tests of `when` are met: those of roles, or those of the payee. If not, the trace
   says which is not. */
static inline bool pay_test(const struct fenrun__pay *pay, const struct fenrun__plan_award *award,
                            bool of_payee, uint32_t payee, uint32_t payee_tier,
                            struct fenrun__trace *trace) {
    for (uint32_t i = award->test_first; i < award->test_first + award->test_count; i++) {
        const struct fenrun__plan_test *test = fenrun__plan_test(pay->plan, i);
        if ((test->subject == FENRUN__SUBJECT_PAYEE) != of_payee) continue;
        uint32_t subject = of_payee ? payee : pay->people[test->subject];
        uint32_t tier = of_payee ? payee_tier : pay->views[test->subject].tier;
        if (subject != FENRUN__NONE && (test->tiers >> tier & 1)) continue;
        if (trace) {
            trace->test = i;
            trace->tested = subject;
        }
        return false;
    }
    return true;
}

/* What an award pays a payee whom its tests allow. */
static inline enum fenrun__outcome pay_amount(const struct fenrun__pay *pay,
                                              const struct fenrun__plan_pay *row,
                                              fenrun_payout *payout, bool *fits) {
    if (!row->listed) return FENRUN__OUTCOME_UNLISTED;
    if (row->base == FENRUN__BASE_FIXED) {
        payout->amount = row->value;
        return FENRUN__OUTCOME_PAID;
    }
    payout->base = pay->event->amounts[row->base];
    payout->rate_ppb = row->value;
    *fits = fenrun__amount_rate(payout->base, row->value,
                                (enum fenrun__rounding)pay->plan->rounding, &payout->amount);
    return payout->amount == 0 ? FENRUN__OUTCOME_ZERO : FENRUN__OUTCOME_PAID;
}

/* False if the amount does not fit. Inline, so that one copy traces and one does not. */
static inline __attribute__((always_inline)) bool pay_award(const struct fenrun__pay *pay,
                                                            uint32_t index,
                                                            struct fenrun_result *result,
                                                            struct fenrun__trace *trace) {
    const struct fenrun__plan_award *award = fenrun__plan_award(pay->plan, index);
    /* Roles are tested first: their rows are at hand, those on the path may not be. */
    if (!trace && !pay_test(pay, award, false, 0, 0, NULL)) return true;
    struct fenrun__tree_view before, view = {0};
    uint32_t payee = pay_walk(pay, award, &before, trace);
    if (payee != FENRUN__NONE && (trace || award->looks_at_payee)) {
        fenrun__pay_view(pay, payee, &view);
    }
    fenrun_payout payout = {.available_at = pay->event->at,
                            .event = result->event,
                            .award = index,
                            .unit = award->unit};
    enum fenrun__outcome outcome = FENRUN__OUTCOME_TEST;
    bool fits = true;
    if (payee == FENRUN__NONE) {
        outcome = FENRUN__OUTCOME_NOBODY;
    } else if ((!trace || pay_test(pay, award, false, 0, 0, trace)) &&
               pay_test(pay, award, true, payee, view.tier, trace)) {
        const struct fenrun__plan_pay *row =
            fenrun__plan_pay(pay->plan, award->pay_first + view.tier);
        outcome = pay_amount(pay, row, &payout, &fits);
    }
    if (trace) {
        trace->outcome = outcome;
        trace->tier = view.tier;
        trace->base = payout.base;
        trace->rate_ppb = payout.rate_ppb;
        trace->amount = payout.amount;
    }
    if (outcome != FENRUN__OUTCOME_PAID || !fits) return fits;
    payout.payee = pay_payee_id(pay, payee, &before);
    result->payees[result->payout_count] = payee;
    result->payouts[result->payout_count++] = payout;
    return true;
}

int32_t fenrun__pay_run(const struct fenrun__pay *pay, struct fenrun_result *result,
                        fenrun_error *error) {
    uint32_t kind = pay->event->kind;
    uint32_t count = pay->plan->order_count[kind];
    const uint32_t *order = fenrun__plan_order(pay->plan, kind);
    if (!fenrun__result_reserve(result, count, 0, result->tracing ? count : 0)) {
        return fenrun__error_memory(error);
    }
    for (uint32_t i = 0; i < count; i++) {
        bool fits;
        if (result->tracing) {
            struct fenrun__trace *trace = result->traces + result->trace_count++;
            *trace = (struct fenrun__trace){.award = order[i]};
            fits = pay_award(pay, order[i], result, trace);
        } else {
            fits = pay_award(pay, order[i], result, NULL);
        }
        if (!fits) {
            return fenrun__error_set(error, FENRUN_ERROR_OVERFLOW, 0,
                                     "award %s: the amount does not fit 64 bits",
                                     fenrun__plan_name(pay->plan, FENRUN_NAME_AWARD, order[i]));
        }
    }
    return FENRUN_OK;
}
