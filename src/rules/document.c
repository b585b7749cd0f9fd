/*
 * Document: libyaml's events to nodes, with an explicit stack of the maps and lists that are open.
 *
 *     text ──► document_check_characters ──► document_check_directives ──► libyaml ──► nodes
 *
 * Invariants
 *   1. What libyaml sees is UTF-8 of characters that YAML allows, with no line break but LF, CR and
 *      CR LF: so its lines and columns are those of an editor.
 *   2. What it takes quadratic time for never reaches it: directives (compared with one another)
 *      are looked for before, nesting is counted as the events come.
 *   3. A node is linked into its parent when it is opened; nodes are never moved between parents.
 */
#include "rules/document.h"

#include <string.h>
#include <yaml.h>

#include "rules/slip.h"

/* A map or list that is open. */
struct document_frame {
    uint32_t node;
    uint32_t last;    /* the item or key that was linked last */
    uint32_t key;     /* of a map: the key whose value is open or next; may be absent */
    bool wants_value; /* of a map */
};

struct document_builder {
    struct fenrun__document *document;
    struct fenrun__diagnostics *diagnostics;
    struct fenrun__text text;
    struct fenrun__place end; /* of the text */
    struct document_frame frames[FENRUN_RULES_DEPTH_MAX];
    size_t depth;
    uint32_t *keys; /* room to sort the keys of one map */
    size_t key_capacity;
    bool done;
};

static void document_locate(struct fenrun__text text, size_t offset, struct fenrun__place *place) {
    place->line = 1;
    place->column = 1;
    for (size_t i = 0; i < offset; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        bool pair = byte == '\r' && i + 1 < text.size && text.bytes[i + 1] == '\n';
        if (byte == '\n' || (byte == '\r' && !pair)) {
            place->line++;
            place->column = 1;
        } else if (!pair && (byte & 0xC0u) != 0x80u) {
            place->column++;
        }
    }
}

/* The offset of the character with a number, which is how libyaml counts. */
static size_t document_offset(struct fenrun__text text, size_t character) {
    size_t offset = 0;
    while (offset < text.size && character > 0) {
        offset++;
        while (offset < text.size && ((unsigned char)text.bytes[offset] & 0xC0u) == 0x80u) {
            offset++;
        }
        character--;
    }
    return offset;
}

/* The place of a mark. Behind a last line without a break libyaml counts one more: not so here. */
static void document_place_at(const struct document_builder *builder, struct fenrun__place *place,
                              const yaml_mark_t *mark) {
    place->line = (uint32_t)mark->line + 1;
    place->column = (uint32_t)mark->column + 1;
    if (place->line > builder->end.line) {
        place->line = builder->end.line;
        place->column = builder->end.column;
    }
}

/*
 * The path of what comes next (`item`), or of the innermost open map or list, as a chain in
 * `places`; its end, which still lacks line and column.
 */
static struct fenrun__place *document_path(const struct document_builder *builder, bool item,
                                           struct fenrun__place *places) {
    const struct fenrun__document *document = builder->document;
    struct fenrun__place *place = places;
    memset(place, 0, sizeof *place);
    for (size_t i = 0; i < builder->depth; i++) {
        const struct document_frame *frame = &builder->frames[i];
        const struct fenrun__node *node = &document->nodes[frame->node];
        bool innermost = i + 1 == builder->depth;
        if (innermost && !item) break;
        struct fenrun__place next = {.parent = place};
        if (node->kind == FENRUN__NODE_LIST) {
            next.number = node->count + innermost;
        } else if (frame->key == FENRUN__NODE_ABSENT || (innermost && !frame->wants_value)) {
            break;
        } else {
            next.name = fenrun__document_text(document, frame->key);
        }
        *++place = next;
    }
    return place;
}

static void document_note(struct document_builder *builder, const yaml_mark_t *mark,
                          const char *problem, struct fenrun__text found) {
    struct fenrun__place places[FENRUN_RULES_DEPTH_MAX + 1];
    struct fenrun__place *place = document_path(builder, true, places);
    struct fenrun__quote quote;
    document_place_at(builder, place, mark);
    if (found.bytes) {
        fenrun__diagnostics_note(builder->diagnostics, place, fenrun__part_all(), problem,
                                 fenrun__quote(&quote, found));
    } else {
        fenrun__diagnostics_note(builder->diagnostics, place, fenrun__part_all(), "%s", problem);
    }
}

static void document_note_offset(struct document_builder *builder, size_t offset,
                                 const char *problem) {
    struct fenrun__place place = {0};
    document_locate(builder->text, offset, &place);
    fenrun__diagnostics_note(builder->diagnostics, &place, fenrun__part_all(), "%s", problem);
}

