/* Opening: a snapshot in a file, and the clock around each call; see the header. */
#define _DEFAULT_SOURCE

#include "bench/opening.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "bench/contest.h"
#include "bench/line.h"
#include "bench/subject.h"
#include "bench/workload.h"

struct opening {
    char path[4096];
    uint32_t members;
    uint32_t rounds;
    fenrun_event order;
    fenrun_payout paid; /* what the order pays first */
    fenrun_result *result;
};

enum opening_what {
    OPENING_WRITTEN,
    OPENING_VERIFIED,
    OPENING_WARM,
    OPENING_WARM_PAID,
    OPENING_COLD,
    OPENING_COLD_PAID,
    OPENING_COUNT
};

static double opening_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec * 1e-6;
}

static void opening_must(bool done, const struct opening *opening, const char *what) {
    if (done) return;
    fprintf(stderr, "bench: %s: %s\n", opening->path, what);
    exit(2);
}

static int32_t opening_put(void *context, const void *bytes, size_t size) {
    const int *file = context;
    const char *from = bytes;
    while (size > 0) {
        ssize_t written = write(*file, from, size < (1u << 30) ? size : (1u << 30));
        if (written <= 0) return 1;
        from += written;
        size -= (size_t)written;
    }
    return 0;
}

/* To a file that is then closed, not yet on the disk. */
static double opening_write(const struct opening *opening, const fenrun_tree *tree) {
    fenrun_error error;
    double start = opening_clock();
    int file = open(opening->path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    opening_must(file >= 0, opening, "cannot be created");
    subject_must(fenrun_snapshot_write(tree, NULL, opening_put, &file, NULL, &error), &error);
    opening_must(close(file) == 0, opening, "cannot be closed");
    return opening_clock() - start;
}

struct opening_map {
    void *bytes;
    size_t size;
};

/* `whole`: all of it will be read, from front to back. */
static struct opening_map opening_map(const struct opening *opening, bool whole) {
    int file = open(opening->path, O_RDONLY);
    struct stat status;
    opening_must(file >= 0 && fstat(file, &status) == 0, opening, "cannot be opened");
    struct opening_map map = {.size = (size_t)status.st_size};
    map.bytes = mmap(NULL, map.size, PROT_READ, MAP_SHARED, file, 0);
    opening_must(map.bytes != MAP_FAILED, opening, "cannot be mapped");
    /* Else the system may read megabytes around the first page that is looked at. */
    if (!whole) madvise(map.bytes, map.size, MADV_RANDOM);
    close(file);
    return map;
}

/* Have the system forget the file; false if it has not. */
static bool opening_forget(const struct opening *opening) {
    int file = open(opening->path, O_RDONLY);
    bool done = file >= 0 && fsync(file) == 0 &&
                posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) == 0;
    if (file >= 0) close(file);
    struct opening_map map = opening_map(opening, false);
    size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = (map.size + page - 1) / page, kept = 0;
    unsigned char *there = workload_allocate(pages, 1);
    done = done && mincore(map.bytes, map.size, there) == 0;
    for (size_t i = 0; i < pages; i++) kept += there[i] & 1u;
    munmap(map.bytes, map.size);
    free(there);
    return done && kept * 100 <= pages;
}

/* Milliseconds until the tree is there; `first_paid`: and an order paid. */
static double opening_open(const struct opening *opening, bool first_paid) {
    fenrun_error error;
    fenrun_tree *tree;
    size_t count;
    double start = opening_clock();
    struct opening_map map = opening_map(opening, false);
    subject_must(fenrun_snapshot_open(&tree, map.bytes, map.size, NULL, &error), &error);
    double end = opening_clock();
    subject_must(fenrun_pay(tree, &opening->order, opening->result, &error), &error);
    if (first_paid) end = opening_clock();
    const fenrun_payout *payouts = fenrun_result_payouts(opening->result, &count);
    bool right = count > 0 && memcmp(payouts, &opening->paid, sizeof *payouts) == 0;
    fenrun_tree_free(tree);
    munmap(map.bytes, map.size);
    opening_must(right, opening, "pays otherwise than the tree it was written from");
    return end - start;
}

