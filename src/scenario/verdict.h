/*
 * Verdict: what a run of test files came to, before it is written in any format.
 *
 *     file   examples/wanwu.test.yaml                     notices: mistakes of the file
 *     test     "B's people leave with B" line 18          failures
 *     failure     line 24, "pays: xiaowei gets 0.00, not 10.00", details of several lines
 *
 * Invariants
 *   1. Files, tests and failures stand in the order in which they were run.
 *   2. All texts are copies: the files they came from may be gone.
 */
#ifndef FENRUN_SCENARIO_VERDICT_H
#define FENRUN_SCENARIO_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/text.h"
#include "fenrun.h"

/* A piece of the verdict's text. */
struct fenrun__span {
    size_t offset;
    size_t size;
};

/* A mistake that keeps a file from being run; of the file itself or of one that it names. */
struct fenrun__notice {
    struct fenrun__span path;
    struct fenrun__span message;
    uint32_t line; /* 0: of the whole file */
    uint32_t column;
};

struct fenrun__failure {
    uint32_t line;
    struct fenrun__span message; /* one line */
    struct fenrun__span details; /* lines, each with its end */
};

struct fenrun__verdict_test {
    struct fenrun__span name;
    uint32_t line;
    size_t failure_first;
    size_t failure_count;
};

struct fenrun__verdict_file {
    struct fenrun__span path;
    size_t test_first;
    size_t test_count;
    size_t failed_count;
    size_t notice_first;
    size_t notice_count;
    bool updatable; /* an update could write what was computed for some failure */
    bool updated;
};

struct fenrun__verdict {
    struct fenrun__writer text;
    struct fenrun__verdict_file *files;
    size_t file_count;
    size_t file_capacity;
    struct fenrun__verdict_test *tests;
    size_t test_count;
    size_t test_capacity;
    struct fenrun__failure *failures;
    size_t failure_count;
    size_t failure_capacity;
    struct fenrun__notice *notices;
    size_t notice_count;
    size_t notice_capacity;
    size_t failed_count;  /* tests */
    size_t updated_count; /* files */
    bool failed;          /* memory ran out */
};

void fenrun__verdict_init(struct fenrun__verdict *verdict, struct fenrun__memory *memory);
void fenrun__verdict_free(struct fenrun__verdict *verdict);

/* Begin a file; a test of it; then what is wrong with each. */
void fenrun__verdict_add_file(struct fenrun__verdict *verdict, const char *path);
void fenrun__verdict_add_test(struct fenrun__verdict *verdict, struct fenrun__text name,
                              uint32_t line);
void fenrun__verdict_add_failure(struct fenrun__verdict *verdict, uint32_t line,
                                 struct fenrun__text message, struct fenrun__text details);
/* Note that the file's last failure is of what an update writes. */
void fenrun__verdict_offer_update(struct fenrun__verdict *verdict);
void fenrun__verdict_add_notice(struct fenrun__verdict *verdict, const char *path, uint32_t line,
                                uint32_t column, const char *message);

struct fenrun__text fenrun__verdict_text(const struct fenrun__verdict *verdict,
                                         struct fenrun__span span);

#endif
