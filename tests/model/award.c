/*
 * Award: see award.h. Each form of pay is one function here, in the words of the language.
 */
#include "model/award.h"

#include <string.h>

#include "model/limit.h"
#include "model/measure.h"

/* ------------------------------------------------------------------------------------------ */
/* Paths and tests                                                                            */

static uint64_t award_role(const struct award_view *view, uint32_t role) {
    if (view->member != FENRUN_PLATFORM) {
        return view->member;
    }
    return view->event->kind == FENRUN_EVENT_JOIN ? view->event->member
                                                  : view->event->roles[role];
}

static uint64_t award_above(const struct award_view *view, uint64_t id, uint32_t tier) {
    uint64_t above = model_inviter(view->model, id, view->at);
    bool passed = false;
    while (above != FENRUN_PLATFORM && model_tier(view->model, above, view->at) < tier) {
        above = model_inviter(view->model, above, view->at);
        passed = true;
    }
    model_saw(view->model, above == FENRUN_PLATFORM ? SEEN_ABOVE_NOBODY : SEEN_ABOVE);
    view->model->seen[SEEN_ABOVE_FAR] += passed && above != FENRUN_PLATFORM;
    return above;
}

uint64_t award_follow(const struct award_view *view, const struct rules_path *path) {
    uint64_t id = award_role(view, path->role);
    for (uint32_t i = 0; i < path->step_count && id != FENRUN_PLATFORM; i++) {
        const struct rules_step *step = &path->steps[i];
        if (step->kind == RULES_INVITER) {
            id = model_inviter(view->model, id, view->at);
        } else if (step->kind == RULES_ABOVE) {
            id = award_above(view, id, step->tier);
        } else if (model_leads(view->model, id, view->at)) {
            model_saw(view->model, SEEN_NO_LEADER_FOR_LEADER);
            id = FENRUN_PLATFORM;
        } else {
            id = model_leader_above(view->model, id, view->at);
        }
    }
    return id;
}

/* As tests and tables see it: who rises has risen. */
static uint32_t award_tier(const struct award_view *view, uint64_t id) {
    return view->rises && id == view->member ? view->tier : model_tier(view->model, id, view->at);
}

static bool award_test(const struct award_view *view, const struct rules_test *test,
                       uint64_t payee) {
    uint64_t id = test->subject == RULES_PAYEE ? payee : award_role(view, test->subject);
    if (id == FENRUN_PLATFORM) {
        return false;
    }
    uint32_t tier = award_tier(view, id);
    if (test->kind == RULES_TEST_IS) {
        bool by_tier = (test->tiers >> tier & 1u) != 0;
        bool by_label = (test->labels & model_labels(view->model, id, view->at)) != 0;
        view->model->seen[SEEN_LABEL_DECIDES] += by_label && !by_tier;
        return by_tier || by_label;
    }
    uint64_t other = test->other == RULES_PAYEE ? payee : award_role(view, test->other);
    if (other == FENRUN_PLATFORM) {
        return false;
    }
    if (test->kind == RULES_TEST_NOT) {
        model_saw(view->model, id != other ? SEEN_NOT_MET : SEEN_NOT_FAILS);
        return id != other;
    }
    bool below = test->kind == RULES_TEST_BELOW;
    bool met = below ? tier < award_tier(view, other) : tier > award_tier(view, other);
    model_saw(view->model, below ? (met ? SEEN_BELOW_MET : SEEN_BELOW_FAILS)
                                 : (met ? SEEN_ABOVE_MET : SEEN_ABOVE_FAILS));
    return met;
}

static bool award_looks_at_payee(const struct rules_test *test) {
    return test->subject == RULES_PAYEE ||
           (test->kind != RULES_TEST_IS && test->other == RULES_PAYEE);
}

bool award_passes(const struct award_view *view, const struct rules_test *tests, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (!award_looks_at_payee(&tests[i]) && !award_test(view, &tests[i], FENRUN_PLATFORM)) {
            model_saw(view->model, SEEN_TEST_FAILS);
            return false;
        }
    }
    return true;
}

