/* Condition: every test of `when`, right and wrong, and what it becomes in the plan. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/rule_text.h"

static void a_wrong_test_says_what_is_allowed(void **state) {
    (void)state;
    static const struct rule_text_case cases[] = {
        {"awards: {a: {event: order, to: seller, pay: 5.00, when: {seller: below payee, buyer: "
         "not seller, payee: [gold+]}}}",
         ""},
        {"awards: {a: {event: order, to: seller, pay: 5.00, when: {seller: below seller, payee: "
         "above payee, buyer: below nobody}}}",
         "8:72: awards.a.when.seller: 'seller' is compared with itself; allowed: another "
         "subject\n"
         "8:93: awards.a.when.payee: 'payee' is compared with itself; allowed: another subject\n"
         "8:113: awards.a.when.buyer: unknown subject 'nobody'; allowed: seller, buyer, payee\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, when: {seller: under payee, buyer: "
         "below, payee: not}}}",
         "8:66: awards.a.when.seller: unknown tier 'under payee'; allowed: normal, gold, "
         "senior_gold\n"
         "8:86: awards.a.when.buyer: unknown tier 'below'; allowed: normal, gold, senior_gold\n"
         "8:100: awards.a.when.payee: unknown tier 'not'; allowed: normal, gold, senior_gold\n"},
        {"awards: {a: {event: order, to: seller, pay: 5.00, when: {seller: below payee more, "
         "buyer: \" above  seller \"}}}",
         "8:72: awards.a.when.seller: unknown subject 'payee more'; allowed: seller, buyer, "
         "payee\n"},
        {"periods: [month]\n"
         "labels: {core: {review: month, rank: own_sales, top: 5}}\n"
         "awards: {a: {event: order, to: seller, pay: 5.00, when: {seller: core, buyer: [core, "
         "gold+], payee: core+}}}",
         "10:101: awards.a.when.payee: 'core' is a label, and no label is above another; "
         "allowed: '+' behind a tier\n"},
        {"periods: [month]\n"
         "labels: {core: {review: month, rank: own_sales, top: 5}}\n"
         "awards: {a: {event: order, to: seller, pay: 5.00, when: {seller: cor, buyer: [core, "
         "core]}}}",
         "10:66: awards.a.when.seller: unknown tier or label 'cor' (did you mean 'core'?); "
         "allowed: normal, gold, senior_gold, core\n"
         "10:85: awards.a.when.buyer[2]: 'core' is listed twice\n"},
        {"awards: {a: {event: promotion, to: member, pay: 5.00, when: {seller: gold, member: "
         "gold, payee: not member}}}",
         "8:62: awards.a.when: unknown subject 'seller'; allowed: member, payee\n"},
        {"awards: {a: {event: order, split: 5.00, among: {seller: 50%}, remainder_to: platform, "
         "when: {seller: gold, payee: gold}}}",
         "8:108: awards.a.when: unknown subject 'payee'; allowed: seller, buyer\n"},
        {"periods: [month]\n"
         "labels: {core: {review: month, when: {member: gold+, payee: gold}}}",
         "10:54: labels.core.when: unknown subject 'payee'; allowed: member\n"},
    };
    rule_text_check(cases, sizeof cases / sizeof cases[0]);
}

static void tests_become_rows(void **state) {
    (void)state;
    static const struct fenrun__plan_test expected[] = {
        {.tiers = 6, .subject = 0, .line = 18},
        {.tiers = 2, .labels = 1, .subject = FENRUN__SUBJECT_PAYEE, .line = 19},
        {.kind = FENRUN__TEST_BELOW, .subject = 1, .other = FENRUN__SUBJECT_PAYEE, .line = 20},
        {.kind = FENRUN__TEST_ABOVE, .subject = 2, .other = 0, .line = 21},
        {.kind = FENRUN__TEST_OTHER, .subject = 3, .other = 1, .line = 22},
        {.labels = 3, .subject = 4, .line = 23},
    };
    struct fenrun__memory memory;
    struct fenrun__plan *plan =
        rule_text_read_part(&memory,
                           "order: {roles: [seller, buyer, a, b, c], amounts: [price, profit]}\n"
                           "periods: [month]\n"
                           "labels:\n"
                           "  core: {review: month, rank: own_sales, top: 5}\n"
                           "  active: {review: month, when: {member: gold}}\n"
                           "awards:\n"
                           "  one:\n"
                           "    event: order\n"
                           "    to: seller\n"
                           "    pay: 1.00\n"
                           "    when:\n"
                           "      seller: gold+\n"
                           "      payee: [core, gold]\n"
                           "      buyer: below payee\n"
                           "      a: above seller\n"
                           "      b: not buyer\n"
                           "      c: [active, core]\n");
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, 0);
    assert_int_equal(award->test_count, sizeof expected / sizeof expected[0]);
    for (uint32_t i = 0; i < award->test_count; i++) {
        assert_memory_equal(fenrun__plan_test(plan, award->test_first + i), &expected[i],
                            sizeof expected[i]);
    }
    fenrun__plan_free(&memory, plan);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_test_says_what_is_allowed),
        cmocka_unit_test(tests_become_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
