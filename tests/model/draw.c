/*
 * Draw: see draw.h. Weights are chosen so that each interesting thing that the model counts comes
 * up in a few hundred histories.
 */
#include "model/draw.h"

#include <string.h>

#include "model/draw_award.h"

#define DRAW_DAY INT64_C(86400)

uint32_t draw_below(struct draw *draw, uint32_t count) {
    return random_below(draw->source, count);
}

bool draw_one_in(struct draw *draw, uint32_t count) {
    return random_one_in(draw->source, count);
}

int64_t draw_between(struct draw *draw, int64_t low, int64_t high) {
    return random_between(draw->source, low, high);
}

int64_t draw_rate(struct draw *draw) {
    static const int64_t usual[] = {1000000000, 500000000, 250000000, 125000000, 75000000,
                                    333333333,  100000000, 25000000,  1,         999999999};
    switch (draw_below(draw, 4)) {
    case 0: return draw_between(draw, 1, 1000000000);
    case 1: return draw_between(draw, 1, 1000) * 1000000;
    default: return usual[draw_below(draw, sizeof usual / sizeof usual[0])];
    }
}

/* ------------------------------------------------------------------------------------------ */
/* Measures                                                                                   */

uint32_t draw_measure(struct draw *draw, enum draw_kind kind, bool all) {
    uint32_t count = draw->rules->measure_count;
    uint32_t first = count == 0 ? 0 : draw_below(draw, count);
    for (uint32_t i = 0; i < count; i++) {
        const struct rules_measure *measure = &draw->rules->measures[(first + i) % count];
        bool is_money = rules_measure_is_money(measure);
        if ((all || measure->scope != RULES_SCOPE_ALL) &&
            (kind == DRAW_ANY || is_money == (kind == DRAW_MONEY))) {
            return (first + i) % count;
        }
    }
    return RULES_NONE;
}

/* What a measure adds up; false if the rule book knows no such thing. */
static bool draw_what(struct draw *draw, struct rules_measure *measure) {
    const struct rules *rules = draw->rules;
    const struct rules_shape *order = &rules->shapes[RULES_ORDER];
    const struct rules_shape *join = &rules->shapes[RULES_JOIN];
    uint32_t last = 0; /* indexes up to this one */
    measure->what = (enum rules_what)draw_below(draw, RULES_WHATS);
    if (measure->scope == RULES_SCOPE_ALL && measure->what == RULES_WHAT_MEMBERS) {
        measure->what = RULES_WHAT_JOIN_COUNT; /* there is no all_members, and few of these */
    }
    switch (measure->what) {
    case RULES_WHAT_SALES:
    case RULES_WHAT_ORDERS: return rules->has_order;
    case RULES_WHAT_MEMBERS:
        return measure->scope != RULES_SCOPE_OWN && measure->scope != RULES_SCOPE_ALL;
    case RULES_WHAT_AMOUNT:
        measure->index =
            order->amount_count < 2 ? 0 : 1 + draw_below(draw, order->amount_count - 1);
        return measure->index > 0;
    case RULES_WHAT_COUNT: last = order->count_count; break;
    case RULES_WHAT_JOIN_AMOUNT: last = join->amount_count; break;
    default: last = join->count_count; break;
    }
    measure->index = last == 0 ? 0 : draw_below(draw, last);
    return last > 0;
}

static void draw_window(struct draw *draw, struct rules_measure *measure) {
    uint32_t kind = draw_below(draw, 10);
    if (kind < 4 && draw->rules->period_count > 0) {
        measure->window = RULES_WINDOW_PERIOD;
        measure->window_size = draw_below(draw, draw->rules->period_count);
    } else if (kind < 6) {
        static const uint32_t days[] = {1, 2, 5};
        measure->window = RULES_WINDOW_DAYS;
        measure->window_size = days[draw_below(draw, 3)];
    } else if (kind < 8) {
        measure->window = RULES_WINDOW_HOURS;
        measure->window_size = draw_one_in(draw, 2) ? 6 : 36;
    }
}

