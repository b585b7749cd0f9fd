/* Runner: files, choices, summaries, and every allocation that fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/playbill.h"
#include "unit/scarce.h"

#define TESTS                                                                                     \
    "  - name: one\n    steps: [{order: {seller: C, price: 10.00, pieces: 0}, pays: {C: 1.00, "    \
    "A: 0.50}}]\n"                                                                                \
    "  - name: two\n    steps: [{order: {seller: C, price: 10.00, pieces: 0}, pays: {C: 2.00}}]"   \
    "\n"                                                                                          \
    "  - name: one more\n    steps: [{close: month, labels: {A: [core]}}]\n"

static void the_summary_counts(void **state) {
    (void)state;
    struct playbill *playbill = malloc(sizeof *playbill);
    playbill_init(playbill);
    assert_int_equal(playbill_run(playbill, TESTS), FENRUN_FOUND);
    assert_int_equal(playbill->summary.file_count, 1);
    assert_int_equal(playbill->summary.test_count, 3);
    assert_int_equal(playbill->summary.failed_count, 2);
    assert_int_equal(playbill->summary.item_count, 0);
    free(playbill);
}

static void only_tests_that_are_chosen_run(void **state) {
    (void)state;
    struct playbill *playbill = malloc(sizeof *playbill);
    playbill_init(playbill);
    playbill->only = "one";
    assert_int_equal(playbill_run(playbill, TESTS), FENRUN_FOUND);
    assert_int_equal(playbill->summary.test_count, 2);
    playbill->only = "zero";
    assert_int_equal(playbill_run(playbill, TESTS), FENRUN_OK);
    assert_string_equal(playbill->report, "0 tests of 1 file passed\n");
    free(playbill);
}

static const char *give_nothing(void *context, const char *path, size_t *size) {
    (void)context;
    (void)path;
    (void)size;
    return NULL;
}

static void files_that_cannot_be_read_are_told(void **state) {
    (void)state;
    const char *const paths[] = {"a", "b"};
    struct fenrun__memory memory;
    struct fenrun__writer report;
    fenrun_test_summary summary;
    fenrun__memory_init(&memory, NULL);
    fenrun__writer_init(&report, &memory);
    const struct fenrun__runner runner = {.memory = &memory, .shelf = {.read = give_nothing}};
    assert_int_equal(fenrun__runner_run(&runner, paths, 2, &summary, &report), FENRUN_ERROR_RULES);
    assert_string_equal(report.bytes, "a: the file cannot be read\nb: the file cannot be read\n"
                                      "0 tests of 2 files passed, 2 files could not be run\n");
    fenrun__writer_free(&report);
}

/* Whatever fails for want of memory leaves none behind, and says so. */
static void every_allocation_may_fail(void **state) {
    (void)state;
    struct playbill *playbill = malloc(sizeof *playbill);
    int32_t code = FENRUN_ERROR_MEMORY;
    size_t blocks = 0;
    for (; code == FENRUN_ERROR_MEMORY && blocks < 5000; blocks++) {
        size_t left = blocks;
        const fenrun_allocator scarce = {scarce_give, &left};
        playbill_init(playbill);
        playbill_add(playbill, "m.csv",
                     "order,at,seller,buyer,price,pieces\no,2024-01-01,C,,9,1\n");
        playbill->allocator = &scarce;
        playbill->coverage = true;
        playbill->update = true;
        code = playbill_run(playbill,
                            TESTS "  - name: four\n    steps:\n"
                                  "      - settle: m.csv\n        pays:\n"
                                  "          B: 1.00\n        by_award:\n"
                                  "      - order: { seller: C, price: 2000.00, pieces: 0 }\n");
    }
    assert_int_equal(code, FENRUN_FOUND);
    assert_in_range(blocks, 50, 4999);
    free(playbill);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_summary_counts),
        cmocka_unit_test(only_tests_that_are_chosen_run),
        cmocka_unit_test(files_that_cannot_be_read_are_told),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
