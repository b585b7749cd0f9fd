/* Pay: paths, tests, amounts and refusals of single awards, and the traces they leave. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "payout/pay.h"
#include "unit/desk.h"

enum { NORMAL, SILVER, GOLD, PLATINUM };

/*
 *     1 platinum          6 normal
 *     └ 2 normal          └ 7 normal
 *       └ 3 gold
 *         └ 4 normal
 *           └ 5 silver
 */
static struct desk *open_family(const char *awards) {
    char text[1024];
    static const uint32_t tiers[] = {PLATINUM, NORMAL, GOLD, NORMAL, SILVER, NORMAL, NORMAL};
    static const uint64_t inviters[] = {0, 1, 2, 3, 4, 0, 6};
    assert_true((size_t)snprintf(text, sizeof text, DESK_HEAD "awards:\n%s", awards) < sizeof text);
    struct desk *desk = desk_open(text);
    for (uint64_t id = 1; id <= 7; id++) {
        desk_join(desk, id, inviters[id - 1], 10);
        desk_tier(desk, id, tiers[id - 1], 10);
    }
    fenrun__result_clear(&desk->result);
    return desk;
}

static int32_t pay_event(struct desk *desk, const fenrun_event *event) {
    struct fenrun__pay pay;
    fenrun__result_begin(&desk->result);
    fenrun__pay_open(&pay, desk->plan, fenrun__plan_in_force(desk->plan, event->at),
                     &desk->engine.tree, event);
    int32_t code = event->kind == FENRUN_EVENT_JOIN
                       ? fenrun__pay_resolve_join(&pay, &desk->error)
                       : fenrun__pay_resolve_order(&pay, &desk->error);
    if (code == FENRUN_OK && event->kind == FENRUN_EVENT_JOIN) {
        code = fenrun__pay_check_figures(&pay, &desk->error);
    }
    return code == FENRUN_OK ? fenrun__pay_run(&pay, &desk->result, &desk->error) : code;
}

