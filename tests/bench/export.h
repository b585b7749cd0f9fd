/*
 * Export: the workload as CSV files, exactly as it is measured, for other systems.
 *
 *     members.csv   member,inviter,tier,at          as `fenrun settle` reads it; `at` is empty
 *     leaders.csv   member,inviter,tier,leader      tier 0, 1, 2; inviter, leader empty: nobody;
 *                                                   the leader of who leads is itself
 *     orders.csv    order,at,seller,price,profit    as `fenrun settle` reads it; order 1 to count
 *     totals.csv    payee,award,amount              what it pays, in fen, but for what is 0
 *
 * Members are their ids; awards are numbered as in row.h.
 */
#ifndef BENCH_EXPORT_H
#define BENCH_EXPORT_H

#include <stddef.h>

#include "bench/columns.h"
#include "bench/workload.h"

/* Ends the program if a file cannot be written. */
void export_write(const char *folder, const struct workload_forest *forest,
                  const struct columns_orders *orders, const struct columns_totals *totals);

#endif
