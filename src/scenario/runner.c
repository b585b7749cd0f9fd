/* Runner: one file after the other. */
#include "scenario/runner.h"

#include <string.h>

#include "rules/diagnostics.h"
#include "scenario/bulletin.h"
#include "scenario/coverage.h"
#include "scenario/edition.h"
#include "scenario/revision.h"
#include "scenario/script.h"
#include "scenario/stage.h"
#include "scenario/verdict.h"

#define RUNNER_MISTAKES 64u /* that a first reading has room for */

/* What all files of a run share. */
struct runner_state {
    const struct fenrun__runner *runner;
    struct fenrun__verdict verdict;
    struct fenrun__coverage coverage;
};

/* A file as it is read. */
struct runner_file {
    const char *path;
    struct fenrun__text text; /* a copy: other files are read meanwhile */
    struct fenrun__script script;
    struct fenrun__edition edition;
    fenrun_error *errors;
    size_t room;
};

/* The document's reader speaks of a rule set, which this is not. */
static const char *runner_message(const char *message, char room[FENRUN_MESSAGE_SIZE]) {
    static const char rules[] = "rule set: ";
    size_t size = sizeof rules - 1;
    if (strncmp(message, rules, size) != 0) return message;
    struct fenrun__writer writer;
    fenrun__writer_init_fixed(&writer, room, FENRUN_MESSAGE_SIZE);
    fenrun__writer_format(&writer, "test file: %s", message + size);
    return room;
}

static void runner_add_mistakes(struct runner_state *state, const struct runner_file *file,
                                struct fenrun__diagnostics *diagnostics) {
    char room[FENRUN_MESSAGE_SIZE];
    fenrun__diagnostics_finish(diagnostics);
    for (size_t i = 0; i < diagnostics->count && i < diagnostics->capacity; i++) {
        const fenrun_error *error = &file->errors[i];
        fenrun__verdict_add_notice(&state->verdict, file->path, error->line, error->column,
                                   runner_message(error->message, room));
    }
}

/* Read a file with room for so many mistakes. `*again` if there are more. */
static int32_t runner_read(struct runner_state *state, struct runner_file *file, bool *again) {
    struct fenrun__memory *memory = state->runner->memory;
    struct fenrun__diagnostics diagnostics;
    struct fenrun__named names[FENRUN_VERSIONS_MAX];
    uint32_t count;
    *again = false;
    fenrun__script_init(&file->script, file->path, memory);
    file->edition = (struct fenrun__edition){.memory = memory};
    fenrun__writer_init(&file->edition.text, memory);
    file->errors = fenrun__memory_zeroed(memory, file->room * sizeof *file->errors);
    if (!file->errors) return FENRUN_ERROR_MEMORY;
    fenrun__diagnostics_init(&diagnostics, file->errors, file->room);
    int32_t code = fenrun__script_open(&file->script, file->text, &diagnostics, names,
                                       FENRUN_VERSIONS_MAX, &count);
    if (code == FENRUN_OK) {
        code = fenrun__edition_read(&file->edition, file->path, names, count,
                                    &state->runner->shelf, memory, &state->verdict);
    }
    if (code == FENRUN_OK) {
        code = fenrun__script_read(&file->script, fenrun__edition_plan(&file->edition),
                                   &state->runner->shelf, &diagnostics);
    }
    *again = diagnostics.count > file->room && code == FENRUN_ERROR_RULES && file->script.plan;
    if (*again) {
        size_t room = diagnostics.count;
        fenrun__memory_free(memory, file->errors, file->room * sizeof *file->errors);
        file->errors = NULL;
        file->room = room;
    } else if (code == FENRUN_ERROR_RULES) {
        runner_add_mistakes(state, file, &diagnostics);
    }
    return code;
}

static void runner_close(struct runner_state *state, struct runner_file *file) {
    fenrun__script_free(&file->script);
    fenrun__edition_free(&file->edition);
    fenrun__memory_free(state->runner->memory, file->errors,
                        file->errors ? file->room * sizeof *file->errors : 0);
    file->errors = NULL;
}

static bool runner_chooses(const struct fenrun__runner *runner, struct fenrun__text name) {
    if (!runner->only) return true;
    size_t size = strlen(runner->only);
    for (size_t at = 0; at + size <= name.size; at++) {
        if (memcmp(name.bytes + at, runner->only, size) == 0) return true;
    }
    return false;
}

static int32_t runner_write_update(struct runner_state *state, const struct runner_file *file,
                                   struct fenrun__revision *revision) {
    const struct fenrun__shelf *shelf = &state->runner->shelf;
    struct fenrun__writer text;
    if (revision->words.failed) return FENRUN_ERROR_MEMORY;
    if (revision->edit_count == 0) return FENRUN_OK;
    fenrun__writer_init(&text, state->runner->memory);
    int32_t code = FENRUN_OK;
    if (!fenrun__revision_write(revision, &text)) {
        code = FENRUN_ERROR_MEMORY;
    } else if (shelf->write(shelf->context, file->path, text.bytes, text.size) != 0) {
        fenrun__verdict_add_notice(&state->verdict, file->path, 0, 0,
                                   "the file cannot be written");
        code = FENRUN_ERROR_RULES;
    } else if (!state->verdict.failed) {
        state->verdict.files[state->verdict.file_count - 1].updated = true;
        state->verdict.updated_count++;
    }
    fenrun__writer_free(&text);
    return code;
}

