/*
 * Pipeline: events of several files come in one order, whatever the number of threads, and what is
 * wrong with a row is said at that row's turn.
 */
#define _POSIX_C_SOURCE 200809L
#include "cli/pipeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/csv_files.h"

#define ROWS 20000u
#define FILES 3u

/* What comes out of a run. */
struct diary {
    struct fenrun__stream stream;
    size_t most;
    size_t shaped;
    uint64_t *ids;
    size_t count;
    size_t taken;
    int code;
    char message[FENRUN__COMPLAINT_SIZE];
    uint64_t line;
};

static void diary_take(void *context, struct fenrun__shift *shift) {
    struct diary *diary = context;
    fenrun__stream_gather(&diary->stream, shift, diary->most);
    diary->taken += shift->count;
}

/* Each event's id, as the text of its row has it. */
static bool diary_shape(void *context, struct fenrun__shift *shift) {
    (void)context;
    struct fenrun__page *page = &shift->pages[0];
    if (!fenrun__page_room(page, shift->count * sizeof(uint64_t))) return false;
    for (size_t i = 0; i < shift->count; i++) {
        const struct fenrun__stretch *stretch = fenrun__shift_find(shift, i);
        struct fenrun__field id =
            fenrun__block_id(stretch->block, stretch->row + (i - stretch->first));
        uint64_t number = 0;
        if (!fenrun__fingerprint_number(id, &number) || number != shift->events[i].id_low)
            number = UINT64_MAX;
        fenrun__page_put(page, (const char *)&number, sizeof number);
    }
    return true;
}

static int diary_write(void *context, struct fenrun__shift *shift) {
    struct diary *diary = context;
    if (shift->pages[0].size > 0)
        memcpy(diary->ids + diary->count, shift->pages[0].bytes, shift->pages[0].size);
    diary->count += shift->pages[0].size / sizeof *diary->ids;
    if (!shift->complaint.given) return FENRUN__EXIT_FINE;
    memcpy(diary->message, shift->complaint.text, sizeof diary->message);
    diary->line = shift->complaint.line;
    return shift->complaint.code;
}

static struct diary run(const struct csv_files *files, uint32_t threads, size_t most) {
    struct diary diary = {.most = most};
    diary.ids = calloc(FILES * ROWS + 1, sizeof *diary.ids);
    assert_non_null(diary.ids);
    const struct fenrun__pipeline_work work = {
        .context = &diary, .take = diary_take, .shape = diary_shape, .write = diary_write};
    assert_int_equal(fenrun__stream_open(&diary.stream, &files->origin, files->paths,
                                         files->count),
                     FENRUN__EXIT_FINE);
    diary.code = fenrun__pipeline_run(&diary.stream, threads, &work);
    fenrun__stream_close(&diary.stream);
    return diary;
}

/* Orders of three files at instants that repeat and go back, numbered as they come: 1, 2, 3 ... */
static void write_orders(struct csv_files *files, uint64_t bad) {
    static int64_t at[FILES][ROWS];
    static char text[FILES][ROWS * 64];
    size_t size[FILES], next[FILES] = {0};
    uint64_t random = 7, id = 0;
    for (size_t file = 0; file < FILES; file++) {
        int64_t now = 0;
        for (size_t row = 0; row < ROWS; row++) {
            random = random * UINT64_C(6364136223846793005) + 1442695040888963407u;
            now += (int64_t)(random >> 62) - (random >> 33 & 31 ? 0 : 20);
            at[file][row] = now > 0 ? now : 0;
        }
        size[file] = (size_t)sprintf(text[file], "at,order,seller,price,profit\n");
    }
    for (;;) {
        size_t first = FILES;
        for (size_t file = 0; file < FILES; file++) {
            if (next[file] == ROWS) continue;
            if (first == FILES || at[file][next[file]] < at[first][next[first]]) first = file;
        }
        if (first == FILES) break;
        char instant[FENRUN_TEXT_SIZE];
        fenrun_time_format(instant, at[first][next[first]++]);
        id++;
        size[first] += (size_t)sprintf(text[first] + size[first],
                                       id % 97 ? "%s,%llu,s%llu,10.00,1.00\n"
                                               : "\"%s\",%llu,\"s%llu\",10.00,1.00\r\n",
                                       instant, (unsigned long long)id,
                                       (unsigned long long)(id == bad ? 0 : id % 10));
        if (id == bad) text[first][size[first] - 2] = 'x';
    }
    for (size_t file = 0; file < FILES; file++) csv_files_add(files, text[file]);
}

static void events_come_in_one_order(void **state) {
    (void)state;
    static const uint32_t threads[] = {1, 2, 5};
    static const size_t most[] = {1, 100, 8192};
    struct csv_files files;
    csv_files_open(&files);
    write_orders(&files, 0);
    for (size_t i = 0; i < 3; i++) {
        struct diary diary = run(&files, threads[i], most[i]);
        assert_int_equal(diary.code, FENRUN__EXIT_FINE);
        assert_int_equal(diary.count, FILES * ROWS);
        for (size_t k = 0; k < diary.count; k++) assert_true(diary.ids[k] == k + 1);
        free(diary.ids);
    }
    csv_files_close(&files);
}

static void a_bad_row_ends_all_behind_it_and_nothing_before_it(void **state) {
    (void)state;
    static const uint32_t threads[] = {1, 2, 5};
    static const uint64_t bad[] = {1, 20001, FILES * ROWS};
    for (size_t b = 0; b < 3; b++) {
        struct csv_files files;
        csv_files_open(&files);
        write_orders(&files, bad[b]);
        uint64_t line = 0;
        for (size_t i = 0; i < 3; i++) {
            struct diary diary = run(&files, threads[i], 1000);
            assert_int_equal(diary.code, FENRUN__EXIT_DATA);
            assert_int_equal(diary.count, bad[b] - 1);
            assert_non_null(strstr(diary.message, "profit"));
            if (i > 0) assert_true(diary.line == line);
            line = diary.line;
            free(diary.ids);
        }
        csv_files_close(&files);
    }
}

static void files_without_rows_end_at_once(void **state) {
    (void)state;
    struct csv_files files;
    csv_files_open(&files);
    csv_files_add(&files, "at,order,seller,price,profit\n");
    csv_files_add(&files, "at,order,seller,price,profit\n\n\n\n");
    struct diary diary = run(&files, 2, 10);
    assert_int_equal(diary.code, FENRUN__EXIT_FINE);
    assert_int_equal(diary.count, 0);
    free(diary.ids);
    files.count = 0;
    diary = run(&files, 2, 10);
    assert_int_equal(diary.code, FENRUN__EXIT_FINE);
    free(diary.ids);
    files.count = 2;
    csv_files_close(&files);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_come_in_one_order),
        cmocka_unit_test(a_bad_row_ends_all_behind_it_and_nothing_before_it),
        cmocka_unit_test(files_without_rows_end_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
