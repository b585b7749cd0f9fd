/*
 * Full width: signs of a Chinese keyboard that look like those of the rule language, and are not.
 *
 *     "5％ of profit"  ─►  '％', for which '%' is meant
 *
 * Invariants
 *   1. Only the full-width forms of ASCII, the blank of their width, '。' and '、' are such signs;
 *      half of a character is never taken for one.
 *   2. A text that holds any other character beyond ASCII is somebody's name, not a slip: nothing
 *      is found in it.
 *
 * Cost: O(size of the text).
 */
#ifndef FENRUN_RULES_FULLWIDTH_H
#define FENRUN_RULES_FULLWIDTH_H

#include <stdbool.h>

#include "base/text.h"

struct fenrun__fullwidth {
    struct fenrun__text sign; /* the piece of the text */
    char meant;
};

/* The first such sign of a text; false if there is none. */
bool fenrun__fullwidth_find(struct fenrun__text text, struct fenrun__fullwidth *out);

/* The same, whatever else the text holds. */
bool fenrun__fullwidth_find_any(struct fenrun__text text, struct fenrun__fullwidth *out);

/* What is to be written instead, for messages: "'%'". */
const char *fenrun__fullwidth_advice(const struct fenrun__fullwidth *sign, char room[8]);

#endif
