/*
 * Slip: what libyaml found wrong, in the words of somebody who writes a rule set.
 *
 *     10 |     to seller          "could not find expected ':'", found at line 11, while reading
 *     11 |     pay: 5% of profit  the key that begins at line 10
 *        10:5: no ': ' (colon and space) after this key
 *
 * Invariants
 *   1. A slip is placed where it was made, not where the parser noticed it: at the key that lacks
 *      its colon, at the quote that is not closed.
 *   2. What is not known here is told in libyaml's own words.
 *
 * Not here: libyaml. Its words are compared as texts; a version that has others is told in those.
 */
#ifndef FENRUN_RULES_SLIP_H
#define FENRUN_RULES_SLIP_H

#include <stddef.h>

#include "base/text.h"

/* Where the parser stopped, and where began what it was reading: offsets in the text. */
struct fenrun__slip {
    struct fenrun__text text;
    const char *problem;
    const char *context; /* "" if none */
    size_t problem_at;
    size_t context_at;
    unsigned int context_line; /* from 1 */
};

/* Write the message to `writer`; the offset of its place. */
size_t fenrun__slip_write(const struct fenrun__slip *slip, struct fenrun__writer *writer);

#endif
