/* Cap: budgets, caps and funders, right and wrong, and what they become in the plan. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/rule_text.h"

static void a_wrong_limit_says_what_is_allowed(void **state) {
    (void)state;
    static const struct rule_text_case cases[] = {
        {"awards: {a: {event: order, to: seller, pay: 5.00, cap: {at_most: 40% of price, over: "
         "clip}}}",
         ""},
        {"periods: [month]\n"
         "awards: {a: {event: order, to: seller, pay: 5.00, cap: {at_most: 5000.00, in: month, "
         "over: refuse}}}",
         ""},
        {"periods: [month]\n"
         "awards: {a: {event: order, to: seller, pay: 5.00, cap: {at_most: 40% of price, in: "
         "month, over: clip}}}",
         "9:51: awards.a.cap: a rate, but what a payee gets in a period is no share of one "
         "event; allowed: at_most as an amount as 5000.00\n"},
        {"periods: [month]\n"
         "awards: {a: {event: order, to: seller, pay: 5.00, cap: {at_most: 5.00, in: mnth, "
         "over: clamp}}}",
         "9:76: awards.a.cap.in: unknown period 'mnth' (did you mean 'month'?); allowed: month\n"
         "9:88: awards.a.cap.over: unknown way 'clamp'; allowed: clip, refuse\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, cap: {at_most: 5.00, in: month, "
         "over: clip}}}",
         "8:76: awards.a.cap.in: unknown period 'month'; allowed: a name that the key 'periods' "
         "of the rule set lists, which is missing\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, cap: 5.00}}",
         "8:56: awards.a.cap: '5.00' is given; allowed: a map as {at_most: 40% of price, over: "
         "clip}\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, cap: {}}}",
         "8:51: awards.a.cap: an empty map is given; allowed: a map as {at_most: 40% of price, "
         "over: clip}\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, cap: {at_most: , over: , in: []}}}",
         "8:57: awards.a.cap.at_most: nothing is given; allowed: a rate as 40% of price, or an "
         "amount as 5000.00\n"
         "8:68: awards.a.cap.over: nothing is given; allowed: clip, refuse\n"
         "8:76: awards.a.cap.in: an empty list is given; allowed: a period as month\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, cap: {at_most: 1.00 per price, "
         "over: clip}}}",
         "8:66: awards.a.cap.at_most: '1.00 per price' is not understood; allowed: a rate as "
         "40% of price, or an amount as 5000.00\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, cap: {at_most: 112% of proft, over: "
         "refuse}}}",
         "8:66: awards.a.cap.at_most: 112 % is above 100 %\n"
         "8:74: awards.a.cap.at_most: unknown amount 'proft' (did you mean 'profit'?); allowed: "
         "price, profit\n"},
        {"periods: [month]\n"
         "awards: {a: {event: order, split: 5.00, among: {seller: 50%}, remainder_to: platform, "
         "cap: {at_most: 3.00, in: month, over: clip}}}",
         "9:112: awards.a.cap.in: a split has no cap in a period; allowed: a cap of one event, "
         "without 'in'\n"},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, pay: 1% of own_sales in month, cap: {at_most: "
         "1% of own_sales in month, over: clip}}}",
         "9:92: awards.a.cap.at_most: 'own_sales in month' is a measure of one member; allowed: "
         "one of everybody as all_sales in month\n"},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, pay: 1% of own_sales in month, cap: {at_most: "
         "1% of all_sales in month, over: clip}}}",
         ""},
        {"awards: {a: {event: order, to: seller, pay: 5.00, from: {member: buyer.leader, over: "
         "refuse}}}",
         ""},
        {"awards: {a: {event: order, to: seller, pay: 5.00, from: {member: seller.uplines, "
         "over: clip}}}",
         "8:73: awards.a.from.member: unknown step 'uplines'; allowed: inviter, leader, "
         "above(TIER)\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, from: seller}}",
         "8:57: awards.a.from: 'seller' is given; allowed: a map as {member: seller.leader, "
         "over: clip}\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, from: {member: sellr, over: stop}}}",
         "8:66: awards.a.from.member: unknown role 'sellr' (did you mean 'seller'?); allowed: "
         "seller, buyer\n"
         "8:79: awards.a.from.over: unknown way 'stop'; allowed: clip, refuse\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, from: {}}}",
         "8:51: awards.a.from: an empty map is given; allowed: a map as {member: seller.leader, "
         "over: clip}\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, from: {member: [seller], over: {}}}}",
         "8:58: awards.a.from.member: a list is given; allowed: a path as seller.leader\n"
         "8:76: awards.a.from.over: an empty map is given; allowed: clip, refuse\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, from: {over: clip}}}",
         "8:51: awards.a.from: the key 'member' is missing; allowed: a path as seller.leader\n"},
    };
    rule_text_check(cases, sizeof cases / sizeof cases[0]);
}

static void caps_and_funders_become_rows(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__plan *plan = rule_text_read_part(
        &memory,
        "periods: [month, year]\n"
        "awards:\n"
        "  one: {event: order, to: seller, pay: 5.00, cap: {at_most: 40% of profit, over: clip}}\n"
        "  two: {event: order, to: seller, pay: 5.00, cap: {at_most: 9.00, in: year, over: "
        "refuse},\n"
        "        from: {member: buyer.above(gold), over: refuse}}\n"
        "  three: {event: year, to: member, pay: 1% of own_sales in year,\n"
        "          cap: {at_most: 2% of all_profit in year, over: clip}}\n");
    const struct fenrun__plan_limit *one =
        fenrun__plan_limit(plan, fenrun__plan_award(plan, 0)->cap);
    assert_int_equal(one->at_most.kind, FENRUN__VALUE_RATE);
    assert_int_equal(one->at_most.index, 1);
    assert_int_equal(one->column, FENRUN__NOWHERE);
    assert_int_equal(one->refuses, 0);
    assert_int_equal(one->line, 10);
    assert_int_equal(fenrun__plan_award(plan, 0)->funder, FENRUN__NOWHERE);

    const struct fenrun__plan_limit *two =
        fenrun__plan_limit(plan, fenrun__plan_award(plan, 1)->cap);
    assert_int_equal(two->at_most.kind, FENRUN__VALUE_FIXED);
    assert_int_equal(two->at_most.value, 900);
    assert_int_equal(two->refuses, 1);
    const struct fenrun__plan_column *paid = fenrun__plan_column(plan, two->column);
    assert_int_equal(paid->scope, FENRUN__SCOPE_PAID);
    assert_int_equal(paid->what, FENRUN__WHAT_PAID);
    assert_int_equal(paid->window_kind, FENRUN__WINDOW_PERIOD);
    assert_int_equal(paid->window, 1);
    assert_string_equal(fenrun__plan_at(plan, paid->name), "two");
    const struct fenrun__plan_funder *funder =
        fenrun__plan_funder(plan, fenrun__plan_award(plan, 1)->funder);
    assert_int_equal(funder->member.role, 1);
    assert_int_equal(funder->member.steps[0], FENRUN__STEP_ABOVE);
    assert_int_equal(funder->member.tiers[0], 1);
    assert_int_equal(funder->refuses, 1);
    assert_int_equal(funder->line, 12);

    const struct fenrun__plan_limit *three =
        fenrun__plan_limit(plan, fenrun__plan_award(plan, 2)->cap);
    assert_int_equal(three->at_most.source, FENRUN__SOURCE_TOTAL);
    assert_int_equal(fenrun__plan_column(plan, three->at_most.index)->scope, FENRUN__SCOPE_OWN);
    fenrun__plan_free(&memory, plan);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_limit_says_what_is_allowed),
        cmocka_unit_test(caps_and_funders_become_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
