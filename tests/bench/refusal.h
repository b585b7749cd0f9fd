/*
 * Refusal: orders that nobody may pay, to see that all who are measured look at what they are
 * given: of a seller who is not a member, or is nobody; with a profit just outside 5 % to 40 % of
 * the price; with an amount below 0. (All members of the workload have been there always, so that
 * no order is too early.)
 */
#ifndef BENCH_REFUSAL_H
#define BENCH_REFUSAL_H

#include "bench/payer.h"

/* Ends the program if a payer pays one of them, or writes a row, or adds to a total. */
void refusal_check(const struct payer *payer, void *state, bool by_id,
                   struct columns_totals *totals, struct columns_rows *rows);

#endif
