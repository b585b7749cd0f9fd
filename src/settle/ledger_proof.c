/* Ledger proof: places, records in their order, refunds; see the header. */
#include "settle/ledger_proof.h"

#include <string.h>

#define LEDGER_PROOF_BITS 64u

static bool ledger_proof_marked(const struct fenrun__ledger_proof *proof, uint32_t place) {
    size_t word = place / LEDGER_PROOF_BITS;
    return word < proof->place_words &&
           (proof->places[word] >> place % LEDGER_PROOF_BITS & 1) != 0;
}

/* Mark the places that the index gives; false if one is given twice. */
static bool ledger_proof_mark(struct fenrun__ledger_proof *proof) {
    const struct fenrun__index *index = &proof->ledger->records;
    for (uint32_t i = 0; i < index->line_count; i++) {
        const struct fenrun__index_line *line = index->lines + i;
        for (uint32_t way = 0; way < FENRUN__INDEX_WAYS && line->marks[way]; way++) {
            uint32_t place = line->values[way];
            if (ledger_proof_marked(proof, place)) return false;
            proof->places[place / LEDGER_PROOF_BITS] |= UINT64_C(1) << place % LEDGER_PROOF_BITS;
        }
    }
    return true;
}

/* ---- Records ---- */

static bool ledger_proof_payouts(const struct fenrun__ledger_proof *proof,
                                 const struct fenrun__ledger_order *order) {
    struct fenrun__ledger_order there = *order;
    for (uint32_t i = 0; i < order->payout_count; i++) {
        struct fenrun__ledger_payout payout = fenrun__ledger_next(&there);
        if (payout.award >= proof->plan->award_count || payout.payee >= proof->tree->count) {
            return false;
        }
    }
    return true;
}

/* What an order says besides: of whom, when, and how much of it was paid back. */
static bool ledger_proof_order(const struct fenrun__ledger_proof *proof,
                               const struct fenrun__ledger_order *order) {
    const struct fenrun__ledger *ledger = proof->ledger;
    uint32_t inviter;
    if (order->at > proof->tree->at || !fenrun__plan_in_force(proof->plan, order->at) ||
        order->seller >= proof->tree->count ||
        fenrun__tree_joined(proof->tree, order->seller, &inviter) > order->at) {
        return false;
    }
    return order->refund == FENRUN__NONE ||
           (order->refund < ledger->refund_count &&
            ledger->refunds[order->refund].order == order->place);
}

static bool ledger_proof_record(const struct fenrun__ledger_proof *proof, uint32_t place,
                                bool *is_order) {
    struct fenrun__ledger_order order, found;
    fenrun__ledger_read(proof->ledger, place, &order);
    *is_order = order.kind == FENRUN__LEDGER_ORDER;
    return order.kind <= proof->plan->own_event_count && order.closes <= proof->closes &&
           (!*is_order || ledger_proof_order(proof, &order)) &&
           ledger_proof_payouts(proof, &order) &&
           fenrun__ledger_find(proof->ledger, order.kind, order.id, &found) &&
           found.place == place;
}

/* The next place that is marked, from `place` on, or FENRUN__NONE. */
static uint32_t ledger_proof_next(const struct fenrun__ledger_proof *proof, uint32_t place) {
    size_t word = place / LEDGER_PROOF_BITS;
    if (word >= proof->place_words) return FENRUN__NONE;
    uint64_t bits = proof->places[word] >> place % LEDGER_PROOF_BITS << place % LEDGER_PROOF_BITS;
    while (bits == 0) {
        if (++word == proof->place_words) return FENRUN__NONE;
        bits = proof->places[word];
    }
    return (uint32_t)(word * LEDGER_PROOF_BITS + (uint32_t)__builtin_ctzll(bits));
}

/* What is passed over between records is 0. */
static bool ledger_proof_gap(const struct fenrun__ledger *ledger, uint64_t from, uint64_t to) {
    while (from < to) {
        size_t size;
        const unsigned char *piece = fenrun__ledger_piece(ledger, from, &size);
        if (size > to - from) size = (size_t)(to - from);
        for (size_t i = 0; i < size; i++) {
            if (piece[i] != 0) return false;
        }
        from += size;
    }
    return true;
}

