/* Input: checks the fields of a row and turns them into the library's records. */
#include "cli/input.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* By enum fenrun_event_kind; an own event has a name of its own. */
static const char *const input_event_names[] = {NULL,    "join",   "tier", "move",
                                                "order", "refund", NULL,   "close"};

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
    uint32_t place = input->columns.place[column];
    return place == FENRUN__COLUMN_ABSENT ? (struct fenrun__field){"", 0}
                                          : input->csv.fields[place];
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

/* What only some events of a log bring needs no column if there are none of them. */
static int input_check_column(const struct fenrun__input *input, uint32_t column) {
    if (input->columns.place[column] != FENRUN__COLUMN_ABSENT) return FENRUN__EXIT_FINE;
    return fenrun__input_refuse(input, "the log has no column %s, which this event brings",
                                input->columns.names[column]);
}

/* The id of a member; `empty_allowed`: an empty field is the platform, or nobody. */
static int input_read_member(const struct fenrun__input *input, uint32_t column,
                             bool empty_allowed, uint64_t *id) {
    struct fenrun__field field = fenrun__input_field(input, column);
    *id = FENRUN_PLATFORM;
    if (field.size == 0)
        return empty_allowed ? FENRUN__EXIT_FINE
                             : fenrun__input_refuse(input, "%s is empty",
                                                    input->columns.names[column]);
    return fenrun__names_id(input->names, field, id) ? FENRUN__EXIT_FINE
                                                     : input_out_of_memory(input);
}

/* One of the names of a kind: "tier gould is unknown; tiers are normal, gold". */
static int input_read_name(const struct fenrun__input *input, uint32_t kind, const char *what,
                           struct fenrun__field field, uint32_t *index) {
    *index = fenrun_rules_find(input->rules, kind, field.bytes, field.size);
    if (*index != UINT32_MAX) return FENRUN__EXIT_FINE;
    struct fenrun__listed list = {0};
    char room[FENRUN__SHOWN_SIZE];
    uint32_t count = fenrun_rules_count(input->rules, kind);
    for (uint32_t i = 0; i < count; i++)
        fenrun__listed_add(&list, i ? ", " : "", fenrun_rules_name(input->rules, kind, i));
    if (count == 0)
        return fenrun__input_refuse(input, "%s %s is unknown; the rule set has no %ss", what,
                                    fenrun__shown(room, field), what);
    if (field.size == 0)
        return fenrun__input_refuse(input, "%s is empty; %ss are %s", what, what, list.text);
    return fenrun__input_refuse(input, "%s %s is unknown; %ss are %s", what,
                                fenrun__shown(room, field), what, list.text);
}

/* Labels, parted by spaces, as a mask. */
static int input_read_labels(const struct fenrun__input *input, uint32_t *labels) {
    struct fenrun__field rest = fenrun__input_field(input, FENRUN__COLUMN_LABELS);
    while (rest.size > 0) {
        struct fenrun__field word = {rest.bytes, 0};
        while (word.size < rest.size && word.bytes[word.size] != ' ') word.size++;
        size_t taken = word.size < rest.size ? word.size + 1 : word.size;
        rest = (struct fenrun__field){rest.bytes + taken, rest.size - taken};
        if (word.size == 0) continue;
        uint32_t label;
        int code = input_read_name(input, FENRUN_NAME_LABEL, "label", word, &label);
        if (code) return code;
        if (*labels >> label & 1)
            return fenrun__input_refuse(input, "label %s stands twice",
                                        fenrun_rules_name(input->rules, FENRUN_NAME_LABEL, label));
        *labels |= UINT32_C(1) << label;
    }
    return FENRUN__EXIT_FINE;
}

static int input_read_tier(const struct fenrun__input *input, uint32_t *tier) {
    struct fenrun__field field = fenrun__input_field(input, FENRUN__COLUMN_TIER);
    return input_read_name(input, FENRUN_NAME_TIER, "tier", field, tier);
}

/* An amount with the currency's decimals, or a count, which has none. */
static int input_read_figure(const struct fenrun__input *input, uint32_t column,
                             uint32_t decimals, int64_t *figure) {
    const char *name = input->columns.names[column];
    int absent = input_check_column(input, column);
    if (absent) return absent;
    struct fenrun__field field = fenrun__input_field(input, column);
    if (field.size == 0)
        return fenrun__input_refuse(input, "%s is empty; write 0 for none", name);
    fenrun_error error;
    int32_t code = fenrun_amount_parse(figure, field.bytes, field.size, decimals, &error);
    if (code == FENRUN_OK) return FENRUN__EXIT_FINE;
    return fenrun__input_refuse(input, "%s: %s", name, error.message);
}

