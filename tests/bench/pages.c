/* Pages: mapped blocks, advised to be huge; see the header. */
#define _DEFAULT_SOURCE

#include "bench/pages.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define PAGES_HUGE ((size_t)2 << 20)
#define PAGES_LINE 64u

bool pages_small;

static size_t pages_round(size_t size, size_t unit) {
    return (size + unit - 1) / unit * unit;
}

/* A block whose start and end are boundaries of huge pages; NULL if there is none. */
static void *pages_map(size_t size) {
    size_t whole = pages_round(size, PAGES_HUGE), wide = whole + PAGES_HUGE;
    void *mapped =
        mmap(NULL, wide, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) return NULL;
    uintptr_t from = (uintptr_t)mapped, start = pages_round(from, PAGES_HUGE);
    if (start > from) munmap(mapped, start - from);
    if (start + whole < from + wide) {
        munmap((void *)(start + whole), from + wide - start - whole);
    }
    /* Refused: usual pages do as well. */
    if (!pages_small) madvise((void *)start, whole, MADV_HUGEPAGE);
    return (void *)start;
}

static bool pages_is_large(size_t size) {
    return size >= PAGES_HUGE;
}

/* NULL if there is no memory. Zeroed where large. */
static void *pages_take(size_t size) {
    return pages_is_large(size) ? pages_map(size)
                                : aligned_alloc(PAGES_LINE, pages_round(size + 1, PAGES_LINE));
}

static void pages_give(void *block, size_t size) {
    if (pages_is_large(size)) {
        munmap(block, pages_round(size, PAGES_HUGE));
    } else {
        free(block);
    }
}

void *pages_allocate(size_t count, size_t size) {
    void *block = size == 0 || count <= SIZE_MAX / 2 / size ? pages_take(count * size) : NULL;
    if (!block) {
        fprintf(stderr, "bench: no memory for %zu times %zu bytes\n", count, size);
        exit(2);
    }
    return pages_is_large(count * size) ? block : memset(block, 0, count * size);
}

void pages_free(void *block, size_t count, size_t size) {
    if (block) pages_give(block, count * size);
}

static void *pages_resize(void *context, void *block, size_t old_size, size_t new_size) {
    (void)context;
    void *moved = new_size > 0 ? pages_take(new_size) : NULL;
    if (new_size > 0 && !moved) return NULL;
    if (block && moved) memcpy(moved, block, old_size < new_size ? old_size : new_size);
    if (block) pages_give(block, old_size);
    return moved;
}

const fenrun_allocator pages_allocator = {.resize = pages_resize};
