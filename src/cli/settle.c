/*
 * Settle: `fenrun settle RULES FILE...` applies all events of the files and writes what is paid.
 *
 *     payouts      event,award,payee,amount,unit,at       one row per payout, in order of events
 *     totals       member,unit,amount                     by unit, then in order of first payout
 *     promotions   member,tier_before,tier,at             tiers that promotions and demotions gave;
 *                                                         with labels_before,labels before `at`, if
 *                                                         the rule set has labels
 *
 * `event` is the order's id for orders and their refunds, join:MEMBER for joins, and as stream.h
 * says for the others. `at` is from when the payout is available. What a refund takes back, and
 * what a member funds, is negative. All amounts have the decimals of the currency.
 *
 * Invariants
 *   1. Nothing appears unless every row of every file was accepted.
 *   2. The sum of a member's payouts of a unit is that member's total.
 *
 * Costs: memory for members, compact orders (the library's) and totals; nothing else per row.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/rulebook.h"
#include "cli/stream.h"
#include "cli/totals.h"

enum settle_output { SETTLE_PAYOUTS, SETTLE_TOTALS, SETTLE_PROMOTIONS, SETTLE_OUTPUTS };

struct settle {
    struct fenrun__arguments arguments;
    const char *paths[SETTLE_OUTPUTS];
    struct fenrun__output outputs[SETTLE_OUTPUTS];
    struct fenrun__stream stream;
    struct fenrun__totals totals;
    struct fenrun__progress progress;
    fenrun_rules *rules;
    fenrun_result *result;
};

static void settle_put_amount(const struct settle *settle, struct fenrun__output *output,
                              int64_t amount) {
    char text[FENRUN_TEXT_SIZE];
    size_t size = fenrun_amount_format(text, amount, fenrun_rules_decimals(settle->rules));
    fenrun__output_put(output, text, size);
}

static void settle_put_name(const struct settle *settle, struct fenrun__output *output,
                            uint32_t kind, uint32_t index) {
    fenrun__output_text(output, fenrun_rules_name(settle->rules, kind, index));
}

static void settle_put_member(const struct settle *settle, struct fenrun__output *output,
                              uint64_t member) {
    char room[FENRUN__NAMES_ROOM];
    fenrun__output_cell(output, "", fenrun__stream_member(&settle->stream, member, room));
}

/* The last cell of a row. */
static void settle_put_instant(struct fenrun__output *output, int64_t at) {
    char text[FENRUN_TEXT_SIZE];
    fenrun__output_put(output, text, fenrun_time_format(text, at));
    fenrun__output_put(output, "\n", 1);
}

static void settle_put_payout(struct settle *settle, const fenrun_payout *payout) {
    struct fenrun__output *output = &settle->outputs[SETTLE_PAYOUTS];
    const char *kind;
    struct fenrun__field id;
    fenrun__stream_event_name(&settle->stream, &kind, &id);
    fenrun__output_cell(output, kind, id);
    fenrun__output_put(output, ",", 1);
    settle_put_name(settle, output, FENRUN_NAME_AWARD, payout->award);
    fenrun__output_put(output, ",", 1);
    settle_put_member(settle, output, payout->payee);
    fenrun__output_put(output, ",", 1);
    settle_put_amount(settle, output, payout->amount);
    fenrun__output_put(output, ",", 1);
    settle_put_name(settle, output, FENRUN_NAME_UNIT, payout->unit);
    fenrun__output_put(output, ",", 1);
    settle_put_instant(output, payout->available_at);
}

/* The names of a set of labels, parted by spaces. */
static void settle_put_labels(const struct settle *settle, struct fenrun__output *output,
                              uint32_t labels) {
    const char *space = "";
    for (uint32_t label = 0; labels >> label; label++) {
        if ((labels >> label & 1) == 0) continue;
        fenrun__output_text(output, space);
        settle_put_name(settle, output, FENRUN_NAME_LABEL, label);
        space = " ";
    }
    fenrun__output_put(output, ",", 1);
}

