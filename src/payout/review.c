/* Review: testing members against the alternatives of a version; see the header. */
#include "payout/review.h"

#include "payout/pay.h"

/* A member, with what is not in the tree yet. */
struct review_subject {
    const struct fenrun__measure *measure;
    uint32_t member;     /* FENRUN__NEWCOMER: in the tree it has nothing */
    const int64_t *own;  /* more of own columns, or NULL */
    const int64_t *sums; /* more of the sums that are tested, or NULL */
};

static int64_t review_value(const struct review_subject *subject, uint32_t column) {
    const struct fenrun__measure *measure = subject->measure;
    bool own = measure->columns[column].scope == FENRUN__MEASURE_OWN;
    const int64_t *more = own ? subject->own : subject->sums;
    int64_t value = more ? more[column] : 0;
    if (subject->member == FENRUN__NEWCOMER) return value;
    return value + fenrun__measure_value(measure, subject->member, column);
}

static bool review_meets(const struct fenrun__plan_alternative *alternative,
                         const struct review_subject *subject) {
    uint32_t met = 0;
    while (met < alternative->test_count &&
           review_value(subject, alternative->tests[met].column) >=
               alternative->tests[met].at_least) {
        met++;
    }
    return met == alternative->test_count;
}

/* The highest tier above `tier` whose maps the subject meets, or `tier`. */
static uint32_t review_raised(const struct fenrun__plan *plan,
                              const struct fenrun__plan_version *version,
                              const struct review_subject *subject, uint32_t tier) {
    const struct fenrun__plan_alternative *first =
        fenrun__plan_alternative(plan, version->promotion_first);
    for (uint32_t i = 0; i < version->promotion_count && first[i].tier > tier; i++) {
        if (review_meets(first + i, subject)) return first[i].tier;
    }
    return tier;
}

/* The highest tier up to `tier` that is not listed, or whose maps the subject meets. */
static uint32_t review_lowered(const struct fenrun__plan *plan,
                               const struct fenrun__plan_version *version,
                               const struct review_subject *subject, uint32_t tier) {
    const struct fenrun__plan_alternative *first =
        fenrun__plan_alternative(plan, version->demotion_first);
    uint32_t i = 0;
    while (tier > 0) {
        while (i < version->demotion_count && first[i].tier > tier) i++;
        if (i == version->demotion_count || first[i].tier < tier) return tier;
        for (; i < version->demotion_count && first[i].tier == tier; i++) {
            if (review_meets(first + i, subject)) return tier;
        }
        tier--;
    }
    return tier;
}

struct fenrun__review_needs fenrun__review_look(const struct fenrun__plan *plan,
                                                const struct fenrun__plan_version *version) {
    struct fenrun__review_needs needs = {.any = false};
    if (version->promotion_review != FENRUN__REVIEW_AT_ONCE) return needs;
    needs.any = version->promotion_count > 0;
    for (uint32_t i = 0; i < version->promotion_count; i++) {
        const struct fenrun__plan_alternative *alternative =
            fenrun__plan_alternative(plan, version->promotion_first + i);
        for (uint32_t j = 0; j < alternative->test_count; j++) {
            uint32_t index = alternative->tests[j].column;
            const struct fenrun__plan_column *column = fenrun__plan_column(plan, index);
            bool heads = column->basis == FENRUN__NOWHERE;
            uint32_t what = heads ? (uint32_t)FENRUN__WHAT_MEMBERS
                                  : fenrun__plan_column(plan, column->basis)->what;
            bool orders = what == FENRUN__WHAT_ORDERS || what == FENRUN__WHAT_FIGURE;
            if (column->scope == FENRUN__SCOPE_OWN) {
                needs.newcomer = needs.newcomer || what == FENRUN__WHAT_JOIN_FIGURE;
                continue;
            }
            bool team = column->scope == FENRUN__SCOPE_TEAM;
            bool downline = column->scope == FENRUN__SCOPE_DOWNLINE;
            bool tiers = column->tiers != UINT64_MAX;
            needs.sums |= UINT64_C(1) << index;
            needs.order_inviter = needs.order_inviter ||
                                  (orders && column->scope == FENRUN__SCOPE_DIRECT);
            needs.order_team = needs.order_team || (orders && team);
            needs.order_top = needs.order_top || (orders && downline) || tiers;
            needs.team = needs.team || team;
            needs.top = needs.top || downline || tiers;
            needs.tiers = needs.tiers || tiers;
        }
    }
    return needs;
}

/* On the way up. */
struct review_walk {
    const struct fenrun__review *review;
    struct fenrun_result *result;
    uint32_t columns[FENRUN__COLUMNS_MAX]; /* the sums that are tested */
    uint32_t column_count;
    int64_t sums[FENRUN__COLUMNS_MAX]; /* by column: what the next member's have more */
};

