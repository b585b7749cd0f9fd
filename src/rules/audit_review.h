/*
 * Audit of reviews: promotions, demotions, and who qualifies for awards and labels.
 *
 *     gold: [{direct_invites: 10}, {direct_invites: 20}]         the second is never needed
 *     gold: [{direct_invites: 20}], senior: [{direct_invites: 10}]     gold is always skipped
 *     promotions gold: [{direct_invites: 10}],                   who rises falls at the next close,
 *     demotions gold: [{own_sales in month: 100.00}]             and rises again
 *     {team_members of gold+: 3}, where gold leads teams         always 0: no leader is in a team
 *
 * A map implies another one if each of its measures is reached by whoever reaches one of the
 * other's: the same measure, asked for less; or one that is never less, as own_sales is than
 * own_sales in month.
 */
#ifndef FENRUN_RULES_AUDIT_REVIEW_H
#define FENRUN_RULES_AUDIT_REVIEW_H

#include "rules/audit.h"

/* Note what is found in the promotions, demotions, awards at a close and labels of the version. */
void fenrun__audit_review_all(const struct fenrun__audit *audit);

#endif
