/* Hand: the table, the one loop and the handing out; see the header. */
#include "bench/hand.h"

#include <stdlib.h>
#include <string.h>

#include "bench/pages.h"
#include "bench/row.h"

#define HAND_WAYS 2u
#define HAND_BLOCK 64u
#define HAND_GROUP 5u /* members of one seed, on average */
/* Lines for members: 1.6 of two rows taken, a load of 0.8. */
#define HAND_LINES(members) ((uint32_t)((uint64_t)(members) * 5 / 8) + 4)
#define HAND_SEEDS 256u
/* Odd numbers with their bits well mixed: of the golden ratio, and one of SplitMix64's. */
#define HAND_SPREAD_1 UINT64_C(0x9e3779b97f4a7c15)
#define HAND_SPREAD_2 UINT64_C(0xbf58476d1ce4e5b9)

struct hand_row {
    uint64_t id;
    int64_t since; /* INT64_MAX: there is no row */
    int64_t profit;
    int32_t rest;
    uint32_t payee; /* ordinal of the payee * 2, + 1 if the award is the departed leader's */
};

/* What it takes to find a line by id. */
struct hand_key {
    uint8_t *seeds; /* of groups */
    uint32_t group_count;
    uint32_t line_count;
};

struct hand {
    struct hand_row *rows[HAND_THREADS_MAX]; /* of each thread; by number if not by id */
    uint32_t row_count;
    struct hand_key key; /* by id */
    uint32_t member_count;
    size_t orders[HAND_THREADS_MAX]; /* summed since the last gathering */
    bool by_id;
    uint32_t thread_count;
    uint32_t *numbers; /* of the row's member; by id only */
    uint64_t *payees;  /* ids, by ordinal; 0 for ordinal 0: nobody */
    uint32_t *payee_numbers;
    uint32_t payee_count;
    int64_t *sums[HAND_THREADS_MAX]; /* by hand_row.payee */
};

static inline uint32_t hand_scale(uint64_t hash, uint32_t count) {
    return (uint32_t)((hash >> 32) * count >> 32);
}

static inline uint32_t hand_seeded(uint64_t hash, uint32_t seed, uint32_t line_count) {
    return hand_scale((hash ^ seed) * HAND_SPREAD_2, line_count);
}

static inline uint32_t hand_line_of(const struct hand_key *key, uint64_t id) {
    uint64_t hash = id * HAND_SPREAD_1;
    return hand_seeded(hash, key->seeds[hand_scale(hash, key->group_count)], key->line_count);
}

/* Members by their groups: those of group g are from firsts[g] to firsts[g + 1]. */
struct hand_groups {
    uint32_t *firsts;
    uint64_t *hashes;
};

static struct hand_groups hand_group(const struct hand_key *key, uint32_t member_count) {
    struct hand_groups groups = {
        .firsts = workload_allocate((size_t)key->group_count + 2, sizeof *groups.firsts),
        .hashes = workload_allocate(member_count, sizeof *groups.hashes)};
    uint32_t *ends = groups.firsts + 1;
    for (uint32_t i = 0; i < member_count; i++) {
        ends[hand_scale(workload_id(i) * HAND_SPREAD_1, key->group_count) + 1]++;
    }
    for (uint32_t i = 1; i <= key->group_count; i++) ends[i] += ends[i - 1];
    for (uint32_t i = 0; i < member_count; i++) {
        uint64_t hash = workload_id(i) * HAND_SPREAD_1;
        groups.hashes[ends[hand_scale(hash, key->group_count)]++] = hash;
    }
    return groups;
}

/* Take places for a group with a seed; false, and none taken, if a line has no room. */
static bool hand_try(uint8_t *taken, const uint64_t *hashes, uint32_t count, uint32_t seed,
                     uint32_t line_count) {
    uint32_t placed = 0;
    while (placed < count) {
        uint32_t line = hand_seeded(hashes[placed], seed, line_count);
        if (taken[line] == HAND_WAYS) break;
        taken[line]++;
        placed++;
    }
    if (placed == count) return true;
    while (placed-- > 0) taken[hand_seeded(hashes[placed], seed, line_count)]--;
    return false;
}

