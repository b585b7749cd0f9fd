/* Promotion: alternatives and measures, right and wrong, and their order in the plan. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/rule_text.h"

static void every_mistake_of_promotions_is_reported(void **state) {
    (void)state;
    static const struct rule_text_case cases[] = {
        {"promotions: {review: at_once, gold: [{direct_invites: 10}, {team_members: 50, "
         "own_sales: 4000.00}]}",
         ""},
        {"promotions: {gold: [{direct_invites: 10}]}",
         "9:1: promotions: the key 'review' is missing; allowed: review: at_once\n"},
        {"promotions: {review: at_once}",
         "9:1: promotions: no tier is promoted to; allowed: a list of alternatives for one\n"},
        {"promotions:",
         "9:1: promotions: nothing is given; allowed: review, and a list of alternatives for a "
         "tier\n"},
        {"promotions: []",
         "9:1: promotions: an empty list is given; allowed: review, and a list of alternatives "
         "for a tier\n"},
        {"promotions: at_once",
         "9:13: promotions: 'at_once' is given; allowed: review, and a list of alternatives "
         "for a tier\n"},
        {"promotions: {review: at once, gold: [{direct_invites: 10}]}",
         "9:22: promotions.review: unknown review 'at once' (did you mean 'at_once'?); "
         "allowed: at_once\n"},
        {"promotions: {review: [at_once], gold: [{direct_invites: 10}]}",
         "9:14: promotions.review: a list is given; allowed: at_once\n"},
        {"promotions: {review: , gold: [{direct_invites: 10}]}",
         "9:14: promotions.review: nothing is given; allowed: at_once\n"},
        {"promotions: {review: at_once, normal: [{direct_invites: 10}]}",
         "9:31: promotions: 'normal' is the lowest tier, which members have without promotion; "
         "allowed: a tier above it\n"},
        {"promotions: {review: at_once, glod: [{direct_invites: ten}]}",
         "9:31: promotions: unknown tier 'glod' (did you mean 'gold'?); allowed: normal, gold, "
         "senior_gold\n"
         "9:55: promotions.glod[1].direct_invites: 'ten' is not a whole number from 1 on; "
         "allowed: one as 10\n"},
        {"promotions: {review: at_once, gold: {direct_invites: 10}}",
         "9:31: promotions.gold: a map is given; allowed: a list of alternatives as "
         "[{direct_invites: 10}]\n"},
        {"promotions: {review: at_once, gold: []}",
         "9:31: promotions.gold: an empty list is given; allowed: a list of alternatives as "
         "[{direct_invites: 10}]\n"},
        {"promotions: {review: at_once, gold:}",
         "9:35: rule set: not YAML: found unexpected ':', while scanning a plain scalar\n"},
        {"promotions: {review: at_once, gold: [direct_invites, {}, [], {direct_invites: 3}]}",
         "9:38: promotions.gold[1]: 'direct_invites' is given; allowed: a map of measures as "
         "{direct_invites: 10}\n"
         "9:54: promotions.gold[2]: an empty map is given; allowed: a map of measures as "
         "{direct_invites: 10}\n"
         "9:58: promotions.gold[3]: an empty list is given; allowed: a map of measures as "
         "{direct_invites: 10}\n"},
        {"promotions: {review: at_once, gold: [{direct_invites: 0}, {direct_invites: 1.5, "
         "team_members: -1, own_sales: 0}]}",
         "9:55: promotions.gold[1].direct_invites: '0' is not a whole number from 1 on; "
         "allowed: one as 10\n"
         "9:76: promotions.gold[2].direct_invites: '1.5' is not a whole number from 1 on; "
         "allowed: one as 10\n"
         "9:95: promotions.gold[2].team_members: '-1' is not a whole number from 1 on; "
         "allowed: one as 10\n"
         "9:110: promotions.gold[2].own_sales: '0' is not above 0; allowed: an amount as "
         "4000.00\n"},
        {"promotions: {review: at_once, gold: [{direct_invite: 3, team_sales: 5}]}",
         "9:39: promotions.gold[1]: unknown measure 'direct_invite' (did you mean "
         "'direct_invites'?); allowed: direct_invites, team_members, own_sales\n"
         "9:57: promotions.gold[1]: unknown measure 'team_sales'; allowed: direct_invites, "
         "team_members, own_sales\n"},
        {"promotions: {review: at_once, gold: [{own_sales: 4000.005}, {own_sales: {at_least: "
         "1}}, {direct_invites: [3]}]}",
         "9:50: promotions.gold[1].own_sales: '4000.005' has more decimals than the 2 of CNY\n"
         "9:62: promotions.gold[2].own_sales: a map is given; allowed: an amount as 4000.00\n"
         "9:90: promotions.gold[3].direct_invites: a list is given; allowed: a whole number as "
         "10\n"},
        {"promotions: {review: at_once, gold: [*a, {direct_invites: *b}], gold: []}",
         "9:38: promotions.gold[1]: aliases ('a') are not read; write the value out\n"
         "9:59: promotions.gold[2].direct_invites: aliases ('b') are not read; write the value "
         "out\n"
         "9:65: promotions: the key 'gold' stands twice, first on line 9\n"},
    };
    rule_text_check(cases, sizeof cases / sizeof cases[0]);
}

/* A review takes the first row whose tests are met, and so the highest tier. */
static void alternatives_stand_highest_tier_first(void **state) {
    (void)state;
    static const struct {
        uint32_t tier;
        uint32_t line;
        uint32_t test_count;
        uint32_t measure; /* of the first test */
        int64_t at_least;
    } expected[] = {
        {2, 14, 2, FENRUN__MEASURE_OWN_SALES, 10000000},
        {2, 15, 1, FENRUN__MEASURE_DIRECT_INVITES, 300},
        {1, 12, 1, FENRUN__MEASURE_DIRECT_INVITES, 21},
    };
    char text[4096];
    char mistakes[4096];
    struct fenrun__memory memory;
    rule_text_build(text, sizeof text, "promotions:\n"
                                       "  review: at_once\n"
                                       "  gold:\n"
                                       "    - direct_invites: 21\n"
                                       "  senior_gold:\n"
                                       "    - {own_sales: 100000.00, direct_invites: 2}\n"
                                       "    - direct_invites: 300\n");
    struct fenrun__plan *plan =
        rule_text_read(&memory, text, strlen(text), mistakes, sizeof mistakes);
    assert_string_equal(mistakes, "");
    assert_int_equal(plan->promotion_count, 3);
    for (uint32_t i = 0; i < plan->promotion_count; i++) {
        const struct fenrun__plan_promotion *row = fenrun__plan_promotion(plan, i);
        assert_int_equal(row->tier, expected[i].tier);
        assert_int_equal(row->line, expected[i].line);
        assert_int_equal(row->test_count, expected[i].test_count);
        assert_int_equal(row->tests[0].measure, expected[i].measure);
        assert_int_equal(row->tests[0].at_least, expected[i].at_least);
    }
    assert_int_equal(fenrun__plan_promotion(plan, 0)->tests[1].measure,
                     FENRUN__MEASURE_DIRECT_INVITES);
    assert_int_equal(fenrun__plan_promotion(plan, 0)->tests[1].at_least, 2);
    assert_int_equal(plan->measures, 1u << FENRUN__MEASURE_OWN_SALES |
                                         1u << FENRUN__MEASURE_DIRECT_INVITES);
    fenrun__plan_free(&memory, plan);
}

static void alternatives_have_a_limit(void **state) {
    (void)state;
    char part[4096];
    char text[8192];
    char mistakes[4096];
    struct fenrun__memory memory;
    size_t size = (size_t)sprintf(part, "promotions:\n  review: at_once\n  gold:\n");
    for (int i = 0; i < 16; i++) size += (size_t)sprintf(part + size, "  - own_sales: 5.00\n");
    rule_text_build(text, sizeof text, part);
    struct fenrun__plan *plan =
        rule_text_read(&memory, text, strlen(text), mistakes, sizeof mistakes);
    assert_string_equal(mistakes, "");
    assert_int_equal(plan->promotion_count, 16);
    fenrun__plan_free(&memory, plan);

    sprintf(part + size, "  - own_sales: 5.00\n");
    rule_text_build(text, sizeof text, part);
    assert_null(rule_text_read(&memory, text, strlen(text), mistakes, sizeof mistakes));
    assert_string_equal(mistakes, "28:5: promotions.gold[17]: more than the 16 alternatives that "
                                  "a tier may have\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_of_promotions_is_reported),
        cmocka_unit_test(alternatives_stand_highest_tier_first),
        cmocka_unit_test(alternatives_have_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
