/* Payment: `pay` in all its forms, right and wrong, and what they become in the plan. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/rule_text.h"

static void a_wrong_pay_says_what_is_allowed(void **state) {
    (void)state;
    static const struct rule_text_case cases[] = {
        {"awards: {a: {event: order, to: seller.uplines, pay: [10% of profit, {gold: 5% of "
         "profit, normal: 0.00}, 0.00], unqualified: skip}}",
         ""},
        {"awards: {a: {event: order, to: seller.uplines, pay: [10% of profit]}}",
         "8:10: awards.a: the key 'unqualified' is missing; allowed: skip, compress, stop\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: 5.00}}",
         "8:53: awards.a.pay: 'to' ends with .uplines, which are many; allowed: a list of "
         "values by level, or a map of them by tier with the key 'differential'\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: {gold: 5.00}}}",
         "8:48: awards.a.pay: 'to' ends with .uplines, which are many; allowed: a list of "
         "values by level, or a map of them by tier with the key 'differential'\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: 5.00, unqualified: stop}}",
         "8:53: awards.a.pay: 'to' ends with .uplines, which are many; allowed: a list of "
         "values by level, or a map of them by tier with the key 'differential'\n"
         "8:72: awards.a.unqualified: is about levels; allowed with a list under 'pay' where "
         "'to' ends with .uplines\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: [], unqualified: skip}}",
         "8:48: awards.a.pay: an empty list is given; allowed: a value as 25% of profit or "
         "20.00, a map of values by tier, a map of values by range with the key 'by', or a list "
         "of values by level\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: [5.00], unqualified: slip}}",
         "8:74: awards.a.unqualified: unknown policy 'slip' (did you mean 'skip'?); allowed: "
         "skip, compress, stop\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: [5.00], unqualified: [skip]}}",
         "8:61: awards.a.unqualified: a list is given; allowed: skip, compress, stop\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: [x, [5.00], {glod: 5.00}, {}, '', "
         "-1], unqualified: compress}}",
         "8:54: awards.a.pay[1]: 'x' is not understood; allowed: a value as 25% of profit or "
         "20.00, or a map of values by tier\n"
         "8:57: awards.a.pay[2]: a list is given; allowed: a value as 25% of profit or 20.00, "
         "or a map of values by tier\n"
         "8:66: awards.a.pay[3]: unknown tier 'glod' (did you mean 'gold'?); allowed: normal, "
         "gold, senior_gold\n"
         "8:79: awards.a.pay[4]: an empty map is given; allowed: a value as 25% of profit or "
         "20.00, or a map of values by tier\n"
         "8:83: awards.a.pay[5]: nothing is given; allowed: a value as 25% of profit or 20.00, "
         "or a map of values by tier\n"
         "8:87: awards.a.pay[6]: '-1' is not understood; allowed: a value as 25% of profit or "
         "20.00, or a map of values by tier\n"},
        {"awards: {a: {event: order, to: seller, pay: [5.00], unqualified: skip}}",
         "8:40: awards.a.pay: a list is by level; allowed where 'to' ends with .uplines, and by "
         "rank at a close with 'rank'\n"
         "8:66: awards.a.unqualified: is about levels; allowed with a list under 'pay' where "
         "'to' ends with .uplines\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, unqualified: skip}}",
         "8:64: awards.a.unqualified: is about levels; allowed with a list under 'pay' where "
         "'to' ends with .uplines\n"},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, pay: [5.00]}, b: {event: month, to: member, "
         "pay: [5.00, {gold: 3.00}], rank: own_sales in month}, c: {event: month, to: "
         "member.uplines, pay: [1% of own_sales in month], rank: own_sales in month, "
         "unqualified: stop}, d: {event: month, to: member, rank: own_sales, pay: [1.00], "
         "unqualified: skip}}",
         "9:40: awards.a.pay: a list is by level; allowed where 'to' ends with .uplines, and by "
         "rank at a close with 'rank'\n"
         "9:328: awards.d.unqualified: is about levels; allowed with a list under 'pay' where "
         "'to' ends with .uplines\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: {gold: 5% of price, senior_gold: "
         "8% of price, normal: 0% of price}, differential: {already_paid: seller, peer: 1% of "
         "price}}}",
         ""},
        {"awards: {a: {event: order, to: seller.uplines, pay: {gold: 5.00, senior_gold: 8.00}, "
         "differential: {already_paid: none, peer: 1.00}}}",
         ""},
        {"awards: {a: {event: order, to: seller.uplines, pay: {gold: 5% of price, senior_gold: "
         "8% of profit}, differential: {already_paid: buyer}}}",
         "8:48: awards.a.pay: values that cannot be compared; allowed with 'differential': all "
         "rates of the same amount, or all amounts\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: {gold: 5% of price, senior_gold: "
         "8.00}, differential: {already_paid: nobody, peer: 0.00}}}",
         "8:48: awards.a.pay: values that cannot be compared; allowed with 'differential': all "
         "rates of the same amount, or all amounts\n"
         "8:122: awards.a.differential.already_paid: unknown role 'nobody'; allowed: none, "
         "seller, buyer\n"
         "8:136: awards.a.differential.peer: '0.00' pays nothing; leave it out instead\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: {gold: 5.00 per 1.00 of price}, "
         "differential: {already_paid: none, peer: 5.00 per price}}}",
         "8:60: awards.a.pay.gold: '5.00 per 1.00 of price' is not understood; allowed: a value "
         "as 25% of profit, 20.00, 2.00 per quantity, or 20.00 per 200.00 of price\n"
         "8:126: awards.a.differential.peer: '5.00 per price' is not understood; allowed: a "
         "rate as 1% of price, or an amount as 20.00\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: 5.00, differential: "
         "{already_paid: none}}}",
         "8:53: awards.a.pay: 'differential' compares tiers; allowed: a map of values by tier\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: [5.00], differential: "
         "{already_paid: none}, unqualified: skip}}",
         "8:48: awards.a.pay: 'differential' compares tiers; allowed: a map of values by tier\n"
         "8:110: awards.a.unqualified: is about levels; allowed with a list under 'pay' where "
         "'to' ends with .uplines\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: {by: price, 0..: 5.00}, "
         "differential: {already_paid: none}}}",
         "8:48: awards.a.pay: 'differential' compares tiers; allowed: a map of values by tier\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: {gold: 5.00}, differential: true}}",
         "8:81: awards.a.differential: 'true' is given; allowed: a map as {already_paid: none}\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: {gold: 5.00}, differential: "
         "{peers: 5.00}}}",
         "8:67: awards.a.differential: the key 'already_paid' is missing; allowed: none, or a "
         "role of the event\n"
         "8:82: awards.a.differential: unknown key 'peers' (did you mean 'peer'?); allowed: "
         "already_paid, peer\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: {gold: 5.00}, differential: "
         "{already_paid: [seller], peer: {}}}}",
         "8:82: awards.a.differential.already_paid: a list is given; allowed: none, or a role "
         "of the event\n"
         "8:106: awards.a.differential.peer: an empty map is given; allowed: a rate as 1% of "
         "price, or an amount as 20.00\n"},
        {"awards: {a: {event: order, to: seller, pay: {gold: 5.00}, differential: "
         "{already_paid: none}}}",
         "8:59: awards.a.differential: goes up the tree; allowed where 'to' ends with .uplines\n"},
        {"awards: {a: {event: order, to: sellr.uplines, pay: [5.00]}, b: {event: order, to: "
         "sellr, pay: 5.00, unqualified: skip}}",
         "8:32: awards.a.to: unknown role 'sellr' (did you mean 'seller'?); allowed: seller, "
         "buyer\n"
         "8:83: awards.b.to: unknown role 'sellr' (did you mean 'seller'?); allowed: seller, "
         "buyer\n"},
        {"awards: {a: {event: order, to: seller, pay: {100.00..: 5.00}}}",
         "8:46: awards.a.pay: '100.00..' is a range of nothing; allowed: ranges beside the key "
         "'by', which says what they are of\n"},
        {"awards: {a: {event: order, to: seller, pay: 0% of price}, b: {event: order, to: "
         "seller, pay: {gold: 0% of price, normal: 0.00}}}",
         "8:45: awards.a.pay: 0 % pays nothing; leave it out instead\n"},
    };
    rule_text_check(cases, sizeof cases / sizeof cases[0]);
}

static void t03_levels_are_rows_for_each_tier_and_0_is_listed(void **state) {
    (void)state;
    static const struct {
        uint8_t listed;
        int64_t value;
    } expected[3][3] = {{{1, 100000000}, {1, 100000000}, {1, 100000000}},
                        {{0, 0}, {1, 50000000}, {0, 0}},
                        {{1, 0}, {1, 0}, {1, 0}}};
    static const uint8_t policies[] = {FENRUN__UNQUALIFIED_SKIP, FENRUN__UNQUALIFIED_COMPRESS,
                                       FENRUN__UNQUALIFIED_STOP};
    static const char *const words[] = {"skip", "compress", "stop"};
    for (size_t i = 0; i < 3; i++) {
        char part[256];
        struct fenrun__memory memory;
        snprintf(part, sizeof part,
                 "awards: {a: {event: order, to: seller.inviter.uplines, unqualified: %s,\n"
                 "             pay: [10%% of profit, {gold: 5%% of profit}, 0%% of profit]}}",
                 words[i]);
        struct fenrun__plan *plan = rule_text_read_part(&memory, part);
        const struct fenrun__plan_award *award = fenrun__plan_award(plan, 0);
        assert_int_equal(award->form, FENRUN__FORM_LEVELS);
        assert_int_equal(award->unqualified, policies[i]);
        assert_int_equal(award->to.uplines, 1);
        assert_int_equal(award->level_count, 3);
        assert_int_equal(award->looks_at_payee, 1);
        for (uint32_t level = 0; level < 3; level++) {
            for (uint32_t tier = 0; tier < 3; tier++) {
                const struct fenrun__plan_pay *pay =
                    fenrun__plan_pay(plan, award->pay_first + level * 3 + tier);
                assert_int_equal(pay->listed, expected[level][tier].listed);
                assert_int_equal(pay->value, expected[level][tier].value);
            }
        }
        fenrun__plan_free(&memory, plan);
    }
}

static void a_differential_has_rates_and_perhaps_a_peer(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__plan *plan = rule_text_read_part(
        &memory, "awards:\n"
                 "  one: {event: order, to: seller.uplines, pay: {gold: 5% of price, normal: 0% of "
                 "price},\n"
                 "        differential: {already_paid: buyer, peer: 1% of profit}}\n"
                 "  two: {event: order, to: seller.uplines, pay: {gold: 5.00},\n"
                 "        differential: {already_paid: none}}\n");
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, 0);
    const struct fenrun__plan_differential *one =
        fenrun__plan_differential(plan, award->special);
    assert_int_equal(award->form, FENRUN__FORM_DIFFERENTIAL);
    assert_int_equal(one->already_paid, 1);
    assert_int_equal(one->has_peer, 1);
    assert_int_equal(one->peer.value, 10000000);
    assert_int_equal(one->peer.index, 1);
    assert_int_equal(fenrun__plan_pay(plan, award->pay_first)->listed, 1);
    assert_int_equal(fenrun__plan_pay(plan, award->pay_first + 1)->value, 50000000);
    assert_int_equal(fenrun__plan_pay(plan, award->pay_first + 2)->listed, 0);
    const struct fenrun__plan_differential *two =
        fenrun__plan_differential(plan, fenrun__plan_award(plan, 1)->special);
    assert_int_equal(two->already_paid, FENRUN__NOWHERE);
    assert_int_equal(two->has_peer, 0);
    fenrun__plan_free(&memory, plan);
}

static void t05_a_value_may_be_for_each_piece(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__plan *plan = rule_text_read_part(
        &memory, "order: {roles: [seller], amounts: [price], counts: [quantity]}\n"
                 "awards: {a: {event: order, to: seller, pay: {gold: 2.00 per quantity,\n"
                 "                         normal: 5.00 per 100.00 of price}}}");
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, 0);
    const struct fenrun__plan_pay *normal = fenrun__plan_pay(plan, award->pay_first);
    const struct fenrun__plan_pay *gold = fenrun__plan_pay(plan, award->pay_first + 1);
    assert_int_equal(normal->kind, FENRUN__VALUE_PER);
    assert_int_equal(normal->per, 10000);
    assert_int_equal(normal->index, 0);
    assert_int_equal(gold->kind, FENRUN__VALUE_PER);
    assert_int_equal(gold->per, 1);
    assert_int_equal(gold->index, FENRUN__FIGURE_COUNT0);
    assert_int_equal(award->looks_at_payee, 1);
    fenrun__plan_free(&memory, plan);
}

static void levels_have_a_limit(void **state) {
    (void)state;
    char part[2048] = "awards: {a: {event: order, to: seller.uplines, unqualified: skip,\n"
                      "             pay: [1.00";
    char text[4096];
    char mistakes[1024];
    struct fenrun__memory memory;
    for (int i = 1; i < FENRUN_LEVELS_MAX; i++) strcat(part, ", 1.00");
    size_t size = strlen(part);
    strcat(part, "]}}");
    struct fenrun__plan *plan = rule_text_read_part(&memory, part);
    assert_int_equal(fenrun__plan_award(plan, 0)->level_count, FENRUN_LEVELS_MAX);
    fenrun__plan_free(&memory, plan);

    strcpy(part + size, ", 5]}}");
    rule_text_build(text, sizeof text, part);
    assert_null(rule_text_read(&memory, text, strlen(text), mistakes, sizeof mistakes));
    assert_string_equal(mistakes, "9:404: awards.a.pay[65]: more than the 64 levels that an award "
                                  "may have\n");
}

/* 256 awards of 64 levels for 64 tiers: what grows may grow. */
static void the_largest_rule_set_is_read_whole(void **state) {
    (void)state;
    static char text[FENRUN_RULES_SIZE_MAX];
    static char mistakes[1024];
    struct fenrun__memory memory;
    size_t size = (size_t)sprintf(text, "fenrun: 1\nname: x\ncurrency: CNY\nrounding: down\n"
                                        "tiers: [t0");
    for (int i = 1; i < FENRUN_TIERS_MAX; i++) size += (size_t)sprintf(text + size, ", t%d", i);
    size += (size_t)sprintf(text + size, "]\nawards:\n");
    for (int i = 0; i < FENRUN_AWARDS_MAX; i++) {
        size += (size_t)sprintf(text + size, "  a%d:\n    event: join\n    to: newcomer.uplines\n"
                                             "    unqualified: skip\n    pay: [",
                                i);
        for (int level = 1; level <= FENRUN_LEVELS_MAX; level++) {
            size += (size_t)sprintf(text + size, "%s%d", level == 1 ? "" : ",", level);
        }
        size += (size_t)sprintf(text + size, "]\n");
    }
    assert_true(size < sizeof text);
    struct fenrun__plan *plan =
        rule_text_read(&memory, text, size, mistakes, sizeof mistakes);
    assert_string_equal(mistakes, "");
    const struct fenrun__plan_award *last = fenrun__plan_award(plan, FENRUN_AWARDS_MAX - 1);
    const struct fenrun__plan_pay *pay = fenrun__plan_pay(
        plan, last->pay_first + FENRUN_LEVELS_MAX * FENRUN_TIERS_MAX - 1);
    assert_int_equal(pay->value, FENRUN_LEVELS_MAX * 100);
    assert_true(plan->size > FENRUN_AWARDS_MAX * FENRUN_LEVELS_MAX * FENRUN_TIERS_MAX *
                                 sizeof *pay);
    fenrun__plan_free(&memory, plan);
    assert_int_equal(memory.bytes, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_pay_says_what_is_allowed),
        cmocka_unit_test(t03_levels_are_rows_for_each_tier_and_0_is_listed),
        cmocka_unit_test(a_differential_has_rates_and_perhaps_a_peer),
        cmocka_unit_test(t05_a_value_may_be_for_each_piece),
        cmocka_unit_test(levels_have_a_limit),
        cmocka_unit_test(the_largest_rule_set_is_read_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
