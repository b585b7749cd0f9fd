/*
 * Fuzz CSV: any bytes as a CSV file; what the command's reader accepts survives being written and
 * read again.
 *
 *     input ──read──► rows ──write, each field in quotes──► text ──read──► the same rows
 *                       ├─write, bare where that is allowed ──► the same rows
 *                       └─write after rows that fill the reader's first buffer, so that those of
 *                         the input lie across its end ──► the same rows
 *
 * Checked besides: every row has the header's width, and lines only grow. The reader's messages go
 * to stderr, which leads nowhere while the input is read.
 */
#define _GNU_SOURCE

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Rows as one flat text: each field with its size before it, so that no two tables look alike. */
struct fuzz_csv_text {
    char *bytes;
    size_t size;
    size_t capacity;
};

static struct fuzz_csv_text fuzz_csv_first;
static struct fuzz_csv_text fuzz_csv_second;
static struct fuzz_csv_text fuzz_csv_written;

static void fuzz_csv_expect(bool holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "fuzz_csv: not so: %s\n", what);
        abort();
    }
}

static void fuzz_csv_put(struct fuzz_csv_text *text, const void *bytes, size_t size) {
    if (size > text->capacity - text->size) {
        text->capacity = (text->size + size) * 2;
        text->bytes = realloc(text->bytes, text->capacity);
        fuzz_csv_expect(text->bytes != NULL, "there is memory");
    }
    if (size > 0) {
        memcpy(text->bytes + text->size, bytes, size);
    }
    text->size += size;
}

static int fuzz_csv_file = -1;

/* The bytes as a file that can be opened by name. */
static void fuzz_csv_store(const void *bytes, size_t size) {
    if (fuzz_csv_file < 0) {
        fuzz_csv_file = memfd_create("fuzz_csv", 0);
    }
    fuzz_csv_expect(fuzz_csv_file >= 0 && ftruncate(fuzz_csv_file, 0) == 0 &&
                        pwrite(fuzz_csv_file, bytes, size, 0) == (ssize_t)size,
                    "a file in memory can be written");
}

/* All rows of the stored file from row `skip` on (the header is row 0), flat. */
static int fuzz_csv_read(struct fuzz_csv_text *rows, size_t skip) {
    char path[64];
    struct fenrun__csv csv;
    uint64_t line = 0;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fuzz_csv_file);
    rows->size = 0;
    int code = fenrun__csv_open(&csv, path);
    fuzz_csv_expect(code == FENRUN__EXIT_FINE, "the file opens");
    bool found = true;
    for (size_t row = 0; code == FENRUN__EXIT_FINE && found; row++) {
        code = fenrun__csv_next(&csv, &found);
        if (code != FENRUN__EXIT_FINE || !found) {
            break;
        }
        fuzz_csv_expect(csv.field_count == csv.width && csv.width > 0, "rows have one width");
        fuzz_csv_expect(csv.row_line > line && csv.line >= csv.row_line, "lines only grow");
        line = csv.row_line;
        if (row > 0 && row <= skip) {
            continue;
        }
        fuzz_csv_put(rows, &csv.field_count, sizeof csv.field_count);
        for (uint32_t i = 0; i < csv.field_count; i++) {
            fuzz_csv_put(rows, &csv.fields[i].size, sizeof csv.fields[i].size);
            fuzz_csv_put(rows, csv.fields[i].bytes, csv.fields[i].size);
        }
    }
    fenrun__csv_close(&csv);
    return code;
}

static void fuzz_csv_write_field(const char *bytes, size_t size, bool quotes) {
    /* At the start of a file a byte order mark is none of the field's characters. */
    quotes = quotes || (size > 0 && (unsigned char)bytes[0] == 0xef);
    for (size_t i = 0; i < size; i++) {
        quotes = quotes || strchr(",\"\r\n", bytes[i]) != NULL;
    }
    if (!quotes) {
        fuzz_csv_put(&fuzz_csv_written, bytes, size);
        return;
    }
    fuzz_csv_put(&fuzz_csv_written, "\"", 1);
    for (size_t i = 0; i < size; i++) {
        fuzz_csv_put(&fuzz_csv_written, bytes + i, 1);
        if (bytes[i] == '"') {
            fuzz_csv_put(&fuzz_csv_written, "\"", 1);
        }
    }
    fuzz_csv_put(&fuzz_csv_written, "\"", 1);
}

/* Write rows as CSV again, with so many filling rows after the header. */
static void fuzz_csv_write(const struct fuzz_csv_text *rows, bool quotes, size_t filling) {
    size_t at = 0;
    fuzz_csv_written.size = 0;
    while (at < rows->size) {
        uint32_t count;
        bool header = at == 0;
        memcpy(&count, rows->bytes + at, sizeof count);
        at += sizeof count;
        for (uint32_t i = 0; i < count; i++) {
            size_t size;
            memcpy(&size, rows->bytes + at, sizeof size);
            at += sizeof size;
            fuzz_csv_put(&fuzz_csv_written, ",", i > 0 ? 1 : 0);
            /* A row of one empty field would be an empty line, which is no row. */
            fuzz_csv_write_field(rows->bytes + at, size, quotes || (count == 1 && size == 0));
            at += size;
        }
        fuzz_csv_put(&fuzz_csv_written, quotes ? "\r\n" : "\n", quotes ? 2 : 1);
        for (size_t row = 0; header && row < filling; row++) {
            for (uint32_t i = 0; i < count; i++) {
                fuzz_csv_put(&fuzz_csv_written, ",\"\"", i == 0 ? 0 : 3);
                fuzz_csv_put(&fuzz_csv_written, "\"filling\"", i == 0 ? 9 : 0);
            }
            fuzz_csv_put(&fuzz_csv_written, "\n", 1);
        }
    }
}

static void fuzz_csv_again(bool quotes, size_t filling) {
    fuzz_csv_write(&fuzz_csv_first, quotes, filling);
    fuzz_csv_store(fuzz_csv_written.bytes, fuzz_csv_written.size);
    int code = fuzz_csv_read(&fuzz_csv_second, filling);
    fuzz_csv_expect(code == FENRUN__EXIT_FINE, "what was written is read");
    fuzz_csv_expect(fuzz_csv_first.size == fuzz_csv_second.size &&
                        memcmp(fuzz_csv_first.bytes, fuzz_csv_second.bytes,
                               fuzz_csv_first.size) == 0,
                    "what was written is what is read");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    int kept = dup(2);
    int nowhere = open("/dev/null", O_WRONLY);
    fuzz_csv_expect(kept >= 0 && nowhere >= 0 && dup2(nowhere, 2) >= 0, "stderr can be closed");
    fuzz_csv_store(data, size);
    int code = fuzz_csv_read(&fuzz_csv_first, 0);
    dup2(kept, 2);
    close(kept);
    close(nowhere);
    if (code != FENRUN__EXIT_FINE || fuzz_csv_first.size == 0) {
        return 0;
    }
    uint32_t width;
    memcpy(&width, fuzz_csv_first.bytes, sizeof width);
    fuzz_csv_again(true, 0);
    fuzz_csv_again(false, 0);
    /* The first rows of the input then end the buffer, wherever in them that happens to fall. */
    size_t row = 10 + 3 * ((size_t)width - 1);
    size_t room = FENRUN__CSV_BUFFER_SIZE - (size < FENRUN__CSV_BUFFER_SIZE ? size / 2 : 0);
    if (size % 4 == 0) {
        fuzz_csv_again(false, room / row); /* costs as much as a hundred others */
    }
    return 0;
}
