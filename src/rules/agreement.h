/*
 * Agreement: whether a version of a rule book agrees with the one before it and with the first.
 *
 *     versions[1]: tiers [normal, gold] and the first version's [normal, gold, senior_gold]
 *         5: tiers: [normal, gold], in the first version [normal, gold, senior_gold]; allowed: the
 *            same in all versions of a rule book
 *
 * What a tree is built on must not change under it; all else may. O(names).
 */
#ifndef FENRUN_RULES_AGREEMENT_H
#define FENRUN_RULES_AGREEMENT_H

#include "rules/diagnostics.h"
#include "rules/plan.h"

/* Note in what `plan` differs from `first` where it must not, and an `effective` that is not after
   that of `before`. */
void fenrun__agreement_check(const struct fenrun__plan *plan, const struct fenrun__plan *first,
                             const struct fenrun__plan *before,
                             struct fenrun__diagnostics *diagnostics);

#endif
