/*
 * Names: the texts that stand for members in CSV files, and the 64-bit ids that stand for them in
 * the library.
 *
 *     "1024"     → 1024          a number from 1 to 2^63-1 is its own id and costs nothing
 *     "xiaowei"  → 2^63          every other text gets the next id from 2^63 on
 *     "007"      → 2^63 + 1      so "007" and "7" are two members
 *     "B"        → 2^63 + 2
 *
 *     slots    64 bits each, by hash: 32 bits of it, and the number of the name, from 1
 *     names    by number, in blocks that never move: 1024, 1024, 2048, 4096 ...
 *     texts    one after the other, each with a NUL
 *
 * If a run begins with a roll (roll.h), its names have the first ids and are found where they lie.
 * One thread adds; at the same time any number look up what was added before they began, which is
 * why nothing moves: a slot is written when its name is whole, and slots that have become too few
 * are left where they are, for those who still look at them.
 *
 * Invariants
 *   1. One text is one id and one id one text, for the whole run.
 *   2. Ids follow the order of first use, so that nothing depends on the key of the hash.
 *   3. Asking for an id that there is no memory for changes nothing.
 *   4. At least half of the slots are free.
 *
 * Costs: O(size of the text) either way; 50 to 80 bytes and the text for each that is no number.
 */
#ifndef FENRUN_CLI_NAMES_H
#define FENRUN_CLI_NAMES_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/fingerprint.h"
#include "cli/report.h"
#include "cli/roll.h"

#define FENRUN__NAMES_FIRST (UINT64_C(1) << 63)
#define FENRUN__NAMES_ROOM 24 /* for any number and its NUL */
#define FENRUN__NAMES_BLOCKS 32u /* the last is of 2^40 */

struct fenrun__names_slots;
struct fenrun__names_texts;

struct fenrun__name {
    const char *text;
    uint32_t size;
    bool plain; /* it needs no quotes in CSV */
};

struct fenrun__names {
    _Atomic(struct fenrun__names_slots *) slots;
    struct fenrun__name *blocks[FENRUN__NAMES_BLOCKS];
    struct fenrun__names_texts *texts;
    _Atomic size_t count; /* of all ids from FENRUN__NAMES_FIRST on, the roll's too */
    const struct fenrun__roll *roll;
    struct fenrun__fingerprint key;
};

/* A text whose id is asked for, and where the id is to go. */
struct fenrun__names_question {
    struct fenrun__field text;
    uint64_t hash;
    uint64_t *id;
};

/* `roll`, which may be NULL, must have been made with the same key. */
void fenrun__names_init(struct fenrun__names *names, struct fenrun__fingerprint key,
                        const struct fenrun__roll *roll);
void fenrun__names_free(struct fenrun__names *names);

/* The id of a text that is not empty; it is added if it is new. False if memory ran out. */
bool fenrun__names_id(struct fenrun__names *names, struct fenrun__field text, uint64_t *id);

/* What the text is found by. */
uint64_t fenrun__names_hash(const struct fenrun__names *names, struct fenrun__field text);

/* The same for a text that is no number, and whose hash is known. */
bool fenrun__names_id_by_hash(struct fenrun__names *names, struct fenrun__field text,
                              uint64_t hash, uint64_t *id);

/* Answer questions, while another thread may add: those that are not answered, since nobody has
   added their text yet, are moved to the front in their order. How many these are. */
size_t fenrun__names_answer(const struct fenrun__names *names,
                            struct fenrun__names_question *questions, size_t count);

/* The text of an id, ended by a NUL, in `room` or where it is kept. */
struct fenrun__field fenrun__names_text(const struct fenrun__names *names, uint64_t id,
                                        char room[FENRUN__NAMES_ROOM]);

/* The name of an id that was given out, not a number. */
struct fenrun__name fenrun__names_at(const struct fenrun__names *names, uint64_t id);

/* Fetch it ahead. */
void fenrun__names_fetch(const struct fenrun__names *names, uint64_t id);

#endif
