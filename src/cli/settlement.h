/*
 * Settlement: all events of a stream applied, and what they come to written where it is wanted.
 *
 *     payouts      event,award,payee,amount,unit,at       one row per payout, in order of events
 *     totals       member,unit,amount                     by unit, then in order of first payout
 *     promotions   member,tier_before,tier,at             tiers that promotions and demotions gave;
 *                                                         with labels_before,labels before `at`, if
 *                                                         the rule set has labels
 *
 * `event` is the order's id for orders and their refunds, join:MEMBER for joins, and as stream.h
 * says for the others. `at` is from when the payout is available. What a refund takes back, and
 * what a member funds, is negative. All amounts have the decimals of the currency.
 *
 * Invariants
 *   1. The sum of a member's payouts of a unit is that member's total.
 *   2. The same files give the same bytes, on whatever number of threads.
 *
 * Costs: memory for members, compact orders (the library's) and totals; nothing else per row.
 */
#ifndef FENRUN_CLI_SETTLEMENT_H
#define FENRUN_CLI_SETTLEMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/output.h"
#include "cli/progress.h"
#include "cli/sheet.h"
#include "cli/stream.h"
#include "cli/totals.h"

enum fenrun__settlement_output {
    FENRUN__SETTLED_PAYOUTS,
    FENRUN__SETTLED_TOTALS,
    FENRUN__SETTLED_PROMOTIONS,
    FENRUN__SETTLED_OUTPUTS
};

struct fenrun__settlement {
    struct fenrun__stream *stream;     /* opened */
    struct fenrun__progress *progress; /* started */
    struct fenrun__output *outputs;    /* FENRUN__SETTLED_OUTPUTS, some not open; NULL: none is */
    uint32_t thread_count;             /* 1 to FENRUN__CREW_MAX */
    struct fenrun__sheet sheet;
    struct fenrun__totals totals;
};

/* The header row of an output. */
const char *fenrun__settlement_header(const fenrun_rules *rules,
                                      enum fenrun__settlement_output output);

/* Read the members of the stream and load them. Returns an exit code, having reported. */
int fenrun__settlement_load(struct fenrun__settlement *settlement);

/* Load, then apply all events and fill the outputs, which are then to be published. Returns an exit
   code, having reported. */
int fenrun__settlement_run(struct fenrun__settlement *settlement);

#endif