static void draw_pool_measure(struct draw *draw) {
    struct rules *rules = draw->rules;
    static const enum rules_scope scopes[] = {
        RULES_SCOPE_OWN,      RULES_SCOPE_OWN,      RULES_SCOPE_DIRECT, RULES_SCOPE_TEAM,
        RULES_SCOPE_DOWNLINE, RULES_SCOPE_DOWNLINE, RULES_SCOPE_TEAM,   RULES_SCOPE_ALL,
        RULES_SCOPE_ALL};
    struct rules_measure measure;
    memset(&measure, 0, sizeof measure);
    measure.scope = scopes[draw_below(draw, sizeof scopes / sizeof scopes[0])];
    if (!draw_what(draw, &measure) ||
        (measure.scope == RULES_SCOPE_TEAM && !rules->names_leaders) ||
        (measure.scope == RULES_SCOPE_ALL && rules->period_count == 0)) {
        return;
    }
    if (measure.scope != RULES_SCOPE_OWN && measure.scope != RULES_SCOPE_ALL &&
        draw_one_in(draw, 3)) {
        uint32_t tier = draw_below(draw, rules->tier_count);
        measure.tiers = draw_one_in(draw, 2) ? UINT64_C(1) << tier
                                             : rules_all_tiers(rules) >> tier << tier;
    }
    draw_window(draw, &measure);
    for (uint32_t i = 0; i < rules->measure_count; i++) {
        struct rules_measure other = rules->measures[i];
        other.tiers = rules_measure_is_of_tiers(rules, &other) ||
                              rules_measure_is_of_tiers(rules, &measure)
                          ? other.tiers
                          : measure.tiers;
        if (memcmp(&other, &measure, sizeof measure) == 0) {
            return; /* a map could hold the same measure twice */
        }
    }
    rules->measures[rules->measure_count] = measure;
    rules->measure_count++;
}

bool draw_alternative(struct draw *draw, uint32_t tier, struct rules_alternative *alternative) {
    uint32_t wanted = draw_one_in(draw, 3) ? 2 : 1;
    memset(alternative, 0, sizeof *alternative);
    alternative->tier = tier;
    for (uint32_t i = 0; i < wanted; i++) {
        uint32_t measure = draw_measure(draw, DRAW_ANY, false);
        if (measure == RULES_NONE || (i == 1 && alternative->tests[0].measure == measure)) {
            break;
        }
        int64_t at_least = draw_between(draw, 1, 2 + (int64_t)tier);
        if (rules_measure_is_money(&draw->rules->measures[measure])) {
            at_least = at_least * draw_between(draw, 1, 12000);
        }
        alternative->tests[i].measure = measure;
        alternative->tests[i].at_least = at_least;
        alternative->test_count++;
    }
    return alternative->test_count > 0;
}

bool draw_selection(struct draw *draw, bool ranked, struct rules_selection *selection) {
    uint32_t qualify = draw_one_in(draw, 3) ? 1 + draw_below(draw, RULES_QUALIFY_MAX) : 0;
    selection->rank = RULES_NONE;
    for (uint32_t i = 0; i < qualify; i++) {
        if (draw_alternative(draw, 0, &selection->qualify[i])) {
            selection->qualify_count = i + 1;
        }
    }
    if (ranked || draw_one_in(draw, 3)) {
        selection->rank = draw_measure(draw, DRAW_ANY, false);
    }
    if (selection->rank != RULES_NONE) {
        selection->top = (enum rules_top)draw_below(draw, 3);
        selection->top_value = selection->top == RULES_TOP_COUNT
                                   ? draw_between(draw, 1, 5)
                                   : draw_between(draw, 1, 100) * 10000000;
    }
    return !ranked || selection->rank != RULES_NONE;
}

/* ------------------------------------------------------------------------------------------ */
/* Tests                                                                                      */

uint32_t draw_role_count(const struct draw *draw, uint32_t trigger) {
    const struct rules_shape *shape = rules_trigger_shape(draw->rules, trigger);
    return shape == NULL ? 1 : shape->role_count;
}

