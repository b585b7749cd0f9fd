/*
 * Rulebook: a rule set's file, read and checked, or every mistake in it as one line each:
 *
 *     wanwu.yaml:4:12: rounding: half_way is unknown; allowed are half_even, half_up, down, up
 *
 * Not here: several files with `effective` dates, which the language does not have yet.
 */
#ifndef FENRUN_CLI_RULEBOOK_H
#define FENRUN_CLI_RULEBOOK_H

#include <stdbool.h>

#include "cli/output.h"
#include "fenrun.h"

/* Whether an argument is a rule set: it ends with .yaml or .yml. */
bool fenrun__rulebook_is(const char *path);

/*
 * Read the rule set at `path`. Mistakes go to `output`, or to stderr if it is NULL. Returns an exit
 * code; the caller frees `*rules`.
 */
int fenrun__rulebook_read(fenrun_rules **rules, const char *path, struct fenrun__output *output);

#endif
