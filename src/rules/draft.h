/*
 * Draft: a plan while it is being read, every table at its largest.
 *
 *     reader fills          draft.awards[1] = {pay_first 3, ...}   draft.pays[3..5]
 *     fenrun__draft_lay_out copies only what is filled into one block, texts last, each once with
 *                           its NUL
 *
 * Invariants
 *   1. No table can overflow: the readers stop at the limits of fenrun.h, and every table has the
 *      room that these limits allow. So a draft is one allocation, of about half a megabyte for the
 *      time of reading, and filling it cannot fail.
 *   2. Texts are the document's; only the plan has its own.
 *   3. A draft is laid out only if no mistake was noted.
 */
#ifndef FENRUN_RULES_DRAFT_H
#define FENRUN_RULES_DRAFT_H

#include <stdint.h>

#include "base/memory.h"
#include "base/text.h"
#include "money/amount.h"
#include "rules/plan.h"

/* Ways to come to one tier. A review looks at all of them, so there must be an end. */
#define FENRUN__ALTERNATIVES_MAX 16u

/* The subjects of `when`: the roles and the payee. */
#define FENRUN__AWARD_TESTS_MAX (FENRUN_ROLES_MAX + 1u)

struct fenrun__draft {
    enum fenrun__rounding rounding;
    uint32_t decimals;
    uint32_t lead_tier;
    struct fenrun__text name;
    struct fenrun__text title;
    uint32_t tier_count;
    uint32_t role_count;
    uint32_t amount_count;
    uint32_t unit_count; /* the currency is the first */
    uint32_t award_count;
    uint32_t pay_count;
    uint32_t test_count;
    uint32_t requirement_count;
    uint32_t promotion_count;
    struct fenrun__text tiers[FENRUN_TIERS_MAX];
    struct fenrun__text roles[FENRUN_ROLES_MAX];
    struct fenrun__text amounts[FENRUN_AMOUNTS_MAX];
    struct fenrun__text units[1 + FENRUN_AWARDS_MAX];
    struct fenrun__text award_names[FENRUN_AWARDS_MAX];
    struct fenrun__plan_award awards[FENRUN_AWARDS_MAX]; /* `name` is set when laid out */
    struct fenrun__plan_pay pays[FENRUN_AWARDS_MAX * FENRUN_TIERS_MAX];
    struct fenrun__plan_test tests[FENRUN_AWARDS_MAX * FENRUN__AWARD_TESTS_MAX];
    struct fenrun__plan_requirement requirements[FENRUN_AMOUNTS_MAX];
    struct fenrun__plan_promotion promotions[FENRUN_TIERS_MAX * FENRUN__ALTERNATIVES_MAX];
};

/* The plan of a draft; NULL if memory ran out. O(size of the plan). */
struct fenrun__plan *fenrun__draft_lay_out(const struct fenrun__draft *draft,
                                           struct fenrun__memory *memory);

#endif
