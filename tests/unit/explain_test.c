/* Explain: the exact text and JSON of every outcome and every kind of event. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/family.h"
#include "unit/json.h"
#include "unit/scarce.h"

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

static void a_close_says_each_payout_and_how_many_got_nothing(void **state) {
    (void)state;
    struct desk *desk = family_open(
        FAMILY_HEAD FAMILY_ORDER
        "labels:\n"
        "  core: {review: month, rank: own_sales in month, top: 1}\n"
        "  busy: {review: month, qualify: [{own_orders in month: 1}]}\n"
        "awards:\n"
        "  own: {event: month, to: member.inviter, when: {member: [normal, silver], payee:"
        " normal}, pay: 1% of own_sales in month}\n"
        "  best: {event: month, to: member, rank: own_sales in month, top: 2, pay: [9.00, {gold:"
        " 5.00}]}\n"
        "  prizes: {event: month, to: member, rank: own_sales in month, pay: [9.00]}\n"
        "  equal: {event: month, to: member, qualify: [{own_sales in month: 100.00}], pool: 1% of"
        " all_profit in month, share: equally, remainder_to: first}\n"
        "  weighed: {event: month, to: member, rank: own_sales in month, pool: 1.00, share: by"
        " own_profit in month, remainder_to: platform}\n"
        "  first: {event: month, to: member, rank: own_sales in month, top: 1, pay: 1.00}\n"
        "  up: {event: month, to: member.uplines, when: {member: silver}, pay: [1.00, {gold:"
        " 2.00}, 3.00], unqualified: skip, cap: {at_most: 1% of all_sales in month, over: clip}}\n"
        "  all: {event: month, to: member, pay: 0.10, cap: {at_most: 0.15, in: month, over:"
        " clip}}\n"
        "  none: {event: month, to: member, qualify: [{own_orders in month: 99}], pay: 0.10}\n"
        "  rise: {event: promotion, to: member.leader, pay: 7.00}\n"
        "  core: {event: order, to: seller, when: {seller: [core, gold]}, pay: 1.00}\n"
        "  busy: {event: order, to: seller.inviter, when: {payee: busy}, pay: 1.00}\n"
        "promotions: {review: month, silver: [{own_orders in month: 2}]}\n");
    static const uint64_t sellers[] = {4, 4, 5};
    for (uint64_t i = 0; i < 3; i++) {
        fenrun_event order =
            desk_order(i + 1, sellers[i], 10000 + (int64_t)i * 100, i < 2 ? 3333 : 0, 20);
        assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    }
    fenrun_event close = family_close(30);
    family_explains(desk, &close,
        "close month at 1970-01-01T00:00:30Z: month of 7 members\n"
        "  own pays 4 1.02 CNY: 1% of own_sales in month 102.00 (member 5 silver, inviter 4"
        " normal; line 13)\n"
        "  own pays nobody else: 2 members do not pass `when`, 1 with nobody at the end of the "
        "path, 2 by `when`"
        " of the payee, 1 with an amount of 0 (line 13)\n"
        "  best pays 4 9.00 CNY at rank 1: a fixed amount for normal (member 4 normal; line 14)\n"
        "  best pays nobody else: 5 without own_sales in month, 1 of a tier that `pay` does not"
        " list (line 14)\n"
        "  prizes pays 4 9.00 CNY at rank 1: a fixed amount for normal (member 4 normal; line"
        " 15)\n"
        "  prizes pays nobody else: 5 without own_sales in month, 1 below the last prize (line"
        " 15)\n"
        "  equal pays 4 0.34 CNY: 1 of 2 equal shares of 0.67, which is 1% of all_profit in month"
        " 66.66; and the rest, 0.01 (member 4 normal; line 16)\n"
        "  equal pays 5 0.33 CNY: 1 of 2 equal shares of 0.67, which is 1% of all_profit in month"
        " 66.66 (member 5 silver; line 16)\n"
        "  equal pays nobody else: 5 members do not pass `qualify` (line 16)\n"
        "  weighed pays 4 1.00 CNY: own_profit in month 66.66 out of 66.66, a share of 1.00"
        " (member 4 normal; line 17)\n"
        "  weighed pays nobody else: 6 without own_sales in month or own_profit in month (line"
        " 17)\n"
        "  first pays 4 1.00 CNY: a fixed amount for normal (member 4 normal; line 18)\n"
        "  first pays nobody else: 5 without own_sales in month, 1 below the top (line 18)\n"
        "  up pays 4 1.00 CNY at level 1: a fixed amount for normal (member 5 silver, 1st upline"
        " 4 normal; line 19)\n"
        "  up pays 3 2.00 CNY at level 2: a fixed amount for gold (member 5 silver, 2nd upline 3"
        " gold; line 19)\n"
        "  up pays 2 0.03 CNY at level 3: a fixed amount for normal is 3.00; the cap of 1% of"
        " all_sales in month 303.00, which is 3.03, leaves 0.03 (member 5 silver, 3rd upline 2"
        " normal; line 19)\n"
        "  up pays nobody else: 6 members do not pass `when` (line 19)\n"
        "  all pays 1 0.10 CNY: a fixed amount for platinum (member 1 platinum; line 20)\n"
        "  all pays 2 0.10 CNY: a fixed amount for normal (member 2 normal; line 20)\n"
        "  all pays 3 0.10 CNY: a fixed amount for gold (member 3 gold; line 20)\n"
        "  all pays 4 0.10 CNY: a fixed amount for normal (member 4 normal; line 20)\n"
        "  all pays 5 0.10 CNY: a fixed amount for silver (member 5 silver; line 20)\n"
        "  all pays 6 0.10 CNY: a fixed amount for normal (member 6 normal; line 20)\n"
        "  all pays 7 0.10 CNY: a fixed amount for normal (member 7 normal; line 20)\n"
        "  none pays nobody: 7 members do not pass `qualify` (line 21)\n"
        "  rise pays 3 7.00 CNY: a fixed amount for gold (member 4 silver, was normal, leader 3"
        " gold; line 22)\n");
    assert_int_equal(desk_apply(desk, &close), FENRUN_OK);
    fenrun_event order = desk_order(9, 4, 10000, 10000, 30);
    family_explains(desk, &order,
        "order 9 at 1970-01-01T00:00:30Z: seller 4, price 100.00, profit 100.00, quantity 0\n"
        "  core pays 4 1.00 CNY: a fixed amount for silver (seller 4 silver core busy; line 23)\n"
        "  busy pays nobody: payee 3 is gold, not busy (seller 4 silver core busy, inviter 3"
        " gold; line 24)\n");
    order = desk_order(9, 5, 10000, 10000, 30);
    family_explains(desk, &order,
        "order 9 at 1970-01-01T00:00:30Z: seller 5, price 100.00, profit 100.00, quantity 0\n"
        "  core pays nobody: seller 5 is silver, not [gold, core] (seller 5 silver busy; line"
        " 23)\n"
        "  busy pays 4 1.00 CNY: a fixed amount for silver (seller 5 silver busy, inviter 4"
        " silver core busy; line 24)\n");
    fenrun_event tier = {.kind = FENRUN_EVENT_TIER, .at = 30, .member = 3, .tier = PLATINUM};
    family_explains(desk, &tier,
        "tier 3 at 1970-01-01T00:00:30Z: 3 becomes platinum\n"
        "  rise pays nobody: 3 was gold and led a team (member 3 platinum, was gold; line 22)\n");
    tier.member = 4;
    family_explains(desk, &tier,
        "tier 4 at 1970-01-01T00:00:30Z: 4 becomes platinum\n"
        "  rise pays 3 7.00 CNY: a fixed amount for gold (member 4 platinum core busy, was silver,"
        " leader 3 gold; line 22)\n");
    close.at = 40;
    close.id_low = 12;
    family_explains(desk, &close,
        "close 12 at 1970-01-01T00:00:40Z: month of 7 members\n"
        "  own pays nobody: 2 members do not pass `when`, 1 with nobody at the end of the path, 3 "
        "by `when` of the"
        " payee, 1 with an amount of 0 (line 13)\n"
        "  best pays nobody: 7 without own_sales in month (line 14)\n"
        "  prizes pays nobody: 7 without own_sales in month (line 15)\n"
        "  equal pays nobody: 7 members do not pass `qualify` (line 16)\n"
        "  weighed pays nobody: 7 without own_sales in month or own_profit in month (line 17)\n"
        "  first pays nobody: 7 without own_sales in month (line 18)\n"
        "  up pays nobody: 5 members do not pass `when`, 1 of a tier that `pay` does not list, 5 "
        "by the cap (line"
        " 19)\n"
        "  all pays 1 0.10 CNY: a fixed amount for platinum (member 1 platinum; line 20)\n"
        "  all pays 2 0.10 CNY: a fixed amount for normal (member 2 normal; line 20)\n"
        "  all pays 3 0.10 CNY: a fixed amount for gold (member 3 gold; line 20)\n"
        "  all pays 4 0.10 CNY: a fixed amount for silver (member 4 silver core busy; line 20)\n"
        "  all pays 5 0.10 CNY: a fixed amount for silver (member 5 silver busy; line 20)\n"
        "  all pays 6 0.10 CNY: a fixed amount for normal (member 6 normal; line 20)\n"
        "  all pays 7 0.10 CNY: a fixed amount for normal (member 7 normal; line 20)\n"
        "  none pays nobody: 7 members do not pass `qualify` (line 21)\n");
    desk_close(desk);
}

static void a_close_without_members_pays_nobody(void **state) {
    (void)state;
    struct desk *desk = desk_open(
        FAMILY_HEAD FAMILY_ORDER
        "awards:\n"
        "  a: {event: month, to: member, pay: 1.00}\n");
    fenrun_event close = family_close(30);
    family_explains(desk, &close,
        "close month at 1970-01-01T00:00:30Z: month of 0 members\n"
        "  a pays nobody (line 10)\n");
    desk_close(desk);
}

static void an_own_event_and_what_a_join_brings_are_said(void **state) {
    (void)state;
    struct desk *desk = family_open(
        FAMILY_HEAD FAMILY_ORDER
        "join: {amounts: [fee], counts: [packs]}\n"
        "events: {party: {roles: [host, guest], amounts: [fee], counts: [size]}}\n"
        "awards:\n"
        "  guests: {event: party, to: guest, pay: 1.00 per size}\n"
        "  hosts: {event: party, to: host, pay: 1% of fee}\n"
        "  joined: {event: join, to: newcomer.inviter, pay: 10% of fee}\n"
        "  packs: {event: join, to: newcomer.leader, pay: 1.00 per packs}\n"
        "  rise: {event: promotion, to: member.inviter, pay: 3.00}\n"
        "promotions: {review: at_once, silver: [{own_packs: 2}]}\n");
    fenrun_event party = {.kind = FENRUN_EVENT_OWN,
                          .at = 20,
                          .id_low = 7,
                          .roles = {5},
                          .amounts = {1000},
                          .counts = {4}};
    family_explains(desk, &party,
        "party 7 at 1970-01-01T00:00:20Z: host 5, fee 10.00, size 4\n"
        "  guests pays nobody: there is no guest (line 12)\n"
        "  hosts pays 5 0.10 CNY: 1% of fee 10.00 (host 5 silver; line 13)\n");
    fenrun_event join = {.kind = FENRUN_EVENT_JOIN,
                         .at = 20,
                         .member = 8,
                         .inviter = 5,
                         .amounts = {1000},
                         .counts = {2}};
    family_explains(desk, &join,
        "join 8 at 1970-01-01T00:00:20Z: inviter 5, fee 10.00, packs 2\n"
        "  joined pays 5 1.00 CNY: 10% of fee 10.00 (newcomer 8 normal, inviter 5 silver; line"
        " 14)\n"
        "  packs pays 3 2.00 CNY: 1.00 for each of packs 2 (newcomer 8 normal, leader 3 gold;"
        " line 15)\n"
        "  rise pays 5 3.00 CNY: a fixed amount for silver (member 8 silver, was normal, inviter"
        " 5 silver; line 16)\n");
    desk_close(desk);
}

static void a_book_says_which_version_paid(void **state) {
    (void)state;
    struct desk *desk = family_open_book(
        FAMILY_HEAD FAMILY_ORDER
        "awards:\n"
        "  sale: {event: order, to: seller, pay: 20% of price, cap: {at_most: 30.00, in: month,"
        " over: clip}}\n",
        FAMILY_HEAD FAMILY_ORDER
        "effective: 1970-01-02\n"
        "awards:\n"
        "  sale: {event: order, to: seller, pay: 10% of price, cap: {at_most: 25.00, in: month,"
        " over: clip}}\n"
        "  rise: {event: promotion, to: member.inviter, pay: 1.00}\n"
        "promotions: {review: at_once, gold: [{own_orders: 1}]}\n");
    fenrun_event order = desk_order(1, 5, 10000, 0, 20);
    family_explains(desk, &order,
        "order 1 at 1970-01-01T00:00:20Z: seller 5, price 100.00, profit 0.00, quantity 0; by the"
        " first version\n"
        "  sale pays 5 20.00 CNY: 20% of price 100.00 (seller 5 silver; line 10)\n");
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    order = desk_order(2, 5, 10000, 0, 86400);
    family_explains(desk, &order,
        "order 2 at 1970-01-02T00:00:00Z: seller 5, price 100.00, profit 0.00, quantity 0; by the"
        " version of 1970-01-02T00:00:00Z\n"
        "  sale pays 5 5.00 CNY: 10% of price 100.00 is 10.00; the cap of 25.00 in month leaves"
        " 5.00 (seller 5 silver; line 11)\n"
        "  rise pays 4 1.00 CNY: a fixed amount for normal (member 5 gold, was silver, inviter 4"
        " normal; line 12)\n");
    family_records(desk, &order,
        "{\"event\":\"order\",\"id\":\"2\",\"at\":\"1970-01-02T00:00:00Z\",\"version\":1,"
        "\"roles\":{\"seller\":\"5\"},\"amounts\":{\"price\":\"100.00\",\"profit\":\"0.00\"},"
        "\"counts\":{\"quantity\":0},\"awards\":[{\"award\":\"sale\",\"line\":11,\"version\":1,"
        "\"to\":\"seller\",\"outcome\":\"paid\",\"path\":[{\"step\":\"seller\",\"member\":\"5\","
        "\"tier\":\"silver\"}],\"payee\":\"5\",\"amount\":\"5.00\",\"unit\":\"CNY\","
        "\"rate\":\"10%\",\"of\":\"price\",\"base\":\"100.00\",\"computed\":\"10.00\","
        "\"after_cap\":\"5.00\",\"after_funder\":\"5.00\"},{\"award\":\"rise\",\"line\":12,"
        "\"version\":1,\"to\":\"member.inviter\",\"outcome\":\"paid\","
        "\"path\":[{\"step\":\"member\",\"member\":\"5\",\"tier\":\"gold\","
        "\"tier_before\":\"silver\"},{\"step\":\"inviter\",\"member\":\"4\",\"tier\":\"normal\"}],"
        "\"payee\":\"4\",\"amount\":\"1.00\",\"unit\":\"CNY\"}]}\n");
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    /* late, and by the first version; but 7 rises now, by the second */
    order = desk_order(3, 7, 10000, 0, 20);
    family_explains(desk, &order,
        "order 3 at 1970-01-01T00:00:20Z: seller 7, price 100.00, profit 0.00, quantity 0; by the"
        " first version\n"
        "  sale pays 7 20.00 CNY: 20% of price 100.00 (seller 7 normal; line 10)\n"
        "  rise pays 6 1.00 CNY: a fixed amount for normal (member 7 gold, was normal, inviter 6"
        " normal; line 12 of the version of 1970-01-02T00:00:00Z)\n");
    fenrun_event tier = {.kind = FENRUN_EVENT_TIER, .at = 86400, .member = 7, .tier = SILVER};
    family_explains(desk, &tier,
        "tier 7 at 1970-01-02T00:00:00Z: 7 becomes silver\n"
        "  rise pays 6 1.00 CNY: a fixed amount for normal (member 7 silver, was normal, inviter"
        " 6 normal; line 12 of the version of 1970-01-02T00:00:00Z)\n");
    desk_close(desk);
}