static int32_t runner_run_tests(struct runner_state *state, struct runner_file *file) {
    const struct fenrun__runner *runner = state->runner;
    const struct fenrun__script *script = &file->script;
    struct fenrun__coverage *coverage = runner->coverage ? &state->coverage : NULL;
    struct fenrun__stage stage;
    struct fenrun__revision revision;
    bool updating = runner->shelf.write != NULL;
    if (coverage) fenrun__coverage_open(coverage, script->plan, file->edition.paths);
    if (updating) fenrun__revision_init(&revision, script, file->text);
    int32_t code = fenrun__stage_init(&stage, script, file->edition.paths, coverage,
                                      updating ? &revision : NULL, &state->verdict);
    for (size_t i = 0; i < script->test_count && code == FENRUN_OK; i++) {
        const struct fenrun__script_test *test = &script->tests[i];
        if (!runner_chooses(runner, test->name)) continue;
        fenrun__verdict_add_test(&state->verdict, test->name, test->line);
        if (state->verdict.failed) code = FENRUN_ERROR_MEMORY;
        if (code == FENRUN_OK) code = fenrun__stage_run(&stage, test);
    }
    if (code == FENRUN_OK && updating) code = runner_write_update(state, file, &revision);
    fenrun__stage_free(&stage);
    if (updating) fenrun__revision_free(&revision);
    return code;
}

static int32_t runner_run_file(struct runner_state *state, struct runner_file *file) {
    bool again = false;
    int32_t code;
    do {
        if (again) runner_close(state, file);
        code = runner_read(state, file, &again);
    } while (again);
    if (code == FENRUN_OK) code = runner_run_tests(state, file);
    runner_close(state, file);
    return code;
}

/* A file by its path; its text is copied, since others are read while it is needed. */
static int32_t runner_run_path(struct runner_state *state, const char *path) {
    struct fenrun__memory *memory = state->runner->memory;
    struct runner_file file = {.path = path, .room = RUNNER_MISTAKES};
    struct fenrun__text text;
    struct fenrun__writer copy;
    fenrun__verdict_add_file(&state->verdict, path);
    if (state->verdict.failed) return FENRUN_ERROR_MEMORY;
    if (!fenrun__shelf_read(&state->runner->shelf, path, &text)) {
        fenrun__verdict_add_notice(&state->verdict, path, 0, 0, "the file cannot be read");
        return FENRUN_ERROR_RULES;
    }
    fenrun__writer_init(&copy, memory);
    fenrun__writer_put(&copy, text.bytes, text.size);
    file.text = (struct fenrun__text){copy.bytes, copy.size};
    int32_t code = copy.failed ? FENRUN_ERROR_MEMORY : runner_run_file(state, &file);
    fenrun__writer_free(&copy);
    return code;
}

static void runner_report(const struct runner_state *state, struct fenrun__bulletin *bulletin,
                          fenrun_test_summary *summary, struct fenrun__writer *report) {
    const struct fenrun__verdict *verdict = &state->verdict;
    fenrun__bulletin_write(bulletin, state->runner->format, report);
    *summary = (fenrun_test_summary){.file_count = verdict->file_count,
                                     .test_count = verdict->test_count,
                                     .failed_count = verdict->failed_count,
                                     .updated_count = verdict->updated_count,
                                     .item_count = bulletin->item_count,
                                     .covered_count = bulletin->covered_count};
}

int32_t fenrun__runner_run(const struct fenrun__runner *runner, const char *const *paths,
                           size_t path_count, fenrun_test_summary *summary,
                           struct fenrun__writer *report) {
    struct runner_state state = {.runner = runner};
    int32_t result = FENRUN_OK;
    fenrun__verdict_init(&state.verdict, runner->memory);
    fenrun__coverage_init(&state.coverage, runner->memory);
    for (size_t i = 0; i < path_count && result != FENRUN_ERROR_MEMORY; i++) {
        int32_t code = runner_run_path(&state, paths[i]);
        if (code != FENRUN_OK) result = code;
    }
    if (result == FENRUN_OK && state.verdict.failed_count > 0) result = FENRUN_FOUND;
    struct fenrun__bulletin bulletin = {.verdict = &state.verdict,
                                        .coverage = runner->coverage ? &state.coverage : NULL,
                                        .updating = runner->shelf.write != NULL};
    fenrun__coverage_finish(&state.coverage, &bulletin.item_count, &bulletin.covered_count);
    if (state.verdict.failed || state.coverage.failed) result = FENRUN_ERROR_MEMORY;
    if (result != FENRUN_ERROR_MEMORY) runner_report(&state, &bulletin, summary, report);
    if (report->failed) result = FENRUN_ERROR_MEMORY;
    fenrun__verdict_free(&state.verdict);
    fenrun__coverage_free(&state.coverage);
    return result;
}