/* First every record is whole, in its order; then what they say may be read. */
static bool ledger_proof_places(const struct fenrun__ledger_proof *proof) {
    const struct fenrun__ledger *ledger = proof->ledger;
    uint64_t cut = fenrun__ledger_last_block(ledger), end = 0;
    for (uint32_t place = ledger_proof_next(proof, 0); place != FENRUN__NONE;
         place = ledger_proof_next(proof, place + 1)) {
        uint64_t start = fenrun__ledger_offset(place);
        if (start < end || !ledger_proof_gap(ledger, end, start) ||
            !fenrun__ledger_is_whole(ledger, place, &end) || (start < cut && end > cut)) {
            return false;
        }
    }
    return ledger_proof_gap(ledger, end, ledger->used);
}

static bool ledger_proof_records(const struct fenrun__ledger_proof *proof) {
    size_t orders = 0;
    for (uint32_t place = ledger_proof_next(proof, 0); place != FENRUN__NONE;
         place = ledger_proof_next(proof, place + 1)) {
        bool is_order;
        if (!ledger_proof_record(proof, place, &is_order)) return false;
        orders += is_order;
    }
    return orders == proof->ledger->order_count;
}

/* ---- Refunds ---- */

static bool ledger_proof_refund(const struct fenrun__ledger_proof *proof, uint32_t number) {
    const struct fenrun__ledger_refund *refund = proof->ledger->refunds + number;
    struct fenrun__ledger_order order;
    return refund->reserved == 0 && fenrun__ledger_proof_order(proof, refund->order, &order) &&
           order.refund != FENRUN__NONE && order.refund >= number && refund->part > 0 &&
           refund->sum >= refund->part && refund->sum <= order.total &&
           refund->at >= order.at && refund->at <= proof->tree->at &&
           fenrun__ledger_find_refund(proof->ledger, refund->order, refund->id) == refund;
}

static bool ledger_proof_refunds(const struct fenrun__ledger_proof *proof) {
    const struct fenrun__ledger *ledger = proof->ledger;
    uint32_t count = (uint32_t)ledger->refund_count;
    if (!fenrun__index_is_sound(&ledger->refund_index, count)) return false;
    for (uint32_t i = 0; i < count; i++) {
        if (!ledger_proof_refund(proof, i)) return false;
    }
    return true;
}

/* ---- All ---- */

bool fenrun__ledger_proof_order(const struct fenrun__ledger_proof *proof, uint32_t place,
                                struct fenrun__ledger_order *order) {
    if (!ledger_proof_marked(proof, place)) return false;
    fenrun__ledger_read(proof->ledger, place, order);
    return order->kind == FENRUN__LEDGER_ORDER;
}

int32_t fenrun__ledger_proof_run(struct fenrun__ledger_proof *proof,
                                 struct fenrun__memory *memory, const char **unsound) {
    const struct fenrun__ledger *ledger = proof->ledger;
    uint64_t places = fenrun__ledger_places(ledger);
    proof->places = NULL;
    proof->place_words = (size_t)(places / LEDGER_PROOF_BITS + (places > 0));
    *unsound = NULL;
    if (proof->place_words > 0) {
        proof->places = fenrun__memory_zeroed(memory, proof->place_words * sizeof(uint64_t));
        if (!proof->places) return FENRUN_ERROR_MEMORY;
    }
    if (!fenrun__index_is_sound(&ledger->records, (uint32_t)places) ||
        !ledger_proof_mark(proof)) {
        *unsound = "index of orders";
    } else if (!ledger_proof_places(proof) || !ledger_proof_records(proof)) {
        *unsound = "orders";
    } else if (!ledger_proof_refunds(proof)) {
        *unsound = "refunds";
    }
    return *unsound ? FENRUN_ERROR_SNAPSHOT : FENRUN_OK;
}

void fenrun__ledger_proof_close(struct fenrun__ledger_proof *proof,
                                struct fenrun__memory *memory) {
    fenrun__memory_free(memory, proof->places, proof->place_words * sizeof(uint64_t));
}
