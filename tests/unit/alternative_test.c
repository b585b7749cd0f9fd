/* Alternative: the maps of a list, right and wrong, with their limits. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/rule_text.h"

static void every_mistake_of_alternatives_is_reported(void **state) {
    (void)state;
    static const struct rule_text_case cases[] = {
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
        {"promotions: {review: at_once, gold: [{own_sales: 4000.005}, {own_sales: {at_least: "
         "1}}, {direct_invites: [3]}]}",
         "9:50: promotions.gold[1].own_sales: '4000.005' has more decimals than the 2 of CNY\n"
         "9:62: promotions.gold[2].own_sales: a map is given; allowed: an amount as 4000.00\n"
         "9:90: promotions.gold[3].direct_invites: a list is given; allowed: a whole number "
         "as 10\n"},
        {"promotions: {review: at_once, gold: [{direct_invites: 3, direct_invites of normal+: "
         "4, own_sales in 1 days: 5.00, own_sales in 24 hours: 5.00}]}",
         "9:58: promotions.gold[1]: 'direct_invites of normal+' is measured twice; allowed: "
         "once\n"
         "9:115: promotions.gold[1]: 'own_sales in 24 hours' is measured twice; allowed: "
         "once\n"},
        {"promotions: {review: at_once, gold: [{own_sales: 1.00, own_orders: 1, own_profit: "
         "1.00, team_sales: 1.00, team_orders: 1, team_profit: 1.00, direct_sales: 1.00, "
         "direct_orders: 1, direct_profit: 1.00}]}",
         "9:180: promotions.gold[1]: more than the 8 measures that one map may have\n"},
        {"promotions: {review: at_once, gold: [{own_sales: }, {own_sales: ten}]}",
         "9:39: promotions.gold[1].own_sales: nothing is given; allowed: an amount as "
         "4000.00\n"
         "9:65: promotions.gold[2].own_sales: 'ten' is not understood; allowed: an amount "
         "above 0 as 4000.00\n"},
        {"promotions: {review: at_once, gold: [{all_sales: 5.00}]}",
         "9:39: promotions.gold[1]: 'all_sales' is of everybody; allowed: a measure of one "
         "member as own_sales\n"},
    };
    rule_text_check(cases, sizeof cases / sizeof cases[0]);
}

/* One map with the measures of the language in its text, eight of them. */
static void a_map_keeps_its_measures_in_the_order_of_the_text(void **state) {
    (void)state;
    static const struct {
        const char *measure;
        int64_t at_least;
    } expected[] = {{"team_members", 3},         {"own_sales", 100},
                    {"own_sales in month", 50},  {"direct_invites in 30 days", 2},
                    {"own_orders", 7},           {"downline_profit of gold+", 12345},
                    {"own_sales in 7 days", 25}, {"own_sales in 36 hours", 1}};
    char text[4096];
    char mistakes[4096];
    struct fenrun__memory memory;
    rule_text_build(text, sizeof text,
                    "periods: [month]\n"
                    "promotions:\n"
                    "  review: at_once\n"
                    "  gold:\n"
                    "    - team_members: 3\n"
                    "      own_sales: 1.00\n"
                    "      own_sales in month: 0.50\n"
                    "      direct_invites  in  30  days: 2\n"
                    "      own_orders: 7\n"
                    "      downline_profit of gold+: 123.45\n"
                    "      own_sales in 168 hours: 0.25\n"
                    "      own_sales in 36 hours: 0.01\n");
    struct fenrun__plan *plan =
        rule_text_read(&memory, text, strlen(text), mistakes, sizeof mistakes);
    assert_string_equal(mistakes, "");
    const struct fenrun__plan_alternative *row = fenrun__plan_alternative(plan, 0);
    assert_int_equal(row->test_count, sizeof expected / sizeof expected[0]);
    assert_int_equal(row->line, 13);
    for (uint32_t i = 0; i < row->test_count; i++) {
        char measure[64];
        struct fenrun__writer writer;
        fenrun__writer_init_fixed(&writer, measure, sizeof measure);
        fenrun__plan_write_measure(plan, row->tests[i].column, false, &writer);
        assert_string_equal(measure, expected[i].measure);
        assert_int_equal(row->tests[i].at_least, expected[i].at_least);
    }
    fenrun__plan_free(&memory, plan);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_of_alternatives_is_reported),
        cmocka_unit_test(a_map_keeps_its_measures_in_the_order_of_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
