/*
 * Failures: a scenario of calls in which every allocation is made to fail in turn.
 *
 *     run 0   no failure: what each step gives, and what the tree is before it, is written down
 *     run i   the i-th allocation gives nothing: the step says so and leaves everything as it
 *             was; done again, it and all later steps give what they gave in run 0
 *
 * until a run meets no failure. At the end of each run nothing is left allocated.
 */
#ifndef FAILURES_H
#define FAILURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <fenrun.h>

/* The context of an allocator that knows the size of each block, moves it always, and fails once:
   {bank_resize, &bank}. */
struct bank {
    size_t allocations;
    size_t fail_at; /* 0: never */
    bool failed;
    size_t blocks;
    size_t bytes;
};

void *bank_resize(void *context, void *block, size_t old_size, size_t new_size);
void bank_expect_nothing_left(const struct bank *bank);

enum step_kind { READ_RULES, NEW_TREE, NEW_RESULT, LOAD, PAY, APPLY, TEXT, JSON, SEQUENCE };

struct step {
    enum step_kind kind;
    fenrun_event event;
    uint32_t count; /* SEQUENCE: events like `event`, with rising ids */
};

#define STEPS_MAX 1200u
#define LOADED 12u

struct scenario {
    const char *rules;
    uint64_t member_count; /* to reserve */
    uint64_t members;      /* no id is above */
    struct step steps[STEPS_MAX];
    size_t step_count;
    uint64_t before[STEPS_MAX]; /* of run 0: the tree before a step ... */
    uint64_t after[STEPS_MAX];  /* ... and what the step gave */
};

/* A scenario that makes rules, a tree and a result; to be freed. LOAD fills the tree with LOADED
   members. */
struct scenario *scenario_on(const char *rules, uint64_t member_count);
struct step *scenario_add(struct scenario *scenario, enum step_kind kind);
void scenario_add_event(struct scenario *scenario, enum step_kind kind, fenrun_event event);

/* How many allocations failed in turn. */
size_t scenario_run_with_every_failure(struct scenario *scenario);

#endif
