/*
 * Example test: every rule set of examples/ and tests/rules/ that has orders, on large trees with a
 * past; orders many at once against one by one, and the tree opened from a snapshot against itself.
 *
 *     example_test [--seed N] [--count N] [--members N] [--orders N] [--only NAME]
 *
 * `--count` is how many trees of each shape there are for each rule set, `--orders` how many orders
 * a batch may have, `--only` takes those whose path contains the name. The rule sets of a folder of
 * examples/ are versions of one book. Fails also if an example paid nothing or refused most orders:
 * it would have tested less than it says. Those in tests/rules/ may do so, and those that are made
 * here, as wide as rule sets may be.
 */
#include <dirent.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/batch.h"
#include "model/grove.h"

#define EXAMPLE_PATH_MAX 256u
#define EXAMPLE_FILES_MAX 64u
#define EXAMPLE_TEXT_MAX 65536u
#define EXAMPLE_ORDERS_MAX 4000u
#define EXAMPLE_STAGES 3u
#define EXAMPLE_SOLD 2u /* orders for each that a batch may have */

struct example_test {
    uint64_t seed;
    uint64_t count;
    uint64_t members;
    uint64_t most_orders; /* of a batch */
    const char *only;
    uint64_t rule_sets;
    uint64_t seen[BATCH_SEEN_COUNT];
    struct grove grove;
    struct twin twin;
    struct batch batch;
    fenrun_event orders[EXAMPLE_ORDERS_MAX];
    fenrun_event drawn[EXAMPLE_ORDERS_MAX];
};

struct example_files {
    char paths[EXAMPLE_FILES_MAX][EXAMPLE_PATH_MAX];
    size_t count;
};

/* ------------------------------------------------------------------------------------------ */
/* Files                                                                                      */

static int example_order_paths(const void *left, const void *right) {
    return strcmp(left, right);
}

static bool example_ends(const char *name, const char *end) {
    size_t size = strlen(name);
    size_t end_size = strlen(end);
    return size > end_size && strcmp(name + size - end_size, end) == 0;
}

/* The rule sets of a folder, or its folders, in the order of their names. */
static void example_list(const char *folder, bool folders, struct example_files *files) {
    DIR *directory = opendir(folder);
    files->count = 0;
    if (directory == NULL) {
        return;
    }
    for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
        const char *name = entry->d_name;
        bool is_rules = example_ends(name, ".yaml") && !example_ends(name, ".test.yaml");
        bool is_folder = strchr(name, '.') == NULL;
        if ((folders ? is_folder : is_rules) && files->count < EXAMPLE_FILES_MAX) {
            snprintf(files->paths[files->count], EXAMPLE_PATH_MAX, "%.100s/%.150s", folder, name);
            files->count++;
        }
    }
    closedir(directory);
    qsort(files->paths, files->count, EXAMPLE_PATH_MAX, example_order_paths);
}

static fenrun_rules *example_read(const char *path) {
    static char text[EXAMPLE_TEXT_MAX];
    fenrun_rules *rules = NULL;
    fenrun_error error = {0};
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        printf("%s: cannot be read\n", path);
        return NULL;
    }
    size_t size = fread(text, 1, sizeof text, file);
    fclose(file);
    if (fenrun_rules_read(&rules, text, size, NULL, &error, 1, NULL) != FENRUN_OK) {
        printf("%s:%" PRIu32 ": %s\n", path, error.line, error.message);
    }
    return rules;
}

/* ------------------------------------------------------------------------------------------ */
/* Batches                                                                                    */

static size_t example_draw(struct example_test *test) {
    struct grove *grove = &test->grove;
    size_t count = 1 + random_below(&grove->source, (uint32_t)test->most_orders);
    bool now = random_one_in(&grove->source, 3);
    for (size_t i = 0; i < count; i++) {
        test->drawn[i] = grove_draw_order(grove);
        test->drawn[i].at = now ? grove->clock : test->drawn[i].at;
    }
    return count;
}

