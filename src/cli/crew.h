/*
 * Crew: threads that share work under one lock.
 *
 *     each thread    lock · choose · unlock · work · lock · finish · choose · unlock · work ...
 *                    nothing to choose: wait until another has finished something
 *
 * The calling thread is the lead, and works like the others; a crew of one makes no threads. All
 * signals but those of faults go to the lead, so that what must not be interrupted half-way (making
 * and renaming files) is the lead's work alone.
 *
 * Invariants
 *   1. `choose`, `finish` and `is_over` run under the lock, one at a time; `work` does not.
 *   2. When the run ends, no other thread is left.
 *   3. If threads cannot be had, those that there are do all the work.
 *
 * Costs: the lock, twice for each piece of work; so a piece should take far longer than that.
 */
#ifndef FENRUN_CLI_CREW_H
#define FENRUN_CLI_CREW_H

#include <stdbool.h>
#include <stdint.h>

#define FENRUN__CREW_MAX 256u

struct fenrun__task {
    uint32_t kind;
    void *item;
};

struct fenrun__crew {
    uint32_t thread_count; /* the lead included; 1 to FENRUN__CREW_MAX */
    void *context;
    /* What to do next; false: nothing, for now. */
    bool (*choose)(void *context, bool is_lead, struct fenrun__task *task);
    void (*work)(void *context, const struct fenrun__task *task);
    void (*finish)(void *context, const struct fenrun__task *task);
    bool (*is_over)(void *context);
};

/* Work until all is over. */
void fenrun__crew_run(const struct fenrun__crew *crew);

/* How many threads the machine can run at once. */
uint32_t fenrun__crew_usual(void);

#endif
