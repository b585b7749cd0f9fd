/* Plan proof: the head, then table by table, then what rows refer to; see the header. */
#include "rules/plan_proof.h"

#include <stddef.h>

#include "money/amount.h"
#include "rules/award_proof.h"

#define PLAN_PROOF_DECIMALS_MAX 4u /* of ISO 4217 */

bool fenrun__plan_proof_has(const struct fenrun__plan_proof *proof, enum fenrun__proof_table table,
                            uint32_t first, uint64_t count) {
    return first <= proof->rows[table] && count <= proof->rows[table] - first;
}

/* ---- The head ---- */

static bool plan_proof_tables(struct fenrun__plan_proof *proof) {
    const struct fenrun__plan *plan = proof->plan;
    const struct {
        uint32_t offset;
        size_t row;
    } tables[FENRUN__OF_TABLES + 1] = {
        [FENRUN__OF_SHAPES] = {plan->shapes, sizeof(struct fenrun__plan_shape)},
        [FENRUN__OF_COLUMNS] = {plan->columns, sizeof(struct fenrun__plan_column)},
        [FENRUN__OF_WINDOWS] = {plan->windows, sizeof(int64_t)},
        [FENRUN__OF_VERSIONS] = {plan->versions, sizeof(struct fenrun__plan_version)},
        [FENRUN__OF_TRIGGERS] = {plan->triggers, sizeof(struct fenrun__plan_trigger)},
        [FENRUN__OF_AWARDS] = {plan->awards, sizeof(struct fenrun__plan_award)},
        [FENRUN__OF_LABELS] = {plan->labels, sizeof(struct fenrun__plan_label)},
        [FENRUN__OF_REQUIREMENTS] = {plan->requirements, sizeof(struct fenrun__plan_requirement)},
        [FENRUN__OF_PAYS] = {plan->pays, sizeof(struct fenrun__plan_pay)},
        [FENRUN__OF_GRADES] = {plan->grades, sizeof(struct fenrun__plan_grade)},
        [FENRUN__OF_TESTS] = {plan->tests, sizeof(struct fenrun__plan_test)},
        [FENRUN__OF_LIMITS] = {plan->limits, sizeof(struct fenrun__plan_limit)},
        [FENRUN__OF_FUNDERS] = {plan->funders, sizeof(struct fenrun__plan_funder)},
        [FENRUN__OF_DIFFERENTIALS] = {plan->differentials,
                                      sizeof(struct fenrun__plan_differential)},
        [FENRUN__OF_SPLITS] = {plan->splits, sizeof(struct fenrun__plan_split)},
        [FENRUN__OF_SHARES] = {plan->shares, sizeof(struct fenrun__plan_share)},
        [FENRUN__OF_POOLS] = {plan->pools, sizeof(struct fenrun__plan_pool)},
        [FENRUN__OF_SELECTIONS] = {plan->selections, sizeof(struct fenrun__plan_selection)},
        [FENRUN__OF_ALTERNATIVES] = {plan->alternatives, sizeof(struct fenrun__plan_alternative)},
        [FENRUN__OF_ORDER] = {plan->order, sizeof(uint32_t)},
        [FENRUN__OF_TABLES] = {plan->names[0], 1}};
    if (plan->size % sizeof(uint64_t) != 0 || tables[0].offset < sizeof *plan) return false;
    for (uint32_t i = 0; i < FENRUN__OF_TABLES; i++) {
        uint32_t offset = tables[i].offset, end = tables[i + 1].offset;
        if (offset % sizeof(uint64_t) != 0 || end < offset || end > plan->size) return false;
        proof->rows[i] = (uint32_t)((end - offset) / tables[i].row);
    }
    return true;
}

