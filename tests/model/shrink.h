/*
 * Shrink: where library and model differ, a smaller rule book and fewer events that still show it.
 *
 *     shrink_run(&shrink, &duel)          whether they differ, and duel.difference says how
 *     shrink_all(&shrink, &duel)          drop what can be dropped while the difference stays alike
 *     shrink_print(&shrink, &duel)        what is left
 */
#ifndef MODEL_SHRINK_H
#define MODEL_SHRINK_H

#include "model/duel.h"

/* When something else may be compared: before the first event, after each, behind the last. */
enum shrink_stage { SHRINK_BEGIN, SHRINK_EVENT, SHRINK_END };

struct shrink {
    struct rules rules;
    uint64_t seed;
    bool remembers;
    fenrun_member *members;
    size_t member_count;
    fenrun_event *events;
    size_t event_count;
    /* What else is compared, if not NULL: false, with duel->difference. */
    bool (*watch)(struct duel *duel, enum shrink_stage stage, const fenrun_event *event,
                  void *context);
    void *context;
};

/* Leaves the duel ended, but with its texts and its difference. */
bool shrink_run(const struct shrink *shrink, struct duel *duel);

/* Members and events are made fewer in place. `duel` is then as after shrink_run. */
void shrink_all(struct shrink *shrink, struct duel *duel);

/* What is left, as rule sets, loaded members, events and the difference. */
void shrink_print(const struct shrink *shrink, const struct duel *duel);

#endif
