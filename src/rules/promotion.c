/* Promotion: a list of alternatives for each tier, each a map of measures. */
#include "rules/promotion.h"

static const struct fenrun__text promotion_measures[FENRUN__MEASURE_COUNT] = {
    [FENRUN__MEASURE_DIRECT_INVITES] = {"direct_invites", 14},
    [FENRUN__MEASURE_TEAM_MEMBERS] = {"team_members", 12},
    [FENRUN__MEASURE_OWN_SALES] = {"own_sales", 9}};

/* `direct_invites: 10`, with what the measure needs of the rest of the rule set. */
static bool promotion_read_test(struct fenrun__reading *reading,
                                const struct fenrun__place *alternative, uint32_t key,
                                uint32_t *measure, int64_t *at_least) {
    const struct fenrun__names known = {promotion_measures, FENRUN__MEASURE_COUNT, true};
    struct fenrun__text name = fenrun__document_text(reading->document, key);
    struct fenrun__place at_key = fenrun__reading_key(reading, alternative, key);
    size_t index = fenrun__names_find(&known, name);
    if (index == SIZE_MAX) {
        fenrun__diagnostics_note_unknown(reading->diagnostics, &at_key, name, "measure", &known);
        return false;
    }
    *measure = (uint32_t)index;
    bool money = index == FENRUN__MEASURE_OWN_SALES;
    if (money) {
        fenrun__reading_need(reading, &at_key, fenrun__part_all(), "own_sales", "order",
                             &reading->has_order);
    } else if (index == FENRUN__MEASURE_TEAM_MEMBERS) {
        fenrun__reading_need(reading, &at_key, fenrun__part_all(), "team_members", "team_leaders",
                             &reading->has_team_leaders);
    }
    struct fenrun__place place = fenrun__reading_place(reading, alternative, key);
    if (!fenrun__reading_is(reading, &place, fenrun__reading_value(reading, key),
                            FENRUN__NODE_TEXT,
                            money ? "an amount as 4000.00" : "a whole number as 10")) {
        return false;
    }
    return money ? fenrun__expression_amount(at_least, &reading->scope, &place)
                 : fenrun__expression_count(at_least, &reading->scope, &place);
}

/* `tier` may be FENRUN__NOWHERE: then the alternative is only checked. */
static void promotion_read_alternative(struct fenrun__reading *reading,
                                       const struct fenrun__place *place, uint32_t map,
                                       uint32_t tier) {
    struct fenrun__draft *draft = reading->draft;
    if (!fenrun__reading_is(reading, place, map, FENRUN__NODE_MAP,
                            "a map of measures as {direct_invites: 10}")) {
        return;
    }
    struct fenrun__plan_promotion promotion = {
        .tier = tier, .line = fenrun__document_node(reading->document, map)->line};
    for (uint32_t key = fenrun__reading_first(reading, map); key != FENRUN__NODE_ABSENT;
         key = fenrun__reading_next(reading, key)) {
        uint32_t measure;
        int64_t at_least;
        if (!promotion_read_test(reading, place, key, &measure, &at_least)) continue;
        promotion.tests[promotion.test_count].measure = measure;
        promotion.tests[promotion.test_count++].at_least = at_least;
    }
    if (tier != FENRUN__NOWHERE) draft->promotions[draft->promotion_count++] = promotion;
}

/* The tier that a key of `promotions` names; FENRUN__NOWHERE if none that can be promoted to. */
static uint32_t promotion_tier(struct fenrun__reading *reading,
                               const struct fenrun__place *promotions, uint32_t key) {
    const struct fenrun__names *tiers = &reading->scope.tiers;
    struct fenrun__text name = fenrun__document_text(reading->document, key);
    struct fenrun__place place = fenrun__reading_key(reading, promotions, key);
    size_t index = fenrun__names_find(tiers, name);
    if (index == SIZE_MAX && tiers->known) {
        fenrun__diagnostics_note_unknown(reading->diagnostics, &place, name, "tier", tiers);
    } else if (index == 0) {
        struct fenrun__quote quote;
        fenrun__diagnostics_note(reading->diagnostics, &place, fenrun__part_all(),
                                 "%s is the lowest tier, which members have without promotion; "
                                 "allowed: a tier above it",
                                 fenrun__quote(&quote, name));
    }
    return index == SIZE_MAX || index == 0 ? FENRUN__NOWHERE : (uint32_t)index;
}

static void promotion_read_tier(struct fenrun__reading *reading,
                                const struct fenrun__place *promotions, uint32_t key) {
    uint32_t tier = promotion_tier(reading, promotions, key);
    uint32_t list = fenrun__reading_value(reading, key);
    struct fenrun__place place = fenrun__reading_place(reading, promotions, key);
    if (!fenrun__reading_is(reading, &place, list, FENRUN__NODE_LIST,
                            "a list of alternatives as [{direct_invites: 10}]")) {
        return;
    }
    uint32_t number = 0;
    for (uint32_t item = fenrun__document_node(reading->document, list)->first;
         item != FENRUN__NODE_ABSENT; item = fenrun__document_node(reading->document, item)->next) {
        struct fenrun__place at = fenrun__reading_item(reading, &place, item, ++number);
        if (number > FENRUN__ALTERNATIVES_MAX) {
            fenrun__diagnostics_note(reading->diagnostics, &at, fenrun__part_all(),
                                     "more than the %u alternatives that a tier may have",
                                     FENRUN__ALTERNATIVES_MAX);
            return;
        }
        promotion_read_alternative(reading, &at, item, tier);
    }
}

static void promotion_read_review(struct fenrun__reading *reading,
                                  const struct fenrun__place *promotions, uint32_t key) {
    static const struct fenrun__text reviews[] = {{"at_once", 7}};
    const struct fenrun__names known = {reviews, 1, true};
    struct fenrun__place place = fenrun__reading_place(reading, promotions, key);
    if (fenrun__reading_is(reading, &place, fenrun__reading_value(reading, key), FENRUN__NODE_TEXT,
                           "at_once") &&
        fenrun__names_find(&known, place.text) == SIZE_MAX) {
        fenrun__diagnostics_note_unknown(reading->diagnostics, &place, place.text, "review",
                                         &known);
    }
}

void fenrun__promotion_read_all(struct fenrun__reading *reading, const struct fenrun__place *root,
                                uint32_t key) {
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    uint32_t map = fenrun__reading_value(reading, key);
    bool reviewed = false;
    if (!fenrun__reading_is(reading, &place, map, FENRUN__NODE_MAP,
                            "review, and a list of alternatives for a tier")) {
        return;
    }
    for (uint32_t entry = fenrun__reading_first(reading, map); entry != FENRUN__NODE_ABSENT;
         entry = fenrun__reading_next(reading, entry)) {
        if (fenrun__text_is(fenrun__document_text(reading->document, entry), "review")) {
            reviewed = true;
            promotion_read_review(reading, &place, entry);
        } else {
            promotion_read_tier(reading, &place, entry);
        }
    }
    if (!reviewed) {
        fenrun__diagnostics_note(reading->diagnostics, &place, fenrun__part_all(),
                                 "the key 'review' is missing; allowed: review: at_once");
    } else if (fenrun__document_node(reading->document, map)->count == 1) {
        fenrun__diagnostics_note(reading->diagnostics, &place, fenrun__part_all(),
                                 "no tier is promoted to; allowed: a list of alternatives for one");
    }
}
