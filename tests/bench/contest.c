/* Contest: rounds, clocks and comparisons; see the header. */
#define _POSIX_C_SOURCE 200809L

#include "bench/contest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/totals.h"

#define CONTEST_BLOCK 1024u

struct contest_run {
    const struct contest *contest;
    fenrun_event *events;
    struct bench_row *rows;
    void *states[CONTEST_SUBJECTS_MAX];
    uint64_t checksums[CONTEST_SUBJECTS_MAX];
};

double contest_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int contest_compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double contest_median(double *numbers, uint32_t count) {
    qsort(numbers, count, sizeof *numbers, contest_compare);
    return numbers[count / 2];
}

static uint64_t contest_checksum(uint64_t sum, const struct bench_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint64_t amount = (uint64_t)rows[i].amount * 8 + rows[i].award;
        sum += amount * (rows[i].payee | 1);
    }
    return sum;
}

/* Give a subject a script: seconds on the clock. `totals` may be NULL. */
static double contest_play(struct contest_run *run, uint32_t subject,
                           size_t (*play)(void *, const fenrun_event *, size_t,
                                          struct bench_row *),
                           const struct workload_script *script, struct totals *totals) {
    double seconds = 0;
    uint64_t checksum = 0;
    for (size_t first = 0; first < script->count; first += CONTEST_BLOCK) {
        size_t count = script->count - first;
        if (count > CONTEST_BLOCK) count = CONTEST_BLOCK;
        for (size_t i = 0; i < count; i++) workload_event(script, first + i, run->events + i);
        double start = contest_clock();
        size_t row_count = play(run->states[subject], run->events, count, run->rows);
        seconds += contest_clock() - start;
        checksum = contest_checksum(checksum, run->rows, row_count);
        if (totals) totals_add(totals, run->rows, row_count);
    }
    run->checksums[subject] = checksum;
    return seconds;
}

static void contest_open(struct contest_run *run, uint32_t index) {
    const struct contest *contest = run->contest;
    const struct subject *subject = contest->subjects[index];
    run->states[index] = subject->open(contest->rules, contest->forest);
    if (contest->before && (subject->has_past || !contest->is_late)) {
        contest_play(run, index, subject->apply, contest->before, NULL);
    }
}

static void contest_close(struct contest_run *run, uint32_t index) {
    run->contest->subjects[index]->close(run->states[index]);
}

static void contest_differs(const struct contest *contest, uint32_t subject, const char *what) {
    fprintf(stderr, "bench: %s: subject %u: %s differs\n", contest->name, subject, what);
    exit(1);
}

/* The first round: everything is warmed up, and paid the same. */
static void contest_check(struct contest_run *run, uint64_t *checksums) {
    const struct contest *contest = run->contest;
    uint32_t member_count = contest->script->member_count;
    struct totals right = totals_make(member_count);
    bool known = contest->backwards;
    if (known) totals_add_backwards(&right, contest->forest, contest->script);
    for (uint32_t i = 0; i < contest->subject_count; i++) {
        const struct subject *subject = contest->subjects[i];
        struct totals totals = totals_make(member_count);
        contest_open(run, i);
        contest_play(run, i, subject->run, contest->script, &totals);
        checksums[i] = run->checksums[i];
        if (contest->after) contest_play(run, i, subject->apply, contest->after, &totals);
        if (subject->is_checked && !known) {
            for (uint32_t k = 0; k < member_count; k++) {
                right.amounts[k][0] = totals.amounts[k][0];
                right.amounts[k][1] = totals.amounts[k][1];
            }
            known = true;
        }
        if (subject->is_checked && !totals_equal(&right, &totals)) {
            contest_differs(contest, i, "a total per payee");
        }
        totals_free(&totals);
        if (contest->changes) contest_close(run, i);
    }
    totals_free(&right);
}

struct contest_outcome contest_run(const struct contest *contest) {
    struct contest_run run = {.contest = contest};
    struct contest_outcome outcome = {0};
    uint64_t checksums[CONTEST_SUBJECTS_MAX];
    run.events = workload_allocate(CONTEST_BLOCK, sizeof *run.events);
    run.rows = workload_allocate((size_t)CONTEST_BLOCK * BENCH_ROWS_MAX, sizeof *run.rows);
    contest_check(&run, checksums);
    for (uint32_t round = 0; round < contest->round_count; round++) {
        for (uint32_t i = 0; i < contest->subject_count; i++) {
            if (contest->changes) contest_open(&run, i);
            double seconds =
                contest_play(&run, i, contest->subjects[i]->run, contest->script, NULL);
            outcome.rounds[i][round] = seconds * 1e9 / (double)contest->script->count;
            if (run.checksums[i] != checksums[i]) contest_differs(contest, i, "the checksum");
            bool last = round + 1 == contest->round_count;
            if (last && i == 0) contest->subjects[0]->inspect(run.states[0], &outcome.status);
            if (contest->changes || last) contest_close(&run, i);
        }
    }
    for (uint32_t i = 0; i < contest->subject_count; i++) {
        double sorted[CONTEST_ROUNDS_MAX];
        memcpy(sorted, outcome.rounds[i], sizeof sorted);
        outcome.ns[i] = contest_median(sorted, contest->round_count);
    }
    free(run.events);
    free(run.rows);
    return outcome;
}
