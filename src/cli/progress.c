/* Progress: a line that is rewritten at most five times a second. */
#define _POSIX_C_SOURCE 200809L
#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/report.h"

static int64_t progress_now_ms(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now)) return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void fenrun__progress_start(struct fenrun__progress *progress) {
    memset(progress, 0, sizeof *progress);
    progress->terminal = isatty(STDERR_FILENO) == 1;
    if (progress->terminal) progress->started_ms = progress_now_ms();
}

/* "1,250,000" */
static void progress_group(char out[32], uint64_t number) {
    char digits[24];
    int size = snprintf(digits, sizeof digits, "%" PRIu64, number);
    char *to = out;
    for (int i = 0; i < size; i++) {
        if (i > 0 && (size - i) % 3 == 0) *to++ = ',';
        *to++ = digits[i];
    }
    *to = '\0';
}

/* "850", "12 k", "1.9 M", of so many a second. */
static void progress_rate(char out[32], uint64_t rate) {
    if (rate < 1000) {
        snprintf(out, 32, "%" PRIu64, rate);
    } else if (rate < 1000000) {
        snprintf(out, 32, "%" PRIu64 " k", rate / 1000);
    } else {
        snprintf(out, 32, "%" PRIu64 ".%" PRIu64 " M", rate / 1000000, rate / 100000 % 10);
    }
}

/* a * b / c, where the result is to be looked at, not to be counted on. */
static uint64_t progress_scale(uint64_t a, uint64_t b, uint64_t c) {
    while (a > UINT32_MAX || b > UINT32_MAX) {
        /* Of the larger and the divisor a half each. */
        if (a > b) {
            a /= 2;
        } else {
            b /= 2;
        }
        c /= 2;
    }
    return c > 0 ? a * b / c : 0;
}

void fenrun__progress_line(const struct fenrun__progress *progress, int64_t elapsed_ms,
                           char out[FENRUN__PROGRESS_SIZE]) {
    char rows[32], rate[32];
    uint64_t elapsed = (uint64_t)elapsed_ms, all = progress->bytes_all, done = progress->bytes;
    progress_group(rows, progress->rows);
    progress_rate(rate, progress_scale(progress->rows, 1000, elapsed));
    int size = snprintf(out, FENRUN__PROGRESS_SIZE, "%s rows, %s/s", rows, rate);
    if (all == 0 || done == 0 || size < 0) return;
    if (done > all) done = all;
    uint64_t left = progress_scale(elapsed, all - done, done) / 1000;
    bool minutes = left >= 120;
    snprintf(out + size, FENRUN__PROGRESS_SIZE - (size_t)size,
             ", %" PRIu64 " %%, %" PRIu64 " %s left", progress_scale(done, 100, all),
             minutes ? (left + 30) / 60 : left, minutes ? "min" : "s");
}

void fenrun__progress_step(struct fenrun__progress *progress, uint64_t rows, uint64_t bytes) {
    progress->rows += rows;
    progress->bytes += bytes;
    if (!progress->terminal) return;
    int64_t now_ms = progress_now_ms();
    if (now_ms - progress->started_ms < 1000 || now_ms - progress->printed_ms < 200) return;
    progress->printed_ms = now_ms;
    char line[FENRUN__PROGRESS_SIZE];
    fenrun__progress_line(progress, now_ms - progress->started_ms, line);
    fenrun__report_passing(line);
}

void fenrun__progress_end(struct fenrun__progress *progress) {
    if (progress->terminal) fenrun__report_passing(NULL);
}
