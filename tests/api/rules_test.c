/* Rules: binding rule sets to a book, checking what they mean, and asking for versions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fenrun.h"

#define RULES(name, rest)                                                                         \
    "fenrun: 1\nname: " name "\ncurrency: CNY\nrounding: down\ntiers: [normal, gold]\n" rest

static const char *const first_text =
    RULES("old", "awards: {a: {event: join, to: newcomer.inviter, pay: 1.00},\n"
                 "  b: {event: join, to: newcomer.inviter, pay: 2.00, unit: coin}}\n");
static const char *const second_text =
    RULES("new", "effective: 2024-01-01\n"
                 "awards: {c: {event: join, to: newcomer, when: {newcomer: gold}, pay: 1.00}}\n");

static fenrun_rules *read_rules(const char *text) {
    fenrun_rules *rules;
    fenrun_error error;
    if (fenrun_rules_read(&rules, text, strlen(text), NULL, &error, 1, NULL) != FENRUN_OK) {
        fail_msg("%u:%u: %s", error.line, error.column, error.message);
    }
    return rules;
}

static void a_book_knows_its_versions(void **state) {
    (void)state;
    fenrun_rules *given[] = {read_rules(first_text), read_rules(second_text)};
    fenrun_rules *book = NULL;
    size_t count = 7;
    assert_int_equal(fenrun_rules_book(&book, (const fenrun_rules *const *)given, 2, NULL, NULL, 0,
                                       &count),
                     FENRUN_OK);
    assert_int_equal(count, 0);
    fenrun_rules_free(given[0]);
    fenrun_rules_free(given[1]);
    assert_int_equal(fenrun_rules_count(book, FENRUN_NAME_RULES), 2);
    assert_string_equal(fenrun_rules_name(book, FENRUN_NAME_RULES, 1), "new");
    assert_int_equal(fenrun_rules_effective(book, 0), FENRUN_TIME_MIN);
    assert_int_equal(fenrun_rules_effective(book, 1), INT64_C(1704067200));
    assert_int_equal(fenrun_rules_effective(book, 2), FENRUN_TIME_MIN);
    assert_int_equal(fenrun_rules_effective(NULL, 0), FENRUN_TIME_MIN);
    assert_int_equal(fenrun_rules_award_version(book, 0), 0);
    assert_int_equal(fenrun_rules_award_version(book, 1), 0);
    assert_int_equal(fenrun_rules_award_version(book, 2), 1);
    assert_int_equal(fenrun_rules_award_version(book, 3), UINT32_MAX);
    assert_int_equal(fenrun_rules_award_version(NULL, 0), UINT32_MAX);
    assert_int_equal(fenrun_rules_award_line(book, 2), 7);
    assert_int_equal(fenrun_rules_find(book, FENRUN_NAME_AWARD, "c", 1), 2);
    assert_int_equal(fenrun_rules_find(book, FENRUN_NAME_UNIT, "coin", 4), 1);
    fenrun_rules_free(book);
}

static void a_single_rule_set_is_its_own_only_version(void **state) {
    (void)state;
    fenrun_rules *rules = read_rules(second_text);
    assert_int_equal(fenrun_rules_award_version(rules, 0), 0);
    assert_int_equal(fenrun_rules_award_version(rules, 1), UINT32_MAX);
    assert_int_equal(fenrun_rules_effective(rules, 0), INT64_C(1704067200));
    assert_int_equal(fenrun_rules_effective(rules, 1), FENRUN_TIME_MIN);
    fenrun_rules_free(rules);
}

static void versions_that_disagree_are_reported(void **state) {
    (void)state;
    fenrun_rules *given[] = {read_rules(second_text), read_rules(first_text)};
    fenrun_rules *book = given[0];
    fenrun_error errors[2];
    size_t count;
    assert_int_equal(fenrun_rules_book(&book, (const fenrun_rules *const *)given, 2, NULL, errors,
                                       2, &count),
                     FENRUN_ERROR_RULES);
    assert_null(book);
    assert_int_equal(count, 1);
    assert_int_equal(errors[0].code, FENRUN_ERROR_RULES);
    assert_int_equal(errors[0].item, 1);
    assert_int_equal(errors[0].line, 1);
    assert_string_equal(errors[0].message,
                        "effective: the key is missing; allowed: an instant as 2025-03-01; only "
                        "the first version of a rule book may be in force always");
    fenrun_rules_free(given[0]);
    fenrun_rules_free(given[1]);
}

static void expect(int32_t code, const fenrun_error *error, const char *message) {
    assert_int_equal(code, FENRUN_ERROR_ARGUMENT);
    assert_int_equal(error->code, FENRUN_ERROR_ARGUMENT);
    assert_string_equal(error->message, message);
}

static void binding_checks_its_arguments(void **state) {
    (void)state;
    fenrun_rules *rules[] = {read_rules(first_text), read_rules(second_text), NULL};
    const fenrun_rules *const *given = (const fenrun_rules *const *)rules;
    fenrun_rules *book;
    fenrun_error error;
    const fenrun_rules_options small = {.struct_size = 1};
    expect(fenrun_rules_book(NULL, given, 2, NULL, &error, 1, NULL), &error, "out is NULL");
    assert_int_equal(fenrun_rules_book(&book, given, 2, NULL, NULL, 1, NULL),
                     FENRUN_ERROR_ARGUMENT);
    assert_null(book);
    expect(fenrun_rules_book(&book, NULL, 2, NULL, &error, 1, NULL), &error, "versions is NULL");
    expect(fenrun_rules_book(&book, given, 0, NULL, &error, 1, NULL), &error,
           "version_count 0 is not from 1 to 64");
    expect(fenrun_rules_book(&book, given, 65, NULL, &error, 1, NULL), &error,
           "version_count 65 is not from 1 to 64");
    expect(fenrun_rules_book(&book, given, 3, NULL, &error, 1, NULL), &error,
           "versions[2] is NULL");
    assert_int_equal(error.item, 2);
    expect(fenrun_rules_book(&book, given, 2, &small, &error, 1, NULL), &error,
           "options.struct_size 1 is not sizeof the struct");
    assert_int_equal(fenrun_rules_book(&rules[2], given, 2, NULL, NULL, 0, NULL), FENRUN_OK);
    expect(fenrun_rules_book(&book, given, 3, NULL, &error, 1, NULL), &error,
           "versions[2] is a rule book; allowed: rule sets as they were read");
    for (size_t i = 0; i < 3; i++) fenrun_rules_free(rules[i]);
}

static void what_a_rule_set_does_not_mean_is_found(void **state) {
    (void)state;
    fenrun_rules *rules[] = {read_rules(first_text), read_rules(second_text)};
    fenrun_rules *book;
    fenrun_error finding;
    size_t count = 7;
    assert_int_equal(fenrun_rules_check(rules[0], NULL, 0, &count), FENRUN_OK);
    assert_int_equal(count, 0);
    assert_int_equal(fenrun_rules_check(rules[1], NULL, 0, NULL), FENRUN_FOUND);
    assert_int_equal(fenrun_rules_book(&book, (const fenrun_rules *const *)rules, 2, NULL, NULL, 0,
                                       NULL),
                     FENRUN_OK);
    assert_int_equal(fenrun_rules_check(book, &finding, 1, &count), FENRUN_FOUND);
    assert_int_equal(count, 1);
    assert_int_equal(finding.code, FENRUN_FOUND);
    assert_int_equal(finding.item, 1);
    assert_int_equal(finding.line, 7);
    assert_string_equal(finding.message,
                        "awards.c.when.newcomer: gold is never met, so that nothing is paid: a "
                        "newcomer is always normal; test another tier");
    expect(fenrun_rules_check(NULL, &finding, 1, &count), &finding, "rules is NULL");
    assert_int_equal(fenrun_rules_check(book, NULL, 1, &count), FENRUN_ERROR_ARGUMENT);
    fenrun_rules_free(book);
    fenrun_rules_free(rules[0]);
    fenrun_rules_free(rules[1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_book_knows_its_versions),
        cmocka_unit_test(a_single_rule_set_is_its_own_only_version),
        cmocka_unit_test(versions_that_disagree_are_reported),
        cmocka_unit_test(binding_checks_its_arguments),
        cmocka_unit_test(what_a_rule_set_does_not_mean_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
