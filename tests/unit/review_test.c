/* Review: who is promoted by which measures, and how far up the tree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "payout/review.h"
#include "unit/desk.h"
#include "unit/forest.h"
#include "unit/scarce.h"

enum { NORMAL, SILVER, GOLD, PLATINUM };

#define AWARDS "awards: {a: {event: order, to: seller, pay: 1.00}}\n"

/* 1-2-3-4-5, all normal; nobody promoted yet, whatever the rule set says: set by hand. */
static struct desk *open_chain(const char *promotions) {
    char text[1024];
    snprintf(text, sizeof text, DESK_HEAD AWARDS "promotions:\n  review: at_once\n%s", promotions);
    struct desk *desk = desk_open(text);
    for (uint64_t id = 1; id <= 5; id++) {
        uint32_t inviter = id == 1 ? FENRUN__NONE : (uint32_t)id - 2;
        forest_join(&desk->engine.tree, id, inviter, 0);
    }
    return desk;
}

static const char *outcome_of(struct desk *desk, const struct fenrun__review *review) {
    fenrun__result_clear(&desk->result);
    assert_int_equal(fenrun__review_plan(desk->plan, &desk->engine.tree, review, 77,
                                         &desk->result),
                     FENRUN_OK);
    return desk_outcome(desk);
}

static void a_member_gets_the_highest_tier_whose_tests_are_met(void **state) {
    (void)state;
    static const struct {
        uint32_t tier;
        uint32_t direct_invites, team_members;
        int64_t own_sales;
        const char *outcome;
    } cases[] = {
        {NORMAL, 0, 0, 0, ""},
        {NORMAL, 2, 0, 0, ""},
        {NORMAL, 3, 0, 0, "; 5 becomes 1"},
        {NORMAL, 3, 9, 99999, "; 5 becomes 1"},
        {NORMAL, 3, 9, 100000, "; 5 becomes 1"}, /* 10 in the team and 1000.00 at once */
        {NORMAL, 3, 10, 99999, "; 5 becomes 1"},
        {NORMAL, 0, 10, 100000, "; 5 becomes 2"},
        {NORMAL, 20, 0, 0, "; 5 becomes 2"}, /* any alternative is enough */
        {NORMAL, 30, 0, 0, "; 5 becomes 3"}, /* over two tiers at once */
        {SILVER, 3, 0, 0, ""},               /* has it already */
        {SILVER, 30, 0, 0, "; 5 becomes 3"},
        {GOLD, 20, 10, 100000, ""},
        {GOLD, 30, 0, 0, "; 5 becomes 3"},
        {PLATINUM, 30, 10, 100000, ""}, /* nothing is above */
        {PLATINUM, 0, 0, 0, ""},        /* and a review never lowers */
    };
    struct desk *desk = open_chain("  gold: [{team_members: 10, own_sales: 1000.00},"
                                   " {direct_invites: 20}]\n"
                                   "  silver: [{direct_invites: 3}]\n"
                                   "  platinum: [{direct_invites: 30}]\n");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        desk->engine.tree.rows[4].tier = cases[i].tier;
        desk->engine.tree.counters[4] = (struct fenrun__tree_counters){
            cases[i].own_sales, cases[i].direct_invites, cases[i].team_members};
        const struct fenrun__review review = {
            .start = 4, .left = FENRUN__NONE, .unchanged = FENRUN__NONE};
        assert_string_equal(outcome_of(desk, &review), cases[i].outcome);
        if (desk->result.promotion_count == 0) continue;
        assert_int_equal(desk->result.promotions[0].tier_before, cases[i].tier);
        assert_int_equal(desk->result.promotions[0].at, 77);
    }
    desk_close(desk);
}

static void what_the_event_adds_counts_for_the_member_where_it_starts(void **state) {
    (void)state;
    struct desk *desk = open_chain("  silver: [{direct_invites: 3}, {own_sales: 10.00}]\n");
    struct fenrun__tree_counters *counters = desk->engine.tree.counters;
    struct fenrun__review review = {
        .start = 2, .upwards = true, .left = FENRUN__NONE, .unchanged = FENRUN__NONE};
    for (uint32_t i = 0; i < 5; i++) counters[i] = (struct fenrun__tree_counters){0};
    assert_string_equal(outcome_of(desk, &review), "");
    counters[0].direct_invites = counters[1].direct_invites = counters[2].direct_invites = 2;
    review.direct_invites = 1; /* for 3 alone, not for 2 and 1 above */
    assert_string_equal(outcome_of(desk, &review), "; 3 becomes 1");
    review.direct_invites = 0;
    counters[0].own_sales = counters[1].own_sales = counters[2].own_sales = 900;
    review.own_sales = 99;
    assert_string_equal(outcome_of(desk, &review), "");
    review.own_sales = 100;
    assert_string_equal(outcome_of(desk, &review), "; 3 becomes 1");
    /* Whoever loses a direct invite by a move is measured without it. */
    counters[0].direct_invites = counters[1].direct_invites = 3;
    review.own_sales = 0;
    assert_string_equal(outcome_of(desk, &review), "; 2 becomes 1, 1 becomes 1");
    review.left = 1;
    assert_string_equal(outcome_of(desk, &review), "; 1 becomes 1");
    desk_close(desk);
}

