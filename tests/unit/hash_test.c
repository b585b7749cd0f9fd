/* Hash: the published vectors of SipHash-2-4-128 and of SplitMix64, and those of SipHash-1-3 that
   CPython 3.11 computes, which hashes with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"

/* Key 00 01 ... 0f, of the reference implementation's vectors. */
#define KEY_HIGH UINT64_C(0x0f0e0d0c0b0a0908)
#define KEY_LOW UINT64_C(0x0706050403020100)

static void bytes_hash_as_published(void **state) {
    (void)state;
    static const struct {
        size_t size; /* of the message 00 01 02 ... */
        uint64_t high;
        uint64_t low;
    } vectors[] = {
        {0, UINT64_C(0x930255c71472f66d), UINT64_C(0xe6a825ba047f81a3)},
        {1, UINT64_C(0x45fc229b11597634), UINT64_C(0x44af996bd8c187da)},
        {2, UINT64_C(0xe4ff0af6de8ba3fc), UINT64_C(0xc75da4a48d227781)},
        {3, UINT64_C(0x51ed8529b0b6335f), UINT64_C(0x4ea967520cb6709c)},
        {4, UINT64_C(0x7955cd7b7c6e0f7d), UINT64_C(0xaf8f9c2dc16481f8)},
        {5, UINT64_C(0x27960e69077a5254), UINT64_C(0x886f778059876813)},
        {6, UINT64_C(0x5ea1d78f30a05e48), UINT64_C(0x1386208b33caee14)},
        {7, UINT64_C(0x3982f01fa64ab8c0), UINT64_C(0x53c1dbd8beebf1a1)},
        {8, UINT64_C(0xb49714f364e2830f), UINT64_C(0x61f55862baa9623b)},
        {9, UINT64_C(0xed716dbb028b7fc4), UINT64_C(0xabbad90a06994426)},
        {10, UINT64_C(0xbafbd0f3d34754c9), UINT64_C(0x56691478c30d1100)},
        {11, UINT64_C(0x18dce5816fdcb4a2), UINT64_C(0x77666b3868c55101)},
        {12, UINT64_C(0x25c13285f64d6382), UINT64_C(0x58f35e9066b226d6)},
        {13, UINT64_C(0xf752b9c44f9329d0), UINT64_C(0x108bc0e947e26998)},
        {14, UINT64_C(0x024949e45f48c77e), UINT64_C(0x9cded766aceffc31)},
        {15, UINT64_C(0xd9c3cf970fec087e), UINT64_C(0x11a8b03399e99354)},
        {16, UINT64_C(0x77052385bf1533fd), UINT64_C(0xbb54b067caa4e26e)},
        {31, UINT64_C(0x353dc4524fde2317), UINT64_C(0xfcfa233218b03929)},
        {63, UINT64_C(0x7cbd3f979a063e50), UINT64_C(0x4a83502f77d15051)},
    };
    unsigned char bytes[64];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (unsigned char)i;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        struct fenrun__hash hash =
            fenrun__hash_bytes(KEY_HIGH, KEY_LOW, bytes, vectors[i].size);
        assert_true(hash.high == vectors[i].high);
        assert_true(hash.low == vectors[i].low);
    }
}

static void alignment_does_not_matter(void **state) {
    (void)state;
    unsigned char room[64 + 8];
    for (size_t size = 0; size < 64; size += 7) {
        struct fenrun__hash first = {0, 0};
        for (size_t offset = 0; offset < 8; offset++) {
            for (size_t i = 0; i < size; i++) room[offset + i] = (unsigned char)(i * 37);
            struct fenrun__hash hash = fenrun__hash_bytes(1, 2, room + offset, size);
            if (offset == 0) first = hash;
            assert_memory_equal(&hash, &first, sizeof hash);
        }
    }
}

static void no_bytes_may_be_no_pointer(void **state) {
    (void)state;
    struct fenrun__hash none = fenrun__hash_bytes(3, 4, NULL, 0);
    struct fenrun__hash empty = fenrun__hash_bytes(3, 4, "", 0);
    assert_memory_equal(&none, &empty, sizeof none);
}

