/*
 * Mark: which items of a rule set an event has exercised.
 *
 *     order: C sells                 traces: sales_commission paid C by the row for `normal`
 *                                            team_profit: test 3, seller: gold+, is not met
 *     ─► items                       awards.sales_commission   pay for normal   when not met
 *
 * Traces say which award, row and level was used, which test failed and which limit cut an amount;
 * the result says which limit refused an event.
 * A close does not trace members that take no part, and its figures begin anew: so measures are
 * copied before it, and tests and maps of the selections are looked at one by one.
 *
 * Costs: O(traces) for an event; O(members * (columns + tests + maps)) for a close.
 */
#ifndef FENRUN_SCENARIO_MARK_H
#define FENRUN_SCENARIO_MARK_H

#include "payout/result.h"
#include "scenario/coverage.h"
#include "settle/engine.h"

/* Look before an event is applied ... */
void fenrun__mark_before(struct fenrun__coverage *coverage, const struct fenrun__engine *engine,
                         const fenrun_event *event);

/* ... and after it, with the code that it gave. */
void fenrun__mark_after(struct fenrun__coverage *coverage, const struct fenrun__engine *engine,
                        const fenrun_event *event, const struct fenrun_result *result,
                        int32_t code);

#endif
