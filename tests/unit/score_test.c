/* Score: which columns an order, join, refund, payout or close changes, and by how much. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "unit/desk.h"
#include "unit/forest.h"

static const char rules[] =
    "fenrun: 1\nname: desk\ncurrency: CNY\nrounding: half_even\n"
    "tiers: [normal, gold]\nteam_leaders: [gold]\nperiods: [week, month]\n"
    "order: { roles: [seller], amounts: [price, profit], counts: [quantity] }\n"
    "join: { amounts: [entry_fee] }\n"
    "awards:\n"
    "  sale: { event: order, to: seller, pay: 10% of price,\n"
    "          cap: { at_most: 50.00, in: month, over: clip } }\n"
    "  lead: { event: order, to: seller.leader, from: { member: seller, over: clip },\n"
    "          pay: 1% of price }\n"
    "promotions:\n"
    "  review: month\n"
    "  gold:\n"
    "    - { own_sales: 9000000.00, own_profit in month: 9000000.00,\n"
    "        own_quantity in week: 900000, own_orders in 30 days: 100000,\n"
    "        own_entry_fee: 100000.00, direct_invites in month: 9000,\n"
    "        team_sales in 30 days: 9000000.00 }\n";

static void orders_and_joins_feed_the_measures_that_name_them(void **state) {
    (void)state;
    struct desk *desk = desk_open(rules);
    fenrun_event join = {.kind = FENRUN_EVENT_JOIN, .at = 10, .member = 1};
    assert_int_equal(desk_apply(desk, &join), FENRUN_OK);
    join = (fenrun_event){
        .kind = FENRUN_EVENT_JOIN, .at = 10, .member = 2, .inviter = 1, .amounts = {39800}};
    assert_int_equal(desk_apply(desk, &join), FENRUN_OK);
    fenrun_event order = desk_order(1, 2, 20000, 4000, 20);
    order.counts[0] = 3;
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    assert_int_equal(desk_measure(desk, 2, "own_entry_fee"), 39800);
    assert_int_equal(desk_measure(desk, 1, "direct_invites in month"), 1);
    assert_int_equal(desk_measure(desk, 2, "own_sales"), 20000);
    assert_int_equal(desk_measure(desk, 2, "own_profit in month"), 4000);
    assert_int_equal(desk_measure(desk, 2, "own_quantity in week"), 3);
    assert_int_equal(desk_measure(desk, 2, "own_orders in 30 days"), 1);
    assert_int_equal(desk_measure(desk, 1, "team_sales in 30 days"), 20000);
    assert_int_equal(desk_measure(desk, 1, "own_sales"), 0);
    forest_check(&desk->engine.tree);
    desk_close(desk);
}

static void a_refund_takes_each_figure_in_proportion(void **state) {
    (void)state;
    struct desk *desk = desk_open(rules);
    desk_join(desk, 1, 0, 10);
    desk_join(desk, 2, 1, 10);
    fenrun_event order = desk_order(1, 2, 30000, 1000, 20);
    order.counts[0] = 4;
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    static const struct {
        int64_t part, sales, profit, quantity, orders;
    } steps[] = {
        {3750, 26250, 875, 4, 1},   /* half a piece goes to the even: none */
        {3750, 22500, 750, 3, 1},   /* one of 4, 250 of 1000 */
        {1, 22499, 750, 3, 1},
        {22498, 1, 0, 0, 1},        /* 0.99 of a fen and of the last piece */
        {1, 0, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        fenrun_event refund = desk_refund(1, i + 1, steps[i].part, 30);
        assert_int_equal(desk_apply(desk, &refund), FENRUN_OK);
        assert_int_equal(desk_measure(desk, 2, "own_sales"), steps[i].sales);
        assert_int_equal(desk_measure(desk, 2, "own_profit in month"), steps[i].profit);
        assert_int_equal(desk_measure(desk, 2, "own_quantity in week"), steps[i].quantity);
        assert_int_equal(desk_measure(desk, 2, "own_orders in 30 days"), steps[i].orders);
        assert_int_equal(desk_measure(desk, 1, "team_sales in 30 days"), steps[i].sales);
    }
    desk_close(desk);
}

static fenrun_event close_of(const struct desk *desk, const char *period, int64_t at) {
    struct fenrun__text name = {period, strlen(period)};
    return (fenrun_event){.kind = FENRUN_EVENT_CLOSE,
                          .at = at,
                          .name = fenrun__plan_find(desk->plan, FENRUN_NAME_PERIOD, name)};
}

