/*
 * Rules: the model's own rule book, plain structs, which print themselves as the YAML that the
 * library reads (print.h).
 *
 *     award team_profit: trigger RULES_ORDER, to role 0, LEADER, form SINGLE, 25 % of figure 1
 *       team_profit:
 *         event: order
 *         to: seller.leader
 *         pay: 25% of profit
 *
 * Words
 *   shape    what an event brings: 0 the order, 1 the join, from 2 on the own events
 *   trigger  what an award is paid on: a shape, RULES_PROMOTION, or RULES_PERIOD + the period
 *   figure   an amount (0, 1 ...) or a count (RULES_COUNT0, ...) of a shape
 *   measure  an index of the book's measures
 *
 * Tiers from `lead_tier` on lead teams. Sets of tiers and of labels are masks.
 */
#ifndef MODEL_RULES_H
#define MODEL_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fenrun.h"
#include "model/fraction.h"

#define RULES_TIERS_MAX FENRUN_TIERS_MAX
#define RULES_ROLES_MAX FENRUN_ROLES_MAX
#define RULES_AMOUNTS_MAX FENRUN_AMOUNTS_MAX
#define RULES_COUNTS_MAX FENRUN_COUNTS_MAX
#define RULES_AWARDS_MAX 12u /* of a version */
#define RULES_STEPS_MAX 6u
#define RULES_TESTS_MAX 3u
#define RULES_LEVELS_MAX 4u
#define RULES_GRADES_MAX 4u
#define RULES_SHARES_MAX 4u
#define RULES_QUALIFY_MAX 2u
#define RULES_REVIEWED_MAX 8u /* maps of promotions, or of demotions */
#define RULES_MEASURES_MAX 16u
#define RULES_PERIODS_MAX FENRUN_PERIODS_MAX
#define RULES_LABELS_MAX FENRUN_LABELS_MAX
#define RULES_EVENTS_MAX 2u
#define RULES_VERSIONS_MAX 3u
#define RULES_UNITS 4u /* 0 is money */
#define RULES_NONE UINT32_MAX
#define RULES_PAYEE 100u /* subject of a test: the payee of the award */
#define RULES_COUNT0 FENRUN_AMOUNTS_MAX /* the first figure that is a count */

#define RULES_ORDER 0u
#define RULES_JOIN 1u
#define RULES_OWN 2u /* and the own event */
#define RULES_SHAPES_MAX (RULES_OWN + RULES_EVENTS_MAX)
#define RULES_PROMOTION 16u
#define RULES_PERIOD 32u /* and the period */

enum rules_step_kind { RULES_INVITER = 1, RULES_LEADER = 2, RULES_ABOVE = 3 };

struct rules_step {
    enum rules_step_kind kind;
    uint32_t tier; /* of RULES_ABOVE */
};

struct rules_path {
    uint32_t role; /* of joins, promotions and periods 0: the newcomer, or the member */
    uint32_t step_count;
    struct rules_step steps[RULES_STEPS_MAX];
    bool uplines;
};

enum rules_scope {
    RULES_SCOPE_OWN,
    RULES_SCOPE_DIRECT,
    RULES_SCOPE_TEAM,
    RULES_SCOPE_DOWNLINE,
    RULES_SCOPE_ALL,
    RULES_SCOPES
};

enum rules_what {
    RULES_WHAT_SALES,
    RULES_WHAT_ORDERS,
    RULES_WHAT_AMOUNT, /* figure `index` of orders, not the first */
    RULES_WHAT_COUNT,
    RULES_WHAT_JOIN_AMOUNT, /* figure `index` of joins */
    RULES_WHAT_JOIN_COUNT,
    RULES_WHAT_MEMBERS, /* direct_invites, team_members, downline_members */
    RULES_WHATS
};

enum rules_window {
    RULES_WINDOW_EVER,
    RULES_WINDOW_PERIOD,
    RULES_WINDOW_DAYS,
    RULES_WINDOW_HOURS,
    RULES_WINDOWS
};

