/*
 * Pipeline: from the bytes of files to the bytes of results, with all cores, in order.
 *
 *               a file at a time    any        one at a time   any          the lead, in order
 *     bytes ──► cut into blocks ──► read  ──►  take          ──► shape  ──► write
 *               source.h            block.h    stream.h          pages
 *
 * Blocks and shifts are few and used again, so memory does not grow with the files: a file has two
 * blocks, and those that are being read ahead of share some more. Whoever is free takes the work
 * that is furthest to the right: so a single thread holds one block at a time, in its cache.
 *
 * Invariants
 *   1. What is taken, and what is written, is so in one order, whatever the number of threads.
 *   2. Nothing is written behind a shift that is the last, or that could not be written.
 *   3. Nothing waits for ever: blocks that are waited for are held only by shifts, which go on to
 *      be written whatever else happens.
 */
#ifndef FENRUN_CLI_PIPELINE_H
#define FENRUN_CLI_PIPELINE_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/shift.h"
#include "cli/stream.h"

struct fenrun__pipeline_work {
    void *context;
    /* Gather events of the stream into the shift, and do with them what one thread must. */
    void (*take)(void *context, struct fenrun__shift *shift);
    /* Fill the shift's pages. False if there is no memory. May be NULL. */
    bool (*shape)(void *context, struct fenrun__shift *shift);
    /* Returns an exit code: having reported, all ends with it. */
    int (*write)(void *context, struct fenrun__shift *shift);
};

/* Run until the last shift was written. Returns the exit code of what ended it. */
int fenrun__pipeline_run(struct fenrun__stream *stream, uint32_t thread_count,
                         const struct fenrun__pipeline_work *work);

#endif
