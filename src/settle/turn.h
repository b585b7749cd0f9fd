/*
 * Turn: everything that is found out about an event before anything is paid or changed.
 *
 *     order 1001 {seller C, price 200.00}    its shape is right; it is not in the ledger; version 2
 *                                            is in force; C is a member; own_sales of C + 20000
 *
 * Invariants
 *   1. Checking changes nothing.
 *   2. Errors come in the order of enum fenrun_code; those that follow from what is paid come
 *      after.
 *
 * Costs: O(roles + figures + own columns); of a MOVE what fenrun__tree_is_above costs.
 */
#ifndef FENRUN_SETTLE_TURN_H
#define FENRUN_SETTLE_TURN_H

#include "payout/pay.h"
#include "rules/plan.h"
#include "settle/ledger.h"
#include "settle/score.h"
#include "tree/tree.h"

/* What a kind of event does not name is not set: clearing it all would cost as much as paying. */
struct fenrun__turn {
    struct fenrun__pay pay;
    int64_t now;      /* the latest instant applied, this event included */
    uint32_t member;  /* ORDER, REFUND: the seller; TIER, MOVE: the member */
    uint32_t inviter; /* JOIN, MOVE: the (new) inviter */
    bool is_kept;     /* ORDER, OWN: it goes into the ledger */
    struct fenrun__ledger_id id;       /* ORDER, OWN, REFUND */
    uint64_t contents;                 /* ORDER, OWN: a fingerprint, if it is kept */
    struct fenrun__ledger_order order; /* REFUND: what is refunded; a replay: what was applied */
    int64_t refunded;                  /* of it before */
    uint64_t columns;                  /* mask of own columns that the event adds to */
    int64_t changes[FENRUN__COLUMNS_MAX]; /* by column, if there are any */
};

/* Where an event comes to. */
struct fenrun__turn_place {
    const struct fenrun__plan *plan;
    const struct fenrun__tree *tree;
    const struct fenrun__ledger *ledger; /* NULL: orders are not remembered */
    const struct fenrun__score *score;
};

/* FENRUN_OK, FENRUN_REPLAYED, or what is wrong. */
int32_t fenrun__turn_check(struct fenrun__turn *turn, const struct fenrun__turn_place *place,
                           const fenrun_event *event, fenrun_error *error);

#endif
