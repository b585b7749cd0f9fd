/* Size: fills a tree in a child process and reads what that came to; see the header. */
#define _POSIX_C_SOURCE 200809L

#include "bench/size.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/contest.h"
#include "bench/subject.h"

/* A line of /proc/self/status, in bytes. */
static double size_of_process(const char *name) {
    FILE *file = fopen("/proc/self/status", "r");
    char line[256];
    double kilobytes = 0;
    size_t length = strlen(name);
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, name, length) == 0) kilobytes = strtod(line + length, NULL);
    }
    if (file) fclose(file);
    return kilobytes * 1024;
}

static void size_apply(fenrun_tree *tree, const struct workload_script *script,
                       fenrun_result *result) {
    fenrun_error error;
    for (size_t i = 0; i < script->count; i++) {
        fenrun_event event;
        workload_event(script, i, &event);
        subject_must(fenrun_apply(tree, &event, result, &error), &error);
    }
}

static struct size size_fill(enum size_way way, const fenrun_rules *rules,
                             const struct workload_forest *forest) {
    fenrun_member *members = way == SIZE_LOADED || way == SIZE_LOADED_JOIN
                                 ? workload_members(forest)
                                 : NULL;
    struct workload_script joins = workload_joins(forest);
    struct workload_step more = {.kind = FENRUN_EVENT_JOIN, .member = forest->count};
    struct workload_script one = {.steps = &more, .count = 1, .at = 1};
    fenrun_error error;
    fenrun_tree_status status = {0};
    double resident = size_of_process("VmRSS:");
    double peak = size_of_process("VmHWM:");
    double start = contest_clock();
    if (way == SIZE_STRAIGHT) {
        subject_straight.open(NULL, forest);
    } else {
        fenrun_tree *tree;
        fenrun_result *result;
        subject_must(fenrun_tree_new(&tree, rules, NULL, &error), &error);
        subject_must(fenrun_result_new(&result, NULL, &error), &error);
        if (members) {
            subject_must(fenrun_tree_load(tree, members, forest->count, &error), &error);
        }
        if (way == SIZE_GROWN) size_apply(tree, &joins, result);
        if (way == SIZE_LOADED_JOIN) size_apply(tree, &one, result);
        fenrun_tree_inspect(tree, &status);
    }
    double seconds = contest_clock() - start;
    double count = forest->count;
    return (struct size){.counted = (double)status.tree_bytes / count,
                         .resident = (size_of_process("VmRSS:") - resident) / count,
                         .peak = (size_of_process("VmHWM:") - peak) / count,
                         .ns = seconds * 1e9 / count};
}

struct size size_measure(enum size_way way, const fenrun_rules *rules,
                         const struct workload_forest *forest) {
    struct size size;
    int ends[2];
    fflush(stdout);
    pid_t child = pipe(ends) == 0 ? fork() : -1;
    if (child == 0) {
        size = size_fill(way, rules, forest);
        bool written = write(ends[1], &size, sizeof size) == (ssize_t)sizeof size;
        _exit(written ? 0 : 2);
    }
    int status = -1;
    bool whole = false;
    if (child > 0) {
        close(ends[1]);
        whole = read(ends[0], &size, sizeof size) == (ssize_t)sizeof size;
        close(ends[0]);
        waitpid(child, &status, 0);
    }
    if (!whole || status != 0) {
        fprintf(stderr, "bench: size: the process that measures ended with %d\n", status);
        exit(2);
    }
    return size;
}
