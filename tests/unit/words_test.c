/* Words: the full text of every form of an award, limit and reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/family.h"

static void what_a_value_is_of_is_said_with_its_figure(void **state) {
    (void)state;
    struct desk *desk = family_open(
        FAMILY_HEAD FAMILY_ORDER
        "awards:\n"
        "  each: {event: order, to: seller, pay: 2.00 per quantity}\n"
        "  full: {event: order, to: seller, pay: 5.00 per 10 of quantity}\n"
        "  money: {event: order, to: seller, pay: 20.00 per 200.00 of price}\n"
        "  zero: {event: order, to: seller, pay: {silver: 0.00, gold: 1.00}}\n"
        "  none: {event: order, to: seller, pay: {silver: 0% of price, gold: 1.00}}\n"
        "  graded: {event: order, to: seller, pay: {by: price, 0.00..99.99: 0% of price,"
        " 100.00..499.99: 5% of profit, 500.00..: 8% of price}}\n"
        "  counted: {event: order, to: seller, pay: {by: quantity, 0..2: 1.00, 3..: 2.00}}\n"
        "  held: {event: order, to: seller, pay: 1.00, hold: 7 days}\n");
    fenrun_event order = desk_order(1, 5, 30000, 10000, 20);
    order.counts[0] = 3;
    family_explains(desk, &order,
        "order 1 at 1970-01-01T00:00:20Z: seller 5, price 300.00, profit 100.00, quantity 3\n"
        "  each pays 5 6.00 CNY: 2.00 for each of quantity 3 (seller 5 silver; line 10)\n"
        "  full pays nobody: 5.00 for each full 10 of quantity 3 is 0.00 (seller 5 silver; line"
        " 11)\n"
        "  money pays 5 20.00 CNY: 20.00 for each full 200.00 of price 300.00 (seller 5 silver;"
        " line 12)\n"
        "  zero pays nobody: 0.00 for silver (seller 5 silver; line 13)\n"
        "  none pays nobody: 0% of price 300.00 is 0.00 (seller 5 silver; line 14)\n"
        "  graded pays 5 5.00 CNY: 5% of profit 100.00, as price 300.00 is in 100.00..499.99"
        " (seller 5 silver; line 15)\n"
        "  counted pays 5 2.00 CNY: a fixed amount for silver, as quantity 3 is in 3.. (seller 5"
        " silver; line 16)\n"
        "  held pays 5 1.00 CNY: a fixed amount for silver; available from 1970-01-08T00:00:20Z"
        " (seller 5 silver; line 17)\n");
    order.amounts[0] = 50000;
    assert_int_equal(desk_explain(desk, &order, NULL), FENRUN_OK);
    assert_non_null(strstr(desk->result.text.bytes,
                           "  graded pays 5 40.00 CNY: 8% of price 500.00, as price 500.00 is in"
                           " 500.00.. (seller 5 silver; line 15)\n"));
    desk_close(desk);
}

/* What a grade came to stands before the range that chose it. */
static void a_grade_of_nothing_says_so(void **state) {
    (void)state;
    struct desk *desk = family_open(
        FAMILY_HEAD FAMILY_ORDER
        "awards:\n"
        "  fixed: {event: order, to: seller, pay: {by: price, 0.00..99.99: 0.00, 100.00..: 1.00}}\n"
        "  rate: {event: order, to: seller, pay: {by: price, 0.00..99.99: 0% of price,"
        " 100.00..: 1% of price}}\n"
        "  little: {event: order, to: seller, rounding: down,"
        " pay: {by: price, 0.00..: 1% of profit}}\n"
        "  capped: {event: order, to: seller, pay: {by: price, 0.00..: 10% of price},"
        " cap: {at_most: 5.00, over: clip}}\n");
    fenrun_event order = desk_order(1, 5, 9999, 99, 20);
    family_explains(desk, &order,
        "order 1 at 1970-01-01T00:00:20Z: seller 5, price 99.99, profit 0.99, quantity 0\n"
        "  fixed pays nobody: 0.00 for silver, as price 99.99 is in 0.00..99.99 (seller 5 silver;"
        " line 10)\n"
        "  rate pays nobody: 0% of price 99.99 is 0.00, as price 99.99 is in 0.00..99.99 (seller 5"
        " silver; line 11)\n"
        "  little pays nobody: 1% of profit 0.99 rounds to 0.00, as price 99.99 is in 0.00.."
        " (seller 5 silver; line 12)\n"
        "  capped pays 5 5.00 CNY: 10% of price 99.99 is 10.00, as price 99.99 is in 0.00..; the"
        " cap of 5.00 leaves 5.00 (seller 5 silver; line 13)\n");
    desk_close(desk);
}

