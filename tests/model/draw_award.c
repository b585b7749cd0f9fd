/*
 * Draw award: see draw_award.h. What a form cannot have (a pool a cap, a split a funder ...) is not
 * drawn for it.
 */
#include "model/draw_award.h"

#include <string.h>

static bool draw_award_is_shape(const struct rules_award *award) {
    return award->trigger < RULES_SHAPES_MAX;
}

static bool draw_award_is_period(const struct rules_award *award) {
    return award->trigger >= RULES_PERIOD;
}

/* ------------------------------------------------------------------------------------------ */
/* Values                                                                                     */

static struct rules_value draw_award_fixed(struct draw *draw) {
    int64_t high = draw_one_in(draw, 6) ? 30000 : 1500;
    return (struct rules_value){true, RULES_VALUE_FIXED, draw_between(draw, 1, high), 0, 0,
                                RULES_NONE};
}

/* A rate of an amount of the event, or of a measure of money; a fixed amount where there is no
   such thing. */
static struct rules_value draw_award_rate(struct draw *draw, uint32_t trigger, bool all) {
    const struct rules_shape *shape = rules_trigger_shape(draw->rules, trigger);
    struct rules_value value = {true, RULES_VALUE_RATE, draw_rate(draw), 0, 0, RULES_NONE};
    if (trigger >= RULES_PERIOD) {
        value.measure = draw_measure(draw, DRAW_MONEY, all);
        return value.measure == RULES_NONE ? draw_award_fixed(draw) : value;
    }
    if (shape == NULL || shape->amount_count == 0) {
        return draw_award_fixed(draw);
    }
    value.figure = draw_below(draw, shape->amount_count);
    return value;
}

/* For each of a count, or for each full so much of an amount, a count or a measure. */
static struct rules_value draw_award_per(struct draw *draw, uint32_t trigger) {
    const struct rules_shape *shape = rules_trigger_shape(draw->rules, trigger);
    struct rules_value value = {true, RULES_VALUE_PER, draw_between(draw, 1, 300), 0, 0,
                                RULES_NONE};
    bool is_money = draw_one_in(draw, 3);
    if (trigger >= RULES_PERIOD) {
        value.measure = draw_measure(draw, is_money ? DRAW_MONEY : DRAW_COUNT, true);
        if (value.measure == RULES_NONE) {
            return draw_award_fixed(draw);
        }
    } else if (shape == NULL || (is_money ? shape->amount_count : shape->count_count) == 0) {
        return draw_award_fixed(draw);
    } else {
        value.figure = is_money ? draw_below(draw, shape->amount_count)
                                : RULES_COUNT0 + draw_below(draw, shape->count_count);
    }
    if (is_money) {
        value.per = draw_between(draw, 1, 5000);
    } else if (draw_one_in(draw, 2)) {
        value.per = draw_between(draw, 1, 4);
    }
    return value;
}

static struct rules_value draw_award_value(struct draw *draw, uint32_t trigger, bool zero) {
    uint32_t kind = draw_below(draw, 8);
    struct rules_value value = kind < 2   ? draw_award_fixed(draw)
                               : kind < 6 ? draw_award_rate(draw, trigger, true)
                                          : draw_award_per(draw, trigger);
    if (zero && value.kind != RULES_VALUE_PER && draw_one_in(draw, 8)) {
        value.value = 0;
    }
    return value;
}

/* A table by tier: each tier its own value, some not listed; at least one is. */
static void draw_award_table(struct draw *draw, uint32_t trigger, struct rules_value *pays) {
    uint32_t count = draw->rules->tier_count;
    for (uint32_t i = 0; i < count; i++) {
        pays[i] = draw_award_value(draw, trigger, true);
        pays[i].listed = !draw_one_in(draw, 3);
    }
    pays[draw_below(draw, count)].listed = true;
}

static void draw_award_row(struct draw *draw, struct rules_value value, struct rules_value *pays) {
    for (uint32_t i = 0; i < draw->rules->tier_count; i++) {
        pays[i] = value;
    }
}

