/* CSV: finds a row's end and its fields in one scan, then checks and unquotes it in place. */
#include "cli/csv.h"

#include <string.h>

enum csv_scan { CSV_WHOLE, CSV_MORE, CSV_REFUSED };

size_t fenrun__csv_count_lines(const char *bytes, size_t size) {
    size_t count = 0;
    const char *end = bytes + size;
    while ((bytes = memchr(bytes, '\n', (size_t)(end - bytes))) != NULL) {
        count++;
        bytes++;
    }
    return count;
}

static enum csv_scan csv_refuse(const struct fenrun__csv *csv, const char *at, const char *what) {
    const char *begin = csv->bytes + csv->begin;
    uint64_t line = csv->row_line + fenrun__csv_count_lines(begin, (size_t)(at - begin));
    fenrun__complain(csv->complaint, FENRUN__EXIT_DATA, csv->path, line, "%s", what);
    return CSV_REFUSED;
}

/* From behind an opening quote to the closing one, which `*at` is left at. */
static enum csv_scan csv_scan_quoted(const struct fenrun__csv *csv, const char **at) {
    const char *end = csv->bytes + csv->end;
    const char *opened = *at - 1;
    for (;;) {
        const char *quote = memchr(*at, '"', (size_t)(end - *at));
        if (!quote && csv->ended)
            return csv_refuse(csv, opened,
                              "a quote is opened and never closed; the file may have been cut");
        if (!quote) return CSV_MORE;
        if (quote + 1 == end && !csv->ended) return CSV_MORE;
        if (quote + 1 == end || quote[1] != '"') {
            *at = quote;
            return CSV_WHOLE;
        }
        *at = quote + 2;
    }
}

/* From a field's first byte to the comma, line end or end of file behind it. */
static enum csv_scan csv_scan_field(const struct fenrun__csv *csv, const char **at,
                                    struct fenrun__field *field) {
    const char *end = csv->bytes + csv->end;
    const char *start = *at;
    if (start < end && *start == '"') {
        *at = start + 1;
        enum csv_scan scan = csv_scan_quoted(csv, at);
        if (scan != CSV_WHOLE) return scan;
        *field = (struct fenrun__field){start + 1, (size_t)(*at - start - 1)};
        (*at)++;
        if (*at < end && **at != ',' && **at != '\n' && **at != '\r')
            return csv_refuse(csv, *at,
                              "text follows a closing quote; a quote inside is written \"\"");
        return CSV_WHOLE;
    }
    const char *p = start;
    while (p < end && *p != ',' && *p != '\n' && *p != '\r' && *p != '"') p++;
    *at = p;
    if (p < end && *p == '"')
        return csv_refuse(csv, p,
                          "a quote stands inside a field; write the whole field in quotes and "
                          "each quote in it as \"\"");
    *field = (struct fenrun__field){start, (size_t)(p - start)};
    return CSV_WHOLE;
}

/* One row from `begin` on: fills fields, field_count and next. */
static enum csv_scan csv_scan_row(struct fenrun__csv *csv) {
    const char *end = csv->bytes + csv->end;
    const char *at = csv->bytes + csv->begin;
    csv->field_count = 0;
    for (;;) {
        if (csv->field_count == FENRUN__CSV_FIELDS_MAX)
            return csv_refuse(csv, at, "the row has more than 1024 fields");
        enum csv_scan scan = csv_scan_field(csv, &at, &csv->fields[csv->field_count]);
        if (scan != CSV_WHOLE) return scan;
        if (at == end && !csv->ended) return CSV_MORE;
        csv->field_count++;
        if (at == end || *at == '\n') break;
        if (*at == ',') {
            at++;
            continue;
        }
        if (at + 1 == end && !csv->ended) return CSV_MORE;
        if (at + 1 == end || at[1] != '\n')
            return csv_refuse(csv, at,
                              "a carriage return stands alone; lines end with LF or CR LF");
        at++;
        break;
    }
    csv->next = (size_t)(at - csv->bytes) + (at < end);
    return CSV_WHOLE;
}

