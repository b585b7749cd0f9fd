/* Tally: rows, and an index by the hash of what they are summed by. */
#include "scenario/tally.h"

#include "base/hash.h"
#include "fenrun.h"
#include "money/amount.h"

void fenrun__tally_init(struct fenrun__tally *tally, struct fenrun__memory *memory) {
    *tally = (struct fenrun__tally){.memory = memory};
}

void fenrun__tally_free(struct fenrun__tally *tally) {
    fenrun__memory_free(tally->memory, tally->rows, tally->capacity * sizeof *tally->rows);
    fenrun__index_free(&tally->index, tally->memory);
    fenrun__tally_init(tally, tally->memory);
}

void fenrun__tally_clear(struct fenrun__tally *tally) {
    tally->count = 0;
    fenrun__index_clear(&tally->index);
}

static uint64_t tally_hash(uint64_t member, uint32_t award, uint32_t unit) {
    return fenrun__hash_id((uint64_t)award << 32 | unit, member);
}

static struct fenrun__tally_row *tally_find(const struct fenrun__tally *tally, uint64_t member,
                                            uint32_t award, uint32_t unit) {
    struct fenrun__index_cursor cursor;
    uint32_t found =
        fenrun__index_first(&tally->index, tally_hash(member, award, unit), &cursor);
    while (found != FENRUN__NONE) {
        struct fenrun__tally_row *row = tally->rows + found;
        if (row->member == member && row->award == award && row->unit == unit) return row;
        found = fenrun__index_next(&tally->index, &cursor);
    }
    return NULL;
}

/* A row, which is added with an amount of 0 if it is new. NULL if memory ran out. */
static struct fenrun__tally_row *tally_row(struct fenrun__tally *tally, uint64_t member,
                                           uint32_t award, uint32_t unit) {
    struct fenrun__tally_row *row = tally_find(tally, member, award, unit);
    if (row) return row;
    if (tally->count >= FENRUN__NONE - 1 ||
        !fenrun__memory_grow(tally->memory, &tally->rows, sizeof *tally->rows, &tally->capacity,
                             tally->count + 1) ||
        !fenrun__index_reserve(&tally->index, tally->memory, (uint32_t)tally->count + 1)) {
        return NULL;
    }
    fenrun__index_add(&tally->index, tally_hash(member, award, unit), (uint32_t)tally->count);
    row = &tally->rows[tally->count++];
    *row = (struct fenrun__tally_row){.member = member, .award = award, .unit = unit};
    return row;
}

int32_t fenrun__tally_add(struct fenrun__tally *tally, uint64_t member, uint32_t award,
                          uint32_t unit, int64_t amount) {
    struct fenrun__tally_row *row = tally_row(tally, member, award, unit);
    if (!row) return FENRUN_ERROR_MEMORY;
    bool fits = fenrun__amount_add(row->amount, amount, &row->amount);
    return fits ? FENRUN_OK : FENRUN_ERROR_OVERFLOW;
}

int32_t fenrun__tally_set(struct fenrun__tally *tally, uint64_t member, uint32_t award,
                          uint32_t unit, int64_t amount) {
    struct fenrun__tally_row *row = tally_row(tally, member, award, unit);
    if (!row) return FENRUN_ERROR_MEMORY;
    row->amount = amount;
    return FENRUN_OK;
}

int64_t fenrun__tally_sum(const struct fenrun__tally *tally, uint64_t member, uint32_t award,
                          uint32_t unit) {
    const struct fenrun__tally_row *row = tally_find(tally, member, award, unit);
    return row ? row->amount : 0;
}

bool fenrun__tally_has(const struct fenrun__tally *tally, uint64_t member, uint32_t award,
                       uint32_t unit) {
    return tally_find(tally, member, award, unit) != NULL;
}
