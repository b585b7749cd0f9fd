/*
 * Duel: see duel.h.
 */
#include "model/duel.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------------------------------ */
/* Telling the difference                                                                     */

__attribute__((format(printf, 2, 3))) static void duel_say(struct duel *duel, const char *format,
                                                           ...) {
    size_t used = strlen(duel->difference);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(duel->difference + used, DUEL_TEXT_MAX - used, format, arguments);
    va_end(arguments);
}

static size_t duel_print_list(const char *name, const int64_t *values, size_t count, bool is_id,
                              char *out, size_t capacity) {
    size_t size = 0;
    while (count > 0 && values[count - 1] == 0) {
        count--;
    }
    for (size_t i = 0; i < count && size < capacity; i++) {
        const char *between = i == 0 ? name : "";
        int more = is_id ? snprintf(out + size, capacity - size, "%s %" PRIu64, between,
                                    (uint64_t)values[i])
                         : snprintf(out + size, capacity - size, "%s %" PRId64, between, values[i]);
        size += more < 0 ? 0 : (size_t)more;
    }
    return size < capacity ? size : capacity;
}

size_t duel_print_event(const fenrun_event *event, char *out, size_t capacity) {
    static const char *const kinds[] = {"?", "join", "tier", "move", "order", "refund", "own",
                                        "close"};
    int64_t roles[FENRUN_ROLES_MAX];
    int more = snprintf(out, capacity,
                        "%s (kind %" PRIu32 ", name %" PRIu32 ") at %" PRId64 " id %" PRIu64
                        "/%" PRIu64 " order %" PRIu64 "/%" PRIu64 " member %" PRIu64
                        " inviter %" PRIu64 " tier %" PRIu32,
                        kinds[event->kind < 8 ? event->kind : 0], event->kind, event->name,
                        event->at, event->id_high, event->id_low, event->order_high,
                        event->order_low, event->member, event->inviter, event->tier);
    size_t size = more < 0 ? 0 : (size_t)more;
    memcpy(roles, event->roles, sizeof roles);
    size += duel_print_list(" roles", roles, FENRUN_ROLES_MAX, true, out + size, capacity - size);
    size += duel_print_list(" amounts", event->amounts, FENRUN_AMOUNTS_MAX, false, out + size,
                            capacity - size);
    size += duel_print_list(" counts", event->counts, FENRUN_COUNTS_MAX, false, out + size,
                            capacity - size);
    return size;
}

static void duel_say_payouts(struct duel *duel, const char *who, const fenrun_payout *payouts,
                             size_t count) {
    duel_say(duel, "  %s pays %zu\n", who, count);
    for (size_t i = 0; i < count; i++) {
        duel_say(duel,
                 "    award %" PRIu32 " payee %" PRIu64 " amount %" PRId64 " base %" PRId64
                 " rate_ppb %" PRId64 " at %" PRId64 " unit %" PRIu32 " event %" PRIu32
                 " level %" PRIu32 "\n",
                 payouts[i].award, payouts[i].payee, payouts[i].amount, payouts[i].base,
                 payouts[i].rate_ppb, payouts[i].available_at, payouts[i].unit, payouts[i].event,
                 payouts[i].level);
    }
}

static void duel_say_promotions(struct duel *duel, const char *who,
                                const fenrun_promotion *promotions, size_t count) {
    duel_say(duel, "  %s promotes %zu\n", who, count);
    for (size_t i = 0; i < count; i++) {
        duel_say(duel,
                 "    member %" PRIu64 " tier %" PRIu32 " to %" PRIu32 " labels %u to %u"
                 " at %" PRId64 " event %" PRIu32 "\n",
                 promotions[i].member, promotions[i].tier_before, promotions[i].tier,
                 (unsigned)promotions[i].labels_before, (unsigned)promotions[i].labels,
                 promotions[i].at, promotions[i].event);
    }
}

/* The records have no padding, so that equal bytes are equal fields. */
bool duel_compare_payouts(struct duel *duel, const char *where, const fenrun_payout *expected,
                          size_t expected_count, const fenrun_payout *found, size_t found_count) {
    if (expected_count == found_count &&
        (found_count == 0 || memcmp(expected, found, found_count * sizeof *found) == 0)) {
        return true;
    }
    duel_say(duel, "%s: other payouts\n", where);
    duel_say_payouts(duel, "the model", expected, expected_count);
    duel_say_payouts(duel, "the library", found, found_count);
    return false;
}

