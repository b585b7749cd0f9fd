/* Tree: loading, questions as of any instant, changes of every kind, and what promotions cost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/forest.h"
#include "unit/scarce.h"

#define SEED 20240302u

static void expect(const struct fenrun__tree *tree, uint64_t id, int64_t at, uint64_t inviter,
                   uint64_t leader, uint32_t tier) {
    struct fenrun__tree_view view;
    uint32_t member = fenrun__tree_find(tree, id);
    assert_int_not_equal(member, FENRUN__NONE);
    assert_true(fenrun__tree_view(tree, member, at, &view));
    uint64_t found = view.inviter == FENRUN__NONE ? 0 : tree->rows[view.inviter].id;
    assert_int_equal(found, inviter);
    uint32_t led_by = fenrun__tree_leader(tree, view.team, at);
    assert_int_equal(led_by == FENRUN__NONE ? 0 : tree->rows[led_by].id, leader);
    assert_int_equal(view.tier, tier);
}

static void members_load_in_any_order(void **state) {
    (void)state;
    static const fenrun_member members[] = {
        {.id = 5, .inviter = 4, .at = 50, .tier = 0}, {.id = 1, .at = 10, .tier = 3},
        {.id = 4, .inviter = 2, .at = 40, .tier = 2}, {.id = 2, .inviter = 1, .at = 20},
        {.id = 3, .inviter = 1, .at = 20, .tier = 1}, {.id = 6, .at = FENRUN_TIME_MIN},
    };
    fenrun_member shuffled[6];
    struct random_source random = {SEED};
    for (int round = 0; round < 50; round++) {
        struct fenrun__tree tree;
        forest_init(&tree, (uint64_t)round, true);
        for (uint32_t i = 0; i < 6; i++) {
            uint32_t place = random_below(&random, i + 1);
            shuffled[i] = shuffled[place];
            shuffled[place] = members[i];
        }
        assert_int_equal(
            fenrun__tree_load(&tree, shuffled, 6, FOREST_TIERS, FOREST_LABELS, NULL), FENRUN_OK);
        forest_check(&tree);
        assert_int_equal(tree.at, 50);
        assert_int_equal(tree.versions.count, 0);
        expect(&tree, 5, 50, 4, 4, 0);
        expect(&tree, 4, 50, 2, 4, 2);
        expect(&tree, 3, 20, 1, 1, 1);
        expect(&tree, 6, FENRUN_TIME_MIN, 0, 0, 0);
        struct fenrun__tree_view view;
        assert_false(fenrun__tree_view(&tree, fenrun__tree_find(&tree, 5), 49, &view));
        assert_int_equal(fenrun__tree_find(&tree, 7), FENRUN__NONE);
        fenrun__tree_free(&tree);
    }
}

static void what_is_wrong_with_a_load_leaves_the_tree_empty_and_usable(void **state) {
    (void)state;
    static const struct {
        fenrun_member bad; /* in place of member 3 of a chain 1-2-3-4 */
        int32_t code;
        uint64_t item;
        const char *message;
    } cases[] = {
        {{.id = 0}, FENRUN_ERROR_ARGUMENT, 0, "members[2]: the id 0 is the platform's"},
        {{.id = 3, .inviter = 2, .leader = 1},
         FENRUN_ERROR_ARGUMENT,
         3,
         "members[2]: leader must be 0"},
        {{.id = 3, .inviter = 2, .labels = 7u | 1u << FOREST_LABELS},
         FENRUN_ERROR_ARGUMENT,
         3,
         "member 3: label 3 is not one of the 3"},
        {{.id = 3, .inviter = 2, .labels = 1u << 31},
         FENRUN_ERROR_ARGUMENT,
         3,
         "member 3: label 31 is not one of the 3"},
        {{.id = 3, .inviter = 2, .at = FENRUN_TIME_MAX + 1},
         FENRUN_ERROR_ARGUMENT,
         3,
         "member 3: at 253402300800 is after FENRUN_TIME_MAX: seconds, not milliseconds"},
        {{.id = 3, .inviter = 9}, FENRUN_ERROR_MEMBER_UNKNOWN, 3,
         "member 3: its inviter 9 is not a member"},
        {{.id = 2, .inviter = 1}, FENRUN_ERROR_MEMBER_EXISTS, 2, "member 2 is there twice"},
        {{.id = 3, .inviter = 2, .at = -1}, FENRUN_ERROR_NOT_JOINED, 3,
         "member 3: its inviter 2 joined later"},
        {{.id = 3, .inviter = 3}, FENRUN_ERROR_CYCLE, 3,
         "member 3 is among those above itself"},
        {{.id = 3, .inviter = 4}, FENRUN_ERROR_CYCLE, 4, NULL},
        {{.id = 3, .inviter = 2, .tier = FOREST_TIERS}, FENRUN_ERROR_TIER, 3,
         "member 3: tier 4 is not one of the 4"},
    };
    /* Even an empty tree has a latest instant once a period was closed. */
    static const int64_t instants[] = {FENRUN_TIME_MIN, 1000};
    struct fenrun__tree tree;
    forest_init(&tree, 1, true);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fenrun_member members[] = {
            {.id = 1, .tier = 2}, {.id = 2, .inviter = 1}, cases[i].bad, {.id = 4, .inviter = 3}};
        fenrun_error error;
        tree.at = instants[i / 2 % 2];
        assert_int_equal(fenrun__tree_load(&tree, members, 4, FOREST_TIERS, FOREST_LABELS, &error),
                         cases[i].code);
        assert_int_equal(error.code, cases[i].code);
        if (cases[i].code == FENRUN_ERROR_CYCLE) {
            assert_true(error.item == 3 || error.item == cases[i].item); /* one of the ring */
        } else {
            assert_int_equal(error.item, cases[i].item);
        }
        if (cases[i].message) assert_string_equal(error.message, cases[i].message);
        assert_int_equal(tree.count, 0);
        assert_int_equal(tree.at, instants[i / 2 % 2]);
        assert_int_equal(fenrun__tree_find(&tree, 1), FENRUN__NONE);
        forest_check(&tree);
        /* Every other tree goes on to the next refusal; the rest load what is right. */
        members[2] = (fenrun_member){.id = 3, .inviter = 2};
        if (i % 2) continue;
        assert_int_equal(
            fenrun__tree_load(&tree, members, 4, FOREST_TIERS, FOREST_LABELS, &error), FENRUN_OK);
        forest_check(&tree);
        expect(&tree, 4, 0, 3, 1, 0);
        fenrun__tree_free(&tree);
        forest_init(&tree, i, true);
    }
    fenrun__tree_free(&tree);
}

