/*
 * Script: a test file as tables, every name in it looked up.
 *
 *     tests:
 *       - name: B's people leave with B            test {members, steps, totals}
 *         steps:
 *           - order: {seller: C, price: 200.00}      step ─► events: ORDER, id of "1", roles {C}
 *             pays: {C: 40.00, xiaowei: 10.00}            └► checks: PAYS ─► rows (C, 4000) ...
 *           - tier: {B: gold}                        step ─► events: TIER
 *
 * Reading goes as for rule sets: the document is walked once, each map against its keys
 * (outline.h), a mistake is noted at its place and the walk goes on. script.c reads the file and
 * its tests, fixture.c members and CSV files, step.c what happens, expectation.c what must come of
 * it.
 *
 * Invariants
 *   1. A script without mistakes holds indexes and ids that are the plan's and the cast's: running
 *      it looks up no name.
 *   2. Steps, checks, rows and events of a test lie together, in the order of the text.
 *   3. The document and its text live as long as the script: an update finds its places there.
 *
 * Costs: O(size of the text and of the CSV files).
 */
#ifndef FENRUN_SCENARIO_SCRIPT_H
#define FENRUN_SCENARIO_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/text.h"
#include "fenrun.h"
#include "rules/document.h"
#include "rules/plan.h"
#include "rules/reading.h"
#include "scenario/cast.h"
#include "scenario/outline.h"
#include "scenario/shelf.h"

/* What a check looks at. */
enum fenrun__check_kind {
    FENRUN__CHECK_PAYS,
    FENRUN__CHECK_BY_AWARD,
    FENRUN__CHECK_TIERS,
    FENRUN__CHECK_LEADERS,
    FENRUN__CHECK_LABELS,
    FENRUN__CHECK_PROMOTIONS,
    FENRUN__CHECK_AVAILABLE,
    FENRUN__CHECK_TOTALS
};

/* One thing that is expected of a member. */
struct fenrun__script_row {
    uint64_t member;
    int64_t value;  /* minor units; a tier; the number of a leader in the cast, from 1, or 0 for
                       nobody; a mask of labels; an instant */
    uint32_t award; /* BY_AWARD: the first award of its name; else FENRUN__NONE */
    uint32_t unit;  /* of amounts */
};

struct fenrun__script_check {
    uint32_t kind; /* enum fenrun__check_kind */
    uint32_t key;  /* its node */
    uint32_t line;
    uint32_t row_first;
    uint32_t row_count;
    bool blank; /* the key has no value: it waits for an update */
};

struct fenrun__script_step {
    uint32_t key; /* the node of what happens */
    uint32_t line;
    uint32_t event_first;
    uint32_t event_count;
    uint32_t check_first;
    uint32_t check_count;
    struct fenrun__text error; /* a part of the message; bytes NULL: none is expected */
    uint32_t error_key;
    bool replayed;
};

struct fenrun__script_test {
    struct fenrun__text name;
    uint32_t line;
    uint32_t members_key;  /* or FENRUN__NODE_ABSENT */
    uint32_t member_first; /* of its own; those of the file come before all of them */
    uint32_t member_count;
    uint32_t step_first;
    uint32_t step_count;
    uint32_t totals; /* a check, or FENRUN__NONE */
};

/* An event, and the line of the CSV file that it comes from, or 0. */
struct fenrun__script_event {
    fenrun_event event;
    uint32_t line;
};

struct fenrun__script {
    struct fenrun__memory *memory;
    const char *path;
    const struct fenrun__plan *plan;
    struct fenrun__document document;
    struct fenrun__cast cast;   /* members */
    struct fenrun__cast orders; /* ids of orders, refunds and other events */
    uint32_t *known;            /* of members of the cast: in which test, from 1; or always */
    size_t known_capacity;
    fenrun_member *members;
    size_t member_count;
    size_t member_capacity;
    uint32_t members_key; /* of the file, or FENRUN__NODE_ABSENT */
    size_t shared_count; /* members of the file, the first ones */
    struct fenrun__script_test *tests;
    size_t test_count;
    size_t test_capacity;
    struct fenrun__script_step *steps;
    size_t step_count;
    size_t step_capacity;
    struct fenrun__script_event *events;
    size_t event_count;
    size_t event_capacity;
    struct fenrun__script_check *checks;
    size_t check_count;
    size_t check_capacity;
    struct fenrun__script_row *rows;
    size_t row_count;
    size_t row_capacity;
};

