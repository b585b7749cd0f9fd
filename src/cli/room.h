/*
 * Room: memory for tables that are read all over the place, in huge pages where there are some.
 *
 * A table of a million members is larger than what a processor knows addresses of: each look into
 * it would look up the page's address first. With pages of 2 MiB there are few enough of them.
 *
 *     below 2 MiB     malloc, realloc, free
 *     from there on   on a boundary of 2 MiB, in whole ones, and the system is asked for huge pages
 *
 * Costs: as malloc; a large block that grows is copied, so it should grow by doubling.
 */
#ifndef FENRUN_CLI_ROOM_H
#define FENRUN_CLI_ROOM_H

#include <stddef.h>

#include "fenrun.h"

/* As fenrun_allocator.resize; the context is not used. */
void *fenrun__room_resize(void *context, void *block, size_t old_size, size_t new_size);

/* For trees. Lives as long as the process. */
extern const fenrun_allocator fenrun__room_allocator;

#endif
