/* Ladder: see the header. */
#include "unit/ladder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

void ladder_open(struct ladder *ladder, const struct fenrun__plan_column *columns,
                 uint32_t column_count, uint64_t seed) {
    struct fenrun__measure_column measured[FOREST_COLUMNS_MAX];
    memset(ladder, 0, sizeof *ladder);
    ladder->plan.column_count = column_count;
    ladder->plan.columns = offsetof(struct ladder, columns);
    ladder->plan.alternatives = offsetof(struct ladder, alternatives);
    ladder->version.promotion_review = FENRUN__REVIEW_AT_ONCE;
    ladder->version.demotion_review = FENRUN__REVIEW_NEVER;
    ladder->version.demotion_first = LADDER_ALTERNATIVES;
    for (uint32_t i = 0; i < column_count; i++) {
        ladder->columns[i] = columns[i];
        measured[i] = (struct fenrun__measure_column){columns[i].tiers, columns[i].scope,
                                                      columns[i].basis};
    }
    forest_init_columns(&ladder->tree, seed, measured, column_count);
    fenrun__result_init(&ladder->result, NULL);
}

void ladder_close(struct ladder *ladder) {
    fenrun__tree_free(&ladder->tree);
    fenrun__result_free(&ladder->result);
}

void ladder_promote(struct ladder *ladder, uint32_t tier, uint32_t column, int64_t at_least) {
    uint32_t i = ladder->version.promotion_count++;
    ladder->alternatives[i].tier = tier;
    ladder->alternatives[i].test_count = 1;
    ladder->alternatives[i].tests[0].column = column;
    ladder->alternatives[i].tests[0].at_least = at_least;
}

void ladder_keep(struct ladder *ladder, uint32_t tier, uint32_t column, int64_t at_least) {
    uint32_t i = LADDER_ALTERNATIVES + ladder->version.demotion_count++;
    ladder->alternatives[i].tier = tier;
    ladder->alternatives[i].test_count = 1;
    ladder->alternatives[i].tests[0].column = column;
    ladder->alternatives[i].tests[0].at_least = at_least;
}

void ladder_too(struct fenrun__plan_alternative *alternative, uint32_t column, int64_t at_least) {
    uint32_t i = alternative->test_count++;
    alternative->tests[i].column = column;
    alternative->tests[i].at_least = at_least;
}

int32_t ladder_review(struct ladder *ladder, struct fenrun__review event) {
    struct fenrun__review_needs needs = fenrun__review_look(&ladder->plan, &ladder->version);
    event.plan = &ladder->plan;
    event.version = &ladder->version;
    event.needs = &needs;
    event.tree = &ladder->tree;
    event.newcomer = forest_id((uint32_t)ladder->tree.count);
    event.at = 77;
    fenrun__result_clear(&ladder->result);
    return fenrun__review_plan(&event, &ladder->result);
}

static const char *ladder_outcome(const struct ladder *ladder) {
    static char out[4096];
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < ladder->result.promotion_count; i++) {
        const fenrun_promotion *promotion = ladder->result.promotions + i;
        uint32_t member = fenrun__tree_find(&ladder->tree, promotion->member);
        if (member == FENRUN__NONE) member = (uint32_t)ladder->tree.count;
        used += (size_t)snprintf(out + used, sizeof out - used, "%s%u becomes %u", i ? ", " : "",
                                 member, promotion->tier);
    }
    return out;
}

const char *ladder_outcome_of(struct ladder *ladder, struct fenrun__review event) {
    assert_int_equal(ladder_review(ladder, event), FENRUN_OK);
    return ladder_outcome(ladder);
}