void draw_award_cap(struct draw *draw, uint32_t trigger, struct rules_limit *limit) {
    limit->kind = RULES_LIMIT_EVENT;
    limit->at_most = draw_award_fixed(draw);
    limit->at_most.value = draw_between(draw, 1, 3000);
    limit->refuses = draw_one_in(draw, 4);
    if (draw_one_in(draw, 2)) {
        struct rules_value rate = draw_award_rate(draw, trigger, true);
        bool of_all = rate.measure == RULES_NONE ||
                      draw->rules->measures[rate.measure].scope == RULES_SCOPE_ALL;
        limit->at_most = of_all ? rate : limit->at_most;
    }
    /* Refusing too often would leave a history without events. */
    if (limit->refuses && limit->at_most.kind == RULES_VALUE_FIXED) {
        limit->at_most.value += 5000;
    }
}

/* ------------------------------------------------------------------------------------------ */
/* Forms                                                                                      */

static void draw_award_path(struct draw *draw, uint32_t trigger, struct rules_path *path) {
    memset(path, 0, sizeof *path);
    path->role = draw_below(draw, draw_role_count(draw, trigger));
    path->step_count = draw_below(draw, draw_one_in(draw, 4) ? RULES_STEPS_MAX + 1 : 3);
    for (uint32_t i = 0; i < path->step_count; i++) {
        uint32_t kind = draw_below(draw, 6);
        path->steps[i].kind = RULES_INVITER;
        if (kind < 2 && draw->rules->names_leaders) {
            path->steps[i].kind = RULES_LEADER;
        } else if (kind == 2) {
            path->steps[i].kind = RULES_ABOVE;
            path->steps[i].tier = draw_below(draw, draw->rules->tier_count);
        }
    }
}

/* To all above, from the role or a step or two above it. */
static void draw_award_uplines(struct draw *draw, struct rules_award *award) {
    award->to.uplines = true;
    award->to.step_count = draw_one_in(draw, 4) ? award->to.step_count : 0;
}

static void draw_award_levels(struct draw *draw, struct rules_award *award, bool prizes) {
    award->level_count = 1 + draw_below(draw, RULES_LEVELS_MAX);
    award->unqualified = (enum rules_unqualified)draw_below(draw, 3);
    for (uint32_t i = 0; i < award->level_count; i++) {
        award->level_by_tier[i] = draw_one_in(draw, 3);
        if (award->level_by_tier[i]) {
            draw_award_table(draw, award->trigger, award->pays[i]);
        } else {
            draw_award_row(draw, draw_award_value(draw, award->trigger, true), award->pays[i]);
        }
    }
    if (!prizes) {
        draw_award_uplines(draw, award);
    }
}

/* Each tier a little more than the one below, as a rule; all of one base. */
static void draw_award_differential(struct draw *draw, struct rules_award *award) {
    struct rules_value value = draw_one_in(draw, 4)
                                   ? draw_award_fixed(draw)
                                   : draw_award_rate(draw, award->trigger, true);
    int64_t step = value.value / 4 + 1;
    draw_award_table(draw, award->trigger, award->pays[0]);
    for (uint32_t i = 0; i < draw->rules->tier_count; i++) {
        bool listed = award->pays[0][i].listed;
        award->pays[0][i] = value;
        award->pays[0][i].listed = listed;
        award->pays[0][i].value = draw_one_in(draw, 10) ? 0 : value.value;
        value.value += draw_one_in(draw, 5) ? -step : step;
        value.value = value.value < 1 ? 1 : value.value;
        value.value = value.value > 1000000000 ? 1000000000 : value.value;
    }
    award->already_paid = draw_one_in(draw, 2)
                              ? RULES_NONE
                              : draw_below(draw, draw_role_count(draw, award->trigger));
    award->has_peer = !draw_one_in(draw, 3);
    award->peer = draw_one_in(draw, 3) ? draw_award_fixed(draw)
                                       : draw_award_rate(draw, award->trigger, true);
    draw_award_uplines(draw, award);
}

