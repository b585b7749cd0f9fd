/*
 * Pay: what an event pays, as a pure function of plan, tree and event.
 *
 *     order {seller C, price 200.00, profit 40.00} on the tree as of its instant
 *       sales_commission    C                    100 % of 40.00   C        40.00
 *       team_profit         C ─leader─► 小微      25 % of 40.00   小微     10.00
 *       departed_leader...  C ─inviter─► B       when seller: gold+ is not met
 *
 * Two steps: resolve checks the event and turns ids into numbers of members; run goes through the
 * awards of the event's kind, in the order of the text, and appends payouts (and traces, if the
 * result asks for them).
 *
 * Invariants
 *   1. Neither step changes the tree.
 *   2. Every member on a path is looked at as of the event's instant.
 *   3. An award pays one amount, rounded once, or has an outcome that says why not.
 *
 * Costs: resolve O(roles), run O(awards of the kind). Reads of rows are what takes time, so an
 * award tests the roles, whose rows were read, before it follows its path, and reads the payee's
 * row only if it looks at the payee's tier. No allocation once the result is warm.
 *
 * The newcomer of a join is in no tree yet; its number is FENRUN__NEWCOMER, its tier the lowest,
 * its team that of its inviter.
 */
#ifndef FENRUN_PAYOUT_PAY_H
#define FENRUN_PAYOUT_PAY_H

#include "payout/result.h"
#include "rules/plan.h"
#include "tree/tree.h"

#define FENRUN__NEWCOMER (FENRUN__NONE - 1)

struct fenrun__pay {
    const struct fenrun__plan *plan;
    const struct fenrun__tree *tree;
    const fenrun_event *event;
    uint32_t people[FENRUN_ROLES_MAX]; /* of an order, by role; of a join the newcomer */
    struct fenrun__tree_view views[FENRUN_ROLES_MAX]; /* of these, as of the event's instant */
    uint32_t inviter;                  /* of a join; FENRUN__NONE: the platform */
};

/*
 * The checks that an event must pass besides those of its tree change: the shape of the record;
 * for an order its members, amounts and requirements; for a join its inviter.
 */
int32_t fenrun__pay_check_shape(const struct fenrun__plan *plan, const fenrun_event *event,
                                fenrun_error *error);
int32_t fenrun__pay_resolve_order(struct fenrun__pay *pay, fenrun_error *error);
int32_t fenrun__pay_resolve_join(struct fenrun__pay *pay, fenrun_error *error);

/* The number of a member whom an event names as `who`: FENRUN__NONE for the platform, or
   MEMBER_UNKNOWN. */
int32_t fenrun__pay_find(const struct fenrun__tree *tree, uint64_t id, const char *who,
                         uint32_t *number, fenrun_error *error);

/* Append what a resolved order or join pays. FENRUN_ERROR_OVERFLOW, _MEMORY or _OK. */
int32_t fenrun__pay_run(const struct fenrun__pay *pay, struct fenrun_result *result,
                        fenrun_error *error);

/* A person as of the event's instant, the newcomer included; and its id. */
bool fenrun__pay_view(const struct fenrun__pay *pay, uint32_t person,
                      struct fenrun__tree_view *view);
uint64_t fenrun__pay_id(const struct fenrun__pay *pay, uint32_t person);

#endif
