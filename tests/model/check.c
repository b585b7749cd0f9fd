/*
 * Check: every mistake that an event has is noted; then the first in the order of enum fenrun_code
 * is the answer. So that order alone decides which mistake is reported.
 */
#include "model/check.h"

#include <string.h>

#include "model/measure.h"

#define CHECK_CODES 20

struct check {
    bool replayed;
    bool wrong[CHECK_CODES]; /* by the number of the code below zero */
};

static void check_wrong(struct check *check, int32_t code, bool wrong) {
    check->wrong[-code] = check->wrong[-code] || wrong;
}

static void check_copy_figures(const struct rules_shape *shape, const fenrun_event *event,
                               fenrun_event *named) {
    memcpy(named->amounts, event->amounts, shape->amount_count * sizeof named->amounts[0]);
    memcpy(named->counts, event->counts, shape->count_count * sizeof named->counts[0]);
}

/* A field that the kind does not name must be zero: compare with a copy of those that it names. */
static bool check_has_more(const struct rules *rules, const fenrun_event *event) {
    fenrun_event named = {.kind = event->kind, .at = event->at};
    uint32_t shape = rules_event_shape(rules, event);
    switch (event->kind) {
    case FENRUN_EVENT_JOIN:
        named.member = event->member;
        named.inviter = event->inviter;
        check_copy_figures(&rules->shapes[shape], event, &named);
        break;
    case FENRUN_EVENT_MOVE:
        named.member = event->member;
        named.inviter = event->inviter;
        break;
    case FENRUN_EVENT_TIER:
        named.member = event->member;
        named.tier = event->tier;
        break;
    case FENRUN_EVENT_REFUND:
        named.order_high = event->order_high;
        named.order_low = event->order_low;
        named.id_high = event->id_high;
        named.id_low = event->id_low;
        named.amounts[0] = event->amounts[0];
        break;
    case FENRUN_EVENT_ORDER:
    case FENRUN_EVENT_OWN:
        if (shape == RULES_NONE) {
            return true;
        }
        named.name = event->kind == FENRUN_EVENT_OWN ? event->name : 0;
        named.id_high = event->id_high;
        named.id_low = event->id_low;
        memcpy(named.roles, event->roles,
               rules->shapes[shape].role_count * sizeof named.roles[0]);
        check_copy_figures(&rules->shapes[shape], event, &named);
        break;
    case FENRUN_EVENT_CLOSE:
        if (event->name >= rules->period_count) {
            return true;
        }
        named.name = event->name;
        named.id_high = event->id_high;
        named.id_low = event->id_low;
        break;
    default: return true;
    }
    return memcmp(&named, event, sizeof named) != 0;
}

/* A member that an event names must be there, and must have joined by the event's instant. */
static void check_member(const struct model *model, uint64_t id, int64_t at,
                         struct check *check) {
    const struct model_member *member = model_find_member(model, id);
    check_wrong(check, FENRUN_ERROR_MEMBER_UNKNOWN, member == NULL);
    check_wrong(check, FENRUN_ERROR_NOT_JOINED, member != NULL && at < member->joined);
}

static bool check_outside(const struct rules_requirement *requirement, const fenrun_event *event) {
    int64_t figure = rules_figure(event, requirement->figure);
    struct fraction value = fraction_of(figure, 1, 1);
    struct fraction low = fraction_of(requirement->low, 1, 1);
    struct fraction high = fraction_of(requirement->high, 1, 1);
    if (requirement->base != RULES_NONE) {
        low = fraction_of(event->amounts[requirement->base], requirement->low, 1000000000);
        high = fraction_of(event->amounts[requirement->base], requirement->high, 1000000000);
    }
    return fraction_compare(value, low) < 0 ||
           (!requirement->open && fraction_compare(value, high) > 0);
}

/* What the rule book measures of everybody must fit 64 bits, this event included. */
static bool check_overflows(const struct model *model, const struct rules_measure *measure,
                            const fenrun_event *event) {
    bool of_orders = rules_measure_is_of_orders(measure);
    int64_t clock = event->at > model->clock ? event->at : model->clock;
    bool is_count = measure->what == RULES_WHAT_COUNT || measure->what == RULES_WHAT_JOIN_COUNT;
    uint32_t figure = measure->what == RULES_WHAT_SALES ? 0 : measure->index;
    if (event->kind != (of_orders ? FENRUN_EVENT_ORDER : FENRUN_EVENT_JOIN) ||
        measure->what == RULES_WHAT_ORDERS || measure->what == RULES_WHAT_MEMBERS ||
        !measure_covers(model, measure, UINT64_MAX, event->at, clock)) {
        return false;
    }
    figure += is_count ? RULES_COUNT0 : 0;
    model_wide sum = rules_figure(event, figure);
    for (size_t i = 0; of_orders && i < model->order_count; i++) {
        const struct model_order *order = &model->orders[i];
        if (order->event.kind == FENRUN_EVENT_ORDER &&
            measure_covers(model, measure, order->serial, order->event.at, clock)) {
            sum += measure_of_order(measure, order);
        }
    }
    for (size_t i = 0; !of_orders && i < model->member_count; i++) {
        const struct model_member *member = &model->members[i];
        if (!member->loaded &&
            measure_covers(model, measure, member->serial, member->joined, clock)) {
            sum += rules_figure(&member->join, figure);
        }
    }
    return sum > INT64_MAX;
}

