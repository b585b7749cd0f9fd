/* Difference: only what differs, aligned. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/playbill.h"

static void amounts_that_differ_stand_below_one_another(void **state) {
    (void)state;
    playbill_fails("  - name: t\n    steps:\n"
                   "      - join: { member: 店主, inviter: C, fee: 0.00 }\n"
                   "    totals: { C: [1.00, 20.00 coupon], 店主: 1234.50, A: 0.00 }\n",
                   "FAILED a.test.yaml:4: t\n"
                   "  line 7: totals: C gets 0.00, not 1.00; and 1 more\n"
                   "      payee   expected   paid   difference\n"
                   "      C           1.00   0.00        -1.00\n"
                   "      店主     1234.50   0.00     -1234.50\n");
}

static void what_the_file_does_not_have_differs(void **state) {
    (void)state;
    playbill_fails("  - name: t\n    steps:\n      - join: { member: D, inviter: C, fee: 0.00 }\n"
                   "    totals: {}\n",
                   "FAILED a.test.yaml:4: t\n"
                   "  line 7: totals: C gets 20.00 coupon, not 0.00 coupon\n"
                   "      payee      expected           paid   difference\n"
                   "      C       0.00 coupon   20.00 coupon       +20.00\n");
}

static void states_have_no_difference(void **state) {
    (void)state;
    playbill_fails("  - name: t\n    steps:\n      - expect: {}\n"
                   "        tiers: { A: normal, B: normal }\n"
                   "        leaders: { B: nobody, A: B }\n"
                   "        labels: { A: [core] }\n"
                   "        promotions: { A: gold }\n"
                   "        available: { B: 2024-01-01 }\n",
                   "FAILED a.test.yaml:4: t\n"
                   "  line 7: step 1: tiers: A is gold, not normal\n"
                   "    step 1, line 6: expect\n"
                   "      member   expected   is\n"
                   "      A        normal     gold\n"
                   "  line 8: step 1: leaders: B is A, not nobody; and 1 more\n"
                   "    step 1, line 6: expect\n"
                   "      member   expected   is\n"
                   "      B        nobody     A\n"
                   "      A        B          A\n"
                   "  line 9: step 1: labels: A is [], not [core]\n"
                   "    step 1, line 6: expect\n"
                   "      member   expected   is\n"
                   "      A        [core]     []\n"
                   "  line 10: step 1: promotions: A gets no change, not gold\n"
                   "    step 1, line 6: expect\n"
                   "      member   expected   is\n"
                   "      A        gold       no change\n"
                   "  line 11: step 1: available: B gets nothing, not 2024-01-01\n"
                   "    step 1, line 6: expect\n"
                   "      member   expected     is\n"
                   "      B        2024-01-01   nothing\n");
}

static void a_value_that_is_not_there_waits_for_an_update(void **state) {
    (void)state;
    playbill_fails("  - name: t\n    steps:\n      - expect: {}\n        pays:\n",
                   "FAILED a.test.yaml:4: t\n"
                   "  line 7: step 1: pays has no value\n"
                   "    step 1, line 6: expect\n"
                   "      no value is given: --update writes what is computed, {} says that there "
                   "is nothing\n");
}

static void not_all_of_many_are_shown(void **state) {
    (void)state;
    char tests[4096] = "  - name: t\n    members: {";
    for (unsigned i = 0; i < 60; i++) {
        size_t used = strlen(tests);
        snprintf(tests + used, sizeof tests - used, "%s m%u: gold", i ? "," : "", i);
    }
    strcat(tests, " }\n    steps: [{expect: {}}]\n    totals: {");
    for (unsigned i = 0; i < 60; i++) {
        size_t used = strlen(tests);
        snprintf(tests + used, sizeof tests - used, "%s m%u: 1.00", i ? "," : "", i);
    }
    strcat(tests, " }\n");
    struct playbill *playbill = malloc(sizeof *playbill);
    playbill_init(playbill);
    assert_int_equal(playbill_run(playbill, tests), FENRUN_FOUND);
    assert_non_null(strstr(playbill->report, "      m49         1.00   0.00        -1.00\n"
                                             "      and 10 more\n\n"));
    free(playbill);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_that_differ_stand_below_one_another),
        cmocka_unit_test(what_the_file_does_not_have_differs),
        cmocka_unit_test(states_have_no_difference),
        cmocka_unit_test(a_value_that_is_not_there_waits_for_an_update),
        cmocka_unit_test(not_all_of_many_are_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
