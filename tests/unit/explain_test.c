/* Explain: the exact text and JSON of every outcome and every kind of event. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/desk.h"

enum { NORMAL, SILVER, GOLD, PLATINUM };

/* ---- a small checker of JSON: one object, strings and numbers inside, no repeated names ---- */

struct json {
    const char *at;
    int depth;
    const char *names[16][16]; /* by depth: the names of the object that is open */
    size_t counts[16];
};

static bool json_string(struct json *json) {
    if (*json->at++ != '"') return false;
    for (; *json->at != '"'; json->at++) {
        unsigned char byte = (unsigned char)*json->at;
        if (byte < 0x20) return false;
        if (byte != '\\') continue;
        byte = (unsigned char)*++json->at;
        if (!byte || !strchr("\"\\/bfnrtu", byte)) return false;
        for (int i = 0; byte == 'u' && i < 4; i++) {
            if (!*++json->at || !strchr("0123456789abcdefABCDEF", *json->at)) return false;
        }
    }
    json->at++;
    return true;
}

static bool json_name(struct json *json) {
    const char *name = json->at;
    size_t *count = json->counts + json->depth;
    if (!json_string(json) || *json->at++ != ':') return false;
    for (size_t i = 0; i < *count; i++) {
        const char *other = json->names[json->depth][i];
        if (strncmp(name, other, (size_t)(json->at - name)) == 0) return false;
    }
    assert_true(*count < 16);
    json->names[json->depth][(*count)++] = name;
    return true;
}

static bool json_scalar(struct json *json) {
    if (*json->at == '"') return json_string(json);
    if (strncmp(json->at, "null", 4) == 0) {
        json->at += 4;
        return true;
    }
    size_t digits = strspn(json->at, "0123456789");
    json->at += digits;
    return digits > 0 && (digits == 1 || json->at[-(ptrdiff_t)digits] != '0');
}

/* One object or list after the other, by a stack of what is open: 'o' or 'l'. */
static bool json_is_valid(const char *text) {
    struct json json = {.at = text};
    char open[16] = "";
    bool value = true; /* a value is due, or else a comma or an end */
    do {
        char c = *json.at;
        if (value && (c == '{' || c == '[')) {
            json.at++;
            json.depth++;
            assert_true(json.depth < 16);
            open[json.depth] = c == '{' ? 'o' : 'l';
            json.counts[json.depth] = 0;
            if (*json.at == '}' || *json.at == ']') {
                value = false;
            } else if (c == '{' && !json_name(&json)) {
                return false;
            }
        } else if (value) {
            if (json.depth == 0 || !json_scalar(&json)) return false;
            value = false;
        } else if (c == ',') {
            json.at++;
            if (open[json.depth] == 'o' && !json_name(&json)) return false;
            value = true;
        } else if (c == (open[json.depth] == 'o' ? '}' : ']')) {
            json.at++;
            json.depth--;
        } else {
            return false;
        }
    } while (json.depth > 0);
    return strcmp(json.at, "\n") == 0;
}

static void the_checker_of_json_tells_good_from_bad(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool valid;
    } cases[] = {
        {"{}\n", true},
        {"{\"a\":[],\"b\":[{\"a\":1},\"x\"],\"c\":null}\n", true},
        {"{\"a\":\"\\u00e9\\n\"}\n", true},
        {"", false},
        {"{}", false},
        {"{}\n{}\n", false},
        {"{\"a\":1,\"a\":2}\n", false},
        {"{\"a\":1,}\n", false},
        {"{\"a\":[1,]}\n", false},
        {"{\"a\":[1]\n", false},
        {"{\"a\":[1}\n", false},
        {"{\"a\":01}\n", false},
        {"{\"a\":\"\x01\"}\n", false},
        {"{\"a\":\"\\x\"}\n", false},
        {"{\"a\" 1}\n", false},
        {"{\"a\":}\n", false},
        {"{\"a\":\"}\n", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (json_is_valid(cases[i].text) != cases[i].valid) fail_msg("%s", cases[i].text);
    }
}

