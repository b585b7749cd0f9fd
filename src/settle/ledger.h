/*
 * Ledger: what must be kept of an order or an own event so that it is paid once and can be refunded
 * and explained, and no more.
 *
 *     ┌───────┬──────┬───────────┬────────────┬─ orders ───┬────────┬─ orders ─┬────────────────┐
 *     │ count │ kind │ id 8 / 16 │ contents 8 │ refund 4   │ closes │ figures  │ count × award, │
 *     │       │      │           │            │ at, total, │        │          │ payee, amount  │
 *     │       │      │           │            │ seller     │        │          │                │
 *     └───────┴──────┴───────────┴────────────┴────────────┴────────┴──────────┴────────────────┘
 *       with flags; `kind` and the upper half of the id only if not 0; `at` since the first order;
 *       closes and figures only if the rule set measures them; the sign of an amount is with its
 *       award, and so is whether a level follows; numbers of 7 bits a byte, low first
 *
 * Records lie one after the other in chunks, at multiples of 4; the index gives a record's place by
 * the hash of its kind and id. A record that is larger than a chunk lies in several that are one
 * block. `contents` is a 64-bit keyed fingerprint of all that the event says; `refund` is the
 * latest refund, which knows the running total.
 *
 * Invariants
 *   1. A record never moves and only its `refund` changes.
 *   2. Space is claimed by fenrun__ledger_reserve and used by fenrun__ledger_add: adding cannot
 *      fail.
 *   3. What of the chunks is passed over is 0, so that the same records are the same bytes.
 *
 * In a snapshot the bytes in use lie in one piece. A ledger that has adopted them has no room
 * behind them: before it grows it takes the last block of chunks anew, with all its room.
 *
 * Costs: find, add O(1), and O(payouts) for these; with two payouts and a numeric id 60 to 64 bytes
 * an order, index included.
 *
 * Not here: what is paid, and what a refund takes back.
 */
#ifndef FENRUN_SETTLE_LEDGER_H
#define FENRUN_SETTLE_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/index.h"
#include "base/memory.h"
#include "base/segment.h"
#include "fenrun.h"

#define FENRUN__LEDGER_FIGURES_MAX 12u

struct fenrun__ledger_id {
    uint64_t high;
    uint64_t low;
};

static inline bool fenrun__ledger_same_id(struct fenrun__ledger_id a,
                                          struct fenrun__ledger_id b) {
    return a.low == b.low && a.high == b.high;
}

struct fenrun__ledger_payout {
    int64_t amount; /* negative: taken from the payee */
    uint32_t award;
    uint32_t payee; /* number of the member */
    uint32_t level;
};

/* A part of an order that was refunded. */
struct fenrun__ledger_refund {
    struct fenrun__ledger_id id;
    int64_t at;
    int64_t part;
    int64_t sum; /* of this and all earlier parts */
    uint32_t order; /* place of the record */
    uint32_t reserved;
};

/* A block of one or more chunks; the chunks after its first have size 0 and point into it. */
struct fenrun__ledger_chunk {
    unsigned char *bytes;
    size_t size;
};

/* What is kept of orders besides their payouts. */
struct fenrun__ledger_keeps {
    bool closes;
    uint32_t figure_count; /* besides the first amount */
};

struct fenrun__ledger {
    struct fenrun__memory memory;
    uint64_t seed;
    struct fenrun__ledger_keeps keeps;
    struct fenrun__ledger_chunk *chunks;
    size_t chunk_count;
    size_t chunk_capacity;
    size_t last_block; /* where the last block begins, as an index of chunks */
    bool is_cut;       /* that block ends where its records do: it lies in a snapshot */
    uint64_t used;     /* bytes, from the start of the first chunk */
    int64_t first_at; /* of the first order */
    size_t order_count;
    struct fenrun__index records; /* values: places */
    struct fenrun__ledger_refund *refunds;
    size_t refund_count;
    size_t refund_capacity;
    struct fenrun__index refund_index; /* by order and id; values: numbers of refunds */
};

#define FENRUN__LEDGER_ORDER 0u /* kind of record; own event i is 1 + i */

/* The kind of an order or an own event. */
static inline uint32_t fenrun__ledger_kind(const fenrun_event *event) {
    return event->kind == FENRUN_EVENT_OWN ? 1 + event->name : FENRUN__LEDGER_ORDER;
}

/* A record, read out or to be added. `cursor` is where its payouts begin. */
struct fenrun__ledger_order {
    struct fenrun__ledger_id id;
    uint32_t kind;
    uint32_t payout_count;
    uint64_t contents;
    const unsigned char *cursor;
    uint32_t place;
    uint64_t closes; /* how many there had been */
    /* Of orders only: */
    uint32_t refund; /* the latest, or FENRUN__NONE */
    int64_t at;
    int64_t total;
    uint32_t seller;
    int64_t figures[FENRUN__LEDGER_FIGURES_MAX];
};

/* What is not a table, as it is kept in a snapshot. */
struct fenrun__ledger_state {
    uint64_t used;
    int64_t first_at;
    uint64_t order_count;
    uint32_t chunk_count;
    uint32_t last_block;
    uint32_t record_count;
    uint32_t reserved;
};

