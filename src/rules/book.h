/*
 * Book: several plans of one version each, as one plan of several versions.
 *
 *     yunji-2019   awards sales, team              ┐    versions  2019-01-01  2021-01-01
 *                  columns own_sales, team_sales   ├─►  awards    sales, team, sales, pool
 *     yunji-2021   awards sales, pool              ┘    columns   own_sales, team_sales, all joined
 *                  columns own_joins, own_sales
 *
 * What trees, events and results speak of must be the same in all versions: currency, tiers,
 * team_leaders, periods, labels, and what events bring. Columns, windows and units are united;
 * awards are numbered through; every index and offset of a version's rows follows.
 *
 * Invariants
 *   1. What is shared keeps its index, and the rows of a version keep their order.
 *   2. A column of two versions that means the same is one column: a measure goes on over the
 *      change of rules, and so does a cap of awards with one name.
 *   3. The plans given are read only.
 *
 * Costs: O(size of the plans + columns of all * columns).
 */
#ifndef FENRUN_RULES_BOOK_H
#define FENRUN_RULES_BOOK_H

#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "fenrun.h"
#include "rules/plan.h"

/*
 * Give `*out` the book of `count` plans, 1 to FENRUN_VERSIONS_MAX, each of one version, which the
 * caller frees with fenrun__plan_free; or NULL and `*mistakes` mistakes, the first `capacity` of
 * them in `errors`, `item` being the index of the version, in the order of versions, then of lines.
 * FENRUN_OK, FENRUN_ERROR_RULES or FENRUN_ERROR_MEMORY.
 */
int32_t fenrun__book_bind(struct fenrun__plan **out, const struct fenrun__plan *const *plans,
                          size_t count, struct fenrun__memory *memory, fenrun_error *errors,
                          size_t capacity, size_t *mistakes);

#endif
