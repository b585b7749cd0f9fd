/*
 * Limit: what is left of a computed amount under the award's cap, its funder and the event's
 * budget.
 */
#ifndef MODEL_LIMIT_H
#define MODEL_LIMIT_H

#include "model/award.h"

/* Take the sum through cap, funder and budget; what is left goes to the answer as a payout, and as
   a second one where a member funds it. */
void limit_pay(const struct award_view *view, uint32_t index, uint64_t payee,
               const struct award_sum *sum, uint32_t level);

/* What the cap leaves of what is to be split. */
model_wide limit_total(const struct award_view *view, uint32_t index, model_wide total);

#endif