/* Seeds for all groups, the largest first; false if one finds none. */
static bool hand_seed(struct hand_key *key, const struct hand_groups *groups) {
    uint8_t *taken = workload_allocate(key->line_count, sizeof *taken);
    uint32_t size_max = 0;
    for (uint32_t i = 0; i < key->group_count; i++) {
        uint32_t size = groups->firsts[i + 1] - groups->firsts[i];
        if (size > size_max) size_max = size;
    }
    bool found = true;
    for (uint32_t size = size_max; size > 0 && found; size--) {
        for (uint32_t i = 0; i < key->group_count && found; i++) {
            uint32_t seed = 0;
            if (groups->firsts[i + 1] - groups->firsts[i] != size) continue;
            while (seed < HAND_SEEDS && !hand_try(taken, groups->hashes + groups->firsts[i], size,
                                                  seed, key->line_count)) {
                seed++;
            }
            key->seeds[i] = (uint8_t)seed;
            found = seed < HAND_SEEDS;
        }
    }
    free(taken);
    return found;
}

static struct hand_key hand_key_make(uint32_t member_count) {
    struct hand_key key = {.group_count = member_count / HAND_GROUP + 1,
                           .line_count = HAND_LINES(member_count)};
    key.seeds = pages_allocate(key.group_count, sizeof *key.seeds);
    struct hand_groups groups = hand_group(&key, member_count);
    while (!hand_seed(&key, &groups)) key.line_count += key.line_count / 16 + 1;
    free(groups.firsts);
    free(groups.hashes);
    return key;
}

/* Ordinals for all who lead. */
static uint32_t *hand_name_payees(struct hand *hand, const struct workload_forest *forest) {
    uint32_t *ordinals = workload_allocate(forest->count, sizeof *ordinals);
    uint32_t count = 1;
    for (uint32_t i = 0; i < forest->count; i++) {
        if (forest->tiers[i] >= WORKLOAD_GOLD) ordinals[i] = count++;
    }
    hand->payee_count = count;
    hand->payees = pages_allocate(count, sizeof *hand->payees);
    hand->payee_numbers = pages_allocate(count, sizeof *hand->payee_numbers);
    for (uint32_t i = 0; i < forest->count; i++) {
        hand->payees[ordinals[i]] = ordinals[i] ? workload_id(i) : 0;
        hand->payee_numbers[ordinals[i]] = i;
    }
    return ordinals;
}

/* Who gets a quarter of what a member earns, as hand_row.payee. */
static uint32_t hand_payee(const struct workload_forest *forest, const uint32_t *leaders,
                           const uint32_t *ordinals, uint32_t member) {
    bool leads = forest->tiers[member] >= WORKLOAD_GOLD;
    uint32_t payee = leads ? forest->inviters[member] : leaders[member];
    return payee == WORKLOAD_NOBODY ? 0 : ordinals[payee] * 2 + (leads && ordinals[payee]);
}

struct hand *hand_open(const struct workload_forest *forest, bool by_id, uint32_t thread_count) {
    struct hand *hand = workload_allocate(1, sizeof *hand);
    uint32_t *ordinals = hand_name_payees(hand, forest);
    uint32_t *leaders = workload_leader_of_each(forest);
    hand->member_count = forest->count;
    hand->by_id = by_id;
    hand->thread_count = thread_count;
    if (by_id) hand->key = hand_key_make(forest->count);
    hand->row_count = by_id ? hand->key.line_count * HAND_WAYS : forest->count;
    if (by_id) hand->numbers = pages_allocate(hand->row_count, sizeof *hand->numbers);
    struct hand_row *rows = pages_allocate(hand->row_count, sizeof *rows);
    hand->rows[0] = rows;
    for (uint32_t i = 0; i < hand->row_count; i++) rows[i].since = INT64_MAX;
    for (uint32_t i = 0; i < forest->count; i++) {
        uint64_t id = workload_id(i);
        uint32_t at = by_id ? hand_line_of(&hand->key, id) * HAND_WAYS : i;
        if (by_id && rows[at].since != INT64_MAX) at++;
        rows[at] = (struct hand_row){.id = id,
                                     .since = FENRUN_TIME_MIN,
                                     .payee = hand_payee(forest, leaders, ordinals, i)};
        if (by_id) hand->numbers[at] = i;
    }
    for (uint32_t i = 0; i < thread_count; i++) {
        hand->sums[i] = pages_allocate(hand->payee_count, 2 * sizeof *hand->sums[i]);
        if (i == 0) continue;
        hand->rows[i] = pages_allocate(hand->row_count, sizeof *rows);
        memcpy(hand->rows[i], rows, hand->row_count * sizeof *rows);
    }
    free(ordinals);
    free(leaders);
    return hand;
}