static bool award_takes(const struct award_view *view, const struct rules_award *award,
                        uint64_t payee) {
    for (uint32_t i = 0; i < award->test_count; i++) {
        if (award_looks_at_payee(&award->tests[i]) && !award_test(view, &award->tests[i], payee)) {
            model_saw(view->model, SEEN_TEST_FAILS);
            return false;
        }
    }
    return true;
}

/* ------------------------------------------------------------------------------------------ */
/* Values                                                                                     */

enum fraction_rounding award_rounding(const struct award_view *view,
                                      const struct rules_award *award) {
    return award->rounding == RULES_NONE ? view->version->rounding
                                         : (enum fraction_rounding)award->rounding;
}

static int64_t award_base(const struct award_view *view, const struct rules_value *value) {
    return value->measure == RULES_NONE
               ? rules_figure(view->event, value->figure)
               : (int64_t)measure_value(view->model, value->measure, view->member);
}

static struct award_sum award_rate(const struct award_view *view, int64_t base, int64_t rate,
                                   enum fraction_rounding rounding) {
    struct fraction exact = fraction_of(base, rate, 1000000000);
    struct award_sum sum = {fraction_round(exact, rounding), base, rate};
    view->model->seen[SEEN_HALF] += fraction_is_half(exact);
    view->model->seen[SEEN_ROUNDED_AWAY] += exact.numerator != 0 && sum.amount == 0;
    return sum;
}

static void award_saw_value(const struct award_view *view, const struct rules_value *value) {
    struct model *model = view->model;
    const struct rules_measure *measure =
        value->measure == RULES_NONE ? NULL : &model->rules->measures[value->measure];
    bool is_rate = value->kind == RULES_VALUE_RATE;
    if (value->kind == RULES_VALUE_FIXED) {
        model_saw(model, SEEN_FIXED);
    } else if (measure != NULL && !is_rate) {
        model_saw(model, SEEN_PER_MEASURE);
    } else if (measure != NULL) {
        model_saw(model, measure->scope == RULES_SCOPE_ALL ? SEEN_OF_TOTAL : SEEN_OF_MEASURE);
    } else if (is_rate) {
        model_saw(model, SEEN_RATE);
    } else if (value->per == 0) {
        model_saw(model, SEEN_PER_PIECE);
    } else {
        model_saw(model, value->figure < RULES_COUNT0 ? SEEN_PER_FULL : SEEN_PER_FULL_COUNT);
    }
}

struct award_sum award_value(const struct award_view *view, const struct rules_value *value,
                             enum fraction_rounding rounding) {
    struct award_sum sum = {value->value, 0, 0};
    if (value->kind == RULES_VALUE_RATE) {
        sum = award_rate(view, award_base(view, value), value->value, rounding);
    } else if (value->kind == RULES_VALUE_PER) {
        sum.base = award_base(view, value);
        int64_t pieces = value->per == 0 ? sum.base : sum.base / value->per;
        sum.amount = (model_wide)value->value * pieces;
    }
    return sum;
}

static void award_give(const struct award_view *view, uint32_t index, uint64_t payee,
                       const struct rules_value *value, uint32_t level) {
    const struct rules_award *award = &view->version->awards[index];
    struct award_sum sum = award_value(view, value, award_rounding(view, award));
    if (sum.amount > 0) {
        award_saw_value(view, value);
    }
    limit_pay(view, index, payee, &sum, level);
}

/* ------------------------------------------------------------------------------------------ */
/* Forms                                                                                      */

static const struct rules_value *award_grade(const struct award_view *view,
                                             const struct rules_award *award) {
    int64_t base = award_base(view, &award->by);
    uint32_t grade = 0;
    for (uint32_t i = 0; i < award->grade_count; i++) {
        grade = award->grades[i].low <= base ? i : grade;
    }
    view->model->seen[SEEN_GRADE_UPPER] += grade > 0;
    view->model->seen[SEEN_GRADE_BY_MEASURE] += award->by.measure != RULES_NONE;
    return &award->grades[grade].value;
}

