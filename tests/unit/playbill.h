/* Playbill: files in memory, for tests that run test files. */
#ifndef PLAYBILL_H
#define PLAYBILL_H

#include <stdbool.h>

#include "scenario/runner.h"

/* A small rule set with some of everything, as shop.yaml; its line numbers are in playbill.c. */
extern const char playbill_rules[];

/* What test files begin with: rules: shop.yaml; A is gold, B is invited by A, C by B. */
extern const char playbill_head[];

struct playbill {
    const char *paths[8];
    const char *texts[8];
    size_t count;
    uint32_t format;
    bool coverage;
    bool update;
    const char *only;
    char report[65536];
    char written[8192]; /* by an update */
    fenrun_test_summary summary;
    const fenrun_allocator *allocator;
};

/* Empty, but for shop.yaml. */
void playbill_init(struct playbill *playbill);
void playbill_add(struct playbill *playbill, const char *path, const char *text);

/* Run a.test.yaml: the head, and `tests` behind it. The library's code. */
int32_t playbill_run(struct playbill *playbill, const char *tests);

/* Run a whole text as a.test.yaml, in a new playbill, and compare the code and the report. */
void playbill_expect(const char *text, int32_t code, const char *report);

/* Run `tests` behind the head, one test or more, and compare the report without its summary. */
void playbill_fails(const char *tests, const char *report);
void playbill_passes(const char *tests);

/* What an update makes of the tests behind the head. */
void playbill_becomes(const char *tests, const char *after);

#endif
