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
         "9:1: promotions: the key 'review' is missing; allowed: review: at_once, or a "
         "period\n"},
        {"promotions: {review: at_once}",
         "9:1: promotions: no tier is promoted to; allowed: a list of alternatives for one\n"},
        {"promotions:",
         "9:1: promotions: nothing is given; allowed: review, and a list of alternatives for "
         "a tier\n"},
        {"promotions: []",
         "9:1: promotions: an empty list is given; allowed: review, and a list of "
         "alternatives for a tier\n"},
        {"promotions: at_once",
         "9:13: promotions: 'at_once' is given; allowed: review, and a list of alternatives "
         "for a tier\n"},
        {"promotions: {review: at once, gold: [{direct_invites: 10}]}",
         "9:22: promotions.review: unknown review 'at once' (did you mean 'at_once'?); "
         "allowed: at_once\n"},
        {"promotions: {review: [at_once], gold: [{direct_invites: 10}]}",
         "9:14: promotions.review: a list is given; allowed: at_once, or a period\n"},
        {"promotions: {review: , gold: [{direct_invites: 10}]}",
         "9:14: promotions.review: nothing is given; allowed: at_once, or a period\n"},
        {"promotions: {review: month, gold: [{direct_invites: 10}]}",
         "9:22: promotions.review: unknown review 'month'; allowed: at_once\n"},
        {"periods: [month, year]\n"
         "promotions: {review: mont, gold: [{direct_invites: 10}]}\n",
         "10:22: promotions.review: unknown review 'mont' (did you mean 'month'?); allowed: "
         "at_once, month, year\n"},
        {"periods: [month, 5]\n"
         "promotions: {review: mont, gold: [{direct_invites: 10}]}\n",
         "9:18: periods[2]: '5' is not a name; allowed: a to z, 0 to 9 and _, not a digit "
         "first, at most 64 of them\n"
         "10:22: promotions.review: unknown review 'mont' (did you mean 'month'?); allowed: "
         "at_once, month, 5\n"},
        {"promotions: {review: at_once, normal: [{direct_invites: 10}]}",
         "9:31: promotions: 'normal' is the lowest tier, which members have without "
         "promotion; allowed: a tier above it\n"},
        {"promotions: {review: at_once, glod: [{direct_invites: ten}]}",
         "9:31: promotions: unknown tier 'glod' (did you mean 'gold'?); allowed: normal, "
         "gold, senior_gold\n"
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
        {"promotions: {review: at_once, gold: [*a, {direct_invites: *b}], gold: []}",
         "9:38: promotions.gold[1]: aliases ('a') are not read; write the value out\n"
         "9:59: promotions.gold[2].direct_invites: aliases ('b') are not read; write the "
         "value out\n"
         "9:65: promotions: the key 'gold' stands twice, first on line 9\n"},
        {"demotions: {review: at_once, gold: [{direct_invites: 10}]}",
         "9:21: demotions.review: unknown period 'at_once'; allowed: a name that the key "
         "'periods' of the rule set lists, which is missing\n"},
        {"periods: [month]\n"
         "demotions: {review: at_once, gold: [{direct_invites: 10}]}\n",
         "10:21: demotions.review: unknown period 'at_once'; allowed: month\n"},
        {"periods: [month]\n"
         "demotions: {review: month}\n",
         "10:1: demotions: no tier has to be kept; allowed: a list of alternatives for one\n"},
        {"periods: [month]\n"
         "demotions: {gold: [{direct_invites: 10}]}\n",
         "10:1: demotions: the key 'review' is missing; allowed: review: a period\n"},
        {"periods: [month]\n"
         "demotions: {review: month, normal: [{direct_invites: 10}]}\n",
         "10:28: demotions: 'normal' is the lowest tier, below which nobody falls; allowed: a "
         "tier above it\n"},
        {"demotions: month",
         "9:12: demotions: 'month' is given; allowed: review, and a list of alternatives for "
         "a tier\n"},
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
        const char *measure; /* of the first test */
        int64_t at_least;
    } expected[] = {
        {2, 14, 2, "own_sales", 10000000},
        {2, 15, 1, "direct_invites", 300},
        {1, 12, 1, "direct_invites", 21},
        {2, 18, 1, "own_sales in month", 20000},
        {1, 20, 1, "own_sales in month", 10000},
        {1, 21, 1, "team_members of gold+ in 30 days", 2},
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
                                       "    - direct_invites: 300\n"
                                       "demotions:\n"
                                       "  senior_gold:\n"
                                       "    - own_sales in month: 200.00\n"
                                       "  gold:\n"
                                       "    - own_sales in month: 100.00\n"
                                       "    - team_members of gold+ in 30 days: 2\n"
                                       "  review: month\n"
                                       "periods: [year, month]\n");
    struct fenrun__plan *plan =
        rule_text_read(&memory, text, strlen(text), mistakes, sizeof mistakes);
    assert_string_equal(mistakes, "");
    const struct fenrun__plan_version *version = fenrun__plan_version(plan, 0);
    assert_int_equal(version->promotion_review, FENRUN__REVIEW_AT_ONCE);
    assert_int_equal(version->promotion_first, 0);
    assert_int_equal(version->promotion_count, 3);
    assert_int_equal(version->demotion_review, 1);
    assert_int_equal(version->demotion_first, 3);
    assert_int_equal(version->demotion_count, 3);
    for (uint32_t i = 0; i < 6; i++) {
        const struct fenrun__plan_alternative *row = fenrun__plan_alternative(plan, i);
        char measure[64];
        struct fenrun__writer writer;
        fenrun__writer_init_fixed(&writer, measure, sizeof measure);
        fenrun__plan_write_measure(plan, row->tests[0].column, false, &writer);
        assert_int_equal(row->tier, expected[i].tier);
        assert_int_equal(row->line, expected[i].line);
        assert_int_equal(row->test_count, expected[i].test_count);
        assert_string_equal(measure, expected[i].measure);
        assert_int_equal(row->tests[0].at_least, expected[i].at_least);
    }
    assert_int_equal(fenrun__plan_alternative(plan, 0)->tests[1].at_least, 2);
    assert_int_equal(fenrun__plan_alternative(plan, 0)->tests[1].column,
                     fenrun__plan_alternative(plan, 1)->tests[0].column);
    fenrun__plan_free(&memory, plan);
}

