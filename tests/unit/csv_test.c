/*
 * CSV: what is a row, what is refused and where, and that neither depends on how the bytes arrive.
 */
#define _POSIX_C_SOURCE 200809L
#include "cli/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "unit/csv_rows.h"

#define SHOWN_MAX 400
#define PIECE_SIZE 4096u

/* What reading a file came to: its rows as "line: a|b", then its messages. */
struct outcome {
    char rows[SHOWN_MAX];
    char messages[SHOWN_MAX];
    int code;
    size_t row_count;
    size_t field_bytes;
};

/* A file that holds the bytes, unlinked at once: reading it needs no name but /dev/fd. */
static int file_of(const char *bytes, size_t size) {
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    rewind(file);
    int descriptor = dup(fileno(file));
    fclose(file);
    return descriptor;
}

static void append_row(struct outcome *outcome, const struct fenrun__csv *csv) {
    size_t used = strlen(outcome->rows);
    char line[32];
    snprintf(line, sizeof line, "%u:", (unsigned)csv->row_line);
    for (uint32_t i = 0; i < csv->field_count; i++) {
        struct fenrun__field field = csv->fields[i];
        outcome->field_bytes += field.size;
        if (used + field.size + 40 > SHOWN_MAX) continue;
        used += (size_t)snprintf(outcome->rows + used, SHOWN_MAX - used, "%s%.*s",
                                 i ? "|" : line, (int)field.size, field.bytes);
    }
    if (used + 40 < SHOWN_MAX) snprintf(outcome->rows + used, SHOWN_MAX - used, "\n");
    outcome->row_count++;
}

/* Read all of `descriptor`, which is closed, with stderr caught. */
static struct outcome read_descriptor(int descriptor) {
    struct outcome outcome;
    memset(&outcome, 0, sizeof outcome);
    FILE *caught = tmpfile();
    int kept = dup(STDERR_FILENO);
    assert_non_null(caught);
    dup2(fileno(caught), STDERR_FILENO);
    char path[32];
    snprintf(path, sizeof path, "/dev/fd/%d", descriptor);
    struct csv_rows rows;
    outcome.code = csv_rows_open(&rows, path, PIECE_SIZE);
    rows.source.path = "f.csv";
    bool found = true;
    while (outcome.code == FENRUN__EXIT_FINE && found) {
        outcome.code = csv_rows_next(&rows, &found);
        if (outcome.code == FENRUN__EXIT_FINE && found) append_row(&outcome, rows.csv);
    }
    csv_rows_close(&rows);
    close(descriptor);
    dup2(kept, STDERR_FILENO);
    close(kept);
    rewind(caught);
    outcome.messages[fread(outcome.messages, 1, SHOWN_MAX - 1, caught)] = '\0';
    fclose(caught);
    return outcome;
}

static struct outcome read_bytes(const char *bytes, size_t size) {
    return read_descriptor(file_of(bytes, size));
}

static void expect_rows(const char *text, const char *rows) {
    struct outcome outcome = read_bytes(text, strlen(text));
    assert_string_equal(outcome.rows, rows);
    assert_string_equal(outcome.messages, "");
    assert_int_equal(outcome.code, FENRUN__EXIT_FINE);
}

static void expect_refusal(const char *text, size_t size, const char *message) {
    struct outcome outcome = read_bytes(text, size);
    assert_string_equal(outcome.messages, message);
    assert_int_equal(outcome.code, FENRUN__EXIT_DATA);
}

#define REFUSED(text, message) expect_refusal(text, sizeof(text) - 1, message "\n")

static void rows_are_fields_between_commas(void **state) {
    (void)state;
    expect_rows("", "");
    expect_rows("\n\n", "");
    expect_rows("a,b\n", "1:a|b\n");
    expect_rows("a,b\n1,2\n3,\n,\n", "1:a|b\n2:1|2\n3:3|\n4:|\n");
    expect_rows("a, b \n", "1:a| b \n");
    expect_rows("a\n\n1\n", "1:a\n3:1\n");
}

