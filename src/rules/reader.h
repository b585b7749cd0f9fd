/*
 * Reader: YAML text to a plan, or to every mistake in it.
 *
 * Two passes: document.c turns the text into a tree of nodes with their places, under limits on
 * size, depth and kind; reader.c walks that tree once, checks each key against its table of what is
 * allowed there, and fills a draft, which draft.c lays out as a plan. A mistake is noted and the
 * walk goes on, so that one run reports all of them.
 */
#ifndef FENRUN_RULES_READER_H
#define FENRUN_RULES_READER_H

#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "rules/plan.h"

/*
 * Give `*out` a plan, which the caller frees with fenrun__plan_free; or NULL and `*count` mistakes,
 * the first `capacity` of them in `errors`, in the order of the text. FENRUN_OK,
 * FENRUN_ERROR_RULES or FENRUN_ERROR_MEMORY (then errors[0] says so, if there is room).
 */
int32_t fenrun__reader_read(struct fenrun__plan **out, const char *text, size_t size,
                            struct fenrun__memory *memory, fenrun_error *errors, size_t capacity,
                            size_t *count);

#endif
