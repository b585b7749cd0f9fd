/* Tree image: which arrays of a tree are which segments. */
#include "tree/tree_image.h"

#include <string.h>

_Static_assert(sizeof(struct fenrun__tree_state) == 24, "tree_state has no padding");
_Static_assert(sizeof(struct fenrun__tree_row) == 32, "tree_row has no padding");
_Static_assert(sizeof(struct fenrun__tree_link) == 12, "tree_link has no padding");
_Static_assert(sizeof(struct fenrun__tree_team) == 32, "tree_team has no padding");
_Static_assert(sizeof(struct fenrun__version) == 32, "version has no padding");

static uint32_t tree_image_value_size(const struct fenrun__tree *tree) {
    return tree->measure.column_count * (uint32_t)sizeof *tree->measure.values;
}

void fenrun__tree_lend(const struct fenrun__tree *tree, struct fenrun__tree_state *state,
                       struct fenrun__segment segments[FENRUN__TREE_SEGMENTS]) {
    const struct fenrun__measure *measure = &tree->measure;
    uint32_t value_size = tree_image_value_size(tree);
    *state = (struct fenrun__tree_state){.seed = tree->seed,
                                         .at = tree->at,
                                         .team_unused = tree->team_unused,
                                         .team_unused_count = (uint32_t)tree->team_unused_count};
    const struct fenrun__segment lent[FENRUN__TREE_SEGMENTS] = {
        [FENRUN__TREE_STATE] = {state, 1, sizeof *state},
        [FENRUN__TREE_ROWS] = {tree->rows, tree->count, sizeof *tree->rows},
        [FENRUN__TREE_LINKS] = {tree->links, tree->count, sizeof *tree->links},
        [FENRUN__TREE_TEAMS] = {tree->teams, tree->team_count, sizeof *tree->teams},
        [FENRUN__TREE_VERSIONS] = {tree->versions.items, tree->versions.count,
                                   sizeof *tree->versions.items},
        [FENRUN__TREE_INDEX] = {tree->index.lines, tree->index.line_count,
                                sizeof *tree->index.lines},
        [FENRUN__TREE_VALUES] = {measure->values, value_size ? tree->count : 0, value_size},
        [FENRUN__TREE_TOTALS] = {measure->totals, measure->column_count, sizeof *measure->totals}};
    memcpy(segments, lent, sizeof lent);
}

/* Whether the segments have what the tree's own would have, but for what only they know. */
static bool tree_image_fits(const struct fenrun__tree *tree,
                            const struct fenrun__segment segments[FENRUN__TREE_SEGMENTS]) {
    struct fenrun__tree_state state;
    struct fenrun__segment own[FENRUN__TREE_SEGMENTS];
    fenrun__tree_lend(tree, &state, own);
    uint64_t count = segments[FENRUN__TREE_ROWS].count;
    own[FENRUN__TREE_ROWS].count = own[FENRUN__TREE_LINKS].count = count;
    own[FENRUN__TREE_TEAMS].count = segments[FENRUN__TREE_TEAMS].count;
    own[FENRUN__TREE_VERSIONS].count = segments[FENRUN__TREE_VERSIONS].count;
    own[FENRUN__TREE_INDEX].count = segments[FENRUN__TREE_INDEX].count;
    if (tree->measure.column_count > 0) own[FENRUN__TREE_VALUES].count = count;
    for (uint32_t i = 0; i < FENRUN__TREE_SEGMENTS; i++) {
        if (segments[i].row_size != own[i].row_size || segments[i].count != own[i].count ||
            segments[i].count > UINT32_MAX) {
            return false;
        }
    }
    return true;
}

bool fenrun__tree_adopt(struct fenrun__tree *tree,
                        const struct fenrun__segment segments[FENRUN__TREE_SEGMENTS]) {
    struct fenrun__measure *measure = &tree->measure;
    struct fenrun__tree_state state;
    if (!tree_image_fits(tree, segments)) return false;
    memcpy(&state, segments[FENRUN__TREE_STATE].bytes, sizeof state);
    tree->seed = state.seed;
    tree->at = state.at;
    tree->team_unused = state.team_unused;
    tree->team_unused_count = state.team_unused_count;

    const struct fenrun__segment *rows = segments + FENRUN__TREE_ROWS;
    tree->rows = fenrun__segment_rows(rows);
    tree->count = tree->row_capacity = (size_t)rows->count;
    tree->row_room = (struct fenrun__memory_lines){.start = tree->rows,
                                                   .block = tree->rows,
                                                   .block_size = fenrun__segment_size(rows)};
    tree->links = fenrun__segment_rows(segments + FENRUN__TREE_LINKS);
    tree->link_capacity = tree->count;
    tree->teams = fenrun__segment_rows(segments + FENRUN__TREE_TEAMS);
    tree->team_count = tree->team_capacity = (size_t)segments[FENRUN__TREE_TEAMS].count;
    struct fenrun__versions *versions = &tree->versions;
    versions->items = fenrun__segment_rows(segments + FENRUN__TREE_VERSIONS);
    versions->count = versions->capacity = (size_t)segments[FENRUN__TREE_VERSIONS].count;
    fenrun__index_adopt(&tree->index, fenrun__segment_rows(segments + FENRUN__TREE_INDEX),
                        (uint32_t)segments[FENRUN__TREE_INDEX].count, (uint32_t)tree->count);
    if (measure->column_count == 0) return true;
    measure->values = fenrun__segment_rows(segments + FENRUN__TREE_VALUES);
    measure->capacity = tree->count;
    memcpy(measure->totals, segments[FENRUN__TREE_TOTALS].bytes,
           fenrun__segment_size(segments + FENRUN__TREE_TOTALS));
    return true;
}
