/* Script: the top of a test file, and what its readers share. */
#include "scenario/script.h"

#include <string.h>

#include "money/calendar.h"
#include "scenario/expectation.h"
#include "scenario/fixture.h"
#include "scenario/step.h"

#define SCRIPT_KNOWN_ALWAYS UINT32_MAX
#define SCRIPT_NAMES_MAX 256u    /* that a message chooses from */
#define SCRIPT_TITLE_SIZE_MAX 200u
#define SCRIPT_AT INT64_C(1704067200) /* 2024-01-01 */

void fenrun__script_init(struct fenrun__script *script, const char *path,
                         struct fenrun__memory *memory) {
    *script = (struct fenrun__script){.memory = memory, .path = path};
    script->document.memory = memory;
    fenrun__cast_init(&script->cast, memory);
    fenrun__cast_init(&script->orders, memory);
}

#define SCRIPT_FREE(script, array, capacity)                                                      \
    fenrun__memory_free((script)->memory, (script)->array,                                        \
                        (script)->capacity * sizeof *(script)->array)

void fenrun__script_free(struct fenrun__script *script) {
    fenrun__document_free(&script->document);
    fenrun__cast_free(&script->cast);
    fenrun__cast_free(&script->orders);
    SCRIPT_FREE(script, known, known_capacity);
    SCRIPT_FREE(script, members, member_capacity);
    SCRIPT_FREE(script, tests, test_capacity);
    SCRIPT_FREE(script, steps, step_capacity);
    SCRIPT_FREE(script, events, event_capacity);
    SCRIPT_FREE(script, checks, check_capacity);
    SCRIPT_FREE(script, rows, row_capacity);
}

/* ---- What the readers share ---- */

bool fenrun__script_is(struct fenrun__script_reading *reading, const struct fenrun__place *place,
                       uint32_t node, enum fenrun__node_kind kind, const char *allowed) {
    const struct fenrun__node *given = fenrun__document_node(reading->reading.document, node);
    bool list_or_map = kind == FENRUN__NODE_LIST || kind == FENRUN__NODE_MAP;
    if (given->kind == kind && given->count == 0 && list_or_map) return true;
    return fenrun__reading_is(&reading->reading, place, node, kind, allowed);
}

static bool script_is_known(const struct fenrun__script_reading *reading, uint64_t id) {
    const struct fenrun__script *script = reading->script;
    size_t number = (size_t)(id - FENRUN__CAST_FIRST);
    if (number >= script->known_capacity) return false;
    uint32_t test = script->known[number];
    return test == SCRIPT_KNOWN_ALWAYS || (test != 0 && test == reading->test);
}

static void script_know(struct fenrun__script_reading *reading, uint64_t id) {
    struct fenrun__script *script = reading->script;
    size_t number = (size_t)(id - FENRUN__CAST_FIRST);
    size_t before = script->known_capacity;
    if (!fenrun__memory_grow(script->memory, &script->known, sizeof *script->known,
                             &script->known_capacity, number + 1)) {
        reading->out_of_memory = true;
        return;
    }
    for (size_t i = before; i < script->known_capacity; i++) script->known[i] = 0;
    script->known[number] = reading->test == 0 ? SCRIPT_KNOWN_ALWAYS : reading->test;
}

static void script_note_unknown_member(struct fenrun__script_reading *reading,
                                       const struct fenrun__place *place,
                                       struct fenrun__text name, const char *or_else) {
    struct fenrun__text names[SCRIPT_NAMES_MAX + 1];
    size_t count = 0;
    const struct fenrun__cast *cast = &reading->script->cast;
    for (size_t i = 0; i < cast->count && count < SCRIPT_NAMES_MAX; i++) {
        uint64_t id = FENRUN__CAST_FIRST + i;
        if (script_is_known(reading, id)) names[count++] = fenrun__cast_name(cast, id);
    }
    if (or_else) names[count++] = fenrun__text_from(or_else);
    const struct fenrun__names known = {names, count, true};
    fenrun__diagnostics_note_unknown(reading->reading.diagnostics, place, name, "member", &known);
}

