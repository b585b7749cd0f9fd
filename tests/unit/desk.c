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
    fenrun__engine_init(&desk->engine, desk->plan, NULL, 7, true);
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
