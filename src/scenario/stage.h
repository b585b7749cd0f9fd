/*
 * Stage: runs the tests of a script on an engine, each on a tree of its own.
 *
 *     load members ─► step: apply its events ─► compare its checks ─► next step ─► totals
 *
 * A test runs once for its verdict. One that fails runs a second time, with explanations of what
 * its failing steps do: so tests that pass pay nothing for reasons that nobody reads.
 *
 * Invariants
 *   1. A step whose event is refused ends its test, unless that is what is expected.
 *   2. Both runs do the same: the engine is a pure function of the events.
 *
 * Costs: that of the events; of a failed test twice that, and its explanations.
 */
#ifndef FENRUN_SCENARIO_STAGE_H
#define FENRUN_SCENARIO_STAGE_H

#include "payout/result.h"
#include "scenario/coverage.h"
#include "scenario/difference.h"
#include "scenario/revision.h"
#include "scenario/script.h"
#include "scenario/tally.h"
#include "scenario/verdict.h"
#include "settle/engine.h"

struct fenrun__stage {
    const struct fenrun__script *script;
    const struct fenrun__text *paths;   /* of the plan's versions */
    struct fenrun__coverage *coverage;  /* or NULL */
    struct fenrun__revision *revision;  /* or NULL: differences fail */
    struct fenrun__verdict *verdict;
    fenrun_allocator allocator;
    struct fenrun__memory *memory;

    struct fenrun__engine engine;
    struct fenrun_result result;
    struct fenrun__tally paid; /* of the step, as the next three */
    struct fenrun__tally by_award;
    struct fenrun__tally promoted;
    struct fenrun__tally available;
    struct fenrun__tally totals; /* of the test */
    struct fenrun__differences differences;
    uint32_t *award_names; /* by award: the first of its name */
    size_t award_capacity;

    bool telling;              /* the second run of a test: what fails is told */
    bool failed;               /* something of the test failed */
    struct fenrun__writer why; /* explanations of the step's events */
    struct fenrun_result words;
};

/* FENRUN_OK or _MEMORY; to be freed in every case. */
int32_t fenrun__stage_init(struct fenrun__stage *stage, const struct fenrun__script *script,
                           const struct fenrun__text *paths, struct fenrun__coverage *coverage,
                           struct fenrun__revision *revision, struct fenrun__verdict *verdict);
void fenrun__stage_free(struct fenrun__stage *stage);

/* Run a test, which was added to the verdict. FENRUN_OK, whether it passes or not, or _MEMORY. */
int32_t fenrun__stage_run(struct fenrun__stage *stage, const struct fenrun__script_test *test);

#endif