/* Why the character at `offset`, of well-formed UTF-8, may not stand in a rule set; or NULL. */
static const char *document_refused_character(struct fenrun__text text, size_t offset) {
    const unsigned char *at = (const unsigned char *)text.bytes + offset;
    if (at[0] == 0) return "a NUL byte; allowed: text in UTF-8";
    if (at[0] == '\t' || at[0] == '\n' || at[0] == '\r') return NULL;
    if (at[0] < 0x20 || at[0] == 0x7F || (at[0] == 0xC2 && at[1] < 0xA0)) {
        return "a control character; allowed: text, with spaces, tabs and line breaks";
    }
    if (at[0] == 0xE2 && at[1] == 0x80 && (at[2] == 0xA8 || at[2] == 0xA9)) {
        return "a Unicode line separator; allowed: line breaks as LF or CR LF";
    }
    if (at[0] == 0xEF && at[1] == 0xBB && at[2] == 0xBF) {
        return "a byte order mark inside the text; allowed: one at its start";
    }
    if (at[0] == 0xEF && at[1] == 0xBF && at[2] >= 0xBE) return "U+FFFE and U+FFFF are no text";
    return NULL;
}

static bool document_check_characters(struct document_builder *builder) {
    struct fenrun__text text = builder->text;
    if (text.size >= 2 && (memcmp(text.bytes, "\xFF\xFE", 2) == 0 ||
                           memcmp(text.bytes, "\xFE\xFF", 2) == 0)) {
        document_note_offset(builder, 0, "the text is UTF-16; allowed: UTF-8");
        return false;
    }
    size_t valid = fenrun__text_utf8_end(text.bytes, text.size);
    for (size_t i = 0; i < valid; i++) {
        const char *refused = document_refused_character(text, i);
        if (refused) {
            document_note_offset(builder, i, refused);
            return false;
        }
    }
    if (valid < text.size) {
        document_note_offset(builder, valid, "a byte that is not UTF-8; allowed: text in UTF-8");
        return false;
    }
    return true;
}

/* The offset of the first thing from `offset` on that is neither blank nor comment. */
static size_t document_skip_blank(struct fenrun__text text, size_t offset) {
    bool comment = false;
    for (; offset < text.size; offset++) {
        char byte = text.bytes[offset];
        if (byte == '\n' || byte == '\r') {
            comment = false;
        } else if (byte == '#') {
            comment = true;
        } else if (!comment && byte != ' ' && byte != '\t') {
            break;
        }
    }
    return offset;
}

static bool document_check_directives(struct document_builder *builder) {
    struct fenrun__text text = builder->text;
    size_t offset = document_skip_blank(text, 0);
    if (offset == text.size) {
        document_note_offset(builder, 0, "the text is empty; allowed: a map of keys");
        return false;
    }
    if (text.bytes[offset] != '%') return true;
    document_note_offset(builder, offset, "a YAML directive; allowed: none");
    return false;
}

/* A new node at an event's place; FENRUN__NODE_ABSENT if memory ran out. */
static uint32_t document_add(struct document_builder *builder, uint8_t kind,
                             const yaml_event_t *event) {
    struct fenrun__document *document = builder->document;
    if (!fenrun__memory_grow(document->memory, &document->nodes, sizeof document->nodes[0],
                             &document->node_capacity, document->node_count + 1)) {
        return FENRUN__NODE_ABSENT;
    }
    struct fenrun__place place;
    document_place_at(builder, &place, &event->start_mark);
    struct fenrun__node *node = &document->nodes[document->node_count];
    memset(node, 0, sizeof *node);
    node->kind = kind;
    node->line = place.line;
    node->column = place.column;
    node->first = FENRUN__NODE_ABSENT;
    node->next = FENRUN__NODE_ABSENT;
    return (uint32_t)document->node_count++;
}

