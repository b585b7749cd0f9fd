/* Award proof: path, tests, pays by form, and what limits them; see the header. */
#include "rules/award_proof.h"

#include <string.h>

#include "money/amount.h"

#define AWARD_PROOF_SPECIAL_BITS 16u /* of GRADED awards: source << 16 | index */

/* A row that is there, or none. */
static bool award_proof_may(const struct fenrun__plan_proof *proof, enum fenrun__proof_table table,
                            uint32_t index) {
    return index == FENRUN__NOWHERE || index < proof->rows[table];
}

/* A role of the trigger, or the payee. */
static bool award_proof_subject(const struct fenrun__plan_proof *proof, uint32_t trigger,
                                uint8_t subject) {
    return subject == FENRUN__SUBJECT_PAYEE || subject < proof->roles[trigger];
}

static bool award_proof_tests(const struct fenrun__plan_proof *proof,
                              const struct fenrun__plan_award *award) {
    if (!fenrun__plan_proof_has(proof, FENRUN__OF_TESTS, award->test_first, award->test_count)) {
        return false;
    }
    for (uint32_t i = 0; i < award->test_count; i++) {
        const struct fenrun__plan_test *test =
            fenrun__plan_test(proof->plan, award->test_first + i);
        bool compares = test->kind != FENRUN__TEST_IS;
        bool of_payee = fenrun__plan_tests_payee(test);
        if (award->plain && !award->looks_at_payee && of_payee) return false;
        if (!award_proof_subject(proof, award->trigger, test->subject) ||
            (compares ? !award_proof_subject(proof, award->trigger, test->other)
                      : test->other != 0)) {
            return false;
        }
    }
    return true;
}

/* `count` rows of `pay`, all of which the award's trigger can pay. */
static bool award_proof_pays(const struct fenrun__plan_proof *proof,
                             const struct fenrun__plan_award *award, uint64_t count) {
    if (!fenrun__plan_proof_has(proof, FENRUN__OF_PAYS, award->pay_first, count)) return false;
    for (uint32_t i = 0; i < count; i++) {
        const struct fenrun__plan_pay *row =
            fenrun__plan_pay(proof->plan, award->pay_first + i);
        if (!fenrun__plan_proof_pays_on(proof->plan, award->trigger, row)) return false;
    }
    return true;
}

static bool award_proof_differential(const struct fenrun__plan_proof *proof,
                                     const struct fenrun__plan_award *award) {
    if (award->special >= proof->rows[FENRUN__OF_DIFFERENTIALS]) return false;
    const struct fenrun__plan_differential *row =
        fenrun__plan_differential(proof->plan, award->special);
    return (row->already_paid == FENRUN__NOWHERE ||
            row->already_paid < proof->roles[award->trigger]) &&
           fenrun__plan_proof_pays_on(proof->plan, award->trigger, &row->peer);
}

static bool award_proof_grades(const struct fenrun__plan_proof *proof,
                               const struct fenrun__plan_award *award) {
    const struct fenrun__plan *plan = proof->plan;
    uint32_t source = award->special >> AWARD_PROOF_SPECIAL_BITS;
    uint32_t index = award->special & ((1u << AWARD_PROOF_SPECIAL_BITS) - 1);
    if (!fenrun__plan_proof_has(proof, FENRUN__OF_GRADES, award->pay_first, award->level_count) ||
        award->level_count == 0 ||
        !fenrun__plan_proof_source(plan, award->trigger, source, index)) {
        return false;
    }
    int64_t low = -1;
    for (uint32_t i = 0; i < award->level_count; i++) {
        const struct fenrun__plan_grade *grade = fenrun__plan_grade(plan, award->pay_first + i);
        if (grade->low <= low || (i == 0 && grade->low != 0) ||
            !fenrun__plan_proof_pays_on(plan, award->trigger, &grade->pay)) {
            return false;
        }
        low = grade->low;
    }
    return true;
}

static bool award_proof_split(const struct fenrun__plan_proof *proof,
                              const struct fenrun__plan_award *award) {
    const struct fenrun__plan *plan = proof->plan;
    if (award->special >= proof->rows[FENRUN__OF_SPLITS]) return false;
    const struct fenrun__plan_split *split = fenrun__plan_split(plan, award->special);
    for (uint32_t i = 0; i < split->share_count; i++) {
        const struct fenrun__plan_share *share =
            fenrun__plan_share(plan, split->share_first + i);
        if (!fenrun__plan_proof_path(proof, award->trigger, &share->to, false)) return false;
    }
    return fenrun__plan_proof_pays_on(plan, award->trigger, &split->total) && split->total.listed &&
           (!split->has_remainder ||
            fenrun__plan_proof_path(proof, award->trigger, &split->remainder, false));
}

