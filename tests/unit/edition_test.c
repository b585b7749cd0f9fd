/* Edition: rule sets of test files, alone and as books. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/runner.h"

#define VERSION(effective, share)                                                                 \
    "fenrun: 1\nname: x\ncurrency: CNY\nrounding: down\ntiers: [normal, gold]\n" effective        \
    "order: { roles: [seller], amounts: [price] }\n"                                              \
    "awards: { a: { event: order, to: seller, pay: " share "% of price } }\n"

static const char *given;
static const char *second_version;

static const char *give(void *context, const char *path, size_t *size) {
    static const char first[] = VERSION("", "10");
    (void)context;
    const char *text = strcmp(path, "x/a.test.yaml") == 0 ? given
                       : strcmp(path, "x/v1.yaml") == 0   ? first
                       : strcmp(path, "x/v2.yaml") == 0   ? second_version
                                                          : NULL;
    if (text) *size = strlen(text);
    return text;
}

static void reports(const char *text, const char *second, int32_t code, const char *report) {
    const char *path = "x/a.test.yaml";
    struct fenrun__memory memory;
    struct fenrun__writer writer;
    fenrun_test_summary summary;
    fenrun__memory_init(&memory, NULL);
    fenrun__writer_init(&writer, &memory);
    given = text;
    second_version = second;
    const struct fenrun__runner runner = {.memory = &memory, .shelf = {.read = give}};
    int32_t found = fenrun__runner_run(&runner, &path, 1, &summary, &writer);
    assert_string_equal(writer.bytes, report);
    assert_int_equal(found, code);
    fenrun__writer_free(&writer);
    assert_int_equal(memory.bytes, 0);
}

#define NOT_RUN "0 tests of 1 file passed, 1 file could not be run\n"

static void the_version_in_force_pays(void **state) {
    (void)state;
    reports("rules: [v1.yaml, v2.yaml]\nat: 2023-12-31\nmembers: { A: gold }\ntests:\n"
            "  - name: t\n    steps:\n"
            "      - order: { seller: A, price: 10.00 }\n        pays: { A: 1.00 }\n"
            "      - order: { seller: A, price: 10.00 }\n        at: 2024-01-01\n"
            "        pays: { A: 1.00 }\n",
            VERSION("effective: 2024-01-01\n", "20"), FENRUN_FOUND,
            "FAILED x/a.test.yaml:5: t\n"
            "  line 11: step 2: pays: A gets 2.00, not 1.00\n"
            "    step 2, line 9: order 2 at 2024-01-01T00:00:00Z: seller A, price 10.00; by the "
            "version of 2024-01-01T00:00:00Z\n"
            "      payee   expected   paid   difference\n"
            "      A           1.00   2.00        +1.00\n"
            "      a pays A 2.00 CNY: 20% of price 10.00 (seller A gold; x/v2.yaml:8)\n\n"
            "1 of 1 test failed\n"
            "If the rule set is right: fenrun test --update x/a.test.yaml\n");
}

static void mistakes_name_the_rule_set(void **state) {
    (void)state;
    reports("rules: [v1.yaml, v3.yaml]\ntests: [{name: t, steps: [{expect: {}}]}]\n", "",
            FENRUN_ERROR_RULES, "x/a.test.yaml:1:18: rules[2]: x/v3.yaml cannot be read\n" NOT_RUN);
    reports("rules: v3.yaml\ntests: [{name: t, steps: [{expect: {}}]}]\n", "",
            FENRUN_ERROR_RULES,
            "x/a.test.yaml:1:8: rules: x/v3.yaml cannot be read\n" NOT_RUN);
    reports("rules: v2.yaml\ntests: [{name: t, steps: [{expect: {}}]}]\n",
            "fenrun: 1\nname: x\ncurrency: CNY\nrounding: down\ntiers: [normal]\nawards: {}\n",
            FENRUN_ERROR_RULES,
            "x/v2.yaml:6:1: awards: an empty map is given; allowed: a map of awards\n" NOT_RUN);
}

static void versions_that_do_not_agree_are_refused(void **state) {
    (void)state;
    reports("rules: [v1.yaml, v2.yaml]\ntests: [{name: t, steps: [{expect: {}}]}]\n",
            VERSION("", "20"), FENRUN_ERROR_RULES,
            "x/v2.yaml:1: effective: the key is missing; allowed: an instant as 2025-03-01; only "
            "the first version of a rule book may be in force always\n" NOT_RUN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_version_in_force_pays),
        cmocka_unit_test(mistakes_name_the_rule_set),
        cmocka_unit_test(versions_that_do_not_agree_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
