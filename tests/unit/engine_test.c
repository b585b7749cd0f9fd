/* Engine: what an event leaves behind, and what it leaves as it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "unit/desk.h"
#include "unit/forest.h"

static void an_order_without_identity_is_paid_and_forgotten(void **state) {
    (void)state;
    struct desk *desk = desk_open_shop();
    fenrun_event order = desk_order(0, 2, 10000, 1000, 100);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
        assert_string_equal(desk_outcome(desk), "2 1000, 1 500");
    }
    assert_int_equal(desk->engine.ledger.order_count, 1);
    assert_int_equal(desk_measure(desk, 2, "own_sales"), 30000); /* but it counts */
    fenrun_event refund = desk_refund(0, 1, 100, 100);
    desk_expect(desk, &refund, FENRUN_ERROR_ORDER_UNKNOWN);
    desk_close(desk);
}

static void a_tree_that_remembers_nothing_knows_no_replay_and_no_refund(void **state) {
    (void)state;
    struct desk *desk = desk_open(desk_shop_rules);
    desk->engine.remembers = false;
    desk_join(desk, 1, 0, 10);
    fenrun_event order = desk_order(50, 1, 10000, 1000, 100);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
        assert_string_equal(desk_outcome(desk), "1 1000");
    }
    fenrun_event refund = desk_refund(50, 1, 4000, 100);
    desk_expect(desk, &refund, FENRUN_ERROR_ORDER_UNKNOWN);
    assert_string_equal(desk->error.message,
                        "the tree does not remember orders, so it cannot refund one");
    assert_int_equal(desk->engine.ledger.memory.bytes, 0);
    desk_close(desk);
}

static void own_sales_rise_by_orders_and_fall_by_refunds(void **state) {
    (void)state;
    struct desk *desk = desk_open_shop();
    assert_int_equal(desk_measure(desk, 1, "own_sales"), 6000);
    fenrun_event refund = desk_refund(50, 2, 6000, 100);
    assert_int_equal(desk_apply(desk, &refund), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "1 -600"); /* 1 leads: no one above is paid */
    assert_int_equal(desk_measure(desk, 1, "own_sales"), 0);
    fenrun_event order = desk_order(0, 1, INT64_MAX, INT64_MAX / 4, 100);
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    order.amounts[0] = 1;
    order.amounts[1] = 0;
    desk_expect(desk, &order, FENRUN_ERROR_REQUIRED);
    order.amounts[0] = 100;
    order.amounts[1] = 10;
    desk_expect(desk, &order, FENRUN_ERROR_OVERFLOW);
    desk_close(desk);
}

static void only_changes_of_the_tree_must_come_in_time(void **state) {
    (void)state;
    struct desk *desk = desk_open_shop();
    fenrun_event late = desk_order(60, 1, 100, 10, 50);
    assert_int_equal(desk_apply(desk, &late), FENRUN_OK);
    assert_int_equal(desk->engine.tree.at, 100); /* the latest of all, not the last */
    fenrun_event ahead = desk_order(61, 1, 100, 10, 300);
    assert_int_equal(desk_apply(desk, &ahead), FENRUN_OK);
    fenrun_event tier = {.kind = FENRUN_EVENT_TIER, .at = 299, .member = 3, .tier = 1};
    desk_expect(desk, &tier, FENRUN_ERROR_TIME);
    fenrun_event refund = desk_refund(61, 1, 50, 400);
    assert_int_equal(desk_apply(desk, &refund), FENRUN_OK);
    tier.at = 399;
    desk_expect(desk, &tier, FENRUN_ERROR_TIME);
    tier.at = 400;
    assert_int_equal(desk_apply(desk, &tier), FENRUN_OK);
    desk_close(desk);
}

static const char climbing_rules[] = DESK_HEAD
    "awards: {a: {event: order, to: seller.leader, pay: 1% of price}}\n"
    "promotions:\n"
    "  review: at_once\n"
    "  silver: [{direct_invites: 2}]\n"
    "  gold: [{team_members: 4}, {own_sales: 1000.00}]\n";

