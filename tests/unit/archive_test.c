/* Archive: which files are snapshots, what is said of others, and that a file stays as it is. */
#define _POSIX_C_SOURCE 200809L
#include "cli/archive.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/names.h"
#include "cli/report.h"

static const char rule_text[] = "fenrun: 1\nname: shop\ncurrency: CNY\nrounding: down\n"
                                "tiers: [normal]\nawards: { a: { event: join, to: "
                                "newcomer.inviter, pay: 1.00 } }\n";

static char path[] = "/tmp/fenrun-archive-XXXXXX";

static void put_file(const void *bytes, size_t size) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static size_t get_file(unsigned char *bytes, size_t room) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t size = fread(bytes, 1, room, file);
    assert_int_equal(fclose(file), 0);
    return size;
}

static int32_t put_snapshot(void *context, const void *bytes, size_t size) {
    return fwrite(bytes, 1, size, context) == size ? 0 : 1;
}

/* A snapshot of one member, with some bytes of its own or of a roll beside it. */
static void put_tree_of(uint64_t id, const void *attachment, size_t attachment_size) {
    fenrun_rules *rules;
    fenrun_tree *tree;
    fenrun_member member = {.id = id, .at = 100};
    assert_int_equal(
        fenrun_rules_read(&rules, rule_text, sizeof rule_text - 1, NULL, NULL, 0, NULL),
        FENRUN_OK);
    assert_int_equal(fenrun_tree_new(&tree, rules, NULL, NULL), FENRUN_OK);
    assert_int_equal(fenrun_tree_load(tree, &member, 1, NULL), FENRUN_OK);
    fenrun_snapshot_options options = {.struct_size = sizeof options, .attachment = attachment,
                                       .attachment_size = attachment_size};
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fenrun_snapshot_write(tree, &options, put_snapshot, file, NULL, NULL),
                     FENRUN_OK);
    assert_int_equal(fclose(file), 0);
    fenrun_tree_free(tree);
    fenrun_rules_free(rules);
}

static void put_tree(const void *attachment, size_t attachment_size) {
    put_tree_of(7, attachment, attachment_size);
}

static struct fenrun__field one_name(const void *context, uint64_t index) {
    (void)index;
    return fenrun__field_from(context);
}

static void *make_roll(const char *name, size_t *size) {
    struct fenrun__roll_draft draft = {.count = 1, .text = one_name, .context = name,
                                       .version = fenrun_version(), .rules = "shop"};
    void *roll = fenrun__roll_make(&draft, size);
    assert_non_null(roll);
    return roll;
}

static void what_begins_as_a_snapshot_is_one(void **state) {
    (void)state;
    static const char magic[] = FENRUN_SNAPSHOT_MAGIC;
    bool is = true;
    assert_int_equal(fenrun__archive_is("/nowhere/at/all", &is), FENRUN__EXIT_FINE);
    assert_false(is);
    assert_int_equal(fenrun__archive_is("/tmp", &is), FENRUN__EXIT_FINE);
    assert_false(is);
    assert_int_equal(fenrun__archive_is("/dev/zero", &is), FENRUN__EXIT_FINE);
    assert_false(is);
    for (size_t size = 0; size < sizeof magic; size++) {
        put_file(magic, size);
        assert_int_equal(fenrun__archive_is(path, &is), FENRUN__EXIT_FINE);
        assert_int_equal(is, size >= 12);
    }
    put_tree(NULL, 0);
    assert_int_equal(fenrun__archive_is(path, &is), FENRUN__EXIT_FINE);
    assert_true(is);
}

static void a_snapshot_with_names_is_opened(void **state) {
    (void)state;
    size_t size;
    void *roll = make_roll("xiaowei", &size);
    put_tree(roll, size);
    free(roll);
    struct fenrun__archive archive;
    assert_int_equal(fenrun__archive_open(&archive, path), FENRUN__EXIT_FINE);
    assert_true(archive.has_roll);
    assert_int_equal(archive.info.member_count, 1);
    assert_true(fenrun__field_is(fenrun__roll_text(&archive.roll, 0), "xiaowei"));
    assert_int_equal(fenrun__archive_verify(&archive), FENRUN__EXIT_FINE);
    assert_int_equal(fenrun__archive_verify_names(&archive), FENRUN__EXIT_FINE);
    fenrun__archive_close(&archive);
    assert_null(archive.bytes);
}

static void a_snapshot_of_another_program_has_no_roll(void **state) {
    (void)state;
    static const char other[] = "what another program keeps";
    for (size_t size = 0; size < sizeof other; size += sizeof other - 1) {
        put_tree(size ? other : NULL, size);
        struct fenrun__archive archive;
        assert_int_equal(fenrun__archive_open(&archive, path), FENRUN__EXIT_FINE);
        assert_false(archive.has_roll);
        assert_int_equal(archive.roll.count, 0);
        assert_int_equal(fenrun__archive_verify(&archive), FENRUN__EXIT_FINE);
        assert_int_equal(fenrun__archive_verify_names(&archive), FENRUN__EXIT_FINE);
        fenrun__archive_close(&archive);
    }
}

