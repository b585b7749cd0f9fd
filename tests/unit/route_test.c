/* Route: steps to the nearest of a tier, and tests that compare tiers or look at labels. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/random.h"
#include "payout/route.h"
#include "unit/family.h"

static void the_nearest_of_a_tier_or_higher_is_paid(void **state) {
    (void)state;
    static const struct {
        const char *path;
        uint64_t payees[8]; /* by seller; 0: nobody. The buyer is 5. */
    } cases[] = {
        {"seller.above(normal)", {0, 0, 1, 2, 3, 4, 0, 6}},
        {"seller.above(silver)", {0, 0, 1, 1, 3, 3, 0, 0}},
        {"seller.above(gold)", {0, 0, 1, 1, 3, 3, 0, 0}},
        {"seller.above(platinum)", {0, 0, 1, 1, 1, 1, 0, 0}},
        {"seller.above(gold).above(platinum)", {0, 0, 0, 0, 1, 1, 0, 0}},
        {"seller.inviter.above(silver)", {0, 0, 0, 1, 1, 3, 0, 0}},
        {"seller.above(gold).inviter", {0, 0, 0, 0, 2, 2, 0, 0}},
        {"seller.above(normal).leader", {0, 0, 0, 1, 0, 3, 0, 0}},
        {"buyer.above(gold)", {0, 3, 3, 3, 3, 3, 3, 3}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char award[160], expected[32];
        snprintf(award, sizeof award, "  a: {event: order, to: %s, pay: 1.00}\n", cases[i].path);
        struct desk *desk = family_open_awards(award);
        for (uint64_t seller = 1; seller <= 7; seller++) {
            fenrun_event order = desk_order(1, seller, 500, 0, 10);
            order.roles[1] = 5;
            snprintf(expected, sizeof expected, "%u 100", (unsigned)cases[i].payees[seller]);
            assert_string_equal(family_pays(desk, &order),
                                cases[i].payees[seller] ? expected : "nothing");
        }
        desk_close(desk);
    }
}

/* What above() means, step by step, on trees that change, at any instant. */
static void leaping_from_leader_to_leader_finds_the_nearest(void **state) {
    (void)state;
    struct desk *desk = family_open_awards("  a: {event: order, to: seller, pay: 1.00}\n");
    struct random_source random = {.state = 11};
    const struct fenrun__tree *tree = &desk->engine.tree;
    for (int64_t at = 11; at < 400; at++) {
        uint64_t id = 1 + random_below(&random, (uint32_t)tree->count);
        uint64_t chance = random_below(&random, 3);
        if (chance == 0) desk_join(desk, tree->count + 1, id, at);
        if (chance == 1) desk_tier(desk, id, random_below(&random, 4), at);
        if (chance == 2 && id > 1) desk_move(desk, id, random_below(&random, (uint32_t)id), at);
    }
    for (int i = 0; i < 4000; i++) {
        fenrun_event order = desk_order(1, 1, 0, 0, 10 + (int64_t)random_below(&random, 400));
        struct fenrun__pay pay;
        struct fenrun__tree_view start, view;
        fenrun__pay_open(&pay, desk->plan, NULL, tree, &order);
        uint32_t tier = random_below(&random, 4);
        uint32_t member = random_below(&random, (uint32_t)tree->count);
        if (!fenrun__tree_view(tree, member, order.at, &start)) continue;
        uint32_t expected = start.inviter;
        while (expected != FENRUN__NONE) {
            assert_true(fenrun__tree_view(tree, expected, order.at, &view));
            if (view.tier >= tier) break;
            expected = view.inviter;
        }
        assert_int_equal(fenrun__route_above(&pay, &start, tier), expected);
    }
    desk_close(desk);
}

