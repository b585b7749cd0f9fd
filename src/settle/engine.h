/*
 * Engine: one event after the other, each all or nothing: a plan, a tree, and the ledger of orders.
 *
 *     check ─► replay? ─► pay ─► review ─► make room │ change ─► count ─► promote ─► remember
 *     ──────────────── may fail, changes nothing ────┘ ───────── cannot fail ──────────────────
 *
 * Invariants
 *   1. Left of the bar nothing but capacities and the caller's result changes.
 *   2. Right of the bar nothing allocates and nothing can fail. The last thing before it is to look
 *      once more at every payout: that would be our mistake, and is an internal error.
 *   3. Errors come in the order of enum fenrun_code.
 *
 * Costs: as told at fenrun_apply.
 */
#ifndef FENRUN_SETTLE_ENGINE_H
#define FENRUN_SETTLE_ENGINE_H

#include "payout/pay.h"
#include "payout/result.h"
#include "rules/plan.h"
#include "settle/ledger.h"
#include "tree/tree.h"

struct fenrun__engine {
    const struct fenrun__plan *plan;
    struct fenrun__tree tree;
    struct fenrun__ledger ledger;
    bool remembers;    /* orders go into the ledger */
    bool counts_sales; /* orders count for own_sales, which promotions measure */
};

void fenrun__engine_init(struct fenrun__engine *engine, const struct fenrun__plan *plan,
                         const fenrun_allocator *allocator, uint64_t seed, bool remembers);
void fenrun__engine_free(struct fenrun__engine *engine);

/* Append to the result what an event pays; change nothing. */
int32_t fenrun__engine_pay(const struct fenrun__engine *engine, const fenrun_event *event,
                           struct fenrun_result *result, fenrun_error *error);

/* Explain an event into result->text; its payouts are appended too. */
int32_t fenrun__engine_explain(const struct fenrun__engine *engine, const fenrun_event *event,
                               const fenrun_explain_options *options,
                               struct fenrun_result *result, fenrun_error *error);

/* Apply an event; append its payouts and promotions. On an error the result is as before. */
int32_t fenrun__engine_apply(struct fenrun__engine *engine, const fenrun_event *event,
                             struct fenrun_result *result, fenrun_error *error);

/*
 * Bring what the events to come will look at into the cache: `count` of them begin at `events`, the
 * first of which is applied next. One random read alone takes as long as many that are under way
 * together.
 */
void fenrun__engine_prefetch(const struct fenrun__engine *engine, const fenrun_event *events,
                             size_t count);

#endif
