/*
 * Segment: one table of a snapshot, as it lies in memory.
 *
 *     whoever has a table lends it            rows of 32 bytes, 1,000,000 of them, at bytes
 *     whoever opens a snapshot is given it,   with bytes in the snapshot, and adopts it
 *
 * Each layer numbers the tables that it has; the snapshot puts them one after the other. Rows lie
 * there as they do in memory, so that adopting them is to point at them.
 *
 * Not here: where a segment stands in a snapshot, and whether it is whole: see settle/layout.h.
 */
#ifndef FENRUN_BASE_SEGMENT_H
#define FENRUN_BASE_SEGMENT_H

#include <stddef.h>
#include <stdint.h>

struct fenrun__segment {
    const void *bytes; /* NULL if there are none */
    uint64_t count;
    uint32_t row_size;
};

static inline size_t fenrun__segment_size(const struct fenrun__segment *segment) {
    return (size_t)(segment->count * segment->row_size);
}

/* The rows as an array to adopt: they are changed only if the snapshot was opened to be. */
static inline void *fenrun__segment_rows(const struct fenrun__segment *segment) {
    return (void *)segment->bytes;
}

#endif
