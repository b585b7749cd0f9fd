/*
 * Amount: exact money. An amount is int64_t minor units; a rate is int64_t parts per billion.
 *
 *     25 % of 40.00:  4000 * 250,000,000 / 1,000,000,000 = 1000, which is 10.00
 *
 * Products are taken in 128 bits and rounded once; whatever does not fit an amount is refused
 * (false), never wrapped. INT64_MIN is not an amount, so every amount can be negated.
 *
 * Rounding, for the exact value x (down and up are towards and away from zero):
 *     2.5 → half_even 2, half_up 3, down 2, up 3         -2.5 → -2, -3, -2, -3
 */
#ifndef FENRUN_MONEY_AMOUNT_H
#define FENRUN_MONEY_AMOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fenrun.h"

#define FENRUN__RATE_ONE INT64_C(1000000000) /* 100 % */
#define FENRUN__RATE_DECIMALS 9u             /* of the plain number; 7 of a percentage */

enum fenrun__rounding {
    FENRUN__ROUND_HALF_EVEN = 0,
    FENRUN__ROUND_HALF_UP = 1,
    FENRUN__ROUND_DOWN = 2,
    FENRUN__ROUND_UP = 3
};

/* a + b, a - b; false if the result is not an amount. `out` is written only on success. */
bool fenrun__amount_add(int64_t a, int64_t b, int64_t *out);
bool fenrun__amount_subtract(int64_t a, int64_t b, int64_t *out);

/* a * b / c in 128 bits, rounded once; c > 0. False if the result is not an amount. */
bool fenrun__amount_scale(int64_t a, int64_t b, int64_t c, enum fenrun__rounding rounding,
                          int64_t *out);

/* amount * rate_ppb / 10^9, rounded once. */
bool fenrun__amount_rate(int64_t amount, int64_t rate_ppb, enum fenrun__rounding rounding,
                         int64_t *out);

/* The sign of amount * 10^9 - base * rate_ppb, exactly: how an amount compares with a share. */
int fenrun__amount_compare_rate(int64_t amount, int64_t base, int64_t rate_ppb);

/* Decimal text, as fenrun_amount_parse in fenrun.h describes it; what was wrong as one message
   ("three decimals, CNY has 2" is the caller's to say: this gives FENRUN_ERROR_TEXT). */
int32_t fenrun__amount_parse(int64_t *out, const char *text, size_t size, uint32_t decimals,
                             fenrun_error *error);
size_t fenrun__amount_format(char out[FENRUN_TEXT_SIZE], int64_t amount, uint32_t decimals);

/* 125,000,000 is "12.5%": as few decimals as are exact. */
size_t fenrun__rate_format(char out[FENRUN_TEXT_SIZE], int64_t rate_ppb);

#endif
