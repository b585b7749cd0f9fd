/*
 * Bill: see bill.h.
 */
#include "model/bill.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int bill_order_members(const void *left, const void *right) {
    uint64_t a = ((const struct bill_member *)left)->id;
    uint64_t b = ((const struct bill_member *)right)->id;
    return (a > b) - (a < b);
}

uint32_t bill_index(const struct bill *bill, uint64_t id) {
    struct bill_member key = {.id = id};
    const struct bill_member *found =
        bill->member_count == 0 ? NULL
                                : bsearch(&key, bill->members, bill->member_count, sizeof key,
                                          bill_order_members);
    return found == NULL ? FENRUN_NO_MEMBER : found->index;
}

/* All indexes to ids, in two parts, and all ids back, with one of nobody between them. */
static bool bill_members(struct bill *bill) {
    size_t count = bill->member_count;
    size_t half = count / 3;
    uint64_t *ids = calloc(count + 1, sizeof *ids);
    uint32_t *indexes = calloc(count + 1, sizeof *indexes);
    fenrun_error error = {0};
    bool equal = ids != NULL && indexes != NULL &&
                 fenrun_tree_ids(bill->tree, 0, half, bill->ids, &error) == FENRUN_OK &&
                 fenrun_tree_ids(bill->tree, (uint32_t)half, count - half, bill->ids + half,
                                 &error) == FENRUN_OK;
    for (size_t i = 0; equal && i < count; i++) {
        bill->members[i] = (struct bill_member){bill->ids[i], (uint32_t)i};
        ids[i < half ? i : i + 1] = bill->ids[i];
    }
    if (equal) {
        qsort(bill->members, count, sizeof *bill->members, bill_order_members);
        ids[half] = FENRUN_PLATFORM;
        equal = fenrun_tree_indexes(bill->tree, ids, count + 1, indexes, &error) == FENRUN_OK;
    }
    if (!equal) {
        snprintf(bill->difference, sizeof bill->difference,
                 "fenrun_tree_ids or fenrun_tree_indexes: %.200s", error.message);
    }
    for (size_t i = 0; equal && i <= count; i++) {
        uint32_t expected = i == half ? FENRUN_NO_MEMBER : (uint32_t)(i < half ? i : i - 1);
        if (indexes[i] != expected) {
            snprintf(bill->difference, sizeof bill->difference,
                     "fenrun_tree_indexes: member %" PRIu64 " has index %" PRIu32
                     ", not %" PRIu32,
                     ids[i], indexes[i], expected);
            equal = false;
        }
    }
    free(ids);
    free(indexes);
    return equal;
}

bool bill_open(struct bill *bill, const fenrun_tree *tree) {
    fenrun_tree_status status;
    fenrun_tree_inspect(tree, &status);
    memset(bill, 0, sizeof *bill);
    bill->tree = tree;
    bill->member_count = (size_t)status.member_count;
    bill->ids = calloc(bill->member_count + 1, sizeof *bill->ids);
    bill->members = calloc(bill->member_count + 1, sizeof *bill->members);
    return bill->ids != NULL && bill->members != NULL && bill_members(bill);
}

void bill_free(struct bill *bill) {
    free(bill->ids);
    free(bill->members);
    free(bill->errors);
    free(bill->ends);
    free(bill->payouts);
    memset(bill, 0, sizeof *bill);
}

/* ------------------------------------------------------------------------------------------ */
/* Orders                                                                                     */

static bool bill_room(struct bill *bill, size_t orders, size_t payouts) {
    if (orders > bill->order_capacity) {
        free(bill->errors);
        free(bill->ends);
        bill->order_capacity = orders;
        bill->errors = malloc(orders * sizeof *bill->errors);
        bill->ends = malloc(orders * sizeof *bill->ends);
    }
    if (payouts > bill->payout_capacity) {
        bill->payout_capacity = payouts * 2;
        fenrun_payout *grown =
            realloc(bill->payouts, bill->payout_capacity * sizeof *bill->payouts);
        if (grown == NULL) {
            free(bill->payouts);
        }
        bill->payouts = grown;
    }
    return (orders == 0 || (bill->errors != NULL && bill->ends != NULL)) &&
           (payouts == 0 || bill->payouts != NULL);
}

bool bill_pay(struct bill *bill, fenrun_event *orders, size_t *count, bool wants_refused,
              fenrun_result *result) {
    size_t kept = 0;
    size_t end = 0;
    bill->refused_count = 0;
    if (!bill_room(bill, *count, 0)) {
        return false;
    }
    for (size_t i = 0; i < *count; i++) {
        fenrun_event order = orders[i];
        fenrun_error *error = &bill->errors[kept];
        int32_t code = fenrun_pay(bill->tree, &order, result, error);
        if (code < 0 && !wants_refused) {
            continue;
        }
        size_t paid = 0;
        const fenrun_payout *payouts = fenrun_result_payouts(result, &paid);
        paid = code < 0 ? 0 : paid;
        if (!bill_room(bill, *count, end + paid)) {
            return false;
        }
        for (size_t k = 0; k < paid; k++) {
            bill->payouts[end] = payouts[k];
            bill->payouts[end].event = (uint32_t)kept;
            end++;
        }
        error->code = code;
        bill->ends[kept] = end;
        bill->refused_count += code < 0;
        orders[kept] = order;
        kept++;
    }
    bill->order_count = kept;
    *count = kept;
    return true;
}

const fenrun_payout *bill_payouts(const struct bill *bill, size_t order, size_t *count) {
    size_t first = order == 0 ? 0 : bill->ends[order - 1];
    *count = bill->ends[order] - first;
    return *count == 0 ? NULL : bill->payouts + first;
}