static void paths_and_comparisons_name_whom_they_met(void **state) {
    (void)state;
    struct desk *desk = family_open(
        FAMILY_HEAD FAMILY_ORDER
        "awards:\n"
        "  above: {event: order, to: seller.above(platinum), pay: 1% of price}\n"
        "  nobody: {event: order, to: seller.above(gold).above(gold).above(gold), pay: 1% of"
        " price}\n"
        "  lower: {event: order, to: seller.inviter, when: {payee: above seller}, pay: 1.00}\n"
        "  buyer: {event: order, to: seller, when: {seller: below buyer}, pay: 1.00}\n"
        "  absent: {event: order, to: seller, when: {buyer: above payee}, pay: 1.00}\n"
        "  self: {event: order, to: seller, when: {payee: not seller}, pay: 1.00}\n"
        "  other: {event: order, to: seller, when: {payee: not buyer}, pay: 1.00}\n"
        "  another: {event: order, to: seller, when: {buyer: not seller}, pay: 1.00}\n");
    fenrun_event order = desk_order(1, 5, 30000, 10000, 20);
    family_explains(desk, &order,
        "order 1 at 1970-01-01T00:00:20Z: seller 5, price 300.00, profit 100.00, quantity 0\n"
        "  above pays 1 3.00 CNY: 1% of price 300.00 (seller 5 silver, above(platinum) 1"
        " platinum; line 10)\n"
        "  nobody pays nobody: nobody above 1 is gold or higher (seller 5 silver, above(gold) 3"
        " gold, above(gold) 1 platinum; line 11)\n"
        "  lower pays nobody: payee 4 is normal, not above seller 5, who is silver (seller 5"
        " silver, inviter 4 normal; line 12)\n"
        "  buyer pays nobody: seller 5 is silver, not below the buyer, who is nobody (seller 5"
        " silver; line 13)\n"
        "  absent pays nobody: there is no buyer, who must be above payee 5, who is silver"
        " (seller 5 silver; line 14)\n"
        "  self pays nobody: payee and seller are both 5 (seller 5 silver; line 15)\n"
        "  other pays nobody: there is no buyer, and payee must be another than buyer (seller 5"
        " silver; line 16)\n"
        "  another pays nobody: there is no buyer, and buyer must be another than seller (seller"
        " 5 silver; line 17)\n");
    desk_close(desk);
}

