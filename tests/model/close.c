/*
 * Close: see close.h. Who takes part in something is a list of members, in tree order or by rank.
 */
#include "model/close.h"

#include <stdio.h>
#include <stdlib.h>

#include "model/award.h"
#include "model/limit.h"
#include "model/measure.h"
#include "model/review.h"

struct close_entry {
    uint64_t id;
    model_wide figure; /* of the rank */
    model_wide weight; /* in a pool */
};

static void *close_memory(size_t count, size_t size) {
    void *memory = calloc(count + 1, size);
    if (memory == NULL) {
        fprintf(stderr, "close: out of memory\n");
        exit(1);
    }
    return memory;
}

/* ------------------------------------------------------------------------------------------ */
/* Who takes part                                                                             */

static bool close_qualifies(struct model *model, uint64_t id,
                            const struct rules_selection *selection) {
    bool qualifies = selection->qualify_count == 0;
    for (uint32_t i = 0; i < selection->qualify_count; i++) {
        qualifies = qualifies || review_meets(model, id, &selection->qualify[i]);
    }
    if (selection->qualify_count > 0) {
        model_saw(model, qualifies ? SEEN_QUALIFIED : SEEN_UNQUALIFIED);
    }
    return qualifies;
}

/* Highest first; equal ones stay in tree order: each moves down past those that are lower. */
static void close_rank(struct model *model, struct close_entry *entries, size_t count) {
    for (size_t i = 1; i < count; i++) {
        for (size_t k = i; k > 0 && entries[k - 1].figure < entries[k].figure; k--) {
            struct close_entry entry = entries[k];
            entries[k] = entries[k - 1];
            entries[k - 1] = entry;
        }
    }
    model->seen[SEEN_RANKED] += count > 0;
    for (size_t i = 1; i < count; i++) {
        model->seen[SEEN_RANK_TIE] +=
            entries[i].figure > 0 && entries[i - 1].figure == entries[i].figure;
    }
}

/* `entries` has room for all members; how many take part. */
static size_t close_select(const struct award_view *view, const struct rules_test *tests,
                           uint32_t test_count, const struct rules_selection *selection,
                           struct close_entry *entries) {
    struct model *model = view->model;
    size_t count = 0;
    for (size_t i = 0; i < model->member_count; i++) {
        struct award_view turn = *view;
        turn.member = model->members[i].id;
        if (award_passes(&turn, tests, test_count) &&
            close_qualifies(model, turn.member, selection)) {
            entries[count] = (struct close_entry){.id = turn.member};
            count++;
        }
    }
    if (selection->rank == RULES_NONE) {
        return count;
    }
    for (size_t i = 0; i < count; i++) {
        entries[i].figure = measure_value(model, selection->rank, entries[i].id);
    }
    close_rank(model, entries, count);
    size_t top = count;
    if (selection->top == RULES_TOP_COUNT) {
        top = (size_t)selection->top_value;
        model->seen[SEEN_TOP_COUNT] += top < count;
    } else if (selection->top == RULES_TOP_RATE) {
        struct fraction exact = fraction_of((int64_t)count, selection->top_value, 1000000000);
        top = (size_t)fraction_round(exact, FRACTION_DOWN);
        model->seen[SEEN_TOP_RATE] += top < count;
    }
    size_t taken = 0;
    while (taken < count && taken < top && entries[taken].figure > 0) {
        taken++;
    }
    model->seen[SEEN_RANK_ZERO] += taken < count && entries[taken].figure == 0;
    return taken;
}

/* ------------------------------------------------------------------------------------------ */
/* Awards                                                                                     */

static void close_pool(const struct award_view *view, uint32_t index, struct close_entry *entries,
                       size_t count) {
    const struct rules_award *award = &view->version->awards[index];
    struct model *model = view->model;
    struct award_sum pool = award_value(view, &award->total, award_rounding(view, award));
    model_wide weights = 0;
    size_t first = count;
    for (size_t i = 0; i < count; i++) {
        bool equally = award->share_by == RULES_NONE;
        entries[i].weight = equally ? 1 : measure_value(model, award->share_by, entries[i].id);
        weights += entries[i].weight;
        first = first == count && entries[i].weight > 0 ? i : first;
    }
    if (weights == 0) {
        model_saw(model, SEEN_POOL_KEPT);
        return;
    }
    if (weights > INT64_MAX) {
        model_refuse(view->answer, FENRUN_ERROR_OVERFLOW);
        return;
    }
    model_saw(model, award->share_by == RULES_NONE ? SEEN_POOL_EQUALLY : SEEN_POOL_BY);
    model_wide rest = pool.amount;
    for (size_t i = 0; i < count; i++) {
        rest -= pool.amount * entries[i].weight / weights;
    }
    for (size_t i = 0; i < count; i++) {
        struct award_sum part = {pool.amount * entries[i].weight / weights,
                                 (int64_t)pool.amount, 0};
        if (i == first && award->has_remainder) {
            part.amount += rest;
            model->seen[SEEN_POOL_FIRST] += rest > 0;
        }
        limit_pay(view, index, entries[i].id, &part, 0);
    }
}

static void close_award(const struct award_view *view, uint32_t index,
                        struct close_entry *entries) {
    const struct rules_award *award = &view->version->awards[index];
    size_t count =
        close_select(view, award->tests, award->test_count, &award->selection, entries);
    if (award->form == RULES_FORM_POOL) {
        close_pool(view, index, entries, count);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        struct award_view turn = *view;
        turn.member = entries[i].id;
        award_pay(&turn, index, (uint32_t)i + 1);
    }
}

