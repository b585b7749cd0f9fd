/*
 * Award: whom one award pays how much, when an event happens, a member rises, or a period closes
 * for a member.
 */
#ifndef MODEL_AWARD_H
#define MODEL_AWARD_H

#include "model/model.h"

/* What an award looks at. */
struct award_view {
    struct model *model;
    const struct rules_version *version;
    const fenrun_event *event; /* NULL where a member rises */
    int64_t at;                /* the tree is looked at as of then */
    int64_t instant;           /* of the payouts */
    uint64_t member;           /* who rises, or is in turn; else FENRUN_PLATFORM */
    bool rises;
    uint32_t tier; /* the new one of who rises */
    struct model_answer *answer;
};

/* What a value comes to. */
struct award_sum {
    model_wide amount;
    int64_t base;
    int64_t rate;
};

/* All awards of an order, a join or an own event. */
void award_event(struct model *model, const fenrun_event *event, int64_t at,
                 struct model_answer *answer);

/* All awards for a rise, on the tree before it. */
void award_rise(struct model *model, uint64_t member, uint32_t tier, int64_t instant,
                struct model_answer *answer);

/* One award, the index of its version's; `rank` from 1 where there are ranks, else 0. */
void award_pay(const struct award_view *view, uint32_t index, uint32_t rank);

/* Whether the tests are met that do not look at the payee. */
bool award_passes(const struct award_view *view, const struct rules_test *tests, uint32_t count);

struct award_sum award_value(const struct award_view *view, const struct rules_value *value,
                             enum fraction_rounding rounding);

enum fraction_rounding award_rounding(const struct award_view *view,
                                      const struct rules_award *award);

/* Where a path leads; FENRUN_PLATFORM: to nobody. */
uint64_t award_follow(const struct award_view *view, const struct rules_path *path);

#endif