static void every_bit_of_key_and_bytes_counts(void **state) {
    (void)state;
    unsigned char bytes[13] = "thirteen byte";
    struct fenrun__hash plain = fenrun__hash_bytes(KEY_HIGH, KEY_LOW, bytes, sizeof bytes);
    for (unsigned bit = 0; bit < 64; bit++) {
        uint64_t flip = UINT64_C(1) << bit;
        struct fenrun__hash high = fenrun__hash_bytes(KEY_HIGH ^ flip, KEY_LOW, bytes, 13);
        struct fenrun__hash low = fenrun__hash_bytes(KEY_HIGH, KEY_LOW ^ flip, bytes, 13);
        assert_true(high.high != plain.high && high.low != plain.low);
        assert_true(low.high != plain.high && low.low != plain.low);
        assert_true(high.low != low.low);
    }
    for (unsigned bit = 0; bit < 8 * sizeof bytes; bit++) {
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        struct fenrun__hash hash = fenrun__hash_bytes(KEY_HIGH, KEY_LOW, bytes, sizeof bytes);
        assert_true(hash.high != plain.high && hash.low != plain.low);
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
}

/* What hash(bytes(range(8 * count))) is with PYTHONHASHSEED=1, from which this key is made. */
static void words_hash_as_elsewhere(void **state) {
    (void)state;
    static const struct {
        size_t count;
        uint64_t hash;
    } vectors[] = {
        {1, UINT64_C(0xc0b5739e7e28dd01)}, {2, UINT64_C(0x12e9d283f9f37002)},
        {3, UINT64_C(0x19b4e5f288f874ce)}, {4, UINT64_C(0xf78bafba3c64318e)},
        {8, UINT64_C(0x7e644b6edc375dc8)}, {12, UINT64_C(0x43ebff94af24f157)},
    };
    uint64_t words[12];
    for (uint64_t i = 0; i < 12; i++) {
        words[i] = UINT64_C(0x0706050403020100) + i * UINT64_C(0x0808080808080808);
    }
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        assert_true(fenrun__hash_words(UINT64_C(0xebe9bbf1f1499052), UINT64_C(0xaed66ce184be2329),
                                       words, vectors[i].count) == vectors[i].hash);
    }
    assert_true(fenrun__hash_words(KEY_HIGH, KEY_LOW, NULL, 0) == UINT64_C(0xabac0158050fc4dc));
}

static void every_bit_of_key_and_words_counts(void **state) {
    (void)state;
    uint64_t words[3] = {1, 2, 3};
    uint64_t plain = fenrun__hash_words(KEY_HIGH, KEY_LOW, words, 3);
    for (unsigned bit = 0; bit < 64; bit++) {
        uint64_t flip = UINT64_C(1) << bit;
        uint64_t high = fenrun__hash_words(KEY_HIGH ^ flip, KEY_LOW, words, 3);
        uint64_t low = fenrun__hash_words(KEY_HIGH, KEY_LOW ^ flip, words, 3);
        assert_true(high != plain && low != plain && high != low);
        for (size_t i = 0; i < 3; i++) {
            words[i] ^= flip;
            assert_true(fenrun__hash_words(KEY_HIGH, KEY_LOW, words, 3) != plain);
            words[i] ^= flip;
        }
    }
}

/* SplitMix64 from state 0 moves its state by this and mixes it: its published outputs. */
static void ids_mix_as_published(void **state) {
    (void)state;
    static const uint64_t outputs[] = {
        UINT64_C(0xe220a8397b1dcdaf), UINT64_C(0x6e789e6aa1b965f4), UINT64_C(0x06c45d188009454f),
        UINT64_C(0xf88bb8a8724c81ec), UINT64_C(0x1b39896a51a8749b)};
    for (uint64_t i = 0; i < sizeof outputs / sizeof outputs[0]; i++) {
        uint64_t moved = i * UINT64_C(0x9e3779b97f4a7c15);
        assert_true(fenrun__hash_id(0, moved) == outputs[i]);
        assert_true(fenrun__hash_id(moved, 0) == outputs[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_hash_as_published),
        cmocka_unit_test(alignment_does_not_matter),
        cmocka_unit_test(no_bytes_may_be_no_pointer),
        cmocka_unit_test(every_bit_of_key_and_bytes_counts),
        cmocka_unit_test(words_hash_as_elsewhere),
        cmocka_unit_test(every_bit_of_key_and_words_counts),
        cmocka_unit_test(ids_mix_as_published),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
