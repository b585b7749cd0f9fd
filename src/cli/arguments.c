/* Arguments: one pass over the words, and suggestions for those that are not known. */
#define _POSIX_C_SOURCE 200809L
#include "cli/arguments.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/archive.h"
#include "cli/report.h"
#include "cli/rulebook.h"

#define ARGUMENTS_OPTIONS_MAX 8u
#define ARGUMENTS_NAME_MAX 16u

/* How many characters to insert, remove or replace to make b of a; a name's length at most. */
static size_t arguments_distance(const char *a, const char *b) {
    size_t row[ARGUMENTS_NAME_MAX + 1];
    size_t size = strlen(b);
    if (size > ARGUMENTS_NAME_MAX || strlen(a) > 2 * ARGUMENTS_NAME_MAX) return SIZE_MAX;
    for (size_t k = 0; k <= size; k++) row[k] = k;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t k = 1; k <= size; k++) {
            size_t replaced = corner + (a[i - 1] != b[k - 1]);
            size_t changed = (row[k] < row[k - 1] ? row[k] : row[k - 1]) + 1;
            corner = row[k];
            row[k] = replaced < changed ? replaced : changed;
        }
    }
    return row[size];
}

const char *fenrun__arguments_nearest(const char *word, const char *const *names, size_t count) {
    const char *nearest = NULL;
    size_t best = strlen(word) / 3 + 1;
    for (size_t i = 0; i < count; i++) {
        size_t distance = arguments_distance(word, names[i]);
        if (distance > best || (nearest && distance == best)) continue;
        best = distance;
        nearest = names[i];
    }
    return nearest;
}

static int arguments_refuse_option(const char *command, const char *word,
                                   const struct fenrun__option *options, size_t count) {
    const char *names[ARGUMENTS_OPTIONS_MAX + 1];
    char plain[64], list[256] = "";
    size_t size = strcspn(word, "=");
    snprintf(plain, sizeof plain, "%.*s", (int)(size < 60 ? size : 60), word);
    size_t used = 0;
    for (size_t i = 0; i <= count && used < sizeof list; i++) {
        names[i] = i < count ? options[i].name : "--help";
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", names[i]);
    }
    const char *meant = fenrun__arguments_nearest(plain, names, count + 1);
    if (meant && strlen(plain) > 2)
        return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: %s has no option %s; did you mean %s?",
                              command, plain, meant);
    return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: %s has no option %s; its options are %s",
                          command, plain, list);
}

/* Whether `word` is the option; then `*value` is what follows in the same word, or NULL. */
static bool arguments_match(const char *word, const char *name, const char **value) {
    size_t size = strlen(name);
    *value = NULL;
    if (strncmp(word, name, size) != 0) return false;
    if (word[size] == '\0') return true;
    bool is_short = name[1] != '-';
    if (!is_short && word[size] != '=') return false;
    *value = word + size + !is_short;
    return true;
}

static int arguments_read_option(const char *command, int count, char **words, int *index,
                                 const struct fenrun__option *options, size_t option_count) {
    const char *word = words[*index], *value = NULL;
    size_t i = 0;
    while (i < option_count && !arguments_match(word, options[i].name, &value)) i++;
    if (i == option_count) return arguments_refuse_option(command, word, options, option_count);
    if (options[i].given) {
        if (value)
            return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: option %s takes no value",
                                  options[i].name);
        *options[i].given = true;
        return FENRUN__EXIT_FINE;
    }
    if (!value && *index + 1 < count) {
        const char *next = words[*index + 1];
        if (next[0] != '-' || next[1] == '\0') {
            value = next;
            (*index)++;
        }
    }
    if (!value || !*value)
        return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: option %s needs a value",
                              options[i].name);
    if (*options[i].value)
        return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: option %s stands twice: %s and %s",
                              options[i].name, *options[i].value, value);
    *options[i].value = value;
    return FENRUN__EXIT_FINE;
}

static int arguments_read_word(struct fenrun__arguments *arguments, const char *word) {
    bool is_rules = fenrun__rulebook_is(word);
    const char **list = is_rules ? arguments->rules : arguments->files;
    uint32_t *count = is_rules ? &arguments->rule_count : &arguments->file_count;
    for (uint32_t i = 0; i < *count; i++) {
        if (strcmp(word, list[i]) == 0)
            return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: %s is given twice", word);
    }
    list[(*count)++] = word;
    return FENRUN__EXIT_FINE;
}

