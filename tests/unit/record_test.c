/* Record: the exact JSON of every form, and that all of it is JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/family.h"
#include "unit/json.h"

static void the_checker_of_json_tells_good_from_bad(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool valid;
    } cases[] = {
        {"{}\n", true},
        {"{\"a\":[],\"b\":[{\"a\":1},\"x\"],\"c\":null}\n", true},
        {"{\"a\":\"\\u00e9\\n\"}\n", true},
        {"", false},
        {"{}", false},
        {"{}\n{}\n", false},
        {"{\"a\":1,\"a\":2}\n", false},
        {"{\"a\":1,}\n", false},
        {"{\"a\":[1,]}\n", false},
        {"{\"a\":[1]\n", false},
        {"{\"a\":[1}\n", false},
        {"{\"a\":01}\n", false},
        {"{\"a\":\"\x01\"}\n", false},
        {"{\"a\":\"\\x\"}\n", false},
        {"{\"a\" 1}\n", false},
        {"{\"a\":}\n", false},
        {"{\"a\":\"}\n", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (json_is_valid(cases[i].text) != cases[i].valid) fail_msg("%s", cases[i].text);
    }
}

static void values_carry_what_they_are_of(void **state) {
    (void)state;
    struct desk *desk = family_open(
        FAMILY_HEAD FAMILY_ORDER
        "awards:\n"
        "  each: {event: order, to: seller, pay: 2.00 per quantity}\n"
        "  money: {event: order, to: seller.above(platinum), pay: 20.00 per 200.00 of price,"
        " hold: 7 days}\n"
        "  zero: {event: order, to: seller, pay: {silver: 0.00, gold: 1.00}}\n"
        "  graded: {event: order, to: seller, pay: {by: price, 0.00..99.99: 0% of price,"
        " 100.00..: 5% of profit}}\n");
    fenrun_event order = desk_order(1, 5, 30000, 10000, 20);
    order.counts[0] = 3;
    family_records(desk, &order,
        "{\"event\":\"order\",\"id\":\"1\",\"at\":\"1970-01-01T00:00:20Z\","
        "\"roles\":{\"seller\":\"5\"},\"amounts\":{\"price\":\"300.00\",\"profit\":\"100.00\"},"
        "\"counts\":{\"quantity\":3},\"awards\":[{\"award\":\"each\",\"line\":10,"
        "\"to\":\"seller\",\"outcome\":\"paid\",\"path\":[{\"step\":\"seller\",\"member\":\"5\","
        "\"tier\":\"silver\"}],\"payee\":\"5\",\"amount\":\"6.00\",\"unit\":\"CNY\","
        "\"each\":\"2.00\",\"per\":\"1\",\"of\":\"quantity\",\"base\":\"3\"},{\"award\":\"money\","
        "\"line\":11,\"to\":\"seller.above(platinum)\",\"outcome\":\"paid\","
        "\"path\":[{\"step\":\"seller\",\"member\":\"5\",\"tier\":\"silver\"},"
        "{\"step\":\"above(platinum)\",\"member\":\"1\",\"tier\":\"platinum\"}],\"payee\":\"1\","
        "\"amount\":\"20.00\",\"unit\":\"CNY\",\"each\":\"20.00\",\"per\":\"200.00\","
        "\"of\":\"price\",\"base\":\"300.00\",\"available_at\":\"1970-01-08T00:00:20Z\"},"
        "{\"award\":\"zero\",\"line\":12,\"to\":\"seller\",\"outcome\":\"rounds_to_zero\","
        "\"path\":[{\"step\":\"seller\",\"member\":\"5\",\"tier\":\"silver\"}],"
        "\"reason\":\"0.00 for silver\"},{\"award\":\"graded\",\"line\":13,\"to\":\"seller\","
        "\"outcome\":\"paid\",\"path\":[{\"step\":\"seller\",\"member\":\"5\","
        "\"tier\":\"silver\"}],\"payee\":\"5\",\"amount\":\"5.00\",\"unit\":\"CNY\","
        "\"rate\":\"5%\",\"of\":\"profit\",\"base\":\"100.00\",\"by\":\"price\","
        "\"figure\":\"300.00\",\"range\":\"100.00..\"}]}\n");
    desk_close(desk);
}

static void uplines_carry_how_far_above_they_are(void **state) {
    (void)state;
    struct desk *desk = family_open(
        FAMILY_HEAD FAMILY_ORDER
        "awards:\n"
        "  levels: {event: order, to: seller.uplines, when: {payee: gold+}, pay: [10% of price,"
        " 1.00, 2.00], unqualified: compress}\n"
        "  rates: {event: order, to: seller.uplines, differential: {already_paid: seller, peer:"
        " 1% of profit}, pay: {normal: 4% of price, silver: 6.5% of price, gold: 8.5% of price}}\n"
        "  fixed: {event: order, to: seller.uplines, differential: {already_paid: none}, pay:"
        " {normal: 4.00, gold: 8.50}}\n");
    fenrun_event order = desk_order(1, 5, 30000, 10000, 20);
    family_records(desk, &order,
        "{\"event\":\"order\",\"id\":\"1\",\"at\":\"1970-01-01T00:00:20Z\","
        "\"roles\":{\"seller\":\"5\"},\"amounts\":{\"price\":\"300.00\",\"profit\":\"100.00\"},"
        "\"counts\":{\"quantity\":0},\"awards\":[{\"award\":\"levels\",\"line\":10,"
        "\"to\":\"seller.uplines\",\"outcome\":\"test_not_met\",\"level\":1,"
        "\"path\":[{\"step\":\"seller\",\"member\":\"5\",\"tier\":\"silver\"},"
        "{\"step\":\"upline\",\"above\":1,\"member\":\"4\",\"tier\":\"normal\"}],"
        "\"reason\":\"payee 4 is normal, not gold+\"},{\"award\":\"levels\",\"line\":10,"
        "\"to\":\"seller.uplines\",\"outcome\":\"paid\",\"level\":1,"
        "\"path\":[{\"step\":\"seller\",\"member\":\"5\",\"tier\":\"silver\"},"
        "{\"step\":\"upline\",\"above\":2,\"member\":\"3\",\"tier\":\"gold\"}],\"payee\":\"3\","
        "\"amount\":\"30.00\",\"unit\":\"CNY\",\"rate\":\"10%\",\"of\":\"price\","
        "\"base\":\"300.00\"},{\"award\":\"levels\",\"line\":10,\"to\":\"seller.uplines\","
        "\"outcome\":\"test_not_met\",\"level\":2,\"path\":[{\"step\":\"seller\",\"member\":\"5\","
        "\"tier\":\"silver\"},{\"step\":\"upline\",\"above\":3,\"member\":\"2\","
        "\"tier\":\"normal\"}],\"reason\":\"payee 2 is normal, not gold+\"},{\"award\":\"levels\","
        "\"line\":10,\"to\":\"seller.uplines\",\"outcome\":\"paid\",\"level\":2,"
        "\"path\":[{\"step\":\"seller\",\"member\":\"5\",\"tier\":\"silver\"},"
        "{\"step\":\"upline\",\"above\":4,\"member\":\"1\",\"tier\":\"platinum\"}],"
        "\"payee\":\"1\",\"amount\":\"1.00\",\"unit\":\"CNY\"},{\"award\":\"levels\",\"line\":10,"
        "\"to\":\"seller.uplines\",\"outcome\":\"nobody\",\"level\":3,"
        "\"path\":[{\"step\":\"seller\",\"member\":\"5\",\"tier\":\"silver\"}],"
        "\"reason\":\"nobody is above 1 for level 3\"},{\"award\":\"rates\",\"line\":11,"
        "\"to\":\"seller.uplines\",\"outcome\":\"not_more\",\"level\":1,"
        "\"path\":[{\"step\":\"seller\",\"member\":\"5\",\"tier\":\"silver\"},"
        "{\"step\":\"upline\",\"above\":1,\"member\":\"4\",\"tier\":\"normal\"}],\"reason\":\"4"
        " is normal with 4%, not more than the 6.5% already paid to 5\"},{\"award\":\"rates\","
        "\"line\":11,\"to\":\"seller.uplines\",\"outcome\":\"paid\",\"level\":2,"
        "\"path\":[{\"step\":\"seller\",\"member\":\"5\",\"tier\":\"silver\"},"
        "{\"step\":\"upline\",\"above\":2,\"member\":\"3\",\"tier\":\"gold\"}],\"payee\":\"3\","
        "\"amount\":\"6.00\",\"unit\":\"CNY\",\"rate\":\"2%\",\"of\":\"price\","
        "\"base\":\"300.00\",\"own\":\"8.5%\",\"less\":\"6.5%\",\"paid_to\":\"5\"},"
        "{\"award\":\"rates\",\"line\":11,\"to\":\"seller.uplines\",\"outcome\":\"not_more\","
        "\"level\":3,\"path\":[{\"step\":\"seller\",\"member\":\"5\",\"tier\":\"silver\"},"
        "{\"step\":\"upline\",\"above\":3,\"member\":\"2\",\"tier\":\"normal\"}],\"reason\":\"2"
        " is normal with 4%, not more than the 8.5% already paid to 3\"},{\"award\":\"rates\","
        "\"line\":11,\"to\":\"seller.uplines\",\"outcome\":\"tier_not_listed\",\"level\":4,"
        "\"path\":[{\"step\":\"seller\",\"member\":\"5\",\"tier\":\"silver\"},"
        "{\"step\":\"upline\",\"above\":4,\"member\":\"1\",\"tier\":\"platinum\"}],\"reason\":\"1"
        " is platinum, a tier that `pay` does not list\"},{\"award\":\"rates\",\"line\":11,"
        "\"to\":\"seller.uplines\",\"outcome\":\"no_peer\",\"path\":[{\"step\":\"seller\","
        "\"member\":\"5\",\"tier\":\"silver\"}],\"reason\":\"nobody above 3 is its peer\"},"
        "{\"award\":\"fixed\",\"line\":12,\"to\":\"seller.uplines\",\"outcome\":\"paid\","
        "\"level\":1,\"path\":[{\"step\":\"seller\",\"member\":\"5\",\"tier\":\"silver\"},"
        "{\"step\":\"upline\",\"above\":1,\"member\":\"4\",\"tier\":\"normal\"}],\"payee\":\"4\","
        "\"amount\":\"4.00\",\"unit\":\"CNY\"},{\"award\":\"fixed\",\"line\":12,"
        "\"to\":\"seller.uplines\",\"outcome\":\"paid\",\"level\":2,"
        "\"path\":[{\"step\":\"seller\",\"member\":\"5\",\"tier\":\"silver\"},"
        "{\"step\":\"upline\",\"above\":2,\"member\":\"3\",\"tier\":\"gold\"}],\"payee\":\"3\","
        "\"amount\":\"4.50\",\"unit\":\"CNY\",\"own\":\"8.50\",\"less\":\"4.00\","
        "\"paid_to\":\"4\"}]}\n");
    order = desk_order(1, 7, 30000, 10000, 20);
    family_records(desk, &order,
        "{\"event\":\"order\",\"id\":\"1\",\"at\":\"1970-01-01T00:00:20Z\","
        "\"roles\":{\"seller\":\"7\"},\"amounts\":{\"price\":\"300.00\",\"profit\":\"100.00\"},"
        "\"counts\":{\"quantity\":0},\"awards\":[{\"award\":\"levels\",\"line\":10,"
        "\"to\":\"seller.uplines\",\"outcome\":\"test_not_met\",\"level\":1,"
        "\"path\":[{\"step\":\"seller\",\"member\":\"7\",\"tier\":\"normal\"},"
        "{\"step\":\"upline\",\"above\":1,\"member\":\"6\",\"tier\":\"normal\"}],"
        "\"reason\":\"payee 6 is normal, not gold+\"},{\"award\":\"levels\",\"line\":10,"
        "\"to\":\"seller.uplines\",\"outcome\":\"nobody\",\"level\":1,"
        "\"path\":[{\"step\":\"seller\",\"member\":\"7\",\"tier\":\"normal\"}],"
        "\"reason\":\"nobody is above 6 for levels 1 to 3\"},{\"award\":\"rates\",\"line\":11,"
        "\"to\":\"seller.uplines\",\"outcome\":\"paid\",\"level\":1,"
        "\"path\":[{\"step\":\"seller\",\"member\":\"7\",\"tier\":\"normal\"},"
        "{\"step\":\"upline\",\"above\":1,\"member\":\"6\",\"tier\":\"normal\"}],\"payee\":\"6\","
        "\"amount\":\"1.00\",\"unit\":\"CNY\",\"rate\":\"1%\",\"of\":\"profit\","
        "\"base\":\"100.00\",\"peer_of\":\"7\"},{\"award\":\"rates\",\"line\":11,"
        "\"to\":\"seller.uplines\",\"outcome\":\"nobody\",\"path\":[{\"step\":\"seller\","
        "\"member\":\"7\",\"tier\":\"normal\"}],\"reason\":\"nobody is above 6\"},"
        "{\"award\":\"fixed\",\"line\":12,\"to\":\"seller.uplines\",\"outcome\":\"paid\","
        "\"level\":1,\"path\":[{\"step\":\"seller\",\"member\":\"7\",\"tier\":\"normal\"},"
        "{\"step\":\"upline\",\"above\":1,\"member\":\"6\",\"tier\":\"normal\"}],\"payee\":\"6\","
        "\"amount\":\"4.00\",\"unit\":\"CNY\"},{\"award\":\"fixed\",\"line\":12,"
        "\"to\":\"seller.uplines\",\"outcome\":\"nobody\",\"path\":[{\"step\":\"seller\","
        "\"member\":\"7\",\"tier\":\"normal\"}],\"reason\":\"nobody is above 6\"}]}\n");
    desk_close(desk);
}

static void shares_carry_the_whole(void **state) {
    (void)state;
    struct desk *desk = family_open(
        FAMILY_HEAD FAMILY_ORDER
        "awards:\n"
        "  rate: {event: order, split: 38% of price, among: {seller: 50%, buyer: 30%},"
        " remainder_to: seller.above(platinum)}\n"
        "  capped: {event: order, split: 5.00, among: {seller: 50%}, cap: {at_most: 1.01, over:"
        " clip}, remainder_to: platform}\n");
    fenrun_event order = desk_order(1, 5, 9999, 10000, 20);
    family_records(desk, &order,
        "{\"event\":\"order\",\"id\":\"1\",\"at\":\"1970-01-01T00:00:20Z\","
        "\"roles\":{\"seller\":\"5\"},\"amounts\":{\"price\":\"99.99\",\"profit\":\"100.00\"},"
        "\"counts\":{\"quantity\":0},\"awards\":[{\"award\":\"rate\",\"line\":10,"
        "\"to\":\"seller\",\"outcome\":\"paid\",\"level\":1,\"path\":[{\"step\":\"seller\","
        "\"member\":\"5\",\"tier\":\"silver\"}],\"payee\":\"5\",\"amount\":\"19.00\","
        "\"unit\":\"CNY\",\"share\":\"50%\",\"whole\":\"38.00\",\"rate\":\"38%\",\"of\":\"price\","
        "\"base\":\"99.99\"},{\"award\":\"rate\",\"line\":10,\"to\":\"buyer\","
        "\"outcome\":\"nobody\",\"level\":2,\"path\":[],\"reason\":\"11.40 is left over, 30% of"
        " 38.00, which is 38% of price 99.99: there is no buyer\"},{\"award\":\"rate\","
        "\"line\":10,\"to\":\"seller.above(platinum)\",\"outcome\":\"paid\","
        "\"path\":[{\"step\":\"seller\",\"member\":\"5\",\"tier\":\"silver\"},"
        "{\"step\":\"above(platinum)\",\"member\":\"1\",\"tier\":\"platinum\"}],\"payee\":\"1\","
        "\"amount\":\"19.00\",\"unit\":\"CNY\",\"whole\":\"38.00\",\"rate\":\"38%\","
        "\"of\":\"price\",\"base\":\"99.99\"},{\"award\":\"capped\",\"line\":11,\"to\":\"seller\","
        "\"outcome\":\"paid\",\"level\":1,\"path\":[{\"step\":\"seller\",\"member\":\"5\","
        "\"tier\":\"silver\"}],\"payee\":\"5\",\"amount\":\"0.50\",\"unit\":\"CNY\","
        "\"share\":\"50%\",\"whole\":\"1.01\",\"whole_computed\":\"5.00\"},{\"award\":\"capped\","
        "\"line\":11,\"outcome\":\"nobody\",\"path\":[],\"reason\":\"0.51 is left over, the rest"
        " of 1.01, which the cap leaves of 5.00\"}]}\n");
    desk_close(desk);
}

static void limits_carry_what_they_left(void **state) {
    (void)state;
    struct desk *desk = family_open(
        FAMILY_HEAD
        "order: {roles: [seller, buyer], amounts: [price, profit], budget: {at_most: 12.00, over:"
        " clip}}\n"
        "awards:\n"
        "  sale: {event: order, to: seller, pay: 20% of price, cap: {at_most: 9.00, over: clip}}\n"
        "  monthly: {event: order, to: seller, pay: 1.00, cap: {at_most: 0.50, in: month, over:"
        " clip}}\n"
        "  cut: {event: order, to: seller.inviter, pay: 90.00, from: {member: seller, over:"
        " clip}}\n"
        "  gone: {event: order, to: seller.inviter, pay: 90.00, from: {member: seller, over:"
        " clip}}\n"
        "  rest: {event: order, to: seller, pay: 9.00}\n"
        "  over: {event: order, to: seller, pay: 9.00}\n"
        "  coins: {event: order, to: seller, pay: 50.00, unit: coin, cap: {at_most: 9.00, over:"
        " clip}}\n");
    fenrun_event order = desk_order(1, 5, 10000, 10000, 20);
    family_records(desk, &order,
        "{\"event\":\"order\",\"id\":\"1\",\"at\":\"1970-01-01T00:00:20Z\","
        "\"roles\":{\"seller\":\"5\"},\"amounts\":{\"price\":\"100.00\",\"profit\":\"100.00\"},"
        "\"awards\":[{\"award\":\"sale\",\"line\":10,\"to\":\"seller\",\"outcome\":\"paid\","
        "\"path\":[{\"step\":\"seller\",\"member\":\"5\",\"tier\":\"silver\"}],\"payee\":\"5\","
        "\"amount\":\"9.00\",\"unit\":\"CNY\",\"rate\":\"20%\",\"of\":\"price\","
        "\"base\":\"100.00\",\"computed\":\"20.00\",\"after_cap\":\"9.00\","
        "\"after_funder\":\"9.00\"},{\"award\":\"monthly\",\"line\":11,\"to\":\"seller\","
        "\"outcome\":\"paid\",\"path\":[{\"step\":\"seller\",\"member\":\"5\","
        "\"tier\":\"silver\"}],\"payee\":\"5\",\"amount\":\"0.50\",\"unit\":\"CNY\","
        "\"computed\":\"1.00\",\"after_cap\":\"0.50\",\"after_funder\":\"0.50\"},"
        "{\"award\":\"cut\",\"line\":12,\"to\":\"seller.inviter\",\"outcome\":\"paid\","
        "\"path\":[{\"step\":\"seller\",\"member\":\"5\",\"tier\":\"silver\"},"
        "{\"step\":\"inviter\",\"member\":\"4\",\"tier\":\"normal\"}],\"payee\":\"4\","
        "\"amount\":\"9.50\",\"unit\":\"CNY\",\"computed\":\"90.00\",\"after_cap\":\"90.00\","
        "\"after_funder\":\"9.50\",\"from\":\"5\"},{\"award\":\"gone\",\"line\":13,"
        "\"to\":\"seller.inviter\",\"outcome\":\"not_funded\",\"path\":[{\"step\":\"seller\","
        "\"member\":\"5\",\"tier\":\"silver\"},{\"step\":\"inviter\",\"member\":\"4\","
        "\"tier\":\"normal\"}],\"reason\":\"a fixed amount for normal is 90.00; 5, who gives it,"
        " has 0.00 of this event\"},{\"award\":\"rest\",\"line\":14,\"to\":\"seller\","
        "\"outcome\":\"paid\",\"path\":[{\"step\":\"seller\",\"member\":\"5\","
        "\"tier\":\"silver\"}],\"payee\":\"5\",\"amount\":\"2.50\",\"unit\":\"CNY\","
        "\"computed\":\"9.00\",\"after_cap\":\"9.00\",\"after_funder\":\"9.00\"},"
        "{\"award\":\"over\",\"line\":15,\"to\":\"seller\",\"outcome\":\"over_budget\","
        "\"path\":[{\"step\":\"seller\",\"member\":\"5\",\"tier\":\"silver\"}],\"reason\":\"a"
        " fixed amount for silver is 9.00; nothing is left of the budget of 12.00\"},"
        "{\"award\":\"coins\",\"line\":16,\"to\":\"seller\",\"outcome\":\"paid\","
        "\"path\":[{\"step\":\"seller\",\"member\":\"5\",\"tier\":\"silver\"}],\"payee\":\"5\","
        "\"amount\":\"9.00\",\"unit\":\"coin\",\"computed\":\"50.00\",\"after_cap\":\"9.00\","
        "\"after_funder\":\"9.00\"}]}\n");
    desk_close(desk);
}

static void a_close_carries_each_payout_and_counts_of_the_others(void **state) {
    (void)state;
    struct desk *desk = family_open(
        FAMILY_HEAD FAMILY_ORDER
        "labels:\n"
        "  core: {review: month, rank: own_sales in month, top: 1}\n"
        "awards:\n"
        "  own: {event: month, to: member.inviter, when: {member: [normal, silver], payee:"
        " normal}, pay: 1% of own_sales in month}\n"
        "  best: {event: month, to: member, rank: own_sales in month, pay: [9.00]}\n"
        "  equal: {event: month, to: member, qualify: [{own_sales in month: 100.00}], pool: 1% of"
        " all_profit in month, share: equally, remainder_to: first}\n"
        "  weighed: {event: month, to: member, rank: own_sales in month, top: 1, pool: 1.00,"
        " share: by own_orders in month, remainder_to: platform}\n"
        "  rise: {event: promotion, to: member.leader, pay: 7.00}\n"
        "  core: {event: order, to: seller, when: {seller: [core, gold]}, pay: 1.00}\n"
        "promotions: {review: month, silver: [{own_orders in month: 2}]}\n");
    static const uint64_t sellers[] = {4, 4, 5};
    for (uint64_t i = 0; i < 3; i++) {
        fenrun_event order =
            desk_order(i + 1, sellers[i], 10000 + (int64_t)i * 100, i < 2 ? 3333 : 0, 20);
        assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    }
    fenrun_event close = family_close(30);
    family_records(desk, &close,
        "{\"event\":\"close\",\"id\":\"month\",\"at\":\"1970-01-01T00:00:30Z\","
        "\"period\":\"month\",\"members\":7,\"awards\":[{\"award\":\"own\",\"line\":12,"
        "\"to\":\"member.inviter\",\"outcome\":\"paid\",\"path\":[{\"step\":\"member\","
        "\"member\":\"5\",\"tier\":\"silver\"},{\"step\":\"inviter\",\"member\":\"4\","
        "\"tier\":\"normal\"}],\"payee\":\"4\",\"amount\":\"1.02\",\"unit\":\"CNY\","
        "\"rate\":\"1%\",\"of\":\"own_sales in month\",\"base\":\"102.00\"},{\"award\":\"own\","
        "\"line\":12,\"to\":\"member.inviter\",\"outcome\":\"others\",\"counts\":{\"when\":2,"
        "\"nobody\":1,\"test_not_met\":2,\"rounds_to_zero\":1}},{\"award\":\"best\",\"line\":13,"
        "\"to\":\"member\",\"outcome\":\"paid\",\"level\":1,\"path\":[{\"step\":\"member\","
        "\"member\":\"4\",\"tier\":\"normal\"}],\"payee\":\"4\",\"amount\":\"9.00\","
        "\"unit\":\"CNY\"},{\"award\":\"best\",\"line\":13,\"to\":\"member\","
        "\"outcome\":\"others\",\"counts\":{\"no_figure\":5,\"no_prize\":1}},{\"award\":\"equal\","
        "\"line\":14,\"to\":\"member\",\"outcome\":\"paid\",\"path\":[{\"step\":\"member\","
        "\"member\":\"4\",\"tier\":\"normal\"}],\"payee\":\"4\",\"amount\":\"0.34\","
        "\"unit\":\"CNY\",\"share\":\"equally\",\"among\":2,\"rest\":\"0.01\",\"whole\":\"0.67\","
        "\"rate\":\"1%\",\"of\":\"all_profit in month\",\"base\":\"66.66\"},{\"award\":\"equal\","
        "\"line\":14,\"to\":\"member\",\"outcome\":\"paid\",\"path\":[{\"step\":\"member\","
        "\"member\":\"5\",\"tier\":\"silver\"}],\"payee\":\"5\",\"amount\":\"0.33\","
        "\"unit\":\"CNY\",\"share\":\"equally\",\"among\":2,\"whole\":\"0.67\",\"rate\":\"1%\","
        "\"of\":\"all_profit in month\",\"base\":\"66.66\"},{\"award\":\"equal\",\"line\":14,"
        "\"to\":\"member\",\"outcome\":\"others\",\"counts\":{\"qualify\":5}},"
        "{\"award\":\"weighed\",\"line\":15,\"to\":\"member\",\"outcome\":\"paid\","
        "\"path\":[{\"step\":\"member\",\"member\":\"4\",\"tier\":\"normal\"}],\"payee\":\"4\","
        "\"amount\":\"1.00\",\"unit\":\"CNY\",\"share\":\"own_orders in month\",\"weight\":\"2\","
        "\"weights\":\"2\",\"whole\":\"1.00\"},{\"award\":\"weighed\",\"line\":15,"
        "\"to\":\"member\",\"outcome\":\"others\",\"counts\":{\"no_figure\":5,\"below_top\":1}},"
        "{\"award\":\"rise\",\"line\":16,\"to\":\"member.leader\",\"outcome\":\"paid\","
        "\"path\":[{\"step\":\"member\",\"member\":\"4\",\"tier\":\"silver\","
        "\"tier_before\":\"normal\"},{\"step\":\"leader\",\"member\":\"3\",\"tier\":\"gold\"}],"
        "\"payee\":\"3\",\"amount\":\"7.00\",\"unit\":\"CNY\"}]}\n");
    assert_int_equal(desk_apply(desk, &close), FENRUN_OK);
    fenrun_event order = desk_order(9, 4, 100, 100, 30);
    family_records(desk, &order,
        "{\"event\":\"order\",\"id\":\"9\",\"at\":\"1970-01-01T00:00:30Z\","
        "\"roles\":{\"seller\":\"4\"},\"amounts\":{\"price\":\"1.00\",\"profit\":\"1.00\"},"
        "\"counts\":{\"quantity\":0},\"awards\":[{\"award\":\"core\",\"line\":17,"
        "\"to\":\"seller\",\"outcome\":\"paid\",\"path\":[{\"step\":\"seller\",\"member\":\"4\","
        "\"tier\":\"silver\",\"labels\":[\"core\"]}],\"payee\":\"4\",\"amount\":\"1.00\","
        "\"unit\":\"CNY\"}]}\n");
    desk_close(desk);
}

static void events_of_the_rule_sets_own_carry_their_names(void **state) {
    (void)state;
    struct desk *desk = family_open(
        FAMILY_HEAD FAMILY_ORDER
        "join: {amounts: [fee], counts: [packs]}\n"
        "events: {party: {roles: [host, guest], amounts: [fee], counts: [size]}, visit: {roles:"
        " [guest]}}\n"
        "awards:\n"
        "  guests: {event: party, to: guest, pay: 1.00 per size}\n"
        "  joined: {event: join, to: newcomer.inviter, pay: 10% of fee}\n"
        "  visited: {event: visit, to: guest, pay: 1.00}\n");
    fenrun_event party = {.kind = FENRUN_EVENT_OWN,
                          .at = 20,
                          .id_low = 7,
                          .roles = {5, 6},
                          .amounts = {1000},
                          .counts = {4}};
    family_records(desk, &party,
        "{\"event\":\"party\",\"id\":\"7\",\"at\":\"1970-01-01T00:00:20Z\","
        "\"roles\":{\"host\":\"5\",\"guest\":\"6\"},\"amounts\":{\"fee\":\"10.00\"},"
        "\"counts\":{\"size\":4},\"awards\":[{\"award\":\"guests\",\"line\":12,\"to\":\"guest\","
        "\"outcome\":\"paid\",\"path\":[{\"step\":\"guest\",\"member\":\"6\","
        "\"tier\":\"normal\"}],\"payee\":\"6\",\"amount\":\"4.00\",\"unit\":\"CNY\","
        "\"each\":\"1.00\",\"per\":\"1\",\"of\":\"size\",\"base\":\"4\"}]}\n");
    fenrun_event visit = {.kind = FENRUN_EVENT_OWN, .name = 1, .at = 20, .roles = {5}};
    family_records(desk, &visit,
        "{\"event\":\"visit\",\"id\":\"0\",\"at\":\"1970-01-01T00:00:20Z\","
        "\"roles\":{\"guest\":\"5\"},\"awards\":[{\"award\":\"visited\",\"line\":14,"
        "\"to\":\"guest\",\"outcome\":\"paid\",\"path\":[{\"step\":\"guest\",\"member\":\"5\","
        "\"tier\":\"silver\"}],\"payee\":\"5\",\"amount\":\"1.00\",\"unit\":\"CNY\"}]}\n");
    fenrun_event join = {.kind = FENRUN_EVENT_JOIN,
                         .at = 20,
                         .member = 8,
                         .inviter = 5,
                         .amounts = {1000},
                         .counts = {2}};
    family_records(desk, &join,
        "{\"event\":\"join\",\"id\":\"8\",\"at\":\"1970-01-01T00:00:20Z\",\"member\":\"8\","
        "\"inviter\":\"5\",\"amounts\":{\"fee\":\"10.00\"},\"counts\":{\"packs\":2},"
        "\"awards\":[{\"award\":\"joined\",\"line\":13,\"to\":\"newcomer.inviter\","
        "\"outcome\":\"paid\",\"path\":[{\"step\":\"newcomer\",\"member\":\"8\","
        "\"tier\":\"normal\"},{\"step\":\"inviter\",\"member\":\"5\",\"tier\":\"silver\"}],"
        "\"payee\":\"5\",\"amount\":\"1.00\",\"unit\":\"CNY\",\"rate\":\"10%\",\"of\":\"fee\","
        "\"base\":\"10.00\"}]}\n");
    desk_close(desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_checker_of_json_tells_good_from_bad),
        cmocka_unit_test(values_carry_what_they_are_of),
        cmocka_unit_test(uplines_carry_how_far_above_they_are),
        cmocka_unit_test(shares_carry_the_whole),
        cmocka_unit_test(limits_carry_what_they_left),
        cmocka_unit_test(a_close_carries_each_payout_and_counts_of_the_others),
        cmocka_unit_test(events_of_the_rule_sets_own_carry_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
