/*
 * Test: `fenrun test TESTS...` runs test files, shows what failed, updates and watches.
 *
 *     read ◄── files from the disk, remembered with their times if they are watched
 *     fenrun_test_run() ──► report ──► stdout, in colour on a terminal
 *     write ◄── --update: the diff to the report, the file replaced whole
 *
 * With --watch it runs again when one of the files that were read changes; Ctrl-C ends it with the
 * exit code of the last run.
 */
#define _XOPEN_SOURCE 700
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/diff.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/suite.h"

/* A file that was read, and what it was then. */
struct test_seen {
    char *path;
    struct timespec changed;
    off_t size;
};

struct test_command {
    struct fenrun__arguments arguments;
    const char *format;
    const char *coverage_min;
    const char *only;
    bool coverage;
    bool update;
    bool watch;
    uint32_t format_number;
    uint32_t percent;
    bool colour;
    char *bytes; /* of the file that was read last */
    struct test_seen *seen;
    size_t seen_count;
    size_t seen_capacity;
    struct fenrun__output output;
    int code; /* the worst of what went wrong beside the library */
};

static volatile sig_atomic_t test_interrupted;

static void test_interrupt(int number) {
    (void)number;
    test_interrupted = 1;
}

/* ------------------------------------------------------------------------------------------ */
/* Files                                                                                      */

static bool test_remember(struct test_command *command, const char *path,
                          const struct stat *status) {
    for (size_t i = 0; i < command->seen_count; i++) {
        if (strcmp(command->seen[i].path, path) == 0) return true;
    }
    if (command->seen_count == command->seen_capacity) {
        size_t capacity = command->seen_capacity * 2 + 16;
        struct test_seen *seen = realloc(command->seen, capacity * sizeof *seen);
        if (!seen) return false;
        command->seen = seen;
        command->seen_capacity = capacity;
    }
    size_t room = strlen(path) + 1;
    char *copy = malloc(room);
    if (!copy) return false;
    memcpy(copy, path, room);
    command->seen[command->seen_count++] =
        (struct test_seen){copy, status->st_mtim, status->st_size};
    return true;
}

static void test_forget(struct test_command *command) {
    for (size_t i = 0; i < command->seen_count; i++) free(command->seen[i].path);
    command->seen_count = 0;
}

/* The bytes of a file, which the caller frees; NULL if it cannot be read. */
static char *test_load(struct test_command *command, const char *path, size_t *size) {
    struct stat status = {0};
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    bool found = descriptor >= 0 && fstat(descriptor, &status) == 0;
    /* What is not there may come to be: it is watched all the same. */
    if (!test_remember(command, path, &status)) found = false;
    size_t capacity = found ? (size_t)status.st_size + 1 : 0;
    char *bytes = found ? malloc(capacity) : NULL;
    *size = 0;
    while (bytes) {
        if (*size == capacity) {
            char *more = realloc(bytes, capacity * 2);
            if (!more) break;
            bytes = more;
            capacity *= 2;
        }
        ssize_t got = read(descriptor, bytes + *size, capacity - *size);
        if (got < 0 && errno == EINTR) continue;
        if (got == 0) {
            close(descriptor);
            return bytes;
        }
        if (got < 0) break;
        *size += (size_t)got;
    }
    if (descriptor >= 0) close(descriptor);
    free(bytes);
    return NULL;
}

static const char *test_read(void *context, const char *path, size_t *size) {
    struct test_command *command = context;
    free(command->bytes);
    command->bytes = test_load(command, path, size);
    return command->bytes;
}

/* ------------------------------------------------------------------------------------------ */
/* Printing                                                                                   */

/* The colour of a line of a report or a diff, or NULL. */
static const char *test_colour(struct fenrun__field line) {
    static const struct {
        const char *start;
        const char *colour;
    } colours[] = {{"FAILED ", "\x1b[1;31m"}, {"--- ", "\x1b[1m"}, {"+++ ", "\x1b[1m"},
                   {"@@ ", "\x1b[36m"},       {"-", "\x1b[31m"},   {"+", "\x1b[32m"}};
    for (size_t i = 0; i < sizeof colours / sizeof colours[0]; i++) {
        size_t size = strlen(colours[i].start);
        if (line.size >= size && memcmp(line.bytes, colours[i].start, size) == 0)
            return colours[i].colour;
    }
    return NULL;
}

