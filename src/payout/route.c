/* Route: the steps that plain awards rarely take, and what traces keep; see the header. */
#include "payout/route.h"

uint32_t fenrun__route_above(const struct fenrun__pay *pay, const struct fenrun__tree_view *view,
                             uint32_t tier) {
    bool leads = fenrun__tree_leads(pay->tree, tier);
    struct fenrun__tree_view seen = *view;
    /* Nobody has more above than there are members: a forged history must not lead in circles. */
    for (size_t left = pay->tree->count; left > 0; left--) {
        /* Between a member and its leader nobody leads, so nobody has a tier that does. */
        bool jumps = leads && seen.team != FENRUN__NONE &&
                     !fenrun__tree_leads(pay->tree, seen.tier);
        uint32_t person =
            jumps ? fenrun__tree_leader(pay->tree, seen.team, pay->at) : seen.inviter;
        if (person == FENRUN__NONE || !fenrun__route_view(pay, person, &seen)) return FENRUN__NONE;
        if (seen.tier >= tier) return person;
    }
    return FENRUN__NONE;
}

void fenrun__route_note(const struct fenrun__pay *pay, const struct fenrun__plan_path *path,
                        uint32_t person, struct fenrun__trace *trace) {
    struct fenrun__tree_view view = {0};
    if (trace->person_count == 0) {
        view = pay->views[path->role];
    } else {
        fenrun__route_view(pay, person, &view);
    }
    trace->people[trace->person_count] = person;
    trace->tiers[trace->person_count] = view.tier;
    trace->labels[trace->person_count++] = view.labels;
}

uint32_t fenrun__route_end(const struct fenrun__pay *pay, const struct fenrun__plan_path *path,
                           struct fenrun__tree_view *view, struct fenrun__trace *trace) {
    *view = pay->views[path->role];
    if (path->step_count == 0) {
        uint32_t person = pay->people[path->role];
        if (person != FENRUN__NONE && trace) fenrun__route_note(pay, path, person, trace);
        return person;
    }
    bool rises = pay->trigger == fenrun__plan_trigger_of_promotion(pay->plan);
    if (rises) view->tier = (uint16_t)pay->tier_before;
    uint32_t end = fenrun__route_walk(pay, path, view, trace);
    if (end == FENRUN__NONE || !fenrun__route_view(pay, end, view)) return FENRUN__NONE;
    return end;
}

/* The person whom a test names, and what is seen of it. */
static uint32_t route_subject(const struct fenrun__pay *pay, uint8_t subject, uint32_t payee,
                              const struct fenrun__tree_view *payee_view,
                              const struct fenrun__tree_view **view) {
    bool is_payee = subject == FENRUN__SUBJECT_PAYEE;
    *view = is_payee ? payee_view : pay->views + subject;
    return is_payee ? payee : pay->people[subject];
}

bool fenrun__route_compares(const struct fenrun__pay *pay, const struct fenrun__plan_test *test,
                            uint32_t payee, const struct fenrun__tree_view *view) {
    const struct fenrun__tree_view *seen, *compared;
    uint32_t subject = route_subject(pay, test->subject, payee, view, &seen);
    uint32_t other = route_subject(pay, test->other, payee, view, &compared);
    if (subject == FENRUN__NONE || other == FENRUN__NONE) return false;
    if (test->kind == FENRUN__TEST_OTHER) return subject != other;
    return test->kind == FENRUN__TEST_BELOW ? seen->tier < compared->tier
                                            : seen->tier > compared->tier;
}

void fenrun__route_note_test(const struct fenrun__pay *pay, uint32_t test, uint32_t payee,
                             const struct fenrun__tree_view *view, struct fenrun__trace *trace) {
    const struct fenrun__plan_test *row = fenrun__plan_test(pay->plan, test);
    const struct fenrun__tree_view *seen, *compared = NULL;
    trace->test = test;
    trace->tested = route_subject(pay, row->subject, payee, view, &seen);
    trace->other = FENRUN__NONE;
    if (row->kind != FENRUN__TEST_IS) {
        trace->other = route_subject(pay, row->other, payee, view, &compared);
    }
    if (trace->tested != FENRUN__NONE) trace->tested_tier = seen->tier;
    if (trace->other != FENRUN__NONE) trace->other_tier = compared->tier;
}
