/* Turn: checking one event; see the header. */
#include "settle/turn.h"

#include "base/error.h"
#include "money/amount.h"
#include "money/calendar.h"
#include "payout/refund.h"

/* The trigger's shape has as many words of contents as this at most, with the instant. */
#define TURN_WORDS_MAX (1u + FENRUN_ROLES_MAX + FENRUN__FIGURES_MAX)

static bool turn_has_id(struct fenrun__ledger_id id) {
    return (id.high | id.low) != 0;
}

/* An instant as people read it; as seconds where no calendar reaches. */
static const char *turn_write_time(char out[FENRUN_TEXT_SIZE], int64_t at) {
    if (fenrun__calendar_format(out, at) == 0) fenrun__amount_format(out, at, 0);
    return out;
}

/* "... at the event's instant ... at another". */
static int32_t turn_refuse_time(const struct fenrun__turn *turn, const char *format, int64_t other,
                                fenrun_error *error) {
    const fenrun_event *event = turn->pay.event;
    char text[FENRUN_TEXT_SIZE], other_text[FENRUN_TEXT_SIZE];
    return fenrun__error_set(error, FENRUN_ERROR_TIME, event->member, format,
                             turn_write_time(text, event->at),
                             turn_write_time(other_text, other));
}

/* TIME if no version of the rules is in force yet. */
static int32_t turn_check_version(const struct fenrun__turn *turn, fenrun_error *error) {
    if (turn->pay.version) return FENRUN_OK;
    return turn_refuse_time(turn, "an event at %s is earlier than the rules, in force from %s",
                            fenrun__plan_version(turn->pay.plan, 0)->effective, error);
}

static const char *turn_change_name(uint32_t kind) {
    switch (kind) {
    case FENRUN_EVENT_JOIN: return "join";
    case FENRUN_EVENT_TIER: return "tier";
    case FENRUN_EVENT_MOVE: return "move";
    default: return "close";
    }
}

/* TIME if a change of the tree would change its past. */
static int32_t turn_check_change(const struct fenrun__turn *turn, fenrun_error *error) {
    int64_t latest = turn->pay.tree->at;
    if (turn->pay.event->at >= latest) return turn_check_version(turn, error);
    char text[FENRUN_TEXT_SIZE], latest_text[FENRUN_TEXT_SIZE];
    return fenrun__error_set(error, FENRUN_ERROR_TIME, turn->pay.event->member,
                             "this %s is at %s, before %s, which was applied already; only orders, "
                             "own events and refunds may be late",
                             turn_change_name(turn->pay.event->kind),
                             turn_write_time(text, turn->pay.event->at),
                             turn_write_time(latest_text, latest));
}

static int32_t turn_check_join(struct fenrun__turn *turn, const struct fenrun__turn_place *place,
                               fenrun_error *error) {
    const struct fenrun__tree *tree = place->tree;
    const fenrun_event *event = turn->pay.event;
    uint32_t there = fenrun__tree_find(tree, event->member);
    if (there != FENRUN__NONE) {
        uint32_t inviter;
        int64_t joined = fenrun__tree_joined(tree, there, &inviter);
        uint64_t inviter_id = inviter == FENRUN__NONE ? FENRUN_PLATFORM : tree->rows[inviter].id;
        if (joined == event->at && inviter_id == event->inviter) return FENRUN_REPLAYED;
    }
    int32_t code = turn_check_change(turn, error);
    if (code != FENRUN_OK) return code;
    code = fenrun__pay_resolve_join(&turn->pay, error);
    if (code != FENRUN_OK) return code;
    if (there != FENRUN__NONE) {
        return fenrun__error_set(error, FENRUN_ERROR_MEMBER_EXISTS, event->member,
                                 "newcomer %U is a member already", event->member);
    }
    code = fenrun__pay_check_figures(&turn->pay, error);
    if (code != FENRUN_OK) return code;
    turn->inviter = turn->pay.inviter;
    turn->columns = place->score->of_joins;
    if (turn->columns) fenrun__score_join(place->score, event, turn->now, turn->changes);
    return FENRUN_OK;
}

