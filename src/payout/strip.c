/* Strip: amounts, a loop for each way to compute them; see the header. */
#include "payout/strip.h"

#include <string.h>

#include "money/amount.h"
#include "payout/grant.h"
#include "payout/limit.h"

/* What the loops have in common. */
struct strip_work {
    struct fenrun__lanes lanes;
    const struct fenrun__plan_pay *rows;
    const struct fenrun__tree_view *views;
    const int64_t *figures;
    int64_t *amounts; /* by lane */
};

/* product / 10^9, rounded once; one constant rounding in each copy. */
static inline __attribute__((always_inline)) uint64_t strip_share(uint64_t product,
                                                                  enum fenrun__rounding rounding) {
    uint64_t one = (uint64_t)FENRUN__RATE_ONE;
    uint64_t quotient = product / one, rest = product - quotient * one;
    switch (rounding) {
    case FENRUN__ROUND_HALF_EVEN: return quotient + (2 * rest + (quotient & 1) > one);
    case FENRUN__ROUND_HALF_UP: return quotient + (2 * rest >= one);
    case FENRUN__ROUND_UP: return quotient + (rest > 0);
    default: return quotient;
    }
}

static inline __attribute__((always_inline)) void
strip_pay_rates(struct strip_work work, bool by_tier, enum fenrun__rounding rounding) {
    uint64_t rate = (uint64_t)work.rows->value;
    for (uint32_t k = 0; k < work.lanes.count; k++) {
        uint16_t i = work.lanes.items[k];
        if (by_tier) rate = (uint64_t)work.rows[work.views[i].tier].value;
        work.amounts[i] = (int64_t)strip_share((uint64_t)work.figures[i] * rate, rounding);
    }
}

static inline __attribute__((always_inline)) void
strip_pay_rounded(struct strip_work work, bool by_tier, enum fenrun__rounding rounding) {
    switch (rounding) {
    case FENRUN__ROUND_HALF_EVEN: strip_pay_rates(work, by_tier, FENRUN__ROUND_HALF_EVEN); break;
    case FENRUN__ROUND_HALF_UP: strip_pay_rates(work, by_tier, FENRUN__ROUND_HALF_UP); break;
    case FENRUN__ROUND_UP: strip_pay_rates(work, by_tier, FENRUN__ROUND_UP); break;
    default: strip_pay_rates(work, by_tier, FENRUN__ROUND_DOWN); break;
    }
}

static void strip_pay_whole(struct strip_work work) {
    for (uint32_t k = 0; k < work.lanes.count; k++) {
        uint16_t i = work.lanes.items[k];
        work.amounts[i] = work.figures[i];
    }
}

static void strip_pay_fixed(struct strip_work work, bool by_tier) {
    for (uint32_t k = 0; k < work.lanes.count; k++) {
        uint16_t i = work.lanes.items[k];
        work.amounts[i] = work.rows[by_tier ? work.views[i].tier : 0].value;
    }
}

static void strip_pay_mixed(struct fenrun__cohort *cohort, struct strip_work work, bool by_tier,
                            enum fenrun__rounding rounding) {
    for (uint32_t k = 0; k < work.lanes.count; k++) {
        uint16_t i = work.lanes.items[k];
        const struct fenrun__plan_pay *row = work.rows + (by_tier ? work.views[i].tier : 0);
        bool fixed = row->kind == FENRUN__VALUE_FIXED;
        int64_t base = fixed ? 0 : cohort->figures[row->index][i];
        if (fenrun__sum_amount(row, base, rounding, work.amounts + i)) continue;
        fenrun__cohort_set_odd(cohort, i);
        work.amounts[i] = 0;
    }
}

/* Of some lanes, those in which the tier of the payee is listed. */
static uint32_t strip_filter_listed(const struct fenrun__tree_view *views, uint64_t listed,
                                    struct fenrun__lanes from, uint16_t *to) {
    uint32_t count = 0;
    for (uint32_t k = 0; k < from.count; k++) {
        uint16_t i = from.items[k];
        to[count] = i;
        count += listed >> views[i].tier & 1;
    }
    return count;
}

/* The lanes in which a strip has somebody to pay whom its tests let pass and it lists. */
static struct fenrun__lanes strip_open(const struct fenrun__cohort *cohort, uint32_t index) {
    const struct fenrun__scheme *scheme = cohort->scheme;
    const struct fenrun__scheme_strip *strip = scheme->strips + index;
    const struct fenrun__cohort_place *place = cohort->places + strip->place;
    uint16_t *room = cohort->strips[index].lane_room;
    struct fenrun__lanes lanes =
        strip->goes_on ? fenrun__cohort_present(place, cohort->strips[index - 1].lanes, room)
                       : fenrun__cohort_comers(cohort, strip->place, strip->gate, room);
    const struct fenrun__plan_award *award = strip->award;
    for (uint32_t i = 0; strip->tests_payee && i < award->test_count; i++) {
        const struct fenrun__plan_test *test =
            fenrun__plan_test(scheme->plan, award->test_first + i);
        if (!fenrun__plan_tests_payee(test)) continue;
        lanes.count = fenrun__cohort_filter(cohort, test, strip->place, lanes, room);
        lanes.items = room;
    }
    if (strip->listed == UINT64_MAX) return lanes;
    lanes.count = strip_filter_listed(place->views, strip->listed, lanes, room);
    lanes.items = room;
    return lanes;
}

