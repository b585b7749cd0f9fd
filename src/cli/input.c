/* Input: checks the fields of a row and turns them into the library's records. */
#include "cli/input.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#ifdef FENRUN_TIGHT
#define INPUT_HEAD_SIZE 4u
#else
#define INPUT_HEAD_SIZE 16384u
#endif

/* By enum fenrun_event_kind; an own event has a name of its own. */
static const char *const input_event_names[] = {NULL,    "join",   "tier", "move",
                                                "order", "refund", NULL,   "close"};

/* ------------------------------------------------------------------------------------------ */
/* The header                                                                                 */

/* Read pieces until there is a row, which `csv` then holds. */
static int input_read_header(struct fenrun__input *input, struct fenrun__csv *csv) {
    for (;;) {
        int code = fenrun__source_read(&input->source, INPUT_HEAD_SIZE, &input->head,
                                       csv->complaint);
        if (code) return code;
        csv->bytes = input->head.bytes;
        csv->next = 0;
        csv->end = input->head.size;
        csv->ended = input->head.last;
        bool found;
        code = fenrun__csv_next(csv, &found);
        if (code || found) return code;
        if (input->head.last)
            return fenrun__complain(csv->complaint, FENRUN__EXIT_DATA, csv->path, 1,
                                    "the file is empty; its first row must name the columns");
    }
}

int fenrun__input_open(struct fenrun__input *input, const char *path, const fenrun_rules *rules,
                       const struct fenrun__names *names) {
    memset(input, 0, sizeof *input);
    input->rules = rules;
    input->names = names;
    input->decimals = fenrun_rules_decimals(rules);
    int code = fenrun__source_open(&input->source, path);
    if (code) return code;
    struct fenrun__complaint complaint = {0};
    struct fenrun__csv *csv = calloc(1, sizeof *csv);
    if (!csv) return fenrun__report_memory();
    csv->path = input->source.path;
    csv->line = 1;
    csv->complaint = &complaint;
    code = input_read_header(input, csv);
    if (code) fenrun__complaint_report(&complaint);
    if (!code && csv->unfinished)
        fenrun__report(0, "%s:%" PRIu64 ": note: " FENRUN__CSV_UNFINISHED, csv->path,
                       csv->row_line);
    if (!code) code = fenrun__columns_read(&input->columns, csv, rules);
    input->width = csv->width;
    input->head_used = csv->next;
    input->head_lines = csv->line - 1;
    free(csv);
    return code;
}

void fenrun__input_close(struct fenrun__input *input) {
    fenrun__source_close(&input->source);
    fenrun__piece_free(&input->head);
}

struct fenrun__field fenrun__input_field(const struct fenrun__reading *reading, uint32_t column) {
    uint32_t place = reading->columns->place[column];
    return place == FENRUN__COLUMN_ABSENT ? (struct fenrun__field){"", 0}
                                          : reading->fields[place];
}

