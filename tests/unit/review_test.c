/* Review: who is promoted by which measures, and how far up the tree; and who falls at a close. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "payout/pay.h"
#include "payout/review.h"
#include "unit/ladder.h"
#include "unit/scarce.h"

#define SEED 20240305u

#define expect(ladder, event, promotions)                                                         \
    assert_string_equal(ladder_outcome_of(ladder, event), promotions)

enum { NORMAL, SILVER, GOLD, PLATINUM };

static struct fenrun__review order_of(uint32_t seller, const int64_t *own) {
    return (struct fenrun__review){.kind = FENRUN_EVENT_ORDER, .member = seller, .own = own};
}

static struct fenrun__review join_under(uint32_t inviter, const int64_t *own) {
    return (struct fenrun__review){.kind = FENRUN_EVENT_JOIN, .inviter = inviter, .own = own};
}

static struct fenrun__review move_of(uint32_t member, uint32_t inviter) {
    return (struct fenrun__review){
        .kind = FENRUN_EVENT_MOVE, .member = member, .inviter = inviter};
}

static struct fenrun__review tier_of(uint32_t member, uint32_t tier) {
    return (struct fenrun__review){.kind = FENRUN_EVENT_TIER, .member = member, .tier = tier};
}

enum {
    OWN_SALES,
    OWN_FEE, /* of the join */
    DIRECT_INVITES,
    TEAM_MEMBERS,
    TEAM_SALES,
    DOWNLINE_MEMBERS,
    DIRECT_SALES,
    DIRECT_OF_GOLD, /* direct_invites of gold+ */
    COLUMNS
};

static const struct fenrun__plan_column COLUMNS_OF_LADDER[COLUMNS] = {
    [OWN_SALES] = {UINT64_MAX, FENRUN__SCOPE_OWN, FENRUN__WHAT_FIGURE, 0, 0, 0, OWN_SALES, 0, {0}},
    [OWN_FEE] = {UINT64_MAX, FENRUN__SCOPE_OWN, FENRUN__WHAT_JOIN_FIGURE, 0, 0, 0, OWN_FEE, 0, {0}},
    [DIRECT_INVITES] = {UINT64_MAX, FENRUN__SCOPE_DIRECT, FENRUN__WHAT_MEMBERS, 0, 0, 0,
                        FENRUN__NOWHERE, 0, {0}},
    [TEAM_MEMBERS] = {UINT64_MAX, FENRUN__SCOPE_TEAM, FENRUN__WHAT_MEMBERS, 0, 0, 0,
                      FENRUN__NOWHERE, 0, {0}},
    [TEAM_SALES] = {UINT64_MAX, FENRUN__SCOPE_TEAM, FENRUN__WHAT_FIGURE, 0, 0, 0, OWN_SALES, 0,
                    {0}},
    [DOWNLINE_MEMBERS] = {UINT64_MAX, FENRUN__SCOPE_DOWNLINE, FENRUN__WHAT_MEMBERS, 0, 0, 0,
                          FENRUN__NOWHERE, 0, {0}},
    [DIRECT_SALES] = {UINT64_MAX, FENRUN__SCOPE_DIRECT, FENRUN__WHAT_FIGURE, 0, 0, 0, OWN_SALES,
                      0, {0}},
    [DIRECT_OF_GOLD] = {1u << GOLD | 1u << PLATINUM, FENRUN__SCOPE_DIRECT, FENRUN__WHAT_MEMBERS, 0,
                        0, 0, FENRUN__NOWHERE, 0, {0}},
};

/* 0-1-2-3-4, all normal. */
static void open_chain(struct ladder *ladder) {
    ladder_open(ladder, COLUMNS_OF_LADDER, COLUMNS, 1);
    struct random_source random = {SEED};
    forest_grow(&ladder->tree, FOREST_CHAIN, 5, 0, &random);
}

static int64_t *measured(struct ladder *ladder, uint32_t member) {
    return ladder->tree.measure.values + (size_t)member * ladder->tree.measure.column_count;
}

