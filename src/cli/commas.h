/*
 * Commas: where the commas and line ends of a text stand.
 *
 *     7,2024-03-01,B\n8,       → 1 12 14 16
 *
 * Sixty-four bytes at a time give one word with a bit for each that parts fields. What else matters
 * to a reader of CSV is only noticed: whether there are quotes, carriage returns, or bytes that are
 * not plain ASCII.
 *
 * Costs: O(bytes), without a branch for a byte; 4 bytes for each place.
 */
#ifndef FENRUN_CLI_COMMAS_H
#define FENRUN_CLI_COMMAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FENRUN__COMMAS_SLACK 64u /* bytes behind the text that may be read */

struct fenrun__commas {
    size_t count;
    bool quotes;
    bool returns;
    bool others; /* a NUL, or bytes from 0x80 on */
};

/* `places` has room for `size` of them. Carriage returns have places too. */
struct fenrun__commas fenrun__commas_find(const char *bytes, size_t size, uint32_t *places);

#endif
