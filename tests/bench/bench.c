/*
 * Bench: what paying, applying and keeping members costs on the reference plan; one JSON object per
 * measurement on standard output, which run.sh makes tables and a chart of.
 *
 *     bench [--only TABLE]... [--smoke | --large] [--members N] [--orders N] [--rounds N]
 *           [--folder FOLDER] [--small-pages] [RULES]
 *     bench --export FOLDER [--members N] [--orders N]
 *
 *     TABLE      sizes, orders, changes, shapes: see events.h and size.h
 *                batch, chain: see race.h; scale: the same with more members
 *                snapshot: see opening.h; its file is made in FOLDER, else in TMPDIR or /tmp
 *     --smoke    1,000 members, one round: only to see that it runs and pays right
 *     --large    also with 10,000,000 members, and scale with 50,000,000, which takes 9 GB
 *     --export   writes the workload: see export.h
 *
 * Every figure is the median of several rounds, and everything that is paid is checked. Ends with 1
 * if something is paid wrong, with 2 if something cannot be run; never because of a time.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/contest.h"
#include "bench/events.h"
#include "bench/export.h"
#include "bench/line.h"
#include "bench/opening.h"
#include "bench/pages.h"
#include "bench/race.h"
#include "bench/size.h"
#include "bench/workload.h"

#define BENCH_SCALES 3u
#define BENCH_TABLES 8u
#define BENCH_HAND_MEMBERS_MAX 10000000u

struct bench {
    fenrun_rules *rules;
    const char *rules_path;
    const char *only[BENCH_TABLES]; /* tables */
    uint32_t only_count;            /* 0: all */
    const char *folder; /* of the snapshot */
    const char *export; /* NULL: measure */
    uint32_t members;
    uint32_t members_large; /* 0: not */
    uint32_t scales[BENCH_SCALES]; /* up to a 0 */
    uint32_t orders;
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
        line_begin("sizes");
        line_text("what", names[way]);
        line_number("members", members);
        if (size.counted > 0) line_figure("bytes_counted", size.counted);
        line_figure("bytes_resident", size.resident);
        line_figure("bytes_peak", size.peak);
        line_rounds("ns", "ns", ns, rounds);
        if (way != SIZE_STRAIGHT) line_text("goal", "80 bytes");
        line_end();
    }
    workload_forest_free(&forest);
}

static struct race_setup bench_race(const struct bench *bench, const char *table,
                                    const struct workload_forest *forest) {
    return (struct race_setup){.payer = {.rules = bench->rules, .forest = forest},
                               .table = table,
                               .order_count = bench->orders,
                               .round_count = bench->rounds,
                               .payers = {&payer_fenrun, &payer_hand}};
}

static void bench_batch(const struct bench *bench) {
    struct workload_forest forest = workload_forest_make(WORKLOAD_FRIENDLY, bench->members);
    struct race_setup race = bench_race(bench, "batch", &forest);
    race.payers[2] = &payer_straight;
    race.dense_too = true;
    race.rows_alone = true;
    race.keeps_too = true;
    race_run(&race);
    workload_forest_free(&forest);
}

/* A chain whose upper half became leaders one after the other: the worst tree for who walks. */
static void bench_chain(const struct bench *bench) {
    struct workload_forest forest = workload_forest_make(WORKLOAD_CHAIN, bench->members);
    struct workload_people people =
        workload_people_of(&forest, WORKLOAD_NORMAL, WORKLOAD_DOWNWARDS);
    people.count /= 2;
    struct workload_script promotions = workload_tiers(&forest, people, WORKLOAD_GOLD);
    for (uint32_t i = 0; i < people.count; i++) forest.tiers[people.numbers[i]] = WORKLOAD_GOLD;
    struct race_setup race = bench_race(bench, "chain", &forest);
    race.payer.before = &promotions;
    race_run(&race);
    workload_script_free(&promotions);
    free(people.numbers);
    workload_forest_free(&forest);
}

static void bench_scale(const struct bench *bench) {
    for (uint32_t i = 0; i < BENCH_SCALES && bench->scales[i] > 0; i++) {
        struct workload_forest forest = workload_forest_make(WORKLOAD_FRIENDLY, bench->scales[i]);
        struct race_setup race = bench_race(bench, "scale", &forest);
        /* Its tables, two for each thread, would not leave room for much else. */
        if (forest.count > BENCH_HAND_MEMBERS_MAX) race.payers[1] = NULL;
        race_run(&race);
        workload_forest_free(&forest);
    }
}

static bool bench_wants(const struct bench *bench, const char *table) {
    for (uint32_t i = 0; i < bench->only_count; i++) {
        if (strcmp(bench->only[i], table) == 0) return true;
    }
    return bench->only_count == 0;
}

