/* Award: `event` first, because it says what the other keys may refer to. */
#include "rules/award.h"

#include <string.h>

#define AWARD_PAY_ALLOWED "a rate as 25% of profit, or an amount as 20.00"

enum award_key { AWARD_EVENT, AWARD_TO, AWARD_WHEN, AWARD_PAY, AWARD_UNIT, AWARD_KEYS };

static const struct fenrun__key award_keys[AWARD_KEYS] = {
    {"event", true}, {"to", true}, {"when", false}, {"pay", true}, {"unit", false}};

/* What the award's event is, and what its other keys may refer to. */
static void award_read_event(struct fenrun__reading *reading, const struct fenrun__place *award,
                             uint32_t key, struct fenrun__plan_award *row,
                             struct fenrun__scope *scope) {
    static const struct fenrun__text events[] = {{"order", 5}, {"join", 4}};
    static const struct fenrun__text newcomer[] = {{"newcomer", 8}};
    const struct fenrun__names known = {events, 2, true};
    const struct fenrun__names unknown = {NULL, 0, false};
    *scope = reading->scope;
    size_t index = SIZE_MAX;
    if (key != FENRUN__NODE_ABSENT) {
        struct fenrun__place place = fenrun__reading_place(reading, award, key);
        if (fenrun__reading_is(reading, &place, fenrun__reading_value(reading, key),
                               FENRUN__NODE_TEXT, "order, join")) {
            index = fenrun__names_find(&known, place.text);
            if (index == SIZE_MAX) {
                fenrun__diagnostics_note_unknown(reading->diagnostics, &place, place.text, "event",
                                                 &known);
            } else if (index == 0) {
                fenrun__reading_need(reading, &place, fenrun__part_all(), "order", "order",
                                     &reading->has_order);
            }
        }
    }
    row->event = index == 1 ? FENRUN_EVENT_JOIN : FENRUN_EVENT_ORDER;
    if (index == 1) {
        scope->roles = (struct fenrun__names){newcomer, 1, true};
        scope->amounts = (struct fenrun__names){NULL, 0, true};
    } else if (index == SIZE_MAX) {
        scope->roles = unknown;
        scope->amounts = unknown;
    }
}

static void award_read_path(struct fenrun__reading *reading, const struct fenrun__place *award,
                            uint32_t key, struct fenrun__plan_award *row,
                            const struct fenrun__scope *scope) {
    struct fenrun__path path;
    struct fenrun__place place = fenrun__reading_place(reading, award, key);
    if (!fenrun__reading_is(reading, &place, fenrun__reading_value(reading, key),
                            FENRUN__NODE_TEXT, "a path as seller.leader") ||
        !fenrun__expression_path(&path, scope, &place)) {
        return;
    }
    row->role = path.role;
    row->step_count = path.step_count;
    memcpy(row->steps, path.steps, sizeof row->steps);
    if (path.leader.bytes) {
        fenrun__reading_need(reading, &place, path.leader, "leader", "team_leaders",
                             &reading->has_team_leaders);
    }
}

/* The role, or the payee, that a key of `when` names; FENRUN__NOWHERE if none. */
static uint32_t award_subject(struct fenrun__reading *reading, const struct fenrun__place *when,
                              uint32_t key, const struct fenrun__scope *scope) {
    struct fenrun__text name = fenrun__document_text(reading->document, key);
    if (fenrun__text_is(name, "payee")) return FENRUN__SUBJECT_PAYEE;
    size_t index = fenrun__names_find(&scope->roles, name);
    if (index != SIZE_MAX) return (uint32_t)index;
    if (scope->roles.known) {
        struct fenrun__text subjects[FENRUN__AWARD_TESTS_MAX];
        for (size_t i = 0; i < scope->roles.count; i++) subjects[i] = scope->roles.items[i];
        subjects[scope->roles.count] = fenrun__text_from("payee");
        const struct fenrun__names known = {subjects, scope->roles.count + 1, true};
        struct fenrun__place place = fenrun__reading_key(reading, when, key);
        fenrun__diagnostics_note_unknown(reading->diagnostics, &place, name, "subject", &known);
    }
    return FENRUN__NOWHERE;
}

