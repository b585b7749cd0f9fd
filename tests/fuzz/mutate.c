/*
 * Mutate: besides what libFuzzer does to bytes, changes that keep a text a text:
 *
 *     a word for another of the input          to: seller.inviter        →  to: seller.leader
 *     some lines again, gone, or elsewhere     an award, a step, a rule set behind another's
 *
 * So that more inputs get past the reader. Half of all changes are these, half libFuzzer's own.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MUTATE_LINES_MAX 12u

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_max, unsigned int seed);

/* libFuzzer's own; absent where files are replayed. */
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t size_max);

static uint32_t mutate_draw(uint32_t *state, size_t below) {
    *state = *state * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)(*state >> 8) * below >> 24);
}

static bool mutate_is_word(uint8_t byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || byte == '.' || byte == '%' ||
           byte == '+' || byte >= 0x80;
}

/* A word at or behind a place drawn; false: there is none. */
static bool mutate_word(const uint8_t *data, size_t size, uint32_t *state, size_t *begin,
                        size_t *end) {
    size_t at = mutate_draw(state, size);
    while (at > 0 && mutate_is_word(data[at]) && mutate_is_word(data[at - 1])) {
        at--;
    }
    while (at < size && !mutate_is_word(data[at])) {
        at++;
    }
    *begin = at;
    while (at < size && mutate_is_word(data[at])) {
        at++;
    }
    *end = at;
    return *begin < *end;
}

/* Lines from a place drawn on. */
static void mutate_lines(const uint8_t *data, size_t size, uint32_t *state, size_t *begin,
                         size_t *end) {
    size_t at = mutate_draw(state, size);
    while (at > 0 && data[at - 1] != '\n') {
        at--;
    }
    *begin = at;
    for (uint32_t count = 1 + mutate_draw(state, MUTATE_LINES_MAX); count > 0 && at < size;) {
        count -= data[at++] == '\n';
    }
    *end = at;
}

/* Put a copy of a piece where another one is. */
static size_t mutate_replace(uint8_t *data, size_t size, size_t size_max, size_t from,
                             size_t from_end, size_t to, size_t to_end) {
    size_t piece = from_end - from;
    size_t grown = size - (to_end - to) + piece;
    uint8_t *copy = malloc(piece + 1);
    if (copy == NULL || grown > size_max || grown == 0) {
        free(copy);
        return size;
    }
    memcpy(copy, data + from, piece);
    memmove(data + to + piece, data + to_end, size - to_end);
    memcpy(data + to, copy, piece);
    free(copy);
    return grown;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t size_max, unsigned int seed) {
    uint32_t state = seed;
    size_t from, from_end, to, to_end;
    if (size == 0 || mutate_draw(&state, 2) == 0) {
        return LLVMFuzzerMutate == NULL ? size : LLVMFuzzerMutate(data, size, size_max);
    }
    for (uint32_t count = 1 + mutate_draw(&state, 3); count > 0; count--) {
        uint32_t kind = mutate_draw(&state, 8);
        if (kind < 5) {
            if (mutate_word(data, size, &state, &from, &from_end) &&
                mutate_word(data, size, &state, &to, &to_end)) {
                size = mutate_replace(data, size, size_max, from, from_end, to, to_end);
            }
            continue;
        }
        mutate_lines(data, size, &state, &from, &from_end);
        mutate_lines(data, size, &state, &to, &to_end);
        from_end = kind == 5 ? from : from_end; /* gone */
        to_end = kind == 6 ? to : to_end;       /* not replaced, but moved on */
        size = mutate_replace(data, size, size_max, from, from_end, to, to_end);
    }
    return size;
}
