/* Audit of awards: what never pays, beside what is nearly the same and does. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/audit_text.h"

static void awards_that_never_pay_are_found_with_the_reason(void **state) {
    (void)state;
    static const struct rule_text_case cases[] = {
        {"awards: {a: {event: order, to: seller, when: {payee: not seller}, pay: 1.00}, b: "
         "{event: order, to: seller.inviter, when: {payee: not seller, buyer: not payee}, "
         "pay: 1.00}}",
         "8: awards.a.when.payee: 'not seller' is never met, so that nothing is paid: the "
         "payee is the seller; test another tier\n"},
        {"awards: {a: {event: order, to: seller.leader.leader, pay: 1.00}}",
         "8: awards.a.to: 'seller.leader.leader' leads to nobody, so that nothing is paid: "
         "who leads a team has no '.leader'; take another path\n"},
        {"awards: {a: {event: order, to: seller.above(gold).leader, pay: 1.00}}",
         "8: awards.a.to: 'seller.above(gold).leader' leads to nobody, so that nothing is "
         "paid: who leads a team has no '.leader'; take another path\n"},
        {"awards: {a: {event: order, to: seller.leader.inviter.leader.uplines, pay: [1.00], "
         "unqualified: skip}}",
         ""},
        {"team_leaders: []\n"
         "awards: {a: {event: order, to: seller.leader, pay: 1.00}}\n",
         "8: awards.a.to: 'seller.leader' leads to nobody, so that nothing is paid: no tier "
         "is in 'team_leaders'; take another path\n"},
        {"team_leaders: [normal, gold, senior_gold]\n"
         "awards: {a: {event: order, to: seller.leader, pay: 1.00}}\n",
         "8: awards.a.to: 'seller.leader' leads to nobody, so that nothing is paid: all tiers "
         "are in 'team_leaders'; take another path\n"},
        {"awards: {a: {event: order, to: seller.leader, when: {seller: gold+}, pay: 1.00}}",
         "8: awards.a.when.seller: gold+ is never met, so that nothing is paid: with 'to: "
         "seller.leader' the seller is always normal; test another tier\n"},
        {"awards: {a: {event: order, to: seller.leader, when: {seller: normal}, pay: 1.00}}",
         ""},
        {"awards: {a: {event: order, to: buyer.leader, when: {seller: gold+}, pay: 1.00}}",
         ""},
        {"awards: {a: {event: order, to: seller.leader, when: {payee: normal}, pay: 1.00}}",
         "8: awards.a.when.payee: normal is never met, so that nothing is paid: with 'to: "
         "seller.leader' the payee is always gold+; test another tier\n"},
        {"awards: {a: {event: order, to: seller.above(senior_gold), when: {payee: gold}, pay: "
         "1.00}}",
         "8: awards.a.when.payee: gold is never met, so that nothing is paid: with 'to: "
         "seller.above(senior_gold)' the payee is always senior_gold; test another tier\n"},
        {"awards: {a: {event: order, to: seller.leader, pay: {normal: 1.00}}}",
         "8: awards.a.pay: normal is listed, so that nothing is paid: with 'to: "
         "seller.leader' the payee is always gold+; list another tier\n"},
        {"awards: {a: {event: order, to: seller.leader, pay: {normal: 1.00, gold: 2.00, "
         "senior_gold: 3.00}}}",
         "8: awards.a.pay: normal is listed, but never paid: the payee is always gold+; take "
         "it away\n"},
        {"awards: {a: {event: order, to: seller.leader, pay: {normal: 0.00, gold: 2.00}}}",
         ""},
        {"awards: {a: {event: order, to: seller.inviter, when: {payee: normal}, pay: {gold: "
         "1.00}}}",
         "8: awards.a.when.payee: normal is never met, so that nothing is paid: 'pay' lists "
         "gold only; test another tier\n"},
        {"awards: {a: {event: order, to: seller.inviter, when: {payee: gold+}, pay: {normal: "
         "1.00, gold: 2.00}}}",
         "8: awards.a.pay: normal is listed, but never paid: the payee is always gold; take "
         "it away\n"},
        {"awards: {a: {event: order, to: seller, when: {seller: normal, payee: gold+}, pay: "
         "1.00}}",
         "8: awards.a.when.payee: gold+ is never met, so that nothing is paid: beside it only "
         "normal passes the other tests; test another tier\n"},
        {"awards: {a: {event: order, to: seller, when: {seller: below payee}, pay: 1.00}}",
         "8: awards.a.when.seller: 'below payee' is never met, so that nothing is paid: the "
         "seller is the payee; test another tier\n"},
        {"awards: {a: {event: order, to: seller.inviter, when: {seller: normal, payee: below "
         "seller}, pay: 1.00}}",
         "8: awards.a.when.payee: 'below seller' is never met, so that nothing is paid: the "
         "payee is always normal+, the seller normal; test another tier\n"},
        {"awards: {a: {event: order, to: seller.inviter, when: {payee: below seller, buyer: "
         "below payee}, pay: {gold: 1.00, senior_gold: 2.00}}}",
         "8: awards.a.pay: senior_gold is listed, but never paid: the payee is always gold; "
         "take it away\n"},
        {"awards: {a: {event: order, to: seller.inviter, when: {payee: below seller, buyer: "
         "below payee}, pay: 1.00}}",
         ""},
        {"tiers: [normal, gold]\n"
         "team_leaders: [gold]\n"
         "awards: {a: {event: order, to: seller.inviter, when: {payee: below seller, buyer: "
         "below payee}, pay: 1.00}}\n",
         "8: awards.a.when.buyer: 'below payee' is never met, so that nothing is paid: the "
         "buyer is always normal+, the payee normal; test another tier\n"},
        {"awards: {a: {event: order, to: seller.leader, when: {seller: above payee}, pay: "
         "1.00}}",
         "8: awards.a.when.seller: 'above payee' is never met, so that nothing is paid: the "
         "seller is always normal, the payee gold+; test another tier\n"},
        {"awards: {a: {event: join, to: newcomer.inviter, when: {newcomer: gold}, pay: 1.00}}",
         "8: awards.a.when.newcomer: gold is never met, so that nothing is paid: a newcomer "
         "is always normal; test another tier\n"},
        {"awards: {a: {event: join, to: newcomer, pay: {gold: 1.00}}}",
         "8: awards.a.pay: gold is listed, so that nothing is paid: a newcomer is always "
         "normal; list another tier\n"},
        {"periods: [month]\n"
         "labels: {core: {review: month, rank: own_sales}}\n"
         "awards: {a: {event: join, to: newcomer.inviter, when: {newcomer: core}, pay: 1.00}, "
         "b: {event: join, to: newcomer.inviter, when: {payee: [core, senior_gold]}, pay: "
         "{normal: 1.00}}}\n",
         "10: awards.a.when.newcomer: core is never met, so that nothing is paid: a newcomer "
         "is always normal; test another tier\n"},
        {"awards: {a: {event: join, to: newcomer.leader, when: {newcomer: normal, payee: "
         "above newcomer}, pay: {gold: 1.00, senior_gold: 2.00}}}",
         ""},
        {"awards: {a: {event: promotion, to: member, when: {member: normal}, pay: 1.00}}",
         "8: awards.a.when.member: normal is never met, so that nothing is paid: whoever has "
         "risen is always gold+; test another tier\n"},
        {"awards: {a: {event: promotion, to: member.leader, when: {member: gold+}, pay: 1.00}}",
         ""},
        {"awards: {a: {event: promotion, to: member, pay: {normal: 1.00, gold: 2.00}}}",
         "8: awards.a.pay: normal is listed, but never paid: the payee is always gold; take "
         "it away\n"},
        {"awards: {a: {event: order, to: seller, pay: {normal: 0.00, gold: 0% of price}}}",
         "8: awards.a.pay: every value is 0, so that nothing is paid; take the award away\n"},
        {"awards: {a: {event: order, to: seller, pay: {by: price, 0.00..: 0% of price}}}",
         "8: awards.a.pay: every value is 0, so that nothing is paid; take the award away\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: [1.00, {normal: 1.00}, 3.00], "
         "unqualified: compress, when: {payee: gold+}}}",
         "8: awards.a.pay[2]: nobody is paid this level, nor any behind it: normal is listed, "
         "the payee is always gold+; list another tier\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: [1.00, {normal: 1.00, gold: "
         "1.00}, 3.00], unqualified: skip, when: {payee: gold+}}}",
         "8: awards.a.pay[2]: normal is listed, but never paid: the payee is always gold+; "
         "take it away\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: [1.00, {normal: 1.00}, 3.00], "
         "unqualified: skip, when: {payee: gold+}}}",
         "8: awards.a.pay[2]: nobody is paid this level: normal is listed, the payee is "
         "always gold+; list another tier\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: {normal: 5% of price, gold: 3% "
         "of price, senior_gold: 3% of price}, differential: {already_paid: none}}}",
         "8: awards.a.pay.gold: less than normal has, so that nothing is left for gold above "
         "it; give a higher tier more\n"},
        {"awards: {a: {event: order, to: seller.uplines, pay: {normal: 2% of price, "
         "senior_gold: 3% of price}, differential: {already_paid: none}}}",
         ""},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member, rank: own_sales, top: 2, pay: [3.00, 2.00, "
         "1.00]}}\n",
         "9: awards.a.pay[3]: nobody has this rank, since 'top' is 2; take away one of the "
         "two\n"},
        {"periods: [month]\n"
         "awards: {a: {event: month, to: member.leader, when: {member: senior_gold}, pay: "
         "3.00}}\n",
         "9: awards.a.when.member: senior_gold is never met, so that nothing is paid: with "
         "'to: member.leader' the member is always normal; test another tier\n"},
        {"periods: [month]\n"
         "awards:\n"
         "  a: {event: month, to: member, pay: 1% of team_sales}\n"
         "  b: {event: month, to: member, pay: 20.00 per 200.00 of own_sales}\n"
         "  c: {event: month, to: member, pool: 1% of all_profit, share: equally, remainder_to: "
         "first}\n"
         "  d: {event: month, to: member, pay: {by: own_sales, 0.00..: 1.00}}\n"
         "  e: {event: month, to: member, pay: {by: own_sales in month, 0.00..: 1% of "
         "direct_profit of gold}}\n"
         "  f: {event: month, to: member, pay: {normal: 1.00, gold: 2% of own_profit}}\n",
         "10: awards.a.pay: team_sales counts since ever and is paid again at each close; write "
         "'in month' behind it\n"
         "11: awards.b.pay: own_sales counts since ever and is paid again at each close; write "
         "'in month' behind it\n"
         "12: awards.c.pool: all_profit counts since ever and is paid again at each close; write "
         "'in month' behind it\n"
         "13: awards.d.pay: own_sales counts since ever and is paid again at each close; write "
         "'in month' behind it\n"
         "14: awards.e.pay: direct_profit of gold counts since ever and is paid again at each "
         "close; write 'in month' behind it\n"
         "15: awards.f.pay: own_profit counts since ever and is paid again at each close; write "
         "'in month' behind it\n"},
        {"periods: [month]\n"
         "awards:\n"
         "  a: {event: month, to: member, pay: 1% of team_sales in 30 days}\n"
         "  b: {event: month, to: member, pay: {by: team_members, 0..: 1.00}}\n"
         "  c: {event: month, to: member, pay: 2.00 per direct_invites}\n"
         "  d: {event: month, to: member, qualify: [{own_sales: 9.00}], rank: own_sales, pay: "
         "[1.00]}\n"
         "  e: {event: month, to: member, pool: 100.00, share: by own_sales, remainder_to: "
         "first}\n",
         ""},
        {"order: {roles: [seller], amounts: [price, profit], counts: [quantity], require: "
         "{price: 100.00..500.00, quantity: 1..5}}\n"
         "awards: {a: {event: order, to: seller, pay: {by: price, 0.00..99.99: 1.00, "
         "100.00..500.00: 2.00, 500.01..: 3.00}}, b: {event: order, to: seller, pay: {by: "
         "price, 0.00..99.99: 0.00, 100.00..499.99: 2.00, 500.00..: 3.00}}, c: {event: order, "
         "to: seller, pay: {by: quantity, 0..5: 1.00, 6..: 2.00}}, d: {event: order, to: "
         "seller, pay: {by: profit, 0.00..: 1.00}}}\n",
         "8: awards.a.pay: the range from 0.00 on is never met, since 'require' lets no such "
         "price in; change one of the two\n"
         "8: awards.a.pay: the range from 500.01 on is never met, since 'require' lets no "
         "such price in; change one of the two\n"
         "8: awards.c.pay: the range from 6 on is never met, since 'require' lets no such "
         "quantity in; change one of the two\n"},
        {"awards: {a: {event: order, split: 10% of price, among: {seller.leader.leader: 50%, "
         "buyer: 50%}, remainder_to: buyer.leader.leader}}",
         "8: awards.a.among: 'seller.leader.leader' leads to nobody: who leads a team has no "
         "'.leader'; take another path\n"
         "8: awards.a.remainder_to: 'buyer.leader.leader' leads to nobody: who leads a team "
         "has no '.leader'; take another path\n"},
    };
    audit_text_check(cases, sizeof cases / sizeof cases[0]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(awards_that_never_pay_are_found_with_the_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