struct rules_measure {
    enum rules_scope scope;
    enum rules_what what;
    uint32_t index;
    uint64_t tiers; /* 0, or all there are: any; else one tier, or all from one on */
    enum rules_window window;
    uint32_t window_size; /* which period, how many days, how many hours */
};

enum rules_value_kind {
    RULES_VALUE_FIXED, /* `value` minor units */
    RULES_VALUE_RATE,  /* `value` parts per billion of the base */
    RULES_VALUE_PER    /* `value` minor units for each full `per` of the base; 0: for each */
};

/* The base is a figure of the event, or a measure of the member in turn. */
struct rules_value {
    bool listed;
    enum rules_value_kind kind;
    int64_t value;
    int64_t per;
    uint32_t figure;
    uint32_t measure; /* RULES_NONE: the figure */
};

enum rules_test_kind { RULES_TEST_IS, RULES_TEST_BELOW, RULES_TEST_ABOVE, RULES_TEST_NOT };

struct rules_test {
    uint32_t subject; /* a role, or RULES_PAYEE */
    enum rules_test_kind kind;
    uint64_t tiers;
    uint32_t labels;
    uint32_t other; /* but of IS: whom it is compared with */
};

/* One map of measures, all of which must be reached: a way to (or to keep) `tier`. */
struct rules_alternative {
    uint32_t tier;
    uint32_t test_count;
    struct {
        uint32_t measure;
        int64_t at_least;
    } tests[RULES_TESTS_MAX];
};

enum rules_top { RULES_TOP_ALL, RULES_TOP_COUNT, RULES_TOP_RATE };

/* Who of all members takes part, besides the tests of `when`. */
struct rules_selection {
    uint32_t qualify_count;
    struct rules_alternative qualify[RULES_QUALIFY_MAX];
    uint32_t rank; /* a measure, or RULES_NONE */
    enum rules_top top;
    int64_t top_value; /* a number, or parts per billion */
};

enum rules_limit_kind { RULES_LIMIT_NONE, RULES_LIMIT_EVENT, RULES_LIMIT_PERIOD };

/* A cap or a budget. */
struct rules_limit {
    enum rules_limit_kind kind;
    struct rules_value at_most; /* fixed, or a rate */
    uint32_t period;
    bool refuses;
};

enum rules_form {
    RULES_FORM_SINGLE,
    RULES_FORM_BY_TIER,
    RULES_FORM_LEVELS, /* on uplines */
    RULES_FORM_PRIZES, /* a list by rank */
    RULES_FORM_GRADED,
    RULES_FORM_DIFFERENTIAL,
    RULES_FORM_SPLIT,
    RULES_FORM_POOL,
    RULES_FORMS
};

enum rules_unqualified { RULES_SKIP, RULES_COMPRESS, RULES_STOP };

struct rules_grade {
    int64_t low; /* up to just below the next one's */
    struct rules_value value;
};

struct rules_share {
    int64_t rate;
    struct rules_path to;
};

struct rules_award {
    uint32_t name; /* the same number in another version is the same name */
    uint32_t trigger;
    enum rules_form form;
    struct rules_path to;
    uint32_t test_count;
    struct rules_test tests[RULES_TESTS_MAX];
    /* SINGLE: pays[0], every tier alike; BY_TIER, DIFFERENTIAL: pays[0]; LEVELS, PRIZES: each. */
    uint32_t level_count;
    bool level_by_tier[RULES_LEVELS_MAX];
    struct rules_value pays[RULES_LEVELS_MAX][RULES_TIERS_MAX];
    enum rules_unqualified unqualified;
    uint32_t already_paid; /* a role, or RULES_NONE */
    bool has_peer;
    struct rules_value peer;
    struct rules_value by; /* GRADED: whose base decides */
    uint32_t grade_count;
    struct rules_grade grades[RULES_GRADES_MAX];
    uint32_t share_count;
    struct rules_share shares[RULES_SHARES_MAX];
    bool has_remainder; /* SPLIT: `remainder`; POOL: the first who shares; else the platform */
    struct rules_path remainder;
    struct rules_value total; /* SPLIT, POOL: what is shared out */
    uint32_t share_by;        /* POOL: a measure, or RULES_NONE: equally */
    bool has_funder;
    bool funder_refuses;
    struct rules_path funder;
    struct rules_limit cap;
    uint32_t hold; /* 0: none */
    bool hold_in_hours;
    uint32_t rounding; /* RULES_NONE: the version's; else enum fraction_rounding */
    uint32_t unit;
    struct rules_selection selection; /* of awards of periods */
};

