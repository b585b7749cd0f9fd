/*
 * Amount: exact money, in 128 bits until the one rounding.
 *
 *     scale(-5, 1, 2)    |x| = 5/2: quotient 2, rest 1, missing to the next 1: a tie
 *                        half_even -2, half_up -3, down -2, up -3
 *
 * Invariants
 *   1. No product or sum is taken in fewer bits than it needs: |a * b| <= 2^126.
 *   2. Rounding works on the magnitude, so x and -x round to opposite amounts.
 *   3. Every result passes amount_fits: nothing is wrapped, nothing becomes INT64_MIN.
 *
 * Costs: arithmetic O(1), one 64-bit division where the product has 64 bits; text O(size).
 *
 * Not here: currencies, signs of money, separators of thousands; a negative zero is read as zero.
 */
#include "money/amount.h"

#include <stdarg.h>

#include "base/error.h"
#include "base/text.h"

#define AMOUNT_DECIMALS_MAX 18u
#define AMOUNT_QUOTED_MAX 40u /* bytes of a text that a message repeats, to keep room for why */

__extension__ typedef __int128 amount_wide;
__extension__ typedef unsigned __int128 amount_wide_magnitude;

static inline bool amount_fits(amount_wide_magnitude magnitude, bool negative, int64_t *out) {
    if (magnitude > INT64_MAX) return false;
    *out = negative ? -(int64_t)magnitude : (int64_t)magnitude;
    return true;
}

static inline amount_wide_magnitude amount_magnitude(amount_wide x) {
    return x < 0 ? 0 - (amount_wide_magnitude)x : (amount_wide_magnitude)x;
}

bool fenrun__amount_add(int64_t a, int64_t b, int64_t *out) {
    amount_wide sum = (amount_wide)a + b;
    return amount_fits(amount_magnitude(sum), sum < 0, out);
}

bool fenrun__amount_subtract(int64_t a, int64_t b, int64_t *out) {
    amount_wide difference = (amount_wide)a - b;
    return amount_fits(amount_magnitude(difference), difference < 0, out);
}

/* Whether quotient + rest / divisor goes to the next number, which `missing` more would reach. */
static inline bool amount_rounds_away(amount_wide_magnitude quotient, uint64_t rest,
                                      uint64_t missing, enum fenrun__rounding rounding) {
    if (rest == 0 || rounding == FENRUN__ROUND_DOWN) return false;
    if (rounding == FENRUN__ROUND_UP || rest > missing) return true;
    return rest == missing && (rounding == FENRUN__ROUND_HALF_UP || (quotient & 1) == 1);
}

static inline bool amount_divide(amount_wide product, uint64_t divisor,
                                 enum fenrun__rounding rounding, int64_t *out) {
    amount_wide_magnitude magnitude = amount_magnitude(product);
    /* Nearly every product has 64 bits, and 128 by 64 takes several times as long. */
    amount_wide_magnitude quotient = magnitude <= UINT64_MAX ? (uint64_t)magnitude / divisor
                                                             : magnitude / divisor;
    uint64_t rest = (uint64_t)(magnitude - quotient * divisor);
    quotient += amount_rounds_away(quotient, rest, divisor - rest, rounding);
    return amount_fits(quotient, product < 0, out);
}

/* a * b / divisor. Nearly all that is paid is above 0, and its product has 64 bits. */
static inline bool amount_share(int64_t a, int64_t b, uint64_t divisor,
                                enum fenrun__rounding rounding, int64_t *out) {
    uint64_t product;
    if (a < 0 || b < 0 || __builtin_mul_overflow((uint64_t)a, (uint64_t)b, &product)) {
        return amount_divide((amount_wide)a * b, divisor, rounding, out);
    }
    uint64_t quotient = product / divisor, rest = product % divisor;
    quotient += amount_rounds_away(quotient, rest, divisor - rest, rounding);
    return amount_fits(quotient, false, out);
}

bool fenrun__amount_scale(int64_t a, int64_t b, int64_t c, enum fenrun__rounding rounding,
                          int64_t *out) {
    return c > 0 && amount_share(a, b, (uint64_t)c, rounding, out);
}

bool fenrun__amount_rate(int64_t amount, int64_t rate_ppb, enum fenrun__rounding rounding,
                         int64_t *out) {
    return amount_share(amount, rate_ppb, (uint64_t)FENRUN__RATE_ONE, rounding, out);
}

int fenrun__amount_compare_rate(int64_t amount, int64_t base, int64_t rate_ppb) {
    amount_wide left = (amount_wide)amount * FENRUN__RATE_ONE;
    amount_wide right = (amount_wide)base * rate_ppb;
    return (left > right) - (left < right);
}

