/* Diagnostics: order, capacity, places and the wording of what is unknown. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rules/diagnostics.h"

#define PART fenrun__part_all()

static const struct fenrun__place whole = {.line = 1, .column = 1};

static void note_at(struct fenrun__diagnostics *diagnostics, uint32_t line, uint32_t column,
                    const char *message) {
    struct fenrun__place place = {.parent = &whole, .line = line, .column = column};
    place.name = fenrun__text_from("x");
    fenrun__diagnostics_note(diagnostics, &place, PART, "%s", message);
}

static void mistakes_come_in_the_order_of_the_text(void **state) {
    (void)state;
    fenrun_error errors[8];
    struct fenrun__diagnostics diagnostics;
    fenrun__diagnostics_init(&diagnostics, errors, 8);
    note_at(&diagnostics, 7, 1, "e");
    note_at(&diagnostics, 2, 9, "c");
    note_at(&diagnostics, 2, 3, "a");
    note_at(&diagnostics, 7, 1, "f");
    note_at(&diagnostics, 2, 3, "b");
    note_at(&diagnostics, 3, 1, "d");
    fenrun__diagnostics_finish(&diagnostics);
    assert_int_equal(diagnostics.count, 6);
    for (size_t i = 0; i < 6; i++) {
        char expected[8];
        snprintf(expected, sizeof expected, "x: %c", (int)('a' + i));
        assert_string_equal(errors[i].message, expected);
        assert_int_equal(errors[i].reserved, 0);
        assert_int_equal(errors[i].code, FENRUN_ERROR_RULES);
    }
    assert_int_equal(errors[3].line, 3);
    assert_int_equal(errors[2].column, 9);
}

static void the_first_in_the_text_are_kept_and_all_are_counted(void **state) {
    (void)state;
    for (size_t capacity = 0; capacity <= 40; capacity++) {
        fenrun_error errors[40];
        struct fenrun__diagnostics diagnostics;
        fenrun__diagnostics_init(&diagnostics, errors, capacity);
        for (uint32_t i = 0; i < 37; i++) note_at(&diagnostics, 1 + i * 17 % 37, 1, "wrong");
        fenrun__diagnostics_finish(&diagnostics);
        assert_int_equal(diagnostics.count, 37);
        for (uint32_t i = 0; i < capacity && i < 37; i++) assert_int_equal(errors[i].line, i + 1);
    }
}

static void mistakes_at_one_place_that_do_not_fit_are_the_later_ones(void **state) {
    (void)state;
    fenrun_error errors[2];
    struct fenrun__diagnostics diagnostics;
    fenrun__diagnostics_init(&diagnostics, errors, 2);
    note_at(&diagnostics, 1, 1, "first");
    note_at(&diagnostics, 1, 1, "second");
    note_at(&diagnostics, 1, 1, "third");
    fenrun__diagnostics_finish(&diagnostics);
    assert_string_equal(errors[0].message, "x: first");
    assert_string_equal(errors[1].message, "x: second");
}

static void without_room_mistakes_are_counted(void **state) {
    (void)state;
    struct fenrun__diagnostics diagnostics;
    fenrun__diagnostics_init(&diagnostics, NULL, 3);
    note_at(&diagnostics, 1, 1, "wrong");
    fenrun__diagnostics_note_unknown(&diagnostics, &whole, fenrun__text_from("a"), "tier",
                                     &(struct fenrun__names){NULL, 0, true});
    fenrun__diagnostics_finish(&diagnostics);
    assert_int_equal(diagnostics.count, 2);
}

static void a_path_names_the_item(void **state) {
    (void)state;
    fenrun_error errors[1];
    struct fenrun__diagnostics diagnostics;
    struct fenrun__place promotions = {.parent = &whole, .name = fenrun__text_from("promotions")};
    struct fenrun__place gold = {.parent = &promotions, .name = fenrun__text_from("gold")};
    struct fenrun__place second = {.parent = &gold, .number = 2};
    struct fenrun__place sales = {.parent = &second, .name = fenrun__text_from("own_sales")};
    const struct {
        const struct fenrun__place *place;
        const char *message;
    } cases[] = {
        {&whole, "rule set: wrong"},
        {&promotions, "promotions: wrong"},
        {&second, "promotions.gold[2]: wrong"},
        {&sales, "promotions.gold[2].own_sales: wrong"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fenrun__diagnostics_init(&diagnostics, errors, 1);
        fenrun__diagnostics_note(&diagnostics, cases[i].place, PART, "wrong");
        assert_string_equal(errors[0].message, cases[i].message);
    }
}

static void a_deep_path_shows_its_inner_pieces(void **state) {
    (void)state;
    fenrun_error errors[1];
    struct fenrun__diagnostics diagnostics;
    struct fenrun__place places[12] = {{.line = 1, .column = 1}};
    for (size_t i = 1; i < 12; i++) {
        places[i].parent = &places[i - 1];
        places[i].number = (uint32_t)i;
    }
    fenrun__diagnostics_init(&diagnostics, errors, 1);
    fenrun__diagnostics_note(&diagnostics, &places[11], PART, "wrong");
    assert_string_equal(errors[0].message, "[4][5][6][7][8][9][10][11]: wrong");
}

static void a_part_is_found_in_characters(void **state) {
    (void)state;
    fenrun_error errors[1];
    struct fenrun__diagnostics diagnostics;
    struct fenrun__place place = {.parent = &whole, .line = 3, .column = 5};
    place.text = fenrun__text_from("万物 x");
    struct fenrun__text part = {place.text.bytes + 7, 1};

    fenrun__diagnostics_init(&diagnostics, errors, 1);
    place.text_column = 6;
    fenrun__diagnostics_note(&diagnostics, &place, part, "wrong");
    assert_int_equal(errors[0].column, 9);

    fenrun__diagnostics_init(&diagnostics, errors, 1);
    fenrun__diagnostics_note(&diagnostics, &place, PART, "wrong");
    assert_int_equal(errors[0].column, 5);

    fenrun__diagnostics_init(&diagnostics, errors, 1);
    place.text_column = 0;
    fenrun__diagnostics_note(&diagnostics, &place, part, "wrong");
    assert_int_equal(errors[0].column, 5);
}

static void the_unknown_is_told_what_it_may_have_meant(void **state) {
    (void)state;
    const struct fenrun__text items[] = {{"normal", 6}, {"gold", 4}, {"senior_gold", 11}};
    const struct fenrun__names names = {items, 3, true};
    const struct fenrun__names none = {NULL, 0, true};
    const struct {
        const char *found;
        const struct fenrun__names *names;
        const char *message;
    } cases[] = {
        {"glod", &names,
         "rule set: unknown tier 'glod' (did you mean 'gold'?); "
         "allowed: normal, gold, senior_gold"},
        {"platinum", &names,
         "rule set: unknown tier 'platinum'; allowed: normal, gold, senior_gold"},
        {"", &names, "rule set: unknown tier ''; allowed: normal, gold, senior_gold"},
        {"gold", &none, "rule set: unknown tier 'gold'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fenrun_error errors[1];
        struct fenrun__diagnostics diagnostics;
        fenrun__diagnostics_init(&diagnostics, errors, 1);
        fenrun__diagnostics_note_unknown(&diagnostics, &whole, fenrun__text_from(cases[i].found),
                                         "tier", cases[i].names);
        assert_string_equal(errors[0].message, cases[i].message);
    }
}

static void long_texts_are_quoted_short_and_between_characters(void **state) {
    (void)state;
    struct fenrun__quote quote;
    assert_string_equal(fenrun__quote(&quote, fenrun__text_from("gold")), "'gold'");
    assert_string_equal(fenrun__quote(&quote, (struct fenrun__text){NULL, 0}), "''");
    /* There is room for 58 bytes, which end inside the twentieth character. */
    assert_string_equal(
        fenrun__quote(&quote,
                      fenrun__text_from("万物心选万物心选万物心选万物心选万物心选万物心选")),
        "'万物心选万物心选万物心选万物心选万物心...'");
}

