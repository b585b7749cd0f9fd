/*
 * Model: see model.h. Each rule of fenrun.h is one function here, in the words of that header.
 */
#include "model/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/check.h"

/* ------------------------------------------------------------------------------------------ */
/* Arrays                                                                                     */

/* Room for one more row. A test program without memory has nothing to say: it ends. */
static void *model_room(void *rows, size_t count, size_t *capacity, size_t size) {
    if (count < *capacity) {
        return rows;
    }
    *capacity = *capacity == 0 ? 8 : *capacity * 2;
    rows = realloc(rows, *capacity * size);
    if (rows == NULL) {
        fprintf(stderr, "model: out of memory\n");
        exit(1);
    }
    return rows;
}

static void model_change_add(struct model_changes *changes, int64_t at, uint64_t value) {
    changes->rows =
        model_room(changes->rows, changes->count, &changes->capacity, sizeof *changes->rows);
    changes->rows[changes->count] = (struct model_change){at, value};
    changes->count++;
}

static uint64_t model_change_at(const struct model_changes *changes, int64_t at) {
    uint64_t value = 0;
    for (size_t i = 0; i < changes->count; i++) {
        if (changes->rows[i].at <= at) {
            value = changes->rows[i].value;
        }
    }
    return value;
}

static void model_saw(struct model *model, enum model_seen seen) {
    model->seen[seen]++;
}

/* ------------------------------------------------------------------------------------------ */
/* Members                                                                                    */

struct model_member *model_find_member(const struct model *model, uint64_t id) {
    for (size_t i = 0; i < model->member_count; i++) {
        if (model->members[i].id == id) {
            return &model->members[i];
        }
    }
    return NULL;
}

static uint64_t model_inviter(const struct model *model, uint64_t id, int64_t at) {
    const struct model_member *member = model_find_member(model, id);
    return member == NULL ? FENRUN_PLATFORM : model_change_at(&member->inviters, at);
}

static uint32_t model_tier(const struct model *model, uint64_t id, int64_t at) {
    return (uint32_t)model_change_at(&model_find_member(model, id)->tiers, at);
}

static bool model_leads(const struct model *model, uint64_t id, int64_t at) {
    return rules_leads(model->rules, model_tier(model, id, at));
}

/* The nearest leader properly above; FENRUN_PLATFORM if there is none. */
static uint64_t model_leader_above(const struct model *model, uint64_t id, int64_t at) {
    uint64_t above = model_inviter(model, id, at);
    while (above != FENRUN_PLATFORM && !model_leads(model, above, at)) {
        above = model_inviter(model, above, at);
    }
    return above;
}

bool model_is_above(const struct model *model, uint64_t above, uint64_t id, int64_t at) {
    uint64_t step = model_inviter(model, id, at);
    while (step != FENRUN_PLATFORM && step != above) {
        step = model_inviter(model, step, at);
    }
    return step == above;
}

static void model_add(struct model *model, uint64_t id, uint64_t inviter, uint32_t tier,
                      int64_t at) {
    model->members = model_room(model->members, model->member_count, &model->member_capacity,
                                sizeof *model->members);
    struct model_member *member = &model->members[model->member_count];
    memset(member, 0, sizeof *member);
    member->id = id;
    member->joined = at;
    model_change_add(&member->inviters, at, inviter);
    model_change_add(&member->tiers, at, tier);
    model->member_count++;
}

int32_t model_member(const struct model *model, uint64_t id, int64_t at, fenrun_member *out) {
    const struct model_member *member = model_find_member(model, id);
    if (member == NULL) {
        return FENRUN_ERROR_MEMBER_UNKNOWN;
    }
    if (at < member->joined) {
        return FENRUN_ERROR_NOT_JOINED;
    }
    memset(out, 0, sizeof *out);
    out->id = id;
    out->inviter = model_inviter(model, id, at);
    out->leader = model_leads(model, id, at) ? id : model_leader_above(model, id, at);
    out->at = member->joined;
    out->tier = model_tier(model, id, at);
    return FENRUN_OK;
}

