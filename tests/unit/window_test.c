/* Window: what is too old counts no more, to the second, and only what is left of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/random.h"
#include "settle/window.h"
#include "unit/forest.h"
#include "unit/scarce.h"

enum column { SALES_90, ORDERS_90, QUANTITY_30, JOINS_30, SALES_EVER, TEAM_SALES_90, COLUMNS };

/* A plan that has columns and windows only. */
struct small_plan {
    struct fenrun__plan plan;
    struct fenrun__plan_column columns[COLUMNS];
    int64_t windows[2];
};

static const struct small_plan small = {
    .plan = {.column_count = COLUMNS,
             .window_count = 2,
             .columns = offsetof(struct small_plan, columns),
             .windows = offsetof(struct small_plan, windows)},
    .columns =
        {
            [SALES_90] = {.what = FENRUN__WHAT_FIGURE, .window_kind = FENRUN__WINDOW_ROLLING},
            [ORDERS_90] = {.what = FENRUN__WHAT_ORDERS, .window_kind = FENRUN__WINDOW_ROLLING},
            [QUANTITY_30] = {.what = FENRUN__WHAT_FIGURE,
                             .figure = FENRUN__FIGURE_COUNT0,
                             .window_kind = FENRUN__WINDOW_ROLLING,
                             .window = 1},
            [JOINS_30] = {.what = FENRUN__WHAT_JOINS,
                          .window_kind = FENRUN__WINDOW_ROLLING,
                          .window = 1},
            [SALES_EVER] = {.what = FENRUN__WHAT_FIGURE},
            [TEAM_SALES_90] = {.scope = FENRUN__SCOPE_TEAM,
                               .what = FENRUN__WHAT_FIGURE,
                               .window_kind = FENRUN__WINDOW_ROLLING,
                               .basis = SALES_90},
        },
    .windows = {90, 30},
};

struct stall {
    struct fenrun__tree tree;
    struct fenrun__ledger ledger;
    struct fenrun__windows windows;
};

static void stall_open(struct stall *stall, uint32_t members) {
    struct fenrun__measure_column columns[COLUMNS];
    for (uint32_t i = 0; i < COLUMNS; i++) {
        bool sum = i == TEAM_SALES_90;
        columns[i] = (struct fenrun__measure_column){
            .tiers = UINT64_MAX,
            .scope = sum ? FENRUN__MEASURE_TEAM : FENRUN__MEASURE_OWN,
            .basis = sum ? SALES_90 : FENRUN__NONE};
    }
    assert_int_equal(
        fenrun__tree_init(&stall->tree, NULL, 5, FOREST_LEAD_TIER, columns, COLUMNS), FENRUN_OK);
    fenrun__ledger_init(&stall->ledger, NULL, 5, (struct fenrun__ledger_keeps){0});
    fenrun__windows_init(&stall->windows, &small.plan);
    for (uint32_t i = 0; i < members; i++) {
        forest_join(&stall->tree, forest_id(i), i == 0 ? FENRUN__NONE : (i - 1) / 2, 0);
    }
}

static void stall_close(struct stall *stall) {
    fenrun__windows_free(&stall->windows, &stall->tree.memory);
    fenrun__tree_free(&stall->tree);
    fenrun__ledger_free(&stall->ledger);
    assert_int_equal(stall->tree.memory.bytes + stall->ledger.memory.bytes, 0);
}

/* Sell: into the ledger if it has an id, into the columns and into the windows that hold it. */
static uint32_t stall_sell(struct stall *stall, uint64_t id, uint32_t member, int64_t price,
                           int64_t quantity, int64_t at, int64_t now) {
    uint32_t place = FENRUN__NONE;
    if (id) {
        const struct fenrun__ledger_order order = {
            .id = {0, id}, .at = at, .total = price, .seller = member};
        assert_int_equal(fenrun__ledger_reserve(&stall->ledger, 0), FENRUN_OK);
        place = fenrun__ledger_add(&stall->ledger, &order);
    }
    int64_t changes[COLUMNS] = {[SALES_EVER] = price};
    bool in_90 = fenrun__window_holds(90, at, now), in_30 = fenrun__window_holds(30, at, now);
    changes[SALES_90] = in_90 ? price : 0;
    changes[ORDERS_90] = in_90;
    changes[QUANTITY_30] = in_30 ? quantity : 0;
    fenrun__measure_add_all(&stall->tree, member, changes);
    assert_true(fenrun__windows_reserve(&stall->windows, &stall->tree.memory));
    fenrun__windows_add(&stall->windows, now, at, member, place, changes);
    return place;
}

