/*
 * Review: whom the rule set's promotions raise, and its demotions lower, once an event has been
 * counted.
 *
 *     D joins under C; gold from 10 direct invites or 50 in the team; all are normal
 *       C  direct_invites 10 ≥ 10    gold: its team splits off, the walk ends
 *       B, A                         not reviewed: their teams did not grow in the end
 *     with `downline_members: 99` also tested, the walk goes on to the top
 *       B  team_members 49, that is without C's team; downline_members 98 + 1   gold
 *
 * A plan only: it reads the tree as it is before the event, together with what the event adds,
 * and appends the promotions to a result. So everything that can fail is over before anything
 * changes. All who are reviewed stand on one way up the tree: what each finds changed below it is
 * one vector of differences, which is carried upwards.
 *
 * Invariants
 *   1. What is promoted is what would be if the event's change and every promotion were applied at
 *      once, each before the next member is looked at.
 *   2. A review raises, a close raises or lowers: nobody is recorded with the tier that it has,
 *      unless its labels change.
 *
 * Costs: O(alternatives + columns tested) for each member looked at. Who is looked at is said at
 * fenrun_apply; a MOVE first finds where its old and its new way up meet: O(depth of the team), or
 * of the tree if the walk goes to its top. A close is O(members * alternatives).
 *
 * Not here: labels of members, and awards on a promotion.
 */
#ifndef FENRUN_PAYOUT_REVIEW_H
#define FENRUN_PAYOUT_REVIEW_H

#include "payout/result.h"
#include "rules/plan.h"
#include "tree/tree.h"

/* What the promotions at once of a version measure: so who has to be reviewed. All zeros: nobody
   ever. */
struct fenrun__review_needs {
    uint64_t sums; /* the columns tested that are DIRECT, TEAM or DOWNLINE */
    bool any;      /* there are promotions at once */
    bool newcomer; /* of a JOIN the newcomer too */
    bool order_inviter; /* of an ORDER the seller's inviter too, */
    bool order_team;    /* ... all up to the first who leads, */
    bool order_top;     /* ... all up to the top */
    bool team;          /* of other changes all up to the first who leads, */
    bool top;           /* ... all up to the top */
    bool tiers;         /* somebody's tier is part of somebody else's measure */
};

/* An event that is about to be applied. The tree's rolling windows stand where they will after
   it; what the event itself adds is not in the tree yet. */
struct fenrun__review {
    const struct fenrun__plan *plan;
    const struct fenrun__plan_version *version; /* in force at `at` */
    const struct fenrun__review_needs *needs;   /* of `version` */
    const struct fenrun__tree *tree;
    uint32_t kind;     /* enum fenrun_event_kind */
    uint32_t member;   /* ORDER: the seller; TIER, MOVE: the member */
    uint32_t inviter;  /* JOIN, MOVE: the (new) inviter; FENRUN__NONE: the platform */
    uint32_t tier;     /* TIER: the new one */
    uint64_t newcomer; /* JOIN: the id */
    /* ORDER, JOIN: what the event adds to own columns of the seller or newcomer, by column (0 for
       other columns), for which `totals` have room; NULL: nothing. */
    const int64_t *own;
    int64_t at; /* the latest instant applied, from which promotions hold */
};

/* Reads the alternatives of the version: keep it where many events are reviewed. */
struct fenrun__review_needs fenrun__review_look(const struct fenrun__plan *plan,
                                                const struct fenrun__plan_version *version);

/* Append who is promoted, in the order of the review. REFUND, OWN and CLOSE promote nobody at
   once. FENRUN_OK or FENRUN_ERROR_MEMORY. */
int32_t fenrun__review_plan(const struct fenrun__review *review, struct fenrun_result *result);

/* The tier of each member after a close of `period`, for tree->count members. Reads only. Whether
   any differs from that before. */
bool fenrun__review_close(const struct fenrun__plan *plan,
                          const struct fenrun__plan_version *version, uint32_t period,
                          const struct fenrun__tree *tree, uint16_t *tiers);

/* Append a record for each member whose tier or labels a close changes, in the order of members.
   FENRUN_OK or FENRUN_ERROR_MEMORY. */
int32_t fenrun__review_record(const struct fenrun__tree *tree, const uint16_t *tiers,
                              const uint16_t *labels, int64_t at, struct fenrun_result *result);

#endif
