/* Level: who gets which level, and differentials with their peers, to the fen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/family.h"

struct level_case {
    const char *award;
    uint64_t seller;
    const char *pays;
};

/* Orders of 100.00 with a profit of 10.00, bought by 4. */
static void expect_all(const struct level_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        char award[400];
        snprintf(award, sizeof award, "  a: {event: order, to: seller.uplines, %s}\n",
                 cases[i].award);
        struct desk *desk = family_open_awards(award);
        fenrun_event order = desk_order(1, cases[i].seller, 10000, 1000, 20);
        order.roles[1] = 4;
        const char *pays = family_pays(desk, &order);
        if (strcmp(pays, cases[i].pays) != 0) print_error("%s\n", cases[i].award);
        assert_string_equal(pays, cases[i].pays);
        desk_close(desk);
    }
}

/* Above 5 silver: 4 normal, 3 gold, 2 normal, 1 platinum. */
static void a_member_who_is_not_qualified_is_treated_as_the_rule_says(void **state) {
    (void)state;
    static const struct level_case cases[] = {
        {"pay: [10% of price, 5% of price, 1% of price], unqualified: skip", 5,
         "4 1000, 3 500, 2 100"},
        {"when: {payee: gold+}, pay: [10% of price, 5% of price, 1% of price],"
         " unqualified: skip",
         5, "3 500"},
        {"when: {payee: gold+}, pay: [10% of price, 5% of price, 1% of price],"
         " unqualified: compress",
         5, "3 1000, 1 500"},
        {"when: {payee: gold+}, pay: [10% of price, 5% of price], unqualified: stop", 5,
         "nothing"},
        {"when: {payee: gold+}, pay: [10% of price, 5% of price], unqualified: stop", 4, "3 1000"},
        {"pay: [{gold: 3.00}, {gold: 2.00, platinum: 4.00}], unqualified: skip", 5, "3 200"},
        {"pay: [{gold: 3.00}, {normal: 2.00, platinum: 4.00}], unqualified: compress", 5,
         "3 300, 2 200"},
        {"pay: [{gold: 3.00}, {platinum: 4.00}], unqualified: compress", 5, "3 300, 1 400"},
        {"pay: [{normal: 3.00}, {normal: 2.00}, {normal: 1.00}], unqualified: stop", 5, "4 300"},
        {"pay: [1.00, 2.00, 3.00, 4.00, 5.00], unqualified: stop", 5,
         "4 100, 3 200, 2 300, 1 400"},
        {"pay: [1.00, 2.00], unqualified: skip", 6, "nothing"},
        {"pay: [1.00, 2.00], unqualified: skip", 7, "6 100"},
        {"when: {payee: above seller}, pay: [1.00, 2.00], unqualified: compress", 5,
         "3 100, 1 200"},
        {"when: {seller: below payee}, pay: [1.00, 2.00], unqualified: compress", 5,
         "3 100, 1 200"},
        {"when: {payee: below buyer}, pay: [1.00, 2.00], unqualified: compress", 5, "nothing"},
        {"when: {seller: gold}, pay: [1.00, 2.00], unqualified: compress", 5, "nothing"},
    };
    expect_all(cases, sizeof cases / sizeof cases[0]);
}

static void t03_a_level_of_nothing_does_not_silence_the_next(void **state) {
    (void)state;
    static const struct level_case cases[] = {
        {"pay: [0% of price, 5% of price], unqualified: stop", 5, "3 500"},
        {"pay: [0% of price, 5% of price], unqualified: skip", 5, "3 500"},
        {"pay: [0% of price, 5% of price], unqualified: compress", 5, "3 500"},
        {"pay: [{normal: 0.00}, {gold: 5.00}], unqualified: compress", 5, "3 500"},
        {"pay: [0.001% of profit, 5% of price], unqualified: stop", 5, "3 500"},
    };
    expect_all(cases, sizeof cases / sizeof cases[0]);
}

