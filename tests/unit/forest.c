/* Forest: see the header. */
#include "unit/forest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

const char *const forest_names[FOREST_SHAPES] = {
    [FOREST_CHAIN] = "chain",
    [FOREST_STAR] = "star",
    [FOREST_CATERPILLAR] = "caterpillar",
    [FOREST_RANDOM] = "random",
};

void forest_init_columns(struct fenrun__tree *tree, uint64_t seed,
                         const struct fenrun__measure_column *columns, uint32_t column_count) {
    assert_int_equal(
        fenrun__tree_init(tree, NULL, seed, FOREST_LEAD_TIER, columns, column_count), FENRUN_OK);
}

void forest_init(struct fenrun__tree *tree, uint64_t seed, bool counts) {
    static const struct fenrun__measure_column columns[FOREST_COLUMNS] = {
        [FOREST_OWN] = {UINT64_MAX, FENRUN__MEASURE_OWN, FOREST_OWN},
        [FOREST_DIRECT_HEADS] = {UINT64_MAX, FENRUN__MEASURE_DIRECT, FENRUN__NONE},
        [FOREST_TEAM_HEADS] = {UINT64_MAX, FENRUN__MEASURE_TEAM, FENRUN__NONE},
        [FOREST_TEAM_OWN] = {UINT64_MAX, FENRUN__MEASURE_TEAM, FOREST_OWN},
        [FOREST_DOWNLINE_HEADS] = {UINT64_MAX, FENRUN__MEASURE_DOWNLINE, FENRUN__NONE},
        [FOREST_DOWNLINE_OWN_OF_TIERS] = {6, FENRUN__MEASURE_DOWNLINE, FOREST_OWN},
    };
    forest_init_columns(tree, seed, counts ? columns : NULL, counts ? FOREST_COLUMNS : 0);
}

uint32_t forest_columns(struct fenrun__measure_column columns[FOREST_COLUMNS_MAX],
                        struct random_source *random) {
    uint32_t owns = 1 + random_below(random, 3);
    uint32_t count = owns + random_below(random, FOREST_COLUMNS_MAX - owns + 1);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t basis = random_below(random, owns + 1);
        columns[i] = (struct fenrun__measure_column){
            .tiers = random_one_in(random, 2) ? UINT64_MAX : random_below(random, 16),
            .scope = i < owns ? FENRUN__MEASURE_OWN : 1 + random_below(random, 3),
            .basis = i < owns ? i : basis == owns ? FENRUN__NONE : basis};
    }
    return count;
}

uint64_t forest_id(uint32_t member) {
    return (member + 1) * UINT64_C(0x9e3779b97f4a7c15);
}

uint32_t forest_inviter(enum forest_shape shape, uint32_t member, struct random_source *random) {
    if (member == 0) return FENRUN__NONE;
    switch (shape) {
    case FOREST_CHAIN: return member - 1;
    case FOREST_STAR: return 0;
    case FOREST_CATERPILLAR: return member % 2 || member == 0 ? member - 1 : member - 2;
    default: return random_one_in(random, 25) ? FENRUN__NONE : random_below(random, member);
    }
}

void forest_join(struct fenrun__tree *tree, uint64_t id, uint32_t inviter, int64_t at) {
    assert_int_equal(fenrun__tree_reserve(tree, 1, 1, 1), FENRUN_OK);
    fenrun__tree_join(tree, id, inviter, at);
}

static void forest_reserve(struct fenrun__tree *tree, uint64_t cost) {
    assert_int_equal(fenrun__tree_reserve(tree, 0, 1, cost), FENRUN_OK);
}

void forest_set_tier(struct fenrun__tree *tree, uint32_t member, uint32_t tier, int64_t at) {
    uint64_t cost = fenrun__tree_tier_cost(tree, member, tier);
    size_t before = tree->versions.count, teams = tree->team_count;
    forest_reserve(tree, cost);
    fenrun__tree_set_tier(tree, member, tier, at);
    assert_in_range(tree->versions.count - before, 0, cost);
    assert_in_range(tree->team_count - teams, 0, 1);
}

