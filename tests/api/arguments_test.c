/* Arguments: what every public function says to NULL, to numbers out of range and to options of
   another size; and the names of codes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/shop.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const char rules_text[] =
    "fenrun: 1\nname: arguments\ntitle: 参数\ncurrency: CNY\nrounding: half_even\n"
    "tiers: [normal, gold]\n"
    "team_leaders: [gold]\n"
    "order: {roles: [seller], amounts: [price]}\n"
    "awards:\n"
    "  sale: {event: order, to: seller, pay: 10% of price}\n"
    "  thanks: {event: join, to: newcomer.inviter, pay: 20.00, unit: coupon}\n";

static void expect(int32_t code, const fenrun_error *error, const char *message) {
    assert_int_equal(code, FENRUN_ERROR_ARGUMENT);
    assert_int_equal(error->code, FENRUN_ERROR_ARGUMENT);
    assert_string_equal(error->message, message);
}

static void codes_have_the_names_of_the_header(void **state) {
    (void)state;
    static const struct {
        int32_t code;
        int32_t number; /* frozen */
        const char *name;
    } cases[] = {
#define CODE(name, number) {name, number, #name}
        CODE(FENRUN_FOUND, 2),
        CODE(FENRUN_REPLAYED, 1),
        CODE(FENRUN_OK, 0),
        CODE(FENRUN_ERROR_ARGUMENT, -1),
        CODE(FENRUN_ERROR_RULES, -2),
        CODE(FENRUN_ERROR_TEXT, -3),
        CODE(FENRUN_ERROR_CHANGED, -4),
        CODE(FENRUN_ERROR_ORDER_UNKNOWN, -5),
        CODE(FENRUN_ERROR_TIME, -6),
        CODE(FENRUN_ERROR_MEMBER_UNKNOWN, -7),
        CODE(FENRUN_ERROR_MEMBER_EXISTS, -8),
        CODE(FENRUN_ERROR_NOT_JOINED, -9),
        CODE(FENRUN_ERROR_CYCLE, -10),
        CODE(FENRUN_ERROR_TIER, -11),
        CODE(FENRUN_ERROR_AMOUNT, -12),
        CODE(FENRUN_ERROR_REQUIRED, -13),
        CODE(FENRUN_ERROR_REFUND, -14),
        CODE(FENRUN_ERROR_OVERFLOW, -15),
        CODE(FENRUN_ERROR_FULL, -16),
        CODE(FENRUN_ERROR_MEMORY, -17),
        CODE(FENRUN_ERROR_INTERNAL, -18),
        CODE(FENRUN_ERROR_LIMIT, -19),
        CODE(FENRUN_ERROR_SNAPSHOT, -20),
        {3, 3, "FENRUN_ERROR_?"},
        {-21, -21, "FENRUN_ERROR_?"},
        {INT32_MAX, INT32_MAX, "FENRUN_ERROR_?"},
        {INT32_MIN, INT32_MIN, "FENRUN_ERROR_?"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(cases[i].code, cases[i].number);
        assert_string_equal(fenrun_code_name(cases[i].code), cases[i].name);
    }
}

static void the_version_is_that_of_the_header(void **state) {
    (void)state;
    char version[32];
    snprintf(version, sizeof version, "%d.%d.%d", FENRUN_VERSION_MAJOR, FENRUN_VERSION_MINOR,
             FENRUN_VERSION_PATCH);
    assert_string_equal(fenrun_version(), version);
}

