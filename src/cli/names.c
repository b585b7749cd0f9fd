/* Names: open addressing on words that one thread writes and many read. */
#include "cli/names.h"

#include <stdlib.h>
#include <string.h>

#include "cli/numeral.h"
#include "cli/room.h"

#ifdef FENRUN_TIGHT
#define NAMES_SLOTS_FIRST 4u
#define NAMES_BLOCK_FIRST 2u
#define NAMES_TEXTS_SIZE 16u
#else
#define NAMES_SLOTS_FIRST 2048u
#define NAMES_BLOCK_FIRST 1024u
#define NAMES_TEXTS_SIZE 262144u
#endif
#define NAMES_COUNT_MAX UINT32_MAX

/* How many questions ahead of an answer its slot, its name and its text are fetched. */
#define NAMES_AHEAD_SLOT 24u
#define NAMES_AHEAD_NAME 16u
#define NAMES_AHEAD_TEXT 8u

struct fenrun__names_slots {
    struct fenrun__names_slots *older; /* somebody may still be looking */
    size_t mask;
    _Atomic uint64_t words[];
};

struct fenrun__names_texts {
    struct fenrun__names_texts *older;
    size_t size;
    size_t capacity;
    char bytes[];
};

/* How many names are those of the roll. */
static size_t names_rolled(const struct fenrun__names *names) {
    return names->roll ? (size_t)names->roll->count : 0;
}

void fenrun__names_init(struct fenrun__names *names, struct fenrun__fingerprint key,
                        const struct fenrun__roll *roll) {
    memset(names, 0, sizeof *names);
    atomic_init(&names->slots, NULL);
    names->key = key;
    names->roll = roll;
    atomic_init(&names->count, names_rolled(names));
}

static size_t names_slots_size(size_t count) {
    return sizeof(struct fenrun__names_slots) + count * sizeof(_Atomic uint64_t);
}

void fenrun__names_free(struct fenrun__names *names) {
    struct fenrun__names_slots *slots = atomic_load_explicit(&names->slots, memory_order_relaxed);
    while (slots) {
        struct fenrun__names_slots *older = slots->older;
        fenrun__room_resize(NULL, slots, names_slots_size(slots->mask + 1), 0);
        slots = older;
    }
    while (names->texts) {
        struct fenrun__names_texts *older = names->texts->older;
        free(names->texts);
        names->texts = older;
    }
    for (size_t i = 0; i < FENRUN__NAMES_BLOCKS; i++) free(names->blocks[i]);
    fenrun__names_init(names, names->key, NULL);
}

/* Where the name with a number, from 0 behind those of the roll, stands: block k > 0 holds those
   from FIRST * 2^(k-1) on. */
static struct fenrun__name *names_place(const struct fenrun__names *names, size_t number) {
    size_t piece = number / NAMES_BLOCK_FIRST;
    if (piece == 0) return names->blocks[0] + number;
    unsigned block = 64 - (unsigned)__builtin_clzll(piece);
    return names->blocks[block] + (number - ((size_t)NAMES_BLOCK_FIRST << (block - 1)));
}

/* ------------------------------------------------------------------------------------------ */
/* Adding                                                                                     */

static bool names_grow_names(struct fenrun__names *names, size_t number) {
    size_t piece = number / NAMES_BLOCK_FIRST;
    unsigned block = piece == 0 ? 0 : 64 - (unsigned)__builtin_clzll(piece);
    if (number >= NAMES_COUNT_MAX) return false;
    if (names->blocks[block]) return true;
    size_t count = (size_t)NAMES_BLOCK_FIRST << (block == 0 ? 0 : block - 1);
    names->blocks[block] = malloc(count * sizeof *names->blocks[block]);
    return names->blocks[block] != NULL;
}

