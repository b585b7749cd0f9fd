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
#include "cli/origin.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/progress.h"
#include "cli/settlement.h"
#include "cli/stream.h"

struct explain {
    struct fenrun__arguments arguments;
    const char *event;
    const char *format_name;
    uint32_t format; /* enum fenrun_format */
    struct fenrun__output output;
    struct fenrun__stream stream;
    struct fenrun__origin origin;
    bool unverified;
    struct fenrun__progress progress;
    fenrun_result *explanation;
    uint64_t count;             /* events explained so far */
};

static const char *explain_member_name(void *context, uint64_t member, size_t *size) {
    const struct fenrun__stream *stream = context;
    char room[FENRUN__NAMES_ROOM];
    struct fenrun__field name = fenrun__stream_member(stream, member, room);
    *size = name.size;
    return member < FENRUN__NAMES_FIRST ? NULL : name.bytes;
}

/* Whether --event names the one event of the shift; then `*id` is its last part, the id. */
static bool explain_is_meant(const struct explain *explain, const struct fenrun__shift *shift,
                             const char **id) {
    const struct fenrun__stretch *stretch = &shift->stretches[0];
    const struct fenrun__row *row = &stretch->block->rows[stretch->row];
    const char *prefix = fenrun__stream_prefix(row->kind), *rest = explain->event;
    if (row->kind == FENRUN_EVENT_OWN) {
        prefix = fenrun_rules_name(explain->origin.rules, FENRUN_NAME_EVENT, row->name);
        if (strncmp(rest, prefix, strlen(prefix)) != 0) return false;
        rest += strlen(prefix);
        prefix = ":";
    }
    if (strncmp(rest, prefix, strlen(prefix)) != 0) return false;
    *id = rest + strlen(prefix);
    return fenrun__field_is(fenrun__block_id(stretch->block, stretch->row), *id);
}

/* Explain the event, unless it was applied before. */
static void explain_ask(struct explain *explain, struct fenrun__shift *shift, const char *id) {
    fenrun_explain_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.format = explain->format;
    options.member_name = explain_member_name;
    options.context = &explain->stream;
    options.event_name = id;
    options.event_name_size = strlen(id);
    fenrun_error error;
    const fenrun_event *event = &shift->events[0];
    int32_t code = fenrun_pay(explain->stream.tree, event, explain->explanation, &error);
    if (code == FENRUN_OK)
        code = fenrun_explain(explain->stream.tree, event, &options, explain->explanation, &error);
    if (code < 0) fenrun__stream_refuse(&explain->stream, shift, 0, &error);
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

/* One event at a time: explained, if it is meant, then applied. */
static void explain_take(void *context, struct fenrun__shift *shift) {
    struct explain *explain = context;
    const char *id;
    fenrun__stream_gather(&explain->stream, shift, 1);
    bool meant = shift->count > 0 && explain_is_meant(explain, shift, &id);
    if (meant) explain_ask(explain, shift, id);
    if (meant && shift->complaint.given && shift->complaint.code) return;
    fenrun__stream_apply(&explain->stream, shift);
    size_t replay_count;
    (void)fenrun_result_replays(shift->result, &replay_count);
    bool refused = shift->complaint.given && shift->complaint.code;
    if (meant && !refused && replay_count == 0) explain_put(explain);
}

static int explain_write(void *context, struct fenrun__shift *shift) {
    struct explain *explain = context;
    fenrun__complaint_report(&shift->replay);
    fenrun__progress_step(&explain->progress, shift->rows, shift->bytes);
    return fenrun__complaint_report(&shift->complaint);
}

/* Apply every event, explaining those that are meant. */
static int explain_run(struct explain *explain) {
    const struct fenrun__pipeline_work work = {
        .context = explain, .take = explain_take, .write = explain_write};
    struct fenrun__settlement settlement = {
        .stream = &explain->stream, .progress = &explain->progress, .thread_count = 1};
    fenrun__progress_start(&explain->progress);
    int code = fenrun__stream_open(&explain->stream, &explain->origin, explain->arguments.files,
                                   explain->arguments.file_count);
    if (!code) code = fenrun__settlement_load(&settlement);
    if (!code) code = fenrun__pipeline_run(&explain->stream, 1, &work);
    fenrun__progress_end(&explain->progress);
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
                              "stdin; the events of a snapshot are not explained");
    const char *name = explain->format_name;
    if (name && strcmp(name, "json") == 0) explain->format = FENRUN_FORMAT_JSON;
    if (!name || explain->format == FENRUN_FORMAT_JSON || strcmp(name, "text") == 0)
        return FENRUN__EXIT_FINE;
    return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: --format %s is unknown; formats are text "
                          "and json", name);
}

static int explain_make_result(struct explain *explain) {
    fenrun_error error;
    if (fenrun_result_new(&explain->explanation, NULL, &error))
        return fenrun__report(FENRUN__EXIT_SYSTEM, "fenrun: %s", fenrun__message_text(&error));
    return fenrun__output_open(&explain->output, NULL);
}

int fenrun__command_explain(int count, char **words) {
    struct explain explain;
    memset(&explain, 0, sizeof explain);
    const struct fenrun__option options[] = {{"--event", &explain.event, NULL},
                                             {"--format", &explain.format_name, NULL},
                                             {"--no-verify", NULL, &explain.unverified}};
    int code = fenrun__arguments_start(&explain.arguments, "explain", count, words, options, 3);
    if (!code && explain.arguments.help) {
        code = fenrun__command_help("explain");
    } else {
        if (!code) code = explain_check_options(&explain);
        if (!code) code = fenrun__origin_open(&explain.origin, &explain.arguments,
                                              explain.unverified);
        if (!code) code = explain_make_result(&explain);
        if (!code) code = explain_run(&explain);
    }
    if (!code) fenrun__stream_end(&explain.stream);
    fenrun__stream_close(&explain.stream);
    fenrun__output_discard(&explain.output);
    fenrun_result_free(explain.explanation);
    fenrun__origin_close(&explain.origin);
    free(explain.arguments.files);
    return code;
}
