/* Engine: which refusal comes first, replays, and what an event leaves behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/desk.h"
#include "unit/forest.h"

static const char counting_rules[] =
    "fenrun: 1\nname: desk\ncurrency: CNY\nrounding: half_even\n"
    "tiers: [normal, silver, gold, platinum]\n"
    "team_leaders: [gold, platinum]\n"
    "order:\n"
    "  roles: [seller, buyer]\n"
    "  amounts: [price, profit, postage]\n"
    "  require: {profit: 5%..40% of price}\n"
    "awards:\n"
    "  sale: {event: order, to: seller, pay: 10% of price}\n"
    "  team: {event: order, to: seller.leader, pay: 5% of price}\n"
    "  coupon: {event: join, to: newcomer.inviter, pay: 20.00, unit: coupon}\n"
    "promotions:\n"
    "  review: at_once\n"
    "  silver: [{direct_invites: 100}]\n"
    "  gold: [{team_members: 100, own_sales: 1000000.00}]\n";

/* What must not change when an event is refused. */
struct state {
    size_t members, versions, teams, orders, refunds;
    int64_t at, own_sales;
};

static struct state state_of(const struct desk *desk) {
    const struct fenrun__tree *tree = &desk->engine.tree;
    return (struct state){tree->count,
                          tree->versions.count,
                          tree->team_count,
                          desk->engine.ledger.orders.count,
                          desk->engine.ledger.refund_count,
                          tree->at,
                          tree->counters[0].own_sales};
}

/* 1 gold, 2 below, 3 below 2; an order and a refund of it; all at 100. */
static struct desk *open_shop(void) {
    struct desk *desk = desk_open(counting_rules);
    desk_join(desk, 1, 0, 10);
    desk_tier(desk, 1, 2, 10);
    desk_join(desk, 2, 1, 10);
    desk_join(desk, 3, 2, 10);
    fenrun_event order = desk_order(50, 1, 10000, 1000, 100);
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    fenrun_event refund = desk_refund(50, 1, 4000, 100);
    assert_int_equal(desk_apply(desk, &refund), FENRUN_OK);
    return desk;
}

/* Paid and applied: both say the same, and nothing changes. */
static void expect_refusal(struct desk *desk, const fenrun_event *event, int32_t code) {
    struct state before = state_of(desk);
    fenrun__result_clear(&desk->result);
    assert_int_equal(fenrun__engine_pay(&desk->engine, event, &desk->result, &desk->error), code);
    if (code < 0) assert_int_equal(desk->error.code, code);
    if (code == FENRUN_OK) return;
    assert_int_equal(desk_apply(desk, event), code);
    if (code < 0) assert_int_equal(desk->error.code, code);
    assert_int_equal(desk->result.payout_count + desk->result.promotion_count, 0);
    struct state after = state_of(desk);
    assert_memory_equal(&before, &after, sizeof before);
}

static fenrun_event valid_event(uint32_t kind) {
    static const fenrun_event events[] = {
        [FENRUN_EVENT_JOIN] = {.kind = FENRUN_EVENT_JOIN, .at = 100, .member = 4, .inviter = 3},
        [FENRUN_EVENT_TIER] = {.kind = FENRUN_EVENT_TIER, .at = 100, .member = 3, .tier = 1},
        [FENRUN_EVENT_MOVE] = {.kind = FENRUN_EVENT_MOVE, .at = 100, .member = 3, .inviter = 1},
        [FENRUN_EVENT_ORDER] = {.kind = FENRUN_EVENT_ORDER,
                                .at = 100,
                                .id_low = 51,
                                .roles = {1, 2},
                                .amounts = {10000, 1000, 0}},
        [FENRUN_EVENT_REFUND] = {.kind = FENRUN_EVENT_REFUND,
                                 .at = 100,
                                 .id_low = 2,
                                 .order_low = 50,
                                 .amounts = {6000}},
    };
    return events[kind];
}

static void expect_unused(struct desk *desk, const fenrun_event *event, const char *field) {
    char message[128];
    snprintf(message, sizeof message,
             "event.%s is not zero, but the kind of event does not use it", field);
    expect_refusal(desk, event, FENRUN_ERROR_ARGUMENT);
    assert_string_equal(desk->error.message, message);
    assert_int_equal(desk->error.item, 0);
}