static bool plan_proof_head(struct fenrun__plan_proof *proof) {
    const struct fenrun__plan *plan = proof->plan;
    if (plan->tier_count == 0 || plan->tier_count > FENRUN_TIERS_MAX ||
        plan->lead_tier > plan->tier_count || plan->label_count > FENRUN_LABELS_MAX ||
        plan->period_count > FENRUN_PERIODS_MAX || plan->own_event_count > FENRUN_EVENTS_MAX ||
        plan->version_count == 0 || plan->version_count > FENRUN_VERSIONS_MAX ||
        plan->column_count > FENRUN__COLUMNS_MAX || plan->window_count > FENRUN__WINDOWS_MAX) {
        return false;
    }
    return plan->shape_count == FENRUN__SHAPE_OWN + plan->own_event_count &&
           plan->trigger_count == plan->shape_count + 1 + plan->period_count &&
           plan->decimals <= PLAN_PROOF_DECIMALS_MAX && plan_proof_tables(proof) &&
           fenrun__plan_proof_has(proof, FENRUN__OF_SHAPES, 0, plan->shape_count) &&
           fenrun__plan_proof_has(proof, FENRUN__OF_COLUMNS, 0, plan->column_count) &&
           fenrun__plan_proof_has(proof, FENRUN__OF_WINDOWS, 0, plan->window_count) &&
           fenrun__plan_proof_has(proof, FENRUN__OF_VERSIONS, 0, plan->version_count) &&
           fenrun__plan_proof_has(proof, FENRUN__OF_AWARDS, 0, plan->award_count) &&
           fenrun__plan_proof_has(proof, FENRUN__OF_ORDER, 0, plan->award_count);
}

/* ---- Names ---- */

/* A text that ends inside the block, whose last byte is a NUL. */
static bool plan_proof_text(const struct fenrun__plan *plan, uint32_t offset) {
    if (offset < sizeof *plan || offset >= plan->size) return false;
    struct fenrun__text text = fenrun__text_from(fenrun__plan_at(plan, offset));
    return fenrun__text_utf8_end(text.bytes, text.size) == text.size;
}

static bool plan_proof_name_list(const struct fenrun__plan *plan, uint32_t offset,
                                 uint32_t count) {
    if (offset % sizeof(uint32_t) != 0 || offset > plan->size ||
        count > (plan->size - offset) / sizeof(uint32_t)) {
        return false;
    }
    const uint32_t *offsets = fenrun__plan_at(plan, offset);
    for (uint32_t i = 0; i < count; i++) {
        if (!plan_proof_text(plan, offsets[i])) return false;
    }
    return true;
}

static bool plan_proof_names(const struct fenrun__plan_proof *proof) {
    const struct fenrun__plan *plan = proof->plan;
    const struct fenrun__plan_shape *order = fenrun__plan_shape(plan, FENRUN__SHAPE_ORDER);
    const uint32_t counts[FENRUN__NAME_KINDS] = {
        [FENRUN_NAME_RULES] = plan->version_count,  [FENRUN_NAME_TITLE] = plan->version_count,
        [FENRUN_NAME_CURRENCY] = 1,                 [FENRUN_NAME_TIER] = plan->tier_count,
        [FENRUN_NAME_ROLE] = order->role_count,     [FENRUN_NAME_AMOUNT] = order->amount_count,
        [FENRUN_NAME_AWARD] = plan->award_count,    [FENRUN_NAME_UNIT] = 0,
        [FENRUN_NAME_COUNT] = order->count_count,   [FENRUN_NAME_PERIOD] = plan->period_count,
        [FENRUN_NAME_LABEL] = plan->label_count,    [FENRUN_NAME_EVENT] = plan->own_event_count};
    if (((const char *)plan)[plan->size - 1] != '\0') return false;
    for (uint32_t kind = 0; kind < FENRUN__NAME_KINDS; kind++) {
        bool units = kind == FENRUN_NAME_UNIT;
        if (units ? plan->name_count[kind] == 0 : plan->name_count[kind] != counts[kind]) {
            return false;
        }
        if (!plan_proof_name_list(plan, plan->names[kind], plan->name_count[kind])) return false;
    }
    return true;
}

