/*
 * Result: the reusable place that a call fills: payouts, promotions, text, and the traces behind
 * an explanation. Arrays keep their room from call to call, so that a warm result allocates
 * nothing.
 */
#ifndef FENRUN_PAYOUT_RESULT_H
#define FENRUN_PAYOUT_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/text.h"
#include "rules/plan.h"

enum fenrun__outcome {
    FENRUN__OUTCOME_PAID = 0,
    FENRUN__OUTCOME_NOBODY = 1,   /* the path ends at a member who has no such inviter or leader */
    FENRUN__OUTCOME_TEST = 2,     /* a test of `when` is not met */
    FENRUN__OUTCOME_UNLISTED = 3, /* `pay` does not list the payee's tier */
    FENRUN__OUTCOME_ZERO = 4      /* it comes to less than the smallest amount */
};

/* What one award looked at and came to. People are numbers of members, as in pay.h. */
struct fenrun__trace {
    uint32_t award;
    uint32_t outcome;
    uint32_t people[FENRUN__STEPS_MAX + 1]; /* the path, from the role on */
    uint32_t person_count;
    uint32_t tier;   /* of the payee, if there is one */
    uint32_t test;   /* OUTCOME_TEST: index of the plan's tests */
    uint32_t tested; /* ... and whom it looked at */
    int64_t base;
    int64_t rate_ppb;
    int64_t amount;
};

struct fenrun_result {
    struct fenrun__memory memory;
    fenrun_payout *payouts;
    size_t payout_count;
    size_t payout_capacity;
    uint32_t *payees; /* numbers of the members in `payouts` */
    size_t payee_capacity;
    fenrun_promotion *promotions;
    size_t promotion_count;
    size_t promotion_capacity;
    struct fenrun__trace *traces;
    size_t trace_count;
    size_t trace_capacity;
    struct fenrun__writer text;
    uint32_t event; /* index that new payouts and promotions carry */
    bool tracing;
};

void fenrun__result_init(struct fenrun_result *result, const fenrun_allocator *allocator);
void fenrun__result_clear(struct fenrun_result *result);
void fenrun__result_free(struct fenrun_result *result);

/* Room for so many more. False if there is no memory. */
bool fenrun__result_reserve(struct fenrun_result *result, size_t payouts, size_t promotions,
                            size_t traces);

#endif
