/* Mark: traces first, then promotions, then what only a close looks at. */
#include "scenario/mark.h"

#include <string.h>

static void mark_item(struct fenrun__coverage *coverage, size_t place) {
    uint32_t item = coverage->map.items[place];
    if (item != FENRUN__NONE) coverage->items[item].covered = true;
}

/* ---- Traces ---- */

/* The row of pay that was used, and the one that was subtracted as paid already. */
static void mark_rows(struct fenrun__coverage *coverage, const struct fenrun__trace *trace) {
    const struct fenrun__plan *plan = coverage->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, trace->award);
    const struct fenrun__plan_pay *first = fenrun__plan_pay(plan, award->pay_first);
    bool levels = award->form == FENRUN__FORM_LEVELS || award->form == FENRUN__FORM_PRIZES;
    size_t count = (size_t)plan->tier_count * (levels ? award->level_count : 1);
    if (award->form == FENRUN__FORM_GRADED) {
        if (trace->row) mark_item(coverage, coverage->map.grades + trace->grade);
        return;
    }
    if (award->form == FENRUN__FORM_SPLIT || award->form == FENRUN__FORM_POOL) return;
    /* A member with a row of 0 who is taken to be paid already is not named. */
    bool begins = award->form == FENRUN__FORM_DIFFERENTIAL &&
                  (trace->less_person != FENRUN__NONE ||
                   fenrun__plan_differential(plan, award->special)->already_paid !=
                       FENRUN__NOWHERE);
    for (size_t i = 0; i < count; i++) {
        bool used = trace->row == first + i && first[i].listed;
        bool subtracted = begins && first[i].listed && first[i].value == trace->less;
        if (used || subtracted) mark_item(coverage, coverage->map.pays + award->pay_first + i);
    }
}

/* At a close whoever got nothing by a row of 0 is only counted. */
static void mark_zeros(struct fenrun__coverage *coverage, const struct fenrun__trace *trace) {
    const struct fenrun__plan *plan = coverage->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, trace->award);
    bool levels = award->form == FENRUN__FORM_LEVELS || award->form == FENRUN__FORM_PRIZES;
    bool graded = award->form == FENRUN__FORM_GRADED;
    uint32_t count = graded ? award->level_count
                            : plan->tier_count * (levels ? award->level_count : 1);
    if (award->form == FENRUN__FORM_POOL || trace->outcomes[FENRUN__OUTCOME_ZERO] == 0) return;
    for (uint32_t i = award->pay_first; i < award->pay_first + count; i++) {
        const struct fenrun__plan_pay *row =
            graded ? &fenrun__plan_grade(plan, i)->pay : fenrun__plan_pay(plan, i);
        if (!row->listed || row->value != 0) continue;
        mark_item(coverage, (graded ? coverage->map.grades : coverage->map.pays) + i);
    }
}

/* Roles are tested before the payee, each in the order of the text: those before are met. */
static void mark_tests(struct fenrun__coverage *coverage, const struct fenrun__trace *trace) {
    const struct fenrun__plan *plan = coverage->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, trace->award);
    bool failed = trace->outcome == FENRUN__OUTCOME_TEST;
    if (trace->outcome == FENRUN__OUTCOME_NOBODY) return;
    bool payee = failed && fenrun__plan_test(plan, trace->test)->subject ==
                               FENRUN__SUBJECT_PAYEE;
    if (failed) mark_item(coverage, coverage->map.unmet + trace->test);
    for (uint32_t i = award->test_first; i < award->test_first + award->test_count; i++) {
        bool of_payee = fenrun__plan_test(plan, i)->subject == FENRUN__SUBJECT_PAYEE;
        bool met = !failed || (payee && !of_payee) || (payee == of_payee && i < trace->test);
        if (met) mark_item(coverage, coverage->map.met + i);
    }
}

/* The version that an award belongs to. */
static const struct fenrun__plan_version *mark_version(const struct fenrun__plan *plan,
                                                       uint32_t award) {
    uint32_t version = plan->version_count - 1;
    while (version > 0 && award < fenrun__plan_version(plan, version)->award_first) version--;
    return fenrun__plan_version(plan, version);
}

static void mark_limits(struct fenrun__coverage *coverage, const struct fenrun__trace *trace) {
    const struct fenrun__plan *plan = coverage->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, trace->award);
    uint32_t outcome = trace->outcome;
    bool cap = outcome == FENRUN__OUTCOME_CAP || trace->after_cap < trace->computed ||
               trace->whole < trace->whole_computed;
    bool funder = outcome == FENRUN__OUTCOME_FUNDER || trace->after_funder < trace->after_cap;
    bool budget = outcome == FENRUN__OUTCOME_BUDGET || trace->amount < trace->after_funder;
    if (cap && award->cap != FENRUN__NOWHERE) {
        mark_item(coverage, coverage->map.limits + award->cap);
    }
    if (funder && award->funder != FENRUN__NOWHERE) {
        mark_item(coverage, coverage->map.funders + award->funder);
    }
    if (!budget) return;
    const struct fenrun__plan_version *version = mark_version(plan, trace->award);
    uint32_t row = fenrun__plan_trigger(plan, version, award->trigger)->budget;
    if (row != FENRUN__NOWHERE) mark_item(coverage, coverage->map.limits + row);
}

