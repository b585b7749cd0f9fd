/* Pay: checking an event and running its awards; see the header. */
#include "payout/pay.h"

#include "base/error.h"
#include "payout/grant.h"
#include "payout/limit.h"
#include "payout/route.h"

/* All of eight or of four words, from number `used` on, in one. Unrolled: looped over, the arrays
   of an event would cost more than an award. */
static inline uint64_t pay_rest_of_8(const uint64_t *words, uint32_t used) {
    uint64_t rest = 0;
    switch (used) {
    case 0: rest |= words[0]; /* fall through */
    case 1: rest |= words[1]; /* fall through */
    case 2: rest |= words[2]; /* fall through */
    case 3: rest |= words[3]; /* fall through */
    case 4: rest |= words[4]; /* fall through */
    case 5: rest |= words[5]; /* fall through */
    case 6: rest |= words[6]; /* fall through */
    case 7: rest |= words[7]; /* fall through */
    default: return rest;
    }
}

static inline uint64_t pay_rest_of_4(const uint64_t *words, uint32_t used) {
    uint64_t rest = 0;
    switch (used) {
    case 0: rest |= words[0]; /* fall through */
    case 1: rest |= words[1]; /* fall through */
    case 2: rest |= words[2]; /* fall through */
    case 3: rest |= words[3]; /* fall through */
    default: return rest;
    }
}

_Static_assert(FENRUN_ROLES_MAX == 8 && FENRUN_AMOUNTS_MAX == 8, "pay_rest_of_8");
_Static_assert(FENRUN_COUNTS_MAX == 4, "pay_rest_of_4");

static __attribute__((cold)) int32_t pay_refuse_field(fenrun_error *error, const char *field) {
    return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                             "event.%s is not zero, but the kind of event does not use it", field);
}

/* Fields that the kind does not use must be zero. */
static inline __attribute__((always_inline)) int32_t
pay_check_unused(const struct fenrun__plan *plan, const fenrun_event *event, uint32_t kind,
                 fenrun_error *error) {
    uint32_t trigger = kind == FENRUN_EVENT_ORDER ? FENRUN__SHAPE_ORDER
                                                  : fenrun__pay_trigger(plan, event);
    bool refunds = kind == FENRUN_EVENT_REFUND, joins = kind == FENRUN_EVENT_JOIN;
    bool moves = kind == FENRUN_EVENT_MOVE, raises = kind == FENRUN_EVENT_TIER;
    bool changes = joins || moves || raises;
    uint32_t role_count = 0, amount_count = refunds, count_count = 0;
    if (trigger < plan->shape_count) {
        const struct fenrun__plan_shape *shape = fenrun__plan_shape(plan, trigger);
        role_count = joins ? 0 : shape->role_count;
        amount_count = shape->amount_count;
        count_count = shape->count_count;
    }
    uint64_t tier = raises ? 0 : event->tier;
    uint64_t id = changes ? event->id_high | event->id_low : 0;
    uint64_t order = refunds ? 0 : event->order_high | event->order_low;
    uint64_t member = changes ? 0 : event->member;
    uint64_t inviter = joins || moves ? 0 : event->inviter;
    uint64_t name = kind < FENRUN_EVENT_OWN ? event->name : 0;
    uint64_t roles = pay_rest_of_8(event->roles, role_count);
    uint64_t amounts = pay_rest_of_8((const uint64_t *)event->amounts, amount_count);
    uint64_t counts = pay_rest_of_4((const uint64_t *)event->counts, count_count);
    uint64_t reserved = event->reserved_name | event->reserved[0] | event->reserved[1] |
                        event->reserved[2];
    uint64_t any = tier | id | order | member | inviter | name | roles | amounts | counts;
    if ((any | reserved) == 0) return FENRUN_OK;
    const char *field = tier      ? "tier"
                        : id      ? "id"
                        : order   ? "order"
                        : member  ? "member"
                        : inviter ? "inviter"
                        : name    ? "name"
                        : roles   ? "roles"
                        : amounts ? "amounts"
                        : counts  ? "counts"
                                  : "reserved";
    return pay_refuse_field(error, field);
}

