/* Revision: where nodes begin and end in the text, and what takes their places. */
#include "scenario/revision.h"

#include <string.h>

#define REVISION_UNKNOWN SIZE_MAX

/* ---- Places ---- */

static bool revision_find_lines(struct fenrun__revision *revision) {
    struct fenrun__text text = revision->text;
    size_t at = text.size >= 3 && memcmp(text.bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    for (size_t i = at; i <= text.size; i++) {
        bool pair = i + 1 < text.size && text.bytes[i] == '\r' && text.bytes[i + 1] == '\n';
        bool ends = i == text.size || text.bytes[i] == '\n' || (text.bytes[i] == '\r' && !pair);
        if (!ends) continue;
        if (!fenrun__memory_grow(revision->memory, &revision->lines, sizeof *revision->lines,
                                 &revision->line_capacity, revision->line_count + 1)) {
            return false;
        }
        revision->lines[revision->line_count++] = at;
        at = i + 1;
    }
    return true;
}

void fenrun__revision_init(struct fenrun__revision *revision, const struct fenrun__script *script,
                           struct fenrun__text text) {
    *revision = (struct fenrun__revision){
        .script = script, .text = text, .memory = script->memory};
    fenrun__writer_init(&revision->words, script->memory);
    if (!revision_find_lines(revision)) revision->words.failed = true;
}

void fenrun__revision_free(struct fenrun__revision *revision) {
    fenrun__memory_free(revision->memory, revision->lines,
                        revision->line_capacity * sizeof *revision->lines);
    fenrun__memory_free(revision->memory, revision->edits,
                        revision->edit_capacity * sizeof *revision->edits);
    fenrun__memory_free(revision->memory, revision->dropped, revision->dropped_capacity);
    fenrun__writer_free(&revision->words);
}

static const struct fenrun__node *revision_node(const struct fenrun__revision *revision,
                                                uint32_t node) {
    return fenrun__document_node(&revision->script->document, node);
}

static char revision_byte(const struct fenrun__revision *revision, size_t at) {
    return at < revision->text.size ? revision->text.bytes[at] : '\0';
}

/* Where a node begins. */
static size_t revision_begin(const struct fenrun__revision *revision, uint32_t index) {
    const struct fenrun__node *node = revision_node(revision, index);
    if (node->line == 0 || node->line > revision->line_count) return REVISION_UNKNOWN;
    size_t at = revision->lines[node->line - 1];
    for (uint32_t column = 1; column < node->column && at < revision->text.size; column++) {
        at++;
        while (((unsigned char)revision_byte(revision, at) & 0xC0u) == 0x80u) at++;
    }
    return at;
}

/* The beginning of the line behind the one that holds `at`. */
static size_t revision_next_line(const struct fenrun__revision *revision, size_t at) {
    while (at < revision->text.size && revision->text.bytes[at] != '\n') at++;
    return at < revision->text.size ? at + 1 : at;
}

static size_t revision_line_of(const struct fenrun__revision *revision, uint32_t node) {
    return revision->lines[revision_node(revision, node)->line - 1];
}

/* Behind a text in quotes. */
static size_t revision_quoted_end(const struct fenrun__revision *revision, size_t at) {
    char quote = revision_byte(revision, at);
    for (at++; at < revision->text.size; at++) {
        char byte = revision->text.bytes[at];
        if (byte == '\\' && quote == '"') {
            at++;
        } else if (byte == quote && quote == '\'' && revision_byte(revision, at + 1) == '\'') {
            at++;
        } else if (byte == quote) {
            return at + 1;
        }
    }
    return REVISION_UNKNOWN;
}

static size_t revision_text_end(const struct fenrun__revision *revision, uint32_t index) {
    const struct fenrun__node *node = revision_node(revision, index);
    size_t at = revision_begin(revision, index);
    if (at == REVISION_UNKNOWN) return at;
    char byte = revision_byte(revision, at);
    bool quoted = byte == '"' || byte == '\'';
    if (node->text_column == 0) {
        return quoted ? revision_quoted_end(revision, at) : REVISION_UNKNOWN;
    }
    return at + node->text_size + (node->text_column > node->column ? 2 : 0);
}

/* Behind the bracket that closes what `at` is the last of. */
static size_t revision_close(const struct fenrun__revision *revision, size_t at) {
    while (at < revision->text.size) {
        char byte = revision->text.bytes[at];
        if (byte == '}' || byte == ']') return at + 1;
        at = byte == '#' ? revision_next_line(revision, at) : at + 1;
    }
    return REVISION_UNKNOWN;
}

static bool revision_is_flow(const struct fenrun__revision *revision, uint32_t node) {
    char byte = revision_byte(revision, revision_begin(revision, node));
    return byte == '{' || byte == '[';
}

/* Where a node ends: with its last text, and the brackets that close behind it. */
static size_t revision_end(const struct fenrun__revision *revision, uint32_t index) {
    uint32_t open[FENRUN_RULES_DEPTH_MAX];
    size_t depth = 0;
    size_t at = REVISION_UNKNOWN;
    for (;;) {
        const struct fenrun__node *node = revision_node(revision, index);
        if (node->kind == FENRUN__NODE_TEXT) {
            at = revision_text_end(revision, index);
            break;
        }
        if (depth == FENRUN_RULES_DEPTH_MAX || node->kind == FENRUN__NODE_NONE) break;
        open[depth++] = index;
        uint32_t last = node->first;
        if (last == FENRUN__NODE_ABSENT) {
            size_t begin = revision_begin(revision, index);
            at = begin == REVISION_UNKNOWN ? begin : begin + 1;
            break;
        }
        while (revision_node(revision, last)->next != FENRUN__NODE_ABSENT) {
            last = revision_node(revision, last)->next;
        }
        index = node->kind == FENRUN__NODE_MAP ? revision_node(revision, last)->first : last;
    }
    while (at != REVISION_UNKNOWN && depth > 0) {
        if (revision_is_flow(revision, open[--depth])) at = revision_close(revision, at);
    }
    return at;
}

/* Behind the colon of a key. */
static size_t revision_key_end(const struct fenrun__revision *revision, uint32_t key) {
    size_t at = revision_text_end(revision, key);
    while (at < revision->text.size && revision->text.bytes[at] != ':') at++;
    return at < revision->text.size ? at + 1 : REVISION_UNKNOWN;
}

/* ---- Edits ---- */

/* Replace a range by what was written to `words` from `from` on. */
static void revision_replace(struct fenrun__revision *revision, size_t begin, size_t end,
                             size_t from) {
    if (begin == REVISION_UNKNOWN || end == REVISION_UNKNOWN || begin > end) {
        revision->unsure = true;
        return;
    }
    if (!fenrun__memory_grow(revision->memory, &revision->edits, sizeof *revision->edits,
                             &revision->edit_capacity, revision->edit_count + 1)) {
        revision->words.failed = true;
        return;
    }
    revision->edits[revision->edit_count++] =
        (struct fenrun__edit){begin, end, from, revision->words.size - from};
}

/* A text as YAML has it: plain where that is the same text, else in quotes. */
static void revision_write_text(struct fenrun__revision *revision, struct fenrun__text text) {
    bool plain = text.size > 0;
    for (size_t i = 0; plain && i < text.size; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte >= 0x80;
        bool inside = (byte >= '0' && byte <= '9') || byte == '_' || byte == '.' ||
                      (i > 0 && (byte == '-' || byte == '\'' || byte == '/' || byte == '@' ||
                                 byte == '%' || byte == '+'));
        bool space = byte == ' ' && i > 0 && i + 1 < text.size;
        plain = letter || inside || space;
    }
    if (plain) {
        fenrun__writer_put(&revision->words, text.bytes, text.size);
    } else {
        fenrun__writer_json(&revision->words, text);
    }
}

/* What a member now has of an award (or in all): one value, or a list. False: nothing. */
static bool revision_write_value(struct fenrun__revision *revision,
                                 const struct fenrun__differences *differences, uint64_t member,
                                 uint32_t award) {
    size_t count = 0;
    for (size_t i = 0; i < differences->count; i++) {
        const struct fenrun__difference *row = &differences->rows[i];
        count += row->member == member && row->award == award && row->there;
    }
    if (count > 1) fenrun__writer_format(&revision->words, "[");
    size_t written = 0;
    for (size_t i = 0; i < differences->count; i++) {
        const struct fenrun__difference *row = &differences->rows[i];
        if (row->member != member || row->award != award || !row->there) continue;
        if (written++ > 0) fenrun__writer_format(&revision->words, ", ");
        fenrun__difference_write_value(differences, revision->script, row, true,
                                       &revision->words);
    }
    if (count > 1) fenrun__writer_format(&revision->words, "]");
    return count > 0;
}

/* Whether row `index` is the first of its member and award that is not in the file and has a
   value: those of one member are written together. */
static bool revision_is_first(const struct fenrun__differences *differences, size_t index,
                              bool by_award_only) {
    const struct fenrun__difference *row = &differences->rows[index];
    if (!row->there) return false;
    for (size_t i = 0; i < index; i++) {
        const struct fenrun__difference *other = &differences->rows[i];
        bool same = other->award == row->award && (by_award_only || other->member == row->member);
        if (same && other->there) return false;
    }
    return true;
}

/* All that was computed of an award (or in all), as a map in flow style. */
static void revision_write_map(struct fenrun__revision *revision,
                               const struct fenrun__differences *differences, uint32_t award) {
    const char *separator = "{ ";
    for (size_t i = 0; i < differences->count; i++) {
        const struct fenrun__difference *row = &differences->rows[i];
        if (row->award != award || !revision_is_first(differences, i, false)) continue;
        fenrun__writer_format(&revision->words, "%s", separator);
        revision_write_text(revision, fenrun__cast_name(&revision->script->cast, row->member));
        fenrun__writer_format(&revision->words, ": ");
        revision_write_value(revision, differences, row->member, award);
        separator = ", ";
    }
    fenrun__writer_format(&revision->words, *separator == '{' ? "{}" : " }");
}

static const char *revision_award_name(const struct fenrun__revision *revision, uint32_t award) {
    return fenrun__plan_name(revision->script->plan, FENRUN_NAME_AWARD, award);
}

/* The same of all awards. */
static void revision_write_awards(struct fenrun__revision *revision,
                                  const struct fenrun__differences *differences) {
    const char *separator = "{ ";
    for (size_t i = 0; i < differences->count; i++) {
        uint32_t award = differences->rows[i].award;
        if (!revision_is_first(differences, i, true)) continue;
        fenrun__writer_format(&revision->words, "%s%s: ", separator,
                              revision_award_name(revision, award));
        revision_write_map(revision, differences, award);
        separator = ", ";
    }
    fenrun__writer_format(&revision->words, *separator == '{' ? "{}" : " }");
}

/* ---- Maps ---- */

/* A map that is being edited: which of its entries go, and what is added. */
struct revision_map {
    uint32_t key;
    uint32_t map;
    bool flow;
    bool wide;         /* flow with a space inside the brackets */
    size_t kept;
    uint32_t last_kept; /* key, or FENRUN__NODE_ABSENT */
    size_t from;        /* of what is added, in words */
};

static bool revision_open_map(struct fenrun__revision *revision, struct revision_map *edit,
                              uint32_t key) {
    const struct fenrun__document *document = &revision->script->document;
    uint32_t map = fenrun__document_node(document, key)->first;
    size_t begin = revision_begin(revision, map);
    size_t count = fenrun__document_node(document, map)->count;
    *edit = (struct revision_map){.key = key, .map = map, .last_kept = FENRUN__NODE_ABSENT};
    if (begin == REVISION_UNKNOWN || revision_end(revision, map) == REVISION_UNKNOWN) return false;
    edit->flow = revision_is_flow(revision, map);
    char next = revision_byte(revision, begin + 1);
    edit->wide = next == ' ' || next == '}';
    if (!fenrun__memory_grow(revision->memory, &revision->dropped, 1, &revision->dropped_capacity,
                             count)) {
        revision->words.failed = true;
        return false;
    }
    return true;
}

static void revision_decide(struct fenrun__revision *revision, struct revision_map *edit,
                            size_t entry, uint32_t key, bool dropped) {
    revision->dropped[entry] = dropped;
    if (dropped) return;
    edit->kept++;
    edit->last_kept = key;
}

/* Begin what an added entry is written to. */
static void revision_begin_entry(struct fenrun__revision *revision, struct revision_map *edit) {
    struct fenrun__writer *words = &revision->words;
    if (edit->flow) {
        bool first = edit->kept == 0 && words->size == edit->from;
        fenrun__writer_format(words, first ? "" : ", ");
        return;
    }
    const struct fenrun__node *map = revision_node(revision, edit->map);
    for (uint32_t column = 1; column < map->column; column++) fenrun__writer_put(words, " ", 1);
}

static void revision_end_entry(struct fenrun__revision *revision,
                               const struct revision_map *edit) {
    if (!edit->flow) fenrun__writer_put(&revision->words, "\n", 1);
}

/* Entries in brackets: what is dropped goes with the comma behind it, or before it at the end. */
static void revision_edit_flow(struct fenrun__revision *revision,
                               const struct revision_map *edit) {
    struct fenrun__writer *words = &revision->words;
    if (edit->kept == 0) {
        size_t from = words->size;
        size_t added = from - edit->from;
        if (added == 0) {
            fenrun__writer_format(words, "{}");
        } else {
            /* The words lie in the writer that is written to: room first, then a copy. */
            fenrun__writer_format(words, edit->wide ? "{ " : "{");
            for (size_t i = 0; i < added && !words->failed; i++) {
                char byte = words->bytes[edit->from + i];
                fenrun__writer_put(words, &byte, 1);
            }
            fenrun__writer_format(words, edit->wide ? " }" : "}");
        }
        revision_replace(revision, revision_begin(revision, edit->map),
                         revision_end(revision, edit->map), from);
        return;
    }
    uint32_t value = revision_node(revision, edit->last_kept)->first;
    size_t end = revision_end(revision, value);
    size_t last_end = end;
    bool behind = false;
    size_t entry = 0;
    for (uint32_t key = revision_node(revision, edit->map)->first; key != FENRUN__NODE_ABSENT;
         key = revision_node(revision, key)->next, entry++) {
        uint32_t next = revision_node(revision, key)->next;
        if (behind) last_end = revision_end(revision, revision_node(revision, key)->first);
        if (!behind && revision->dropped[entry]) {
            revision_replace(revision, revision_begin(revision, key),
                             revision_begin(revision, next), words->size);
        }
        behind = behind || key == edit->last_kept;
    }
    if (last_end == end && words->size == edit->from) return;
    revision_replace(revision, end, last_end, edit->from);
}

/* Entries on lines of their own. */
static void revision_edit_block(struct fenrun__revision *revision,
                                const struct revision_map *edit) {
    struct fenrun__writer *words = &revision->words;
    size_t added = words->size;
    if (edit->kept == 0 && added == edit->from) {
        fenrun__writer_format(words, " {}");
        revision_replace(revision, revision_key_end(revision, edit->key),
                         revision_end(revision, edit->map), added);
        return;
    }
    size_t entry = 0;
    size_t place = revision_line_of(revision, revision_node(revision, edit->map)->first);
    if (edit->last_kept != FENRUN__NODE_ABSENT) {
        uint32_t value = revision_node(revision, edit->last_kept)->first;
        place = revision_next_line(revision, revision_end(revision, value));
    }
    for (uint32_t key = revision_node(revision, edit->map)->first; key != FENRUN__NODE_ABSENT;
         key = revision_node(revision, key)->next, entry++) {
        if (!revision->dropped[entry]) continue;
        uint32_t value = revision_node(revision, key)->first;
        revision_replace(revision, revision_line_of(revision, key),
                         revision_next_line(revision, revision_end(revision, value)), added);
    }
    if (added == edit->from) return;
    if (place > 0 && revision->text.bytes[place - 1] != '\n') {
        /* The last line has no end: what is added brings one, and leaves its own away. */
        fenrun__writer_put(words, "\n", 1);
        for (size_t i = edit->from; i + 1 < added && !words->failed; i++) {
            char byte = words->bytes[i];
            fenrun__writer_put(words, &byte, 1);
        }
        revision_replace(revision, place, place, added);
        return;
    }
    revision_replace(revision, place, place, edit->from);
}

static void revision_close_map(struct fenrun__revision *revision,
                               const struct revision_map *edit) {
    if (revision->words.failed) return;
    if (edit->flow) {
        revision_edit_flow(revision, edit);
    } else {
        revision_edit_block(revision, edit);
    }
}

/* Whether anything of a member (of 0: of any), and of an award, differs, and whether it has a row
   in the file. */
static bool revision_differs(const struct fenrun__differences *differences, uint64_t member,
                             uint32_t award, bool *stands) {
    bool differs = false;
    *stands = false;
    for (size_t i = 0; i < differences->count; i++) {
        const struct fenrun__difference *row = &differences->rows[i];
        if (row->award != award || (member != 0 && row->member != member)) continue;
        differs = differs || row->differs;
        *stands = *stands || row->stands;
    }
    return differs;
}

/* A map whose keys are members. */
static bool revision_revise_members(struct fenrun__revision *revision, uint32_t key,
                                    uint32_t award,
                                    const struct fenrun__differences *differences) {
    const struct fenrun__script *script = revision->script;
    struct revision_map edit;
    bool stands;
    if (!revision_open_map(revision, &edit, key)) return false;
    size_t entry = 0;
    for (uint32_t name = revision_node(revision, edit.map)->first; name != FENRUN__NODE_ABSENT;
         name = revision_node(revision, name)->next, entry++) {
        uint64_t member =
            fenrun__cast_find(&script->cast, fenrun__document_text(&script->document, name));
        uint32_t value = revision_node(revision, name)->first;
        size_t from = revision->words.size;
        bool dropped = false;
        if (revision_differs(differences, member, award, &stands)) {
            dropped = !revision_write_value(revision, differences, member, award);
            if (!dropped) {
                revision_replace(revision, revision_begin(revision, value),
                                 revision_end(revision, value), from);
            }
        }
        revision_decide(revision, &edit, entry, name, dropped);
    }
    edit.from = revision->words.size;
    for (size_t i = 0; i < differences->count; i++) {
        const struct fenrun__difference *row = &differences->rows[i];
        if (row->award != award || !revision_is_first(differences, i, false)) continue;
        (void)revision_differs(differences, row->member, award, &stands);
        if (stands) continue;
        revision_begin_entry(revision, &edit);
        revision_write_text(revision, fenrun__cast_name(&script->cast, row->member));
        fenrun__writer_format(&revision->words, ": ");
        revision_write_value(revision, differences, row->member, award);
        revision_end_entry(revision, &edit);
    }
    revision_close_map(revision, &edit);
    return true;
}

/* Whether an award still pays anybody. */
static bool revision_pays(const struct fenrun__differences *differences, uint32_t award) {
    for (size_t i = 0; i < differences->count; i++) {
        if (differences->rows[i].award == award && differences->rows[i].there) return true;
    }
    return false;
}

/* The map of by_award: entries whose awards pay nobody any more go, the others are revised. */
/* Whether a map by award has a key for an award. */
static bool revision_names_award(const struct fenrun__revision *revision, uint32_t map,
                                 uint32_t award) {
    const struct fenrun__script *script = revision->script;
    uint32_t name = revision_node(revision, map)->first;
    while (name != FENRUN__NODE_ABSENT &&
           fenrun__plan_find(script->plan, FENRUN_NAME_AWARD,
                             fenrun__document_text(&script->document, name)) != award) {
        name = revision_node(revision, name)->next;
    }
    return name != FENRUN__NODE_ABSENT;
}

static bool revision_revise_awards(struct fenrun__revision *revision, uint32_t key,
                                   const struct fenrun__differences *differences) {
    const struct fenrun__script *script = revision->script;
    struct revision_map edit;
    bool right = true;
    bool stands;
    uint32_t map = revision_node(revision, key)->first;
    for (uint32_t name = revision_node(revision, map)->first; name != FENRUN__NODE_ABSENT;
         name = revision_node(revision, name)->next) {
        uint32_t award = fenrun__plan_find(script->plan, FENRUN_NAME_AWARD,
                                           fenrun__document_text(&script->document, name));
        if (!revision_pays(differences, award)) continue;
        if (!revision_differs(differences, 0, award, &stands)) continue;
        right = revision_revise_members(revision, name, award, differences) && right;
    }
    if (!right || !revision_open_map(revision, &edit, key)) return false;
    size_t entry = 0;
    for (uint32_t name = revision_node(revision, map)->first; name != FENRUN__NODE_ABSENT;
         name = revision_node(revision, name)->next, entry++) {
        uint32_t award = fenrun__plan_find(script->plan, FENRUN_NAME_AWARD,
                                           fenrun__document_text(&script->document, name));
        bool dropped = revision_differs(differences, 0, award, &stands) &&
                       !revision_pays(differences, award);
        revision_decide(revision, &edit, entry, name, dropped);
    }
    edit.from = revision->words.size;
    for (size_t i = 0; i < differences->count; i++) {
        uint32_t award = differences->rows[i].award;
        if (!revision_is_first(differences, i, true)) continue;
        /* One may stand there with nobody in it: then it was revised above. */
        if (revision_names_award(revision, map, award)) continue;
        revision_begin_entry(revision, &edit);
        fenrun__writer_format(&revision->words, "%s: ", revision_award_name(revision, award));
        revision_write_map(revision, differences, award);
        revision_end_entry(revision, &edit);
    }
    revision_close_map(revision, &edit);
    return true;
}

bool fenrun__revision_check(struct fenrun__revision *revision,
                            const struct fenrun__script_check *check,
                            const struct fenrun__differences *differences) {
    bool by_award = check->kind == FENRUN__CHECK_BY_AWARD;
    size_t edits = revision->edit_count;
    bool right = true;
    /* Of who is no member nothing was computed. */
    for (size_t i = 0; i < differences->count; i++) {
        const struct fenrun__difference *row = &differences->rows[i];
        bool state = check->kind == FENRUN__CHECK_TIERS || check->kind == FENRUN__CHECK_LEADERS ||
                     check->kind == FENRUN__CHECK_LABELS;
        if (state && row->differs && !row->there) return false;
    }
    if (check->blank) {
        size_t place = revision_key_end(revision, check->key);
        size_t from = revision->words.size;
        if (place == REVISION_UNKNOWN) return false;
        fenrun__writer_format(&revision->words, " ");
        if (by_award) {
            revision_write_awards(revision, differences);
        } else {
            revision_write_map(revision, differences, FENRUN__NONE);
        }
        revision_replace(revision, place, place, from);
    } else if (by_award) {
        right = revision_revise_awards(revision, check->key, differences);
    } else {
        right = revision_revise_members(revision, check->key, FENRUN__NONE, differences);
    }
    if (revision->unsure || !right) revision->edit_count = edits;
    right = right && !revision->unsure;
    revision->unsure = false;
    return right;
}

bool fenrun__revision_error(struct fenrun__revision *revision, uint32_t key,
                            struct fenrun__text message) {
    uint32_t value = revision_node(revision, key)->first;
    size_t begin = revision_begin(revision, value);
    size_t end = revision_end(revision, value);
    size_t from = revision->words.size;
    if (begin == REVISION_UNKNOWN || end == REVISION_UNKNOWN) return false;
    revision_write_text(revision, message);
    revision_replace(revision, begin, end, from);
    return true;
}

/* ---- The whole ---- */

/* Edits of one place stay in the order in which they were made. */
static bool revision_after(const struct fenrun__edit *a, const struct fenrun__edit *b) {
    return a->begin != b->begin ? a->begin > b->begin : a->end > b->end;
}

bool fenrun__revision_write(struct fenrun__revision *revision, struct fenrun__writer *writer) {
    struct fenrun__edit *edits = revision->edits;
    /* Nearly sorted as they are: they follow the checks, which follow the text. */
    for (size_t i = 1; i < revision->edit_count; i++) {
        struct fenrun__edit held = edits[i];
        size_t at = i;
        for (; at > 0 && revision_after(&edits[at - 1], &held); at--) edits[at] = edits[at - 1];
        edits[at] = held;
    }
    size_t done = 0;
    for (size_t i = 0; i < revision->edit_count; i++) {
        const struct fenrun__edit *edit = &edits[i];
        if (edit->begin < done) return false;
        fenrun__writer_put(writer, revision->text.bytes + done, edit->begin - done);
        if (edit->size > 0) {
            fenrun__writer_put(writer, revision->words.bytes + edit->from, edit->size);
        }
        done = edit->end;
    }
    fenrun__writer_put(writer, revision->text.bytes + done, revision->text.size - done);
    return !writer->failed && !revision->words.failed;
}
