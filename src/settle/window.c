/* Window: heaps of entries by instant; see the header. */
#include "settle/window.h"

#include <string.h>

#include "payout/refund.h"
#include "tree/measure.h"

/* How an entry begins; its values follow. */
struct window_head {
    int64_t at;
    uint32_t member;
    uint32_t place;
};

#define WINDOW_HEAD_WORDS (sizeof(struct window_head) / sizeof(uint64_t))

_Static_assert(sizeof(struct window_head) % sizeof(uint64_t) == 0, "window_head");

static size_t window_stride(const struct fenrun__window *window) {
    return WINDOW_HEAD_WORDS + window->column_count;
}

static uint64_t *window_entry(const struct fenrun__window *window, size_t index) {
    return window->words + index * window_stride(window);
}

static struct window_head window_head(const struct fenrun__window *window, size_t index) {
    struct window_head head;
    memcpy(&head, window_entry(window, index), sizeof head);
    return head;
}

void fenrun__windows_init(struct fenrun__windows *windows, const struct fenrun__plan *plan) {
    memset(windows, 0, sizeof *windows);
    windows->count = plan->window_count;
    for (uint32_t i = 0; i < windows->count; i++) {
        windows->items[i].length = fenrun__plan_window(plan, i);
    }
    for (uint32_t i = 0; i < plan->column_count; i++) {
        const struct fenrun__plan_column *column = fenrun__plan_column(plan, i);
        if (column->scope != FENRUN__SCOPE_OWN) continue;
        if (column->window_kind != FENRUN__WINDOW_ROLLING) continue;
        struct fenrun__window *window = windows->items + column->window;
        window->columns[window->column_count++] = (uint8_t)i;
        if (column->what == FENRUN__WHAT_ORDERS) window->orders |= UINT64_C(1) << i;
    }
}

void fenrun__windows_free(struct fenrun__windows *windows, struct fenrun__memory *memory) {
    for (uint32_t i = 0; i < windows->count; i++) {
        struct fenrun__window *window = windows->items + i;
        fenrun__memory_free(memory, window->words, window->capacity * sizeof *window->words);
    }
}

void fenrun__windows_lend(const struct fenrun__windows *windows,
                          struct fenrun__segment segments[FENRUN__WINDOWS_MAX]) {
    for (uint32_t i = 0; i < FENRUN__WINDOWS_MAX; i++) {
        const struct fenrun__window *window = windows->items + i;
        segments[i] = (struct fenrun__segment){
            .bytes = window->words,
            .count = window->entry_count,
            .row_size = (uint32_t)(window_stride(window) * sizeof *window->words)};
    }
}

bool fenrun__windows_adopt(struct fenrun__windows *windows,
                           const struct fenrun__segment segments[FENRUN__WINDOWS_MAX]) {
    struct fenrun__segment own[FENRUN__WINDOWS_MAX];
    fenrun__windows_lend(windows, own);
    for (uint32_t i = 0; i < FENRUN__WINDOWS_MAX; i++) {
        if (segments[i].row_size != own[i].row_size) return false;
        if (i >= windows->count && segments[i].count > 0) return false;
    }
    for (uint32_t i = 0; i < windows->count; i++) {
        struct fenrun__window *window = windows->items + i;
        window->words = fenrun__segment_rows(segments + i);
        window->entry_count = (size_t)segments[i].count;
        window->capacity = window->entry_count * window_stride(window);
    }
    return true;
}

int64_t fenrun__window_left(const struct fenrun__ledger_order *order, int64_t refunded,
                            int64_t figure, bool counts_order) {
    if (refunded == 0) return figure;
    if (counts_order) return refunded == order->total ? 0 : figure;
    return figure - fenrun__refund_share(figure, order->total, 0, refunded);
}

static bool window_is_outside(const struct fenrun__window *window, size_t index, int64_t now) {
    return !fenrun__window_holds(window->length, window_head(window, index).at, now);
}

