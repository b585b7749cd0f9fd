/* Test: the public function that runs rule-set tests. */
#include "api/handle.h"
#include "payout/result.h"
#include "scenario/runner.h"

static int32_t test_check_options(const fenrun_test_options *options, fenrun_error *error) {
    if (!options->read) return fenrun__handle_null(error, "options.read");
    if (options->format > FENRUN_TEST_GITHUB) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "options.format %u is not known", options->format);
    }
    if ((options->flags & ~FENRUN_TEST_COVERAGE) != 0) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0, "options.flags %u is not known",
                                 options->flags);
    }
    return fenrun__handle_allocator(options->allocator, error);
}

int32_t fenrun_test_run(const char *const *paths, size_t path_count,
                        const fenrun_test_options *options, fenrun_test_summary *summary,
                        fenrun_result *report, fenrun_error *error) {
    fenrun_test_summary unread;
    if (!summary) summary = &unread;
    *summary = (fenrun_test_summary){0};
    if (!report) return fenrun__handle_null(error, "report");
    fenrun__result_clear(report);
    if (!paths && path_count > 0) return fenrun__handle_null(error, "paths");
    for (size_t i = 0; i < path_count; i++) {
        if (paths[i]) continue;
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0, "paths[%U] is NULL",
                                 (uint64_t)i);
    }
    fenrun_test_options known = {0};
    int32_t code = fenrun__handle_options(&known, sizeof known, sizeof known, options, error);
    if (code == FENRUN_OK) code = test_check_options(&known, error);
    if (code != FENRUN_OK) return code;

    struct fenrun__memory memory;
    fenrun__memory_init(&memory, known.allocator);
    const struct fenrun__runner runner = {
        .memory = &memory,
        .shelf = {.read = known.read, .write = known.write, .context = known.context},
        .format = known.format,
        .coverage = (known.flags & FENRUN_TEST_COVERAGE) != 0,
        .only = known.only};
    code = fenrun__runner_run(&runner, paths, path_count, summary, &report->text);
    if (code == FENRUN_ERROR_MEMORY) {
        fenrun__result_clear(report);
        *summary = (fenrun_test_summary){0};
        return fenrun__error_memory(error);
    }
    if (code == FENRUN_ERROR_RULES) {
        return fenrun__error_set(error, code, 0, "a test file, or a file that it names, cannot be "
                                                 "read or has mistakes");
    }
    return code;
}
