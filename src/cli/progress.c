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

void fenrun__progress_print(struct fenrun__progress *progress) {
    int64_t now_ms = progress_now_ms();
    if (now_ms - progress->started_ms < 1000 || now_ms - progress->printed_ms < 200) return;
    progress->printed_ms = now_ms;
    char count[32], line[96];
    progress_group(count, progress->count);
    snprintf(line, sizeof line, "%s rows, %" PRId64 " s", count,
             (now_ms - progress->started_ms) / 1000);
    fenrun__report_passing(line);
}

void fenrun__progress_end(struct fenrun__progress *progress) {
    if (progress->terminal) fenrun__report_passing(NULL);
}
