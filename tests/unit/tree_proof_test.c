/* Tree proof: each thing that a tree must hold, changed by itself, is noticed. */
#include "tree/tree_proof.h"

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

static void rows_lead_where_rows_are(void **state) {
    struct forger *forger = forger_open();
    struct fenrun__tree_row *rows = forger_tree_rows(forger, FENRUN__TREE_ROWS);
    struct fenrun__tree_state *tree = forger_tree_rows(forger, FENRUN__TREE_STATE);
    (void)state;
    FORGE(rows[1].id = 0, "rows");
    FORGE(rows[1].inviter = 4, "rows");
    FORGE(rows[1].team = 9, "rows");
    FORGE(rows[1].tier = 2, "rows");
    FORGE(rows[1].labels = 2, "rows");
    FORGE(rows[1].since = INT64_MAX, "rows");
    FORGE(rows[2].since = INT64_MIN, "rows"); /* older than what it was before */
    FORGE(rows[2].versions = 1000, "rows");
    FORGE(tree->at = forger->layout->at = FENRUN_TIME_MAX + 1, "tree");
    FORGE(tree->at--, "header");
    forger_close(forger);
}

static void links_agree_with_rows(void **state) {
    struct forger *forger = forger_open();
    struct fenrun__tree_link *links = forger_tree_rows(forger, FENRUN__TREE_LINKS);
    struct fenrun__tree_row *rows = forger_tree_rows(forger, FENRUN__TREE_ROWS);
    (void)state;
    FORGE(links[0].first_child = 9, "links");
    FORGE(links[0].first_child = FENRUN__NONE, "links");
    FORGE(links[0].next_sibling = 1, "links");
    FORGE(links[0].previous_sibling = 1, "links");
    FORGE(links[1].previous_sibling = 3, "links");
    FORGE(links[2].previous_sibling = 3, "links");
    FORGE(links[3].next_sibling = 3, "links");
    FORGE(rows[3].inviter = 1, "links");
    /* C and D stand above each other: siblings are right, but nobody leads there. */
    FORGE((links[0].first_child = links[1].previous_sibling = 1,
           links[1].next_sibling = FENRUN__NONE, rows[2].inviter = 3, links[3].first_child = 2,
           links[2].previous_sibling = 2, links[2].next_sibling = FENRUN__NONE),
          "links");
    forger_close(forger);
}

static void teams_are_pieces(void **state) {
    struct forger *forger = forger_open();
    struct fenrun__tree_team *teams = forger_tree_rows(forger, FENRUN__TREE_TEAMS);
    struct fenrun__tree_row *rows = forger_tree_rows(forger, FENRUN__TREE_ROWS);
    struct fenrun__tree_state *tree = forger_tree_rows(forger, FENRUN__TREE_STATE);
    uint32_t team = rows[0].team;
    (void)state;
    FORGE(teams[team].size++, "teams");
    FORGE(teams[team].root = 1, "teams");
    FORGE(teams[team].leader = FENRUN__NONE, "teams");
    FORGE(teams[team].leader = 77, "teams");
    FORGE(teams[team].leader_id = 77, "teams");
    FORGE(teams[team].since = INT64_MAX, "teams");
    FORGE(teams[team].versions = 500, "teams");
    FORGE(tree->team_unused = team, "teams");
    FORGE(tree->team_unused_count++, "teams");
    forger_close(forger);
}

static void history_ends(void **state) {
    struct forger *forger = forger_open();
    struct fenrun__version *versions = forger_tree_rows(forger, FENRUN__TREE_VERSIONS);
    struct fenrun__tree_row *rows = forger_tree_rows(forger, FENRUN__TREE_ROWS);
    uint32_t last = (uint32_t)forger->layout->change_count - 1;
    (void)state;
    assert_true(last > 0);
    FORGE(versions[last].previous = last, "history");
    FORGE(versions[last].jump = last + 1, "history");
    FORGE(versions[last].depth++, "history");
    FORGE(versions[last].inviter = 4, "history");
    FORGE(versions[last].team = 100, "history");
    FORGE(versions[last].tier = 2, "history");
    FORGE(versions[last].labels = 2, "history");
    /* D was invited by C before C was there. */
    FORGE(rows[3].since = -1, "history");
    forger_close(forger);
}

static void everybody_is_found(void **state) {
    struct forger *forger = forger_open();
    struct fenrun__index_line *lines = forger_tree_rows(forger, FENRUN__TREE_INDEX);
    struct fenrun__tree_row *rows = forger_tree_rows(forger, FENRUN__TREE_ROWS);
    (void)state;
    FORGE(lines[0].values[0] = 1000, "index");
    FORGE(lines[0].marks[7] = 1, "index");
    FORGE(lines[0].marks[0]++, "index");
    FORGE(lines[0].values[7] = UINT32_MAX, "index"); /* of an empty place, which a guess reads */
    FORGE(rows[3].id = 99, "index");
    forger_close(forger);
}

static void sums_are_what_they_add_up_to(void **state) {
    struct forger *forger = forger_open();
    int64_t *values = forger_tree_rows(forger, FENRUN__TREE_VALUES);
    int64_t *totals = forger_tree_rows(forger, FENRUN__TREE_TOTALS);
    uint64_t columns = forger->layout->entries[FENRUN__LAYOUT_TREE + FENRUN__TREE_TOTALS].count;
    size_t own = 0, sum = columns;
    (void)state;
    for (size_t i = 0; i < columns; i++) {
        if (totals[i] > 0) own = i;
        if (totals[i] == 0 && values[i] > 0) sum = i;
    }
    assert_in_range(sum, 0, columns - 1);
    FORGE(totals[own]++, "totals");
    FORGE(totals[sum]++, "totals");
    FORGE(values[own] = -1, "totals");
    FORGE(values[sum]++, "measures");
    forger_close(forger);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_lead_where_rows_are),
        cmocka_unit_test(links_agree_with_rows),
        cmocka_unit_test(teams_are_pieces),
        cmocka_unit_test(history_ends),
        cmocka_unit_test(everybody_is_found),
        cmocka_unit_test(sums_are_what_they_add_up_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
