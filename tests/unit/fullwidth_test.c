/* Full width: which characters are meant for which signs, and where they are no slips. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rules/fullwidth.h"

static void signs_of_a_chinese_keyboard_are_found(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *sign;
        const char *advice;
    } cases[] = {
        {"5％ of profit", "％", "'%'"},   {"gold，normal", "，", "','"},
        {"gold、normal", "、", "','"},    {"seller：gold", "：", "': '"},
        {"above（gold）", "（", "'('"},   {"seller。leader", "。", "'.'"},
        {"１2.00", "１", "'1'"},          {"12.0０", "０", "'0'"},
        {"！", "！", "'!'"},              {"～", "～", "'~'"},
        {"seller　", "　", "' '"},        {"gold＋", "＋", "'+'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fenrun__fullwidth found;
        char room[8];
        assert_true(fenrun__fullwidth_find(fenrun__text_from(cases[i].text), &found));
        assert_true(fenrun__text_is(found.sign, cases[i].sign));
        assert_ptr_equal(found.sign.bytes, strstr(cases[i].text, cases[i].sign));
        assert_string_equal(fenrun__fullwidth_advice(&found, room), cases[i].advice);
        assert_true(fenrun__fullwidth_find_any(fenrun__text_from(cases[i].text), &found));
        assert_true(fenrun__text_is(found.sign, cases[i].sign));
    }
}

static void what_is_somebodys_name_is_no_slip(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool any; /* found where other characters do not matter */
    } cases[] = {{"", false},        {"5% of profit", false}, {"小微", false},
                 {"小微（店）", true}, {"（店）", true},          {"é％", true},
                 {"｟", false},       {"\xEF\xBC", false},     {"％\xEF\xBC", true},
                 {"￠", false},       {"〃", false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fenrun__fullwidth found;
        assert_false(fenrun__fullwidth_find(fenrun__text_from(cases[i].text), &found));
        assert_int_equal(fenrun__fullwidth_find_any(fenrun__text_from(cases[i].text), &found),
                         cases[i].any);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signs_of_a_chinese_keyboard_are_found),
        cmocka_unit_test(what_is_somebodys_name_is_no_slip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