/* Give a node the text of a scalar, and the column of the text if it stands there as it is. */
static bool document_add_text(struct fenrun__document *document, uint32_t index,
                              const yaml_event_t *event) {
    const char *value = (const char *)event->data.scalar.value;
    size_t size = event->data.scalar.length;
    if (!fenrun__memory_grow(document->memory, &document->bytes, 1, &document->byte_capacity,
                             document->byte_count + size)) {
        return false;
    }
    struct fenrun__node *node = &document->nodes[index];
    node->text = (uint32_t)document->byte_count;
    node->text_size = (uint32_t)size;
    if (size > 0) memcpy(document->bytes + document->byte_count, value, size);
    document->byte_count += size;

    size_t characters = 0;
    for (size_t i = 0; i < size; i++) characters += ((unsigned char)value[i] & 0xC0u) != 0x80u;
    yaml_scalar_style_t style = event->data.scalar.style;
    bool quoted = style == YAML_SINGLE_QUOTED_SCALAR_STYLE ||
                  style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    /* Escapes and folded lines take more characters than they give. */
    if ((quoted || style == YAML_PLAIN_SCALAR_STYLE) &&
        event->end_mark.index - event->start_mark.index == characters + (quoted ? 2 : 0)) {
        node->text_column = node->column + (quoted ? 1 : 0);
    }
    return true;
}

static void document_link(struct document_builder *builder, struct document_frame *frame,
                          uint32_t index) {
    struct fenrun__node *nodes = builder->document->nodes;
    if (frame->last == FENRUN__NODE_ABSENT) {
        nodes[frame->node].first = index;
    } else {
        nodes[frame->last].next = index;
    }
    frame->last = index;
    nodes[frame->node].count++;
}

/* May the node be a key? Notes it if not. */
static bool document_is_key(struct document_builder *builder, uint32_t index,
                            const yaml_mark_t *mark) {
    const struct fenrun__node *node = &builder->document->nodes[index];
    if (node->kind == FENRUN__NODE_NONE) return false; /* an alias was noted as such */
    if (node->kind != FENRUN__NODE_TEXT) {
        document_note(builder, mark, "a key that is a list or a map; allowed: a name",
                      fenrun__part_all());
        return false;
    }
    struct fenrun__text key = fenrun__document_text(builder->document, index);
    bool plain = node->text_column == node->column;
    if (!plain || !fenrun__text_is(key, "<<")) return true;
    document_note(builder, mark, "merge keys (%s) are not read; write the keys out", key);
    return false;
}

/* Put a node where the innermost open map or list expects one. */
static void document_attach(struct document_builder *builder, uint32_t index,
                            const yaml_mark_t *mark) {
    struct fenrun__node *nodes = builder->document->nodes;
    if (builder->depth == 0) {
        builder->document->root = index;
        return;
    }
    struct document_frame *frame = &builder->frames[builder->depth - 1];
    if (nodes[frame->node].kind == FENRUN__NODE_LIST) {
        document_link(builder, frame, index);
    } else if (frame->wants_value) {
        if (frame->key != FENRUN__NODE_ABSENT) nodes[frame->key].first = index;
        frame->wants_value = false;
    } else {
        frame->key = document_is_key(builder, index, mark) ? index : FENRUN__NODE_ABSENT;
        frame->wants_value = true;
        if (frame->key == FENRUN__NODE_ABSENT) {
            nodes[frame->node].count++;
        } else {
            document_link(builder, frame, index);
        }
    }
}

/* The order of keys by text, then by place. */
static bool document_key_after(const struct fenrun__document *document, uint32_t a, uint32_t b) {
    struct fenrun__text left = fenrun__document_text(document, a);
    struct fenrun__text right = fenrun__document_text(document, b);
    size_t size = left.size < right.size ? left.size : right.size;
    int order = size > 0 ? memcmp(left.bytes, right.bytes, size) : 0;
    if (order != 0) return order > 0;
    if (left.size != right.size) return left.size > right.size;
    return a > b;
}

static void document_sift_key(const struct fenrun__document *document, uint32_t *keys,
                              size_t top, size_t count) {
    for (;;) {
        size_t last = top;
        for (size_t child = 2 * top + 1; child <= 2 * top + 2 && child < count; child++) {
            if (document_key_after(document, keys[child], keys[last])) last = child;
        }
        if (last == top) return;
        uint32_t held = keys[top];
        keys[top] = keys[last];
        keys[last] = held;
        top = last;
    }
}

/* Heap sort: no text can make it slow, unlike a hash table without a secret. */
static void document_sort_keys(const struct fenrun__document *document, uint32_t *keys,
                               size_t count) {
    for (size_t top = count / 2; top > 0; top--) {
        document_sift_key(document, keys, top - 1, count);
    }
    for (size_t end = count; end > 1; end--) {
        uint32_t held = keys[0];
        keys[0] = keys[end - 1];
        keys[end - 1] = held;
        document_sift_key(document, keys, 0, end - 1);
    }
}

