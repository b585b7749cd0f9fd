/* Tree proof: table by table, each before what relies on it; see the header. */
#include "tree/tree_proof.h"

#include <string.h>

#include "tree/search.h"

/* How many members ahead their children are brought in. */
#define TREE_PROOF_AHEAD 16u

/* A tree, and what bounds the numbers in it. */
struct tree_proof {
    const struct fenrun__tree *tree;
    uint32_t tier_count;
    uint32_t label_count;
};

static bool tree_proof_member(const struct tree_proof *proof, uint32_t member) {
    return member == FENRUN__NONE || member < proof->tree->count;
}

/* ---- History ---- */

/* A chain that begins at `head` is there, and not younger than what comes after it. */
static bool tree_proof_head(const struct tree_proof *proof, uint32_t head, int64_t since) {
    const struct fenrun__versions *versions = &proof->tree->versions;
    return head == FENRUN__NONE ||
           (head < versions->count && versions->items[head].since <= since);
}

static bool tree_proof_tier(const struct tree_proof *proof, uint32_t tier, uint32_t labels) {
    return tier < proof->tier_count && labels >> proof->label_count == 0;
}

/* Each version stands behind those that it leads to, and leads where pushing it led. */
static bool tree_proof_versions(const struct tree_proof *proof) {
    const struct fenrun__versions *versions = &proof->tree->versions;
    for (size_t i = 0; i < versions->count; i++) {
        const struct fenrun__version *version = versions->items + i;
        uint32_t jump = (uint32_t)i, depth = 0;
        if (version->previous != FENRUN__NONE) {
            if (version->previous >= i || !tree_proof_head(proof, version->previous,
                                                           version->since)) {
                return false;
            }
            jump = fenrun__versions_jump(versions->items, version->previous);
            depth = versions->items[version->previous].depth + 1;
        }
        if (version->jump != jump || version->depth != depth ||
            !tree_proof_member(proof, version->inviter) ||
            version->team >= proof->tree->team_count ||
            !tree_proof_tier(proof, version->tier, version->labels)) {
            return false;
        }
    }
    return true;
}

/* Whether somebody, if it is anybody, was a member at an instant. */
static bool tree_proof_was_there(const struct tree_proof *proof, uint32_t member, int64_t at) {
    uint32_t inviter;
    return member == FENRUN__NONE || fenrun__tree_joined(proof->tree, member, &inviter) <= at;
}

/* Nobody was invited or led by somebody who had not joined. */
static bool tree_proof_order_of_joins(const struct tree_proof *proof) {
    const struct fenrun__tree *tree = proof->tree;
    for (size_t i = 0; i < tree->count; i++) {
        const struct fenrun__tree_row *row = tree->rows + i;
        if (!tree_proof_was_there(proof, row->inviter, row->since)) return false;
    }
    for (size_t i = 0; i < tree->team_count; i++) {
        const struct fenrun__tree_team *team = tree->teams + i;
        if (!tree_proof_was_there(proof, team->leader, team->since)) return false;
    }
    for (size_t i = 0; i < tree->versions.count; i++) {
        const struct fenrun__version *version = tree->versions.items + i;
        if (!tree_proof_was_there(proof, version->inviter, version->since)) return false;
    }
    return true;
}

/* ---- Rows and links ---- */

static bool tree_proof_rows(const struct tree_proof *proof) {
    const struct fenrun__tree *tree = proof->tree;
    if (tree->count >= FENRUN__NONE) return false;
    for (size_t i = 0; i < tree->count; i++) {
        const struct fenrun__tree_row *row = tree->rows + i;
        if (row->id == FENRUN_PLATFORM || row->since > tree->at ||
            !tree_proof_member(proof, row->inviter) || row->team >= tree->team_count ||
            !tree_proof_tier(proof, row->tier, row->labels) ||
            !tree_proof_head(proof, row->versions, row->since)) {
            return false;
        }
    }
    return true;
}

/* The children of a member, each counted: they name it as inviter and each other as siblings, and
   those who lead come last. `left` is how many there can be yet. */
static bool tree_proof_children(const struct fenrun__tree *tree, uint32_t member, size_t *left) {
    const struct fenrun__tree_link *links = tree->links;
    uint32_t first = links[member].first_child, last = FENRUN__NONE;
    bool led = false;
    for (uint32_t i = first; i != FENRUN__NONE; i = links[i].next_sibling) {
        if (i >= tree->count || *left == 0 || tree->rows[i].inviter != member) return false;
        bool leads = fenrun__tree_leads(tree, tree->rows[i].tier);
        if ((led && !leads) || (i != first && links[i].previous_sibling != last)) return false;
        led = leads;
        last = i;
        --*left;
    }
    return first == FENRUN__NONE || links[first].previous_sibling == last;
}

