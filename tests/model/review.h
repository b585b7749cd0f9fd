/*
 * Review: who rises at once after an event, nearest first, one after the other.
 */
#ifndef MODEL_REVIEW_H
#define MODEL_REVIEW_H

#include "model/model.h"

/* After an order was counted. */
void review_order(struct model *model, uint64_t seller, struct model_answer *answer);

/* After a join. */
void review_join(struct model *model, uint64_t newcomer, uint64_t inviter,
                 struct model_answer *answer);

/* After a move to another inviter. */
void review_move(struct model *model, uint64_t inviter, struct model_answer *answer);

/* After a tier event that changed the tier. */
void review_tier(struct model *model, uint64_t member, bool ceased_to_lead,
                 struct model_answer *answer);

/* Whether a member meets all of a map. */
bool review_meets(struct model *model, uint64_t id, const struct rules_alternative *alternative);

/* The highest tier above its own that a member's figures give it; its own if there is none. */
uint32_t review_highest(struct model *model, uint64_t id, const struct rules_review *review);

/* Note what a change of tier means for teams; before it is made. */
void review_saw_tier(struct model *model, uint64_t id, uint32_t tier);

#endif
