/* Block: rows by the places of their commas, or one by one, into records. */
#include "cli/block.h"

#include <stdlib.h>
#include <string.h>

#include "cli/commas.h"

/* Going through the rows of a block. */
struct block_walk {
    struct fenrun__block *block;
    struct fenrun__reading reading;
    size_t at;         /* where the next row begins */
    uint64_t line;     /* ... from 1 */
    size_t place;      /* the first of `places` that is not before it */
    size_t place_count;
    bool by_commas;
};

void fenrun__block_free(struct fenrun__block *block) {
    fenrun__piece_free(&block->piece);
    free(block->events);
    free(block->members);
    free(block->rows);
    free(block->asked);
    free(block->places);
    free(block);
}

/* ------------------------------------------------------------------------------------------ */
/* Room                                                                                       */

/* Make `*items` hold at least `count`, whatever they hold now. */
static bool block_room(void *items, size_t size, size_t count) {
    void **place = items;
    free(*place);
    *place = malloc(count * size);
    return *place != NULL;
}

static bool block_reserve_places(struct fenrun__block *block) {
    size_t size = block->piece.size - block->begin;
    if (size <= block->place_capacity) return true;
    block->place_capacity = 0;
    if (!block_room(&block->places, sizeof *block->places, size)) return false;
    block->place_capacity = size;
    return true;
}

/* So many rows, and one that may be refused. */
static bool block_reserve_rows(struct fenrun__block *block, size_t rows) {
    bool members = block->input->columns.kind == FENRUN__MEMBERS;
    size_t count = rows + 1;
    bool has_kind = members ? block->members != NULL : block->events != NULL;
    if (count <= block->capacity && has_kind) return true;
    block->capacity = 0;
    /* The next block has about as many rows, not exactly. */
    count += count / 8;
    bool found = block_room(&block->rows, sizeof *block->rows, count);
    if (members) {
        found = found && block_room(&block->members, sizeof *block->members, count);
    } else {
        found = found && block_room(&block->events, sizeof *block->events, count);
    }
    if (found) block->capacity = count;
    return found;
}

static bool block_reserve_asked(struct fenrun__block *block, size_t more) {
    size_t count = block->asked_count + more;
    if (count <= block->asked_capacity) return true;
    size_t capacity = count + count / 2 + 64;
    struct fenrun__names_question *asked = realloc(block->asked, capacity * sizeof *asked);
    if (!asked) return false;
    block->asked = asked;
    block->asked_capacity = capacity;
    return true;
}

/* ------------------------------------------------------------------------------------------ */
/* Rows                                                                                       */

/* Find the places of commas, and whether rows can be read by them. */
static bool block_begin(struct block_walk *walk) {
    struct fenrun__block *block = walk->block;
    char *bytes = block->piece.bytes + block->begin;
    size_t size = block->piece.size - block->begin;
    if (!block_reserve_places(block)) return false;
    struct fenrun__commas commas = fenrun__commas_find(bytes, size, block->places);
    walk->by_commas = !commas.quotes && (!commas.others || fenrun__csv_is_text(bytes, size));
    walk->place_count = commas.count;
    block->plain = walk->by_commas;
    /* Each row takes as many places as it has fields, but for the last without its line end. */
    size_t rows = walk->by_commas ? commas.count / block->input->width + 1
                                  : fenrun__csv_count_lines(bytes, size) + 1;
    return block_reserve_rows(block, rows);
}

/* The fields of the next row, if it is as most are. */
static bool block_next_by_commas(struct block_walk *walk) {
    const struct fenrun__block *block = walk->block;
    const char *bytes = block->piece.bytes + block->begin;
    uint32_t width = block->input->width;
    if (walk->place_count - walk->place < width) return false;
    const uint32_t *places = block->places + walk->place;
    struct fenrun__field *fields = walk->block->csv.fields;
    size_t at = walk->at - block->begin;
    for (uint32_t i = 0; i < width; i++) {
        fields[i] = (struct fenrun__field){bytes + at, places[i] - at};
        at = (size_t)places[i] + 1;
        if (i + 1 < width && bytes[places[i]] != ',') return false;
    }
    char end = bytes[at - 1];
    if (end == '\r' && walk->place_count - walk->place > width && places[width] == at &&
        bytes[at] == '\n') {
        at++;
        walk->place++;
        end = '\n';
    }
    /* An empty line is no row. */
    if (end != '\n' || (width == 1 && fields[0].size == 0)) return false;
    walk->place += width;
    walk->at = block->begin + at;
    walk->reading.line = walk->line++;
    return true;
}

/* Any row. Returns an exit code. */
static int block_next_by_bytes(struct block_walk *walk, bool *found) {
    struct fenrun__block *block = walk->block;
    struct fenrun__csv *csv = &block->csv;
    csv->next = walk->at;
    csv->line = walk->line;
    int code = fenrun__csv_next(csv, found);
    walk->at = csv->next;
    walk->line = csv->line;
    walk->reading.line = csv->row_line;
    if (!code && *found && csv->unfinished) {
        block->unfinished = true;
        block->unfinished_row = block->count;
    }
    while (walk->place < walk->place_count &&
           block->begin + block->places[walk->place] < walk->at)
        walk->place++;
    return code;
}