/* Bring in the first child of a member, if there is one. Always inline: gcc 12 drops calls of a
   function that only prefetches. */
static inline __attribute__((always_inline)) void
tree_proof_fetch_child(const struct fenrun__tree *tree, size_t member) {
    if (member >= tree->count) return;
    uint32_t child = tree->links[member].first_child;
    if (child >= tree->count) return;
    __builtin_prefetch(tree->links + child);
    __builtin_prefetch(tree->rows + child);
}

/* How many members stand below `root`, itself included, when siblings are known to be right. */
static size_t tree_proof_count(const struct fenrun__tree *tree, uint32_t root) {
    size_t count = 0;
    uint32_t member = root;
    while (member != FENRUN__NONE) {
        uint32_t next = tree->links[member].first_child;
        while (next == FENRUN__NONE && member != root) {
            next = tree->links[member].next_sibling;
            member = tree->rows[member].inviter;
        }
        member = next;
        count++;
    }
    return count;
}

static bool tree_proof_links(const struct tree_proof *proof) {
    const struct fenrun__tree *tree = proof->tree;
    size_t roots = 0;
    bool in_order = true; /* everybody stands behind its inviter: then nobody above itself */
    for (uint32_t i = 0; i < tree->count; i++) {
        bool root = tree->rows[i].inviter == FENRUN__NONE;
        roots += root;
        in_order = in_order && (root || tree->rows[i].inviter < i);
        if (root && (tree->links[i].previous_sibling != i ||
                     tree->links[i].next_sibling != FENRUN__NONE)) {
            return false;
        }
    }
    size_t left = tree->count - roots, reached = 0;
    for (uint32_t i = 0; i < tree->count; i++) {
        tree_proof_fetch_child(tree, i + TREE_PROOF_AHEAD);
        if (!tree_proof_children(tree, i, &left)) return false;
    }
    if (left > 0 || in_order) return left == 0;
    for (uint32_t i = 0; i < tree->count; i++) {
        if (tree->rows[i].inviter == FENRUN__NONE) reached += tree_proof_count(tree, i);
    }
    return reached == tree->count;
}

/* ---- Teams ---- */

static bool tree_proof_labels(const struct tree_proof *proof, uint32_t *sizes) {
    const struct fenrun__tree *tree = proof->tree;
    for (uint32_t i = 0; i < tree->count; i++) {
        const struct fenrun__tree_row *row = tree->rows + i;
        const struct fenrun__tree_team *team = tree->teams + row->team;
        bool leads = fenrun__tree_leads(tree, row->tier);
        bool tops = leads || row->inviter == FENRUN__NONE;
        if (tops && (team->root != i || team->leader != (leads ? i : FENRUN__NONE))) return false;
        if (!tops && tree->rows[row->inviter].team != row->team) return false;
        sizes[row->team]++;
    }
    return true;
}

/* The unused labels are a list of all that nobody has. */
static bool tree_proof_unused(const struct fenrun__tree *tree, const uint32_t *sizes) {
    size_t unused = 0, listed = 0;
    uint32_t next = tree->team_unused;
    for (size_t i = 0; i < tree->team_count; i++) {
        if (tree->teams[i].size != sizes[i]) return false;
        unused += sizes[i] == 0;
    }
    for (; next != FENRUN__NONE && listed < unused; listed++) {
        if (next >= tree->team_count || sizes[next] != 0) return false;
        next = tree->teams[next].root;
    }
    return next == FENRUN__NONE && listed == unused && unused == tree->team_unused_count;
}

static bool tree_proof_teams(const struct tree_proof *proof, uint32_t *sizes) {
    const struct fenrun__tree *tree = proof->tree;
    for (size_t i = 0; i < tree->team_count; i++) {
        const struct fenrun__tree_team *team = tree->teams + i;
        if (team->since > tree->at || !tree_proof_member(proof, team->leader) ||
            !tree_proof_head(proof, team->versions, team->since)) {
            return false;
        }
        uint64_t id =
            team->leader == FENRUN__NONE ? FENRUN_PLATFORM : tree->rows[team->leader].id;
        if (team->leader_id != id) return false;
    }
    return tree_proof_labels(proof, sizes) && tree_proof_unused(tree, sizes);
}

