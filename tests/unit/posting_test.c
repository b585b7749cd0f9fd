/* Posting: rows and totals have all of an order, or nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "settle/posting.h"
#include "unit/convoy.h"

#define TWO_AWARDS                                                 \
    "  a: {event: order, to: seller, pay: 10% of price}\n"         \
    "  b: {event: order, to: seller.leader, pay: 1% of price}\n"
#define WITH_LOOSE                                                 \
    TWO_AWARDS                                                     \
    "  c: {event: order, to: seller.uplines, pay: [0.01, 0.02], unqualified: compress}\n"

/* Three orders, of 2, of 1 who has no leader, and of 5. */
static struct convoy *open_three(const char *awards) {
    struct convoy *convoy = convoy_open(awards);
    convoy_add(convoy, 2, 0, 1000, 1, 20);
    convoy_add(convoy, 1, 0, 2000, 1, 20);
    convoy_add(convoy, 5, 0, 3000, 1, 20);
    convoy_pay(convoy);
    return convoy;
}

static enum fenrun__posted post(struct convoy *convoy, uint32_t from, uint32_t *to) {
    return fenrun__posting_put_lanes(&convoy->batch, &convoy->cohort, from, to);
}

static void rows_stand_in_the_order_of_orders(void **state) {
    (void)state;
    static const struct {
        const char *awards;
        const char *rows;
    } cases[] = {
        {TWO_AWARDS, "0/0 2 100, 0/1 1 10, 1/0 1 200, 2/0 5 300, 2/1 3 30"},
        {WITH_LOOSE, "0/0 2 100, 0/1 1 10, 0/2 1 1, 1/0 1 200, 2/0 5 300, 2/1 3 30, 2/2 4 1, "
                     "2/2 3 2"},
    };
    for (size_t i = 0; i < 2; i++) {
        for (uint32_t way = 0; way < 3; way++) {
            struct convoy *convoy = open_three(cases[i].awards);
            uint32_t levels[CONVOY_ROWS], to = 3, first = 1;
            /* The usual columns, one more, or lane by lane. */
            if (way == 1) convoy->batch.payout_levels = levels;
            if (way == 2) assert_int_equal(post(convoy, 0, &first), FENRUN__POSTED);
            assert_int_equal(post(convoy, way == 2 ? 1 : 0, &to), FENRUN__POSTED);
            assert_string_equal(convoy_rows(convoy), cases[i].rows);
            assert_int_equal(convoy->totals[0][0], 200);
            assert_int_equal(convoy->totals[1][0], 10);
            assert_int_equal(convoy->totals[1][2], 30);
            convoy_close(convoy);
        }
    }
}

static void what_has_no_room_is_left(void **state) {
    (void)state;
    static const struct {
        size_t capacity;
        uint32_t lanes;
        size_t rows;
    } cases[] = {{1, 0, 0}, {2, 1, 2}, {3, 2, 3}, {4, 2, 3}, {5, 3, 5}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct convoy *convoy = open_three(TWO_AWARDS);
        uint32_t to = 3;
        convoy->batch.payout_capacity = cases[i].capacity;
        convoy->amounts[cases[i].capacity] = 77;
        enum fenrun__posted posted = post(convoy, 0, &to);
        assert_int_equal(posted, cases[i].lanes == 3 ? FENRUN__POSTED : FENRUN__POSTED_FULL);
        assert_int_equal(to, cases[i].lanes);
        assert_int_equal(convoy->batch.payout_count, cases[i].rows);
        assert_int_equal(convoy->amounts[cases[i].capacity], 77);
        assert_int_equal(convoy->totals[0][4], cases[i].lanes == 3 ? 300 : 0);
        convoy_close(convoy);
    }
}

static void a_total_that_does_not_fit_leaves_all_as_it_was(void **state) {
    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        struct convoy *convoy = open_three(WITH_LOOSE);
        int64_t before[CONVOY_AWARDS][CONVOY_MEMBERS];
        uint32_t to = 3;
        convoy->totals[i][i == 0 ? 4 : 2] = INT64_MAX;
        memcpy(before, convoy->totals, sizeof before);
        assert_int_equal(post(convoy, 0, &to), FENRUN__POSTED_OVER);
        assert_memory_equal(before, convoy->totals, sizeof before);
        assert_int_equal(convoy->batch.payout_count, 0);
        convoy->total_columns[i] = NULL;
        assert_int_equal(post(convoy, 0, &to), FENRUN__POSTED);
        assert_int_equal(convoy->totals[i][2], before[i][2]);
        convoy_close(convoy);
    }
}

static void one_order_is_posted_whole(void **state) {
    (void)state;
    struct convoy *convoy = open_three(TWO_AWARDS);
    struct desk *desk = convoy->desk;
    const fenrun_event order = desk_order(9, 5, 1000, 1, 20);
    fenrun__result_clear(&desk->result);
    assert_int_equal(fenrun__engine_pay(&desk->engine, &order, &desk->result, NULL), FENRUN_OK);
    assert_int_equal(fenrun__posting_put(&convoy->batch, &desk->result, 0, 4), FENRUN__POSTED);
    assert_int_equal(fenrun__posting_put(&convoy->batch, &desk->result, 1, 5), FENRUN__POSTED);
    assert_string_equal(convoy_rows(convoy), "4/0 5 100, 4/1 3 10, 5/1 3 10");
    convoy->batch.payout_capacity = 4;
    assert_int_equal(fenrun__posting_put(&convoy->batch, &desk->result, 0, 6),
                     FENRUN__POSTED_FULL);
    assert_int_equal(convoy->totals[0][4], 100);
    convoy->batch.payout_capacity = 0;
    convoy->totals[1][2] = INT64_MAX;
    assert_int_equal(fenrun__posting_put(&convoy->batch, &desk->result, 0, 6),
                     FENRUN__POSTED_OVER);
    assert_int_equal(convoy->totals[0][4], 100);
    assert_true(convoy->totals[1][2] == INT64_MAX);
    convoy_close(convoy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_stand_in_the_order_of_orders),
        cmocka_unit_test(what_has_no_room_is_left),
        cmocka_unit_test(a_total_that_does_not_fit_leaves_all_as_it_was),
        cmocka_unit_test(one_order_is_posted_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
