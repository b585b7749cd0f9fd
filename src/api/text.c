/* Text: the public functions between numbers and text. */
#include "money/amount.h"
#include "money/calendar.h"
#include "money/currency.h"

int32_t fenrun_currency_decimals(const char *code, size_t size) {
    return code ? fenrun__currency_decimals(code, size) : -1;
}

int32_t fenrun_amount_parse(int64_t *out, const char *text, size_t size, uint32_t decimals,
                            fenrun_error *error) {
    return fenrun__amount_parse(out, text, size, decimals, error);
}

size_t fenrun_amount_format(char out[FENRUN_TEXT_SIZE], int64_t amount, uint32_t decimals) {
    return fenrun__amount_format(out, amount, decimals);
}

int32_t fenrun_time_parse(int64_t *out, const char *text, size_t size, fenrun_error *error) {
    return fenrun__calendar_parse(out, text, size, error);
}

size_t fenrun_time_format(char out[FENRUN_TEXT_SIZE], int64_t at) {
    return fenrun__calendar_format(out, at);
}
