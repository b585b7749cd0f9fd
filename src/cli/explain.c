/*
 * Explain: `fenrun explain RULES FILE... --event ID` says why an event paid what it paid.
 *
 * All events of the files are applied in their order; each that ID names is explained just before
 * it is applied, when the tree is as it was for it. ID is as in the payouts: an order's id, for the
 * order and its refunds, join:MEMBER, EVENT:ID of an own event, or close:PERIOD; also tier:MEMBER
 * and move:MEMBER. As JSON, the result is an array with one object for each such event.
 *
 * Invariant: nothing is printed unless every row of every file was accepted, so that what is
 * explained is what settle pays.
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

struct explain {
    struct fenrun__arguments arguments;
    const char *event;
    const char *format_name;
    uint32_t format; /* enum fenrun_format */
    struct fenrun__output output;
    struct fenrun__stream stream;
    fenrun_rules *rules;
    fenrun_result *result;      /* of applying */
    fenrun_result *explanation; /* of explaining */
    uint64_t count;             /* events explained so far */
};

static const char *explain_member_name(void *context, uint64_t member, size_t *size) {
    const struct fenrun__stream *stream = context;
    char room[FENRUN__NAMES_ROOM];
    struct fenrun__field name = fenrun__stream_member(stream, member, room);
    *size = name.size;
    return member < FENRUN__NAMES_FIRST ? NULL : name.bytes;
}

static bool explain_is_meant(const struct explain *explain) {
    const char *kind;
    struct fenrun__field id;
    fenrun__stream_event_name(&explain->stream, &kind, &id);
    size_t size = strlen(kind);
    return strncmp(explain->event, kind, size) == 0 && fenrun__field_is(id, explain->event + size);
}

/* Explain the event, unless it was applied before. */
static int explain_ask(struct explain *explain) {
    fenrun_explain_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.format = explain->format;
    options.member_name = explain_member_name;
    options.context = &explain->stream;
    const char *kind;
    struct fenrun__field id;
    fenrun__stream_event_name(&explain->stream, &kind, &id);
    options.event_name = explain->event + strlen(kind);
    options.event_name_size = strlen(options.event_name);
    fenrun_error error;
    int32_t code = fenrun_pay(explain->stream.tree, &explain->stream.event, explain->explanation,
                              &error);
    if (code == FENRUN_OK)
        code = fenrun_explain(explain->stream.tree, &explain->stream.event, &options,
                              explain->explanation, &error);
    return code < 0 ? fenrun__stream_refuse(&explain->stream, &error) : FENRUN__EXIT_FINE;
}

static void explain_put(struct explain *explain) {
    bool json = explain->format == FENRUN_FORMAT_JSON;
    size_t size;
    const char *text = fenrun_result_text(explain->explanation, &size);
    while (size > 0 && text[size - 1] == '\n') size--;
    if (json) fenrun__output_text(&explain->output, explain->count ? ",\n" : "[\n");
    if (!json && explain->count) fenrun__output_text(&explain->output, "\n");
    fenrun__output_put(&explain->output, text, size);
    if (!json) fenrun__output_text(&explain->output, "\n");
    explain->count++;
}

/* Apply every event, explaining those that are meant. */
static int explain_run(struct explain *explain) {
    struct fenrun__progress progress;
    fenrun__progress_start(&progress);
    int code = fenrun__stream_open(&explain->stream, explain->rules, explain->arguments.files,
                                   explain->arguments.file_count);
    while (!code) {
        bool found, replayed;
        code = fenrun__stream_next(&explain->stream, &found);
        if (code || !found) break;
        bool meant = explain_is_meant(explain);
        if (meant) code = explain_ask(explain);
        if (!code) code = fenrun__stream_apply(&explain->stream, explain->result, &replayed);
        if (!code && meant && !replayed) explain_put(explain);
        fenrun__progress_step(&progress);
    }
    fenrun__progress_end(&progress);
    if (code) return code;
    if (explain->count == 0) {
        char shown[FENRUN__SHOWN_SIZE];
        return fenrun__report(FENRUN__EXIT_DATA, "fenrun: no event %s in the files; an event is "
                              "an order's id (its refunds too), join:MEMBER, tier:MEMBER, "
                              "move:MEMBER, close:PERIOD, or EVENT:ID of an own event",
                              fenrun__shown(shown, fenrun__field_from(explain->event)));
    }
    if (explain->format == FENRUN_FORMAT_JSON) fenrun__output_text(&explain->output, "\n]\n");
    return fenrun__output_publish(&explain->output, 1);
}

static int explain_check_options(struct explain *explain) {
    if (!explain->event)
        return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: explain needs --event ID, with ID as in "
                              "the payouts");
    if (explain->arguments.file_count == 0)
        return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: explain needs a CSV file, or - for "
                              "stdin");
    const char *name = explain->format_name;
    if (name && strcmp(name, "json") == 0) explain->format = FENRUN_FORMAT_JSON;
    if (!name || explain->format == FENRUN_FORMAT_JSON || strcmp(name, "text") == 0)
        return FENRUN__EXIT_FINE;
    return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: --format %s is unknown; formats are text "
                          "and json", name);
}

static int explain_make_results(struct explain *explain) {
    fenrun_error error;
    if (fenrun_result_new(&explain->result, NULL, &error) ||
        fenrun_result_new(&explain->explanation, NULL, &error))
        return fenrun__report(FENRUN__EXIT_SYSTEM, "fenrun: %s", fenrun__message_text(&error));
    return fenrun__output_open(&explain->output, NULL);
}

int fenrun__command_explain(int count, char **words) {
    struct explain explain;
    memset(&explain, 0, sizeof explain);
    const struct fenrun__option options[] = {{"--event", &explain.event, NULL},
                                             {"--format", &explain.format_name, NULL}};
    int code = fenrun__arguments_read(&explain.arguments, "explain", count, words, options, 2);
    if (!code && explain.arguments.help) {
        code = fenrun__command_help("explain");
    } else {
        if (!code) code = explain_check_options(&explain);
        if (!code) code = fenrun__rulebook_read(&explain.rules, explain.arguments.rules,
                                                explain.arguments.rule_count, NULL);
        if (!code) code = explain_make_results(&explain);
        if (!code) code = explain_run(&explain);
    }
    fenrun__stream_end(&explain.stream);
    fenrun__stream_close(&explain.stream);
    fenrun__output_discard(&explain.output);
    fenrun_result_free(explain.result);
    fenrun_result_free(explain.explanation);
    fenrun_rules_free(explain.rules);
    free(explain.arguments.files);
    return code;
}