static void a_loaded_tree_is_the_tree_that_grew_to_it(void **state) {
    (void)state;
    for (int shape = 0; shape < FOREST_SHAPES; shape++) {
        struct random_source random = {SEED};
        struct fenrun__tree grown, loaded;
        fenrun_member members[300];
        forest_init(&grown, 1, true);
        forest_init(&loaded, 2, true);
        forest_grow(&grown, (enum forest_shape)shape, 300, 0, &random);
        for (uint32_t i = 0; i < 100; i++) {
            uint32_t member = random_below(&random, 300);
            forest_set_tier(&grown, member, random_below(&random, FOREST_TIERS), i);
            grown.rows[member].labels = (uint16_t)random_below(&random, 1u << FOREST_LABELS);
        }
        for (uint32_t i = 0; i < 300; i++) {
            const struct fenrun__tree_row *row = grown.rows + i;
            members[299 - i] = (fenrun_member){
                .id = row->id,
                .inviter = row->inviter == FENRUN__NONE ? 0 : grown.rows[row->inviter].id,
                .tier = row->tier,
                .labels = row->labels};
        }
        assert_int_equal(
            fenrun__tree_load(&loaded, members, 300, FOREST_TIERS, FOREST_LABELS, NULL),
            FENRUN_OK);
        forest_check(&loaded);
        for (uint32_t i = 0; i < 300; i++) {
            const struct fenrun__tree_row *row = loaded.rows + i;
            uint32_t same = fenrun__tree_find(&grown, row->id);
            for (uint32_t column = 0; column < FOREST_COLUMNS; column++) {
                assert_int_equal(fenrun__measure_value(&loaded.measure, i, column),
                                 fenrun__measure_value(&grown.measure, same, column));
            }
            assert_int_equal(row->labels, grown.rows[same].labels);
            assert_int_equal(loaded.teams[row->team].size,
                             grown.teams[grown.rows[same].team].size);
        }
        fenrun__tree_free(&grown);
        fenrun__tree_free(&loaded);
    }
}

