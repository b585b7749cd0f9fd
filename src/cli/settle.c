/*
 * Settle: `fenrun settle RULES FILE...` applies all events of the files and writes what is paid.
 *
 *     -o            payouts, on stdout if it is not given
 *     --totals      totals
 *     --promotions  what promotions and demotions gave
 *
 * settlement.h says what stands in them.
 *
 * Invariant: nothing appears unless every row of every file was accepted.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/crew.h"
#include "cli/fingerprint.h"
#include "cli/origin.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/settlement.h"
#include "cli/stream.h"

struct settle {
    struct fenrun__arguments arguments;
    const char *paths[FENRUN__SETTLED_OUTPUTS];
    const char *threads;
    struct fenrun__output outputs[FENRUN__SETTLED_OUTPUTS];
    struct fenrun__stream stream;
    struct fenrun__progress progress;
    struct fenrun__origin origin;
    uint32_t thread_count;
    bool unverified;
    bool hashes;
};

static int settle_refuse_shared(const char *path) {
    return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: two results would go to %s; name another "
                          "file for one of them", strcmp(path, "-") == 0 ? "stdout" : path);
}

static int settle_open_outputs(struct settle *settle) {
    const struct fenrun__arguments *arguments = &settle->arguments;
    for (uint32_t i = 0; i < FENRUN__SETTLED_OUTPUTS; i++) {
        if (i != FENRUN__SETTLED_PAYOUTS && !settle->paths[i]) continue;
        int code = fenrun__output_open(&settle->outputs[i], settle->paths[i]);
        if (code) return code;
        if (fenrun__arguments_hold(arguments, &settle->outputs[i]))
            return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: %s is an input, it would be "
                                  "overwritten", settle->paths[i]);
        fenrun__output_text(&settle->outputs[i],
                            fenrun__settlement_header(settle->origin.rules, i));
    }
    for (uint32_t i = 0; i < FENRUN__SETTLED_OUTPUTS; i++) {
        for (uint32_t k = i + 1; k < FENRUN__SETTLED_OUTPUTS; k++) {
            if (fenrun__output_same(&settle->outputs[i], &settle->outputs[k]))
                return settle_refuse_shared(settle->paths[k]);
        }
    }
    return FENRUN__EXIT_FINE;
}

static int settle_run(struct settle *settle) {
    int code = fenrun__stream_open(&settle->stream, &settle->origin, settle->arguments.files,
                                   settle->arguments.file_count);
    struct fenrun__settlement settlement = {.stream = &settle->stream,
                                            .progress = &settle->progress,
                                            .outputs = settle->outputs,
                                            .thread_count = settle->thread_count};
    if (!code) code = fenrun__settlement_run(&settlement);
    fenrun__progress_end(&settle->progress);
    if (!code) code = fenrun__output_publish(settle->outputs, FENRUN__SETTLED_OUTPUTS);
    if (!code) fenrun__stream_end(&settle->stream);
    return code;
}

/* Two outputs must not be one file, or both stdout. */
static int settle_check_paths(const struct settle *settle) {
    for (uint32_t i = 0; i < FENRUN__SETTLED_OUTPUTS; i++) {
        for (uint32_t k = i + 1; k < FENRUN__SETTLED_OUTPUTS; k++) {
            const char *a = settle->paths[i]                ? settle->paths[i]
                            : i == FENRUN__SETTLED_PAYOUTS ? "-"
                                                           : NULL;
            const char *b = settle->paths[k];
            if (!a || !b || strcmp(a, b) != 0 || strcmp(a, "/dev/null") == 0) continue;
            return settle_refuse_shared(a);
        }
    }
    return FENRUN__EXIT_FINE;
}

static int settle_read_threads(struct settle *settle) {
    uint64_t count = 0;
    settle->thread_count = fenrun__crew_usual();
    if (!settle->threads) return FENRUN__EXIT_FINE;
    struct fenrun__field text = fenrun__field_from(settle->threads);
    char room[FENRUN__SHOWN_SIZE];
    if (!fenrun__fingerprint_number(text, &count) || count > FENRUN__CREW_MAX)
        return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: --threads %s is not a number from 1 to "
                              "%u", fenrun__shown(room, text), FENRUN__CREW_MAX);
    settle->thread_count = (uint32_t)count;
    return FENRUN__EXIT_FINE;
}

int fenrun__command_settle(int count, char **words) {
    struct settle settle;
    memset(&settle, 0, sizeof settle);
    const struct fenrun__option options[] = {
        {"-o", &settle.paths[FENRUN__SETTLED_PAYOUTS], NULL},
        {"--totals", &settle.paths[FENRUN__SETTLED_TOTALS], NULL},
        {"--promotions", &settle.paths[FENRUN__SETTLED_PROMOTIONS], NULL},
        {"--threads", &settle.threads, NULL},
        {"--hashes", NULL, &settle.hashes},
        {"--no-verify", NULL, &settle.unverified}};
    int code = fenrun__arguments_start(&settle.arguments, "settle", count, words, options,
                                       sizeof options / sizeof options[0]);
    if (!code && settle.arguments.help) {
        code = fenrun__command_help("settle");
    } else {
        if (!code) code = settle_check_paths(&settle);
        if (!code) code = settle_read_threads(&settle);
        fenrun__progress_start(&settle.progress);
        if (!code)
            code = fenrun__origin_open(&settle.origin, &settle.arguments, settle.unverified);
        if (!code && settle.hashes) code = fenrun__origin_report(&settle.origin);
        if (!code) code = settle_open_outputs(&settle);
        if (!code) code = settle_run(&settle);
    }
    fenrun__stream_close(&settle.stream);
    fenrun__origin_close(&settle.origin);
    for (uint32_t i = 0; i < FENRUN__SETTLED_OUTPUTS; i++)
        fenrun__output_discard(&settle.outputs[i]);
    free(settle.arguments.files);
    return code;
}