static void a_member_gets_the_highest_tier_whose_tests_are_met(void **state) {
    (void)state;
    static const struct {
        uint16_t tier;
        int64_t direct_invites, team_members, own_sales;
        const char *outcome;
    } cases[] = {
        {NORMAL, 0, 0, 0, ""},
        {NORMAL, 2, 0, 0, ""},
        {NORMAL, 3, 0, 0, "4 becomes 1"},
        {NORMAL, 3, 9, 99999, "4 becomes 1"},
        {NORMAL, 3, 9, 100000, "4 becomes 1"}, /* 10 in the team and 1000.00 at once */
        {NORMAL, 3, 10, 99999, "4 becomes 1"},
        {NORMAL, 0, 10, 100000, "4 becomes 2"},
        {NORMAL, 20, 0, 0, "4 becomes 2"}, /* any alternative is enough */
        {NORMAL, 30, 0, 0, "4 becomes 3"}, /* over two tiers at once */
        {SILVER, 3, 0, 0, ""},             /* has it already */
        {SILVER, 30, 0, 0, "4 becomes 3"},
        {GOLD, 20, 10, 100000, ""},
        {GOLD, 30, 0, 0, "4 becomes 3"},
        {PLATINUM, 30, 10, 100000, ""}, /* nothing is above */
        {PLATINUM, 0, 0, 0, ""},        /* and a review never lowers */
    };
    struct ladder ladder;
    open_chain(&ladder);
    ladder_promote(&ladder, PLATINUM, DIRECT_INVITES, 30);
    ladder_promote(&ladder, GOLD, TEAM_MEMBERS, 10);
    ladder_too(ladder.alternatives + 1, OWN_SALES, 100000);
    ladder_promote(&ladder, GOLD, DIRECT_INVITES, 20);
    ladder_promote(&ladder, SILVER, DIRECT_INVITES, 3);
    ladder.tree.rows[4].labels = 5;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ladder.tree.rows[4].tier = cases[i].tier;
        measured(&ladder, 4)[DIRECT_INVITES] = cases[i].direct_invites;
        measured(&ladder, 4)[TEAM_MEMBERS] = cases[i].team_members;
        measured(&ladder, 4)[OWN_SALES] = cases[i].own_sales;
        expect(&ladder, order_of(4, NULL), cases[i].outcome);
        if (ladder.result.promotion_count == 0) continue;
        const fenrun_promotion *promotion = ladder.result.promotions;
        assert_int_equal(promotion->tier_before, cases[i].tier);
        assert_int_equal(promotion->at, 77);
        assert_int_equal(promotion->labels_before, 5); /* a review leaves them */
        assert_int_equal(promotion->labels, 5);
    }
    ladder_close(&ladder);
}

static void what_the_event_adds_counts_for_the_member_where_it_starts(void **state) {
    (void)state;
    struct ladder ladder;
    open_chain(&ladder);
    ladder_promote(&ladder, SILVER, DIRECT_INVITES, 3);
    ladder_promote(&ladder, SILVER, OWN_SALES, 1000);
    ladder_promote(&ladder, SILVER, TEAM_MEMBERS, 99);
    int64_t own[COLUMNS] = {[OWN_SALES] = 99};
    for (uint32_t i = 0; i < 5; i++) measured(&ladder, i)[DIRECT_INVITES] = 2;
    expect(&ladder, join_under(2, NULL), "2 becomes 1");
    expect(&ladder, order_of(2, own), "");
    for (uint32_t i = 0; i < 5; i++) measured(&ladder, i)[OWN_SALES] = 900;
    expect(&ladder, order_of(2, own), "");
    own[OWN_SALES] = 100;
    expect(&ladder, order_of(2, own), "2 becomes 1");
    /* Whoever loses a direct invite by a move is measured without it. */
    for (uint32_t i = 0; i < 5; i++) {
        measured(&ladder, i)[OWN_SALES] = 0;
        measured(&ladder, i)[DIRECT_INVITES] = 3;
    }
    ladder.tree.rows[2].tier = SILVER;
    expect(&ladder, join_under(2, NULL), "1 becomes 1, 0 becomes 1");
    expect(&ladder, move_of(4, 0), "0 becomes 1");
    ladder.tree.rows[2].tier = NORMAL;
    expect(&ladder, move_of(2, 0), "0 becomes 1");
    measured(&ladder, 0)[DIRECT_INVITES] = 2;
    expect(&ladder, move_of(2, 0), "0 becomes 1");
    ladder_close(&ladder);
}

