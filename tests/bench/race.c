/* Race: threads, clock and comparisons; see the header. */
#define _POSIX_C_SOURCE 200809L

#include "bench/race.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/line.h"
#include "bench/refusal.h"
#include "bench/row.h"

#define RACE_SLICE ((size_t)65536)
#define RACE_ROWS ((size_t)1 << 20)
#define RACE_AT INT64_C(1709251200) /* 2024-03-01: after all members came */

/* One program at one job. */
struct race_lane {
    const struct payer *payer;
    void *state;
    struct payer_job job;
    size_t row_count;
    uint64_t rows_checksum;
    double ns[CONTEST_ROUNDS_MAX];
};

struct race {
    const struct race_setup *setup;
    struct columns_orders orders;
    uint32_t *payees; /* of each member as seller: who gets a quarter; WORKLOAD_NOBODY */
    struct columns_totals right;
    uint64_t totals_checksum; /* of these */
    struct columns_totals totals;
    struct race_lane lanes[RACE_LANES_MAX];
    uint32_t lane_count;
};

/* What the threads of one round share, and what each of them has. */
struct race_round {
    const struct race *race;
    const struct race_lane *lane;
    struct columns_totals *totals;
    atomic_size_t next;
    pthread_barrier_t all_paid;
    bool check_all;
};

struct race_runner {
    struct race_round *round;
    uint32_t thread;
    struct columns_rows rows;
    size_t row_count;
    size_t slice_first; /* the orders whose rows were written last, and where these begin */
    size_t slice_end;
    size_t slice_rows;
    uint64_t rows_checksum;
};

static void race_fails(const struct race_lane *lane, size_t order, const char *what) {
    fprintf(stderr, "bench: %s, %s%s, sellers by %s, %u threads: order %zu: %s\n",
            lane->payer->name, lane->job.rows ? "rows" : "",
            lane->job.totals ? (lane->job.rows ? " and totals" : "totals") : "",
            lane->job.by_id ? "id" : "number", lane->job.thread_count, order + 1, what);
    exit(1);
}

/* The award by which a seller's payee gets its quarter. */
static uint32_t race_award(const struct workload_forest *forest, uint32_t seller) {
    bool leads = forest->tiers[seller] >= WORKLOAD_GOLD;
    return leads ? BENCH_DEPARTED_LEADER_PROFIT : BENCH_TEAM_PROFIT;
}

static uint64_t race_term(uint64_t payee, uint64_t order, uint32_t award, int64_t amount) {
    uint64_t key = payee % 1000003 * 31 + order % 999983 * 7 + award;
    return key * (uint64_t)amount % 1000000007;
}

/* Whether a row is the one given; the next one then. */
static bool race_row_is(const struct columns_rows *rows, size_t at, size_t order, uint32_t payee,
                        int64_t amount, uint32_t award) {
    return at < rows->count && rows->orders[at] == order && rows->amounts[at] == amount &&
           rows->awards[at] == award && rows->payees[at] == workload_id(payee);
}

/* Compare the rows of the slice written last with what its orders pay; adds up their checksum. */
static void race_check_slice(struct race_runner *runner) {
    const struct race *race = runner->round->race;
    const struct columns_rows *rows = &runner->rows;
    size_t at = runner->slice_rows;
    for (size_t i = runner->slice_first; i < runner->slice_end; i++) {
        uint32_t seller = race->orders.members[i], payee = race->payees[seller];
        int64_t profit = race->orders.profits[i], quarter = bench_quarter(profit);
        uint32_t award = race_award(race->setup->payer.forest, seller);
        size_t before = at;
        if (profit != 0) {
            at += race_row_is(rows, at, i, seller, profit, BENCH_SALES_COMMISSION);
        }
        if (quarter != 0 && payee != WORKLOAD_NOBODY) {
            at += race_row_is(rows, at, i, payee, quarter, award);
        }
        size_t due = (size_t)(profit != 0) + (quarter != 0 && payee != WORKLOAD_NOBODY);
        if (at - before != due) race_fails(runner->round->lane, i, "a row differs");
        for (size_t k = before; k < at; k++) {
            runner->rows_checksum +=
                race_term(rows->payees[k], i + 1, rows->awards[k], rows->amounts[k]);
        }
    }
    if (at != rows->count) race_fails(runner->round->lane, runner->slice_end, "rows too many");
}

