/* Search: the passes; see the header. */
#include "tree/search.h"

void fenrun__search_aim(const struct fenrun__tree *tree, const uint64_t *ids, uint32_t count,
                        uint32_t *numbers) {
    const struct fenrun__index index = tree->index;
    uint64_t seed = tree->seed;
    for (uint32_t i = 0; i < count; i++) {
        /* Where fenrun__index_mark makes a 1 of 0, the guess is wrong. */
        uint32_t mark = (uint32_t)(fenrun__hash_id(seed, ids[i]) >> 32);
        __builtin_prefetch(index.lines + fenrun__index_line_of(&index, mark));
        numbers[i] = mark;
    }
}

void fenrun__search_guess(const struct fenrun__tree *tree, uint32_t count, uint32_t *numbers) {
    const struct fenrun__index index = tree->index;
    const struct fenrun__tree_row *rows = tree->rows;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t mark = numbers[i];
        const struct fenrun__index_line *line =
            index.lines + fenrun__index_line_of(&index, mark);
        /* Where none fits, the last place: another member's, or the 0 of an empty one. */
        uint32_t hits = fenrun__index_hits(line, mark) | 1u << (FENRUN__INDEX_WAYS - 1);
        uint32_t guess = line->values[__builtin_ctz(hits)];
        __builtin_prefetch(rows + guess);
        numbers[i] = guess;
    }
}

uint32_t fenrun__search_settle(const struct fenrun__tree *tree, const uint64_t *ids,
                               uint32_t count, uint32_t *numbers) {
    const struct fenrun__tree_row *rows = tree->rows;
    uint16_t wrong[FENRUN__SEARCH_WIDTH];
    uint32_t wrong_count = 0, missing = 0;
    for (uint32_t i = 0; i < count; i++) {
        wrong[wrong_count] = (uint16_t)i;
        wrong_count += rows[numbers[i]].id != ids[i];
    }
    for (uint32_t k = 0; k < wrong_count; k++) {
        uint32_t i = wrong[k];
        numbers[i] = ids[i] == FENRUN_PLATFORM ? FENRUN__NONE : fenrun__tree_find(tree, ids[i]);
        missing += numbers[i] == FENRUN__NONE;
    }
    return missing;
}

void fenrun__search_find(const struct fenrun__tree *tree, const uint64_t *ids, size_t count,
                         uint32_t *numbers) {
    if (tree->count == 0) {
        for (size_t i = 0; i < count; i++) numbers[i] = FENRUN__NONE;
        return;
    }
    for (size_t first = 0; first < count; first += FENRUN__SEARCH_WIDTH) {
        uint32_t width = FENRUN__SEARCH_WIDTH;
        if (count - first < width) width = (uint32_t)(count - first);
        fenrun__search_aim(tree, ids + first, width, numbers + first);
        fenrun__search_guess(tree, width, numbers + first);
        fenrun__search_settle(tree, ids + first, width, numbers + first);
    }
}