/* What everyone was at one instant, written down in full. */
struct snapshot {
    int64_t at;
    uint32_t count;
    uint32_t inviters[64];
    uint32_t tiers[64];
    uint32_t leaders[64];
    uint32_t labels[64];
};

static void take_snapshot(const struct fenrun__tree *tree, int64_t at, struct snapshot *snapshot) {
    snapshot->at = at;
    snapshot->count = (uint32_t)tree->count;
    for (uint32_t i = 0; i < tree->count; i++) {
        uint32_t root = forest_root(tree, i);
        bool led = tree->rows[root].tier >= FOREST_LEAD_TIER;
        snapshot->inviters[i] = tree->rows[i].inviter;
        snapshot->tiers[i] = tree->rows[i].tier;
        snapshot->labels[i] = tree->rows[i].labels;
        snapshot->leaders[i] = led ? root : FENRUN__NONE;
    }
}

static void compare_snapshot(const struct fenrun__tree *tree, const struct snapshot *snapshot,
                             int64_t at) {
    for (uint32_t i = 0; i < tree->count; i++) {
        struct fenrun__tree_view view;
        bool joined = fenrun__tree_view(tree, i, at, &view);
        assert_int_equal(joined, i < snapshot->count);
        if (!joined) continue;
        assert_int_equal(view.inviter, snapshot->inviters[i]);
        assert_int_equal(view.tier, snapshot->tiers[i]);
        assert_int_equal(view.labels, snapshot->labels[i]);
        assert_int_equal(fenrun__tree_leader(tree, view.team, at), snapshot->leaders[i]);
    }
}

static void t08_every_question_is_answered_as_of_its_instant(void **state) {
    (void)state;
    enum { INSTANTS = 120 };
    struct snapshot *past = calloc(INSTANTS, sizeof *past);
    assert_non_null(past);
    for (uint64_t seed = SEED; seed < SEED + 25; seed++) {
        struct random_source random = {seed};
        struct fenrun__tree tree;
        enum forest_shape shape = (enum forest_shape)(seed % FOREST_SHAPES);
        forest_init(&tree, seed, seed % 2);
        forest_grow(&tree, shape, 5 + random_below(&random, 10), 0, &random);
        take_snapshot(&tree, 0, past);
        for (uint32_t i = 1; i < INSTANTS; i++) {
            int64_t at = past[i - 1].at + 1 + random_below(&random, 4);
            /* Several changes at one instant: only what they come to can be asked for. */
            uint32_t changes = 1 + random_below(&random, 3);
            while (changes-- > 0 && tree.count < 60) forest_change(&tree, at, &random);
            take_snapshot(&tree, at, past + i);
        }
        for (uint32_t i = 0; i < INSTANTS; i++) {
            compare_snapshot(&tree, past + i, past[i].at);
            int64_t next = i + 1 < INSTANTS ? past[i + 1].at : INT64_MAX;
            compare_snapshot(&tree, past + i, next - 1);
        }
        struct snapshot before = {.count = 0};
        compare_snapshot(&tree, &before, -1);
        fenrun__tree_free(&tree);
    }
    free(past);
}

