/* Convoy: see the header. */
#include "unit/convoy.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char convoy_text[4096];

/* Append to the text; the first piece begins it. */
static const char *convoy_say(bool first, const char *format, ...) {
    size_t used = first ? 0 : strlen(convoy_text);
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(convoy_text + used, sizeof convoy_text - used, format, arguments);
    va_end(arguments);
    assert_true(size >= 0 && used + (size_t)size < sizeof convoy_text);
    return convoy_text;
}

struct convoy *convoy_open(const char *awards) {
    struct convoy *convoy = calloc(1, sizeof *convoy);
    assert_non_null(convoy);
    convoy->desk = family_open_awards(awards);
    convoy->batch = (fenrun_batch){.struct_size = sizeof convoy->batch,
                                   .at = convoy->at,
                                   .id_low = convoy->ids,
                                   .roles = {convoy->sellers, convoy->buyers},
                                   .amounts = {convoy->prices, convoy->profits},
                                   .counts = {convoy->quantities},
                                   .payout_capacity = CONVOY_ROWS,
                                   .payout_orders = convoy->orders,
                                   .payout_awards = convoy->awards,
                                   .payout_payees = convoy->payees,
                                   .payout_amounts = convoy->amounts,
                                   .totals = convoy->total_columns,
                                   .codes = convoy->codes};
    for (uint32_t i = 0; i < CONVOY_AWARDS; i++) convoy->total_columns[i] = convoy->totals[i];
    return convoy;
}

void convoy_close(struct convoy *convoy) {
    desk_close(convoy->desk);
    free(convoy->room);
    free(convoy);
}

void convoy_add(struct convoy *convoy, uint64_t seller, uint64_t buyer, int64_t price,
                int64_t profit, int64_t at) {
    size_t i = convoy->batch.count++;
    assert_true(i < CONVOY_ORDERS);
    convoy->at[i] = at;
    convoy->ids[i] = 1 + i;
    convoy->sellers[i] = seller;
    convoy->buyers[i] = buyer;
    convoy->prices[i] = price;
    convoy->profits[i] = profit;
    convoy->quantities[i] = 3;
}

struct fenrun__cohort *convoy_pay(struct convoy *convoy) {
    const struct fenrun__plan *plan = convoy->desk->plan;
    assert_in_range(convoy->batch.count, 1, FENRUN__COHORT_WIDTH);
    fenrun__scheme_make(&convoy->scheme, plan, fenrun__plan_version(plan, 0));
    free(convoy->room);
    convoy->room = malloc(fenrun__cohort_size(&convoy->scheme));
    assert_non_null(convoy->room);
    fenrun__cohort_init(&convoy->cohort, &convoy->desk->engine.tree, &convoy->scheme,
                        &convoy->batch, &convoy->desk->result, convoy->room);
    fenrun__cohort_gather(&convoy->cohort, 0, (uint32_t)convoy->batch.count, FENRUN_TIME_MIN,
                          FENRUN_TIME_MAX);
    assert_true(fenrun__cohort_pay(&convoy->cohort));
    return &convoy->cohort;
}

const char *convoy_strip(const struct convoy *convoy, uint32_t strip) {
    const struct fenrun__cohort_strip *paid = convoy->cohort.strips + strip;
    bool loose = convoy->scheme.strips[strip].worth == FENRUN__WORTH_LOOSE;
    bool first = true;
    convoy_say(true, "");
    for (uint32_t i = 0; loose && i < paid->count; i++) {
        const fenrun_payout *payout = convoy->desk->result.payouts + paid->first + i;
        convoy_say(false, "%s%" PRIu32 " %" PRIu64 " %" PRId64, i > 0 ? ", " : "", payout->event,
                   payout->payee, payout->amount);
    }
    for (uint32_t i = 0; !loose && i < paid->lanes.count; i++) {
        uint32_t lane = paid->lanes.items[i];
        if (paid->amounts[lane] == 0) continue;
        convoy_say(false, "%s%" PRIu32 " %" PRId64, first ? "" : ", ", lane,
                   paid->amounts[lane]);
        first = false;
    }
    return convoy_text;
}

const char *convoy_rows(const struct convoy *convoy) {
    convoy_say(true, "");
    for (size_t i = 0; i < convoy->batch.payout_count; i++) {
        convoy_say(false, "%s%" PRIu32 "/%" PRIu32 " %" PRIu64 " %" PRId64, i > 0 ? ", " : "",
                   convoy->orders[i], convoy->awards[i], convoy->payees[i], convoy->amounts[i]);
    }
    return convoy_text;
}

const char *convoy_odd(const struct convoy *convoy) {
    bool first = true;
    convoy_say(true, "");
    for (uint32_t i = 0; i < convoy->cohort.count; i++) {
        if (!convoy->cohort.odd[i]) continue;
        convoy_say(false, first ? "%" PRIu32 : " %" PRIu32, i);
        first = false;
    }
    return convoy_text;
}