static void review_start(struct review_walk *walk, const struct fenrun__review *review,
                         struct fenrun_result *result) {
    walk->review = review;
    walk->result = result;
    walk->column_count = 0;
    for (uint32_t i = 0; i < review->plan->column_count; i++) {
        if ((review->needs->sums >> i & 1) == 0) continue;
        walk->columns[walk->column_count++] = i;
        walk->sums[i] = 0;
    }
}

/* What a subject of a tier, with all below it, gives a sum of its inviter. */
static int64_t review_given(const struct fenrun__tree *tree, const struct review_subject *subject,
                            uint32_t tier, uint32_t column) {
    const struct fenrun__measure_column *row = tree->measure.columns + column;
    if (row->scope == FENRUN__MEASURE_TEAM && fenrun__tree_leads(tree, tier)) return 0;
    int64_t given = row->scope == FENRUN__MEASURE_DIRECT ? 0 : review_value(subject, column);
    if ((row->tiers >> tier & 1) == 0) return given;
    return given + (row->basis == FENRUN__NONE ? 1 : review_value(subject, row->basis));
}

/* From a member, which will have `tier`, go on to its inviter. */
static void review_pass(struct review_walk *walk, const struct review_subject *subject,
                        uint32_t tier) {
    const struct fenrun__tree *tree = walk->review->tree;
    bool joins = subject->member == FENRUN__NEWCOMER;
    struct review_subject before = {.measure = subject->measure, .member = subject->member};
    for (uint32_t i = 0; i < walk->column_count; i++) {
        uint32_t column = walk->columns[i];
        int64_t more = review_given(tree, subject, tier, column);
        if (!joins) more -= review_given(tree, &before, tree->rows[before.member].tier, column);
        walk->sums[column] = more;
    }
}

/* A member that moves arrives as it is. */
static void review_arrive(struct review_walk *walk) {
    const struct fenrun__tree *tree = walk->review->tree;
    struct review_subject moved = {.measure = &tree->measure, .member = walk->review->member};
    for (uint32_t i = 0; i < walk->column_count; i++) {
        uint32_t column = walk->columns[i];
        walk->sums[column] = review_given(tree, &moved, tree->rows[moved.member].tier, column);
    }
}

/* ... and is missing where it was: at the member where both ways meet, and so further up. */
static void review_leave(struct review_walk *walk, uint32_t meeting) {
    const struct fenrun__tree *tree = walk->review->tree;
    struct review_subject moved = {.measure = &tree->measure, .member = walk->review->member};
    uint32_t inviter = tree->rows[moved.member].inviter;
    for (uint32_t i = 0; i < walk->column_count; i++) {
        uint32_t column = walk->columns[i], scope = tree->measure.columns[column].scope;
        bool direct = scope == FENRUN__MEASURE_DIRECT, team = scope == FENRUN__MEASURE_TEAM;
        if (direct && meeting != inviter) continue;
        if (team && tree->rows[meeting].team != tree->rows[inviter].team) continue;
        walk->sums[column] -=
            review_given(tree, &moved, tree->rows[moved.member].tier, column);
    }
}

/* Where the old and the new way up of a member that moves meet, if the walk comes so far. */
static uint32_t review_meeting(const struct fenrun__review *review) {
    const struct fenrun__tree *tree = review->tree;
    uint32_t before = tree->rows[review->member].inviter;
    if (before == FENRUN__NONE || review->inviter == FENRUN__NONE) return FENRUN__NONE;
    bool one_team = tree->rows[before].team == tree->rows[review->inviter].team;
    if (!review->needs->top && !(one_team && review->needs->team)) return FENRUN__NONE;
    return fenrun__tree_meeting(tree, before, review->inviter);
}

/* Look at a member, note if it rises, and give the tier that it then has. */
static int32_t review_member(struct review_walk *walk, const struct review_subject *subject,
                             uint32_t *tier) {
    const struct fenrun__review *review = walk->review;
    bool joins = subject->member == FENRUN__NEWCOMER;
    const struct fenrun__tree_row *row = joins ? NULL : review->tree->rows + subject->member;
    uint32_t before = joins ? 0 : row->tier;
    uint16_t labels = joins ? 0 : row->labels;
    *tier = review_raised(review->plan, review->version, subject, before);
    if (*tier == before) return FENRUN_OK;
    struct fenrun_result *result = walk->result;
    if (!fenrun__result_reserve(result, 0, 1, 0)) return FENRUN_ERROR_MEMORY;
    result->promotions[result->promotion_count++] =
        (fenrun_promotion){.member = joins ? review->newcomer : row->id,
                           .at = review->at,
                           .tier_before = before,
                           .tier = *tier,
                           .event = result->event,
                           .labels_before = labels,
                           .labels = labels};
    return FENRUN_OK;
}

