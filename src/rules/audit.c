/* Audit: version by version; what no version uses is found in the first. */
#include "rules/audit.h"

#include "money/amount.h"
#include "rules/audit_award.h"
#include "rules/audit_limit.h"
#include "rules/audit_review.h"

/* ---- What nothing uses ---- */

/* The periods that some version pays, reviews or measures by, as a mask. */
static uint32_t audit_periods_used(const struct fenrun__plan *plan) {
    uint32_t used = 0;
    for (uint32_t i = 0; i < plan->column_count; i++) {
        const struct fenrun__plan_column *column = fenrun__plan_column(plan, i);
        if (column->window_kind == FENRUN__WINDOW_PERIOD) used |= 1u << column->window;
    }
    for (uint32_t i = 0; i < plan->version_count; i++) {
        const struct fenrun__plan_version *version = fenrun__plan_version(plan, i);
        for (uint32_t period = 0; period < plan->period_count; period++) {
            uint32_t trigger = fenrun__plan_trigger_of_period(plan, period);
            bool reviewed = version->promotion_review == period ||
                            version->demotion_review == period ||
                            fenrun__plan_trigger(plan, version, trigger)->order_count > 0;
            if (reviewed) used |= 1u << period;
        }
        for (uint32_t label = 0; label < plan->label_count; label++) {
            used |= 1u << fenrun__plan_label(plan, version, label)->review;
        }
    }
    return used;
}

/* The own events that some version pays on, as a mask. */
static uint32_t audit_events_used(const struct fenrun__plan *plan) {
    uint32_t used = 0;
    for (uint32_t i = 0; i < plan->award_count; i++) {
        uint32_t trigger = fenrun__plan_award(plan, i)->trigger;
        if (trigger >= FENRUN__SHAPE_OWN && trigger < plan->shape_count) {
            used |= 1u << (trigger - FENRUN__SHAPE_OWN);
        }
    }
    return used;
}

static void audit_note_idle(const struct fenrun__audit *audit, const char *section, uint32_t line,
                            const char *name, const char *problem) {
    const struct fenrun__place root = {.line = 1};
    const struct fenrun__place parent = {
        .parent = &root, .name = fenrun__text_from(section), .line = line};
    const struct fenrun__place place = {
        .parent = &parent, .name = fenrun__text_from(name), .line = line};
    fenrun__diagnostics_note(audit->diagnostics, &place, fenrun__part_all(), "%s", problem);
}

static void audit_look_for_idle(const struct fenrun__audit *audit) {
    const struct fenrun__plan *plan = audit->plan;
    const struct fenrun__plan_version *version = audit->version;
    uint32_t periods = audit_periods_used(plan);
    uint32_t events = audit_events_used(plan);
    for (uint32_t i = 0; i < plan->period_count; i++) {
        if ((periods >> i & 1) == 1) continue;
        audit_note_idle(audit, "periods", version->lines[FENRUN__SECTION_PERIODS],
                        fenrun__plan_name(plan, FENRUN_NAME_PERIOD, i),
                        "nothing is paid, reviewed or measured by the period; use it, or take it "
                        "away");
    }
    for (uint32_t i = 0; i < plan->own_event_count; i++) {
        if ((events >> i & 1) == 1) continue;
        audit_note_idle(audit, "events", version->lines[FENRUN__SECTION_EVENTS],
                        fenrun__plan_name(plan, FENRUN_NAME_EVENT, i),
                        "no award is paid on the event; add one, or take the event away");
    }
}

/* ---- Requirements ---- */

/* Two amounts that must each be a share of the other: a from 110 % of b on, and b from 110 % of a.
   */
static void audit_look_at_pair(const struct fenrun__audit *audit, uint32_t shape,
                               const struct fenrun__plan_requirement *a,
                               const struct fenrun__plan_requirement *b) {
    const struct fenrun__plan *plan = audit->plan;
    if (a->base != b->figure || b->base != a->figure) return;
    /* The product of the low ends above 1, or of the high ends below it. */
    bool low = fenrun__amount_compare_rate(FENRUN__RATE_ONE, a->low, b->low) < 0;
    bool high = fenrun__amount_compare_rate(FENRUN__RATE_ONE, a->high, b->high) > 0;
    if (!low && !high) return;
    const struct fenrun__place root = {.line = 1};
    const struct fenrun__place section = {
        .parent = &root,
        .name = fenrun__text_from(fenrun__plan_trigger_name(plan, shape)),
        .line = b->line};
    const struct fenrun__place require = {
        .parent = &section, .name = {"require", 7}, .line = b->line};
    const struct fenrun__place place = {
        .parent = &require,
        .name = fenrun__text_from(fenrun__plan_figure_name(plan, shape, b->figure)),
        .line = b->line};
    fenrun__diagnostics_note(audit->diagnostics, &place, fenrun__part_all(),
                             "no amounts but 0 are in this range and in that of %s; change one of "
                             "the two",
                             fenrun__plan_figure_name(plan, shape, a->figure));
}

static void audit_look_at_requirements(const struct fenrun__audit *audit) {
    const struct fenrun__plan *plan = audit->plan;
    for (uint32_t shape = 0; shape < plan->shape_count; shape++) {
        const struct fenrun__plan_trigger *row = fenrun__plan_trigger(plan, audit->version, shape);
        for (uint32_t b = 1; b < row->requirement_count; b++) {
            for (uint32_t a = 0; a < b; a++) {
                audit_look_at_pair(audit, shape,
                                   fenrun__plan_requirement(plan, row->requirement_first + a),
                                   fenrun__plan_requirement(plan, row->requirement_first + b));
            }
        }
    }
}

size_t fenrun__audit_run(const struct fenrun__plan *plan, fenrun_error *findings,
                         size_t capacity) {
    size_t count = 0;
    for (uint32_t i = 0; i < plan->version_count; i++) {
        struct fenrun__diagnostics diagnostics;
        struct fenrun__audit audit = {plan, fenrun__plan_version(plan, i), &diagnostics};
        size_t kept = count < capacity ? count : capacity;
        fenrun__diagnostics_init(&diagnostics, capacity > 0 ? findings + kept : NULL,
                                 capacity - kept);
        if (i == 0) audit_look_for_idle(&audit);
        audit_look_at_requirements(&audit);
        fenrun__audit_award_all(&audit);
        fenrun__audit_limit_budgets(&audit);
        fenrun__audit_review_all(&audit);
        fenrun__diagnostics_finish(&diagnostics);
        count += diagnostics.count;
        for (size_t k = kept; k < count && k < capacity; k++) {
            findings[k].code = FENRUN_FOUND;
            findings[k].item = i;
        }
    }
    return count;
}
