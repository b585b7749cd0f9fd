/*
 * Main: `fenrun COMMAND ...`. Prepares the process, finds the command, returns its exit code.
 */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/output.h"
#include "fenrun.h"

/* With a standard stream closed, the next file opened would take its place and be written to. */
static void main_hold_streams(void) {
    for (int descriptor = 0; descriptor <= 2; descriptor++) {
        if (fcntl(descriptor, F_GETFD) != -1) continue;
        /* Opened the wrong way round, so that using it is an error and not silence. */
        (void)!open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY);
    }
}

static int main_version(void) {
    struct fenrun__output output = {0};
    int code = fenrun__output_open(&output, NULL);
    if (!code) {
        fenrun__output_text(&output, "fenrun ");
        fenrun__output_text(&output, fenrun_version());
        fenrun__output_text(&output, "\n");
        code = fenrun__output_publish(&output, 1);
    }
    fenrun__output_discard(&output);
    return code;
}

static int main_refuse(const char *word) {
    static const char *const names[] = {"settle",   "explain", "test", "check",
                                        "snapshot", "schema"};
    const char *meant = fenrun__arguments_nearest(word, names, sizeof names / sizeof names[0]);
    char shown[FENRUN__SHOWN_SIZE];
    fenrun__shown(shown, fenrun__field_from(word));
    if (meant)
        return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: %s is no command; did you mean %s?",
                              shown, meant);
    return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: %s is no command; commands are settle, "
                          "explain, test, check, snapshot and schema", shown);
}

int main(int count, char **words) {
    main_hold_streams();
    /* A reader that leaves is an error of write(), with a message and an exit code. */
    signal(SIGPIPE, SIG_IGN);
    if (count < 2)
        return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: which command? settle, explain, test, "
                              "check, snapshot or schema; fenrun --help says more");
    const char *word = words[1];
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0)
        return fenrun__command_help(count > 2 ? words[2] : NULL);
    if (strcmp(word, "--version") == 0) return main_version();
    if (strcmp(word, "settle") == 0) return fenrun__command_settle(count - 2, words + 2);
    if (strcmp(word, "explain") == 0) return fenrun__command_explain(count - 2, words + 2);
    if (strcmp(word, "test") == 0) return fenrun__command_test(count - 2, words + 2);
    if (strcmp(word, "snapshot") == 0) return fenrun__command_snapshot(count - 2, words + 2);
    if (strcmp(word, "schema") == 0) return fenrun__command_schema(count - 2, words + 2);
    if (strcmp(word, "check") == 0) return fenrun__command_check(count - 2, words + 2);
    return main_refuse(word);
}
