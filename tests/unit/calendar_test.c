/* Calendar: every day of 9,999 years, every form, every refusal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "money/calendar.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define FIRST INT64_C(-62135596800) /* 0001-01-01T00:00:00Z */
#define LAST INT64_C(253402300799)  /* 9999-12-31T23:59:59Z */
#define DAY 86400

static void instants_are_read_and_written(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t at;
        const char *written;
    } cases[] = {
        {"1970-01-01", 0, "1970-01-01T00:00:00Z"},
        {"1970-01-01T00:00:01", 1, "1970-01-01T00:00:01Z"},
        {"1969-12-31T23:59:59Z", -1, "1969-12-31T23:59:59Z"},
        {"2024-03-01", 1709251200, "2024-03-01T00:00:00Z"},
        {"2024-03-01T12:30:00", 1709296200, "2024-03-01T12:30:00Z"},
        {"2024-03-01 12:30:00", 1709296200, "2024-03-01T12:30:00Z"},
        {"2024-03-01T12:30:00Z", 1709296200, "2024-03-01T12:30:00Z"},
        {"2024-03-01 12:30:00Z", 1709296200, "2024-03-01T12:30:00Z"},
        {"2024-03-01T12:30:00+08:00", 1709267400, "2024-03-01T04:30:00Z"},
        {"2024-03-01 12:30:00-08:00", 1709325000, "2024-03-01T20:30:00Z"},
        {"2024-03-01T12:30:00+00:00", 1709296200, "2024-03-01T12:30:00Z"},
        {"2024-03-01T12:30:00-00:00", 1709296200, "2024-03-01T12:30:00Z"},
        {"2024-03-01T00:00:00+05:45", 1709230500, "2024-02-29T18:15:00Z"},
        {"2023-12-31T23:59:59-23:59", 1704153539, "2024-01-01T23:58:59Z"},
        {"2024-02-29T23:59:59Z", 1709251199, "2024-02-29T23:59:59Z"},
        {"2000-02-29", 951782400, "2000-02-29T00:00:00Z"},
        {"2038-01-19T03:14:08Z", INT64_C(2147483648), "2038-01-19T03:14:08Z"},
        {"0001-01-01", FIRST, "0001-01-01T00:00:00Z"},
        {"0001-01-01T08:00:00+08:00", FIRST, "0001-01-01T00:00:00Z"},
        {"9999-12-31T23:59:59Z", LAST, "9999-12-31T23:59:59Z"},
        {"9999-12-31T22:59:59-01:00", LAST, "9999-12-31T23:59:59Z"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t at = 42;
        char written[FENRUN_TEXT_SIZE];
        assert_int_equal(
            fenrun__calendar_parse(&at, cases[i].text, strlen(cases[i].text), NULL), FENRUN_OK);
        assert_true(at == cases[i].at);
        assert_int_equal(fenrun__calendar_format(written, at), 20);
        assert_string_equal(written, cases[i].written);
    }
}

