/*
 * Plan: a rule set compiled into tables, in one block without pointers.
 *
 *     ┌────────┬────────┬────────┬───────┬──────┬──────────────┬────────────┬───────┬──────┐
 *     │ header │ awards │ pays   │ tests │ order│ requirements │ promotions │ names │ text │
 *     └────────┴────────┴────────┴───────┴──────┴──────────────┴────────────┴───────┴──────┘
 *
 * Award `team_profit` of the reference plan (pay: 25% of profit, to: seller.leader) becomes
 *     event ORDER, role 0, steps {LEADER}, no tests, and for each tier of the payee a row
 *     pays[pay_first + tier] = {value 250000000, base 1, listed}
 *
 * Invariants
 *   1. The block is position independent: offsets are from its start, so that it can be
 *      stored and mapped as it is.
 *   2. Every index and offset inside it was checked when it was built: running a plan checks none.
 *   3. A set of tiers is a 64-bit mask, bit = tier.
 *   4. `order` holds, for each event kind, the awards of that kind in the order of the text.
 *   5. Tiers from `lead_tier` on lead teams (lead_tier == tier_count: none do).
 *
 * Costs: reading any table is O(1). No string is touched to pay an event.
 *
 * Room to grow: levels and differentials are further steps and rows of `pays`, which an award
 * points to by `pay_first`; caps, periods and own events are further tables and event kinds, for
 * which the header has places; `base` names a column of the event, where counts will be further
 * columns.
 */
#ifndef FENRUN_RULES_PLAN_H
#define FENRUN_RULES_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/text.h"

#define FENRUN__STEPS_MAX 6u
#define FENRUN__NOWHERE UINT32_MAX
#define FENRUN__BASE_FIXED 255u /* plan_pay.base: `value` is an amount, not a rate */
#define FENRUN__PROMOTION_TESTS_MAX 8u

enum fenrun__step {
    FENRUN__STEP_INVITER = 1, /* the member's inviter */
    FENRUN__STEP_LEADER = 2   /* leader of the member's team; nobody if the member leads one */
};

/* The roles of a join, as the index in `role`; those of an order are the rule set's. */
enum fenrun__join_role { FENRUN__ROLE_NEWCOMER = 0 };

/* plan_test.subject: a role index, or the payee of the award. */
#define FENRUN__SUBJECT_PAYEE 255u

/* `when`: the subject's tier must be one of `tiers`. A subject who is nobody fails. */
struct fenrun__plan_test {
    uint64_t tiers;
    uint32_t subject;
    uint32_t line; /* in the text */
};

/* What one tier of payee gets. Not listed: nothing, and the trace says so. */
struct fenrun__plan_pay {
    int64_t value;   /* rate_ppb of the event's amount `base`, or a fixed amount */
    uint32_t base;   /* index of the amount, or FENRUN__BASE_FIXED */
    uint32_t listed; /* 0 or 1 */
};

struct fenrun__plan_award {
    uint32_t name; /* offset of the text */
    uint32_t line; /* of the text, from 1 */
    uint32_t event; /* enum fenrun_event_kind */
    uint32_t unit;
    uint32_t role; /* where the path to the payee starts */
    uint32_t step_count;
    uint8_t steps[FENRUN__STEPS_MAX];
    uint8_t looks_at_payee; /* 0: it pays whoever the path leads to, of any tier, the same */
    uint8_t reserved;
    uint32_t pay_first; /* tier_count rows of pays */
    uint32_t test_first;
    uint32_t test_count;
};

/* `require`: low <= amount <= high, each a share of the amount `base`, or fixed. */
struct fenrun__plan_requirement {
    int64_t low;
    int64_t high;
    uint32_t amount;
    uint32_t base; /* index of an amount: low and high are rates of it; or FENRUN__BASE_FIXED */
    uint32_t line;
    uint32_t reserved;
};

/* What promotions look at; a set of measures is a mask of 1 << measure. */
enum fenrun__measure {
    FENRUN__MEASURE_DIRECT_INVITES = 0, /* members whose inviter the member is now */
    FENRUN__MEASURE_TEAM_MEMBERS = 1,   /* all below, down to and excluding leaders and theirs */
    FENRUN__MEASURE_OWN_SALES = 2,      /* first amounts of the member's orders, less refunds */
    FENRUN__MEASURE_COUNT = 3
};

