/*
 * Memory: every lasting byte of an object, taken through the caller's one allocator function and
 * counted.
 *
 *     struct fenrun__memory memory;
 *     fenrun__memory_init(&memory, allocator);           NULL: malloc, realloc, free
 *     rows = fenrun__memory_resize(&memory, rows, old_bytes, new_bytes);
 *
 * An object that was opened from bytes of the caller's has its arrays there, in a borrowed range. A
 * block of it is used like any other; but resized or freed it stays where it is, and what grows is
 * a copy. So whoever uses memory need not know where a block came from.
 *
 * Invariants
 *   1. `bytes` is the sum of the sizes of all blocks that are held, without borrowed ones.
 *   2. A resize that fails leaves the block, and `bytes`, as they were.
 *   3. Nothing is written into the borrowed range here, and no part of it goes to the allocator.
 *
 * Growable arrays use fenrun__memory_grow: it makes room first, by half as much again (a quarter,
 * once large), and publishes pointer and capacity only when that worked. Amortised O(1) per
 * element.
 *
 * Not here: any policy about who owns what.
 */
#ifndef FENRUN_BASE_MEMORY_H
#define FENRUN_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fenrun.h"

struct fenrun__memory {
    void *(*resize)(void *context, void *block, size_t old_size, size_t new_size);
    void *context;
    size_t bytes;
    const unsigned char *borrowed; /* NULL: nothing is */
    size_t borrowed_size;
};

void fenrun__memory_init(struct fenrun__memory *memory, const fenrun_allocator *allocator);

/* Blocks between `bytes` and its end are borrowed from now on. */
void fenrun__memory_borrow(struct fenrun__memory *memory, const void *bytes, size_t size);

/* Like realloc, with the old size; a new size of 0 frees and gives NULL. */
void *fenrun__memory_resize(struct fenrun__memory *memory, void *block, size_t old_size,
                            size_t new_size);

/* A block of zeros; NULL if there is none to be had. */
void *fenrun__memory_zeroed(struct fenrun__memory *memory, size_t size);

void fenrun__memory_free(struct fenrun__memory *memory, void *block, size_t size);

/* What a capacity grows to, by half, by a quarter once it is large, to hold `needed`. */
size_t fenrun__memory_grown(size_t capacity, size_t needed);

/*
 * Make an array of `size`-byte elements hold at least `needed`. `array` points to the array's
 * pointer. False, and nothing changed, if memory or the address space runs out.
 */
bool fenrun__memory_grow_more(struct fenrun__memory *memory, void *array, size_t size,
                              size_t *capacity, size_t needed);

static inline bool fenrun__memory_grow(struct fenrun__memory *memory, void *array, size_t size,
                                       size_t *capacity, size_t needed) {
    return needed <= *capacity ||
           fenrun__memory_grow_more(memory, array, size, capacity, needed);
}

/* Bytes that begin on a boundary of 64, a cache line, inside a block that is a little larger. */
struct fenrun__memory_lines {
    void *start;
    void *block;
    size_t block_size;
};

/* Give the lines `size` bytes, of which the first `used` are kept. False, and nothing changed, if
   there is no memory. All zeros is no lines. */
bool fenrun__memory_lines_resize(struct fenrun__memory *memory, struct fenrun__memory_lines *lines,
                                 size_t used, size_t size);
void fenrun__memory_lines_free(struct fenrun__memory *memory, struct fenrun__memory_lines *lines);

#endif