static void test_print_line(void *context, struct fenrun__field line) {
    struct test_command *command = context;
    const char *colour = command->colour ? test_colour(line) : NULL;
    if (colour) fenrun__output_text(&command->output, colour);
    fenrun__output_put(&command->output, line.bytes, line.size);
    if (colour) fenrun__output_text(&command->output, "\x1b[0m");
    fenrun__output_text(&command->output, "\n");
}

static void test_print(struct test_command *command, const char *text, size_t size) {
    if (!command->colour) {
        fenrun__output_put(&command->output, text, size);
        return;
    }
    while (size > 0) {
        const char *end = memchr(text, '\n', size);
        size_t line = end ? (size_t)(end - text) : size;
        test_print_line(command, (struct fenrun__field){text, line});
        size_t taken = end ? line + 1 : line;
        text += taken;
        size -= taken;
    }
}

/* Replace a test file, and show what changes in it. */
static int32_t test_write(void *context, const char *path, const char *text, size_t size) {
    struct test_command *command = context;
    struct fenrun__output file = {0};
    size_t before_size;
    char *before = test_load(command, path, &before_size);
    int code = fenrun__output_open(&file, path);
    if (!code) {
        fenrun__output_put(&file, text, size);
        code = fenrun__output_publish(&file, 1);
    }
    fenrun__output_discard(&file);
    bool shown = code || !before || command->format_number != FENRUN_TEST_TEXT ||
                 fenrun__diff(path, (struct fenrun__field){before, before_size},
                              (struct fenrun__field){text, size}, test_print_line, command);
    if (!shown) code = fenrun__report_memory();
    free(before);
    if (code) command->code = code;
    return code;
}

/* ------------------------------------------------------------------------------------------ */
/* Running                                                                                    */

static int test_judge(struct test_command *command, int32_t result,
                      const fenrun_test_summary *summary) {
    int code = result == FENRUN_FOUND         ? FENRUN__EXIT_FOUND
               : result == FENRUN_ERROR_RULES ? FENRUN__EXIT_RULES
                                              : FENRUN__EXIT_FINE;
    uint64_t percent =
        summary->item_count == 0 ? 100 : summary->covered_count * 100 / summary->item_count;
    if (command->coverage_min && percent < command->percent) {
        fenrun__report(0, "fenrun: coverage %" PRIu64 "%% is below %" PRIu32 "%%", percent,
                       command->percent);
        if (!code) code = FENRUN__EXIT_FOUND;
    }
    if (!code && command->only && summary->test_count == 0)
        code = fenrun__report(FENRUN__EXIT_USAGE, "fenrun: no test's name contains '%s'",
                              command->only);
    return code;
}

static int test_run_suite(struct test_command *command, const struct fenrun__suite *suite) {
    fenrun_error error;
    fenrun_result *report = NULL;
    fenrun_test_summary summary;
    if (fenrun_result_new(&report, NULL, &error))
        return fenrun__report_memory();
    command->code = fenrun__output_open(&command->output, NULL);
    if (!command->code) {
        const fenrun_test_options options = {
            .struct_size = sizeof options,
            .read = test_read,
            .write = command->update ? test_write : NULL,
            .context = command,
            .format = command->format_number,
            .flags = command->coverage ? FENRUN_TEST_COVERAGE : 0,
            .only = command->only};
        int32_t result = fenrun_test_run((const char *const *)suite->paths, suite->count,
                                         &options, &summary, report, &error);
        if (result < 0 && result != FENRUN_ERROR_RULES) {
            command->code = fenrun__report(FENRUN__EXIT_SYSTEM, "fenrun: %s",
                                           fenrun__message_text(&error));
        } else {
            size_t size;
            const char *text = fenrun_result_text(report, &size);
            test_print(command, text, size);
            int published = fenrun__output_publish(&command->output, 1);
            if (published) command->code = published;
            if (!command->code) command->code = test_judge(command, result, &summary);
        }
    }
    fenrun__output_discard(&command->output);
    memset(&command->output, 0, sizeof command->output);
    fenrun_result_free(report);
    return command->code;
}