static void the_walk_goes_up_to_the_first_who_leads_a_team(void **state) {
    (void)state;
    static const struct {
        uint16_t tiers[4];
        int64_t team_members[4];
        const char *outcome;
    } cases[] = {
        /* Silver from 5 members, gold from 8; a newcomer under 3 adds 1 to everyone above. */
        {{0, 0, 0, 0}, {6, 4, 3, 2}, "1 becomes 1, 0 becomes 1"},
        {{0, 0, 0, 0}, {9, 8, 4, 2}, "2 becomes 1, 1 becomes 2"}, /* 1 splits off */
        {{0, 0, 0, 0}, {9, 8, 8, 7}, "3 becomes 2"},
        {{0, 0, 2, 0}, {9, 8, 4, 4}, "3 becomes 1"}, /* 2 leads and is the last to be reviewed */
        {{0, 0, 2, 0}, {9, 8, 90, 4}, "3 becomes 1, 2 becomes 3"}, /* also where it rises */
    };
    struct ladder ladder;
    open_chain(&ladder);
    ladder_promote(&ladder, PLATINUM, TEAM_MEMBERS, 80);
    ladder_promote(&ladder, GOLD, TEAM_MEMBERS, 8);
    ladder_promote(&ladder, SILVER, TEAM_MEMBERS, 5);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (uint32_t j = 0; j < 4; j++) {
            ladder.tree.rows[j].tier = cases[i].tiers[j];
            measured(&ladder, j)[TEAM_MEMBERS] = cases[i].team_members[j];
        }
        expect(&ladder, join_under(3, NULL), cases[i].outcome);
        expect(&ladder, order_of(3, NULL), cases[i].team_members[3] >= 5 ? "3 becomes 1" : "");
    }
    ladder_close(&ladder);
}

static void t18_whether_departed_teams_count_is_what_is_measured(void **state) {
    (void)state;
    struct ladder ladder;
    open_chain(&ladder);
    /* 3 becomes gold by the newcomer: 2 has one team member less, and one more below. */
    ladder_promote(&ladder, GOLD, DIRECT_INVITES, 2);
    ladder_promote(&ladder, SILVER, TEAM_MEMBERS, 3);
    expect(&ladder, join_under(3, NULL), "3 becomes 2");
    ladder_promote(&ladder, SILVER, DOWNLINE_MEMBERS, 3);
    expect(&ladder, join_under(3, NULL), "3 becomes 2, 2 becomes 1, 1 becomes 1, 0 becomes 1");
    ladder.alternatives[2].tests[0].at_least = 5;
    expect(&ladder, join_under(3, NULL), "3 becomes 2, 0 becomes 1");
    ladder_close(&ladder);
}

static void a_rise_that_is_measured_by_tier_raises_those_above_in_turn(void **state) {
    (void)state;
    struct ladder ladder;
    open_chain(&ladder);
    ladder_promote(&ladder, GOLD, DIRECT_OF_GOLD, 1);
    ladder_promote(&ladder, GOLD, OWN_SALES, 100);
    int64_t own[COLUMNS] = {[OWN_SALES] = 100};
    expect(&ladder, order_of(4, own),
           "4 becomes 2, 3 becomes 2, 2 becomes 2, 1 becomes 2, 0 becomes 2");
    expect(&ladder, tier_of(2, GOLD), "1 becomes 2, 0 becomes 2");
    expect(&ladder, tier_of(2, SILVER), "");
    expect(&ladder, tier_of(0, GOLD), "");
    /* Whoever is gold already changes nothing above by the next tier. */
    forest_set_tier(&ladder.tree, 2, GOLD, 1);
    expect(&ladder, tier_of(2, GOLD), "");
    expect(&ladder, tier_of(2, PLATINUM), "1 becomes 2, 0 becomes 2");
    forest_set_tier(&ladder.tree, 1, GOLD, 2);
    expect(&ladder, tier_of(1, NORMAL), "");
    ladder_close(&ladder);
}