static void stall_move(struct stall *stall, int64_t now) {
    fenrun__windows_take_off(&stall->windows, &stall->ledger, now, &stall->tree);
    fenrun__windows_drop(&stall->windows, now);
    assert_false(fenrun__windows_are_stale(&stall->windows, now));
}

static int64_t value(const struct fenrun__tree *tree, uint32_t member, enum column column) {
    return fenrun__measure_value(&tree->measure, member, column);
}

static void an_entry_counts_until_it_is_as_old_as_the_window(void **state) {
    (void)state;
    struct stall stall;
    stall_open(&stall, 2);
    stall_sell(&stall, 0, 1, 10000, 2, 10, 10);
    stall_sell(&stall, 0, 1, 7000, 3, 50, 50);
    assert_int_equal(value(&stall.tree, 0, TEAM_SALES_90), 17000);
    stall_move(&stall, 50);
    assert_int_equal(value(&stall.tree, 1, QUANTITY_30), 3); /* the first is 40 old */
    assert_false(fenrun__windows_are_stale(&stall.windows, 79));
    assert_true(fenrun__windows_are_stale(&stall.windows, 80));
    stall_move(&stall, 99);
    assert_int_equal(value(&stall.tree, 1, SALES_90), 17000);
    assert_int_equal(value(&stall.tree, 1, QUANTITY_30), 0);
    stall_move(&stall, 100);
    assert_int_equal(value(&stall.tree, 1, SALES_90), 7000);
    assert_int_equal(value(&stall.tree, 1, ORDERS_90), 1);
    assert_int_equal(value(&stall.tree, 0, TEAM_SALES_90), 7000);
    stall_move(&stall, FENRUN_TIME_MAX);
    assert_int_equal(value(&stall.tree, 1, SALES_90) + value(&stall.tree, 1, ORDERS_90), 0);
    assert_int_equal(value(&stall.tree, 0, TEAM_SALES_90), 0);
    assert_int_equal(value(&stall.tree, 1, SALES_EVER), 17000);
    assert_int_equal(stall.windows.items[0].entry_count + stall.windows.items[1].entry_count, 0);
    stall_close(&stall);
}

static void a_window_holds_instants_of_any_distance(void **state) {
    (void)state;
    assert_true(fenrun__window_holds(1, 5, 5));
    assert_false(fenrun__window_holds(1, 4, 5));
    assert_true(fenrun__window_holds(2, 4, 5));
    assert_true(fenrun__window_holds(1, 6, 5));
    assert_false(fenrun__window_holds(INT64_MAX, INT64_MIN, FENRUN_TIME_MAX));
    assert_true(fenrun__window_holds(INT64_MAX, INT64_MIN, INT64_MIN));
    assert_true(fenrun__window_holds(1, INT64_MAX, INT64_MIN));
}

