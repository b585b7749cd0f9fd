/* Grant: graded pays, own events, holds, prizes, and the same amounts whether plain or not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/family.h"

static void t16_a_figure_is_in_exactly_one_grade(void **state) {
    (void)state;
    static const struct {
        int64_t price, quantity;
        const char *pays;
    } cases[] = {
        {0, 0, "2 100"},
        {9999, 2, "2 100"},
        {10000, 3, "2 500, 2 200"},
        {49999, 4, "2 2500, 2 200"},
        {50000, 5, "2 4000, 2 300"},
        {INT64_MAX, INT64_MAX, "2 737869762948382065, 2 300"},
    };
    struct desk *desk = family_open_awards(
        "  a: {event: order, to: seller, pay: {by: price, 500.00..: 8% of price, 0.00..99.99:"
        " 0% of price, 100.00..499.99: 5% of price}}\n"
        "  b: {event: order, to: seller, pay: {by: quantity, 0..2: 1.00, 3..4: 2.00, 5..:"
        " 3.00}}\n");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fenrun_event order = desk_order(1, 2, cases[i].price, 0, 20);
        order.counts[0] = cases[i].quantity;
        assert_string_equal(family_pays(desk, &order), cases[i].pays);
    }
    desk_close(desk);
}

static void many_grades_are_searched(void **state) {
    (void)state;
    for (uint32_t grades = 1; grades <= 40; grades++) {
        char rules[4000];
        int used = snprintf(rules, sizeof rules, "  a: {event: order, to: seller, pay: {by: price");
        for (uint32_t i = 0; i < grades; i++) {
            used += snprintf(rules + used, sizeof rules - (size_t)used, ", %u.00..", i);
            if (i + 1 < grades) {
                used += snprintf(rules + used, sizeof rules - (size_t)used, "%u.99", i);
            }
            used += snprintf(rules + used, sizeof rules - (size_t)used, ": %u.00", i + 1);
        }
        snprintf(rules + used, sizeof rules - (size_t)used, "}}\n");
        struct desk *desk = family_open_awards(rules);
        for (uint32_t i = 0; i < grades; i++) {
            for (int64_t cents = 0; cents < 100; cents += 99) {
                fenrun_event order = desk_order(1, 2, i * INT64_C(100) + cents, 0, 20);
                char expected[32];
                snprintf(expected, sizeof expected, "2 %u00", i + 1);
                assert_string_equal(family_pays(desk, &order), expected);
            }
        }
        desk_close(desk);
    }
}

static void own_events_pay_their_roles(void **state) {
    (void)state;
    struct desk *desk = family_open(
        FAMILY_HEAD
        "events:\n"
        "  group_complete: {roles: [organiser, helper], amounts: [fee], counts: [size]}\n"
        "  visit: {roles: [guest]}\n"
        "awards:\n"
        "  organiser: {event: group_complete, to: organiser, pay: 2.00 per size}\n"
        "  helper: {event: group_complete, to: helper.inviter, pay: 10% of fee}\n"
        "  leader: {event: group_complete, to: organiser.uplines, when: {payee: gold+},"
        " pay: [1% of fee], unqualified: compress}\n"
        "  visit: {event: visit, to: guest, pay: 3.00}\n");
    fenrun_event group = {.kind = FENRUN_EVENT_OWN,
                          .at = 20,
                          .id_low = 1,
                          .roles = {5, 7},
                          .amounts = {1000},
                          .counts = {4}};
    fenrun_event visit = {.kind = FENRUN_EVENT_OWN, .name = 1, .at = 20, .id_low = 1, .roles = {2}};
    assert_string_equal(family_pays(desk, &group), "5 800, 6 100, 3 10");
    assert_string_equal(family_applies(desk, &group), "5 800, 6 100, 3 10");
    group.roles[1] = FENRUN_PLATFORM;
    group.id_low = 2;
    assert_string_equal(family_applies(desk, &group), "5 800, 3 10");
    assert_string_equal(family_applies(desk, &visit), "2 300");
    desk_close(desk);
}

static void a_payout_says_when_it_is_available(void **state) {
    (void)state;
    struct desk *desk = family_open_awards(
        "  plain: {event: order, to: seller, pay: 1.00, hold: 12 hours}\n"
        "  capped: {event: order, to: seller, pay: 1.00, hold: 3660 days,"
        " cap: {at_most: 9.00, over: clip}}\n"
        "  at_once: {event: join, to: newcomer, pay: 1.00}\n"
        "  monthly: {event: month, to: member, when: {member: gold}, pay: 1.00, hold: 1 hours}\n"
        "  rise: {event: promotion, to: member, pay: 1.00, hold: 2 hours}\n");
    fenrun_event order = desk_order(1, 5, 0, 0, 20);
    family_pays(desk, &order);
    assert_int_equal(desk->result.payouts[0].available_at, 20 + 12 * 3600);
    assert_int_equal(desk->result.payouts[1].available_at, 20 + INT64_C(3660) * 86400);
    fenrun_event join = {.kind = FENRUN_EVENT_JOIN, .at = 30, .member = 8};
    family_pays(desk, &join);
    assert_int_equal(desk->result.payouts[0].available_at, 30);
    fenrun_event close = family_close(40);
    assert_string_equal(family_pays(desk, &close), "3 100");
    assert_int_equal(desk->result.payouts[0].available_at, 40 + 3600);
    fenrun_event tier = {.kind = FENRUN_EVENT_TIER, .at = 50, .member = 2, .tier = GOLD};
    assert_string_equal(family_pays(desk, &tier), "2 100");
    assert_int_equal(desk->result.payouts[0].available_at, 50 + 7200);
    desk_close(desk);
}

/* A budget that cuts nothing makes the same awards take the other way through the code. */
static void awards_pay_the_same_whether_they_are_plain_or_not(void **state) {
    (void)state;
    static const char awards[] =
        "awards:\n"
        "  a: {event: order, to: seller, pay: 12.5% of price}\n"
        "  b: {event: order, to: seller.leader, pay: {gold: 1.00, platinum: 2% of profit}}\n"
        "  c: {event: order, to: seller.inviter, when: {seller: normal, payee: gold+}, pay: 0.05}\n"
        "  d: {event: order, to: buyer, when: {buyer: above seller}, pay: 0.02 per quantity}\n"
        "  e: {event: order, to: seller.above(platinum), unit: coin, pay: 1.00}\n";
    struct desk *plain = family_open_awards(awards + strlen("awards:\n"));
    char rules[2000];
    snprintf(rules, sizeof rules,
             FAMILY_HEAD "order: {roles: [seller, buyer], amounts: [price, profit], counts:"
                         " [quantity], budget: {at_most: 1000000.00, over: clip}}\n%s",
             awards);
    struct desk *special = family_open(rules);
    for (uint64_t seller = 1; seller <= 7; seller++) {
        for (uint64_t buyer = 0; buyer <= 7; buyer++) {
            fenrun_event order = desk_order(1, seller, 1004, 350, 20);
            order.roles[1] = buyer;
            order.counts[0] = 3;
            char expected[200];
            snprintf(expected, sizeof expected, "%s", family_pays(plain, &order));
            assert_string_equal(family_pays(special, &order), expected);
            size_t count = plain->result.payout_count;
            assert_int_equal(special->result.payout_count, count);
            if (count == 0) continue;
            assert_memory_equal(plain->result.payouts, special->result.payouts,
                                count * sizeof *plain->result.payouts);
        }
    }
    desk_close(plain);
    desk_close(special);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(t16_a_figure_is_in_exactly_one_grade),
        cmocka_unit_test(many_grades_are_searched),
        cmocka_unit_test(own_events_pay_their_roles),
        cmocka_unit_test(a_payout_says_when_it_is_available),
        cmocka_unit_test(awards_pay_the_same_whether_they_are_plain_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
