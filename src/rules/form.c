/* Form: the tables. Whoever changes the language begins here. */
#include "rules/form.h"

#include "fenrun.h"

/* Pieces of patterns. A space may stand where S is, and must where SPACE is. */
#define S "[ \\t]*"
#define SPACE "[ \\t]+"
#define NAME "[a-z_][a-z0-9_]{0,63}"
#define NUMBER "[0-9]+(\\.[0-9]+)?"
#define RATE NUMBER S "%"
#define TO S "\\.\\." S
#define TIME "0*[1-9][0-9]*" SPACE "(days|hours)"
#define STEPS "(\\.(inviter|leader|above\\(" S NAME S "\\))){0,6}"
#define WINDOW "(" SPACE "in" SPACE "(" TIME "|" NAME "))?"
#define OF_TIERS "(" SPACE "of" SPACE NAME "\\+?)?"
#define MEASURE "(own_[a-z0-9_]+|(direct|team|downline)_[a-z0-9_]+" OF_TIERS ")" WINDOW
#define ALL "all_[a-z0-9_]+" WINDOW
#define FIGURE "(" NAME "|" MEASURE "|" ALL ")"
#define BASE S "of" SPACE
#define TEXT(text) S "(" text ")" S

#define KEYS(table) .keys = (table), .key_count = sizeof(table) / sizeof(table)[0]

static const char *const form_versions[] = {"1", NULL};
static const char *const form_roundings[] = {"half_even", "half_up", "down", "up", NULL};
static const char *const form_overs[] = {"clip", "refuse", NULL};
static const char *const form_policies[] = {"skip", "compress", "stop", NULL};

static const struct fenrun__key form_rules[FENRUN__RULES_KEYS] = {
    [FENRUN__RULES_FENRUN] = {"fenrun", true, FENRUN__FORM_OF_VERSION, "version of the language"},
    [FENRUN__RULES_NAME] = {"name", true, FENRUN__FORM_OF_RULES_NAME, "name of the rule set"},
    [FENRUN__RULES_TITLE] = {"title", false, FENRUN__FORM_OF_TITLE,
                             "what people call the rule set, one line"},
    [FENRUN__RULES_CURRENCY] = {"currency", true, FENRUN__FORM_OF_CURRENCY,
                                "ISO 4217; says how many decimals an amount has"},
    [FENRUN__RULES_ROUNDING] = {"rounding", true, FENRUN__FORM_OF_ROUNDING,
                                "how each payout is rounded, once; there is no default"},
    [FENRUN__RULES_TIERS] = {"tiers", true, FENRUN__FORM_OF_TIERS,
                             "lowest first; a newcomer starts at the lowest"},
    [FENRUN__RULES_TEAM_LEADERS] = {"team_leaders", false, FENRUN__FORM_OF_LEADERS,
                                    "the tiers whose members lead teams; all above the lowest of "
                                    "them"},
    [FENRUN__RULES_EFFECTIVE] = {"effective", false, FENRUN__FORM_OF_INSTANT,
                                 "from when this version is in force; left out: always"},
    [FENRUN__RULES_PERIODS] = {"periods", false, FENRUN__FORM_OF_PERIODS,
                               "what can be closed; the platform says when, by a close event"},
    [FENRUN__RULES_LABELS] = {"labels", false, FENRUN__FORM_OF_LABELS,
                              "marks that members get at each close of a period"},
    [FENRUN__RULES_ORDER] = {"order", false, FENRUN__FORM_OF_ORDER, "what an order brings"},
    [FENRUN__RULES_JOIN] = {"join", false, FENRUN__FORM_OF_JOIN,
                            "what joining brings besides the newcomer"},
    [FENRUN__RULES_EVENTS] = {"events", false, FENRUN__FORM_OF_OWN_EVENTS,
                              "events of the platform's own"},
    [FENRUN__RULES_AWARDS] = {"awards", true, FENRUN__FORM_OF_AWARDS,
                              "who is paid what, on which event"},
    [FENRUN__RULES_PROMOTIONS] = {"promotions", false, FENRUN__FORM_OF_PROMOTIONS,
                                  "what raises members to which tier"},
    [FENRUN__RULES_DEMOTIONS] = {"demotions", false, FENRUN__FORM_OF_DEMOTIONS,
                                 "what members must reach to keep which tier"}};

