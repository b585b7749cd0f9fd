/*
 * Snapshot: `fenrun snapshot build|info|verify`.
 *
 *     build     applies all events of the files, as settle does, and writes what the tree has come
 *               to, with its rule set and the names of its members
 *     info      says what a snapshot is, from its header and its table of names
 *     verify    looks at every byte
 *
 * Invariants
 *   1. A snapshot appears whole or not at all, like every result: see output.h.
 *   2. Whoever starts from a snapshot is paid what settling its files and the new ones together
 *      pays, but what the snapshot has paid already.
 *
 * Costs: build as settle, and writing the file; info O(1); verify O(size).
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/archive.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/crew.h"
#include "cli/messages.h"
#include "cli/origin.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/roll.h"
#include "cli/rulebook.h"
#include "cli/settlement.h"
#include "cli/stream.h"

/* ------------------------------------------------------------------------------------------ */
/* Build                                                                                      */

struct snapshot_build {
    struct fenrun__arguments arguments;
    const char *path;
    bool unverified;
    struct fenrun__origin origin;
    struct fenrun__stream stream;
    struct fenrun__output output;
    struct fenrun__progress progress;
};

static int snapshot_open_output(struct snapshot_build *build) {
    int code = fenrun__output_open(&build->output, build->path);
    if (!code && fenrun__arguments_hold(&build->arguments, &build->output))
        code = fenrun__report(FENRUN__EXIT_USAGE, "fenrun: %s is an input, it would be overwritten",
                              build->path);
    return code;
}

static int snapshot_apply(struct snapshot_build *build) {
    struct fenrun__settlement settlement = {.stream = &build->stream,
                                            .progress = &build->progress,
                                            .thread_count = fenrun__crew_usual()};
    int code = fenrun__stream_open(&build->stream, &build->origin, build->arguments.files,
                                   build->arguments.file_count);
    if (!code) code = fenrun__settlement_run(&settlement);
    fenrun__progress_end(&build->progress);
    return code;
}

static struct fenrun__field snapshot_name(const void *context, uint64_t index) {
    char room[FENRUN__NAMES_ROOM];
    return fenrun__names_text(context, FENRUN__NAMES_FIRST + index, room);
}

static int32_t snapshot_put(void *context, const void *bytes, size_t size) {
    struct fenrun__output *output = context;
    fenrun__output_put(output, bytes, size);
    return output->failure != 0;
}

static int snapshot_write(struct snapshot_build *build) {
    const struct fenrun__names *names = &build->stream.names;
    char title[FENRUN__RULEBOOK_TITLE_SIZE];
    fenrun__rulebook_title(build->origin.rules, title);
    struct fenrun__roll_draft draft = {.key = names->key, .count = names->count,
                                       .text = snapshot_name, .context = names,
                                       .version = fenrun_version(), .rules = title};
    fenrun_snapshot_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    void *roll = fenrun__roll_make(&draft, &options.attachment_size);
    if (!roll) return fenrun__report_memory();
    options.attachment = roll;
    fenrun_error error;
    int32_t code = fenrun_snapshot_write(build->stream.tree, &options, snapshot_put,
                                         &build->output, NULL, &error);
    free(roll);
    int exit_code = fenrun__output_check(&build->output);
    if (exit_code) return exit_code;
    if (code)
        return fenrun__report(fenrun__message_exit(code), "fenrun: %s",
                              fenrun__message_text(&error));
    return fenrun__output_publish(&build->output, 1);
}

static int snapshot_build(int count, char **words) {
    struct snapshot_build build;
    memset(&build, 0, sizeof build);
    const struct fenrun__option options[] = {{"-o", &build.path, NULL},
                                             {"--no-verify", NULL, &build.unverified}};
    int code = fenrun__arguments_start(&build.arguments, "snapshot build", count, words, options,
                                       2);
    if (!code && build.arguments.help) {
        code = fenrun__command_help("snapshot");
    } else {
        if (!code && !build.path)
            code = fenrun__report(FENRUN__EXIT_USAGE, "fenrun: snapshot build needs -o FILE");
        fenrun__progress_start(&build.progress);
        if (!code) code = fenrun__origin_open(&build.origin, &build.arguments, build.unverified);
        if (!code) code = snapshot_open_output(&build);
        if (!code) code = snapshot_apply(&build);
        if (!code) code = snapshot_write(&build);
        if (!code) fenrun__stream_end(&build.stream);
    }
    fenrun__stream_close(&build.stream);
    fenrun__origin_close(&build.origin);
    fenrun__output_discard(&build.output);
    free(build.arguments.files);
    return code;
}

