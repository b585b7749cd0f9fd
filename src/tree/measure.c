/* Measure: sums that follow every change, walking up the tree once for all columns; see the
   header. */
#include "tree/measure.h"

#include <string.h>

#include "tree/tree.h"

int32_t fenrun__measure_init(struct fenrun__measure *measure, struct fenrun__memory *memory,
                             const struct fenrun__measure_column *columns,
                             uint32_t column_count) {
    memset(measure, 0, sizeof *measure);
    if (column_count == 0) return FENRUN_OK;
    if (column_count > FENRUN__MEASURE_COLUMNS_MAX) return FENRUN_ERROR_INTERNAL;
    size_t size = column_count * sizeof *columns;
    measure->column_count = column_count;
    measure->columns = fenrun__memory_zeroed(memory, size);
    measure->totals = fenrun__memory_zeroed(memory, column_count * sizeof *measure->totals);
    if (!measure->columns || !measure->totals) {
        fenrun__measure_free(measure, memory);
        return FENRUN_ERROR_MEMORY;
    }
    memcpy(measure->columns, columns, size);
    for (uint32_t i = 0; i < column_count; i++) {
        if (columns[i].scope == FENRUN__MEASURE_OWN) continue;
        measure->has_sums = true;
        if (columns[i].basis != FENRUN__NONE) measure->summed |= UINT64_C(1) << columns[i].basis;
    }
    return FENRUN_OK;
}

void fenrun__measure_free(struct fenrun__measure *measure, struct fenrun__memory *memory) {
    size_t count = measure->column_count;
    fenrun__memory_free(memory, measure->columns, count * sizeof *measure->columns);
    fenrun__memory_free(memory, measure->totals, count * sizeof *measure->totals);
    fenrun__memory_free(memory, measure->values,
                        measure->capacity * count * sizeof *measure->values);
    memset(measure, 0, sizeof *measure);
}

bool fenrun__measure_reserve(struct fenrun__measure *measure, struct fenrun__memory *memory,
                             size_t members) {
    if (measure->column_count == 0) return true;
    return fenrun__memory_grow(memory, &measure->values,
                               measure->column_count * sizeof *measure->values,
                               &measure->capacity, members);
}

static int64_t *measure_values(struct fenrun__measure *measure, uint32_t member) {
    return measure->values + (size_t)member * measure->column_count;
}

void fenrun__measure_start(struct fenrun__measure *measure, uint32_t member) {
    memset(measure_values(measure, member), 0, measure->column_count * sizeof *measure->values);
}

bool fenrun__measure_fits(const struct fenrun__measure *measure, uint32_t column, int64_t more) {
    return more <= INT64_MAX - measure->totals[column];
}

/* Add `changes`, by column, to the sums of `from` and of those above it: DIRECT ones of `from`
   alone, TEAM ones up to the top of its piece. */
static void measure_upwards(struct fenrun__tree *tree, uint32_t from, const int64_t *changes) {
    struct fenrun__measure *measure = &tree->measure;
    uint32_t teams[FENRUN__MEASURE_COLUMNS_MAX], downlines[FENRUN__MEASURE_COLUMNS_MAX];
    uint32_t team_count = 0, downline_count = 0;
    for (uint32_t i = 0; i < measure->column_count; i++) {
        if (changes[i] == 0) continue;
        uint32_t scope = measure->columns[i].scope;
        if (scope == FENRUN__MEASURE_DIRECT) measure_values(measure, from)[i] += changes[i];
        if (scope == FENRUN__MEASURE_TEAM) teams[team_count++] = i;
        if (scope == FENRUN__MEASURE_DOWNLINE) downlines[downline_count++] = i;
    }
    uint32_t member = from;
    uint32_t root = tree->teams[tree->rows[from].team].root;
    while (member != FENRUN__NONE && (team_count > 0 || downline_count > 0)) {
        int64_t *values = measure_values(measure, member);
        for (uint32_t i = 0; i < team_count; i++) values[teams[i]] += changes[teams[i]];
        for (uint32_t i = 0; i < downline_count; i++) {
            values[downlines[i]] += changes[downlines[i]];
        }
        if (member == root) team_count = 0;
        member = tree->rows[member].inviter;
    }
}

/* Add to `changes` `sign` times what a member, with all below, gives those above if it has `tier`.
   */
static void measure_give(const struct fenrun__tree *tree, uint32_t member, uint32_t tier,
                         int64_t sign, int64_t *changes) {
    const struct fenrun__measure *measure = &tree->measure;
    bool leads = fenrun__tree_leads(tree, tier);
    for (uint32_t i = 0; i < measure->column_count; i++) {
        uint32_t scope = measure->columns[i].scope;
        if (scope == FENRUN__MEASURE_OWN || (scope == FENRUN__MEASURE_TEAM && leads)) continue;
        int64_t given = fenrun__measure_share(measure, member, tier, i);
        if (scope != FENRUN__MEASURE_DIRECT) given += fenrun__measure_value(measure, member, i);
        changes[i] += sign * given;
    }
}