static bool plan_proof_shapes(struct fenrun__plan_proof *proof) {
    const struct fenrun__plan *plan = proof->plan;
    for (uint32_t i = 0; i < plan->shape_count; i++) {
        const struct fenrun__plan_shape *shape = fenrun__plan_shape(plan, i);
        uint32_t roles_max = i == FENRUN__SHAPE_JOIN ? 0 : FENRUN_ROLES_MAX;
        if (shape->role_count > roles_max || shape->amount_count > FENRUN_AMOUNTS_MAX ||
            shape->count_count > FENRUN_COUNTS_MAX ||
            !plan_proof_name_list(plan, shape->names[0], shape->role_count) ||
            !plan_proof_name_list(plan, shape->names[1], shape->amount_count) ||
            !plan_proof_name_list(plan, shape->names[2], shape->count_count)) {
            return false;
        }
    }
    /* The newcomer, who rises, the member in turn: one role, though no event names it. */
    for (uint32_t i = 0; i < plan->trigger_count; i++) {
        bool named = i < plan->shape_count && i != FENRUN__SHAPE_JOIN;
        proof->roles[i] = named ? fenrun__plan_shape(plan, i)->role_count : 1;
    }
    return true;
}

/* ---- Measures ---- */

bool fenrun__plan_proof_figure(const struct fenrun__plan *plan, uint32_t shape, uint32_t figure) {
    if (shape >= plan->shape_count) return false;
    const struct fenrun__plan_shape *row = fenrun__plan_shape(plan, shape);
    return figure < FENRUN__FIGURE_COUNT0 ? figure < row->amount_count
                                          : figure - FENRUN__FIGURE_COUNT0 < row->count_count;
}

static bool plan_proof_window(const struct fenrun__plan *plan,
                              const struct fenrun__plan_column *column) {
    switch (column->window_kind) {
    case FENRUN__WINDOW_EVER: return true;
    case FENRUN__WINDOW_PERIOD: return column->window < plan->period_count;
    case FENRUN__WINDOW_ROLLING: return column->window < plan->window_count;
    default: return false;
    }
}

/* What a column counts of each member itself. */
static bool plan_proof_own_column(const struct fenrun__plan *plan,
                                  const struct fenrun__plan_column *column) {
    switch (column->what) {
    case FENRUN__WHAT_JOINS:
    case FENRUN__WHAT_ORDERS: return column->scope == FENRUN__SCOPE_OWN && column->figure == 0;
    case FENRUN__WHAT_FIGURE:
        return column->scope == FENRUN__SCOPE_OWN &&
               fenrun__plan_proof_figure(plan, FENRUN__SHAPE_ORDER, column->figure);
    case FENRUN__WHAT_JOIN_FIGURE:
        return column->scope == FENRUN__SCOPE_OWN &&
               fenrun__plan_proof_figure(plan, FENRUN__SHAPE_JOIN, column->figure);
    case FENRUN__WHAT_PAID: break;
    default: return false;
    }
    if (column->scope != FENRUN__SCOPE_PAID || column->window_kind != FENRUN__WINDOW_PERIOD) {
        return false;
    }
    const uint32_t *names = fenrun__plan_at(plan, plan->names[FENRUN_NAME_AWARD]);
    uint32_t award = 0;
    while (award < plan->award_count && names[award] != column->name) award++;
    return award < plan->award_count;
}

