/*
 * Audit of limits: caps, budgets and funders that leave an award nothing.
 *
 *     pay: 50% of price, cap: {at_most: 40% of price}    whatever the price, the cap cuts it
 *     budget: {at_most: 40% of price, over: clip}        nothing is left for an award behind those
 *                                                        that always take 40 % of the price
 *     from: {member: seller}                             and no award before it pays anybody
 *
 * Only what is sure is found: values of the same kind, of the same figure.
 */
#ifndef FENRUN_RULES_AUDIT_LIMIT_H
#define FENRUN_RULES_AUDIT_LIMIT_H

#include <stdbool.h>

#include "rules/audit.h"

/* Note a cap that is always exceeded. */
void fenrun__audit_limit_cap(const struct fenrun__audit *audit,
                             const struct fenrun__plan_award *award,
                             const struct fenrun__place *place);

/* False, and noted: the funder can never have anything to pay from. `nobody` is why its path leads
   to nobody, or NULL. */
bool fenrun__audit_limit_funder(const struct fenrun__audit *audit,
                                const struct fenrun__plan_award *award,
                                const struct fenrun__place *place, const char *nobody);

/* Note the awards for which a budget never leaves anything, and budgets that refuse every event. */
void fenrun__audit_limit_budgets(const struct fenrun__audit *audit);

#endif