/* Says of a text why it is no amount: "1e3" has "e" where a digit is expected */
static int32_t amount_refuse(fenrun_error *error, struct fenrun__text text, const char *format,
                             ...) {
    char quoted_room[AMOUNT_QUOTED_MAX + 1];
    char reason_room[FENRUN_MESSAGE_SIZE];
    struct fenrun__writer quoted;
    struct fenrun__writer reason;
    fenrun__writer_init_fixed(&quoted, quoted_room, sizeof quoted_room);
    fenrun__writer_init_fixed(&reason, reason_room, sizeof reason_room);
    fenrun__writer_put(&quoted, text.bytes, text.size);
    va_list arguments;
    va_start(arguments, format);
    fenrun__writer_format_list(&reason, format, arguments);
    va_end(arguments);
    return fenrun__error_set(error, FENRUN_ERROR_TEXT, 0, "\"%.*s%s\" %.*s", (int)quoted.size,
                             quoted.bytes, quoted.failed ? "..." : "", (int)reason.size,
                             reason.bytes);
}

static size_t amount_digits_end(struct fenrun__text text, size_t at) {
    while (at < text.size && text.bytes[at] >= '0' && text.bytes[at] <= '9') at++;
    return at;
}

static int32_t amount_refuse_character(fenrun_error *error, struct fenrun__text text, size_t at) {
    size_t end = at + 1;
    while (end < text.size && end < at + 4 && (text.bytes[end] & 0xc0) == 0x80) end++;
    return amount_refuse(error, text, "has \"%.*s\" where a digit is expected", (int)(end - at),
                         text.bytes + at);
}

/* The digits up to `end` but for the one at `point`, then zeros, as one number; false if it is
   above every amount. */
static bool amount_value(struct fenrun__text text, size_t point, size_t end, size_t zeros,
                         bool negative, int64_t *out) {
    uint64_t value = 0;
    for (size_t i = negative; i < end + zeros; i++) {
        if (i == point && point < end) continue;
        if (value > INT64_MAX / 10) return false;
        value = value * 10 + (i < end ? (uint64_t)(text.bytes[i] - '0') : 0);
    }
    return amount_fits(value, negative, out);
}

int32_t fenrun__amount_parse(int64_t *out, const char *text, size_t size, uint32_t decimals,
                             fenrun_error *error) {
    if (!out || !text) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0, "%s is NULL",
                                 out ? "text" : "out");
    }
    if (decimals > AMOUNT_DECIMALS_MAX) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0, "decimals: %u is above %u",
                                 decimals, AMOUNT_DECIMALS_MAX);
    }
    struct fenrun__text whole = {text, size};
    bool negative = size > 0 && text[0] == '-';
    size_t point = amount_digits_end(whole, negative);
    size_t end = point;
    if (point < size && text[point] == '.') end = amount_digits_end(whole, point + 1);
    size_t found = end > point ? end - point - 1 : 0;

    if (point == negative && end > point) {
        return amount_refuse(error, whole, "has no digit before the point");
    }
    if (end < size) return amount_refuse_character(error, whole, end);
    if (point == negative) return amount_refuse(error, whole, "has no digits");
    if (end > point && found == 0) {
        return amount_refuse(error, whole, "has no digit after the point");
    }
    if (found > decimals) {
        return amount_refuse(error, whole, "has %U decimal%s, at most %u %s allowed",
                             (uint64_t)found, found == 1 ? "" : "s", decimals,
                             decimals == 1 ? "is" : "are");
    }
    if (!amount_value(whole, point, end, decimals - found, negative, out)) {
        char limit[FENRUN_TEXT_SIZE];
        fenrun__amount_format(limit, negative ? -INT64_MAX : INT64_MAX, decimals);
        return amount_refuse(error, whole, "is %s %s", negative ? "below" : "above", limit);
    }
    return FENRUN_OK;
}

size_t fenrun__amount_format(char out[FENRUN_TEXT_SIZE], int64_t amount, uint32_t decimals) {
    char reversed[FENRUN_TEXT_SIZE];
    size_t size = 0;
    uint64_t left = amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount;
    for (uint32_t i = 0; decimals <= AMOUNT_DECIMALS_MAX && (i <= decimals || left > 0); i++) {
        if (i == decimals && decimals > 0) reversed[size++] = '.';
        reversed[size++] = (char)('0' + left % 10);
        left /= 10;
    }
    if (amount < 0 && size > 0) reversed[size++] = '-';
    for (size_t i = 0; i < size; i++) out[i] = reversed[size - 1 - i];
    out[size] = '\0';
    return size;
}

size_t fenrun__rate_format(char out[FENRUN_TEXT_SIZE], int64_t rate_ppb) {
    size_t size = fenrun__amount_format(out, rate_ppb, FENRUN__RATE_DECIMALS - 2);
    while (out[size - 1] == '0') size--;
    if (out[size - 1] == '.') size--;
    out[size++] = '%';
    out[size] = '\0';
    return size;
}
