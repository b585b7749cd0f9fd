/* Spent: sums by key, of one event at a time, whatever the table has grown to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "payout/spent.h"
#include "unit/scarce.h"

static void sums_are_kept_by_key(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__spent spent = {0};
    fenrun__memory_init(&memory, NULL);
    assert_true(fenrun__spent_sum(&spent, 7) == 0);
    for (uint64_t round = 1; round <= 3; round++) {
        for (uint64_t key = 0; key < 1000; key++) {
            assert_true(fenrun__spent_add(&spent, &memory, key << 32 | 5, (int64_t)key));
        }
        for (uint64_t key = 0; key < 1000; key++) {
            assert_true(fenrun__spent_sum(&spent, key << 32 | 5) == (int64_t)(key * round));
            assert_true(fenrun__spent_sum(&spent, key << 32 | 6) == 0);
        }
    }
    assert_int_equal(spent.count, 1000);
    fenrun__spent_free(&spent, &memory);
    assert_int_equal(memory.bytes, 0);
}

static void an_event_knows_nothing_of_the_one_before(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__spent spent = {0};
    fenrun__memory_init(&memory, NULL);
    for (int64_t event = 1; event <= 100; event++) {
        uint64_t keys = event % 10 == 1 ? 50 : 3;
        for (uint64_t key = 0; key < keys; key++) {
            assert_true(fenrun__spent_sum(&spent, key) == 0);
            assert_true(fenrun__spent_add(&spent, &memory, key, event));
            assert_true(fenrun__spent_sum(&spent, key) == event);
        }
        assert_int_equal(spent.count, keys);
        size_t bytes = memory.bytes;
        fenrun__spent_clear(&spent);
        assert_int_equal(memory.bytes, bytes);
    }
    fenrun__spent_free(&spent, &memory);
}

static void without_memory_the_sums_stay(void **state) {
    (void)state;
    size_t left = 1;
    const fenrun_allocator allocator = {scarce_give, &left};
    struct fenrun__memory memory;
    struct fenrun__spent spent = {0};
    fenrun__memory_init(&memory, &allocator);
    uint64_t key = 0;
    while (fenrun__spent_add(&spent, &memory, key, 5)) key++;
    assert_true(key >= 8);
    assert_false(fenrun__spent_add(&spent, &memory, key, 5));
    for (uint64_t i = 0; i < key; i++) assert_true(fenrun__spent_sum(&spent, i) == 5);
    assert_true(fenrun__spent_sum(&spent, key) == 0);
    fenrun__spent_free(&spent, &memory);
    assert_int_equal(memory.bytes, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_kept_by_key),
        cmocka_unit_test(an_event_knows_nothing_of_the_one_before),
        cmocka_unit_test(without_memory_the_sums_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