/* Where in the block the texts stand by which the row's event is known. */
static void block_place_row(const struct block_walk *walk, struct fenrun__row *row) {
    const char *bytes = walk->block->piece.bytes;
    const struct fenrun__reading *reading = &walk->reading;
    struct fenrun__field id = fenrun__input_field(reading, fenrun__input_id_column(reading->event));
    *row = (struct fenrun__row){.line = (uint32_t)reading->line,
                                .kind = (uint16_t)reading->event,
                                .name = (uint16_t)(reading->shape - FENRUN__INPUT_OWN)};
    if (id.size > 0) row->id = (uint32_t)(id.bytes - bytes);
    row->id_size = (uint32_t)id.size;
    if (reading->event != FENRUN_EVENT_REFUND) return;
    struct fenrun__field refund = fenrun__input_field(reading, FENRUN__COLUMN_REFUND);
    if (refund.size > 0) row->refund = (uint32_t)(refund.bytes - bytes);
    row->refund_size = (uint32_t)refund.size;
}

/* The row is the first of a log's that gives an instant. */
static void block_note_instant(const struct block_walk *walk) {
    struct fenrun__block *block = walk->block;
    block->at_known = true;
    block->first_at = walk->reading.at;
    block->first_at_text = fenrun__input_field(&walk->reading, FENRUN__COLUMN_AT);
    block->first_at_line = walk->reading.line;
}

/* The row is a log's and gives no instant, nor does any before it. */
static void block_note_none(const struct block_walk *walk) {
    struct fenrun__block *block = walk->block;
    if (block->leading++ == 0) block->leading_line = walk->reading.line;
}

/* The row's record, behind those that there are. Returns an exit code. */
static int block_add(struct block_walk *walk) {
    struct fenrun__block *block = walk->block;
    struct fenrun__reading *reading = &walk->reading;
    int code = fenrun__input_next(reading);
    if (block->input->columns.kind == FENRUN__MEMBERS) {
        if (!code) code = fenrun__input_member(reading, &block->members[block->count]);
        block->rows[block->count] = (struct fenrun__row){.line = (uint32_t)reading->line};
    } else {
        if (reading->at_known && !block->at_known) block_note_instant(walk);
        if (!reading->at_known && !reading->at_given) block_note_none(walk);
        if (code) return code;
        code = fenrun__input_event(reading, &block->events[block->count]);
        block->events[block->count].at = reading->at;
        block_place_row(walk, &block->rows[block->count]);
        block->waits = code != FENRUN__EXIT_FINE;
    }
    if (code || reading->question_count == 0) return code;
    if (!block_reserve_asked(block, reading->question_count))
        return fenrun__complain_of_memory(&block->complaint);
    for (uint32_t i = 0; i < reading->question_count; i++)
        block->asked[block->asked_count++] = reading->questions[i];
    return FENRUN__EXIT_FINE;
}

static void block_walk_rows(struct block_walk *walk) {
    struct fenrun__block *block = walk->block;
    for (;;) {
        bool found = true;
        if (!walk->by_commas || !block_next_by_commas(walk)) {
            if (block_next_by_bytes(walk, &found) || !found) return;
        }
        if (block_add(walk)) return;
        block->count++;
    }
}

size_t fenrun__block_asks(const struct fenrun__block *block, size_t index) {
    const char *id = (const char *)block->asked[index].id;
    if (block->input->columns.kind == FENRUN__MEMBERS)
        return (size_t)(id - (const char *)block->members) / sizeof *block->members;
    return (size_t)(id - (const char *)block->events) / sizeof *block->events;
}

void fenrun__block_read(struct fenrun__block *block) {
    struct block_walk walk = {.block = block, .at = block->begin, .line = 1};
    fenrun__input_begin(&walk.reading, block->input, block->csv.fields, &block->complaint);
    struct fenrun__csv *csv = &block->csv;
    csv->path = block->input->source.path;
    csv->bytes = block->piece.bytes;
    csv->end = block->piece.size;
    csv->ended = block->piece.last;
    csv->width = block->input->width;
    csv->complaint = &block->complaint;
    block->count = 0;
    block->asked_count = 0;
    block->waits = false;
    block->unfinished = false;
    block->leading = 0;
    block->at_known = false;
    block->lines = 0;
    /* What was wrong with reading the bytes is behind all of them: there are none. */
    if (block->complaint.given) return;
    if (!block_begin(&walk)) {
        fenrun__complain_of_memory(&block->complaint);
        return;
    }
    block_walk_rows(&walk);
    block->lines = walk.line - 1;
    block->at = walk.reading.at;
    block->asked_count = fenrun__names_answer(block->input->names, block->asked,
                                              block->asked_count);
}
