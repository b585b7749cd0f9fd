/*
 * Layout: how a snapshot lies in its bytes.
 *
 *     ┌─ header, 1088 bytes ──────────────────────────┬──────┬──────┬─────┬────────────┐
 *     │ magic · byte order · layout · size · what it  │ plan │ tree │ ... │ attachment │
 *     │ holds · the segments and their hashes · hash  │      │      │     │            │
 *     └───────────────────────────────────────────────┴──────┴──────┴─────┴────────────┘
 *       every segment begins at a multiple of 64; between them are zeros
 *
 *     a plan of 700 bytes lies from 1,088 to 1,788; what follows begins at 1,792
 *
 * Invariants
 *   1. Segments follow each other in one order, without gaps but for zeros: where they are follows
 *      from how large they are.
 *   2. Every byte is in the hash of a segment, in that of the header, or a zero that is checked.
 *   3. `content` is the hash of the table of segments, and so of all that they hold: two snapshots
 *      with the same one are the same behind the header.
 *   4. The last field is the hash of all that is before it in the header. First comes what no
 *      layout will ever change: magic, byte order, layout, size.
 *
 * Costs: reading a header O(1), comparing the hashes O(size).
 *
 * Not here: what the segments mean.
 */
#ifndef FENRUN_SETTLE_LAYOUT_H
#define FENRUN_SETTLE_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/segment.h"
#include "fenrun.h"
#include "rules/plan.h"
#include "settle/ledger.h"
#include "tree/tree_image.h"

#define FENRUN__LAYOUT_ALIGNMENT 64u /* of the bytes, and of every segment in them */

/* The segments, in their order. */
enum fenrun__layout_segment {
    FENRUN__LAYOUT_PLAN = 0,
    FENRUN__LAYOUT_ENGINE = 1,
    FENRUN__LAYOUT_TREE = 2, /* enum fenrun__tree_segment */
    FENRUN__LAYOUT_WINDOWS = FENRUN__LAYOUT_TREE + FENRUN__TREE_SEGMENTS,
    FENRUN__LAYOUT_LEDGER = FENRUN__LAYOUT_WINDOWS + FENRUN__WINDOWS_MAX,
    FENRUN__LAYOUT_ATTACHMENT = FENRUN__LAYOUT_LEDGER + FENRUN__LEDGER_SEGMENTS,
    FENRUN__LAYOUT_SEGMENTS
};

struct fenrun__layout_entry {
    uint64_t offset;
    uint64_t count; /* rows */
    uint32_t row_size;
    uint32_t reserved;
    struct fenrun__hash hash;
};

/* The header. */
struct fenrun__layout {
    char magic[16];
    uint32_t byte_order;
    uint32_t version;
    uint64_t size; /* of the whole snapshot */
    uint32_t segment_count;
    uint32_t flags; /* FENRUN_TREE_... */
    uint64_t member_count;
    uint64_t change_count;
    uint64_t order_count;
    int64_t at;
    uint64_t reserved;
    struct fenrun__hash content;
    struct fenrun__hash rules;
    struct fenrun__layout_entry entries[FENRUN__LAYOUT_SEGMENTS];
    struct fenrun__hash header;
};

/* A header for these segments, with places for them, but no hashes. */
void fenrun__layout_plan(struct fenrun__layout *layout,
                         const struct fenrun__segment segments[FENRUN__LAYOUT_SEGMENTS]);

/* Once the hashes of all segments are there: what follows from them. */
void fenrun__layout_seal(struct fenrun__layout *layout);

/* Read the header of what may be a snapshot: FENRUN_OK or FENRUN_ERROR_SNAPSHOT. The segments lie
   inside the bytes then. */
int32_t fenrun__layout_read(struct fenrun__layout *layout, const void *bytes, size_t size,
                            fenrun_error *error);

/* Where a segment lies. */
struct fenrun__segment fenrun__layout_segment(const struct fenrun__layout *layout,
                                              const void *bytes, uint32_t index);

/* Whether all that is behind the header is what was written: FENRUN_OK or
   FENRUN_ERROR_SNAPSHOT. */
int32_t fenrun__layout_compare(const struct fenrun__layout *layout, const void *bytes,
                               fenrun_error *error);

/* What a segment is called in messages: "rows". */
const char *fenrun__layout_name(uint32_t index);

void fenrun__layout_describe(const struct fenrun__layout *layout, fenrun_snapshot_info *info);

#endif