/* Inline, so that one copy is of orders alone. */
static inline __attribute__((always_inline)) int32_t
pay_check_shape(const struct fenrun__plan *plan, const fenrun_event *event, uint32_t kind,
                fenrun_error *error) {
    bool own = kind == FENRUN_EVENT_OWN, close = kind == FENRUN_EVENT_CLOSE;
    if (kind < FENRUN_EVENT_JOIN || kind > FENRUN_EVENT_CLOSE) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "event.kind %u is not one of 1 to %u", kind,
                                 (uint32_t)FENRUN_EVENT_CLOSE);
    }
    if (kind == FENRUN_EVENT_ORDER &&
        fenrun__plan_shape(plan, FENRUN__SHAPE_ORDER)->role_count == 0) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "event.kind %u: the rule set has no section order", kind);
    }
    uint32_t names = own ? plan->own_event_count : plan->period_count;
    if ((own || close) && event->name >= names) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "event.name %u is not one of the %u %s of the rule set",
                                 event->name, names, own ? "own events" : "periods");
    }
    if (event->at > FENRUN_TIME_MAX) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "event.at %D is after FENRUN_TIME_MAX: seconds, not milliseconds",
                                 event->at);
    }
    int32_t code = pay_check_unused(plan, event, kind, error);
    if (code != FENRUN_OK) return code;
    bool change = kind <= FENRUN_EVENT_MOVE;
    if (change && event->member == FENRUN_PLATFORM) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "event.member is 0, which is no member");
    }
    if (kind == FENRUN_EVENT_ORDER && event->roles[0] == FENRUN_PLATFORM) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "event.roles[0] is 0, but an order has a %s",
                                 fenrun__plan_role_name(plan, FENRUN__SHAPE_ORDER, 0));
    }
    if (own && event->roles[0] == FENRUN_PLATFORM) {
        uint32_t trigger = fenrun__pay_trigger(plan, event);
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "event.roles[0] is 0, but each %s has its %s",
                                 fenrun__plan_trigger_name(plan, trigger),
                                 fenrun__plan_role_name(plan, trigger, 0));
    }
    return FENRUN_OK;
}

int32_t fenrun__pay_check_shape(const struct fenrun__plan *plan, const fenrun_event *event,
                                fenrun_error *error) {
    return event->kind == FENRUN_EVENT_ORDER
               ? pay_check_shape(plan, event, FENRUN_EVENT_ORDER, error)
               : pay_check_shape(plan, event, event->kind, error);
}

/* An amount with the currency's decimals, or a count. */
static void pay_format(const struct fenrun__pay *pay, uint32_t figure, int64_t value,
                       char out[FENRUN_TEXT_SIZE]) {
    fenrun__amount_format(out, value, figure < FENRUN__FIGURE_COUNT0 ? pay->plan->decimals : 0);
}

static int32_t pay_refuse_requirement(const struct fenrun__pay *pay,
                                      const struct fenrun__plan_requirement *requirement,
                                      bool below, fenrun_error *error) {
    int64_t value = fenrun__sum_figure(pay->event, requirement->figure);
    int64_t bound = below ? requirement->low : requirement->high;
    const char *side = below ? "below" : "above";
    const char *name = fenrun__plan_figure_name(pay->plan, pay->trigger, requirement->figure);
    char text[FENRUN_TEXT_SIZE], bound_text[FENRUN_TEXT_SIZE], base_text[FENRUN_TEXT_SIZE];
    pay_format(pay, requirement->figure, value, text);
    if (requirement->base == FENRUN__NOWHERE) {
        pay_format(pay, requirement->figure, bound, bound_text);
        return fenrun__error_set(error, FENRUN_ERROR_REQUIRED, 0, "%s %s is %s %s", name, text,
                                 side, bound_text);
    }
    fenrun__rate_format(bound_text, bound);
    pay_format(pay, requirement->base, fenrun__sum_figure(pay->event, requirement->base),
               base_text);
    return fenrun__error_set(
        error, FENRUN_ERROR_REQUIRED, 0, "%s %s is %s %s of %s %s", name, text, side, bound_text,
        fenrun__plan_figure_name(pay->plan, pay->trigger, requirement->base), base_text);
}

