/*
 * Reader: the top of a rule set, in the order in which its sections need one another.
 *
 *     currency ─► tiers ─► team_leaders ─► order ─► awards ─► promotions ─► draft ─► plan
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
#include "money/currency.h"
#include "rules/award.h"
#include "rules/diagnostics.h"
#include "rules/document.h"
#include "rules/draft.h"
#include "rules/promotion.h"
#include "rules/reading.h"

#define READER_TITLE_SIZE_MAX 200u

enum reader_key {
    READER_FENRUN,
    READER_NAME,
    READER_TITLE,
    READER_CURRENCY,
    READER_ROUNDING,
    READER_TIERS,
    READER_TEAM_LEADERS,
    READER_ORDER,
    READER_AWARDS,
    READER_PROMOTIONS,
    READER_KEYS
};

static const struct fenrun__key reader_keys[READER_KEYS] = {
    [READER_FENRUN] = {"fenrun", true},
    [READER_NAME] = {"name", true},
    [READER_TITLE] = {"title", false},
    [READER_CURRENCY] = {"currency", true},
    [READER_ROUNDING] = {"rounding", true},
    [READER_TIERS] = {"tiers", true},
    [READER_TEAM_LEADERS] = {"team_leaders", false},
    [READER_ORDER] = {"order", false},
    [READER_AWARDS] = {"awards", true},
    [READER_PROMOTIONS] = {"promotions", false}};

static void reader_read_version(struct fenrun__reading *reading, const struct fenrun__place *root,
                                uint32_t key) {
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    if (!fenrun__reading_is(reading, &place, fenrun__reading_value(reading, key),
                            FENRUN__NODE_TEXT, "1") ||
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
    if (!fenrun__reading_is(reading, &place, fenrun__reading_value(reading, key),
                            FENRUN__NODE_TEXT, "a name as wanwu-xinxuan")) {
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
    if (!fenrun__reading_is(reading, &place, fenrun__reading_value(reading, key),
                            FENRUN__NODE_TEXT, "one line of text")) {
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
    if (!fenrun__reading_is(reading, &place, fenrun__reading_value(reading, key),
                            FENRUN__NODE_TEXT, "a currency of ISO 4217 as CNY")) {
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
    static const struct fenrun__text modes[] = {[FENRUN__ROUND_HALF_EVEN] = {"half_even", 9},
                                                [FENRUN__ROUND_HALF_UP] = {"half_up", 7},
                                                [FENRUN__ROUND_DOWN] = {"down", 4},
                                                [FENRUN__ROUND_UP] = {"up", 2}};
    const struct fenrun__names known = {modes, sizeof modes / sizeof modes[0], true};
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    if (!fenrun__reading_is(reading, &place, fenrun__reading_value(reading, key),
                            FENRUN__NODE_TEXT, "half_even, half_up, down, up")) {
        return;
    }
    size_t index = fenrun__names_find(&known, place.text);
    if (index == SIZE_MAX) {
        fenrun__diagnostics_note_unknown(reading->diagnostics, &place, place.text, "rounding",
                                         &known);
        return;
    }
    reading->draft->rounding = (enum fenrun__rounding)index;
}

static void reader_read_tiers(struct fenrun__reading *reading, const struct fenrun__place *root,
                              uint32_t key) {
    static const char *const reserved[] = {"review", NULL}; /* a key beside tiers in promotions */
    struct fenrun__draft *draft = reading->draft;
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    bool known = fenrun__reading_names(reading, &place, fenrun__reading_value(reading, key),
                                       reserved, "a list of tiers, lowest first", draft->tiers,
                                       FENRUN_TIERS_MAX, &draft->tier_count);
    reading->scope.tiers = (struct fenrun__names){draft->tiers, draft->tier_count, known};
    draft->lead_tier = draft->tier_count;
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
    if (none || !fenrun__reading_tiers(reading, &place, list, &tiers)) return;
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

static void reader_read_requirements(struct fenrun__reading *reading,
                                     const struct fenrun__place *order, uint32_t require) {
    struct fenrun__draft *draft = reading->draft;
    const struct fenrun__names *amounts = &reading->scope.amounts;
    struct fenrun__place place = fenrun__reading_place(reading, order, require);
    uint32_t map = fenrun__reading_value(reading, require);
    if (!fenrun__reading_is(reading, &place, map, FENRUN__NODE_MAP,
                            "a map as {profit: 5%..40% of price}")) {
        return;
    }
    for (uint32_t key = fenrun__reading_first(reading, map); key != FENRUN__NODE_ABSENT;
         key = fenrun__reading_next(reading, key)) {
        struct fenrun__text name = fenrun__document_text(reading->document, key);
        struct fenrun__place at = fenrun__reading_place(reading, &place, key);
        size_t amount = fenrun__names_find(amounts, name);
        if (amount == SIZE_MAX && amounts->known) {
            struct fenrun__place at_key = fenrun__reading_key(reading, &place, key);
            fenrun__diagnostics_note_unknown(reading->diagnostics, &at_key, name, "amount",
                                             amounts);
        }
        struct fenrun__plan_requirement requirement = {
            .amount = (uint32_t)amount,
            .line = fenrun__document_node(reading->document, key)->line};
        if (!fenrun__reading_is(reading, &at, fenrun__reading_value(reading, key),
                                FENRUN__NODE_TEXT, "a range as 5%..40% of price") ||
            !fenrun__expression_range(&requirement, &reading->scope, &at) || amount == SIZE_MAX) {
            continue;
        }
        if (requirement.base == amount) {
            fenrun__diagnostics_note(reading->diagnostics, &at, fenrun__part_all(),
                                     "a share of the amount itself; allowed: one of another");
        }
        draft->requirements[draft->requirement_count++] = requirement;
    }
}