/* ------------------------------------------------------------------------------------------ */
/* Orders and measures                                                                        */

struct model_order *model_find_order(const struct model *model, uint64_t high, uint64_t low) {
    if (!model->remembers_orders || (high == 0 && low == 0)) {
        return NULL;
    }
    for (size_t i = 0; i < model->order_count; i++) {
        if (model->orders[i].event.id_high == high && model->orders[i].event.id_low == low) {
            return &model->orders[i];
        }
    }
    return NULL;
}

size_t model_remembered(const struct model *model) {
    size_t count = 0;
    for (size_t i = 0; i < model->order_count; i++) {
        const fenrun_event *event = &model->orders[i].event;
        count += model->remembers_orders && (event->id_high != 0 || event->id_low != 0);
    }
    return count;
}

model_wide model_refunded(const struct model_order *order) {
    model_wide sum = 0;
    for (size_t i = 0; i < order->refund_count; i++) {
        sum += order->refunds[i].event.amounts[0];
    }
    return sum;
}

int64_t model_taken_back(int64_t amount, int64_t refunded, int64_t total) {
    return (int64_t)fraction_round(fraction_of(amount, refunded, total), FRACTION_HALF_EVEN);
}

static model_wide model_direct_invites(const struct model *model, uint64_t id) {
    model_wide count = 0;
    for (size_t i = 0; i < model->member_count; i++) {
        count += model_change_at(&model->members[i].inviters, MODEL_NOW) == id;
    }
    return count;
}

/* All below, down to and excluding leaders and theirs; whether `id` itself leads matters not. */
static model_wide model_team_members(const struct model *model, uint64_t id) {
    model_wide count = 0;
    for (size_t i = 0; i < model->member_count; i++) {
        uint64_t step = model->members[i].id;
        while (step != FENRUN_PLATFORM && step != id && !model_leads(model, step, MODEL_NOW)) {
            step = model_inviter(model, step, MODEL_NOW);
        }
        count += step == id && model->members[i].id != id;
    }
    return count;
}

model_wide model_own_sales(const struct model *model, uint64_t id) {
    model_wide sum = 0;
    for (size_t i = 0; i < model->order_count; i++) {
        if (model->orders[i].event.roles[0] == id) {
            sum += model->orders[i].event.amounts[0] - model_refunded(&model->orders[i]);
        }
    }
    return sum;
}

static model_wide model_measure(const struct model *model, uint64_t id,
                                enum rules_measure measure) {
    switch (measure) {
    case RULES_DIRECT_INVITES: return model_direct_invites(model, id);
    case RULES_TEAM_MEMBERS: return model_team_members(model, id);
    case RULES_OWN_SALES: break;
    }
    return model_own_sales(model, id);
}

/* ------------------------------------------------------------------------------------------ */
/* Payouts                                                                                    */

static uint64_t model_role(const fenrun_event *event, uint32_t role) {
    return event->kind == FENRUN_EVENT_JOIN ? event->member : event->roles[role];
}

static uint64_t model_payee(struct model *model, const fenrun_event *event,
                            const struct rules_award *award, int64_t at) {
    uint64_t payee = model_role(event, award->role);
    for (uint32_t i = 0; i < award->step_count && payee != FENRUN_PLATFORM; i++) {
        if (award->steps[i] == RULES_INVITER) {
            payee = model_inviter(model, payee, at);
        } else if (model_leads(model, payee, at)) {
            model_saw(model, MODEL_SEEN_NO_LEADER_FOR_LEADER);
            payee = FENRUN_PLATFORM;
        } else {
            payee = model_leader_above(model, payee, at);
        }
    }
    return payee;
}

