/*
 * Expectation: what must come of a step or a test, as rows.
 *
 *     pays: {C: [40.00, 20.00 coupon], B: 0.00}      (C, CNY 4000) (C, coupon 2000) (B, CNY 0)
 *     by_award: {team_profit: {xiaowei: 10.00}}      (xiaowei, team_profit, CNY 1000)
 *     tiers: {B: gold}  leaders: {C: B, B: B}  labels: {C: [core], D: []}
 *
 * Who leads a team is the leader of its own members and of itself; `nobody` leads those whose team
 * has no leader.
 */
#ifndef FENRUN_SCENARIO_EXPECTATION_H
#define FENRUN_SCENARIO_EXPECTATION_H

#include "scenario/script.h"

/* Read the value of a key as a check; of a kind of enum fenrun__check_kind. */
void fenrun__expectation_read(struct fenrun__script_reading *reading,
                              const struct fenrun__place *parent, uint32_t key, uint32_t kind);

/* A row as it stands in a file, "20.00 coupon", "gold", "B", "[core]". */
void fenrun__expectation_write(const struct fenrun__script *script, uint32_t kind,
                               const struct fenrun__script_row *row,
                               struct fenrun__writer *writer);

#endif
