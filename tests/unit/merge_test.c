/* Merge: rows of several sources come by instant, then by source, then in their own order. */
#include "cli/merge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define SOURCES 5
#define ROWS 7

/* Merge `sources` of `rows` instants each; what is taken must be `wanted` sources, in order. */
static void expect_sources(const int64_t instants[][3], uint32_t sources, uint32_t rows,
                           const uint32_t *wanted) {
    struct fenrun__merge merge;
    uint32_t next[SOURCES] = {0};
    assert_true(fenrun__merge_init(&merge, sources));
    for (uint32_t i = 0; i < sources; i++) fenrun__merge_offer(&merge, i, instants[i][next[i]++]);
    uint32_t source, taken = 0;
    while (fenrun__merge_take(&merge, &source)) {
        assert_int_equal(source, wanted[taken++]);
        if (next[source] == rows) continue;
        fenrun__merge_offer(&merge, source, instants[source][next[source]++]);
    }
    assert_int_equal(taken, sources * rows);
    fenrun__merge_free(&merge);
}

static void the_earliest_row_comes_first(void **state) {
    (void)state;
    static const int64_t instants[][3] = {{10, 40, 60}, {20, 30, 50}};
    static const uint32_t wanted[] = {0, 1, 1, 0, 1, 0};
    expect_sources(instants, 2, 3, wanted);
}

static void equal_instants_come_in_the_order_of_the_sources(void **state) {
    (void)state;
    static const int64_t instants[][3] = {{10, 10, 20}, {10, 20, 20}, {INT64_MIN, 10, INT64_MAX}};
    static const uint32_t wanted[] = {2, 0, 0, 1, 2, 0, 1, 1, 2};
    expect_sources(instants, 3, 3, wanted);
}

/* The row behind a late head waits for it. */
static void a_source_that_goes_back_is_merged_by_its_head(void **state) {
    (void)state;
    static const int64_t instants[][3] = {{10, 20, 30}, {25, 5, 6}};
    static const uint32_t wanted[] = {0, 0, 1, 1, 1, 0};
    expect_sources(instants, 2, 3, wanted);
}

static void nothing_is_taken_from_nothing(void **state) {
    (void)state;
    struct fenrun__merge merge;
    uint32_t source;
    assert_true(fenrun__merge_init(&merge, 0));
    assert_false(fenrun__merge_take(&merge, &source));
    fenrun__merge_free(&merge);
}

/* Against the slow way: look at all heads. */
static void many_sources_are_merged_as_by_looking_at_all(void **state) {
    (void)state;
    uint64_t random = 1;
    for (int round = 0; round < 1000; round++) {
        struct fenrun__merge merge;
        int64_t instants[SOURCES][ROWS];
        uint32_t next[SOURCES] = {0};
        assert_true(fenrun__merge_init(&merge, SOURCES));
        for (uint32_t i = 0; i < SOURCES; i++) {
            for (uint32_t k = 0; k < ROWS; k++) {
                random = random * UINT64_C(6364136223846793005) + 1442695040888963407u;
                instants[i][k] = (int64_t)(random >> 61);
            }
            fenrun__merge_offer(&merge, i, instants[i][0]);
        }
        for (uint32_t taken = 0; taken < SOURCES * ROWS; taken++) {
            uint32_t earliest = SOURCES, source;
            for (uint32_t i = 0; i < SOURCES; i++) {
                if (next[i] == ROWS) continue;
                bool first = earliest == SOURCES;
                if (first || instants[i][next[i]] < instants[earliest][next[earliest]])
                    earliest = i;
            }
            assert_true(fenrun__merge_take(&merge, &source));
            assert_int_equal(source, earliest);
            if (++next[source] < ROWS)
                fenrun__merge_offer(&merge, source, instants[source][next[source]]);
        }
        fenrun__merge_free(&merge);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_earliest_row_comes_first),
        cmocka_unit_test(equal_instants_come_in_the_order_of_the_sources),
        cmocka_unit_test(a_source_that_goes_back_is_merged_by_its_head),
        cmocka_unit_test(nothing_is_taken_from_nothing),
        cmocka_unit_test(many_sources_are_merged_as_by_looking_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