static void mark_trace(struct fenrun__coverage *coverage, const struct fenrun__trace *trace) {
    const struct fenrun__plan *plan = coverage->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, trace->award);
    bool paid = trace->outcome == FENRUN__OUTCOME_PAID && trace->amount > 0;
    if (paid) mark_item(coverage, coverage->map.awards + trace->award);
    if (paid && trace->part == FENRUN__PART_PEER) {
        mark_item(coverage, coverage->map.peers + trace->award);
    }
    if (paid && trace->part == FENRUN__PART_SHARE && award->form == FENRUN__FORM_SPLIT &&
        trace->level > 0) {
        uint32_t share = fenrun__plan_split(plan, award->special)->share_first + trace->level - 1;
        mark_item(coverage, coverage->map.shares + share);
    }
    if (trace->part == FENRUN__PART_OTHERS) {
        mark_zeros(coverage, trace);
        return;
    }
    mark_rows(coverage, trace);
    mark_tests(coverage, trace);
    mark_limits(coverage, trace);
}

/* ---- Refused by a limit ---- */

/* A refused event leaves no trace, only what refused it. */
static void mark_refused(struct fenrun__coverage *coverage,
                         const struct fenrun__refusal *refusal) {
    if (refusal->limit != FENRUN__NOWHERE) {
        mark_item(coverage, coverage->map.limits + refusal->limit);
    }
    if (refusal->funder != FENRUN__NOWHERE) {
        mark_item(coverage, coverage->map.funders + refusal->funder);
    }
}

/* ---- Promotions, demotions, labels ---- */

static uint32_t mark_number(const struct fenrun__plan *plan,
                            const struct fenrun__plan_version *version) {
    return (uint32_t)(version - fenrun__plan_version(plan, 0));
}

/* Whether a member reaches all measures of a map; `values` are of all members. */
static bool mark_reaches(const struct fenrun__plan *plan, uint32_t alternative,
                         const int64_t *values, uint32_t member) {
    const struct fenrun__plan_alternative *row = fenrun__plan_alternative(plan, alternative);
    for (uint32_t i = 0; i < row->test_count; i++) {
        const int64_t *own = values + (size_t)member * plan->column_count;
        if (own[row->tests[i].column] < row->tests[i].at_least) return false;
    }
    return true;
}

/* The maps of a promotion's tier that are reached; if none is (a window moved on, a team below
   split off in the same event), all of them: one was. */
static void mark_promotion(struct fenrun__coverage *coverage,
                           const struct fenrun__plan_version *version, const int64_t *values,
                           uint32_t member, uint32_t tier) {
    const struct fenrun__plan *plan = coverage->plan;
    for (uint32_t any = 0, pass = 0; pass < 2 && !any; pass++) {
        for (uint32_t i = 0; i < version->promotion_count; i++) {
            uint32_t index = version->promotion_first + i;
            if (fenrun__plan_alternative(plan, index)->tier != tier) continue;
            if (pass == 0 && !mark_reaches(plan, index, values, member)) continue;
            mark_item(coverage, coverage->map.alternatives + index);
            any = 1;
        }
    }
}

static void mark_changes(struct fenrun__coverage *coverage, const struct fenrun__engine *engine,
                         const fenrun_event *event, const struct fenrun_result *result) {
    const struct fenrun__plan *plan = coverage->plan;
    bool close = event->kind == FENRUN_EVENT_CLOSE;
    for (size_t i = 0; i < result->promotion_count; i++) {
        const fenrun_promotion *change = &result->promotions[i];
        const struct fenrun__plan_version *version = fenrun__plan_in_force(plan, change->at);
        uint32_t member = fenrun__tree_find(&engine->tree, change->member);
        if (!version || member == FENRUN__NONE || plan->column_count == 0) continue;
        const int64_t *values = close ? coverage->values : engine->tree.measure.values;
        size_t number = mark_number(plan, version);
        if (change->tier > change->tier_before) {
            mark_promotion(coverage, version, values, member, change->tier);
        } else if (change->tier < change->tier_before) {
            mark_item(coverage, coverage->map.demotions + number * plan->tier_count +
                                    change->tier_before);
        }
    }
}

/* ---- Closes ---- */

/* A test whose subject is the member in turn, on that member alone. */
static bool mark_meets(const struct fenrun__plan_test *test,
                       const struct fenrun__tree_row *row) {
    return (test->tiers >> row->tier & 1) == 1 || (test->labels & row->labels) != 0;
}

