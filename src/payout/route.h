/*
 * Route: the paths of awards, from a role step by step to a payee, and the tests of `when`.
 *
 *     seller.inviter.leader     C ─inviter─► B ─leader─► 小微
 *     seller.above(gold)        C ─► B normal ─► A silver ─► 小微 senior gold: the nearest one
 *     seller.uplines            where the steps end, then on to all above it, nearest first
 *
 * Invariants
 *   1. Everybody is looked at as of pay->at.
 *   2. Who rises is seen by tests and pays with its new tier, while its path is that of the tier
 *      before.
 *   3. A trace, if there is one, gets everybody who was met, with what was seen of them.
 *
 * Costs: a step O(1); `above` O(depth), but a step from leader to leader where its tier leads.
 *
 * The functions that a plain award of an order runs are inline, so that one copy traces and one
 * does not.
 */
#ifndef FENRUN_PAYOUT_ROUTE_H
#define FENRUN_PAYOUT_ROUTE_H

#include "payout/pay.h"

/* What somebody is who is not in the tree yet, or who is. False if it had not joined. */
static inline bool fenrun__route_view(const struct fenrun__pay *pay, uint32_t person,
                                      struct fenrun__tree_view *view) {
    if (person != FENRUN__NEWCOMER) return fenrun__tree_view(pay->tree, person, pay->at, view);
    view->inviter = pay->inviter;
    view->team = pay->inviter == FENRUN__NONE ? FENRUN__NONE : pay->tree->rows[pay->inviter].team;
    view->tier = 0;
    view->labels = 0;
    return true;
}

/* The nearest member above with a tier or a higher one, or FENRUN__NONE. */
uint32_t fenrun__route_above(const struct fenrun__pay *pay, const struct fenrun__tree_view *view,
                             uint32_t tier);

/* Whoever is one step from a person, or FENRUN__NONE. */
static inline uint32_t fenrun__route_step(const struct fenrun__pay *pay,
                                          const struct fenrun__tree_view *view, uint8_t step,
                                          uint8_t tier) {
    if (step == FENRUN__STEP_INVITER) return view->inviter;
    if (step == FENRUN__STEP_ABOVE) return fenrun__route_above(pay, view, tier);
    if (fenrun__tree_leads(pay->tree, view->tier) || view->team == FENRUN__NONE) {
        return FENRUN__NONE;
    }
    return fenrun__tree_leader(pay->tree, view->team, pay->at);
}

/* Put somebody who was met at the end of a trace's path. */
void fenrun__route_note(const struct fenrun__pay *pay, const struct fenrun__plan_path *path,
                        uint32_t person, struct fenrun__trace *trace);

/* Follow a path, without its uplines, from a start that is seen as `view`: which then is of the
   last person before the end; of the end itself if the path has no steps. */
static inline uint32_t fenrun__route_walk(const struct fenrun__pay *pay,
                                          const struct fenrun__plan_path *path,
                                          struct fenrun__tree_view *view,
                                          struct fenrun__trace *trace) {
    uint32_t person = pay->people[path->role];
    for (uint32_t i = 0;; i++) {
        if (person == FENRUN__NONE) return FENRUN__NONE;
        if (trace) fenrun__route_note(pay, path, person, trace);
        if (i == path->step_count) return person;
        if (i > 0 && !fenrun__route_view(pay, person, view)) return FENRUN__NONE;
        if (trace) trace->led = fenrun__tree_leads(pay->tree, view->tier);
        person = fenrun__route_step(pay, view, path->steps[i], path->tiers[i]);
    }
}

/* The same from any trigger, promotions included; `view` is then what tests see of the end. */
uint32_t fenrun__route_end(const struct fenrun__pay *pay, const struct fenrun__plan_path *path,
                           struct fenrun__tree_view *view, struct fenrun__trace *trace);

/* Whether a test that compares two members is met; false if either is nobody. */
bool fenrun__route_compares(const struct fenrun__pay *pay, const struct fenrun__plan_test *test,
                            uint32_t payee, const struct fenrun__tree_view *view);

/* Note the test that was not met. */
void fenrun__route_note_test(const struct fenrun__pay *pay, uint32_t test, uint32_t payee,
                             const struct fenrun__tree_view *view, struct fenrun__trace *trace);

/* Whether the tests of `when` are met: those of roles only, or those that look at the payee. If
   not, the trace says which is not. */
static inline bool fenrun__route_test(const struct fenrun__pay *pay,
                                      const struct fenrun__plan_award *award, bool of_payee,
                                      uint32_t payee, const struct fenrun__tree_view *view,
                                      struct fenrun__trace *trace) {
    uint32_t count = award->test_count;
    for (uint32_t i = award->test_first; count > 0; i++, count--) {
        const struct fenrun__plan_test *test = fenrun__plan_test(pay->plan, i);
        bool payee_is_subject = test->subject == FENRUN__SUBJECT_PAYEE;
        if (fenrun__plan_tests_payee(test) != of_payee) continue;
        bool met;
        if (test->kind == FENRUN__TEST_IS) {
            uint32_t subject = payee_is_subject ? payee : pay->people[test->subject];
            const struct fenrun__tree_view *seen =
                payee_is_subject ? view : pay->views + test->subject;
            met = subject != FENRUN__NONE &&
                  ((test->tiers >> seen->tier & 1) | ((test->labels & seen->labels) != 0));
        } else {
            met = fenrun__route_compares(pay, test, payee, view);
        }
        if (met) continue;
        if (trace) fenrun__route_note_test(pay, i, payee, view, trace);
        return false;
    }
    return true;
}

#endif