static int32_t turn_check_tier(struct fenrun__turn *turn, const struct fenrun__turn_place *place,
                               fenrun_error *error) {
    const fenrun_event *event = turn->pay.event;
    int32_t code = turn_check_change(turn, error);
    if (code != FENRUN_OK) return code;
    code = fenrun__pay_find(place->tree, event->member, "member", &turn->member, error);
    if (code != FENRUN_OK || event->tier < place->plan->tier_count) return code;
    return fenrun__error_set(error, FENRUN_ERROR_TIER, event->member,
                             "tier %u is not one of the %u", event->tier,
                             place->plan->tier_count);
}

static int32_t turn_check_move(struct fenrun__turn *turn, const struct fenrun__turn_place *place,
                               fenrun_error *error) {
    const struct fenrun__tree *tree = place->tree;
    const fenrun_event *event = turn->pay.event;
    int32_t code = turn_check_change(turn, error);
    if (code != FENRUN_OK) return code;
    code = fenrun__pay_find(tree, event->member, "member", &turn->member, error);
    if (code != FENRUN_OK) return code;
    code = fenrun__pay_find(tree, event->inviter, "inviter", &turn->inviter, error);
    if (code != FENRUN_OK) return code;
    if (turn->inviter != FENRUN__NONE &&
        fenrun__tree_is_above(tree, turn->member, turn->inviter)) {
        return fenrun__error_set(error, FENRUN_ERROR_CYCLE, event->member,
                                 "member %U would stand above itself under inviter %U",
                                 event->member, event->inviter);
    }
    return FENRUN_OK;
}

static uint64_t turn_contents(const struct fenrun__turn *turn,
                              const struct fenrun__turn_place *place) {
    const fenrun_event *event = turn->pay.event;
    const struct fenrun__plan_shape *shape = fenrun__plan_shape(place->plan, turn->pay.trigger);
    uint64_t words[TURN_WORDS_MAX];
    uint32_t count = 0;
    words[count++] = (uint64_t)event->at;
    for (uint32_t i = 0; i < shape->role_count; i++) words[count++] = event->roles[i];
    for (uint32_t i = 0; i < shape->amount_count; i++) {
        words[count++] = (uint64_t)event->amounts[i];
    }
    for (uint32_t i = 0; i < shape->count_count; i++) words[count++] = (uint64_t)event->counts[i];
    return fenrun__ledger_fingerprint(place->ledger, words, count);
}

/* An order or an own event that is kept: was it applied before? */
static int32_t turn_find_replay(struct fenrun__turn *turn,
                                const struct fenrun__turn_place *place, fenrun_error *error) {
    uint32_t kind = fenrun__ledger_kind(turn->pay.event);
    turn->contents = turn_contents(turn, place);
    if (!fenrun__ledger_find(place->ledger, kind, turn->id, &turn->order)) return FENRUN_OK;
    if (turn->order.contents == turn->contents) {
        if (kind == FENRUN__LEDGER_ORDER) {
            turn->refunded = fenrun__ledger_refunded(place->ledger, &turn->order);
        }
        return FENRUN_REPLAYED;
    }
    return fenrun__error_set(error, FENRUN_ERROR_CHANGED, 0,
                             "the %s was applied before with other contents",
                             kind == FENRUN__LEDGER_ORDER ? "order" : "event");
}

static inline int32_t turn_check_replay(struct fenrun__turn *turn,
                                        const struct fenrun__turn_place *place,
                                        fenrun_error *error) {
    const fenrun_event *event = turn->pay.event;
    turn->id = (struct fenrun__ledger_id){event->id_high, event->id_low};
    turn->is_kept = place->ledger && turn_has_id(turn->id);
    return turn->is_kept ? turn_find_replay(turn, place, error) : FENRUN_OK;
}

static int32_t turn_check_order(struct fenrun__turn *turn, const struct fenrun__turn_place *place,
                                fenrun_error *error) {
    const fenrun_event *event = turn->pay.event;
    int32_t code = turn_check_replay(turn, place, error);
    if (code != FENRUN_OK) return code;
    code = turn_check_version(turn, error);
    if (code == FENRUN_OK) code = fenrun__pay_resolve_order(&turn->pay, error);
    if (code != FENRUN_OK) return code;
    turn->member = turn->pay.people[0];
    turn->columns = place->score->of_orders;
    if (turn->columns) fenrun__score_order(place->score, event, turn->now, turn->changes);
    return FENRUN_OK;
}

static int32_t turn_check_own(struct fenrun__turn *turn, const struct fenrun__turn_place *place,
                              fenrun_error *error) {
    int32_t code = turn_check_replay(turn, place, error);
    if (code == FENRUN_OK) code = turn_check_version(turn, error);
    return code == FENRUN_OK ? fenrun__pay_resolve_order(&turn->pay, error) : code;
}

