/*
 * Names: the texts that stand for members in CSV files, and the 64-bit ids that stand for them in
 * the library.
 *
 *     "1024"     → 1024          a number from 1 to 2^63-1 is its own id and costs nothing
 *     "xiaowei"  → 2^63          every other text gets the next id from 2^63 on
 *     "007"      → 2^63 + 1      so "007" and "7" are two members
 *     "B"        → 2^63 + 2
 *
 * Invariants
 *   1. One text is one id and one id one text, for the whole run.
 *   2. Ids follow the order of first use, so that nothing depends on the key of the hash.
 *   3. Asking for an id that there is no memory for changes nothing.
 *
 * Costs: O(size of the text) either way; about 110 bytes and the text for each that is no number.
 */
#ifndef FENRUN_CLI_NAMES_H
#define FENRUN_CLI_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/fingerprint.h"
#include "cli/report.h"

#define FENRUN__NAMES_FIRST (UINT64_C(1) << 63)
#define FENRUN__NAMES_ROOM 24 /* for any number and its NUL */

struct fenrun__names_entry;

struct fenrun__names {
    struct fenrun__names_entry *dictionary; /* by text */
    struct fenrun__names_entry **entries;   /* by id */
    size_t count;
    size_t capacity;
    struct fenrun__fingerprint key;
};

void fenrun__names_init(struct fenrun__names *names, struct fenrun__fingerprint key);
void fenrun__names_free(struct fenrun__names *names);

/* The id of a text that is not empty. False if memory ran out. */
bool fenrun__names_id(struct fenrun__names *names, struct fenrun__field text, uint64_t *id);

/* The text of an id, ended by a NUL, in `room` or in the dictionary. */
struct fenrun__field fenrun__names_text(const struct fenrun__names *names, uint64_t id,
                                        char room[FENRUN__NAMES_ROOM]);

#endif