void fenrun__measure_attach(struct fenrun__tree *tree, uint32_t member, uint32_t inviter) {
    if (inviter == FENRUN__NONE) return;
    int64_t changes[FENRUN__MEASURE_COLUMNS_MAX] = {0};
    measure_give(tree, member, tree->rows[member].tier, 1, changes);
    measure_upwards(tree, inviter, changes);
}

void fenrun__measure_detach(struct fenrun__tree *tree, uint32_t member, uint32_t inviter) {
    if (inviter == FENRUN__NONE) return;
    int64_t changes[FENRUN__MEASURE_COLUMNS_MAX] = {0};
    measure_give(tree, member, tree->rows[member].tier, -1, changes);
    measure_upwards(tree, inviter, changes);
}

void fenrun__measure_set_tier(struct fenrun__tree *tree, uint32_t member, uint32_t tier) {
    uint32_t inviter = tree->rows[member].inviter;
    if (inviter == FENRUN__NONE) return;
    int64_t changes[FENRUN__MEASURE_COLUMNS_MAX] = {0};
    measure_give(tree, member, tree->rows[member].tier, -1, changes);
    measure_give(tree, member, tier, 1, changes);
    measure_upwards(tree, inviter, changes);
}

void fenrun__measure_add_all(struct fenrun__tree *tree, uint32_t member, const int64_t *changes) {
    struct fenrun__measure *measure = &tree->measure;
    int64_t *values = measure_values(measure, member);
    bool summed = false;
    for (uint32_t i = 0; i < measure->column_count; i++) {
        if (changes[i] == 0) continue;
        values[i] += changes[i];
        measure->totals[i] += changes[i];
        summed = summed || (measure->summed >> i & 1);
    }
    const struct fenrun__tree_row *row = tree->rows + member;
    if (!summed || row->inviter == FENRUN__NONE) return;
    int64_t above[FENRUN__MEASURE_COLUMNS_MAX] = {0};
    bool leads = fenrun__tree_leads(tree, row->tier);
    for (uint32_t i = 0; i < measure->column_count; i++) {
        const struct fenrun__measure_column *column = measure->columns + i;
        bool takes = column->scope != FENRUN__MEASURE_OWN && column->basis != FENRUN__NONE &&
                     (column->tiers >> row->tier & 1) != 0 &&
                     !(leads && column->scope == FENRUN__MEASURE_TEAM);
        if (takes) above[i] = changes[column->basis];
    }
    measure_upwards(tree, row->inviter, above);
}

void fenrun__measure_add(struct fenrun__tree *tree, uint32_t member, uint32_t column,
                         int64_t change) {
    if (tree->measure.summed >> column & 1) {
        int64_t changes[FENRUN__MEASURE_COLUMNS_MAX] = {0};
        changes[column] = change;
        fenrun__measure_add_all(tree, member, changes);
        return;
    }
    measure_values(&tree->measure, member)[column] += change;
    tree->measure.totals[column] += change;
}

void fenrun__measure_clear(struct fenrun__tree *tree, uint64_t columns) {
    struct fenrun__measure *measure = &tree->measure;
    uint32_t cleared[FENRUN__MEASURE_COLUMNS_MAX];
    uint32_t count = 0;
    for (uint32_t i = 0; i < measure->column_count; i++) {
        const struct fenrun__measure_column *column = measure->columns + i;
        bool sums = column->scope != FENRUN__MEASURE_OWN && column->basis != FENRUN__NONE;
        uint32_t named = sums ? column->basis : i;
        if (((columns >> i | columns >> named) & 1) == 0) continue;
        measure->totals[i] = 0;
        cleared[count++] = i;
    }
    for (uint32_t member = 0; count > 0 && member < tree->count; member++) {
        int64_t *values = measure_values(measure, member);
        for (uint32_t i = 0; i < count; i++) values[cleared[i]] = 0;
    }
}

/* Add to the inviter's sums what a member gives, whose own sums are complete. */
static void measure_hand_up(struct fenrun__tree *tree, uint32_t member) {
    struct fenrun__measure *measure = &tree->measure;
    const struct fenrun__tree_row *row = tree->rows + member;
    measure_give(tree, member, row->tier, 1, measure_values(measure, row->inviter));
}

void fenrun__measure_recount(struct fenrun__tree *tree) {
    struct fenrun__measure *measure = &tree->measure;
    if (!measure->has_sums) return;
    for (uint32_t member = 0; member < tree->count; member++) {
        int64_t *values = measure_values(measure, member);
        for (uint32_t i = 0; i < measure->column_count; i++) {
            if (measure->columns[i].scope != FENRUN__MEASURE_OWN) values[i] = 0;
        }
    }
    for (uint32_t root = 0; root < tree->count; root++) {
        if (tree->rows[root].inviter != FENRUN__NONE) continue;
        uint32_t member = root;
        while (member != FENRUN__NONE) {
            uint32_t next = tree->links[member].first_child;
            while (next == FENRUN__NONE && member != root) {
                measure_hand_up(tree, member);
                next = tree->links[member].next_sibling;
                member = tree->rows[member].inviter;
            }
            member = next;
        }
    }
}
