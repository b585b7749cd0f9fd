/* Messages: finds ids in a text and puts names in their place. */
#include "cli/messages.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* The number at `text`, and how many digits it has; 0 digits if there is none that fits. */
static uint64_t messages_number(const char *text, size_t *digits) {
    uint64_t number = 0;
    size_t size = 0;
    bool fits = true;
    for (; text[size] >= '0' && text[size] <= '9'; size++) {
        uint64_t digit = (uint64_t)(text[size] - '0');
        fits &= number <= (UINT64_MAX - digit) / 10;
        number = number * 10 + digit;
    }
    *digits = size;
    return fits ? number : 0;
}

void fenrun__message_name(char out[FENRUN__MESSAGE_SIZE], const struct fenrun__names *names,
                          const char *from) {
    size_t size = 0;
    out[0] = '\0';
    while (*from) {
        size_t digits;
        uint64_t number = messages_number(from, &digits);
        char room[FENRUN__NAMES_ROOM], shown[FENRUN__SHOWN_SIZE];
        size_t taken = digits ? digits : 1;
        struct fenrun__field piece = {from, taken};
        if (number >= FENRUN__NAMES_FIRST && number - FENRUN__NAMES_FIRST < names->count) {
            piece = fenrun__names_text(names, number, room);
            piece = fenrun__field_from(fenrun__shown(shown, piece));
        }
        if (size + piece.size >= FENRUN__MESSAGE_SIZE) return;
        memcpy(out + size, piece.bytes, piece.size);
        size += piece.size;
        out[size] = '\0';
        from += taken;
    }
}

const char *fenrun__message_text(const fenrun_error *error) {
    return error->code == FENRUN_ERROR_MEMORY ? "out of memory" : error->message;
}

int fenrun__message_exit(int32_t code) {
    switch (code) {
    case FENRUN_ERROR_RULES:
        return FENRUN__EXIT_RULES;
    case FENRUN_ERROR_MEMORY:
    case FENRUN_ERROR_INTERNAL:
    case FENRUN_ERROR_ARGUMENT:
        return FENRUN__EXIT_SYSTEM;
    default:
        return FENRUN__EXIT_DATA;
    }
}
