/*
 * Audit of awards: those that can never pay, whole or in part.
 *
 *     to: seller.leader, when: {seller: gold+}       gold leads a team and so has no leader above
 *     when: {payee: normal}, pay: {gold: 20.00}      no tier is in both
 *     when: {payee: below seller, seller: normal}    nobody is below normal
 *     pay: 50% of price, cap 40% of price            always cut
 *
 * What is known of the tiers of each subject is a set, narrowed by the event, the path, the tiers
 * that are paid and the tests, until nothing changes; a set that comes to nothing is the finding.
 *
 * Invariant: of an award that never pays, only the first reason is found.
 *
 * Not here: what the platform's events will be, and whether anybody reaches a tier.
 */
#ifndef FENRUN_RULES_AUDIT_AWARD_H
#define FENRUN_RULES_AUDIT_AWARD_H

#include "rules/audit.h"

/* Note what is found in the awards of the version, and in the budgets over them. */
void fenrun__audit_award_all(const struct fenrun__audit *audit);

#endif