static void reading_rules_checks_its_arguments(void **state) {
    (void)state;
    fenrun_rules *rules = NULL;
    fenrun_error error = {0};
    size_t count = 9, size = strlen(rules_text);
    expect(fenrun_rules_read(NULL, rules_text, size, NULL, &error, 1, &count), &error,
           "out is NULL");
    assert_int_equal(count, 0);
    rules = (fenrun_rules *)(void *)&error;
    expect(fenrun_rules_read(&rules, NULL, size, NULL, &error, 1, NULL), &error, "text is NULL");
    assert_null(rules);
    assert_int_equal(fenrun_rules_read(&rules, rules_text, size, NULL, NULL, 1, NULL),
                     FENRUN_ERROR_ARGUMENT);
    fenrun_rules_options options = {.struct_size = 1};
    expect(fenrun_rules_read(&rules, rules_text, size, &options, &error, 1, NULL), &error,
           "options.struct_size 1 is not sizeof the struct");
    assert_null(rules);
    /* No text at all is a rule set with mistakes, not a wrong argument. */
    assert_int_equal(fenrun_rules_read(&rules, NULL, 0, NULL, NULL, 0, &count),
                     FENRUN_ERROR_RULES);
    assert_true(count > 0);
    assert_int_equal(fenrun_rules_read(&rules, rules_text, size, NULL, NULL, 0, NULL), FENRUN_OK);
    fenrun_rules_free(rules);
    fenrun_rules_free(NULL);
}

static void making_a_rule_book_checks_its_arguments(void **state) {
    (void)state;
    struct shop *shop = shop_open_text(rules_text);
    const fenrun_rules *versions[FENRUN_VERSIONS_MAX + 1] = {shop->rules, NULL};
    const fenrun_rules_options options = {.struct_size = 1};
    fenrun_rules *book = shop->rules;
    fenrun_error error = {0};
    size_t count = 99;
    expect(fenrun_rules_book(NULL, versions, 1, NULL, &error, 1, &count), &error, "out is NULL");
    assert_int_equal(count, 0);
    expect(fenrun_rules_book(&book, NULL, 1, NULL, &error, 1, NULL), &error, "versions is NULL");
    assert_null(book);
    expect(fenrun_rules_book(&book, versions, 0, NULL, &error, 1, NULL), &error,
           "version_count 0 is not from 1 to 64");
    expect(fenrun_rules_book(&book, versions, FENRUN_VERSIONS_MAX + 1, NULL, &error, 1, NULL),
           &error, "version_count 65 is not from 1 to 64");
    assert_int_equal(fenrun_rules_book(&book, versions, 2, NULL, &error, 1, NULL),
                     FENRUN_ERROR_ARGUMENT);
    assert_string_equal(error.message, "versions[1] is NULL");
    assert_int_equal(error.item, 1);
    expect(fenrun_rules_book(&book, versions, 1, &options, &error, 1, NULL), &error,
           "options.struct_size 1 is not sizeof the struct");
    assert_int_equal(fenrun_rules_book(&book, versions, 1, NULL, NULL, 1, NULL),
                     FENRUN_ERROR_ARGUMENT);
    versions[1] = shop->rules; /* neither says from when on it is in force */
    assert_int_equal(fenrun_rules_book(&book, versions, 2, NULL, NULL, 0, &count),
                     FENRUN_ERROR_RULES);
    assert_true(count > 0);
    assert_null(book);
    assert_int_equal(fenrun_rules_book(&book, versions, 1, NULL, NULL, 0, &count), FENRUN_OK);
    assert_int_equal(count, 0);
    assert_true(fenrun_rules_effective(book, 0) == FENRUN_TIME_MIN);
    assert_true(fenrun_rules_effective(book, 1) == FENRUN_TIME_MIN);
    assert_true(fenrun_rules_effective(NULL, 0) == FENRUN_TIME_MIN);
    assert_int_equal(fenrun_rules_award_version(book, 0), 0);
    assert_int_equal(fenrun_rules_award_version(book, UINT32_MAX), UINT32_MAX);
    assert_int_equal(fenrun_rules_award_version(NULL, 0), UINT32_MAX);
    fenrun_rules_free(book);
    shop_close(shop);
}

