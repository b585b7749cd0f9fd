/*
 * Version: what members and teams were before, kept in chains that are searched in O(log n).
 *
 *     row (since 40) ──► since 30 ──► since 20 ──► since 10
 *                            │ jump                    ▲
 *                            └─────────────────────────┘
 *
 * Every change of a row first appends what the row held, with the instant since which it held
 * that; the row then holds since the change. Each version has, besides the one before it, a jump
 * further back, spaced as in a skew-binary number (Myers 1983): searching a chain of n versions
 * takes at most about 2 log2 n steps, appending one takes O(1), and neither ever changes a version.
 *
 * Invariants
 *   1. Along a chain `since` falls: two changes at one instant keep the later only, because no
 *      question can tell them apart. The one exception is a member who joins and moves at one
 *      instant: the join is kept at the end of the chain.
 *   2. `depth` is the number of versions below in the chain; a jump never skips past its end.
 *
 * One store serves members (inviter, team, tier, labels) and teams (the leader, in `inviter`).
 */
#ifndef FENRUN_TREE_VERSION_H
#define FENRUN_TREE_VERSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/index.h"
#include "base/memory.h"

struct fenrun__version {
    int64_t since;
    uint32_t previous; /* FENRUN__NONE at the end of the chain */
    uint32_t jump;     /* itself at the end of the chain */
    uint32_t depth;
    uint32_t inviter;
    uint32_t team;
    uint16_t tier;
    uint16_t labels;
};

struct fenrun__versions {
    struct fenrun__version *items;
    size_t count;
    size_t capacity;
};

/* Room for `more` versions: FENRUN_OK, FENRUN_ERROR_MEMORY or FENRUN_ERROR_FULL. */
int32_t fenrun__versions_reserve(struct fenrun__versions *versions, struct fenrun__memory *memory,
                                 uint64_t more);

/* Append `version` (its first three fields after `since` are filled in here) before `head`, and
   give the new head. There must be room. */
uint32_t fenrun__versions_push(struct fenrun__versions *versions, uint32_t head,
                               struct fenrun__version version);

/* Where a version before `head` jumps to. */
uint32_t fenrun__versions_jump(const struct fenrun__version *items, uint32_t head);

/* The newest version of a chain with since <= at, or NULL. */
const struct fenrun__version *fenrun__versions_find(const struct fenrun__versions *versions,
                                                    uint32_t head, int64_t at);

/* The oldest version of a chain, or NULL if it is empty. */
const struct fenrun__version *fenrun__versions_oldest(const struct fenrun__versions *versions,
                                                      uint32_t head);

void fenrun__versions_free(struct fenrun__versions *versions, struct fenrun__memory *memory);

#endif
