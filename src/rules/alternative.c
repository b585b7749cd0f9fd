/* Alternative: each key of a map is a measure, each value what it must reach. */
#include "rules/alternative.h"

#include "rules/column.h"

/* The place of a key, as a text in which a measure stands. */
static struct fenrun__place alternative_measure(const struct fenrun__reading *reading,
                                                const struct fenrun__place *map, uint32_t key) {
    struct fenrun__place place = fenrun__reading_key(reading, map, key);
    place.text = fenrun__document_text(reading->document, key);
    place.text_column = fenrun__document_node(reading->document, key)->text_column;
    return place;
}

/* `direct_invites: 10`, unless its measure stands in the map already. */
static bool alternative_read_test(struct fenrun__reading *reading,
                                  const struct fenrun__place *alternative, uint32_t key,
                                  struct fenrun__plan_alternative *row) {
    struct fenrun__place at_key = alternative_measure(reading, alternative, key);
    uint32_t column;
    if (!fenrun__column_read(reading, &at_key, at_key.text, FENRUN__COLUMN_OF_MEMBER, &column,
                             NULL)) {
        return false;
    }
    for (uint32_t i = 0; i < row->test_count; i++) {
        if (row->tests[i].column != column) continue;
        struct fenrun__quote quote;
        fenrun__diagnostics_note(reading->diagnostics, &at_key, fenrun__part_all(),
                                 "%s is measured twice; allowed: once",
                                 fenrun__quote(&quote, at_key.text));
        return false;
    }
    if (row->test_count == FENRUN__TESTS_OF_ALTERNATIVE_MAX) {
        fenrun__diagnostics_note(reading->diagnostics, &at_key, fenrun__part_all(),
                                 "more than the %u measures that one map may have",
                                 FENRUN__TESTS_OF_ALTERNATIVE_MAX);
        return false;
    }
    bool money = fenrun__column_is_money(&reading->draft->columns[column]);
    struct fenrun__place place = fenrun__reading_place(reading, alternative, key);
    int64_t at_least;
    if (!fenrun__reading_is(reading, &place, fenrun__reading_value(reading, key),
                            FENRUN__NODE_TEXT,
                            money ? "an amount as 4000.00" : "a whole number as 10")) {
        return false;
    }
    if (money ? !fenrun__expression_amount(&at_least, &reading->scope, &place)
              : !fenrun__expression_count(&at_least, &reading->scope, &place)) {
        return false;
    }
    row->tests[row->test_count].column = column;
    row->tests[row->test_count++].at_least = at_least;
    return true;
}

static bool alternative_read(struct fenrun__reading *reading, const struct fenrun__place *place,
                             uint32_t map, struct fenrun__plan_alternative *row) {
    if (!fenrun__reading_is(reading, place, map, FENRUN__NODE_MAP,
                            fenrun__form_allowed(FENRUN__FORM_OF_ALTERNATIVE))) {
        return false;
    }
    bool right = true;
    for (uint32_t key = fenrun__reading_first(reading, map); key != FENRUN__NODE_ABSENT;
         key = fenrun__reading_next(reading, key)) {
        right = alternative_read_test(reading, place, key, row) && right;
    }
    return right;
}

bool fenrun__alternative_read_list(struct fenrun__reading *reading,
                                   const struct fenrun__place *place, uint32_t list, uint32_t tier,
                                   bool kept) {
    if (!fenrun__reading_is(reading, place, list, FENRUN__NODE_LIST,
                            fenrun__form_allowed(FENRUN__FORM_OF_ALTERNATIVES))) {
        return false;
    }
    bool right = true;
    uint32_t number = 0;
    for (uint32_t item = fenrun__document_node(reading->document, list)->first;
         item != FENRUN__NODE_ABSENT; item = fenrun__document_node(reading->document, item)->next) {
        struct fenrun__place at = fenrun__reading_item(reading, place, item, ++number);
        if (number > FENRUN__ALTERNATIVES_MAX) {
            fenrun__diagnostics_note(reading->diagnostics, &at, fenrun__part_all(),
                                     "more than the %u alternatives that a list may have",
                                     FENRUN__ALTERNATIVES_MAX);
            return false;
        }
        struct fenrun__plan_alternative row = {
            .tier = tier, .line = fenrun__document_node(reading->document, item)->line};
        right = alternative_read(reading, &at, item, &row) && right;
        if (kept) {
            (void)fenrun__draft_add(reading->draft, FENRUN__TABLE_ALTERNATIVES, &row, 1);
        }
    }
    return right;
}
