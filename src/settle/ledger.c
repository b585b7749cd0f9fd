/* Ledger: records in chunks, and the refunds of orders; see the header for the layout. */
#include "settle/ledger.h"

#include <string.h>

#include "fenrun.h"

#define LEDGER_CHUNK_SIZE 262144u
#define LEDGER_ALIGNMENT 4u
#define LEDGER_CHUNKS_MAX (FENRUN__NONE / (LEDGER_CHUNK_SIZE / LEDGER_ALIGNMENT))
#define LEDGER_NUMBER_MAX 10u /* bytes of a 64-bit number */
#define LEDGER_HEAD_MAX                                                                           \
    (16u + 8u + 4u + (6u + FENRUN__LEDGER_FIGURES_MAX) * LEDGER_NUMBER_MAX + LEDGER_ALIGNMENT)
#define LEDGER_PAYOUT_MAX (4u * LEDGER_NUMBER_MAX)

/* Flags of a record's first number. */
#define LEDGER_WIDE_ID 1u /* the upper half of the id is not 0 and is kept */
#define LEDGER_OWN 2u     /* not an order: the kind is kept, and nothing for refunds */
#define LEDGER_FLAG_BITS 2u

/* Flags of a payout's first number. */
#define LEDGER_NEGATIVE 1u
#define LEDGER_LEVEL 2u /* the level is not 0 and is kept */

void fenrun__ledger_init(struct fenrun__ledger *ledger, const fenrun_allocator *allocator,
                         uint64_t seed, struct fenrun__ledger_keeps keeps) {
    memset(ledger, 0, sizeof *ledger);
    fenrun__memory_init(&ledger->memory, allocator);
    ledger->seed = seed;
    ledger->keeps = keeps;
}

void fenrun__ledger_free(struct fenrun__ledger *ledger) {
    struct fenrun__memory *memory = &ledger->memory;
    for (size_t i = 0; i < ledger->chunk_count; i++) {
        if (ledger->chunks[i].size == 0) continue;
        fenrun__memory_free(memory, ledger->chunks[i].bytes, ledger->chunks[i].size);
    }
    fenrun__memory_free(memory, ledger->chunks, ledger->chunk_capacity * sizeof *ledger->chunks);
    fenrun__memory_free(memory, ledger->refunds,
                        ledger->refund_capacity * sizeof *ledger->refunds);
    fenrun__index_free(&ledger->records, memory);
    fenrun__index_free(&ledger->refund_index, memory);
}

uint64_t fenrun__ledger_fingerprint(const struct fenrun__ledger *ledger, const uint64_t *words,
                                    size_t count) {
    return fenrun__hash_words(ledger->seed, ~ledger->seed, words, count);
}

static uint64_t ledger_refund_hash(const struct fenrun__ledger *ledger, uint32_t order,
                                   struct fenrun__ledger_id id) {
    return fenrun__hash_id(fenrun__ledger_hash(ledger, FENRUN__LEDGER_ORDER, id), order);
}

static inline unsigned char *ledger_put_number(unsigned char *cursor, uint64_t number) {
    while (number >= 0x80) {
        *cursor++ = (unsigned char)(number | 0x80);
        number >>= 7;
    }
    *cursor++ = (unsigned char)number;
    return cursor;
}

static const unsigned char *ledger_get_number(const unsigned char *cursor, uint64_t *number) {
    uint64_t value = 0;
    unsigned shift = 0;
    while (*cursor & 0x80) {
        value |= (uint64_t)(*cursor++ & 0x7f) << shift;
        shift += 7;
    }
    *number = value | (uint64_t)*cursor++ << shift;
    return cursor;
}

/* An instant as its distance from another, close ones as small numbers: 0, -1, 1, -2 ... as 0, 1,
   2, 3 ...; distances wrap, so that any two instants have one. */
static uint64_t ledger_fold(int64_t at, int64_t from) {
    uint64_t distance = (uint64_t)at - (uint64_t)from;
    return distance >> 63 ? ~(distance << 1) : distance << 1;
}