static bool plan_proof_columns(const struct fenrun__plan_proof *proof) {
    const struct fenrun__plan *plan = proof->plan;
    for (uint32_t i = 0; i < plan->column_count; i++) {
        const struct fenrun__plan_column *column = fenrun__plan_column(plan, i);
        bool own = column->scope == FENRUN__SCOPE_OWN || column->scope == FENRUN__SCOPE_PAID;
        if (column->scope > FENRUN__SCOPE_PAID || !plan_proof_window(plan, column)) return false;
        if (own) {
            if (column->basis != i || !plan_proof_own_column(plan, column)) return false;
            continue;
        }
        if (column->basis == FENRUN__NOWHERE) {
            if (column->what != FENRUN__WHAT_MEMBERS) return false;
            if (column->window_kind != FENRUN__WINDOW_EVER) return false;
            continue;
        }
        /* A sum stands behind what it sums, and counts as that does. */
        if (column->basis >= i) return false;
        const struct fenrun__plan_column *basis = fenrun__plan_column(plan, column->basis);
        if (basis->scope != FENRUN__SCOPE_OWN || basis->what != column->what ||
            basis->figure != column->figure || basis->window_kind != column->window_kind ||
            (basis->window_kind != FENRUN__WINDOW_EVER && basis->window != column->window)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < plan->window_count; i++) {
        if (fenrun__plan_window(plan, i) <= 0) return false;
    }
    return true;
}

static bool plan_proof_alternatives(const struct fenrun__plan_proof *proof) {
    const struct fenrun__plan *plan = proof->plan;
    for (uint32_t i = 0; i < proof->rows[FENRUN__OF_ALTERNATIVES]; i++) {
        const struct fenrun__plan_alternative *row = fenrun__plan_alternative(plan, i);
        if (row->test_count == 0 || row->test_count > FENRUN__TESTS_OF_ALTERNATIVE_MAX) {
            return false;
        }
        for (uint32_t k = 0; k < row->test_count; k++) {
            uint32_t column = row->tests[k].column;
            if (column >= plan->column_count ||
                fenrun__plan_column(plan, column)->scope == FENRUN__SCOPE_PAID) {
                return false;
            }
        }
    }
    return true;
}

static bool plan_proof_selections(const struct fenrun__plan_proof *proof,
                                  const struct fenrun__plan_selection *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct fenrun__plan_selection *row = rows + i;
        int64_t top_max = row->top == FENRUN__TOP_RATE ? FENRUN__RATE_ONE : INT64_MAX;
        if (!fenrun__plan_proof_has(proof, FENRUN__OF_TESTS, row->test_first, row->test_count) ||
            !fenrun__plan_proof_has(proof, FENRUN__OF_ALTERNATIVES, row->alternative_first,
                                    row->alternative_count) ||
            (row->rank != FENRUN__NOWHERE && row->rank >= proof->plan->column_count) ||
            row->top > FENRUN__TOP_RATE || row->top_value < 0 || row->top_value > top_max) {
            return false;
        }
    }
    return true;
}

/* ---- What awards are made of ---- */

static bool plan_proof_pay(const struct fenrun__plan *plan, const struct fenrun__plan_pay *row) {
    bool figure = row->source == FENRUN__SOURCE_FIGURE;
    return row->kind <= FENRUN__VALUE_PER && row->source <= FENRUN__SOURCE_TOTAL &&
           row->listed <= 1 && row->value >= 0 &&
           (row->kind != FENRUN__VALUE_PER || row->per > 0) &&
           row->index < (figure ? FENRUN__FIGURES_MAX : plan->column_count);
}

bool fenrun__plan_proof_source(const struct fenrun__plan *plan, uint32_t trigger, uint32_t source,
                               uint32_t index) {
    if (source == FENRUN__SOURCE_FIGURE) return fenrun__plan_proof_figure(plan, trigger, index);
    return source <= FENRUN__SOURCE_TOTAL && index < plan->column_count &&
           trigger > fenrun__plan_trigger_of_promotion(plan);
}

bool fenrun__plan_proof_pays_on(const struct fenrun__plan *plan, uint32_t trigger,
                                const struct fenrun__plan_pay *row) {
    return !row->listed || row->kind == FENRUN__VALUE_FIXED ||
           fenrun__plan_proof_source(plan, trigger, row->source, row->index);
}

bool fenrun__plan_proof_path(const struct fenrun__plan_proof *proof, uint32_t trigger,
                             const struct fenrun__plan_path *path, bool may_rise) {
    if (path->role >= proof->roles[trigger] || path->step_count > FENRUN__STEPS_MAX ||
        path->uplines > may_rise) {
        return false;
    }
    for (uint32_t i = 0; i < path->step_count; i++) {
        uint8_t step = path->steps[i];
        if (step < FENRUN__STEP_INVITER || step > FENRUN__STEP_ABOVE) return false;
        if (step == FENRUN__STEP_ABOVE && path->tiers[i] >= proof->plan->tier_count) return false;
    }
    return true;
}

bool fenrun__plan_proof_limit(const struct fenrun__plan_proof *proof, uint32_t trigger,
                              uint32_t limit) {
    if (limit == FENRUN__NOWHERE) return true;
    if (limit >= proof->rows[FENRUN__OF_LIMITS]) return false;
    const struct fenrun__plan_pay *at_most =
        &fenrun__plan_limit(proof->plan, limit)->at_most;
    return at_most->listed && fenrun__plan_proof_pays_on(proof->plan, trigger, at_most);
}