static void looking_for_findings_checks_its_arguments(void **state) {
    (void)state;
    struct shop *shop = shop_open_text(rules_text);
    fenrun_error finding = {0};
    size_t count = 99;
    expect(fenrun_rules_check(NULL, &finding, 1, &count), &finding, "rules is NULL");
    assert_int_equal(count, 0);
    assert_int_equal(fenrun_rules_check(shop->rules, NULL, 1, &count), FENRUN_ERROR_ARGUMENT);
    int32_t code = fenrun_rules_check(shop->rules, NULL, 0, &count);
    assert_int_equal(code, count > 0 ? FENRUN_FOUND : FENRUN_OK);
    assert_int_equal(fenrun_rules_check(shop->rules, NULL, 0, NULL), code);
    shop_close(shop);
}

static void names_that_are_not_there_are_null(void **state) {
    (void)state;
    struct shop *shop = shop_open_text(rules_text);
    static const uint32_t counts[] = {1, 1, 1, 2, 1, 1, 2, 2, 0, 0, 0, 0, 0};
    for (uint32_t kind = 0; kind < COUNT(counts); kind++) {
        assert_int_equal(fenrun_rules_count(shop->rules, kind), counts[kind]);
        assert_int_equal(fenrun_rules_count(NULL, kind), 0);
        assert_null(fenrun_rules_name(shop->rules, kind, counts[kind]));
        assert_null(fenrun_rules_name(shop->rules, kind, UINT32_MAX));
        assert_null(fenrun_rules_name(NULL, kind, 0));
        for (uint32_t i = 0; i < counts[kind]; i++) {
            const char *name = fenrun_rules_name(shop->rules, kind, i);
            assert_int_equal(fenrun_rules_find(shop->rules, kind, name, strlen(name)), i);
            assert_int_equal(fenrun_rules_find(shop->rules, kind, name, strlen(name) - 1),
                             UINT32_MAX);
        }
    }
    assert_int_equal(fenrun_rules_count(shop->rules, UINT32_MAX), 0);
    assert_null(fenrun_rules_name(shop->rules, UINT32_MAX, 0));
    assert_int_equal(fenrun_rules_find(shop->rules, UINT32_MAX, "gold", 4), UINT32_MAX);
    assert_int_equal(fenrun_rules_find(shop->rules, FENRUN_NAME_TIER, NULL, 4), UINT32_MAX);
    assert_int_equal(fenrun_rules_find(NULL, FENRUN_NAME_TIER, "gold", 4), UINT32_MAX);
    assert_string_equal(fenrun_rules_name(shop->rules, FENRUN_NAME_TITLE, 0), "参数");
    assert_int_equal(fenrun_rules_decimals(shop->rules), 2);
    assert_int_equal(fenrun_rules_decimals(NULL), 0);
    assert_int_equal(fenrun_rules_award_line(shop->rules, 0), 10);
    assert_int_equal(fenrun_rules_award_line(shop->rules, 1), 11);
    assert_int_equal(fenrun_rules_award_line(shop->rules, 2), 0);
    assert_int_equal(fenrun_rules_award_line(NULL, 0), 0);
    shop_close(shop);
}

