/* Reading: the checks that every map, list and text goes through, on a document of their own. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/reading.h"

struct fixture {
    struct fenrun__memory memory;
    struct fenrun__document document;
    struct fenrun__diagnostics diagnostics;
    struct fenrun__reading reading;
    struct fenrun__place root;
    fenrun_error errors[8];
};

static void begin(struct fixture *fixture, const char *text) {
    memset(fixture, 0, sizeof *fixture);
    fenrun__memory_init(&fixture->memory, NULL);
    fenrun__diagnostics_init(&fixture->diagnostics, fixture->errors, 8);
    assert_int_equal(fenrun__document_read(&fixture->document, text, strlen(text),
                                           &fixture->memory, &fixture->diagnostics),
                     FENRUN_OK);
    fixture->reading.document = &fixture->document;
    fixture->reading.diagnostics = &fixture->diagnostics;
    fixture->root = (struct fenrun__place){.line = 1, .column = 1};
}

/* End, and compare the messages, each with its place and a line break. */
static void end(struct fixture *fixture, const char *expected) {
    char mistakes[4096] = "";
    size_t used = 0;
    fenrun__diagnostics_finish(&fixture->diagnostics);
    for (size_t i = 0; i < fixture->diagnostics.count && i < 8; i++) {
        const fenrun_error *error = &fixture->errors[i];
        used += (size_t)snprintf(mistakes + used, sizeof mistakes - used, "%u:%u: %s\n",
                                 error->line, error->column, error->message);
    }
    fenrun__document_free(&fixture->document);
    assert_string_equal(mistakes, expected);
}

static void a_place_is_where_a_person_would_look(void **state) {
    (void)state;
    static const struct {
        uint32_t line;
        uint32_t column;
        uint32_t text_column;
        const char *text;
    } expected[] = {
        {1, 4, 4, "1"}, {2, 4, 5, "x y"}, {3, 1, 0, ""},
        {4, 1, 0, ""},  {6, 1, 0, ""},    {7, 4, 0, "z"},
    };
    struct fixture fixture;
    begin(&fixture, "a: 1\nb: 'x y'\nc:\nd:\n  - 1\ne: {}\nf: \"\\x7a\"");
    uint32_t key = fenrun__reading_first(&fixture.reading, fixture.document.root);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        struct fenrun__place place =
            fenrun__reading_place(&fixture.reading, &fixture.root, key);
        assert_int_equal(place.line, expected[i].line);
        assert_int_equal(place.column, expected[i].column);
        assert_int_equal(place.text_column, expected[i].text_column);
        assert_true(fenrun__text_is(place.text, expected[i].text));
        assert_int_equal(place.name.bytes[0], 'a' + (int)i);
        key = fenrun__reading_next(&fixture.reading, key);
    }
    assert_int_equal(key, FENRUN__NODE_ABSENT);
    end(&fixture, "");
}

static void repeated_keys_are_passed_over(void **state) {
    (void)state;
    struct fixture fixture;
    begin(&fixture, "{a: 1, a: 2, b: 3, a: 4, b: 5}");
    uint32_t first = fenrun__reading_first(&fixture.reading, fixture.document.root);
    uint32_t second = fenrun__reading_next(&fixture.reading, first);
    assert_true(fenrun__text_is(fenrun__document_text(&fixture.document, first), "a"));
    assert_true(fenrun__text_is(fenrun__document_text(&fixture.document, second), "b"));
    assert_int_equal(fenrun__reading_next(&fixture.reading, second), FENRUN__NODE_ABSENT);
    end(&fixture, "1:8: rule set: the key 'a' stands twice, first on line 1\n"
                  "1:20: rule set: the key 'a' stands twice, first on line 1\n"
                  "1:26: rule set: the key 'b' stands twice, first on line 1\n");
}

