/* Roll: that names come back as they went in, and that nothing is read beyond damaged bytes. */
#include "cli/roll.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct fenrun__fingerprint key = {UINT64_C(0x0f0e0d0c0b0a0908),
                                               UINT64_C(0x0706050403020100)};

static const char *const few[] = {"xiaowei", "007", "0", "小微, 店主", "B", "b", " ", "a b"};
#define FEW_COUNT (sizeof few / sizeof few[0])

static struct fenrun__field few_text(const void *context, uint64_t index) {
    const char *const *texts = context;
    return fenrun__field_from(texts[index]);
}

static void *make_few(size_t *size) {
    struct fenrun__roll_draft draft = {.key = key, .count = FEW_COUNT, .text = few_text,
                                       .context = few, .version = "0.1.0", .rules = "wanwu-2"};
    void *bytes = fenrun__roll_make(&draft, size);
    assert_non_null(bytes);
    return bytes;
}

static bool find(const struct fenrun__roll *roll, const char *text, uint64_t *index) {
    struct fenrun__field field = fenrun__field_from(text);
    return fenrun__roll_find(roll, field, fenrun__fingerprint_hash(roll->key, field).low, index);
}

static void names_come_back(void **state) {
    (void)state;
    size_t size;
    void *bytes = make_few(&size);
    struct fenrun__roll roll;
    assert_true(fenrun__roll_is(bytes, size));
    assert_true(fenrun__roll_open(&roll, bytes, size));
    assert_true(fenrun__roll_check(&roll));
    assert_int_equal(roll.count, FEW_COUNT);
    assert_true(roll.key.high == key.high && roll.key.low == key.low);
    assert_string_equal(roll.version, "0.1.0");
    assert_string_equal(roll.rules, "wanwu-2");
    for (uint64_t i = 0; i < FEW_COUNT; i++) {
        uint64_t index;
        struct fenrun__field text = fenrun__roll_text(&roll, i);
        assert_true(fenrun__field_is(text, few[i]));
        assert_int_equal(text.bytes[text.size], '\0');
        assert_true(find(&roll, few[i], &index));
        assert_int_equal(index, i);
    }
    static const char *const others[] = {"", "x", "xiaowe", "xiaowei ", "07", "小微"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        uint64_t index;
        assert_false(find(&roll, others[i], &index));
    }
    free(bytes);
}

static void equal_names_are_equal_bytes(void **state) {
    (void)state;
    size_t size, other_size;
    void *bytes = make_few(&size), *other = make_few(&other_size);
    assert_int_equal(size, other_size);
    assert_memory_equal(bytes, other, size);
    free(bytes);
    free(other);
}

static void a_roll_may_be_empty(void **state) {
    (void)state;
    struct fenrun__roll_draft draft = {.key = key, .text = few_text, .version = "", .rules = ""};
    struct fenrun__roll roll = {0};
    uint64_t index;
    assert_false(find(&roll, "B", &index));
    assert_true(fenrun__roll_check(&roll));
    size_t size;
    void *bytes = fenrun__roll_make(&draft, &size);
    assert_true(fenrun__roll_open(&roll, bytes, size));
    assert_true(fenrun__roll_check(&roll));
    assert_false(find(&roll, "B", &index));
    free(bytes);
}

/* "member-0" to "member-49999", of which the test keeps no copy. */
static struct fenrun__field many_text(const void *context, uint64_t index) {
    char *room = *(char *const *)context;
    snprintf(room, 32, "member-%u", (unsigned)index);
    return fenrun__field_from(room);
}

static void many_names_stay_apart(void **state) {
    (void)state;
    char room[32], *place = room;
    struct fenrun__roll_draft draft = {.key = key, .count = 50000, .text = many_text,
                                       .context = &place, .version = "1", .rules = "r"};
    size_t size;
    void *bytes = fenrun__roll_make(&draft, &size);
    struct fenrun__roll roll;
    assert_true(fenrun__roll_open(&roll, bytes, size));
    assert_true(fenrun__roll_check(&roll));
    uint64_t index;
    assert_true(find(&roll, "member-0", &index) && index == 0);
    assert_true(find(&roll, "member-49999", &index) && index == 49999);
    assert_false(find(&roll, "member-50000", &index));
    free(bytes);
}