static void making_a_tree_checks_its_arguments(void **state) {
    (void)state;
    struct shop *shop = shop_open_text(rules_text);
    fenrun_tree *tree = NULL;
    fenrun_error error = {0};
    expect(fenrun_tree_new(NULL, shop->rules, NULL, &error), &error, "out is NULL");
    tree = shop->tree;
    expect(fenrun_tree_new(&tree, NULL, NULL, &error), &error, "rules is NULL");
    assert_null(tree);
    static const struct {
        fenrun_tree_options options;
        const char *message;
    } cases[] = {
        {{.struct_size = 0}, "options.struct_size 0 is not sizeof the struct"},
        {{.struct_size = 5000}, "options.struct_size 5000 is not sizeof the struct"},
        {{.struct_size = sizeof(fenrun_tree_options), .flags = 6},
         "options.flags 0x6 or options.reserved is not known"},
        {{.struct_size = sizeof(fenrun_tree_options), .reserved = 1}, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        tree = shop->tree;
        int32_t code = fenrun_tree_new(&tree, shop->rules, &cases[i].options, &error);
        expect(code, &error, cases[i].message ? cases[i].message : error.message);
        assert_non_null(strstr(error.message, "options."));
        assert_null(tree);
    }
    tree = shop->tree;
    fenrun_tree_options options = {.struct_size = sizeof options,
                                   .member_count = (uint64_t)FENRUN_MEMBERS_MAX + 1};
    assert_true(fenrun_tree_new(&tree, shop->rules, &options, &error) < 0);
    assert_null(tree);
    fenrun_tree_free(NULL);
    shop_close(shop);
}

static void loading_and_asking_check_their_arguments(void **state) {
    (void)state;
    struct shop *shop = shop_open_text(rules_text);
    const fenrun_member members[] = {{.id = 1}};
    fenrun_member member = {.id = 77};
    fenrun_error error = {0};
    expect(fenrun_tree_load(NULL, members, 1, &error), &error, "tree is NULL");
    expect(fenrun_tree_load(shop->tree, NULL, 1, &error), &error, "members is NULL");
    assert_int_equal(fenrun_tree_load(shop->tree, NULL, 0, &error), FENRUN_OK);
    assert_int_equal(fenrun_tree_load(shop->tree, members, 1, &error), FENRUN_OK);
    expect(fenrun_tree_load(shop->tree, members, 1, &error), &error,
           "the tree is not empty: it has 1 members");
    expect(fenrun_tree_member(NULL, 1, 0, &member, &error), &error, "tree is NULL");
    expect(fenrun_tree_member(shop->tree, 1, 0, NULL, &error), &error, "out is NULL");
    static const uint64_t unknown[] = {FENRUN_PLATFORM, 2, UINT64_MAX};
    for (size_t i = 0; i < COUNT(unknown); i++) {
        assert_int_equal(fenrun_tree_member(shop->tree, unknown[i], 0, &member, &error),
                         FENRUN_ERROR_MEMBER_UNKNOWN);
        assert_int_equal(error.item, unknown[i]);
    }
    assert_int_equal(fenrun_tree_member(shop->tree, 1, -1, &member, &error),
                     FENRUN_ERROR_NOT_JOINED);
    assert_string_equal(error.message, "member 1 joined later");
    assert_int_equal(member.id, 77); /* left alone by every error */
    fenrun_tree_status status = {.member_count = 77};
    fenrun_tree_inspect(NULL, &status);
    assert_int_equal(status.member_count, 0);
    fenrun_tree_inspect(shop->tree, NULL);
    fenrun_tree_inspect(shop->tree, &status);
    assert_int_equal(status.member_count, 1);
    assert_int_equal(status.at, 0);
    assert_true(status.tree_bytes > 0);
    assert_int_equal(status.order_count + status.order_bytes, 0);
    shop_close(shop);
}

static void results_check_their_arguments(void **state) {
    (void)state;
    fenrun_error error = {0};
    size_t count = 9;
    expect(fenrun_result_new(NULL, NULL, &error), &error, "out is NULL");
    assert_int_equal(fenrun_result_new(NULL, NULL, NULL), FENRUN_ERROR_ARGUMENT);
    assert_null(fenrun_result_payouts(NULL, &count));
    assert_int_equal(count, 0);
    count = 9;
    assert_null(fenrun_result_promotions(NULL, &count));
    assert_int_equal(count, 0);
    count = 9;
    assert_string_equal(fenrun_result_text(NULL, &count), "");
    assert_int_equal(count, 0);
    fenrun_result *result = NULL;
    assert_int_equal(fenrun_result_new(&result, NULL, NULL), FENRUN_OK);
    fenrun_result_payouts(result, NULL);
    fenrun_result_promotions(result, NULL);
    assert_string_equal(fenrun_result_text(result, NULL), "");
    fenrun_result_free(result);
    fenrun_result_free(NULL);
}

/* Explain an order of member 1 into the result. */
static void fill(struct shop *shop, const fenrun_event *order) {
    size_t count;
    assert_int_equal(fenrun_explain(shop->tree, order, NULL, shop->result, NULL), FENRUN_OK);
    fenrun_result_payouts(shop->result, &count);
    assert_int_equal(count, 1);
}

/* After a refused call there is nothing of the call before; then fill the result again. */
static void expect_emptied(struct shop *shop, const fenrun_event *order, int32_t code,
                           const char *message) {
    size_t payouts, size;
    expect(code, &shop->error, message);
    fenrun_result_payouts(shop->result, &payouts);
    fenrun_result_text(shop->result, &size);
    assert_int_equal(payouts + size, 0);
    fill(shop, order);
}

static void calls_on_events_check_their_arguments(void **state) {
    (void)state;
    struct shop *shop = shop_open_text(rules_text);
    const fenrun_event join = {.kind = FENRUN_EVENT_JOIN, .member = 1};
    const fenrun_event order = {
        .kind = FENRUN_EVENT_ORDER, .id_low = 1, .roles = {1}, .amounts = {1000}};
    fenrun_tree *tree = shop->tree;
    fenrun_result *result = shop->result;
    fenrun_error *error = &shop->error;
    assert_int_equal(fenrun_apply(tree, &join, result, error), FENRUN_OK);
    fill(shop, &order);
    expect_emptied(shop, &order, fenrun_pay(NULL, &order, result, error), "tree is NULL");
    expect_emptied(shop, &order, fenrun_pay(tree, NULL, result, error), "event is NULL");
    expect_emptied(shop, &order, fenrun_apply(NULL, &order, result, error), "tree is NULL");
    expect_emptied(shop, &order, fenrun_apply(tree, NULL, result, error), "event is NULL");
    expect_emptied(shop, &order, fenrun_explain(NULL, &order, NULL, result, error),
                   "tree is NULL");
    expect_emptied(shop, &order, fenrun_explain(tree, NULL, NULL, result, error),
                   "event is NULL");
    const fenrun_explain_options options[] = {
        {.struct_size = sizeof *options, .format = 2},
        {.struct_size = sizeof *options, .reserved = 1},
        {.struct_size = 2},
    };
    static const char *const messages[] = {
        "options.format 2 or options.reserved is not known",
        "options.format 0 or options.reserved is not known",
        "options.struct_size 2 is not sizeof the struct",
    };
    for (size_t i = 0; i < COUNT(options); i++) {
        expect_emptied(shop, &order, fenrun_explain(tree, &order, options + i, result, error),
                       messages[i]);
    }
    expect(fenrun_pay(tree, &order, NULL, error), error, "result is NULL");
    expect(fenrun_apply(tree, &order, NULL, error), error, "result is NULL");
    expect(fenrun_explain(tree, &order, NULL, NULL, error), error, "result is NULL");
    assert_int_equal(fenrun_apply(NULL, NULL, NULL, NULL), FENRUN_ERROR_ARGUMENT);
    fenrun_tree_status status;
    fenrun_tree_inspect(tree, &status);
    assert_int_equal(status.order_count, 0);
    shop_close(shop);
}

static void a_refund_of_stored_payouts_checks_its_arguments(void **state) {
    (void)state;
    static const struct {
        int64_t total, before, part, amount;
        int32_t code;
        uint64_t item;
        const char *message;
    } cases[] = {
        {-1, 0, 1, 5, FENRUN_ERROR_ARGUMENT, 0, "total -1 is negative"},
        {INT64_MIN, 0, 1, 5, FENRUN_ERROR_ARGUMENT, 0, "total -9223372036854775808 is negative"},
        {10, -1, 1, 5, FENRUN_ERROR_ARGUMENT, 0, "before -1 is negative"},
        {10, 11, 1, 5, FENRUN_ERROR_ARGUMENT, 0, "before 11 is above total 10"},
        {10, 0, 0, 5, FENRUN_ERROR_AMOUNT, 0, NULL},
        {10, 0, INT64_MIN, 5, FENRUN_ERROR_AMOUNT, 0, NULL},
        {10, 4, 7, 5, FENRUN_ERROR_REFUND, 0, NULL},
        {0, 0, 1, 5, FENRUN_ERROR_REFUND, 0, NULL},
        {10, 0, INT64_MAX, 5, FENRUN_ERROR_REFUND, 0, NULL},
        {10, 0, 1, INT64_MIN, FENRUN_ERROR_ARGUMENT, 1,
         "paid[1].amount -9223372036854775808 is not an amount"},
    };
    fenrun_payout out[2];
    fenrun_error error;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const fenrun_payout stored[2] = {{.amount = 3}, {.amount = cases[i].amount}};
        memset(out, 0x33, sizeof out);
        assert_int_equal(fenrun_refund(out, stored, 2, cases[i].total, cases[i].before,
                                       cases[i].part, &error),
                         cases[i].code);
        assert_int_equal(error.code, cases[i].code);
        assert_int_equal(error.item, cases[i].item);
        if (cases[i].message) assert_string_equal(error.message, cases[i].message);
        for (size_t j = 0; j < sizeof out; j++) {
            assert_int_equal(((const unsigned char *)out)[j], 0x33);
        }
    }
    const fenrun_payout stored[1] = {{.amount = 3}};
    expect(fenrun_refund(NULL, stored, 1, 10, 0, 1, &error), &error, "out is NULL");
    expect(fenrun_refund(out, NULL, 1, 10, 0, 1, &error), &error, "paid is NULL");
    assert_int_equal(fenrun_refund(NULL, NULL, 0, 10, 0, 1, &error), FENRUN_OK);
}

