/*
 * Model: the library once more, slow and obvious, to be compared with it event by event.
 *
 *     member 7: joined 100, inviters [(100, 1), (250, 3)], tiers [(100, 0), (300, 1)]
 *     its tier at 299 is 0: walk the list, keep the last change at or before 299
 *
 * Invariants
 *   1. Members and orders stand in plain arrays and are found by walking them.
 *   2. Nothing is cached: leaders, teams and measures are computed from the inviters whenever they
 *      are asked for.
 *   3. Nothing is forgotten: changes only append, orders keep their payouts and refunds.
 *   4. Amounts are computed as fractions and rounded once.
 *   5. No code of the library is used; of fenrun.h only the records and numbers are.
 *
 * Costs: an event O(members * depth * depth). Not here: anything that makes it faster.
 */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fenrun.h"
#include "model/rules.h"

/* Now: whatever the last change left, also where loaded members joined after the clock. */
#define MODEL_NOW INT64_MAX

struct model_change {
    int64_t at;
    uint64_t value; /* inviter or tier */
};

struct model_changes {
    struct model_change *rows;
    size_t count;
    size_t capacity;
};

struct model_member {
    uint64_t id;
    int64_t joined;
    struct model_changes inviters;
    struct model_changes tiers;
};

struct model_refund {
    fenrun_event event;
};

struct model_order {
    fenrun_event event;
    fenrun_payout payouts[RULES_AWARDS_MAX]; /* as they were paid */
    size_t payout_count;
    struct model_refund *refunds;
    size_t refund_count;
    size_t refund_capacity;
    size_t promotions_before; /* how much had changed when the order was applied */
    size_t splits_before;
};

/* Interesting things that happened; a run in which one never did has not tested much. */
enum model_seen {
    MODEL_SEEN_JOIN,
    MODEL_SEEN_TIER_UP,
    MODEL_SEEN_TIER_DOWN,
    MODEL_SEEN_MOVE,
    MODEL_SEEN_ORDER,
    MODEL_SEEN_LATE_ORDER,
    MODEL_SEEN_OTHER_TREE,     /* a late order is paid otherwise than it would be now */
    MODEL_SEEN_SAME_INSTANT,   /* an order at the instant of a change */
    MODEL_SEEN_NAMELESS_ORDER, /* id 0/0 */
    MODEL_SEEN_REFUND,
    MODEL_SEEN_LAST_REFUND,       /* nothing is left of the order */
    MODEL_SEEN_THIRD_REFUND,      /* at least three parts */
    MODEL_SEEN_REFUND_AFTER_PROMOTION,
    MODEL_SEEN_REFUND_AFTER_SPLIT,
    MODEL_SEEN_REFUND_OF_NOTHING, /* a payout of which this part takes nothing back */
    MODEL_SEEN_SPLIT,
    MODEL_SEEN_NESTED_SPLIT, /* inside a team, or with leaders below */
    MODEL_SEEN_RETURN,
    MODEL_SEEN_LEADER_MOVED,
    MODEL_SEEN_PROMOTION,
    MODEL_SEEN_PROMOTION_SPLITS,
    MODEL_SEEN_PROMOTION_OVER_TIERS, /* more than one tier at once */
    MODEL_SEEN_PROMOTIONS_OF_ONE_EVENT,
    MODEL_SEEN_PROMOTION_BY_LATE_ORDER,
    MODEL_SEEN_PROMOTION_BY_JOIN,
    MODEL_SEEN_PROMOTION_BY_MOVE,
    MODEL_SEEN_PROMOTION_BY_RETURN,
    MODEL_SEEN_PROMOTION_BY_ORDER,
    MODEL_SEEN_PAYOUT,
    MODEL_SEEN_HALF,          /* the exact payout ends in one half */
    MODEL_SEEN_ROUNDED_AWAY,  /* a payout rounds to 0 */
    MODEL_SEEN_NOBODY,        /* a path ends with nobody */
    MODEL_SEEN_NO_LEADER_FOR_LEADER, /* `.leader` of a member who leads */
    MODEL_SEEN_NOT_LISTED,    /* the payee's tier is not in the table */
    MODEL_SEEN_TEST_FAILS,
    MODEL_SEEN_ROLE_NOBODY,
    MODEL_SEEN_SELF_PURCHASE, /* two roles, one member */
    MODEL_SEEN_REPLAYED_JOIN,
    MODEL_SEEN_REPLAYED_ORDER,
    MODEL_SEEN_REPLAYED_REFUND,
    MODEL_SEEN_CODES, /* from here: how often each error came, by its number below zero */
    MODEL_SEEN_COUNT = MODEL_SEEN_CODES + 19
};

/* What an event comes to. */
struct model_answer {
    int32_t code;
    size_t payout_count;
    fenrun_payout payouts[RULES_AWARDS_MAX];
    size_t promotion_count;
    size_t promotion_capacity;
    fenrun_promotion *promotions;
};

struct model {
    const struct rules *rules;
    bool remembers_orders;
    struct model_member *members;
    size_t member_count;
    size_t member_capacity;
    struct model_order *orders; /* all that were applied, also nameless ones */
    size_t order_count;
    size_t order_capacity;
    int64_t clock; /* the latest instant of an applied event */
    size_t promotion_count;
    size_t split_count;
    uint64_t seen[MODEL_SEEN_COUNT];
};

void model_init(struct model *model, const struct rules *rules, bool remembers_orders);
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

/* NULL if there is none. */
struct model_member *model_find_member(const struct model *model, uint64_t id);

/* The part of a stored payout that is taken back when refunds come from `before` to `after`. */
fenrun_payout model_part(const fenrun_payout *paid, int64_t total, int64_t before, int64_t after);

/* The order with this id; NULL if there is none, or the id is 0/0, or orders are not remembered. */
struct model_order *model_find_order(const struct model *model, uint64_t high, uint64_t low);

/* Whether `above` is a proper ancestor of `id`. */
bool model_is_above(const struct model *model, uint64_t above, uint64_t id, int64_t at);

/* First amounts of the orders that `id` sold, less refunds. */
model_wide model_own_sales(const struct model *model, uint64_t id);

/* The parts of the order refunded so far. */
model_wide model_refunded(const struct model_order *order);

/* What has been counted, for a report: "late orders". */
const char *model_seen_name(uint32_t seen);

#endif