/* The roles, amounts and counts of the row's shape. */
static int input_read_shape(const struct fenrun__input *input, fenrun_event *event) {
    const struct fenrun__columns_shape *of = &input->columns.of[input->shape];
    uint32_t decimals = fenrun_rules_decimals(input->rules);
    int code = FENRUN__EXIT_FINE;
    for (uint32_t i = 0; !code && i < of->role_count; i++) {
        code = input_check_column(input, of->roles[i]);
        if (!code) code = input_read_member(input, of->roles[i], i > 0, &event->roles[i]);
    }
    for (uint32_t i = 0; !code && i < of->amount_count; i++)
        code = input_read_figure(input, of->amounts[i], decimals, &event->amounts[i]);
    for (uint32_t i = 0; !code && i < of->count_count; i++)
        code = input_read_figure(input, of->counts[i], 0, &event->counts[i]);
    return code;
}

/* ------------------------------------------------------------------------------------------ */
/* Rows                                                                                       */

/* Whether events of a kind can stand in a log by the rule set; own events are looked up. */
static bool input_event_exists(const struct fenrun__input *input, uint32_t kind) {
    switch (kind) {
    case FENRUN_EVENT_ORDER:
    case FENRUN_EVENT_REFUND:
        return fenrun__columns_have_orders(&input->columns);
    case FENRUN_EVENT_CLOSE:
        return fenrun_rules_count(input->rules, FENRUN_NAME_PERIOD) > 0;
    default:
        return input_event_names[kind] != NULL;
    }
}

static int input_refuse_kind(const struct fenrun__input *input, struct fenrun__field field) {
    struct fenrun__listed list = {0};
    char room[FENRUN__SHOWN_SIZE];
    for (uint32_t kind = FENRUN_EVENT_JOIN; kind <= FENRUN_EVENT_CLOSE; kind++) {
        if (input_event_exists(input, kind))
            fenrun__listed_add(&list, list.size ? ", " : "", input_event_names[kind]);
    }
    for (uint32_t i = 0; i < fenrun_rules_count(input->rules, FENRUN_NAME_EVENT); i++)
        fenrun__listed_add(&list, ", ", fenrun_rules_name(input->rules, FENRUN_NAME_EVENT, i));
    const char *why = "";
    if (fenrun__field_is(field, "order") || fenrun__field_is(field, "refund"))
        why = " (the rule set has no section order)";
    else if (fenrun__field_is(field, "close"))
        why = " (the rule set has no periods)";
    return fenrun__input_refuse(input, "event %s is unknown%s; events are %s",
                                field.size ? fenrun__shown(room, field) : "(empty)", why,
                                list.text);
}

static int input_read_kind(struct fenrun__input *input) {
    struct fenrun__field field = fenrun__input_field(input, FENRUN__COLUMN_EVENT);
    uint32_t own = fenrun_rules_find(input->rules, FENRUN_NAME_EVENT, field.bytes, field.size);
    if (own != UINT32_MAX) {
        input->event = FENRUN_EVENT_OWN;
        input->shape = FENRUN__INPUT_OWN + own;
        return FENRUN__EXIT_FINE;
    }
    for (uint32_t kind = FENRUN_EVENT_JOIN; kind <= FENRUN_EVENT_CLOSE; kind++) {
        if (!input_event_exists(input, kind) || !fenrun__field_is(field, input_event_names[kind]))
            continue;
        input->event = kind;
        input->shape = kind == FENRUN_EVENT_JOIN ? FENRUN__INPUT_JOIN : FENRUN__INPUT_ORDER;
        return FENRUN__EXIT_FINE;
    }
    return input_refuse_kind(input, field);
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
    input->shape = FENRUN__INPUT_ORDER;
    if (field.size == 0)
        return fenrun__input_refuse(input, "at is empty; an order is paid as of its instant");
    return input_read_instant(input, &input->at);
}

