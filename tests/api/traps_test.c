/* The known traps of the domain that lie in rates, refunds, time, the tree and replays: T2 and T6
   to T18; the others are in traps_awards_test.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "api/shop.h"

#define REFERENCE "examples/wanwu-xinxuan.yaml"

static struct shop *open_family(void) {
    struct shop *shop = shop_open(REFERENCE);
    shop_has(shop, "xiaowei", NULL, "senior_gold");
    shop_has(shop, "B", "xiaowei", "normal");
    shop_has(shop, "C", "B", "normal");
    shop_at(shop, 100);
    return shop;
}

static struct shop *open_rate(const char *rate, const char *rounding) {
    char text[512];
    snprintf(text, sizeof text,
             "fenrun: 1\nname: one\ncurrency: CNY\nrounding: %s\ntiers: [normal]\n"
             "order: { roles: [seller], amounts: [price] }\n"
             "awards:\n  only: { event: order, to: seller, pay: %s of price }\n",
             rounding, rate);
    struct shop *shop = shop_open_text(text);
    shop_has(shop, "A", NULL, "normal");
    return shop;
}

static void t02_rates_are_exact_decimals(void **state) {
    (void)state;
    static const struct {
        const char *rate, *rounding, *price, *pays;
    } table[] = {
        {"12.5%", "half_even", "10000.00", "A 1250.00 CNY"}, /* not 12 % */
        {"0.1%", "half_even", "1000000.00", "A 1000.00 CNY"},
        {"12.5%", "half_even", "0.20", "A 0.02 CNY"}, /* 0.025: the tie goes to the even fen */
        {"12.5%", "half_up", "0.20", "A 0.03 CNY"},
        {"12.5%", "down", "0.28", "A 0.03 CNY"}, /* 0.035 */
        {"12.5%", "up", "0.25", "A 0.04 CNY"},   /* 0.03125 */
        {"0.0000001%", "half_even", "10000000.00", "A 0.01 CNY"},
        {"33.3333333%", "half_even", "90000000000000.00", "A 29999999970000.00 CNY"},
        {"1%", "half_even", "0.49", ""}, /* 0.0049 rounds to nothing, which is no payout */
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct shop *shop = open_rate(table[i].rate, table[i].rounding);
        shop_order(shop, "1", "A", table[i].price, NULL, table[i].pays);
        shop_close(shop);
    }
}

static void t06_partial_refunds_add_up_to_the_last_fen(void **state) {
    (void)state;
    struct shop *shop = open_family();
    shop_order(shop, "1", "C", "200.00", "40.01", "C 40.01 CNY, xiaowei 10.00 CNY");
    shop_at(shop, 200);
    shop_refund(shop, "1", "66.67", "C -13.34 CNY, xiaowei -3.33 CNY");
    shop_refund(shop, "1", "66.67", "C -13.33 CNY, xiaowei -3.34 CNY");
    shop_refund(shop, "1", "66.67", "refused REFUND");
    shop_refund(shop, "1", "0.00", "refused AMOUNT");
    shop_refund(shop, "1", "-1.00", "refused AMOUNT");
    shop_refund(shop, "1", "66.66", "C -13.34 CNY, xiaowei -3.33 CNY");
    shop_refund(shop, "1", "0.01", "refused REFUND");
    shop_refund(shop, "2", "1.00", "refused ORDER_UNKNOWN");
    shop_close(shop);
}

static void t06_a_fen_at_a_time_is_never_lost(void **state) {
    (void)state;
    struct shop *shop = open_family();
    shop_order(shop, "1", "C", "1.00", "0.37", "C 0.37 CNY, xiaowei 0.09 CNY");
    int64_t taken[2] = {0, 0};
    for (uint64_t fen = 1; fen <= 100; fen++) {
        fenrun_event refund = {.kind = FENRUN_EVENT_REFUND,
                               .at = 200,
                               .id_low = fen,
                               .order_low = 1,
                               .amounts = {1}};
        assert_int_equal(fenrun_apply(shop->tree, &refund, shop->result, &shop->error), FENRUN_OK);
        size_t count;
        const fenrun_payout *payouts = fenrun_result_payouts(shop->result, &count);
        for (size_t i = 0; i < count; i++) {
            assert_in_range(-payouts[i].amount, 1, 1);
            taken[payouts[i].award] += payouts[i].amount;
        }
    }
    assert_int_equal(taken[0], -37);
    assert_int_equal(taken[1], -9);
    shop_close(shop);
}