static void mark_selection(struct fenrun__coverage *coverage, const struct fenrun__engine *engine,
                           const struct fenrun__plan_selection *selection) {
    const struct fenrun__plan *plan = coverage->plan;
    for (uint32_t member = 0; member < engine->tree.count; member++) {
        const struct fenrun__tree_row *row = engine->tree.rows + member;
        bool meets = true;
        for (uint32_t i = 0; i < selection->test_count; i++) {
            uint32_t index = selection->test_first + i;
            const struct fenrun__plan_test *test = fenrun__plan_test(plan, index);
            if (test->kind != FENRUN__TEST_IS) continue;
            bool met = mark_meets(test, row);
            mark_item(coverage, (met ? coverage->map.met : coverage->map.unmet) + index);
            meets = meets && met;
        }
        for (uint32_t i = 0; meets && i < selection->alternative_count; i++) {
            uint32_t index = selection->alternative_first + i;
            if (mark_reaches(plan, index, engine->tree.measure.values, member)) {
                mark_item(coverage, coverage->map.alternatives + index);
            }
        }
    }
}

/* How those keep their tier who might have lost it. */
static void mark_demotions(struct fenrun__coverage *coverage, const struct fenrun__engine *engine,
                           const struct fenrun__plan_version *version) {
    const struct fenrun__plan *plan = coverage->plan;
    for (uint32_t i = 0; i < version->demotion_count; i++) {
        uint32_t index = version->demotion_first + i;
        for (uint32_t member = 0; member < engine->tree.count; member++) {
            bool listed =
                engine->tree.rows[member].tier == fenrun__plan_alternative(plan, index)->tier;
            if (listed && mark_reaches(plan, index, engine->tree.measure.values, member)) {
                mark_item(coverage, coverage->map.alternatives + index);
            }
        }
    }
}

void fenrun__mark_before(struct fenrun__coverage *coverage, const struct fenrun__engine *engine,
                         const fenrun_event *event) {
    const struct fenrun__plan *plan = coverage->plan;
    const struct fenrun__plan_version *version = fenrun__plan_in_force(plan, event->at);
    if (event->kind != FENRUN_EVENT_CLOSE || !version || coverage->failed) return;
    size_t count = engine->tree.count * plan->column_count;
    if (!fenrun__memory_grow(coverage->memory, &coverage->values, sizeof *coverage->values,
                             &coverage->value_capacity, count)) {
        coverage->failed = true;
        return;
    }
    if (count > 0) {
        memcpy(coverage->values, engine->tree.measure.values, count * sizeof *coverage->values);
    }
    uint32_t trigger = fenrun__plan_trigger_of_period(plan, event->name);
    const struct fenrun__plan_trigger *row = fenrun__plan_trigger(plan, version, trigger);
    for (uint32_t i = 0; i < row->order_count; i++) {
        uint32_t selection =
            fenrun__plan_award(plan, fenrun__plan_order(plan, row)[i])->selection;
        if (selection == FENRUN__NOWHERE) continue;
        mark_selection(coverage, engine, fenrun__plan_selection(plan, selection));
    }
    for (uint32_t i = 0; i < plan->label_count; i++) {
        const struct fenrun__plan_label *label = fenrun__plan_label(plan, version, i);
        if (label->review == event->name) mark_selection(coverage, engine, &label->selection);
    }
    if (version->demotion_review == event->name) mark_demotions(coverage, engine, version);
}

/* Labels that somebody has after a close. */
static void mark_labels(struct fenrun__coverage *coverage, const struct fenrun__engine *engine,
                        const struct fenrun__plan_version *version, uint32_t period) {
    const struct fenrun__plan *plan = coverage->plan;
    uint32_t held = 0;
    for (uint32_t member = 0; member < engine->tree.count; member++) {
        held |= engine->tree.rows[member].labels;
    }
    for (uint32_t i = 0; i < plan->label_count; i++) {
        if (fenrun__plan_label(plan, version, i)->review != period || !(held >> i & 1)) continue;
        size_t number = mark_number(plan, version);
        mark_item(coverage, coverage->map.labels + number * plan->label_count + i);
    }
}

void fenrun__mark_after(struct fenrun__coverage *coverage, const struct fenrun__engine *engine,
                        const fenrun_event *event, const struct fenrun_result *result,
                        int32_t code) {
    const struct fenrun__plan *plan = coverage->plan;
    const struct fenrun__plan_version *version = fenrun__plan_in_force(plan, event->at);
    if (coverage->failed || !version) return;
    if (code == FENRUN_ERROR_LIMIT) mark_refused(coverage, &result->refusal);
    if (code != FENRUN_OK) return;
    for (size_t i = 0; i < result->trace_count; i++) mark_trace(coverage, &result->traces[i]);
    mark_changes(coverage, engine, event, result);
    if (event->kind == FENRUN_EVENT_CLOSE) mark_labels(coverage, engine, version, event->name);
}