static void t10_changes_at_one_instant_leave_one_version(void **state) {
    (void)state;
    struct fenrun__tree tree;
    forest_init(&tree, 1, true);
    forest_join(&tree, 1, FENRUN__NONE, 10);
    forest_join(&tree, 2, 0, 10);
    forest_set_tier(&tree, 0, 3, 10);
    assert_int_equal(tree.versions.count, 0); /* a join and what follows at its instant are one */
    for (uint32_t i = 0; i < 10; i++) {
        forest_set_tier(&tree, 1, i % 2 ? 0 : 2, 20);
        tree.at = 20;
        forest_check(&tree);
    }
    /* Member 2's row of instant 10, and two labels' leaders at most. */
    assert_in_range(tree.versions.count, 1, 3);
    expect(&tree, 2, 20, 1, 1, 0);
    expect(&tree, 2, 19, 1, 1, 0);
    size_t versions = tree.versions.count;
    forest_set_tier(&tree, 1, 0, 30);      /* the tier that it has */
    forest_move(&tree, 1, 0, 30);          /* the inviter that it has */
    forest_move(&tree, 0, FENRUN__NONE, 30);
    assert_int_equal(tree.versions.count, versions);
    fenrun__tree_free(&tree);
}

static void a_move_at_the_instant_of_the_join_keeps_who_invited(void **state) {
    (void)state;
    struct fenrun__tree tree;
    uint32_t inviter;
    forest_init(&tree, 1, true);
    for (uint64_t id = 1; id <= 3; id++) forest_join(&tree, id, FENRUN__NONE, 10);
    forest_join(&tree, 4, 0, 10);
    forest_move(&tree, 3, 1, 10);
    forest_move(&tree, 3, 2, 10);
    tree.at = 10;
    forest_check(&tree);
    assert_int_equal(fenrun__tree_joined(&tree, 3, &inviter), 10);
    assert_int_equal(inviter, 0);
    expect(&tree, 4, 10, 3, 0, 0);
    forest_move(&tree, 3, FENRUN__NONE, 20);
    tree.at = 20;
    forest_check(&tree);
    assert_int_equal(fenrun__tree_joined(&tree, 3, &inviter), 10);
    assert_int_equal(inviter, 0);
    expect(&tree, 4, 19, 3, 0, 0);
    expect(&tree, 4, 20, 0, 0, 0);
    /* However far away: no jump goes past what held from that instant on, to the join itself. */
    for (int64_t at = 21; at < 200; at++) {
        forest_set_tier(&tree, 3, (uint32_t)at % 2, at);
        tree.at = at;
        expect(&tree, 4, 10, 3, 0, 0);
        expect(&tree, 4, 20, 0, 0, 0);
    }
    forest_check(&tree);
    fenrun__tree_free(&tree);
}

static uint32_t top_of(const struct fenrun__tree *tree, uint32_t member) {
    while (tree->rows[member].inviter != FENRUN__NONE) member = tree->rows[member].inviter;
    return member;
}

static void t13_above_is_asked_over_whole_teams(void **state) {
    (void)state;
    struct random_source random = {SEED};
    for (int shape = 0; shape < FOREST_SHAPES; shape++) {
        struct fenrun__tree tree;
        forest_init(&tree, 1, false);
        forest_grow(&tree, (enum forest_shape)shape, 80, 0, &random);
        for (uint32_t i = 0; i < 60; i++) forest_change(&tree, i, &random);
        uint32_t count = (uint32_t)tree.count;
        for (uint32_t member = 0; member < count; member++) {
            for (uint32_t other = 0; other < count; other++) {
                uint32_t above = other;
                while (above != FENRUN__NONE && above != member) above = tree.rows[above].inviter;
                assert_int_equal(fenrun__tree_is_above(&tree, member, other), above == member);
                uint32_t meeting = fenrun__tree_meeting(&tree, member, other);
                if (meeting == FENRUN__NONE) {
                    assert_int_not_equal(top_of(&tree, member), top_of(&tree, other));
                    continue;
                }
                assert_true(fenrun__tree_is_above(&tree, meeting, member));
                assert_true(fenrun__tree_is_above(&tree, meeting, other));
                for (uint32_t child = tree.links[meeting].first_child; child != FENRUN__NONE;
                     child = tree.links[child].next_sibling) {
                    assert_false(fenrun__tree_is_above(&tree, child, member) &&
                                 fenrun__tree_is_above(&tree, child, other));
                }
            }
        }
        fenrun__tree_free(&tree);
    }
}

