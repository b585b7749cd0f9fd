/*
 * Draft: a plan of one version while it is being read.
 *
 *     reader fills          draft.awards[1] = {pay_first 3, ...}   tables[PAYS] rows 3 to 5
 *     fenrun__draft_lay_out copies only what is filled into one block, texts last, each once with
 *                           its NUL
 *
 * Invariants
 *   1. What the limits of fenrun.h keep small stands in arrays at their largest, which cannot
 *      overflow: the readers stop at the limits. What they would let become large (64 levels of 64
 *      tiers in each of 256 awards) grows: fenrun__draft_add.
 *   2. Once memory has run out, `failed` says so and nothing more is added; readers need not look,
 *      since they only ever add. Such a draft is not laid out.
 *   3. Texts are the document's; only the plan has its own. Until the plan is laid out, `name` of
 *      an award is not set, and `name` of a PAID column is the index of its award.
 *   4. A draft is laid out only if no mistake was noted.
 *
 * Costs: 100 KB for the time of reading, and what grows; adding is amortised O(1).
 */
#ifndef FENRUN_RULES_DRAFT_H
#define FENRUN_RULES_DRAFT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/text.h"
#include "money/amount.h"
#include "rules/plan.h"

/* Ways to come to one tier. A review looks at all of them, so there must be an end. */
#define FENRUN__ALTERNATIVES_MAX 16u

/* The subjects of `when`: the roles and the payee. */
#define FENRUN__AWARD_TESTS_MAX (FENRUN_ROLES_MAX + 1u)

#define FENRUN__SHAPES_MAX (FENRUN__SHAPE_OWN + FENRUN_EVENTS_MAX)
#define FENRUN__TRIGGERS_MAX (FENRUN__SHAPES_MAX + 1u + FENRUN_PERIODS_MAX)

/* The tables that grow. Their rows are struct fenrun__plan_requirement and so on. */
enum fenrun__draft_table {
    FENRUN__TABLE_REQUIREMENTS,
    FENRUN__TABLE_PAYS,
    FENRUN__TABLE_GRADES,
    FENRUN__TABLE_TESTS,
    FENRUN__TABLE_LIMITS,
    FENRUN__TABLE_FUNDERS,
    FENRUN__TABLE_DIFFERENTIALS,
    FENRUN__TABLE_SPLITS,
    FENRUN__TABLE_SHARES,
    FENRUN__TABLE_POOLS,
    FENRUN__TABLE_SELECTIONS,
    FENRUN__TABLE_ALTERNATIVES, /* of selections, promotions and demotions */
    FENRUN__TABLES
};

struct fenrun__draft_rows {
    unsigned char *rows;
    size_t count;
    size_t capacity;
};

/* What an event brings. A join has no roles: its newcomer is known to awards alone. */
struct fenrun__draft_shape {
    uint32_t role_count;
    uint32_t amount_count;
    uint32_t count_count;
    struct fenrun__text roles[FENRUN_ROLES_MAX];
    struct fenrun__text amounts[FENRUN_AMOUNTS_MAX];
    struct fenrun__text counts[FENRUN_COUNTS_MAX];
};

struct fenrun__draft {
    struct fenrun__memory *memory;
    bool failed; /* memory ran out */
    uint32_t decimals;
    uint32_t lead_tier;
    struct fenrun__plan_version version; /* the readers set effective, rounding, reviews, promotions
                                            and demotions */
    struct fenrun__text name;
    struct fenrun__text title;
    uint32_t tier_count;
    uint32_t label_count;
    uint32_t period_count;
    uint32_t event_count; /* own events */
    uint32_t unit_count;  /* the currency is the first */
    uint32_t award_count;
    uint32_t column_count;
    uint32_t window_count;
    struct fenrun__text tiers[FENRUN_TIERS_MAX];
    struct fenrun__text label_names[FENRUN_LABELS_MAX];
    struct fenrun__text periods[FENRUN_PERIODS_MAX];
    struct fenrun__text events[FENRUN_EVENTS_MAX];
    struct fenrun__text units[1 + FENRUN_AWARDS_MAX];
    struct fenrun__text award_names[FENRUN_AWARDS_MAX];
    struct fenrun__draft_shape shapes[FENRUN__SHAPES_MAX]; /* 2 + event_count of them */
    struct fenrun__plan_trigger triggers[FENRUN__TRIGGERS_MAX]; /* requirements and budgets */
    struct fenrun__plan_award awards[FENRUN_AWARDS_MAX];
    struct fenrun__plan_label labels[FENRUN_LABELS_MAX]; /* by label */
    struct fenrun__plan_column columns[FENRUN__COLUMNS_MAX];
    int64_t windows[FENRUN__WINDOWS_MAX];
    struct fenrun__draft_rows tables[FENRUN__TABLES];
};

/* A draft without anything but a version that is always in force and reviews nobody; NULL if memory
   ran out. */
struct fenrun__draft *fenrun__draft_new(struct fenrun__memory *memory);
void fenrun__draft_free(struct fenrun__draft *draft);

/* Add rows to a table that grows, copied from `rows`, or zeros if that is NULL. The index of the
   first of them; if memory ran out, `failed` is set and the index means nothing. */
uint32_t fenrun__draft_add(struct fenrun__draft *draft, enum fenrun__draft_table table,
                           const void *rows, size_t count);

/* How many rows a table that grows has: the index of the next. */
static inline uint32_t fenrun__draft_count(const struct fenrun__draft *draft,
                                           enum fenrun__draft_table table) {
    return (uint32_t)draft->tables[table].count;
}

/* The plan of a draft; NULL if memory ran out. O(size of the plan). */
struct fenrun__plan *fenrun__draft_lay_out(const struct fenrun__draft *draft);

#endif
