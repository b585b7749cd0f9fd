/* Verdict: files, tests and failures in their order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/verdict.h"
#include "unit/scarce.h"

static void failures_belong_to_the_test_before_them(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__verdict verdict;
    fenrun__memory_init(&memory, NULL);
    fenrun__verdict_init(&verdict, &memory);
    fenrun__verdict_add_file(&verdict, "a");
    fenrun__verdict_add_test(&verdict, fenrun__text_from("one"), 3);
    fenrun__verdict_add_test(&verdict, fenrun__text_from("two"), 9);
    fenrun__verdict_add_failure(&verdict, 10, fenrun__text_from("first"), fenrun__text_from("x\n"));
    fenrun__verdict_add_failure(&verdict, 11, fenrun__text_from("second"), fenrun__text_from(""));
    fenrun__verdict_add_file(&verdict, "b");
    fenrun__verdict_add_notice(&verdict, "b.yaml", 4, 7, "wrong");
    assert_false(verdict.failed);
    assert_false(verdict.files[0].updatable);
    fenrun__verdict_offer_update(&verdict);
    assert_false(verdict.files[0].updatable);
    assert_true(verdict.files[1].updatable);
    assert_int_equal(verdict.failed_count, 1);
    assert_int_equal(verdict.files[0].test_count, 2);
    assert_int_equal(verdict.files[0].failed_count, 1);
    assert_int_equal(verdict.files[0].notice_count, 0);
    assert_int_equal(verdict.files[1].notice_count, 1);
    assert_int_equal(verdict.tests[0].failure_count, 0);
    assert_int_equal(verdict.tests[1].failure_count, 2);
    assert_true(fenrun__text_is(
        fenrun__verdict_text(&verdict, verdict.failures[verdict.tests[1].failure_first].message),
        "first"));
    assert_true(
        fenrun__text_is(fenrun__verdict_text(&verdict, verdict.notices[0].path), "b.yaml"));
    fenrun__verdict_free(&verdict);
    assert_int_equal(memory.bytes, 0);
}

static void without_memory_nothing_more_is_added(void **state) {
    (void)state;
    for (size_t blocks = 0; blocks < 4; blocks++) {
        size_t left = blocks;
        const fenrun_allocator scarce = {scarce_give, &left};
        struct fenrun__memory memory;
        struct fenrun__verdict verdict;
        fenrun__memory_init(&memory, &scarce);
        fenrun__verdict_init(&verdict, &memory);
        fenrun__verdict_add_file(&verdict, "a");
        fenrun__verdict_add_test(&verdict, fenrun__text_from("one"), 3);
        fenrun__verdict_add_failure(&verdict, 10, fenrun__text_from("first"),
                                    fenrun__text_from("x\n"));
        assert_true(verdict.failed);
        fenrun__verdict_free(&verdict);
        assert_int_equal(memory.bytes, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(failures_belong_to_the_test_before_them),
        cmocka_unit_test(without_memory_nothing_more_is_added),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
