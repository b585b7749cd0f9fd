/*
 * Grove: see grove.h.
 */
#include "model/grove.h"

#include <stdlib.h>
#include <string.h>

#define GROVE_START INT64_C(1514764800) /* 2018 */
#define GROVE_YEARS (INT64_C(3) * 365 * 86400)

/* Not in the order in which they come, and far apart, as ids may be. */
static uint64_t grove_id(uint64_t number) {
    return (number + 1) * UINT64_C(0x9e3779b97f4a7c15) | 1;
}

static uint32_t grove_below(struct grove *grove, uint32_t count) {
    return random_below(&grove->source, count);
}

static bool grove_one_in(struct grove *grove, uint32_t count) {
    return random_one_in(&grove->source, count);
}

static uint64_t grove_member(struct grove *grove) {
    if (grove_one_in(grove, 2000)) {
        return 2; /* no member has an even id */
    }
    return grove_id(grove_below(grove, (uint32_t)grove->member_count));
}

/* ------------------------------------------------------------------------------------------ */
/* Members                                                                                    */

static uint64_t grove_inviter(struct grove *grove, enum grove_shape shape, uint64_t number,
                              uint64_t count) {
    uint32_t earlier = (uint32_t)number;
    if (number == 0 || grove_one_in(grove, 500)) {
        return FENRUN_PLATFORM;
    }
    if (shape == GROVE_CHAIN && number < count / 3) {
        return grove_id(number - 1);
    }
    if (shape == GROVE_FEW && number > 300) {
        return grove_id(grove_below(grove, 300));
    }
    return grove_id(grove_below(grove, earlier));
}

static bool grove_load(struct grove *grove, enum grove_shape shape, uint64_t count) {
    uint32_t tiers = fenrun_rules_count(grove->rules, FENRUN_NAME_TIER);
    uint32_t labels = fenrun_rules_count(grove->rules, FENRUN_NAME_LABEL);
    bool always = grove_one_in(grove, 2);
    fenrun_member *members = calloc(count, sizeof *members);
    if (members == NULL) {
        return false;
    }
    for (uint64_t i = 0; i < count; i++) {
        bool high = grove_one_in(grove, shape == GROVE_FEW && i < 300 ? 2 : 30);
        members[i].id = grove_id(i);
        members[i].inviter = grove_inviter(grove, shape, i, count);
        members[i].at = always ? FENRUN_TIME_MIN : GROVE_START - 1000000 + (int64_t)i;
        members[i].tier = high ? grove_below(grove, tiers) : 0;
        members[i].labels = labels > 0 && high ? grove_below(grove, 1u << labels) : 0;
    }
    int32_t code = fenrun_tree_load(grove->tree, members, count, NULL);
    grove->member_count = count;
    free(members);
    return code == FENRUN_OK;
}

bool grove_plant(struct grove *grove, const fenrun_rules *rules, enum grove_shape shape,
                 uint64_t member_count, uint64_t seed) {
    fenrun_tree_options options = {.struct_size = sizeof options, .seed = seed};
    options.flags = FENRUN_TREE_REMEMBERS_ORDERS;
    memset(grove, 0, sizeof *grove);
    grove->rules = rules;
    grove->source.state = seed;
    grove->clock = GROVE_START;
    return fenrun_tree_new(&grove->tree, rules, &options, NULL) == FENRUN_OK &&
           fenrun_result_new(&grove->result, NULL, NULL) == FENRUN_OK &&
           grove_load(grove, shape, member_count);
}

void grove_free(struct grove *grove) {
    fenrun_result_free(grove->result);
    fenrun_tree_free(grove->tree);
}

/* ------------------------------------------------------------------------------------------ */
/* Events                                                                                     */

static void grove_draw_figures(struct grove *grove, uint32_t of, fenrun_event *event) {
    uint32_t amounts = fenrun_rules_count(grove->rules, FENRUN_NAME_AMOUNT | of);
    uint32_t counts = fenrun_rules_count(grove->rules, FENRUN_NAME_COUNT | of);
    int64_t price = 1 + (int64_t)grove_below(grove, grove_one_in(grove, 4) ? 9999999 : 50000);
    price *= grove_one_in(grove, 200) ? 1000000 : 1;
    for (uint32_t i = 0; i < amounts; i++) {
        event->amounts[i] = i == 0 ? price : price * (5 + grove_below(grove, 30)) / 100;
    }
    for (uint32_t i = 0; i < counts; i++) {
        event->counts[i] = 1 + grove_below(grove, 9);
    }
}

