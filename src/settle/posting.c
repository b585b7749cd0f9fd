/* Posting: one order's payouts, or those of many; see the header. */
#include "settle/posting.h"

#include <string.h>

/* So many strips go order by order: with more, most would pay nothing to most. */
#define POSTING_FEW_STRIPS 4u

/* ---- payouts of a result ---- */

static int64_t *posting_total(const fenrun_batch *batch, const struct fenrun_result *paid,
                              size_t payout) {
    int64_t *totals = batch->totals[paid->payouts[payout].award];
    return totals ? totals + paid->payees[payout] : NULL;
}

/* Take payouts off the totals that they were added to; sums wrap. */
static void posting_take_off(const fenrun_batch *batch, const struct fenrun_result *paid,
                             size_t first, size_t end) {
    for (size_t i = first; i < end; i++) {
        int64_t *total = posting_total(batch, paid, i);
        if (total) *total = (int64_t)((uint64_t)*total - (uint64_t)paid->payouts[i].amount);
    }
}

/* Add payouts to the totals. False if a sum does not fit: it wraps. */
static bool posting_add(const fenrun_batch *batch, const struct fenrun_result *paid, size_t first,
                        size_t end) {
    bool over = false;
    for (size_t i = first; i < end; i++) {
        int64_t *total = posting_total(batch, paid, i);
        if (!total) continue;
        over |= __builtin_add_overflow(*total, paid->payouts[i].amount, total);
        over |= *total == INT64_MIN;
    }
    return !over;
}

/* Write a payout of an order as a row. */
static void posting_write(const fenrun_batch *batch, const struct fenrun_result *paid, size_t i,
                          size_t order, size_t row) {
    const fenrun_payout *payout = paid->payouts + i;
    if (batch->payout_orders) batch->payout_orders[row] = batch->first + (uint32_t)order;
    if (batch->payout_awards) batch->payout_awards[row] = payout->award;
    if (batch->payout_payees) batch->payout_payees[row] = payout->payee;
    if (batch->payout_members) batch->payout_members[row] = paid->payees[i];
    if (batch->payout_amounts) batch->payout_amounts[row] = payout->amount;
    if (batch->payout_bases) batch->payout_bases[row] = payout->base;
    if (batch->payout_rates_ppb) batch->payout_rates_ppb[row] = payout->rate_ppb;
    if (batch->payout_available_at) batch->payout_available_at[row] = payout->available_at;
    if (batch->payout_units) batch->payout_units[row] = payout->unit;
    if (batch->payout_levels) batch->payout_levels[row] = payout->level;
}

enum fenrun__posted fenrun__posting_put(fenrun_batch *batch, const struct fenrun_result *paid,
                                        size_t first, size_t order) {
    bool writes = batch->payout_capacity > 0;
    size_t end = paid->payout_count;
    if (writes && end - first > batch->payout_capacity - batch->payout_count) {
        return FENRUN__POSTED_FULL;
    }
    if (batch->totals && !posting_add(batch, paid, first, end)) {
        posting_take_off(batch, paid, first, end);
        return FENRUN__POSTED_OVER;
    }
    for (size_t i = first; writes && i < end; i++) {
        posting_write(batch, paid, i, order, batch->payout_count++);
    }
    return FENRUN__POSTED;
}

/* ---- strips ---- */

/* Entries `first` to `end` of a strip. */
struct posting_part {
    uint32_t first;
    uint32_t end;
};

static bool posting_is_loose(const struct fenrun__cohort *cohort, uint32_t s) {
    return cohort->scheme->strips[s].worth == FENRUN__WORTH_LOOSE;
}

static uint32_t posting_lane(const struct fenrun__cohort *cohort, uint32_t s, uint32_t entry) {
    const struct fenrun__cohort_strip *strip = cohort->strips + s;
    return posting_is_loose(cohort, s) ? cohort->result->payouts[strip->first + entry].event
                                       : strip->lanes.items[entry];
}

/* What of a strip is next, in lanes from `from` on, before `to`; what is before is of odd lanes. */
static struct posting_part posting_part(const struct fenrun__cohort *cohort, uint32_t s,
                                        uint32_t from, uint32_t to) {
    const struct fenrun__cohort_strip *strip = cohort->strips + s;
    uint32_t count = posting_is_loose(cohort, s) ? strip->count : strip->lanes.count;
    struct posting_part part = {strip->next, count};
    while (part.first < part.end && posting_lane(cohort, s, part.first) < from) part.first++;
    if (to == cohort->count) return part;
    for (part.end = part.first; part.end < count; part.end++) {
        if (posting_lane(cohort, s, part.end) >= to) break;
    }
    return part;
}

