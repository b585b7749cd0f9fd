/* Score proof: orders, then windows, are taken off a copy of all values; see the header. */
#include "settle/score_proof.h"

#include <string.h>

#define SCORE_PROOF_BITS 64u

/* What is looked at, and the values of all members, from which it is taken off. */
struct score_proof {
    const struct fenrun__score *score;
    const struct fenrun__ledger_proof *ledger;
    int64_t *values;
    uint64_t *seen; /* bits by place: orders of which a window has an entry */
};

static bool score_proof_take(const struct score_proof *proof, uint32_t member, uint32_t column,
                             int64_t amount) {
    size_t column_count = proof->ledger->tree->measure.column_count;
    int64_t *value = proof->values + member * column_count + column;
    if (amount > *value) return false;
    *value -= amount;
    return true;
}

/* The instants of closes, and how many there were. */
static bool score_proof_periods(const struct score_proof *proof) {
    const struct fenrun__score *score = proof->score;
    for (uint32_t i = 0; i < FENRUN_PERIODS_MAX; i++) {
        const struct fenrun__score_period *period = score->periods + i;
        if (period->closed && (i >= score->plan->period_count || period->closes == 0 ||
                               period->closes > score->closes ||
                               period->at > proof->ledger->tree->at)) {
            return false;
        }
        if (!period->closed && (period->closes != 0 || period->at != 0 ||
                                (period->id.high | period->id.low) != 0)) {
            return false;
        }
    }
    return true;
}

/* What refunds may still take away of an order, but for windows. */
static bool score_proof_order(const struct score_proof *proof,
                              const struct fenrun__ledger_order *order, int64_t refunded) {
    const struct fenrun__score *score = proof->score;
    uint64_t columns = score->of_orders & ~score->rolling;
    int64_t changes[FENRUN__COLUMNS_MAX];
    if (columns == 0) return true;
    fenrun__score_refund(score, order, refunded, order->total - refunded,
                         proof->ledger->tree->at, changes);
    for (uint32_t i = 0; i < score->plan->column_count; i++) {
        if ((columns >> i & 1) == 0) continue;
        if (changes[i] > 0 || !score_proof_take(proof, order->seller, i, -changes[i])) {
            return false;
        }
    }
    return true;
}

/* What caps count of a record. */
static bool score_proof_paid(const struct score_proof *proof,
                             const struct fenrun__ledger_order *order, int64_t refunded) {
    struct fenrun__ledger_order there = *order;
    if (proof->score->of_payouts == 0) return true;
    for (uint32_t i = 0; i < order->payout_count; i++) {
        struct fenrun__ledger_payout paid = fenrun__ledger_next(&there);
        uint32_t column =
            fenrun__score_counting_column(proof->score, order, paid.award, paid.amount);
        if (column == FENRUN__NOWHERE) continue;
        int64_t left = fenrun__window_left(order, refunded, paid.amount, false);
        if (!score_proof_take(proof, paid.payee, column, left)) return false;
    }
    return true;
}

static bool score_proof_records(const struct score_proof *proof) {
    const struct fenrun__ledger *ledger = proof->ledger->ledger;
    const struct fenrun__index *index = &ledger->records;
    for (uint32_t i = 0; i < index->line_count; i++) {
        const struct fenrun__index_line *line = index->lines + i;
        for (uint32_t way = 0; way < FENRUN__INDEX_WAYS && line->marks[way]; way++) {
            struct fenrun__ledger_order order;
            int64_t refunded = 0;
            fenrun__ledger_read(ledger, line->values[way], &order);
            if (order.kind == FENRUN__LEDGER_ORDER) {
                refunded = fenrun__ledger_refunded(ledger, &order);
                if (!score_proof_order(proof, &order, refunded)) return false;
            }
            if (!score_proof_paid(proof, &order, refunded)) return false;
        }
    }
    return true;
}

/* Whether a window has an entry of an order: it holds the instant, and some column is fed. */
static bool score_proof_feeds(const struct score_proof *proof, const struct fenrun__window *window,
                              const struct fenrun__ledger_order *order) {
    if (!fenrun__window_holds(window->length, order->at, proof->ledger->tree->at)) return false;
    for (uint32_t i = 0; i < window->column_count; i++) {
        uint32_t column = window->columns[i];
        bool of_orders = (proof->score->of_orders >> column & 1) != 0;
        if (of_orders && fenrun__score_figure(proof->score, column, order) != 0) return true;
    }
    return false;
}

/* How many remembered orders a window counts. */
static size_t score_proof_expected(const struct score_proof *proof,
                                   const struct fenrun__window *window) {
    const struct fenrun__ledger *ledger = proof->ledger->ledger;
    size_t expected = 0;
    for (uint32_t i = 0; i < ledger->records.line_count; i++) {
        const struct fenrun__index_line *line = ledger->records.lines + i;
        for (uint32_t way = 0; way < FENRUN__INDEX_WAYS && line->marks[way]; way++) {
            struct fenrun__ledger_order order;
            fenrun__ledger_read(ledger, line->values[way], &order);
            expected += order.kind == FENRUN__LEDGER_ORDER &&
                        score_proof_feeds(proof, window, &order);
        }
    }
    return expected;
}

