/*
 * Clerk: see clerk.h.
 */
#include "model/clerk.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/duel.h"

#define CLERK_GUARDS 16u /* entries before and behind codes and each column of totals */
#define CLERK_CODE INT32_C(0x5a5a5a5a)
#define CLERK_TOTAL INT64_C(0x5a5a5a5a5a5a5a5a)
#define CLERK_WHOLE 1000u /* orders of a call that is called large */

/* ------------------------------------------------------------------------------------------ */
/* Telling the difference                                                                     */

__attribute__((format(printf, 2, 3))) static void clerk_say(struct clerk *clerk,
                                                            const char *format, ...) {
    size_t used = strlen(clerk->difference);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(clerk->difference + used, BATCH_TEXT_MAX - used, format, arguments);
    va_end(arguments);
    clerk->equal = false;
}

static void clerk_say_money(struct clerk *clerk, const char *what, int64_t amount) {
    char text[FENRUN_TEXT_SIZE];
    fenrun_amount_format(text, amount, fenrun_rules_decimals(clerk->batch->rules));
    clerk_say(clerk, " %s %s", what, text);
}

static void clerk_say_payout(struct clerk *clerk, const char *who, const fenrun_payout *row,
                             uint32_t member) {
    const fenrun_rules *rules = clerk->batch->rules;
    const char *award = fenrun_rules_name(rules, FENRUN_NAME_AWARD, row->award);
    const char *unit = fenrun_rules_name(rules, FENRUN_NAME_UNIT, row->unit);
    clerk_say(clerk, "  %s order %" PRIu32 " award %" PRIu32 " (%s) payee %" PRIu64
              " member %" PRIu32, who, row->event, row->award, award == NULL ? "?" : award,
              row->payee, member);
    clerk_say_money(clerk, "amount", row->amount);
    clerk_say_money(clerk, "base", row->base);
    clerk_say(clerk, " rate_ppb %" PRId64 " available_at %" PRId64 " unit %" PRIu32
              " (%s) level %" PRIu32 "\n",
              row->rate_ppb, row->available_at, row->unit, unit == NULL ? "?" : unit, row->level);
}

static void clerk_say_order(struct clerk *clerk, size_t order) {
    const struct bill *bill = &clerk->batch->bill;
    char line[DUEL_LINE_MAX];
    size_t count = 0;
    duel_print_event(&clerk->batch->orders[order], line, sizeof line);
    clerk_say(clerk, "  order %zu, number %" PRIu32 ": %s\n", order,
              clerk->batch->first + (uint32_t)order, line);
    int32_t code = bill->errors[order].code;
    const fenrun_payout *payouts = bill_payouts(bill, order, &count);
    clerk_say(clerk, "  by fenrun_pay: %s %s, %zu payouts\n", fenrun_code_name(code),
              code < 0 ? bill->errors[order].message : "", count);
    for (size_t i = 0; i < count && i < 20; i++) {
        clerk_say_payout(clerk, "    ", &payouts[i], bill_index(bill, payouts[i].payee));
    }
}

/* How the call was made. */
static void clerk_say_call(struct clerk *clerk, const fenrun_batch *call, size_t from,
                           int32_t code, const fenrun_error *error) {
    char columns[200];
    columns_print(&clerk->batch->columns, columns, sizeof columns);
    clerk_say(clerk, "  slice from order %zu to %zu, call from %zu: count %zu, first %" PRIu32
              ", flags %" PRIu32 ", payout_capacity %zu, payout columns %" PRIx32
              " (mask), codes %s, totals %s\n  %s\n",
              clerk->slice.from, clerk->slice.to, from, call->count, call->first, call->flags,
              call->payout_capacity, clerk->payslip.given, clerk->has_codes ? "asked" : "none",
              clerk->has_totals ? "asked" : "none", columns);
    clerk_say(clerk, "  it gave %s (%s), item %" PRIu64 ", done %zu, payout_count %zu,"
              " refused_count %zu\n", fenrun_code_name(code),
              clerk->has_error && (code < 0 || code == FENRUN_FOUND) ? error->message : "",
              clerk->has_error ? error->item : 0, call->done, call->payout_count,
              call->refused_count);
}