static void t06_replaying_a_refund_changes_nothing(void **state) {
    (void)state;
    struct shop *shop = open_family();
    shop_order(shop, "1", "C", "200.00", "40.00", "C 40.00 CNY, xiaowei 10.00 CNY");
    fenrun_event refund = {.kind = FENRUN_EVENT_REFUND,
                           .at = 150,
                           .id_low = 7,
                           .order_low = 1,
                           .amounts = {5000}};
    shop_apply(shop, &refund, "C -10.00 CNY, xiaowei -2.50 CNY");
    shop_apply(shop, &refund, "replayed");
    refund.amounts[0] = 5001;
    shop_apply(shop, &refund, "refused CHANGED");
    refund.id_low = 8;
    refund.amounts[0] = 15000;
    shop_apply(shop, &refund, "C -30.00 CNY, xiaowei -7.50 CNY");
    shop_close(shop);
}

static void t06_refunds_of_stored_payouts_need_no_tree(void **state) {
    (void)state;
    fenrun_payout paid[2] = {{.payee = 3, .amount = 4000, .base = 4000, .rate_ppb = 1000000000},
                             {.payee = 1, .amount = 1000, .base = 4000, .rate_ppb = 250000000}};
    fenrun_payout back[2];
    fenrun_error error;
    assert_int_equal(fenrun_refund(back, paid, 2, 20000, 0, 6667, &error), FENRUN_OK);
    assert_int_equal(back[0].amount, -1333);
    assert_int_equal(back[1].amount, -333);
    assert_int_equal(back[1].base, 1000);
    assert_int_equal(back[1].rate_ppb, 0);
    assert_int_equal(fenrun_refund(paid, paid, 2, 20000, 6667, 13333, &error), FENRUN_OK);
    assert_int_equal(paid[0].amount, -2667);
    assert_int_equal(paid[1].amount, -667);
    assert_int_equal(fenrun_refund(back, paid, 0, -1, 0, 1, &error), FENRUN_ERROR_ARGUMENT);
    assert_int_equal(fenrun_refund(back, paid, 0, 10, 11, 1, &error), FENRUN_ERROR_ARGUMENT);
    assert_int_equal(fenrun_refund(back, paid, 0, 10, 5, 6, &error), FENRUN_ERROR_REFUND);
    assert_int_equal(fenrun_refund(NULL, paid, 1, 10, 5, 6, &error), FENRUN_ERROR_ARGUMENT);
}

static void t06_what_a_member_funded_comes_back_to_it_to_the_fen(void **state) {
    (void)state;
    for (int64_t amount = 1; amount < 60; amount++) {
        fenrun_payout paid[2] = {{.payee = 1, .amount = amount}, {.payee = 2, .amount = -amount}};
        fenrun_payout back[2];
        int64_t sums[2] = {0, 0};
        for (int64_t before = 0; before < 50; before += 10) {
            assert_int_equal(fenrun_refund(back, paid, 2, 50, before, 10, NULL), FENRUN_OK);
            assert_int_equal(back[0].amount, -back[1].amount);
            assert_true(back[1].amount >= 0);
            for (int i = 0; i < 2; i++) sums[i] += back[i].amount;
        }
        assert_int_equal(sums[0], -amount);
        assert_int_equal(sums[1], amount);
    }
}

