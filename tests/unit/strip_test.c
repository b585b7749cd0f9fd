/* Strip: amounts to the fen, by every way to compute them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/convoy.h"

struct strip_case {
    const char *award; /* what follows "event: order, " */
    const char *paid;  /* by strip 0 */
};

/* Orders of the sellers 1 to 7: prices 1.00, 2.00 ... and profits 0.01, 0.02 ...; bought by 5. */
static void expect_all(const struct strip_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        char award[300];
        snprintf(award, sizeof award, "  a: {event: order, %s}\n", cases[i].award);
        struct convoy *convoy = convoy_open(award);
        for (int64_t id = 1; id <= 7; id++) {
            convoy_add(convoy, (uint64_t)id, 5, 100 * id, id, 20);
        }
        convoy_pay(convoy);
        if (strcmp(convoy_strip(convoy, 0), cases[i].paid) != 0) print_error("%s\n", award);
        assert_string_equal(convoy_strip(convoy, 0), cases[i].paid);
        convoy_close(convoy);
    }
}

static void rates_are_rounded_once(void **state) {
    (void)state;
    static const struct strip_case cases[] = {
        {"to: seller, pay: 50% of profit, rounding: half_even", "1 1, 2 2, 3 2, 4 2, 5 3, 6 4"},
        {"to: seller, pay: 50% of profit, rounding: half_up",
         "0 1, 1 1, 2 2, 3 2, 4 3, 5 3, 6 4"},
        {"to: seller, pay: 50% of profit, rounding: down", "1 1, 2 1, 3 2, 4 2, 5 3, 6 3"},
        {"to: seller, pay: 10% of profit, rounding: up", "0 1, 1 1, 2 1, 3 1, 4 1, 5 1, 6 1"},
        {"to: seller, pay: 100% of profit", "0 1, 1 2, 2 3, 3 4, 4 5, 5 6, 6 7"},
        {"to: seller.inviter, pay: 100% of profit", "1 2, 2 3, 3 4, 4 5, 6 7"},
    };
    expect_all(cases, sizeof cases / sizeof *cases);
}

static void the_tier_of_the_payee_decides(void **state) {
    (void)state;
    static const struct strip_case cases[] = {
        {"to: seller, pay: {silver: 10% of price, gold: 20% of price}", "2 60, 4 50"},
        {"to: seller, pay: {silver: 1.00, gold: 20% of price}", "2 60, 4 100"},
        {"to: seller, pay: {silver: 1.00, platinum: 2.00}", "0 200, 4 100"},
        {"to: seller, pay: {silver: 2.00 per quantity, platinum: 0.20 per 2.00 of price}",
         "4 600"},
        {"to: seller, pay: 0.20 per 2.00 of price", "1 20, 2 20, 3 40, 4 40, 5 60, 6 60"},
        {"to: seller.inviter, when: {payee: gold+}, pay: 1.00", "1 100, 3 100"},
        {"to: seller.inviter, when: {payee: above seller}, pay: 1.00", "1 100, 3 100"},
        {"to: seller.inviter, when: {seller: silver+, payee: normal}, pay: 1.00",
         "2 100, 4 100"},
    };
    expect_all(cases, sizeof cases / sizeof *cases);
}

static void each_level_of_uplines_is_a_strip(void **state) {
    (void)state;
    static const struct {
        const char *unqualified;
        const char *paid[3];
    } cases[] = {
        {"skip", {"1 100, 3 100", "2 200, 4 200", "3 300"}},
        {"stop", {"1 100, 3 100", "", ""}},
    };
    for (size_t i = 0; i < 2; i++) {
        char award[200];
        snprintf(award, sizeof award,
                 "  a: {event: order, to: seller.uplines, when: {payee: gold+}, "
                 "pay: [1.00, 2.00, 3.00], unqualified: %s}\n",
                 cases[i].unqualified);
        struct convoy *convoy = convoy_open(award);
        for (uint64_t id = 1; id <= 7; id++) convoy_add(convoy, id, 0, 100, 1, 20);
        convoy_pay(convoy);
        for (uint32_t s = 0; s < 3; s++) {
            assert_string_equal(convoy_strip(convoy, s), cases[i].paid[s]);
            assert_int_equal(convoy->scheme.strips[s].level, s + 1);
        }
        convoy_close(convoy);
    }
}

static void a_loose_strip_pays_lane_by_lane(void **state) {
    (void)state;
    static const struct strip_case cases[] = {
        {"to: seller.uplines, when: {payee: gold+}, pay: [1.00, 2.00], unqualified: compress",
         "1 1 100, 2 1 100, 3 3 100, 3 1 200, 4 3 100, 4 1 200"},
        {"to: seller, pay: 50% of price, cap: {at_most: 1.50, over: clip}",
         "0 1 50, 1 2 100, 2 3 150, 3 4 150, 4 5 150, 5 6 150, 6 7 150"},
        {"when: {seller: gold+}, split: 10% of price, among: {seller: 50%, buyer: 50%},"
         " remainder_to: seller",
         "0 1 5, 0 5 5, 2 3 15, 2 5 15"},
    };
    expect_all(cases, sizeof cases / sizeof *cases);
}

static void what_does_not_fit_makes_a_lane_odd(void **state) {
    (void)state;
    struct convoy *convoy = convoy_open(
        "  a: {event: order, to: seller, pay: 90000000000000000.00 per quantity}\n");
    convoy_add(convoy, 5, 0, 100, 1, 20);
    convoy_add(convoy, 5, 0, 100, 1, 20);
    convoy->quantities[0] = 1;
    convoy_pay(convoy);
    assert_string_equal(convoy_odd(convoy), "1");
    convoy_close(convoy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_are_rounded_once),
        cmocka_unit_test(the_tier_of_the_payee_decides),
        cmocka_unit_test(each_level_of_uplines_is_a_strip),
        cmocka_unit_test(a_loose_strip_pays_lane_by_lane),
        cmocka_unit_test(what_does_not_fit_makes_a_lane_odd),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
