/* Totals: sums per member and unit, in order of first payout, refused when they do not fit. */
#include "cli/totals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void sums_are_kept_per_member_and_unit(void **state) {
    (void)state;
    struct fenrun__totals totals = {0};
    assert_int_equal(fenrun__totals_add(&totals, 7, 0, 4000), FENRUN__TOTALS_FINE);
    assert_int_equal(fenrun__totals_add(&totals, 9, 0, 1000), FENRUN__TOTALS_FINE);
    assert_int_equal(fenrun__totals_add(&totals, 7, 1, 2000), FENRUN__TOTALS_FINE);
    assert_int_equal(fenrun__totals_add(&totals, 7, 0, -4000), FENRUN__TOTALS_FINE);
    assert_int_equal(totals.count, 3);
    assert_true(totals.rows[0].member == 7 && totals.rows[0].unit == 0);
    assert_true(totals.rows[0].amount == 0);
    assert_true(totals.rows[1].member == 9 && totals.rows[1].amount == 1000);
    assert_true(totals.rows[2].unit == 1 && totals.rows[2].amount == 2000);
    fenrun__totals_free(&totals);
}

static void sums_that_do_not_fit_are_refused_and_not_added(void **state) {
    (void)state;
    struct fenrun__totals totals = {0};
    assert_int_equal(fenrun__totals_add(&totals, 7, 0, INT64_MAX), FENRUN__TOTALS_FINE);
    assert_int_equal(fenrun__totals_add(&totals, 7, 0, 1), FENRUN__TOTALS_OVERFLOW);
    assert_true(totals.rows[0].amount == INT64_MAX);
    assert_int_equal(fenrun__totals_add(&totals, 8, 0, -INT64_MAX), FENRUN__TOTALS_FINE);
    assert_int_equal(fenrun__totals_add(&totals, 8, 0, -1), FENRUN__TOTALS_OVERFLOW);
    assert_true(totals.rows[1].amount == -INT64_MAX);
    assert_int_equal(fenrun__totals_add(&totals, 8, 0, INT64_MAX), FENRUN__TOTALS_FINE);
    assert_true(totals.rows[1].amount == 0);
    fenrun__totals_free(&totals);
}

static void many_members_stay_apart(void **state) {
    (void)state;
    struct fenrun__totals totals = {0};
    for (int64_t round = 1; round <= 2; round++) {
        for (uint64_t i = 1; i <= 50000; i++) {
            uint64_t member = i % 2 ? i : (UINT64_C(1) << 63) + i;
            assert_int_equal(fenrun__totals_add(&totals, member, i % 3 == 0, (int64_t)i * round),
                             FENRUN__TOTALS_FINE);
        }
    }
    assert_int_equal(totals.count, 50000);
    for (uint64_t i = 1; i <= 50000; i++)
        assert_true(totals.rows[i - 1].amount == (int64_t)i * 3);
    fenrun__totals_free(&totals);
}

/* Many at once: as one by one, up to the first that does not fit. */
static void payouts_are_added_many_at_once(void **state) {
    (void)state;
    struct fenrun__totals one = {0}, all = {0};
    fenrun_payout *payouts = calloc(5000, sizeof *payouts);
    assert_non_null(payouts);
    for (size_t i = 0; i < 5000; i++) {
        payouts[i].payee = i * i % 701 + 1;
        payouts[i].unit = i % 5 == 0;
        payouts[i].amount = (int64_t)i - 1000;
    }
    payouts[4000].payee = payouts[4001].payee = 9999;
    payouts[4000].unit = payouts[4001].unit = 0;
    payouts[4000].amount = payouts[4001].amount = INT64_MAX;
    size_t done;
    assert_int_equal(fenrun__totals_add_all(&all, payouts, 5000, &done), FENRUN__TOTALS_OVERFLOW);
    assert_int_equal(done, 4001);
    for (size_t i = 0; i < done; i++)
        assert_int_equal(fenrun__totals_add(&one, payouts[i].payee, payouts[i].unit,
                                            payouts[i].amount), FENRUN__TOTALS_FINE);
    assert_int_equal(one.count, all.count);
    for (size_t i = 0; i < one.count; i++) {
        assert_true(one.rows[i].member == all.rows[i].member);
        assert_true(one.rows[i].unit == all.rows[i].unit);
        assert_true(one.rows[i].amount == all.rows[i].amount);
    }
    fenrun__totals_free(&one);
    fenrun__totals_free(&all);
    free(payouts);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_kept_per_member_and_unit),
        cmocka_unit_test(sums_that_do_not_fit_are_refused_and_not_added),
        cmocka_unit_test(many_members_stay_apart),
        cmocka_unit_test(payouts_are_added_many_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
