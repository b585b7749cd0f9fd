/* Cast: names and ids, both ways. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/cast.h"

struct fixture {
    struct fenrun__memory memory;
    struct fenrun__cast cast;
};

static int begin(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fenrun__memory_init(&fixture->memory, NULL);
    fenrun__cast_init(&fixture->cast, &fixture->memory);
    *state = fixture;
    return 0;
}

static int end(void **state) {
    struct fixture *fixture = *state;
    fenrun__cast_free(&fixture->cast);
    int left = fixture->memory.bytes != 0;
    free(fixture);
    return left;
}

static uint64_t id(struct fixture *fixture, const char *name) {
    return fenrun__cast_id(&fixture->cast, fenrun__text_from(name));
}

static void one_name_is_one_id(void **state) {
    struct fixture *fixture = *state;
    assert_int_equal(id(fixture, "B"), FENRUN__CAST_FIRST);
    assert_int_equal(id(fixture, "小微"), FENRUN__CAST_FIRST + 1);
    assert_int_equal(id(fixture, "7"), FENRUN__CAST_FIRST + 2);
    assert_int_equal(id(fixture, "007"), FENRUN__CAST_FIRST + 3);
    assert_int_equal(id(fixture, "小微"), FENRUN__CAST_FIRST + 1);
    assert_int_equal(fenrun__cast_find(&fixture->cast, fenrun__text_from("7")),
                     FENRUN__CAST_FIRST + 2);
    assert_int_equal(fenrun__cast_find(&fixture->cast, fenrun__text_from("8")), 0);
    assert_true(fenrun__text_is(fenrun__cast_name(&fixture->cast, FENRUN__CAST_FIRST + 1), "小微"));
}

static void what_is_no_id_is_the_platform(void **state) {
    struct fixture *fixture = *state;
    id(fixture, "B");
    assert_true(fenrun__text_is(fenrun__cast_name(&fixture->cast, 0), "platform"));
    assert_true(
        fenrun__text_is(fenrun__cast_name(&fixture->cast, FENRUN__CAST_FIRST + 1), "platform"));
}

static void many_names_keep_their_ids(void **state) {
    struct fixture *fixture = *state;
    char name[16];
    for (int pass = 0; pass < 2; pass++) {
        for (unsigned i = 0; i < 3000; i++) {
            snprintf(name, sizeof name, "m%u", i);
            assert_int_equal(id(fixture, name), FENRUN__CAST_FIRST + i);
        }
    }
}

static void messages_get_names_for_ids(void **state) {
    struct fixture *fixture = *state;
    struct fenrun__writer writer;
    id(fixture, "B");
    id(fixture, "小微");
    fenrun__writer_init(&writer, &fixture->memory);
    fenrun__cast_write(&fixture->cast,
                       "member 9223372036854775808 is above 9223372036854775809 by 12.50, not "
                       "9223372036854775810 or 99999999999999999999",
                       &writer);
    assert_string_equal(writer.bytes, "member B is above 小微 by 12.50, not 9223372036854775810 or "
                                      "99999999999999999999");
    fenrun__writer_free(&writer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_name_is_one_id, begin, end),
        cmocka_unit_test_setup_teardown(what_is_no_id_is_the_platform, begin, end),
        cmocka_unit_test_setup_teardown(many_names_keep_their_ids, begin, end),
        cmocka_unit_test_setup_teardown(messages_get_names_for_ids, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