/* ------------------------------------------------------------------------------------------ */
/* Start and end                                                                              */

static int64_t clerk_first_total(struct clerk *clerk, bool extreme) {
    int64_t near = random_between(&clerk->source, -1000, 1000);
    if (!extreme || random_one_in(&clerk->source, 2)) {
        return near;
    }
    return random_one_in(&clerk->source, 2) ? INT64_MAX - 40000 + near * 40
                                            : INT64_MIN + 40000 - near * 40;
}

static size_t clerk_stride(const struct clerk *clerk) {
    return clerk->batch->bill.member_count + 2 * CLERK_GUARDS;
}

static bool clerk_start_totals(struct clerk *clerk) {
    size_t awards = clerk->batch->award_count;
    size_t stride = clerk_stride(clerk);
    size_t members = clerk->batch->bill.member_count;
    bool all = random_one_in(&clerk->source, 2);
    bool extreme = random_one_in(&clerk->source, 8);
    clerk->totals = calloc(awards + 1, sizeof *clerk->totals);
    clerk->total_block = malloc((awards * stride + 1) * sizeof *clerk->total_block);
    clerk->sums = malloc((awards * members + 1) * sizeof *clerk->sums);
    if (clerk->totals == NULL || clerk->total_block == NULL || clerk->sums == NULL) {
        return false;
    }
    for (size_t i = 0; i < awards; i++) {
        int64_t *column = clerk->total_block + i * stride;
        for (size_t k = 0; k < stride; k++) {
            column[k] = CLERK_TOTAL;
        }
        for (size_t k = 0; k < members; k++) {
            column[CLERK_GUARDS + k] = clerk_first_total(clerk, extreme);
            clerk->sums[i * members + k] = column[CLERK_GUARDS + k];
        }
        bool given = all || random_one_in(&clerk->source, 2);
        clerk->totals[i] = given ? column + CLERK_GUARDS : NULL;
    }
    return true;
}

bool clerk_start(struct clerk *clerk, const struct batch *batch, uint64_t seed) {
    size_t count = batch->count + 2 * CLERK_GUARDS;
    memset(clerk, 0, sizeof *clerk);
    clerk->batch = batch;
    clerk->source.state = seed;
    clerk->equal = true;
    payslip_draw(&clerk->payslip, &clerk->source);
    clerk->codes = malloc(count * sizeof *clerk->codes);
    for (size_t i = 0; clerk->codes != NULL && i < count; i++) {
        clerk->codes[i] = CLERK_CODE;
    }
    return clerk->codes != NULL && clerk_start_totals(clerk) &&
           fenrun_result_new(&clerk->scratch, NULL, NULL) == FENRUN_OK;
}

void clerk_end(struct clerk *clerk) {
    fenrun_result_free(clerk->scratch);
    payslip_free(&clerk->payslip);
    free(clerk->slices);
    free(clerk->codes);
    free(clerk->totals);
    free(clerk->total_block);
    free(clerk->sums);
}

bool clerk_take(struct clerk *clerk, size_t from, size_t to) {
    struct clerk_slice *grown =
        realloc(clerk->slices, (clerk->slice_count + 1) * sizeof *clerk->slices);
    if (grown == NULL) {
        return false;
    }
    clerk->slices = grown;
    clerk->slices[clerk->slice_count] = (struct clerk_slice){from, to};
    clerk->slice_count++;
    return true;
}

/* ------------------------------------------------------------------------------------------ */
/* Totals                                                                                     */

enum clerk_fit { CLERK_FITS, CLERK_MAY_FIT, CLERK_OVERFLOWS };

static model_wide *clerk_sum(struct clerk *clerk, const fenrun_payout *payout) {
    if (!clerk->has_totals || clerk->totals[payout->award] == NULL) {
        return NULL;
    }
    return &clerk->sums[payout->award * clerk->batch->bill.member_count +
                        bill_index(&clerk->batch->bill, payout->payee)];
}

static bool clerk_is_64_bits(model_wide sum) {
    return sum >= INT64_MIN && sum <= INT64_MAX;
}

/* Add an order's payouts, or take them away again. Where one payout does not fit but the order as a
   whole does, it is the library's to say. */