static void orders_review_those_above_whose_measures_they_are_part_of(void **state) {
    (void)state;
    int64_t own[COLUMNS] = {[OWN_SALES] = 10};
    struct ladder ladder;
    open_chain(&ladder);
    ladder_promote(&ladder, SILVER, DIRECT_INVITES, 1); /* of no order: the seller alone */
    expect(&ladder, order_of(3, own), "3 becomes 1");
    ladder_promote(&ladder, SILVER, DIRECT_SALES, 10);
    expect(&ladder, order_of(3, own), "3 becomes 1, 2 becomes 1");
    ladder_promote(&ladder, SILVER, TEAM_SALES, 10);
    expect(&ladder, order_of(3, own), "3 becomes 1, 2 becomes 1, 1 becomes 1, 0 becomes 1");
    forest_set_tier(&ladder.tree, 2, GOLD, 1);
    expect(&ladder, order_of(3, own), "3 becomes 1");
    forest_set_tier(&ladder.tree, 3, GOLD, 2); /* its inviter all the same */
    forest_set_tier(&ladder.tree, 2, NORMAL, 3);
    expect(&ladder, order_of(3, own), "2 becomes 1");
    ladder_close(&ladder);
}

static void a_newcomer_may_rise_by_what_it_brings(void **state) {
    (void)state;
    int64_t own[COLUMNS] = {[OWN_FEE] = 39900};
    struct ladder ladder;
    open_chain(&ladder);
    ladder_promote(&ladder, GOLD, OWN_FEE, 39900);
    ladder_promote(&ladder, SILVER, TEAM_MEMBERS, 1);
    ladder.tree.rows[4].labels = 1;
    expect(&ladder, join_under(4, own),
           "5 becomes 2, 3 becomes 1, 2 becomes 1, 1 becomes 1, 0 becomes 1");
    assert_int_equal(ladder.result.promotions[0].member, forest_id(5));
    assert_int_equal(ladder.result.promotions[0].tier_before, NORMAL);
    assert_int_equal(ladder.result.promotions[0].labels, 0);
    expect(&ladder, join_under(FENRUN__NONE, own), "5 becomes 2");
    own[OWN_FEE]--; /* it stays normal, and in 4's team */
    expect(&ladder, join_under(4, own),
           "4 becomes 1, 3 becomes 1, 2 becomes 1, 1 becomes 1, 0 becomes 1");
    /* Only what a join brings has the newcomer looked at. */
    ladder.alternatives[0].tests[0].column = OWN_SALES;
    ladder.alternatives[0].tests[0].at_least = 0;
    expect(&ladder, join_under(4, own), "4 becomes 2");
    ladder_close(&ladder);
}

/* 0 invited 1 and 4; 1-2-3, 4-5-6. Who moves is missing below 1 and there below 4. */
static void where_the_ways_of_a_move_meet_nothing_changes_above(void **state) {
    (void)state;
    static const uint32_t inviters[7] = {FENRUN__NONE, 0, 1, 2, 0, 4, 5};
    struct ladder ladder;
    ladder_open(&ladder, COLUMNS_OF_LADDER, COLUMNS, 1);
    for (uint32_t i = 0; i < 7; i++) forest_join(&ladder.tree, forest_id(i), inviters[i], 0);
    ladder_promote(&ladder, PLATINUM, TEAM_MEMBERS, 7);
    ladder_promote(&ladder, SILVER, TEAM_MEMBERS, 4);
    ladder_too(ladder.alternatives + 1, DOWNLINE_MEMBERS, 4);
    expect(&ladder, move_of(2, 5), "4 becomes 1, 0 becomes 1");
    forest_set_tier(&ladder.tree, 1, GOLD, 1); /* now its team is another: 0's grows */
    ladder_promote(&ladder, SILVER, TEAM_MEMBERS, 5);
    ladder.alternatives[0].tests[0].at_least = 6;
    expect(&ladder, move_of(2, 5), "4 becomes 1, 0 becomes 1");
    ladder.alternatives[0].tests[0].at_least = 5;
    expect(&ladder, move_of(2, 5), "4 becomes 1, 0 becomes 3");
    expect(&ladder, move_of(2, 1), ""); /* where it is */
    /* Down its own inviter's other branch: that inviter has one direct invite less. */
    ladder_promote(&ladder, SILVER, DIRECT_INVITES, 2);
    forest_set_tier(&ladder.tree, 1, NORMAL, 2);
    expect(&ladder, join_under(0, NULL), "0 becomes 3");
    ladder.alternatives[0].tests[0].at_least = 9;
    ladder.alternatives[1].tests[0].at_least = ladder.alternatives[2].tests[0].at_least = 9;
    expect(&ladder, join_under(0, NULL), "0 becomes 1");
    expect(&ladder, move_of(4, 1), "1 becomes 1");
    expect(&ladder, move_of(4, 3), "");
    expect(&ladder, move_of(2, FENRUN__NONE), "");
    ladder_close(&ladder);
}