static void grove_draw_roles(struct grove *grove, uint32_t of, fenrun_event *event) {
    uint32_t roles = fenrun_rules_count(grove->rules, FENRUN_NAME_ROLE | of);
    for (uint32_t i = 0; i < roles; i++) {
        bool nobody = i > 0 && grove_one_in(grove, 5);
        event->roles[i] = nobody ? FENRUN_PLATFORM : grove_member(grove);
    }
}

fenrun_event grove_draw_order(struct grove *grove) {
    fenrun_event event = {.kind = FENRUN_EVENT_ORDER, .at = grove->clock};
    if (grove->past_count > 0 && grove_one_in(grove, 100)) {
        event = grove->past[grove_below(grove, (uint32_t)grove->past_count)];
        event.amounts[0] += grove_one_in(grove, 2) ? 1 : 0;
        return event;
    }
    if (grove_one_in(grove, 2)) {
        event.at = random_between(&grove->source, GROVE_START, grove->clock);
    }
    if (!grove_one_in(grove, 20)) {
        grove->order_next++;
        event.id_low = grove->order_next;
    }
    grove_draw_roles(grove, 0, &event);
    grove_draw_figures(grove, 0, &event);
    return event;
}

static fenrun_event grove_join(struct grove *grove) {
    static const int64_t packs[] = {39800, 39900, 40000, 100000, 1000};
    fenrun_event event = {.kind = FENRUN_EVENT_JOIN, .at = grove->clock};
    event.member = grove_id(grove->member_count);
    event.inviter = grove_member(grove);
    grove_draw_figures(grove, FENRUN_NAME_OF_JOIN, &event);
    if (event.amounts[0] > 0) {
        event.amounts[0] = packs[grove_below(grove, 5)];
    }
    return event;
}

static fenrun_event grove_draw_event(struct grove *grove) {
    uint32_t kind = grove_below(grove, 100);
    fenrun_event event = {.at = grove->clock};
    if (kind < 25) {
        return grove_join(grove);
    }
    if (kind < 45) {
        event.kind = FENRUN_EVENT_TIER;
        event.member = grove_member(grove);
        event.tier = grove_below(grove, fenrun_rules_count(grove->rules, FENRUN_NAME_TIER));
        return event;
    }
    if (kind < 52) {
        event.kind = FENRUN_EVENT_MOVE;
        event.member = grove_member(grove);
        event.inviter = grove_one_in(grove, 20) ? FENRUN_PLATFORM : grove_member(grove);
        return event;
    }
    if (kind == 52 && fenrun_rules_count(grove->rules, FENRUN_NAME_PERIOD) > 0 &&
        grove_one_in(grove, 4)) {
        event.kind = FENRUN_EVENT_CLOSE;
        event.name = grove_below(grove, fenrun_rules_count(grove->rules, FENRUN_NAME_PERIOD));
        return event;
    }
    if (kind < 60 && grove->past_count > 0) {
        const fenrun_event *order = &grove->past[grove_below(grove, (uint32_t)grove->past_count)];
        event.kind = FENRUN_EVENT_REFUND;
        event.order_high = order->id_high;
        event.order_low = order->id_low;
        event.id_low = grove_below(grove, 1000);
        event.amounts[0] = 1 + order->amounts[0] / 3;
        return event;
    }
    return grove_draw_order(grove);
}

static bool grove_apply(struct grove *grove, const fenrun_event *event) {
    fenrun_error error = {0};
    int32_t code = fenrun_apply(grove->tree, event, grove->result, &error);
    bool is_order = event->kind == FENRUN_EVENT_ORDER && (event->id_high | event->id_low) != 0;
    if (code == FENRUN_OK && is_order && grove->past_count < GROVE_PAST_MAX) {
        grove->past[grove->past_count] = *event;
        grove->past_count++;
    }
    grove->member_count += code == FENRUN_OK && event->kind == FENRUN_EVENT_JOIN;
    return code != FENRUN_ERROR_INTERNAL && code != FENRUN_ERROR_MEMORY &&
           (grove->twin == NULL ||
            twin_applies(grove->twin, event, code, &error, grove->result));
}

bool grove_grow(struct grove *grove, uint32_t event_count) {
    bool equal = true;
    for (uint32_t i = 0; i < event_count && equal; i++) {
        if (!grove_one_in(grove, 3)) {
            grove->clock += random_between(&grove->source, 0, GROVE_YEARS / 3000);
        }
        fenrun_event event = grove_draw_event(grove);
        equal = grove_apply(grove, &event);
    }
    return equal;
}

bool grove_sell(struct grove *grove, uint32_t order_count) {
    bool equal = true;
    for (uint32_t i = 0; i < order_count && equal; i++) {
        fenrun_event event = grove_draw_order(grove);
        equal = grove_apply(grove, &event);
    }
    return equal;
}
