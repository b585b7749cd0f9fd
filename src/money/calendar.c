/*
 * Calendar: instants as six or eight numbers in a fixed form, and as one number of seconds.
 *
 *     2024-03-01T12:30:00+08:00     year 2024, month 3, day 1 is day 738,945 since 0001-01-01;
 *                                   less eight hours: 1709267400 seconds since 1970
 *
 * Invariants
 *   1. What is parsed can be formatted: offset included, an instant lies in years 0001 to 9999.
 *   2. Parsing what was formatted gives the same number of seconds.
 *   3. Every day has 86,400 seconds: no 24:00, no second 60.
 *
 * O(1).
 *
 * Not here: week dates, ordinal dates, fractions of seconds, named time zones.
 */
#include "money/calendar.h"

#include <stdbool.h>

#include "base/error.h"
#include "base/text.h"

#define CALENDAR_DAY_SECONDS 86400
#define CALENDAR_EPOCH INT64_C(62135596800) /* 1970-01-01, in seconds since 0001-01-01 */
#define CALENDAR_END INT64_C(315537897600)  /* 10000-01-01, likewise */
#define CALENDAR_QUOTED_MAX 40u             /* bytes of a text that a message repeats */

/* In a form, '0' stands for a digit, 'T' also for a space and '+' also for '-'. */
static const char calendar_form_utc[] = "0000-00-00T00:00:00Z";
static const char calendar_form_offset[] = "0000-00-00T00:00:00+00:00";
#define CALENDAR_DATE_SIZE 10u
#define CALENDAR_LOCAL_SIZE 19u
#define CALENDAR_UTC_SIZE (sizeof calendar_form_utc - 1)
#define CALENDAR_OFFSET_SIZE (sizeof calendar_form_offset - 1)

enum calendar_field {
    CALENDAR_YEAR,
    CALENDAR_MONTH,
    CALENDAR_DAY,
    CALENDAR_HOUR,
    CALENDAR_MINUTE,
    CALENDAR_SECOND,
    CALENDAR_OFFSET_HOUR,
    CALENDAR_OFFSET_MINUTE,
    CALENDAR_FIELDS
};

static const struct {
    const char *name;
    uint32_t lowest;
    uint32_t highest;
} calendar_limits[CALENDAR_FIELDS] = {
    {"year", 1, 9999},  {"month", 1, 12},  {"day", 1, 31},         {"hour", 0, 23},
    {"minute", 0, 59},  {"second", 0, 59}, {"offset hour", 0, 23}, {"offset minute", 0, 59},
};

/* Days from 0001-01-01 to the first day of a year, and from that to the first of a month (13:
   of the next year). */
static uint32_t calendar_days_to_year(uint32_t year) {
    uint32_t before = year - 1;
    return before * 365 + before / 4 - before / 100 + before / 400;
}

static uint32_t calendar_days_to_month(uint32_t year, uint32_t month) {
    static const uint16_t days[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month > 2 && leap ? 1u : 0u);
}

static bool calendar_match(const char *form, const char *text, size_t size,
                           uint32_t fields[CALENDAR_FIELDS]) {
    size_t field = 0;
    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        if (form[i] == '0') {
            if (c < '0' || c > '9') return false;
            fields[field] = fields[field] * 10 + (uint32_t)(c - '0');
        } else {
            field++;
            bool also = (form[i] == 'T' && c == ' ') || (form[i] == '+' && c == '-');
            if (c != form[i] && !also) return false;
        }
    }
    return true;
}

static int32_t calendar_refuse_form(fenrun_error *error, const char *text, size_t size) {
    uint32_t fields[CALENDAR_FIELDS] = {0};
    bool fraction = size > CALENDAR_LOCAL_SIZE &&
                    (text[CALENDAR_LOCAL_SIZE] == '.' || text[CALENDAR_LOCAL_SIZE] == ',') &&
                    calendar_match(calendar_form_utc, text, CALENDAR_LOCAL_SIZE, fields);
    char quoted_room[CALENDAR_QUOTED_MAX + 1];
    struct fenrun__writer quoted;
    fenrun__writer_init_fixed(&quoted, quoted_room, sizeof quoted_room);
    fenrun__writer_put(&quoted, text, size);
    return fenrun__error_set(
        error, FENRUN_ERROR_TEXT, 0, "\"%.*s%s\" %s", (int)quoted.size, quoted.bytes,
        quoted.failed ? "..." : "",
        fraction ? "has a fraction of a second, only whole seconds are allowed"
                 : "is not of the form 2024-03-01 or 2024-03-01T12:30:00 (Z or +08:00 may follow)");
}