static int64_t ledger_unfold(uint64_t folded, int64_t from) {
    uint64_t distance = folded & 1 ? ~(folded >> 1) : folded >> 1;
    return (int64_t)((uint64_t)from + distance);
}

static unsigned char *ledger_bytes(const struct fenrun__ledger *ledger, uint64_t offset) {
    return ledger->chunks[offset / LEDGER_CHUNK_SIZE].bytes + offset % LEDGER_CHUNK_SIZE;
}

static unsigned char *ledger_record(const struct fenrun__ledger *ledger, uint32_t place) {
    return ledger_bytes(ledger, (uint64_t)place * LEDGER_ALIGNMENT);
}

/* Read the beginning of a record: what identifies it, and its number of payouts; what follows. */
static const unsigned char *ledger_get_head(const unsigned char *cursor,
                                            struct fenrun__ledger_order *order) {
    uint64_t head, kind = FENRUN__LEDGER_ORDER;
    cursor = ledger_get_number(cursor, &head);
    order->payout_count = (uint32_t)(head >> LEDGER_FLAG_BITS);
    if (head & LEDGER_OWN) cursor = ledger_get_number(cursor, &kind);
    order->kind = (uint32_t)kind;
    order->id.high = 0;
    if (head & LEDGER_WIDE_ID) {
        memcpy(&order->id.high, cursor, sizeof order->id.high);
        cursor += sizeof order->id.high;
    }
    memcpy(&order->id.low, cursor, sizeof order->id.low);
    return cursor + sizeof order->id.low;
}

/* Read what follows the beginning. */
static void ledger_get_body(const struct fenrun__ledger *ledger, const unsigned char *cursor,
                            struct fenrun__ledger_order *order) {
    memcpy(&order->contents, cursor, sizeof order->contents);
    cursor += sizeof order->contents;
    bool is_order = order->kind == FENRUN__LEDGER_ORDER;
    if (is_order) {
        uint64_t at, total, seller;
        memcpy(&order->refund, cursor, sizeof order->refund);
        cursor += sizeof order->refund;
        cursor = ledger_get_number(cursor, &at);
        cursor = ledger_get_number(cursor, &total);
        cursor = ledger_get_number(cursor, &seller);
        order->at = ledger_unfold(at, ledger->first_at);
        order->total = (int64_t)total;
        order->seller = (uint32_t)seller;
    }
    order->closes = 0;
    if (ledger->keeps.closes) cursor = ledger_get_number(cursor, &order->closes);
    for (uint32_t i = 0; is_order && i < ledger->keeps.figure_count; i++) {
        uint64_t figure;
        cursor = ledger_get_number(cursor, &figure);
        order->figures[i] = (int64_t)figure;
    }
    order->cursor = cursor;
}

bool fenrun__ledger_find(const struct fenrun__ledger *ledger, uint32_t kind,
                         struct fenrun__ledger_id id, struct fenrun__ledger_order *order) {
    struct fenrun__index_cursor search;
    uint32_t place =
        fenrun__index_first(&ledger->records, fenrun__ledger_hash(ledger, kind, id), &search);
    for (; place != FENRUN__NONE; place = fenrun__index_next(&ledger->records, &search)) {
        const unsigned char *cursor = ledger_get_head(ledger_record(ledger, place), order);
        if (order->kind != kind || !fenrun__ledger_same_id(id, order->id)) continue;
        order->place = place;
        ledger_get_body(ledger, cursor, order);
        return true;
    }
    return false;
}

void fenrun__ledger_read(const struct fenrun__ledger *ledger, uint32_t place,
                         struct fenrun__ledger_order *order) {
    order->place = place;
    ledger_get_body(ledger, ledger_get_head(ledger_record(ledger, place), order), order);
}

