/* Columns: matches a header with the names that its kind of file may have. */
#include "cli/columns.h"

#include <inttypes.h>
#include <string.h>

/* The column of a name, which is added if it is new. */
static uint32_t columns_name(struct fenrun__columns *columns, const char *name) {
    uint32_t column = 0;
    while (column < columns->column_count && strcmp(columns->names[column], name) != 0) column++;
    if (column == columns->column_count) columns->names[columns->column_count++] = name;
    return column;
}

static uint32_t columns_name_all(struct fenrun__columns *columns, const fenrun_rules *rules,
                                 uint32_t kind, uint32_t *out) {
    uint32_t count = fenrun_rules_count(rules, kind);
    for (uint32_t i = 0; i < count; i++)
        out[i] = columns_name(columns, fenrun_rules_name(rules, kind, i));
    return count;
}

/* Every name that the rule set may have in files. */
static void columns_init(struct fenrun__columns *columns, const fenrun_rules *rules) {
    static const char *const fixed[FENRUN__COLUMN_NAMED] = {
        "at", "event", "order", "member", "inviter", "tier", "refund", "period", "labels"};
    for (uint32_t i = 0; i < FENRUN__COLUMN_NAMED; i++) columns->names[i] = fixed[i];
    columns->column_count = FENRUN__COLUMN_NAMED;
    uint32_t own = fenrun_rules_count(rules, FENRUN_NAME_EVENT);
    columns->shape_count = FENRUN__INPUT_OWN + own;
    for (uint32_t shape = 0; shape < columns->shape_count; shape++) {
        struct fenrun__columns_shape *of = &columns->of[shape];
        /* The order's names are plain, those of shape n are FENRUN_NAME_OF_JOIN * n. */
        uint32_t what = shape * FENRUN_NAME_OF_JOIN;
        of->role_count = shape == FENRUN__INPUT_JOIN
                             ? 0
                             : columns_name_all(columns, rules, FENRUN_NAME_ROLE | what, of->roles);
        of->amount_count = columns_name_all(columns, rules, FENRUN_NAME_AMOUNT | what, of->amounts);
        of->count_count = columns_name_all(columns, rules, FENRUN_NAME_COUNT | what, of->counts);
    }
}

static bool columns_has(const uint32_t *list, uint32_t count, uint32_t column) {
    uint32_t i = 0;
    while (i < count && list[i] != column) i++;
    return i < count;
}

static bool columns_shape_has(const struct fenrun__columns_shape *of, uint32_t column) {
    return columns_has(of->roles, of->role_count, column) ||
           columns_has(of->amounts, of->amount_count, column) ||
           columns_has(of->counts, of->count_count, column);
}

bool fenrun__columns_have_orders(const struct fenrun__columns *columns) {
    return columns->of[FENRUN__INPUT_ORDER].amount_count > 0;
}

bool fenrun__columns_used(const struct fenrun__columns *columns, uint32_t kind, uint32_t shape,
                          uint32_t column) {
    if (column == FENRUN__COLUMN_AT || column == FENRUN__COLUMN_EVENT) return true;
    switch (kind) {
    case FENRUN_EVENT_JOIN:
        return column == FENRUN__COLUMN_MEMBER || column == FENRUN__COLUMN_INVITER ||
               columns_shape_has(&columns->of[FENRUN__INPUT_JOIN], column);
    case FENRUN_EVENT_TIER:
        return column == FENRUN__COLUMN_MEMBER || column == FENRUN__COLUMN_TIER;
    case FENRUN_EVENT_MOVE:
        return column == FENRUN__COLUMN_MEMBER || column == FENRUN__COLUMN_INVITER;
    case FENRUN_EVENT_REFUND:
        return column == FENRUN__COLUMN_ORDER || column == FENRUN__COLUMN_REFUND ||
               column == columns->of[FENRUN__INPUT_ORDER].amounts[0];
    case FENRUN_EVENT_CLOSE:
        return column == FENRUN__COLUMN_ORDER || column == FENRUN__COLUMN_PERIOD;
    default:
        return column == FENRUN__COLUMN_ORDER || columns_shape_has(&columns->of[shape], column);
    }
}

/* Whether a kind of file must have a column. What only joins and own events bring is asked for when
   there is one. */
static bool columns_needed(const struct fenrun__columns *columns, uint32_t column) {
    bool order = columns_shape_has(&columns->of[FENRUN__INPUT_ORDER], column) ||
                 (column == FENRUN__COLUMN_ORDER && fenrun__columns_have_orders(columns));
    bool member = column == FENRUN__COLUMN_MEMBER || column == FENRUN__COLUMN_INVITER ||
                  column == FENRUN__COLUMN_TIER;
    if (column == FENRUN__COLUMN_AT) return true;
    if (columns->kind == FENRUN__MEMBERS) return member;
    if (columns->kind == FENRUN__ORDERS) return order;
    return order || member || column == FENRUN__COLUMN_EVENT;
}

static bool columns_allowed(const struct fenrun__columns *columns, uint32_t column) {
    if (columns_needed(columns, column)) return true;
    if (columns->kind == FENRUN__MEMBERS) return column == FENRUN__COLUMN_LABELS;
    return columns->kind == FENRUN__LOG && column != FENRUN__COLUMN_LABELS;
}