static enum clerk_fit clerk_add(struct clerk *clerk, size_t order, int sign) {
    size_t count = 0;
    const fenrun_payout *payouts = bill_payouts(&clerk->batch->bill, order, &count);
    bool fits = true;
    bool fits_in_all = true;
    for (size_t i = 0; i < count; i++) {
        model_wide *sum = clerk_sum(clerk, &payouts[i]);
        if (sum != NULL) {
            *sum += (model_wide)payouts[i].amount * sign;
            fits = fits && clerk_is_64_bits(*sum);
        }
    }
    for (size_t i = 0; !fits && i < count; i++) {
        model_wide *sum = clerk_sum(clerk, &payouts[i]);
        fits_in_all = fits_in_all && (sum == NULL || clerk_is_64_bits(*sum));
    }
    return fits ? CLERK_FITS : fits_in_all ? CLERK_MAY_FIT : CLERK_OVERFLOWS;
}

static void clerk_check_totals(struct clerk *clerk) {
    size_t stride = clerk_stride(clerk);
    size_t members = clerk->batch->bill.member_count;
    for (size_t i = 0; i < clerk->batch->award_count; i++) {
        const int64_t *column = clerk->total_block + i * stride;
        for (size_t k = 0; k < stride && clerk->equal; k++) {
            bool guard = k < CLERK_GUARDS || k >= CLERK_GUARDS + members;
            int64_t expected =
                guard ? CLERK_TOTAL : (int64_t)clerk->sums[i * members + k - CLERK_GUARDS];
            if (column[k] != expected && guard) {
                clerk_say(clerk, "totals of award %zu: written outside the column\n", i);
            } else if (column[k] != expected) {
                clerk_say(clerk, "totals of award %zu, member with index %zu:", i,
                          k - CLERK_GUARDS);
                clerk_say_money(clerk, "expected", expected);
                clerk_say_money(clerk, ", found", column[k]);
                clerk_say(clerk, "; slice from order %zu to %zu\n", clerk->slice.from,
                          clerk->slice.to);
            }
        }
    }
}

/* ------------------------------------------------------------------------------------------ */
/* One call                                                                                   */

static void clerk_check_payouts(struct clerk *clerk, const fenrun_batch *call, size_t from) {
    const struct bill *bill = &clerk->batch->bill;
    size_t end = from + call->done;
    size_t first = from == 0 ? 0 : bill->ends[from - 1];
    size_t count = (end == 0 ? 0 : bill->ends[end - 1]) - first;
    if (call->payout_count != (call->payout_capacity == 0 ? 0 : count)) {
        clerk_say(clerk, "payout_count is %zu, but the orders done pay %zu\n", call->payout_count,
                  count);
    }
    for (size_t i = 0; i < call->payout_count && clerk->equal; i++) {
        fenrun_payout expected = bill->payouts[first + i];
        size_t order = expected.event;
        uint32_t member = bill_index(bill, expected.payee);
        expected.event += clerk->batch->first;
        const char *column = payslip_differs(&clerk->payslip, i, &expected, member);
        if (column != NULL) {
            clerk_say(clerk, "payout %zu of the call: other %s\n", i, column);
            clerk_say_payout(clerk, "expected:", &expected, member);
            fenrun_payout found = payslip_row(&clerk->payslip, i, &member);
            clerk_say_payout(clerk, "found:   ", &found, member);
            clerk_say_order(clerk, order);
        }
    }
    const char *column = payslip_spoilt(&clerk->payslip);
    if (column != NULL) {
        clerk_say(clerk, "%s: written outside its room\n", column);
    }
    payslip_clean(&clerk->payslip, call->payout_count);
}

