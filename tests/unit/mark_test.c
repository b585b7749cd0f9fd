/* Mark: what covers which item. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/playbill.h"

#define HEAD                                                                                      \
    "fenrun: 1\nname: x\ncurrency: CNY\nrounding: down\ntiers: [normal, gold]\n"                  \
    "team_leaders: [gold]\nperiods: [month]\n"                                                    \
    "order: { roles: [seller, buyer], amounts: [price] }\nawards:\n"

/* What steps leave untested of a rule set. */
static void leaves(const char *rules, const char *steps, const char *items) {
    struct playbill *playbill = malloc(sizeof *playbill);
    char tests[2048], found[4096] = "";
    playbill_init(playbill);
    playbill->texts[0] = rules;
    playbill->coverage = true;
    snprintf(tests, sizeof tests, "  - name: t\n    steps:\n%s", steps);
    if (playbill_run(playbill, tests) != FENRUN_OK) fail_msg("%s", playbill->report);
    char *line = strtok(playbill->report, "\n");
    for (; line; line = strtok(NULL, "\n")) {
        char *name = strncmp(line, "  shop", 6) == 0 ? strstr(line, ": ") : NULL;
        if (!name) continue;
        char *end = strstr(name, " is not tested");
        assert_non_null(end);
        *end = '\0';
        strcat(found, name + 2);
        strcat(found, "\n");
    }
    assert_string_equal(found, items);
    free(playbill);
}

static void an_order_marks_its_awards_rows_and_tests(void **state) {
    (void)state;
    const char *rules = HEAD
        "  a: { event: order, to: seller, pay: { normal: 1.00, gold: 2.00 } }\n"
        "  b: { event: order, to: buyer, when: { seller: gold, payee: normal }, pay: 1.00 }\n";
    leaves(rules, "      - order: { seller: A, price: 1.00 }\n",
           "awards.a.pay for normal\nawards.b\nawards.b.when.seller met\n"
           "awards.b.when.seller not met\nawards.b.when.payee met\n"
           "awards.b.when.payee not met\n");
}

static void tests_are_marked_met_and_not_met(void **state) {
    (void)state;
    const char *rules = HEAD
        "  a: { event: order, to: seller, pay: { normal: 1.00, gold: 2.00 } }\n"
        "  b: { event: order, to: buyer, when: { seller: gold, payee: normal }, pay: 1.00 }\n";
    leaves(rules,
           "      - order: { seller: A, price: 1.00, buyer: C }\n"
           "      - order: { seller: B, price: 1.00, buyer: C }\n"
           "      - order: { seller: A, price: 1.00, buyer: A }\n",
           "");
}

static void levels_are_marked_one_by_one(void **state) {
    (void)state;
    const char *rules = HEAD "  l: { event: order, to: seller.uplines, unqualified: skip,\n"
                             "       pay: [1% of price, { normal: 1.00, gold: 2.00 }, 0.00] }\n";
    leaves(rules, "      - order: { seller: B, price: 100.00 }\n",
           "awards.l.pay[2] for normal\nawards.l.pay[2] for gold\nawards.l.pay[3]\n");
    leaves(rules, "      - order: { seller: C, price: 100.00 }\n",
           "awards.l.pay[2] for normal\nawards.l.pay[3]\n");
    leaves(rules,
           "      - join: { member: D, inviter: C }\n      - join: { member: E, inviter: D }\n"
           "      - order: { seller: D, price: 100.00 }\n"
           "      - order: { seller: C, price: 100.00 }\n",
           "");
}

static void a_row_that_is_subtracted_is_used(void **state) {
    (void)state;
    const char *rules =
        HEAD "  d: { event: order, to: seller.uplines, pay: { normal: 1.00, gold: 3.00 },\n"
             "       differential: { already_paid: seller, peer: 0.50 } }\n";
    leaves(rules, "      - order: { seller: C, price: 100.00 }\n", "");
    leaves(rules, "      - order: { seller: B, price: 100.00 }\n", "awards.d.differential.peer\n");
}

