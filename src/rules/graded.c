/* Graded: ranges are gathered with their places, sorted by their low ends, and compared with their
   neighbours. */
#include "rules/graded.h"

#include "money/amount.h"
#include "rules/value.h"

struct graded_range {
    int64_t low;
    int64_t high; /* INT64_MAX: no upper end */
    struct fenrun__text text;
    uint32_t key; /* the node */
    struct fenrun__plan_pay pay;
};

struct graded_ranges {
    struct graded_range rows[FENRUN_LEVELS_MAX];
    uint32_t count;
    struct fenrun__text by; /* what it is graded by, as written */
    bool money;             /* amounts, not whole numbers */
    bool whole;             /* all ranges were right */
};

bool fenrun__graded_is(const struct fenrun__reading *reading, uint32_t map) {
    for (uint32_t key = fenrun__reading_first(reading, map); key != FENRUN__NODE_ABSENT;
         key = fenrun__reading_next(reading, key)) {
        if (fenrun__text_is(fenrun__document_text(reading->document, key), "by")) return true;
    }
    return false;
}

/* `by: price`: sets row->special. */
static bool graded_read_basis(struct fenrun__entry *entry, const struct fenrun__place *pay,
                              uint32_t key, struct graded_ranges *ranges) {
    struct fenrun__reading *reading = entry->reading;
    struct fenrun__place place = fenrun__reading_place(reading, pay, key);
    struct fenrun__plan_pay basis;
    if (!fenrun__reading_text(reading, &place, fenrun__reading_value(reading, key),
                              FENRUN__FORM_OF_BASIS) ||
        !fenrun__value_read_basis(reading, &entry->scope, &place, fenrun__entry_values(entry),
                                  &basis, &ranges->money)) {
        return false;
    }
    ranges->by = fenrun__text_trim(place.text);
    entry->row->special = (uint32_t)basis.source << 16 | basis.index;
    return true;
}

/* An end of a range, an amount or a whole number. */
static bool graded_read_end(const struct fenrun__entry *entry, const struct fenrun__place *place,
                            const struct graded_ranges *ranges, struct fenrun__text text,
                            int64_t *out) {
    if (ranges->money) {
        return fenrun__expression_money(out, &entry->scope, place, text,
                                        fenrun__form_allowed(FENRUN__FORM_OF_GRADE));
    }
    if (fenrun__expression_whole(out, text)) return true;
    fenrun__expression_note(&entry->scope, place, text, "is not a whole number",
                            "a range as 3..20, the last one as 21..");
    return false;
}

static bool graded_read_range(struct fenrun__entry *entry, const struct fenrun__place *pay,
                              const struct graded_ranges *ranges, struct graded_range *range) {
    struct fenrun__place place = fenrun__reading_key(entry->reading, pay, range->key);
    struct fenrun__text low;
    struct fenrun__text high;
    place.text = range->text;
    if (!fenrun__expression_cut(range->text, "..", &low, &high)) {
        fenrun__expression_note(&entry->scope, &place, range->text, "is not a range",
                                fenrun__form_allowed(FENRUN__FORM_OF_GRADE));
        return false;
    }
    high = fenrun__text_trim(high);
    range->high = INT64_MAX;
    bool right = graded_read_end(entry, &place, ranges, low, &range->low);
    if (high.size > 0) {
        right = graded_read_end(entry, &place, ranges, high, &range->high) && right;
    }
    if (!right || range->low <= range->high) return right;
    struct fenrun__quote quote;
    fenrun__diagnostics_note(entry->reading->diagnostics, &place, fenrun__part_all(),
                             "the low end %s is above the high end", fenrun__quote(&quote, low));
    return false;
}

/* Read the value of a range, and the range itself if it is known what it is of. */
static void graded_read_grade(struct fenrun__entry *entry, const struct fenrun__place *pay,
                              uint32_t key, bool basis, struct graded_ranges *ranges) {
    struct fenrun__reading *reading = entry->reading;
    struct fenrun__place place = fenrun__reading_place(reading, pay, key);
    struct graded_range *range = &ranges->rows[ranges->count];
    range->key = key;
    range->text = fenrun__text_trim(fenrun__document_text(reading->document, key));
    bool right = fenrun__reading_text(reading, &place, fenrun__reading_value(reading, key),
                                      FENRUN__FORM_OF_LISTED_VALUE) &&
                 fenrun__value_read(reading, &entry->scope, &place, FENRUN__FORM_OF_LISTED_VALUE,
                                    fenrun__entry_values(entry) | FENRUN__VALUE_MAY_BE_ZERO |
                                        FENRUN__VALUE_MAY_BE_PER,
                                    &range->pay);
    if (!basis || !graded_read_range(entry, pay, ranges, range)) {
        ranges->whole = false;
        return;
    }
    ranges->count++;
    ranges->whole &= right;
}

/* By low ends; few, so that insertion does. */
static void graded_sort(struct graded_ranges *ranges) {
    for (uint32_t i = 1; i < ranges->count; i++) {
        struct graded_range range = ranges->rows[i];
        uint32_t to = i;
        for (; to > 0 && ranges->rows[to - 1].low > range.low; to--) {
            ranges->rows[to] = ranges->rows[to - 1];
        }
        ranges->rows[to] = range;
    }
}

