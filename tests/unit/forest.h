/*
 * Forest: trees of several shapes, random changes of them, and a checker of every invariant of
 * tree.h, team.h and version.h that recomputes all of it in the most obvious way.
 *
 *     tiers 0 and 1 do not lead, 2 and 3 do
 *     chain 0-1-2-3-4     star 0-{1 2 3 4}     caterpillar 0-2-4 with legs 1 3 5
 *
 * A check costs O(members * depth).
 */
#ifndef UNIT_FOREST_H
#define UNIT_FOREST_H

#include "model/random.h"
#include "tree/team.h"
#include "tree/tree.h"

#define FOREST_TIERS 4u
#define FOREST_LEAD_TIER 2u
#define FOREST_LABELS 3u
#define FOREST_COLUMNS_MAX 12u

enum forest_shape {
    FOREST_CHAIN,
    FOREST_STAR,
    FOREST_CATERPILLAR,
    FOREST_RANDOM, /* an earlier member invited, or now and then the platform */
    FOREST_SHAPES
};

extern const char *const forest_names[FOREST_SHAPES];

/* What forest_init measures: heads and an own column, in every scope, of all and of some tiers. */
enum forest_column {
    FOREST_OWN,
    FOREST_DIRECT_HEADS,
    FOREST_TEAM_HEADS,
    FOREST_TEAM_OWN,
    FOREST_DOWNLINE_HEADS,
    FOREST_DOWNLINE_OWN_OF_TIERS,
    FOREST_COLUMNS
};

/* An empty tree that measures all of these or nothing; or the columns that are given. */
void forest_init(struct fenrun__tree *tree, uint64_t seed, bool counts);
void forest_init_columns(struct fenrun__tree *tree, uint64_t seed,
                         const struct fenrun__measure_column *columns, uint32_t column_count);

/* A random set of columns, at least one of them an own one; how many. */
uint32_t forest_columns(struct fenrun__measure_column columns[FOREST_COLUMNS_MAX],
                        struct random_source *random);

/* The id of a member's number: neither dense nor rising. */
uint64_t forest_id(uint32_t member);

/* Who invites the member of a number in a shape. */
uint32_t forest_inviter(enum forest_shape shape, uint32_t member, struct random_source *random);

/* The changes, each with exactly the room that it says it needs. */
void forest_join(struct fenrun__tree *tree, uint64_t id, uint32_t inviter, int64_t at);
void forest_set_tier(struct fenrun__tree *tree, uint32_t member, uint32_t tier, int64_t at);
void forest_move(struct fenrun__tree *tree, uint32_t member, uint32_t inviter, int64_t at);

void forest_close(struct fenrun__tree *tree, const uint16_t *tiers, const uint16_t *labels,
                  int64_t at);

/* Join members at `at` until there are `count`. */
void forest_grow(struct fenrun__tree *tree, enum forest_shape shape, uint32_t count, int64_t at,
                 struct random_source *random);

/* One random change: a join, a tier, a move, a close, or more or less of an own column. */
void forest_change(struct fenrun__tree *tree, int64_t at, struct random_source *random);

/* The topmost member of the piece of a member, found by walking up. */
uint32_t forest_root(const struct fenrun__tree *tree, uint32_t member);

/* Fail unless every invariant holds. */
void forest_check(const struct fenrun__tree *tree);

#endif
