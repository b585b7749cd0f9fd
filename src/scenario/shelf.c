/* Shelf: paths are put together as text. */
#include "scenario/shelf.h"

#include <string.h>

/* Where the segment begins that ends at `size`. */
static size_t shelf_segment(const struct fenrun__writer *path, size_t first, size_t size) {
    while (size > first && path->bytes[size - 1] != '/') size--;
    return size;
}

/* Take a step up off the path that begins at `first`; false if there is nothing to step up from. */
static bool shelf_step_up(struct fenrun__writer *path, size_t first) {
    if (path->size <= first || path->failed) return false;
    size_t end = path->size - 1;
    size_t begin = shelf_segment(path, first, end);
    bool up = end - begin == 2 && memcmp(path->bytes + begin, "..", 2) == 0;
    if (up || end == begin) return false;
    path->size = begin;
    path->bytes[begin] = '\0';
    return true;
}

/* One path for one file: "x/./y" is x/y, "x/../y" is y, as far as that can be told from a text. */
static void shelf_append(struct fenrun__writer *path, size_t first, struct fenrun__text text) {
    for (size_t at = 0; at < text.size;) {
        const char *slash = memchr(text.bytes + at, '/', text.size - at);
        size_t size = slash ? (size_t)(slash - text.bytes) - at : text.size - at;
        struct fenrun__text segment = {text.bytes + at, size};
        size_t taken = size + (slash != NULL);
        bool stays = slash && fenrun__text_is(segment, ".");
        bool up = slash && fenrun__text_is(segment, "..") && shelf_step_up(path, first);
        if (!stays && !up) fenrun__writer_put(path, segment.bytes, taken);
        at += taken;
    }
}

void fenrun__shelf_path(const char *from, struct fenrun__text name, struct fenrun__writer *path) {
    const char *slash = strrchr(from, '/');
    size_t first = path->size;
    bool absolute = name.size > 0 && name.bytes[0] == '/';
    fenrun__writer_put(path, "", 0);
    if (slash && !absolute) {
        shelf_append(path, first, (struct fenrun__text){from, (size_t)(slash - from) + 1});
    }
    shelf_append(path, first, name);
}

bool fenrun__shelf_read(const struct fenrun__shelf *shelf, const char *path,
                        struct fenrun__text *text) {
    text->size = 0;
    text->bytes = shelf->read(shelf->context, path, &text->size);
    return text->bytes != NULL;
}