/* ---- a shop with every outcome ---- */

/*
 *     1 platinum
 *     └ 2 normal           3 normal, of the platform
 *       └ 4 silver
 */
static const char rules[] =
    DESK_HEAD
    "awards:\n"                                                                        /* line 8 */
    "  rate: {event: order, to: seller, pay: 12.5% of profit}\n"                       /* 9 */
    "  fixed: {event: order, to: seller.inviter, pay: 2.00, unit: coupon}\n"           /* 10 */
    "  team: {event: order, to: seller.leader, pay: 25% of profit}\n"                  /* 11 */
    "  payee: {event: order, to: seller.inviter, when: {payee: gold+}, pay: 1.00}\n"   /* 12 */
    "  role: {event: order, to: seller, when: {seller: [normal, gold]}, pay: 1.00}\n"  /* 13 */
    "  other: {event: order, to: seller, when: {buyer: silver}, pay: 1.00}\n"          /* 14 */
    "  buyer: {event: order, to: buyer, pay: 0.50}\n"                                  /* 15 */
    "  unlisted: {event: order, to: seller, pay: {gold: 1.00, platinum: 2.00}}\n"      /* 16 */
    "  tiny: {event: order, to: seller, pay: 0.01% of price}\n"                        /* 17 */
    "  welcome: {event: join, to: newcomer, pay: 5.00, unit: coupon}\n"                /* 18 */
    "  thanks: {event: join, to: newcomer.inviter, when: {newcomer: normal, payee: silver+},"
    " pay: {normal: 1.00, silver: 3.00, platinum: 9.00}}\n"                            /* 19 */
    "  bonus: {event: join, to: newcomer.leader, pay: {gold: 100.00}}\n";              /* 20 */

static struct desk *open_shop(void) {
    struct desk *desk = desk_open(rules);
    desk_join(desk, 1, 0, 0);
    desk_tier(desk, 1, PLATINUM, 0);
    desk_join(desk, 2, 1, 0);
    desk_join(desk, 3, 0, 0);
    desk_join(desk, 4, 2, 0);
    desk_tier(desk, 4, SILVER, 0);
    return desk;
}

static void expect_text(struct desk *desk, const fenrun_event *event,
                        const fenrun_explain_options *options, const char *expected) {
    assert_int_equal(desk_explain(desk, event, options), FENRUN_OK);
    assert_string_equal(desk->result.text.bytes, expected);
    assert_int_equal(desk->result.text.size, strlen(expected));
}

static void expect_json(struct desk *desk, const fenrun_event *event, const char *expected) {
    const fenrun_explain_options options = {.struct_size = sizeof options,
                                            .format = FENRUN_FORMAT_JSON};
    expect_text(desk, event, &options, expected);
    assert_true(json_is_valid(expected));
}

#define NOON INT64_C(1709294400) /* 2024-03-01T12:00:00Z */

