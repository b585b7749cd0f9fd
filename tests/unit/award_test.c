/* Award: every key of an award, right and wrong, and what it becomes in the plan. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/rule_text.h"

static void every_mistake_of_an_award_is_reported(void **state) {
    (void)state;
    static const struct rule_text_case cases[] = {
        {"awards: {a: {}}",
         "8:10: awards.a: an empty map is given; allowed: a map of keys\n"},
        {"awards: {a: 5}",
         "8:13: awards.a: '5' is given; allowed: a map of keys\n"},
        {"awards: {a: [pay]}",
         "8:10: awards.a: a list is given; allowed: a map of keys\n"},
        {"awards: {Team: {event: order, to: seller, pay: 5.00}, '': {event: order, to: seller, "
         "pay: 5.00}}",
         "8:10: awards: 'Team' is not a name; allowed: a to z, 0 to 9 and _, not a digit "
         "first, at most 64 of them\n"
         "8:55: awards: '' is not a name; allowed: a to z, 0 to 9 and _, not a digit first, at "
         "most 64 of them\n"},
        {"awards:\n"
         "  a:\n"
         "    evnt: order\n"
         "    to: seller\n"
         "    pay: 5.00\n"
         "    differential: true",
         "9:3: awards.a: the key 'event' is missing\n"
         "10:5: awards.a: unknown key 'evnt' (did you mean 'event'?); allowed: event, to, "
         "when, pay, unit\n"
         "13:5: awards.a: unknown key 'differential'; allowed: event, to, when, pay, unit\n"},
        {"awards: {a: {event: tier, to: sellr.leder, pay: 5% of proft, when: {anyone: gold}}}",
         "8:21: awards.a.event: unknown event 'tier'; allowed: order, join\n"
         "8:37: awards.a.to: unknown step 'leder' (did you mean 'leader'?); allowed: inviter, "
         "leader\n"},
        {"awards: {a: {event: Order, to: seller, pay: 1}}",
         "8:21: awards.a.event: unknown event 'Order' (did you mean 'order'?); allowed: order, "
         "join\n"},
        {"awards: {a: {event: [order], to: seller, pay: 1}}",
         "8:14: awards.a.event: a list is given; allowed: order, join\n"},
        {"awards: {a: {event: , to: seller, pay: 1}}",
         "8:14: awards.a.event: nothing is given; allowed: order, join\n"},
        {"awards: {a: {event: order, to: seller.leader, pay: 5.00}}",
         ""},
        {"awards: {a: {event: order, to: newcomer, pay: 5.00}}",
         "8:32: awards.a.to: unknown role 'newcomer'; allowed: seller, buyer\n"},
        {"awards: {a: {event: order, to: [seller], pay: 5.00}}",
         "8:28: awards.a.to: a list is given; allowed: a path as seller.leader\n"},
        {"awards: {a: {event: order, to: , pay: 5.00}}",
         "8:28: awards.a.to: nothing is given; allowed: a path as seller.leader\n"},
        {"awards: {a: {event: order, to: payee, pay: 5.00}}",
         "8:32: awards.a.to: unknown role 'payee'; allowed: seller, buyer\n"},
        {"awards: {a: {event: join, to: newcomer.inviter, pay: 5.00}}",
         ""},
        {"awards: {a: {event: join, to: seller.inviter, pay: 5.00}}",
         "8:31: awards.a.to: unknown role 'seller'; allowed: newcomer\n"},
        {"awards: {a: {event: join, to: newcomer.leader, pay: 25% of profit}}",
         "8:53: awards.a.pay: a rate, but the event brings no amount that it could be of; "
         "allowed: an amount as 20.00\n"},
        {"awards: {a: {event: join, to: newcomer, pay: {gold: 25% of profit, normal: 1.00}}}",
         "8:53: awards.a.pay.gold: a rate, but the event brings no amount that it could be of; "
         "allowed: an amount as 20.00\n"},
        {"awards: {a: {event: order, to: seller, pay: {gold: 5% of profit, senior_gold: 7.00}}}",
         ""},
        {"awards: {a: {event: order, to: seller, pay: {gold+: 5.00, glod: 6.00, normal: }}}",
         "8:46: awards.a.pay: unknown tier 'gold+' (did you mean 'gold'?); allowed: normal, "
         "gold, senior_gold\n"
         "8:59: awards.a.pay: unknown tier 'glod' (did you mean 'gold'?); allowed: normal, "
         "gold, senior_gold\n"
         "8:71: awards.a.pay.normal: nothing is given; allowed: a rate as 25% of profit, or an "
         "amount as 20.00\n"},
        {"awards: {a: {event: order, to: seller, pay: {}}}",
         "8:40: awards.a.pay: an empty map is given; allowed: a rate as 25% of profit, or an "
         "amount as 20.00, or a map of these by tier\n"},
        {"awards: {a: {event: order, to: seller, pay: [5.00]}}",
         "8:40: awards.a.pay: a list is given; allowed: a rate as 25% of profit, or an amount "
         "as 20.00, or a map of these by tier\n"},
        {"awards: {a: {event: order, to: seller, pay: {gold: {a: 1}, normal: 0%, senior_gold: "
         "5.001}}}",
         "8:46: awards.a.pay.gold: a map is given; allowed: a rate as 25% of profit, or an "
         "amount as 20.00\n"
         "8:68: awards.a.pay.normal: 0 % pays nothing; leave it out instead\n"
         "8:68: awards.a.pay.normal: '0%' does not say of which amount; allowed: 'of' and an "
         "amount of the order\n"
         "8:85: awards.a.pay.senior_gold: '5.001' has more decimals than the 2 of CNY\n"},
        {"awards: {a: {event: order, to: seller, pay:}}",
         "8:43: rule set: not YAML: found unexpected ':', while scanning a plain scalar\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, when: {seller: gold, buyer: gold+, "
         "payee: [normal, senior_gold]}}}",
         ""},
        {"awards: {a: {event: order, to: seller, pay: 5.00, when: {newcomer: gold, sellr: glod}}}",
         "8:58: awards.a.when: unknown subject 'newcomer'; allowed: seller, buyer, payee\n"
         "8:74: awards.a.when: unknown subject 'sellr' (did you mean 'seller'?); allowed: "
         "seller, buyer, payee\n"
         "8:81: awards.a.when.sellr: unknown tier 'glod' (did you mean 'gold'?); allowed: "
         "normal, gold, senior_gold\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, when: gold}}",
         "8:57: awards.a.when: 'gold' is given; allowed: a map as {seller: gold+, payee: gold+}\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, when: {}}}",
         "8:51: awards.a.when: an empty map is given; allowed: a map as {seller: gold+, payee: "
         "gold+}\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, when: {seller: , buyer: {a: 1}, "
         "payee: []}}}",
         "8:58: awards.a.when.seller: nothing is given; allowed: tiers as gold, gold+, or a "
         "list of them\n"
         "8:68: awards.a.when.buyer: a map is given; allowed: tiers as gold, gold+, or a list "
         "of them\n"
         "8:83: awards.a.when.payee: an empty list is given; allowed: a list of tiers\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, when: {payee: [gold, gold, glod, "
         "[normal], '']}}}",
         "8:72: awards.a.when.payee[2]: 'gold' is listed twice\n"
         "8:78: awards.a.when.payee[3]: unknown tier 'glod' (did you mean 'gold'?); allowed: "
         "normal, gold, senior_gold\n"
         "8:84: awards.a.when.payee[4]: a list is given; allowed: a tier\n"
         "8:94: awards.a.when.payee[5]: nothing is given; allowed: a tier\n"},
        {"awards: {a: {event: join, to: newcomer, pay: 1.00, when: {seller: gold, newcomer: "
         "normal, payee: normal+}}}",
         "8:59: awards.a.when: unknown subject 'seller'; allowed: newcomer, payee\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, unit: coupon}}",
         ""},
        {"awards: {a: {event: order, to: seller, pay: 5.00, unit: CNY}}",
         ""},
        {"awards: {a: {event: order, to: seller, pay: 5.00, unit: USD}}",
         "8:57: awards.a.unit: 'USD' is not a name; allowed: a to z, 0 to 9 and _, not a digit "
         "first, at most 64 of them\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, unit: Coupon}}",
         "8:57: awards.a.unit: 'Coupon' is not a name; allowed: a to z, 0 to 9 and _, not a "
         "digit first, at most 64 of them\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, unit: {a: 1}}}",
         "8:51: awards.a.unit: a map is given; allowed: the name of a unit, as coupon\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, unit:}}",
         "8:55: rule set: not YAML: found unexpected ':', while scanning a plain scalar\n"},
        {"awards: *all",
         "8:9: awards: aliases ('all') are not read; write the value out\n"},
        {"awards: {a: {event: order, to: seller, pay: *p, when: {payee: [*t]}, unit: &u coupon}}",
         "8:45: awards.a.pay: aliases ('p') are not read; write the value out\n"
         "8:64: awards.a.when.payee[1]: aliases ('t') are not read; write the value out\n"
         "8:76: awards.a.unit: anchors ('u') are not read; leave it out\n"},
    };
    rule_text_check(cases, sizeof cases / sizeof cases[0]);
}

static struct fenrun__plan *read_awards(struct fenrun__memory *memory, const char *awards) {
    static char text[65536];
    static char mistakes[8192];
    rule_text_build(text, sizeof text, awards);
    struct fenrun__plan *plan =
        rule_text_read(memory, text, strlen(text), mistakes, sizeof mistakes);
    assert_string_equal(mistakes, "");
    return plan;
}

static void an_award_becomes_a_row_and_its_pays_by_tier(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__plan *plan = read_awards(
        &memory, "awards:\n"
                 "  mentor:\n"
                 "    to: buyer.inviter.leader\n"
                 "    event: order\n"
                 "    unit: coin\n"
                 "    pay: {senior_gold: 12.5% of profit, gold: 1.50}\n"
                 "    when:\n"
                 "      payee: gold+\n"
                 "      buyer: [normal, senior_gold]\n"
                 "  welcome: {event: join, to: newcomer, pay: 3, unit: coupon}\n"
                 "  cash: {event: order, to: seller, pay: 0.5% of price, unit: CNY}\n"
                 "  coin: {event: join, to: newcomer.inviter, pay: 2.00, unit: coin}\n");
    const struct fenrun__plan_award *mentor = fenrun__plan_award(plan, 0);
    assert_int_equal(mentor->line, 9);
    assert_int_equal(mentor->event, FENRUN_EVENT_ORDER);
    assert_int_equal(mentor->role, 1);
    assert_int_equal(mentor->step_count, 2);
    assert_int_equal(mentor->steps[0], FENRUN__STEP_INVITER);
    assert_int_equal(mentor->steps[1], FENRUN__STEP_LEADER);
    assert_int_equal(mentor->unit, 1);
    assert_int_equal(fenrun__plan_pay(plan, mentor->pay_first)->listed, 0);
    const struct fenrun__plan_pay *gold = fenrun__plan_pay(plan, mentor->pay_first + 1);
    assert_int_equal(gold->listed, 1);
    assert_int_equal(gold->value, 150);
    assert_int_equal(gold->base, FENRUN__BASE_FIXED);
    const struct fenrun__plan_pay *senior_gold = fenrun__plan_pay(plan, mentor->pay_first + 2);
    assert_int_equal(senior_gold->listed, 1);
    assert_int_equal(senior_gold->value, 125000000);
    assert_int_equal(senior_gold->base, 1);
    assert_int_equal(mentor->test_count, 2);
    const struct fenrun__plan_test *payee = fenrun__plan_test(plan, mentor->test_first);
    assert_int_equal(payee->subject, FENRUN__SUBJECT_PAYEE);
    assert_int_equal(payee->tiers, 6);
    assert_int_equal(payee->line, 15);
    const struct fenrun__plan_test *buyer = fenrun__plan_test(plan, mentor->test_first + 1);
    assert_int_equal(buyer->subject, 1);
    assert_int_equal(buyer->tiers, 5);
    assert_int_equal(buyer->line, 16);

    assert_int_equal(fenrun__plan_award(plan, 1)->event, FENRUN_EVENT_JOIN);
    assert_int_equal(fenrun__plan_award(plan, 1)->role, FENRUN__ROLE_NEWCOMER);
    assert_int_equal(fenrun__plan_award(plan, 1)->step_count, 0);
    assert_int_equal(fenrun__plan_award(plan, 1)->unit, 2);
    assert_int_equal(fenrun__plan_award(plan, 2)->unit, 0);
    assert_int_equal(fenrun__plan_award(plan, 3)->unit, 1);
    assert_int_equal(plan->name_count[FENRUN_NAME_UNIT], 3);
    for (uint32_t tier = 0; tier < 3; tier++) {
        const struct fenrun__plan_pay *pay =
            fenrun__plan_pay(plan, fenrun__plan_award(plan, 1)->pay_first + tier);
        assert_int_equal(pay->listed, 1);
        assert_int_equal(pay->value, 300);
    }
    fenrun__plan_free(&memory, plan);
}

static void awards_have_a_limit(void **state) {
    (void)state;
    static char awards[65536];
    static char text[65536];
    static char mistakes[8192];
    struct fenrun__memory memory;
    size_t size = (size_t)sprintf(awards, "awards:\n");
    for (int i = 0; i < FENRUN_AWARDS_MAX; i++) {
        size += (size_t)sprintf(awards + size, "  a%d: {event: join, to: newcomer, pay: 1.00, "
                                               "unit: u%d}\n",
                                i, i);
    }
    struct fenrun__plan *plan = read_awards(&memory, awards);
    assert_int_equal(plan->award_count, FENRUN_AWARDS_MAX);
    assert_int_equal(plan->name_count[FENRUN_NAME_UNIT], FENRUN_AWARDS_MAX + 1);
    assert_int_equal(fenrun__plan_award(plan, 255)->unit, 256);
    fenrun__plan_free(&memory, plan);

    size += (size_t)sprintf(awards + size, "  more: {event: join, to: nobody, pay: 1.00}\n");
    sprintf(awards + size, "  again: 5\n");
    rule_text_build(text, sizeof text, awards);
    assert_null(rule_text_read(&memory, text, strlen(text), mistakes, sizeof mistakes));
    assert_string_equal(mistakes,
                        "265:3: awards: more than the 256 awards that a rule set may have\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_of_an_award_is_reported),
        cmocka_unit_test(an_award_becomes_a_row_and_its_pays_by_tier),
        cmocka_unit_test(awards_have_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
