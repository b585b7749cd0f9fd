/*
 * Members: the rows of all members files, gathered and loaded into the tree at once.
 *
 *     rows     fenrun_member ...      40 bytes each, in any order: inviters may follow invited
 *     places   input, line ...         8 bytes each, for the messages
 *
 * Both are freed as soon as the tree has the members.
 *
 * Invariant: what the library refuses is reported at the row that it is about.
 *
 * Costs: O(members); finding the row of an error is one more pass.
 */
#ifndef FENRUN_CLI_MEMBERS_H
#define FENRUN_CLI_MEMBERS_H

#include <stdint.h>

#include "cli/input.h"
#include "fenrun.h"

/* Read every input that is a members file to its end and load the tree. Returns an exit code. */
int fenrun__members_load(fenrun_tree *tree, struct fenrun__input *inputs, uint32_t input_count);

#endif
