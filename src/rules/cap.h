/*
 * Cap: at most how much is paid, and who pays: `budget` of an event, `cap` and `from` of an award.
 *
 *     budget: { at_most: 40% of price, over: clip }              limits[0], of the trigger
 *     cap: { at_most: 5000.00, in: month, over: refuse }         limits[1], counted in a column
 *     from: { member: seller.leader, over: clip }                funders[0]
 *
 * Costs: O(size of the texts).
 */
#ifndef FENRUN_RULES_CAP_H
#define FENRUN_RULES_CAP_H

#include <stdint.h>

#include "rules/entry.h"
#include "rules/reading.h"

/* Read the budget of an event, the value of a key in the map at `shape`: an index of limits, or
   FENRUN__NOWHERE if it is wrong. */
uint32_t fenrun__cap_read_budget(struct fenrun__reading *reading,
                                 const struct fenrun__scope *scope,
                                 const struct fenrun__place *shape, uint32_t key);

/* Read the keys `cap` and `from` of an award, where they stand there. */
void fenrun__cap_read(struct fenrun__entry *entry);
void fenrun__cap_read_funder(struct fenrun__entry *entry);

#endif
