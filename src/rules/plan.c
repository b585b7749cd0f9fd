/* Plan: the names in it, and paths and sets of tiers back in the words of the rule set. */
#include "rules/plan.h"

/* What a kind's FENRUN_NAME_OF_... stands in, and the kind without it. */
#define PLAN_KIND_BITS 8u

/* The names of a kind: how many, and the offset of their offsets. */
static uint32_t plan_names(const struct fenrun__plan *plan, uint32_t kind, uint32_t *offset) {
    uint32_t shape = kind >> PLAN_KIND_BITS;
    uint32_t of = kind & ((1u << PLAN_KIND_BITS) - 1);
    *offset = 0;
    if (shape == FENRUN__SHAPE_ORDER) {
        if (of >= FENRUN__NAME_KINDS) return 0;
        *offset = plan->names[of];
        return plan->name_count[of];
    }
    if (shape >= plan->shape_count) return 0;
    const struct fenrun__plan_shape *row = fenrun__plan_shape(plan, shape);
    const uint32_t counts[] = {row->role_count, row->amount_count, row->count_count};
    const uint32_t kinds[] = {FENRUN_NAME_ROLE, FENRUN_NAME_AMOUNT, FENRUN_NAME_COUNT};
    for (size_t i = 0; i < 3; i++) {
        if (of != kinds[i]) continue;
        *offset = row->names[i];
        return counts[i];
    }
    return 0;
}

uint32_t fenrun__plan_name_count(const struct fenrun__plan *plan, uint32_t kind) {
    uint32_t offset;
    return plan_names(plan, kind, &offset);
}

const char *fenrun__plan_name(const struct fenrun__plan *plan, uint32_t kind, uint32_t index) {
    uint32_t offset;
    if (index >= plan_names(plan, kind, &offset)) return NULL;
    return fenrun__plan_at(plan, ((const uint32_t *)fenrun__plan_at(plan, offset))[index]);
}

uint32_t fenrun__plan_find(const struct fenrun__plan *plan, uint32_t kind,
                           struct fenrun__text name) {
    uint32_t count = fenrun__plan_name_count(plan, kind);
    for (uint32_t i = 0; i < count; i++) {
        if (fenrun__text_is(name, fenrun__plan_name(plan, kind, i))) return i;
    }
    return FENRUN__NOWHERE;
}

const char *fenrun__plan_role_name(const struct fenrun__plan *plan, uint32_t trigger,
                                   uint32_t role) {
    if (trigger == FENRUN__SHAPE_JOIN) return "newcomer";
    if (trigger >= plan->shape_count) return "member";
    return fenrun__plan_name(plan, trigger << PLAN_KIND_BITS | FENRUN_NAME_ROLE, role);
}

const char *fenrun__plan_figure_name(const struct fenrun__plan *plan, uint32_t shape,
                                     uint32_t figure) {
    if (figure < FENRUN__FIGURE_COUNT0) {
        return fenrun__plan_name(plan, shape << PLAN_KIND_BITS | FENRUN_NAME_AMOUNT, figure);
    }
    return fenrun__plan_name(plan, shape << PLAN_KIND_BITS | FENRUN_NAME_COUNT,
                             figure - FENRUN__FIGURE_COUNT0);
}

const char *fenrun__plan_trigger_name(const struct fenrun__plan *plan, uint32_t trigger) {
    if (trigger == FENRUN__SHAPE_ORDER) return "order";
    if (trigger == FENRUN__SHAPE_JOIN) return "join";
    if (trigger < plan->shape_count) {
        return fenrun__plan_name(plan, FENRUN_NAME_EVENT, trigger - FENRUN__SHAPE_OWN);
    }
    if (trigger == fenrun__plan_trigger_of_promotion(plan)) return "promotion";
    return fenrun__plan_name(plan, FENRUN_NAME_PERIOD,
                             trigger - fenrun__plan_trigger_of_period(plan, 0));
}

void fenrun__plan_write_path(const struct fenrun__plan *plan, uint32_t trigger,
                             const struct fenrun__plan_path *path, struct fenrun__writer *writer) {
    fenrun__writer_format(writer, "%s", fenrun__plan_role_name(plan, trigger, path->role));
    for (uint32_t i = 0; i < path->step_count; i++) {
        switch (path->steps[i]) {
        case FENRUN__STEP_INVITER: fenrun__writer_format(writer, ".inviter"); break;
        case FENRUN__STEP_LEADER: fenrun__writer_format(writer, ".leader"); break;
        default:
            fenrun__writer_format(writer, ".above(%s)",
                                  fenrun__plan_name(plan, FENRUN_NAME_TIER, path->tiers[i]));
        }
    }
    if (path->uplines) fenrun__writer_format(writer, ".uplines");
}

void fenrun__plan_write_tiers(const struct fenrun__plan *plan, uint64_t tiers, uint32_t labels,
                              struct fenrun__writer *writer) {
    uint64_t all = UINT64_MAX >> (FENRUN_TIERS_MAX - plan->tier_count);
    uint64_t lowest = tiers & (0 - tiers);
    bool upward = tiers != 0 && tiers != lowest && tiers == (all & ~(lowest - 1));
    uint32_t count = labels != 0 && (labels & (labels - 1)) != 0 ? 2 : labels != 0;
    count += upward || tiers == lowest ? tiers != 0 : 2;
    if (count != 1) fenrun__writer_format(writer, "[");
    const char *separator = "";
    for (uint32_t tier = 0; tier < plan->tier_count; tier++) {
        uint64_t bit = UINT64_C(1) << tier;
        if (!(upward ? bit == lowest : (tiers & bit) != 0)) continue;
        fenrun__writer_format(writer, "%s%s%s", separator,
                              fenrun__plan_name(plan, FENRUN_NAME_TIER, tier), upward ? "+" : "");
        separator = ", ";
    }
    for (uint32_t label = 0; label < plan->label_count; label++) {
        if ((labels >> label & 1) == 0) continue;
        fenrun__writer_format(writer, "%s%s", separator,
                              fenrun__plan_name(plan, FENRUN_NAME_LABEL, label));
        separator = ", ";
    }
    if (count != 1) fenrun__writer_format(writer, "]");
}

void fenrun__plan_free(struct fenrun__memory *memory, const struct fenrun__plan *plan) {
    if (plan) fenrun__memory_free(memory, (void *)plan, plan->size);
}