void forest_move(struct fenrun__tree *tree, uint32_t member, uint32_t inviter, int64_t at) {
    uint64_t cost = fenrun__tree_move_cost(tree, member, inviter);
    size_t before = tree->versions.count, teams = tree->team_count;
    forest_reserve(tree, cost);
    fenrun__tree_move(tree, member, inviter, at);
    assert_in_range(tree->versions.count - before, 0, cost);
    assert_in_range(tree->team_count - teams, 0, 1);
}

void forest_close(struct fenrun__tree *tree, const uint16_t *tiers, const uint16_t *labels,
                  int64_t at) {
    uint64_t teams, versions;
    size_t before = tree->versions.count, labels_before = tree->team_count;
    fenrun__tree_close_cost(tree, tiers, labels, &teams, &versions);
    assert_int_equal(fenrun__tree_reserve(tree, 0, teams, versions), FENRUN_OK);
    fenrun__tree_close(tree, tiers, labels, at);
    assert_in_range(tree->versions.count - before, 0, versions);
    assert_in_range(tree->team_count - labels_before, 0, teams);
}

void forest_grow(struct fenrun__tree *tree, enum forest_shape shape, uint32_t count, int64_t at,
                 struct random_source *random) {
    while (tree->count < count) {
        uint32_t member = (uint32_t)tree->count;
        uint32_t inviter = forest_inviter(shape, member, random);
        forest_join(tree, forest_id(member), inviter, at);
    }
    tree->at = at;
}

/* A close that changes the tier or the labels of a few members, or of many. */
static void forest_close_some(struct fenrun__tree *tree, int64_t at, struct random_source *random) {
    size_t count = tree->count;
    uint16_t *tiers = malloc(2 * count * sizeof *tiers), *labels = tiers + count;
    assert_non_null(tiers);
    uint32_t few = 1 + random_below(random, 8);
    for (size_t i = 0; i < count; i++) {
        tiers[i] = tree->rows[i].tier;
        labels[i] = tree->rows[i].labels;
        if (random_one_in(random, few)) {
            tiers[i] = (uint16_t)random_below(random, FOREST_TIERS);
        }
        if (random_one_in(random, few)) {
            labels[i] = (uint16_t)random_below(random, 1u << FOREST_LABELS);
        }
    }
    forest_close(tree, tiers, labels, at);
    free(tiers);
}

static void forest_measure_some(struct fenrun__tree *tree, uint32_t member,
                                struct random_source *random) {
    const struct fenrun__measure *measure = &tree->measure;
    int64_t changes[FENRUN__MEASURE_COLUMNS_MAX] = {0};
    for (uint32_t i = 0; i < measure->column_count; i++) {
        if (measure->columns[i].scope != FENRUN__MEASURE_OWN) continue;
        changes[i] = random_between(random, -fenrun__measure_value(measure, member, i), 1000);
        if (random_one_in(random, 2)) continue;
        fenrun__measure_add(tree, member, i, changes[i]);
        changes[i] = 0;
    }
    fenrun__measure_add_all(tree, member, changes);
}

void forest_change(struct fenrun__tree *tree, int64_t at, struct random_source *random) {
    uint32_t count = (uint32_t)tree->count;
    uint32_t other = random_below(random, count + 1);
    if (other == count) other = FENRUN__NONE;
    uint32_t member = random_below(random, count);
    uint32_t kind = random_below(random, 12);
    if (kind < 2) {
        forest_join(tree, forest_id(count), other, at);
    } else if (kind < 7) {
        forest_set_tier(tree, member, random_below(random, FOREST_TIERS), at);
    } else if (kind == 10) {
        forest_close_some(tree, at, random);
    } else if (kind == 11) {
        if (tree->measure.column_count > 0) forest_measure_some(tree, member, random);
    } else if (other == FENRUN__NONE || !fenrun__tree_is_above(tree, member, other)) {
        forest_move(tree, member, other, at);
    }
    tree->at = at;
}

