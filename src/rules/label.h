/*
 * Label: the section `labels`, to rows of the draft.
 *
 *     labels:
 *       core: { review: month, rank: own_sales in month, top: 20% }
 *
 *     label 0 = {review 0, selection {rank column 0, top {RATE, 200000000}}}
 *
 * The names are read first, because they stand where tiers do in all tests; the rest is read after
 * the measures that it may refer to are known.
 */
#ifndef FENRUN_RULES_LABEL_H
#define FENRUN_RULES_LABEL_H

#include <stdint.h>

#include "rules/reading.h"

/* Read the names of `labels`, into the draft and the scope: `key` is its key. O(labels). */
void fenrun__label_read_names(struct fenrun__reading *reading, const struct fenrun__place *root,
                              uint32_t key);

/* Read all labels, whose names were read. O(alternatives). */
void fenrun__label_read_all(struct fenrun__reading *reading, const struct fenrun__place *root,
                            uint32_t key);

#endif
