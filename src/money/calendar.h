/*
 * Calendar: ISO 8601 text to seconds since the epoch and back, in the proleptic Gregorian calendar,
 * without leap seconds, locale or time zone tables. Formats: see fenrun_time_parse in fenrun.h.
 * O(1).
 */
#ifndef FENRUN_MONEY_CALENDAR_H
#define FENRUN_MONEY_CALENDAR_H

#include <stddef.h>
#include <stdint.h>

#include "fenrun.h"

int32_t fenrun__calendar_parse(int64_t *out, const char *text, size_t size, fenrun_error *error);
size_t fenrun__calendar_format(char out[FENRUN_TEXT_SIZE], int64_t at);

#endif
