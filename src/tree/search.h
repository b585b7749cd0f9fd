/*
 * Search: many ids to numbers of members, in three passes, each of which finds in the cache what
 * the one before has asked for.
 *
 *     aim      id ──► mark, and the line of the index that it leads to is fetched
 *     guess    the first place of that line whose mark fits ──► a number, and its row is fetched
 *     settle   the row has the id: so it is the number; if not, it is found one by one
 *
 * Invariants
 *   1. No pass has a branch that depends on an id, but the last one where a guess was wrong: where
 *      the mark stands on the next line or fits by chance, or there is no such member.
 *   2. Guesses are numbers of members, right or wrong: rows may be read.
 *
 * Costs: O(ids). One random read alone takes as long as dozens that are under way together.
 */
#ifndef FENRUN_TREE_SEARCH_H
#define FENRUN_TREE_SEARCH_H

#include "tree/tree.h"

/* How many ids go through the passes together: what they ask for must stay in the cache, and the
   passes' own numbers in the nearest one. */
#define FENRUN__SEARCH_WIDTH 256u

/* The passes, for at most FENRUN__SEARCH_WIDTH ids and for a tree that has members. `numbers` are
   marks after the first and guesses after the second. */
void fenrun__search_aim(const struct fenrun__tree *tree, const uint64_t *ids, uint32_t count,
                        uint32_t *numbers);
void fenrun__search_guess(const struct fenrun__tree *tree, uint32_t count, uint32_t *numbers);

/* Numbers, or FENRUN__NONE where there is no such member; how many of these there are. */
uint32_t fenrun__search_settle(const struct fenrun__tree *tree, const uint64_t *ids,
                               uint32_t count, uint32_t *numbers);

/* All passes, for any number of ids and any tree. */
void fenrun__search_find(const struct fenrun__tree *tree, const uint64_t *ids, size_t count,
                         uint32_t *numbers);

#endif
