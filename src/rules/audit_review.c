/* Audit of reviews: maps of measures, and which of them imply which. */
#include "rules/audit_review.h"

#include <string.h>

/* Measures in one message. */
struct audit_review_words {
    char text[80];
};

/* The maps of one tier, or of one `qualify`. */
struct audit_review_list {
    const struct fenrun__place *place;
    uint32_t first;
    uint32_t count;
    uint32_t review; /* the period at whose close they are looked at, or FENRUN__NOWHERE */
};

static const char *audit_review_write(struct audit_review_words *words,
                                      const struct fenrun__plan *plan, uint32_t column) {
    struct fenrun__writer writer;
    fenrun__writer_init_fixed(&writer, words->text, sizeof words->text);
    fenrun__plan_write_measure(plan, column, false, &writer);
    return words->text;
}

/* ---- What implies what ---- */

static bool audit_review_counts_heads(const struct fenrun__plan_column *column) {
    return column->what == FENRUN__WHAT_MEMBERS || column->what == FENRUN__WHAT_JOINS;
}

static bool audit_review_window_within(const struct fenrun__plan *plan,
                                       const struct fenrun__plan_column *less,
                                       const struct fenrun__plan_column *more) {
    if (more->window_kind == FENRUN__WINDOW_EVER) return true;
    if (less->window_kind != more->window_kind) return false;
    if (less->window == more->window) return true;
    return more->window_kind == FENRUN__WINDOW_ROLLING &&
           fenrun__plan_window(plan, less->window) <= fenrun__plan_window(plan, more->window);
}

/* Whether a column is never more than another, for whomever and whenever. */
static bool audit_review_never_more(const struct fenrun__plan *plan, uint32_t column,
                                    uint32_t than) {
    const struct fenrun__plan_column *less = fenrun__plan_column(plan, column);
    const struct fenrun__plan_column *more = fenrun__plan_column(plan, than);
    bool same = (audit_review_counts_heads(less) && audit_review_counts_heads(more)) ||
                (less->what == more->what && less->figure == more->figure);
    bool below = less->scope == more->scope ||
                 (more->scope == FENRUN__SCOPE_DOWNLINE && less->scope != FENRUN__SCOPE_OWN);
    return same && below && (less->tiers & ~more->tiers) == 0 &&
           audit_review_window_within(plan, less, more);
}

/* Whether whoever meets a map meets another one as well. */
static bool audit_review_implies(const struct fenrun__plan *plan,
                                 const struct fenrun__plan_alternative *met,
                                 const struct fenrun__plan_alternative *other) {
    for (uint32_t i = 0; i < other->test_count; i++) {
        bool implied = false;
        for (uint32_t k = 0; k < met->test_count && !implied; k++) {
            implied = met->tests[k].at_least >= other->tests[i].at_least &&
                      audit_review_never_more(plan, met->tests[k].column, other->tests[i].column);
        }
        if (!implied) return false;
    }
    return true;
}

/* ---- Measures ---- */

/* Whether a column is 0 for everybody: a team has no leaders in it. */
static bool audit_review_is_zero(const struct fenrun__plan *plan, uint32_t column) {
    const struct fenrun__plan_column *row = fenrun__plan_column(plan, column);
    uint64_t all = UINT64_MAX >> (FENRUN_TIERS_MAX - plan->tier_count);
    uint64_t led = plan->lead_tier < plan->tier_count ? (UINT64_C(1) << plan->lead_tier) - 1 : all;
    return row->scope == FENRUN__SCOPE_TEAM && (row->tiers & led) == 0;
}

/* How long a period is among those whose names everybody knows; 0 for any other. */
static uint32_t audit_review_length(const struct fenrun__plan *plan, uint32_t period) {
    static const char *const known[] = {"day", "week", "month", "quarter", "year"};
    const char *name = fenrun__plan_name(plan, FENRUN_NAME_PERIOD, period);
    for (uint32_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(name, known[i]) == 0) return i + 1;
    }
    return 0;
}