static void an_order_says_of_every_award_whom_it_pays_or_why_nobody(void **state) {
    (void)state;
    struct desk *desk = open_shop();
    fenrun_event order = desk_order(1001, 4, 4900, 2000, NOON);
    expect_text(
        desk, &order, NULL,
        "order 1001 at 2024-03-01T12:00:00Z: seller 4, price 49.00, profit 20.00\n"
        "  rate pays 4 2.50 CNY: 12.5% of profit 20.00 (seller 4 silver; line 9)\n"
        "  fixed pays 2 2.00 coupon: a fixed amount for normal (seller 4 silver, inviter 2 normal;"
        " line 10)\n"
        "  team pays 1 5.00 CNY: 25% of profit 20.00 (seller 4 silver, leader 1 platinum;"
        " line 11)\n"
        "  payee pays nobody: payee 2 is normal, not gold+ (seller 4 silver, inviter 2 normal;"
        " line 12)\n"
        "  role pays nobody: seller 4 is silver, not [normal, gold] (seller 4 silver; line 13)\n"
        "  other pays nobody: there is no buyer, who must be silver (seller 4 silver; line 14)\n"
        "  buyer pays nobody: there is no buyer (line 15)\n"
        "  unlisted pays nobody: 4 is silver, a tier that `pay` does not list (seller 4 silver;"
        " line 16)\n"
        "  tiny pays nobody: 0.01% of price 49.00 rounds to 0.00 (seller 4 silver; line 17)\n");
    assert_string_equal(desk_outcome(desk), "4 250, 2 200, 1 500");
    assert_false(desk->result.tracing);
    order.roles[1] = 2;
    order.id_low = 0;
    assert_int_equal(desk_explain(desk, &order, NULL), FENRUN_OK);
    const char *text = desk->result.text.bytes;
    assert_non_null(strstr(text, "order 0 at 2024-03-01T12:00:00Z: seller 4, buyer 2, price"));
    assert_non_null(strstr(text, "  other pays nobody: buyer 2 is normal, not silver (seller"));
    assert_non_null(strstr(text, "  buyer pays 2 0.50 CNY: a fixed amount for normal (buyer 2 "
                                 "normal; line 15)\n"));
    desk_close(desk);
}

static void the_same_order_as_json(void **state) {
    (void)state;
    struct desk *desk = open_shop();
    fenrun_event order = desk_order(1001, 4, 4900, 2000, NOON);
#define SELLER "{\"step\":\"seller\",\"member\":\"4\",\"tier\":\"silver\"}"
#define INVITER "{\"step\":\"inviter\",\"member\":\"2\",\"tier\":\"normal\"}"
    expect_json(
        desk, &order,
        "{\"event\":\"order\",\"id\":\"1001\",\"at\":\"2024-03-01T12:00:00Z\","
        "\"roles\":{\"seller\":\"4\"},\"amounts\":{\"price\":\"49.00\",\"profit\":\"20.00\"},"
        "\"awards\":["
        "{\"award\":\"rate\",\"line\":9,\"to\":\"seller\","
        "\"outcome\":\"paid\",\"path\":[" SELLER "],"
        "\"payee\":\"4\",\"amount\":\"2.50\",\"unit\":\"CNY\",\"rate\":\"12.5%\","
        "\"of\":\"profit\",\"base\":\"20.00\"},"
        "{\"award\":\"fixed\",\"line\":10,\"to\":\"seller.inviter\","
        "\"outcome\":\"paid\",\"path\":[" SELLER "," INVITER "],"
        "\"payee\":\"2\",\"amount\":\"2.00\",\"unit\":\"coupon\"},"
        "{\"award\":\"team\",\"line\":11,\"to\":\"seller.leader\","
        "\"outcome\":\"paid\",\"path\":[" SELLER ","
        "{\"step\":\"leader\",\"member\":\"1\",\"tier\":\"platinum\"}],"
        "\"payee\":\"1\",\"amount\":\"5.00\",\"unit\":\"CNY\",\"rate\":\"25%\","
        "\"of\":\"profit\",\"base\":\"20.00\"},"
        "{\"award\":\"payee\",\"line\":12,\"to\":\"seller.inviter\","
        "\"outcome\":\"test_not_met\",\"path\":[" SELLER
        "," INVITER "],\"reason\":\"payee 2 is normal, not gold+\"},"
        "{\"award\":\"role\",\"line\":13,\"to\":\"seller\","
        "\"outcome\":\"test_not_met\",\"path\":[" SELLER "],"
        "\"reason\":\"seller 4 is silver, not [normal, gold]\"},"
        "{\"award\":\"other\",\"line\":14,\"to\":\"seller\","
        "\"outcome\":\"test_not_met\",\"path\":[" SELLER "],"
        "\"reason\":\"there is no buyer, who must be silver\"},"
        "{\"award\":\"buyer\",\"line\":15,\"to\":\"buyer\",\"outcome\":\"nobody\",\"path\":[],"
        "\"reason\":\"there is no buyer\"},"
        "{\"award\":\"unlisted\",\"line\":16,\"to\":\"seller\","
        "\"outcome\":\"tier_not_listed\",\"path\":[" SELLER
        "],\"reason\":\"4 is silver, a tier that `pay` does not list\"},"
        "{\"award\":\"tiny\",\"line\":17,\"to\":\"seller\","
        "\"outcome\":\"rounds_to_zero\",\"path\":[" SELLER "],"
        "\"reason\":\"0.01% of price 49.00 rounds to 0.00\"}]}\n");
    assert_string_equal(desk_outcome(desk), "4 250, 2 200, 1 500");
    order.roles[1] = 3;
    const fenrun_explain_options options = {.struct_size = sizeof options,
                                            .format = FENRUN_FORMAT_JSON};
    assert_int_equal(desk_explain(desk, &order, &options), FENRUN_OK);
    assert_non_null(
        strstr(desk->result.text.bytes, "\"roles\":{\"seller\":\"4\",\"buyer\":\"3\"},"));
    assert_true(json_is_valid(desk->result.text.bytes));
    desk_close(desk);
}

