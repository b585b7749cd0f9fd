/* Limit: caps of an event and of a period, funders and budgets, clipped or refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/family.h"

struct limit_case {
    const char *awards;
    uint64_t seller;
    const char *pays; /* of an order of 100.00, profit 10.00, bought by 7 */
};

static void expect_all(const char *order_line, const struct limit_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        char rules[1600];
        int size = snprintf(rules, sizeof rules, FAMILY_HEAD "%sawards:\n%s", order_line,
                            cases[i].awards);
        assert_true(size > 0 && (size_t)size < sizeof rules);
        struct desk *desk = family_open(rules);
        fenrun_event order = desk_order(1, cases[i].seller, 10000, 1000, 20);
        order.roles[1] = 7;
        const char *pays = family_pays(desk, &order);
        if (strcmp(pays, cases[i].pays) != 0) print_error("%s\n", cases[i].awards);
        assert_string_equal(pays, cases[i].pays);
        bool refused = strncmp(pays, "award", 5) == 0;
        if (refused) assert_int_equal(desk->error.code, FENRUN_ERROR_LIMIT);
        desk_expect(desk, &order, refused ? FENRUN_ERROR_LIMIT : FENRUN_OK);
        desk_close(desk);
    }
}

#define LEVELS "event: order, to: seller.uplines, pay: [10% of price, 5% of price], " \
               "unqualified: skip"

static void t04_what_an_award_pays_in_one_event_never_exceeds_its_cap(void **state) {
    (void)state;
    static const struct limit_case cases[] = {
        {"  a: {" LEVELS ", cap: {at_most: 15.00, over: clip}}\n", 5, "4 1000, 3 500"},
        {"  a: {" LEVELS ", cap: {at_most: 14.99, over: clip}}\n", 5, "4 1000, 3 499"},
        {"  a: {" LEVELS ", cap: {at_most: 10.00, over: clip}}\n", 5, "4 1000"},
        {"  a: {" LEVELS ", cap: {at_most: 12% of price, over: clip}}\n", 5, "4 1000, 3 200"},
        {"  a: {" LEVELS ", cap: {at_most: 33.33% of profit, over: clip}}\n", 5, "4 333"},
        {"  a: {" LEVELS ", cap: {at_most: 15% of price, over: refuse}}\n", 5, "4 1000, 3 500"},
        {"  a: {" LEVELS ", cap: {at_most: 14% of price, over: refuse}}\n", 5,
         "award a reaches 15.00, above its cap of 14% of price 100.00, which is 14.00"},
        {"  a: {" LEVELS ", cap: {at_most: 9.99, over: refuse}}\n", 5,
         "award a reaches 10.00, above its cap of 9.99"},
        {"  a: {" LEVELS ", cap: {at_most: 9.99, over: refuse}, unit: coin}\n", 5,
         "award a reaches 10.00 coin, above its cap of 9.99"},
        {"  a: {" LEVELS ", cap: {at_most: 9.99, over: refuse}}\n", 6, "nothing"},
        /* each award has its own */
        {"  a: {event: order, to: seller, pay: 2.00, cap: {at_most: 1.00, over: clip}}\n"
         "  b: {event: order, to: seller, pay: 2.00, cap: {at_most: 1.50, over: clip}}\n"
         "  c: {event: order, to: seller, pay: 2.00}\n",
         5, "5 100, 5 150, 5 200"},
    };
    expect_all(FAMILY_ORDER, cases, sizeof cases / sizeof cases[0]);
}

static void a_payee_gets_at_most_so_much_between_two_closes(void **state) {
    (void)state;
    struct desk *desk = family_open_awards(
        "  a: {event: order, to: seller, pay: 10% of price, cap: {at_most: 25.00, in: month, over:"
        " clip}}\n"
        "  b: {event: order, to: seller.inviter, pay: 1.00}\n");
    static const struct {
        uint64_t order, seller;
        const char *pays;
    } orders[] = {
        {1, 2, "2 1000, 1 100"}, {2, 2, "2 1000, 1 100"}, {3, 2, "2 500, 1 100"},
        {4, 2, "1 100"},         {5, 3, "3 1000, 2 100"},
    };
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        fenrun_event order = desk_order(orders[i].order, orders[i].seller, 10000, 0, 20);
        assert_string_equal(family_pays(desk, &order), orders[i].pays);
        assert_string_equal(family_applies(desk, &order), orders[i].pays);
    }
    fenrun_event refund = desk_refund(2, 1, 4000, 21); /* 4.00 came back */
    assert_string_equal(family_applies(desk, &refund), "2 -400, 1 -40");
    fenrun_event order = desk_order(6, 2, 10000, 0, 20);
    assert_string_equal(family_applies(desk, &order), "2 400, 1 100");
    fenrun_event close = family_close(30);
    assert_string_equal(family_applies(desk, &close), "nothing");
    order = desk_order(7, 2, 10000, 0, 15); /* late, but applied in the period that is open */
    assert_string_equal(family_applies(desk, &order), "2 1000, 1 100");
    desk_close(desk);
}

