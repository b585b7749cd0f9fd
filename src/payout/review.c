/* Review: testing members against the promotions of a plan; see the header. */
#include "payout/review.h"

/* The highest tier above `tier` whose tests these measures meet, or `tier`. */
static uint32_t review_tier(const struct fenrun__plan *plan, uint32_t tier,
                            const int64_t measures[FENRUN__MEASURE_COUNT]) {
    for (uint32_t i = 0; i < plan->promotion_count; i++) {
        const struct fenrun__plan_promotion *promotion = fenrun__plan_promotion(plan, i);
        if (promotion->tier <= tier) return tier;
        uint32_t met = 0;
        while (met < promotion->test_count &&
               measures[promotion->tests[met].measure] >= promotion->tests[met].at_least) {
            met++;
        }
        if (met == promotion->test_count) return promotion->tier;
    }
    return tier;
}

int32_t fenrun__review_plan(const struct fenrun__plan *plan, const struct fenrun__tree *tree,
                            const struct fenrun__review *review, int64_t at,
                            struct fenrun_result *result) {
    uint32_t team_members = review->team_members;
    uint32_t member = review->start;
    while (member != FENRUN__NONE) {
        if (member == review->unchanged) team_members = 0;
        const struct fenrun__tree_row *row = tree->rows + member;
        const struct fenrun__tree_counters *counters = tree->counters + member;
        bool first = member == review->start;
        int64_t measures[FENRUN__MEASURE_COUNT] = {
            [FENRUN__MEASURE_DIRECT_INVITES] =
                (int64_t)counters->direct_invites + (first ? review->direct_invites : 0) -
                (member == review->left),
            [FENRUN__MEASURE_TEAM_MEMBERS] = (int64_t)counters->team_members + team_members,
            [FENRUN__MEASURE_OWN_SALES] = counters->own_sales + (first ? review->own_sales : 0),
        };
        uint32_t tier = review_tier(plan, row->tier, measures);
        if (tier != row->tier) {
            if (!fenrun__result_reserve(result, 0, 1, 0)) return FENRUN_ERROR_MEMORY;
            result->promotions[result->promotion_count++] =
                (fenrun_promotion){.member = row->id,
                                   .at = at,
                                   .tier_before = row->tier,
                                   .tier = tier,
                                   .event = result->event};
        }
        if (!review->upwards || fenrun__tree_leads(tree, tier)) break;
        member = row->inviter;
    }
    return FENRUN_OK;
}
