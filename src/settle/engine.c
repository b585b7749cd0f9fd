/* Engine: checking, paying and applying one event; see the header for the bar in the middle. */
#include "settle/engine.h"

#include <string.h>

#include "base/error.h"
#include "money/amount.h"
#include "payout/explain.h"
#include "payout/refund.h"
#include "payout/review.h"

/* How many events ahead a sequence brings in the place in the index, the row that it leads to, and
   the row of the team. */
#define ENGINE_AHEAD_PLACE 18u
#define ENGINE_AHEAD_ROW 12u
#define ENGINE_AHEAD_TEAM 6u

/* Everything that was found out about an event before anything is changed. What a kind does not
   name is not set: clearing it all would cost as much as paying. */
struct engine_step {
    struct fenrun__pay pay;
    struct fenrun__review review;
    uint32_t member;  /* TIER, MOVE */
    uint32_t inviter; /* JOIN, MOVE */
    struct fenrun__ledger_id id;
    uint64_t contents;                 /* ORDER */
    struct fenrun__ledger_order order; /* REFUND */
    int64_t refunded;                  /* REFUND: before this one */
    int64_t own_sales;                 /* ORDER, REFUND: of the seller, afterwards */
};

void fenrun__engine_init(struct fenrun__engine *engine, const struct fenrun__plan *plan,
                         const fenrun_allocator *allocator, uint64_t seed, bool remembers) {
    engine->plan = plan;
    engine->remembers = remembers;
    engine->counts_sales = plan->measures >> FENRUN__MEASURE_OWN_SALES & 1;
    fenrun__tree_init(&engine->tree, allocator, seed, plan->lead_tier);
    engine->tree.counts = plan->measures != 0;
    engine->tree.counts_teams = plan->measures >> FENRUN__MEASURE_TEAM_MEMBERS & 1;
    fenrun__ledger_init(&engine->ledger, allocator, seed);
}

void fenrun__engine_free(struct fenrun__engine *engine) {
    fenrun__tree_free(&engine->tree);
    fenrun__ledger_free(&engine->ledger);
}

static bool engine_has_id(struct fenrun__ledger_id id) {
    return (id.high | id.low) != 0;
}

static int32_t engine_refuse_time(const struct fenrun__engine *engine, const fenrun_event *event,
                                  fenrun_error *error) {
    return fenrun__error_set(error, FENRUN_ERROR_TIME, event->member,
                             "a change of the tree at %D comes after an event at %D", event->at,
                             engine->tree.at);
}

static int32_t engine_check_join(const struct fenrun__engine *engine, const fenrun_event *event,
                                 struct engine_step *step, fenrun_error *error) {
    const struct fenrun__tree *tree = &engine->tree;
    uint32_t there = fenrun__tree_find(tree, event->member);
    if (there != FENRUN__NONE) {
        uint32_t inviter;
        int64_t joined = fenrun__tree_joined(tree, there, &inviter);
        uint64_t inviter_id = inviter == FENRUN__NONE ? FENRUN_PLATFORM : tree->rows[inviter].id;
        if (joined == event->at && inviter_id == event->inviter) return FENRUN_REPLAYED;
    }
    if (event->at < tree->at) return engine_refuse_time(engine, event, error);
    int32_t code = fenrun__pay_resolve_join(&step->pay, error);
    if (code != FENRUN_OK) return code;
    if (there != FENRUN__NONE) {
        return fenrun__error_set(error, FENRUN_ERROR_MEMBER_EXISTS, event->member,
                                 "newcomer %U is a member already", event->member);
    }
    step->inviter = step->pay.inviter;
    step->review.start = step->inviter;
    step->review.upwards = tree->counts_teams;
    step->review.direct_invites = 1;
    step->review.team_members = fenrun__tree_leads(tree, 0) ? 0 : 1;
    return FENRUN_OK;
}