static void the_walk_goes_up_to_the_first_who_leads_a_team(void **state) {
    (void)state;
    static const struct {
        uint32_t tiers[5];
        uint32_t team_members[5];
        bool upwards;
        uint32_t unchanged;
        const char *outcome;
    } cases[] = {
        /* Silver from 5 members, gold from 8; the event adds 1 to everyone on the way. */
        {{0, 0, 0, 0, 0}, {6, 4, 3, 2, 1}, true, FENRUN__NONE, "; 2 becomes 1, 1 becomes 1"},
        {{0, 0, 0, 0, 0}, {6, 4, 3, 2, 1}, false, FENRUN__NONE, ""},
        {{0, 0, 0, 0, 0}, {9, 8, 4, 2, 1}, true, FENRUN__NONE,
         "; 3 becomes 1, 2 becomes 2"}, /* 2 splits off: 1 has not grown */
        {{0, 0, 0, 0, 0}, {9, 8, 8, 7, 1}, true, FENRUN__NONE, "; 4 becomes 2"},
        {{0, 0, 2, 0, 0}, {9, 8, 4, 4, 1}, true, FENRUN__NONE,
         "; 4 becomes 1"}, /* 3 leads and is the last to be reviewed */
        {{0, 0, 2, 0, 0}, {9, 8, 90, 4, 1}, true, FENRUN__NONE,
         "; 4 becomes 1, 3 becomes 3"}, /* also where it rises further */
        {{0, 0, 0, 0, 0}, {4, 4, 4, 4, 1}, true, 1, "; 4 becomes 1, 3 becomes 1"},
        {{0, 0, 0, 0, 0}, {5, 4, 4, 4, 1}, true, 2, "; 4 becomes 1, 1 becomes 1"},
    };
    struct desk *desk = open_chain("  silver: [{team_members: 5}]\n"
                                   "  gold: [{team_members: 8}]\n"
                                   "  platinum: [{team_members: 80}]\n");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (uint32_t j = 0; j < 5; j++) {
            desk->engine.tree.rows[j].tier = cases[i].tiers[j];
            desk->engine.tree.counters[j] = (struct fenrun__tree_counters){
                .team_members = cases[i].team_members[j]};
        }
        const struct fenrun__review review = {.start = 3,
                                              .upwards = cases[i].upwards,
                                              .team_members = 1,
                                              .left = FENRUN__NONE,
                                              .unchanged = cases[i].unchanged};
        assert_string_equal(outcome_of(desk, &review), cases[i].outcome);
    }
    desk_close(desk);
}

static void nobody_is_reviewed_where_nobody_is_named(void **state) {
    (void)state;
    struct desk *desk = open_chain("  silver: [{direct_invites: 1}]\n");
    const struct fenrun__review review = {
        .start = FENRUN__NONE, .upwards = true, .left = FENRUN__NONE, .unchanged = FENRUN__NONE};
    assert_string_equal(outcome_of(desk, &review), "");
    desk_close(desk);
}

static void without_memory_a_review_fails(void **state) {
    (void)state;
    struct desk *desk = open_chain("  silver: [{direct_invites: 1}]\n");
    size_t left = 0;
    const fenrun_allocator nothing = {scarce_give, &left};
    struct fenrun_result result;
    fenrun__result_init(&result, &nothing);
    const struct fenrun__review review = {
        .start = 0, .left = FENRUN__NONE, .unchanged = FENRUN__NONE};
    assert_int_equal(
        fenrun__review_plan(desk->plan, &desk->engine.tree, &review, 77, &result),
        FENRUN_ERROR_MEMORY);
    assert_int_equal(result.promotion_count, 0);
    desk_close(desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_member_gets_the_highest_tier_whose_tests_are_met),
        cmocka_unit_test(what_the_event_adds_counts_for_the_member_where_it_starts),
        cmocka_unit_test(the_walk_goes_up_to_the_first_who_leads_a_team),
        cmocka_unit_test(nobody_is_reviewed_where_nobody_is_named),
        cmocka_unit_test(without_memory_a_review_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
