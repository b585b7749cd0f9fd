/* Snapshot: a plan, and tables that are not of its kind, are refused before they are used. */
#include "settle/snapshot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "unit/forger.h"

static void the_rule_set_must_be_one(void **state) {
    struct forger *forger = forger_open();
    struct fenrun__plan *plan = forger_rows(forger, FENRUN__LAYOUT_PLAN);
    (void)state;
    plan->size += 8;
    forger_seal(forger);
    forger_expect_message(forger, "the snapshot's segment rules is not a rule set");
    plan->version = 1;
    forger_seal(forger);
    forger_expect_message(forger,
                          "the snapshot's rule set is of version 1; this library reads 2");
    forger_close(forger);
}

/* Rows of another size, of as many bytes. */
static void rows_must_be_of_the_sizes_here(void **state) {
    static const struct {
        uint32_t segment;
        const char *message;
    } cases[] = {
        {FENRUN__LAYOUT_ENGINE, "the snapshot's segment state does not fit its rule set"},
        {FENRUN__LAYOUT_TREE, "the snapshot's segment tree does not fit its rule set"},
        {FENRUN__LAYOUT_TREE + FENRUN__TREE_ROWS,
         "the snapshot's segment tree does not fit its rule set"},
        {FENRUN__LAYOUT_TREE + FENRUN__TREE_VALUES,
         "the snapshot's segment tree does not fit its rule set"},
        {FENRUN__LAYOUT_WINDOWS, "the snapshot's segment windows does not fit its rule set"},
        {FENRUN__LAYOUT_LEDGER, "the snapshot's segment ledger does not fit its rule set"},
        {FENRUN__LAYOUT_LEDGER + FENRUN__LEDGER_REFUNDS,
         "the snapshot's segment ledger does not fit its rule set"}};
    struct forger *forger = forger_open();
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fenrun__layout_entry *entry = forger->layout->entries + cases[i].segment;
        entry->count *= 2;
        entry->row_size /= 2;
        forger_seal(forger);
        forger_expect_message(forger, cases[i].message);
    }
    forger_close(forger);
}

static void the_ledger_says_how_much_it_has(void **state) {
    static const char message[] = "the snapshot's segment ledger does not fit its rule set";
    struct forger *forger = forger_open();
    struct fenrun__ledger_state *ledger = forger_ledger_rows(forger, FENRUN__LEDGER_STATE);
    (void)state;
    for (uint32_t i = 0; i < 5; i++) {
        switch (i) {
        case 0: ledger->used++; break;
        case 1: ledger->chunk_count = 0; break;
        case 2: ledger->chunk_count = UINT32_MAX; break;
        case 3: ledger->last_block = 1; break;
        default: ledger->order_count = 1000;
        }
        forger_seal(forger);
        forger_expect_message(forger, message);
    }
    forger_close(forger);
}

/* Written twice, once after it was opened, an engine gives the same bytes. */
static int32_t compare(void *context, const void *bytes, size_t size) {
    const unsigned char **next = context;
    assert_memory_equal(*next, bytes, size);
    *next += size;
    return 0;
}

static void an_opened_engine_is_written_as_it_was(void **state) {
    struct forger *forger = forger_open();
    struct fenrun__layout layout;
    struct fenrun__engine engine;
    fenrun_snapshot_info info;
    const unsigned char *next = forger->bytes;
    const struct fenrun__snapshot_target target = {.write = compare, .context = &next};
    (void)state;
    assert_int_equal(fenrun__layout_read(&layout, forger->bytes, forger->size, NULL), FENRUN_OK);
    assert_int_equal(fenrun__snapshot_open(&engine, &layout, forger->bytes, NULL, NULL),
                     FENRUN_OK);
    assert_int_equal(fenrun__snapshot_write(&engine, NULL, 0, &target, &info, NULL), FENRUN_OK);
    assert_ptr_equal(next, forger->bytes + forger->size);
    assert_int_equal(info.member_count, 4);
    fenrun__engine_free(&engine);
    forger_close(forger);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rule_set_must_be_one),
        cmocka_unit_test(rows_must_be_of_the_sizes_here),
        cmocka_unit_test(the_ledger_says_how_much_it_has),
        cmocka_unit_test(an_opened_engine_is_written_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
