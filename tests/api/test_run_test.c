/* Rule-set tests through the public function: arguments, files, reports, updates. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fenrun.h>

static const char rules[] = "fenrun: 1\nname: x\ncurrency: CNY\nrounding: half_even\n"
                            "tiers: [normal, gold]\n"
                            "order: { roles: [seller], amounts: [price] }\n"
                            "awards:\n"
                            "  commission:\n    event: order\n    to: seller\n"
                            "    pay: { normal: 10% of price, gold: 20% of price }\n";

static const char right[] = "rules: x.yaml\nmembers: { A: gold, B: normal }\ntests:\n"
                            "  - name: gold earns more\n    steps:\n"
                            "      - order: { seller: A, price: 10.00 }\n"
                            "        pays: { A: 2.00 }\n";

static const char wrong[] = "rules: x.yaml\nmembers: { A: gold }\ntests:\n"
                            "  - name: gold earns much more\n    steps:\n"
                            "      - order: { seller: A, price: 10.00 }\n"
                            "        pays: { A: 3.00 }\n";

static char written[1024];

static const char *read_file(void *context, const char *path, size_t *size) {
    static const struct {
        const char *path;
        const char *text;
    } files[] = {{"t/x.yaml", rules}, {"t/right", right}, {"t/wrong", wrong},
                 {"t/broken", "rules: y.yaml\ntests: 1\n"}};
    assert_ptr_equal(context, written);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        if (strcmp(path, files[i].path) != 0) continue;
        *size = strlen(files[i].text);
        return files[i].text;
    }
    return NULL;
}

static int32_t write_file(void *context, const char *path, const char *text, size_t size) {
    assert_ptr_equal(context, written);
    assert_string_equal(path, "t/wrong");
    assert_true(size < sizeof written);
    memcpy(written, text, size);
    written[size] = '\0';
    return 0;
}

static int32_t write_nothing(void *context, const char *path, const char *text, size_t size) {
    (void)context;
    (void)path;
    (void)text;
    (void)size;
    return 1;
}

static fenrun_test_options plain_options(void) {
    return (fenrun_test_options){
        .struct_size = sizeof(fenrun_test_options), .read = read_file, .context = written};
}

static void a_backend_runs_its_rule_set_tests(void **state) {
    (void)state;
    static const char *const paths[] = {"t/right", "t/wrong"};
    fenrun_test_options options = plain_options();
    fenrun_test_summary summary;
    fenrun_result *report;
    fenrun_error error;
    size_t size;
    assert_int_equal(fenrun_result_new(&report, NULL, NULL), FENRUN_OK);
    assert_int_equal(fenrun_test_run(paths, 1, &options, &summary, report, &error), FENRUN_OK);
    assert_string_equal(fenrun_result_text(report, &size), "1 test of 1 file passed\n");
    assert_int_equal(size, 24);
    assert_int_equal(fenrun_test_run(paths, 2, &options, &summary, report, NULL), FENRUN_FOUND);
    assert_int_equal(summary.test_count, 2);
    assert_int_equal(summary.failed_count, 1);
    assert_string_equal(
        fenrun_result_text(report, NULL),
        "FAILED t/wrong:4: gold earns much more\n"
        "  line 7: step 1: pays: A gets 2.00, not 3.00\n"
        "    step 1, line 6: order 1 at 2024-01-01T00:00:00Z: seller A, price 10.00\n"
        "      payee   expected   paid   difference\n"
        "      A           3.00   2.00        -1.00\n"
        "      commission pays A 2.00 CNY: 20% of price 10.00 (seller A gold; t/x.yaml:8)\n\n"
        "1 of 2 tests failed\n"
        "If the rule set is right: fenrun test --update t/wrong\n");
    options.only = "earns more";
    assert_int_equal(fenrun_test_run(paths, 2, &options, &summary, report, NULL), FENRUN_OK);
    assert_int_equal(summary.test_count, 1);
    assert_int_equal(fenrun_test_run(NULL, 0, &options, NULL, report, NULL), FENRUN_OK);
    fenrun_result_free(report);
}

static void coverage_is_counted_where_it_is_asked_for(void **state) {
    (void)state;
    static const char *const paths[] = {"t/right", "t/wrong"};
    fenrun_test_options options = plain_options();
    fenrun_test_summary summary;
    fenrun_result *report;
    assert_int_equal(fenrun_result_new(&report, NULL, NULL), FENRUN_OK);
    options.flags = FENRUN_TEST_COVERAGE;
    assert_int_equal(fenrun_test_run(paths, 1, &options, &summary, report, NULL), FENRUN_OK);
    assert_string_equal(
        fenrun_result_text(report, NULL),
        "coverage 66%: 2 of 3\n"
        "  t/x.yaml:8: awards.commission.pay for normal is not tested\n"
        "1 test of 1 file passed\n");
    assert_int_equal(summary.item_count, 3);
    assert_int_equal(summary.covered_count, 2);
    /* Two files with one rule set have its items once. */
    assert_int_equal(fenrun_test_run(paths, 2, &options, &summary, report, NULL), FENRUN_FOUND);
    assert_int_equal(summary.item_count, 3);
    fenrun_result_free(report);
}