static void keys_are_found_missed_and_refused(void **state) {
    (void)state;
    static const struct fenrun__key keys[] = {
        {"event", true, FENRUN__FORM_OF_EVENT, ""},
        {"to", true, FENRUN__FORM_OF_PATHS, ""},
        {"unit", false, FENRUN__FORM_OF_UNIT, ""}};
    struct fixture fixture;
    uint32_t found[3];
    begin(&fixture, "unit: a\nevnt: b\n? ''\n: c\nto: d");
    assert_true(fenrun__reading_keys(&fixture.reading, &fixture.root, fixture.document.root, keys,
                                     3, found));
    assert_int_equal(found[0], FENRUN__NODE_ABSENT);
    assert_true(fenrun__text_is(
        fenrun__document_text(&fixture.document,
                              fenrun__reading_value(&fixture.reading, found[1])),
        "d"));
    assert_true(fenrun__text_is(
        fenrun__document_text(&fixture.document,
                              fenrun__reading_value(&fixture.reading, found[2])),
        "a"));
    end(&fixture, "1:1: rule set: the key 'event' is missing; allowed: order, join, promotion, a "
                  "period, or an event of the key 'events'\n"
                  "2:1: rule set: unknown key 'evnt' (did you mean 'event'?); "
                  "allowed: event, to, unit\n"
                  "3:3: rule set: unknown key ''; allowed: event, to, unit\n");

    begin(&fixture, "[event]");
    assert_false(fenrun__reading_keys(&fixture.reading, &fixture.root, fixture.document.root, keys,
                                      3, found));
    assert_int_equal(found[2], FENRUN__NODE_ABSENT);
    end(&fixture, "1:1: rule set: a list is given; allowed: a map of keys\n");
}

static void a_list_of_names_stops_at_its_limit(void **state) {
    (void)state;
    static const char *const reserved[] = {"at", NULL};
    struct fixture fixture;
    struct fenrun__text names[2];
    uint32_t count;
    begin(&fixture, "[at, b]");
    assert_true(fenrun__reading_names(&fixture.reading, &fixture.root, fixture.document.root,
                                      reserved, "names", names, 2, &count));
    assert_int_equal(count, 2);
    end(&fixture, "1:2: [1]: 'at' has a meaning of its own; allowed: another name\n");

    begin(&fixture, "[a, b, c, d]");
    assert_false(fenrun__reading_names(&fixture.reading, &fixture.root, fixture.document.root,
                                       reserved, "names", names, 2, &count));
    assert_int_equal(count, 2);
    end(&fixture, "1:8: [3]: more than the 2 names that may be listed\n");
}

static void a_text_a_word_and_a_map_are_held_to_their_form(void **state) {
    (void)state;
    struct fixture fixture;
    uint32_t found[FENRUN__CAP_KEYS];
    begin(&fixture, "refuse");
    assert_true(fenrun__reading_text(&fixture.reading, &fixture.root, fixture.document.root,
                                     FENRUN__FORM_OF_OVER));
    assert_int_equal(fenrun__reading_word(&fixture.reading, &fixture.root, fixture.document.root,
                                          FENRUN__FORM_OF_OVER, "way"),
                     1);
    assert_true(fenrun__reading_word(&fixture.reading, &fixture.root, fixture.document.root,
                                     FENRUN__FORM_OF_ROUNDING, "rounding") == SIZE_MAX);
    assert_false(fenrun__reading_map(&fixture.reading, &fixture.root, fixture.document.root,
                                     FENRUN__FORM_OF_CAP, found));
    assert_int_equal(found[FENRUN__CAP_OVER], FENRUN__NODE_ABSENT);
    end(&fixture, "1:1: rule set: unknown rounding 'refuse'; allowed: half_even, half_up, down, "
                  "up\n"
                  "1:1: rule set: 'refuse' is given; allowed: a map as {at_most: 40% of price, "
                  "over: clip}\n");

    begin(&fixture, "{over: clip, at_mots: 5.00}");
    assert_true(fenrun__reading_map(&fixture.reading, &fixture.root, fixture.document.root,
                                    FENRUN__FORM_OF_CAP, found));
    assert_int_equal(found[FENRUN__CAP_AT_MOST], FENRUN__NODE_ABSENT);
    assert_true(found[FENRUN__CAP_OVER] != FENRUN__NODE_ABSENT);
    end(&fixture, "1:1: rule set: the key 'at_most' is missing; allowed: a rate as 40% of price, "
                  "or an amount as 5000.00\n"
                  "1:14: rule set: unknown key 'at_mots' (did you mean 'at_most'?); allowed: "
                  "at_most, in, over\n");

    begin(&fixture, "[]");
    assert_false(fenrun__reading_text(&fixture.reading, &fixture.root, fixture.document.root,
                                      FENRUN__FORM_OF_HOLD));
    end(&fixture, "1:1: rule set: an empty list is given; allowed: a length of time as 7 days, or "
                  "as 12 hours\n");
}