static void t06_a_refund_says_which_level_it_takes_back(void **state) {
    (void)state;
    struct shop *shop = shop_open_text(
        "fenrun: 1\nname: levels\ncurrency: CNY\nrounding: half_even\ntiers: [normal]\n"
        "order: { roles: [seller], amounts: [price] }\n"
        "awards:\n"
        "  share: { event: order, split: 10% of price, remainder_to: platform,\n"
        "           among: { seller: 50%, seller.inviter: 30% } }\n"
        "  flat: { event: order, to: seller, pay: 1.00 }\n");
    shop_has(shop, "A", NULL, "normal");
    shop_has(shop, "B", "A", "normal");
    shop_at(shop, 100);
    shop_order(shop, "1", "B", "100.00", NULL, "B 5.00 CNY, A 3.00 CNY, B 1.00 CNY");
    shop_refund(shop, "1", "50.00", "B -2.50 CNY, A -1.50 CNY, B -0.50 CNY");
    size_t count;
    const fenrun_payout *back = fenrun_result_payouts(shop->result, &count);
    assert_int_equal(back[0].level, 1);
    assert_int_equal(back[1].level, 2);
    assert_int_equal(back[2].level, 0);
    shop_close(shop);
}

static void t06_a_refund_is_not_earlier_than_its_order(void **state) {
    (void)state;
    struct shop *shop = open_family();
    shop_order(shop, "1", "C", "200.00", "40.00", "C 40.00 CNY, xiaowei 10.00 CNY");
    shop_at(shop, 99);
    shop_refund(shop, "1", "200.00", "refused TIME");
    shop_at(shop, 100);
    shop_refund(shop, "1", "200.00", "C -40.00 CNY, xiaowei -10.00 CNY");
    shop_close(shop);
}

static void t07_a_refund_takes_back_the_stored_amounts(void **state) {
    (void)state;
    struct shop *shop = open_family();
    shop_order(shop, "1", "C", "200.00", "40.00", "C 40.00 CNY, xiaowei 10.00 CNY");
    shop_at(shop, 200);
    shop_tier(shop, "B", "gold", "");    /* a split: today B would have the 10.00 */
    shop_tier(shop, "C", "gold", "");    /* a promotion of the seller */
    shop_move(shop, "C", "xiaowei", ""); /* and another inviter */
    shop_refund(shop, "1", "100.00", "C -20.00 CNY, xiaowei -5.00 CNY");
    shop_close(shop);
}

static void t08_a_late_order_is_paid_on_the_tree_of_its_own_time(void **state) {
    (void)state;
    struct shop *shop = open_family();
    shop_has(shop, "D", "C", "normal");
    shop_at(shop, 200);
    shop_tier(shop, "B", "gold", ""); /* an ancestor of the seller splits off */
    shop_at(shop, 300);
    shop_tier(shop, "C", "gold", ""); /* the inviter */
    shop_at(shop, 400);
    shop_tier(shop, "D", "senior_gold", ""); /* the seller */

    shop_at(shop, 150);
    shop_order(shop, "1", "D", "200.00", "40.00", "D 40.00 CNY, xiaowei 10.00 CNY");
    shop_at(shop, 250);
    shop_order(shop, "2", "D", "200.00", "40.00", "D 40.00 CNY, B 10.00 CNY");
    shop_at(shop, 350);
    shop_order(shop, "3", "D", "200.00", "40.00", "D 40.00 CNY, C 10.00 CNY");
    shop_at(shop, 450);
    shop_order(shop, "4", "D", "200.00", "40.00", "D 40.00 CNY, C 10.00 CNY");
    shop_at(shop, 99);
    shop_order(shop, "5", "D", "200.00", "40.00", "refused NOT_JOINED");
    shop_close(shop);
}

