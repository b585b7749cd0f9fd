/* Block: rows read by their commas are those that are read byte by byte. */
#define _POSIX_C_SOURCE 200809L
#include "cli/block.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/csv_files.h"

#define TEXT_MAX 4096u

static const struct fenrun__fingerprint key = {3, 4};

/* The rows of a text under a header, as a block of their own. */
struct reading {
    struct csv_files files;
    struct fenrun__names names;
    struct fenrun__input input;
    struct fenrun__block *block;
};

static void read_block(struct reading *reading, const char *header, const char *text) {
    csv_files_open(&reading->files);
    csv_files_add(&reading->files, header);
    fenrun__names_init(&reading->names, key, NULL);
    assert_int_equal(fenrun__input_open(&reading->input, reading->files.paths[0],
                                        reading->files.rules, &reading->names),
                     FENRUN__EXIT_FINE);
    struct fenrun__block *block = calloc(1, sizeof *block);
    assert_non_null(block);
    size_t size = strlen(text);
    block->input = &reading->input;
    block->piece.bytes = calloc(1, size + FENRUN__SOURCE_SLACK);
    block->piece.size = block->piece.capacity = size;
    block->piece.last = true;
    memcpy(block->piece.bytes, text, size);
    fenrun__block_read(block);
    reading->block = block;
}

static void free_block(struct reading *reading) {
    fenrun__block_free(reading->block);
    fenrun__input_close(&reading->input);
    fenrun__names_free(&reading->names);
    csv_files_close(&reading->files);
}

#define ORDERS "order,at,seller,price,profit\n"

static void rows_become_events(void **state) {
    (void)state;
    struct reading reading;
    read_block(&reading, ORDERS,
               "o-1,1970-01-01T00:00:07Z,17,200.00,40.00\n\no-2,1970-01-02,B,80.5,16\n");
    const struct fenrun__block *block = reading.block;
    assert_int_equal(block->count, 2);
    assert_true(block->plain && !block->complaint.given && block->lines == 3);
    assert_true(block->events[0].at == 7 && block->events[0].roles[0] == 17);
    assert_true(block->events[0].amounts[0] == 20000 && block->events[0].amounts[1] == 4000);
    assert_true(block->events[1].at == 86400 && block->events[1].amounts[0] == 8050);
    assert_true(fenrun__field_is(fenrun__block_id(block, 0), "o-1"));
    assert_true(fenrun__field_is(fenrun__block_id(block, 1), "o-2"));
    assert_int_equal(block->rows[0].line, 1);
    assert_int_equal(block->rows[1].line, 3);
    assert_int_equal(block->asked_count, 1);
    assert_int_equal(fenrun__block_asks(block, 0), 1);
    assert_true(fenrun__field_is(block->asked[0].text, "B"));
    free_block(&reading);
}

static void names_that_are_known_are_answered(void **state) {
    (void)state;
    struct reading reading;
    read_block(&reading, ORDERS, "o-1,1970-01-01,B,1.00,1.00\no-2,1970-01-01,C,1.00,1.00\n");
    uint64_t id;
    assert_true(fenrun__names_id(&reading.names, fenrun__field_from("C"), &id));
    fenrun__block_read(reading.block);
    assert_int_equal(reading.block->asked_count, 1);
    assert_true(fenrun__field_is(reading.block->asked[0].text, "B"));
    assert_true(reading.block->events[1].roles[0] == id);
    free_block(&reading);
}

static void expect_complaint(const char *header, const char *text, size_t count, bool waits,
                             uint64_t line, const char *message) {
    struct reading reading;
    read_block(&reading, header, text);
    assert_int_equal(reading.block->count, count);
    assert_true(reading.block->complaint.given && reading.block->waits == waits);
    assert_true(reading.block->complaint.line == line);
    assert_non_null(strstr(reading.block->complaint.text, message));
    free_block(&reading);
}