static void a_promotion_follows_the_event_that_earns_it(void **state) {
    (void)state;
    static const struct {
        fenrun_event event;
        const char *outcome;
    } steps[] = {
        {{.kind = FENRUN_EVENT_JOIN, .at = 10, .member = 1}, ""},
        {{.kind = FENRUN_EVENT_JOIN, .at = 20, .member = 2, .inviter = 1}, ""},
        {{.kind = FENRUN_EVENT_JOIN, .at = 30, .member = 3, .inviter = 1}, "; 1 becomes 1"},
        {{.kind = FENRUN_EVENT_JOIN, .at = 40, .member = 4, .inviter = 2}, ""},
        {{.kind = FENRUN_EVENT_JOIN, .at = 50, .member = 5, .inviter = 2},
         "; 2 becomes 1, 1 becomes 2"}, /* nearest first */
        /* The order is paid on the tree before it; 4 then leads a team of its own. */
        {{.kind = FENRUN_EVENT_ORDER, .at = 60, .id_low = 1, .roles = {4}, .amounts = {100000}},
         "1 1000; 4 becomes 2"},
        {{.kind = FENRUN_EVENT_ORDER, .at = 60, .id_low = 2, .roles = {4}, .amounts = {100000}},
         ""},
        /* Late: paid as of 55, promoted as of now. */
        {{.kind = FENRUN_EVENT_ORDER, .at = 55, .id_low = 3, .roles = {5}, .amounts = {100000}},
         "1 1000; 5 becomes 2"},
        {{.kind = FENRUN_EVENT_ORDER, .at = 59, .id_low = 4, .roles = {5}, .amounts = {100}},
         "1 1"},
        /* Own sales are what is left of them. */
        {{.kind = FENRUN_EVENT_ORDER, .at = 60, .id_low = 5, .roles = {3}, .amounts = {90000}},
         "1 900"},
        {{.kind = FENRUN_EVENT_REFUND, .at = 60, .id_low = 1, .order_low = 5, .amounts = {80000}},
         "1 -800"},
        {{.kind = FENRUN_EVENT_ORDER, .at = 60, .id_low = 6, .roles = {3}, .amounts = {89999}},
         "1 900"},
        {{.kind = FENRUN_EVENT_ORDER, .at = 60, .id_low = 7, .roles = {3}, .amounts = {1}},
         "; 3 becomes 2"},
        /* A demotion stands until the member is reviewed again. */
        {{.kind = FENRUN_EVENT_TIER, .at = 70, .member = 3}, ""},
        {{.kind = FENRUN_EVENT_JOIN, .at = 80, .member = 6, .inviter = 3}, "; 3 becomes 2"},
        /* A move gives the new inviter a direct invite and takes one from the old. */
        {{.kind = FENRUN_EVENT_MOVE, .at = 90, .member = 6, .inviter = 5}, ""},
        {{.kind = FENRUN_EVENT_MOVE, .at = 90, .member = 3, .inviter = 6},
         ""}, /* 3 leads: its team counts for nobody */
        {{.kind = FENRUN_EVENT_MOVE, .at = 90, .member = 4, .inviter = 6}, "; 6 becomes 1"},
    };
    struct desk *desk = desk_open(climbing_rules);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (desk_apply(desk, &steps[i].event) != FENRUN_OK) fail_msg("%s", desk->error.message);
        assert_string_equal(desk_outcome(desk), steps[i].outcome);
        for (size_t j = 0; j < desk->result.promotion_count; j++) {
            assert_int_equal(desk->result.promotions[j].at, desk->engine.tree.at);
        }
        forest_check(&desk->engine.tree);
    }
    desk_close(desk);
}

static void a_team_that_returns_may_promote_those_above(void **state) {
    (void)state;
    struct desk *desk = desk_open(climbing_rules);
    for (uint64_t id = 1; id <= 4; id++) desk_join(desk, id, id - 1, 10);
    desk_tier(desk, 3, 3, 10);
    desk_join(desk, 5, 4, 10);
    desk_join(desk, 6, 5, 10);
    fenrun_event tier = {.kind = FENRUN_EVENT_TIER, .at = 20, .member = 3};
    assert_int_equal(desk_apply(desk, &tier), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "; 2 becomes 2"); /* 3, 4, 5 and 6 are below it */
    forest_check(&desk->engine.tree);
    desk_close(desk);
}

