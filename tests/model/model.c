/*
 * Model: see model.h. Each rule of fenrun.h is one function here, in the words of that header.
 */
#include "model/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/award.h"
#include "model/check.h"
#include "model/close.h"
#include "model/review.h"

/* ------------------------------------------------------------------------------------------ */
/* Arrays                                                                                     */

/* A test program without memory has nothing to say: it ends. */
void *model_room(void *rows, size_t count, size_t *capacity, size_t size) {
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

void model_saw(struct model *model, enum seen seen) {
    model->seen[seen]++;
}

void model_answer_promotion(struct model_answer *answer, const fenrun_promotion *promotion) {
    answer->promotions = model_room(answer->promotions, answer->promotion_count,
                                    &answer->promotion_capacity, sizeof *answer->promotions);
    answer->promotions[answer->promotion_count] = *promotion;
    answer->promotion_count++;
}

void model_answer_payout(struct model_answer *answer, const fenrun_payout *payout) {
    answer->payouts = model_room(answer->payouts, answer->payout_count, &answer->payout_capacity,
                                 sizeof *answer->payouts);
    answer->payouts[answer->payout_count] = *payout;
    answer->payout_count++;
}

/* Of what awards refuse the first is told. It stands before measures that overflow. */
void model_refuse(struct model_answer *answer, int32_t code) {
    answer->code = answer->refused ? answer->code : code;
    answer->refused = true;
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

uint64_t model_inviter(const struct model *model, uint64_t id, int64_t at) {
    const struct model_member *member = model_find_member(model, id);
    return member == NULL ? FENRUN_PLATFORM : model_change_at(&member->inviters, at);
}

uint32_t model_tier(const struct model *model, uint64_t id, int64_t at) {
    return (uint32_t)model_change_at(&model_find_member(model, id)->tiers, at);
}

uint32_t model_labels(const struct model *model, uint64_t id, int64_t at) {
    return (uint32_t)model_change_at(&model_find_member(model, id)->labels, at);
}

bool model_leads(const struct model *model, uint64_t id, int64_t at) {
    return rules_leads(model->rules, model_tier(model, id, at));
}

uint64_t model_leader_above(const struct model *model, uint64_t id, int64_t at) {
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

void model_change_tier(struct model *model, uint64_t id, int64_t at, uint32_t tier) {
    model_change_add(&model_find_member(model, id)->tiers, at, tier);
}

void model_change_labels(struct model *model, uint64_t id, int64_t at, uint32_t labels) {
    model_change_add(&model_find_member(model, id)->labels, at, labels);
}

static struct model_member *model_add(struct model *model, const fenrun_member *row) {
    model->members = model_room(model->members, model->member_count, &model->member_capacity,
                                sizeof *model->members);
    struct model_member *member = &model->members[model->member_count];
    memset(member, 0, sizeof *member);
    member->id = row->id;
    member->joined = row->at;
    member->serial = model->serial;
    model_change_add(&member->inviters, row->at, row->inviter);
    model_change_add(&member->tiers, row->at, row->tier);
    model_change_add(&member->labels, row->at, row->labels);
    model->member_count++;
    return member;
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
    out->labels = model_labels(model, id, at);
    return FENRUN_OK;
}

/* ------------------------------------------------------------------------------------------ */
/* Orders                                                                                     */

static bool model_is_named(const fenrun_event *event, uint32_t name) {
    return name == RULES_NONE ? event->kind == FENRUN_EVENT_ORDER
                              : event->kind == FENRUN_EVENT_OWN && event->name == name;
}

struct model_order *model_find_order(const struct model *model, uint32_t name, uint64_t high,
                                     uint64_t low) {
    if (!model->remembers_orders || (high == 0 && low == 0)) {
        return NULL;
    }
    for (size_t i = 0; i < model->order_count; i++) {
        const fenrun_event *event = &model->orders[i].event;
        if (model_is_named(event, name) && event->id_high == high && event->id_low == low) {
            return &model->orders[i];
        }
    }
    return NULL;
}

const struct model_closed *model_last_close(const struct model *model, uint32_t period) {
    const struct model_closed *last = NULL;
    for (size_t i = 0; i < model->close_count; i++) {
        last = model->closes[i].event.name == period ? &model->closes[i] : last;
    }
    return last;
}

size_t model_remembered(const struct model *model) {
    size_t count = 0;
    for (size_t i = 0; i < model->order_count; i++) {
        const fenrun_event *event = &model->orders[i].event;
        count += model->remembers_orders && event->kind == FENRUN_EVENT_ORDER &&
                 (event->id_high != 0 || event->id_low != 0);
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
            model_saw(model, SEEN_REFUND_OF_NOTHING);
        } else {
            model->seen[SEEN_REFUND_OF_FUNDING] += back.amount > 0;
            model_answer_payout(answer, &back);
        }
    }
}

static void model_add_order(struct model *model, const fenrun_event *event,
                            const struct model_answer *answer) {
    model->orders = model_room(model->orders, model->order_count, &model->order_capacity,
                               sizeof *model->orders);
    struct model_order *order = &model->orders[model->order_count];
    size_t capacity = 0;
    memset(order, 0, sizeof *order);
    order->event = *event;
    order->serial = model->serial;
    order->promotions_before = model->promotion_count;
    order->splits_before = model->split_count;
    order->closes_before = model->close_count;
    for (size_t i = 0; i < answer->payout_count; i++) {
        order->payouts = model_room(order->payouts, i, &capacity, sizeof *order->payouts);
        order->payouts[i] = answer->payouts[i];
        order->payout_count++;
    }
    model->order_count++;
}

/* ------------------------------------------------------------------------------------------ */
/* Events                                                                                     */

static void model_saw_order(struct model *model, const fenrun_event *event, bool late) {
    const struct rules *rules = model->rules;
    const struct rules_shape *shape = &rules->shapes[rules_event_shape(rules, event)];
    bool is_order = event->kind == FENRUN_EVENT_ORDER;
    model_saw(model, is_order ? SEEN_ORDER : SEEN_OWN);
    model->seen[SEEN_LATE_ORDER] += late && is_order;
    model->seen[SEEN_LATE_OWN] += late && !is_order;
    model->seen[SEEN_NAMELESS_ORDER] += is_order && event->id_high == 0 && event->id_low == 0;
    model->seen[SEEN_SELF_PURCHASE] +=
        shape->role_count > 1 && event->roles[0] == event->roles[1];
    model->seen[SEEN_ROLE_NOBODY] +=
        shape->role_count > 1 && event->roles[1] == FENRUN_PLATFORM;
    model->seen[SEEN_OTHER_VERSION] +=
        rules_in_force(rules, event->at) != rules_in_force(rules, model->clock);
    const struct model_changes *tiers = &model_find_member(model, event->roles[0])->tiers;
    model->seen[SEEN_SAME_INSTANT] +=
        tiers->count > 1 && tiers->rows[tiers->count - 1].at == event->at;
    model->seen[SEEN_OTHER_TREE] +=
        late && (model_inviter(model, event->roles[0], event->at) !=
                     model_inviter(model, event->roles[0], MODEL_NOW) ||
                 model_leader_above(model, event->roles[0], event->at) !=
                     model_leader_above(model, event->roles[0], MODEL_NOW));
}

/* An order or an own event. */
static void model_apply_order(struct model *model, const fenrun_event *event,
                              struct model_answer *answer) {
    bool late = event->at < model->clock;
    award_event(model, event, event->at, answer);
    if (answer->code != FENRUN_OK) {
        return;
    }
    model_add_order(model, event, answer);
    model->clock = late ? model->clock : event->at;
    model_saw_order(model, event, late);
    if (event->kind == FENRUN_EVENT_ORDER) {
        review_order(model, event->roles[0], answer);
        model->seen[SEEN_PROMOTION_BY_ORDER] += answer->promotion_count;
        model->seen[SEEN_PROMOTION_BY_LATE_ORDER] += late ? answer->promotion_count : 0;
    }
}

static void model_apply_refund(struct model *model, const fenrun_event *event,
                               struct model_answer *answer) {
    struct model_order *order =
        model_find_order(model, RULES_NONE, event->order_high, event->order_low);
    model_pay_back(model, order, event, answer);
    order->refunds = model_room(order->refunds, order->refund_count, &order->refund_capacity,
                                sizeof *order->refunds);
    order->refunds[order->refund_count].event = *event;
    order->refund_count++;
    model->clock = event->at > model->clock ? event->at : model->clock;

    model_saw(model, SEEN_REFUND);
    model->seen[SEEN_LAST_REFUND] += model_refunded(order) == order->event.amounts[0];
    model->seen[SEEN_THIRD_REFUND] += order->refund_count == 3;
    model->seen[SEEN_REFUND_AFTER_PROMOTION] += order->promotions_before < model->promotion_count;
    model->seen[SEEN_REFUND_AFTER_SPLIT] += order->splits_before < model->split_count;
    model->seen[SEEN_REFUND_AFTER_CLOSE] += order->closes_before < model->close_count;
}

static void model_apply_join(struct model *model, const fenrun_event *event,
                             struct model_answer *answer) {
    const fenrun_member row = {
        .id = event->member, .inviter = event->inviter, .at = event->at};
    model_add(model, &row)->join = *event;
    model->clock = event->at;
    award_event(model, event, MODEL_NOW, answer);
    if (answer->code != FENRUN_OK) {
        return;
    }
    review_join(model, event->member, event->inviter, answer);
    model_saw(model, SEEN_JOIN);
    model->seen[SEEN_JOIN_WITH_AMOUNTS] += event->amounts[0] > 0;
    model->seen[SEEN_PROMOTION_BY_JOIN] += answer->promotion_count;
}

static void model_apply_move(struct model *model, const fenrun_event *event,
                             struct model_answer *answer) {
    bool is_new = event->inviter != model_inviter(model, event->member, MODEL_NOW);
    model->clock = event->at;
    model_change_add(&model_find_member(model, event->member)->inviters, event->at,
                     event->inviter);
    if (is_new) {
        review_move(model, event->inviter, answer);
    }
    model_saw(model, SEEN_MOVE);
    model->seen[SEEN_LEADER_MOVED] += model_leads(model, event->member, MODEL_NOW);
    model->seen[SEEN_PROMOTION_BY_MOVE] += answer->promotion_count;
}

static void model_apply_tier(struct model *model, const fenrun_event *event,
                             struct model_answer *answer) {
    uint32_t before = model_tier(model, event->member, MODEL_NOW);
    bool ceases =
        rules_leads(model->rules, before) && !rules_leads(model->rules, event->tier);
    model->clock = event->at;
    if (event->tier > before) {
        award_rise(model, event->member, event->tier, event->at, answer);
        model->seen[SEEN_PAID_ON_TIER] += answer->payout_count;
    }
    review_saw_tier(model, event->member, event->tier);
    model->seen[SEEN_TIER_UP] += event->tier > before;
    model->seen[SEEN_TIER_DOWN] += event->tier < before;
    model_change_tier(model, event->member, event->at, event->tier);
    if (event->tier != before) {
        review_tier(model, event->member, ceases, answer);
        model->seen[ceases ? SEEN_PROMOTION_BY_RETURN : SEEN_PROMOTION_BY_TIER] +=
            answer->promotion_count;
    }
}

static void model_apply_close(struct model *model, const fenrun_event *event,
                              struct model_answer *answer) {
    model->clock = event->at;
    close_period(model, event, answer);
    model->closes = model_room(model->closes, model->close_count, &model->close_capacity,
                               sizeof *model->closes);
    model->closes[model->close_count] = (struct model_closed){*event, model->serial};
    model->close_count++;
    model_saw(model, SEEN_CLOSE);
}

static void model_apply_kind(struct model *model, const fenrun_event *event,
                             struct model_answer *answer) {
    switch (event->kind) {
    case FENRUN_EVENT_ORDER:
    case FENRUN_EVENT_OWN: model_apply_order(model, event, answer); break;
    case FENRUN_EVENT_REFUND: model_apply_refund(model, event, answer); break;
    case FENRUN_EVENT_JOIN: model_apply_join(model, event, answer); break;
    case FENRUN_EVENT_MOVE: model_apply_move(model, event, answer); break;
    case FENRUN_EVENT_TIER: model_apply_tier(model, event, answer); break;
    default: model_apply_close(model, event, answer); break;
    }
}

/* ------------------------------------------------------------------------------------------ */
/* Undoing                                                                                    */

/* How long everything was before an event. A refund is never undone: awards do not refuse it. */
static struct model model_mark(struct model *model) {
    while (model->mark_capacity < model->member_count * 3) {
        model->marks = model_room(model->marks, model->mark_capacity, &model->mark_capacity,
                                  sizeof *model->marks);
    }
    for (size_t i = 0; i < model->member_count; i++) {
        model->marks[i * 3] = model->members[i].inviters.count;
        model->marks[i * 3 + 1] = model->members[i].tiers.count;
        model->marks[i * 3 + 2] = model->members[i].labels.count;
    }
    return *model;
}

static void model_free_member(struct model_member *member) {
    free(member->inviters.rows);
    free(member->tiers.rows);
    free(member->labels.rows);
}

static void model_free_order(struct model_order *order) {
    free(order->payouts);
    free(order->refunds);
}

static void model_undo(struct model *model, const struct model *before) {
    while (model->member_count > before->member_count) {
        model->member_count--;
        model_free_member(&model->members[model->member_count]);
    }
    while (model->order_count > before->order_count) {
        model->order_count--;
        model_free_order(&model->orders[model->order_count]);
    }
    for (size_t i = 0; i < model->member_count; i++) {
        model->members[i].inviters.count = model->marks[i * 3];
        model->members[i].tiers.count = model->marks[i * 3 + 1];
        model->members[i].labels.count = model->marks[i * 3 + 2];
    }
    model->paid_count = before->paid_count;
    model->close_count = before->close_count;
    model->clock = before->clock;
    model->serial = before->serial;
    model->promotion_count = before->promotion_count;
    model->split_count = before->split_count;
    /* What was refused was seen; what would have come of the event was not. */
    static const enum seen refusals[] = {SEEN_CAP_REFUSES, SEEN_PERIOD_CAP_REFUSES,
                                         SEEN_FUNDER_REFUSES, SEEN_BUDGET_REFUSES};
    uint64_t refused[sizeof refusals / sizeof refusals[0]];
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        refused[i] = model->seen[refusals[i]];
    }
    memcpy(model->seen, before->seen, sizeof model->seen);
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        model->seen[refusals[i]] = refused[i];
    }
}