static inline int32_t pay_check_requirement(const struct fenrun__pay *pay,
                                            const struct fenrun__plan_requirement *requirement,
                                            fenrun_error *error) {
    int64_t value = fenrun__sum_figure(pay->event, requirement->figure);
    bool below, above = false, open = requirement->high == INT64_MAX;
    if (requirement->base == FENRUN__NOWHERE) {
        below = value < requirement->low;
        above = value > requirement->high;
    } else {
        int64_t base = fenrun__sum_figure(pay->event, requirement->base);
        below = fenrun__amount_compare_rate(value, base, requirement->low) < 0;
        if (!open) above = fenrun__amount_compare_rate(value, base, requirement->high) > 0;
    }
    return below || above ? pay_refuse_requirement(pay, requirement, below, error) : FENRUN_OK;
}

/* The first figure below 0, when there is one. */
static int32_t pay_refuse_negative(const struct fenrun__pay *pay, fenrun_error *error) {
    uint32_t figure = 0;
    while (fenrun__sum_figure(pay->event, figure) >= 0) figure++;
    return fenrun__error_set(error, FENRUN_ERROR_AMOUNT, 0, "%s is negative",
                             fenrun__plan_figure_name(pay->plan, pay->trigger, figure));
}

static inline int32_t pay_check_figures(const struct fenrun__pay *pay, fenrun_error *error) {
    /* Those that the shape does not have are 0. */
    const int64_t *amounts = pay->event->amounts, *counts = pay->event->counts;
    int64_t signs = amounts[0] | amounts[1] | amounts[2] | amounts[3] | amounts[4] | amounts[5] |
                    amounts[6] | amounts[7] | counts[0] | counts[1] | counts[2] | counts[3];
    if (signs < 0) return pay_refuse_negative(pay, error);
    const struct fenrun__plan_trigger *trigger =
        fenrun__plan_trigger(pay->plan, pay->version, pay->trigger);
    for (uint32_t i = 0; i < trigger->requirement_count; i++) {
        const struct fenrun__plan_requirement *requirement =
            fenrun__plan_requirement(pay->plan, trigger->requirement_first + i);
        int32_t code = pay_check_requirement(pay, requirement, error);
        if (code != FENRUN_OK) return code;
    }
    return FENRUN_OK;
}

