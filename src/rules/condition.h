/*
 * Condition: `when`, the tests of tiers and labels, one for each subject.
 *
 *     when: { seller: gold+, payee: [gold, core], buyer: below payee, captain: not seller }
 *
 *     {IS, seller, gold and above}  {IS, payee, gold or label core}  {BELOW, buyer, payee}
 *     {OTHER, captain, seller}
 *
 * Costs: O(subjects).
 */
#ifndef FENRUN_RULES_CONDITION_H
#define FENRUN_RULES_CONDITION_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/reading.h"

/* Read the map that is the value of `key`, in the map at `parent`. `payee`: may that be a subject?
   False: mistakes were noted. */
bool fenrun__condition_read(struct fenrun__reading *reading, const struct fenrun__place *parent,
                            uint32_t key, const struct fenrun__scope *scope, bool payee,
                            struct fenrun__plan_test tests[FENRUN__AWARD_TESTS_MAX],
                            uint32_t *count);

#endif