/* ------------------------------------------------------------------------------------------ */
/* Info and verify                                                                            */

static void snapshot_put_text(struct fenrun__output *output, const char *name, const char *text) {
    char line[256];
    snprintf(line, sizeof line, "%-12s %s\n", name, text);
    fenrun__output_text(output, line);
}

static void snapshot_put_number(struct fenrun__output *output, const char *name, uint64_t number,
                                const char *unit) {
    char text[48];
    snprintf(text, sizeof text, "%" PRIu64 "%s", number, unit);
    snapshot_put_text(output, name, text);
}

static void snapshot_describe(struct fenrun__output *output,
                              const struct fenrun__archive *archive) {
    const fenrun_snapshot_info *info = &archive->info;
    char rules[FENRUN_HASH_SIZE + FENRUN__ROLL_RULES_SIZE], at[FENRUN_TEXT_SIZE] = "none";
    snprintf(rules, sizeof rules, "%s%s%s", info->rules_hash, archive->has_roll ? " " : "",
             archive->roll.rules);
    if (info->at != FENRUN_TIME_MIN) fenrun_time_format(at, info->at);
    snapshot_put_text(output, "snapshot", info->hash);
    snapshot_put_text(output, "rules", rules);
    snapshot_put_number(output, "members", info->member_count, "");
    if (archive->has_roll) snapshot_put_number(output, "names", archive->roll.count, "");
    snapshot_put_number(output, "orders", info->order_count, "");
    snapshot_put_number(output, "changes", info->change_count, "");
    snapshot_put_text(output, "latest", at);
    snapshot_put_number(output, "size", info->size, " bytes");
    snapshot_put_number(output, "layout", info->layout, "");
    if (archive->has_roll) snapshot_put_text(output, "library", archive->roll.version);
}

/* A text of the header or the roll, all of plain characters; or null. */
static void snapshot_put_json_text(struct fenrun__output *output, const char *name,
                                   const char *text, bool known, const char *end) {
    char line[256];
    const char *quote = known ? "\"" : "";
    snprintf(line, sizeof line, "  \"%s\": %s%s%s%s", name, quote, known ? text : "null", quote,
             end);
    fenrun__output_text(output, line);
}

static void snapshot_put_json_number(struct fenrun__output *output, const char *name,
                                     uint64_t number) {
    char line[80];
    snprintf(line, sizeof line, "  \"%s\": %" PRIu64 ",\n", name, number);
    fenrun__output_text(output, line);
}

static void snapshot_describe_json(struct fenrun__output *output,
                                   const struct fenrun__archive *archive) {
    const fenrun_snapshot_info *info = &archive->info;
    const struct fenrun__roll *roll = &archive->roll;
    char at[FENRUN_TEXT_SIZE] = "";
    if (info->at != FENRUN_TIME_MIN) fenrun_time_format(at, info->at);
    fenrun__output_text(output, "{\n");
    snapshot_put_json_text(output, "snapshot", info->hash, true, ",\n");
    snapshot_put_json_text(output, "rules", info->rules_hash, true, ",\n");
    snapshot_put_json_text(output, "rules_name", roll->rules, archive->has_roll, ",\n");
    snapshot_put_json_number(output, "members", info->member_count);
    snapshot_put_json_number(output, "names", roll->count);
    snapshot_put_json_number(output, "orders", info->order_count);
    snapshot_put_json_number(output, "changes", info->change_count);
    snapshot_put_json_text(output, "latest", at, *at != '\0', ",\n");
    snapshot_put_json_number(output, "size", info->size);
    snapshot_put_json_number(output, "layout", info->layout);
    snapshot_put_json_text(output, "library", roll->version, archive->has_roll, "\n}\n");
}

