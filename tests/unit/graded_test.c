/* Graded: ranges that cover everything once, those that do not, and what they become. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/rule_text.h"

static void t16_gaps_and_overlaps_are_refused(void **state) {
    (void)state;
    static const struct rule_text_case cases[] = {
        {"awards: {a: {event: order, to: seller, pay: {by: price, 0.00..99.99: 0% of price, "
         "100.00..499.99: 5% of price, 500.00..: 8% of price}}}",
         ""},
        {"awards: {a: {event: order, to: seller, pay: {500.00..: 8% of price, 0..499.99: 1.00, "
         "by: profit}}}",
         ""},
        {"awards: {a: {event: order, to: seller, pay: {by: price, 0..: 5.00}}}",
         ""},
        {"awards: {a: {event: order, to: seller, pay: {by: price}}}",
         "8:40: awards.a.pay: price from 0.00 on is in no range; allowed: ranges that leave "
         "nothing out, the last one as 500.00..\n"},
        {"awards: {a: {event: order, to: seller, pay: {by: price, 0.00..99.99: 1.00, 100.00..: "
         "2.00, 99.99..200.00: 3.00}}}",
         "8:76: awards.a.pay: price 100.00 to 200.00 is in two ranges, '99.99..200.00' and "
         "'100.00..'\n"
         "8:92: awards.a.pay: price 99.99 is in two ranges, '0.00..99.99' and '99.99..200.00'\n"},
        {"awards: {a: {event: order, to: seller, pay: {by: price, 0.01..: 1.00}}}",
         "8:40: awards.a.pay: price 0.00 is in no range; allowed: ranges that leave nothing "
         "out\n"},
        {"awards: {a: {event: order, to: seller, pay: {by: price, 1.00..: 1.00}}}",
         "8:40: awards.a.pay: price 0.00 to 0.99 is in no range; allowed: ranges that leave "
         "nothing out\n"},
        {"awards: {a: {event: order, to: seller, pay: {by: price, 0..99.99: 1.00, 100.01..: "
         "2.00}}}",
         "8:40: awards.a.pay: price 100.00 is in no range; allowed: ranges that leave nothing "
         "out\n"},
        {"awards: {a: {event: order, to: seller, pay: {by: price, 0..100.00: 1.00, 100.00..: "
         "2.00}}}",
         "8:74: awards.a.pay: price 100.00 is in two ranges, '0..100.00' and '100.00..'\n"},
        {"awards: {a: {event: order, to: seller, pay: {by: price, 0..100.00: 1.00}}}",
         "8:40: awards.a.pay: price from 100.01 on is in no range; allowed: ranges that leave "
         "nothing out, the last one as 500.00..\n"},
        {"awards: {a: {event: order, to: seller, pay: {by: price, 0..: 1.00, 50.00..: 2.00}}}",
         "8:68: awards.a.pay: price from 50.00 on is in two ranges, '0..' and '50.00..'\n"},
        {"awards: {a: {event: order, to: seller, pay: {by: price, 0..92233720368547758.07: "
         "1.00}}}",
         ""},
        {"awards: {a: {event: order, to: seller, pay: {by: price, 0..500.00: 1.00, "
         "100.00..200.00: 2.00, 300.00..400.00: 3.00, 600.00..: 1.00}}}",
         "8:40: awards.a.pay: price 500.01 to 599.99 is in no range; allowed: ranges that leave "
         "nothing out\n"
         "8:74: awards.a.pay: price 100.00 to 200.00 is in two ranges, '0..500.00' and "
         "'100.00..200.00'\n"
         "8:96: awards.a.pay: price 300.00 to 400.00 is in two ranges, '0..500.00' and "
         "'300.00..400.00'\n"},
        {"order: {roles: [seller], amounts: [price, profit], counts: [quantity]}\n"
         "awards: {a: {event: order, to: seller, pay: {by: quantity, 0..2: 1.00 per quantity, "
         "3..20: 2.00 per quantity, 21..: 5.00}}}",
         ""},
        {"order: {roles: [seller], amounts: [price, profit], counts: [quantity]}\n"
         "awards: {a: {event: order, to: seller, pay: {by: quantity, 0..2: 1.00, 4..20: 2.00, "
         "20..: 5.00}}}",
         "8:40: awards.a.pay: quantity 3 is in no range; allowed: ranges that leave nothing "
         "out\n"
         "8:85: awards.a.pay: quantity 20 is in two ranges, '4..20' and '20..'\n"},
        {"order: {roles: [seller], amounts: [price, profit], counts: [quantity]}\n"
         "awards: {a: {event: order, to: seller, pay: {by: quantity, 0..2: 1.00, 3..x: 2.00, "
         "4.5..: 1.00}}}",
         "8:72: awards.a.pay: 'x' is not a whole number; allowed: a range as 3..20, the last "
         "one as 21..\n"
         "8:84: awards.a.pay: '4.5' is not a whole number; allowed: a range as 3..20, the last "
         "one as 21..\n"},
        {"awards: {a: {event: order, to: seller, pay: {by: pirce, 0..: 1.00, gold: 2.00}}}",
         "8:50: awards.a.pay.by: unknown amount or count 'pirce' (did you mean 'price'?); "
         "allowed: price, profit\n"},
        {"awards: {a: {event: order, to: seller, pay: {by: price, 0..10.00: x, 10.01..20.00: "
         "112% of price, 20..5: 1.00, 5: 1.00, 1.005..: {}}}}",
         "8:67: awards.a.pay.0..10.00: 'x' is not understood; allowed: a value as 25% of "
         "profit, 20.00, 2.00 per quantity, or 20.00 per 200.00 of price\n"
         "8:84: awards.a.pay.10.01..20.00: 112 % is above 100 %\n"
         "8:99: awards.a.pay: the low end '20' is above the high end\n"
         "8:112: awards.a.pay: '5' is not a range; allowed: a range as 100.00..499.99, the last "
         "one as 500.00..\n"
         "8:121: awards.a.pay.1.005..: an empty map is given; allowed: a value as 25% of "
         "profit, 20.00, 2.00 per quantity, or 20.00 per 200.00 of price\n"
         "8:121: awards.a.pay: '1.005' has more decimals than the 2 of CNY\n"},
        {"awards: {a: {event: order, to: seller, pay: {by: [price], 0..: 1.00}}}",
         "8:46: awards.a.pay.by: a list is given; allowed: an amount or a count of the event\n"},
        {"awards: {a: {event: order, to: seller, pay: {by: , 0..: 1.00}}}",
         "8:46: awards.a.pay.by: nothing is given; allowed: an amount or a count of the event\n"},
        {"awards: {a: {event: order, to: seller, pay: {by: price, -5..: 1.00}}}",
         "8:57: awards.a.pay: '-5' is not understood; allowed: a range as 100.00..499.99, the "
         "last one as 500.00..\n"},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, pay: {by: own_sales in month, 0..999.99: 0.00, "
         "1000.00..: 1% of own_sales in month}}}",
         ""},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, pay: {by: direct_invites in month, 0..9: 0.00, "
         "11..: 5.00 per direct_invites in month}}}",
         "9:40: awards.a.pay: direct_invites in month 10 is in no range; allowed: ranges that "
         "leave nothing out\n"},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, pay: {by: all_sales in month, 0..: 5.00}}}",
         "9:50: awards.a.pay.by: 'all_sales' is of everybody; allowed: a measure of one member "
         "as own_sales\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: {by: price, 0..: 5.00}}}",
         "8:48: awards.a.pay: 'to' ends with .uplines, which are many; allowed: a list of "
         "values by level, or a map of them by tier with the key 'differential'\n"},
        {"awards: {a: {event: promotion, to: member, pay: {by: price, 0..: 5.00}}}",
         "8:54: awards.a.pay.by: unknown amount or count 'price'; the event brings none\n"},
    };
    rule_text_check(cases, sizeof cases / sizeof cases[0]);
}

static void grades_stand_lowest_first(void **state) {
    (void)state;
    static const int64_t lows[] = {0, 10000, 50000};
    static const int64_t values[] = {0, 50000000, 3000};
    struct fenrun__memory memory;
    struct fenrun__plan *plan = rule_text_read_part(
        &memory,
        "awards:\n"
        "  before: {event: order, to: seller, pay: {by: price, 0..: 1.00}}\n"
        "  one: {event: order, to: seller, pay: {500.00 ..: 30.00, 0.00..99.99: 0% of price,\n"
        "        by: profit, 100.00 .. 499.99: 5% of price}}\n");
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, 1);
    assert_int_equal(award->form, FENRUN__FORM_GRADED);
    assert_int_equal(award->level_count, 3);
    assert_int_equal(award->pay_first, 1);
    assert_int_equal(award->special, (uint32_t)FENRUN__SOURCE_FIGURE << 16 | 1);
    for (uint32_t i = 0; i < 3; i++) {
        const struct fenrun__plan_grade *grade = fenrun__plan_grade(plan, award->pay_first + i);
        assert_int_equal(grade->low, lows[i]);
        assert_int_equal(grade->pay.value, values[i]);
        assert_int_equal(grade->pay.listed, 1);
    }
    fenrun__plan_free(&memory, plan);
}

static void ranges_have_a_limit(void **state) {
    (void)state;
    char part[4096] = "awards: {a: {event: order, to: seller, pay: {by: price";
    char text[8192];
    char mistakes[1024];
    struct fenrun__memory memory;
    for (int i = 0; i < FENRUN_LEVELS_MAX - 1; i++) {
        sprintf(part + strlen(part), ", %d..%d.99: 1.00", i, i);
    }
    size_t size = strlen(part);
    strcat(part, ", 63.00..: 1.00}}}");
    struct fenrun__plan *plan = rule_text_read_part(&memory, part);
    assert_int_equal(fenrun__plan_award(plan, 0)->level_count, FENRUN_LEVELS_MAX);
    fenrun__plan_free(&memory, plan);

    strcpy(part + size, ", 63.00..63.99: 1.00, 64.00..: 1.00}}}");
    rule_text_build(text, sizeof text, part);
    assert_null(rule_text_read(&memory, text, strlen(text), mistakes, sizeof mistakes));
    assert_non_null(strstr(mistakes, "awards.a.pay: more than the 64 ranges that a pay may have"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(t16_gaps_and_overlaps_are_refused),
        cmocka_unit_test(grades_stand_lowest_first),
        cmocka_unit_test(ranges_have_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
