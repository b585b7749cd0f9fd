/* Handle: option structs that grow at their end. */
#include "api/handle.h"

#include <string.h>

int32_t fenrun__handle_options(void *known, size_t known_size, const void *given,
                               fenrun_error *error) {
    if (!given) return FENRUN_OK;
    size_t size;
    memcpy(&size, given, sizeof size);
    if (size < sizeof size || size > 4096) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "options.struct_size %U is not sizeof the struct",
                                 (uint64_t)size);
    }
    const unsigned char *bytes = given;
    for (size_t i = known_size; i < size; i++) {
        if (bytes[i] == 0) continue;
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "options ask for something that is newer than this library");
    }
    memcpy(known, given, size < known_size ? size : known_size);
    return FENRUN_OK;
}
