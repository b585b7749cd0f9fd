/* Payer: each program behind the interface; see the header. */
#include "bench/payer.h"

#include <stdlib.h>
#include <string.h>

#include "bench/hand.h"
#include "bench/pages.h"
#include "bench/row.h"
#include "bench/straight.h"
#include "bench/subject.h"

static bool payer_can_all(const struct payer_job *job) {
    (void)job;
    return true;
}

struct payer_library {
    fenrun_tree *tree;
    uint32_t member_count;
    fenrun_result *scratch[PAYER_THREADS_MAX];
    /* Of all threads but the first, which adds to the round's own; made when first needed. */
    struct columns_totals totals[PAYER_THREADS_MAX];
};

static void payer_library_change(struct payer_library *library,
                                 const struct workload_script *script) {
    fenrun_error error;
    for (size_t i = 0; i < script->count; i++) {
        fenrun_event event;
        workload_event(script, i, &event);
        subject_must(fenrun_apply(library->tree, &event, library->scratch[0], &error), &error);
    }
}

static void *payer_library_open(const struct payer_setup *setup) {
    struct payer_library *library = workload_allocate(1, sizeof *library);
    const struct workload_forest *forest = setup->forest;
    fenrun_tree_options options = {.struct_size = sizeof options,
                                   .allocator = &pages_allocator,
                                   .member_count = forest->count};
    fenrun_error error;
    library->member_count = forest->count;
    subject_must(fenrun_tree_new(&library->tree, setup->rules, &options, &error), &error);
    fenrun_member *members = workload_members(forest);
    for (size_t i = 0; setup->before && i < setup->before->count; i++) {
        members[setup->before->steps[i].member].tier = WORKLOAD_NORMAL;
    }
    subject_must(fenrun_tree_load(library->tree, members, forest->count, &error), &error);
    free(members);
    for (uint32_t i = 0; i < PAYER_THREADS_MAX; i++) {
        subject_must(fenrun_result_new(library->scratch + i, NULL, &error), &error);
    }
    if (setup->before) payer_library_change(library, setup->before);
    return library;
}

static struct columns_totals *payer_library_totals(struct payer_library *library, uint32_t thread,
                                                   struct columns_totals *totals) {
    if (thread == 0) return totals;
    struct columns_totals *own = library->totals + thread;
    if (own->member_count == 0) *own = columns_totals_make(library->member_count);
    return own;
}

static void payer_library_begin(void *state, const struct payer_job *job, uint32_t thread,
                                struct columns_totals *totals) {
    if (job->totals) columns_totals_clear(payer_library_totals(state, thread, totals), 0, 1);
}

static size_t payer_library_pay(void *state, const struct payer_job *job, uint32_t thread,
                                const struct columns_orders *orders, size_t first, size_t count,
                                struct columns_rows *rows, struct columns_totals *totals) {
    struct payer_library *library = state;
    struct columns_totals *own = payer_library_totals(library, thread, totals);
    int64_t *columns[FENRUN_AWARDS_MAX] = {own->awards[0], own->awards[1], own->awards[2]};
    fenrun_batch batch = {.struct_size = sizeof batch,
                          .first = (uint32_t)first,
                          .count = count,
                          .at = orders->at + first,
                          .id_low = orders->ids + first,
                          .amounts = {orders->prices + first, orders->profits + first},
                          .totals = job->totals ? columns : NULL};
    if (job->by_id) {
        batch.roles[0] = orders->sellers + first;
    } else {
        batch.members[0] = orders->members + first;
    }
    if (job->rows) {
        batch.payout_capacity = rows->capacity - rows->count;
        batch.payout_orders = rows->orders + rows->count;
        batch.payout_payees = rows->payees + rows->count;
        batch.payout_amounts = rows->amounts + rows->count;
        batch.payout_awards = rows->awards + rows->count;
    }
    fenrun_pay_batch(library->tree, &batch, library->scratch[thread], NULL);
    if (job->rows) rows->count += batch.payout_count;
    return batch.done;
}

static void payer_library_gather(void *state, const struct payer_job *job, uint32_t thread,
                                 struct columns_totals *totals) {
    struct payer_library *library = state;
    if (!job->totals) return;
    struct columns_range range =
        columns_share(library->member_count, thread, job->thread_count);
    for (uint32_t other = 1; other < job->thread_count; other++) {
        for (uint32_t award = 0; award < COLUMNS_AWARDS; award++) {
            int64_t *into = totals->awards[award];
            const int64_t *from = library->totals[other].awards[award];
            for (uint32_t i = range.first; i < range.end; i++) into[i] += from[i];
        }
    }
}

static void payer_library_finish(void *state, const struct payer_job *job,
                                 struct columns_totals *totals) {
    (void)state, (void)job, (void)totals;
}

static void payer_library_inspect(void *state, fenrun_tree_status *status) {
    struct payer_library *library = state;
    fenrun_tree_inspect(library->tree, status);
}

static void payer_library_close(void *state) {
    struct payer_library *library = state;
    for (uint32_t i = 0; i < PAYER_THREADS_MAX; i++) {
        fenrun_result_free(library->scratch[i]);
        columns_totals_free(library->totals + i);
    }
    fenrun_tree_free(library->tree);
    free(library);
}