/* Of the orders done, and of the one that ended the call. */
static void clerk_check_codes(struct clerk *clerk, const fenrun_batch *call, size_t from,
                              int32_t code) {
    const struct bill *bill = &clerk->batch->bill;
    size_t all = clerk->batch->count;
    size_t stop = from + call->done; /* the order that ended the call, if one did */
    size_t end = stop + 2 * CLERK_GUARDS < all + 2 * CLERK_GUARDS ? stop + 2 * CLERK_GUARDS
                                                                  : all + 2 * CLERK_GUARDS;
    for (size_t i = from; i < end && clerk->equal; i++) {
        size_t order = i - CLERK_GUARDS; /* wraps around in front */
        int32_t expected = CLERK_CODE;
        if (clerk->has_codes && i >= from + CLERK_GUARDS && order < stop) {
            expected = bill->errors[order].code;
        } else if (clerk->has_codes && order == stop && code < 0 && code != FENRUN_ERROR_FULL) {
            expected = code;
        }
        if (clerk->codes[i] != expected) {
            clerk_say(clerk, "codes: of order %zu expected %s (%" PRId32 "), found %s (%" PRId32
                      ")\n", order, fenrun_code_name(expected), expected,
                      fenrun_code_name(clerk->codes[i]), clerk->codes[i]);
        }
        if (clerk->codes[i] != expected && order < all) {
            clerk_say_order(clerk, order);
        }
        clerk->codes[i] = CLERK_CODE;
    }
}

/* What an order that ended the call is told as. */
static const char *clerk_message(const struct clerk *clerk, size_t order,
                                 char out[FENRUN_MESSAGE_SIZE]) {
    const struct batch *batch = clerk->batch;
    const fenrun_error *error = &batch->bill.errors[order];
    const char *other = error->code == FENRUN_ERROR_MEMBER_UNKNOWN
                            ? columns_stranger(&batch->columns, &batch->bill, batch->rules,
                                               &batch->orders[order], out)
                            : NULL;
    return other == NULL ? error->message : other;
}

/* `order`: whom the error is about; SIZE_MAX: there is none, and nothing is filled. */
static void clerk_check_error(struct clerk *clerk, const fenrun_error *error, size_t order,
                              int32_t code) {
    char message[FENRUN_MESSAGE_SIZE];
    const struct batch *batch = clerk->batch;
    if (!clerk->has_error) {
        return;
    }
    if (order == SIZE_MAX) {
        fenrun_error untouched;
        memset(&untouched, PAYSLIP_GUARD, sizeof untouched);
        if (memcmp(&untouched, error, sizeof untouched) != 0) {
            clerk_say(clerk, "the error is filled, but there is none\n");
        }
        return;
    }
    const char *expected = clerk_message(clerk, order, message);
    bool told = batch->bill.errors[order].code < 0;
    clerk->seen[BATCH_SEEN_STRANGERS] += told && expected == message;
    if (error->item != (uint64_t)batch->first + order || error->line != 0 || error->column != 0 ||
        error->reserved != 0 || memchr(error->message, 0, FENRUN_MESSAGE_SIZE) == NULL ||
        error->code != (told ? batch->bill.errors[order].code : code) ||
        (told ? strcmp(error->message, expected) != 0 : error->message[0] == 0)) {
        clerk_say(clerk, "other error: %s, item %" PRIu64 ", %s\n", fenrun_code_name(error->code),
                  error->item, error->message);
        clerk_say_order(clerk, order);
    }
}

/* The first refused order of a range; SIZE_MAX if there is none. */
static size_t clerk_refused(const struct clerk *clerk, size_t from, size_t to, size_t *count) {
    size_t first = SIZE_MAX;
    *count = 0;
    for (size_t i = from; i < to; i++) {
        bool refused = clerk->batch->bill.errors[i].code < 0;
        first = refused && first == SIZE_MAX ? i : first;
        *count += refused;
    }
    return first;
}

/* Whether a call may end before `stop` with `code`, not having reached the end. */
static void clerk_check_end(struct clerk *clerk, const fenrun_batch *call, size_t stop,
                            int32_t code, enum clerk_fit fit) {
    const struct bill *bill = &clerk->batch->bill;
    int32_t order_code = bill->errors[stop].code;
    size_t pays = 0;
    bill_payouts(bill, stop, &pays);
    bool no_room = call->payout_capacity > 0 && pays > call->payout_capacity - call->payout_count;
    bool right = false;
    if (code == FENRUN_ERROR_FULL) {
        right = no_room && call->done == 0;
    } else if (code >= 0) {
        right = no_room && call->done > 0;
    } else if (order_code < 0) {
        right = code == order_code && (call->flags & FENRUN_BATCH_GO_ON) == 0;
    } else {
        right = code == FENRUN_ERROR_OVERFLOW && fit != CLERK_FITS;
    }
    if (!right) {
        clerk_say(clerk, "the call ends before order %zu, which pays %zu%s\n", stop, pays,
                  fit == CLERK_OVERFLOWS ? "; a total overflows" : "");
        clerk_say_order(clerk, stop);
    }
}

