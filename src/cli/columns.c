/* Columns: matches a header with the names that its kind of file may have. */
#include "cli/columns.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define COLUMNS_LIST_SIZE 512

const char *fenrun__column_name(const fenrun_rules *rules, uint32_t column) {
    static const char *const fixed[FENRUN__COLUMN_ROLE] = {"at",      "event", "order", "member",
                                                           "inviter", "tier",  "refund"};
    if (column < FENRUN__COLUMN_ROLE) return fixed[column];
    if (column < FENRUN__COLUMN_AMOUNT)
        return fenrun_rules_name(rules, FENRUN_NAME_ROLE, column - FENRUN__COLUMN_ROLE);
    return fenrun_rules_name(rules, FENRUN_NAME_AMOUNT, column - FENRUN__COLUMN_AMOUNT);
}

/* The columns that a kind of file must have, as a mask. */
static uint32_t columns_needed(enum fenrun__input_kind kind, const fenrun_rules *rules) {
    uint32_t tree = FENRUN__COLUMN_BIT(FENRUN__COLUMN_MEMBER) |
                    FENRUN__COLUMN_BIT(FENRUN__COLUMN_INVITER) |
                    FENRUN__COLUMN_BIT(FENRUN__COLUMN_TIER);
    uint32_t order = FENRUN__COLUMN_BIT(FENRUN__COLUMN_ORDER);
    for (uint32_t i = 0; i < fenrun_rules_count(rules, FENRUN_NAME_ROLE); i++)
        order |= FENRUN__COLUMN_BIT(FENRUN__COLUMN_ROLE + i);
    for (uint32_t i = 0; i < fenrun_rules_count(rules, FENRUN_NAME_AMOUNT); i++)
        order |= FENRUN__COLUMN_BIT(FENRUN__COLUMN_AMOUNT + i);
    uint32_t at = FENRUN__COLUMN_BIT(FENRUN__COLUMN_AT);
    if (kind == FENRUN__MEMBERS) return at | tree;
    if (kind == FENRUN__ORDERS) return at | order;
    return at | tree | order | FENRUN__COLUMN_BIT(FENRUN__COLUMN_EVENT);
}

static uint32_t columns_place(const struct fenrun__csv *csv, const char *name) {
    uint32_t i = 0;
    while (i < csv->field_count && !fenrun__field_is(csv->fields[i], name)) i++;
    return i;
}

/* The needed columns of a kind of file, "order, at, seller, price and profit". */
static void columns_list(char list[COLUMNS_LIST_SIZE], const fenrun_rules *rules, uint32_t mask) {
    size_t size = 0;
    list[0] = '\0';
    for (uint32_t column = 0; column < FENRUN__COLUMN_COUNT; column++) {
        if (!(mask & FENRUN__COLUMN_BIT(column))) continue;
        bool last = mask >> column == 1;
        const char *before = size == 0 ? "" : last ? " and " : ", ";
        int more = snprintf(list + size, COLUMNS_LIST_SIZE - size, "%s%s", before,
                            fenrun__column_name(rules, column));
        if (more < 0 || size + (size_t)more >= COLUMNS_LIST_SIZE) return;
        size += (size_t)more;
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
    if (columns_place(csv, "event") < csv->field_count) {
        columns->kind = FENRUN__LOG;
    } else if (columns_place(csv, "order") < csv->field_count) {
        columns->kind = FENRUN__ORDERS;
    } else if (columns_place(csv, "member") < csv->field_count) {
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
    char list[COLUMNS_LIST_SIZE], room[FENRUN__SHOWN_SIZE];
    size_t size = 0;
    uint32_t count = 0;
    for (uint32_t i = 0; i < csv->field_count; i++) {
        uint32_t column = 0;
        while (column < FENRUN__COLUMN_COUNT && !((columns->known & FENRUN__COLUMN_BIT(column)) &&
                                                  columns->place[column] == i))
            column++;
        if (column < FENRUN__COLUMN_COUNT) continue;
        const char *name = csv->fields[i].size ? fenrun__shown(room, csv->fields[i]) : "(no name)";
        int more = snprintf(list + size, sizeof list - size, "%s%s", count ? ", " : "", name);
        if (more < 0 || size + (size_t)more >= sizeof list) break;
        size += (size_t)more;
        count++;
    }
    if (count > 0)
        fenrun__report(0, "%s:%" PRIu64 ": note: ignored column%s: %s", csv->path, csv->row_line,
                       count == 1 ? "" : "s", list);
}

int fenrun__columns_read(struct fenrun__columns *columns, const struct fenrun__csv *csv,
                         const fenrun_rules *rules) {
    static const char *const kinds[] = {"a members file", "an orders file", "a log"};
    int code = columns_check_repeated(csv);
    if (!code) code = columns_recognise(columns, csv);
    if (code) return code;
    uint32_t needed = columns_needed(columns->kind, rules);
    uint32_t allowed = needed;
    if (columns->kind == FENRUN__LOG) allowed |= FENRUN__COLUMN_BIT(FENRUN__COLUMN_REFUND);
    columns->known = 0;
    for (uint32_t column = 0; column < FENRUN__COLUMN_COUNT; column++) {
        if (!(allowed & FENRUN__COLUMN_BIT(column))) continue;
        columns->place[column] = columns_place(csv, fenrun__column_name(rules, column));
        if (columns->place[column] < csv->field_count) {
            columns->known |= FENRUN__COLUMN_BIT(column);
        } else if (needed & FENRUN__COLUMN_BIT(column)) {
            char list[COLUMNS_LIST_SIZE];
            columns_list(list, rules, needed);
            return fenrun__report(FENRUN__EXIT_DATA,
                                  "%s:%" PRIu64 ": column %s is missing; %s has %s", csv->path,
                                  csv->row_line, fenrun__column_name(rules, column),
                                  kinds[columns->kind], list);
        }
    }
    columns_note_ignored(columns, csv);
    return FENRUN__EXIT_FINE;
}
