/*
 * Text: pieces of UTF-8, how near two of them are, and the writer with the one formatter.
 *
 *     nearest("senoir_gold", {normal, gold, senior_gold})     2: one swap of neighbours
 *     fixed room of 6 bytes, "分润" put to it                   "分": 润 would be cut in half
 *
 * Invariants
 *   1. No text is read beyond its size, and no byte is taken for a character that RFC 3629 does
 *      not allow: no overlong form, no surrogate, nothing above U+10FFFF.
 *   2. A writer with fixed room stops at the first text that does not fit, between characters,
 *      and is `failed` from then on, as one whose memory ran out: no later text is joined on.
 *   3. What is written depends on nothing but the arguments.
 *
 * Costs: everything is O(size), putting amortised, but the distance: O(characters * characters).
 *
 * Not here: other encodings, case, normal forms.
 */
#include "base/text.h"

#include <string.h>

#define TEXT_DISTANCE_SIZE_MAX 64u

static bool text_is_blank(char c) {
    return c == ' ' || c == '\t';
}

struct fenrun__text fenrun__text_from(const char *string) {
    return (struct fenrun__text){string, strlen(string)};
}

bool fenrun__text_equal(struct fenrun__text a, struct fenrun__text b) {
    return a.size == b.size && (a.size == 0 || memcmp(a.bytes, b.bytes, a.size) == 0);
}

bool fenrun__text_is(struct fenrun__text text, const char *string) {
    return fenrun__text_equal(text, fenrun__text_from(string));
}

struct fenrun__text fenrun__text_trim(struct fenrun__text text) {
    while (text.size > 0 && text_is_blank(text.bytes[0])) {
        text.bytes++;
        text.size--;
    }
    while (text.size > 0 && text_is_blank(text.bytes[text.size - 1])) text.size--;
    return text;
}

struct fenrun__text fenrun__text_word(struct fenrun__text *rest) {
    struct fenrun__text word = fenrun__text_trim(*rest);
    size_t size = 0;
    while (size < word.size && !text_is_blank(word.bytes[size])) size++;
    *rest = word;
    if (size > 0) { /* no bytes may be no pointer: nothing is added to it */
        rest->bytes += size;
        rest->size -= size;
    }
    word.size = size;
    return word;
}

/* The size of the well-formed character at the front; 0 if there is none. */
static size_t text_character_size(const unsigned char *bytes, size_t size) {
    unsigned char first = bytes[0];
    if (first < 0x80) return 1;
    size_t wanted = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (first < 0xc2 || first > 0xf4 || size < wanted) return 0;
    /* These four first bytes leave a part of the second's range to shorter forms, to surrogates,
       or to nothing. */
    unsigned char low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    unsigned char high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (bytes[1] < low || bytes[1] > high) return 0;
    for (size_t i = 2; i < wanted; i++) {
        if ((bytes[i] & 0xc0) != 0x80) return 0;
    }
    return wanted;
}

size_t fenrun__text_utf8_end(const char *bytes, size_t size) {
    const unsigned char *character = (const unsigned char *)bytes;
    size_t at = 0;
    while (at < size) {
        size_t step = text_character_size(character + at, size - at);
        if (step == 0) break;
        at += step;
    }
    return at;
}

/* The characters of a text, each as a number of its own; a byte that is none counts as one. */
static size_t text_characters(struct fenrun__text text, uint32_t out[TEXT_DISTANCE_SIZE_MAX]) {
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    size_t count = 0;
    for (size_t at = 0; at < text.size;) {
        size_t step = text_character_size(bytes + at, text.size - at);
        size_t end = at + (step > 0 ? step : 1);
        uint32_t character = 0;
        for (; at < end; at++) character = character << 8 | bytes[at];
        out[count++] = character;
    }
    return count;
}

static size_t text_least(size_t a, size_t b) {
    return a < b ? a : b;
}

size_t fenrun__text_distance(struct fenrun__text a, struct fenrun__text b) {
    if (a.size > TEXT_DISTANCE_SIZE_MAX || b.size > TEXT_DISTANCE_SIZE_MAX) return SIZE_MAX;
    uint32_t from[TEXT_DISTANCE_SIZE_MAX];
    uint32_t to[TEXT_DISTANCE_SIZE_MAX];
    size_t from_count = text_characters(a, from);
    size_t to_count = text_characters(b, to);

    /* rows[i % 3][j] is the distance of the first i characters of a to the first j of b; a swap
       looks two rows back. */
    size_t rows[3][TEXT_DISTANCE_SIZE_MAX + 1];
    for (size_t j = 0; j <= to_count; j++) rows[0][j] = j;
    for (size_t i = 1; i <= from_count; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *above2 = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= to_count; j++) {
            size_t replaced = above[j - 1] + (from[i - 1] != to[j - 1]);
            row[j] = text_least(replaced, text_least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) {
                row[j] = text_least(row[j], above2[j - 2] + 1);
            }
        }
    }
    return rows[from_count % 3][to_count];
}

size_t fenrun__text_nearest(struct fenrun__text text, const struct fenrun__text *candidates,
                            size_t count) {
    if (text.size > TEXT_DISTANCE_SIZE_MAX) return SIZE_MAX;
    uint32_t characters[TEXT_DISTANCE_SIZE_MAX];
    size_t length = text_characters(text, characters);
    size_t limit = length < 3 ? 1 : length / 3;
    size_t nearest = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        uint32_t others[TEXT_DISTANCE_SIZE_MAX];
        if (candidates[i].size > TEXT_DISTANCE_SIZE_MAX) continue;
        size_t other = text_characters(candidates[i], others);
        size_t distance = fenrun__text_distance(text, candidates[i]);
        /* Nothing is meant by a text of which every character would have to change. */
        if (distance >= (length > other ? length : other)) continue;
        if (distance > limit || (nearest != SIZE_MAX && distance == limit)) continue;
        nearest = i;
        limit = distance;
    }
    return nearest;
}