static void a_field_that_a_kind_does_not_use_must_be_zero(void **state) {
    (void)state;
    static const struct {
        const char *field;
        size_t offset, size;
        unsigned used; /* mask of the kinds that use it */
    } fields[] = {
#define FIELD(name, used) \
    {#name, offsetof(fenrun_event, name), sizeof((fenrun_event){0}.name), used}
#define KIND(name) (1u << FENRUN_EVENT_##name)
        FIELD(tier, KIND(TIER)),
        FIELD(id_high, KIND(ORDER) | KIND(REFUND)),
        FIELD(id_low, KIND(ORDER) | KIND(REFUND)),
        FIELD(order_high, KIND(REFUND)),
        FIELD(order_low, KIND(REFUND)),
        FIELD(member, KIND(JOIN) | KIND(TIER) | KIND(MOVE)),
        FIELD(inviter, KIND(JOIN) | KIND(MOVE)),
        FIELD(roles[0], KIND(ORDER)),
        FIELD(roles[1], KIND(ORDER)),
        FIELD(roles[2], 0), /* the rule set has two roles */
        FIELD(roles[7], 0),
        FIELD(amounts[0], KIND(ORDER) | KIND(REFUND)),
        FIELD(amounts[1], KIND(ORDER)),
        FIELD(amounts[2], KIND(ORDER)),
        FIELD(amounts[3], 0), /* ... and three amounts */
        FIELD(amounts[7], 0),
    };
    struct desk *desk = open_shop();
    for (uint32_t kind = FENRUN_EVENT_JOIN; kind <= FENRUN_EVENT_REFUND; kind++) {
        fenrun_event event = valid_event(kind);
        expect_refusal(desk, &event, FENRUN_OK);
        for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
            if (fields[i].used >> kind & 1) continue;
            event = valid_event(kind);
            unsigned char *bytes = (unsigned char *)&event + fields[i].offset;
            bytes[random_below(&(struct random_source){i + kind}, (uint32_t)fields[i].size)] = 1;
            char name[16];
            snprintf(name, sizeof name, "%s", fields[i].field);
            name[strcspn(name, "[_")] = '\0'; /* an array, or both halves of an id, as one */
            expect_unused(desk, &event, name);
        }
    }
    desk_close(desk);
}

static void what_an_event_cannot_do_without_must_be_given(void **state) {
    (void)state;
    struct desk *desk = open_shop();
    static const uint32_t kinds[] = {0, FENRUN_EVENT_REFUND + 1, UINT32_MAX};
    static const char *const messages[] = {"event.kind 0 is not one of 1 to 5",
                                           "event.kind 6 is not one of 1 to 5",
                                           "event.kind 4294967295 is not one of 1 to 5"};
    for (size_t i = 0; i < 3; i++) {
        fenrun_event event = {.kind = kinds[i]};
        expect_refusal(desk, &event, FENRUN_ERROR_ARGUMENT);
        assert_string_equal(desk->error.message, messages[i]);
    }
    for (uint32_t kind = FENRUN_EVENT_JOIN; kind <= FENRUN_EVENT_MOVE; kind++) {
        fenrun_event event = valid_event(kind);
        event.member = FENRUN_PLATFORM;
        expect_refusal(desk, &event, FENRUN_ERROR_ARGUMENT);
        assert_string_equal(desk->error.message, "event.member is 0, which is no member");
    }
    fenrun_event order = valid_event(FENRUN_EVENT_ORDER);
    order.roles[0] = FENRUN_PLATFORM;
    expect_refusal(desk, &order, FENRUN_ERROR_ARGUMENT);
    assert_string_equal(desk->error.message, "event.roles[0] is 0, but an order has a seller");
    desk_close(desk);
}

/* A way to spoil a valid event, and what it is refused with if it is the only one. */
struct fault {
    int32_t code;
    void (*spoil)(fenrun_event *event);
};

