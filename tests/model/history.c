/*
 * History: see history.h. Weights are chosen so that each interesting thing that the model counts
 * comes up in a few hundred histories.
 */
#include "model/history.h"

#include <string.h>

#include "model/draw.h"

static uint32_t history_below(struct history *history, uint32_t count) {
    return random_below(&history->source, count);
}

static bool history_one_in(struct history *history, uint32_t count) {
    return random_one_in(&history->source, count);
}

static int64_t history_between(struct history *history, int64_t low, int64_t high) {
    return random_between(&history->source, low, high);
}

#define HISTORY_DAY INT64_C(86400)

void history_draw_rules(struct history *history, struct rules *rules) {
    static const int64_t starts[] = {0,
                                     -300,
                                     1700000000,
                                     1700000000,
                                     1700006400,
                                     1735689600,
                                     FENRUN_TIME_MAX - 40 * HISTORY_DAY,
                                     INT64_MIN + 100000};
    history->start = starts[history_below(history, 8)];
    draw_rules(&history->source, history->start, rules);
}

/* ------------------------------------------------------------------------------------------ */
/* Members                                                                                    */

static uint64_t history_new_id(struct history *history) {
    history->id_next++;
    switch (history->id_kind) {
    case 0: return history->id_next;
    case 1: return random_next(&history->source) | 1;
    case 2: return UINT64_MAX - history->id_next + 1; /* the highest there is, first */
    default: return history->id_next << 32;
    }
}

static uint64_t history_member(struct history *history) {
    uint32_t count = (uint32_t)history->model->member_count;
    if (count == 0 || history_one_in(history, 150)) {
        return history_new_id(history); /* nobody knows this one */
    }
    return history->model->members[history_below(history, count)].id;
}

void history_start(struct history *history, const struct rules *rules, const struct model *model) {
    history->rules = rules;
    history->model = model;
    history->member_limit = 6 + history_below(history, HISTORY_MEMBERS_MAX - 6);
    history->chain_in_ten = history_one_in(history, 3) ? history_below(history, 11) : 1;
    history->id_kind = history_below(history, 4);
    history->id_next = 0;
    history->order_next = 0;
    history->past_count = 0;
}

size_t history_draw_members(struct history *history, fenrun_member *members) {
    size_t count = history_one_in(history, 3) ? 1 + history_below(history, 12) : 0;
    bool always = history_one_in(history, 2);
    int64_t at = always ? FENRUN_TIME_MIN : history->start;
    memset(members, 0, count * sizeof *members);
    for (size_t i = 0; i < count; i++) {
        at += always && history_one_in(history, 4) ? 0 : (int64_t)history_below(history, 4);
        members[i].id = history_new_id(history);
        members[i].inviter = i == 0 || history_one_in(history, 8)
                                 ? FENRUN_PLATFORM
                                 : members[history_below(history, (uint32_t)i)].id;
        members[i].at = at;
        members[i].tier = history_below(history, history->rules->tier_count);
        if (history->rules->label_count > 0 && history_one_in(history, 3)) {
            members[i].labels = history_below(history, 1u << history->rules->label_count);
        }
    }
    /* In any order: those whom a member invited may stand before it. */
    for (size_t i = count; i > 1 && history_one_in(history, 2); i--) {
        size_t other = history_below(history, (uint32_t)i);
        fenrun_member member = members[i - 1];
        members[i - 1] = members[other];
        members[other] = member;
    }
    return count;
}

/* ------------------------------------------------------------------------------------------ */
/* Events                                                                                     */

/* At or soon after the clock; often at it; now and then as much later as windows are long. */
static int64_t history_next_instant(struct history *history) {
    static const int64_t jumps[] = {3600 * 6, 3600 * 36, HISTORY_DAY, HISTORY_DAY * 2, 3600};
    int64_t clock = history->model->clock;
    clock = clock < history->start ? history->start : clock;
    if (history_one_in(history, 14)) {
        int64_t later = clock + jumps[history_below(history, 5)] + history_between(history, -8, 1);
        return later > FENRUN_TIME_MAX ? clock : later;
    }
    return history_one_in(history, 3) ? clock : clock + history_between(history, 0, 6);
}

int64_t history_draw_instant(struct history *history) {
    if (history_one_in(history, 20)) {
        return history_one_in(history, 2) ? INT64_MAX : FENRUN_TIME_MIN;
    }
    return history_between(history, history->start - 2, history_next_instant(history) + 1);
}

static fenrun_event history_tier(struct history *history) {
    fenrun_event event = {.kind = FENRUN_EVENT_TIER, .at = history_next_instant(history)};
    event.member = history_member(history);
    event.tier = history_below(history, history->rules->tier_count);
    return event;
}

