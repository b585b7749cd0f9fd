/*
 * Team: the labels that say in O(1) who leads a member's team, and how they follow a split.
 *
 *     A             before: label 0 = {A B C D}, leader A
 *     └ B           B becomes a leader: the halves are {A} and {B C D}; the smaller one gets the
 *       ├ C         new label, whichever side it is on
 *       └ D         after: label 1 = {A}, leader A; label 0 = {B C D}, leader B
 *
 * Both halves are walked in lockstep, one pointer a step, until one is exhausted: a split costs
 * O(smaller half), and a member is relabelled at most log2(n) times while teams only split. Walks
 * go by first child, next sibling and inviter: no stack, no recursion. Among siblings those who
 * lead come last, so that a walk never looks at the leaders right below it.
 *
 * Detach and merge are the only two changes of shape: a split is a detach that gets a leader, a
 * return is a merge, a move is a detach and a merge.
 *
 * All functions here commit and cannot fail: room was made before.
 */
#ifndef FENRUN_TREE_TEAM_H
#define FENRUN_TREE_TEAM_H

#include "tree/tree.h"

/* The cheaper half of a team that is cut above a member. */
struct fenrun__team_cut {
    uint32_t count; /* its members */
    bool lower;     /* it is the half of the member itself */
};

/* Plan to cut the team of `member`, who has an inviter in the same team. Reads only. */
struct fenrun__team_cut fenrun__team_plan_cut(const struct fenrun__tree *tree, uint32_t member);

/* A new label for a piece of `size` members under `root`, which the caller labels. */
uint32_t fenrun__team_new(struct fenrun__tree *tree, uint32_t root, uint32_t leader, uint32_t size,
                          int64_t at);

/* Cut as planned: `member` becomes the root of a piece of its own, without a leader. */
void fenrun__team_detach(struct fenrun__tree *tree, uint32_t member, struct fenrun__team_cut cut,
                         int64_t at);

/* The piece `lower`, whose root's inviter is in the piece `upper`, becomes part of it. */
void fenrun__team_merge(struct fenrun__tree *tree, uint32_t lower, uint32_t upper, int64_t at);

/* From `at` on a piece is led by `leader`, or by nobody. */
void fenrun__team_set_leader(struct fenrun__tree *tree, uint32_t team, uint32_t leader, int64_t at);

/* Keep what a member's row holds as a version; with touch only if `at` is a new instant, since
   which the row will hold what the caller then changes. */
void fenrun__team_keep_member(struct fenrun__tree *tree, uint32_t member);
void fenrun__team_touch_member(struct fenrun__tree *tree, uint32_t member, int64_t at);

#endif
