/*
 * History: draws events at random, good ones and wrong ones, for a rule book drawn at random.
 *
 *     history_draw_rules(&history, &rules);
 *     history_start(&history, &rules, &model);
 *     count = history_draw_members(&history, members);     the tree at the start, maybe none
 *     event = history_draw_event(&history);                looks at the model, to make sense
 *
 * The same source gives the same history. Instants are close together, so that many events share
 * one, but for jumps of hours or days now and then, so that windows run out; ids come in several
 * kinds.
 */
#ifndef MODEL_HISTORY_H
#define MODEL_HISTORY_H

#include "model/model.h"
#include "model/random.h"

#define HISTORY_EVENTS_MAX 1000u
#define HISTORY_MEMBERS_MAX 60u

struct history {
    struct random_source source;
    const struct rules *rules;
    const struct model *model;
    int64_t start;
    uint32_t member_limit;
    uint32_t chain_in_ten; /* how many of ten newcomers are invited by the last one */
    uint32_t id_kind;
    uint64_t id_next;
    uint64_t order_next;
    fenrun_event past[HISTORY_EVENTS_MAX];
    size_t past_count;
};

void history_draw_rules(struct history *history, struct rules *rules);
void history_start(struct history *history, const struct rules *rules, const struct model *model);

/* Up to 12 members; `members` has room for them. */
size_t history_draw_members(struct history *history, fenrun_member *members);

/* The next event, which is also remembered in `past` while there is room. */
fenrun_event history_draw_event(struct history *history);

/* Another order, good or wrong, that is not remembered: to be paid, not applied, unless it is
   remembered then. */
fenrun_event history_draw_order(struct history *history);
void history_remember(struct history *history, const fenrun_event *event);

/* An instant at which to ask about members. */
int64_t history_draw_instant(struct history *history);

#endif
