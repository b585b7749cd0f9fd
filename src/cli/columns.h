/*
 * Columns: what a CSV file's header says it is, and where in its rows each thing stands.
 *
 *     member,inviter,tier,at                      a members file: the tree at the start
 *     order,at,seller,price,profit                an orders file
 *     at,event,order,member,inviter,tier,         a log; `refund` may stand in it too
 *        seller,price,profit
 *
 * A file is what its columns make it: `event` a log, else `order` an orders file, else `member` a
 * members file. The roles and amounts are those of the rule set. Columns may stand in any order.
 *
 * Invariants
 *   1. Every column that the kind of file needs has a place; no column stands twice.
 *   2. A column that is not known is ignored, with a note.
 */
#ifndef FENRUN_CLI_COLUMNS_H
#define FENRUN_CLI_COLUMNS_H

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
    FENRUN__COLUMN_ROLE,
    FENRUN__COLUMN_AMOUNT = FENRUN__COLUMN_ROLE + FENRUN_ROLES_MAX,
    FENRUN__COLUMN_COUNT = FENRUN__COLUMN_AMOUNT + FENRUN_AMOUNTS_MAX
};

/* Sets of columns are masks. */
#define FENRUN__COLUMN_BIT(column) (UINT32_C(1) << (column))

struct fenrun__columns {
    enum fenrun__input_kind kind;
    uint32_t known;                       /* mask: those that the file has */
    uint32_t place[FENRUN__COLUMN_COUNT]; /* of those, the field's index in a row */
};

/* The columns of the header row that `csv` has just read. Returns an exit code. */
int fenrun__columns_read(struct fenrun__columns *columns, const struct fenrun__csv *csv,
                         const fenrun_rules *rules);

/* The name of a column; NULL if the rule set has no such role or amount. */
const char *fenrun__column_name(const fenrun_rules *rules, uint32_t column);

#endif