/* The rows that mean the same for every award. */
static bool plan_proof_rows(const struct fenrun__plan_proof *proof) {
    const struct fenrun__plan *plan = proof->plan;
    for (uint32_t i = 0; i < proof->rows[FENRUN__OF_PAYS]; i++) {
        if (!plan_proof_pay(plan, fenrun__plan_pay(plan, i))) return false;
    }
    for (uint32_t i = 0; i < proof->rows[FENRUN__OF_GRADES]; i++) {
        if (!plan_proof_pay(plan, &fenrun__plan_grade(plan, i)->pay)) return false;
    }
    for (uint32_t i = 0; i < proof->rows[FENRUN__OF_DIFFERENTIALS]; i++) {
        if (!plan_proof_pay(plan, &fenrun__plan_differential(plan, i)->peer)) return false;
    }
    for (uint32_t i = 0; i < proof->rows[FENRUN__OF_POOLS]; i++) {
        const struct fenrun__plan_pool *pool = fenrun__plan_pool(plan, i);
        if (!plan_proof_pay(plan, &pool->sum)) return false;
        if (pool->share != FENRUN__NOWHERE && pool->share >= plan->column_count) return false;
    }
    for (uint32_t i = 0; i < proof->rows[FENRUN__OF_LIMITS]; i++) {
        const struct fenrun__plan_limit *limit = fenrun__plan_limit(plan, i);
        if (!plan_proof_pay(plan, &limit->at_most)) return false;
        if (limit->column == FENRUN__NOWHERE) continue;
        if (limit->column >= plan->column_count ||
            fenrun__plan_column(plan, limit->column)->scope != FENRUN__SCOPE_PAID) {
            return false;
        }
    }
    for (uint32_t i = 0; i < proof->rows[FENRUN__OF_SPLITS]; i++) {
        const struct fenrun__plan_split *split = fenrun__plan_split(plan, i);
        int64_t left = FENRUN__RATE_ONE;
        if (!plan_proof_pay(plan, &split->total) ||
            !fenrun__plan_proof_has(proof, FENRUN__OF_SHARES, split->share_first,
                                    split->share_count)) {
            return false;
        }
        for (uint32_t k = 0; k < split->share_count; k++) {
            int64_t rate = fenrun__plan_share(plan, split->share_first + k)->rate_ppb;
            if (rate < 0 || rate > left) return false;
            left -= rate;
        }
    }
    for (uint32_t i = 0; i < proof->rows[FENRUN__OF_TESTS]; i++) {
        if (fenrun__plan_test(plan, i)->kind > FENRUN__TEST_OTHER) return false;
    }
    return plan_proof_selections(proof, fenrun__plan_selection(plan, 0),
                                 proof->rows[FENRUN__OF_SELECTIONS]);
}

/* ---- Versions ---- */

static bool plan_proof_requirements(const struct fenrun__plan_proof *proof, uint32_t trigger,
                                    const struct fenrun__plan_trigger *row) {
    const struct fenrun__plan *plan = proof->plan;
    if (!fenrun__plan_proof_has(proof, FENRUN__OF_REQUIREMENTS, row->requirement_first,
                                row->requirement_count)) {
        return false;
    }
    for (uint32_t i = 0; i < row->requirement_count; i++) {
        const struct fenrun__plan_requirement *requirement =
            fenrun__plan_requirement(plan, row->requirement_first + i);
        uint32_t base = requirement->base;
        if (!fenrun__plan_proof_figure(plan, trigger, requirement->figure) ||
            requirement->low < 0 ||
            requirement->high < requirement->low) {
            return false;
        }
        if (base != FENRUN__NOWHERE &&
            (base >= FENRUN__FIGURE_COUNT0 || !fenrun__plan_proof_figure(plan, trigger, base))) {
            return false;
        }
    }
    return true;
}

