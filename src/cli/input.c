/* Input: checks the fields of a row and turns them into the library's records. */
#include "cli/input.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define INPUT_LIST_SIZE 512

static const char *const input_event_names[] = {NULL,   "join",  "tier",
                                                "move", "order", "refund"};

int fenrun__input_open(struct fenrun__input *input, const char *path, const fenrun_rules *rules,
                       struct fenrun__names *names) {
    memset(input, 0, sizeof *input);
    input->rules = rules;
    input->names = names;
    int code = fenrun__csv_open(&input->csv, path);
    if (code) return code;
    bool found;
    code = fenrun__csv_next(&input->csv, &found);
    if (code) return code;
    if (!found)
        return fenrun__report(FENRUN__EXIT_DATA, "%s:1: the file is empty; its first row must "
                              "name the columns", input->csv.path);
    return fenrun__columns_read(&input->columns, &input->csv, rules);
}

void fenrun__input_close(struct fenrun__input *input) { fenrun__csv_close(&input->csv); }

struct fenrun__field fenrun__input_field(const struct fenrun__input *input, uint32_t column) {
    if (!(input->columns.known & FENRUN__COLUMN_BIT(column)))
        return (struct fenrun__field){"", 0};
    return input->csv.fields[input->columns.place[column]];
}

int fenrun__input_refuse(const struct fenrun__input *input, const char *format, ...) {
    char message[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return fenrun__report(FENRUN__EXIT_DATA, "%s:%" PRIu64 ": %s", input->csv.path,
                          input->csv.row_line, message);
}

static int input_out_of_memory(const struct fenrun__input *input) {
    return fenrun__report(FENRUN__EXIT_SYSTEM, "%s:%" PRIu64 ": out of memory", input->csv.path,
                          input->csv.row_line);
}

/* ------------------------------------------------------------------------------------------ */
/* Fields                                                                                     */

static int input_read_instant(const struct fenrun__input *input, int64_t *at) {
    fenrun_error error;
    struct fenrun__field field = fenrun__input_field(input, FENRUN__COLUMN_AT);
    if (fenrun_time_parse(at, field.bytes, field.size, &error) == FENRUN_OK)
        return FENRUN__EXIT_FINE;
    return fenrun__input_refuse(input, "at: %s", error.message);
}

/* The id of a member; `empty_allowed`: an empty field is the platform, or nobody. */
static int input_read_member(const struct fenrun__input *input, uint32_t column,
                             bool empty_allowed, uint64_t *id) {
    struct fenrun__field field = fenrun__input_field(input, column);
    *id = FENRUN_PLATFORM;
    if (field.size == 0)
        return empty_allowed ? FENRUN__EXIT_FINE
                             : fenrun__input_refuse(input, "%s is empty",
                                                    fenrun__column_name(input->rules, column));
    return fenrun__names_id(input->names, field, id) ? FENRUN__EXIT_FINE
                                                     : input_out_of_memory(input);
}

static int input_read_tier(const struct fenrun__input *input, uint32_t *tier) {
    struct fenrun__field field = fenrun__input_field(input, FENRUN__COLUMN_TIER);
    *tier = fenrun_rules_find(input->rules, FENRUN_NAME_TIER, field.bytes, field.size);
    if (*tier != UINT32_MAX) return FENRUN__EXIT_FINE;
    char list[INPUT_LIST_SIZE] = "", room[FENRUN__SHOWN_SIZE];
    size_t size = 0;
    for (uint32_t i = 0; i < fenrun_rules_count(input->rules, FENRUN_NAME_TIER); i++) {
        int more = snprintf(list + size, sizeof list - size, "%s%s", i ? ", " : "",
                            fenrun_rules_name(input->rules, FENRUN_NAME_TIER, i));
        if (more < 0 || size + (size_t)more >= sizeof list) break;
        size += (size_t)more;
    }
    if (field.size == 0) return fenrun__input_refuse(input, "tier is empty; tiers are %s", list);
    return fenrun__input_refuse(input, "tier %s is unknown; tiers are %s",
                                fenrun__shown(room, field), list);
}

static int input_read_amount(const struct fenrun__input *input, uint32_t index, int64_t *amount) {
    uint32_t column = FENRUN__COLUMN_AMOUNT + index;
    struct fenrun__field field = fenrun__input_field(input, column);
    if (field.size == 0)
        return fenrun__input_refuse(input, "%s is empty; nothing is written 0",
                                    fenrun__column_name(input->rules, column));
    fenrun_error error;
    int32_t code = fenrun_amount_parse(amount, field.bytes, field.size,
                                       fenrun_rules_decimals(input->rules), &error);
    if (code == FENRUN_OK) return FENRUN__EXIT_FINE;
    return fenrun__input_refuse(input, "%s: %s", fenrun__column_name(input->rules, column),
                                error.message);
}

/* ------------------------------------------------------------------------------------------ */
/* Rows                                                                                       */

static int input_read_kind(struct fenrun__input *input) {
    struct fenrun__field field = fenrun__input_field(input, FENRUN__COLUMN_EVENT);
    for (uint32_t kind = FENRUN_EVENT_JOIN; kind <= FENRUN_EVENT_REFUND; kind++) {
        if (!fenrun__field_is(field, input_event_names[kind])) continue;
        input->event = kind;
        return FENRUN__EXIT_FINE;
    }
    char room[FENRUN__SHOWN_SIZE];
    return fenrun__input_refuse(input, "event %s is unknown; events are join, tier, move, order, "
                                "refund", field.size ? fenrun__shown(room, field) : "(empty)");
}

static int input_next_log(struct fenrun__input *input) {
    struct fenrun__field field = fenrun__input_field(input, FENRUN__COLUMN_AT);
    if (field.size == 0)
        return input->at_known ? input_read_kind(input)
                               : fenrun__input_refuse(input, "at is empty, and no row before it "
                                                      "gives an instant");
    int64_t before = input->at;
    int code = input_read_instant(input, &input->at);
    if (code) return code;
    if (input->at_known && input->at < before) {
        char room[FENRUN__SHOWN_SIZE], instant[FENRUN_TEXT_SIZE];
        fenrun_time_format(instant, before);
        return fenrun__input_refuse(input, "at %s is earlier than %s, which a row before it has; "
                                    "a log is in time order (late orders go into an orders file)",
                                    fenrun__shown(room, field), instant);
    }
    input->at_known = true;
    return input_read_kind(input);
}

int fenrun__input_next(struct fenrun__input *input, bool *found) {
    int code = fenrun__csv_next(&input->csv, found);
    if (code || !*found) return code;
    if (input->columns.kind == FENRUN__LOG) return input_next_log(input);
    struct fenrun__field field = fenrun__input_field(input, FENRUN__COLUMN_AT);
    if (input->columns.kind == FENRUN__MEMBERS) {
        input->at = FENRUN_TIME_MIN;
        return field.size == 0 ? FENRUN__EXIT_FINE : input_read_instant(input, &input->at);
    }
    input->event = FENRUN_EVENT_ORDER;
    if (field.size == 0)
        return fenrun__input_refuse(input, "at is empty; an order is paid as of its instant");
    return input_read_instant(input, &input->at);
}

int fenrun__input_member(struct fenrun__input *input, fenrun_member *member) {
    memset(member, 0, sizeof *member);
    member->at = input->at;
    int code = input_read_member(input, FENRUN__COLUMN_MEMBER, false, &member->id);
    if (!code) code = input_read_member(input, FENRUN__COLUMN_INVITER, true, &member->inviter);
    if (code || fenrun__input_field(input, FENRUN__COLUMN_TIER).size == 0) return code;
    return input_read_tier(input, &member->tier);
}

/* The columns that an event uses, as a mask. */
static uint32_t input_used(uint32_t kind) {
    uint32_t used = FENRUN__COLUMN_BIT(FENRUN__COLUMN_AT) |
                    FENRUN__COLUMN_BIT(FENRUN__COLUMN_EVENT);
    uint32_t member = FENRUN__COLUMN_BIT(FENRUN__COLUMN_MEMBER);
    uint32_t order = FENRUN__COLUMN_BIT(FENRUN__COLUMN_ORDER);
    uint32_t roles = ((UINT32_C(1) << FENRUN_ROLES_MAX) - 1) << FENRUN__COLUMN_ROLE;
    uint32_t amounts = ((UINT32_C(1) << FENRUN_AMOUNTS_MAX) - 1) << FENRUN__COLUMN_AMOUNT;
    switch (kind) {
    case FENRUN_EVENT_JOIN:
    case FENRUN_EVENT_MOVE:
        return used | member | FENRUN__COLUMN_BIT(FENRUN__COLUMN_INVITER);
    case FENRUN_EVENT_TIER:
        return used | member | FENRUN__COLUMN_BIT(FENRUN__COLUMN_TIER);
    case FENRUN_EVENT_ORDER:
        return used | order | roles | amounts;
    default:
        return used | order | FENRUN__COLUMN_BIT(FENRUN__COLUMN_REFUND) |
               FENRUN__COLUMN_BIT(FENRUN__COLUMN_AMOUNT);
    }
}

/* What an event has no use for must not stand in its row: it was meant for another event. */
static int input_check_unused(const struct fenrun__input *input) {
    uint32_t used = input_used(input->event);
    uint32_t unused = input->columns.known & ~used;
    for (uint32_t column = 0; unused >> column; column++) {
        if (!(unused >> column & 1)) continue;
        struct fenrun__field field = fenrun__input_field(input, column);
        if (field.size == 0) continue;
        /* A role may share the name, and so the field, of a column that is used. */
        bool shared = false;
        for (uint32_t other = 0; other < FENRUN__COLUMN_COUNT; other++)
            shared |= (input->columns.known & used & FENRUN__COLUMN_BIT(other)) &&
                      input->columns.place[other] == input->columns.place[column];
        if (shared) continue;
        char room[FENRUN__SHOWN_SIZE];
        return fenrun__input_refuse(input, "%s %s: a row of event %s leaves that column empty",
                                    fenrun__column_name(input->rules, column),
                                    fenrun__shown(room, field), input_event_names[input->event]);
    }
    return FENRUN__EXIT_FINE;
}

static int input_read_order_id(const struct fenrun__input *input, uint64_t *high, uint64_t *low) {
    struct fenrun__field field = fenrun__input_field(input, FENRUN__COLUMN_ORDER);
    if (field.size == 0) return fenrun__input_refuse(input, "order is empty");
    struct fenrun__fingerprint id = fenrun__fingerprint_id(input->names->key, field);
    *high = id.high;
    *low = id.low;
    return FENRUN__EXIT_FINE;
}

static int input_read_order(const struct fenrun__input *input, fenrun_event *event) {
    int code = input_read_order_id(input, &event->id_high, &event->id_low);
    for (uint32_t i = 0; !code && i < fenrun_rules_count(input->rules, FENRUN_NAME_ROLE); i++)
        code = input_read_member(input, FENRUN__COLUMN_ROLE + i, i > 0, &event->roles[i]);
    for (uint32_t i = 0; !code && i < fenrun_rules_count(input->rules, FENRUN_NAME_AMOUNT); i++)
        code = input_read_amount(input, i, &event->amounts[i]);
    return code;
}

static int input_read_refund(const struct fenrun__input *input, fenrun_event *event) {
    struct fenrun__field field = fenrun__input_field(input, FENRUN__COLUMN_REFUND);
    /* High 1 keeps an instant apart from numbers, and no text gets so low a hash by chance. */
    struct fenrun__fingerprint id = {1, (uint64_t)event->at};
    if (field.size > 0) id = fenrun__fingerprint_id(input->names->key, field);
    event->id_high = id.high;
    event->id_low = id.low;
    int code = input_read_order_id(input, &event->order_high, &event->order_low);
    return code ? code : input_read_amount(input, 0, &event->amounts[0]);
}

int fenrun__input_event(struct fenrun__input *input, fenrun_event *event) {
    memset(event, 0, sizeof *event);
    event->kind = input->event;
    event->at = input->at;
    int code = input->columns.kind == FENRUN__LOG ? input_check_unused(input) : FENRUN__EXIT_FINE;
    if (code) return code;
    if (event->kind == FENRUN_EVENT_ORDER) return input_read_order(input, event);
    if (event->kind == FENRUN_EVENT_REFUND) return input_read_refund(input, event);
    code = input_read_member(input, FENRUN__COLUMN_MEMBER, false, &event->member);
    if (code) return code;
    if (event->kind == FENRUN_EVENT_TIER) return input_read_tier(input, &event->tier);
    return input_read_member(input, FENRUN__COLUMN_INVITER, true, &event->inviter);
}
