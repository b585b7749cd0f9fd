/*
 * Snapshot test: random rule sets and histories; trees that are opened from snapshots against the
 * tree that they were taken of.
 *
 *     snapshot_test [--seed N] [--count N] [--only N]
 *
 *     events   1 2 3 4 5 6 7 8 9 ...
 *     tree     ────┬───────┬─────────►  compared with the model all the way
 *     reader       └ ask               pays, explains, knows the same; pays batches on threads
 *     twins        └───────────┬─────►  given the same events: the same answers
 *                          └───┴─────►  and in the end the same bytes
 *
 * When a snapshot is taken depends on the seed and the event alone, so that a history that differs
 * can be made smaller. Each history has a generator of its own, seeded with the run's seed and the
 * history's number, so that `--seed S --only H` runs that one again.
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
#include "model/twin.h"

#define SNAPSHOT_TEST_EVENTS 120u
#define SNAPSHOT_TEST_LOADED_MAX 12u
#define SNAPSHOT_TEST_TWINS 2u
#define SNAPSHOT_TEST_ORDERS 60u /* of a batch, as a rule */

struct snapshot_test {
    uint64_t seed;
    uint64_t only; /* UINT64_MAX: all */
    uint64_t count;
    uint64_t snapshots;
    uint64_t of_twins;
    uint64_t of_nobody; /* of trees without members */
    uint64_t continued; /* events that a twin was given */
    uint64_t ended;     /* twins that gave the same bytes in the end */
    uint64_t asked;
    uint64_t damaged;
    struct history history;
    struct duel duel;
    struct batch batch;
    struct twin reader;
    struct twin twins[SNAPSHOT_TEST_TWINS];
    uint32_t twin_count;
    uint64_t run_seed; /* of the history in turn */
    struct random_source source;
    fenrun_member members[SNAPSHOT_TEST_LOADED_MAX];
    size_t member_count;
    fenrun_event orders[ORDERS_MAX];
};

static bool snapshot_test_differ(struct snapshot_test *test, const char *difference) {
    size_t used = strlen(test->duel.difference);
    snprintf(test->duel.difference + used, sizeof test->duel.difference - used, "%s", difference);
    return false;
}

static void snapshot_test_free(struct snapshot_test *test) {
    for (uint32_t i = 0; i < SNAPSHOT_TEST_TWINS; i++) {
        twin_free(&test->twins[i]);
    }
    twin_free(&test->reader);
    test->twin_count = 0;
}

/* ------------------------------------------------------------------------------------------ */
/* A tree that only reads                                                                     */

static bool snapshot_test_ask(struct snapshot_test *test) {
    struct twin *reader = &test->reader;
    struct history *history = &test->history;
    const struct model *model = &test->duel.model;
    size_t past_count = history->past_count;
    bool equal = true;
    for (uint32_t i = 0; i < 12 && equal; i++) {
        fenrun_event event =
            i % 3 == 0 ? history_draw_order(history) : history_draw_event(history);
        history->past_count = past_count;
        equal = twin_says(reader, test->duel.tree, &event) &&
                (i > 2 || event.kind == 0 || twin_refuses(reader, &event));
        test->asked++;
    }
    for (size_t i = 0; i < model->member_count && equal; i++) {
        equal = twin_knows(reader, test->duel.tree, model->members[i].id,
                           history_draw_instant(history));
    }
    return equal || snapshot_test_differ(test, reader->difference);
}

static bool snapshot_test_batch(struct snapshot_test *test) {
    size_t count = orders_draw(&test->history, test->orders);
    if (count > SNAPSHOT_TEST_ORDERS && !random_one_in(&test->source, 20)) {
        count = SNAPSHOT_TEST_ORDERS;
    }
    bool equal =
        batch_open(&test->batch, test->reader.tree, fenrun_tree_rules(test->reader.tree)) &&
        batch_compare(&test->batch, test->orders, &count, random_next(&test->source), true);
    if (!equal) {
        snapshot_test_differ(test, test->batch.difference);
    }
    batch_close(&test->batch);
    return equal;
}

static bool snapshot_test_read(struct snapshot_test *test) {
    struct twin *reader = &test->reader;
    bool equal = true;
    for (uint32_t i = 0; i < 3 && equal; i++) {
        equal = twin_is_watched(reader, (size_t)(random_next(&test->source) >> 8), i * 3);
        test->damaged++;
    }
    equal = equal && twin_open(reader, TWIN_READS) && twin_is_equal(reader, test->duel.tree);
    if (!equal) {
        return snapshot_test_differ(test, reader->difference);
    }
    return snapshot_test_ask(test) && snapshot_test_batch(test);
}

