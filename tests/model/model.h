/*
 * Model: the library once more, slow and obvious, to be compared with it event by event.
 *
 *     member 7: joined 100, inviters [(100, 1), (250, 3)], tiers [(100, 0), (300, 1)], labels [...]
 *     its tier at 299 is 0: walk the list, keep the last change at or before 299
 *
 *     model     members, orders, what was paid, events one after the other
 *     measure   own_sales, team_orders in month ...: added up from the members and orders
 *     award     whom an event pays how much        limit   caps, funders, budgets
 *     review    promotions at once                 close   what the end of a period brings
 *     check     what is wrong with an event
 *
 * Invariants
 *   1. Members, orders and payouts stand in plain arrays and are found by walking them.
 *   2. Nothing is cached: leaders, teams, measures and what a cap has left are computed from the
 *      members, orders and payouts whenever they are asked for.
 *   3. Nothing is forgotten: all only grows, so that a refused event is undone by making the
 *      arrays as short as they were.
 *   4. Amounts are computed as fractions and rounded once.
 *   5. No code of the library is used; of fenrun.h only the records and numbers are.
 *
 * Costs: an event O(members * depth * depth), a close O(members * (members * depth + orders)). Not
 * here: anything that makes it faster.
 */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fenrun.h"
#include "model/rules.h"
#include "model/seen.h"

/* Now: whatever the last change left, also where loaded members joined after the clock. */
#define MODEL_NOW INT64_MAX

struct model_change {
    int64_t at;
    uint64_t value; /* inviter, tier or labels */
};

struct model_changes {
    struct model_change *rows;
    size_t count;
    size_t capacity;
};

struct model_member {
    uint64_t id;
    int64_t joined;
    bool loaded;
    uint64_t serial; /* of the join among all events applied */
    fenrun_event join;
    struct model_changes inviters;
    struct model_changes tiers;
    struct model_changes labels;
};

struct model_refund {
    fenrun_event event;
};

/* An order or an own event that was applied. */
struct model_order {
    fenrun_event event;
    uint64_t serial;
    fenrun_payout *payouts; /* as they were paid */
    size_t payout_count;
    struct model_refund *refunds;
    size_t refund_count;
    size_t refund_capacity;
    size_t promotions_before; /* how much had changed when the order was applied */
    size_t splits_before;
    size_t closes_before;
};

/* A payout under a cap in a period. */
struct model_paid {
    uint64_t serial; /* of the event that paid it */
    uint64_t payee;
    int64_t amount;
    uint32_t award; /* the name */
    uint32_t unit;
    uint32_t period;
    bool of_order; /* ... which the serial finds: refunds of it count */
};

struct model_closed {
    fenrun_event event;
    uint64_t serial;
};

/* What an event comes to: first what it pays itself, then what its promotions do. */
struct model_answer {
    int32_t code;
    bool refused;     /* by an award */
    bool over_budget; /* which is told only if no award refuses */
    size_t payout_count;
    size_t payout_capacity;
    fenrun_payout *payouts;
    size_t promotion_count;
    size_t promotion_capacity;
    fenrun_promotion *promotions;
};

struct model {
    const struct rules *rules;
    uint32_t used; /* measures that the rule book names */
    bool remembers_orders;
    struct model_member *members;
    size_t member_count;
    size_t member_capacity;
    struct model_order *orders; /* and own events: all that were applied, also nameless ones */
    size_t order_count;
    size_t order_capacity;
    struct model_paid *paid;
    size_t paid_count;
    size_t paid_capacity;
    struct model_closed *closes;
    size_t close_count;
    size_t close_capacity;
    size_t *marks; /* how long each member's lists were before the event */
    size_t mark_capacity;
    int64_t clock;   /* the latest instant of an applied event */
    uint64_t serial; /* of the event that is being applied, from 1 */
    size_t promotion_count;
    size_t split_count;
    uint64_t seen[SEEN_COUNT];
};

void model_init(struct model *model, const struct rules *rules, uint32_t used,
                bool remembers_orders);
void model_free(struct model *model);

/* Members as they are at the start. The caller gives none that the library would refuse. */
void model_load(struct model *model, const fenrun_member *members, size_t count);

/* Check, pay, change, count, promote, as fenrun_apply says. `answer` was zeroed before its first
   use and is freed with model_answer_free. */
void model_apply(struct model *model, const fenrun_event *event, struct model_answer *answer);
void model_answer_free(struct model_answer *answer);

/* As fenrun_tree_member: FENRUN_OK, MEMBER_UNKNOWN or NOT_JOINED. */
int32_t model_member(const struct model *model, uint64_t id, int64_t at, fenrun_member *out);

/* How many orders the library should remember. */
size_t model_remembered(const struct model *model);

/* An amount taken back after refunds of `refunded` out of `total`. */
int64_t model_taken_back(int64_t amount, int64_t refunded, int64_t total);

/* The part of a stored payout that is taken back when refunds come from `before` to `after`. */
fenrun_payout model_part(const fenrun_payout *paid, int64_t total, int64_t before, int64_t after);

/* The parts of the order refunded so far. */
model_wide model_refunded(const struct model_order *order);

/* The order with this id; NULL if there is none, or the id is 0/0, or orders are not remembered.
   `name`: RULES_NONE, or which own event. */
struct model_order *model_find_order(const struct model *model, uint32_t name, uint64_t high,
                                     uint64_t low);

/* The last close of a period; NULL if it was never closed. */
const struct model_closed *model_last_close(const struct model *model, uint32_t period);

/* NULL if there is none. */
struct model_member *model_find_member(const struct model *model, uint64_t id);

/* Of a member, as of an instant. */
uint64_t model_inviter(const struct model *model, uint64_t id, int64_t at);
uint32_t model_tier(const struct model *model, uint64_t id, int64_t at);
uint32_t model_labels(const struct model *model, uint64_t id, int64_t at);
bool model_leads(const struct model *model, uint64_t id, int64_t at);

/* The nearest leader properly above; FENRUN_PLATFORM if there is none. */
uint64_t model_leader_above(const struct model *model, uint64_t id, int64_t at);

/* Whether `above` is a proper ancestor of `id`. */
bool model_is_above(const struct model *model, uint64_t above, uint64_t id, int64_t at);

/* Room for one more row. */
void *model_room(void *rows, size_t count, size_t *capacity, size_t size);

/* For the parts of the model. */
void model_saw(struct model *model, enum seen seen);
void model_change_tier(struct model *model, uint64_t id, int64_t at, uint32_t tier);
void model_change_labels(struct model *model, uint64_t id, int64_t at, uint32_t labels);
void model_answer_promotion(struct model_answer *answer, const fenrun_promotion *promotion);
void model_answer_payout(struct model_answer *answer, const fenrun_payout *payout);

/* The event is wrong after all. */
void model_refuse(struct model_answer *answer, int32_t code);

#endif
