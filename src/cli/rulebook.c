/* Rulebook: reads the file whole, then asks the library as often as it takes to list everything. */
#define _POSIX_C_SOURCE 200809L
#include "cli/rulebook.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/messages.h"

#define RULEBOOK_MISTAKES 64u

bool fenrun__rulebook_is(const char *path) {
    size_t size = strlen(path);
    return (size > 5 && strcmp(path + size - 5, ".yaml") == 0) ||
           (size > 4 && strcmp(path + size - 4, ".yml") == 0);
}

/* One byte more than is allowed, so that the library sees a file that is too large as such. */
static int rulebook_load(const char *path, char *text, size_t *size) {
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return fenrun__report(FENRUN__EXIT_SYSTEM, "%s: %s", path, strerror(errno));
    int code = FENRUN__EXIT_FINE;
    while (*size < FENRUN_RULES_SIZE_MAX + 1) {
        ssize_t got = read(descriptor, text + *size, FENRUN_RULES_SIZE_MAX + 1 - *size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) code = fenrun__report(FENRUN__EXIT_SYSTEM, "%s: %s", path, strerror(errno));
        if (got <= 0) break;
        *size += (size_t)got;
    }
    close(descriptor);
    return code;
}

static void rulebook_list(const char *path, const fenrun_error *mistakes, size_t count,
                          struct fenrun__output *output) {
    for (size_t i = 0; i < count; i++) {
        const fenrun_error *mistake = &mistakes[i];
        char place[32] = "";
        if (mistake->line)
            snprintf(place, sizeof place, ":%" PRIu32 ":%" PRIu32, mistake->line, mistake->column);
        if (output) {
            fenrun__output_text(output, path);
            fenrun__output_text(output, place);
            fenrun__output_text(output, ": ");
            fenrun__output_text(output, mistake->message);
            fenrun__output_text(output, "\n");
        } else {
            fenrun__report(0, "%s%s: %s", path, place, mistake->message);
        }
    }
}

static int rulebook_parse(fenrun_rules **rules, const char *path, const char *text, size_t size,
                          struct fenrun__output *output) {
    size_t capacity = RULEBOOK_MISTAKES, count = 0;
    for (;;) {
        fenrun_error *mistakes = calloc(capacity, sizeof *mistakes);
        if (!mistakes) return fenrun__report(FENRUN__EXIT_SYSTEM, "%s: out of memory", path);
        int32_t code = fenrun_rules_read(rules, text, size, NULL, mistakes, capacity, &count);
        bool again = code == FENRUN_ERROR_RULES && count > capacity;
        int exit_code = FENRUN__EXIT_FINE;
        if (code == FENRUN_ERROR_RULES && !again) {
            rulebook_list(path, mistakes, count, output);
            exit_code = FENRUN__EXIT_RULES;
        } else if (code != FENRUN_OK && !again) {
            exit_code = fenrun__report(FENRUN__EXIT_SYSTEM, "%s: %s", path,
                                       fenrun__message_text(&mistakes[0]));
        }
        free(mistakes);
        if (!again) return exit_code;
        capacity = count;
    }
}

int fenrun__rulebook_read(fenrun_rules **rules, const char *path, struct fenrun__output *output) {
    *rules = NULL;
    char *text = malloc(FENRUN_RULES_SIZE_MAX + 1);
    if (!text) return fenrun__report(FENRUN__EXIT_SYSTEM, "%s: out of memory", path);
    size_t size = 0;
    int code = rulebook_load(path, text, &size);
    if (!code) code = rulebook_parse(rules, path, text, size, output);
    free(text);
    return code;
}