/* The amounts and counts that an order, a join or an own event brings. */
static void check_figures(const struct model *model, const fenrun_event *event,
                          struct check *check) {
    uint32_t shape = rules_event_shape(model->rules, event);
    const struct rules_version *version = rules_in_force(model->rules, event->at);
    for (uint32_t i = 0; i < FENRUN_AMOUNTS_MAX; i++) {
        check_wrong(check, FENRUN_ERROR_AMOUNT, event->amounts[i] < 0);
    }
    for (uint32_t i = 0; i < FENRUN_COUNTS_MAX; i++) {
        check_wrong(check, FENRUN_ERROR_AMOUNT, event->counts[i] < 0);
    }
    for (uint32_t i = 0; version != NULL && i < version->terms[shape].requirement_count; i++) {
        check_wrong(check, FENRUN_ERROR_REQUIRED,
                    check_outside(&version->terms[shape].requirements[i], event));
    }
    for (uint32_t i = 0; i < model->rules->measure_count; i++) {
        check_wrong(check, FENRUN_ERROR_OVERFLOW,
                    (model->used >> i & 1u) != 0 &&
                        check_overflows(model, &model->rules->measures[i], event));
    }
}

static void check_change(const struct model *model, const fenrun_event *event,
                         struct check *check) {
    const struct model_member *member = model_find_member(model, event->member);
    check_wrong(check, FENRUN_ERROR_ARGUMENT, event->member == FENRUN_PLATFORM);
    check_wrong(check, FENRUN_ERROR_TIME, event->at < model->clock);
    if (event->kind == FENRUN_EVENT_JOIN) {
        if (member != NULL) {
            check->replayed = member->joined == event->at &&
                              member->inviters.rows[0].value == event->inviter;
            check_wrong(check, FENRUN_ERROR_MEMBER_EXISTS, true);
        }
        check_figures(model, event, check);
    } else {
        check_member(model, event->member, event->at, check);
    }
    if (event->kind != FENRUN_EVENT_TIER && event->inviter != FENRUN_PLATFORM) {
        check_member(model, event->inviter, event->at, check);
    }
    if (event->kind == FENRUN_EVENT_MOVE && event->inviter != FENRUN_PLATFORM) {
        check_wrong(check, FENRUN_ERROR_CYCLE,
                    event->inviter == event->member ||
                        model_is_above(model, event->member, event->inviter, MODEL_NOW));
    }
    if (event->kind == FENRUN_EVENT_TIER) {
        check_wrong(check, FENRUN_ERROR_TIER, event->tier >= model->rules->tier_count);
    }
}

/* An order or an own event. */
static void check_order(const struct model *model, const fenrun_event *event,
                        struct check *check) {
    bool is_order = event->kind == FENRUN_EVENT_ORDER;
    const struct model_order *known = model_find_order(
        model, is_order ? RULES_NONE : event->name, event->id_high, event->id_low);
    if (known != NULL) {
        check->replayed = memcmp(&known->event, event, sizeof *event) == 0;
        check_wrong(check, FENRUN_ERROR_CHANGED, true);
    }
    check_wrong(check, FENRUN_ERROR_ARGUMENT, event->roles[0] == FENRUN_PLATFORM);
    for (uint32_t i = 0; i < FENRUN_ROLES_MAX; i++) {
        if (event->roles[i] != FENRUN_PLATFORM) {
            check_member(model, event->roles[i], event->at, check);
        }
    }
    check_figures(model, event, check);
}

static void check_close(const struct model *model, const fenrun_event *event,
                        struct check *check) {
    const struct model_closed *last = model_last_close(model, event->name);
    check_wrong(check, FENRUN_ERROR_TIME, event->at < model->clock);
    if (last != NULL && (event->id_high != 0 || event->id_low != 0) &&
        last->event.id_high == event->id_high && last->event.id_low == event->id_low) {
        check->replayed = last->event.at == event->at;
        check_wrong(check, FENRUN_ERROR_CHANGED, true);
    }
}

static void check_refund(const struct model *model, const fenrun_event *event,
                         struct check *check) {
    const struct model_order *order =
        model_find_order(model, RULES_NONE, event->order_high, event->order_low);
    check_wrong(check, FENRUN_ERROR_ORDER_UNKNOWN, order == NULL);
    check_wrong(check, FENRUN_ERROR_TIME, order != NULL && event->at < order->event.at);
    check_wrong(check, FENRUN_ERROR_AMOUNT, event->amounts[0] <= 0);
    for (size_t i = 0; order != NULL && i < order->refund_count; i++) {
        const fenrun_event *known = &order->refunds[i].event;
        if (known->id_high == event->id_high && known->id_low == event->id_low) {
            check->replayed = memcmp(known, event, sizeof *event) == 0;
            check_wrong(check, FENRUN_ERROR_CHANGED, true);
        }
    }
    check_wrong(check, FENRUN_ERROR_REFUND,
                order != NULL &&
                    model_refunded(order) + event->amounts[0] > order->event.amounts[0]);
}

/* The codes in the order of enum fenrun_code: the numbers go down, but for LIMIT, which awards find
   and not this. */
int32_t check_event(const struct model *model, const fenrun_event *event) {
    struct check check = {0};
    if (check_has_more(model->rules, event) || event->at > FENRUN_TIME_MAX) {
        return FENRUN_ERROR_ARGUMENT;
    }
    check_wrong(&check, FENRUN_ERROR_TIME, rules_in_force(model->rules, event->at) == NULL);
    switch (event->kind) {
    case FENRUN_EVENT_ORDER:
    case FENRUN_EVENT_OWN: check_order(model, event, &check); break;
    case FENRUN_EVENT_REFUND: check_refund(model, event, &check); break;
    case FENRUN_EVENT_CLOSE: check_close(model, event, &check); break;
    default: check_change(model, event, &check); break;
    }
    if (check.replayed) {
        return FENRUN_REPLAYED;
    }
    for (int32_t i = 1; i < CHECK_CODES; i++) {
        if (check.wrong[i]) {
            return -i;
        }
    }
    return FENRUN_OK;
}