static void what_is_no_instant_is_refused(void **state) {
    (void)state;
#define NO_FORM " is not of the form 2024-03-01 or 2024-03-01T12:30:00 (Z or +08:00 may follow)"
#define NO_FRACTION " has a fraction of a second, only whole seconds are allowed"
    static const char *const cases[][2] = {
        {"", "\"\"" NO_FORM},
        {"yesterday", "\"yesterday\"" NO_FORM},
        {"2024-3-1", "\"2024-3-1\"" NO_FORM},
        {"2024/03/01", "\"2024/03/01\"" NO_FORM},
        {"20240301", "\"20240301\"" NO_FORM},
        {" 2024-03-01", "\" 2024-03-01\"" NO_FORM},
        {"2024-03-01 ", "\"2024-03-01 \"" NO_FORM},
        {"2024-03-01Z", "\"2024-03-01Z\"" NO_FORM},
        {"-024-03-01", "\"-024-03-01\"" NO_FORM},
        {"2024-03-01T12:30", "\"2024-03-01T12:30\"" NO_FORM},
        {"2024-03-01T12:30:00z", "\"2024-03-01T12:30:00z\"" NO_FORM},
        {"2024-03-01t12:30:00Z", "\"2024-03-01t12:30:00Z\"" NO_FORM},
        {"2024-03-01T12:30:00ZZ", "\"2024-03-01T12:30:00ZZ\"" NO_FORM},
        {"2024-03-01T12:30:00+08", "\"2024-03-01T12:30:00+08\"" NO_FORM},
        {"2024-03-01T12:30:00+0800", "\"2024-03-01T12:30:00+0800\"" NO_FORM},
        {"2024-03-01T12:30:00 08:00", "\"2024-03-01T12:30:00 08:00\"" NO_FORM},
        {"2024-03-01T12-30-00", "\"2024-03-01T12-30-00\"" NO_FORM},
        {"2024-03-01\n12:30:00", "\"2024-03-01?12:30:00\"" NO_FORM},
        {"2024-03-01T12:30:00 and then a long story about it",
         "\"2024-03-01T12:30:00 and then a long stor...\"" NO_FORM},
        {"2024-03-01T12:30:00.5Z", "\"2024-03-01T12:30:00.5Z\"" NO_FRACTION},
        {"2024-03-01T12:30:00,123", "\"2024-03-01T12:30:00,123\"" NO_FRACTION},
        {"2024-03-01T12:30:00.", "\"2024-03-01T12:30:00.\"" NO_FRACTION},
        {"2024-03-01T12:30:0x.5Z", "\"2024-03-01T12:30:0x.5Z\"" NO_FORM},
        {"0000-12-31", "\"0000-12-31\": year 0 is outside 1 to 9999"},
        {"2024-00-10", "\"2024-00-10\": month 0 is outside 1 to 12"},
        {"2024-13-10", "\"2024-13-10\": month 13 is outside 1 to 12"},
        {"2024-12-00", "\"2024-12-00\": day 0 is outside 1 to 31"},
        {"2024-12-32", "\"2024-12-32\": day 32 is outside 1 to 31"},
        {"2024-04-31", "\"2024-04-31\": day 31 is outside 1 to 30"},
        {"2024-02-30", "\"2024-02-30\": day 30 is outside 1 to 29"},
        {"2023-02-29", "\"2023-02-29\": day 29 is outside 1 to 28"},
        {"1900-02-29", "\"1900-02-29\": day 29 is outside 1 to 28"},
        {"2024-03-01T24:00:00Z", "\"2024-03-01T24:00:00Z\": hour 24 is outside 0 to 23"},
        {"2024-03-01T12:60:00", "\"2024-03-01T12:60:00\": minute 60 is outside 0 to 59"},
        {"2016-12-31T23:59:60Z", "\"2016-12-31T23:59:60Z\": second 60 is outside 0 to 59"},
        {"2024-03-01T12:30:00+24:00",
         "\"2024-03-01T12:30:00+24:00\": offset hour 24 is outside 0 to 23"},
        {"2024-03-01T12:30:00-08:60",
         "\"2024-03-01T12:30:00-08:60\": offset minute 60 is outside 0 to 59"},
        {"0001-01-01T07:59:59+08:00",
         "\"0001-01-01T07:59:59+08:00\" is in UTC outside years 0001 to 9999"},
        {"9999-12-31T23:00:00-01:00",
         "\"9999-12-31T23:00:00-01:00\" is in UTC outside years 0001 to 9999"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t at = 42;
        fenrun_error error;
        assert_int_equal(
            fenrun__calendar_parse(&at, cases[i][0], strlen(cases[i][0]), &error),
            FENRUN_ERROR_TEXT);
        assert_int_equal(error.code, FENRUN_ERROR_TEXT);
        assert_string_equal(error.message, cases[i][1]);
        assert_int_equal(at, 42);
    }
}

static void missing_arguments_are_named(void **state) {
    (void)state;
    int64_t at = 42;
    fenrun_error error;
    assert_int_equal(fenrun__calendar_parse(NULL, "2024-03-01", 10, &error),
                     FENRUN_ERROR_ARGUMENT);
    assert_string_equal(error.message, "out is NULL");
    assert_int_equal(fenrun__calendar_parse(&at, NULL, 10, &error), FENRUN_ERROR_ARGUMENT);
    assert_string_equal(error.message, "text is NULL");
    assert_int_equal(at, 42);
}

/* From day to day, as one turns the leaves of a calendar. */
static void every_day_of_9999_years_is_right(void **state) {
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t at = FIRST;
    for (int year = 1; year <= 9999; year++) {
        bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
        for (int month = 1; month <= 12; month++) {
            int length = lengths[month - 1] + (month == 2 && leap);
            for (int day = 1; day <= length; day++, at += DAY) {
                char text[FENRUN_TEXT_SIZE] = "0000-00-00T23:59:59Z";
                int left = year;
                for (size_t i = 4; i-- > 0; left /= 10) text[i] = (char)('0' + left % 10);
                text[5] = (char)('0' + month / 10);
                text[6] = (char)('0' + month % 10);
                text[8] = (char)('0' + day / 10);
                text[9] = (char)('0' + day % 10);
                char written[FENRUN_TEXT_SIZE];
                int64_t read = 0;
                bool right = fenrun__calendar_parse(&read, text, 10, NULL) == FENRUN_OK &&
                             read == at && fenrun__calendar_format(written, at + DAY - 1) == 20 &&
                             strcmp(written, text) == 0;
                if (!right) fail_msg("%s", text);
            }
        }
    }
    assert_true(at == LAST + 1);
}

static void every_second_of_a_day_is_right(void **state) {
    (void)state;
    for (int second = 0; second < DAY; second++) {
        char text[64];
        char written[FENRUN_TEXT_SIZE];
        int64_t read = 0;
        snprintf(text, sizeof text, "1969-12-31T%02d:%02d:%02dZ", second / 3600, second / 60 % 60,
                 second % 60);
        fenrun__calendar_format(written, second - DAY);
        assert_string_equal(written, text);
        assert_int_equal(fenrun__calendar_parse(&read, text, 20, NULL), FENRUN_OK);
        assert_true(read == second - DAY);
    }
}

static void outside_9999_years_nothing_is_written(void **state) {
    (void)state;
    static const int64_t outside[] = {FIRST - 1, LAST + 1, INT64_MIN, INT64_MAX};
    for (size_t i = 0; i < COUNT(outside); i++) {
        char written[FENRUN_TEXT_SIZE] = "before";
        assert_int_equal(fenrun__calendar_format(written, outside[i]), 0);
        assert_string_equal(written, "");
    }
}

/* One byte of a good text replaced by every other: what is read must be what stands there. */
static void no_changed_byte_is_overlooked(void **state) {
    (void)state;
    static const char good[] = "2024-02-19T12:30:45+08:00";
    static const size_t sizes[] = {10, 19, 25};
    for (size_t s = 0; s < COUNT(sizes); s++) {
        for (size_t place = 0; place < sizes[s]; place++) {
            for (int byte = 0; byte < 256; byte++) {
                char text[sizeof good];
                memcpy(text, good, sizeof good);
                text[place] = (char)byte;
                int64_t at = 0;
                if (fenrun__calendar_parse(&at, text, sizes[s], NULL) != FENRUN_OK) continue;
                if (place == 10) {
                    assert_true(byte == 'T' || byte == ' ');
                    continue;
                }
                int64_t offset = 0;
                if (sizes[s] == 25) {
                    offset = ((text[20] - '0') * 10 + text[21] - '0') * 3600 +
                             ((text[23] - '0') * 10 + text[24] - '0') * 60;
                    if (text[19] == '-') offset = -offset;
                }
                char written[FENRUN_TEXT_SIZE];
                fenrun__calendar_format(written, at + offset);
                assert_memory_equal(written, text, sizes[s] < 19 ? 10 : 19);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(instants_are_read_and_written),
        cmocka_unit_test(what_is_no_instant_is_refused),
        cmocka_unit_test(missing_arguments_are_named),
        cmocka_unit_test(every_day_of_9999_years_is_right),
        cmocka_unit_test(every_second_of_a_day_is_right),
        cmocka_unit_test(outside_9999_years_nothing_is_written),
        cmocka_unit_test(no_changed_byte_is_overlooked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
