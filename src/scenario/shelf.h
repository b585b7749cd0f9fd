/*
 * Shelf: the files that tests name, through the caller's functions, and their paths.
 *
 *     examples/wanwu.test.yaml names wanwu.yaml       →  examples/wanwu.yaml
 *                              names ../a/members.csv →  a/members.csv
 *                              names /tmp/x.yaml      →  /tmp/x.yaml
 *
 * One file has one path, so that its coverage is counted once.
 *
 * Nothing is opened here: the library knows no files.
 */
#ifndef FENRUN_SCENARIO_SHELF_H
#define FENRUN_SCENARIO_SHELF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "fenrun.h"

struct fenrun__shelf {
    const char *(*read)(void *context, const char *path, size_t *size);
    int32_t (*write)(void *context, const char *path, const char *text, size_t size);
    void *context;
};

/* A rule set as a test file names it. */
struct fenrun__named {
    struct fenrun__text path;
    uint32_t number; /* in a list, from 1; 0: it stands alone */
    uint32_t line;   /* where its name stands */
    uint32_t column;
};

/* Append the path of what the file at `from` names `name`. */
void fenrun__shelf_path(const char *from, struct fenrun__text name, struct fenrun__writer *path);

/* The bytes of a file; false if it cannot be read. They live until the next call. */
bool fenrun__shelf_read(const struct fenrun__shelf *shelf, const char *path,
                        struct fenrun__text *text);

#endif