static bool model_passes(const struct model *model, const fenrun_event *event,
                         const struct rules_award *award, uint64_t payee, int64_t at) {
    for (uint32_t i = 0; i < award->test_count; i++) {
        uint32_t subject = award->tests[i].subject;
        uint64_t id = subject == RULES_PAYEE ? payee : model_role(event, subject);
        if (id == FENRUN_PLATFORM ||
            (award->tests[i].tiers >> model_tier(model, id, at) & 1u) == 0) {
            return false;
        }
    }
    return true;
}

/* What one award pays on the tree as of `at`; false if it pays nothing. */
static bool model_award(struct model *model, const fenrun_event *event, uint32_t index, int64_t at,
                        fenrun_payout *out) {
    const struct rules_award *award = &model->rules->awards[index];
    uint64_t payee = model_payee(model, event, award, at);
    if (payee == FENRUN_PLATFORM) {
        model_saw(model, MODEL_SEEN_NOBODY);
        return false;
    }
    if (!model_passes(model, event, award, payee, at)) {
        model_saw(model, MODEL_SEEN_TEST_FAILS);
        return false;
    }
    const struct rules_pay *pay = &award->pays[model_tier(model, payee, at)];
    if (!pay->listed) {
        model_saw(model, MODEL_SEEN_NOT_LISTED);
        return false;
    }
    memset(out, 0, sizeof *out);
    out->payee = payee;
    out->amount = pay->value;
    out->available_at = event->at;
    out->award = index;
    out->unit = rules_unit_index(model->rules, index);
    if (pay->base != RULES_FIXED) {
        out->base = event->amounts[pay->base];
        out->rate_ppb = pay->value;
        struct fraction exact = fraction_of(out->base, out->rate_ppb, 1000000000);
        out->amount = (int64_t)fraction_round(exact, model->rules->rounding);
        model->seen[MODEL_SEEN_HALF] += fraction_is_half(exact);
        model->seen[MODEL_SEEN_ROUNDED_AWAY] += exact.numerator != 0 && out->amount == 0;
    }
    return out->amount != 0;
}

static size_t model_pay(struct model *model, const fenrun_event *event, int64_t at,
                        fenrun_payout *payouts) {
    size_t count = 0;
    for (uint32_t i = 0; i < model->rules->award_count; i++) {
        if (model->rules->awards[i].event == event->kind &&
            model_award(model, event, i, at, &payouts[count])) {
            count++;
        }
    }
    model->seen[MODEL_SEEN_PAYOUT] += count;
    return count;
}

fenrun_payout model_part(const fenrun_payout *paid, int64_t total, int64_t before, int64_t after) {
    fenrun_payout part = *paid;
    part.amount = model_taken_back(paid->amount, before, total) -
                  model_taken_back(paid->amount, after, total);
    part.base = paid->amount;
    part.rate_ppb = 0;
    return part;
}

static void model_pay_back(struct model *model, const struct model_order *order,
                           const fenrun_event *event, struct model_answer *answer) {
    int64_t total = order->event.amounts[0];
    int64_t before = (int64_t)model_refunded(order);
    for (size_t i = 0; i < order->payout_count; i++) {
        fenrun_payout back =
            model_part(&order->payouts[i], total, before, before + event->amounts[0]);
        back.available_at = event->at;
        if (back.amount == 0) {
            model_saw(model, MODEL_SEEN_REFUND_OF_NOTHING);
        } else {
            answer->payouts[answer->payout_count] = back;
            answer->payout_count++;
        }
    }
}

/* ------------------------------------------------------------------------------------------ */
/* Promotions                                                                                 */

static bool model_meets(const struct model *model, uint64_t id,
                        const struct rules_promotion *promotion) {
    for (uint32_t i = 0; i < promotion->test_count; i++) {
        if (model_measure(model, id, promotion->tests[i].measure) <
            promotion->tests[i].at_least) {
            return false;
        }
    }
    return true;
}

