/*
 * Table: the rows of a CSV text that is wholly in memory.
 *
 *     member,inviter,note\r\n      fields are slices of a copy, valid until the next row;
 *     B,xiaowei,"say ""hi"""       quotes are undone in place: B | xiaowei | say "hi"
 *
 * RFC 4180 in UTF-8, with LF or CR LF and a byte order mark allowed, empty lines passed over. The
 * command has a reader of its own, which streams files of any size from a descriptor and may
 * include fenrun.h only; fixtures of tests come as a text from the caller, who may have no files.
 *
 * Invariants
 *   1. Every row has as many fields as the header, which is read when the table is opened.
 *   2. `line` is the line on which the row begins.
 *
 * Costs: O(size); one copy of the text.
 */
#ifndef FENRUN_SCENARIO_TABLE_H
#define FENRUN_SCENARIO_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/text.h"
#include "fenrun.h"

#define FENRUN__TABLE_FIELDS_MAX 64u

struct fenrun__table {
    struct fenrun__memory *memory;
    char *bytes;
    size_t size;
    size_t at;
    uint32_t next_line;
    uint32_t line;
    uint32_t width;
    struct fenrun__text header[FENRUN__TABLE_FIELDS_MAX];
    struct fenrun__text fields[FENRUN__TABLE_FIELDS_MAX];
};

/* Copy the text and read its header. FENRUN_OK, _MEMORY, or _TEXT with line and reason. The table
   is to be freed in every case. */
int32_t fenrun__table_open(struct fenrun__table *table, const char *text, size_t size,
                           struct fenrun__memory *memory, fenrun_error *error);
void fenrun__table_free(struct fenrun__table *table);

/* Read the next row; `*found` is false at the end. FENRUN_OK or _TEXT. */
int32_t fenrun__table_next(struct fenrun__table *table, bool *found, fenrun_error *error);

bool fenrun__table_has(const struct fenrun__table *table, const char *heading);

/* The field of a row below a heading; empty, with bytes NULL, if there is no such column. */
struct fenrun__text fenrun__table_field(const struct fenrun__table *table, const char *heading);

#endif
