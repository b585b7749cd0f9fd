/*
 * Reader: the top of a rule set, in the order in which its sections need one another.
 *
 *     currency ─► tiers ─► team_leaders ─► periods ─► names of labels ─► order ─► join ─► events
 *         ─► awards ─► labels ─► promotions ─► demotions ─► draft ─► plan
 *
 * The order of the text does not matter: diagnostics are sorted by place. A section that is wrong
 * leaves its names unknown, so that no mistake is reported again by those who refer to it.
 *
 * Cost: O(size of the text * names of a kind). Memory: nodes, texts and the draft for the time of
 * reading, then the plan.
 */
#include "rules/reader.h"

#include <string.h>

#include "base/error.h"
#include "money/calendar.h"
#include "money/currency.h"
#include "rules/award.h"
#include "rules/diagnostics.h"
#include "rules/document.h"
#include "rules/draft.h"
#include "rules/form.h"
#include "rules/label.h"
#include "rules/promotion.h"
#include "rules/reading.h"
#include "rules/shape.h"

#define READER_TITLE_SIZE_MAX 200u

static void reader_read_version(struct fenrun__reading *reading, const struct fenrun__place *root,
                                uint32_t key) {
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    if (!fenrun__reading_text(reading, &place, fenrun__reading_value(reading, key),
                              FENRUN__FORM_OF_VERSION) ||
        fenrun__text_is(place.text, "1")) {
        return;
    }
    struct fenrun__quote quote;
    fenrun__diagnostics_note(reading->diagnostics, &place, fenrun__part_all(),
                             "%s is not a version of the language; allowed: 1",
                             fenrun__quote(&quote, place.text));
}

static void reader_read_name(struct fenrun__reading *reading, const struct fenrun__place *root,
                             uint32_t key) {
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    if (!fenrun__reading_text(reading, &place, fenrun__reading_value(reading, key),
                              FENRUN__FORM_OF_RULES_NAME)) {
        return;
    }
    reading->draft->name = place.text;
    bool right = place.text.size <= FENRUN__NAME_SIZE_MAX;
    for (size_t i = 0; right && i < place.text.size; i++) {
        char byte = place.text.bytes[i];
        right = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-';
    }
    if (right) return;
    struct fenrun__quote quote;
    fenrun__diagnostics_note(reading->diagnostics, &place, fenrun__part_all(),
                             "%s is not a name of a rule set; allowed: a to z, 0 to 9 and -, at "
                             "most %u of them",
                             fenrun__quote(&quote, place.text), FENRUN__NAME_SIZE_MAX);
}

static void reader_read_title(struct fenrun__reading *reading, const struct fenrun__place *root,
                              uint32_t key) {
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    if (!fenrun__reading_text(reading, &place, fenrun__reading_value(reading, key),
                              FENRUN__FORM_OF_TITLE)) {
        return;
    }
    reading->draft->title = place.text;
    bool right = place.text.size <= READER_TITLE_SIZE_MAX;
    for (size_t i = 0; right && i < place.text.size; i++) {
        right = (unsigned char)place.text.bytes[i] >= 0x20;
    }
    if (right) return;
    fenrun__diagnostics_note(reading->diagnostics, &place, fenrun__part_all(),
                             "a title of several lines, or too long; allowed: one line of at most "
                             "%u bytes",
                             READER_TITLE_SIZE_MAX);
}

/* The code in capitals, if that is a currency; or "". */
static const char *reader_capitals(struct fenrun__text code, char out[4]) {
    memset(out, 0, 4);
    for (size_t i = 0; code.size == 3 && i < 3; i++) {
        bool small = code.bytes[i] >= 'a' && code.bytes[i] <= 'z';
        out[i] = (char)(small ? code.bytes[i] - 'a' + 'A' : code.bytes[i]);
    }
    return fenrun__currency_decimals(out, 3) >= 0 ? out : "";
}