static void t09_a_second_split_a_demotion_and_the_return_of_a_team(void **state) {
    (void)state;
    struct shop *shop = open_family();
    shop_has(shop, "D", "C", "normal");
    shop_at(shop, 200);
    shop_tier(shop, "B", "gold", "");
    shop_tier(shop, "D", "gold", ""); /* nested below B */
    shop_expect_leader(shop, "C", 200, "B");
    shop_expect_leader(shop, "D", 200, "D");
    shop_at(shop, 300);
    shop_tier(shop, "B", "normal", ""); /* B's team returns, D's does not */
    shop_expect_leader(shop, "B", 300, "xiaowei");
    shop_expect_leader(shop, "C", 300, "xiaowei");
    shop_expect_leader(shop, "D", 300, "D");
    shop_order(shop, "1", "C", "200.00", "40.00", "C 40.00 CNY, xiaowei 10.00 CNY");
    shop_at(shop, 400);
    shop_tier(shop, "B", "gold", ""); /* the second split */
    shop_expect_leader(shop, "C", 400, "B");
    shop_at(shop, 500);
    shop_tier(shop, "xiaowei", "normal", ""); /* the top returns to the platform */
    shop_order(shop, "2", "B", "200.00", "40.00", "B 40.00 CNY");
    shop_expect_leader(shop, "xiaowei", 500, "");
    shop_expect_leader(shop, "C", 299, "B");
    shop_expect_leader(shop, "C", 399, "xiaowei");
    shop_expect_leader(shop, "xiaowei", 499, "xiaowei");
    shop_close(shop);
}

static void t09_a_member_moves_to_another_inviter_with_everyone_below(void **state) {
    (void)state;
    struct shop *shop = open_family();
    shop_has(shop, "D", "C", "normal");
    shop_has(shop, "M", NULL, "gold");
    shop_has(shop, "N", "M", "normal");
    shop_at(shop, 200);
    shop_move(shop, "C", "N", "");
    shop_order(shop, "1", "D", "200.00", "40.00", "D 40.00 CNY, M 10.00 CNY");
    shop_at(shop, 150);
    shop_order(shop, "2", "D", "200.00", "40.00", "D 40.00 CNY, xiaowei 10.00 CNY");
    shop_at(shop, 300);
    shop_move(shop, "C", NULL, ""); /* to the platform: nobody leads them */
    shop_order(shop, "3", "D", "200.00", "40.00", "D 40.00 CNY");
    shop_at(shop, 400);
    shop_move(shop, "M", "B", ""); /* a leader moves; the team stays its own */
    shop_expect_leader(shop, "N", 400, "M");
    shop_order(shop, "4", "M", "200.00", "40.00", "M 40.00 CNY");
    shop_move(shop, "M", "xiaowei", "");
    shop_order(shop, "5", "M", "200.00", "40.00", "M 40.00 CNY, xiaowei 10.00 CNY");
    shop_close(shop);
}

static void t10_at_one_instant_the_order_of_the_log_decides(void **state) {
    (void)state;
    struct shop *shop = open_family();
    shop_order(shop, "1", "C", "200.00", "40.00", "C 40.00 CNY, xiaowei 10.00 CNY");
    shop_tier(shop, "B", "gold", "");
    shop_order(shop, "2", "C", "200.00", "40.00", "C 40.00 CNY, B 10.00 CNY");
    shop_tier(shop, "B", "normal", "");
    shop_order(shop, "3", "C", "200.00", "40.00", "C 40.00 CNY, xiaowei 10.00 CNY");
    shop_at(shop, 99);
    shop_tier(shop, "B", "gold", "refused TIME"); /* the past is not changed */
    shop_close(shop);
}

static void t10_a_reason_that_is_gone_is_not_invented(void **state) {
    (void)state;
    struct shop *shop = open_family();
    fenrun_event order = {.kind = FENRUN_EVENT_ORDER,
                          .at = 100,
                          .id_low = 1,
                          .roles = {shop_id(shop, "C")},
                          .amounts = {20000, 4000}};
    shop_apply(shop, &order, "C 40.00 CNY, xiaowei 10.00 CNY");
    assert_int_equal(fenrun_explain(shop->tree, &order, NULL, shop->result, NULL), FENRUN_OK);
    shop_tier(shop, "B", "gold", ""); /* at the order's instant, after it */
    assert_int_equal(fenrun_explain(shop->tree, &order, NULL, shop->result, &shop->error),
                     FENRUN_ERROR_CHANGED);
    assert_string_equal(shop->error.message,
                        "the tree changed at the order's own instant after it was paid: only its "
                        "stored payouts say what it paid");
    shop_at(shop, 200);
    shop_refund(shop, "1", "200.00", "C -40.00 CNY, xiaowei -10.00 CNY");
    shop_close(shop);
}

