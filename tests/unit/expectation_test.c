/* Expectation: what may be expected, and what may not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/playbill.h"

static void amounts_of_several_units_stand_in_a_list(void **state) {
    (void)state;
    playbill_passes("  - name: t\n    steps:\n"
                    "      - join: { member: D, inviter: C, fee: 0.00 }\n"
                    "        pays: { C: [20.00 coupon], B: 0.00, A: [0.00, 0.00 coupon] }\n"
                    "        by_award: { welcome: { C: 20.00 coupon } }\n");
}

static void mistakes_have_their_place(void **state) {
    (void)state;
    static const struct {
        const char *keys;
        const char *message;
    } cases[] = {
        {"pays: []", "6:9: tests[1].steps[1].pays: an empty list is given; allowed: a map as {C: "
                     "40.00}, {} for nobody"},
        {"pays: { C: }", "6:17: tests[1].steps[1].pays.C: nothing is given; allowed: an amount as "
                         "40.00 or 20.00 coupon, or a list of them"},
        {"pays: { D: 1.00 }", "6:17: tests[1].steps[1].pays: unknown member 'D'; allowed: A, "
                              "B, C"},
        {"pays: { C: 1.005 }", "6:20: tests[1].steps[1].pays.C: '1.005' is not an amount of CNY "
                               "with at most 2 decimals; allowed: an amount as 40.00 or 20.00 "
                               "coupon, or a list of them"},
        {"pays: { C: 1.00 coupn }", "6:25: tests[1].steps[1].pays.C: unknown unit 'coupn' (did you "
                                    "mean 'coupon'?); allowed: CNY, coupon"},
        {"pays: { C: 1.00 CNY CNY }",
         "6:20: tests[1].steps[1].pays.C: '1.00 CNY CNY' is not an amount of CNY with at most 2 "
         "decimals; allowed: an amount as 40.00 or 20.00 coupon, or a list of them"},
        {"pays: { C: [1.00, 2.00] }", "6:27: tests[1].steps[1].pays.C[2]: a second amount in CNY; "
                                      "allowed: one of each unit"},
        {"by_award: { tem: { C: 1.00 } }",
         "6:21: tests[1].steps[1].by_award: unknown award 'tem' (did you mean 'team'?); allowed: "
         "commission, team, welcome, reward"},
        {"by_award: { team: 1.00 }",
         "6:27: tests[1].steps[1].by_award.team: '1.00' is given; allowed: a map as {C: 40.00}, {} "
         "for nobody"},
        {"tiers: { C: silver }",
         "6:21: tests[1].steps[1].tiers.C: unknown tier 'silver'; allowed: normal, gold"},
        {"leaders: { C: D }",
         "6:23: tests[1].steps[1].leaders.C: unknown member 'D'; "
         "allowed: A, B, C, nobody"},
        {"leaders: { C: platform }",
         "6:23: tests[1].steps[1].leaders.C: 'platform' is not a member; allowed: a member's "
         "name, or nobody"},
        {"labels: { C: core }",
         "6:22: tests[1].steps[1].labels.C: 'core' is given; allowed: a list of labels"},
        {"labels: { C: [core, core] }",
         "6:29: tests[1].steps[1].labels.C[2]: 'core' is listed twice"},
        {"labels: { C: [cor] }", "6:23: tests[1].steps[1].labels.C[1]: unknown label 'cor' (did "
                                 "you mean 'core'?); allowed: core"},
        {"available: { C: soon }",
         "6:25: tests[1].steps[1].available.C: \"soon\" is not of the form 2024-03-01 or "
         "2024-03-01T12:30:00 (Z or +08:00 may follow)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char tests[512], report[1024];
        struct playbill *playbill = malloc(sizeof *playbill);
        playbill_init(playbill);
        snprintf(tests, sizeof tests,
                 "  - name: t\n    steps: [{expect: {},\n        %s }]\n", cases[i].keys);
        snprintf(report, sizeof report,
                 "a.test.yaml:%s\n0 tests of 1 file passed, 1 file could not be run\n",
                 cases[i].message);
        assert_int_equal(playbill_run(playbill, tests), FENRUN_ERROR_RULES);
        assert_string_equal(playbill->report, report);
        free(playbill);
    }
}

static void states_are_looked_at_as_they_are_after_the_step(void **state) {
    (void)state;
    playbill_passes("  - name: t\n    steps:\n"
                    "      - order: { seller: C, price: 499.99, pieces: 0 }\n"
                    "        tiers: { C: normal, A: gold }\n        promotions: {}\n"
                    "        leaders: { A: A, B: A, C: A }\n"
                    "      - order: { seller: C, price: 0.01, pieces: 0 }\n"
                    "        promotions: { C: gold }\n"
                    "        tiers: { C: gold }\n        leaders: { C: C, B: A }\n"
                    "      - close: month\n"
                    "        labels: { C: [core], A: [] }\n        promotions: {}\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_of_several_units_stand_in_a_list),
        cmocka_unit_test(mistakes_have_their_place),
        cmocka_unit_test(states_are_looked_at_as_they_are_after_the_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