/* Count what a change of tier means for teams; before it is made. */
static void model_saw_tier(struct model *model, uint64_t id, uint32_t tier) {
    bool led = model_leads(model, id, MODEL_NOW);
    bool leads = rules_leads(model->rules, tier);
    if (led && !leads) {
        model_saw(model, MODEL_SEEN_RETURN);
    }
    if (!led && leads) {
        model->split_count++;
        model_saw(model, MODEL_SEEN_SPLIT);
        bool nested = model_leader_above(model, id, MODEL_NOW) != FENRUN_PLATFORM;
        for (size_t i = 0; i < model->member_count; i++) {
            nested = nested || (model_leads(model, model->members[i].id, MODEL_NOW) &&
                                model_is_above(model, id, model->members[i].id, MODEL_NOW));
        }
        model->seen[MODEL_SEEN_NESTED_SPLIT] += nested;
    }
}

static void model_promote(struct model *model, uint64_t id, uint32_t tier,
                          struct model_answer *answer) {
    uint32_t before = model_tier(model, id, MODEL_NOW);
    fenrun_promotion promotion = {
        .member = id, .at = model->clock, .tier_before = before, .tier = tier};
    bool splits = !rules_leads(model->rules, before) && rules_leads(model->rules, tier);
    model_saw(model, MODEL_SEEN_PROMOTION);
    model->seen[MODEL_SEEN_PROMOTION_SPLITS] += splits;
    model->seen[MODEL_SEEN_PROMOTION_OVER_TIERS] += tier > before + 1;
    model_saw_tier(model, id, tier);
    model_change_add(&model_find_member(model, id)->tiers, model->clock, tier);
    model->promotion_count++;
    answer->promotions = model_room(answer->promotions, answer->promotion_count,
                                    &answer->promotion_capacity, sizeof *answer->promotions);
    answer->promotions[answer->promotion_count] = promotion;
    answer->promotion_count++;
}

static void model_review(struct model *model, uint64_t id, struct model_answer *answer) {
    uint32_t before = model_tier(model, id, MODEL_NOW);
    uint32_t tier = before;
    for (uint32_t i = 0; i < model->rules->promotion_count; i++) {
        const struct rules_promotion *promotion = &model->rules->promotions[i];
        if (promotion->tier > tier && model_meets(model, id, promotion)) {
            tier = promotion->tier;
        }
    }
    if (tier > before) {
        model_promote(model, id, tier, answer);
    }
}

/* From `id` upwards to the first who leads: beyond that, no team has grown. */
static void model_review_from(struct model *model, uint64_t id, struct model_answer *answer) {
    while (id != FENRUN_PLATFORM) {
        model_review(model, id, answer);
        if (model_leads(model, id, MODEL_NOW) ||
            !rules_measures(model->rules, RULES_TEAM_MEMBERS)) {
            return;
        }
        id = model_inviter(model, id, MODEL_NOW);
    }
}

/* ------------------------------------------------------------------------------------------ */
/* Events                                                                                     */

static void model_apply_order(struct model *model, const fenrun_event *event,
                              struct model_answer *answer) {
    bool late = event->at < model->clock;
    answer->payout_count = model_pay(model, event, event->at, answer->payouts);
    model->orders = model_room(model->orders, model->order_count, &model->order_capacity,
                               sizeof *model->orders);
    struct model_order *order = &model->orders[model->order_count];
    memset(order, 0, sizeof *order);
    order->event = *event;
    order->payout_count = answer->payout_count;
    order->promotions_before = model->promotion_count;
    order->splits_before = model->split_count;
    memcpy(order->payouts, answer->payouts, answer->payout_count * sizeof answer->payouts[0]);
    model->order_count++;
    model->clock = late ? model->clock : event->at;
    model_review(model, event->roles[0], answer);

    model_saw(model, MODEL_SEEN_ORDER);
    model->seen[MODEL_SEEN_NAMELESS_ORDER] += event->id_high == 0 && event->id_low == 0;
    model->seen[MODEL_SEEN_SELF_PURCHASE] +=
        model->rules->role_count > 1 && event->roles[0] == event->roles[1];
    model->seen[MODEL_SEEN_ROLE_NOBODY] +=
        model->rules->role_count > 1 && event->roles[1] == FENRUN_PLATFORM;
    model->seen[MODEL_SEEN_PROMOTION_BY_ORDER] += answer->promotion_count;
    const struct model_changes *tiers = &model_find_member(model, event->roles[0])->tiers;
    model->seen[MODEL_SEEN_SAME_INSTANT] +=
        tiers->count > 1 && tiers->rows[tiers->count - 1].at == event->at;
    if (late) {
        fenrun_payout now[RULES_AWARDS_MAX];
        size_t count = model_pay(model, event, MODEL_NOW, now);
        model_saw(model, MODEL_SEEN_LATE_ORDER);
        model->seen[MODEL_SEEN_PROMOTION_BY_LATE_ORDER] += answer->promotion_count;
        model->seen[MODEL_SEEN_OTHER_TREE] +=
            count != order->payout_count || memcmp(now, order->payouts, count * sizeof now[0]) != 0;
    }
}

