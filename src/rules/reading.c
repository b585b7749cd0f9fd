/* Reading: every check notes what was found and what is allowed, at the place of the item. */
#include "rules/reading.h"

#include <string.h>

#include "rules/fullwidth.h"

/* A map of the language has fewer keys. */
#define READING_KEYS_MAX 24u

static void reading_locate(const struct fenrun__reading *reading, uint32_t key, uint32_t value,
                           struct fenrun__place *place) {
    const struct fenrun__node *node = fenrun__document_node(reading->document, value);
    bool text = node->kind == FENRUN__NODE_TEXT && node->text_size > 0;
    if (text) {
        place->text = fenrun__document_text(reading->document, value);
        place->text_column = node->text_column;
    } else {
        node = fenrun__document_node(reading->document, key);
    }
    place->line = node->line;
    place->column = node->column;
}

struct fenrun__place fenrun__reading_place(const struct fenrun__reading *reading,
                                           const struct fenrun__place *parent, uint32_t key) {
    struct fenrun__place place = {.parent = parent,
                                  .name = fenrun__document_text(reading->document, key)};
    reading_locate(reading, key, fenrun__reading_value(reading, key), &place);
    return place;
}

struct fenrun__place fenrun__reading_key(const struct fenrun__reading *reading,
                                         const struct fenrun__place *map, uint32_t key) {
    const struct fenrun__node *node = fenrun__document_node(reading->document, key);
    struct fenrun__place place = *map;
    place.line = node->line;
    place.column = node->column;
    place.text_column = 0;
    return place;
}

struct fenrun__place fenrun__reading_item(const struct fenrun__reading *reading,
                                          const struct fenrun__place *parent, uint32_t item,
                                          uint32_t number) {
    struct fenrun__place place = {.parent = parent, .number = number};
    reading_locate(reading, item, item, &place);
    return place;
}

uint32_t fenrun__reading_value(const struct fenrun__reading *reading, uint32_t key) {
    return fenrun__document_node(reading->document, key)->first;
}

uint8_t fenrun__reading_kind(const struct fenrun__reading *reading, uint32_t node) {
    return fenrun__document_node(reading->document, node)->kind;
}

static uint32_t reading_skip_repeated(const struct fenrun__reading *reading, uint32_t key) {
    while (key != FENRUN__NODE_ABSENT && fenrun__document_node(reading->document, key)->repeated) {
        key = fenrun__document_node(reading->document, key)->next;
    }
    return key;
}

uint32_t fenrun__reading_first(const struct fenrun__reading *reading, uint32_t map) {
    return reading_skip_repeated(reading, fenrun__document_node(reading->document, map)->first);
}

uint32_t fenrun__reading_next(const struct fenrun__reading *reading, uint32_t key) {
    return reading_skip_repeated(reading, fenrun__document_node(reading->document, key)->next);
}

bool fenrun__reading_is(struct fenrun__reading *reading, const struct fenrun__place *place,
                        uint32_t node, enum fenrun__node_kind kind, const char *allowed) {
    static const char *const found[] = {
        [FENRUN__NODE_LIST] = "a list", [FENRUN__NODE_MAP] = "a map"};
    static const char *const empty[] = {[FENRUN__NODE_TEXT] = "nothing",
                                        [FENRUN__NODE_LIST] = "an empty list",
                                        [FENRUN__NODE_MAP] = "an empty map"};
    const struct fenrun__node *given = fenrun__document_node(reading->document, node);
    uint32_t size = given->kind == FENRUN__NODE_TEXT ? given->text_size : given->count;
    if (given->kind == FENRUN__NODE_NONE) return false;
    if (given->kind == kind && size > 0) return true;
    struct fenrun__quote quote;
    const char *what = given->kind == FENRUN__NODE_TEXT
                           ? fenrun__quote(&quote, fenrun__document_text(reading->document, node))
                           : found[given->kind];
    if (size == 0) what = empty[given->kind];
    /* A name that holds the colon, or the comma, is why nothing is left for the value. */
    struct fenrun__fullwidth wide;
    bool slip = size == 0 && place->name.bytes && fenrun__fullwidth_find(place->name, &wide);
    fenrun__diagnostics_note(reading->diagnostics, place, slip ? place->name : fenrun__part_all(),
                             "%s is given; allowed: %s", what, allowed);
    return false;
}

bool fenrun__reading_text(struct fenrun__reading *reading, const struct fenrun__place *place,
                          uint32_t node, enum fenrun__form_of form) {
    return fenrun__reading_is(reading, place, node, FENRUN__NODE_TEXT,
                              fenrun__form_allowed(form));
}

