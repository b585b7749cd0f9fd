/*
 * Plan: a rule set, or a book of several versions of one, compiled into tables, in one block
 * without pointers.
 *
 *     ┌────────┬─ shared ──────────────────────────┬─ by version, one after the other ─┬──────┐
 *     │ header │ shapes · columns · windows · names│ versions ─► triggers ─► awards ─► │ text │
 *     │        │                                   │ pays, tests, limits, selections … │      │
 *     └────────┴───────────────────────────────────┴───────────────────────────────────┴──────┘
 *
 * Award `team_profit` of the reference plan (pay: 25% of profit, to: seller.leader) becomes
 *     trigger ORDER, path {role 0, LEADER}, no tests, form SINGLE, and for each tier of the payee a
 *     row pays[pay_first + tier] = {RATE, value 250000000, figure 1, listed}
 *
 * Words
 *   figure   an amount (0 to 7) or a count (8 to 11) of an event
 *   shape    what an event that is given brings: its roles, amounts and counts
 *   trigger  what awards are paid on: the shapes, then promotions, then the periods
 *   column   a measure that the tree keeps for each member
 *
 * Invariants
 *   1. The block is position independent: offsets are from its start, so that it can be
 *      stored and mapped as it is.
 *   2. Every index and offset inside it was checked when it was built: running a plan checks none.
 *   3. A set of tiers is a 64-bit mask, bit = tier; a set of labels a 16-bit one.
 *   4. `order` holds, for each trigger of a version, the awards of it in the order of the text.
 *   5. Tiers from `lead_tier` on lead teams (lead_tier == tier_count: none do).
 *   6. Versions are in the order of `effective`; their awards are numbered through.
 *   7. An award that is `plain` needs its path, tests and pays only: what a rule set does not use
 *      costs it nothing.
 *   8. The tables stand in the order of their offsets in the header, and a table ends where the
 *      next one begins; names and texts come last.
 *
 * Costs: reading any table is O(1). No string is touched to pay an event.
 */
#ifndef FENRUN_RULES_PLAN_H
#define FENRUN_RULES_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/text.h"
#include "fenrun.h"

#define FENRUN__PLAN_LAYOUT 2u /* changes whenever a table does */
#define FENRUN__STEPS_MAX 6u
#define FENRUN__NOWHERE UINT32_MAX
#define FENRUN__TESTS_OF_ALTERNATIVE_MAX 8u
#define FENRUN__COLUMNS_MAX 64u
#define FENRUN__WINDOWS_MAX 8u /* rolling ones */
#define FENRUN__FIGURES_MAX (FENRUN_AMOUNTS_MAX + FENRUN_COUNTS_MAX)
#define FENRUN__FIGURE_COUNT0 FENRUN_AMOUNTS_MAX /* the first figure that is a count */

/* ---- Paths ---- */

enum fenrun__step {
    FENRUN__STEP_INVITER = 1, /* the member's inviter */
    FENRUN__STEP_LEADER = 2,  /* leader of the member's team; nobody if the member leads one */
    FENRUN__STEP_ABOVE = 3    /* the nearest member above with tiers[i] or a higher tier */
};

/* Of a join: the newcomer; of a promotion: the member who rises; of a period: each in turn. */
enum fenrun__only_role { FENRUN__ROLE_ONLY = 0 };

struct fenrun__plan_path {
    uint8_t role; /* where it starts */
    uint8_t step_count;
    uint8_t uplines; /* 0 or 1: then on to all above where the steps end */
    uint8_t reserved;
    uint8_t steps[FENRUN__STEPS_MAX]; /* enum fenrun__step */
    uint8_t tiers[FENRUN__STEPS_MAX]; /* of STEP_ABOVE */
};

/* ---- Conditions ---- */

/* plan_test.subject and .other: a role, or the payee of the award. */
#define FENRUN__SUBJECT_PAYEE 255u

enum fenrun__test_kind {
    FENRUN__TEST_IS = 0,    /* the tier is one of `tiers`, or the labels and `labels` meet */
    FENRUN__TEST_BELOW = 1, /* the tier is lower than that of `other` */
    FENRUN__TEST_ABOVE = 2, /* ... higher */
    FENRUN__TEST_OTHER = 3  /* it is another member than `other` */
};

/* One subject of `when`. A subject who is nobody fails, and so does an `other` who is. */
struct fenrun__plan_test {
    uint64_t tiers;
    uint32_t labels;
    uint32_t line; /* in the text */
    uint8_t kind;  /* enum fenrun__test_kind */
    uint8_t subject;
    uint8_t other; /* not of TEST_IS: 0 */
    uint8_t reserved[5];
};

