/* Tree: the public functions that make, fill, ask and change a tree. */
#include <stddef.h>
#include <string.h>

#include "api/handle.h"
#include "payout/refund.h"
#include "tree/tree.h"

/* Records are frozen: callers in other languages lay them out by hand. */
_Static_assert(sizeof(fenrun_member) == 40, "fenrun_member");
_Static_assert(offsetof(fenrun_member, at) == 24, "fenrun_member.at");
_Static_assert(offsetof(fenrun_member, labels) == 36, "fenrun_member.labels");
_Static_assert(sizeof(fenrun_event) == 256, "fenrun_event");
_Static_assert(offsetof(fenrun_event, roles) == 64, "fenrun_event.roles");
_Static_assert(offsetof(fenrun_event, amounts) == 128, "fenrun_event.amounts");
_Static_assert(offsetof(fenrun_event, counts) == 192, "fenrun_event.counts");
_Static_assert(offsetof(fenrun_event, name) == 224, "fenrun_event.name");
_Static_assert(sizeof(fenrun_payout) == 64, "fenrun_payout");
_Static_assert(offsetof(fenrun_payout, event) == 40, "fenrun_payout.event");
_Static_assert(sizeof(fenrun_promotion) == 32, "fenrun_promotion");
_Static_assert(offsetof(fenrun_promotion, labels) == 30, "fenrun_promotion.labels");
_Static_assert(sizeof(fenrun_error) == 256, "fenrun_error");

int32_t fenrun_tree_new(fenrun_tree **out, const fenrun_rules *rules,
                        const fenrun_tree_options *options, fenrun_error *error) {
    if (out) *out = NULL;
    if (!out || !rules) return fenrun__handle_null(error, out ? "rules" : "out");
    fenrun_tree_options known = {0};
    int32_t code = fenrun__handle_options(&known, sizeof known, sizeof known, options, error);
    if (code == FENRUN_OK) code = fenrun__handle_allocator(known.allocator, error);
    if (code != FENRUN_OK) return code;
    if ((known.flags & ~FENRUN_TREE_REMEMBERS_ORDERS) != 0 || known.reserved != 0) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "options.flags 0x%u or options.reserved is not known",
                                 known.flags);
    }
    struct fenrun__memory memory;
    fenrun__memory_init(&memory, known.allocator);
    fenrun_tree *tree = fenrun__memory_zeroed(&memory, sizeof *tree);
    if (!tree) return fenrun__error_memory(error);
    tree->memory = memory;
    tree->rules = rules;
    code = fenrun__engine_init(&tree->engine, rules->plan, known.allocator, known.seed,
                               known.flags & FENRUN_TREE_REMEMBERS_ORDERS);
    if (code != FENRUN_OK) {
        fenrun__memory_free(&memory, tree, sizeof *tree);
        return fenrun__error_memory(error);
    }
    code = fenrun__tree_reserve(&tree->engine.tree, known.member_count, 0, 0);
    if (code != FENRUN_OK) {
        fenrun_tree_free(tree);
        if (code == FENRUN_ERROR_MEMORY) return fenrun__error_memory(error);
        return fenrun__error_set(error, code, 0,
                                 "options.member_count %U is more than a tree holds",
                                 known.member_count);
    }
    *out = tree;
    return FENRUN_OK;
}

void fenrun_tree_free(fenrun_tree *tree) {
    if (!tree) return;
    struct fenrun__memory memory = tree->memory;
    fenrun__engine_free(&tree->engine);
    fenrun__memory_free(&memory, tree, sizeof *tree);
}

/* Refuse to change a tree whose bytes must not be changed. */
static int32_t tree_check_change(const fenrun_tree *tree, fenrun_error *error) {
    if (!tree->is_read_only) return FENRUN_OK;
    return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                             "the tree is a snapshot that was opened read-only; allowed: what only "
                             "reads");
}

int32_t fenrun_tree_load(fenrun_tree *tree, const fenrun_member *members, size_t count,
                         fenrun_error *error) {
    if (!tree || (!members && count > 0)) {
        return fenrun__handle_null(error, tree ? "members" : "tree");
    }
    int32_t code = tree_check_change(tree, error);
    if (code != FENRUN_OK) return code;
    if (tree->engine.tree.count > 0) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "the tree is not empty: it has %U members",
                                 (uint64_t)tree->engine.tree.count);
    }
    const struct fenrun__plan *plan = tree->rules->plan;
    return fenrun__tree_load(&tree->engine.tree, members, count, plan->tier_count,
                             plan->label_count, error);
}

int32_t fenrun_tree_member(const fenrun_tree *tree, uint64_t id, int64_t at, fenrun_member *out,
                           fenrun_error *error) {
    if (!tree || !out) return fenrun__handle_null(error, tree ? "out" : "tree");
    const struct fenrun__tree *members = &tree->engine.tree;
    uint32_t member = fenrun__tree_find(members, id);
    if (member == FENRUN__NONE) {
        return fenrun__error_set(error, FENRUN_ERROR_MEMBER_UNKNOWN, id, "%U is not a member", id);
    }
    struct fenrun__tree_view view;
    if (!fenrun__tree_view(members, member, at, &view)) {
        return fenrun__error_set(error, FENRUN_ERROR_NOT_JOINED, id, "member %U joined later", id);
    }
    uint32_t first_inviter;
    uint32_t leader = fenrun__tree_leader(members, view.team, at);
    *out = (fenrun_member){
        .id = id,
        .inviter = view.inviter == FENRUN__NONE ? FENRUN_PLATFORM : members->rows[view.inviter].id,
        .leader = leader == FENRUN__NONE ? 0 : members->rows[leader].id,
        .at = fenrun__tree_joined(members, member, &first_inviter),
        .tier = view.tier,
        .labels = view.labels};
    return FENRUN_OK;
}

