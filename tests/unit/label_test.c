/* Label: the section `labels`, right and wrong, and labels where tiers stand. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/rule_text.h"

static void every_mistake_of_labels_is_reported(void **state) {
    (void)state;
    static const struct rule_text_case cases[] = {
        {"periods: [month]\n"
         "labels: {core: {review: month, rank: own_sales in month, top: 20%}, active: "
         "{review: month, qualify: [{own_orders in 30 days: 1}], when: {member: gold+}}, "
         "best: {review: month, when: {member: [core, gold]}}}\n",
         ""},
        {"labels: ",
         "9:1: labels: nothing is given; allowed: a map of labels\n"},
        {"labels: []",
         "9:1: labels: an empty list is given; allowed: a map of labels\n"},
        {"labels: {}",
         "9:1: labels: an empty map is given; allowed: a map of labels\n"},
        {"periods: [month]\n"
         "labels: {core: {rank: own_sales}, 5th: {review: month, rank: own_sales}, gold: "
         "{review: month, rank: own_sales}, core: {}}\n",
         "10:10: labels.core: the key 'review' is missing; allowed: a period\n"
         "10:35: labels: '5th' is not a name; allowed: a to z, 0 to 9 and _, not a digit "
         "first, at most 64 of them\n"
         "10:74: labels: 'gold' is a tier as well; allowed: different names\n"
         "10:114: labels: the key 'core' stands twice, first on line 10\n"},
        {"periods: [month]\n"
         "labels: {core: month, best: {review: month}, nice: {review: mont, rank: own_sales}, "
         "good: {review: [month], rank: own_sales}, wide: {review: month, rang: own_sales, "
         "top: 3}}\n",
         "10:16: labels.core: 'month' is given; allowed: a map of keys\n"
         "10:23: labels.best: nothing says who gets the label; allowed: when, qualify, rank\n"
         "10:61: labels.nice.review: unknown period 'mont' (did you mean 'month'?); allowed: "
         "month\n"
         "10:92: labels.good.review: a list is given; allowed: a period as month\n"
         "10:127: labels.wide: nothing says who gets the label; allowed: when, qualify, rank\n"
         "10:149: labels.wide: unknown key 'rang' (did you mean 'rank'?); allowed: review, "
         "when, qualify, rank, top\n"
         "10:171: labels.wide.top: the top of what is not said; allowed: beside the key "
         "'rank'\n"},
        {"periods: [month]\n"
         "labels: {gold: {review: month, rank: own_sales}, core: {review: month, rank: own_sales, "
         "when: {member: silver}}}",
         "10:10: labels: 'gold' is a tier as well; allowed: different names\n"
         "10:104: labels.core.when.member: unknown tier or label 'silver'; allowed: normal, gold, "
         "senior_gold, core\n"},
        {"labels: {core: {review: month, rank: own_sales}}",
         "9:25: labels.core.review: unknown period 'month'; allowed: a name that the key "
         "'periods' of the rule set lists, which is missing\n"},
        {"periods: [month]\n"
         "labels: {core: {review: month, when: {payee: gold}}, best: {review: month, when: "
         "{member: below payee}}, nice: {review: month, when: {member: coer}}, good: {review: "
         "month, when: gold}}\n",
         "10:39: labels.core.when: unknown subject 'payee'; allowed: member\n"
         "10:97: labels.best.when.member: unknown subject 'payee'; allowed: member\n"
         "10:143: labels.nice.when.member: unknown tier or label 'coer' (did you mean "
         "'core'?); allowed: normal, gold, senior_gold, core, best, nice, good\n"
         "10:179: labels.good.when: 'gold' is given; allowed: a map as {seller: gold+, payee: "
         "gold+}\n"},
        {"periods: [month]\n"
         "labels: {core: {review: month, rank: own_sales}}\n"
         "awards: {a: {event: order, to: seller, when: {payee: coer}, pay: 1.00}, b: {event: "
         "order, to: seller, when: {payee: [core, gold]}, pay: 1.00}}\n",
         "10:54: awards.a.when.payee: unknown tier or label 'coer' (did you mean 'core'?); "
         "allowed: normal, gold, senior_gold, core\n"},
        {"periods: [month]\n"
         "labels: {a1: {review: month, rank: own_sales}, a2: {review: month, rank: "
         "own_sales}, a3: {review: month, rank: own_sales}, a4: {review: month, rank: "
         "own_sales}, a5: {review: month, rank: own_sales}, a6: {review: month, rank: "
         "own_sales}, a7: {review: month, rank: own_sales}, a8: {review: month, rank: "
         "own_sales}, a9: {review: month, rank: own_sales}, b1: {review: month, rank: "
         "own_sales}, b2: {review: month, rank: own_sales}, b3: {review: month, rank: "
         "own_sales}, b4: {review: month, rank: own_sales}, b5: {review: month, rank: "
         "own_sales}, b6: {review: month, rank: own_sales}, b7: {review: month, rank: "
         "own_sales}, b8: {review: month, rank: own_sales}}\n",
         "10:618: labels: more than the 16 labels that a rule set may have\n"},
    };
    rule_text_check(cases, sizeof cases / sizeof cases[0]);
}

static void labels_are_rows_in_the_order_of_the_text(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__plan *plan =
        rule_text_read_part(&memory, "labels:\n"
                           "  core: {review: month, rank: own_sales in month, top: 20%}\n"
                           "  active:\n"
                           "    review: year\n"
                           "    qualify: [{own_orders in 30 days: 1}]\n"
                           "    when: {member: [gold, core]}\n"
                           "periods: [year, month]\n"
                           "awards: {a: {event: order, to: seller, when: {seller: [active, "
                           "normal]},\n"
                           "             pay: 1.00}, b: {event: order, to: seller,\n"
                           "             when: {payee: core}, pay: 1.00}}\n");
    const struct fenrun__plan_version *version = fenrun__plan_version(plan, 0);
    assert_int_equal(plan->label_count, 2);
    assert_string_equal(fenrun__plan_name(plan, FENRUN_NAME_LABEL, 0), "core");
    assert_string_equal(fenrun__plan_name(plan, FENRUN_NAME_LABEL, 1), "active");
    const struct fenrun__plan_label *core = fenrun__plan_label(plan, version, 0);
    assert_int_equal(core->review, 1);
    assert_int_equal(core->line, 9);
    assert_int_equal(core->selection.top, FENRUN__TOP_RATE);
    assert_int_equal(core->selection.top_value, 200000000);
    rule_text_measure(plan, core->selection.rank, "own_sales in month");
    assert_int_equal(core->selection.test_count, 0);
    const struct fenrun__plan_label *active = fenrun__plan_label(plan, version, 1);
    assert_int_equal(active->review, 0);
    assert_int_equal(active->line, 10);
    assert_int_equal(active->selection.rank, FENRUN__NOWHERE);
    assert_int_equal(active->selection.alternative_count, 1);
    assert_int_equal(active->selection.test_count, 1);
    const struct fenrun__plan_test *test =
        fenrun__plan_test(plan, active->selection.test_first);
    assert_int_equal(test->tiers, 2);
    assert_int_equal(test->labels, 1);
    assert_int_equal(test->subject, FENRUN__ROLE_ONLY);
    test = fenrun__plan_test(plan, fenrun__plan_award(plan, 0)->test_first);
    assert_int_equal(test->tiers, 1);
    assert_int_equal(test->labels, 2);
    test = fenrun__plan_test(plan, fenrun__plan_award(plan, 1)->test_first);
    assert_int_equal(test->tiers, 0);
    assert_int_equal(test->labels, 1);
    fenrun__plan_free(&memory, plan);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_of_labels_is_reported),
        cmocka_unit_test(labels_are_rows_in_the_order_of_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
