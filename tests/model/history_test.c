/*
 * History test: random rule sets and histories, the library against the model.
 *
 *     history_test [--seed N] [--count N] [--events N] [--only N]
 *
 * Each history has a generator of its own, seeded with the run's seed and the history's number, so
 * that `--seed S --only H` runs that one again. Every tenth history is replayed through
 * fenrun_apply_sequence as well, which must give the records of the single calls. A run of a
 * thousand histories or more in which one of the interesting things never happened fails: it would
 * have tested less than it says.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/duel.h"
#include "model/history.h"
#include "model/options.h"
#include "model/shrink.h"

#define HISTORY_TEST_INSTANTS 8u
#define HISTORY_TEST_LOADED_MAX 12u

struct history_test {
    uint64_t seed;
    uint64_t only; /* UINT64_MAX: all */
    uint64_t count;
    uint64_t events;
    uint64_t loaded;
    uint64_t sequences;
    uint64_t promoting_rules;
    uint64_t books;
    uint64_t seen[SEEN_COUNT];
    struct history history;
    struct duel duel;
    fenrun_member members[HISTORY_TEST_LOADED_MAX];
    size_t member_count;
    /* What the single calls gave, for the sequence. */
    fenrun_payout *payouts;
    size_t payout_count;
    size_t payout_capacity;
    fenrun_promotion *promotions;
    size_t promotion_count;
    size_t promotion_capacity;
    int32_t codes[HISTORY_EVENTS_MAX];
};

static bool history_test_fail(struct history_test *test, uint64_t number, const char *what) {
    printf("seed %" PRIu64 ", history %" PRIu64 ": %s\n%s\n", test->seed, number, what,
           test->duel.difference);
    printf("again: --seed %" PRIu64 " --only %" PRIu64 "\n", test->seed, number);
    return false;
}

/* The smallest rule book and the fewest events that show the same. */
static void history_test_shrink(struct history_test *test, const struct rules *rules,
                                uint64_t seed, bool remembers) {
    static struct shrink shrink;
    shrink = (struct shrink){.rules = *rules,
                             .seed = seed,
                             .remembers = remembers,
                             .members = test->members,
                             .member_count = test->member_count,
                             .events = test->history.past,
                             .event_count = test->history.past_count};
    shrink_all(&shrink, &test->duel);
    shrink_print(&shrink, &test->duel);
}

static void *history_test_room(void *rows, size_t wanted, size_t *capacity, size_t size) {
    while (wanted > *capacity) {
        rows = model_room(rows, *capacity, capacity, size);
    }
    return rows;
}

/* Keep the model's answer, numbered as a sequence numbers it. */
static void history_test_keep(struct history_test *test, size_t index) {
    const struct model_answer *answer = &test->duel.answer;
    test->codes[index] = answer->code;
    test->payouts =
        history_test_room(test->payouts, test->payout_count + answer->payout_count,
                          &test->payout_capacity, sizeof *test->payouts);
    for (size_t i = 0; i < answer->payout_count; i++) {
        test->payouts[test->payout_count] = answer->payouts[i];
        test->payouts[test->payout_count].event = (uint32_t)index;
        test->payout_count++;
    }
    test->promotions =
        history_test_room(test->promotions, test->promotion_count + answer->promotion_count,
                          &test->promotion_capacity, sizeof *test->promotions);
    for (size_t i = 0; i < answer->promotion_count; i++) {
        test->promotions[test->promotion_count] = answer->promotions[i];
        test->promotions[test->promotion_count].event = (uint32_t)index;
        test->promotion_count++;
    }
}

/* One call from the event `first` on: up to the next refused one. Moves `first` past that. */
static bool history_test_stretch(struct history_test *test, fenrun_tree *tree, size_t *first,
                                 size_t *payout_at, size_t *promotion_at) {
    struct duel *duel = &test->duel;
    size_t total = test->history.past_count;
    size_t end = *first;
    while (end < total && test->codes[end] >= 0) {
        end++;
    }
    size_t done = SIZE_MAX;
    fenrun_error error = {0};
    int32_t expected = end < total ? test->codes[end] : FENRUN_OK;
    int32_t code = fenrun_apply_sequence(tree, test->history.past + *first, total - *first,
                                         duel->result, &done, &error);
    if (code != expected || done != end - *first || (code < 0 && error.item != done)) {
        snprintf(duel->difference, sizeof duel->difference,
                 "fenrun_apply_sequence from event %zu: %s, %zu done; expected %s, %zu done",
                 *first, fenrun_code_name(code), done, fenrun_code_name(expected), end - *first);
        return false;
    }
    size_t payout_end = *payout_at;
    for (; payout_end < test->payout_count && test->payouts[payout_end].event < end; payout_end++) {
        test->payouts[payout_end].event -= (uint32_t)*first;
    }
    size_t promotion_end = *promotion_at;
    for (; promotion_end < test->promotion_count && test->promotions[promotion_end].event < end;
         promotion_end++) {
        test->promotions[promotion_end].event -= (uint32_t)*first;
    }
    size_t payout_count = 0;
    size_t promotion_count = 0;
    const fenrun_payout *payouts = fenrun_result_payouts(duel->result, &payout_count);
    const fenrun_promotion *promotions = fenrun_result_promotions(duel->result, &promotion_count);
    bool equal =
        duel_compare_payouts(duel, "fenrun_apply_sequence", test->payouts + *payout_at,
                             payout_end - *payout_at, payouts, payout_count) &&
        duel_compare_promotions(duel, "fenrun_apply_sequence", test->promotions + *promotion_at,
                                promotion_end - *promotion_at, promotions, promotion_count);
    *payout_at = payout_end;
    *promotion_at = promotion_end;
    *first = end + 1;
    return equal;
}