/* False if there is nothing to grade by. */
static bool draw_award_graded(struct draw *draw, struct rules_award *award) {
    const struct rules_shape *shape = rules_trigger_shape(draw->rules, award->trigger);
    bool is_money = draw_one_in(draw, 2);
    award->by = (struct rules_value){true, RULES_VALUE_RATE, 0, 0, 0, RULES_NONE};
    if (draw_award_is_period(award)) {
        award->by.measure = draw_measure(draw, is_money ? DRAW_MONEY : DRAW_COUNT, false);
        if (award->by.measure == RULES_NONE) {
            return false;
        }
    } else if (shape == NULL || (is_money ? shape->amount_count : shape->count_count) == 0) {
        return false;
    } else {
        award->by.figure = is_money ? draw_below(draw, shape->amount_count)
                                    : RULES_COUNT0 + draw_below(draw, shape->count_count);
    }
    award->grade_count = 1 + draw_below(draw, RULES_GRADES_MAX);
    int64_t low = 0;
    for (uint32_t i = 0; i < award->grade_count; i++) {
        award->grades[i].low = low;
        award->grades[i].value = draw_award_value(draw, award->trigger, true);
        low += is_money ? draw_between(draw, 1, 6000) : draw_between(draw, 1, 3);
    }
    return true;
}

static void draw_award_split(struct draw *draw, struct rules_award *award) {
    award->total = draw_one_in(draw, 4) ? draw_award_fixed(draw)
                                        : draw_award_rate(draw, award->trigger, true);
    uint32_t wanted = 1 + draw_below(draw, RULES_SHARES_MAX);
    int64_t left = draw_one_in(draw, 2) ? 1000000000 : draw_rate(draw);
    for (uint32_t i = 0; i < wanted && left > 0; i++) {
        struct rules_share *share = &award->shares[award->share_count];
        bool again = false;
        draw_award_path(draw, award->trigger, &share->to);
        for (uint32_t k = 0; k < award->share_count; k++) {
            again = again || memcmp(&award->shares[k].to, &share->to, sizeof share->to) == 0;
        }
        if (again) {
            continue;
        }
        share->rate = i + 1 == wanted && draw_one_in(draw, 2) ? left : draw_between(draw, 1, left);
        left -= share->rate;
        award->share_count++;
    }
    award->has_remainder = draw_one_in(draw, 2);
    draw_award_path(draw, award->trigger, &award->remainder);
}

static void draw_award_pool(struct draw *draw, struct rules_award *award) {
    award->total = draw_award_fixed(draw);
    struct rules_value rate = draw_award_rate(draw, award->trigger, true);
    if (rate.measure != RULES_NONE &&
        draw->rules->measures[rate.measure].scope == RULES_SCOPE_ALL) {
        award->total = rate;
    }
    award->share_by = draw_one_in(draw, 2) ? RULES_NONE : draw_measure(draw, DRAW_ANY, false);
    award->has_remainder = draw_one_in(draw, 2);
    memset(&award->to, 0, sizeof award->to);
}

static enum rules_form draw_award_form(struct draw *draw, const struct rules_award *award) {
    static const enum rules_form given[] = {
        RULES_FORM_SINGLE, RULES_FORM_SINGLE, RULES_FORM_BY_TIER,      RULES_FORM_LEVELS,
        RULES_FORM_LEVELS, RULES_FORM_GRADED, RULES_FORM_DIFFERENTIAL, RULES_FORM_DIFFERENTIAL,
        RULES_FORM_SPLIT,  RULES_FORM_SPLIT};
    static const enum rules_form promoted[] = {RULES_FORM_SINGLE, RULES_FORM_BY_TIER,
                                               RULES_FORM_LEVELS, RULES_FORM_DIFFERENTIAL};
    static const enum rules_form closed[] = {
        RULES_FORM_SINGLE, RULES_FORM_BY_TIER, RULES_FORM_LEVELS, RULES_FORM_PRIZES,
        RULES_FORM_PRIZES, RULES_FORM_GRADED,  RULES_FORM_POOL,   RULES_FORM_POOL,
        RULES_FORM_DIFFERENTIAL};
    if (draw_award_is_shape(award)) {
        return given[draw_below(draw, sizeof given / sizeof given[0])];
    }
    if (draw_award_is_period(award)) {
        return closed[draw_below(draw, sizeof closed / sizeof closed[0])];
    }
    return promoted[draw_below(draw, sizeof promoted / sizeof promoted[0])];
}

