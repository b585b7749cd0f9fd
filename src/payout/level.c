/* Level: two ways up the tree; see the header. */
#include "payout/level.h"

#include "payout/route.h"

/* Somebody on the way up. */
struct level_walk {
    uint32_t person;
    uint32_t below; /* the one before */
    uint32_t above; /* how many steps above the start */
    struct fenrun__tree_view view;
};

static inline bool level_next(const struct fenrun__limit *limit, struct level_walk *walk) {
    walk->below = walk->person;
    walk->person = walk->view.inviter;
    /* Nobody has more above than there are members: a forged history must not lead in circles. */
    if (walk->person == FENRUN__NONE || walk->above >= limit->pay->tree->count) return false;
    walk->above++;
    return fenrun__route_view(limit->pay, walk->person, &walk->view);
}

/* Room for a payment to somebody above, and its trace with the path that led there. */
static int32_t level_room(struct fenrun__limit *limit, enum fenrun__part part,
                          const struct level_walk *walk, const struct fenrun__trace *path,
                          struct fenrun__trace **trace) {
    int32_t code = fenrun__limit_room(limit, part, trace);
    if (code != FENRUN_OK || !*trace) return code;
    uint32_t count = path->person_count;
    for (uint32_t i = 0; i < count; i++) {
        (*trace)->people[i] = path->people[i];
        (*trace)->tiers[i] = path->tiers[i];
        (*trace)->labels[i] = path->labels[i];
    }
    (*trace)->person_count = (uint8_t)count;
    if (walk->person == FENRUN__NONE) return FENRUN_OK;
    (*trace)->above = walk->above;
    (*trace)->people[count] = walk->person;
    (*trace)->tiers[count] = walk->view.tier;
    (*trace)->labels[count] = walk->view.labels;
    (*trace)->person_count = (uint8_t)(count + 1);
    return FENRUN_OK;
}

/* At the top, with something left to pay: who stands there is noted as tested. */
static int32_t level_end(struct fenrun__limit *limit, const struct level_walk *walk,
                         const struct fenrun__trace *path, enum fenrun__part part,
                         uint32_t level) {
    struct fenrun__trace *trace;
    if (!limit->result->tracing || limit->outcomes) return FENRUN_OK;
    int32_t code = level_room(limit, part, walk, path, &trace);
    if (code != FENRUN_OK) return code;
    trace->outcome = FENRUN__OUTCOME_NOBODY;
    trace->level = level;
    trace->tested = walk->below;
    return FENRUN_OK;
}

int32_t fenrun__level_pay(struct fenrun__limit *limit, uint32_t start,
                          const struct fenrun__tree_view *view,
                          const struct fenrun__trace *path) {
    const struct fenrun__pay *pay = limit->pay;
    const struct fenrun__plan_award *award = limit->award;
    struct level_walk walk = {start, FENRUN__NONE, 0, *view};
    uint32_t level = 0;
    while (level < award->level_count) {
        if (!level_next(limit, &walk)) {
            return level_end(limit, &walk, path, FENRUN__PART_NO_LEVELS, level + 1);
        }
        struct fenrun__trace *trace;
        int32_t code = level_room(limit, FENRUN__PART_UPLINE, &walk, path, &trace);
        if (code != FENRUN_OK) return code;
        const struct fenrun__plan_pay *row = fenrun__plan_pay(
            pay->plan, award->pay_first + level * pay->plan->tier_count + walk.view.tier);
        if (trace) trace->level = level + 1;
        bool met = fenrun__route_test(pay, award, true, walk.person, &walk.view, trace);
        if (met && row->listed) {
            struct fenrun__sum value;
            level++;
            if (!fenrun__limit_is_funded(limit, walk.person, trace)) continue;
            if (!fenrun__sum_of(pay, row, (enum fenrun__rounding)award->rounding, &value)) {
                return fenrun__limit_overflow(limit);
            }
            if (trace) trace->row = row;
            code = fenrun__limit_pay(limit, walk.person, level, &value, trace);
            if (code != FENRUN_OK) return code;
            continue;
        }
        fenrun__limit_pass(limit, met ? FENRUN__OUTCOME_UNLISTED : FENRUN__OUTCOME_TEST, trace);
        if (award->unqualified == FENRUN__UNQUALIFIED_STOP) return FENRUN_OK;
        if (award->unqualified == FENRUN__UNQUALIFIED_SKIP) level++;
    }
    return FENRUN_OK;
}

/* ---- differential ---- */

struct level_highest {
    int64_t value;
    int64_t listed;  /* the highest value of all tiers: nobody can have more */
    uint32_t person; /* who was paid last, or is taken to have been; or FENRUN__NONE */
    uint32_t tier;
    bool peer; /* its peer is yet to come */
};

static const struct fenrun__plan_pay *level_row(const struct fenrun__limit *limit, uint32_t tier) {
    return fenrun__plan_pay(limit->pay->plan, limit->award->pay_first + tier);
}