static void settle_put_promotion(struct settle *settle, const fenrun_promotion *promotion) {
    struct fenrun__output *output = &settle->outputs[SETTLE_PROMOTIONS];
    settle_put_member(settle, output, promotion->member);
    fenrun__output_put(output, ",", 1);
    settle_put_name(settle, output, FENRUN_NAME_TIER, promotion->tier_before);
    fenrun__output_put(output, ",", 1);
    settle_put_name(settle, output, FENRUN_NAME_TIER, promotion->tier);
    fenrun__output_put(output, ",", 1);
    if (fenrun_rules_count(settle->rules, FENRUN_NAME_LABEL) > 0) {
        settle_put_labels(settle, output, promotion->labels_before);
        settle_put_labels(settle, output, promotion->labels);
    }
    settle_put_instant(output, promotion->at);
}

static int settle_add_total(struct settle *settle, const fenrun_payout *payout) {
    switch (fenrun__totals_add(&settle->totals, payout->payee, payout->unit, payout->amount)) {
    case FENRUN__TOTALS_FINE:
        return FENRUN__EXIT_FINE;
    case FENRUN__TOTALS_OVERFLOW: {
        char room[FENRUN__NAMES_ROOM], shown[FENRUN__SHOWN_SIZE];
        struct fenrun__field member =
            fenrun__stream_member(&settle->stream, payout->payee, room);
        return fenrun__input_refuse(fenrun__stream_input(&settle->stream),
                                    "the total of %s in %s does not fit 64 bits",
                                    fenrun__shown(shown, member),
                                    fenrun_rules_name(settle->rules, FENRUN_NAME_UNIT,
                                                      payout->unit));
    }
    default:
        return fenrun__report(FENRUN__EXIT_SYSTEM, "fenrun: out of memory");
    }
}

/* Write down what the event that was just applied came to. */
static int settle_record(struct settle *settle) {
    size_t count;
    const fenrun_payout *payouts = fenrun_result_payouts(settle->result, &count);
    int code = FENRUN__EXIT_FINE;
    for (size_t i = 0; i < count && !code; i++) {
        settle_put_payout(settle, &payouts[i]);
        if (settle->outputs[SETTLE_TOTALS].open) code = settle_add_total(settle, &payouts[i]);
    }
    if (!code) code = fenrun__output_check(&settle->outputs[SETTLE_PAYOUTS]);
    if (code || !settle->outputs[SETTLE_PROMOTIONS].open) return code;
    const fenrun_promotion *promotions = fenrun_result_promotions(settle->result, &count);
    for (size_t i = 0; i < count; i++) settle_put_promotion(settle, &promotions[i]);
    return fenrun__output_check(&settle->outputs[SETTLE_PROMOTIONS]);
}

static void settle_put_totals(struct settle *settle) {
    struct fenrun__output *output = &settle->outputs[SETTLE_TOTALS];
    for (uint32_t unit = 0; unit < fenrun_rules_count(settle->rules, FENRUN_NAME_UNIT); unit++) {
        for (size_t i = 0; i < settle->totals.count; i++) {
            const struct fenrun__total *total = &settle->totals.rows[i];
            if (total->unit != unit) continue;
            settle_put_member(settle, output, total->member);
            fenrun__output_put(output, ",", 1);
            settle_put_name(settle, output, FENRUN_NAME_UNIT, unit);
            fenrun__output_put(output, ",", 1);
            settle_put_amount(settle, output, total->amount);
            fenrun__output_put(output, "\n", 1);
        }
    }
}

static int settle_refuse_shared(const char *path) {
    return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: two results would go to %s; name another "
                          "file for one of them", strcmp(path, "-") == 0 ? "stdout" : path);
}