static void a_split_appends_no_more_than_its_cost_said(void **state) {
    (void)state;
    struct random_source random = {SEED};
    for (int shape = 0; shape < FOREST_SHAPES; shape++) {
        struct fenrun__tree tree;
        forest_init(&tree, 1, true);
        forest_grow(&tree, (enum forest_shape)shape, 300, 0, &random);
        for (int64_t at = 1; at < 400; at++) {
            uint32_t member = random_below(&random, (uint32_t)tree.count);
            if (tree.rows[member].tier >= FOREST_LEAD_TIER) continue;
            uint64_t cost = fenrun__tree_split_cost(&tree, member, (uint64_t)at % 2);
            size_t before = tree.versions.count;
            if (at % 2) { /* as a newcomer's join may make it */
                forest_join(&tree, forest_id((uint32_t)tree.count), member, at);
            }
            forest_set_tier(&tree, member, 2 + random_below(&random, 2), at);
            tree.at = at;
            assert_true(tree.versions.count - before <= cost);
        }
        forest_check(&tree);
        fenrun__tree_free(&tree);
    }
}

/* n members promoted one after the other: each is relabelled log2 n times at most, and each split
   touches the member and two labels besides. */
static void promoting_a_chain_costs_n_log_n_in_any_order(void **state) {
    (void)state;
    enum { COUNT = 20000, LOG2 = 15 };
    static const char *const names[] = {"from the top", "from the bottom", "in random order"};
    uint32_t *order = malloc(COUNT * sizeof *order);
    assert_non_null(order);
    for (uint32_t kind = 0; kind < 3; kind++) {
        struct random_source random = {SEED};
        struct fenrun__tree tree;
        forest_init(&tree, 1, false);
        forest_grow(&tree, FOREST_CHAIN, COUNT, 0, &random);
        for (uint32_t i = 0; i < COUNT; i++) order[i] = kind == 1 ? COUNT - 1 - i : i;
        for (uint32_t i = COUNT - 1; kind == 2 && i > 0; i--) {
            uint32_t place = random_below(&random, i + 1), swapped = order[place];
            order[place] = order[i];
            order[i] = swapped;
        }
        for (uint32_t i = 0; i < COUNT; i++) {
            forest_set_tier(&tree, order[i], FOREST_LEAD_TIER, i + 1);
        }
        print_message("chain of %d promoted %s: %zu versions, %zu labels\n", COUNT, names[kind],
                      tree.versions.count, tree.team_count);
        assert_true(tree.versions.count <= (size_t)COUNT * LOG2 / 2 + 3 * (size_t)COUNT);
        if (kind < 2) assert_true(tree.versions.count <= 4 * (size_t)COUNT);
        assert_int_equal(tree.team_count, COUNT);
        for (uint32_t i = 0; i < COUNT; i += 97) {
            struct fenrun__tree_view view;
            assert_true(fenrun__tree_view(&tree, i, COUNT, &view));
            assert_int_equal(fenrun__tree_leader(&tree, view.team, COUNT), i);
            assert_true(fenrun__tree_view(&tree, i, 0, &view));
            assert_int_equal(fenrun__tree_leader(&tree, view.team, 0), FENRUN__NONE);
        }
        fenrun__tree_free(&tree);
    }
    free(order);
}

static void labels_are_used_again(void **state) {
    (void)state;
    struct fenrun__tree tree;
    struct random_source random = {SEED};
    forest_init(&tree, 1, true);
    forest_grow(&tree, FOREST_CHAIN, 50, 0, &random);
    for (int64_t at = 1; at < 2000; at++) {
        uint32_t member = random_below(&random, 50);
        forest_set_tier(&tree, member, at % 2 ? 2 : 0, at);
        assert_true(tree.team_count <= 51);
    }
    tree.at = 2000;
    forest_check(&tree);
    fenrun__tree_free(&tree);
}