/* Random histories over rules that promote by every measure: all counters, labels and histories
   hold, and paying first changes nothing. */
static void every_invariant_holds_after_random_events(void **state) {
    (void)state;
    print_message("seeds 1 to 30\n");
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct random_source random = {seed};
        struct desk *desk = desk_open(climbing_rules);
        int64_t sales[120] = {0};
        desk_join(desk, 1, 0, 0);
        for (uint32_t i = 1; i <= 200; i++) {
            uint32_t count = (uint32_t)desk->engine.tree.count;
            uint64_t one = 1 + random_below(&random, count);
            uint64_t other = random_below(&random, count + 1);
            fenrun_event event = {.kind = 1 + random_below(&random, 4), .at = i / 3, .member = one};
            if (event.kind == FENRUN_EVENT_JOIN) event.member = count + 1;
            if (event.kind == FENRUN_EVENT_TIER) event.tier = random_below(&random, 4);
            if (event.kind != FENRUN_EVENT_TIER) event.inviter = other;
            if (event.kind == FENRUN_EVENT_ORDER) event = desk_order(i, one, 30000, 0, i / 3);
            if (event.kind == FENRUN_EVENT_JOIN && count == 119) continue;
            int32_t code = desk_apply(desk, &event);
            if (code == FENRUN_OK && event.kind == FENRUN_EVENT_ORDER) sales[one] += 30000;
            if (code != FENRUN_OK) assert_int_equal(code, FENRUN_ERROR_CYCLE);
            forest_check(&desk->engine.tree);
        }
        for (uint64_t id = 1; id <= desk->engine.tree.count; id++) {
            assert_int_equal(desk_measure(desk, id, "own_sales"), sales[id]);
        }
        desk_close(desk);
    }
}

/* ---- own events, rises, closes ---- */

static const char whole_rules[] =
    "fenrun: 1\nname: whole\ncurrency: CNY\nrounding: half_even\n"
    "tiers: [normal, silver, gold, platinum]\n"
    "team_leaders: [gold, platinum]\n"
    "periods: [week, month]\n"
    "labels:\n"
    "  core: {review: month, rank: own_sales in month, top: 40%}\n"
    "order: {roles: [seller, buyer], amounts: [price, profit], counts: [quantity]}\n"
    "join: {amounts: [entry_fee]}\n"
    "events: {group: {roles: [organiser, helper], counts: [size]}}\n"
    "awards:\n"
    "  sale: {event: order, to: seller, pay: 10% of price,\n"
    "         cap: {at_most: 500.00, in: week, over: clip}}\n"
    "  upper: {event: order, to: seller.inviter, pay: 2% of price,\n"
    "          from: {member: seller, over: clip}}\n"
    "  most: {event: order, to: buyer, pay: 1% of price, cap: {at_most: 60.00, over: refuse}}\n"
    "  group: {event: group, to: organiser.leader, pay: 5.00 per size}\n"
    "  rise: {event: promotion, to: member, pay: {silver: 1.00, gold: 2.00, platinum: 3.00}}\n"
    "  led: {event: promotion, to: member.leader, pay: 0.50}\n"
    "  best: {event: week, to: member, rank: own_sales in week, top: 2, pay: [0.30, 0.20]}\n"
    "promotions:\n"
    "  review: at_once\n"
    "  silver: [{direct_invites in 20 hours: 2}, {team_sales of silver+ in 10 hours: 900.00}]\n"
    "  gold: [{own_sales in 20 hours: 3000.00}, {downline_members: 9, own_entry_fee: 1.00}]\n"
    "demotions:\n"
    "  review: month\n"
    "  silver: [{own_orders in month: 1}]\n"
    "  gold: [{own_sales in month: 800.00}]\n";