static void snapshot_confirm(struct fenrun__output *output,
                             const struct fenrun__archive *archive) {
    fenrun__output_text(output, archive->path);
    fenrun__output_text(output, ": fine: snapshot ");
    fenrun__output_text(output, archive->info.hash);
    fenrun__output_text(output, ", rules ");
    fenrun__output_text(output, archive->info.rules_hash);
    fenrun__output_text(output, archive->has_roll ? " " : "");
    fenrun__output_text(output, archive->roll.rules);
    fenrun__output_text(output, "\n");
}

struct snapshot_look {
    struct fenrun__arguments arguments;
    const char *command; /* "snapshot info" */
    const char *format;
    bool verifies;
};

/* Every byte, every name, and whether they belong together. */
static int snapshot_verify(const struct fenrun__archive *archive) {
    fenrun_tree *tree = NULL;
    int code = fenrun__archive_verify(archive);
    if (code || !archive->has_roll) return code;
    code = fenrun__archive_verify_names(archive);
    if (!code) code = fenrun__archive_tree(archive, &tree);
    if (!code) code = fenrun__archive_verify_members(archive, tree);
    fenrun_tree_free(tree);
    return code;
}

static int snapshot_look_at(const struct snapshot_look *look, const char *path,
                            struct fenrun__output *output) {
    struct fenrun__archive archive;
    int code = fenrun__archive_open(&archive, path);
    if (!code && look->verifies) code = snapshot_verify(&archive);
    if (!code) code = fenrun__output_open(output, NULL);
    if (!code && look->verifies)
        snapshot_confirm(output, &archive);
    else if (!code && look->format && strcmp(look->format, "json") == 0)
        snapshot_describe_json(output, &archive);
    else if (!code)
        snapshot_describe(output, &archive);
    fenrun__archive_close(&archive);
    return code ? code : fenrun__output_publish(output, 1);
}

static int snapshot_check_look(const struct snapshot_look *look) {
    const struct fenrun__arguments *arguments = &look->arguments;
    if (arguments->file_count + arguments->rule_count != 1)
        return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: %s takes one file, a snapshot",
                              look->command);
    if (!look->format || strcmp(look->format, "text") == 0 || strcmp(look->format, "json") == 0)
        return FENRUN__EXIT_FINE;
    return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: --format %s is unknown; formats are text "
                          "and json", look->format);
}

static int snapshot_look(struct snapshot_look *look, int count, char **words) {
    const struct fenrun__option options[] = {{"--format", &look->format, NULL}};
    struct fenrun__output output = {0};
    int code = fenrun__arguments_take(&look->arguments, look->command, count, words, options,
                                      look->verifies ? 0 : 1);
    if (!code && look->arguments.help) {
        code = fenrun__command_help("snapshot");
    } else {
        if (!code) code = snapshot_check_look(look);
        if (!code)
            code = snapshot_look_at(look, look->arguments.file_count ? look->arguments.files[0]
                                                                     : look->arguments.rules[0],
                                    &output);
    }
    fenrun__output_discard(&output);
    free(look->arguments.files);
    return code;
}

/* ------------------------------------------------------------------------------------------ */

int fenrun__command_snapshot(int count, char **words) {
    static const char *const names[] = {"build", "info", "verify"};
    const char *word = count > 0 ? words[0] : "";
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        return fenrun__command_help("snapshot");
    if (strcmp(word, "build") == 0) return snapshot_build(count - 1, words + 1);
    struct snapshot_look info = {.command = "snapshot info"};
    if (strcmp(word, "info") == 0) return snapshot_look(&info, count - 1, words + 1);
    struct snapshot_look verify = {.command = "snapshot verify", .verifies = true};
    if (strcmp(word, "verify") == 0) return snapshot_look(&verify, count - 1, words + 1);
    if (!*word)
        return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: snapshot build, info or verify? fenrun "
                              "snapshot --help says more");
    const char *meant = fenrun__arguments_nearest(word, names, sizeof names / sizeof names[0]);
    char shown[FENRUN__SHOWN_SIZE];
    fenrun__shown(shown, fenrun__field_from(word));
    if (meant)
        return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: snapshot %s is no command; did you mean "
                              "snapshot %s?", shown, meant);
    return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: snapshot %s is no command; commands are "
                          "snapshot build, snapshot info and snapshot verify", shown);
}