static void grades_and_limits(void **state) {
    (void)state;
    const char *rules =
        HEAD "  g: { event: order, to: seller,\n"
             "       pay: { by: price, 0.00..9.99: 0.00, 10.00..: 10% of price },\n"
             "       cap: { at_most: 5.00, over: clip } }\n"
             "  f: { event: order, to: buyer, pay: 1.00, from: { member: seller, over: clip } }\n"
             "  r: { event: order, to: buyer, pay: 1% of price,\n"
             "       cap: { at_most: 9.00, over: refuse } }\n";
    leaves(rules, "      - order: { seller: A, price: 50.00, buyer: B }\n",
           "awards.g.pay from 0.00\nawards.g.cap reached\nawards.f.from reached\n"
           "awards.r.cap reached\n");
    leaves(rules,
           "      - order: { seller: A, price: 51.00, buyer: B }\n"
           "      - order: { seller: A, price: 1.00, buyer: B }\n"
           "      - order: { seller: A, price: 901.00, buyer: B }\n"
           "        error: FENRUN_ERROR_LIMIT\n",
           "");
}

static void a_refused_event_marks_what_refused_it(void **state) {
    (void)state;
    const char *rules =
        HEAD "  f: { event: order, to: buyer, pay: 1.00, from: { member: seller, over: refuse },\n"
             "       cap: { at_most: 50% of price, over: refuse } }\n";
    const char *paid = "      - order: { seller: A, price: 9.00, buyer: B }\n"
                       "        error: takes 1.00 from member A\n";
    const char *capped = "      - order: { seller: A, price: 1.00, buyer: B }\n"
                         "        error: above its cap\n";
    leaves(rules, paid, "awards.f\nawards.f.cap reached\n");
    leaves(rules, capped, "awards.f\nawards.f.from reached\n");
}

static void a_budget_is_reached_by_clipping_or_refusing(void **state) {
    (void)state;
    static const char *const over[] = {"clip", "refuse"};
    for (size_t i = 0; i < 2; i++) {
        char rules[1024], steps[256];
        snprintf(rules, sizeof rules,
                 "fenrun: 1\nname: x\ncurrency: CNY\nrounding: down\ntiers: [normal, gold]\n"
                 "team_leaders: [gold]\n"
                 "order: { roles: [seller], amounts: [price],\n"
                 "         budget: { at_most: 10%% of price, over: %s } }\n"
                 "awards: { a: { event: order, to: seller, pay: 1.00 } }\n",
                 over[i]);
        leaves(rules, "      - order: { seller: A, price: 10.00 }\n", "order.budget reached\n");
        snprintf(steps, sizeof steps,
                 "      - order: { seller: A, price: 10.00 }\n"
                 "      - order: { seller: A, price: 9.00 }\n%s",
                 i ? "        error: FENRUN_ERROR_LIMIT\n" : "");
        leaves(rules, steps, "");
    }
}

static void a_close_marks_maps_labels_and_demotions(void **state) {
    (void)state;
    const char *rules =
        "fenrun: 1\nname: x\ncurrency: CNY\nrounding: down\ntiers: [normal, gold]\n"
        "team_leaders: [gold]\nperiods: [month]\nlabels:\n"
        "  core: { review: month, when: { member: gold }, qualify: [{own_orders in month: 2}] }\n"
        "order: { roles: [seller], amounts: [price] }\nawards:\n"
        "  p: { event: month, to: member, when: { member: gold },\n"
        "       qualify: [{ own_sales in month: 1.00 }, { own_orders in month: 2 }], pay: 1.00 }\n"
        "promotions: { review: month, gold: [{own_sales in month: 100.00}, {direct_invites: 2}] }\n"
        "demotions: { review: month, gold: [{own_sales in month: 1.00}] }\n";
    leaves(rules, "      - order: { seller: A, price: 50.00 }\n      - close: month\n",
           "awards.p.qualify[2]\nlabels.core\nlabels.core.qualify[1]\npromotions.gold[1]\n"
           "promotions.gold[2]\ndemotions.gold loses the tier\n");
    leaves(rules,
           "      - order: { seller: A, price: 1.00 }\n      - order: { seller: A, price: 1.00 }\n"
           "      - order: { seller: C, price: 100.00 }\n"
           "      - close: month\n        promotions: { C: gold }\n        labels: { A: [core] }\n"
           "      - join: { member: D, inviter: B }\n"
           "      - close: month\n        promotions: { A: normal, B: gold, C: normal }\n",
           "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_marks_its_awards_rows_and_tests),
        cmocka_unit_test(tests_are_marked_met_and_not_met),
        cmocka_unit_test(levels_are_marked_one_by_one),
        cmocka_unit_test(a_row_that_is_subtracted_is_used),
        cmocka_unit_test(grades_and_limits),
        cmocka_unit_test(a_refused_event_marks_what_refused_it),
        cmocka_unit_test(a_budget_is_reached_by_clipping_or_refusing),
        cmocka_unit_test(a_close_marks_maps_labels_and_demotions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
