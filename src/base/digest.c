/* Digest: the only user of xxHash, whose functions become part of this file. */
#include "base/digest.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

static struct fenrun__hash digest_from(XXH128_hash_t found) {
    return (struct fenrun__hash){.high = found.high64, .low = found.low64};
}

struct fenrun__hash fenrun__digest(const void *bytes, size_t size) {
    return digest_from(XXH3_128bits(bytes, size));
}

struct fenrun__hash fenrun__digest_pieces(const void *(*next)(void *context, size_t *size),
                                          void *context) {
    XXH3_state_t state;
    XXH3_INITSTATE(&state);
    XXH3_128bits_reset(&state);
    size_t size = 0;
    for (const void *piece; (piece = next(context, &size));) {
        XXH3_128bits_update(&state, piece, size);
    }
    return digest_from(XXH3_128bits_digest(&state));
}

void fenrun__digest_write(struct fenrun__hash digest, char out[FENRUN_HASH_SIZE]) {
    for (unsigned i = 0; i < 32; i++) {
        uint64_t half = i < 16 ? digest.high : digest.low;
        out[i] = "0123456789abcdef"[half >> (60 - i % 16 * 4) & 15];
    }
    out[32] = '\0';
}
