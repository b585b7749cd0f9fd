/* Merge: a binary heap of head rows. */
#include "cli/merge.h"

#include <stdlib.h>

bool fenrun__merge_init(struct fenrun__merge *merge, uint32_t source_count) {
    merge->count = 0;
    merge->heap = calloc(source_count ? source_count : 1, sizeof *merge->heap);
    return merge->heap != NULL;
}

void fenrun__merge_free(struct fenrun__merge *merge) {
    free(merge->heap);
    merge->heap = NULL;
    merge->count = 0;
}

static bool merge_before(const struct fenrun__merge_head *a, const struct fenrun__merge_head *b) {
    return a->at != b->at ? a->at < b->at : a->source < b->source;
}

void fenrun__merge_offer(struct fenrun__merge *merge, uint32_t source, int64_t at) {
    struct fenrun__merge_head head = {at, source};
    uint32_t hole = merge->count++;
    while (hole > 0 && merge_before(&head, &merge->heap[(hole - 1) / 2])) {
        merge->heap[hole] = merge->heap[(hole - 1) / 2];
        hole = (hole - 1) / 2;
    }
    merge->heap[hole] = head;
}

bool fenrun__merge_precedes(const struct fenrun__merge *merge, uint32_t source, int64_t at) {
    struct fenrun__merge_head head = {at, source};
    return merge->count == 0 || merge_before(&head, &merge->heap[0]);
}

bool fenrun__merge_take(struct fenrun__merge *merge, uint32_t *source) {
    if (merge->count == 0) return false;
    *source = merge->heap[0].source;
    struct fenrun__merge_head last = merge->heap[--merge->count];
    uint32_t hole = 0;
    for (;;) {
        uint32_t child = 2 * hole + 1;
        if (child >= merge->count) break;
        if (child + 1 < merge->count && merge_before(&merge->heap[child + 1], &merge->heap[child]))
            child++;
        if (!merge_before(&merge->heap[child], &last)) break;
        merge->heap[hole] = merge->heap[child];
        hole = child;
    }
    if (merge->count > 0) merge->heap[hole] = last;
    return true;
}
