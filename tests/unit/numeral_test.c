/* Numeral: what is read and written here is what the library reads and writes. */
#include "cli/numeral.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fenrun.h"

#define ROUNDS 200000

static uint64_t numeral_seed;

static uint64_t draw(uint64_t below) {
    numeral_seed = numeral_seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (numeral_seed >> 33) % below;
}

/* Texts of digits, points and signs, most of them amounts. */
static struct fenrun__field draw_amount(char room[32]) {
    size_t size = (size_t)draw(22);
    for (size_t i = 0; i < size; i++) room[i] = (char)('0' + draw(10));
    if (size > 0 && draw(2)) room[draw(size)] = '.';
    if (size > 0 && draw(8) == 0) room[draw(size)] = ".-+ x"[draw(5)];
    return (struct fenrun__field){room, size};
}

static void amounts_are_those_of_the_library(void **state) {
    (void)state;
    size_t read_count = 0;
    for (int i = 0; i < ROUNDS; i++) {
        char room[32];
        struct fenrun__field text = draw_amount(room);
        uint32_t decimals = (uint32_t)draw(5);
        int64_t here = 0, there = 1;
        if (!fenrun__numeral_read_amount(&here, text, decimals)) continue;
        read_count++;
        assert_int_equal(
            fenrun_amount_parse(&there, text.bytes, text.size, decimals, NULL), FENRUN_OK);
        assert_true(here == there);
    }
    assert_true(read_count > ROUNDS / 10);
}

static void usual_amounts_are_read_here(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t decimals;
        int64_t amount;
    } amounts[] = {{"0", 2, 0},         {"199.00", 2, 19900},     {"12.5", 2, 1250},
                   {"1", 2, 100},       {"1500", 0, 1500},        {"0.001", 3, 1},
                   {"00.10", 2, 10},    {"9999999999999.99", 2, INT64_C(999999999999999)}};
    for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
        int64_t amount;
        assert_true(fenrun__numeral_read_amount(&amount, fenrun__field_from(amounts[i].text),
                                                amounts[i].decimals));
        assert_true(amount == amounts[i].amount);
    }
}

static void instants_are_those_of_the_library(void **state) {
    (void)state;
    struct fenrun__numeral_day day = {0};
    size_t read_count = 0;
    for (int i = 0; i < ROUNDS; i++) {
        char text[64];
        int size = snprintf(text, sizeof text, "%04u-%02u-%02uT%02u:%02u:%02uZ",
                            (unsigned)(draw(2) ? 2024 : draw(10000)), (unsigned)draw(14),
                            (unsigned)draw(33), (unsigned)draw(26), (unsigned)draw(62),
                            (unsigned)draw(62));
        if (draw(8) == 0) text[draw((uint64_t)size)] = "0-:TZ +x"[draw(8)];
        int64_t here = 0, there = 1;
        if (!fenrun__numeral_read_instant(&day, &here, fenrun__field_from(text))) continue;
        read_count++;
        assert_int_equal(fenrun_time_parse(&there, text, strlen(text), NULL), FENRUN_OK);
        assert_true(here == there);
    }
    assert_true(read_count > ROUNDS / 4);
}

static void a_day_that_is_none_is_forgotten(void **state) {
    (void)state;
    struct fenrun__numeral_day day = {0};
    int64_t at;
    assert_true(
        fenrun__numeral_read_instant(&day, &at, fenrun__field_from("1970-01-02T00:00:01Z")));
    assert_true(at == 86401);
    assert_false(
        fenrun__numeral_read_instant(&day, &at, fenrun__field_from("1970-02-30T00:00:01Z")));
    assert_false(fenrun__numeral_read_instant(&day, &at, fenrun__field_from("1970-01-02")));
    assert_true(
        fenrun__numeral_read_instant(&day, &at, fenrun__field_from("1970-01-02T23:59:59Z")));
    assert_true(at == 2 * 86400 - 1);
}

static void what_is_written_is_as_the_library_writes_it(void **state) {
    (void)state;
    struct fenrun__numeral_day day = {0};
    for (int i = 0; i < ROUNDS; i++) {
        char here[FENRUN__NUMERAL_ROOM], there[FENRUN_TEXT_SIZE];
        int64_t number = (int64_t)(draw(UINT32_MAX) << (draw(32))) * (draw(2) ? 1 : -1);
        uint32_t decimals = (uint32_t)draw(5);
        *fenrun__numeral_put_amount(here, number, decimals) = '\0';
        fenrun_amount_format(there, number, decimals);
        assert_string_equal(here, there);
        int64_t at = draw(4) ? (int64_t)draw(400000) : (int64_t)draw(UINT32_MAX) * 50 - 60000000000;
        *fenrun__numeral_put_instant(&day, here, at) = '\0';
        fenrun_time_format(there, at);
        assert_string_equal(here, there);
    }
}

static void numbers_have_no_leading_zeros(void **state) {
    (void)state;
    static const uint64_t numbers[] = {0, 9, 10, 99, 100, 101, 12345, UINT64_C(1) << 63,
                                       UINT64_MAX};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        char here[FENRUN__NUMERAL_ROOM], there[32];
        *fenrun__numeral_put_number(here, numbers[i]) = '\0';
        snprintf(there, sizeof there, "%llu", (unsigned long long)numbers[i]);
        assert_string_equal(here, there);
    }
}

int main(void) {
    const char *given = getenv("FENRUN_SEED");
    numeral_seed = given ? strtoull(given, NULL, 10) : 20240301;
    printf("seed %llu\n", (unsigned long long)numeral_seed);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_are_those_of_the_library),
        cmocka_unit_test(usual_amounts_are_read_here),
        cmocka_unit_test(instants_are_those_of_the_library),
        cmocka_unit_test(a_day_that_is_none_is_forgotten),
        cmocka_unit_test(what_is_written_is_as_the_library_writes_it),
        cmocka_unit_test(numbers_have_no_leading_zeros),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
