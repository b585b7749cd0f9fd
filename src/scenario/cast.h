/*
 * Cast: the names of a test file, of members and of orders, and the 64-bit ids that stand for them.
 *
 *     "xiaowei" → 2^63        each name gets the next id, in the order of first use
 *     "B"       → 2^63 + 1
 *     "platform"              is nobody: FENRUN_PLATFORM
 *
 * Invariants
 *   1. One name is one id and one id one name, for the whole file.
 *   2. No amount, instant or count of a message is as large as an id: so the ids in the engine's
 *      messages can be found and written as names.
 *
 * Costs: O(size of the name) either way.
 */
#ifndef FENRUN_SCENARIO_CAST_H
#define FENRUN_SCENARIO_CAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/index.h"
#include "base/memory.h"
#include "base/text.h"

#define FENRUN__CAST_FIRST (UINT64_C(1) << 63)

struct fenrun__cast_name {
    size_t offset; /* in bytes */
    uint32_t size;
};

struct fenrun__cast {
    struct fenrun__memory *memory;
    struct fenrun__index index;
    struct fenrun__cast_name *names;
    size_t count;
    size_t capacity;
    char *bytes;
    size_t byte_count;
    size_t byte_capacity;
};

void fenrun__cast_init(struct fenrun__cast *cast, struct fenrun__memory *memory);
void fenrun__cast_free(struct fenrun__cast *cast);

/* The id of a name, which is given one if it has none. 0 if memory ran out. */
uint64_t fenrun__cast_id(struct fenrun__cast *cast, struct fenrun__text name);

/* The id of a name, or 0. */
uint64_t fenrun__cast_find(const struct fenrun__cast *cast, struct fenrun__text name);

/* The name of an id, "platform" for FENRUN_PLATFORM; valid until the next name is added. */
struct fenrun__text fenrun__cast_name(const struct fenrun__cast *cast, uint64_t id);

/* A message of the engine, with names where it has ids. */
void fenrun__cast_write(const struct fenrun__cast *cast, const char *message,
                        struct fenrun__writer *writer);

#endif