/* Directories are looked through anew each time: files come and go. */
static int test_run(struct test_command *command) {
    const struct fenrun__arguments *arguments = &command->arguments;
    struct fenrun__suite suite = {0};
    int code = FENRUN__EXIT_FINE;
    test_forget(command);
    for (uint32_t i = 0; i < arguments->rule_count && !code; i++)
        code = fenrun__suite_add(&suite, arguments->rules[i]);
    for (uint32_t i = 0; i < arguments->file_count && !code; i++)
        code = fenrun__suite_add(&suite, arguments->files[i]);
    if (!code) code = test_run_suite(command, &suite);
    fenrun__suite_free(&suite);
    return code;
}

/* ------------------------------------------------------------------------------------------ */
/* Watching                                                                                   */

static bool test_changed(const struct test_command *command) {
    for (size_t i = 0; i < command->seen_count; i++) {
        const struct test_seen *seen = &command->seen[i];
        struct stat status = {0};
        (void)stat(seen->path, &status);
        if (status.st_mtim.tv_sec != seen->changed.tv_sec ||
            status.st_mtim.tv_nsec != seen->changed.tv_nsec || status.st_size != seen->size)
            return true;
    }
    return false;
}

/* Wait for a change; false if Ctrl-C came. */
static bool test_wait(const struct test_command *command) {
    const struct timespec second = {1, 0};
    struct sigaction action, before;
    memset(&action, 0, sizeof action);
    action.sa_handler = test_interrupt;
    sigaction(SIGINT, &action, &before);
    fenrun__report(0, "fenrun: watching %zu files; Ctrl-C ends", command->seen_count);
    while (!test_interrupted && !test_changed(command)) nanosleep(&second, NULL);
    sigaction(SIGINT, &before, NULL);
    return !test_interrupted;
}

static int test_watch(struct test_command *command) {
    int code;
    do {
        code = test_run(command);
    } while (test_wait(command));
    return code;
}

/* ------------------------------------------------------------------------------------------ */
/* The command line                                                                           */

static int test_read_options(struct test_command *command) {
    static const char *const formats[] = {"text", "junit", "tap", "json", "github"};
    size_t count = sizeof formats / sizeof formats[0], format = 0;
    while (command->format && format < count && strcmp(command->format, formats[format]) != 0)
        format++;
    if (format == count)
        return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: --format is text, junit, tap, json or "
                              "github, not %s", command->format);
    command->format_number = (uint32_t)format;
    if (!command->coverage_min) return FENRUN__EXIT_FINE;
    int64_t percent;
    if (fenrun_amount_parse(&percent, command->coverage_min, strlen(command->coverage_min), 0,
                            NULL) ||
        percent < 0 || percent > 100)
        return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: --coverage-min is a whole number from 0 "
                              "to 100, not %s", command->coverage_min);
    command->percent = (uint32_t)percent;
    command->coverage = true;
    return FENRUN__EXIT_FINE;
}

int fenrun__command_test(int count, char **words) {
    struct test_command command = {.code = FENRUN__EXIT_FINE};
    const struct fenrun__option options[] = {{"--format", &command.format, NULL},
                                             {"--coverage-min", &command.coverage_min, NULL},
                                             {"--run", &command.only, NULL},
                                             {"--coverage", NULL, &command.coverage},
                                             {"--update", NULL, &command.update},
                                             {"--watch", NULL, &command.watch}};
    struct fenrun__arguments *arguments = &command.arguments;
    int code = fenrun__arguments_take(arguments, "test", count, words, options,
                                      sizeof options / sizeof options[0]);
    if (!code && arguments->help) {
        code = fenrun__command_help("test");
    } else if (!code && arguments->rule_count + arguments->file_count == 0) {
        code = fenrun__report(FENRUN__EXIT_USAGE, "fenrun: test needs test files, *.test.yaml, or "
                              "a directory");
    } else if (!code) {
        const char *plain = getenv("NO_COLOR");
        command.colour = isatty(STDOUT_FILENO) == 1 && !(plain && *plain);
        code = test_read_options(&command);
        if (!code) code = command.watch ? test_watch(&command) : test_run(&command);
    }
    test_forget(&command);
    free(command.seen);
    free(command.bytes);
    free(arguments->files);
    return code;
}