static void a_roll_that_is_wrong_is_refused(void **state) {
    (void)state;
    size_t size;
    unsigned char *roll = make_roll("xiaowei", &size);
    struct fenrun__archive archive;
    roll[16] = 99; /* its layout */
    put_tree(roll, size);
    assert_int_equal(fenrun__archive_open(&archive, path), FENRUN__EXIT_DATA);
    fenrun__archive_close(&archive);
    free(roll);
    /* A name that is a number would be two members. */
    roll = make_roll("17", &size);
    put_tree(roll, size);
    assert_int_equal(fenrun__archive_open(&archive, path), FENRUN__EXIT_FINE);
    assert_int_equal(fenrun__archive_verify(&archive), FENRUN__EXIT_FINE);
    assert_int_equal(fenrun__archive_verify_names(&archive), FENRUN__EXIT_DATA);
    fenrun__archive_close(&archive);
    free(roll);
}

static void a_member_without_a_name_is_refused(void **state) {
    (void)state;
    size_t size;
    void *roll = make_roll("xiaowei", &size);
    for (uint64_t i = 0; i < 2; i++) {
        struct fenrun__archive archive;
        fenrun_tree *tree;
        put_tree_of(FENRUN__NAMES_FIRST + i, roll, size);
        assert_int_equal(fenrun__archive_open(&archive, path), FENRUN__EXIT_FINE);
        assert_int_equal(fenrun__archive_verify(&archive), FENRUN__EXIT_FINE);
        assert_int_equal(fenrun__archive_tree(&archive, &tree), FENRUN__EXIT_FINE);
        assert_int_equal(fenrun__archive_verify_members(&archive, tree),
                         i == 0 ? FENRUN__EXIT_FINE : FENRUN__EXIT_DATA);
        fenrun_tree_free(tree);
        fenrun__archive_close(&archive);
    }
    free(roll);
}

static void a_tree_changes_and_the_file_does_not(void **state) {
    (void)state;
    static unsigned char before[65536], after[65536];
    put_tree(NULL, 0);
    size_t size = get_file(before, sizeof before);
    struct fenrun__archive archive;
    fenrun_tree *tree;
    fenrun_result *result;
    assert_int_equal(fenrun__archive_open(&archive, path), FENRUN__EXIT_FINE);
    assert_int_equal(fenrun__archive_tree(&archive, &tree), FENRUN__EXIT_FINE);
    assert_int_equal(fenrun_result_new(&result, NULL, NULL), FENRUN_OK);
    for (uint64_t id = 8; id < 100; id++) {
        fenrun_event event = {.kind = FENRUN_EVENT_JOIN, .at = 200, .member = id, .inviter = 7};
        assert_int_equal(fenrun_apply(tree, &event, result, NULL), FENRUN_OK);
    }
    fenrun_tree_status status;
    fenrun_tree_inspect(tree, &status);
    assert_int_equal(status.member_count, 93);
    fenrun_result_free(result);
    fenrun_tree_free(tree);
    fenrun__archive_close(&archive);
    assert_int_equal(get_file(after, sizeof after), size);
    assert_memory_equal(before, after, size);
}

static void what_cannot_be_mapped_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *path;
        int code;
    } others[] = {{"/nowhere/at/all", FENRUN__EXIT_SYSTEM}, {"/tmp", FENRUN__EXIT_SYSTEM},
                  {"/dev/null", FENRUN__EXIT_SYSTEM}};
    struct fenrun__archive archive;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_int_equal(fenrun__archive_open(&archive, others[i].path), others[i].code);
        assert_null(archive.bytes);
        fenrun__archive_close(&archive);
    }
    put_file("", 0);
    assert_int_equal(fenrun__archive_open(&archive, path), FENRUN__EXIT_DATA);
    fenrun__archive_close(&archive);
    put_file("member,inviter\n", 15);
    assert_int_equal(fenrun__archive_open(&archive, path), FENRUN__EXIT_DATA);
    fenrun__archive_close(&archive);
}

static int begin(void **state) {
    (void)state;
    int descriptor = mkstemp(path);
    return descriptor < 0 || close(descriptor);
}

static int end(void **state) {
    (void)state;
    return unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_begins_as_a_snapshot_is_one),
        cmocka_unit_test(a_snapshot_with_names_is_opened),
        cmocka_unit_test(a_snapshot_of_another_program_has_no_roll),
        cmocka_unit_test(a_roll_that_is_wrong_is_refused),
        cmocka_unit_test(a_member_without_a_name_is_refused),
        cmocka_unit_test(a_tree_changes_and_the_file_does_not),
        cmocka_unit_test(what_cannot_be_mapped_is_refused),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
