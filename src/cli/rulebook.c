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

/* One line for each mistake; `paths` by version. */
static void rulebook_list(const char *const *paths, const fenrun_error *mistakes, size_t count,
                          struct fenrun__output *output) {
    for (size_t i = 0; i < count; i++) {
        const fenrun_error *mistake = &mistakes[i];
        const char *path = paths[mistake->item];
        char place[32] = "";
        if (mistake->line && mistake->column)
            snprintf(place, sizeof place, ":%" PRIu32 ":%" PRIu32, mistake->line, mistake->column);
        else if (mistake->line)
            snprintf(place, sizeof place, ":%" PRIu32, mistake->line);
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

/* What is asked of the library: as often as it takes to list all that it says. */
struct rulebook_question {
    const char *const *paths;
    const char *text; /* to read one rule set ... */
    size_t size;
    fenrun_rules **versions; /* ... or to make a book ... */
    uint32_t version_count;
    const fenrun_rules *finished; /* ... or to check it */
    fenrun_rules *answer;
    size_t count; /* of what is said */
};

static int32_t rulebook_ask(struct rulebook_question *question, fenrun_error *said,
                            size_t capacity) {
    if (question->finished)
        return fenrun_rules_check(question->finished, said, capacity, &question->count);
    if (question->versions)
        return fenrun_rules_book(&question->answer, (const fenrun_rules *const *)question->versions,
                                 question->version_count, NULL, said, capacity, &question->count);
    return fenrun_rules_read(&question->answer, question->text, question->size, NULL, said,
                             capacity, &question->count);
}

static int rulebook_list_all(struct rulebook_question *question, struct fenrun__output *output) {
    size_t capacity = RULEBOOK_MISTAKES;
    for (;;) {
        fenrun_error *said = calloc(capacity, sizeof *said);
        if (!said)
            return fenrun__report(FENRUN__EXIT_SYSTEM, "%s: out of memory", question->paths[0]);
        int32_t code = rulebook_ask(question, said, capacity);
        bool listed = code == FENRUN_ERROR_RULES || code == FENRUN_FOUND;
        bool again = listed && question->count > capacity;
        int exit_code = FENRUN__EXIT_FINE;
        if (listed && !again) {
            rulebook_list(question->paths, said, question->count, output);
            exit_code = code == FENRUN_FOUND ? FENRUN__EXIT_FINE : FENRUN__EXIT_RULES;
        } else if (code != FENRUN_OK && !again) {
            exit_code = fenrun__report(FENRUN__EXIT_SYSTEM, "%s: %s", question->paths[0],
                                       fenrun__message_text(&said[0]));
        }
        free(said);
        if (!again) return exit_code;
        capacity = question->count;
    }
}

static int rulebook_read_one(fenrun_rules **rules, const char *path,
                             struct fenrun__output *output) {
    char *text = malloc(FENRUN_RULES_SIZE_MAX + 1);
    if (!text) return fenrun__report(FENRUN__EXIT_SYSTEM, "%s: out of memory", path);
    struct rulebook_question question = {.paths = &path, .text = text};
    int code = rulebook_load(path, text, &question.size);
    if (!code) code = rulebook_list_all(&question, output);
    *rules = question.answer;
    free(text);
    return code;
}

int fenrun__rulebook_read(fenrun_rules **rules, const char *const *paths, uint32_t count,
                          struct fenrun__output *output) {
    *rules = NULL;
    if (count == 1) return rulebook_read_one(rules, paths[0], output);
    if (count > FENRUN_VERSIONS_MAX)
        return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: %" PRIu32 " rule sets are given; a rule "
                              "book has at most %u versions", count, (unsigned)FENRUN_VERSIONS_MAX);
    fenrun_rules **versions = calloc(count, sizeof *versions);
    if (!versions) return fenrun__report_memory();
    struct rulebook_question question = {
        .paths = paths, .versions = versions, .version_count = count};
    int code = FENRUN__EXIT_FINE;
    for (uint32_t i = 0; i < count; i++) {
        /* All mistakes of all versions are wanted in one run. */
        int one = rulebook_read_one(&versions[i], paths[i], output);
        if (!code) code = one;
    }
    if (!code) code = rulebook_list_all(&question, output);
    *rules = question.answer;
    for (uint32_t i = 0; i < count; i++) fenrun_rules_free(versions[i]);
    free(versions);
    return code;
}

int fenrun__rulebook_check(const fenrun_rules *rules, const char *const *paths,
                           struct fenrun__output *output) {
    struct rulebook_question question = {.paths = paths, .finished = rules};
    return rulebook_list_all(&question, output);
}

void fenrun__rulebook_title(const fenrun_rules *rules, char out[FENRUN__RULEBOOK_TITLE_SIZE]) {
    static const char more[] = " ...";
    size_t used = 0, room = FENRUN__RULEBOOK_TITLE_SIZE - sizeof more;
    out[0] = '\0';
    for (uint32_t i = 0; i < fenrun_rules_count(rules, FENRUN_NAME_RULES); i++) {
        const char *name = fenrun_rules_name(rules, FENRUN_NAME_RULES, i);
        size_t size = strlen(name);
        if (size + 1 > room - used) {
            memcpy(out + used, more, sizeof more);
            return;
        }
        if (i > 0) out[used++] = ' ';
        memcpy(out + used, name, size + 1);
        used += size;
    }
}

int fenrun__rulebook_line(const fenrun_rules *rules, char out[FENRUN__RULEBOOK_LINE_SIZE]) {
    char hash[FENRUN_HASH_SIZE], title[FENRUN__RULEBOOK_TITLE_SIZE];
    fenrun_error error;
    if (fenrun_rules_hash(rules, hash, &error))
        return fenrun__report(FENRUN__EXIT_SYSTEM, "fenrun: %s", fenrun__message_text(&error));
    fenrun__rulebook_title(rules, title);
    snprintf(out, FENRUN__RULEBOOK_LINE_SIZE, "rules %s %s", hash, title);
    return FENRUN__EXIT_FINE;
}
