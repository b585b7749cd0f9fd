/*
 * Straight: what a backend engineer would write in an afternoon, to compare with: the members in a
 * uthash table by id, each with a pointer to its inviter; who leads a seller's team is found by
 * walking up. It knows one plan, the present, and no replays or refunds.
 *
 * Costs: join and tier change O(1), an order O(depth of the team).
 */
#ifndef BENCH_STRAIGHT_H
#define BENCH_STRAIGHT_H

#include "bench/row.h"
#include "fenrun.h"

struct straight_person;

struct straight {
    struct straight_person *people;
};

void straight_add(struct straight *straight, uint64_t id, uint64_t inviter, uint32_t tier);

/* Apply a JOIN, TIER or ORDER. Writes what it pays, at most BENCH_ROWS_MAX rows; their count. */
size_t straight_apply(struct straight *straight, const fenrun_event *event,
                      struct bench_row *rows);

void straight_free(struct straight *straight);

#endif
