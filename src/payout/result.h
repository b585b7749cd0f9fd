/*
 * Result: the reusable place that a call fills: payouts, promotions, text, the traces behind an
 * explanation, and scratch that paying needs. Arrays keep their room from call to call, so that a
 * warm result allocates nothing.
 *
 *     fenrun__result_begin(result)     for each event: `first` is its first payout
 *     traces                           in the order in which things were looked at
 *       team     AWARD   path seller 4, leader 1             paid 5.00
 *       levels   UPLINE  path seller 4, member 1 above: 2    test not met, level 1
 *       levels   UPLINE  path seller 4, member 2 above: 1    paid 5.00, level 1
 */
#ifndef FENRUN_PAYOUT_RESULT_H
#define FENRUN_PAYOUT_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/text.h"
#include "payout/spent.h"
#include "rules/plan.h"

enum fenrun__outcome {
    FENRUN__OUTCOME_PAID = 0,
    FENRUN__OUTCOME_NOBODY = 1,   /* the path ends at a member who has no such inviter or leader */
    FENRUN__OUTCOME_TEST = 2,     /* a test of `when` is not met */
    FENRUN__OUTCOME_UNLISTED = 3, /* `pay` does not list the payee's tier */
    FENRUN__OUTCOME_ZERO = 4,     /* it comes to less than the smallest amount */
    FENRUN__OUTCOME_NOT_MORE = 5, /* a differential: its own value is not above the highest paid */
    FENRUN__OUTCOME_CAP = 6,      /* nothing is left of the cap */
    FENRUN__OUTCOME_FUNDER = 7,   /* nobody funds it, the payee itself does, or nothing is left */
    FENRUN__OUTCOME_BUDGET = 8,   /* nothing is left of the budget */
    FENRUN__OUTCOME_NO_PRIZE = 9, /* there are fewer prizes than ranks */
    FENRUN__OUTCOME_COUNT = 10
};

/* What a trace is about. */
enum fenrun__part {
    FENRUN__PART_AWARD = 0,     /* an award and its one payee */
    FENRUN__PART_UPLINE = 1,    /* one of those above the end of the path */
    FENRUN__PART_PEER = 2,      /* likewise, paid as the peer of `less_person` */
    FENRUN__PART_NO_PEER = 3,   /* nobody was the peer of `less_person` */
    FENRUN__PART_NO_LEVELS = 4, /* nobody was left above for levels `level` and on */
    FENRUN__PART_SHARE = 5,     /* one share of a split or pool */
    FENRUN__PART_REMAINDER = 6, /* the rest of a split; OUTCOME_NOBODY: the platform keeps it */
    FENRUN__PART_OTHERS = 7     /* at a close: how many got nothing, and why */
};

/* Why members take no part at a close: the first that applies. */
enum fenrun__passed_over {
    FENRUN__PASSED_WHEN = 0,    /* `when` is not met */
    FENRUN__PASSED_QUALIFY = 1, /* ... nor any map of `qualify` */
    FENRUN__PASSED_FIGURE = 2,  /* what is ranked, or shared by, is 0 */
    FENRUN__PASSED_TOP = 3,     /* others are higher in rank */
    FENRUN__PASSED_COUNT = 4
};

/* What a limit came to when it was looked at, and of what it is a rate. */
struct fenrun__bound {
    int64_t at_most;
    int64_t base;
};

