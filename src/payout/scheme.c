/* Scheme: laying out the awards of a version; see the header. */
#include "payout/scheme.h"

#include "money/amount.h"

/* ---- places ---- */

/* A place that a path leads through; FENRUN__NOWHERE if there is room for no more. `gate` is that
   of the award whose path it is. */
static uint32_t scheme_step(struct fenrun__scheme *scheme, uint32_t from, uint8_t step,
                            uint8_t tier, uint32_t gate) {
    scheme->places[from].seen = true;
    if (step == FENRUN__STEP_LEADER) scheme->places[from].has_led = true;
    for (uint32_t i = 0; i < scheme->place_count; i++) {
        struct fenrun__scheme_place *place = scheme->places + i;
        if (place->from != from || place->step != step || place->tier != tier) continue;
        /* Two awards come here: orders need pass neither gate. */
        if (place->gate != gate) place->gate = FENRUN__NOWHERE;
        return i;
    }
    if (scheme->place_count == FENRUN__PLACES_MAX) return FENRUN__NOWHERE;
    scheme->places[scheme->place_count] =
        (struct fenrun__scheme_place){.step = step, .tier = tier, .from = from, .gate = gate};
    return scheme->place_count++;
}

/* Where the steps of a path end. */
static uint32_t scheme_end(struct fenrun__scheme *scheme, const struct fenrun__plan_path *path,
                           uint32_t gate) {
    uint32_t place = path->role;
    for (uint32_t i = 0; i < path->step_count && place != FENRUN__NOWHERE; i++) {
        place = scheme_step(scheme, place, path->steps[i], path->tiers[i], gate);
    }
    return place;
}

/* ---- strips ---- */

static bool scheme_same_row(const struct fenrun__plan_pay *a, const struct fenrun__plan_pay *b) {
    if (!a->listed || !b->listed) return a->listed == b->listed;
    return a->kind == b->kind && a->value == b->value && a->per == b->per &&
           a->source == b->source && a->index == b->index;
}

/* What its rows have in common. */
static void scheme_settle_strip(struct fenrun__scheme *scheme,
                                struct fenrun__scheme_strip *strip) {
    bool rates = true, fixed = true, whole = true;
    uint32_t listed_count = 0;
    int64_t rate_max = 0;
    strip->figure = FENRUN__NOWHERE;
    for (uint32_t tier = 0; tier < scheme->plan->tier_count; tier++) {
        const struct fenrun__plan_pay *row = strip->rows + tier;
        if (!scheme_same_row(row, strip->rows)) strip->by_tier = true;
        if (!row->listed) continue;
        strip->listed |= UINT64_C(1) << tier;
        listed_count++;
        if (strip->figure == FENRUN__NOWHERE) strip->figure = row->index;
        bool is_rate = row->kind == FENRUN__VALUE_RATE && row->index == strip->figure;
        rates = rates && is_rate;
        whole = whole && is_rate && row->value == FENRUN__RATE_ONE;
        fixed = fixed && row->kind == FENRUN__VALUE_FIXED;
        if (row->kind == FENRUN__VALUE_RATE && row->value > rate_max) rate_max = row->value;
    }
    if (listed_count == scheme->plan->tier_count) strip->listed = UINT64_MAX;
    strip->worth = fixed   ? FENRUN__WORTH_FIXED
                   : whole ? FENRUN__WORTH_WHOLE
                   : rates ? FENRUN__WORTH_RATE
                           : FENRUN__WORTH_MIXED;
    if (rate_max > 0 && scheme->figure_max > INT64_MAX / rate_max) {
        scheme->figure_max = INT64_MAX / rate_max;
    }
}

static bool scheme_add_strip(struct fenrun__scheme *scheme, struct fenrun__scheme_strip strip) {
    if (strip.place == FENRUN__NOWHERE || scheme->strip_count == FENRUN__STRIPS_MAX) return false;
    const struct fenrun__plan_award *award = strip.award;
    uint32_t row = award->pay_first;
    if (strip.level > 0) row += (strip.level - 1) * scheme->plan->tier_count;
    strip.rows = fenrun__plan_pay(scheme->plan, row);
    for (uint32_t i = 0; i < award->test_count; i++) {
        const struct fenrun__plan_test *test =
            fenrun__plan_test(scheme->plan, award->test_first + i);
        strip.tests_payee = strip.tests_payee || fenrun__plan_tests_payee(test);
    }
    scheme_settle_strip(scheme, &strip);
    if (strip.by_tier || strip.tests_payee) scheme->places[strip.place].seen = true;
    scheme->strips[scheme->strip_count++] = strip;
    return true;
}

/* Whether an award goes up by a fixed number of steps. */
static bool scheme_is_stepwise(const struct fenrun__plan_award *award) {
    return award->form == FENRUN__FORM_LEVELS &&
           award->unqualified != FENRUN__UNQUALIFIED_COMPRESS;
}