static void who_is_reviewed_at_a_close_only_is_not_at_once(void **state) {
    (void)state;
    int64_t own[COLUMNS] = {[OWN_SALES] = 100};
    struct ladder ladder;
    open_chain(&ladder);
    ladder_promote(&ladder, SILVER, OWN_SALES, 100);
    static const uint32_t kinds[] = {FENRUN_EVENT_REFUND, FENRUN_EVENT_OWN, FENRUN_EVENT_CLOSE};
    expect(&ladder, order_of(2, own), "2 becomes 1");
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct fenrun__review event = order_of(2, own);
        event.kind = kinds[i];
        expect(&ladder, event, "");
    }
    ladder.version.promotion_review = 0;
    expect(&ladder, order_of(2, own), "");
    assert_false(fenrun__review_look(&ladder.plan, &ladder.version).any);
    ladder.version.promotion_review = FENRUN__REVIEW_AT_ONCE;
    ladder.version.promotion_count = 0;
    assert_false(fenrun__review_look(&ladder.plan, &ladder.version).any);
    ladder_close(&ladder);
}

static void t09_who_does_not_keep_a_tier_falls_to_the_next_one_that_it_can_have(void **state) {
    (void)state;
    static const struct {
        uint16_t tier;
        int64_t own_sales, direct_invites;
        uint16_t after;
    } cases[] = {
        {PLATINUM, 300, 0, PLATINUM}, {PLATINUM, 299, 0, GOLD},   {PLATINUM, 199, 0, SILVER},
        {PLATINUM, 0, 2, GOLD}, /* any one map */                 {GOLD, 200, 0, GOLD},
        {GOLD, 0, 2, GOLD},           {GOLD, 0, 1, SILVER},       {SILVER, 0, 0, SILVER},
        {NORMAL, 0, 0, NORMAL},       {NORMAL, 0, 9, SILVER},     {GOLD, 0, 9, GOLD},
        {SILVER, 500, 9, PLATINUM},
    };
    struct ladder ladder;
    open_chain(&ladder);
    ladder_promote(&ladder, PLATINUM, OWN_SALES, 500);
    ladder_promote(&ladder, SILVER, DIRECT_INVITES, 9);
    ladder_keep(&ladder, PLATINUM, OWN_SALES, 300);
    ladder_keep(&ladder, GOLD, OWN_SALES, 200);
    ladder_keep(&ladder, GOLD, DIRECT_INVITES, 2);
    ladder.version.promotion_review = ladder.version.demotion_review = 3;
    uint16_t tiers[5], labels[5] = {0};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ladder.tree.rows[2].tier = cases[i].tier;
        measured(&ladder, 2)[OWN_SALES] = cases[i].own_sales;
        measured(&ladder, 2)[DIRECT_INVITES] = cases[i].direct_invites;
        bool any = fenrun__review_close(&ladder.plan, &ladder.version, 3, &ladder.tree, tiers);
        assert_int_equal(any, cases[i].tier != cases[i].after);
        assert_int_equal(tiers[2], cases[i].after);
        assert_int_equal(tiers[1], NORMAL);
        assert_false(fenrun__review_close(&ladder.plan, &ladder.version, 2, &ladder.tree, tiers));
        assert_int_equal(tiers[2], cases[i].tier); /* another period */
    }
    /* The record of a close: one for each whose tier or labels change. */
    ladder.tree.rows[3].labels = labels[3] = 6;
    ladder.tree.rows[1].labels = 1;
    labels[4] = 2;
    tiers[2] = GOLD;
    fenrun__result_clear(&ladder.result);
    ladder.result.event = 8;
    assert_int_equal(fenrun__review_record(&ladder.tree, tiers, labels, 99, &ladder.result),
                     FENRUN_OK);
    assert_int_equal(ladder.result.promotion_count, 3);
    const fenrun_promotion expected[3] = {
        {forest_id(1), 99, NORMAL, NORMAL, 8, 1, 0},
        {forest_id(2), 99, SILVER, GOLD, 8, 0, 0},
        {forest_id(4), 99, NORMAL, NORMAL, 8, 0, 2},
    };
    assert_memory_equal(ladder.result.promotions, expected, sizeof expected);
    ladder_close(&ladder);
}