int fenrun__arguments_take(struct fenrun__arguments *arguments, const char *command, int count,
                           char **words, const struct fenrun__option *options,
                           size_t option_count) {
    memset(arguments, 0, sizeof *arguments);
    arguments->command = command;
    arguments->files = calloc((size_t)count * 2 + 1, sizeof *arguments->files);
    if (!arguments->files) return fenrun__report_memory();
    arguments->rules = arguments->files + count;
    int code = FENRUN__EXIT_FINE;
    bool options_ended = false;
    for (int i = 0; i < count && !code; i++) {
        const char *word = words[i];
        if (!options_ended && strcmp(word, "--") == 0) {
            options_ended = true;
        } else if (options_ended || word[0] != '-' || word[1] == '\0') {
            code = arguments_read_word(arguments, word);
        } else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
            arguments->help = true;
            return FENRUN__EXIT_FINE;
        } else {
            code = arguments_read_option(command, count, words, &i, options, option_count);
        }
    }
    return code;
}

int fenrun__arguments_read(struct fenrun__arguments *arguments, const char *command, int count,
                           char **words, const struct fenrun__option *options,
                           size_t option_count) {
    int code =
        fenrun__arguments_take(arguments, command, count, words, options, option_count);
    if (!code && !arguments->help && arguments->rule_count == 0)
        code = fenrun__report(FENRUN__EXIT_USAGE, "fenrun: %s needs a rule set, a file whose name "
                              "ends with .yaml or .yml", command);
    return code;
}

/* Take the snapshots out of a list of words. */
static int arguments_pick_snapshot(struct fenrun__arguments *arguments, const char **words,
                                   uint32_t *count) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *count; i++) {
        const char *word = words[i];
        bool is_snapshot = false;
        int code = strcmp(word, "-") == 0 ? FENRUN__EXIT_FINE
                                          : fenrun__archive_is(word, &is_snapshot);
        if (code) return code;
        if (!is_snapshot) {
            words[kept++] = word;
        } else if (arguments->snapshot) {
            return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: %s and %s are snapshots; a run "
                                  "starts from one", arguments->snapshot, word);
        } else {
            arguments->snapshot = word;
        }
    }
    *count = kept;
    return FENRUN__EXIT_FINE;
}

/* Nothing to start from; most likely the first file was meant. */
static int arguments_refuse_start(const struct fenrun__arguments *arguments) {
    const char *word = arguments->file_count > 0 ? arguments->files[0] : "";
    bool is_stdin = strcmp(word, "-") == 0;
    if (*word && !is_stdin && access(word, F_OK))
        return fenrun__report(FENRUN__EXIT_SYSTEM, "%s: %s", word, strerror(errno));
    return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: %s needs a rule set, a file whose name ends "
                          "with .yaml or .yml, or a snapshot%s%s%s", arguments->command,
                          *word ? "; " : "", is_stdin ? "stdin" : word, *word ? " is neither" : "");
}

int fenrun__arguments_start(struct fenrun__arguments *arguments, const char *command, int count,
                            char **words, const struct fenrun__option *options,
                            size_t option_count) {
    int code =
        fenrun__arguments_take(arguments, command, count, words, options, option_count);
    if (code || arguments->help) return code;
    code = arguments_pick_snapshot(arguments, arguments->rules, &arguments->rule_count);
    if (!code) code = arguments_pick_snapshot(arguments, arguments->files, &arguments->file_count);
    if (code) return code;
    if (arguments->snapshot && arguments->rule_count > 0)
        return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: %s stands beside the snapshot %s, which "
                              "holds its own rule set", arguments->rules[0], arguments->snapshot);
    if (!arguments->snapshot && arguments->rule_count == 0)
        return arguments_refuse_start(arguments);
    if (!arguments->snapshot && arguments->file_count == 0)
        return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: %s needs a CSV file, or - for stdin",
                              command);
    return FENRUN__EXIT_FINE;
}

bool fenrun__arguments_hold(const struct fenrun__arguments *arguments,
                            const struct fenrun__output *output) {
    bool held = arguments->snapshot && fenrun__output_is(output, arguments->snapshot);
    for (uint32_t i = 0; i < arguments->rule_count; i++)
        held |= fenrun__output_is(output, arguments->rules[i]);
    for (uint32_t i = 0; i < arguments->file_count; i++)
        held |= fenrun__output_is(output, arguments->files[i]);
    return held;
}
