/* Progress: what the line says, in figures that people read. */
#include "cli/progress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static void expect_line(uint64_t rows, uint64_t bytes, uint64_t all, int64_t elapsed_ms,
                        const char *wanted) {
    char line[FENRUN__PROGRESS_SIZE];
    struct fenrun__progress progress = {.rows = rows, .bytes = bytes, .bytes_all = all};
    fenrun__progress_line(&progress, elapsed_ms, line);
    assert_string_equal(line, wanted);
}

static void the_line_has_rows_rate_part_and_rest(void **state) {
    (void)state;
    expect_line(12500000, 470000000, 1000000000, 6500,
                "12,500,000 rows, 1.9 M/s, 47 %, 7 s left");
    expect_line(850, 10, 100, 1000, "850 rows, 850/s, 10 %, 9 s left");
    expect_line(12999, 50, 100, 1000, "12,999 rows, 12 k/s, 50 %, 1 s left");
    expect_line(1000000, 1, 1000, 1000, "1,000,000 rows, 1.0 M/s, 0 %, 17 min left");
    expect_line(999, 100, 100, 2000, "999 rows, 499/s, 100 %, 0 s left");
}

static void of_a_pipe_no_end_is_known(void **state) {
    (void)state;
    expect_line(0, 0, 0, 1000, "0 rows, 0/s");
    expect_line(1250000, 5000, 0, 10000, "1,250,000 rows, 125 k/s");
}

/* Where nothing was done with, or a file has grown. */
static void edges_are_said_without_nonsense(void **state) {
    (void)state;
    expect_line(5, 0, 100, 1500, "5 rows, 3/s");
    expect_line(5, 200, 100, 1000, "5 rows, 5/s, 100 %, 0 s left");
}

static void large_figures_do_not_overflow(void **state) {
    (void)state;
    expect_line(UINT64_C(1) << 40, UINT64_C(1) << 50, UINT64_C(1) << 51, INT64_C(1) << 40,
                "1,099,511,627,776 rows, 1 k/s, 50 %, 18325194 min left");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_line_has_rows_rate_part_and_rest),
        cmocka_unit_test(of_a_pipe_no_end_is_known),
        cmocka_unit_test(edges_are_said_without_nonsense),
        cmocka_unit_test(large_figures_do_not_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