/* ------------------------------------------------------------------------------------------ */
/* Labels and tiers                                                                           */

/* The labels that are reviewed now, given to whom they choose; others stay. One set a member. */
static void close_choose_labels(const struct award_view *view, uint32_t period,
                                struct close_entry *entries, uint32_t *labels) {
    struct model *model = view->model;
    for (size_t i = 0; i < model->member_count; i++) {
        labels[i] = model_labels(model, model->members[i].id, MODEL_NOW);
    }
    for (uint32_t label = 0; label < model->rules->label_count; label++) {
        const struct rules_label *row = &view->version->labels[label];
        if (row->review != period) {
            continue;
        }
        size_t count =
            close_select(view, row->tests, row->test_count, &row->selection, entries);
        for (size_t i = 0; i < model->member_count; i++) {
            bool chosen = false;
            for (size_t k = 0; k < count; k++) {
                chosen = chosen || entries[k].id == model->members[i].id;
            }
            bool had = (labels[i] >> label & 1u) != 0;
            model->seen[SEEN_LABEL_GIVEN] += chosen && !had;
            model->seen[SEEN_LABEL_TAKEN] += had && !chosen;
            labels[i] = (labels[i] & ~(1u << label)) | (uint32_t)chosen << label;
        }
    }
}

/* Whether demotions list the tier, and, if so, whether a map of it is met. */
static bool close_keeps(struct model *model, uint64_t id, const struct rules_review *review,
                        uint32_t tier) {
    bool listed = false;
    bool met = false;
    for (uint32_t i = 0; i < review->count; i++) {
        if (review->rows[i].tier == tier) {
            listed = true;
            met = met || review_meets(model, id, &review->rows[i]);
        }
    }
    return !listed || met;
}

static uint32_t close_choose_tier(struct model *model, uint64_t id,
                                  const struct rules_version *version, uint32_t period) {
    uint32_t before = model_tier(model, id, MODEL_NOW);
    uint32_t tier = before;
    if (version->promotions.count > 0 && version->promotions.when == period) {
        tier = review_highest(model, id, &version->promotions);
    }
    if (tier == before && version->demotions.count > 0 && version->demotions.when == period) {
        while (!close_keeps(model, id, &version->demotions, tier)) {
            tier--;
        }
    }
    return tier;
}

static void close_saw_change(struct model *model, uint64_t id, uint32_t before, uint32_t tier,
                             bool other_labels) {
    if (tier != before) {
        review_saw_tier(model, id, tier);
        model->promotion_count++;
    }
    model->seen[SEEN_PROMOTION] += tier > before;
    model->seen[SEEN_PROMOTION_BY_CLOSE] += tier > before;
    model->seen[SEEN_DEMOTION] += tier < before;
    model->seen[SEEN_DEMOTION_OVER_TIERS] += tier + 1 < before;
    model->seen[SEEN_DEMOTION_RETURNS] += tier < before && rules_leads(model->rules, before) &&
                                          !rules_leads(model->rules, tier);
    model->seen[SEEN_DEMOTION_AND_LABEL] += tier != before && other_labels;
}

static void close_change(struct model *model, const uint32_t *labels, const uint32_t *tiers,
                         int64_t at, struct model_answer *answer) {
    for (size_t i = 0; i < model->member_count; i++) {
        uint64_t id = model->members[i].id;
        uint32_t tier = model_tier(model, id, MODEL_NOW);
        uint32_t label = model_labels(model, id, MODEL_NOW);
        if (tier == tiers[i] && label == labels[i]) {
            continue;
        }
        fenrun_promotion promotion = {.member = id,
                                      .at = at,
                                      .tier_before = tier,
                                      .tier = tiers[i],
                                      .labels_before = (uint16_t)label,
                                      .labels = (uint16_t)labels[i]};
        model_answer_promotion(answer, &promotion);
        close_saw_change(model, id, tier, tiers[i], label != labels[i]);
        model_change_tier(model, id, at, tiers[i]);
        model_change_labels(model, id, at, labels[i]);
    }
}

void close_period(struct model *model, const fenrun_event *event, struct model_answer *answer) {
    const struct award_view view = {.model = model,
                                    .version = rules_in_force(model->rules, event->at),
                                    .event = event,
                                    .at = MODEL_NOW,
                                    .instant = event->at,
                                    .answer = answer};
    struct close_entry *entries = close_memory(model->member_count, sizeof *entries);
    uint32_t *labels = close_memory(model->member_count, sizeof *labels);
    uint32_t *tiers = close_memory(model->member_count, sizeof *tiers);
    for (uint32_t i = 0; i < view.version->award_count; i++) {
        if (view.version->awards[i].trigger == RULES_PERIOD + event->name) {
            close_award(&view, i, entries);
        }
    }
    size_t own_count = answer->payout_count;
    close_choose_labels(&view, event->name, entries, labels);
    for (size_t i = 0; i < model->member_count; i++) {
        tiers[i] = close_choose_tier(model, model->members[i].id, view.version, event->name);
    }
    for (size_t i = 0; i < model->member_count; i++) {
        if (tiers[i] > model_tier(model, model->members[i].id, MODEL_NOW)) {
            award_rise(model, model->members[i].id, tiers[i], event->at, answer);
        }
    }
    model->seen[SEEN_PAID_ON_RISE_AT_CLOSE] += answer->payout_count - own_count;
    close_change(model, labels, tiers, event->at, answer);
    free(entries);
    free(labels);
    free(tiers);
}