static const struct fenrun__text tiers[] = {{"normal", 6}, {"gold", 4}};
static const struct fenrun__text labels[] = {{"core", 4}, {"active", 6}};

static void a_list_of_tiers_may_hold_labels(void **state) {
    (void)state;
    static const struct {
        const char *list;
        uint64_t tiers;
        uint32_t labels;
        const char *mistakes;
    } cases[] = {
        {"[gold]", 2, 0, ""},
        {"[normal+]", 3, 0, ""},
        {"[core, gold]", 2, 1, ""},
        {"[active, core]", 0, 3, ""},
        {"[gold, core, gold, core]", 2, 1,
         "1:14: [3]: 'gold' is listed twice\n1:20: [4]: 'core' is listed twice\n"},
        {"[gold, normal+]", 3, 0, "1:8: [2]: 'normal+' is listed twice\n"},
        {"[core+]", 0, 0,
         "1:2: [1]: 'core' is a label, and no label is above another; allowed: '+' behind a "
         "tier\n"},
        {"[cor, [gold]]", 0, 0,
         "1:2: [1]: unknown tier or label 'cor' (did you mean 'core'?); allowed: normal, gold, "
         "core, active\n"
         "1:7: [2]: a list is given; allowed: a tier\n"},
        {"gold", 0, 0, "1:1: rule set: 'gold' is given; allowed: a list of tiers\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture fixture;
        uint64_t mask;
        uint32_t label_mask;
        begin(&fixture, cases[i].list);
        fixture.reading.scope.tiers = (struct fenrun__names){tiers, 2, true};
        fixture.reading.scope.labels = (struct fenrun__names){labels, 2, true};
        fixture.reading.scope.diagnostics = &fixture.diagnostics;
        bool right = fenrun__reading_tiers(&fixture.reading, &fixture.root, fixture.document.root,
                                           &mask, &label_mask);
        assert_int_equal(right, cases[i].mistakes[0] == '\0');
        assert_int_equal(mask, cases[i].tiers);
        assert_int_equal(label_mask, cases[i].labels);
        end(&fixture, cases[i].mistakes);
    }

    struct fixture fixture;
    uint64_t mask;
    begin(&fixture, "[gold+, core]");
    fixture.reading.scope.tiers = (struct fenrun__names){tiers, 2, true};
    fixture.reading.scope.labels = (struct fenrun__names){labels, 2, true};
    fixture.reading.scope.diagnostics = &fixture.diagnostics;
    assert_false(fenrun__reading_tiers(&fixture.reading, &fixture.root, fixture.document.root,
                                       &mask, NULL));
    end(&fixture, "1:2: [1]: unknown tier 'gold+' (did you mean 'gold'?); allowed: normal, gold\n"
                  "1:9: [2]: unknown tier 'core'; allowed: normal, gold\n");
}

static void a_period_is_one_that_is_listed(void **state) {
    (void)state;
    static const struct fenrun__text periods[] = {{"month", 5}, {"campaign", 8}};
    struct fixture fixture;
    begin(&fixture, "a");
    fixture.reading.scope.periods = (struct fenrun__names){periods, 2, true};
    fixture.reading.has_periods = true;
    assert_int_equal(fenrun__reading_period(&fixture.reading, &fixture.root,
                                            fenrun__text_from("campaign")),
                     1);
    assert_int_equal(fenrun__reading_period(&fixture.reading, &fixture.root,
                                            fenrun__text_from("moth")),
                     FENRUN__NOWHERE);
    fixture.reading.scope.periods.known = false;
    assert_int_equal(fenrun__reading_period(&fixture.reading, &fixture.root,
                                            fenrun__text_from("day")),
                     FENRUN__NOWHERE);
    fixture.reading.scope.periods = (struct fenrun__names){NULL, 0, true};
    fixture.reading.has_periods = false;
    assert_int_equal(fenrun__reading_period(&fixture.reading, &fixture.root,
                                            fenrun__text_from("month")),
                     FENRUN__NOWHERE);
    end(&fixture, "1:1: rule set: unknown period 'moth' (did you mean 'month'?); allowed: month, "
                  "campaign\n"
                  "1:1: rule set: unknown period 'month'; allowed: a name that the key 'periods' "
                  "of the rule set lists, which is missing\n");
}

static void a_path_needs_leaders_if_it_goes_to_one(void **state) {
    (void)state;
    static const struct fenrun__text roles[] = {{"seller", 6}};
    struct fixture fixture;
    struct fenrun__plan_path path;
    struct fenrun__scope scope = {.roles = {roles, 1, true}, .diagnostics = &fixture.diagnostics};
    begin(&fixture, "seller.leader.uplines");
    fixture.root.text = fenrun__document_text(&fixture.document, fixture.document.root);
    assert_true(fenrun__reading_path(&fixture.reading, &scope, &fixture.root,
                                     fixture.document.root, FENRUN__FORM_OF_PATHS, &path));
    assert_int_equal(path.uplines, 1);
    assert_false(fenrun__reading_path(&fixture.reading, &scope, &fixture.root,
                                      fixture.document.root, FENRUN__FORM_OF_PATH, &path));
    assert_true(fenrun__reading_path_text(&fixture.reading, &scope, &fixture.root,
                                          fenrun__text_from("seller.leader"), false, &path));
    end(&fixture, "1:1: rule set: 'leader' needs the key 'team_leaders' of the rule set, which is "
                  "missing\n"
                  "1:1: rule set: unknown step 'uplines'; allowed: inviter, leader, above(TIER)\n");
}

static void names_are_short_and_plain(void **state) {
    (void)state;
    static const struct {
        const char *name;
        bool right;
    } cases[] = {
        {"a", true},     {"_", true},    {"a_9", true}, {"senior_gold", true}, {"", false},
        {"9a", false},   {"a-b", false}, {"A", false},  {"a b", false},        {"金", false},
        {"abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_0123456789", true},
        {"abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_0123456789_", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture fixture;
        begin(&fixture, "a");
        assert_int_equal(fenrun__reading_name(&fixture.reading, &fixture.root,
                                              fenrun__text_from(cases[i].name)),
                         cases[i].right);
        assert_int_equal(fixture.diagnostics.count, !cases[i].right);
        fenrun__document_free(&fixture.document);
    }
    struct fixture fixture;
    begin(&fixture, "a");
    assert_false(fenrun__reading_name(&fixture.reading, &fixture.root,
                                      (struct fenrun__text){"a\0b", 3}));
    end(&fixture, "1:1: rule set: 'a?b' is not a name; allowed: a to z, 0 to 9 and _, not a digit "
                  "first, at most 64 of them\n");
}

static void a_need_is_noted_once(void **state) {
    (void)state;
    struct fixture fixture;
    bool has_key = false;
    begin(&fixture, "a");
    for (int i = 0; i < 3; i++) {
        fenrun__reading_need(&fixture.reading, &fixture.root, fenrun__part_all(), "order", "order",
                             &has_key);
    }
    end(&fixture,
        "1:1: rule set: 'order' needs the key 'order' of the rule set, which is missing\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_is_where_a_person_would_look),
        cmocka_unit_test(repeated_keys_are_passed_over),
        cmocka_unit_test(keys_are_found_missed_and_refused),
        cmocka_unit_test(a_list_of_names_stops_at_its_limit),
        cmocka_unit_test(a_text_a_word_and_a_map_are_held_to_their_form),
        cmocka_unit_test(a_list_of_tiers_may_hold_labels),
        cmocka_unit_test(a_period_is_one_that_is_listed),
        cmocka_unit_test(a_path_needs_leaders_if_it_goes_to_one),
        cmocka_unit_test(names_are_short_and_plain),
        cmocka_unit_test(a_need_is_noted_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
