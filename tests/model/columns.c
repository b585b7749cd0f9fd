/*
 * Columns: see columns.h. All stand in one block, each a little longer than it need be, so that
 * they begin on other boundaries.
 */
#include "model/columns.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define COLUMNS_COUNT (3 + 2 * FENRUN_ROLES_MAX + FENRUN_AMOUNTS_MAX + FENRUN_COUNTS_MAX)

void columns_draw(struct columns *columns, struct random_source *source,
                  const fenrun_rules *rules) {
    *columns = (struct columns){0};
    columns->role_count = fenrun_rules_count(rules, FENRUN_NAME_ROLE);
    columns->amount_count = fenrun_rules_count(rules, FENRUN_NAME_AMOUNT);
    columns->count_count = fenrun_rules_count(rules, FENRUN_NAME_COUNT);
    columns->has_low_ids = !random_one_in(source, 8);
    columns->has_high_ids = !random_one_in(source, 4);
    for (uint32_t i = 0; i < columns->role_count; i++) {
        bool given = i == 0 || !random_one_in(source, 6);
        columns->given_roles |= (uint32_t)given << i;
        columns->index_roles |= (uint32_t)random_one_in(source, 3) << i;
    }
}

void columns_adapt(const struct columns *columns, fenrun_event *orders, size_t count) {
    for (size_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < columns->role_count; k++) {
            if ((columns->given_roles >> k & 1) == 0) {
                orders[i].roles[k] = FENRUN_PLATFORM;
            }
        }
        orders[i].id_high = columns->has_high_ids ? orders[i].id_high : 0;
        orders[i].id_low = columns->has_low_ids ? orders[i].id_low : 0;
    }
}

/* Who is no member gets an index that is none: the first behind the last, the greatest there is, or
   one between. */
static uint32_t columns_index(const struct bill *bill, uint64_t id) {
    uint32_t index = bill_index(bill, id);
    if (index != FENRUN_NO_MEMBER || id == FENRUN_PLATFORM) {
        return index;
    }
    uint32_t behind = (uint32_t)bill->member_count;
    switch (id % 3) {
    case 0: return behind;
    case 1: return FENRUN_NO_MEMBER - 1;
    default: return behind + (FENRUN_NO_MEMBER - 1 - behind) / 2;
    }
}

const char *columns_stranger(const struct columns *columns, const struct bill *bill,
                             const fenrun_rules *rules, const fenrun_event *order,
                             char out[FENRUN_MESSAGE_SIZE]) {
    uint32_t role = 0;
    while (role < columns->role_count &&
           (order->roles[role] == FENRUN_PLATFORM ||
            bill_index(bill, order->roles[role]) != FENRUN_NO_MEMBER)) {
        role++;
    }
    if (role == columns->role_count || (columns->index_roles >> role & 1) == 0) {
        return NULL;
    }
    snprintf(out, FENRUN_MESSAGE_SIZE, "%s: %" PRIu32 " is not the index of a member",
             fenrun_rules_name(rules, FENRUN_NAME_ROLE, role),
             columns_index(bill, order->roles[role]));
    return out;
}

/* The next column of 64-bit numbers. */
static uint64_t *columns_take(uint64_t **next, size_t count) {
    uint64_t *column = *next;
    *next += count + 3;
    return column;
}

bool columns_fill(struct columns *columns, const struct bill *bill, const fenrun_event *orders,
                  size_t count) {
    uint64_t *next = calloc(COLUMNS_COUNT * (count + 3), sizeof *next);
    columns->block = next;
    if (next == NULL) {
        return false;
    }
    columns->at = (int64_t *)columns_take(&next, count);
    columns->id_high = columns_take(&next, count);
    columns->id_low = columns_take(&next, count);
    for (uint32_t k = 0; k < columns->role_count; k++) {
        columns->roles[k] = columns_take(&next, count);
        columns->members[k] = (uint32_t *)columns_take(&next, count);
    }
    for (uint32_t k = 0; k < columns->amount_count; k++) {
        columns->amounts[k] = (int64_t *)columns_take(&next, count);
    }
    for (uint32_t k = 0; k < columns->count_count; k++) {
        columns->counts[k] = (int64_t *)columns_take(&next, count);
    }
    for (size_t i = 0; i < count; i++) {
        columns->at[i] = orders[i].at;
        columns->id_high[i] = orders[i].id_high;
        columns->id_low[i] = orders[i].id_low;
        for (uint32_t k = 0; k < columns->role_count; k++) {
            columns->roles[k][i] = orders[i].roles[k];
            columns->members[k][i] = columns_index(bill, orders[i].roles[k]);
        }
        for (uint32_t k = 0; k < columns->amount_count; k++) {
            columns->amounts[k][i] = orders[i].amounts[k];
        }
        for (uint32_t k = 0; k < columns->count_count; k++) {
            columns->counts[k][i] = orders[i].counts[k];
        }
    }
    return true;
}

void columns_lend(const struct columns *columns, size_t from, fenrun_batch *batch) {
    batch->at = columns->at + from;
    batch->id_high = columns->has_high_ids ? columns->id_high + from : NULL;
    batch->id_low = columns->has_low_ids ? columns->id_low + from : NULL;
    for (uint32_t k = 0; k < columns->role_count; k++) {
        bool given = (columns->given_roles >> k & 1) != 0;
        bool by_index = (columns->index_roles >> k & 1) != 0;
        batch->roles[k] = given && !by_index ? columns->roles[k] + from : NULL;
        batch->members[k] = given && by_index ? columns->members[k] + from : NULL;
    }
    for (uint32_t k = 0; k < columns->amount_count; k++) {
        batch->amounts[k] = columns->amounts[k] + from;
    }
    for (uint32_t k = 0; k < columns->count_count; k++) {
        batch->counts[k] = columns->counts[k] + from;
    }
}

void columns_free(struct columns *columns) {
    free(columns->block);
    *columns = (struct columns){0};
}

void columns_print(const struct columns *columns, char *out, size_t capacity) {
    snprintf(out, capacity,
             "roles given %" PRIx32 ", of them by index %" PRIx32 " (masks), ids high %s, low %s",
             columns->given_roles, columns->index_roles & columns->given_roles,
             columns->has_high_ids ? "given" : "none", columns->has_low_ids ? "given" : "none");
}