static void members_are_compared(void **state) {
    (void)state;
    static const struct {
        const char *when;
        bool paid[8]; /* by seller; the payee is the seller's inviter, the buyer 5 (silver) */
    } cases[] = {
        {"{payee: above seller}", {0, 0, 1, 0, 1, 0, 0, 0}},
        {"{payee: below seller}", {0, 0, 0, 1, 0, 1, 0, 0}},
        {"{seller: below payee}", {0, 0, 1, 0, 1, 0, 0, 0}},
        {"{seller: above payee}", {0, 0, 0, 1, 0, 1, 0, 0}},
        {"{seller: below buyer}", {0, 0, 1, 0, 1, 0, 0, 1}},
        {"{buyer: above payee}", {0, 0, 0, 1, 0, 1, 0, 1}},
        {"{buyer: above payee, seller: silver}", {0, 0, 0, 0, 0, 1, 0, 0}},
        {"{seller: not buyer}", {0, 0, 1, 1, 1, 0, 0, 1}}, /* T17 */
        {"{seller: not payee}", {0, 0, 1, 1, 1, 1, 0, 1}},
        {"{payee: not buyer}", {0, 0, 1, 1, 1, 1, 0, 1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char award[160];
        snprintf(award, sizeof award,
                 "  a: {event: order, to: seller.inviter, when: %s, pay: 1.00}\n", cases[i].when);
        struct desk *desk = family_open_awards(award);
        for (uint64_t seller = 1; seller <= 7; seller++) {
            fenrun_event order = desk_order(1, seller, 500, 0, 10);
            order.roles[1] = 5;
            family_pays(desk, &order);
            assert_int_equal(desk->result.payout_count, cases[i].paid[seller]);
            order.roles[1] = FENRUN_PLATFORM; /* nobody is neither below nor above anybody */
            family_pays(desk, &order);
            bool of_buyer = strstr(cases[i].when, "buyer") != NULL;
            assert_int_equal(desk->result.payout_count, cases[i].paid[seller] && !of_buyer);
        }
        desk_close(desk);
    }
}

static void labels_stand_where_tiers_do_as_of_the_instant(void **state) {
    (void)state;
    struct desk *desk = family_open(
        FAMILY_HEAD FAMILY_ORDER
        "labels:\n"
        "  core: {review: month, rank: own_sales in month, top: 1}\n"
        "  busy: {review: month, qualify: [{own_orders in month: 2}]}\n"
        "awards:\n"
        "  a: {event: order, to: seller, when: {seller: core}, pay: 1.00}\n"
        "  b: {event: order, to: seller, when: {payee: [busy, platinum]}, pay: 2.00}\n"
        "  c: {event: order, to: seller.uplines, when: {payee: core}, pay: [3.00],"
        " unqualified: compress}\n");
    fenrun_event order = desk_order(1, 4, 900, 0, 20);
    assert_string_equal(family_applies(desk, &order), "nothing");
    for (uint64_t id = 2; id <= 3; id++) {
        order = desk_order(id, 5, 100, 0, 20);
        assert_string_equal(family_applies(desk, &order), "nothing");
    }
    fenrun_event close = family_close(30);
    family_applies(desk, &close);
    order = desk_order(4, 4, 100, 0, 30);
    assert_string_equal(family_pays(desk, &order), "4 100");
    order = desk_order(4, 5, 100, 0, 30);
    assert_string_equal(family_pays(desk, &order), "5 200, 4 300");
    order.at = 29;
    assert_string_equal(family_pays(desk, &order), "nothing");
    order = desk_order(4, 1, 100, 0, 29);
    assert_string_equal(family_pays(desk, &order), "1 200");
    close.at = 40;
    family_applies(desk, &close);
    order = desk_order(4, 5, 100, 0, 40);
    assert_string_equal(family_pays(desk, &order), "nothing");
    order.at = 39;
    assert_string_equal(family_pays(desk, &order), "5 200, 4 300");
    desk_close(desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_of_a_tier_or_higher_is_paid),
        cmocka_unit_test(leaping_from_leader_to_leader_finds_the_nearest),
        cmocka_unit_test(members_are_compared),
        cmocka_unit_test(labels_stand_where_tiers_do_as_of_the_instant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
