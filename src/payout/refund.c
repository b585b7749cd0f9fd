/* Refund: shares of a running total; see the header. */
#include "payout/refund.h"

#include "base/error.h"
#include "money/amount.h"

int32_t fenrun__refund_check(int64_t total, int64_t before, int64_t part, fenrun_error *error) {
    if (part <= 0) {
        return fenrun__error_set(error, FENRUN_ERROR_AMOUNT, 0,
                                 "a refund of %D minor units is not above 0", part);
    }
    if (part > total - before) {
        return fenrun__error_set(error, FENRUN_ERROR_REFUND, 0,
                                 "a refund of %D minor units is more than the %D that are left of "
                                 "the order's %D",
                                 part, total - before, total);
    }
    return FENRUN_OK;
}

int64_t fenrun__refund_share(int64_t amount, int64_t total, int64_t before, int64_t part) {
    int64_t was = 0, is = 0;
    /* before + part <= total, so both quotients are at most `amount`: they fit. */
    fenrun__amount_scale(amount, before, total, FENRUN__ROUND_HALF_EVEN, &was);
    fenrun__amount_scale(amount, before + part, total, FENRUN__ROUND_HALF_EVEN, &is);
    return is - was;
}