static void an_order_pays_whoever_the_path_leads_to(void **state) {
    (void)state;
    static const struct {
        const char *path;
        uint64_t payees[8]; /* by seller; 0: nobody. The buyer is 5. */
    } cases[] = {
        {"seller", {0, 1, 2, 3, 4, 5, 6, 7}},
        {"buyer", {0, 5, 5, 5, 5, 5, 5, 5}},
        {"seller.inviter", {0, 0, 1, 2, 3, 4, 0, 6}},
        {"seller.inviter.inviter", {0, 0, 0, 1, 2, 3, 0, 0}},
        {"seller.leader", {0, 0, 1, 0, 3, 3, 0, 0}},
        {"seller.leader.leader", {0, 0, 0, 0, 0, 0, 0, 0}},
        {"seller.leader.inviter", {0, 0, 0, 0, 2, 2, 0, 0}},
        {"seller.leader.inviter.leader", {0, 0, 0, 0, 1, 1, 0, 0}},
        {"seller.inviter.leader", {0, 0, 0, 1, 0, 3, 0, 0}},
        {"buyer.leader", {0, 3, 3, 3, 3, 3, 3, 3}},
        {"seller.inviter.inviter.inviter.inviter.inviter.inviter", {0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char award[160];
        snprintf(award, sizeof award, "  a: {event: order, to: %s, pay: 10%% of price}\n",
                 cases[i].path);
        struct desk *desk = open_family(award);
        for (uint64_t seller = 1; seller <= 7; seller++) {
            fenrun_event order = desk_order(1, seller, 500, 0, 10);
            order.roles[1] = 5;
            fenrun__result_clear(&desk->result);
            assert_int_equal(pay_event(desk, &order), FENRUN_OK);
            uint64_t payee = cases[i].payees[seller];
            assert_int_equal(desk->result.payout_count, payee != 0);
            if (payee == 0) continue;
            const fenrun_payout *payout = desk->result.payouts;
            const fenrun_payout expected = {.payee = payee,
                                            .amount = 50,
                                            .base = 500,
                                            .rate_ppb = 100000000,
                                            .available_at = 10};
            assert_memory_equal(payout, &expected, sizeof expected);
        }
        desk_close(desk);
    }
}

static void a_join_pays_on_the_tree_with_the_newcomer_attached(void **state) {
    (void)state;
    static const struct {
        const char *path;
        uint64_t payees[8]; /* by inviter, 0: the platform; the newcomer is 8 */
    } cases[] = {
        {"newcomer", {8, 8, 8, 8, 8, 8, 8, 8}},
        {"newcomer.inviter", {0, 1, 2, 3, 4, 5, 6, 7}},
        {"newcomer.inviter.inviter", {0, 0, 1, 2, 3, 4, 0, 6}},
        {"newcomer.leader", {0, 1, 1, 3, 3, 3, 0, 0}},
        {"newcomer.inviter.leader", {0, 0, 1, 0, 3, 3, 0, 0}},
        {"newcomer.leader.inviter", {0, 0, 0, 2, 2, 2, 0, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char award[160];
        snprintf(award, sizeof award, "  a: {event: join, to: %s, pay: 20.00, unit: coupon}\n",
                 cases[i].path);
        struct desk *desk = open_family(award);
        for (uint64_t inviter = 0; inviter <= 7; inviter++) {
            fenrun_event join = {
                .kind = FENRUN_EVENT_JOIN, .at = 20, .member = 8, .inviter = inviter};
            fenrun__result_clear(&desk->result);
            assert_int_equal(pay_event(desk, &join), FENRUN_OK);
            uint64_t payee = cases[i].payees[inviter];
            assert_int_equal(desk->result.payout_count, payee != 0);
            if (payee == 0) continue;
            const fenrun_payout expected = {
                .payee = payee, .amount = 2000, .available_at = 20, .unit = 1};
            assert_memory_equal(desk->result.payouts, &expected, sizeof expected);
        }
        desk_close(desk);
    }
}

static void the_lowest_tier_may_lead(void **state) {
    (void)state;
    struct desk *desk = desk_open(
        "fenrun: 1\nname: all\ncurrency: CNY\nrounding: down\ntiers: [normal]\n"
        "team_leaders: [normal]\n"
        "awards:\n  a: {event: join, to: newcomer.leader, pay: 1.00}\n");
    desk_join(desk, 1, 0, 10);
    fenrun_event join = {.kind = FENRUN_EVENT_JOIN, .at = 20, .member = 2, .inviter = 1};
    fenrun__result_clear(&desk->result);
    assert_int_equal(pay_event(desk, &join), FENRUN_OK);
    assert_int_equal(desk->result.payout_count, 0); /* the newcomer leads its own team */
    desk_close(desk);
}

static void an_award_is_paid_when_all_of_its_tests_are_met(void **state) {
    (void)state;
    static const struct {
        const char *when;
        bool paid[8]; /* by seller; the payee is the seller's inviter, the buyer 5 (silver) */
    } cases[] = {
        {"{seller: normal}", {0, 0, 1, 0, 1, 0, 0, 1}},
        {"{seller: silver+}", {0, 0, 0, 1, 0, 1, 0, 0}},
        {"{seller: [normal, gold]}", {0, 0, 1, 1, 1, 0, 0, 1}},
        {"{payee: gold+}", {0, 0, 1, 0, 1, 0, 0, 0}},
        {"{payee: normal}", {0, 0, 0, 1, 0, 1, 0, 1}},
        {"{seller: normal, payee: gold}", {0, 0, 0, 0, 1, 0, 0, 0}},
        {"{payee: gold, seller: normal}", {0, 0, 0, 0, 1, 0, 0, 0}},
        {"{buyer: silver}", {0, 0, 1, 1, 1, 1, 0, 1}},
        {"{buyer: gold+}", {0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char award[160];
        snprintf(award, sizeof award,
                 "  a: {event: order, to: seller.inviter, when: %s, pay: 1.00}\n", cases[i].when);
        struct desk *desk = open_family(award);
        for (uint64_t seller = 1; seller <= 7; seller++) {
            fenrun_event order = desk_order(1, seller, 500, 0, 10);
            order.roles[1] = 5;
            fenrun__result_clear(&desk->result);
            assert_int_equal(pay_event(desk, &order), FENRUN_OK);
            assert_int_equal(desk->result.payout_count, cases[i].paid[seller]);
            order.roles[1] = FENRUN_PLATFORM; /* nobody fails any test */
            fenrun__result_clear(&desk->result);
            assert_int_equal(pay_event(desk, &order), FENRUN_OK);
            bool of_buyer = strstr(cases[i].when, "buyer") != NULL;
            assert_int_equal(desk->result.payout_count, cases[i].paid[seller] && !of_buyer);
        }
        desk_close(desk);
    }
}

static void an_award_says_what_it_came_to(void **state) {
    (void)state;
    static const struct {
        const char *award;
        uint64_t seller;
        int64_t price;
        enum fenrun__outcome outcome;
        int64_t amount, base, rate_ppb;
        uint32_t person_count;
    } cases[] = {
        {"to: seller, pay: 12.5% of price", 2, 20, FENRUN__OUTCOME_PAID, 2, 20, 125000000, 1},
        {"to: seller, pay: 12.5% of price", 2, 28, FENRUN__OUTCOME_PAID, 4, 28, 125000000, 1},
        {"to: seller, pay: 12.5% of price", 2, 4, FENRUN__OUTCOME_ZERO, 0, 4, 125000000, 1},
        {"to: seller, pay: 12.5% of price", 2, 0, FENRUN__OUTCOME_ZERO, 0, 0, 125000000, 1},
        {"to: seller, pay: 100% of price", 2, INT64_MAX, FENRUN__OUTCOME_PAID, INT64_MAX,
         INT64_MAX, 1000000000, 1},
        {"to: seller, pay: 3.00", 2, 0, FENRUN__OUTCOME_PAID, 300, 0, 0, 1},
        {"to: seller, pay: {silver: 3.00}", 5, 0, FENRUN__OUTCOME_PAID, 300, 0, 0, 1},
        {"to: seller, pay: {silver: 3.00}", 4, 0, FENRUN__OUTCOME_UNLISTED, 0, 0, 0, 1},
        {"to: seller.inviter, pay: {gold: 1% of price, normal: 2% of price}", 4, 900,
         FENRUN__OUTCOME_PAID, 9, 900, 10000000, 2},
        {"to: seller.inviter, pay: {gold: 1% of price, normal: 2% of price}", 3, 900,
         FENRUN__OUTCOME_PAID, 18, 900, 20000000, 2},
        {"to: seller.inviter.leader, pay: 3.00", 5, 0, FENRUN__OUTCOME_PAID, 300, 0, 0, 3},
        {"to: seller.leader.inviter, pay: 3.00", 7, 0, FENRUN__OUTCOME_NOBODY, 0, 0, 0, 1},
        {"to: buyer, pay: 3.00", 7, 0, FENRUN__OUTCOME_NOBODY, 0, 0, 0, 0},
        {"to: seller, when: {seller: gold}, pay: 3.00", 7, 0, FENRUN__OUTCOME_TEST, 0, 0, 0, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char award[160];
        snprintf(award, sizeof award, "  a: {event: order, %s}\n", cases[i].award);
        struct desk *desk = open_family(award);
        fenrun_event order = desk_order(1, cases[i].seller, cases[i].price, 0, 10);
        desk->result.tracing = true;
        assert_int_equal(pay_event(desk, &order), FENRUN_OK);
        assert_int_equal(desk->result.trace_count, 1);
        const struct fenrun__trace *trace = desk->result.traces;
        assert_int_equal(trace->outcome, cases[i].outcome);
        assert_true(trace->amount == cases[i].amount);
        assert_true(trace->base == cases[i].base);
        assert_true(trace->rate_ppb == cases[i].rate_ppb);
        assert_int_equal(trace->person_count, cases[i].person_count);
        assert_int_equal(desk->result.payout_count, cases[i].outcome == FENRUN__OUTCOME_PAID);
        if (desk->result.payout_count) {
            assert_true(desk->result.payouts[0].amount == cases[i].amount);
        }
        desk_close(desk);
    }
}

static void awards_are_paid_in_the_order_of_the_text_after_what_is_there(void **state) {
    (void)state;
    struct desk *desk = open_family("  join_a: {event: join, to: newcomer, pay: 1.00}\n"
                                    "  order_a: {event: order, to: seller, pay: 2.00}\n"
                                    "  join_b: {event: join, to: newcomer, pay: 3.00}\n"
                                    "  order_b: {event: order, to: seller, pay: 4.00}\n");
    fenrun_event order = desk_order(1, 2, 0, 0, 10);
    fenrun_event join = {.kind = FENRUN_EVENT_JOIN, .at = 20, .member = 8};
    desk->result.event = 6;
    assert_int_equal(pay_event(desk, &join), FENRUN_OK);
    desk->result.event = 7;
    assert_int_equal(pay_event(desk, &order), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "8 100, 8 300, 2 200, 2 400");
    static const uint32_t awards[] = {0, 2, 1, 3};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(desk->result.payouts[i].award, awards[i]);
        assert_int_equal(desk->result.payouts[i].event, i < 2 ? 6 : 7);
    }
    assert_int_equal(desk->result.trace_count, 0);
    desk_close(desk);
}

static void t08_paths_and_tests_look_at_the_instant_of_the_order(void **state) {
    (void)state;
    struct desk *desk =
        open_family("  inviter: {event: order, to: seller.inviter, pay: 1.00}\n"
                    "  leader: {event: order, to: seller.leader, pay: 2.00}\n"
                    "  test: {event: order, to: seller, when: {seller: silver}, pay: 3.00}\n"
                    "  tier: {event: order, to: seller, pay: {normal: 4.00, silver: 5.00}}\n");
    desk_move(desk, 5, 2, 20);   /* from 4 in team 3 to 2 in team 1 */
    desk_tier(desk, 5, NORMAL, 30);
    desk_tier(desk, 1, NORMAL, 40); /* the leader's team has no leader any more */
    static const struct {
        int64_t at;
        const char *pays;
    } cases[] = {
        {10, "4 100, 3 200, 5 300, 5 500"}, {19, "4 100, 3 200, 5 300, 5 500"},
        {20, "2 100, 1 200, 5 300, 5 500"}, {29, "2 100, 1 200, 5 300, 5 500"},
        {30, "2 100, 1 200, 5 400"},        {39, "2 100, 1 200, 5 400"},
        {40, "2 100, 5 400"},               {INT64_MAX, "2 100, 5 400"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fenrun_event order = desk_order(1, 5, 0, 0, cases[i].at);
        fenrun__result_clear(&desk->result);
        assert_int_equal(pay_event(desk, &order), FENRUN_OK);
        assert_string_equal(desk_outcome(desk), cases[i].pays);
    }
    desk_close(desk);
}

static void what_is_wrong_with_an_order_is_said_in_its_words(void **state) {
    (void)state;
    static const char text[] =
        "fenrun: 1\nname: desk\ncurrency: CNY\nrounding: half_even\ntiers: [normal]\n"
        "order:\n"
        "  roles: [seller, buyer]\n"
        "  amounts: [price, profit, postage]\n"
        "  require: {profit: 5%..40% of price, postage: 1.00..20.00}\n"
        "awards: {a: {event: order, to: seller, pay: 1.00}}\n";
    static const struct {
        uint64_t seller, buyer;
        int64_t at, price, profit, postage;
        int32_t code;
        uint64_t item;
        const char *message;
    } cases[] = {
        {1, 2, 20, 1000, 50, 100, FENRUN_OK, 0, ""},
        {1, 2, 20, 1000, 400, 2000, FENRUN_OK, 0, ""},
        {1, 0, 20, 0, 0, 100, FENRUN_OK, 0, ""},
        {9, 2, 20, 1000, 50, 100, FENRUN_ERROR_MEMBER_UNKNOWN, 9, "seller 9 is not a member"},
        {1, 9, 20, 1000, 50, 100, FENRUN_ERROR_MEMBER_UNKNOWN, 9, "buyer 9 is not a member"},
        {1, 2, 9, 1000, 50, 100, FENRUN_ERROR_NOT_JOINED, 1, "seller 1 joined after the order"},
        {1, 2, 19, 1000, 50, 100, FENRUN_ERROR_NOT_JOINED, 2, "buyer 2 joined after the order"},
        {1, 2, 20, -1, 50, 100, FENRUN_ERROR_AMOUNT, 0, "price is negative"},
        {1, 2, 20, 1000, INT64_MIN, 100, FENRUN_ERROR_AMOUNT, 0, "profit is negative"},
        {1, 2, 20, 1000, 49, 100, FENRUN_ERROR_REQUIRED, 0,
         "profit 0.49 is below 5% of price 10.00"},
        {1, 2, 20, 1000, 401, 100, FENRUN_ERROR_REQUIRED, 0,
         "profit 4.01 is above 40% of price 10.00"},
        {1, 2, 20, 1001, 50, 100, FENRUN_ERROR_REQUIRED, 0,
         "profit 0.50 is below 5% of price 10.01"},
        {1, 2, 20, 0, 1, 100, FENRUN_ERROR_REQUIRED, 0, "profit 0.01 is above 40% of price 0.00"},
        {1, 2, 20, INT64_MAX, INT64_MAX, 100, FENRUN_ERROR_REQUIRED, 0,
         "profit 92233720368547758.07 is above 40% of price 92233720368547758.07"},
        {1, 2, 20, 1000, 50, 99, FENRUN_ERROR_REQUIRED, 0, "postage 0.99 is below 1.00"},
        {1, 2, 20, 1000, 50, 2001, FENRUN_ERROR_REQUIRED, 0, "postage 20.01 is above 20.00"},
    };
    struct desk *desk = desk_open(text);
    desk_join(desk, 1, 0, 10);
    desk_join(desk, 2, 0, 20);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fenrun_event order = {.kind = FENRUN_EVENT_ORDER,
                              .at = cases[i].at,
                              .roles = {cases[i].seller, cases[i].buyer},
                              .amounts = {cases[i].price, cases[i].profit, cases[i].postage}};
        desk->error = (fenrun_error){0};
        assert_int_equal(pay_event(desk, &order), cases[i].code);
        assert_int_equal(desk->error.code, cases[i].code);
        assert_int_equal(desk->error.item, cases[i].item);
        assert_string_equal(desk->error.message, cases[i].message);
    }
    fenrun_event join = {.kind = FENRUN_EVENT_JOIN, .at = 20, .member = 3, .inviter = 9};
    assert_int_equal(pay_event(desk, &join), FENRUN_ERROR_MEMBER_UNKNOWN);
    assert_string_equal(desk->error.message, "inviter 9 is not a member");
    desk_close(desk);
}

/* No rate of a rule set is above 100 %, so the plan is changed by hand: running it checks all the
   same. */
static void an_amount_that_does_not_fit_is_refused(void **state) {
    (void)state;
    struct desk *desk = open_family("  a: {event: order, to: seller, pay: 1.00}\n"
                                    "  double: {event: order, to: seller, pay: 50% of price}\n");
    unsigned char *block = (unsigned char *)desk->plan;
    struct fenrun__plan_pay *pays = (struct fenrun__plan_pay *)(void *)(block + desk->plan->pays);
    for (uint32_t tier = 0; tier < 4; tier++) {
        pays[fenrun__plan_award(desk->plan, 1)->pay_first + tier].value = 2000000000;
    }
    fenrun_event order = desk_order(1, 2, INT64_MAX / 2, 0, 10);
    assert_int_equal(pay_event(desk, &order), FENRUN_OK);
    assert_true(desk->result.payouts[1].amount == INT64_MAX - 1);
    order.amounts[0]++;
    assert_int_equal(pay_event(desk, &order), FENRUN_ERROR_OVERFLOW);
    assert_string_equal(desk->error.message, "award double: the amount does not fit 64 bits");
    desk_close(desk);
}

/* Every kind with every field that it does not use. */
static void a_record_of_the_wrong_shape_is_refused(void **state) {
    (void)state;
    static const char text[] =
        "fenrun: 1\nname: shapes\ncurrency: CNY\nrounding: half_even\ntiers: [normal, gold]\n"
        "periods: [month, campaign]\n"
        "order: {roles: [seller], amounts: [price, profit], counts: [quantity]}\n"
        "join: {amounts: [fee], counts: [packs]}\n"
        "events: {party: {roles: [host, guest], counts: [size]}, visit: {roles: [guest]}}\n"
        "awards: {a: {event: order, to: seller, pay: 1.00}}\n";
    static const struct {
        fenrun_event event;
        const char *message; /* "": it is right */
    } cases[] = {
        {{.kind = FENRUN_EVENT_ORDER, .roles = {1}, .amounts = {1, 2}, .counts = {3}}, ""},
        {{.kind = FENRUN_EVENT_JOIN, .member = 1, .inviter = 2, .amounts = {1}, .counts = {2}}, ""},
        {{.kind = FENRUN_EVENT_TIER, .member = 1, .tier = 1}, ""},
        {{.kind = FENRUN_EVENT_MOVE, .member = 1, .inviter = 2}, ""},
        {{.kind = FENRUN_EVENT_REFUND, .id_low = 1, .order_low = 2, .amounts = {3}}, ""},
        {{.kind = FENRUN_EVENT_OWN, .id_low = 1, .roles = {1, 2}, .counts = {3}}, ""},
        {{.kind = FENRUN_EVENT_OWN, .id_low = 1, .name = 1, .roles = {1}}, ""},
        {{.kind = FENRUN_EVENT_CLOSE, .id_low = 1, .name = 1}, ""},
        {{.kind = 0}, "event.kind 0 is not one of 1 to 7"},
        {{.kind = 8}, "event.kind 8 is not one of 1 to 7"},
        {{.kind = FENRUN_EVENT_CLOSE, .at = FENRUN_TIME_MAX + 1},
         "event.at 253402300800 is after FENRUN_TIME_MAX: seconds, not milliseconds"},
        {{.kind = FENRUN_EVENT_OWN, .name = 2, .roles = {1}},
         "event.name 2 is not one of the 2 own events of the rule set"},
        {{.kind = FENRUN_EVENT_CLOSE, .name = 2},
         "event.name 2 is not one of the 2 periods of the rule set"},
        {{.kind = FENRUN_EVENT_ORDER},
         "event.roles[0] is 0, but an order has a seller"},
        {{.kind = FENRUN_EVENT_OWN, .roles = {0, 2}},
         "event.roles[0] is 0, but each party has its host"},
        {{.kind = FENRUN_EVENT_JOIN}, "event.member is 0, which is no member"},
        {{.kind = FENRUN_EVENT_TIER}, "event.member is 0, which is no member"},
        {{.kind = FENRUN_EVENT_MOVE}, "event.member is 0, which is no member"},
#define UNUSED(field) "event." field " is not zero, but the kind of event does not use it"
        {{.kind = FENRUN_EVENT_OWN, .roles = {1}, .tier = 1}, UNUSED("tier")},
        {{.kind = FENRUN_EVENT_CLOSE, .tier = 1}, UNUSED("tier")},
        {{.kind = FENRUN_EVENT_JOIN, .member = 1, .id_low = 1}, UNUSED("id")},
        {{.kind = FENRUN_EVENT_TIER, .member = 1, .id_high = 1}, UNUSED("id")},
        {{.kind = FENRUN_EVENT_OWN, .roles = {1}, .order_low = 1}, UNUSED("order")},
        {{.kind = FENRUN_EVENT_CLOSE, .order_high = 1}, UNUSED("order")},
        {{.kind = FENRUN_EVENT_OWN, .roles = {1}, .member = 1}, UNUSED("member")},
        {{.kind = FENRUN_EVENT_CLOSE, .member = 1}, UNUSED("member")},
        {{.kind = FENRUN_EVENT_REFUND, .member = 1}, UNUSED("member")},
        {{.kind = FENRUN_EVENT_ORDER, .roles = {1}, .inviter = 1}, UNUSED("inviter")},
        {{.kind = FENRUN_EVENT_TIER, .member = 1, .inviter = 1}, UNUSED("inviter")},
        {{.kind = FENRUN_EVENT_ORDER, .roles = {1}, .name = 1}, UNUSED("name")},
        {{.kind = FENRUN_EVENT_JOIN, .member = 1, .name = 1}, UNUSED("name")},
        {{.kind = FENRUN_EVENT_REFUND, .name = 1}, UNUSED("name")},
        {{.kind = FENRUN_EVENT_ORDER, .roles = {1, 2}}, UNUSED("roles")},
        {{.kind = FENRUN_EVENT_OWN, .name = 1, .roles = {1, 2}}, UNUSED("roles")},
        {{.kind = FENRUN_EVENT_JOIN, .member = 1, .roles = {1}}, UNUSED("roles")},
        {{.kind = FENRUN_EVENT_CLOSE, .roles = {[7] = 1}}, UNUSED("roles")},
        {{.kind = FENRUN_EVENT_ORDER, .roles = {1}, .amounts = {0, 0, 1}}, UNUSED("amounts")},
        {{.kind = FENRUN_EVENT_JOIN, .member = 1, .amounts = {0, 1}}, UNUSED("amounts")},
        {{.kind = FENRUN_EVENT_OWN, .roles = {1}, .amounts = {1}}, UNUSED("amounts")},
        {{.kind = FENRUN_EVENT_REFUND, .amounts = {1, 1}}, UNUSED("amounts")},
        {{.kind = FENRUN_EVENT_CLOSE, .amounts = {1}}, UNUSED("amounts")},
        {{.kind = FENRUN_EVENT_ORDER, .roles = {1}, .counts = {0, 1}}, UNUSED("counts")},
        {{.kind = FENRUN_EVENT_JOIN, .member = 1, .counts = {0, 1}}, UNUSED("counts")},
        {{.kind = FENRUN_EVENT_OWN, .name = 1, .roles = {1}, .counts = {1}}, UNUSED("counts")},
        {{.kind = FENRUN_EVENT_REFUND, .counts = {1}}, UNUSED("counts")},
        {{.kind = FENRUN_EVENT_TIER, .member = 1, .counts = {[3] = 1}}, UNUSED("counts")},
        {{.kind = FENRUN_EVENT_CLOSE, .reserved_name = 1}, UNUSED("reserved")},
        {{.kind = FENRUN_EVENT_OWN, .roles = {1}, .reserved = {0, 0, 1}}, UNUSED("reserved")},
    };
    struct desk *desk = desk_open(text);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        desk->error = (fenrun_error){0};
        int32_t code = fenrun__pay_check_shape(desk->plan, &cases[i].event, &desk->error);
        assert_string_equal(desk->error.message, cases[i].message);
        assert_int_equal(code, cases[i].message[0] ? FENRUN_ERROR_ARGUMENT : FENRUN_OK);
        assert_int_equal(desk->error.code, code);
    }
    desk_close(desk);
}

/* Names "role0, role1 ..." */
static void name_all(char *out, size_t size, const char *name, uint32_t count) {
    size_t used = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < count && used < size; i++) {
        used += (size_t)snprintf(out + used, size - used, "%s%s%u", i ? ", " : "", name, i);
    }
}

static void expect_used(struct desk *desk, const fenrun_event *event, bool used,
                        const char *field) {
    char message[128] = "";
    if (!used) snprintf(message, sizeof message, UNUSED("%s"), field);
    desk->error = (fenrun_error){0};
    int32_t code = fenrun__pay_check_shape(desk->plan, event, &desk->error);
    assert_int_equal(code, used ? FENRUN_OK : FENRUN_ERROR_ARGUMENT);
    assert_string_equal(desk->error.message, message);
}

static void an_order_uses_as_many_fields_as_the_rule_set_names(void **state) {
    (void)state;
    for (uint32_t count = 1; count <= 8; count++) {
        uint32_t counts = count <= FENRUN_COUNTS_MAX ? count : 0;
        char text[1024], roles[128], amounts[128], pieces[128];
        name_all(roles, sizeof roles, "role", count);
        name_all(amounts, sizeof amounts, "amount", count);
        name_all(pieces, sizeof pieces, "count", counts);
        snprintf(text, sizeof text,
                 "fenrun: 1\nname: desk\ncurrency: CNY\nrounding: half_even\ntiers: [normal]\n"
                 "order: {roles: [%s], amounts: [%s]%s%s%s}\n"
                 "awards: {a: {event: order, to: role0, pay: 1.00}}\n",
                 roles, amounts, counts ? ", counts: [" : "", pieces, counts ? "]" : "");
        struct desk *desk = desk_open(text);
        for (uint32_t i = 0; i < 8; i++) {
            fenrun_event order = {.kind = FENRUN_EVENT_ORDER, .roles = {1}};
            order.roles[i] = 1;
            expect_used(desk, &order, i < count, "roles");
            order = (fenrun_event){.kind = FENRUN_EVENT_ORDER, .roles = {1}};
            order.amounts[i] = INT64_MIN;
            expect_used(desk, &order, i < count, "amounts");
            order.amounts[i] = 0;
            order.counts[i % FENRUN_COUNTS_MAX] = 1;
            expect_used(desk, &order, i % FENRUN_COUNTS_MAX < counts, "counts");
        }
        desk_close(desk);
    }
}

static void figures_of_any_event_are_held_to_what_it_requires(void **state) {
    (void)state;
    static const char text[] =
        "fenrun: 1\nname: desk\ncurrency: CNY\nrounding: half_even\ntiers: [normal]\n"
        "order: {roles: [seller], amounts: [price], counts: [quantity],"
        " require: {price: 0.01.., quantity: 1..20}}\n"
        "join: {amounts: [fee, deposit], require: {fee: 398.00..398.00, deposit: 10%.. of fee}}\n"
        "events: {party: {roles: [host, guest], counts: [size], require: {size: 3..}}}\n"
        "awards: {a: {event: order, to: seller, pay: 1.00}}\n";
    static const struct {
        fenrun_event event;
        int32_t code;
        const char *message;
    } cases[] = {
        {{.kind = FENRUN_EVENT_ORDER, .at = 20, .roles = {1}, .amounts = {1}, .counts = {20}},
         FENRUN_OK, ""},
        {{.kind = FENRUN_EVENT_ORDER, .at = 20, .roles = {1}, .amounts = {INT64_MAX},
          .counts = {1}},
         FENRUN_OK, ""},
        {{.kind = FENRUN_EVENT_ORDER, .at = 20, .roles = {1}, .amounts = {0}, .counts = {1}},
         FENRUN_ERROR_REQUIRED, "price 0.00 is below 0.01"},
        {{.kind = FENRUN_EVENT_ORDER, .at = 20, .roles = {1}, .amounts = {1}, .counts = {21}},
         FENRUN_ERROR_REQUIRED, "quantity 21 is above 20"},
        {{.kind = FENRUN_EVENT_ORDER, .at = 20, .roles = {1}, .amounts = {1}, .counts = {-1}},
         FENRUN_ERROR_AMOUNT, "quantity is negative"},
        {{.kind = FENRUN_EVENT_JOIN, .at = 20, .member = 3, .amounts = {39800, 3980}}, FENRUN_OK,
         ""},
        {{.kind = FENRUN_EVENT_JOIN, .at = 20, .member = 3, .amounts = {39800, INT64_MAX}},
         FENRUN_OK, ""},
        {{.kind = FENRUN_EVENT_JOIN, .at = 20, .member = 3, .amounts = {39800, 3979}},
         FENRUN_ERROR_REQUIRED, "deposit 39.79 is below 10% of fee 398.00"},
        {{.kind = FENRUN_EVENT_JOIN, .at = 20, .member = 3, .amounts = {39801, 3980}},
         FENRUN_ERROR_REQUIRED, "fee 398.01 is above 398.00"},
        {{.kind = FENRUN_EVENT_JOIN, .at = 20, .member = 3, .amounts = {-1}},
         FENRUN_ERROR_AMOUNT, "fee is negative"},
        {{.kind = FENRUN_EVENT_OWN, .at = 20, .roles = {1, 2}, .counts = {3}}, FENRUN_OK, ""},
        {{.kind = FENRUN_EVENT_OWN, .at = 20, .roles = {1}, .counts = {2}}, FENRUN_ERROR_REQUIRED,
         "size 2 is below 3"},
        {{.kind = FENRUN_EVENT_OWN, .at = 20, .roles = {9}, .counts = {2}},
         FENRUN_ERROR_MEMBER_UNKNOWN, "host 9 is not a member"},
        {{.kind = FENRUN_EVENT_OWN, .at = 19, .roles = {1, 2}, .counts = {2}},
         FENRUN_ERROR_NOT_JOINED, "guest 2 joined after the event"},
        {{.kind = FENRUN_EVENT_OWN, .at = 20, .roles = {1, 2}, .counts = {-3}},
         FENRUN_ERROR_AMOUNT, "size is negative"},
    };
    struct desk *desk = desk_open(text);
    /* Members do not join for nothing here: they are loaded. */
    const fenrun_member members[] = {{.id = 1, .at = 10}, {.id = 2, .at = 20}};
    assert_int_equal(fenrun__tree_load(&desk->engine.tree, members, 2, 1, 0, &desk->error),
                     FENRUN_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        desk->error = (fenrun_error){0};
        fenrun__result_clear(&desk->result);
        assert_int_equal(pay_event(desk, &cases[i].event), cases[i].code);
        assert_string_equal(desk->error.message, cases[i].message);
    }
    desk_close(desk);
}

static void a_rise_is_seen_with_the_new_tier_on_the_way_of_the_old(void **state) {
    (void)state;
    static const struct {
        const char *award;
        const char *pays; /* when 4 rises from normal to gold */
    } cases[] = {
        {"to: member, pay: {normal: 1.00, gold: 2.00}", "4 200"},
        {"to: member, when: {member: gold}, pay: 3.00", "4 300"},
        {"to: member, when: {payee: gold}, pay: 3.00", "4 300"},
        {"to: member, when: {member: normal}, pay: 3.00", ""},
        {"to: member.leader, pay: 3.00", "3 300"},
        {"to: member.leader, when: {member: below payee}, pay: 3.00", ""},
        {"to: member.inviter, when: {member: above payee}, pay: 3.00", ""},
        {"to: member.inviter.inviter, when: {payee: below member}, pay: 3.00", "2 300"},
        {"to: member.above(platinum), pay: 3.00", "1 300"},
        {"to: member.uplines, pay: [1.00, 2.00, 3.00, 4.00], unqualified: skip",
         "3 100, 2 200, 1 300"},
        {"to: member.uplines, pay: {gold: 1.00, platinum: 3.00},"
         " differential: {already_paid: member, peer: 0.50}",
         "3 50, 1 200"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char award[200];
        snprintf(award, sizeof award, "  a: {event: promotion, %s}\n", cases[i].award);
        struct desk *desk = open_family(award);
        const fenrun_promotion rise = {
            .member = 4, .at = 30, .tier_before = NORMAL, .tier = GOLD, .event = 0};
        fenrun__result_clear(&desk->result);
        assert_int_equal(fenrun__pay_promotion(desk->plan, fenrun__plan_version(desk->plan, 0),
                                               &desk->engine.tree, NULL, &rise, &desk->result,
                                               &desk->error),
                         FENRUN_OK);
        assert_string_equal(desk_outcome(desk), cases[i].pays);
        for (size_t k = 0; k < desk->result.payout_count; k++) {
            assert_int_equal(desk->result.payouts[k].available_at, 30);
        }
        desk_close(desk);
    }
}

static void a_newcomer_who_rises_at_once_is_attached(void **state) {
    (void)state;
    struct desk *desk =
        open_family("  a: {event: promotion, to: member, pay: {silver: 1.00}}\n"
                    "  b: {event: promotion, to: member.inviter, pay: 2.00}\n"
                    "  c: {event: promotion, to: member.leader, pay: 3.00}\n"
                    "  d: {event: promotion, to: member, cap: {at_most: 1.50, over: clip},"
                    " pay: 1.00}\n");
    const fenrun_event join = {.kind = FENRUN_EVENT_JOIN, .at = 20, .member = 8, .inviter = 5};
    fenrun_promotion rise = {.member = 8, .at = 20, .tier_before = NORMAL, .tier = SILVER};
    const struct fenrun__plan_version *version = fenrun__plan_version(desk->plan, 0);
    fenrun__result_clear(&desk->result);
    assert_int_equal(fenrun__pay_promotion(desk->plan, version, &desk->engine.tree, &join, &rise,
                                           &desk->result, &desk->error),
                     FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "8 100, 5 200, 3 300, 8 100");
    assert_int_equal(desk->result.payees[0], FENRUN__NEWCOMER);
    /* A second rise of the same event, of the inviter: one cap is for both. */
    rise = (fenrun_promotion){.member = 5, .at = 20, .tier_before = SILVER, .tier = GOLD};
    assert_int_equal(fenrun__pay_promotion(desk->plan, version, &desk->engine.tree, &join, &rise,
                                           &desk->result, &desk->error),
                     FENRUN_OK);
    assert_string_equal(desk_outcome(desk),
                        "8 100, 5 200, 3 300, 8 100, 4 200, 3 300, 5 50");
    desk_close(desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_pays_whoever_the_path_leads_to),
        cmocka_unit_test(a_join_pays_on_the_tree_with_the_newcomer_attached),
        cmocka_unit_test(the_lowest_tier_may_lead),
        cmocka_unit_test(an_award_is_paid_when_all_of_its_tests_are_met),
        cmocka_unit_test(an_award_says_what_it_came_to),
        cmocka_unit_test(awards_are_paid_in_the_order_of_the_text_after_what_is_there),
        cmocka_unit_test(t08_paths_and_tests_look_at_the_instant_of_the_order),
        cmocka_unit_test(what_is_wrong_with_an_order_is_said_in_its_words),
        cmocka_unit_test(an_amount_that_does_not_fit_is_refused),
        cmocka_unit_test(a_record_of_the_wrong_shape_is_refused),
        cmocka_unit_test(an_order_uses_as_many_fields_as_the_rule_set_names),
        cmocka_unit_test(figures_of_any_event_are_held_to_what_it_requires),
        cmocka_unit_test(a_rise_is_seen_with_the_new_tier_on_the_way_of_the_old),
        cmocka_unit_test(a_newcomer_who_rises_at_once_is_attached),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