/* `require`: low <= figure <= high, which are rates of the amount `base`, or fixed. */
struct rules_requirement {
    uint32_t figure;
    uint32_t base; /* RULES_NONE: fixed */
    bool open;     /* no upper end */
    int64_t low;
    int64_t high;
};

struct rules_shape {
    uint32_t role_count;
    uint32_t amount_count;
    uint32_t count_count;
};

/* What a version asks of, and allows to, one shape. */
struct rules_terms {
    uint32_t requirement_count;
    struct rules_requirement requirements[RULES_AMOUNTS_MAX];
    struct rules_limit budget;
};

#define RULES_REVIEW_AT_ONCE 100u

/* Promotions, or demotions: maps of one tier stand together, lowest tier first. */
struct rules_review {
    uint32_t when; /* RULES_REVIEW_AT_ONCE or a period */
    uint32_t count; /* 0: there is no such section */
    struct rules_alternative rows[RULES_REVIEWED_MAX];
};

struct rules_label {
    uint32_t review;
    uint32_t test_count;
    struct rules_test tests[RULES_TESTS_MAX];
    struct rules_selection selection;
};

struct rules_version {
    bool has_effective;
    int64_t effective;
    enum fraction_rounding rounding;
    struct rules_terms terms[RULES_SHAPES_MAX];
    uint32_t award_count;
    struct rules_award awards[RULES_AWARDS_MAX];
    struct rules_review promotions;
    struct rules_review demotions;
    struct rules_label labels[RULES_LABELS_MAX];
};

/* A rule book; of one version as a rule. */
struct rules {
    const char *currency;
    uint32_t decimals;
    uint32_t tier_count;
    uint32_t lead_tier;
    bool names_leaders; /* the key team_leaders stands there */
    bool has_order;
    uint32_t period_count;
    uint32_t label_count;
    uint32_t event_count;
    struct rules_shape shapes[RULES_SHAPES_MAX];
    uint32_t measure_count;
    struct rules_measure measures[RULES_MEASURES_MAX];
    uint32_t version_count;
    struct rules_version versions[RULES_VERSIONS_MAX];
};

/* The set of all tiers. */
uint64_t rules_all_tiers(const struct rules *rules);

bool rules_leads(const struct rules *rules, uint32_t tier);

/* The version in force at an instant; NULL before the first. */
const struct rules_version *rules_in_force(const struct rules *rules, int64_t at);

/* The library's numbers of an award of a version, and of its unit: the currency is 0, the others
   count as they occur. */
uint32_t rules_award_index(const struct rules *rules, const struct rules_version *version,
                           uint32_t award);
uint32_t rules_unit_index(const struct rules *rules, uint32_t unit);

/* Whether it leaves out members of some tier. */
bool rules_measure_is_of_tiers(const struct rules *rules, const struct rules_measure *measure);

bool rules_measure_is_money(const struct rules_measure *measure);

/* Whether a measure adds up something of orders; of joins, members included. */
bool rules_measure_is_of_orders(const struct rules_measure *measure);

/* The shape whose figures a trigger's awards may use; NULL if there are none. */
const struct rules_shape *rules_trigger_shape(const struct rules *rules, uint32_t trigger);

/* The shape of an event; RULES_NONE if it has none, or no such own event is known. */
uint32_t rules_event_shape(const struct rules *rules, const fenrun_event *event);

/* The value of a figure of an event. */
int64_t rules_figure(const fenrun_event *event, uint32_t figure);

/* Rule sets that the fuzz targets use as well: that of 万物心选; a plan in which invites, teams and
   sales promote; and one with periods, labels, own events, levels, caps and windows. */
void rules_reference(struct rules *rules);
void rules_ladder(struct rules *rules);
void rules_fair(struct rules *rules);

#endif