static void spoil_reserved(fenrun_event *event) {
    event->roles[7] = 1;
}
static void spoil_time(fenrun_event *event) {
    event->at = 99;
}
static void spoil_member(fenrun_event *event) {
    event->member = 999;
}
static void spoil_inviter(fenrun_event *event) {
    event->inviter = 999;
}
static void spoil_newcomer(fenrun_event *event) {
    event->member = 2;
}
static void spoil_cycle(fenrun_event *event) {
    event->member = 2; /* above the inviter */
    event->inviter = 3;
}
static void spoil_tier(fenrun_event *event) {
    event->tier = 4;
}
static void spoil_contents(fenrun_event *event) {
    event->id_low = 50;
}
static void spoil_buyer(fenrun_event *event) {
    event->roles[1] = 999;
}
static void spoil_early(fenrun_event *event) {
    event->at = 9;
}
static void spoil_postage(fenrun_event *event) {
    event->amounts[2] = -1;
}
static void spoil_profit(fenrun_event *event) {
    event->amounts[1] = 0;
}
static void spoil_price(fenrun_event *event) {
    event->amounts[0] = INT64_MAX;
    if (event->amounts[1] > 0) event->amounts[1] = INT64_MAX / 5;
}
static void spoil_order(fenrun_event *event) {
    event->order_low = 77;
}
static void spoil_refund(fenrun_event *event) {
    event->id_low = 1;
}
static void spoil_part_zero(fenrun_event *event) {
    event->amounts[0] = 0;
}
static void spoil_part_large(fenrun_event *event) {
    if (event->amounts[0] > 0) event->amounts[0] = 6001;
}

static void of_several_refusals_the_first_of_the_list_is_reported(void **state) {
    (void)state;
    static const struct {
        uint32_t kind;
        struct fault faults[8]; /* in the order in which they are applied */
    } cases[] = {
        {FENRUN_EVENT_JOIN,
         {{FENRUN_ERROR_ARGUMENT, spoil_reserved},
          {FENRUN_ERROR_TIME, spoil_time},
          {FENRUN_ERROR_MEMBER_UNKNOWN, spoil_inviter},
          {FENRUN_ERROR_MEMBER_EXISTS, spoil_newcomer}}},
        {FENRUN_EVENT_TIER,
         {{FENRUN_ERROR_ARGUMENT, spoil_reserved},
          {FENRUN_ERROR_TIME, spoil_time},
          {FENRUN_ERROR_MEMBER_UNKNOWN, spoil_member},
          {FENRUN_ERROR_TIER, spoil_tier}}},
        {FENRUN_EVENT_MOVE,
         {{FENRUN_ERROR_CYCLE, spoil_cycle},
          {FENRUN_ERROR_ARGUMENT, spoil_reserved},
          {FENRUN_ERROR_TIME, spoil_time},
          {FENRUN_ERROR_MEMBER_UNKNOWN, spoil_member}}},
        {FENRUN_EVENT_MOVE,
         {{FENRUN_ERROR_CYCLE, spoil_cycle},
          {FENRUN_ERROR_TIME, spoil_time},
          {FENRUN_ERROR_MEMBER_UNKNOWN, spoil_inviter}}},
        {FENRUN_EVENT_ORDER,
         {{FENRUN_ERROR_ARGUMENT, spoil_reserved},
          {FENRUN_ERROR_CHANGED, spoil_contents},
          {FENRUN_ERROR_MEMBER_UNKNOWN, spoil_buyer},
          {FENRUN_ERROR_NOT_JOINED, spoil_early},
          {FENRUN_ERROR_AMOUNT, spoil_postage},
          {FENRUN_ERROR_REQUIRED, spoil_profit},
          {FENRUN_ERROR_OVERFLOW, spoil_price}}},
        {FENRUN_EVENT_REFUND,
         {{FENRUN_ERROR_ARGUMENT, spoil_reserved},
          {FENRUN_ERROR_ORDER_UNKNOWN, spoil_order},
          {FENRUN_ERROR_AMOUNT, spoil_part_zero},
          {FENRUN_ERROR_REFUND, spoil_part_large}}},
        {FENRUN_EVENT_REFUND,
         {{FENRUN_ERROR_ARGUMENT, spoil_reserved},
          {FENRUN_ERROR_CHANGED, spoil_refund},
          {FENRUN_ERROR_AMOUNT, spoil_part_zero},
          {FENRUN_ERROR_REFUND, spoil_part_large}}},
    };
    struct desk *desk = open_shop();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t count = 0;
        while (cases[i].faults[count].spoil) count++;
        for (uint32_t chosen = 0; chosen < 1u << count; chosen++) {
            fenrun_event event = valid_event(cases[i].kind);
            int32_t first = FENRUN_ERROR_INTERNAL - 1;
            for (uint32_t j = 0; j < count; j++) {
                if (!(chosen >> j & 1)) continue;
                cases[i].faults[j].spoil(&event);
                if (cases[i].faults[j].code > first) first = cases[i].faults[j].code;
            }
            expect_refusal(desk, &event, chosen == 0 ? FENRUN_OK : first);
        }
    }
    desk_close(desk);
}

