/* Straight: the members in a uthash table, teams by walking up; see the header. */
#include "bench/straight.h"

#include <stdbool.h>
#include <stdlib.h>

/* From here on the macros of uthash.h, which convert signs and widths freely. */
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#include <uthash.h>

#include "bench/workload.h"

struct straight_person {
    uint64_t id;
    struct straight_person *inviter;
    uint32_t tier;
    UT_hash_handle hh;
};

static struct straight_person *straight_find(const struct straight *straight, uint64_t id) {
    struct straight_person *person;
    HASH_FIND(hh, straight->people, &id, sizeof id, person);
    return person;
}

void straight_add(struct straight *straight, uint64_t id, uint64_t inviter, uint32_t tier) {
    struct straight_person *person = workload_allocate(1, sizeof *person);
    person->id = id;
    person->inviter = inviter == FENRUN_PLATFORM ? NULL : straight_find(straight, inviter);
    person->tier = tier;
    HASH_ADD(hh, straight->people, id, sizeof person->id, person);
}

/* The nearest leader, from a person upwards. */
static struct straight_person *straight_leader(struct straight_person *person) {
    while (person && person->tier < WORKLOAD_GOLD) person = person->inviter;
    return person;
}

static size_t straight_order(struct straight_person *seller, int64_t profit,
                             struct bench_row *rows) {
    size_t count = 0;
    if (profit == 0) return 0;
    rows[count++] = (struct bench_row){.payee = seller->id,
                                       .amount = profit,
                                       .award = BENCH_SALES_COMMISSION};
    int64_t quarter = bench_quarter(profit);
    if (quarter == 0) return count;
    struct straight_person *inviter = seller->inviter;
    if (seller->tier < WORKLOAD_GOLD) {
        struct straight_person *leader = straight_leader(seller);
        if (leader) {
            rows[count++] = (struct bench_row){
                .payee = leader->id, .amount = quarter, .award = BENCH_TEAM_PROFIT};
        }
    } else if (inviter && inviter->tier >= WORKLOAD_GOLD) {
        rows[count++] = (struct bench_row){
            .payee = inviter->id, .amount = quarter, .award = BENCH_DEPARTED_LEADER_PROFIT};
    }
    return count;
}

static size_t straight_join(struct straight *straight, const fenrun_event *event,
                            struct bench_row *rows) {
    size_t count = 0;
    straight_add(straight, event->member, event->inviter, WORKLOAD_NORMAL);
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
    default:
        return straight_order(straight_find(straight, event->roles[0]), event->amounts[1], rows);
    }
}

void straight_free(struct straight *straight) {
    struct straight_person *person, *next;
    HASH_ITER(hh, straight->people, person, next) {
        HASH_DEL(straight->people, person);
        free(person);
    }
}
