/*
 * Columns: what a CSV file's header says it is, and where in its rows each thing stands.
 *
 *     member,inviter,tier,at                      a members file: the tree at the start
 *     order,at,seller,price,profit                an orders file
 *     at,event,order,member,inviter,tier,         a log; `refund`, `period` and what joins and own
 *        seller,price,profit                      events bring may stand in it too
 *
 * A file is what its columns make it: `event` a log, else `order` an orders file, else `member` a
 * members file. Roles, amounts and counts are those of the rule set. Columns stand in any order.
 * What only joins, own events and closes bring needs a column once there is such a row; a rule set
 * without orders has no orders files, and its logs no columns of orders.
 *
 * A column is a name; two events that bring the same name share it. `of` says for each shape (what
 * an event brings: 0 the order, 1 the join, 2 + i own event i) which columns its things stand in.
 *
 * Invariants
 *   1. Every column that the kind of file needs has a place; no column stands twice.
 *   2. A column that is not known is ignored, with a note.
 */
#ifndef FENRUN_CLI_COLUMNS_H
#define FENRUN_CLI_COLUMNS_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/csv.h"
#include "fenrun.h"

enum fenrun__input_kind { FENRUN__MEMBERS, FENRUN__ORDERS, FENRUN__LOG };

enum fenrun__column {
    FENRUN__COLUMN_AT,
    FENRUN__COLUMN_EVENT,
    FENRUN__COLUMN_ORDER,
    FENRUN__COLUMN_MEMBER,
    FENRUN__COLUMN_INVITER,
    FENRUN__COLUMN_TIER,
    FENRUN__COLUMN_REFUND,
    FENRUN__COLUMN_PERIOD,
    FENRUN__COLUMN_LABELS,
    FENRUN__COLUMN_NAMED /* from here: roles, amounts and counts */
};

#define FENRUN__INPUT_ORDER 0u
#define FENRUN__INPUT_JOIN 1u
#define FENRUN__INPUT_OWN 2u
#define FENRUN__INPUT_SHAPES_MAX (FENRUN__INPUT_OWN + FENRUN_EVENTS_MAX)
#define FENRUN__INPUT_COLUMNS_MAX                                                                  \
    (FENRUN__COLUMN_NAMED +                                                                        \
     FENRUN__INPUT_SHAPES_MAX * (FENRUN_ROLES_MAX + FENRUN_AMOUNTS_MAX + FENRUN_COUNTS_MAX))
#define FENRUN__COLUMN_ABSENT UINT32_MAX

/* The columns in which the things of a shape stand. */
struct fenrun__columns_shape {
    uint32_t role_count;
    uint32_t amount_count;
    uint32_t count_count;
    uint32_t roles[FENRUN_ROLES_MAX];
    uint32_t amounts[FENRUN_AMOUNTS_MAX];
    uint32_t counts[FENRUN_COUNTS_MAX];
};

struct fenrun__columns {
    enum fenrun__input_kind kind;
    uint32_t column_count;
    const char *names[FENRUN__INPUT_COLUMNS_MAX];
    uint32_t place[FENRUN__INPUT_COLUMNS_MAX]; /* the field's index in a row, or ..._ABSENT */
    uint32_t shape_count;
    struct fenrun__columns_shape of[FENRUN__INPUT_SHAPES_MAX];
};

/* The columns of the header row that `csv` has just read. Returns an exit code. */
int fenrun__columns_read(struct fenrun__columns *columns, const struct fenrun__csv *csv,
                         const fenrun_rules *rules);

/* Whether the rule set knows orders. */
bool fenrun__columns_have_orders(const struct fenrun__columns *columns);

/* Whether a row of an event (enum fenrun_event_kind; its shape, if it has one) uses a column. */
bool fenrun__columns_used(const struct fenrun__columns *columns, uint32_t kind, uint32_t shape,
                          uint32_t column);

#endif
