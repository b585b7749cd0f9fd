/*
 * Text: pieces of UTF-8, and a writer that builds text in memory.
 *
 *     struct fenrun__text name = fenrun__text_from("gold");
 *     struct fenrun__writer writer;
 *     fenrun__writer_init(&writer, &memory);
 *     fenrun__writer_format(&writer, "%s pays %U", "team_profit", (uint64_t)7);
 *     if (writer.failed) ...                       memory ran out: the text is not whole
 *     fenrun__writer_free(&writer);
 *
 * Invariants
 *   1. A piece does not own its bytes and need not end with a NUL.
 *   2. A writer's text always ends with a NUL (not counted in `size`) once anything was written.
 *   3. After a failure a writer ignores everything: checking once at the end is enough.
 *
 * The format is that of error.h, for the same reason: no locale, no floating point.
 */
#ifndef FENRUN_BASE_TEXT_H
#define FENRUN_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

struct fenrun__text {
    const char *bytes;
    size_t size;
};

struct fenrun__text fenrun__text_from(const char *string);
bool fenrun__text_equal(struct fenrun__text a, struct fenrun__text b);
bool fenrun__text_is(struct fenrun__text text, const char *string);
struct fenrun__text fenrun__text_trim(struct fenrun__text text); /* spaces and tabs */

/* Take the next word (no spaces or tabs) off the front of `rest`; an empty piece at its end. */
struct fenrun__text fenrun__text_word(struct fenrun__text *rest);

/* The offset of the first byte that is not well-formed UTF-8 (RFC 3629), or `size`. O(size). */
size_t fenrun__text_utf8_end(const char *bytes, size_t size);

/*
 * How many characters must be inserted, removed, replaced or swapped to make `b` of `a`; SIZE_MAX
 * if either is over 64 bytes. O(64 * 64) at most.
 */
size_t fenrun__text_distance(struct fenrun__text a, struct fenrun__text b);

/*
 * Of `count` candidates the index of the one that `text` was most likely meant to be: smallest
 * distance, at most a third of its length (at least 1); of equals the first; SIZE_MAX if none is
 * near.
 */
size_t fenrun__text_nearest(struct fenrun__text text, const struct fenrun__text *candidates,
                            size_t count);

struct fenrun__writer {
    struct fenrun__memory *memory; /* NULL: `bytes` is fixed room and text beyond it is cut */
    char *bytes;
    size_t size;
    size_t capacity;
    bool failed;
};

void fenrun__writer_init(struct fenrun__writer *writer, struct fenrun__memory *memory);
void fenrun__writer_init_fixed(struct fenrun__writer *writer, char *room, size_t capacity);
void fenrun__writer_free(struct fenrun__writer *writer);
void fenrun__writer_clear(struct fenrun__writer *writer); /* empties, keeps the room */
void fenrun__writer_put(struct fenrun__writer *writer, const char *bytes, size_t size);
void fenrun__writer_format(struct fenrun__writer *writer, const char *format, ...);
void fenrun__writer_format_list(struct fenrun__writer *writer, const char *format, va_list list);

/* `text` as a JSON string with its quotes (RFC 8259); bytes that are not UTF-8 become U+FFFD. */
void fenrun__writer_json(struct fenrun__writer *writer, struct fenrun__text text);

#endif