static uint64_t script_member(struct fenrun__script_reading *reading,
                              const struct fenrun__place *place, struct fenrun__text name,
                              bool newcomer, const char *or_else) {
    if (fenrun__text_is(name, "platform") || fenrun__text_is(name, "nobody")) {
        struct fenrun__quote quote;
        fenrun__diagnostics_note(reading->reading.diagnostics, place, name,
                                 "%s is not a member; allowed: a member's name%s%s",
                                 fenrun__quote(&quote, name), or_else ? ", or " : "",
                                 or_else ? or_else : "");
        return 0;
    }
    uint64_t id = fenrun__cast_id(&reading->script->cast, name);
    if (id == 0) {
        reading->out_of_memory = true;
    } else if (newcomer) {
        script_know(reading, id);
    } else if (!reading->refused && !reading->missing && !script_is_known(reading, id)) {
        script_note_unknown_member(reading, place, name, or_else);
        return 0;
    }
    return id;
}

uint64_t fenrun__script_member(struct fenrun__script_reading *reading,
                               const struct fenrun__place *place, struct fenrun__text name,
                               bool newcomer) {
    return script_member(reading, place, name, newcomer, NULL);
}

uint64_t fenrun__script_member_or(struct fenrun__script_reading *reading,
                                  const struct fenrun__place *place, struct fenrun__text name,
                                  const char *or_else) {
    return script_member(reading, place, name, false, or_else);
}

uint32_t fenrun__script_name(struct fenrun__script_reading *reading,
                             const struct fenrun__place *place, struct fenrun__text name,
                             uint32_t kind, const char *what) {
    const struct fenrun__plan *plan = reading->script->plan;
    uint32_t index = fenrun__plan_find(plan, kind, name);
    if (index != UINT32_MAX) return index;
    struct fenrun__text names[SCRIPT_NAMES_MAX];
    uint32_t count = fenrun__plan_name_count(plan, kind);
    if (count > SCRIPT_NAMES_MAX) count = SCRIPT_NAMES_MAX;
    for (uint32_t i = 0; i < count; i++) {
        names[i] = fenrun__text_from(fenrun__plan_name(plan, kind, i));
    }
    const struct fenrun__names known = {names, count, true};
    fenrun__diagnostics_note_unknown(reading->reading.diagnostics, place, name, what, &known);
    return UINT32_MAX;
}

bool fenrun__script_labels(struct fenrun__script_reading *reading,
                           const struct fenrun__place *place, uint32_t list, uint32_t *labels) {
    struct fenrun__reading *plain = &reading->reading;
    const char *allowed = fenrun__outline(FENRUN__OUTLINE_LABEL_LIST)->allowed;
    uint32_t number = 0;
    *labels = 0;
    if (!fenrun__script_is(reading, place, list, FENRUN__NODE_LIST, allowed)) return false;
    for (uint32_t item = fenrun__document_node(plain->document, list)->first;
         item != FENRUN__NODE_ABSENT; item = fenrun__document_node(plain->document, item)->next) {
        struct fenrun__place at = fenrun__reading_item(plain, place, item, ++number);
        if (!fenrun__reading_is(plain, &at, item, FENRUN__NODE_TEXT, "a label")) continue;
        uint32_t label = fenrun__script_name(reading, &at, at.text, FENRUN_NAME_LABEL, "label");
        if (label == UINT32_MAX) continue;
        if (*labels >> label & 1) {
            struct fenrun__quote quote;
            fenrun__diagnostics_note(plain->diagnostics, &at, fenrun__part_all(),
                                     "%s is listed twice", fenrun__quote(&quote, at.text));
        }
        *labels |= UINT32_C(1) << label;
    }
    return true;
}

void fenrun__script_instant(struct fenrun__script_reading *reading,
                            const struct fenrun__place *parent, uint32_t key, int64_t *at) {
    if (key == FENRUN__NODE_ABSENT) return;
    struct fenrun__place place = fenrun__reading_place(&reading->reading, parent, key);
    const char *allowed = fenrun__outline(FENRUN__OUTLINE_INSTANT)->allowed;
    if (!fenrun__reading_is(&reading->reading, &place,
                            fenrun__reading_value(&reading->reading, key), FENRUN__NODE_TEXT,
                            allowed)) {
        return;
    }
    fenrun_error error;
    if (fenrun__calendar_parse(at, place.text.bytes, place.text.size, &error) == FENRUN_OK) return;
    fenrun__diagnostics_note(reading->reading.diagnostics, &place, fenrun__part_all(), "%s",
                             error.message);
}