static void texts_check_their_arguments(void **state) {
    (void)state;
    fenrun_error error = {0};
    int64_t out = 77;
    char text[FENRUN_TEXT_SIZE];
    expect(fenrun_amount_parse(NULL, "1", 1, 2, &error), &error, "out is NULL");
    expect(fenrun_amount_parse(&out, NULL, 1, 2, &error), &error, "text is NULL");
    expect(fenrun_amount_parse(&out, "1", 1, 19, &error), &error, "decimals: 19 is above 18");
    expect(fenrun_time_parse(NULL, "2024-03-01", 10, &error), &error, "out is NULL");
    expect(fenrun_time_parse(&out, NULL, 10, &error), &error, "text is NULL");
    assert_int_equal(fenrun_amount_parse(&out, "1x", 2, 2, NULL), FENRUN_ERROR_TEXT);
    assert_int_equal(fenrun_time_parse(&out, "soon", 4, &error), FENRUN_ERROR_TEXT);
    assert_int_equal(error.code, FENRUN_ERROR_TEXT);
    assert_int_equal(out, 77);
    assert_int_equal(fenrun_currency_decimals(NULL, 3), -1);
    assert_int_equal(fenrun_currency_decimals("CNY", 2), -1);
    assert_int_equal(fenrun_currency_decimals("CNY", 3), 2);
    assert_int_equal(fenrun_amount_format(text, INT64_MIN, 18), 21);
    assert_string_equal(text, "-9.223372036854775808");
    assert_int_equal(fenrun_time_format(text, INT64_MAX), 0);
    assert_string_equal(text, "");
    assert_int_equal(fenrun_time_format(text, INT64_MIN), 0);
}

