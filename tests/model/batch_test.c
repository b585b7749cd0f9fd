/*
 * Batch test: random rule sets, histories and batches of orders; many at once against one by one.
 *
 *     batch_test [--seed N] [--count N] [--only N]
 *
 * Each history has a generator of its own, seeded with the run's seed and the history's number, so
 * that `--seed S --only H` runs that one again. Between its events, batches are drawn and paid in
 * several ways. What the events themselves come to is compared with the model, which sees whether
 * paying changed anything. A run of 300 histories or more in which one of the interesting things
 * never happened fails: it would have tested less than it says.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "model/batch.h"
#include "model/duel.h"
#include "model/history.h"
#include "model/options.h"
#include "model/orders.h"
#include "model/shrink.h"

#define BATCH_TEST_EVENTS 120u
#define BATCH_TEST_LOADED_MAX 12u

struct batch_test {
    uint64_t seed;
    uint64_t only; /* UINT64_MAX: all */
    uint64_t count;
    struct history history;
    struct duel duel;
    struct batch batch;
    fenrun_member members[BATCH_TEST_LOADED_MAX];
    size_t member_count;
    fenrun_event orders[ORDERS_MAX];
    fenrun_event drawn[ORDERS_MAX]; /* as they were before the columns changed them */
    size_t order_count;
    uint64_t batch_seed;
    bool wants_refused;
};

/* ------------------------------------------------------------------------------------------ */
/* A failure, made small                                                                      */

/* The same batch, on whatever tree there is now. */
static bool batch_test_again(struct batch_test *test) {
    struct duel *duel = &test->duel;
    size_t count = test->order_count;
    memcpy(test->orders, test->drawn, count * sizeof *test->orders);
    bool equal = batch_open(&test->batch, duel->tree, duel->compiled) &&
                 batch_compare(&test->batch, test->orders, &count, test->batch_seed,
                               test->wants_refused);
    if (!equal) {
        snprintf(duel->difference, sizeof duel->difference, "%s", test->batch.difference);
    }
    batch_close(&test->batch);
    return equal;
}

static bool batch_test_watch(struct duel *duel, enum shrink_stage stage, const fenrun_event *event,
                             void *context) {
    (void)duel;
    (void)event;
    return stage != SHRINK_END || batch_test_again(context);
}

/* Fewer orders that still differ, on the tree of the failure. */
static void batch_test_shrink_orders(struct batch_test *test) {
    static fenrun_event kept[ORDERS_MAX];
    for (size_t size = test->order_count; size > 0; size /= 2) {
        for (size_t end = test->order_count; end >= size; end -= size) {
            size_t count = test->order_count;
            memcpy(kept, test->drawn, count * sizeof *kept);
            memmove(test->drawn + end - size, test->drawn + end,
                    (count - end) * sizeof *kept);
            test->order_count -= size;
            if (batch_test_again(test)) {
                memcpy(test->drawn, kept, count * sizeof *kept);
                test->order_count = count;
            }
            if (end < 2 * size) {
                break;
            }
        }
    }
}

static void batch_test_shrink(struct batch_test *test, const struct rules *rules, uint64_t seed,
                              bool remembers) {
    static struct shrink shrink;
    char line[DUEL_LINE_MAX];
    shrink = (struct shrink){.rules = *rules,
                             .seed = seed,
                             .remembers = remembers,
                             .members = test->members,
                             .member_count = test->member_count,
                             .events = test->history.past,
                             .event_count = test->history.past_count,
                             .watch = batch_test_watch,
                             .context = test};
    shrink_all(&shrink, &test->duel);
    shrink_print(&shrink, &test->duel);
    for (size_t i = 0; i < test->order_count; i++) {
        duel_print_event(&test->drawn[i], line, sizeof line);
        printf("batch: %s\n", line);
    }
}

/* ------------------------------------------------------------------------------------------ */
/* Histories                                                                                  */