/* One entry: as its order says, if there is one, and then no other is of that. */
static bool score_proof_entry(const struct score_proof *proof, const struct fenrun__window *window,
                              const struct fenrun__window_entry *entry) {
    const struct fenrun__tree *tree = proof->ledger->tree;
    struct fenrun__ledger_order order;
    bool known = entry->place != FENRUN__NONE;
    int64_t refunded = 0;
    if (entry->at > tree->at || entry->member >= tree->count ||
        !fenrun__window_holds(window->length, entry->at, tree->at)) {
        return false;
    }
    if (known) {
        if (!fenrun__ledger_proof_order(proof->ledger, entry->place, &order) ||
            order.at != entry->at || order.seller != entry->member) {
            return false;
        }
        uint64_t *seen = proof->seen + entry->place / SCORE_PROOF_BITS;
        uint64_t bit = UINT64_C(1) << entry->place % SCORE_PROOF_BITS;
        if ((*seen & bit) != 0) return false;
        *seen |= bit;
        refunded = fenrun__ledger_refunded(proof->ledger->ledger, &order);
    }
    for (uint32_t i = 0; i < window->column_count; i++) {
        uint32_t column = window->columns[i];
        bool of_orders = (proof->score->of_orders >> column & 1) != 0;
        int64_t value = (int64_t)entry->values[i], left = value;
        int64_t figure = known && of_orders ? fenrun__score_figure(proof->score, column, &order)
                                            : 0;
        if (value < 0 || (known && value != figure)) return false;
        if (refunded > 0) {
            left = fenrun__window_left(&order, refunded, value, window->orders >> column & 1);
        }
        if (!score_proof_take(proof, entry->member, column, left)) return false;
    }
    return true;
}

static bool score_proof_window(const struct score_proof *proof,
                               const struct fenrun__window *window) {
    size_t words = proof->ledger->place_words, known = 0;
    if (words > 0) memset(proof->seen, 0, words * sizeof *proof->seen);
    for (size_t i = 0; i < window->entry_count; i++) {
        struct fenrun__window_entry entry = fenrun__window_entry(window, i);
        struct fenrun__window_entry above = fenrun__window_entry(window, i > 0 ? (i - 1) / 2 : 0);
        if (above.at > entry.at || !score_proof_entry(proof, window, &entry)) return false;
        known += entry.place != FENRUN__NONE;
    }
    return window->column_count == 0 || known == score_proof_expected(proof, window);
}

/* Windows come to what is measured in them, exactly. */
static bool score_proof_windows(const struct score_proof *proof,
                                const struct fenrun__windows *windows) {
    size_t column_count = proof->ledger->tree->measure.column_count;
    for (uint32_t i = 0; i < windows->count; i++) {
        if (!score_proof_window(proof, windows->items + i)) return false;
    }
    if (proof->score->rolling == 0) return true;
    for (size_t i = 0; i < proof->ledger->tree->count; i++) {
        for (uint32_t column = 0; column < column_count; column++) {
            bool rolling = (proof->score->rolling >> column & 1) != 0;
            if (rolling && proof->values[i * column_count + column] != 0) return false;
        }
    }
    return true;
}

static const char *score_proof_find(const struct score_proof *proof,
                                    const struct fenrun__windows *windows) {
    if (!score_proof_periods(proof)) return "state";
    if (!score_proof_records(proof)) return "measures";
    if (!score_proof_windows(proof, windows)) return "windows";
    return NULL;
}

int32_t fenrun__score_proof_run(const struct fenrun__score *score,
                                const struct fenrun__windows *windows,
                                const struct fenrun__ledger_proof *ledger,
                                struct fenrun__memory *memory, const char **unsound) {
    const struct fenrun__measure *measure = &ledger->tree->measure;
    size_t size = ledger->tree->count * measure->column_count * sizeof(int64_t);
    size_t seen_size = windows->count > 0 ? ledger->place_words * sizeof(uint64_t) : 0;
    struct score_proof proof = {.score = score,
                                .ledger = ledger,
                                .values = fenrun__memory_resize(memory, NULL, 0, size),
                                .seen = fenrun__memory_zeroed(memory, seen_size)};
    bool room = (size == 0 || proof.values) && (seen_size == 0 || proof.seen);
    if (room && size > 0) memcpy(proof.values, measure->values, size);
    *unsound = room ? score_proof_find(&proof, windows) : NULL;
    fenrun__memory_free(memory, proof.values, size);
    fenrun__memory_free(memory, proof.seen, seen_size);
    if (!room) return FENRUN_ERROR_MEMORY;
    return *unsound ? FENRUN_ERROR_SNAPSHOT : FENRUN_OK;
}
