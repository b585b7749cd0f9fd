/*
 * Progress: one line on stderr that is rewritten while a run lasts, "1,250,000 rows, 3 s".
 *
 * Invariants
 *   1. Nothing is printed unless stderr is a terminal and the run lasts over a second.
 *   2. The line has no colour, so NO_COLOR holds.
 *
 * Costs: a counter per row; the clock is asked once in 4,096 rows.
 */
#ifndef FENRUN_CLI_PROGRESS_H
#define FENRUN_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct fenrun__progress {
    bool terminal;
    int64_t started_ms;
    int64_t printed_ms;
    uint64_t count;
};

void fenrun__progress_start(struct fenrun__progress *progress);
void fenrun__progress_print(struct fenrun__progress *progress);
void fenrun__progress_end(struct fenrun__progress *progress);

static inline void fenrun__progress_step(struct fenrun__progress *progress) {
    if ((++progress->count & 4095) == 0 && progress->terminal) fenrun__progress_print(progress);
}

#endif