size_t fenrun__reading_word(struct fenrun__reading *reading, const struct fenrun__place *place,
                            uint32_t node, enum fenrun__form_of form, const char *what) {
    const char *const *words = fenrun__form(form)->words;
    struct fenrun__text texts[READING_KEYS_MAX];
    size_t count = 0;
    for (; words[count]; count++) texts[count] = fenrun__text_from(words[count]);
    const struct fenrun__names known = {texts, count, true};
    if (!fenrun__reading_text(reading, place, node, form)) return SIZE_MAX;
    struct fenrun__text word = fenrun__document_text(reading->document, node);
    size_t index = fenrun__names_find(&known, word);
    if (index == SIZE_MAX) {
        fenrun__diagnostics_note_unknown(reading->diagnostics, place, word, what, &known);
    }
    return index;
}

bool fenrun__reading_path_text(struct fenrun__reading *reading, const struct fenrun__scope *scope,
                               const struct fenrun__place *place, struct fenrun__text text,
                               bool uplines, struct fenrun__plan_path *out) {
    struct fenrun__path path;
    if (!fenrun__expression_path(&path, scope, place, text, uplines)) return false;
    *out = path.path;
    if (path.leader.bytes) {
        fenrun__reading_need(reading, place, path.leader, "leader", "team_leaders",
                             &reading->has_team_leaders);
    }
    return true;
}

bool fenrun__reading_path(struct fenrun__reading *reading, const struct fenrun__scope *scope,
                          const struct fenrun__place *place, uint32_t node,
                          enum fenrun__form_of form, struct fenrun__plan_path *out) {
    return fenrun__reading_text(reading, place, node, form) &&
           fenrun__reading_path_text(reading, scope, place, place->text,
                                     form == FENRUN__FORM_OF_PATHS, out);
}

void fenrun__reading_miss(struct fenrun__reading *reading, const struct fenrun__place *place,
                          const struct fenrun__key *key) {
    const struct fenrun__written *form = reading->form
                                             ? reading->form(key->form)
                                             : fenrun__form((enum fenrun__form_of)key->form);
    fenrun__diagnostics_note(reading->diagnostics, place, fenrun__part_all(),
                             "the key '%s' is missing; allowed: %s", key->name, form->allowed);
}

bool fenrun__reading_keys(struct fenrun__reading *reading, const struct fenrun__place *place,
                          uint32_t map, const struct fenrun__key *keys, size_t count,
                          uint32_t *found) {
    struct fenrun__text texts[READING_KEYS_MAX];
    for (size_t i = 0; i < count; i++) {
        texts[i] = fenrun__text_from(keys[i].name);
        found[i] = FENRUN__NODE_ABSENT;
    }
    const struct fenrun__names known = {texts, count, true};
    if (!fenrun__reading_is(reading, place, map, FENRUN__NODE_MAP, "a map of keys")) return false;
    for (uint32_t key = fenrun__reading_first(reading, map); key != FENRUN__NODE_ABSENT;
         key = fenrun__reading_next(reading, key)) {
        struct fenrun__text name = fenrun__document_text(reading->document, key);
        size_t index = fenrun__names_find(&known, name);
        if (index != SIZE_MAX) {
            found[index] = key;
            continue;
        }
        struct fenrun__place at = fenrun__reading_key(reading, place, key);
        fenrun__diagnostics_note_unknown(reading->diagnostics, &at, name, "key", &known);
    }
    for (size_t i = 0; i < count; i++) {
        if (!keys[i].required || found[i] != FENRUN__NODE_ABSENT) continue;
        fenrun__reading_miss(reading, place, &keys[i]);
    }
    return true;
}

bool fenrun__reading_map(struct fenrun__reading *reading, const struct fenrun__place *place,
                         uint32_t map, enum fenrun__form_of form, uint32_t *found) {
    const struct fenrun__written *written = fenrun__form(form);
    for (size_t i = 0; i < written->key_count; i++) found[i] = FENRUN__NODE_ABSENT;
    return fenrun__reading_is(reading, place, map, FENRUN__NODE_MAP, written->allowed) &&
           fenrun__reading_keys(reading, place, map, written->keys, written->key_count, found);
}

bool fenrun__reading_is_name(struct fenrun__text name) {
    bool right = name.size > 0 && name.size <= FENRUN__NAME_SIZE_MAX;
    for (size_t i = 0; right && i < name.size; i++) {
        char byte = name.bytes[i];
        right = (byte >= 'a' && byte <= 'z') || byte == '_' ||
                (i > 0 && byte >= '0' && byte <= '9');
    }
    return right;
}

bool fenrun__reading_name(struct fenrun__reading *reading, const struct fenrun__place *place,
                          struct fenrun__text name) {
    if (fenrun__reading_is_name(name)) return true;
    struct fenrun__quote quote;
    fenrun__diagnostics_note(reading->diagnostics, place, name,
                             "%s is not a name; allowed: a to z, 0 to 9 and _, not a digit first, "
                             "at most %u of them",
                             fenrun__quote(&quote, name), FENRUN__NAME_SIZE_MAX);
    return false;
}