static void award_read_tests(struct fenrun__reading *reading, const struct fenrun__place *award,
                             uint32_t when, struct fenrun__plan_award *row,
                             const struct fenrun__scope *scope) {
    struct fenrun__draft *draft = reading->draft;
    struct fenrun__place place = fenrun__reading_place(reading, award, when);
    uint32_t map = fenrun__reading_value(reading, when);
    if (!fenrun__reading_is(reading, &place, map, FENRUN__NODE_MAP,
                            "a map as {seller: gold+, payee: gold+}")) {
        return;
    }
    for (uint32_t key = fenrun__reading_first(reading, map); key != FENRUN__NODE_ABSENT;
         key = fenrun__reading_next(reading, key)) {
        uint64_t tiers = 0;
        uint32_t subject = award_subject(reading, &place, key, scope);
        uint32_t value = fenrun__reading_value(reading, key);
        struct fenrun__place at = fenrun__reading_place(reading, &place, key);
        bool right;
        if (fenrun__reading_kind(reading, value) == FENRUN__NODE_LIST) {
            right = fenrun__reading_tiers(reading, &at, value, &tiers);
        } else {
            right = fenrun__reading_is(reading, &at, value, FENRUN__NODE_TEXT,
                                       "tiers as gold, gold+, or a list of them") &&
                    fenrun__expression_tiers(&tiers, scope, &at);
        }
        if (!right || subject == FENRUN__NOWHERE) continue;
        draft->tests[draft->test_count++] = (struct fenrun__plan_test){
            .tiers = tiers,
            .subject = subject,
            .line = fenrun__document_node(reading->document, key)->line};
        row->test_count++;
    }
}

static void award_read_pays_by_tier(struct fenrun__reading *reading,
                                    const struct fenrun__place *place, uint32_t map,
                                    struct fenrun__plan_pay *pays,
                                    const struct fenrun__scope *scope) {
    for (uint32_t key = fenrun__reading_first(reading, map); key != FENRUN__NODE_ABSENT;
         key = fenrun__reading_next(reading, key)) {
        struct fenrun__text name = fenrun__document_text(reading->document, key);
        struct fenrun__place at = fenrun__reading_place(reading, place, key);
        struct fenrun__plan_pay pay = {0};
        size_t tier = fenrun__names_find(&scope->tiers, name);
        if (tier == SIZE_MAX && scope->tiers.known) {
            struct fenrun__place at_key = fenrun__reading_key(reading, place, key);
            fenrun__diagnostics_note_unknown(reading->diagnostics, &at_key, name, "tier",
                                             &scope->tiers);
        }
        if (fenrun__reading_is(reading, &at, fenrun__reading_value(reading, key),
                               FENRUN__NODE_TEXT, AWARD_PAY_ALLOWED) &&
            fenrun__expression_pay(&pay, scope, &at) && tier != SIZE_MAX) {
            pays[tier] = pay;
        }
    }
}

static void award_read_pays(struct fenrun__reading *reading, const struct fenrun__place *award,
                            uint32_t key, struct fenrun__plan_award *row,
                            const struct fenrun__scope *scope) {
    struct fenrun__plan_pay *pays = &reading->draft->pays[row->pay_first];
    struct fenrun__place place = fenrun__reading_place(reading, award, key);
    uint32_t value = fenrun__reading_value(reading, key);
    if (fenrun__reading_kind(reading, value) == FENRUN__NODE_MAP &&
        fenrun__document_node(reading->document, value)->count > 0) {
        award_read_pays_by_tier(reading, &place, value, pays, scope);
        return;
    }
    struct fenrun__plan_pay pay = {0};
    if (fenrun__reading_is(reading, &place, value, FENRUN__NODE_TEXT,
                           AWARD_PAY_ALLOWED ", or a map of these by tier") &&
        fenrun__expression_pay(&pay, scope, &place)) {
        for (uint32_t tier = 0; tier < reading->draft->tier_count; tier++) pays[tier] = pay;
    }
}