void hand_free(struct hand *hand) {
    for (uint32_t i = 0; i < hand->thread_count; i++) {
        pages_free(hand->rows[i], hand->row_count, sizeof *hand->rows[i]);
        pages_free(hand->sums[i], hand->payee_count, 2 * sizeof *hand->sums[i]);
    }
    pages_free(hand->key.seeds, hand->key.group_count, sizeof *hand->key.seeds);
    pages_free(hand->numbers, hand->row_count, sizeof *hand->numbers);
    pages_free(hand->payees, hand->payee_count, sizeof *hand->payees);
    pages_free(hand->payee_numbers, hand->payee_count, sizeof *hand->payee_numbers);
    free(hand);
}

/* What one call looks at, in registers. */
struct hand_work {
    struct hand_row *members;
    struct hand_key key;
    uint32_t member_count;
    const uint64_t *payees;
    struct columns_orders orders;
    struct columns_rows rows;
};

/* The row of an order's seller, NULL if there is no such member. */
static inline __attribute__((always_inline)) struct hand_row *
hand_row_of(const struct hand_work *work, size_t order, uint32_t place, bool by_id) {
    if (!by_id) {
        if (__builtin_expect(place >= work->member_count, 0)) return NULL;
        return work->members + place;
    }
    uint64_t id = work->orders.sellers[order];
    struct hand_row *line = work->members + place;
    struct hand_row *row = line + (line[1].id == id);
    return __builtin_expect(row->id != id, 0) ? NULL : row;
}

/* One order; false if it is refused. */
static inline __attribute__((always_inline)) bool
hand_order(struct hand_work *work, size_t order, uint32_t place, bool by_id, bool with_rows,
           bool with_sums) {
    int64_t price = work->orders.prices[order], profit = work->orders.profits[order];
    struct hand_row *row = hand_row_of(work, order, place, by_id);
    if (__builtin_expect(!row || row->since > work->orders.at[order], 0)) return false;
    /* Below 0 or too large; then, of what is neither, the signs of how far it is inside. */
    uint64_t high = ((uint64_t)price | (uint64_t)profit) >> 32;
    uint64_t outside = ((uint64_t)profit * 20 - (uint64_t)price) |
                       ((uint64_t)price * 2 - (uint64_t)profit * 5);
    if (__builtin_expect((high | outside >> 63) != 0, 0)) return false;
    /* A quarter, half to even: 1 is added, or 2 where the quarter without its rest is odd. */
    int64_t quarter = (profit + 1 + (profit >> 2 & 1)) >> 2;
    if (with_sums) {
        row->profit += profit;
        row->rest += (int32_t)(profit - quarter * 4);
    }
    if (with_rows) {
        /* Written first, then kept or not: whether there is a payout is no branch. */
        struct columns_rows *rows = &work->rows;
        size_t at = rows->count;
        rows->orders[at] = (uint32_t)order;
        rows->payees[at] = row->id;
        rows->amounts[at] = profit;
        rows->awards[at] = BENCH_SALES_COMMISSION;
        at += profit != 0;
        rows->orders[at] = (uint32_t)order;
        rows->payees[at] = work->payees[row->payee / 2];
        rows->amounts[at] = quarter;
        rows->awards[at] = BENCH_TEAM_PROFIT + row->payee % 2;
        at += (row->payee != 0) & (quarter != 0);
        rows->count = at;
    }
    return true;
}