/* Count rows by lane, and turn the counts into where they begin: `rows[i]` is that of lane i, and
   of the first lane behind them, where they end. */
static void posting_count(const struct fenrun__cohort *cohort, uint32_t from, uint32_t to,
                          uint32_t rows[FENRUN__COHORT_WIDTH + 1]) {
    memset(rows + from, 0, (to - from + 1) * sizeof *rows);
    for (uint32_t s = 0; s < cohort->scheme->strip_count; s++) {
        const struct fenrun__cohort_strip *strip = cohort->strips + s;
        struct posting_part part = posting_part(cohort, s, from, to);
        bool loose = posting_is_loose(cohort, s);
        for (uint32_t k = part.first; loose && k < part.end; k++) {
            rows[posting_lane(cohort, s, k)]++;
        }
        for (uint32_t k = part.first; !loose && k < part.end; k++) {
            uint32_t lane = strip->lanes.items[k];
            rows[lane] += strip->amounts[lane] != 0;
        }
    }
    uint32_t before = 0;
    for (uint32_t i = from; i <= to; i++) {
        uint32_t count = rows[i];
        rows[i] = before;
        before += count;
    }
}

/* Add a part of a strip to the totals. False if a sum does not fit: it wraps. */
static bool posting_add_part(const fenrun_batch *batch, const struct fenrun__cohort *cohort,
                             uint32_t s, struct posting_part part) {
    const struct fenrun__cohort_strip *strip = cohort->strips + s;
    if (posting_is_loose(cohort, s)) {
        return posting_add(batch, cohort->result, strip->first + part.first,
                           strip->first + part.end);
    }
    int64_t *totals = batch->totals[cohort->scheme->strips[s].index];
    const uint32_t *numbers = cohort->places[cohort->scheme->strips[s].place].numbers;
    bool over = false;
    for (uint32_t k = part.first; totals && k < part.end; k++) {
        uint32_t lane = strip->lanes.items[k];
        int64_t *total = totals + numbers[lane];
        over |= __builtin_add_overflow(*total, strip->amounts[lane], total);
    }
    return !over;
}

static void posting_take_part_off(const fenrun_batch *batch, const struct fenrun__cohort *cohort,
                                  uint32_t s, struct posting_part part) {
    const struct fenrun__cohort_strip *strip = cohort->strips + s;
    if (posting_is_loose(cohort, s)) {
        posting_take_off(batch, cohort->result, strip->first + part.first,
                         strip->first + part.end);
        return;
    }
    int64_t *totals = batch->totals[cohort->scheme->strips[s].index];
    const uint32_t *numbers = cohort->places[cohort->scheme->strips[s].place].numbers;
    for (uint32_t k = part.first; totals && k < part.end; k++) {
        uint32_t lane = strip->lanes.items[k];
        int64_t *total = totals + numbers[lane];
        *total = (int64_t)((uint64_t)*total - (uint64_t)strip->amounts[lane]);
    }
}

/* Add lanes to the totals. False, and nothing added, if a sum does not fit. */
static bool posting_add_lanes(const fenrun_batch *batch, const struct fenrun__cohort *cohort,
                              uint32_t from, uint32_t to) {
    uint32_t strip_count = cohort->scheme->strip_count;
    bool fits = true;
    for (uint32_t s = 0; s < strip_count; s++) {
        fits &= posting_add_part(batch, cohort, s, posting_part(cohort, s, from, to));
    }
    for (uint32_t s = 0; !fits && s < strip_count; s++) {
        posting_take_part_off(batch, cohort, s, posting_part(cohort, s, from, to));
    }
    return fits;
}

