/* Straight: the members in a uthash table, teams by walking up; see the header. */
#include "bench/straight.h"

#include <stdlib.h>

/* From here on the macros of uthash.h, which convert signs and widths freely. */
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#include <uthash.h>

#include "bench/workload.h"

struct straight_person {
    uint64_t id;
    struct straight_person *inviter;
    int64_t since;
    uint32_t tier;
    uint32_t number;
    UT_hash_handle hh;
};

static struct straight_person *straight_find(const struct straight *straight, uint64_t id) {
    struct straight_person *person;
    HASH_FIND(hh, straight->people, &id, sizeof id, person);
    return person;
}

void straight_add(struct straight *straight, uint64_t id, uint64_t inviter, uint32_t tier,
                  int64_t at) {
    struct straight_person *person = workload_allocate(1, sizeof *person);
    person->id = id;
    person->inviter = inviter == FENRUN_PLATFORM ? NULL : straight_find(straight, inviter);
    person->since = at;
    person->tier = tier;
    person->number = straight->count++;
    HASH_ADD(hh, straight->people, id, sizeof person->id, person);
}

/* The nearest leader, from a person upwards. */
static struct straight_person *straight_leader(struct straight_person *person) {
    while (person && person->tier < WORKLOAD_GOLD) person = person->inviter;
    return person;
}

static struct straight_payout straight_payout_of(const struct straight_person *payee,
                                                 int64_t amount, enum bench_award award) {
    return (struct straight_payout){
        .payee = payee->id, .amount = amount, .number = payee->number, .award = award};
}

bool straight_pay(const struct straight *straight, const struct straight_order *order,
                  struct straight_payout *payouts, size_t *count) {
    int64_t profit = order->profit, quarter = bench_quarter(profit);
    struct straight_person *seller = straight_find(straight, order->seller);
    if (!seller || order->at < seller->since) return false;
    if (profit < 0 || profit > order->price || order->price > BENCH_PRICE_MAX) return false;
    if (profit * 20 < order->price || profit * 5 > order->price * 2) return false;
    *count = 0;
    if (profit == 0) return true;
    payouts[(*count)++] = straight_payout_of(seller, profit, BENCH_SALES_COMMISSION);
    if (quarter == 0) return true;
    struct straight_person *inviter = seller->inviter;
    if (seller->tier < WORKLOAD_GOLD) {
        struct straight_person *leader = straight_leader(seller);
        if (leader) payouts[(*count)++] = straight_payout_of(leader, quarter, BENCH_TEAM_PROFIT);
    } else if (inviter && inviter->tier >= WORKLOAD_GOLD) {
        payouts[(*count)++] = straight_payout_of(inviter, quarter, BENCH_DEPARTED_LEADER_PROFIT);
    }
    return true;
}

static size_t straight_order_rows(const struct straight *straight, const fenrun_event *event,
                                  struct bench_row *rows) {
    struct straight_order order = {.seller = event->roles[0],
                                   .at = event->at,
                                   .price = event->amounts[0],
                                   .profit = event->amounts[1]};
    struct straight_payout paid[STRAIGHT_PAYOUTS_MAX];
    size_t count = 0;
    if (!straight_pay(straight, &order, paid, &count)) return 0;
    for (size_t i = 0; i < count; i++) {
        rows[i] = (struct bench_row){
            .payee = paid[i].payee, .amount = paid[i].amount, .award = paid[i].award};
    }
    return count;
}

static size_t straight_join(struct straight *straight, const fenrun_event *event,
                            struct bench_row *rows) {
    size_t count = 0;
    straight_add(straight, event->member, event->inviter, WORKLOAD_NORMAL, event->at);
    struct straight_person *inviter = straight_find(straight, event->inviter);
    if (!inviter) return 0;
    rows[count++] = (struct bench_row){.payee = inviter->id,
                                       .amount = BENCH_COUPON,
                                       .award = BENCH_INVITE_COUPON,
                                       .unit = 1};
    struct straight_person *leader = straight_leader(inviter);
    if (leader) {
        bool senior = leader->tier == WORKLOAD_SENIOR_GOLD;
        rows[count++] =
            (struct bench_row){.payee = leader->id,
                               .amount = senior ? BENCH_BONUS_SENIOR_GOLD : BENCH_BONUS_GOLD,
                               .award = BENCH_INVITE_BONUS};
    }
    return count;
}

size_t straight_apply(struct straight *straight, const fenrun_event *event,
                      struct bench_row *rows) {
    switch (event->kind) {
    case FENRUN_EVENT_JOIN: return straight_join(straight, event, rows);
    case FENRUN_EVENT_TIER: straight_find(straight, event->member)->tier = event->tier; return 0;
    default: return straight_order_rows(straight, event, rows);
    }
}

void straight_free(struct straight *straight) {
    struct straight_person *person, *next;
    HASH_ITER(hh, straight->people, person, next) {
        HASH_DEL(straight->people, person);
        free(person);
    }
}
