/*
 * Hash: SipHash-2-4 with a 128-bit result, of bytes; SipHash-1-3 with a 64-bit result, of words.
 *
 *     key 0f0e...0100, no bytes     930255c71472f66d e6a825ba047f81a3     (high, low)
 *     key 0f0e...0100, no words     abac0158050fc4dc
 *
 * Invariants
 *   1. Key and result are little-endian numbers: `low` is made of the first eight bytes.
 *   2. Bytes are read one by one, so neither alignment nor the machine's byte order matters.
 *
 * O(size).
 */
#include "base/hash.h"

struct hash_state {
    uint64_t v0;
    uint64_t v1;
    uint64_t v2;
    uint64_t v3;
};

static inline uint64_t hash_rotate(uint64_t x, unsigned bits) {
    return x << bits | x >> (64 - bits);
}

/* "somepseudorandomlygeneratedbytes": the algorithm's own. */
static inline struct hash_state hash_start(uint64_t key_high, uint64_t key_low) {
    return (struct hash_state){.v0 = key_low ^ UINT64_C(0x736f6d6570736575),
                               .v1 = key_high ^ UINT64_C(0x646f72616e646f6d),
                               .v2 = key_low ^ UINT64_C(0x6c7967656e657261),
                               .v3 = key_high ^ UINT64_C(0x7465646279746573)};
}

static inline void hash_round(struct hash_state *s) {
    s->v0 += s->v1;
    s->v1 = hash_rotate(s->v1, 13) ^ s->v0;
    s->v0 = hash_rotate(s->v0, 32);
    s->v2 += s->v3;
    s->v3 = hash_rotate(s->v3, 16) ^ s->v2;
    s->v0 += s->v3;
    s->v3 = hash_rotate(s->v3, 21) ^ s->v0;
    s->v2 += s->v1;
    s->v1 = hash_rotate(s->v1, 17) ^ s->v2;
    s->v2 = hash_rotate(s->v2, 32);
}

static inline void hash_rounds(struct hash_state *s, unsigned count) {
    while (count-- > 0) hash_round(s);
}

static inline void hash_absorb(struct hash_state *s, uint64_t word) {
    s->v3 ^= word;
    hash_rounds(s, 2);
    s->v0 ^= word;
}

static inline uint64_t hash_finish(struct hash_state *s) {
    hash_rounds(s, 4);
    return s->v0 ^ s->v1 ^ s->v2 ^ s->v3;
}

static inline uint64_t hash_word(const unsigned char *bytes, size_t count) {
    uint64_t word = 0;
    for (size_t i = 0; i < count; i++) word |= (uint64_t)bytes[i] << (8 * i);
    return word;
}

struct fenrun__hash fenrun__hash_bytes(uint64_t key_high, uint64_t key_low, const void *bytes,
                                       size_t size) {
    struct hash_state s = hash_start(key_high, key_low);
    s.v1 ^= 0xee; /* for the long result */
    const unsigned char *next = bytes;
    for (size_t left = size / 8; left > 0; left--, next += 8) hash_absorb(&s, hash_word(next, 8));
    hash_absorb(&s, hash_word(next, size % 8) | (uint64_t)size << 56);

    struct fenrun__hash hash;
    s.v2 ^= 0xee;
    hash.low = hash_finish(&s);
    s.v1 ^= 0xdd;
    hash.high = hash_finish(&s);
    return hash;
}

uint64_t fenrun__hash_words(uint64_t key_high, uint64_t key_low, const uint64_t *words,
                            size_t count) {
    struct hash_state s = hash_start(key_high, key_low);
    for (size_t i = 0; i < count; i++) {
        s.v3 ^= words[i];
        hash_round(&s);
        s.v0 ^= words[i];
    }
    uint64_t size = (uint64_t)count * 8 << 56;
    s.v3 ^= size;
    hash_round(&s);
    s.v0 ^= size;
    s.v2 ^= 0xff;
    hash_round(&s);
    hash_round(&s);
    hash_round(&s);
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
