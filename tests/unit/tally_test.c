/* Tally: sums by member, award and unit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fenrun.h"
#include "scenario/tally.h"

static void sums_are_kept_apart(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__tally tally;
    fenrun__memory_init(&memory, NULL);
    fenrun__tally_init(&tally, &memory);
    for (unsigned i = 0; i < 2000; i++) {
        assert_int_equal(fenrun__tally_add(&tally, i % 500, i % 2, i % 3, 7), FENRUN_OK);
    }
    int64_t sum = 0;
    for (size_t i = 0; i < tally.count; i++) sum += tally.rows[i].amount;
    assert_int_equal(sum, 14000);
    assert_int_equal(tally.count, 1500);
    assert_int_equal(tally.rows[1].member, 1);
    assert_int_equal(fenrun__tally_sum(&tally, 3, 1, 0), 14);
    assert_false(fenrun__tally_has(&tally, 3, 0, 0));
    fenrun__tally_clear(&tally);
    assert_int_equal(fenrun__tally_sum(&tally, 3, 1, 0), 0);
    fenrun__tally_free(&tally);
    assert_int_equal(memory.bytes, 0);
}

static void setting_replaces(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__tally tally;
    fenrun__memory_init(&memory, NULL);
    fenrun__tally_init(&tally, &memory);
    assert_int_equal(fenrun__tally_set(&tally, 1, 0, 0, 5), FENRUN_OK);
    assert_int_equal(fenrun__tally_set(&tally, 1, 0, 0, 0), FENRUN_OK);
    assert_true(fenrun__tally_has(&tally, 1, 0, 0));
    assert_int_equal(fenrun__tally_sum(&tally, 1, 0, 0), 0);
    fenrun__tally_free(&tally);
}

static void a_sum_that_does_not_fit_is_an_error(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__tally tally;
    fenrun__memory_init(&memory, NULL);
    fenrun__tally_init(&tally, &memory);
    assert_int_equal(fenrun__tally_add(&tally, 1, 0, 0, INT64_MAX), FENRUN_OK);
    assert_int_equal(fenrun__tally_add(&tally, 1, 0, 0, 1), FENRUN_ERROR_OVERFLOW);
    assert_int_equal(fenrun__tally_sum(&tally, 1, 0, 0), INT64_MAX);
    fenrun__tally_free(&tally);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_kept_apart),
        cmocka_unit_test(setting_replaces),
        cmocka_unit_test(a_sum_that_does_not_fit_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
