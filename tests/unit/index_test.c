/* Index: what is offered for a hash, however full the lines are and however they grew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/index.h"
#include "model/random.h"
#include "unit/scarce.h"

#define OFFERS_MAX 256u

/* All values that the index offers for a hash, sorted. */
static size_t offers_of(const struct fenrun__index *index, uint64_t hash, uint32_t *values) {
    struct fenrun__index_cursor cursor;
    size_t count = 0;
    for (uint32_t value = fenrun__index_first(index, hash, &cursor); value != FENRUN__NONE;
         value = fenrun__index_next(index, &cursor)) {
        assert_true(count < OFFERS_MAX);
        size_t place = count++;
        for (; place > 0 && values[place - 1] > value; place--) values[place] = values[place - 1];
        values[place] = value;
    }
    return count;
}

static uint64_t hash_of_mark(uint32_t mark) {
    return (uint64_t)mark << 32 | 0x1234567u;
}

static void add(struct fenrun__index *index, struct fenrun__memory *memory, uint32_t mark,
                uint32_t value) {
    assert_true(fenrun__index_reserve(index, memory, index->count + 1));
    fenrun__index_add(index, hash_of_mark(mark), value);
}

/* Invariant 1: a line fills from the left, and is never past three fifths on average. */
static void check_lines(const struct fenrun__index *index) {
    size_t taken = 0;
    for (uint32_t i = 0; i < index->line_count; i++) {
        bool empty = false;
        for (uint32_t way = 0; way < FENRUN__INDEX_WAYS; way++) {
            bool here = index->lines[i].marks[way] != 0;
            assert_false(here && empty);
            empty = !here;
            taken += here;
        }
    }
    assert_int_equal(taken, index->count);
    assert_true(taken * 5 <= (size_t)index->line_count * 24);
    assert_int_equal((uintptr_t)index->lines % 64, 0);
}

static void an_index_of_zeros_is_empty(void **state) {
    (void)state;
    struct fenrun__index index = {0};
    struct fenrun__index_cursor cursor;
    assert_int_equal(fenrun__index_first(&index, 5, &cursor), FENRUN__NONE);
    fenrun__index_prefetch(&index, 5);
    fenrun__index_clear(&index);
    struct fenrun__memory memory;
    fenrun__memory_init(&memory, NULL);
    assert_true(fenrun__index_reserve(&index, &memory, 0));
    assert_int_equal(memory.bytes, 0);
    fenrun__index_free(&index, &memory);
}

static void every_value_is_found_while_the_index_grows(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__index index = {0};
    fenrun__memory_init(&memory, NULL);
    uint32_t lines = 0, growths = 0;
    for (uint32_t i = 0; i < 20000; i++) {
        uint64_t hash = fenrun__hash_id(99, i);
        assert_true(fenrun__index_reserve(&index, &memory, i + 1));
        if (index.line_count != lines) {
            lines = index.line_count;
            growths++;
            check_lines(&index);
            for (uint32_t j = 0; j < i; j++) {
                uint32_t values[OFFERS_MAX];
                size_t count = offers_of(&index, fenrun__hash_id(99, j), values);
                size_t hits = 0;
                for (size_t k = 0; k < count; k++) hits += values[k] == j;
                assert_int_equal(hits, 1);
            }
        }
        fenrun__index_add(&index, hash, i);
        fenrun__index_prefetch(&index, hash);
        if (i >= 1000) {
            uint64_t bytes = memory.bytes / (i + 1);
            assert_in_range(bytes, 13, 21);
        }
    }
    assert_in_range(growths, 15, 40); /* by half each time */
    check_lines(&index);
    uint32_t none[OFFERS_MAX], false_offers = 0;
    for (uint32_t i = 20000; i < 40000; i++) {
        false_offers += (uint32_t)offers_of(&index, fenrun__hash_id(99, i), none);
    }
    assert_in_range(false_offers, 0, 5); /* 20000 * 20000 / 2^32 is 0.09 */
    fenrun__index_free(&index, &memory);
    assert_int_equal(memory.bytes, 0);
}

