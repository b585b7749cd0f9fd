/*
 * Fuzz CSV: any bytes as a CSV file; what the command's reader accepts survives being written and
 * read again, and is read likewise by the reader of rule-set tests.
 *
 *     input ──read──► rows ──write, each field in quotes──► text ──read──► the same rows
 *                       ├─write, bare where that is allowed ──► the same rows
 *                       └─write after rows that fill the reader's first piece, so that those of
 *                         the input lie across its end ──► the same rows
 *
 * Checked besides: every row has the header's width, and lines only grow. As members, orders or a
 * log of a rule set in which every column has a meaning, the rows give the same members and events
 * each time, with nothing in what their kind does not name, and the library has an answer for each.
 * The reader's messages go to stderr, which leads nowhere while the input is read.
 */
#define _GNU_SOURCE

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/pipeline.h"
#include "cli/stream.h"
#include "fuzz/expect.h"
#include "scenario/table.h"
#include "unit/csv_rows.h"

#define FUZZ_CSV_SIZE_MAX 65536u
#define FUZZ_CSV_PIECE_SIZE 16384u

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

static void fuzz_csv_put(struct fuzz_csv_text *text, const void *bytes, size_t size) {
    if (size > text->capacity - text->size) {
        text->capacity = (text->size + size) * 2;
        text->bytes = realloc(text->bytes, text->capacity);
        fuzz_expect(text->bytes != NULL, "there is memory");
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
    fuzz_expect(fuzz_csv_file >= 0 && ftruncate(fuzz_csv_file, 0) == 0 &&
                        pwrite(fuzz_csv_file, bytes, size, 0) == (ssize_t)size,
                    "a file in memory can be written");
}

/* All rows of the stored file from row `skip` on (the header is row 0), flat. */
static int fuzz_csv_read(struct fuzz_csv_text *rows, size_t skip) {
    char path[64];
    struct csv_rows reader;
    uint64_t line = 0;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fuzz_csv_file);
    rows->size = 0;
    int code = csv_rows_open(&reader, path, FUZZ_CSV_PIECE_SIZE);
    struct fenrun__csv *csv = reader.csv;
    fuzz_expect(code == FENRUN__EXIT_FINE, "the file opens");
    bool found = true;
    for (size_t row = 0; code == FENRUN__EXIT_FINE && found; row++) {
        code = csv_rows_next(&reader, &found);
        if (code != FENRUN__EXIT_FINE || !found) {
            break;
        }
        fuzz_expect(csv->field_count == csv->width && csv->width > 0, "rows have one width");
        fuzz_expect(csv->row_line > line && csv->line >= csv->row_line, "lines only grow");
        line = csv->row_line;
        if (row > 0 && row <= skip) {
            continue;
        }
        fuzz_csv_put(rows, &csv->field_count, sizeof csv->field_count);
        for (uint32_t i = 0; i < csv->field_count; i++) {
            fuzz_csv_put(rows, &csv->fields[i].size, sizeof csv->fields[i].size);
            fuzz_csv_put(rows, csv->fields[i].bytes, csv->fields[i].size);
        }
    }
    csv_rows_close(&reader);
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

/* ---- The other reader ---- */

/* Rule-set tests read CSV from memory: the same rows, unless there are too many columns for it. */
static void fuzz_csv_table(const uint8_t *data, size_t size) {
    struct fenrun__memory memory;
    struct fenrun__table table;
    bool found = true;
    fenrun__memory_init(&memory, NULL);
    int32_t code = fenrun__table_open(&table, (const char *)data, size, &memory, NULL);
    fuzz_csv_second.size = 0;
    for (size_t row = 0; code == FENRUN_OK && found; row++) {
        const struct fenrun__text *fields = row == 0 ? table.header : table.fields;
        fuzz_csv_put(&fuzz_csv_second, &table.width, sizeof table.width);
        for (uint32_t i = 0; i < table.width; i++) {
            fuzz_csv_put(&fuzz_csv_second, &fields[i].size, sizeof fields[i].size);
            fuzz_csv_put(&fuzz_csv_second, fields[i].bytes, fields[i].size);
        }
        code = fenrun__table_next(&table, &found, NULL);
    }
    fenrun__table_free(&table);
    fuzz_expect(code == FENRUN_OK, "both readers read the file");
    fuzz_expect(fuzz_csv_first.size == fuzz_csv_second.size &&
                    memcmp(fuzz_csv_first.bytes, fuzz_csv_second.bytes, fuzz_csv_first.size) == 0,
                "both readers read the same");
}

/* ---- Columns ---- */

static const char fuzz_csv_rules_text[] =
    "fenrun: 1\nname: fuzz\ncurrency: CNY\nrounding: half_even\n"
    "tiers: [normal, gold]\nteam_leaders: [gold]\nperiods: [month, week]\n"
    "labels: { core: { review: month, rank: own_sales in month, top: 1 } }\n"
    "order: { roles: [seller, buyer], amounts: [price, profit], counts: [quantity] }\n"
    "join: { amounts: [fee], counts: [packs] }\n"
    "events: { visit: { roles: [guest, seller], amounts: [price], counts: [hours] } }\n"
    "awards:\n"
    "  a: { event: order, to: seller, pay: 10% of profit }\n"
    "  b: { event: join, to: newcomer.inviter, pay: 5% of fee }\n"
    "  c: { event: visit, to: guest, pay: 1.00 per hours }\n"
    "  d: { event: month, to: member, pay: 1% of own_sales in month }\n"
    "promotions: { review: at_once, gold: [{ own_sales: 500.00 }] }\n";

static fenrun_rules *fuzz_csv_rules;

/* What a kind of event does not name is zero. */
static void fuzz_csv_event(const struct fenrun__row *row, const fenrun_event *event) {
    bool brings = event->kind == FENRUN_EVENT_ORDER || event->kind == FENRUN_EVENT_OWN;
    fuzz_expect(event->kind == row->kind, "an event is its row's");
    fuzz_expect(event->kind >= FENRUN_EVENT_JOIN && event->kind <= FENRUN_EVENT_CLOSE,
                "an event has a kind");
    for (uint32_t i = 0; i < FENRUN_ROLES_MAX; i++) {
        fuzz_expect(event->roles[i] == 0 || (brings && i < 2), "a role is one of the event's");
    }
    for (uint32_t i = 0; i < FENRUN_AMOUNTS_MAX; i++) {
        bool any = event->kind == FENRUN_EVENT_ORDER ? i < 2 : i < 1;
        any = any && (brings || event->kind == FENRUN_EVENT_JOIN ||
                      event->kind == FENRUN_EVENT_REFUND);
        fuzz_expect(event->amounts[i] == 0 || any, "an amount is one of the event's");
    }
    for (uint32_t i = 0; i < FENRUN_COUNTS_MAX; i++) {
        bool any = i < 1 && (brings || event->kind == FENRUN_EVENT_JOIN);
        fuzz_expect(event->counts[i] == 0 || any, "a count is one of the event's");
    }
}

/* The stored file as it goes through the command, and its rows as bytes. */
struct fuzz_csv_run {
    struct fenrun__stream stream;
    struct fuzz_csv_text *rows;
};

/* What is applied may be refused; what the file says is none the less what it says. */
static void fuzz_csv_take(void *context, struct fenrun__shift *shift) {
    struct fuzz_csv_run *run = context;
    fenrun__stream_gather(&run->stream, shift, 100);
    for (size_t i = 0; i < shift->count; i++) {
        const struct fenrun__stretch *stretch = fenrun__shift_find(shift, i);
        fuzz_csv_event(&stretch->block->rows[stretch->row + (i - stretch->first)],
                       &shift->events[i]);
        fuzz_csv_put(run->rows, &shift->events[i], sizeof shift->events[i]);
        fuzz_expect(fenrun_apply(run->stream.tree, &shift->events[i], shift->result, NULL) !=
                        FENRUN_ERROR_INTERNAL,
                    "the library has an answer");
    }
}

static int fuzz_csv_report(void *context, struct fenrun__shift *shift) {
    (void)context;
    return fenrun__complaint_report(&shift->complaint);
}

/* The members or events of the stored file, as bytes, into `rows`; applied to a tree besides. */
static int fuzz_csv_events(struct fuzz_csv_text *rows) {
    struct fuzz_csv_run run = {.rows = rows};
    const struct fenrun__origin origin = {.rules = fuzz_csv_rules};
    const struct fenrun__pipeline_work work = {
        .context = &run, .take = fuzz_csv_take, .write = fuzz_csv_report};
    char path[64];
    const char *paths[] = {path};
    rows->size = 0;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fuzz_csv_file);
    int code = fenrun__stream_open(&run.stream, &origin, paths, 1);
    if (code == FENRUN__EXIT_FINE) {
        /* The same in each run, so that ids of texts can be compared. */
        run.stream.names.key = (struct fenrun__fingerprint){1, 2};
        code = fenrun__pipeline_run(&run.stream, 1, &work);
    }
    fuzz_csv_put(rows, run.stream.members.rows,
                 run.stream.members.count * sizeof *run.stream.members.rows);
    fenrun__stream_close(&run.stream);
    return code;
}

