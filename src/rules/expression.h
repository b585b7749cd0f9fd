/*
 * Expression: the short forms that stand in single texts of a rule set.
 *
 *     path       seller.leader.inviter  ·  buyer.above(gold).uplines
 *     tiers      gold  ·  gold+  ·  core
 *     range      5%..40% of price  ·  1.00..500.00  ·  3..
 *     rate       12.5%
 *     count      10
 *     amount     4000.00
 *     duration   7 days  ·  12 hours
 *
 * Each function reads `text`, place->text or a piece of it. It writes `out` and returns true, or
 * notes what is wrong, at the very part that is, and returns false.
 *
 * Invariants
 *   1. Numbers go from decimal text to integers: nothing is rounded, and what does not fit, or has
 *      more decimals than are kept, is a mistake.
 *   2. Spaces and tabs may stand around words and before '%', nowhere else.
 *   3. What refers to a list that is not known (see diagnostics.h) is not held to it.
 *
 * Costs: O(size of the text * names in scope).
 */
#ifndef FENRUN_RULES_EXPRESSION_H
#define FENRUN_RULES_EXPRESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "rules/diagnostics.h"
#include "rules/plan.h"

/* What the expressions of an item may refer to. */
struct fenrun__scope {
    struct fenrun__names tiers;
    struct fenrun__names labels;
    struct fenrun__names periods;
    struct fenrun__names roles;
    struct fenrun__names amounts; /* known and none: the event brings no amounts */
    struct fenrun__names counts;
    struct fenrun__text currency;
    int32_t decimals; /* of the currency; -1: not known */
    struct fenrun__diagnostics *diagnostics;
};

struct fenrun__path {
    struct fenrun__plan_path path;
    struct fenrun__text leader; /* the first step `leader` in the text; `bytes` NULL: none */
};

/* `part` is wrong: "'part' problem; allowed: allowed". */
void fenrun__expression_note(const struct fenrun__scope *scope, const struct fenrun__place *place,
                             struct fenrun__text part, const char *problem, const char *allowed);

/* Does the text hold `sign`? Then `before`, trimmed, and `after` are what stands on its sides. */
bool fenrun__expression_cut(struct fenrun__text text, const char *sign,
                            struct fenrun__text *before, struct fenrun__text *after);

/* `uplines`: may it end with them? */
bool fenrun__expression_path(struct fenrun__path *out, const struct fenrun__scope *scope,
                             const struct fenrun__place *place, struct fenrun__text text,
                             bool uplines);

/* A set of tiers, as a mask; or a label, if `labels` is not NULL: one of the two is set, the other
   0. */
bool fenrun__expression_tiers(uint64_t *tiers, uint32_t *labels, const struct fenrun__scope *scope,
                              const struct fenrun__place *place, struct fenrun__text text);

/* Sets low, high and base of the requirement on out->figure, the rest of which is left alone. */
bool fenrun__expression_range(struct fenrun__plan_requirement *out,
                              const struct fenrun__scope *scope,
                              const struct fenrun__place *place);

/* The number before '%', as parts per billion; 0 % and any number above 100 % are numbers too. */
bool fenrun__expression_rate(int64_t *out, const struct fenrun__scope *scope,
                             const struct fenrun__place *place, struct fenrun__text number);

/* The same above 0 % (or from 0 % on, if `zero`) and up to 100 %. */
bool fenrun__expression_share(int64_t *out, const struct fenrun__scope *scope,
                              const struct fenrun__place *place, struct fenrun__text number,
                              bool zero);

/* "of price" behind a rate: the index of an amount. */
bool fenrun__expression_amount_name(uint32_t *out, const struct fenrun__scope *scope,
                                    const struct fenrun__place *place, struct fenrun__text rest);

/* An amount of the currency, from 0 on. `allowed` says what else might have stood there. */
bool fenrun__expression_money(int64_t *out, const struct fenrun__scope *scope,
                              const struct fenrun__place *place, struct fenrun__text number,
                              const char *allowed);

/* A whole number from 0 on; not noted if it is none. */
bool fenrun__expression_whole(int64_t *out, struct fenrun__text text);

/* A whole number from 1 on. */
bool fenrun__expression_count(int64_t *out, const struct fenrun__scope *scope,
                              const struct fenrun__place *place);

/* An amount above 0. */
bool fenrun__expression_amount(int64_t *out, const struct fenrun__scope *scope,
                               const struct fenrun__place *place);

/* 1 to 3660 days or 1 to 87840 hours, in seconds. */
bool fenrun__expression_duration(int64_t *out, const struct fenrun__scope *scope,
                                 const struct fenrun__place *place, struct fenrun__text text,
                                 const char *allowed);

#endif
