/*
 * Runner: test files from their paths to a report.
 *
 *     path ─► document ─► rule sets ─► script ─► stage, test by test ─► verdict ─► bulletin
 *                                                      └─► coverage, revision
 *
 * Costs: that of the events; a file, its rule sets and its CSV files are in memory one at a time.
 */
#ifndef FENRUN_SCENARIO_RUNNER_H
#define FENRUN_SCENARIO_RUNNER_H

#include "base/memory.h"
#include "base/text.h"
#include "fenrun.h"
#include "scenario/shelf.h"

struct fenrun__runner {
    struct fenrun__memory *memory;
    struct fenrun__shelf shelf;
    uint32_t format;  /* enum fenrun_test_format */
    bool coverage;
    const char *only; /* part of the names of the tests to be run, or NULL */
};

/* Run files and write the report; FENRUN_OK, _FOUND, FENRUN_ERROR_RULES or _MEMORY. */
int32_t fenrun__runner_run(const struct fenrun__runner *runner, const char *const *paths,
                           size_t path_count, fenrun_test_summary *summary,
                           struct fenrun__writer *report);

#endif