static void an_own_event_is_paid_as_of_its_own_instant_however_late(void **state) {
    (void)state;
    struct desk *desk = desk_open(whole_rules);
    desk_join(desk, 1, 0, 10);
    desk_tier(desk, 1, 2, 10);
    desk_join(desk, 2, 1, 10);
    desk_tier(desk, 1, 0, 20);
    fenrun_event group = {.kind = FENRUN_EVENT_OWN,
                          .at = 15,
                          .id_low = 1,
                          .roles = {2},
                          .counts = {3}};
    assert_int_equal(desk_apply(desk, &group), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "1 1500");
    group.id_low = 2;
    group.at = 20;
    assert_int_equal(desk_apply(desk, &group), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "");
    group.at = 30; /* an own event is no change of the tree, but the clock goes on */
    group.id_low = 3;
    assert_int_equal(desk_apply(desk, &group), FENRUN_OK);
    assert_int_equal(desk->engine.tree.at, 30);
    assert_int_equal(desk->engine.ledger.order_count, 0);
    assert_int_equal(desk_measure(desk, 2, "own_orders in month"), 0);
    desk_close(desk);
}

static void rises_are_paid_after_the_event_that_earns_them(void **state) {
    (void)state;
    static const struct {
        fenrun_event event;
        const char *outcome;
    } steps[] = {
        {{.kind = FENRUN_EVENT_JOIN, .at = 10, .member = 1}, ""},
        {{.kind = FENRUN_EVENT_TIER, .at = 10, .member = 1, .tier = 2}, "1 200"}, /* by hand */
        {{.kind = FENRUN_EVENT_TIER, .at = 10, .member = 1, .tier = 2}, ""},      /* no rise */
        {{.kind = FENRUN_EVENT_JOIN, .at = 10, .member = 2, .inviter = 1}, ""},
        {{.kind = FENRUN_EVENT_JOIN, .at = 10, .member = 3, .inviter = 2}, ""},
        {{.kind = FENRUN_EVENT_JOIN, .at = 10, .member = 4, .inviter = 2},
         "2 100, 1 50; 2 becomes 1"},
        /* The order first, then the rise, which the leader before it is paid for. */
        {{.kind = FENRUN_EVENT_ORDER,
          .at = 20,
          .id_low = 1,
          .roles = {3},
          .amounts = {300000}},
         "3 30000, 2 6000, 3 -6000, 3 200, 1 50; 3 becomes 2"},
        {{.kind = FENRUN_EVENT_REFUND, .at = 20, .order_low = 1, .amounts = {300000}},
         "3 -30000, 2 -6000, 3 6000"}, /* what the rise paid stays */
        {{.kind = FENRUN_EVENT_TIER, .at = 30, .member = 3, .tier = 1}, ""}, /* a fall */
    };
    struct desk *desk = desk_open(whole_rules);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (desk_apply(desk, &steps[i].event) != FENRUN_OK) fail_msg("%s", desk->error.message);
        assert_string_equal(desk_outcome(desk), steps[i].outcome);
        forest_check(&desk->engine.tree);
    }
    desk_close(desk);
}

static void a_close_pays_and_lowers_and_labels_on_what_was_before_it(void **state) {
    (void)state;
    struct desk *desk = desk_open(whole_rules);
    desk_join(desk, 1, 0, 10);
    desk_tier(desk, 1, 2, 10);
    desk_join(desk, 2, 1, 10);
    desk_tier(desk, 2, 1, 10);
    desk_join(desk, 3, 2, 10);
    desk_tier(desk, 3, 3, 10);
    static const int64_t prices[] = {70000, 90000, 10000};
    for (uint64_t id = 1; id <= 3; id++) {
        fenrun_event order = desk_order(id, id, prices[id - 1], 0, 20);
        assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    }
    fenrun_event week = {.kind = FENRUN_EVENT_CLOSE, .at = 30, .name = 0};
    assert_int_equal(desk_apply(desk, &week), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "2 30, 1 20");
    assert_int_equal(desk_measure(desk, 2, "own_sales in week"), 0);
    assert_int_equal(desk_measure(desk, 2, "own_sales in month"), 90000);
    assert_int_equal(desk_apply(desk, &week), FENRUN_OK); /* without id it is a new close */
    assert_string_equal(desk_outcome(desk), "");
    /* 40 % of 3 is 1: 2 is core. 1 falls to silver, for which its order is enough; platinum is not
       looked at. */
    fenrun_event month = {.kind = FENRUN_EVENT_CLOSE, .at = 30, .name = 1};
    assert_int_equal(desk_apply(desk, &month), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "; 1 becomes 1, 2 becomes 1");
    assert_int_equal(desk->result.promotions[0].labels, 0);
    assert_int_equal(desk->result.promotions[1].labels_before, 0);
    assert_int_equal(desk->result.promotions[1].labels, 1);
    assert_int_equal(desk->engine.tree.rows[1].labels, 1);
    forest_check(&desk->engine.tree);
    assert_int_equal(desk_measure(desk, 2, "own_sales in month"), 0);
    month.at = 40;
    assert_int_equal(desk_apply(desk, &month), FENRUN_OK); /* nobody sold anything */
    assert_string_equal(desk_outcome(desk), "; 1 becomes 0, 2 becomes 0");
    assert_int_equal(desk->engine.tree.rows[1].labels, 0);
    forest_check(&desk->engine.tree);
    desk_close(desk);
}

