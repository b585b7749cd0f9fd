/* Split: shares and remainders, which always add up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/family.h"

struct split_case {
    const char *award;
    uint64_t seller, buyer;
    int64_t price;
    const char *pays;
};

static void expect_all(const struct split_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        char award[400];
        snprintf(award, sizeof award, "  a: {event: order, %s}\n", cases[i].award);
        struct desk *desk = family_open_awards(award);
        fenrun_event order = desk_order(1, cases[i].seller, cases[i].price, 0, 20);
        order.roles[1] = cases[i].buyer;
        const char *pays = family_pays(desk, &order);
        if (strcmp(pays, cases[i].pays) != 0) print_error("%s\n", cases[i].award);
        assert_string_equal(pays, cases[i].pays);
        desk_close(desk);
    }
}

static void t12_a_split_distributes_all_of_it(void **state) {
    (void)state;
    static const struct split_case cases[] = {
        {"split: 38% of price, among: {seller: 50%, buyer: 30%, seller.inviter: 20%},"
         " remainder_to: seller.leader",
         5, 7, 9999, "5 1900, 7 1140, 4 760"}, /* 3799.62 is 38.00, and all of it is given */
        {"split: 100% of price, among: {seller: 33.3333333%, buyer: 33.3333333%,"
         " seller.inviter: 33.3333334%}, remainder_to: seller.leader",
         5, 7, 100, "5 33, 7 33, 4 33, 3 1"},
        {"split: 100% of price, among: {seller: 50%, buyer: 50%}, remainder_to: platform", 5, 7,
         101, "5 50, 7 50"},
        {"split: 100% of price, among: {seller: 50%, buyer: 50%}, remainder_to: buyer", 5, 7, 101,
         "5 50, 7 50, 7 1"},
        {"split: 1.00, among: {seller: 60%, buyer: 30%}, remainder_to: seller.leader", 5, 7, 0,
         "5 60, 7 30, 3 10"},
        /* a share that leads to nobody is left over */
        {"split: 1.00, among: {seller: 60%, buyer: 40%}, remainder_to: seller.leader", 5, 0, 0,
         "5 60, 3 40"},
        {"split: 1.00, among: {seller: 60%, buyer: 40%}, remainder_to: platform", 5, 0, 0, "5 60"},
        {"split: 1.00, among: {seller: 60%, buyer: 40%}, remainder_to: seller.leader", 6, 0, 0,
         "6 60"},
        /* shares of nothing */
        {"split: 10% of price, among: {seller: 60%, buyer: 40%}, remainder_to: seller.leader", 5,
         7, 10, "3 1"},
        {"split: 10% of price, among: {seller: 60%, buyer: 40%}, remainder_to: seller.leader", 5,
         7, 0, "nothing"},
        {"split: 1.00, when: {buyer: silver}, among: {seller: 60%}, remainder_to: platform", 5, 7,
         0, "nothing"},
        {"split: 1.00, when: {buyer: normal}, among: {seller: 60%}, remainder_to: platform", 5, 7,
         0, "5 60"},
        {"split: 100% of price, among: {seller: 100%}, remainder_to: platform", 5, 7, INT64_MAX,
         "5 9223372036854775807"},
    };
    expect_all(cases, sizeof cases / sizeof cases[0]);
}

static void the_whole_is_rounded_once_and_capped(void **state) {
    (void)state;
    static const struct split_case cases[] = {
        {"split: 12.5% of price, rounding: up, among: {seller: 100%}, remainder_to: platform", 5, 7,
         17, "5 3"},
        {"split: 12.5% of price, rounding: down, among: {seller: 100%}, remainder_to: platform", 5,
         7, 23, "5 2"},
        {"split: 50% of price, cap: {at_most: 40% of price, over: clip}, among: {seller: 50%},"
         " remainder_to: buyer",
         5, 7, 1000, "5 200, 7 200"},
        {"split: 50% of price, cap: {at_most: 40% of price, over: refuse}, among: {seller: 50%},"
         " remainder_to: buyer",
         5, 7, 1000, "award a reaches 5.00, above its cap of 40% of price 10.00, which is 4.00"},
    };
    expect_all(cases, sizeof cases / sizeof cases[0]);
}

static void a_payout_tells_its_share_and_the_whole(void **state) {
    (void)state;
    struct desk *desk = family_open_awards(
        "  a: {event: order, split: 88% of price, hold: 2 hours, unit: coupon,"
        " among: {buyer: 25%, seller: 50%}, remainder_to: seller.inviter}\n");
    fenrun_event order = desk_order(1, 5, 1000, 0, 20);
    assert_string_equal(family_pays(desk, &order), "5 440, 4 440");
    const fenrun_payout expected[] = {{.payee = 5,
                                       .amount = 440,
                                       .base = 880,
                                       .rate_ppb = 500000000,
                                       .available_at = 7220,
                                       .unit = 1,
                                       .level = 2},
                                      {.payee = 4,
                                       .amount = 440,
                                       .base = 880,
                                       .available_at = 7220,
                                       .unit = 1}};
    assert_memory_equal(desk->result.payouts, expected, sizeof expected);
    desk_close(desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(t12_a_split_distributes_all_of_it),
        cmocka_unit_test(the_whole_is_rounded_once_and_capped),
        cmocka_unit_test(a_payout_tells_its_share_and_the_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
