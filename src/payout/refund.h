/*
 * Refund: what of a stored payout has been taken back once a part of its order was refunded.
 *
 *     payout 10.00 of an order of 200.00, refunded in parts of 66.67, 66.67 and 66.66
 *       after  66.67   round(1000 *  6667 / 20000) = 333      part 333
 *       after 133.34   round(1000 * 13334 / 20000) = 667      part 334
 *       after 200.00   round(1000 * 20000 / 20000) = 1000     part 333
 *
 * Parts are differences of one rounded running total, so they can neither drift nor come to more or
 * less than the payout. Rounding is half to even and independent of the rule set: the total would
 * not stay exact if it changed between two parts.
 */
#ifndef FENRUN_PAYOUT_REFUND_H
#define FENRUN_PAYOUT_REFUND_H

#include <stdint.h>

#include "fenrun.h"

/* Check the part of a refund: AMOUNT if it is not above 0, REFUND if before + part > total. `name`
   and `decimals` are those of the amount, for the message. */
int32_t fenrun__refund_check(int64_t total, int64_t before, int64_t part, const char *name,
                             uint32_t decimals, fenrun_error *error);

/* What a checked part takes back of a payout of `amount`, with the sign of the amount: rounding is
   the same on both sides of 0, so what a member got and what another gave for it stay equal. */
int64_t fenrun__refund_share(int64_t amount, int64_t total, int64_t before, int64_t part);

#endif
