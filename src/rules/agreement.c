/* Agreement: lists of names compared one by one, each at the line of its section. */
#include "rules/agreement.h"

#include <string.h>

#include "money/calendar.h"

/* A list of names in the words of the rule set, as far as a message has room for it. */
struct agreement_text {
    char text[FENRUN_MESSAGE_SIZE / 3];
};

static const char *agreement_write(struct agreement_text *room, const struct fenrun__plan *plan,
                                   uint32_t kind, uint32_t first, bool list) {
    struct fenrun__writer writer;
    fenrun__writer_init_fixed(&writer, room->text, sizeof room->text);
    uint32_t count = fenrun__plan_name_count(plan, kind);
    if (list) fenrun__writer_format(&writer, "[");
    for (uint32_t i = first; i < count; i++) {
        fenrun__writer_format(&writer, "%s%s", i == first ? "" : ", ",
                              fenrun__plan_name(plan, kind, i));
    }
    if (list) fenrun__writer_format(&writer, "]");
    return room->text;
}

static bool agreement_same(const struct fenrun__plan *a, const struct fenrun__plan *b,
                           uint32_t kind) {
    uint32_t count = fenrun__plan_name_count(a, kind);
    if (fenrun__plan_name_count(b, kind) != count) return false;
    for (uint32_t i = 0; i < count; i++) {
        if (strcmp(fenrun__plan_name(a, kind, i), fenrun__plan_name(b, kind, i)) != 0) return false;
    }
    return true;
}

/* The place of a section: of its key, or of the text's beginning if the version has none. */
static struct fenrun__place agreement_place(const struct fenrun__plan *plan,
                                            enum fenrun__section section,
                                            const struct fenrun__place *parent, const char *name) {
    uint32_t line = fenrun__plan_version(plan, 0)->lines[section];
    return (struct fenrun__place){
        .parent = parent, .name = fenrun__text_from(name), .line = line > 0 ? line : 1};
}

/* Note that a list of names is another one in the first version, if it is. */
static void agreement_check_names(const struct fenrun__plan *plan, const struct fenrun__plan *first,
                                  uint32_t kind, const struct fenrun__place *place,
                                  struct fenrun__diagnostics *diagnostics) {
    struct agreement_text here;
    struct agreement_text there;
    bool list = kind != FENRUN_NAME_CURRENCY;
    if (agreement_same(plan, first, kind)) return;
    fenrun__diagnostics_note(diagnostics, place, fenrun__part_all(),
                             "%s, in the first version %s; allowed: the same in all versions of a "
                             "rule book",
                             agreement_write(&here, plan, kind, 0, list),
                             agreement_write(&there, first, kind, 0, list));
}

static void agreement_check_shape(const struct fenrun__plan *plan, const struct fenrun__plan *first,
                                  uint32_t shape, const struct fenrun__place *place,
                                  struct fenrun__diagnostics *diagnostics) {
    static const struct {
        uint32_t kind;
        const char *name;
    } lists[] = {{FENRUN_NAME_ROLE, "roles"},
                 {FENRUN_NAME_AMOUNT, "amounts"},
                 {FENRUN_NAME_COUNT, "counts"}};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        struct fenrun__place at = {.parent = place,
                                   .name = fenrun__text_from(lists[i].name),
                                   .line = place->line};
        agreement_check_names(plan, first, lists[i].kind + shape * FENRUN_NAME_OF_JOIN, &at,
                              diagnostics);
    }
}

static void agreement_check_leaders(const struct fenrun__plan *plan,
                                    const struct fenrun__plan *first,
                                    const struct fenrun__place *root,
                                    struct fenrun__diagnostics *diagnostics) {
    struct agreement_text here;
    struct agreement_text there;
    struct fenrun__place place =
        agreement_place(plan, FENRUN__SECTION_TEAM_LEADERS, root, "team_leaders");
    /* Of other tiers, the leaders say nothing more. */
    if (plan->lead_tier == first->lead_tier || !agreement_same(plan, first, FENRUN_NAME_TIER)) {
        return;
    }
    fenrun__diagnostics_note(
        diagnostics, &place, fenrun__part_all(),
        "%s, in the first version %s; allowed: the same in all versions of a rule book",
        agreement_write(&here, plan, FENRUN_NAME_TIER, plan->lead_tier, true),
        agreement_write(&there, first, FENRUN_NAME_TIER, first->lead_tier, true));
}

