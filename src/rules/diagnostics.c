/* Diagnostics: a heap of mistakes in the caller's array, sorted by place at the end. */
#include "rules/diagnostics.h"

#include <stdarg.h>
#include <string.h>

#include "base/error.h"
#include "rules/fullwidth.h"

/* Pieces of a path that are written, the innermost: no item of a rule set lies deeper. */
#define DIAGNOSTICS_PATH_MAX 8u

size_t fenrun__names_find(const struct fenrun__names *names, struct fenrun__text name) {
    for (size_t i = 0; i < names->count; i++) {
        if (fenrun__text_equal(names->items[i], name)) return i;
    }
    return SIZE_MAX;
}

/* The most bytes of `text` that are whole characters and at most `size`. */
static size_t diagnostics_fit(struct fenrun__text text, size_t size) {
    if (text.size <= size) return text.size;
    while (size > 0 && ((unsigned char)text.bytes[size] & 0xC0u) == 0x80u) size--;
    return size;
}

const char *fenrun__quote(struct fenrun__quote *quote, struct fenrun__text text) {
    const size_t most = sizeof quote->text - sizeof "''...";
    size_t size = diagnostics_fit(text, most);
    char *end = quote->text;
    *end++ = '\'';
    /* An escape may have made a NUL: it must not end the message. */
    for (size_t i = 0; i < size; i++) *end++ = text.bytes[i] ? text.bytes[i] : '?';
    if (size < text.size) {
        memcpy(end, "...", 3);
        end += 3;
    }
    *end++ = '\'';
    *end = '\0';
    return quote->text;
}

void fenrun__diagnostics_init(struct fenrun__diagnostics *diagnostics, fenrun_error *errors,
                              size_t capacity) {
    diagnostics->errors = errors;
    diagnostics->capacity = errors ? capacity : 0;
    diagnostics->count = 0;
    diagnostics->fullwidth_line = 0;
    diagnostics->fullwidth_column = 0;
}

static size_t diagnostics_kept(const struct fenrun__diagnostics *diagnostics) {
    return diagnostics->count < diagnostics->capacity ? diagnostics->count : diagnostics->capacity;
}

static bool diagnostics_after(const fenrun_error *a, const fenrun_error *b) {
    if (a->line != b->line) return a->line > b->line;
    if (a->column != b->column) return a->column > b->column;
    return a->reserved > b->reserved;
}

static void diagnostics_swap(fenrun_error *a, fenrun_error *b) {
    fenrun_error held = *a;
    *a = *b;
    *b = held;
}

static void diagnostics_sift_down(fenrun_error *errors, size_t count) {
    size_t top = 0;
    for (;;) {
        size_t last = top;
        for (size_t child = 2 * top + 1; child <= 2 * top + 2 && child < count; child++) {
            if (diagnostics_after(&errors[child], &errors[last])) last = child;
        }
        if (last == top) return;
        diagnostics_swap(&errors[top], &errors[last]);
        top = last;
    }
}

static void diagnostics_sift_up(fenrun_error *errors, size_t index) {
    while (index > 0 && diagnostics_after(&errors[index], &errors[(index - 1) / 2])) {
        diagnostics_swap(&errors[index], &errors[(index - 1) / 2]);
        index = (index - 1) / 2;
    }
}

static uint32_t diagnostics_column(const struct fenrun__place *place, struct fenrun__text part) {
    if (!part.bytes || place->text_column == 0) return place->column;
    uint32_t column = place->text_column;
    for (const char *byte = place->text.bytes; byte < part.bytes; byte++) {
        column += ((unsigned char)*byte & 0xC0u) != 0x80u;
    }
    return column;
}

/* Would a mistake at this place be among the first? If not, it is only counted. */
static bool diagnostics_keeps(const struct fenrun__diagnostics *diagnostics, uint32_t line,
                              uint32_t column) {
    if (diagnostics->count < diagnostics->capacity) return true;
    if (diagnostics->capacity == 0) return false;
    const fenrun_error *last = &diagnostics->errors[0];
    return line < last->line || (line == last->line && column < last->column);
}

static void diagnostics_write_path(const struct fenrun__place *place,
                                   struct fenrun__writer *writer) {
    const struct fenrun__place *pieces[DIAGNOSTICS_PATH_MAX];
    size_t count = 0;
    for (; place->parent && count < DIAGNOSTICS_PATH_MAX; place = place->parent) {
        pieces[count++] = place;
    }
    if (count == 0) fenrun__writer_format(writer, "rule set");
    while (count > 0) {
        const struct fenrun__place *piece = pieces[--count];
        if (piece->number > 0) {
            fenrun__writer_format(writer, "[%u]", piece->number);
        } else {
            size_t size = diagnostics_fit(piece->name, 64);
            fenrun__writer_format(writer, "%s%.*s", piece->parent->parent ? "." : "", (int)size,
                                  piece->name.bytes);
        }
    }
    fenrun__writer_format(writer, ": ");
}

