/*
 * Pay: what an event pays, as a pure function of plan, tree and event.
 *
 *     order {seller C, price 200.00, profit 40.00} on the tree as of its instant
 *       sales_commission    C                    100 % of 40.00   C        40.00
 *       team_profit         C ─leader─► 小微      25 % of 40.00   小微     10.00
 *       departed_leader...  C ─inviter─► B       when seller: gold+ is not met
 *
 * Two steps: resolve checks the event and turns ids into numbers of members; run goes through the
 * awards of the event's trigger, in the order of the text, and appends payouts (and traces, if the
 * result asks for them). Promotions are paid one by one; a close is paid by period.h.
 *
 *     fenrun__result_begin(result)          once for each event, before anything of it is paid
 *     fenrun__pay_open(&pay, plan, version, tree, event)
 *     fenrun__pay_resolve_order(&pay, error) ; fenrun__pay_run(&pay, result, error)
 *     fenrun__pay_promotion(plan, version, tree, NULL, &promotion, result, error) ...
 *
 * Invariants
 *   1. Neither step changes the tree.
 *   2. Every member on a path is looked at as of `at`: the event's instant, or that of a rise.
 *   3. Whatever is paid is rounded once, then limited; what is not has an outcome that says why.
 *   4. After an error the result holds what was there before the event's payouts, and perhaps more:
 *      the caller sets the counts back.
 *
 * Costs: resolve O(roles), run O(awards of the trigger), for awards on uplines also O(levels) or
 * O(depth). Reads of rows are what takes time, so a plain award tests the roles, whose rows were
 * read, before it follows its path, and reads the payee's row only if it looks at the payee's tier.
 * No allocation once the result is warm.
 *
 * The newcomer of a join is in no tree yet; its number is FENRUN__NEWCOMER, its tier the lowest,
 * its team that of its inviter.
 *
 * Not here: paths (route.h), amounts (sum.h), uplines (level.h), splits, limits, closes.
 */
#ifndef FENRUN_PAYOUT_PAY_H
#define FENRUN_PAYOUT_PAY_H

#include "payout/result.h"
#include "rules/plan.h"
#include "tree/tree.h"

#define FENRUN__NEWCOMER (FENRUN__NONE - 1)

struct fenrun__pay {
    const struct fenrun__plan *plan;
    const struct fenrun__plan_version *version; /* in force at the event */
    const struct fenrun__tree *tree;
    const fenrun_event *event; /* of a promotion: the join of who rises, or NULL */
    int64_t at;                /* everybody is looked at as of this instant */
    uint32_t trigger;          /* whose awards are paid */
    uint32_t inviter;          /* of a newcomer; FENRUN__NONE: the platform */
    uint32_t tier_before;      /* of a promotion, while views[0] has the new tier */
    uint32_t people[FENRUN_ROLES_MAX]; /* by role; the newcomer; who rises; the member in turn */
    struct fenrun__tree_view views[FENRUN_ROLES_MAX]; /* of these, as the tests see them */
};

/* The trigger of an event that is given or of a close; for other kinds FENRUN__NOWHERE. */
static inline uint32_t fenrun__pay_trigger(const struct fenrun__plan *plan,
                                           const fenrun_event *event) {
    switch (event->kind) {
    case FENRUN_EVENT_ORDER: return FENRUN__SHAPE_ORDER;
    case FENRUN_EVENT_JOIN: return FENRUN__SHAPE_JOIN;
    case FENRUN_EVENT_OWN: return FENRUN__SHAPE_OWN + event->name;
    case FENRUN_EVENT_CLOSE: return fenrun__plan_trigger_of_period(plan, event->name);
    default: return FENRUN__NOWHERE;
    }
}

/* Set everything but people, views and inviter, which resolving sets. The event's shape must have
   been checked. `version` may be NULL for kinds that pay nothing of their own. */
static inline void fenrun__pay_open(struct fenrun__pay *pay, const struct fenrun__plan *plan,
                                    const struct fenrun__plan_version *version,
                                    const struct fenrun__tree *tree, const fenrun_event *event) {
    pay->plan = plan;
    pay->version = version;
    pay->tree = tree;
    pay->event = event;
    pay->at = event->at;
    pay->trigger = fenrun__pay_trigger(plan, event);
    pay->inviter = FENRUN__NONE;
    pay->tier_before = 0;
}

/*
 * The checks that an event must pass besides those of its tree change: the shape of the record, of
 * every kind; for an order or an own event its members and figures; for a join its inviter. The
 * figures of a join are checked apart, since a newcomer who exists is refused before them.
 */
int32_t fenrun__pay_check_shape(const struct fenrun__plan *plan, const fenrun_event *event,
                                fenrun_error *error);
int32_t fenrun__pay_resolve_order(struct fenrun__pay *pay, fenrun_error *error);
int32_t fenrun__pay_resolve_join(struct fenrun__pay *pay, fenrun_error *error);

/* Amounts and counts: none negative (AMOUNT), each within what the version requires (REQUIRED). */
int32_t fenrun__pay_check_figures(const struct fenrun__pay *pay, fenrun_error *error);

/* The number of a member whom an event names as `who`: FENRUN__NONE for the platform, or
   MEMBER_UNKNOWN. */
int32_t fenrun__pay_find(const struct fenrun__tree *tree, uint64_t id, const char *who,
                         uint32_t *number, fenrun_error *error);

/* Refuse an award (its index) whose amount does not fit. */
int32_t fenrun__pay_overflow(const struct fenrun__pay *pay, uint32_t award, fenrun_error *error);

/* Append what a resolved order, join or own event pays. FENRUN_ERROR_LIMIT, _OVERFLOW, _MEMORY or
   _OK. */
int32_t fenrun__pay_run(const struct fenrun__pay *pay, struct fenrun_result *result,
                        fenrun_error *error);

/*
 * Append what awards of event `promotion` pay for one rise, which the tree does not know yet.
 * `join` is the event by which the member joins, if it rises in that very event, else NULL.
 * Errors as above.
 */
int32_t fenrun__pay_promotion(const struct fenrun__plan *plan,
                              const struct fenrun__plan_version *version,
                              const struct fenrun__tree *tree, const fenrun_event *join,
                              const fenrun_promotion *promotion, struct fenrun_result *result,
                              fenrun_error *error);

/*
 * The column (of scope PAID) that what an award pays counts for, or FENRUN__NOWHERE. Only payouts
 * above 0 count, for their payee: one below 0 is taken from the member who funds the one before it.
 * Likewise only what is taken back of a payout above 0 counts no more.
 */
static inline uint32_t fenrun__pay_column(const struct fenrun__plan *plan, uint32_t award) {
    uint32_t cap = fenrun__plan_award(plan, award)->cap;
    return cap == FENRUN__NOWHERE ? FENRUN__NOWHERE : fenrun__plan_limit(plan, cap)->column;
}

/* The id of a person, the newcomer included. */
uint64_t fenrun__pay_id(const struct fenrun__pay *pay, uint32_t person);

#endif
