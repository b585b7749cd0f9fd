/*
 * Tree: members, who invited whom, their tiers and teams, now and as of any instant.
 *
 *     index ──► row, 32 bytes      link, 12 bytes           columns, 8 bytes each
 *      id        id, since          first child, siblings    what is measured: see measure.h
 *                inviter ──► row
 *                team ──► root, leader, size ──► versions
 *                tier, labels, versions
 *
 * Members are numbered as they come; a number is found by id through the index and never changes.
 * A row holds what is true since `since`; what was true before is in its chain of versions. So a
 * question about the present, or about any instant after the member's last change, reads one row.
 *
 * Invariants
 *   1. Following inviters ends at a member whom the platform invited: there is no cycle.
 *   2. A team label is shared by exactly the members of one connected piece of the tree: a leader
 *      with its team, or a member whom the platform invited with everyone below up to the leaders.
 *      `root` is the topmost; `leader` is the root if its tier leads, else nobody.
 *   3. Nobody joined before its inviter.
 *   4. No change is earlier than `at`, so versions are appended in time order.
 *   5. Among siblings those who lead come last; the first one's previous_sibling is the last one.
 *   6. Only what makes room can fail, and it changes nothing but capacities.
 *
 * Costs, in time (n members)
 *   find, view, leader           O(1); O(log changes) for an instant before the last change
 *   join                         O(1) amortised, on any shape
 *   set_tier, a team splits off  O(smaller half): O(log n) amortised per member while tiers only
 *                                rise
 *   set_tier, a leader returns   O(smaller of the two teams)
 *   move                         O(smaller half) + O(smaller of the teams that meet), and before it
 *                                O(min(members below, teams above)) to see that there is no cycle
 *   with measured sums           join, tier and move also O(depth): see measure.h
 *   load, close                  O(members)
 * and in memory: 32 bytes for each member that a split, return or move relabels, or whose inviter,
 * tier or labels change, kept as history.
 * No function recurses.
 *
 * Not here: awards, amounts and what a promotion needs.
 */
#ifndef FENRUN_TREE_TREE_H
#define FENRUN_TREE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/index.h"
#include "base/memory.h"
#include "tree/measure.h"
#include "tree/version.h"

struct fenrun__tree_row {
    uint64_t id;
    int64_t since;
    uint32_t inviter; /* FENRUN__NONE: the platform */
    uint32_t team;
    uint32_t versions;
    uint16_t tier;
    uint16_t labels;
};

struct fenrun__tree_link {
    uint32_t first_child;
    uint32_t previous_sibling; /* of the first one: the last one */
    uint32_t next_sibling;
};

struct fenrun__tree_team {
    int64_t since;      /* of `leader` */
    uint64_t leader_id; /* so that who is paid need not be looked up in a row of its own */
    uint32_t root; /* of an unused label: the next unused one */
    uint32_t leader;
    uint32_t size; /* members; 0: the label is unused */
    uint32_t versions;
};

struct fenrun__tree {
    struct fenrun__memory memory;
    uint64_t seed;
    uint32_t lead_tier; /* this tier and higher ones lead */
    int64_t at;         /* the latest instant of anything applied */

    struct fenrun__tree_row *rows;
    struct fenrun__tree_link *links;
    size_t count;
    size_t row_capacity;
    struct fenrun__memory_lines row_room; /* two rows share a cache line, none lies on two */
    size_t link_capacity;
    struct fenrun__index index;

    struct fenrun__tree_team *teams;
    size_t team_count;
    size_t team_capacity;
    uint32_t team_unused; /* head of the unused labels */
    size_t team_unused_count;

    struct fenrun__versions versions;
    struct fenrun__measure measure;
};

/* What a member was at an instant. */
struct fenrun__tree_view {
    uint32_t inviter;
    uint32_t team;
    uint16_t tier;
    uint16_t labels;
};

/* `columns` are copied; NULL is possible where `column_count` is 0. FENRUN_OK or _MEMORY. */
int32_t fenrun__tree_init(struct fenrun__tree *tree, const fenrun_allocator *allocator,
                          uint64_t seed, uint32_t lead_tier,
                          const struct fenrun__measure_column *columns, uint32_t column_count);
void fenrun__tree_free(struct fenrun__tree *tree);

static inline bool fenrun__tree_leads(const struct fenrun__tree *tree, uint32_t tier) {
    return tier >= tree->lead_tier;
}

