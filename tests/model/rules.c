/*
 * Rules: what is asked of a rule book without looking at a tree, and three that are always the
 * same.
 */
#include "model/rules.h"

#include <string.h>

uint64_t rules_all_tiers(const struct rules *rules) {
    return UINT64_MAX >> (64 - rules->tier_count);
}

bool rules_leads(const struct rules *rules, uint32_t tier) {
    return tier >= rules->lead_tier;
}

const struct rules_version *rules_in_force(const struct rules *rules, int64_t at) {
    const struct rules_version *found = NULL;
    for (uint32_t i = 0; i < rules->version_count; i++) {
        const struct rules_version *version = &rules->versions[i];
        if (!version->has_effective || version->effective <= at) {
            found = version;
        }
    }
    return found;
}

uint32_t rules_award_index(const struct rules *rules, const struct rules_version *version,
                           uint32_t award) {
    for (const struct rules_version *each = rules->versions; each != version; each++) {
        award += each->award_count;
    }
    return award;
}

uint32_t rules_unit_index(const struct rules *rules, uint32_t unit) {
    uint32_t index[RULES_UNITS] = {0};
    uint32_t count = 0;
    for (uint32_t i = 0; i < rules->version_count; i++) {
        for (uint32_t k = 0; k < rules->versions[i].award_count; k++) {
            uint32_t found = rules->versions[i].awards[k].unit;
            if (found != 0 && index[found] == 0) {
                count++;
                index[found] = count;
            }
        }
    }
    return index[unit];
}

bool rules_measure_is_of_tiers(const struct rules *rules, const struct rules_measure *measure) {
    return measure->tiers != 0 && measure->tiers != rules_all_tiers(rules);
}

bool rules_measure_is_money(const struct rules_measure *measure) {
    return measure->what == RULES_WHAT_SALES || measure->what == RULES_WHAT_AMOUNT ||
           measure->what == RULES_WHAT_JOIN_AMOUNT;
}

bool rules_measure_is_of_orders(const struct rules_measure *measure) {
    return measure->what <= RULES_WHAT_COUNT;
}

const struct rules_shape *rules_trigger_shape(const struct rules *rules, uint32_t trigger) {
    return trigger < RULES_SHAPES_MAX ? &rules->shapes[trigger] : NULL;
}

uint32_t rules_event_shape(const struct rules *rules, const fenrun_event *event) {
    switch (event->kind) {
    case FENRUN_EVENT_ORDER: return RULES_ORDER;
    case FENRUN_EVENT_JOIN: return RULES_JOIN;
    case FENRUN_EVENT_OWN:
        return event->name < rules->event_count ? RULES_OWN + event->name : RULES_NONE;
    default: return RULES_NONE;
    }
}

int64_t rules_figure(const fenrun_event *event, uint32_t figure) {
    return figure < RULES_COUNT0 ? event->amounts[figure] : event->counts[figure - RULES_COUNT0];
}

/* ------------------------------------------------------------------------------------------ */
/* Fixed rule sets                                                                            */

static struct rules_value rules_fixed(int64_t value) {
    return (struct rules_value){true, RULES_VALUE_FIXED, value, 0, 0, RULES_NONE};
}

static struct rules_value rules_rate(int64_t value, uint32_t figure) {
    return (struct rules_value){true, RULES_VALUE_RATE, value, 0, figure, RULES_NONE};
}

static struct rules_value rules_rate_of(int64_t value, uint32_t measure) {
    return (struct rules_value){true, RULES_VALUE_RATE, value, 0, 0, measure};
}

/* An award without tests, every tier paid alike; `steps` as "il" for .inviter.leader. */
static struct rules_award *rules_add(struct rules *rules, uint32_t trigger, const char *steps,
                                     struct rules_value value) {
    struct rules_version *version = &rules->versions[rules->version_count - 1];
    struct rules_award *award = &version->awards[version->award_count];
    memset(award, 0, sizeof *award);
    award->name = version->award_count;
    award->trigger = trigger;
    award->level_count = 1;
    award->already_paid = RULES_NONE;
    award->rounding = RULES_NONE;
    award->share_by = RULES_NONE;
    award->selection.rank = RULES_NONE;
    for (const char *step = steps; *step != 0; step++) {
        if (*step == 'u') {
            award->to.uplines = true;
            continue;
        }
        award->to.steps[award->to.step_count].kind = *step == 'i' ? RULES_INVITER : RULES_LEADER;
        award->to.step_count++;
    }
    for (uint32_t i = 0; i < rules->tier_count; i++) {
        award->pays[0][i] = value;
    }
    version->award_count++;
    return award;
}

