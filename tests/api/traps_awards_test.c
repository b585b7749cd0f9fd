/* The known traps of the domain that lie in what awards pay: T1, T3, T4, T5, T11, T12, T16, and the
   rounding of the malls from which rule sets are migrated. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/shop.h"

#define HEAD(rounding)                                                                        \
    "fenrun: 1\nname: traps\ncurrency: CNY\nrounding: " rounding "\n"                         \
    "tiers: [normal, silver, gold, platinum]\n"                                               \
    "order: { roles: [seller, buyer], amounts: [price, profit], counts: [quantity] }\n"       \
    "events: { group_complete: { roles: [organiser], counts: [size] } }\n"

/* P platinum invited G gold, who invited S silver, who invited N normal. */
static struct shop *open_ladder(const char *text) {
    struct shop *shop = shop_open_text(text);
    shop_has(shop, "P", NULL, "platinum");
    shop_has(shop, "G", "P", "gold");
    shop_has(shop, "S", "G", "silver");
    shop_has(shop, "N", "S", "normal");
    shop_at(shop, 100);
    return shop;
}

static void t01_differences_are_taken_of_rates_and_rounded_once(void **state) {
    (void)state;
    struct shop *shop = open_ladder(
        HEAD("half_even")
        "awards:\n"
        "  spread:\n"
        "    event: order\n"
        "    to: seller.uplines\n"
        "    pay: { normal: 2.5% of price, silver: 7.5% of price, gold: 12.5% of price,\n"
        "           platinum: 20% of price }\n"
        "    differential: { already_paid: seller }\n");
    shop_event(shop, "order", "1", "seller N, price 10000.00",
               "S 500.00 CNY, G 500.00 CNY, P 750.00 CNY");
    /* 0.0505, 0.0505 and 0.07575: of rounded amounts P would have got 0.20 - 0.13. */
    shop_event(shop, "order", "2", "seller N, price 1.01",
               "S 0.05 CNY, G 0.05 CNY, P 0.08 CNY");
    shop_close(shop);
}

static struct shop *open_levels(const char *levels, const char *unqualified, const char *when) {
    char text[1024];
    snprintf(text, sizeof text,
             HEAD("half_even") "awards:\n"
                               "  levels: { event: order, to: seller.uplines, pay: [%s],\n"
                               "            unqualified: %s%s }\n",
             levels, unqualified, when);
    return open_ladder(text);
}

static void t03_a_level_of_nothing_does_not_silence_the_next(void **state) {
    (void)state;
    static const char only_from_gold[] = ", when: { payee: gold+ }";
    static const struct {
        const char *levels, *unqualified, *when, *pays;
    } table[] = {
        {"0% of price, 5% of price", "skip", "", "G 5.00 CNY"},
        {"0% of price, 5% of price", "compress", "", "G 5.00 CNY"},
        {"0% of price, 5% of price", "stop", "", "G 5.00 CNY"},
        /* S is not qualified: its level is lost, or G's, or the last. */
        {"10% of price, 5% of price", "skip", only_from_gold, "G 5.00 CNY"},
        {"10% of price, 5% of price", "compress", only_from_gold, "G 10.00 CNY, P 5.00 CNY"},
        {"10% of price, 5% of price", "stop", only_from_gold, ""},
        /* A level that does not list the tier. */
        {"{ gold: 10% of price }, 5% of price", "skip", "", "G 5.00 CNY"},
        {"{ gold: 10% of price }, 5% of price", "compress", "", "G 10.00 CNY, P 5.00 CNY"},
        {"{ gold: 10% of price }, 5% of price", "stop", "", ""},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct shop *shop = open_levels(table[i].levels, table[i].unqualified, table[i].when);
        shop_event(shop, "order", "1", "seller N, price 100.00", table[i].pays);
        shop_close(shop);
    }
}

