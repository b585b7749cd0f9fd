/* Measure: every sum after every change is what counting from nothing gives, for any columns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/forest.h"

#define SEED 20240304u

static void every_sum_is_what_a_recount_gives_after_any_change_of_any_columns(void **state) {
    (void)state;
    print_message("seeds from %u\n", SEED);
    for (uint64_t seed = SEED; seed < SEED + 120; seed++) {
        struct random_source random = {seed};
        struct fenrun__measure_column columns[FOREST_COLUMNS_MAX];
        struct fenrun__tree tree;
        uint32_t count = forest_columns(columns, &random);
        forest_init_columns(&tree, seed, columns, count);
        forest_grow(&tree, (enum forest_shape)(seed % FOREST_SHAPES),
                    2 + random_below(&random, 20), 0, &random);
        int64_t at = 0;
        for (int i = 0; i < 100; i++) {
            at += random_below(&random, 3);
            forest_change(&tree, at, &random);
            forest_check(&tree); /* adds up in the most obvious way */
        }
        size_t bytes = tree.count * count * sizeof(int64_t);
        int64_t *kept = malloc(bytes);
        assert_non_null(kept);
        memcpy(kept, tree.measure.values, bytes);
        fenrun__measure_recount(&tree);
        assert_memory_equal(kept, tree.measure.values, bytes);
        free(kept);
        fenrun__tree_free(&tree);
    }
}

enum { OWN, TEAM_OWN, TEAM_HEADS, DIRECT_OF_GOLD, OTHER, COLUMNS };

/* The picture of the header: A leads B, whose C and D are in the team, and E, who leads. */
static void family(struct fenrun__tree *tree) {
    static const struct fenrun__measure_column columns[COLUMNS] = {
        [OWN] = {UINT64_MAX, FENRUN__MEASURE_OWN, OWN},
        [TEAM_OWN] = {UINT64_MAX, FENRUN__MEASURE_TEAM, OWN},
        [TEAM_HEADS] = {UINT64_MAX, FENRUN__MEASURE_TEAM, FENRUN__NONE},
        [DIRECT_OF_GOLD] = {1u << FOREST_LEAD_TIER, FENRUN__MEASURE_DIRECT, OWN},
        [OTHER] = {UINT64_MAX, FENRUN__MEASURE_OWN, OTHER},
    };
    static const uint32_t inviters[5] = {FENRUN__NONE, 0, 1, 1, 0};
    static const int64_t own[5] = {0, 0, 20, 50, 90};
    forest_init_columns(tree, 1, columns, COLUMNS);
    for (uint32_t i = 0; i < 5; i++) forest_join(tree, i + 1, inviters[i], 0);
    forest_set_tier(tree, 0, FOREST_LEAD_TIER, 0);
    forest_set_tier(tree, 4, FOREST_LEAD_TIER, 0);
    for (uint32_t i = 0; i < 5; i++) fenrun__measure_add(tree, i, OWN, own[i]);
    tree->at = 0;
    forest_check(tree);
}

static void expect(const struct fenrun__tree *tree, uint32_t member, int64_t team_own,
                   int64_t team_heads, int64_t direct_of_gold) {
    const struct fenrun__measure *measure = &tree->measure;
    assert_int_equal(fenrun__measure_value(measure, member, TEAM_OWN), team_own);
    assert_int_equal(fenrun__measure_value(measure, member, TEAM_HEADS), team_heads);
    assert_int_equal(fenrun__measure_value(measure, member, DIRECT_OF_GOLD), direct_of_gold);
}

static void t18_a_departed_team_counts_for_its_old_leader_no_more_until_it_returns(void **state) {
    (void)state;
    struct fenrun__tree tree;
    family(&tree);
    expect(&tree, 0, 70, 3, 90);
    expect(&tree, 1, 70, 2, 0);
    forest_set_tier(&tree, 1, FOREST_LEAD_TIER, 10);
    expect(&tree, 0, 0, 0, 90);
    expect(&tree, 1, 70, 2, 0);
    forest_set_tier(&tree, 4, 0, 20);
    expect(&tree, 0, 90, 1, 0);
    fenrun__measure_add(&tree, 4, OWN, -40);
    expect(&tree, 0, 50, 1, 0);
    forest_move(&tree, 1, 4, 30); /* it leads: nothing of its team moves along */
    expect(&tree, 0, 50, 1, 0);
    forest_set_tier(&tree, 1, 1, 40);
    expect(&tree, 0, 120, 4, 0);
    expect(&tree, 4, 70, 3, 0);
    tree.at = 40;
    forest_check(&tree);
    fenrun__tree_free(&tree);
}

