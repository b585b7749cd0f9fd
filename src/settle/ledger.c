/* Ledger: records of orders in chunks, and the refunds of them; see the header for the layout. */
#include "settle/ledger.h"

#include <string.h>

#include "fenrun.h"

#define LEDGER_CHUNK_SIZE 262144u
#define LEDGER_ALIGNMENT 4u
#define LEDGER_NUMBER_MAX 10u /* bytes of a 64-bit number */
#define LEDGER_HEAD_MAX (16u + 8u + 4u + 4u * LEDGER_NUMBER_MAX)
#define LEDGER_PAYOUT_MAX (3u * LEDGER_NUMBER_MAX)
#define LEDGER_WIDE_ID 1u /* flag: the upper half of the id is not 0 and is kept */

void fenrun__ledger_init(struct fenrun__ledger *ledger, const fenrun_allocator *allocator,
                         uint64_t seed) {
    memset(ledger, 0, sizeof *ledger);
    fenrun__memory_init(&ledger->memory, allocator);
    ledger->seed = seed;
    ledger->used = LEDGER_CHUNK_SIZE;
}

void fenrun__ledger_free(struct fenrun__ledger *ledger) {
    struct fenrun__memory *memory = &ledger->memory;
    for (size_t i = 0; i < ledger->chunk_count; i++) {
        fenrun__memory_free(memory, ledger->chunks[i], LEDGER_CHUNK_SIZE);
    }
    fenrun__memory_free(memory, ledger->chunks, ledger->chunk_capacity * sizeof *ledger->chunks);
    fenrun__memory_free(memory, ledger->refunds,
                        ledger->refund_capacity * sizeof *ledger->refunds);
    fenrun__index_free(&ledger->orders, memory);
    fenrun__index_free(&ledger->refund_index, memory);
}

uint64_t fenrun__ledger_fingerprint(const struct fenrun__ledger *ledger, const void *bytes,
                                    size_t size) {
    return fenrun__hash_bytes(ledger->seed, ~ledger->seed, bytes, size).low;
}

static uint64_t ledger_hash(const struct fenrun__ledger *ledger, struct fenrun__ledger_id id) {
    return fenrun__hash_id(ledger->seed, id.low ^ fenrun__hash_id(ledger->seed, id.high));
}

static uint64_t ledger_refund_hash(const struct fenrun__ledger *ledger, uint32_t order,
                                   struct fenrun__ledger_id id) {
    return fenrun__hash_id(ledger_hash(ledger, id), order);
}