static void t04_payees_of_one_event_never_exceed_the_cap(void **state) {
    (void)state;
    static const struct {
        const char *cap, *pays;
    } table[] = {
        {"at_most: 12.00, over: clip", "S 10.00 CNY, G 2.00 CNY"},
        {"at_most: 12.00, over: refuse", "refused LIMIT"},
        {"at_most: 15.00, over: refuse", "S 10.00 CNY, G 5.00 CNY"},
        {"at_most: 11% of price, over: clip", "S 10.00 CNY, G 1.00 CNY"},
        {"at_most: 10.00, over: clip", "S 10.00 CNY"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char text[1024];
        snprintf(text, sizeof text,
                 HEAD("half_even") "awards:\n"
                                   "  levels: { event: order, to: seller.uplines,\n"
                                   "            pay: [10%% of price, 5%% of price],\n"
                                   "            unqualified: skip, cap: { %s } }\n",
                 table[i].cap);
        struct shop *shop = open_ladder(text);
        shop_event(shop, "order", "1", "seller N, price 100.00", table[i].pays);
        shop_close(shop);
    }
}

static void t04_a_budget_holds_over_all_awards_of_an_event(void **state) {
    (void)state;
    static const struct {
        const char *over, *pays;
    } table[] = {
        {"clip", "N 25.00 CNY, S 15.00 CNY, N 7.00 coupon"}, /* other units are no money */
        {"refuse", "refused LIMIT"},
    };
    for (size_t i = 0; i < 2; i++) {
        char text[1024];
        snprintf(text, sizeof text,
                 "fenrun: 1\nname: budget\ncurrency: CNY\nrounding: down\ntiers: [normal, silver]\n"
                 "order: { roles: [seller], amounts: [price],\n"
                 "         budget: { at_most: 40%% of price, over: %s } }\n"
                 "awards:\n"
                 "  sale: { event: order, to: seller, pay: 25%% of price }\n"
                 "  upper: { event: order, to: seller.inviter, pay: 20%% of price }\n"
                 "  gift: { event: order, to: seller, pay: 7.00, unit: coupon }\n"
                 "  last: { event: order, to: seller.inviter, pay: 1.00 }\n",
                 table[i].over);
        struct shop *shop = shop_open_text(text);
        shop_has(shop, "S", NULL, "silver");
        shop_has(shop, "N", "S", "normal");
        shop_event(shop, "order", "1", "seller N, price 100.00", table[i].pays);
        shop_close(shop);
    }
}

static void t04_what_a_member_gets_between_two_closes_is_capped(void **state) {
    (void)state;
    struct shop *shop = open_ladder(
        "fenrun: 1\nname: monthly\ncurrency: CNY\nrounding: down\n"
        "tiers: [normal, silver, gold, platinum]\nperiods: [month]\n"
        "order: { roles: [seller], amounts: [price] }\n"
        "awards:\n"
        "  sale: { event: order, to: seller, pay: 10% of price,\n"
        "          cap: { at_most: 50.00, in: month, over: clip } }\n"
        "  upper: { event: order, to: seller.inviter, pay: 10% of price,\n"
        "           cap: { at_most: 60.00, in: month, over: refuse } }\n");
    shop_order(shop, "1", "N", "400.00", NULL, "N 40.00 CNY, S 40.00 CNY");
    shop_order(shop, "2", "S", "400.00", NULL, "S 40.00 CNY, G 40.00 CNY"); /* each its own */
    shop_order(shop, "3", "N", "200.00", NULL, "N 10.00 CNY, S 20.00 CNY");
    shop_order(shop, "4", "N", "10.00", NULL, "refused LIMIT");
    shop_refund(shop, "1", "100.00", "N -10.00 CNY, S -10.00 CNY");
    shop_order(shop, "4", "N", "100.00", NULL, "N 10.00 CNY, S 10.00 CNY");
    shop_event(shop, "close", "", "month", "");
    shop_order(shop, "5", "N", "600.00", NULL, "N 50.00 CNY, S 60.00 CNY");
    shop_refund(shop, "1", "300.00", "N -30.00 CNY, S -30.00 CNY"); /* of the month before */
    shop_order(shop, "6", "N", "10.00", NULL, "refused LIMIT");
    shop_close(shop);
}

static void t04_a_member_funds_no_more_than_it_got(void **state) {
    (void)state;
    struct shop *shop = open_ladder(
        HEAD("half_even")
        "awards:\n"
        "  sale: { event: order, to: seller, pay: 10% of price }\n"
        "  share: { event: order, to: seller.inviter, pay: 40% of profit,\n"
        "           from: { member: seller, over: clip } }\n"
        "  upper: { event: order, to: seller.inviter.inviter, pay: 1.00,\n"
        "           from: { member: seller, over: clip } }\n");
    shop_event(shop, "order", "1", "seller N, price 100.00, profit 20.00",
               "N 10.00 CNY, S 8.00 CNY, N -8.00 CNY, G 1.00 CNY, N -1.00 CNY");
    shop_event(shop, "order", "2", "seller N, price 100.00, profit 100.00",
               "N 10.00 CNY, S 10.00 CNY, N -10.00 CNY");
    /* Taken back on both sides: the sum stays what it was. */
    shop_refund(shop, "1", "33.33",
                "N -3.33 CNY, S -2.67 CNY, N 2.67 CNY, G -0.33 CNY, N 0.33 CNY");
    shop_refund(shop, "1", "66.67",
                "N -6.67 CNY, S -5.33 CNY, N 5.33 CNY, G -0.67 CNY, N 0.67 CNY");
    shop_close(shop);
}

static void t05_an_amount_per_piece_is_paid_for_each(void **state) {
    (void)state;
    struct shop *shop = open_ladder(
        HEAD("half_even")
        "awards:\n"
        "  piece: { event: order, to: seller, pay: 2.00 per quantity }\n"
        "  fixed: { event: order, to: seller, pay: 0.50 }\n"
        "  full: { event: order, to: seller, pay: 20.00 per 200.00 of price }\n"
        "  pack: { event: group_complete, to: organiser, pay: 5.00 per 10 of size }\n");
    shop_event(shop, "order", "1", "seller N, price 10.00, quantity 3", "N 6.00 CNY, N 0.50 CNY");
    shop_event(shop, "order", "2", "seller N, price 10.00", "N 0.50 CNY");
    shop_event(shop, "order", "3", "seller N, price 599.99, quantity 1",
               "N 2.00 CNY, N 0.50 CNY, N 40.00 CNY");
    shop_event(shop, "group_complete", "1", "organiser N, size 29", "N 10.00 CNY");
    shop_close(shop);
}

static void t11_a_peer_bonus_without_a_peer_stays_with_the_platform(void **state) {
    (void)state;
    struct shop *shop = open_ladder(
        HEAD("half_even")
        "awards:\n"
        "  spread:\n"
        "    event: order\n"
        "    to: seller.uplines\n"
        "    pay: { silver: 5% of price, gold: 8% of price }\n"
        "    differential: { already_paid: none, peer: 1% of price }\n");
    shop_event(shop, "order", "1", "seller N, price 100.00", "S 5.00 CNY, G 3.00 CNY");
    shop_has(shop, "G2", "P", "gold");
    shop_move(shop, "G", "G2", "");
    shop_event(shop, "order", "2", "seller N, price 100.00",
               "S 5.00 CNY, G 3.00 CNY, G2 1.00 CNY");
    /* A gold one in between: the silver one above it is nobody's peer. */
    shop_has(shop, "S2", "G", "silver");
    shop_move(shop, "S", "S2", "");
    shop_event(shop, "order", "3", "seller N, price 100.00",
               "S 5.00 CNY, S2 1.00 CNY, G 3.00 CNY, G2 1.00 CNY");
    shop_has(shop, "S3", "G2", "silver");
    shop_move(shop, "G", "S3", "");
    shop_move(shop, "S", "G", "");
    shop_event(shop, "order", "4", "seller N, price 100.00",
               "S 5.00 CNY, G 3.00 CNY, G2 1.00 CNY");
    shop_close(shop);
}

static void t12_a_split_distributes_all_of_it(void **state) {
    (void)state;
    struct shop *shop = open_ladder(
        HEAD("down")
        "awards:\n"
        "  share:\n"
        "    event: order\n"
        "    split: 38% of price\n"
        "    among: { seller: 33%, seller.inviter: 33%, buyer: 34% }\n"
        "    remainder_to: seller.inviter.inviter\n");
    shop_event(shop, "order", "1", "seller N, buyer P, price 100.00",
               "N 12.54 CNY, S 12.54 CNY, P 12.92 CNY");
    shop_event(shop, "order", "2", "seller N, buyer P, price 0.29", /* 0.11 */
               "N 0.03 CNY, S 0.03 CNY, P 0.03 CNY, G 0.02 CNY");
    shop_event(shop, "order", "3", "seller N, price 100.00", /* the buyer's is left over */
               "N 12.54 CNY, S 12.54 CNY, G 12.92 CNY");
    shop_close(shop);
    /* To the platform: what is paid and what it keeps add up. */
    shop = open_ladder(HEAD("down") "awards:\n"
                                    "  share: { event: order, split: 88% of price,\n"
                                    "           among: { seller: 50%, seller.inviter: 10% },\n"
                                    "           remainder_to: platform }\n");
    shop_event(shop, "order", "1", "seller N, price 100.00", "N 44.00 CNY, S 8.80 CNY");
    shop_close(shop);
}

static struct shop *open_graded(const char *grades, fenrun_error *error) {
    char text[1024];
    snprintf(text, sizeof text,
             HEAD("half_even") "awards:\n"
                               "  graded: { event: order, to: seller, pay: { by: price, %s } }\n",
             grades);
    fenrun_rules *rules;
    int32_t code = fenrun_rules_read(&rules, text, strlen(text), NULL, error, 1, NULL);
    fenrun_rules_free(rules);
    return code == FENRUN_OK ? open_ladder(text) : NULL;
}

static void t16_gaps_and_overlaps_in_graded_rates_are_refused(void **state) {
    (void)state;
    fenrun_error error;
    static const char *const wrong[] = {
        "0.00..99.99: 0% of price, 100.01..: 5% of price",        /* 100.00 is in none */
        "0.00..100.00: 0% of price, 100.00..: 5% of price",       /* 100.00 is in two */
        "0.01..99.99: 0% of price, 100.00..: 5% of price",        /* 0.00 is in none */
        "0.00..99.99: 0% of price, 100.00..200.00: 5% of price",  /* 200.01 is in none */
        "0.00..: 0% of price, 100.00..: 5% of price",
        "0.00..99.99: 0% of price, 50.00..59.99: 1% of price, 100.00..: 5% of price",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_null(open_graded(wrong[i], &error));
        assert_int_equal(error.code, FENRUN_ERROR_RULES);
        print_message("%s\n", error.message);
    }
    struct shop *shop = open_graded(
        "500.00..: 8% of price, 0.00..99.99: 0% of price, 100.00..499.99: 5% of price", &error);
    assert_non_null(shop);
    static const struct {
        const char *fields, *pays;
    } table[] = {
        {"seller N, price 0.00", ""},
        {"seller N, price 99.99", ""},
        {"seller N, price 100.00", "N 5.00 CNY"},
        {"seller N, price 499.99", "N 25.00 CNY"},
        {"seller N, price 500.00", "N 40.00 CNY"},
        {"seller N, price 92233720368547758.07", "N 7378697629483820.65 CNY"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        shop_event(shop, "order", "", table[i].fields, table[i].pays);
    }
    shop_close(shop);
}

/* ---- how existing malls round, to the fen ---- */

static void rounding_as_yudao_does_floors_each_line_and_level(void **state) {
    (void)state;
    struct shop *shop = open_ladder(
        HEAD("down")
        "awards:\n"
        "  brokerage: { event: order, to: seller.uplines, unqualified: skip,\n"
        "               pay: [12.5% of profit, 7.5% of profit] }\n");
    /* Two lines of one cart are two orders: 0.99 each, not 1.98 together. */
    shop_event(shop, "order", "1", "seller N, profit 0.99", "S 0.12 CNY, G 0.07 CNY");
    shop_event(shop, "order", "2", "seller N, profit 0.99", "S 0.12 CNY, G 0.07 CNY");
    shop_event(shop, "order", "3", "seller N, profit 1.98", "S 0.24 CNY, G 0.14 CNY");
    shop_event(shop, "order", "4", "seller N, profit 0.07", "");
    shop_close(shop);
}

static void rounding_as_crmeb_does_truncates_rate_and_amount(void **state) {
    (void)state;
    /* A ratio of 1/3 percent is kept as 0.0033 there: the rule set says what is kept. */
    struct shop *shop = open_ladder(HEAD("down") "awards:\n"
                                                 "  spread: { event: order, to: seller.inviter,\n"
                                                 "            pay: 0.33% of price }\n");
    shop_event(shop, "order", "1", "seller N, price 100.00", "S 0.33 CNY");
    shop_event(shop, "order", "2", "seller N, price 303.00", "S 0.99 CNY"); /* 0.9999 */
    shop_event(shop, "order", "3", "seller N, price 3.03", "");            /* 0.009999 */
    shop_close(shop);
}

static void rounding_half_up_is_of_each_payee_and_of_each_award(void **state) {
    (void)state;
    struct shop *shop = open_ladder(
        HEAD("half_even")
        "awards:\n"
        "  up: { event: order, to: seller, pay: 12.5% of price, rounding: half_up }\n"
        "  even: { event: order, to: seller.inviter, pay: 12.5% of price }\n"
        "  cut: { event: order, to: seller.inviter.inviter, pay: 12.5% of price, rounding: down }\n"
        "  all: { event: order, to: seller.inviter.inviter.inviter, pay: 12.5% of price,\n"
        "         rounding: up }\n");
    shop_event(shop, "order", "1", "seller N, price 0.20", /* 0.025 */
               "N 0.03 CNY, S 0.02 CNY, G 0.02 CNY, P 0.03 CNY");
    shop_event(shop, "order", "2", "seller N, price 0.28", /* 0.035 */
               "N 0.04 CNY, S 0.04 CNY, G 0.03 CNY, P 0.04 CNY");
    shop_close(shop);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(t01_differences_are_taken_of_rates_and_rounded_once),
        cmocka_unit_test(t03_a_level_of_nothing_does_not_silence_the_next),
        cmocka_unit_test(t04_payees_of_one_event_never_exceed_the_cap),
        cmocka_unit_test(t04_a_budget_holds_over_all_awards_of_an_event),
        cmocka_unit_test(t04_what_a_member_gets_between_two_closes_is_capped),
        cmocka_unit_test(t04_a_member_funds_no_more_than_it_got),
        cmocka_unit_test(t05_an_amount_per_piece_is_paid_for_each),
        cmocka_unit_test(t11_a_peer_bonus_without_a_peer_stays_with_the_platform),
        cmocka_unit_test(t12_a_split_distributes_all_of_it),
        cmocka_unit_test(t16_gaps_and_overlaps_in_graded_rates_are_refused),
        cmocka_unit_test(rounding_as_yudao_does_floors_each_line_and_level),
        cmocka_unit_test(rounding_as_crmeb_does_truncates_rate_and_amount),
        cmocka_unit_test(rounding_half_up_is_of_each_payee_and_of_each_award),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
