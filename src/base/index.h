/*
 * Index: finds small numbers by 64-bit hash, in one cache line as a rule.
 *
 *     one line, 64 bytes    marks   m0 m1 m2 -- -- -- -- --     half of a hash each, 0: empty
 *                           values  v0 v1 v2 -- -- -- -- --
 *
 * The mark is the upper half of the hash, and mark * line_count / 2^32 is the line: growing needs
 * the marks alone, not the keys, and reads and writes memory in order. The index knows nothing of
 * keys: it offers each value whose mark fits, and the caller compares the key that the value stands
 * for. With n values a false offer is one in about 2^32 / n: 1 in 400 at ten million.
 *
 * Invariants
 *   1. A line fills from the left and nothing is ever removed: the last place empty means that
 *      nothing went on to the next line. The value in an empty place is 0, since searches that
 *      guess use it (tree/search.h).
 *   2. At most 4.8 of 8 places are taken on average: even then only one line in eight is full.
 *   3. The number of lines is free, not a power of two: growth by a quarter keeps it between 13 and
 *      17 bytes a value.
 *
 * Costs: find O(1), add O(1) amortised. The eight marks of a line are compared without branches: a
 * branch miss costs more than the comparisons.
 *
 * Not here: the hash function (hash.h) and removal.
 */
#ifndef FENRUN_BASE_INDEX_H
#define FENRUN_BASE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/memory.h"

#define FENRUN__NONE UINT32_MAX
#define FENRUN__INDEX_WAYS 8u

struct fenrun__index_line {
    uint32_t marks[FENRUN__INDEX_WAYS];
    uint32_t values[FENRUN__INDEX_WAYS];
};

struct fenrun__index {
    struct fenrun__index_line *lines; /* in `room` */
    uint32_t line_count;
    uint32_t count;
    struct fenrun__memory_lines room;
};

/* Where a search stands: `hits` are the places of the line that still have to be offered. */
struct fenrun__index_cursor {
    uint32_t line;
    uint32_t mark;
    uint32_t hits;
};

/*
 * Make room for `count` values in all. False, and nothing changed, if there is no memory.
 * An index that is all zeros is empty and has room for nothing.
 */
bool fenrun__index_reserve(struct fenrun__index *index, struct fenrun__memory *memory,
                           uint32_t count);

/* Add a value that is not there; there must be room. */
void fenrun__index_add(struct fenrun__index *index, uint64_t hash, uint32_t value);

/* Use lines that lie elsewhere, with `count` values in them, as an index of its own. */
void fenrun__index_adopt(struct fenrun__index *index, struct fenrun__index_line *lines,
                         uint32_t line_count, uint32_t count);

/* Whether lines that came as bytes hold what is promised above: that every search ends, comes upon
   every value, and that values are below `bound`. O(lines + values). */
bool fenrun__index_is_sound(const struct fenrun__index *index, uint32_t bound);

/* Forget all values, keep the room. */
void fenrun__index_clear(struct fenrun__index *index);

void fenrun__index_free(struct fenrun__index *index, struct fenrun__memory *memory);

static inline uint32_t fenrun__index_mark(uint64_t hash) {
    uint32_t mark = (uint32_t)(hash >> 32);
    return mark + (mark == 0);
}

static inline uint32_t fenrun__index_line_of(const struct fenrun__index *index, uint32_t mark) {
    return (uint32_t)(((uint64_t)mark * index->line_count) >> 32);
}

/* Always inline: gcc 12 drops calls of a function that only prefetches. */
static inline __attribute__((always_inline)) void
fenrun__index_prefetch(const struct fenrun__index *index, uint64_t hash) {
    if (index->line_count > 0) {
        uint32_t mark = fenrun__index_mark(hash);
        __builtin_prefetch(index->lines + fenrun__index_line_of(index, mark));
    }
}

/* The places of a line with a mark, of which 0 is the empty ones, as bits; and the same by a
   machine that compares four at once. */
static inline uint32_t fenrun__index_hits_plain(const struct fenrun__index_line *line,
                                                uint32_t mark) {
    uint32_t hits = 0;
    for (uint32_t i = 0; i < FENRUN__INDEX_WAYS; i++) {
        hits |= (uint32_t)(line->marks[i] == mark) << i;
    }
    return hits;
}

static inline uint32_t fenrun__index_hits(const struct fenrun__index_line *line, uint32_t mark) {
#ifdef __SSE2__
    const __m128i *marks = (const __m128i *)(const void *)line->marks;
    __m128i wanted = _mm_set1_epi32((int)mark);
    __m128i low = _mm_cmpeq_epi32(_mm_loadu_si128(marks), wanted);
    __m128i high = _mm_cmpeq_epi32(_mm_loadu_si128(marks + 1), wanted);
    __m128i both = _mm_packs_epi16(_mm_packs_epi32(low, high), _mm_setzero_si128());
    return (uint32_t)_mm_movemask_epi8(both);
#else
    return fenrun__index_hits_plain(line, mark);
#endif
}

/* The next value whose mark fits, or FENRUN__NONE when all were offered. */
static inline uint32_t fenrun__index_next(const struct fenrun__index *index,
                                          struct fenrun__index_cursor *cursor) {
    for (;;) {
        const struct fenrun__index_line *line = index->lines + cursor->line;
        if (cursor->hits) {
            uint32_t way = (uint32_t)__builtin_ctz(cursor->hits);
            cursor->hits &= cursor->hits - 1;
            return line->values[way];
        }
        if (line->marks[FENRUN__INDEX_WAYS - 1] == 0) return FENRUN__NONE;
        cursor->line = cursor->line + 1 == index->line_count ? 0 : cursor->line + 1;
        cursor->hits = fenrun__index_hits(index->lines + cursor->line, cursor->mark);
    }
}

/* Begin a search and give its first value, or FENRUN__NONE. */
static inline uint32_t fenrun__index_first(const struct fenrun__index *index, uint64_t hash,
                                           struct fenrun__index_cursor *cursor) {
    if (index->line_count == 0) return FENRUN__NONE;
    cursor->mark = fenrun__index_mark(hash);
    cursor->line = fenrun__index_line_of(index, cursor->mark);
    cursor->hits = fenrun__index_hits(index->lines + cursor->line, cursor->mark);
    return fenrun__index_next(index, cursor);
}

#endif
