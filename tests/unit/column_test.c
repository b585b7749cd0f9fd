/* Column: measures to columns with their basis and window, each once, and back to text. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/column.h"
#include "unit/rule_text.h"

static void every_mistake_of_measures_is_reported(void **state) {
    (void)state;
    static const struct rule_text_case cases[] = {
        {"order: {roles: [seller], amounts: [price, profit], counts: [quantity]}\n"
         "join: {amounts: [entry_fee], counts: [packs]}\n"
         "periods: [month]\n"
         "promotions: {review: at_once, gold: [{own_sales: 1.00, own_orders: 1, own_profit: "
         "1.00, own_quantity: 1, own_entry_fee: 1.00, own_packs: 1}, {direct_sales in month: "
         "1.00, direct_invites in 90 days: 1, direct_packs of gold: 1}, {team_members of "
         "normal: 1, team_entry_fee in 12 hours: 1.00}, {downline_members: 1, "
         "downline_quantity of gold+ in month: 2}]}\n",
         ""},
        {"promotions: {review: at_once, gold: [{direct_invite: 3, team_sale: 5, own_seles: 3, "
         "sales: 3, members: 2, owm_orders: 2, xyz: 1}]}",
         "9:39: promotions.gold[1]: unknown measure 'direct_invite' (did you mean "
         "'direct_invites'?); allowed: direct_invites, team_members, downline_members, or "
         "own_, direct_, team_ or downline_ before one of sales, orders, profit\n"
         "9:57: promotions.gold[1]: unknown measure 'team_sale' (did you mean 'team_sales'?); "
         "allowed: direct_invites, team_members, downline_members, or own_, direct_, team_ or "
         "downline_ before one of sales, orders, profit\n"
         "9:71: promotions.gold[1]: unknown measure 'own_seles' (did you mean 'own_sales'?); "
         "allowed: direct_invites, team_members, downline_members, or own_, direct_, team_ or "
         "downline_ before one of sales, orders, profit\n"
         "9:85: promotions.gold[1]: unknown measure 'sales'; allowed: direct_invites, "
         "team_members, downline_members, or own_, direct_, team_ or downline_ before one of "
         "sales, orders, profit\n"
         "9:95: promotions.gold[1]: unknown measure 'members'; allowed: direct_invites, "
         "team_members, downline_members, or own_, direct_, team_ or downline_ before one of "
         "sales, orders, profit\n"
         "9:107: promotions.gold[1]: unknown measure 'owm_orders' (did you mean "
         "'own_orders'?); allowed: direct_invites, team_members, downline_members, or own_, "
         "direct_, team_ or downline_ before one of sales, orders, profit\n"
         "9:122: promotions.gold[1]: unknown measure 'xyz'; allowed: direct_invites, "
         "team_members, downline_members, or own_, direct_, team_ or downline_ before one of "
         "sales, orders, profit\n"},
        {"promotions: {review: at_once, gold: [{own_members: 3, own_invites: 3, "
         "direct_members: 5, team_invites: 3, downline_: 2, own_: 1, own: 1}]}",
         "9:39: promotions.gold[1]: unknown measure 'own_members'; allowed: direct_invites, "
         "team_members, downline_members, or own_, direct_, team_ or downline_ before one of "
         "sales, orders, profit\n"
         "9:55: promotions.gold[1]: unknown measure 'own_invites'; allowed: direct_invites, "
         "team_members, downline_members, or own_, direct_, team_ or downline_ before one of "
         "sales, orders, profit\n"
         "9:71: promotions.gold[1]: unknown measure 'direct_members' (did you mean "
         "'direct_invites'?); allowed: direct_invites, team_members, downline_members, or "
         "own_, direct_, team_ or downline_ before one of sales, orders, profit\n"
         "9:90: promotions.gold[1]: unknown measure 'team_invites' (did you mean "
         "'team_members'?); allowed: direct_invites, team_members, downline_members, or own_, "
         "direct_, team_ or downline_ before one of sales, orders, profit\n"
         "9:107: promotions.gold[1]: unknown measure 'downline_'; allowed: direct_invites, "
         "team_members, downline_members, or own_, direct_, team_ or downline_ before one of "
         "sales, orders, profit\n"
         "9:121: promotions.gold[1]: unknown measure 'own_'; allowed: direct_invites, "
         "team_members, downline_members, or own_, direct_, team_ or downline_ before one of "
         "sales, orders, profit\n"
         "9:130: promotions.gold[1]: unknown measure 'own'; allowed: direct_invites, "
         "team_members, downline_members, or own_, direct_, team_ or downline_ before one of "
         "sales, orders, profit\n"},
        {"promotions: {review: at_once, gold: [{own_price: 3.00}, {team_price: 3.00}, "
         "{all_price: 3.00}]}",
         "9:39: promotions.gold[1]: the first amount of orders is called sales, not "
         "'own_price'; allowed: own_sales\n"
         "9:58: promotions.gold[2]: the first amount of orders is called sales, not "
         "'team_price'; allowed: team_sales\n"
         "9:78: promotions.gold[3]: the first amount of orders is called sales, not "
         "'all_price'; allowed: all_sales\n"},
        {"promotions: {review: at_once, gold: [{own_sales of gold: 3.00}, {direct_sales of: "
         "3.00}, {direct_sales of core: 3.00}, {direct_sales of gold of normal: 3.00}]}",
         "9:49: promotions.gold[1]: 'of' says whose figures a sum takes; allowed: with "
         "direct_, team_ and downline_ only\n"
         "9:66: promotions.gold[2]: 'of' is not followed by tiers; allowed: tiers as gold or "
         "gold+\n"
         "9:107: promotions.gold[3]: unknown tier 'core'; allowed: normal, gold, senior_gold\n"
         "9:142: promotions.gold[4]: 'of' is not understood; allowed: 'of' and tiers, then "
         "'in' and a window\n"},
        {"periods: [month]\n"
         "promotions: {review: at_once, gold: [{own_sales in: 3.00}, {own_sales in mont: "
         "3.00}, {own_sales in 90: 3.00}, {own_sales in 0 days: 3.00}, {own_sales in 3661 "
         "days: 3.00}, {own_sales in 2 weeks: 1.00}]}\n",
         "10:39: promotions.gold[1]: 'in' is not followed by a window; allowed: a period, or "
         "days or hours as 90 days\n"
         "10:74: promotions.gold[2]: unknown period 'mont' (did you mean 'month'?); allowed: "
         "month\n"
         "10:101: promotions.gold[3]: '90' is not a length of time; allowed: a period, or "
         "days or hours as 90 days\n"
         "10:126: promotions.gold[4]: '0' is not between 1 and the 3660 days of ten years\n"
         "10:155: promotions.gold[5]: '3661' is not between 1 and the 3660 days of ten years\n"
         "10:189: promotions.gold[6]: unknown unit of time 'weeks'; allowed: days, hours\n"},
        {"promotions: {review: at_once, gold: [{own_sales in month: 3.00}, {own_sales month: "
         "3.00}, {own_sales for month in 3 days: 3.00}, {own_sales in month in 3 days: 3.00}]}",
         "9:52: promotions.gold[1]: unknown period 'month'; allowed: a name that the key "
         "'periods' of the rule set lists, which is missing\n"
         "9:77: promotions.gold[2]: 'month' is not understood; allowed: 'of' and tiers, then "
         "'in' and a window\n"
         "9:102: promotions.gold[3]: 'for' is not understood; allowed: 'of' and tiers, then "
         "'in' and a window\n"
         "9:144: promotions.gold[4]: unknown period 'month in 3 days'; allowed: a name that "
         "the key 'periods' of the rule set lists, which is missing\n"},
        {"order: {roles: [seller], amounts: 5}\n"
         "promotions: {review: at_once, gold: [{own_profit: 3.00, own_sales: 3.00}]}\n",
         "8:35: order.amounts: '5' is given; allowed: a list of amounts as [price, profit]\n"},
        {"order: {roles: [seller], amounts: [price]}\n"
         "awards: {a: {event: order, to: seller, pay: 10% of price}}\n"
         "labels: {core: {review: month, rank: own_sales}}\n"
         "periods: [month]\n"
         "promotions: {review: at_once, gold: [{direct_sales of core: 3.00}]}\n",
         "11:55: promotions.gold[1]: unknown tier 'core'; allowed: normal, gold, senior_gold\n"},
        {"promotions: {review: at_once, gold: [{own_sales in 1 days: 1.00, own_sales in 2 "
         "days: 1.00, own_sales in 3 days: 1.00, own_sales in 4 days: 1.00}, {own_sales in 5 "
         "days: 1.00, own_sales in 6 days: 1.00, own_sales in 7 days: 1.00, own_sales in 8 "
         "days: 1.00, own_sales in 192 hours: 1.00}, {own_sales in 9 days: 1.00, own_sales in "
         "1 days: 4.00}]}",
         "9:257: promotions.gold[2]: 'own_sales in 192 hours' is measured twice; allowed: "
         "once\n"
         "9:302: promotions.gold[3]: more than the 8 different windows of days or hours that "
         "a rule set may have\n"},
    };
    rule_text_check(cases, sizeof cases / sizeof cases[0]);
}

static void measures_of_orders_need_an_order(void **state) {
    (void)state;
    static const char text[] = "fenrun: 1\n"
                               "name: test\n"
                               "currency: CNY\n"
                               "rounding: down\n"
                               "tiers: [normal, gold]\n"
                               "awards: {a: {event: join, to: newcomer.inviter, pay: 10.00}}\n"
                               "promotions: {review: at_once, gold: [{%s: 3}, {%s: 3}]}\n";
    static const struct {
        const char *first;
        const char *second;
        const char *mistakes;
    } cases[] = {
        {"own_profit", "own_foo",
         "7:39: promotions.gold[1]: 'own_profit' needs the key 'order' of the rule set, which is "
         "missing\n"},
        {"direct_sales", "own_orders",
         "7:39: promotions.gold[1]: 'direct_sales' needs the key 'order' of the rule set, which is "
         "missing\n"},
        {"team_members", "direct_invites",
         "7:39: promotions.gold[1]: 'team_members' needs the key 'team_leaders' of the rule set, "
         "which is missing\n"},
        {"downline_members", "direct_invites in 3 days", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char whole[1024];
        char mistakes[1024];
        struct fenrun__memory memory;
        int size = snprintf(whole, sizeof whole, text, cases[i].first, cases[i].second);
        struct fenrun__plan *plan =
            rule_text_read(&memory, whole, (size_t)size, mistakes, sizeof mistakes);
        assert_string_equal(mistakes, cases[i].mistakes);
        fenrun__plan_free(&memory, plan);
    }
}

static void a_measure_becomes_a_column_behind_its_basis(void **state) {
    (void)state;
    static const struct {
        uint64_t tiers;
        uint8_t scope;
        uint8_t what;
        uint8_t figure;
        uint8_t window_kind;
        uint32_t window;
        uint32_t basis;
        bool money;
        const char *text;
    } expected[] = {
        {UINT64_MAX, FENRUN__SCOPE_OWN, FENRUN__WHAT_FIGURE, 0, FENRUN__WINDOW_ROLLING, 0, 0, true,
         "own_sales in 90 days"},
        {6, FENRUN__SCOPE_TEAM, FENRUN__WHAT_FIGURE, 0, FENRUN__WINDOW_ROLLING, 0, 0, true,
         "team_sales of gold+ in 90 days"},
        {UINT64_MAX, FENRUN__SCOPE_DIRECT, FENRUN__WHAT_MEMBERS, 0, FENRUN__WINDOW_EVER, 0,
         FENRUN__NOWHERE, false, "direct_invites"},
        {2, FENRUN__SCOPE_DOWNLINE, FENRUN__WHAT_MEMBERS, 0, FENRUN__WINDOW_EVER, 0,
         FENRUN__NOWHERE, false, "downline_members of gold"},
        {UINT64_MAX, FENRUN__SCOPE_OWN, FENRUN__WHAT_JOINS, 0, FENRUN__WINDOW_PERIOD, 1, 4, false,
         "own_members in month"},
        {UINT64_MAX, FENRUN__SCOPE_DIRECT, FENRUN__WHAT_JOINS, 0, FENRUN__WINDOW_PERIOD, 1, 4,
         false, "direct_invites in month"},
        {UINT64_MAX, FENRUN__SCOPE_DOWNLINE, FENRUN__WHAT_JOINS, 0, FENRUN__WINDOW_PERIOD, 1, 4,
         false, "downline_members in month"},
        {UINT64_MAX, FENRUN__SCOPE_OWN, FENRUN__WHAT_ORDERS, 0, FENRUN__WINDOW_EVER, 0, 7, false,
         "own_orders"},
        {UINT64_MAX, FENRUN__SCOPE_OWN, FENRUN__WHAT_FIGURE, 8, FENRUN__WINDOW_EVER, 0, 8, false,
         "own_quantity"},
        {UINT64_MAX, FENRUN__SCOPE_DIRECT, FENRUN__WHAT_FIGURE, 8, FENRUN__WINDOW_EVER, 0, 8,
         false, "direct_quantity"},
        {UINT64_MAX, FENRUN__SCOPE_OWN, FENRUN__WHAT_JOIN_FIGURE, 0, FENRUN__WINDOW_EVER, 0, 10,
         true, "own_entry_fee"},
        {UINT64_MAX, FENRUN__SCOPE_TEAM, FENRUN__WHAT_JOIN_FIGURE, 0, FENRUN__WINDOW_EVER, 0, 10,
         true, "team_entry_fee"},
        {UINT64_MAX, FENRUN__SCOPE_OWN, FENRUN__WHAT_JOIN_FIGURE, 8, FENRUN__WINDOW_ROLLING, 1, 12,
         false, "own_packs in 36 hours"},
        {UINT64_MAX, FENRUN__SCOPE_OWN, FENRUN__WHAT_FIGURE, 1, FENRUN__WINDOW_EVER, 0, 13, true,
         "own_profit"},
    };
    struct fenrun__memory memory;
    struct fenrun__plan *plan = rule_text_read_part(
        &memory, "order: {roles: [seller], amounts: [price, profit], counts: [quantity]}\n"
                 "join: {amounts: [entry_fee], counts: [packs]}\n"
                 "periods: [year, month]\n"
                 "promotions:\n"
                 "  review: at_once\n"
                 "  senior_gold:\n"
                 "    - {team_sales of gold+ in 90 days: 5.00, direct_invites: 3}\n"
                 "    - {downline_members of gold: 2, direct_invites in month: 3}\n"
                 "    - {downline_members in month: 2, direct_invites of normal+: 4}\n"
                 "    - {own_orders: 2, direct_quantity: 3, team_entry_fee: 5.00}\n"
                 "    - {own_packs in 36 hours: 2, own_profit: 5.00, own_sales in 2160 hours: "
                 "1.00}\n");
    assert_int_equal(plan->column_count, sizeof expected / sizeof expected[0]);
    assert_int_equal(plan->window_count, 2);
    assert_int_equal(fenrun__plan_window(plan, 0), 90 * 86400);
    assert_int_equal(fenrun__plan_window(plan, 1), 36 * 3600);
    for (uint32_t i = 0; i < plan->column_count; i++) {
        const struct fenrun__plan_column *row = fenrun__plan_column(plan, i);
        assert_int_equal(row->tiers, expected[i].tiers);
        assert_int_equal(row->scope, expected[i].scope);
        assert_int_equal(row->what, expected[i].what);
        assert_int_equal(row->figure, expected[i].figure);
        assert_int_equal(row->window_kind, expected[i].window_kind);
        assert_int_equal(row->window, expected[i].window);
        assert_int_equal(row->basis, expected[i].basis);
        assert_int_equal(fenrun__plan_column_is_money(plan, i), expected[i].money);
        rule_text_measure(plan, i, expected[i].text);
    }
    /* `of` with all tiers is no `of`; 2160 hours are 90 days. */
    assert_int_equal(fenrun__plan_alternative(plan, 2)->tests[1].column, 2);
    assert_int_equal(fenrun__plan_alternative(plan, 4)->tests[2].column, 0);
    fenrun__plan_free(&memory, plan);
}

