/* Step: what happens, by its kind; names of the rule set beside names of the language. */
#include "scenario/step.h"

#include <string.h>

#include "base/error.h"
#include "money/amount.h"
#include "scenario/expectation.h"
#include "scenario/fixture.h"

#define STEP_FIXED_MAX 4u /* keys of an event that have names of their own */
#define STEP_NAMES_MAX                                                                            \
    (STEP_FIXED_MAX + FENRUN_ROLES_MAX + FENRUN_AMOUNTS_MAX + FENRUN_COUNTS_MAX)
#define STEP_CODES_MAX ((uint32_t)-FENRUN_ERROR_LIMIT) /* the lowest of the codes */
#define STEP_KEYS_MAX (FENRUN__OF_STEP_KEYS + FENRUN_EVENTS_MAX)

/* The names of a kind of a shape are those of an order, moved on by the shape. */
static uint32_t step_kind(uint32_t kind, uint32_t shape) {
    return kind | shape * FENRUN_NAME_OF_JOIN;
}

static void step_read_role(struct fenrun__script_reading *reading,
                           const struct fenrun__place *place, uint32_t node, uint64_t *id) {
    const char *allowed = fenrun__outline(FENRUN__OUTLINE_NOBODY_NAME)->allowed;
    if (!fenrun__reading_is(&reading->reading, place, node, FENRUN__NODE_TEXT, allowed)) return;
    bool nobody = fenrun__text_is(place->text, "platform") ||
                  fenrun__text_is(place->text, "nobody");
    if (!nobody) *id = fenrun__script_member(reading, place, place->text, false);
}

static void step_read_figure(struct fenrun__script_reading *reading,
                             const struct fenrun__place *place, uint32_t node, uint32_t decimals,
                             int64_t *out) {
    const char *allowed = decimals > 0 ? "an amount as 40.00" : "a whole number";
    if (!fenrun__reading_is(&reading->reading, place, node, FENRUN__NODE_TEXT, allowed)) return;
    fenrun_error error;
    if (fenrun__amount_parse(out, place->text.bytes, place->text.size, decimals, &error) ==
        FENRUN_OK) {
        return;
    }
    struct fenrun__quote quote;
    fenrun__diagnostics_note(reading->reading.diagnostics, place, place->text,
                             "%s is not %s with at most %u decimals",
                             fenrun__quote(&quote, place->text),
                             decimals > 0 ? "an amount" : "a count", decimals);
}

/* All names that may stand in an event's map, for a message. */
static void step_note_unknown(struct fenrun__script_reading *reading,
                              const struct fenrun__place *place, struct fenrun__text name,
                              uint32_t shape, const struct fenrun__written *written,
                              bool refund) {
    static const uint32_t kinds[] = {FENRUN_NAME_ROLE, FENRUN_NAME_AMOUNT, FENRUN_NAME_COUNT};
    const struct fenrun__plan *plan = reading->script->plan;
    struct fenrun__text names[STEP_NAMES_MAX];
    size_t count = 0;
    for (size_t k = refund || shape == FENRUN__SHAPE_JOIN ? 1 : 0; k < 3 - (size_t)refund; k++) {
        uint32_t kind = step_kind(kinds[k], shape);
        uint32_t most = fenrun__plan_name_count(plan, kind);
        if (refund && most > 1) most = 1;
        for (uint32_t i = 0; i < most; i++) {
            names[count++] = fenrun__text_from(fenrun__plan_name(plan, kind, i));
        }
    }
    for (size_t i = 0; i < written->key_count; i++) {
        names[count++] = fenrun__text_from(written->keys[i].name);
    }
    const struct fenrun__names known = {names, count, true};
    fenrun__diagnostics_note_unknown(reading->reading.diagnostics, place, name, "key", &known);
}

/* A key that has its name from the rule set. False: it is no such name. `figures`: a bit for each
   figure that is given. */
