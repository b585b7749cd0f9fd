/*
 * Payslip: columns for what a batch of orders pays, with guards.
 *
 *     payees   ....  |7 7 9 7 ? ?  ?  |  ....        room for payout_capacity between the guards
 *
 *     payslip_draw(&payslip, &source)               which columns there are
 *     payslip_lend(&payslip, capacity, &batch)      as room for `capacity` payouts
 *     payslip_differs(&payslip, 0, &row, member)    the name of a column that is other, or NULL
 *     payslip_spoilt(&payslip)                      the name of a column into whose guards was
 *                                                   written, or NULL
 *     payslip_clean(&payslip, 4)                    4 payouts were looked at: forget them
 *
 * What is written behind the last payout, but within the room, is of no account.
 */
#ifndef MODEL_PAYSLIP_H
#define MODEL_PAYSLIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fenrun.h"
#include "model/random.h"

#define PAYSLIP_GUARD 0xa5
#define PAYSLIP_COLUMNS 10u

struct payslip {
    uint32_t given;    /* mask of columns */
    size_t shift;      /* entries before the room, so that it begins anywhere */
    size_t capacity;   /* entries that there is room for */
    size_t lent;       /* entries that the batch knows of */
    unsigned char *columns[PAYSLIP_COLUMNS];
};

void payslip_draw(struct payslip *payslip, struct random_source *source);
void payslip_free(struct payslip *payslip);

/* False if there is no memory. */
bool payslip_lend(struct payslip *payslip, size_t capacity, fenrun_batch *batch);

/* Compare entry `index` with a payout, whose `event` is the order's number. */
const char *payslip_differs(const struct payslip *payslip, size_t index, const fenrun_payout *row,
                            uint32_t member);

/* What an entry says; columns that there are none of are 0. */
fenrun_payout payslip_row(const struct payslip *payslip, size_t index, uint32_t *member);

void payslip_clean(struct payslip *payslip, size_t used);
const char *payslip_spoilt(const struct payslip *payslip);

#endif