static void audit_review_measure(const struct fenrun__audit *audit,
                                 const struct fenrun__place *place, uint32_t column,
                                 uint32_t review) {
    const struct fenrun__plan *plan = audit->plan;
    const struct fenrun__plan_column *row = fenrun__plan_column(plan, column);
    struct audit_review_words words;
    if (audit_review_is_zero(plan, column)) {
        fenrun__diagnostics_note(audit->diagnostics, place, fenrun__part_all(),
                                 "'%s' is always 0, since these tiers lead teams of their own; "
                                 "measure downline_ or direct_ instead",
                                 audit_review_write(&words, plan, column));
    }
    if (row->window_kind != FENRUN__WINDOW_PERIOD || review >= plan->period_count) return;
    uint32_t measured = audit_review_length(plan, row->window);
    if (measured == 0 || measured >= audit_review_length(plan, review)) return;
    fenrun__diagnostics_note(audit->diagnostics, place, fenrun__part_all(),
                             "'%s' holds what was since the last close of %s only, but is looked "
                             "at "
                             "when %s closes; measure in %s",
                             audit_review_write(&words, plan, column),
                             fenrun__plan_name(plan, FENRUN_NAME_PERIOD, row->window),
                             fenrun__plan_name(plan, FENRUN_NAME_PERIOD, review),
                             fenrun__plan_name(plan, FENRUN_NAME_PERIOD, review));
}

/* ---- Lists of maps ---- */

static struct fenrun__place audit_review_item(const struct fenrun__audit *audit,
                                              const struct audit_review_list *list, uint32_t item) {
    return (struct fenrun__place){
        .parent = list->place,
        .number = item + 1,
        .line = fenrun__plan_alternative(audit->plan, list->first + item)->line};
}

/* One map by itself: measures that are always 0, and measures that another one implies. */
static void audit_review_map(const struct fenrun__audit *audit,
                             const struct audit_review_list *list, uint32_t item) {
    const struct fenrun__plan *plan = audit->plan;
    const struct fenrun__plan_alternative *map = fenrun__plan_alternative(plan, list->first + item);
    struct fenrun__place place = audit_review_item(audit, list, item);
    for (uint32_t i = 0; i < map->test_count; i++) {
        audit_review_measure(audit, &place, map->tests[i].column, list->review);
        for (uint32_t k = 0; k < map->test_count; k++) {
            if (k == i || map->tests[k].at_least < map->tests[i].at_least ||
                !audit_review_never_more(plan, map->tests[k].column, map->tests[i].column)) {
                continue;
            }
            struct audit_review_words idle;
            struct audit_review_words enough;
            fenrun__diagnostics_note(audit->diagnostics, &place, fenrun__part_all(),
                                     "'%s' is reached by whoever reaches '%s'; take it away, or "
                                     "ask "
                                     "for more",
                                     audit_review_write(&idle, plan, map->tests[i].column),
                                     audit_review_write(&enough, plan, map->tests[k].column));
            break;
        }
    }
}

/* Whether a map is never needed because of another one of the list, which is noted. */
static bool audit_review_is_needless(const struct fenrun__audit *audit,
                                     const struct audit_review_list *list, uint32_t item) {
    const struct fenrun__plan *plan = audit->plan;
    const struct fenrun__plan_alternative *map = fenrun__plan_alternative(plan, list->first + item);
    for (uint32_t i = 0; i < list->count; i++) {
        const struct fenrun__plan_alternative *other =
            fenrun__plan_alternative(plan, list->first + i);
        if (i == item || !audit_review_implies(plan, map, other)) continue;
        if (i > item && audit_review_implies(plan, other, map)) continue; /* the later one is */
        struct fenrun__place place = audit_review_item(audit, list, item);
        fenrun__diagnostics_note(audit->diagnostics, &place, fenrun__part_all(),
                                 "whoever meets it meets [%u] as well, so that it is never needed; "
                                 "take it away, or ask for less",
                                 i + 1);
        return true;
    }
    return false;
}

