/*
 * Value: how much is paid, as one text, to a row of pays.
 *
 *     25% of profit              {RATE, 250000000 of figure 1}
 *     20.00                      {FIXED, 2000}
 *     2.00 per quantity          {PER, 200 for each 1 of figure 8}
 *     20.00 per 200.00 of price  {PER, 2000 for each 20000 of figure 0}
 *
 * In awards at a close, measures stand where amounts and counts do: 1% of all_sales in month.
 *
 * Invariant: a rate is of money, and so is what stands behind `per` and an amount; a count stands
 * alone.
 *
 * Costs: O(size of the text * names in scope).
 */
#ifndef FENRUN_RULES_VALUE_H
#define FENRUN_RULES_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/reading.h"

/* What may stand there besides a rate and an amount. */
#define FENRUN__VALUE_MAY_BE_ZERO 1u
#define FENRUN__VALUE_MAY_BE_PER 2u  /* so much for each piece */
#define FENRUN__VALUE_OF_MEASURES 4u /* at a close: of measures instead of amounts and counts */
#define FENRUN__VALUE_OF_ALL 8u      /* of all_X only: there is no member in turn */

/* Read place->text. `form` says what is allowed. False: mistakes were noted, or what it refers to
   is wrong itself. */
bool fenrun__value_read(struct fenrun__reading *reading, const struct fenrun__scope *scope,
                        const struct fenrun__place *place, enum fenrun__form_of form,
                        uint32_t flags, struct fenrun__plan_pay *out);

/* What a graded pay is graded by, as source and index, and whether that is money. */
bool fenrun__value_read_basis(struct fenrun__reading *reading, const struct fenrun__scope *scope,
                              const struct fenrun__place *place, uint32_t flags,
                              struct fenrun__plan_pay *out, bool *money);

#endif