void fenrun__script_id(struct fenrun__script_reading *reading, struct fenrun__text text,
                       uint64_t *high, uint64_t *low) {
    *high = 1;
    *low = fenrun__cast_id(&reading->script->orders, text);
    if (*low == 0) reading->out_of_memory = true;
}

void fenrun__script_add_event(struct fenrun__script_reading *reading, const fenrun_event *event,
                              uint32_t line) {
    struct fenrun__script *script = reading->script;
    if (!fenrun__memory_grow(script->memory, &script->events, sizeof *script->events,
                             &script->event_capacity, script->event_count + 1)) {
        reading->out_of_memory = true;
        return;
    }
    script->events[script->event_count++] = (struct fenrun__script_event){*event, line};
}

struct fenrun__script_check *fenrun__script_add_check(struct fenrun__script_reading *reading,
                                                      uint32_t kind, uint32_t key) {
    struct fenrun__script *script = reading->script;
    if (!fenrun__memory_grow(script->memory, &script->checks, sizeof *script->checks,
                             &script->check_capacity, script->check_count + 1)) {
        reading->out_of_memory = true;
        return NULL;
    }
    script->checks[script->check_count] = (struct fenrun__script_check){
        .kind = kind,
        .key = key,
        .line = fenrun__document_node(reading->reading.document, key)->line,
        .row_first = (uint32_t)script->row_count};
    return &script->checks[script->check_count++];
}

void fenrun__script_add_row(struct fenrun__script_reading *reading,
                            const struct fenrun__script_row *row) {
    struct fenrun__script *script = reading->script;
    if (!fenrun__memory_grow(script->memory, &script->rows, sizeof *script->rows,
                             &script->row_capacity, script->row_count + 1)) {
        reading->out_of_memory = true;
        return;
    }
    script->rows[script->row_count++] = *row;
}

/* ---- The file ---- */

static struct fenrun__place script_root(const struct fenrun__script *script) {
    const struct fenrun__node *node =
        fenrun__document_node(&script->document, script->document.root);
    return (struct fenrun__place){.line = node->line, .column = node->column};
}

static struct fenrun__named script_named(const struct fenrun__place *place) {
    return (struct fenrun__named){place->text, place->number, place->line, place->column};
}

/* The paths of `rules`, a text or a list of texts. */
static void script_read_rules(struct fenrun__reading *reading, const struct fenrun__place *root,
                              uint32_t key, struct fenrun__named *rules, uint32_t capacity,
                              uint32_t *count) {
    const char *allowed = fenrun__outline(FENRUN__OUTLINE_RULES)->allowed;
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    uint32_t value = fenrun__reading_value(reading, key);
    if (fenrun__reading_kind(reading, value) != FENRUN__NODE_LIST) {
        if (!fenrun__reading_is(reading, &place, value, FENRUN__NODE_TEXT, allowed)) return;
        rules[(*count)++] = script_named(&place);
        return;
    }
    if (!fenrun__reading_is(reading, &place, value, FENRUN__NODE_LIST, allowed)) return;
    uint32_t number = 0;
    for (uint32_t item = fenrun__document_node(reading->document, value)->first;
         item != FENRUN__NODE_ABSENT; item = fenrun__document_node(reading->document, item)->next) {
        struct fenrun__place at = fenrun__reading_item(reading, &place, item, ++number);
        if (!fenrun__reading_is(reading, &at, item, FENRUN__NODE_TEXT,
                                fenrun__outline(FENRUN__OUTLINE_PATH)->allowed)) {
            continue;
        }
        if (*count == capacity) {
            fenrun__diagnostics_note(reading->diagnostics, &at, fenrun__part_all(),
                                     "more than %u versions", capacity);
            return;
        }
        rules[(*count)++] = script_named(&at);
    }
}

/* A key of the file, or FENRUN__NODE_ABSENT: all that can be told before its names are known. */
static uint32_t script_find_key(struct fenrun__reading *reading, uint32_t root,
                                const char *name) {
    uint32_t key = fenrun__reading_first(reading, root);
    while (key != FENRUN__NODE_ABSENT &&
           !fenrun__text_is(fenrun__document_text(reading->document, key), name)) {
        key = fenrun__reading_next(reading, key);
    }
    return key;
}

