/* Tree image: a tree is lent and adopted, and goes on where its tables are. */
#include "tree/tree_image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct fenrun__measure_column columns[] = {
    {.tiers = UINT64_MAX, .scope = FENRUN__MEASURE_OWN, .basis = FENRUN__NONE},
    {.tiers = UINT64_MAX, .scope = FENRUN__MEASURE_TEAM, .basis = 0}};

static void join(struct fenrun__tree *tree, uint64_t id, uint32_t inviter) {
    assert_int_equal(fenrun__tree_reserve(tree, 1, 1, 1), FENRUN_OK);
    fenrun__tree_join(tree, id, inviter, 5);
    tree->at = 5;
}

static void a_tree_is_adopted_where_it_lies(void **state) {
    struct fenrun__tree tree, adopted;
    struct fenrun__tree_state lent;
    struct fenrun__segment segments[FENRUN__TREE_SEGMENTS];
    (void)state;
    assert_int_equal(fenrun__tree_init(&tree, NULL, 7, 1, columns, 2), FENRUN_OK);
    assert_int_equal(fenrun__tree_init(&adopted, NULL, 0, 1, columns, 2), FENRUN_OK);
    join(&tree, 10, FENRUN__NONE);
    join(&tree, 20, 0);
    fenrun__measure_add(&tree, 1, 0, 100);
    fenrun__tree_lend(&tree, &lent, segments);
    assert_int_equal(segments[FENRUN__TREE_ROWS].count, 2);
    assert_int_equal(segments[FENRUN__TREE_VALUES].row_size, 16);

    assert_true(fenrun__tree_adopt(&adopted, segments));
    assert_ptr_equal(adopted.rows, tree.rows);
    assert_int_equal(adopted.seed, 7);
    assert_int_equal(adopted.at, 5);
    assert_int_equal(fenrun__tree_find(&adopted, 20), 1);
    assert_int_equal(fenrun__measure_value(&adopted.measure, 0, 1), 100);
    assert_int_equal(adopted.measure.totals[0], 100);

    /* What grows is a copy; what was lent stays. Two rows are borrowed. */
    fenrun__memory_borrow(&adopted.memory, tree.rows, 1);
    size_t bytes = adopted.memory.bytes;
    fenrun__memory_lines_free(&adopted.memory, &adopted.row_room);
    assert_int_equal(adopted.memory.bytes, bytes);
    assert_int_equal(tree.rows[1].id, 20);

    /* Nothing of what was adopted is to be freed but columns and totals. */
    fenrun__memory_free(&adopted.memory, adopted.measure.columns, sizeof columns);
    fenrun__memory_free(&adopted.memory, adopted.measure.totals, 2 * sizeof(int64_t));
    fenrun__tree_free(&tree);
}

static void tables_of_another_kind_are_refused(void **state) {
    struct fenrun__tree tree;
    struct fenrun__tree_state lent;
    struct fenrun__segment segments[FENRUN__TREE_SEGMENTS], changed[FENRUN__TREE_SEGMENTS];
    (void)state;
    assert_int_equal(fenrun__tree_init(&tree, NULL, 7, 1, columns, 2), FENRUN_OK);
    join(&tree, 10, FENRUN__NONE);
    fenrun__tree_lend(&tree, &lent, segments);
    for (uint32_t i = 0; i < FENRUN__TREE_SEGMENTS; i++) {
        memcpy(changed, segments, sizeof changed);
        changed[i].row_size++;
        assert_false(fenrun__tree_adopt(&tree, changed));
    }
    const uint32_t counted[] = {FENRUN__TREE_STATE, FENRUN__TREE_ROWS, FENRUN__TREE_LINKS,
                                FENRUN__TREE_VALUES, FENRUN__TREE_TOTALS};
    for (size_t i = 0; i < sizeof counted / sizeof counted[0]; i++) {
        memcpy(changed, segments, sizeof changed);
        changed[counted[i]].count++;
        assert_false(fenrun__tree_adopt(&tree, changed));
    }
    fenrun__tree_free(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tree_is_adopted_where_it_lies),
        cmocka_unit_test(tables_of_another_kind_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
