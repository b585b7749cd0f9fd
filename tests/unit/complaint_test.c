/* Complaint: what is kept, and how it is said. */
#define _POSIX_C_SOURCE 200809L
#include "cli/complaint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* What is said on stderr, and the code of it. */
static void expect_report(const struct fenrun__complaint *complaint, int code,
                          const char *wanted) {
    char text[2048];
    FILE *caught = tmpfile();
    assert_non_null(caught);
    int kept = dup(STDERR_FILENO);
    dup2(fileno(caught), STDERR_FILENO);
    int reported = fenrun__complaint_report(complaint);
    dup2(kept, STDERR_FILENO);
    close(kept);
    rewind(caught);
    text[fread(text, 1, sizeof text - 1, caught)] = '\0';
    fclose(caught);
    assert_int_equal(reported, code);
    assert_string_equal(text, wanted);
}

static void a_complaint_is_of_a_row_a_file_or_the_run(void **state) {
    (void)state;
    struct fenrun__complaint complaint = {0};
    expect_report(&complaint, FENRUN__EXIT_FINE, "");
    assert_int_equal(fenrun__complain(&complaint, FENRUN__EXIT_DATA, "f.csv", 17, "at %s", "x"),
                     FENRUN__EXIT_DATA);
    expect_report(&complaint, FENRUN__EXIT_DATA, "f.csv:17: at x\n");
    fenrun__complain(&complaint, FENRUN__EXIT_SYSTEM, "f.csv", 0, "Input/output error");
    expect_report(&complaint, FENRUN__EXIT_SYSTEM, "f.csv: Input/output error\n");
    assert_int_equal(fenrun__complain_of_memory(&complaint), FENRUN__EXIT_SYSTEM);
    expect_report(&complaint, FENRUN__EXIT_SYSTEM, "fenrun: out of memory\n");
}

static void what_is_too_long_is_cut(void **state) {
    (void)state;
    char text[3 * FENRUN__COMPLAINT_SIZE], wanted[FENRUN__COMPLAINT_SIZE + 16];
    struct fenrun__complaint complaint = {0};
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    fenrun__complain(&complaint, FENRUN__EXIT_FINE, "f.csv", 1, "%s", text);
    assert_int_equal(strlen(complaint.text), FENRUN__COMPLAINT_SIZE - 1);
    snprintf(wanted, sizeof wanted, "f.csv:1: %s\n", complaint.text);
    expect_report(&complaint, FENRUN__EXIT_FINE, wanted);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_complaint_is_of_a_row_a_file_or_the_run),
        cmocka_unit_test(what_is_too_long_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
