/*
 * Header: the numbers of fenrun.h that programs were compiled with and that therefore never change:
 * sizes and offsets of records, codes, kinds. A record is its fields and nothing else: the sizes of
 * the fields add up to it, so there is no padding.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fenrun.h"

struct header_field {
    const char *name;
    size_t offset; /* as it is */
    size_t size;
    size_t frozen; /* the offset as it must be */
};

#define FIELD(record, field, at)                                                                   \
    {#record "." #field, offsetof(record, field), sizeof(((record *)0)->field), at}

/* The fields stand in their order, at their frozen offsets, side by side, and fill the record. */
static void header_expect(const struct header_field *fields, size_t count, size_t size,
                          size_t frozen) {
    assert_int_equal(size, frozen);
    size_t end = 0;
    for (size_t i = 0; i < count; i++) {
        if (fields[i].offset != fields[i].frozen || fields[i].offset != end)
            fail_msg("%s is at %zu, its place is %zu, the field before ends at %zu",
                     fields[i].name, fields[i].offset, fields[i].frozen, end);
        end += fields[i].size;
    }
    assert_int_equal(end, size);
}

#define EXPECT(fields, record, frozen)                                                             \
    header_expect(fields, sizeof(fields) / sizeof(fields)[0], sizeof(record), frozen)

static void error_is_256_bytes_without_padding(void **state) {
    (void)state;
    static const struct header_field fields[] = {
        FIELD(fenrun_error, code, 0),      FIELD(fenrun_error, line, 4),
        FIELD(fenrun_error, column, 8),    FIELD(fenrun_error, reserved, 12),
        FIELD(fenrun_error, item, 16),     FIELD(fenrun_error, message, 24),
    };
    EXPECT(fields, fenrun_error, 256);
}

static void member_is_40_bytes_without_padding(void **state) {
    (void)state;
    static const struct header_field fields[] = {
        FIELD(fenrun_member, id, 0),    FIELD(fenrun_member, inviter, 8),
        FIELD(fenrun_member, leader, 16), FIELD(fenrun_member, at, 24),
        FIELD(fenrun_member, tier, 32), FIELD(fenrun_member, labels, 36),
    };
    EXPECT(fields, fenrun_member, 40);
}

static void event_is_256_bytes_without_padding(void **state) {
    (void)state;
    static const struct header_field fields[] = {
        FIELD(fenrun_event, kind, 0),        FIELD(fenrun_event, tier, 4),
        FIELD(fenrun_event, at, 8),          FIELD(fenrun_event, id_high, 16),
        FIELD(fenrun_event, id_low, 24),     FIELD(fenrun_event, order_high, 32),
        FIELD(fenrun_event, order_low, 40),  FIELD(fenrun_event, member, 48),
        FIELD(fenrun_event, inviter, 56),    FIELD(fenrun_event, roles, 64),
        FIELD(fenrun_event, amounts, 128),   FIELD(fenrun_event, counts, 192),
        FIELD(fenrun_event, name, 224),      FIELD(fenrun_event, reserved_name, 228),
        FIELD(fenrun_event, reserved, 232),
    };
    EXPECT(fields, fenrun_event, 256);
}

static void payout_is_64_bytes_without_padding(void **state) {
    (void)state;
    static const struct header_field fields[] = {
        FIELD(fenrun_payout, payee, 0),         FIELD(fenrun_payout, amount, 8),
        FIELD(fenrun_payout, base, 16),         FIELD(fenrun_payout, rate_ppb, 24),
        FIELD(fenrun_payout, available_at, 32), FIELD(fenrun_payout, event, 40),
        FIELD(fenrun_payout, award, 44),        FIELD(fenrun_payout, unit, 48),
        FIELD(fenrun_payout, level, 52),
        FIELD(fenrun_payout, reserved, 56),
    };
    EXPECT(fields, fenrun_payout, 64);
}

static void promotion_is_32_bytes_without_padding(void **state) {
    (void)state;
    static const struct header_field fields[] = {
        FIELD(fenrun_promotion, member, 0),       FIELD(fenrun_promotion, at, 8),
        FIELD(fenrun_promotion, tier_before, 16), FIELD(fenrun_promotion, tier, 20),
        FIELD(fenrun_promotion, event, 24),       FIELD(fenrun_promotion, labels_before, 28),
        FIELD(fenrun_promotion, labels, 30),
    };
    EXPECT(fields, fenrun_promotion, 32);
}

static void tree_status_is_40_bytes_without_padding(void **state) {
    (void)state;
    static const struct header_field fields[] = {
        FIELD(fenrun_tree_status, member_count, 0), FIELD(fenrun_tree_status, order_count, 8),
        FIELD(fenrun_tree_status, tree_bytes, 16),  FIELD(fenrun_tree_status, order_bytes, 24),
        FIELD(fenrun_tree_status, at, 32),
    };
    EXPECT(fields, fenrun_tree_status, 40);
}

static void option_structs_begin_with_their_size(void **state) {
    (void)state;
    assert_int_equal(offsetof(fenrun_rules_options, struct_size), 0);
    assert_int_equal(offsetof(fenrun_tree_options, struct_size), 0);
    assert_int_equal(offsetof(fenrun_explain_options, struct_size), 0);
    assert_int_equal(offsetof(fenrun_test_options, struct_size), 0);
}

static void codes_keep_their_numbers_and_names(void **state) {
    (void)state;
    static const struct {
        int32_t code;
        int32_t frozen;
        const char *name;
    } codes[] = {
        {FENRUN_FOUND, 2, "FENRUN_FOUND"},
        {FENRUN_REPLAYED, 1, "FENRUN_REPLAYED"},
        {FENRUN_OK, 0, "FENRUN_OK"},
        {FENRUN_ERROR_ARGUMENT, -1, "FENRUN_ERROR_ARGUMENT"},
        {FENRUN_ERROR_RULES, -2, "FENRUN_ERROR_RULES"},
        {FENRUN_ERROR_TEXT, -3, "FENRUN_ERROR_TEXT"},
        {FENRUN_ERROR_CHANGED, -4, "FENRUN_ERROR_CHANGED"},
        {FENRUN_ERROR_ORDER_UNKNOWN, -5, "FENRUN_ERROR_ORDER_UNKNOWN"},
        {FENRUN_ERROR_TIME, -6, "FENRUN_ERROR_TIME"},
        {FENRUN_ERROR_MEMBER_UNKNOWN, -7, "FENRUN_ERROR_MEMBER_UNKNOWN"},
        {FENRUN_ERROR_MEMBER_EXISTS, -8, "FENRUN_ERROR_MEMBER_EXISTS"},
        {FENRUN_ERROR_NOT_JOINED, -9, "FENRUN_ERROR_NOT_JOINED"},
        {FENRUN_ERROR_CYCLE, -10, "FENRUN_ERROR_CYCLE"},
        {FENRUN_ERROR_TIER, -11, "FENRUN_ERROR_TIER"},
        {FENRUN_ERROR_AMOUNT, -12, "FENRUN_ERROR_AMOUNT"},
        {FENRUN_ERROR_REQUIRED, -13, "FENRUN_ERROR_REQUIRED"},
        {FENRUN_ERROR_REFUND, -14, "FENRUN_ERROR_REFUND"},
        {FENRUN_ERROR_OVERFLOW, -15, "FENRUN_ERROR_OVERFLOW"},
        {FENRUN_ERROR_FULL, -16, "FENRUN_ERROR_FULL"},
        {FENRUN_ERROR_MEMORY, -17, "FENRUN_ERROR_MEMORY"},
        {FENRUN_ERROR_INTERNAL, -18, "FENRUN_ERROR_INTERNAL"},
        {FENRUN_ERROR_LIMIT, -19, "FENRUN_ERROR_LIMIT"},
        {FENRUN_ERROR_SNAPSHOT, -20, "FENRUN_ERROR_SNAPSHOT"},
    };
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        assert_int_equal(codes[i].code, codes[i].frozen);
        assert_string_equal(fenrun_code_name(codes[i].code), codes[i].name);
    }
    assert_string_equal(fenrun_code_name(3), "FENRUN_ERROR_?");
    assert_string_equal(fenrun_code_name(-21), "FENRUN_ERROR_?");
    assert_string_equal(fenrun_code_name(INT32_MIN), "FENRUN_ERROR_?");
}

