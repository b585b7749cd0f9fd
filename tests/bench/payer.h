/*
 * Payer: a program that pays batches of orders, behind one interface: the library, the program
 * written for this plan alone, and the straightforward one.
 *
 * A round is begin and pay by each thread, then gather by each thread, then finish by one; all of
 * it is on the clock. After it `totals` holds what the round paid, if the job asks for totals, and
 * nothing of the round before.
 */
#ifndef BENCH_PAYER_H
#define BENCH_PAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/columns.h"
#include "bench/workload.h"
#include "fenrun.h"

#define PAYER_THREADS_MAX 2u
#define PAYER_ROWS_MAX 3u /* room for each order that a payer may ask for */

struct payer_job {
    bool rows;
    bool totals;
    bool keeps; /* all rows are kept, in a table that the round makes */
    bool by_id; /* sellers are given by id, else by number */
    uint32_t thread_count;
};

struct payer_setup {
    const fenrun_rules *rules;
    const struct workload_forest *forest;
    /* Tier changes that made the forest what it is: for who keeps a history; or NULL. */
    const struct workload_script *before;
};

struct payer {
    const char *name;
    bool (*can)(const struct payer_job *job);
    void *(*open)(const struct payer_setup *setup);
    void (*begin)(void *state, const struct payer_job *job, uint32_t thread,
                  struct columns_totals *totals);
    /* Pay `count` orders from `first` on and append their rows, for which there is room; how many
       were paid: fewer if the next one is refused. */
    size_t (*pay)(void *state, const struct payer_job *job, uint32_t thread,
                  const struct columns_orders *orders, size_t first, size_t count,
                  struct columns_rows *rows, struct columns_totals *totals);
    void (*gather)(void *state, const struct payer_job *job, uint32_t thread,
                   struct columns_totals *totals);
    void (*finish)(void *state, const struct payer_job *job, struct columns_totals *totals);
    void (*inspect)(void *state, fenrun_tree_status *status); /* NULL: there is nothing to see */
    void (*close)(void *state);
};

extern const struct payer payer_fenrun;   /* fenrun_pay_batch */
extern const struct payer payer_hand;     /* hand.h */
extern const struct payer payer_straight; /* straight.h */

#endif