static void a_period_begins_at_nothing_and_is_not_taken_from_for_what_was_before(void **state) {
    (void)state;
    struct desk *desk = desk_open(rules);
    desk_join(desk, 1, 0, 10);
    fenrun_event order = desk_order(1, 1, 30000, 1000, 20);
    order.counts[0] = 4;
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    fenrun_event close = close_of(desk, "week", 20);
    assert_int_equal(desk_apply(desk, &close), FENRUN_OK);
    assert_int_equal(desk_measure(desk, 1, "own_quantity in week"), 0);
    assert_int_equal(desk_measure(desk, 1, "own_profit in month"), 1000);
    /* A late order counts in the period that is open. */
    order = desk_order(2, 1, 10000, 500, 15);
    order.counts[0] = 2;
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    assert_int_equal(desk_measure(desk, 1, "own_quantity in week"), 2);
    fenrun_event refund = desk_refund(1, 1, 30000, 25);
    assert_int_equal(desk_apply(desk, &refund), FENRUN_OK);
    assert_int_equal(desk_measure(desk, 1, "own_quantity in week"), 2); /* of the other order */
    assert_int_equal(desk_measure(desk, 1, "own_profit in month"), 500);
    close = close_of(desk, "month", 25);
    assert_int_equal(desk_apply(desk, &close), FENRUN_OK);
    assert_int_equal(desk_measure(desk, 1, "own_profit in month"), 0);
    assert_int_equal(desk_measure(desk, 1, "own_quantity in week"), 2);
    assert_int_equal(desk_measure(desk, 1, "own_sales"), 10000);
    refund = desk_refund(2, 1, 10000, 30);
    assert_int_equal(desk_apply(desk, &refund), FENRUN_OK);
    assert_int_equal(desk_measure(desk, 1, "own_quantity in week"), 0);
    assert_int_equal(desk_measure(desk, 1, "own_profit in month"), 0);
    assert_int_equal(desk_measure(desk, 1, "own_sales"), 0);
    desk_close(desk);
}

static void t04_what_a_cap_counts_falls_by_refunds_until_the_close(void **state) {
    (void)state;
    struct desk *desk = desk_open(rules);
    desk_join(desk, 1, 0, 10);
    static const struct {
        uint64_t order; /* a refund, if there is a part */
        int64_t price, part;
        bool close;
        const char *outcome;
    } steps[] = {
        {1, 40000, 0, false, "1 4000"},
        {2, 40000, 0, false, "1 1000"},  /* 50.00 in all */
        {3, 40000, 0, false, ""},
        {1, 0, 10000, false, "1 -1000"}, /* 10.00 are free again */
        {4, 5000, 0, false, "1 500"},
        {5, 40000, 0, false, "1 500"},
        {0, 0, 0, true, ""},
        {6, 45000, 0, false, "1 4500"},
        {1, 0, 10000, false, "1 -1000"}, /* of the month before: frees nothing */
        {7, 40000, 0, false, "1 500"},
    };
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        int64_t at = 20 + (int64_t)i;
        fenrun_event event = desk_order(steps[i].order, 1, steps[i].price, 0, at);
        if (steps[i].part) event = desk_refund(steps[i].order, i + 1, steps[i].part, at);
        if (steps[i].close) event = close_of(desk, "month", at);
        assert_int_equal(desk_apply(desk, &event), FENRUN_OK);
        assert_string_equal(desk_outcome(desk), steps[i].outcome);
    }
    desk_close(desk);
}

static void sums_that_would_not_fit_are_refused(void **state) {
    (void)state;
    struct desk *desk = desk_open(rules);
    desk_join(desk, 1, 0, 10);
    desk_join(desk, 2, 0, 10);
    fenrun_event order = desk_order(1, 1, INT64_MAX / 2, 0, 20);
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    order = desk_order(2, 2, INT64_MAX / 2 + 2, 0, 20); /* everybody together counts */
    desk_expect(desk, &order, FENRUN_ERROR_OVERFLOW);
    assert_string_equal(desk->error.message,
                        "price: the sum that is measured does not fit 64 bits");
    assert_int_equal(desk->error.item, 2);
    fenrun_event join = {.kind = FENRUN_EVENT_JOIN, .at = 20, .member = 3, .amounts = {INT64_MAX}};
    assert_int_equal(desk_apply(desk, &join), FENRUN_OK);
    join = (fenrun_event){.kind = FENRUN_EVENT_JOIN, .at = 20, .member = 4, .amounts = {1}};
    desk_expect(desk, &join, FENRUN_ERROR_OVERFLOW);
    assert_string_equal(desk->error.message,
                        "entry_fee: the sum that is measured does not fit 64 bits");
    desk_close(desk);
}

static void a_rule_set_that_measures_nothing_keeps_nothing(void **state) {
    (void)state;
    struct desk *desk = desk_open(DESK_HEAD
                                  "awards: {a: {event: order, to: seller, pay: 1% of price}}\n");
    const struct fenrun__score *score = &desk->engine.score;
    assert_true((score->of_orders | score->of_joins | score->of_payouts | score->rolling) == 0);
    assert_false(desk->engine.ledger.keeps.closes);
    assert_int_equal(desk->engine.ledger.keeps.figure_count, 0);
    desk_close(desk);
    desk = desk_open(rules);
    assert_true(desk->engine.ledger.keeps.closes);
    assert_int_equal(desk->engine.ledger.keeps.figure_count, 2); /* profit and quantity */
    desk_close(desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(orders_and_joins_feed_the_measures_that_name_them),
        cmocka_unit_test(a_refund_takes_each_figure_in_proportion),
        cmocka_unit_test(a_period_begins_at_nothing_and_is_not_taken_from_for_what_was_before),
        cmocka_unit_test(t04_what_a_cap_counts_falls_by_refunds_until_the_close),
        cmocka_unit_test(sums_that_would_not_fit_are_refused),
        cmocka_unit_test(a_rule_set_that_measures_nothing_keeps_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