static void model_saw_replay(struct model *model, const fenrun_event *event) {
    model->seen[SEEN_REPLAYED_JOIN] += event->kind == FENRUN_EVENT_JOIN;
    model->seen[SEEN_REPLAYED_ORDER] += event->kind == FENRUN_EVENT_ORDER;
    model->seen[SEEN_REPLAYED_REFUND] += event->kind == FENRUN_EVENT_REFUND;
    model->seen[SEEN_REPLAYED_OWN] += event->kind == FENRUN_EVENT_OWN;
    model->seen[SEEN_REPLAYED_CLOSE] += event->kind == FENRUN_EVENT_CLOSE;
}

void model_apply(struct model *model, const fenrun_event *event, struct model_answer *answer) {
    answer->payout_count = 0;
    answer->promotion_count = 0;
    answer->refused = false;
    answer->over_budget = false;
    answer->code = check_event(model, event);
    if (answer->code == FENRUN_OK || answer->code == FENRUN_ERROR_OVERFLOW) {
        struct model before = model_mark(model);
        model->serial++;
        model_apply_kind(model, event, answer);
        if (answer->code < 0) {
            model_undo(model, &before);
        }
    }
    if (answer->code < 0) {
        model->seen[(int32_t)SEEN_CODES - answer->code]++;
    }
    if (answer->code == FENRUN_REPLAYED) {
        model_saw_replay(model, event);
    }
    if (answer->code != FENRUN_OK) {
        answer->payout_count = 0;
        answer->promotion_count = 0;
        return;
    }
    const struct rules *rules = model->rules;
    model->seen[SEEN_PROMOTIONS_OF_ONE_EVENT] += answer->promotion_count > 1;
    model->seen[SEEN_LATER_VERSION] += rules_in_force(rules, event->at) != rules->versions;
    uint32_t shape = rules_event_shape(rules, event);
    if (shape != RULES_NONE) {
        const struct rules_terms *terms = &rules_in_force(rules, event->at)->terms[shape];
        for (uint32_t i = 0; i < terms->requirement_count; i++) {
            model->seen[SEEN_OPEN_RANGE] += terms->requirements[i].open;
        }
    }
}

/* ------------------------------------------------------------------------------------------ */
/* The whole                                                                                  */

void model_init(struct model *model, const struct rules *rules, uint32_t used,
                bool remembers_orders) {
    memset(model, 0, sizeof *model);
    model->rules = rules;
    model->used = used;
    model->remembers_orders = remembers_orders;
    model->clock = FENRUN_TIME_MIN;
}

void model_free(struct model *model) {
    for (size_t i = 0; i < model->member_count; i++) {
        model_free_member(&model->members[i]);
    }
    for (size_t i = 0; i < model->order_count; i++) {
        model_free_order(&model->orders[i]);
    }
    free(model->members);
    free(model->orders);
    free(model->paid);
    free(model->closes);
    free(model->marks);
    memset(model, 0, sizeof *model);
}

void model_answer_free(struct model_answer *answer) {
    free(answer->payouts);
    free(answer->promotions);
    memset(answer, 0, sizeof *answer);
}

void model_load(struct model *model, const fenrun_member *members, size_t count) {
    for (size_t i = 0; i < count; i++) {
        model_add(model, &members[i])->loaded = true;
        model->clock = members[i].at > model->clock ? members[i].at : model->clock;
    }
}
