/* Script: the top of test files, right and wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/playbill.h"

#define ONE_STEP "tests: [{name: t, steps: [{order: {seller: A, price: 1.00, pieces: 0}}]}]\n"
#define NOT_RUN "0 tests of 1 file passed, 1 file could not be run\n"

static void mistakes_have_their_place(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *report;
    } cases[] = {
        {"", "a.test.yaml:1:1: test file: the text is empty; allowed: a map of keys\n"},
        {"- 1\n", "a.test.yaml:1:1: test file: a list is given; allowed: a map of keys\n"},
        {"tests: [{name: t, steps: [{expect: {}}]}]\n",
         "a.test.yaml:1:1: test file: the key 'rules' is missing; allowed: a file as wanwu.yaml, "
         "or a list of files\n"},
        {"rules:\ntests: []\n",
         "a.test.yaml:1:1: rules: nothing is given; allowed: a file as wanwu.yaml, or a list of "
         "files\n"},
        {"rules: shop.yaml\ntest: 1\n",
         "a.test.yaml:1:1: test file: the key 'tests' is missing; allowed: a list of tests\n"
         "a.test.yaml:2:1: test file: unknown key 'test' (did you mean 'tests'?); allowed: rules, "
         "at, members, tests\n"},
        {"rules: shop.yaml\nat: noon\nmembers: { A: gold }\n" ONE_STEP,
         "a.test.yaml:2:5: at: \"noon\" is not of the form 2024-03-01 or 2024-03-01T12:30:00 (Z or "
         "+08:00 may follow)\n"},
        {"rules: shop.yaml\nmembers: { A: gould, B: { inviter: AA }, C: { tear: gold } }\n"
         "tests: []\n",
         "a.test.yaml:2:15: members.A: unknown tier 'gould' (did you mean 'gold'?); allowed: "
         "normal, gold\n"
         "a.test.yaml:2:36: members.B.inviter: unknown member 'AA' (did you mean 'A'?); allowed: "
         "A, B, C\n"
         "a.test.yaml:2:47: members.C: unknown key 'tear'; allowed: tier, inviter, labels, at\n"
         "a.test.yaml:3:1: tests: an empty list is given; allowed: a list of tests\n"},
        {"rules: shop.yaml\ntests:\n  - { name: x, steps: [{expect: {}}] }\n"
         "  - { name: x, steps: [{expect: {}}], total: {} }\n  - { steps: [] }\n",
         "a.test.yaml:4:13: tests[2].name: the test on line 3 has the same name; allowed: "
         "different names\n"
         "a.test.yaml:4:39: tests[2]: unknown key 'total' (did you mean 'totals'?); allowed: name, "
         "members, steps, totals\n"
         "a.test.yaml:5:5: tests[3]: the key 'name' is missing; allowed: one line of text\n"
         "a.test.yaml:5:7: tests[3].steps: an empty list is given; allowed: a list of steps\n"},
        {"rules: shop.yaml\nrules: b\n" ONE_STEP,
         "a.test.yaml:2:1: test file: the key 'rules' stands twice, first on line 1\n"
         "a.test.yaml:3:44: tests[1].steps[1].order.seller: unknown member 'A'\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char report[2048];
        snprintf(report, sizeof report, "%s" NOT_RUN, cases[i].report);
        playbill_expect(cases[i].text, FENRUN_ERROR_RULES, report);
    }
}

static void more_mistakes_than_a_first_reading_has_room_for_are_all_told(void **state) {
    (void)state;
    char text[8192] = "rules: shop.yaml\ntests:\n";
    for (unsigned i = 0; i < 100; i++) {
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "  - { name: t%u, steps: [{expct: {}}] }\n", i);
    }
    struct playbill *playbill = malloc(sizeof *playbill);
    playbill_init(playbill);
    char whole[8400];
    snprintf(whole, sizeof whole, "%s", text + strlen("rules: shop.yaml\ntests:\n"));
    assert_int_equal(playbill_run(playbill, whole), FENRUN_ERROR_RULES);
    size_t lines = 0;
    for (const char *at = playbill->report; *at; at++) lines += *at == '\n';
    assert_int_equal(lines, 101);
    free(playbill);
}

static void tests_begin_at_the_files_instant(void **state) {
    (void)state;
    playbill_passes("  - name: t\n    steps:\n"
                    "      - group: { organiser: A, size: 2 }\n"
                    "        available: { A: 2024-01-08 }\n"
                    "      - group: { organiser: A, size: 2 }\n"
                    "        at: 2024-02-01\n"
                    "        available: { A: 2024-02-08 }\n"
                    "      - group: { organiser: A, size: 2 }\n"
                    "        available: { A: 2024-02-08 }\n");
    playbill_expect("rules: shop.yaml\nat: 2023-05-01T12:00:00+08:00\nmembers: { A: gold }\n"
                    "tests:\n  - name: t\n    steps:\n"
                    "      - group: { organiser: A, size: 2 }\n"
                    "        available: { A: 2023-05-08T04:00:00Z }\n",
                    FENRUN_OK, "1 test of 1 file passed\n");
}

static void a_test_has_the_members_of_the_file_and_its_own(void **state) {
    (void)state;
    playbill_passes("  - name: one\n    members: { D: { inviter: C, tier: gold } }\n    steps:\n"
                    "      - expect:\n        leaders: { D: D, C: A }\n"
                    "  - name: two\n    members: { D: { inviter: A }, E: , F: normal }\n"
                    "    steps:\n"
                    "      - expect: {}\n        leaders: { D: A, E: nobody, F: nobody }\n");
    playbill_expect("rules: shop.yaml\ntests:\n"
                    "  - { name: a, members: { D: gold }, steps: [{expect: {}}] }\n"
                    "  - { name: b, steps: [{tier: {D: gold}}] }\n",
                    FENRUN_ERROR_RULES,
                    "a.test.yaml:4:32: tests[2].steps[1].tier: unknown member 'D'\n" NOT_RUN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_have_their_place),
        cmocka_unit_test(more_mistakes_than_a_first_reading_has_room_for_are_all_told),
        cmocka_unit_test(tests_begin_at_the_files_instant),
        cmocka_unit_test(a_test_has_the_members_of_the_file_and_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
