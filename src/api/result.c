/* Result: the public functions on results, codes and the version. */
#include "api/handle.h"
#include "payout/result.h"

#define RESULT_TEXT(number) #number
#define RESULT_VERSION(major, minor, patch) \
    RESULT_TEXT(major) "." RESULT_TEXT(minor) "." RESULT_TEXT(patch)

const char *fenrun_version(void) {
    return RESULT_VERSION(FENRUN_VERSION_MAJOR, FENRUN_VERSION_MINOR, FENRUN_VERSION_PATCH);
}

const char *fenrun_code_name(int32_t code) {
    return fenrun__error_name(code);
}

int32_t fenrun_result_new(fenrun_result **out, const fenrun_allocator *allocator,
                          fenrun_error *error) {
    if (!out) return fenrun__handle_null(error, "out");
    *out = NULL;
    int32_t code = fenrun__handle_allocator(allocator, error);
    if (code != FENRUN_OK) return code;
    struct fenrun__memory memory;
    fenrun__memory_init(&memory, allocator);
    fenrun_result *result = fenrun__memory_zeroed(&memory, sizeof *result);
    if (!result) return fenrun__error_memory(error);
    fenrun__result_init(result, allocator);
    *out = result;
    return FENRUN_OK;
}

void fenrun_result_free(fenrun_result *result) {
    if (!result) return;
    struct fenrun__memory memory = result->memory;
    fenrun__result_free(result);
    fenrun__memory_free(&memory, result, sizeof *result);
}

const fenrun_payout *fenrun_result_payouts(const fenrun_result *result, size_t *count) {
    if (count) *count = result ? result->payout_count : 0;
    return result ? result->payouts : NULL;
}

const fenrun_promotion *fenrun_result_promotions(const fenrun_result *result, size_t *count) {
    if (count) *count = result ? result->promotion_count : 0;
    return result ? result->promotions : NULL;
}

const uint32_t *fenrun_result_replays(const fenrun_result *result, size_t *count) {
    if (count) *count = result ? result->replay_count : 0;
    return result ? result->replays : NULL;
}

const char *fenrun_result_text(const fenrun_result *result, size_t *size) {
    if (size) *size = result ? result->text.size : 0;
    return result && result->text.size > 0 ? result->text.bytes : "";
}
