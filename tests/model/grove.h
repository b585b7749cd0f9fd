/*
 * Grove: a large tree with a past, for a rule set that is only known by its public names.
 *
 *     grove_plant(&grove, rules, GROVE_CHAIN, 10000, seed)    members, loaded
 *     grove_grow(&grove, 1000)                                events, applied, also refused ones;
 *                                                             by its twin too, if it has one
 *     order = grove_draw_order(&grove)                        to be paid on it, now or late
 *
 *     chain   the first third below one another, the others anywhere
 *     bush    each below an earlier one at random
 *     few     most below some hundred, many of whom lead teams
 *
 * What amounts an order must bring is not known: the first is a price, the others are parts of it,
 * so that most orders are not refused.
 */
#ifndef MODEL_GROVE_H
#define MODEL_GROVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fenrun.h"
#include "model/random.h"
#include "model/twin.h"

enum grove_shape { GROVE_CHAIN, GROVE_BUSH, GROVE_FEW, GROVE_SHAPES };

#define GROVE_PAST_MAX 4096u

struct grove {
    const fenrun_rules *rules;
    fenrun_tree *tree;
    fenrun_result *result;
    struct random_source source;
    uint64_t member_count;
    uint64_t order_next;
    int64_t clock;
    fenrun_event past[GROVE_PAST_MAX]; /* orders that were applied */
    size_t past_count;
    struct twin *twin; /* given every event as well; NULL: there is none */
};

/* False if there is no memory, or members are not loaded. */
bool grove_plant(struct grove *grove, const fenrun_rules *rules, enum grove_shape shape,
                 uint64_t member_count, uint64_t seed);

/* Events of all kinds, or orders alone. False after an internal error, or if the twin does other
   than the tree: twin->difference. */
bool grove_grow(struct grove *grove, uint32_t event_count);
bool grove_sell(struct grove *grove, uint32_t order_count);
fenrun_event grove_draw_order(struct grove *grove);
void grove_free(struct grove *grove);

#endif
