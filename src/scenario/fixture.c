/* Fixture: members as maps, and CSV rows as members and events. */
#include "scenario/fixture.h"

#include "money/amount.h"
#include "money/calendar.h"
#include "scenario/table.h"

static void fixture_add_member(struct fenrun__script_reading *reading,
                               const fenrun_member *member) {
    struct fenrun__script *script = reading->script;
    if (!fenrun__memory_grow(script->memory, &script->members, sizeof *script->members,
                             &script->member_capacity, script->member_count + 1)) {
        reading->out_of_memory = true;
        return;
    }
    script->members[script->member_count++] = *member;
}

/* ---- Members that are written out ---- */

static void fixture_read_tier(struct fenrun__script_reading *reading,
                              const struct fenrun__place *place, uint32_t node,
                              fenrun_member *member) {
    const char *allowed = fenrun__outline(FENRUN__OUTLINE_MEMBER)->allowed;
    if (!fenrun__reading_is(&reading->reading, place, node, FENRUN__NODE_TEXT, allowed)) return;
    uint32_t tier = fenrun__script_name(reading, place, place->text, FENRUN_NAME_TIER, "tier");
    if (tier != UINT32_MAX) member->tier = tier;
}

static void fixture_read_inviter(struct fenrun__script_reading *reading,
                                 const struct fenrun__place *place, uint32_t node,
                                 fenrun_member *member) {
    const char *allowed = fenrun__outline(FENRUN__OUTLINE_NOBODY_NAME)->allowed;
    if (!fenrun__reading_is(&reading->reading, place, node, FENRUN__NODE_TEXT, allowed)) return;
    if (fenrun__text_is(place->text, "platform")) return;
    member->inviter = fenrun__script_member(reading, place, place->text, false);
}

/* A tier, or a map. */
static void fixture_read_member(struct fenrun__script_reading *reading,
                                const struct fenrun__place *place, uint32_t node,
                                fenrun_member *member) {
    struct fenrun__reading *plain = &reading->reading;
    const struct fenrun__written *written = fenrun__outline(FENRUN__OUTLINE_MEMBER_MAP);
    uint32_t found[FENRUN__OF_MEMBER_KEYS];
    const struct fenrun__node *given = fenrun__document_node(plain->document, node);
    /* `B:` and `B: {}` are members of whom nothing is to be said. */
    if (given->kind != FENRUN__NODE_NONE && given->text_size == 0 && given->count == 0) return;
    if (given->kind != FENRUN__NODE_MAP) {
        fixture_read_tier(reading, place, node, member);
        return;
    }
    if (!fenrun__reading_keys(plain, place, node, written->keys, written->key_count, found)) return;
    for (uint32_t i = 0; i < FENRUN__OF_MEMBER_KEYS; i++) {
        if (found[i] == FENRUN__NODE_ABSENT) continue;
        struct fenrun__place at = fenrun__reading_place(plain, place, found[i]);
        uint32_t value = fenrun__reading_value(plain, found[i]);
        switch (i) {
        case FENRUN__OF_MEMBER_TIER: fixture_read_tier(reading, &at, value, member); break;
        case FENRUN__OF_MEMBER_INVITER: fixture_read_inviter(reading, &at, value, member); break;
        case FENRUN__OF_MEMBER_LABELS:
            (void)fenrun__script_labels(reading, &at, value, &member->labels);
            break;
        default: fenrun__script_instant(reading, place, found[i], &member->at); break;
        }
    }
}

/* Inviters may stand below those whom they invited, so all names are known first. */
static void fixture_read_map(struct fenrun__script_reading *reading,
                             const struct fenrun__place *place, uint32_t map) {
    struct fenrun__reading *plain = &reading->reading;
    uint32_t key;
    for (key = fenrun__reading_first(plain, map); key != FENRUN__NODE_ABSENT;
         key = fenrun__reading_next(plain, key)) {
        struct fenrun__place at = fenrun__reading_key(plain, place, key);
        (void)fenrun__script_member(reading, &at, fenrun__document_text(plain->document, key),
                                    true);
    }
    for (key = fenrun__reading_first(plain, map); key != FENRUN__NODE_ABSENT;
         key = fenrun__reading_next(plain, key)) {
        struct fenrun__place at = fenrun__reading_place(plain, place, key);
        fenrun_member member = {
            .id = fenrun__cast_find(&reading->script->cast,
                                    fenrun__document_text(plain->document, key)),
            .at = FENRUN_TIME_MIN};
        fixture_read_member(reading, &at, fenrun__reading_value(plain, key), &member);
        fixture_add_member(reading, &member);
    }
}