static double opening_verify(const struct opening *opening) {
    fenrun_error error;
    struct opening_map map = opening_map(opening, true);
    double start = opening_clock();
    subject_must(fenrun_snapshot_verify(map.bytes, map.size, NULL, &error), &error);
    double end = opening_clock();
    munmap(map.bytes, map.size);
    return end - start;
}

static fenrun_tree *opening_tree(const fenrun_rules *rules, const struct workload_forest *forest) {
    fenrun_tree *tree;
    fenrun_error error;
    fenrun_member *members = workload_members(forest);
    subject_must(fenrun_tree_new(&tree, rules, NULL, &error), &error);
    subject_must(fenrun_tree_load(tree, members, forest->count, &error), &error);
    free(members);
    return tree;
}

static void opening_print(const struct opening *opening, enum opening_what what, uint64_t size,
                          const double *rounds) {
    static const char *const names[] = {
        [OPENING_WRITTEN] = "written to a file",
        [OPENING_VERIFIED] = "verified, file in memory",
        [OPENING_WARM] = "opened, file in memory",
        [OPENING_WARM_PAID] = "opened and an order paid, file in memory",
        [OPENING_COLD] = "opened, file not in memory",
        [OPENING_COLD_PAID] = "opened and an order paid, file not in memory",
    };
    line_begin("snapshot");
    line_text("what", names[what]);
    line_number("members", opening->members);
    line_number("bytes", size);
    line_rounds("ms", "ms", rounds, opening->rounds);
    if (what == OPENING_WARM || what == OPENING_COLD) line_text("goal", "10 ms");
    line_end();
}

void opening_run(const fenrun_rules *rules, uint32_t members, uint32_t rounds, const char *folder) {
    struct opening opening = {.members = members, .rounds = rounds};
    double ms[OPENING_COUNT][CONTEST_ROUNDS_MAX];
    bool forgets = true;
    fenrun_error error;
    struct workload_forest forest = workload_forest_make(WORKLOAD_FRIENDLY, members);
    struct workload_script script = workload_orders(&forest, 1);
    fenrun_tree *tree = opening_tree(rules, &forest);
    size_t count;
    snprintf(opening.path, sizeof opening.path, "%s/bench.snapshot", folder);
    workload_event(&script, 0, &opening.order);
    subject_must(fenrun_result_new(&opening.result, NULL, &error), &error);
    subject_must(fenrun_pay(tree, &opening.order, opening.result, &error), &error);
    const fenrun_payout *payouts = fenrun_result_payouts(opening.result, &count);
    opening_must(count > 0, &opening, "the order pays nothing");
    opening.paid = payouts[0];
    for (uint32_t i = 0; i < rounds; i++) ms[OPENING_WRITTEN][i] = opening_write(&opening, tree);
    fenrun_tree_free(tree);
    for (uint32_t i = 0; i < rounds; i++) {
        ms[OPENING_VERIFIED][i] = opening_verify(&opening);
        ms[OPENING_WARM][i] = opening_open(&opening, false);
        ms[OPENING_WARM_PAID][i] = opening_open(&opening, true);
        forgets = forgets && opening_forget(&opening);
        ms[OPENING_COLD][i] = opening_open(&opening, false);
        forgets = forgets && opening_forget(&opening);
        ms[OPENING_COLD_PAID][i] = opening_open(&opening, true);
    }
    struct stat status;
    opening_must(stat(opening.path, &status) == 0, &opening, "is gone");
    for (enum opening_what what = 0; what < OPENING_COUNT; what++) {
        bool cold = what == OPENING_COLD || what == OPENING_COLD_PAID;
        if (forgets || !cold) opening_print(&opening, what, (uint64_t)status.st_size, ms[what]);
    }
    unlink(opening.path);
    fenrun_result_free(opening.result);
    workload_script_free(&script);
    workload_forest_free(&forest);
}
