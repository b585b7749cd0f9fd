/* Pool: pools, right and wrong, and what they become in the plan. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/rule_text.h"

static void a_wrong_pool_says_what_is_allowed(void **state) {
    (void)state;
    static const struct rule_text_case cases[] = {
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, pool: 1% of all_profit in month, share: by "
         "own_profit in month, remainder_to: first}}",
         ""},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, pool: 10000.00, share: equally, remainder_to: "
         "platform, rank: own_sales in month, top: 10%, when: {member: gold+}}}",
         ""},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, pool: 1% of own_profit in month, share: "
         "evenly, remainder_to: seller}}",
         "9:52: awards.a.pool: 'own_profit in month' is a measure of one member; allowed: one "
         "of everybody as all_sales in month\n"
         "9:80: awards.a.share: 'evenly' is no way to share; allowed: equally, or by a measure "
         "as by own_sales in month\n"
         "9:102: awards.a.remainder_to: unknown receiver 'seller'; allowed: platform, first\n"},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, pool: 0.00, share: by, remainder_to: [first]}}",
         "9:46: awards.a.pool: '0.00' pays nothing; leave it out instead\n"
         "9:59: awards.a.share: 'by' is no way to share; allowed: equally, or by a measure as "
         "by own_sales in month\n"
         "9:63: awards.a.remainder_to: a list is given; allowed: platform, first\n"},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, pool: 1% of all_profit in moth, share: by "
         "own_profit in moth, remainder_to: frist}}",
         "9:66: awards.a.pool: unknown period 'moth' (did you mean 'month'?); allowed: month\n"
         "9:96: awards.a.share: unknown period 'moth' (did you mean 'month'?); allowed: month\n"
         "9:116: awards.a.remainder_to: unknown receiver 'frist' (did you mean 'first'?); "
         "allowed: platform, first\n"},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, pool: 5.00 per all_orders, share: by all_sales "
         "in month, remainder_to: first}}",
         "9:46: awards.a.pool: '5.00 per all_orders' is not understood; allowed: a rate as 1% "
         "of all_sales in month, or an amount as 10000.00\n"
         "9:77: awards.a.share: 'all_sales' is of everybody; allowed: a measure of one member "
         "as own_sales\n"},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, pool: {gold: 5.00}, share: {by: own_sales}, "
         "remainder_to: }}",
         "9:40: awards.a.pool: a map is given; allowed: a rate as 1% of all_sales in month, or "
         "an amount as 10000.00\n"
         "9:60: awards.a.share: a map is given; allowed: equally, or by a measure as by "
         "own_sales in month\n"
         "9:84: awards.a.remainder_to: nothing is given; allowed: platform, first\n"},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, pool: 5.00, share: equally, remainder_to: "
         "first, when: {member: gold, payee: gold}}}",
         "9:110: awards.a.when: unknown subject 'payee'; allowed: member\n"},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member.inviter, pool: 5.00, share: equally, "
         "remainder_to: first}, b: {event: month, to: member.uplines, pool: 5.00, share: "
         "equally, remainder_to: first}}",
         "9:32: awards.a.to: 'member.inviter' is not whom a pool is shared among; allowed: "
         "member\n"
         "9:120: awards.b.to: 'member.uplines' is not whom a pool is shared among; allowed: "
         "member\n"},
    };
    rule_text_check(cases, sizeof cases / sizeof cases[0]);
}

static void a_pool_is_a_sum_a_weight_and_a_receiver_of_the_rest(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__plan *plan = rule_text_read_part(
        &memory, "periods: [month]\n"
                 "awards:\n"
                 "  one: {event: month, to: member, pool: 1% of all_profit in month,\n"
                 "        share: by own_sales in month, remainder_to: first}\n"
                 "  two: {event: month, to: member, pool: 500.00, share: equally,\n"
                 "        remainder_to: platform}\n");
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, 0);
    const struct fenrun__plan_pool *pool = fenrun__plan_pool(plan, award->special);
    assert_int_equal(award->form, FENRUN__FORM_POOL);
    assert_int_equal(award->trigger, fenrun__plan_trigger_of_period(plan, 0));
    assert_int_equal(pool->sum.kind, FENRUN__VALUE_RATE);
    assert_int_equal(pool->sum.source, FENRUN__SOURCE_TOTAL);
    assert_int_equal(fenrun__plan_column(plan, pool->sum.index)->figure, 1);
    assert_int_equal(fenrun__plan_column(plan, pool->share)->figure, 0);
    assert_int_equal(pool->remainder_to_first, 1);
    const struct fenrun__plan_pool *two =
        fenrun__plan_pool(plan, fenrun__plan_award(plan, 1)->special);
    assert_int_equal(two->sum.kind, FENRUN__VALUE_FIXED);
    assert_int_equal(two->sum.value, 50000);
    assert_int_equal(two->share, FENRUN__NOWHERE);
    assert_int_equal(two->remainder_to_first, 0);
    fenrun__plan_free(&memory, plan);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_pool_says_what_is_allowed),
        cmocka_unit_test(a_pool_is_a_sum_a_weight_and_a_receiver_of_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