bool duel_compare_promotions(struct duel *duel, const char *where,
                             const fenrun_promotion *expected, size_t expected_count,
                             const fenrun_promotion *found, size_t found_count) {
    if (expected_count == found_count &&
        (found_count == 0 || memcmp(expected, found, found_count * sizeof *found) == 0)) {
        return true;
    }
    duel_say(duel, "%s: other promotions\n", where);
    duel_say_promotions(duel, "the model", expected, expected_count);
    duel_say_promotions(duel, "the library", found, found_count);
    return false;
}

static bool duel_compare_codes(struct duel *duel, const char *where, int32_t expected,
                               int32_t found, const fenrun_error *error) {
    if (expected == found && (found >= 0 || (error->code == found && error->message[0] != 0))) {
        return true;
    }
    duel_say(duel, "%s: the model says %s, the library %s (%s)\n", where,
             fenrun_code_name(expected), fenrun_code_name(found),
             found < 0 ? error->message : "no error");
    return false;
}

static bool duel_compare_numbers(struct duel *duel, const char *where, int64_t expected,
                                 int64_t found) {
    if (expected == found) {
        return true;
    }
    duel_say(duel, "%s: the model says %" PRId64 ", the library %" PRId64 "\n", where, expected,
             found);
    return false;
}

static void duel_say_event(struct duel *duel, const fenrun_event *event) {
    char line[DUEL_LINE_MAX];
    duel_print_event(event, line, sizeof line);
    duel_say(duel, "event %" PRIu64 ": %s\n", duel->event_count, line);
}

/* ------------------------------------------------------------------------------------------ */
/* Start and end                                                                              */

/* Each version is read alone; several, and now and then one, are made a book. */
static bool duel_read(struct duel *duel, uint64_t seed, uint32_t *used) {
    const fenrun_rules *versions[RULES_VERSIONS_MAX] = {NULL};
    fenrun_rules *read[RULES_VERSIONS_MAX] = {NULL};
    uint32_t count = duel->rules.version_count;
    fenrun_error error = {0};
    int32_t code = FENRUN_OK;
    for (uint32_t i = 0; i < count; i++) {
        size_t size = print_version(&duel->rules, i, duel->texts[i], used);
        if (code == FENRUN_OK) {
            code = fenrun_rules_read(&read[i], duel->texts[i], size, NULL, &error, 1, NULL);
            versions[i] = read[i];
        }
    }
    if (code == FENRUN_OK && count == 1 && seed % 8 != 0) {
        duel->compiled = read[0];
        return true;
    }
    if (code == FENRUN_OK) {
        code = fenrun_rules_book(&duel->compiled, versions, count, NULL, &error, 1, NULL);
    }
    for (uint32_t i = 0; i < count; i++) {
        fenrun_rules_free(read[i]);
    }
    if (code != FENRUN_OK) {
        duel_say(duel, "rule set %" PRIu64 " is not read: %s at %" PRIu32 ":%" PRIu32 ": %s\n",
                 error.item, fenrun_code_name(code), error.line, error.column, error.message);
    }
    return code == FENRUN_OK;
}

bool duel_start(struct duel *duel, const struct rules *rules, uint64_t seed, bool remembers) {
    fenrun_error error = {0};
    uint32_t used = 0;
    memset(duel, 0, sizeof *duel);
    duel->rules = *rules;
    if (!duel_read(duel, seed, &used)) {
        return false;
    }
    model_init(&duel->model, &duel->rules, used, remembers);
    fenrun_tree_options options = {.struct_size = sizeof options, .seed = seed};
    options.flags = remembers ? FENRUN_TREE_REMEMBERS_ORDERS : 0;
    int32_t code = fenrun_tree_new(&duel->tree, duel->compiled, &options, &error);
    code = code == FENRUN_OK ? fenrun_result_new(&duel->result, NULL, &error) : code;
    return duel_compare_codes(duel, "fenrun_tree_new", FENRUN_OK, code, &error);
}

void duel_end(struct duel *duel) {
    fenrun_result_free(duel->result);
    fenrun_tree_free(duel->tree);
    fenrun_rules_free(duel->compiled);
    model_answer_free(&duel->answer);
    model_free(&duel->model);
}

bool duel_load(struct duel *duel, const fenrun_member *members, size_t count) {
    fenrun_error error = {0};
    model_load(&duel->model, members, count);
    int32_t code = fenrun_tree_load(duel->tree, members, count, &error);
    return duel_compare_codes(duel, "fenrun_tree_load", FENRUN_OK, code, &error);
}

/* ------------------------------------------------------------------------------------------ */
/* Members                                                                                    */

