/*
 * Step: one thing that happens in a test, as events.
 *
 *     order: {seller: C, price: 200.00, profit: 40.00}     ORDER; without an id it gets the number
 *                                                          that it has among the test's orders
 *     refund: {order: 1, price: 50.00}                     REFUND of that order
 *     tier: {B: gold, C: gold}                             TIER, TIER
 *     group_complete: {organiser: C, size: 5}              OWN
 *     close: month                                         CLOSE
 *
 * What is left out of an event is nobody, or 0: a figure that is forgotten shows in what is paid.
 */
#ifndef FENRUN_SCENARIO_STEP_H
#define FENRUN_SCENARIO_STEP_H

#include "scenario/script.h"

/* Read an item of `steps` and append it. */
void fenrun__step_read(struct fenrun__script_reading *reading, const struct fenrun__place *parent,
                       uint32_t item, uint32_t number);

#endif
