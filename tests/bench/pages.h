/*
 * Pages: large blocks in huge pages where the system grants them.
 *
 * Random reads in 4 KB pages miss the address cache as well as the data cache. Whoever cares for
 * speed asks for 2 MB pages, which takes one call; so the columns, the tables of the specialised
 * program and, through its allocator, the library's tree lie in blocks from here. Blocks of less
 * than 2 MB come from malloc, and so does each member of the straightforward program. `pages_small`
 * leaves it all to the system's usual pages.
 */
#ifndef BENCH_PAGES_H
#define BENCH_PAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "fenrun.h"

extern bool pages_small;

/* Zeroed, on a boundary of 64 at least; exits if memory runs out. Freed with the same sizes. */
void *pages_allocate(size_t count, size_t size);
void pages_free(void *block, size_t count, size_t size);

/* For fenrun_tree_options. */
extern const fenrun_allocator pages_allocator;

#endif
