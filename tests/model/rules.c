/*
 * Rules: see rules.h. The names are fixed; what a rule set means is in its numbers alone.
 */
#include "model/rules.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const rules_tier_names[RULES_TIERS_MAX] = {"normal",  "silver", "gold",
                                                              "jade", "amber", "crown"};
static const char *const rules_role_names[RULES_ROLES_MAX] = {"seller", "buyer", "promoter",
                                                              "captain"};
static const char *const rules_amount_names[RULES_AMOUNTS_MAX] = {"price", "profit", "shipping"};
static const char *const rules_unit_names[RULES_UNITS] = {"money", "coupon", "coins", "points"};
static const char *const rules_rounding_names[] = {"half_even", "half_up", "down", "up"};
static const char *const rules_measure_names[] = {"direct_invites", "team_members", "own_sales"};

struct rules_text {
    char *out;
    size_t size;
};

__attribute__((format(printf, 2, 3))) static void rules_put(struct rules_text *text,
                                                            const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text->out + text->size, RULES_TEXT_MAX - text->size, format, arguments);
    va_end(arguments);
    if (size < 0 || (size_t)size >= RULES_TEXT_MAX - text->size) {
        fprintf(stderr, "rules: more text than RULES_TEXT_MAX\n");
        exit(1);
    }
    text->size += (size_t)size;
}

bool rules_leads(const struct rules *rules, uint32_t tier) {
    return tier >= rules->lead_tier;
}

bool rules_measures(const struct rules *rules, enum rules_measure measure) {
    for (uint32_t i = 0; i < rules->promotion_count; i++) {
        for (uint32_t k = 0; k < rules->promotions[i].test_count; k++) {
            if (rules->promotions[i].tests[k].measure == measure) {
                return true;
            }
        }
    }
    return false;
}

uint32_t rules_unit_index(const struct rules *rules, uint32_t award) {
    uint32_t index[RULES_UNITS] = {0};
    uint32_t count = 0;
    for (uint32_t i = 0; i <= award; i++) {
        uint32_t unit = rules->awards[i].unit;
        if (unit != 0 && index[unit] == 0) {
            count++;
            index[unit] = count;
        }
    }
    return index[rules->awards[award].unit];
}

/* `value` with `decimals` decimals; without those at its end that are 0 if `shortest`. */
static void rules_put_decimal(struct rules_text *text, int64_t value, uint32_t decimals,
                              bool shortest) {
    int64_t one = 1;
    for (uint32_t i = 0; i < decimals; i++) {
        one *= 10;
    }
    int64_t rest = value % one;
    while (shortest && decimals > 0 && rest % 10 == 0) {
        rest /= 10;
        decimals--;
    }
    rules_put(text, "%" PRId64, value / one);
    if (decimals > 0) {
        rules_put(text, ".%0*" PRId64, (int)decimals, rest);
    }
}

static void rules_put_rate(struct rules_text *text, int64_t rate_ppb) {
    rules_put_decimal(text, rate_ppb, 7, true);
    rules_put(text, "%%");
}

static void rules_put_amount(struct rules_text *text, const struct rules *rules, int64_t amount) {
    rules_put_decimal(text, amount, rules->decimals, false);
}

static void rules_put_tiers(struct rules_text *text, const struct rules *rules, uint32_t tiers) {
    uint32_t lowest = 0;
    while ((tiers >> lowest & 1u) == 0) {
        lowest++;
    }
    uint32_t from_lowest = ((1u << rules->tier_count) - 1) >> lowest << lowest;
    if (tiers == from_lowest) {
        rules_put(text, "%s+", rules_tier_names[lowest]);
        return;
    }
    if (tiers == 1u << lowest) {
        rules_put(text, "%s", rules_tier_names[lowest]);
        return;
    }
    const char *between = "[";
    for (uint32_t i = lowest; i < rules->tier_count; i++) {
        if ((tiers >> i & 1u) != 0) {
            rules_put(text, "%s%s", between, rules_tier_names[i]);
            between = ", ";
        }
    }
    rules_put(text, "]");
}

static void rules_put_names(struct rules_text *text, const char *key, const char *const *names,
                            uint32_t first, uint32_t end) {
    rules_put(text, "%s: [", key);
    for (uint32_t i = first; i < end; i++) {
        rules_put(text, "%s%s", i == first ? "" : ", ", names[i]);
    }
    rules_put(text, "]\n");
}