static void clerk_see(struct clerk *clerk, const fenrun_batch *call, size_t from, int32_t code) {
    const struct batch *batch = clerk->batch;
    bool by_index = (batch->columns.index_roles & 1) != 0;
    uint64_t last = (uint64_t)batch->first + from + call->done;
    clerk->seen[BATCH_SEEN_CALLS]++;
    clerk->seen[BATCH_SEEN_ORDERS] += call->done;
    clerk->seen[BATCH_SEEN_PAYOUTS] += call->payout_count;
    clerk->seen[BATCH_SEEN_REFUSED] += call->refused_count;
    clerk->seen[BATCH_SEEN_STOPPED] += code < 0 && code != FENRUN_ERROR_FULL;
    clerk->seen[BATCH_SEEN_WENT_ON] += call->refused_count > 0;
    clerk->seen[BATCH_SEEN_WHOLE] += call->done >= CLERK_WHOLE;
    clerk->seen[BATCH_SEEN_BY_INDEX] += by_index ? call->done : 0;
    clerk->seen[BATCH_SEEN_PART] += code >= 0 && call->done < call->count;
    clerk->seen[BATCH_SEEN_FULL] += code == FENRUN_ERROR_FULL;
    clerk->seen[BATCH_SEEN_NO_ROWS] += call->payout_capacity == 0;
    clerk->seen[BATCH_SEEN_TOTALS] += clerk->has_totals;
    clerk->seen[BATCH_SEEN_LAST_NUMBERS] += last == UINT32_MAX && call->done > 0;
}

/* Everything that a call says and did. The order to go on with. */
static size_t clerk_check(struct clerk *clerk, const fenrun_batch *call, size_t from, int32_t code,
                          const fenrun_error *error) {
    size_t stop = from + call->done;
    enum clerk_fit fit = CLERK_FITS;
    size_t refused_count = 0;
    if (call->done > call->count) {
        clerk_say(clerk, "more orders are done than there are\n");
        return clerk->slice.to;
    }
    for (size_t i = from; i < stop; i++) {
        clerk->seen[BATCH_SEEN_REPLAYED] +=
            clerk->batch->bill.errors[i].code == FENRUN_REPLAYED;
        if (clerk_add(clerk, i, 1) == CLERK_OVERFLOWS) {
            clerk_say(clerk, "a total overflows at order %zu, but the call went on\n", i);
            clerk_say_order(clerk, i);
            return clerk->slice.to;
        }
    }
    if (stop < from + call->count) {
        fit = clerk_add(clerk, stop, 1);
        clerk_add(clerk, stop, -1);
        clerk_check_end(clerk, call, stop, code, fit);
        clerk->seen[BATCH_SEEN_OVERFLOW] += code == FENRUN_ERROR_OVERFLOW && fit != CLERK_FITS;
    } else if (code < 0) {
        clerk_say(clerk, "all orders are done, but the call ends with an error\n");
    }
    size_t refused = clerk_refused(clerk, from, stop, &refused_count);
    bool goes_on = (call->flags & FENRUN_BATCH_GO_ON) != 0;
    if (call->refused_count != refused_count || (refused_count > 0 && !goes_on) ||
        (code >= 0 && code != (refused_count > 0 ? FENRUN_FOUND : FENRUN_OK))) {
        clerk_say(clerk, "%zu orders are refused\n", refused_count);
    }
    clerk_check_payouts(clerk, call, from);
    clerk_check_codes(clerk, call, from, code);
    clerk_check_error(clerk, error, code < 0 ? stop : refused, code);
    if (code == FENRUN_ERROR_FULL) {
        return stop;
    }
    return stop + (code < 0);
}

