/* Close: tiers, labels and payouts at the end of a period, as a platform sees them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "api/shop.h"

static const char rules[] =
    "fenrun: 1\nname: closes\ncurrency: CNY\nrounding: half_even\n"
    "tiers: [normal, gold]\nteam_leaders: [gold]\nperiods: [month, campaign]\n"
    "labels:\n"
    "  core: { review: month, rank: own_sales in month, top: 50% }\n"
    "  loyal: { review: campaign, qualify: [{ own_orders: 2 }] }\n"
    "order: { roles: [seller], amounts: [price] }\n"
    "awards:\n"
    "  sale: { event: order, to: seller, pay: 10% of price }\n"
    "  core: { event: order, to: seller, when: { seller: core }, pay: 1.00 }\n"
    "  prize: { event: campaign, to: member, rank: own_sales in campaign, top: 2,\n"
    "           pay: [100.00, 50.00] }\n"
    "  pool: { event: month, to: member, pool: 1% of all_sales in month, share: equally,\n"
    "          when: { member: gold }, remainder_to: first }\n"
    "promotions: { review: month, gold: [{ own_sales in month: 500.00 }] }\n"
    "demotions: { review: month, gold: [{ own_sales in month: 100.00 }] }\n";

static struct shop *open_four(void) {
    struct shop *shop = shop_open_text(rules);
    shop_has(shop, "A", NULL, "gold");
    shop_has(shop, "B", "A", "gold");
    shop_has(shop, "C", "B", "normal");
    shop_has(shop, "D", "C", "normal");
    shop_at(shop, 100);
    shop_order(shop, "1", "A", "300.00", NULL, "A 30.00 CNY");
    shop_order(shop, "2", "C", "400.00", NULL, "C 40.00 CNY");
    shop_order(shop, "3", "C", "100.00", NULL, "C 10.00 CNY");
    return shop;
}

static void a_close_changes_tiers_teams_and_labels_at_its_instant(void **state) {
    (void)state;
    struct shop *shop = open_four();
    shop_at(shop, 200);
    /* 1 % of 800.00 to those who are gold before it. */
    shop_event(shop, "close", "1", "month",
               "A 4.00 CNY, B 4.00 CNY; A becomes gold, B becomes normal, C becomes gold");
    size_t count;
    const fenrun_promotion *changes = fenrun_result_promotions(shop->result, &count);
    assert_int_equal(changes[0].tier_before, 1); /* a label only */
    assert_int_equal(changes[0].labels_before, 0);
    assert_int_equal(changes[0].labels, 1);
    assert_int_equal(changes[1].labels, 0);
    assert_int_equal(changes[2].tier_before, 0);
    assert_int_equal(changes[2].labels, 1);
    assert_int_equal(changes[2].at, 200);
    shop_expect_labels(shop, "C", 199, "");
    shop_expect_labels(shop, "C", 200, "core");
    shop_expect_leader(shop, "D", 199, "B");
    shop_expect_leader(shop, "D", 200, "C");
    shop_expect_leader(shop, "B", 200, "A");
    shop_event(shop, "close", "1", "month", "replayed");
    /* An order from before the close is paid on what was so then. */
    shop_at(shop, 150);
    shop_order(shop, "4", "C", "10.00", NULL, "C 1.00 CNY");
    shop_at(shop, 200);
    shop_order(shop, "5", "C", "10.00", NULL, "C 1.00 CNY, C 1.00 CNY");
    shop_tier(shop, "D", "gold", "");
    shop_at(shop, 199);
    shop_event(shop, "close", "2", "month", "refused TIME");
    shop_at(shop, 201);
    shop_event(shop, "close", "1", "month", "refused CHANGED");
    shop_close(shop);
}

static void each_period_has_its_own_close(void **state) {
    (void)state;
    struct shop *shop = open_four();
    shop_at(shop, 200);
    shop_event(shop, "close", "", "campaign",
               "C 100.00 CNY, A 50.00 CNY; C becomes normal"); /* it is loyal */
    shop_expect_labels(shop, "C", 200, "loyal");
    shop_event(shop, "close", "", "campaign", "");
    shop_event(shop, "close", "", "month",
               "A 4.00 CNY, B 4.00 CNY; A becomes gold, B becomes normal, C becomes gold");
    shop_expect_labels(shop, "C", 200, "core loyal");
    shop_close(shop);
}

static void labels_can_be_loaded_and_hold_until_they_are_reviewed(void **state) {
    (void)state;
    struct shop *shop = shop_open_text(rules);
    const fenrun_member members[] = {{.id = shop_id(shop, "A"), .at = 10, .labels = 3},
                                     {.id = shop_id(shop, "B"), .inviter = 1, .at = 20}};
    assert_int_equal(fenrun_tree_load(shop->tree, members, 2, &shop->error), FENRUN_OK);
    shop_expect_labels(shop, "A", 10, "core loyal");
    shop_at(shop, 20);
    shop_order(shop, "1", "A", "10.00", NULL, "A 1.00 CNY, A 1.00 CNY");
    shop_event(shop, "close", "", "campaign", "A 100.00 CNY; A becomes normal");
    shop_expect_labels(shop, "A", 20, "core");
    shop_close(shop);
    shop = shop_open_text(rules);
    const fenrun_member wrong = {.id = 1, .labels = 4};
    assert_int_equal(fenrun_tree_load(shop->tree, &wrong, 1, &shop->error),
                     FENRUN_ERROR_ARGUMENT);
    assert_int_equal(shop->error.item, 1);
    shop_close(shop);
}

/* No member, but a period was closed: a load that fails leaves that as it was. */
static void a_load_that_fails_forgets_no_close(void **state) {
    (void)state;
    struct shop *shop = shop_open_text(rules);
    const fenrun_member wrong = {.id = 1, .at = 2000, .inviter = 9};
    fenrun_tree_status status;
    shop_at(shop, 1000);
    shop_event(shop, "close", "", "month", "");
    assert_int_equal(fenrun_tree_load(shop->tree, &wrong, 1, &shop->error),
                     FENRUN_ERROR_MEMBER_UNKNOWN);
    fenrun_tree_inspect(shop->tree, &status);
    assert_int_equal(status.at, 1000);
    shop_at(shop, 999);
    shop_join(shop, "A", NULL, "refused TIME");
    shop_close(shop);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_close_changes_tiers_teams_and_labels_at_its_instant),
        cmocka_unit_test(each_period_has_its_own_close),
        cmocka_unit_test(labels_can_be_loaded_and_hold_until_they_are_reviewed),
        cmocka_unit_test(a_load_that_fails_forgets_no_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
