/*
 * Numeral: numbers, amounts and instants between text and bytes, in large numbers of them.
 *
 *     "199.00"                 → 19900               digits, a point, no sign: most amounts
 *     "2024-03-01T12:30:00Z"   → the midnight of 2024-03-01, as it was read last, and 45,000 s
 *     19900                    → "199.00"
 *
 * The library's own functions say what is an amount or an instant. What is read here is what is
 * usual: of anything else it is said that it was not read, and the caller asks the library, which
 * also has the words for what is wrong.
 *
 * Invariants
 *   1. What is read or written here is what the library reads or writes.
 *   2. What is written has no NUL, and needs FENRUN__NUMERAL_ROOM bytes of room, used or not.
 *
 * Costs: a division by 100 for each two digits; a calendar's work once a day of the file.
 */
#ifndef FENRUN_CLI_NUMERAL_H
#define FENRUN_CLI_NUMERAL_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/report.h"

#define FENRUN__NUMERAL_ROOM 40
#define FENRUN__NUMERAL_DAY 10 /* bytes of "2024-03-01" */

/* The day that was read or written last. All zero: none. */
struct fenrun__numeral_day {
    bool known;
    char text[FENRUN__NUMERAL_DAY];
    int64_t midnight;
};

/* Whether the text is a plain amount with at most so many decimals. */
bool fenrun__numeral_read_amount(int64_t *out, struct fenrun__field text, uint32_t decimals);

/* Whether it is an instant in UTC, to the second. */
bool fenrun__numeral_read_instant(struct fenrun__numeral_day *day, int64_t *out,
                                  struct fenrun__field text);

/* Each returns where what it has written ends. */
char *fenrun__numeral_put_number(char *to, uint64_t number);
char *fenrun__numeral_put_amount(char *to, int64_t amount, uint32_t decimals);
char *fenrun__numeral_put_instant(struct fenrun__numeral_day *day, char *to, int64_t at);

#endif
