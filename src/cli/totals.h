/*
 * Totals: what each member got of each unit, as sums of payouts and of what refunds took back.
 *
 *     rows    (C, CNY, 4000) (xiaowei, CNY, 1000) (C, coupon, 2000) ...   in order of first payout
 *     slots   open addressing on (member, unit): index of a row, plus one; 0 is free
 *
 * Written by unit, in the order of the rule set, and within it in order of first payout: the same
 * input gives the same bytes. A member whose payouts were all taken back stays, with 0.00.
 *
 * Invariants
 *   1. A sum that does not fit 64 bits is refused, and nothing is added.
 *   2. At least half of the slots are free.
 *
 * Costs: O(1) per payout; 32 to 56 bytes per row.
 */
#ifndef FENRUN_CLI_TOTALS_H
#define FENRUN_CLI_TOTALS_H

#include <stddef.h>
#include <stdint.h>

#include "fenrun.h"

struct fenrun__total {
    uint64_t member;
    int64_t amount;
    uint32_t unit;
    uint32_t reserved;
};

struct fenrun__totals {
    struct fenrun__total *rows;
    uint32_t *slots;
    size_t count;
    size_t slot_count; /* a power of two, or 0; rows has half as much room */
};

enum fenrun__totals_result { FENRUN__TOTALS_FINE, FENRUN__TOTALS_OVERFLOW, FENRUN__TOTALS_MEMORY };

enum fenrun__totals_result fenrun__totals_add(struct fenrun__totals *totals, uint64_t member,
                                              uint32_t unit, int64_t amount);

/* Add payouts one after the other; `*done` is how many were added. Costs less than one by one,
   since what later ones will need is fetched ahead. */
enum fenrun__totals_result fenrun__totals_add_all(struct fenrun__totals *totals,
                                                  const fenrun_payout *payouts, size_t count,
                                                  size_t *done);

void fenrun__totals_free(struct fenrun__totals *totals);

#endif