static void rules_put_order(struct rules_text *text, const struct rules *rules) {
    rules_put(text, "\norder:\n");
    rules_put_names(text, "  roles", rules_role_names, 0, rules->role_count);
    rules_put_names(text, "  amounts", rules_amount_names, 0, rules->amount_count);
    if (rules->requirement_count == 0) {
        return;
    }
    rules_put(text, "  require:\n");
    for (uint32_t i = 0; i < rules->requirement_count; i++) {
        const struct rules_requirement *requirement = &rules->requirements[i];
        rules_put(text, "    %s: ", rules_amount_names[requirement->amount]);
        if (requirement->base == RULES_FIXED) {
            rules_put_amount(text, rules, requirement->low);
            rules_put(text, "..");
            rules_put_amount(text, rules, requirement->high);
            rules_put(text, "\n");
        } else {
            rules_put_rate(text, requirement->low);
            rules_put(text, "..");
            rules_put_rate(text, requirement->high);
            rules_put(text, " of %s\n", rules_amount_names[requirement->base]);
        }
    }
}

static const char *rules_role_name(const struct rules_award *award, uint32_t role) {
    return award->event == FENRUN_EVENT_JOIN ? "newcomer" : rules_role_names[role];
}

static void rules_put_pay(struct rules_text *text, const struct rules *rules,
                          const struct rules_pay *pay) {
    if (pay->base == RULES_FIXED) {
        rules_put_amount(text, rules, pay->value);
    } else {
        rules_put_rate(text, pay->value);
        rules_put(text, " of %s", rules_amount_names[pay->base]);
    }
}

static void rules_put_award(struct rules_text *text, const struct rules *rules,
                            const struct rules_award *award) {
    bool is_join = award->event == FENRUN_EVENT_JOIN;
    rules_put(text, "  %s:\n    event: %s\n    to: %s", award->name, is_join ? "join" : "order",
              rules_role_name(award, award->role));
    for (uint32_t i = 0; i < award->step_count; i++) {
        rules_put(text, award->steps[i] == RULES_INVITER ? ".inviter" : ".leader");
    }
    rules_put(text, "\n");
    for (uint32_t i = 0; i < award->test_count; i++) {
        uint32_t subject = award->tests[i].subject;
        rules_put(text, "%s%s: ", i == 0 ? "    when: { " : ", ",
                  subject == RULES_PAYEE ? "payee" : rules_role_name(award, subject));
        rules_put_tiers(text, rules, award->tests[i].tiers);
    }
    rules_put(text, award->test_count > 0 ? " }\n    pay: " : "    pay: ");
    if (award->by_tier) {
        const char *between = "{ ";
        for (uint32_t i = 0; i < rules->tier_count; i++) {
            if (award->pays[i].listed) {
                rules_put(text, "%s%s: ", between, rules_tier_names[i]);
                rules_put_pay(text, rules, &award->pays[i]);
                between = ", ";
            }
        }
        rules_put(text, " }\n");
    } else {
        rules_put_pay(text, rules, &award->pays[0]);
        rules_put(text, "\n");
    }
    if (award->unit != 0) {
        rules_put(text, "    unit: %s\n", rules_unit_names[award->unit]);
    }
}

static void rules_put_promotions(struct rules_text *text, const struct rules *rules) {
    rules_put(text, "\npromotions:\n  review: at_once\n");
    for (uint32_t i = 0; i < rules->promotion_count; i++) {
        const struct rules_promotion *promotion = &rules->promotions[i];
        if (i == 0 || rules->promotions[i - 1].tier != promotion->tier) {
            rules_put(text, "  %s:\n", rules_tier_names[promotion->tier]);
        }
        for (uint32_t k = 0; k < promotion->test_count; k++) {
            const struct rules_measured *test = &promotion->tests[k];
            rules_put(text, "%s%s: ", k == 0 ? "    - { " : ", ",
                      rules_measure_names[test->measure]);
            if (test->measure == RULES_OWN_SALES) {
                rules_put_amount(text, rules, test->at_least);
            } else {
                rules_put(text, "%" PRId64, test->at_least);
            }
        }
        rules_put(text, " }\n");
    }
}