static int input_refuse(struct fenrun__reading *reading, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Refuse the row. */
static int input_refuse(struct fenrun__reading *reading, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fenrun__complain_all(reading->complaint, FENRUN__EXIT_DATA, reading->input->source.path,
                         reading->line, format, arguments);
    va_end(arguments);
    return FENRUN__EXIT_DATA;
}

/* ------------------------------------------------------------------------------------------ */
/* Fields                                                                                     */

static int input_read_instant(struct fenrun__reading *reading, struct fenrun__field field,
                              int64_t *at) {
    fenrun_error error;
    if (fenrun__numeral_read_instant(&reading->day, at, field)) return FENRUN__EXIT_FINE;
    if (fenrun_time_parse(at, field.bytes, field.size, &error) == FENRUN_OK)
        return FENRUN__EXIT_FINE;
    return input_refuse(reading, "at: %s", error.message);
}

/* What only some events of a log bring needs no column if there are none of them. */
static int input_check_column(struct fenrun__reading *reading, uint32_t column) {
    if (reading->columns->place[column] != FENRUN__COLUMN_ABSENT) return FENRUN__EXIT_FINE;
    return input_refuse(reading, "the log has no column %s, which this event brings",
                        reading->columns->names[column]);
}

/* The id of a member, or a question for it; `empty_allowed`: an empty field is the platform, or
   nobody. */
static int input_read_member(struct fenrun__reading *reading, uint32_t column, bool empty_allowed,
                             uint64_t *id) {
    struct fenrun__field field = fenrun__input_field(reading, column);
    *id = FENRUN_PLATFORM;
    if (fenrun__fingerprint_number(field, id)) return FENRUN__EXIT_FINE;
    if (field.size == 0)
        return empty_allowed
                   ? FENRUN__EXIT_FINE
                   : input_refuse(reading, "%s is empty", reading->columns->names[column]);
    reading->questions[reading->question_count++] = (struct fenrun__names_question){
        field, fenrun__names_hash(reading->input->names, field), id};
    return FENRUN__EXIT_FINE;
}

/* One of the names of a kind: "tier gould is unknown; tiers are normal, gold". */
static int input_read_name(struct fenrun__reading *reading, uint32_t kind, const char *what,
                           struct fenrun__field field, uint32_t *index) {
    *index = fenrun_rules_find(reading->rules, kind, field.bytes, field.size);
    if (*index != UINT32_MAX) return FENRUN__EXIT_FINE;
    struct fenrun__listed list = {0};
    char room[FENRUN__SHOWN_SIZE];
    uint32_t count = fenrun_rules_count(reading->rules, kind);
    for (uint32_t i = 0; i < count; i++)
        fenrun__listed_add(&list, i ? ", " : "", fenrun_rules_name(reading->rules, kind, i));
    if (count == 0)
        return input_refuse(reading, "%s %s is unknown; the rule set has no %ss", what,
                            fenrun__shown(room, field), what);
    if (field.size == 0)
        return input_refuse(reading, "%s is empty; %ss are %s", what, what, list.text);
    return input_refuse(reading, "%s %s is unknown; %ss are %s", what,
                        fenrun__shown(room, field), what, list.text);
}

/* Labels, parted by spaces, as a mask. */
static int input_read_labels(struct fenrun__reading *reading, uint32_t *labels) {
    struct fenrun__field rest = fenrun__input_field(reading, FENRUN__COLUMN_LABELS);
    while (rest.size > 0) {
        struct fenrun__field word = {rest.bytes, 0};
        while (word.size < rest.size && word.bytes[word.size] != ' ') word.size++;
        size_t taken = word.size < rest.size ? word.size + 1 : word.size;
        rest = (struct fenrun__field){rest.bytes + taken, rest.size - taken};
        if (word.size == 0) continue;
        uint32_t label;
        int code = input_read_name(reading, FENRUN_NAME_LABEL, "label", word, &label);
        if (code) return code;
        if (*labels >> label & 1)
            return input_refuse(reading, "label %s stands twice",
                                fenrun_rules_name(reading->rules, FENRUN_NAME_LABEL, label));
        *labels |= UINT32_C(1) << label;
    }
    return FENRUN__EXIT_FINE;
}

static int input_read_tier(struct fenrun__reading *reading, uint32_t *tier) {
    struct fenrun__field field = fenrun__input_field(reading, FENRUN__COLUMN_TIER);
    return input_read_name(reading, FENRUN_NAME_TIER, "tier", field, tier);
}

/* An amount with the currency's decimals, or a count, which has none. */
static int input_read_figure(struct fenrun__reading *reading, uint32_t column,
                             uint32_t decimals, int64_t *figure) {
    const char *name = reading->columns->names[column];
    int absent = input_check_column(reading, column);
    if (absent) return absent;
    struct fenrun__field field = fenrun__input_field(reading, column);
    if (field.size == 0)
        return input_refuse(reading, "%s is empty; write 0 for none", name);
    if (fenrun__numeral_read_amount(figure, field, decimals)) return FENRUN__EXIT_FINE;
    fenrun_error error;
    int32_t code = fenrun_amount_parse(figure, field.bytes, field.size, decimals, &error);
    if (code == FENRUN_OK) return FENRUN__EXIT_FINE;
    return input_refuse(reading, "%s: %s", name, error.message);
}

/* The roles, amounts and counts of the row's shape. */
static int input_read_shape(struct fenrun__reading *reading, fenrun_event *event) {
    const struct fenrun__columns_shape *of = &reading->columns->of[reading->shape];
    int code = FENRUN__EXIT_FINE;
    for (uint32_t i = 0; !code && i < of->role_count; i++) {
        code = input_check_column(reading, of->roles[i]);
        if (!code) code = input_read_member(reading, of->roles[i], i > 0, &event->roles[i]);
    }
    for (uint32_t i = 0; !code && i < of->amount_count; i++)
        code = input_read_figure(reading, of->amounts[i],
                                 reading->input->decimals, &event->amounts[i]);
    for (uint32_t i = 0; !code && i < of->count_count; i++)
        code = input_read_figure(reading, of->counts[i], 0, &event->counts[i]);
    return code;
}

/* ------------------------------------------------------------------------------------------ */
/* Rows                                                                                       */

/* Whether events of a kind can stand in a log by the rule set; own events are looked up. */
static bool input_event_exists(struct fenrun__reading *reading, uint32_t kind) {
    switch (kind) {
    case FENRUN_EVENT_ORDER:
    case FENRUN_EVENT_REFUND:
        return fenrun__columns_have_orders(reading->columns);
    case FENRUN_EVENT_CLOSE:
        return fenrun_rules_count(reading->rules, FENRUN_NAME_PERIOD) > 0;
    default:
        return input_event_names[kind] != NULL;
    }
}

static int input_refuse_kind(struct fenrun__reading *reading, struct fenrun__field field) {
    struct fenrun__listed list = {0};
    char room[FENRUN__SHOWN_SIZE];
    for (uint32_t kind = FENRUN_EVENT_JOIN; kind <= FENRUN_EVENT_CLOSE; kind++) {
        if (input_event_exists(reading, kind))
            fenrun__listed_add(&list, list.size ? ", " : "", input_event_names[kind]);
    }
    for (uint32_t i = 0; i < fenrun_rules_count(reading->rules, FENRUN_NAME_EVENT); i++)
        fenrun__listed_add(&list, ", ", fenrun_rules_name(reading->rules, FENRUN_NAME_EVENT, i));
    const char *why = "";
    if (fenrun__field_is(field, "order") || fenrun__field_is(field, "refund"))
        why = " (the rule set has no section order)";
    else if (fenrun__field_is(field, "close"))
        why = " (the rule set has no periods)";
    return input_refuse(reading, "event %s is unknown%s; events are %s",
                        field.size ? fenrun__shown(room, field) : "(empty)", why,
                        list.text);
}

static int input_read_kind(struct fenrun__reading *reading) {
    struct fenrun__field field = fenrun__input_field(reading, FENRUN__COLUMN_EVENT);
    uint32_t own =
        fenrun_rules_find(reading->rules, FENRUN_NAME_EVENT, field.bytes, field.size);
    if (own != UINT32_MAX) {
        reading->event = FENRUN_EVENT_OWN;
        reading->shape = FENRUN__INPUT_OWN + own;
        return FENRUN__EXIT_FINE;
    }
    for (uint32_t kind = FENRUN_EVENT_JOIN; kind <= FENRUN_EVENT_CLOSE; kind++) {
        if (!input_event_exists(reading, kind) || !fenrun__field_is(field, input_event_names[kind]))
            continue;
        reading->event = kind;
        reading->shape = kind == FENRUN_EVENT_JOIN ? FENRUN__INPUT_JOIN : FENRUN__INPUT_ORDER;
        return FENRUN__EXIT_FINE;
    }
    return input_refuse_kind(reading, field);
}

static int input_next_log(struct fenrun__reading *reading) {
    struct fenrun__field field = fenrun__input_field(reading, FENRUN__COLUMN_AT);
    reading->at_given = field.size > 0;
    if (!reading->at_given) return input_read_kind(reading);
    int64_t before = reading->at;
    int code = input_read_instant(reading, field, &reading->at);
    if (code) return code;
    if (reading->at_known && reading->at < before)
        return fenrun__input_refuse_earlier(reading->complaint, reading->input, reading->line,
                                            field, before);
    reading->at_known = true;
    return input_read_kind(reading);
}

int fenrun__input_refuse_earlier(struct fenrun__complaint *complaint,
                                 const struct fenrun__input *input, uint64_t line,
                                 struct fenrun__field at, int64_t before) {
    char room[FENRUN__SHOWN_SIZE], instant[FENRUN_TEXT_SIZE];
    fenrun_time_format(instant, before);
    return fenrun__complain(complaint, FENRUN__EXIT_DATA, input->source.path, line,
                            "at %s is earlier than %s, which a row before it has; a log is in "
                            "time order (late orders go into an orders file)",
                            fenrun__shown(room, at), instant);
}

void fenrun__input_begin(struct fenrun__reading *reading, const struct fenrun__input *input,
                         const struct fenrun__field *fields,
                         struct fenrun__complaint *complaint) {
    memset(reading, 0, sizeof *reading);
    reading->input = input;
    reading->columns = &input->columns;
    reading->rules = input->rules;
    reading->fields = fields;
    reading->complaint = complaint;
}

int fenrun__input_next(struct fenrun__reading *reading) {
    reading->question_count = 0;
    reading->at_given = true;
    if (reading->columns->kind == FENRUN__LOG) return input_next_log(reading);
    struct fenrun__field field = fenrun__input_field(reading, FENRUN__COLUMN_AT);
    if (reading->columns->kind == FENRUN__MEMBERS) {
        reading->at = FENRUN_TIME_MIN;
        return field.size == 0 ? FENRUN__EXIT_FINE
                               : input_read_instant(reading, field, &reading->at);
    }
    reading->event = FENRUN_EVENT_ORDER;
    reading->shape = FENRUN__INPUT_ORDER;
    if (field.size == 0)
        return input_refuse(reading, "at is empty; an order is paid as of its instant");
    return input_read_instant(reading, field, &reading->at);
}

int fenrun__input_member(struct fenrun__reading *reading, fenrun_member *member) {
    memset(member, 0, sizeof *member);
    member->at = reading->at;
    int code = input_read_member(reading, FENRUN__COLUMN_MEMBER, false, &member->id);
    if (!code) code = input_read_member(reading, FENRUN__COLUMN_INVITER, true, &member->inviter);
    if (!code && fenrun__input_field(reading, FENRUN__COLUMN_TIER).size > 0)
        code = input_read_tier(reading, &member->tier);
    return code ? code : input_read_labels(reading, &member->labels);
}

/* What an event has no use for must not stand in its row: it was meant for another event. */
static int input_check_unused(struct fenrun__reading *reading) {
    const struct fenrun__columns *columns = reading->columns;
    for (uint32_t column = 0; column < columns->column_count; column++) {
        struct fenrun__field field = fenrun__input_field(reading, column);
        if (field.size == 0 ||
            fenrun__columns_used(columns, reading->event, reading->shape, column))
            continue;
        char room[FENRUN__SHOWN_SIZE];
        const char *event = reading->event == FENRUN_EVENT_OWN
                                ? fenrun_rules_name(reading->rules, FENRUN_NAME_EVENT,
                                                    reading->shape - FENRUN__INPUT_OWN)
                                : input_event_names[reading->event];
        return input_refuse(reading, "%s %s: a row of event %s leaves that column empty",
                            columns->names[column], fenrun__shown(room, field), event);
    }
    return FENRUN__EXIT_FINE;
}

static int input_read_order_id(struct fenrun__reading *reading, uint64_t *high, uint64_t *low) {
    int absent = input_check_column(reading, FENRUN__COLUMN_ORDER);
    if (absent) return absent;
    struct fenrun__field field = fenrun__input_field(reading, FENRUN__COLUMN_ORDER);
    if (field.size == 0) return input_refuse(reading, "order is empty");
    struct fenrun__fingerprint id = fenrun__fingerprint_id(reading->input->names->key, field);
    *high = id.high;
    *low = id.low;
    return FENRUN__EXIT_FINE;
}

struct fenrun__fingerprint fenrun__input_refund_id(int64_t at) {
    /* High 1 keeps an instant apart from numbers, and no text gets so low a hash by chance. */
    return (struct fenrun__fingerprint){1, (uint64_t)at};
}

static int input_read_refund(struct fenrun__reading *reading, fenrun_event *event) {
    struct fenrun__field field = fenrun__input_field(reading, FENRUN__COLUMN_REFUND);
    struct fenrun__fingerprint id = fenrun__input_refund_id(event->at);
    if (field.size > 0) id = fenrun__fingerprint_id(reading->input->names->key, field);
    event->id_high = id.high;
    event->id_low = id.low;
    int code = input_read_order_id(reading, &event->order_high, &event->order_low);
    if (code) return code;
    return input_read_figure(reading, reading->columns->of[FENRUN__INPUT_ORDER].amounts[0],
                             reading->input->decimals, &event->amounts[0]);
}

static int input_read_close(struct fenrun__reading *reading, fenrun_event *event) {
    struct fenrun__field id = fenrun__input_field(reading, FENRUN__COLUMN_ORDER);
    int code = input_check_column(reading, FENRUN__COLUMN_PERIOD);
    if (!code)
        code = input_read_name(reading, FENRUN_NAME_PERIOD, "period",
                               fenrun__input_field(reading, FENRUN__COLUMN_PERIOD), &event->name);
    if (code || id.size == 0) return code;
    return input_read_order_id(reading, &event->id_high, &event->id_low);
}

int fenrun__input_event(struct fenrun__reading *reading, fenrun_event *event) {
    memset(event, 0, sizeof *event);
    event->kind = reading->event;
    event->at = reading->at;
    int code =
        reading->columns->kind == FENRUN__LOG ? input_check_unused(reading) : FENRUN__EXIT_FINE;
    if (code) return code;
    switch (event->kind) {
    case FENRUN_EVENT_OWN:
        event->name = reading->shape - FENRUN__INPUT_OWN;
        /* fall through */
    case FENRUN_EVENT_ORDER:
        code = input_read_order_id(reading, &event->id_high, &event->id_low);
        return code ? code : input_read_shape(reading, event);
    case FENRUN_EVENT_REFUND:
        return input_read_refund(reading, event);
    case FENRUN_EVENT_CLOSE:
        return input_read_close(reading, event);
    default:
        break;
    }
    code = input_read_member(reading, FENRUN__COLUMN_MEMBER, false, &event->member);
    if (code) return code;
    if (event->kind == FENRUN_EVENT_TIER) return input_read_tier(reading, &event->tier);
    code = input_read_member(reading, FENRUN__COLUMN_INVITER, true, &event->inviter);
    return code || event->kind == FENRUN_EVENT_MOVE ? code : input_read_shape(reading, event);
}

uint32_t fenrun__input_id_column(uint32_t kind) {
    switch (kind) {
    case FENRUN_EVENT_ORDER:
    case FENRUN_EVENT_REFUND:
    case FENRUN_EVENT_OWN:
        return FENRUN__COLUMN_ORDER;
    case FENRUN_EVENT_CLOSE:
        return FENRUN__COLUMN_PERIOD;
    default:
        return FENRUN__COLUMN_MEMBER;
    }
}