void ladder_random(struct ladder *ladder, struct random_source *random) {
    struct fenrun__measure_column measured_columns[FOREST_COLUMNS_MAX];
    struct fenrun__plan_column columns[FOREST_COLUMNS_MAX];
    uint32_t count = forest_columns(measured_columns, random);
    static const uint8_t whats[] = {FENRUN__WHAT_FIGURE, FENRUN__WHAT_JOIN_FIGURE,
                                    FENRUN__WHAT_ORDERS};
    for (uint32_t i = 0; i < count; i++) {
        const struct fenrun__measure_column *column = measured_columns + i;
        columns[i] = (struct fenrun__plan_column){
            .tiers = column->tiers,
            .scope = (uint8_t)column->scope,
            .what = column->basis == FENRUN__NONE ? FENRUN__WHAT_MEMBERS : whats[column->basis],
            .basis = column->basis};
    }
    ladder_open(ladder, columns, count, 1);
    for (uint32_t list = 0; list < 2; list++) {
        uint32_t *used = list ? &ladder->version.demotion_count : &ladder->version.promotion_count;
        for (uint32_t tier = FOREST_TIERS - 1; tier > 0; tier--) {
            for (uint32_t more = random_below(random, 3); more > 0; more--) {
                struct fenrun__plan_alternative *alternative =
                    ladder->alternatives + list * LADDER_ALTERNATIVES + (*used)++;
                alternative->tier = tier;
                for (uint32_t j = 1 + random_below(random, 2); j > 0; j--) {
                    uint32_t column = random_below(random, count);
                    bool heads = columns[column].basis == FENRUN__NONE;
                    ladder_too(alternative, column, random_between(random, 1, heads ? 6 : 120));
                }
            }
        }
    }
}

static bool ladder_meets(const struct ladder *ladder, uint32_t member, uint32_t alternative) {
    const struct fenrun__plan_alternative *row = ladder->alternatives + alternative;
    for (uint32_t i = 0; i < row->test_count; i++) {
        if (fenrun__measure_value(&ladder->tree.measure, member, row->tests[i].column) <
            row->tests[i].at_least) {
            return false;
        }
    }
    return true;
}

uint32_t ladder_raised(const struct ladder *ladder, uint32_t member) {
    uint32_t best = ladder->tree.rows[member].tier;
    for (uint32_t i = 0; i < ladder->version.promotion_count; i++) {
        if (ladder->alternatives[i].tier > best && ladder_meets(ladder, member, i)) {
            best = ladder->alternatives[i].tier;
        }
    }
    return best;
}

/* Whether a promotion measures a scope (4: any sum) of orders, or at all; or any by tier. */
static bool ladder_asks(const struct ladder *ladder, uint32_t scope, bool of_orders, bool by_tier) {
    for (uint32_t i = 0; i < ladder->version.promotion_count; i++) {
        for (uint32_t j = 0; j < ladder->alternatives[i].test_count; j++) {
            const struct fenrun__plan_column *column =
                ladder->columns + ladder->alternatives[i].tests[j].column;
            bool sum = column->scope != FENRUN__SCOPE_OWN;
            bool orders = column->what == FENRUN__WHAT_ORDERS ||
                          column->what == FENRUN__WHAT_FIGURE;
            if (by_tier && !(sum && column->tiers != UINT64_MAX)) continue;
            if (of_orders && !orders) continue;
            if (scope == 4 ? sum : column->scope == scope) return true;
        }
    }
    return false;
}

static bool ladder_asks_the_newcomer(const struct ladder *ladder) {
    for (uint32_t i = 0; i < ladder->version.promotion_count; i++) {
        for (uint32_t j = 0; j < ladder->alternatives[i].test_count; j++) {
            const struct fenrun__plan_column *column =
                ladder->columns + ladder->alternatives[i].tests[j].column;
            if (column->scope == FENRUN__SCOPE_OWN && column->what == FENRUN__WHAT_JOIN_FIGURE) {
                return true;
            }
        }
    }
    return false;
}

/* Look at one member now and give it its tier at once. */
static void ladder_review_slowly(struct ladder *ladder, uint32_t member, int64_t at, char *out,
                                 size_t room) {
    uint32_t tier = ladder_raised(ladder, member);
    if (tier == ladder->tree.rows[member].tier) return;
    forest_set_tier(&ladder->tree, member, tier, at);
    size_t used = strlen(out);
    snprintf(out + used, room - used, "%s%u becomes %u", used ? ", " : "", member, tier);
}

/* From `member` up: to the top, to the first who leads, or `least` members. */
static void ladder_climb_slowly(struct ladder *ladder, uint32_t member, bool top, bool team,
                                uint32_t least, int64_t at, char *out, size_t room) {
    bool led = false;
    for (uint32_t i = 0; member != FENRUN__NONE; i++) {
        if (!top && i >= least && (!team || led)) return;
        ladder_review_slowly(ladder, member, at, out, room);
        led = led || ladder->tree.rows[member].tier >= FOREST_LEAD_TIER;
        member = ladder->tree.rows[member].inviter;
    }
}