size_t rules_print(const struct rules *rules, char *out) {
    struct rules_text text = {out, 0};
    rules_put(&text, "fenrun: 1\nname: model\ncurrency: %s\nrounding: %s\n", rules->currency,
              rules_rounding_names[rules->rounding]);
    rules_put_names(&text, "tiers", rules_tier_names, 0, rules->tier_count);
    if (rules->lead_tier < rules->tier_count) {
        rules_put_names(&text, "team_leaders", rules_tier_names, rules->lead_tier,
                        rules->tier_count);
    }
    rules_put_order(&text, rules);
    rules_put(&text, "\nawards:\n");
    for (uint32_t i = 0; i < rules->award_count; i++) {
        rules_put_award(&text, rules, &rules->awards[i]);
    }
    if (rules->promotion_count > 0) {
        rules_put_promotions(&text, rules);
    }
    return text.size;
}

/* An award of the fixed plans below: no tests, every tier paid alike. */
static void rules_add(struct rules *rules, const char *name, uint32_t event, int64_t value,
                      uint32_t base) {
    struct rules_award *award = &rules->awards[rules->award_count];
    award->name = name;
    award->event = event;
    for (uint32_t i = 0; i < rules->tier_count; i++) {
        award->pays[i] = (struct rules_pay){true, base, value};
    }
    rules->award_count++;
}

static void rules_step(struct rules *rules, enum rules_step step) {
    struct rules_award *award = &rules->awards[rules->award_count - 1];
    award->steps[award->step_count] = step;
    award->step_count++;
}

void rules_reference(struct rules *rules) {
    *rules = (struct rules){.currency = "CNY", .decimals = 2, .rounding = FRACTION_HALF_EVEN};
    rules->tier_count = 3;
    rules->lead_tier = 1;
    rules->role_count = 1;
    rules->amount_count = 2;
    rules->requirement_count = 1;
    rules->requirements[0] = (struct rules_requirement){1, 0, 50000000, 400000000};
    rules_add(rules, "sales_commission", FENRUN_EVENT_ORDER, 1000000000, 1);
    rules_add(rules, "team_profit", FENRUN_EVENT_ORDER, 250000000, 1);
    rules_step(rules, RULES_LEADER);
    rules_add(rules, "departed_leader_profit", FENRUN_EVENT_ORDER, 250000000, 1);
    rules_step(rules, RULES_INVITER);
    rules->awards[2].test_count = 2;
    rules->awards[2].tests[0] = (struct rules_test){0, 6};
    rules->awards[2].tests[1] = (struct rules_test){RULES_PAYEE, 6};
    rules_add(rules, "invite_coupon", FENRUN_EVENT_JOIN, 2000, RULES_FIXED);
    rules_step(rules, RULES_INVITER);
    rules->awards[3].unit = 1;
    rules_add(rules, "invite_bonus", FENRUN_EVENT_JOIN, 10000, RULES_FIXED);
    rules_step(rules, RULES_LEADER);
    rules->awards[4].by_tier = true;
    rules->awards[4].pays[0].listed = false;
    rules->awards[4].pays[2].value = 15000;
}

void rules_ladder(struct rules *rules) {
    rules_reference(rules);
    rules->rounding = FRACTION_UP;
    rules->tier_count = 4;
    rules->lead_tier = 2;
    rules->role_count = 2;
    rules->requirement_count = 0;
    for (uint32_t i = 0; i < rules->award_count; i++) {
        rules->awards[i].pays[3] = rules->awards[i].pays[2];
    }
    rules->awards[2].tests[0].tiers = 12;
    rules->awards[2].tests[1].tiers = 14;
    rules->awards[4].pays[2].value = 12000;
    rules_add(rules, "cashback", FENRUN_EVENT_ORDER, 33333333, 0);
    rules->awards[5].role = 1;
    rules->awards[5].unit = 2;
    rules_add(rules, "mentor", FENRUN_EVENT_ORDER, 15, RULES_FIXED);
    rules_step(rules, RULES_LEADER);
    rules_step(rules, RULES_INVITER);
    rules->promotion_count = 5;
    rules->promotions[0] = (struct rules_promotion){1, 1, {{RULES_DIRECT_INVITES, 2}}};
    rules->promotions[1] = (struct rules_promotion){1, 1, {{RULES_OWN_SALES, 10000}}};
    rules->promotions[2] = (struct rules_promotion){2, 1, {{RULES_TEAM_MEMBERS, 4}}};
    rules->promotions[3] = (struct rules_promotion){
        2, 2, {{RULES_DIRECT_INVITES, 1}, {RULES_OWN_SALES, 25000}}};
    rules->promotions[4] = (struct rules_promotion){
        3, 3, {{RULES_DIRECT_INVITES, 3}, {RULES_TEAM_MEMBERS, 3}, {RULES_OWN_SALES, 100}}};
}
