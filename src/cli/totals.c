/* Totals: a small hash table of sums. */
#include "cli/totals.h"

#include <stdbool.h>
#include <string.h>

#include "cli/room.h"

/* How many payouts ahead a slot and its row are fetched. */
#define TOTALS_AHEAD_SLOT 16u
#define TOTALS_AHEAD_ROW 8u

/* Ids are counted up, or numbers of the caller's: two multiplications spread both. */
static size_t totals_spread(uint64_t member, uint32_t unit) {
    uint64_t x = (member ^ (uint64_t)unit << 56) * UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)((x ^ (x >> 32)) * UINT64_C(0xd6e8feb86659fd93) >> 20);
}

static size_t totals_slot(const struct fenrun__totals *totals, uint64_t member, uint32_t unit) {
    size_t slot = totals_spread(member, unit) & (totals->slot_count - 1);
    while (totals->slots[slot]) {
        const struct fenrun__total *row = &totals->rows[totals->slots[slot] - 1];
        if (row->member == member && row->unit == unit) break;
        slot = (slot + 1) & (totals->slot_count - 1);
    }
    return slot;
}

static bool totals_grow(struct fenrun__totals *totals) {
    if (totals->count < totals->slot_count / 2) return true;
    size_t slot_count = totals->slot_count ? totals->slot_count * 2 : 1024;
    if (slot_count / 2 > UINT32_MAX) return false;
    size_t row_count = totals->slot_count / 2;
    struct fenrun__total *rows =
        fenrun__room_resize(NULL, totals->rows, (totals->rows ? row_count : 0) * sizeof *rows,
                            slot_count / 2 * sizeof *rows);
    if (!rows) return false;
    totals->rows = rows;
    uint32_t *slots = fenrun__room_resize(NULL, NULL, 0, slot_count * sizeof *slots);
    if (!slots) return false;
    memset(slots, 0, slot_count * sizeof *slots);
    fenrun__room_resize(NULL, totals->slots, totals->slot_count * sizeof *slots, 0);
    totals->slots = slots;
    totals->slot_count = slot_count;
    for (size_t i = 0; i < totals->count; i++)
        slots[totals_slot(totals, rows[i].member, rows[i].unit)] = (uint32_t)i + 1;
    return true;
}

enum fenrun__totals_result fenrun__totals_add(struct fenrun__totals *totals, uint64_t member,
                                              uint32_t unit, int64_t amount) {
    if (!totals_grow(totals)) return FENRUN__TOTALS_MEMORY;
    size_t slot = totals_slot(totals, member, unit);
    if (totals->slots[slot] == 0) {
        totals->rows[totals->count] = (struct fenrun__total){member, amount, unit, 0};
        totals->slots[slot] = (uint32_t)++totals->count;
        return FENRUN__TOTALS_FINE;
    }
    struct fenrun__total *row = &totals->rows[totals->slots[slot] - 1];
    if (amount > 0 ? row->amount > INT64_MAX - amount : row->amount < -INT64_MAX - amount)
        return FENRUN__TOTALS_OVERFLOW;
    row->amount += amount;
    return FENRUN__TOTALS_FINE;
}

enum fenrun__totals_result fenrun__totals_add_all(struct fenrun__totals *totals,
                                                  const fenrun_payout *payouts, size_t count,
                                                  size_t *done) {
    for (*done = 0; *done < count; ++*done) {
        const fenrun_payout *payout = payouts + *done;
        size_t left = totals->slot_count > 0 ? count - *done : 0;
        if (left > TOTALS_AHEAD_SLOT) {
            const fenrun_payout *ahead = payout + TOTALS_AHEAD_SLOT;
            size_t slot = totals_spread(ahead->payee, ahead->unit) & (totals->slot_count - 1);
            __builtin_prefetch(&totals->slots[slot]);
        }
        if (left > TOTALS_AHEAD_ROW) {
            const fenrun_payout *ahead = payout + TOTALS_AHEAD_ROW;
            size_t slot = totals_spread(ahead->payee, ahead->unit) & (totals->slot_count - 1);
            uint32_t row = totals->slots[slot];
            if (row > 0) __builtin_prefetch(&totals->rows[row - 1], 1);
        }
        enum fenrun__totals_result added =
            fenrun__totals_add(totals, payout->payee, payout->unit, payout->amount);
        if (added != FENRUN__TOTALS_FINE) return added;
    }
    return FENRUN__TOTALS_FINE;
}

void fenrun__totals_free(struct fenrun__totals *totals) {
    fenrun__room_resize(NULL, totals->rows, totals->slot_count / 2 * sizeof *totals->rows, 0);
    fenrun__room_resize(NULL, totals->slots, totals->slot_count * sizeof *totals->slots, 0);
    memset(totals, 0, sizeof *totals);
}
