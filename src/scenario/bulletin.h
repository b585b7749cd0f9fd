/*
 * Bulletin: what a run came to, as a text for people or in a format for a program.
 *
 *     text     FAILED examples/wanwu.test.yaml:18: B's people leave with B
 *                step 3, line 22: order 3 at 2024-03-01T00:00:00Z: seller C, profit 40.00
 *                  payee     expected    paid   difference
 *                  xiaowei      10.00    0.00       -10.00
 *                  team_profit pays nobody: ... (seller C normal; examples/wanwu.yaml:21)
 *
 *              1 of 5 tests failed
 *     junit    <testcase name="B's people leave with B" ...><failure message="step 3: ...">
 *     tap      not ok 3 - examples/wanwu.test.yaml: B's people leave with B
 *     json     {"files": [...], "coverage": {...}, "summary": {...}}
 *     github   ::error file=examples/wanwu.test.yaml,line=24,title=...::step 3: ...
 */
#ifndef FENRUN_SCENARIO_BULLETIN_H
#define FENRUN_SCENARIO_BULLETIN_H

#include "scenario/coverage.h"
#include "scenario/verdict.h"

struct fenrun__bulletin {
    const struct fenrun__verdict *verdict;
    const struct fenrun__coverage *coverage; /* or NULL */
    uint64_t item_count;                     /* of it */
    uint64_t covered_count;
    bool updating;
};

/* Write in a format of enum fenrun_test_format; control characters but line ends become '?'. */
void fenrun__bulletin_write(const struct fenrun__bulletin *bulletin, uint32_t format,
                            struct fenrun__writer *writer);

/* Percent that are covered, rounded down; 100 if there is nothing to cover. */
uint32_t fenrun__bulletin_percent(uint64_t covered, uint64_t items);

#endif