static void reader_read_currency(struct fenrun__reading *reading,
                                 const struct fenrun__place *root, uint32_t key) {
    struct fenrun__draft *draft = reading->draft;
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    if (!fenrun__reading_text(reading, &place, fenrun__reading_value(reading, key),
                              FENRUN__FORM_OF_CURRENCY)) {
        return;
    }
    draft->units[0] = place.text;
    reading->scope.currency = place.text;
    reading->scope.decimals = fenrun__currency_decimals(place.text.bytes, place.text.size);
    if (reading->scope.decimals >= 0) {
        draft->decimals = (uint32_t)reading->scope.decimals;
        return;
    }
    struct fenrun__quote quote;
    char room[4];
    const char *capitals = reader_capitals(place.text, room);
    fenrun__diagnostics_note(reading->diagnostics, &place, fenrun__part_all(),
                             "%s is not a currency%s%s%s; allowed: a code of ISO 4217 as CNY",
                             fenrun__quote(&quote, place.text),
                             *capitals ? " (did you mean '" : "", capitals, *capitals ? "'?)" : "");
}

static void reader_read_rounding(struct fenrun__reading *reading,
                                 const struct fenrun__place *root, uint32_t key) {
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    size_t index = fenrun__reading_word(reading, &place, fenrun__reading_value(reading, key),
                                        FENRUN__FORM_OF_ROUNDING, "rounding");
    if (index != SIZE_MAX) reading->draft->version.rounding = (uint32_t)index;
}

static void reader_read_effective(struct fenrun__reading *reading,
                                  const struct fenrun__place *root, uint32_t key) {
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    int64_t *effective = &reading->draft->version.effective;
    if (!fenrun__reading_text(reading, &place, fenrun__reading_value(reading, key),
                              FENRUN__FORM_OF_INSTANT) ||
        fenrun__calendar_parse(effective, place.text.bytes, place.text.size, NULL) == FENRUN_OK) {
        return;
    }
    struct fenrun__quote quote;
    fenrun__diagnostics_note(reading->diagnostics, &place, fenrun__part_all(),
                             "%s is not an instant; allowed: a day as 2025-03-01, or a time as "
                             "2025-03-01T00:00:00+08:00",
                             fenrun__quote(&quote, place.text));
}

static void reader_read_tiers(struct fenrun__reading *reading, const struct fenrun__place *root,
                              uint32_t key) {
    /* Keys beside tiers in promotions, and under `pay`. */
    static const char *const reserved[] = {"review", "by", NULL};
    struct fenrun__draft *draft = reading->draft;
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    bool known = fenrun__reading_names(
        reading, &place, fenrun__reading_value(reading, key), reserved,
        fenrun__form_allowed(FENRUN__FORM_OF_TIERS), draft->tiers, FENRUN_TIERS_MAX,
        &draft->tier_count);
    reading->scope.tiers = (struct fenrun__names){draft->tiers, draft->tier_count, known};
    draft->lead_tier = draft->tier_count;
}

static void reader_read_periods(struct fenrun__reading *reading, const struct fenrun__place *root,
                                uint32_t key) {
    struct fenrun__draft *draft = reading->draft;
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    bool known = fenrun__reading_names(
        reading, &place, fenrun__reading_value(reading, key), fenrun__shape_reserved,
        fenrun__form_allowed(FENRUN__FORM_OF_PERIODS), draft->periods, FENRUN_PERIODS_MAX,
        &draft->period_count);
    reading->scope.periods = (struct fenrun__names){draft->periods, draft->period_count, known};
}

/* Leading teams is of a tier and all above it: a promotion must not end a team. */
static void reader_read_leaders(struct fenrun__reading *reading, const struct fenrun__place *root,
                                uint32_t key) {
    struct fenrun__draft *draft = reading->draft;
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    uint32_t list = fenrun__reading_value(reading, key);
    uint64_t tiers;
    bool none = fenrun__reading_kind(reading, list) == FENRUN__NODE_LIST &&
                fenrun__document_node(reading->document, list)->count == 0;
    if (none || !fenrun__reading_tiers(reading, &place, list, &tiers, NULL)) return;
    draft->lead_tier = 0;
    while ((tiers >> draft->lead_tier & 1) == 0) draft->lead_tier++;
    if (!reading->scope.tiers.known) return;
    char missing[FENRUN_MESSAGE_SIZE];
    struct fenrun__writer writer;
    fenrun__writer_init_fixed(&writer, missing, sizeof missing);
    for (uint32_t tier = draft->lead_tier; tier < draft->tier_count; tier++) {
        if ((tiers >> tier & 1) == 1) continue;
        fenrun__writer_format(&writer, "%s%.*s", writer.size > 0 ? ", " : "",
                              (int)draft->tiers[tier].size, draft->tiers[tier].bytes);
    }
    if (writer.size == 0) return;
    struct fenrun__quote leader;
    fenrun__diagnostics_note(reading->diagnostics, &place, fenrun__part_all(),
                             "the tiers above %s must lead teams as well; missing: %.*s",
                             fenrun__quote(&leader, draft->tiers[draft->lead_tier]),
                             (int)writer.size, writer.bytes);
}

