/*
 * CSV: the rows of a piece of an RFC 4180 file in UTF-8, one after the other, in place.
 *
 *     order,at,note\r\n           fields are slices of the piece;
 *     7,2024-03-01,"say ""hi"""   quotes are undone in place: 7 | 2024-03-01 | say "hi"
 *
 *     bytes  [ ....rows before.... | row that was read | rows to come ]
 *            0                      begin               next           end
 *
 * Refused, with line and reason: a quote that is never closed (a cut file), a quote inside a plain
 * field, text after a closing quote, a carriage return that ends no line, NUL, what is not UTF-8,
 * more or fewer fields than the header has, a row over FENRUN__CSV_ROW_MAX.
 * Allowed: LF and CRLF, a byte order mark (source.h), empty lines between rows. A last row without
 * a line end is allowed, as the RFC has it, but noted: it cannot be told from one that was cut.
 *
 * Invariants
 *   1. If `width` is not 0, every row that is returned has exactly as many fields.
 *   2. `line` counts line ends, those inside quotes too; a row's line is the one it starts on.
 *   3. A piece ends with a whole row, or with the file, or is a part of a row that is too long.
 *
 * Costs: O(bytes), no allocation. Most rows of large files need less than this: see block.h.
 */
#ifndef FENRUN_CLI_CSV_H
#define FENRUN_CLI_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/complaint.h"
#include "cli/report.h"

#define FENRUN__CSV_ROW_MAX 1048576u /* a quote that is never closed must not fill memory */
/* The note on a row that is `unfinished`. */
#define FENRUN__CSV_UNFINISHED                                                                     \
    "the last row has no line end; if the file was cut, so is its last field"
#define FENRUN__CSV_FIELDS_MAX 1024u /* more columns than this are not a table of ours */

struct fenrun__csv {
    const char *path; /* as it stands in messages */
    char *bytes;
    size_t begin;
    size_t next;
    size_t end;
    bool ended;        /* the file has no more bytes than these */
    bool unfinished;   /* the row that was read last has no line end */
    uint64_t line;     /* where the next row starts */
    uint64_t row_line; /* where the row that was read last starts */
    uint32_t width;    /* fields of the header; 0 before it was read */
    uint32_t field_count;
    struct fenrun__complaint *complaint; /* where a reason goes */
    struct fenrun__field fields[FENRUN__CSV_FIELDS_MAX];
};

/* Read the next row; `*found` is false at the end of the piece. Returns an exit code, with a
   complaint if it is not FINE. */
int fenrun__csv_next(struct fenrun__csv *csv, bool *found);

/* Whether all bytes are UTF-8 without NUL. */
bool fenrun__csv_is_text(const char *bytes, size_t size);

/* How many line ends there are in some bytes. */
size_t fenrun__csv_count_lines(const char *bytes, size_t size);

#endif