/* One batch, on the tree of the grove or on its twin. */
static bool example_batch(struct example_test *test, const fenrun_tree *tree, const char *path,
                          uint64_t seed) {
    struct batch *batch = &test->batch;
    size_t count = example_draw(test);
    bool wants_refused = random_one_in(&test->grove.source, 2);
    bool equal = batch_open(batch, tree, fenrun_tree_rules(tree));
    size_t kept = count;
    memcpy(test->orders, test->drawn, count * sizeof *test->orders);
    equal = equal && batch_compare(batch, test->orders, &kept, seed, wants_refused);
    if (!equal) {
        printf("%s: a batch of %zu orders pays other than single calls\n%s", path, count,
               batch->difference);
    }
    batch_close(batch);
    return equal;
}

/* Opened from a snapshot, it pays the same and goes on to be the same. Of some trees so many orders
   are remembered that they lie in several blocks. */
static bool example_twin(struct example_test *test, const char *path, uint32_t sold,
                         uint64_t seed) {
    struct grove *grove = &test->grove;
    struct twin *twin = &test->twin;
    bool equal = twin_take(twin, grove->tree, path, strlen(path)) &&
                 twin_open(twin, TWIN_WRITES);
    for (uint32_t i = 0; i < 100 && equal; i++) {
        fenrun_event order = grove_draw_order(grove);
        equal = twin_says(twin, grove->tree, &order);
    }
    if (equal && !example_batch(test, twin->tree, path, seed)) {
        return false;
    }
    if (equal) {
        grove->twin = twin;
        equal = grove_grow(grove, 1500) && grove_sell(grove, sold) &&
                twin_is_equal(twin, grove->tree);
    }
    if (!equal) {
        printf("%s: opened from a snapshot, the tree is another\n%s", path, twin->difference);
    }
    return equal;
}

static bool example_tree(struct example_test *test, const fenrun_rules *rules, const char *path,
                         enum grove_shape shape, uint64_t seed) {
    struct grove *grove = &test->grove;
    bool equal = grove_plant(grove, rules, shape, test->members, seed);
    if (!equal) {
        printf("%s: no tree\n", path);
    }
    for (uint32_t stage = 0; stage < EXAMPLE_STAGES && equal; stage++) {
        equal = grove_grow(grove, stage == 0 ? 300 : 1000);
        if (!equal) {
            printf("%s: an event is refused with an internal error\n", path);
        }
        equal = equal && example_batch(test, grove->tree, path, random_next(&grove->source));
    }
    uint32_t sold = shape == GROVE_BUSH ? (uint32_t)test->most_orders * EXAMPLE_SOLD : 0;
    equal = equal && grove_sell(grove, sold) &&
            example_twin(test, path, sold, random_next(&grove->source));
    twin_free(&test->twin);
    grove_free(grove);
    return equal;
}

/* A rule set without orders is passed over. */
static bool example_run(struct example_test *test, const fenrun_rules *rules, const char *path) {
    uint64_t *seen = test->batch.seen;
    bool equal = true;
    if (fenrun_rules_count(rules, FENRUN_NAME_ROLE) == 0 ||
        (test->only != NULL && strstr(path, test->only) == NULL)) {
        return true;
    }
    memset(seen, 0, sizeof test->batch.seen);
    for (uint64_t i = 0; i < test->count * GROVE_SHAPES && equal; i++) {
        equal = example_tree(test, rules, path, (enum grove_shape)(i % GROVE_SHAPES),
                             test->seed + i * UINT64_C(0xd1342543de82ef95));
    }
    if (!equal) {
        printf("again: --seed %" PRIu64 " --only %s\n", test->seed, path);
        return false;
    }
    printf("%10" PRIu64 " orders, %8" PRIu64 " refused, %10" PRIu64 " payouts  %s\n",
           seen[BATCH_SEEN_ORDERS], seen[BATCH_SEEN_REFUSED] + seen[BATCH_SEEN_STOPPED],
           seen[BATCH_SEEN_PAYOUTS], path);
    test->rule_sets++;
    bool is_example = strncmp(path, "examples/", strlen("examples/")) == 0;
    if (is_example && (seen[BATCH_SEEN_PAYOUTS] == 0 ||
                       seen[BATCH_SEEN_REFUSED] * 2 > seen[BATCH_SEEN_ORDERS])) {
        printf("%s: too little was paid\n", path);
        return false;
    }
    for (uint32_t i = 0; i < BATCH_SEEN_COUNT; i++) {
        test->seen[i] += seen[i];
    }
    return true;
}