#define FORM_SHAPE_REST                                                                           \
    {"counts", false, FENRUN__FORM_OF_COUNTS, "the whole numbers that it brings, as quantity"},   \
        {"require", false, FENRUN__FORM_OF_REQUIRE,                                               \
         "between what its amounts and counts must be, else it is refused"},                      \
    {                                                                                             \
        "budget", false, FENRUN__FORM_OF_BUDGET,                                                  \
            "at most what all awards of one such event pay in money"                              \
    }

static const struct fenrun__key form_order[FENRUN__SHAPE_KEYS] = {
    {"roles", true, FENRUN__FORM_OF_ROLES,
     "the members that an order names; the first is the seller, whose sales it counts for"},
    {"amounts", true, FENRUN__FORM_OF_AMOUNTS,
     "the money that an order brings; the first is what the customer paid"},
    FORM_SHAPE_REST};

/* A join is an order without roles. */
static const struct fenrun__key form_join[FENRUN__SHAPE_KEYS - 1] = {
    {"amounts", false, FENRUN__FORM_OF_AMOUNTS, "the money that joining brings, as entry_fee"},
    FORM_SHAPE_REST};

static const struct fenrun__key form_own_event[FENRUN__SHAPE_KEYS] = {
    {"roles", true, FENRUN__FORM_OF_ROLES,
     "the members that it names; the first must be given in each, others may be nobody"},
    {"amounts", false, FENRUN__FORM_OF_AMOUNTS, "the money that it brings"},
    FORM_SHAPE_REST};

static const struct fenrun__key form_budget[FENRUN__BUDGET_KEYS] = {
    [FENRUN__BUDGET_AT_MOST] = {"at_most", true, FENRUN__FORM_OF_LIMIT, "the limit"},
    [FENRUN__BUDGET_OVER] = {"over", true, FENRUN__FORM_OF_OVER,
                             "beyond the limit: pay what is left of it, or refuse the event"}};

static const struct fenrun__key form_award[FENRUN__AWARD_KEYS] = {
    [FENRUN__AWARD_EVENT] = {"event", true, FENRUN__FORM_OF_EVENT, "when to pay"},
    [FENRUN__AWARD_TO] = {"to", false, FENRUN__FORM_OF_PATHS,
                          "whom to pay: a role, then steps up the tree"},
    [FENRUN__AWARD_WHEN] = {"when", false, FENRUN__FORM_OF_WHEN,
                            "who must be of which tier or label; all must be met"},
    [FENRUN__AWARD_PAY] = {"pay", false, FENRUN__FORM_OF_PAY, "how much"},
    [FENRUN__AWARD_UNIT] = {"unit", false, FENRUN__FORM_OF_UNIT,
                            "what is paid; money of the currency if left out"},
    [FENRUN__AWARD_FROM] = {"from", false, FENRUN__FORM_OF_FROM,
                            "who pays; the platform if left out"},
    [FENRUN__AWARD_CAP] = {"cap", false, FENRUN__FORM_OF_CAP,
                           "at most what the award pays in one event, or a payee in a period"},
    [FENRUN__AWARD_HOLD] = {"hold", false, FENRUN__FORM_OF_HOLD,
                            "how long after the event the payout becomes available"},
    [FENRUN__AWARD_ROUNDING] = {"rounding", false, FENRUN__FORM_OF_ROUNDING,
                                "instead of the rule set's rounding"},
    [FENRUN__AWARD_UNQUALIFIED] = {"unqualified", false, FENRUN__FORM_OF_UNQUALIFIED,
                                   "what becomes of a level whose member is not qualified"},
    [FENRUN__AWARD_DIFFERENTIAL] = {"differential", false, FENRUN__FORM_OF_DIFFERENTIAL,
                                    "each member above gets what its tier has more than the "
                                    "highest paid below"},
    [FENRUN__AWARD_SPLIT] = {"split", false, FENRUN__FORM_OF_SPLIT,
                             "what is distributed whole, instead of `to` and `pay`"},
    [FENRUN__AWARD_AMONG] = {"among", false, FENRUN__FORM_OF_AMONG, "which part of it is whose"},
    [FENRUN__AWARD_REMAINDER_TO] = {"remainder_to", false, FENRUN__FORM_OF_REMAINDER,
                                    "who gets what is left of a split or a pool"},
    [FENRUN__AWARD_QUALIFY] = {"qualify", false, FENRUN__FORM_OF_ALTERNATIVES,
                               "at a close: what a member must reach, any one map of it"},
    [FENRUN__AWARD_RANK] = {"rank", false, FENRUN__FORM_OF_MEASURE,
                            "at a close: by what members are ranked, highest first"},
    [FENRUN__AWARD_TOP] = {"top", false, FENRUN__FORM_OF_TOP,
                           "at a close: how many of the ranking take part"},
    [FENRUN__AWARD_POOL] = {"pool", false, FENRUN__FORM_OF_POOL,
                            "at a close: what is shared among them, instead of `pay`"},
    [FENRUN__AWARD_SHARE] = {"share", false, FENRUN__FORM_OF_SHARE, "how a pool is shared"}};

