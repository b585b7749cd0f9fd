/*
 * Diagnostics: the mistakes of a rule set, each with its place, in the order of the text.
 *
 *     struct fenrun__place awards = {.parent = &root, .name = "awards"};
 *     struct fenrun__place pay = {.parent = &awards, .name = "pay", .line = 9, .column = 10,
 *                                 .text = "112% of profit", .text_column = 10};
 *     fenrun__diagnostics_note(diagnostics, &pay, part, "%s %% is above 100 %%", "112");
 *         9:10 awards.pay: 112 % is above 100 %
 *
 * Invariants
 *   1. The caller's array is all the room there is: nothing is allocated, so that noting a mistake
 *      cannot fail, and a text of nothing but mistakes cannot fill memory.
 *   2. Of all mistakes noted, the array holds those that stand first in the text; `count` counts
 *      the others too. Of two at one place, the one noted first comes first.
 *   3. While mistakes are collected the array is a heap with the last place on top, and `reserved`
 *      numbers the entries; fenrun__diagnostics_finish sorts it and clears `reserved`.
 *
 * Costs: O(log capacity + size of the part) for a mistake that is kept, O(size of the part) for one
 * that is not: its message, and what it might have meant, are not even worked out.
 */
#ifndef FENRUN_RULES_DIAGNOSTICS_H
#define FENRUN_RULES_DIAGNOSTICS_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "fenrun.h"

/* Where something stands: the item's path and the spot in the text. */
struct fenrun__place {
    const struct fenrun__place *parent; /* NULL: the whole rule set */
    struct fenrun__text name;           /* of the item in its parent */
    uint32_t number;                    /* if not 0: it is this item of a list, from 1 */
    uint32_t line;
    uint32_t column;
    struct fenrun__text text; /* what stands there, if it is a text */
    uint32_t text_column;     /* the column of its first character; 0 if it is not written as is */
};

struct fenrun__diagnostics {
    fenrun_error *errors;
    size_t capacity;
    size_t count; /* all that were noted */
    uint32_t fullwidth_line; /* where the last full-width character was noted: once is enough */
    uint32_t fullwidth_column;
};

/* Names that may be referred to. Not known: the list itself is wrong, so nothing is held against
   a reference to it. */
struct fenrun__names {
    const struct fenrun__text *items;
    size_t count;
    bool known;
};

/* The index of a name, or SIZE_MAX. */
size_t fenrun__names_find(const struct fenrun__names *names, struct fenrun__text name);

/* Room for a text in quotes, shortened if it is long. */
struct fenrun__quote {
    char text[64];
};

/* 'gold' for gold: a text of the rule set as messages show it. Returns quote->text. */
const char *fenrun__quote(struct fenrun__quote *quote, struct fenrun__text text);

void fenrun__diagnostics_init(struct fenrun__diagnostics *diagnostics, fenrun_error *errors,
                              size_t capacity);

/* Note a mistake. `part` is the piece of the place's text that is wrong; `bytes` NULL: all. Where a
   part holds a full-width character, that is the mistake (fullwidth.h), whatever `format` says. */
void fenrun__diagnostics_note(struct fenrun__diagnostics *diagnostics,
                              const struct fenrun__place *place, struct fenrun__text part,
                              const char *format, ...);

/* The whole of a place, as `part`. */
static inline struct fenrun__text fenrun__part_all(void) {
    return (struct fenrun__text){NULL, 0};
}

/* Note that `part` is no `what` ("tier"), which of `allowed` it may have been meant to be, and
   all that is allowed. */
void fenrun__diagnostics_note_unknown(struct fenrun__diagnostics *diagnostics,
                                      const struct fenrun__place *place, struct fenrun__text part,
                                      const char *what, const struct fenrun__names *allowed);

/* Put the kept mistakes in the order of the text. Nothing may be noted afterwards. */
void fenrun__diagnostics_finish(struct fenrun__diagnostics *diagnostics);

#endif