static void line_ends_may_be_crlf_and_a_mark_may_stand_first(void **state) {
    (void)state;
    expect_rows("a,b\r\n1,2\r\n\r\n3,4\r\n", "1:a|b\n2:1|2\n4:3|4\n");
    expect_rows("\xef\xbb\xbf" "a,b\n1,2\n", "1:a|b\n2:1|2\n");
    expect_rows("\xef\xbb\xbf", "");
    expect_rows("\xef\xbb\xbf\"a\",b\n", "1:a|b\n");
    expect_rows("a\n\"\xef\xbb\xbf\"\n", "1:a\n2:\xef\xbb\xbf\n");
}

static void quotes_hold_commas_quotes_and_line_ends(void **state) {
    (void)state;
    expect_rows("\"a\",\"b,c\"\n", "1:a|b,c\n");
    expect_rows("\"\",\"\"\"\"\n", "1:|\"\n");
    expect_rows("\"say \"\"hi\"\"\",\"\"\"\"\"\"\n", "1:say \"hi\"|\"\"\n");
    expect_rows("a,b\n\"1\n2\r\n3\",x\n4,5\n", "1:a|b\n2:1\n2\r\n3|x\n5:4|5\n");
    expect_rows("a\n\"\"\n", "1:a\n2:\n");
    expect_rows("\"万物\",\xf0\x9f\x98\x80\n", "1:万物|\xf0\x9f\x98\x80\n");
}

static void a_last_row_without_line_end_is_noted(void **state) {
    (void)state;
    struct outcome outcome = read_bytes("a,b\n1,2", 7);
    assert_int_equal(outcome.code, FENRUN__EXIT_FINE);
    assert_string_equal(outcome.rows, "1:a|b\n2:1|2\n");
    assert_string_equal(outcome.messages, "f.csv:2: note: the last row has no line end; if the "
                                          "file was cut, so is its last field\n");
    outcome = read_bytes("a,b\n1,\"2\"", 9);
    assert_int_equal(outcome.code, FENRUN__EXIT_FINE);
    assert_string_equal(outcome.rows, "1:a|b\n2:1|2\n");
}

static void rows_have_the_width_of_the_header(void **state) {
    (void)state;
    REFUSED("a,b\n1\n", "f.csv:2: 1 field, the header has 2");
    REFUSED("a,b\n1,2,3\n", "f.csv:2: 3 fields, the header has 2");
    REFUSED("a,b,c\n1,2,3\n1,2", "f.csv:3: 2 fields, the header has 3; the file may have been cut");
    REFUSED("a,b\n \n", "f.csv:2: 1 field, the header has 2");
}

static void quotes_out_of_place_are_refused(void **state) {
    (void)state;
    REFUSED("a,b\n\n1,\"2\n3,4\n",
            "f.csv:3: a quote is opened and never closed; the file may have been cut");
    REFUSED("a,b\n1,\"2\n3\"x,4\n",
            "f.csv:3: text follows a closing quote; a quote inside is written \"\"");
    REFUSED("a,b\n1,2\"3\"\n",
            "f.csv:2: a quote stands inside a field; write the whole field in quotes and each "
            "quote in it as \"\"");
    REFUSED("\"", "f.csv:1: a quote is opened and never closed; the file may have been cut");
}

static void bytes_that_are_no_text_are_refused(void **state) {
    (void)state;
    REFUSED("a,b\n1,\0\n", "f.csv:2: a NUL byte; the file must be text in UTF-8");
    REFUSED("a\n\"1\n\xff\"\n", "f.csv:3: bytes that are not UTF-8; save the file as UTF-8");
    REFUSED("a\n\xc0\x80\n", "f.csv:2: bytes that are not UTF-8; save the file as UTF-8");
    REFUSED("a\n\xed\xa0\x80\n", "f.csv:2: bytes that are not UTF-8; save the file as UTF-8");
    REFUSED("a\n\xf4\x90\x80\x80\n", "f.csv:2: bytes that are not UTF-8; save the file as UTF-8");
    REFUSED("a\n\xe4\xb8\n", "f.csv:2: bytes that are not UTF-8; save the file as UTF-8");
    REFUSED("a\n1\r2\n", "f.csv:2: a carriage return stands alone; lines end with LF or CR LF");
    REFUSED("a\n1\r", "f.csv:2: a carriage return stands alone; lines end with LF or CR LF");
}

