/*
 * Rule text: a rule set for tests, of which some keys are exchanged, and what reading it gives.
 *
 *     lines 1 to 7   the standard keys but for the one that is exchanged, each on a line
 *     line 8         the text under test; with a key that is not standard it stands on line 9
 */
#ifndef FENRUN_TEST_RULE_TEXT_H
#define FENRUN_TEST_RULE_TEXT_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rules/reader.h"

#define RULE_TEXT_MISTAKES 32

struct rule_text_case {
    const char *text;
    const char *mistakes; /* "line:column: message\n" for each; "" for none */
};

/* Does a line of the text begin with the key of `part`? */
static inline bool rule_text_has(const char *text, const char *part) {
    size_t key = strcspn(part, ":") + 1;
    while (strncmp(text, part, key) != 0) {
        text = strchr(text, '\n');
        if (!text) return false;
        text++;
    }
    return true;
}

static inline void rule_text_build(char *out, size_t room, const char *text) {
    static const char *const parts[] = {
        "fenrun: 1",
        "name: test",
        "currency: CNY",
        "rounding: down",
        "tiers: [normal, gold, senior_gold]",
        "team_leaders: [gold, senior_gold]",
        "order: {roles: [seller, buyer], amounts: [price, profit]}",
        "awards: {a: {event: order, to: seller, pay: 10% of profit}}",
    };
    size_t size = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (rule_text_has(text, parts[i])) continue;
        size += (size_t)snprintf(out + size, room - size, "%s\n", parts[i]);
    }
    size += (size_t)snprintf(out + size, room - size, "%s", text);
    assert_true(size < room);
}

/* Read a text; the plan, which the caller frees, or NULL and the mistakes in `mistakes`. */
static inline struct fenrun__plan *rule_text_read(struct fenrun__memory *memory, const char *text,
                                                  size_t size, char *mistakes, size_t room) {
    fenrun_error errors[RULE_TEXT_MISTAKES];
    struct fenrun__plan *plan = NULL;
    size_t count = 0;
    fenrun__memory_init(memory, NULL);
    int32_t code = fenrun__reader_read(&plan, text, size, memory, errors, RULE_TEXT_MISTAKES,
                                       &count);
    size_t used = 0;
    mistakes[0] = '\0';
    for (size_t i = 0; i < count && i < RULE_TEXT_MISTAKES; i++) {
        assert_int_equal(errors[i].code, FENRUN_ERROR_RULES);
        assert_int_equal(errors[i].reserved, 0);
        used += (size_t)snprintf(mistakes + used, room - used, "%u:%u: %s\n", errors[i].line,
                                 errors[i].column, errors[i].message);
        assert_true(used < room);
    }
    assert_int_equal(code, count == 0 ? FENRUN_OK : FENRUN_ERROR_RULES);
    assert_int_equal(plan != NULL, count == 0);
    assert_int_equal(memory->bytes, plan ? plan->size : 0);
    return plan;
}

/* Read a part that is right; the plan, which the caller frees. */
static inline struct fenrun__plan *rule_text_read_part(struct fenrun__memory *memory,
                                                       const char *part) {
    static char text[65536];
    static char mistakes[8192];
    rule_text_build(text, sizeof text, part);
    struct fenrun__plan *plan =
        rule_text_read(memory, text, strlen(text), mistakes, sizeof mistakes);
    assert_string_equal(mistakes, "");
    return plan;
}

/* A column is the measure that it should be. */
static inline void rule_text_measure(const struct fenrun__plan *plan, uint32_t column,
                                     const char *expected) {
    char measure[128];
    struct fenrun__writer writer;
    fenrun__writer_init_fixed(&writer, measure, sizeof measure);
    fenrun__plan_write_measure(plan, column, false, &writer);
    assert_string_equal(measure, expected);
}

/* Read each case with its text as a part, and compare all of its mistakes. */
static inline void rule_text_check(const struct rule_text_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        static char text[8192];
        static char mistakes[16384];
        struct fenrun__memory memory;
        rule_text_build(text, sizeof text, cases[i].text);
        struct fenrun__plan *plan =
            rule_text_read(&memory, text, strlen(text), mistakes, sizeof mistakes);
        fenrun__plan_free(&memory, plan);
        if (strcmp(mistakes, cases[i].mistakes) != 0) print_error("%s\n", cases[i].text);
        assert_string_equal(mistakes, cases[i].mistakes);
    }
}

#endif
