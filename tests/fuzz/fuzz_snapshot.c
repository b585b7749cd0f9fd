/* Fuzz snapshot: any bytes as a forged snapshot, made and used as forgery.h says. */
#include "fuzz/forgery.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    forgery_try(data, size);
    return 0;
}
