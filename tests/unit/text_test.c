/* Text: pieces, UTF-8, distances, and the writer with its formatter and JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "unit/scarce.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static struct fenrun__text piece(const char *string) {
    return fenrun__text_from(string);
}

static void assert_text(struct fenrun__text text, const char *expected) {
    assert_int_equal(text.size, strlen(expected));
    if (text.size > 0) assert_memory_equal(text.bytes, expected, text.size);
}

static void pieces_compare_by_bytes(void **state) {
    (void)state;
    struct fenrun__text none = {NULL, 0};
    assert_true(fenrun__text_equal(piece("gold"), piece("gold")));
    assert_false(fenrun__text_equal(piece("gold"), piece("golf")));
    assert_false(fenrun__text_equal(piece("gold"), piece("golden")));
    assert_true(fenrun__text_equal(none, piece("")));
    assert_true(fenrun__text_equal((struct fenrun__text){"a\0b", 3},
                                   (struct fenrun__text){"a\0b", 3}));
    assert_false(fenrun__text_equal((struct fenrun__text){"a\0b", 3},
                                    (struct fenrun__text){"a\0c", 3}));
    assert_true(fenrun__text_is((struct fenrun__text){"golden", 4}, "gold"));
    assert_false(fenrun__text_is((struct fenrun__text){"golden", 5}, "gold"));
    assert_true(fenrun__text_is(none, ""));
}

static void blanks_are_trimmed(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},          {" ", ""},        {" \t \t", ""},     {"a", "a"},
        {" a", "a"},       {"a\t", "a"},     {"\t a b \t", "a b"}, {"\na\n", "\na\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_text(fenrun__text_trim(piece(cases[i][0])), cases[i][1]);
    }
    assert_text(fenrun__text_trim((struct fenrun__text){NULL, 0}), "");
}

static void words_come_one_by_one(void **state) {
    (void)state;
    static const char *const words[] = {"25%", "of", "profit", "", ""};
    struct fenrun__text rest = piece(" 25%\t of  profit ");
    for (size_t i = 0; i < COUNT(words); i++) {
        assert_text(fenrun__text_word(&rest), words[i]);
        if (i == 0) assert_text(rest, "\t of  profit");
    }
    assert_int_equal(rest.size, 0);
    struct fenrun__text none = {NULL, 0};
    assert_text(fenrun__text_word(&none), "");
}

/* The UTF-8 of a number, by RFC 3629's table; surrogates too, which it does not allow. */
static size_t encode(uint32_t number, unsigned char out[4]) {
    static const unsigned char leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
    size_t size = number < 0x80 ? 1 : number < 0x800 ? 2 : number < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i > 0; i--) {
        out[i] = (unsigned char)(0x80 | (number & 0x3f));
        number >>= 6;
    }
    out[0] = (unsigned char)(leads[size] | number);
    return size;
}

static size_t utf8_end(const unsigned char *bytes, size_t size) {
    return fenrun__text_utf8_end((const char *)bytes, size);
}

static void every_character_is_utf8_and_no_part_of_one(void **state) {
    (void)state;
    for (uint32_t number = 0; number <= 0x10ffff; number++) {
        unsigned char bytes[4];
        size_t size = encode(number, bytes);
        bool surrogate = number >= 0xd800 && number <= 0xdfff;
        assert_int_equal(utf8_end(bytes, size), surrogate ? 0 : size);
        for (size_t part = 1; part < size; part++) assert_int_equal(utf8_end(bytes, part), 0);
    }
}

/* Every character passes (above); so many as there are characters pass; so nothing else does. */
static void nothing_else_is_utf8(void **state) {
    (void)state;
    unsigned char bytes[4];
    size_t count = 0;
    for (uint32_t i = 0; i < 0x100; i++) {
        bytes[0] = (unsigned char)i;
        count += utf8_end(bytes, 1);
    }
    assert_int_equal(count, 0x80);

    count = 0;
    for (uint32_t i = 0x8000; i < 0x10000; i++) {
        bytes[0] = (unsigned char)(i >> 8);
        bytes[1] = (unsigned char)i;
        count += utf8_end(bytes, 2) == 2;
    }
    assert_int_equal(count, 0x800 - 0x80);

    count = 0;
    for (uint32_t i = 0x800000; i < 0x1000000; i++) {
        bytes[0] = (unsigned char)(i >> 16);
        bytes[1] = (unsigned char)(i >> 8);
        bytes[2] = (unsigned char)i;
        count += bytes[0] >= 0xe0 && utf8_end(bytes, 3) == 3;
    }
    assert_int_equal(count, 0x10000 - 0x800 - 0x800);

    static const unsigned char tails[] = {0x00, 0x7f, 0x80, 0xbf, 0xc0, 0xff};
    count = 0;
    for (uint32_t i = 0xf000; i < 0x10000; i++) {
        bytes[0] = (unsigned char)(i >> 8);
        bytes[1] = (unsigned char)i;
        for (size_t tail = 0; tail < 36; tail++) {
            bytes[2] = tails[tail / 6];
            bytes[3] = tails[tail % 6];
            count += utf8_end(bytes, 4) == 4;
        }
    }
    assert_int_equal(count, (0x110000 - 0x10000) / 0x1000 * 4);
}

