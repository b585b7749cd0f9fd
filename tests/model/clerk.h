/*
 * Clerk: pays slices of a batch with columns, totals and a scratch of its own, and looks at each
 * answer; the work of one thread.
 *
 *     clerk_start(&clerk, batch, seed)     batch->bill says what must come out
 *     clerk_take(&clerk, from, to) ...     the slices
 *     clerk_work(&clerk)                   on any thread; reads the batch, writes the clerk
 *     clerk.equal, clerk.difference, clerk.seen
 *     clerk_end(&clerk)
 *
 * Invariant: `sums` is what the totals must be, computed from the payouts of single calls.
 */
#ifndef MODEL_CLERK_H
#define MODEL_CLERK_H

#include "model/batch.h"
#include "model/fraction.h"
#include "model/payslip.h"

struct clerk_slice {
    size_t from;
    size_t to;
};

struct clerk {
    const struct batch *batch;
    struct random_source source;
    struct clerk_slice *slices;
    size_t slice_count;
    struct payslip payslip;
    int32_t *codes; /* one of each order, with guards */
    int64_t **totals; /* by award; some NULL */
    int64_t *total_block;
    model_wide *sums; /* as the block; without guards */
    fenrun_result *scratch;
    bool equal;
    uint64_t seen[BATCH_SEEN_COUNT];
    char difference[BATCH_TEXT_MAX];

    /* The slice in turn. */
    struct clerk_slice slice;
    uint32_t flags;
    size_t capacity;
    bool has_codes;
    bool has_totals;
    bool has_error;
};

/* False if there is no memory. */
bool clerk_start(struct clerk *clerk, const struct batch *batch, uint64_t seed);
bool clerk_take(struct clerk *clerk, size_t from, size_t to);
void clerk_work(struct clerk *clerk);
void clerk_end(struct clerk *clerk);

#endif
