/*
 * Score proof: whether what is measured of members is what events can have added.
 *
 *     own_sales of C     200.00    less 120.00 of order 7, of which 80.00 was refunded: 40.00;
 *                                  less 100.00 of order 9: 60.00 are left, of orders with no id
 *     in 90 days         100.00    less 100.00 of the one entry: nothing is left, and must not be
 *
 * What refunds and windows will take away is there, so nothing ever falls below 0.
 *
 * Costs: O(members * columns + records + payouts + entries). Memory for the time of the call: 8
 * bytes for each member and column.
 */
#ifndef FENRUN_SETTLE_SCORE_PROOF_H
#define FENRUN_SETTLE_SCORE_PROOF_H

#include "settle/ledger_proof.h"
#include "settle/score.h"
#include "settle/window.h"

/* FENRUN_OK, or FENRUN_ERROR_SNAPSHOT and in `unsound` what is not sound, "windows"; or
   FENRUN_ERROR_MEMORY. Tree and ledger are known to be sound. */
int32_t fenrun__score_proof_run(const struct fenrun__score *score,
                                const struct fenrun__windows *windows,
                                const struct fenrun__ledger_proof *ledger,
                                struct fenrun__memory *memory, const char **unsound);

#endif
