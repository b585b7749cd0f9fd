/*
 * Contest: several subjects run one script, in turns, round by round, so that whatever else the
 * machine does meets all of them alike; the median round counts.
 *
 * Events are made in blocks outside of the clock, and rows are looked at outside of it. The clock
 * is the thread's processor time. In the first round, which is not counted, totals per payee are
 * compared among the subjects (or with those found backwards); in the others a checksum over all
 * rows must be that of the first.
 */
#ifndef BENCH_CONTEST_H
#define BENCH_CONTEST_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/subject.h"
#include "bench/workload.h"

#define CONTEST_SUBJECTS_MAX 6u
#define CONTEST_ROUNDS_MAX 15u

struct contest {
    const char *name; /* for messages */
    const fenrun_rules *rules;
    const struct workload_forest *forest;
    const struct workload_script *script;
    const struct workload_script *before; /* applied first, unmeasured; or NULL */
    const struct workload_script *after;  /* applied last in the first round, to compare; or NULL */
    const struct subject *subjects[CONTEST_SUBJECTS_MAX];
    uint32_t subject_count;
    uint32_t round_count;
    bool changes;   /* the script changes the tree: each round begins with a new one */
    bool is_late;   /* `before` lies in the future of the script: not for who knows no past */
    bool backwards; /* compare with the totals found backwards */
};

struct contest_outcome {
    double ns[CONTEST_SUBJECTS_MAX]; /* per event; the median round */
    double rounds[CONTEST_SUBJECTS_MAX][CONTEST_ROUNDS_MAX];
    fenrun_tree_status status;       /* of the first subject, at the end */
};

/* Ends the program if the subjects do not pay the same. */
struct contest_outcome contest_run(const struct contest *contest);

/* The thread's processor time in seconds, and the middle of some numbers, which are sorted. */
double contest_clock(void);
double contest_median(double *numbers, uint32_t count);

#endif
