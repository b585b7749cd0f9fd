/* Forecast: what paying and explaining say before, and after, an event is applied. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "settle/forecast.h"
#include "unit/desk.h"

#define HOUR 3600

static const char *pay(struct desk *desk, const fenrun_event *event) {
    fenrun__result_clear(&desk->result);
    if (fenrun__engine_pay(&desk->engine, event, &desk->result, &desk->error) != FENRUN_OK) {
        fail_msg("%s", desk->error.message);
    }
    assert_int_equal(desk->result.promotion_count, 0);
    return desk_outcome(desk);
}

static const char rising_rules[] = DESK_HEAD
    "periods: [month]\n"
    "awards:\n"
    "  sale: {event: order, to: seller, pay: 1% of price}\n"
    "  rise: {event: promotion, to: member, pay: 1.00}\n"
    "  best: {event: month, to: member, rank: own_sales in 10 hours, top: 1, pay: [5.00]}\n"
    "promotions: {review: at_once, silver: [{own_sales in 10 hours: 100.00}]}\n";

static void paying_foresees_what_windows_will_hold(void **state) {
    (void)state;
    struct desk *desk = desk_open(rising_rules);
    desk_join(desk, 1, 0, 0);
    desk_join(desk, 2, 0, 0);
    fenrun_event order = desk_order(1, 1, 6000, 0, HOUR);
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    order = desk_order(2, 1, 4000, 0, 10 * HOUR);
    assert_string_equal(pay(desk, &order), "1 40, 1 100"); /* 60.00 and 40.00: it would rise */
    order.at = 11 * HOUR;
    assert_string_equal(pay(desk, &order), "1 40"); /* the 60.00 are too old by then */
    fenrun_event close = {.kind = FENRUN_EVENT_CLOSE, .at = 10 * HOUR};
    assert_string_equal(pay(desk, &close), "1 500");
    close.at = 11 * HOUR;
    assert_string_equal(pay(desk, &close), "");
    assert_int_equal(desk_measure(desk, 1, "own_sales in 10 hours"), 6000); /* as it was */
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "1 40");
    assert_int_equal(desk_measure(desk, 1, "own_sales in 10 hours"), 4000);
    desk_close(desk);
}

static void what_leaves_a_window_makes_room_in_its_sum(void **state) {
    (void)state;
    struct desk *desk = desk_open(
        DESK_HEAD "awards: {a: {event: order, to: seller, pay: 1.00}}\n"
                  "promotions: {review: at_once,\n"
                  "             silver: [{own_sales in 10 hours: 90000000000000000.00}]}\n");
    desk_join(desk, 1, 0, 0);
    desk_join(desk, 2, 0, 0);
    fenrun_event order = desk_order(1, 1, INT64_MAX / 4 * 3, 0, HOUR);
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    order = desk_order(2, 2, INT64_MAX / 4 * 3, 0, 11 * HOUR - 1);
    desk_expect(desk, &order, FENRUN_ERROR_OVERFLOW);
    order.at = 11 * HOUR;
    assert_string_equal(pay(desk, &order), "2 100");
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    desk_close(desk);
}

static void what_a_cap_counts_of_everybody_must_fit(void **state) {
    (void)state;
    struct desk *desk = desk_open(
        DESK_HEAD "periods: [month]\n"
                  "awards: {a: {event: order, to: seller, pay: 100% of price,\n"
                  "             cap: {at_most: 90000000000000000.00, in: month, over: clip}}}\n");
    desk_join(desk, 1, 0, 0);
    desk_join(desk, 2, 0, 0);
    fenrun_event order = desk_order(1, 1, INT64_MAX / 4 * 3, 0, 10);
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    order = desk_order(2, 2, INT64_MAX / 4 * 3, 0, 10);
    desk_expect(desk, &order, FENRUN_ERROR_OVERFLOW);
    assert_string_equal(desk->error.message,
                        "award a: the sum that its cap counts does not fit 64 bits");
    assert_int_equal(desk->error.item, 2);
    desk_close(desk);
}