static struct level_highest level_begin(const struct fenrun__limit *limit,
                                        const struct fenrun__plan_differential *differential) {
    const struct fenrun__pay *pay = limit->pay;
    struct level_highest highest = {.person = FENRUN__NONE};
    for (uint32_t tier = 0; tier < pay->plan->tier_count; tier++) {
        const struct fenrun__plan_pay *row = level_row(limit, tier);
        if (row->listed && row->value > highest.listed) highest.listed = row->value;
    }
    uint32_t role = differential->already_paid;
    if (role == FENRUN__NOWHERE || pay->people[role] == FENRUN__NONE) return highest;
    const struct fenrun__plan_pay *row = level_row(limit, pay->views[role].tier);
    if (!row->listed || row->value == 0) return highest;
    highest.value = row->value;
    highest.person = pay->people[role];
    highest.tier = pay->views[role].tier;
    highest.peer = differential->has_peer != 0;
    return highest;
}

/* What somebody with more than the highest is paid. */
static int32_t level_pay_more(struct fenrun__limit *limit, const struct level_walk *walk,
                              const struct level_highest *highest,
                              const struct fenrun__plan_pay *row, struct fenrun__trace *trace) {
    struct fenrun__plan_pay difference = *row;
    struct fenrun__sum value;
    if (!fenrun__limit_is_funded(limit, walk->person, trace)) return FENRUN_OK;
    difference.value -= highest->value;
    if (!fenrun__sum_of(limit->pay, &difference, (enum fenrun__rounding)limit->award->rounding,
                          &value)) {
        return fenrun__limit_overflow(limit);
    }
    return fenrun__limit_pay(limit, walk->person, walk->above, &value, trace);
}

static int32_t level_pay_peer(struct fenrun__limit *limit, const struct level_walk *walk,
                              const struct fenrun__plan_pay *row, struct fenrun__trace *trace) {
    struct fenrun__sum value;
    if (!fenrun__limit_is_funded(limit, walk->person, trace)) return FENRUN_OK;
    if (!fenrun__sum_of(limit->pay, row, (enum fenrun__rounding)limit->award->rounding,
                          &value)) {
        return fenrun__limit_overflow(limit);
    }
    if (trace) {
        trace->part = FENRUN__PART_PEER;
        trace->row = row;
    }
    return fenrun__limit_pay(limit, walk->person, walk->above, &value, trace);
}

/* One member above: more than the highest, a peer, or nothing. */
static int32_t level_visit(struct fenrun__limit *limit, const struct level_walk *walk,
                           const struct fenrun__plan_differential *differential,
                           struct level_highest *highest, struct fenrun__trace *trace) {
    const struct fenrun__plan_pay *row = level_row(limit, walk->view.tier);
    if (trace) {
        trace->level = walk->above;
        trace->row = row;
        trace->less = highest->value;
        trace->less_person = highest->person;
    }
    if (!fenrun__route_test(limit->pay, limit->award, true, walk->person, &walk->view, trace)) {
        fenrun__limit_pass(limit, FENRUN__OUTCOME_TEST, trace);
        return FENRUN_OK;
    }
    if (row->listed && row->value > highest->value) {
        int32_t code = level_pay_more(limit, walk, highest, row, trace);
        highest->value = row->value;
        highest->person = walk->person;
        highest->tier = walk->view.tier;
        highest->peer = differential->has_peer != 0;
        return code;
    }
    if (highest->peer && walk->view.tier == highest->tier) {
        highest->peer = false;
        return level_pay_peer(limit, walk, &differential->peer, trace);
    }
    fenrun__limit_pass(limit, row->listed ? FENRUN__OUTCOME_NOT_MORE : FENRUN__OUTCOME_UNLISTED,
                       trace);
    return FENRUN_OK;
}

int32_t fenrun__level_pay_differential(struct fenrun__limit *limit, uint32_t start,
                                       const struct fenrun__tree_view *view,
                                       const struct fenrun__trace *path) {
    const struct fenrun__plan_differential *differential =
        fenrun__plan_differential(limit->pay->plan, limit->award->special);
    struct level_highest highest = level_begin(limit, differential);
    struct level_walk walk = {start, FENRUN__NONE, 0, *view};
    while (highest.value < highest.listed || highest.peer) {
        struct fenrun__trace *trace;
        if (!level_next(limit, &walk)) {
            if (!highest.peer) return level_end(limit, &walk, path, FENRUN__PART_NO_LEVELS, 0);
            walk.below = highest.person;
            return level_end(limit, &walk, path, FENRUN__PART_NO_PEER, 0);
        }
        int32_t code = level_room(limit, FENRUN__PART_UPLINE, &walk, path, &trace);
        if (code == FENRUN_OK) code = level_visit(limit, &walk, differential, &highest, trace);
        if (code != FENRUN_OK) return code;
    }
    return FENRUN_OK;
}
