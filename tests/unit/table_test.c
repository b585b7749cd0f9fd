/* Table: CSV texts, right and wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/table.h"

/* All rows, "a|b;c|d;", or the message with its line. */
static const char *read_all(const char *text, size_t size) {
    static char out[1024];
    struct fenrun__memory memory;
    struct fenrun__table table;
    fenrun_error error;
    size_t used = 0;
    bool found = true;
    fenrun__memory_init(&memory, NULL);
    int32_t code = fenrun__table_open(&table, text, size, &memory, &error);
    out[0] = '\0';
    while (code == FENRUN_OK) {
        code = fenrun__table_next(&table, &found, &error);
        if (code != FENRUN_OK || !found) break;
        used += (size_t)snprintf(out + used, sizeof out - used, "%u:", table.line);
        for (uint32_t i = 0; i < table.width; i++)
            used += (size_t)snprintf(out + used, sizeof out - used, "%s%.*s", i ? "|" : "",
                                     (int)table.fields[i].size, table.fields[i].bytes);
        used += (size_t)snprintf(out + used, sizeof out - used, ";");
    }
    if (code != FENRUN_OK) snprintf(out, sizeof out, "%u: %s", error.line, error.message);
    fenrun__table_free(&table);
    assert_int_equal(memory.bytes, 0);
    return out;
}

static void rows_and_mistakes(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *result;
    } cases[] = {
        {"a,b\n1,2\n3,4\n", "2:1|2;3:3|4;"},
        {"a,b\r\n1,2\r\n\r\n3,4", "2:1|2;4:3|4;"},
        {"\xEF\xBB\xBF" "a\n1\n", "2:1;"},
        {"a,b\n\"x, \"\"y\"\"\",\n", "2:x, \"y\"|;"},
        {"a,b\n\"two\nlines\",3\n4,5\n", "2:two\nlines|3;4:4|5;"},
        {"a,b\n", ""},
        {"", "1: the file is empty; allowed: a header row"},
        {"\n\n", "3: the file is empty; allowed: a header row"},
        {"a,b\n1\n", "2: 1 fields, the header has 2"},
        {"a,b\n1,2,3\n", "2: 3 fields, the header has 2"},
        {"a,b\n1,x\"y\n", "2: a quote inside a field; allowed: \"\" in quotes"},
        {"a\n\"x\n", "2: a quote that is never closed"},
        {"a\n\"x\"y\n", "2: text after a closing quote; allowed: a comma or a line end"},
        {"a\n\xFF\n", "1: bytes that are no text; allowed: UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(read_all(cases[i].text, strlen(cases[i].text)), cases[i].result);
    assert_string_equal(read_all("a\n\0\n", 4), "1: bytes that are no text; allowed: UTF-8");
}

static void too_many_columns_are_refused(void **state) {
    (void)state;
    char text[2 * FENRUN__TABLE_FIELDS_MAX + 2];
    memset(text, ',', sizeof text);
    assert_string_equal(read_all(text, FENRUN__TABLE_FIELDS_MAX), "1: too many columns");
    assert_string_equal(read_all(text, FENRUN__TABLE_FIELDS_MAX - 1), "");
}

static void fields_are_found_by_heading(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__table table;
    bool found;
    fenrun__memory_init(&memory, NULL);
    assert_int_equal(fenrun__table_open(&table, "a,b\n1,\n", 7, &memory, NULL), FENRUN_OK);
    assert_int_equal(fenrun__table_next(&table, &found, NULL), FENRUN_OK);
    assert_true(fenrun__text_is(fenrun__table_field(&table, "a"), "1"));
    assert_int_equal(fenrun__table_field(&table, "b").size, 0);
    assert_non_null(fenrun__table_field(&table, "b").bytes);
    assert_null(fenrun__table_field(&table, "c").bytes);
    assert_true(fenrun__table_has(&table, "b"));
    assert_false(fenrun__table_has(&table, "c"));
    fenrun__table_free(&table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_and_mistakes),
        cmocka_unit_test(too_many_columns_are_refused),
        cmocka_unit_test(fields_are_found_by_heading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