int32_t fenrun__calendar_parse(int64_t *out, const char *text, size_t size, fenrun_error *error) {
    if (!out || !text) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0, "%s is NULL",
                                 out ? "text" : "out");
    }
    uint32_t fields[CALENDAR_FIELDS] = {0};
    bool known = size == CALENDAR_DATE_SIZE || size == CALENDAR_LOCAL_SIZE ||
                 size == CALENDAR_UTC_SIZE || size == CALENDAR_OFFSET_SIZE;
    const char *form = size == CALENDAR_UTC_SIZE ? calendar_form_utc : calendar_form_offset;
    if (!known || !calendar_match(form, text, size, fields)) {
        return calendar_refuse_form(error, text, size);
    }
    uint32_t year = fields[CALENDAR_YEAR];
    uint32_t month = fields[CALENDAR_MONTH];
    for (size_t i = 0; i < CALENDAR_FIELDS; i++) {
        uint32_t highest = calendar_limits[i].highest;
        if (i == CALENDAR_DAY) { /* year and month were found right before */
            highest = calendar_days_to_month(year, month + 1) - calendar_days_to_month(year, month);
        }
        if (fields[i] >= calendar_limits[i].lowest && fields[i] <= highest) continue;
        return fenrun__error_set(error, FENRUN_ERROR_TEXT, 0, "\"%.*s\": %s %u is outside %u to %u",
                                 (int)size, text, calendar_limits[i].name, fields[i],
                                 calendar_limits[i].lowest, highest);
    }
    int64_t days = (int64_t)calendar_days_to_year(year) + calendar_days_to_month(year, month) +
                   fields[CALENDAR_DAY] - 1;
    int64_t minutes = (int64_t)fields[CALENDAR_HOUR] * 60 + fields[CALENDAR_MINUTE];
    int64_t offset = (int64_t)fields[CALENDAR_OFFSET_HOUR] * 60 + fields[CALENDAR_OFFSET_MINUTE];
    if (size == CALENDAR_OFFSET_SIZE && text[CALENDAR_LOCAL_SIZE] == '-') offset = -offset;
    int64_t at = days * CALENDAR_DAY_SECONDS + (minutes - offset) * 60 + fields[CALENDAR_SECOND];
    if (at < 0 || at >= CALENDAR_END) {
        return fenrun__error_set(error, FENRUN_ERROR_TEXT, 0,
                                 "\"%.*s\" is in UTC outside years 0001 to 9999", (int)size, text);
    }
    *out = at - CALENDAR_EPOCH;
    return FENRUN_OK;
}

size_t fenrun__calendar_format(char out[FENRUN_TEXT_SIZE], int64_t at) {
    out[0] = '\0';
    if (at < -CALENDAR_EPOCH || at >= CALENDAR_END - CALENDAR_EPOCH) return 0;
    uint64_t seconds = (uint64_t)(at + CALENDAR_EPOCH);
    uint32_t day = (uint32_t)(seconds / CALENDAR_DAY_SECONDS);
    uint32_t second = (uint32_t)(seconds % CALENDAR_DAY_SECONDS);
    /* By the average length of a year, which gives the year or the one before. */
    uint32_t year = (uint32_t)((uint64_t)day * 400 / 146097) + 1;
    if (calendar_days_to_year(year + 1) <= day) year++;
    day -= calendar_days_to_year(year);
    uint32_t month = 12;
    while (calendar_days_to_month(year, month) > day) month--;
    day -= calendar_days_to_month(year, month);

    uint32_t fields[] = {year, month, day + 1, second / 3600, second / 60 % 60, second % 60};
    size_t field = CALENDAR_SECOND + 1;
    for (size_t i = CALENDAR_UTC_SIZE; i-- > 0;) {
        out[i] = calendar_form_utc[i];
        if (out[i] != '0') {
            field--;
        } else {
            out[i] = (char)('0' + fields[field] % 10);
            fields[field] /= 10;
        }
    }
    out[CALENDAR_UTC_SIZE] = '\0';
    return CALENDAR_UTC_SIZE;
}