static void a_rule_set_without_them_reviews_nobody(void **state) {
    (void)state;
    char text[4096];
    char mistakes[4096];
    struct fenrun__memory memory;
    rule_text_build(text, sizeof text, "title: none");
    struct fenrun__plan *plan =
        rule_text_read(&memory, text, strlen(text), mistakes, sizeof mistakes);
    assert_string_equal(mistakes, "");
    assert_int_equal(fenrun__plan_version(plan, 0)->promotion_review, FENRUN__REVIEW_NEVER);
    assert_int_equal(fenrun__plan_version(plan, 0)->promotion_count, 0);
    assert_int_equal(fenrun__plan_version(plan, 0)->demotion_review, FENRUN__REVIEW_NEVER);
    assert_int_equal(fenrun__plan_version(plan, 0)->demotion_count, 0);
    fenrun__plan_free(&memory, plan);
}

static void promotions_may_be_reviewed_at_a_close(void **state) {
    (void)state;
    char text[4096];
    char mistakes[4096];
    struct fenrun__memory memory;
    rule_text_build(text, sizeof text,
                    "periods: [week, month]\n"
                    "promotions: {review: month, gold: [{direct_invites: 2}]}\n");
    struct fenrun__plan *plan =
        rule_text_read(&memory, text, strlen(text), mistakes, sizeof mistakes);
    assert_string_equal(mistakes, "");
    assert_int_equal(fenrun__plan_version(plan, 0)->promotion_review, 1);
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
    assert_int_equal(fenrun__plan_version(plan, 0)->promotion_count, 16);
    fenrun__plan_free(&memory, plan);

    sprintf(part + size, "  - own_sales: 5.00\n");
    rule_text_build(text, sizeof text, part);
    assert_null(rule_text_read(&memory, text, strlen(text), mistakes, sizeof mistakes));
    assert_string_equal(mistakes, "28:5: promotions.gold[17]: more than the 16 alternatives that "
                                  "a list may have\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_of_promotions_is_reported),
        cmocka_unit_test(alternatives_stand_highest_tier_first),
        cmocka_unit_test(a_rule_set_without_them_reviews_nobody),
        cmocka_unit_test(promotions_may_be_reviewed_at_a_close),
        cmocka_unit_test(alternatives_have_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
