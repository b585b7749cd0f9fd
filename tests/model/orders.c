/*
 * Orders: see orders.h.
 */
#include "model/orders.h"

#include <string.h>

enum orders_time { ORDERS_AS_DRAWN, ORDERS_NOW, ORDERS_LATE, ORDERS_SORTED, ORDERS_TIMES };

/* Some few as a rule; now and then none, or more than fit into a block or two. */
static size_t orders_count(struct random_source *source) {
    static const uint32_t most[] = {3, 12, 40, 40, 120, 120, 600, 600};
    if (random_one_in(source, 30)) {
        return 1000 + random_below(source, ORDERS_MAX - 999);
    }
    return random_below(source, most[random_below(source, 8)] + 1);
}

/* One that was applied, or at least tried; `other` if there is none. */
static fenrun_event orders_past(struct history *history, fenrun_event other) {
    for (uint32_t i = 0; i < 8 && history->past_count > 0; i++) {
        uint32_t back = random_below(&history->source, (uint32_t)history->past_count);
        if (history->past[back].kind == FENRUN_EVENT_ORDER) {
            other = history->past[back];
        }
    }
    return other;
}

/* What a column can say: nothing that is not an order's, and no figure that it has not. */
static fenrun_event orders_only(const struct history *history, const fenrun_event *drawn) {
    const struct rules_shape *shape = &history->rules->shapes[RULES_ORDER];
    fenrun_event order = {.kind = FENRUN_EVENT_ORDER,
                          .at = drawn->at,
                          .id_high = drawn->id_high,
                          .id_low = drawn->id_low};
    memcpy(order.roles, drawn->roles, shape->role_count * sizeof order.roles[0]);
    memcpy(order.amounts, drawn->amounts, shape->amount_count * sizeof order.amounts[0]);
    memcpy(order.counts, drawn->counts, shape->count_count * sizeof order.counts[0]);
    return order;
}

static void orders_spoil(struct history *history, fenrun_event *order) {
    struct random_source *source = &history->source;
    switch (random_below(source, 8)) {
    case 0: order->roles[0] = FENRUN_PLATFORM; break;
    case 1: order->at = FENRUN_TIME_MAX + 1 + (int64_t)random_below(source, 2); break;
    case 2: order->at = FENRUN_TIME_MIN; break;
    case 3: order->amounts[0] = INT64_MIN; break;
    case 4: order->amounts[0] = INT64_MAX; break;
    case 5: order->roles[0] = random_next(source); break;
    case 6: order->amounts[0] ^= 1; break;
    default: order->counts[0] = -1; break;
    }
}

static int64_t orders_instant(struct history *history, enum orders_time time, int64_t drawn) {
    int64_t clock = history->model->clock;
    int64_t span = clock > history->start ? clock - history->start : 0;
    switch (time) {
    case ORDERS_NOW: return clock < history->start ? history->start : clock;
    case ORDERS_LATE: return history->start + random_between(&history->source, 0, span);
    default: return drawn;
    }
}

/* A chain of insertions would be slow for thousands: by halves that are merged. */
static void orders_sort(fenrun_event *orders, size_t count) {
    static fenrun_event merged[ORDERS_MAX];
    for (size_t size = 1; size < count; size *= 2) {
        for (size_t first = 0; first < count; first += 2 * size) {
            size_t middle = first + size < count ? first + size : count;
            size_t end = first + 2 * size < count ? first + 2 * size : count;
            size_t left = first;
            size_t right = middle;
            for (size_t i = first; i < end; i++) {
                bool from_left =
                    left < middle && (right == end || orders[left].at <= orders[right].at);
                merged[i] = from_left ? orders[left] : orders[right];
                left += from_left;
                right += !from_left;
            }
        }
        memcpy(orders, merged, count * sizeof *orders);
    }
}

size_t orders_draw(struct history *history, fenrun_event *orders) {
    static const uint32_t spoilt_one_in[] = {1000000, 1000, 100, 10, 3};
    struct random_source *source = &history->source;
    size_t count = orders_count(source);
    enum orders_time time = (enum orders_time)random_below(source, ORDERS_TIMES);
    uint32_t spoilt = spoilt_one_in[random_below(source, 5)];
    uint32_t sellers = random_one_in(source, 3) ? 1 + random_below(source, 3) : 0;
    uint64_t order_next = history->order_next;
    for (size_t i = 0; i < count; i++) {
        fenrun_event drawn = history_draw_order(history);
        if (random_one_in(source, 25)) {
            drawn = orders_past(history, drawn);
        } else if (i > 0 && random_one_in(source, 40)) {
            drawn = orders[random_below(source, (uint32_t)i)];
        } else {
            drawn.at = orders_instant(history, time, drawn.at);
        }
        if (random_one_in(source, spoilt)) {
            orders_spoil(history, &drawn);
        }
        if (i > sellers && sellers > 0) {
            drawn.roles[0] = orders[random_below(source, sellers)].roles[0];
        }
        orders[i] = orders_only(history, &drawn);
    }
    if (time == ORDERS_SORTED) {
        orders_sort(orders, count);
    }
    history->order_next = order_next; /* none of them is applied */
    return count;
}