/* The gate of an award, FENRUN__NOWHERE if it has none; false if there is room for no more. */
static bool scheme_gate(struct fenrun__scheme *scheme, const struct fenrun__plan_award *award,
                        uint32_t *gate) {
    *gate = FENRUN__NOWHERE;
    for (uint32_t i = 0; i < award->test_count; i++) {
        const struct fenrun__plan_test *test =
            fenrun__plan_test(scheme->plan, award->test_first + i);
        if (fenrun__plan_tests_payee(test)) continue;
        if (scheme->gate_count == FENRUN__GATES_MAX) return false;
        scheme->gates[scheme->gate_count] = award;
        *gate = scheme->gate_count++;
        return true;
    }
    return true;
}

static bool scheme_add_levels(struct fenrun__scheme *scheme, struct fenrun__scheme_strip strip) {
    const struct fenrun__plan_award *award = strip.award;
    for (uint32_t level = 1; level <= award->level_count; level++) {
        if (strip.place == FENRUN__NOWHERE) return false;
        strip.place = scheme_step(scheme, strip.place, FENRUN__STEP_INVITER, 0, strip.gate);
        strip.level = level;
        strip.goes_on = level > 1 && award->unqualified == FENRUN__UNQUALIFIED_STOP;
        if (!scheme_add_strip(scheme, strip)) return false;
    }
    return true;
}

static bool scheme_add_award(struct fenrun__scheme *scheme, uint32_t index) {
    const struct fenrun__plan_award *award = fenrun__plan_award(scheme->plan, index);
    struct fenrun__scheme_strip strip = {.award = award, .index = index};
    bool depends = award->cap != FENRUN__NOWHERE || award->funder != FENRUN__NOWHERE;
    if (depends || !scheme_gate(scheme, award, &strip.gate)) return false;
    if (!award->plain && !scheme_is_stepwise(award)) {
        if (scheme->strip_count == FENRUN__STRIPS_MAX) return false;
        strip.worth = FENRUN__WORTH_LOOSE;
        strip.place = FENRUN__NOWHERE;
        scheme->strips[scheme->strip_count++] = strip;
        scheme->climbs = scheme->climbs || award->to.uplines;
        return true;
    }
    strip.place = scheme_end(scheme, &award->to, strip.gate);
    return award->plain ? scheme_add_strip(scheme, strip) : scheme_add_levels(scheme, strip);
}

/* The largest figure that can be multiplied by what `require` names. */
static void scheme_limit_figures(struct fenrun__scheme *scheme,
                                 const struct fenrun__plan_trigger *trigger) {
    for (uint32_t i = 0; i < trigger->requirement_count; i++) {
        const struct fenrun__plan_requirement *requirement =
            fenrun__plan_requirement(scheme->plan, trigger->requirement_first + i);
        if (requirement->base == FENRUN__NOWHERE) continue;
        int64_t rate = requirement->high == INT64_MAX ? requirement->low : requirement->high;
        if (rate > 0 && scheme->figure_max > INT64_MAX / rate) {
            scheme->figure_max = INT64_MAX / rate;
        }
    }
}

/* Begin with the roles alone. */
static void scheme_clear(struct fenrun__scheme *scheme) {
    scheme->climbs = scheme->is_loose = false;
    scheme->gate_count = scheme->strip_count = 0;
    scheme->place_count = fenrun__plan_shape(scheme->plan, FENRUN__SHAPE_ORDER)->role_count;
    for (uint32_t i = 0; i < scheme->place_count; i++) {
        scheme->places[i] = (struct fenrun__scheme_place){.step = FENRUN__STEP_ROLE,
                                                          .seen = true,
                                                          .from = i,
                                                          .gate = FENRUN__NOWHERE};
    }
}

/* Pay all awards in one loose strip. */
static void scheme_loosen(struct fenrun__scheme *scheme) {
    scheme_clear(scheme);
    scheme->climbs = scheme->is_loose = true;
    scheme->strips[scheme->strip_count++] =
        (struct fenrun__scheme_strip){.place = FENRUN__NOWHERE,
                                      .gate = FENRUN__NOWHERE,
                                      .worth = FENRUN__WORTH_LOOSE};
}

void fenrun__scheme_make(struct fenrun__scheme *scheme, const struct fenrun__plan *plan,
                         const struct fenrun__plan_version *version) {
    const struct fenrun__plan_trigger *trigger =
        fenrun__plan_trigger(plan, version, FENRUN__SHAPE_ORDER);
    const uint32_t *order = fenrun__plan_order(plan, trigger);
    scheme->plan = plan;
    scheme->version = version;
    scheme->figure_max = INT64_MAX / FENRUN__RATE_ONE;
    scheme_limit_figures(scheme, trigger);
    scheme_clear(scheme);
    bool fits = trigger->budget == FENRUN__NOWHERE;
    for (uint32_t i = 0; fits && i < trigger->order_count; i++) {
        fits = scheme_add_award(scheme, order[i]);
    }
    if (!fits) scheme_loosen(scheme);
}
