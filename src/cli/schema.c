/*
 * Schema: `fenrun schema rules|tests` prints the JSON Schema of rule sets or of test files.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/messages.h"
#include "cli/output.h"

static int schema_print(uint32_t kind) {
    fenrun_error error;
    fenrun_result *result = NULL;
    struct fenrun__output output = {0};
    int code = FENRUN__EXIT_FINE;
    if (fenrun_result_new(&result, NULL, &error) || fenrun_schema_write(kind, result, &error))
        code = fenrun__report(FENRUN__EXIT_SYSTEM, "fenrun: %s", fenrun__message_text(&error));
    if (!code) code = fenrun__output_open(&output, NULL);
    if (!code) {
        size_t size;
        const char *text = fenrun_result_text(result, &size);
        fenrun__output_put(&output, text, size);
        code = fenrun__output_publish(&output, 1);
    }
    fenrun__output_discard(&output);
    fenrun_result_free(result);
    return code;
}

int fenrun__command_schema(int count, char **words) {
    for (int i = 0; i < count; i++) {
        if (strcmp(words[i], "--help") == 0 || strcmp(words[i], "-h") == 0)
            return fenrun__command_help("schema");
    }
    if (count == 1 && strcmp(words[0], "rules") == 0) return schema_print(FENRUN_SCHEMA_RULES);
    if (count == 1 && strcmp(words[0], "tests") == 0) return schema_print(FENRUN_SCHEMA_TESTS);
    return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: schema of what? rules or tests");
}