static void nobody_is_above_for_one_of_three_reasons(void **state) {
    (void)state;
    static const struct {
        uint64_t seller;
        const char *line;
        const char *json;
    } cases[] = {
        {3, "  fixed pays nobody: the platform invited 3 (seller 3 normal; line 10)\n",
         "\"outcome\":\"nobody\",\"path\":[{\"step\":\"seller\",\"member\":\"3\",\"tier\":"
         "\"normal\"}],\"reason\":\"the platform invited 3\"}"},
        {3, "  team pays nobody: no leader is above 3 (seller 3 normal; line 11)\n",
         "\"reason\":\"no leader is above 3\"}"},
        {1, "  team pays nobody: 1 is platinum and leads a team (seller 1 platinum; line 11)\n",
         "\"reason\":\"1 is platinum and leads a team\"}"},
    };
    const fenrun_explain_options json = {.struct_size = sizeof json,
                                         .format = FENRUN_FORMAT_JSON};
    struct desk *desk = open_shop();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fenrun_event order = desk_order(1, cases[i].seller, 4900, 2000, NOON);
        assert_int_equal(desk_explain(desk, &order, NULL), FENRUN_OK);
        if (!strstr(desk->result.text.bytes, cases[i].line)) {
            assert_string_equal(desk->result.text.bytes, cases[i].line);
        }
        assert_int_equal(desk_explain(desk, &order, &json), FENRUN_OK);
        assert_true(json_is_valid(desk->result.text.bytes));
        if (!strstr(desk->result.text.bytes, cases[i].json)) {
            assert_string_equal(desk->result.text.bytes, cases[i].json);
        }
    }
    desk_close(desk);
}

static void a_join_says_whom_the_newcomer_pays(void **state) {
    (void)state;
    struct desk *desk = open_shop();
    fenrun_event join = {.kind = FENRUN_EVENT_JOIN, .at = NOON, .member = 9, .inviter = 4};
    expect_text(desk, &join, NULL,
                "join 9 at 2024-03-01T12:00:00Z: inviter 4\n"
                "  welcome pays 9 5.00 coupon: a fixed amount for normal (newcomer 9 normal; line"
                " 18)\n"
                "  thanks pays 4 3.00 CNY: a fixed amount for silver (newcomer 9 normal, inviter 4"
                " silver; line 19)\n"
                "  bonus pays nobody: 1 is platinum, a tier that `pay` does not list (newcomer 9"
                " normal, leader 1 platinum; line 20)\n");
    assert_string_equal(desk_outcome(desk), "9 500, 4 300");
    join.inviter = 2;
    assert_int_equal(desk_explain(desk, &join, NULL), FENRUN_OK);
    assert_non_null(strstr(desk->result.text.bytes,
                           "  thanks pays nobody: payee 2 is normal, not silver+ (newcomer 9"
                           " normal, inviter 2 normal; line 19)\n"));
    desk_close(desk);
}

