/* Schema: the public function that describes the languages to editors and validators. */
#include "rules/schema.h"

#include "api/handle.h"
#include "payout/result.h"
#include "scenario/outline.h"

int32_t fenrun_schema_write(uint32_t kind, fenrun_result *result, fenrun_error *error) {
    if (!result) return fenrun__handle_null(error, "result");
    fenrun__result_clear(result);
    if (kind > FENRUN_SCHEMA_TESTS) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0, "kind %u is not one of 0 and 1",
                                 kind);
    }
    const struct fenrun__language *language =
        kind == FENRUN_SCHEMA_RULES ? &fenrun__schema_rules : &fenrun__outline_language;
    fenrun__schema_write(language, &result->text);
    if (!result->text.failed) return FENRUN_OK;
    fenrun__result_clear(result);
    return fenrun__error_memory(error);
}