static bool example_folder(struct example_test *test, const char *folder) {
    static struct example_files files;
    bool equal = true;
    example_list(folder, false, &files);
    for (size_t i = 0; i < files.count && equal; i++) {
        fenrun_rules *rules = example_read(files.paths[i]);
        equal = rules != NULL && example_run(test, rules, files.paths[i]);
        fenrun_rules_free(rules);
    }
    return equal;
}

/* The versions of a book; a folder without rule sets is passed over. */
static bool example_book(struct example_test *test, const char *folder) {
    static struct example_files files;
    fenrun_rules *read[EXAMPLE_FILES_MAX];
    const fenrun_rules *versions[EXAMPLE_FILES_MAX];
    fenrun_rules *book = NULL;
    bool equal = true;
    example_list(folder, false, &files);
    for (size_t i = 0; i < files.count; i++) {
        read[i] = example_read(files.paths[i]);
        versions[i] = read[i];
    }
    if (files.count > 0) {
        fenrun_error error = {0};
        int32_t code =
            fenrun_rules_book(&book, versions, files.count, NULL, &error, 1, NULL);
        if (code != FENRUN_OK) {
            printf("%s: %s\n", folder, error.message);
        }
        equal = code == FENRUN_OK && example_run(test, book, folder);
    }
    for (size_t i = 0; i < files.count; i++) {
        fenrun_rules_free(read[i]);
    }
    fenrun_rules_free(book);
    return equal;
}

/* ------------------------------------------------------------------------------------------ */
/* Rule sets as wide as they may be                                                           */

struct example_text {
    char bytes[EXAMPLE_TEXT_MAX];
    size_t size;
};

__attribute__((format(printf, 2, 3))) static void example_write(struct example_text *text,
                                                                const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int more = vsnprintf(text->bytes + text->size, EXAMPLE_TEXT_MAX - text->size, format,
                         arguments);
    va_end(arguments);
    text->size += more < 0 ? 0 : (size_t)more;
}

/* So many awards with so many levels; every third with a test of the seller. */
static void example_write_wide(struct example_text *text, uint32_t awards, uint32_t levels) {
    static const char *const unqualified[] = {"skip", "stop", "compress"};
    text->size = 0;
    example_write(text, "fenrun: 1\nname: wide\ncurrency: CNY\nrounding: half_up\n"
                        "tiers: [low, middle, high]\nteam_leaders: [high]\n"
                        "order:\n  roles: [seller, buyer]\n  amounts: [price, profit]\n"
                        "awards:\n");
    for (uint32_t i = 0; i < awards; i++) {
        const char *role = i % 2 == 0 ? "seller" : "buyer";
        example_write(text, "  award_%" PRIu32 ":\n    event: order\n", i);
        if (i % 3 == 0) {
            example_write(text, "    when: { seller: middle+, buyer: low+ }\n");
        }
        if (levels == 0) {
            example_write(text, "    to: %s.inviter\n    pay: 1%% of profit\n", role);
            continue;
        }
        example_write(text, "    to: %s.uplines\n    unqualified: %s\n    pay:\n", role,
                      unqualified[i % 3]);
        for (uint32_t level = 1; level <= levels; level++) {
            example_write(text, "      - %" PRIu32 ".5%% of profit\n", level % 9);
        }
    }
}

/* Amounts that do not fit 64 bits for four pieces or more; and a rate above 100 %. */
static void example_write_huge(struct example_text *text) {
    text->size = 0;
    example_write(text, "fenrun: 1\nname: huge\ncurrency: CNY\nrounding: down\n"
                        "tiers: [low, high]\nteam_leaders: [high]\n"
                        "order:\n  roles: [seller]\n  amounts: [price, cost]\n"
                        "  counts: [pieces]\n  require: { cost: 1%%..300%% of price }\n"
                        "awards:\n"
                        "  pieces:\n    event: order\n    to: seller.inviter\n"
                        "    pay: 30000000000000000.00 per pieces\n"
                        "  price:\n    event: order\n    to: seller\n"
                        "    pay: { low: 80000000.00 per 0.09 of price, high: 1%% of price }\n");
}