/* What one thread does in one round. */
static void *race_thread(void *context) {
    struct race_runner *runner = context;
    struct race_round *round = runner->round;
    const struct race_lane *lane = round->lane;
    const struct columns_orders *orders = &round->race->orders;
    struct columns_rows *rows = &runner->rows;
    if (lane->job.keeps) *rows = columns_rows_make(orders->count * PAYER_ROWS_MAX);
    lane->payer->begin(lane->state, &lane->job, runner->thread, round->totals);
    for (;;) {
        size_t first = atomic_fetch_add(&round->next, RACE_SLICE);
        if (first >= orders->count) break;
        size_t count = orders->count - first < RACE_SLICE ? orders->count - first : RACE_SLICE;
        if (rows->capacity - rows->count < count * PAYER_ROWS_MAX) rows->count = 0;
        runner->slice_first = first;
        runner->slice_end = first + count;
        runner->slice_rows = rows->count;
        size_t done = lane->payer->pay(lane->state, &lane->job, runner->thread, orders, first,
                                       count, rows, round->totals);
        if (done != count) race_fails(lane, first + done, "is refused");
        runner->row_count += rows->count - runner->slice_rows;
        if (round->check_all && lane->job.rows) race_check_slice(runner);
    }
    pthread_barrier_wait(&round->all_paid);
    lane->payer->gather(lane->state, &lane->job, runner->thread, round->totals);
    return NULL;
}

static double race_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void race_compare_totals(const struct race *race, const struct race_lane *lane) {
    for (uint32_t i = 0; i < COLUMNS_AWARDS; i++) {
        size_t size = race->totals.member_count * sizeof *race->totals.awards[i];
        if (memcmp(race->totals.awards[i], race->right.awards[i], size) != 0) {
            race_fails(lane, race->orders.count, "totals differ");
        }
    }
}

/* One round of a lane: nanoseconds per order. */
static double race_round(struct race *race, struct race_lane *lane, struct columns_rows *rows,
                         bool first) {
    struct race_round round = {
        .race = race, .lane = lane, .totals = &race->totals, .check_all = first};
    struct race_runner runners[PAYER_THREADS_MAX] = {0};
    pthread_t threads[PAYER_THREADS_MAX];
    uint32_t thread_count = lane->job.thread_count;
    atomic_init(&round.next, 0);
    for (uint32_t i = 0; i < thread_count; i++) {
        runners[i] = (struct race_runner){.round = &round, .thread = i, .rows = rows[i]};
    }
    bool started = pthread_barrier_init(&round.all_paid, NULL, thread_count) == 0;
    double start = race_clock();
    for (uint32_t i = 1; i < thread_count && started; i++) {
        started = pthread_create(threads + i, NULL, race_thread, runners + i) == 0;
    }
    if (!started) {
        fprintf(stderr, "bench: a thread cannot be started\n");
        exit(2);
    }
    race_thread(runners);
    for (uint32_t i = 1; i < thread_count; i++) pthread_join(threads[i], NULL);
    lane->payer->finish(lane->state, &lane->job, &race->totals);
    double seconds = race_clock() - start;
    pthread_barrier_destroy(&round.all_paid);

    size_t row_count = 0;
    for (uint32_t i = 0; i < thread_count; i++) {
        row_count += runners[i].row_count;
        if (first) lane->rows_checksum += runners[i].rows_checksum;
        if (!first && lane->job.rows && runners[i].row_count > 0) race_check_slice(runners + i);
        if (lane->job.keeps) columns_rows_free(&runners[i].rows);
    }
    if (first) lane->row_count = row_count;
    if (row_count != lane->row_count) {
        race_fails(lane, race->orders.count, "the number of rows differs");
    }
    if (lane->job.totals) race_compare_totals(race, lane);
    return seconds * 1e9 / (double)race->orders.count;
}

struct columns_orders race_orders(const struct workload_forest *forest, size_t count) {
    struct workload_script script = workload_orders(forest, count);
    script.at = RACE_AT;
    struct columns_orders orders = columns_orders_make(&script);
    workload_script_free(&script);
    return orders;
}

/* For each member who gets a quarter of what it earns, or WORKLOAD_NOBODY. */
static uint32_t *race_payees(const struct workload_forest *forest) {
    uint32_t *payees = workload_leader_of_each(forest);
    for (uint32_t i = 0; i < forest->count; i++) {
        if (forest->tiers[i] < WORKLOAD_GOLD) continue;
        uint32_t inviter = forest->inviters[i];
        bool paid = inviter != WORKLOAD_NOBODY && forest->tiers[inviter] >= WORKLOAD_GOLD;
        payees[i] = paid ? inviter : WORKLOAD_NOBODY;
    }
    return payees;
}

struct columns_totals race_totals(const struct workload_forest *forest,
                                  const struct columns_orders *orders) {
    struct columns_totals totals = columns_totals_make(forest->count);
    uint32_t *payees = race_payees(forest);
    for (size_t i = 0; i < orders->count; i++) {
        uint32_t seller = orders->members[i], payee = payees[seller];
        int64_t profit = orders->profits[i];
        totals.awards[BENCH_SALES_COMMISSION][seller] += profit;
        if (payee == WORKLOAD_NOBODY) continue;
        totals.awards[race_award(forest, seller)][payee] += bench_quarter(profit);
    }
    free(payees);
    return totals;
}

static uint64_t race_totals_checksum(const struct columns_totals *totals) {
    uint64_t checksum = 0;
    for (uint32_t award = 0; award < COLUMNS_AWARDS; award++) {
        for (uint32_t i = 0; i < totals->member_count; i++) {
            int64_t amount = totals->awards[award][i];
            if (amount != 0) checksum += race_term(workload_id(i), 0, award, amount);
        }
    }
    return checksum;
}