static bool clerk_is_empty(const fenrun_result *scratch) {
    size_t payouts = 0;
    size_t promotions = 0;
    size_t size = 0;
    fenrun_result_payouts(scratch, &payouts);
    fenrun_result_promotions(scratch, &promotions);
    fenrun_result_text(scratch, &size);
    return payouts == 0 && promotions == 0 && size == 0;
}

/* From an order on, to the end of the slice or as far as it goes. */
static size_t clerk_call(struct clerk *clerk, size_t from) {
    const struct batch *batch = clerk->batch;
    fenrun_batch call = {.struct_size = sizeof call,
                         .flags = clerk->flags,
                         .first = batch->first + (uint32_t)from,
                         .count = clerk->slice.to - from,
                         .done = 77,
                         .payout_count = 77,
                         .refused_count = 77};
    fenrun_error error;
    memset(&error, PAYSLIP_GUARD, sizeof error);
    columns_lend(&batch->columns, from, &call);
    if (!payslip_lend(&clerk->payslip, clerk->capacity, &call)) {
        clerk_say(clerk, "no memory\n");
        return clerk->slice.to;
    }
    call.codes = clerk->has_codes ? clerk->codes + CLERK_GUARDS + from : NULL;
    call.totals = clerk->has_totals ? clerk->totals : NULL;
    fenrun_batch before = call;
    int32_t code = fenrun_pay_batch(batch->tree, &call, clerk->scratch,
                                    clerk->has_error ? &error : NULL);
    size_t next = clerk_check(clerk, &call, from, code, &error);
    clerk_see(clerk, &call, from, code);
    if (code == FENRUN_ERROR_FULL) {
        size_t pays = 0;
        bill_payouts(&batch->bill, from, &pays);
        clerk->capacity = pays;
    }
    if (!clerk_is_empty(clerk->scratch)) {
        clerk_say(clerk, "the scratch holds something\n");
    }
    before.done = call.done;
    before.payout_count = call.payout_count;
    before.refused_count = call.refused_count;
    if (memcmp(&before, &call, sizeof call) != 0) {
        clerk_say(clerk, "the call changed more of the batch than it should\n");
    }
    if (!clerk->equal) {
        clerk_say_call(clerk, &before, from, code, &error);
    }
    return next;
}

/* ------------------------------------------------------------------------------------------ */
/* Slices                                                                                     */

/* How a slice is asked for: with how much room, and what else. */
static void clerk_draw(struct clerk *clerk) {
    const struct bill *bill = &clerk->batch->bill;
    struct clerk_slice slice = clerk->slice;
    size_t first = slice.from == 0 ? 0 : bill->ends[slice.from - 1];
    size_t pays = (slice.to == 0 ? 0 : bill->ends[slice.to - 1]) - first;
    size_t room[] = {0, pays, pays + 1, pays * 2 + 100, pays * 2 + 100,
                     1 + random_below(&clerk->source, 9),
                     1 + random_below(&clerk->source, (uint32_t)pays + 1)};
    clerk->capacity = room[random_below(&clerk->source, sizeof room / sizeof room[0])];
    clerk->flags = random_one_in(&clerk->source, 2) ? FENRUN_BATCH_GO_ON : 0;
    clerk->has_codes = !random_one_in(&clerk->source, 3);
    clerk->has_totals = !random_one_in(&clerk->source, 3);
    clerk->has_error = !random_one_in(&clerk->source, 8);
}

void clerk_work(struct clerk *clerk) {
    size_t cells = clerk->batch->bill.member_count * clerk->batch->award_count;
    for (size_t i = 0; i < clerk->slice_count && clerk->equal; i++) {
        clerk->slice = clerk->slices[i];
        clerk_draw(clerk);
        size_t from = clerk->slice.from;
        do {
            from = clerk_call(clerk, from);
        } while (from < clerk->slice.to && clerk->equal);
        if (clerk->equal && (cells < 1000 || i + 1 == clerk->slice_count)) {
            clerk_check_totals(clerk);
        }
    }
    size_t count = clerk->batch->count + 2 * CLERK_GUARDS;
    for (size_t i = 0; i < count && clerk->equal; i++) {
        if (clerk->codes[i] != CLERK_CODE) {
            clerk_say(clerk, "codes: written outside\n");
        }
    }
}
