/*
 * Settle: a night's orders, as columns, paid on a snapshot by two threads.
 *
 *     fenrun snapshot build wanwu-xinxuan.yaml members.csv -o wanwu.snapshot
 *     cc settle.c -lfenrun -lpthread -o settle
 *     ./settle wanwu.snapshot                      sales_commission 1 411341.56 ...
 *
 * What a backend would read from its database is made up here: 100,000 orders of 100.00 with a
 * profit of 12.34, sold by the members in turn. Prints what each award pays each member.
 *
 * Each thread has a slice of the orders, and a scratch and totals of its own; the totals are added
 * up in the end. Any number of threads prints the same.
 */
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <fenrun.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define ORDERS 100000u
#define THREADS 2u

/* What one thread works on. */
struct worker {
    const fenrun_tree *tree;
    fenrun_batch batch;
    int64_t **totals; /* by award, then by member */
    int32_t code;
    fenrun_error error;
};

static void *work(void *argument) {
    struct worker *worker = argument;
    fenrun_result *scratch;
    worker->code = fenrun_result_new(&scratch, NULL, &worker->error);
    if (worker->code != FENRUN_OK) return NULL;
    worker->batch.totals = worker->totals;
    worker->code = fenrun_pay_batch(worker->tree, &worker->batch, scratch, &worker->error);
    fenrun_result_free(scratch);
    return NULL;
}

/* The bytes of a file, mapped read-only, or NULL. */
static const void *map(const char *path, size_t *size) {
    struct stat status;
    void *bytes = MAP_FAILED;
    int file = open(path, O_RDONLY);
    if (file >= 0 && fstat(file, &status) == 0) {
        *size = (size_t)status.st_size;
        bytes = mmap(NULL, *size, PROT_READ, MAP_SHARED, file, 0);
    }
    if (file >= 0) close(file);
    return bytes == MAP_FAILED ? NULL : bytes;
}

int main(int argc, char **argv) {
    static int64_t at[ORDERS], prices[ORDERS], profits[ORDERS];
    static uint32_t sellers[ORDERS];
    fenrun_error error = {0};
    fenrun_tree *tree = NULL;
    size_t size = 0;
    const void *bytes = argc == 2 ? map(argv[1], &size) : NULL;
    if (!bytes) return fprintf(stderr, "usage: settle SNAPSHOT, a file that can be read\n"), 2;
    const fenrun_open_options options = {.struct_size = sizeof options,
                                         .flags = FENRUN_SNAPSHOT_VERIFY};
    if (fenrun_snapshot_open(&tree, bytes, size, &options, &error) != FENRUN_OK) {
        return fprintf(stderr, "%s: %s\n", argv[1], error.message), 2;
    }
    fenrun_tree_status status;
    fenrun_tree_inspect(tree, &status);
    const fenrun_rules *rules = fenrun_tree_rules(tree);
    uint32_t members = (uint32_t)status.member_count;
    uint32_t awards = fenrun_rules_count(rules, FENRUN_NAME_AWARD);

    /* Columns, as a query of a database gives them. */
    for (uint32_t i = 0; i < ORDERS; i++) {
        at[i] = 1709287200 + i;
        sellers[i] = i % members;
        prices[i] = 10000;
        profits[i] = 1234;
    }
    struct worker workers[THREADS] = {0};
    pthread_t threads[THREADS];
    for (uint32_t i = 0; i < THREADS; i++) {
        uint32_t first = ORDERS / THREADS * i;
        workers[i].tree = tree;
        workers[i].batch = (fenrun_batch){.struct_size = sizeof(fenrun_batch),
                                          .first = first,
                                          .count = i + 1 < THREADS ? ORDERS / THREADS
                                                                   : ORDERS - first,
                                          .at = at + first,
                                          .members = {sellers + first},
                                          .amounts = {prices + first, profits + first}};
        workers[i].totals = calloc(awards, sizeof *workers[i].totals);
        for (uint32_t award = 0; award < awards; award++) {
            workers[i].totals[award] = calloc(members, sizeof **workers[i].totals);
        }
        if (pthread_create(&threads[i], NULL, work, &workers[i]) != 0) return 2;
    }
    for (uint32_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        if (workers[i].code == FENRUN_OK) continue;
        return fprintf(stderr, "order %" PRIu64 ": %s\n", workers[i].error.item,
                       workers[i].error.message), 4;
    }
    for (uint32_t award = 0; award < awards; award++) {
        for (uint32_t member = 0; member < members; member++) {
            int64_t total = 0;
            for (uint32_t i = 0; i < THREADS; i++) total += workers[i].totals[award][member];
            if (total == 0) continue;
            uint64_t id;
            char amount[FENRUN_TEXT_SIZE];
            fenrun_tree_ids(tree, member, 1, &id, NULL);
            fenrun_amount_format(amount, total, fenrun_rules_decimals(rules));
            printf("%s %" PRIu64 " %s\n", fenrun_rules_name(rules, FENRUN_NAME_AWARD, award), id,
                   amount);
        }
    }
    fenrun_tree_free(tree);
    return 0;
}
