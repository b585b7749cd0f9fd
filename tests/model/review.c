/*
 * Review: see review.h.
 */
#include "model/review.h"

#include "model/award.h"
#include "model/measure.h"

bool review_meets(struct model *model, uint64_t id, const struct rules_alternative *alternative) {
    for (uint32_t i = 0; i < alternative->test_count; i++) {
        if (measure_value(model, alternative->tests[i].measure, id) <
            alternative->tests[i].at_least) {
            return false;
        }
    }
    return true;
}

uint32_t review_highest(struct model *model, uint64_t id, const struct rules_review *review) {
    uint32_t tier = model_tier(model, id, MODEL_NOW);
    for (uint32_t i = 0; i < review->count; i++) {
        if (review->rows[i].tier > tier && review_meets(model, id, &review->rows[i])) {
            tier = review->rows[i].tier;
        }
    }
    return tier;
}

void review_saw_tier(struct model *model, uint64_t id, uint32_t tier) {
    bool led = model_leads(model, id, MODEL_NOW);
    bool leads = rules_leads(model->rules, tier);
    if (led && !leads) {
        model_saw(model, SEEN_RETURN);
    }
    if (!led && leads) {
        model->split_count++;
        model_saw(model, SEEN_SPLIT);
        bool nested = model_leader_above(model, id, MODEL_NOW) != FENRUN_PLATFORM;
        for (size_t i = 0; i < model->member_count; i++) {
            nested = nested || (model_leads(model, model->members[i].id, MODEL_NOW) &&
                                model_is_above(model, id, model->members[i].id, MODEL_NOW));
        }
        model->seen[SEEN_NESTED_SPLIT] += nested;
    }
}

/* The promotions at once of the version in force when they take effect; NULL if there are none. */
static const struct rules_review *review_at_once(const struct model *model) {
    const struct rules_version *version = rules_in_force(model->rules, model->clock);
    bool at_once = version->promotions.count > 0 &&
                   version->promotions.when == RULES_REVIEW_AT_ONCE;
    return at_once ? &version->promotions : NULL;
}

enum review_kind { REVIEW_ANY, REVIEW_OF_ORDERS, REVIEW_OF_JOINS };

/* Whether some promotion at once measures that. */
static bool review_measures(const struct model *model, enum rules_scope scope,
                            enum review_kind kind) {
    const struct rules_review *review = review_at_once(model);
    for (uint32_t i = 0; review != NULL && i < review->count; i++) {
        for (uint32_t k = 0; k < review->rows[i].test_count; k++) {
            const struct rules_measure *measure =
                &model->rules->measures[review->rows[i].tests[k].measure];
            bool of_orders = rules_measure_is_of_orders(measure);
            if (measure->scope == scope &&
                (kind == REVIEW_ANY || of_orders == (kind == REVIEW_OF_ORDERS))) {
                return true;
            }
        }
    }
    return false;
}

static bool review_measures_tiers(const struct model *model) {
    const struct rules_review *review = review_at_once(model);
    for (uint32_t i = 0; review != NULL && i < review->count; i++) {
        for (uint32_t k = 0; k < review->rows[i].test_count; k++) {
            uint32_t measure = review->rows[i].tests[k].measure;
            if (rules_measure_is_of_tiers(model->rules, &model->rules->measures[measure])) {
                return true;
            }
        }
    }
    return false;
}

/* Whether the member rises. */
static bool review_member(struct model *model, uint64_t id, struct model_answer *answer) {
    const struct rules_review *review = review_at_once(model);
    uint32_t before = model_tier(model, id, MODEL_NOW);
    uint32_t tier = review == NULL ? before : review_highest(model, id, review);
    if (tier == before) {
        return false;
    }
    uint16_t labels = (uint16_t)model_labels(model, id, MODEL_NOW);
    fenrun_promotion promotion = {.member = id,
                                  .at = model->clock,
                                  .tier_before = before,
                                  .tier = tier,
                                  .labels_before = labels,
                                  .labels = labels};
    size_t payouts = answer->payout_count;
    award_rise(model, id, tier, model->clock, answer);
    model->seen[SEEN_PAID_ON_PROMOTION] += answer->payout_count - payouts;
    model_saw(model, SEEN_PROMOTION);
    model->seen[SEEN_PROMOTION_SPLITS] +=
        !rules_leads(model->rules, before) && rules_leads(model->rules, tier);
    model->seen[SEEN_PROMOTION_OVER_TIERS] += tier > before + 1;
    review_saw_tier(model, id, tier);
    model_change_tier(model, id, model->clock, tier);
    model->promotion_count++;
    model_answer_promotion(answer, &promotion);
    return true;
}

/* From `id` upwards: `id`; the next one too if `direct`; all up to and including the first who
   leads if `team`; all to the top if `all`. */
static void review_up(struct model *model, uint64_t id, bool direct, bool team, bool all,
                      struct model_answer *answer) {
    bool led = false;
    for (uint32_t i = 0; id != FENRUN_PLATFORM; i++) {
        if (i == 0 || (i == 1 && direct) || (team && !led) || all) {
            bool rises = review_member(model, id, answer);
            model->seen[SEEN_PROMOTION_ABOVE_LEADER] += rises && led;
        }
        led = led || model_leads(model, id, MODEL_NOW);
        id = model_inviter(model, id, MODEL_NOW);
    }
}

void review_order(struct model *model, uint64_t seller, struct model_answer *answer) {
    review_up(model, seller, review_measures(model, RULES_SCOPE_DIRECT, REVIEW_OF_ORDERS),
              review_measures(model, RULES_SCOPE_TEAM, REVIEW_OF_ORDERS),
              review_measures(model, RULES_SCOPE_DOWNLINE, REVIEW_OF_ORDERS) ||
                  review_measures_tiers(model),
              answer);
}

void review_move(struct model *model, uint64_t inviter, struct model_answer *answer) {
    review_up(model, inviter, false, review_measures(model, RULES_SCOPE_TEAM, REVIEW_ANY),
              review_measures(model, RULES_SCOPE_DOWNLINE, REVIEW_ANY) ||
                  review_measures_tiers(model),
              answer);
}

void review_join(struct model *model, uint64_t newcomer, uint64_t inviter,
                 struct model_answer *answer) {
    if (review_measures(model, RULES_SCOPE_OWN, REVIEW_OF_JOINS)) {
        bool rises = review_member(model, newcomer, answer);
        model->seen[SEEN_PROMOTION_OF_NEWCOMER] += rises;
    }
    review_move(model, inviter, answer);
}

void review_tier(struct model *model, uint64_t member, bool ceased_to_lead,
                 struct model_answer *answer) {
    if ((ceased_to_lead && review_measures(model, RULES_SCOPE_TEAM, REVIEW_ANY)) ||
        review_measures_tiers(model)) {
        review_move(model, model_inviter(model, member, MODEL_NOW), answer);
    }
}