static void what_is_wrong_waits_if_its_row_has_an_instant(void **state) {
    (void)state;
    expect_complaint(ORDERS, "o-1,1970-01-01,B,1.00,1.00\no-2,1970-01-01,B,1.00,x\n", 1, true, 2,
                     "profit");
    expect_complaint(ORDERS, "o-1,1970-01-01,B,1.00,1.00\no-2,1970-99-01,B,1.00,1\n", 1, false, 2,
                     "at: ");
    expect_complaint(ORDERS, "o-1,1970-01-01,B,1.00\n", 0, false, 1, "4 fields");
    expect_complaint(ORDERS, "o-1,1970-01-01,B,1.00,1.00\n\xff,,,,\n", 1, false, 2, "UTF-8");
    expect_complaint("member,inviter,tier,at\n", "B,,,\nC,B,gould,\n", 1, false, 2, "gould");
}

static void a_log_begins_with_what_is_left_open(void **state) {
    (void)state;
    struct reading reading;
    read_block(&reading, "at,event,order,member,inviter,tier,seller,price,profit\n",
               ",tier,,B,,gold,,,\n,tier,,C,,gold,,,\n1970-01-02,tier,,D,,gold,,,\n");
    const struct fenrun__block *block = reading.block;
    assert_int_equal(block->count, 3);
    assert_int_equal(block->leading, 2);
    assert_true(block->leading_line == 1 && block->at_known);
    assert_true(block->first_at == 86400 && block->first_at_line == 3 && block->at == 86400);
    assert_true(fenrun__field_is(block->first_at_text, "1970-01-02"));
    free_block(&reading);
}

/* Texts in which most rows are fine: a quote in one of them makes all of the block be read byte by
   byte, and the records must be the same. */
static void both_ways_of_reading_agree(void **state) {
    (void)state;
    static const char *const fields[] = {"o-1", "7", "", "1970-01-01", "1970-01-01T10:00:00Z",
                                         "1.00", "12.5", "x", "小微", "B"};
    uint64_t random = 11;
    size_t whole = 0;
    for (int round = 0; round < 2000; round++) {
        char text[TEXT_MAX], quoted[TEXT_MAX + 16];
        size_t size = 0;
        for (int row = 0; row < 3; row++) {
            for (int field = 0; field < 5; field++) {
                random = random * UINT64_C(6364136223846793005) + 1442695040888963407u;
                static const int usual[] = {0, 4, 9, 5, 6};
                bool any = (random >> 40 & 31) == 0;
                const char *bytes = fields[any ? (random >> 50) % 10 : (size_t)usual[field]];
                const char *end = field < 4 ? "," : (random >> 45 & 7) ? "\n" : "\r\n";
                if ((random >> 55 & 127) == 0) end = "\n";
                size += (size_t)snprintf(text + size, sizeof text - size, "%s%s", bytes, end);
            }
        }
        snprintf(quoted, sizeof quoted, "%s\"x\",,,,\n", text);
        snprintf(text + size, sizeof text - size, "x,,,,\n");
        struct reading a, b;
        read_block(&a, ORDERS, text);
        read_block(&b, ORDERS, quoted);
        assert_true(!b.block->plain);
        assert_int_equal(a.block->count, b.block->count);
        assert_true(a.block->complaint.line == b.block->complaint.line);
        assert_string_equal(a.block->complaint.text, b.block->complaint.text);
        assert_int_equal(a.block->asked_count, b.block->asked_count);
        for (size_t i = 0; i < a.block->count; i++) {
            assert_memory_equal(&a.block->events[i], &b.block->events[i],
                                sizeof a.block->events[i]);
            assert_int_equal(a.block->rows[i].line, b.block->rows[i].line);
        }
        whole += a.block->count == 3;
        free_block(&a);
        free_block(&b);
    }
    assert_true(whole > 500);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_become_events),
        cmocka_unit_test(names_that_are_known_are_answered),
        cmocka_unit_test(what_is_wrong_waits_if_its_row_has_an_instant),
        cmocka_unit_test(a_log_begins_with_what_is_left_open),
        cmocka_unit_test(both_ways_of_reading_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
