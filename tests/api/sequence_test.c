/* Sequence: events one after the other in one call, up to the first that is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/shop.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const char rules[] =
    "fenrun: 1\nname: sequence\ncurrency: CNY\nrounding: half_even\ntiers: [normal, gold]\n"
    "team_leaders: [gold]\n"
    "order: {roles: [seller], amounts: [price]}\n"
    "awards:\n"
    "  sale: {event: order, to: seller, pay: 10% of price}\n"
    "  team: {event: order, to: seller.leader, pay: 5% of price}\n"
    "  thanks: {event: join, to: newcomer.inviter, pay: 20.00, unit: coupon}\n"
    "promotions: {review: at_once, gold: [{direct_invites: 2}]}\n";

/* 1 invites 2 and 3 and becomes gold; 3 sells, and gives back half. */
static const fenrun_event history[] = {
    {.kind = FENRUN_EVENT_JOIN, .at = 10, .member = 1},
    {.kind = FENRUN_EVENT_JOIN, .at = 20, .member = 2, .inviter = 1},
    {.kind = FENRUN_EVENT_ORDER, .at = 20, .id_low = 1, .roles = {2}, .amounts = {10000}},
    {.kind = FENRUN_EVENT_JOIN, .at = 30, .member = 3, .inviter = 1},
    {.kind = FENRUN_EVENT_ORDER, .at = 30, .id_low = 2, .roles = {3}, .amounts = {20000}},
    {.kind = FENRUN_EVENT_REFUND, .at = 40, .id_low = 1, .order_low = 2, .amounts = {10000}},
    {.kind = FENRUN_EVENT_MOVE, .at = 50, .member = 3, .inviter = 2},
};

struct row {
    uint32_t event;
    uint64_t payee;
    int64_t amount;
    uint32_t award;
};

static const struct row paid[] = {
    {1, 1, 2000, 2}, {2, 2, 1000, 0},   {3, 1, 2000, 2},  {4, 3, 2000, 0},
    {4, 1, 1000, 1}, {5, 3, -1000, 0}, {5, 1, -500, 1},
};

static int32_t apply(struct shop *shop, const fenrun_event *events, size_t count, size_t *done) {
    return fenrun_apply_sequence(shop->tree, events, count, shop->result, done, &shop->error);
}

static void expect_paid(const struct shop *shop, const struct row *rows, size_t row_count) {
    size_t count;
    const fenrun_payout *payouts = fenrun_result_payouts(shop->result, &count);
    assert_int_equal(count, row_count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(payouts[i].event, rows[i].event);
        assert_int_equal(payouts[i].payee, rows[i].payee);
        assert_int_equal(payouts[i].amount, rows[i].amount);
        assert_int_equal(payouts[i].award, rows[i].award);
    }
}

static void expect_promoted(const struct shop *shop, size_t expected, uint32_t event) {
    size_t count;
    const fenrun_promotion *promotions = fenrun_result_promotions(shop->result, &count);
    assert_int_equal(count, expected);
    if (expected == 0) return;
    const fenrun_promotion promotion = {
        .member = 1, .at = 30, .tier_before = 0, .tier = 1, .event = event};
    assert_memory_equal(promotions, &promotion, sizeof promotion);
}

static void a_sequence_pays_what_its_events_pay_one_by_one(void **state) {
    (void)state;
    struct shop *whole = shop_open_text(rules), *single = shop_open_text(rules);
    size_t done, count, seen = 0, promoted = 0;
    assert_int_equal(apply(whole, history, COUNT(history), &done), FENRUN_OK);
    assert_int_equal(done, COUNT(history));
    expect_paid(whole, paid, COUNT(paid));
    expect_promoted(whole, 1, 3);
    const fenrun_payout *payouts = fenrun_result_payouts(whole->result, &count);
    for (uint32_t i = 0; i < COUNT(history); i++) {
        assert_int_equal(fenrun_apply(single->tree, history + i, single->result, NULL), FENRUN_OK);
        const fenrun_payout *one = fenrun_result_payouts(single->result, &count);
        for (size_t j = 0; j < count; j++) {
            fenrun_payout payout = one[j];
            assert_int_equal(payout.event, 0);
            payout.event = i;
            assert_memory_equal(&payout, payouts + seen, sizeof payout);
            seen++;
        }
        fenrun_result_promotions(single->result, &count);
        promoted += count;
    }
    assert_int_equal(seen, COUNT(paid));
    assert_int_equal(promoted, 1);
    for (uint64_t id = 1; id <= 3; id++) {
        for (int64_t at = 30; at <= 60; at += 10) {
            fenrun_member a, b;
            assert_int_equal(fenrun_tree_member(whole->tree, id, at, &a, NULL), FENRUN_OK);
            assert_int_equal(fenrun_tree_member(single->tree, id, at, &b, NULL), FENRUN_OK);
            assert_memory_equal(&a, &b, sizeof a);
        }
    }
    shop_close(whole);
    shop_close(single);
}

