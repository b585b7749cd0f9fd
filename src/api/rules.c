/* Rules: the public functions that read a rule set and name what is in it. */
#include "api/handle.h"
#include "rules/reader.h"

int32_t fenrun_rules_read(fenrun_rules **out, const char *text, size_t size,
                          const fenrun_rules_options *options, fenrun_error *errors,
                          size_t capacity, size_t *count) {
    size_t unread;
    if (!count) count = &unread;
    *count = 0;
    if (out) *out = NULL;
    fenrun_error *first = capacity > 0 ? errors : NULL;
    if (!out || (!text && size > 0) || (!errors && capacity > 0)) {
        return fenrun__handle_null(first, !out ? "out" : !errors && capacity ? "errors" : "text");
    }
    fenrun_rules_options known = {0};
    int32_t code = fenrun__handle_options(&known, sizeof known, sizeof known, options, first);
    if (code == FENRUN_OK) code = fenrun__handle_allocator(known.allocator, first);
    if (code != FENRUN_OK) return code;

    struct fenrun__memory memory;
    fenrun__memory_init(&memory, known.allocator);
    fenrun_rules *rules = fenrun__memory_zeroed(&memory, sizeof *rules);
    if (!rules) return fenrun__error_memory(first);
    code = fenrun__reader_read(&rules->plan, text ? text : "", size, &memory, errors, capacity,
                               count);
    if (code != FENRUN_OK) {
        fenrun__memory_free(&memory, rules, sizeof *rules);
        return code;
    }
    rules->memory = memory;
    *out = rules;
    return FENRUN_OK;
}

void fenrun_rules_free(fenrun_rules *rules) {
    if (!rules) return;
    struct fenrun__memory memory = rules->memory;
    fenrun__plan_free(&memory, rules->plan);
    fenrun__memory_free(&memory, rules, sizeof *rules);
}

uint32_t fenrun_rules_count(const fenrun_rules *rules, uint32_t kind) {
    return rules && kind < FENRUN__NAME_KINDS ? rules->plan->name_count[kind] : 0;
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