/* ---- CSV ---- */

/* A row that is being read; the first mistake ends the file. */
struct fixture_row {
    struct fenrun__script_reading *reading;
    struct fenrun__table *table;
    const struct fenrun__place *place; /* of the key that names the file */
    const char *path;
    bool wrong;
};

static void fixture_refuse(struct fixture_row *row, const char *heading, const char *reason) {
    if (!row->wrong) {
        fenrun__diagnostics_note(row->reading->reading.diagnostics, row->place,
                                 fenrun__part_all(), "%s:%u: %s%s%s", row->path, row->table->line,
                                 heading, *heading ? ": " : "", reason);
    }
    row->wrong = true;
}

static uint64_t fixture_member(struct fixture_row *row, const char *heading, bool needed,
                               bool newcomer) {
    struct fenrun__text field = fenrun__table_field(row->table, heading);
    bool nobody = field.size == 0 || fenrun__text_is(field, "platform");
    if (nobody && needed) fixture_refuse(row, heading, "is empty; allowed: a member");
    if (nobody) return FENRUN_PLATFORM;
    if (newcomer) return fenrun__script_member(row->reading, row->place, field, true);
    /* Rows may name members of later rows: who is nobody in the end, the engine says. */
    uint64_t id = fenrun__cast_id(&row->reading->script->cast, field);
    if (id == 0) row->reading->out_of_memory = true;
    return id;
}

static uint32_t fixture_name(struct fixture_row *row, const char *heading, uint32_t kind,
                             struct fenrun__text name) {
    uint32_t index = fenrun__plan_find(row->reading->script->plan, kind, name);
    if (index == UINT32_MAX) {
        char room[FENRUN_MESSAGE_SIZE];
        struct fenrun__writer writer;
        struct fenrun__quote quote;
        fenrun__writer_init_fixed(&writer, room, sizeof room);
        fenrun__writer_format(&writer, "unknown %s", fenrun__quote(&quote, name));
        fixture_refuse(row, heading, room);
    }
    return index;
}

/* An instant; an empty field leaves what was there. */
static void fixture_instant(struct fixture_row *row, int64_t *at) {
    struct fenrun__text field = fenrun__table_field(row->table, "at");
    fenrun_error error;
    if (field.size > 0 &&
        fenrun__calendar_parse(at, field.bytes, field.size, &error) != FENRUN_OK) {
        fixture_refuse(row, "at", error.message);
    }
}

static void fixture_labels(struct fixture_row *row, fenrun_member *member) {
    struct fenrun__text rest = fenrun__table_field(row->table, "labels");
    while (rest.size > 0) {
        struct fenrun__text word = fenrun__text_word(&rest);
        if (word.size == 0) break;
        uint32_t label = fixture_name(row, "labels", FENRUN_NAME_LABEL, word);
        if (label != UINT32_MAX) member->labels |= UINT32_C(1) << label;
    }
}

static void fixture_member_row(struct fixture_row *row) {
    fenrun_member member = {.at = FENRUN_TIME_MIN};
    struct fenrun__text tier = fenrun__table_field(row->table, "tier");
    member.id = fixture_member(row, "member", true, true);
    member.inviter = fixture_member(row, "inviter", false, false);
    if (tier.size > 0) member.tier = fixture_name(row, "tier", FENRUN_NAME_TIER, tier);
    fixture_instant(row, &member.at);
    fixture_labels(row, &member);
    fixture_add_member(row->reading, &member);
}

static void fixture_figure(struct fixture_row *row, const char *heading, uint32_t decimals,
                           int64_t *out) {
    struct fenrun__text field = fenrun__table_field(row->table, heading);
    fenrun_error error;
    if (field.size == 0) {
        fixture_refuse(row, heading, "is empty or not there; write 0 for none");
    } else if (fenrun__amount_parse(out, field.bytes, field.size, decimals, &error) !=
               FENRUN_OK) {
        fixture_refuse(row, heading, error.message);
    }
}