static int32_t engine_check_tier(const struct fenrun__engine *engine, const fenrun_event *event,
                                 struct engine_step *step, fenrun_error *error) {
    const struct fenrun__tree *tree = &engine->tree;
    if (event->at < tree->at) return engine_refuse_time(engine, event, error);
    int32_t code = fenrun__pay_find(tree, event->member, "member", &step->member, error);
    if (code != FENRUN_OK) return code;
    if (event->tier >= engine->plan->tier_count) {
        return fenrun__error_set(error, FENRUN_ERROR_TIER, event->member,
                                 "tier %u is not one of the %u", event->tier,
                                 engine->plan->tier_count);
    }
    const struct fenrun__tree_row *row = tree->rows + step->member;
    bool returns = fenrun__tree_leads(tree, row->tier) && !fenrun__tree_leads(tree, event->tier);
    if (returns && tree->counts_teams) {
        step->review.start = row->inviter;
        step->review.upwards = true;
        step->review.team_members = fenrun__tree_team_share(tree, step->member);
    }
    return FENRUN_OK;
}

static int32_t engine_check_move(const struct fenrun__engine *engine, const fenrun_event *event,
                                 struct engine_step *step, fenrun_error *error) {
    const struct fenrun__tree *tree = &engine->tree;
    if (event->at < tree->at) return engine_refuse_time(engine, event, error);
    int32_t code = fenrun__pay_find(tree, event->member, "member", &step->member, error);
    if (code != FENRUN_OK) return code;
    code = fenrun__pay_find(tree, event->inviter, "inviter", &step->inviter, error);
    if (code != FENRUN_OK) return code;
    if (step->inviter != FENRUN__NONE &&
        fenrun__tree_is_above(tree, step->member, step->inviter)) {
        return fenrun__error_set(error, FENRUN_ERROR_CYCLE, event->member,
                                 "member %U would stand above itself under inviter %U",
                                 event->member, event->inviter);
    }
    const struct fenrun__tree_row *row = tree->rows + step->member;
    if (step->inviter == row->inviter) return FENRUN_OK;
    step->review.start = step->inviter;
    step->review.left = row->inviter;
    step->review.upwards = tree->counts_teams;
    step->review.direct_invites = 1;
    if (!tree->counts_teams || fenrun__tree_leads(tree, row->tier)) return FENRUN_OK;
    step->review.team_members = fenrun__tree_team_share(tree, step->member);
    bool same_team = step->inviter != FENRUN__NONE && row->inviter != FENRUN__NONE &&
                     tree->rows[step->inviter].team == row->team;
    if (same_team) {
        step->review.unchanged = fenrun__tree_meeting(tree, step->inviter, row->inviter);
    }
    return FENRUN_OK;
}

static uint64_t engine_contents(const struct fenrun__engine *engine, const fenrun_event *event) {
    uint64_t words[1 + FENRUN_ROLES_MAX + FENRUN_AMOUNTS_MAX];
    uint32_t count = 0;
    words[count++] = (uint64_t)event->at;
    for (uint32_t i = 0; i < engine->plan->role_count; i++) words[count++] = event->roles[i];
    for (uint32_t i = 0; i < engine->plan->amount_count; i++) {
        words[count++] = (uint64_t)event->amounts[i];
    }
    return fenrun__ledger_fingerprint(&engine->ledger, words, count * sizeof *words);
}

static int32_t engine_check_order(const struct fenrun__engine *engine, const fenrun_event *event,
                                  struct engine_step *step, fenrun_error *error) {
    const struct fenrun__tree *tree = &engine->tree;
    step->id = (struct fenrun__ledger_id){event->id_high, event->id_low};
    if (engine->remembers && engine_has_id(step->id)) {
        step->contents = engine_contents(engine, event);
        struct fenrun__ledger_order there;
        if (fenrun__ledger_find(&engine->ledger, step->id, &there)) {
            if (there.contents == step->contents) return FENRUN_REPLAYED;
            return fenrun__error_set(error, FENRUN_ERROR_CHANGED, 0,
                                     "the order was applied before with other contents");
        }
    }
    int32_t code = fenrun__pay_resolve_order(&step->pay, error);
    if (code != FENRUN_OK) return code;
    uint32_t seller = step->pay.people[0];
    step->review.start = seller;
    if (!engine->counts_sales) return FENRUN_OK;
    if (!fenrun__amount_add(tree->counters[seller].own_sales, event->amounts[0],
                            &step->own_sales)) {
        return fenrun__error_set(error, FENRUN_ERROR_OVERFLOW, event->roles[0],
                                 "own_sales of member %U do not fit 64 bits", event->roles[0]);
    }
    step->review.own_sales = event->amounts[0];
    return FENRUN_OK;
}

