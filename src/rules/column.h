/*
 * Column: a measure as text, "team_sales of gold+ in 90 days", to a column of the draft.
 *
 *     team_sales of gold+ in 90 days
 *       columns[0] = {OWN, figure 0, last 90 days}               found, or added once: its basis
 *       columns[1] = {TEAM of gold+, figure 0, last 90 days, basis 0}
 *       windows[0] = 7776000 seconds                             found, or added once
 *
 *     MEASURE := NAME [of TIERS] [in WINDOW]
 *     NAME    := own_X  direct_X  team_X  downline_X  all_X  direct_invites  team_members
 *                downline_members
 *     X       := sales, orders, another amount or count of the order, one of the join
 *     WINDOW  := a period  ·  90 days  ·  12 hours
 *
 * Invariants
 *   1. The same measure is the same column, however often and in whatever words it is written: `of`
 *      with all tiers is no `of`, 24 hours are 1 days.
 *   2. The basis of a column stands before it.
 *   3. all_X is no column: it is the sum of own_X over everybody.
 *   4. In a draft, `name` of a PAID column is the index of its award; the plan has the text.
 *
 * Costs: O(columns + names in scope).
 */
#ifndef FENRUN_RULES_COLUMN_H
#define FENRUN_RULES_COLUMN_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/reading.h"

/* Whose measure may stand there. */
enum fenrun__column_of { FENRUN__COLUMN_OF_MEMBER, FENRUN__COLUMN_OF_ANY,
                         FENRUN__COLUMN_OF_EVERYBODY };

/*
 * Read a measure. `text` is a piece of place->text. `everybody` is set where all_X is written,
 * which is a mistake if it must be of a member: `column` is then the own column to be summed. NULL
 * is fine for `everybody` in that case. Where it must be of everybody, only the words of messages
 * differ: a measure of one member is for the caller to refuse. False: mistakes are noted, or what
 * it refers to is wrong itself.
 */
bool fenrun__column_read(struct fenrun__reading *reading, const struct fenrun__place *place,
                         struct fenrun__text text, enum fenrun__column_of of, uint32_t *column,
                         bool *everybody);

/* The column that counts what a payee gets of an award (an index of the draft) between two closes
   of a period; FENRUN__NOWHERE, and a mistake noted, if there are too many columns. */
uint32_t fenrun__column_paid(struct fenrun__reading *reading, const struct fenrun__place *place,
                             uint32_t award, uint32_t period);

/* Whether a column's values are money, not numbers. */
bool fenrun__column_is_money(const struct fenrun__plan_column *column);

#endif
