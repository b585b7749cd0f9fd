/*
 * Measure: see measure.h. Each scope is one walk over all members; each member's own part one walk
 * over all orders.
 */
#include "model/measure.h"

bool measure_covers(const struct model *model, const struct rules_measure *measure,
                    uint64_t serial, int64_t at, int64_t clock) {
    const struct model_closed *closed = NULL;
    model_wide size = (model_wide)measure->window_size * 3600;
    switch (measure->window) {
    case RULES_WINDOW_PERIOD:
        closed = model_last_close(model, measure->window_size);
        return closed == NULL || serial > closed->serial;
    case RULES_WINDOW_DAYS: return at > clock - size * 24;
    case RULES_WINDOW_HOURS: return at > clock - size;
    default: return true;
    }
}

model_wide measure_of_order(const struct rules_measure *measure, const struct model_order *order) {
    int64_t total = order->event.amounts[0];
    int64_t refunded = (int64_t)model_refunded(order);
    bool is_refunded = order->refund_count > 0;
    int64_t whole = 0;
    switch (measure->what) {
    case RULES_WHAT_ORDERS: return is_refunded && refunded == total ? 0 : 1;
    case RULES_WHAT_SALES: whole = total; break;
    case RULES_WHAT_AMOUNT: whole = order->event.amounts[measure->index]; break;
    default: whole = order->event.counts[measure->index]; break;
    }
    return is_refunded ? whole - model_taken_back(whole, refunded, total) : whole;
}

static void measure_saw_left(struct model *model, const struct rules_measure *measure,
                             enum seen expired, enum seen closed) {
    model_saw(model, measure->window == RULES_WINDOW_PERIOD ? closed : expired);
}

static model_wide measure_of_join(struct model *model, const struct rules_measure *measure,
                                  const struct model_member *member) {
    bool is_count = measure->what == RULES_WHAT_JOIN_COUNT;
    if (member->loaded) {
        return 0;
    }
    if (!measure_covers(model, measure, member->serial, member->joined, model->clock)) {
        measure_saw_left(model, measure, SEEN_JOIN_EXPIRED, SEEN_JOIN_EXPIRED);
        return 0;
    }
    return rules_figure(&member->join, measure->index + (is_count ? RULES_COUNT0 : 0));
}

static model_wide measure_own(struct model *model, const struct rules_measure *measure,
                              const struct model_member *member) {
    if (!rules_measure_is_of_orders(measure)) {
        return measure_of_join(model, measure, member);
    }
    model_wide sum = 0;
    for (size_t i = 0; i < model->order_count; i++) {
        const struct model_order *order = &model->orders[i];
        if (order->event.kind != FENRUN_EVENT_ORDER || order->event.roles[0] != member->id) {
            continue;
        }
        if (!measure_covers(model, measure, order->serial, order->event.at, model->clock)) {
            measure_saw_left(model, measure, SEEN_EXPIRED, SEEN_CLOSED);
            continue;
        }
        model_wide part = measure_of_order(measure, order);
        model->seen[SEEN_REFUNDED_MEASURE] += order->refund_count > 0;
        model->seen[SEEN_REFUNDED_ORDER] += measure->what == RULES_WHAT_ORDERS && part == 0;
        sum += part;
    }
    return sum;
}

/* A head counts 1; with a window only if it joined within it, which nobody who was loaded did. */
static model_wide measure_head(struct model *model, const struct rules_measure *measure,
                               const struct model_member *member) {
    if (measure->window == RULES_WINDOW_EVER) {
        return 1;
    }
    if (member->loaded) {
        return 0;
    }
    if (!measure_covers(model, measure, member->serial, member->joined, model->clock)) {
        model_saw(model, SEEN_JOIN_EXPIRED);
        return 0;
    }
    return 1;
}

/* Down to and excluding leaders and theirs; whether `above` itself leads matters not. */
static bool measure_is_in_team(const struct model *model, uint64_t above, uint64_t id) {
    uint64_t step = id;
    while (step != FENRUN_PLATFORM && step != above && !model_leads(model, step, MODEL_NOW)) {
        step = model_inviter(model, step, MODEL_NOW);
    }
    return step == above && id != above;
}

static bool measure_counts(const struct model *model, enum rules_scope scope, uint64_t above,
                           uint64_t id) {
    switch (scope) {
    case RULES_SCOPE_OWN: return id == above;
    case RULES_SCOPE_DIRECT: return model_inviter(model, id, MODEL_NOW) == above;
    case RULES_SCOPE_TEAM: return measure_is_in_team(model, above, id);
    case RULES_SCOPE_DOWNLINE: return model_is_above(model, above, id, MODEL_NOW);
    default: return true;
    }
}

model_wide measure_value(struct model *model, uint32_t index, uint64_t id) {
    const struct rules_measure *measure = &model->rules->measures[index];
    model_wide sum = 0;
    for (size_t i = 0; i < model->member_count; i++) {
        const struct model_member *member = &model->members[i];
        if (!measure_counts(model, measure->scope, id, member->id)) {
            continue;
        }
        if (measure->tiers != 0 &&
            (measure->tiers >> model_tier(model, member->id, MODEL_NOW) & 1u) == 0) {
            model_saw(model, SEEN_OTHER_TIERS);
            continue;
        }
        sum += measure->what == RULES_WHAT_MEMBERS ? measure_head(model, measure, member)
                                                   : measure_own(model, measure, member);
    }
    if (sum > 0) {
        model->seen[SEEN_WHATS + measure->scope * RULES_WHATS + measure->what]++;
        model->seen[SEEN_WINDOWS + measure->scope * RULES_WINDOWS + measure->window]++;
    }
    return sum;
}
