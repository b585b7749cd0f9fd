/*
 * Progress: one line on stderr that is rewritten while a run lasts.
 *
 *     12,500,000 rows, 1.9 M/s, 47 %, 7 s left      the sizes of all files are known
 *     12,500,000 rows, 1.9 M/s                      one of them is a pipe
 *
 * Invariants
 *   1. Nothing is printed unless stderr is a terminal and the run lasts over a second.
 *   2. The line has no colour, so NO_COLOR holds.
 *
 * Costs: the clock is asked when rows are done with, some thousands at once as a rule.
 */
#ifndef FENRUN_CLI_PROGRESS_H
#define FENRUN_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#define FENRUN__PROGRESS_SIZE 128

struct fenrun__progress {
    bool terminal;
    int64_t started_ms;
    int64_t printed_ms;
    uint64_t rows;
    uint64_t bytes;
    uint64_t bytes_all; /* 0: not known */
};

void fenrun__progress_start(struct fenrun__progress *progress);

/* So many rows and bytes were done with. */
void fenrun__progress_step(struct fenrun__progress *progress, uint64_t rows, uint64_t bytes);
void fenrun__progress_end(struct fenrun__progress *progress);

/* The line as it is after so many milliseconds, above 0. */
void fenrun__progress_line(const struct fenrun__progress *progress, int64_t elapsed_ms,
                           char out[FENRUN__PROGRESS_SIZE]);

#endif