static void t10_a_reason_that_would_not_even_fit_is_not_invented(void **state) {
    (void)state;
    struct shop *shop = shop_open_text(
        "fenrun: 1\nname: t10\ncurrency: CNY\nrounding: down\ntiers: [normal, gold]\n"
        "order: { roles: [seller], amounts: [price], counts: [quantity] }\n"
        "awards: { a: { event: order, to: seller, pay: { gold: 2.00 per quantity } } }\n"
        "promotions: { review: at_once, gold: [{ own_orders: 1 }] }\n");
    shop_has(shop, "A", NULL, "normal");
    fenrun_event order = {.kind = FENRUN_EVENT_ORDER,
                          .at = 100,
                          .id_low = 1,
                          .roles = {shop_id(shop, "A")},
                          .amounts = {100},
                          .counts = {INT64_MAX}};
    shop_apply(shop, &order, "A becomes gold");
    /* As of its instant, A is gold now: what that would pay is more than fits. */
    assert_int_equal(fenrun_explain(shop->tree, &order, NULL, shop->result, NULL),
                     FENRUN_ERROR_CHANGED);
    shop_close(shop);
}

static void t10_milliseconds_do_not_end_the_history_of_a_tree(void **state) {
    (void)state;
    struct shop *shop = open_family();
    shop_at(shop, INT64_C(1709287200000));
    shop_order(shop, "1", "C", "200.00", "40.00", "refused ARGUMENT");
    shop_at(shop, 200);
    shop_tier(shop, "B", "gold", "");
    shop_close(shop);
}

static void t13_a_cycle_of_any_length_is_refused(void **state) {
    (void)state;
    struct shop *shop = open_family();
    shop_has(shop, "D", "C", "gold");
    shop_has(shop, "E", "D", "normal");
    shop_at(shop, 200);
    shop_move(shop, "C", "C", "refused CYCLE");
    shop_move(shop, "C", "D", "refused CYCLE");
    shop_move(shop, "B", "D", "refused CYCLE");
    shop_move(shop, "xiaowei", "E", "refused CYCLE");
    shop_join(shop, "F", "F", "refused MEMBER_UNKNOWN");
    /* The tree is as it was. */
    shop_expect_leader(shop, "E", 200, "D");
    shop_move(shop, "E", "B", "");
    shop_expect_leader(shop, "E", 200, "xiaowei");
    shop_close(shop);

    shop = shop_open(REFERENCE);
    fenrun_member ring[] = {{.id = 1, .inviter = 3}, {.id = 2, .inviter = 1},
                            {.id = 3, .inviter = 2}, {.id = 4, .inviter = 1},
                            {.id = 5}};
    assert_int_equal(fenrun_tree_load(shop->tree, ring, 5, &shop->error), FENRUN_ERROR_CYCLE);
    assert_in_range(shop->error.item, 1, 3);
    ring[0].inviter = 5;
    assert_int_equal(fenrun_tree_load(shop->tree, ring, 5, &shop->error), FENRUN_OK);
    shop_close(shop);
}

static void t14_the_same_order_twice_pays_once(void **state) {
    (void)state;
    struct shop *shop = open_family();
    shop_order(shop, "1", "C", "200.00", "40.00", "C 40.00 CNY, xiaowei 10.00 CNY");
    shop_order(shop, "1", "C", "200.00", "40.00", "replayed");
    shop_order(shop, "1", "C", "200.00", "40.01", "refused CHANGED");
    shop_order(shop, "1", "B", "200.00", "40.00", "refused CHANGED");
    shop_at(shop, 101);
    shop_order(shop, "1", "C", "200.00", "40.00", "refused CHANGED");
    shop_tier(shop, "B", "gold", "");
    shop_at(shop, 100);
    shop_order(shop, "1", "C", "200.00", "40.00", "replayed"); /* whatever became of the tree */
    shop_refund(shop, "1", "200.00", "C -40.00 CNY, xiaowei -10.00 CNY"); /* once */
    shop_close(shop);
}

