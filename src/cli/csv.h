/*
 * CSV: the rows of an RFC 4180 file in UTF-8, read in one pass through one buffer.
 *
 *     order,at,note\r\n           fields are slices of the buffer, valid until the next row;
 *     7,2024-03-01,"say ""hi"""   quotes are undone in place: 7 | 2024-03-01 | say "hi"
 *
 *     bytes  [ ....consumed.... | row being read | not read yet ...... ]
 *            0                  begin            next               end
 *
 * Refused, with file, line and reason: a quote that is never closed (a cut file), a quote inside a
 * plain field, text after a closing quote, a carriage return that ends no line, NUL, what is not
 * UTF-8, more or fewer fields than the header has, a row over FENRUN__CSV_ROW_MAX.
 * Allowed: LF and CRLF, a byte order mark, empty lines between rows. A last row without a line end
 * is allowed, as the RFC has it, but noted: it cannot be told from a row that was cut.
 *
 * Invariants
 *   1. After the header, every row that is returned has exactly as many fields as the header.
 *   2. `line` counts line ends, those inside quotes too; a row's line is the one it starts on.
 *   3. A row is unquoted only once it is whole, so that reading more can start it again.
 *
 * Costs: O(bytes); a row is scanned again at most once per refill, and a buffer that is too small
 * for a row is doubled. No allocation per row or field.
 */
#ifndef FENRUN_CLI_CSV_H
#define FENRUN_CLI_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/report.h"

#define FENRUN__CSV_BUFFER_SIZE 131072u
#define FENRUN__CSV_ROW_MAX 1048576u /* a quote that is never closed must not fill memory */
#define FENRUN__CSV_FIELDS_MAX 1024u /* more columns than this are not a table of ours */

struct fenrun__csv {
    const char *path; /* as it stands in messages */
    int descriptor;
    bool ended; /* the file has no more bytes than the buffer holds */
    char *bytes;
    size_t capacity;
    size_t begin;
    size_t next;
    size_t end;
    uint64_t line;     /* where the next row starts */
    uint64_t row_line; /* where the row that was read last starts */
    uint32_t width;    /* fields of the header; 0 before it was read */
    uint32_t field_count;
    struct fenrun__field *fields;
};

/* Open a file, "-" for stdin. Returns an exit code, as all functions here do. */
int fenrun__csv_open(struct fenrun__csv *csv, const char *path);
void fenrun__csv_close(struct fenrun__csv *csv);

/* Read the next row; `*found` is false at the end of the file. */
int fenrun__csv_next(struct fenrun__csv *csv, bool *found);

#endif