/* ---- Promotions and demotions ---- */

/* The maps of a tier among those of a section. */
static struct audit_review_list audit_review_of_tier(const struct fenrun__plan *plan,
                                                     uint32_t first, uint32_t count,
                                                     uint32_t tier) {
    struct audit_review_list list = {.first = first, .review = FENRUN__NOWHERE};
    uint32_t end = first + count;
    while (list.first < end && fenrun__plan_alternative(plan, list.first)->tier != tier) {
        list.first++;
    }
    while (list.first + list.count < end &&
           fenrun__plan_alternative(plan, list.first + list.count)->tier == tier) {
        list.count++;
    }
    return list;
}

/* A map of a higher tier that whoever meets a map of a lower tier meets as well. */
static void audit_review_skipped(const struct fenrun__audit *audit,
                                 const struct audit_review_list *list, uint32_t item,
                                 uint32_t tier) {
    const struct fenrun__plan *plan = audit->plan;
    const struct fenrun__plan_version *version = audit->version;
    const struct fenrun__plan_alternative *map = fenrun__plan_alternative(plan, list->first + item);
    for (uint32_t higher = tier + 1; higher < plan->tier_count; higher++) {
        struct audit_review_list above = audit_review_of_tier(plan, version->promotion_first,
                                                              version->promotion_count, higher);
        for (uint32_t i = 0; i < above.count; i++) {
            if (!audit_review_implies(plan, map, fenrun__plan_alternative(plan, above.first + i))) {
                continue;
            }
            struct fenrun__place place = audit_review_item(audit, list, item);
            const char *name = fenrun__plan_name(plan, FENRUN_NAME_TIER, higher);
            fenrun__diagnostics_note(audit->diagnostics, &place, fenrun__part_all(),
                                     "whoever meets it meets %s[%u] as well and becomes %s "
                                     "instead; "
                                     "ask for more there",
                                     name, i + 1, name);
            return;
        }
    }
}

/* Whether a promotion implies no map that keeps the tier, so that it takes turns with demotion. */
static void audit_review_turns(const struct fenrun__audit *audit,
                               const struct audit_review_list *list, uint32_t item,
                               uint32_t tier) {
    const struct fenrun__plan *plan = audit->plan;
    const struct fenrun__plan_version *version = audit->version;
    const struct fenrun__plan_alternative *map = fenrun__plan_alternative(plan, list->first + item);
    struct audit_review_list kept = audit_review_of_tier(plan, version->demotion_first,
                                                         version->demotion_count, tier);
    for (uint32_t i = 0; i < kept.count; i++) {
        if (audit_review_implies(plan, map, fenrun__plan_alternative(plan, kept.first + i))) {
            return;
        }
    }
    if (kept.count == 0) return;
    struct fenrun__place place = audit_review_item(audit, list, item);
    const char *name = fenrun__plan_name(plan, FENRUN_NAME_TIER, tier);
    fenrun__diagnostics_note(audit->diagnostics, &place, fenrun__part_all(),
                             "whoever meets it may meet no map of demotions.%s, so that members "
                             "fall "
                             "and rise in turns; ask here for what keeps the tier as well",
                             name);
}