static unsigned char *ledger_put_number(unsigned char *cursor, uint64_t number) {
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

static unsigned char *ledger_record(const struct fenrun__ledger *ledger, uint32_t place) {
    uint64_t offset = (uint64_t)place * LEDGER_ALIGNMENT;
    return ledger->chunks[offset / LEDGER_CHUNK_SIZE] + offset % LEDGER_CHUNK_SIZE;
}

/* Read the beginning of a record, its id and its number of payouts; what follows it. */
static const unsigned char *ledger_get_head(const unsigned char *cursor,
                                            struct fenrun__ledger_id *id, uint64_t *payout_count) {
    uint64_t head;
    cursor = ledger_get_number(cursor, &head);
    *payout_count = head >> 1;
    id->high = 0;
    if (head & LEDGER_WIDE_ID) {
        memcpy(&id->high, cursor, sizeof id->high);
        cursor += sizeof id->high;
    }
    memcpy(&id->low, cursor, sizeof id->low);
    return cursor + sizeof id->low;
}

static bool ledger_same_id(struct fenrun__ledger_id a, struct fenrun__ledger_id b) {
    return a.low == b.low && a.high == b.high;
}

bool fenrun__ledger_find(const struct fenrun__ledger *ledger, struct fenrun__ledger_id id,
                         struct fenrun__ledger_order *order) {
    struct fenrun__index_cursor search;
    uint32_t place = fenrun__index_first(&ledger->orders, ledger_hash(ledger, id), &search);
    for (; place != FENRUN__NONE; place = fenrun__index_next(&ledger->orders, &search)) {
        struct fenrun__ledger_id there;
        uint64_t at, total, seller, count;
        const unsigned char *cursor = ledger_record(ledger, place);
        cursor = ledger_get_head(cursor, &there, &count);
        if (!ledger_same_id(id, there)) continue;
        order->place = place;
        memcpy(&order->contents, cursor, sizeof order->contents);
        cursor += sizeof order->contents;
        memcpy(&order->refund, cursor, sizeof order->refund);
        cursor += sizeof order->refund;
        cursor = ledger_get_number(cursor, &at);
        cursor = ledger_get_number(cursor, &total);
        cursor = ledger_get_number(cursor, &seller);
        order->at = ledger_unfold(at, ledger->first_at);
        order->total = (int64_t)total;
        order->seller = (uint32_t)seller;
        order->payout_count = (uint32_t)count;
        order->cursor = cursor;
        return true;
    }
    return false;
}

struct fenrun__ledger_payout fenrun__ledger_next(struct fenrun__ledger_order *order) {
    uint64_t award, payee, amount;
    order->cursor = ledger_get_number(order->cursor, &award);
    order->cursor = ledger_get_number(order->cursor, &payee);
    order->cursor = ledger_get_number(order->cursor, &amount);
    return (struct fenrun__ledger_payout){
        .amount = (int64_t)amount, .award = (uint32_t)award, .payee = (uint32_t)payee};
}

int32_t fenrun__ledger_reserve(struct fenrun__ledger *ledger, size_t payout_count) {
    struct fenrun__memory *memory = &ledger->memory;
    uint32_t count = ledger->orders.count;
    if (count == FENRUN__NONE - 1) return FENRUN_ERROR_FULL;
    if (!fenrun__index_reserve(&ledger->orders, memory, count + 1)) return FENRUN_ERROR_MEMORY;
    size_t size = LEDGER_HEAD_MAX + payout_count * LEDGER_PAYOUT_MAX + LEDGER_ALIGNMENT;
    if (size <= LEDGER_CHUNK_SIZE - ledger->used) return FENRUN_OK;
    if (size > LEDGER_CHUNK_SIZE) return FENRUN_ERROR_FULL;
    uint64_t places = (uint64_t)(ledger->chunk_count + 1) * (LEDGER_CHUNK_SIZE / LEDGER_ALIGNMENT);
    if (places > FENRUN__NONE) return FENRUN_ERROR_FULL;
    if (!fenrun__memory_grow(memory, &ledger->chunks, sizeof *ledger->chunks,
                             &ledger->chunk_capacity, ledger->chunk_count + 1)) {
        return FENRUN_ERROR_MEMORY;
    }
    unsigned char *chunk = fenrun__memory_resize(memory, NULL, 0, LEDGER_CHUNK_SIZE);
    if (!chunk) return FENRUN_ERROR_MEMORY;
    ledger->chunks[ledger->chunk_count++] = chunk;
    ledger->used = 0;
    return FENRUN_OK;
}

/* Where the last chunk is free, and the same after something was written there. */
static unsigned char *ledger_end(const struct fenrun__ledger *ledger) {
    return ledger->chunks[ledger->chunk_count - 1] + ledger->used;
}

static void ledger_set_end(struct fenrun__ledger *ledger, const unsigned char *end) {
    ledger->used = (uint32_t)(end - ledger->chunks[ledger->chunk_count - 1]);
}

void fenrun__ledger_add(struct fenrun__ledger *ledger, struct fenrun__ledger_id id,
                        uint64_t contents, int64_t at, int64_t total, uint32_t seller,
                        uint32_t payout_count) {
    ledger->used += (0u - ledger->used) % LEDGER_ALIGNMENT;
    uint64_t offset =
        (uint64_t)(ledger->chunk_count - 1) * LEDGER_CHUNK_SIZE + (uint64_t)ledger->used;
    unsigned char *cursor = ledger_end(ledger);
    if (ledger->orders.count == 0) ledger->first_at = at;
    uint64_t flag = id.high ? LEDGER_WIDE_ID : 0;
    cursor = ledger_put_number(cursor, (uint64_t)payout_count << 1 | flag);
    if (id.high) {
        memcpy(cursor, &id.high, sizeof id.high);
        cursor += sizeof id.high;
    }
    memcpy(cursor, &id.low, sizeof id.low);
    cursor += sizeof id.low;
    memcpy(cursor, &contents, sizeof contents);
    cursor += sizeof contents;
    memset(cursor, 0xff, sizeof(uint32_t)); /* FENRUN__NONE: no refund */
    cursor += sizeof(uint32_t);
    cursor = ledger_put_number(cursor, ledger_fold(at, ledger->first_at));
    cursor = ledger_put_number(cursor, (uint64_t)total);
    cursor = ledger_put_number(cursor, seller);
    ledger_set_end(ledger, cursor);
    fenrun__index_add(&ledger->orders, ledger_hash(ledger, id),
                      (uint32_t)(offset / LEDGER_ALIGNMENT));
}

void fenrun__ledger_add_payout(struct fenrun__ledger *ledger,
                               struct fenrun__ledger_payout payout) {
    unsigned char *cursor = ledger_end(ledger);
    cursor = ledger_put_number(cursor, payout.award);
    cursor = ledger_put_number(cursor, payout.payee);
    cursor = ledger_put_number(cursor, (uint64_t)payout.amount);
    ledger_set_end(ledger, cursor);
}

const struct fenrun__ledger_refund *fenrun__ledger_find_refund(const struct fenrun__ledger *ledger,
                                                               uint32_t order,
                                                               struct fenrun__ledger_id id) {
    struct fenrun__index_cursor search;
    uint32_t found = fenrun__index_first(&ledger->refund_index,
                                         ledger_refund_hash(ledger, order, id), &search);
    for (; found != FENRUN__NONE; found = fenrun__index_next(&ledger->refund_index, &search)) {
        const struct fenrun__ledger_refund *refund = ledger->refunds + found;
        if (refund->order == order && ledger_same_id(refund->id, id)) return refund;
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
    struct fenrun__ledger_id there;
    uint64_t payout_count;
    const unsigned char *contents = ledger_get_head(record, &there, &payout_count);
    memcpy(record + (contents - record) + sizeof order->contents, &number, sizeof number);
    fenrun__index_add(&ledger->refund_index, ledger_refund_hash(ledger, order->place, id), number);
}
