/*
 * Arguments: a command line, taken apart.
 *
 *     fenrun settle wanwu.yaml members.csv log.csv --totals=totals.csv
 *                   └ rules    └ files             └ an option of the command, with its value
 *
 *     fenrun settle march.snapshot april.csv
 *                   └ snapshot, in place of rules and members
 *
 * What ends with .yaml or .yml is a rule set, several of them are the versions of a rule book;
 * every other word is a CSV file, "-" is stdin. A command that can start from a snapshot knows one
 * by its first bytes, whatever it is called. Options are written `--totals FILE` or
 * `--totals=FILE`, `-o FILE` or `-oFILE`, anywhere; `--` ends them. Each stands at
 * most once, with its value if it takes one.
 */
#ifndef FENRUN_CLI_ARGUMENTS_H
#define FENRUN_CLI_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/output.h"

struct fenrun__option {
    const char *name;   /* "--totals", "-o" */
    const char **value; /* stays as it is if the option is not given */
    bool *given;        /* set if it is; for options that take no value, else NULL */
};

struct fenrun__arguments {
    const char *command;
    const char **rules; /* in the order of the words; shares the block of `files` */
    uint32_t rule_count;
    const char **files; /* to be freed */
    uint32_t file_count;
    const char *snapshot; /* NULL: there is none; then there are rules */
    bool help;
};

/* Returns an exit code. `words` are those behind the command. */
int fenrun__arguments_read(struct fenrun__arguments *arguments, const char *command, int count,
                           char **words, const struct fenrun__option *options,
                           size_t option_count);

/* The same for commands that start from rule sets or from a snapshot. */
int fenrun__arguments_start(struct fenrun__arguments *arguments, const char *command, int count,
                            char **words, const struct fenrun__option *options,
                            size_t option_count);

/* The same for commands that need no rule set. */
int fenrun__arguments_take(struct fenrun__arguments *arguments, const char *command, int count,
                           char **words, const struct fenrun__option *options,
                           size_t option_count);

/* Whether the output would take the place of one of the inputs. */
bool fenrun__arguments_hold(const struct fenrun__arguments *arguments,
                            const struct fenrun__output *output);

/* Of `count` names the one that `word` was most likely meant to be; NULL if none is near. */
const char *fenrun__arguments_nearest(const char *word, const char *const *names, size_t count);

#endif
