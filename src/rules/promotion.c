/* Promotion: a list of alternatives for each tier, read from the highest tier down. */
#include "rules/promotion.h"

#include "rules/alternative.h"

/* What the two sections differ in. */
struct promotion_kind {
    bool at_once; /* a review may be */
    enum fenrun__form_of form;
    enum fenrun__form_of review;
    const char *lowest;  /* why the lowest tier is not listed */
    const char *no_tier; /* what is wrong if none is */
};

static const struct promotion_kind promotion_up = {
    true, FENRUN__FORM_OF_PROMOTIONS, FENRUN__FORM_OF_REVIEW,
    "is the lowest tier, which members have without promotion",
    "no tier is promoted to; allowed: a list of alternatives for one"};
static const struct promotion_kind promotion_down = {
    false, FENRUN__FORM_OF_DEMOTIONS, FENRUN__FORM_OF_DEMOTION_REVIEW,
    "is the lowest tier, below which nobody falls",
    "no tier has to be kept; allowed: a list of alternatives for one"};

/* The tier that a key names; FENRUN__NOWHERE if none that may be listed. */
static uint32_t promotion_tier(struct fenrun__reading *reading, const struct fenrun__place *section,
                               uint32_t key, const struct promotion_kind *kind) {
    const struct fenrun__names *tiers = &reading->scope.tiers;
    struct fenrun__text name = fenrun__document_text(reading->document, key);
    struct fenrun__place place = fenrun__reading_key(reading, section, key);
    size_t index = fenrun__names_find(tiers, name);
    if (index == SIZE_MAX && tiers->known) {
        fenrun__diagnostics_note_unknown(reading->diagnostics, &place, name, "tier", tiers);
    } else if (index == 0) {
        struct fenrun__quote quote;
        fenrun__diagnostics_note(reading->diagnostics, &place, fenrun__part_all(),
                                 "%s %s; allowed: a tier above it", fenrun__quote(&quote, name),
                                 kind->lowest);
    }
    return index == SIZE_MAX || index == 0 ? FENRUN__NOWHERE : (uint32_t)index;
}

static bool promotion_read_tier(struct fenrun__reading *reading,
                                const struct fenrun__place *section, uint32_t key, uint32_t tier) {
    struct fenrun__place place = fenrun__reading_place(reading, section, key);
    return fenrun__alternative_read_list(reading, &place, fenrun__reading_value(reading, key), tier,
                                         tier != FENRUN__NOWHERE);
}

static uint32_t promotion_read_review(struct fenrun__reading *reading,
                                      const struct fenrun__place *section, uint32_t key,
                                      const struct promotion_kind *kind) {
    struct fenrun__text reviews[1 + FENRUN_PERIODS_MAX];
    const struct fenrun__names *periods = &reading->scope.periods;
    struct fenrun__place place = fenrun__reading_place(reading, section, key);
    if (!fenrun__reading_text(reading, &place, fenrun__reading_value(reading, key),
                              kind->review)) {
        return FENRUN__REVIEW_NEVER;
    }
    if (!kind->at_once) return fenrun__reading_period(reading, &place, place.text);
    reviews[0] = fenrun__text_from("at_once");
    for (size_t i = 0; i < periods->count; i++) reviews[1 + i] = periods->items[i];
    const struct fenrun__names known = {reviews, 1 + periods->count, periods->known};
    size_t index = fenrun__names_find(&known, place.text);
    if (index == 0) return FENRUN__REVIEW_AT_ONCE;
    if (index != SIZE_MAX) return (uint32_t)index - 1;
    if (known.known) {
        fenrun__diagnostics_note_unknown(reading->diagnostics, &place, place.text, "review",
                                         &known);
    }
    return FENRUN__REVIEW_NEVER;
}

/* Read a section; the alternatives are added to the draft. Returns its review. */
static uint32_t promotion_read_section(struct fenrun__reading *reading,
                                       const struct fenrun__place *root, uint32_t key,
                                       const struct promotion_kind *kind) {
    uint32_t keys[FENRUN_TIERS_MAX]; /* by tier */
    uint32_t review = FENRUN__REVIEW_NEVER;
    bool reviewed = false;
    bool listed = false;
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    uint32_t map = fenrun__reading_value(reading, key);
    if (!fenrun__reading_is(reading, &place, map, FENRUN__NODE_MAP,
                            fenrun__form_allowed(kind->form))) {
        return review;
    }
    for (uint32_t tier = 0; tier < FENRUN_TIERS_MAX; tier++) keys[tier] = FENRUN__NODE_ABSENT;
    for (uint32_t entry = fenrun__reading_first(reading, map); entry != FENRUN__NODE_ABSENT;
         entry = fenrun__reading_next(reading, entry)) {
        if (fenrun__text_is(fenrun__document_text(reading->document, entry), "review")) {
            reviewed = true;
            review = promotion_read_review(reading, &place, entry, kind);
            continue;
        }
        listed = true;
        uint32_t tier = promotion_tier(reading, &place, entry, kind);
        if (tier != FENRUN__NOWHERE) {
            keys[tier] = entry;
        } else {
            (void)promotion_read_tier(reading, &place, entry, tier);
        }
    }
    for (uint32_t tier = FENRUN_TIERS_MAX; tier-- > 0;) {
        if (keys[tier] == FENRUN__NODE_ABSENT) continue;
        (void)promotion_read_tier(reading, &place, keys[tier], tier);
    }
    if (!reviewed) {
        fenrun__diagnostics_note(reading->diagnostics, &place, fenrun__part_all(),
                                 "the key 'review' is missing; allowed: review: %s",
                                 fenrun__form_allowed(kind->review));
    } else if (!listed) {
        fenrun__diagnostics_note(reading->diagnostics, &place, fenrun__part_all(), "%s",
                                 kind->no_tier);
    }
    return review;
}

void fenrun__promotion_read_all(struct fenrun__reading *reading, const struct fenrun__place *root,
                                uint32_t key) {
    struct fenrun__draft *draft = reading->draft;
    struct fenrun__plan_version *version = &draft->version;
    version->promotion_first = fenrun__draft_count(draft, FENRUN__TABLE_ALTERNATIVES);
    version->promotion_review = promotion_read_section(reading, root, key, &promotion_up);
    version->promotion_count =
        fenrun__draft_count(draft, FENRUN__TABLE_ALTERNATIVES) - version->promotion_first;
}

void fenrun__promotion_read_demotions(struct fenrun__reading *reading,
                                      const struct fenrun__place *root, uint32_t key) {
    struct fenrun__draft *draft = reading->draft;
    struct fenrun__plan_version *version = &draft->version;
    version->demotion_first = fenrun__draft_count(draft, FENRUN__TABLE_ALTERNATIVES);
    version->demotion_review = promotion_read_section(reading, root, key, &promotion_down);
    version->demotion_count =
        fenrun__draft_count(draft, FENRUN__TABLE_ALTERNATIVES) - version->demotion_first;
}