uint32_t forest_root(const struct fenrun__tree *tree, uint32_t member) {
    while (tree->rows[member].tier < FOREST_LEAD_TIER &&
           tree->rows[member].inviter != FENRUN__NONE) {
        member = tree->rows[member].inviter;
    }
    return member;
}

static void check_rows(const struct fenrun__tree *tree) {
    for (uint32_t i = 0; i < tree->count; i++) {
        const struct fenrun__tree_row *row = tree->rows + i;
        assert_int_equal(fenrun__tree_find(tree, row->id), i);
        assert_true(row->tier < FOREST_TIERS && row->labels >> FOREST_LABELS == 0);
        uint32_t above = row->inviter;
        for (size_t steps = 0; above != FENRUN__NONE; steps++) {
            if (steps > tree->count) fail_msg("member %u is above itself", i);
            above = tree->rows[above].inviter;
        }
    }
}

/* The children of each member are exactly those whose inviter it is, linked both ways, the first
   one back to the last. */
static void check_links(const struct fenrun__tree *tree) {
    size_t linked = 0, invited = 0;
    for (uint32_t i = 0; i < tree->count; i++) {
        uint32_t first = tree->links[i].first_child, previous = first, children = 0;
        bool leaders = false;
        invited += tree->rows[i].inviter != FENRUN__NONE;
        if (tree->rows[i].inviter == FENRUN__NONE) {
            assert_int_equal(tree->links[i].previous_sibling, i);
            assert_int_equal(tree->links[i].next_sibling, FENRUN__NONE);
        }
        for (uint32_t child = first; child != FENRUN__NONE;
             child = tree->links[child].next_sibling) {
            assert_true(child < tree->count && children < tree->count);
            assert_int_equal(tree->rows[child].inviter, i);
            if (child != first) assert_int_equal(tree->links[child].previous_sibling, previous);
            /* Those who lead come last. */
            assert_true(!leaders || tree->rows[child].tier >= FOREST_LEAD_TIER);
            leaders = tree->rows[child].tier >= FOREST_LEAD_TIER;
            previous = child;
            children++;
        }
        if (children > 0) assert_int_equal(tree->links[first].previous_sibling, previous);
        linked += children;
    }
    assert_int_equal(linked, invited);
}

static void check_teams(const struct fenrun__tree *tree) {
    uint32_t *sizes = calloc(tree->team_count + 1, sizeof *sizes);
    assert_non_null(sizes);
    for (uint32_t i = 0; i < tree->count; i++) {
        uint32_t root = forest_root(tree, i), team = tree->rows[i].team;
        assert_true(team < tree->team_count);
        /* The label names one root: those with one root have one label, and no others have it. */
        assert_int_equal(tree->teams[team].root, root);
        assert_int_equal(tree->rows[root].team, team);
        bool led = tree->rows[root].tier >= FOREST_LEAD_TIER;
        assert_int_equal(tree->teams[team].leader, led ? root : FENRUN__NONE);
        sizes[team]++;
    }
    size_t unused = 0;
    for (uint32_t i = 0; i < tree->team_count; i++) {
        assert_int_equal(tree->teams[i].size, sizes[i]);
        if (sizes[i] > 0) continue;
        assert_int_equal(tree->teams[i].leader, FENRUN__NONE);
        unused++;
    }
    assert_int_equal(tree->team_unused_count, unused);
    for (uint32_t i = tree->team_unused; i != FENRUN__NONE; i = tree->teams[i].root) {
        assert_true(unused-- > 0 && tree->teams[i].size == 0);
    }
    assert_int_equal(unused, 0);
    free(sizes);
}

/* Whether a sum of `above` takes what a member further down has. */
static bool measures(const struct fenrun__tree *tree, const struct fenrun__measure_column *column,
                     uint32_t above, uint32_t member) {
    if ((column->tiers >> tree->rows[member].tier & 1) == 0) return false;
    switch (column->scope) {
    case FENRUN__MEASURE_DIRECT: return tree->rows[member].inviter == above;
    case FENRUN__MEASURE_TEAM:
        return forest_root(tree, member) == forest_root(tree, above) &&
               tree->rows[member].tier < FOREST_LEAD_TIER;
    default: return true;
    }
}

