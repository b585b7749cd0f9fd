/* Turn: which refusal comes first, what it says, and what is a replay. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/random.h"
#include "unit/desk.h"

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
        [FENRUN_EVENT_OWN] = {.kind = FENRUN_EVENT_OWN,
                              .at = 100,
                              .id_low = 51,
                              .roles = {1, 2},
                              .amounts = {1000},
                              .counts = {2}},
        [FENRUN_EVENT_CLOSE] = {.kind = FENRUN_EVENT_CLOSE, .at = 100, .id_low = 51, .name = 1},
    };
    return events[kind];
}

static void expect_unused(struct desk *desk, const fenrun_event *event, const char *field) {
    char message[128];
    snprintf(message, sizeof message,
             "event.%s is not zero, but the kind of event does not use it", field);
    desk_expect(desk, event, FENRUN_ERROR_ARGUMENT);
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
        FIELD(id_high, KIND(ORDER) | KIND(REFUND) | KIND(OWN) | KIND(CLOSE)),
        FIELD(id_low, KIND(ORDER) | KIND(REFUND) | KIND(OWN) | KIND(CLOSE)),
        FIELD(order_high, KIND(REFUND)),
        FIELD(order_low, KIND(REFUND)),
        FIELD(member, KIND(JOIN) | KIND(TIER) | KIND(MOVE)),
        FIELD(inviter, KIND(JOIN) | KIND(MOVE)),
        FIELD(roles[0], KIND(ORDER) | KIND(OWN)),
        FIELD(roles[1], KIND(ORDER) | KIND(OWN)),
        FIELD(roles[2], 0), /* the rule set has two roles */
        FIELD(roles[7], 0),
        FIELD(amounts[0], KIND(ORDER) | KIND(REFUND) | KIND(JOIN) | KIND(OWN)),
        FIELD(amounts[1], KIND(ORDER)),
        FIELD(amounts[2], KIND(ORDER)),
        FIELD(amounts[3], 0), /* ... and three amounts */
        FIELD(amounts[7], 0),
        FIELD(counts[0], KIND(ORDER) | KIND(OWN)),
        FIELD(counts[1], 0),
        FIELD(counts[3], 0),
        FIELD(name, KIND(OWN) | KIND(CLOSE)),
        FIELD(reserved_name, 0),
        FIELD(reserved[0], 0),
        FIELD(reserved[2], 0),
    };
    struct desk *desk = desk_open_shop();
    for (uint32_t kind = FENRUN_EVENT_JOIN; kind <= FENRUN_EVENT_CLOSE; kind++) {
        fenrun_event event = valid_event(kind);
        desk_expect(desk, &event, FENRUN_OK);
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
    struct desk *desk = desk_open_shop();
    static const uint32_t kinds[] = {0, FENRUN_EVENT_CLOSE + 1, UINT32_MAX};
    static const char *const messages[] = {"event.kind 0 is not one of 1 to 7",
                                           "event.kind 8 is not one of 1 to 7",
                                           "event.kind 4294967295 is not one of 1 to 7"};
    for (size_t i = 0; i < 3; i++) {
        fenrun_event event = {.kind = kinds[i]};
        desk_expect(desk, &event, FENRUN_ERROR_ARGUMENT);
        assert_string_equal(desk->error.message, messages[i]);
    }
    for (uint32_t kind = FENRUN_EVENT_JOIN; kind <= FENRUN_EVENT_MOVE; kind++) {
        fenrun_event event = valid_event(kind);
        event.member = FENRUN_PLATFORM;
        desk_expect(desk, &event, FENRUN_ERROR_ARGUMENT);
        assert_string_equal(desk->error.message, "event.member is 0, which is no member");
    }
    fenrun_event order = valid_event(FENRUN_EVENT_ORDER);
    order.roles[0] = FENRUN_PLATFORM;
    desk_expect(desk, &order, FENRUN_ERROR_ARGUMENT);
    assert_string_equal(desk->error.message, "event.roles[0] is 0, but an order has a seller");
    fenrun_event visit = valid_event(FENRUN_EVENT_OWN);
    visit.roles[0] = FENRUN_PLATFORM;
    desk_expect(desk, &visit, FENRUN_ERROR_ARGUMENT);
    visit = valid_event(FENRUN_EVENT_OWN);
    visit.roles[1] = FENRUN_PLATFORM; /* only the first cannot be left out */
    desk_expect(desk, &visit, FENRUN_OK);
    visit.name = 1;
    desk_expect(desk, &visit, FENRUN_ERROR_ARGUMENT);
    fenrun_event close = valid_event(FENRUN_EVENT_CLOSE);
    close.name = 2;
    desk_expect(desk, &close, FENRUN_ERROR_ARGUMENT);
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
static void spoil_cap(fenrun_event *event) {
    event->amounts[2] = 1001;
}
static void spoil_entry_fee(fenrun_event *event) {
    event->amounts[0] = 50001;
}
static void spoil_fee(fenrun_event *event) {
    event->amounts[0] = -1;
}
static void spoil_hours(fenrun_event *event) {
    event->counts[0] = -1;
}
static void spoil_close(fenrun_event *event) {
    event->id_low = 50;
    event->at = 101;
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

/* Whether a code stands before another in enum fenrun_code: all stand as they are numbered, but for
   LIMIT, which came later and stands before OVERFLOW. */
static bool comes_before(int32_t code, int32_t other) {
    if (code == FENRUN_ERROR_LIMIT) return other <= FENRUN_ERROR_OVERFLOW;
    if (other == FENRUN_ERROR_LIMIT) return code > FENRUN_ERROR_OVERFLOW;
    return code > other;
}

static void of_several_refusals_the_first_of_the_list_is_reported(void **state) {
    (void)state;
    static const struct {
        uint32_t kind;
        struct fault faults[9]; /* in the order in which they are applied */
    } cases[] = {
        {FENRUN_EVENT_JOIN,
         {{FENRUN_ERROR_ARGUMENT, spoil_reserved},
          {FENRUN_ERROR_TIME, spoil_time},
          {FENRUN_ERROR_MEMBER_UNKNOWN, spoil_inviter},
          {FENRUN_ERROR_MEMBER_EXISTS, spoil_newcomer},
          {FENRUN_ERROR_REQUIRED, spoil_entry_fee},
          {FENRUN_ERROR_AMOUNT, spoil_fee}}},
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
          {FENRUN_ERROR_LIMIT, spoil_cap},
          {FENRUN_ERROR_AMOUNT, spoil_postage},
          {FENRUN_ERROR_REQUIRED, spoil_profit},
          {FENRUN_ERROR_OVERFLOW, spoil_price}}},
        {FENRUN_EVENT_OWN,
         {{FENRUN_ERROR_ARGUMENT, spoil_reserved},
          {FENRUN_ERROR_CHANGED, spoil_contents},
          {FENRUN_ERROR_MEMBER_UNKNOWN, spoil_buyer},
          {FENRUN_ERROR_NOT_JOINED, spoil_early},
          {FENRUN_ERROR_AMOUNT, spoil_fee},
          {FENRUN_ERROR_AMOUNT, spoil_hours}}},
        {FENRUN_EVENT_CLOSE,
         {{FENRUN_ERROR_ARGUMENT, spoil_reserved},
          {FENRUN_ERROR_CHANGED, spoil_close},
          {FENRUN_ERROR_TIME, spoil_time}}},
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
    struct desk *desk = desk_open_shop();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t count = 0;
        while (cases[i].faults[count].spoil) count++;
        for (uint32_t chosen = 0; chosen < 1u << count; chosen++) {
            fenrun_event event = valid_event(cases[i].kind);
            int32_t first = FENRUN_ERROR_INTERNAL;
            for (uint32_t j = 0; j < count; j++) {
                if (!(chosen >> j & 1)) continue;
                cases[i].faults[j].spoil(&event);
                if (comes_before(cases[i].faults[j].code, first)) first = cases[i].faults[j].code;
            }
            desk_expect(desk, &event, chosen == 0 ? FENRUN_OK : first);
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
         4, "this join is at 1970-01-01T00:01:39Z, before 1970-01-01T00:01:40Z, which was applied "
         "already; only orders, own events and refunds may be late"},
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
         1, "price: the sum that is measured does not fit 64 bits"},
        {{.kind = FENRUN_EVENT_ORDER, .at = 100, .id_low = 50, .roles = {1}},
         0, "the order was applied before with other contents"},
        {{.kind = FENRUN_EVENT_OWN, .at = 100, .id_low = 50, .roles = {2}},
         0, "the event was applied before with other contents"},
        {{.kind = FENRUN_EVENT_OWN, .at = 100, .id_low = 51, .roles = {8}},
         8, "host 8 is not a member"},
        {{.kind = FENRUN_EVENT_CLOSE, .at = 101, .id_low = 50, .name = 1},
         0, "month was closed before with this id at 1970-01-01T00:01:40Z"},
        {{.kind = FENRUN_EVENT_CLOSE, .at = 99},
         0, "this close is at 1970-01-01T00:01:39Z, before 1970-01-01T00:01:40Z, which was applied "
         "already; only orders, own events and refunds may be late"},
        {{.kind = FENRUN_EVENT_REFUND, .at = 100, .id_low = 1, .order_low = 50, .amounts = {1}},
         0, "the refund was applied before with other contents"},
        {{.kind = FENRUN_EVENT_REFUND, .at = 101, .id_low = 1, .order_low = 50, .amounts = {4000}},
         0, "the refund was applied before with other contents"},
        {{.kind = FENRUN_EVENT_REFUND, .at = 100, .order_low = 51, .amounts = {1}},
         0, "the order of the refund was not applied"},
        {{.kind = FENRUN_EVENT_REFUND, .at = 100, .order_low = 50, .amounts = {6001}},
         0, "price 60.01 is above 60.00, which is left of the order's 100.00"},
    };
    struct desk *desk = desk_open_shop();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_true(desk_apply(desk, &cases[i].event) < 0);
        assert_string_equal(desk->error.message, cases[i].message);
        assert_int_equal(desk->error.item, cases[i].item);
    }
    desk_close(desk);
}