struct fenrun__ledger_payout fenrun__ledger_next(struct fenrun__ledger_order *order) {
    uint64_t award, payee, amount, level = 0;
    order->cursor = ledger_get_number(order->cursor, &award);
    if (award & LEDGER_LEVEL) order->cursor = ledger_get_number(order->cursor, &level);
    order->cursor = ledger_get_number(order->cursor, &payee);
    order->cursor = ledger_get_number(order->cursor, &amount);
    return (struct fenrun__ledger_payout){
        .amount = award & LEDGER_NEGATIVE ? -(int64_t)amount : (int64_t)amount,
        .award = (uint32_t)(award >> LEDGER_FLAG_BITS),
        .payee = (uint32_t)payee,
        .level = (uint32_t)level};
}

/* The free space, which there is; it is one block up to the end of the last chunk. */
static unsigned char *ledger_end(const struct fenrun__ledger *ledger) {
    return ledger_bytes(ledger, ledger->used);
}

/* Chunks for a record of `size` bytes, one block; what was left of the last one stays unused. */
static int32_t ledger_add_chunks(struct fenrun__ledger *ledger, uint64_t size) {
    struct fenrun__memory *memory = &ledger->memory;
    uint64_t more = (size + LEDGER_CHUNK_SIZE - 1) / LEDGER_CHUNK_SIZE;
    if (more > LEDGER_CHUNKS_MAX - ledger->chunk_count) return FENRUN_ERROR_FULL;
    size_t bytes = (size_t)more * LEDGER_CHUNK_SIZE;
    if (!fenrun__memory_grow(memory, &ledger->chunks, sizeof *ledger->chunks,
                             &ledger->chunk_capacity, ledger->chunk_count + (size_t)more)) {
        return FENRUN_ERROR_MEMORY;
    }
    unsigned char *block = fenrun__memory_resize(memory, NULL, 0, bytes);
    if (!block) return FENRUN_ERROR_MEMORY;
    uint64_t end = (uint64_t)ledger->chunk_count * LEDGER_CHUNK_SIZE;
    if (ledger->used < end) memset(ledger_end(ledger), 0, (size_t)(end - ledger->used));
    ledger->used = end;
    ledger->last_block = ledger->chunk_count;
    for (uint64_t i = 0; i < more; i++) {
        ledger->chunks[ledger->chunk_count++] = (struct fenrun__ledger_chunk){
            .bytes = block + i * LEDGER_CHUNK_SIZE, .size = i == 0 ? bytes : 0};
    }
    return FENRUN_OK;
}

/* Take the last block, which was cut, anew and whole. What reads a record that begins in it goes on
   to read where it lies in the snapshot. */
static bool ledger_restore_block(struct fenrun__ledger *ledger) {
    uint64_t start = (uint64_t)ledger->last_block * LEDGER_CHUNK_SIZE;
    size_t bytes = (ledger->chunk_count - ledger->last_block) * LEDGER_CHUNK_SIZE;
    if (bytes > 0) {
        unsigned char *block = fenrun__memory_resize(&ledger->memory, NULL, 0, bytes);
        if (!block) return false;
        size_t used = (size_t)(ledger->used - start);
        if (used > 0) memcpy(block, ledger_bytes(ledger, start), used);
        for (size_t i = ledger->last_block; i < ledger->chunk_count; i++) {
            ledger->chunks[i] = (struct fenrun__ledger_chunk){
                .bytes = block, .size = i == ledger->last_block ? bytes : 0};
            block += LEDGER_CHUNK_SIZE;
        }
    }
    ledger->is_cut = false;
    return true;
}

int32_t fenrun__ledger_reserve(struct fenrun__ledger *ledger, size_t payout_count) {
    uint32_t count = ledger->records.count;
    if (count == FENRUN__NONE - 1) return FENRUN_ERROR_FULL;
    if (ledger->is_cut && !ledger_restore_block(ledger)) return FENRUN_ERROR_MEMORY;
    if (!fenrun__index_reserve(&ledger->records, &ledger->memory, count + 1)) {
        return FENRUN_ERROR_MEMORY;
    }
    uint64_t size = LEDGER_HEAD_MAX + (uint64_t)payout_count * LEDGER_PAYOUT_MAX;
    uint64_t left = (uint64_t)ledger->chunk_count * LEDGER_CHUNK_SIZE - ledger->used;
    return size <= left ? FENRUN_OK : ledger_add_chunks(ledger, size);
}

