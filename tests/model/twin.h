/*
 * Twin: a tree that is opened from a snapshot of another one, in memory, and must do as that does.
 *
 *     twin_take(&twin, tree, "attachment", 10)     bytes that are what their info says
 *     twin_open(&twin, TWIN_READS)                 twin.tree, of bytes that cannot be written
 *     twin_open(&twin, TWIN_WRITES)                or of bytes that it may change
 *     twin_says(&twin, tree, &event)               the same of an event, which is not applied
 *     twin_applies(&twin, &event, code, ...)       and of one that is, with what the tree answered
 *     twin_is_equal(&twin, tree)                   both give the same bytes
 *
 *     |guard page|   |bytes, from a boundary of 64 on      ..|guard page|
 *
 * Invariant: the bytes end less than 64 before a page that cannot be read.
 */
#ifndef MODEL_TWIN_H
#define MODEL_TWIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fenrun.h"

#define TWIN_TEXT_MAX 4096u

enum twin_use { TWIN_READS, TWIN_WRITES };

/* Bytes as they were written, first to last. */
struct twin_paper {
    unsigned char *bytes;
    size_t size;
    size_t capacity;
    size_t stop; /* refuse to write more than this */
};

struct twin {
    struct twin_paper paper;
    fenrun_snapshot_info info;
    unsigned char *map;
    size_t map_size;
    unsigned char *bytes; /* in the map */
    size_t size;
    fenrun_tree *tree;
    fenrun_result *result;
    fenrun_result *other; /* of the tree it is compared with */
    char difference[TWIN_TEXT_MAX];
};

/* All of these: false, with the difference, if something is not as it should be. */
bool twin_take(struct twin *twin, const fenrun_tree *tree, const void *attachment, size_t size);
bool twin_open(struct twin *twin, enum twin_use use);
bool twin_says(struct twin *twin, const fenrun_tree *tree, const fenrun_event *event);
bool twin_knows(struct twin *twin, const fenrun_tree *tree, uint64_t member, int64_t at);
bool twin_applies(struct twin *twin, const fenrun_event *event, int32_t code,
                  const fenrun_error *error, const fenrun_result *result);
bool twin_is_equal(struct twin *twin, const fenrun_tree *tree);

/* A tree that only reads refuses an event and stays what it was, byte by byte. */
bool twin_refuses(struct twin *twin, const fenrun_event *event);

/* Bytes of which one bit is other, or that end early, are refused. */
bool twin_is_watched(struct twin *twin, size_t place, uint32_t bit);

void twin_free(struct twin *twin);

#endif