static bool step_read_named(struct fenrun__script_reading *reading,
                            const struct fenrun__place *place, struct fenrun__text name,
                            uint32_t node, uint32_t shape, fenrun_event *event,
                            uint32_t *figures) {
    const struct fenrun__plan *plan = reading->script->plan;
    bool refund = event->kind == FENRUN_EVENT_REFUND;
    uint32_t amount = fenrun__plan_find(plan, step_kind(FENRUN_NAME_AMOUNT, shape), name);
    if (amount != UINT32_MAX && (!refund || amount == 0)) {
        step_read_figure(reading, place, node, plan->decimals, &event->amounts[amount]);
        *figures |= UINT32_C(1) << amount;
        return true;
    }
    if (refund) return false;
    uint32_t number = fenrun__plan_find(plan, step_kind(FENRUN_NAME_COUNT, shape), name);
    if (number != UINT32_MAX) {
        step_read_figure(reading, place, node, 0, &event->counts[number]);
        *figures |= UINT32_C(1) << (FENRUN__FIGURE_COUNT0 + number);
        return true;
    }
    if (shape == FENRUN__SHAPE_JOIN) return false;
    uint32_t role = fenrun__plan_find(plan, step_kind(FENRUN_NAME_ROLE, shape), name);
    if (role != UINT32_MAX) step_read_role(reading, place, node, &event->roles[role]);
    return role != UINT32_MAX;
}

/* What decides money is given: no amount or count is taken to be 0. */
static void step_note_missing(struct fenrun__script_reading *reading,
                              const struct fenrun__place *place, uint32_t shape, bool refund,
                              uint32_t figures) {
    const struct fenrun__plan *plan = reading->script->plan;
    uint32_t amounts = fenrun__plan_name_count(plan, step_kind(FENRUN_NAME_AMOUNT, shape));
    uint32_t counts = fenrun__plan_name_count(plan, step_kind(FENRUN_NAME_COUNT, shape));
    if (refund) {
        amounts = amounts > 0;
        counts = 0;
    }
    for (uint32_t i = 0; i < amounts + counts; i++) {
        uint32_t figure = i < amounts ? i : FENRUN__FIGURE_COUNT0 + i - amounts;
        if (figures >> figure & 1) continue;
        fenrun__diagnostics_note(reading->reading.diagnostics, place, fenrun__part_all(),
                                 "the key '%s' is missing%s",
                                 fenrun__plan_figure_name(plan, shape, figure),
                                 refund ? "; allowed: an amount as 40.00" : "; write 0 for none");
    }
}

/* The map of an event: keys of the language to `found`, all others into the event. */
static bool step_read_event(struct fenrun__script_reading *reading,
                            const struct fenrun__place *place, uint32_t map,
                            uint8_t outline, uint32_t shape, fenrun_event *event,
                            uint32_t *found) {
    struct fenrun__reading *plain = &reading->reading;
    const struct fenrun__written *written = fenrun__outline(outline);
    bool refund = event->kind == FENRUN_EVENT_REFUND;
    bool known = true;
    uint32_t figures = 0;
    for (size_t i = 0; i < written->key_count; i++) found[i] = FENRUN__NODE_ABSENT;
    if (!fenrun__script_is(reading, place, map, FENRUN__NODE_MAP, written->allowed)) return false;
    for (uint32_t key = fenrun__reading_first(plain, map); key != FENRUN__NODE_ABSENT;
         key = fenrun__reading_next(plain, key)) {
        struct fenrun__text name = fenrun__document_text(plain->document, key);
        struct fenrun__place at = fenrun__reading_place(plain, place, key);
        size_t fixed = 0;
        while (fixed < written->key_count && !fenrun__text_is(name, written->keys[fixed].name)) {
            fixed++;
        }
        if (fixed < written->key_count) {
            found[fixed] = key;
        } else if (!step_read_named(reading, &at, name, fenrun__reading_value(plain, key), shape,
                                    event, &figures)) {
            known = false;
            struct fenrun__place at_key = fenrun__reading_key(plain, place, key);
            step_note_unknown(reading, &at_key, name, shape, written, refund);
        }
    }
    for (size_t i = 0; i < written->key_count; i++) {
        if (!written->keys[i].required || found[i] != FENRUN__NODE_ABSENT) continue;
        fenrun__reading_miss(plain, place, &written->keys[i]);
    }
    /* A key that is none may have been meant to be it. */
    if (known) step_note_missing(reading, place, shape, refund, figures);
    return true;
}