/* A member's number, or FENRUN__NONE. */
static inline uint32_t fenrun__tree_find(const struct fenrun__tree *tree, uint64_t id) {
    struct fenrun__index_cursor cursor;
    uint32_t found =
        fenrun__index_first(&tree->index, fenrun__hash_id(tree->seed, id), &cursor);
    while (found != FENRUN__NONE && tree->rows[found].id != id) {
        found = fenrun__index_next(&tree->index, &cursor);
    }
    return found;
}

/* Older questions; use the inline functions below. */
bool fenrun__tree_view_before(const struct fenrun__tree *tree, uint32_t member, int64_t at,
                              struct fenrun__tree_view *view);
uint32_t fenrun__tree_leader_before(const struct fenrun__tree *tree, uint32_t team, int64_t at);

/* What a member was at an instant; false if it had not joined. */
static inline bool fenrun__tree_view(const struct fenrun__tree *tree, uint32_t member, int64_t at,
                                     struct fenrun__tree_view *view) {
    const struct fenrun__tree_row *row = tree->rows + member;
    if (at < row->since) return fenrun__tree_view_before(tree, member, at, view);
    view->inviter = row->inviter;
    view->team = row->team;
    view->tier = row->tier;
    view->labels = row->labels;
    return true;
}

/* The leader of a team at an instant (who may be the member that one asks for), or FENRUN__NONE. */
static inline uint32_t fenrun__tree_leader(const struct fenrun__tree *tree, uint32_t team,
                                           int64_t at) {
    const struct fenrun__tree_team *row = tree->teams + team;
    return at < row->since ? fenrun__tree_leader_before(tree, team, at) : row->leader;
}

/* The instant at which a member joined, and its inviter then. */
int64_t fenrun__tree_joined(const struct fenrun__tree *tree, uint32_t member, uint32_t *inviter);

/* Room for changes to come: FENRUN_OK, FENRUN_ERROR_MEMORY or FENRUN_ERROR_FULL. */
int32_t fenrun__tree_reserve(struct fenrun__tree *tree, uint64_t members, uint64_t teams,
                             uint64_t versions);

/* How many versions a change appends at most, if it were made now; each may need one more team. */
uint64_t fenrun__tree_tier_cost(const struct fenrun__tree *tree, uint32_t member, uint32_t tier);
uint64_t fenrun__tree_move_cost(const struct fenrun__tree *tree, uint32_t member,
                                uint32_t inviter);

/* The same for a tier that makes `member` a leader, after another change has brought or taken
   away at most `more` members of the team. `member` may be one who is about to join, with any
   number that is no member's. */
uint64_t fenrun__tree_split_cost(const struct fenrun__tree *tree, uint32_t member, uint64_t more);

/*
 * The changes, for which there must be room: a member, a team and a version for a join. `at` must
 * not be before tree->at, which the caller moves on; `id` must be new; numbers must be members'.
 */
void fenrun__tree_join(struct fenrun__tree *tree, uint64_t id, uint32_t inviter, int64_t at);
void fenrun__tree_set_tier(struct fenrun__tree *tree, uint32_t member, uint32_t tier, int64_t at);
void fenrun__tree_move(struct fenrun__tree *tree, uint32_t member, uint32_t inviter, int64_t at);

/* Whether `member` is `other` or above it. */
bool fenrun__tree_is_above(const struct fenrun__tree *tree, uint32_t member, uint32_t other);

/*
 * The changes of a close, all at one instant: `tiers` and `labels` hold what each member then has.
 * First how much room they need, which changes nothing but the caller's numbers; then, with that
 * room, the changes. O(members), however many change.
 */
void fenrun__tree_close_cost(const struct fenrun__tree *tree, const uint16_t *tiers,
                             const uint16_t *labels, uint64_t *teams, uint64_t *versions);
void fenrun__tree_close(struct fenrun__tree *tree, const uint16_t *tiers, const uint16_t *labels,
                        int64_t at);

/* The lowest member that is `a` or above it, and `b` or above it; FENRUN__NONE if there is none.
   O(depth of the team) if they are in one, else O(depth). */
uint32_t fenrun__tree_meeting(const struct fenrun__tree *tree, uint32_t a, uint32_t b);

/* Fill an empty tree: see fenrun_tree_load. `tier_count` bounds the tiers, `label_count` the
   labels; own columns are 0. */
int32_t fenrun__tree_load(struct fenrun__tree *tree, const fenrun_member *members, size_t count,
                          uint32_t tier_count, uint32_t label_count, fenrun_error *error);

#endif