uint32_t fenrun__ledger_add(struct fenrun__ledger *ledger,
                            const struct fenrun__ledger_order *order) {
    memset(ledger_end(ledger), 0, LEDGER_ALIGNMENT);
    ledger->used += (0u - ledger->used) % LEDGER_ALIGNMENT;
    uint32_t place = (uint32_t)(ledger->used / LEDGER_ALIGNMENT);
    unsigned char *start = ledger_end(ledger), *cursor = start;
    bool is_order = order->kind == FENRUN__LEDGER_ORDER;
    uint64_t flags = (order->id.high ? LEDGER_WIDE_ID : 0) | (is_order ? 0 : LEDGER_OWN);
    cursor = ledger_put_number(cursor, (uint64_t)order->payout_count << LEDGER_FLAG_BITS | flags);
    if (!is_order) cursor = ledger_put_number(cursor, order->kind);
    if (order->id.high) {
        memcpy(cursor, &order->id.high, sizeof order->id.high);
        cursor += sizeof order->id.high;
    }
    memcpy(cursor, &order->id.low, sizeof order->id.low);
    cursor += sizeof order->id.low;
    memcpy(cursor, &order->contents, sizeof order->contents);
    cursor += sizeof order->contents;
    if (is_order) {
        if (ledger->order_count++ == 0) ledger->first_at = order->at;
        memset(cursor, 0xff, sizeof(uint32_t)); /* FENRUN__NONE: no refund */
        cursor += sizeof(uint32_t);
        cursor = ledger_put_number(cursor, ledger_fold(order->at, ledger->first_at));
        cursor = ledger_put_number(cursor, (uint64_t)order->total);
        cursor = ledger_put_number(cursor, order->seller);
    }
    if (ledger->keeps.closes) cursor = ledger_put_number(cursor, order->closes);
    for (uint32_t i = 0; is_order && i < ledger->keeps.figure_count; i++) {
        cursor = ledger_put_number(cursor, (uint64_t)order->figures[i]);
    }
    ledger->used += (uint64_t)(cursor - start);
    fenrun__index_add(&ledger->records, fenrun__ledger_hash(ledger, order->kind, order->id),
                      place);
    return place;
}

void fenrun__ledger_add_payouts(struct fenrun__ledger *ledger, const fenrun_payout *payouts,
                                const uint32_t *payees, size_t count) {
    unsigned char *start = ledger_end(ledger), *cursor = start;
    for (size_t i = 0; i < count; i++) {
        const fenrun_payout *payout = payouts + i;
        bool negative = payout->amount < 0;
        uint64_t amount = (uint64_t)(negative ? -payout->amount : payout->amount);
        uint64_t flags = (negative ? LEDGER_NEGATIVE : 0) | (payout->level ? LEDGER_LEVEL : 0);
        cursor = ledger_put_number(cursor, (uint64_t)payout->award << LEDGER_FLAG_BITS | flags);
        if (payout->level) cursor = ledger_put_number(cursor, payout->level);
        cursor = ledger_put_number(cursor, payees[i]);
        cursor = ledger_put_number(cursor, amount);
    }
    ledger->used += (uint64_t)(cursor - start);
}

const struct fenrun__ledger_refund *fenrun__ledger_find_refund(const struct fenrun__ledger *ledger,
                                                               uint32_t order,
                                                               struct fenrun__ledger_id id) {
    struct fenrun__index_cursor search;
    uint32_t found = fenrun__index_first(&ledger->refund_index,
                                         ledger_refund_hash(ledger, order, id), &search);
    for (; found != FENRUN__NONE; found = fenrun__index_next(&ledger->refund_index, &search)) {
        const struct fenrun__ledger_refund *refund = ledger->refunds + found;
        if (refund->order == order && fenrun__ledger_same_id(refund->id, id)) return refund;
    }
    return NULL;
}