static void over_the_cap_of_a_period_an_event_may_be_refused(void **state) {
    (void)state;
    struct desk *desk = family_open_awards(
        "  a: {event: order, to: seller, pay: 10% of price, cap: {at_most: 15.00, in: month, over:"
        " refuse}}\n");
    fenrun_event order = desk_order(1, 2, 10000, 0, 20);
    assert_string_equal(family_applies(desk, &order), "2 1000");
    order.id_low = 2;
    desk_expect(desk, &order, FENRUN_ERROR_LIMIT);
    assert_string_equal(desk->error.message,
                        "award a reaches 20.00 for member 2, above its cap of 15.00 in month");
    assert_int_equal(desk->error.item, 2);
    order.amounts[0] = 5000;
    assert_string_equal(family_applies(desk, &order), "2 500");
    desk_close(desk);
}

/* New rules may allow less than was paid by the old ones. */
static void where_nothing_is_to_be_paid_no_cap_is_reached(void **state) {
    (void)state;
#define CAPPED(effective, at_most)                                                                \
    FAMILY_HEAD effective FAMILY_ORDER                                                            \
    "awards: {a: {event: order, to: seller, pay: 10% of price,\n"                                 \
    "             cap: {at_most: " at_most ", in: month, over: refuse}}}\n"
    struct desk *desk = family_open_book(CAPPED("", "100.00"),
                                         CAPPED("effective: 1970-01-02\n", "50.00"));
#undef CAPPED
    fenrun_event order = desk_order(1, 5, 90000, 0, 20);
    assert_string_equal(family_applies(desk, &order), "5 9000");
    order = desk_order(2, 5, 100, 0, 86400);
    assert_string_equal(family_pays(desk, &order),
                        "award a reaches 90.10 for member 5, above its cap of 50.00 in month");
    order.amounts[0] = 4; /* 0.004 */
    assert_string_equal(family_applies(desk, &order), "nothing");
    desk_close(desk);
}

#define SALE "  sale: {event: order, to: seller, pay: 20% of price}\n"
#define FROM(member, over) "from: {member: " member ", over: " over "}"

static void a_member_funds_out_of_what_the_event_paid_it(void **state) {
    (void)state;
    static const struct limit_case cases[] = {
        {SALE "  a: {event: order, to: seller.inviter, pay: 5% of price, "
              FROM("seller", "clip") "}\n",
         5, "5 2000, 4 500, 5 -500"},
        {SALE "  a: {event: order, to: seller.inviter, pay: 50% of price, "
              FROM("seller", "clip") "}\n",
         5, "5 2000, 4 2000, 5 -2000"},
        {SALE "  a: {event: order, to: seller.inviter, pay: 15% of price, "
              FROM("seller", "clip") "}\n"
              "  b: {event: order, to: buyer, pay: 15% of price, " FROM("seller", "clip") "}\n"
              "  c: {event: order, to: buyer, pay: 15% of price, " FROM("seller", "clip") "}\n",
         5, "5 2000, 4 1500, 5 -1500, 7 500, 5 -500"},
        {SALE "  a: {event: order, to: seller.uplines, pay: [15% of price, 15% of price],"
              " unqualified: skip, " FROM("seller", "clip") "}\n",
         5, "5 2000, 4 1500, 5 -1500, 3 500, 5 -500"},
        {SALE "  a: {event: order, to: seller.inviter, pay: 15% of price, "
              FROM("seller", "refuse") "}\n",
         5, "5 2000, 4 1500, 5 -1500"},
        {SALE "  a: {event: order, to: seller.inviter, pay: 50% of price, "
              FROM("seller", "refuse") "}\n",
         5, "award a takes 50.00 from member 5, who has 20.00 of this event"},
        /* before it was paid it has nothing */
        {"  a: {event: order, to: seller.inviter, pay: 5.00, " FROM("seller", "clip") "}\n" SALE,
         5, "5 2000"},
        /* of another unit neither */
        {SALE "  a: {event: order, to: seller.inviter, pay: 5.00, unit: coin, "
              FROM("seller", "clip") "}\n",
         5, "5 2000"},
        {SALE "  a: {event: order, to: seller.inviter, pay: 5.00, "
              FROM("seller.leader", "clip") "}\n",
         5, "5 2000"},
        /* nobody funds it, or its payee would */
        {SALE "  a: {event: order, to: seller, pay: 5.00, " FROM("seller.inviter", "refuse") "}\n",
         6, "6 2000"},
        {SALE "  a: {event: order, to: buyer, pay: 5.00, " FROM("buyer", "refuse") "}\n", 6,
         "6 2000"},
        /* then no cap is reached */
        {SALE "  a: {event: order, to: buyer, pay: 5.00, " FROM("buyer", "refuse") ","
              " cap: {at_most: 1.00, over: refuse}}\n",
         6, "6 2000"},
        /* what it gets from another is its own as well */
        {SALE "  a: {event: order, to: buyer, pay: 5.00, " FROM("seller", "clip") "}\n"
              "  b: {event: order, to: seller.inviter, pay: 6.00, " FROM("buyer", "clip") "}\n",
         5, "5 2000, 7 500, 5 -500, 4 500, 7 -500"},
    };
    expect_all(FAMILY_ORDER, cases, sizeof cases / sizeof cases[0]);
}

