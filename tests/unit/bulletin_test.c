/* Bulletin: the formats, and what each escapes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/bulletin.h"

/* A passing and a failing test, a mistake; with texts that formats must escape. */
static void fill(struct fenrun__verdict *verdict) {
    fenrun__verdict_add_file(verdict, "x/a.test.yaml");
    fenrun__verdict_add_test(verdict, fenrun__text_from("fine"), 3);
    fenrun__verdict_add_test(verdict, fenrun__text_from("5 < 6 & \"#1\", 100%"), 9);
    fenrun__verdict_add_failure(verdict, 12, fenrun__text_from("pays: C gets 1, not <2>"),
                                fenrun__text_from("    C   1\n    \x01\n"));
    fenrun__verdict_offer_update(verdict);
    fenrun__verdict_add_file(verdict, "b.test.yaml");
    fenrun__verdict_add_notice(verdict, "b.yaml", 2, 5, "tiers: 'a' & 'b'");
}

static void writes(uint32_t format, const char *text) {
    struct fenrun__memory memory;
    struct fenrun__verdict verdict;
    struct fenrun__writer writer;
    fenrun__memory_init(&memory, NULL);
    fenrun__verdict_init(&verdict, &memory);
    fenrun__writer_init(&writer, &memory);
    fill(&verdict);
    const struct fenrun__bulletin bulletin = {.verdict = &verdict};
    fenrun__bulletin_write(&bulletin, format, &writer);
    assert_string_equal(writer.bytes, text);
    fenrun__writer_free(&writer);
    fenrun__verdict_free(&verdict);
    assert_int_equal(memory.bytes, 0);
}

static void text_shows_what_failed_and_what_to_do(void **state) {
    (void)state;
    writes(FENRUN_TEST_TEXT, "FAILED x/a.test.yaml:9: 5 < 6 & \"#1\", 100%\n"
                             "  line 12: pays: C gets 1, not <2>\n"
                             "    C   1\n    ?\n\n"
                             "b.yaml:2:5: tiers: 'a' & 'b'\n"
                             "1 of 2 tests failed, 1 file could not be run\n"
                             "If the rule set is right: fenrun test --update x/a.test.yaml\n");
}

static void junit_is_xml(void **state) {
    (void)state;
    writes(FENRUN_TEST_JUNIT,
           "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<testsuites name=\"fenrun\" tests=\"3\" failures=\"1\" errors=\"1\">\n"
           "  <testsuite name=\"x/a.test.yaml\" tests=\"2\" failures=\"1\" errors=\"0\">\n"
           "    <testcase name=\"fine\" classname=\"x/a.test.yaml\" file=\"x/a.test.yaml\" "
           "line=\"3\"/>\n"
           "    <testcase name=\"5 &lt; 6 &amp; &quot;#1&quot;, 100%\" "
           "classname=\"x/a.test.yaml\" file=\"x/a.test.yaml\" line=\"9\">\n"
           "      <failure message=\"line 12: pays: C gets 1, not &lt;2&gt;\">    C   1\n    ?\n"
           "</failure>\n"
           "    </testcase>\n"
           "  </testsuite>\n"
           "  <testsuite name=\"b.test.yaml\" tests=\"1\" failures=\"0\" errors=\"1\">\n"
           "    <testcase name=\"b.yaml:2\" classname=\"b.test.yaml\">\n"
           "      <error message=\"tiers: 'a' &amp; 'b'\"/>\n"
           "    </testcase>\n"
           "  </testsuite>\n"
           "</testsuites>\n");
}

static void tap_numbers_everything(void **state) {
    (void)state;
    writes(FENRUN_TEST_TAP, "TAP version 14\n"
                            "1..3\n"
                            "ok 1 - x/a.test.yaml: fine\n"
                            "not ok 2 - x/a.test.yaml: 5 < 6 & \"\\#1\", 100%\n"
                            "  ---\n"
                            "  failures:\n"
                            "    - line: 12\n"
                            "      message: \"pays: C gets 1, not <2>\"\n"
                            "      details: |2\n"
                            "            C   1\n"
                            "            ?\n"
                            "  ...\n"
                            "not ok 3 - b.yaml:2: tiers: 'a' & 'b'\n");
}

static void json_has_everything(void **state) {
    (void)state;
    writes(FENRUN_TEST_JSON,
           "{\"files\":[{\"path\":\"x/a.test.yaml\",\"updated\":false,\"mistakes\":[],\"tests\":["
           "{\"name\":\"fine\",\"line\":3,\"passed\":true,\"failures\":[]},"
           "{\"name\":\"5 < 6 & \\\"#1\\\", 100%\",\"line\":9,\"passed\":false,\"failures\":["
           "{\"line\":12,\"message\":\"pays: C gets 1, not <2>\",\"details\":\"    C   1\\n    "
           "\\u0001\\n\"}]}]},"
           "{\"path\":\"b.test.yaml\",\"updated\":false,\"mistakes\":[{\"path\":\"b.yaml\","
           "\"line\":2,\"column\":5,\"message\":\"tiers: 'a' & 'b'\"}],\"tests\":[]}],"
           "\"summary\":{\"files\":2,\"tests\":2,\"failed\":1,\"updated\":0}}\n");
}

static void github_gets_workflow_commands(void **state) {
    (void)state;
    writes(FENRUN_TEST_GITHUB,
           "::error file=b.yaml,line=2,title=mistake::tiers: 'a' & 'b'\n"
           "::error file=x/a.test.yaml,line=12,title=5 < 6 & \"#1\"%2C 100%25::pays: C gets 1, not "
           "<2>%0A    C   1%0A    ?%0A\n"
           "1 of 2 tests failed, 1 file could not be run\n");
}

static void percentages_are_rounded_down(void **state) {
    (void)state;
    assert_int_equal(fenrun__bulletin_percent(0, 0), 100);
    assert_int_equal(fenrun__bulletin_percent(0, 7), 0);
    assert_int_equal(fenrun__bulletin_percent(2, 3), 66);
    assert_int_equal(fenrun__bulletin_percent(999999, 1000000), 99);
    assert_int_equal(fenrun__bulletin_percent(7, 7), 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_shows_what_failed_and_what_to_do),
        cmocka_unit_test(junit_is_xml),
        cmocka_unit_test(tap_numbers_everything),
        cmocka_unit_test(json_has_everything),
        cmocka_unit_test(github_gets_workflow_commands),
        cmocka_unit_test(percentages_are_rounded_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
