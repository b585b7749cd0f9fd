/*
 * Plan proof: whether bytes that came from elsewhere are a plan, as if it had been built here.
 *
 *     award 3: to seller.leader, pays from row 12 on      role 0 of 1: there is one; rows 12 to 14
 *                                                         of 15: there are; so it is sound
 *
 * Running a plan checks none of its indexes and offsets (plan.h, invariant 2), and nothing else
 * that reading a rule set has made sure of. So before a plan that was stored is run, unless whoever
 * stored it is trusted, each of these is looked at once.
 *
 * Invariants
 *   1. Every plan that was read, or bound into a book, is sound.
 *   2. With a sound plan no call leads outside the plan, nor asks an event or a member for what it
 *      does not have; every number in it is such that sums and products of it are safe.
 *
 * O(size).
 *
 * Not here: whether it means anything: see audit.h.
 */
#ifndef FENRUN_RULES_PLAN_PROOF_H
#define FENRUN_RULES_PLAN_PROOF_H

#include "rules/plan.h"

/* The tables in the order in which they stand. */
enum fenrun__proof_table {
    FENRUN__OF_SHAPES,
    FENRUN__OF_COLUMNS,
    FENRUN__OF_WINDOWS,
    FENRUN__OF_VERSIONS,
    FENRUN__OF_TRIGGERS,
    FENRUN__OF_AWARDS,
    FENRUN__OF_LABELS,
    FENRUN__OF_REQUIREMENTS,
    FENRUN__OF_PAYS,
    FENRUN__OF_GRADES,
    FENRUN__OF_TESTS,
    FENRUN__OF_LIMITS,
    FENRUN__OF_FUNDERS,
    FENRUN__OF_DIFFERENTIALS,
    FENRUN__OF_SPLITS,
    FENRUN__OF_SHARES,
    FENRUN__OF_POOLS,
    FENRUN__OF_SELECTIONS,
    FENRUN__OF_ALTERNATIVES,
    FENRUN__OF_ORDER,
    FENRUN__OF_TABLES
};

/* A plan and how many rows each of its tables has. */
struct fenrun__plan_proof {
    const struct fenrun__plan *plan;
    uint32_t rows[FENRUN__OF_TABLES];
    uint32_t roles[FENRUN__SHAPE_OWN + FENRUN_EVENTS_MAX + 1 + FENRUN_PERIODS_MAX]; /* by trigger */
};

/* What in a plan of plan->size bytes is not sound, "awards"; NULL if all is. */
const char *fenrun__plan_proof_run(const struct fenrun__plan *plan);

/* For award_proof.c: whether the rows from `first` on are there; a figure that an event of a shape
   brings; what a rate is of when the trigger pays, figures of an event that has them, measures only
   at a close; a row that it can pay, if it is listed; a path from its roles; a limit of it, if it
   has one. */
bool fenrun__plan_proof_has(const struct fenrun__plan_proof *proof, enum fenrun__proof_table table,
                            uint32_t first, uint64_t count);
bool fenrun__plan_proof_figure(const struct fenrun__plan *plan, uint32_t shape, uint32_t figure);
bool fenrun__plan_proof_source(const struct fenrun__plan *plan, uint32_t trigger, uint32_t source,
                               uint32_t index);
bool fenrun__plan_proof_pays_on(const struct fenrun__plan *plan, uint32_t trigger,
                                const struct fenrun__plan_pay *row);
bool fenrun__plan_proof_path(const struct fenrun__plan_proof *proof, uint32_t trigger,
                             const struct fenrun__plan_path *path, bool may_rise);
bool fenrun__plan_proof_limit(const struct fenrun__plan_proof *proof, uint32_t trigger,
                              uint32_t limit);

#endif