static int32_t turn_check_refund(struct fenrun__turn *turn, const struct fenrun__turn_place *place,
                                 fenrun_error *error) {
    const struct fenrun__ledger *ledger = place->ledger;
    const fenrun_event *event = turn->pay.event;
    struct fenrun__ledger_id order = {event->order_high, event->order_low};
    turn->id = (struct fenrun__ledger_id){event->id_high, event->id_low};
    if (!ledger) {
        return fenrun__error_set(error, FENRUN_ERROR_ORDER_UNKNOWN, 0,
                                 "the tree does not remember orders, so it cannot refund one");
    }
    if (!fenrun__ledger_find(ledger, FENRUN__LEDGER_ORDER, order, &turn->order)) {
        return fenrun__error_set(error, FENRUN_ERROR_ORDER_UNKNOWN, 0,
                                 "the order of the refund was not applied");
    }
    const struct fenrun__ledger_refund *there =
        fenrun__ledger_find_refund(ledger, turn->order.place, turn->id);
    if (there) {
        bool same = there->at == event->at && there->part == event->amounts[0];
        if (same) return FENRUN_REPLAYED;
        return fenrun__error_set(error, FENRUN_ERROR_CHANGED, 0,
                                 "the refund was applied before with other contents");
    }
    if (event->at < turn->order.at) {
        return turn_refuse_time(turn, "a refund at %s is earlier than its order at %s",
                                turn->order.at, error);
    }
    turn->member = turn->order.seller;
    turn->refunded = fenrun__ledger_refunded(ledger, &turn->order);
    int64_t part = event->amounts[0];
    int32_t code = fenrun__refund_check(turn->order.total, turn->refunded, part,
                                        fenrun__plan_name(place->plan, FENRUN_NAME_AMOUNT, 0),
                                        place->plan->decimals, error);
    turn->columns = place->score->of_orders;
    if (code == FENRUN_OK && turn->columns) {
        fenrun__score_refund(place->score, &turn->order, turn->refunded, part, turn->now,
                             turn->changes);
    }
    return code;
}

static int32_t turn_check_close(const struct fenrun__turn *turn,
                                const struct fenrun__turn_place *place, fenrun_error *error) {
    const fenrun_event *event = turn->pay.event;
    const struct fenrun__score_period *period = place->score->periods + event->name;
    struct fenrun__ledger_id id = {event->id_high, event->id_low};
    if (turn_has_id(id) && period->closed && fenrun__ledger_same_id(period->id, id)) {
        if (period->at == event->at) return FENRUN_REPLAYED;
        char text[FENRUN_TEXT_SIZE];
        return fenrun__error_set(error, FENRUN_ERROR_CHANGED, 0,
                                 "%s was closed before with this id at %s",
                                 fenrun__plan_name(place->plan, FENRUN_NAME_PERIOD, event->name),
                                 turn_write_time(text, period->at));
    }
    return turn_check_change(turn, error);
}

int32_t fenrun__turn_check(struct fenrun__turn *turn, const struct fenrun__turn_place *place,
                           const fenrun_event *event, fenrun_error *error) {
    int32_t code = fenrun__pay_check_shape(place->plan, event, error);
    if (code != FENRUN_OK) return code;
    const struct fenrun__plan_version *version = fenrun__plan_in_force(place->plan, event->at);
    fenrun__pay_open(&turn->pay, place->plan, version, place->tree, event);
    turn->now = event->at > place->tree->at ? event->at : place->tree->at;
    turn->member = turn->inviter = FENRUN__NONE;
    turn->is_kept = false;
    turn->columns = 0;
    turn->order.total = 0;
    turn->refunded = 0;
    switch (event->kind) {
    case FENRUN_EVENT_JOIN: return turn_check_join(turn, place, error);
    case FENRUN_EVENT_TIER: return turn_check_tier(turn, place, error);
    case FENRUN_EVENT_MOVE: return turn_check_move(turn, place, error);
    case FENRUN_EVENT_ORDER: return turn_check_order(turn, place, error);
    case FENRUN_EVENT_OWN: return turn_check_own(turn, place, error);
    case FENRUN_EVENT_CLOSE: return turn_check_close(turn, place, error);
    default: return turn_check_refund(turn, place, error);
    }
}
