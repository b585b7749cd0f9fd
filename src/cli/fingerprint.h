/*
 * Fingerprint: a text of any length as 128 bits that stand for it.
 *
 *     order "A-17"  → high and low from the text and a key that is drawn for each run
 *     order "1700"  → high 0, low 1700: a number below 2^63 is its own fingerprint
 *
 * It is SipHash-2-4 with a 128-bit result (Aumasson and Bernstein, 2012): without the key, nobody
 * can write two orders whose ids collide; by chance two of 10^12 do with probability 10^-15.
 *
 * Invariants
 *   1. A number has high 0; every other text has not.
 *   2. No result of the command depends on the key, only that texts stay apart.
 */
#ifndef FENRUN_CLI_FINGERPRINT_H
#define FENRUN_CLI_FINGERPRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/report.h"

struct fenrun__fingerprint {
    uint64_t high;
    uint64_t low;
};

/* The hash of a text under a key. O(size). */
struct fenrun__fingerprint fenrun__fingerprint_hash(struct fenrun__fingerprint key,
                                                    struct fenrun__field text);

/* The id of an order or a refund. */
struct fenrun__fingerprint fenrun__fingerprint_id(struct fenrun__fingerprint key,
                                                  struct fenrun__field text);

/* "1" to "9223372036854775807", without sign, spaces or leading zeros. */
bool fenrun__fingerprint_number(struct fenrun__field text, uint64_t *out);

/* A key that nobody can guess. */
struct fenrun__fingerprint fenrun__fingerprint_key(void);

#endif