static void each_level_says_who_got_it_or_why_not(void **state) {
    (void)state;
    struct desk *desk = family_open(
        FAMILY_HEAD FAMILY_ORDER
        "awards:\n"
        "  skip: {event: order, to: seller.uplines, when: {payee: gold+}, pay: [10% of price,"
        " {gold: 5% of price}, 0.00, 1.00, 2.00, 3.00], unqualified: skip}\n"
        "  compress: {event: order, to: seller.uplines, when: {payee: gold+}, pay: [10% of price,"
        " {gold: 5% of price}, 1.00], unqualified: compress}\n"
        "  stop: {event: order, to: seller.uplines, when: {payee: gold+}, pay: [10% of price],"
        " unqualified: stop}\n"
        "  last: {event: order, to: seller.uplines, pay: [1.00, 0% of price, 1.00, 1.00, 1.00],"
        " unqualified: stop}\n"
        "  topmost: {event: order, to: seller.leader.leader.uplines, pay: [1.00], unqualified:"
        " stop}\n"
        "  role: {event: order, to: seller.uplines, when: {seller: gold}, pay: [1.00],"
        " unqualified: stop}\n");
    fenrun_event order = desk_order(1, 5, 30000, 10000, 20);
    family_explains(desk, &order,
        "order 1 at 1970-01-01T00:00:20Z: seller 5, price 300.00, profit 100.00, quantity 0\n"
        "  skip pays nobody at level 1: payee 4 is normal, not gold+, so level 1 is skipped"
        " (seller 5 silver, 1st upline 4 normal; line 10)\n"
        "  skip pays 3 15.00 CNY at level 2: 5% of price 300.00 (seller 5 silver, 2nd upline 3"
        " gold; line 10)\n"
        "  skip pays nobody at level 3: payee 2 is normal, not gold+, so level 3 is skipped"
        " (seller 5 silver, 3rd upline 2 normal; line 10)\n"
        "  skip pays 1 1.00 CNY at level 4: a fixed amount for platinum (seller 5 silver, 4th"
        " upline 1 platinum; line 10)\n"
        "  skip pays nobody: nobody is above 1 for levels 5 to 6 (seller 5 silver; line 10)\n"
        "  compress pays nobody at level 1: payee 4 is normal, not gold+, so level 1 goes to the"
        " next above (seller 5 silver, 1st upline 4 normal; line 11)\n"
        "  compress pays 3 30.00 CNY at level 1: 10% of price 300.00 (seller 5 silver, 2nd upline"
        " 3 gold; line 11)\n"
        "  compress pays nobody at level 2: payee 2 is normal, not gold+, so level 2 goes to the"
        " next above (seller 5 silver, 3rd upline 2 normal; line 11)\n"
        "  compress pays nobody at level 2: 1 is platinum, a tier that `pay` does not list, so"
        " level 2 goes to the next above (seller 5 silver, 4th upline 1 platinum; line 11)\n"
        "  compress pays nobody: nobody is above 1 for levels 2 to 3 (seller 5 silver; line 11)\n"
        "  stop pays nobody at level 1: payee 4 is normal, not gold+, so nobody further up is"
        " paid (seller 5 silver, 1st upline 4 normal; line 12)\n"
        "  last pays 4 1.00 CNY at level 1: a fixed amount for normal (seller 5 silver, 1st"
        " upline 4 normal; line 13)\n"
        "  last pays nobody at level 2: 0% of price 300.00 is 0.00 (seller 5 silver, 2nd upline 3"
        " gold; line 13)\n"
        "  last pays 2 1.00 CNY at level 3: a fixed amount for normal (seller 5 silver, 3rd"
        " upline 2 normal; line 13)\n"
        "  last pays 1 1.00 CNY at level 4: a fixed amount for platinum (seller 5 silver, 4th"
        " upline 1 platinum; line 13)\n"
        "  last pays nobody: nobody is above 1 for level 5 (seller 5 silver; line 13)\n"
        "  topmost pays nobody: 3 is gold and leads a team (seller 5 silver, leader 3 gold; line"
        " 14)\n"
        "  role pays nobody: seller 5 is silver, not gold (seller 5 silver; line 15)\n");
    desk_close(desk);
}

