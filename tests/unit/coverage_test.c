/* Coverage: which items a rule set has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/playbill.h"

/* What is not tested of a rule set by a test that does nothing: all its items. */
static void lists(const char *rules, const char *items) {
    struct playbill *playbill = malloc(sizeof *playbill);
    char report[8192], start[64];
    size_t count = 0;
    playbill_init(playbill);
    playbill->texts[0] = rules;
    playbill->coverage = true;
    if (playbill_run(playbill, "  - { name: t, steps: [{expect: {}}] }\n") != FENRUN_OK)
        fail_msg("%s", playbill->report);
    for (const char *at = items; *at; at++) count += *at == '\n';
    snprintf(start, sizeof start, "coverage 0%%: 0 of %zu\n", count);
    snprintf(report, sizeof report, "%s%s1 test of 1 file passed\n", start, items);
    assert_string_equal(playbill->report, report);
    assert_int_equal(playbill->summary.item_count, count);
    assert_int_equal(playbill->summary.covered_count, 0);
    free(playbill);
}

static void a_rule_set_with_some_of_everything(void **state) {
    (void)state;
    lists(playbill_rules, "  shop.yaml:14: awards.commission is not tested\n"
                          "  shop.yaml:14: awards.commission.pay for normal is not tested\n"
                          "  shop.yaml:14: awards.commission.pay for gold is not tested\n"
                          "  shop.yaml:16: awards.team is not tested\n"
                          "  shop.yaml:17: awards.welcome is not tested\n"
                          "  shop.yaml:18: awards.reward is not tested\n"
                          "  shop.yaml:18: awards.reward.when.organiser met is not tested\n"
                          "  shop.yaml:18: awards.reward.when.organiser not met is not tested\n"
                          "  shop.yaml:8: labels.core is not tested\n"
                          "  shop.yaml:23: promotions.gold[1] is not tested\n"
                          "  shop.yaml:24: promotions.gold[2] is not tested\n");
}

#define HEAD                                                                                      \
    "fenrun: 1\nname: x\ncurrency: CNY\nrounding: down\ntiers: [normal, gold]\n"                  \
    "team_leaders: [gold]\nperiods: [month]\n"                                                    \
    "order: { roles: [seller, buyer], amounts: [price] }\nawards:\n"

static void levels_grades_shares_and_limits(void **state) {
    (void)state;
    lists(HEAD "  l: { event: order, to: seller.uplines, unqualified: skip,\n"
               "       pay: [1% of price, { normal: 1.00, gold: 2.00 }] }\n"
               "  d: { event: order, to: seller.uplines, pay: { gold: 2% of price },\n"
               "       differential: { already_paid: none, peer: 1.00 } }\n"
               "  g: { event: order, to: seller,\n"
               "       pay: { by: price, 0.00..9.99: 0.00, 10.00..: 1% of price } }\n"
               "  s: { event: order, split: 10% of price, among: { seller: 50%, buyer: 20% },\n"
               "       remainder_to: platform, cap: { at_most: 5.00, over: clip } }\n"
               "  f: { event: order, to: buyer, pay: 1.00,\n"
               "       from: { member: seller, over: clip } }\n",
          "  shop.yaml:10: awards.l is not tested\n"
          "  shop.yaml:10: awards.l.pay[1] is not tested\n"
          "  shop.yaml:10: awards.l.pay[2] for normal is not tested\n"
          "  shop.yaml:10: awards.l.pay[2] for gold is not tested\n"
          "  shop.yaml:12: awards.d is not tested\n"
          "  shop.yaml:12: awards.d.pay for gold is not tested\n"
          "  shop.yaml:12: awards.d.differential.peer is not tested\n"
          "  shop.yaml:14: awards.g is not tested\n"
          "  shop.yaml:14: awards.g.pay from 0.00 is not tested\n"
          "  shop.yaml:14: awards.g.pay from 10.00 is not tested\n"
          "  shop.yaml:16: awards.s is not tested\n"
          "  shop.yaml:16: awards.s.among: seller is not tested\n"
          "  shop.yaml:16: awards.s.among: buyer is not tested\n"
          "  shop.yaml:17: awards.s.cap reached is not tested\n"
          "  shop.yaml:18: awards.f is not tested\n"
          "  shop.yaml:19: awards.f.from reached is not tested\n");
}

static void what_a_period_has(void **state) {
    (void)state;
    lists(HEAD "  p: { event: month, to: member, when: { member: gold },\n"
               "       qualify: [{ own_sales in month: 1.00 }, { own_orders in month: 9 }],\n"
               "       pool: 1% of all_sales in month, share: equally, remainder_to: platform }\n"
               "demotions: { review: month, gold: [{ own_sales in month: 1.00 }] }\n",
          "  shop.yaml:10: awards.p is not tested\n"
          "  shop.yaml:10: awards.p.when.member met is not tested\n"
          "  shop.yaml:10: awards.p.when.member not met is not tested\n"
          "  shop.yaml:11: awards.p.qualify[1] is not tested\n"
          "  shop.yaml:11: awards.p.qualify[2] is not tested\n"
          "  shop.yaml:13: demotions.gold[1] is not tested\n"
          "  shop.yaml:13: demotions.gold loses the tier is not tested\n");
}

static void what_is_covered_is_not_listed(void **state) {
    (void)state;
    struct playbill *playbill = malloc(sizeof *playbill);
    playbill_init(playbill);
    playbill->coverage = true;
    int32_t code = playbill_run(playbill, "  - name: t\n    steps:\n"
                                          "      - join: { member: D, inviter: C, fee: 0.00 }\n");
    assert_int_equal(code, FENRUN_OK);
    assert_int_equal(playbill->summary.item_count, 11);
    assert_int_equal(playbill->summary.covered_count, 1);
    assert_null(strstr(playbill->report, "awards.welcome"));
    assert_non_null(strstr(playbill->report, "coverage 9%: 1 of 11\n"));
    free(playbill);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_set_with_some_of_everything),
        cmocka_unit_test(levels_grades_shares_and_limits),
        cmocka_unit_test(what_a_period_has),
        cmocka_unit_test(what_is_covered_is_not_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
