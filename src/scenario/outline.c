/* Outline: the table. Patterns hold for every text that can be right with some rule set. */
#include "scenario/outline.h"

#include <stddef.h>

#define OUTLINE_COUNT(array) (sizeof(array) / sizeof *(array))
#define OUTLINE_DECIMAL "-?[0-9]+([.][0-9]+)?"

static const struct fenrun__key outline_file[FENRUN__OF_FILE_KEYS] = {
    [FENRUN__OF_FILE_RULES] = {"rules", true, FENRUN__OUTLINE_RULES,
                            "the rule set's file, or the versions of a rule book"},
    [FENRUN__OF_FILE_AT] = {"at", false, FENRUN__OUTLINE_INSTANT,
                         "the instant of the first step of each test; 2024-01-01 if left out"},
    [FENRUN__OF_FILE_MEMBERS] = {"members", false, FENRUN__OUTLINE_MEMBERS,
                              "the tree at the start, for every test"},
    [FENRUN__OF_FILE_TESTS] = {"tests", true, FENRUN__OUTLINE_TESTS, "the tests"}};

static const struct fenrun__key outline_member[FENRUN__OF_MEMBER_KEYS] = {
    [FENRUN__OF_MEMBER_TIER] = {"tier", false, FENRUN__OUTLINE_TIER, "the lowest if left out"},
    [FENRUN__OF_MEMBER_INVITER] = {"inviter", false, FENRUN__OUTLINE_MEMBER_NAME,
                                "the platform if left out"},
    [FENRUN__OF_MEMBER_LABELS] = {"labels", false, FENRUN__OUTLINE_LABEL_LIST,
                                  "the member's labels"},
    [FENRUN__OF_MEMBER_AT] = {"at", false, FENRUN__OUTLINE_INSTANT,
                           "when the member joined; there always if left out"}};

static const struct fenrun__key outline_test[FENRUN__OF_TEST_KEYS] = {
    [FENRUN__OF_TEST_NAME] = {"name", true, FENRUN__OUTLINE_TITLE,
                           "what is tested, different from the other tests' names"},
    [FENRUN__OF_TEST_MEMBERS] = {"members", false, FENRUN__OUTLINE_MEMBERS,
                              "more members, for this test"},
    [FENRUN__OF_TEST_STEPS] = {"steps", true, FENRUN__OUTLINE_STEPS,
                            "what happens, one thing after the other"},
    [FENRUN__OF_TEST_TOTALS] = {"totals", false, FENRUN__OUTLINE_PAYS,
                             "what everybody got in the whole test, complete"}};

static const struct fenrun__key outline_step[FENRUN__OF_STEP_KEYS] = {
    [FENRUN__OF_STEP_ORDER] = {"order", false, FENRUN__OUTLINE_EVENT, "an order is paid"},
    [FENRUN__OF_STEP_JOIN] = {"join", false, FENRUN__OUTLINE_JOIN, "a member joins"},
    [FENRUN__OF_STEP_TIER] = {"tier", false, FENRUN__OUTLINE_TIERS, "members get a tier"},
    [FENRUN__OF_STEP_MOVE] = {"move", false, FENRUN__OUTLINE_MOVES, "members get another inviter"},
    [FENRUN__OF_STEP_REFUND] = {"refund", false, FENRUN__OUTLINE_REFUND,
                             "a part of an order is paid back"},
    [FENRUN__OF_STEP_CLOSE] = {"close", false, FENRUN__OUTLINE_CLOSE, "a period ends"},
    [FENRUN__OF_STEP_SETTLE] = {"settle", false, FENRUN__OUTLINE_PATH,
                             "the events of a CSV file, with the columns that the command takes"},
    [FENRUN__OF_STEP_EXPECT] = {"expect", false, FENRUN__OUTLINE_EXPECT,
                             "nothing happens, only the keys beside it are looked at"},
    [FENRUN__OF_STEP_AT] = {"at", false, FENRUN__OUTLINE_INSTANT,
                         "when; the instant of the step before if left out"},
    [FENRUN__OF_STEP_ID] = {"id", false, FENRUN__OUTLINE_ID,
                            "the event's own, by which it can be refunded or repeated"},
    [FENRUN__OF_STEP_PAYS] = {"pays", false, FENRUN__OUTLINE_PAYS,
                           "what everybody gets in this step, complete"},
    [FENRUN__OF_STEP_BY_AWARD] = {"by_award", false, FENRUN__OUTLINE_BY_AWARD,
                               "the same by award, complete"},
    [FENRUN__OF_STEP_TIERS] = {"tiers", false, FENRUN__OUTLINE_TIERS, "tiers after the step"},
    [FENRUN__OF_STEP_LEADERS] = {"leaders", false, FENRUN__OUTLINE_LEADERS,
                              "who leads the teams of members after the step"},
    [FENRUN__OF_STEP_LABELS] = {"labels", false, FENRUN__OUTLINE_LABELS, "labels after the step"},
    [FENRUN__OF_STEP_PROMOTIONS] = {"promotions", false, FENRUN__OUTLINE_TIERS,
                                 "whom the rule set gave another tier in this step, complete"},
    [FENRUN__OF_STEP_AVAILABLE] = {"available", false, FENRUN__OUTLINE_INSTANTS,
                                   "from when on members have all that they get in this step, "
                                   "complete"},
    [FENRUN__OF_STEP_ERROR] = {"error", false, FENRUN__OUTLINE_MESSAGE,
                            "the step is refused, with a message that contains this, or a code"},
    [FENRUN__OF_STEP_REPLAYED] = {"replayed", false, FENRUN__OUTLINE_TRUE,
                               "the event was applied before, nothing happens"}};