/* A copy of the text with a NUL. */
static const char *names_keep(struct fenrun__names *names, struct fenrun__field text) {
    struct fenrun__names_texts *texts = names->texts;
    if (!texts || texts->capacity - texts->size <= text.size) {
        size_t capacity = text.size < NAMES_TEXTS_SIZE ? NAMES_TEXTS_SIZE : text.size + 1;
        texts = malloc(sizeof *texts + capacity);
        if (!texts) return NULL;
        texts->older = names->texts;
        texts->size = 0;
        texts->capacity = capacity;
        names->texts = texts;
    }
    char *kept = texts->bytes + texts->size;
    memcpy(kept, text.bytes, text.size);
    kept[text.size] = '\0';
    texts->size += text.size + 1;
    return kept;
}

static void names_fill(struct fenrun__names_slots *slots, uint64_t word, size_t slot) {
    while (atomic_load_explicit(&slots->words[slot & slots->mask], memory_order_relaxed)) slot++;
    atomic_store_explicit(&slots->words[slot & slots->mask], word, memory_order_release);
}

static bool names_grow_slots(struct fenrun__names *names, size_t used) {
    struct fenrun__names_slots *old = atomic_load_explicit(&names->slots, memory_order_relaxed);
    if (old && used < (old->mask + 1) / 2) return true;
    size_t count = old ? (old->mask + 1) * 2 : NAMES_SLOTS_FIRST;
    struct fenrun__names_slots *slots =
        fenrun__room_resize(NULL, NULL, 0, names_slots_size(count));
    if (!slots) return false;
    for (size_t i = 0; i < count; i++) atomic_init(&slots->words[i], 0);
    slots->older = old;
    slots->mask = count - 1;
    for (size_t i = 0; i < used; i++) {
        const struct fenrun__name *name = names_place(names, i);
        uint64_t hash = fenrun__names_hash(names, (struct fenrun__field){name->text, name->size});
        names_fill(slots, (hash & ~(uint64_t)UINT32_MAX) | (i + 1), (size_t)hash);
    }
    atomic_store_explicit(&names->slots, slots, memory_order_release);
    return true;
}

static bool names_is_plain(struct fenrun__field text) {
    for (size_t i = 0; i < text.size; i++) {
        char c = text.bytes[i];
        if (c == ',' || c == '"' || c == '\n' || c == '\r') return false;
    }
    return true;
}

static bool names_add(struct fenrun__names *names, struct fenrun__field text, uint64_t hash,
                      uint64_t *id) {
    size_t count = atomic_load_explicit(&names->count, memory_order_relaxed);
    size_t number = count - names_rolled(names);
    if (text.size >= UINT32_MAX || !names_grow_names(names, number) ||
        !names_grow_slots(names, number))
        return false;
    const char *kept = names_keep(names, text);
    if (!kept) return false;
    *names_place(names, number) =
        (struct fenrun__name){kept, (uint32_t)text.size, names_is_plain(text)};
    struct fenrun__names_slots *slots = atomic_load_explicit(&names->slots, memory_order_relaxed);
    names_fill(slots, (hash & ~(uint64_t)UINT32_MAX) | (number + 1), (size_t)hash);
    *id = FENRUN__NAMES_FIRST + count;
    atomic_store_explicit(&names->count, count + 1, memory_order_release);
    return true;
}

/* ------------------------------------------------------------------------------------------ */
/* Looking up                                                                                 */

uint64_t fenrun__names_hash(const struct fenrun__names *names, struct fenrun__field text) {
    return fenrun__fingerprint_hash(names->key, text).low;
}

/* The number of the name that a word is of, if its hash begins alike, from 1; else 0. */
static size_t names_guess(uint64_t word, uint64_t hash) {
    return word != 0 && (word ^ hash) >> 32 == 0 ? (size_t)(word & UINT32_MAX) : 0;
}