static fenrun_event history_move(struct history *history) {
    fenrun_event event = {.kind = FENRUN_EVENT_MOVE, .at = history_next_instant(history)};
    event.member = history_member(history);
    event.inviter = history_one_in(history, 10) ? FENRUN_PLATFORM : history_member(history);
    return event;
}

static int64_t history_amount(struct history *history) {
    switch (history_below(history, 16)) {
    case 0: return 0;
    case 1: return history_between(history, 1, 30);
    case 2: return history_between(history, 1, INT64_C(1000000000000000));
    default: return history_between(history, 1, 400) * 50;
    }
}

/* A figure within what is required, or on a limit of it; now and then just beside it. */
static int64_t history_required(struct history *history, const fenrun_event *event,
                                const struct rules_requirement *requirement) {
    int64_t low = requirement->low;
    int64_t high = requirement->open ? low + 20000 : requirement->high;
    if (requirement->base != RULES_NONE) {
        int64_t base = event->amounts[requirement->base];
        low = (int64_t)fraction_round(fraction_of(base, low, 1000000000), FRACTION_UP);
        high = (int64_t)fraction_round(fraction_of(base, high, 1000000000), FRACTION_DOWN);
    }
    int64_t value = low < high ? history_between(history, low, high) : low;
    value = history_one_in(history, 4) ? low : value;
    value = history_one_in(history, 4) ? high : value;
    value += history_one_in(history, 12) ? history_between(history, -1, 1) : 0;
    return value < 0 ? 0 : value;
}

static void history_draw_figures(struct history *history, fenrun_event *event) {
    uint32_t index = rules_event_shape(history->rules, event);
    const struct rules_shape *shape = &history->rules->shapes[index];
    const struct rules_version *version = rules_in_force(history->rules, event->at);
    for (uint32_t i = 0; i < shape->amount_count; i++) {
        event->amounts[i] = history_amount(history);
    }
    for (uint32_t i = 0; i < shape->count_count; i++) {
        event->counts[i] = history_below(history, 9);
    }
    for (uint32_t i = 0; version != NULL && i < version->terms[index].requirement_count; i++) {
        const struct rules_requirement *row = &version->terms[index].requirements[i];
        int64_t figure = history_required(history, event, row);
        if (row->figure < RULES_COUNT0) {
            event->amounts[row->figure] = figure;
        } else {
            event->counts[row->figure - RULES_COUNT0] = figure;
        }
    }
}

static void history_draw_roles(struct history *history, fenrun_event *event) {
    uint32_t shape = rules_event_shape(history->rules, event);
    for (uint32_t i = 0; i < history->rules->shapes[shape].role_count; i++) {
        bool nobody = i > 0 && history_one_in(history, 4);
        bool self = i > 0 && history_one_in(history, 4);
        event->roles[i] = nobody ? FENRUN_PLATFORM : history_member(history);
        event->roles[i] = self ? event->roles[0] : event->roles[i];
    }
}

/* Now, or at an instant of the past. */
static int64_t history_late_instant(struct history *history) {
    int64_t at = history_next_instant(history);
    if (history_one_in(history, 3)) {
        return history_between(history, history->start, at);
    }
    if (history->past_count > 0 && history_one_in(history, 4)) {
        return history->past[history_below(history, (uint32_t)history->past_count)].at;
    }
    return at;
}

static fenrun_event history_join(struct history *history) {
    fenrun_event event = {.kind = FENRUN_EVENT_JOIN, .at = history_next_instant(history)};
    size_t count = history->model->member_count;
    event.member = history_new_id(history);
    if (count > 0 && !history_one_in(history, 25)) {
        event.inviter = history_below(history, 10) < history->chain_in_ten
                            ? history->model->members[count - 1].id
                            : history_member(history);
    }
    history_draw_figures(history, &event);
    return event;
}

static void history_draw_order_id(struct history *history, fenrun_event *event) {
    if (!history_one_in(history, 15)) {
        history->order_next++;
        event->id_low = history->order_next;
        event->id_high = history_one_in(history, 5) ? random_next(&history->source) : 0;
    }
}

/* Where there is no such section, the order is as wrong as one can be. */
static fenrun_event history_order(struct history *history) {
    fenrun_event event = {.kind = FENRUN_EVENT_ORDER, .at = history_late_instant(history)};
    history_draw_order_id(history, &event);
    history_draw_roles(history, &event);
    history_draw_figures(history, &event);
    return event;
}

static fenrun_event history_own(struct history *history) {
    fenrun_event event = {.kind = FENRUN_EVENT_OWN, .at = history_late_instant(history)};
    event.name = history_below(history, history->rules->event_count);
    history_draw_order_id(history, &event);
    history_draw_roles(history, &event);
    history_draw_figures(history, &event);
    return event;
}