static void what_is_given_stands_behind_what_is_got(void **state) {
    (void)state;
    struct desk *desk = family_open_awards(
        SALE "  a: {event: order, to: seller.uplines, pay: [5% of profit], unqualified: skip,"
             " hold: 1 days, " FROM("seller", "clip") "}\n");
    fenrun_event order = desk_order(1, 5, 10000, 4000, 20);
    assert_string_equal(family_pays(desk, &order), "5 2000, 4 200, 5 -200");
    const fenrun_payout expected[] = {{.payee = 4,
                                       .amount = 200,
                                       .base = 4000,
                                       .rate_ppb = 50000000,
                                       .available_at = 86420,
                                       .award = 1,
                                       .level = 1},
                                      {.payee = 5,
                                       .amount = -200,
                                       .available_at = 86420,
                                       .award = 1,
                                       .level = 1}};
    assert_memory_equal(desk->result.payouts + 1, expected, sizeof expected);
    assert_int_equal(desk->result.payees[2], fenrun__tree_find(&desk->engine.tree, 5));
    assert_string_equal(family_applies(desk, &order), "5 2000, 4 200, 5 -200");
    fenrun_event refund = desk_refund(1, 1, 5000, 30);
    assert_string_equal(family_applies(desk, &refund), "5 -1000, 4 -100, 5 100");
    desk_close(desk);
}

#define ORDER_WITH(budget) \
    "order: {roles: [seller, buyer], amounts: [price, profit], counts: [quantity], budget: {" \
    budget "}}\n"

static void a_budget_is_for_all_awards_of_an_event(void **state) {
    (void)state;
    static const struct limit_case clipped[] = {
        {SALE "  a: {" LEVELS "}\n", 5, "5 2000, 4 1000, 3 500"},
        {SALE "  a: {" LEVELS "}\n  b: {event: order, to: buyer, pay: 10.00}\n", 5,
         "5 2000, 4 1000, 3 500, 7 500"},
        {"  b: {event: order, to: buyer, pay: 30.00}\n  a: {" LEVELS "}\n" SALE, 5,
         "7 3000, 4 1000"},
        /* other units, and what members fund, neither count nor are cut */
        {"  b: {event: order, to: buyer, pay: 300.00, unit: coin}\n" SALE "  a: {" LEVELS "}\n", 5,
         "7 30000, 5 2000, 4 1000, 3 500"},
        {SALE "  a: {event: order, to: buyer, pay: 15.00, " FROM("seller", "clip") "}\n"
              "  b: {event: order, to: buyer, pay: 30.00}\n",
         5, "5 2000, 7 1500, 5 -1500, 7 2000"},
        {"  b: {event: order, split: 50.00, among: {seller: 50%, buyer: 40%},"
         " remainder_to: seller.inviter}\n",
         5, "5 2500, 7 1500"},
        /* first the cap, then the budget */
        {"  b: {event: order, to: buyer, pay: 50.00, cap: {at_most: 30.00, over: clip}}\n" SALE, 5,
         "7 3000, 5 1000"},
    };
    expect_all(ORDER_WITH("at_most: 40% of price, over: clip"), clipped,
               sizeof clipped / sizeof clipped[0]);
    static const struct limit_case refused[] = {
        {SALE "  a: {" LEVELS "}\n", 5, "5 2000, 4 1000, 3 500"},
        {SALE "  a: {" LEVELS "}\n  b: {event: order, to: buyer, pay: 10.00}\n", 5,
         "awards come to 45.00, above the budget of 40% of price 100.00, which is 40.00"},
        {SALE "  b: {event: order, to: buyer, pay: 10.00, unit: coin}\n  a: {" LEVELS "}\n", 5,
         "5 2000, 7 1000, 4 1000, 3 500"},
    };
    expect_all(ORDER_WITH("at_most: 40% of price, over: refuse"), refused,
               sizeof refused / sizeof refused[0]);
    static const struct limit_case fixed[] = {
        {SALE, 5, "awards come to 20.00, above the budget of 19.99"},
    };
    expect_all(ORDER_WITH("at_most: 19.99, over: refuse"), fixed, 1);
}