/* What this program's header does not know yet must be zero. */
static void options_of_newer_callers_are_taken(void **state) {
    (void)state;
    struct shop *shop = shop_open_text(rules_text);
    struct {
        fenrun_tree_options known;
        uint64_t newer;
    } newer = {.known = {.struct_size = sizeof newer}};
    fenrun_tree *tree = NULL;
    assert_int_equal(fenrun_tree_new(&tree, shop->rules, &newer.known, &shop->error), FENRUN_OK);
    fenrun_tree_free(tree);
    newer.newer = 1;
    expect(fenrun_tree_new(&tree, shop->rules, &newer.known, &shop->error), &shop->error,
           "options ask for something that is newer than this library");
    /* Nobody can have less than the struct that was published first. */
    newer.known.struct_size = sizeof newer.known - 1;
    expect(fenrun_tree_new(&tree, shop->rules, &newer.known, &shop->error), &shop->error,
           "options.struct_size 39 is not sizeof the struct");
    const fenrun_allocator useless = {NULL, NULL};
    newer.known = (fenrun_tree_options){.struct_size = sizeof newer.known, .allocator = &useless};
    expect(fenrun_tree_new(&tree, shop->rules, &newer.known, &shop->error), &shop->error,
           "allocator.resize is NULL");
    fenrun_result *result;
    expect(fenrun_result_new(&result, &useless, &shop->error), &shop->error,
           "allocator.resize is NULL");
    shop_close(shop);
}