static void without_memory_nothing_is_said_by_halves(void **state) {
    (void)state;
    struct desk *desk = family_open(
        FAMILY_HEAD FAMILY_ORDER
        "awards:\n"
        "  plain: {event: order, to: seller, pay: 1.00}\n"
        "  up: {event: order, to: seller.uplines, pay: [1.00, 2.00, 3.00], unqualified: skip,"
        " cap: {at_most: 9.00, in: month, over: clip}}\n"
        "  more: {event: order, to: seller.uplines, pay: {normal: 1.00, platinum: 2.00},"
        " differential: {already_paid: none, peer: 1.00}}\n"
        "  all: {event: order, split: 9.00, among: {seller: 50%, buyer: 20%},"
        " remainder_to: seller.leader}\n"
        "  best: {event: month, to: member, rank: direct_invites, pay: [1.00, 2.00]}\n"
        "  pool: {event: month, to: member, pool: 1.00, share: equally, remainder_to: first}\n");
    const fenrun_event events[] = {desk_order(1, 5, 10000, 0, 20), family_close(30)};
    for (size_t event = 0; event < 2; event++) {
        for (uint32_t format = FENRUN_FORMAT_TEXT; format <= FENRUN_FORMAT_JSON; format++) {
            const fenrun_explain_options options = {.struct_size = sizeof options,
                                                    .format = format};
            assert_int_equal(desk_explain(desk, events + event, &options), FENRUN_OK);
            int32_t code = FENRUN_ERROR_MEMORY;
            for (size_t given = 0; code == FENRUN_ERROR_MEMORY; given++) {
                size_t left = given;
                const fenrun_allocator allocator = {scarce_give, &left};
                struct fenrun_result result;
                fenrun__result_init(&result, &allocator);
                code = fenrun__engine_explain(&desk->engine, events + event, &options, &result,
                                              &desk->error);
                if (code == FENRUN_OK) {
                    assert_true(given > 4);
                    assert_string_equal(result.text.bytes, desk->result.text.bytes);
                } else {
                    assert_int_equal(code, FENRUN_ERROR_MEMORY);
                    assert_int_equal(desk->error.code, FENRUN_ERROR_MEMORY);
                }
                fenrun__result_free(&result);
                assert_int_equal(result.memory.bytes, 0);
            }
        }
    }
    desk_close(desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
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
        cmocka_unit_test(a_close_says_each_payout_and_how_many_got_nothing),
        cmocka_unit_test(a_close_without_members_pays_nobody),
        cmocka_unit_test(an_own_event_and_what_a_join_brings_are_said),
        cmocka_unit_test(a_book_says_which_version_paid),
        cmocka_unit_test(without_memory_nothing_is_said_by_halves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