/* A chain 0-1-2-3-4-5 led by 0 and 3; all at one instant 3 ceases to lead and 1 begins to. */
static void a_close_appends_history_for_those_alone_whose_leader_tier_or_labels_change(
    void **state) {
    (void)state;
    struct fenrun__tree tree;
    struct random_source random = {SEED};
    forest_init(&tree, 1, true);
    forest_grow(&tree, FOREST_CHAIN, 6, 10, &random);
    forest_set_tier(&tree, 0, 2, 10);
    forest_set_tier(&tree, 3, 3, 10);
    uint16_t tiers[6] = {2, 3, 0, 1, 0, 0}, labels[6] = {4, 0, 0, 0, 0, 0};
    uint32_t team_of_first = tree.rows[0].team;
    uint64_t teams, versions;
    fenrun__tree_close_cost(&tree, tiers, labels, &teams, &versions);
    assert_int_equal(teams, 1);
    assert_int_equal(versions, 6 + 2); /* 0 for its labels, the others for their leader; 2 labels */
    forest_close(&tree, tiers, labels, 20);
    tree.at = 20;
    forest_check(&tree);
    assert_int_equal(tree.rows[0].team, team_of_first);
    assert_int_equal(tree.team_unused_count, 1);
    expect(&tree, tree.rows[5].id, 20, tree.rows[4].id, tree.rows[1].id, 0);
    expect(&tree, tree.rows[5].id, 19, tree.rows[4].id, tree.rows[3].id, 0);
    expect(&tree, tree.rows[2].id, 19, tree.rows[1].id, tree.rows[0].id, 0);
    /* What is so already costs nothing, and a leader's tier its own row only. */
    size_t before = tree.versions.count;
    fenrun__tree_close_cost(&tree, tiers, labels, &teams, &versions);
    assert_int_equal(teams + versions, 0);
    forest_close(&tree, tiers, labels, 30);
    assert_int_equal(tree.versions.count, before);
    tiers[1] = 2;
    forest_close(&tree, tiers, labels, 30);
    assert_int_equal(tree.versions.count, before + 1);
    assert_int_equal(tree.rows[5].since, 20);
    tree.at = 30;
    forest_check(&tree);
    fenrun__tree_free(&tree);
}

/* The same tiers one by one, in any order, come to the same tree. */
static void a_close_is_what_its_changes_one_by_one_would_be(void **state) {
    (void)state;
    enum { COUNT = 120 };
    for (uint64_t seed = SEED; seed < SEED + 40; seed++) {
        struct random_source random = {seed};
        enum forest_shape shape = (enum forest_shape)(seed % FOREST_SHAPES);
        struct fenrun__tree closed, single;
        struct random_source same = random;
        forest_init(&closed, 1, true);
        forest_init(&single, 1, true);
        forest_grow(&closed, shape, COUNT, 0, &random);
        forest_grow(&single, shape, COUNT, 0, &same);
        uint16_t tiers[COUNT], labels[COUNT] = {0};
        for (int64_t at = 1; at < 12; at++) {
            for (uint32_t i = 0; i < COUNT; i++) {
                tiers[i] = closed.rows[i].tier;
                if (random_one_in(&random, 4)) {
                    tiers[i] = (uint16_t)random_below(&random, FOREST_TIERS);
                }
                forest_set_tier(&single, i, tiers[i], at);
            }
            forest_close(&closed, tiers, labels, at);
            closed.at = single.at = at;
            forest_check(&closed);
            assert_memory_equal(closed.measure.values, single.measure.values,
                                COUNT * FOREST_COLUMNS * sizeof(int64_t));
        }
        for (int64_t at = 0; at < 13; at++) {
            for (uint32_t i = 0; i < COUNT; i++) {
                struct fenrun__tree_view one, other;
                assert_true(fenrun__tree_view(&closed, i, at, &one));
                assert_true(fenrun__tree_view(&single, i, at, &other));
                assert_int_equal(one.tier, other.tier);
                assert_int_equal(fenrun__tree_leader(&closed, one.team, at),
                                 fenrun__tree_leader(&single, other.team, at));
            }
        }
        fenrun__tree_free(&closed);
        fenrun__tree_free(&single);
    }
}

