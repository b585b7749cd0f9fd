/* Period: what closes pay to each member, as prizes, on uplines and out of pools. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/family.h"

/* Sales and profit: 1 900.00 and 90.00, 3 500.00 and 100.00, 4 500.00 and 50.00 in two orders,
   5 100.00 and 0. */
static struct desk *open_month(const char *award) {
    struct desk *desk = family_open_awards(award);
    static const struct {
        uint64_t seller;
        int64_t price, profit, quantity;
    } orders[] = {
        {1, 90000, 9000, 1}, {3, 50000, 10000, 2}, {4, 25000, 2500, 3}, {4, 25000, 2500, 4},
        {5, 10000, 0, 5}};
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        fenrun_event order =
            desk_order(i + 1, orders[i].seller, orders[i].price, orders[i].profit, 20);
        order.counts[0] = orders[i].quantity;
        assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    }
    return desk;
}

struct month_case {
    const char *keys;
    const char *pays;
};

static void expect_all(const struct month_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        char award[400];
        snprintf(award, sizeof award, "  a: {event: month, %s}\n", cases[i].keys);
        struct desk *desk = open_month(award);
        fenrun_event close = family_close(30);
        const char *pays = family_pays(desk, &close);
        if (strcmp(pays, cases[i].pays) != 0) print_error("%s\n", cases[i].keys);
        assert_string_equal(pays, cases[i].pays);
        desk_expect(desk, &close, strncmp(pays, "award", 5) == 0 ? FENRUN_ERROR_LIMIT : FENRUN_OK);
        desk_close(desk);
    }
}

static void each_member_has_its_turn_in_the_order_of_the_tree(void **state) {
    (void)state;
    static const struct month_case cases[] = {
        {"to: member, when: {member: gold+}, pay: 5.00", "1 500, 3 500"},
        {"to: member, pay: 1% of own_sales in month", "1 900, 3 500, 4 500, 5 100"},
        {"to: member, pay: {gold: 1% of own_sales in month, normal: 2% of own_profit in month}",
         "3 500, 4 100"},
        {"to: member.inviter, qualify: [{own_sales in month: 500.00}], pay: 3.00",
         "2 300, 3 300"},
        {"to: member.leader, pay: 10% of own_profit in month", "3 500"},
        {"to: member, pay: 2.00 per own_orders in month", "1 200, 3 200, 4 400, 5 200"},
        {"to: member, pay: 2.00 per 2 of own_quantity in month", "3 200, 4 600, 5 400"},
        {"to: member, pay: 1.00 per 300.00 of own_sales in month", "1 300, 3 100, 4 100"},
        {"to: member, pay: {by: own_sales in month, 0.00..499.99: 0.00, 500.00..899.99: 5.00,"
         " 900.00..: 9.00}",
         "1 900, 3 500, 4 500"},
        {"to: member.inviter, when: {payee: gold+}, pay: 1% of own_sales in month", "3 500"},
        {"to: member.inviter, when: {member: below payee}, pay: 1% of own_sales in month",
         "3 500"},
        {"to: member, pay: 1% of all_sales in month, when: {member: platinum}", "1 2000"},
        /* 4 and 5 are below 3, who leads; 5 is below 4; in other teams nobody sold anything */
        {"to: member, pay: 1% of team_sales in month", "3 600, 4 100"},
    };
    expect_all(cases, sizeof cases / sizeof cases[0]);
}

static void levels_and_differentials_go_up_from_each(void **state) {
    (void)state;
    static const struct month_case cases[] = {
        {"to: member.uplines, pay: [1% of own_sales in month, 1.00], unqualified: skip,"
         " when: {member: silver+}",
         "2 500, 1 100, 4 100, 3 100"},
        {"to: member.uplines, when: {member: normal, payee: gold+}, unqualified: compress,"
         " pay: [1% of own_sales in month]",
         "3 500"},
        {"to: member.uplines, pay: {gold: 2% of own_sales in month, platinum: 3% of own_sales in"
         " month}, differential: {already_paid: member, peer: 0.50}",
         "1 500, 3 1000, 1 500, 3 200, 1 100"},
    };
    expect_all(cases, sizeof cases / sizeof cases[0]);
}

static void prizes_are_paid_by_rank(void **state) {
    (void)state;
    static const struct month_case cases[] = {
        {"to: member, rank: own_sales in month, pay: [30.00, 20.00, 10.00]",
         "1 3000, 3 2000, 4 1000"},
        {"to: member, rank: own_sales in month, top: 2, pay: [30.00, 20.00, 10.00]",
         "1 3000, 3 2000"},
        {"to: member, rank: own_sales in month, top: 20%, pay: [30.00, 20.00, 10.00]", "1 3000"},
        {"to: member, rank: own_profit in month, pay: [1% of own_sales in month, 1.00, 2.00,"
         " 3.00]",
         "3 500, 1 100, 4 200"},
        {"to: member.inviter, rank: own_sales in month, pay: [1.00, 2.00, 3.00, 4.00]",
         "2 200, 3 300, 4 400"},
        {"to: member, rank: own_sales in month, top: 3, pay: 5.00", "1 500, 3 500, 4 500"},
        {"to: member, rank: own_sales in month, pay: [{gold: 9.00}, {gold: 7.00}, 1.00]",
         "3 700, 4 100"},
    };
    expect_all(cases, sizeof cases / sizeof cases[0]);
    struct desk *desk =
        open_month("  a: {event: month, to: member, rank: own_sales in month, pay: [{gold: 9.00},"
                   " {gold: 7.00}, 1.00]}\n");
    fenrun_event close = family_close(30);
    assert_string_equal(family_pays(desk, &close), "3 700, 4 100");
    assert_int_equal(desk->result.payouts[0].level, 2);
    assert_int_equal(desk->result.payouts[1].level, 3);
    desk_close(desk);
}

