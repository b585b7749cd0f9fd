/*
 * Handle: what the public opaque types are inside, and how options and the caller's mistakes are
 * checked. Every public function lives in this layer: it checks its arguments and calls down.
 */
#ifndef FENRUN_API_HANDLE_H
#define FENRUN_API_HANDLE_H

#include <stdbool.h>

#include "base/error.h"
#include "base/memory.h"
#include "rules/plan.h"
#include "settle/engine.h"

struct fenrun_rules {
    struct fenrun__memory memory;
    const struct fenrun__plan *plan;
};

struct fenrun_tree {
    struct fenrun__memory memory; /* of the handle itself */
    const fenrun_rules *rules;
    fenrun_rules opened; /* over a snapshot's plan: what `rules` is then, never freed by itself */
    bool is_read_only;   /* a snapshot whose bytes must not be changed */
    struct fenrun__engine engine;
};

/* "`name` is NULL" as an argument error. */
static inline int32_t fenrun__handle_null(fenrun_error *error, const char *name) {
    return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0, "%s is NULL", name);
}

/*
 * Copy a caller's option struct over `known`, which holds the defaults. A caller built against an
 * older header gives fewer bytes; one built against a newer header gives more, which must be zero,
 * since this library would not know what they ask for. `first_size` is what the struct had when it
 * was first published: nobody gives less.
 */
int32_t fenrun__handle_options(void *known, size_t known_size, size_t first_size,
                               const void *given, fenrun_error *error);

/* Refuse an allocator without its function; NULL is fine. */
int32_t fenrun__handle_allocator(const fenrun_allocator *allocator, fenrun_error *error);

#endif