static void t14_the_same_join_twice_pays_once(void **state) {
    (void)state;
    struct shop *shop = open_family();
    shop_join(shop, "D", "C", "C 20.00 coupon, xiaowei 150.00 CNY");
    shop_join(shop, "D", "C", "replayed");
    shop_join(shop, "D", "B", "refused MEMBER_EXISTS");
    shop_at(shop, 200);
    shop_join(shop, "D", "C", "refused MEMBER_EXISTS");
    shop_move(shop, "D", "B", "");
    shop_at(shop, 100);
    shop_join(shop, "D", "C", "replayed"); /* known by how it joined, not by what became of it */
    shop_close(shop);
}

static void t15_the_base_is_the_amount_that_the_rule_names(void **state) {
    (void)state;
    struct shop *shop = shop_open_text(
        "fenrun: 1\nname: bases\ncurrency: CNY\nrounding: half_even\ntiers: [normal]\n"
        "order: { roles: [seller], amounts: [price, profit] }\n"
        "awards:\n"
        "  on_price: { event: order, to: seller, pay: 10% of price }\n"
        "  on_profit: { event: order, to: seller, pay: 10% of profit }\n");
    shop_has(shop, "A", NULL, "normal");
    shop_order(shop, "1", "A", "200.00", "40.00", "A 20.00 CNY, A 4.00 CNY");
    size_t count;
    const fenrun_payout *payouts = fenrun_result_payouts(shop->result, &count);
    assert_int_equal(payouts[0].base, 20000);
    assert_int_equal(payouts[1].base, 4000);
    assert_int_equal(payouts[1].rate_ppb, 100000000);
    shop_close(shop);
}

static void t17_buyer_and_seller_may_be_the_same(void **state) {
    (void)state;
    struct shop *shop = shop_open_text(
        "fenrun: 1\nname: own\ncurrency: CNY\nrounding: half_even\ntiers: [normal, gold]\n"
        "team_leaders: [gold]\n"
        "order: { roles: [seller, buyer], amounts: [price] }\n"
        "awards:\n"
        "  sale: { event: order, to: seller, pay: 10% of price }\n"
        "  cashback: { event: order, to: buyer, pay: 5% of price }\n"
        "  team: { event: order, to: buyer.leader, pay: 1% of price }\n");
    shop_has(shop, "L", NULL, "gold");
    shop_has(shop, "A", "L", "normal");
    fenrun_event order = {.kind = FENRUN_EVENT_ORDER,
                          .at = 100,
                          .id_low = 1,
                          .roles = {shop_id(shop, "A"), shop_id(shop, "A")},
                          .amounts = {10000}};
    shop_apply(shop, &order, "A 10.00 CNY, A 5.00 CNY, L 1.00 CNY");
    order.id_low = 2;
    order.roles[1] = FENRUN_PLATFORM; /* nobody of ours bought */
    shop_apply(shop, &order, "A 10.00 CNY");
    shop_close(shop);
}

/* A promotes at three members and 100.00 of sales below; `scope` says which members. */
static struct shop *open_scope(const char *members, const char *sales) {
    char text[512];
    snprintf(text, sizeof text,
             "fenrun: 1\nname: scope\ncurrency: CNY\nrounding: half_even\n"
             "tiers: [normal, gold, platinum]\nteam_leaders: [gold, platinum]\n"
             "order: { roles: [seller], amounts: [price] }\n"
             "awards:\n  sale: { event: order, to: seller, pay: 10%% of price }\n"
             "promotions:\n  review: at_once\n"
             "  platinum: [{ %s: 3, %s: 100.00 }]\n",
             members, sales);
    struct shop *shop = shop_open_text(text);
    shop_has(shop, "A", NULL, "gold");
    shop_has(shop, "B", "A", "normal");
    shop_has(shop, "C", "B", "normal");
    shop_at(shop, 100);
    shop_tier(shop, "B", "gold", ""); /* B departs with C */
    return shop;
}