/* One map of measures, all of which must be reached. */
struct fenrun__plan_alternative {
    uint32_t tier; /* of promotions and demotions */
    uint32_t line;
    uint32_t test_count; /* at least 1 */
    uint32_t reserved;
    struct {
        int64_t at_least;
        uint32_t column;
        uint32_t reserved;
    } tests[FENRUN__TESTS_OF_ALTERNATIVE_MAX];
};

/* ---- What is paid ---- */

enum fenrun__value_kind {
    FENRUN__VALUE_FIXED = 0, /* `value` minor units */
    FENRUN__VALUE_RATE = 1,  /* `value` parts per billion of the base */
    FENRUN__VALUE_PER = 2    /* `value` minor units for each full `per` of the base */
};

/* What a rate or a piece is of. */
enum fenrun__value_source {
    FENRUN__SOURCE_FIGURE = 0, /* the event's figure `index` */
    FENRUN__SOURCE_COLUMN = 1, /* the column `index` of the member in turn; at a close only */
    FENRUN__SOURCE_TOTAL = 2   /* the sum of the own column `index` over everybody; likewise */
};

struct fenrun__plan_pay {
    int64_t value;
    int64_t per;      /* VALUE_PER: above 0 */
    uint8_t kind;     /* enum fenrun__value_kind */
    uint8_t source;   /* enum fenrun__value_source; not of VALUE_FIXED */
    uint8_t listed;   /* 0: nothing is paid, and the trace says so */
    uint8_t reserved;
    uint32_t index;
};

/* A row of a graded pay: from `low` on, up to the next row's. The first row's low is 0. */
struct fenrun__plan_grade {
    int64_t low;
    struct fenrun__plan_pay pay;
};

enum fenrun__form {
    FENRUN__FORM_SINGLE = 0,       /* tier_count rows of pays */
    FENRUN__FORM_LEVELS = 1,       /* level_count times tier_count rows of pays, uplines */
    FENRUN__FORM_DIFFERENTIAL = 2, /* tier_count rows of pays, uplines; `special`: differentials */
    FENRUN__FORM_GRADED = 3,       /* level_count rows of grades from pay_first; `special`: source
                                      << 16 | index of what it is graded by */
    FENRUN__FORM_SPLIT = 4,        /* `special`: splits */
    FENRUN__FORM_PRIZES = 5,       /* at a close: as LEVELS, by rank, without uplines */
    FENRUN__FORM_POOL = 6          /* at a close; `special`: pools */
};

enum fenrun__unqualified {
    FENRUN__UNQUALIFIED_SKIP = 1,
    FENRUN__UNQUALIFIED_COMPRESS = 2,
    FENRUN__UNQUALIFIED_STOP = 3
};

struct fenrun__plan_award {
    uint32_t name; /* offset of the text */
    uint32_t line; /* of its version's text, from 1 */
    uint32_t trigger;
    uint32_t unit;
    struct fenrun__plan_path to; /* not of SPLIT */
    uint8_t form;                /* enum fenrun__form */
    uint8_t plain;               /* 1: SINGLE without cap and funder, not in a budget that clips or
                                    refuses, not at a close: see invariant 7 */
    uint8_t looks_at_payee;      /* 0: it pays whoever the path leads to, of any tier, the same */
    uint8_t rounding;            /* enum fenrun__rounding: its own, or the version's */
    uint8_t unqualified;         /* LEVELS: enum fenrun__unqualified */
    uint8_t reserved[3];
    uint32_t pay_first;
    uint32_t test_first;
    uint32_t test_count;
    uint32_t level_count;
    int64_t hold;       /* seconds */
    uint32_t cap;       /* limits, or FENRUN__NOWHERE */
    uint32_t funder;    /* funders, or FENRUN__NOWHERE: the platform */
    uint32_t special;   /* by form, or FENRUN__NOWHERE */
    uint32_t selection; /* selections, of awards at a close; or FENRUN__NOWHERE */
};

/* A cap or a budget; and with `column` what a payee gets between two closes. */
struct fenrun__plan_limit {
    struct fenrun__plan_pay at_most; /* FIXED or RATE; rounded down */
    uint32_t column;                 /* of scope PAID, or FENRUN__NOWHERE: in one event */
    uint32_t refuses;                /* 1: over it the event is refused; 0: clipped */
    uint32_t line;
    uint32_t reserved;
};

struct fenrun__plan_funder {
    struct fenrun__plan_path member;
    uint32_t refuses;
    uint32_t line;
};

struct fenrun__plan_differential {
    uint32_t already_paid; /* a role, or FENRUN__NOWHERE */
    uint32_t has_peer;
    struct fenrun__plan_pay peer;
};