static void a_pool_is_shared_rounded_down(void **state) {
    (void)state;
    static const struct month_case cases[] = {
        {"to: member, pool: 10.00, share: equally, remainder_to: platform",
         "1 142, 2 142, 3 142, 4 142, 5 142, 6 142, 7 142"},
        {"to: member, pool: 10.00, share: equally, remainder_to: first",
         "1 148, 2 142, 3 142, 4 142, 5 142, 6 142, 7 142"},
        {"to: member, when: {member: gold+}, pool: 1% of all_profit in month, share: equally,"
         " remainder_to: platform",
         "1 120, 3 120"},
        {"to: member, pool: 1% of all_profit in month, share: by own_profit in month,"
         " remainder_to: platform",
         "1 90, 3 100, 4 50"},
        /* 3.15, 1.75, 1.75, 0.35: 2 are left */
        {"to: member, pool: 0.07, share: by own_sales in month, remainder_to: first",
         "1 5, 3 1, 4 1"},
        {"to: member, rank: own_profit in month, pool: 0.07, share: by own_sales in month,"
         " remainder_to: first",
         "3 3, 1 3, 4 1"},
        {"to: member, rank: own_profit in month, top: 1, pool: 9.00, share: equally,"
         " remainder_to: platform",
         "3 900"},
        {"to: member, qualify: [{own_sales in month: 90000.00}], pool: 9.00, share: equally,"
         " remainder_to: first",
         "nothing"},
        {"to: member, when: {member: silver}, pool: 9.00, share: by own_profit in month,"
         " remainder_to: first",
         "nothing"},
        {"to: member, pool: 0.05, share: equally, remainder_to: first", "1 5"},
        {"to: member, pool: 0.05, share: equally, remainder_to: platform", "nothing"},
    };
    expect_all(cases, sizeof cases / sizeof cases[0]);
}

static void caps_hold_at_a_close_too(void **state) {
    (void)state;
    static const struct month_case cases[] = {
        {"to: member, pay: 1% of own_sales in month, cap: {at_most: 12.00, over: clip}",
         "1 900, 3 300"},
        {"to: member, pay: 1% of own_sales in month, cap: {at_most: 0.5% of all_sales in month,"
         " over: clip}",
         "1 900, 3 100"},
        {"to: member, pay: 1% of own_sales in month, cap: {at_most: 12.00, over: refuse}",
         "award a reaches 14.00, above its cap of 12.00"},
        {"to: member, pay: 1% of own_sales in month, cap: {at_most: 0.5% of all_sales in month,"
         " over: refuse}",
         "award a reaches 14.00, above its cap of 0.5% of all_sales in month 2000.00, which is"
         " 10.00"},
        /* what one payee gets for several members */
        {"to: member.leader, pay: 2.00, cap: {at_most: 3.00, in: month, over: clip}",
         "1 200, 3 200, 3 100"},
        {"to: member.leader, pay: 2.00, cap: {at_most: 3.00, in: month, over: refuse}",
         "award a reaches 4.00 for member 3, above its cap of 3.00 in month"},
    };
    expect_all(cases, sizeof cases / sizeof cases[0]);
}

static void after_a_close_the_period_is_empty(void **state) {
    (void)state;
    struct desk *desk = open_month(
        "  a: {event: month, to: member, pay: 1% of own_sales in month,"
        " cap: {at_most: 6.00, in: month, over: clip}}\n"
        "  b: {event: month, to: member, pool: 1% of all_sales in month, share: equally,"
        " remainder_to: platform, rank: own_sales in month, top: 1}\n");
    fenrun_event close = family_close(30);
    assert_string_equal(family_applies(desk, &close), "1 600, 3 500, 4 500, 5 100, 1 2000");
    close.at = 31;
    assert_string_equal(family_applies(desk, &close), "nothing");
    fenrun_event order = desk_order(9, 7, 10000, 0, 15);
    family_applies(desk, &order);
    close.at = 32;
    assert_string_equal(family_applies(desk, &close), "7 100, 7 100");
    desk_close(desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_member_has_its_turn_in_the_order_of_the_tree),
        cmocka_unit_test(levels_and_differentials_go_up_from_each),
        cmocka_unit_test(prizes_are_paid_by_rank),
        cmocka_unit_test(a_pool_is_shared_rounded_down),
        cmocka_unit_test(caps_hold_at_a_close_too),
        cmocka_unit_test(after_a_close_the_period_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
