/* Columns: filling, freeing and clearing; see the header. */
#include "bench/columns.h"

#include <string.h>

#include "bench/pages.h"

struct columns_orders columns_orders_make(const struct workload_script *script) {
    struct columns_orders orders = {.count = script->count};
    orders.at = pages_allocate(orders.count, sizeof *orders.at);
    orders.ids = pages_allocate(orders.count, sizeof *orders.ids);
    orders.sellers = pages_allocate(orders.count, sizeof *orders.sellers);
    orders.members = pages_allocate(orders.count, sizeof *orders.members);
    orders.prices = pages_allocate(orders.count, sizeof *orders.prices);
    orders.profits = pages_allocate(orders.count, sizeof *orders.profits);
    for (size_t i = 0; i < orders.count; i++) {
        fenrun_event event;
        workload_event(script, i, &event);
        orders.at[i] = event.at;
        orders.ids[i] = event.id_low;
        orders.sellers[i] = event.roles[0];
        orders.members[i] = script->steps[i].member;
        orders.prices[i] = event.amounts[0];
        orders.profits[i] = event.amounts[1];
    }
    return orders;
}

void columns_orders_free(struct columns_orders *orders) {
    pages_free(orders->at, orders->count, sizeof *orders->at);
    pages_free(orders->ids, orders->count, sizeof *orders->ids);
    pages_free(orders->sellers, orders->count, sizeof *orders->sellers);
    pages_free(orders->members, orders->count, sizeof *orders->members);
    pages_free(orders->prices, orders->count, sizeof *orders->prices);
    pages_free(orders->profits, orders->count, sizeof *orders->profits);
    memset(orders, 0, sizeof *orders);
}

struct columns_rows columns_rows_make(size_t capacity) {
    struct columns_rows rows = {.capacity = capacity};
    rows.orders = pages_allocate(capacity, sizeof *rows.orders);
    rows.payees = pages_allocate(capacity, sizeof *rows.payees);
    rows.amounts = pages_allocate(capacity, sizeof *rows.amounts);
    rows.awards = pages_allocate(capacity, sizeof *rows.awards);
    return rows;
}

void columns_rows_free(struct columns_rows *rows) {
    pages_free(rows->orders, rows->capacity, sizeof *rows->orders);
    pages_free(rows->payees, rows->capacity, sizeof *rows->payees);
    pages_free(rows->amounts, rows->capacity, sizeof *rows->amounts);
    pages_free(rows->awards, rows->capacity, sizeof *rows->awards);
    memset(rows, 0, sizeof *rows);
}

struct columns_totals columns_totals_make(uint32_t member_count) {
    struct columns_totals totals = {.member_count = member_count};
    for (uint32_t i = 0; i < COLUMNS_AWARDS; i++) {
        totals.awards[i] = pages_allocate(member_count, sizeof *totals.awards[i]);
    }
    return totals;
}

void columns_totals_free(struct columns_totals *totals) {
    for (uint32_t i = 0; i < COLUMNS_AWARDS; i++) {
        pages_free(totals->awards[i], totals->member_count, sizeof *totals->awards[i]);
    }
    memset(totals, 0, sizeof *totals);
}

struct columns_range columns_share(uint32_t count, uint32_t thread, uint32_t thread_count) {
    uint64_t whole = count;
    return (struct columns_range){.first = (uint32_t)(whole * thread / thread_count),
                                  .end = (uint32_t)(whole * (thread + 1) / thread_count)};
}

void columns_totals_clear(struct columns_totals *totals, uint32_t thread, uint32_t thread_count) {
    struct columns_range range = columns_share(totals->member_count, thread, thread_count);
    for (uint32_t i = 0; i < COLUMNS_AWARDS; i++) {
        memset(totals->awards[i] + range.first, 0,
               (range.end - range.first) * sizeof *totals->awards[i]);
    }
}