/* Ask everything that a damaged roll can be asked. */
static void ask_all(const unsigned char *bytes, size_t size) {
    struct fenrun__roll roll;
    if (!fenrun__roll_open(&roll, bytes, size)) return;
    (void)fenrun__roll_check(&roll);
    size_t total = 0;
    for (uint64_t i = 0; i < roll.count; i++) {
        struct fenrun__field text = fenrun__roll_text(&roll, i);
        for (size_t k = 0; k <= text.size; k++) total += (unsigned char)text.bytes[k];
    }
    uint64_t index;
    for (size_t i = 0; i < FEW_COUNT; i++) total += find(&roll, few[i], &index);
    assert_true(total < SIZE_MAX);
}

/* A copy that ends where its block ends, for whoever watches memory. */
static unsigned char *copy_of(const void *bytes, size_t size) {
    unsigned char *copy = malloc(size ? size : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, size);
    return copy;
}

static void a_cut_roll_is_refused(void **state) {
    (void)state;
    size_t size;
    void *bytes = make_few(&size);
    for (size_t cut = 0; cut < size; cut++) {
        struct fenrun__roll roll;
        unsigned char *copy = copy_of(bytes, cut);
        assert_false(fenrun__roll_open(&roll, copy, cut));
        free(copy);
    }
    free(bytes);
}

static void damage_leads_nowhere(void **state) {
    (void)state;
    static const unsigned char values[] = {0x00, 0x01, 0x40, 0x7f, 0x80, 0xff};
    size_t size;
    void *bytes = make_few(&size);
    for (size_t place = 0; place < size; place++) {
        for (size_t i = 0; i < sizeof values; i++) {
            unsigned char *copy = copy_of(bytes, size);
            copy[place] = values[i];
            ask_all(copy, size);
            free(copy);
        }
    }
    free(bytes);
}

/* The words of the header that say how much there is, each too large by one, or by everything. */
static void sizes_that_lie_are_refused(void **state) {
    (void)state;
    size_t size;
    void *bytes = make_few(&size);
    for (size_t word = 2; word < 6; word++) {
        static const uint64_t lies[] = {1, UINT64_MAX / 8, UINT64_MAX / 16, UINT64_MAX - 8};
        for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
            unsigned char *copy = copy_of(bytes, size);
            uint64_t value;
            memcpy(&value, copy + word * 8, 8);
            value += lies[i];
            memcpy(copy + word * 8, &value, 8);
            struct fenrun__roll roll;
            if (word == 4 && lies[i] == 1) {
                /* One name more, which has no text, is for the check to find. */
                assert_true(!fenrun__roll_open(&roll, copy, size) || !fenrun__roll_check(&roll));
            } else {
                assert_false(fenrun__roll_open(&roll, copy, size));
            }
            free(copy);
        }
    }
    free(bytes);
}

static void a_changed_name_is_found_by_the_check(void **state) {
    (void)state;
    size_t size;
    unsigned char *bytes = make_few(&size);
    for (size_t i = 0; i + 7 <= size; i++) {
        if (memcmp(bytes + i, "xiaowei", 7) != 0) continue;
        bytes[i] = 'y';
        struct fenrun__roll roll;
        assert_true(fenrun__roll_open(&roll, bytes, size));
        assert_false(fenrun__roll_check(&roll));
        free(bytes);
        return;
    }
    fail();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_come_back),
        cmocka_unit_test(equal_names_are_equal_bytes),
        cmocka_unit_test(a_roll_may_be_empty),
        cmocka_unit_test(many_names_stay_apart),
        cmocka_unit_test(a_cut_roll_is_refused),
        cmocka_unit_test(damage_leads_nowhere),
        cmocka_unit_test(sizes_that_lie_are_refused),
        cmocka_unit_test(a_changed_name_is_found_by_the_check),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