static uint32_t draw_subject(struct draw *draw, uint32_t roles, bool payee) {
    uint32_t subject = draw_below(draw, roles + (payee ? 1 : 0));
    return subject == roles ? RULES_PAYEE : subject;
}

uint32_t draw_tests(struct draw *draw, uint32_t trigger, bool payee, struct rules_test *tests) {
    uint32_t wanted = draw_one_in(draw, 2) ? 0 : 1 + draw_below(draw, RULES_TESTS_MAX);
    uint32_t roles = draw_role_count(draw, trigger);
    uint64_t all = rules_all_tiers(draw->rules);
    uint32_t count = 0;
    for (uint32_t i = 0; i < wanted; i++) {
        struct rules_test test = {.subject = draw_subject(draw, roles, payee)};
        bool again = false;
        for (uint32_t k = 0; k < count; k++) {
            again = again || tests[k].subject == test.subject;
        }
        test.other = draw_subject(draw, roles, payee);
        if (test.other != test.subject && draw_one_in(draw, 3)) {
            test.kind = (enum rules_test_kind)(RULES_TEST_BELOW + draw_below(draw, 3));
        } else {
            uint32_t lowest = draw_below(draw, draw->rules->tier_count);
            test.tiers = random_next(draw->source) & all;
            test.tiers = draw_one_in(draw, 2) || test.tiers == 0 ? all << lowest & all : test.tiers;
            if (draw->rules->label_count > 0 && draw_one_in(draw, 3)) {
                test.labels = 1 + draw_below(draw, (1u << draw->rules->label_count) - 1);
                test.tiers = draw_one_in(draw, 2) ? 0 : test.tiers;
            }
        }
        if (!again) {
            tests[count] = test;
            count++;
        }
    }
    return count;
}

/* ------------------------------------------------------------------------------------------ */
/* Sections                                                                                   */

static void draw_terms(struct draw *draw, uint32_t index, struct rules_terms *terms) {
    const struct rules_shape *shape = &draw->rules->shapes[index];
    memset(terms, 0, sizeof *terms);
    for (uint32_t i = 0; i < shape->amount_count; i++) {
        struct rules_requirement *row = &terms->requirements[terms->requirement_count];
        if (!draw_one_in(draw, 3)) {
            continue;
        }
        int64_t low = draw_between(draw, 0, 300);
        *row = (struct rules_requirement){i, RULES_NONE, draw_one_in(draw, 2), low,
                                          low + draw_between(draw, 100, 30000)};
        if (i > 0 && draw_one_in(draw, 2)) {
            low = draw_between(draw, 0, 30) * 10000000;
            *row = (struct rules_requirement){i, 0, false, low, low + draw_rate(draw) / 2};
        }
        terms->requirement_count++;
    }
    if (shape->count_count > 0 && terms->requirement_count < RULES_AMOUNTS_MAX &&
        draw_one_in(draw, 4)) {
        int64_t low = draw_between(draw, 0, 2);
        terms->requirements[terms->requirement_count] =
            (struct rules_requirement){RULES_COUNT0, RULES_NONE, draw_one_in(draw, 2), low,
                                       low + draw_between(draw, 1, 12)};
        terms->requirement_count++;
    }
    if (draw_one_in(draw, 4)) {
        draw_award_cap(draw, index, &terms->budget);
    }
}

static void draw_review(struct draw *draw, struct rules_review *review, bool at_once,
                        uint32_t lowest) {
    memset(review, 0, sizeof *review);
    review->when = at_once ? RULES_REVIEW_AT_ONCE : draw_below(draw, draw->rules->period_count);
    for (uint32_t tier = lowest; tier < draw->rules->tier_count; tier++) {
        uint32_t ways = draw_below(draw, 3);
        while (ways > 0 && review->count < RULES_REVIEWED_MAX) {
            review->count += draw_alternative(draw, tier, &review->rows[review->count]);
            ways--;
        }
    }
}

static void draw_reviews(struct draw *draw, struct rules_version *version) {
    bool periods = draw->rules->period_count > 0;
    memset(&version->promotions, 0, sizeof version->promotions);
    memset(&version->demotions, 0, sizeof version->demotions);
    if (!draw_one_in(draw, 4)) {
        draw_review(draw, &version->promotions, !periods || !draw_one_in(draw, 3), 1);
    }
    if (periods && draw_one_in(draw, 2)) {
        draw_review(draw, &version->demotions, false, 1);
    }
}

