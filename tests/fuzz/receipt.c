/* Receipt: one pass over the payouts, with a sum for each member and unit. */
#include "fuzz/receipt.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/expect.h"

#define RECEIPT_UNITS_MAX (FENRUN_AWARDS_MAX * 6u + 1u) /* of so many versions */
#define RECEIPT_PPB INT64_C(1000000000)

/* Sums only grow to the highest amount, so that none is a negative one. */
static int64_t receipt_add(int64_t a, int64_t b) {
    if (b > 0 && a > INT64_MAX - b) {
        return INT64_MAX;
    }
    return a + b;
}

static bool receipt_of_promotion(const struct fenrun__plan *plan, const fenrun_payout *payout) {
    return fenrun__plan_award(plan, payout->award)->trigger ==
           fenrun__plan_trigger_of_promotion(plan);
}

static uint32_t receipt_trigger(const struct fenrun__plan *plan, const fenrun_event *event) {
    switch (event->kind) {
    case FENRUN_EVENT_ORDER: return FENRUN__SHAPE_ORDER;
    case FENRUN_EVENT_JOIN: return FENRUN__SHAPE_JOIN;
    case FENRUN_EVENT_OWN: return FENRUN__SHAPE_OWN + event->name;
    case FENRUN_EVENT_CLOSE: return fenrun__plan_trigger_of_period(plan, event->name);
    default: return fenrun__plan_trigger_of_promotion(plan);
    }
}

/* What a limit comes to, rounded down; INT64_MAX if it is of something that is not known here. */
static int64_t receipt_limit(const struct fenrun__plan *plan, uint32_t index,
                             const fenrun_event *event) {
    const struct fenrun__plan_pay *most = &fenrun__plan_limit(plan, index)->at_most;
    if (most->kind == FENRUN__VALUE_FIXED) {
        return most->value;
    }
    if (most->source != FENRUN__SOURCE_FIGURE || most->index >= FENRUN_AMOUNTS_MAX) {
        return INT64_MAX;
    }
    int64_t base = event->amounts[most->index];
    return base / RECEIPT_PPB * most->value + base % RECEIPT_PPB * most->value / RECEIPT_PPB;
}

static void receipt_payout(const struct fenrun__plan *plan, const fenrun_event *event,
                           const fenrun_payout *payout, uint64_t member_max) {
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, payout->award);
    fuzz_expect(payout->payee >= 1 && payout->payee <= member_max, "a payee is a member");
    fuzz_expect(payout->amount != 0 && payout->amount != INT64_MIN, "a payout is an amount");
    fuzz_expect(payout->unit == award->unit, "a payout is in the award's unit");
    fuzz_expect(payout->event == 0 && payout->reserved[0] == 0 && payout->reserved[1] == 0,
                "a single event has index 0");
    fuzz_expect(payout->rate_ppb >= 0 && payout->rate_ppb <= RECEIPT_PPB, "a rate is a share");
    fuzz_expect(payout->rate_ppb == 0 || payout->amount <= payout->base,
                "no share is more than its base");
    fuzz_expect(payout->available_at == event->at + award->hold ||
                    (receipt_of_promotion(plan, payout) && payout->available_at > event->at),
                "a payout is available after the event and its hold");
    fuzz_expect(award->form != FENRUN__FORM_LEVELS ||
                    (payout->level >= 1 && payout->level <= award->level_count),
                "a level is one of the award's");
    fuzz_expect(award->form != FENRUN__FORM_SINGLE || payout->level == 0,
                "what has no levels has level 0");
}

/* The payouts of one award of the event: what they come to, without what is funded. */
static void receipt_award(const struct fenrun__plan *plan, const fenrun_event *event,
                          const fenrun_payout *payouts, size_t count) {
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, payouts[0].award);
    bool funded = award->funder != FENRUN__NOWHERE;
    bool shares = award->form == FENRUN__FORM_SPLIT || award->form == FENRUN__FORM_POOL;
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        bool funds = funded && i % 2 == 1;
        fuzz_expect(funds ? payouts[i].amount == -payouts[i - 1].amount && payouts[i].base == 0 &&
                                payouts[i].rate_ppb == 0 && payouts[i].level == payouts[i - 1].level
                          : payouts[i].amount > 0,
                    "only who funds a payout pays it");
        sum = funds ? sum : receipt_add(sum, payouts[i].amount);
        fuzz_expect(!shares || payouts[i].base == payouts[0].base, "all shares are of one sum");
    }
    fuzz_expect(!funded || count % 2 == 0, "each funded payout has its funder");
    fuzz_expect(!shares || sum <= payouts[0].base, "no more is shared than there is");
    if (award->cap != FENRUN__NOWHERE &&
        fenrun__plan_limit(plan, award->cap)->column == FENRUN__NOWHERE) {
        fuzz_expect(sum <= receipt_limit(plan, award->cap, event), "an award keeps its cap");
    }
}

