/* Selection: a list of alternatives, a measure, and how many. */
#include "rules/selection.h"

#include <string.h>

#include "rules/alternative.h"
#include "rules/column.h"

static bool selection_read_rank(struct fenrun__reading *reading, const struct fenrun__place *map,
                                uint32_t key, struct fenrun__plan_selection *out) {
    struct fenrun__place place = fenrun__reading_place(reading, map, key);
    return fenrun__reading_text(reading, &place, fenrun__reading_value(reading, key),
                                FENRUN__FORM_OF_MEASURE) &&
           fenrun__column_read(reading, &place, place.text, FENRUN__COLUMN_OF_MEMBER,
                               &out->rank, NULL);
}

static bool selection_read_top(struct fenrun__reading *reading, const struct fenrun__place *map,
                               uint32_t key, struct fenrun__plan_selection *out) {
    struct fenrun__text number;
    struct fenrun__text rest;
    struct fenrun__place place = fenrun__reading_place(reading, map, key);
    if (!fenrun__reading_text(reading, &place, fenrun__reading_value(reading, key),
                              FENRUN__FORM_OF_TOP)) {
        return false;
    }
    if (fenrun__expression_cut(place.text, "%", &number, &rest)) {
        out->top = FENRUN__TOP_RATE;
        rest = fenrun__text_trim(rest);
        if (rest.size > 0) {
            fenrun__expression_note(&reading->scope, &place, rest, "stands behind the share",
                                    "nothing");
            return false;
        }
        if (!fenrun__expression_share(&out->top_value, &reading->scope, &place, number, true)) {
            return false;
        }
        if (out->top_value > 0) return true;
        fenrun__expression_note(&reading->scope, &place, fenrun__text_trim(place.text),
                                "lets nobody take part",
                                fenrun__form_allowed(FENRUN__FORM_OF_TOP));
        return false;
    }
    out->top = FENRUN__TOP_COUNT;
    if (fenrun__expression_whole(&out->top_value, fenrun__text_trim(place.text)) &&
        out->top_value > 0) {
        return true;
    }
    fenrun__expression_note(&reading->scope, &place, fenrun__text_trim(place.text),
                            "is not a whole number from 1 on",
                            fenrun__form_allowed(FENRUN__FORM_OF_TOP));
    return false;
}

bool fenrun__selection_read(struct fenrun__reading *reading, const struct fenrun__place *place,
                            const struct fenrun__selection_keys *keys,
                            struct fenrun__plan_selection *out) {
    struct fenrun__draft *draft = reading->draft;
    bool right = true;
    out->top_value = 0;
    out->rank = FENRUN__NOWHERE;
    out->top = FENRUN__TOP_ALL;
    out->alternative_first = fenrun__draft_count(draft, FENRUN__TABLE_ALTERNATIVES);
    if (keys->qualify != FENRUN__NODE_ABSENT) {
        struct fenrun__place at = fenrun__reading_place(reading, place, keys->qualify);
        right = fenrun__alternative_read_list(
            reading, &at, fenrun__reading_value(reading, keys->qualify), FENRUN__NOWHERE, true);
    }
    out->alternative_count =
        fenrun__draft_count(draft, FENRUN__TABLE_ALTERNATIVES) - out->alternative_first;
    if (keys->rank != FENRUN__NODE_ABSENT) {
        right = selection_read_rank(reading, place, keys->rank, out) && right;
    }
    if (keys->top == FENRUN__NODE_ABSENT) return right;
    if (keys->rank == FENRUN__NODE_ABSENT) {
        struct fenrun__place at = fenrun__reading_place(reading, place, keys->top);
        fenrun__diagnostics_note(reading->diagnostics, &at, fenrun__part_all(),
                                 "the top of what is not said; allowed: beside the key 'rank'");
        right = false;
    }
    return selection_read_top(reading, place, keys->top, out) && right;
}
