/* Amount: rounding against its definition, 128 bits at their edges, decimal text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "money/amount.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define MAX INT64_MAX
#define MIN INT64_MIN
#define HALF_EVEN FENRUN__ROUND_HALF_EVEN
#define HALF_UP FENRUN__ROUND_HALF_UP
#define DOWN FENRUN__ROUND_DOWN
#define UP FENRUN__ROUND_UP

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 wide_magnitude;

static const enum fenrun__rounding roundings[] = {HALF_EVEN, HALF_UP, DOWN, UP};

/* Equal money, or a message with the money. */
static void assert_money(int64_t found, int64_t expected) {
    char a[FENRUN_TEXT_SIZE];
    char b[FENRUN_TEXT_SIZE];
    fenrun__amount_format(a, found, 2);
    fenrun__amount_format(b, expected, 2);
    if (found != expected) fail_msg("%s instead of %s", a, b);
}

static void sums_that_are_no_amount_are_refused(void **state) {
    (void)state;
    static const struct {
        int64_t a;
        int64_t b;
        bool sum_fits;
        int64_t sum;
        bool difference_fits;
        int64_t difference;
    } cases[] = {
        {0, 0, true, 0, true, 0},
        {1250, -250, true, 1000, true, 1500},
        {-1250, 250, true, -1000, true, -1500},
        {MAX, 0, true, MAX, true, MAX},
        {MAX, 1, false, 0, true, MAX - 1},
        {MAX, -1, true, MAX - 1, false, 0},
        {-MAX, 1, true, -MAX + 1, false, 0}, /* INT64_MIN is not an amount */
        {-MAX, -1, false, 0, true, -MAX + 1},
        {MAX, MAX, false, 0, true, 0},
        {MAX, -MAX, true, 0, false, 0},
        {-MAX, MAX, true, 0, false, 0},
        {-MAX, -MAX, false, 0, true, 0},
        {MIN, 0, false, 0, false, 0},
        {MIN, MIN, false, 0, true, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t sum = 42;
        int64_t difference = 42;
        assert_int_equal(fenrun__amount_add(cases[i].a, cases[i].b, &sum), cases[i].sum_fits);
        assert_money(sum, cases[i].sum_fits ? cases[i].sum : 42);
        assert_int_equal(fenrun__amount_subtract(cases[i].a, cases[i].b, &difference),
                         cases[i].difference_fits);
        assert_money(difference, cases[i].difference_fits ? cases[i].difference : 42);
    }
}

/*
 * Rounding by its definition, as a search through all integers: down and up are the integers of x's
 * sign next to x, the halves the nearest integer, of two the even one or the one further from 0.
 */
static int naive_round(int numerator, int denominator, enum fenrun__rounding rounding) {
    int size = abs(numerator);
    int best = 0;
    for (int n = 0; n <= size + 1; n++) {
        int gap = abs(n * denominator - size);
        int best_gap = abs(best * denominator - size);
        bool better = false;
        switch (rounding) {
        case HALF_EVEN: better = gap < best_gap || (gap == best_gap && n % 2 == 0); break;
        case HALF_UP: better = gap <= best_gap; break;
        case DOWN: better = n * denominator <= size; break;
        case UP: better = best * denominator < size; break;
        }
        if (better) best = n;
    }
    return numerator < 0 ? -best : best;
}

static void small_quotients_round_by_definition(void **state) {
    (void)state;
    for (size_t r = 0; r < COUNT(roundings); r++) {
        for (int a = -24; a <= 24; a++) {
            for (int b = -5; b <= 5; b++) {
                for (int c = 1; c <= 10; c++) {
                    int64_t out = 42;
                    assert_true(fenrun__amount_scale(a, b, c, roundings[r], &out));
                    assert_money(out, naive_round(a * b, c, roundings[r]));
                }
            }
        }
    }
}

static void halves_round_as_documented(void **state) {
    (void)state;
    static const struct {
        int64_t a; /* of a / 2 */
        int64_t rounded[4];
    } cases[] = {{5, {2, 3, 2, 3}},      {-5, {-2, -3, -2, -3}}, {3, {2, 2, 1, 2}},
                 {-3, {-2, -2, -1, -2}}, {1, {0, 1, 0, 1}},      {-1, {0, -1, 0, -1}},
                 {4, {2, 2, 2, 2}},      {0, {0, 0, 0, 0}}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (size_t r = 0; r < COUNT(roundings); r++) {
            int64_t out = 42;
            assert_true(fenrun__amount_scale(cases[i].a, 1, 2, roundings[r], &out));
            assert_money(out, cases[i].rounded[r]);
        }
    }
}

static void products_of_128_bits_are_exact(void **state) {
    (void)state;
    static const struct {
        int64_t a;
        int64_t b;
        int64_t c;
        int64_t rounded[4]; /* MIN: refused */
    } cases[] = {
        {MAX, 1, 1, {MAX, MAX, MAX, MAX}},
        {-MAX, 1, 1, {-MAX, -MAX, -MAX, -MAX}},
        {MAX, MAX, MAX, {MAX, MAX, MAX, MAX}},
        {-MAX, MAX, MAX, {-MAX, -MAX, -MAX, -MAX}},
        {MAX, 3, 4, {6917529027641081855, 6917529027641081855, 6917529027641081855,
                     6917529027641081856}},
        {MAX, 1, 2, {4611686018427387904, 4611686018427387904, 4611686018427387903,
                     4611686018427387904}},
        {MAX, 2, 3, {6148914691236517205, 6148914691236517205, 6148914691236517204,
                     6148914691236517205}},
        {MAX, MAX - 1, MAX, {MAX - 1, MAX - 1, MAX - 1, MAX - 1}},
        {MAX - 1, MAX - 1, MAX, {MAX - 2, MAX - 2, MAX - 2, MAX - 1}},
        {MIN, 1, 2, {-4611686018427387904, -4611686018427387904, -4611686018427387904,
                     -4611686018427387904}},
        {MIN, MAX, MAX, {MIN, MIN, MIN, MIN}},
        {MIN, 1, 1, {MIN, MIN, MIN, MIN}},
        {MIN, -1, 1, {MIN, MIN, MIN, MIN}},
        {MIN, MIN, MAX, {MIN, MIN, MIN, MIN}},
        {MIN, MIN, 1, {MIN, MIN, MIN, MIN}},
        {MAX, 2, 1, {MIN, MIN, MIN, MIN}},
        {MAX, MAX, 1, {MIN, MIN, MIN, MIN}},
        {MAX, -MAX, 1, {MIN, MIN, MIN, MIN}},
        {MAX, MAX, MAX - 1, {MIN, MIN, MIN, MIN}},
        {MAX, 4, 3, {MIN, MIN, MIN, MIN}},
        /* MAX and nearly a half, a half, nearly one: only rounding decides whether it fits */
        {MAX - 1, 6148914691236517207, 6148914691236517206, {MAX, MAX, MAX, MIN}},
        {MAX - 1, 6148914691236517205, 6148914691236517204, {MIN, MIN, MAX, MIN}},
        {MAX - 2, 3074457345618258603, 3074457345618258602, {MIN, MIN, MAX, MIN}},
        {-MAX + 1, 6148914691236517207, 6148914691236517206, {-MAX, -MAX, -MAX, MIN}},
        {0, MAX, 1, {0, 0, 0, 0}},
        {1, 1, 0, {MIN, MIN, MIN, MIN}}, /* divisors are above 0 */
        {1, 1, -1, {MIN, MIN, MIN, MIN}},
        {1, 1, MIN, {MIN, MIN, MIN, MIN}},
        {1, 1, MAX, {0, 0, 0, 1}},
        {-1, 1, MAX, {0, 0, 0, -1}},
        {1, 4611686018427387904, MAX, {1, 1, 0, 1}},
        {1, 4611686018427387903, MAX, {0, 0, 0, 1}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (size_t r = 0; r < COUNT(roundings); r++) {
            int64_t out = 42;
            bool refused = cases[i].rounded[r] == MIN;
            assert_int_equal(
                fenrun__amount_scale(cases[i].a, cases[i].b, cases[i].c, roundings[r], &out),
                !refused);
            assert_money(out, refused ? 42 : cases[i].rounded[r]);
        }
    }
}

/* Numbers of every length, from a fixed start: a failure is found again by running again. */
static int64_t next_number(uint64_t *state) {
    *state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t x = (*state ^ (*state >> 29)) * UINT64_C(0xbf58476d1ce4e5b9);
    x ^= x >> 32;
    int64_t number = (int64_t)(x >> 1 >> (x % 63));
    return x & 1 ? -number : number;
}

static wide_magnitude size_of(wide x) {
    return x < 0 ? (wide_magnitude)-x : (wide_magnitude)x;
}

/* No division: the result times the divisor must lie beside the product, on the right side. */
static void assert_rounded(wide product, int64_t c, enum fenrun__rounding rounding, bool fits,
                           int64_t out) {
    wide_magnitude divisor = (wide_magnitude)c;
    wide_magnitude exact = size_of(product);
    if (!fits) { /* at least 2^63 - 1, and more than its rounding takes away */
        assert_true(exact > MAX * divisor);
        return;
    }
    assert_true(out == 0 || (out < 0) == (product < 0));
    wide_magnitude multiple = size_of(out) * divisor;
    wide_magnitude gap = multiple > exact ? multiple - exact : exact - multiple;
    assert_true(gap < divisor);
    if (rounding == DOWN) assert_true(multiple <= exact);
    if (rounding == UP) assert_true(multiple >= exact);
    if (rounding == HALF_EVEN) assert_true(2 * gap < divisor + (out % 2 == 0));
    if (rounding == HALF_UP) assert_true(2 * gap < divisor + (multiple > exact));
}

static void numbers_of_every_length_round_rightly(void **state) {
    (void)state;
    uint64_t seed = 2024;
    size_t refused = 0;
    for (int i = 0; i < 200000; i++) {
        int64_t a = next_number(&seed);
        int64_t b = next_number(&seed);
        int64_t c = next_number(&seed);
        c = c < 0 ? -c : c + 1;
        if (c == 0 || i % 4 == 0) c = 2; /* many ties */
        for (size_t r = 0; r < COUNT(roundings); r++) {
            int64_t out = 42;
            bool fits = fenrun__amount_scale(a, b, c, roundings[r], &out);
            assert_rounded((wide)a * b, c, roundings[r], fits, out);
            refused += !fits;
            out = 42;
            fits = fenrun__amount_rate(a, b, roundings[r], &out);
            assert_rounded((wide)a * b, FENRUN__RATE_ONE, roundings[r], fits, out);
        }
    }
    assert_true(refused > 10000);
}

static void rates_are_taken_of_amounts(void **state) {
    (void)state;
    static const struct {
        int64_t amount;
        int64_t rate_ppb;
        int64_t rounded[4]; /* MIN: refused */
    } cases[] = {
        {4000, 250000000, {1000, 1000, 1000, 1000}},
        {4001, 250000000, {1000, 1000, 1000, 1001}},
        {4002, 250000000, {1000, 1001, 1000, 1001}},
        {4006, 250000000, {1002, 1002, 1001, 1002}},
        {-4002, 250000000, {-1000, -1001, -1000, -1001}},
        {4002, -250000000, {-1000, -1001, -1000, -1001}},
        {4000, 0, {0, 0, 0, 0}},
        {0, 250000000, {0, 0, 0, 0}},
        {1, 1, {0, 0, 0, 1}},
        {500000000, 1, {0, 1, 0, 1}},
        {MAX, FENRUN__RATE_ONE, {MAX, MAX, MAX, MAX}},
        {-MAX, FENRUN__RATE_ONE, {-MAX, -MAX, -MAX, -MAX}},
        {MAX, -FENRUN__RATE_ONE, {-MAX, -MAX, -MAX, -MAX}},
        {MAX, FENRUN__RATE_ONE + 1, {MIN, MIN, MIN, MIN}},
        {MIN, FENRUN__RATE_ONE, {MIN, MIN, MIN, MIN}},
        {MAX, MAX, {MIN, MIN, MIN, MIN}},
        {MAX, 999999999, {9223372027631403770, 9223372027631403770, 9223372027631403770,
                          9223372027631403771}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (size_t r = 0; r < COUNT(roundings); r++) {
            int64_t out = 42;
            bool refused = cases[i].rounded[r] == MIN;
            assert_int_equal(
                fenrun__amount_rate(cases[i].amount, cases[i].rate_ppb, roundings[r], &out),
                !refused);
            assert_money(out, refused ? 42 : cases[i].rounded[r]);
        }
    }
}

static int64_t rate_of(const char *percent) {
    int64_t rate_ppb = 0;
    assert_int_equal(fenrun__amount_parse(&rate_ppb, percent, strlen(percent),
                                          FENRUN__RATE_DECIMALS - 2, NULL),
                     FENRUN_OK);
    return rate_ppb;
}

/* Tiers of 7.5, 12.5 and 20 % above an own 2.5 %: the differences, on 10,000, pay 1,750. */
static void t01_rates_are_not_rounded_only_amounts(void **state) {
    (void)state;
    static const char *const percents[] = {"2.5", "7.5", "12.5", "20"};
    static const int64_t paid[] = {500, 500, 750};
    for (size_t r = 0; r < COUNT(roundings); r++) {
        int64_t total = 0;
        for (size_t i = 0; i < 3; i++) {
            int64_t out = 0;
            int64_t rate_ppb = rate_of(percents[i + 1]) - rate_of(percents[i]);
            assert_true(fenrun__amount_rate(10000, rate_ppb, roundings[r], &out));
            assert_money(out, paid[i]);
            total += out;
        }
        assert_money(total, 1750);
    }
}

static void t02_fractions_of_a_percent_are_exact(void **state) {
    (void)state;
    static const struct {
        const char *percent;
        int64_t rate_ppb;
        const char *written;
        int64_t of_a_million;
    } cases[] = {
        {"12.5", 125000000, "12.5%", 125000}, {"0.1", 1000000, "0.1%", 1000},
        {"0.3", 3000000, "0.3%", 3000},       {"33.3333333", 333333333, "33.3333333%", 333333},
        {"0.0000001", 1, "0.0000001%", 0},    {"0.70", 7000000, "0.7%", 7000},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char written[FENRUN_TEXT_SIZE];
        int64_t out = 0;
        int64_t rate_ppb = rate_of(cases[i].percent);
        assert_true(rate_ppb == cases[i].rate_ppb);
        fenrun__rate_format(written, rate_ppb);
        assert_string_equal(written, cases[i].written);
        assert_true(fenrun__amount_rate(1000000, rate_ppb, DOWN, &out));
        assert_money(out, cases[i].of_a_million);
    }
}

static void an_amount_compares_with_a_share_exactly(void **state) {
    (void)state;
    static const struct {
        int64_t amount;
        int64_t base;
        int64_t rate_ppb;
        int sign;
    } cases[] = {
        {8000, 20000, 400000000, 0},
        {8001, 20000, 400000000, 1},
        {7999, 20000, 400000000, -1},
        {1000, 19999, 50000000, 1}, /* 5 % of 199.99 is 9.9995 */
        {999, 19999, 50000000, -1},
        {0, 0, 400000000, 0},
        {-1, 0, 400000000, -1},
        {0, -5, 1, 1},
        {MAX, MAX, FENRUN__RATE_ONE, 0},
        {MAX, MAX, FENRUN__RATE_ONE - 1, 1},
        {MAX, MAX, FENRUN__RATE_ONE + 1, -1},
        {MAX - 1, MAX, FENRUN__RATE_ONE, -1},
        {MAX, MAX, MAX, -1},
        {-MAX, MAX, -MAX, 1},
        {MIN, MIN, MIN, -1},
        {MAX, MIN, MAX, 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(fenrun__amount_compare_rate(cases[i].amount, cases[i].base,
                                                     cases[i].rate_ppb),
                         cases[i].sign);
    }
}

static void decimal_text_is_read(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t decimals;
        int64_t amount;
    } cases[] = {
        {"0", 2, 0},
        {"-0", 2, 0},
        {"-0.00", 2, 0},
        {"12.50", 2, 1250},
        {"12.5", 2, 1250},
        {"-12.5", 2, -1250},
        {"12", 2, 1200},
        {"12", 0, 12},
        {"0.05", 2, 5},
        {"007", 0, 7},
        {"00000000000000000000000000000000001.25", 2, 125},
        {"1.250", 3, 1250},
        {"1.2345", 4, 12345},
        {"0.000000000000000001", 18, 1},
        {"9.223372036854775807", 18, MAX},
        {"92233720368547758.07", 2, MAX},
        {"-92233720368547758.07", 2, -MAX},
        {"9223372036854775807", 0, MAX},
        {"9223372036854775800", 0, MAX - 7},
        {"92233720368547758", 2, 9223372036854775800},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t amount = 42;
        fenrun_error error;
        memset(&error, 0xa5, sizeof error);
        fenrun_error before = error;
        assert_int_equal(fenrun__amount_parse(&amount, cases[i].text, strlen(cases[i].text),
                                              cases[i].decimals, &error),
                         FENRUN_OK);
        assert_money(amount, cases[i].amount);
        assert_memory_equal(&error, &before, sizeof error);
    }
    int64_t amount = 42;
    assert_int_equal(fenrun__amount_parse(&amount, "199.99", 5, 2, NULL), FENRUN_OK);
    assert_money(amount, 19990);
}

static void what_is_no_amount_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t decimals;
        const char *message;
    } cases[] = {
        {"", 2, "\"\" has no digits"},
        {"-", 2, "\"-\" has no digits"},
        {".", 2, "\".\" has no digit before the point"},
        {".5", 2, "\".5\" has no digit before the point"},
        {"-.5", 2, "\"-.5\" has no digit before the point"},
        {"5.", 2, "\"5.\" has no digit after the point"},
        {"5.", 0, "\"5.\" has no digit after the point"},
        {"1e3", 2, "\"1e3\" has \"e\" where a digit is expected"},
        {"+1", 2, "\"+1\" has \"+\" where a digit is expected"},
        {"--1", 2, "\"--1\" has \"-\" where a digit is expected"},
        {"1-", 2, "\"1-\" has \"-\" where a digit is expected"},
        {" 1", 2, "\" 1\" has \" \" where a digit is expected"},
        {"1 ", 2, "\"1 \" has \" \" where a digit is expected"},
        {"1\n", 2, "\"1?\" has \"?\" where a digit is expected"},
        {"1,000", 2, "\"1,000\" has \",\" where a digit is expected"},
        {"1.2.3", 2, "\"1.2.3\" has \".\" where a digit is expected"},
        {"1..2", 2, "\"1..2\" has \".\" where a digit is expected"},
        {"0x10", 2, "\"0x10\" has \"x\" where a digit is expected"},
        {"25%", 7, "\"25%\" has \"%\" where a digit is expected"},
        {"inf", 2, "\"inf\" has \"i\" where a digit is expected"},
        {"１２", 2, "\"１２\" has \"１\" where a digit is expected"},
        {"12元", 2, "\"12元\" has \"元\" where a digit is expected"},
        {"12.345", 2, "\"12.345\" has 3 decimals, at most 2 are allowed"},
        {"12.500", 2, "\"12.500\" has 3 decimals, at most 2 are allowed"},
        {"12.5", 0, "\"12.5\" has 1 decimal, at most 0 are allowed"},
        {"12.25", 1, "\"12.25\" has 2 decimals, at most 1 is allowed"},
        {"92233720368547758.08", 2, "\"92233720368547758.08\" is above 92233720368547758.07"},
        {"-92233720368547758.08", 2, "\"-92233720368547758.08\" is below -92233720368547758.07"},
        {"9223372036854775808", 0, "\"9223372036854775808\" is above 9223372036854775807"},
        {"18446744073709551616", 0, "\"18446744073709551616\" is above 9223372036854775807"},
        {"92233720368547759", 2, "\"92233720368547759\" is above 92233720368547758.07"},
        {"10", 18, "\"10\" is above 9.223372036854775807"},
        {"1111111111222222222233333333334444444444", 2,
         "\"1111111111222222222233333333334444444444\" is above 92233720368547758.07"},
        {"11111111112222222222333333333344444444445", 2,
         "\"1111111111222222222233333333334444444444...\" is above 92233720368547758.07"},
        {"12元零五分，一百二十三元四角五分整", 2, /* cut between characters */
         "\"12元零五分，一百二十三元四...\" has \"元\" where a digit is expected"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t amount = 42;
        fenrun_error error;
        assert_int_equal(fenrun__amount_parse(&amount, cases[i].text, strlen(cases[i].text),
                                              cases[i].decimals, &error),
                         FENRUN_ERROR_TEXT);
        assert_int_equal(error.code, FENRUN_ERROR_TEXT);
        assert_string_equal(error.message, cases[i].message);
        assert_money(amount, 42);
    }
    int64_t amount = 42;
    fenrun_error error;
    assert_int_equal(fenrun__amount_parse(&amount, "1\0", 2, 2, &error), FENRUN_ERROR_TEXT);
    assert_string_equal(error.message, "\"1?\" has \"?\" where a digit is expected");
    static const char stray[] = "1\x80\x80\x80\x80\x80"; /* no character has more than four bytes */
    assert_int_equal(fenrun__amount_parse(&amount, stray, 6, 2, &error), FENRUN_ERROR_TEXT);
    assert_string_equal(error.message, "\"1?????\" has \"????\" where a digit is expected");
}

static void wrong_arguments_are_named(void **state) {
    (void)state;
    int64_t amount = 42;
    fenrun_error error;
    assert_int_equal(fenrun__amount_parse(NULL, "1", 1, 2, &error), FENRUN_ERROR_ARGUMENT);
    assert_string_equal(error.message, "out is NULL");
    assert_int_equal(fenrun__amount_parse(&amount, NULL, 1, 2, &error), FENRUN_ERROR_ARGUMENT);
    assert_string_equal(error.message, "text is NULL");
    assert_int_equal(fenrun__amount_parse(&amount, "1", 1, 19, &error), FENRUN_ERROR_ARGUMENT);
    assert_string_equal(error.message, "decimals: 19 is above 18");
    assert_money(amount, 42);
}

static void amounts_are_written(void **state) {
    (void)state;
    static const struct {
        int64_t amount;
        uint32_t decimals;
        const char *text;
    } cases[] = {
        {0, 0, "0"},
        {0, 2, "0.00"},
        {5, 2, "0.05"},
        {-5, 2, "-0.05"},
        {50, 2, "0.50"},
        {1250, 2, "12.50"},
        {-1250, 2, "-12.50"},
        {1250, 0, "1250"},
        {1250, 3, "1.250"},
        {1250, 4, "0.1250"},
        {MAX, 0, "9223372036854775807"},
        {MAX, 2, "92233720368547758.07"},
        {-MAX, 2, "-92233720368547758.07"},
        {-MAX, 18, "-9.223372036854775807"},
        {1, 18, "0.000000000000000001"},
        {MIN, 2, "-92233720368547758.08"}, /* no amount, but a message may have to show it */
        {1, 19, ""},
        {-1, UINT32_MAX, ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[FENRUN_TEXT_SIZE];
        memset(text, 'x', sizeof text);
        assert_int_equal(fenrun__amount_format(text, cases[i].amount, cases[i].decimals),
                         strlen(cases[i].text));
        assert_string_equal(text, cases[i].text);
    }
}

static void what_is_written_reads_the_same(void **state) {
    (void)state;
    uint64_t seed = 7;
    for (uint32_t decimals = 0; decimals <= 18; decimals++) {
        for (int i = 0; i < 3000; i++) {
            int64_t amount = i == 0 ? MAX : i == 1 ? -MAX : next_number(&seed);
            int64_t read = 0;
            char text[FENRUN_TEXT_SIZE];
            size_t size = fenrun__amount_format(text, amount, decimals);
            assert_int_equal(fenrun__amount_parse(&read, text, size, decimals, NULL), FENRUN_OK);
            assert_money(read, amount);
        }
    }
}

static void rates_are_written_as_short_as_exact(void **state) {
    (void)state;
    static const struct {
        int64_t rate_ppb;
        const char *text;
    } cases[] = {
        {0, "0%"},
        {1, "0.0000001%"},
        {10000000, "1%"},
        {125000000, "12.5%"},
        {250000000, "25%"},
        {FENRUN__RATE_ONE, "100%"},
        {-50000000, "-5%"},
        {1000000001, "100.0000001%"},
        {MAX, "922337203685.4775807%"},
        {-MAX, "-922337203685.4775807%"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[FENRUN_TEXT_SIZE];
        assert_int_equal(fenrun__rate_format(text, cases[i].rate_ppb), strlen(cases[i].text));
        assert_string_equal(text, cases[i].text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_that_are_no_amount_are_refused),
        cmocka_unit_test(small_quotients_round_by_definition),
        cmocka_unit_test(halves_round_as_documented),
        cmocka_unit_test(products_of_128_bits_are_exact),
        cmocka_unit_test(numbers_of_every_length_round_rightly),
        cmocka_unit_test(rates_are_taken_of_amounts),
        cmocka_unit_test(t01_rates_are_not_rounded_only_amounts),
        cmocka_unit_test(t02_fractions_of_a_percent_are_exact),
        cmocka_unit_test(an_amount_compares_with_a_share_exactly),
        cmocka_unit_test(decimal_text_is_read),
        cmocka_unit_test(what_is_no_amount_is_refused),
        cmocka_unit_test(wrong_arguments_are_named),
        cmocka_unit_test(amounts_are_written),
        cmocka_unit_test(what_is_written_reads_the_same),
        cmocka_unit_test(rates_are_written_as_short_as_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