int32_t fenrun__pay_check_figures(const struct fenrun__pay *pay, fenrun_error *error) {
    return pay_check_figures(pay, error);
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

/* Flat, since finding a member is a good part of what an order costs. */
static __attribute__((flatten)) int32_t pay_resolve_people(struct fenrun__pay *pay,
                                                           fenrun_error *error) {
    uint32_t role_count = fenrun__plan_shape(pay->plan, pay->trigger)->role_count;
    for (uint32_t i = 0; i < role_count; i++) {
        uint64_t id = pay->event->roles[i];
        if (!pay_find(pay->tree, id, &pay->people[i])) {
            return pay_refuse_member(error, id,
                                     fenrun__plan_role_name(pay->plan, pay->trigger, i));
        }
    }
    for (uint32_t i = 0; i < role_count; i++) {
        if (pay->people[i] != FENRUN__NONE &&
            !fenrun__tree_view(pay->tree, pay->people[i], pay->at, &pay->views[i])) {
            return fenrun__error_set(
                error, FENRUN_ERROR_NOT_JOINED, pay->event->roles[i], "%s %U joined after the %s",
                fenrun__plan_role_name(pay->plan, pay->trigger, i), pay->event->roles[i],
                pay->trigger == FENRUN__SHAPE_ORDER ? "order" : "event");
        }
    }
    return FENRUN_OK;
}

int32_t fenrun__pay_resolve_order(struct fenrun__pay *pay, fenrun_error *error) {
    int32_t code = pay_resolve_people(pay, error);
    return code == FENRUN_OK ? pay_check_figures(pay, error) : code;
}

int32_t fenrun__pay_resolve_join(struct fenrun__pay *pay, fenrun_error *error) {
    int32_t code =
        fenrun__pay_find(pay->tree, pay->event->inviter, "inviter", &pay->inviter, error);
    if (code != FENRUN_OK) return code;
    pay->people[FENRUN__ROLE_ONLY] = FENRUN__NEWCOMER;
    fenrun__route_view(pay, FENRUN__NEWCOMER, pay->views);
    return FENRUN_OK;
}

uint64_t fenrun__pay_id(const struct fenrun__pay *pay, uint32_t person) {
    return person == FENRUN__NEWCOMER ? pay->event->member : pay->tree->rows[person].id;
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

/* What a plain award pays a payee whom its tests allow. A rate of it is of an amount. */
static inline enum fenrun__outcome pay_amount(const struct fenrun__pay *pay,
                                              const struct fenrun__plan_award *award,
                                              const struct fenrun__plan_pay *row,
                                              fenrun_payout *payout, bool *fits) {
    if (!row->listed) return FENRUN__OUTCOME_UNLISTED;
    if (row->kind == FENRUN__VALUE_RATE) {
        payout->base = pay->event->amounts[row->index];
        payout->rate_ppb = row->value;
    } else if (row->kind == FENRUN__VALUE_PER) {
        payout->base = fenrun__sum_figure(pay->event, row->index);
    }
    *fits = fenrun__sum_amount(row, payout->base, (enum fenrun__rounding)award->rounding,
                               &payout->amount);
    return payout->amount == 0 ? FENRUN__OUTCOME_ZERO : FENRUN__OUTCOME_PAID;
}

/* A plain award, for which there is room. False if the amount does not fit. Inline, so that one
   copy traces and one does not. */
static inline __attribute__((always_inline)) bool pay_plain(const struct fenrun__pay *pay,
                                                            const struct fenrun__plan_award *award,
                                                            uint32_t index,
                                                            struct fenrun_result *result,
                                                            struct fenrun__trace *trace) {
    /* Roles are tested first: their rows are at hand, those on the path may not be. */
    if (!trace && !fenrun__route_test(pay, award, false, 0, NULL, NULL)) return true;
    struct fenrun__tree_view before = pay->views[award->to.role], view = {0};
    uint32_t payee = fenrun__route_walk(pay, &award->to, &before, trace);
    if (!trace && payee == FENRUN__NONE) return true;
    if (payee != FENRUN__NONE && (trace || award->looks_at_payee)) {
        fenrun__route_view(pay, payee, &view);
    }
    /* In its place, where it counts once it is paid. */
    fenrun_payout *payout = result->payouts + result->payout_count;
    *payout = (fenrun_payout){.available_at = pay->at + award->hold,
                              .event = result->event,
                              .award = index,
                              .unit = award->unit};
    enum fenrun__outcome outcome = FENRUN__OUTCOME_TEST;
    bool fits = true;
    if (payee == FENRUN__NONE) {
        outcome = FENRUN__OUTCOME_NOBODY;
    } else if ((!trace || fenrun__route_test(pay, award, false, 0, NULL, trace)) &&
               fenrun__route_test(pay, award, true, payee, &view, trace)) {
        const struct fenrun__plan_pay *row =
            fenrun__plan_pay(pay->plan, award->pay_first + view.tier);
        outcome = pay_amount(pay, award, row, payout, &fits);
        if (trace) trace->row = row;
    }
    if (trace) {
        trace->outcome = (uint8_t)outcome;
        trace->base = payout->base;
        trace->rate_ppb = payout->rate_ppb;
        trace->available_at = payout->available_at;
        trace->computed = trace->after_cap = trace->after_funder = trace->amount = payout->amount;
    }
    if (outcome != FENRUN__OUTCOME_PAID || !fits) return fits;
    payout->payee = pay_payee_id(pay, payee, &before);
    result->payees[result->payout_count++] = payee;
    return true;
}

/* A plain award and why it pays or does not. */
static __attribute__((noinline)) bool pay_traced(const struct fenrun__pay *pay,
                                                 const struct fenrun__plan_award *award,
                                                 uint32_t index, struct fenrun_result *result) {
    struct fenrun__trace *trace = result->traces + result->trace_count++;
    *trace = (struct fenrun__trace){.award = index,
                                    .tested = FENRUN__NONE,
                                    .other = FENRUN__NONE,
                                    .less_person = FENRUN__NONE,
                                    .funder = FENRUN__NONE};
    return pay_plain(pay, award, index, result, trace);
}

/* Any other award. */
static int32_t pay_special(const struct fenrun__pay *pay, const struct fenrun__plan_award *award,
                           uint32_t index, struct fenrun__budget *budget,
                           struct fenrun_result *result, fenrun_error *error) {
    struct fenrun__limit limit = {.pay = pay,
                                  .award = award,
                                  .index = index,
                                  .budget = budget,
                                  .result = result,
                                  .error = error};
    int32_t code = fenrun__limit_open(&limit);
    return code == FENRUN_OK ? fenrun__grant_pay(&limit, 0) : code;
}

int32_t fenrun__pay_overflow(const struct fenrun__pay *pay, uint32_t award,
                             fenrun_error *error) {
    return fenrun__error_set(error, FENRUN_ERROR_OVERFLOW, 0,
                             "award %s: the amount does not fit 64 bits",
                             fenrun__plan_name(pay->plan, FENRUN_NAME_AWARD, award));
}

int32_t fenrun__pay_run(const struct fenrun__pay *pay, struct fenrun_result *result,
                        fenrun_error *error) {
    const struct fenrun__plan_trigger *trigger =
        fenrun__plan_trigger(pay->plan, pay->version, pay->trigger);
    const uint32_t *order = fenrun__plan_order(pay->plan, trigger);
    uint32_t count = trigger->order_count;
    struct fenrun__budget room, *budget = NULL;
    bool tracing = result->tracing;
    int32_t code = FENRUN_OK;
    if (trigger->budget != FENRUN__NOWHERE) {
        budget = &room;
        code = fenrun__limit_open_budget(pay, budget, error);
        if (code != FENRUN_OK) return code;
    }
    if (!fenrun__result_reserve(result, count, 0, tracing ? count : 0)) {
        return fenrun__error_memory(error);
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct fenrun__plan_award *award = fenrun__plan_award(pay->plan, order[i]);
        if (!award->plain) {
            code = pay_special(pay, award, order[i], budget, result, error);
            if (code != FENRUN_OK) return code;
            /* It may have taken the room of those that follow. */
            if (!fenrun__result_reserve(result, count - i, 0, tracing ? count - i : 0)) {
                return fenrun__error_memory(error);
            }
        } else if (tracing ? !pay_traced(pay, award, order[i], result)
                           : !pay_plain(pay, award, order[i], result, NULL)) {
            return fenrun__pay_overflow(pay, order[i], error);
        }
    }
    return budget ? fenrun__limit_close_budget(pay, budget, result, error) : FENRUN_OK;
}

int32_t fenrun__pay_promotion(const struct fenrun__plan *plan,
                              const struct fenrun__plan_version *version,
                              const struct fenrun__tree *tree, const fenrun_event *join,
                              const fenrun_promotion *promotion, struct fenrun_result *result,
                              fenrun_error *error) {
    struct fenrun__pay pay = {.plan = plan,
                              .version = version,
                              .tree = tree,
                              .event = join,
                              .at = promotion->at,
                              .trigger = fenrun__plan_trigger_of_promotion(plan),
                              .inviter = FENRUN__NONE,
                              .tier_before = promotion->tier_before,
                              .people = {FENRUN__NONE}};
    int32_t code = FENRUN_OK;
    if (join && join->kind == FENRUN_EVENT_JOIN && join->member == promotion->member) {
        code = fenrun__pay_resolve_join(&pay, error);
        if (code != FENRUN_OK) return code;
    } else {
        code = fenrun__pay_find(tree, promotion->member, "member", pay.people, error);
        if (code != FENRUN_OK) return code;
        if (!fenrun__tree_view(tree, pay.people[0], pay.at, pay.views)) {
            return fenrun__error_internal(error, "pay: promotion");
        }
    }
    pay.views[0].tier = (uint16_t)promotion->tier;
    const struct fenrun__plan_trigger *trigger = fenrun__plan_trigger(plan, version, pay.trigger);
    const uint32_t *order = fenrun__plan_order(plan, trigger);
    for (uint32_t i = 0; i < trigger->order_count && code == FENRUN_OK; i++) {
        code = pay_special(&pay, fenrun__plan_award(plan, order[i]), order[i], NULL, result,
                           error);
    }
    return code;
}
