/*
 * Measure: what members, and those below them, did: added up from nothing each time.
 */
#ifndef MODEL_MEASURE_H
#define MODEL_MEASURE_H

#include "model/model.h"

/* The measure, an index of the rule book's, of a member; of scope ALL that of everybody. */
model_wide measure_value(struct model *model, uint32_t measure, uint64_t id);

/* Whether an order or join lies in the measure's window, as of the instant `clock`. */
bool measure_covers(const struct model *model, const struct rules_measure *measure,
                    uint64_t serial, int64_t at, int64_t clock);

/* What an order adds to the measure of its seller, less refunds; wherever its window is. */
model_wide measure_of_order(const struct rules_measure *measure, const struct model_order *order);

#endif
