/* Choice: tests, measures, ranks and tops, against the most obvious way to choose. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/random.h"
#include "payout/choice.h"
#include "unit/family.h"
#include "unit/scarce.h"

/* Ids of those who are chosen for the first award, and how many were passed over, by reason. */
static const char *chosen(struct desk *desk) {
    static char out[200];
    const struct fenrun__plan_award *award = fenrun__plan_award(desk->plan, 0);
    assert_int_equal(
        fenrun__choice_members(desk->plan, &desk->engine.tree,
                               fenrun__plan_selection(desk->plan, award->selection),
                               &desk->result),
        FENRUN_OK);
    size_t used = 0;
    for (size_t i = 0; i < desk->result.chosen_count; i++) {
        uint32_t member = desk->result.chosen[i].member;
        used += (size_t)snprintf(out + used, sizeof out - used, "%u ",
                                 (unsigned)desk->engine.tree.rows[member].id);
    }
    const uint32_t *over = desk->result.passed_over;
    snprintf(out + used, sizeof out - used, "| %u %u %u %u", over[0], over[1], over[2], over[3]);
    return out;
}

/* Sales: 1 900.00, 2 100.00, 3 500.00, 4 500.00 in two orders, 5 100.00. */
static void who_takes_part_is_chosen_by_tests_measures_and_rank(void **state) {
    (void)state;
    static const struct {
        const char *keys, *chosen;
    } cases[] = {
        {"", "1 2 3 4 5 6 7 | 0 0 0 0"},
        {", when: {member: silver+}", "1 3 5 | 4 0 0 0"},
        {", when: {member: [normal, gold]}", "2 3 4 6 7 | 2 0 0 0"},
        {", qualify: [{own_sales in month: 500.00}]", "1 3 4 | 0 4 0 0"},
        {", qualify: [{own_sales in month: 500.01}, {own_orders in month: 2}]", "1 4 | 0 5 0 0"},
        {", qualify: [{own_sales in month: 500.00, direct_invites of gold+: 1}]", "| 0 7 0 0"},
        {", qualify: [{own_sales in month: 100.00, direct_invites of gold+: 1}]", "2 | 0 6 0 0"},
        {", rank: own_sales in month", "1 3 4 2 5 | 0 0 2 0"},
        {", rank: own_sales in month, top: 2", "1 3 | 0 0 2 3"},
        {", rank: own_sales in month, top: 5", "1 3 4 2 5 | 0 0 2 0"},
        {", rank: own_sales in month, top: 100", "1 3 4 2 5 | 0 0 2 0"},
        /* floor(20 % of 7) */
        {", rank: own_sales in month, top: 20%", "1 | 0 0 2 4"},
        {", rank: own_sales in month, top: 28.5714285%", "1 | 0 0 2 4"},
        {", rank: own_sales in month, top: 28.5714286%", "1 3 | 0 0 2 3"},
        {", rank: own_sales in month, top: 100%", "1 3 4 2 5 | 0 0 2 0"},
        {", when: {member: normal}, rank: own_sales in month, top: 50%", "4 2 | 3 0 2 0"},
        {", when: {member: normal}, qualify: [{own_orders in month: 1}], rank: own_sales in month,"
         " top: 50%",
         "4 | 3 2 0 1"},
        {", rank: direct_invites, top: 3", "1 2 3 | 0 0 2 2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char award[300];
        snprintf(award, sizeof award, "  a: {event: month, to: member, pay: 1.00%s}\n",
                 cases[i].keys);
        struct desk *desk = family_open_awards(award);
        static const struct {
            uint64_t seller;
            int64_t price;
        } orders[] = {{1, 90000}, {2, 10000}, {3, 50000}, {4, 25000}, {4, 25000}, {5, 10000}};
        for (size_t k = 0; k < sizeof orders / sizeof orders[0]; k++) {
            fenrun_event order = desk_order(k + 1, orders[k].seller, orders[k].price, 0, 20);
            family_applies(desk, &order);
        }
        const char *found = chosen(desk);
        if (strcmp(found, cases[i].chosen) != 0) print_error("%s\n", cases[i].keys);
        assert_string_equal(found, cases[i].chosen);
        desk_close(desk);
    }
}

static void any_number_of_members_is_ranked(void **state) {
    (void)state;
    struct desk *desk = desk_open(
        FAMILY_HEAD FAMILY_ORDER
        "awards:\n  a: {event: month, to: member, rank: own_sales in month, pay: [1.00]}\n");
    struct random_source random = {.state = 5};
    const struct fenrun__plan_selection *selection =
        fenrun__plan_selection(desk->plan, fenrun__plan_award(desk->plan, 0)->selection);
    for (uint64_t count = 1; count <= 200; count++) {
        desk_join(desk, count, 0, 10);
        fenrun_event order = desk_order(count, 1 + random_below(&random, (uint32_t)count),
                                        random_below(&random, 20), 0, 10);
        assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
        assert_int_equal(fenrun__choice_members(desk->plan, &desk->engine.tree, selection,
                                                &desk->result),
                         FENRUN_OK);
        const struct fenrun__chosen *rows = desk->result.chosen;
        int64_t sum = 0;
        for (size_t i = 0; i < desk->result.chosen_count; i++) {
            assert_true(rows[i].figure > 0);
            assert_true(rows[i].figure ==
                        fenrun__measure_value(&desk->engine.tree.measure, rows[i].member,
                                              selection->rank));
            sum += rows[i].figure;
            if (i == 0) continue;
            bool in_order = rows[i - 1].figure > rows[i].figure ||
                            (rows[i - 1].figure == rows[i].figure &&
                             rows[i - 1].member < rows[i].member);
            assert_true(in_order);
        }
        assert_true(sum == desk->engine.tree.measure.totals[selection->rank]);
        assert_int_equal(desk->result.chosen_count +
                             desk->result.passed_over[FENRUN__PASSED_FIGURE],
                         count);
    }
    desk_close(desk);
}

static void without_memory_nobody_is_chosen(void **state) {
    (void)state;
    struct desk *desk = family_open_awards("  a: {event: month, to: member, pay: 1.00}\n");
    size_t left = 0;
    const fenrun_allocator allocator = {scarce_give, &left};
    struct fenrun_result result;
    fenrun__result_init(&result, &allocator);
    const struct fenrun__plan_selection *selection =
        fenrun__plan_selection(desk->plan, fenrun__plan_award(desk->plan, 0)->selection);
    assert_int_equal(fenrun__choice_members(desk->plan, &desk->engine.tree, selection, &result),
                     FENRUN_ERROR_MEMORY);
    assert_int_equal(result.chosen_count, 0);
    fenrun__result_free(&result);
    desk_close(desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_takes_part_is_chosen_by_tests_measures_and_rank),
        cmocka_unit_test(any_number_of_members_is_ranked),
        cmocka_unit_test(without_memory_nobody_is_chosen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
