/*
 * Selection: who of all members takes part, by the keys qualify, rank and top.
 *
 *     qualify: [{own_sales in month: 1000.00}]     alternatives[4], any of which is enough
 *     rank: own_sales in month                     column 0, highest first
 *     top: 20%                                     {RATE, 200000000}
 *
 * The tests of `when` belong to a selection as well; who reads the map reads them.
 *
 * Cost: O(alternatives).
 */
#ifndef FENRUN_RULES_SELECTION_H
#define FENRUN_RULES_SELECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/reading.h"

/* The keys of a map as found, FENRUN__NODE_ABSENT where there is none. */
struct fenrun__selection_keys {
    uint32_t qualify;
    uint32_t rank;
    uint32_t top;
};

/* Read the keys of the map at `place`. Sets all of `out` but test_first and test_count. False:
   mistakes were noted. */
bool fenrun__selection_read(struct fenrun__reading *reading, const struct fenrun__place *place,
                            const struct fenrun__selection_keys *keys,
                            struct fenrun__plan_selection *out);

#endif
