/*
 * Hash: keyed fingerprints of bytes, and the mixing of one 64-bit id.
 *
 * fenrun__hash_bytes is SipHash-2-4 with a 128-bit result (Aumasson, Bernstein 2012): whoever does
 * not know the key cannot make two texts collide on purpose. It reads bytes in one order on every
 * machine. fenrun__hash_words is its smaller sister SipHash-1-3 with a 64-bit result, of the same
 * bytes as the words have, low first: for fingerprints that nobody outside gets to see, where it is
 * as hard to make two collide, at a third of the cost. fenrun__hash_id spreads an id over 64 bits
 * for the index tables: two multiplications, a bijection for each seed, so that distinct ids never
 * have the same full hash.
 */
#ifndef FENRUN_BASE_HASH_H
#define FENRUN_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

struct fenrun__hash {
    uint64_t high;
    uint64_t low;
};

struct fenrun__hash fenrun__hash_bytes(uint64_t key_high, uint64_t key_low, const void *bytes,
                                       size_t size);

uint64_t fenrun__hash_words(uint64_t key_high, uint64_t key_low, const uint64_t *words,
                            size_t count);

static inline uint64_t fenrun__hash_id(uint64_t seed, uint64_t id) {
    /* The finaliser of SplitMix64 (Steele, Lea, Flood 2014), its state moved by the seed. */
    uint64_t x = id + seed + UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

#endif
