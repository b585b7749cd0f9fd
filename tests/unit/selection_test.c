/* Selection: who takes part at a close, right and wrong. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/rule_text.h"

static void every_mistake_of_a_selection_is_reported(void **state) {
    (void)state;
    static const struct rule_text_case cases[] = {
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, pay: 5.00, qualify: [{own_sales in month: "
         "5.00}, {direct_invites: 3}], rank: own_sales in month, top: 20%}}\n",
         ""},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, pay: 5.00, qualify: 5, rank: [own_sales], "
         "top: []}}\n",
         "9:60: awards.a.qualify: '5' is given; allowed: a list of alternatives as "
         "[{direct_invites: 10}]\n"
         "9:63: awards.a.rank: a list is given; allowed: a measure as own_sales in month\n"
         "9:82: awards.a.top: an empty list is given; allowed: a number as 10, or a share as "
         "20%\n"},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, pay: 5.00, qualify: [], rank: own_seles, "
         "top: 0}}\n",
         "9:51: awards.a.qualify: an empty list is given; allowed: a list of alternatives as "
         "[{direct_invites: 10}]\n"
         "9:70: awards.a.rank: unknown measure 'own_seles' (did you mean 'own_sales'?); "
         "allowed: direct_invites, team_members, downline_members, or own_, direct_, team_ or "
         "downline_ before one of sales, orders, profit\n"
         "9:86: awards.a.top: '0' is not a whole number from 1 on; allowed: a number as 10, "
         "or a share as 20%\n"},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, pay: 5.00, rank: all_sales in month, top: "
         "0%}, b: {event: month, to: member, pay: 5.00, rank: own_sales, top: 101%}, c: "
         "{event: month, to: member, pay: 5.00, rank: own_sales, top: ten}, d: {event: month, "
         "to: member, pay: 5.00, rank: own_sales, top: 20% of all}, e: {event: month, to: "
         "member, pay: 5.00, rank: own_sales, top: 2.5}, f: {event: month, to: member, pay: "
         "5.00, rank: own_sales, top: }}\n",
         "9:57: awards.a.rank: 'all_sales' is of everybody; allowed: a measure of one member "
         "as own_sales\n"
         "9:82: awards.a.top: '0%' lets nobody take part; allowed: a number as 10, or a share "
         "as 20%\n"
         "9:150: awards.b.top: 101 % is above 100 %\n"
         "9:220: awards.c.top: 'ten' is not a whole number from 1 on; allowed: a number as "
         "10, or a share as 20%\n"
         "9:293: awards.d.top: 'of all' stands behind the share; allowed: nothing\n"
         "9:365: awards.e.top: '2.5' is not a whole number from 1 on; allowed: a number as "
         "10, or a share as 20%\n"
         "9:429: awards.f.top: nothing is given; allowed: a number as 10, or a share as 20%\n"},
        {"periods: [month]\n"
         "labels: {core: {review: month, top: 5}, best: {review: month, rank: own_sales, top: "
         "five}}\n",
         "10:10: labels.core: nothing says who gets the label; allowed: when, qualify, rank\n"
         "10:37: labels.core.top: the top of what is not said; allowed: beside the key "
         "'rank'\n"
         "10:85: labels.best.top: 'five' is not a whole number from 1 on; allowed: a number "
         "as 10, or a share as 20%\n"},
    };
    rule_text_check(cases, sizeof cases / sizeof cases[0]);
}

static void a_selection_has_alternatives_a_rank_and_a_top(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__plan *plan =
        rule_text_read_part(&memory, "periods: [month]\n"
                           "awards:\n"
                           "  a: {event: month, to: member, pay: 1.00, rank: own_sales in month,\n"
                           "      top: 12.5%, when: {member: gold+},\n"
                           "      qualify: [{own_orders: 1}, {direct_invites: 3}]}\n"
                           "  b: {event: month, to: member, pay: 1.00, rank: own_orders, top: 3}\n"
                           "  c: {event: month, to: member, pay: 1.00}\n"
                           "  d: {event: order, to: seller, pay: 1.00}\n");
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, 0);
    const struct fenrun__plan_selection *row = fenrun__plan_selection(plan, award->selection);
    assert_int_equal(row->top, FENRUN__TOP_RATE);
    assert_int_equal(row->top_value, 125000000);
    rule_text_measure(plan, row->rank, "own_sales in month");
    assert_int_equal(row->test_count, 1);
    assert_int_equal(fenrun__plan_test(plan, row->test_first)->tiers, 6);
    assert_int_equal(row->alternative_count, 2);
    rule_text_measure(plan,
                   fenrun__plan_alternative(plan, row->alternative_first)->tests[0].column,
                   "own_orders");
    rule_text_measure(plan,
                   fenrun__plan_alternative(plan, row->alternative_first + 1)->tests[0].column,
                   "direct_invites");

    row = fenrun__plan_selection(plan, fenrun__plan_award(plan, 1)->selection);
    assert_int_equal(row->top, FENRUN__TOP_COUNT);
    assert_int_equal(row->top_value, 3);
    rule_text_measure(plan, row->rank, "own_orders");
    assert_int_equal(row->alternative_count, 0);

    row = fenrun__plan_selection(plan, fenrun__plan_award(plan, 2)->selection);
    assert_int_equal(row->top, FENRUN__TOP_ALL);
    assert_int_equal(row->rank, FENRUN__NOWHERE);
    assert_int_equal(row->test_count, 0);
    assert_int_equal(fenrun__plan_award(plan, 3)->selection, FENRUN__NOWHERE);
    fenrun__plan_free(&memory, plan);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_of_a_selection_is_reported),
        cmocka_unit_test(a_selection_has_alternatives_a_rank_and_a_top),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
