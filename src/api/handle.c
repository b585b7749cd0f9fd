/* Handle: option structs that grow at their end. */
#include "api/handle.h"

#include <string.h>

/* No option struct will be larger: what claims to be was never set. */
#define HANDLE_OPTIONS_SIZE_MAX 4096u

int32_t fenrun__handle_options(void *known, size_t known_size, size_t first_size,
                               const void *given, fenrun_error *error) {
    if (!given) return FENRUN_OK;
    size_t size;
    memcpy(&size, given, sizeof size);
    if (size < first_size || size > HANDLE_OPTIONS_SIZE_MAX) {
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

int32_t fenrun__handle_allocator(const fenrun_allocator *allocator, fenrun_error *error) {
    if (!allocator || allocator->resize) return FENRUN_OK;
    return fenrun__handle_null(error, "allocator.resize");
}