static void a_differential_says_what_it_is_less(void **state) {
    (void)state;
    struct desk *desk = family_open(
        FAMILY_HEAD FAMILY_ORDER
        "awards:\n"
        "  rates: {event: order, to: seller.uplines, differential: {already_paid: seller, peer:"
        " 1% of profit}, pay: {normal: 4% of price, silver: 6.5% of price, gold: 8.5% of price}}\n"
        "  fixed: {event: order, to: seller.uplines, differential: {already_paid: none, peer:"
        " 1.00}, pay: {normal: 4.00, gold: 8.50}}\n"
        "  none: {event: order, to: seller.uplines, differential: {already_paid: none}, pay:"
        " {normal: 0% of price, silver: 4% of price}}\n");
    fenrun_event order = desk_order(1, 5, 30000, 10000, 20);
    family_explains(desk, &order,
        "order 1 at 1970-01-01T00:00:20Z: seller 5, price 300.00, profit 100.00, quantity 0\n"
        "  rates pays nobody: 4 is normal with 4%, not more than the 6.5% already paid to 5"
        " (seller 5 silver, 1st upline 4 normal; line 10)\n"
        "  rates pays 3 6.00 CNY: 8.5% less 6.5% already paid to 5, 2% of price 300.00 (seller 5"
        " silver, 2nd upline 3 gold; line 10)\n"
        "  rates pays nobody: 2 is normal with 4%, not more than the 8.5% already paid to 3"
        " (seller 5 silver, 3rd upline 2 normal; line 10)\n"
        "  rates pays nobody: 1 is platinum, a tier that `pay` does not list (seller 5 silver,"
        " 4th upline 1 platinum; line 10)\n"
        "  rates pays nobody: nobody above 3 is its peer (seller 5 silver; line 10)\n"
        "  fixed pays 4 4.00 CNY: a fixed amount for normal (seller 5 silver, 1st upline 4"
        " normal; line 11)\n"
        "  fixed pays 3 4.50 CNY: 8.50 less 4.00 already paid to 4 (seller 5 silver, 2nd upline 3"
        " gold; line 11)\n"
        "  fixed pays nobody: 2 is normal with 4.00, not more than the 8.50 already paid to 3"
        " (seller 5 silver, 3rd upline 2 normal; line 11)\n"
        "  fixed pays nobody: 1 is platinum, a tier that `pay` does not list (seller 5 silver,"
        " 4th upline 1 platinum; line 11)\n"
        "  fixed pays nobody: nobody above 3 is its peer (seller 5 silver; line 11)\n"
        "  none pays nobody: 4 is normal with 0% (seller 5 silver, 1st upline 4 normal; line 12)\n"
        "  none pays nobody: 3 is gold, a tier that `pay` does not list (seller 5 silver, 2nd"
        " upline 3 gold; line 12)\n"
        "  none pays nobody: 2 is normal with 0% (seller 5 silver, 3rd upline 2 normal; line 12)\n"
        "  none pays nobody: 1 is platinum, a tier that `pay` does not list (seller 5 silver, 4th"
        " upline 1 platinum; line 12)\n"
        "  none pays nobody: nobody is above 1 (seller 5 silver; line 12)\n");
    order = desk_order(1, 7, 30000, 10000, 20);
    family_explains(desk, &order,
        "order 1 at 1970-01-01T00:00:20Z: seller 7, price 300.00, profit 100.00, quantity 0\n"
        "  rates pays 6 1.00 CNY: 1% of profit 100.00, as the peer of 7 (seller 7 normal, 1st"
        " upline 6 normal; line 10)\n"
        "  rates pays nobody: nobody is above 6 (seller 7 normal; line 10)\n"
        "  fixed pays 6 4.00 CNY: a fixed amount for normal (seller 7 normal, 1st upline 6"
        " normal; line 11)\n"
        "  fixed pays nobody: nobody above 6 is its peer (seller 7 normal; line 11)\n"
        "  none pays nobody: 6 is normal with 0% (seller 7 normal, 1st upline 6 normal; line 12)\n"
        "  none pays nobody: nobody is above 6 (seller 7 normal; line 12)\n");
    desk_close(desk);
}