int64_t fenrun__ledger_refunded(const struct fenrun__ledger *ledger,
                                const struct fenrun__ledger_order *order) {
    return order->refund == FENRUN__NONE ? 0 : ledger->refunds[order->refund].sum;
}

int32_t fenrun__ledger_reserve_refund(struct fenrun__ledger *ledger) {
    struct fenrun__memory *memory = &ledger->memory;
    if (ledger->refund_count == FENRUN__NONE - 1) return FENRUN_ERROR_FULL;
    bool room = fenrun__memory_grow(memory, &ledger->refunds, sizeof *ledger->refunds,
                                    &ledger->refund_capacity, ledger->refund_count + 1) &&
                fenrun__index_reserve(&ledger->refund_index, memory,
                                      (uint32_t)ledger->refund_count + 1);
    return room ? FENRUN_OK : FENRUN_ERROR_MEMORY;
}

void fenrun__ledger_add_refund(struct fenrun__ledger *ledger,
                               const struct fenrun__ledger_order *order,
                               struct fenrun__ledger_id id, int64_t at, int64_t part) {
    uint32_t number = (uint32_t)ledger->refund_count++;
    ledger->refunds[number] =
        (struct fenrun__ledger_refund){.id = id,
                                       .at = at,
                                       .part = part,
                                       .sum = fenrun__ledger_refunded(ledger, order) + part,
                                       .order = order->place};
    unsigned char *record = ledger_record(ledger, order->place);
    struct fenrun__ledger_order there;
    const unsigned char *contents = ledger_get_head(record, &there);
    memcpy(record + (contents - record) + sizeof order->contents, &number, sizeof number);
    fenrun__index_add(&ledger->refund_index, ledger_refund_hash(ledger, order->place, id), number);
}

_Static_assert(sizeof(struct fenrun__ledger_state) == 40, "ledger_state has no padding");
_Static_assert(sizeof(struct fenrun__ledger_refund) == 48, "ledger_refund has no padding");

void fenrun__ledger_lend(const struct fenrun__ledger *ledger, struct fenrun__ledger_state *state,
                         struct fenrun__segment segments[FENRUN__LEDGER_SEGMENTS]) {
    *state = (struct fenrun__ledger_state){.used = ledger->used,
                                           .first_at = ledger->first_at,
                                           .order_count = ledger->order_count,
                                           .chunk_count = (uint32_t)ledger->chunk_count,
                                           .last_block = (uint32_t)ledger->last_block,
                                           .record_count = ledger->records.count};
    const struct fenrun__segment lent[FENRUN__LEDGER_SEGMENTS] = {
        [FENRUN__LEDGER_STATE] = {state, 1, sizeof *state},
        [FENRUN__LEDGER_RECORDS] = {NULL, ledger->used, 1},
        [FENRUN__LEDGER_RECORD_INDEX] = {ledger->records.lines, ledger->records.line_count,
                                         sizeof *ledger->records.lines},
        [FENRUN__LEDGER_REFUNDS] = {ledger->refunds, ledger->refund_count,
                                    sizeof *ledger->refunds},
        [FENRUN__LEDGER_REFUND_INDEX] = {ledger->refund_index.lines,
                                         ledger->refund_index.line_count,
                                         sizeof *ledger->refund_index.lines}};
    memcpy(segments, lent, sizeof lent);
}

const void *fenrun__ledger_piece(const struct fenrun__ledger *ledger, uint64_t offset,
                                 size_t *size) {
    if (offset == ledger->used) return NULL;
    uint64_t left = ledger->used - offset;
    uint64_t rest = LEDGER_CHUNK_SIZE - offset % LEDGER_CHUNK_SIZE;
    *size = (size_t)(left < rest ? left : rest);
    return ledger_bytes(ledger, offset);
}