static void what_was_refunded_is_not_taken_off_again(void **state) {
    (void)state;
    struct stall stall;
    struct fenrun__ledger_order order;
    static const struct fenrun__ledger_id id = {0, 1}, part = {0, 9};
    stall_open(&stall, 1);
    uint32_t place = stall_sell(&stall, 1, 0, 10000, 3, 10, 10);
    fenrun__ledger_read(&stall.ledger, place, &order);
    /* A third back: 3333 fen, and of 3 pieces 0.9999, which is 1. */
    assert_int_equal(fenrun__window_left(&order, 0, 3, false), 3);
    assert_int_equal(fenrun__window_left(&order, 3333, 3, false), 2);
    assert_int_equal(fenrun__window_left(&order, 3333, 10000, false), 6667);
    assert_int_equal(fenrun__window_left(&order, 9999, 1, true), 1);
    assert_int_equal(fenrun__window_left(&order, 10000, 1, true), 0);
    assert_int_equal(fenrun__window_left(&order, 10000, 10000, false), 0);
    assert_int_equal(fenrun__ledger_reserve_refund(&stall.ledger), FENRUN_OK);
    assert_true(fenrun__ledger_find(&stall.ledger, FENRUN__LEDGER_ORDER, id, &order));
    fenrun__ledger_add_refund(&stall.ledger, &order, part, 20, 3333);
    const int64_t changes[COLUMNS] = {
        [SALES_90] = -3333, [QUANTITY_30] = -1, [SALES_EVER] = -3333};
    fenrun__measure_add_all(&stall.tree, 0, changes);
    stall_move(&stall, 100);
    assert_int_equal(value(&stall.tree, 0, SALES_90), 0);
    assert_int_equal(value(&stall.tree, 0, ORDERS_90), 0);
    assert_int_equal(value(&stall.tree, 0, QUANTITY_30), 0);
    assert_int_equal(value(&stall.tree, 0, SALES_EVER), 6667);
    stall_close(&stall);
}

static void a_late_order_enters_the_windows_that_still_hold_it(void **state) {
    (void)state;
    struct stall stall;
    stall_open(&stall, 1);
    stall_sell(&stall, 0, 0, 500, 1, 100, 100);
    stall_sell(&stall, 0, 0, 300, 1, 70, 100); /* 30 ago: in the long window only */
    stall_sell(&stall, 0, 0, 200, 1, 10, 100); /* in none */
    assert_int_equal(stall.windows.items[0].entry_count, 2);
    assert_int_equal(stall.windows.items[1].entry_count, 1);
    assert_int_equal(value(&stall.tree, 0, SALES_90), 800);
    stall_move(&stall, 160);
    assert_int_equal(value(&stall.tree, 0, SALES_90), 500);
    assert_int_equal(value(&stall.tree, 0, SALES_EVER), 1000);
    stall_close(&stall);
}

/* ---- random histories against a list ---- */

#define SALES 600u
#define MEMBERS 15u

struct sale {
    uint32_t member, place;
    int64_t at, price, quantity, refunded;
};

static void expect_columns(const struct fenrun__tree *tree, const struct sale *sales,
                           uint32_t count, int64_t now) {
    int64_t expected[MEMBERS][COLUMNS] = {{0}};
    for (uint32_t i = 0; i < count; i++) {
        const struct sale *sale = sales + i;
        const struct fenrun__ledger_order order = {.total = sale->price};
        int64_t *values = expected[sale->member];
        if (sale->at > now - 90) {
            values[SALES_90] += sale->price - sale->refunded;
            values[ORDERS_90] += sale->refunded < sale->price;
        }
        if (sale->at > now - 30) {
            values[QUANTITY_30] +=
                fenrun__window_left(&order, sale->refunded, sale->quantity, false);
        }
    }
    for (uint32_t i = MEMBERS - 1; i > 0; i--) {
        expected[(i - 1) / 2][TEAM_SALES_90] += expected[i][TEAM_SALES_90] + expected[i][SALES_90];
    }
    for (uint32_t i = 0; i < MEMBERS; i++) {
        assert_int_equal(value(tree, i, SALES_90), expected[i][SALES_90]);
        assert_int_equal(value(tree, i, ORDERS_90), expected[i][ORDERS_90]);
        assert_int_equal(value(tree, i, QUANTITY_30), expected[i][QUANTITY_30]);
        assert_int_equal(value(tree, i, TEAM_SALES_90), expected[i][TEAM_SALES_90]);
    }
}

static void refund_sale(struct stall *stall, struct sale *sale, uint64_t id, int64_t part,
                        int64_t now) {
    struct fenrun__ledger_order order;
    if (sale->place == FENRUN__NONE) return;
    fenrun__ledger_read(&stall->ledger, sale->place, &order);
    assert_int_equal(fenrun__ledger_reserve_refund(&stall->ledger), FENRUN_OK);
    int64_t changes[COLUMNS] = {0};
    int64_t before = sale->refunded, after = before + part;
    if (sale->at > now - 90) {
        changes[SALES_90] = -part;
        changes[ORDERS_90] = after == sale->price ? -1 : 0;
    }
    if (sale->at > now - 30) {
        changes[QUANTITY_30] = fenrun__window_left(&order, after, sale->quantity, false) -
                               fenrun__window_left(&order, before, sale->quantity, false);
    }
    fenrun__measure_add_all(&stall->tree, sale->member, changes);
    fenrun__ledger_add_refund(&stall->ledger, &order, (struct fenrun__ledger_id){0, id}, now,
                              part);
    sale->refunded = after;
}

