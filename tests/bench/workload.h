/*
 * Workload: members, who sells how much, and sequences of events, made from a seed.
 *
 * Members are numbered from 0 in the order in which they join; workload_id scrambles a number into
 * the 64-bit id that the programs see. Shapes, and whom a newcomer k is invited by:
 *
 *     friendly      an earlier member at random, or with probability 1/2 that member's inviter;
 *                   of all, the 0.2 % with most direct invites are senior gold, the next 2 % gold
 *     chain         k - 1
 *     star          0
 *     caterpillar   k even: k - 2, the spine; k odd: k - 1, one leg for each member of the spine
 *     hubs          a chain of members with 499 gold leaders right below each: every walk over the
 *                   team of a hub passes them
 *
 * Apart from friendly and hubs, member 0 is gold and everyone else normal.
 *
 * Orders: the seller's rank is count * u^5 for a uniform u, so that the top 1 % of the ranks sell
 * 40 %; ranks are dealt to members at random. Price 1.00 to 1,000.00, profit 5 % to 40 % of it.
 *
 * Mixed events: 10 % joins by the rule of the shape, 0.2 % promotions to gold (the next of a given
 * list of members), the rest orders.
 *
 * Ids are below 2^63, so that they fit a signed column of a database.
 *
 * One seed gives one workload on every machine.
 */
#ifndef BENCH_WORKLOAD_H
#define BENCH_WORKLOAD_H

#include <stddef.h>
#include <stdint.h>

#include "fenrun.h"

#define WORKLOAD_NOBODY UINT32_MAX

enum workload_tier { WORKLOAD_NORMAL = 0, WORKLOAD_GOLD = 1, WORKLOAD_SENIOR_GOLD = 2 };

enum workload_shape {
    WORKLOAD_FRIENDLY,
    WORKLOAD_CHAIN,
    WORKLOAD_STAR,
    WORKLOAD_CATERPILLAR,
    WORKLOAD_HUBS
};

struct workload_forest {
    enum workload_shape shape;
    uint32_t count;
    uint32_t *inviters; /* WORKLOAD_NOBODY: the platform */
    uint8_t *tiers;
};

enum workload_turn { WORKLOAD_DOWNWARDS, WORKLOAD_UPWARDS, WORKLOAD_SHUFFLED };

/* A list of members. */
struct workload_people {
    uint32_t *numbers;
    uint32_t count;
};

struct workload_step {
    uint32_t kind; /* enum fenrun_event_kind: JOIN, TIER or ORDER */
    uint32_t member;
    uint32_t other; /* JOIN: the inviter; TIER: the tier; ORDER: the price */
    uint32_t profit;
};

struct workload_script {
    struct workload_step *steps;
    size_t count;
    uint32_t member_count; /* afterwards */
    int64_t at;            /* of the first event */
    int64_t tick;          /* from one event to the next */
};

/* Exits if memory runs out: a benchmark has nobody to tell. `size` 0 gives a block all the same. */
void *workload_allocate(size_t count, size_t size);

uint64_t workload_id(uint32_t number);
uint32_t workload_number(uint64_t id); /* the inverse */

struct workload_forest workload_forest_make(enum workload_shape shape, uint32_t count);
void workload_forest_free(struct workload_forest *forest);

/* For each member who leads the team that it belongs to, itself if it leads one, WORKLOAD_NOBODY if
   there is none; the caller frees them. */
uint32_t *workload_leader_of_each(const struct workload_forest *forest);

/* The rows that fenrun_tree_load takes; the caller frees them. */
fenrun_member *workload_members(const struct workload_forest *forest);

/* All members of a tier, in an order. */
struct workload_people workload_people_of(const struct workload_forest *forest,
                                          enum workload_tier tier, enum workload_turn turn);

/* All who lead, and of the shape of hubs the normal members, both in random order. */
struct workload_people workload_leaders(const struct workload_forest *forest);
struct workload_people workload_hubs(const struct workload_forest *forest);

struct workload_script workload_orders(const struct workload_forest *forest, size_t count);
struct workload_script workload_joins(const struct workload_forest *forest);
struct workload_script workload_tiers(const struct workload_forest *forest,
                                      struct workload_people people, enum workload_tier tier);

/* Each of the people becomes gold, with an order after each. */
struct workload_script workload_everyone(const struct workload_forest *forest,
                                         struct workload_people people);

/* Mixed events; promotions in the order of the list. */
struct workload_script workload_mixed(const struct workload_forest *forest,
                                      struct workload_people people, size_t count);

void workload_script_free(struct workload_script *script);

/* The event at an index of a script. */
void workload_event(const struct workload_script *script, size_t index, fenrun_event *out);

#endif