static int32_t engine_check_refund(const struct fenrun__engine *engine, const fenrun_event *event,
                                   struct engine_step *step, fenrun_error *error) {
    const struct fenrun__ledger *ledger = &engine->ledger;
    struct fenrun__ledger_id order = {event->order_high, event->order_low};
    step->id = (struct fenrun__ledger_id){event->id_high, event->id_low};
    if (!engine->remembers) {
        return fenrun__error_set(error, FENRUN_ERROR_ORDER_UNKNOWN, 0,
                                 "the tree does not remember orders, so it cannot refund one");
    }
    if (!fenrun__ledger_find(ledger, order, &step->order)) {
        return fenrun__error_set(error, FENRUN_ERROR_ORDER_UNKNOWN, 0,
                                 "the order of the refund was not applied");
    }
    const struct fenrun__ledger_refund *there =
        fenrun__ledger_find_refund(ledger, step->order.place, step->id);
    if (there) {
        bool same = there->at == event->at && there->part == event->amounts[0];
        if (same) return FENRUN_REPLAYED;
        return fenrun__error_set(error, FENRUN_ERROR_CHANGED, 0,
                                 "the refund was applied before with other contents");
    }
    if (event->at < step->order.at) {
        return fenrun__error_set(error, FENRUN_ERROR_TIME, 0,
                                 "a refund at %D is earlier than its order at %D", event->at,
                                 step->order.at);
    }
    step->refunded = fenrun__ledger_refunded(ledger, &step->order);
    int64_t part = event->amounts[0];
    int32_t code = fenrun__refund_check(step->order.total, step->refunded, part,
                                        fenrun__plan_name(engine->plan, FENRUN_NAME_AMOUNT, 0),
                                        engine->plan->decimals, error);
    if (code != FENRUN_OK || !engine->counts_sales) return code;
    /* The whole order was added before: to come below 0 would be our mistake. */
    int64_t own_sales = engine->tree.counters[step->order.seller].own_sales;
    bool fits = fenrun__amount_subtract(own_sales, part, &step->own_sales);
    return fits && step->own_sales >= 0 ? FENRUN_OK
                                        : fenrun__error_internal(error, "engine: own_sales");
}

/* Left of the bar, but for making room. FENRUN_REPLAYED if there is nothing to do. */
static int32_t engine_check(const struct fenrun__engine *engine, const fenrun_event *event,
                            struct engine_step *step, fenrun_error *error) {
    step->pay.plan = engine->plan;
    step->pay.tree = &engine->tree;
    step->pay.event = event;
    step->inviter = FENRUN__NONE;
    step->order.total = 0;
    step->refunded = 0;
    step->review = (struct fenrun__review){
        .start = FENRUN__NONE, .left = FENRUN__NONE, .unchanged = FENRUN__NONE};
    int32_t code = fenrun__pay_check_shape(engine->plan, event, error);
    if (code != FENRUN_OK) return code;
    switch (event->kind) {
    case FENRUN_EVENT_JOIN: return engine_check_join(engine, event, step, error);
    case FENRUN_EVENT_TIER: return engine_check_tier(engine, event, step, error);
    case FENRUN_EVENT_MOVE: return engine_check_move(engine, event, step, error);
    case FENRUN_EVENT_ORDER: return engine_check_order(engine, event, step, error);
    default: return engine_check_refund(engine, event, step, error);
    }
}

static int32_t engine_take_back(const struct fenrun__engine *engine, struct engine_step *step,
                                struct fenrun_result *result, fenrun_error *error) {
    const fenrun_event *event = step->pay.event;
    struct fenrun__ledger_order order = step->order;
    if (!fenrun__result_reserve(result, order.payout_count, 0, 0)) {
        return fenrun__error_memory(error);
    }
    for (uint32_t i = 0; i < order.payout_count; i++) {
        struct fenrun__ledger_payout paid = fenrun__ledger_next(&order);
        int64_t share = fenrun__refund_share(paid.amount, order.total, step->refunded,
                                             event->amounts[0]);
        if (share == 0) continue;
        result->payees[result->payout_count] = paid.payee;
        result->payouts[result->payout_count++] =
            (fenrun_payout){.payee = engine->tree.rows[paid.payee].id,
                            .amount = -share,
                            .base = paid.amount,
                            .available_at = event->at,
                            .event = result->event,
                            .award = paid.award,
                            .unit = fenrun__plan_award(engine->plan, paid.award)->unit};
    }
    return FENRUN_OK;
}