static void refusals_name_the_member_and_the_instants(void **state) {
    (void)state;
    static const struct {
        fenrun_event event;
        uint64_t item;
        const char *message;
    } cases[] = {
        {{.kind = FENRUN_EVENT_JOIN, .at = 99, .member = 4},
         4, "a change of the tree at 99 comes after an event at 100"},
        {{.kind = FENRUN_EVENT_JOIN, .at = 100, .member = 4, .inviter = 4},
         4, "inviter 4 is not a member"},
        {{.kind = FENRUN_EVENT_JOIN, .at = 100, .member = 3, .inviter = 2},
         3, "newcomer 3 is a member already"},
        {{.kind = FENRUN_EVENT_TIER, .at = 100, .member = 8}, 8, "member 8 is not a member"},
        {{.kind = FENRUN_EVENT_TIER, .at = 100, .member = 3, .tier = 9},
         3, "tier 9 is not one of the 4"},
        {{.kind = FENRUN_EVENT_MOVE, .at = 100, .member = 8}, 8, "member 8 is not a member"},
        {{.kind = FENRUN_EVENT_MOVE, .at = 100, .member = 3, .inviter = 8},
         8, "inviter 8 is not a member"},
        {{.kind = FENRUN_EVENT_MOVE, .at = 100, .member = 1, .inviter = 3},
         1, "member 1 would stand above itself under inviter 3"},
        {{.kind = FENRUN_EVENT_ORDER,
          .at = 100,
          .roles = {1},
          .amounts = {INT64_MAX, INT64_MAX / 4}},
         1, "own_sales of member 1 do not fit 64 bits"},
        {{.kind = FENRUN_EVENT_ORDER, .at = 100, .id_low = 50, .roles = {1}},
         0, "the order was applied before with other contents"},
        {{.kind = FENRUN_EVENT_REFUND, .at = 100, .id_low = 1, .order_low = 50, .amounts = {1}},
         0, "the refund was applied before with other contents"},
        {{.kind = FENRUN_EVENT_REFUND, .at = 101, .id_low = 1, .order_low = 50, .amounts = {4000}},
         0, "the refund was applied before with other contents"},
        {{.kind = FENRUN_EVENT_REFUND, .at = 100, .order_low = 51, .amounts = {1}},
         0, "the order of the refund was not applied"},
        {{.kind = FENRUN_EVENT_REFUND, .at = 100, .order_low = 50, .amounts = {6001}},
         0, "price 60.01 is above 60.00, which is left of the order's 100.00"},
    };
    struct desk *desk = open_shop();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_true(desk_apply(desk, &cases[i].event) < 0);
        assert_string_equal(desk->error.message, cases[i].message);
        assert_int_equal(desk->error.item, cases[i].item);
    }
    desk_close(desk);
}

static void t14_what_was_applied_before_is_a_replay(void **state) {
    (void)state;
    struct desk *desk = open_shop();
    const fenrun_event before[] = {
        {.kind = FENRUN_EVENT_JOIN, .at = 10, .member = 1},
        {.kind = FENRUN_EVENT_JOIN, .at = 10, .member = 3, .inviter = 2},
        desk_order(50, 1, 10000, 1000, 100),
        desk_refund(50, 1, 4000, 100),
    };
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
            expect_refusal(desk, before + i, FENRUN_REPLAYED);
        }
        desk_move(desk, 3, 1, 200); /* whatever became of the tree since */
        desk_tier(desk, 1, 0, 200);
    }
    desk_close(desk);
}

