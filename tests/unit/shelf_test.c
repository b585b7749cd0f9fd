/* Shelf: paths as they are put together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/shelf.h"

static void paths_are_relative_to_the_file_that_names_them(void **state) {
    (void)state;
    static const struct {
        const char *from;
        const char *name;
        const char *path;
    } cases[] = {{"a.test.yaml", "rules.yaml", "rules.yaml"},
                 {"examples/a.test.yaml", "rules.yaml", "examples/rules.yaml"},
                 {"x/y/a.test.yaml", "../m/members.csv", "x/m/members.csv"},
                 {"x/a.test.yaml", "../../m.csv", "../m.csv"},
                 {"../x/a.test.yaml", "../m.csv", "../m.csv"},
                 {"./x/./a.test.yaml", "./m.csv", "x/m.csv"},
                 {"/a.test.yaml", "../m.csv", "/../m.csv"},
                 {"a.test.yaml", "x/..m/...csv", "x/..m/...csv"},
                 {"/x/a.test.yaml", "b.yaml", "/x/b.yaml"},
                 {"x/a.test.yaml", "/tmp/b.yaml", "/tmp/b.yaml"}};
    struct fenrun__memory memory;
    fenrun__memory_init(&memory, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fenrun__writer path;
        fenrun__writer_init(&path, &memory);
        fenrun__shelf_path(cases[i].from, fenrun__text_from(cases[i].name), &path);
        assert_string_equal(path.bytes, cases[i].path);
        fenrun__writer_free(&path);
    }
}

static const char *give(void *context, const char *path, size_t *size) {
    if (strcmp(path, "there") != 0) return NULL;
    *size = 3;
    return context;
}

static void a_file_is_there_or_not(void **state) {
    (void)state;
    char bytes[] = "abc";
    const struct fenrun__shelf shelf = {.read = give, .context = bytes};
    struct fenrun__text text;
    assert_true(fenrun__shelf_read(&shelf, "there", &text));
    assert_true(fenrun__text_is(text, "abc"));
    assert_false(fenrun__shelf_read(&shelf, "else", &text));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_relative_to_the_file_that_names_them),
        cmocka_unit_test(a_file_is_there_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