static void rules_begin(struct rules *rules, uint32_t tier_count, uint32_t lead_tier,
                        enum fraction_rounding rounding) {
    memset(rules, 0, sizeof *rules);
    rules->currency = "CNY";
    rules->decimals = 2;
    rules->tier_count = tier_count;
    rules->lead_tier = lead_tier;
    rules->names_leaders = true;
    rules->has_order = true;
    rules->shapes[RULES_ORDER] = (struct rules_shape){1, 2, 0};
    rules->version_count = 1;
    rules->versions[0].rounding = rounding;
}

void rules_reference(struct rules *rules) {
    rules_begin(rules, 3, 1, FRACTION_HALF_EVEN);
    struct rules_terms *terms = &rules->versions[0].terms[RULES_ORDER];
    terms->requirement_count = 1;
    terms->requirements[0] = (struct rules_requirement){1, 0, false, 50000000, 400000000};
    rules_add(rules, RULES_ORDER, "", rules_rate(1000000000, 1));
    rules_add(rules, RULES_ORDER, "l", rules_rate(250000000, 1));
    struct rules_award *award = rules_add(rules, RULES_ORDER, "i", rules_rate(250000000, 1));
    award->test_count = 2;
    award->tests[0] = (struct rules_test){0, RULES_TEST_IS, 6, 0, 0};
    award->tests[1] = (struct rules_test){RULES_PAYEE, RULES_TEST_IS, 6, 0, 0};
    award = rules_add(rules, RULES_JOIN, "i", rules_fixed(2000));
    award->unit = 1;
    award = rules_add(rules, RULES_JOIN, "l", rules_fixed(10000));
    award->form = RULES_FORM_BY_TIER;
    award->pays[0][0].listed = false;
    award->pays[0][2].value = 15000;
}

static uint32_t rules_add_measure(struct rules *rules, struct rules_measure measure) {
    rules->measures[rules->measure_count] = measure;
    rules->measure_count++;
    return rules->measure_count - 1;
}

static uint32_t rules_add_simple(struct rules *rules, enum rules_scope scope,
                                 enum rules_what what) {
    return rules_add_measure(rules,
                             (struct rules_measure){scope, what, 0, 0, RULES_WINDOW_EVER, 0});
}

void rules_ladder(struct rules *rules) {
    rules_begin(rules, 4, 2, FRACTION_UP);
    rules->shapes[RULES_ORDER].role_count = 2;
    rules_add(rules, RULES_ORDER, "", rules_rate(1000000000, 1));
    rules_add(rules, RULES_ORDER, "l", rules_rate(250000000, 1));
    struct rules_award *award = rules_add(rules, RULES_ORDER, "i", rules_rate(250000000, 1));
    award->test_count = 2;
    award->tests[0] = (struct rules_test){0, RULES_TEST_IS, 12, 0, 0};
    award->tests[1] = (struct rules_test){RULES_PAYEE, RULES_TEST_IS, 14, 0, 0};
    award = rules_add(rules, RULES_JOIN, "i", rules_fixed(2000));
    award->unit = 1;
    award = rules_add(rules, RULES_JOIN, "l", rules_fixed(10000));
    award->form = RULES_FORM_BY_TIER;
    award->pays[0][0].listed = false;
    award->pays[0][2].value = 12000;
    award->pays[0][3].value = 15000;
    award = rules_add(rules, RULES_ORDER, "", rules_rate(33333333, 0));
    award->to.role = 1;
    award->unit = 2;
    rules_add(rules, RULES_ORDER, "li", rules_fixed(15));
    uint32_t invites = rules_add_simple(rules, RULES_SCOPE_DIRECT, RULES_WHAT_MEMBERS);
    uint32_t team = rules_add_simple(rules, RULES_SCOPE_TEAM, RULES_WHAT_MEMBERS);
    uint32_t sales = rules_add_simple(rules, RULES_SCOPE_OWN, RULES_WHAT_SALES);
    rules->versions[0].promotions = (struct rules_review){
        RULES_REVIEW_AT_ONCE,
        5,
        {{1, 1, {{invites, 2}}},
         {1, 1, {{sales, 10000}}},
         {2, 1, {{team, 4}}},
         {2, 2, {{invites, 1}, {sales, 25000}}},
         {3, 3, {{invites, 3}, {team, 3}, {sales, 100}}}}};
}