/* One alternative (a map: all of its tests) by which a member comes to `tier`. Sorted by tier,
   highest first; several alternatives of a tier are several rows. */
struct fenrun__plan_promotion {
    uint32_t tier;
    uint32_t test_count; /* at least 1 */
    uint32_t line;
    uint32_t reserved;
    struct {
        int64_t at_least;
        uint32_t measure;
        uint32_t reserved;
    } tests[FENRUN__PROMOTION_TESTS_MAX];
};

#define FENRUN__EVENT_KINDS 8u /* room for the kinds to come */
#define FENRUN__NAME_KINDS 8u  /* enum fenrun_name */

struct fenrun__plan {
    uint32_t size;    /* of the whole block, in bytes; a multiple of 8 */
    uint32_t version; /* of this layout: 1 */
    uint32_t rounding; /* enum fenrun__rounding */
    uint32_t decimals; /* of the currency */
    uint32_t tier_count;
    uint32_t lead_tier;
    uint32_t role_count;
    uint32_t amount_count;
    uint32_t measures; /* mask of enum fenrun__measure: those that promotions test */
    uint32_t award_count;
    uint32_t awards; /* offsets of the tables */
    uint32_t pays;
    uint32_t tests;
    uint32_t order;
    uint32_t order_first[FENRUN__EVENT_KINDS]; /* in `order`, by event kind */
    uint32_t order_count[FENRUN__EVENT_KINDS];
    uint32_t requirement_count;
    uint32_t requirements;
    uint32_t promotion_count;
    uint32_t promotions;
    uint32_t name_count[FENRUN__NAME_KINDS]; /* by enum fenrun_name */
    uint32_t names[FENRUN__NAME_KINDS];      /* offset of name_count offsets of texts with NUL */
};

static inline const void *fenrun__plan_at(const struct fenrun__plan *plan, uint32_t offset) {
    return (const unsigned char *)plan + offset;
}

static inline const struct fenrun__plan_award *fenrun__plan_award(const struct fenrun__plan *plan,
                                                                  uint32_t index) {
    return (const struct fenrun__plan_award *)fenrun__plan_at(plan, plan->awards) + index;
}

static inline const struct fenrun__plan_pay *fenrun__plan_pay(const struct fenrun__plan *plan,
                                                              uint32_t index) {
    return (const struct fenrun__plan_pay *)fenrun__plan_at(plan, plan->pays) + index;
}

static inline const struct fenrun__plan_test *fenrun__plan_test(const struct fenrun__plan *plan,
                                                                uint32_t index) {
    return (const struct fenrun__plan_test *)fenrun__plan_at(plan, plan->tests) + index;
}

/* The awards of an event kind, as indexes of awards. */
static inline const uint32_t *fenrun__plan_order(const struct fenrun__plan *plan, uint32_t kind) {
    return (const uint32_t *)fenrun__plan_at(plan, plan->order) + plan->order_first[kind];
}

static inline const struct fenrun__plan_requirement *
fenrun__plan_requirement(const struct fenrun__plan *plan, uint32_t index) {
    return (const struct fenrun__plan_requirement *)fenrun__plan_at(plan, plan->requirements) +
           index;
}

static inline const struct fenrun__plan_promotion *
fenrun__plan_promotion(const struct fenrun__plan *plan, uint32_t index) {
    return (const struct fenrun__plan_promotion *)fenrun__plan_at(plan, plan->promotions) + index;
}

/* A name by enum fenrun_name and index; NULL if there is none. */
const char *fenrun__plan_name(const struct fenrun__plan *plan, uint32_t kind, uint32_t index);

/* The index of a name, or UINT32_MAX. */
uint32_t fenrun__plan_find(const struct fenrun__plan *plan, uint32_t kind,
                           struct fenrun__text name);

/* A path as it stands in the rule set, "seller.leader". */
void fenrun__plan_write_path(const struct fenrun__plan *plan,
                             const struct fenrun__plan_award *award,
                             struct fenrun__writer *writer);

/* A set of tiers as it stands in a rule set: "gold", "gold+" or "[normal, senior_gold]". */
void fenrun__plan_write_tiers(const struct fenrun__plan *plan, uint64_t tiers,
                              struct fenrun__writer *writer);

void fenrun__plan_free(struct fenrun__memory *memory, struct fenrun__plan *plan);

#endif