static bool example_text(struct example_test *test, const struct example_text *text,
                         const char *name) {
    fenrun_rules *rules = NULL;
    fenrun_error error = {0};
    bool equal =
        fenrun_rules_read(&rules, text->bytes, text->size, NULL, &error, 1, NULL) == FENRUN_OK;
    if (!equal) {
        printf("%s:%" PRIu32 ": %s\n", name, error.line, error.message);
    }
    equal = equal && example_run(test, rules, name);
    fenrun_rules_free(rules);
    return equal;
}

/* More awards, levels and tests than are paid side by side, and just so many. */
static bool example_wide(struct example_test *test) {
    static const struct {
        uint32_t awards;
        uint32_t levels;
    } wide[] = {{1, 62}, {1, 63}, {1, 64}, {3, 64}, {5, 64}, {193, 0}, {FENRUN_AWARDS_MAX, 0},
                {9, 7}};
    static struct example_text text;
    uint64_t most_orders = test->most_orders;
    uint64_t members = test->members;
    bool equal = true;
    test->most_orders = most_orders / 20 + 1; /* each pays many */
    test->members = members / 10 + 1;         /* and each award has totals */
    for (size_t i = 0; i < sizeof wide / sizeof wide[0] && equal; i++) {
        char name[80];
        snprintf(name, sizeof name, "wide, %" PRIu32 " awards with %" PRIu32 " levels",
                 wide[i].awards, wide[i].levels);
        example_write_wide(&text, wide[i].awards, wide[i].levels);
        equal = example_text(test, &text, name);
    }
    example_write_huge(&text);
    equal = equal && example_text(test, &text, "huge");
    test->most_orders = most_orders;
    test->members = members;
    return equal;
}

static bool example_arguments(struct example_test *test, int count, char **arguments) {
    for (int i = 1; i < count; i += 2) {
        char *end = NULL;
        uint64_t value = i + 1 < count ? strtoull(arguments[i + 1], &end, 10) : 0;
        bool is_number = end != NULL && *end == 0 && end != arguments[i + 1];
        if (strcmp(arguments[i], "--only") == 0 && i + 1 < count) {
            test->only = arguments[i + 1];
        } else if (strcmp(arguments[i], "--seed") == 0 && is_number) {
            test->seed = value;
        } else if (strcmp(arguments[i], "--count") == 0 && is_number) {
            test->count = value;
        } else if (strcmp(arguments[i], "--members") == 0 && is_number && value > 0 &&
                   value <= 10000000) {
            test->members = value;
        } else if (strcmp(arguments[i], "--orders") == 0 && is_number && value > 0 &&
                   value <= EXAMPLE_ORDERS_MAX) {
            test->most_orders = value;
        } else {
            return false;
        }
    }
    return true;
}

int main(int argument_count, char **arguments) {
    static struct example_test test = {.seed = 20240602,
                                       .count = 1,
                                       .members = 10000,
                                       .most_orders = EXAMPLE_ORDERS_MAX};
    static struct example_files folders;
    if (!example_arguments(&test, argument_count, arguments)) {
        fprintf(stderr,
                "usage: example_test [--seed N] [--count N] [--members N] [--orders N]"
                " [--only NAME]\n");
        return 3;
    }
    printf("seed %" PRIu64 ", trees of %" PRIu64 " members\n", test.seed, test.members);
    bool equal = example_folder(&test, "examples") && example_folder(&test, "tests/rules") &&
                 example_wide(&test);
    example_list("examples", true, &folders);
    for (size_t i = 0; i < folders.count && equal; i++) {
        equal = example_book(&test, folders.paths[i]);
    }
    batch_report(test.seen);
    printf("%" PRIu64 " rule sets%s\n", test.rule_sets, equal ? ", all equal" : "");
    return equal && test.rule_sets > 0 ? 0 : 1;
}