struct fenrun__plan_split {
    struct fenrun__plan_pay total;
    uint32_t share_first;
    uint32_t share_count;
    uint32_t has_remainder; /* 0: the platform */
    uint32_t reserved;
    struct fenrun__plan_path remainder;
};

struct fenrun__plan_share {
    int64_t rate_ppb;
    struct fenrun__plan_path to;
};

struct fenrun__plan_pool {
    struct fenrun__plan_pay sum;
    uint32_t share;              /* the column that weighs, or FENRUN__NOWHERE: equally */
    uint32_t remainder_to_first; /* 0: the platform */
};

enum fenrun__top { FENRUN__TOP_ALL = 0, FENRUN__TOP_COUNT = 1, FENRUN__TOP_RATE = 2 };

/* Who of all members takes part, at a close: in an award, or as the holders of a label. */
struct fenrun__plan_selection {
    int64_t top_value;          /* a number, or parts per billion */
    uint32_t test_first;        /* tests of `when`; the subject is the member */
    uint32_t test_count;
    uint32_t alternative_first; /* any of these; none: no measure is asked for */
    uint32_t alternative_count;
    uint32_t rank;              /* a column, or FENRUN__NOWHERE */
    uint32_t top;               /* enum fenrun__top */
};

/* ---- Events ---- */

/* `require`: low <= figure <= high, each a share of the amount `base`, or fixed. A high of
   INT64_MAX is no upper end. */
struct fenrun__plan_requirement {
    int64_t low;
    int64_t high;
    uint32_t figure;
    uint32_t base; /* an amount: low and high are rates of it; or FENRUN__NOWHERE */
    uint32_t line;
    uint32_t reserved;
};

/* What an event that is given brings. Shape 0 is the order, 1 the join, 2 + i own event i. */
struct fenrun__plan_shape {
    uint32_t role_count; /* of a join: 0 in the record, though awards know the newcomer */
    uint32_t amount_count;
    uint32_t count_count;
    uint32_t names[3]; /* offsets of role_count, amount_count, count_count offsets of texts */
};

#define FENRUN__SHAPE_ORDER 0u
#define FENRUN__SHAPE_JOIN 1u
#define FENRUN__SHAPE_OWN 2u

/* What a version does on one trigger. Triggers: the shapes, then promotions, then the periods. */
struct fenrun__plan_trigger {
    uint32_t order_first; /* in `order` */
    uint32_t order_count;
    uint32_t requirement_first;
    uint32_t requirement_count;
    uint32_t budget; /* limits, or FENRUN__NOWHERE */
    uint32_t reserved;
};

/* ---- Measures ---- */

enum fenrun__column_scope {
    FENRUN__SCOPE_OWN = 0,
    FENRUN__SCOPE_DIRECT = 1,
    FENRUN__SCOPE_TEAM = 2,
    FENRUN__SCOPE_DOWNLINE = 3,
    FENRUN__SCOPE_PAID = 4 /* what a cap with a period counts; kept like OWN */
};

enum fenrun__column_what {
    FENRUN__WHAT_MEMBERS = 0,     /* of DIRECT, TEAM, DOWNLINE without window: a head counts 1 */
    FENRUN__WHAT_JOINS = 1,       /* own: 1 from the join on, as long as it is in the window */
    FENRUN__WHAT_ORDERS = 2,      /* orders that are not wholly refunded */
    FENRUN__WHAT_FIGURE = 3,      /* figure `figure` of orders */
    FENRUN__WHAT_JOIN_FIGURE = 4, /* figure `figure` of the join */
    FENRUN__WHAT_PAID = 5         /* scope PAID: of awards with the name `name`, in one unit */
};

enum fenrun__column_window {
    FENRUN__WINDOW_EVER = 0,
    FENRUN__WINDOW_PERIOD = 1, /* `window` is the period */
    FENRUN__WINDOW_ROLLING = 2 /* `window` is an index of windows */
};

/* A measure. DIRECT, TEAM and DOWNLINE sum their `basis`, an OWN column with the same window, over
   members whose tier is in `tiers`; with basis FENRUN__NOWHERE each such member counts 1. */
struct fenrun__plan_column {
    uint64_t tiers; /* all ones: any */
    uint8_t scope;
    uint8_t what;
    uint8_t figure;
    uint8_t window_kind;
    uint32_t window;
    uint32_t basis; /* of OWN and PAID: itself */
    uint32_t name;  /* WHAT_PAID: offset of the award's name */
    uint32_t reserved[2];
};

/* ---- Versions ---- */