static bool history_test_sequence(struct history_test *test, bool remembers) {
    struct duel *duel = &test->duel;
    fenrun_tree *tree = NULL;
    fenrun_tree_options options = {.struct_size = sizeof options, .seed = ~test->seed};
    options.flags = remembers ? FENRUN_TREE_REMEMBERS_ORDERS : 0;
    if (fenrun_tree_new(&tree, duel->compiled, &options, NULL) != FENRUN_OK) {
        return false;
    }
    bool equal = test->member_count == 0 ||
                 fenrun_tree_load(tree, test->members, test->member_count, NULL) == FENRUN_OK;
    size_t first = 0;
    size_t payout_at = 0;
    size_t promotion_at = 0;
    while (equal && first < test->history.past_count) {
        equal = history_test_stretch(test, tree, &first, &payout_at, &promotion_at);
    }
    fenrun_tree_free(tree);
    test->sequences++;
    return equal;
}

static bool history_test_events(struct history_test *test, uint64_t number, bool remembers) {
    struct duel *duel = &test->duel;
    test->payout_count = 0;
    test->promotion_count = 0;
    for (uint64_t i = 0; i < test->events; i++) {
        fenrun_event event = history_draw_event(&test->history);
        if (!duel_event(duel, &event)) {
            return history_test_fail(test, number, "the library and the model differ");
        }
        history_test_keep(test, (size_t)i);
    }
    int64_t instants[HISTORY_TEST_INSTANTS];
    for (size_t i = 0; i < HISTORY_TEST_INSTANTS; i++) {
        instants[i] = history_draw_instant(&test->history);
    }
    if (!duel_members(duel, instants, HISTORY_TEST_INSTANTS)) {
        return history_test_fail(test, number, "the library and the model know other members");
    }
    if (number % 10 == 0 && !history_test_sequence(test, remembers)) {
        return history_test_fail(test, number, "a sequence gives other records than single calls");
    }
    return true;
}

static bool history_test_run(struct history_test *test, uint64_t number) {
    struct history *history = &test->history;
    struct duel *duel = &test->duel;
    static struct rules rules;
    history->source.state = test->seed + number * UINT64_C(0xd1342543de82ef95);
    history_draw_rules(history, &rules);
    bool remembers = !random_one_in(&history->source, 20);
    uint64_t seed = random_next(&history->source);
    bool equal = duel_start(duel, &rules, seed, remembers) ||
                 history_test_fail(test, number, "a rule set of the model is not read");
    history_start(history, &rules, &duel->model);
    test->member_count = equal ? history_draw_members(history, test->members) : 0;
    if (test->member_count > 0) {
        test->loaded++;
        equal = duel_load(duel, test->members, test->member_count) ||
                history_test_fail(test, number, "members are not loaded");
    }
    equal = equal && history_test_events(test, number, remembers);
    test->promoting_rules += rules.versions[0].promotions.count > 0;
    test->books += rules.version_count > 1;
    for (uint32_t i = 0; i < SEEN_COUNT; i++) {
        test->seen[i] += duel->model.seen[i];
    }
    duel_end(duel);
    if (!equal) {
        history_test_shrink(test, &rules, seed, remembers);
    }
    return equal;
}

static bool history_test_report(const struct history_test *test) {
    bool all = true;
    char line[100];
    printf("%12" PRIu64 " rule sets with promotions\n%12" PRIu64 " rule books\n%12" PRIu64
           " trees with loaded members\n%12" PRIu64 " sequences\n",
           test->promoting_rules, test->books, test->loaded, test->sequences);
    for (uint32_t i = 0; i < SEEN_COUNT; i++) {
        if (seen_is_possible(i)) {
            seen_print(i, line);
            printf("%12" PRIu64 " %s\n", test->seen[i], line);
            all = all && test->seen[i] > 0;
        }
    }
    return all && test->promoting_rules > 0 && test->books > 0 && test->loaded > 0 &&
           test->sequences > 0;
}

static bool history_test_arguments(struct history_test *test, int count, char **arguments) {
    const struct options_entry entries[] = {
        {"--seed", &test->seed, UINT64_MAX},
        {"--count", &test->count, UINT64_MAX},
        {"--only", &test->only, UINT64_MAX},
        {"--events", &test->events, HISTORY_EVENTS_MAX},
    };
    return options_read(entries, sizeof entries / sizeof *entries, count, arguments);
}

int main(int argument_count, char **arguments) {
    static struct history_test test = {
        .seed = 20240301, .only = UINT64_MAX, .count = 10000, .events = 200};
    if (!history_test_arguments(&test, argument_count, arguments)) {
        fprintf(stderr, "usage: history_test [--seed N] [--count N] [--events N] [--only N]\n");
        return 3;
    }
    bool one = test.only != UINT64_MAX;
    uint64_t first = one ? test.only : 0;
    uint64_t end = one ? test.only + 1 : test.count;
    bool equal = true;
    printf("seed %" PRIu64 ", %" PRIu64 " histories of %" PRIu64 " events\n", test.seed,
           end - first, test.events);
    for (uint64_t i = first; equal && i < end; i++) {
        equal = history_test_run(&test, i);
    }
    free(test.payouts);
    free(test.promotions);
    if (!equal) {
        return 1;
    }
    bool all = history_test_report(&test);
    if (!all && end - first >= 1000) {
        printf("something that matters never happened (count 0 above)\n");
        return 1;
    }
    printf("all equal\n");
    return 0;
}
