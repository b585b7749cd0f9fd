/*
 * Roll: the names of members as bytes that are kept beside a snapshot and searched where they lie.
 *
 *     header      what it is, how many names, the key of their hash, who wrote it, of which rules
 *     ends        for each name, in the order of ids, where its text ends in `texts`
 *     slots       where each name stands by its hash: linear probing, at most half full
 *     texts       the names one after the other, each with a NUL
 *
 *     "xiaowei"  → index 0          "B"  → index 1          "C"  → not there
 *
 * Names stand for ids from FENRUN__NAMES_FIRST on: the name of index i for that id + i.
 *
 * Invariants
 *   1. Whatever the bytes are, nothing beyond them is read and every search ends.
 *   2. A roll that passes fenrun__roll_check answers as the names did that it was made of.
 *   3. The same names in the same order give, with the same key, the same bytes.
 *
 * Costs: opening is O(1), a search O(size of the text); 24 to 40 bytes for each name and its text.
 * Numbers are in no roll: they are their own ids.
 */
#ifndef FENRUN_CLI_ROLL_H
#define FENRUN_CLI_ROLL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/fingerprint.h"
#include "cli/report.h"

#define FENRUN__ROLL_VERSION_SIZE 16
#define FENRUN__ROLL_RULES_SIZE 160

/* A roll that was opened; all zero, it has no names. */
struct fenrun__roll {
    const unsigned char *ends;
    const unsigned char *slots;
    const char *texts;
    uint64_t count;
    uint64_t slot_count; /* a power of two */
    uint64_t text_size;
    struct fenrun__fingerprint key;
    char version[FENRUN__ROLL_VERSION_SIZE]; /* of the library that wrote it: "0.1.0" */
    char rules[FENRUN__ROLL_RULES_SIZE];     /* the names of the rule set's versions */
};

/* What a roll is made of. */
struct fenrun__roll_draft {
    struct fenrun__fingerprint key;
    uint64_t count;
    struct fenrun__field (*text)(const void *context, uint64_t index);
    const void *context;
    const char *version;
    const char *rules;
};

/* The bytes of a roll, to be freed; NULL if there is no memory for them. */
void *fenrun__roll_make(const struct fenrun__roll_draft *draft, size_t *size);

/* Whether bytes claim to be a roll, of whatever layout. */
bool fenrun__roll_is(const void *bytes, size_t size);

/* False: they are of another layout, or damaged. The bytes must outlive the roll. */
bool fenrun__roll_open(struct fenrun__roll *roll, const void *bytes, size_t size);

/* Whether every name is whole, no number, and found by its text. */
bool fenrun__roll_check(const struct fenrun__roll *roll);

/* The index of a text, `hash` being the low half of its hash under the key. False: not there. */
bool fenrun__roll_find(const struct fenrun__roll *roll, struct fenrun__field text, uint64_t hash,
                       uint64_t *index);

/* The text of an index below `count`, ended by a NUL; empty if the roll is damaged there. */
struct fenrun__field fenrun__roll_text(const struct fenrun__roll *roll, uint64_t index);

#endif
