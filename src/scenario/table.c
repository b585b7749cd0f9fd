/* Table: one pass through the copy, a field at a time. */
#include "scenario/table.h"

#include <string.h>

#include "base/error.h"

static int32_t table_refuse(const struct fenrun__table *table, const char *reason,
                            fenrun_error *error) {
    (void)fenrun__error_set(error, FENRUN_ERROR_TEXT, 0, "%s", reason);
    if (error) error->line = table->line;
    return FENRUN_ERROR_TEXT;
}

/* The line end at `at`: its size, or 0. */
static size_t table_break(const struct fenrun__table *table, size_t at) {
    if (at < table->size && table->bytes[at] == '\n') return 1;
    bool pair = at + 1 < table->size && table->bytes[at] == '\r' && table->bytes[at + 1] == '\n';
    return pair ? 2 : 0;
}

/* A field in quotes, from the first of them on; NULL if it is right, else why not. */
static const char *table_read_quoted(struct fenrun__table *table, struct fenrun__text *field) {
    char *out = table->bytes + table->at;
    field->bytes = out;
    for (size_t at = table->at + 1; at < table->size; at++) {
        char byte = table->bytes[at];
        if (byte == '\n') table->next_line++;
        if (byte == '"' && (at + 1 == table->size || table->bytes[at + 1] != '"')) {
            table->at = at + 1;
            field->size = (size_t)(out - field->bytes);
            bool ends = table->at == table->size || table->bytes[table->at] == ',' ||
                        table_break(table, table->at) > 0;
            return ends ? NULL : "text after a closing quote; allowed: a comma or a line end";
        }
        if (byte == '"') at++;
        *out++ = byte;
    }
    return "a quote that is never closed";
}

static const char *table_read_plain(struct fenrun__table *table, struct fenrun__text *field) {
    size_t start = table->at;
    while (table->at < table->size && table->bytes[table->at] != ',' &&
           table_break(table, table->at) == 0) {
        if (table->bytes[table->at] == '"') {
            return "a quote inside a field; allowed: \"\" in quotes";
        }
        table->at++;
    }
    *field = (struct fenrun__text){table->bytes + start, table->at - start};
    return NULL;
}

static int32_t table_read_row(struct fenrun__table *table, struct fenrun__text *fields,
                              uint32_t *count, fenrun_error *error) {
    *count = 0;
    for (size_t size; (size = table_break(table, table->at)) > 0; table->at += size) {
        table->next_line++;
    }
    table->line = table->next_line;
    if (table->at == table->size) return FENRUN_OK;
    for (;;) {
        if (*count == FENRUN__TABLE_FIELDS_MAX) {
            return table_refuse(table, "too many columns", error);
        }
        struct fenrun__text *field = fields + (*count)++;
        bool quoted = table->at < table->size && table->bytes[table->at] == '"';
        const char *reason = quoted ? table_read_quoted(table, field)
                                    : table_read_plain(table, field);
        if (reason) return table_refuse(table, reason, error);
        if (table->at == table->size) return FENRUN_OK;
        size_t line_end = table_break(table, table->at);
        table->at += line_end ? line_end : 1;
        table->next_line += line_end > 0;
        if (line_end) return FENRUN_OK;
    }
}

int32_t fenrun__table_open(struct fenrun__table *table, const char *text, size_t size,
                           struct fenrun__memory *memory, fenrun_error *error) {
    *table = (struct fenrun__table){.memory = memory, .next_line = 1, .line = 1};
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        size -= 3;
    }
    if (fenrun__text_utf8_end(text, size) < size || (size > 0 && memchr(text, '\0', size))) {
        return table_refuse(table, "bytes that are no text; allowed: UTF-8", error);
    }
    if (size == 0) return table_refuse(table, "the file is empty; allowed: a header row", error);
    table->bytes = fenrun__memory_zeroed(memory, size);
    if (!table->bytes) return fenrun__error_memory(error);
    memcpy(table->bytes, text, size);
    table->size = size;
    int32_t code = table_read_row(table, table->header, &table->width, error);
    if (code == FENRUN_OK && table->width == 0) {
        return table_refuse(table, "the file is empty; allowed: a header row", error);
    }
    return code;
}

void fenrun__table_free(struct fenrun__table *table) {
    fenrun__memory_free(table->memory, table->bytes, table->size);
    table->bytes = NULL;
}

int32_t fenrun__table_next(struct fenrun__table *table, bool *found, fenrun_error *error) {
    uint32_t count;
    int32_t code = table_read_row(table, table->fields, &count, error);
    *found = code == FENRUN_OK && count > 0;
    if (!*found || count == table->width) return code;
    *found = false;
    (void)fenrun__error_set(error, FENRUN_ERROR_TEXT, 0, "%u fields, the header has %u", count,
                            table->width);
    if (error) error->line = table->line;
    return FENRUN_ERROR_TEXT;
}

/* The column below a heading; `width` if there is none. */
static uint32_t table_column(const struct fenrun__table *table, const char *heading) {
    uint32_t column = 0;
    while (column < table->width && !fenrun__text_is(table->header[column], heading)) column++;
    return column;
}

bool fenrun__table_has(const struct fenrun__table *table, const char *heading) {
    return table_column(table, heading) < table->width;
}

struct fenrun__text fenrun__table_field(const struct fenrun__table *table, const char *heading) {
    uint32_t column = table_column(table, heading);
    return column < table->width ? table->fields[column] : (struct fenrun__text){NULL, 0};
}
