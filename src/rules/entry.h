/*
 * Entry: one entry of `awards` while its keys are read.
 *
 *     month_prize: {event: month, to: member, ...}    kind CLOSE, period 0, scope {roles: member}
 *
 * award.c begins it with `event`, which says what the other keys may refer to; who reads a group of
 * keys fills its part of the row.
 */
#ifndef FENRUN_RULES_ENTRY_H
#define FENRUN_RULES_ENTRY_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/form.h"
#include "rules/reading.h"
#include "rules/value.h"

/* What an award is paid on. */
enum fenrun__entry_kind {
    FENRUN__ENTRY_UNKNOWN = 0, /* `event` is wrong, or refers to what is */
    FENRUN__ENTRY_EVENT = 1,   /* an order, a join or an own event */
    FENRUN__ENTRY_PROMOTION = 2,
    FENRUN__ENTRY_CLOSE = 3
};

struct fenrun__entry {
    struct fenrun__reading *reading;
    struct fenrun__place place;
    uint32_t found[FENRUN__AWARD_KEYS]; /* FENRUN__NODE_ABSENT: the key does not stand there */
    struct fenrun__plan_award *row;
    uint32_t award; /* index of the row */
    enum fenrun__entry_kind kind;
    struct fenrun__scope scope; /* roles, amounts and counts of what it is paid on */
};

static inline bool fenrun__entry_has(const struct fenrun__entry *entry,
                                     enum fenrun__award_key key) {
    return entry->found[key] != FENRUN__NODE_ABSENT;
}

/* The place of the value of a key that stands there, and the value. */
static inline struct fenrun__place fenrun__entry_place(const struct fenrun__entry *entry,
                                                       enum fenrun__award_key key) {
    return fenrun__reading_place(entry->reading, &entry->place, entry->found[key]);
}
static inline uint32_t fenrun__entry_value(const struct fenrun__entry *entry,
                                           enum fenrun__award_key key) {
    return fenrun__reading_value(entry->reading, entry->found[key]);
}

/* What values may be of, besides numbers. */
static inline uint32_t fenrun__entry_values(const struct fenrun__entry *entry) {
    return entry->kind == FENRUN__ENTRY_CLOSE ? FENRUN__VALUE_OF_MEASURES : 0u;
}

#endif