/* The periods' part of the fair: a pool, prizes and an award for what a member sold. */
static void rules_fair_periods(struct rules *rules, uint32_t sales, uint32_t all_profit) {
    struct rules_award *award =
        rules_add(rules, RULES_PERIOD, "", rules_rate_of(20000000, sales));
    award->cap = (struct rules_limit){RULES_LIMIT_PERIOD, rules_fixed(900), 0, false};
    award = rules_add(rules, RULES_PERIOD, "", rules_fixed(5000));
    award->form = RULES_FORM_PRIZES;
    award->level_count = 2;
    for (uint32_t i = 0; i < rules->tier_count; i++) {
        award->pays[1][i] = rules_fixed(2000);
    }
    award->selection.rank = sales;
    award->selection.top = RULES_TOP_COUNT;
    award->selection.top_value = 2;
    award = rules_add(rules, RULES_PERIOD, "", rules_fixed(0));
    award->form = RULES_FORM_POOL;
    award->total = rules_rate_of(100000000, all_profit);
    award->share_by = sales;
    award->has_remainder = true;
}

void rules_fair(struct rules *rules) {
    rules_begin(rules, 4, 2, FRACTION_HALF_UP);
    rules->shapes[RULES_ORDER] = (struct rules_shape){2, 2, 1};
    rules->shapes[RULES_JOIN] = (struct rules_shape){1, 1, 0};
    rules->shapes[RULES_OWN] = (struct rules_shape){2, 0, 1};
    rules->event_count = 1;
    rules->period_count = 1;
    rules->label_count = 1;
    uint32_t sales = rules_add_measure(
        rules, (struct rules_measure){RULES_SCOPE_OWN, RULES_WHAT_SALES, 0, 0,
                                      RULES_WINDOW_PERIOD, 0});
    uint32_t all_profit = rules_add_measure(
        rules, (struct rules_measure){RULES_SCOPE_ALL, RULES_WHAT_AMOUNT, 1, 0,
                                      RULES_WINDOW_PERIOD, 0});
    uint32_t recent = rules_add_measure(
        rules, (struct rules_measure){RULES_SCOPE_DOWNLINE, RULES_WHAT_ORDERS, 0, 0,
                                      RULES_WINDOW_HOURS, 1});
    struct rules_version *version = &rules->versions[0];
    struct rules_award *award = rules_add(rules, RULES_ORDER, "u", rules_rate(100000000, 0));
    award->form = RULES_FORM_LEVELS;
    award->level_count = 2;
    award->unqualified = RULES_COMPRESS;
    award->test_count = 1;
    award->tests[0] = (struct rules_test){RULES_PAYEE, RULES_TEST_IS, 14, 1, 0};
    for (uint32_t i = 0; i < rules->tier_count; i++) {
        award->pays[1][i] = rules_rate(50000000, 0);
    }
    award->cap = (struct rules_limit){RULES_LIMIT_EVENT, rules_rate(120000000, 0), 0, false};
    award = rules_add(rules, RULES_ORDER, "u", rules_rate(30000000, 0));
    award->form = RULES_FORM_DIFFERENTIAL;
    award->pays[0][1].value = 50000000;
    award->pays[0][2].value = 65000000;
    award->pays[0][3].value = 85000000;
    award->already_paid = 0;
    award->has_peer = true;
    award->peer = rules_rate(10000000, 0);
    award->has_funder = true;
    award->funder.role = 1;
    award = rules_add(rules, RULES_JOIN, "i", rules_rate(500000000, 0));
    award->hold = 7;
    award = rules_add(rules, RULES_OWN, "", rules_fixed(100));
    award->pays[0][0].kind = RULES_VALUE_PER;
    award->pays[0][0].figure = RULES_COUNT0;
    for (uint32_t i = 1; i < rules->tier_count; i++) {
        award->pays[0][i] = award->pays[0][0];
    }
    rules_add(rules, RULES_PROMOTION, "i", rules_fixed(800));
    rules_fair_periods(rules, sales, all_profit);
    version->terms[RULES_ORDER].budget =
        (struct rules_limit){RULES_LIMIT_EVENT, rules_rate(150000000, 0), 0, false};
    version->promotions = (struct rules_review){
        RULES_REVIEW_AT_ONCE, 2, {{1, 1, {{sales, 10000}}}, {2, 1, {{recent, 2}}}}};
    version->demotions = (struct rules_review){0, 1, {{1, 1, {{sales, 100}}}}};
    version->labels[0].review = 0;
    version->labels[0].selection.rank = sales;
    version->labels[0].selection.top = RULES_TOP_RATE;
    version->labels[0].selection.top_value = 500000000;
}