static const struct fenrun__key form_differential[FENRUN__DIFFERENTIAL_KEYS] = {
    [FENRUN__DIFFERENTIAL_ALREADY_PAID] = {"already_paid", true, FENRUN__FORM_OF_ALREADY_PAID,
                                           "the role whose tier's pay counts as paid, or none"},
    [FENRUN__DIFFERENTIAL_PEER] = {"peer", false, FENRUN__FORM_OF_PEER,
                                   "for the next above of the same tier as who was paid last"}};

static const struct fenrun__key form_from[FENRUN__FROM_KEYS] = {
    [FENRUN__FROM_MEMBER] = {"member", true, FENRUN__FORM_OF_PATH,
                             "from whose payouts of this event it is taken"},
    [FENRUN__FROM_OVER] = {"over", true, FENRUN__FORM_OF_OVER,
                           "beyond what these come to: pay that, or refuse the event"}};

static const struct fenrun__key form_cap[FENRUN__CAP_KEYS] = {
    [FENRUN__CAP_AT_MOST] = {"at_most", true, FENRUN__FORM_OF_LIMIT, "the limit"},
    [FENRUN__CAP_IN] = {"in", false, FENRUN__FORM_OF_PERIOD,
                        "of each payee between two closes of this; left out: of one event"},
    [FENRUN__CAP_OVER] = {"over", true, FENRUN__FORM_OF_OVER,
                          "beyond the limit: pay what is left of it, or refuse the event"}};

static const struct fenrun__key form_graded[] = {
    {"by", true, FENRUN__FORM_OF_BASIS, "in which range of this the event is"}};

static const struct fenrun__key form_label[FENRUN__LABEL_KEYS] = {
    [FENRUN__LABEL_REVIEW] = {"review", true, FENRUN__FORM_OF_DEMOTION_REVIEW,
                              "at whose close the label is given anew"},
    [FENRUN__LABEL_WHEN] = {"when", false, FENRUN__FORM_OF_WHEN,
                            "of which tier or label the member must be"},
    [FENRUN__LABEL_QUALIFY] = {"qualify", false, FENRUN__FORM_OF_ALTERNATIVES,
                               "what a member must reach, any one map of it"},
    [FENRUN__LABEL_RANK] = {"rank", false, FENRUN__FORM_OF_MEASURE,
                            "by what members are ranked, highest first"},
    [FENRUN__LABEL_TOP] = {"top", false, FENRUN__FORM_OF_TOP,
                           "how many of the ranking get the label"}};

static const struct fenrun__key form_promotions[] = {
    {"review", true, FENRUN__FORM_OF_REVIEW, "when members are looked at"}};

static const struct fenrun__key form_demotions[] = {
    {"review", true, FENRUN__FORM_OF_DEMOTION_REVIEW, "at whose close members are looked at"}};

#define FORM_VALUE_TEXT                                                                           \
    TEXT(RATE BASE FIGURE "|" NUMBER "|"                                                          \
         NUMBER SPACE "per" SPACE "(" NUMBER SPACE "of" SPACE ")?" FIGURE)
#define FORM_LIMIT_TEXT TEXT(RATE BASE FIGURE "|" NUMBER)
#define FORM_PATH_TEXT S NAME STEPS S

/* What an award pays by. */
static const char *const form_payments[] = {"pay", "split", "pool", NULL};

