/* Scarce: an allocator {scarce_give, &left} that gives so many blocks, then none. */
#ifndef SCARCE_H
#define SCARCE_H

#include <stddef.h>
#include <stdlib.h>

static inline void *scarce_give(void *context, void *block, size_t old_size, size_t new_size) {
    size_t *left = context;
    (void)old_size;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    if (*left == 0) return NULL;
    --*left;
    return realloc(block, new_size);
}

#endif