static void model_apply_refund(struct model *model, const fenrun_event *event,
                               struct model_answer *answer) {
    struct model_order *order = model_find_order(model, event->order_high, event->order_low);
    model_pay_back(model, order, event, answer);
    order->refunds = model_room(order->refunds, order->refund_count, &order->refund_capacity,
                                sizeof *order->refunds);
    order->refunds[order->refund_count].event = *event;
    order->refund_count++;
    model->clock = event->at > model->clock ? event->at : model->clock;

    model_saw(model, MODEL_SEEN_REFUND);
    model->seen[MODEL_SEEN_LAST_REFUND] += model_refunded(order) == order->event.amounts[0];
    model->seen[MODEL_SEEN_THIRD_REFUND] += order->refund_count == 3;
    model->seen[MODEL_SEEN_REFUND_AFTER_PROMOTION] +=
        order->promotions_before < model->promotion_count;
    model->seen[MODEL_SEEN_REFUND_AFTER_SPLIT] += order->splits_before < model->split_count;
}

static void model_apply_tier(struct model *model, const fenrun_event *event,
                             struct model_answer *answer) {
    uint32_t before = model_tier(model, event->member, MODEL_NOW);
    bool led = rules_leads(model->rules, before);
    model_saw_tier(model, event->member, event->tier);
    model->seen[MODEL_SEEN_TIER_UP] += event->tier > before;
    model->seen[MODEL_SEEN_TIER_DOWN] += event->tier < before;
    model_change_add(&model_find_member(model, event->member)->tiers, event->at, event->tier);
    if (led && !rules_leads(model->rules, event->tier) &&
        rules_measures(model->rules, RULES_TEAM_MEMBERS)) {
        model_review_from(model, model_inviter(model, event->member, MODEL_NOW), answer);
        model->seen[MODEL_SEEN_PROMOTION_BY_RETURN] += answer->promotion_count;
    }
}

static void model_apply_change(struct model *model, const fenrun_event *event,
                               struct model_answer *answer) {
    model->clock = event->at;
    switch (event->kind) {
    case FENRUN_EVENT_JOIN:
        model_add(model, event->member, event->inviter, 0, event->at);
        answer->payout_count = model_pay(model, event, MODEL_NOW, answer->payouts);
        model_review_from(model, event->inviter, answer);
        model_saw(model, MODEL_SEEN_JOIN);
        model->seen[MODEL_SEEN_PROMOTION_BY_JOIN] += answer->promotion_count;
        break;
    case FENRUN_EVENT_MOVE: {
        bool is_new = event->inviter != model_inviter(model, event->member, MODEL_NOW);
        model_change_add(&model_find_member(model, event->member)->inviters, event->at,
                         event->inviter);
        model_review_from(model, is_new ? event->inviter : FENRUN_PLATFORM, answer);
        model_saw(model, MODEL_SEEN_MOVE);
        model->seen[MODEL_SEEN_LEADER_MOVED] += model_leads(model, event->member, MODEL_NOW);
        model->seen[MODEL_SEEN_PROMOTION_BY_MOVE] += answer->promotion_count;
        break;
    }
    default: model_apply_tier(model, event, answer); break;
    }
}

