/* Stage: how tests run, and what is told of those that fail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/playbill.h"

static void a_refused_step_ends_its_test(void **state) {
    (void)state;
    playbill_fails("  - name: t\n    steps:\n"
                   "      - order: { seller: C, price: 2000.00, pieces: 0 }\n"
                   "        pays: { C: 1.00 }\n"
                   "      - expect: {}\n        tiers: { A: normal }\n"
                   "    totals: { A: 1.00 }\n",
                   "FAILED a.test.yaml:4: t\n"
                   "  line 6: step 1: price 2000.00 is above 1000.00\n"
                   "    step 1, line 6: order\n"
                   "      expected: no error\n"
                   "      found:    price 2000.00 is above 1000.00\n");
}

static void a_refund_of_nothing_names_its_order(void **state) {
    (void)state;
    playbill_fails("  - name: t\n    steps:\n      - refund: { order: o-9, price: 1.00 }\n",
                   "FAILED a.test.yaml:4: t\n"
                   "  line 6: step 1: the order of the refund was not applied: 'o-9'\n"
                   "    step 1, line 6: refund\n"
                   "      expected: no error\n"
                   "      found:    the order of the refund was not applied: 'o-9'\n");
}

static void another_error_than_expected_does_not_end_it(void **state) {
    (void)state;
    playbill_fails("  - name: t\n    steps:\n"
                   "      - order: { seller: C, price: 2000.00, pieces: 0 }\n"
                   "        error: too cheap\n"
                   "        tiers: { C: gold }\n"
                   "      - order: { seller: C, price: 1.00, pieces: 0 }\n"
                   "        error: FENRUN_ERROR_LIMIT\n",
                   "FAILED a.test.yaml:4: t\n"
                   "  line 6: step 1: price 2000.00 is above 1000.00\n"
                   "    step 1, line 6: order\n"
                   "      expected: the error too cheap\n"
                   "      found:    price 2000.00 is above 1000.00\n"
                   "  line 8: step 1: tiers: C is normal, not gold\n"
                   "    step 1, line 6: order\n"
                   "      member   expected   is\n"
                   "      C        gold       normal\n"
                   "  line 9: step 2: no error: the step was applied\n"
                   "    step 2, line 9: order 2 at 2024-01-01T00:00:00Z: seller C, price 1.00, "
                   "pieces 0\n"
                   "      expected: the error FENRUN_ERROR_LIMIT\n"
                   "      found:    no error: the step was applied\n");
}

static void replays_must_be_expected(void **state) {
    (void)state;
    playbill_fails("  - name: t\n    steps:\n"
                   "      - close: { period: month, id: m }\n"
                   "      - close: { period: month, id: m }\n"
                   "      - close: { period: month, id: n }\n        replayed: true\n",
                   "FAILED a.test.yaml:4: t\n"
                   "  line 7: step 2: the event was applied before, nothing happens\n"
                   "    step 2, line 7: close\n"
                   "      expected: an event that is new\n"
                   "      found:    the event was applied before, nothing happens\n"
                   "  line 8: step 3: the event is new\n"
                   "    step 3, line 8: close n at 2024-01-01T00:00:00Z: month of 3 members\n"
                   "      expected: an event that was applied before\n"
                   "      found:    the event is new\n");
}

static void members_that_cannot_be_loaded_fail_the_test(void **state) {
    (void)state;
    playbill_fails("  - name: t\n    members: { D: { inviter: E }, E: { inviter: D } }\n"
                   "    steps: [{expect: {}}]\n",
                   "FAILED a.test.yaml:4: t\n"
                   "  line 5: members: member E is among those above itself\n");
}

static void reasons_name_the_rule_and_its_line(void **state) {
    (void)state;
    struct playbill *playbill = malloc(sizeof *playbill);
    playbill_init(playbill);
    int32_t code = playbill_run(playbill, "  - name: t\n    steps:\n"
                                          "      - order: { seller: C, price: 100.00, pieces: 0 }\n"
                                          "        pays: { C: 10.00, B: 5.00 }\n");
    assert_int_equal(code, FENRUN_FOUND);
    assert_non_null(strstr(playbill->report,
                           "    step 1, line 6: order 1 at 2024-01-01T00:00:00Z: seller C, price "
                           "100.00, pieces 0\n"
                           "      payee   expected   paid   difference\n"
                           "      B           5.00   0.00        -5.00\n"
                           "      A           0.00   5.00        +5.00\n"
                           "      team pays A 5.00 CNY: 5% of price 100.00 (seller C normal, "
                           "leader A gold; shop.yaml:16)\n"));
    free(playbill);
}

static void each_test_has_a_tree_of_its_own(void **state) {
    (void)state;
    playbill_passes("  - { name: one, steps: [{tier: {A: normal}}] }\n"
                    "  - { name: two, steps: [{expect: {}, tiers: {A: gold}}] }\n");
}

static void what_is_paid_in_all_must_fit(void **state) {
    (void)state;
    struct playbill *playbill = malloc(sizeof *playbill);
    playbill_init(playbill);
    playbill->texts[0] = "fenrun: 1\nname: x\ncurrency: CNY\nrounding: down\n"
                         "tiers: [normal, gold]\n"
                         "events: { gift: { roles: [to], amounts: [sum] } }\n"
                         "awards: { a: { event: gift, to: to, pay: 100% of sum } }\n";
    int32_t code = playbill_run(playbill,
                                "  - name: t\n    steps:\n"
                                "      - gift: { to: C, sum: 92233720368547758.07 }\n"
                                "      - gift: { to: C, sum: 0.01 }\n");
    assert_int_equal(code, FENRUN_FOUND);
    assert_string_equal(playbill->report,
                        "FAILED a.test.yaml:4: t\n"
                        "  line 4: what is paid in all does not fit 64 bits\n\n"
                        "1 of 1 test failed\n");
    free(playbill);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refused_step_ends_its_test),
        cmocka_unit_test(a_refund_of_nothing_names_its_order),
        cmocka_unit_test(another_error_than_expected_does_not_end_it),
        cmocka_unit_test(replays_must_be_expected),
        cmocka_unit_test(members_that_cannot_be_loaded_fail_the_test),
        cmocka_unit_test(reasons_name_the_rule_and_its_line),
        cmocka_unit_test(each_test_has_a_tree_of_its_own),
        cmocka_unit_test(what_is_paid_in_all_must_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