void fenrun_tree_inspect(const fenrun_tree *tree, fenrun_tree_status *out) {
    if (!out) return;
    *out = (fenrun_tree_status){.at = FENRUN_TIME_MIN};
    if (!tree) return;
    const struct fenrun__engine *engine = &tree->engine;
    *out = (fenrun_tree_status){.member_count = engine->tree.count,
                                .order_count = engine->ledger.order_count,
                                .tree_bytes = engine->tree.memory.bytes,
                                .order_bytes = engine->ledger.memory.bytes,
                                .at = engine->tree.at};
}

/* The arguments that all functions on events share; empties the result. */
static int32_t tree_check_call(const fenrun_tree *tree, const fenrun_event *event,
                               struct fenrun_result *result, fenrun_error *error) {
    if (result) fenrun__result_clear(result);
    if (tree && event && result) return FENRUN_OK;
    return fenrun__handle_null(error, !tree ? "tree" : !event ? "event" : "result");
}

/* After an error a result is empty; positive notices are no errors. */
static int32_t tree_finish(int32_t code, struct fenrun_result *result) {
    if (code < 0) fenrun__result_clear(result);
    return code;
}

int32_t fenrun_pay(const fenrun_tree *tree, const fenrun_event *event, fenrun_result *result,
                   fenrun_error *error) {
    int32_t code = tree_check_call(tree, event, result, error);
    if (code != FENRUN_OK) return code;
    fenrun__engine_fetch(&tree->engine, event);
    return tree_finish(fenrun__engine_pay(&tree->engine, event, result, error), result);
}

int32_t fenrun_apply(fenrun_tree *tree, const fenrun_event *event, fenrun_result *result,
                     fenrun_error *error) {
    int32_t code = tree_check_call(tree, event, result, error);
    if (code == FENRUN_OK) code = tree_check_change(tree, error);
    if (code != FENRUN_OK) return code;
    fenrun__engine_fetch(&tree->engine, event);
    return tree_finish(fenrun__engine_apply(&tree->engine, event, result, error), result);
}

int32_t fenrun_apply_sequence(fenrun_tree *tree, const fenrun_event *events, size_t count,
                              fenrun_result *result, size_t *done, fenrun_error *error) {
    static const fenrun_event none;
    int32_t code = tree_check_call(tree, events || count > 0 ? events : &none, result, error);
    if (done) *done = 0;
    if (code != FENRUN_OK) return code;
    if (!done) return fenrun__handle_null(error, "done");
    code = tree_check_change(tree, error);
    if (code != FENRUN_OK) return code;
    if (count > UINT32_MAX) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "count %U is above %u, the most in one call", (uint64_t)count,
                                 UINT32_MAX);
    }
    for (size_t i = 0; i < count; i++) {
        fenrun__engine_prefetch(&tree->engine, events + i, count - i);
        result->event = (uint32_t)i;
        code = fenrun__engine_apply(&tree->engine, events + i, result, error);
        if (code == FENRUN_REPLAYED && !fenrun__result_add_replay(result)) {
            code = fenrun__error_memory(error);
        }
        if (code < 0) {
            if (error) error->item = i;
            return code;
        }
        *done = i + 1;
    }
    return FENRUN_OK;
}

int32_t fenrun_explain(const fenrun_tree *tree, const fenrun_event *event,
                       const fenrun_explain_options *options, fenrun_result *result,
                       fenrun_error *error) {
    int32_t code = tree_check_call(tree, event, result, error);
    if (code != FENRUN_OK) return code;
    fenrun_explain_options known = {0};
    code = fenrun__handle_options(&known, sizeof known, sizeof known, options, error);
    if (code != FENRUN_OK) return code;
    if (known.format > FENRUN_FORMAT_JSON || known.reserved != 0) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "options.format %u or options.reserved is not known",
                                 known.format);
    }
    return tree_finish(fenrun__engine_explain(&tree->engine, event, &known, result, error), result);
}

int32_t fenrun_refund(fenrun_payout *out, const fenrun_payout *paid, size_t count, int64_t total,
                      int64_t before, int64_t part, fenrun_error *error) {
    if (count > 0 && (!out || !paid)) return fenrun__handle_null(error, out ? "paid" : "out");
    if (total < 0 || before < 0) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0, "%s %D is negative",
                                 total < 0 ? "total" : "before", total < 0 ? total : before);
    }
    if (before > total) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0, "before %D is above total %D",
                                 before, total);
    }
    int32_t code = fenrun__refund_check(total, before, part, "part", 0, error);
    if (code != FENRUN_OK) return code;
    for (size_t i = 0; i < count; i++) {
        if (paid[i].amount != INT64_MIN) continue;
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, i,
                                 "paid[%U].amount %D is not an amount", (uint64_t)i,
                                 paid[i].amount);
    }
    for (size_t i = 0; i < count; i++) {
        int64_t amount = paid[i].amount;
        out[i] = paid[i];
        out[i].base = amount;
        out[i].rate_ppb = 0;
        out[i].amount = -fenrun__refund_share(amount, total, before, part);
    }
    return FENRUN_OK;
}
