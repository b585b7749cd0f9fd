/* Team: every invariant after random splits, returns, moves and joins, and what a cut costs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "unit/forest.h"

#define SEED 20240301u

/* Steps that a walk over a half of `team`, that below `skip` or the rest, takes: down and up each
   edge, once past `skip`, and the end. Those who lead are not looked at. */
static uint64_t steps_of_half(const struct fenrun__tree *tree, uint32_t team, uint32_t skip,
                              bool below_skip, uint32_t *count) {
    uint64_t steps = 0;
    *count = 0;
    for (uint32_t i = 0; i < tree->count; i++) {
        uint32_t above = i;
        while (above != FENRUN__NONE && above != skip) above = tree->rows[above].inviter;
        bool in_half = (above == skip) == below_skip && tree->rows[i].team == team;
        *count += in_half;
        if (!in_half) continue;
        for (uint32_t child = tree->links[i].first_child; child != FENRUN__NONE;
             child = tree->links[child].next_sibling) {
            if (tree->rows[child].tier < FOREST_LEAD_TIER) steps += child == skip ? 1 : 2;
        }
    }
    return steps + 1;
}

static void a_cut_finds_the_cheaper_half_in_the_steps_of_that_half(void **state) {
    (void)state;
    struct random_source random = {SEED};
    for (int shape = 0; shape < FOREST_SHAPES; shape++) {
        struct fenrun__tree tree;
        forest_init(&tree, 1, false);
        forest_grow(&tree, (enum forest_shape)shape, 120, 0, &random);
        for (int i = 0; i < 12; i++) {
            uint32_t member = random_below(&random, 120);
            forest_set_tier(&tree, member, FOREST_LEAD_TIER, i + 1);
        }
        for (uint32_t member = 0; member < 120; member++) {
            const struct fenrun__tree_row *row = tree.rows + member;
            if (row->inviter == FENRUN__NONE || tree.rows[row->inviter].team != row->team) continue;
            uint32_t lower, upper;
            uint64_t lower_steps = steps_of_half(&tree, row->team, member, true, &lower);
            uint64_t upper_steps = steps_of_half(&tree, row->team, member, false, &upper);
            assert_int_equal(lower + upper, tree.teams[row->team].size);
            struct fenrun__team_cut cut = fenrun__team_plan_cut(&tree, member);
            assert_int_equal(cut.lower, lower_steps <= upper_steps);
            assert_int_equal(cut.count, cut.lower ? lower : upper);
            assert_in_range(cut.count, 1, tree.teams[row->team].size / 2 + 1);
        }
        fenrun__tree_free(&tree);
    }
}

/* `A` with `B` below, who has C and D: the picture of the header. */
static void family(struct fenrun__tree *tree) {
    forest_init(tree, 3, true);
    for (uint32_t i = 0; i < 4; i++) {
        uint32_t inviter = i == 0 ? FENRUN__NONE : i == 1 ? 0 : 1;
        forest_join(tree, i + 1, inviter, 10);
    }
    tree->at = 10;
    forest_set_tier(tree, 0, FOREST_LEAD_TIER, 10);
    forest_check(tree);
}