void fenrun__writer_init(struct fenrun__writer *writer, struct fenrun__memory *memory) {
    *writer = (struct fenrun__writer){.memory = memory};
}

void fenrun__writer_init_fixed(struct fenrun__writer *writer, char *room, size_t capacity) {
    *writer = (struct fenrun__writer){.bytes = room, .capacity = capacity};
    fenrun__writer_clear(writer);
}

void fenrun__writer_free(struct fenrun__writer *writer) {
    if (writer->memory) fenrun__memory_free(writer->memory, writer->bytes, writer->capacity);
    *writer = (struct fenrun__writer){.memory = writer->memory};
}

void fenrun__writer_clear(struct fenrun__writer *writer) {
    writer->size = 0;
    writer->failed = false;
    if (writer->capacity > 0) writer->bytes[0] = '\0';
}

/* Cut the writer's text before the character of which `next` would have been the next byte. */
static void text_writer_cut(struct fenrun__writer *writer, char next) {
    while (((unsigned char)next & 0xc0) == 0x80 && writer->size > 0) {
        next = writer->bytes[--writer->size];
    }
}

void fenrun__writer_put(struct fenrun__writer *writer, const char *bytes, size_t size) {
    if (writer->failed) return;
    if (writer->memory) {
        writer->failed = size >= SIZE_MAX - writer->size ||
                         !fenrun__memory_grow(writer->memory, &writer->bytes, 1,
                                              &writer->capacity, writer->size + size + 1);
        if (writer->failed) return;
    }
    size_t room = writer->capacity - writer->size;
    writer->failed = size >= room;
    if (room == 0) return;
    size_t kept = writer->failed ? room - 1 : size;
    if (kept > 0) memcpy(writer->bytes + writer->size, bytes, kept);
    writer->size += kept;
    if (writer->failed) text_writer_cut(writer, bytes[kept]);
    writer->bytes[writer->size] = '\0';
}

static void text_writer_put_unsigned(struct fenrun__writer *writer, uint64_t number) {
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    fenrun__writer_put(writer, digits + at, sizeof digits - at);
}

static void text_writer_put_signed(struct fenrun__writer *writer, int64_t number) {
    if (number < 0) fenrun__writer_put(writer, "-", 1);
    text_writer_put_unsigned(writer, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

void fenrun__writer_format(struct fenrun__writer *writer, const char *format, ...) {
    va_list list;
    va_start(list, format);
    fenrun__writer_format_list(writer, format, list);
    va_end(list);
}

void fenrun__writer_format_list(struct fenrun__writer *writer, const char *format, va_list list) {
    fenrun__writer_put(writer, "", 0);
    while (*format) {
        size_t plain = strcspn(format, "%");
        fenrun__writer_put(writer, format, plain);
        format += plain;
        if (!*format) break;
        format++;
        if (strncmp(format, ".*s", 3) == 0) {
            int size = va_arg(list, int);
            const char *bytes = va_arg(list, const char *);
            fenrun__writer_put(writer, bytes, size > 0 ? (size_t)size : 0);
            format += 3;
            continue;
        }
        char byte = *format;
        const char *string;
        struct fenrun__text piece;
        switch (byte) {
        case 's':
            string = va_arg(list, const char *);
            if (!string) string = "?";
            fenrun__writer_put(writer, string, strlen(string));
            break;
        case 'u': text_writer_put_unsigned(writer, va_arg(list, uint32_t)); break;
        case 'T':
            piece = va_arg(list, struct fenrun__text);
            fenrun__writer_put(writer, piece.bytes, piece.size);
            break;
        case 'U': text_writer_put_unsigned(writer, va_arg(list, uint64_t)); break;
        case 'D': text_writer_put_signed(writer, va_arg(list, int64_t)); break;
        case 'c':
            byte = (char)va_arg(list, int);
            fenrun__writer_put(writer, &byte, 1);
            break;
        default: /* a second '%', or a letter that means nothing, stands for itself */
            fenrun__writer_put(writer, &byte, byte != '\0');
            break;
        }
        if (*format) format++;
    }
}

static void text_writer_put_escape(struct fenrun__writer *writer, unsigned char byte) {
    static const char plain[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    static const char digits[] = "0123456789abcdef";
    char escape[6] = {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]};
    const char *known = memchr(plain, byte, sizeof plain - 1);
    if (known) escape[1] = letters[known - plain];
    fenrun__writer_put(writer, escape, known ? 2 : 6);
}

void fenrun__writer_json(struct fenrun__writer *writer, struct fenrun__text text) {
    size_t run = 0; /* where the bytes begin that stand for themselves and are not written yet */
    size_t valid = 0; /* up to where the text is known to be UTF-8 */
    fenrun__writer_put(writer, "\"", 1);
    for (size_t at = 0; at < text.size; at++) {
        if (at >= valid) valid = at + fenrun__text_utf8_end(text.bytes + at, text.size - at);
        unsigned char byte = (unsigned char)text.bytes[at];
        if (at < valid && byte >= 0x20 && byte != '"' && byte != '\\') continue;
        fenrun__writer_put(writer, text.bytes + run, at - run);
        if (at < valid) {
            text_writer_put_escape(writer, byte);
        } else {
            fenrun__writer_put(writer, "\xef\xbf\xbd", 3);
        }
        run = at + 1;
    }
    if (text.size > run) fenrun__writer_put(writer, text.bytes + run, text.size - run);
    fenrun__writer_put(writer, "\"", 1);
}
