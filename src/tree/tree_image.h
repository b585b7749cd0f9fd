/*
 * Tree image: the tables of a tree as segments of a snapshot, lent to be written and adopted from
 * what was.
 *
 *     tree ── lend ──► state, rows, links, teams, versions, index, values, totals ── adopt ──► tree
 *
 * Invariants
 *   1. What is lent holds no pointer and no byte that depends on anything but the calls that made
 *      the tree.
 *   2. A tree that has adopted segments uses them where they are, as arrays that are full: what
 *      grows is copied (base/memory.h).
 *
 * O(columns).
 */
#ifndef FENRUN_TREE_TREE_IMAGE_H
#define FENRUN_TREE_TREE_IMAGE_H

#include "base/segment.h"
#include "tree/tree.h"

/* What is not a table. */
struct fenrun__tree_state {
    uint64_t seed;
    int64_t at;
    uint32_t team_unused;
    uint32_t team_unused_count;
};

enum fenrun__tree_segment {
    FENRUN__TREE_STATE = 0,
    FENRUN__TREE_ROWS = 1,
    FENRUN__TREE_LINKS = 2,
    FENRUN__TREE_TEAMS = 3,
    FENRUN__TREE_VERSIONS = 4,
    FENRUN__TREE_INDEX = 5,
    FENRUN__TREE_VALUES = 6, /* of measures: rows by member */
    FENRUN__TREE_TOTALS = 7,
    FENRUN__TREE_SEGMENTS = 8
};

/* The tables of a tree; `state` is filled and must live as long as they do. */
void fenrun__tree_lend(const struct fenrun__tree *tree, struct fenrun__tree_state *state,
                       struct fenrun__segment segments[FENRUN__TREE_SEGMENTS]);

/*
 * Give a new tree these tables. False, and nothing is changed, if their rows are not of the sizes
 * or numbers that such a tree has: then it would read beyond them.
 */
bool fenrun__tree_adopt(struct fenrun__tree *tree,
                        const struct fenrun__segment segments[FENRUN__TREE_SEGMENTS]);

#endif