static const struct fenrun__key outline_event[] = {
    {"id", false, FENRUN__OUTLINE_ID, "by which it can be refunded or repeated"},
    {"at", false, FENRUN__OUTLINE_INSTANT, "when"}};

static const struct fenrun__key outline_join[] = {
    {"member", true, FENRUN__OUTLINE_MEMBER_NAME, "the newcomer"},
    {"inviter", false, FENRUN__OUTLINE_NOBODY_NAME, "the platform if left out"},
    {"at", false, FENRUN__OUTLINE_INSTANT, "when"}};

static const struct fenrun__key outline_refund[] = {
    {"order", true, FENRUN__OUTLINE_ID, "the order's id, or the number of the order in the test"},
    {"id", false, FENRUN__OUTLINE_ID, "the refund's own"},
    {"at", false, FENRUN__OUTLINE_INSTANT, "when"}};

static const struct fenrun__key outline_close[] = {
    {"period", true, FENRUN__OUTLINE_PERIOD, "which period ends"},
    {"id", false, FENRUN__OUTLINE_ID, "by which it is known if it is closed again"},
    {"at", false, FENRUN__OUTLINE_INSTANT, "when"}};

static const char *const outline_true[] = {"true", NULL};

#define OUTLINE_TEXT(of, may, expression) \
    {.kind = FENRUN__FORM_TEXT, .name = of, .allowed = may, .pattern = expression}
#define OUTLINE_NUMBER(of, may, expression)                                                       \
    {.kind = FENRUN__FORM_TEXT, .name = of, .allowed = may, .pattern = expression, .number = true}
#define OUTLINE_LIST(of, may, form) \
    {.kind = FENRUN__FORM_LIST, .name = of, .allowed = may, .item = form}
#define OUTLINE_EMPTY_LIST(of, may, form) \
    {.kind = FENRUN__FORM_LIST, .name = of, .allowed = may, .item = form, .empty = true}
#define OUTLINE_MAP(of, may, table, key, form)                                                    \
    {.kind = FENRUN__FORM_MAP,           .name = of,   .allowed = may, .keys = table,             \
     .key_count = OUTLINE_COUNT(table), .other = key, .item = form}
#define OUTLINE_MAP_OF(of, may, key, form) \
    {.kind = FENRUN__FORM_MAP, .name = of, .allowed = may, .other = key, .item = form}
#define OUTLINE_BLANK_MAP_OF(of, may, key, form)                                                  \
    {.kind = FENRUN__FORM_MAP, .name = of,   .allowed = may, .other = key, .item = form,          \
     .blank = true,              .empty = true}
#define OUTLINE_CHOICE(of, may, a, b) \
    {.kind = FENRUN__FORM_CHOICE, .name = of, .allowed = may, .choices = {a, b}}