static void an_applied_event_is_explained_unless_it_would_pay_otherwise_now(void **state) {
    (void)state;
    static const char changed[] =
        "the tree changed at the order's own instant, or what a cap counts, after it was paid: "
        "only its stored payouts say what it paid";
    static const char *const policies[] = {"clip", "refuse"};
    for (int i = 0; i < 2; i++) {
        char text[1024];
        strcpy(text, DESK_HEAD
               "periods: [month]\n"
               "events: {visit: {roles: [host]}}\n"
               "awards:\n"
               "  rise: {event: promotion, to: member, pay: 1.00}\n"
               "  sale: {event: order, to: seller, pay: 10% of price,\n"
               "         cap: {at_most: 15.00, in: month, over: ");
        strcat(text, policies[i]);
        strcat(text, "}}\npromotions: {review: at_once, silver: [{own_sales: 50.00}]}\n");
        struct desk *desk = desk_open(text);
        desk_join(desk, 1, 0, 0);
        fenrun_event order = desk_order(1, 1, 10000, 0, 10);
        assert_int_equal(desk_explain(desk, &order, NULL), FENRUN_OK);
        assert_string_equal(desk_outcome(desk), "1 1000, 1 100"); /* with the rise it would earn */
        assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
        /* The cap now counts the order itself, which is not held against it. */
        assert_int_equal(desk_explain(desk, &order, NULL), FENRUN_OK);
        assert_string_equal(desk_outcome(desk), "1 1000"); /* the rise is past */
        fenrun_event other = desk_order(2, 1, 5000, 0, 10);
        assert_int_equal(desk_apply(desk, &other), FENRUN_OK);
        assert_string_equal(desk_outcome(desk), "1 500");
        assert_int_equal(desk_explain(desk, &other, NULL), FENRUN_OK);
        assert_string_equal(desk_outcome(desk), "1 500");
        /* Of the 10.00, 4.00 are taken back already. */
        fenrun_event refund = desk_refund(1, 1, 4000, 11);
        assert_int_equal(desk_apply(desk, &refund), FENRUN_OK);
        assert_int_equal(desk_explain(desk, &order, NULL), FENRUN_OK);
        assert_string_equal(desk_outcome(desk), "1 1000");
        /* But what others were paid since is: 5.00 and 4.00 leave 6.00. */
        other = desk_order(3, 1, 4000, 0, 12);
        assert_int_equal(desk_apply(desk, &other), FENRUN_OK);
        assert_string_equal(desk_outcome(desk), "1 400");
        assert_int_equal(desk_explain(desk, &order, NULL), FENRUN_ERROR_CHANGED);
        assert_string_equal(desk->error.message, changed);
        assert_int_equal(desk->result.payout_count + desk->result.text.size, 0);
        /* What was closed counts no more, nor is it taken off. */
        fenrun_event close = {.kind = FENRUN_EVENT_CLOSE, .at = 20, .id_low = 1};
        assert_int_equal(desk_apply(desk, &close), FENRUN_OK);
        assert_int_equal(desk_explain(desk, &close, NULL), FENRUN_REPLAYED);
        assert_int_equal(desk_explain(desk, &order, NULL), FENRUN_OK);
        assert_string_equal(desk_outcome(desk), "1 1000");
        other = desk_order(4, 1, 6000, 0, 21);
        assert_int_equal(desk_apply(desk, &other), FENRUN_OK);
        assert_int_equal(desk_explain(desk, &order, NULL), FENRUN_ERROR_CHANGED);
        desk_close(desk);
    }
}

