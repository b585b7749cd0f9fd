/* Room: blocks on boundaries of huge pages. */
#define _DEFAULT_SOURCE
#include "cli/room.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifdef FENRUN_TIGHT
#define ROOM_LARGE ((size_t)8192)
#else
#define ROOM_LARGE ((size_t)2 << 20)
#endif

const fenrun_allocator fenrun__room_allocator = {fenrun__room_resize, NULL};

static void *room_take_large(size_t size) {
    if (size > SIZE_MAX - ROOM_LARGE) return NULL;
    size_t whole = (size + ROOM_LARGE - 1) / ROOM_LARGE * ROOM_LARGE;
    void *block = aligned_alloc(ROOM_LARGE, whole);
#ifdef MADV_HUGEPAGE
    /* A wish: a system without huge pages works all the same. */
    if (block) (void)madvise(block, whole, MADV_HUGEPAGE);
#endif
    return block;
}

void *fenrun__room_resize(void *context, void *block, size_t old_size, size_t new_size) {
    (void)context;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    if (new_size < ROOM_LARGE && old_size < ROOM_LARGE) return realloc(block, new_size);
    void *moved = new_size < ROOM_LARGE ? malloc(new_size) : room_take_large(new_size);
    if (!moved || !block) return moved;
    memcpy(moved, block, old_size < new_size ? old_size : new_size);
    free(block);
    return moved;
}