int32_t fenrun__script_open(struct fenrun__script *script, struct fenrun__text text,
                            struct fenrun__diagnostics *diagnostics, struct fenrun__named *rules,
                            uint32_t capacity, uint32_t *count) {
    const struct fenrun__written *file = fenrun__outline(FENRUN__OUTLINE_FILE);
    uint32_t found[FENRUN__OF_FILE_KEYS];
    *count = 0;
    int32_t code = fenrun__document_read(&script->document, text.bytes, text.size, script->memory,
                                         diagnostics);
    if (code != FENRUN_OK) return code;
    struct fenrun__reading reading = {.document = &script->document,
                                      .diagnostics = diagnostics,
                                      .form = fenrun__outline};
    struct fenrun__place root = script_root(script);
    uint32_t map = script->document.root;
    bool is_map = fenrun__reading_kind(&reading, map) == FENRUN__NODE_MAP;
    uint32_t key = is_map ? script_find_key(&reading, map, "rules") : FENRUN__NODE_ABSENT;
    if (key != FENRUN__NODE_ABSENT) {
        script_read_rules(&reading, &root, key, rules, capacity, count);
    } else if (is_map && script_find_key(&reading, map, "awards") != FENRUN__NODE_ABSENT) {
        fenrun__diagnostics_note(diagnostics, &root, fenrun__part_all(),
                                 "this is a rule set; allowed: a test file, with the keys 'rules' "
                                 "and 'tests'");
    } else {
        (void)fenrun__reading_keys(&reading, &root, map, file->keys, file->key_count, found);
    }
    return *count > 0 ? FENRUN_OK : FENRUN_ERROR_RULES;
}

/* ---- Tests ---- */

static struct fenrun__text script_read_title(struct fenrun__script_reading *reading,
                                             const struct fenrun__place *test, uint32_t key) {
    struct fenrun__reading *plain = &reading->reading;
    struct fenrun__place place = fenrun__reading_place(plain, test, key);
    const char *allowed = fenrun__outline(FENRUN__OUTLINE_TITLE)->allowed;
    if (!fenrun__reading_is(plain, &place, fenrun__reading_value(plain, key), FENRUN__NODE_TEXT,
                            allowed)) {
        return fenrun__text_from("");
    }
    bool right = place.text.size <= SCRIPT_TITLE_SIZE_MAX;
    for (size_t i = 0; right && i < place.text.size; i++) {
        right = (unsigned char)place.text.bytes[i] >= 0x20;
    }
    if (!right) {
        fenrun__diagnostics_note(plain->diagnostics, &place, fenrun__part_all(),
                                 "a name of several lines, or too long; allowed: one line of at "
                                 "most %u bytes",
                                 SCRIPT_TITLE_SIZE_MAX);
    }
    for (size_t i = 0; i < reading->script->test_count; i++) {
        const struct fenrun__script_test *other = &reading->script->tests[i];
        if (other->name.size == 0 || !fenrun__text_equal(other->name, place.text)) continue;
        fenrun__diagnostics_note(plain->diagnostics, &place, fenrun__part_all(),
                                 "the test on line %u has the same name; allowed: different names",
                                 other->line);
        break;
    }
    return place.text;
}

static void script_read_steps(struct fenrun__script_reading *reading,
                              const struct fenrun__place *test, uint32_t key) {
    struct fenrun__reading *plain = &reading->reading;
    struct fenrun__place place = fenrun__reading_place(plain, test, key);
    uint32_t list = fenrun__reading_value(plain, key);
    if (!fenrun__reading_is(plain, &place, list, FENRUN__NODE_LIST,
                            fenrun__outline(FENRUN__OUTLINE_STEPS)->allowed)) {
        return;
    }
    uint32_t number = 0;
    for (uint32_t item = fenrun__document_node(plain->document, list)->first;
         item != FENRUN__NODE_ABSENT; item = fenrun__document_node(plain->document, item)->next) {
        fenrun__step_read(reading, &place, item, ++number);
    }
}