static void without_memory_a_review_fails(void **state) {
    (void)state;
    struct ladder ladder;
    open_chain(&ladder);
    ladder_promote(&ladder, SILVER, DIRECT_INVITES, 1);
    ladder_promote(&ladder, SILVER, OWN_FEE, 0);
    size_t left = 0;
    const fenrun_allocator nothing = {scarce_give, &left};
    fenrun__result_init(&ladder.result, &nothing);
    assert_int_equal(ladder_review(&ladder, order_of(0, NULL)), FENRUN_ERROR_MEMORY);
    assert_int_equal(ladder_review(&ladder, join_under(0, NULL)), FENRUN_ERROR_MEMORY);
    uint16_t tiers[5] = {1}, labels[5] = {0};
    assert_int_equal(fenrun__review_record(&ladder.tree, tiers, labels, 1, &ladder.result),
                     FENRUN_ERROR_MEMORY);
    assert_int_equal(ladder.result.promotion_count, 0);
    ladder_close(&ladder);
}

/* The versions that an event and its promotions append at most, said before any of them. */
static uint64_t room_for(const struct ladder *ladder, const struct fenrun__review *event) {
    const struct fenrun__tree *tree = &ladder->tree;
    uint64_t versions = 0, migrants = event->kind == FENRUN_EVENT_JOIN;
    if (event->kind == FENRUN_EVENT_TIER || event->kind == FENRUN_EVENT_MOVE) {
        for (uint32_t i = 0; i < tree->count; i++) {
            migrants += tree->rows[i].team == tree->rows[event->member].team &&
                        fenrun__tree_is_above(tree, event->member, i);
        }
    }
    switch (event->kind) {
    case FENRUN_EVENT_JOIN: versions = 1; break;
    case FENRUN_EVENT_TIER:
        versions = fenrun__tree_tier_cost(tree, event->member, event->tier);
        break;
    case FENRUN_EVENT_MOVE:
        versions = fenrun__tree_move_cost(tree, event->member, event->inviter);
        break;
    default: break;
    }
    for (size_t i = 0; i < ladder->result.promotion_count; i++) {
        const fenrun_promotion *promotion = ladder->result.promotions + i;
        bool splits = promotion->tier_before < FOREST_LEAD_TIER &&
                      promotion->tier >= FOREST_LEAD_TIER;
        uint32_t member = fenrun__tree_find(tree, promotion->member);
        versions += splits ? fenrun__tree_split_cost(tree, member, migrants) : 1;
    }
    return versions;
}

static void a_plan_is_what_changes_one_after_the_other_come_to(void **state) {
    (void)state;
    size_t events[FENRUN_EVENT_CLOSE + 1] = {0}, promoting[FENRUN_EVENT_CLOSE + 1] = {0};
    size_t promotions = 0;
    print_message("seeds from %u\n", SEED);
    for (uint64_t seed = SEED; seed < SEED + 400; seed++) {
        struct random_source random = {seed};
        struct ladder ladder;
        ladder_random(&ladder, &random);
        forest_grow(&ladder.tree, (enum forest_shape)(seed % FOREST_SHAPES),
                    2 + random_below(&random, 25), 0, &random);
        for (int64_t at = 1; at < 60; at++) {
            struct ladder_happening it = ladder_happening(&ladder, &random);
            it.event.own = it.own;
            char planned[4096], made[4096];
            snprintf(planned, sizeof planned, "%s", ladder_outcome_of(&ladder, it.event));
            promotions += ladder.result.promotion_count;
            uint64_t room = room_for(&ladder, &it.event);
            size_t versions = ladder.tree.versions.count, teams = ladder.tree.team_count;
            ladder_happen(&ladder, &it, at, made, sizeof made);
            assert_in_range(ladder.tree.versions.count - versions, 0, room);
            assert_in_range(ladder.tree.team_count - teams, 0, 1 + ladder.result.promotion_count);
            if (strcmp(planned, made) != 0) {
                fail_msg("seed %" PRIu64 " at %d, kind %u: planned '%s', made '%s'", seed, (int)at,
                         it.event.kind, planned, made);
            }
            events[it.event.kind]++;
            promoting[it.event.kind] += made[0] != '\0';
            /* So that there is always somebody to promote. */
            uint32_t fallen = random_below(&random, (uint32_t)ladder.tree.count);
            if (random_one_in(&random, 3)) forest_set_tier(&ladder.tree, fallen, 0, at);
            ladder.tree.at = at;
            if (at % 20 == 0) forest_check(&ladder.tree);
        }
        ladder_close(&ladder);
    }
    static const uint32_t kinds[] = {FENRUN_EVENT_ORDER, FENRUN_EVENT_JOIN, FENRUN_EVENT_MOVE,
                                     FENRUN_EVENT_TIER};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        print_message("kind %u: %zu of %zu promote\n", kinds[i], promoting[kinds[i]],
                      events[kinds[i]]);
        assert_true(promoting[kinds[i]] > 100);
    }
    print_message("%zu promotions\n", promotions);
}

