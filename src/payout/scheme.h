/*
 * Scheme: the awards that a version pays on orders, laid out so that many orders go through them
 * side by side.
 *
 *     sales_commission        to seller              place 0           strip: 100 % of profit
 *     team_profit             to seller.leader       place 1 = 0.L     strip: 25 % of profit
 *     departed_leader_profit  to seller.inviter      place 2 = 0.I     strip: 25 % of profit
 *       when seller: gold+                           through gate 0    ... to gold+
 *     three levels of uplines to seller.uplines      places 2, 2.I and 2.I.I, a strip for each
 *
 *   place   somewhere on the paths of awards: a role, or a step from another place. Awards whose
 *           paths go the same way share places.
 *   gate    the tests of an award that look at roles only: orders that do not pass need not go
 *           where its path leads
 *   strip   what an award pays in one place: an award has one, and one for each level of uplines.
 *           A loose one pays, lane by lane, what has no such places: splits, differentials, uplines
 *           with `unqualified: compress`; or, if some award depends on what others pay (caps,
 *           funders, budgets), all awards at once
 *
 * Invariants
 *   1. A place comes behind the one from which it is a step; the roles come first.
 *   2. Figures of 0 to `figure_max` times any rate fit 63 bits.
 *
 * Costs: making one O(awards * tiers + places).
 *
 * Not here: what members have stood in these places, and what it comes to.
 */
#ifndef FENRUN_PAYOUT_SCHEME_H
#define FENRUN_PAYOUT_SCHEME_H

#include "rules/plan.h"

#define FENRUN__PLACES_MAX 64u
#define FENRUN__STRIPS_MAX 256u
#define FENRUN__GATES_MAX 64u
#define FENRUN__STEP_ROLE 0u /* no step of enum fenrun__step */

struct fenrun__scheme_place {
    uint8_t step; /* enum fenrun__step from `from`; or FENRUN__STEP_ROLE */
    uint8_t tier; /* STEP_ABOVE */
    bool seen;    /* somebody asks not only who is there, but of what tier, or whom it leads to */
    bool has_led; /* somebody asks for the leader */
    uint32_t from;
    uint32_t gate; /* orders that do not pass do not come here; FENRUN__NOWHERE: all do */
};

/* How much a strip pays. */
enum fenrun__worth {
    FENRUN__WORTH_FIXED = 0, /* amounts, by tier */
    FENRUN__WORTH_WHOLE = 1, /* 100 % of a figure, for all tiers that are listed */
    FENRUN__WORTH_RATE = 2,  /* rates of one figure, by tier */
    FENRUN__WORTH_MIXED = 3, /* anything */
    FENRUN__WORTH_LOOSE = 4  /* whatever its form says */
};

/* A loose one has award, index and gate only. */
struct fenrun__scheme_strip {
    const struct fenrun__plan_award *award; /* NULL: all, loose */
    const struct fenrun__plan_pay *rows; /* by tier; the first one if `by_tier` is not set */
    uint64_t listed;                     /* mask of tiers; all ones: all are */
    uint32_t index;                      /* of the award */
    uint32_t place;
    uint32_t gate;    /* or FENRUN__NOWHERE */
    uint32_t level;   /* as fenrun_payout.level */
    uint32_t figure;  /* WHOLE, RATE */
    uint8_t worth;    /* enum fenrun__worth */
    bool by_tier;     /* not all tiers are paid the same */
    bool tests_payee;
    bool goes_on;     /* it pays those only whom the strip before might have paid */
};

struct fenrun__scheme {
    const struct fenrun__plan *plan;
    const struct fenrun__plan_version *version;
    int64_t figure_max;
    bool climbs;   /* a loose strip goes up the tree */
    bool is_loose; /* there is one strip for all awards: some depend on others */
    uint32_t place_count;
    uint32_t gate_count;
    uint32_t strip_count;
    struct fenrun__scheme_place places[FENRUN__PLACES_MAX];
    const struct fenrun__plan_award *gates[FENRUN__GATES_MAX];
    struct fenrun__scheme_strip strips[FENRUN__STRIPS_MAX];
};

/* Lay out the awards of a version. */
void fenrun__scheme_make(struct fenrun__scheme *scheme, const struct fenrun__plan *plan,
                         const struct fenrun__plan_version *version);

#endif