static const struct fenrun__need form_needs[] = {
    {"pay", "to"},           {"unqualified", "pay"}, {"differential", "pay"}, {"split", "among"},
    {"split", "remainder_to"}, {"among", "split"},   {"pool", "to"},          {"pool", "share"},
    {"pool", "remainder_to"},  {"share", "pool"},    {"top", "rank"},         {NULL, NULL}};

static const struct fenrun__need form_label_needs[] = {{"top", "rank"}, {NULL, NULL}};

static const struct fenrun__written form_table[FENRUN__FORMS] = {
    [FENRUN__FORM_OF_VERSION] = {FENRUN__FORM_TEXT, "version", "1", .words = form_versions,
        .number = true},
    [FENRUN__FORM_OF_RULES_NAME] = {FENRUN__FORM_TEXT, "rules_name", "a name as wanwu-xinxuan",
        .pattern = "[a-z0-9-]{1,64}", .number = true},
    [FENRUN__FORM_OF_TITLE] = {FENRUN__FORM_TEXT, "title", "one line of text", .pattern = ".+",
        .number = true},
    [FENRUN__FORM_OF_CURRENCY] = {FENRUN__FORM_TEXT, "currency", "a currency of ISO 4217 as CNY",
        .pattern = "[A-Z]{3}"},
    [FENRUN__FORM_OF_ROUNDING] = {FENRUN__FORM_TEXT, "rounding", "half_even, half_up, down, up",
        .words = form_roundings},
    [FENRUN__FORM_OF_INSTANT] = {FENRUN__FORM_TEXT, "instant",
        "an instant of ISO 8601 as 2025-03-01",
        .pattern = "[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}:[0-9]{2}"
                   "(Z|[+-][0-9]{2}:[0-9]{2})?)?"},
    [FENRUN__FORM_OF_NAME] = {FENRUN__FORM_TEXT, "name", "a name", .pattern = NAME},
    [FENRUN__FORM_OF_TIER] = {FENRUN__FORM_TEXT, "tier", "a tier", .pattern = NAME},
    [FENRUN__FORM_OF_TIER_OR_LABEL] = {FENRUN__FORM_TEXT, "tier_or_label", "a tier",
        .pattern = S NAME "\\+?" S},
    [FENRUN__FORM_OF_UNIT] = {FENRUN__FORM_TEXT, "unit", "the name of a unit, as coupon",
        .pattern = "(" NAME "|[A-Z]{3})"},
    [FENRUN__FORM_OF_EVENT] = {FENRUN__FORM_TEXT, "event",
        "order, join, promotion, a period, or an event of the key 'events'", .pattern = NAME},
    [FENRUN__FORM_OF_PERIOD] = {FENRUN__FORM_TEXT, "period", "a period as month", .pattern = NAME},
    [FENRUN__FORM_OF_REVIEW] = {FENRUN__FORM_TEXT, "review", "at_once, or a period",
        .pattern = NAME},
    [FENRUN__FORM_OF_DEMOTION_REVIEW] = {FENRUN__FORM_TEXT, "close", "a period", .pattern = NAME},
    [FENRUN__FORM_OF_SUBJECT] = {FENRUN__FORM_TEXT, "subject", "a role, or payee", .pattern = NAME},
    [FENRUN__FORM_OF_TEST] = {FENRUN__FORM_TEXT, "test",
        "tiers as gold, gold+ or a list of them, or as below payee, above payee or not payee",
        .pattern = TEXT(NAME "\\+?|(below|above|not)" SPACE NAME)},
    [FENRUN__FORM_OF_PATH] = {FENRUN__FORM_TEXT, "path", "a path as seller.leader",
        .pattern = FORM_PATH_TEXT},
    [FENRUN__FORM_OF_PATHS] = {FENRUN__FORM_TEXT, "paths", "a path as seller.leader",
        .pattern = S NAME STEPS "(\\.uplines)?" S},
    [FENRUN__FORM_OF_RANGE] = {FENRUN__FORM_TEXT, "range",
        "LOW..HIGH as 5%..40% of price, as 1.00..500.00, or LOW.. as 0.01..",
        .pattern = TEXT(NUMBER TO "(" NUMBER ")?|" RATE TO "(" RATE ")?" S "of" SPACE NAME)},
    [FENRUN__FORM_OF_VALUE] = {FENRUN__FORM_TEXT, "value",
        "a value as 25% of profit, 20.00, 2.00 per quantity, or 20.00 per 200.00 of price",
        .pattern = FORM_VALUE_TEXT, .number = true},
    [FENRUN__FORM_OF_LISTED_VALUE] = {FENRUN__FORM_TEXT, "listed_value",
        "a value as 25% of profit, 20.00, 2.00 per quantity, or 20.00 per 200.00 of price",
        .pattern = FORM_VALUE_TEXT, .number = true},
    [FENRUN__FORM_OF_GRADE] = {FENRUN__FORM_TEXT, "grade",
        "a range as 100.00..499.99, the last one as 500.00..",
        .pattern = TEXT(NUMBER TO "(" NUMBER ")?")},
    [FENRUN__FORM_OF_BASIS] = {FENRUN__FORM_TEXT, "basis", "an amount or a count of the event",
        .pattern = TEXT(FIGURE)},
    [FENRUN__FORM_OF_LIMIT] = {FENRUN__FORM_TEXT, "limit",
        "a rate as 40% of price, or an amount as 5000.00",
        .pattern = FORM_LIMIT_TEXT, .number = true},
    [FENRUN__FORM_OF_OVER] = {FENRUN__FORM_TEXT, "over", "clip, refuse", .words = form_overs},
    [FENRUN__FORM_OF_HOLD] = {FENRUN__FORM_TEXT, "hold",
        "a length of time as 7 days, or as 12 hours", .pattern = TEXT(TIME)},
    [FENRUN__FORM_OF_UNQUALIFIED] = {FENRUN__FORM_TEXT, "unqualified", "skip, compress, stop",
        .words = form_policies},
    [FENRUN__FORM_OF_ALREADY_PAID] = {FENRUN__FORM_TEXT, "already_paid",
        "none, or a role of the event", .pattern = NAME},
    [FENRUN__FORM_OF_PEER] = {FENRUN__FORM_TEXT, "peer",
        "a rate as 1% of price, or an amount as 20.00", .pattern = FORM_LIMIT_TEXT, .number = true},
    [FENRUN__FORM_OF_SPLIT] = {FENRUN__FORM_TEXT, "split",
        "a rate as 88% of commission, or an amount as 100.00",
        .pattern = TEXT(RATE BASE NAME "|" NUMBER), .number = true},
    [FENRUN__FORM_OF_PART] = {FENRUN__FORM_TEXT, "part", "a share as 50%", .pattern = TEXT(RATE)},
    [FENRUN__FORM_OF_REMAINDER] = {FENRUN__FORM_TEXT, "remainder",
        "platform, or a path as seller.leader", .pattern = FORM_PATH_TEXT},
    [FENRUN__FORM_OF_POOL] = {FENRUN__FORM_TEXT, "pool",
        "a rate as 1% of all_sales in month, or an amount as 10000.00",
        .pattern = TEXT(RATE BASE ALL "|" NUMBER), .number = true},
    [FENRUN__FORM_OF_SHARE] = {FENRUN__FORM_TEXT, "share",
        "equally, or by a measure as by own_sales in month",
        .pattern = TEXT("equally|by" SPACE MEASURE)},
    [FENRUN__FORM_OF_MEASURE] = {FENRUN__FORM_TEXT, "measure", "a measure as own_sales in month",
        .pattern = TEXT(MEASURE)},
    [FENRUN__FORM_OF_AT_LEAST] = {FENRUN__FORM_TEXT, "at_least",
        "an amount above 0 as 4000.00, or a whole number from 1 on as 10", .pattern = S NUMBER S,
        .number = true},
    [FENRUN__FORM_OF_TOP] = {FENRUN__FORM_TEXT, "top", "a number as 10, or a share as 20%",
        .pattern = TEXT("[0-9]+|" RATE), .number = true},
    [FENRUN__FORM_OF_TIERS] = {FENRUN__FORM_LIST, "tiers", "a list of tiers, lowest first",
        .count_max = FENRUN_TIERS_MAX, .item = FENRUN__FORM_OF_NAME, .unique = true},
    [FENRUN__FORM_OF_LEADERS] = {FENRUN__FORM_LIST, "team_leaders", "a list of tiers",
        .count_max = FENRUN_TIERS_MAX, .item = FENRUN__FORM_OF_TIER, .empty = true,
        .unique = true},
    [FENRUN__FORM_OF_ROLES] = {FENRUN__FORM_LIST, "roles", "a list of roles as [seller]",
        .count_max = FENRUN_ROLES_MAX, .item = FENRUN__FORM_OF_NAME, .unique = true},
    [FENRUN__FORM_OF_AMOUNTS] = {FENRUN__FORM_LIST, "amounts",
        "a list of amounts as [price, profit]", .count_max = FENRUN_AMOUNTS_MAX,
        .item = FENRUN__FORM_OF_NAME, .unique = true},
    [FENRUN__FORM_OF_COUNTS] = {FENRUN__FORM_LIST, "counts", "a list of counts as [quantity]",
        .count_max = FENRUN_COUNTS_MAX, .item = FENRUN__FORM_OF_NAME, .unique = true},
    [FENRUN__FORM_OF_PERIODS] = {FENRUN__FORM_LIST, "periods", "a list of periods as [month]",
        .count_max = FENRUN_PERIODS_MAX, .item = FENRUN__FORM_OF_NAME, .unique = true},
    [FENRUN__FORM_OF_TIER_LIST] = {FENRUN__FORM_LIST, "tier_list", "a list of tiers",
        .count_max = FENRUN_TIERS_MAX + FENRUN_LABELS_MAX, .item = FENRUN__FORM_OF_TIER_OR_LABEL},
    [FENRUN__FORM_OF_LEVELS] = {FENRUN__FORM_LIST, "levels", "a list of values, one for each level",
        .count_max = FENRUN_LEVELS_MAX, .item = FENRUN__FORM_OF_LEVEL},
    [FENRUN__FORM_OF_ALTERNATIVES] = {FENRUN__FORM_LIST, "alternatives",
        "a list of alternatives as [{direct_invites: 10}]", .count_max = 16,
        .item = FENRUN__FORM_OF_ALTERNATIVE},
    [FENRUN__FORM_OF_RULES] = {FENRUN__FORM_MAP, "rules", "a map of keys", KEYS(form_rules)},
    [FENRUN__FORM_OF_ORDER] = {FENRUN__FORM_MAP, "order", "a map of keys", KEYS(form_order)},
    [FENRUN__FORM_OF_JOIN] = {FENRUN__FORM_MAP, "join", "a map of keys", KEYS(form_join)},
    [FENRUN__FORM_OF_OWN_EVENT] = {FENRUN__FORM_MAP, "own_event", "a map of keys",
        KEYS(form_own_event)},
    [FENRUN__FORM_OF_OWN_EVENTS] = {FENRUN__FORM_MAP, "events", "a map of events",
        .other = FENRUN__FORM_OF_NAME, .item = FENRUN__FORM_OF_OWN_EVENT,
        .count_max = FENRUN_EVENTS_MAX},
    [FENRUN__FORM_OF_REQUIRE] = {FENRUN__FORM_MAP, "require", "a map as {profit: 5%..40% of price}",
        .other = FENRUN__FORM_OF_NAME, .item = FENRUN__FORM_OF_RANGE,
        .count_max = FENRUN_AMOUNTS_MAX + FENRUN_COUNTS_MAX},
    [FENRUN__FORM_OF_BUDGET] = {FENRUN__FORM_MAP, "budget",
        "a map as {at_most: 40% of price, over: clip}", KEYS(form_budget)},
    [FENRUN__FORM_OF_AWARD] = {FENRUN__FORM_MAP, "award", "a map of keys", KEYS(form_award),
        .one_of = form_payments, .needs = form_needs},
    [FENRUN__FORM_OF_AWARDS] = {FENRUN__FORM_MAP, "awards", "a map of awards",
        .other = FENRUN__FORM_OF_NAME, .item = FENRUN__FORM_OF_AWARD,
        .count_max = FENRUN_AWARDS_MAX},
    [FENRUN__FORM_OF_WHEN] = {FENRUN__FORM_MAP, "when", "a map as {seller: gold+, payee: gold+}",
        .other = FENRUN__FORM_OF_SUBJECT, .item = FENRUN__FORM_OF_TEST_VALUE,
        .count_max = FENRUN_ROLES_MAX + 1},
    [FENRUN__FORM_OF_BY_TIER] = {FENRUN__FORM_MAP, "by_tier", "a map of values by tier",
        .other = FENRUN__FORM_OF_TIER, .item = FENRUN__FORM_OF_LISTED_VALUE,
        .count_max = FENRUN_TIERS_MAX},
    [FENRUN__FORM_OF_GRADED] = {FENRUN__FORM_MAP, "graded",
        "a map with the key 'by', and of values by range", KEYS(form_graded),
        .other = FENRUN__FORM_OF_GRADE, .item = FENRUN__FORM_OF_LISTED_VALUE},
    [FENRUN__FORM_OF_DIFFERENTIAL] = {FENRUN__FORM_MAP, "differential",
        "a map as {already_paid: none}", KEYS(form_differential)},
    [FENRUN__FORM_OF_AMONG] = {FENRUN__FORM_MAP, "among",
        "a map as {seller: 50%, seller.inviter: 10%}", .other = FENRUN__FORM_OF_PATH,
        .item = FENRUN__FORM_OF_PART},
    [FENRUN__FORM_OF_FROM] = {FENRUN__FORM_MAP, "from",
        "a map as {member: seller.leader, over: clip}", KEYS(form_from)},
    [FENRUN__FORM_OF_CAP] = {FENRUN__FORM_MAP, "cap",
        "a map as {at_most: 40% of price, over: clip}", KEYS(form_cap)},
    [FENRUN__FORM_OF_LABEL] = {FENRUN__FORM_MAP, "label", "a map of keys", KEYS(form_label),
        .needs = form_label_needs},
    [FENRUN__FORM_OF_LABELS] = {FENRUN__FORM_MAP, "labels", "a map of labels",
        .other = FENRUN__FORM_OF_NAME, .item = FENRUN__FORM_OF_LABEL,
        .count_max = FENRUN_LABELS_MAX},
    [FENRUN__FORM_OF_ALTERNATIVE] = {FENRUN__FORM_MAP, "alternative",
        "a map of measures as {direct_invites: 10}", .other = FENRUN__FORM_OF_MEASURE,
        .item = FENRUN__FORM_OF_AT_LEAST, .count_max = 8},
    [FENRUN__FORM_OF_PROMOTIONS] = {FENRUN__FORM_MAP, "promotions",
        "review, and a list of alternatives for a tier", KEYS(form_promotions),
        .other = FENRUN__FORM_OF_TIER, .item = FENRUN__FORM_OF_ALTERNATIVES},
    [FENRUN__FORM_OF_DEMOTIONS] = {FENRUN__FORM_MAP, "demotions",
        "review, and a list of alternatives for a tier", KEYS(form_demotions),
        .other = FENRUN__FORM_OF_TIER, .item = FENRUN__FORM_OF_ALTERNATIVES},
    [FENRUN__FORM_OF_TEST_VALUE] = {FENRUN__FORM_CHOICE, "test_value",
        "tiers as gold, gold+ or a list of them, or as below payee, above payee or not payee",
        .choices = {FENRUN__FORM_OF_TEST, FENRUN__FORM_OF_TIER_LIST}},
    [FENRUN__FORM_OF_PAY] = {FENRUN__FORM_CHOICE, "pay",
        "a value as 25% of profit or 20.00, a map of values by tier, a map of values by range with "
        "the key 'by', or a list of values by level",
        .choices = {FENRUN__FORM_OF_VALUE, FENRUN__FORM_OF_BY_TIER, FENRUN__FORM_OF_GRADED,
            FENRUN__FORM_OF_LEVELS}},
    [FENRUN__FORM_OF_LEVEL] = {FENRUN__FORM_CHOICE, "level",
        "a value as 25% of profit or 20.00, or a map of values by tier",
        .choices = {FENRUN__FORM_OF_LISTED_VALUE, FENRUN__FORM_OF_BY_TIER}}};

const struct fenrun__written *fenrun__form(enum fenrun__form_of form) {
    return &form_table[form];
}

const char *fenrun__form_allowed(enum fenrun__form_of form) {
    return form_table[form].allowed;
}

#undef S
#undef SPACE
#undef NAME
#undef NUMBER
#undef RATE
#undef TO
#undef TIME
#undef STEPS
#undef WINDOW
#undef OF_TIERS
#undef MEASURE
#undef ALL
#undef FIGURE
#undef BASE
#undef TEXT
#undef KEYS