/* A script that is being read. */
struct fenrun__script_reading {
    struct fenrun__reading reading; /* without a draft */
    struct fenrun__script *script;
    const struct fenrun__shelf *shelf;
    int64_t at;          /* of the step */
    uint32_t test;       /* its number, from 1; 0: the file's members are read */
    uint32_t orders;     /* of the test, so far */
    uint32_t others;     /* refunds and own events of the file without an id, so far */
    const struct fenrun__place *step; /* its place and its key `id`, or FENRUN__NODE_ABSENT */
    uint32_t id;
    bool refused;        /* the step expects an error: names need not be known */
    bool missing;        /* nor need they where a file that gives names cannot be read */
    bool out_of_memory;
};

void fenrun__script_init(struct fenrun__script *script, const char *path,
                         struct fenrun__memory *memory);
void fenrun__script_free(struct fenrun__script *script);

/*
 * Read a file in two steps. First the document, and where its rule sets stand: up to `capacity`
 * of them. Then, with their plan, everything else. FENRUN_OK, _RULES (a mistake was
 * noted) or _MEMORY.
 */
int32_t fenrun__script_open(struct fenrun__script *script, struct fenrun__text text,
                            struct fenrun__diagnostics *diagnostics, struct fenrun__named *rules,
                            uint32_t capacity, uint32_t *count);
int32_t fenrun__script_read(struct fenrun__script *script, const struct fenrun__plan *plan,
                            const struct fenrun__shelf *shelf,
                            struct fenrun__diagnostics *diagnostics);

/* ---- What the readers share ---- */

/* As fenrun__reading_is, but an empty list or map is right. */
bool fenrun__script_is(struct fenrun__script_reading *reading, const struct fenrun__place *place,
                       uint32_t node, enum fenrun__node_kind kind, const char *allowed);

/* A text that is a member's name. `newcomer`: it is known from now on. The id, or 0 with a mistake
   noted. */
uint64_t fenrun__script_member(struct fenrun__script_reading *reading,
                               const struct fenrun__place *place, struct fenrun__text name,
                               bool newcomer);

/* The same where `or_else` ("nobody") may stand instead, which the caller has looked for. */
uint64_t fenrun__script_member_or(struct fenrun__script_reading *reading,
                                  const struct fenrun__place *place, struct fenrun__text name,
                                  const char *or_else);

/* The index of a name of the plan (enum fenrun_name); UINT32_MAX, and a mistake noted, if it is
   none. `what` is what it should be: "tier". */
uint32_t fenrun__script_name(struct fenrun__script_reading *reading,
                             const struct fenrun__place *place, struct fenrun__text name,
                             uint32_t kind, const char *what);

/* A list of labels, each once, as a mask; an empty one is none. False, and a mistake noted: it is
   no list. */
bool fenrun__script_labels(struct fenrun__script_reading *reading,
                           const struct fenrun__place *place, uint32_t list, uint32_t *labels);

/* An instant that a key gives, or not. */
void fenrun__script_instant(struct fenrun__script_reading *reading,
                            const struct fenrun__place *parent, uint32_t key, int64_t *at);

/* The id of an order or of another event by its text, as the engine has it. */
void fenrun__script_id(struct fenrun__script_reading *reading, struct fenrun__text text,
                       uint64_t *high, uint64_t *low);

/* Append an event, or a check. */
void fenrun__script_add_event(struct fenrun__script_reading *reading, const fenrun_event *event,
                              uint32_t line);
struct fenrun__script_check *fenrun__script_add_check(struct fenrun__script_reading *reading,
                                                      uint32_t kind, uint32_t key);
void fenrun__script_add_row(struct fenrun__script_reading *reading,
                            const struct fenrun__script_row *row);

#endif
