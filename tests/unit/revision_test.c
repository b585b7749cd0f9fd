/* Revision: what an update changes in a file, and what it leaves as it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/playbill.h"

#define STEP                                                                                      \
    "  - name: t\n    steps:\n"                                                                    \
    "      - order: { seller: C, price: 100.00, pieces: 0 }  # first\n"

static void values_entries_and_styles(void **state) {
    (void)state;
    static const struct {
        const char *before;
        const char *after;
    } cases[] = {
        /* Flow: a value, an entry that goes at each place, one that is added. */
        {"        pays: { C: 9.00, A: 5.00 }  # why\n",
         "        pays: { C: 10.00, A: 5.00 }  # why\n"},
        {"        pays: {C: 9.00}\n", "        pays: {C: 10.00, A: 5.00}\n"},
        {"        pays: { B: 1.00, C: 10.00, A: 5.00 }\n", "        pays: { C: 10.00, A: 5.00 }\n"},
        {"        pays: { C: 10.00, B: 1.00, A: 5.00 }\n", "        pays: { C: 10.00, A: 5.00 }\n"},
        {"        pays: { C: 10.00, A: 5.00, B: 1.00 }\n", "        pays: { C: 10.00, A: 5.00 }\n"},
        {"        pays: { B: 1.00 }\n", "        pays: { C: 10.00, A: 5.00 }\n"},
        {"        pays: {B: 1.00}\n", "        pays: {C: 10.00, A: 5.00}\n"},
        {"        pays: {}\n", "        pays: { C: 10.00, A: 5.00 }\n"},
        {"        pays: { C: 10.00, B: 0.00 }\n", "        pays: { C: 10.00, B: 0.00, A: 5.00 }\n"},
        {"        pays: { C: '9.00', \"A\": \"5.00\" }\n",
         "        pays: { C: 10.00, \"A\": \"5.00\" }\n"},
        {"        pays: { C: [9.00, 1.00 coupon], A: 5.00 }\n",
         "        pays: { C: 10.00, A: 5.00 }\n"},
        {"        pays: { C: 9.00,   # seller\n                A: 6.00 }  # leader\n",
         "        pays: { C: 10.00,   # seller\n                A: 5.00 }  # leader\n"},
        /* Blocks: the same. */
        {"        pays:\n          C: 9.00   # seller\n          A: 5.00\n",
         "        pays:\n          C: 10.00   # seller\n          A: 5.00\n"},
        {"        pays:\n          B: 1.00\n          C: 10.00\n        # end\n",
         "        pays:\n          C: 10.00\n          A: 5.00\n        # end\n"},
        {"        pays:\n            B: 1.00\n        tiers: { C: gold }\n",
         "        pays:\n            C: 10.00\n            A: 5.00\n"
         "        tiers: { C: normal }\n"},
        {"        pays:\n          C:\n            - 9.00\n          A: 5.00\n",
         "        pays:\n          C:\n            10.00\n          A: 5.00\n"},
        {"        pays:\n          C: 10.00\n",
         "        pays:\n          C: 10.00\n          A: 5.00\n"},
        {"        promotions:\n          C: gold\n", "        promotions: {}\n"},
        /* A key without a value. */
        {"        pays:\n", "        pays: { C: 10.00, A: 5.00 }\n"},
        {"        by_award:   # here\n",
         "        by_award: { commission: { C: 10.00 }, team: { A: 5.00 } }   # here\n"},
        {"        promotions:\n", "        promotions: {}\n"},
        /* By award. */
        {"        by_award: { commission: { C: 10.00 }, team: {} }\n",
         "        by_award: { commission: { C: 10.00 }, team: { A: 5.00 } }\n"},
        {"        by_award: { commission: { C: 9.00 }, welcome: { C: 1.00 } }\n",
         "        by_award: { commission: { C: 10.00 }, team: { A: 5.00 } }\n"},
        {"        by_award:\n          team: { B: 5.00 }  # x\n          welcome: { C: 1.00 }\n",
         "        by_award:\n          team: { A: 5.00 }  # x\n"
         "          commission: { C: 10.00 }\n"},
        /* States are not complete. */
        {"        leaders: { C: nobody }\n        labels: { A: [core] }\n",
         "        leaders: { C: A }\n        labels: { A: [] }\n"},
        {"        available: { A: 2023-01-01 }\n",
         "        available: { A: 2024-01-01, C: 2024-01-01 }\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char before[1024], after[1024];
        snprintf(before, sizeof before, STEP "%s", cases[i].before);
        snprintf(after, sizeof after, STEP "%s", cases[i].after);
        playbill_becomes(before, after);
    }
}

static void several_checks_are_written_at_once(void **state) {
    (void)state;
    playbill_becomes("  - name: t\n    steps:\n"
                     "      - join: { member: \"D: 1\", inviter: C, fee: 0.00 }\n        pays: {}\n"
                     "      - join: { member: E, inviter: \"D: 1\", fee: 0.00 }\n        pays: {}\n"
                     "      - order: { seller: C, price: 2000.00, pieces: 0 }\n"
                     "        error: nothing\n"
                     "    totals:\n",
                     "  - name: t\n    steps:\n"
                     "      - join: { member: \"D: 1\", inviter: C, fee: 0.00 }\n"
                     "        pays: { C: 20.00 coupon }\n"
                     "      - join: { member: E, inviter: \"D: 1\", fee: 0.00 }\n"
                     "        pays: { \"D: 1\": 20.00 coupon }\n"
                     "      - order: { seller: C, price: 2000.00, pieces: 0 }\n"
                     "        error: price 2000.00 is above 1000.00\n"
                     "    totals: { C: 20.00 coupon, \"D: 1\": 20.00 coupon }\n");
}

static void the_last_line_need_not_end(void **state) {
    (void)state;
    playbill_becomes("  - name: t\n    steps:\n"
                     "      - order: { seller: C, price: 100.00, pieces: 0 }\n"
                     "        pays:\n          C: 10.00",
                     "  - name: t\n    steps:\n"
                     "      - order: { seller: C, price: 100.00, pieces: 0 }\n"
                     "        pays:\n          C: 10.00\n          A: 5.00");
    playbill_becomes(STEP "        pays: { C: 10.00 }", STEP "        pays: { C: 10.00, A: 5.00 }");
}

static void what_cannot_be_updated_still_fails(void **state) {
    (void)state;
    static const char *const tests[] = {
        "  - name: t\n    steps:\n      - order: { seller: C, price: 2000.00, pieces: 0 }\n",
        "  - name: t\n    steps:\n      - close: month\n        error: x\n",
        "  - name: t\n    steps:\n      - close: month\n        replayed: true\n",
    };
    struct playbill *playbill = malloc(sizeof *playbill);
    for (size_t i = 0; i < 3; i++) {
        playbill_init(playbill);
        playbill->update = true;
        assert_int_equal(playbill_run(playbill, tests[i]), FENRUN_FOUND);
        assert_string_equal(playbill->written, "");
        assert_int_equal(playbill->summary.failed_count, 1);
    }
    free(playbill);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_entries_and_styles),
        cmocka_unit_test(several_checks_are_written_at_once),
        cmocka_unit_test(the_last_line_need_not_end),
        cmocka_unit_test(what_cannot_be_updated_still_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
