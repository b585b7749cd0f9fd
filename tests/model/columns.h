/*
 * Columns: orders as the columns of a fenrun_batch, with some of those that are optional.
 *
 *     columns_draw(&columns, &source, rules)
 *     columns_adapt(&columns, orders, count)            orders become what these columns can say
 *     columns_fill(&columns, bill, orders, count)
 *     columns_lend(&columns, from, &batch)              the orders from `from` on
 */
#ifndef MODEL_COLUMNS_H
#define MODEL_COLUMNS_H

#include "fenrun.h"
#include "model/bill.h"
#include "model/random.h"

struct columns {
    uint32_t role_count;
    uint32_t amount_count;
    uint32_t count_count;
    uint32_t index_roles; /* mask of roles that are given by index */
    uint32_t given_roles; /* mask of roles that are given at all */
    bool has_high_ids;
    bool has_low_ids;
    int64_t *at;
    uint64_t *id_high;
    uint64_t *id_low;
    uint64_t *roles[FENRUN_ROLES_MAX];
    uint32_t *members[FENRUN_ROLES_MAX];
    int64_t *amounts[FENRUN_AMOUNTS_MAX];
    int64_t *counts[FENRUN_COUNTS_MAX];
    void *block; /* of all of these */
};

void columns_draw(struct columns *columns, struct random_source *source,
                  const fenrun_rules *rules);

/* What has no column is 0 in the orders too. */
void columns_adapt(const struct columns *columns, fenrun_event *orders, size_t count);

/* False if there is no memory. */
bool columns_fill(struct columns *columns, const struct bill *bill, const fenrun_event *orders,
                  size_t count);
void columns_lend(const struct columns *columns, size_t from, fenrun_batch *batch);

/* What is said of an order that names somebody who is no member: NULL if as by fenrun_pay, since
   the first such role is given by id. An index that is none is not the id that fenrun_pay got. */
const char *columns_stranger(const struct columns *columns, const struct bill *bill,
                             const fenrun_rules *rules, const fenrun_event *order,
                             char out[FENRUN_MESSAGE_SIZE]);
void columns_free(struct columns *columns);

/* Which there are, in words. */
void columns_print(const struct columns *columns, char *out, size_t capacity);

#endif