static void a_level_is_told_in_the_payout(void **state) {
    (void)state;
    struct desk *desk = family_open_awards(
        "  a: {event: order, to: seller.uplines, when: {payee: gold+}, pay: [1.00, 1.00, 1.00,"
        " 1.00], unqualified: skip}\n"
        "  b: {event: order, to: seller.inviter.uplines, pay: {gold: 1.00, platinum: 3.00},"
        " differential: {already_paid: none}}\n");
    fenrun_event order = desk_order(1, 5, 10000, 0, 20);
    assert_string_equal(family_pays(desk, &order), "3 100, 1 100, 3 100, 1 200");
    static const uint32_t levels[] = {2, 4, 1, 3};
    for (size_t i = 0; i < 4; i++) assert_int_equal(desk->result.payouts[i].level, levels[i]);
    desk_close(desk);
}

#define DIFFERENTIAL(more) \
    "pay: {normal: 5% of price, silver: 6% of price, gold: 8% of price, platinum: 8.5% of price}," \
    " differential: {" more "}"

static void a_differential_pays_what_a_tier_has_more(void **state) {
    (void)state;
    static const struct level_case cases[] = {
        {DIFFERENTIAL("already_paid: none"), 5, "4 500, 3 300, 1 50"},
        {DIFFERENTIAL("already_paid: seller"), 5, "3 200, 1 50"},
        {DIFFERENTIAL("already_paid: buyer"), 5, "3 300, 1 50"},
        {DIFFERENTIAL("already_paid: none"), 2, "1 850"},
        {DIFFERENTIAL("already_paid: seller"), 3, "1 50"},
        {DIFFERENTIAL("already_paid: seller"), 1, "nothing"},
        {DIFFERENTIAL("already_paid: seller"), 7, "nothing"},
        {"when: {payee: [normal, platinum]}, " DIFFERENTIAL("already_paid: none"), 5,
         "4 500, 1 350"},
        {"pay: {gold: 8% of price}, differential: {already_paid: seller}", 5, "3 800"},
        {"pay: {silver: 20.00, gold: 30.00, platinum: 50.00},"
         " differential: {already_paid: seller}",
         5, "3 1000, 1 2000"},
        {"pay: {normal: 50.00, silver: 0.00, gold: 30.00, platinum: 50.01},"
         " differential: {already_paid: none}",
         5, "4 5000, 1 1"},
    };
    expect_all(cases, sizeof cases / sizeof cases[0]);
}

static void t01_rates_are_not_rounded_only_amounts(void **state) {
    (void)state;
    struct desk *desk = family_open_awards(
        "  a: {event: order, to: seller.uplines, differential: {already_paid: seller},"
        " pay: {normal: 2.5% of price, silver: 7.5% of price, gold: 12.5% of price,"
        " platinum: 20% of price}}\n");
    desk_tier(desk, 4, SILVER, 11);
    desk_tier(desk, 5, NORMAL, 11);
    fenrun_event order = desk_order(1, 5, 1000000, 0, 20); /* 500 + 500 + 750 = 1750 */
    assert_string_equal(family_pays(desk, &order), "4 50000, 3 50000, 1 75000");
    order.amounts[0] = 33; /* 1.65, 1.65, 2.475 fen */
    assert_string_equal(family_pays(desk, &order), "4 2, 3 2, 1 2");
    desk_close(desk);
}