/* The roles, amounts and counts of a shape. */
static void fixture_shape(struct fixture_row *row, uint32_t shape, fenrun_event *event) {
    const struct fenrun__plan *plan = row->reading->script->plan;
    uint32_t of = shape * FENRUN_NAME_OF_JOIN;
    uint32_t kind = FENRUN_NAME_ROLE | of;
    uint32_t count = shape == FENRUN__SHAPE_JOIN ? 0 : fenrun__plan_name_count(plan, kind);
    for (uint32_t i = 0; i < count; i++) {
        event->roles[i] = fixture_member(row, fenrun__plan_name(plan, kind, i), i == 0, false);
    }
    kind = FENRUN_NAME_AMOUNT | of;
    for (uint32_t i = 0; i < fenrun__plan_name_count(plan, kind); i++) {
        fixture_figure(row, fenrun__plan_name(plan, kind, i), plan->decimals, &event->amounts[i]);
    }
    kind = FENRUN_NAME_COUNT | of;
    for (uint32_t i = 0; i < fenrun__plan_name_count(plan, kind); i++) {
        fixture_figure(row, fenrun__plan_name(plan, kind, i), 0, &event->counts[i]);
    }
}

static void fixture_id(struct fixture_row *row, const char *heading, uint64_t *high,
                       uint64_t *low) {
    struct fenrun__text field = fenrun__table_field(row->table, heading);
    if (field.size > 0) fenrun__script_id(row->reading, field, high, low);
}

static void fixture_refund(struct fixture_row *row, fenrun_event *event) {
    const char *amount = fenrun__plan_name(row->reading->script->plan, FENRUN_NAME_AMOUNT, 0);
    fixture_id(row, "order", &event->order_high, &event->order_low);
    /* As in the command: without an id of its own a refund is known by its instant. */
    event->id_high = 3;
    event->id_low = (uint64_t)event->at;
    fixture_id(row, "refund", &event->id_high, &event->id_low);
    fixture_figure(row, amount, row->reading->script->plan->decimals, &event->amounts[0]);
}

/* What an event of a log is: enum fenrun_event_kind; 0, and a mistake noted, if it is none. */
static uint32_t fixture_kind(struct fixture_row *row, uint32_t *shape) {
    static const char *const names[] = {
        [FENRUN_EVENT_JOIN] = "join",   [FENRUN_EVENT_TIER] = "tier",
        [FENRUN_EVENT_MOVE] = "move",   [FENRUN_EVENT_ORDER] = "order",
        [FENRUN_EVENT_REFUND] = "refund", [FENRUN_EVENT_CLOSE] = "close"};
    struct fenrun__text field = fenrun__table_field(row->table, "event");
    *shape = FENRUN__SHAPE_ORDER;
    if (!field.bytes) return FENRUN_EVENT_ORDER;
    for (uint32_t kind = FENRUN_EVENT_JOIN; kind <= FENRUN_EVENT_CLOSE; kind++) {
        if (!names[kind] || !fenrun__text_is(field, names[kind])) continue;
        if (kind == FENRUN_EVENT_JOIN) *shape = FENRUN__SHAPE_JOIN;
        return kind;
    }
    uint32_t own = fixture_name(row, "event", FENRUN_NAME_EVENT, field);
    *shape = FENRUN__SHAPE_OWN + own;
    return own == UINT32_MAX ? 0 : FENRUN_EVENT_OWN;
}

