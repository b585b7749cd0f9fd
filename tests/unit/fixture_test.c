/* Fixture: members and events from CSV files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/playbill.h"

/* Run one step, or one test's members, with a CSV file. */
static int32_t run(struct playbill *playbill, const char *csv, const char *tests) {
    playbill_init(playbill);
    playbill_add(playbill, "m.csv", csv);
    return playbill_run(playbill, tests);
}

static void members_come_from_a_file(void **state) {
    (void)state;
    struct playbill *playbill = malloc(sizeof *playbill);
    int32_t code = run(playbill,
                       "member,inviter,tier,at,labels,note\n"
                       "F,E,,2024-01-01,,x\nE,A,gold,,core ,y\nG,platform,,,,\n",
                       "  - name: t\n    members: m.csv\n    steps:\n      - expect: {}\n"
                       "        tiers: { E: gold, F: normal }\n"
                       "        leaders: { F: E, G: nobody }\n"
                       "        labels: { E: [core], F: [] }\n");
    if (code != FENRUN_OK) fail_msg("%s", playbill->report);
    free(playbill);
}

static void orders_and_logs_are_applied(void **state) {
    (void)state;
    struct playbill *playbill = malloc(sizeof *playbill);
    int32_t code = run(playbill,
                       "order,at,seller,buyer,price,pieces\n"
                       "o-1,2024-02-01,C,,100.00,1\no-2,2024-01-05,B,C,10.00,0\n",
                       "  - name: t\n    steps:\n      - settle: m.csv\n"
                       "        pays: { C: 10.00, B: 1.00, A: 5.50 }\n"
                       "      - refund: { order: o-1, price: 100.00 }\n"
                       "        at: 2024-02-01\n"
                       "        pays: { C: -10.00, A: -5.00 }\n");
    if (code != FENRUN_OK) fail_msg("%s", playbill->report);
    code = run(playbill,
               "at,event,order,member,inviter,tier,refund,period,seller,buyer,price,pieces,fee,"
               "organiser,size\n"
               "2024-02-01,join,,D,C,,,,,,,,5.00,,\n"
               ",order,o-1,,,,,,D,,100.00,1,,,\n"
               "2024-02-02,tier,,C,,gold,,,,,,,,,\n"
               ",move,,D,A,,,,,,,,,,\n"
               ",refund,o-1,,,,,,,,50.00,,,,\n"
               ",refund,o-1,,,,r,,,,50.00,,,,\n"
               ",group,g,,,,,,,,,,,C,3\n"
               "2024-03-01,close,c,,,,,month,,,,,,,\n",
               "  - name: t\n    steps:\n      - settle: m.csv\n"
               "        pays: { C: [3.00, 20.00 coupon], D: 0.00, A: 0.00 }\n"
               "        tiers: { C: gold }\n        leaders: { D: A }\n"
               "      - group: { organiser: C, size: 1 }\n"
               "        available: { C: 2024-03-08 }\n"
               "      - close: month\n        id: c\n        replayed: true\n");
    if (code != FENRUN_OK) fail_msg("%s", playbill->report);
    free(playbill);
}

static void a_row_that_is_wrong_is_told_with_its_line(void **state) {
    (void)state;
    static const struct {
        const char *csv;
        const char *message;
    } events[] = {
        {"order,at,seller,buyer,price,pieces\no,2024-02-01,,,1.00,1\n",
         "m.csv:2: seller: is empty; allowed: a member"},
        {"order,at,seller,buyer,price,pieces\no,2024-02-01,A,,,1\n",
         "m.csv:2: price: is empty or not there; write 0 for none"},
        {"order,at,seller,price\no,2024-02-01,A,1.00\n",
         "m.csv:2: pieces: is empty or not there; write 0 for none"},
        {"order,at,seller,buyer,price,pieces\no,soon,A,,1.00,1\n",
         "m.csv:2: at: \"soon\" is not of the form 2024-03-01 or 2024-03-01T12:30:00 (Z or +08:00 "
         "may follow)"},
        {"at,event,member,tier\n2024-02-01,tear,A,gold\n", "m.csv:2: event: unknown 'tear'"},
        {"at,event,member,tier\n2024-02-01,tier,A,silver\n", "m.csv:2: tier: unknown 'silver'"},
        {"at,event,period\n2024-02-01,close,year\n", "m.csv:2: period: unknown 'year'"},
        {"at,event,member\n2024-02-01,join\n", "m.csv:2: 2 fields, the header has 3"},
        {"member,inviter\nA,B\n", "m.csv:1: column order is missing"},
    };
    struct playbill *playbill = malloc(sizeof *playbill);
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
        char report[512];
        int32_t code = run(playbill, events[i].csv,
                           "  - name: t\n    steps:\n      - settle: m.csv\n");
        snprintf(report, sizeof report,
                 "a.test.yaml:6:17: tests[1].steps[1].settle: %s\n"
                 "0 tests of 1 file passed, 1 file could not be run\n",
                 events[i].message);
        assert_string_equal(playbill->report, report);
        assert_int_equal(code, FENRUN_ERROR_RULES);
    }
    int32_t code = run(playbill, "member,inviter,tier\nD,A,silver\n",
                       "  - name: t\n    members: m.csv\n    steps: [{expect: {}}]\n");
    assert_int_equal(code, FENRUN_ERROR_RULES);
    assert_non_null(strstr(playbill->report, ":5:14: tests[1].members: m.csv:2: tier: unknown "
                                             "'silver'\n"));
    code = run(playbill, "member,labels\nD,cor\n",
               "  - name: t\n    members: m.csv\n    steps: [{expect: {}}]\n");
    assert_int_equal(code, FENRUN_ERROR_RULES);
    assert_non_null(strstr(playbill->report, "m.csv:2: labels: unknown 'cor'\n"));
    free(playbill);
}

static void an_event_of_a_file_that_is_refused_is_told_with_its_line(void **state) {
    (void)state;
    struct playbill *playbill = malloc(sizeof *playbill);
    int32_t code = run(playbill,
                       "order,at,seller,buyer,price,pieces\n"
                       "o-1,2024-02-01,C,,100.00,1\no-2,2024-02-01,X,,1.00,1\n",
                       "  - name: t\n    steps:\n      - settle: m.csv\n");
    assert_int_equal(code, FENRUN_FOUND);
    assert_non_null(strstr(playbill->report,
                           "  line 6: step 1: line 3 of its file: seller X is not a member\n"));
    free(playbill);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_come_from_a_file),
        cmocka_unit_test(orders_and_logs_are_applied),
        cmocka_unit_test(a_row_that_is_wrong_is_told_with_its_line),
        cmocka_unit_test(an_event_of_a_file_that_is_refused_is_told_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