static void fuzz_csv_again(bool quotes, size_t filling) {
    fuzz_csv_write(&fuzz_csv_first, quotes, filling);
    fuzz_csv_store(fuzz_csv_written.bytes, fuzz_csv_written.size);
    int code = fuzz_csv_read(&fuzz_csv_second, filling);
    fuzz_expect(code == FENRUN__EXIT_FINE, "what was written is read");
    fuzz_expect(fuzz_csv_first.size == fuzz_csv_second.size &&
                        memcmp(fuzz_csv_first.bytes, fuzz_csv_second.bytes,
                               fuzz_csv_first.size) == 0,
                    "what was written is what is read");
}

/* As members or events: the same, or the same refusal, however the file is written. */
static void fuzz_csv_meaning(void) {
    static struct fuzz_csv_text events;
    int code = fuzz_csv_events(&events);
    fuzz_csv_write(&fuzz_csv_first, true, 0);
    fuzz_csv_store(fuzz_csv_written.bytes, fuzz_csv_written.size);
    fuzz_expect(fuzz_csv_events(&fuzz_csv_second) == code, "what was written is understood");
    fuzz_expect(events.size == fuzz_csv_second.size &&
                    (events.size == 0 ||
                     memcmp(events.bytes, fuzz_csv_second.bytes, events.size) == 0),
                "what was written means the same");
}