#define FENRUN__REVIEW_NEVER UINT32_MAX
#define FENRUN__REVIEW_AT_ONCE (UINT32_MAX - 1) /* else a period */

struct fenrun__plan_label {
    uint32_t review; /* a period */
    uint32_t line;
    struct fenrun__plan_selection selection;
};

/* The keys of a rule set that messages about a whole version point at. */
enum fenrun__section {
    FENRUN__SECTION_EFFECTIVE = 0,
    FENRUN__SECTION_CURRENCY = 1,
    FENRUN__SECTION_TIERS = 2,
    FENRUN__SECTION_TEAM_LEADERS = 3,
    FENRUN__SECTION_PERIODS = 4,
    FENRUN__SECTION_LABELS = 5,
    FENRUN__SECTION_ORDER = 6,
    FENRUN__SECTION_JOIN = 7,
    FENRUN__SECTION_EVENTS = 8,
    FENRUN__SECTION_PROMOTIONS = 9,
    FENRUN__SECTION_DEMOTIONS = 10,
    FENRUN__SECTIONS = 11
};

struct fenrun__plan_version {
    int64_t effective; /* FENRUN_TIME_MIN: always */
    uint32_t rounding; /* enum fenrun__rounding */
    uint32_t award_first;
    uint32_t award_count;
    uint32_t trigger_first;    /* trigger_count rows */
    uint32_t label_first;      /* label_count rows */
    uint32_t promotion_review; /* FENRUN__REVIEW_... or a period */
    uint32_t promotion_first;  /* alternatives, highest tier first */
    uint32_t promotion_count;
    uint32_t demotion_review;
    uint32_t demotion_first; /* alternatives, highest tier first */
    uint32_t demotion_count;
    uint32_t lines[FENRUN__SECTIONS]; /* of these keys in its text, from 1; 0: left out */
    uint32_t reserved[2];
};

#define FENRUN__NAME_KINDS 12u /* enum fenrun_name */

struct fenrun__plan {
    uint32_t size;    /* of the whole block, in bytes; a multiple of 8 */
    uint32_t version; /* of this layout: FENRUN__PLAN_LAYOUT */
    uint32_t decimals; /* of the currency */
    uint32_t tier_count;
    uint32_t lead_tier;
    uint32_t label_count;
    uint32_t period_count;
    uint32_t own_event_count;
    uint32_t shape_count;   /* 2 + own_event_count */
    uint32_t trigger_count; /* shape_count + 1 + period_count */
    uint32_t version_count;
    uint32_t award_count; /* of all versions */
    uint32_t column_count;
    uint32_t window_count;
    uint32_t shapes; /* offsets of the tables */
    uint32_t columns;
    uint32_t windows; /* int64_t seconds */
    uint32_t versions;
    uint32_t triggers;
    uint32_t awards;
    uint32_t labels;
    uint32_t requirements;
    uint32_t pays;
    uint32_t grades;
    uint32_t tests;
    uint32_t limits;
    uint32_t funders;
    uint32_t differentials;
    uint32_t splits;
    uint32_t shares;
    uint32_t pools;
    uint32_t selections;
    uint32_t alternatives;
    uint32_t order;
    uint32_t name_count[FENRUN__NAME_KINDS]; /* by enum fenrun_name; ROLE ... are of orders */
    uint32_t names[FENRUN__NAME_KINDS];      /* offset of name_count offsets of texts with NUL */
};

static inline const void *fenrun__plan_at(const struct fenrun__plan *plan, uint32_t offset) {
    return (const unsigned char *)plan + offset;
}

