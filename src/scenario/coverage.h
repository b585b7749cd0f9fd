/*
 * Coverage: what of a rule set the tests have exercised, and what not.
 *
 *     award invite_bonus    pay {gold: 100.00, senior_gold: 150.00}  when {payee: gold+}
 *       items   awards.invite_bonus   pay for gold   pay for senior_gold   when met   when not met
 *       a join pays gold 100.00       covers the first, second and fourth
 *
 * Items are: each award (it paid somebody); each tier of a pay by tier, each level, each row of a
 * graded pay, each share of a split, the peer of a differential (it was used); each test of `when`,
 * met and not met; each map of `qualify`, promotions and demotions (somebody reached it), each tier
 * of demotions (somebody lost it); each label (somebody has it); each cap, budget and funder (its
 * limit cut or refused something).
 *
 * Everything is read from what the engine leaves behind: traces, promotions, measures before and
 * after. So whoever does not ask for coverage pays nothing for it.
 *
 * Invariants
 *   1. The same rule set has the same items in whichever test file and rule book it stands: what
 *      one covers is covered.
 *   2. Percentages are whole and rounded down: 100 means all.
 *
 * Costs: O(rows of the plan) for each test file; at the end O(items * items).
 *
 * Not here: what covers an item, see mark.h.
 */
#ifndef FENRUN_SCENARIO_COVERAGE_H
#define FENRUN_SCENARIO_COVERAGE_H

#include "base/memory.h"
#include "base/text.h"
#include "rules/plan.h"
#include "scenario/verdict.h"

struct fenrun__coverage_item {
    struct fenrun__span path; /* of the rule set */
    struct fenrun__span name;
    uint32_t line;
    bool covered;
    bool repeated; /* an earlier item is the same */
};

/* Which item stands for each row of a plan's tables; FENRUN__NONE: none. */
struct fenrun__coverage_map {
    uint32_t *items;
    size_t capacity;
    size_t count;
    size_t awards, pays, grades, met, unmet, alternatives, labels, limits, funders, shares, peers,
        demotions; /* where each table begins in `items` */
};

struct fenrun__coverage {
    struct fenrun__memory *memory;
    struct fenrun__writer text;
    struct fenrun__coverage_item *items;
    size_t item_count;
    size_t item_capacity;
    const struct fenrun__plan *plan; /* that is being run */
    struct fenrun__coverage_map map; /* of it */
    int64_t *values;                 /* of the measures before a close */
    size_t value_capacity;
    bool failed; /* memory ran out */
};

void fenrun__coverage_init(struct fenrun__coverage *coverage, struct fenrun__memory *memory);
void fenrun__coverage_free(struct fenrun__coverage *coverage);

/* Begin with a plan; `paths` are those of its versions. */
void fenrun__coverage_open(struct fenrun__coverage *coverage, const struct fenrun__plan *plan,
                           const struct fenrun__text *paths);

/* Find items that are the same, and count. */
void fenrun__coverage_finish(struct fenrun__coverage *coverage, uint64_t *item_count,
                             uint64_t *covered_count);

struct fenrun__text fenrun__coverage_text(const struct fenrun__coverage *coverage,
                                          struct fenrun__span span);

#endif
