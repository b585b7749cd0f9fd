/* Refusal: one order after the other, each with one flaw; see the header. */
#include "bench/refusal.h"

#include <stdio.h>
#include <stdlib.h>

#define REFUSAL_PRICE 10000

struct refusal {
    const char *name;
    int64_t price;
    int64_t profit;
    bool by_stranger;
    bool by_nobody;
};

static const struct refusal refusals[] = {
    {"a seller who is not a member", REFUSAL_PRICE, REFUSAL_PRICE / 10, true, false},
    {"a seller who is nobody", REFUSAL_PRICE, REFUSAL_PRICE / 10, false, true},
    {"a profit below 5 %", REFUSAL_PRICE, REFUSAL_PRICE / 20 - 1, false, false},
    {"a profit above 40 %", REFUSAL_PRICE, REFUSAL_PRICE / 5 * 2 + 1, false, false},
    {"a profit below 0", REFUSAL_PRICE, -REFUSAL_PRICE / 10, false, false},
    {"amounts below 0", -REFUSAL_PRICE, -REFUSAL_PRICE / 10, false, false},
};

static bool refusal_paid(const struct refusal *refusal, const struct payer *payer, void *state,
                         bool by_id, struct columns_totals *totals, struct columns_rows *rows) {
    struct payer_job job = {.rows = true, .totals = true, .by_id = by_id, .thread_count = 1};
    int64_t at = 0, price = refusal->price, profit = refusal->profit;
    uint64_t id = 1, seller = workload_id(refusal->by_stranger ? totals->member_count : 0);
    uint32_t member = refusal->by_stranger ? totals->member_count : 0;
    if (refusal->by_nobody) {
        seller = FENRUN_PLATFORM;
        member = FENRUN_NO_MEMBER;
    }
    struct columns_orders order = {.count = 1,
                                   .at = &at,
                                   .ids = &id,
                                   .sellers = &seller,
                                   .members = &member,
                                   .prices = &price,
                                   .profits = &profit};
    rows->count = 0;
    payer->begin(state, &job, 0, totals);
    size_t done = payer->pay(state, &job, 0, &order, 0, 1, rows, totals);
    payer->gather(state, &job, 0, totals);
    payer->finish(state, &job, totals);
    return done > 0 || rows->count > 0 || totals->awards[0][0] != 0;
}

void refusal_check(const struct payer *payer, void *state, bool by_id,
                   struct columns_totals *totals, struct columns_rows *rows) {
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        if (!refusal_paid(refusals + i, payer, state, by_id, totals, rows)) continue;
        fprintf(stderr, "bench: %s, sellers by %s: pays an order with %s\n", payer->name,
                by_id ? "id" : "number", refusals[i].name);
        exit(1);
    }
    rows->count = 0;
}
