/*
 * Fraction: reduces by Euclid, compares without multiplying, rounds by quotient and remainder.
 * O(log n) each.
 */
#include "model/fraction.h"

static model_wide fraction_divisor(model_wide a, model_wide b) {
    while (b != 0) {
        model_wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

struct fraction fraction_of(int64_t a, int64_t b, int64_t c) {
    struct fraction result = {(model_wide)a * b, c};
    if (result.denominator < 0) {
        result.numerator = -result.numerator;
        result.denominator = -result.denominator;
    }
    model_wide size = result.numerator < 0 ? -result.numerator : result.numerator;
    model_wide divisor = fraction_divisor(size, result.denominator);
    result.numerator /= divisor;
    result.denominator /= divisor;
    return result;
}

/* The whole number at or below the fraction. */
static model_wide fraction_floor(struct fraction fraction) {
    model_wide whole = fraction.numerator / fraction.denominator;
    return fraction.numerator % fraction.denominator < 0 ? whole - 1 : whole;
}

int fraction_compare(struct fraction left, struct fraction right) {
    /* Cross products could pass 128 bits, so compare whole parts, then turn the rests over. */
    int turn = 1;
    for (;;) {
        model_wide left_whole = fraction_floor(left);
        model_wide right_whole = fraction_floor(right);
        if (left_whole != right_whole) {
            return left_whole < right_whole ? -turn : turn;
        }
        model_wide left_rest = left.numerator - left_whole * left.denominator;
        model_wide right_rest = right.numerator - right_whole * right.denominator;
        if (left_rest == 0 || right_rest == 0) {
            if (left_rest == right_rest) {
                return 0;
            }
            return left_rest == 0 ? -turn : turn;
        }
        left = (struct fraction){left.denominator, left_rest};
        right = (struct fraction){right.denominator, right_rest};
        turn = -turn;
    }
}

model_wide fraction_round(struct fraction fraction, enum fraction_rounding rounding) {
    bool negative = fraction.numerator < 0;
    model_wide size = negative ? -fraction.numerator : fraction.numerator;
    model_wide whole = size / fraction.denominator;
    model_wide rest = size % fraction.denominator;
    model_wide other = fraction.denominator - rest; /* what is missing to the next whole number */
    bool away = false;
    switch (rounding) {
    case FRACTION_HALF_EVEN: away = rest > other || (rest == other && whole % 2 != 0); break;
    case FRACTION_HALF_UP: away = rest >= other; break;
    case FRACTION_DOWN: away = false; break;
    case FRACTION_UP: away = rest > 0; break;
    }
    whole += away ? 1 : 0;
    return negative ? -whole : whole;
}

bool fraction_is_half(struct fraction fraction) {
    return fraction.denominator == 2;
}