/* ------------------------------------------------------------------------------------------ */
/* Twins                                                                                      */

/* Take a snapshot, of the tree or of a twin, which is the same, and open it twice. */
static bool snapshot_test_take(struct snapshot_test *test) {
    char attachment[100];
    struct random_source *source = &test->source;
    size_t size = random_one_in(source, 2) ? random_below(source, sizeof attachment) : 0;
    bool of_twin = test->twin_count > 0 && random_one_in(source, 2);
    const fenrun_tree *tree =
        of_twin ? test->twins[random_below(source, test->twin_count)].tree : test->duel.tree;
    memset(attachment, 'a', sizeof attachment);
    test->snapshots++;
    test->of_twins += of_twin;
    test->of_nobody += test->duel.model.member_count == 0;
    bool equal = twin_take(&test->reader, tree, attachment, size) ||
                 snapshot_test_differ(test, test->reader.difference);
    equal = equal && snapshot_test_read(test);
    twin_free(&test->reader);
    if (!equal || test->twin_count == SNAPSHOT_TEST_TWINS) {
        return equal;
    }
    struct twin *twin = &test->twins[test->twin_count];
    test->twin_count++;
    return (twin_take(twin, tree, attachment, size) && twin_open(twin, TWIN_WRITES)) ||
           snapshot_test_differ(test, twin->difference);
}

/* The event that the tree was given, and the model. */
static bool snapshot_test_follow(struct snapshot_test *test, const fenrun_event *event) {
    struct duel *duel = &test->duel;
    const struct model_answer *answer = &duel->answer;
    for (uint32_t i = 0; i < test->twin_count; i++) {
        struct twin *twin = &test->twins[i];
        fenrun_error error = {0};
        size_t payout_count = 0;
        size_t rise_count = 0;
        int32_t code = fenrun_apply(twin->tree, event, twin->result, &error);
        const fenrun_payout *payouts = fenrun_result_payouts(twin->result, &payout_count);
        const fenrun_promotion *rises = fenrun_result_promotions(twin->result, &rise_count);
        test->continued++;
        if (code != answer->code) {
            snprintf(twin->difference, TWIN_TEXT_MAX,
                     "fenrun_apply, opened from a snapshot: %s (%s), not %s\n",
                     fenrun_code_name(code), error.message, fenrun_code_name(answer->code));
            return snapshot_test_differ(test, twin->difference);
        }
        if (!duel_compare_payouts(duel, "fenrun_apply, opened from a snapshot", answer->payouts,
                                  answer->payout_count, payouts, payout_count) ||
            !duel_compare_promotions(duel, "fenrun_apply, opened from a snapshot",
                                     answer->promotions, answer->promotion_count, rises,
                                     rise_count)) {
            return false;
        }
    }
    return true;
}

static bool snapshot_test_end(struct snapshot_test *test) {
    for (uint32_t i = 0; i < test->twin_count; i++) {
        if (!twin_is_equal(&test->twins[i], test->duel.tree)) {
            return snapshot_test_differ(test, test->twins[i].difference);
        }
        test->ended++;
    }
    return true;
}

static bool snapshot_test_watch(struct duel *duel, enum shrink_stage stage,
                                const fenrun_event *event, void *context) {
    static const fenrun_event none;
    struct snapshot_test *test = context;
    (void)duel;
    if (stage == SHRINK_END) {
        return snapshot_test_end(test);
    }
    if (stage == SHRINK_BEGIN) {
        snapshot_test_free(test);
        event = &none;
    } else if (!snapshot_test_follow(test, event)) {
        return false;
    }
    struct random_source source = {test->run_seed ^ (uint64_t)event->at ^ event->id_low << 40 ^
                                   event->member * 3 ^ event->roles[0] * 5};
    if (!random_one_in(&source, 20)) {
        return true;
    }
    struct random_source drawing = test->history.source;
    test->source.state = random_next(&source);
    test->history.source.state = random_next(&source);
    bool equal = snapshot_test_take(test);
    test->history.source = drawing;
    return equal;
}

/* ------------------------------------------------------------------------------------------ */
/* Histories                                                                                  */

static bool snapshot_test_fail(const struct snapshot_test *test, uint64_t number) {
    printf("seed %" PRIu64 ", history %" PRIu64 ", after %" PRIu64 " events\n%s", test->seed,
           number, test->duel.event_count, test->duel.difference);
    printf("again: --seed %" PRIu64 " --only %" PRIu64 "\n", test->seed, number);
    fflush(stdout); /* making it smaller takes its time */
    return false;
}