/* A lane for each payer who can do a job. */
static void race_add_job(struct race *race, void *const *states, const struct payer_job *job) {
    const struct race_setup *setup = race->setup;
    for (uint32_t i = 0; i < RACE_PAYERS_MAX && setup->payers[i]; i++) {
        if (!setup->payers[i]->can(job)) continue;
        race->lanes[race->lane_count++] =
            (struct race_lane){.payer = setup->payers[i], .state = states[i], .job = *job};
    }
}

/* Job by job, so that those who are compared come one after the other. */
static void race_add_lanes(struct race *race, void *const *states) {
    const struct race_setup *setup = race->setup;
    for (uint32_t way = 0; way < 12; way++) {
        struct payer_job job = {.by_id = way < 6,
                                .thread_count = way % 2 + 1,
                                .rows = way / 2 % 3 != 0,
                                .totals = way / 2 % 3 != 1};
        if (!job.by_id && !setup->dense_too) continue;
        if (!job.totals && !setup->rows_alone) continue;
        race_add_job(race, states, &job);
    }
    for (uint32_t threads = 1; setup->keeps_too && threads <= PAYER_THREADS_MAX; threads++) {
        const struct payer_job job = {.by_id = true,
                                      .thread_count = threads,
                                      .rows = true,
                                      .totals = true,
                                      .keeps = true};
        race_add_job(race, states, &job);
    }
}

static const char *race_job_name(const struct payer_job *job) {
    if (!job->rows) return "totals";
    if (job->keeps) return "rows_kept_and_totals";
    return job->totals ? "rows_and_totals" : "rows";
}

static void race_print(const struct race *race, const struct race_lane *lane) {
    const struct race_setup *setup = race->setup;
    const struct payer_job *job = &lane->job;
    line_begin(setup->table);
    line_text("subject", lane->payer->name);
    line_text("job", race_job_name(job));
    line_text("ids", job->by_id ? "64-bit" : "dense");
    line_number("threads", job->thread_count);
    line_number("members", setup->payer.forest->count);
    line_number("orders", race->orders.count);
    line_rounds("ns_per_order", "ns", lane->ns, setup->round_count);
    if (job->rows) {
        line_number("rows", lane->row_count);
        line_number("rows_checksum", lane->rows_checksum);
    }
    if (job->totals) line_number("totals_checksum", race->totals_checksum);
    if (lane->payer->inspect) {
        fenrun_tree_status status;
        lane->payer->inspect(lane->state, &status);
        line_figure("bytes_per_member",
                    (double)status.tree_bytes / (double)status.member_count);
    }
    line_end();
}

static void race_close(struct race *race, void *const *states) {
    for (uint32_t i = 0; i < RACE_PAYERS_MAX && race->setup->payers[i]; i++) {
        race->setup->payers[i]->close(states[i]);
    }
    columns_orders_free(&race->orders);
    columns_totals_free(&race->right);
    columns_totals_free(&race->totals);
    free(race->payees);
}

void race_run(const struct race_setup *setup) {
    struct race race = {.setup = setup};
    const struct workload_forest *forest = setup->payer.forest;
    void *states[RACE_PAYERS_MAX] = {NULL};
    struct columns_rows rows[PAYER_THREADS_MAX];
    for (uint32_t i = 0; i < PAYER_THREADS_MAX; i++) rows[i] = columns_rows_make(RACE_ROWS);
    /* First, since loading takes memory that is free again afterwards. */
    for (uint32_t i = 0; i < RACE_PAYERS_MAX && setup->payers[i]; i++) {
        states[i] = setup->payers[i]->open(&setup->payer);
    }
    race_add_lanes(&race, states);
    race.orders = race_orders(forest, setup->order_count);
    race.payees = race_payees(forest);
    race.right = race_totals(forest, &race.orders);
    race.totals_checksum = race_totals_checksum(&race.right);
    race.totals = columns_totals_make(forest->count);
    for (uint32_t i = 0; i < race.lane_count; i++) {
        const struct race_lane *lane = race.lanes + i;
        const struct payer_job *job = &lane->job;
        if (!job->rows || !job->totals || job->keeps || job->thread_count > 1) continue;
        refusal_check(lane->payer, lane->state, lane->job.by_id, &race.totals, rows);
    }
    for (uint32_t round = 0; round <= setup->round_count; round++) {
        for (uint32_t i = 0; i < race.lane_count; i++) {
            double ns = race_round(&race, race.lanes + i, rows, round == 0);
            if (round > 0) race.lanes[i].ns[round - 1] = ns;
        }
    }
    for (uint32_t i = 0; i < race.lane_count; i++) race_print(&race, race.lanes + i);
    race_close(&race, states);
    for (uint32_t i = 0; i < PAYER_THREADS_MAX; i++) columns_rows_free(rows + i);
}