static void a_sequence_may_be_cut_anywhere(void **state) {
    (void)state;
    for (size_t cut = 0; cut <= COUNT(history); cut++) {
        struct shop *shop = shop_open_text(rules);
        size_t done, count, first = 0;
        assert_int_equal(apply(shop, history, cut, &done), FENRUN_OK);
        assert_int_equal(done, cut);
        while (first < COUNT(paid) && paid[first].event < cut) first++;
        expect_paid(shop, paid, first);
        expect_promoted(shop, cut > 3, 3);
        assert_int_equal(apply(shop, history + cut, COUNT(history) - cut, &done), FENRUN_OK);
        assert_int_equal(done, COUNT(history) - cut);
        expect_promoted(shop, cut <= 3, 3 - (uint32_t)cut);
        const fenrun_payout *payouts = fenrun_result_payouts(shop->result, &count);
        assert_int_equal(count, COUNT(paid) - first);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(payouts[i].event + cut, paid[first + i].event);
            assert_int_equal(payouts[i].amount, paid[first + i].amount);
        }
        shop_close(shop);
    }
}

static void the_first_refused_event_ends_a_sequence_and_what_was_paid_is_kept(void **state) {
    (void)state;
    static const struct {
        fenrun_event bad;
        int32_t code;
        const char *message;
    } cases[] = {
        {{.kind = FENRUN_EVENT_JOIN, .at = 20, .member = 9, .inviter = 8},
         FENRUN_ERROR_MEMBER_UNKNOWN, "inviter 8 is not a member"},
        {{.kind = 9}, FENRUN_ERROR_ARGUMENT, "event.kind 9 is not one of 1 to 7"},
        {{.kind = FENRUN_EVENT_ORDER, .at = 20, .id_low = 1, .roles = {2}, .amounts = {1}},
         FENRUN_ERROR_CHANGED, "the order was applied before with other contents"},
        {{.kind = FENRUN_EVENT_TIER, .at = 19, .member = 1},
         FENRUN_ERROR_TIME, "this tier is at 1970-01-01T00:00:19Z, before 1970-01-01T00:00:20Z, "
         "which was applied already; only orders, own events and refunds may be late"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct shop *shop = shop_open_text(rules);
        fenrun_event events[COUNT(history) + 1];
        memcpy(events, history, 3 * sizeof *events);
        events[3] = cases[i].bad;
        memcpy(events + 4, history + 3, (COUNT(history) - 3) * sizeof *events);
        size_t done = 99;
        assert_int_equal(apply(shop, events, COUNT(events), &done), cases[i].code);
        assert_int_equal(done, 3);
        assert_int_equal(shop->error.code, cases[i].code);
        assert_int_equal(shop->error.item, 3); /* the index, not the member */
        assert_string_equal(shop->error.message, cases[i].message);
        expect_paid(shop, paid, 2);
        expect_promoted(shop, 0, 0);
        fenrun_tree_status status;
        fenrun_tree_inspect(shop->tree, &status);
        assert_int_equal(status.member_count, 2);
        assert_int_equal(status.order_count, 1);
        assert_int_equal(status.at, 20);
        /* Without the event the rest goes on as if it had not been there. */
        assert_int_equal(apply(shop, events + 4, COUNT(history) - 3, &done), FENRUN_OK);
        expect_promoted(shop, 1, 0);
        done = 99;
        assert_true(
            fenrun_apply_sequence(shop->tree, events + 3, 1, shop->result, &done, NULL) < 0);
        assert_int_equal(done, 0);
        shop_close(shop);
    }
}

/* The first `count` events of the sequence were replays, and no other. */
static void expect_replays(const struct shop *shop, size_t count) {
    size_t replay_count = 99;
    const uint32_t *replays = fenrun_result_replays(shop->result, &replay_count);
    assert_int_equal(replay_count, count);
    for (size_t i = 0; i < count; i++) assert_int_equal(replays[i], i);
}

static void replays_count_as_applied_and_pay_nothing(void **state) {
    (void)state;
    struct shop *shop = shop_open_text(rules);
    size_t done;
    assert_int_equal(apply(shop, history, 5, &done), FENRUN_OK);
    expect_replays(shop, 0);
    /* The same from the start, as after a crash: what is new goes on where it was. */
    assert_int_equal(apply(shop, history, COUNT(history), &done), FENRUN_OK);
    assert_int_equal(done, COUNT(history));
    expect_paid(shop, paid + 5, 2);
    expect_promoted(shop, 0, 0);
    expect_replays(shop, 5);
    assert_int_equal(apply(shop, history, 6, &done), FENRUN_OK);
    assert_int_equal(done, 6);
    expect_paid(shop, NULL, 0);
    expect_replays(shop, 6);
    assert_int_equal(fenrun_apply(shop->tree, &history[2], shop->result, NULL), FENRUN_REPLAYED);
    expect_replays(shop, 0);
    shop_close(shop);
}

static void no_event_is_a_sequence_too(void **state) {
    (void)state;
    struct shop *shop = shop_open_text(rules);
    size_t done = 99;
    assert_int_equal(apply(shop, history, 3, &done), FENRUN_OK);
    assert_int_equal(apply(shop, NULL, 0, &done), FENRUN_OK);
    assert_int_equal(done, 0);
    expect_paid(shop, NULL, 0); /* the result of this call, not of the last */
    shop_close(shop);
}

static void arguments_are_checked_before_anything_is_applied(void **state) {
    (void)state;
    struct shop *shop = shop_open_text(rules);
    fenrun_error error;
    size_t done = 99;
    assert_int_equal(fenrun_apply_sequence(NULL, history, 1, shop->result, &done, &error),
                     FENRUN_ERROR_ARGUMENT);
    assert_string_equal(error.message, "tree is NULL");
    assert_int_equal(done, 0);
    done = 99;
    assert_int_equal(fenrun_apply_sequence(shop->tree, NULL, 1, shop->result, &done, &error),
                     FENRUN_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, " is NULL"));
    assert_int_equal(done, 0);
    done = 99;
    assert_int_equal(fenrun_apply_sequence(shop->tree, history, 1, NULL, &done, &error),
                     FENRUN_ERROR_ARGUMENT);
    assert_string_equal(error.message, "result is NULL");
    assert_int_equal(done, 0);
    assert_int_equal(fenrun_apply_sequence(shop->tree, history, 1, shop->result, NULL, &error),
                     FENRUN_ERROR_ARGUMENT);
    assert_string_equal(error.message, "done is NULL");
    done = 99;
    assert_int_equal(fenrun_apply_sequence(shop->tree, history, (size_t)UINT32_MAX + 1,
                                           shop->result, &done, &error),
                     FENRUN_ERROR_ARGUMENT);
    assert_string_equal(error.message,
                        "count 4294967296 is above 4294967295, the most in one call");
    assert_int_equal(done, 0);
    assert_int_equal(fenrun_apply_sequence(NULL, NULL, 1, NULL, NULL, NULL),
                     FENRUN_ERROR_ARGUMENT);
    fenrun_tree_status status;
    fenrun_tree_inspect(shop->tree, &status);
    assert_int_equal(status.member_count, 0);
    shop_close(shop);
}