static void what_refuses_an_event_is_noted(void **state) {
    (void)state;
    struct desk *desk = family_open(
        FAMILY_HEAD ORDER_WITH("at_most: 50.00, over: refuse") "awards:\n"
        "  a: {event: order, to: seller, pay: 10% of price, cap: {at_most: 9.00, over: refuse}}\n"
        "  b: {event: order, to: buyer, pay: 1.00, " FROM("seller", "refuse") "}\n"
        "  c: {event: order, to: seller, pay: 100% of profit}\n");
    const struct fenrun__plan *plan = desk->plan;
    const struct fenrun__plan_trigger *trigger =
        fenrun__plan_trigger(plan, fenrun__plan_version(plan, 0), FENRUN__SHAPE_ORDER);
    const struct {
        int64_t price, profit;
        uint32_t limit, funder;
    } cases[] = {
        {9100, 1, fenrun__plan_award(plan, 0)->cap, FENRUN__NOWHERE},
        {900, 1, FENRUN__NOWHERE, fenrun__plan_award(plan, 1)->funder},
        {9000, 9000, trigger->budget, FENRUN__NOWHERE},
        {9000, 1, FENRUN__NOWHERE, FENRUN__NOWHERE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fenrun_event order = desk_order(1, 5, cases[i].price, cases[i].profit, 20);
        order.roles[1] = 7;
        (void)family_pays(desk, &order);
        assert_int_equal(desk->result.refusal.limit, cases[i].limit);
        assert_int_equal(desk->result.refusal.funder, cases[i].funder);
        bool refused = cases[i].limit != FENRUN__NOWHERE || cases[i].funder != FENRUN__NOWHERE;
        desk_expect(desk, &order, refused ? FENRUN_ERROR_LIMIT : FENRUN_OK);
    }
    desk_close(desk);
}

static void sums_beyond_64_bits_are_over_any_limit(void **state) {
    (void)state;
    static const struct {
        const char *order, *cap, *pays;
    } cases[] = {
        {ORDER_WITH("at_most: 92233720368547758.07, over: refuse"), "",
         "awards come to more than 92233720368547758.07, above the budget of"
         " 92233720368547758.07"},
        {ORDER_WITH("at_most: 92233720368547758.07, over: clip"), "", "4 9223372036854775807"},
        {FAMILY_ORDER, ", cap: {at_most: 92233720368547758.07, over: clip}",
         "4 9223372036854775807"},
        {FAMILY_ORDER, ", cap: {at_most: 92233720368547758.06, over: refuse}",
         "award a reaches 92233720368547758.07, above its cap of 92233720368547758.06"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char rules[800];
        snprintf(rules, sizeof rules,
                 FAMILY_HEAD "%sawards:\n"
                             "  a: {event: order, to: seller.uplines, unqualified: skip,"
                             " pay: [100%% of price, 100%% of profit]%s}\n",
                 cases[i].order, cases[i].cap);
        struct desk *desk = family_open(rules);
        fenrun_event order = desk_order(1, 5, INT64_MAX, 1, 20);
        assert_string_equal(family_pays(desk, &order), cases[i].pays);
        desk_close(desk);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(t04_what_an_award_pays_in_one_event_never_exceeds_its_cap),
        cmocka_unit_test(a_payee_gets_at_most_so_much_between_two_closes),
        cmocka_unit_test(over_the_cap_of_a_period_an_event_may_be_refused),
        cmocka_unit_test(where_nothing_is_to_be_paid_no_cap_is_reached),
        cmocka_unit_test(a_member_funds_out_of_what_the_event_paid_it),
        cmocka_unit_test(what_is_given_stands_behind_what_is_got),
        cmocka_unit_test(a_budget_is_for_all_awards_of_an_event),
        cmocka_unit_test(what_refuses_an_event_is_noted),
        cmocka_unit_test(sums_beyond_64_bits_are_over_any_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
