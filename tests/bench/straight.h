/*
 * Straight: what a backend engineer would write in an afternoon, to compare with: the members in a
 * uthash table by id, each with a pointer to its inviter; who leads a seller's team is found by
 * walking up. It knows one plan, the present, and no replays or refunds.
 *
 * Costs: join and tier change O(1), an order O(depth of the team).
 */
#ifndef BENCH_STRAIGHT_H
#define BENCH_STRAIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/row.h"
#include "fenrun.h"

#define STRAIGHT_PAYOUTS_MAX 2u /* of one order */

struct straight_person;

struct straight {
    struct straight_person *people;
    uint32_t count;
};

struct straight_order {
    uint64_t seller;
    int64_t at;
    int64_t price;
    int64_t profit;
};

struct straight_payout {
    uint64_t payee;
    int64_t amount;
    uint32_t number; /* of the payee */
    uint32_t award;
};

/* Members are numbered from 0 as they come. */
void straight_add(struct straight *straight, uint64_t id, uint64_t inviter, uint32_t tier,
                  int64_t at);

/* What an order pays; false if it is refused: the seller is not known or joined later, the profit
   is not 5 % to 40 % of the price. */
bool straight_pay(const struct straight *straight, const struct straight_order *order,
                  struct straight_payout *payouts, size_t *count);

/* Apply a JOIN, TIER or ORDER. Writes what it pays, at most BENCH_ROWS_MAX rows; their count. */
size_t straight_apply(struct straight *straight, const fenrun_event *event,
                      struct bench_row *rows);

void straight_free(struct straight *straight);

#endif
