/*
 * Digest: a 128-bit hash of bytes, by which contents are known and damage is noticed.
 *
 *     XXH3, 128 bits, without a seed     no bytes     99aa06d3014798d86001c324468d497f
 *
 * The algorithm is xxHash's (Collet), the value that `xxhsum -H2` prints. Whoever wants to can make
 * other bytes with the same digest: against forgery there is base/hash, with a secret key.
 *
 * O(size), as fast as memory is read.
 */
#ifndef FENRUN_BASE_DIGEST_H
#define FENRUN_BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/hash.h"
#include "fenrun.h"

struct fenrun__hash fenrun__digest(const void *bytes, size_t size);

/* The digest of bytes that lie in several pieces: `next` gives one after the other, in the end
   NULL. */
struct fenrun__hash fenrun__digest_pieces(const void *(*next)(void *context, size_t *size),
                                          void *context);

static inline bool fenrun__digest_equal(struct fenrun__hash a, struct fenrun__hash b) {
    return a.high == b.high && a.low == b.low;
}

/* As 32 hexadecimal digits, high half first, with NUL. */
void fenrun__digest_write(struct fenrun__hash digest, char out[FENRUN_HASH_SIZE]);

#endif
