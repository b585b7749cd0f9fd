/*
 * Close: what the end of a period does to tiers and labels.
 *
 *     labels: { core: { review: month, rank: own_sales in month, top: 20% } }
 *     promotions: { review: month, gold: [...] }   demotions: { review: month, gold: [...] }
 *
 *                 A      B      C ...          by member, as the tree is before the close
 *       tiers     gold   normal gold           what each then has, all at one instant
 *       labels    core   -      -
 *
 * A plan only; the tree is changed by fenrun__tree_close. A rule set that reviews nothing at the
 * end of the period needs none of it.
 *
 * Costs: O(members * alternatives), and for each label what choosing costs (choice.h). Memory for
 * the time of the call: 4 bytes a member.
 */
#ifndef FENRUN_SETTLE_CLOSE_H
#define FENRUN_SETTLE_CLOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "payout/result.h"
#include "rules/plan.h"
#include "tree/tree.h"

/* By member; NULL if nothing changes. All zeros is a close that changes nothing. */
struct fenrun__close {
    size_t count; /* members */
    uint16_t *tiers;
    uint16_t *labels;
};

/* Plan a close event, and append a record for each member that it changes. The memory is the
   result's. FENRUN_OK or FENRUN_ERROR_MEMORY, after which the close is to be freed all the same. */
int32_t fenrun__close_plan(struct fenrun__close *close, const struct fenrun__plan *plan,
                           const struct fenrun__plan_version *version,
                           const struct fenrun__tree *tree, const fenrun_event *event,
                           struct fenrun_result *result);

void fenrun__close_free(struct fenrun__close *close, struct fenrun_result *result);

#endif