static void a_join_by_the_platform_has_no_inviter(void **state) {
    (void)state;
    struct desk *desk = open_shop();
    fenrun_event join = {.kind = FENRUN_EVENT_JOIN, .at = NOON, .member = 9};
    expect_text(desk, &join, NULL,
                "join 9 at 2024-03-01T12:00:00Z: inviter the platform\n"
                "  welcome pays 9 5.00 coupon: a fixed amount for normal (newcomer 9 normal; line"
                " 18)\n"
                "  thanks pays nobody: the platform invited 9 (newcomer 9 normal; line 19)\n"
                "  bonus pays nobody: no leader is above 9 (newcomer 9 normal; line 20)\n");
#define NEWCOMER "{\"step\":\"newcomer\",\"member\":\"9\",\"tier\":\"normal\"}"
    expect_json(desk, &join,
                "{\"event\":\"join\",\"id\":\"9\",\"at\":\"2024-03-01T12:00:00Z\","
                "\"member\":\"9\",\"inviter\":null,\"awards\":["
                "{\"award\":\"welcome\",\"line\":18,\"to\":\"newcomer\","
                "\"outcome\":\"paid\",\"path\":[" NEWCOMER "],"
                "\"payee\":\"9\",\"amount\":\"5.00\",\"unit\":\"coupon\"},"
                "{\"award\":\"thanks\",\"line\":19,\"to\":\"newcomer.inviter\","
                "\"outcome\":\"nobody\",\"path\":[" NEWCOMER "],"
                "\"reason\":\"the platform invited 9\"},"
                "{\"award\":\"bonus\",\"line\":20,\"to\":\"newcomer.leader\","
                "\"outcome\":\"nobody\",\"path\":[" NEWCOMER "],"
                "\"reason\":\"no leader is above 9\"}]}\n");
    desk_close(desk);
}

static void a_tier_and_a_move_pay_nobody(void **state) {
    (void)state;
    static const struct {
        fenrun_event event;
        const char *text;
        const char *json;
    } cases[] = {
        {{.kind = FENRUN_EVENT_TIER, .at = NOON, .member = 4, .tier = GOLD},
         "tier 4 at 2024-03-01T12:00:00Z: 4 becomes gold; pays nobody\n",
         "{\"event\":\"tier\",\"id\":\"4\",\"at\":\"2024-03-01T12:00:00Z\",\"member\":\"4\","
         "\"tier\":\"gold\",\"awards\":[]}\n"},
        {{.kind = FENRUN_EVENT_MOVE, .at = NOON, .member = 4, .inviter = 3},
         "move 4 at 2024-03-01T12:00:00Z: inviter 3; pays nobody\n",
         "{\"event\":\"move\",\"id\":\"4\",\"at\":\"2024-03-01T12:00:00Z\",\"member\":\"4\","
         "\"inviter\":\"3\",\"awards\":[]}\n"},
        {{.kind = FENRUN_EVENT_MOVE, .at = NOON, .member = 4},
         "move 4 at 2024-03-01T12:00:00Z: inviter the platform; pays nobody\n",
         "{\"event\":\"move\",\"id\":\"4\",\"at\":\"2024-03-01T12:00:00Z\",\"member\":\"4\","
         "\"inviter\":null,\"awards\":[]}\n"},
    };
    struct desk *desk = open_shop();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        expect_text(desk, &cases[i].event, NULL, cases[i].text);
        expect_json(desk, &cases[i].event, cases[i].json);
        assert_int_equal(desk->result.payout_count, 0);
    }
    desk_close(desk);
}