static void room_is_made_whole_or_refused(void **state) {
    (void)state;
    size_t left = SIZE_MAX;
    const fenrun_allocator allocator = {scarce_give, &left};
    struct fenrun__tree tree;
    static const struct fenrun__measure_column heads = {
        UINT64_MAX, FENRUN__MEASURE_TEAM, FENRUN__NONE};
    for (size_t i = 0; i < 2; i++) { /* the columns, their totals */
        left = i;
        assert_int_equal(fenrun__tree_init(&tree, &allocator, 1, FOREST_LEAD_TIER, &heads, 1),
                         FENRUN_ERROR_MEMORY);
        assert_int_equal(tree.memory.bytes, 0);
    }
    left = 2;
    assert_int_equal(fenrun__tree_init(&tree, &allocator, 1, FOREST_LEAD_TIER, &heads, 1),
                     FENRUN_OK);
    left = SIZE_MAX;
    assert_int_equal(fenrun__tree_reserve(&tree, UINT64_MAX, 0, 0), FENRUN_ERROR_FULL);
    assert_int_equal(fenrun__tree_reserve(&tree, FENRUN__NONE, 0, 0), FENRUN_ERROR_FULL);
    assert_int_equal(fenrun__tree_reserve(&tree, 0, 0, UINT64_MAX), FENRUN_ERROR_FULL);
    /* Rows, links, columns, labels, index, versions: each in turn has no memory. */
    for (size_t i = 0; i < 6; i++) {
        left = i;
        assert_int_equal(fenrun__tree_reserve(&tree, 5, 5, 5), FENRUN_ERROR_MEMORY);
        fenrun__tree_free(&tree);
        left = 2;
        assert_int_equal(fenrun__tree_init(&tree, &allocator, 1, FOREST_LEAD_TIER, &heads, 1),
                         FENRUN_OK);
    }
    left = 6;
    assert_int_equal(fenrun__tree_reserve(&tree, 4, 5, 5), FENRUN_OK);
    size_t bytes = tree.memory.bytes;
    for (uint64_t id = 1; id <= 4; id++) {
        forest_join(&tree, id, FENRUN__NONE, 1);
    }
    assert_int_equal(fenrun__tree_reserve(&tree, 20, 1, 1), FENRUN_ERROR_MEMORY);
    tree.at = 1;
    assert_int_equal(tree.count, 4);
    assert_int_equal(tree.memory.bytes, bytes);
    forest_check(&tree);
    fenrun__tree_free(&tree);
    assert_int_equal(tree.memory.bytes, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_load_in_any_order),
        cmocka_unit_test(what_is_wrong_with_a_load_leaves_the_tree_empty_and_usable),
        cmocka_unit_test(a_loaded_tree_is_the_tree_that_grew_to_it),
        cmocka_unit_test(t08_every_question_is_answered_as_of_its_instant),
        cmocka_unit_test(t10_changes_at_one_instant_leave_one_version),
        cmocka_unit_test(a_move_at_the_instant_of_the_join_keeps_who_invited),
        cmocka_unit_test(t13_above_is_asked_over_whole_teams),
        cmocka_unit_test(a_split_appends_no_more_than_its_cost_said),
        cmocka_unit_test(promoting_a_chain_costs_n_log_n_in_any_order),
        cmocka_unit_test(labels_are_used_again),
        cmocka_unit_test(
            a_close_appends_history_for_those_alone_whose_leader_tier_or_labels_change),
        cmocka_unit_test(a_close_is_what_its_changes_one_by_one_would_be),
        cmocka_unit_test(room_is_made_whole_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
