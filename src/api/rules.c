/* Rules: the public functions that read, bind and check rule sets and name what is in them. */
#include "api/handle.h"
#include "rules/audit.h"
#include "rules/book.h"
#include "rules/reader.h"

/* What the functions that make a rule set begin with: a place for their mistakes, and the options.
   */
static int32_t rules_begin(fenrun_rules **out, const fenrun_rules_options *options,
                           fenrun_error *errors, size_t capacity, size_t *count,
                           struct fenrun__memory *memory) {
    fenrun_rules_options known = {0};
    fenrun_error *first = capacity > 0 ? errors : NULL;
    *count = 0;
    if (out) *out = NULL;
    if (!out) return fenrun__handle_null(first, "out");
    if (!errors && capacity > 0) return fenrun__handle_null(NULL, "errors");
    int32_t code = fenrun__handle_options(&known, sizeof known, sizeof known, options, first);
    if (code == FENRUN_OK) code = fenrun__handle_allocator(known.allocator, first);
    if (code == FENRUN_OK) fenrun__memory_init(memory, known.allocator);
    return code;
}

int32_t fenrun_rules_read(fenrun_rules **out, const char *text, size_t size,
                          const fenrun_rules_options *options, fenrun_error *errors,
                          size_t capacity, size_t *count) {
    size_t unread;
    if (!count) count = &unread;
    struct fenrun__memory memory;
    fenrun_error *first = capacity > 0 ? errors : NULL;
    int32_t code = rules_begin(out, options, errors, capacity, count, &memory);
    if (code != FENRUN_OK) return code;
    if (!text && size > 0) return fenrun__handle_null(first, "text");
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

/* Whether these can be the versions of a book, and their plans. */
static int32_t rules_versions(const fenrun_rules *const *versions, size_t version_count,
                              const struct fenrun__plan *plans[FENRUN_VERSIONS_MAX],
                              fenrun_error *error) {
    if (!versions) return fenrun__handle_null(error, "versions");
    if (version_count == 0 || version_count > FENRUN_VERSIONS_MAX) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "version_count %U is not from 1 to %u", (uint64_t)version_count,
                                 (uint32_t)FENRUN_VERSIONS_MAX);
    }
    for (size_t i = 0; i < version_count; i++) {
        if (!versions[i]) {
            return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, i, "versions[%U] is NULL",
                                     (uint64_t)i);
        }
        plans[i] = versions[i]->plan;
        if (plans[i]->version_count == 1) continue;
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, i,
                                 "versions[%U] is a rule book; allowed: rule sets as they were "
                                 "read",
                                 (uint64_t)i);
    }
    return FENRUN_OK;
}

int32_t fenrun_rules_book(fenrun_rules **out, const fenrun_rules *const *versions,
                          size_t version_count, const fenrun_rules_options *options,
                          fenrun_error *errors, size_t capacity, size_t *count) {
    size_t unread;
    if (!count) count = &unread;
    struct fenrun__memory memory;
    const struct fenrun__plan *plans[FENRUN_VERSIONS_MAX];
    fenrun_error *first = capacity > 0 ? errors : NULL;
    int32_t code = rules_begin(out, options, errors, capacity, count, &memory);
    if (code == FENRUN_OK) code = rules_versions(versions, version_count, plans, first);
    if (code != FENRUN_OK) return code;
    fenrun_rules *rules = fenrun__memory_zeroed(&memory, sizeof *rules);
    if (!rules) return fenrun__error_memory(first);
    code = fenrun__book_bind(&rules->plan, plans, version_count, &memory, errors, capacity, count);
    if (code != FENRUN_OK) {
        fenrun__memory_free(&memory, rules, sizeof *rules);
        return code == FENRUN_ERROR_MEMORY ? fenrun__error_memory(first) : code;
    }
    rules->memory = memory;
    *out = rules;
    return FENRUN_OK;
}

int32_t fenrun_rules_check(const fenrun_rules *rules, fenrun_error *findings, size_t capacity,
                           size_t *count) {
    size_t unread;
    if (!count) count = &unread;
    *count = 0;
    if (!findings && capacity > 0) return fenrun__handle_null(NULL, "findings");
    if (!rules) return fenrun__handle_null(capacity > 0 ? findings : NULL, "rules");
    *count = fenrun__audit_run(rules->plan, findings, capacity);
    return *count > 0 ? FENRUN_FOUND : FENRUN_OK;
}

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