int fenrun__input_member(struct fenrun__input *input, fenrun_member *member) {
    memset(member, 0, sizeof *member);
    member->at = input->at;
    int code = input_read_member(input, FENRUN__COLUMN_MEMBER, false, &member->id);
    if (!code) code = input_read_member(input, FENRUN__COLUMN_INVITER, true, &member->inviter);
    if (!code && fenrun__input_field(input, FENRUN__COLUMN_TIER).size > 0)
        code = input_read_tier(input, &member->tier);
    return code ? code : input_read_labels(input, &member->labels);
}

/* What an event has no use for must not stand in its row: it was meant for another event. */
static int input_check_unused(const struct fenrun__input *input) {
    const struct fenrun__columns *columns = &input->columns;
    for (uint32_t column = 0; column < columns->column_count; column++) {
        struct fenrun__field field = fenrun__input_field(input, column);
        if (field.size == 0 || fenrun__columns_used(columns, input->event, input->shape, column))
            continue;
        char room[FENRUN__SHOWN_SIZE];
        const char *event = input->event == FENRUN_EVENT_OWN
                                ? fenrun_rules_name(input->rules, FENRUN_NAME_EVENT,
                                                    input->shape - FENRUN__INPUT_OWN)
                                : input_event_names[input->event];
        return fenrun__input_refuse(input, "%s %s: a row of event %s leaves that column empty",
                                    columns->names[column], fenrun__shown(room, field), event);
    }
    return FENRUN__EXIT_FINE;
}

static int input_read_order_id(const struct fenrun__input *input, uint64_t *high, uint64_t *low) {
    int absent = input_check_column(input, FENRUN__COLUMN_ORDER);
    if (absent) return absent;
    struct fenrun__field field = fenrun__input_field(input, FENRUN__COLUMN_ORDER);
    if (field.size == 0) return fenrun__input_refuse(input, "order is empty");
    struct fenrun__fingerprint id = fenrun__fingerprint_id(input->names->key, field);
    *high = id.high;
    *low = id.low;
    return FENRUN__EXIT_FINE;
}

static int input_read_refund(const struct fenrun__input *input, fenrun_event *event) {
    struct fenrun__field field = fenrun__input_field(input, FENRUN__COLUMN_REFUND);
    /* High 1 keeps an instant apart from numbers, and no text gets so low a hash by chance. */
    struct fenrun__fingerprint id = {1, (uint64_t)event->at};
    if (field.size > 0) id = fenrun__fingerprint_id(input->names->key, field);
    event->id_high = id.high;
    event->id_low = id.low;
    int code = input_read_order_id(input, &event->order_high, &event->order_low);
    if (code) return code;
    return input_read_figure(input, input->columns.of[FENRUN__INPUT_ORDER].amounts[0],
                             fenrun_rules_decimals(input->rules), &event->amounts[0]);
}

static int input_read_close(const struct fenrun__input *input, fenrun_event *event) {
    struct fenrun__field id = fenrun__input_field(input, FENRUN__COLUMN_ORDER);
    int code = input_check_column(input, FENRUN__COLUMN_PERIOD);
    if (!code)
        code = input_read_name(input, FENRUN_NAME_PERIOD, "period",
                               fenrun__input_field(input, FENRUN__COLUMN_PERIOD), &event->name);
    if (code || id.size == 0) return code;
    return input_read_order_id(input, &event->id_high, &event->id_low);
}

int fenrun__input_event(struct fenrun__input *input, fenrun_event *event) {
    memset(event, 0, sizeof *event);
    event->kind = input->event;
    event->at = input->at;
    int code = input->columns.kind == FENRUN__LOG ? input_check_unused(input) : FENRUN__EXIT_FINE;
    if (code) return code;
    switch (event->kind) {
    case FENRUN_EVENT_OWN:
        event->name = input->shape - FENRUN__INPUT_OWN;
        /* fall through */
    case FENRUN_EVENT_ORDER:
        code = input_read_order_id(input, &event->id_high, &event->id_low);
        return code ? code : input_read_shape(input, event);
    case FENRUN_EVENT_REFUND:
        return input_read_refund(input, event);
    case FENRUN_EVENT_CLOSE:
        return input_read_close(input, event);
    default:
        break;
    }
    code = input_read_member(input, FENRUN__COLUMN_MEMBER, false, &event->member);
    if (code) return code;
    if (event->kind == FENRUN_EVENT_TIER) return input_read_tier(input, &event->tier);
    code = input_read_member(input, FENRUN__COLUMN_INVITER, true, &event->inviter);
    return code || event->kind == FENRUN_EVENT_MOVE ? code : input_read_shape(input, event);
}