static void t14_what_was_applied_before_is_a_replay(void **state) {
    (void)state;
    struct desk *desk = desk_open_shop();
    const fenrun_event before[] = {
        {.kind = FENRUN_EVENT_JOIN, .at = 10, .member = 1},
        {.kind = FENRUN_EVENT_JOIN, .at = 10, .member = 3, .inviter = 2},
        desk_order(50, 1, 10000, 1000, 100),
        desk_refund(50, 1, 4000, 100),
        desk_visit(50, 1, 1000, 100),
        {.kind = FENRUN_EVENT_CLOSE, .at = 100, .id_low = 50, .name = 1},
    };
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
            desk_expect(desk, before + i, FENRUN_REPLAYED);
        }
        desk_move(desk, 3, 1, 200); /* whatever became of the tree since */
        desk_tier(desk, 1, 0, 200);
    }
    desk_close(desk);
}

static void t14_every_part_of_an_order_tells_it_from_a_replay(void **state) {
    (void)state;
    struct desk *desk = desk_open_shop();
    fenrun_event order = desk_order(0, 1, 10000, 1000, 100);
    order.id_high = order.id_low = UINT64_MAX;
    order.roles[1] = 2;
    order.amounts[2] = 5;
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    desk_expect(desk, &order, FENRUN_REPLAYED);
    for (int part = 0; part < 7; part++) {
        fenrun_event changed = order;
        if (part == 0) changed.at++;
        if (part == 1) changed.roles[0] = 3;
        if (part == 2) changed.roles[1] = FENRUN_PLATFORM;
        if (part >= 3 && part < 6) changed.amounts[part - 3]++;
        if (part == 6) changed.counts[0]++;
        desk_expect(desk, &changed, FENRUN_ERROR_CHANGED);
    }
    order.id_high--; /* another order */
    assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
    desk_close(desk);
}