static uint32_t draw_award_trigger(struct draw *draw) {
    const struct rules *rules = draw->rules;
    uint32_t kind = draw_below(draw, 20);
    if (kind < 4 && rules->period_count > 0) {
        return RULES_PERIOD + draw_below(draw, rules->period_count);
    }
    if (kind < 7 && rules->event_count > 0) {
        return RULES_OWN + draw_below(draw, rules->event_count);
    }
    if (kind < 9) {
        return RULES_PROMOTION;
    }
    return kind < 12 || !rules->has_order ? RULES_JOIN : RULES_ORDER;
}

/* ------------------------------------------------------------------------------------------ */
/* The whole                                                                                  */

void draw_award_change_cap(struct draw *draw, struct rules_award *award) {
    memset(&award->cap, 0, sizeof award->cap);
    if (award->form == RULES_FORM_POOL || !draw_one_in(draw, 4)) {
        return;
    }
    draw_award_cap(draw, award->trigger, &award->cap);
    if (award->form != RULES_FORM_SPLIT && draw->rules->period_count > 0 && draw_one_in(draw, 2)) {
        award->cap.kind = RULES_LIMIT_PERIOD;
        award->cap.period = draw_below(draw, draw->rules->period_count);
        award->cap.at_most = draw_award_fixed(draw);
        award->cap.at_most.value += award->cap.refuses ? 4000 : 0;
    }
}

static void draw_award_pay(struct draw *draw, struct rules_award *award) {
    switch (award->form) {
    case RULES_FORM_BY_TIER: draw_award_table(draw, award->trigger, award->pays[0]); return;
    case RULES_FORM_LEVELS: draw_award_levels(draw, award, false); return;
    case RULES_FORM_PRIZES: draw_award_levels(draw, award, true); return;
    case RULES_FORM_DIFFERENTIAL: draw_award_differential(draw, award); return;
    case RULES_FORM_SPLIT: draw_award_split(draw, award); return;
    case RULES_FORM_POOL: draw_award_pool(draw, award); return;
    case RULES_FORM_GRADED:
        if (draw_award_graded(draw, award)) {
            return;
        }
        award->form = RULES_FORM_SINGLE;
        break;
    default: break;
    }
    draw_award_row(draw, draw_award_value(draw, award->trigger, false), award->pays[0]);
}

void draw_award(struct draw *draw, struct rules_award *award, uint32_t name) {
    memset(award, 0, sizeof *award);
    award->name = name;
    award->trigger = draw_award_trigger(draw);
    award->form = draw_award_form(draw, award);
    award->level_count = 1;
    award->already_paid = RULES_NONE;
    award->share_by = RULES_NONE;
    award->rounding = draw_one_in(draw, 5) ? draw_below(draw, 4) : RULES_NONE;
    award->unit = draw_one_in(draw, 4) ? draw_below(draw, RULES_UNITS) : 0;
    award->hold = draw_one_in(draw, 5) ? 1 + draw_below(draw, 40) : 0;
    award->hold_in_hours = draw_one_in(draw, 2);
    award->selection.rank = RULES_NONE;
    draw_award_path(draw, award->trigger, &award->to);
    if (draw_award_is_period(award)) {
        bool ranked = award->form == RULES_FORM_PRIZES;
        if (!draw_selection(draw, ranked, &award->selection)) {
            award->form = RULES_FORM_SINGLE;
        }
    }
    bool payee = award->form != RULES_FORM_SPLIT && award->form != RULES_FORM_POOL;
    award->test_count = draw_tests(draw, award->trigger, payee, award->tests);
    draw_award_pay(draw, award);
    if (draw_award_is_shape(award) && award->form != RULES_FORM_SPLIT && draw_one_in(draw, 6)) {
        award->has_funder = true;
        award->funder_refuses = draw_one_in(draw, 5);
        draw_award_path(draw, award->trigger, &award->funder);
    }
    draw_award_change_cap(draw, award);
}