static inline __attribute__((always_inline)) void
hand_fetch(const struct hand_work *work, size_t first, size_t count, uint32_t *places, bool by_id) {
    for (size_t i = 0; i < count; i++) {
        uint32_t place = by_id
                             ? hand_line_of(&work->key, work->orders.sellers[first + i]) * HAND_WAYS
                             : work->orders.members[first + i];
        places[i] = place;
        /* To write: the line need not be asked for again when it is added to. */
        __builtin_prefetch(work->members + place, 1);
    }
}

/* Blocks in turns: the next one's lines are fetched while this one is paid. */
static inline __attribute__((always_inline)) size_t
hand_run(struct hand_work *work, size_t first, size_t count, bool by_id, bool with_rows,
         bool with_sums) {
    uint32_t places[2][HAND_BLOCK];
    uint32_t turn = 0;
    size_t here = count < HAND_BLOCK ? count : HAND_BLOCK;
    hand_fetch(work, first, here, places[0], by_id);
    for (size_t done = 0; done < count; turn ^= 1u) {
        size_t next = count - done - here < HAND_BLOCK ? count - done - here : HAND_BLOCK;
        hand_fetch(work, first + done + here, next, places[turn ^ 1u], by_id);
        for (size_t i = 0; i < here; i++) {
            bool paid = hand_order(work, first + done + i, places[turn][i], by_id, with_rows,
                                   with_sums);
            if (__builtin_expect(!paid, 0)) return done + i;
        }
        done += here;
        here = next;
    }
    return count;
}

size_t hand_pay(struct hand *hand, uint32_t thread, const struct columns_orders *orders,
                size_t first, size_t count, struct columns_rows *rows, bool sums) {
    struct hand_work work = {.members = hand->rows[thread],
                             .key = hand->key,
                             .member_count = hand->member_count,
                             .payees = hand->payees,
                             .orders = *orders};
    if (count > HAND_ORDERS_MAX - hand->orders[thread]) return 0;
    if (rows && rows->capacity - rows->count < count * HAND_ROWS_MAX) return 0;
    if (rows) work.rows = *rows;
    size_t done;
    /* Each of the six loops is compiled for itself. */
    if (hand->by_id) {
        done = !rows  ? hand_run(&work, first, count, true, false, true)
               : sums ? hand_run(&work, first, count, true, true, true)
                      : hand_run(&work, first, count, true, true, false);
    } else {
        done = !rows  ? hand_run(&work, first, count, false, false, true)
               : sums ? hand_run(&work, first, count, false, true, true)
                      : hand_run(&work, first, count, false, true, false);
    }
    if (sums) hand->orders[thread] += done;
    if (rows) rows->count = work.rows.count;
    return done;
}

void hand_gather(struct hand *hand, uint32_t thread, uint32_t thread_count,
                 struct columns_totals *totals) {
    struct columns_range range = columns_share(hand->row_count, thread, thread_count);
    int64_t *sales = totals->awards[BENCH_SALES_COMMISSION];
    for (uint32_t i = range.first; i < range.end; i++) {
        int64_t profit = 0, rest = 0;
        for (uint32_t k = 0; k < thread_count; k++) {
            struct hand_row *row = hand->rows[k] + i;
            profit += row->profit;
            rest += row->rest;
            row->profit = 0;
            row->rest = 0;
        }
        if (profit == 0) continue;
        sales[hand->by_id ? hand->numbers[i] : i] += profit;
        hand->sums[thread][hand->rows[0][i].payee] += (profit - rest) / 4;
    }
    hand->orders[thread] = 0;
}

void hand_finish(struct hand *hand, uint32_t thread_count, struct columns_totals *totals) {
    for (uint32_t i = 0; i < hand->payee_count * 2; i++) {
        int64_t sum = 0;
        for (uint32_t k = 0; k < thread_count; k++) {
            sum += hand->sums[k][i];
            hand->sums[k][i] = 0;
        }
        if (i >= 2) totals->awards[BENCH_TEAM_PROFIT + i % 2][hand->payee_numbers[i / 2]] += sum;
    }
}
