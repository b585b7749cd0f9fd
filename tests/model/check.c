/*
 * Check: every mistake that an event has is noted; then the first in the order of enum fenrun_code
 * is the answer. So that order alone decides which mistake is reported.
 */
#include "model/check.h"

#include <string.h>

struct check {
    bool replayed;
    bool wrong[19]; /* by the number of the code below zero */
};

static void check_wrong(struct check *check, int32_t code, bool wrong) {
    check->wrong[-code] = check->wrong[-code] || wrong;
}

/* A field that the kind does not name must be zero: compare with a copy of those that it names. */
static bool check_has_more(const struct rules *rules, const fenrun_event *event) {
    fenrun_event named = {.kind = event->kind, .at = event->at};
    switch (event->kind) {
    case FENRUN_EVENT_JOIN:
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
        named.id_high = event->id_high;
        named.id_low = event->id_low;
        memcpy(named.roles, event->roles, rules->role_count * sizeof named.roles[0]);
        memcpy(named.amounts, event->amounts, rules->amount_count * sizeof named.amounts[0]);
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

static bool check_outside(const struct rules_requirement *requirement, const int64_t *amounts) {
    struct fraction amount = fraction_of(amounts[requirement->amount], 1, 1);
    struct fraction low = fraction_of(requirement->low, 1, 1);
    struct fraction high = fraction_of(requirement->high, 1, 1);
    if (requirement->base != RULES_FIXED) {
        low = fraction_of(amounts[requirement->base], requirement->low, 1000000000);
        high = fraction_of(amounts[requirement->base], requirement->high, 1000000000);
    }
    return fraction_compare(amount, low) < 0 || fraction_compare(amount, high) > 0;
}

static void check_order(const struct model *model, const fenrun_event *event,
                              struct check *check) {
    const struct rules *rules = model->rules;
    const struct model_order *known = model_find_order(model, event->id_high, event->id_low);
    if (known != NULL) {
        check->replayed = memcmp(&known->event, event, sizeof *event) == 0;
        check_wrong(check, FENRUN_ERROR_CHANGED, true);
    }
    check_wrong(check, FENRUN_ERROR_ARGUMENT, event->roles[0] == FENRUN_PLATFORM);
    for (uint32_t i = 0; i < rules->role_count; i++) {
        if (event->roles[i] != FENRUN_PLATFORM) {
            check_member(model, event->roles[i], event->at, check);
        }
    }
    for (uint32_t i = 0; i < rules->amount_count; i++) {
        check_wrong(check, FENRUN_ERROR_AMOUNT, event->amounts[i] < 0);
    }
    for (uint32_t i = 0; i < rules->requirement_count; i++) {
        check_wrong(check, FENRUN_ERROR_REQUIRED,
                    check_outside(&rules->requirements[i], event->amounts));
    }
    check_wrong(check, FENRUN_ERROR_OVERFLOW,
                rules_measures(rules, RULES_OWN_SALES) &&
                    model_own_sales(model, event->roles[0]) + event->amounts[0] > INT64_MAX);
}

static void check_refund(const struct model *model, const fenrun_event *event,
                               struct check *check) {
    const struct model_order *order =
        model_find_order(model, event->order_high, event->order_low);
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

int32_t check_event(const struct model *model, const fenrun_event *event) {
    struct check check = {0};
    if (check_has_more(model->rules, event) || event->at > FENRUN_TIME_MAX) {
        return FENRUN_ERROR_ARGUMENT;
    }
    switch (event->kind) {
    case FENRUN_EVENT_ORDER: check_order(model, event, &check); break;
    case FENRUN_EVENT_REFUND: check_refund(model, event, &check); break;
    default: check_change(model, event, &check); break;
    }
    if (check.replayed) {
        return FENRUN_REPLAYED;
    }
    for (int32_t i = 1; i < 19; i++) {
        if (check.wrong[i]) {
            return -i;
        }
    }
    return FENRUN_OK;
}
