/*
 * Rows of a file, one after the other: source.h and csv.h together, as tests want them.
 *
 *     csv_rows_open(&rows, "/dev/fd/5", 4096);
 *     while (csv_rows_next(&rows, &found) == FENRUN__EXIT_FINE && found) rows.csv->fields ...
 *     csv_rows_close(&rows);
 */
#ifndef UNIT_CSV_ROWS_H
#define UNIT_CSV_ROWS_H

#include <stdlib.h>
#include <string.h>

#include "cli/csv.h"
#include "cli/source.h"

struct csv_rows {
    struct fenrun__source source;
    struct fenrun__piece piece;
    struct fenrun__complaint complaint;
    struct fenrun__csv *csv;
    size_t piece_size;
};

/* Returns an exit code, having reported; likewise csv_rows_next. */
static inline int csv_rows_open(struct csv_rows *rows, const char *path, size_t piece_size) {
    memset(rows, 0, sizeof *rows);
    rows->piece_size = piece_size;
    rows->csv = calloc(1, sizeof *rows->csv);
    rows->csv->line = 1;
    rows->csv->complaint = &rows->complaint;
    return fenrun__source_open(&rows->source, path);
}

static inline void csv_rows_close(struct csv_rows *rows) {
    fenrun__source_close(&rows->source);
    fenrun__piece_free(&rows->piece);
    free(rows->csv);
}

static inline int csv_rows_next(struct csv_rows *rows, bool *found) {
    struct fenrun__csv *csv = rows->csv;
    int code = fenrun__csv_next(csv, found);
    while (!code && !*found && !rows->piece.last) {
        code = fenrun__source_read(&rows->source, rows->piece_size, &rows->piece,
                                   &rows->complaint);
        if (code) break;
        csv->path = rows->source.path;
        csv->bytes = rows->piece.bytes;
        csv->next = 0;
        csv->end = rows->piece.size;
        csv->ended = rows->piece.last;
        code = fenrun__csv_next(csv, found);
    }
    if (code) return fenrun__complaint_report(&rows->complaint);
    if (*found && csv->unfinished) {
        fenrun__complain(&rows->complaint, FENRUN__EXIT_FINE, rows->source.path, csv->row_line,
                         "note: %s", FENRUN__CSV_UNFINISHED);
        return fenrun__complaint_report(&rows->complaint);
    }
    return FENRUN__EXIT_FINE;
}

#endif
