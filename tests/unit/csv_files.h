/*
 * Files that a test writes, a rule set for them, and a stream of both.
 *
 *     struct csv_files files;
 *     csv_files_open(&files);
 *     csv_files_add(&files, "order,at,seller,price,profit\no-1,...");
 *     ... fenrun__stream_open(&stream, &files.origin, files.paths, files.count) ...
 *     csv_files_close(&files);
 */
#ifndef UNIT_CSV_FILES_H
#define UNIT_CSV_FILES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/origin.h"
#include "fenrun.h"

#define CSV_FILES_MAX 8u

static const char csv_files_rules[] =
    "fenrun: 1\nname: files\ncurrency: CNY\nrounding: half_even\ntiers: [normal, gold]\n"
    "team_leaders: [gold]\nperiods: [month]\n"
    "order: { roles: [seller], amounts: [price, profit] }\n"
    "events: { visit: { roles: [guest] } }\n"
    "awards:\n"
    "  own: { event: order, to: seller, pay: 100% of profit }\n"
    "  team: { event: order, to: seller.leader, pay: 25% of profit }\n"
    "  welcome: { event: join, to: newcomer.inviter, pay: 20.00, unit: coupon }\n";

struct csv_files {
    struct fenrun__origin origin;
    fenrun_rules *rules;
    char names[CSV_FILES_MAX][32];
    const char *paths[CSV_FILES_MAX];
    uint32_t count;
};

static inline void csv_files_open(struct csv_files *files) {
    memset(files, 0, sizeof *files);
    if (fenrun_rules_read(&files->rules, csv_files_rules, sizeof csv_files_rules - 1, NULL, NULL, 0,
                          NULL) != FENRUN_OK)
        exit(1);
    files->origin.rules = files->rules;
}

static inline void csv_files_add(struct csv_files *files, const char *text) {
    char *name = files->names[files->count];
    strcpy(name, "/tmp/fenrun-test-XXXXXX");
    int descriptor = mkstemp(name);
    size_t size = strlen(text);
    if (descriptor < 0 || write(descriptor, text, size) != (ssize_t)size) exit(1);
    close(descriptor);
    files->paths[files->count++] = name;
}

static inline void csv_files_close(struct csv_files *files) {
    for (uint32_t i = 0; i < files->count; i++) unlink(files->names[i]);
    fenrun_rules_free(files->rules);
}

#endif
