/*
 * Parts: one input as several texts, so that a seed is one file that can be read.
 *
 *     rules: a.yaml                 parts[0]: name "", the text before the first line "==== NAME"
 *     tests: [...]
 *     ==== a.yaml
 *     fenrun: 1                     parts[1]: name "a.yaml", the text up to the next such line
 *     ...
 *
 * Each text is a block of just its size, so that reading past its end is seen.
 */
#ifndef FUZZ_PARTS_H
#define FUZZ_PARTS_H

#include <stddef.h>
#include <stdint.h>

#define PARTS_MAX 6u
#define PARTS_NAME_SIZE 64u

struct parts {
    size_t count; /* at least 1; what is over PARTS_MAX belongs to the last */
    struct {
        char name[PARTS_NAME_SIZE]; /* what does not fit is cut */
        char *text;
        size_t size;
    } parts[PARTS_MAX];
};

void parts_split(struct parts *parts, const uint8_t *data, size_t size);
void parts_free(struct parts *parts);

/* The index of the part with a name; `count` if there is none. */
size_t parts_find(const struct parts *parts, const char *name);

/* Put another text into a part. */
void parts_replace(struct parts *parts, size_t index, const char *text, size_t size);

#endif