static void no_result_depends_on_the_seed(void **state) {
    (void)state;
    static const uint64_t seeds[] = {0, 1, UINT64_MAX, UINT64_C(0x123456789abcdef0)};
    for (size_t i = 0; i < COUNT(seeds); i++) {
        struct shop *shop = shop_open_text(rules_text);
        fenrun_tree_options options = {.struct_size = sizeof options,
                                       .seed = seeds[i],
                                       .flags = FENRUN_TREE_REMEMBERS_ORDERS};
        fenrun_tree_free(shop->tree);
        assert_int_equal(fenrun_tree_new(&shop->tree, shop->rules, &options, NULL), FENRUN_OK);
        for (uint64_t id = 1; id < 40; id++) {
            char pays[64] = "";
            fenrun_event event = {.kind = FENRUN_EVENT_JOIN, .member = id, .inviter = id / 2};
            assert_int_equal(fenrun_apply(shop->tree, &event, shop->result, NULL), FENRUN_OK);
            event = (fenrun_event){
                .kind = FENRUN_EVENT_ORDER, .id_low = id, .roles = {id}, .amounts = {(int64_t)id}};
            assert_int_equal(fenrun_apply(shop->tree, &event, shop->result, NULL), FENRUN_OK);
            assert_int_equal(fenrun_apply(shop->tree, &event, shop->result, NULL),
                             FENRUN_REPLAYED);
            size_t count;
            fenrun_result_payouts(shop->result, &count);
            assert_int_equal(count, 0);
            assert_int_equal(fenrun_explain(shop->tree, &event, NULL, shop->result, NULL),
                             FENRUN_OK);
            snprintf(pays, sizeof pays, "order %u at 1970-01-01T00:00:00Z: seller %u, price 0.%02u",
                     (unsigned)id, (unsigned)id, (unsigned)id);
            assert_int_equal(
                strncmp(fenrun_result_text(shop->result, NULL), pays, strlen(pays)), 0);
        }
        shop_close(shop);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_have_the_names_of_the_header),
        cmocka_unit_test(the_version_is_that_of_the_header),
        cmocka_unit_test(reading_rules_checks_its_arguments),
        cmocka_unit_test(making_a_rule_book_checks_its_arguments),
        cmocka_unit_test(looking_for_findings_checks_its_arguments),
        cmocka_unit_test(names_that_are_not_there_are_null),
        cmocka_unit_test(making_a_tree_checks_its_arguments),
        cmocka_unit_test(loading_and_asking_check_their_arguments),
        cmocka_unit_test(results_check_their_arguments),
        cmocka_unit_test(calls_on_events_check_their_arguments),
        cmocka_unit_test(a_refund_of_stored_payouts_checks_its_arguments),
        cmocka_unit_test(texts_check_their_arguments),
        cmocka_unit_test(options_of_newer_callers_are_taken),
        cmocka_unit_test(no_result_depends_on_the_seed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
