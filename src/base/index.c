/* Index: growing and filling the lines; see the header for the layout and why it is so. */
#include "base/index.h"

#include <string.h>

#define INDEX_LOAD_NUMERATOR 24u /* places taken per line at most, times 5 */
#define INDEX_LOAD_DENOMINATOR 5u

/* How far values lie from their own line on average at most, in lines: with honest hashes it is far
   below 1. Where it is more somebody chose the keys, and every search would be slow. */
#define INDEX_DISTANCE_MAX 64u

static uint64_t index_room(uint32_t line_count) {
    return (uint64_t)line_count * INDEX_LOAD_NUMERATOR / INDEX_LOAD_DENOMINATOR;
}

static void index_place(struct fenrun__index *index, uint32_t mark, uint32_t value) {
    uint32_t at = fenrun__index_line_of(index, mark);
    uint32_t empty = fenrun__index_hits(index->lines + at, 0);
    while (empty == 0) {
        at = at + 1 == index->line_count ? 0 : at + 1;
        empty = fenrun__index_hits(index->lines + at, 0);
    }
    uint32_t way = (uint32_t)__builtin_ctz(empty);
    index->lines[at].marks[way] = mark;
    index->lines[at].values[way] = value;
    index->count++;
}

bool fenrun__index_reserve(struct fenrun__index *index, struct fenrun__memory *memory,
                           uint32_t count) {
    if (count <= index_room(index->line_count)) return true;
    uint64_t wanted = (uint64_t)index->line_count + index->line_count / 4;
    uint64_t needed = (uint64_t)count * INDEX_LOAD_DENOMINATOR / INDEX_LOAD_NUMERATOR + 1;
    if (wanted < needed) wanted = needed;
    if (wanted > UINT32_MAX) wanted = UINT32_MAX;

    struct fenrun__index grown = {.line_count = (uint32_t)wanted};
    size_t size = (size_t)wanted * sizeof *grown.lines;
    if (!fenrun__memory_lines_resize(memory, &grown.room, 0, size)) return false;
    grown.lines = grown.room.start;
    memset(grown.lines, 0, size);
    for (uint32_t i = 0; i < index->line_count; i++) {
        const struct fenrun__index_line *line = index->lines + i;
        for (uint32_t way = 0; way < FENRUN__INDEX_WAYS && line->marks[way]; way++) {
            index_place(&grown, line->marks[way], line->values[way]);
        }
    }
    fenrun__memory_lines_free(memory, &index->room);
    *index = grown;
    return true;
}

void fenrun__index_add(struct fenrun__index *index, uint64_t hash, uint32_t value) {
    index_place(index, fenrun__index_mark(hash), value);
}

void fenrun__index_adopt(struct fenrun__index *index, struct fenrun__index_line *lines,
                         uint32_t line_count, uint32_t count) {
    size_t size = (size_t)line_count * sizeof *lines;
    *index = (struct fenrun__index){.lines = lines,
                                    .line_count = line_count,
                                    .count = count,
                                    .room = {.start = lines, .block = lines, .block_size = size}};
}

/* How many lines lie between a mark's own line and this one, all of which must be full; more than
   `most` stands for any that are too many or not full. */
static uint64_t index_distance(const struct fenrun__index *index, uint32_t mark, uint32_t line,
                               uint64_t most) {
    uint64_t distance = 0;
    uint32_t at = fenrun__index_line_of(index, mark);
    while (at != line && distance <= most) {
        if (index->lines[at].marks[FENRUN__INDEX_WAYS - 1] == 0) return most + 1;
        at = at + 1 == index->line_count ? 0 : at + 1;
        distance++;
    }
    return distance;
}

bool fenrun__index_is_sound(const struct fenrun__index *index, uint32_t bound) {
    uint64_t count = 0, left = (uint64_t)index->count * INDEX_DISTANCE_MAX;
    if (index->count > index_room(index->line_count)) return false;
    for (uint32_t i = 0; i < index->line_count; i++) {
        const struct fenrun__index_line *line = index->lines + i;
        uint32_t way = 0;
        for (; way < FENRUN__INDEX_WAYS && line->marks[way]; way++) {
            uint64_t distance = index_distance(index, line->marks[way], i, left);
            if (distance > left || line->values[way] >= bound) return false;
            left -= distance;
            count++;
        }
        for (; way < FENRUN__INDEX_WAYS; way++) {
            if (line->marks[way] != 0 || line->values[way] != 0) return false;
        }
    }
    return count == index->count;
}

void fenrun__index_clear(struct fenrun__index *index) {
    if (index->line_count > 0) {
        memset(index->lines, 0, (size_t)index->line_count * sizeof *index->lines);
    }
    index->count = 0;
}

void fenrun__index_free(struct fenrun__index *index, struct fenrun__memory *memory) {
    fenrun__memory_lines_free(memory, &index->room);
    memset(index, 0, sizeof *index);
}
