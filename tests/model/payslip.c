/*
 * Payslip: see payslip.h. A column is moved about as bytes; what each holds is in one table.
 */
#include "model/payslip.h"

#include <stdlib.h>
#include <string.h>

#define PAYSLIP_GUARDS 40u /* entries before and behind the room */

struct payslip_column {
    const char *name;
    size_t in_batch; /* where its pointer stands */
    size_t in_row;   /* where its value stands in a payout; SIZE_MAX: beside it */
    size_t width;
};

#define PAYSLIP_COLUMN(name, field)                                                               \
    {"payout_" #name, offsetof(fenrun_batch, payout_##name), offsetof(fenrun_payout, field),      \
     sizeof((fenrun_payout *)NULL)->field}

static const struct payslip_column payslip_columns[PAYSLIP_COLUMNS] = {
    PAYSLIP_COLUMN(orders, event),
    PAYSLIP_COLUMN(awards, award),
    PAYSLIP_COLUMN(payees, payee),
    {"payout_members", offsetof(fenrun_batch, payout_members), SIZE_MAX, sizeof(uint32_t)},
    PAYSLIP_COLUMN(amounts, amount),
    PAYSLIP_COLUMN(bases, base),
    PAYSLIP_COLUMN(rates_ppb, rate_ppb),
    PAYSLIP_COLUMN(available_at, available_at),
    PAYSLIP_COLUMN(units, unit),
    PAYSLIP_COLUMN(levels, level),
};

void payslip_draw(struct payslip *payslip, struct random_source *source) {
    /* What callers ask for as a rule, by payee and by member; and everything. */
    static const uint32_t usual[] = {0x17, 0x1b, 0x1f, 0x16, 0x3ff, 0x3f7};
    uint32_t some = (uint32_t)random_next(source) % (1u << PAYSLIP_COLUMNS);
    *payslip = (struct payslip){0};
    payslip->given = random_one_in(source, 4) ? some : usual[random_below(source, 6)];
    payslip->shift = random_below(source, 9);
}

void payslip_free(struct payslip *payslip) {
    for (uint32_t i = 0; i < PAYSLIP_COLUMNS; i++) {
        free(payslip->columns[i]);
    }
    *payslip = (struct payslip){0};
}

static size_t payslip_entries(const struct payslip *payslip) {
    return payslip->capacity + 2 * PAYSLIP_GUARDS;
}

/* Entry 0 is the first of the room. */
static size_t payslip_offset(const struct payslip *payslip, uint32_t column, size_t index) {
    return (PAYSLIP_GUARDS + payslip->shift + index) * payslip_columns[column].width;
}

static const unsigned char *payslip_entry(const struct payslip *payslip, uint32_t column,
                                          size_t index) {
    return payslip->columns[column] + payslip_offset(payslip, column, index);
}

static bool payslip_is_given(const struct payslip *payslip, uint32_t column) {
    return (payslip->given >> column & 1) != 0;
}

bool payslip_lend(struct payslip *payslip, size_t capacity, fenrun_batch *batch) {
    bool grows = capacity + payslip->shift > payslip->capacity || payslip->columns[0] == NULL;
    payslip->capacity = grows ? capacity + payslip->shift : payslip->capacity;
    payslip->lent = capacity;
    batch->payout_capacity = capacity;
    for (uint32_t i = 0; i < PAYSLIP_COLUMNS; i++) {
        size_t size = payslip_entries(payslip) * payslip_columns[i].width;
        if (grows) {
            free(payslip->columns[i]);
            payslip->columns[i] = malloc(size);
            if (payslip->columns[i] == NULL) {
                return false;
            }
            memset(payslip->columns[i], PAYSLIP_GUARD, size);
        }
        memset(payslip->columns[i] + payslip_offset(payslip, i, capacity), PAYSLIP_GUARD,
               PAYSLIP_GUARDS * payslip_columns[i].width);
        const void *entry = payslip_is_given(payslip, i) ? payslip_entry(payslip, i, 0) : NULL;
        memcpy((unsigned char *)batch + payslip_columns[i].in_batch, &entry, sizeof entry);
    }
    return true;
}

const char *payslip_differs(const struct payslip *payslip, size_t index, const fenrun_payout *row,
                            uint32_t member) {
    for (uint32_t i = 0; i < PAYSLIP_COLUMNS; i++) {
        const struct payslip_column *column = &payslip_columns[i];
        const void *expected = column->in_row == SIZE_MAX
                                   ? (const void *)&member
                                   : (const void *)((const unsigned char *)row + column->in_row);
        if (payslip_is_given(payslip, i) &&
            memcmp(payslip_entry(payslip, i, index), expected, column->width) != 0) {
            return column->name;
        }
    }
    return NULL;
}

fenrun_payout payslip_row(const struct payslip *payslip, size_t index, uint32_t *member) {
    fenrun_payout row = {0};
    *member = FENRUN_NO_MEMBER;
    for (uint32_t i = 0; i < PAYSLIP_COLUMNS; i++) {
        const struct payslip_column *column = &payslip_columns[i];
        void *value = column->in_row == SIZE_MAX ? (void *)member
                                                 : (void *)((unsigned char *)&row + column->in_row);
        if (payslip_is_given(payslip, i)) {
            memcpy(value, payslip_entry(payslip, i, index), column->width);
        }
    }
    return row;
}

void payslip_clean(struct payslip *payslip, size_t used) {
    used += PAYSLIP_GUARDS; /* and some of what may have been written behind them */
    used = used < payslip->lent ? used : payslip->lent;
    for (uint32_t i = 0; i < PAYSLIP_COLUMNS; i++) {
        if (payslip_is_given(payslip, i)) {
            memset(payslip->columns[i] + payslip_offset(payslip, i, 0), PAYSLIP_GUARD,
                   used * payslip_columns[i].width);
        }
    }
}

static bool payslip_is_guard(const unsigned char *bytes, size_t size) {
    return bytes[0] == PAYSLIP_GUARD && memcmp(bytes, bytes + 1, size - 1) == 0;
}

const char *payslip_spoilt(const struct payslip *payslip) {
    for (uint32_t i = 0; i < PAYSLIP_COLUMNS; i++) {
        const unsigned char *behind = payslip_entry(payslip, i, payslip->lent);
        if (!payslip_is_guard(payslip->columns[i], payslip_offset(payslip, i, 0)) ||
            !payslip_is_guard(behind, PAYSLIP_GUARDS * payslip_columns[i].width)) {
            return payslip_columns[i].name;
        }
    }
    return NULL;
}