static void award_read_unit(struct fenrun__reading *reading, const struct fenrun__place *award,
                            uint32_t key, struct fenrun__plan_award *row) {
    struct fenrun__draft *draft = reading->draft;
    struct fenrun__place place = fenrun__reading_place(reading, award, key);
    if (!fenrun__reading_is(reading, &place, fenrun__reading_value(reading, key),
                            FENRUN__NODE_TEXT, "the name of a unit, as coupon")) {
        return;
    }
    const struct fenrun__names units = {draft->units, draft->unit_count, true};
    size_t index = fenrun__names_find(&units, place.text);
    if (index == SIZE_MAX) {
        if (!fenrun__reading_name(reading, &place, place.text)) return;
        index = draft->unit_count;
        draft->units[draft->unit_count++] = place.text;
    }
    row->unit = (uint32_t)index;
}

static void award_read(struct fenrun__reading *reading, const struct fenrun__place *awards,
                       uint32_t key) {
    struct fenrun__draft *draft = reading->draft;
    struct fenrun__place place = fenrun__reading_place(reading, awards, key);
    struct fenrun__plan_award *row = &draft->awards[draft->award_count];
    draft->award_names[draft->award_count++] = fenrun__document_text(reading->document, key);
    row->line = fenrun__document_node(reading->document, key)->line;
    row->pay_first = draft->pay_count;
    row->test_first = draft->test_count;
    draft->pay_count += draft->tier_count;

    struct fenrun__place at_key = fenrun__reading_key(reading, awards, key);
    (void)fenrun__reading_name(reading, &at_key, place.name);
    uint32_t found[AWARD_KEYS];
    if (!fenrun__reading_keys(reading, &place, fenrun__reading_value(reading, key), award_keys,
                              AWARD_KEYS, found)) {
        return;
    }
    struct fenrun__scope scope;
    award_read_event(reading, &place, found[AWARD_EVENT], row, &scope);
    if (found[AWARD_TO] != FENRUN__NODE_ABSENT) {
        award_read_path(reading, &place, found[AWARD_TO], row, &scope);
    }
    if (found[AWARD_WHEN] != FENRUN__NODE_ABSENT) {
        award_read_tests(reading, &place, found[AWARD_WHEN], row, &scope);
    }
    if (found[AWARD_PAY] != FENRUN__NODE_ABSENT) {
        award_read_pays(reading, &place, found[AWARD_PAY], row, &scope);
    }
    if (found[AWARD_UNIT] != FENRUN__NODE_ABSENT) {
        award_read_unit(reading, &place, found[AWARD_UNIT], row);
    }
}

void fenrun__award_read_all(struct fenrun__reading *reading, const struct fenrun__place *root,
                            uint32_t key) {
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    uint32_t map = fenrun__reading_value(reading, key);
    if (!fenrun__reading_is(reading, &place, map, FENRUN__NODE_MAP, "a map of awards")) return;
    for (uint32_t award = fenrun__reading_first(reading, map); award != FENRUN__NODE_ABSENT;
         award = fenrun__reading_next(reading, award)) {
        if (reading->draft->award_count == FENRUN_AWARDS_MAX) {
            struct fenrun__place at_key = fenrun__reading_key(reading, &place, award);
            fenrun__diagnostics_note(reading->diagnostics, &at_key, fenrun__part_all(),
                                     "more than the %u awards that a rule set may have",
                                     (uint32_t)FENRUN_AWARDS_MAX);
            return;
        }
        award_read(reading, &place, award);
    }
}
