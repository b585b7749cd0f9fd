/*
 * Shrink: where library and model differ, a smaller rule book and fewer events that still show it.
 *
 *     shrink_run(&shrink, &duel)          whether they differ, and duel.difference says how
 *     shrink_all(&shrink, &duel)          drop what can be dropped while the difference stays alike
 */
#ifndef MODEL_SHRINK_H
#define MODEL_SHRINK_H

#include "model/duel.h"

struct shrink {
    struct rules rules;
    uint64_t seed;
    bool remembers;
    fenrun_member *members;
    size_t member_count;
    fenrun_event *events;
    size_t event_count;
};

/* Leaves the duel ended, but with its texts and its difference. */
bool shrink_run(const struct shrink *shrink, struct duel *duel);

/* Members and events are made fewer in place. `duel` is then as after shrink_run. */
void shrink_all(struct shrink *shrink, struct duel *duel);

#endif