static void t14_every_part_of_an_order_tells_it_from_a_replay(void **state) {
    (void)state;
    struct desk *desk = open_shop();
    fenrun_event order = desk_order(0, 1, 10000, 1000, 100);
    order.id_high = order.id_low = UINT64_MAX;
    order.roles[1] = 2;
    order.amounts[2] = 5;
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    expect_refusal(desk, &order, FENRUN_REPLAYED);
    for (int part = 0; part < 6; part++) {
        fenrun_event changed = order;
        if (part == 0) changed.at++;
        if (part == 1) changed.roles[0] = 3;
        if (part == 2) changed.roles[1] = FENRUN_PLATFORM;
        if (part >= 3) changed.amounts[part - 3]++;
        expect_refusal(desk, &changed, FENRUN_ERROR_CHANGED);
    }
    order.id_high--; /* another order */
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    desk_close(desk);
}

static void an_order_without_identity_is_paid_and_forgotten(void **state) {
    (void)state;
    struct desk *desk = open_shop();
    fenrun_event order = desk_order(0, 2, 10000, 1000, 100);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
        assert_string_equal(desk_outcome(desk), "2 1000, 1 500");
    }
    assert_int_equal(desk->engine.ledger.orders.count, 1);
    assert_int_equal(desk->engine.tree.counters[1].own_sales, 30000); /* but it counts */
    fenrun_event refund = desk_refund(0, 1, 100, 100);
    expect_refusal(desk, &refund, FENRUN_ERROR_ORDER_UNKNOWN);
    desk_close(desk);
}

static void a_tree_that_remembers_nothing_knows_no_replay_and_no_refund(void **state) {
    (void)state;
    struct desk *desk = desk_open(counting_rules);
    desk->engine.remembers = false;
    desk_join(desk, 1, 0, 10);
    fenrun_event order = desk_order(50, 1, 10000, 1000, 100);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
        assert_string_equal(desk_outcome(desk), "1 1000");
    }
    fenrun_event refund = desk_refund(50, 1, 4000, 100);
    expect_refusal(desk, &refund, FENRUN_ERROR_ORDER_UNKNOWN);
    assert_string_equal(desk->error.message,
                        "the tree does not remember orders, so it cannot refund one");
    assert_int_equal(desk->engine.ledger.memory.bytes, 0);
    desk_close(desk);
}

static void own_sales_rise_by_orders_and_fall_by_refunds(void **state) {
    (void)state;
    struct desk *desk = open_shop();
    const struct fenrun__tree_counters *counters = desk->engine.tree.counters;
    assert_int_equal(counters[0].own_sales, 6000);
    fenrun_event refund = desk_refund(50, 2, 6000, 100);
    assert_int_equal(desk_apply(desk, &refund), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "1 -600"); /* 1 leads: no one above is paid */
    assert_int_equal(counters[0].own_sales, 0);
    fenrun_event order = desk_order(0, 1, INT64_MAX, INT64_MAX / 4, 100);
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    order.amounts[0] = 1;
    order.amounts[1] = 0;
    expect_refusal(desk, &order, FENRUN_ERROR_REQUIRED);
    order.amounts[0] = 100;
    order.amounts[1] = 10;
    expect_refusal(desk, &order, FENRUN_ERROR_OVERFLOW);
    desk_close(desk);
}

