/*
 * Close: what the end of a period pays and changes.
 */
#ifndef MODEL_CLOSE_H
#define MODEL_CLOSE_H

#include "model/model.h"

/* Awards, labels, promotions and demotions of the period, all on the tree before; then what these
   change. */
void close_period(struct model *model, const fenrun_event *event, struct model_answer *answer);

#endif
