/*
 * Convoy: orders of the family as the columns of a batch, for tests of what goes side by side.
 *
 *     struct convoy *convoy = convoy_open("  a: {event: order, to: seller, pay: 10% of price}\n");
 *     convoy_add(convoy, 5, 0, 10000, 1000, 20);          seller, buyer, price, profit, instant
 *     struct fenrun__cohort *cohort = convoy_pay(convoy);
 *     assert_string_equal(convoy_strip(convoy, 0), "0 1000");
 *     convoy_close(convoy);
 */
#ifndef UNIT_CONVOY_H
#define UNIT_CONVOY_H

#include "payout/cohort.h"
#include "unit/family.h"

#define CONVOY_ORDERS 600u
#define CONVOY_ROWS 2400u
#define CONVOY_MEMBERS 7u
#define CONVOY_AWARDS 8u

struct convoy {
    struct desk *desk;
    fenrun_batch batch;
    int64_t at[CONVOY_ORDERS];
    uint64_t ids[CONVOY_ORDERS];
    uint64_t sellers[CONVOY_ORDERS];
    uint64_t buyers[CONVOY_ORDERS];
    int64_t prices[CONVOY_ORDERS];
    int64_t profits[CONVOY_ORDERS];
    int64_t quantities[CONVOY_ORDERS];
    uint32_t orders[CONVOY_ROWS];
    uint32_t awards[CONVOY_ROWS];
    uint64_t payees[CONVOY_ROWS];
    int64_t amounts[CONVOY_ROWS];
    int64_t totals[CONVOY_AWARDS][CONVOY_MEMBERS];
    int64_t *total_columns[CONVOY_AWARDS];
    int32_t codes[CONVOY_ORDERS];
    struct fenrun__scheme scheme;
    struct fenrun__cohort cohort;
    void *room;
};

/* The family with these awards; asks for everything that stands above. */
struct convoy *convoy_open(const char *awards);
void convoy_close(struct convoy *convoy);

/* One more order; its quantity is 3 and its id 1 more than that of the one before. */
void convoy_add(struct convoy *convoy, uint64_t seller, uint64_t buyer, int64_t price,
                int64_t profit, int64_t at);

/* All orders as one cohort, of the one version, gathered and paid; there are few enough. */
struct fenrun__cohort *convoy_pay(struct convoy *convoy);

/* Lanes and amounts, "0 1000, 2 500"; of a loose strip also payees, "0 4 1000". */
const char *convoy_strip(const struct convoy *convoy, uint32_t strip);

/* The rows of payouts, "order/award payee amount": "0/0 5 1000, 0/1 3 500". */
const char *convoy_rows(const struct convoy *convoy);

/* The lanes that are odd, "1 3". */
const char *convoy_odd(const struct convoy *convoy);

#endif