/* The columns that say more of a payout than most callers ask for. */
static void posting_write_rest(const fenrun_batch *batch, const struct fenrun__cohort *cohort,
                               uint32_t s, struct fenrun__lanes paid, const uint32_t *rows) {
    const struct fenrun__scheme_strip *strip = cohort->scheme->strips + s;
    const struct fenrun__tree_view *views = cohort->places[strip->place].views;
    for (uint32_t k = 0; k < paid.count; k++) {
        uint32_t lane = paid.items[k];
        size_t row = batch->payout_count + rows[k];
        const struct fenrun__plan_pay *pay = strip->rows + (strip->by_tier ? views[lane].tier : 0);
        bool fixed = pay->kind == FENRUN__VALUE_FIXED, rate = pay->kind == FENRUN__VALUE_RATE;
        if (batch->payout_bases) {
            batch->payout_bases[row] = fixed ? 0 : cohort->figures[pay->index][lane];
        }
        if (batch->payout_rates_ppb) batch->payout_rates_ppb[row] = rate ? pay->value : 0;
        if (batch->payout_available_at) {
            batch->payout_available_at[row] = cohort->at[lane] + strip->award->hold;
        }
        if (batch->payout_units) batch->payout_units[row] = strip->award->unit;
        if (batch->payout_levels) batch->payout_levels[row] = strip->level;
    }
}

/* Write a part of a strip column by column; `next` are the rows at which those of each lane go
   on. */
static void posting_write_part(const fenrun_batch *batch, const struct fenrun__cohort *cohort,
                               uint32_t s, struct posting_part part, uint32_t *next) {
    const struct fenrun__scheme_strip *strip = cohort->scheme->strips + s;
    const struct fenrun__cohort_place *place = cohort->places + strip->place;
    const struct fenrun__lanes lanes = cohort->strips[s].lanes;
    const int64_t *amounts = cohort->strips[s].amounts;
    uint32_t rows[FENRUN__COHORT_WIDTH], count = 0;
    uint16_t paid[FENRUN__COHORT_WIDTH];
    for (uint32_t k = part.first; k < part.end; k++) {
        paid[count] = lanes.items[k];
        count += amounts[lanes.items[k]] != 0;
    }
    for (uint32_t k = 0; k < count; k++) rows[k] = next[paid[k]]++;
    if (batch->payout_orders) {
        uint32_t *orders = batch->payout_orders + batch->payout_count;
        uint32_t first = batch->first + (uint32_t)cohort->first;
        for (uint32_t k = 0; k < count; k++) orders[rows[k]] = first + paid[k];
    }
    if (batch->payout_awards) {
        uint32_t *awards = batch->payout_awards + batch->payout_count;
        for (uint32_t k = 0; k < count; k++) awards[rows[k]] = strip->index;
    }
    if (batch->payout_payees) {
        uint64_t *payees = batch->payout_payees + batch->payout_count;
        for (uint32_t k = 0; k < count; k++) payees[rows[k]] = place->names[paid[k]];
    }
    if (batch->payout_members) {
        uint32_t *members = batch->payout_members + batch->payout_count;
        for (uint32_t k = 0; k < count; k++) members[rows[k]] = place->numbers[paid[k]];
    }
    if (batch->payout_amounts) {
        int64_t *column = batch->payout_amounts + batch->payout_count;
        for (uint32_t k = 0; k < count; k++) column[rows[k]] = amounts[paid[k]];
    }
    posting_write_rest(batch, cohort, s, (struct fenrun__lanes){paid, count}, rows);
}

/* The same of a loose strip. */
static void posting_write_loose(const fenrun_batch *batch, const struct fenrun__cohort *cohort,
                                uint32_t s, struct posting_part part, uint32_t *next) {
    size_t first = cohort->strips[s].first;
    for (uint32_t k = part.first; k < part.end; k++) {
        uint32_t lane = cohort->result->payouts[first + k].event;
        posting_write(batch, cohort->result, first + k, cohort->first + lane,
                      batch->payout_count + next[lane]++);
    }
}

/* Write lanes strip by strip; `rows` are those at which each lane begins. */
static void posting_write_lanes(fenrun_batch *batch, const struct fenrun__cohort *cohort,
                                uint32_t from, uint32_t to, uint32_t *rows) {
    uint32_t count = rows[to];
    for (uint32_t s = 0; s < cohort->scheme->strip_count; s++) {
        struct posting_part part = posting_part(cohort, s, from, to);
        if (posting_is_loose(cohort, s)) {
            posting_write_loose(batch, cohort, s, part, rows);
        } else {
            posting_write_part(batch, cohort, s, part, rows);
        }
    }
    batch->payout_count += count;
}

/* ---- a few strips, and the usual columns ---- */

/* Whether rows may be written one after the other, each over the one before if that was of nothing:
   there is room for all that the strips might pay, and the columns are the usual ones. */