static void an_applied_own_event_is_explained_likewise(void **state) {
    (void)state;
    struct desk *desk = desk_open(
        DESK_HEAD "periods: [month]\n"
                  "events: {visit: {roles: [host]}}\n"
                  "awards:\n"
                  "  host: {event: visit, to: host, pay: {normal: 3.00, silver: 4.00},\n"
                  "         cap: {at_most: 5.00, in: month, over: clip}}\n");
    desk_join(desk, 1, 0, 0);
    fenrun_event close = {.kind = FENRUN_EVENT_CLOSE, .at = 5, .id_low = 1};
    assert_int_equal(desk_apply(desk, &close), FENRUN_OK);
    fenrun_event visit = {.kind = FENRUN_EVENT_OWN, .at = 20, .id_low = 1, .roles = {1}};
    assert_int_equal(desk_apply(desk, &visit), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "1 300");
    assert_int_equal(desk_explain(desk, &visit, NULL), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "1 300");
    visit.id_low = 2;
    assert_int_equal(desk_apply(desk, &visit), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "1 200");
    assert_int_equal(desk_explain(desk, &visit, NULL), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "1 200");
    close = (fenrun_event){.kind = FENRUN_EVENT_CLOSE, .at = 20, .id_low = 2};
    assert_int_equal(desk_apply(desk, &close), FENRUN_OK);
    assert_int_equal(desk_explain(desk, &visit, NULL), FENRUN_ERROR_CHANGED);
    visit.id_low = 1;
    assert_int_equal(desk_explain(desk, &visit, NULL), FENRUN_OK);
    desk_tier(desk, 1, 1, 20);
    assert_int_equal(desk_explain(desk, &visit, NULL), FENRUN_ERROR_CHANGED);
    assert_string_equal(desk->error.message,
                        "the tree changed at the event's own instant, or what a cap counts, after "
                        "it was paid: only its stored payouts say what it paid");
    desk_close(desk);
    /* Without such a cap only the tree can have changed. */
    desk = desk_open(DESK_HEAD "events: {visit: {roles: [host]}}\n"
                               "awards: {host: {event: visit, to: host, pay: {normal: 3.00}}}\n");
    desk_join(desk, 1, 0, 0);
    assert_int_equal(desk_apply(desk, &visit), FENRUN_OK);
    desk_tier(desk, 1, 1, 20);
    assert_int_equal(desk_explain(desk, &visit, NULL), FENRUN_ERROR_CHANGED);
    assert_string_equal(desk->error.message,
                        "the tree changed at the event's own instant after it was paid: only its "
                        "stored payouts say what it paid");
    desk_close(desk);
}

/* The words are written when the windows stand as they are again. */
static void limits_are_explained_by_what_they_were_when_they_cut(void **state) {
    (void)state;
    struct desk *desk = desk_open(
        DESK_HEAD "periods: [month]\n"
                  "awards: {award: {event: month, to: member, pay: 10.00,\n"
                  "                 cap: {at_most: 10% of all_sales in 1 days, over: clip}}}\n");
    desk_join(desk, 1, 0, 0);
    fenrun_event order = desk_order(1, 1, 5000, 0, HOUR); /* too old at the close */
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    order = desk_order(2, 1, 2000, 0, 24 * HOUR);
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    fenrun_event close = {.kind = FENRUN_EVENT_CLOSE, .at = 25 * HOUR, .id_low = 1};
    assert_int_equal(desk_explain(desk, &close, NULL), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "1 200");
    assert_string_equal(desk->result.text.bytes,
                        "close 1 at 1970-01-02T01:00:00Z: month of 1 members\n"
                        "  award pays 1 2.00 CNY: a fixed amount for normal is 10.00; the cap of"
                        " 10% of all_sales in 1 days 20.00, which is 2.00, leaves 2.00 (member 1"
                        " normal; line 9)\n");
    desk_close(desk);
}

static void a_full_tree_says_so(void **state) {
    (void)state;
    struct desk *desk = desk_open_shop();
    fenrun_event refund = desk_refund(50, 2, 100, 100);
    size_t count = desk->engine.ledger.refund_count;
    desk->engine.ledger.refund_count = FENRUN__NONE - 1;
    assert_int_equal(desk_apply(desk, &refund), FENRUN_ERROR_FULL);
    assert_string_equal(desk->error.message, "a tree holds no more members, changes or orders");
    assert_int_equal(desk->result.payout_count, 0);
    desk->engine.ledger.refund_count = count;
    assert_int_equal(desk_apply(desk, &refund), FENRUN_OK);
    desk_close(desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paying_foresees_what_windows_will_hold),
        cmocka_unit_test(what_leaves_a_window_makes_room_in_its_sum),
        cmocka_unit_test(what_a_cap_counts_of_everybody_must_fit),
        cmocka_unit_test(an_applied_event_is_explained_unless_it_would_pay_otherwise_now),
        cmocka_unit_test(an_applied_own_event_is_explained_likewise),
        cmocka_unit_test(limits_are_explained_by_what_they_were_when_they_cut),
        cmocka_unit_test(a_full_tree_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
