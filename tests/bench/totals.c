/* Totals: adding up, and union-find over a script read backwards; see the header. */
#include "bench/totals.h"

#include <stdlib.h>
#include <string.h>

struct totals totals_make(uint32_t member_count) {
    struct totals totals = {.count = member_count};
    totals.amounts = workload_allocate(member_count, sizeof *totals.amounts);
    return totals;
}

void totals_free(struct totals *totals) {
    free(totals->amounts);
}

void totals_add(struct totals *totals, const struct bench_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        totals->amounts[workload_number(rows[i].payee)][rows[i].unit] += rows[i].amount;
    }
}

bool totals_equal(const struct totals *a, const struct totals *b) {
    return a->count == b->count &&
           memcmp(a->amounts, b->amounts, a->count * sizeof *a->amounts) == 0;
}

/* The members as they are after the events not yet undone. */
struct totals_past {
    uint32_t *inviters;
    uint32_t *above; /* someone nearer to the topmost of the team; the topmost: itself */
    uint8_t *tiers;
};

static bool totals_leads(const struct totals_past *past, uint32_t member) {
    return past->tiers[member] >= WORKLOAD_GOLD;
}

static uint32_t totals_topmost(struct totals_past *past, uint32_t member) {
    uint32_t *above = past->above;
    while (above[member] != member) member = above[member] = above[above[member]];
    return member;
}

static struct totals_past totals_past_open(const struct workload_forest *forest,
                                           const struct workload_script *script) {
    uint32_t count = script->member_count;
    struct totals_past past;
    past.inviters = workload_allocate(count, sizeof *past.inviters);
    past.above = workload_allocate(count, sizeof *past.above);
    past.tiers = workload_allocate(count, sizeof *past.tiers);
    memcpy(past.inviters, forest->inviters, forest->count * sizeof *past.inviters);
    memcpy(past.tiers, forest->tiers, forest->count);
    for (size_t i = 0; i < script->count; i++) {
        const struct workload_step *step = script->steps + i;
        if (step->kind == FENRUN_EVENT_JOIN) past.inviters[step->member] = step->other;
        if (step->kind == FENRUN_EVENT_TIER) past.tiers[step->member] = (uint8_t)step->other;
    }
    for (uint32_t i = 0; i < count; i++) {
        bool top = totals_leads(&past, i) || past.inviters[i] == WORKLOAD_NOBODY;
        past.above[i] = top ? i : past.inviters[i];
    }
    return past;
}

static void totals_undo_order(struct totals_past *past, const struct workload_step *step,
                              struct totals *totals) {
    uint32_t seller = step->member;
    totals->amounts[seller][0] += step->profit;
    uint32_t payee =
        totals_leads(past, seller) ? past->inviters[seller] : totals_topmost(past, seller);
    if (payee == WORKLOAD_NOBODY || !totals_leads(past, payee)) return;
    totals->amounts[payee][0] += bench_quarter(step->profit);
}

static void totals_undo_join(struct totals_past *past, const struct workload_step *step,
                             struct totals *totals) {
    if (step->other == WORKLOAD_NOBODY) return;
    totals->amounts[step->other][1] += BENCH_COUPON;
    uint32_t leader = totals_topmost(past, step->other);
    if (!totals_leads(past, leader)) return;
    bool senior = past->tiers[leader] == WORKLOAD_SENIOR_GOLD;
    totals->amounts[leader][0] += senior ? BENCH_BONUS_SENIOR_GOLD : BENCH_BONUS_GOLD;
}

void totals_add_backwards(struct totals *totals, const struct workload_forest *forest,
                          const struct workload_script *script) {
    struct totals_past past = totals_past_open(forest, script);
    for (size_t i = script->count; i-- > 0;) {
        const struct workload_step *step = script->steps + i;
        uint32_t member = step->member;
        if (step->kind == FENRUN_EVENT_ORDER) {
            totals_undo_order(&past, step, totals);
        } else if (step->kind == FENRUN_EVENT_JOIN) {
            totals_undo_join(&past, step, totals);
        } else {
            bool invited = past.inviters[member] != WORKLOAD_NOBODY;
            past.tiers[member] = WORKLOAD_NORMAL;
            past.above[member] = invited ? past.inviters[member] : member;
        }
    }
    free(past.inviters);
    free(past.above);
    free(past.tiers);
}
