/* Suite: directories as test files, sorted. */
#define _XOPEN_SOURCE 700
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/report.h"
#include "cli/suite.h"

static char folder[] = "/tmp/fenrun-suite-XXXXXX";

static void path_of(char out[256], const char *name) {
    snprintf(out, 256, "%s/%s", folder, name);
}

static int begin(void **state) {
    static const char *const files[] = {"b.test.yaml", "a.yaml",           "x/c.test.yaml",
                                        "x/a.test.yaml", "x/.hidden.test.yaml", ".y/d.test.yaml"};
    char path[256];
    (void)state;
    if (!mkdtemp(folder)) return 1;
    path_of(path, "x");
    if (mkdir(path, 0700)) return 1;
    path_of(path, ".y");
    if (mkdir(path, 0700)) return 1;
    path_of(path, "empty");
    if (mkdir(path, 0700)) return 1;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        path_of(path, files[i]);
        FILE *file = fopen(path, "w");
        if (!file) return 1;
        fclose(file);
    }
    path_of(path, "x/up");
    return symlink(folder, path);
}

static int end(void **state) {
    char command[256];
    (void)state;
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command) != 0;
}

static void a_directory_is_all_tests_below_it(void **state) {
    (void)state;
    struct fenrun__suite suite = {0};
    char first[256], second[256], third[256];
    assert_int_equal(fenrun__suite_add(&suite, folder), FENRUN__EXIT_FINE);
    path_of(first, "b.test.yaml");
    path_of(second, "x/a.test.yaml");
    path_of(third, "x/c.test.yaml");
    assert_int_equal(suite.count, 3);
    assert_string_equal(suite.paths[0], first);
    assert_string_equal(suite.paths[1], second);
    assert_string_equal(suite.paths[2], third);
    fenrun__suite_free(&suite);
}

static void a_file_is_taken_whatever_its_name(void **state) {
    (void)state;
    struct fenrun__suite suite = {0};
    char path[256];
    path_of(path, "a.yaml");
    assert_int_equal(fenrun__suite_add(&suite, path), FENRUN__EXIT_FINE);
    assert_int_equal(suite.count, 1);
    assert_string_equal(suite.paths[0], path);
    fenrun__suite_free(&suite);
}

static void a_link_is_followed_where_it_is_named(void **state) {
    (void)state;
    struct fenrun__suite suite = {0};
    char link[256];
    path_of(link, "x/up");
    assert_int_equal(fenrun__suite_add(&suite, link), FENRUN__EXIT_FINE);
    assert_int_equal(suite.count, 3);
    fenrun__suite_free(&suite);
}

static void nothing_to_run_is_refused(void **state) {
    (void)state;
    struct fenrun__suite suite = {0};
    char path[256];
    path_of(path, "empty");
    assert_int_equal(fenrun__suite_add(&suite, path), FENRUN__EXIT_USAGE);
    path_of(path, "nowhere");
    assert_int_equal(fenrun__suite_add(&suite, path), FENRUN__EXIT_SYSTEM);
    fenrun__suite_free(&suite);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_directory_is_all_tests_below_it),
        cmocka_unit_test(a_file_is_taken_whatever_its_name),
        cmocka_unit_test(a_link_is_followed_where_it_is_named),
        cmocka_unit_test(nothing_to_run_is_refused),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