/* The text of an id. False: there is none, or it is wrong. */
static bool step_read_id(struct fenrun__script_reading *reading,
                         const struct fenrun__place *parent, uint32_t key, uint64_t *high,
                         uint64_t *low) {
    struct fenrun__reading *plain = &reading->reading;
    if (key == FENRUN__NODE_ABSENT) return false;
    struct fenrun__place place = fenrun__reading_place(plain, parent, key);
    if (!fenrun__reading_is(plain, &place, fenrun__reading_value(plain, key), FENRUN__NODE_TEXT,
                            fenrun__outline(FENRUN__OUTLINE_ID)->allowed)) {
        return false;
    }
    fenrun__script_id(reading, place.text, high, low);
    return true;
}

/* An event's own id, inside or beside it. */
static bool step_read_own_id(struct fenrun__script_reading *reading,
                             const struct fenrun__place *parent, uint32_t key,
                             fenrun_event *event) {
    if (step_read_id(reading, parent, key, &event->id_high, &event->id_low)) return true;
    return step_read_id(reading, reading->step, reading->id, &event->id_high, &event->id_low);
}

/* An id that no text is, for what is given none. */
static void step_number(struct fenrun__script_reading *reading, fenrun_event *event) {
    event->id_high = 2;
    event->id_low = ++reading->others;
}

static void step_number_order(struct fenrun__script_reading *reading, fenrun_event *event) {
    char room[16];
    struct fenrun__writer writer;
    fenrun__writer_init_fixed(&writer, room, sizeof room);
    fenrun__writer_format(&writer, "%u", reading->orders);
    fenrun__script_id(reading, (struct fenrun__text){room, writer.size}, &event->id_high,
                      &event->id_low);
}

static void step_read_order(struct fenrun__script_reading *reading,
                            const struct fenrun__place *place, uint32_t map, uint32_t shape) {
    uint32_t found[STEP_FIXED_MAX];
    fenrun_event event = {.kind = shape == FENRUN__SHAPE_ORDER ? FENRUN_EVENT_ORDER
                                                               : FENRUN_EVENT_OWN};
    if (event.kind == FENRUN_EVENT_OWN) event.name = shape - FENRUN__SHAPE_OWN;
    reading->orders += event.kind == FENRUN_EVENT_ORDER;
    size_t mistakes = reading->reading.diagnostics->count;
    if (!step_read_event(reading, place, map, FENRUN__OUTLINE_EVENT, shape, &event, found)) return;
    if (event.roles[0] == 0 && !reading->refused &&
        reading->reading.diagnostics->count == mistakes) {
        fenrun__diagnostics_note(
            reading->reading.diagnostics, place, fenrun__part_all(),
            "the key '%s' is missing; allowed: a member",
            fenrun__plan_name(reading->script->plan, step_kind(FENRUN_NAME_ROLE, shape), 0));
    }
    if (!step_read_own_id(reading, place, found[0], &event)) {
        if (event.kind == FENRUN_EVENT_ORDER) {
            step_number_order(reading, &event);
        } else {
            step_number(reading, &event);
        }
    }
    fenrun__script_instant(reading, place, found[1], &reading->at);
    event.at = reading->at;
    fenrun__script_add_event(reading, &event, 0);
}

