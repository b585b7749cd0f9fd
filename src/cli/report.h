/*
 * Report: the lines that the command prints on stderr, and what it ends with.
 *
 *     return fenrun__report(FENRUN__EXIT_DATA, "%s:%u: ...", path, line);
 *
 * Invariants
 *   1. Whoever reports an error returns its exit code, and everyone above hands that code on
 *      without a word: one mistake is one line.
 *   2. A line holds no control characters, whatever stands in a file or on the command line.
 *   3. A passing line is wiped before anything else is printed.
 *
 * Not here: results, which go through output.h.
 */
#ifndef FENRUN_CLI_REPORT_H
#define FENRUN_CLI_REPORT_H

#include <stdbool.h>
#include <stddef.h>

enum fenrun__exit {
    FENRUN__EXIT_FINE = 0,
    FENRUN__EXIT_FOUND = 1, /* a test failed, or a check found something */
    FENRUN__EXIT_RULES = 2, /* the rule set has mistakes */
    FENRUN__EXIT_USAGE = 3,
    FENRUN__EXIT_DATA = 4, /* a row, or what --event asks for, is refused */
    FENRUN__EXIT_SYSTEM = 5 /* files, pipes, disks, memory */
};

/* A piece of a file or of the command line; not ended by a NUL. */
struct fenrun__field {
    const char *bytes;
    size_t size;
};

struct fenrun__field fenrun__field_from(const char *string);
bool fenrun__field_is(struct fenrun__field field, const char *string);

/* Print one line and return `exit_code`. A line that is too long is cut. */
__attribute__((format(printf, 2, 3))) int fenrun__report(int exit_code, const char *format, ...);

/* Say that there is no memory, and return FENRUN__EXIT_SYSTEM. */
int fenrun__report_memory(void);

/* Put up a line that stands only until the next report, or until it is NULL; for progress. */
void fenrun__report_passing(const char *line);

#define FENRUN__SHOWN_SIZE 84

/* A piece as it can stand in a line: what is over 72 bytes is cut between characters, "…". */
const char *fenrun__shown(char room[FENRUN__SHOWN_SIZE], struct fenrun__field field);

#define FENRUN__LISTED_SIZE 512

/* Names one after the other, "normal, gold"; begins all zero. */
struct fenrun__listed {
    char text[FENRUN__LISTED_SIZE];
    size_t size;
    bool full; /* the last name is "…" */
};

/* Add a name with what parts it from those before; a name that has no room becomes "…", and no
   other follows. */
void fenrun__listed_add(struct fenrun__listed *listed, const char *before, const char *name);

#endif
