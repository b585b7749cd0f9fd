/*
 * Draw award: one entry of `awards` at random.
 */
#ifndef MODEL_DRAW_AWARD_H
#define MODEL_DRAW_AWARD_H

#include "model/draw.h"

void draw_award(struct draw *draw, struct rules_award *award, uint32_t name);

/* Another cap than before, or none. */
void draw_award_change_cap(struct draw *draw, struct rules_award *award);

/* A fixed amount, or a rate of an amount of the trigger: a cap or a budget. */
void draw_award_cap(struct draw *draw, uint32_t trigger, struct rules_limit *limit);

#endif
