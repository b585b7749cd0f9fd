/*
 * Payment: `pay` in all its forms, with `unqualified` and `differential`, to rows of the draft.
 *
 *     pay: 25% of profit                       SINGLE: the same row for each tier of the payee
 *     pay: { gold: 5.00, senior_gold: 7.00 }   SINGLE, or DIFFERENTIAL: a row for each tier
 *     pay: [10% of profit, 5% of profit]       LEVELS or PRIZES: for each level a row for each tier
 *     pay: { by: price, 0.00..99.99: ... }     GRADED: see graded.h
 *
 * Costs: O(levels * tiers).
 */
#ifndef FENRUN_RULES_PAYMENT_H
#define FENRUN_RULES_PAYMENT_H

#include "rules/entry.h"

/* Read the keys pay, unqualified and differential of an award whose `to` was read. */
void fenrun__payment_read(struct fenrun__entry *entry);

/* Whether whom an award pays, or what, depends on the payee's tier or labels. */
bool fenrun__payment_looks_at_payee(const struct fenrun__draft *draft,
                                    const struct fenrun__plan_award *award);

#endif