static void step_read_join(struct fenrun__script_reading *reading,
                           const struct fenrun__place *place, uint32_t map) {
    struct fenrun__reading *plain = &reading->reading;
    uint32_t found[STEP_FIXED_MAX];
    fenrun_event event = {.kind = FENRUN_EVENT_JOIN};
    if (!step_read_event(reading, place, map, FENRUN__OUTLINE_JOIN, FENRUN__SHAPE_JOIN, &event,
                         found)) {
        return;
    }
    if (found[1] != FENRUN__NODE_ABSENT) {
        struct fenrun__place at = fenrun__reading_place(plain, place, found[1]);
        step_read_role(reading, &at, fenrun__reading_value(plain, found[1]), &event.inviter);
    }
    if (found[0] != FENRUN__NODE_ABSENT) {
        struct fenrun__place at = fenrun__reading_place(plain, place, found[0]);
        if (fenrun__reading_is(plain, &at, fenrun__reading_value(plain, found[0]),
                               FENRUN__NODE_TEXT, "the newcomer's name")) {
            event.member = fenrun__script_member(reading, &at, at.text, !reading->refused);
        }
    }
    fenrun__script_instant(reading, place, found[2], &reading->at);
    event.at = reading->at;
    fenrun__script_add_event(reading, &event, 0);
}

static void step_read_refund(struct fenrun__script_reading *reading,
                             const struct fenrun__place *place, uint32_t map) {
    uint32_t found[STEP_FIXED_MAX];
    fenrun_event event = {.kind = FENRUN_EVENT_REFUND};
    if (!step_read_event(reading, place, map, FENRUN__OUTLINE_REFUND, FENRUN__SHAPE_ORDER, &event,
                         found)) {
        return;
    }
    (void)step_read_id(reading, place, found[0], &event.order_high, &event.order_low);
    if (!step_read_own_id(reading, place, found[1], &event)) {
        step_number(reading, &event);
    }
    fenrun__script_instant(reading, place, found[2], &reading->at);
    event.at = reading->at;
    fenrun__script_add_event(reading, &event, 0);
}

static void step_read_close(struct fenrun__script_reading *reading,
                            const struct fenrun__place *place, uint32_t node) {
    struct fenrun__reading *plain = &reading->reading;
    const struct fenrun__written *written = fenrun__outline(FENRUN__OUTLINE_CLOSE_MAP);
    uint32_t found[STEP_FIXED_MAX];
    fenrun_event event = {.kind = FENRUN_EVENT_CLOSE};
    struct fenrun__place period = *place;
    (void)step_read_own_id(reading, place, FENRUN__NODE_ABSENT, &event);
    if (fenrun__reading_kind(plain, node) == FENRUN__NODE_MAP) {
        if (!fenrun__reading_keys(plain, place, node, written->keys, written->key_count, found)) {
            return;
        }
        if (found[0] == FENRUN__NODE_ABSENT) return;
        period = fenrun__reading_place(plain, place, found[0]);
        node = fenrun__reading_value(plain, found[0]);
        (void)step_read_own_id(reading, place, found[1], &event);
        fenrun__script_instant(reading, place, found[2], &reading->at);
    }
    if (!fenrun__reading_is(plain, &period, node, FENRUN__NODE_TEXT,
                            fenrun__outline(FENRUN__OUTLINE_CLOSE)->allowed)) {
        return;
    }
    event.name = fenrun__script_name(reading, &period, period.text, FENRUN_NAME_PERIOD, "period");
    event.at = reading->at;
    if (event.name != UINT32_MAX) fenrun__script_add_event(reading, &event, 0);
}

