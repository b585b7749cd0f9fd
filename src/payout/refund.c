/* Refund: shares of a running total; see the header. */
#include "payout/refund.h"

#include "base/error.h"
#include "money/amount.h"

int32_t fenrun__refund_check(int64_t total, int64_t before, int64_t part, const char *name,
                             uint32_t decimals, fenrun_error *error) {
    char part_text[FENRUN_TEXT_SIZE], left_text[FENRUN_TEXT_SIZE], total_text[FENRUN_TEXT_SIZE];
    if (part > 0 && part <= total - before) return FENRUN_OK;
    fenrun__amount_format(part_text, part, decimals);
    if (part <= 0) {
        return fenrun__error_set(error, FENRUN_ERROR_AMOUNT, 0, "%s %s: a refund is above 0", name,
                                 part_text);
    }
    fenrun__amount_format(left_text, total - before, decimals);
    fenrun__amount_format(total_text, total, decimals);
    return fenrun__error_set(error, FENRUN_ERROR_REFUND, 0,
                             "%s %s is above %s, which is left of the order's %s", name, part_text,
                             left_text, total_text);
}

int64_t fenrun__refund_share(int64_t amount, int64_t total, int64_t before, int64_t part) {
    int64_t was = 0, is = 0;
    /* before + part <= total, so both quotients are at most `amount` and fit. */
    fenrun__amount_scale(amount, before, total, FENRUN__ROUND_HALF_EVEN, &was);
    fenrun__amount_scale(amount, before + part, total, FENRUN__ROUND_HALF_EVEN, &is);
    return is - was;
}