static void t14_every_part_of_an_own_event_tells_it_from_a_replay(void **state) {
    (void)state;
    struct desk *desk = desk_open_shop();
    fenrun_event visit = valid_event(FENRUN_EVENT_OWN);
    assert_int_equal(desk_apply(desk, &visit), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "1 500");
    desk_expect(desk, &visit, FENRUN_REPLAYED);
    for (int part = 0; part < 5; part++) {
        fenrun_event changed = visit;
        if (part == 0) changed.at++;
        if (part == 1) changed.roles[0] = 3;
        if (part == 2) changed.roles[1] = FENRUN_PLATFORM;
        if (part == 3) changed.amounts[0]++;
        if (part == 4) changed.counts[0]++;
        desk_expect(desk, &changed, FENRUN_ERROR_CHANGED);
    }
    visit.id_high = 1; /* another one */
    assert_int_equal(desk_apply(desk, &visit), FENRUN_OK);
    visit.id_high = visit.id_low = 0; /* without identity it is paid each time */
    assert_int_equal(desk_apply(desk, &visit), FENRUN_OK);
    assert_int_equal(desk_apply(desk, &visit), FENRUN_OK);
    assert_string_equal(desk_outcome(desk), "1 500");
    fenrun_event refund = desk_refund(51, 1, 100, 100); /* an own event is no order */
    desk_expect(desk, &refund, FENRUN_ERROR_ORDER_UNKNOWN);
    desk_close(desk);
}

static void t14_a_close_is_known_by_its_period_and_id(void **state) {
    (void)state;
    struct desk *desk = desk_open_shop();
    fenrun_event close = {.kind = FENRUN_EVENT_CLOSE, .at = 100, .id_low = 50, .name = 0};
    assert_int_equal(desk_apply(desk, &close), FENRUN_OK); /* of the week */
    desk_expect(desk, &close, FENRUN_REPLAYED);
    close.name = 1;
    desk_expect(desk, &close, FENRUN_REPLAYED);
    close.id_low = 51;
    assert_int_equal(desk_apply(desk, &close), FENRUN_OK);
    close.id_low = 50; /* only the last one of a period is known */
    assert_int_equal(desk_apply(desk, &close), FENRUN_OK);
    close.id_low = 0;
    assert_int_equal(desk_apply(desk, &close), FENRUN_OK);
    assert_int_equal(desk_apply(desk, &close), FENRUN_OK);
    close.id_high = 1;
    assert_int_equal(desk_apply(desk, &close), FENRUN_OK);
    close.at = 101;
    desk_expect(desk, &close, FENRUN_ERROR_CHANGED);
    desk_close(desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_field_that_a_kind_does_not_use_must_be_zero),
        cmocka_unit_test(what_an_event_cannot_do_without_must_be_given),
        cmocka_unit_test(of_several_refusals_the_first_of_the_list_is_reported),
        cmocka_unit_test(refusals_name_the_member_and_the_instants),
        cmocka_unit_test(t14_what_was_applied_before_is_a_replay),
        cmocka_unit_test(t14_every_part_of_an_order_tells_it_from_a_replay),
        cmocka_unit_test(t14_every_part_of_an_own_event_tells_it_from_a_replay),
        cmocka_unit_test(t14_a_close_is_known_by_its_period_and_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