static int settle_open_outputs(struct settle *settle) {
    bool has_labels = fenrun_rules_count(settle->rules, FENRUN_NAME_LABEL) > 0;
    const char *const headers[] = {"event,award,payee,amount,unit,at\n", "member,unit,amount\n",
                                   has_labels ? "member,tier_before,tier,labels_before,labels,at\n"
                                              : "member,tier_before,tier,at\n"};
    const struct fenrun__arguments *arguments = &settle->arguments;
    for (uint32_t i = 0; i < SETTLE_OUTPUTS; i++) {
        if (i != SETTLE_PAYOUTS && !settle->paths[i]) continue;
        int code = fenrun__output_open(&settle->outputs[i], settle->paths[i]);
        if (code) return code;
        bool input = false;
        for (uint32_t k = 0; k < arguments->rule_count; k++)
            input |= fenrun__output_is(&settle->outputs[i], arguments->rules[k]);
        for (uint32_t k = 0; k < arguments->file_count; k++)
            input |= fenrun__output_is(&settle->outputs[i], arguments->files[k]);
        if (input)
            return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: %s is an input, it would be "
                                  "overwritten", settle->paths[i]);
        fenrun__output_text(&settle->outputs[i], headers[i]);
    }
    for (uint32_t i = 0; i < SETTLE_OUTPUTS; i++) {
        for (uint32_t k = i + 1; k < SETTLE_OUTPUTS; k++) {
            if (fenrun__output_same(&settle->outputs[i], &settle->outputs[k]))
                return settle_refuse_shared(settle->paths[k]);
        }
    }
    return FENRUN__EXIT_FINE;
}

static int settle_run(struct settle *settle) {
    fenrun_error error;
    if (fenrun_result_new(&settle->result, NULL, &error))
        return fenrun__report(FENRUN__EXIT_SYSTEM, "fenrun: %s", fenrun__message_text(&error));
    int code = fenrun__stream_open(&settle->stream, settle->rules, settle->arguments.files,
                                   settle->arguments.file_count);
    while (!code) {
        bool found, replayed;
        code = fenrun__stream_next(&settle->stream, &found);
        if (code || !found) break;
        code = fenrun__stream_apply(&settle->stream, settle->result, &replayed);
        if (!code && !replayed) code = settle_record(settle);
        fenrun__progress_step(&settle->progress);
    }
    if (!code && settle->outputs[SETTLE_TOTALS].open) settle_put_totals(settle);
    fenrun__progress_end(&settle->progress);
    if (!code) code = fenrun__output_publish(settle->outputs, SETTLE_OUTPUTS);
    if (!code) fenrun__stream_end(&settle->stream);
    return code;
}

/* Two outputs must not be one file, or both stdout. */
static int settle_check_paths(const struct settle *settle) {
    for (uint32_t i = 0; i < SETTLE_OUTPUTS; i++) {
        for (uint32_t k = i + 1; k < SETTLE_OUTPUTS; k++) {
            const char *a = settle->paths[i] ? settle->paths[i] : i == SETTLE_PAYOUTS ? "-" : NULL;
            const char *b = settle->paths[k];
            if (!a || !b || strcmp(a, b) != 0 || strcmp(a, "/dev/null") == 0) continue;
            return settle_refuse_shared(a);
        }
    }
    if (settle->arguments.file_count == 0)
        return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: settle needs a CSV file, or - for "
                              "stdin");
    return FENRUN__EXIT_FINE;
}

int fenrun__command_settle(int count, char **words) {
    struct settle settle;
    memset(&settle, 0, sizeof settle);
    const struct fenrun__option options[] = {{"-o", &settle.paths[SETTLE_PAYOUTS], NULL},
                                             {"--totals", &settle.paths[SETTLE_TOTALS], NULL},
                                             {"--promotions",
                                              &settle.paths[SETTLE_PROMOTIONS], NULL}};
    int code = fenrun__arguments_read(&settle.arguments, "settle", count, words, options,
                                      SETTLE_OUTPUTS);
    if (!code && settle.arguments.help) {
        code = fenrun__command_help("settle");
    } else {
        if (!code) code = settle_check_paths(&settle);
        fenrun__progress_start(&settle.progress);
        if (!code) code = fenrun__rulebook_read(&settle.rules, settle.arguments.rules,
                                                settle.arguments.rule_count, NULL);
        if (!code) code = settle_open_outputs(&settle);
        if (!code) code = settle_run(&settle);
    }
    fenrun__stream_close(&settle.stream);
    for (uint32_t i = 0; i < SETTLE_OUTPUTS; i++) fenrun__output_discard(&settle.outputs[i]);
    fenrun__totals_free(&settle.totals);
    fenrun_result_free(settle.result);
    fenrun_rules_free(settle.rules);
    free(settle.arguments.files);
    return code;
}