static void bench_run(const struct bench *bench) {
    struct events_setup events = {
        .rules = bench->rules, .members = bench->members, .rounds = bench->rounds};
    uint32_t large = bench->members_large;
    /* First: later there would be freed memory around, which a child could fill unseen. */
    if (bench_wants(bench, "sizes")) {
        bench_sizes(bench, bench->members);
        if (large > 0) bench_sizes(bench, large);
    }
    if (bench_wants(bench, "orders")) events_orders(&events, bench->members);
    if (bench_wants(bench, "changes")) {
        events_tree_changes(&events, bench->members);
        events_mixed(&events, bench->members);
        if (large > 0) events_mixed(&events, large);
    }
    if (bench_wants(bench, "shapes")) events_shapes_all(&events);
    if (bench_wants(bench, "batch")) bench_batch(bench);
    if (bench_wants(bench, "chain")) bench_chain(bench);
    if (bench_wants(bench, "scale")) bench_scale(bench);
    if (bench_wants(bench, "snapshot")) {
        opening_run(bench->rules, large > 0 ? large : bench->members, bench->rounds,
                    bench->folder);
    }
}

static void bench_export(const struct bench *bench) {
    struct workload_forest forest = workload_forest_make(WORKLOAD_FRIENDLY, bench->members);
    struct columns_orders orders = race_orders(&forest, bench->orders);
    struct columns_totals totals = race_totals(&forest, &orders);
    export_write(bench->export, &forest, &orders, &totals);
    columns_totals_free(&totals);
    columns_orders_free(&orders);
    workload_forest_free(&forest);
}

static int bench_usage(void) {
    fprintf(stderr,
            "usage: bench [--only TABLE]... [--smoke | --large] [--members N] [--orders N]\n"
            "             [--rounds N] [--folder FOLDER] [--small-pages] [RULES]\n"
            "       bench --export FOLDER [--members N] [--orders N]\n");
    return 3;
}

/* A number from 1 to `max`; false if the text is none. */
static bool bench_number(const char *text, uint32_t max, uint32_t *out) {
    char *end;
    unsigned long long number = strtoull(text, &end, 10);
    *out = (uint32_t)number;
    return *text >= '0' && *text <= '9' && *end == '\0' && number >= 1 && number <= max;
}

/* An option with a value; false if it is not one, or its value is wrong. */
static bool bench_take_value(struct bench *bench, const char *name, const char *value) {
    if (strcmp(name, "--only") == 0) {
        if (bench->only_count == BENCH_TABLES) return false;
        bench->only[bench->only_count++] = value;
    } else if (strcmp(name, "--folder") == 0) {
        bench->folder = value;
    } else if (strcmp(name, "--export") == 0) {
        bench->export = value;
    } else if (strcmp(name, "--members") == 0) {
        return bench_number(value, UINT32_MAX / 2, &bench->members);
    } else if (strcmp(name, "--orders") == 0) {
        return bench_number(value, UINT32_MAX / 2, &bench->orders);
    } else {
        return strcmp(name, "--rounds") == 0 &&
               bench_number(value, CONTEST_ROUNDS_MAX, &bench->rounds);
    }
    return true;
}

static bool bench_take(struct bench *bench, int count, char **arguments) {
    for (int i = 1; i < count; i++) {
        if (strcmp(arguments[i], "--smoke") == 0) {
            bench->members = 1000;
            bench->orders = 70000; /* a slice of a race, and some */
            bench->rounds = 1;
            bench->scales[0] = 1000;
            bench->scales[1] = 3000;
        } else if (strcmp(arguments[i], "--large") == 0) {
            bench->members_large = 10000000;
            bench->scales[2] = 50000000;
        } else if (strcmp(arguments[i], "--small-pages") == 0) {
            pages_small = true;
        } else if (arguments[i][0] != '-') {
            bench->rules_path = arguments[i];
        } else if (i + 1 == count || !bench_take_value(bench, arguments[i], arguments[i + 1])) {
            return false;
        } else {
            i++;
        }
    }
    return true;
}

int main(int argument_count, char **arguments) {
    const char *folder = getenv("TMPDIR");
    struct bench bench = {.rules_path = "examples/wanwu-xinxuan.yaml",
                          .folder = folder ? folder : "/tmp",
                          .members = 1000000,
                          .scales = {1000000, 10000000},
                          .orders = 10000000,
                          .rounds = 5};
    if (!bench_take(&bench, argument_count, arguments)) return bench_usage();
    if (bench.export) {
        bench_export(&bench);
        return 0;
    }
    bench.rules = bench_read_rules(bench.rules_path);
    bench_run(&bench);
    fenrun_rules_free(bench.rules);
    return 0;
}
