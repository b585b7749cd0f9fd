/*
 * Ladder: promotions and demotions without a rule set's text, a tree that measures what they test,
 * and the slow way to find out who is promoted: change the tree, look at one member, change its
 * tier, look at the next.
 *
 *     ladder_open(&ladder, columns, 3, 1);
 *     ladder_promote(&ladder, 2, DIRECT_INVITES, 10);       gold from 10, highest tiers first
 *     ladder_too(ladder.alternatives + 0, OWN_SALES, 500);  ... and 5.00
 *     ladder_outcome_of(&ladder, event)                     "3 becomes 2, 1 becomes 1"
 */
#ifndef UNIT_LADDER_H
#define UNIT_LADDER_H

#include "payout/review.h"
#include "unit/forest.h"

#define LADDER_ALTERNATIVES 8u /* for promotions, and as many for demotions */

struct ladder {
    struct fenrun__plan plan;
    struct fenrun__plan_version version;
    struct fenrun__plan_column columns[FOREST_COLUMNS_MAX];
    struct fenrun__plan_alternative alternatives[2 * LADDER_ALTERNATIVES];
    struct fenrun__tree tree;
    struct fenrun_result result;
};

/* Promotions are reviewed at once, demotions never. */
void ladder_open(struct ladder *ladder, const struct fenrun__plan_column *columns,
                 uint32_t column_count, uint64_t seed);
void ladder_close(struct ladder *ladder);

/* One more way to a tier, or to keep it; highest tiers first. */
void ladder_promote(struct ladder *ladder, uint32_t tier, uint32_t column, int64_t at_least);
void ladder_keep(struct ladder *ladder, uint32_t tier, uint32_t column, int64_t at_least);

/* What a way asks besides. */
void ladder_too(struct fenrun__plan_alternative *alternative, uint32_t column, int64_t at_least);

/* Review an event at instant 77, into ladder->result; plan, version, needs, tree, newcomer and
   instant are filled in here. */
int32_t ladder_review(struct ladder *ladder, struct fenrun__review event);

/* The same as text, members by number, the newcomer's being the next one. */
const char *ladder_outcome_of(struct ladder *ladder, struct fenrun__review event);

/* A ladder with random columns, promotions and demotions. */
void ladder_random(struct ladder *ladder, struct random_source *random);

/* A random event that can be applied, and what it brings. */
struct ladder_happening {
    struct fenrun__review event;
    int64_t own[FENRUN__MEASURE_COLUMNS_MAX];
};
struct ladder_happening ladder_happening(const struct ladder *ladder,
                                         struct random_source *random);

/* Change the tree, then review as the language says it, each promotion made before the next
   look; write the promotions as ladder_outcome_of does. */
void ladder_happen(struct ladder *ladder, const struct ladder_happening *it, int64_t at, char *out,
                   size_t room);

/* The highest tier that a member has or meets the maps of; and whether it may keep one. */
uint32_t ladder_raised(const struct ladder *ladder, uint32_t member);
bool ladder_keeps(const struct ladder *ladder, uint32_t member, uint32_t tier);

#endif