/* One payee: a value, a value by tier, by grade, or by rank. */
static void award_one(const struct award_view *view, uint32_t index, uint32_t rank) {
    const struct rules_award *award = &view->version->awards[index];
    uint64_t payee = award_follow(view, &award->to);
    if (payee == FENRUN_PLATFORM) {
        model_saw(view->model, SEEN_NOBODY);
        return;
    }
    if (!award_takes(view, award, payee)) {
        return;
    }
    uint32_t tier = award_tier(view, payee);
    uint32_t level = award->form == RULES_FORM_PRIZES ? rank : 0;
    if (level > award->level_count) {
        return;
    }
    const struct rules_value *value = award->form == RULES_FORM_GRADED
                                          ? award_grade(view, award)
                                          : &award->pays[level == 0 ? 0 : level - 1][tier];
    if (!value->listed) {
        model_saw(view->model, SEEN_NOT_LISTED);
        return;
    }
    view->model->seen[SEEN_NEW_TIER_DECIDES] += view->rises && payee == view->member;
    award_give(view, index, payee, value, level);
}

static void award_levels(const struct award_view *view, uint32_t index) {
    const struct rules_award *award = &view->version->awards[index];
    uint64_t from = award_follow(view, &award->to);
    uint64_t payee =
        from == FENRUN_PLATFORM ? from : model_inviter(view->model, from, view->at);
    uint32_t level = 1;
    for (; payee != FENRUN_PLATFORM && level <= award->level_count;
         payee = model_inviter(view->model, payee, view->at)) {
        const struct rules_value *value = &award->pays[level - 1][award_tier(view, payee)];
        if (value->listed && award_takes(view, award, payee)) {
            view->model->seen[SEEN_LEVEL_ZERO] += value->value == 0;
            award_give(view, index, payee, value, level);
            level++;
        } else if (award->unqualified == RULES_SKIP) {
            model_saw(view->model, SEEN_SKIP);
            level++;
        } else if (award->unqualified == RULES_STOP) {
            model_saw(view->model, SEEN_STOP);
            return;
        } else {
            model_saw(view->model, SEEN_COMPRESS);
        }
    }
}

/* What somebody with `own` is paid where `highest` is paid already: of the same base. */
static void award_more(const struct award_view *view, uint32_t index, uint64_t payee,
                       const struct rules_value *own, int64_t highest, uint32_t level) {
    struct rules_value more = *own;
    more.value -= highest;
    view->model->seen[SEEN_DIFFERENTIAL_FIXED] += own->kind == RULES_VALUE_FIXED;
    award_give(view, index, payee, &more, level);
}

static void award_differential(const struct award_view *view, uint32_t index) {
    const struct rules_award *award = &view->version->awards[index];
    uint64_t from = award_follow(view, &award->to);
    uint64_t payee =
        from == FENRUN_PLATFORM ? from : model_inviter(view->model, from, view->at);
    uint64_t last = award->already_paid == RULES_NONE ? FENRUN_PLATFORM
                                                      : award_role(view, award->already_paid);
    bool waits_for_peer = false;
    bool is_role = true;
    int64_t highest = 0;
    if (last != FENRUN_PLATFORM && award->pays[0][award_tier(view, last)].listed) {
        highest = award->pays[0][award_tier(view, last)].value;
        waits_for_peer = highest > 0;
    }
    for (uint32_t level = 1; payee != FENRUN_PLATFORM;
         level++, payee = model_inviter(view->model, payee, view->at)) {
        const struct rules_value *own = &award->pays[0][award_tier(view, payee)];
        if (!award_takes(view, award, payee)) {
            continue;
        }
        if (own->listed && own->value > highest) {
            view->model->seen[SEEN_ALREADY_PAID] += is_role && highest > 0;
            view->model->seen[SEEN_DIFFERENTIAL_SECOND] += !is_role;
            view->model->seen[SEEN_NO_PEER] += award->has_peer && waits_for_peer;
            award_more(view, index, payee, own, highest, level);
            highest = own->value;
            last = payee;
            waits_for_peer = true;
            is_role = false;
        } else if (award->has_peer && waits_for_peer &&
                   award_tier(view, payee) == award_tier(view, last)) {
            model_saw(view->model, is_role ? SEEN_PEER_OF_ROLE : SEEN_PEER);
            award_give(view, index, payee, &award->peer, level);
            waits_for_peer = false;
        }
    }
}