/* What one award looked at and came to. People are numbers of members, as in pay.h. */
struct fenrun__trace {
    uint32_t award;
    uint8_t part;     /* enum fenrun__part */
    uint8_t outcome;  /* enum fenrun__outcome */
    uint8_t led;      /* where the path ended early: whether the last of it led a team */
    uint8_t person_count;
    uint32_t people[FENRUN__STEPS_MAX + 2]; /* the path, from the role on, and who is above it */
    uint16_t tiers[FENRUN__STEPS_MAX + 2];  /* of these, as the tests see them */
    uint16_t labels[FENRUN__STEPS_MAX + 2];
    uint32_t tier_before; /* of who rises */
    uint32_t above;       /* PART_UPLINE, _PEER: how many steps above the end of the path */
    uint32_t level;       /* from 1, as fenrun_payout.level; PART_OTHERS: how many were paid */
    uint32_t test;        /* OUTCOME_TEST: index of the plan's tests */
    uint32_t tested;      /* ... whom it looked at, and of what tier and labels it is */
    uint32_t other;       /* ... and with whom it was compared */
    uint16_t tested_tier;
    uint16_t other_tier;
    uint32_t grade;       /* FORM_GRADED: index of the plan's grades */
    const struct fenrun__plan_pay *row; /* what was to be paid, or shared; NULL: not known */
    int64_t base;         /* what `row` is of */
    int64_t graded_by;    /* the figure that chose the grade */
    int64_t less;         /* differential: the highest value before; pool: the rest, if added */
    uint32_t less_person; /* differential: whose it is; FENRUN__NONE: nobody's */
    uint32_t funder;      /* FENRUN__NONE: nobody */
    int64_t whole;        /* SHARE, REMAINDER: what is shared ... */
    int64_t whole_computed; /* ... before the cap ... */
    int64_t whole_base;     /* ... and what `row` is then of */
    int64_t weight; /* SHARE of a pool: the weight, out of `weights` */
    int64_t weights;
    int64_t rate_ppb;
    int64_t available_at;
    int64_t computed; /* the amount before all limits, and what each left of it */
    int64_t after_cap;
    int64_t after_funder;
    int64_t amount;
    struct fenrun__bound cap; /* if there is one; likewise the budget */
    struct fenrun__bound budget;
    uint32_t passed_over[FENRUN__PASSED_COUNT]; /* PART_OTHERS: by reason, and by outcome */
    uint32_t outcomes[FENRUN__OUTCOME_COUNT];
};

/* Who was chosen at a close, and the figure by which it ranks. */
struct fenrun__chosen {
    int64_t figure;
    uint32_t member;
    uint32_t reserved;
};

/* What refused the event that gave FENRUN_ERROR_LIMIT, as a row of the plan; FENRUN__NOWHERE: it
   was not this. */
struct fenrun__refusal {
    uint32_t limit;  /* of limits: a cap, or the budget */
    uint32_t funder; /* of funders */
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
    uint32_t *replays; /* events of a sequence that were replays */
    size_t replay_count;
    size_t replay_capacity;
    void *room; /* for what goes through a batch side by side */
    size_t room_size;
    uint32_t event; /* index that new payouts and promotions carry */
    bool tracing;

    /* Of the event that is being paid. */
    size_t first; /* its first payout */
    struct fenrun__spent spent;
    struct fenrun__chosen *chosen;
    size_t chosen_count;
    size_t chosen_capacity;
    uint32_t passed_over[FENRUN__PASSED_COUNT];
    struct fenrun__refusal refusal;
};

void fenrun__result_init(struct fenrun_result *result, const fenrun_allocator *allocator);
void fenrun__result_clear(struct fenrun_result *result);
void fenrun__result_free(struct fenrun_result *result);

/* An event begins: what is there is of earlier ones. */
static inline void fenrun__result_begin(struct fenrun_result *result) {
    result->refusal = (struct fenrun__refusal){FENRUN__NOWHERE, FENRUN__NOWHERE};
    result->first = result->payout_count;
    if (result->spent.count > 0) fenrun__spent_clear(&result->spent);
}

/* The event was a replay. False if there is no memory. */
bool fenrun__result_add_replay(struct fenrun_result *result);

/* Room for so many more. False if there is no memory. */
bool fenrun__result_reserve_more(struct fenrun_result *result, size_t payouts, size_t promotions,
                                 size_t traces);

static inline bool fenrun__result_reserve(struct fenrun_result *result, size_t payouts,
                                          size_t promotions, size_t traces) {
    size_t payout_count = result->payout_count + payouts;
    bool room = payout_count <= result->payout_capacity &&
                payout_count <= result->payee_capacity &&
                result->promotion_count + promotions <= result->promotion_capacity &&
                result->trace_count + traces <= result->trace_capacity;
    return room || fenrun__result_reserve_more(result, payouts, promotions, traces);
}

#endif
