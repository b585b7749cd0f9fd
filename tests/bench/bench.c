/*
 * Bench: what paying, applying and keeping members costs, on the reference plan, as tables in
 * Markdown; see README.md.
 *
 *     bench [--smoke | --large] [--only orders|changes|shapes|sizes] [RULES]
 *
 *     --smoke    1,000 members, one round: only to see that it runs and pays right
 *     --large    also with 10,000,000 members
 *
 * Every figure is the median of several rounds, and everything that is paid is checked. Ends with 1
 * if something is paid wrong, with 2 if something cannot be run; never because of a time.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/contest.h"
#include "bench/size.h"
#include "bench/subject.h"
#include "bench/workload.h"

#define BENCH_LATER 1000000000
#define BENCH_EARLIER 1000
#define BENCH_CHAIN_ORDERS 200u

struct bench {
    fenrun_rules *rules;
    uint32_t members;
    uint32_t members_large;
    uint32_t rounds;
};

static fenrun_rules *bench_read_rules(const char *path) {
    FILE *file = fopen(path, "rb");
    char *text = workload_allocate(FENRUN_RULES_SIZE_MAX, 1);
    size_t size = file ? fread(text, 1, FENRUN_RULES_SIZE_MAX, file) : 0;
    if (file) fclose(file);
    fenrun_rules *rules;
    fenrun_error error = {.message = "cannot be read"};
    if (fenrun_rules_read(&rules, text, size, NULL, &error, 1, NULL) != FENRUN_OK) {
        fprintf(stderr, "bench: %s:%u: %s\n", path, error.line, error.message);
        exit(2);
    }
    free(text);
    return rules;
}

static void bench_print(const char *name, uint32_t members, double ns, double straight,
                        const char *goal) {
    if (straight > 0) {
        printf("| %s | %u | %.1f | %.1f | %.2f | %s |\n", name, members, ns, straight,
               ns / straight, goal);
    } else {
        printf("| %s | %u | %.1f | | | %s |\n", name, members, ns, goal);
    }
    fflush(stdout);
}

static void bench_print_head(void) {
    printf("\n| one | members | fenrun ns | straight ns | ratio | goal |\n");
    printf("| --- | ---: | ---: | ---: | ---: | --- |\n");
}

/* An order paid, applied, remembered, and paid late. */
static void bench_orders(const struct bench *bench, uint32_t members) {
    struct workload_forest forest = workload_forest_make(WORKLOAD_FRIENDLY, members);
    struct workload_script orders = workload_orders(&forest, members);
    struct contest contest = {.name = "order",
                              .rules = bench->rules,
                              .forest = &forest,
                              .script = &orders,
                              .subjects = {&subject_pay, &subject_straight, &subject_reading},
                              .subject_count = 3,
                              .round_count = bench->rounds};
    struct contest_outcome outcome = contest_run(&contest);
    bench_print("order paid", members, outcome.ns[0], outcome.ns[1], "150 ns");
    bench_print("event only read (in all figures)", members, outcome.ns[2], 0, "");

    contest.subjects[0] = &subject_apply;
    contest.subject_count = 2;
    outcome = contest_run(&contest);
    bench_print("order applied", members, outcome.ns[0], outcome.ns[1], "");

    contest.subjects[0] = &subject_remember;
    contest.subject_count = 1;
    contest.changes = true;
    outcome = contest_run(&contest);
    bench_print("order applied and remembered", members, outcome.ns[0], 0, "");
    double order_bytes =
        (double)outcome.status.order_bytes / (double)outcome.status.order_count;

    struct workload_people people = workload_people_of(&forest, WORKLOAD_NORMAL, WORKLOAD_SHUFFLED);
    people.count = people.count < members / 50 ? people.count : members / 50;
    struct workload_script splits = workload_tiers(&forest, people, WORKLOAD_GOLD);
    orders.at = BENCH_EARLIER;
    orders.tick = 0;
    contest.subjects[0] = &subject_pay;
    contest.subject_count = 2;
    contest.changes = false;
    contest.before = &splits;
    contest.is_late = true;
    outcome = contest_run(&contest);
    bench_print("order paid late, from before 2 % of all split off", members, outcome.ns[0],
                outcome.ns[1], "");
    printf("\nA remembered order takes %.1f bytes (goal: 64).\n", order_bytes);
    workload_script_free(&splits);
    workload_script_free(&orders);
    free(people.numbers);
    workload_forest_free(&forest);
}

