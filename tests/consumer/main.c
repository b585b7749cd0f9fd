/*
 * Consumer: a program outside the project that uses the installed library; C11 and C++17 alike.
 * Reads a rule set of one award and pays one order: 25 % of 40.00 to the leader of the team.
 */
#include <fenrun.h>
#include <stdio.h>
#include <string.h>

static const char consumer_rules[] = "fenrun: 1\n"
                                     "name: consumer\n"
                                     "currency: CNY\n"
                                     "rounding: half_even\n"
                                     "tiers: [normal, gold]\n"
                                     "team_leaders: [gold]\n"
                                     "order:\n"
                                     "  roles: [seller]\n"
                                     "  amounts: [price, profit]\n"
                                     "awards:\n"
                                     "  team_profit:\n"
                                     "    event: order\n"
                                     "    to: seller.leader\n"
                                     "    pay: 25% of profit\n";

static int consumer_fail(const char *call, const fenrun_error *error) {
    fprintf(stderr, "%s: %s: line %u: %s\n", call, fenrun_code_name(error->code),
            (unsigned)error->line, error->message);
    return 1;
}

int main(void) {
    fenrun_rules *rules = NULL;
    fenrun_tree *tree = NULL;
    fenrun_result *result = NULL;
    fenrun_error error;
    memset(&error, 0, sizeof error);

    if (fenrun_rules_read(&rules, consumer_rules, strlen(consumer_rules), NULL, &error, 1, NULL))
        return consumer_fail("fenrun_rules_read", &error);
    if (fenrun_tree_new(&tree, rules, NULL, &error))
        return consumer_fail("fenrun_tree_new", &error);
    if (fenrun_result_new(&result, NULL, &error))
        return consumer_fail("fenrun_result_new", &error);

    fenrun_member members[2];
    memset(members, 0, sizeof members);
    members[0].id = 1;
    members[0].tier = 1;
    members[1].id = 2;
    members[1].inviter = 1;
    if (fenrun_tree_load(tree, members, 2, &error))
        return consumer_fail("fenrun_tree_load", &error);

    fenrun_event order;
    memset(&order, 0, sizeof order);
    order.kind = FENRUN_EVENT_ORDER;
    order.roles[0] = 2;
    order.amounts[0] = 20000;
    order.amounts[1] = 4000;
    if (fenrun_pay(tree, &order, result, &error)) return consumer_fail("fenrun_pay", &error);

    size_t count = 0;
    const fenrun_payout *payouts = fenrun_result_payouts(result, &count);
    for (size_t i = 0; i < count; i++) {
        char amount[FENRUN_TEXT_SIZE];
        fenrun_amount_format(amount, payouts[i].amount, fenrun_rules_decimals(rules));
        printf("%s %u %s\n", fenrun_version(), (unsigned)payouts[i].payee, amount);
    }

    fenrun_result_free(result);
    fenrun_tree_free(tree);
    fenrun_rules_free(rules);
    return 0;
}