static void check_measure(const struct fenrun__tree *tree) {
    const struct fenrun__measure *measure = &tree->measure;
    uint32_t columns = measure->column_count;
    if (columns == 0) return;
    int64_t *sums = calloc(tree->count * columns + 1, sizeof *sums);
    assert_non_null(sums);
    int64_t totals[FENRUN__MEASURE_COLUMNS_MAX] = {0};
    for (uint32_t i = 0; i < tree->count; i++) {
        for (uint32_t column = 0; column < columns; column++) {
            if (measure->columns[column].scope != FENRUN__MEASURE_OWN) continue;
            int64_t own = fenrun__measure_value(measure, i, column);
            assert_true(own >= 0);
            totals[column] += own;
            sums[i * columns + column] = own;
        }
        for (uint32_t above = tree->rows[i].inviter; above != FENRUN__NONE;
             above = tree->rows[above].inviter) {
            for (uint32_t column = 0; column < columns; column++) {
                const struct fenrun__measure_column *row = measure->columns + column;
                if (row->scope == FENRUN__MEASURE_OWN || !measures(tree, row, above, i)) continue;
                bool heads = row->basis == FENRUN__NONE;
                sums[above * columns + column] +=
                    heads ? 1 : fenrun__measure_value(measure, i, row->basis);
            }
        }
    }
    assert_memory_equal(measure->values, sums, tree->count * columns * sizeof *sums);
    assert_memory_equal(measure->totals, totals, columns * sizeof *totals);
    free(sums);
}

/* A chain falls in time, and each jump lies further back on the same chain. */
static void check_chain(const struct fenrun__tree *tree, uint32_t head, int64_t since,
                        bool member) {
    uint32_t current = head;
    while (current != FENRUN__NONE) {
        const struct fenrun__version *version = tree->versions.items + current;
        bool last = version->previous == FENRUN__NONE;
        assert_true(version->since < since || (member && last && version->since == since));
        since = version->since;
        uint32_t depth = last ? 0 : tree->versions.items[version->previous].depth + 1;
        assert_int_equal(version->depth, depth);
        assert_true(last ? version->jump == current : version->jump < current);
        uint32_t behind = current;
        while (behind != version->jump) {
            assert_int_not_equal(behind, FENRUN__NONE);
            behind = tree->versions.items[behind].previous;
        }
        current = version->previous;
    }
}

static void check_history(const struct fenrun__tree *tree) {
    for (uint32_t i = 0; i < tree->count; i++) {
        const struct fenrun__tree_row *row = tree->rows + i;
        uint32_t inviter;
        assert_true(row->since <= tree->at);
        check_chain(tree, row->versions, row->since, true);
        if (row->inviter != FENRUN__NONE) {
            assert_true(row->since >= fenrun__tree_joined(tree, row->inviter, &inviter));
        }
        int64_t joined = fenrun__tree_joined(tree, i, &inviter);
        if (inviter != FENRUN__NONE) {
            uint32_t further;
            assert_true(fenrun__tree_joined(tree, inviter, &further) <= joined);
        }
    }
    for (uint32_t i = 0; i < tree->team_count; i++) {
        assert_true(tree->teams[i].since <= tree->at);
        check_chain(tree, tree->teams[i].versions, tree->teams[i].since, false);
    }
}

void forest_check(const struct fenrun__tree *tree) {
    assert_true(tree->count <= tree->row_capacity && tree->count <= tree->link_capacity);
    assert_true(tree->team_count <= tree->team_capacity);
    assert_true(tree->versions.count <= tree->versions.capacity);
    assert_int_equal(tree->index.count, tree->count);
    check_rows(tree);
    check_links(tree);
    check_teams(tree);
    check_measure(tree);
    check_history(tree);
}
