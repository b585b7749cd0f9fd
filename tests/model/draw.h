/*
 * Draw: rule books at random, of the whole language, with numbers so small that limits are met.
 *
 *     draw_rules(&source, start, &rules);       for a history that begins at the instant `start`
 *
 * The other functions draw the parts that several sections share. Measures come from a pool that is
 * drawn first, so that sections meet in the same ones.
 */
#ifndef MODEL_DRAW_H
#define MODEL_DRAW_H

#include "model/random.h"
#include "model/rules.h"

struct draw {
    struct random_source *source;
    struct rules *rules;
};

enum draw_kind { DRAW_MONEY, DRAW_COUNT, DRAW_ANY };

void draw_rules(struct random_source *source, int64_t start, struct rules *rules);

uint32_t draw_below(struct draw *draw, uint32_t count);
bool draw_one_in(struct draw *draw, uint32_t count);
int64_t draw_between(struct draw *draw, int64_t low, int64_t high);

/* Above 0 % and up to 100 %. */
int64_t draw_rate(struct draw *draw);

/* A measure of the pool, of everybody only if `all`; RULES_NONE if there is none. */
uint32_t draw_measure(struct draw *draw, enum draw_kind kind, bool all);

/* Up to RULES_TESTS_MAX tests of the trigger's roles and, if `payee`, of the payee; how many. */
uint32_t draw_tests(struct draw *draw, uint32_t trigger, bool payee, struct rules_test *tests);

/* A map of measures; false if the pool has none. */
bool draw_alternative(struct draw *draw, uint32_t tier, struct rules_alternative *alternative);

/* `ranked`: with a rank in any case; false if that cannot be. */
bool draw_selection(struct draw *draw, bool ranked, struct rules_selection *selection);

/* How many roles the awards of a trigger know. */
uint32_t draw_role_count(const struct draw *draw, uint32_t trigger);

#endif