/* The length of the well-formed UTF-8 character (RFC 3629) at `bytes`; 0 if there is none. */
static size_t csv_character(const unsigned char *bytes, size_t size) {
    static const struct {
        unsigned char first_low, first_high, second_low, second_high, length;
    } forms[] = {{0x01, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2},
                 {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
                 {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
                 {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4},
                 {0xf4, 0xf4, 0x80, 0x8f, 4}};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (bytes[0] < forms[i].first_low || bytes[0] > forms[i].first_high) continue;
        if (forms[i].length > size) return 0;
        for (size_t k = 1; k < forms[i].length; k++) {
            unsigned char low = k == 1 ? forms[i].second_low : 0x80;
            unsigned char high = k == 1 ? forms[i].second_high : 0xbf;
            if (bytes[k] < low || bytes[k] > high) return 0;
        }
        return forms[i].length;
    }
    return 0;
}

/* Whether eight bytes are all plain: 0x01 to 0x7f. A borrow may call plain ones not plain. */
static bool csv_is_plain(const unsigned char *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return ((word | (word - UINT64_C(0x0101010101010101))) & UINT64_C(0x8080808080808080)) == 0;
}

/* The first byte that is NUL or begins no character; `size` if there is none. */
static size_t csv_find_fault(const unsigned char *bytes, size_t size) {
    size_t i = 0;
    while (i < size) {
        if (size - i >= 8 && csv_is_plain(bytes + i)) {
            i += 8;
            continue;
        }
        if (bytes[i] != 0 && bytes[i] < 0x80) {
            i++;
            continue;
        }
        size_t length = csv_character(bytes + i, size - i);
        if (length == 0) return i;
        i += length;
    }
    return size;
}

bool fenrun__csv_is_text(const char *bytes, size_t size) {
    return csv_find_fault((const unsigned char *)bytes, size) == size;
}

static bool csv_text_is_fine(const struct fenrun__csv *csv) {
    const char *bytes = csv->bytes + csv->begin;
    size_t size = csv->next - csv->begin;
    size_t fault = csv_find_fault((const unsigned char *)bytes, size);
    if (fault == size) return true;
    csv_refuse(csv, bytes + fault,
               bytes[fault] == 0 ? "a NUL byte; the file must be text in UTF-8"
                                 : "bytes that are not UTF-8; save the file as UTF-8");
    return false;
}

/* Make each "" one quote. A field that was not quoted has none. */
static void csv_unquote(struct fenrun__csv *csv) {
    for (uint32_t i = 0; i < csv->field_count; i++) {
        struct fenrun__field *field = &csv->fields[i];
        const char *quote = memchr(field->bytes, '"', field->size);
        if (!quote) continue;
        char *to = csv->bytes + (quote - csv->bytes);
        for (const char *from = quote; from < field->bytes + field->size; from++) {
            *to++ = *from;
            if (*from == '"') from++;
        }
        field->size = (size_t)(to - field->bytes);
    }
}

static int csv_check_row(struct fenrun__csv *csv) {
    if (!csv_text_is_fine(csv)) return FENRUN__EXIT_DATA;
    if (csv->width == 0) csv->width = csv->field_count;
    if (csv->field_count == csv->width) return FENRUN__EXIT_FINE;
    bool cut = csv->field_count < csv->width && csv->ended && csv->next == csv->end &&
               csv->bytes[csv->end - 1] != '\n';
    return fenrun__complain(csv->complaint, FENRUN__EXIT_DATA, csv->path, csv->row_line,
                            "%u field%s, the header has %u%s", csv->field_count,
                            csv->field_count == 1 ? "" : "s", csv->width,
                            cut ? "; the file may have been cut" : "");
}

static bool csv_row_is_empty(const struct fenrun__csv *csv) {
    return csv->field_count == 1 && csv->fields[0].size == 0 &&
           csv->bytes[csv->begin] != '"';
}

int fenrun__csv_next(struct fenrun__csv *csv, bool *found) {
    *found = false;
    do {
        csv->begin = csv->next;
        csv->row_line = csv->line;
        if (csv->begin == csv->end) return FENRUN__EXIT_FINE;
        enum csv_scan scan = csv_scan_row(csv);
        if (scan == CSV_MORE)
            return fenrun__complain(csv->complaint, FENRUN__EXIT_DATA, csv->path, csv->row_line,
                                    "the row is longer than %u bytes; is a quote in it never "
                                    "closed?", FENRUN__CSV_ROW_MAX);
        if (scan == CSV_REFUSED) return FENRUN__EXIT_DATA;
        csv->line += fenrun__csv_count_lines(csv->bytes + csv->begin, csv->next - csv->begin);
    } while (csv_row_is_empty(csv));
    int code = csv_check_row(csv);
    if (code) return code;
    csv->unfinished = csv->bytes[csv->next - 1] != '\n';
    csv_unquote(csv);
    *found = true;
    return FENRUN__EXIT_FINE;
}