static void an_update_is_handed_over_to_be_written(void **state) {
    (void)state;
    static const char *const paths[] = {"t/right", "t/wrong"};
    fenrun_test_options options = plain_options();
    fenrun_test_summary summary;
    fenrun_result *report;
    fenrun_error error;
    assert_int_equal(fenrun_result_new(&report, NULL, NULL), FENRUN_OK);
    options.write = write_file;
    assert_int_equal(fenrun_test_run(paths, 2, &options, &summary, report, NULL), FENRUN_OK);
    assert_int_equal(summary.updated_count, 1);
    char *value = strstr(written, "pays: { A: 2.00 }\n");
    assert_non_null(value);
    assert_int_equal(strlen(written), strlen(wrong));
    options.write = write_nothing;
    assert_int_equal(fenrun_test_run(paths, 2, &options, &summary, report, &error),
                     FENRUN_ERROR_RULES);
    assert_int_equal(summary.updated_count, 0);
    assert_non_null(strstr(fenrun_result_text(report, NULL),
                           "t/wrong: the file cannot be written\n"));
    fenrun_result_free(report);
}

static void mistakes_are_in_the_report(void **state) {
    (void)state;
    static const char *const paths[] = {"t/broken", "t/none", "t/right"};
    fenrun_test_options options = plain_options();
    fenrun_test_summary summary;
    fenrun_result *report;
    fenrun_error error;
    assert_int_equal(fenrun_result_new(&report, NULL, NULL), FENRUN_OK);
    assert_int_equal(fenrun_test_run(paths, 3, &options, &summary, report, &error),
                     FENRUN_ERROR_RULES);
    assert_int_equal(error.code, FENRUN_ERROR_RULES);
    assert_string_equal(error.message,
                        "a test file, or a file that it names, cannot be read or has mistakes");
    assert_string_equal(fenrun_result_text(report, NULL),
                        "t/broken:1:8: rules: t/y.yaml cannot be read\n"
                        "t/none: the file cannot be read\n"
                        "1 test of 3 files passed, 2 files could not be run\n");
    fenrun_result_free(report);
}

static void arguments_are_checked(void **state) {
    (void)state;
    static const char *const paths[] = {"t/right", NULL};
    fenrun_test_options options = plain_options();
    fenrun_test_summary summary = {.file_count = 7};
    fenrun_result *report;
    fenrun_error error;
    assert_int_equal(fenrun_result_new(&report, NULL, NULL), FENRUN_OK);
    assert_int_equal(fenrun_test_run(paths, 1, &options, NULL, NULL, &error),
                     FENRUN_ERROR_ARGUMENT);
    assert_string_equal(error.message, "report is NULL");
    assert_int_equal(fenrun_test_run(NULL, 1, &options, &summary, report, &error),
                     FENRUN_ERROR_ARGUMENT);
    assert_string_equal(error.message, "paths is NULL");
    assert_int_equal(summary.file_count, 0);
    assert_int_equal(fenrun_test_run(paths, 2, &options, NULL, report, &error),
                     FENRUN_ERROR_ARGUMENT);
    assert_string_equal(error.message, "paths[1] is NULL");
    assert_int_equal(fenrun_test_run(paths, 1, NULL, NULL, report, &error), FENRUN_ERROR_ARGUMENT);
    assert_string_equal(error.message, "options.read is NULL");
    options.format = 5;
    assert_int_equal(fenrun_test_run(paths, 1, &options, NULL, report, &error),
                     FENRUN_ERROR_ARGUMENT);
    assert_string_equal(error.message, "options.format 5 is not known");
    options.format = 0;
    options.flags = 2;
    assert_int_equal(fenrun_test_run(paths, 1, &options, NULL, report, &error),
                     FENRUN_ERROR_ARGUMENT);
    assert_string_equal(error.message, "options.flags 2 is not known");
    options.flags = 0;
    options.struct_size = 3;
    assert_int_equal(fenrun_test_run(paths, 1, &options, NULL, report, &error),
                     FENRUN_ERROR_ARGUMENT);
    fenrun_result_free(report);
}

