/*
 * Totals: what every member got of money and of coupons, to see that two programs paid the same;
 * and the totals of a script found in a third way.
 */
#ifndef BENCH_TOTALS_H
#define BENCH_TOTALS_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/row.h"
#include "bench/workload.h"

struct totals {
    int64_t (*amounts)[2]; /* by number of the member, then by unit */
    uint32_t count;
};

struct totals totals_make(uint32_t member_count);
void totals_free(struct totals *totals);
void totals_add(struct totals *totals, const struct bench_row *rows, size_t count);
bool totals_equal(const struct totals *a, const struct totals *b);

/*
 * Add what a script of joins, promotions of normal members and orders pays on a forest of any
 * shape, where walking up would take too long. The script is read backwards: a promotion undone
 * unites a team with the one above, so union-find tells who is the topmost of a member's team.
 * O(log n) amortised per event.
 */
void totals_add_backwards(struct totals *totals, const struct workload_forest *forest,
                          const struct workload_script *script);

#endif