static void a_close_promotes_and_then_demotes_by_the_figures_before_it(void **state) {
    (void)state;
    size_t rose = 0, fell = 0;
    for (uint64_t seed = SEED; seed < SEED + 200; seed++) {
        struct random_source random = {seed};
        struct ladder ladder;
        ladder_random(&ladder, &random);
        ladder.version.promotion_review = random_below(&random, 2);
        ladder.version.demotion_review = random_below(&random, 2);
        forest_grow(&ladder.tree, FOREST_RANDOM, 20, 0, &random);
        uint16_t *tiers = malloc(512 * sizeof *tiers), *labels = calloc(512, sizeof *labels);
        assert_true(tiers && labels);
        for (int64_t at = 1; at < 30; at++) {
            forest_change(&ladder.tree, at, &random);
            uint32_t period = random_below(&random, 3);
            bool any = false;
            bool found =
                fenrun__review_close(&ladder.plan, &ladder.version, period, &ladder.tree, tiers);
            for (uint32_t i = 0; i < ladder.tree.count; i++) {
                uint32_t before = ladder.tree.rows[i].tier, tier = before;
                if (ladder.version.promotion_review == period) tier = ladder_raised(&ladder, i);
                if (ladder.version.demotion_review == period && tier == before) {
                    while (tier > 0 && !ladder_keeps(&ladder, i, tier)) tier--;
                }
                assert_int_equal(tiers[i], tier);
                labels[i] = ladder.tree.rows[i].labels;
                any = any || tier != before;
                rose += tier > before;
                fell += tier < before;
            }
            assert_int_equal(found, any);
            forest_close(&ladder.tree, tiers, labels, at);
            forest_check(&ladder.tree);
        }
        free(tiers);
        free(labels);
        ladder_close(&ladder);
    }
    print_message("%zu rose, %zu fell\n", rose, fell);
    assert_true(rose > 500 && fell > 500);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_member_gets_the_highest_tier_whose_tests_are_met),
        cmocka_unit_test(what_the_event_adds_counts_for_the_member_where_it_starts),
        cmocka_unit_test(the_walk_goes_up_to_the_first_who_leads_a_team),
        cmocka_unit_test(t18_whether_departed_teams_count_is_what_is_measured),
        cmocka_unit_test(a_rise_that_is_measured_by_tier_raises_those_above_in_turn),
        cmocka_unit_test(orders_review_those_above_whose_measures_they_are_part_of),
        cmocka_unit_test(a_newcomer_may_rise_by_what_it_brings),
        cmocka_unit_test(where_the_ways_of_a_move_meet_nothing_changes_above),
        cmocka_unit_test(who_is_reviewed_at_a_close_only_is_not_at_once),
        cmocka_unit_test(t09_who_does_not_keep_a_tier_falls_to_the_next_one_that_it_can_have),
        cmocka_unit_test(without_memory_a_review_fails),
        cmocka_unit_test(a_plan_is_what_changes_one_after_the_other_come_to),
        cmocka_unit_test(a_close_promotes_and_then_demotes_by_the_figures_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
