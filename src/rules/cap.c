/* Cap: each is a map of keys, one of which says what is done beyond it. */
#include "rules/cap.h"

#include "rules/column.h"
#include "rules/value.h"

#define CAP_CLIPS 0u /* index in the words of FENRUN__FORM_OF_OVER */

/* `over: clip`, `over: refuse`: whether it refuses; false if it is wrong. */
static bool cap_read_over(struct fenrun__reading *reading, const struct fenrun__place *limit,
                          uint32_t key, uint32_t *refuses) {
    if (key == FENRUN__NODE_ABSENT) return false;
    struct fenrun__place place = fenrun__reading_place(reading, limit, key);
    size_t index = fenrun__reading_word(reading, &place, fenrun__reading_value(reading, key),
                                        FENRUN__FORM_OF_OVER, "way");
    *refuses = index != CAP_CLIPS;
    return index != SIZE_MAX;
}

static bool cap_read_at_most(struct fenrun__reading *reading, const struct fenrun__scope *scope,
                             const struct fenrun__place *limit, uint32_t key, uint32_t flags,
                             struct fenrun__plan_pay *out) {
    if (key == FENRUN__NODE_ABSENT) return false;
    struct fenrun__place place = fenrun__reading_place(reading, limit, key);
    if (!fenrun__reading_text(reading, &place, fenrun__reading_value(reading, key),
                              FENRUN__FORM_OF_LIMIT) ||
        !fenrun__value_read(reading, scope, &place, FENRUN__FORM_OF_LIMIT,
                            flags | FENRUN__VALUE_MAY_BE_ZERO, out)) {
        return false;
    }
    if (out->value > 0) return true;
    fenrun__expression_note(scope, &place, fenrun__text_trim(place.text),
                            "leaves nothing to be paid", "more than 0");
    return false;
}

uint32_t fenrun__cap_read_budget(struct fenrun__reading *reading,
                                 const struct fenrun__scope *scope,
                                 const struct fenrun__place *shape, uint32_t key) {
    struct fenrun__place place = fenrun__reading_place(reading, shape, key);
    struct fenrun__plan_limit limit = {.column = FENRUN__NOWHERE};
    uint32_t found[FENRUN__BUDGET_KEYS];
    limit.line = fenrun__document_node(reading->document, key)->line;
    if (!fenrun__reading_map(reading, &place, fenrun__reading_value(reading, key),
                             FENRUN__FORM_OF_BUDGET, found)) {
        return FENRUN__NOWHERE;
    }
    bool right = cap_read_at_most(reading, scope, &place, found[FENRUN__BUDGET_AT_MOST], 0,
                                  &limit.at_most);
    right = cap_read_over(reading, &place, found[FENRUN__BUDGET_OVER], &limit.refuses) && right;
    if (!right) return FENRUN__NOWHERE;
    return fenrun__draft_add(reading->draft, FENRUN__TABLE_LIMITS, &limit, 1);
}

/* `in: month` of a cap: the column that counts; false if it is wrong. */
static bool cap_read_period(struct fenrun__entry *entry, const struct fenrun__place *cap,
                            uint32_t key, struct fenrun__plan_limit *limit) {
    struct fenrun__reading *reading = entry->reading;
    struct fenrun__place place = fenrun__reading_place(reading, cap, key);
    if (!fenrun__reading_text(reading, &place, fenrun__reading_value(reading, key),
                              FENRUN__FORM_OF_PERIOD)) {
        return false;
    }
    if (fenrun__entry_has(entry, FENRUN__AWARD_SPLIT)) {
        fenrun__diagnostics_note(reading->diagnostics, &place, fenrun__part_all(),
                                 "a split has no cap in a period; allowed: a cap of one event, "
                                 "without 'in'");
        return false;
    }
    uint32_t period = fenrun__reading_period(reading, &place, place.text);
    if (period == FENRUN__NOWHERE) return false;
    limit->column = fenrun__column_paid(reading, &place, entry->award, period);
    if (limit->column == FENRUN__NOWHERE) return false;
    if (limit->at_most.kind == FENRUN__VALUE_FIXED) return true;
    fenrun__diagnostics_note(reading->diagnostics, cap, fenrun__part_all(),
                             "a rate, but what a payee gets in a period is no share of one event; "
                             "allowed: at_most as an amount as 5000.00");
    return false;
}

void fenrun__cap_read(struct fenrun__entry *entry) {
    if (!fenrun__entry_has(entry, FENRUN__AWARD_CAP)) return;
    struct fenrun__reading *reading = entry->reading;
    struct fenrun__place place = fenrun__entry_place(entry, FENRUN__AWARD_CAP);
    struct fenrun__plan_limit limit = {.column = FENRUN__NOWHERE};
    uint32_t found[FENRUN__CAP_KEYS];
    uint32_t flags = fenrun__entry_values(entry);
    if (flags != 0) flags |= FENRUN__VALUE_OF_ALL;
    limit.line =
        fenrun__document_node(reading->document, entry->found[FENRUN__AWARD_CAP])->line;
    if (!fenrun__reading_map(reading, &place, fenrun__entry_value(entry, FENRUN__AWARD_CAP),
                             FENRUN__FORM_OF_CAP, found)) {
        return;
    }
    bool right = cap_read_at_most(reading, &entry->scope, &place, found[FENRUN__CAP_AT_MOST],
                                  flags, &limit.at_most);
    right = cap_read_over(reading, &place, found[FENRUN__CAP_OVER], &limit.refuses) && right;
    if (found[FENRUN__CAP_IN] != FENRUN__NODE_ABSENT) {
        right = cap_read_period(entry, &place, found[FENRUN__CAP_IN], &limit) && right;
    }
    if (right) {
        entry->row->cap = fenrun__draft_add(reading->draft, FENRUN__TABLE_LIMITS, &limit, 1);
    }
}

void fenrun__cap_read_funder(struct fenrun__entry *entry) {
    if (!fenrun__entry_has(entry, FENRUN__AWARD_FROM)) return;
    struct fenrun__reading *reading = entry->reading;
    struct fenrun__place place = fenrun__entry_place(entry, FENRUN__AWARD_FROM);
    struct fenrun__plan_funder funder = {0};
    uint32_t found[FENRUN__FROM_KEYS];
    funder.line =
        fenrun__document_node(reading->document, entry->found[FENRUN__AWARD_FROM])->line;
    if (!fenrun__reading_map(reading, &place, fenrun__entry_value(entry, FENRUN__AWARD_FROM),
                             FENRUN__FORM_OF_FROM, found)) {
        return;
    }
    bool right = found[FENRUN__FROM_MEMBER] != FENRUN__NODE_ABSENT;
    if (right) {
        struct fenrun__place at =
            fenrun__reading_place(reading, &place, found[FENRUN__FROM_MEMBER]);
        right = fenrun__reading_path(reading, &entry->scope, &at,
                                     fenrun__reading_value(reading, found[FENRUN__FROM_MEMBER]),
                                     FENRUN__FORM_OF_PATH, &funder.member);
    }
    right = cap_read_over(reading, &place, found[FENRUN__FROM_OVER], &funder.refuses) && right;
    if (right) {
        entry->row->funder = fenrun__draft_add(reading->draft, FENRUN__TABLE_FUNDERS, &funder, 1);
    }
}
