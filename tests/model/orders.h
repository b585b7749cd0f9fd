/*
 * Orders: many orders at random for the tree of a history, to be paid at once.
 *
 *     orders_draw(&history, orders, ORDERS_MAX, &count)
 *
 * Fresh ones and such as were applied, changed or not; good and wrong ones; now, late, or all at
 * one instant; of all members or of few.
 */
#ifndef MODEL_ORDERS_H
#define MODEL_ORDERS_H

#include "model/history.h"

#define ORDERS_MAX 3000u

/* Nothing but what an order can have is set. `orders` has room for ORDERS_MAX. */
size_t orders_draw(struct history *history, fenrun_event *orders);

#endif
