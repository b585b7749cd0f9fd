/*
 * History: see history.h. Weights are chosen so that each interesting thing that the model counts
 * comes up in a few hundred histories.
 */
#include "model/history.h"

#include <string.h>

static uint32_t history_below(struct history *history, uint32_t count) {
    return random_below(&history->source, count);
}

static bool history_one_in(struct history *history, uint32_t count) {
    return random_one_in(&history->source, count);
}

static int64_t history_between(struct history *history, int64_t low, int64_t high) {
    return random_between(&history->source, low, high);
}

/* ------------------------------------------------------------------------------------------ */
/* Rule sets                                                                                  */

static int64_t history_draw_rate(struct history *history) {
    static const int64_t usual[] = {1000000000, 500000000, 250000000, 125000000, 75000000,
                                    333333333,  100000000, 25000000,  1,         999999999};
    switch (history_below(history, 4)) {
    case 0: return history_between(history, 1, 1000000000);
    case 1: return history_between(history, 1, 1000) * 1000000;
    default: return usual[history_below(history, sizeof usual / sizeof usual[0])];
    }
}

static struct rules_pay history_draw_pay(struct history *history, const struct rules *rules,
                                         uint32_t event) {
    struct rules_pay pay = {true, RULES_FIXED, history_between(history, 1, 30000)};
    if (event == FENRUN_EVENT_ORDER && !history_one_in(history, 4)) {
        pay.base = history_below(history, rules->amount_count);
        pay.value = history_draw_rate(history);
    }
    return pay;
}

static uint32_t history_draw_tiers(struct history *history, const struct rules *rules) {
    uint32_t all = (1u << rules->tier_count) - 1;
    uint32_t tiers = history_one_in(history, 2) ? all << history_below(history, rules->tier_count)
                                                : history_below(history, all) + 1;
    return tiers & all;
}

static void history_draw_tests(struct history *history, const struct rules *rules,
                               struct rules_award *award) {
    uint32_t wanted = history_one_in(history, 2) ? 0 : history_below(history, RULES_TESTS_MAX + 1);
    uint32_t roles = award->event == FENRUN_EVENT_JOIN ? 1 : rules->role_count;
    for (uint32_t i = 0; i < wanted; i++) {
        uint32_t subject = history_below(history, roles + 1);
        bool again = false;
        subject = subject == roles ? RULES_PAYEE : subject;
        for (uint32_t k = 0; k < award->test_count; k++) {
            again = again || award->tests[k].subject == subject;
        }
        if (!again) {
            award->tests[award->test_count] =
                (struct rules_test){subject, history_draw_tiers(history, rules)};
            award->test_count++;
        }
    }
}

static void history_draw_award(struct history *history, struct rules *rules) {
    static const char *const names[RULES_AWARDS_MAX] = {
        "first", "second",  "third",  "fourth", "fifth",
        "sixth", "seventh", "eighth", "ninth",  "tenth"};
    struct rules_award *award = &rules->awards[rules->award_count];
    memset(award, 0, sizeof *award);
    award->name = names[rules->award_count];
    award->event = history_one_in(history, 4) ? FENRUN_EVENT_JOIN : FENRUN_EVENT_ORDER;
    award->role =
        award->event == FENRUN_EVENT_JOIN ? 0 : history_below(history, rules->role_count);
    award->step_count = history_below(history, history_one_in(history, 3) ? 5 : 3);
    for (uint32_t i = 0; i < award->step_count; i++) {
        bool leader = rules->lead_tier < rules->tier_count && history_one_in(history, 2);
        award->steps[i] = leader ? RULES_LEADER : RULES_INVITER;
    }
    history_draw_tests(history, rules, award);
    award->by_tier = history_one_in(history, 3);
    award->unit = history_one_in(history, 3) ? history_below(history, RULES_UNITS) : 0;
    struct rules_pay pay = history_draw_pay(history, rules, award->event);
    for (uint32_t i = 0; i < rules->tier_count; i++) {
        award->pays[i] = award->by_tier ? history_draw_pay(history, rules, award->event) : pay;
        award->pays[i].listed = !award->by_tier || !history_one_in(history, 3);
    }
    if (award->by_tier) {
        award->pays[history_below(history, rules->tier_count)].listed = true;
    }
    rules->award_count++;
}

