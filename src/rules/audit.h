/*
 * Audit: what a rule set surely does not mean, though it can be read.
 *
 *     9: awards.bonus.when.payee: normal is never met, so that nothing is paid: 'pay' lists
 *        gold+ only; test another tier
 *     21: promotions.gold[2]: whoever meets it meets [1] as well, so that it is never needed;
 *        take it away, or ask for less
 *
 * A plan is looked at, no text and no member. What is found has the line of the text and says what
 * to do.
 *
 * Invariants
 *   1. Nothing is found in a rule set that means what it says: where members, orders or the
 *      platform could make sense of it, it is left alone.
 *   2. Only what is read from the plan decides: the same plan, the same findings.
 *
 * Costs: O(awards * (tests * tiers^2 + levels * tiers)) and O(alternatives^2 * measures) for each
 * version, and nothing is allocated.
 */
#ifndef FENRUN_RULES_AUDIT_H
#define FENRUN_RULES_AUDIT_H

#include <stddef.h>
#include <stdint.h>

#include "fenrun.h"
#include "rules/diagnostics.h"
#include "rules/plan.h"

/* One version that is looked at. */
struct fenrun__audit {
    const struct fenrun__plan *plan;
    const struct fenrun__plan_version *version;
    struct fenrun__diagnostics *diagnostics;
};

/* The number of findings; the first `capacity` of them in `findings`, in the order of versions,
   then of the text. */
size_t fenrun__audit_run(const struct fenrun__plan *plan, fenrun_error *findings, size_t capacity);

#endif
