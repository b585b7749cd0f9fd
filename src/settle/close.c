/* Close: tiers and labels at the end of a period; see the header. */
#include "settle/close.h"

#include "payout/choice.h"
#include "payout/review.h"

/* Labels that are reviewed when the period closes, as a mask. */
static uint32_t close_labels(const struct fenrun__plan *plan,
                             const struct fenrun__plan_version *version, uint32_t period) {
    uint32_t labels = 0;
    for (uint32_t i = 0; i < plan->label_count; i++) {
        if (fenrun__plan_label(plan, version, i)->review == period) labels |= 1u << i;
    }
    return labels;
}

static bool close_reviews_tiers(const struct fenrun__plan_version *version, uint32_t period) {
    return (version->promotion_count > 0 && version->promotion_review == period) ||
           (version->demotion_count > 0 && version->demotion_review == period);
}

/* Give a label to those who are chosen, and to nobody else. */
static int32_t close_choose(const struct fenrun__close *close, const struct fenrun__plan *plan,
                            const struct fenrun__plan_version *version,
                            const struct fenrun__tree *tree, uint32_t label,
                            struct fenrun_result *result) {
    const struct fenrun__plan_selection *selection =
        &fenrun__plan_label(plan, version, label)->selection;
    int32_t code = fenrun__choice_members(plan, tree, selection, result);
    if (code != FENRUN_OK) return code;
    uint16_t bit = (uint16_t)(1u << label);
    for (size_t i = 0; i < result->chosen_count; i++) {
        close->labels[result->chosen[i].member] |= bit;
    }
    return FENRUN_OK;
}

int32_t fenrun__close_plan(struct fenrun__close *close, const struct fenrun__plan *plan,
                           const struct fenrun__plan_version *version,
                           const struct fenrun__tree *tree, const fenrun_event *event,
                           struct fenrun_result *result) {
    uint32_t period = event->name;
    uint32_t reviewed = close_labels(plan, version, period);
    bool tiers = close_reviews_tiers(version, period);
    if (tree->count == 0 || (reviewed == 0 && !tiers)) return FENRUN_OK;
    close->count = tree->count;
    size_t size = close->count * sizeof *close->tiers;
    close->tiers = fenrun__memory_resize(&result->memory, NULL, 0, size);
    close->labels = fenrun__memory_resize(&result->memory, NULL, 0, size);
    if (!close->tiers || !close->labels) return FENRUN_ERROR_MEMORY;
    for (size_t i = 0; i < close->count; i++) {
        close->tiers[i] = tree->rows[i].tier;
        close->labels[i] = (uint16_t)(tree->rows[i].labels & ~reviewed);
    }
    for (uint32_t i = 0; i < plan->label_count; i++) {
        if (!(reviewed >> i & 1)) continue;
        int32_t code = close_choose(close, plan, version, tree, i, result);
        if (code != FENRUN_OK) return code;
    }
    if (tiers) fenrun__review_close(plan, version, period, tree, close->tiers);
    return fenrun__review_record(tree, close->tiers, close->labels, event->at, result);
}

void fenrun__close_free(struct fenrun__close *close, struct fenrun_result *result) {
    size_t size = close->count * sizeof *close->tiers;
    if (close->tiers) fenrun__memory_free(&result->memory, close->tiers, size);
    if (close->labels) fenrun__memory_free(&result->memory, close->labels, size);
    *close = (struct fenrun__close){0};
}
