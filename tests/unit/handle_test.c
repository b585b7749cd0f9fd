/* Handle: option structs of callers that are older, newer or mistaken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "api/handle.h"

/* What this library knows, what its first version knew, and what a later one may. */
struct known {
    size_t struct_size;
    uint64_t first;
    uint32_t second;
    uint32_t third;
};

struct newer {
    struct known known;
    uint64_t fourth;
    uint64_t fifth;
};

static int32_t handle_take(struct known *known, const void *given, fenrun_error *error) {
    return fenrun__handle_options(known, sizeof *known, sizeof(size_t), given, error);
}

static void without_options_the_defaults_stay(void **state) {
    (void)state;
    struct known known = {.first = 1, .second = 2, .third = 3};
    assert_int_equal(handle_take(&known, NULL, NULL), FENRUN_OK);
    assert_int_equal(known.first, 1);
    assert_int_equal(known.second, 2);
    assert_int_equal(known.third, 3);
}

static void an_older_caller_sets_the_fields_that_it_knows(void **state) {
    (void)state;
    static const struct {
        size_t size;
        uint64_t first;
        uint32_t second, third;
    } cases[] = {
        {sizeof(size_t), 1, 2, 3},
        {offsetof(struct known, second), 11, 2, 3},
        {offsetof(struct known, third), 11, 12, 3},
        {sizeof(struct known), 11, 12, 13},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct known known = {.first = 1, .second = 2, .third = 3};
        /* Nothing past the caller's struct may be read: put it at the end of its own block. */
        unsigned char block[sizeof(struct known)];
        const struct known given = {
            .struct_size = cases[i].size, .first = 11, .second = 12, .third = 13};
        memcpy(block, &given, cases[i].size);
        assert_int_equal(handle_take(&known, block, NULL), FENRUN_OK);
        assert_int_equal(known.first, cases[i].first);
        assert_int_equal(known.second, cases[i].second);
        assert_int_equal(known.third, cases[i].third);
    }
}

static void a_newer_caller_must_leave_zero_what_is_not_known_here(void **state) {
    (void)state;
    struct known known = {0};
    struct newer given = {.known = {.struct_size = sizeof given, .first = 11}};
    fenrun_error error = {0};
    assert_int_equal(handle_take(&known, &given, &error), FENRUN_OK);
    assert_int_equal(known.first, 11);
    assert_int_equal(error.code, FENRUN_OK);
    unsigned char *bytes = (unsigned char *)&given;
    for (size_t i = sizeof known; i < sizeof given; i++) {
        known = (struct known){.first = 5};
        bytes[i] = 1;
        assert_int_equal(handle_take(&known, &given, &error),
                         FENRUN_ERROR_ARGUMENT);
        assert_string_equal(error.message,
                            "options ask for something that is newer than this library");
        assert_int_equal(known.first, 5);
        bytes[i] = 0;
    }
}

static void a_size_that_no_struct_has_is_refused(void **state) {
    (void)state;
    static const struct {
        size_t size;
        const char *message;
    } cases[] = {
        {0, "options.struct_size 0 is not sizeof the struct"},
        {sizeof(size_t) - 1, "options.struct_size 7 is not sizeof the struct"},
        {4097, "options.struct_size 4097 is not sizeof the struct"},
        {SIZE_MAX, "options.struct_size 18446744073709551615 is not sizeof the struct"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct known known = {.first = 5}, given = {.struct_size = cases[i].size, .first = 11};
        fenrun_error error;
        assert_int_equal(handle_take(&known, &given, &error),
                         FENRUN_ERROR_ARGUMENT);
        assert_string_equal(error.message, cases[i].message);
        assert_int_equal(known.first, 5);
    }
    static const struct {
        size_t size;
        unsigned char zeros[4096 - sizeof(size_t)];
    } largest = {.size = 4096};
    struct known known = {.first = 5};
    assert_int_equal(handle_take(&known, &largest, NULL), FENRUN_OK);
    assert_int_equal(known.first, 0);
}

static void what_is_null_is_named(void **state) {
    (void)state;
    fenrun_error error;
    assert_int_equal(fenrun__handle_null(&error, "tree"), FENRUN_ERROR_ARGUMENT);
    assert_string_equal(error.message, "tree is NULL");
    assert_int_equal(fenrun__handle_null(NULL, "tree"), FENRUN_ERROR_ARGUMENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_options_the_defaults_stay),
        cmocka_unit_test(an_older_caller_sets_the_fields_that_it_knows),
        cmocka_unit_test(a_newer_caller_must_leave_zero_what_is_not_known_here),
        cmocka_unit_test(a_size_that_no_struct_has_is_refused),
        cmocka_unit_test(what_is_null_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
