/* Distribution: splits, right and wrong, and what they become in the plan. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/rule_text.h"

static void a_wrong_split_says_what_is_allowed(void **state) {
    (void)state;
    static const struct rule_text_case cases[] = {
        {"awards: {a: {event: order, split: 88% of profit, among: {buyer: 50%, buyer.inviter: "
         "10%, seller.above(gold): 40%}, remainder_to: seller.leader}}",
         ""},
        {"awards: {a: {event: order, split: 100.00, among: {buyer: 33.3333333%}, remainder_to: "
         "platform}}",
         ""},
        {"awards: {a: {event: order, split: 88%, among: {}, remainder_to: nobody}}",
         "8:35: awards.a.split: '88%' does not say of which amount; allowed: 'of' and an amount "
         "of the event\n"
         "8:40: awards.a.among: an empty map is given; allowed: a map as {seller: 50%, "
         "seller.inviter: 10%}\n"
         "8:65: awards.a.remainder_to: unknown role 'nobody'; allowed: seller, buyer, platform\n"},
        {"awards: {a: {event: order, split: 0.00, among: [buyer], remainder_to: []}}",
         "8:35: awards.a.split: '0.00' pays nothing; leave it out instead\n"
         "8:41: awards.a.among: a list is given; allowed: a map as {seller: 50%, "
         "seller.inviter: 10%}\n"
         "8:57: awards.a.remainder_to: an empty list is given; allowed: platform, or a path as "
         "seller.leader\n"},
        {"awards: {a: {event: order, split: 112% of proft, among: {buyer: 50, buyr: 10%, "
         "seller.uplines: 5% of price, seller: 0%, seller.leader: x%}, remainder_to: "
         "seller.uplines}}",
         "8:35: awards.a.split: 112 % is above 100 %\n"
         "8:43: awards.a.split: unknown amount 'proft' (did you mean 'profit'?); allowed: "
         "price, profit\n"
         "8:65: awards.a.among.buyer: '50' is no share of the split; allowed: a share as 50%\n"
         "8:69: awards.a.among: unknown role 'buyr' (did you mean 'buyer'?); allowed: seller, "
         "buyer\n"
         "8:80: awards.a.among: unknown step 'uplines'; allowed: inviter, leader, above(TIER)\n"
         "8:96: awards.a.among.seller.uplines: '5% of price' is no share of the split; allowed: "
         "a share as 50%\n"
         "8:117: awards.a.among.seller: 0 % pays nothing; leave it out instead\n"
         "8:136: awards.a.among.seller.leader: 'x' is not a number of percent; allowed: one as "
         "12.5\n"
         "8:162: awards.a.remainder_to: unknown step 'uplines'; allowed: inviter, leader, "
         "above(TIER)\n"},
        {"awards: {a: {event: order, split: 2.00 per price, among: {buyer: 60%, seller: "
         "40.0000001%}, remainder_to: platform}}",
         "8:35: awards.a.split: '2.00 per price' is not understood; allowed: a rate as 88% of "
         "commission, or an amount as 100.00\n"
         "8:51: awards.a.among: the shares come to 100.0000001 % of the split, more "
         "than 100 %\n"},
        {"awards: {a: {event: order, split: {gold: 5.00}, among: {buyer: {gold: 5%}, buyer: 5%, "
         "seller: }, remainder_to: platfrom}}",
         "8:28: awards.a.split: a map is given; allowed: a rate as 88% of commission, or an "
         "amount as 100.00\n"
         "8:57: awards.a.among.buyer: a map is given; allowed: a share as 50%\n"
         "8:76: awards.a.among: the key 'buyer' stands twice, first on line 8\n"
         "8:87: awards.a.among.seller: nothing is given; allowed: a share as 50%\n"
         "8:112: awards.a.remainder_to: unknown role 'platfrom' (did you mean 'platform'?); "
         "allowed: seller, buyer, platform\n"},
        {"awards: {a: {event: order, split: , among: buyer, remainder_to: }}",
         "8:28: awards.a.split: nothing is given; allowed: a rate as 88% of commission, or an "
         "amount as 100.00\n"
         "8:44: awards.a.among: 'buyer' is given; allowed: a map as {seller: 50%, "
         "seller.inviter: 10%}\n"
         "8:51: awards.a.remainder_to: nothing is given; allowed: platform, or a path as "
         "seller.leader\n"},
        {"events: {story: {roles: [author], amounts: [fee]}}\n"
         "awards: {a: {event: story, split: 50% of fee, among: {author: 100%}, remainder_to: "
         "platform}, b: {event: join, split: 5.00, among: {newcomer: 50%, newcomer.inviter: "
         "50%}, remainder_to: newcomer}}",
         ""},
    };
    rule_text_check(cases, sizeof cases / sizeof cases[0]);
}

static void t12_a_split_has_shares_and_a_named_receiver_of_the_rest(void **state) {
    (void)state;
    static const int64_t rates[] = {500000000, 100000000, 220000000};
    struct fenrun__memory memory;
    struct fenrun__plan *plan = rule_text_read_part(
        &memory, "awards:\n"
                 "  before: {event: order, split: 5.00, among: {seller: 1%},\n"
                 "           remainder_to: platform}\n"
                 "  all: {event: order, split: 88% of profit, remainder_to: buyer.leader,\n"
                 "        among: {buyer: 50%, buyer.inviter: 10%, seller: 22%}}\n");
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, 1);
    const struct fenrun__plan_split *split = fenrun__plan_split(plan, award->special);
    assert_int_equal(award->form, FENRUN__FORM_SPLIT);
    assert_int_equal(split->total.kind, FENRUN__VALUE_RATE);
    assert_int_equal(split->total.value, 880000000);
    assert_int_equal(split->total.index, 1);
    assert_int_equal(split->share_count, 3);
    for (uint32_t i = 0; i < 3; i++) {
        const struct fenrun__plan_share *share = fenrun__plan_share(plan, split->share_first + i);
        assert_int_equal(share->rate_ppb, rates[i]);
        assert_int_equal(share->to.role, i == 2 ? 0 : 1);
        assert_int_equal(share->to.step_count, i == 1);
    }
    assert_int_equal(split->has_remainder, 1);
    assert_int_equal(split->remainder.role, 1);
    assert_int_equal(split->remainder.steps[0], FENRUN__STEP_LEADER);
    const struct fenrun__plan_award *before = fenrun__plan_award(plan, 0);
    assert_int_equal(fenrun__plan_split(plan, before->special)->has_remainder, 0);
    assert_int_equal(fenrun__plan_split(plan, before->special)->total.value, 500);
    fenrun__plan_free(&memory, plan);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_split_says_what_is_allowed),
        cmocka_unit_test(t12_a_split_has_shares_and_a_named_receiver_of_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
