/*
 * Bill: what orders come to one by one, by fenrun_pay, to be compared with what they come to many
 * at once.
 *
 *     order     0          1         2                    3
 *     errors    OK         OK        REPLAYED             REQUIRED "profit 3.00 is below ..."
 *     ends      2          3         3                    3
 *     payouts   C, leader  D                              payouts[ends[i - 1]] to payouts[ends[i]]
 *
 * The members of the tree stand beside it, by their indexes, as the library tells them; a member's
 * index is looked up here by a table of the bill's own.
 */
#ifndef MODEL_BILL_H
#define MODEL_BILL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fenrun.h"

struct bill_member {
    uint64_t id;
    uint32_t index;
};

struct bill {
    const fenrun_tree *tree;
    size_t member_count;
    uint64_t *ids;               /* by index */
    struct bill_member *members; /* by id */
    size_t order_count;
    size_t order_capacity;
    fenrun_error *errors; /* by order; the code alone where it is no error */
    size_t *ends;         /* by order: how many payouts there are up to its end */
    fenrun_payout *payouts; /* `event` is the order */
    size_t payout_capacity;
    size_t refused_count;
    char difference[256]; /* why there is none */
};

/* Members of a tree. False if indexes do not lead back to ids, or there is no memory. */
bool bill_open(struct bill *bill, const fenrun_tree *tree);
void bill_free(struct bill *bill);

/* FENRUN_NO_MEMBER if there is no such member. */
uint32_t bill_index(const struct bill *bill, uint64_t id);

/* Pay orders one by one. Those that are refused are taken out of `orders` if they are not wanted:
   `*count` is then lower. */
bool bill_pay(struct bill *bill, fenrun_event *orders, size_t *count, bool wants_refused,
              fenrun_result *result);

/* The payouts of an order. */
const fenrun_payout *bill_payouts(const struct bill *bill, size_t order, size_t *count);

#endif
