/* Parts: looks for the lines that begin with "==== ". */
#include "fuzz/parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char parts_mark[] = "==== ";
#define PARTS_MARK_SIZE (sizeof parts_mark - 1)

void parts_replace(struct parts *parts, size_t index, const char *text, size_t size) {
    char *copy = malloc(size > 0 ? size : 1);
    if (copy == NULL) {
        fprintf(stderr, "parts: no memory\n");
        abort();
    }
    if (size > 0) {
        memcpy(copy, text, size);
    }
    free(parts->parts[index].text);
    parts->parts[index].text = copy;
    parts->parts[index].size = size;
}

static size_t parts_line_end(const char *text, size_t size, size_t at) {
    while (at < size && text[at] != '\n') {
        at++;
    }
    return at;
}

void parts_split(struct parts *parts, const uint8_t *data, size_t size) {
    const char *text = (const char *)data;
    size_t begin = 0;
    memset(parts, 0, sizeof *parts);
    for (size_t at = 0; at <= size;) {
        size_t end = parts_line_end(text, size, at);
        int last = end >= size;
        int marked = !last && end - at >= PARTS_MARK_SIZE && parts->count + 1 < PARTS_MAX &&
                     memcmp(text + at, parts_mark, PARTS_MARK_SIZE) == 0;
        if (marked || last) {
            parts_replace(parts, parts->count++, text + begin, (marked ? at : size) - begin);
            begin = last ? size : end + 1;
        }
        if (marked) {
            size_t name = end - at - PARTS_MARK_SIZE;
            name = name < PARTS_NAME_SIZE ? name : PARTS_NAME_SIZE - 1;
            memcpy(parts->parts[parts->count].name, text + at + PARTS_MARK_SIZE, name);
        }
        at = end + 1;
    }
}

void parts_free(struct parts *parts) {
    for (size_t i = 0; i < parts->count; i++) {
        free(parts->parts[i].text);
    }
    parts->count = 0;
}

size_t parts_find(const struct parts *parts, const char *name) {
    size_t i = 0;
    while (i < parts->count && strcmp(parts->parts[i].name, name) != 0) {
        i++;
    }
    return i;
}
