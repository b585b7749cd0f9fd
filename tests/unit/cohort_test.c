/* Cohort: who stands where in many orders, and which orders are odd. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/convoy.h"

/* An order of each member of the family, bought by 5. */
static void add_family(struct convoy *convoy) {
    for (uint64_t id = 1; id <= CONVOY_MEMBERS; id++) convoy_add(convoy, id, 5, 10000, 1000, 20);
}

static void expect_place(const struct fenrun__cohort *cohort, uint32_t place,
                         const uint64_t ids[CONVOY_MEMBERS]) {
    uint32_t present = 0;
    for (uint32_t i = 0; i < CONVOY_MEMBERS; i++) {
        uint32_t number = ids[i] == 0 ? FENRUN__NONE : (uint32_t)ids[i] - 1;
        assert_int_equal(cohort->places[place].numbers[i], number);
        if (ids[i] == 0) continue;
        assert_int_equal(cohort->places[place].names[i], ids[i]);
        assert_int_equal(cohort->places[place].lanes.items[present++], i);
    }
    assert_int_equal(cohort->places[place].lanes.count, present);
}

static void everybody_is_where_the_path_leads(void **state) {
    (void)state;
    static const struct {
        const char *path;
        uint64_t ids[CONVOY_MEMBERS];
    } cases[] = {
        {"seller.inviter", {0, 1, 2, 3, 4, 0, 6}},
        {"seller.inviter.inviter", {0, 0, 1, 2, 3, 0, 0}},
        {"seller.leader", {0, 1, 0, 3, 3, 0, 0}},
        {"seller.leader.inviter.leader", {0, 0, 0, 1, 1, 0, 0}},
        {"seller.inviter.leader", {0, 0, 1, 0, 3, 0, 0}},
        {"buyer.leader", {3, 3, 3, 3, 3, 3, 3}},
        {"seller.above(gold)", {0, 1, 1, 3, 3, 0, 0}},
        {"buyer.above(platinum)", {1, 1, 1, 1, 1, 1, 1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char award[160];
        snprintf(award, sizeof award, "  a: {event: order, to: %s, pay: 10%% of price}\n",
                 cases[i].path);
        struct convoy *convoy = convoy_open(award);
        add_family(convoy);
        const struct fenrun__cohort *cohort = convoy_pay(convoy);
        assert_false(cohort->has_odd);
        expect_place(cohort, convoy->scheme.place_count - 1, cases[i].ids);
        convoy_close(convoy);
    }
}

static void everybody_is_seen_as_of_the_order(void **state) {
    (void)state;
    struct convoy *convoy = convoy_open(
        "  a: {event: order, to: seller.leader, pay: 1.00}\n"
        "  b: {event: order, to: seller.inviter, when: {payee: normal}, pay: 1.00}\n");
    desk_tier(convoy->desk, 3, NORMAL, 30);
    desk_tier(convoy->desk, 4, GOLD, 40);
    desk_move(convoy->desk, 5, 6, 50);
    static const struct {
        int64_t at;
        uint64_t leader, inviter;
    } cases[] = {{20, 3, 4}, {30, 1, 4}, {35, 1, 4}, {40, 4, 4}, {49, 4, 4}, {50, 0, 6}};
    for (size_t i = 0; i < 6; i++) convoy_add(convoy, 5, 0, 10000, 1000, cases[i].at);
    const struct fenrun__cohort *cohort = convoy_pay(convoy);
    for (size_t i = 0; i < 6; i++) {
        uint64_t leader = cases[i].leader;
        assert_int_equal(cohort->places[2].numbers[i],
                         leader == 0 ? FENRUN__NONE : (uint32_t)leader - 1);
        assert_int_equal(cohort->places[3].numbers[i], cases[i].inviter - 1);
    }
    assert_string_equal(convoy_strip(convoy, 1), "0 100, 1 100, 2 100, 5 100");
    convoy_close(convoy);
}

static void what_one_order_may_be_refused_for_is_odd(void **state) {
    (void)state;
    struct convoy *convoy = convoy_open("  a: {event: order, to: seller, pay: 10% of price}\n");
    convoy_add(convoy, 5, 0, 10000, 1000, 20);
    convoy_add(convoy, 99, 0, 10000, 1000, 20); /* unknown */
    convoy_add(convoy, 5, 99, 10000, 1000, 20);
    convoy_add(convoy, 0, 5, 10000, 1000, 20);
    convoy_add(convoy, 5, 4, 10000, 1000, 9); /* not joined */
    convoy_add(convoy, 5, 4, -1, 1000, 20);
    convoy_add(convoy, 5, 4, 10000, INT64_MIN, 20);
    convoy_add(convoy, 5, 4, INT64_MAX, 0, 20); /* perhaps too large */
    convoy_add(convoy, 5, 4, 0, 0, FENRUN_TIME_MAX + 1);
    convoy_add(convoy, 5, 4, 0, 0, FENRUN_TIME_MAX);
    convoy_pay(convoy);
    assert_string_equal(convoy_odd(convoy), "1 2 3 4 5 6 7 8");
    convoy->quantities[0] = -1;
    convoy_pay(convoy);
    assert_string_equal(convoy_odd(convoy), "0 1 2 3 4 5 6 7 8");
    convoy_close(convoy);
}

static void figures_outside_require_are_odd(void **state) {
    (void)state;
    static const struct {
        const char *require;
        const char *odd;
    } cases[] = {
        {"{profit: 5%..40% of price}", "0 3"},
        {"{profit: 5%.. of price}", "0"},
        {"{price: 100.00..}", "0 1 2 3"},
        {"{price: 0.01..99.99}", "4"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char rules[600];
        snprintf(rules, sizeof rules,
                 FAMILY_HEAD "order: {roles: [seller, buyer], amounts: [price, profit], "
                             "counts: [quantity], require: %s}\n"
                             "awards:\n  a: {event: order, to: seller, pay: 1.00}\n",
                 cases[i].require);
        struct convoy *convoy = convoy_open("  a: {event: order, to: seller, pay: 1.00}\n");
        desk_close(convoy->desk);
        convoy->desk = family_open(rules);
        convoy_add(convoy, 5, 0, 9999, 499, 20);
        convoy_add(convoy, 5, 0, 9980, 499, 20);
        convoy_add(convoy, 5, 0, 9995, 3998, 20);
        convoy_add(convoy, 5, 0, 9995, 3999, 20);
        convoy_add(convoy, 5, 0, 10000, 4000, 20);
        convoy_pay(convoy);
        assert_string_equal(convoy_odd(convoy), cases[i].odd);
        convoy_close(convoy);
    }
}

static void who_fails_a_gate_does_not_come(void **state) {
    (void)state;
    struct convoy *convoy = convoy_open(
        "  a: {event: order, to: seller.inviter, when: {seller: silver+}, pay: 1.00}\n"
        "  b: {event: order, to: buyer, when: {seller: below buyer}, pay: 1.00}\n"
        "  c: {event: order, to: buyer, when: {buyer: not seller}, pay: 1.00}\n");
    add_family(convoy);
    convoy_add(convoy, 5, 0, 10000, 1000, 20);
    const struct fenrun__cohort *cohort = convoy_pay(convoy);
    assert_int_equal(cohort->gates[0].count, 4);
    assert_string_equal(convoy_strip(convoy, 0), "2 100, 4 100, 7 100");
    assert_string_equal(convoy_strip(convoy, 1), "1 100, 3 100, 5 100, 6 100");
    assert_string_equal(convoy_strip(convoy, 2), "0 100, 1 100, 2 100, 3 100, 5 100, 6 100");
    convoy_close(convoy);
}

/* What a place held in an earlier cohort must not be taken for what it holds now. */
static void awards_with_and_without_a_gate_share_a_place(void **state) {
    (void)state;
    struct convoy *convoy = convoy_open(
        "  a: {event: order, to: seller.inviter.inviter, when: {buyer: silver}, pay: 1.00}\n"
        "  b: {event: order, to: seller.inviter.inviter, pay: 2.00}\n");
    for (uint64_t i = 0; i < CONVOY_MEMBERS; i++) convoy_add(convoy, 5, 5, 100, 10, 20);
    struct fenrun__cohort *cohort = convoy_pay(convoy);
    for (uint64_t i = 0; i < CONVOY_MEMBERS; i++) convoy->sellers[i] = i + 1;
    fenrun__cohort_gather(cohort, 0, CONVOY_MEMBERS, FENRUN_TIME_MIN, FENRUN_TIME_MAX);
    assert_true(fenrun__cohort_pay(cohort));
    assert_string_equal(convoy_strip(convoy, 0), "2 100, 3 100, 4 100");
    assert_string_equal(convoy_strip(convoy, 1), "2 200, 3 200, 4 200");
    convoy_close(convoy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_is_where_the_path_leads),
        cmocka_unit_test(everybody_is_seen_as_of_the_order),
        cmocka_unit_test(what_one_order_may_be_refused_for_is_odd),
        cmocka_unit_test(figures_outside_require_are_odd),
        cmocka_unit_test(who_fails_a_gate_does_not_come),
        cmocka_unit_test(awards_with_and_without_a_gate_share_a_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
