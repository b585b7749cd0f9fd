/*
 * Rulebook: the files of a rule set's versions, read and checked, or every mistake in them as one
 * line each:
 *
 *     wanwu.yaml:4:12: rounding: half_way is unknown; allowed are half_even, half_up, down, up
 *
 * One file is a rule set of its own; several, in the order of their `effective`, are one book.
 */
#ifndef FENRUN_CLI_RULEBOOK_H
#define FENRUN_CLI_RULEBOOK_H

#include <stdbool.h>

#include "cli/output.h"
#include "fenrun.h"

/* Whether an argument is a rule set: it ends with .yaml or .yml. */
bool fenrun__rulebook_is(const char *path);

/*
 * Read the rule sets at `paths`, at least one. Mistakes go to `output`, or to stderr if it is NULL.
 * Returns an exit code; the caller frees `*rules`.
 */
int fenrun__rulebook_read(fenrun_rules **rules, const char *const *paths, uint32_t count,
                          struct fenrun__output *output);

/* "shop-2024 shop-2025": what the versions are called; for those that have no room "..." stands. */
#define FENRUN__RULEBOOK_TITLE_SIZE 160
void fenrun__rulebook_title(const fenrun_rules *rules, char out[FENRUN__RULEBOOK_TITLE_SIZE]);

/* "rules 0123456789abcdef0123456789abcdef shop-2024 shop-2025": a line by which results can be tied
   to what they came of. Returns an exit code. */
#define FENRUN__RULEBOOK_LINE_SIZE 208
int fenrun__rulebook_line(const fenrun_rules *rules, char out[FENRUN__RULEBOOK_LINE_SIZE]);

/* Write what fenrun_rules_check finds as lines to `output`. Returns an exit code. */
int fenrun__rulebook_check(const fenrun_rules *rules, const char *const *paths,
                           struct fenrun__output *output);

#endif
