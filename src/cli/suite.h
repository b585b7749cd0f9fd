/*
 * Suite: the test files of a command line; of a directory all *.test.yaml below it, sorted.
 *
 *     fenrun test examples  ─►  examples/ladder.test.yaml  examples/yunji/yunji.test.yaml
 *
 * In directories, what begins with a point is passed over, and so are links to other directories:
 * they may lead back up.
 */
#ifndef FENRUN_CLI_SUITE_H
#define FENRUN_CLI_SUITE_H

#include <stddef.h>

struct fenrun__suite {
    char **paths;
    size_t count;
    size_t capacity;
};

/* Add what a word of the command line stands for. Returns an exit code. */
int fenrun__suite_add(struct fenrun__suite *suite, const char *word);
void fenrun__suite_free(struct fenrun__suite *suite);

#endif
