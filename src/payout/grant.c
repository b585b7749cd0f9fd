/* Grant: one payee here, several elsewhere; see the header. */
#include "payout/grant.h"

#include "payout/level.h"
#include "payout/route.h"
#include "payout/split.h"

/* The grade that a figure falls in: the last whose low is not above it. The first is 0. */
static uint32_t grant_grade(const struct fenrun__plan *plan, const struct fenrun__plan_award *award,
                           int64_t figure) {
    uint32_t low = 0, high = award->level_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (fenrun__plan_grade(plan, award->pay_first + middle)->low <= figure) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return award->pay_first + low;
}

/* The row of `pay` for a payee. */
static const struct fenrun__plan_pay *grant_row(const struct fenrun__limit *limit, uint32_t tier,
                                               uint32_t rank, struct fenrun__trace *trace) {
    const struct fenrun__pay *pay = limit->pay;
    const struct fenrun__plan_award *award = limit->award;
    uint32_t first = award->pay_first;
    if (award->form == FENRUN__FORM_PRIZES) first += (rank - 1) * pay->plan->tier_count;
    if (award->form != FENRUN__FORM_GRADED) return fenrun__plan_pay(pay->plan, first + tier);
    int64_t figure = fenrun__sum_base(pay, award->special >> 16, award->special & UINT16_MAX);
    uint32_t grade = grant_grade(pay->plan, award, figure);
    if (trace) {
        trace->grade = grade;
        trace->graded_by = figure;
    }
    return &fenrun__plan_grade(pay->plan, grade)->pay;
}

static int32_t grant_pay_one(struct fenrun__limit *limit, uint32_t payee,
                            const struct fenrun__tree_view *view, uint32_t rank,
                            struct fenrun__trace *trace) {
    const struct fenrun__plan_award *award = limit->award;
    bool prizes = award->form == FENRUN__FORM_PRIZES;
    uint32_t level = prizes ? rank : 0;
    if (trace) trace->level = level;
    if (!fenrun__route_test(limit->pay, award, true, payee, view, trace)) {
        fenrun__limit_pass(limit, FENRUN__OUTCOME_TEST, trace);
        return FENRUN_OK;
    }
    if (prizes && rank > award->level_count) {
        fenrun__limit_pass(limit, FENRUN__OUTCOME_NO_PRIZE, trace);
        return FENRUN_OK;
    }
    const struct fenrun__plan_pay *row = grant_row(limit, view->tier, rank, trace);
    if (!row->listed) {
        fenrun__limit_pass(limit, FENRUN__OUTCOME_UNLISTED, trace);
        return FENRUN_OK;
    }
    if (!fenrun__limit_is_funded(limit, payee, trace)) return FENRUN_OK;
    struct fenrun__sum value;
    if (!fenrun__sum_of(limit->pay, row, (enum fenrun__rounding)award->rounding, &value)) {
        return fenrun__limit_overflow(limit);
    }
    if (trace) trace->row = row;
    return fenrun__limit_pay(limit, payee, level, &value, trace);
}

/* An award with uplines: nothing is paid where the path ends, so there is no trace of that, unless
   it goes no further. */
static int32_t grant_pay_uplines(struct fenrun__limit *limit, uint32_t start,
                                const struct fenrun__tree_view *view,
                                struct fenrun__trace *trace) {
    struct fenrun__trace path;
    if (trace) {
        path = *trace;
        limit->result->trace_count--;
    }
    return limit->award->form == FENRUN__FORM_LEVELS
               ? fenrun__level_pay(limit, start, view, &path)
               : fenrun__level_pay_differential(limit, start, view, &path);
}

int32_t fenrun__grant_pay(struct fenrun__limit *limit, uint32_t rank) {
    const struct fenrun__plan_award *award = limit->award;
    struct fenrun__tree_view view;
    struct fenrun__trace *trace;
    int32_t code = fenrun__limit_room(limit, FENRUN__PART_AWARD, &trace);
    if (code != FENRUN_OK) return code;
    bool split = award->form == FENRUN__FORM_SPLIT;
    uint32_t end = FENRUN__NONE;
    if (!split) {
        end = fenrun__route_end(limit->pay, &award->to, &view, trace);
        if (end == FENRUN__NONE) {
            fenrun__limit_pass(limit, FENRUN__OUTCOME_NOBODY, trace);
            return FENRUN_OK;
        }
    }
    if (!fenrun__route_test(limit->pay, award, false, FENRUN__NONE, NULL, trace)) {
        fenrun__limit_pass(limit, FENRUN__OUTCOME_TEST, trace);
        return FENRUN_OK;
    }
    if (split) {
        if (trace) limit->result->trace_count--;
        return fenrun__split_pay(limit);
    }
    return award->to.uplines ? grant_pay_uplines(limit, end, &view, trace)
                             : grant_pay_one(limit, end, &view, rank, trace);
}