/* A section that needs no others, or only those before it here. */
static const struct {
    enum fenrun__rules_key key;
    void (*read)(struct fenrun__reading *, const struct fenrun__place *, uint32_t);
} reader_sections[] = {{FENRUN__RULES_FENRUN, reader_read_version},
                       {FENRUN__RULES_NAME, reader_read_name},
                       {FENRUN__RULES_TITLE, reader_read_title},
                       {FENRUN__RULES_CURRENCY, reader_read_currency},
                       {FENRUN__RULES_ROUNDING, reader_read_rounding},
                       {FENRUN__RULES_EFFECTIVE, reader_read_effective},
                       {FENRUN__RULES_TIERS, reader_read_tiers},
                       {FENRUN__RULES_TEAM_LEADERS, reader_read_leaders},
                       {FENRUN__RULES_PERIODS, reader_read_periods},
                       {FENRUN__RULES_LABELS, fenrun__label_read_names},
                       {FENRUN__RULES_ORDER, fenrun__shape_read_order},
                       {FENRUN__RULES_JOIN, fenrun__shape_read_join},
                       {FENRUN__RULES_EVENTS, fenrun__shape_read_events},
                       {FENRUN__RULES_AWARDS, fenrun__award_read_all},
                       {FENRUN__RULES_LABELS, fenrun__label_read_all},
                       {FENRUN__RULES_PROMOTIONS, fenrun__promotion_read_all},
                       {FENRUN__RULES_DEMOTIONS, fenrun__promotion_read_demotions}};

/* The lines of the keys that versions of a book are compared by. */
static void reader_keep_lines(struct fenrun__reading *reading,
                              const uint32_t found[FENRUN__RULES_KEYS]) {
    static const enum fenrun__rules_key keys[FENRUN__SECTIONS] = {
        [FENRUN__SECTION_EFFECTIVE] = FENRUN__RULES_EFFECTIVE,
        [FENRUN__SECTION_CURRENCY] = FENRUN__RULES_CURRENCY,
        [FENRUN__SECTION_TIERS] = FENRUN__RULES_TIERS,
        [FENRUN__SECTION_TEAM_LEADERS] = FENRUN__RULES_TEAM_LEADERS,
        [FENRUN__SECTION_PERIODS] = FENRUN__RULES_PERIODS,
        [FENRUN__SECTION_LABELS] = FENRUN__RULES_LABELS,
        [FENRUN__SECTION_ORDER] = FENRUN__RULES_ORDER,
        [FENRUN__SECTION_JOIN] = FENRUN__RULES_JOIN,
        [FENRUN__SECTION_EVENTS] = FENRUN__RULES_EVENTS,
        [FENRUN__SECTION_PROMOTIONS] = FENRUN__RULES_PROMOTIONS,
        [FENRUN__SECTION_DEMOTIONS] = FENRUN__RULES_DEMOTIONS};
    for (size_t i = 0; i < FENRUN__SECTIONS; i++) {
        uint32_t key = found[keys[i]];
        if (key == FENRUN__NODE_ABSENT) continue;
        reading->draft->version.lines[i] = fenrun__document_node(reading->document, key)->line;
    }
}

