/* Roll: laid out once, then read in place; nothing in it is believed. */
#include "cli/roll.h"

#include <stdlib.h>
#include <string.h>

#define ROLL_LAYOUT 1u
#define ROLL_COUNT_MAX UINT32_MAX /* a slot has 32 bits for an index and 0 */

static const char roll_magic[16] = "fenrun names\r\n\x1a";

/* No padding, so that equal rolls are equal bytes. */
struct roll_header {
    char magic[16];
    uint64_t layout;
    uint64_t size; /* of all bytes */
    uint64_t count;
    uint64_t slot_count;
    struct fenrun__fingerprint key;
    char version[FENRUN__ROLL_VERSION_SIZE];
    char rules[FENRUN__ROLL_RULES_SIZE];
};

/* The bytes may lie anywhere. */
static uint64_t roll_word(const unsigned char *words, uint64_t index) {
    uint64_t word;
    memcpy(&word, words + index * sizeof word, sizeof word);
    return word;
}

/* ------------------------------------------------------------------------------------------ */
/* Making                                                                                     */

static void roll_copy_text(char *out, size_t room, const char *text) {
    size_t size = strlen(text);
    memcpy(out, text, size < room ? size : room - 1);
}

/* The hash's upper half beside the index tells most other names without a look at their text. */
static uint64_t roll_slot(uint64_t hash, uint64_t index) {
    return (hash & UINT64_C(0xffffffff00000000)) | (index + 1);
}

static void roll_fill(const struct fenrun__roll_draft *draft, const struct roll_header *header,
                      unsigned char *bytes) {
    uint64_t *ends = (uint64_t *)(void *)(bytes + sizeof *header);
    uint64_t *slots = ends + header->count, end = 0;
    char *texts = (char *)(slots + header->slot_count);
    memcpy(bytes, header, sizeof *header);
    for (uint64_t i = 0; i < draft->count; i++) {
        struct fenrun__field text = draft->text(draft->context, i);
        uint64_t hash = fenrun__fingerprint_hash(draft->key, text).low;
        uint64_t place = hash & (header->slot_count - 1);
        while (slots[place]) place = (place + 1) & (header->slot_count - 1);
        slots[place] = roll_slot(hash, i);
        memcpy(texts + end, text.bytes, text.size);
        end += text.size + 1;
        ends[i] = end;
    }
}

void *fenrun__roll_make(const struct fenrun__roll_draft *draft, size_t *size) {
    struct roll_header header;
    memset(&header, 0, sizeof header);
    if (draft->count >= ROLL_COUNT_MAX) return NULL;
    uint64_t whole = sizeof header + draft->count * sizeof(uint64_t);
    for (uint64_t i = 0; i < draft->count; i++)
        whole += draft->text(draft->context, i).size + 1;
    header.slot_count = 2;
    while (header.slot_count < draft->count * 2) header.slot_count *= 2;
    whole += header.slot_count * sizeof(uint64_t);
    whole = (whole + 7) / 8 * 8;
    memcpy(header.magic, roll_magic, sizeof header.magic);
    header.layout = ROLL_LAYOUT;
    header.size = whole;
    header.count = draft->count;
    header.key = draft->key;
    roll_copy_text(header.version, sizeof header.version, draft->version);
    roll_copy_text(header.rules, sizeof header.rules, draft->rules);
    unsigned char *bytes = calloc(whole / 8, 8);
    if (!bytes) return NULL;
    roll_fill(draft, &header, bytes);
    *size = whole;
    return bytes;
}

/* ------------------------------------------------------------------------------------------ */
/* Opening                                                                                    */

bool fenrun__roll_is(const void *bytes, size_t size) {
    return size >= sizeof roll_magic && memcmp(bytes, roll_magic, sizeof roll_magic) == 0;
}

/* Ended by a NUL, and of characters that can stand in any text and in JSON. */
static bool roll_is_plain(const char *text, size_t size) {
    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        if (c == '\0') return true;
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '.' && c != ' ')
            return false;
    }
    return false;
}

bool fenrun__roll_open(struct fenrun__roll *roll, const void *bytes, size_t size) {
    struct roll_header header;
    memset(roll, 0, sizeof *roll);
    if (size < sizeof header || !fenrun__roll_is(bytes, size)) return false;
    memcpy(&header, bytes, sizeof header);
    uint64_t words = (size - sizeof header) / sizeof(uint64_t);
    if (header.layout != ROLL_LAYOUT || header.size != size || header.count >= ROLL_COUNT_MAX ||
        header.count > words || header.slot_count > words - header.count ||
        header.slot_count <= header.count || (header.slot_count & (header.slot_count - 1)) != 0)
        return false;
    if (!roll_is_plain(header.version, sizeof header.version) ||
        !roll_is_plain(header.rules, sizeof header.rules))
        return false;
    roll->ends = (const unsigned char *)bytes + sizeof header;
    roll->slots = roll->ends + header.count * sizeof(uint64_t);
    roll->texts = (const char *)(roll->slots + header.slot_count * sizeof(uint64_t));
    roll->text_size = size - (size_t)(roll->texts - (const char *)bytes);
    roll->count = header.count;
    roll->slot_count = header.slot_count;
    roll->key = header.key;
    memcpy(roll->version, header.version, sizeof roll->version);
    memcpy(roll->rules, header.rules, sizeof roll->rules);
    return true;
}

bool fenrun__roll_check(const struct fenrun__roll *roll) {
    for (uint64_t i = 0; i < roll->count; i++) {
        struct fenrun__field text = fenrun__roll_text(roll, i);
        uint64_t number, index;
        if (text.size == 0 || fenrun__fingerprint_number(text, &number)) return false;
        uint64_t hash = fenrun__fingerprint_hash(roll->key, text).low;
        if (!fenrun__roll_find(roll, text, hash, &index) || index != i) return false;
    }
    return true;
}

/* ------------------------------------------------------------------------------------------ */
/* Asking                                                                                     */

struct fenrun__field fenrun__roll_text(const struct fenrun__roll *roll, uint64_t index) {
    uint64_t begin = index > 0 ? roll_word(roll->ends, index - 1) : 0;
    uint64_t end = roll_word(roll->ends, index);
    if (begin >= end || end > roll->text_size || roll->texts[end - 1] != '\0')
        return (struct fenrun__field){"", 0};
    return (struct fenrun__field){roll->texts + begin, (size_t)(end - begin - 1)};
}

bool fenrun__roll_find(const struct fenrun__roll *roll, struct fenrun__field text, uint64_t hash,
                       uint64_t *index) {
    for (uint64_t i = 0; i < roll->slot_count; i++) {
        uint64_t slot = roll_word(roll->slots, (hash + i) & (roll->slot_count - 1));
        uint64_t found = (slot & UINT32_MAX) - 1;
        if (slot == 0) return false;
        if (slot != roll_slot(hash, found) || found >= roll->count) continue;
        struct fenrun__field here = fenrun__roll_text(roll, found);
        if (here.size != text.size || memcmp(here.bytes, text.bytes, text.size) != 0) continue;
        *index = found;
        return true;
    }
    return false;
}