static void draw_labels(struct draw *draw, struct rules_version *version) {
    for (uint32_t i = 0; i < draw->rules->label_count; i++) {
        struct rules_label *label = &version->labels[i];
        memset(label, 0, sizeof *label);
        label->review = draw_below(draw, draw->rules->period_count);
        label->test_count = draw_tests(draw, RULES_PERIOD, false, label->tests);
        draw_selection(draw, false, &label->selection);
        if (label->test_count == 0 && label->selection.qualify_count == 0 &&
            label->selection.rank == RULES_NONE) {
            label->test_count = 1;
            label->tests[0] = (struct rules_test){0, RULES_TEST_IS, 1, 0, 0};
        }
    }
}

static void draw_version(struct draw *draw, struct rules_version *version) {
    uint32_t awards = 1 + draw_below(draw, RULES_AWARDS_MAX);
    version->rounding = (enum fraction_rounding)draw_below(draw, 4);
    for (uint32_t i = 0; i < RULES_OWN + draw->rules->event_count; i++) {
        if (i != RULES_ORDER || draw->rules->has_order) {
            draw_terms(draw, i, &version->terms[i]);
        }
    }
    for (uint32_t i = 0; i < awards; i++) {
        draw_award(draw, &version->awards[i], i);
    }
    version->award_count = awards;
    draw_reviews(draw, version);
    draw_labels(draw, version);
}

/* What a member got under a cap may then be more than it allows, or count no more. */
static void draw_other_caps(struct draw *draw, struct rules_version *version) {
    for (uint32_t i = 0; i < version->award_count; i++) {
        struct rules_limit *cap = &version->awards[i].cap;
        if (draw_one_in(draw, 4)) {
            draw_award_change_cap(draw, &version->awards[i]);
        } else if (cap->kind != RULES_LIMIT_NONE && cap->at_most.value > 1) {
            cap->at_most.value = draw_between(draw, 1, cap->at_most.value);
        }
        if (cap->kind == RULES_LIMIT_PERIOD && draw_one_in(draw, 3)) {
            cap->period = draw_below(draw, draw->rules->period_count);
        }
        if (cap->kind == RULES_LIMIT_PERIOD && draw_one_in(draw, 3)) {
            version->awards[i].unit = draw_below(draw, RULES_UNITS);
        }
    }
}

/* A later version: the one before, with something changed. */
static void draw_revision(struct draw *draw, struct rules_version *version) {
    uint32_t changes = 1 + draw_below(draw, 4);
    for (uint32_t i = 0; i < changes; i++) {
        uint32_t award = draw_below(draw, version->award_count);
        switch (draw_below(draw, 8)) {
        case 0: version->rounding = (enum fraction_rounding)draw_below(draw, 4); break;
        case 1: draw_reviews(draw, version); break;
        case 2: draw_labels(draw, version); break;
        case 3:
            if (version->award_count > 1) {
                version->award_count--;
                memmove(&version->awards[award], &version->awards[award + 1],
                        (version->award_count - award) * sizeof version->awards[0]);
            }
            break;
        case 4:
            draw_terms(draw, draw->rules->has_order ? RULES_ORDER : RULES_JOIN,
                       &version->terms[draw->rules->has_order ? RULES_ORDER : RULES_JOIN]);
            break;
        case 5: draw_award(draw, &version->awards[award], version->awards[award].name); break;
        default: draw_other_caps(draw, version); break;
        }
    }
}

