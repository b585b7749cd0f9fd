/* Source: pieces hold whole rows, wherever the file is cut, and together they are the file. */
#define _POSIX_C_SOURCE 200809L
#include "cli/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/csv.h"

#define TEXT_MAX 4096u

/* The pieces of a file, or of a pipe that gives its bytes one by one, with bars between them. */
static void read_pieces(const char *text, size_t size, size_t piece_size, bool piped, char *out) {
    FILE *file = tmpfile();
    int ends[2] = {-1, -1};
    char path[32];
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, size, file), size);
    rewind(file);
    assert_int_equal(pipe(ends), 0);
    assert_true(write(ends[1], text, size) == (ssize_t)size);
    close(ends[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", piped ? ends[0] : fileno(file));
    struct fenrun__source source;
    struct fenrun__piece piece = {0};
    struct fenrun__complaint complaint = {0};
    assert_int_equal(fenrun__source_open(&source, path), FENRUN__EXIT_FINE);
    assert_true(source.regular != piped);
    assert_true(source.size == (piped ? 0 : size));
    do {
        assert_int_equal(fenrun__source_read(&source, piece_size, &piece, &complaint),
                         FENRUN__EXIT_FINE);
        memcpy(out, piece.bytes, piece.size);
        out += piece.size;
        *out++ = '|';
    } while (!source.ended);
    *out = '\0';
    fenrun__piece_free(&piece);
    fenrun__source_close(&source);
    fclose(file);
    close(ends[0]);
}

static void expect_pieces(const char *text, size_t piece_size, const char *wanted) {
    char pieces[TEXT_MAX];
    read_pieces(text, strlen(text), piece_size, false, pieces);
    assert_string_equal(pieces, wanted);
}

static void pieces_end_behind_rows(void **state) {
    (void)state;
    expect_pieces("", 4, "|");
    expect_pieces("a\n", 4, "a\n|");
    expect_pieces("a\nb\nc\n", 4, "a\nb\n|c\n|");
    expect_pieces("a\nbcd\ne\n", 4, "a\n|bcd\n|e\n|");
    expect_pieces("a\nbcd\ne", 4, "a\n|bcd\n|e|");
    expect_pieces("abcdefghij\nb\n", 4, "abcdefghij\nb\n|");
}

static void line_ends_in_quotes_end_no_row(void **state) {
    (void)state;
    expect_pieces("a\n\"b\nc\"\nd\n", 4, "a\n|\"b\nc\"\nd\n||");
    expect_pieces("\"a\n\"\"\nb\"\nc\n", 8, "\"a\n\"\"\nb\"\nc\n|");
    expect_pieces("\"a\"\n\"b\"\n\"c\"\n", 4, "\"a\"\n|\"b\"\n|\"c\"\n||");
}

static void a_mark_at_the_start_is_left_out(void **state) {
    (void)state;
    expect_pieces("\xef\xbb\xbf" "a\nb\n", 8, "a\nb\n|");
    expect_pieces("\xef\xbb\xbf", 8, "|");
    expect_pieces("a\n\xef\xbb\xbf\n", 2, "a\n|\xef\xbb\xbf\n||");
}

/* Any text, in pieces of any size: without the bars it is the text, and before each bar stand rows
   that are whole. */
static void texts_are_whole_in_pieces_of_any_size(void **state) {
    (void)state;
    static const char text[] = "ab,c\n\"d\ne\",f\n\n\"\"\"\n\",g\r\nh,i\n\"j\n\nk\",l\nm,n\no,p";
    for (size_t piece_size = 1; piece_size <= 64; piece_size *= 2) {
        for (int piped = 0; piped < 2; piped++) {
            char pieces[TEXT_MAX], joined[TEXT_MAX];
            size_t size = 0, quotes = 0;
            read_pieces(text, sizeof text - 1, piece_size, piped == 1, pieces);
            for (const char *at = pieces; *at; at++) {
                if (*at == '|' && at[1]) {
                    assert_true(size > 0 && joined[size - 1] == '\n' && quotes % 2 == 0);
                } else if (*at != '|') {
                    quotes += *at == '"';
                    joined[size++] = *at;
                }
            }
            joined[size] = '\0';
            assert_string_equal(joined, text);
        }
    }
}

static void a_row_that_is_too_long_ends_the_source(void **state) {
    (void)state;
    FILE *file = tmpfile();
    char path[32];
    assert_non_null(file);
    for (size_t i = 0; i <= FENRUN__CSV_ROW_MAX; i++) fputc('x', file);
    fflush(file);
    rewind(file);
    snprintf(path, sizeof path, "/dev/fd/%d", fileno(file));
    struct fenrun__source source;
    struct fenrun__piece piece = {0};
    struct fenrun__complaint complaint = {0};
    assert_int_equal(fenrun__source_open(&source, path), FENRUN__EXIT_FINE);
    assert_int_equal(fenrun__source_read(&source, 1024, &piece, &complaint), FENRUN__EXIT_FINE);
    assert_int_equal(piece.size, FENRUN__CSV_ROW_MAX);
    assert_true(source.ended && !piece.last);
    fenrun__piece_free(&piece);
    fenrun__source_close(&source);
    fclose(file);
}

static void files_that_cannot_be_read_say_why(void **state) {
    (void)state;
    struct fenrun__source source;
    struct fenrun__piece piece = {0};
    struct fenrun__complaint complaint = {0};
    int kept = dup(STDERR_FILENO);
    FILE *caught = tmpfile();
    assert_non_null(caught);
    dup2(fileno(caught), STDERR_FILENO);
    int absent = fenrun__source_open(&source, "/nowhere/f.csv");
    dup2(kept, STDERR_FILENO);
    close(kept);
    char message[128];
    rewind(caught);
    message[fread(message, 1, sizeof message - 1, caught)] = '\0';
    fclose(caught);
    assert_int_equal(absent, FENRUN__EXIT_SYSTEM);
    assert_string_equal(message, "/nowhere/f.csv: No such file or directory\n");
    assert_int_equal(fenrun__source_open(&source, "/"), FENRUN__EXIT_FINE);
    assert_int_equal(fenrun__source_read(&source, 1024, &piece, &complaint),
                     FENRUN__EXIT_SYSTEM);
    assert_true(source.ended && complaint.given && complaint.line == 0);
    assert_string_equal(complaint.path, "/");
    assert_string_equal(complaint.text, "Is a directory");
    fenrun__piece_free(&piece);
    fenrun__source_close(&source);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_end_behind_rows),
        cmocka_unit_test(line_ends_in_quotes_end_no_row),
        cmocka_unit_test(a_mark_at_the_start_is_left_out),
        cmocka_unit_test(texts_are_whole_in_pieces_of_any_size),
        cmocka_unit_test(a_row_that_is_too_long_ends_the_source),
        cmocka_unit_test(files_that_cannot_be_read_say_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