/* What is paid, by form. */
static bool award_proof_form(const struct fenrun__plan_proof *proof,
                             const struct fenrun__plan_award *award) {
    const struct fenrun__plan *plan = proof->plan;
    bool close = award->trigger > fenrun__plan_trigger_of_promotion(plan);
    uint64_t tiers = plan->tier_count, levels = award->level_count;
    bool rises = award->form == FENRUN__FORM_LEVELS || award->form == FENRUN__FORM_DIFFERENTIAL;
    if (award->form != FENRUN__FORM_SPLIT) {
        if (!fenrun__plan_proof_path(proof, award->trigger, &award->to, rises)) return false;
        if (award->to.uplines != rises) return false;
    }
    switch (award->form) {
    case FENRUN__FORM_SINGLE: return award_proof_pays(proof, award, tiers);
    case FENRUN__FORM_LEVELS:
        return levels > 0 && levels <= FENRUN_LEVELS_MAX &&
               award->unqualified >= FENRUN__UNQUALIFIED_SKIP &&
               award->unqualified <= FENRUN__UNQUALIFIED_STOP &&
               award_proof_pays(proof, award, levels * tiers);
    case FENRUN__FORM_DIFFERENTIAL:
        return award_proof_pays(proof, award, tiers) && award_proof_differential(proof, award);
    case FENRUN__FORM_GRADED: return award_proof_grades(proof, award);
    case FENRUN__FORM_SPLIT: return award_proof_split(proof, award);
    case FENRUN__FORM_PRIZES: return close && award_proof_pays(proof, award, levels * tiers);
    case FENRUN__FORM_POOL:
        return close && award->special < proof->rows[FENRUN__OF_POOLS] &&
               fenrun__plan_proof_pays_on(plan, award->trigger,
                                          &fenrun__plan_pool(plan, award->special)->sum);
    default: return false;
    }
}

/* Whether a plain award is as plain as it says: paying it looks at nothing but path, tests and
   pays, and at rates of amounts. */
static bool award_proof_plain(const struct fenrun__plan_proof *proof,
                              const struct fenrun__plan_award *award) {
    if (!award->plain) return true;
    if (award->form != FENRUN__FORM_SINGLE || award->cap != FENRUN__NOWHERE ||
        award->funder != FENRUN__NOWHERE ||
        award->trigger > fenrun__plan_trigger_of_promotion(proof->plan)) {
        return false;
    }
    for (uint32_t i = 0; i < proof->plan->tier_count; i++) {
        const struct fenrun__plan_pay *row =
            fenrun__plan_pay(proof->plan, award->pay_first + i);
        bool rate = row->listed && row->kind == FENRUN__VALUE_RATE;
        if (rate && row->index >= FENRUN__FIGURE_COUNT0) return false;
        if (i > 0 && !award->looks_at_payee && memcmp(row, row - 1, sizeof *row) != 0) {
            return false;
        }
    }
    return true;
}

bool fenrun__award_proof_run(const struct fenrun__plan_proof *proof, uint32_t index) {
    const struct fenrun__plan *plan = proof->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, index);
    const uint32_t *names = fenrun__plan_at(plan, plan->names[FENRUN_NAME_AWARD]);
    if (award->name != names[index] || award->trigger >= plan->trigger_count ||
        award->unit >= plan->name_count[FENRUN_NAME_UNIT] ||
        award->rounding > FENRUN__ROUND_UP || award->hold < 0 ||
        award->hold > INT64_MAX - FENRUN_TIME_MAX) {
        return false;
    }
    bool close = award->trigger > fenrun__plan_trigger_of_promotion(plan);
    return award_proof_form(proof, award) && award_proof_plain(proof, award) &&
           award_proof_tests(proof, award) &&
           fenrun__plan_proof_limit(proof, award->trigger, award->cap) &&
           award_proof_may(proof, FENRUN__OF_FUNDERS, award->funder) &&
           (award->funder == FENRUN__NOWHERE ||
            fenrun__plan_proof_path(proof, award->trigger,
                                    &fenrun__plan_funder(plan, award->funder)->member, false)) &&
           award_proof_may(proof, FENRUN__OF_SELECTIONS, award->selection) &&
           (!close || award->selection != FENRUN__NOWHERE);
}