static void a_refund_says_what_of_each_payout_it_takes_back(void **state) {
    (void)state;
    struct desk *desk = open_shop();
    fenrun_event order = desk_order(1001, 4, 4900, 2000, NOON);
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    fenrun_event refund = desk_refund(1001, 1, 100, NOON);
    expect_text(desk, &refund, NULL,
                "refund 1001 at 2024-03-01T12:00:00Z: 1.00 of 49.00, 0.00 refunded before\n"
                "  rate takes back 0.05 of 2.50 CNY from 4\n"
                "  fixed takes back 0.04 of 2.00 coupon from 2\n"
                "  team takes back 0.10 of 5.00 CNY from 1\n");
    assert_string_equal(desk_outcome(desk), "4 -5, 2 -4, 1 -10");
    assert_int_equal(desk_apply(desk, &refund), FENRUN_OK);
    refund = desk_refund(1001, 2, 4800, NOON + 60);
    expect_json(desk, &refund,
                "{\"event\":\"refund\",\"id\":\"1001\",\"at\":\"2024-03-01T12:01:00Z\","
                "\"part\":\"48.00\",\"total\":\"49.00\",\"before\":\"1.00\",\"awards\":["
                "{\"award\":\"rate\",\"outcome\":\"taken_back\",\"payee\":\"4\","
                "\"amount\":\"-2.45\",\"unit\":\"CNY\",\"paid\":\"2.50\"},"
                "{\"award\":\"fixed\",\"outcome\":\"taken_back\",\"payee\":\"2\","
                "\"amount\":\"-1.96\",\"unit\":\"coupon\",\"paid\":\"2.00\"},"
                "{\"award\":\"team\",\"outcome\":\"taken_back\",\"payee\":\"1\","
                "\"amount\":\"-4.90\",\"unit\":\"CNY\",\"paid\":\"5.00\"}]}\n");
    desk_close(desk);
}

/* The nickname of 4 has everything that JSON must escape; 2 has none. */
static const char *nickname(void *context, uint64_t member, size_t *size) {
    static const char *const names[] = {NULL, "小微", NULL, "C", "\"\\\n\x01"};
    ++*(int *)context;
    const char *name = member < 5 ? names[member] : NULL;
    if (name) *size = strlen(name);
    return name;
}

static void members_and_events_are_written_as_the_caller_names_them(void **state) {
    (void)state;
    struct desk *desk = open_shop();
    int calls = 0;
    fenrun_explain_options options = {.struct_size = sizeof options,
                                      .member_name = nickname,
                                      .context = &calls,
                                      .event_name = "A-1001",
                                      .event_name_size = 6};
    fenrun_event order = desk_order(1001, 2, 4900, 2000, NOON);
    assert_int_equal(desk_explain(desk, &order, &options), FENRUN_OK);
    const char *text = desk->result.text.bytes;
    assert_non_null(strstr(text, "order A-1001 at 2024-03-01T12:00:00Z: seller 2, price 49.00"));
    assert_non_null(strstr(text, "  team pays 小微 5.00 CNY: 25% of profit 20.00 (seller 2 normal,"
                                 " leader 小微 platinum; line 11)\n"));
    assert_true(calls > 9);
    fenrun_event refund = desk_refund(1001, 1, 4900, NOON);
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    assert_int_equal(desk_explain(desk, &refund, &options), FENRUN_OK);
    assert_non_null(strstr(desk->result.text.bytes, "  team takes back 5.00 of 5.00 CNY from 小微"));
    options.format = FENRUN_FORMAT_JSON;
    order.id_low = 1002;
    order.roles[0] = 4;
    assert_int_equal(desk_explain(desk, &order, &options), FENRUN_OK);
    text = desk->result.text.bytes;
    assert_non_null(strstr(text, "{\"event\":\"order\",\"id\":\"A-1001\","));
    assert_non_null(strstr(text, "\"roles\":{\"seller\":\"\\\"\\\\\\n\\u0001\"}"));
    assert_non_null(strstr(text, "\"payee\":\"小微\""));
    assert_true(json_is_valid(text));
    desk_close(desk);
}

