/* Memory: counted blocks, failing allocators, arrays that grow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"

/* Gives blocks until `left` is 0, and checks that every old size is the size last asked for. */
struct source {
    size_t left;
    size_t calls;
    size_t blocks;
    size_t bytes;
};

#define SOURCE_HEAD 16u

static void *source_resize(void *context, void *block, size_t old_size, size_t new_size) {
    struct source *source = context;
    unsigned char *head = block ? (unsigned char *)block - SOURCE_HEAD : NULL;
    size_t known = 0;
    if (head) memcpy(&known, head, sizeof known);
    assert_int_equal(old_size, known);
    source->calls++;
    if (new_size == 0) {
        free(head);
        source->blocks--;
        source->bytes -= old_size;
        return NULL;
    }
    if (source->left == 0) return NULL;
    source->left--;
    unsigned char *moved = malloc(new_size + SOURCE_HEAD);
    assert_non_null(moved);
    memset(moved, 0xa5, new_size + SOURCE_HEAD);
    memcpy(moved, &new_size, sizeof new_size);
    if (head) memcpy(moved + SOURCE_HEAD, block, old_size < new_size ? old_size : new_size);
    free(head);
    source->blocks += !head;
    source->bytes += new_size - old_size;
    return moved + SOURCE_HEAD;
}

static struct fenrun__memory memory_of(struct source *source) {
    const fenrun_allocator allocator = {source_resize, source};
    struct fenrun__memory memory;
    fenrun__memory_init(&memory, &allocator);
    return memory;
}

static void without_an_allocator_the_c_library_is_used(void **state) {
    (void)state;
    struct fenrun__memory memory;
    {
        fenrun__memory_init(&memory, NULL);
        char *block = fenrun__memory_resize(&memory, NULL, 0, 3);
        assert_non_null(block);
        memcpy(block, "abc", 3);
        block = fenrun__memory_resize(&memory, block, 3, 5000);
        assert_memory_equal(block, "abc", 3);
        assert_int_equal(memory.bytes, 5000);
        fenrun__memory_free(&memory, block, 5000);
        assert_int_equal(memory.bytes, 0);
    }
}

static void every_byte_is_counted(void **state) {
    (void)state;
    struct source source = {.left = 100};
    struct fenrun__memory memory = memory_of(&source);
    void *a = fenrun__memory_resize(&memory, NULL, 0, 10);
    unsigned char *b = fenrun__memory_zeroed(&memory, 20);
    for (size_t i = 0; i < 20; i++) assert_int_equal(b[i], 0);
    assert_int_equal(memory.bytes, 30);
    a = fenrun__memory_resize(&memory, a, 10, 4);
    assert_int_equal(memory.bytes, 24);
    assert_int_equal(source.bytes, 24);
    assert_null(fenrun__memory_resize(&memory, a, 4, 0));
    assert_int_equal(memory.bytes, 20);
    fenrun__memory_free(&memory, b, 20);
    assert_int_equal(memory.bytes, 0);
    assert_int_equal(source.blocks, 0);
}

static void nothing_is_freed_as_nothing(void **state) {
    (void)state;
    struct source source = {.left = 1};
    struct fenrun__memory memory = memory_of(&source);
    fenrun__memory_free(&memory, NULL, 0);
    assert_null(fenrun__memory_resize(&memory, NULL, 0, 0));
    assert_int_equal(source.calls, 0);
}

static void a_failed_resize_leaves_the_block(void **state) {
    (void)state;
    struct source source = {.left = 1};
    struct fenrun__memory memory = memory_of(&source);
    char *block = fenrun__memory_resize(&memory, NULL, 0, 4);
    memcpy(block, "fen", 4);
    assert_null(fenrun__memory_resize(&memory, block, 4, 400));
    assert_null(fenrun__memory_zeroed(&memory, 7));
    assert_string_equal(block, "fen");
    assert_int_equal(memory.bytes, 4);
    fenrun__memory_free(&memory, block, 4);
    assert_int_equal(source.blocks, 0);
}

