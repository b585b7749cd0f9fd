/* Desk: see the header. */
#include "unit/desk.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/reader.h"

struct desk *desk_open(const char *text) {
    struct desk *desk = calloc(1, sizeof *desk);
    assert_non_null(desk);
    fenrun__memory_init(&desk->memory, NULL);
    size_t mistakes;
    int32_t code = fenrun__reader_read(&desk->plan, text, strlen(text), &desk->memory,
                                       &desk->error, 1, &mistakes);
    if (code != FENRUN_OK) {
        fail_msg("rules:%u:%u: %s", desk->error.line, desk->error.column, desk->error.message);
    }
    assert_int_equal(fenrun__engine_init(&desk->engine, desk->plan, NULL, 7, true), FENRUN_OK);
    fenrun__result_init(&desk->result, NULL);
    return desk;
}

void desk_close(struct desk *desk) {
    fenrun__result_free(&desk->result);
    fenrun__engine_free(&desk->engine);
    fenrun__plan_free(&desk->memory, desk->plan);
    assert_int_equal(desk->memory.bytes, 0);
    assert_int_equal(desk->engine.tree.memory.bytes, 0);
    assert_int_equal(desk->engine.ledger.memory.bytes, 0);
    assert_int_equal(desk->result.memory.bytes, 0);
    free(desk);
}

int32_t desk_apply(struct desk *desk, const fenrun_event *event) {
    fenrun__result_clear(&desk->result);
    return fenrun__engine_apply(&desk->engine, event, &desk->result, &desk->error);
}

int32_t desk_explain(struct desk *desk, const fenrun_event *event,
                     const fenrun_explain_options *options) {
    fenrun__result_clear(&desk->result);
    return fenrun__engine_explain(&desk->engine, event, options, &desk->result, &desk->error);
}

static void desk_must_apply(struct desk *desk, const fenrun_event *event) {
    if (desk_apply(desk, event) != FENRUN_OK) fail_msg("%s", desk->error.message);
}

void desk_join(struct desk *desk, uint64_t id, uint64_t inviter, int64_t at) {
    fenrun_event join = {
        .kind = FENRUN_EVENT_JOIN, .at = at, .member = id, .inviter = inviter};
    desk_must_apply(desk, &join);
}

void desk_tier(struct desk *desk, uint64_t id, uint32_t tier, int64_t at) {
    fenrun_event set = {.kind = FENRUN_EVENT_TIER, .at = at, .member = id, .tier = tier};
    desk_must_apply(desk, &set);
}

void desk_move(struct desk *desk, uint64_t id, uint64_t inviter, int64_t at) {
    fenrun_event move = {
        .kind = FENRUN_EVENT_MOVE, .at = at, .member = id, .inviter = inviter};
    desk_must_apply(desk, &move);
}

fenrun_event desk_order(uint64_t order, uint64_t seller, int64_t price, int64_t profit,
                        int64_t at) {
    return (fenrun_event){.kind = FENRUN_EVENT_ORDER,
                          .at = at,
                          .id_low = order,
                          .roles = {seller},
                          .amounts = {price, profit}};
}

fenrun_event desk_refund(uint64_t order, uint64_t refund, int64_t part, int64_t at) {
    return (fenrun_event){.kind = FENRUN_EVENT_REFUND,
                          .at = at,
                          .id_low = refund,
                          .order_low = order,
                          .amounts = {part}};
}

fenrun_event desk_visit(uint64_t id, uint64_t host, int64_t fee, int64_t at) {
    return (fenrun_event){
        .kind = FENRUN_EVENT_OWN, .at = at, .id_low = id, .roles = {host}, .amounts = {fee}};
}

const char desk_shop_rules[] =
    "fenrun: 1\nname: desk\ncurrency: CNY\nrounding: half_even\n"
    "tiers: [normal, silver, gold, platinum]\n"
    "team_leaders: [gold, platinum]\n"
    "periods: [week, month]\n"
    "order:\n"
    "  roles: [seller, buyer]\n"
    "  amounts: [price, profit, postage]\n"
    "  counts: [quantity]\n"
    "  require: {profit: 5%..40% of price}\n"
    "join: {amounts: [entry_fee], require: {entry_fee: 0.00..500.00}}\n"
    "events: {visit: {roles: [host, guest], amounts: [fee], counts: [hours]}}\n"
    "awards:\n"
    "  sale: {event: order, to: seller, pay: 10% of price}\n"
    "  team: {event: order, to: seller.leader, pay: 5% of price}\n"
    "  back: {event: order, to: seller, pay: 100% of postage,\n"
    "         cap: {at_most: 10.00, over: refuse}}\n"
    "  host: {event: visit, to: host, pay: 50% of fee}\n"
    "  coupon: {event: join, to: newcomer.inviter, pay: 20.00, unit: coupon}\n"
    "promotions:\n"
    "  review: at_once\n"
    "  silver: [{direct_invites: 100}]\n"
    "  gold: [{team_members: 100, own_sales: 1000000.00}]\n";