static void what_everybody_did_is_the_sum_of_an_own_column(void **state) {
    (void)state;
    char text[64];
    struct fenrun__memory memory;
    struct fenrun__writer writer;
    struct fenrun__plan *plan =
        rule_text_read_part(&memory, "periods: [month]\n"
                           "awards: {a: {event: month, to: member, pool: 1% of all_profit in "
                           "month,\n"
                           "  share: by own_profit in month, remainder_to: platform}}\n");
    assert_int_equal(plan->column_count, 1);
    const struct fenrun__plan_pool *pool =
        fenrun__plan_pool(plan, fenrun__plan_award(plan, 0)->special);
    assert_int_equal(pool->sum.source, FENRUN__SOURCE_TOTAL);
    assert_int_equal(pool->sum.index, 0);
    assert_int_equal(pool->share, 0);
    fenrun__writer_init_fixed(&writer, text, sizeof text);
    fenrun__plan_write_measure(plan, 0, true, &writer);
    assert_string_equal(text, "all_profit in month");
    fenrun__plan_free(&memory, plan);
}

static void a_cap_in_a_period_counts_what_its_award_paid(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__plan *plan = rule_text_read_part(
        &memory, "periods: [month]\n"
                 "awards:\n"
                 "  a: {event: order, to: seller, pay: 1.00,\n"
                 "      cap: {at_most: 5.00, in: month, over: clip}}\n"
                 "  b: {event: order, to: seller, pay: 1.00,\n"
                 "      cap: {at_most: 9.00, in: month, over: refuse}}\n");
    assert_int_equal(plan->column_count, 2);
    for (uint32_t i = 0; i < 2; i++) {
        const struct fenrun__plan_column *row = fenrun__plan_column(plan, i);
        const struct fenrun__plan_award *award = fenrun__plan_award(plan, i);
        assert_int_equal(fenrun__plan_limit(plan, award->cap)->column, i);
        assert_int_equal(row->scope, FENRUN__SCOPE_PAID);
        assert_int_equal(row->what, FENRUN__WHAT_PAID);
        assert_int_equal(row->window_kind, FENRUN__WINDOW_PERIOD);
        assert_int_equal(row->basis, i);
        assert_int_equal(row->name, award->name);
        assert_true(fenrun__plan_column_is_money(plan, i));
        rule_text_measure(plan, i, i == 0 ? "paid by a in month" : "paid by b in month");
    }
    fenrun__plan_free(&memory, plan);
}