/* "price 100.00 to 199.99", "price 100.00", "price from 500.00 on" */
static void graded_write_values(const struct fenrun__entry *entry,
                                const struct graded_ranges *ranges, int64_t low, int64_t high,
                                struct fenrun__writer *writer) {
    uint32_t decimals = ranges->money ? entry->reading->draft->decimals : 0;
    char text[FENRUN_TEXT_SIZE];
    fenrun__amount_format(text, low, decimals);
    fenrun__writer_format(writer, "%T %s%s", ranges->by, high == INT64_MAX ? "from " : "", text);
    if (high == INT64_MAX) {
        fenrun__writer_format(writer, " on");
    } else if (high > low) {
        fenrun__amount_format(text, high, decimals);
        fenrun__writer_format(writer, " to %s", text);
    }
}

static void graded_note_gap(const struct fenrun__entry *entry, const struct fenrun__place *pay,
                            const struct graded_ranges *ranges, int64_t low, int64_t high) {
    char text[FENRUN_MESSAGE_SIZE];
    struct fenrun__writer writer;
    fenrun__writer_init_fixed(&writer, text, sizeof text);
    graded_write_values(entry, ranges, low, high, &writer);
    fenrun__diagnostics_note(entry->reading->diagnostics, pay, fenrun__part_all(),
                             "%.*s is in no range; allowed: ranges that leave nothing out%s",
                             (int)writer.size, writer.bytes,
                             high == INT64_MAX ? ", the last one as 500.00.." : "");
}

static void graded_note_overlap(const struct fenrun__entry *entry,
                                const struct fenrun__place *pay,
                                const struct graded_ranges *ranges,
                                const struct graded_range *first,
                                const struct graded_range *second) {
    struct fenrun__place place = fenrun__reading_key(entry->reading, pay, second->key);
    char text[FENRUN_MESSAGE_SIZE];
    struct fenrun__writer writer;
    struct fenrun__quote quotes[2];
    fenrun__writer_init_fixed(&writer, text, sizeof text);
    graded_write_values(entry, ranges, second->low,
                        first->high < second->high ? first->high : second->high, &writer);
    fenrun__diagnostics_note(entry->reading->diagnostics, &place, fenrun__part_all(),
                             "%.*s is in two ranges, %s and %s", (int)writer.size, writer.bytes,
                             fenrun__quote(&quotes[0], first->text),
                             fenrun__quote(&quotes[1], second->text));
}

/* Every value from 0 on in exactly one range? */
static void graded_check(struct fenrun__entry *entry, const struct fenrun__place *pay,
                         const struct graded_ranges *ranges) {
    const struct graded_range *highest = NULL; /* of those before, the one that reaches highest */
    for (uint32_t i = 0; i < ranges->count; i++) {
        const struct graded_range *range = &ranges->rows[i];
        if (highest && range->low <= highest->high) {
            graded_note_overlap(entry, pay, ranges, highest, range);
        } else if (range->low > (highest ? highest->high + 1 : 0)) {
            graded_note_gap(entry, pay, ranges, highest ? highest->high + 1 : 0, range->low - 1);
        }
        if (!highest || range->high > highest->high) highest = range;
    }
    if (!highest) {
        graded_note_gap(entry, pay, ranges, 0, INT64_MAX);
    } else if (highest->high < INT64_MAX) {
        graded_note_gap(entry, pay, ranges, highest->high + 1, INT64_MAX);
    }
}

void fenrun__graded_read(struct fenrun__entry *entry, const struct fenrun__place *place,
                         uint32_t map) {
    struct fenrun__reading *reading = entry->reading;
    struct graded_ranges ranges = {.whole = true};
    uint32_t by = fenrun__reading_first(reading, map);
    while (!fenrun__text_is(fenrun__document_text(reading->document, by), "by")) {
        by = fenrun__reading_next(reading, by);
    }
    bool basis = graded_read_basis(entry, place, by, &ranges);
    for (uint32_t key = fenrun__reading_first(reading, map); key != FENRUN__NODE_ABSENT;
         key = fenrun__reading_next(reading, key)) {
        if (key == by) continue;
        if (ranges.count == FENRUN_LEVELS_MAX) {
            struct fenrun__place at_key = fenrun__reading_key(reading, place, key);
            fenrun__diagnostics_note(reading->diagnostics, &at_key, fenrun__part_all(),
                                     "more than the %u ranges that a pay may have",
                                     (uint32_t)FENRUN_LEVELS_MAX);
            return;
        }
        graded_read_grade(entry, place, key, basis, &ranges);
    }
    if (!ranges.whole || !basis) return;
    graded_sort(&ranges);
    graded_check(entry, place, &ranges);
    entry->row->pay_first = fenrun__draft_count(reading->draft, FENRUN__TABLE_GRADES);
    entry->row->level_count = ranges.count;
    for (uint32_t i = 0; i < ranges.count; i++) {
        const struct fenrun__plan_grade grade = {ranges.rows[i].low, ranges.rows[i].pay};
        fenrun__draft_add(reading->draft, FENRUN__TABLE_GRADES, &grade, 1);
    }
}
