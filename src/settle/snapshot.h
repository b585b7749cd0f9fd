/*
 * Snapshot: an engine as bytes, and bytes as an engine.
 *
 *     engine ── write ──► header, plan, tree, windows, ledger, attachment ── open ──► engine
 *                  hash, then write         one sequence of bytes          verify
 *
 * Each layer lends its tables and adopts them again, and knows whether they are sound; here they
 * are put in order.
 *
 * Invariants
 *   1. Opening reads the header, the plan and what is not a table; the tables are used where they
 *      are.
 *   2. An engine that was opened and an engine that went on do the same, and give the same bytes
 *      when they are written.
 *   3. What passes verification cannot lead a call outside the bytes, into an endless loop or to a
 *      sum that does not fit, whatever event is given to it.
 *
 * Costs: write O(size) twice, open O(1) in members, verify O(size).
 */
#ifndef FENRUN_SETTLE_SNAPSHOT_H
#define FENRUN_SETTLE_SNAPSHOT_H

#include "settle/engine.h"
#include "settle/layout.h"

/* Where the bytes go, and what they then are; see fenrun_snapshot_write. */
struct fenrun__snapshot_target {
    int32_t (*write)(void *context, const void *bytes, size_t size);
    void *context;
};

int32_t fenrun__snapshot_write(const struct fenrun__engine *engine, const void *attachment,
                               size_t attachment_size,
                               const struct fenrun__snapshot_target *target,
                               fenrun_snapshot_info *info, fenrun_error *error);

/* The plan of a snapshot whose header was read; NULL, with an error, if there is none. */
const struct fenrun__plan *fenrun__snapshot_plan(const struct fenrun__layout *layout,
                                                 const void *bytes, fenrun_error *error);

/* Open bytes, whose header was read, as an engine that uses them. FENRUN_OK, _MEMORY or _SNAPSHOT,
   after which there is nothing to free. */
int32_t fenrun__snapshot_open(struct fenrun__engine *engine, const struct fenrun__layout *layout,
                              const void *bytes, const fenrun_allocator *allocator,
                              fenrun_error *error);

/* See fenrun_snapshot_verify; for bytes whose header was read. */
int32_t fenrun__snapshot_verify(const struct fenrun__layout *layout, const void *bytes,
                                const fenrun_allocator *allocator, fenrun_error *error);

#endif
