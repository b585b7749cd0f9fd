/* Names: a uthash dictionary from texts to ids, and an array back. */
#include "cli/names.h"

#include <stdlib.h>
#include <string.h>

/* uthash would otherwise end the process when memory runs out. */
#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(entry) ((entry)->refused = true)
#include <uthash.h>

struct fenrun__names_entry {
    UT_hash_handle hh;
    uint64_t id;
    size_t size;
    bool refused;
    char text[];
};

void fenrun__names_init(struct fenrun__names *names, struct fenrun__fingerprint key) {
    memset(names, 0, sizeof *names);
    names->key = key;
}

void fenrun__names_free(struct fenrun__names *names) {
    HASH_CLEAR(hh, names->dictionary);
    for (size_t i = 0; i < names->count; i++) free(names->entries[i]);
    free(names->entries);
    memset(names, 0, sizeof *names);
}

static bool names_grow(struct fenrun__names *names) {
    if (names->count < names->capacity) return true;
    size_t capacity = names->capacity ? names->capacity * 2 : 64;
    struct fenrun__names_entry **moved = realloc(names->entries, capacity * sizeof *moved);
    if (!moved) return false;
    names->entries = moved;
    names->capacity = capacity;
    return true;
}

static bool names_add(struct fenrun__names *names, struct fenrun__field text, unsigned hash,
                      uint64_t *id) {
    if (!names_grow(names)) return false;
    struct fenrun__names_entry *entry = malloc(sizeof *entry + text.size + 1);
    if (!entry) return false;
    entry->id = FENRUN__NAMES_FIRST + names->count;
    entry->size = text.size;
    entry->refused = false;
    memcpy(entry->text, text.bytes, text.size);
    entry->text[text.size] = '\0';
    HASH_ADD_KEYPTR_BYHASHVALUE(hh, names->dictionary, entry->text, text.size, hash, entry);
    if (entry->refused) {
        free(entry);
        return false;
    }
    names->entries[names->count++] = entry;
    *id = entry->id;
    return true;
}

bool fenrun__names_id(struct fenrun__names *names, struct fenrun__field text, uint64_t *id) {
    if (fenrun__fingerprint_number(text, id)) return true;
    unsigned hash = (unsigned)fenrun__fingerprint_hash(names->key, text).low;
    struct fenrun__names_entry *entry;
    HASH_FIND_BYHASHVALUE(hh, names->dictionary, text.bytes, text.size, hash, entry);
    if (!entry) return names_add(names, text, hash, id);
    *id = entry->id;
    return true;
}

struct fenrun__field fenrun__names_text(const struct fenrun__names *names, uint64_t id,
                                        char room[FENRUN__NAMES_ROOM]) {
    if (id >= FENRUN__NAMES_FIRST && id - FENRUN__NAMES_FIRST < names->count) {
        const struct fenrun__names_entry *entry = names->entries[id - FENRUN__NAMES_FIRST];
        return (struct fenrun__field){entry->text, entry->size};
    }
    /* Every payout writes one: printf takes five times as long. */
    char *end = room + FENRUN__NAMES_ROOM - 1, *digits = end;
    *end = '\0';
    do {
        *--digits = (char)('0' + id % 10);
        id /= 10;
    } while (id > 0);
    return (struct fenrun__field){digits, (size_t)(end - digits)};
}
