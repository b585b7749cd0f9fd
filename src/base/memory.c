/* Memory: the allocator that a caller gave, or the C library's, with every byte counted. */
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* A tight build, for tests, gives no more room than was asked for: whoever reserves too little is
   found by the sanitizers. */
#ifdef FENRUN_TIGHT
#define MEMORY_LEAST 1u
#define MEMORY_GROWN(capacity) (capacity)
#else
#define MEMORY_LEAST 8u
#define MEMORY_GROWN(capacity) ((capacity) + (capacity) / ((capacity) < MEMORY_LARGE ? 2 : 4))
#define MEMORY_LARGE 65536u /* from here on room is dearer than copying */
#endif

static void *memory_resize_default(void *context, void *block, size_t old_size, size_t new_size) {
    (void)context;
    (void)old_size;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}

void fenrun__memory_init(struct fenrun__memory *memory, const fenrun_allocator *allocator) {
    memory->resize = allocator ? allocator->resize : memory_resize_default;
    memory->context = allocator ? allocator->context : NULL;
    memory->bytes = 0;
    fenrun__memory_borrow(memory, NULL, 0);
}

void fenrun__memory_borrow(struct fenrun__memory *memory, const void *bytes, size_t size) {
    memory->borrowed = bytes;
    memory->borrowed_size = size;
}

static bool memory_is_borrowed(const struct fenrun__memory *memory, const void *block) {
    return memory->borrowed && (uintptr_t)block - (uintptr_t)memory->borrowed <
                                   memory->borrowed_size;
}

/* A borrowed block that is resized becomes one of our own. */
static void *memory_take_over(struct fenrun__memory *memory, const void *block, size_t old_size,
                              size_t new_size) {
    void *taken = memory->resize(memory->context, NULL, 0, new_size);
    if (!taken) return NULL;
    memcpy(taken, block, old_size < new_size ? old_size : new_size);
    memory->bytes += new_size;
    return taken;
}

void *fenrun__memory_resize(struct fenrun__memory *memory, void *block, size_t old_size,
                            size_t new_size) {
    if (new_size == 0) {
        fenrun__memory_free(memory, block, old_size);
        return NULL;
    }
    if (memory_is_borrowed(memory, block)) {
        return memory_take_over(memory, block, old_size, new_size);
    }
    void *moved = memory->resize(memory->context, block, old_size, new_size);
    if (moved) memory->bytes += new_size - old_size;
    return moved;
}

void *fenrun__memory_zeroed(struct fenrun__memory *memory, size_t size) {
    void *block = fenrun__memory_resize(memory, NULL, 0, size);
    if (block) memset(block, 0, size);
    return block;
}

void fenrun__memory_free(struct fenrun__memory *memory, void *block, size_t size) {
    if (!block || memory_is_borrowed(memory, block)) return;
    memory->resize(memory->context, block, size, 0);
    memory->bytes -= size;
}

size_t fenrun__memory_grown(size_t capacity, size_t needed) {
    size_t wanted = MEMORY_GROWN(capacity);
    if (wanted < MEMORY_LEAST) wanted = MEMORY_LEAST;
    return wanted < needed ? needed : wanted;
}

bool fenrun__memory_grow_more(struct fenrun__memory *memory, void *array, size_t size,
                              size_t *capacity, size_t needed) {
    size_t wanted = fenrun__memory_grown(*capacity, needed);
    if (wanted > PTRDIFF_MAX / size) return false;
    void *block;
    memcpy(&block, array, sizeof block);
    void *moved = fenrun__memory_resize(memory, block, *capacity * size, wanted * size);
    if (!moved) return false;
    memcpy(array, &moved, sizeof moved);
    *capacity = wanted;
    return true;
}

#define MEMORY_LINE 64u

static unsigned char *memory_line_start(void *block) {
    return (unsigned char *)block + (MEMORY_LINE - (uintptr_t)block % MEMORY_LINE);
}

bool fenrun__memory_lines_resize(struct fenrun__memory *memory, struct fenrun__memory_lines *lines,
                                 size_t used, size_t size) {
    if (size > PTRDIFF_MAX - MEMORY_LINE) return false;
    size_t before = lines->block
                        ? (size_t)((unsigned char *)lines->start - (unsigned char *)lines->block)
                        : 0;
    void *block = fenrun__memory_resize(memory, lines->block, lines->block_size,
                                        size + MEMORY_LINE);
    if (!block) return false;
    unsigned char *start = memory_line_start(block);
    if (used > 0 && start != (unsigned char *)block + before) {
        memmove(start, (unsigned char *)block + before, used);
    }
    *lines = (struct fenrun__memory_lines){start, block, size + MEMORY_LINE};
    return true;
}

void fenrun__memory_lines_free(struct fenrun__memory *memory, struct fenrun__memory_lines *lines) {
    fenrun__memory_free(memory, lines->block, lines->block_size);
    *lines = (struct fenrun__memory_lines){0};
}
