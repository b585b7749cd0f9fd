/*
 * Columns: orders as they lie in memory for all who pay batches, and where their payouts go.
 *
 * Entry i of each column of orders is order i + 1. Rows are what a settlement keeps of a payout:
 * the order, the payee's id, the amount and the award, 24 bytes.
 */
#ifndef BENCH_COLUMNS_H
#define BENCH_COLUMNS_H

#include <stddef.h>
#include <stdint.h>

#include "bench/workload.h"

/* Of an order: BENCH_SALES_COMMISSION, _TEAM_PROFIT and _DEPARTED_LEADER_PROFIT. */
#define COLUMNS_AWARDS 3u

struct columns_orders {
    size_t count;
    int64_t *at;
    uint64_t *ids;     /* of the orders */
    uint64_t *sellers; /* their ids */
    uint32_t *members; /* ... and their numbers */
    int64_t *prices;
    int64_t *profits;
};

struct columns_rows {
    size_t capacity;
    size_t count;
    uint32_t *orders; /* from 0 */
    uint64_t *payees;
    int64_t *amounts;
    uint32_t *awards;
};

/* For each award what each member got, by number. */
struct columns_totals {
    uint32_t member_count;
    int64_t *awards[COLUMNS_AWARDS];
};

struct columns_orders columns_orders_make(const struct workload_script *script);
void columns_orders_free(struct columns_orders *orders);

struct columns_rows columns_rows_make(size_t capacity);
void columns_rows_free(struct columns_rows *rows);

struct columns_totals columns_totals_make(uint32_t member_count);
void columns_totals_free(struct columns_totals *totals);

/* Set the share of one of several threads to 0. */
void columns_totals_clear(struct columns_totals *totals, uint32_t thread, uint32_t thread_count);

/* The share of one of several threads: from where, and up to where. */
struct columns_range {
    uint32_t first;
    uint32_t end;
};

struct columns_range columns_share(uint32_t count, uint32_t thread, uint32_t thread_count);

#endif
