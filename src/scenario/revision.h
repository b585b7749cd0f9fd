/*
 * Revision: a test file in which expectations are what was computed, and all else is as it was.
 *
 *     pays: { C: 40.00, B: 10.00 }  # split      computed: C 40.00, 小微 12.50
 *                       │  └ dropped             edits: a value, an entry, a new entry; comments,
 *     pays: { C: 40.00, 小微: 12.50 }  # split    order, indentation, flow or block style stay
 *
 * Invariants
 *   1. Edits are ranges of the text that do not overlap; bytes outside them stay.
 *   2. An entry is rewritten only if something of its member differs; new ones come last.
 *   3. What cannot be placed for sure (a value folded over several lines) is not edited.
 *
 * Costs: O(size of the text + rows), O(e log e) for e edits.
 */
#ifndef FENRUN_SCENARIO_REVISION_H
#define FENRUN_SCENARIO_REVISION_H

#include "scenario/difference.h"
#include "scenario/script.h"

struct fenrun__edit {
    size_t begin; /* of the text that is replaced ... */
    size_t end;
    size_t from; /* ... by a piece of `words` */
    size_t size;
};

struct fenrun__revision {
    const struct fenrun__script *script;
    struct fenrun__text text;
    struct fenrun__memory *memory;
    size_t *lines; /* offsets of their beginnings */
    size_t line_count;
    size_t line_capacity;
    struct fenrun__edit *edits;
    size_t edit_count;
    size_t edit_capacity;
    struct fenrun__writer words;
    uint8_t *dropped; /* by entry of the map that is edited */
    size_t dropped_capacity;
    bool unsure; /* something has no certain place */
};

void fenrun__revision_init(struct fenrun__revision *revision, const struct fenrun__script *script,
                           struct fenrun__text text);
void fenrun__revision_free(struct fenrun__revision *revision);

/* Make a check hold what was computed. False: it cannot be, and the check fails. */
bool fenrun__revision_check(struct fenrun__revision *revision,
                            const struct fenrun__script_check *check,
                            const struct fenrun__differences *differences);

/* Make a step expect this error. */
bool fenrun__revision_error(struct fenrun__revision *revision, uint32_t key,
                            struct fenrun__text message);

/* Write the text with all edits. False if memory ran out, or edits overlap after all. */
bool fenrun__revision_write(struct fenrun__revision *revision, struct fenrun__writer *writer);

#endif
