/* Close: who has which tier and label once a period has ended. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "settle/close.h"
#include "unit/desk.h"
#include "unit/forest.h"
#include "unit/scarce.h"

static const char rules[] =
    "fenrun: 1\nname: close\ncurrency: CNY\nrounding: half_even\n"
    "tiers: [normal, silver, gold]\nteam_leaders: [gold]\nperiods: [week, month]\n"
    "labels:\n"
    "  core: {review: month, rank: own_sales in month, top: 50%}\n"
    "  first: {review: month, rank: own_sales in month, top: 1, when: {member: silver+}}\n"
    "  active: {review: week, qualify: [{own_orders in month: 1}]}\n"
    "order: {roles: [seller], amounts: [price]}\n"
    "awards:\n"
    "  sale: {event: order, to: seller, pay: 10% of price}\n"
    "  core: {event: order, to: seller, when: {seller: core}, pay: 1.00}\n"
    "  rise: {event: promotion, to: member.inviter, pay: {silver: 1.00, gold: 2.00}}\n"
    "promotions:\n"
    "  review: month\n"
    "  silver: [{own_sales in month: 100.00}]\n"
    "  gold: [{team_sales in month: 500.00}]\n"
    "demotions:\n"
    "  review: month\n"
    "  silver: [{own_sales in month: 50.00}]\n"
    "  gold: [{own_sales in month: 50.00}, {team_sales in month: 200.00}]\n";

enum { CORE = 1, FIRST = 2, ACTIVE = 4 };

static fenrun_event close_event(uint32_t period, int64_t at) {
    return (fenrun_event){.kind = FENRUN_EVENT_CLOSE, .at = at, .name = period};
}

static void sell(struct desk *desk, uint64_t seller, int64_t price, int64_t at) {
    fenrun_event order = desk_order(0, seller, price, 0, at);
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
}

static void expect_member(const struct desk *desk, uint64_t id, uint32_t tier, uint32_t labels) {
    const struct fenrun__tree_row *row =
        desk->engine.tree.rows + fenrun__tree_find(&desk->engine.tree, id);
    assert_int_equal(row->tier, tier);
    assert_int_equal(row->labels, labels);
}

static void tiers_and_labels_follow_from_what_was_before_the_close(void **state) {
    (void)state;
    struct desk *desk = desk_open(rules);
    for (uint64_t id = 1; id <= 5; id++) desk_join(desk, id, id - 1, 10);
    desk_tier(desk, 2, 2, 10);
    desk_tier(desk, 4, 1, 10);
    sell(desk, 1, 10000, 20);
    sell(desk, 3, 15000, 20);
    sell(desk, 4, 4000, 20);
    sell(desk, 5, 100, 20);
    fenrun_event month = close_event(1, 30);
    assert_int_equal(desk_apply(desk, &month), FENRUN_OK);
    /* 1 and 3 rise; 2 falls: its team sold 191.00 and it leads two others, and it sold nothing, so
       silver is not kept either; 4 falls. The rise of 3 pays 2 as gold, which it was before. */
    assert_string_equal(desk_outcome(desk), "2 200; 1 becomes 1, 2 becomes 0, 3 becomes 1, "
                                            "4 becomes 0");
    expect_member(desk, 1, 1, CORE);
    expect_member(desk, 2, 0, 0);
    expect_member(desk, 3, 1, CORE);
    expect_member(desk, 4, 0, FIRST); /* silver before the close, and the best of these */
    expect_member(desk, 5, 0, 0);
    forest_check(&desk->engine.tree);
    fenrun_event order = desk_order(0, 3, 10000, 0, 30);
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "3 1000, 3 100");
    order.at = 29; /* labels hold from the close on */
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "3 1000");
    fenrun_event week = close_event(0, 40);
    assert_int_equal(desk_apply(desk, &week), FENRUN_OK); /* reviews one label, no tier */
    expect_member(desk, 3, 1, CORE | ACTIVE);
    expect_member(desk, 1, 1, CORE);
    month.at = 50;
    assert_int_equal(desk_apply(desk, &month), FENRUN_OK);
    expect_member(desk, 3, 1, CORE | FIRST | ACTIVE);
    expect_member(desk, 1, 0, 0);
    forest_check(&desk->engine.tree);
    desk_close(desk);
}

static void a_period_that_reviews_nothing_needs_no_plan(void **state) {
    (void)state;
    struct desk *desk = desk_open_shop();
    struct fenrun__close close = {0};
    fenrun_event month = close_event(1, 100);
    assert_int_equal(fenrun__close_plan(&close, desk->plan, fenrun__plan_version(desk->plan, 0),
                                        &desk->engine.tree, &month, &desk->result),
                     FENRUN_OK);
    assert_true(!close.tiers && !close.labels && close.count == 0);
    desk_close(desk);
    desk = desk_open(rules); /* an empty tree has nobody to review */
    assert_int_equal(desk_apply(desk, &month), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "");
    desk_close(desk);
}

static void without_memory_nothing_is_left(void **state) {
    (void)state;
    struct desk *desk = desk_open(rules);
    for (uint64_t id = 1; id <= 5; id++) desk_join(desk, id, id - 1, 10);
    sell(desk, 3, 15000, 20);
    const fenrun_event month = close_event(1, 30);
    for (size_t given = 0;; given++) {
        size_t left = given;
        const fenrun_allocator allocator = {scarce_give, &left};
        struct fenrun_result result;
        struct fenrun__close close = {0};
        fenrun__result_init(&result, &allocator);
        int32_t code =
            fenrun__close_plan(&close, desk->plan, fenrun__plan_version(desk->plan, 0),
                               &desk->engine.tree, &month, &result);
        assert_true(code == FENRUN_OK || code == FENRUN_ERROR_MEMORY);
        assert_int_equal(code == FENRUN_OK ? result.promotion_count : 1, 1);
        fenrun__close_free(&close, &result);
        fenrun__result_free(&result);
        assert_int_equal(result.memory.bytes, 0);
        if (code == FENRUN_OK) break;
    }
    desk_close(desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tiers_and_labels_follow_from_what_was_before_the_close),
        cmocka_unit_test(a_period_that_reviews_nothing_needs_no_plan),
        cmocka_unit_test(without_memory_nothing_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