static void a_refused_event_puts_windows_back_where_they_were(void **state) {
    (void)state;
    struct desk *desk = desk_open(whole_rules);
    const int64_t hour = 3600;
    desk_join(desk, 1, 0, 0);
    desk_join(desk, 2, 1, 0);
    desk_tier(desk, 2, 1, 0);
    for (uint64_t i = 1; i <= 9; i++) {
        fenrun_event order = desk_order(i, 2, 1000, 0, (int64_t)i * hour);
        assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    }
    assert_int_equal(desk_measure(desk, 1, "team_sales of silver+ in 10 hours"), 9000);
    fenrun_event order = desk_order(50, 2, 700000, 0, 16 * hour);
    order.roles[1] = 1;
    desk_expect(desk, &order, FENRUN_ERROR_LIMIT);
    assert_int_equal(desk_measure(desk, 1, "team_sales of silver+ in 10 hours"), 9000);
    order.amounts[0] = 1000;
    desk_expect(desk, &order, FENRUN_OK);
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    assert_int_equal(desk_measure(desk, 1, "team_sales of silver+ in 10 hours"), 4000);
    assert_int_equal(desk_measure(desk, 2, "own_sales in 20 hours"), 10000);
    fenrun_event late = desk_order(51, 2, 500, 0, 5 * hour); /* in the longer window only */
    assert_int_equal(desk_apply(desk, &late), FENRUN_OK);
    assert_int_equal(desk_measure(desk, 1, "team_sales of silver+ in 10 hours"), 4000);
    assert_int_equal(desk_measure(desk, 2, "own_sales in 20 hours"), 10500);
    /* Refunds of what is outside take nothing from the window. */
    fenrun_event refund = desk_refund(1, 1, 1000, 16 * hour);
    assert_int_equal(desk_apply(desk, &refund), FENRUN_OK);
    assert_int_equal(desk_measure(desk, 1, "team_sales of silver+ in 10 hours"), 4000);
    assert_int_equal(desk_measure(desk, 2, "own_sales in 20 hours"), 9500);
    forest_check(&desk->engine.tree);
    desk_close(desk);
}

/* A late order is paid, but what lies before the window promotes nobody. */
static void a_late_order_outside_a_window_is_not_counted_in_it(void **state) {
    (void)state;
    struct desk *desk = desk_open(whole_rules);
    const int64_t hour = 3600;
    desk_join(desk, 1, 0, 0);
    desk_tier(desk, 1, 1, 50 * hour);
    fenrun_event order = desk_order(1, 1, 300000, 0, 30 * hour); /* 20 hours ago */
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "1 30000");
    assert_int_equal(desk_measure(desk, 1, "own_sales in 20 hours"), 0);
    assert_int_equal(desk_measure(desk, 1, "own_sales in week"), 300000);
    fenrun_event refund = desk_refund(1, 1, 300000, 50 * hour);
    assert_int_equal(desk_apply(desk, &refund), FENRUN_OK);
    assert_int_equal(desk_measure(desk, 1, "own_sales in 20 hours"), 0);
    order = desk_order(2, 1, 300000, 0, 30 * hour + 1);
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "1 30000, 1 200; 1 becomes 2");
    desk_close(desk);
}

