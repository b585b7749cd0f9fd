/*
 * Engine: one event after the other, each all or nothing: a plan, a tree, and the ledger of orders.
 *
 *     check ─► windows ─► pay ─► review ─► pay rises ─► room │ change ─► count ─► promote ─► keep
 *     ──────── may fail, and leaves what was there ──────────┘ ───────── cannot fail ────────────
 *
 *     check    turn.h: the event, replays, the version in force, what it adds to own columns
 *     windows  window.h: what is too old once the event is applied counts no more
 *     pay      pay.h, period.h: the event's own awards; of a refund parts of stored payouts
 *     review   review.h, close.h: promotions at once, or what a close does to tiers and labels
 *     rises    pay.h: awards of event promotion, of each rise
 *
 * Invariants
 *   1. Left of the bar nothing but capacities, the caller's result and windows changes; windows are
 *      put back when the event is refused.
 *   2. Right of the bar nothing allocates and nothing can fail. The last thing before it is to look
 *      once more at every payout: that would be our mistake, and is an internal error.
 *   3. Errors come in the order of enum fenrun_code.
 *   4. A rule set without rolling windows, own columns, caps of a period, promotions or several
 *      versions does nothing for them but to see that there are none.
 *
 * Costs: as told at fenrun_apply.
 */
#ifndef FENRUN_SETTLE_ENGINE_H
#define FENRUN_SETTLE_ENGINE_H

#include "payout/pay.h"
#include "payout/result.h"
#include "payout/review.h"
#include "rules/plan.h"
#include "settle/ledger.h"
#include "settle/score.h"
#include "settle/window.h"
#include "tree/tree.h"

struct fenrun__engine {
    const struct fenrun__plan *plan;
    struct fenrun__tree tree;
    struct fenrun__ledger ledger;
    struct fenrun__score score;
    struct fenrun__windows windows;
    bool remembers;        /* orders and own events go into the ledger */
    bool has_rises;        /* some version reviews at once, or pays for rises */
    uint32_t team_members; /* the column that counts all members of a team, or FENRUN__NONE */
    struct fenrun__review_needs needs[FENRUN_VERSIONS_MAX]; /* by version */
};

/* FENRUN_OK or FENRUN_ERROR_MEMORY, after which there is nothing to free. */
int32_t fenrun__engine_init(struct fenrun__engine *engine, const struct fenrun__plan *plan,
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

/* The member whose row an event needs first. */
static inline uint64_t fenrun__engine_first_member(const fenrun_event *event) {
    switch (event->kind) {
    case FENRUN_EVENT_ORDER:
    case FENRUN_EVENT_OWN: return event->roles[0];
    case FENRUN_EVENT_JOIN: return event->inviter;
    default: return event->member;
    }
}

/* Bring in where an event that comes soon, or is being checked, finds its member and its order.
   Always inline: see index.h. */
static inline __attribute__((always_inline)) void
fenrun__engine_fetch(const struct fenrun__engine *engine, const fenrun_event *event) {
    const struct fenrun__tree *tree = &engine->tree;
    uint64_t member = fenrun__engine_first_member(event);
    fenrun__index_prefetch(&tree->index, fenrun__hash_id(tree->seed, member));
    if (!engine->remembers) return;
    bool refunds = event->kind == FENRUN_EVENT_REFUND;
    fenrun__ledger_fetch(&engine->ledger,
                         (struct fenrun__ledger_id){
                             .high = refunds ? event->order_high : event->id_high,
                             .low = refunds ? event->order_low : event->id_low});
}

/*
 * Bring what the events to come will look at into the cache: `count` of them begin at `events`, the
 * first of which is applied next. One random read alone takes as long as many that are under way
 * together.
 */
void fenrun__engine_prefetch(const struct fenrun__engine *engine, const fenrun_event *events,
                             size_t count);

#endif
