/* Book: which version of the rules an event is required, paid, capped and reviewed by. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "api/shop.h"

/* 1970-01-02, which is 86400, and the day after. */
#define VERSION(effective, rest)                                                              \
    "fenrun: 1\nname: book\ncurrency: CNY\nrounding: half_even\n" effective                  \
    "tiers: [normal, gold]\nteam_leaders: [gold]\nperiods: [month]\n" rest

#define DAY 86400

static const char *const early[] = {
    VERSION("effective: 1970-01-02\n",
            "order: { roles: [seller], amounts: [price], require: { price: 1.00.. } }\n"
            "awards:\n"
            "  sale: { event: order, to: seller, pay: 10% of price,\n"
            "          cap: { at_most: 30.00, in: month, over: clip } }\n"
            "  rise: { event: promotion, to: member, pay: 1.00 }\n"
            "promotions: { review: at_once, gold: [{ own_sales: 1000.00 }] }\n"),
    VERSION("effective: 1970-01-03\n",
            "order: { roles: [seller], amounts: [price], require: { price: 5.00.. } }\n"
            "awards:\n"
            "  bonus: { event: order, to: seller, pay: 0.50 }\n"
            "  sale: { event: order, to: seller, pay: 20% of price,\n"
            "          cap: { at_most: 50.00, in: month, over: clip } }\n"
            "  rise: { event: promotion, to: member, pay: 2.00 }\n"
            "promotions: { review: at_once, gold: [{ own_sales: 500.00 }] }\n"),
};

static struct shop *open_book(void) {
    struct shop *shop = shop_open_book(early, 2);
    const fenrun_member members[] = {{.id = shop_id(shop, "A"), .at = FENRUN_TIME_MIN},
                                     {.id = shop_id(shop, "B"), .at = FENRUN_TIME_MIN}};
    assert_int_equal(fenrun_tree_load(shop->tree, members, 2, &shop->error), FENRUN_OK);
    return shop;
}

static void an_event_before_the_first_version_is_refused(void **state) {
    (void)state;
    struct shop *shop = open_book();
    shop_at(shop, DAY - 1);
    shop_order(shop, "1", "A", "10.00", NULL, "refused TIME");
    assert_string_equal(shop->error.message,
                        "an event at 1970-01-01T23:59:59Z is earlier than the rules, in force "
                        "from 1970-01-02T00:00:00Z");
    shop_join(shop, "C", "A", "refused TIME");
    shop_tier(shop, "A", "gold", "refused TIME");
    shop_move(shop, "A", "B", "refused TIME");
    shop_event(shop, "close", "1", "month", "refused TIME");
    shop_order(shop, "1", "Z", "-10.00", NULL, "refused TIME"); /* whatever else is wrong */
    shop_at(shop, DAY);
    shop_order(shop, "1", "A", "10.00", NULL, "A 1.00 CNY");
    shop_close(shop);
}

static void an_event_is_required_and_paid_by_the_version_of_its_own_instant(void **state) {
    (void)state;
    struct shop *shop = open_book();
    shop_at(shop, 2 * DAY - 1);
    shop_order(shop, "1", "A", "4.00", NULL, "A 0.40 CNY");
    shop_at(shop, 2 * DAY);
    shop_order(shop, "2", "A", "4.00", NULL, "refused REQUIRED");
    shop_order(shop, "2", "A", "10.00", NULL, "A 0.50 CNY, A 2.00 CNY");
    size_t count;
    const fenrun_payout *payouts = fenrun_result_payouts(shop->result, &count);
    assert_int_equal(payouts[1].award, 3); /* numbered through */
    assert_int_equal(fenrun_rules_award_version(shop->rules, payouts[1].award), 1);
    assert_int_equal(fenrun_rules_award_version(shop->rules, 0), 0);
    shop_at(shop, DAY); /* late */
    shop_order(shop, "3", "A", "10.00", NULL, "A 1.00 CNY");
    shop_at(shop, 3 * DAY);
    shop_refund(shop, "1", "4.00", "A -0.40 CNY"); /* what was stored, under other rules */
    shop_refund(shop, "3", "10.00", "A -1.00 CNY");
    shop_refund(shop, "2", "10.00", "A -0.50 CNY, A -2.00 CNY");
    shop_close(shop);
}