static void what_is_cleared_is_0_for_everybody_with_its_sums(void **state) {
    (void)state;
    struct fenrun__tree tree;
    family(&tree);
    for (uint32_t i = 0; i < 5; i++) fenrun__measure_add(&tree, i, OTHER, 7);
    assert_int_equal(tree.measure.totals[OWN], 160);
    assert_int_equal(tree.measure.totals[OTHER], 35);
    fenrun__measure_clear(&tree, UINT64_C(1) << OWN);
    forest_check(&tree);
    assert_int_equal(tree.measure.totals[OWN], 0);
    assert_int_equal(tree.measure.totals[OTHER], 35);
    expect(&tree, 0, 0, 3, 0);
    fenrun__measure_clear(&tree, UINT64_C(1) << OTHER);
    assert_int_equal(fenrun__measure_value(&tree.measure, 4, OTHER), 0);
    fenrun__measure_clear(&tree, 0);
    expect(&tree, 0, 0, 3, 0);
    forest_check(&tree);
    fenrun__tree_free(&tree);
}

static void totals_say_whether_more_fits_64_bits(void **state) {
    (void)state;
    struct fenrun__tree tree;
    family(&tree);
    const struct fenrun__measure *measure = &tree.measure;
    assert_true(fenrun__measure_fits(measure, OWN, INT64_MAX - 160));
    assert_false(fenrun__measure_fits(measure, OWN, INT64_MAX - 159));
    assert_true(fenrun__measure_fits(measure, OTHER, INT64_MAX));
    fenrun__measure_add(&tree, 2, OWN, INT64_MAX - 160);
    assert_true(fenrun__measure_fits(measure, OWN, 0));
    assert_true(fenrun__measure_fits(measure, OWN, -160));
    assert_false(fenrun__measure_fits(measure, OWN, 1));
    expect(&tree, 0, INT64_MAX - 90, 3, 90);
    forest_set_tier(&tree, 4, 1, 10);
    expect(&tree, 0, INT64_MAX, 4, 0);
    fenrun__tree_free(&tree);
}

static void columns_are_copied_and_are_64_at_most(void **state) {
    (void)state;
    struct fenrun__measure_column columns[FENRUN__MEASURE_COLUMNS_MAX + 1] = {{0}};
    struct fenrun__tree tree;
    for (uint32_t i = 0; i <= FENRUN__MEASURE_COLUMNS_MAX; i++) {
        columns[i] = (struct fenrun__measure_column){
            .tiers = UINT64_MAX, .scope = i == 0 ? 0 : 1 + i % 3, .basis = 0};
    }
    assert_int_equal(fenrun__tree_init(&tree, NULL, 1, FOREST_LEAD_TIER, columns,
                                       FENRUN__MEASURE_COLUMNS_MAX + 1),
                     FENRUN_ERROR_INTERNAL);
    assert_int_equal(tree.memory.bytes, 0);
    forest_init_columns(&tree, 1, columns, FENRUN__MEASURE_COLUMNS_MAX);
    memset(columns, 0xff, sizeof columns);
    struct random_source random = {SEED};
    forest_grow(&tree, FOREST_RANDOM, 30, 0, &random);
    for (int64_t at = 0; at < 60; at++) forest_change(&tree, at, &random);
    forest_check(&tree);
    fenrun__tree_free(&tree);
}

static void a_tree_without_columns_takes_no_memory_for_them(void **state) {
    (void)state;
    struct fenrun__tree tree;
    struct random_source random = {SEED};
    forest_init(&tree, 1, false);
    forest_grow(&tree, FOREST_RANDOM, 30, 0, &random);
    assert_null(tree.measure.values);
    assert_null(tree.measure.columns);
    fenrun__measure_recount(&tree);
    fenrun__measure_clear(&tree, UINT64_MAX);
    forest_check(&tree);
    fenrun__tree_free(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sum_is_what_a_recount_gives_after_any_change_of_any_columns),
        cmocka_unit_test(t18_a_departed_team_counts_for_its_old_leader_no_more_until_it_returns),
        cmocka_unit_test(what_is_cleared_is_0_for_everybody_with_its_sums),
        cmocka_unit_test(totals_say_whether_more_fits_64_bits),
        cmocka_unit_test(columns_are_copied_and_are_64_at_most),
        cmocka_unit_test(a_tree_without_columns_takes_no_memory_for_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
