/* Audit of limits: values that can be compared whatever the event brings. */
#include "rules/audit_limit.h"

#include <string.h>

#include "money/amount.h"

/* Whether two values are of the same kind and, if rates, of the same figure or measure. */
static bool audit_limit_alike(const struct fenrun__plan_pay *a, const struct fenrun__plan_pay *b) {
    if (a->kind != b->kind || a->kind == FENRUN__VALUE_PER) return false;
    return a->kind == FENRUN__VALUE_FIXED || (a->source == b->source && a->index == b->index);
}

/* Whether a value is more than the limit, whatever the event brings. */
static bool audit_limit_exceeds(const struct fenrun__plan_pay *pay,
                                const struct fenrun__plan_pay *limit) {
    return audit_limit_alike(pay, limit) && pay->value > limit->value;
}

/* Whether all that an award pays, if it pays anything, is more than a limit. */
static bool audit_limit_always(const struct fenrun__plan *plan,
                               const struct fenrun__plan_award *award,
                               const struct fenrun__plan_pay *limit) {
    uint32_t rows = 0;
    switch (award->form) {
    case FENRUN__FORM_SPLIT:
        return audit_limit_exceeds(&fenrun__plan_split(plan, award->special)->total, limit);
    case FENRUN__FORM_GRADED: rows = award->level_count; break;
    case FENRUN__FORM_SINGLE: rows = plan->tier_count; break;
    case FENRUN__FORM_LEVELS:
    case FENRUN__FORM_PRIZES: rows = award->level_count * plan->tier_count; break;
    default: return false; /* a differential pays parts of its values */
    }
    for (uint32_t i = 0; i < rows; i++) {
        uint32_t row = award->pay_first + i;
        const struct fenrun__plan_pay *pay = award->form == FENRUN__FORM_GRADED
                                                 ? &fenrun__plan_grade(plan, row)->pay
                                                 : fenrun__plan_pay(plan, row);
        if (pay->listed && pay->value > 0 && !audit_limit_exceeds(pay, limit)) return false;
    }
    return true;
}

void fenrun__audit_limit_cap(const struct fenrun__audit *audit,
                             const struct fenrun__plan_award *award,
                             const struct fenrun__place *place) {
    if (award->cap == FENRUN__NOWHERE) return;
    const struct fenrun__plan_limit *cap = fenrun__plan_limit(audit->plan, award->cap);
    if (!audit_limit_always(audit->plan, award, &cap->at_most)) return;
    struct fenrun__place at = {.parent = place, .name = {"cap", 3}, .line = cap->line};
    fenrun__diagnostics_note(audit->diagnostics, &at, fenrun__part_all(),
                             "all that the award pays is more, so that %s; pay less, or raise "
                             "'at_most'",
                             cap->refuses ? "each event that it pays for is refused"
                                          : "each payout is cut");
}

bool fenrun__audit_limit_funder(const struct fenrun__audit *audit,
                                const struct fenrun__plan_award *award,
                                const struct fenrun__place *place, const char *nobody) {
    const struct fenrun__plan *plan = audit->plan;
    const struct fenrun__plan_funder *funder = fenrun__plan_funder(plan, award->funder);
    const struct fenrun__plan_trigger *trigger =
        fenrun__plan_trigger(plan, audit->version, award->trigger);
    const uint32_t *order = fenrun__plan_order(plan, trigger);
    struct fenrun__place at = {.parent = place, .name = {"from", 4}, .line = funder->line};
    bool paid = false; /* somebody, before this award, in its unit */
    for (uint32_t i = 0; i < trigger->order_count; i++) {
        const struct fenrun__plan_award *before = fenrun__plan_award(plan, order[i]);
        if (before == award) break;
        paid |= before->unit == award->unit;
    }
    if (nobody) {
        fenrun__diagnostics_note(audit->diagnostics, &at, fenrun__part_all(),
                                 "the path leads to nobody, so that nothing is paid: %s; take "
                                 "another path",
                                 nobody);
    } else if (memcmp(&funder->member, &award->to, sizeof award->to) == 0) {
        fenrun__diagnostics_note(audit->diagnostics, &at, fenrun__part_all(),
                                 "the member is the payee, so that nothing is paid; take another "
                                 "member");
    } else if (!paid) {
        fenrun__diagnostics_note(audit->diagnostics, &at, fenrun__part_all(),
                                 "no award before this one pays in its unit, so that the member "
                                 "has "
                                 "nothing to pay from; put the award behind those");
    } else {
        return true;
    }
    return false;
}

