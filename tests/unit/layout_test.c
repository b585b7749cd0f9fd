/* Layout: where segments lie, and headers that contradict themselves. */
#include "settle/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "unit/forger.h"

static void segments_lie_one_after_the_other(void **state) {
    struct fenrun__segment segments[FENRUN__LAYOUT_SEGMENTS] = {{"", 0, 1}};
    struct fenrun__layout layout;
    (void)state;
    segments[0] = (struct fenrun__segment){"", 10, 8};
    segments[2] = (struct fenrun__segment){"", 64, 1};
    segments[FENRUN__LAYOUT_ATTACHMENT] = (struct fenrun__segment){"", 1, 1};
    fenrun__layout_plan(&layout, segments);
    assert_int_equal(layout.entries[0].offset, 1088);
    assert_int_equal(layout.entries[1].offset, 1088 + 128);
    assert_int_equal(layout.entries[2].offset, 1088 + 128);
    assert_int_equal(layout.entries[3].offset, 1088 + 192);
    assert_int_equal(layout.size, 1088 + 192 + 64);
    assert_memory_equal(layout.magic, FENRUN_SNAPSHOT_MAGIC, 16);
}

static void every_segment_has_a_name(void **state) {
    (void)state;
    for (uint32_t i = 0; i < FENRUN__LAYOUT_SEGMENTS; i++) {
        assert_true(strlen(fenrun__layout_name(i)) > 0);
    }
    assert_string_equal(fenrun__layout_name(FENRUN__LAYOUT_TREE + FENRUN__TREE_ROWS), "rows");
    assert_string_equal(fenrun__layout_name(FENRUN__LAYOUT_WINDOWS + 7), "windows");
}

/* Headers whose own hash is right. */
static void a_header_must_not_contradict_itself(void **state) {
    static const char contradicts[] = "the snapshot's header contradicts itself";
    struct forger *forger = forger_open();
    struct fenrun__layout *layout = forger->layout;
    (void)state;
    for (uint32_t i = 0; i < 8; i++) {
        struct fenrun__layout_entry *entry = layout->entries + i;
        switch (i) {
        case 0: entry->offset += 64; break;
        case 1: entry->count = UINT64_MAX; break;
        case 2: entry->reserved = 1; break;
        case 3: entry->count += 1000; break;
        case 4: layout->segment_count++; break;
        case 5: layout->reserved = 1; break;
        case 6: layout->entries[FENRUN__LAYOUT_ATTACHMENT].row_size = 0; break;
        default: entry->row_size = UINT32_MAX;
        }
        forger_seal(forger);
        forger_expect_message(forger, contradicts);
    }
    /* Nor what it is known by. */
    layout->rules.low++;
    layout->header = fenrun__digest(layout, offsetof(struct fenrun__layout, header));
    forger_expect_message(forger, contradicts);
    layout->content.low++;
    layout->header = fenrun__digest(layout, offsetof(struct fenrun__layout, header));
    forger_expect_message(forger, contradicts);
    forger_close(forger);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(segments_lie_one_after_the_other),
        cmocka_unit_test(every_segment_has_a_name),
        cmocka_unit_test(a_header_must_not_contradict_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
