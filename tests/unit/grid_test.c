/* Grid: widths of characters, and columns below one another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/grid.h"

static void east_asian_characters_count_two(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t width;
    } cases[] = {{"", 0},       {"abc", 3},  {"小微", 4}, {"店主B", 5},      {"é", 1},
                 {"e\xCC\x81", 1}, {"ｱ", 1},    {"Ａ", 2},   {"한국", 4},        {"😀", 2},
                 {"\xE2\x80\x8B", 0}, {"…", 1}, {"ÿ", 1},    {"\xF0\xA0\x80\x80", 2}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(fenrun__grid_width(fenrun__text_from(cases[i].text)), cases[i].width);
}

static void words_stand_left_and_amounts_right(void **state) {
    (void)state;
    static const char *const cells[] = {"payee", "expected", "paid", "小微",   "10.00",
                                        "0.00",  "B",        "0.00", "110.00"};
    struct fenrun__memory memory;
    struct fenrun__grid grid;
    struct fenrun__writer writer;
    fenrun__memory_init(&memory, NULL);
    fenrun__grid_init(&grid, 3, 1, &memory);
    fenrun__writer_init(&writer, &memory);
    for (size_t i = 0; i < 9; i++) fenrun__grid_add(&grid, fenrun__text_from(cells[i]));
    fenrun__grid_write(&grid, "> ", &writer);
    assert_string_equal(writer.bytes, "> payee   expected     paid\n"
                                      "> 小微       10.00     0.00\n"
                                      "> B           0.00   110.00\n");
    fenrun__grid_free(&grid);
    fenrun__writer_free(&writer);
    assert_int_equal(memory.bytes, 0);
}

static void words_at_the_end_leave_no_spaces(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__grid grid;
    struct fenrun__writer writer;
    fenrun__memory_init(&memory, NULL);
    fenrun__grid_init(&grid, 2, 2, &memory);
    fenrun__writer_init(&writer, &memory);
    fenrun__grid_add(&grid, fenrun__text_from("B"));
    fenrun__grid_add(&grid, fenrun__text_from("gold"));
    fenrun__grid_add(&grid, fenrun__text_from("CC"));
    fenrun__grid_add(&grid, fenrun__text_from("normal"));
    fenrun__grid_write(&grid, "", &writer);
    assert_string_equal(writer.bytes, "B    gold\nCC   normal\n");
    fenrun__grid_free(&grid);
    fenrun__writer_free(&writer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(east_asian_characters_count_two),
        cmocka_unit_test(words_stand_left_and_amounts_right),
        cmocka_unit_test(words_at_the_end_leave_no_spaces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
