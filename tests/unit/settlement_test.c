/* Settlement: rows, totals and messages of small files, the same on any number of threads. */
#define _POSIX_C_SOURCE 200809L
#include "cli/settlement.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/csv_files.h"

#define TEXT_MAX 2048u

/* What a run writes: its outputs one after the other, and what it says on stderr, with the names
   of the files as numbers. */
struct outcome {
    int code;
    char outputs[TEXT_MAX];
    char messages[TEXT_MAX];
    uint64_t replay_count;
};

static void read_back(FILE *file, char *text) {
    rewind(file);
    text[fread(text, 1, TEXT_MAX - 1, file)] = '\0';
    fclose(file);
}

/* "/tmp/fenrun-test-Xy12Zw:7: ..." to "1:7: ..." */
static void shorten(const struct csv_files *files, char *text) {
    for (uint32_t i = 0; i < files->count; i++) {
        size_t size = strlen(files->names[i]);
        for (char *at = text; (at = strstr(at, files->names[i])) != NULL;) {
            *at++ = (char)('1' + i);
            memmove(at, at + size - 1, strlen(at + size - 1) + 1);
        }
    }
}

static struct outcome settle(const struct csv_files *files, uint32_t threads) {
    struct outcome outcome;
    struct fenrun__stream stream;
    struct fenrun__progress progress = {0};
    struct fenrun__output outputs[FENRUN__SETTLED_OUTPUTS] = {0};
    FILE *written = tmpfile(), *said = tmpfile();
    assert_non_null(written);
    assert_non_null(said);
    int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
    fflush(stdout);
    dup2(fileno(written), STDOUT_FILENO);
    dup2(fileno(said), STDERR_FILENO);
    for (size_t i = 0; i < FENRUN__SETTLED_OUTPUTS; i++)
        assert_int_equal(fenrun__output_open(&outputs[i], "-"), FENRUN__EXIT_FINE);
    outcome.code = fenrun__stream_open(&stream, &files->origin, files->paths, files->count);
    struct fenrun__settlement settlement = {.stream = &stream, .progress = &progress,
                                            .outputs = outputs, .thread_count = threads};
    if (!outcome.code) outcome.code = fenrun__settlement_run(&settlement);
    if (!outcome.code) outcome.code = fenrun__output_publish(outputs, FENRUN__SETTLED_OUTPUTS);
    outcome.replay_count = stream.replay_count;
    fenrun__stream_close(&stream);
    for (size_t i = 0; i < FENRUN__SETTLED_OUTPUTS; i++) fenrun__output_discard(&outputs[i]);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    close(out);
    close(err);
    read_back(written, outcome.outputs);
    read_back(said, outcome.messages);
    shorten(files, outcome.messages);
    return outcome;
}

static void expect(const struct csv_files *files, int code, const char *outputs,
                   const char *messages) {
    for (uint32_t threads = 1; threads <= 4; threads++) {
        struct outcome outcome = settle(files, threads);
        assert_int_equal(outcome.code, code);
        assert_string_equal(outcome.messages, messages);
        assert_string_equal(outcome.outputs, outputs);
    }
}

static void payouts_totals_and_promotions_are_written(void **state) {
    (void)state;
    struct csv_files files;
    csv_files_open(&files);
    csv_files_add(&files, "member,inviter,tier,at\nC,B,,\nB,\"x, y\",gold,\n\"x, y\",,gold,\n");
    csv_files_add(&files, "order,at,seller,price,profit\n"
                          "o-1,2024-03-01,C,100.00,10.00\n"
                          "\"o\"\"2\",2024-03-02,\"x, y\",5.00,1.00\n");
    csv_files_add(&files, "at,event,order,member,inviter,tier,seller,price,profit\n"
                          "2024-03-01,join,,D,C,,,,\n2024-03-03,refund,o-1,,,,,50.00,\n");
    expect(&files, FENRUN__EXIT_FINE,
           "o-1,own,C,10.00,CNY,2024-03-01T00:00:00Z\n"
           "o-1,team,B,2.50,CNY,2024-03-01T00:00:00Z\n"
           "join:D,welcome,C,20.00,coupon,2024-03-01T00:00:00Z\n"
           "\"o\"\"2\",own,\"x, y\",1.00,CNY,2024-03-02T00:00:00Z\n"
           "o-1,own,C,-5.00,CNY,2024-03-03T00:00:00Z\n"
           "o-1,team,B,-1.25,CNY,2024-03-03T00:00:00Z\n"
           "C,CNY,5.00\nB,CNY,1.25\n\"x, y\",CNY,1.00\nC,coupon,20.00\n",
           "");
    csv_files_close(&files);
}

/* The total of the first order is refused before what is wrong with the second row is said. */
static void what_is_refused_first_is_said_alone(void **state) {
    (void)state;
    struct csv_files files;
    csv_files_open(&files);
    csv_files_add(&files, "member,inviter,tier,at\nC,,,\n");
    csv_files_add(&files, "order,at,seller,price,profit\n"
                          "o-1,2024-03-01,C,90000000000000000.00,90000000000000000.00\n"
                          "o-2,2024-03-01,C,90000000000000000.00,90000000000000000.00\n"
                          "o-3,2024-03-01,C,1.00,x\n");
    expect(&files, FENRUN__EXIT_DATA, "", "2:3: the total of C in CNY does not fit 64 bits\n");
    csv_files_close(&files);
}

static void replays_are_noted_once_and_counted(void **state) {
    (void)state;
    struct csv_files files;
    csv_files_open(&files);
    csv_files_add(&files, "member,inviter,tier,at\nC,,,\n");
    csv_files_add(&files, "order,at,seller,price,profit\no-1,2024-03-01,C,1.00,1.00\n"
                          "o-1,2024-03-01,C,1.00,1.00\no-1,2024-03-01,C,1.00,1.00");
    expect(&files, FENRUN__EXIT_FINE, "o-1,own,C,1.00,CNY,2024-03-01T00:00:00Z\nC,CNY,1.00\n",
           "2:3: note: order o-1 was given before and is not paid again\n"
           "2:4: note: the last row has no line end; if the file was cut, so is its last field\n");
    assert_true(settle(&files, 2).replay_count == 2);
    csv_files_close(&files);
}

static void nothing_is_said_of_what_is_never_reached(void **state) {
    (void)state;
    struct csv_files files;
    csv_files_open(&files);
    csv_files_add(&files, "member,inviter,tier,at\nC,,,\n");
    csv_files_add(&files, "order,at,seller,price,profit\no-1,2024-03-01,nobody,1.00,1.00\n");
    csv_files_add(&files, "order,at,seller,price,profit\no-2,2024-03-02,C,1.00,y\n"
                          "o-3,2024-03-02,C");
    expect(&files, FENRUN__EXIT_DATA, "", "2:2: seller nobody is not a member\n");
    csv_files_close(&files);
}

static void members_are_refused_where_they_stand(void **state) {
    (void)state;
    struct csv_files files;
    csv_files_open(&files);
    csv_files_add(&files, "member,inviter,tier,at\nB,,,\n\nC,B,,\n");
    csv_files_add(&files, "member,inviter,tier,at\nD,B,,\nC,B,,\n");
    expect(&files, FENRUN__EXIT_DATA, "", "2:3: member C stands in 1:4 already\n");
    csv_files_close(&files);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(payouts_totals_and_promotions_are_written),
        cmocka_unit_test(what_is_refused_first_is_said_alone),
        cmocka_unit_test(replays_are_noted_once_and_counted),
        cmocka_unit_test(nothing_is_said_of_what_is_never_reached),
        cmocka_unit_test(members_are_refused_where_they_stand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