/* More events than the calls look ahead, of every kind. */
static void a_long_sequence_is_the_sum_of_its_events(void **state) {
    (void)state;
    enum { MEMBERS = 400, EVENTS = 2 * MEMBERS };
    static fenrun_event events[EVENTS];
    for (uint32_t i = 0; i < MEMBERS; i++) {
        events[2 * i] = (fenrun_event){
            .kind = FENRUN_EVENT_JOIN, .at = i, .member = i + 1, .inviter = i / 3};
        events[2 * i + 1] = (fenrun_event){.kind = FENRUN_EVENT_ORDER,
                                           .at = i,
                                           .id_low = i + 1,
                                           .roles = {i / 2 + 1},
                                           .amounts = {10000 + i}};
    }
    struct shop *whole = shop_open_text(rules), *single = shop_open_text(rules);
    size_t done, count, one_count, seen = 0;
    assert_int_equal(apply(whole, events, EVENTS, &done), FENRUN_OK);
    const fenrun_payout *payouts = fenrun_result_payouts(whole->result, &count);
    for (uint32_t i = 0; i < EVENTS; i++) {
        assert_int_equal(fenrun_apply(single->tree, events + i, single->result, NULL), FENRUN_OK);
        const fenrun_payout *one = fenrun_result_payouts(single->result, &one_count);
        for (size_t j = 0; j < one_count; j++, seen++) {
            assert_true(seen < count);
            assert_int_equal(payouts[seen].event, i);
            assert_int_equal(payouts[seen].payee, one[j].payee);
            assert_int_equal(payouts[seen].amount, one[j].amount);
        }
    }
    assert_int_equal(seen, count);
    shop_close(whole);
    shop_close(single);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sequence_pays_what_its_events_pay_one_by_one),
        cmocka_unit_test(a_sequence_may_be_cut_anywhere),
        cmocka_unit_test(the_first_refused_event_ends_a_sequence_and_what_was_paid_is_kept),
        cmocka_unit_test(replays_count_as_applied_and_pay_nothing),
        cmocka_unit_test(no_event_is_a_sequence_too),
        cmocka_unit_test(arguments_are_checked_before_anything_is_applied),
        cmocka_unit_test(a_long_sequence_is_the_sum_of_its_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