/* Is it a file of tests? Those have these two keys, which no rule set has. */
static bool reader_is_test_file(const struct fenrun__reading *reading) {
    uint32_t root = reading->document->root;
    uint32_t found = 0;
    if (fenrun__reading_kind(reading, root) != FENRUN__NODE_MAP) return false;
    for (uint32_t key = fenrun__reading_first(reading, root); key != FENRUN__NODE_ABSENT;
         key = fenrun__reading_next(reading, key)) {
        struct fenrun__text name = fenrun__document_text(reading->document, key);
        found += fenrun__text_is(name, "rules") || fenrun__text_is(name, "tests");
    }
    return found == 2;
}

static void reader_read_sections(struct fenrun__reading *reading) {
    const struct fenrun__names none = {NULL, 0, true};
    const struct fenrun__node *node =
        fenrun__document_node(reading->document, reading->document->root);
    struct fenrun__place root = {.line = node->line, .column = node->column};
    uint32_t found[FENRUN__RULES_KEYS];
    if (reader_is_test_file(reading)) {
        fenrun__diagnostics_note(reading->diagnostics, &root, fenrun__part_all(),
                                 "this is a test file; allowed: a rule set, with the keys 'tiers', "
                                 "'awards' and more");
        return;
    }
    if (!fenrun__reading_map(reading, &root, reading->document->root,
                             FENRUN__FORM_OF_RULES, found)) {
        return;
    }
    reading->has_order = found[FENRUN__RULES_ORDER] != FENRUN__NODE_ABSENT;
    reading->has_team_leaders = found[FENRUN__RULES_TEAM_LEADERS] != FENRUN__NODE_ABSENT;
    reading->has_periods = found[FENRUN__RULES_PERIODS] != FENRUN__NODE_ABSENT;
    reader_keep_lines(reading, found);
    /* What does not stand there is known to be none, but for an order, of which that is said. */
    reading->scope.labels.known = found[FENRUN__RULES_LABELS] == FENRUN__NODE_ABSENT;
    reading->scope.periods.known = !reading->has_periods;
    reading->events = none;
    reading->shapes[FENRUN__SHAPE_JOIN] = (struct fenrun__reading_shape){none, none, none};
    for (size_t i = 0; i < sizeof reader_sections / sizeof reader_sections[0]; i++) {
        uint32_t key = found[reader_sections[i].key];
        if (key != FENRUN__NODE_ABSENT) reader_sections[i].read(reading, &root, key);
    }
}

/* Read the sections of a document that is well-formed; lay out the plan if there is no mistake. */
static int32_t reader_compile(struct fenrun__plan **out, const struct fenrun__document *document,
                              struct fenrun__memory *memory,
                              struct fenrun__diagnostics *diagnostics) {
    struct fenrun__draft *draft = fenrun__draft_new(memory);
    if (!draft) return FENRUN_ERROR_MEMORY;
    struct fenrun__reading reading = {
        .document = document,
        .diagnostics = diagnostics,
        .draft = draft,
        .scope = {.currency = {"", 0}, .decimals = -1, .diagnostics = diagnostics}};
    reader_read_sections(&reading);
    int32_t code = draft->failed ? FENRUN_ERROR_MEMORY : FENRUN_ERROR_RULES;
    if (!draft->failed && diagnostics->count == 0) {
        *out = fenrun__draft_lay_out(draft);
        code = *out ? FENRUN_OK : FENRUN_ERROR_MEMORY;
    }
    fenrun__draft_free(draft);
    return code;
}

int32_t fenrun__reader_read(struct fenrun__plan **out, const char *text, size_t size,
                            struct fenrun__memory *memory, fenrun_error *errors, size_t capacity,
                            size_t *count) {
    struct fenrun__diagnostics diagnostics;
    struct fenrun__document document;
    *out = NULL;
    fenrun__diagnostics_init(&diagnostics, errors, capacity);
    int32_t code = fenrun__document_read(&document, text, size, memory, &diagnostics);
    if (code == FENRUN_OK) code = reader_compile(out, &document, memory, &diagnostics);
    fenrun__document_free(&document);
    fenrun__diagnostics_finish(&diagnostics);
    *count = diagnostics.count;
    if (code == FENRUN_ERROR_MEMORY) {
        *count = 1;
        if (diagnostics.capacity > 0) (void)fenrun__error_memory(&errors[0]);
    }
    return code;
}