bool fenrun__windows_are_stale(const struct fenrun__windows *windows, int64_t now) {
    for (uint32_t i = 0; i < windows->count; i++) {
        const struct fenrun__window *window = windows->items + i;
        if (window->entry_count > 0 && window_is_outside(window, 0, now)) return true;
    }
    return false;
}

/* The entry after `index` in a walk over those that are outside: below one that is outside, else
   the right neighbour of the nearest that has one; entry_count at the end. */
static size_t window_next(const struct fenrun__window *window, size_t index, bool outside) {
    size_t below = 2 * index + 1;
    if (outside && below < window->entry_count) return below;
    for (;;) {
        if (index == 0) return window->entry_count;
        if (index % 2 == 1 && index + 1 < window->entry_count) return index + 1;
        index = (index - 1) / 2;
    }
}

static void window_shift(const struct fenrun__window *window, const struct fenrun__ledger *ledger,
                         size_t index, int64_t sign, struct fenrun__tree *tree) {
    struct window_head head = window_head(window, index);
    const uint64_t *values = window_entry(window, index) + WINDOW_HEAD_WORDS;
    struct fenrun__ledger_order order;
    int64_t changes[FENRUN__COLUMNS_MAX];
    int64_t refunded = 0;
    memset(changes, 0, tree->measure.column_count * sizeof *changes);
    if (head.place != FENRUN__NONE) {
        fenrun__ledger_read(ledger, head.place, &order);
        refunded = fenrun__ledger_refunded(ledger, &order);
    }
    for (uint32_t i = 0; i < window->column_count; i++) {
        uint32_t column = window->columns[i];
        bool counts_order = window->orders >> column & 1;
        int64_t left = (int64_t)values[i];
        if (refunded > 0) left = fenrun__window_left(&order, refunded, left, counts_order);
        changes[column] = sign * left;
    }
    fenrun__measure_add_all(tree, head.member, changes);
}

static void window_shift_all(const struct fenrun__windows *windows,
                             const struct fenrun__ledger *ledger, int64_t now, int64_t sign,
                             struct fenrun__tree *tree) {
    for (uint32_t i = 0; i < windows->count; i++) {
        const struct fenrun__window *window = windows->items + i;
        size_t index = 0;
        while (index < window->entry_count) {
            bool outside = window_is_outside(window, index, now);
            if (outside) window_shift(window, ledger, index, sign, tree);
            index = window_next(window, index, outside);
        }
    }
}

void fenrun__windows_take_off(const struct fenrun__windows *windows,
                              const struct fenrun__ledger *ledger, int64_t now,
                              struct fenrun__tree *tree) {
    window_shift_all(windows, ledger, now, -1, tree);
}

void fenrun__windows_put_back(const struct fenrun__windows *windows,
                              const struct fenrun__ledger *ledger, int64_t now,
                              struct fenrun__tree *tree) {
    window_shift_all(windows, ledger, now, 1, tree);
}

struct fenrun__window_entry fenrun__window_entry(const struct fenrun__window *window,
                                                 size_t index) {
    struct window_head head = window_head(window, index);
    return (struct fenrun__window_entry){
        .at = head.at,
        .member = head.member,
        .place = head.place,
        .values = window_entry(window, index) + WINDOW_HEAD_WORDS};
}

static size_t window_value_bytes(const struct fenrun__tree *tree) {
    return tree->count * tree->measure.column_count * sizeof *tree->measure.values;
}

static size_t window_total_bytes(const struct fenrun__tree *tree) {
    return tree->measure.column_count * sizeof *tree->measure.totals;
}