static void agreement_check_effective(const struct fenrun__plan *plan,
                                      const struct fenrun__plan *before,
                                      const struct fenrun__place *root,
                                      struct fenrun__diagnostics *diagnostics) {
    char here[FENRUN_TEXT_SIZE];
    char there[FENRUN_TEXT_SIZE];
    int64_t at = fenrun__plan_version(plan, 0)->effective;
    int64_t earlier = fenrun__plan_version(before, 0)->effective;
    struct fenrun__place place =
        agreement_place(plan, FENRUN__SECTION_EFFECTIVE, root, "effective");
    if (at == FENRUN_TIME_MIN) {
        fenrun__diagnostics_note(diagnostics, &place, fenrun__part_all(),
                                 "the key is missing; allowed: an instant as 2025-03-01; only the "
                                 "first version of a rule book may be in force always");
    } else if (at <= earlier) {
        fenrun__calendar_format(here, at);
        fenrun__calendar_format(there, earlier);
        fenrun__diagnostics_note(diagnostics, &place, fenrun__part_all(),
                                 "%s is not after the %s of the version before it; allowed: "
                                 "versions in the order in which they come into force",
                                 here, there);
    }
}

static void agreement_check_events(const struct fenrun__plan *plan,
                                   const struct fenrun__plan *first,
                                   const struct fenrun__place *root,
                                   struct fenrun__diagnostics *diagnostics) {
    struct fenrun__place events = agreement_place(plan, FENRUN__SECTION_EVENTS, root, "events");
    if (!agreement_same(plan, first, FENRUN_NAME_EVENT)) {
        agreement_check_names(plan, first, FENRUN_NAME_EVENT, &events, diagnostics);
        return;
    }
    for (uint32_t i = 0; i < plan->own_event_count; i++) {
        struct fenrun__place event = {
            .parent = &events,
            .name = fenrun__text_from(fenrun__plan_name(plan, FENRUN_NAME_EVENT, i)),
            .line = events.line};
        agreement_check_shape(plan, first, FENRUN__SHAPE_OWN + i, &event, diagnostics);
    }
}

void fenrun__agreement_check(const struct fenrun__plan *plan, const struct fenrun__plan *first,
                             const struct fenrun__plan *before,
                             struct fenrun__diagnostics *diagnostics) {
    static const struct {
        uint32_t kind;
        enum fenrun__section section;
        const char *name;
    } lists[] = {{FENRUN_NAME_CURRENCY, FENRUN__SECTION_CURRENCY, "currency"},
                 {FENRUN_NAME_TIER, FENRUN__SECTION_TIERS, "tiers"},
                 {FENRUN_NAME_PERIOD, FENRUN__SECTION_PERIODS, "periods"},
                 {FENRUN_NAME_LABEL, FENRUN__SECTION_LABELS, "labels"}};
    struct fenrun__place root = {.line = 1};
    agreement_check_effective(plan, before, &root, diagnostics);
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        struct fenrun__place at =
            agreement_place(plan, lists[i].section, &root, lists[i].name);
        agreement_check_names(plan, first, lists[i].kind, &at, diagnostics);
    }
    agreement_check_leaders(plan, first, &root, diagnostics);
    struct fenrun__place order = agreement_place(plan, FENRUN__SECTION_ORDER, &root, "order");
    agreement_check_shape(plan, first, FENRUN__SHAPE_ORDER, &order, diagnostics);
    struct fenrun__place join = agreement_place(plan, FENRUN__SECTION_JOIN, &root, "join");
    agreement_check_shape(plan, first, FENRUN__SHAPE_JOIN, &join, diagnostics);
    agreement_check_events(plan, first, &root, diagnostics);
}
