/* Full width: each sign is three bytes of UTF-8, looked up by the number of the character. */
#include "rules/fullwidth.h"

#include <stdint.h>

#define FULLWIDTH_SIZE 3u

/* The sign of ASCII that three bytes look like; 0 if none. */
static char fullwidth_meant(const char *bytes) {
    uint32_t first = (unsigned char)bytes[0];
    uint32_t character = (first & 0x0Fu) << 12 | ((unsigned char)bytes[1] & 0x3Fu) << 6 |
                         ((unsigned char)bytes[2] & 0x3Fu);
    if ((first & 0xF0u) != 0xE0u) return 0;
    if (character >= 0xFF01u && character <= 0xFF5Eu) return (char)(character - 0xFEE0u);
    if (character == 0x3000u) return ' ';
    if (character == 0x3001u) return ',';
    return character == 0x3002u ? '.' : 0;
}

static bool fullwidth_find(struct fenrun__text text, bool any, struct fenrun__fullwidth *out) {
    bool found = false;
    for (size_t i = 0; i < text.size; i++) {
        if (((unsigned char)text.bytes[i] & 0x80u) == 0) continue;
        char meant = text.size - i >= FULLWIDTH_SIZE ? fullwidth_meant(text.bytes + i) : 0;
        if (!meant && !any) return false;
        if (!meant) continue;
        if (!found) {
            *out = (struct fenrun__fullwidth){{text.bytes + i, FULLWIDTH_SIZE}, meant};
        }
        found = true;
        if (any) return true;
        i += FULLWIDTH_SIZE - 1;
    }
    return found;
}

bool fenrun__fullwidth_find(struct fenrun__text text, struct fenrun__fullwidth *out) {
    return fullwidth_find(text, false, out);
}

bool fenrun__fullwidth_find_any(struct fenrun__text text, struct fenrun__fullwidth *out) {
    return fullwidth_find(text, true, out);
}

const char *fenrun__fullwidth_advice(const struct fenrun__fullwidth *sign, char room[8]) {
    size_t size = 0;
    room[size++] = '\'';
    room[size++] = sign->meant;
    if (sign->meant == ':') room[size++] = ' ';
    room[size++] = '\'';
    room[size] = '\0';
    return room;
}
