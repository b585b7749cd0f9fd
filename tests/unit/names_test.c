/* Names: which texts are their own ids, and that all others get one each; the hash behind it. */
#define _POSIX_C_SOURCE 200809L
#include "cli/names.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct fenrun__fingerprint key = {UINT64_C(0x0f0e0d0c0b0a0908),
                                               UINT64_C(0x0706050403020100)};

static uint64_t id_of(struct fenrun__names *names, const char *text) {
    uint64_t id = 0;
    assert_true(fenrun__names_id(names, fenrun__field_from(text), &id));
    return id;
}

static void numbers_are_their_own_ids(void **state) {
    (void)state;
    struct fenrun__names names;
    fenrun__names_init(&names, key, NULL);
    assert_true(id_of(&names, "1") == 1);
    assert_true(id_of(&names, "1024") == 1024);
    assert_true(id_of(&names, "9223372036854775807") == INT64_MAX);
    assert_int_equal(names.count, 0);
    char room[FENRUN__NAMES_ROOM];
    struct fenrun__field text = fenrun__names_text(&names, INT64_MAX, room);
    assert_true(fenrun__field_is(text, "9223372036854775807"));
    fenrun__names_free(&names);
}

static void other_texts_get_ids_in_order_of_first_use(void **state) {
    (void)state;
    static const char *const texts[] = {"xiaowei", "007", "0", "-1", "+1", "1 ", "小微", "1.0",
                                        "9223372036854775808", "99999999999999999999", "B", "b"};
    size_t count = sizeof texts / sizeof texts[0];
    struct fenrun__names names;
    fenrun__names_init(&names, key, NULL);
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < count; i++)
            assert_true(id_of(&names, texts[i]) == FENRUN__NAMES_FIRST + i);
    }
    char room[FENRUN__NAMES_ROOM];
    for (size_t i = 0; i < count; i++) {
        struct fenrun__field text = fenrun__names_text(&names, FENRUN__NAMES_FIRST + i, room);
        assert_string_equal(text.bytes, texts[i]);
    }
    fenrun__names_free(&names);
}

static void a_text_is_known_by_all_of_its_bytes(void **state) {
    (void)state;
    struct fenrun__names names;
    fenrun__names_init(&names, key, NULL);
    uint64_t whole, part;
    assert_true(fenrun__names_id(&names, (struct fenrun__field){"abcdef", 6}, &whole));
    assert_true(fenrun__names_id(&names, (struct fenrun__field){"abcdef", 5}, &part));
    assert_true(whole != part);
    fenrun__names_free(&names);
}

static void a_hundred_thousand_names_stay_apart(void **state) {
    (void)state;
    struct fenrun__names names;
    fenrun__names_init(&names, key, NULL);
    char text[32];
    for (uint64_t i = 0; i < 100000; i++) {
        snprintf(text, sizeof text, "member-%u", (unsigned)i);
        assert_true(id_of(&names, text) == FENRUN__NAMES_FIRST + i);
    }
    assert_true(id_of(&names, "member-77777") == FENRUN__NAMES_FIRST + 77777);
    fenrun__names_free(&names);
}

#define ASKED 20000u

/* What another thread asks while names are added: each answer is right, or not there yet. */
static void *ask_all(void *context) {
    const struct fenrun__names *names = context;
    size_t wrong = 0, left = ASKED;
    while (left > 0) {
        static char texts[ASKED][16];
        static uint64_t ids[ASKED];
        static struct fenrun__names_question questions[ASKED];
        for (uint32_t i = 0; i < ASKED; i++) {
            int size = snprintf(texts[i], sizeof texts[i], "member-%u", i);
            struct fenrun__field text = {texts[i], (size_t)size};
            ids[i] = 0;
            questions[i] = (struct fenrun__names_question){
                text, fenrun__names_hash(names, text), &ids[i]};
        }
        left = fenrun__names_answer(names, questions, ASKED);
        for (uint32_t i = 0; i < ASKED; i++) {
            if (ids[i] == 0) continue;
            struct fenrun__name name = fenrun__names_at(names, ids[i]);
            wrong += ids[i] != FENRUN__NAMES_FIRST + i || strcmp(name.text, texts[i]) != 0;
        }
        for (size_t i = 0; i < left; i++) wrong += *questions[i].id != 0;
    }
    return wrong > 0 ? context : NULL;
}

static void names_may_be_asked_while_others_are_added(void **state) {
    (void)state;
    struct fenrun__names names;
    fenrun__names_init(&names, key, NULL);
    pthread_t asking;
    assert_int_equal(pthread_create(&asking, NULL, ask_all, &names), 0);
    for (uint32_t i = 0; i < ASKED; i++) {
        char text[16];
        snprintf(text, sizeof text, "member-%u", i);
        assert_true(id_of(&names, text) == FENRUN__NAMES_FIRST + i);
    }
    void *wrong;
    assert_int_equal(pthread_join(asking, &wrong), 0);
    assert_null(wrong);
    fenrun__names_free(&names);
}

static void names_that_need_quotes_are_known(void **state) {
    (void)state;
    struct fenrun__names names;
    fenrun__names_init(&names, key, NULL);
    static const char *const texts[] = {"plain text", "a,b", "say \"hi\"", "a\nb", "小微"};
    static const bool plain[] = {true, false, false, false, true};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_true(fenrun__names_at(&names, id_of(&names, texts[i])).plain == plain[i]);
    fenrun__names_free(&names);
}

/* The vectors that the authors of SipHash publish: bytes 0, 1, 2 ... under the key 0, 1, ... 15. */
static void fingerprints_are_siphash(void **state) {
    (void)state;
    static const struct {
        size_t size;
        struct fenrun__fingerprint hash;
    } vectors[] = {
        {0, {UINT64_C(0x930255c71472f66d), UINT64_C(0xe6a825ba047f81a3)}},
        {1, {UINT64_C(0x45fc229b11597634), UINT64_C(0x44af996bd8c187da)}},
        {8, {UINT64_C(0xb49714f364e2830f), UINT64_C(0x61f55862baa9623b)}},
        {15, {UINT64_C(0xd9c3cf970fec087e), UINT64_C(0x11a8b03399e99354)}},
    };
    char bytes[16];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)i;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        struct fenrun__fingerprint hash =
            fenrun__fingerprint_hash(key, (struct fenrun__field){bytes, vectors[i].size});
        assert_true(hash.high == vectors[i].hash.high && hash.low == vectors[i].hash.low);
    }
}

static void ids_of_orders_are_numbers_or_have_a_high_half(void **state) {
    (void)state;
    struct fenrun__fingerprint id = fenrun__fingerprint_id(key, fenrun__field_from("1700"));
    assert_true(id.high == 0 && id.low == 1700);
    static const char *const texts[] = {"0", "01700", "A-17", "9223372036854775808", ""};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_true(fenrun__fingerprint_id(key, fenrun__field_from(texts[i])).high != 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_their_own_ids),
        cmocka_unit_test(other_texts_get_ids_in_order_of_first_use),
        cmocka_unit_test(a_text_is_known_by_all_of_its_bytes),
        cmocka_unit_test(a_hundred_thousand_names_stay_apart),
        cmocka_unit_test(names_may_be_asked_while_others_are_added),
        cmocka_unit_test(names_that_need_quotes_are_known),
        cmocka_unit_test(fingerprints_are_siphash),
        cmocka_unit_test(ids_of_orders_are_numbers_or_have_a_high_half),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