static void only_changes_of_the_tree_must_come_in_time(void **state) {
    (void)state;
    struct desk *desk = open_shop();
    fenrun_event late = desk_order(60, 1, 100, 10, 50);
    assert_int_equal(desk_apply(desk, &late), FENRUN_OK);
    assert_int_equal(desk->engine.tree.at, 100); /* the latest of all, not the last */
    fenrun_event ahead = desk_order(61, 1, 100, 10, 300);
    assert_int_equal(desk_apply(desk, &ahead), FENRUN_OK);
    fenrun_event tier = {.kind = FENRUN_EVENT_TIER, .at = 299, .member = 3, .tier = 1};
    expect_refusal(desk, &tier, FENRUN_ERROR_TIME);
    fenrun_event refund = desk_refund(61, 1, 50, 400);
    assert_int_equal(desk_apply(desk, &refund), FENRUN_OK);
    tier.at = 399;
    expect_refusal(desk, &tier, FENRUN_ERROR_TIME);
    tier.at = 400;
    assert_int_equal(desk_apply(desk, &tier), FENRUN_OK);
    desk_close(desk);
}

static const char climbing_rules[] = DESK_HEAD
    "awards: {a: {event: order, to: seller.leader, pay: 1% of price}}\n"
    "promotions:\n"
    "  review: at_once\n"
    "  silver: [{direct_invites: 2}]\n"
    "  gold: [{team_members: 4}, {own_sales: 1000.00}]\n";

static void a_promotion_follows_the_event_that_earns_it(void **state) {
    (void)state;
    static const struct {
        fenrun_event event;
        const char *outcome;
    } steps[] = {
        {{.kind = FENRUN_EVENT_JOIN, .at = 10, .member = 1}, ""},
        {{.kind = FENRUN_EVENT_JOIN, .at = 20, .member = 2, .inviter = 1}, ""},
        {{.kind = FENRUN_EVENT_JOIN, .at = 30, .member = 3, .inviter = 1}, "; 1 becomes 1"},
        {{.kind = FENRUN_EVENT_JOIN, .at = 40, .member = 4, .inviter = 2}, ""},
        {{.kind = FENRUN_EVENT_JOIN, .at = 50, .member = 5, .inviter = 2},
         "; 2 becomes 1, 1 becomes 2"}, /* nearest first */
        /* The order is paid on the tree before it; 4 then leads a team of its own. */
        {{.kind = FENRUN_EVENT_ORDER, .at = 60, .id_low = 1, .roles = {4}, .amounts = {100000}},
         "1 1000; 4 becomes 2"},
        {{.kind = FENRUN_EVENT_ORDER, .at = 60, .id_low = 2, .roles = {4}, .amounts = {100000}},
         ""},
        /* Late: paid as of 55, promoted as of now. */
        {{.kind = FENRUN_EVENT_ORDER, .at = 55, .id_low = 3, .roles = {5}, .amounts = {100000}},
         "1 1000; 5 becomes 2"},
        {{.kind = FENRUN_EVENT_ORDER, .at = 59, .id_low = 4, .roles = {5}, .amounts = {100}},
         "1 1"},
        /* Own sales are what is left of them. */
        {{.kind = FENRUN_EVENT_ORDER, .at = 60, .id_low = 5, .roles = {3}, .amounts = {90000}},
         "1 900"},
        {{.kind = FENRUN_EVENT_REFUND, .at = 60, .id_low = 1, .order_low = 5, .amounts = {80000}},
         "1 -800"},
        {{.kind = FENRUN_EVENT_ORDER, .at = 60, .id_low = 6, .roles = {3}, .amounts = {89999}},
         "1 900"},
        {{.kind = FENRUN_EVENT_ORDER, .at = 60, .id_low = 7, .roles = {3}, .amounts = {1}},
         "; 3 becomes 2"},
        /* A demotion stands until the member is reviewed again. */
        {{.kind = FENRUN_EVENT_TIER, .at = 70, .member = 3}, ""},
        {{.kind = FENRUN_EVENT_JOIN, .at = 80, .member = 6, .inviter = 3}, "; 3 becomes 2"},
        /* A move gives the new inviter a direct invite and takes one from the old. */
        {{.kind = FENRUN_EVENT_MOVE, .at = 90, .member = 6, .inviter = 5}, ""},
        {{.kind = FENRUN_EVENT_MOVE, .at = 90, .member = 3, .inviter = 6},
         ""}, /* 3 leads: its team counts for nobody */
        {{.kind = FENRUN_EVENT_MOVE, .at = 90, .member = 4, .inviter = 6}, "; 6 becomes 1"},
    };
    struct desk *desk = desk_open(climbing_rules);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (desk_apply(desk, &steps[i].event) != FENRUN_OK) fail_msg("%s", desk->error.message);
        assert_string_equal(desk_outcome(desk), steps[i].outcome);
        for (size_t j = 0; j < desk->result.promotion_count; j++) {
            assert_int_equal(desk->result.promotions[j].at, desk->engine.tree.at);
        }
        forest_check(&desk->engine.tree);
    }
    desk_close(desk);
}

