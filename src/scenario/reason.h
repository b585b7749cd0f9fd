/*
 * Reason: of all that the engine says of an event, what explains a difference.
 *
 *     team_profit pays B 10.00 CNY: 25% of profit 40.00 (seller C normal, leader B gold; line 21)
 *     ─► team_profit pays B 10.00 CNY: ... (seller C normal, leader B gold; wanwu.yaml:21)
 *
 * Lines that are kept: those that pay a member who differs, and, if somebody got less than
 * expected, those of awards of that unit that paid nobody. The line of the rule set gets the name
 * of its file.
 */
#ifndef FENRUN_SCENARIO_REASON_H
#define FENRUN_SCENARIO_REASON_H

#include "scenario/difference.h"

/* Write the lines of `why` that explain the differences, each behind `indent`; `path` is that of
   the rule set. */
void fenrun__reason_write(struct fenrun__text why, const struct fenrun__differences *differences,
                          const struct fenrun__script *script, struct fenrun__text path,
                          const char *indent, struct fenrun__writer *writer);

#endif
