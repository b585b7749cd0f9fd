/*
 * Fuzz tests: any bytes as a test file and, behind it (parts.h), the rule sets and CSV files that
 * it names; all through fenrun_test_run.
 *
 *     run        in every format, with coverage: the same verdict each time; a text of its format
 *     update     what is written reads and passes, but for what cannot be placed, and leaves
 *                nothing to update
 *
 * An input that holds too much work is passed over: a step may name a CSV file, so that steps times
 * rows is what a small input can ask for.
 */
#include <stdbool.h>
#include <string.h>

#include "fenrun.h"
#include "fuzz/expect.h"
#include "fuzz/formats.h"
#include "fuzz/parts.h"

#define FUZZ_TESTS_SIZE_MAX 32768u
#define FUZZ_TESTS_WORK_MAX 4000000u /* members or events that are read */
#define FUZZ_TESTS_PATH "fuzz.test.yaml"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The files of an input, and the update of its test file. */
struct fuzz_tests_files {
    struct parts parts;
    size_t bytes_read;
    char *written;
    size_t written_size;
};

struct fuzz_tests_run {
    int32_t code;
    fenrun_test_summary summary;
};

static const char *fuzz_tests_read(void *context, const char *path, size_t *size) {
    struct fuzz_tests_files *files = context;
    size_t index = strcmp(path, FUZZ_TESTS_PATH) == 0 ? 0 : parts_find(&files->parts, path);
    if (index == files->parts.count || (index == 0 && strcmp(path, FUZZ_TESTS_PATH) != 0)) {
        return NULL;
    }
    files->bytes_read += files->parts.parts[index].size;
    if (files->bytes_read > FUZZ_TESTS_WORK_MAX) {
        return NULL;
    }
    *size = files->parts.parts[index].size;
    return files->parts.parts[index].text;
}

static int32_t fuzz_tests_write(void *context, const char *path, const char *text, size_t size) {
    struct fuzz_tests_files *files = context;
    fuzz_expect(strcmp(path, FUZZ_TESTS_PATH) == 0, "the test file is what is written");
    fuzz_expect(files->written == NULL, "a file is written once");
    files->written = malloc(size + 1);
    fuzz_expect(files->written != NULL, "there is memory");
    memcpy(files->written, text, size);
    files->written_size = size;
    return 0;
}

static void fuzz_tests_report(uint32_t format, const fenrun_result *report) {
    size_t size = 0;
    const char *text = fenrun_result_text(report, &size);
    fuzz_expect(strlen(text) == size, "a report is text");
    switch (format) {
    case FENRUN_TEST_JUNIT: fuzz_expect(formats_is_xml(text), "a report is XML"); break;
    case FENRUN_TEST_TAP: fuzz_expect(formats_is_tap(text), "a report is TAP"); break;
    case FENRUN_TEST_JSON: fuzz_expect(formats_is_json(text), "a report is JSON"); break;
    case FENRUN_TEST_GITHUB: fuzz_expect(formats_is_github(text), "a report is commands"); break;
    default: fuzz_expect(size > 0 && formats_is_plain(text), "a report is plain"); break;
    }
}

/* ---- Runs ---- */

static struct fuzz_tests_run fuzz_tests_run(struct fuzz_tests_files *files, uint32_t format,
                                            bool update, fenrun_result *report) {
    static const char *const paths[] = {FUZZ_TESTS_PATH};
    struct fuzz_tests_run run;
    fenrun_error error = {0};
    fenrun_test_options options = {.struct_size = sizeof options,
                                   .read = fuzz_tests_read,
                                   .write = update ? fuzz_tests_write : NULL,
                                   .context = files,
                                   .format = format,
                                   .flags = update ? 0 : FENRUN_TEST_COVERAGE};
    memset(&run, 0, sizeof run);
    files->bytes_read = 0;
    free(files->written);
    files->written = NULL;
    run.code = fenrun_test_run(paths, 1, &options, &run.summary, report, &error);
    const fenrun_test_summary *summary = &run.summary;
    fuzz_expect(run.code == FENRUN_OK || run.code == FENRUN_FOUND || run.code == FENRUN_ERROR_RULES,
                "a test file passes, fails or has mistakes");
    fuzz_expect((run.code == FENRUN_FOUND) == (summary->failed_count > 0) ||
                    run.code == FENRUN_ERROR_RULES,
                "what fails is found");
    fuzz_expect(summary->file_count == 1 && summary->failed_count <= summary->test_count &&
                    summary->covered_count <= summary->item_count,
                "counts are parts of others");
    fuzz_expect(summary->updated_count == (files->written != NULL), "updates are counted");
    fuzz_tests_report(format, report);
    return run;
}

/* What is written reads, and fails only where the first run could not place what was computed. */
static void fuzz_tests_update(struct fuzz_tests_files *files, fenrun_result *report) {
    struct fuzz_tests_run first = fuzz_tests_run(files, FENRUN_TEST_TEXT, true, report);
    if (files->written == NULL) {
        return;
    }
    parts_replace(&files->parts, 0, files->written, files->written_size);
    struct fuzz_tests_run second = fuzz_tests_run(files, FENRUN_TEST_TEXT, false, report);
    fuzz_expect(second.code == first.code, "an updated file is read and passes");
    fuzz_expect(second.summary.test_count == first.summary.test_count &&
                    second.summary.failed_count == first.summary.failed_count,
                "an updated file has the same tests");
    second = fuzz_tests_run(files, FENRUN_TEST_TEXT, true, report);
    fuzz_expect(second.code == first.code && files->written == NULL,
                "an updated file leaves nothing to update");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_tests_files files;
    fenrun_result *report = NULL;
    if (size > FUZZ_TESTS_SIZE_MAX) {
        return 0;
    }
    memset(&files, 0, sizeof files);
    parts_split(&files.parts, data, size);
    fuzz_expect(fenrun_result_new(&report, NULL, NULL) == FENRUN_OK, "a result is made");
    struct fuzz_tests_run first = fuzz_tests_run(&files, FENRUN_TEST_TEXT, false, report);
    for (uint32_t format = FENRUN_TEST_JUNIT; format <= FENRUN_TEST_GITHUB; format++) {
        struct fuzz_tests_run run = fuzz_tests_run(&files, format, false, report);
        fuzz_expect(run.code == first.code &&
                        memcmp(&run.summary, &first.summary, sizeof run.summary) == 0,
                    "all formats have the same verdict");
    }
    if (first.code != FENRUN_ERROR_RULES) {
        fuzz_tests_update(&files, report);
    }
    fenrun_result_free(report);
    free(files.written);
    parts_free(&files.parts);
    return 0;
}