static void what_a_cap_counts_goes_on_over_a_change_of_the_rules(void **state) {
    (void)state;
    struct shop *shop = open_book();
    shop_at(shop, DAY);
    shop_order(shop, "1", "A", "290.00", NULL, "A 29.00 CNY");
    shop_order(shop, "2", "A", "50.00", NULL, "A 1.00 CNY");
    shop_at(shop, 2 * DAY);
    shop_order(shop, "3", "A", "150.00", NULL, "A 0.50 CNY, A 20.00 CNY"); /* 50.00 less 30.00 */
    shop_refund(shop, "1", "145.00", "A -14.50 CNY");
    shop_order(shop, "4", "A", "5.00", NULL, "A 0.50 CNY, A 1.00 CNY");
    shop_event(shop, "close", "", "month", "");
    shop_order(shop, "5", "A", "5.00", NULL, "A 0.50 CNY, A 1.00 CNY");
    shop_close(shop);
}

/* Points are not money, whatever they are paid for. */
static void a_cap_counts_each_unit_by_itself(void **state) {
    (void)state;
#define SALE(unit)                                                                      \
    "order: { roles: [seller], amounts: [price] }\n"                                    \
    "awards: { sale: { event: order, to: seller, pay: 10% of price" unit ",\n"          \
    "                  cap: { at_most: 30.00, in: month, over: clip } } }\n"
    static const char *const texts[] = {VERSION("", SALE("")),
                                        VERSION("effective: 1970-01-02\n", SALE(", unit: point")),
                                        VERSION("effective: 1970-01-03\n", SALE(""))};
#undef SALE
    struct shop *shop = shop_open_book(texts, 3);
    shop_at(shop, 0);
    shop_has(shop, "A", NULL, "normal");
    shop_order(shop, "1", "A", "200.00", NULL, "A 20.00 CNY");
    shop_at(shop, DAY);
    shop_order(shop, "2", "A", "200.00", NULL, "A 20.00 point");
    shop_order(shop, "3", "A", "200.00", NULL, "A 10.00 point");
    shop_at(shop, 2 * DAY);
    shop_order(shop, "4", "A", "200.00", NULL, "A 10.00 CNY"); /* goes on from the first */
    shop_close(shop);
}

static void promotions_are_reviewed_by_the_version_of_the_latest_instant(void **state) {
    (void)state;
    struct shop *shop = open_book();
    shop_at(shop, DAY);
    shop_order(shop, "1", "A", "600.00", NULL, "A 30.00 CNY"); /* not yet 1000.00 */
    shop_order(shop, "2", "B", "999.99", NULL, "B 30.00 CNY");
    shop_order(shop, "3", "B", "1.00", NULL, "B 1.00 CNY; B becomes gold");
    shop_at(shop, 2 * DAY);
    shop_order(shop, "4", "B", "5.00", NULL, "B 0.50 CNY, B 1.00 CNY");
    /* A late order is paid by the old rules, but what it promotes rises now, by the new. */
    shop_at(shop, DAY);
    shop_order(shop, "5", "A", "1.00", NULL, "A 2.00 CNY; A becomes gold");
    fenrun_member member;
    assert_int_equal(fenrun_tree_member(shop->tree, 1, 2 * DAY - 1, &member, NULL), FENRUN_OK);
    assert_int_equal(member.tier, 0);
    assert_int_equal(fenrun_tree_member(shop->tree, 1, 2 * DAY, &member, NULL), FENRUN_OK);
    assert_int_equal(member.tier, 1);
    shop_close(shop);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_before_the_first_version_is_refused),
        cmocka_unit_test(an_event_is_required_and_paid_by_the_version_of_its_own_instant),
        cmocka_unit_test(what_a_cap_counts_goes_on_over_a_change_of_the_rules),
        cmocka_unit_test(a_cap_counts_each_unit_by_itself),
        cmocka_unit_test(promotions_are_reviewed_by_the_version_of_the_latest_instant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
