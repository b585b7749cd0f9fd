/* Diff: what changes between two texts, with a little of what does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/diff.h"

static void collect(void *context, struct fenrun__field line) {
    char *all = context;
    strncat(all, line.bytes, line.size);
    strcat(all, "\n");
}

static void changes_are_shown_with_what_stands_around_them(void **state) {
    (void)state;
    static const struct {
        const char *before;
        const char *after;
        const char *diff;
    } cases[] = {
        {"a\nb\n", "a\nb\n", ""},
        {"a\n", "b\n", "--- f\n+++ f\n@@ -1,1 +1,1 @@\n-a\n+b\n"},
        {"", "a\n", "--- f\n+++ f\n@@ -1,0 +1,1 @@\n+a\n"},
        {"1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
         "--- f\n+++ f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n"},
        {"1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n", "x\n2\n3\n4\n5\n6\n7\n8\n9\ny\n",
         "--- f\n+++ f\n@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n"
         "@@ -7,4 +7,4 @@\n 7\n 8\n 9\n-10\n+y\n"},
        {"a\nb\nc\nd\n", "a\nc\nx\nd\n",
         "--- f\n+++ f\n@@ -1,4 +1,4 @@\n a\n-b\n c\n+x\n d\n"},
        {"a", "a\nb", "--- f\n+++ f\n@@ -1,1 +1,2 @@\n a\n+b\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char all[1024] = "";
        assert_true(fenrun__diff("f", fenrun__field_from(cases[i].before),
                                 fenrun__field_from(cases[i].after), collect, all));
        assert_string_equal(all, cases[i].diff);
    }
}

/* Applying the diff by its signs to nothing gives both texts back. */
static void a_diff_of_everything_holds_both_texts(void **state) {
    (void)state;
    unsigned seed = 7;
    for (int round = 0; round < 200; round++) {
        char before[256] = "", after[256] = "", all[2048] = "", left[256] = "", right[256] = "";
        for (int i = 0; i < 4; i++) {
            seed = seed * 1103515245u + 12345u;
            char line[3] = {(char)('a' + (seed >> 16) % 4), '\n', '\0'};
            if ((seed >> 20) % 3) strcat(before, line);
            if ((seed >> 24) % 3) strcat(after, line);
        }
        assert_true(fenrun__diff("f", fenrun__field_from(before), fenrun__field_from(after),
                                 collect, all));
        if (strcmp(before, after) == 0) continue;
        char *line = strstr(all, "@@\n") + 3;
        for (line = strtok(line, "\n"); line; line = strtok(NULL, "\n")) {
            if (*line != '+') strcat(strcat(left, line + 1), "\n");
            if (*line != '-') strcat(strcat(right, line + 1), "\n");
        }
        assert_string_equal(left, before);
        assert_string_equal(right, after);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_are_shown_with_what_stands_around_them),
        cmocka_unit_test(a_diff_of_everything_holds_both_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
