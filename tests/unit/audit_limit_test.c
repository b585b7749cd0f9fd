/* Audit of limits: caps, budgets and funders that leave nothing, beside those that do. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/audit_text.h"

static void limits_that_leave_nothing_are_found(void **state) {
    (void)state;
    static const struct rule_text_case cases[] = {
        {"awards: {a: {event: order, to: seller, pay: 50% of price, cap: {at_most: 40% of "
         "price, over: clip}}, b: {event: order, to: seller, pay: {normal: 5.00, gold: 7.00}, "
         "cap: {at_most: 4.99, over: refuse}}, c: {event: order, to: seller, pay: {normal: "
         "5.00, gold: 7.00}, cap: {at_most: 6.00, over: clip}}, d: {event: order, to: seller, "
         "pay: 50% of price, cap: {at_most: 5% of profit, over: clip}}, e: {event: order, to: "
         "seller, pay: 5% of price, cap: {at_most: 5% of price, over: clip}}}",
         "8: awards.a.cap: all that the award pays is more, so that each payout is cut; pay "
         "less, or raise 'at_most'\n"
         "8: awards.b.cap: all that the award pays is more, so that each event that it pays "
         "for is refused; pay less, or raise 'at_most'\n"},
        {"periods: [month]\n"
         "awards: {a: {event: order, to: seller, pay: 9.00, cap: {at_most: 8.00, in: month, "
         "over: clip}}, b: {event: order, to: seller, pay: {by: price, 0.00..9.99: 0.00, "
         "10.00..: 9.00}, cap: {at_most: 8.00, over: clip}}, c: {event: order, to: "
         "seller.uplines, pay: [9.00, {gold: 10.00}], unqualified: skip, cap: {at_most: 8.00, "
         "over: clip}}, d: {event: order, split: 9.00, among: {seller: 50%}, remainder_to: "
         "platform, cap: {at_most: 8.00, over: clip}}, e: {event: order, to: seller, pay: "
         "2.00 per 1.00 of price, cap: {at_most: 1.00, over: clip}}, f: {event: order, to: "
         "seller.uplines, pay: {gold: 5.00, senior_gold: 6.00}, differential: {already_paid: "
         "none}, cap: {at_most: 2.00, over: clip}}}\n",
         "9: awards.a.cap: all that the award pays is more, so that each payout is cut; pay "
         "less, or raise 'at_most'\n"
         "9: awards.b.cap: all that the award pays is more, so that each payout is cut; pay "
         "less, or raise 'at_most'\n"
         "9: awards.c.cap: all that the award pays is more, so that each payout is cut; pay "
         "less, or raise 'at_most'\n"
         "9: awards.d.cap: all that the award pays is more, so that each payout is cut; pay "
         "less, or raise 'at_most'\n"},
        {"awards: {a: {event: order, to: seller, pay: 50% of price}, b: {event: order, to: "
         "seller.inviter, pay: 1.00, from: {member: seller.leader.leader, over: clip}}, c: "
         "{event: order, to: seller.inviter, pay: 1.00, from: {member: seller.inviter, over: "
         "clip}}, d: {event: order, to: seller.inviter, pay: 1.00, from: {member: seller, "
         "over: clip}}, e: {event: order, to: seller.inviter, pay: 1.00, unit: coin, from: "
         "{member: seller, over: clip}}}",
         "8: awards.b.from: the path leads to nobody, so that nothing is paid: who leads a "
         "team has no '.leader'; take another path\n"
         "8: awards.c.from: the member is the payee, so that nothing is paid; take another "
         "member\n"
         "8: awards.e.from: no award before this one pays in its unit, so that the member has "
         "nothing to pay from; put the award behind those\n"},
        {"awards: {a: {event: join, to: newcomer.inviter, pay: 5.00}, b: {event: order, to: "
         "seller.inviter, pay: 1.00, from: {member: seller, over: clip}}}",
         "8: awards.b.from: no award before this one pays in its unit, so that the member has "
         "nothing to pay from; put the award behind those\n"},
        {"order: {roles: [seller, buyer], amounts: [price, profit], budget: {at_most: 40% of "
         "price, over: clip}}\n"
         "awards: {a: {event: order, to: seller, pay: {normal: 25% of price, gold: 30% of "
         "price, senior_gold: 35% of price}}, b: {event: order, to: seller, pay: 15% of "
         "price}, c: {event: order, to: buyer, pay: 1% of price}, d: {event: order, to: "
         "buyer, pay: 1.00, unit: coin}, e: {event: order, to: buyer, pay: 1.00, from: "
         "{member: seller, over: clip}}}\n",
         "8: awards.c: the awards before it always use up the budget of 'order', so that "
         "nothing is paid; raise 'at_most', or pay less before it\n"},
        {"order: {roles: [seller, buyer], amounts: [price, profit], budget: {at_most: 40% of "
         "price, over: clip}}\n"
         "awards: {a: {event: order, to: seller, pay: {normal: 25% of price, gold: 30% of "
         "price}}, b: {event: order, to: seller, when: {seller: gold}, pay: 40% of price}, c: "
         "{event: order, to: buyer, pay: 40% of price}, d: {event: order, to: seller, pay: "
         "40% of profit}, e: {event: order, to: seller, pay: 40% of price, cap: {at_most: 50% "
         "of price, over: clip}}, f: {event: order, to: seller.inviter, pay: 1% of price}}\n",
         ""},
        {"order: {roles: [seller, buyer], amounts: [price, profit], budget: {at_most: 40% of "
         "price, over: refuse}}\n"
         "awards: {a: {event: order, to: seller, pay: 25% of price}, b: {event: order, to: "
         "seller, pay: 15% of price}}\n",
         ""},
        {"order: {roles: [seller, buyer], amounts: [price, profit], budget: {at_most: 40% of "
         "price, over: refuse}}\n"
         "awards: {a: {event: order, to: seller, pay: 25% of price}, b: {event: order, to: "
         "seller, pay: 16% of price}}\n",
         "7: order.budget: the awards always come to more, so that each event is refused; "
         "raise 'at_most', or pay less\n"},
        {"join: {amounts: [fee], budget: {at_most: 90000000000000000.00, over: refuse}}\n"
         "awards: {a: {event: join, to: newcomer, pay: 90000000000000000.00}, b: {event: "
         "join, to: newcomer, pay: 90000000000000000.00}}\n",
         "8: join.budget: the awards always come to more, so that each event is refused; "
         "raise 'at_most', or pay less\n"},
        {"events: {group: {roles: [organiser], budget: {at_most: 5.00, over: clip}}}\n"
         "awards: {a: {event: group, to: organiser, pay: 9.00}, b: {event: group, to: "
         "organiser.inviter, pay: 9.00}}\n",
         "9: awards.b: the awards before it always use up the budget of 'group', so that "
         "nothing is paid; raise 'at_most', or pay less before it\n"},
    };
    audit_text_check(cases, sizeof cases / sizeof cases[0]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_that_leave_nothing_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