/* Row `index` of a table: fenrun__plan_award(plan, 3) ... */
#define FENRUN__PLAN_TABLE(noun, table)                                                           \
    static inline const struct fenrun__plan_##noun *fenrun__plan_##noun(                          \
        const struct fenrun__plan *plan, uint32_t index) {                                        \
        return (const struct fenrun__plan_##noun *)fenrun__plan_at(plan, plan->table) + index;    \
    }
FENRUN__PLAN_TABLE(shape, shapes)
FENRUN__PLAN_TABLE(column, columns)
FENRUN__PLAN_TABLE(version, versions)
FENRUN__PLAN_TABLE(requirement, requirements)
FENRUN__PLAN_TABLE(award, awards)
FENRUN__PLAN_TABLE(pay, pays)
FENRUN__PLAN_TABLE(grade, grades)
FENRUN__PLAN_TABLE(test, tests)
FENRUN__PLAN_TABLE(limit, limits)
FENRUN__PLAN_TABLE(funder, funders)
FENRUN__PLAN_TABLE(differential, differentials)
FENRUN__PLAN_TABLE(split, splits)
FENRUN__PLAN_TABLE(share, shares)
FENRUN__PLAN_TABLE(pool, pools)
FENRUN__PLAN_TABLE(selection, selections)
FENRUN__PLAN_TABLE(alternative, alternatives)
#undef FENRUN__PLAN_TABLE

/* Whether a test of an award looks at its payee. */
static inline bool fenrun__plan_tests_payee(const struct fenrun__plan_test *test) {
    return (test->subject == FENRUN__SUBJECT_PAYEE) | (test->other == FENRUN__SUBJECT_PAYEE);
}

static inline int64_t fenrun__plan_window(const struct fenrun__plan *plan, uint32_t index) {
    return ((const int64_t *)fenrun__plan_at(plan, plan->windows))[index];
}

/* The triggers by what happens. */
static inline uint32_t fenrun__plan_trigger_of_promotion(const struct fenrun__plan *plan) {
    return plan->shape_count;
}
static inline uint32_t fenrun__plan_trigger_of_period(const struct fenrun__plan *plan,
                                                      uint32_t period) {
    return plan->shape_count + 1 + period;
}

static inline const struct fenrun__plan_trigger *
fenrun__plan_trigger(const struct fenrun__plan *plan, const struct fenrun__plan_version *version,
                     uint32_t trigger) {
    return (const struct fenrun__plan_trigger *)fenrun__plan_at(plan, plan->triggers) +
           version->trigger_first + trigger;
}

/* The awards of a trigger, as indexes of awards. */
static inline const uint32_t *fenrun__plan_order(const struct fenrun__plan *plan,
                                                 const struct fenrun__plan_trigger *trigger) {
    return (const uint32_t *)fenrun__plan_at(plan, plan->order) + trigger->order_first;
}

static inline const struct fenrun__plan_label *
fenrun__plan_label(const struct fenrun__plan *plan, const struct fenrun__plan_version *version,
                   uint32_t label) {
    return (const struct fenrun__plan_label *)fenrun__plan_at(plan, plan->labels) +
           version->label_first + label;
}

/* The version in force at an instant; NULL before the first. */
static inline const struct fenrun__plan_version *
fenrun__plan_in_force(const struct fenrun__plan *plan, int64_t at) {
    const struct fenrun__plan_version *first = fenrun__plan_version(plan, 0);
    uint32_t count = plan->version_count;
    while (count > 0 && at < first[count - 1].effective) count--;
    return count > 0 ? first + count - 1 : NULL;
}

/* A name by enum fenrun_name (with FENRUN_NAME_OF_...) and index; NULL if there is none. */
const char *fenrun__plan_name(const struct fenrun__plan *plan, uint32_t kind, uint32_t index);

/* How many names of a kind there are; 0 for an unknown kind. */
uint32_t fenrun__plan_name_count(const struct fenrun__plan *plan, uint32_t kind);

/* The index of a name, or UINT32_MAX. */
uint32_t fenrun__plan_find(const struct fenrun__plan *plan, uint32_t kind,
                           struct fenrun__text name);

/* The name of a role of a trigger's awards: "seller", "newcomer", "member". */
const char *fenrun__plan_role_name(const struct fenrun__plan *plan, uint32_t trigger,
                                   uint32_t role);

/* The name of a figure of a shape: "price", "quantity". */
const char *fenrun__plan_figure_name(const struct fenrun__plan *plan, uint32_t shape,
                                     uint32_t figure);

/* What a trigger is in a rule set: "order", "join", "promotion", "group_complete", "month". */
const char *fenrun__plan_trigger_name(const struct fenrun__plan *plan, uint32_t trigger);

/* A path as it stands in the rule set, "seller.leader". */
void fenrun__plan_write_path(const struct fenrun__plan *plan, uint32_t trigger,
                             const struct fenrun__plan_path *path, struct fenrun__writer *writer);

/* A set of tiers as it stands in a rule set: "gold", "gold+" or "[normal, senior_gold]"; labels
   after the tiers. */
void fenrun__plan_write_tiers(const struct fenrun__plan *plan, uint64_t tiers, uint32_t labels,
                              struct fenrun__writer *writer);

/* A measure as it stands in a rule set: "team_sales of gold+ in 90 days"; of `everybody`:
   "all_sales". */
void fenrun__plan_write_measure(const struct fenrun__plan *plan, uint32_t column, bool everybody,
                                struct fenrun__writer *writer);

/* Whether a column's values are money, not numbers. */
bool fenrun__plan_column_is_money(const struct fenrun__plan *plan, uint32_t column);

void fenrun__plan_free(struct fenrun__memory *memory, const struct fenrun__plan *plan);

#endif
