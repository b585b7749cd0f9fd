/*
 * Award proof: whether one award of a plan that came from elsewhere can be paid.
 *
 *     levels: to seller.uplines, form LEVELS, 2 levels of 3 tiers      6 rows of `pay`, each of a
 *                                                                      figure that orders bring
 *
 * O(rows that the award has).
 */
#ifndef FENRUN_RULES_AWARD_PROOF_H
#define FENRUN_RULES_AWARD_PROOF_H

#include "rules/plan_proof.h"

/* Of a plan whose tables are known to be where they should. */
bool fenrun__award_proof_run(const struct fenrun__plan_proof *proof, uint32_t index);

#endif