size_t receipt_own_count(const struct fenrun__plan *plan, const fenrun_payout *payouts,
                         size_t count) {
    size_t own = 0;
    while (own < count && !receipt_of_promotion(plan, &payouts[own])) {
        own++;
    }
    return own;
}

static void receipt_own(const struct fenrun__plan *plan, const fenrun_event *event,
                        const fenrun_payout *payouts, size_t count) {
    static int64_t left[RECEIPT_MEMBERS_MAX + 1][RECEIPT_UNITS_MAX];
    const struct fenrun__plan_version *version = fenrun__plan_in_force(plan, event->at);
    uint32_t trigger = receipt_trigger(plan, event);
    uint32_t units = plan->name_count[FENRUN_NAME_UNIT];
    int64_t money = 0;
    fuzz_expect(units <= RECEIPT_UNITS_MAX, "units are counted");
    for (size_t i = 0; i <= RECEIPT_MEMBERS_MAX; i++) {
        memset(left[i], 0, units * sizeof left[i][0]);
    }
    for (size_t i = 0, next; i < count; i = next) {
        const struct fenrun__plan_award *award = fenrun__plan_award(plan, payouts[i].award);
        fuzz_expect(award->trigger == trigger && version != NULL &&
                        payouts[i].award >= version->award_first &&
                        payouts[i].award - version->award_first < version->award_count,
                    "an event is paid by awards of its trigger and version");
        for (next = i; next < count && payouts[next].award == payouts[i].award; next++) {
            int64_t *sum = &left[payouts[next].payee][payouts[next].unit];
            *sum = receipt_add(*sum, payouts[next].amount);
            fuzz_expect(*sum >= 0, "nobody funds more than the event has brought");
            bool counts = award->unit == 0 && award->funder == FENRUN__NOWHERE;
            money = counts ? receipt_add(money, payouts[next].amount) : money;
        }
        fuzz_expect(next == count || payouts[next].award > payouts[i].award,
                    "payouts stand in the order of the awards");
        receipt_award(plan, event, payouts + i, next - i);
    }
    if (version != NULL && trigger < plan->shape_count) {
        uint32_t budget = fenrun__plan_trigger(plan, version, trigger)->budget;
        fuzz_expect(budget == FENRUN__NOWHERE || money <= receipt_limit(plan, budget, event),
                    "an event keeps its budget");
    }
}

void receipt_check(const struct fenrun__plan *plan, const fenrun_event *event,
                   const fenrun_payout *payouts, size_t count, uint64_t member_max) {
    fuzz_expect(member_max <= RECEIPT_MEMBERS_MAX, "members are counted");
    for (size_t i = 0; i < count; i++) {
        fuzz_expect(payouts[i].award < plan->award_count, "an award is one of the rule set");
        receipt_payout(plan, event, &payouts[i], member_max);
    }
    size_t own = receipt_own_count(plan, payouts, count);
    receipt_own(plan, event, payouts, own);
    for (size_t i = own; i < count; i++) {
        fuzz_expect(receipt_of_promotion(plan, &payouts[i]) && payouts[i].amount > 0,
                    "what promotions pay stands behind");
    }
}

void receipt_refund(const fenrun_payout *paid, size_t paid_count, int64_t total, int64_t before,
                    int64_t part, const fenrun_payout *payouts, size_t count) {
    fenrun_payout *back = malloc((paid_count + 1) * sizeof *back);
    fuzz_expect(back != NULL, "there is memory");
    fuzz_expect(fenrun_refund(back, paid, paid_count, total, before, part, NULL) == FENRUN_OK,
                "stored payouts can be refunded");
    size_t given = 0;
    for (size_t i = 0; i < paid_count; i++) {
        if (back[i].amount == 0) {
            continue;
        }
        fuzz_expect(given < count, "a refund takes back from everyone");
        const fenrun_payout *payout = &payouts[given++];
        fuzz_expect(payout->payee == back[i].payee && payout->award == back[i].award &&
                        payout->unit == back[i].unit && payout->amount == back[i].amount &&
                        payout->base == paid[i].amount && payout->rate_ppb == 0 &&
                        payout->level == paid[i].level,
                    "a refund takes back what fenrun_refund says");
        fuzz_expect(before > 0 || part < total || payout->amount == -paid[i].amount,
                    "a whole refund takes back all");
    }
    fuzz_expect(given == count, "a refund takes back from nobody else");
    free(back);
}
