/* Plan: the names in it, and paths and sets of tiers back in the words of the rule set. */
#include "rules/plan.h"

const char *fenrun__plan_name(const struct fenrun__plan *plan, uint32_t kind, uint32_t index) {
    if (kind >= FENRUN__NAME_KINDS || index >= plan->name_count[kind]) return NULL;
    const uint32_t *offsets = fenrun__plan_at(plan, plan->names[kind]);
    return fenrun__plan_at(plan, offsets[index]);
}

uint32_t fenrun__plan_find(const struct fenrun__plan *plan, uint32_t kind,
                           struct fenrun__text name) {
    if (kind >= FENRUN__NAME_KINDS) return FENRUN__NOWHERE;
    for (uint32_t i = 0; i < plan->name_count[kind]; i++) {
        if (fenrun__text_is(name, fenrun__plan_name(plan, kind, i))) return i;
    }
    return FENRUN__NOWHERE;
}

void fenrun__plan_write_path(const struct fenrun__plan *plan,
                             const struct fenrun__plan_award *award,
                             struct fenrun__writer *writer) {
    const char *role = award->event == FENRUN_EVENT_JOIN
                           ? "newcomer"
                           : fenrun__plan_name(plan, FENRUN_NAME_ROLE, award->role);
    fenrun__writer_format(writer, "%s", role);
    for (uint32_t i = 0; i < award->step_count; i++) {
        fenrun__writer_format(writer, "%s",
                              award->steps[i] == FENRUN__STEP_LEADER ? ".leader" : ".inviter");
    }
}

void fenrun__plan_write_tiers(const struct fenrun__plan *plan, uint64_t tiers,
                              struct fenrun__writer *writer) {
    uint64_t all = UINT64_MAX >> (FENRUN_TIERS_MAX - plan->tier_count);
    uint64_t lowest = tiers & (0 - tiers);
    bool single = tiers != 0 && tiers == lowest;
    bool upward = tiers != 0 && tiers == (all & ~(lowest - 1));
    if (!single && !upward) fenrun__writer_format(writer, "[");
    const char *separator = "";
    for (uint32_t tier = 0; tier < plan->tier_count; tier++) {
        uint64_t bit = UINT64_C(1) << tier;
        if (!(upward ? bit == lowest : (tiers & bit) != 0)) continue;
        fenrun__writer_format(writer, "%s%s", separator,
                              fenrun__plan_name(plan, FENRUN_NAME_TIER, tier));
        separator = ", ";
    }
    if (!single && !upward) {
        fenrun__writer_format(writer, "]");
    } else if (!single) {
        fenrun__writer_format(writer, "+");
    }
}

void fenrun__plan_free(struct fenrun__memory *memory, struct fenrun__plan *plan) {
    if (plan) fenrun__memory_free(memory, plan, plan->size);
}
