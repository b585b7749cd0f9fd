/* Sum: rates, fixed amounts and amounts per piece, each with the award's own rounding. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "payout/sum.h"
#include "unit/family.h"

static void an_award_comes_to_what_its_pay_says(void **state) {
    (void)state;
    static const struct {
        const char *pay;
        int64_t price, quantity;
        int64_t amount, base, rate_ppb;
    } cases[] = {
        {"25% of price", 4000, 0, 1000, 4000, 250000000},
        {"3.00", 4000, 9, 300, 0, 0},
        {"2.00 per quantity", 4000, 3, 600, 3, 0}, /* T5 */
        {"2.00 per quantity", 4000, 0, 0, 0, 0},
        {"5.00 per 10 of quantity", 0, 9, 0, 0, 0},
        {"5.00 per 10 of quantity", 0, 10, 500, 10, 0},
        {"5.00 per 10 of quantity", 0, 29, 1000, 29, 0},
        {"20.00 per 200.00 of price", 19999, 0, 0, 0, 0},
        {"20.00 per 200.00 of price", 20000, 0, 2000, 20000, 0},
        {"20.00 per 200.00 of price", 45000, 0, 4000, 45000, 0},
        {"0.01 per quantity", 0, INT64_MAX, INT64_MAX, INT64_MAX, 0},
        {"12.5% of price, rounding: half_even", 20, 0, 2, 20, 125000000}, /* 2.5 */
        {"12.5% of price, rounding: half_up", 20, 0, 3, 20, 125000000},
        {"12.5% of price, rounding: up", 17, 0, 3, 17, 125000000}, /* 2.125 */
        {"12.5% of price, rounding: down", 23, 0, 2, 23, 125000000}, /* 2.875 */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        static const char *const budgets[] = {"", ", budget: {at_most: 92233720368547758.07, over:"
                                                  " clip}"};
        /* Once as a plain award, once as one under a budget: the amounts are the same. */
        for (size_t plain = 0; plain < 2; plain++) {
            char rules[700];
            snprintf(rules, sizeof rules,
                     FAMILY_HEAD
                     "order: {roles: [seller], amounts: [price], counts: [quantity]%s}\n"
                     "awards:\n  a: {event: order, to: seller, pay: %s}\n",
                     budgets[plain], cases[i].pay);
            struct desk *desk = family_open(rules);
            fenrun_event order = desk_order(1, 2, cases[i].price, 0, 20);
            order.counts[0] = cases[i].quantity;
            family_pays(desk, &order);
            assert_int_equal(desk->result.payout_count, cases[i].amount != 0);
            if (cases[i].amount) {
                const fenrun_payout expected = {.payee = 2,
                                                .amount = cases[i].amount,
                                                .base = cases[i].base,
                                                .rate_ppb = cases[i].rate_ppb,
                                                .available_at = 20};
                assert_memory_equal(desk->result.payouts, &expected, sizeof expected);
            }
            desk_close(desk);
        }
    }
}

static void pieces_that_do_not_fit_are_refused(void **state) {
    (void)state;
    static const char *const events[] = {"", "budget: {at_most: 1.00, over: clip}, "};
    for (size_t i = 0; i < 2; i++) {
        char rules[700];
        snprintf(rules, sizeof rules,
                 FAMILY_HEAD
                 "order: {%sroles: [seller], amounts: [price], counts: [quantity]}\n"
                 "awards:\n  many: {event: order, to: seller, pay: 0.02 per quantity}\n",
                 events[i]);
        struct desk *desk = family_open(rules);
        fenrun_event order = desk_order(1, 2, 0, 0, 20);
        order.counts[0] = INT64_MAX / 2;
        assert_string_equal(family_pays(desk, &order),
                            i ? "2 100" : "2 9223372036854775806");
        order.counts[0]++;
        assert_string_equal(family_pays(desk, &order),
                            "award many: the amount does not fit 64 bits");
        assert_int_equal(desk->error.code, FENRUN_ERROR_OVERFLOW);
        desk_close(desk);
    }
}

static void figures_are_amounts_and_then_counts(void **state) {
    (void)state;
    fenrun_event event = {.amounts = {1, 2, 3, 4, 5, 6, 7, 8}, .counts = {9, 10, 11, 12}};
    for (uint32_t i = 0; i < FENRUN__FIGURES_MAX; i++) {
        assert_true(fenrun__sum_figure(&event, i) == i + 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_award_comes_to_what_its_pay_says),
        cmocka_unit_test(pieces_that_do_not_fit_are_refused),
        cmocka_unit_test(figures_are_amounts_and_then_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