/* Members with a tier each, or with an inviter each. */
static void step_read_changes(struct fenrun__script_reading *reading,
                              const struct fenrun__place *place, uint32_t map, uint32_t kind) {
    struct fenrun__reading *plain = &reading->reading;
    bool tier = kind == FENRUN_EVENT_TIER;
    const char *allowed =
        fenrun__outline(tier ? FENRUN__OUTLINE_TIERS : FENRUN__OUTLINE_MOVES)->allowed;
    if (!fenrun__reading_is(plain, place, map, FENRUN__NODE_MAP, allowed)) return;
    for (uint32_t key = fenrun__reading_first(plain, map); key != FENRUN__NODE_ABSENT;
         key = fenrun__reading_next(plain, key)) {
        struct fenrun__place at = fenrun__reading_place(plain, place, key);
        struct fenrun__place at_key = fenrun__reading_key(plain, place, key);
        uint32_t value = fenrun__reading_value(plain, key);
        fenrun_event event = {
            .kind = kind,
            .at = reading->at,
            .member = fenrun__script_member(reading, &at_key,
                                            fenrun__document_text(plain->document, key), false)};
        if (!tier) {
            step_read_role(reading, &at, value, &event.inviter);
        } else if (fenrun__reading_is(plain, &at, value, FENRUN__NODE_TEXT, "a tier")) {
            event.tier = fenrun__script_name(reading, &at, at.text, FENRUN_NAME_TIER, "tier");
        }
        fenrun__script_add_event(reading, &event, 0);
    }
}

static void step_read_nothing(struct fenrun__script_reading *reading,
                              const struct fenrun__place *place, uint32_t node) {
    const struct fenrun__node *given = fenrun__document_node(reading->reading.document, node);
    if (given->kind == FENRUN__NODE_TEXT && given->text_size == 0) return;
    if (!fenrun__script_is(reading, place, node, FENRUN__NODE_MAP, "{}") || given->count == 0) {
        return;
    }
    fenrun__diagnostics_note(reading->reading.diagnostics, place, fenrun__part_all(),
                             "keys are given; allowed: {}, what is expected stands beside it");
}

/* Whether what happens has an id of its own. */
static bool step_has_id(uint32_t what) {
    return what == FENRUN__OF_STEP_ORDER || what == FENRUN__OF_STEP_REFUND ||
           what == FENRUN__OF_STEP_CLOSE || what >= FENRUN__OF_STEP_KEYS;
}

static void step_read_happening(struct fenrun__script_reading *reading,
                                const struct fenrun__place *place, uint32_t key, uint32_t what) {
    struct fenrun__place at = fenrun__reading_place(&reading->reading, place, key);
    uint32_t value = fenrun__reading_value(&reading->reading, key);
    switch (what) {
    case FENRUN__OF_STEP_ORDER:
        step_read_order(reading, &at, value, FENRUN__SHAPE_ORDER);
        break;
    case FENRUN__OF_STEP_JOIN: step_read_join(reading, &at, value); break;
    case FENRUN__OF_STEP_TIER: step_read_changes(reading, &at, value, FENRUN_EVENT_TIER); break;
    case FENRUN__OF_STEP_MOVE: step_read_changes(reading, &at, value, FENRUN_EVENT_MOVE); break;
    case FENRUN__OF_STEP_REFUND: step_read_refund(reading, &at, value); break;
    case FENRUN__OF_STEP_CLOSE: step_read_close(reading, &at, value); break;
    case FENRUN__OF_STEP_SETTLE: fenrun__fixture_read_events(reading, place, key); break;
    case FENRUN__OF_STEP_EXPECT: step_read_nothing(reading, &at, value); break;
    default:
        step_read_order(reading, &at, value,
                        FENRUN__SHAPE_OWN + what - FENRUN__OF_STEP_KEYS);
        break;
    }
}

/* Sort the keys of a step into `found`: first those of the language, then the own events. */
static bool step_find_keys(struct fenrun__script_reading *reading,
                           const struct fenrun__place *place, uint32_t map, uint32_t *found) {
    struct fenrun__reading *plain = &reading->reading;
    const struct fenrun__written *written = fenrun__outline(FENRUN__OUTLINE_STEP);
    const struct fenrun__plan *plan = reading->script->plan;
    struct fenrun__text names[STEP_KEYS_MAX];
    size_t count = 0;
    if (!fenrun__reading_is(plain, place, map, FENRUN__NODE_MAP, written->allowed)) return false;
    for (size_t i = 0; i < written->key_count; i++) {
        names[count++] = fenrun__text_from(written->keys[i].name);
    }
    for (uint32_t i = 0; i < plan->own_event_count; i++) {
        names[count++] = fenrun__text_from(fenrun__plan_name(plan, FENRUN_NAME_EVENT, i));
    }
    for (size_t i = 0; i < count; i++) found[i] = FENRUN__NODE_ABSENT;
    const struct fenrun__names known = {names, count, true};
    for (uint32_t key = fenrun__reading_first(plain, map); key != FENRUN__NODE_ABSENT;
         key = fenrun__reading_next(plain, key)) {
        struct fenrun__text name = fenrun__document_text(plain->document, key);
        size_t index = fenrun__names_find(&known, name);
        if (index != SIZE_MAX) {
            found[index] = key;
            continue;
        }
        struct fenrun__place at = fenrun__reading_key(plain, place, key);
        fenrun__diagnostics_note_unknown(plain->diagnostics, &at, name, "key", &known);
    }
    return true;
}

