/*
 * Outline: how a test file is written, as data: the keys of every map, and for every value what is
 * allowed there. The same kind of table as rules/form.h, for the same readers: whoever describes
 * test files to another program takes it from here.
 *
 *     file      map with    rules, at, members, tests
 *     step      map with    order, join ... pays, totals, and the rule set's own events
 *     pays      map of      names of members  to  an amount, or a list of them
 */
#ifndef FENRUN_SCENARIO_OUTLINE_H
#define FENRUN_SCENARIO_OUTLINE_H

#include <stdint.h>

#include "rules/form.h"
#include "rules/schema.h"

/* `form` in keys, and `item` and `other` in the table, are of these. */
enum fenrun__outline_of {
    FENRUN__OUTLINE_NOTHING = 0,
    /* Texts. */
    FENRUN__OUTLINE_PATH,
    FENRUN__OUTLINE_INSTANT,
    FENRUN__OUTLINE_TITLE,
    FENRUN__OUTLINE_MEMBER_NAME,
    FENRUN__OUTLINE_NOBODY_NAME,
    FENRUN__OUTLINE_TIER,
    FENRUN__OUTLINE_LABEL,
    FENRUN__OUTLINE_PERIOD,
    FENRUN__OUTLINE_AWARD_NAME,
    FENRUN__OUTLINE_ID,
    FENRUN__OUTLINE_NUMBER,
    FENRUN__OUTLINE_EVENT_KEY,
    FENRUN__OUTLINE_EVENT_VALUE,
    FENRUN__OUTLINE_BALANCE,
    FENRUN__OUTLINE_MESSAGE,
    FENRUN__OUTLINE_TRUE,
    /* Lists. */
    FENRUN__OUTLINE_PATHS,
    FENRUN__OUTLINE_TESTS,
    FENRUN__OUTLINE_STEPS,
    FENRUN__OUTLINE_BALANCES,
    FENRUN__OUTLINE_LABEL_LIST,
    /* Maps. */
    FENRUN__OUTLINE_FILE,
    FENRUN__OUTLINE_MEMBER_MAP,
    FENRUN__OUTLINE_MEMBER_MAPS,
    FENRUN__OUTLINE_TEST,
    FENRUN__OUTLINE_STEP,
    FENRUN__OUTLINE_EVENT,
    FENRUN__OUTLINE_JOIN,
    FENRUN__OUTLINE_REFUND,
    FENRUN__OUTLINE_CLOSE_MAP,
    FENRUN__OUTLINE_TIERS,
    FENRUN__OUTLINE_MOVES,
    FENRUN__OUTLINE_EXPECT,
    FENRUN__OUTLINE_PAYS,
    FENRUN__OUTLINE_BY_AWARD,
    FENRUN__OUTLINE_LEADERS,
    FENRUN__OUTLINE_LABELS,
    FENRUN__OUTLINE_INSTANTS,
    /* Choices. */
    FENRUN__OUTLINE_RULES,
    FENRUN__OUTLINE_MEMBERS,
    FENRUN__OUTLINE_MEMBER,
    FENRUN__OUTLINE_CLOSE,
    FENRUN__OUTLINE_PAID,
    FENRUN__OUTLINES
};

/* How something is written. */
const struct fenrun__written *fenrun__outline(uint8_t outline);

/* The language of test files, for its JSON Schema. */
extern const struct fenrun__language fenrun__outline_language;

/* The keys of the maps, in the order of their tables. */
enum fenrun__file_key {
    FENRUN__OF_FILE_RULES,
    FENRUN__OF_FILE_AT,
    FENRUN__OF_FILE_MEMBERS,
    FENRUN__OF_FILE_TESTS,
    FENRUN__OF_FILE_KEYS
};

enum fenrun__member_key {
    FENRUN__OF_MEMBER_TIER,
    FENRUN__OF_MEMBER_INVITER,
    FENRUN__OF_MEMBER_LABELS,
    FENRUN__OF_MEMBER_AT,
    FENRUN__OF_MEMBER_KEYS
};

enum fenrun__test_key {
    FENRUN__OF_TEST_NAME,
    FENRUN__OF_TEST_MEMBERS,
    FENRUN__OF_TEST_STEPS,
    FENRUN__OF_TEST_TOTALS,
    FENRUN__OF_TEST_KEYS
};

/* First what happens, one of these or an own event of the rule set; then what must come of it. */
enum fenrun__step_key {
    FENRUN__OF_STEP_ORDER,
    FENRUN__OF_STEP_JOIN,
    FENRUN__OF_STEP_TIER,
    FENRUN__OF_STEP_MOVE,
    FENRUN__OF_STEP_REFUND,
    FENRUN__OF_STEP_CLOSE,
    FENRUN__OF_STEP_SETTLE,
    FENRUN__OF_STEP_EXPECT,
    FENRUN__OF_STEP_AT,
    FENRUN__OF_STEP_ID,
    FENRUN__OF_STEP_PAYS,
    FENRUN__OF_STEP_BY_AWARD,
    FENRUN__OF_STEP_TIERS,
    FENRUN__OF_STEP_LEADERS,
    FENRUN__OF_STEP_LABELS,
    FENRUN__OF_STEP_PROMOTIONS,
    FENRUN__OF_STEP_AVAILABLE,
    FENRUN__OF_STEP_ERROR,
    FENRUN__OF_STEP_REPLAYED,
    FENRUN__OF_STEP_KEYS
};

#define FENRUN__OF_STEP_HAPPENS FENRUN__OF_STEP_AT /* the keys before it say what happens */

#endif
