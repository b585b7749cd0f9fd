/*
 * Rules: the model's own rule set, a plain struct, which prints itself as the YAML that the library
 * reads.
 *
 *     award team_profit: event ORDER, role 0, steps {LEADER}, every tier paid 25 % of amount 1
 *       team_profit:
 *         event: order
 *         to: seller.leader
 *         pay: 25% of profit
 *
 * Tiers from `lead_tier` on lead teams; a set of tiers is a mask, bit = tier.
 */
#ifndef MODEL_RULES_H
#define MODEL_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fenrun.h"
#include "model/fraction.h"

#define RULES_TIERS_MAX 6u
#define RULES_ROLES_MAX 4u
#define RULES_AMOUNTS_MAX 3u
#define RULES_AWARDS_MAX 10u
#define RULES_STEPS_MAX 4u
#define RULES_TESTS_MAX 3u
#define RULES_PROMOTIONS_MAX 6u
#define RULES_UNITS 4u /* 0 is money */
#define RULES_TEXT_MAX 8192u
#define RULES_PAYEE 100u /* subject of a test: the payee of the award */
#define RULES_FIXED 100u /* base: an amount, not a share of one */

enum rules_step { RULES_INVITER = 1, RULES_LEADER = 2 };

/* `value` is parts per billion of the amount `base`, or minor units. */
struct rules_pay {
    bool listed;
    uint32_t base;
    int64_t value;
};

struct rules_test {
    uint32_t subject;
    uint32_t tiers;
};

struct rules_award {
    const char *name;
    uint32_t event; /* FENRUN_EVENT_JOIN or FENRUN_EVENT_ORDER */
    uint32_t role;  /* of a join: 0, the newcomer */
    uint32_t step_count;
    enum rules_step steps[RULES_STEPS_MAX];
    uint32_t test_count;
    struct rules_test tests[RULES_TESTS_MAX];
    bool by_tier; /* `pay` is written as a table; else all rows are the same */
    struct rules_pay pays[RULES_TIERS_MAX];
    uint32_t unit;
};

struct rules_requirement {
    uint32_t amount;
    uint32_t base;
    int64_t low;
    int64_t high;
};

enum rules_measure { RULES_DIRECT_INVITES, RULES_TEAM_MEMBERS, RULES_OWN_SALES };

struct rules_measured {
    enum rules_measure measure;
    int64_t at_least;
};

/* One way to `tier`: all of its tests. */
struct rules_promotion {
    uint32_t tier;
    uint32_t test_count;
    struct rules_measured tests[RULES_TESTS_MAX];
};

struct rules {
    const char *currency;
    uint32_t decimals;
    enum fraction_rounding rounding;
    uint32_t tier_count;
    uint32_t lead_tier;
    uint32_t role_count;
    uint32_t amount_count;
    uint32_t requirement_count;
    struct rules_requirement requirements[RULES_AMOUNTS_MAX];
    uint32_t award_count;
    struct rules_award awards[RULES_AWARDS_MAX];
    uint32_t promotion_count; /* rows of one tier stand together, lowest tier first */
    struct rules_promotion promotions[RULES_PROMOTIONS_MAX];
};

bool rules_leads(const struct rules *rules, uint32_t tier);
bool rules_measures(const struct rules *rules, enum rules_measure measure);

/* The library's number of an award's unit: the currency is 0, the others count as they occur. */
uint32_t rules_unit_index(const struct rules *rules, uint32_t award);

/* The rule set as YAML; its length. `out` has room for RULES_TEXT_MAX bytes. */
size_t rules_print(const struct rules *rules, char *out);

/* The two rule sets that the fuzz targets use as well: that of 万物心选, and a plan in which all
   three measures promote. */
void rules_reference(struct rules *rules);
void rules_ladder(struct rules *rules);

#endif