/* All from `member` up, as far as the event goes. */
static int32_t review_upwards(struct review_walk *walk, uint32_t member, const int64_t *own,
                              uint32_t meeting) {
    const struct fenrun__review *review = walk->review;
    const struct fenrun__review_needs *needs = review->needs;
    bool order = review->kind == FENRUN_EVENT_ORDER;
    bool top = order ? needs->order_top : needs->top;
    bool team = order ? needs->order_team : needs->team;
    bool inviter = order && needs->order_inviter;
    while (member != FENRUN__NONE) {
        if (member == meeting) review_leave(walk, meeting);
        struct review_subject subject = {
            .measure = &review->tree->measure, .member = member, .own = own, .sums = walk->sums};
        uint32_t tier;
        int32_t code = review_member(walk, &subject, &tier);
        if (code != FENRUN_OK) return code;
        team = team && !fenrun__tree_leads(review->tree, tier);
        if (!top && !team && !inviter) return FENRUN_OK;
        review_pass(walk, &subject, tier);
        member = review->tree->rows[member].inviter;
        own = NULL;
        inviter = false;
    }
    return FENRUN_OK;
}

static int32_t review_join(struct review_walk *walk) {
    const struct fenrun__review *review = walk->review;
    struct review_subject newcomer = {.measure = &review->tree->measure,
                                      .member = FENRUN__NEWCOMER,
                                      .own = review->own,
                                      .sums = walk->sums};
    uint32_t tier = 0;
    int32_t code = FENRUN_OK;
    if (review->needs->newcomer) code = review_member(walk, &newcomer, &tier);
    if (code != FENRUN_OK) return code;
    review_pass(walk, &newcomer, tier);
    return review_upwards(walk, review->inviter, NULL, FENRUN__NONE);
}

static int32_t review_tier(struct review_walk *walk) {
    const struct fenrun__review *review = walk->review;
    const struct fenrun__tree *tree = review->tree;
    const struct fenrun__tree_row *row = tree->rows + review->member;
    bool returns = fenrun__tree_leads(tree, row->tier) && !fenrun__tree_leads(tree, review->tier);
    if (row->tier == review->tier) return FENRUN_OK;
    if (!review->needs->tiers && !(returns && review->needs->team)) return FENRUN_OK;
    struct review_subject member = {
        .measure = &tree->measure, .member = review->member, .sums = walk->sums};
    review_pass(walk, &member, review->tier);
    return review_upwards(walk, row->inviter, NULL, FENRUN__NONE);
}

int32_t fenrun__review_plan(const struct fenrun__review *review, struct fenrun_result *result) {
    if (!review->needs->any) return FENRUN_OK;
    struct review_walk walk;
    review_start(&walk, review, result);
    switch (review->kind) {
    case FENRUN_EVENT_ORDER:
        return review_upwards(&walk, review->member, review->own, FENRUN__NONE);
    case FENRUN_EVENT_JOIN: return review_join(&walk);
    case FENRUN_EVENT_TIER: return review_tier(&walk);
    case FENRUN_EVENT_MOVE:
        if (review->tree->rows[review->member].inviter == review->inviter) return FENRUN_OK;
        review_arrive(&walk);
        return review_upwards(&walk, review->inviter, NULL, review_meeting(review));
    default: return FENRUN_OK;
    }
}

bool fenrun__review_close(const struct fenrun__plan *plan,
                          const struct fenrun__plan_version *version, uint32_t period,
                          const struct fenrun__tree *tree, uint16_t *tiers) {
    bool raises = version->promotion_review == period;
    bool lowers = version->demotion_review == period;
    bool any = false;
    for (uint32_t i = 0; i < tree->count; i++) {
        struct review_subject subject = {.measure = &tree->measure, .member = i};
        uint32_t before = tree->rows[i].tier, tier = before;
        if (raises) tier = review_raised(plan, version, &subject, before);
        if (lowers && tier == before) tier = review_lowered(plan, version, &subject, before);
        tiers[i] = (uint16_t)tier;
        any = any || tier != before;
    }
    return any;
}

int32_t fenrun__review_record(const struct fenrun__tree *tree, const uint16_t *tiers,
                              const uint16_t *labels, int64_t at, struct fenrun_result *result) {
    for (uint32_t i = 0; i < tree->count; i++) {
        const struct fenrun__tree_row *row = tree->rows + i;
        if (row->tier == tiers[i] && row->labels == labels[i]) continue;
        if (!fenrun__result_reserve(result, 0, 1, 0)) return FENRUN_ERROR_MEMORY;
        result->promotions[result->promotion_count++] =
            (fenrun_promotion){.member = row->id,
                               .at = at,
                               .tier_before = row->tier,
                               .tier = tiers[i],
                               .event = result->event,
                               .labels_before = row->labels,
                               .labels = labels[i]};
    }
    return FENRUN_OK;
}
