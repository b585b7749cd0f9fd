/*
 * Check: what is wrong with an event, if anything, by the comments of enum fenrun_code.
 */
#ifndef MODEL_CHECK_H
#define MODEL_CHECK_H

#include "model/model.h"

/* FENRUN_OK, FENRUN_REPLAYED, or the mistake that stands first in enum fenrun_code. */
int32_t check_event(const struct model *model, const fenrun_event *event);

#endif