static void history_draw_promotion(struct history *history, struct rules *rules, uint32_t tier) {
    struct rules_promotion *promotion = &rules->promotions[rules->promotion_count];
    uint32_t skip = history_below(history, 3);
    bool teams = rules->lead_tier < rules->tier_count;
    uint32_t keep = teams && history_one_in(history, 3) ? 2 : 1;
    memset(promotion, 0, sizeof *promotion);
    promotion->tier = tier;
    for (uint32_t i = 0; i < keep; i++) {
        enum rules_measure measure = (enum rules_measure)((skip + i) % 3);
        if (measure == RULES_TEAM_MEMBERS && !teams) {
            measure = RULES_DIRECT_INVITES;
        }
        int64_t at_least = history_between(history, 1, 3 + (int64_t)tier);
        at_least = measure == RULES_TEAM_MEMBERS ? at_least * 2 : at_least;
        at_least = measure == RULES_OWN_SALES ? at_least * 20000 : at_least;
        promotion->tests[i] = (struct rules_measured){measure, at_least};
        promotion->test_count++;
    }
    rules->promotion_count++;
}

static void history_draw_requirements(struct history *history, struct rules *rules) {
    if (rules->amount_count > 1 && history_one_in(history, 2)) {
        int64_t low = history_between(history, 0, 30) * 10000000;
        rules->requirements[rules->requirement_count] = (struct rules_requirement){
            1, 0, low, low + history_draw_rate(history) / 2};
        rules->requirement_count++;
    }
    if (rules->amount_count > 2 && history_one_in(history, 3)) {
        rules->requirements[rules->requirement_count] = (struct rules_requirement){
            2, RULES_FIXED, 0, history_between(history, 100, 5000)};
        rules->requirement_count++;
    }
}

void history_draw_rules(struct history *history, struct rules *rules) {
    static const struct {
        const char *code;
        uint32_t decimals;
    } currencies[] = {{"CNY", 2}, {"JPY", 0}, {"KWD", 3}, {"USD", 2}};
    uint32_t kind = history_below(history, 10);
    if (kind < 2) {
        rules_reference(rules);
        return;
    }
    if (kind < 3) {
        rules_ladder(rules);
        return;
    }
    memset(rules, 0, sizeof *rules);
    uint32_t currency = history_below(history, 4);
    rules->currency = currencies[currency].code;
    rules->decimals = currencies[currency].decimals;
    rules->rounding = (enum fraction_rounding)history_below(history, 4);
    rules->tier_count = 1 + history_below(history, RULES_TIERS_MAX);
    rules->lead_tier = rules->tier_count < 2 || history_one_in(history, 12)
                           ? history_below(history, rules->tier_count + 1)
                           : 1 + history_below(history, rules->tier_count - 1);
    rules->role_count = 1 + history_below(history, RULES_ROLES_MAX);
    rules->amount_count = 1 + history_below(history, RULES_AMOUNTS_MAX);
    history_draw_requirements(history, rules);
    uint32_t awards = 1 + history_below(history, RULES_AWARDS_MAX);
    while (rules->award_count < awards) {
        history_draw_award(history, rules);
    }
    bool promotes = !history_one_in(history, 3);
    for (uint32_t tier = 1; promotes && tier < rules->tier_count; tier++) {
        uint32_t ways = history_below(history, 3);
        while (ways > 0 && rules->promotion_count < RULES_PROMOTIONS_MAX) {
            history_draw_promotion(history, rules, tier);
            ways--;
        }
    }
}

/* ------------------------------------------------------------------------------------------ */
/* Members                                                                                    */

static uint64_t history_new_id(struct history *history) {
    history->id_next++;
    switch (history->id_kind) {
    case 0: return history->id_next;
    case 1: return random_next(&history->source) | 1;
    case 2: return UINT64_MAX - history->id_next;
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
    static const int64_t starts[] = {0, -300, 1700000000, 1700000000, FENRUN_TIME_MAX - 100000,
                                     INT64_MIN + 100000};
    history->rules = rules;
    history->model = model;
    history->start = starts[history_below(history, 6)];
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
    }
    return count;
}

/* ------------------------------------------------------------------------------------------ */
/* Events                                                                                     */

/* At or soon after the clock; often at it. */
static int64_t history_next_instant(struct history *history) {
    int64_t clock = history->model->clock;
    clock = clock < history->start ? history->start : clock;
    return history_one_in(history, 3) ? clock : clock + history_between(history, 0, 6);
}

