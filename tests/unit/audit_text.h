/*
 * Audit text: what fenrun__audit_run finds in rule sets for tests, as "line: message" for each
 * finding.
 */
#ifndef FENRUN_TEST_AUDIT_TEXT_H
#define FENRUN_TEST_AUDIT_TEXT_H

#include "rules/audit.h"
#include "unit/rule_text.h"

/* Read each case with its text as a part, and compare all that is found in it. */
static inline void audit_text_check(const struct rule_text_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        static char text[8192];
        static char written[16384];
        struct fenrun__memory memory;
        fenrun_error findings[32];
        size_t used = 0;
        rule_text_build(text, sizeof text, cases[i].text);
        struct fenrun__plan *plan =
            rule_text_read(&memory, text, strlen(text), written, sizeof written);
        assert_string_equal(written, "");
        size_t found = fenrun__audit_run(plan, findings, 32);
        for (size_t k = 0; k < found && k < 32; k++) {
            assert_int_equal(findings[k].code, FENRUN_FOUND);
            assert_int_equal(findings[k].item, 0);
            assert_int_equal(findings[k].reserved, 0);
            used += (size_t)snprintf(written + used, sizeof written - used, "%u: %s\n",
                                     findings[k].line, findings[k].message);
            assert_true(used < sizeof written);
        }
        fenrun__plan_free(&memory, plan);
        if (strcmp(written, cases[i].mistakes) != 0) print_error("%s\n", cases[i].text);
        assert_string_equal(written, cases[i].mistakes);
    }
}

#endif
