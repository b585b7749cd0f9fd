/*
 * Page: rows of CSV in memory, before they are written out.
 *
 *     if (!fenrun__page_room(page, size)) ...       once for a row
 *     fenrun__page_put(page, "join:", 5);           as often as there are pieces: no check
 *
 * Invariant: what is put has room that was asked for.
 */
#ifndef FENRUN_CLI_PAGE_H
#define FENRUN_CLI_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "cli/report.h"

struct fenrun__page {
    char *bytes;
    size_t size;
    size_t capacity;
};

/* Have room for so many more bytes. False if there is no memory. */
bool fenrun__page_grow(struct fenrun__page *page, size_t size);
void fenrun__page_free(struct fenrun__page *page);

static inline bool fenrun__page_room(struct fenrun__page *page, size_t size) {
    return size <= page->capacity - page->size || fenrun__page_grow(page, size);
}

static inline void fenrun__page_put(struct fenrun__page *page, const char *bytes, size_t size) {
    memcpy(page->bytes + page->size, bytes, size);
    page->size += size;
}

/* Room that fenrun__page_put_cell needs. */
static inline size_t fenrun__page_cell_room(size_t prefix_size, struct fenrun__field field) {
    return prefix_size + 2 * field.size + 2;
}

/* A CSV field, `prefix` and `field`, in quotes where RFC 4180 wants them for `field`. */
void fenrun__page_put_cell(struct fenrun__page *page, const char *prefix, size_t prefix_size,
                           struct fenrun__field field);

#endif