/* 31 tiers with two sums each, and the two own measures that these are of: 64. */
static void a_rule_set_has_so_many_columns(void **state) {
    (void)state;
    char part[8192];
    char text[16384];
    char mistakes[4096];
    struct fenrun__memory memory;
    size_t size = (size_t)sprintf(part, "tiers: [t0");
    for (int i = 1; i < 33; i++) size += (size_t)sprintf(part + size, ", t%d", i);
    size += (size_t)sprintf(part + size, "]\nteam_leaders: []\nperiods: [month]\n"
                                         "promotions:\n  review: at_once\n");
    for (int i = 1; i < 32; i++) {
        size += (size_t)sprintf(part + size,
                                "  t%d: [{direct_sales of t%d: 1.00, direct_sales of t%d in "
                                "month: 1.00}]\n",
                                i, i, i);
    }
    rule_text_build(text, sizeof text, part);
    struct fenrun__plan *plan =
        rule_text_read(&memory, text, strlen(text), mistakes, sizeof mistakes);
    assert_string_equal(mistakes, "");
    assert_int_equal(plan->column_count, FENRUN__COLUMNS_MAX);
    fenrun__plan_free(&memory, plan);

    sprintf(part + size, "  t32: [{direct_invites: 1}, {own_sales: 1.00}, {own_orders: 3}]\n");
    rule_text_build(text, sizeof text, part);
    assert_null(rule_text_read(&memory, text, strlen(text), mistakes, sizeof mistakes));
    /* Those of the highest tier are read first, so that the lowest is the one too many. */
    assert_string_equal(mistakes,
                        "12:9: promotions.t1[1]: more than the 64 measures that a rule set may "
                        "have, with the own one that each sum is of\n"
                        "12:35: promotions.t1[1]: more than the 64 measures that a rule set may "
                        "have, with the own one that each sum is of\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_of_measures_is_reported),
        cmocka_unit_test(measures_of_orders_need_an_order),
        cmocka_unit_test(a_measure_becomes_a_column_behind_its_basis),
        cmocka_unit_test(what_everybody_did_is_the_sum_of_an_own_column),
        cmocka_unit_test(a_cap_in_a_period_counts_what_its_award_paid),
        cmocka_unit_test(a_rule_set_has_so_many_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
