/* Error: one clean line in the caller's struct, whatever was quoted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"

static void an_error_says_code_item_and_message(void **state) {
    (void)state;
    fenrun_error error;
    memset(&error, 0xa5, sizeof error);
    assert_int_equal(fenrun__error_set(&error, FENRUN_ERROR_TIER, 7, "tier %u: there are %u tiers",
                                       (uint32_t)9, (uint32_t)3),
                     FENRUN_ERROR_TIER);
    assert_int_equal(error.code, FENRUN_ERROR_TIER);
    assert_int_equal(error.item, 7);
    assert_int_equal(error.line, 0);
    assert_int_equal(error.column, 0);
    assert_int_equal(error.reserved, 0);
    assert_string_equal(error.message, "tier 9: there are 3 tiers");
}

static void no_struct_is_no_problem(void **state) {
    (void)state;
    assert_int_equal(fenrun__error_set(NULL, FENRUN_ERROR_CYCLE, 1, "%s", "x"), FENRUN_ERROR_CYCLE);
    assert_int_equal(fenrun__error_internal(NULL, "tree"), FENRUN_ERROR_INTERNAL);
    assert_int_equal(fenrun__error_memory(NULL), FENRUN_ERROR_MEMORY);
}

static int32_t set_at(fenrun_error *error, uint32_t line, uint32_t column, const char *format,
                      ...) {
    va_list arguments;
    va_start(arguments, format);
    int32_t code =
        fenrun__error_set_at(error, FENRUN_ERROR_RULES, line, column, format, arguments);
    va_end(arguments);
    return code;
}

static void a_mistake_in_a_text_has_its_place(void **state) {
    (void)state;
    fenrun_error error;
    assert_int_equal(set_at(&error, 12, 7, "%s: %U %% is above 100 %%", "awards.a.pay",
                            (uint64_t)112),
                     FENRUN_ERROR_RULES);
    assert_int_equal(error.code, FENRUN_ERROR_RULES);
    assert_int_equal(error.line, 12);
    assert_int_equal(error.column, 7);
    assert_int_equal(error.item, 0);
    assert_string_equal(error.message, "awards.a.pay: 112 % is above 100 %");
}

static void a_message_is_one_line_of_utf8(void **state) {
    (void)state;
    static const struct {
        const char *quoted;
        const char *message;
    } cases[] = {
        {"plain", "plain"},
        {"", ""},
        {"金牌店主 é 𝄞", "金牌店主 é 𝄞"},
        {"a\nb\r\tc\x1b[31m\x7f", "a?b??c?[31m?"},
        {"\x01\x1f ~", "?? ~"},
        {"\xc2\x80\xc2\x85\xc2\x9f\xc2\xa0", "??????\xc2\xa0"}, /* C1, then a no-break space */
        {"\x80\xff", "??"},
        {"\xe9\x87", "??"},                /* cut in a character */
        {"\xc0\xaf\xed\xa0\x80x", "?????x"}, /* overlong, surrogate */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fenrun_error error;
        fenrun__error_set(&error, FENRUN_ERROR_TEXT, 0, "%s", cases[i].quoted);
        assert_string_equal(error.message, cases[i].message);
    }
    fenrun_error error;
    fenrun__error_set(&error, FENRUN_ERROR_TEXT, 0, "%.*s|%c", 3, "a\0b", '\n');
    assert_string_equal(error.message, "a?b|?");
}

static void a_long_message_is_cut_between_characters(void **state) {
    (void)state;
    static const char *const characters[] = {"x", "é", "金", "𝄞"};
    for (size_t i = 0; i < 4; i++) {
        size_t width = i + 1;
        assert_int_equal(strlen(characters[i]), width);
        for (size_t lead = 0; lead < 5; lead++) { /* every way to meet the end */
            char text[FENRUN_MESSAGE_SIZE * 2 + 8] = "....";
            size_t size = lead;
            for (; size < FENRUN_MESSAGE_SIZE * 2; size += width) {
                memcpy(text + size, characters[i], width);
            }
            text[size] = '\0';
            fenrun_error error;
            fenrun__error_set(&error, FENRUN_ERROR_TEXT, 0, "%s and %s", text, "more");
            size_t kept = (FENRUN_MESSAGE_SIZE - 1 - lead) / width * width + lead;
            assert_int_equal(strlen(error.message), kept);
            assert_memory_equal(error.message, text, kept);
        }
    }
}

static void equal_mistakes_give_equal_bytes(void **state) {
    (void)state;
    char text[FENRUN_MESSAGE_SIZE + 1];
    memset(text, 'x', sizeof text - 1);
    memcpy(text + FENRUN_MESSAGE_SIZE - 3, "金", 4); /* two of its bytes are taken back */
    static const char *const formats[] = {"%s", "%s|", "short"};
    for (size_t i = 0; i < 3; i++) {
        fenrun_error a;
        fenrun_error b;
        memset(&a, 0x00, sizeof a);
        memset(&b, 0xff, sizeof b);
        fenrun__error_set(&a, FENRUN_ERROR_TEXT, 5, formats[i], text);
        fenrun__error_set(&b, FENRUN_ERROR_TEXT, 5, formats[i], text);
        assert_memory_equal(&a, &b, sizeof a);
        for (size_t at = strlen(a.message); at < sizeof a.message; at++) {
            assert_int_equal(a.message[at], 0);
        }
    }
}

static void a_message_may_quote_the_one_that_it_replaces(void **state) {
    (void)state;
    fenrun_error error;
    fenrun__error_set(&error, FENRUN_ERROR_TEXT, 0, "\"x\" has no digits");
    fenrun__error_set(&error, FENRUN_ERROR_RULES, 0, "%s: %s", "awards.a.pay", error.message);
    assert_string_equal(error.message, "awards.a.pay: \"x\" has no digits");
}

static void our_own_mistakes_and_exhausted_memory_have_messages(void **state) {
    (void)state;
    fenrun_error error;
    assert_int_equal(fenrun__error_internal(&error, "tree_split"), FENRUN_ERROR_INTERNAL);
    assert_int_equal(error.code, FENRUN_ERROR_INTERNAL);
    assert_string_equal(error.message,
                        "tree_split: a mistake in fenrun itself; nothing was changed");
    assert_int_equal(fenrun__error_memory(&error), FENRUN_ERROR_MEMORY);
    assert_int_equal(error.code, FENRUN_ERROR_MEMORY);
    assert_string_equal(error.message, "the allocator gave no memory");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_says_code_item_and_message),
        cmocka_unit_test(no_struct_is_no_problem),
        cmocka_unit_test(a_mistake_in_a_text_has_its_place),
        cmocka_unit_test(a_message_is_one_line_of_utf8),
        cmocka_unit_test(a_long_message_is_cut_between_characters),
        cmocka_unit_test(equal_mistakes_give_equal_bytes),
        cmocka_unit_test(a_message_may_quote_the_one_that_it_replaces),
        cmocka_unit_test(our_own_mistakes_and_exhausted_memory_have_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