static int32_t engine_pay_step(const struct fenrun__engine *engine, struct engine_step *step,
                               struct fenrun_result *result, fenrun_error *error) {
    switch (step->pay.event->kind) {
    case FENRUN_EVENT_REFUND: return engine_take_back(engine, step, result, error);
    case FENRUN_EVENT_JOIN:
    case FENRUN_EVENT_ORDER: return fenrun__pay_run(&step->pay, result, error);
    default: return FENRUN_OK;
    }
}

int32_t fenrun__engine_pay(const struct fenrun__engine *engine, const fenrun_event *event,
                           struct fenrun_result *result, fenrun_error *error) {
    struct engine_step step;
    int32_t code = engine_check(engine, event, &step, error);
    return code == FENRUN_OK ? engine_pay_step(engine, &step, result, error) : code;
}

/* The member whose row an event needs first. */
static uint64_t engine_first_member(const fenrun_event *event) {
    switch (event->kind) {
    case FENRUN_EVENT_ORDER: return event->roles[0];
    case FENRUN_EVENT_JOIN: return event->inviter;
    default: return event->member;
    }
}

/* Its number, or that of another whose hash begins alike, without a look at the row. */
static uint32_t engine_guess(const struct fenrun__tree *tree, const fenrun_event *event) {
    struct fenrun__index_cursor cursor;
    uint64_t hash = fenrun__hash_id(tree->seed, engine_first_member(event));
    return fenrun__index_first(&tree->index, hash, &cursor);
}

void fenrun__engine_prefetch(const struct fenrun__engine *engine, const fenrun_event *events,
                             size_t count) {
    const struct fenrun__tree *tree = &engine->tree;
    if (count > ENGINE_AHEAD_PLACE) {
        const fenrun_event *event = events + ENGINE_AHEAD_PLACE;
        uint64_t hash = fenrun__hash_id(tree->seed, engine_first_member(event));
        fenrun__index_prefetch(&tree->index, hash);
        hash = fenrun__hash_id(tree->seed, event->member);
        if (event->kind == FENRUN_EVENT_JOIN) fenrun__index_prefetch(&tree->index, hash);
    }
    if (count > ENGINE_AHEAD_ROW) {
        const fenrun_event *event = events + ENGINE_AHEAD_ROW;
        uint32_t member = engine_guess(tree, event);
        if (member != FENRUN__NONE) __builtin_prefetch(tree->rows + member);
        if (member != FENRUN__NONE && event->kind == FENRUN_EVENT_JOIN) {
            __builtin_prefetch(tree->links + member, 1);
        }
    }
    if (count > ENGINE_AHEAD_TEAM) {
        uint32_t member = engine_guess(tree, events + ENGINE_AHEAD_TEAM);
        if (member == FENRUN__NONE) return;
        const struct fenrun__tree_row *row = tree->rows + member;
        __builtin_prefetch(tree->teams + row->team);
        if (fenrun__tree_leads(tree, row->tier) && row->inviter != FENRUN__NONE) {
            __builtin_prefetch(tree->rows + row->inviter);
        }
    }
}

/* Whether an applied order paid what the result holds: as of an instant the last change at it
   counts, also one that came after the order. */
static bool engine_paid_so(const struct fenrun__engine *engine, const struct engine_step *step,
                           const struct fenrun_result *result) {
    struct fenrun__ledger_order order;
    if (!fenrun__ledger_find(&engine->ledger, step->id, &order)) return false;
    if (order.payout_count != result->payout_count) return false;
    for (uint32_t i = 0; i < order.payout_count; i++) {
        struct fenrun__ledger_payout paid = fenrun__ledger_next(&order);
        const fenrun_payout *payout = result->payouts + i;
        if (paid.amount != payout->amount || paid.award != payout->award ||
            paid.payee != result->payees[i]) {
            return false;
        }
    }
    return true;
}