void model_apply(struct model *model, const fenrun_event *event, struct model_answer *answer) {
    answer->payout_count = 0;
    answer->promotion_count = 0;
    answer->code = check_event(model, event);
    if (answer->code == FENRUN_REPLAYED) {
        model->seen[MODEL_SEEN_REPLAYED_JOIN] += event->kind == FENRUN_EVENT_JOIN;
        model->seen[MODEL_SEEN_REPLAYED_ORDER] += event->kind == FENRUN_EVENT_ORDER;
        model->seen[MODEL_SEEN_REPLAYED_REFUND] += event->kind == FENRUN_EVENT_REFUND;
    }
    if (answer->code < 0) {
        model->seen[(int32_t)MODEL_SEEN_CODES - answer->code]++;
    }
    if (answer->code != FENRUN_OK) {
        return;
    }
    switch (event->kind) {
    case FENRUN_EVENT_ORDER: model_apply_order(model, event, answer); break;
    case FENRUN_EVENT_REFUND: model_apply_refund(model, event, answer); break;
    default: model_apply_change(model, event, answer); break;
    }
    model->seen[MODEL_SEEN_PROMOTIONS_OF_ONE_EVENT] += answer->promotion_count > 1;
}

/* ------------------------------------------------------------------------------------------ */
/* The whole                                                                                  */

void model_init(struct model *model, const struct rules *rules, bool remembers_orders) {
    memset(model, 0, sizeof *model);
    model->rules = rules;
    model->remembers_orders = remembers_orders;
    model->clock = FENRUN_TIME_MIN;
}

void model_free(struct model *model) {
    for (size_t i = 0; i < model->member_count; i++) {
        free(model->members[i].inviters.rows);
        free(model->members[i].tiers.rows);
    }
    for (size_t i = 0; i < model->order_count; i++) {
        free(model->orders[i].refunds);
    }
    free(model->members);
    free(model->orders);
    memset(model, 0, sizeof *model);
}

void model_answer_free(struct model_answer *answer) {
    free(answer->promotions);
    memset(answer, 0, sizeof *answer);
}

void model_load(struct model *model, const fenrun_member *members, size_t count) {
    for (size_t i = 0; i < count; i++) {
        model_add(model, members[i].id, members[i].inviter, members[i].tier, members[i].at);
        model->clock = members[i].at > model->clock ? members[i].at : model->clock;
    }
}

const char *model_seen_name(uint32_t seen) {
    static const char *const names[MODEL_SEEN_CODES] = {
        "joins",
        "tiers up",
        "tiers down",
        "moves",
        "orders",
        "late orders",
        "late orders on another tree than now",
        "orders at the instant of a change",
        "orders without id",
        "refunds",
        "last refunds",
        "third refunds",
        "refunds after a promotion",
        "refunds after a split",
        "payouts of which a refund takes nothing",
        "splits",
        "nested splits",
        "returns",
        "moves of a leader",
        "promotions",
        "promotions that split",
        "promotions over several tiers",
        "events with several promotions",
        "promotions by a late order",
        "promotions by a join",
        "promotions by a move",
        "promotions by a return",
        "promotions by an order",
        "payouts",
        "exact halves",
        "payouts rounded away",
        "paths to nobody",
        "paths from a leader to a leader",
        "tiers not listed",
        "failing tests",
        "roles without a member",
        "self-purchases",
        "replayed joins",
        "replayed orders",
        "replayed refunds",
    };
    if (seen < MODEL_SEEN_CODES) {
        return names[seen];
    }
    return fenrun_code_name((int32_t)MODEL_SEEN_CODES - (int32_t)seen);
}
