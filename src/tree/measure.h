/*
 * Measure: numbers that are kept for each member, of its own and summed over those below it.
 *
 *     columns            A (leads)      own sales  team sales  team members
 *      own sales         ├ B               0          70            3
 *      team sales        │ ├ C            20          50            2
 *      team members      │ └ D            50           0            0 ...
 *                        └ E (leads)      90           0            0    not in A's team
 *
 * A column is an own number of each member (OWN), or a sum: over those whom the member invited
 * (DIRECT), over its team (TEAM: all below, down to and excluding leaders and theirs), or over all
 * below (DOWNLINE). What is summed is the own column `basis`, or 1 for each member, of the members
 * whose tier is in `tiers`.
 *
 * Invariants
 *   1. Whatever happened, every sum is what adding up from nothing would give (recount).
 *   2. Own columns are never negative, and their `totals` fit 64 bits: so does every sum.
 *   3. Only reserving can fail.
 *
 * Costs: reading O(1). Adding to own columns: O(1), and O(depth of the team) if a TEAM column sums
 * one of them, O(depth) if a DOWNLINE column does, all columns in one walk; likewise joins, moves,
 * splits, returns and changed tiers. Recount and clear: O(members). Memory: 8 bytes for each member
 * and column. A tree without columns does nothing here.
 *
 * Not here: what the columns mean, and windows of time: see settle/window.h.
 */
#ifndef FENRUN_TREE_MEASURE_H
#define FENRUN_TREE_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

struct fenrun__tree;

#define FENRUN__MEASURE_COLUMNS_MAX 64u /* a set of columns is one 64-bit mask */

enum fenrun__measure_scope {
    FENRUN__MEASURE_OWN = 0,
    FENRUN__MEASURE_DIRECT = 1,
    FENRUN__MEASURE_TEAM = 2,
    FENRUN__MEASURE_DOWNLINE = 3
};

struct fenrun__measure_column {
    uint64_t tiers; /* of sums: whose tier is in it contributes */
    uint32_t scope;
    uint32_t basis; /* of sums: an own column, or FENRUN__NONE: 1 for each member */
};

struct fenrun__measure {
    struct fenrun__measure_column *columns;
    uint32_t column_count;
    bool has_sums;
    uint64_t summed;   /* the own columns that are the basis of some sum */
    int64_t *values;   /* column_count for each member */
    size_t capacity;   /* members */
    int64_t *totals;   /* of own columns; 0 for the others */
};

static inline int64_t fenrun__measure_value(const struct fenrun__measure *measure, uint32_t member,
                                            uint32_t column) {
    return measure->values[(size_t)member * measure->column_count + column];
}

/* What a member of a tier adds to a sum above it, by itself. */
static inline int64_t fenrun__measure_share(const struct fenrun__measure *measure, uint32_t member,
                                            uint32_t tier, uint32_t column) {
    const struct fenrun__measure_column *row = measure->columns + column;
    if ((row->tiers >> tier & 1) == 0) return 0;
    return row->basis == UINT32_MAX ? 1 : fenrun__measure_value(measure, member, row->basis);
}

/* Whether `totals` has room for so much more of an own column. */
bool fenrun__measure_fits(const struct fenrun__measure *measure, uint32_t column, int64_t more);

/* Add to (or take from) an own column of a member, and to the sums above it. */
void fenrun__measure_add(struct fenrun__tree *tree, uint32_t member, uint32_t column,
                         int64_t change);

/* The same for all own columns in one walk: `changes` by column, 0 for those that are sums. */
void fenrun__measure_add_all(struct fenrun__tree *tree, uint32_t member, const int64_t *changes);

/* Set columns, a mask, to 0 for everybody, and with an own column all sums of it. */
void fenrun__measure_clear(struct fenrun__tree *tree, uint64_t columns);

/* Add up all sums anew from own columns, tiers and the shape of the tree. */
void fenrun__measure_recount(struct fenrun__tree *tree);

/* What follows is for tree.c: `start` where there are columns; the last three where there are sums,
   before a team is cut or joined and while the member's row holds what it held, say what the sums
   above then have more or less. */
int32_t fenrun__measure_init(struct fenrun__measure *measure, struct fenrun__memory *memory,
                             const struct fenrun__measure_column *columns, uint32_t column_count);
void fenrun__measure_free(struct fenrun__measure *measure, struct fenrun__memory *memory);
bool fenrun__measure_reserve(struct fenrun__measure *measure, struct fenrun__memory *memory,
                             size_t members);
void fenrun__measure_start(struct fenrun__measure *measure, uint32_t member);
void fenrun__measure_attach(struct fenrun__tree *tree, uint32_t member, uint32_t inviter);
void fenrun__measure_detach(struct fenrun__tree *tree, uint32_t member, uint32_t inviter);
void fenrun__measure_set_tier(struct fenrun__tree *tree, uint32_t member, uint32_t tier);

#endif