/* The awards of a trigger are those of it that the version has. */
static bool plan_proof_trigger(const struct fenrun__plan_proof *proof,
                               const struct fenrun__plan_version *version, uint32_t trigger) {
    const struct fenrun__plan *plan = proof->plan;
    const struct fenrun__plan_trigger *row = fenrun__plan_trigger(plan, version, trigger);
    if (!fenrun__plan_proof_has(proof, FENRUN__OF_ORDER, row->order_first, row->order_count) ||
        !plan_proof_requirements(proof, trigger, row) ||
        !fenrun__plan_proof_limit(proof, trigger, row->budget)) {
        return false;
    }
    const uint32_t *order = fenrun__plan_order(plan, row);
    for (uint32_t i = 0; i < row->order_count; i++) {
        if (order[i] < version->award_first ||
            order[i] - version->award_first >= version->award_count ||
            fenrun__plan_award(plan, order[i])->trigger != trigger ||
            (i > 0 && order[i] <= order[i - 1])) {
            return false;
        }
    }
    return true;
}

/* Alternatives of tiers, from the highest down; when they are reviewed is a period, or not. */
static bool plan_proof_reviews(const struct fenrun__plan_proof *proof, uint32_t review,
                               uint32_t first, uint32_t count) {
    uint32_t tier = proof->plan->tier_count - 1;
    if (review < FENRUN__REVIEW_AT_ONCE && review >= proof->plan->period_count) return false;
    if (!fenrun__plan_proof_has(proof, FENRUN__OF_ALTERNATIVES, first, count)) return false;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t next = fenrun__plan_alternative(proof->plan, first + i)->tier;
        if (next == 0 || next > tier) return false;
        tier = next;
    }
    return true;
}

static bool plan_proof_version(const struct fenrun__plan_proof *proof, uint32_t index) {
    const struct fenrun__plan *plan = proof->plan;
    const struct fenrun__plan_version *version = fenrun__plan_version(plan, index);
    bool last = index + 1 == plan->version_count;
    uint64_t end = (uint64_t)version->award_first + version->award_count;
    if ((index == 0 && version->award_first != 0) || version->rounding > FENRUN__ROUND_UP ||
        version->effective > FENRUN_TIME_MAX ||
        version->award_count > FENRUN_AWARDS_MAX ||
        end != (last ? plan->award_count : version[1].award_first) ||
        (!last && version[1].effective <= version->effective) ||
        !fenrun__plan_proof_has(proof, FENRUN__OF_TRIGGERS, version->trigger_first,
                                plan->trigger_count) ||
        !fenrun__plan_proof_has(proof, FENRUN__OF_LABELS, version->label_first,
                                plan->label_count) ||
        !plan_proof_reviews(proof, version->promotion_review, version->promotion_first,
                            version->promotion_count) ||
        !plan_proof_reviews(proof, version->demotion_review, version->demotion_first,
                            version->demotion_count)) {
        return false;
    }
    for (uint32_t i = 0; i < plan->label_count; i++) {
        const struct fenrun__plan_label *label = fenrun__plan_label(plan, version, i);
        if (label->review >= plan->period_count) return false;
        if (!plan_proof_selections(proof, &label->selection, 1)) return false;
    }
    for (uint32_t trigger = 0; trigger < plan->trigger_count; trigger++) {
        if (!plan_proof_trigger(proof, version, trigger)) return false;
    }
    return true;
}

const char *fenrun__plan_proof_run(const struct fenrun__plan *plan) {
    struct fenrun__plan_proof proof = {.plan = plan};
    if (!plan_proof_head(&proof)) return "head";
    if (!plan_proof_shapes(&proof)) return "events";
    if (!plan_proof_names(&proof)) return "names";
    if (!plan_proof_columns(&proof) || !plan_proof_alternatives(&proof)) return "measures";
    if (!plan_proof_rows(&proof)) return "figures";
    for (uint32_t i = 0; i < plan->award_count; i++) {
        if (!fenrun__award_proof_run(&proof, i)) return "awards";
    }
    for (uint32_t i = 0; i < plan->version_count; i++) {
        if (!plan_proof_version(&proof, i)) return "versions";
    }
    return NULL;
}