static void t18_the_rule_says_whether_a_departed_team_counts(void **state) {
    (void)state;
    struct shop *shop = open_scope("team_members", "team_sales");
    shop_join(shop, "D", "C", "");
    shop_order(shop, "1", "D", "200.00", NULL, "D 20.00 CNY"); /* not A's team any more */
    shop_join(shop, "E", "A", "");
    shop_join(shop, "F", "E", "");
    shop_join(shop, "G", "F", "");
    shop_order(shop, "2", "G", "99.99", NULL, "G 10.00 CNY");
    shop_order(shop, "3", "E", "0.01", NULL, "A becomes platinum");
    shop_close(shop);

    shop = open_scope("downline_members", "downline_sales");
    shop_join(shop, "D", "C", "");
    shop_order(shop, "1", "D", "200.00", NULL, "D 20.00 CNY; A becomes platinum");
    shop_close(shop);

    /* B's own people count for B. */
    shop = open_scope("team_members", "team_sales");
    shop_join(shop, "D", "C", "");
    shop_join(shop, "E", "D", "");
    shop_order(shop, "1", "E", "100.00", NULL, "E 10.00 CNY; B becomes platinum");
    shop_close(shop);
}

static void t18_a_team_that_returns_counts_again(void **state) {
    (void)state;
    struct shop *shop = open_scope("team_members", "team_sales");
    shop_join(shop, "D", "C", "");
    shop_order(shop, "1", "D", "200.00", NULL, "D 20.00 CNY");
    shop_at(shop, 200);
    shop_tier(shop, "B", "normal", "A becomes platinum");
    shop_close(shop);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(t02_rates_are_exact_decimals),
        cmocka_unit_test(t06_partial_refunds_add_up_to_the_last_fen),
        cmocka_unit_test(t06_a_fen_at_a_time_is_never_lost),
        cmocka_unit_test(t06_replaying_a_refund_changes_nothing),
        cmocka_unit_test(t06_refunds_of_stored_payouts_need_no_tree),
        cmocka_unit_test(t06_what_a_member_funded_comes_back_to_it_to_the_fen),
        cmocka_unit_test(t06_a_refund_says_which_level_it_takes_back),
        cmocka_unit_test(t06_a_refund_is_not_earlier_than_its_order),
        cmocka_unit_test(t07_a_refund_takes_back_the_stored_amounts),
        cmocka_unit_test(t08_a_late_order_is_paid_on_the_tree_of_its_own_time),
        cmocka_unit_test(t09_a_second_split_a_demotion_and_the_return_of_a_team),
        cmocka_unit_test(t09_a_member_moves_to_another_inviter_with_everyone_below),
        cmocka_unit_test(t10_at_one_instant_the_order_of_the_log_decides),
        cmocka_unit_test(t10_a_reason_that_is_gone_is_not_invented),
        cmocka_unit_test(t10_a_reason_that_would_not_even_fit_is_not_invented),
        cmocka_unit_test(t10_milliseconds_do_not_end_the_history_of_a_tree),
        cmocka_unit_test(t13_a_cycle_of_any_length_is_refused),
        cmocka_unit_test(t14_the_same_order_twice_pays_once),
        cmocka_unit_test(t14_the_same_join_twice_pays_once),
        cmocka_unit_test(t15_the_base_is_the_amount_that_the_rule_names),
        cmocka_unit_test(t17_buyer_and_seller_may_be_the_same),
        cmocka_unit_test(t18_the_rule_says_whether_a_departed_team_counts),
        cmocka_unit_test(t18_a_team_that_returns_counts_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