/* Joins from nothing, splits and returns. */
static void bench_tree_changes(const struct bench *bench, uint32_t members) {
    struct workload_forest forest = workload_forest_make(WORKLOAD_FRIENDLY, members);
    struct workload_forest nobody = {.shape = WORKLOAD_FRIENDLY};
    struct workload_people leaders = workload_leaders(&forest);
    struct workload_script orders = workload_orders(&forest, members);
    struct workload_script joins = workload_joins(&forest);
    struct workload_script demotions = workload_tiers(&forest, leaders, WORKLOAD_NORMAL);
    struct workload_script promotions = workload_tiers(&forest, leaders, WORKLOAD_GOLD);
    orders.at = BENCH_LATER;
    struct contest contest = {.name = "join",
                              .rules = bench->rules,
                              .forest = &nobody,
                              .script = &joins,
                              .after = &orders,
                              .subjects = {&subject_apply, &subject_straight},
                              .subject_count = 2,
                              .round_count = bench->rounds,
                              .changes = true};
    struct contest_outcome outcome = contest_run(&contest);
    bench_print("join", members, outcome.ns[0], outcome.ns[1], "");

    contest.name = "demotion";
    contest.forest = &forest;
    contest.script = &demotions;
    outcome = contest_run(&contest);
    bench_print("demotion, a team returns, until nobody leads", members, outcome.ns[0],
                outcome.ns[1], "");

    contest.name = "promotion";
    memset(forest.tiers, WORKLOAD_NORMAL, members);
    contest.script = &promotions;
    outcome = contest_run(&contest);
    bench_print("promotion, a team splits, from nobody leading", members, outcome.ns[0],
                outcome.ns[1], "");
    workload_script_free(&orders);
    workload_script_free(&joins);
    workload_script_free(&demotions);
    workload_script_free(&promotions);
    free(leaders.numbers);
    workload_forest_free(&forest);
}

/* Mixed events by single calls, by sequences, and by the straight program. */
static void bench_mixed(const struct bench *bench, uint32_t members) {
    struct workload_forest forest = workload_forest_make(WORKLOAD_FRIENDLY, members);
    struct workload_people people = workload_people_of(&forest, WORKLOAD_NORMAL, WORKLOAD_SHUFFLED);
    struct workload_script mixed = workload_mixed(&forest, people, bench->members);
    struct contest contest = {.name = "mixed",
                              .rules = bench->rules,
                              .forest = &forest,
                              .script = &mixed,
                              .subjects = {&subject_apply, &subject_sequence, &subject_straight},
                              .subject_count = 3,
                              .round_count = bench->rounds,
                              .changes = true};
    struct contest_outcome outcome = contest_run(&contest);
    bench_print("mixed event", members, outcome.ns[0], outcome.ns[2], "20 ns");
    bench_print("mixed event, in sequences of 1,024", members, outcome.ns[1], outcome.ns[2],
                "20 ns");
    workload_script_free(&mixed);
    free(people.numbers);
    workload_forest_free(&forest);
}

struct bench_shape {
    const char *name;
    enum workload_shape shape;
    enum workload_turn turn;
};

static const struct bench_shape bench_shapes[] = {
    {"friendly, at random", WORKLOAD_FRIENDLY, WORKLOAD_SHUFFLED},
    {"chain, top to bottom", WORKLOAD_CHAIN, WORKLOAD_DOWNWARDS},
    {"chain, bottom to top", WORKLOAD_CHAIN, WORKLOAD_UPWARDS},
    {"chain, at random", WORKLOAD_CHAIN, WORKLOAD_SHUFFLED},
    {"star, at random", WORKLOAD_STAR, WORKLOAD_SHUFFLED},
    {"caterpillar, top to bottom", WORKLOAD_CATERPILLAR, WORKLOAD_DOWNWARDS},
    {"caterpillar, at random", WORKLOAD_CATERPILLAR, WORKLOAD_SHUFFLED},
    {"hubs alone, at random", WORKLOAD_HUBS, WORKLOAD_SHUFFLED},
};

static void bench_run_shape(const struct bench *bench, const struct bench_shape *shape,
                        double friendly[2]) {
    struct workload_forest forest = workload_forest_make(shape->shape, bench->members);
    struct workload_people people =
        shape->shape == WORKLOAD_HUBS
            ? workload_hubs(&forest)
            : workload_people_of(&forest, WORKLOAD_NORMAL, shape->turn);
    struct workload_script scripts[2] = {workload_mixed(&forest, people, bench->members),
                                         workload_everyone(&forest, people)};
    double ns[2], bytes[2];
    for (uint32_t i = 0; i < 2; i++) {
        struct contest contest = {.name = shape->name,
                                  .rules = bench->rules,
                                  .forest = &forest,
                                  .script = scripts + i,
                                  .subjects = {&subject_apply},
                                  .subject_count = 1,
                                  .round_count = bench->rounds,
                                  .changes = true,
                                  .backwards = true};
        struct contest_outcome outcome = contest_run(&contest);
        ns[i] = outcome.ns[0];
        bytes[i] = (double)outcome.status.tree_bytes / (double)outcome.status.member_count;
        if (friendly[i] == 0) friendly[i] = ns[i];
        workload_script_free(scripts + i);
    }
    printf("| %s | %.1f | %.2f | %.0f | %.1f | %.2f | %.0f |\n", shape->name, ns[0],
           ns[0] / friendly[0], bytes[0], ns[1], ns[1] / friendly[1], bytes[1]);
    fflush(stdout);
    free(people.numbers);
    workload_forest_free(&forest);
}