void fenrun__reading_refuse(struct fenrun__reading *reading, const struct fenrun__place *place,
                            struct fenrun__text name, const char *const *reserved) {
    for (; *reserved; reserved++) {
        if (!fenrun__text_is(name, *reserved)) continue;
        fenrun__diagnostics_note(reading->diagnostics, place, fenrun__part_all(),
                                 "'%s' has a meaning of its own; allowed: another name", *reserved);
    }
}

bool fenrun__reading_names(struct fenrun__reading *reading, const struct fenrun__place *place,
                           uint32_t list, const char *const *reserved, const char *allowed,
                           struct fenrun__text *names, size_t capacity, uint32_t *count) {
    *count = 0;
    if (!fenrun__reading_is(reading, place, list, FENRUN__NODE_LIST, allowed)) return false;
    bool whole = true;
    uint32_t number = 0;
    for (uint32_t item = fenrun__document_node(reading->document, list)->first;
         item != FENRUN__NODE_ABSENT; item = fenrun__document_node(reading->document, item)->next) {
        struct fenrun__place at = fenrun__reading_item(reading, place, item, ++number);
        if (number > capacity) {
            fenrun__diagnostics_note(reading->diagnostics, &at, fenrun__part_all(),
                                     "more than the %u names that may be listed",
                                     (uint32_t)capacity);
            return false;
        }
        if (!fenrun__reading_is(reading, &at, item, FENRUN__NODE_TEXT, "a name")) {
            whole = false;
            continue;
        }
        const struct fenrun__names earlier = {names, *count, true};
        if (fenrun__names_find(&earlier, at.text) != SIZE_MAX) {
            struct fenrun__quote quote;
            fenrun__diagnostics_note(reading->diagnostics, &at, fenrun__part_all(),
                                     "%s is listed twice", fenrun__quote(&quote, at.text));
            continue;
        }
        if (fenrun__reading_name(reading, &at, at.text)) {
            fenrun__reading_refuse(reading, &at, at.text, reserved);
        } else {
            /* Two names with a full-width comma: what refers to them is not held against it. */
            struct fenrun__fullwidth wide;
            whole = whole && !fenrun__fullwidth_find(at.text, &wide);
        }
        names[(*count)++] = at.text;
    }
    return whole;
}

bool fenrun__reading_tiers(struct fenrun__reading *reading, const struct fenrun__place *place,
                           uint32_t list, uint64_t *tiers, uint32_t *labels) {
    *tiers = 0;
    if (labels) *labels = 0;
    if (!fenrun__reading_is(reading, place, list, FENRUN__NODE_LIST, "a list of tiers")) {
        return false;
    }
    bool right = true;
    uint32_t number = 0;
    for (uint32_t item = fenrun__document_node(reading->document, list)->first;
         item != FENRUN__NODE_ABSENT; item = fenrun__document_node(reading->document, item)->next) {
        struct fenrun__place at = fenrun__reading_item(reading, place, item, ++number);
        uint64_t tier;
        uint32_t label = 0;
        if (!fenrun__reading_text(reading, &at, item, FENRUN__FORM_OF_TIER) ||
            !fenrun__expression_tiers(&tier, labels ? &label : NULL, &reading->scope, &at,
                                      at.text)) {
            right = false;
            continue;
        }
        if (!labels && memchr(at.text.bytes, '+', at.text.size)) {
            right = false;
            fenrun__diagnostics_note_unknown(reading->diagnostics, &at, at.text, "tier",
                                             &reading->scope.tiers);
            continue;
        }
        if ((*tiers & tier) != 0 || (labels && (*labels & label) != 0)) {
            struct fenrun__quote quote;
            right = false;
            fenrun__diagnostics_note(reading->diagnostics, &at, fenrun__part_all(),
                                     "%s is listed twice", fenrun__quote(&quote, at.text));
        }
        *tiers |= tier;
        if (labels) *labels |= label;
    }
    return right;
}

uint32_t fenrun__reading_period(struct fenrun__reading *reading, const struct fenrun__place *place,
                                struct fenrun__text name) {
    const struct fenrun__names *periods = &reading->scope.periods;
    size_t index = fenrun__names_find(periods, name);
    if (index != SIZE_MAX) return (uint32_t)index;
    if (!reading->has_periods) {
        struct fenrun__quote quote;
        fenrun__diagnostics_note(reading->diagnostics, place, name,
                                 "unknown period %s; allowed: a name that the key 'periods' of "
                                 "the rule set lists, which is missing",
                                 fenrun__quote(&quote, name));
    } else if (periods->known) {
        fenrun__diagnostics_note_unknown(reading->diagnostics, place, name, "period", periods);
    }
    return FENRUN__NOWHERE;
}

void fenrun__reading_need(struct fenrun__reading *reading, const struct fenrun__place *place,
                          struct fenrun__text part, const char *what, const char *key,
                          bool *has_key) {
    if (*has_key) return;
    fenrun__diagnostics_note(reading->diagnostics, place, part,
                             "'%s' needs the key '%s' of the rule set, which is missing", what,
                             key);
    *has_key = true;
}