static void fixture_event_row(struct fixture_row *row) {
    uint32_t shape;
    fixture_instant(row, &row->reading->at);
    fenrun_event event = {.kind = fixture_kind(row, &shape), .at = row->reading->at};
    switch (event.kind) {
    case FENRUN_EVENT_JOIN:
        event.member = fixture_member(row, "member", true, true);
        event.inviter = fixture_member(row, "inviter", false, false);
        fixture_shape(row, shape, &event);
        break;
    case FENRUN_EVENT_TIER:
        event.member = fixture_member(row, "member", true, false);
        event.tier = fixture_name(row, "tier", FENRUN_NAME_TIER,
                                  fenrun__table_field(row->table, "tier"));
        break;
    case FENRUN_EVENT_MOVE:
        event.member = fixture_member(row, "member", true, false);
        event.inviter = fixture_member(row, "inviter", false, false);
        break;
    case FENRUN_EVENT_REFUND: fixture_refund(row, &event); break;
    case FENRUN_EVENT_CLOSE:
        event.name = fixture_name(row, "period", FENRUN_NAME_PERIOD,
                                  fenrun__table_field(row->table, "period"));
        fixture_id(row, "order", &event.id_high, &event.id_low);
        break;
    case 0: return;
    default:
        if (event.kind == FENRUN_EVENT_OWN) event.name = shape - FENRUN__SHAPE_OWN;
        fixture_id(row, "order", &event.id_high, &event.id_low);
        fixture_shape(row, shape, &event);
        break;
    }
    fenrun__script_add_event(row->reading, &event, row->table->line);
}

static void fixture_read_rows(struct fixture_row *row, struct fenrun__text text,
                              void (*take)(struct fixture_row *), const char *needed) {
    struct fenrun__table *table = row->table;
    fenrun_error error;
    bool found;
    int32_t code = fenrun__table_open(table, text.bytes, text.size, row->reading->script->memory,
                                      &error);
    if (code == FENRUN_OK && !fenrun__table_has(table, needed) &&
        !fenrun__table_has(table, "event")) {
        char reason[64];
        struct fenrun__writer writer;
        fenrun__writer_init_fixed(&writer, reason, sizeof reason);
        fenrun__writer_format(&writer, "column %s is missing", needed);
        fixture_refuse(row, "", reason);
    }
    while (code == FENRUN_OK && !row->wrong) {
        code = fenrun__table_next(table, &found, &error);
        if (code != FENRUN_OK || !found) break;
        take(row);
    }
    if (code == FENRUN_ERROR_TEXT) fixture_refuse(row, "", error.message);
    if (code == FENRUN_ERROR_MEMORY) row->reading->out_of_memory = true;
    fenrun__table_free(table);
}

static void fixture_read_file(struct fenrun__script_reading *reading,
                              const struct fenrun__place *place,
                              void (*take)(struct fixture_row *), const char *needed) {
    struct fenrun__table table;
    struct fenrun__writer path;
    struct fenrun__text text;
    fenrun__writer_init(&path, reading->script->memory);
    fenrun__shelf_path(reading->script->path, place->text, &path);
    struct fixture_row row = {
        .reading = reading, .table = &table, .place = place, .path = path.bytes};
    if (path.failed) {
        reading->out_of_memory = true;
    } else if (!fenrun__shelf_read(reading->shelf, path.bytes, &text)) {
        reading->missing = true;
        fenrun__diagnostics_note(reading->reading.diagnostics, place, fenrun__part_all(),
                                 "%s cannot be read", path.bytes);
    } else {
        fixture_read_rows(&row, text, take, needed);
    }
    fenrun__writer_free(&path);
}

/* ---- */

void fenrun__fixture_read_members(struct fenrun__script_reading *reading,
                                  const struct fenrun__place *parent, uint32_t key) {
    struct fenrun__reading *plain = &reading->reading;
    struct fenrun__place place = fenrun__reading_place(plain, parent, key);
    uint32_t value = fenrun__reading_value(plain, key);
    if (fenrun__reading_kind(plain, value) == FENRUN__NODE_MAP) {
        fixture_read_map(reading, &place, value);
    } else if (fenrun__reading_is(plain, &place, value, FENRUN__NODE_TEXT,
                                  fenrun__outline(FENRUN__OUTLINE_MEMBERS)->allowed)) {
        fixture_read_file(reading, &place, fixture_member_row, "member");
    }
}

void fenrun__fixture_read_events(struct fenrun__script_reading *reading,
                                 const struct fenrun__place *parent, uint32_t key) {
    struct fenrun__reading *plain = &reading->reading;
    struct fenrun__place place = fenrun__reading_place(plain, parent, key);
    if (fenrun__reading_is(plain, &place, fenrun__reading_value(plain, key), FENRUN__NODE_TEXT,
                           "a CSV file as orders.csv")) {
        fixture_read_file(reading, &place, fixture_event_row, "order");
    }
}
