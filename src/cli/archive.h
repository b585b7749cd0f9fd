/*
 * Archive: a file that holds a snapshot, mapped into memory.
 *
 *     fenrun__archive_is("march.snapshot", &is)            by its first bytes, not by its name
 *     fenrun__archive_open(&archive, "march.snapshot")     header and names: O(1)
 *     fenrun__archive_verify(&archive)                     every byte of it is as it was written
 *     fenrun__archive_tree(&archive, &tree)                the tree, which may change
 *     fenrun__archive_close(&archive)                      behind the tree
 *
 * Invariants
 *   1. The file stays as it is: what a tree changes are copies of pages, private to the process.
 *   2. A file that is replaced by renaming, as output.h does, stays whole for whoever has it open.
 *      (Who cuts a file that others have mapped ends them by SIGBUS; nothing here does.)
 *
 * Costs: pages are read as they are asked for, and shared with every process that maps the file.
 */
#ifndef FENRUN_CLI_ARCHIVE_H
#define FENRUN_CLI_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/roll.h"
#include "fenrun.h"

struct fenrun__archive {
    const char *path;
    void *bytes; /* NULL: not open */
    size_t size;
    bool has_roll; /* else another program wrote it */
    struct fenrun__roll roll;
    fenrun_snapshot_info info;
};

/* Whether the file begins as every snapshot does; a file that is not there, or a pipe, does not.
   Returns an exit code, as all functions here do. */
int fenrun__archive_is(const char *path, bool *is);

/* `archive` is to be closed whatever comes back. */
int fenrun__archive_open(struct fenrun__archive *archive, const char *path);
void fenrun__archive_close(struct fenrun__archive *archive);

int fenrun__archive_verify(const struct fenrun__archive *archive);

/* Whether each name is found: a look at every one, for whoever does not trust the writer either. */
int fenrun__archive_verify_names(const struct fenrun__archive *archive);

/* Whether each member of the archive's tree that is no number has a name. O(members). */
int fenrun__archive_verify_members(const struct fenrun__archive *archive, const fenrun_tree *tree);

/* The caller frees the tree, before the archive is closed. */
int fenrun__archive_tree(const struct fenrun__archive *archive, fenrun_tree **tree);

#endif
