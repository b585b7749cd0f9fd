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
    struct fenrun__pay pay = {
        .plan = desk->plan, .tree = &desk->engine.tree, .event = event};
    int32_t code = event->kind == FENRUN_EVENT_ORDER
                       ? fenrun__pay_resolve_order(&pay, &desk->error)
                       : fenrun__pay_resolve_join(&pay, &desk->error);
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
