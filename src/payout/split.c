/* Split: shares rounded down, and what is left of the sum; see the header. */
#include "payout/split.h"

#include "payout/route.h"

/* What is shared out. */
struct split_sum {
    const struct fenrun__plan_pay *row;
    int64_t base;
    int64_t computed; /* before the cap */
    int64_t whole;
    int64_t given;
};

/* One receiver of so much, by a path. `share` is NULL of the remainder. */
static int32_t split_give(struct fenrun__limit *limit, struct split_sum *sum,
                          const struct fenrun__plan_path *path,
                          const struct fenrun__plan_share *share, uint32_t level) {
    struct fenrun__trace *trace;
    struct fenrun__tree_view view;
    struct fenrun__sum value = {.base = sum->whole, .amount = sum->whole - sum->given};
    int32_t code = fenrun__limit_room(
        limit, share ? FENRUN__PART_SHARE : FENRUN__PART_REMAINDER, &trace);
    if (code != FENRUN_OK) return code;
    if (share) {
        value.rate_ppb = share->rate_ppb;
        if (!fenrun__amount_rate(sum->whole, share->rate_ppb, FENRUN__ROUND_DOWN,
                                 &value.amount)) {
            return fenrun__limit_overflow(limit);
        }
    }
    if (trace) {
        trace->row = sum->row;
        trace->whole = sum->whole;
        trace->whole_computed = sum->computed;
        trace->whole_base = sum->base;
        trace->level = level;
        trace->rate_ppb = value.rate_ppb;
        trace->computed = value.amount;
    }
    uint32_t payee = path ? fenrun__route_end(limit->pay, path, &view, trace) : FENRUN__NONE;
    if (payee == FENRUN__NONE) {
        fenrun__limit_pass(limit, FENRUN__OUTCOME_NOBODY, trace);
        return FENRUN_OK;
    }
    sum->given += value.amount;
    return fenrun__limit_pay(limit, payee, level, &value, trace);
}

int32_t fenrun__split_pay(struct fenrun__limit *limit) {
    const struct fenrun__pay *pay = limit->pay;
    const struct fenrun__plan_split *split =
        fenrun__plan_split(pay->plan, limit->award->special);
    struct fenrun__sum total;
    if (!fenrun__sum_of(pay, &split->total, (enum fenrun__rounding)limit->award->rounding,
                          &total)) {
        return fenrun__limit_overflow(limit);
    }
    struct split_sum sum = {.row = &split->total,
                            .base = total.base,
                            .computed = total.amount,
                            .whole = total.amount};
    int32_t code = fenrun__limit_whole(limit, &sum.whole);
    for (uint32_t i = 0; code == FENRUN_OK && i < split->share_count; i++) {
        const struct fenrun__plan_share *share =
            fenrun__plan_share(pay->plan, split->share_first + i);
        code = split_give(limit, &sum, &share->to, share, i + 1);
    }
    if (code != FENRUN_OK || sum.given == sum.whole) return code;
    return split_give(limit, &sum, split->has_remainder ? &split->remainder : NULL, NULL, 0);
}