bool fenrun__windows_foresee(const struct fenrun__windows *windows,
                             const struct fenrun__ledger *ledger, int64_t now,
                             const struct fenrun__tree *tree, struct fenrun__memory *memory,
                             struct fenrun__tree *copy) {
    size_t value_bytes = window_value_bytes(tree), total_bytes = window_total_bytes(tree);
    *copy = *tree;
    copy->measure.values = fenrun__memory_resize(memory, NULL, 0, value_bytes);
    copy->measure.totals = fenrun__memory_resize(memory, NULL, 0, total_bytes);
    if (!copy->measure.values || !copy->measure.totals) {
        fenrun__windows_forget(memory, copy);
        return false;
    }
    memcpy(copy->measure.values, tree->measure.values, value_bytes);
    memcpy(copy->measure.totals, tree->measure.totals, total_bytes);
    fenrun__windows_take_off(windows, ledger, now, copy);
    return true;
}

void fenrun__windows_forget(struct fenrun__memory *memory, struct fenrun__tree *copy) {
    if (copy->measure.values) {
        fenrun__memory_free(memory, copy->measure.values, window_value_bytes(copy));
    }
    if (copy->measure.totals) {
        fenrun__memory_free(memory, copy->measure.totals, window_total_bytes(copy));
    }
}

/* Move the last entry to the top and down to where it belongs. */
static void window_pop(struct fenrun__window *window) {
    size_t bytes = window_stride(window) * sizeof *window->words;
    size_t last = --window->entry_count, hole = 0;
    int64_t at = window_head(window, last).at;
    for (;;) {
        size_t below = 2 * hole + 1;
        if (below >= last) break;
        if (below + 1 < last && window_head(window, below + 1).at < window_head(window, below).at) {
            below++;
        }
        if (window_head(window, below).at >= at) break;
        memcpy(window_entry(window, hole), window_entry(window, below), bytes);
        hole = below;
    }
    if (hole != last) memcpy(window_entry(window, hole), window_entry(window, last), bytes);
}

void fenrun__windows_drop(struct fenrun__windows *windows, int64_t now) {
    for (uint32_t i = 0; i < windows->count; i++) {
        struct fenrun__window *window = windows->items + i;
        while (window->entry_count > 0 && window_is_outside(window, 0, now)) window_pop(window);
    }
}

bool fenrun__windows_reserve(struct fenrun__windows *windows, struct fenrun__memory *memory) {
    for (uint32_t i = 0; i < windows->count; i++) {
        struct fenrun__window *window = windows->items + i;
        if (!fenrun__memory_grow(memory, &window->words, sizeof *window->words, &window->capacity,
                                 (window->entry_count + 1) * window_stride(window))) {
            return false;
        }
    }
    return true;
}

/* Enter at the end and move up to where it belongs. */
static void window_push(struct fenrun__window *window, struct window_head head,
                        const int64_t *changes) {
    size_t bytes = window_stride(window) * sizeof *window->words;
    size_t hole = window->entry_count++;
    while (hole > 0 && window_head(window, (hole - 1) / 2).at > head.at) {
        memcpy(window_entry(window, hole), window_entry(window, (hole - 1) / 2), bytes);
        hole = (hole - 1) / 2;
    }
    uint64_t *entry = window_entry(window, hole);
    memcpy(entry, &head, sizeof head);
    for (uint32_t i = 0; i < window->column_count; i++) {
        entry[WINDOW_HEAD_WORDS + i] = (uint64_t)changes[window->columns[i]];
    }
}

void fenrun__windows_add(struct fenrun__windows *windows, int64_t now, int64_t at, uint32_t member,
                         uint32_t place, const int64_t *changes) {
    for (uint32_t i = 0; i < windows->count; i++) {
        struct fenrun__window *window = windows->items + i;
        if (!fenrun__window_holds(window->length, at, now)) continue;
        int64_t any = 0; /* what it does not feed needs no entry */
        for (uint32_t j = 0; j < window->column_count; j++) any |= changes[window->columns[j]];
        if (any == 0) continue;
        window_push(window, (struct window_head){.at = at, .member = member, .place = place},
                    changes);
    }
}