/* Rows that end just before, at and just behind the end of a piece, with every kind of byte there:
   the row that is cut begins the next piece. */
static void rows_across_the_end_of_a_piece_are_whole(void **state) {
    (void)state;
    static const char tail[] = "\"x\"\"\r\n\xe4\xb8\x87\",\"\"\r\n1,2\r\n";
    size_t end = PIECE_SIZE;
    for (size_t before = end - 24; before <= end; before++) {
        char *text = malloc(before + sizeof tail);
        assert_non_null(text);
        memset(text, 'f', before);
        memcpy(text, "a,b\n", 4);
        text[before / 2] = ',';
        text[before - 1] = '\n';
        memcpy(text + before, tail, sizeof tail);
        struct outcome outcome = read_bytes(text, before + sizeof tail - 1);
        assert_string_equal(outcome.messages, "");
        assert_int_equal(outcome.code, FENRUN__EXIT_FINE);
        assert_int_equal(outcome.row_count, 4);
        /* The second row has all but its comma and its line end; then x"\r\n万, 1 and 2. */
        assert_int_equal(outcome.field_bytes, 2 + (before - 4 - 2) + 7 + 2);
        free(text);
    }
}

static void a_row_may_be_longer_than_a_piece_up_to_a_limit(void **state) {
    (void)state;
    size_t size = FENRUN__CSV_ROW_MAX + 64;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, 'x', size);
    text[1] = '\n';
    text[FENRUN__CSV_ROW_MAX - 100] = '\n';
    struct outcome outcome = read_bytes(text, FENRUN__CSV_ROW_MAX - 99);
    assert_int_equal(outcome.code, FENRUN__EXIT_FINE);
    assert_int_equal(outcome.field_bytes, 1 + FENRUN__CSV_ROW_MAX - 102);
    text[FENRUN__CSV_ROW_MAX - 100] = 'x';
    text[2] = '"';
    expect_refusal(text, size, "f.csv:2: the row is longer than 1048576 bytes; is a quote in it "
                               "never closed?\n");
    free(text);
}

static void a_row_has_at_most_1024_fields(void **state) {
    (void)state;
    char text[1026];
    memset(text, ',', sizeof text);
    text[1023] = '\n';
    struct outcome outcome = read_bytes(text, 1024);
    assert_int_equal(outcome.code, FENRUN__EXIT_FINE);
    text[1023] = ',';
    text[1024] = '\n';
    expect_refusal(text, 1025, "f.csv:1: the row has more than 1024 fields\n");
}

/* A pipe gives its bytes in pieces; a row may come in several. */
static void bytes_may_arrive_one_by_one(void **state) {
    (void)state;
    static const char text[] = "a,b\r\n\"1\"\"\n\",2\r\n";
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        for (size_t i = 0; i + 1 < sizeof text; i++) {
            if (write(ends[1], text + i, 1) != 1) _exit(1);
        }
        _exit(0);
    }
    assert_true(child > 0);
    close(ends[1]);
    struct outcome outcome = read_descriptor(ends[0]);
    assert_string_equal(outcome.rows, "1:a|b\n2:1\"\n|2\n");
    assert_string_equal(outcome.messages, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_fields_between_commas),
        cmocka_unit_test(line_ends_may_be_crlf_and_a_mark_may_stand_first),
        cmocka_unit_test(quotes_hold_commas_quotes_and_line_ends),
        cmocka_unit_test(a_last_row_without_line_end_is_noted),
        cmocka_unit_test(rows_have_the_width_of_the_header),
        cmocka_unit_test(quotes_out_of_place_are_refused),
        cmocka_unit_test(bytes_that_are_no_text_are_refused),
        cmocka_unit_test(rows_across_the_end_of_a_piece_are_whole),
        cmocka_unit_test(a_row_may_be_longer_than_a_piece_up_to_a_limit),
        cmocka_unit_test(a_row_has_at_most_1024_fields),
        cmocka_unit_test(bytes_may_arrive_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
