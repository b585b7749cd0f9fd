/* Rules: the public functions that name what is in a rule set, and free it. */
#include "api/handle.h"

void fenrun_rules_free(fenrun_rules *rules) {
    if (!rules) return;
    struct fenrun__memory memory = rules->memory;
    fenrun__plan_free(&memory, rules->plan);
    fenrun__memory_free(&memory, rules, sizeof *rules);
}

uint32_t fenrun_rules_count(const fenrun_rules *rules, uint32_t kind) {
    return rules ? fenrun__plan_name_count(rules->plan, kind) : 0;
}

const char *fenrun_rules_name(const fenrun_rules *rules, uint32_t kind, uint32_t index) {
    return rules ? fenrun__plan_name(rules->plan, kind, index) : NULL;
}

uint32_t fenrun_rules_find(const fenrun_rules *rules, uint32_t kind, const char *name,
                           size_t size) {
    if (!rules || !name) return UINT32_MAX;
    return fenrun__plan_find(rules->plan, kind, (struct fenrun__text){name, size});
}

uint32_t fenrun_rules_decimals(const fenrun_rules *rules) {
    return rules ? rules->plan->decimals : 0;
}

uint32_t fenrun_rules_award_line(const fenrun_rules *rules, uint32_t award) {
    if (!rules || award >= rules->plan->award_count) return 0;
    return fenrun__plan_award(rules->plan, award)->line;
}

uint32_t fenrun_rules_award_version(const fenrun_rules *rules, uint32_t award) {
    if (!rules || award >= rules->plan->award_count) return UINT32_MAX;
    uint32_t version = rules->plan->version_count - 1;
    while (award < fenrun__plan_version(rules->plan, version)->award_first) version--;
    return version;
}

int64_t fenrun_rules_effective(const fenrun_rules *rules, uint32_t version) {
    if (!rules || version >= rules->plan->version_count) return FENRUN_TIME_MIN;
    return fenrun__plan_version(rules->plan, version)->effective;
}