struct ladder_happening ladder_happening(const struct ladder *ladder,
                                         struct random_source *random) {
    static const uint32_t kinds[] = {FENRUN_EVENT_ORDER, FENRUN_EVENT_ORDER, FENRUN_EVENT_JOIN,
                                     FENRUN_EVENT_MOVE, FENRUN_EVENT_MOVE, FENRUN_EVENT_TIER};
    uint32_t count = (uint32_t)ladder->tree.count;
    struct ladder_happening it = {.event = {.kind = kinds[random_below(random, 6)],
                                            .member = random_below(random, count),
                                            .inviter = random_below(random, count + 1),
                                            .tier = random_below(random, FOREST_TIERS)}};
    if (it.event.inviter == count) it.event.inviter = FENRUN__NONE;
    bool cycle = it.event.inviter != FENRUN__NONE &&
                 fenrun__tree_is_above(&ladder->tree, it.event.member, it.event.inviter);
    if (it.event.kind == FENRUN_EVENT_MOVE && cycle) it.event.kind = FENRUN_EVENT_ORDER;
    for (uint32_t i = 0; i < ladder->plan.column_count; i++) {
        if (ladder->columns[i].scope != FENRUN__SCOPE_OWN) continue;
        bool join = ladder->columns[i].what == FENRUN__WHAT_JOIN_FIGURE;
        bool brings = it.event.kind == (join ? FENRUN_EVENT_JOIN : FENRUN_EVENT_ORDER);
        if (brings) it.own[i] = random_below(random, 60);
    }
    return it;
}

void ladder_happen(struct ladder *ladder, const struct ladder_happening *it, int64_t at, char *out,
                   size_t room) {
    struct fenrun__tree *tree = &ladder->tree;
    bool tiers = ladder_asks(ladder, 4, false, true);
    bool team = ladder_asks(ladder, FENRUN__SCOPE_TEAM, false, false);
    bool top = ladder_asks(ladder, FENRUN__SCOPE_DOWNLINE, false, false) || tiers;
    uint32_t member = it->event.member, inviter = it->event.inviter;
    out[0] = '\0';
    if (it->event.kind == FENRUN_EVENT_ORDER) {
        fenrun__measure_add_all(tree, member, it->own);
        top = ladder_asks(ladder, FENRUN__SCOPE_DOWNLINE, true, false) || tiers;
        team = ladder_asks(ladder, FENRUN__SCOPE_TEAM, true, false);
        uint32_t least = ladder_asks(ladder, FENRUN__SCOPE_DIRECT, true, false) ? 2 : 1;
        ladder_climb_slowly(ladder, member, top, team, least, at, out, room);
    } else if (it->event.kind == FENRUN_EVENT_JOIN) {
        member = (uint32_t)tree->count;
        forest_join(tree, forest_id(member), inviter, at);
        fenrun__measure_add_all(tree, member, it->own);
        if (ladder_asks_the_newcomer(ladder)) ladder_review_slowly(ladder, member, at, out, room);
        ladder_climb_slowly(ladder, inviter, top, team, 1, at, out, room);
    } else if (it->event.kind == FENRUN_EVENT_MOVE) {
        if (tree->rows[member].inviter == inviter) return;
        forest_move(tree, member, inviter, at);
        ladder_climb_slowly(ladder, inviter, top, team, 1, at, out, room);
    } else {
        uint32_t before = tree->rows[member].tier;
        bool returns = before >= FOREST_LEAD_TIER && it->event.tier < FOREST_LEAD_TIER;
        forest_set_tier(tree, member, it->event.tier, at);
        if (before == it->event.tier || !(tiers || (returns && team))) return;
        ladder_climb_slowly(ladder, tree->rows[member].inviter, top, team, 1, at, out, room);
    }
}

bool ladder_keeps(const struct ladder *ladder, uint32_t member, uint32_t tier) {
    bool listed = false;
    for (uint32_t i = 0; i < ladder->version.demotion_count; i++) {
        if (ladder->alternatives[LADDER_ALTERNATIVES + i].tier != tier) continue;
        listed = true;
        if (ladder_meets(ladder, member, LADDER_ALTERNATIVES + i)) return true;
    }
    return !listed;
}
