/* Cast: an index from the hash of a name to its number, and the names one after the other. */
#include "scenario/cast.h"

#include <string.h>

#include "base/hash.h"
#include "fenrun.h"

void fenrun__cast_init(struct fenrun__cast *cast, struct fenrun__memory *memory) {
    *cast = (struct fenrun__cast){.memory = memory};
}

void fenrun__cast_free(struct fenrun__cast *cast) {
    fenrun__index_free(&cast->index, cast->memory);
    fenrun__memory_free(cast->memory, cast->names, cast->capacity * sizeof *cast->names);
    fenrun__memory_free(cast->memory, cast->bytes, cast->byte_capacity);
    fenrun__cast_init(cast, cast->memory);
}

static struct fenrun__text cast_text(const struct fenrun__cast *cast, size_t number) {
    const struct fenrun__cast_name *name = cast->names + number;
    return (struct fenrun__text){name->size ? cast->bytes + name->offset : "", name->size};
}

/* Names come from whoever writes the tests, not from outside: the hash needs no secret. */
static uint64_t cast_hash(struct fenrun__text name) {
    return fenrun__hash_bytes(0, 0, name.bytes, name.size).low;
}

static uint64_t cast_search(const struct fenrun__cast *cast, uint64_t hash,
                            struct fenrun__text name) {
    struct fenrun__index_cursor cursor;
    uint32_t found = fenrun__index_first(&cast->index, hash, &cursor);
    while (found != FENRUN__NONE && !fenrun__text_equal(cast_text(cast, found), name)) {
        found = fenrun__index_next(&cast->index, &cursor);
    }
    return found == FENRUN__NONE ? 0 : FENRUN__CAST_FIRST + found;
}

uint64_t fenrun__cast_find(const struct fenrun__cast *cast, struct fenrun__text name) {
    return cast_search(cast, cast_hash(name), name);
}

uint64_t fenrun__cast_id(struct fenrun__cast *cast, struct fenrun__text name) {
    uint64_t hash = cast_hash(name);
    uint64_t there = cast_search(cast, hash, name);
    if (there) return there;
    bool room = name.size < UINT32_MAX && cast->count < FENRUN__NONE - 1 &&
                fenrun__memory_grow(cast->memory, &cast->names, sizeof *cast->names,
                                    &cast->capacity, cast->count + 1) &&
                fenrun__memory_grow(cast->memory, &cast->bytes, 1, &cast->byte_capacity,
                                    cast->byte_count + name.size) &&
                fenrun__index_reserve(&cast->index, cast->memory, (uint32_t)cast->count + 1);
    if (!room) return 0;
    cast->names[cast->count] = (struct fenrun__cast_name){cast->byte_count, (uint32_t)name.size};
    if (name.size > 0) memcpy(cast->bytes + cast->byte_count, name.bytes, name.size);
    cast->byte_count += name.size;
    fenrun__index_add(&cast->index, hash, (uint32_t)cast->count);
    return FENRUN__CAST_FIRST + cast->count++;
}

struct fenrun__text fenrun__cast_name(const struct fenrun__cast *cast, uint64_t id) {
    uint64_t number = id - FENRUN__CAST_FIRST;
    if (id < FENRUN__CAST_FIRST || number >= cast->count) return fenrun__text_from("platform");
    return cast_text(cast, (size_t)number);
}

/* The number at `text`, and how many digits it has. 0 if it does not fit. */
static uint64_t cast_number(const char *text, size_t *digits) {
    uint64_t number = 0;
    bool fits = true;
    size_t size = 0;
    for (; text[size] >= '0' && text[size] <= '9'; size++) {
        uint64_t digit = (uint64_t)(text[size] - '0');
        fits = fits && number <= (UINT64_MAX - digit) / 10;
        number = number * 10 + digit;
    }
    *digits = size;
    return fits ? number : 0;
}

void fenrun__cast_write(const struct fenrun__cast *cast, const char *message,
                        struct fenrun__writer *writer) {
    while (*message) {
        size_t plain = strcspn(message, "0123456789");
        fenrun__writer_put(writer, message, plain);
        message += plain;
        size_t digits;
        uint64_t number = cast_number(message, &digits);
        bool is_id = number >= FENRUN__CAST_FIRST && number - FENRUN__CAST_FIRST < cast->count;
        struct fenrun__text name = {message, digits};
        if (is_id) name = fenrun__cast_name(cast, number);
        fenrun__writer_put(writer, name.bytes, name.size);
        message += digits;
    }
}
