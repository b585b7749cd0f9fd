/* Page: growing by half, and what needs quotes. */
#include "cli/page.h"

#include <stdlib.h>

#define PAGE_SIZE_FIRST 4096u

bool fenrun__page_grow(struct fenrun__page *page, size_t size) {
    size_t capacity = page->capacity + page->capacity / 2;
    if (capacity < page->size + size) capacity = page->size + size + PAGE_SIZE_FIRST;
    char *moved = realloc(page->bytes, capacity);
    if (!moved) return false;
    page->bytes = moved;
    page->capacity = capacity;
    return true;
}

void fenrun__page_free(struct fenrun__page *page) {
    free(page->bytes);
    memset(page, 0, sizeof *page);
}

void fenrun__page_put_cell(struct fenrun__page *page, const char *prefix, size_t prefix_size,
                           struct fenrun__field field) {
    bool plain = true;
    for (size_t i = 0; i < field.size && plain; i++) {
        char c = field.bytes[i];
        plain = c != ',' && c != '"' && c != '\n' && c != '\r';
    }
    if (!plain) fenrun__page_put(page, "\"", 1);
    fenrun__page_put(page, prefix, prefix_size);
    if (plain) {
        fenrun__page_put(page, field.bytes, field.size);
        return;
    }
    for (size_t i = 0; i < field.size; i++) {
        if (field.bytes[i] == '"') fenrun__page_put(page, "\"", 1);
        fenrun__page_put(page, field.bytes + i, 1);
    }
    fenrun__page_put(page, "\"", 1);
}