static void a_peer_is_the_next_of_the_same_tier(void **state) {
    (void)state;
    static const struct level_case cases[] = {
        /* 4 normal is paid; 2 normal is above 3 gold, who has more: no peer */
        {DIFFERENTIAL("already_paid: none, peer: 1% of profit"), 5, "4 500, 3 300, 1 50"},
        /* without gold in between 2 is the peer of 4 */
        {"pay: {normal: 5% of price, platinum: 8% of price}, differential: {already_paid: none,"
         " peer: 1% of profit}",
         5, "4 500, 2 10, 1 300"},
        /* a seller counts as paid: 2 and 4 are both normal */
        {"pay: {normal: 5% of price, platinum: 8% of price}, differential: {already_paid: seller,"
         " peer: 1.00}",
         4, "2 100, 1 300"},
        {"pay: {normal: 5% of price}, differential: {already_paid: buyer, peer: 1.00}", 3, "2 100"},
        /* one peer only */
        {"pay: {normal: 5% of price}, differential: {already_paid: seller, peer: 1.00}", 5,
         "4 500, 2 100"},
        {"pay: {normal: 5% of price}, differential: {already_paid: seller, peer: 1.00}", 7,
         "6 100"},
        /* a tier that is not listed, or has nothing, was not paid: it has no peer */
        {"pay: {platinum: 5% of price}, differential: {already_paid: seller, peer: 1.00}", 4,
         "1 500"},
        {"pay: {normal: 0% of price, platinum: 5% of price}, differential: {already_paid: seller,"
         " peer: 1.00}",
         4, "1 500"},
        /* a peer passes the tests of the payee too */
        {"when: {payee: above buyer}, pay: {normal: 5% of price, silver: 5% of price, gold: 6% of"
         " price}, differential: {already_paid: seller, peer: 1.00}",
         4, "3 100"},
    };
    expect_all(cases, sizeof cases / sizeof cases[0]);
}

static void t11_a_peer_bonus_without_a_peer_is_the_platforms(void **state) {
    (void)state;
    struct desk *desk = family_open_awards(
        "  a: {event: order, to: seller.uplines, differential: {already_paid: seller, peer: 9.00},"
        " pay: {silver: 5% of price, gold: 8% of price, platinum: 10% of price}}\n");
    fenrun_event order = desk_order(1, 5, 10000, 0, 20);
    assert_string_equal(family_pays(desk, &order), "3 300, 1 200");
    desk_tier(desk, 2, GOLD, 20);
    order.at = 21;
    assert_string_equal(family_pays(desk, &order), "3 300, 2 900, 1 200");
    desk_tier(desk, 1, GOLD, 22);
    order.at = 23;
    assert_string_equal(family_pays(desk, &order), "3 300, 2 900"); /* 1 is the second peer */
    desk_close(desk);
}

static void t08_uplines_are_those_of_the_orders_own_instant(void **state) {
    (void)state;
    struct desk *desk = family_open_awards(
        "  a: {event: order, to: seller.uplines, pay: [1.00, 2.00, 3.00], unqualified: skip}\n"
        "  b: {event: order, to: seller.uplines, differential: {already_paid: none},"
        " pay: {gold: 5.00, platinum: 6.00}}\n");
    desk_move(desk, 4, 7, 20);
    desk_tier(desk, 6, PLATINUM, 30);
    fenrun_event order = desk_order(1, 5, 10000, 0, 19);
    assert_string_equal(family_pays(desk, &order), "4 100, 3 200, 2 300, 3 500, 1 100");
    order.at = 20;
    assert_string_equal(family_pays(desk, &order), "4 100, 7 200, 6 300");
    order.at = 30;
    assert_string_equal(family_pays(desk, &order), "4 100, 7 200, 6 300, 6 600");
    desk_close(desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_member_who_is_not_qualified_is_treated_as_the_rule_says),
        cmocka_unit_test(t03_a_level_of_nothing_does_not_silence_the_next),
        cmocka_unit_test(a_level_is_told_in_the_payout),
        cmocka_unit_test(a_differential_pays_what_a_tier_has_more),
        cmocka_unit_test(t01_rates_are_not_rounded_only_amounts),
        cmocka_unit_test(a_peer_is_the_next_of_the_same_tier),
        cmocka_unit_test(t11_a_peer_bonus_without_a_peer_is_the_platforms),
        cmocka_unit_test(t08_uplines_are_those_of_the_orders_own_instant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
