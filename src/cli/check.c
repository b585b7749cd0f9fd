/*
 * Check: `fenrun check RULES...` reads a rule set, or the versions of a book, and says what it
 * holds, or every mistake in it; then what can be read but is surely not meant.
 *
 *     wanwu-xinxuan.yaml: fine: wanwu-xinxuan (万物心选), CNY, 3 tiers, 5 awards
 *     rules 0123456789abcdef0123456789abcdef wanwu-xinxuan
 *     ladder.yaml:31: promotions.manager: ...
 *
 * Mistakes and findings are the result here and go to stdout.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/rulebook.h"

static void check_count(struct fenrun__output *output, uint32_t count, const char *one,
                        const char *many) {
    char text[64];
    snprintf(text, sizeof text, ", %u %s", count, count == 1 ? one : many);
    fenrun__output_text(output, text);
}

/* How many of a book's awards are of one version. */
static uint32_t check_award_count(const fenrun_rules *rules, uint32_t version) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < fenrun_rules_count(rules, FENRUN_NAME_AWARD); i++)
        count += fenrun_rules_award_version(rules, i) == version;
    return count;
}

static void check_describe(struct fenrun__output *output, const fenrun_rules *rules,
                           uint32_t version, const char *path, bool fine) {
    const char *title = fenrun_rules_name(rules, FENRUN_NAME_TITLE, version);
    int64_t effective = fenrun_rules_effective(rules, version);
    fenrun__output_text(output, path);
    fenrun__output_text(output, fine ? ": fine: " : ": ");
    fenrun__output_text(output, fenrun_rules_name(rules, FENRUN_NAME_RULES, version));
    if (title && *title) {
        fenrun__output_text(output, " (");
        fenrun__output_text(output, title);
        fenrun__output_text(output, ")");
    }
    if (effective != FENRUN_TIME_MIN) {
        char text[FENRUN_TEXT_SIZE];
        fenrun_time_format(text, effective);
        fenrun__output_text(output, ", in force from ");
        fenrun__output_text(output, text);
    }
    fenrun__output_text(output, ", ");
    fenrun__output_text(output, fenrun_rules_name(rules, FENRUN_NAME_CURRENCY, 0));
    check_count(output, fenrun_rules_count(rules, FENRUN_NAME_TIER), "tier", "tiers");
    check_count(output, check_award_count(rules, version), "award", "awards");
    fenrun__output_text(output, "\n");
}

/* By what `fenrun settle --hashes` calls the rule set. */
static int check_identify(struct fenrun__output *output, const fenrun_rules *rules) {
    char line[FENRUN__RULEBOOK_LINE_SIZE];
    int code = fenrun__rulebook_line(rules, line);
    if (code) return code;
    fenrun__output_text(output, line);
    fenrun__output_text(output, "\n");
    return FENRUN__EXIT_FINE;
}

static int check_run(const struct fenrun__arguments *arguments, struct fenrun__output *output) {
    fenrun_rules *rules;
    size_t findings = 0;
    int code = fenrun__rulebook_read(&rules, arguments->rules, arguments->rule_count, output);
    /* Findings come behind the description, which says whether there are any. */
    if (!code) (void)fenrun_rules_check(rules, NULL, 0, &findings);
    for (uint32_t i = 0; !code && i < arguments->rule_count; i++)
        check_describe(output, rules, i, arguments->rules[i], findings == 0);
    if (!code) code = check_identify(output, rules);
    if (!code) code = fenrun__rulebook_check(rules, arguments->rules, output);
    if (!code && findings > 0) code = FENRUN__EXIT_FOUND;
    fenrun_rules_free(rules);
    return code;
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
    if (!code) code = fenrun__output_open(&output, NULL);
    if (!code) {
        code = check_run(&arguments, &output);
        int published = fenrun__output_publish(&output, 1);
        if (published) code = published;
    }
    fenrun__output_discard(&output);
    free(arguments.files);
    return code;
}
