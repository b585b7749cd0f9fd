/*
 * Origin: what a run starts from, rule sets that are read or a snapshot that is opened.
 *
 *     wanwu.yaml        →  rules              members are still to be loaded
 *     march.snapshot    →  rules and a tree, with all its members, history and orders, and the
 *                          names by which files call members
 *
 * Invariant: a snapshot is verified before anything in it is used, unless the user has said that it
 * need not be.
 */
#ifndef FENRUN_CLI_ORIGIN_H
#define FENRUN_CLI_ORIGIN_H

#include <stdbool.h>

#include "cli/archive.h"
#include "cli/arguments.h"
#include "fenrun.h"

struct fenrun__origin {
    const fenrun_rules *rules;
    fenrun_tree *tree;     /* NULL: one is to be made */
    fenrun_rules *read;    /* NULL: the rules are those of the tree */
    struct fenrun__archive archive; /* its roll is empty if no snapshot was opened */
};

/* Returns an exit code. `origin` is to be closed whatever comes back. */
int fenrun__origin_open(struct fenrun__origin *origin, const struct fenrun__arguments *arguments,
                        bool unverified);
void fenrun__origin_close(struct fenrun__origin *origin);

/* Say on stderr what ran on what: the program's version, the hash of the rules and, if there is
   one, of the snapshot. */
int fenrun__origin_report(const struct fenrun__origin *origin);

#endif