static void kinds_keep_their_numbers(void **state) {
    (void)state;
    assert_int_equal(FENRUN_EVENT_JOIN, 1);
    assert_int_equal(FENRUN_EVENT_TIER, 2);
    assert_int_equal(FENRUN_EVENT_MOVE, 3);
    assert_int_equal(FENRUN_EVENT_ORDER, 4);
    assert_int_equal(FENRUN_EVENT_REFUND, 5);
    assert_int_equal(FENRUN_EVENT_OWN, 6);
    assert_int_equal(FENRUN_EVENT_CLOSE, 7);
    assert_int_equal(FENRUN_NAME_RULES, 0);
    assert_int_equal(FENRUN_NAME_UNIT, 7);
    assert_int_equal(FENRUN_NAME_COUNT, 8);
    assert_int_equal(FENRUN_NAME_PERIOD, 9);
    assert_int_equal(FENRUN_NAME_LABEL, 10);
    assert_int_equal(FENRUN_NAME_EVENT, 11);
    assert_int_equal(FENRUN_NAME_OF_JOIN, 256);
    assert_int_equal(FENRUN_NAME_OF_EVENT(0), 512);
    assert_int_equal(FENRUN_NAME_OF_EVENT(15), 17 << 8);
    assert_int_equal(FENRUN_FORMAT_TEXT, 0);
    assert_int_equal(FENRUN_FORMAT_JSON, 1);
    assert_int_equal(FENRUN_PLATFORM, 0);
    assert_true(FENRUN_TIME_MIN == INT64_MIN);
}

static void library_has_the_version_of_the_header(void **state) {
    (void)state;
    char version[32];
    snprintf(version, sizeof version, "%d.%d.%d", FENRUN_VERSION_MAJOR, FENRUN_VERSION_MINOR,
             FENRUN_VERSION_PATCH);
    assert_string_equal(fenrun_version(), version);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(error_is_256_bytes_without_padding),
        cmocka_unit_test(member_is_40_bytes_without_padding),
        cmocka_unit_test(event_is_256_bytes_without_padding),
        cmocka_unit_test(payout_is_64_bytes_without_padding),
        cmocka_unit_test(promotion_is_32_bytes_without_padding),
        cmocka_unit_test(tree_status_is_40_bytes_without_padding),
        cmocka_unit_test(option_structs_begin_with_their_size),
        cmocka_unit_test(codes_keep_their_numbers_and_names),
        cmocka_unit_test(kinds_keep_their_numbers),
        cmocka_unit_test(library_has_the_version_of_the_header),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
