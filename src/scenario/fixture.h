/*
 * Fixture: the members at the start, written out or as a CSV file, and the events of a CSV file.
 *
 *     members:                           members: members.csv     - settle: orders.csv
 *       xiaowei: senior_gold               member,inviter,tier      order,at,seller,price,profit
 *       B: {inviter: xiaowei}              xiaowei,,senior_gold     o-1,2024-03-01,C,200.00,40.00
 *
 * The columns are those that the command takes, see `fenrun --help`: a file with `event` is a log,
 * another with `order` holds orders. Columns that are not known are passed over.
 */
#ifndef FENRUN_SCENARIO_FIXTURE_H
#define FENRUN_SCENARIO_FIXTURE_H

#include "scenario/script.h"

/* The value of a key `members`. */
void fenrun__fixture_read_members(struct fenrun__script_reading *reading,
                                  const struct fenrun__place *parent, uint32_t key);

/* The events of the CSV file that a key `settle` names. */
void fenrun__fixture_read_events(struct fenrun__script_reading *reading,
                                 const struct fenrun__place *parent, uint32_t key);

#endif
