/* Result: room that is kept from call to call, and refused whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "payout/result.h"
#include "unit/scarce.h"

static void a_new_result_holds_nothing(void **state) {
    (void)state;
    struct fenrun_result result;
    fenrun__result_init(&result, NULL);
    assert_int_equal(result.payout_count + result.promotion_count + result.trace_count, 0);
    assert_int_equal(result.text.size, 0);
    assert_int_equal(result.event, 0);
    assert_int_equal(result.refusal.limit, FENRUN__NOWHERE);
    assert_int_equal(result.refusal.funder, FENRUN__NOWHERE);
    assert_false(result.tracing);
    assert_true(fenrun__result_reserve(&result, 0, 0, 0));
    assert_int_equal(result.memory.bytes, 0);
    fenrun__result_free(&result);
}

static void a_cleared_result_keeps_its_room(void **state) {
    (void)state;
    size_t left = 5;
    const fenrun_allocator allocator = {scarce_give, &left};
    struct fenrun_result result;
    fenrun__result_init(&result, &allocator);
    assert_true(fenrun__result_reserve(&result, 20, 10, 30));
    fenrun__writer_format(&result.text, "%s", "a text");
    assert_int_equal(left, 0);
    size_t bytes = result.memory.bytes;
    const fenrun_payout *payouts = result.payouts;
    for (int call = 0; call < 3; call++) {
        result.payout_count = 20;
        result.promotion_count = 10;
        result.trace_count = 30;
        result.event = 9;
        result.tracing = true;
        result.refusal = (struct fenrun__refusal){1, 2};
        fenrun__result_clear(&result);
        assert_int_equal(result.refusal.limit, FENRUN__NOWHERE);
        assert_int_equal(result.refusal.funder, FENRUN__NOWHERE);
        assert_int_equal(result.payout_count + result.promotion_count + result.trace_count, 0);
        assert_int_equal(result.event, 0);
        assert_false(result.tracing);
        assert_int_equal(result.text.size, 0);
        assert_true(fenrun__result_reserve(&result, 20, 10, 30));
        fenrun__writer_format(&result.text, "%s", "another");
        assert_string_equal(result.text.bytes, "another");
        assert_false(result.text.failed);
        assert_ptr_equal(result.payouts, payouts);
    }
    assert_int_equal(result.memory.bytes, bytes);
    fenrun__result_free(&result);
    assert_int_equal(result.memory.bytes, 0);
}

static void room_is_for_so_many_more(void **state) {
    (void)state;
    struct fenrun_result result;
    fenrun__result_init(&result, NULL);
    for (uint32_t i = 0; i < 1000; i++) {
        assert_true(fenrun__result_reserve(&result, 1, 1, 1));
        assert_true(result.payout_capacity > i && result.promotion_capacity > i &&
                    result.trace_capacity > i);
        result.payouts[result.payout_count++] = (fenrun_payout){.payee = i};
        result.promotions[result.promotion_count++] = (fenrun_promotion){.member = i};
        result.traces[result.trace_count++] = (struct fenrun__trace){.award = i};
    }
    for (uint32_t i = 0; i < 1000; i++) {
        assert_int_equal(result.payouts[i].payee, i);
        assert_int_equal(result.promotions[i].member, i);
        assert_int_equal(result.traces[i].award, i);
    }
    fenrun__result_free(&result);
}

static void without_memory_a_result_keeps_what_it_has(void **state) {
    (void)state;
    for (size_t given = 0; given <= 4; given++) {
        size_t left = given;
        const fenrun_allocator allocator = {scarce_give, &left};
        struct fenrun_result result;
        fenrun__result_init(&result, &allocator);
        assert_int_equal(fenrun__result_reserve(&result, 1, 1, 1), given == 4);
        if (given > 0) {
            result.payouts[result.payout_count++] = (fenrun_payout){.payee = 5};
            assert_false(fenrun__result_reserve(&result, 1000, 0, 0));
            assert_int_equal(result.payout_count, 1);
            assert_int_equal(result.payouts[0].payee, 5);
        }
        fenrun__writer_format(&result.text, "%s", "x");
        assert_true(result.text.failed);
        left = 1;
        fenrun__result_clear(&result);
        fenrun__writer_format(&result.text, "%s", "x");
        assert_false(result.text.failed); /* the next call may have memory again */
        fenrun__result_free(&result);
        assert_int_equal(result.memory.bytes, 0);
    }
}

static void an_event_begins_behind_the_one_before(void **state) {
    (void)state;
    struct fenrun_result result;
    fenrun__result_init(&result, NULL);
    assert_true(fenrun__result_reserve(&result, 3, 0, 0));
    assert_true(fenrun__spent_add(&result.spent, &result.memory, 7, 500));
    result.payout_count = 3;
    fenrun__result_begin(&result);
    assert_int_equal(result.first, 3);
    assert_true(fenrun__spent_sum(&result.spent, 7) == 0);
    assert_true(fenrun__spent_add(&result.spent, &result.memory, 7, 500));
    fenrun__result_clear(&result);
    assert_int_equal(result.first, 0);
    assert_true(fenrun__spent_sum(&result.spent, 7) == 0);
    fenrun__result_free(&result);
    assert_int_equal(result.memory.bytes, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_result_holds_nothing),
        cmocka_unit_test(a_cleared_result_keeps_its_room),
        cmocka_unit_test(room_is_for_so_many_more),
        cmocka_unit_test(without_memory_a_result_keeps_what_it_has),
        cmocka_unit_test(an_event_begins_behind_the_one_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
