/*
 * Check: `fenrun check RULES` reads a rule set and says what it holds, or every mistake in it.
 *
 *     wanwu-xinxuan.yaml: fine: wanwu-xinxuan (万物心选), CNY, 3 tiers, 5 awards
 *
 * The mistakes are the result here and go to stdout.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/rulebook.h"

static void check_count(struct fenrun__output *output, const fenrun_rules *rules, uint32_t kind,
                        const char *one, const char *many) {
    char text[64];
    uint32_t count = fenrun_rules_count(rules, kind);
    snprintf(text, sizeof text, ", %u %s", count, count == 1 ? one : many);
    fenrun__output_text(output, text);
}

static void check_describe(struct fenrun__output *output, const fenrun_rules *rules,
                           const char *path) {
    const char *title = fenrun_rules_name(rules, FENRUN_NAME_TITLE, 0);
    fenrun__output_text(output, path);
    fenrun__output_text(output, ": fine: ");
    fenrun__output_text(output, fenrun_rules_name(rules, FENRUN_NAME_RULES, 0));
    if (title && *title) {
        fenrun__output_text(output, " (");
        fenrun__output_text(output, title);
        fenrun__output_text(output, ")");
    }
    fenrun__output_text(output, ", ");
    fenrun__output_text(output, fenrun_rules_name(rules, FENRUN_NAME_CURRENCY, 0));
    check_count(output, rules, FENRUN_NAME_TIER, "tier", "tiers");
    check_count(output, rules, FENRUN_NAME_AWARD, "award", "awards");
    fenrun__output_text(output, "\n");
}

int fenrun__command_check(int count, char **words) {
    struct fenrun__arguments arguments;
    int code = fenrun__arguments_read(&arguments, "check", count, words, NULL, 0);
    if (!code && arguments.help) {
        free(arguments.files);
        return fenrun__command_help("check");
    }
    if (!code && arguments.file_count > 0)
        code = fenrun__report(FENRUN__EXIT_USAGE, "fenrun: check reads rule sets only, %s does not "
                              "end with .yaml or .yml", arguments.files[0]);
    struct fenrun__output output = {0};
    fenrun_rules *rules = NULL;
    if (!code) code = fenrun__output_open(&output, NULL);
    if (!code) {
        code = fenrun__rulebook_read(&rules, arguments.rules, &output);
        if (!code) check_describe(&output, rules, arguments.rules);
        int published = fenrun__output_publish(&output, 1);
        if (published) code = published;
    }
    fenrun__output_discard(&output);
    fenrun_rules_free(rules);
    free(arguments.files);
    return code;
}
