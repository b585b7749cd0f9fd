/* Search: many ids at once are found as one by one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tree/search.h"
#include "unit/forest.h"

#define MEMBERS 3000u
#define IDS 2000u

static void ids_are_found_as_one_by_one(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 4; seed++) {
        struct random_source random = {seed};
        struct fenrun__tree tree;
        uint64_t ids[IDS];
        uint32_t numbers[IDS], missing = 0;
        forest_init(&tree, seed, false);
        forest_grow(&tree, FOREST_RANDOM, MEMBERS, 10, &random);
        for (uint32_t i = 0; i < IDS; i++) {
            ids[i] = forest_id(random_below(&random, MEMBERS));
            if (random_one_in(&random, 20)) ids[i] = random_next(&random);
            if (random_one_in(&random, 50)) ids[i] = FENRUN_PLATFORM;
        }
        fenrun__search_find(&tree, ids, IDS, numbers);
        for (uint32_t i = 0; i < IDS; i++) {
            missing += numbers[i] == FENRUN__NONE;
            assert_int_equal(numbers[i], fenrun__tree_find(&tree, ids[i]));
        }
        assert_in_range(missing, 1, IDS / 2);
        fenrun__tree_free(&tree);
    }
}

static void a_guess_is_a_member_and_nearly_always_the_right_one(void **state) {
    (void)state;
    struct random_source random = {1};
    struct fenrun__tree tree;
    uint64_t ids[FENRUN__SEARCH_WIDTH];
    uint32_t numbers[FENRUN__SEARCH_WIDTH], right = 0;
    forest_init(&tree, 5, false);
    forest_grow(&tree, FOREST_RANDOM, MEMBERS, 10, &random);
    for (uint32_t i = 0; i < FENRUN__SEARCH_WIDTH; i++) {
        ids[i] = forest_id(random_below(&random, MEMBERS));
    }
    ids[7] = 1;
    fenrun__search_aim(&tree, ids, FENRUN__SEARCH_WIDTH, numbers);
    fenrun__search_guess(&tree, FENRUN__SEARCH_WIDTH, numbers);
    for (uint32_t i = 0; i < FENRUN__SEARCH_WIDTH; i++) {
        assert_in_range(numbers[i], 0, MEMBERS - 1);
        right += tree.rows[numbers[i]].id == ids[i];
    }
    assert_in_range(right, FENRUN__SEARCH_WIDTH * 8 / 10, FENRUN__SEARCH_WIDTH - 1);
    assert_int_equal(fenrun__search_settle(&tree, ids, FENRUN__SEARCH_WIDTH, numbers), 1);
    assert_int_equal(numbers[7], FENRUN__NONE);
    fenrun__tree_free(&tree);
}

static void in_an_empty_tree_nobody_is_found(void **state) {
    (void)state;
    struct fenrun__tree tree;
    const uint64_t ids[] = {1, 0, UINT64_MAX};
    uint32_t numbers[3] = {0};
    forest_init(&tree, 1, false);
    fenrun__search_find(&tree, ids, 3, numbers);
    for (uint32_t i = 0; i < 3; i++) assert_int_equal(numbers[i], FENRUN__NONE);
    fenrun__tree_free(&tree);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_found_as_one_by_one),
        cmocka_unit_test(a_guess_is_a_member_and_nearly_always_the_right_one),
        cmocka_unit_test(in_an_empty_tree_nobody_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