static void reader_read_order(struct fenrun__reading *reading, const struct fenrun__place *root,
                              uint32_t key) {
    /* The columns that orders have in files, and the words that stand where roles do. */
    static const char *const reserved[] = {"at",     "event", "order", "member",   "inviter",
                                           "leader", "tier",  "payee", "platform", "refund",
                                           NULL};
    static const struct fenrun__key keys[] = {
        {"roles", true}, {"amounts", true}, {"require", false}};
    struct fenrun__draft *draft = reading->draft;
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    uint32_t found[3];
    if (!fenrun__reading_keys(reading, &place, fenrun__reading_value(reading, key), keys, 3,
                              found)) {
        return;
    }
    if (found[0] != FENRUN__NODE_ABSENT) {
        struct fenrun__place at = fenrun__reading_place(reading, &place, found[0]);
        bool known = fenrun__reading_names(
            reading, &at, fenrun__reading_value(reading, found[0]), reserved,
            "a list of roles as [seller]", draft->roles, FENRUN_ROLES_MAX, &draft->role_count);
        reading->scope.roles = (struct fenrun__names){draft->roles, draft->role_count, known};
    }
    if (found[1] != FENRUN__NODE_ABSENT) {
        struct fenrun__place at = fenrun__reading_place(reading, &place, found[1]);
        bool known = fenrun__reading_names(reading, &at, fenrun__reading_value(reading, found[1]),
                                           reserved, "a list of amounts as [price, profit]",
                                           draft->amounts, FENRUN_AMOUNTS_MAX,
                                           &draft->amount_count);
        reading->scope.amounts =
            (struct fenrun__names){draft->amounts, draft->amount_count, known};
        for (size_t i = 0; i < draft->amount_count; i++) {
            if (fenrun__names_find(&reading->scope.roles, draft->amounts[i]) == SIZE_MAX) continue;
            struct fenrun__quote quote;
            fenrun__diagnostics_note(reading->diagnostics, &at, fenrun__part_all(),
                                     "%s is a role as well; allowed: different names",
                                     fenrun__quote(&quote, draft->amounts[i]));
        }
    }
    if (found[2] != FENRUN__NODE_ABSENT) reader_read_requirements(reading, &place, found[2]);
}

static void reader_read_sections(struct fenrun__reading *reading) {
    typedef void reader_section(struct fenrun__reading *, const struct fenrun__place *, uint32_t);
    static reader_section *const sections[READER_KEYS] = {
        [READER_FENRUN] = reader_read_version,
        [READER_NAME] = reader_read_name,
        [READER_TITLE] = reader_read_title,
        [READER_CURRENCY] = reader_read_currency,
        [READER_ROUNDING] = reader_read_rounding,
        [READER_TIERS] = reader_read_tiers,
        [READER_TEAM_LEADERS] = reader_read_leaders,
        [READER_ORDER] = reader_read_order,
        [READER_AWARDS] = fenrun__award_read_all,
        [READER_PROMOTIONS] = fenrun__promotion_read_all};
    const struct fenrun__node *node =
        fenrun__document_node(reading->document, reading->document->root);
    struct fenrun__place root = {.line = node->line, .column = node->column};
    uint32_t found[READER_KEYS];
    if (!fenrun__reading_keys(reading, &root, reading->document->root, reader_keys, READER_KEYS,
                              found)) {
        return;
    }
    reading->has_order = found[READER_ORDER] != FENRUN__NODE_ABSENT;
    reading->has_team_leaders = found[READER_TEAM_LEADERS] != FENRUN__NODE_ABSENT;
    for (size_t i = 0; i < READER_KEYS; i++) {
        if (found[i] != FENRUN__NODE_ABSENT) sections[i](reading, &root, found[i]);
    }
}

/* Read the sections of a document that is well-formed; lay out the plan if there is no mistake. */
static int32_t reader_compile(struct fenrun__plan **out, const struct fenrun__document *document,
                              struct fenrun__memory *memory,
                              struct fenrun__diagnostics *diagnostics) {
    struct fenrun__draft *draft = fenrun__memory_zeroed(memory, sizeof *draft);
    if (!draft) return FENRUN_ERROR_MEMORY;
    const struct fenrun__text empty = {"", 0};
    draft->title = empty;
    draft->units[0] = empty;
    draft->unit_count = 1;
    struct fenrun__reading reading = {
        .document = document,
        .diagnostics = diagnostics,
        .draft = draft,
        .scope = {.currency = empty, .decimals = -1, .diagnostics = diagnostics}};
    reader_read_sections(&reading);
    int32_t code = FENRUN_ERROR_RULES;
    if (diagnostics->count == 0) {
        *out = fenrun__draft_lay_out(draft, memory);
        code = *out ? FENRUN_OK : FENRUN_ERROR_MEMORY;
    }
    fenrun__memory_free(memory, draft, sizeof *draft);
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
