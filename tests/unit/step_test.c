/* Step: everything that can happen, and what is wrong with what cannot. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/playbill.h"

static void everything_that_happens_is_applied(void **state) {
    (void)state;
    playbill_passes("  - name: t\n    steps:\n"
                    "      - order: { seller: C, price: 100.00, pieces: 2 }\n"
                    "        pays: { C: 10.00, A: 5.00 }\n"
                    "      - join: { member: D, inviter: C, fee: 10.00 }\n"
                    "        at: 2024-02-01\n"
                    "        pays: { C: 20.00 coupon }\n"
                    "      - join: { member: P, fee: 0.00 }\n"
                    "        pays: {}\n"
                    "      - tier: { B: gold, D: gold }\n"
                    "        tiers: { B: gold, D: gold }\n"
                    "        leaders: { C: B }\n"
                    "      - move: { D: A, C: platform }\n"
                    "        leaders: { C: nobody, D: D }\n"
                    "      - refund: { order: 1, price: 50.00, at: 2024-02-02 }\n"
                    "        pays: { C: -5.00, A: -2.50 }\n"
                    "      - group: { organiser: A, size: 7 }\n"
                    "        pays: { A: 7.00 }\n"
                    "      - close: month\n"
                    "      - close: { period: month, id: 2024-02, at: 2024-03-01 }\n"
                    "        labels: { C: [] }\n"
                    "      - close: month\n        id: 2024-02\n        replayed: true\n"
                    "    totals: { C: [5.00, 20.00 coupon], A: 9.50 }\n");
}

static void orders_without_id_have_their_number(void **state) {
    (void)state;
    playbill_passes("  - name: t\n    steps:\n"
                    "      - order: { seller: C, price: 100.00, pieces: 0 }\n"
                    "      - order: { seller: C, price: 40.00, id: o-7, pieces: 0 }\n"
                    "      - order: { seller: C, price: 60.00, pieces: 0 }\n"
                    "      - refund: { order: 3, price: 60.00 }\n"
                    "        pays: { C: -6.00, A: -3.00 }\n"
                    "      - refund: { order: o-7, price: 40.00, id: r }\n"
                    "        pays: { C: -4.00, A: -2.00 }\n"
                    "      - refund: { order: o-7, price: 40.00, id: r }\n"
                    "        replayed: true\n"
                    "      - refund: { order: 2, price: 1.00 }\n"
                    "        error: FENRUN_ERROR_ORDER_UNKNOWN\n"
                    "      - order: { seller: C, price: 40.00, id: o-7, pieces: 0 }\n"
                    "        replayed: true\n"
                    "      - order: { seller: C, price: 41.00, pieces: 0 }\n        id: o-7\n"
                    "        error: other contents\n");
}

static void an_expected_error_may_name_anybody(void **state) {
    (void)state;
    playbill_passes("  - name: t\n    steps:\n"
                    "      - order: { seller: X, price: 1.00, pieces: 0 }\n"
                    "        error: seller X is not a member\n"
                    "      - order: { price: 1.00, pieces: 0 }\n"
                    "        error: FENRUN_ERROR_ARGUMENT\n"
                    "      - join: { member: B, fee: 0.00 }\n"
                    "        error: FENRUN_ERROR_MEMBER_EXISTS\n"
                    "      - move: { A: C }\n"
                    "        error: above itself\n");
}

static void mistakes_have_their_place(void **state) {
    (void)state;
    static const struct {
        const char *step;
        const char *message;
    } cases[] = {
        {"{}", "4:25: tests[1].steps[1]: an empty map is given; allowed: a map of what happens "
               "and what must come of it"},
        {"{pays: {}}", "4:25: tests[1].steps[1]: nothing happens; allowed: one of order, join, "
                       "tier, move, refund, close, settle, expect, or an event of the rule set"},
        {"{expect: {}, tier: {A: gold}}",
         "4:26: tests[1].steps[1]: a second thing that happens; allowed: one in each step"},
        {"{expect: {pays: {}}}", "4:26: tests[1].steps[1].expect: keys are given; allowed: {}, "
                                 "what is expected stands beside it"},
        {"{order: {price: 1.00, pieces: 1}}",
         "4:26: tests[1].steps[1].order: the key 'seller' is missing; allowed: a member"},
        {"{order: {seller: A, price: 1.00}}",
         "4:26: tests[1].steps[1].order: the key 'pieces' is missing; write 0 for none"},
        {"{order: {seller: A, pieces: 1}, error: 'at least'}",
         "4:26: tests[1].steps[1].order: the key 'price' is missing; write 0 for none"},
        {"{join: {member: D, inviter: A}}",
         "4:26: tests[1].steps[1].join: the key 'fee' is missing; write 0 for none"},
        {"{group: {organiser: A}}",
         "4:26: tests[1].steps[1].group: the key 'size' is missing; write 0 for none"},
        {"{refund: {order: 1}}", "4:26: tests[1].steps[1].refund: the key 'price' is missing; "
                                 "allowed: an amount as 40.00"},
        {"{order: {seler: A, price: 1.00}}",
         "4:34: tests[1].steps[1].order: unknown key 'seler' (did you mean 'seller'?); allowed: "
         "seller, buyer, price, pieces, id, at"},
        {"{order: {seller: AB, price: 1.00, pieces: 0}}",
         "4:42: tests[1].steps[1].order.seller: unknown member 'AB' (did you mean 'A'?); allowed: "
         "A, B, C"},
        {"{order: {seller: A, price: 1.005, pieces: 0}}",
         "4:52: tests[1].steps[1].order.price: '1.005' is not an amount with at most 2 decimals"},
        {"{order: {seller: A, price: 0, pieces: 1.5}}",
         "4:63: tests[1].steps[1].order.pieces: '1.5' is not a count with at most 0 decimals"},
        {"{join: {inviter: A, fee: 0}}",
         "4:26: tests[1].steps[1].join: the key 'member' is missing; allowed: a member's name"},
        {"{join: {member: D, price: 1.00}}",
         "4:44: tests[1].steps[1].join: unknown key 'price'; allowed: fee, member, inviter, at"},
        {"{join: {member: platform, fee: 0.00}}",
         "4:41: tests[1].steps[1].join.member: 'platform' is not a member; allowed: a member's "
         "name"},
        {"{refund: {price: 1.00}}", "4:26: tests[1].steps[1].refund: the key 'order' is missing; "
         "allowed: an id"},
        {"{refund: {order: 1, pieces: 1}}",
         "4:45: tests[1].steps[1].refund: unknown key 'pieces'; allowed: price, order, id, at"},
        {"{tier: {A: silver}}", "4:36: tests[1].steps[1].tier.A: unknown tier 'silver'; allowed: "
                                "normal, gold"},
        {"{close: mouth}", "4:33: tests[1].steps[1].close: unknown period 'mouth' (did you mean "
                           "'month'?); allowed: month"},
        {"{group: {organiser: A, size: x}}",
         "4:54: tests[1].steps[1].group.size: 'x' is not a count with at most 0 decimals"},
        {"{expect: {}, id: 7}", "4:38: tests[1].steps[1]: an id; allowed: for order, refund, close "
                                "and events of the rule set"},
        {"{close: month, replayed: yes}",
         "4:50: tests[1].steps[1].replayed: 'yes' is given; allowed: true"},
        {"{close: month, replayed: true, error: x}",
         "4:50: tests[1].steps[1].replayed: an error is expected as well; allowed: one of both"},
        {"{close: month, error: FENRUN_ERROR_LIMITS}",
         "4:47: tests[1].steps[1].error: unknown code 'FENRUN_ERROR_LIMITS' (did you mean "
         "'FENRUN_ERROR_LIMIT'?); allowed: a part of a message, or a code as FENRUN_ERROR_LIMIT"},
        {"{close: month, error: FENRUN_ERROR_SIZE}",
         "4:47: tests[1].steps[1].error: unknown code 'FENRUN_ERROR_SIZE'; allowed: a part of a "
         "message, or a code as FENRUN_ERROR_LIMIT"},
        {"{close: month, error: FENRUN_CYCLE}",
         "4:47: tests[1].steps[1].error: unknown code 'FENRUN_CYCLE'; allowed: a part of a "
         "message, or a code as FENRUN_ERROR_LIMIT"},
        {"{settle: a.csv}", "4:34: tests[1].steps[1].settle: a.csv cannot be read"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char tests[512], report[1024];
        struct playbill *playbill = malloc(sizeof *playbill);
        playbill_init(playbill);
        snprintf(tests, sizeof tests, "  - {name: t, steps: [  %s]}\n", cases[i].step);
        snprintf(report, sizeof report,
                 "a.test.yaml:%s\n0 tests of 1 file passed, 1 file could not be run\n",
                 cases[i].message);
        assert_int_equal(playbill_run(playbill, tests), FENRUN_ERROR_RULES);
        assert_string_equal(playbill->report, report);
        free(playbill);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_that_happens_is_applied),
        cmocka_unit_test(orders_without_id_have_their_number),
        cmocka_unit_test(an_expected_error_may_name_anybody),
        cmocka_unit_test(mistakes_have_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