/* What an award surely takes of a budget, whoever the members are; 0 if that is not known. */
static int64_t audit_limit_sure(const struct fenrun__plan *plan,
                                const struct fenrun__plan_award *award,
                                const struct fenrun__plan_pay *budget) {
    int64_t least = INT64_MAX;
    bool given = award->to.role == FENRUN__ROLE_ONLY && award->to.step_count == 0 &&
                 !award->to.uplines; /* the first role is somebody */
    if (award->form != FENRUN__FORM_SINGLE || !given || award->test_count > 0 ||
        award->cap != FENRUN__NOWHERE) {
        return 0;
    }
    for (uint32_t tier = 0; tier < plan->tier_count; tier++) {
        const struct fenrun__plan_pay *pay = fenrun__plan_pay(plan, award->pay_first + tier);
        if (!pay->listed || !audit_limit_alike(pay, budget)) return 0;
        if (pay->value < least) least = pay->value;
    }
    return least;
}

static void audit_limit_budget(const struct fenrun__audit *audit, uint32_t trigger,
                               const struct fenrun__plan_trigger *row) {
    const struct fenrun__plan *plan = audit->plan;
    const struct fenrun__plan_limit *budget = fenrun__plan_limit(plan, row->budget);
    const uint32_t *order = fenrun__plan_order(plan, row);
    const struct fenrun__place root = {.line = 1};
    const struct fenrun__place awards = {.parent = &root, .name = {"awards", 6}, .line = 1};
    int64_t taken = 0;
    for (uint32_t i = 0; i < row->order_count; i++) {
        const struct fenrun__plan_award *award = fenrun__plan_award(plan, order[i]);
        if (award->unit != 0 || award->funder != FENRUN__NOWHERE) continue;
        if (!budget->refuses && taken >= budget->at_most.value) {
            struct fenrun__place at = {
                .parent = &awards,
                .name = fenrun__text_from(fenrun__plan_at(plan, award->name)),
                .line = award->line};
            fenrun__diagnostics_note(audit->diagnostics, &at, fenrun__part_all(),
                                     "the awards before it always use up the budget of '%s', so "
                                     "that nothing is paid; raise 'at_most', or pay less before it",
                                     fenrun__plan_trigger_name(plan, trigger));
        }
        if (!fenrun__amount_add(taken, audit_limit_sure(plan, award, &budget->at_most), &taken)) {
            taken = INT64_MAX;
        }
    }
    if (!budget->refuses || taken <= budget->at_most.value) return;
    struct fenrun__place section = {
        .parent = &root,
        .name = fenrun__text_from(fenrun__plan_trigger_name(plan, trigger)),
        .line = budget->line};
    struct fenrun__place at = {.parent = &section, .name = {"budget", 6}, .line = budget->line};
    fenrun__diagnostics_note(audit->diagnostics, &at, fenrun__part_all(),
                             "the awards always come to more, so that each event is refused; raise "
                             "'at_most', or pay less");
}

void fenrun__audit_limit_budgets(const struct fenrun__audit *audit) {
    for (uint32_t trigger = 0; trigger < audit->plan->shape_count; trigger++) {
        const struct fenrun__plan_trigger *row =
            fenrun__plan_trigger(audit->plan, audit->version, trigger);
        if (row->budget != FENRUN__NOWHERE) audit_limit_budget(audit, trigger, row);
    }
}
