/*
 * Strip: what one award, or one level of it, pays in each lane of a cohort.
 *
 *     lanes where somebody is in its place   0  1  2  4
 *     whom its tests let pass                0  1     4      payee: gold+
 *     whose tier is listed                   0        4
 *     amounts                            10.00  .  0.00      25 % of 40.00 and of 0.01: lane 0 only
 *
 * How a strip pays is decided once for all lanes: whether by tier, what of, and how to round.
 *
 * Invariants
 *   1. Figures are at most scheme->figure_max, so products have 64 bits; lanes in which they are
 *      not are odd, and what they come to is of no use.
 *   2. An amount that cannot be computed so, and does not fit, makes its lane odd.
 *
 * Costs: O(lanes that come).
 */
#ifndef FENRUN_PAYOUT_STRIP_H
#define FENRUN_PAYOUT_STRIP_H

#include "payout/cohort.h"

/* Fill a strip of a cohort whose places are known, and whose strips before were filled. False if
   there is no memory. */
bool fenrun__strip_pay(struct fenrun__cohort *cohort, uint32_t index);

#endif
