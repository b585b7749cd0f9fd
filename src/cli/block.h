/*
 * Block: a piece of one CSV file, with its rows as records of the library.
 *
 *     bytes     o-1,2024-03-01,C,200.00,40.00\no-2,2024-03-01,"D",80.00,16.00\n ...
 *     records   fenrun_event ...           one a row; of a members file fenrun_member
 *     rows      where in the bytes the text stands by which results know the event, and the line
 *     asked     names of members that nobody has an id for yet, and where the ids go
 *
 * Blocks are read by different threads at the same time. What only the rows before a block can say
 * is left open: on which line it begins, the instant of leading rows of a log that give none, and
 * who has the first id that is free. stream.h fills it in when it is the block's turn.
 *
 * Most rows hold neither quotes nor anything else that is not plain: there the places of commas say
 * where fields are (commas.h). A row that does not fit is read by csv.h, and a block with quotes
 * wholly, so that what is refused, and how, is csv.h's to say alone.
 *
 * Invariants
 *   1. Rows 0 to count - 1 are whole; if there is a complaint, it is about the row behind them, and
 *      if it `waits`, the instant of that row's record is set.
 *   2. Fields lie in the bytes; these do not change until the block is read again.
 *   3. A block that was read before takes no memory to read one like it.
 */
#ifndef FENRUN_CLI_BLOCK_H
#define FENRUN_CLI_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/complaint.h"
#include "cli/csv.h"
#include "cli/input.h"
#include "cli/names.h"
#include "cli/source.h"
#include "fenrun.h"

/* Of the text by which results know an event, and of a refund's own id. */
struct fenrun__row {
    uint32_t id;
    uint32_t id_size;
    uint32_t refund;
    uint32_t refund_size;
    uint32_t line; /* in the block, from 1 */
    uint16_t kind; /* enum fenrun_event_kind */
    uint16_t name; /* of an own event */
};

enum fenrun__block_state { FENRUN__BLOCK_FILLED, FENRUN__BLOCK_IN_WORK, FENRUN__BLOCK_DONE };

struct fenrun__block {
    struct fenrun__block *next; /* of the same file, or of those that are free */
    struct fenrun__block *older; /* of all */
    const struct fenrun__input *input;
    uint32_t source;  /* index of the input */
    uint32_t users;   /* the stream, while it takes rows, and shifts */
    uint64_t held_by; /* the last of these shifts, by number */
    bool taken;       /* the stream needs it no more */
    uint32_t state;   /* enum fenrun__block_state */
    struct fenrun__piece piece;
    size_t begin; /* where in the piece the rows begin */

    fenrun_event *events;    /* or ... */
    fenrun_member *members;
    struct fenrun__row *rows;
    size_t count;
    size_t capacity;
    struct fenrun__names_question *asked; /* in the order of rows */
    size_t asked_count;
    size_t asked_capacity;
    uint32_t *places;
    size_t place_capacity;
    bool plain;       /* no field needs quotes */
    bool unfinished;  /* a row, the file's last, has no line end: */
    size_t unfinished_row;
    uint64_t lines;   /* line ends in it */
    uint64_t above;   /* lines of the file before it; set by the stream */

    struct fenrun__complaint complaint; /* its line counts in the block */
    bool waits; /* until it is the row's turn; else until the row is looked for */

    /* A log. */
    size_t leading; /* rows before the first that gives an instant */
    uint64_t leading_line; /* of the first of them */
    bool at_known;  /* some row gives one; of the first: */
    int64_t first_at;
    struct fenrun__field first_at_text;
    uint64_t first_at_line;
    int64_t at; /* the last instant */
    struct fenrun__csv csv; /* for reading */
};

/* Make records of the piece's rows. */
void fenrun__block_read(struct fenrun__block *block);

void fenrun__block_free(struct fenrun__block *block);

/* The row that asks for a name. */
size_t fenrun__block_asks(const struct fenrun__block *block, size_t index);

/* The text by which results know the event of a row. */
static inline struct fenrun__field fenrun__block_id(const struct fenrun__block *block, size_t row) {
    return (struct fenrun__field){block->piece.bytes + block->rows[row].id,
                                  block->rows[row].id_size};
}

#endif
