/*
 * Ledger: what must be kept of an order so that it is paid once and can be refunded, and no more.
 *
 *     ┌───────┬───────────┬────────────┬──────────┬────┬───────┬────────┬───────────────────────┐
 *     │ count │ id 8 / 16 │ contents 8 │ refund 4 │ at │ total │ seller │ count × award, payee, │
 *     │       │           │            │          │    │       │        │         amount        │
 *     └───────┴───────────┴────────────┴──────────┴────┴───────┴────────┴───────────────────────┘
 *       with a flag       `at` since the first order; numbers of 7 bits a byte, low first
 *
 * Records lie one after the other in chunks, at multiples of 4; the index gives a record's place by
 * the hash of its id. `contents` is a 64-bit keyed fingerprint of the instant, members and amounts;
 * `refund` is the latest refund, which knows the running total.
 *
 * Invariants
 *   1. A record never moves and only its `refund` changes.
 *   2. Space is claimed by fenrun__ledger_reserve and used by fenrun__ledger_add: adding cannot
 *      fail.
 *
 * Costs: find, add O(1); with two payouts and a numeric id 60 to 64 bytes an order, index included.
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

struct fenrun__ledger_id {
    uint64_t high;
    uint64_t low;
};

struct fenrun__ledger_payout {
    int64_t amount;
    uint32_t award;
    uint32_t payee; /* number of the member */
};

/* A part of an order that was refunded. */
struct fenrun__ledger_refund {
    struct fenrun__ledger_id id;
    int64_t at;
    int64_t part;
    int64_t sum; /* of this and all earlier parts */
    uint32_t order; /* place of the record */
};

struct fenrun__ledger {
    struct fenrun__memory memory;
    uint64_t seed;
    unsigned char **chunks;
    size_t chunk_count;
    size_t chunk_capacity;
    uint32_t used;    /* bytes of the last chunk */
    int64_t first_at; /* of the first order */
    struct fenrun__index orders; /* values: places */
    struct fenrun__ledger_refund *refunds;
    size_t refund_count;
    size_t refund_capacity;
    struct fenrun__index refund_index; /* by order and id; values: numbers of refunds */
};

/* A record, read out. `cursor` is where its payouts begin. */
struct fenrun__ledger_order {
    uint32_t place;
    uint64_t contents;
    int64_t at;
    int64_t total;
    uint32_t seller;
    uint32_t payout_count;
    uint32_t refund; /* the latest, or FENRUN__NONE */
    const unsigned char *cursor;
};

void fenrun__ledger_init(struct fenrun__ledger *ledger, const fenrun_allocator *allocator,
                         uint64_t seed);
void fenrun__ledger_free(struct fenrun__ledger *ledger);

/* The keyed fingerprint of some bytes, to tell a replay from other contents. */
uint64_t fenrun__ledger_fingerprint(const struct fenrun__ledger *ledger, const void *bytes,
                                    size_t size);

/* Find an order; false if there is none. */
bool fenrun__ledger_find(const struct fenrun__ledger *ledger, struct fenrun__ledger_id id,
                         struct fenrun__ledger_order *order);

/* Read the next payout of an order that was found, at most payout_count times. */
struct fenrun__ledger_payout fenrun__ledger_next(struct fenrun__ledger_order *order);

/* Room for one order with so many payouts: FENRUN_OK, _MEMORY or _FULL. */
int32_t fenrun__ledger_reserve(struct fenrun__ledger *ledger, size_t payout_count);

/* Begin an order, for which there is room; then add each of its payouts. */
void fenrun__ledger_add(struct fenrun__ledger *ledger, struct fenrun__ledger_id id,
                        uint64_t contents, int64_t at, int64_t total, uint32_t seller,
                        uint32_t payout_count);
void fenrun__ledger_add_payout(struct fenrun__ledger *ledger, struct fenrun__ledger_payout payout);

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
