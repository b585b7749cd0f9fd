/*
 * Error: fills a caller's fenrun_error with a message that is always one clean line.
 *
 *     "orders.csv\nline 3"  becomes  "orders.csv?line 3"
 *
 * Invariants
 *   1. Every byte of the struct is written, so that equal mistakes give equal bytes.
 *   2. The message is well-formed UTF-8 whatever text it quotes: a byte that is not, and every
 *      control character of C0, C1 and DEL, becomes '?' (one for each byte).
 *   3. The message may quote the message that it replaces.
 *
 * O(message size), no allocation.
 */
#include "base/error.h"

#include <string.h>

#include "base/text.h"

static void error_clean(char *message, size_t size) {
    unsigned char *bytes = (unsigned char *)message;
    size_t at = 0;
    while ((at += fenrun__text_utf8_end(message + at, size - at)) < size) bytes[at] = '?';
    for (at = 0; at < size; at++) {
        if (bytes[at] < 0x20 || bytes[at] == 0x7f) {
            bytes[at] = '?';
        } else if (bytes[at] == 0xc2 && bytes[at + 1] < 0xa0) {
            bytes[at] = bytes[at + 1] = '?';
        }
    }
}

static int32_t error_fill(fenrun_error *error, const fenrun_error *place, const char *format,
                          va_list arguments) {
    if (!error) return place->code;
    fenrun_error filled = *place;
    struct fenrun__writer writer;
    fenrun__writer_init_fixed(&writer, filled.message, sizeof filled.message);
    fenrun__writer_format_list(&writer, format, arguments);
    error_clean(filled.message, writer.size);
    /* What a cut left behind the end would make equal mistakes differ. */
    memset(filled.message + writer.size, 0, sizeof filled.message - writer.size);
    memcpy(error, &filled, sizeof filled);
    return place->code;
}

int32_t fenrun__error_set(fenrun_error *error, int32_t code, uint64_t item, const char *format,
                          ...) {
    va_list arguments;
    va_start(arguments, format);
    error_fill(error, &(fenrun_error){.code = code, .item = item}, format, arguments);
    va_end(arguments);
    return code;
}

int32_t fenrun__error_set_at(fenrun_error *error, int32_t code, uint32_t line, uint32_t column,
                             const char *format, va_list arguments) {
    const fenrun_error place = {.code = code, .line = line, .column = column};
    return error_fill(error, &place, format, arguments);
}

int32_t fenrun__error_internal(fenrun_error *error, const char *where) {
    return fenrun__error_set(error, FENRUN_ERROR_INTERNAL, 0,
                             "%s: a mistake in fenrun itself; nothing was changed", where);
}

int32_t fenrun__error_memory(fenrun_error *error) {
    return fenrun__error_set(error, FENRUN_ERROR_MEMORY, 0, "the allocator gave no memory");
}

const char *fenrun__error_name(int32_t code) {
    static const char *const names[] = {
        "FENRUN_OK",
        "FENRUN_ERROR_ARGUMENT",
        "FENRUN_ERROR_RULES",
        "FENRUN_ERROR_TEXT",
        "FENRUN_ERROR_CHANGED",
        "FENRUN_ERROR_ORDER_UNKNOWN",
        "FENRUN_ERROR_TIME",
        "FENRUN_ERROR_MEMBER_UNKNOWN",
        "FENRUN_ERROR_MEMBER_EXISTS",
        "FENRUN_ERROR_NOT_JOINED",
        "FENRUN_ERROR_CYCLE",
        "FENRUN_ERROR_TIER",
        "FENRUN_ERROR_AMOUNT",
        "FENRUN_ERROR_REQUIRED",
        "FENRUN_ERROR_REFUND",
        "FENRUN_ERROR_OVERFLOW",
        "FENRUN_ERROR_FULL",
        "FENRUN_ERROR_MEMORY",
        "FENRUN_ERROR_INTERNAL",
        "FENRUN_ERROR_LIMIT",
        "FENRUN_ERROR_SNAPSHOT",
    };
    if (code == FENRUN_REPLAYED) return "FENRUN_REPLAYED";
    if (code == FENRUN_FOUND) return "FENRUN_FOUND";
    if (code > 0 || code < FENRUN_ERROR_SNAPSHOT) return "FENRUN_ERROR_?";
    return names[-code];
}
