/*
 * Limit: what caps, funders and the budget leave of what an award came to.
 *
 *     award a: 10.00, cap 40% of price 100.00, of which 35.00 was paid before  ─► 5.00
 *              from seller, who has 3.00 of this event                         ─► 3.00 and -3.00
 *     award b: 10.00, budget 45.00, of which 42.00 is used up                  ─► 3.00
 *
 * Invariants
 *   1. The order is: computed amount, cap, funder, budget. Where an award comes to 0, nobody funds
 *      it, or its payee would, nothing is paid and no limit is reached.
 *   2. Over a limit that refuses, nothing is paid: FENRUN_ERROR_LIMIT says by how much, and the
 *      result which one it was.
 *   3. What a cap counts is in the tree's column (of earlier events, since the last close) and in
 *      the result's spent (of this event), never in both. An event that is explained after it was
 *      applied begins with what the column has of it below 0 in spent.
 *   4. The second payout of one that a member funds stands right behind it and takes the same.
 *   5. The budget counts money only, and only what the platform pays.
 *
 * Costs: O(1) for a payout; with a funder O(payouts of the event).
 *
 * A budget is one for all awards of an event; the rest is of one award of it.
 */
#ifndef FENRUN_PAYOUT_LIMIT_H
#define FENRUN_PAYOUT_LIMIT_H

#include "payout/sum.h"

/* Payouts of one payment: to the payee, and from its funder. */
#define FENRUN__LIMIT_PAYOUTS 2u

struct fenrun__budget {
    const struct fenrun__plan_limit *limit;
    struct fenrun__bound bound;
    int64_t total; /* what awards came to; above bound.at_most only if the limit refuses */
    bool beyond;   /* they came to more than fits: `total` is the largest amount */
};

/* One award that is being paid. */
struct fenrun__limit {
    const struct fenrun__pay *pay;
    const struct fenrun__plan_award *award;
    uint32_t index; /* of the award */
    uint32_t funder; /* who funds it; FENRUN__NONE: nobody, or the platform */
    const struct fenrun__plan_limit *cap; /* NULL: there is none */
    struct fenrun__bound cap_bound;
    struct fenrun__budget *budget; /* NULL: there is none */
    uint32_t *outcomes; /* at a close: how many got nothing, by outcome; else NULL */
    struct fenrun_result *result;
    fenrun_error *error;
};

/* Begin with the awards of an event whose trigger has a budget: FENRUN_OK or _OVERFLOW. */
int32_t fenrun__limit_open_budget(const struct fenrun__pay *pay, struct fenrun__budget *budget,
                                  fenrun_error *error);

/* Whether the awards kept to a budget that refuses: FENRUN_OK or _LIMIT. */
int32_t fenrun__limit_close_budget(const struct fenrun__pay *pay,
                                   const struct fenrun__budget *budget,
                                   struct fenrun_result *result, fenrun_error *error);

/* Of an event that was applied and is to be paid once more: `amount` of what a cap's column has
   paid a payee is its own. False, and nothing changed, if there is no memory. */
bool fenrun__limit_take_off(struct fenrun_result *result, uint32_t column, uint32_t payee,
                            int64_t amount);

/* Begin an award: the fields of `limit` above `funder` are set, and `budget` to `error`; the
   others are set here. FENRUN_OK or _OVERFLOW. */
int32_t fenrun__limit_open(struct fenrun__limit *limit);

/* Room for one payment. `trace` becomes a new trace, or NULL if none is wanted. FENRUN_OK or
   _MEMORY. */
int32_t fenrun__limit_make_room(struct fenrun__limit *limit, enum fenrun__part part,
                                struct fenrun__trace **trace);

static inline int32_t fenrun__limit_room(struct fenrun__limit *limit, enum fenrun__part part,
                                         struct fenrun__trace **trace) {
    const struct fenrun_result *result = limit->result;
    size_t count = result->payout_count + FENRUN__LIMIT_PAYOUTS;
    *trace = NULL;
    bool room = count <= result->payout_capacity && count <= result->payee_capacity;
    return room && !result->tracing ? FENRUN_OK : fenrun__limit_make_room(limit, part, trace);
}

/* Whether there is somebody to pay a payee. If not, nothing is paid, whatever it would come to. */
bool fenrun__limit_is_funded(struct fenrun__limit *limit, uint32_t payee,
                             struct fenrun__trace *trace);

/* What the cap leaves of a sum that is split: FENRUN_OK or _LIMIT. */
int32_t fenrun__limit_whole(struct fenrun__limit *limit, int64_t *whole);

/* Pay a value, for which there is room, if the limits leave anything of it. FENRUN_OK, _LIMIT,
   _OVERFLOW or _MEMORY. */
int32_t fenrun__limit_pay(struct fenrun__limit *limit, uint32_t payee, uint32_t level,
                          const struct fenrun__sum *value, struct fenrun__trace *trace);

/* Nothing is paid, for a reason. */
void fenrun__limit_pass(struct fenrun__limit *limit, enum fenrun__outcome outcome,
                        struct fenrun__trace *trace);

/* An amount that does not fit. */
int32_t fenrun__limit_overflow(const struct fenrun__limit *limit);

/* A limit of a trigger's awards in words: "40% of price 100.00, which is 40.00", "5000.00 in
   month". */
void fenrun__limit_write(const struct fenrun__plan *plan, uint32_t trigger,
                         const struct fenrun__plan_limit *limit,
                         const struct fenrun__bound *bound, struct fenrun__writer *writer);

#endif