static void the_first_bad_byte_is_found(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t end;
    } cases[] = {
        {"", 0},
        {"plain", 5},
        {"金牌 gold é", 14},
        {"ab\x80", 2},           /* a tail without a head */
        {"ab\xc3", 2},           /* a head without a tail */
        {"ab\xc3(", 2},
        {"\xc0\x80", 0},         /* overlong */
        {"\xc1\xbf", 0},
        {"a\xe0\x9f\xbf", 1},
        {"a\xf0\x8f\xbf\xbf", 1},
        {"a\xed\xa0\x80", 1},    /* surrogate */
        {"a\xf4\x90\x80\x80", 1}, /* above U+10FFFF */
        {"a\xf5\x80\x80\x80", 1},
        {"\xff", 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(fenrun__text_utf8_end(cases[i].bytes, strlen(cases[i].bytes)),
                         cases[i].end);
    }
    assert_int_equal(fenrun__text_utf8_end("a\0b", 3), 3);
    assert_int_equal(fenrun__text_utf8_end(NULL, 0), 0);
}

static void distance_counts_edits_of_characters(void **state) {
    (void)state;
    static const struct {
        const char *a;
        const char *b;
        size_t distance;
    } cases[] = {
        {"", "", 0},
        {"gold", "gold", 0},
        {"", "gold", 4},
        {"gold", "golds", 1},
        {"gold", "old", 1},
        {"gold", "bold", 1},
        {"gold", "glod", 1},
        {"senior_gold", "senoir_glod", 2},
        {"kitten", "sitting", 3},
        {"ca", "abc", 3}, /* no character is edited twice */
        {"abcdef", "badcfe", 3},
        {"店主", "主店", 1},
        {"金牌店主", "金牌店", 1},
        {"金牌店主", "银牌店主", 1},
        {"\x80\x81", "\x81\x80", 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct fenrun__text a = piece(cases[i].a);
        struct fenrun__text b = piece(cases[i].b);
        assert_int_equal(fenrun__text_distance(a, b), cases[i].distance);
        assert_int_equal(fenrun__text_distance(b, a), cases[i].distance);
    }
}

static bool same_but_for_one(const char *longer, const char *shorter) {
    while (*shorter && *longer == *shorter) {
        longer++;
        shorter++;
    }
    return *longer && strcmp(longer + 1, shorter) == 0;
}

static bool one_edit_apart(const char *a, const char *b) {
    size_t a_size = strlen(a);
    size_t b_size = strlen(b);
    if (a_size == b_size + 1) return same_but_for_one(a, b);
    if (b_size == a_size + 1) return same_but_for_one(b, a);
    if (a_size != b_size) return false;
    size_t different = 0;
    size_t last = 0;
    for (size_t i = 0; i < a_size; i++) {
        if (a[i] == b[i]) continue;
        different++;
        last = i;
    }
    return different == 1 ||
           (different == 2 && a[last] == b[last - 1] && a[last - 1] == b[last]);
}

static void distance_holds_for_all_short_words(void **state) {
    (void)state;
    enum { WORDS = 1 + 3 + 9 + 27 + 81 };
    static char words[WORDS][5];
    size_t count = 1;
    for (size_t i = 0; count < WORDS; i++) { /* each word, then that word with a letter more */
        for (char letter = 'a'; letter <= 'c'; letter++, count++) {
            size_t size = strlen(words[i]);
            memcpy(words[count], words[i], size);
            words[count][size] = letter;
        }
    }
    for (size_t i = 0; i < WORDS; i++) {
        for (size_t j = 0; j < WORDS; j++) {
            size_t a = strlen(words[i]);
            size_t b = strlen(words[j]);
            size_t distance = fenrun__text_distance(piece(words[i]), piece(words[j]));
            assert_int_equal(distance == 0, i == j);
            assert_int_equal(distance == 1, one_edit_apart(words[i], words[j]));
            assert_true(distance >= (a > b ? a - b : b - a));
            assert_true(distance <= (a > b ? a : b));
            assert_int_equal(distance, fenrun__text_distance(piece(words[j]), piece(words[i])));
        }
    }
}

static void distance_stops_at_64_bytes(void **state) {
    (void)state;
    char a[66];
    char b[66];
    memset(a, 'a', sizeof a);
    memset(b, 'b', sizeof b);
    struct fenrun__text a64 = {a, 64};
    struct fenrun__text b64 = {b, 64};
    assert_int_equal(fenrun__text_distance(a64, b64), 64);
    assert_int_equal(fenrun__text_distance(a64, piece("")), 64);
    assert_int_equal(fenrun__text_distance((struct fenrun__text){a, 65}, b64), SIZE_MAX);
    assert_int_equal(fenrun__text_distance(a64, (struct fenrun__text){b, 65}), SIZE_MAX);
}

static void the_nearest_candidate_is_proposed(void **state) {
    (void)state;
    const struct fenrun__text tiers[] = {piece("normal"), piece("gold"), piece("senior_gold"),
                                         piece("bold"),   piece("金牌"), piece("x")};
    static const struct {
        const char *text;
        size_t nearest;
    } cases[] = {
        {"gold", 1},        {"glod", 1},        {"sold", 1}, /* the first of gold and bold */
        {"bolt", 3},        {"norml", 0},       {"nrml", SIZE_MAX},
        {"senoir_gold", 2}, {"senior gild", 2}, {"senior", SIZE_MAX},
        {"senrgold", SIZE_MAX}, /* three edits; two are a third of eight */
        {"银牌", 4},        {"金", 4},          {"xy", 5},
        {"gardening", SIZE_MAX},
        {"y", SIZE_MAX},    {"", SIZE_MAX}, /* every character would have to change */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(fenrun__text_nearest(piece(cases[i].text), tiers, COUNT(tiers)),
                         cases[i].nearest);
    }
    assert_int_equal(fenrun__text_nearest(piece("gold"), tiers, 0), SIZE_MAX);
    const struct fenrun__text nearer[] = {piece("senoir_gold"), piece("senior_gold"),
                                          piece("senior_geld"), piece("senior_galt")};
    assert_int_equal(fenrun__text_nearest(piece("senior_golt"), nearer, 4), 1);
    char lengthy[65];
    memset(lengthy, 'g', sizeof lengthy);
    const struct fenrun__text same = {lengthy, 65};
    assert_int_equal(fenrun__text_nearest(same, &same, 1), SIZE_MAX);
    const struct fenrun__text letters[] = {piece("a"), piece("B"), piece("zb")};
    assert_int_equal(fenrun__text_nearest(piece("z"), letters, 2), SIZE_MAX);
    assert_int_equal(fenrun__text_nearest(piece("z"), letters, 3), 2);
    const struct fenrun__text candidates[] = {same, {lengthy, 64}};
    assert_int_equal(fenrun__text_nearest(candidates[1], candidates, 2), 1);
}

static void formats_are_followed(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__writer writer;
    fenrun__memory_init(&memory, NULL);
    fenrun__writer_init(&writer, &memory);
    assert_null(writer.bytes);

#define ASSERT_FORMAT(expected, ...)                       \
    do {                                                   \
        fenrun__writer_clear(&writer);                     \
        fenrun__writer_format(&writer, __VA_ARGS__);       \
        assert_false(writer.failed);                       \
        assert_int_equal(writer.size, strlen(expected));   \
        assert_string_equal(writer.bytes, expected);       \
    } while (0)

    const char *none = NULL;
    ASSERT_FORMAT("", "%s", "");
    ASSERT_FORMAT("", "");
    ASSERT_FORMAT("plain", "plain");
    ASSERT_FORMAT("gold pays 7", "%s pays %U", "gold", (uint64_t)7);
    ASSERT_FORMAT("?|?", "%s|%s", none, none);
    ASSERT_FORMAT("go||old", "%.*s|%.*s|%.*s", 2, "gold", 0, none, 3, "old");
    ASSERT_FORMAT("[]", "[%.*s]", -1, "gold");
    ASSERT_FORMAT("0 4294967295", "%u %u", (uint32_t)0, UINT32_MAX);
    ASSERT_FORMAT("0 10 18446744073709551615", "%U %U %U", (uint64_t)0, (uint64_t)10, UINT64_MAX);
    ASSERT_FORMAT("0 -1 9223372036854775807 -9223372036854775808", "%D %D %D %D", (int64_t)0,
                  (int64_t)-1, INT64_MAX, INT64_MIN);
    ASSERT_FORMAT("a,\xc3\xa9", "%c%c%c%c", 'a', ',', 0xc3, 0xa9);
    ASSERT_FORMAT("100 %", "%u %%", (uint32_t)100);
    ASSERT_FORMAT("%%", "%%%%");
    ASSERT_FORMAT("x|", "%x|%"); /* no directives */
    ASSERT_FORMAT(".2s.*d", "%.2s%.*d");
#undef ASSERT_FORMAT

    fenrun__writer_clear(&writer);
    fenrun__writer_format(&writer, "%.*s", 3, "a\0b");
    assert_int_equal(writer.size, 3);
    assert_memory_equal(writer.bytes, "a\0b", 4);
    fenrun__writer_free(&writer);
    assert_int_equal(memory.bytes, 0);
}

static void fixed_room_cuts_between_characters(void **state) {
    (void)state;
    static const struct {
        size_t capacity;
        const char *text;
        const char *kept;
    } cases[] = {
        {1, "", ""},           {1, "a", ""},          {5, "gold", "gold"}, {5, "golds", "gold"},
        {5, "gold金", "gold"}, {6, "分润", "分"},     {7, "分润", "分润"}, {3, "分", ""},
        {4, "分", "分"},       {4, "𝄞", ""},          {5, "𝄞", "𝄞"},       {4, "aé", "aé"},
        {3, "aé", "a"},        {3, "\x80\x80\x80", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        bool whole = strcmp(cases[i].text, cases[i].kept) == 0;
        char *room = malloc(cases[i].capacity); /* no more, so that a write beyond shows */
        struct fenrun__writer writer;
        fenrun__writer_init_fixed(&writer, room, cases[i].capacity);
        assert_string_equal(room, "");
        fenrun__writer_format(&writer, "%s", cases[i].text);
        assert_string_equal(room, cases[i].kept);
        assert_int_equal(writer.size, strlen(cases[i].kept));
        assert_int_equal(writer.failed, !whole);
        if (!whole) { /* what comes later is not joined on, though it might fit */
            fenrun__writer_put(&writer, "z", 1);
            fenrun__writer_json(&writer, piece("z"));
            assert_string_equal(room, cases[i].kept);
        }
        fenrun__writer_clear(&writer);
        assert_false(writer.failed);
        assert_string_equal(room, "");
        fenrun__writer_free(&writer);
        assert_null(writer.bytes);
        free(room);
    }
}

static void a_character_put_in_parts_is_cut_whole(void **state) {
    (void)state;
    char room[6];
    struct fenrun__writer writer;
    fenrun__writer_init_fixed(&writer, room, sizeof room);
    fenrun__writer_put(&writer, "abc", 3);
    fenrun__writer_put(&writer, "\xe9", 1);
    fenrun__writer_put(&writer, "\x87", 1);
    assert_false(writer.failed);
    fenrun__writer_put(&writer, "\x91", 1);
    assert_true(writer.failed);
    assert_string_equal(room, "abc");
}

static void no_room_at_all_is_left_alone(void **state) {
    (void)state;
    struct fenrun__writer writer;
    fenrun__writer_init_fixed(&writer, NULL, 0);
    fenrun__writer_put(&writer, "a", 1);
    assert_true(writer.failed);
    assert_int_equal(writer.size, 0);
}

static void json_escapes(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *json;
    } cases[] = {
        {"", "\"\""},
        {"gold", "\"gold\""},
        {"金牌 𝄞\x7f/", "\"金牌 𝄞\x7f/\""},
        {"a\"b\\c", "\"a\\\"b\\\\c\""},
        {"\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\""},
        {"\x01\x0b\x1f", "\"\\u0001\\u000b\\u001f\""},
        {"a\x80z", "\"a\xef\xbf\xbdz\""},
        {"\xe9\x87", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
        {"\xc0\"", "\"\xef\xbf\xbd\\\"\""},
        {"\xed\xa0\x80金", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd金\""},
    };
    struct fenrun__memory memory;
    struct fenrun__writer writer;
    fenrun__memory_init(&memory, NULL);
    fenrun__writer_init(&writer, &memory);
    for (size_t i = 0; i < COUNT(cases); i++) {
        fenrun__writer_clear(&writer);
        fenrun__writer_json(&writer, piece(cases[i].text));
        assert_string_equal(writer.bytes, cases[i].json);
        assert_int_equal(writer.size, strlen(cases[i].json));
    }
    fenrun__writer_clear(&writer);
    fenrun__writer_json(&writer, (struct fenrun__text){"a\0b", 3});
    assert_string_equal(writer.bytes, "\"a\\u0000b\"");
    fenrun__writer_clear(&writer);
    fenrun__writer_json(&writer, (struct fenrun__text){NULL, 0});
    assert_string_equal(writer.bytes, "\"\"");
    fenrun__writer_free(&writer);
}

static void a_writer_grows_and_is_reused(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__writer writer;
    fenrun__memory_init(&memory, NULL);
    fenrun__writer_init(&writer, &memory);
    fenrun__writer_clear(&writer); /* before there is any room */
    for (uint32_t i = 0; i < 1000; i++) {
        fenrun__writer_put(&writer, "fen", 3);
        assert_int_equal(writer.size, 3 * (i + 1));
        assert_int_equal(writer.bytes[writer.size], 0);
        assert_int_equal(memory.bytes, writer.capacity);
    }
    for (size_t i = 0; i < 3000; i++) assert_int_equal(writer.bytes[i], "fen"[i % 3]);
    size_t capacity = writer.capacity;
    fenrun__writer_clear(&writer);
    assert_string_equal(writer.bytes, "");
    fenrun__writer_put(&writer, "run", 3);
    assert_string_equal(writer.bytes, "run");
    assert_int_equal(writer.capacity, capacity);
    fenrun__writer_free(&writer);
    assert_int_equal(memory.bytes, 0);
    fenrun__writer_put(&writer, "again", 5); /* a freed writer is an empty one */
    assert_string_equal(writer.bytes, "again");
    fenrun__writer_free(&writer);
    assert_int_equal(memory.bytes, 0);
}

static void every_allocation_of_a_writer_may_fail(void **state) {
    (void)state;
    size_t failures = 0;
    for (size_t allowed = 0;; allowed++) {
        size_t left = allowed;
        const fenrun_allocator allocator = {scarce_give, &left};
        struct fenrun__memory memory;
        struct fenrun__writer writer;
        fenrun__memory_init(&memory, &allocator);
        fenrun__writer_init(&writer, &memory);
        for (int i = 0; i < 40; i++) {
            fenrun__writer_format(&writer, "%s:%U;", "payout", (uint64_t)1);
            fenrun__writer_json(&writer, piece("a\"b"));
        }
        bool failed = writer.failed;
        if (failed) {
            failures++;
            size_t size = writer.size;
            if (allowed > 0) assert_int_equal(strlen(writer.bytes), size);
            left = 10; /* memory is back, but the text has a hole: it stays failed */
            fenrun__writer_put(&writer, "x", 1);
            assert_int_equal(writer.size, size);
            fenrun__writer_clear(&writer);
            fenrun__writer_put(&writer, "whole", 5);
            assert_false(writer.failed);
            assert_string_equal(writer.bytes, "whole");
        } else {
            assert_int_equal(writer.size, 40 * (9 + 6));
        }
        fenrun__writer_free(&writer);
        assert_int_equal(memory.bytes, 0);
        if (!failed) break;
    }
    assert_true(failures > 5);
}

static void more_than_memory_can_hold_is_refused(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__writer writer;
    fenrun__memory_init(&memory, NULL);
    fenrun__writer_init(&writer, &memory);
    fenrun__writer_put(&writer, "a", 1);
    static const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 2, PTRDIFF_MAX};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        fenrun__writer_put(&writer, "b", sizes[i]);
        assert_true(writer.failed);
        assert_string_equal(writer.bytes, "a");
        writer.failed = false;
    }
    fenrun__writer_free(&writer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_compare_by_bytes),
        cmocka_unit_test(blanks_are_trimmed),
        cmocka_unit_test(words_come_one_by_one),
        cmocka_unit_test(every_character_is_utf8_and_no_part_of_one),
        cmocka_unit_test(nothing_else_is_utf8),
        cmocka_unit_test(the_first_bad_byte_is_found),
        cmocka_unit_test(distance_counts_edits_of_characters),
        cmocka_unit_test(distance_holds_for_all_short_words),
        cmocka_unit_test(distance_stops_at_64_bytes),
        cmocka_unit_test(the_nearest_candidate_is_proposed),
        cmocka_unit_test(formats_are_followed),
        cmocka_unit_test(fixed_room_cuts_between_characters),
        cmocka_unit_test(a_character_put_in_parts_is_cut_whole),
        cmocka_unit_test(no_room_at_all_is_left_alone),
        cmocka_unit_test(json_escapes),
        cmocka_unit_test(a_writer_grows_and_is_reused),
        cmocka_unit_test(every_allocation_of_a_writer_may_fail),
        cmocka_unit_test(more_than_memory_can_hold_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