struct desk *desk_open_shop(void) {
    struct desk *desk = desk_open(desk_shop_rules);
    desk_join(desk, 1, 0, 10);
    desk_tier(desk, 1, 2, 10);
    desk_join(desk, 2, 1, 10);
    desk_join(desk, 3, 2, 10);
    fenrun_event order = desk_order(50, 1, 10000, 1000, 100);
    desk_must_apply(desk, &order);
    fenrun_event refund = desk_refund(50, 1, 4000, 100);
    desk_must_apply(desk, &refund);
    fenrun_event visit = desk_visit(50, 1, 1000, 100);
    desk_must_apply(desk, &visit);
    fenrun_event close = {.kind = FENRUN_EVENT_CLOSE, .at = 100, .id_low = 50, .name = 1};
    desk_must_apply(desk, &close);
    return desk;
}

/* What must not change when an event is refused. */
struct desk_state {
    size_t members, versions, teams, records, refunds;
    int64_t at;
    uint64_t closes, values;
};

static struct desk_state desk_state_of(const struct desk *desk) {
    const struct fenrun__engine *engine = &desk->engine;
    const struct fenrun__tree *tree = &engine->tree;
    struct desk_state state = {.members = tree->count,
                               .versions = tree->versions.count,
                               .teams = tree->team_count,
                               .records = engine->ledger.records.count,
                               .refunds = engine->ledger.refund_count,
                               .at = tree->at,
                               .closes = engine->score.closes};
    const unsigned char *values = (const unsigned char *)tree->measure.values;
    size_t size = tree->count * tree->measure.column_count * sizeof *tree->measure.values;
    for (size_t i = 0; i < size; i++) state.values = state.values * 31 + values[i];
    for (uint32_t i = 0; i < engine->windows.count; i++) {
        state.values = state.values * 31 + engine->windows.items[i].entry_count;
    }
    return state;
}

void desk_expect(struct desk *desk, const fenrun_event *event, int32_t code) {
    struct desk_state before = desk_state_of(desk);
    fenrun__result_clear(&desk->result);
    assert_int_equal(fenrun__engine_pay(&desk->engine, event, &desk->result, &desk->error), code);
    if (code < 0) assert_int_equal(desk->error.code, code);
    struct desk_state after = desk_state_of(desk);
    assert_memory_equal(&before, &after, sizeof before);
    if (code == FENRUN_OK) return;
    assert_int_equal(desk_apply(desk, event), code);
    if (code < 0) assert_int_equal(desk->error.code, code);
    assert_int_equal(desk->result.payout_count + desk->result.promotion_count, 0);
    after = desk_state_of(desk);
    assert_memory_equal(&before, &after, sizeof before);
}

int64_t desk_measure(const struct desk *desk, uint64_t id, const char *measure) {
    const struct fenrun__tree *tree = &desk->engine.tree;
    uint32_t member = fenrun__tree_find(tree, id);
    assert_int_not_equal(member, FENRUN__NONE);
    for (uint32_t i = 0; i < desk->plan->column_count; i++) {
        struct fenrun__memory memory;
        struct fenrun__writer writer;
        fenrun__memory_init(&memory, NULL);
        fenrun__writer_init(&writer, &memory);
        fenrun__plan_write_measure(desk->plan, i, false, &writer);
        bool same = writer.size == strlen(measure) &&
                    memcmp(writer.bytes, measure, writer.size) == 0 &&
                    fenrun__plan_column(desk->plan, i)->scope != FENRUN__SCOPE_PAID;
        fenrun__writer_free(&writer);
        if (same) return fenrun__measure_value(&tree->measure, member, i);
    }
    fail_msg("%s is not measured", measure);
    return 0;
}

const char *desk_outcome(const struct desk *desk) {
    static char out[2048];
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < desk->result.payout_count; i++) {
        const fenrun_payout *payout = desk->result.payouts + i;
        used += (size_t)snprintf(out + used, sizeof out - used, "%s%" PRIu64 " %" PRId64,
                                 i ? ", " : "", payout->payee, payout->amount);
    }
    for (size_t i = 0; i < desk->result.promotion_count; i++) {
        const fenrun_promotion *promotion = desk->result.promotions + i;
        used += (size_t)snprintf(out + used, sizeof out - used, "%s%" PRIu64 " becomes %u",
                                 i ? ", " : "; ", promotion->member, promotion->tier);
    }
    return out;
}