/* An allocator that counts what it holds, and gives only so many blocks. */
struct store {
    size_t left;
    size_t bytes;
};

static void *store_resize(void *context, void *block, size_t old_size, size_t new_size) {
    struct store *store = context;
    if (new_size == 0) {
        store->bytes -= old_size;
        free(block);
        return NULL;
    }
    if (store->left == 0) return NULL;
    store->left--;
    void *moved = realloc(block, new_size);
    assert_non_null(moved);
    store->bytes += new_size - old_size;
    return moved;
}

static void every_allocation_may_fail(void **state) {
    (void)state;
    static const char *const paths[] = {"t/wrong", "t/right"};
    fenrun_test_options options = plain_options();
    fenrun_result *report;
    fenrun_error error;
    int32_t code = FENRUN_ERROR_MEMORY;
    assert_int_equal(fenrun_result_new(&report, NULL, NULL), FENRUN_OK);
    options.flags = FENRUN_TEST_COVERAGE;
    for (size_t blocks = 0; code == FENRUN_ERROR_MEMORY; blocks++) {
        struct store store = {.left = blocks};
        const fenrun_allocator allocator = {store_resize, &store};
        options.allocator = &allocator;
        fenrun_test_summary summary;
        code = fenrun_test_run(paths, 2, &options, &summary, report, &error);
        assert_int_equal(store.bytes, 0);
        if (code != FENRUN_ERROR_MEMORY) break;
        assert_int_equal(error.code, FENRUN_ERROR_MEMORY);
        assert_string_equal(fenrun_result_text(report, NULL), "");
        assert_int_equal(summary.test_count, 0);
        assert_in_range(blocks, 0, 2000);
    }
    assert_int_equal(code, FENRUN_FOUND);
    fenrun_result_free(report);
}

/* ---- What the project itself shows ---- */

#define PATHS_MAX 64
#define PATH_SIZE 300

struct collection {
    char paths[PATHS_MAX][PATH_SIZE];
    size_t count;
    char *text; /* of the file that was read last */
};

static void collect(struct collection *collection, const char *folder) {
    struct dirent *entry;
    DIR *open = opendir(folder);
    assert_non_null(open);
    while ((entry = readdir(open)) != NULL) {
        const char *end = strstr(entry->d_name, ".test.yaml");
        if (!end || strcmp(end, ".test.yaml") != 0) continue;
        assert_true(collection->count < PATHS_MAX);
        snprintf(collection->paths[collection->count++], PATH_SIZE, "%s/%s", folder,
                 entry->d_name);
    }
    closedir(open);
}

static const char *read_from_disk(void *context, const char *path, size_t *size) {
    struct collection *collection = context;
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    free(collection->text);
    collection->text = malloc(FENRUN_RULES_SIZE_MAX);
    assert_non_null(collection->text);
    *size = fread(collection->text, 1, FENRUN_RULES_SIZE_MAX, file);
    fclose(file);
    return collection->text;
}

static void every_example_passes_and_is_covered(void **state) {
    (void)state;
    static struct collection collection;
    static const char *const folders[] = {"examples", "examples/wanwu", "examples/yunji",
                                          "tests/rules"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        collect(&collection, folders[i]);
    }
    const char *paths[PATHS_MAX];
    for (size_t i = 0; i < collection.count; i++) paths[i] = collection.paths[i];
    const fenrun_test_options options = {.struct_size = sizeof options,
                                         .read = read_from_disk,
                                         .context = &collection,
                                         .flags = FENRUN_TEST_COVERAGE};
    fenrun_test_summary summary;
    fenrun_result *report;
    fenrun_error error;
    assert_int_equal(fenrun_result_new(&report, NULL, NULL), FENRUN_OK);
    int32_t code =
        fenrun_test_run(paths, collection.count, &options, &summary, report, &error);
    if (code != FENRUN_OK) print_error("%s", fenrun_result_text(report, NULL));
    assert_int_equal(code, FENRUN_OK);
    assert_int_equal(summary.file_count, collection.count);
    assert_true(summary.file_count >= 25);
    assert_true(summary.item_count >= 250);
    assert_int_equal(summary.covered_count, summary.item_count);
    fenrun_result_free(report);
    free(collection.text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_backend_runs_its_rule_set_tests),
        cmocka_unit_test(every_example_passes_and_is_covered),
        cmocka_unit_test(coverage_is_counted_where_it_is_asked_for),
        cmocka_unit_test(an_update_is_handed_over_to_be_written),
        cmocka_unit_test(mistakes_are_in_the_report),
        cmocka_unit_test(arguments_are_checked),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
