/*
 * Alternative: a list of maps of measures, any one of which is enough, to rows of the draft.
 *
 *     [{direct_invites: 10}, {team_members: 50, own_sales in 90 days: 4000.00}]
 *
 *     alternatives[0] = {direct_invites >= 10}
 *     alternatives[1] = {team_members >= 50 and own_sales in 90 days >= 400000}
 *
 * Promotions, demotions and the `qualify` of awards and labels are such lists.
 *
 * Invariant: in one map each column stands once, whatever the words it is written in.
 */
#ifndef FENRUN_RULES_ALTERNATIVE_H
#define FENRUN_RULES_ALTERNATIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/reading.h"

/*
 * Read the list that is the value of a key, at `place`: at most FENRUN__ALTERNATIVES_MAX maps,
 * which are added to the draft, for `tier`. With `kept` false they are checked only. False:
 * mistakes were noted. O(measures).
 */
bool fenrun__alternative_read_list(struct fenrun__reading *reading,
                                   const struct fenrun__place *place, uint32_t list, uint32_t tier,
                                   bool kept);

#endif