/* One table to find sellers by id, one by number. */
struct payer_hands {
    struct hand *by_number;
    struct hand *by_id;
};

static struct hand *payer_hand_of(void *state, const struct payer_job *job) {
    struct payer_hands *hands = state;
    return job->by_id ? hands->by_id : hands->by_number;
}

static void *payer_hand_open(const struct payer_setup *setup) {
    struct payer_hands *hands = workload_allocate(1, sizeof *hands);
    hands->by_number = hand_open(setup->forest, false, PAYER_THREADS_MAX);
    hands->by_id = hand_open(setup->forest, true, PAYER_THREADS_MAX);
    return hands;
}

static void payer_hand_begin(void *state, const struct payer_job *job, uint32_t thread,
                             struct columns_totals *totals) {
    (void)state;
    if (job->totals) columns_totals_clear(totals, thread, job->thread_count);
}

static size_t payer_hand_pay(void *state, const struct payer_job *job, uint32_t thread,
                             const struct columns_orders *orders, size_t first, size_t count,
                             struct columns_rows *rows, struct columns_totals *totals) {
    (void)totals;
    return hand_pay(payer_hand_of(state, job), thread, orders, first, count,
                    job->rows ? rows : NULL, job->totals);
}

static void payer_hand_gather(void *state, const struct payer_job *job, uint32_t thread,
                              struct columns_totals *totals) {
    if (!job->totals) return;
    hand_gather(payer_hand_of(state, job), thread, job->thread_count, totals);
}

static void payer_hand_finish(void *state, const struct payer_job *job,
                              struct columns_totals *totals) {
    if (job->totals) hand_finish(payer_hand_of(state, job), job->thread_count, totals);
}

static void payer_hand_close(void *state) {
    struct payer_hands *hands = state;
    hand_free(hands->by_number);
    hand_free(hands->by_id);
    free(hands);
}

/* It adds to the totals where they lie: threads would have to lock them. */
static bool payer_straight_can(const struct payer_job *job) {
    return job->by_id && (job->thread_count == 1 || !job->totals);
}

static void *payer_straight_open(const struct payer_setup *setup) {
    return subject_straight.open(setup->rules, setup->forest);
}

static void payer_straight_begin(void *state, const struct payer_job *job, uint32_t thread,
                                 struct columns_totals *totals) {
    (void)state, (void)thread;
    if (job->totals) columns_totals_clear(totals, 0, 1);
}

static size_t payer_straight_pay(void *state, const struct payer_job *job, uint32_t thread,
                                 const struct columns_orders *orders, size_t first, size_t count,
                                 struct columns_rows *rows, struct columns_totals *totals) {
    (void)thread;
    for (size_t i = first; i < first + count; i++) {
        struct straight_order order = {.seller = orders->sellers[i],
                                       .at = orders->at[i],
                                       .price = orders->prices[i],
                                       .profit = orders->profits[i]};
        struct straight_payout paid[STRAIGHT_PAYOUTS_MAX];
        size_t paid_count;
        if (!straight_pay(state, &order, paid, &paid_count)) return i - first;
        for (size_t k = 0; k < paid_count; k++) {
            if (job->totals) totals->awards[paid[k].award][paid[k].number] += paid[k].amount;
            if (!job->rows) continue;
            rows->orders[rows->count] = (uint32_t)i;
            rows->payees[rows->count] = paid[k].payee;
            rows->amounts[rows->count] = paid[k].amount;
            rows->awards[rows->count] = paid[k].award;
            rows->count++;
        }
    }
    return count;
}

static void payer_straight_gather(void *state, const struct payer_job *job, uint32_t thread,
                                  struct columns_totals *totals) {
    (void)state, (void)job, (void)thread, (void)totals;
}

static void payer_straight_finish(void *state, const struct payer_job *job,
                                  struct columns_totals *totals) {
    (void)state, (void)job, (void)totals;
}

static void payer_straight_close(void *state) {
    subject_straight.close(state);
}

const struct payer payer_fenrun = {.name = "fenrun",
                                   .can = payer_can_all,
                                   .open = payer_library_open,
                                   .begin = payer_library_begin,
                                   .pay = payer_library_pay,
                                   .gather = payer_library_gather,
                                   .finish = payer_library_finish,
                                   .inspect = payer_library_inspect,
                                   .close = payer_library_close};

const struct payer payer_hand = {.name = "hand-specialised",
                                 .can = payer_can_all,
                                 .open = payer_hand_open,
                                 .begin = payer_hand_begin,
                                 .pay = payer_hand_pay,
                                 .gather = payer_hand_gather,
                                 .finish = payer_hand_finish,
                                 .close = payer_hand_close};

const struct payer payer_straight = {.name = "straightforward",
                                     .can = payer_straight_can,
                                     .open = payer_straight_open,
                                     .begin = payer_straight_begin,
                                     .pay = payer_straight_pay,
                                     .gather = payer_straight_gather,
                                     .finish = payer_straight_finish,
                                     .close = payer_straight_close};