static bool duel_member(struct duel *duel, uint64_t id, int64_t at) {
    fenrun_member expected = {0};
    fenrun_member found = {0};
    fenrun_error error = {0};
    int32_t code = model_member(&duel->model, id, at, &expected);
    if (!duel_compare_codes(duel, "fenrun_tree_member", code,
                            fenrun_tree_member(duel->tree, id, at, &found, &error), &error)) {
        duel_say(duel, "  member %" PRIu64 " at %" PRId64 "\n", id, at);
        return false;
    }
    if (code == FENRUN_OK && memcmp(&expected, &found, sizeof found) != 0) {
        duel_say(duel,
                 "member %" PRIu64 " at %" PRId64 ", by the model and by the library: "
                 "inviter %" PRIu64 " %" PRIu64 ", leader %" PRIu64 " %" PRIu64
                 ", joined %" PRId64 " %" PRId64 ", tier %" PRIu32 " %" PRIu32
                 ", labels %" PRIu32 " %" PRIu32 "\n",
                 id, at, expected.inviter, found.inviter, expected.leader, found.leader,
                 expected.at, found.at, expected.tier, found.tier, expected.labels, found.labels);
        return false;
    }
    return true;
}

bool duel_members(struct duel *duel, const int64_t *instants, size_t count) {
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < duel->model.member_count; k++) {
            if (!duel_member(duel, duel->model.members[k].id, instants[i])) {
                return false;
            }
        }
    }
    return true;
}

/* ------------------------------------------------------------------------------------------ */
/* Events                                                                                     */

/* The pure refund, with payouts that the caller stored: the parts that come to nothing too. */
static bool duel_refund(struct duel *duel, const fenrun_event *event) {
    const struct model_order *order =
        model_find_order(&duel->model, RULES_NONE, event->order_high, event->order_low);
    fenrun_error error = {0};
    if (order == NULL || event->kind != FENRUN_EVENT_REFUND) {
        return true;
    }
    int64_t total = order->event.amounts[0];
    int64_t before = (int64_t)model_refunded(order);
    int64_t part = event->amounts[0];
    int32_t expected = part > total - before ? FENRUN_ERROR_REFUND : FENRUN_OK;
    expected = part <= 0 ? FENRUN_ERROR_AMOUNT : expected;
    fenrun_payout *parts = calloc(order->payout_count + 1, sizeof *parts);
    if (parts == NULL) {
        duel_say(duel, "fenrun_refund: no memory\n");
        return false;
    }
    int32_t code = fenrun_refund(parts, order->payouts, order->payout_count, total, before, part,
                                 &error);
    bool equal = duel_compare_codes(duel, "fenrun_refund", expected, code, &error);
    for (size_t i = 0; equal && code == FENRUN_OK && i < order->payout_count; i++) {
        fenrun_payout back = model_part(&order->payouts[i], total, before, before + part);
        back.available_at = parts[i].available_at; /* the caller's to say */
        equal = duel_compare_payouts(duel, "fenrun_refund", &back, 1, &parts[i], 1);
    }
    free(parts);
    return equal;
}

static bool duel_explain(struct duel *duel, const fenrun_event *event, uint32_t format) {
    fenrun_explain_options options = {.struct_size = sizeof options, .format = format};
    fenrun_error error = {0};
    int32_t code = fenrun_explain(duel->tree, event, &options, duel->result, &error);
    if (duel->answer.code == FENRUN_REPLAYED) {
        return true; /* explained all the same, but not what this duel is about */
    }
    size_t count = 0;
    size_t size = 0;
    const fenrun_payout *payouts = fenrun_result_payouts(duel->result, &count);
    const char *text = fenrun_result_text(duel->result, &size);
    return duel_compare_codes(duel, "fenrun_explain", duel->answer.code, code, &error) &&
           duel_compare_payouts(duel, "fenrun_explain", duel->answer.payouts,
                                duel->answer.payout_count, payouts, count) &&
           (code < 0 || duel_compare_numbers(duel, "fenrun_explain, size", (int64_t)strlen(text),
                                             (int64_t)size));
}

static bool duel_changed_at(const struct model_changes *changes, int64_t at) {
    for (size_t i = 1; i < changes->count; i++) {
        if (changes->rows[i].at == at) {
            return true;
        }
    }
    return false;
}

/* Whether an order or own event that was just applied may be too late to explain. What caps of a
   period count cannot be why: of others that is as it was. */