static void ids_and_instants_of_any_size_are_written(void **state) {
    (void)state;
    static const struct {
        uint64_t high, low;
        int64_t at;
        const char *head;
    } cases[] = {
        {0, 7, 0, "order 7 at 1970-01-01T00:00:00Z: seller 18446744073709551615, "},
        {3, 7, -1, "order 3:7 at 1969-12-31T23:59:59Z: seller"},
        {UINT64_MAX, UINT64_MAX, FENRUN_TIME_MAX,
         "order 18446744073709551615:18446744073709551615 at 9999-12-31T23:59:59Z: seller"},
        {0, 7, FENRUN_TIME_MIN, "order 7 at always: seller"},
        {0, 7, FENRUN_TIME_MIN + 1, "order 7 at -9223372036854775807: seller"},
    };
    struct desk *desk = desk_open(rules);
    desk_join(desk, UINT64_MAX, 0, FENRUN_TIME_MIN);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fenrun_event order = desk_order(cases[i].low, UINT64_MAX, 100, 10, cases[i].at);
        order.id_high = cases[i].high;
        assert_int_equal(desk_explain(desk, &order, NULL), FENRUN_OK);
        char head[200];
        snprintf(head, sizeof head, "%.*s", (int)strlen(cases[i].head), desk->result.text.bytes);
        assert_string_equal(head, cases[i].head);
    }
    desk_close(desk);
}

static void an_applied_order_is_explained_again_and_other_replays_are_not(void **state) {
    (void)state;
    struct desk *desk = open_shop();
    fenrun_event order = desk_order(1001, 4, 4900, 2000, NOON);
    fenrun_event refund = desk_refund(1001, 1, 100, NOON);
    assert_int_equal(desk_explain(desk, &order, NULL), FENRUN_OK);
    char *before = malloc(desk->result.text.size + 1);
    assert_non_null(before);
    memcpy(before, desk->result.text.bytes, desk->result.text.size + 1);
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    assert_int_equal(desk_apply(desk, &refund), FENRUN_OK);
    desk_tier(desk, 2, GOLD, NOON + 1); /* the past stays as it was */
    expect_text(desk, &order, NULL, before);
    free(before);
    assert_int_equal(desk_explain(desk, &refund, NULL), FENRUN_REPLAYED);
    assert_int_equal(desk->result.text.size, 0);
    fenrun_event join = {.kind = FENRUN_EVENT_JOIN, .at = 0, .member = 3};
    assert_int_equal(desk_explain(desk, &join, NULL), FENRUN_REPLAYED);
    order.amounts[1]++;
    assert_int_equal(desk_explain(desk, &order, NULL), FENRUN_ERROR_CHANGED);
    desk_close(desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_checker_of_json_tells_good_from_bad),
        cmocka_unit_test(an_order_says_of_every_award_whom_it_pays_or_why_nobody),
        cmocka_unit_test(the_same_order_as_json),
        cmocka_unit_test(nobody_is_above_for_one_of_three_reasons),
        cmocka_unit_test(a_join_says_whom_the_newcomer_pays),
        cmocka_unit_test(a_join_by_the_platform_has_no_inviter),
        cmocka_unit_test(a_tier_and_a_move_pay_nobody),
        cmocka_unit_test(a_refund_says_what_of_each_payout_it_takes_back),
        cmocka_unit_test(members_and_events_are_written_as_the_caller_names_them),
        cmocka_unit_test(ids_and_instants_of_any_size_are_written),
        cmocka_unit_test(an_applied_order_is_explained_again_and_other_replays_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
