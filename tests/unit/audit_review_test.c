/* Audit of reviews: maps that imply one another, tiers that are skipped, turns, measures of
   nothing. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/audit_text.h"

static void reviews_that_decide_nothing_are_found(void **state) {
    (void)state;
    static const struct rule_text_case cases[] = {
        {"promotions: {review: at_once, gold: [{direct_invites: 10}, {team_members: 50, "
         "own_sales: 4000.00}], senior_gold: [{direct_invites: 100}]}",
         ""},
        {"promotions: {review: at_once, gold: [{direct_invites: 10}]}",
         "5: tiers: senior_gold is in no promotion, so that nobody rises to it but by an "
         "event; list it in 'promotions'\n"},
        {"promotions: {review: at_once, gold: [{direct_invites: 10}, {direct_invites: 20}, "
         "{direct_invites: 10, own_sales: 1.00}], senior_gold: [{direct_invites: 100}, "
         "{direct_invites: 100}]}",
         "9: promotions.gold[2]: whoever meets it meets [1] as well, so that it is never "
         "needed; take it away, or ask for less\n"
         "9: promotions.gold[3]: whoever meets it meets [1] as well, so that it is never "
         "needed; take it away, or ask for less\n"
         "9: promotions.senior_gold[2]: whoever meets it meets [1] as well, so that it is "
         "never needed; take it away, or ask for less\n"},
        {"promotions: {review: at_once, gold: [{own_sales in 30 days: 5.00}, {own_sales in 90 "
         "days: 5.00}, {own_sales: 6.00}], senior_gold: [{own_sales: 100.00}]}",
         "9: promotions.gold[1]: whoever meets it meets [2] as well, so that it is never "
         "needed; take it away, or ask for less\n"},
        {"promotions: {review: at_once, gold: [{direct_invites: 20}, {own_orders: 3}], "
         "senior_gold: [{direct_invites: 10}, {team_members: 500}]}",
         "9: promotions.gold[1]: whoever meets it meets senior_gold[1] as well and becomes "
         "senior_gold instead; ask for more there\n"},
        {"promotions: {review: at_once, gold: [{direct_invites of gold+ in 30 days: 20, "
         "own_orders: 3}], senior_gold: [{downline_members of normal: 5}, {downline_members: "
         "20}]}",
         "9: promotions.gold[1]: whoever meets it meets senior_gold[2] as well and becomes "
         "senior_gold instead; ask for more there\n"},
        {"promotions: {review: at_once, gold: [{own_sales: 50.00, own_sales in 30 days: "
         "60.00}], senior_gold: [{own_sales: 500.00, own_sales in 30 days: 60.00, own_profit: "
         "5.00}]}",
         "9: promotions.gold[1]: 'own_sales' is reached by whoever reaches 'own_sales in 30 "
         "days'; take it away, or ask for more\n"},
        {"promotions: {review: at_once, gold: [{team_sales of gold+: 50.00, team_members of "
         "senior_gold: 3, team_orders of normal: 5, downline_orders of gold: 1}], "
         "senior_gold: [{own_sales: 500.00}]}",
         "9: promotions.gold[1]: 'team_sales of gold+' is always 0, since these tiers lead "
         "teams of their own; measure downline_ or direct_ instead\n"
         "9: promotions.gold[1]: 'team_members of senior_gold' is always 0, since these tiers "
         "lead teams of their own; measure downline_ or direct_ instead\n"},
        {"tiers: [normal, gold]\n"
         "team_leaders: []\n"
         "promotions: {review: at_once, gold: [{team_sales of gold: 50.00}]}\n",
         ""},
        {"team_leaders: [normal, gold, senior_gold]\n"
         "promotions: {review: at_once, gold: [{team_sales: 50.00}], senior_gold: "
         "[{direct_invites: 5}]}\n",
         "9: promotions.gold[1]: 'team_sales' is always 0, since these tiers lead teams of "
         "their own; measure downline_ or direct_ instead\n"},
        {"periods: [month]\n"
         "promotions: {review: at_once, gold: [{direct_invites: 10}, {own_sales in month: "
         "100.00}], senior_gold: [{direct_invites: 100}]}\n"
         "demotions: {review: month, gold: [{own_sales in month: 100.00}]}\n",
         "10: promotions.gold[1]: whoever meets it may meet no map of demotions.gold, so that "
         "members fall and rise in turns; ask here for what keeps the tier as well\n"},
        {"periods: [month]\n"
         "promotions: {review: at_once, gold: [{direct_invites: 10, own_sales in month: "
         "200.00}, {own_sales in 30 days: 900.00}], senior_gold: [{direct_invites: 100}]}\n"
         "demotions: {review: month, gold: [{own_sales in month: 100.00}, {own_sales in 60 "
         "days: 100.00}, {own_sales in 60 days: 200.00}]}\n",
         "11: demotions.gold[3]: whoever meets it meets [2] as well, so that it is never "
         "needed; take it away, or ask for less\n"},
        {"periods: [month, year, season]\n"
         "promotions: {review: year, gold: [{own_sales in month: 100.00}, {own_orders in "
         "year: 2}, {own_profit in season: 2.00}], senior_gold: [{direct_invites: 100}]}\n"
         "demotions: {review: month, gold: [{own_sales in month: 50.00}, {own_orders in year: "
         "2}, {own_profit in season: 1.00}]}\n",
         "10: promotions.gold[1]: 'own_sales in month' holds what was since the last close of "
         "month only, but is looked at when year closes; measure in year\n"},
        {"periods: [week, quarter]\n"
         "labels: {core: {review: quarter, rank: own_sales in week}}\n"
         "awards: {a: {event: quarter, to: member, pay: 5.00, qualify: [{own_sales: 5.00}, "
         "{own_sales: 6.00}, {team_members of gold: 3}], rank: team_sales of gold+ in week, "
         "when: {member: core}}}\n",
         "9: labels.core.rank: 'own_sales in week' holds what was since the last close of "
         "week only, but is looked at when quarter closes; measure in quarter\n"
         "10: awards.a.qualify[2]: whoever meets it meets [1] as well, so that it is never "
         "needed; take it away, or ask for less\n"
         "10: awards.a.qualify[3]: 'team_members of gold' is always 0, since these tiers lead "
         "teams of their own; measure downline_ or direct_ instead\n"
         "10: awards.a.rank: 'team_sales of gold+ in week' is always 0, since these tiers "
         "lead teams of their own; measure downline_ or direct_ instead\n"
         "10: awards.a.rank: 'team_sales of gold+ in week' holds what was since the last "
         "close of week only, but is looked at when quarter closes; measure in quarter\n"},
    };
    audit_text_check(cases, sizeof cases / sizeof cases[0]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reviews_that_decide_nothing_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