/* Whether rows and numbers are a ledger's: then nothing is looked for outside the segments but what
   records and indexes say. */
static bool ledger_fits(const struct fenrun__ledger *ledger,
                        const struct fenrun__segment segments[FENRUN__LEDGER_SEGMENTS]) {
    struct fenrun__ledger_state state;
    struct fenrun__segment own[FENRUN__LEDGER_SEGMENTS];
    fenrun__ledger_lend(ledger, &state, own);
    for (uint32_t i = 0; i < FENRUN__LEDGER_SEGMENTS; i++) {
        if (segments[i].row_size != own[i].row_size) return false;
    }
    if (segments[FENRUN__LEDGER_STATE].count != 1) return false;
    memcpy(&state, segments[FENRUN__LEDGER_STATE].bytes, sizeof state);
    uint64_t end = (uint64_t)state.chunk_count * LEDGER_CHUNK_SIZE;
    uint64_t start = (uint64_t)state.last_block * LEDGER_CHUNK_SIZE;
    return state.used == segments[FENRUN__LEDGER_RECORDS].count && start <= state.used &&
           state.used <= end && state.chunk_count <= LEDGER_CHUNKS_MAX &&
           state.last_block <= state.chunk_count && state.reserved == 0 &&
           state.order_count <= state.record_count && state.record_count < FENRUN__NONE &&
           segments[FENRUN__LEDGER_RECORD_INDEX].count <= UINT32_MAX &&
           segments[FENRUN__LEDGER_REFUNDS].count < FENRUN__NONE &&
           segments[FENRUN__LEDGER_REFUND_INDEX].count <= UINT32_MAX;
}

int32_t fenrun__ledger_adopt(struct fenrun__ledger *ledger,
                             const struct fenrun__segment segments[FENRUN__LEDGER_SEGMENTS]) {
    struct fenrun__ledger_state state;
    if (!ledger_fits(ledger, segments)) return FENRUN_ERROR_SNAPSHOT;
    memcpy(&state, segments[FENRUN__LEDGER_STATE].bytes, sizeof state);
    if (!fenrun__memory_grow(&ledger->memory, &ledger->chunks, sizeof *ledger->chunks,
                             &ledger->chunk_capacity, state.chunk_count)) {
        return FENRUN_ERROR_MEMORY;
    }
    unsigned char *records = fenrun__segment_rows(segments + FENRUN__LEDGER_RECORDS);
    ledger->chunk_count = state.chunk_count;
    for (size_t i = 0; i < ledger->chunk_count; i++) {
        size_t start = i * LEDGER_CHUNK_SIZE;
        ledger->chunks[i] = (struct fenrun__ledger_chunk){
            .bytes = start < state.used ? records + start : NULL, .size = 0};
    }
    ledger->last_block = state.last_block;
    ledger->is_cut = true;
    ledger->used = state.used;
    ledger->first_at = state.first_at;
    ledger->order_count = (size_t)state.order_count;
    const struct fenrun__segment *index = segments + FENRUN__LEDGER_RECORD_INDEX;
    fenrun__index_adopt(&ledger->records, fenrun__segment_rows(index), (uint32_t)index->count,
                        state.record_count);
    ledger->refunds = fenrun__segment_rows(segments + FENRUN__LEDGER_REFUNDS);
    ledger->refund_count = ledger->refund_capacity =
        (size_t)segments[FENRUN__LEDGER_REFUNDS].count;
    index = segments + FENRUN__LEDGER_REFUND_INDEX;
    fenrun__index_adopt(&ledger->refund_index, fenrun__segment_rows(index),
                        (uint32_t)index->count, (uint32_t)ledger->refund_count);
    return FENRUN_OK;
}

uint64_t fenrun__ledger_places(const struct fenrun__ledger *ledger) {
    return (ledger->used + LEDGER_ALIGNMENT - 1) / LEDGER_ALIGNMENT;
}

uint64_t fenrun__ledger_offset(uint32_t place) {
    return (uint64_t)place * LEDGER_ALIGNMENT;
}