/* Note the keys of the innermost map that stand there more than once. */
static bool document_check_keys(struct document_builder *builder) {
    struct fenrun__document *document = builder->document;
    const struct fenrun__node *map =
        &document->nodes[builder->frames[builder->depth - 1].node];
    if (!fenrun__memory_grow(document->memory, &builder->keys, sizeof builder->keys[0],
                             &builder->key_capacity, map->count)) {
        return false;
    }
    size_t count = 0;
    for (uint32_t key = map->first; key != FENRUN__NODE_ABSENT; key = document->nodes[key].next) {
        builder->keys[count++] = key;
    }
    document_sort_keys(document, builder->keys, count);

    struct fenrun__place places[FENRUN_RULES_DEPTH_MAX + 1];
    struct fenrun__place *place = document_path(builder, false, places);
    uint32_t first = FENRUN__NODE_ABSENT;
    for (size_t i = 0; i < count; i++) {
        struct fenrun__node *node = &document->nodes[builder->keys[i]];
        struct fenrun__text key = fenrun__document_text(document, builder->keys[i]);
        if (first == FENRUN__NODE_ABSENT ||
            !fenrun__text_equal(key, fenrun__document_text(document, first))) {
            first = builder->keys[i];
            continue;
        }
        struct fenrun__quote quote;
        node->repeated = 1;
        place->line = node->line;
        place->column = node->column;
        fenrun__diagnostics_note(builder->diagnostics, place, fenrun__part_all(),
                                 "the key %s stands twice, first on line %u",
                                 fenrun__quote(&quote, key), document->nodes[first].line);
    }
    return true;
}

static void document_note_syntax(struct document_builder *builder, const yaml_parser_t *parser) {
    struct fenrun__place place = {0};
    document_place_at(builder, &place, &parser->problem_mark);
    size_t offset = document_offset(builder->text, parser->problem_mark.index);
    if (offset < builder->text.size && builder->text.bytes[offset] == '\t') {
        fenrun__diagnostics_note(builder->diagnostics, &place, fenrun__part_all(),
                                 "not YAML: a tab where only spaces may indent");
        return;
    }
    const struct fenrun__slip slip = {
        .text = builder->text,
        .problem = parser->problem,
        .context = parser->context ? parser->context : "",
        .problem_at = offset,
        .context_at = document_offset(builder->text, parser->context_mark.index),
        .context_line = (unsigned int)parser->context_mark.line + 1};
    char message[FENRUN_MESSAGE_SIZE];
    struct fenrun__writer writer;
    fenrun__writer_init_fixed(&writer, message, sizeof message);
    document_note_offset(builder, fenrun__slip_write(&slip, &writer), message);
}

/* Anchors and tags are noted and then looked over, so that the rest is read all the same. */
static void document_note_marks(struct document_builder *builder, const yaml_event_t *event,
                                const yaml_char_t *anchor, const yaml_char_t *tag) {
    if (anchor) {
        document_note(builder, &event->start_mark, "anchors (%s) are not read; leave it out",
                      fenrun__text_from((const char *)anchor));
    }
    if (tag) {
        document_note(builder, &event->start_mark, "tags (%s) are not read; leave it out",
                      fenrun__text_from((const char *)tag));
    }
}

static int32_t document_open(struct document_builder *builder, const yaml_event_t *event,
                             uint8_t kind) {
    if (builder->depth == FENRUN_RULES_DEPTH_MAX) {
        struct fenrun__place place = {0};
        document_place_at(builder, &place, &event->start_mark);
        fenrun__diagnostics_note(builder->diagnostics, &place, fenrun__part_all(),
                                 "maps and lists nest deeper than %u levels",
                                 (uint32_t)FENRUN_RULES_DEPTH_MAX);
        return FENRUN_ERROR_RULES;
    }
    uint32_t index = document_add(builder, kind, event);
    if (index == FENRUN__NODE_ABSENT) return FENRUN_ERROR_MEMORY;
    document_attach(builder, index, &event->start_mark);
    builder->frames[builder->depth++] = (struct document_frame){
        .node = index, .last = FENRUN__NODE_ABSENT, .key = FENRUN__NODE_ABSENT};
    return FENRUN_OK;
}

static int32_t document_scalar(struct document_builder *builder, const yaml_event_t *event,
                               uint8_t kind) {
    uint32_t index = document_add(builder, kind, event);
    if (index == FENRUN__NODE_ABSENT) return FENRUN_ERROR_MEMORY;
    if (kind == FENRUN__NODE_TEXT && !document_add_text(builder->document, index, event)) {
        return FENRUN_ERROR_MEMORY;
    }
    document_attach(builder, index, &event->start_mark);
    return FENRUN_OK;
}

