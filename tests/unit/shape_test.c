/* Shape: orders, joins and own events, right and wrong, and what they become in the plan. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/rule_text.h"

static void a_wrong_event_says_what_is_allowed(void **state) {
    (void)state;
    static const struct rule_text_case cases[] = {
        {"order: {roles: [seller], amounts: [price, profit], require: {profit: 5%..40% of "
         "price, price: 1.00..500.00}}",
         ""},
        {"order: seller",
         "8:8: order: 'seller' is given; allowed: a map of keys\n"},
        {"order: {}",
         "8:1: order: an empty map is given; allowed: a map of keys\n"},
        {"order: {roles: seller, amounts: []}",
         "8:16: order.roles: 'seller' is given; allowed: a list of roles as [seller]\n"
         "8:24: order.amounts: an empty list is given; allowed: a list of amounts as [price, "
         "profit]\n"},
        {"order: {role: [seller], amounts: [price, profit]}",
         "8:1: order: the key 'roles' is missing; allowed: a list of roles as [seller]\n"
         "8:9: order: unknown key 'role' (did you mean 'roles'?); allowed: roles, amounts, "
         "counts, require, budget\n"},
        {"order: {roles: [seller, payee, member], amounts: [price, profit, seller, at]}",
         "8:25: order.roles[2]: 'payee' has a meaning of its own; allowed: another name\n"
         "8:32: order.roles[3]: 'member' has a meaning of its own; allowed: another name\n"
         "8:41: order.amounts: 'seller' is a role as well; allowed: different names\n"
         "8:74: order.amounts[4]: 'at' has a meaning of its own; allowed: another name\n"},
        {"order: {roles: [seller, a, b, c, d, e, f, g, h], amounts: [price, profit]}",
         "8:46: order.roles[9]: more than the 8 names that may be listed\n"},
        {"order: {roles: [seller], amounts: [price, profit], require: {profit: 5%..40% of "
         "profit, proft: 5%, price: [1, 2]}}",
         "8:70: order.require.profit: a share of the amount itself; allowed: one of another\n"
         "8:89: order.require: unknown amount 'proft' (did you mean 'profit'?); allowed: price, "
         "profit\n"
         "8:96: order.require.proft: '5%' is not a range; allowed: LOW..HIGH as 5%..40% of "
         "price, as 1.00..500.00, or LOW.. as 0.01..\n"
         "8:100: order.require.price: a list is given; allowed: a range as 5%..40% of price\n"},
        {"order: {roles: [seller], amounts: [price, profit], require: {profit: 5%..40% of "
         "costs, price: 9..1}}",
         "8:81: order.require.profit: unknown amount 'costs'; allowed: price, profit\n"
         "8:95: order.require.price: the low end '9' is above the high end\n"},
        {"order: {roles: [seller], amounts: [price, profit], require: 5%..40% of price}",
         "8:61: order.require: '5%..40% of price' is given; allowed: a map as {profit: 5%..40% "
         "of price}\n"},
        {"order: {roles: [seller], amounts: [price], counts: [quantity, boxes]}\n"
         "awards: {a: {event: order, to: seller, pay: 5.00}}",
         ""},
        {"order: {roles: [seller], amounts: [price], counts: []}\n"
         "awards: {a: {event: order, to: seller, pay: 5.00}}",
         "7:44: order.counts: an empty list is given; allowed: a list of counts as [quantity]\n"},
        {"order: {roles: [seller], amounts: [price], counts: [a, b, c, d, e]}\n"
         "awards: {a: {event: order, to: seller, pay: 5.00}}",
         "7:65: order.counts[5]: more than the 4 names that may be listed\n"},
        {"order: {roles: [seller], amounts: [price], counts: [price, seller, by]}\n"
         "awards: {a: {event: order, to: seller, pay: 5.00}}",
         "7:44: order.counts: 'seller' is a role as well; allowed: different names\n"
         "7:44: order.counts: 'price' is an amount as well; allowed: different names\n"
         "7:68: order.counts[3]: 'by' has a meaning of its own; allowed: another name\n"},
        {"order: {roles: [seller], amounts: [price], counts: [quantity], require: {quantity: "
         "1..20, price: 0.01..}}\n"
         "awards: {a: {event: order, to: seller, pay: 5.00}}",
         ""},
        {"order: {roles: [seller], amounts: [price], counts: [quantity], require: {quantity: "
         "5%..10% of price, quantty: 3..5, price: 1..}}\n"
         "awards: {a: {event: order, to: seller, pay: 5.00}}",
         "7:84: order.require.quantity: '5%' is not a whole number; allowed: LOW..HIGH as "
         "3..20, or LOW.. as 3..\n"
         "7:88: order.require.quantity: '10% of price' is not a whole number; allowed: "
         "LOW..HIGH as 3..20, or LOW.. as 3..\n"
         "7:102: order.require: unknown amount or count 'quantty' (did you mean 'quantity'?); "
         "allowed: price, quantity\n"},
        {"order: {roles: [seller], amounts: [price], require: {price: 5%.. of price}}\n"
         "awards: {a: {event: order, to: seller, pay: 5.00}}",
         "7:61: order.require.price: a share of the amount itself; allowed: one of another\n"},
        {"order: {roles: [seller], amounts: [price], require: []}\n"
         "awards: {a: {event: order, to: seller, pay: 5.00}}",
         "7:44: order.require: an empty list is given; allowed: a map as {profit: 5%..40% of "
         "price}\n"},
        {"order: {roles: [seller], amounts: [price], budget: {at_most: 40% of price, over: "
         "clip}}\n"
         "awards: {a: {event: order, to: seller, pay: 5.00}}",
         ""},
        {"order: {roles: [seller], amounts: [price], budget: {at_most: 500.00, over: refuse}}\n"
         "awards: {a: {event: order, to: seller, pay: 5.00}}",
         ""},
        {"order: {roles: [seller], amounts: [price], budget: {at_most: 40% of prcie, over: "
         "clamp}}\n"
         "awards: {a: {event: order, to: seller, pay: 5.00}}",
         "7:69: order.budget.at_most: unknown amount 'prcie' (did you mean 'price'?); allowed: "
         "price\n"
         "7:82: order.budget.over: unknown way 'clamp'; allowed: clip, refuse\n"},
        {"order: {roles: [seller], amounts: [price], budget: 40% of price}\n"
         "awards: {a: {event: order, to: seller, pay: 5.00}}",
         "7:52: order.budget: '40% of price' is given; allowed: a map as {at_most: 40% of "
         "price, over: clip}\n"},
        {"order: {roles: [seller], amounts: [price], budget: {at_most: 0.00}}\n"
         "awards: {a: {event: order, to: seller, pay: 5.00}}",
         "7:44: order.budget: the key 'over' is missing; allowed: clip, refuse\n"
         "7:62: order.budget.at_most: '0.00' leaves nothing to be paid; allowed: more than 0\n"},
        {"order: {roles: [seller], amounts: [price], budget: {at_most: 2.00 per price, over: "
         "clip, in: month}}\n"
         "awards: {a: {event: order, to: seller, pay: 5.00}}",
         "7:62: order.budget.at_most: '2.00 per price' is not understood; allowed: a rate as "
         "40% of price, or an amount as 5000.00\n"
         "7:90: order.budget: unknown key 'in'; allowed: at_most, over\n"},
        {"join: {amounts: [entry_fee], counts: [packs], require: {entry_fee: 398.00..398.00, "
         "packs: 1..}, budget: {at_most: 50% of entry_fee, over: refuse}}",
         ""},
        {"join: {}",
         "9:1: join: an empty map is given; allowed: a map of keys\n"},
        {"join: {roles: [newcomer]}",
         "9:8: join: unknown key 'roles'; allowed: amounts, counts, require, budget\n"},
        {"join: [entry_fee]",
         "9:1: join: a list is given; allowed: a map of keys\n"},
        {"join: {amounts: [price, entry_fee], counts: [profit, entry_fee]}",
         "9:8: join.amounts: 'price' is an amount of orders as well; allowed: different names\n"
         "9:37: join.counts: 'entry_fee' is an amount as well; allowed: different names\n"
         "9:37: join.counts: 'profit' is an amount of orders as well; allowed: different names\n"},
        {"join: {amounts: [newcomer, member]}",
         "9:18: join.amounts[1]: 'newcomer' has a meaning of its own; allowed: another name\n"
         "9:28: join.amounts[2]: 'member' has a meaning of its own; allowed: another name\n"},
        {"join: 5\n"
         "awards: {a: {event: join, to: newcomer, pay: 5% of anything}}",
         "8:7: join: '5' is given; allowed: a map of keys\n"},
        {"events: {complete: {roles: [organiser], counts: [size], require: {size: 3..20}, "
         "budget: {at_most: 5.00, over: clip}}}",
         ""},
        {"events: []",
         "9:1: events: an empty list is given; allowed: a map of events\n"},
        {"events: {}",
         "9:1: events: an empty map is given; allowed: a map of events\n"},
        {"events: {complete: {counts: [size]}, Done: 5, order: {roles: [a]}, available: {roles: "
         "[a]}}",
         "9:10: events.complete: the key 'roles' is missing; allowed: a list of roles as [seller]\n"
         "9:38: events: 'Done' is not a name; allowed: a to z, 0 to 9 and _, not a digit first, "
         "at most 64 of them\n"
         "9:44: events.Done: '5' is given; allowed: a map of keys\n"
         "9:47: events: 'order' has a meaning of its own; allowed: another name\n"
         "9:68: events: 'available' has a meaning of its own; allowed: another name\n"},
        {"periods: [month]\n"
         "events: {month: {roles: [a]}}",
         "10:10: events: 'month' is a period as well; allowed: different names\n"},
        {"events: {complete: {roles: [organiser, organiser, at], amounts: [organiser], counts: "
         "[organiser, size]}}",
         "9:40: events.complete.roles[2]: 'organiser' is listed twice\n"
         "9:51: events.complete.roles[3]: 'at' has a meaning of its own; allowed: another name\n"
         "9:56: events.complete.amounts: 'organiser' is a role as well; allowed: different "
         "names\n"
         "9:78: events.complete.counts: 'organiser' is a role as well; allowed: different "
         "names\n"
         "9:78: events.complete.counts: 'organiser' is an amount as well; allowed: different "
         "names\n"},
        {"events: {complete: {roles: []}}\n"
         "awards: {a: {event: complete, to: whoever, pay: 5.00}}",
         "8:21: events.complete.roles: an empty list is given; allowed: a list of roles as "
         "[seller]\n"},
        {"periods: [month, month, order, Day]",
         "9:18: periods[2]: 'month' is listed twice\n"
         "9:25: periods[3]: 'order' has a meaning of its own; allowed: another name\n"
         "9:32: periods[4]: 'Day' is not a name; allowed: a to z, 0 to 9 and _, not a digit "
         "first, at most 64 of them\n"},
        {"periods: []",
         "9:1: periods: an empty list is given; allowed: a list of periods as [month]\n"},
        {"periods: [a, b, c, d, e, f, g, h, i]",
         "9:35: periods[9]: more than the 8 names that may be listed\n"},
        {"periods: month",
         "9:10: periods: 'month' is given; allowed: a list of periods as [month]\n"},
    };
    rule_text_check(cases, sizeof cases / sizeof cases[0]);
}

static void events_become_shapes_and_triggers(void **state) {
    (void)state;
    static const struct {
        uint32_t role_count;
        uint32_t amount_count;
        uint32_t count_count;
        uint32_t requirement_count;
        uint32_t refuses; /* the budget; UINT32_MAX: there is none */
    } expected[] = {{2, 2, 1, 2, 1}, {0, 1, 0, 1, UINT32_MAX}, {1, 0, 1, 1, 0},
                    {2, 1, 0, 0, UINT32_MAX}};
    struct fenrun__memory memory;
    struct fenrun__plan *plan = rule_text_read_part(
        &memory,
        "order: {roles: [seller, buyer], amounts: [price, profit], counts: [quantity],\n"
        "        require: {profit: 5%..40% of price, quantity: 1..},\n"
        "        budget: {at_most: 40% of price, over: refuse}}\n"
        "join: {amounts: [entry_fee], require: {entry_fee: 398.00..}}\n"
        "events:\n"
        "  complete: {roles: [organiser], counts: [size], require: {size: 3..20},\n"
        "             budget: {at_most: 5.00, over: clip}}\n"
        "  story: {roles: [author, reader], amounts: [fee]}\n");
    const struct fenrun__plan_version *version = fenrun__plan_version(plan, 0);
    assert_int_equal(plan->shape_count, sizeof expected / sizeof expected[0]);
    for (uint32_t i = 0; i < plan->shape_count; i++) {
        const struct fenrun__plan_shape *shape = fenrun__plan_shape(plan, i);
        const struct fenrun__plan_trigger *trigger = fenrun__plan_trigger(plan, version, i);
        assert_int_equal(shape->role_count, expected[i].role_count);
        assert_int_equal(shape->amount_count, expected[i].amount_count);
        assert_int_equal(shape->count_count, expected[i].count_count);
        assert_int_equal(trigger->requirement_count, expected[i].requirement_count);
        if (trigger->budget == FENRUN__NOWHERE) {
            assert_int_equal(expected[i].refuses, UINT32_MAX);
        } else {
            assert_int_equal(fenrun__plan_limit(plan, trigger->budget)->refuses,
                             expected[i].refuses);
        }
    }
    const struct fenrun__plan_trigger *order = fenrun__plan_trigger(plan, version, 0);
    const struct fenrun__plan_requirement *quantity =
        fenrun__plan_requirement(plan, order->requirement_first + 1);
    assert_int_equal(quantity->figure, FENRUN__FIGURE_COUNT0);
    assert_int_equal(quantity->low, 1);
    assert_true(quantity->high == INT64_MAX);
    assert_int_equal(quantity->base, FENRUN__NOWHERE);
    assert_int_equal(quantity->line, 9);
    const struct fenrun__plan_limit *budget = fenrun__plan_limit(plan, order->budget);
    assert_int_equal(budget->at_most.kind, FENRUN__VALUE_RATE);
    assert_int_equal(budget->at_most.value, 400000000);
    assert_int_equal(budget->column, FENRUN__NOWHERE);
    assert_int_equal(budget->line, 10);
    fenrun__plan_free(&memory, plan);
}

static void own_events_have_a_limit(void **state) {
    (void)state;
    char part[2048] = "events:\n";
    char text[4096];
    char mistakes[1024];
    struct fenrun__memory memory;
    for (int i = 0; i < FENRUN_EVENTS_MAX; i++) {
        sprintf(part + strlen(part), "  e%d: {roles: [a]}\n", i);
    }
    struct fenrun__plan *plan = rule_text_read_part(&memory, part);
    assert_int_equal(plan->own_event_count, FENRUN_EVENTS_MAX);
    fenrun__plan_free(&memory, plan);

    strcat(part, "  more: 5\n");
    rule_text_build(text, sizeof text, part);
    assert_null(rule_text_read(&memory, text, strlen(text), mistakes, sizeof mistakes));
    assert_string_equal(mistakes,
                        "26:3: events: more than the 16 events that a rule set may have\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_event_says_what_is_allowed),
        cmocka_unit_test(events_become_shapes_and_triggers),
        cmocka_unit_test(own_events_have_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