static void t12_a_split_says_where_all_of_it_went(void **state) {
    (void)state;
    struct desk *desk = family_open(
        FAMILY_HEAD FAMILY_ORDER
        "awards:\n"
        "  rate: {event: order, split: 38% of price, among: {seller: 50%, buyer: 30%,"
        " seller.inviter: 19%}, remainder_to: seller.above(platinum)}\n"
        "  capped: {event: order, split: 50% of price, among: {seller: 50%, buyer: 50%}, cap:"
        " {at_most: 1.01, over: clip}, remainder_to: platform}\n"
        "  fixed: {event: order, split: 1.01, among: {seller: 1%, buyer: 0.1%}, remainder_to:"
        " seller.leader.leader}\n");
    fenrun_event order = desk_order(1, 5, 9999, 10000, 20);
    family_explains(desk, &order,
        "order 1 at 1970-01-01T00:00:20Z: seller 5, price 99.99, profit 100.00, quantity 0\n"
        "  rate pays 5 19.00 CNY: 50% of 38.00, which is 38% of price 99.99 (seller 5 silver;"
        " line 10)\n"
        "  rate pays nobody: 11.40 is left over, 30% of 38.00, which is 38% of price 99.99: there"
        " is no buyer (line 10)\n"
        "  rate pays 4 7.22 CNY: 19% of 38.00, which is 38% of price 99.99 (seller 5 silver,"
        " inviter 4 normal; line 10)\n"
        "  rate pays 1 11.78 CNY: the rest of 38.00, which is 38% of price 99.99 (seller 5 silver,"
        " above(platinum) 1 platinum; line 10)\n"
        "  capped pays 5 0.50 CNY: 50% of 1.01, which the cap leaves of 50.00, which is 50% of"
        " price 99.99 (seller 5 silver; line 11)\n"
        "  capped pays nobody: 0.50 is left over, 50% of 1.01, which the cap leaves of 50.00,"
        " which is 50% of price 99.99: there is no buyer (line 11)\n"
        "  capped pays nobody: 0.51 is left over, the rest of 1.01, which the cap leaves of 50.00,"
        " which is 50% of price 99.99 (line 11)\n"
        "  fixed pays 5 0.01 CNY: 1% of 1.01 (seller 5 silver; line 12)\n"
        "  fixed pays nobody: 0.00 is left over, 0.1% of 1.01: there is no buyer (line 12)\n"
        "  fixed pays nobody: 1.00 is left over, the rest of 1.01: 3 is gold and leads a team"
        " (seller 5 silver, leader 3 gold; line 12)\n");
    order.amounts[0] = 10;
    order.roles[1] = 7;
    family_explains(desk, &order,
        "order 1 at 1970-01-01T00:00:20Z: seller 5, buyer 7, price 0.10, profit 100.00, quantity"
        " 0\n"
        "  rate pays 5 0.02 CNY: 50% of 0.04, which is 38% of price 0.10 (seller 5 silver; line"
        " 10)\n"
        "  rate pays 7 0.01 CNY: 30% of 0.04, which is 38% of price 0.10 (buyer 7 normal; line"
        " 10)\n"
        "  rate pays nobody: 19% of 0.04, which is 38% of price 0.10, rounds to 0.00 (seller 5"
        " silver, inviter 4 normal; line 10)\n"
        "  rate pays 1 0.01 CNY: the rest of 0.04, which is 38% of price 0.10 (seller 5 silver,"
        " above(platinum) 1 platinum; line 10)\n"
        "  capped pays 5 0.02 CNY: 50% of 0.05, which is 50% of price 0.10 (seller 5 silver; line"
        " 11)\n"
        "  capped pays 7 0.02 CNY: 50% of 0.05, which is 50% of price 0.10 (buyer 7 normal; line"
        " 11)\n"
        "  capped pays nobody: 0.01 is left over, the rest of 0.05, which is 50% of price 0.10"
        " (line 11)\n"
        "  fixed pays 5 0.01 CNY: 1% of 1.01 (seller 5 silver; line 12)\n"
        "  fixed pays nobody: 0.1% of 1.01 rounds to 0.00 (buyer 7 normal; line 12)\n"
        "  fixed pays nobody: 1.00 is left over, the rest of 1.01: 3 is gold and leads a team"
        " (seller 5 silver, leader 3 gold; line 12)\n");
    desk_close(desk);
}

