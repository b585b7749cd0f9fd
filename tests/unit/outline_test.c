/* Outline: the table refers to what is in it, and names everything once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/outline.h"

static void every_form_is_there_and_has_a_name_of_its_own(void **state) {
    (void)state;
    for (uint8_t i = 1; i < FENRUN__OUTLINES; i++) {
        const struct fenrun__written *written = fenrun__outline(i);
        assert_in_range(written->kind, FENRUN__FORM_TEXT, FENRUN__FORM_CHOICE);
        assert_non_null(written->name);
        assert_non_null(written->allowed);
        for (uint8_t k = 1; k < i; k++)
            assert_string_not_equal(written->name, fenrun__outline(k)->name);
    }
}

static void everything_referred_to_is_of_the_right_kind(void **state) {
    (void)state;
    for (uint8_t i = 1; i < FENRUN__OUTLINES; i++) {
        const struct fenrun__written *written = fenrun__outline(i);
        for (size_t k = 0; k < written->key_count; k++) {
            assert_in_range(written->keys[k].form, 1, FENRUN__OUTLINES - 1);
            assert_true(strlen(written->keys[k].description) > 3);
        }
        if (written->kind == FENRUN__FORM_LIST) {
            assert_in_range(written->item, 1, FENRUN__OUTLINES - 1);
        }
        if (written->other != 0) {
            assert_int_equal(fenrun__outline(written->other)->kind, FENRUN__FORM_TEXT);
            assert_in_range(written->item, 1, FENRUN__OUTLINES - 1);
        }
        if (written->kind == FENRUN__FORM_CHOICE) {
            assert_true(written->choices[0] != 0 && written->choices[1] != 0);
        }
    }
}

static void the_language_begins_with_the_file(void **state) {
    (void)state;
    const struct fenrun__language *language = &fenrun__outline_language;
    assert_int_equal(language->form_count, FENRUN__OUTLINES);
    assert_string_equal(language->form(language->root)->name, "file");
    assert_string_equal(language->form(language->root)->keys[0].name, "rules");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_is_there_and_has_a_name_of_its_own),
        cmocka_unit_test(everything_referred_to_is_of_the_right_kind),
        cmocka_unit_test(the_language_begins_with_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