static void audit_review_section(const struct fenrun__audit *audit, bool promotions) {
    const struct fenrun__plan *plan = audit->plan;
    const struct fenrun__plan_version *version = audit->version;
    const struct fenrun__place root = {.line = 1};
    const struct fenrun__place section = {
        .parent = &root,
        .name = fenrun__text_from(promotions ? "promotions" : "demotions"),
        .line = version->lines[promotions ? FENRUN__SECTION_PROMOTIONS
                                          : FENRUN__SECTION_DEMOTIONS]};
    for (uint32_t tier = 1; tier < plan->tier_count; tier++) {
        struct audit_review_list list = audit_review_of_tier(
            plan, promotions ? version->promotion_first : version->demotion_first,
            promotions ? version->promotion_count : version->demotion_count, tier);
        const struct fenrun__place place = {
            .parent = &section,
            .name = fenrun__text_from(fenrun__plan_name(plan, FENRUN_NAME_TIER, tier)),
            .line = section.line};
        list.place = &place;
        list.review = promotions ? version->promotion_review : version->demotion_review;
        for (uint32_t i = 0; i < list.count; i++) {
            audit_review_map(audit, &list, i);
            if (audit_review_is_needless(audit, &list, i) || !promotions) continue;
            audit_review_skipped(audit, &list, i, tier);
            audit_review_turns(audit, &list, i, tier);
        }
        if (!promotions || version->promotion_count == 0 || list.count > 0) continue;
        const struct fenrun__place tiers = {
            .parent = &root, .name = {"tiers", 5}, .line = version->lines[FENRUN__SECTION_TIERS]};
        fenrun__diagnostics_note(audit->diagnostics, &tiers, fenrun__part_all(),
                                 "%s is in no promotion, so that nobody rises to it but by an "
                                 "event; "
                                 "list it in 'promotions'",
                                 fenrun__plan_name(plan, FENRUN_NAME_TIER, tier));
    }
}

/* ---- Awards at a close, and labels ---- */

static void audit_review_selection(const struct fenrun__audit *audit,
                                   const struct fenrun__plan_selection *selection,
                                   const struct fenrun__place *parent, uint32_t period) {
    const struct fenrun__place qualify = {
        .parent = parent, .name = {"qualify", 7}, .line = parent->line};
    const struct fenrun__place rank = {.parent = parent, .name = {"rank", 4}, .line = parent->line};
    const struct audit_review_list list = {&qualify, selection->alternative_first,
                                           selection->alternative_count, period};
    for (uint32_t i = 0; i < list.count; i++) {
        audit_review_map(audit, &list, i);
        (void)audit_review_is_needless(audit, &list, i);
    }
    if (selection->rank != FENRUN__NOWHERE) {
        audit_review_measure(audit, &rank, selection->rank, period);
    }
}

static void audit_review_awards(const struct fenrun__audit *audit) {
    const struct fenrun__plan *plan = audit->plan;
    const struct fenrun__place root = {.line = 1};
    const struct fenrun__place awards = {.parent = &root, .name = {"awards", 6}, .line = 1};
    for (uint32_t i = 0; i < audit->version->award_count; i++) {
        const struct fenrun__plan_award *row =
            fenrun__plan_award(plan, audit->version->award_first + i);
        if (row->selection == FENRUN__NOWHERE) continue;
        const struct fenrun__place place = {
            .parent = &awards,
            .name = fenrun__text_from(fenrun__plan_at(plan, row->name)),
            .line = row->line};
        audit_review_selection(audit, fenrun__plan_selection(plan, row->selection), &place,
                               row->trigger - fenrun__plan_trigger_of_period(plan, 0));
    }
}

static void audit_review_labels(const struct fenrun__audit *audit) {
    const struct fenrun__plan *plan = audit->plan;
    const struct fenrun__place root = {.line = 1};
    const struct fenrun__place labels = {.parent = &root, .name = {"labels", 6}, .line = 1};
    for (uint32_t i = 0; i < plan->label_count; i++) {
        const struct fenrun__plan_label *row = fenrun__plan_label(plan, audit->version, i);
        const struct fenrun__place place = {
            .parent = &labels,
            .name = fenrun__text_from(fenrun__plan_name(plan, FENRUN_NAME_LABEL, i)),
            .line = row->line};
        audit_review_selection(audit, &row->selection, &place, row->review);
    }
}

void fenrun__audit_review_all(const struct fenrun__audit *audit) {
    audit_review_section(audit, true);
    audit_review_section(audit, false);
    audit_review_awards(audit);
    audit_review_labels(audit);
}