static fenrun_event random_whole_event(struct random_source *random, const struct desk *desk,
                                       uint32_t number) {
    uint32_t count = (uint32_t)desk->engine.tree.count;
    uint32_t choice = random_below(random, 24);
    uint64_t one = 1 + random_below(random, count), other = random_below(random, count + 1);
    int64_t at = (int64_t)number * 1200;
    fenrun_event event = {.kind = FENRUN_EVENT_ORDER, .at = at, .id_low = number};
    if (choice < 6 && count < 60) {
        return (fenrun_event){.kind = FENRUN_EVENT_JOIN,
                              .at = at,
                              .member = count + 1,
                              .inviter = random_one_in(random, 3) ? other : count,
                              .amounts = {100 * random_below(random, 2)}};
    }
    if (choice < 8) {
        return (fenrun_event){.kind = FENRUN_EVENT_TIER,
                              .at = at,
                              .member = one,
                              .tier = random_below(random, 4)};
    }
    if (choice < 10) {
        return (fenrun_event){
            .kind = FENRUN_EVENT_MOVE, .at = at, .member = one, .inviter = other};
    }
    if (choice == 10) {
        return (fenrun_event){.kind = FENRUN_EVENT_CLOSE,
                              .at = at,
                              .id_low = number,
                              .name = random_below(random, 2)};
    }
    if (choice < 13) {
        return desk_refund(1 + random_below(random, number), number,
                           random_between(random, 1, 60000), at);
    }
    if (choice == 13) event.kind = FENRUN_EVENT_OWN;
    if (random_one_in(random, 4)) event.at -= random_between(random, 0, 40000);
    event.roles[0] = one;
    event.roles[1] = other;
    event.counts[0] = random_below(random, 5);
    if (choice != 13) event.amounts[0] = random_between(random, 0, 200000);
    return event;
}

/* Everything at once: what paying foretells is what applying pays, and whatever is refused leaves
   all as it was. */
static void every_invariant_holds_after_random_events_of_all_kinds(void **state) {
    (void)state;
    uint32_t applied[FENRUN_EVENT_CLOSE + 1] = {0}, promotions = 0, refused = 0;
    print_message("seeds 1 to 20\n");
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct random_source random = {seed};
        struct desk *desk = desk_open(whole_rules);
        desk_join(desk, 1, 0, 0);
        for (uint32_t i = 1; i <= 300; i++) {
            char foretold[2048];
            fenrun_event event = random_whole_event(&random, desk, i);
            fenrun__result_clear(&desk->result);
            int32_t code =
                fenrun__engine_pay(&desk->engine, &event, &desk->result, &desk->error);
            strcpy(foretold, desk_outcome(desk));
            if (code != FENRUN_OK) {
                desk_expect(desk, &event, code);
                refused++;
            } else {
                if (desk_apply(desk, &event) != FENRUN_OK) fail_msg("%s", desk->error.message);
                applied[event.kind]++;
                promotions += (uint32_t)desk->result.promotion_count;
                desk->result.promotion_count = 0;
                assert_string_equal(desk_outcome(desk), foretold);
            }
            forest_check(&desk->engine.tree);
        }
        desk_close(desk);
    }
    for (uint32_t kind = FENRUN_EVENT_JOIN; kind <= FENRUN_EVENT_CLOSE; kind++) {
        assert_true(applied[kind] > 100);
    }
    assert_true(promotions > 100 && refused > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_without_identity_is_paid_and_forgotten),
        cmocka_unit_test(a_tree_that_remembers_nothing_knows_no_replay_and_no_refund),
        cmocka_unit_test(own_sales_rise_by_orders_and_fall_by_refunds),
        cmocka_unit_test(only_changes_of_the_tree_must_come_in_time),
        cmocka_unit_test(a_promotion_follows_the_event_that_earns_it),
        cmocka_unit_test(a_team_that_returns_may_promote_those_above),
        cmocka_unit_test(every_invariant_holds_after_random_events),
        cmocka_unit_test(an_own_event_is_paid_as_of_its_own_instant_however_late),
        cmocka_unit_test(rises_are_paid_after_the_event_that_earns_them),
        cmocka_unit_test(a_close_pays_and_lowers_and_labels_on_what_was_before_it),
        cmocka_unit_test(a_refused_event_puts_windows_back_where_they_were),
        cmocka_unit_test(a_late_order_outside_a_window_is_not_counted_in_it),
        cmocka_unit_test(every_invariant_holds_after_random_events_of_all_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
