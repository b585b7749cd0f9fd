/* Score proof: closes, windows, and orders that are not in what is measured, are noticed. */
#include "settle/score_proof.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "unit/forger.h"

/* Change one thing and say what is then not sound. */
#define FORGE(what, unsound)                                                                      \
    do {                                                                                          \
        what;                                                                                     \
        forger_expect(forger, unsound);                                                           \
    } while (0)

static void closes_have_been(void **state) {
    struct forger *forger = forger_open();
    /* Behind the number that says whether orders are remembered. */
    struct fenrun__score_state *score =
        (struct fenrun__score_state *)((uint64_t *)forger_rows(forger, FENRUN__LAYOUT_ENGINE) + 1);
    (void)state;
    assert_int_equal(score->closes, 1);
    assert_int_equal(score->periods[0].closed, 1);
    FORGE(score->periods[0].closes = 2, "state");
    FORGE(score->periods[0].at = INT64_MAX, "state");
    FORGE(score->periods[1].closed = 1, "state");
    FORGE(score->periods[0].closed = 0, "state");
    forger_close(forger);
}

/* The entries of the one window: an instant, a member and a place, and one value. */
struct entry {
    int64_t at;
    uint32_t member;
    uint32_t place;
    int64_t value;
};

static void windows_hold_what_is_measured(void **state) {
    struct forger *forger = forger_open();
    struct entry *entries = forger_rows(forger, FENRUN__LAYOUT_WINDOWS);
    (void)state;
    assert_int_equal(forger->layout->entries[FENRUN__LAYOUT_WINDOWS].row_size, sizeof *entries);
    assert_int_equal(forger->layout->entries[FENRUN__LAYOUT_WINDOWS].count, 3);
    FORGE(entries[0].at = INT64_MAX, "windows");
    FORGE(entries[0].at = -1000000, "windows");
    FORGE(entries[0].member = 4, "windows");
    FORGE(entries[0].member = 0, "windows");
    FORGE(entries[0].place = 1, "windows");
    FORGE(entries[0].place = entries[1].place, "windows");
    FORGE(entries[0].place = FENRUN__NONE, "windows");
    FORGE(entries[0].value++, "windows");
    FORGE(entries[0].value = -1, "windows");
    forger_close(forger);
}

/* Measures that agree with each other, but not with the orders. */
static void measures_hold_what_orders_added(void **state) {
    struct forger *forger = forger_open();
    int64_t *values = forger_tree_rows(forger, FENRUN__TREE_VALUES);
    int64_t *totals = forger_tree_rows(forger, FENRUN__TREE_TOTALS);
    uint64_t columns = forger->layout->entries[FENRUN__LAYOUT_TREE + FENRUN__TREE_TOTALS].count;
    size_t noticed = 0;
    (void)state;
    for (size_t column = 0; column < columns; column++) {
        for (size_t member = 0; member < 4 && totals[column] > 0; member++) {
            int64_t *value = values + member * columns + column;
            if (*value == 0) continue;
            totals[column] -= *value;
            *value = 0;
            forger_seal(forger);
            assert_int_equal(fenrun_snapshot_verify(forger->bytes, forger->size, NULL, NULL),
                             FENRUN_ERROR_SNAPSHOT);
            for (size_t i = 0; i < forger->size; i++) forger->bytes[i] = forger->sound[i];
            noticed++;
        }
    }
    assert_in_range(noticed, 3, 100);
    forger_close(forger);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(closes_have_been),
        cmocka_unit_test(windows_hold_what_is_measured),
        cmocka_unit_test(measures_hold_what_orders_added),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