static void an_array_grows_by_half_and_by_a_quarter_once_it_is_large(void **state) {
    (void)state;
    static const struct {
        size_t needed;
        size_t capacity;
    } steps[] = {{0, 0},      {1, 8},     {8, 8},         {9, 12},       {13, 18}, {100, 100},
                 {99, 100},   {101, 150}, {70000, 70000}, {70001, 87500}};
    struct source source = {.left = 100};
    struct fenrun__memory memory = memory_of(&source);
    uint32_t *array = NULL;
    size_t capacity = 0;
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        assert_true(fenrun__memory_grow(&memory, &array, sizeof *array, &capacity,
                                        steps[i].needed));
        assert_int_equal(capacity, steps[i].capacity);
        assert_int_equal(memory.bytes, capacity * sizeof *array);
        if (capacity > 0) {
            if (i == 1) array[7] = 77;
            assert_int_equal(array[7], 77);
        }
    }
    fenrun__memory_free(&memory, array, capacity * sizeof *array);
    assert_int_equal(source.blocks, 0);
}

static void an_array_that_cannot_grow_is_as_it_was(void **state) {
    (void)state;
    struct source source = {.left = 1};
    struct fenrun__memory memory = memory_of(&source);
    uint64_t *array = NULL;
    size_t capacity = 0;
    assert_true(fenrun__memory_grow(&memory, &array, sizeof *array, &capacity, 5));
    uint64_t *before = array;
    array[4] = 4;
    static const size_t needed[] = {9, PTRDIFF_MAX / 8 + 1, SIZE_MAX / 8 + 2, SIZE_MAX};
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        source.left = i > 0; /* the last three do not fit an address space */
        size_t calls = source.calls;
        assert_false(fenrun__memory_grow(&memory, &array, sizeof *array, &capacity, needed[i]));
        assert_int_equal(source.calls - calls, i == 0);
        assert_ptr_equal(array, before);
        assert_int_equal(array[4], 4);
        assert_int_equal(capacity, 8);
        assert_int_equal(memory.bytes, 64);
    }
    fenrun__memory_free(&memory, array, capacity * sizeof *array);
    assert_int_equal(source.blocks, 0);
}

static void what_is_borrowed_stays_where_it_is(void **state) {
    static unsigned char bytes[256];
    struct source source = {.left = 9};
    const fenrun_allocator allocator = {source_resize, &source};
    struct fenrun__memory memory;
    (void)state;
    memset(bytes, 7, sizeof bytes);
    fenrun__memory_init(&memory, &allocator);
    fenrun__memory_borrow(&memory, bytes, sizeof bytes);

    /* An array in the middle grows: it is a copy, and alone is counted. */
    unsigned char *array = bytes + 64;
    size_t capacity = 16;
    assert_true(fenrun__memory_grow(&memory, &array, 1, &capacity, 17));
    assert_true(array < bytes || array >= bytes + sizeof bytes);
    assert_int_equal(memory.bytes, capacity);
    assert_int_equal(array[15], 7);
    array[0] = 1;
    assert_int_equal(bytes[64], 7);
    fenrun__memory_free(&memory, array, capacity);
    assert_int_equal(memory.bytes, 0);

    /* So do lines; what is freed, or given no size, is left alone, to the last byte. */
    struct fenrun__memory_lines lines = {.start = bytes, .block = bytes, .block_size = 128};
    assert_true(fenrun__memory_lines_resize(&memory, &lines, 128, 200));
    assert_memory_equal(lines.start, bytes, 128);
    assert_int_equal((uintptr_t)lines.start % 64, 0);
    fenrun__memory_lines_free(&memory, &lines);
    fenrun__memory_free(&memory, bytes, 1);
    fenrun__memory_free(&memory, bytes + 255, 1);
    assert_null(fenrun__memory_resize(&memory, bytes + 8, 8, 0));
    assert_int_equal(memory.bytes, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_an_allocator_the_c_library_is_used),
        cmocka_unit_test(every_byte_is_counted),
        cmocka_unit_test(nothing_is_freed_as_nothing),
        cmocka_unit_test(a_failed_resize_leaves_the_block),
        cmocka_unit_test(an_array_grows_by_half_and_by_a_quarter_once_it_is_large),
        cmocka_unit_test(an_array_that_cannot_grow_is_as_it_was),
        cmocka_unit_test(what_is_borrowed_stays_where_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
