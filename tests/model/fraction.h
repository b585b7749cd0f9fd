/*
 * Fraction: an exact rational number, reduced, and its rounding to a whole one.
 *
 *     25 % of 40.01 is fraction_of(4001, 250000000, 1000000000) = 4001/4, rounded half_even: 1000
 *
 * Invariants
 *   1. The denominator is above zero and shares no divisor with the numerator.
 *   2. Numerator and denominator are below 2^126: products of two 63-bit numbers fit.
 *
 * Written for the model alone: the library's own arithmetic is what it judges.
 */
#ifndef MODEL_FRACTION_H
#define MODEL_FRACTION_H

#include <stdbool.h>
#include <stdint.h>

__extension__ typedef __int128 model_wide;

struct fraction {
    model_wide numerator;
    model_wide denominator;
};

/* Down is towards zero, up is away from it; half_up takes a half away from zero. */
enum fraction_rounding {
    FRACTION_HALF_EVEN = 0,
    FRACTION_HALF_UP = 1,
    FRACTION_DOWN = 2,
    FRACTION_UP = 3
};

/* a * b / c, exactly; c is not 0. */
struct fraction fraction_of(int64_t a, int64_t b, int64_t c);

/* The sign of left - right, for fractions of numbers that fit 63 bits. */
int fraction_compare(struct fraction left, struct fraction right);

model_wide fraction_round(struct fraction fraction, enum fraction_rounding rounding);

/* Whether the fraction lies exactly between two whole numbers: where the modes differ most. */
bool fraction_is_half(struct fraction fraction);

#endif