/* Close the innermost map or list. */
static int32_t document_close(struct document_builder *builder) {
    uint32_t node = builder->frames[builder->depth - 1].node;
    bool map = builder->document->nodes[node].kind == FENRUN__NODE_MAP;
    if (map && !document_check_keys(builder)) return FENRUN_ERROR_MEMORY;
    builder->depth--;
    return FENRUN_OK;
}

/* The end of the first document. Whatever follows is not parsed: it may hold directives. */
static int32_t document_end(struct document_builder *builder, const yaml_event_t *event) {
    size_t offset = document_offset(builder->text, event->end_mark.index);
    offset = document_skip_blank(builder->text, offset);
    builder->done = true;
    if (offset == builder->text.size) return FENRUN_OK;
    document_note_offset(builder, offset,
                         "text after the end of the document; allowed: one document");
    return FENRUN_ERROR_RULES;
}

static int32_t document_take(struct document_builder *builder, const yaml_event_t *event) {
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        document_note(builder, &event->start_mark, "aliases (%s) are not read; write the value out",
                      fenrun__text_from((const char *)event->data.alias.anchor));
        return document_scalar(builder, event, FENRUN__NODE_NONE);
    case YAML_SCALAR_EVENT:
        document_note_marks(builder, event, event->data.scalar.anchor, event->data.scalar.tag);
        return document_scalar(builder, event, FENRUN__NODE_TEXT);
    case YAML_SEQUENCE_START_EVENT:
        document_note_marks(builder, event, event->data.sequence_start.anchor,
                            event->data.sequence_start.tag);
        return document_open(builder, event, FENRUN__NODE_LIST);
    case YAML_MAPPING_START_EVENT:
        document_note_marks(builder, event, event->data.mapping_start.anchor,
                            event->data.mapping_start.tag);
        return document_open(builder, event, FENRUN__NODE_MAP);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT: return document_close(builder);
    case YAML_DOCUMENT_END_EVENT: return document_end(builder, event);
    default: return FENRUN_OK;
    }
}

static int32_t document_parse(struct document_builder *builder) {
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) return FENRUN_ERROR_MEMORY;
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)builder->text.bytes,
                                 builder->text.size);
    int32_t code = FENRUN_OK;
    while (code == FENRUN_OK && !builder->done) {
        yaml_event_t event;
        if (yaml_parser_parse(&parser, &event)) {
            code = document_take(builder, &event);
            yaml_event_delete(&event);
        } else if (parser.error == YAML_MEMORY_ERROR) {
            code = FENRUN_ERROR_MEMORY;
        } else {
            document_note_syntax(builder, &parser);
            /* What stood before the error has its mistakes reported as well. */
            while (code == FENRUN_OK && builder->depth > 0) code = document_close(builder);
            if (code == FENRUN_OK) code = FENRUN_ERROR_RULES;
        }
    }
    yaml_parser_delete(&parser);
    return code;
}

int32_t fenrun__document_read(struct fenrun__document *document, const char *text, size_t size,
                              struct fenrun__memory *memory,
                              struct fenrun__diagnostics *diagnostics) {
    memset(document, 0, sizeof *document);
    document->memory = memory;
    document->root = FENRUN__NODE_ABSENT;
    struct document_builder builder;
    memset(&builder, 0, sizeof builder);
    builder.document = document;
    builder.diagnostics = diagnostics;
    builder.text = size > 0 ? (struct fenrun__text){text, size} : fenrun__text_from("");
    if (size > FENRUN_RULES_SIZE_MAX) {
        const struct fenrun__place place = {.line = 1, .column = 1};
        fenrun__diagnostics_note(diagnostics, &place, fenrun__part_all(),
                                 "a text of more than the %u bytes that are read",
                                 (uint32_t)FENRUN_RULES_SIZE_MAX);
        return FENRUN_ERROR_RULES;
    }
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        builder.text.bytes += 3;
        builder.text.size -= 3;
    }
    if (!document_check_characters(&builder) || !document_check_directives(&builder)) {
        return FENRUN_ERROR_RULES;
    }
    document_locate(builder.text, builder.text.size, &builder.end);
    int32_t code = document_parse(&builder);
    fenrun__memory_free(memory, builder.keys, builder.key_capacity * sizeof builder.keys[0]);
    return code;
}

void fenrun__document_free(struct fenrun__document *document) {
    fenrun__memory_free(document->memory, document->nodes,
                        document->node_capacity * sizeof document->nodes[0]);
    fenrun__memory_free(document->memory, document->bytes, document->byte_capacity);
    memset(document, 0, sizeof *document);
}