/* Of the keys that say what happens the one that is given; STEP_KEYS_MAX, and a mistake noted, if
   it is not exactly one. Not `known`: a key that is none may have been meant to say it. */
static uint32_t step_find_happening(struct fenrun__script_reading *reading,
                                    const struct fenrun__place *place, const uint32_t *found,
                                    bool known) {
    uint32_t what = STEP_KEYS_MAX;
    uint32_t count = FENRUN__OF_STEP_KEYS + reading->script->plan->own_event_count;
    for (uint32_t i = 0; i < count; i++) {
        bool happens = i < FENRUN__OF_STEP_HAPPENS || i >= FENRUN__OF_STEP_KEYS;
        if (!happens || found[i] == FENRUN__NODE_ABSENT) continue;
        if (what != STEP_KEYS_MAX) {
            struct fenrun__place at = fenrun__reading_key(&reading->reading, place, found[i]);
            fenrun__diagnostics_note(reading->reading.diagnostics, &at, fenrun__part_all(),
                                     "a second thing that happens; allowed: one in each step");
            return STEP_KEYS_MAX;
        }
        what = i;
    }
    if (what == STEP_KEYS_MAX && known) {
        fenrun__diagnostics_note(reading->reading.diagnostics, place, fenrun__part_all(),
                                 "nothing happens; allowed: one of order, join, tier, move, "
                                 "refund, close, settle, expect, or an event of the rule set");
    }
    return what;
}

/* A text that begins as codes do is one, or a mistake: no message holds it. */
static void step_check_code(struct fenrun__script_reading *reading,
                            const struct fenrun__place *place) {
    static const char start[] = "FENRUN_";
    static const char error[] = "FENRUN_ERROR_";
    struct fenrun__text text = place->text, given = text, names[STEP_CODES_MAX];
    size_t count = 0, size = sizeof error - 1;
    if (text.size < sizeof start - 1 || memcmp(text.bytes, start, sizeof start - 1) != 0) return;
    for (int32_t code = -1; code >= -(int32_t)STEP_CODES_MAX; code--) {
        const char *name = fenrun__error_name(code);
        if (fenrun__text_is(text, name)) return;
        names[count++] = fenrun__text_from(name + size);
    }
    /* What all codes begin with does not make two of them alike. */
    if (given.size > size && memcmp(given.bytes, error, size) == 0) {
        given = (struct fenrun__text){given.bytes + size, given.size - size};
    }
    struct fenrun__quote quote;
    size_t near = fenrun__text_nearest(given, names, count);
    fenrun__diagnostics_note(reading->reading.diagnostics, place, fenrun__part_all(),
                             "unknown code %s%s%s%s%s; allowed: %s", fenrun__quote(&quote, text),
                             near == SIZE_MAX ? "" : " (did you mean '",
                             near == SIZE_MAX ? "" : error,
                             near == SIZE_MAX ? "" : names[near].bytes,
                             near == SIZE_MAX ? "" : "'?)",
                             fenrun__outline(FENRUN__OUTLINE_MESSAGE)->allowed);
}

