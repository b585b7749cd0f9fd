/* Fingerprint: SipHash-2-4 with a 128-bit result, reading its input in one byte order. */
#define _DEFAULT_SOURCE
#include "cli/fingerprint.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

struct fingerprint_state {
    uint64_t v[4];
};

static uint64_t fingerprint_rotate(uint64_t x, unsigned bits) {
    return (x << bits) | (x >> (64 - bits));
}

static void fingerprint_rounds(struct fingerprint_state *state, unsigned count) {
    uint64_t *v = state->v;
    for (unsigned i = 0; i < count; i++) {
        v[0] += v[1];
        v[1] = fingerprint_rotate(v[1], 13) ^ v[0];
        v[0] = fingerprint_rotate(v[0], 32);
        v[2] += v[3];
        v[3] = fingerprint_rotate(v[3], 16) ^ v[2];
        v[0] += v[3];
        v[3] = fingerprint_rotate(v[3], 21) ^ v[0];
        v[2] += v[1];
        v[1] = fingerprint_rotate(v[1], 17) ^ v[2];
        v[2] = fingerprint_rotate(v[2], 32);
    }
}

static void fingerprint_absorb(struct fingerprint_state *state, uint64_t word) {
    state->v[3] ^= word;
    fingerprint_rounds(state, 2);
    state->v[0] ^= word;
}

/* Up to eight bytes, the first the least significant. */
static uint64_t fingerprint_word(const unsigned char *bytes, size_t count) {
    uint64_t word = 0;
    for (size_t i = 0; i < count; i++) word |= (uint64_t)bytes[i] << (8 * i);
    return word;
}

static uint64_t fingerprint_squeeze(struct fingerprint_state *state) {
    fingerprint_rounds(state, 4);
    return state->v[0] ^ state->v[1] ^ state->v[2] ^ state->v[3];
}

struct fenrun__fingerprint fenrun__fingerprint_hash(struct fenrun__fingerprint key,
                                                    struct fenrun__field text) {
    struct fingerprint_state state = {{UINT64_C(0x736f6d6570736575) ^ key.low,
                                       UINT64_C(0x646f72616e646f6d) ^ key.high ^ 0xee,
                                       UINT64_C(0x6c7967656e657261) ^ key.low,
                                       UINT64_C(0x7465646279746573) ^ key.high}};
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    size_t whole = text.size - text.size % 8;
    for (size_t i = 0; i < whole; i += 8)
        fingerprint_absorb(&state, fingerprint_word(bytes + i, 8));
    uint64_t last = (uint64_t)(text.size & 0xff) << 56;
    fingerprint_absorb(&state, last | fingerprint_word(bytes + whole, text.size - whole));
    state.v[2] ^= 0xee;
    uint64_t low = fingerprint_squeeze(&state);
    state.v[1] ^= 0xdd;
    return (struct fenrun__fingerprint){fingerprint_squeeze(&state), low};
}

struct fenrun__fingerprint fenrun__fingerprint_id(struct fenrun__fingerprint key,
                                                  struct fenrun__field text) {
    struct fenrun__fingerprint id = {0, 0};
    if (fenrun__fingerprint_number(text, &id.low)) return id;
    id = fenrun__fingerprint_hash(key, text);
    if (id.high == 0) id.high = 1;
    return id;
}

/* Eight digits as a number; false if they are not all digits. */
static bool fingerprint_eight(const char *bytes, uint64_t *out) {
    uint64_t word = fingerprint_word((const unsigned char *)bytes, 8);
    uint64_t high = word & UINT64_C(0xf0f0f0f0f0f0f0f0);
    uint64_t above = (word + UINT64_C(0x0606060606060606)) & UINT64_C(0xf0f0f0f0f0f0f0f0);
    if (high != UINT64_C(0x3030303030303030) || above != high) return false;
    /* Neighbours at once: digits to pairs, pairs to fours, fours to eight. */
    word &= UINT64_C(0x0f0f0f0f0f0f0f0f);
    word = (word * 10 + (word >> 8)) & UINT64_C(0x00ff00ff00ff00ff);
    word = (word * 100 + (word >> 16)) & UINT64_C(0x0000ffff0000ffff);
    *out = (word * 10000 + (word >> 32)) & UINT32_MAX;
    return true;
}

bool fenrun__fingerprint_number(struct fenrun__field text, uint64_t *out) {
    if (text.size == 0 || text.size > 19 || text.bytes[0] == '0') return false;
    uint64_t number = 0, eight;
    size_t i = 0;
    for (; text.size - i >= 8; i += 8) {
        if (!fingerprint_eight(text.bytes + i, &eight)) return false;
        number = number * 100000000 + eight;
    }
    for (; i < text.size; i++) {
        unsigned digit = (unsigned)(unsigned char)text.bytes[i] - '0';
        if (digit > 9) return false;
        number = number * 10 + digit;
    }
    if (number > INT64_MAX) return false;
    *out = number;
    return true;
}

struct fenrun__fingerprint fenrun__fingerprint_key(void) {
    struct fenrun__fingerprint key;
    if (getrandom(&key, sizeof key, 0) == (ssize_t)sizeof key) return key;
    /* A kernel without getrandom: the texts still stay apart, only not against an attacker. */
    struct timespec now = {0, 0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    key.high = (uint64_t)now.tv_nsec;
    key.low = (uint64_t)getpid();
    return key;
}