static void diagnostics_fill(fenrun_error *error, uint32_t line, uint32_t column,
                             const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)fenrun__error_set_at(error, FENRUN_ERROR_RULES, line, column, format, arguments);
    va_end(arguments);
}

static void diagnostics_keep(struct fenrun__diagnostics *diagnostics, uint32_t line,
                             uint32_t column, const struct fenrun__writer *writer) {
    fenrun_error error;
    memset(&error, 0, sizeof error);
    diagnostics_fill(&error, line, column, "%.*s", (int)writer->size, writer->bytes);
    error.reserved = (uint32_t)diagnostics->count;
    if (diagnostics->count < diagnostics->capacity) {
        diagnostics->errors[diagnostics->count] = error;
        diagnostics_sift_up(diagnostics->errors, diagnostics->count);
    } else {
        diagnostics->errors[0] = error;
        diagnostics_sift_down(diagnostics->errors, diagnostics->capacity);
    }
}

/* Note the full-width character of a part, unless that was done; false if it holds none. */
static bool diagnostics_note_fullwidth(struct fenrun__diagnostics *diagnostics,
                                       const struct fenrun__place *place,
                                       struct fenrun__text part) {
    struct fenrun__fullwidth wide;
    if (!part.bytes || !fenrun__fullwidth_find(part, &wide)) return false;
    uint32_t column = diagnostics_column(place, wide.sign);
    if (place->line == diagnostics->fullwidth_line && column == diagnostics->fullwidth_column) {
        return true;
    }
    diagnostics->fullwidth_line = place->line;
    diagnostics->fullwidth_column = column;
    if (diagnostics_keeps(diagnostics, place->line, column)) {
        char room[FENRUN_MESSAGE_SIZE];
        char advice[8];
        struct fenrun__writer writer;
        fenrun__writer_init_fixed(&writer, room, sizeof room);
        diagnostics_write_path(place, &writer);
        fenrun__writer_format(&writer, "'%T' is a full-width character; write %s", wide.sign,
                              fenrun__fullwidth_advice(&wide, advice));
        diagnostics_keep(diagnostics, place->line, column, &writer);
    }
    diagnostics->count++;
    return true;
}

void fenrun__diagnostics_note(struct fenrun__diagnostics *diagnostics,
                              const struct fenrun__place *place, struct fenrun__text part,
                              const char *format, ...) {
    if (diagnostics_note_fullwidth(diagnostics, place, part)) return;
    uint32_t column = diagnostics_column(place, part);
    if (diagnostics_keeps(diagnostics, place->line, column)) {
        char room[FENRUN_MESSAGE_SIZE];
        struct fenrun__writer writer;
        fenrun__writer_init_fixed(&writer, room, sizeof room);
        diagnostics_write_path(place, &writer);
        va_list arguments;
        va_start(arguments, format);
        fenrun__writer_format_list(&writer, format, arguments);
        va_end(arguments);
        diagnostics_keep(diagnostics, place->line, column, &writer);
    }
    diagnostics->count++;
}

void fenrun__diagnostics_note_unknown(struct fenrun__diagnostics *diagnostics,
                                      const struct fenrun__place *place, struct fenrun__text part,
                                      const char *what, const struct fenrun__names *allowed) {
    if (diagnostics_note_fullwidth(diagnostics, place, part)) return;
    uint32_t column = diagnostics_column(place, part);
    if (diagnostics_keeps(diagnostics, place->line, column)) {
        char room[FENRUN_MESSAGE_SIZE];
        struct fenrun__writer writer;
        struct fenrun__quote quote;
        fenrun__writer_init_fixed(&writer, room, sizeof room);
        diagnostics_write_path(place, &writer);
        fenrun__writer_format(&writer, "unknown %s %s", what, fenrun__quote(&quote, part));
        size_t near = fenrun__text_nearest(part, allowed->items, allowed->count);
        if (near != SIZE_MAX) {
            fenrun__writer_format(&writer, " (did you mean %s?)",
                                  fenrun__quote(&quote, allowed->items[near]));
        }
        for (size_t i = 0; i < allowed->count; i++) {
            fenrun__writer_format(&writer, "%s%.*s", i == 0 ? "; allowed: " : ", ",
                                  (int)allowed->items[i].size, allowed->items[i].bytes);
        }
        diagnostics_keep(diagnostics, place->line, column, &writer);
    }
    diagnostics->count++;
}

void fenrun__diagnostics_finish(struct fenrun__diagnostics *diagnostics) {
    size_t kept = diagnostics_kept(diagnostics);
    for (size_t end = kept; end > 1; end--) {
        diagnostics_swap(&diagnostics->errors[0], &diagnostics->errors[end - 1]);
        diagnostics_sift_down(diagnostics->errors, end - 1);
    }
    for (size_t i = 0; i < kept; i++) diagnostics->errors[i].reserved = 0;
}