static void step_read_error(struct fenrun__script_reading *reading,
                            const struct fenrun__place *place, const uint32_t *found,
                            struct fenrun__script_step *step) {
    struct fenrun__reading *plain = &reading->reading;
    uint32_t key = found[FENRUN__OF_STEP_ERROR];
    if (key != FENRUN__NODE_ABSENT) {
        struct fenrun__place at = fenrun__reading_place(plain, place, key);
        step->error_key = key;
        step->error = fenrun__text_from("");
        if (fenrun__reading_is(plain, &at, fenrun__reading_value(plain, key), FENRUN__NODE_TEXT,
                               fenrun__outline(FENRUN__OUTLINE_MESSAGE)->allowed)) {
            step->error = at.text;
            step_check_code(reading, &at);
        }
    }
    key = found[FENRUN__OF_STEP_REPLAYED];
    if (key == FENRUN__NODE_ABSENT) return;
    struct fenrun__place at = fenrun__reading_place(plain, place, key);
    step->replayed = true;
    if (!fenrun__reading_is(plain, &at, fenrun__reading_value(plain, key), FENRUN__NODE_TEXT,
                            "true")) {
        return;
    }
    struct fenrun__quote quote;
    if (!fenrun__text_is(at.text, "true")) {
        fenrun__diagnostics_note(plain->diagnostics, &at, fenrun__part_all(),
                                 "%s is given; allowed: true", fenrun__quote(&quote, at.text));
    } else if (step->error.bytes) {
        fenrun__diagnostics_note(plain->diagnostics, &at, fenrun__part_all(),
                                 "an error is expected as well; allowed: one of both");
    }
}

void fenrun__step_read(struct fenrun__script_reading *reading, const struct fenrun__place *parent,
                       uint32_t item, uint32_t number) {
    struct fenrun__script *script = reading->script;
    struct fenrun__place place = fenrun__reading_item(&reading->reading, parent, item, number);
    uint32_t found[STEP_KEYS_MAX];
    size_t mistakes = reading->reading.diagnostics->count;
    if (!step_find_keys(reading, &place, item, found)) return;
    bool known = reading->reading.diagnostics->count == mistakes;
    uint32_t what = step_find_happening(reading, &place, found, known);
    if (what == STEP_KEYS_MAX) return;
    struct fenrun__script_step step = {
        .key = found[what],
        .line = fenrun__document_node(&script->document, found[what])->line,
        .event_first = (uint32_t)script->event_count,
        .check_first = (uint32_t)script->check_count};
    step_read_error(reading, &place, found, &step);
    if (found[FENRUN__OF_STEP_ID] != FENRUN__NODE_ABSENT && !step_has_id(what)) {
        struct fenrun__place at =
            fenrun__reading_key(&reading->reading, &place, found[FENRUN__OF_STEP_ID]);
        fenrun__diagnostics_note(reading->reading.diagnostics, &at, fenrun__part_all(),
                                 "an id; allowed: for order, refund, close and events of the rule "
                                 "set");
    }
    fenrun__script_instant(reading, &place, found[FENRUN__OF_STEP_AT], &reading->at);
    reading->refused = step.error.bytes != NULL;
    reading->step = &place;
    reading->id = found[FENRUN__OF_STEP_ID];
    step_read_happening(reading, &place, found[what], what);
    reading->refused = false;
    reading->step = NULL;
    step.event_count = (uint32_t)script->event_count - step.event_first;
    for (uint32_t i = FENRUN__OF_STEP_PAYS; i <= FENRUN__OF_STEP_AVAILABLE; i++) {
        if (found[i] == FENRUN__NODE_ABSENT) continue;
        fenrun__expectation_read(reading, &place, found[i],
                                 FENRUN__CHECK_PAYS + i - FENRUN__OF_STEP_PAYS);
    }
    step.check_count = (uint32_t)script->check_count - step.check_first;
    if (!fenrun__memory_grow(script->memory, &script->steps, sizeof *script->steps,
                             &script->step_capacity, script->step_count + 1)) {
        reading->out_of_memory = true;
        return;
    }
    script->steps[script->step_count++] = step;
}