enum fenrun__ledger_segment {
    FENRUN__LEDGER_STATE = 0,
    FENRUN__LEDGER_RECORDS = 1, /* lent without bytes: see fenrun__ledger_piece */
    FENRUN__LEDGER_RECORD_INDEX = 2,
    FENRUN__LEDGER_REFUNDS = 3,
    FENRUN__LEDGER_REFUND_INDEX = 4,
    FENRUN__LEDGER_SEGMENTS = 5
};

void fenrun__ledger_init(struct fenrun__ledger *ledger, const fenrun_allocator *allocator,
                         uint64_t seed, struct fenrun__ledger_keeps keeps);
void fenrun__ledger_free(struct fenrun__ledger *ledger);

/* The tables of a ledger as segments of a snapshot; `state` is filled and must live as long as they
   do. The records come as pieces, from offset 0 on; NULL at the end. */
void fenrun__ledger_lend(const struct fenrun__ledger *ledger, struct fenrun__ledger_state *state,
                         struct fenrun__segment segments[FENRUN__LEDGER_SEGMENTS]);
const void *fenrun__ledger_piece(const struct fenrun__ledger *ledger, uint64_t offset,
                                 size_t *size);

/* Give a new ledger these tables: FENRUN_OK, _MEMORY, or _SNAPSHOT if their rows or numbers are not
   a ledger's. O(chunks). */
int32_t fenrun__ledger_adopt(struct fenrun__ledger *ledger,
                             const struct fenrun__segment segments[FENRUN__LEDGER_SEGMENTS]);

/* Of a ledger that was adopted: how many places there are, where one lies, and where the last block
   begins. */
uint64_t fenrun__ledger_places(const struct fenrun__ledger *ledger);
uint64_t fenrun__ledger_offset(uint32_t place);
uint64_t fenrun__ledger_last_block(const struct fenrun__ledger *ledger);

/* Whether there is a whole record at a place, whose numbers fit what they are read into; and at
   which offset it ends. */
bool fenrun__ledger_is_whole(const struct fenrun__ledger *ledger, uint32_t place, uint64_t *end);

/* The keyed fingerprint of what an event says, to tell a replay from other contents. */
uint64_t fenrun__ledger_fingerprint(const struct fenrun__ledger *ledger, const uint64_t *words,
                                    size_t count);

/* Where the index looks for a record: by the hash of its kind and id. */
static inline uint64_t fenrun__ledger_hash(const struct fenrun__ledger *ledger, uint32_t kind,
                                           struct fenrun__ledger_id id) {
    uint64_t high = id.high ? fenrun__hash_id(ledger->seed, id.high) : 0;
    uint64_t hash = fenrun__hash_id(ledger->seed, id.low ^ high);
    return kind == FENRUN__LEDGER_ORDER ? hash : fenrun__hash_id(hash, kind);
}

/* Bring in where the record of an order is found, or will be. Always inline: see index.h. */
static inline __attribute__((always_inline)) void
fenrun__ledger_fetch(const struct fenrun__ledger *ledger, struct fenrun__ledger_id id) {
    fenrun__index_prefetch(&ledger->records,
                           fenrun__ledger_hash(ledger, FENRUN__LEDGER_ORDER, id));
}

/* Find a record; false if there is none. */
bool fenrun__ledger_find(const struct fenrun__ledger *ledger, uint32_t kind,
                         struct fenrun__ledger_id id, struct fenrun__ledger_order *order);

/* Read the record of an order at its place. */
void fenrun__ledger_read(const struct fenrun__ledger *ledger, uint32_t place,
                         struct fenrun__ledger_order *order);

/* Read the next payout of a record that was found, at most payout_count times. */
struct fenrun__ledger_payout fenrun__ledger_next(struct fenrun__ledger_order *order);

/* Room for one record with so many payouts: FENRUN_OK, _MEMORY or _FULL. */
int32_t fenrun__ledger_reserve(struct fenrun__ledger *ledger, size_t payout_count);

/* Begin a record, for which there is room; then add its payouts, whose payees are numbers. Gives
   its place; `place`, `refund` and `cursor` of what is given are not read. */
uint32_t fenrun__ledger_add(struct fenrun__ledger *ledger,
                            const struct fenrun__ledger_order *order);
void fenrun__ledger_add_payouts(struct fenrun__ledger *ledger, const fenrun_payout *payouts,
                                const uint32_t *payees, size_t count);

/* A refund of an order by its id, or NULL. */
const struct fenrun__ledger_refund *fenrun__ledger_find_refund(const struct fenrun__ledger *ledger,
                                                               uint32_t order,
                                                               struct fenrun__ledger_id id);

/* How much of an order was refunded so far. */
int64_t fenrun__ledger_refunded(const struct fenrun__ledger *ledger,
                                const struct fenrun__ledger_order *order);

/* Room for one refund; then add it. */
int32_t fenrun__ledger_reserve_refund(struct fenrun__ledger *ledger);
void fenrun__ledger_add_refund(struct fenrun__ledger *ledger,
                               const struct fenrun__ledger_order *order,
                               struct fenrun__ledger_id id, int64_t at, int64_t part);

#endif