uint64_t fenrun__ledger_last_block(const struct fenrun__ledger *ledger) {
    return (uint64_t)ledger->last_block * LEDGER_CHUNK_SIZE;
}

/* Read a number of at most `most` from bytes that end at `end`; false if it is not there. */
static bool ledger_try_number(const unsigned char **cursor, const unsigned char *end,
                              uint64_t most, uint64_t *number) {
    size_t size = 1, there = (size_t)(end - *cursor);
    while (size < there && size < LEDGER_NUMBER_MAX && ((*cursor)[size - 1] & 0x80) != 0) size++;
    if (size > there || ((*cursor)[size - 1] & 0x80) != 0) return false;
    if (size == LEDGER_NUMBER_MAX && (*cursor)[size - 1] > 1) return false;
    *cursor = ledger_get_number(*cursor, number);
    return *number <= most;
}

static bool ledger_try_skip(const unsigned char **cursor, const unsigned char *end, size_t size) {
    if ((size_t)(end - *cursor) < size) return false;
    *cursor += size;
    return true;
}

/* What stands between contents and payouts. */
static bool ledger_try_body(const struct fenrun__ledger *ledger, bool is_order,
                            const unsigned char **cursor, const unsigned char *end) {
    uint64_t number;
    uint32_t figure_count = is_order ? ledger->keeps.figure_count : 0;
    if (is_order && (!ledger_try_skip(cursor, end, sizeof(uint32_t)) ||
                     !ledger_try_number(cursor, end, UINT64_MAX, &number) ||  /* at */
                     !ledger_try_number(cursor, end, INT64_MAX, &number) ||   /* total */
                     !ledger_try_number(cursor, end, UINT32_MAX, &number))) { /* seller */
        return false;
    }
    if (ledger->keeps.closes && !ledger_try_number(cursor, end, UINT64_MAX, &number)) return false;
    for (uint32_t i = 0; i < figure_count; i++) {
        if (!ledger_try_number(cursor, end, INT64_MAX, &number)) return false;
    }
    return true;
}

static bool ledger_try_payout(const unsigned char **cursor, const unsigned char *end) {
    uint64_t award, number;
    if (!ledger_try_number(cursor, end, UINT64_MAX, &award)) return false;
    if (award >> LEDGER_FLAG_BITS > UINT32_MAX) return false;
    if ((award & LEDGER_LEVEL) && !ledger_try_number(cursor, end, UINT32_MAX, &number)) {
        return false;
    }
    return ledger_try_number(cursor, end, UINT32_MAX, &number) && /* payee */
           ledger_try_number(cursor, end, INT64_MAX, &number) && number > 0;
}

bool fenrun__ledger_is_whole(const struct fenrun__ledger *ledger, uint32_t place, uint64_t *end) {
    uint64_t offset = fenrun__ledger_offset(place), head, kind = FENRUN__LEDGER_ORDER;
    if (offset >= ledger->used) return false;
    const unsigned char *start = ledger_bytes(ledger, offset), *cursor = start;
    const unsigned char *limit = start + (ledger->used - offset);
    if (!ledger_try_number(&cursor, limit, UINT64_MAX, &head) ||
        head >> LEDGER_FLAG_BITS > UINT32_MAX ||
        ((head & LEDGER_OWN) && !ledger_try_number(&cursor, limit, UINT32_MAX, &kind))) {
        return false;
    }
    size_t ids = head & LEDGER_WIDE_ID ? 2 : 1;
    if (!ledger_try_skip(&cursor, limit, (ids + 1) * sizeof(uint64_t)) || /* and contents */
        !ledger_try_body(ledger, kind == FENRUN__LEDGER_ORDER, &cursor, limit)) {
        return false;
    }
    for (uint64_t left = head >> LEDGER_FLAG_BITS; left > 0; left--) {
        if (!ledger_try_payout(&cursor, limit)) return false;
    }
    *end = offset + (uint64_t)(cursor - start);
    return true;
}
