/* Digest: the values that xxHash's own command prints, whole or in pieces. */
#include "base/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void expect(const void *bytes, size_t size, const char *hash) {
    char text[FENRUN_HASH_SIZE];
    fenrun__digest_write(fenrun__digest(bytes, size), text);
    assert_string_equal(text, hash);
}

static void digests_are_those_of_xxhash(void **state) {
    (void)state;
    expect("", 0, "99aa06d3014798d86001c324468d497f");
    expect("fenrun", 6, "9f22a0252ef8fdfb2c6f219b0d353322");
}

struct pieces {
    const unsigned char *bytes;
    size_t left;
    size_t step;
};

static const void *next_piece(void *context, size_t *size) {
    struct pieces *pieces = context;
    const unsigned char *piece = pieces->bytes;
    if (pieces->left == 0) return NULL;
    *size = pieces->step < pieces->left ? pieces->step : pieces->left;
    pieces->bytes += *size;
    pieces->left -= *size;
    return piece;
}

static void pieces_are_the_whole(void **state) {
    static unsigned char bytes[3000];
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (unsigned char)(i * 7 + i / 256);
    for (size_t size = 0; size <= sizeof bytes; size += 375) {
        for (size_t step = 1; step < 1000; step *= 3) {
            struct pieces pieces = {bytes, size, step};
            assert_true(fenrun__digest_equal(fenrun__digest(bytes, size),
                                             fenrun__digest_pieces(next_piece, &pieces)));
        }
    }
}

static void one_bit_is_another_digest(void **state) {
    unsigned char bytes[100] = {0};
    struct fenrun__hash before = fenrun__digest(bytes, sizeof bytes);
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = 1;
        assert_false(fenrun__digest_equal(before, fenrun__digest(bytes, sizeof bytes)));
        bytes[i] = 0;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_are_those_of_xxhash),
        cmocka_unit_test(pieces_are_the_whole),
        cmocka_unit_test(one_bit_is_another_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
