/* Compile: the public functions that make rule sets out of text, and check what they say. */
#include "api/handle.h"
#include "rules/audit.h"
#include "rules/book.h"
#include "rules/reader.h"

/* What the functions that make a rule set begin with: a place for their mistakes, and the options.
   */
static int32_t compile_begin(fenrun_rules **out, const fenrun_rules_options *options,
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
    int32_t code = compile_begin(out, options, errors, capacity, count, &memory);
    if (code != FENRUN_OK) return code;
    if (!text && size > 0) return fenrun__handle_null(first, "text");
    struct fenrun__plan *plan;
    fenrun_rules *rules = fenrun__memory_zeroed(&memory, sizeof *rules);
    if (!rules) return fenrun__error_memory(first);
    code = fenrun__reader_read(&plan, text ? text : "", size, &memory, errors, capacity, count);
    if (code != FENRUN_OK) {
        fenrun__memory_free(&memory, rules, sizeof *rules);
        return code;
    }
    rules->memory = memory;
    rules->plan = plan;
    *out = rules;
    return FENRUN_OK;
}

/* Whether these can be the versions of a book, and their plans. */
static int32_t compile_versions(const fenrun_rules *const *versions, size_t version_count,
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
    struct fenrun__plan *plan;
    const struct fenrun__plan *plans[FENRUN_VERSIONS_MAX];
    fenrun_error *first = capacity > 0 ? errors : NULL;
    int32_t code = compile_begin(out, options, errors, capacity, count, &memory);
    if (code == FENRUN_OK) code = compile_versions(versions, version_count, plans, first);
    if (code != FENRUN_OK) return code;
    fenrun_rules *rules = fenrun__memory_zeroed(&memory, sizeof *rules);
    if (!rules) return fenrun__error_memory(first);
    code = fenrun__book_bind(&plan, plans, version_count, &memory, errors, capacity, count);
    if (code != FENRUN_OK) {
        fenrun__memory_free(&memory, rules, sizeof *rules);
        return code == FENRUN_ERROR_MEMORY ? fenrun__error_memory(first) : code;
    }
    rules->memory = memory;
    rules->plan = plan;
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