static void snapshot_test_shrink(struct snapshot_test *test, const struct rules *rules,
                                 uint64_t seed, bool remembers) {
    static struct shrink shrink;
    shrink = (struct shrink){.rules = *rules,
                             .seed = seed,
                             .remembers = remembers,
                             .members = test->members,
                             .member_count = test->member_count,
                             .events = test->history.past,
                             .event_count = test->history.past_count,
                             .watch = snapshot_test_watch,
                             .context = test};
    shrink_all(&shrink, &test->duel);
    shrink_print(&shrink, &test->duel);
}

static bool snapshot_test_run(struct snapshot_test *test, uint64_t number) {
    static struct rules rules;
    struct history *history = &test->history;
    struct duel *duel = &test->duel;
    test->run_seed = test->seed + number * UINT64_C(0xd1342543de82ef95);
    history->source.state = test->run_seed;
    history_draw_rules(history, &rules);
    bool remembers = !random_one_in(&history->source, 4);
    uint64_t seed = random_next(&history->source);
    bool equal = duel_start(duel, &rules, seed, remembers);
    history_start(history, &rules, &duel->model);
    test->member_count = equal ? history_draw_members(history, test->members) : 0;
    if (test->member_count > 0) {
        equal = duel_load(duel, test->members, test->member_count);
    }
    equal = equal && snapshot_test_watch(duel, SHRINK_BEGIN, NULL, test);
    for (uint32_t i = 0; i < SNAPSHOT_TEST_EVENTS && equal; i++) {
        fenrun_event event = history_draw_event(history);
        equal = duel_event(duel, &event) && snapshot_test_watch(duel, SHRINK_EVENT, &event, test);
    }
    equal = equal && snapshot_test_watch(duel, SHRINK_END, NULL, test);
    if (!equal) {
        snapshot_test_fail(test, number);
    }
    snapshot_test_free(test);
    duel_end(duel);
    if (!equal) {
        snapshot_test_shrink(test, &rules, seed, remembers);
    }
    return equal;
}

static bool snapshot_test_arguments(struct snapshot_test *test, int count, char **arguments) {
    const struct options_entry entries[] = {
        {"--seed", &test->seed, UINT64_MAX},
        {"--count", &test->count, UINT64_MAX},
        {"--only", &test->only, UINT64_MAX},
    };
    return options_read(entries, sizeof entries / sizeof *entries, count, arguments);
}

static bool snapshot_test_report(const struct snapshot_test *test) {
    printf("%12" PRIu64 " snapshots\n%12" PRIu64 " of trees that were opened from one\n%12" PRIu64
           " of trees without members\n%12" PRIu64 " events asked about\n%12" PRIu64
           " events that opened trees were given\n%12" PRIu64 " of these trees with the same bytes"
           " in the end\n%12" PRIu64 " damages\n",
           test->snapshots, test->of_twins, test->of_nobody, test->asked, test->continued,
           test->ended, test->damaged);
    printf("%12" PRIu64 " ways in which a batch was paid, %" PRIu64 " with several threads\n",
           test->batch.seen[BATCH_SEEN_WAYS], test->batch.seen[BATCH_SEEN_THREADS]);
    return test->snapshots > 0 && test->of_twins > 0 && test->of_nobody > 0 && test->asked > 0 &&
           test->continued > 0 && test->ended > 0 && test->damaged > 0 &&
           test->batch.seen[BATCH_SEEN_THREADS] > 0;
}

int main(int argument_count, char **arguments) {
    static struct snapshot_test test = {
        .seed = 20240603, .only = UINT64_MAX, .count = 1000, .batch = {.ways = 1}};
    if (!snapshot_test_arguments(&test, argument_count, arguments)) {
        fprintf(stderr, "usage: snapshot_test [--seed N] [--count N] [--only N]\n");
        return 3;
    }
    bool one = test.only != UINT64_MAX;
    uint64_t first = one ? test.only : 0;
    uint64_t end = one ? test.only + 1 : test.count;
    bool equal = true;
    printf("seed %" PRIu64 ", %" PRIu64 " histories\n", test.seed, end - first);
    for (uint64_t i = first; equal && i < end; i++) {
        equal = snapshot_test_run(&test, i);
    }
    if (!equal) {
        return 1;
    }
    if (!snapshot_test_report(&test) && end - first >= 300) {
        printf("something that matters never happened (count 0 above)\n");
        return 1;
    }
    printf("all equal\n");
    return 0;
}