static fenrun_event history_close(struct history *history) {
    fenrun_event event = {.kind = FENRUN_EVENT_CLOSE, .at = history_next_instant(history)};
    event.name = history_below(history, history->rules->period_count);
    event.id_low = history_one_in(history, 3) ? 0 : 1 + history_below(history, 6);
    return event;
}

static fenrun_event history_refund(struct history *history) {
    const struct model *model = history->model;
    fenrun_event event = {.kind = FENRUN_EVENT_REFUND, .at = history_next_instant(history)};
    history->order_next++;
    event.id_low = history->order_next;
    event.order_low = 1 + history_below(history, (uint32_t)history->order_next);
    event.amounts[0] = history_between(history, 1, 10000);
    if (model->order_count > 0) {
        uint32_t index = history_below(history, (uint32_t)model->order_count);
        uint32_t newest = (uint32_t)model->order_count - 1;
        index = history_one_in(history, 2) && newest - index > 4 ? newest - index % 5 : index;
        const struct model_order *order = &model->orders[index];
        int64_t rest = order->event.amounts[0] - (int64_t)model_refunded(order);
        event.order_high = order->event.id_high;
        event.order_low = order->event.id_low;
        event.amounts[0] = rest;
        if (!history_one_in(history, 3) && rest > 1) {
            event.amounts[0] = history_between(history, 1, rest);
        }
        event.amounts[0] += history_one_in(history, 15) && rest < INT64_MAX ? 1 : 0;
    }
    if (history_one_in(history, 4)) {
        event.at -= (int64_t)history_below(history, 20);
    }
    return event;
}

/* Make one thing of an event wrong, or at least other. */
static void history_spoil(struct history *history, fenrun_event *event) {
    uint32_t index = rules_event_shape(history->rules, event);
    const struct rules_shape *shape =
        &history->rules->shapes[index == RULES_NONE ? RULES_ORDER : index];
    uint32_t last_role = shape->role_count > 0 ? shape->role_count - 1 : 0;
    uint32_t last_amount = shape->amount_count > 0 ? shape->amount_count - 1 : 0;
    switch (history_below(history, 15)) {
    case 0: event->at -= history_between(history, 1, 50); break;
    case 1: event->member = history_new_id(history); break;
    case 2: event->inviter = history_member(history); break;
    case 3: event->tier = history->rules->tier_count; break;
    case 4: event->amounts[0] = -event->amounts[0]; break;
    case 5: event->amounts[0] ^= 1; break;
    case 6: event->roles[0] = history_member(history); break;
    case 7: event->roles[last_role] = history_new_id(history); break;
    case 8: event->amounts[last_amount] /= 2; break;
    case 9: event->order_low += 1000000; break;
    case 10: event->amounts[0] = INT64_MAX; break;
    case 11: event->name ^= 1; break;
    case 12: event->counts[0] = history_one_in(history, 2) ? -1 : INT64_MAX; break;
    case 13: event->id_low ^= 3; break;
    default: event->kind = history_below(history, 9); break;
    }
}

void history_remember(struct history *history, const fenrun_event *event) {
    if (history->past_count < HISTORY_EVENTS_MAX) {
        history->past[history->past_count] = *event;
        history->past_count++;
    }
}

fenrun_event history_draw_event(struct history *history) {
    uint32_t kind = history_below(history, 100);
    bool full = history->model->member_count >= history->member_limit;
    fenrun_event event;
    if (history->past_count > 0 && kind < 6) {
        uint32_t back = history_below(history, (uint32_t)history->past_count);
        back = history_one_in(history, 3) ? (uint32_t)history->past_count - 1 - back % 8 : back;
        event = history->past[back < history->past_count ? back : 0];
    } else if (history->model->member_count < 3 || (kind < 30 && !full)) {
        event = history_join(history);
    } else if (kind < 40) {
        event = history_tier(history);
    } else if (kind < 47) {
        event = history_move(history);
    } else if (kind < 55 && history->rules->event_count > 0) {
        event = history_own(history);
    } else if (kind < 61 && history->rules->period_count > 0) {
        event = history_close(history);
    } else if (kind < 89) {
        event = history_order(history);
    } else {
        event = history_refund(history);
    }
    if (history_one_in(history, 15)) {
        history_spoil(history, &event);
    }
    history_remember(history, &event);
    return event;
}

fenrun_event history_draw_order(struct history *history) {
    fenrun_event event = history_order(history);
    if (history_one_in(history, 15)) {
        history_spoil(history, &event);
    }
    return event;
}
