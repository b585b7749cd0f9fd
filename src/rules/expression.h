/*
 * Expression: the short forms that stand in single texts of a rule set.
 *
 *     pay        25% of profit  ·  20.00
 *     path       seller.leader.inviter
 *     tiers      gold  ·  gold+
 *     range      5%..40% of price  ·  1.00..500.00
 *     count      10
 *     amount     4000.00
 *
 * Each function reads place->text whole. It writes `out` and returns true, or notes what is wrong,
 * at the very part that is, and returns false.
 *
 * Invariants
 *   1. Numbers go from decimal text to integers: nothing is rounded, and what does not fit, or has
 *      more decimals than are kept, is a mistake.
 *   2. Spaces and tabs may stand around words and before '%', nowhere else.
 *   3. What refers to a list that is not known (see diagnostics.h) is not held to it.
 *
 * Costs: O(size of the text * names in scope).
 */
#ifndef FENRUN_RULES_EXPRESSION_H
#define FENRUN_RULES_EXPRESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "rules/diagnostics.h"
#include "rules/plan.h"

/* What the expressions of an item may refer to. */
struct fenrun__scope {
    struct fenrun__names tiers;
    struct fenrun__names roles;
    struct fenrun__names amounts; /* known and none: the event brings no amounts */
    struct fenrun__text currency;
    int32_t decimals; /* of the currency; -1: not known */
    struct fenrun__diagnostics *diagnostics;
};

struct fenrun__path {
    uint32_t role;
    uint32_t step_count;
    uint8_t steps[FENRUN__STEPS_MAX];
    struct fenrun__text leader; /* the first step `leader` in the text; `bytes` NULL: none */
};

bool fenrun__expression_pay(struct fenrun__plan_pay *out, const struct fenrun__scope *scope,
                            const struct fenrun__place *place);

bool fenrun__expression_path(struct fenrun__path *out, const struct fenrun__scope *scope,
                             const struct fenrun__place *place);

/* A set of tiers, as a mask. */
bool fenrun__expression_tiers(uint64_t *out, const struct fenrun__scope *scope,
                              const struct fenrun__place *place);

/* Sets low, high and base of a requirement, the rest of which is left alone. */
bool fenrun__expression_range(struct fenrun__plan_requirement *out,
                              const struct fenrun__scope *scope,
                              const struct fenrun__place *place);

/* A whole number from 1 on. */
bool fenrun__expression_count(int64_t *out, const struct fenrun__scope *scope,
                              const struct fenrun__place *place);

/* An amount above 0. */
bool fenrun__expression_amount(int64_t *out, const struct fenrun__scope *scope,
                               const struct fenrun__place *place);

#endif