static void award_split(const struct award_view *view, uint32_t index) {
    const struct rules_award *award = &view->version->awards[index];
    struct award_sum total = award_value(view, &award->total, award_rounding(view, award));
    if (total.amount > INT64_MAX) {
        model_refuse(view->answer, FENRUN_ERROR_OVERFLOW);
        return;
    }
    total.amount = limit_total(view, index, total.amount);
    model_wide rest = total.amount;
    for (uint32_t i = 0; i < award->share_count; i++) {
        const struct rules_share *share = &award->shares[i];
        uint64_t payee = award_follow(view, &share->to);
        if (payee == FENRUN_PLATFORM) {
            model_saw(view->model, SEEN_SHARE_NOBODY);
            continue;
        }
        struct fraction exact = fraction_of((int64_t)total.amount, share->rate, 1000000000);
        struct award_sum part = {fraction_round(exact, FRACTION_DOWN), (int64_t)total.amount,
                                 share->rate};
        rest -= part.amount;
        limit_pay(view, index, payee, &part, i + 1);
    }
    uint64_t payee =
        award->has_remainder ? award_follow(view, &award->remainder) : FENRUN_PLATFORM;
    if (payee != FENRUN_PLATFORM && rest > 0) {
        struct award_sum part = {rest, (int64_t)total.amount, 0};
        limit_pay(view, index, payee, &part, 0);
        model_saw(view->model, SEEN_REMAINDER_PAID);
    } else if (rest > 0) {
        model_saw(view->model, SEEN_REMAINDER_KEPT);
    }
}

void award_pay(const struct award_view *view, uint32_t index, uint32_t rank) {
    switch (view->version->awards[index].form) {
    case RULES_FORM_LEVELS: award_levels(view, index); break;
    case RULES_FORM_DIFFERENTIAL: award_differential(view, index); break;
    case RULES_FORM_SPLIT: award_split(view, index); break;
    default: award_one(view, index, rank); break;
    }
}

static void award_all(const struct award_view *view, uint32_t trigger) {
    for (uint32_t i = 0; i < view->version->award_count; i++) {
        const struct rules_award *award = &view->version->awards[i];
        if (award->trigger == trigger && award_passes(view, award->tests, award->test_count)) {
            award_pay(view, i, 0);
        }
    }
}

void award_event(struct model *model, const fenrun_event *event, int64_t at,
                 struct model_answer *answer) {
    const struct award_view view = {.model = model,
                                    .version = rules_in_force(model->rules, event->at),
                                    .event = event,
                                    .at = at,
                                    .instant = event->at,
                                    .answer = answer};
    award_all(&view, rules_event_shape(model->rules, event));
    if (answer->over_budget) {
        model_refuse(answer, FENRUN_ERROR_LIMIT);
    }
}

void award_rise(struct model *model, uint64_t member, uint32_t tier, int64_t instant,
                struct model_answer *answer) {
    const struct award_view view = {.model = model,
                                    .version = rules_in_force(model->rules, instant),
                                    .at = MODEL_NOW,
                                    .instant = instant,
                                    .member = member,
                                    .rises = true,
                                    .tier = tier,
                                    .answer = answer};
    award_all(&view, RULES_PROMOTION);
}
