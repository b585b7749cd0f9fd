/*
 * Grid: a few rows of cells, written so that columns stand below one another.
 *
 *     payee     expected   paid   difference
 *     小微         10.00   0.00       -10.00      words begin on the left, amounts end on the right
 *     B             0.00  10.00       +10.00
 *
 * A character of East Asian scripts is as wide as two others, a combining mark has no width, in
 * most terminals and fixed fonts.
 *
 * Costs: O(bytes); a table of some fifty ranges is searched for each character beyond ASCII.
 */
#ifndef FENRUN_SCENARIO_GRID_H
#define FENRUN_SCENARIO_GRID_H

#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/text.h"

#define FENRUN__GRID_COLUMNS_MAX 5u

struct fenrun__grid {
    struct fenrun__writer text; /* of all cells */
    size_t *ends;               /* of each cell in it */
    size_t count;
    size_t capacity;
    uint32_t columns;
    uint32_t left; /* how many of them are words */
};

void fenrun__grid_init(struct fenrun__grid *grid, uint32_t columns, uint32_t left,
                       struct fenrun__memory *memory);
void fenrun__grid_free(struct fenrun__grid *grid);

/* Add the next cell; rows fill from left to right. */
void fenrun__grid_add(struct fenrun__grid *grid, struct fenrun__text cell);

/* Write all rows, each behind `indent`. A failure shows in `writer`. */
void fenrun__grid_write(const struct fenrun__grid *grid, const char *indent,
                        struct fenrun__writer *writer);

/* How many columns of a terminal a text takes. */
size_t fenrun__grid_width(struct fenrun__text text);

#endif