static void the_smaller_half_gets_the_new_label_whichever_side_it_is_on(void **state) {
    (void)state;
    static const struct {
        uint32_t leader; /* who becomes one */
        uint32_t relabelled[4];
    } cases[] = {
        {1, {1, 0, 0, 0}}, /* {A} leaves {B C D} */
        {2, {0, 0, 1, 0}}, /* {C} leaves {A B D} */
        {3, {0, 0, 0, 1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fenrun__tree tree;
        family(&tree);
        uint32_t old = tree.rows[0].team;
        forest_set_tier(&tree, cases[i].leader, FOREST_LEAD_TIER, 20);
        tree.at = 20;
        forest_check(&tree);
        for (uint32_t member = 0; member < 4; member++) {
            assert_int_equal(tree.rows[member].team != old, cases[i].relabelled[member]);
            /* Whoever kept label and tier has no new row, so questions about it stay O(1). */
            bool touched = cases[i].relabelled[member] || member == cases[i].leader;
            assert_int_equal(tree.rows[member].since, touched ? 20 : 10);
        }
        fenrun__tree_free(&tree);
    }
}

static void detach_merge_and_a_new_leader_are_all_that_a_return_and_a_split_are(void **state) {
    (void)state;
    struct fenrun__tree tree;
    family(&tree);
    uint32_t upper = tree.rows[0].team;
    assert_int_equal(fenrun__tree_reserve(&tree, 0, 2, 20), FENRUN_OK);
    fenrun__team_detach(&tree, 1, fenrun__team_plan_cut(&tree, 1), 20);
    assert_int_not_equal(tree.rows[0].team, tree.rows[1].team);
    assert_int_equal(tree.teams[tree.rows[1].team].leader, FENRUN__NONE);
    assert_int_equal(tree.teams[tree.rows[0].team].leader, 0);
    fenrun__team_set_leader(&tree, tree.rows[1].team, 1, 20);
    assert_int_equal(fenrun__tree_leader(&tree, tree.rows[2].team, 20), 1);
    assert_int_equal(fenrun__tree_leader(&tree, tree.rows[2].team, 19), 0);
    fenrun__team_merge(&tree, tree.rows[1].team, tree.rows[0].team, 30);
    tree.at = 30;
    forest_check(&tree);
    assert_int_equal(tree.team_unused_count, 1);
    assert_int_equal(tree.teams[tree.rows[3].team].size, 4);
    assert_int_equal(tree.rows[3].team, upper); /* the larger piece kept its label throughout */
    fenrun__tree_free(&tree);
}

static void a_label_that_is_used_again_still_answers_for_its_first_team(void **state) {
    (void)state;
    struct fenrun__tree tree;
    family(&tree);
    forest_set_tier(&tree, 2, FOREST_LEAD_TIER, 20);
    uint32_t label = tree.rows[2].team;
    forest_set_tier(&tree, 2, 0, 30); /* unused now */
    assert_int_equal(tree.team_unused, label);
    forest_set_tier(&tree, 3, FOREST_LEAD_TIER, 40);
    assert_int_equal(tree.rows[3].team, label);
    tree.at = 40;
    forest_check(&tree);
    static const struct {
        int64_t at;
        uint32_t leaders[4];
    } past[] = {{10, {0, 0, 0, 0}}, {19, {0, 0, 0, 0}}, {20, {0, 0, 2, 0}}, {29, {0, 0, 2, 0}},
                {30, {0, 0, 0, 0}}, {39, {0, 0, 0, 0}}, {40, {0, 0, 0, 3}}, {99, {0, 0, 0, 3}}};
    for (size_t i = 0; i < sizeof past / sizeof past[0]; i++) {
        for (uint32_t member = 0; member < 4; member++) {
            struct fenrun__tree_view view;
            assert_true(fenrun__tree_view(&tree, member, past[i].at, &view));
            assert_int_equal(fenrun__tree_leader(&tree, view.team, past[i].at),
                             past[i].leaders[member]);
        }
    }
    fenrun__tree_free(&tree);
}

static void every_invariant_holds_after_every_change_of_a_small_tree(void **state) {
    (void)state;
    for (uint64_t seed = SEED; seed < SEED + 15; seed++) {
        for (int shape = 0; shape < FOREST_SHAPES; shape++) {
            struct random_source random = {seed};
            struct fenrun__tree tree;
            forest_init(&tree, seed, true);
            forest_grow(&tree, (enum forest_shape)shape, 2 + random_below(&random, 20), 0, &random);
            if (seed == SEED) print_message("%s: seeds from %u\n", forest_names[shape], SEED);
            int64_t at = 0;
            for (int i = 0; i < 100; i++) {
                at += random_below(&random, 3); /* several changes share an instant */
                forest_change(&tree, at, &random);
                forest_check(&tree);
            }
            fenrun__tree_free(&tree);
        }
    }
}

static void every_invariant_holds_in_a_large_tree_of_any_shape(void **state) {
    (void)state;
    for (int shape = 0; shape < FOREST_SHAPES; shape++) {
        struct random_source random = {SEED};
        struct fenrun__tree tree;
        forest_init(&tree, 77, true);
        forest_grow(&tree, (enum forest_shape)shape, 800, 0, &random);
        forest_check(&tree);
        for (int i = 0; i < 1000; i++) {
            forest_change(&tree, i / 2, &random);
            if (i % 100 == 99) forest_check(&tree);
        }
        fenrun__tree_free(&tree);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cut_finds_the_cheaper_half_in_the_steps_of_that_half),
        cmocka_unit_test(the_smaller_half_gets_the_new_label_whichever_side_it_is_on),
        cmocka_unit_test(detach_merge_and_a_new_leader_are_all_that_a_return_and_a_split_are),
        cmocka_unit_test(a_label_that_is_used_again_still_answers_for_its_first_team),
        cmocka_unit_test(every_invariant_holds_after_every_change_of_a_small_tree),
        cmocka_unit_test(every_invariant_holds_in_a_large_tree_of_any_shape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
