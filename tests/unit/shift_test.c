/* Shift: events of stretches one after the other, blocks held once, nothing left of the last. */
#include "cli/shift.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define ROWS 10u

/* A block whose events are numbered from `first` on. */
static struct fenrun__block *make_block(uint64_t first) {
    struct fenrun__block *block = calloc(1, sizeof *block);
    assert_non_null(block);
    block->events = calloc(ROWS, sizeof *block->events);
    assert_non_null(block->events);
    block->count = ROWS;
    for (uint64_t i = 0; i < ROWS; i++) block->events[i].id_low = first + i;
    return block;
}

static void expect_events(const struct fenrun__shift *shift, const uint64_t *wanted) {
    for (size_t i = 0; i < shift->count; i++) {
        const struct fenrun__stretch *stretch = fenrun__shift_find(shift, i);
        size_t row = stretch->row + (i - stretch->first);
        assert_true(shift->events[i].id_low == wanted[i]);
        assert_true(stretch->block->events[row].id_low == wanted[i]);
    }
}

static void one_stretch_is_not_copied(void **state) {
    (void)state;
    static const uint64_t wanted[] = {102, 103, 104, 105};
    struct fenrun__shift *shift = fenrun__shift_new();
    struct fenrun__block *block = make_block(100);
    assert_non_null(shift);
    assert_true(fenrun__shift_clear(shift, 1));
    assert_true(fenrun__shift_add(shift, block, 2, 3));
    assert_true(fenrun__shift_add(shift, block, 5, 1));
    assert_true(fenrun__shift_join(shift));
    assert_int_equal(shift->stretch_count, 1);
    assert_int_equal(shift->count, 4);
    assert_ptr_equal(shift->events, block->events + 2);
    expect_events(shift, wanted);
    fenrun__shift_free(shift);
    fenrun__block_free(block);
}

static void stretches_of_several_blocks_are_joined(void **state) {
    (void)state;
    static const uint64_t wanted[] = {100, 101, 200, 102, 201, 202, 203, 104};
    struct fenrun__shift *shift = fenrun__shift_new();
    struct fenrun__block *a = make_block(100), *b = make_block(200);
    assert_non_null(shift);
    for (uint64_t number = 1; number <= 3; number++) {
        assert_true(fenrun__shift_clear(shift, number));
        assert_int_equal(shift->count, 0);
        assert_true(fenrun__shift_add(shift, a, 0, 2));
        assert_true(fenrun__shift_add(shift, b, 0, 1));
        assert_true(fenrun__shift_add(shift, a, 2, 1));
        assert_true(fenrun__shift_add(shift, b, 1, 3));
        assert_true(fenrun__shift_add(shift, a, 4, 1));
        assert_true(fenrun__shift_join(shift));
        assert_int_equal(shift->count, 8);
        assert_int_equal(shift->stretch_count, 5);
        assert_int_equal(shift->block_count, 2);
        expect_events(shift, wanted);
    }
    fenrun__shift_free(shift);
    fenrun__block_free(a);
    fenrun__block_free(b);
}

static void a_shift_begins_with_nothing(void **state) {
    (void)state;
    struct fenrun__shift *shift = fenrun__shift_new();
    assert_non_null(shift);
    assert_true(fenrun__shift_clear(shift, 1));
    fenrun__complain_of_memory(&shift->complaint);
    fenrun__complain(&shift->replay, FENRUN__EXIT_FINE, "f.csv", 2, "note");
    assert_true(fenrun__page_room(&shift->pages[0], 1));
    fenrun__page_put(&shift->pages[0], "x", 1);
    shift->last = true;
    shift->rows = shift->bytes = 7;
    assert_true(fenrun__shift_clear(shift, 2));
    assert_true(fenrun__shift_join(shift));
    assert_false(shift->complaint.given || shift->replay.given || shift->last);
    assert_true(shift->pages[0].size == 0 && shift->rows == 0 && shift->bytes == 0);
    fenrun__shift_free(shift);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_stretch_is_not_copied),
        cmocka_unit_test(stretches_of_several_blocks_are_joined),
        cmocka_unit_test(a_shift_begins_with_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
