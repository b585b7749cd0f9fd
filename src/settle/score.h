/*
 * Score: what events add to the measures of members, and refunds and closes take away again.
 *
 *     plan column                         the tree keeps        an order of 200.00 by C, 2 pieces
 *      own_sales                          own                   C + 20000
 *      own_quantity in month              own                   C + 2
 *      team_sales of gold+                sum of own_sales      follows by itself
 *      what `bonus` paid in month (cap)   own                   each payee + what it got
 *
 *     refund of 50.00                     C - 5000; C - round_half_even(2 * 50 / 200), unless month
 *                                         was closed since
 *
 * A plan column is a tree column with the same number; the tree keeps what a cap counts like any
 * own measure. Only own columns are added to here.
 *
 * Invariants
 *   1. What a refund takes from a column was added by its order: shares are parts of one rounded
 *      running total, as those of payouts.
 *   2. A column of a period is 0 right after its close; what was applied before is never taken from
 *      it again. `closes` counts closes of all periods, so one number in the ledger tells.
 *
 * Costs: an order, join or refund O(own columns that it feeds) besides what fenrun__measure_add
 * costs; nothing at all if it feeds none.
 *
 * Not here: rolling windows, see window.h.
 */
#ifndef FENRUN_SETTLE_SCORE_H
#define FENRUN_SETTLE_SCORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "payout/result.h"
#include "rules/plan.h"
#include "settle/ledger.h"
#include "tree/tree.h"

struct fenrun__score_period {
    uint64_t columns;   /* a mask: they begin at 0 at its close */
    bool closed;        /* at least once: then the next three are of its last close */
    uint64_t closes;    /* how many closes there had been after it */
    int64_t at;
    struct fenrun__ledger_id id;
};

struct fenrun__score {
    const struct fenrun__plan *plan;
    uint64_t of_orders;  /* masks of own columns: those that orders add to, */
    uint64_t of_joins;   /* ... joins, */
    uint64_t of_payouts; /* ... and payouts, for caps */
    uint64_t rolling;    /* those that have a rolling window */
    uint32_t figure_count; /* which figures of orders the ledger keeps for refunds */
    uint8_t figures[FENRUN__FIGURES_MAX];
    uint8_t figure_places[FENRUN__FIGURES_MAX]; /* by figure: its place in `figures` */
    uint64_t closes;
    struct fenrun__score_period periods[FENRUN_PERIODS_MAX];
};

/* What does not follow from the plan, as it is kept in a snapshot. */
struct fenrun__score_state {
    uint64_t closes;
    struct {
        uint64_t closed; /* 0 or 1 */
        uint64_t closes;
        int64_t at;
        struct fenrun__ledger_id id;
    } periods[FENRUN_PERIODS_MAX];
};

void fenrun__score_init(struct fenrun__score *score, const struct fenrun__plan *plan);

void fenrun__score_save(const struct fenrun__score *score, struct fenrun__score_state *state);
void fenrun__score_restore(struct fenrun__score *score, const struct fenrun__score_state *state);

/* What the ledger has to keep of orders. */
struct fenrun__ledger_keeps fenrun__score_keeps(const struct fenrun__score *score);

/* The columns of the tree: plan->column_count of them. */
void fenrun__score_columns(const struct fenrun__plan *plan,
                           struct fenrun__measure_column columns[FENRUN__COLUMNS_MAX]);

/* What an order or join adds, by column, once the latest instant is `now`; 0 for columns that it
   does not feed, because they are of something else or a late order is outside their window. */
void fenrun__score_order(const struct fenrun__score *score, const fenrun_event *event, int64_t now,
                         int64_t *changes);
void fenrun__score_join(const struct fenrun__score *score, const fenrun_event *event, int64_t now,
                        int64_t *changes);

/* What the ledger keeps of an order for fenrun__score_refund. */
void fenrun__score_keep(const struct fenrun__score *score, const fenrun_event *event,
                        struct fenrun__ledger_order *order);

/* What an order added to a column of orders, if that counted it. */
int64_t fenrun__score_figure(const struct fenrun__score *score, uint32_t column,
                             const struct fenrun__ledger_order *order);

/* What a part of an order takes from the seller's columns, by column, 0 or negative. */
void fenrun__score_refund(const struct fenrun__score *score,
                          const struct fenrun__ledger_order *order, int64_t refunded, int64_t part,
                          int64_t now, int64_t *changes);

/* OVERFLOW if the columns of a mask have no room for the changes of an event. */
int32_t fenrun__score_check(const struct fenrun__score *score, const struct fenrun__tree *tree,
                            uint64_t columns, const int64_t *changes, uint32_t shape,
                            uint64_t member, fenrun_error *error);

/* The same for what caps count of the payouts of a result from `first` on. */
int32_t fenrun__score_check_paid(const struct fenrun__score *score,
                                 const struct fenrun__tree *tree,
                                 const struct fenrun_result *result, size_t first,
                                 fenrun_error *error);

/* Whether what a refund takes is there. If not, that is our mistake. */
bool fenrun__score_holds(const struct fenrun__score *score, const struct fenrun__tree *tree,
                         const struct fenrun__ledger_order *order, const int64_t *changes,
                         const struct fenrun_result *result, size_t first);

/* The column that still counts what an award of an applied event paid, or FENRUN__NOWHERE. */
uint32_t fenrun__score_counting_column(const struct fenrun__score *score,
                                       const struct fenrun__ledger_order *order, uint32_t award,
                                       int64_t paid);

/* Count what was paid, and was checked. */
void fenrun__score_add_paid(const struct fenrun__score *score, struct fenrun__tree *tree,
                            const struct fenrun_result *result, size_t first);

/* Take from what caps count, where a period was not closed since the order. */
void fenrun__score_take_paid(const struct fenrun__score *score, struct fenrun__tree *tree,
                             const struct fenrun__ledger_order *order,
                             const struct fenrun_result *result, size_t first);

/* Of an event that was applied and is to be paid once more: take off what caps count of it, of
   which the part `refunded` was taken back. False if there is no memory. */
bool fenrun__score_take_off(const struct fenrun__score *score,
                            const struct fenrun__ledger_order *order, int64_t refunded,
                            struct fenrun_result *result);

/* The period of a close event begins anew. */
void fenrun__score_close(struct fenrun__score *score, struct fenrun__tree *tree,
                         const fenrun_event *event);

#endif
