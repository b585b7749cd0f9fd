/* Pool: what is shared, how, and who has what is left by rounding. */
#include "rules/pool.h"

#include "rules/column.h"
#include "rules/value.h"

static bool pool_read_sum(struct fenrun__entry *entry, struct fenrun__plan_pay *out) {
    struct fenrun__place place = fenrun__entry_place(entry, FENRUN__AWARD_POOL);
    return fenrun__reading_text(entry->reading, &place,
                                fenrun__entry_value(entry, FENRUN__AWARD_POOL),
                                FENRUN__FORM_OF_POOL) &&
           fenrun__value_read(entry->reading, &entry->scope, &place, FENRUN__FORM_OF_POOL,
                              FENRUN__VALUE_OF_MEASURES | FENRUN__VALUE_OF_ALL, out);
}

/* `equally`, or `by` a measure. */
static bool pool_read_share(struct fenrun__entry *entry, uint32_t *column) {
    struct fenrun__place place = fenrun__entry_place(entry, FENRUN__AWARD_SHARE);
    if (!fenrun__reading_text(entry->reading, &place,
                              fenrun__entry_value(entry, FENRUN__AWARD_SHARE),
                              FENRUN__FORM_OF_SHARE)) {
        return false;
    }
    struct fenrun__text rest = fenrun__text_trim(place.text);
    *column = FENRUN__NOWHERE;
    if (fenrun__text_is(rest, "equally")) return true;
    struct fenrun__text by = fenrun__text_word(&rest);
    rest = fenrun__text_trim(rest);
    if (fenrun__text_is(by, "by") && rest.size > 0) {
        return fenrun__column_read(entry->reading, &place, rest, FENRUN__COLUMN_OF_MEMBER, column,
                                   NULL);
    }
    fenrun__expression_note(&entry->scope, &place, fenrun__text_trim(place.text),
                            "is no way to share", fenrun__form_allowed(FENRUN__FORM_OF_SHARE));
    return false;
}

static bool pool_read_remainder(struct fenrun__entry *entry, uint32_t *to_first) {
    static const struct fenrun__text words[] = {{"platform", 8}, {"first", 5}};
    const struct fenrun__names known = {words, 2, true};
    struct fenrun__reading *reading = entry->reading;
    struct fenrun__place place = fenrun__entry_place(entry, FENRUN__AWARD_REMAINDER_TO);
    if (!fenrun__reading_is(reading, &place,
                            fenrun__entry_value(entry, FENRUN__AWARD_REMAINDER_TO),
                            FENRUN__NODE_TEXT, "platform, first")) {
        return false;
    }
    size_t index = fenrun__names_find(&known, place.text);
    if (index == SIZE_MAX) {
        fenrun__diagnostics_note_unknown(reading->diagnostics, &place, place.text, "receiver",
                                         &known);
    }
    *to_first = index == 1;
    return index != SIZE_MAX;
}

/* A pool is shared among those who take part, nobody else. */
static bool pool_check_path(struct fenrun__entry *entry) {
    const struct fenrun__plan_path *to = &entry->row->to;
    if (!fenrun__entry_has(entry, FENRUN__AWARD_TO)) return false;
    if (to->step_count == 0 && !to->uplines) return true;
    struct fenrun__place place = fenrun__entry_place(entry, FENRUN__AWARD_TO);
    fenrun__expression_note(&entry->scope, &place, fenrun__text_trim(place.text),
                            "is not whom a pool is shared among", "member");
    return false;
}

void fenrun__pool_read(struct fenrun__entry *entry) {
    struct fenrun__plan_pool pool = {.share = FENRUN__NOWHERE};
    bool right = pool_check_path(entry);
    entry->row->form = FENRUN__FORM_POOL;
    right = pool_read_sum(entry, &pool.sum) && right;
    if (fenrun__entry_has(entry, FENRUN__AWARD_SHARE)) {
        right = pool_read_share(entry, &pool.share) && right;
    }
    if (fenrun__entry_has(entry, FENRUN__AWARD_REMAINDER_TO)) {
        right = pool_read_remainder(entry, &pool.remainder_to_first) && right;
    }
    if (right) {
        entry->row->special =
            fenrun__draft_add(entry->reading->draft, FENRUN__TABLE_POOLS, &pool, 1);
    }
}