int32_t fenrun__engine_explain(const struct fenrun__engine *engine, const fenrun_event *event,
                               const fenrun_explain_options *options,
                               struct fenrun_result *result, fenrun_error *error) {
    struct engine_step step;
    int32_t code = engine_check(engine, event, &step, error);
    bool applied = code == FENRUN_REPLAYED && event->kind == FENRUN_EVENT_ORDER;
    if (applied) code = fenrun__pay_resolve_order(&step.pay, error);
    if (code != FENRUN_OK) return code;
    result->tracing = true;
    code = engine_pay_step(engine, &step, result, error);
    result->tracing = false;
    if (code != FENRUN_OK) return code;
    if (applied && !engine_paid_so(engine, &step, result)) {
        fenrun__result_clear(result);
        return fenrun__error_set(error, FENRUN_ERROR_CHANGED, 0,
                                 "the tree changed at the order's own instant after it was paid: "
                                 "only its stored payouts say what it paid");
    }
    struct fenrun__explain explain = {.pay = &step.pay,
                                      .options = options,
                                      .order_total = step.order.total,
                                      .refunded = step.refunded};
    return fenrun__explain_write(&explain, result, error);
}

/* How many versions the event's own change appends at most. */
static uint64_t engine_change_cost(const struct fenrun__tree *tree,
                                   const struct engine_step *step) {
    const fenrun_event *event = step->pay.event;
    switch (event->kind) {
    case FENRUN_EVENT_JOIN: return 1;
    case FENRUN_EVENT_TIER: return fenrun__tree_tier_cost(tree, step->member, event->tier);
    case FENRUN_EVENT_MOVE: return fenrun__tree_move_cost(tree, step->member, step->inviter);
    default: return 0;
    }
}

/* How many members the event's own change may bring to the team in which it promotes somebody, or
   take away from it: a piece that moves or returns. */
static uint64_t engine_migrants(const struct fenrun__tree *tree, const struct engine_step *step) {
    uint32_t kind = step->pay.event->kind;
    if (kind == FENRUN_EVENT_JOIN) return 1;
    if (kind == FENRUN_EVENT_ORDER) return 0;
    if (tree->counts_teams) return fenrun__tree_team_share(tree, step->member);
    return tree->teams[tree->rows[step->member].team].size;
}

/* How many versions the promotions of the result from `first` on append at most. */
static uint64_t engine_promotions_cost(const struct fenrun__tree *tree,
                                       const struct engine_step *step,
                                       const struct fenrun_result *result, size_t first) {
    uint64_t versions = 0;
    for (size_t i = first; i < result->promotion_count; i++) {
        const fenrun_promotion *promotion = result->promotions + i;
        uint32_t member = fenrun__tree_find(tree, promotion->member);
        bool splits = fenrun__tree_leads(tree, promotion->tier) &&
                      !fenrun__tree_leads(tree, promotion->tier_before);
        versions += splits ? fenrun__tree_split_cost(tree, member, engine_migrants(tree, step)) : 1;
    }
    return versions;
}

/* Room for all that the event will change. The last thing that may fail. */
static int32_t engine_reserve(struct fenrun__engine *engine, const struct engine_step *step,
                              const struct fenrun_result *result, size_t payouts,
                              size_t promotions) {
    struct fenrun__tree *tree = &engine->tree;
    uint32_t kind = step->pay.event->kind;
    uint64_t versions = engine_change_cost(tree, step) +
                        engine_promotions_cost(tree, step, result, promotions);
    int32_t code = FENRUN_OK;
    if (versions > 0) {
        /* The change may need a team, and so may the one promotion that splits. */
        code = fenrun__tree_reserve(tree, kind == FENRUN_EVENT_JOIN, 2, versions);
    }
    if (code != FENRUN_OK || !engine->remembers) return code;
    if (kind == FENRUN_EVENT_REFUND) return fenrun__ledger_reserve_refund(&engine->ledger);
    if (kind == FENRUN_EVENT_ORDER && engine_has_id(step->id)) {
        return fenrun__ledger_reserve(&engine->ledger, result->payout_count - payouts);
    }
    return FENRUN_OK;
}

/* Where money is about to move: what is paid is above 0, what is taken back at most what was paid,
   all of it for awards that there are. */
