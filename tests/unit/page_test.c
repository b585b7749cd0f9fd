/* Page: room that grows, and cells that are quoted where they must be. */
#include "cli/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void expect_cell(const char *prefix, const char *field, const char *wanted) {
    struct fenrun__page page = {0};
    struct fenrun__field text = fenrun__field_from(field);
    size_t room = fenrun__page_cell_room(strlen(prefix), text);
    assert_true(fenrun__page_room(&page, room + 1));
    fenrun__page_put_cell(&page, prefix, strlen(prefix), text);
    assert_true(page.size <= room);
    page.bytes[page.size] = '\0';
    assert_string_equal(page.bytes, wanted);
    fenrun__page_free(&page);
}

static void cells_are_quoted_where_they_must_be(void **state) {
    (void)state;
    expect_cell("", "", "");
    expect_cell("", "o-1", "o-1");
    expect_cell("join:", "B", "join:B");
    expect_cell("", "a,b", "\"a,b\"");
    expect_cell("join:", "say \"hi\"", "\"join:say \"\"hi\"\"\"");
    expect_cell("", "\"\"\"", "\"\"\"\"\"\"\"\"");
    expect_cell("", "a\nb\r", "\"a\nb\r\"");
}

static void a_page_keeps_what_is_on_it_as_it_grows(void **state) {
    (void)state;
    struct fenrun__page page = {0};
    for (uint32_t i = 0; i < 100000; i++) {
        assert_true(fenrun__page_room(&page, sizeof i));
        fenrun__page_put(&page, (const char *)&i, sizeof i);
    }
    for (uint32_t i = 0; i < 100000; i++)
        assert_memory_equal(page.bytes + i * sizeof i, &i, sizeof i);
    fenrun__page_free(&page);
    assert_int_equal(page.capacity, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_quoted_where_they_must_be),
        cmocka_unit_test(a_page_keeps_what_is_on_it_as_it_grows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