static void limits_say_what_they_left(void **state) {
    (void)state;
    struct desk *desk = family_open(
        FAMILY_HEAD
        "order: {roles: [seller, buyer], amounts: [price, profit], counts: [quantity], budget:"
        " {at_most: 40% of price, over: clip}}\n"
        "awards:\n"
        "  sale: {event: order, to: seller, pay: 20% of price}\n"
        "  capped: {event: order, to: seller.uplines, pay: [10% of price, 5% of price, 1.00],"
        " unqualified: skip, cap: {at_most: 12% of price, over: clip}}\n"
        "  monthly: {event: order, to: seller, pay: 10% of price, cap: {at_most: 5.00, in: month,"
        " over: clip}}\n"
        "  given: {event: order, to: seller.inviter, pay: 5.00, from: {member: seller, over:"
        " clip}}\n"
        "  cut: {event: order, to: seller.inviter, pay: 90.00, from: {member: seller, over:"
        " clip}}\n"
        "  gone: {event: order, to: seller.inviter, pay: 90.00, from: {member: seller, over:"
        " clip}}\n"
        "  self: {event: order, to: seller, pay: 90.00, from: {member: seller, over: clip}}\n"
        "  lacking: {event: order, to: seller, pay: 90.00, from: {member: buyer, over: clip}}\n"
        "  rest: {event: order, to: seller, pay: 9.00}\n"
        "  over: {event: order, to: seller, pay: 9.00}\n"
        "  coins: {event: order, to: seller, pay: 50.00, unit: coin, cap: {at_most: 9.00, over:"
        " clip}}\n");
    fenrun_event order = desk_order(1, 5, 10000, 10000, 20);
    family_explains(desk, &order,
        "order 1 at 1970-01-01T00:00:20Z: seller 5, price 100.00, profit 100.00, quantity 0\n"
        "  sale pays 5 20.00 CNY: 20% of price 100.00 (seller 5 silver; line 10)\n"
        "  capped pays 4 10.00 CNY at level 1: 10% of price 100.00 (seller 5 silver, 1st upline 4"
        " normal; line 11)\n"
        "  capped pays 3 2.00 CNY at level 2: 5% of price 100.00 is 5.00; the cap of 12% of price"
        " 100.00, which is 12.00, leaves 2.00 (seller 5 silver, 2nd upline 3 gold; line 11)\n"
        "  capped pays nobody at level 3: a fixed amount for normal is 1.00; nothing is left of"
        " the cap of 12% of price 100.00, which is 12.00 (seller 5 silver, 3rd upline 2 normal;"
        " line 11)\n"
        "  monthly pays 5 5.00 CNY: 10% of price 100.00 is 10.00; the cap of 5.00 in month leaves"
        " 5.00 (seller 5 silver; line 12)\n"
        "  given pays 4 5.00 CNY: a fixed amount for normal; 5 gives it (seller 5 silver, inviter"
        " 4 normal; line 13)\n"
        "  cut pays 4 20.00 CNY: a fixed amount for normal is 90.00; 5, who gives it, has 20.00"
        " of this event (seller 5 silver, inviter 4 normal; line 14)\n"
        "  gone pays nobody: a fixed amount for normal is 90.00; 5, who gives it, has 0.00 of"
        " this event (seller 5 silver, inviter 4 normal; line 15)\n"
        "  self pays nobody: 5 would give it to itself (seller 5 silver; line 16)\n"
        "  lacking pays nobody: there is nobody to take it from (seller 5 silver; line 17)\n"
        "  rest pays 5 3.00 CNY: a fixed amount for silver is 9.00; the budget of 40% of price"
        " 100.00, which is 40.00, leaves 3.00 (seller 5 silver; line 18)\n"
        "  over pays nobody: a fixed amount for silver is 9.00; nothing is left of the budget of"
        " 40% of price 100.00, which is 40.00 (seller 5 silver; line 19)\n"
        "  coins pays 5 9.00 coin: a fixed amount for silver is 50.00; the cap of 9.00 leaves"
        " 9.00 (seller 5 silver; line 20)\n");
    desk_close(desk);
}

static void uplines_are_counted_in_words(void **state) {
    (void)state;
    struct desk *desk = desk_open(
        FAMILY_HEAD FAMILY_ORDER
        "awards:\n"
        "  a: {event: order, to: seller.uplines, pay: {platinum: 1.00}, differential:"
        " {already_paid: none}}\n");
    for (uint64_t id = 1; id <= 125; id++) desk_join(desk, id, id - 1, 10);
    fenrun_event order = desk_order(1, 125, 100, 0, 20);
    assert_int_equal(desk_explain(desk, &order, NULL), FENRUN_OK);
    static const char *const steps[] = {
        ", 1st upline 124 ",  ", 2nd upline 123 ",  ", 3rd upline 122 ", ", 4th upline 121 ",
        ", 11th upline 114 ", ", 12th upline 113 ", ", 13th upline 112 ", ", 21st upline 104 ",
        ", 22nd upline 103 ", ", 111th upline 14 ", ", 121st upline 4 ", ", 123rd upline 2 ",
    };
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (!strstr(desk->result.text.bytes, steps[i])) fail_msg("%s", steps[i]);
    }
    desk_close(desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_value_is_of_is_said_with_its_figure),
        cmocka_unit_test(a_grade_of_nothing_says_so),
        cmocka_unit_test(paths_and_comparisons_name_whom_they_met),
        cmocka_unit_test(each_level_says_who_got_it_or_why_not),
        cmocka_unit_test(a_differential_says_what_it_is_less),
        cmocka_unit_test(t12_a_split_says_where_all_of_it_went),
        cmocka_unit_test(limits_say_what_they_left),
        cmocka_unit_test(uplines_are_counted_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