static void a_team_that_returns_may_promote_those_above(void **state) {
    (void)state;
    struct desk *desk = desk_open(climbing_rules);
    for (uint64_t id = 1; id <= 4; id++) desk_join(desk, id, id - 1, 10);
    desk_tier(desk, 3, 3, 10);
    desk_join(desk, 5, 4, 10);
    desk_join(desk, 6, 5, 10);
    fenrun_event tier = {.kind = FENRUN_EVENT_TIER, .at = 20, .member = 3};
    assert_int_equal(desk_apply(desk, &tier), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "; 2 becomes 2"); /* 3, 4, 5 and 6 are below it */
    forest_check(&desk->engine.tree);
    desk_close(desk);
}

/* Random histories over rules that promote by every measure: all counters, labels and histories
   hold, and paying first changes nothing. */
static void every_invariant_holds_after_random_events(void **state) {
    (void)state;
    print_message("seeds 1 to 30\n");
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct random_source random = {seed};
        struct desk *desk = desk_open(climbing_rules);
        int64_t sales[120] = {0};
        desk_join(desk, 1, 0, 0);
        for (uint32_t i = 1; i <= 200; i++) {
            uint32_t count = (uint32_t)desk->engine.tree.count;
            uint64_t one = 1 + random_below(&random, count);
            uint64_t other = random_below(&random, count + 1);
            fenrun_event event = {.kind = 1 + random_below(&random, 4), .at = i / 3, .member = one};
            if (event.kind == FENRUN_EVENT_JOIN) event.member = count + 1;
            if (event.kind == FENRUN_EVENT_TIER) event.tier = random_below(&random, 4);
            if (event.kind != FENRUN_EVENT_TIER) event.inviter = other;
            if (event.kind == FENRUN_EVENT_ORDER) event = desk_order(i, one, 30000, 0, i / 3);
            if (event.kind == FENRUN_EVENT_JOIN && count == 119) continue;
            int32_t code = desk_apply(desk, &event);
            if (code == FENRUN_OK && event.kind == FENRUN_EVENT_ORDER) sales[one] += 30000;
            if (code != FENRUN_OK) assert_int_equal(code, FENRUN_ERROR_CYCLE);
            forest_check(&desk->engine.tree);
        }
        for (uint64_t id = 1; id <= desk->engine.tree.count; id++) {
            uint32_t member = fenrun__tree_find(&desk->engine.tree, id);
            assert_int_equal(desk->engine.tree.counters[member].own_sales, sales[id]);
        }
        desk_close(desk);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_field_that_a_kind_does_not_use_must_be_zero),
        cmocka_unit_test(what_an_event_cannot_do_without_must_be_given),
        cmocka_unit_test(of_several_refusals_the_first_of_the_list_is_reported),
        cmocka_unit_test(refusals_name_the_member_and_the_instants),
        cmocka_unit_test(t14_what_was_applied_before_is_a_replay),
        cmocka_unit_test(t14_every_part_of_an_order_tells_it_from_a_replay),
        cmocka_unit_test(an_order_without_identity_is_paid_and_forgotten),
        cmocka_unit_test(a_tree_that_remembers_nothing_knows_no_replay_and_no_refund),
        cmocka_unit_test(own_sales_rise_by_orders_and_fall_by_refunds),
        cmocka_unit_test(only_changes_of_the_tree_must_come_in_time),
        cmocka_unit_test(a_promotion_follows_the_event_that_earns_it),
        cmocka_unit_test(a_team_that_returns_may_promote_those_above),
        cmocka_unit_test(every_invariant_holds_after_random_events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
