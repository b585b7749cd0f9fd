/*
 * Fuzz rules: any bytes to fenrun_rules_read; a rule set that it accepts must work.
 *
 *     refused:  no rule set; at least one mistake; each with a place and a line of text, in the
 *               order of the text
 *     accepted: all its names are there and found again; a tree of three generations is built with
 *               it, orders and joins are paid and explained, and a refund takes back all
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fenrun.h"

#define FUZZ_RULES_ERRORS 8u
#define FUZZ_RULES_MEMBERS 5u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fuzz_rules_expect(int holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "fuzz_rules: not so: %s\n", what);
        abort();
    }
}

static void fuzz_rules_refused(const fenrun_error *errors, size_t count) {
    fuzz_rules_expect(count > 0, "a refused rule set has a mistake");
    size_t kept = count < FUZZ_RULES_ERRORS ? count : FUZZ_RULES_ERRORS;
    for (size_t i = 0; i < kept; i++) {
        const fenrun_error *error = &errors[i];
        fuzz_rules_expect(error->code == FENRUN_ERROR_RULES, "the code is RULES");
        fuzz_rules_expect(error->reserved == 0, "reserved is 0");
        fuzz_rules_expect(error->line > 0 && error->column > 0, "a mistake has a place");
        const char *end = memchr(error->message, 0, sizeof error->message);
        fuzz_rules_expect(end != NULL && end > error->message, "a mistake has a message");
        for (const char *at = error->message; at < end; at++) {
            unsigned char byte = (unsigned char)*at;
            fuzz_rules_expect(byte >= 32 && byte != 127, "a message is one line");
        }
        fuzz_rules_expect(i == 0 || errors[i - 1].line < error->line ||
                              (errors[i - 1].line == error->line &&
                               errors[i - 1].column <= error->column),
                          "mistakes stand in the order of the text");
    }
}

static void fuzz_rules_names(const fenrun_rules *rules) {
    static const uint32_t most[] = {1,
                                    1,
                                    1,
                                    FENRUN_TIERS_MAX,
                                    FENRUN_ROLES_MAX,
                                    FENRUN_AMOUNTS_MAX,
                                    FENRUN_AWARDS_MAX,
                                    FENRUN_AWARDS_MAX + 1};
    for (uint32_t kind = FENRUN_NAME_RULES; kind <= FENRUN_NAME_UNIT; kind++) {
        uint32_t count = fenrun_rules_count(rules, kind);
        fuzz_rules_expect(count <= most[kind], "no more names than the limits of fenrun.h");
        for (uint32_t i = 0; i < count; i++) {
            const char *name = fenrun_rules_name(rules, kind, i);
            fuzz_rules_expect(name != NULL, "a counted name is there");
            fuzz_rules_expect(fenrun_rules_find(rules, kind, name, strlen(name)) == i,
                              "a name is found again");
        }
        fuzz_rules_expect(fenrun_rules_name(rules, kind, count) == NULL, "names end");
    }
    const char *currency = fenrun_rules_name(rules, FENRUN_NAME_CURRENCY, 0);
    int32_t decimals = fenrun_currency_decimals(currency, strlen(currency));
    fuzz_rules_expect(decimals >= 0 && fenrun_rules_decimals(rules) == (uint32_t)decimals,
                      "decimals are those of the currency");
    uint32_t awards = fenrun_rules_count(rules, FENRUN_NAME_AWARD);
    for (uint32_t i = 0; i < awards; i++) {
        fuzz_rules_expect(fenrun_rules_award_line(rules, i) > 0, "an award has a line");
    }
    fuzz_rules_expect(fenrun_rules_count(rules, FENRUN_NAME_TIER) > 0, "there is a tier");
    fuzz_rules_expect(fenrun_rules_award_line(rules, awards) == 0, "awards end");
}

static void fuzz_rules_payouts(const fenrun_rules *rules, const fenrun_result *result, int sign) {
    size_t count = 0;
    const fenrun_payout *payouts = fenrun_result_payouts(result, &count);
    for (size_t i = 0; i < count; i++) {
        fuzz_rules_expect(payouts[i].payee >= 1 && payouts[i].payee <= FUZZ_RULES_MEMBERS,
                          "a payee is a member");
        fuzz_rules_expect(sign > 0 ? payouts[i].amount > 0 : payouts[i].amount < 0,
                          "a payout is above 0, a refund below");
        fuzz_rules_expect(payouts[i].award < fenrun_rules_count(rules, FENRUN_NAME_AWARD) &&
                              payouts[i].unit < fenrun_rules_count(rules, FENRUN_NAME_UNIT),
                          "award and unit have names");
        fuzz_rules_expect(i == 0 || payouts[i - 1].award < payouts[i].award,
                          "payouts stand in the order of the awards");
        fuzz_rules_expect(sign < 0 || payouts[i].rate_ppb == 0 ||
                              payouts[i].amount <= payouts[i].base,
                          "no share is more than its base");
    }
}

/* Apply one event that nothing is wrong with, except perhaps that `require` refuses it. */
static int32_t fuzz_rules_apply(const fenrun_rules *rules, fenrun_tree *tree,
                                const fenrun_event *event, fenrun_result *result) {
    fenrun_explain_options options = {.struct_size = sizeof options};
    fenrun_error error = {0};
    int32_t explained = fenrun_explain(tree, event, &options, result, &error);
    size_t size = 0;
    const char *text = fenrun_result_text(result, &size);
    fuzz_rules_expect(explained < 0 || strlen(text) == size, "an explanation is text");
    options.format = FENRUN_FORMAT_JSON;
    fuzz_rules_expect(fenrun_explain(tree, event, &options, result, &error) == explained,
                      "both formats say the same");
    int32_t code = fenrun_apply(tree, event, result, &error);
    fuzz_rules_expect(code == explained, "an event is explained as it is applied");
    fuzz_rules_expect(code == FENRUN_OK || code == FENRUN_ERROR_REQUIRED ||
                          code == FENRUN_ERROR_OVERFLOW,
                      "a right event is applied");
    fuzz_rules_payouts(rules, result, event->kind == FENRUN_EVENT_REFUND ? -1 : 1);
    return code;
}