static bool duel_may_have_changed(const struct duel *duel, const fenrun_event *event) {
    const struct model *model = &duel->model;
    bool may = false;
    for (size_t i = 0; i < model->member_count; i++) {
        const struct model_member *member = &model->members[i];
        may = may || duel_changed_at(&member->inviters, event->at) ||
              duel_changed_at(&member->tiers, event->at) ||
              duel_changed_at(&member->labels, event->at);
    }
    return may;
}

/* What was applied: an order pays again what it paid, without promotions, unless it cannot be known
   any more; of others nothing is said. */
static bool duel_explain_applied(struct duel *duel, const fenrun_event *event) {
    const struct model_order *order = model_find_order(
        &duel->model, event->kind == FENRUN_EVENT_OWN ? event->name : RULES_NONE, event->id_high,
        event->id_low);
    bool is_order = event->kind == FENRUN_EVENT_ORDER || event->kind == FENRUN_EVENT_OWN;
    fenrun_error error = {0};
    if (duel->answer.code != FENRUN_OK || !is_order || order == NULL) {
        return true;
    }
    fenrun_explain_options options = {.struct_size = sizeof options};
    int32_t code = fenrun_explain(duel->tree, event, &options, duel->result, &error);
    if (code == FENRUN_ERROR_CHANGED && duel_may_have_changed(duel, event)) {
        return true;
    }
    size_t count = 0;
    const fenrun_payout *payouts = fenrun_result_payouts(duel->result, &count);
    bool equal = duel_compare_codes(duel, "fenrun_explain, applied", FENRUN_OK, code, &error);
    if (equal && duel_may_have_changed(duel, event) && count == order->payout_count) {
        return true; /* the same amounts, come to in another way */
    }
    return equal &&
           duel_compare_payouts(duel, "fenrun_explain, applied", order->payouts,
                                order->payout_count, payouts, count);
}

static bool duel_status(struct duel *duel) {
    fenrun_tree_status status = {0};
    fenrun_tree_inspect(duel->tree, &status);
    return duel_compare_numbers(duel, "member_count", (int64_t)duel->model.member_count,
                                (int64_t)status.member_count) &&
           duel_compare_numbers(duel, "order_count", (int64_t)model_remembered(&duel->model),
                                (int64_t)status.order_count) &&
           duel_compare_numbers(duel, "at", duel->model.clock, status.at);
}

static bool duel_answer(struct duel *duel, const char *where, int32_t code,
                        const fenrun_error *error) {
    size_t count = 0;
    const fenrun_payout *payouts = fenrun_result_payouts(duel->result, &count);
    return duel_compare_codes(duel, where, duel->answer.code, code, error) &&
           duel_compare_payouts(duel, where, duel->answer.payouts, duel->answer.payout_count,
                                payouts, count);
}

/* A number of the event alone, so that it does not depend on what came before what is done. */
static uint32_t duel_turn(const fenrun_event *event) {
    uint64_t mixed = (uint64_t)event->at + event->id_low * 3 + event->roles[0] * 5 + event->member;
    return (uint32_t)(mixed % 1000003);
}

static bool duel_event_both(struct duel *duel, const fenrun_event *event) {
    fenrun_error error = {0};
    fenrun_tree_status before = {0};
    fenrun_tree_status after = {0};
    if (!duel_refund(duel, event)) {
        return false;
    }
    model_apply(&duel->model, event, &duel->answer);

    fenrun_tree_inspect(duel->tree, &before);
    int32_t code = fenrun_pay(duel->tree, event, duel->result, &error);
    if (!duel_answer(duel, "fenrun_pay", code, &error)) {
        return false;
    }
    if (duel_turn(event) % 8 == 0 && !duel_explain(duel, event, duel_turn(event) / 8 % 2)) {
        return false;
    }
    fenrun_tree_inspect(duel->tree, &after);
    if (memcmp(&before, &after, sizeof after) != 0) {
        duel_say(duel, "fenrun_pay or fenrun_explain changed the tree\n");
        return false;
    }

    memset(&error, 0, sizeof error);
    code = fenrun_apply(duel->tree, event, duel->result, &error);
    size_t count = 0;
    const fenrun_promotion *promotions = fenrun_result_promotions(duel->result, &count);
    return duel_answer(duel, "fenrun_apply", code, &error) &&
           duel_compare_promotions(duel, "fenrun_apply", duel->answer.promotions,
                                   duel->answer.promotion_count, promotions, count) &&
           duel_status(duel) &&
           (duel_turn(event) % 8 != 3 || duel_explain_applied(duel, event));
}

bool duel_event(struct duel *duel, const fenrun_event *event) {
    if (!duel_event_both(duel, event)) {
        duel_say_event(duel, event);
        return false;
    }
    duel->event_count++;
    return true;
}