static bool engine_is_sound(const struct fenrun__engine *engine, const struct fenrun_result *result,
                            size_t first, bool refund) {
    for (size_t i = first; i < result->payout_count; i++) {
        const fenrun_payout *payout = result->payouts + i;
        bool amount = refund ? payout->amount < 0 && payout->amount >= -payout->base
                             : payout->amount > 0;
        if (!amount || payout->award >= engine->plan->award_count ||
            payout->unit >= engine->plan->name_count[FENRUN_NAME_UNIT]) {
            return false;
        }
    }
    return true;
}

/* Keep an order with its payouts: those of the result from `first` on. */
static void engine_remember(struct fenrun__engine *engine, const struct engine_step *step,
                            const struct fenrun_result *result, size_t first) {
    if (!engine->remembers || !engine_has_id(step->id)) return;
    const fenrun_event *event = step->pay.event;
    fenrun__ledger_add(&engine->ledger, step->id, step->contents, event->at, event->amounts[0],
                       step->pay.people[0], (uint32_t)(result->payout_count - first));
    for (size_t i = first; i < result->payout_count; i++) {
        const fenrun_payout *payout = result->payouts + i;
        fenrun__ledger_add_payout(
            &engine->ledger,
            (struct fenrun__ledger_payout){
                .amount = payout->amount,
                .award = payout->award,
                .payee = result->payees[i]});
    }
}

/* Right of the bar: the change, the counters, the promotions, the ledger. */
static void engine_commit(struct fenrun__engine *engine, const struct engine_step *step,
                          const struct fenrun_result *result, size_t payouts, size_t promotions,
                          int64_t at) {
    struct fenrun__tree *tree = &engine->tree;
    const fenrun_event *event = step->pay.event;
    bool order = event->kind == FENRUN_EVENT_ORDER, refund = event->kind == FENRUN_EVENT_REFUND;
    tree->at = at;
    if (event->kind == FENRUN_EVENT_JOIN) {
        fenrun__tree_join(tree, event->member, step->inviter, event->at);
    } else if (event->kind == FENRUN_EVENT_TIER) {
        fenrun__tree_set_tier(tree, step->member, event->tier, event->at);
    } else if (event->kind == FENRUN_EVENT_MOVE) {
        fenrun__tree_move(tree, step->member, step->inviter, event->at);
    } else if (engine->counts_sales) {
        uint32_t seller = order ? step->pay.people[0] : step->order.seller;
        tree->counters[seller].own_sales = step->own_sales;
    }
    for (size_t i = promotions; i < result->promotion_count; i++) {
        const fenrun_promotion *promotion = result->promotions + i;
        uint32_t member = fenrun__tree_find(tree, promotion->member);
        fenrun__tree_set_tier(tree, member, promotion->tier, at);
    }
    if (order) engine_remember(engine, step, result, payouts);
    if (refund) {
        fenrun__ledger_add_refund(&engine->ledger, &step->order, step->id, event->at,
                                  event->amounts[0]);
    }
}

int32_t fenrun__engine_apply(struct fenrun__engine *engine, const fenrun_event *event,
                             struct fenrun_result *result, fenrun_error *error) {
    struct fenrun__tree *tree = &engine->tree;
    size_t payouts = result->payout_count, promotions = result->promotion_count;
    struct engine_step step;
    int32_t code = engine_check(engine, event, &step, error);
    if (code != FENRUN_OK) return code;
    int64_t at = event->at > tree->at ? event->at : tree->at;
    code = engine_pay_step(engine, &step, result, error);
    if (code == FENRUN_OK && engine->plan->promotion_count > 0) {
        code = fenrun__review_plan(engine->plan, tree, &step.review, at, result);
    }
    if (code == FENRUN_OK) code = engine_reserve(engine, &step, result, payouts, promotions);
    bool sound = code != FENRUN_OK ||
                 engine_is_sound(engine, result, payouts, event->kind == FENRUN_EVENT_REFUND);
    if (code == FENRUN_OK && sound) {
        engine_commit(engine, &step, result, payouts, promotions, at);
        return FENRUN_OK;
    }
    result->payout_count = payouts;
    result->promotion_count = promotions;
    if (!sound) return fenrun__error_internal(error, "engine: payouts");
    if (code == FENRUN_ERROR_MEMORY) return fenrun__error_memory(error);
    if (code == FENRUN_ERROR_FULL) {
        return fenrun__error_set(error, code, 0,
                                 "a tree holds no more members, changes or orders");
    }
    return code;
}