static void fuzz_rules_order(const fenrun_rules *rules, fenrun_tree *tree, fenrun_result *result,
                             uint64_t id, int64_t price, int64_t other) {
    fenrun_event order = {.kind = FENRUN_EVENT_ORDER, .at = 50, .id_low = id};
    fenrun_event refund = {.kind = FENRUN_EVENT_REFUND, .at = 60, .id_low = 1, .order_low = id};
    uint32_t roles = fenrun_rules_count(rules, FENRUN_NAME_ROLE);
    uint32_t amounts = fenrun_rules_count(rules, FENRUN_NAME_AMOUNT);
    for (uint32_t i = 0; i < roles; i++) {
        order.roles[i] = FUZZ_RULES_MEMBERS - i % FUZZ_RULES_MEMBERS;
    }
    for (uint32_t i = 0; i < amounts; i++) {
        order.amounts[i] = i == 0 ? price : other;
    }
    if (roles > 0 && fuzz_rules_apply(rules, tree, &order, result) == FENRUN_OK) {
        fuzz_rules_expect(fenrun_apply(tree, &order, result, NULL) == FENRUN_REPLAYED,
                          "an order again is a replay");
        refund.amounts[0] = price;
        if (price > 0) {
            fuzz_rules_expect(fuzz_rules_apply(rules, tree, &refund, result) == FENRUN_OK,
                              "all of an order can be refunded");
        }
    }
}

static void fuzz_rules_accepted(const fenrun_rules *rules) {
    fenrun_tree_options options = {.struct_size = sizeof options,
                                   .flags = FENRUN_TREE_REMEMBERS_ORDERS};
    fenrun_tree *tree = NULL;
    fenrun_result *result = NULL;
    fuzz_rules_names(rules);
    fuzz_rules_expect(fenrun_tree_new(&tree, rules, &options, NULL) == FENRUN_OK, "a tree is made");
    fuzz_rules_expect(fenrun_result_new(&result, NULL, NULL) == FENRUN_OK, "a result is made");
    uint32_t tiers = fenrun_rules_count(rules, FENRUN_NAME_TIER);
    for (uint64_t i = 1; i <= FUZZ_RULES_MEMBERS; i++) {
        fenrun_event join = {.kind = FENRUN_EVENT_JOIN, .member = i, .inviter = i / 2, .at = 10};
        fuzz_rules_apply(rules, tree, &join, result);
        fenrun_event tier = {.kind = FENRUN_EVENT_TIER, .member = i, .at = 10};
        tier.tier = (uint32_t)(FUZZ_RULES_MEMBERS - i) % tiers;
        fuzz_rules_apply(rules, tree, &tier, result);
    }
    static const int64_t prices[] = {0, 1, 100, 20000, 123456789, INT64_MAX};
    for (uint64_t i = 0; i < sizeof prices / sizeof prices[0]; i++) {
        fuzz_rules_order(rules, tree, result, 2 * i + 1, prices[i], prices[i]);
        fuzz_rules_order(rules, tree, result, 2 * i + 2, prices[i], prices[i] / 5);
    }
    fenrun_result_free(result);
    fenrun_tree_free(tree);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fenrun_error errors[FUZZ_RULES_ERRORS];
    fenrun_rules *rules = NULL;
    size_t count = 0;
    memset(errors, 0, sizeof errors);
    const char *text = (const char *)data;
    int32_t code = fenrun_rules_read(&rules, text, size, NULL, errors, FUZZ_RULES_ERRORS, &count);
    if (code == FENRUN_OK) {
        fuzz_rules_expect(rules != NULL && count == 0, "an accepted rule set has no mistakes");
        fuzz_rules_accepted(rules);
    } else {
        fuzz_rules_expect(code == FENRUN_ERROR_RULES && rules == NULL, "else it is refused");
        fuzz_rules_refused(errors, count);
    }
    fenrun_rules_free(rules);
    return 0;
}
