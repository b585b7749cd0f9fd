/* Room: blocks keep their bytes, small and large, as they grow and shrink. */
#include "cli/room.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void blocks_keep_their_bytes(void **state) {
    (void)state;
    static const size_t sizes[] = {1, 100, 5000000, 3000000, 9000000, 7, 2097152, 2097151, 64};
    unsigned char *block = NULL;
    size_t size = 0;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        unsigned char *moved = fenrun__room_resize(NULL, block, size, sizes[i]);
        assert_non_null(moved);
        size_t kept = size < sizes[i] ? size : sizes[i];
        for (size_t k = 0; k < kept; k += 97) assert_int_equal(moved[k], k % 251);
        for (size_t k = 0; k < sizes[i]; k++) moved[k] = (unsigned char)(k % 251);
        block = moved;
        size = sizes[i];
    }
    assert_null(fenrun__room_resize(NULL, block, size, 0));
    assert_null(fenrun__room_resize(NULL, NULL, 0, 0));
}

static void large_blocks_begin_where_huge_pages_do(void **state) {
    (void)state;
    const size_t size = (size_t)5 << 20;
    void *block = fenrun__room_resize(NULL, NULL, 0, size);
    assert_non_null(block);
    assert_int_equal((uintptr_t)block % 8192, 0);
    fenrun__room_resize(NULL, block, size, 0);
}

static void what_cannot_be_had_leaves_the_block(void **state) {
    (void)state;
    unsigned char *block = fenrun__room_resize(NULL, NULL, 0, 16);
    assert_non_null(block);
    block[7] = 7;
    assert_null(fenrun__room_resize(NULL, block, 16, SIZE_MAX));
    assert_int_equal(block[7], 7);
    fenrun__room_resize(NULL, block, 16, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_keep_their_bytes),
        cmocka_unit_test(large_blocks_begin_where_huge_pages_do),
        cmocka_unit_test(what_cannot_be_had_leaves_the_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