static void script_read_test(struct fenrun__script_reading *reading,
                             const struct fenrun__place *tests, uint32_t item, uint32_t number,
                             int64_t at) {
    const struct fenrun__written *written = fenrun__outline(FENRUN__OUTLINE_TEST);
    struct fenrun__script *script = reading->script;
    struct fenrun__place place = fenrun__reading_item(&reading->reading, tests, item, number);
    uint32_t found[FENRUN__OF_TEST_KEYS];
    if (!fenrun__reading_keys(&reading->reading, &place, item, written->keys, written->key_count,
                              found)) {
        return;
    }
    struct fenrun__script_test test = {
        .name = fenrun__text_from(""),
        .line = fenrun__document_node(&script->document, item)->line,
        .member_first = (uint32_t)script->member_count,
        .step_first = (uint32_t)script->step_count,
        .totals = FENRUN__NONE};
    reading->test = number;
    reading->orders = 0;
    reading->at = at;
    uint32_t key = found[FENRUN__OF_TEST_NAME];
    if (key != FENRUN__NODE_ABSENT) test.name = script_read_title(reading, &place, key);
    key = found[FENRUN__OF_TEST_MEMBERS];
    test.members_key = key;
    if (key != FENRUN__NODE_ABSENT) fenrun__fixture_read_members(reading, &place, key);
    test.member_count = (uint32_t)script->member_count - test.member_first;
    key = found[FENRUN__OF_TEST_STEPS];
    if (key != FENRUN__NODE_ABSENT) script_read_steps(reading, &place, key);
    test.step_count = (uint32_t)script->step_count - test.step_first;
    key = found[FENRUN__OF_TEST_TOTALS];
    if (key != FENRUN__NODE_ABSENT) {
        test.totals = (uint32_t)script->check_count;
        fenrun__expectation_read(reading, &place, key, FENRUN__CHECK_TOTALS);
        if (test.totals == script->check_count) test.totals = FENRUN__NONE;
    }
    if (!fenrun__memory_grow(script->memory, &script->tests, sizeof *script->tests,
                             &script->test_capacity, script->test_count + 1)) {
        reading->out_of_memory = true;
        return;
    }
    script->tests[script->test_count++] = test;
}

static void script_read_tests(struct fenrun__script_reading *reading,
                              const struct fenrun__place *root, uint32_t key, int64_t at) {
    struct fenrun__reading *plain = &reading->reading;
    struct fenrun__place place = fenrun__reading_place(plain, root, key);
    uint32_t list = fenrun__reading_value(plain, key);
    if (!fenrun__reading_is(plain, &place, list, FENRUN__NODE_LIST,
                            fenrun__outline(FENRUN__OUTLINE_TESTS)->allowed)) {
        return;
    }
    uint32_t number = 0;
    for (uint32_t item = fenrun__document_node(plain->document, list)->first;
         item != FENRUN__NODE_ABSENT; item = fenrun__document_node(plain->document, item)->next) {
        script_read_test(reading, &place, item, ++number, at);
    }
}

int32_t fenrun__script_read(struct fenrun__script *script, const struct fenrun__plan *plan,
                            const struct fenrun__shelf *shelf,
                            struct fenrun__diagnostics *diagnostics) {
    const struct fenrun__written *file = fenrun__outline(FENRUN__OUTLINE_FILE);
    uint32_t found[FENRUN__OF_FILE_KEYS];
    struct fenrun__script_reading reading = {
        .reading = {.document = &script->document,
                    .diagnostics = diagnostics,
                    .form = fenrun__outline},
        .script = script,
        .shelf = shelf};
    struct fenrun__place root = script_root(script);
    int64_t at = SCRIPT_AT;
    script->plan = plan;
    if (!fenrun__reading_keys(&reading.reading, &root, script->document.root, file->keys,
                              file->key_count, found)) {
        return FENRUN_ERROR_RULES;
    }
    fenrun__script_instant(&reading, &root, found[FENRUN__OF_FILE_AT], &at);
    script->members_key = found[FENRUN__OF_FILE_MEMBERS];
    if (script->members_key != FENRUN__NODE_ABSENT) {
        fenrun__fixture_read_members(&reading, &root, found[FENRUN__OF_FILE_MEMBERS]);
    }
    script->shared_count = script->member_count;
    if (found[FENRUN__OF_FILE_TESTS] != FENRUN__NODE_ABSENT) {
        script_read_tests(&reading, &root, found[FENRUN__OF_FILE_TESTS], at);
    }
    if (reading.out_of_memory) return FENRUN_ERROR_MEMORY;
    return diagnostics->count > 0 ? FENRUN_ERROR_RULES : FENRUN_OK;
}