static void windows_hold_what_a_list_would_after_random_events(void **state) {
    (void)state;
    print_message("seeds 1 to 20\n");
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct random_source random = {seed};
        struct stall stall;
        struct sale sales[SALES];
        struct fenrun__memory memory;
        int64_t now = 1000;
        fenrun__memory_init(&memory, NULL);
        stall_open(&stall, MEMBERS);
        for (uint32_t i = 0; i < SALES; i++) {
            struct sale *sale = sales + i;
            *sale = (struct sale){.member = random_below(&random, MEMBERS),
                                  .at = now - random_between(&random, 0, 120),
                                  .price = random_between(&random, 1, 5000),
                                  .quantity = random_between(&random, 0, 5)};
            sale->place = stall_sell(&stall, random_one_in(&random, 4) ? 0 : i + 1, sale->member,
                                     sale->price, sale->quantity, sale->at, now);
            struct sale *other = sales + random_below(&random, i + 1);
            if (other->refunded < other->price) {
                int64_t left = other->price - other->refunded;
                refund_sale(&stall, other, i, random_between(&random, (left + 1) / 2, left), now);
            }
            expect_columns(&stall.tree, sales, i + 1, now);
            if (random_one_in(&random, 2)) continue;
            /* A step that is looked at, one that is taken back, and one that is kept. */
            int64_t next = now + random_between(&random, 0, 20);
            struct fenrun__tree copy;
            assert_true(fenrun__windows_foresee(&stall.windows, &stall.ledger, next, &stall.tree,
                                                &memory, &copy));
            expect_columns(&copy, sales, i + 1, next);
            expect_columns(&stall.tree, sales, i + 1, now);
            fenrun__windows_forget(&memory, &copy);
            fenrun__windows_take_off(&stall.windows, &stall.ledger, next, &stall.tree);
            expect_columns(&stall.tree, sales, i + 1, next);
            fenrun__windows_put_back(&stall.windows, &stall.ledger, next, &stall.tree);
            expect_columns(&stall.tree, sales, i + 1, now);
            now = next;
            stall_move(&stall, now);
            expect_columns(&stall.tree, sales, i + 1, now);
        }
        assert_int_equal(memory.bytes, 0);
        stall_close(&stall);
    }
}

static void without_memory_windows_are_as_they_were(void **state) {
    (void)state;
    for (size_t given = 0; given < 3; given++) {
        size_t left = SIZE_MAX;
        const fenrun_allocator allocator = {scarce_give, &left};
        struct fenrun__memory scarce;
        struct fenrun__tree copy;
        struct stall stall;
        fenrun__memory_init(&scarce, &allocator);
        stall_open(&stall, 1);
        left = given;
        assert_int_equal(fenrun__windows_reserve(&stall.windows, &scarce), given >= 2);
        fenrun__windows_free(&stall.windows, &scarce);
        fenrun__windows_init(&stall.windows, &small.plan);
        left = given;
        bool there = fenrun__windows_foresee(&stall.windows, &stall.ledger, 5, &stall.tree,
                                             &scarce, &copy);
        assert_int_equal(there, given >= 2);
        if (there) fenrun__windows_forget(&scarce, &copy);
        assert_int_equal(scarce.bytes, 0);
        stall_close(&stall);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_counts_until_it_is_as_old_as_the_window),
        cmocka_unit_test(a_window_holds_instants_of_any_distance),
        cmocka_unit_test(what_was_refunded_is_not_taken_off_again),
        cmocka_unit_test(a_late_order_enters_the_windows_that_still_hold_it),
        cmocka_unit_test(windows_hold_what_a_list_would_after_random_events),
        cmocka_unit_test(without_memory_windows_are_as_they_were),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