/* Read the input with stderr closed. Its rows are in `fuzz_csv_first`; false: it is refused. */
static bool fuzz_csv_input(const uint8_t *data, size_t size) {
    int kept = dup(2);
    int nowhere = open("/dev/null", O_WRONLY);
    fuzz_expect(kept >= 0 && nowhere >= 0 && dup2(nowhere, 2) >= 0, "stderr can be closed");
    fuzz_csv_store(data, size);
    int code = fuzz_csv_read(&fuzz_csv_first, 0);
    bool read = code == FENRUN__EXIT_FINE && fuzz_csv_first.size > 0;
    if (read) {
        fuzz_csv_meaning();
    }
    dup2(kept, 2);
    close(kept);
    close(nowhere);
    return read;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > FUZZ_CSV_SIZE_MAX) {
        return 0;
    }
    if (fuzz_csv_rules == NULL) {
        fuzz_expect(fenrun_rules_read(&fuzz_csv_rules, fuzz_csv_rules_text,
                                      sizeof fuzz_csv_rules_text - 1, NULL, NULL, 0,
                                      NULL) == FENRUN_OK,
                    "the rule set is read");
    }
    if (!fuzz_csv_input(data, size)) {
        return 0;
    }
    uint32_t width;
    memcpy(&width, fuzz_csv_first.bytes, sizeof width);
    if (width <= FENRUN__TABLE_FIELDS_MAX) {
        fuzz_csv_table(data, size);
    }
    fuzz_csv_again(true, 0);
    fuzz_csv_again(false, 0);
    /* The first rows of the input then end the piece, wherever in them that happens to fall. */
    size_t row = 10 + 3 * ((size_t)width - 1);
    size_t room = FUZZ_CSV_PIECE_SIZE - size / 2;
    if (size % 4 == 0) {
        fuzz_csv_again(false, room / row); /* costs as much as a hundred others */
    }
    return 0;
}
