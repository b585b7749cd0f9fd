/* Award: every key of an award, right and wrong, and what it becomes in the plan. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "money/amount.h"
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
         "9:3: awards.a: the key 'event' is missing; allowed: order, join, promotion, a period, "
         "or an event of the key 'events'\n"
         "10:5: awards.a: unknown key 'evnt' (did you mean 'event'?); allowed: event, to, when, "
         "pay, unit, from, cap, hold, rounding, unqualified, differential, split, among, "
         "remainder_to, qualify, rank, top, pool, share\n"
         "12:10: awards.a.pay: 'differential' compares tiers; allowed: a map of values by tier\n"
         "13:19: awards.a.differential: 'true' is given; allowed: a map as {already_paid: "
         "none}\n"},
        {"awards: {a: {event: tier, to: sellr.leder, pay: 5% of proft, when: {anyone: gold}}}",
         "8:21: awards.a.event: unknown event 'tier'; allowed: order, join, promotion, a name "
         "that 'periods' or 'events' lists\n"
         "8:37: awards.a.to: unknown step 'leder' (did you mean 'leader'?); allowed: inviter, "
         "leader, above(TIER), uplines\n"},
        {"awards: {a: {event: Order, to: seller, pay: 1}}",
         "8:21: awards.a.event: unknown event 'Order' (did you mean 'order'?); allowed: order, "
         "join, promotion, a name that 'periods' or 'events' lists\n"},
        {"awards: {a: {event: [order], to: seller, pay: 1}}",
         "8:14: awards.a.event: a list is given; allowed: order, join, promotion, a period, or "
         "an event of the key 'events'\n"},
        {"awards: {a: {event: , to: seller, pay: 1}}",
         "8:14: awards.a.event: nothing is given; allowed: order, join, promotion, a period, or "
         "an event of the key 'events'\n"},
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
         "8:71: awards.a.pay.normal: nothing is given; allowed: a value as 25% of profit, "
         "20.00, 2.00 per quantity, or 20.00 per 200.00 of price\n"},
        {"awards: {a: {event: order, to: seller, pay: {}}}",
         "8:40: awards.a.pay: an empty map is given; allowed: a value as 25% of profit or "
         "20.00, a map of values by tier, a map of values by range with the key 'by', or a list "
         "of values by level\n"},
        {"awards: {a: {event: order, to: seller, pay: [5.00]}}",
         "8:40: awards.a.pay: a list is by level; allowed where 'to' ends with .uplines, and by "
         "rank at a close with 'rank'\n"},
        {"awards: {a: {event: order, to: seller, pay: {gold: {a: 1}, normal: 0%, senior_gold: "
         "5.001}}}",
         "8:46: awards.a.pay.gold: a map is given; allowed: a value as 25% of profit, 20.00, "
         "2.00 per quantity, or 20.00 per 200.00 of price\n"
         "8:68: awards.a.pay.normal: '0%' does not say of which amount; allowed: 'of' and an "
         "amount of the event\n"
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
         "8:58: awards.a.when.seller: nothing is given; allowed: tiers as gold, gold+ or a list "
         "of them, or as below payee, above payee or not payee\n"
         "8:68: awards.a.when.buyer: a map is given; allowed: tiers as gold, gold+ or a list of "
         "them, or as below payee, above payee or not payee\n"
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
         "8:57: awards.a.unit: 'USD' is not the name of a unit; allowed: a to z, 0 to 9 and _, "
         "not a digit first, at most 64 of them, as coupon; money of CNY is paid without 'unit'"
         "\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, unit: Coupon}}",
         "8:57: awards.a.unit: 'Coupon' is not the name of a unit; allowed: a to z, 0 to 9 and "
         "_, not a digit first, at most 64 of them, as coupon; money of CNY is paid without "
         "'unit'\n"},
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

static void keys_that_do_not_go_together_are_refused(void **state) {
    (void)state;
    static const struct rule_text_case cases[] = {
        {"awards: {a: {event: order, split: 10% of price, among: {seller: 50%}, remainder_to: "
         "platform, to: seller, pay: 1.00, unqualified: skip, differential: {already_paid: "
         "none}, from: {member: buyer, over: clip}}}",
         "8:99: awards.a.to: does not go with 'split'; 'among' says who is paid\n"
         "8:112: awards.a.pay: does not go with 'split', which says how much\n"
         "8:131: awards.a.unqualified: is about levels; allowed with a list under 'pay' where "
         "'to' ends with .uplines\n"
         "8:137: awards.a.differential: goes up the tree; allowed where 'to' ends with "
         ".uplines\n"
         "8:173: awards.a.from: does not go with 'split', which the platform pays\n"},
        {"awards: {a: {event: order, split: 10% of price}}",
         "8:10: awards.a: the key 'among' is missing; allowed: a map as {seller: 50%, "
         "seller.inviter: 10%}\n"
         "8:10: awards.a: the key 'remainder_to' is missing; allowed: platform, or a path as "
         "seller.leader\n"},
        {"awards: {a: {event: order, to: seller, pay: 1.00, among: {seller: 50%}, remainder_to: "
         "buyer, share: equally, pool: 1.00}}",
         "8:45: awards.a.pay: does not go with 'pool', which says how much\n"
         "8:51: awards.a.among: needs the key 'split'\n"
         "8:101: awards.a.share: is about all members at a close; allowed where 'event' is a "
         "period\n"
         "8:116: awards.a.pool: is about all members at a close; allowed where 'event' is a "
         "period\n"},
        {"awards: {a: {event: order, to: seller, pay: 1.00, qualify: [{own_sales: 1.00}], rank: "
         "own_sales, top: 5}}",
         "8:51: awards.a.qualify: is about all members at a close; allowed where 'event' is a "
         "period\n"
         "8:87: awards.a.rank: is about all members at a close; allowed where 'event' is a "
         "period\n"
         "8:103: awards.a.top: is about all members at a close; allowed where 'event' is a "
         "period\n"},
        {"awards: {a: {event: order, to: seller, pay: 1.00, among: {seller: 50%}, remainder_to: "
         "buyer}}",
         "8:51: awards.a.among: needs the key 'split'\n"
         "8:87: awards.a.remainder_to: needs the key 'split' or 'pool'\n"},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, pool: 1.00, pay: 1.00, cap: {at_most: 1.00, "
         "over: clip}, from: {member: member, over: clip}, unqualified: skip}}",
         "9:10: awards.a: the key 'share' is missing; allowed: equally, or by a measure as by "
         "own_sales in month\n"
         "9:10: awards.a: the key 'remainder_to' is missing; allowed: platform, first\n"
         "9:57: awards.a.pay: does not go with 'pool', which says how much\n"
         "9:63: awards.a.cap: does not go with 'pool', which is a limit itself\n"
         "9:97: awards.a.from: takes from what a member gets of the same event; allowed where "
         "'event' is order, join or an event of 'events'\n"
         "9:146: awards.a.unqualified: is about levels; allowed with a list under 'pay' where "
         "'to' ends with .uplines\n"},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, pay: 1.00, top: 5, share: equally}}",
         "9:56: awards.a.top: needs the key 'rank'\n"
         "9:66: awards.a.share: needs the key 'pool'\n"},
        {"periods: [month]\n"
         "awards: {a: {event: month, split: 1.00, among: {member: 5%}, remainder_to: platform}, "
         "b: {event: promotion, split: 1.00, among: {member: 5%}, remainder_to: platform, pool: "
         "5.00}}",
         "9:35: awards.a.split: splits what an event brings; allowed where 'event' is order, "
         "join or an event of 'events'\n"
         "9:116: awards.b.split: splits what an event brings; allowed where 'event' is order, "
         "join or an event of 'events'\n"
         "9:173: awards.b.pool: is about all members at a close; allowed where 'event' is a "
         "period\n"},
        {"periods: [month]\n"
         "awards: {a: {event: promotion, to: member, pay: 1.00, from: {member: member.leader, "
         "over: clip}, top: 5}, b: {event: mnth, to: member, pay: 1.00}}",
         "9:55: awards.a.from: takes from what a member gets of the same event; allowed where "
         "'event' is order, join or an event of 'events'\n"
         "9:103: awards.a.top: is about all members at a close; allowed where 'event' is a "
         "period\n"
         "9:118: awards.b.event: unknown event 'mnth' (did you mean 'month'?); allowed: order, "
         "join, promotion, month\n"},
        {"awards: {a: {event: month, to: member, pay: 1.00}}",
         "8:21: awards.a.event: unknown event 'month'; allowed: order, join, promotion, a name "
         "that 'periods' or 'events' lists\n"},
        {"periods: [month, {}]\n"
         "events: 5\n"
         "awards: {a: {event: day, to: anybody, pay: 1% of anything, rank: own_sales}}",
         "8:18: periods[2]: an empty map is given; allowed: a name\n"
         "9:9: events: '5' is given; allowed: a map of events\n"},
        {"awards: {a: {event: order, to: seller, pay: 1.00, hold: soon, rounding: nearest, "
         "unit: [a]}, b: {event: order, to: seller, pay: 1.00, hold: , rounding: {}, unit: }}",
         "8:57: awards.a.hold: 'soon' is not a length of time; allowed: a length of time as 7 "
         "days, or as 12 hours\n"
         "8:73: awards.a.rounding: unknown rounding 'nearest'; allowed: half_even, half_up, "
         "down, up\n"
         "8:82: awards.a.unit: a list is given; allowed: the name of a unit, as coupon\n"
         "8:135: awards.b.hold: nothing is given; allowed: a length of time as 7 days, or as 12 "
         "hours\n"
         "8:143: awards.b.rounding: an empty map is given; allowed: half_even, half_up, down, "
         "up\n"
         "8:157: awards.b.unit: nothing is given; allowed: the name of a unit, as coupon\n"},
        {"awards: {a: {event: order, to: seller, pay: 1.00, hold: 90 days, rounding: half_up}}",
         ""},
        {"awards: {a: {event: promotion, to: seller, pay: 5% of price}, b: {event: promotion, "
         "to: member, pay: 1.00 per quantity}}",
         "8:36: awards.a.to: unknown role 'seller'; allowed: member\n"
         "8:49: awards.a.pay: a rate, but the event brings no amount that it could be of; "
         "allowed: an amount as 20.00\n"
         "8:111: awards.b.pay: unknown amount or count 'quantity'; the event brings none\n"},
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
                 "    hold: 7 days\n"
                 "    rounding: up\n"
                 "    pay: {senior_gold: 12.5% of profit, gold: 1.50}\n"
                 "    when:\n"
                 "      payee: gold+\n"
                 "      buyer: [normal, senior_gold]\n"
                 "  welcome: {event: join, to: newcomer, pay: 3, unit: coupon}\n"
                 "  cash: {event: order, to: seller, pay: 0.5% of price, unit: CNY}\n"
                 "  coin: {event: join, to: newcomer.inviter, pay: 2.00, unit: coin}\n");
    const struct fenrun__plan_award *mentor = fenrun__plan_award(plan, 0);
    assert_int_equal(mentor->line, 9);
    assert_int_equal(mentor->trigger, FENRUN__SHAPE_ORDER);
    assert_int_equal(mentor->form, FENRUN__FORM_SINGLE);
    assert_int_equal(mentor->to.role, 1);
    assert_int_equal(mentor->to.step_count, 2);
    assert_int_equal(mentor->to.steps[0], FENRUN__STEP_INVITER);
    assert_int_equal(mentor->to.steps[1], FENRUN__STEP_LEADER);
    assert_int_equal(mentor->unit, 1);
    assert_int_equal(mentor->looks_at_payee, 1);
    assert_int_equal(mentor->plain, 1);
    assert_int_equal(mentor->rounding, FENRUN__ROUND_UP);
    assert_int_equal(mentor->hold, 604800);
    assert_int_equal(fenrun__plan_pay(plan, mentor->pay_first)->listed, 0);
    const struct fenrun__plan_pay *gold = fenrun__plan_pay(plan, mentor->pay_first + 1);
    assert_int_equal(gold->listed, 1);
    assert_int_equal(gold->value, 150);
    assert_int_equal(gold->kind, FENRUN__VALUE_FIXED);
    const struct fenrun__plan_pay *senior_gold = fenrun__plan_pay(plan, mentor->pay_first + 2);
    assert_int_equal(senior_gold->listed, 1);
    assert_int_equal(senior_gold->value, 125000000);
    assert_int_equal(senior_gold->kind, FENRUN__VALUE_RATE);
    assert_int_equal(senior_gold->index, 1);
    assert_int_equal(mentor->test_count, 2);
    const struct fenrun__plan_test *payee = fenrun__plan_test(plan, mentor->test_first);
    assert_int_equal(payee->subject, FENRUN__SUBJECT_PAYEE);
    assert_int_equal(payee->tiers, 6);
    assert_int_equal(payee->line, 17);
    const struct fenrun__plan_test *buyer = fenrun__plan_test(plan, mentor->test_first + 1);
    assert_int_equal(buyer->subject, 1);
    assert_int_equal(buyer->tiers, 5);
    assert_int_equal(buyer->line, 18);

    const struct fenrun__plan_award *welcome = fenrun__plan_award(plan, 1);
    assert_int_equal(welcome->trigger, FENRUN__SHAPE_JOIN);
    assert_int_equal(welcome->to.role, FENRUN__ROLE_ONLY);
    assert_int_equal(welcome->to.step_count, 0);
    assert_int_equal(welcome->unit, 2);
    assert_int_equal(welcome->looks_at_payee, 0);
    assert_int_equal(welcome->rounding, FENRUN__ROUND_DOWN);
    assert_int_equal(welcome->hold, 0);
    assert_int_equal(welcome->cap, FENRUN__NOWHERE);
    assert_int_equal(welcome->funder, FENRUN__NOWHERE);
    assert_int_equal(welcome->selection, FENRUN__NOWHERE);
    assert_int_equal(welcome->special, FENRUN__NOWHERE);
    assert_int_equal(fenrun__plan_award(plan, 2)->unit, 0);
    assert_int_equal(fenrun__plan_award(plan, 3)->unit, 1);
    assert_int_equal(plan->name_count[FENRUN_NAME_UNIT], 3);
    for (uint32_t tier = 0; tier < 3; tier++) {
        const struct fenrun__plan_pay *pay = fenrun__plan_pay(plan, welcome->pay_first + tier);
        assert_int_equal(pay->listed, 1);
        assert_int_equal(pay->value, 300);
    }
    fenrun__plan_free(&memory, plan);
}

/* Every award of a rule set that uses everything an award may be paid on. */
static void an_award_is_paid_on_an_event_a_promotion_or_a_close(void **state) {
    (void)state;
    static const struct {
        uint32_t trigger;
        uint8_t form;
        uint8_t plain;
        uint8_t looks_at_payee;
        uint32_t test_count;
        uint32_t selection_test_count; /* UINT32_MAX: it selects nobody */
    } expected[] = {
        {0, FENRUN__FORM_SINGLE, 1, 0, 0, UINT32_MAX},
        {1, FENRUN__FORM_SINGLE, 1, 0, 1, UINT32_MAX},
        {2, FENRUN__FORM_SINGLE, 0, 0, 0, UINT32_MAX},
        {4, FENRUN__FORM_SINGLE, 1, 1, 1, UINT32_MAX},
        {6, FENRUN__FORM_SINGLE, 0, 1, 1, 1},
        {5, FENRUN__FORM_PRIZES, 0, 0, 0, 0},
        {5, FENRUN__FORM_POOL, 0, 0, 0, 1},
        {3, FENRUN__FORM_SPLIT, 0, 0, 1, UINT32_MAX},
        {0, FENRUN__FORM_LEVELS, 0, 1, 0, UINT32_MAX},
        {0, FENRUN__FORM_DIFFERENTIAL, 0, 1, 0, UINT32_MAX},
        {0, FENRUN__FORM_GRADED, 0, 0, 0, UINT32_MAX},
        {0, FENRUN__FORM_SINGLE, 0, 0, 0, UINT32_MAX},
        {0, FENRUN__FORM_SINGLE, 1, 1, 1, UINT32_MAX},
    };
    struct fenrun__memory memory;
    struct fenrun__plan *plan = read_awards(
        &memory,
        "periods: [month, campaign]\n"
        "join: {amounts: [entry_fee]}\n"
        "events:\n"
        "  complete: {roles: [organiser], counts: [size], budget: {at_most: 5.00, over: clip}}\n"
        "  story: {roles: [author, reader], amounts: [fee]}\n"
        "awards:\n"
        "  on_order: {event: order, to: seller, pay: 1.00}\n"
        "  on_join: {event: join, to: newcomer.inviter, pay: 5% of entry_fee,\n"
        "            when: {newcomer: normal}}\n"
        "  on_complete: {event: complete, to: organiser, pay: 1.00 per size}\n"
        "  on_rise: {event: promotion, to: member.inviter, pay: 9.00, when: {payee: gold+}}\n"
        "  on_campaign: {event: campaign, to: member.leader, pay: 1% of team_sales in campaign,\n"
        "                when: {member: gold, payee: above member}}\n"
        "  prizes: {event: month, to: member, rank: own_sales in month, pay: [9.00, 5.00]}\n"
        "  pool: {event: month, to: member, pool: 100.00, share: equally,\n"
        "         remainder_to: platform, when: {member: gold+}}\n"
        "  shares: {event: story, split: 50% of fee, among: {author: 80%}, remainder_to: reader,\n"
        "           when: {author: gold+}}\n"
        "  levels: {event: order, to: buyer.uplines, pay: [5% of price, {gold: 1.00}],\n"
        "           unqualified: compress}\n"
        "  ladder: {event: order, to: buyer.uplines, pay: {gold: 5% of price},\n"
        "           differential: {already_paid: none}}\n"
        "  graded: {event: order, to: buyer, pay: {by: price, 0..: 1.00}}\n"
        "  capped: {event: order, to: buyer, pay: 1.00, cap: {at_most: 5.00, over: clip}}\n"
        "  others: {event: order, to: buyer, pay: 1.00, when: {buyer: not payee}}\n");
    assert_int_equal(plan->award_count, sizeof expected / sizeof expected[0]);
    for (uint32_t i = 0; i < plan->award_count; i++) {
        const struct fenrun__plan_award *award = fenrun__plan_award(plan, i);
        assert_int_equal(award->trigger, expected[i].trigger);
        assert_int_equal(award->form, expected[i].form);
        assert_int_equal(award->plain, expected[i].plain);
        assert_int_equal(award->looks_at_payee, expected[i].looks_at_payee);
        assert_int_equal(award->test_count, expected[i].test_count);
        if (award->selection == FENRUN__NOWHERE) {
            assert_int_equal(expected[i].selection_test_count, UINT32_MAX);
        } else {
            assert_int_equal(fenrun__plan_selection(plan, award->selection)->test_count,
                             expected[i].selection_test_count);
        }
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
        cmocka_unit_test(keys_that_do_not_go_together_are_refused),
        cmocka_unit_test(an_award_is_paid_on_an_event_a_promotion_or_a_close),
        cmocka_unit_test(awards_have_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
