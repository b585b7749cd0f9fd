/*
 * Tree proof: whether tables that came from elsewhere are those of a tree.
 *
 *     rows, links, teams       every number leads to a row that is there; inviters and siblings
 *                              say the same; nobody stands above itself; labels are as tree.h says
 *     history                  chains end, and their jumps are those that pushing makes
 *     index                    every member is found, and nothing else
 *     measures                 sums are what adding up from nothing gives, and nothing is below 0
 *
 * So no walk leaves the tables or goes on for ever, and no sum does not fit. What was long ago is
 * not looked at as a whole: whether at some instant of the past somebody stood above itself. Walks
 * as of an instant take as many steps as there are members at most (payout/route.h).
 *
 * Costs: O(members + changes), each O(1) as a rule; memory for the time of the call: 4 bytes for
 * each team, 8 for each member and measure.
 */
#ifndef FENRUN_TREE_TREE_PROOF_H
#define FENRUN_TREE_TREE_PROOF_H

#include "tree/tree.h"

/* FENRUN_OK, or FENRUN_ERROR_SNAPSHOT and in `unsound` what is not sound, "links"; or
   FENRUN_ERROR_MEMORY. Of a tree whose tables have the sizes that they say they have. */
int32_t fenrun__tree_proof_run(const struct fenrun__tree *tree, struct fenrun__memory *memory,
                               uint32_t tier_count, uint32_t label_count, const char **unsound);

#endif
