/*
 * Race: several programs pay the same batch of orders, in turns, round by round, so that whatever
 * else the machine does meets all of them alike; the median round counts, and ratios are taken
 * within one race.
 *
 * The orders lie in memory as columns. Threads take slices of 65,536 of them, one after the other,
 * each writing rows into a buffer of its own of 1,048,576 rows, which is begun again when the next
 * slice's might not fit, as it would be by somebody who passes them on; or, where rows are kept, as
 * databases keep them, into a new table of its own that holds all. On the clock, which is the
 * wall's, is everything from the first thread's start to totals that are ready: clearing them,
 * making tables, paying, gathering what the threads summed.
 *
 * First everybody has to refuse what refusal.h has. Before the first round, which is not counted,
 * it is worked out what every order pays, in a way that has nothing to do with any of the programs.
 * In that round all rows of every program must be those, in that order; in the others the last
 * slice's, and the number of rows; and in every round all totals.
 */
#ifndef BENCH_RACE_H
#define BENCH_RACE_H

#include <stdint.h>

#include "bench/contest.h"
#include "bench/payer.h"

#define RACE_LANES_MAX 42u /* 14 jobs for each payer */
#define RACE_PAYERS_MAX 3u

struct race_setup {
    struct payer_setup payer;
    const char *table; /* of the printed lines */
    size_t order_count;
    uint32_t round_count;
    const struct payer *payers[RACE_PAYERS_MAX]; /* up to a NULL */
    bool dense_too;  /* also with sellers by number */
    bool rows_alone; /* also rows without totals */
    bool keeps_too;  /* also with all rows kept */
};

/* The orders of a race, and what they pay, worked out straight from the forest. */
struct columns_orders race_orders(const struct workload_forest *forest, size_t count);
struct columns_totals race_totals(const struct workload_forest *forest,
                                  const struct columns_orders *orders);

/* Runs all jobs that the payers can do, prints a line for each; ends the program if something is
   paid wrong. */
void race_run(const struct race_setup *setup);

#endif