static bool batch_test_fail(const struct batch_test *test, uint64_t number, const char *what,
                            const char *difference) {
    printf("seed %" PRIu64 ", history %" PRIu64 ", after %" PRIu64 " events: %s\n%s", test->seed,
           number, test->duel.event_count, what, difference);
    printf("again: --seed %" PRIu64 " --only %" PRIu64 "\n", test->seed, number);
    fflush(stdout); /* making it smaller takes its time */
    return false;
}

static bool batch_test_batch(struct batch_test *test, uint64_t number) {
    struct history *history = &test->history;
    test->order_count = orders_draw(history, test->drawn);
    test->batch_seed = random_next(&history->source);
    test->wants_refused = random_one_in(&history->source, 2);
    if (batch_test_again(test)) {
        return true;
    }
    batch_test_fail(test, number, "a batch pays other than single calls", test->batch.difference);
    batch_test_shrink_orders(test);
    return false;
}

/* After an order that is as large as can be, what is measured has hardly room for another. */
static fenrun_event batch_test_event(struct batch_test *test) {
    struct history *history = &test->history;
    if (!random_one_in(&history->source, 80)) {
        return history_draw_event(history);
    }
    fenrun_event event = history_draw_order(history);
    event.amounts[0] = INT64_MAX - random_between(&history->source, 0, 20000);
    history_remember(history, &event);
    return event;
}

static bool batch_test_events(struct batch_test *test, uint64_t number) {
    for (uint32_t i = 0; i < BATCH_TEST_EVENTS; i++) {
        fenrun_event event = batch_test_event(test);
        if (!duel_event(&test->duel, &event)) {
            return batch_test_fail(test, number, "the library and the model differ",
                                   test->duel.difference);
        }
        if (random_one_in(&test->history.source, 25) && !batch_test_batch(test, number)) {
            return false;
        }
    }
    return batch_test_batch(test, number);
}

static bool batch_test_run(struct batch_test *test, uint64_t number) {
    static struct rules rules;
    struct history *history = &test->history;
    struct duel *duel = &test->duel;
    history->source.state = test->seed + number * UINT64_C(0xd1342543de82ef95);
    history_draw_rules(history, &rules);
    bool remembers = !random_one_in(&history->source, 4);
    uint64_t seed = random_next(&history->source);
    bool equal = duel_start(duel, &rules, seed, remembers);
    history_start(history, &rules, &duel->model);
    test->member_count = equal ? history_draw_members(history, test->members) : 0;
    test->order_count = 0;
    if (test->member_count > 0) {
        equal = duel_load(duel, test->members, test->member_count);
    }
    if (!equal) {
        batch_test_fail(test, number, "no tree", duel->difference);
    }
    equal = equal && batch_test_events(test, number);
    duel_end(duel);
    if (!equal) {
        batch_test_shrink(test, &rules, seed, remembers);
    }
    return equal;
}

static bool batch_test_arguments(struct batch_test *test, int count, char **arguments) {
    const struct options_entry entries[] = {
        {"--seed", &test->seed, UINT64_MAX},
        {"--count", &test->count, UINT64_MAX},
        {"--only", &test->only, UINT64_MAX},
    };
    return options_read(entries, sizeof entries / sizeof *entries, count, arguments);
}

int main(int argument_count, char **arguments) {
    static struct batch_test test = {.seed = 20240601, .only = UINT64_MAX, .count = 1500};
    if (!batch_test_arguments(&test, argument_count, arguments)) {
        fprintf(stderr, "usage: batch_test [--seed N] [--count N] [--only N]\n");
        return 3;
    }
    bool one = test.only != UINT64_MAX;
    uint64_t first = one ? test.only : 0;
    uint64_t end = one ? test.only + 1 : test.count;
    bool equal = true;
    printf("seed %" PRIu64 ", %" PRIu64 " histories\n", test.seed, end - first);
    for (uint64_t i = first; equal && i < end; i++) {
        equal = batch_test_run(&test, i);
    }
    if (!equal) {
        return 1;
    }
    if (!batch_report(test.batch.seen) && end - first >= 300) {
        printf("something that matters never happened (count 0 above)\n");
        return 1;
    }
    printf("all equal\n");
    return 0;
}