static bool names_find(const struct fenrun__names *names, struct fenrun__field text, uint64_t hash,
                       uint64_t *id) {
    uint64_t index;
    if (names->roll && fenrun__roll_find(names->roll, text, hash, &index)) {
        *id = FENRUN__NAMES_FIRST + index;
        return true;
    }
    struct fenrun__names_slots *slots = atomic_load_explicit(&names->slots, memory_order_acquire);
    if (!slots) return false;
    for (size_t slot = (size_t)hash;; slot++) {
        uint64_t word = atomic_load_explicit(&slots->words[slot & slots->mask],
                                             memory_order_acquire);
        if (word == 0) return false;
        size_t number = names_guess(word, hash);
        if (number == 0) continue;
        const struct fenrun__name *name = names_place(names, number - 1);
        if (name->size != text.size || memcmp(name->text, text.bytes, text.size) != 0) continue;
        *id = FENRUN__NAMES_FIRST + names_rolled(names) + (number - 1);
        return true;
    }
}

bool fenrun__names_id_by_hash(struct fenrun__names *names, struct fenrun__field text,
                              uint64_t hash, uint64_t *id) {
    return names_find(names, text, hash, id) || names_add(names, text, hash, id);
}

bool fenrun__names_id(struct fenrun__names *names, struct fenrun__field text, uint64_t *id) {
    if (fenrun__fingerprint_number(text, id)) return true;
    return fenrun__names_id_by_hash(names, text, fenrun__names_hash(names, text), id);
}

/* The name that a question's first slot speaks of, or NULL. */
static const struct fenrun__name *names_expect(const struct fenrun__names *names,
                                               const struct fenrun__names_slots *slots,
                                               uint64_t hash) {
    uint64_t word = atomic_load_explicit(&slots->words[hash & slots->mask], memory_order_acquire);
    size_t number = names_guess(word, hash);
    return number ? names_place(names, number - 1) : NULL;
}

size_t fenrun__names_answer(const struct fenrun__names *names,
                            struct fenrun__names_question *questions, size_t count) {
    const struct fenrun__names_slots *slots = atomic_load_explicit(&names->slots,
                                                                   memory_order_acquire);
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        if (slots && count - i > NAMES_AHEAD_SLOT)
            __builtin_prefetch(&slots->words[questions[i + NAMES_AHEAD_SLOT].hash & slots->mask]);
        if (slots && count - i > NAMES_AHEAD_NAME) {
            const struct fenrun__name *name =
                names_expect(names, slots, questions[i + NAMES_AHEAD_NAME].hash);
            if (name) __builtin_prefetch(name);
        }
        if (slots && count - i > NAMES_AHEAD_TEXT) {
            const struct fenrun__name *name =
                names_expect(names, slots, questions[i + NAMES_AHEAD_TEXT].hash);
            if (name) __builtin_prefetch(name->text);
        }
        struct fenrun__names_question question = questions[i];
        if (!names_find(names, question.text, question.hash, question.id))
            questions[left++] = question;
    }
    return left;
}

struct fenrun__name fenrun__names_at(const struct fenrun__names *names, uint64_t id) {
    size_t index = (size_t)(id - FENRUN__NAMES_FIRST), rolled = names_rolled(names);
    if (index >= rolled) return *names_place(names, index - rolled);
    struct fenrun__field text = fenrun__roll_text(names->roll, index);
    return (struct fenrun__name){text.bytes, (uint32_t)text.size, names_is_plain(text)};
}

void fenrun__names_fetch(const struct fenrun__names *names, uint64_t id) {
    size_t index = (size_t)(id - FENRUN__NAMES_FIRST), rolled = names_rolled(names);
    if (index >= rolled) __builtin_prefetch(names_place(names, index - rolled));
}

struct fenrun__field fenrun__names_text(const struct fenrun__names *names, uint64_t id,
                                        char room[FENRUN__NAMES_ROOM]) {
    if (id >= FENRUN__NAMES_FIRST && id - FENRUN__NAMES_FIRST < names->count) {
        struct fenrun__name name = fenrun__names_at(names, id);
        return (struct fenrun__field){name.text, name.size};
    }
    char *end = fenrun__numeral_put_number(room, id);
    *end = '\0';
    return (struct fenrun__field){room, (size_t)(end - room)};
}
