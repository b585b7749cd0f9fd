/*
 * Story: a short fixed history of events of every kind, applied under any rule set.
 *
 *     round 1   joins, a tier, orders of several amounts, own events, refunds in parts, a late
 *     ...       order, a move, a demotion, a close of each period; then the same days later, so
 *     round 3   that windows move on and another version of a book is in force
 *
 * Figures are drawn into what the rule set requires, so that few events are refused for that.
 *
 * What must hold: fenrun_pay, both forms of fenrun_explain and fenrun_apply agree; an event is
 * applied, or refused for a reason of the rule set's; a refused one changes nothing; an event
 * again is a replay; payouts are as receipt.h says; who is promoted has the tier that was given;
 * a member's leader is itself, if it leads, or else that of its inviter; and all that was applied
 * comes to the same as one sequence.
 */
#ifndef FUZZ_STORY_H
#define FUZZ_STORY_H

#include "fenrun.h"

/* It ends before so many seconds have passed. */
#define STORY_SECONDS (INT64_C(86400) * 60)

/* Tell it from an instant on; `modest`: without amounts near the end of 64 bits. Returns a digest
   of all that came of it, awards and units by name: rule sets that mean the same give the same. 0
   if nothing is in force yet, or an event overflowed: where that happens depends on all measures
   that are kept. */
uint64_t story_tell(const fenrun_rules *rules, int64_t at, int modest);

/* An instant from which a story goes through the last version and, if there are several, the one
   before. */
int64_t story_begin(const fenrun_rules *rules);

#endif