int64_t history_draw_instant(struct history *history) {
    if (history_one_in(history, 20)) {
        return history_one_in(history, 2) ? INT64_MAX : FENRUN_TIME_MIN;
    }
    return history_between(history, history->start - 2, history_next_instant(history) + 1);
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
    return event;
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
    switch (history_below(history, 12)) {
    case 0: return 0;
    case 1: return history_between(history, 1, 30);
    case 2: return history_between(history, 1, INT64_C(1000000000000000));
    default: return history_between(history, 1, 400) * 50;
    }
}

static void history_draw_amounts(struct history *history, fenrun_event *event) {
    const struct rules *rules = history->rules;
    for (uint32_t i = 0; i < rules->amount_count; i++) {
        event->amounts[i] = history_amount(history);
    }
    for (uint32_t i = 0; i < rules->requirement_count; i++) {
        const struct rules_requirement *requirement = &rules->requirements[i];
        int64_t low = requirement->low;
        int64_t high = requirement->high;
        if (requirement->base != RULES_FIXED) {
            int64_t base = event->amounts[requirement->base];
            low = (int64_t)fraction_round(fraction_of(base, low, 1000000000), FRACTION_UP);
            high = (int64_t)fraction_round(fraction_of(base, high, 1000000000), FRACTION_DOWN);
        }
        /* Mostly inside or on a limit, now and then just beside it. */
        int64_t amount = low < high ? history_between(history, low, high) : low;
        amount = history_one_in(history, 4) ? low : amount;
        amount = history_one_in(history, 4) ? high : amount;
        amount += history_one_in(history, 12) ? history_between(history, -1, 1) : 0;
        event->amounts[requirement->amount] = amount < 0 ? 0 : amount;
    }
}

static fenrun_event history_order(struct history *history) {
    fenrun_event event = {.kind = FENRUN_EVENT_ORDER, .at = history_next_instant(history)};
    if (history_one_in(history, 3)) {
        event.at = history_between(history, history->start, event.at);
    } else if (history->past_count > 0 && history_one_in(history, 4)) {
        event.at = history->past[history_below(history, (uint32_t)history->past_count)].at;
    }
    if (!history_one_in(history, 15)) {
        history->order_next++;
        event.id_low = history->order_next;
        event.id_high = history_one_in(history, 5) ? random_next(&history->source) : 0;
    }
    for (uint32_t i = 0; i < history->rules->role_count; i++) {
        bool nobody = i > 0 && history_one_in(history, 4);
        bool self = i > 0 && history_one_in(history, 4);
        event.roles[i] = nobody ? FENRUN_PLATFORM : history_member(history);
        event.roles[i] = self ? event.roles[0] : event.roles[i];
    }
    history_draw_amounts(history, &event);
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
    switch (history_below(history, 12)) {
    case 0: event->at -= history_between(history, 1, 50); break;
    case 1: event->member = history_new_id(history); break;
    case 2: event->inviter = history_member(history); break;
    case 3: event->tier = history->rules->tier_count; break;
    case 4: event->amounts[0] = -event->amounts[0]; break;
    case 5: event->amounts[0] ^= 1; break;
    case 6: event->roles[0] = history_member(history); break;
    case 7: event->roles[history->rules->role_count - 1] = history_new_id(history); break;
    case 8: event->amounts[history->rules->amount_count - 1] /= 2; break;
    case 9: event->order_low += 1000000; break;
    case 10: event->amounts[0] = INT64_MAX; break;
    default: event->kind = history_below(history, 7); break;
    }
}

fenrun_event history_draw_event(struct history *history) {
    uint32_t kind = history_below(history, 100);
    bool full = history->model->member_count >= history->member_limit;
    fenrun_event event;
    if (history->past_count > 0 && kind < 6) {
        event = history->past[history_below(history, (uint32_t)history->past_count)];
    } else if (history->model->member_count < 3 || (kind < 32 && !full)) {
        event = history_join(history);
    } else if (kind < 44) {
        event = history_tier(history);
    } else if (kind < 52) {
        event = history_move(history);
    } else if (kind < 86) {
        event = history_order(history);
    } else {
        event = history_refund(history);
    }
    if (history_one_in(history, 15)) {
        history_spoil(history, &event);
    }
    if (history->past_count < HISTORY_EVENTS_MAX) {
        history->past[history->past_count] = event;
        history->past_count++;
    }
    return event;
}
