/*
 * Review: whom the rule set's promotions raise, once an event has been counted.
 *
 *     D joins under C; C now has 10 direct invites, B and A count one team member more
 *       C  direct_invites 10 ≥ 10        gold: its team splits off, the walk ends
 *       B, A                             not reviewed: their teams did not grow in the end
 *
 * A plan only: it reads the tree as it is before the event, together with what the event adds,
 * and appends the promotions to a result. So everything that can fail is over before anything
 * changes. Who is reviewed is said at fenrun_apply.
 *
 * Cost: O(alternatives) per member looked at; one member, or the way up to the first leader where
 * team_members is measured.
 */
#ifndef FENRUN_PAYOUT_REVIEW_H
#define FENRUN_PAYOUT_REVIEW_H

#include "payout/result.h"
#include "rules/plan.h"
#include "tree/tree.h"

/* What an event adds to the measures of `start`, and of those above it. */
struct fenrun__review {
    uint32_t start;        /* FENRUN__NONE: nobody is reviewed */
    bool upwards;          /* go on above `start`, up to the first leader */
    int64_t own_sales;     /* of `start` */
    uint32_t direct_invites; /* of `start` */
    uint32_t team_members; /* of all reviewed below `unchanged` */
    uint32_t left;         /* who loses a direct invite, of a move; or FENRUN__NONE */
    uint32_t unchanged;    /* from this member on team_members stays; or FENRUN__NONE */
};

/* FENRUN_OK or FENRUN_ERROR_MEMORY. */
int32_t fenrun__review_plan(const struct fenrun__plan *plan, const struct fenrun__tree *tree,
                            const struct fenrun__review *review, int64_t at,
                            struct fenrun_result *result);

#endif