static bool posting_is_usual(const fenrun_batch *batch, const struct fenrun__cohort *cohort,
                             uint32_t lanes) {
    uint32_t strip_count = cohort->scheme->strip_count;
    bool rest = batch->payout_bases || batch->payout_rates_ppb || batch->payout_available_at ||
                batch->payout_units || batch->payout_levels;
    bool usual = batch->payout_orders && batch->payout_awards && batch->payout_amounts &&
                 !batch->payout_payees != !batch->payout_members && !rest;
    if (!usual || strip_count == 0 || strip_count > POSTING_FEW_STRIPS) return false;
    for (uint32_t s = 0; s < strip_count; s++) {
        if (posting_is_loose(cohort, s)) return false;
    }
    return batch->payout_capacity - batch->payout_count >= (size_t)strip_count * lanes;
}

/* Write lanes order by order; how the payee is named and how many strips there are is constant in
   each copy. */
static inline __attribute__((always_inline)) size_t
posting_write_usual(const fenrun_batch *batch, const struct fenrun__cohort *cohort, uint32_t from,
                    uint32_t to, uint32_t strip_count, bool named) {
    const int64_t *amounts[POSTING_FEW_STRIPS];
    const uint64_t *names[POSTING_FEW_STRIPS];
    const uint32_t *numbers[POSTING_FEW_STRIPS];
    uint32_t awards[POSTING_FEW_STRIPS];
    for (uint32_t s = 0; s < strip_count; s++) {
        const struct fenrun__scheme_strip *strip = cohort->scheme->strips + s;
        amounts[s] = cohort->strips[s].amounts;
        names[s] = cohort->places[strip->place].names;
        numbers[s] = cohort->places[strip->place].numbers;
        awards[s] = strip->index;
    }
    uint32_t *row_orders = batch->payout_orders, *row_awards = batch->payout_awards;
    uint64_t *row_payees = batch->payout_payees;
    uint32_t *row_members = batch->payout_members;
    int64_t *row_amounts = batch->payout_amounts;
    uint32_t first = batch->first + (uint32_t)cohort->first;
    size_t row = batch->payout_count;
    for (uint32_t i = from; i < to; i++) {
        for (uint32_t s = 0; s < strip_count; s++) {
            int64_t amount = amounts[s][i];
            row_orders[row] = first + i;
            row_awards[row] = awards[s];
            if (named) row_payees[row] = names[s][i];
            if (!named) row_members[row] = numbers[s][i];
            row_amounts[row] = amount;
            row += amount != 0;
        }
    }
    return row;
}

static inline __attribute__((always_inline)) size_t
posting_write_few(const fenrun_batch *batch, const struct fenrun__cohort *cohort, uint32_t from,
                  uint32_t to, bool named) {
    switch (cohort->scheme->strip_count) {
    case 1: return posting_write_usual(batch, cohort, from, to, 1, named);
    case 2: return posting_write_usual(batch, cohort, from, to, 2, named);
    case 3: return posting_write_usual(batch, cohort, from, to, 3, named);
    default: return posting_write_usual(batch, cohort, from, to, POSTING_FEW_STRIPS, named);
    }
}

/* ---- lanes ---- */

enum fenrun__posted fenrun__posting_put_lanes(fenrun_batch *batch, struct fenrun__cohort *cohort,
                                              uint32_t from, uint32_t *to) {
    uint32_t rows[FENRUN__COHORT_WIDTH + 1];
    enum fenrun__posted posted = FENRUN__POSTED;
    bool writes = batch->payout_capacity > 0;
    bool usual = writes && posting_is_usual(batch, cohort, *to - from);
    if (writes && !usual) {
        size_t room = batch->payout_capacity - batch->payout_count;
        posting_count(cohort, from, *to, rows);
        while (rows[*to] > room) {
            *to -= 1;
            posted = FENRUN__POSTED_FULL;
        }
    }
    if (batch->totals && !posting_add_lanes(batch, cohort, from, *to)) return FENRUN__POSTED_OVER;
    if (usual && batch->payout_payees) {
        batch->payout_count = posting_write_few(batch, cohort, from, *to, true);
    } else if (usual) {
        batch->payout_count = posting_write_few(batch, cohort, from, *to, false);
    } else if (writes) {
        posting_write_lanes(batch, cohort, from, *to, rows);
    }
    for (uint32_t s = 0; s < cohort->scheme->strip_count; s++) {
        cohort->strips[s].next = posting_part(cohort, s, from, *to).end;
    }
    return posted;
}