/* From when versions are in force: in years that can be written down. */
static void draw_effective(struct draw *draw, int64_t start) {
    struct rules *rules = draw->rules;
    int64_t at = start;
    if (start < 0 || start > FENRUN_TIME_MAX - 200 * DRAW_DAY) {
        rules->version_count = 1;
        return;
    }
    for (uint32_t i = 0; i < rules->version_count; i++) {
        bool first = i == 0;
        rules->versions[i].has_effective =
            !first || draw_one_in(draw, rules->version_count > 1 ? 2 : 8);
        at += first ? draw_between(draw, 0, 10)
                    : draw_between(draw, 1, draw_one_in(draw, 2) ? 40 : 5 * DRAW_DAY);
        rules->versions[i].effective = first && start > 100 && draw_one_in(draw, 2) ? start - 100
                                                                                   : at;
    }
}

/* As a rule up to `usual`, now and then as many as there may be. */
static uint32_t draw_up_to(struct draw *draw, uint32_t usual, uint32_t most) {
    return draw_below(draw, draw_one_in(draw, 25) ? most + 1 : usual + 1);
}

static struct rules_shape draw_shape(struct draw *draw, uint32_t amounts_min) {
    return (struct rules_shape){
        1 + draw_up_to(draw, 3, RULES_ROLES_MAX - 1),
        amounts_min + draw_up_to(draw, 3 - amounts_min, RULES_AMOUNTS_MAX - amounts_min),
        draw_up_to(draw, 2, RULES_COUNTS_MAX)};
}

static void draw_shapes(struct draw *draw) {
    struct rules *rules = draw->rules;
    rules->has_order = !draw_one_in(draw, 25);
    rules->period_count = draw_up_to(draw, 2, RULES_PERIODS_MAX);
    rules->label_count = rules->period_count == 0 ? 0 : draw_up_to(draw, 3, RULES_LABELS_MAX);
    rules->event_count = draw_below(draw, RULES_EVENTS_MAX + 1);
    if (rules->has_order) {
        rules->shapes[RULES_ORDER] = draw_shape(draw, 1);
    }
    rules->shapes[RULES_JOIN].role_count = 1;
    if (!draw_one_in(draw, 3)) {
        rules->shapes[RULES_JOIN] = draw_shape(draw, 0);
        rules->shapes[RULES_JOIN].role_count = 1;
    }
    for (uint32_t i = 0; i < rules->event_count; i++) {
        rules->shapes[RULES_OWN + i] = draw_shape(draw, 0);
    }
}

void draw_rules(struct random_source *source, int64_t start, struct rules *rules) {
    static const struct {
        const char *code;
        uint32_t decimals;
    } currencies[] = {{"CNY", 2}, {"JPY", 0}, {"KWD", 3}, {"USD", 2}};
    struct draw draw = {source, rules};
    uint32_t kind = draw_below(&draw, 20);
    if (kind < 3) {
        void (*const fixed[])(struct rules *) = {rules_reference, rules_ladder, rules_fair};
        fixed[kind](rules);
        return;
    }
    memset(rules, 0, sizeof *rules);
    uint32_t currency = draw_below(&draw, 4);
    rules->currency = currencies[currency].code;
    rules->decimals = currencies[currency].decimals;
    rules->tier_count = 1 + draw_up_to(&draw, 5, RULES_TIERS_MAX - 1);
    rules->lead_tier = rules->tier_count < 2 || draw_one_in(&draw, 12)
                           ? draw_below(&draw, rules->tier_count + 1)
                           : 1 + draw_below(&draw, rules->tier_count - 1);
    rules->names_leaders = rules->lead_tier < rules->tier_count || draw_one_in(&draw, 2);
    draw_shapes(&draw);
    uint32_t tries = 6 + draw_below(&draw, 16);
    for (uint32_t i = 0; i < tries && rules->measure_count < RULES_MEASURES_MAX; i++) {
        draw_pool_measure(&draw);
    }
    rules->version_count =
        draw_one_in(&draw, 4) ? 2 + draw_below(&draw, RULES_VERSIONS_MAX - 1) : 1;
    draw_version(&draw, &rules->versions[0]);
    draw_effective(&draw, start);
    for (uint32_t i = 1; i < rules->version_count; i++) {
        int64_t effective = rules->versions[i].effective;
        rules->versions[i] = rules->versions[i - 1];
        rules->versions[i].has_effective = true;
        rules->versions[i].effective = effective;
        draw_revision(&draw, &rules->versions[i]);
    }
}