static void values_whose_marks_are_equal_are_all_offered(void **state) {
    (void)state;
    /* The upper half is the mark, the lower does not count; 0 is taken for 1. */
    static const struct {
        uint64_t asked;
        uint64_t added;
        bool offered;
    } cases[] = {
        {UINT64_C(0x8000000100000000), UINT64_C(0x80000001ffffffff), true},
        {UINT64_C(0x8000000100000000), UINT64_C(0x8000000200000000), false},
        {UINT64_C(0x0000000000000007), UINT64_C(0x0000000100000009), true},
        {UINT64_C(0x0000000000000007), UINT64_C(0x0000000200000007), false},
        {UINT64_C(0xffffffff00000000), UINT64_C(0xffffffff00000001), true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fenrun__memory memory;
        struct fenrun__index index = {0};
        uint32_t values[OFFERS_MAX];
        fenrun__memory_init(&memory, NULL);
        assert_true(fenrun__index_reserve(&index, &memory, 2));
        fenrun__index_add(&index, cases[i].asked, 10);
        fenrun__index_add(&index, cases[i].added, 11);
        size_t count = offers_of(&index, cases[i].asked, values);
        assert_int_equal(count, cases[i].offered ? 2 : 1);
        assert_int_equal(values[0], 10);
        fenrun__index_free(&index, &memory);
    }
}

static void a_full_line_goes_on_in_the_next_and_after_the_last_in_the_first(void **state) {
    (void)state;
    static const uint32_t marks[] = {1, UINT32_C(0x7fffffff), UINT32_MAX};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        struct fenrun__memory memory;
        struct fenrun__index index = {0};
        uint32_t values[OFFERS_MAX];
        fenrun__memory_init(&memory, NULL);
        assert_true(fenrun__index_reserve(&index, &memory, 60));
        uint32_t first = fenrun__index_line_of(&index, marks[i]);
        for (uint32_t value = 0; value < 20; value++) add(&index, &memory, marks[i], value);
        uint32_t third = (first + 2) % index.line_count;
        assert_int_equal(index.lines[third].marks[3], marks[i]);
        assert_int_equal(index.lines[third].marks[4], 0);
        assert_int_equal(third < first, marks[i] == UINT32_MAX);
        assert_int_equal(offers_of(&index, hash_of_mark(marks[i]), values), 20);
        /* Another mark of the same full line is found behind it. */
        uint32_t other = marks[i] > 1 ? marks[i] - 1 : 2;
        add(&index, &memory, other, 77);
        assert_int_equal(offers_of(&index, hash_of_mark(other), values), 1);
        assert_int_equal(values[0], 77);
        assert_int_equal(offers_of(&index, hash_of_mark(marks[i]), values), 20);
        for (uint32_t value = 0; value < 20; value++) {
            offers_of(&index, hash_of_mark(marks[i]), values);
            assert_int_equal(values[value], value);
        }
        check_lines(&index);
        fenrun__index_free(&index, &memory);
    }
}

/* Few marks, many values of each: full lines everywhere, and growth that has to carry them. */
static void an_index_offers_what_a_list_would(void **state) {
    (void)state;
    enum { MARKS = 12, VALUES = 600 };
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct random_source random = {seed};
        struct fenrun__memory memory;
        struct fenrun__index index = {0};
        uint32_t marks[MARKS], of[VALUES], values[OFFERS_MAX];
        fenrun__memory_init(&memory, NULL);
        for (uint32_t i = 0; i < MARKS; i++) marks[i] = (uint32_t)random_next(&random) | 1;
        marks[0] = UINT32_MAX;
        marks[1] = 1;
        for (uint32_t value = 0; value < VALUES; value++) {
            of[value] = random_below(&random, MARKS);
            add(&index, &memory, marks[of[value]], value);
            if (value % 7) continue;
            for (uint32_t mark = 0; mark < MARKS; mark++) {
                size_t count = offers_of(&index, hash_of_mark(marks[mark]), values), seen = 0;
                for (uint32_t i = 0; i <= value; i++) {
                    if (of[i] != mark) continue;
                    assert_true(seen < count);
                    assert_int_equal(values[seen++], i);
                }
                assert_int_equal(seen, count);
            }
            check_lines(&index);
        }
        fenrun__index_free(&index, &memory);
    }
}

static void every_way_of_comparing_marks_gives_the_same_places(void **state) {
    (void)state;
    static const uint32_t marks[] = {0, 1, 0x7fffffff, 0x80000000, 0xffffffff};
    struct random_source random = {20240301};
    for (uint32_t i = 0; i < 20000; i++) {
        struct fenrun__index_line line = {{0}, {0}};
        uint32_t sought = marks[random_below(&random, 5)], hits = 0;
        for (uint32_t way = 0; way < FENRUN__INDEX_WAYS; way++) {
            line.marks[way] = marks[random_below(&random, 5)];
            line.values[way] = sought;
            if (line.marks[way] == sought) hits |= 1u << way;
        }
        assert_int_equal(fenrun__index_hits(&line, sought), hits);
        assert_int_equal(fenrun__index_hits_plain(&line, sought), hits);
    }
}

