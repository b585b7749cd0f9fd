/*
 * Events: what it costs to apply events one after the other, and orders one by one: the tables
 * "orders", "changes" and "shapes". A line has the median of the rounds as `ns`, per event, of
 * processor time.
 */
#ifndef BENCH_EVENTS_H
#define BENCH_EVENTS_H

#include <stdint.h>

#include "fenrun.h"

struct events_setup {
    const fenrun_rules *rules;
    uint32_t members; /* of shapes; and how many mixed events there are */
    uint32_t rounds;
};

void events_orders(const struct events_setup *setup, uint32_t members);
void events_tree_changes(const struct events_setup *setup, uint32_t members);
void events_mixed(const struct events_setup *setup, uint32_t members);
void events_shapes_all(const struct events_setup *setup);

#endif
