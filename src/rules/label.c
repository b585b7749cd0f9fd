/* Label: a period, and who of all members has the label from its close on. */
#include "rules/label.h"

#include "rules/condition.h"
#include "rules/selection.h"

void fenrun__label_read_names(struct fenrun__reading *reading, const struct fenrun__place *root,
                              uint32_t key) {
    struct fenrun__draft *draft = reading->draft;
    const struct fenrun__names *tiers = &reading->scope.tiers;
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    uint32_t map = fenrun__reading_value(reading, key);
    reading->scope.labels = (struct fenrun__names){draft->label_names, 0, false};
    if (!fenrun__reading_is(reading, &place, map, FENRUN__NODE_MAP,
                            fenrun__form_allowed(FENRUN__FORM_OF_LABELS))) return;
    for (uint32_t label = fenrun__reading_first(reading, map); label != FENRUN__NODE_ABSENT;
         label = fenrun__reading_next(reading, label)) {
        struct fenrun__text name = fenrun__document_text(reading->document, label);
        struct fenrun__place at_key = fenrun__reading_key(reading, &place, label);
        if (draft->label_count == FENRUN_LABELS_MAX) {
            fenrun__diagnostics_note(reading->diagnostics, &at_key, fenrun__part_all(),
                                     "more than the %u labels that a rule set may have",
                                     (uint32_t)FENRUN_LABELS_MAX);
            return;
        }
        if (fenrun__reading_name(reading, &at_key, name) &&
            fenrun__names_find(tiers, name) != SIZE_MAX) {
            struct fenrun__quote quote;
            fenrun__diagnostics_note(reading->diagnostics, &at_key, fenrun__part_all(),
                                     "%s is a tier as well; allowed: different names",
                                     fenrun__quote(&quote, name));
        }
        draft->label_names[draft->label_count++] = name;
    }
    reading->scope.labels = (struct fenrun__names){draft->label_names, draft->label_count, true};
}

static void label_read_review(struct fenrun__reading *reading, const struct fenrun__place *label,
                              uint32_t key, struct fenrun__plan_label *row) {
    struct fenrun__place place = fenrun__reading_place(reading, label, key);
    if (fenrun__reading_text(reading, &place, fenrun__reading_value(reading, key),
                             FENRUN__FORM_OF_PERIOD)) {
        row->review = fenrun__reading_period(reading, &place, place.text);
    }
}

/* `when`, about the one role that there is: the member. */
static void label_read_tests(struct fenrun__reading *reading, const struct fenrun__place *label,
                             uint32_t key, struct fenrun__plan_selection *selection) {
    static const struct fenrun__text member[] = {{"member", 6}};
    struct fenrun__plan_test tests[FENRUN__AWARD_TESTS_MAX];
    struct fenrun__scope scope = reading->scope;
    scope.roles = (struct fenrun__names){member, 1, true};
    (void)fenrun__condition_read(reading, label, key, &scope, false, tests,
                                 &selection->test_count);
    selection->test_first = fenrun__draft_add(reading->draft, FENRUN__TABLE_TESTS, tests,
                                              selection->test_count);
}

static void label_read(struct fenrun__reading *reading, const struct fenrun__place *place,
                       uint32_t key, struct fenrun__plan_label *row) {
    uint32_t found[FENRUN__LABEL_KEYS];
    if (!fenrun__reading_keys(reading, place, fenrun__reading_value(reading, key),
                              fenrun__form(FENRUN__FORM_OF_LABEL)->keys, FENRUN__LABEL_KEYS,
                              found)) {
        return;
    }
    if (found[FENRUN__LABEL_REVIEW] != FENRUN__NODE_ABSENT) {
        label_read_review(reading, place, found[FENRUN__LABEL_REVIEW], row);
    }
    if (found[FENRUN__LABEL_WHEN] != FENRUN__NODE_ABSENT) {
        label_read_tests(reading, place, found[FENRUN__LABEL_WHEN], &row->selection);
    }
    const struct fenrun__selection_keys keys = {
        found[FENRUN__LABEL_QUALIFY], found[FENRUN__LABEL_RANK], found[FENRUN__LABEL_TOP]};
    (void)fenrun__selection_read(reading, place, &keys, &row->selection);
    if (found[FENRUN__LABEL_WHEN] == FENRUN__NODE_ABSENT &&
        found[FENRUN__LABEL_QUALIFY] == FENRUN__NODE_ABSENT &&
        found[FENRUN__LABEL_RANK] == FENRUN__NODE_ABSENT) {
        fenrun__diagnostics_note(reading->diagnostics, place, fenrun__part_all(),
                                 "nothing says who gets the label; allowed: when, qualify, rank");
    }
}

void fenrun__label_read_all(struct fenrun__reading *reading, const struct fenrun__place *root,
                            uint32_t key) {
    struct fenrun__draft *draft = reading->draft;
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    uint32_t map = fenrun__reading_value(reading, key);
    if (fenrun__reading_kind(reading, map) != FENRUN__NODE_MAP) return;
    uint32_t label = fenrun__reading_first(reading, map);
    for (uint32_t i = 0; i < draft->label_count; i++) {
        struct fenrun__place at = fenrun__reading_place(reading, &place, label);
        draft->labels[i].line = fenrun__document_node(reading->document, label)->line;
        label_read(reading, &at, label, &draft->labels[i]);
        label = fenrun__reading_next(reading, label);
    }
}