static void clearing_keeps_the_room(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__index index = {0};
    uint32_t values[OFFERS_MAX];
    fenrun__memory_init(&memory, NULL);
    for (uint32_t i = 0; i < 100; i++) add(&index, &memory, i + 1, i);
    size_t bytes = memory.bytes;
    fenrun__index_clear(&index);
    assert_int_equal(index.count, 0);
    assert_int_equal(offers_of(&index, hash_of_mark(50), values), 0);
    for (uint32_t i = 0; i < 100; i++) add(&index, &memory, i + 1, i);
    assert_int_equal(memory.bytes, bytes);
    assert_int_equal(offers_of(&index, hash_of_mark(50), values), 1);
    fenrun__index_free(&index, &memory);
}

static void an_index_that_cannot_grow_is_as_it_was(void **state) {
    (void)state;
    size_t left = 1;
    const fenrun_allocator allocator = {scarce_give, &left};
    struct fenrun__memory memory;
    struct fenrun__index index = {0};
    uint32_t values[OFFERS_MAX];
    fenrun__memory_init(&memory, &allocator);
    add(&index, &memory, 9, 1);
    size_t bytes = memory.bytes;
    assert_false(fenrun__index_reserve(&index, &memory, 1000));
    assert_false(fenrun__index_reserve(&index, &memory, UINT32_MAX));
    assert_true(fenrun__index_reserve(&index, &memory, 4)); /* one line has room for four */
    assert_false(fenrun__index_reserve(&index, &memory, 5));
    assert_int_equal(offers_of(&index, hash_of_mark(9), values), 1);
    assert_int_equal(memory.bytes, bytes);
    fenrun__index_free(&index, &memory);
    assert_int_equal(memory.bytes, 0);
}

/* Lines that came as bytes: each thing that is promised of them, broken by itself. */
static void lines_that_promise_nothing_are_noticed(void **state) {
    struct fenrun__memory memory;
    struct fenrun__index index = {0}, adopted;
    (void)state;
    fenrun__memory_init(&memory, NULL);
    assert_true(fenrun__index_is_sound(&index, 0));
    assert_true(fenrun__index_reserve(&index, &memory, 100));
    for (uint32_t i = 0; i < 100; i++) {
        fenrun__index_add(&index, fenrun__hash_id(1, i), i);
    }
    assert_true(fenrun__index_is_sound(&index, 100));
    fenrun__index_adopt(&adopted, index.lines, index.line_count, index.count);
    assert_true(fenrun__index_is_sound(&adopted, 100));

    assert_false(fenrun__index_is_sound(&index, 99));
    adopted.count++;
    assert_false(fenrun__index_is_sound(&adopted, 100));
    adopted.count = UINT32_MAX; /* more than there is room for: a search might not end */
    assert_false(fenrun__index_is_sound(&adopted, 100));
    adopted.count = 100;
    struct fenrun__index_line *line = index.lines;
    while (line->marks[1] == 0) line++;
    uint32_t mark = line->marks[0];
    line->marks[0] = 0; /* it no longer fills from the left */
    assert_false(fenrun__index_is_sound(&adopted, 100));
    /* A search begins half of the lines away, and does not come here. */
    line->marks[0] = mark ^ UINT32_C(0x80000000);
    assert_false(fenrun__index_is_sound(&adopted, 100));
    line->marks[0] = mark;
    assert_true(fenrun__index_is_sound(&adopted, 100));
    while (line->marks[FENRUN__INDEX_WAYS - 1] != 0) line++;
    line->values[FENRUN__INDEX_WAYS - 1] = 100; /* an empty place, which a guess would use */
    assert_false(fenrun__index_is_sound(&adopted, 100));
    fenrun__index_free(&index, &memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_index_of_zeros_is_empty),
        cmocka_unit_test(every_value_is_found_while_the_index_grows),
        cmocka_unit_test(values_whose_marks_are_equal_are_all_offered),
        cmocka_unit_test(a_full_line_goes_on_in_the_next_and_after_the_last_in_the_first),
        cmocka_unit_test(an_index_offers_what_a_list_would),
        cmocka_unit_test(every_way_of_comparing_marks_gives_the_same_places),
        cmocka_unit_test(clearing_keeps_the_room),
        cmocka_unit_test(an_index_that_cannot_grow_is_as_it_was),
        cmocka_unit_test(lines_that_promise_nothing_are_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
