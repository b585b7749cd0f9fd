/* Version: appending to the chains and searching them; see the header for their shape. */
#include "tree/version.h"

#include <string.h>

int32_t fenrun__versions_reserve(struct fenrun__versions *versions, struct fenrun__memory *memory,
                                 uint64_t more) {
    if (more > FENRUN__NONE - (uint64_t)versions->count) return FENRUN_ERROR_FULL;
    bool grown = fenrun__memory_grow(memory, &versions->items, sizeof *versions->items,
                                     &versions->capacity, versions->count + (size_t)more);
    return grown ? FENRUN_OK : FENRUN_ERROR_MEMORY;
}

uint32_t fenrun__versions_jump(const struct fenrun__version *items, uint32_t head) {
    const struct fenrun__version *near = items + head;
    const struct fenrun__version *far = items + near->jump;
    bool spans_equal = near->depth - far->depth == far->depth - items[far->jump].depth;
    return spans_equal ? far->jump : head;
}

uint32_t fenrun__versions_push(struct fenrun__versions *versions, uint32_t head,
                               struct fenrun__version version) {
    struct fenrun__version *items = versions->items;
    uint32_t added = (uint32_t)versions->count++;
    version.previous = head;
    version.jump = added;
    version.depth = 0;
    if (head != FENRUN__NONE) {
        version.jump = fenrun__versions_jump(items, head);
        version.depth = items[head].depth + 1;
    }
    items[added] = version;
    return added;
}

const struct fenrun__version *fenrun__versions_find(const struct fenrun__versions *versions,
                                                    uint32_t head, int64_t at) {
    const struct fenrun__version *items = versions->items;
    uint32_t current = head;
    while (current != FENRUN__NONE && items[current].since > at) {
        uint32_t jump = items[current].jump;
        bool too_far = jump == current || items[jump].since <= at;
        current = too_far ? items[current].previous : jump;
    }
    return current == FENRUN__NONE ? NULL : items + current;
}

const struct fenrun__version *fenrun__versions_oldest(const struct fenrun__versions *versions,
                                                      uint32_t head) {
    if (head == FENRUN__NONE) return NULL;
    const struct fenrun__version *items = versions->items;
    uint32_t current = head;
    while (items[current].jump != current) current = items[current].jump;
    return items + current;
}

void fenrun__versions_free(struct fenrun__versions *versions, struct fenrun__memory *memory) {
    fenrun__memory_free(memory, versions->items, versions->capacity * sizeof *versions->items);
    memset(versions, 0, sizeof *versions);
}
