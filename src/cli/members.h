/*
 * Members: the rows of all members files, gathered and loaded into the tree at once.
 *
 *     rows     fenrun_member ...      40 bytes each, in any order: inviters may follow invited
 *     lines    of the rows             4 bytes each, for the messages
 *     files    which input, and its first row
 *
 * All are freed as soon as the tree has the members.
 *
 * Invariant: what the library refuses is reported at the row that it is about.
 *
 * Costs: O(members); finding the row of an error is one more pass.
 */
#ifndef FENRUN_CLI_MEMBERS_H
#define FENRUN_CLI_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/block.h"
#include "cli/names.h"
#include "fenrun.h"

struct fenrun__members_file {
    const char *path;
    size_t first; /* row */
};

struct fenrun__members {
    fenrun_member *rows;
    uint32_t *lines;
    size_t count;
    size_t capacity;
    struct fenrun__members_file *files;
    size_t file_count;
};

/* Add the rows of a block, behind those of earlier blocks. False if there is no memory. */
bool fenrun__members_add(struct fenrun__members *members, const struct fenrun__block *block);

/* Load all into a tree that is empty, and free them. Returns an exit code. */
int fenrun__members_load(struct fenrun__members *members, const struct fenrun__names *names,
                         fenrun_tree *tree);

void fenrun__members_free(struct fenrun__members *members);

#endif