/* What walking up the tree comes to where it is deep. */
static void bench_deep(const struct bench *bench) {
    struct workload_forest forest = workload_forest_make(WORKLOAD_CHAIN, bench->members);
    struct workload_people people =
        workload_people_of(&forest, WORKLOAD_NORMAL, WORKLOAD_DOWNWARDS);
    people.count /= 2;
    struct workload_script promotions = workload_tiers(&forest, people, WORKLOAD_GOLD);
    struct workload_script orders = workload_orders(&forest, BENCH_CHAIN_ORDERS);
    orders.at = BENCH_LATER;
    struct contest contest = {.name = "deep",
                              .rules = bench->rules,
                              .forest = &forest,
                              .before = &promotions,
                              .script = &orders,
                              .subjects = {&subject_pay, &subject_straight},
                              .subject_count = 2,
                              .round_count = bench->rounds};
    struct contest_outcome outcome = contest_run(&contest);
    printf("\nAn order on a chain of which the upper half leads, by 200 orders: fenrun %.0f ns, "
           "straight %.0f ns.\n",
           outcome.ns[0], outcome.ns[1]);
    workload_script_free(&promotions);
    workload_script_free(&orders);
    free(people.numbers);
    workload_forest_free(&forest);
}

static void bench_all_shapes(const struct bench *bench) {
    double friendly[2] = {0, 0};
    printf("\n| shape of %u, promoted | mixed ns | to friendly | bytes per member "
           "| everyone promoted ns | to friendly | bytes per member |\n",
           bench->members);
    printf("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    for (size_t i = 0; i < sizeof bench_shapes / sizeof *bench_shapes; i++) {
        bench_run_shape(bench, bench_shapes + i, friendly);
    }
    bench_deep(bench);
}

static void bench_sizes(const struct bench *bench, uint32_t members) {
    static const char *const names[] = {
        [SIZE_LOADED] = "loaded",
        [SIZE_LOADED_JOIN] = "loaded, then one join",
        [SIZE_GROWN] = "grown by joins",
        [SIZE_STRAIGHT] = "straight, loaded",
    };
    struct workload_forest forest = workload_forest_make(WORKLOAD_FRIENDLY, members);
    for (enum size_way way = SIZE_LOADED; way <= SIZE_STRAIGHT; way++) {
        struct size size = {0};
        double ns[CONTEST_ROUNDS_MAX];
        uint32_t rounds = members > 1000000 ? 1 : bench->rounds;
        for (uint32_t i = 0; i < rounds; i++) {
            size = size_measure(way, bench->rules, &forest);
            ns[i] = size.ns;
        }
        char counted[32] = "";
        if (size.counted > 0) snprintf(counted, sizeof counted, "%.1f", size.counted);
        printf("| %s | %u | %s | %.1f | %.1f | %.0f | %s |\n", names[way], members, counted,
               size.resident, size.peak, contest_median(ns, rounds),
               way == SIZE_STRAIGHT ? "" : "80 bytes");
        fflush(stdout);
    }
    workload_forest_free(&forest);
}

static void bench_run(const struct bench *bench, const char *only) {
    bool all = strcmp(only, "all") == 0;
    bool large = bench->members_large > 0;
    /* First: later there would be freed memory around, which a child could fill unseen. */
    if (all || strcmp(only, "sizes") == 0) {
        printf("\n| bytes per member | members | counted | resident | peak | ns per member "
               "| goal |\n");
        printf("| --- | ---: | ---: | ---: | ---: | ---: | --- |\n");
        bench_sizes(bench, bench->members);
        if (large) bench_sizes(bench, bench->members_large);
    }
    if (all || strcmp(only, "orders") == 0) {
        bench_print_head();
        bench_orders(bench, bench->members);
    }
    if (all || strcmp(only, "changes") == 0) {
        bench_print_head();
        bench_tree_changes(bench, bench->members);
        bench_mixed(bench, bench->members);
        if (large) bench_mixed(bench, bench->members_large);
    }
    if (all || strcmp(only, "shapes") == 0) bench_all_shapes(bench);
}

int main(int argument_count, char **arguments) {
    struct bench bench = {.members = 1000000, .rounds = 5};
    const char *path = "examples/wanwu-xinxuan.yaml", *only = "all";
    for (int i = 1; i < argument_count; i++) {
        if (strcmp(arguments[i], "--smoke") == 0) {
            bench.members = 1000;
            bench.rounds = 1;
        } else if (strcmp(arguments[i], "--large") == 0) {
            bench.members_large = 10000000;
        } else if (strcmp(arguments[i], "--only") == 0 && i + 1 < argument_count) {
            only = arguments[++i];
        } else if (arguments[i][0] != '-') {
            path = arguments[i];
        } else {
            fprintf(stderr, "usage: bench [--smoke | --large] "
                            "[--only orders|changes|shapes|sizes] [RULES]\n");
            return 3;
        }
    }
    bench.rules = bench_read_rules(path);
    bench_run(&bench, only);
    fenrun_rules_free(bench.rules);
    return 0;
}