static const struct fenrun__written outline_all[FENRUN__OUTLINES] = {
    [FENRUN__OUTLINE_PATH] = OUTLINE_TEXT("path", "a file as wanwu.yaml or orders.csv", ".+"),
    [FENRUN__OUTLINE_INSTANT] = OUTLINE_TEXT(
        "instant", "2024-03-01 or 2024-03-01T12:30:00+08:00",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?)?"),
    [FENRUN__OUTLINE_TITLE] = OUTLINE_NUMBER("name", "one line of text", NULL),
    [FENRUN__OUTLINE_MEMBER_NAME] = OUTLINE_NUMBER("member", "a member's name", NULL),
    [FENRUN__OUTLINE_NOBODY_NAME] = OUTLINE_NUMBER(
        "member_or_nobody", "a member's name; platform or nobody where it is none", NULL),
    [FENRUN__OUTLINE_TIER] = OUTLINE_TEXT("tier", "a tier", "[a-z_][a-z0-9_]*"),
    [FENRUN__OUTLINE_LABEL] = OUTLINE_TEXT("label", "a label", "[a-z_][a-z0-9_]*"),
    [FENRUN__OUTLINE_PERIOD] = OUTLINE_TEXT("period", "a period", "[a-z_][a-z0-9_]*"),
    [FENRUN__OUTLINE_AWARD_NAME] = OUTLINE_TEXT("award", "an award", "[a-z_][a-z0-9_]*"),
    [FENRUN__OUTLINE_ID] = OUTLINE_NUMBER("id", "an id", NULL),
    [FENRUN__OUTLINE_NUMBER] = OUTLINE_NUMBER("number", "a number as 40.00 or 3",
                                              OUTLINE_DECIMAL),
    [FENRUN__OUTLINE_EVENT_KEY] = OUTLINE_TEXT(
        "event_key", "a role, an amount or a count of the event; in a step an event",
        "[a-z_][a-z0-9_]*"),
    [FENRUN__OUTLINE_EVENT_VALUE] = OUTLINE_NUMBER("event_value",
                                                   "a member, an amount or a count", NULL),
    [FENRUN__OUTLINE_BALANCE] = OUTLINE_NUMBER("balance", "an amount as 40.00 or 20.00 coupon",
                                               OUTLINE_DECIMAL "( +[a-zA-Z_][a-zA-Z0-9_]*)?"),
    [FENRUN__OUTLINE_MESSAGE] = OUTLINE_NUMBER(
        "message", "a part of a message, or a code as FENRUN_ERROR_LIMIT", NULL),
    [FENRUN__OUTLINE_TRUE] = {.kind = FENRUN__FORM_TEXT,
                              .name = "true",
                              .allowed = "true",
                              .words = outline_true,
                              .truth = true},
    [FENRUN__OUTLINE_PATHS] = OUTLINE_LIST("paths", "a list of files", FENRUN__OUTLINE_PATH),
    [FENRUN__OUTLINE_TESTS] = OUTLINE_LIST("tests", "a list of tests", FENRUN__OUTLINE_TEST),
    [FENRUN__OUTLINE_STEPS] = OUTLINE_LIST("steps", "a list of steps", FENRUN__OUTLINE_STEP),
    [FENRUN__OUTLINE_BALANCES] = OUTLINE_EMPTY_LIST("balances", "a list of amounts",
                                                    FENRUN__OUTLINE_BALANCE),
    [FENRUN__OUTLINE_LABEL_LIST] = OUTLINE_EMPTY_LIST("label_list", "a list of labels",
                                                      FENRUN__OUTLINE_LABEL),
    [FENRUN__OUTLINE_FILE] = OUTLINE_MAP("file", "a map of keys", outline_file, 0, 0),
    [FENRUN__OUTLINE_MEMBER_MAP] = {.kind = FENRUN__FORM_MAP,
                                    .name = "member_map",
                                    .allowed = "a map of keys",
                                    .keys = outline_member,
                                    .key_count = FENRUN__OF_MEMBER_KEYS,
                                    .empty = true},
    [FENRUN__OUTLINE_MEMBER_MAPS] = {.kind = FENRUN__FORM_MAP,
                                     .name = "member_maps",
                                     .allowed = "a map of members",
                                     .other = FENRUN__OUTLINE_MEMBER_NAME,
                                     .item = FENRUN__OUTLINE_MEMBER,
                                     .empty = true},
    [FENRUN__OUTLINE_TEST] = OUTLINE_MAP("test", "a map of keys", outline_test, 0, 0),
    [FENRUN__OUTLINE_STEP] = OUTLINE_MAP(
        "step", "a map of what happens and what must come of it", outline_step,
        FENRUN__OUTLINE_EVENT_KEY, FENRUN__OUTLINE_EVENT),
    [FENRUN__OUTLINE_EVENT] = OUTLINE_MAP("event", "a map as {seller: C, price: 200.00}",
                                          outline_event, FENRUN__OUTLINE_EVENT_KEY,
                                          FENRUN__OUTLINE_EVENT_VALUE),
    [FENRUN__OUTLINE_JOIN] = OUTLINE_MAP("join", "a map as {member: D, inviter: C}", outline_join,
                                         FENRUN__OUTLINE_EVENT_KEY, FENRUN__OUTLINE_NUMBER),
    [FENRUN__OUTLINE_REFUND] = OUTLINE_MAP("refund", "a map as {order: 1, price: 50.00}",
                                           outline_refund, FENRUN__OUTLINE_EVENT_KEY,
                                           FENRUN__OUTLINE_NUMBER),
    [FENRUN__OUTLINE_CLOSE_MAP] = OUTLINE_MAP(
        "close_map", "a map as {period: month, id: 2024-03}", outline_close, 0, 0),
    [FENRUN__OUTLINE_TIERS] = OUTLINE_BLANK_MAP_OF("tiers", "a map as {B: gold}",
                                             FENRUN__OUTLINE_MEMBER_NAME, FENRUN__OUTLINE_TIER),
    [FENRUN__OUTLINE_MOVES] = OUTLINE_MAP_OF("moves", "a map as {E: xiaowei}",
                                             FENRUN__OUTLINE_MEMBER_NAME,
                                             FENRUN__OUTLINE_NOBODY_NAME),
    [FENRUN__OUTLINE_EXPECT] = {.kind = FENRUN__FORM_MAP,
                                .name = "expect",
                                .allowed = "{}",
                                .blank = true,
                                .empty = true},
    [FENRUN__OUTLINE_PAYS] = OUTLINE_BLANK_MAP_OF("pays", "a map as {C: 40.00}, {} for nobody",
                                            FENRUN__OUTLINE_MEMBER_NAME, FENRUN__OUTLINE_PAID),
    [FENRUN__OUTLINE_BY_AWARD] = OUTLINE_BLANK_MAP_OF(
        "by_award", "a map as {team_profit: {xiaowei: 10.00}}, {} for none",
        FENRUN__OUTLINE_AWARD_NAME, FENRUN__OUTLINE_PAYS),
    [FENRUN__OUTLINE_LEADERS] = OUTLINE_BLANK_MAP_OF("leaders", "a map as {C: B, B: B, A: nobody}",
                                               FENRUN__OUTLINE_MEMBER_NAME,
                                               FENRUN__OUTLINE_NOBODY_NAME),
    [FENRUN__OUTLINE_LABELS] = OUTLINE_BLANK_MAP_OF("labels", "a map as {C: [core], D: []}",
                                              FENRUN__OUTLINE_MEMBER_NAME,
                                              FENRUN__OUTLINE_LABEL_LIST),
    [FENRUN__OUTLINE_INSTANTS] = OUTLINE_BLANK_MAP_OF("instants", "a map as {C: 2024-03-08}",
                                                FENRUN__OUTLINE_MEMBER_NAME,
                                                FENRUN__OUTLINE_INSTANT),
    [FENRUN__OUTLINE_RULES] = OUTLINE_CHOICE("rules", "a file as wanwu.yaml, or a list of files",
                                             FENRUN__OUTLINE_PATH, FENRUN__OUTLINE_PATHS),
    [FENRUN__OUTLINE_MEMBERS] = OUTLINE_CHOICE("members", "a map of members, or a CSV file",
                                               FENRUN__OUTLINE_PATH, FENRUN__OUTLINE_MEMBER_MAPS),
    [FENRUN__OUTLINE_MEMBER] = {.kind = FENRUN__FORM_CHOICE,
                                .name = "member_or_map",
                                .allowed = "a tier, or a map as {inviter: B}",
                                .choices = {FENRUN__OUTLINE_TIER, FENRUN__OUTLINE_MEMBER_MAP},
                                .blank = true},
    [FENRUN__OUTLINE_CLOSE] = OUTLINE_CHOICE(
        "close", "a period as month, or a map as {period: month, id: 2024-03}",
        FENRUN__OUTLINE_PERIOD, FENRUN__OUTLINE_CLOSE_MAP),
    [FENRUN__OUTLINE_PAID] = OUTLINE_CHOICE(
        "paid", "an amount as 40.00 or 20.00 coupon, or a list of them", FENRUN__OUTLINE_BALANCE,
        FENRUN__OUTLINE_BALANCES),
};

const struct fenrun__written *fenrun__outline(uint8_t outline) {
    return &outline_all[outline];
}

const struct fenrun__language fenrun__outline_language = {.title = "A test file of fenrun",
                                                          .form = fenrun__outline,
                                                          .form_count = FENRUN__OUTLINES,
                                                          .root = FENRUN__OUTLINE_FILE,
                                                          .fills = true};
