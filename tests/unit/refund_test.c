/* Refund: parts of stored payouts, for every way to divide an order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/random.h"
#include "payout/refund.h"

static void a_refund_is_above_zero_and_within_its_order(void **state) {
    (void)state;
    static const struct {
        int64_t total, before, part;
        int32_t code;
        const char *message;
    } cases[] = {
        {100, 0, 1, FENRUN_OK, NULL},
        {100, 0, 100, FENRUN_OK, NULL},
        {100, 99, 1, FENRUN_OK, NULL},
        {INT64_MAX, 0, INT64_MAX, FENRUN_OK, NULL},
        {INT64_MAX, INT64_MAX - 1, 1, FENRUN_OK, NULL},
        {100, 0, 0, FENRUN_ERROR_AMOUNT, "price 0.00: a refund is above 0"},
        {100, 0, -5, FENRUN_ERROR_AMOUNT, "price -0.05: a refund is above 0"},
        {100, 100, -5, FENRUN_ERROR_AMOUNT, "price -0.05: a refund is above 0"},
        {100, 0, INT64_MIN, FENRUN_ERROR_AMOUNT,
         "price -92233720368547758.08: a refund is above 0"},
        {100, 0, 101, FENRUN_ERROR_REFUND,
         "price 1.01 is above 1.00, which is left of the order's 1.00"},
        {100, 70, 31, FENRUN_ERROR_REFUND,
         "price 0.31 is above 0.30, which is left of the order's 1.00"},
        {0, 0, 1, FENRUN_ERROR_REFUND,
         "price 0.01 is above 0.00, which is left of the order's 0.00"},
        {INT64_MAX, INT64_MAX - 1, INT64_MAX, FENRUN_ERROR_REFUND, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fenrun_error error = {0};
        assert_int_equal(fenrun__refund_check(cases[i].total, cases[i].before, cases[i].part,
                                              "price", 2, &error),
                         cases[i].code);
        assert_int_equal(error.code, cases[i].code);
        if (cases[i].message) assert_string_equal(error.message, cases[i].message);
    }
}

static void t06_parts_are_differences_of_one_rounded_total(void **state) {
    (void)state;
    static const struct {
        int64_t amount, total, before, part, share;
    } cases[] = {
        {1000, 20000, 0, 6667, 333},      /* 333.35 */
        {1000, 20000, 6667, 6667, 334},   /* 666.7 - 333 */
        {1000, 20000, 13334, 6666, 333},
        {1, 2, 0, 1, 0},                  /* 0.5: to the even */
        {1, 2, 1, 1, 1},
        {3, 2, 0, 1, 2},                  /* 1.5 */
        {3, 2, 1, 1, 1},
        {1, 1000, 0, 500, 0},
        {1, 1000, 500, 1, 1},             /* the fen changes hands at one half */
        {1, 1000, 501, 499, 0},
        {INT64_MAX, INT64_MAX, 0, INT64_MAX, INT64_MAX},
        {INT64_MAX, INT64_MAX, INT64_MAX - 1, 1, 1},
        {INT64_MAX, 3, 0, 1, INT64_C(3074457345618258602)},
        {INT64_MAX, 3, 1, 2, INT64_C(6148914691236517205)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_true(fenrun__refund_share(cases[i].amount, cases[i].total, cases[i].before,
                                         cases[i].part) == cases[i].share);
    }
}

static void t06_however_an_order_is_divided_the_parts_add_up(void **state) {
    (void)state;
    static const uint64_t seed = 20240304;
    struct random_source random = {seed};
    print_message("seed %u\n", (unsigned)seed);
    for (int round = 0; round < 5000; round++) {
        int64_t total = random_between(&random, 1, INT64_C(1) << random_below(&random, 62));
        int64_t amount = random_between(&random, 1, INT64_C(1) << random_below(&random, 62));
        int64_t before = 0, taken = 0;
        while (before < total) {
            int64_t left = total - before;
            int64_t part = random_one_in(&random, 5) ? left : random_between(&random, 1, left);
            int64_t share = fenrun__refund_share(amount, total, before, part);
            assert_true(share >= 0);
            before += part;
            taken += share;
            /* What is taken depends on how much was refunded, not on the parts. */
            assert_true(taken == fenrun__refund_share(amount, total, 0, before));
        }
        assert_true(taken == amount);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refund_is_above_zero_and_within_its_order),
        cmocka_unit_test(t06_parts_are_differences_of_one_rounded_total),
        cmocka_unit_test(t06_however_an_order_is_divided_the_parts_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