static void a_long_message_stays_a_message(void **state) {
    (void)state;
    fenrun_error errors[1];
    struct fenrun__diagnostics diagnostics;
    struct fenrun__text items[64];
    for (size_t i = 0; i < 64; i++) items[i] = fenrun__text_from("a_tier_with_a_long_name");
    fenrun__diagnostics_init(&diagnostics, errors, 1);
    fenrun__diagnostics_note_unknown(&diagnostics, &whole, fenrun__text_from("x"), "tier",
                                     &(struct fenrun__names){items, 64, true});
    assert_int_equal(strlen(errors[0].message), FENRUN_MESSAGE_SIZE - 1);
}

/* Whatever else would be said of it, and once at each place. */
static void a_full_width_character_is_the_mistake(void **state) {
    (void)state;
    fenrun_error errors[4];
    struct fenrun__diagnostics diagnostics;
    const struct fenrun__text tier = fenrun__text_from("gold");
    const struct fenrun__names known = {&tier, 1, true};
    struct fenrun__place place = {.parent = &whole, .line = 2, .column = 5, .text_column = 5};
    place.name = fenrun__text_from("pay");
    place.text = fenrun__text_from("5 ％");
    fenrun__diagnostics_init(&diagnostics, errors, 4);
    fenrun__diagnostics_note(&diagnostics, &place, place.text, "%s", "is not understood");
    fenrun__diagnostics_note_unknown(&diagnostics, &place, place.text, "tier", &known);
    fenrun__diagnostics_note(&diagnostics, &place, PART, "%s", "a mistake of another kind");
    place.text = fenrun__text_from("小微％");
    fenrun__diagnostics_note_unknown(&diagnostics, &place, place.text, "tier", &known);
    fenrun__diagnostics_finish(&diagnostics);
    assert_int_equal(diagnostics.count, 3);
    assert_string_equal(errors[0].message, "pay: a mistake of another kind");
    assert_string_equal(errors[1].message, "pay: unknown tier '小微％'; allowed: gold");
    assert_string_equal(errors[2].message, "pay: '％' is a full-width character; write '%'");
    assert_int_equal(errors[2].column, 7);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_come_in_the_order_of_the_text),
        cmocka_unit_test(the_first_in_the_text_are_kept_and_all_are_counted),
        cmocka_unit_test(mistakes_at_one_place_that_do_not_fit_are_the_later_ones),
        cmocka_unit_test(without_room_mistakes_are_counted),
        cmocka_unit_test(a_path_names_the_item),
        cmocka_unit_test(a_deep_path_shows_its_inner_pieces),
        cmocka_unit_test(a_part_is_found_in_characters),
        cmocka_unit_test(the_unknown_is_told_what_it_may_have_meant),
        cmocka_unit_test(long_texts_are_quoted_short_and_between_characters),
        cmocka_unit_test(a_long_message_stays_a_message),
        cmocka_unit_test(a_full_width_character_is_the_mistake),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