/* ---- Index ---- */

static bool tree_proof_index(const struct tree_proof *proof) {
    const struct fenrun__tree *tree = proof->tree;
    if (tree->index.count != tree->count ||
        !fenrun__index_is_sound(&tree->index, (uint32_t)tree->count)) {
        return false;
    }
    for (size_t first = 0; first < tree->count; first += FENRUN__SEARCH_WIDTH) {
        uint64_t ids[FENRUN__SEARCH_WIDTH];
        uint32_t numbers[FENRUN__SEARCH_WIDTH];
        size_t count = tree->count - first < FENRUN__SEARCH_WIDTH ? tree->count - first
                                                                  : FENRUN__SEARCH_WIDTH;
        for (size_t i = 0; i < count; i++) ids[i] = tree->rows[first + i].id;
        /* Only to bring the lines in: a guess may be right where the index does not lead. */
        fenrun__search_aim(tree, ids, (uint32_t)count, numbers);
        for (size_t i = 0; i < count; i++) {
            if (fenrun__tree_find(tree, ids[i]) != first + i) return false;
        }
    }
    return true;
}

/* ---- Measures ---- */

/* Own columns are not negative and come to their totals, which fit; others have none. */
static bool tree_proof_totals(const struct fenrun__tree *tree) {
    const struct fenrun__measure *measure = &tree->measure;
    int64_t left[FENRUN__MEASURE_COLUMNS_MAX];
    for (uint32_t column = 0; column < measure->column_count; column++) {
        left[column] = measure->totals[column];
    }
    for (uint32_t i = 0; i < tree->count; i++) {
        for (uint32_t column = 0; column < measure->column_count; column++) {
            if (measure->columns[column].scope != FENRUN__MEASURE_OWN) continue;
            int64_t value = fenrun__measure_value(measure, i, column);
            if (value < 0 || value > left[column]) return false;
            left[column] -= value;
        }
    }
    for (uint32_t column = 0; column < measure->column_count; column++) {
        if (left[column] != 0) return false;
    }
    return true;
}

static bool tree_proof_sums(const struct fenrun__tree *tree, int64_t *values, size_t size) {
    struct fenrun__tree copy = *tree;
    if (size == 0) return true;
    memcpy(values, tree->measure.values, size);
    copy.measure.values = values;
    fenrun__measure_recount(&copy);
    return memcmp(values, tree->measure.values, size) == 0;
}

/* ---- All ---- */

static const char *tree_proof_find(const struct tree_proof *proof, uint32_t *sizes,
                                   int64_t *values, size_t value_size) {
    if (proof->tree->at > FENRUN_TIME_MAX) return "tree";
    if (!tree_proof_rows(proof)) return "rows";
    if (!tree_proof_versions(proof)) return "history";
    if (!tree_proof_links(proof)) return "links";
    if (!tree_proof_teams(proof, sizes)) return "teams";
    if (!tree_proof_order_of_joins(proof)) return "history";
    if (!tree_proof_index(proof)) return "index";
    if (!tree_proof_totals(proof->tree)) return "totals";
    if (!tree_proof_sums(proof->tree, values, value_size)) return "measures";
    return NULL;
}

int32_t fenrun__tree_proof_run(const struct fenrun__tree *tree, struct fenrun__memory *memory,
                               uint32_t tier_count, uint32_t label_count, const char **unsound) {
    const struct tree_proof proof = {
        .tree = tree, .tier_count = tier_count, .label_count = label_count};
    size_t team_size = tree->team_count * sizeof(uint32_t);
    size_t value_size = tree->count * tree->measure.column_count * sizeof(int64_t);
    uint32_t *sizes = fenrun__memory_zeroed(memory, team_size);
    int64_t *values = fenrun__memory_resize(memory, NULL, 0, value_size);
    bool memory_failed = (team_size > 0 && !sizes) || (value_size > 0 && !values);
    *unsound = memory_failed ? NULL : tree_proof_find(&proof, sizes, values, value_size);
    fenrun__memory_free(memory, sizes, team_size);
    fenrun__memory_free(memory, values, value_size);
    if (memory_failed) return FENRUN_ERROR_MEMORY;
    return *unsound ? FENRUN_ERROR_SNAPSHOT : FENRUN_OK;
}