static uint32_t columns_place(const struct fenrun__csv *csv, const char *name) {
    uint32_t i = 0;
    while (i < csv->field_count && !fenrun__field_is(csv->fields[i], name)) i++;
    return i < csv->field_count ? i : FENRUN__COLUMN_ABSENT;
}

/* The needed columns of a kind of file, "order, at, seller, price and profit". */
static void columns_list(struct fenrun__listed *list, const struct fenrun__columns *columns) {
    uint32_t last = 0;
    for (uint32_t column = 0; column < columns->column_count; column++)
        if (columns_needed(columns, column)) last = column;
    for (uint32_t column = 0; column <= last; column++) {
        if (!columns_needed(columns, column)) continue;
        const char *before = list->size == 0 ? "" : column == last ? " and " : ", ";
        fenrun__listed_add(list, before, columns->names[column]);
    }
}

/* A header of one field that holds another separator. */
static const char *columns_separator(const struct fenrun__csv *csv) {
    if (csv->field_count != 1) return "";
    if (memchr(csv->fields[0].bytes, ';', csv->fields[0].size))
        return "; the file seems to be separated by semicolons, it must be by commas";
    if (memchr(csv->fields[0].bytes, '\t', csv->fields[0].size))
        return "; the file seems to be separated by tabs, it must be by commas";
    return "";
}

static int columns_check_repeated(const struct fenrun__csv *csv) {
    char room[FENRUN__SHOWN_SIZE];
    for (uint32_t i = 0; i < csv->field_count; i++) {
        for (uint32_t k = 0; k < i; k++) {
            struct fenrun__field a = csv->fields[i], b = csv->fields[k];
            if (a.size == 0 || a.size != b.size || memcmp(a.bytes, b.bytes, a.size) != 0) continue;
            return fenrun__report(FENRUN__EXIT_DATA, "%s:%" PRIu64 ": column %s stands twice",
                                  csv->path, csv->row_line, fenrun__shown(room, a));
        }
    }
    return FENRUN__EXIT_FINE;
}

static int columns_recognise(struct fenrun__columns *columns, const struct fenrun__csv *csv) {
    if (columns_place(csv, "event") != FENRUN__COLUMN_ABSENT) {
        columns->kind = FENRUN__LOG;
    } else if (columns_place(csv, "order") != FENRUN__COLUMN_ABSENT) {
        columns->kind = FENRUN__ORDERS;
    } else if (columns_place(csv, "member") != FENRUN__COLUMN_ABSENT) {
        columns->kind = FENRUN__MEMBERS;
    } else {
        return fenrun__report(FENRUN__EXIT_DATA,
                              "%s:%" PRIu64 ": the header names none of the columns event (a "
                              "log), order (orders) and member (members)%s",
                              csv->path, csv->row_line, columns_separator(csv));
    }
    return FENRUN__EXIT_FINE;
}

/* Say which columns are not looked at, in one line. */
static void columns_note_ignored(const struct fenrun__columns *columns,
                                 const struct fenrun__csv *csv) {
    struct fenrun__listed list = {0};
    char room[FENRUN__SHOWN_SIZE];
    uint32_t count = 0;
    for (uint32_t i = 0; i < csv->field_count; i++) {
        uint32_t column = 0;
        while (column < columns->column_count && columns->place[column] != i) column++;
        if (column < columns->column_count) continue;
        const char *name = csv->fields[i].size ? fenrun__shown(room, csv->fields[i]) : "(no name)";
        fenrun__listed_add(&list, count++ ? ", " : "", name);
    }
    if (count > 0)
        fenrun__report(0, "%s:%" PRIu64 ": note: ignored column%s: %s", csv->path, csv->row_line,
                       count == 1 ? "" : "s", list.text);
}

int fenrun__columns_read(struct fenrun__columns *columns, const struct fenrun__csv *csv,
                         const fenrun_rules *rules) {
    static const char *const kinds[] = {"a members file", "an orders file", "a log"};
    int code = columns_check_repeated(csv);
    if (!code) code = columns_recognise(columns, csv);
    if (code) return code;
    columns_init(columns, rules);
    if (columns->kind == FENRUN__ORDERS && !fenrun__columns_have_orders(columns))
        return fenrun__report(FENRUN__EXIT_DATA, "%s:%" PRIu64 ": an orders file, but the rule set "
                              "has no section order", csv->path, csv->row_line);
    for (uint32_t column = 0; column < columns->column_count; column++) {
        bool allowed = columns_allowed(columns, column);
        const char *name = columns->names[column];
        columns->place[column] = allowed ? columns_place(csv, name) : FENRUN__COLUMN_ABSENT;
        if (columns->place[column] == FENRUN__COLUMN_ABSENT && columns_needed(columns, column)) {
            struct fenrun__listed list = {0};
            columns_list(&list, columns);
            return fenrun__report(FENRUN__EXIT_DATA,
                                  "%s:%" PRIu64 ": column %s is missing; %s has %s", csv->path,
                                  csv->row_line, name, kinds[columns->kind], list.text);
        }
    }
    columns_note_ignored(columns, csv);
    return FENRUN__EXIT_FINE;
}