/* ---- loose strips ---- */

/* A lane as an order by itself, for whoever knows only these. */
static void strip_take_lane(const struct fenrun__cohort *cohort, uint32_t lane,
                            fenrun_event *event, struct fenrun__pay *pay) {
    const struct fenrun__plan_shape *shape = fenrun__plan_shape(pay->plan, FENRUN__SHAPE_ORDER);
    pay->at = event->at = cohort->at[lane];
    for (uint32_t i = 0; i < shape->amount_count; i++) {
        event->amounts[i] = cohort->figures[i][lane];
    }
    for (uint32_t i = 0; i < shape->count_count; i++) {
        event->counts[i] = cohort->figures[FENRUN__FIGURE_COUNT0 + i][lane];
    }
    for (uint32_t i = 0; i < shape->role_count; i++) {
        pay->people[i] = cohort->places[i].numbers[lane];
        pay->views[i] = cohort->places[i].views[lane];
    }
}

/* One award, or all of them; the payouts are appended to the result. */
static int32_t strip_pay_lane(struct fenrun_result *result, struct fenrun__limit *limit) {
    fenrun__result_begin(result);
    if (!limit->award) return fenrun__pay_run(limit->pay, result, NULL);
    int32_t code = fenrun__limit_open(limit);
    return code == FENRUN_OK ? fenrun__grant_pay(limit, 0) : code;
}

static bool strip_pay_loose(struct fenrun__cohort *cohort, uint32_t index) {
    const struct fenrun__scheme_strip *strip = cohort->scheme->strips + index;
    struct fenrun_result *result = cohort->result;
    struct fenrun__lanes lanes = {cohort->everyone, cohort->count};
    if (strip->gate != FENRUN__NOWHERE) lanes = cohort->gates[strip->gate];
    fenrun_event event = {.kind = FENRUN_EVENT_ORDER};
    struct fenrun__pay pay = {.plan = cohort->scheme->plan,
                              .version = cohort->scheme->version,
                              .tree = cohort->tree,
                              .event = &event,
                              .trigger = FENRUN__SHAPE_ORDER,
                              .inviter = FENRUN__NONE};
    struct fenrun__limit limit = {
        .pay = &pay, .award = strip->award, .index = strip->index, .result = result};
    cohort->strips[index].first = result->payout_count;
    for (uint32_t k = 0; k < lanes.count; k++) {
        uint32_t lane = lanes.items[k];
        size_t before = result->payout_count;
        if (cohort->odd[lane]) continue;
        strip_take_lane(cohort, lane, &event, &pay);
        result->event = lane;
        int32_t code = strip_pay_lane(result, &limit);
        if (code == FENRUN_ERROR_MEMORY) return false;
        if (code == FENRUN_OK) continue;
        result->payout_count = before;
        fenrun__cohort_set_odd(cohort, lane);
    }
    cohort->strips[index].count = (uint32_t)(result->payout_count - cohort->strips[index].first);
    return true;
}

bool fenrun__strip_pay(struct fenrun__cohort *cohort, uint32_t index) {
    const struct fenrun__scheme_strip *strip = cohort->scheme->strips + index;
    struct fenrun__cohort_strip *paid = cohort->strips + index;
    paid->next = 0;
    if (strip->worth == FENRUN__WORTH_LOOSE) return strip_pay_loose(cohort, index);
    enum fenrun__rounding rounding = (enum fenrun__rounding)strip->award->rounding;
    struct strip_work work = {.lanes = strip_open(cohort, index),
                              .rows = strip->rows,
                              .views = cohort->places[strip->place].views,
                              .amounts = paid->amount_room};
    bool all = work.lanes.count == cohort->count;
    paid->lanes = work.lanes;
    paid->amounts = work.amounts;
    if (cohort->has_rows && !all) memset(work.amounts, 0, cohort->count * sizeof *work.amounts);
    if (work.lanes.count == 0) return true;
    if (strip->worth == FENRUN__WORTH_FIXED) {
        strip_pay_fixed(work, strip->by_tier);
        return true;
    }
    if (strip->worth == FENRUN__WORTH_MIXED) {
        strip_pay_mixed(cohort, work, strip->by_tier, rounding);
        return true;
    }
    work.figures = cohort->figures[strip->figure];
    if (strip->worth == FENRUN__WORTH_WHOLE && all) {
        paid->amounts = work.figures;
    } else if (strip->worth == FENRUN__WORTH_WHOLE) {
        strip_pay_whole(work);
    } else if (strip->by_tier) {
        strip_pay_rounded(work, true, rounding);
    } else {
        strip_pay_rounded(work, false, rounding);
    }
    return true;
}
