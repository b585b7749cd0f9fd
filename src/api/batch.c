/* Batch: the public functions on members and orders as columns. */
#include "api/handle.h"
#include "settle/batch.h"
#include "tree/search.h"

int32_t fenrun_tree_indexes(const fenrun_tree *tree, const uint64_t *ids, size_t count,
                            uint32_t *indexes, fenrun_error *error) {
    if (!tree) return fenrun__handle_null(error, "tree");
    if (count > 0 && (!ids || !indexes)) return fenrun__handle_null(error, ids ? "indexes" : "ids");
    fenrun__search_find(&tree->engine.tree, ids, count, indexes);
    return FENRUN_OK;
}

int32_t fenrun_tree_ids(const fenrun_tree *tree, uint32_t first, size_t count, uint64_t *ids,
                        fenrun_error *error) {
    if (!tree) return fenrun__handle_null(error, "tree");
    if (count > 0 && !ids) return fenrun__handle_null(error, "ids");
    const struct fenrun__tree *members = &tree->engine.tree;
    if (first > members->count || count > members->count - first) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "first %u and count %U are beyond the %U members", first,
                                 (uint64_t)count, (uint64_t)members->count);
    }
    for (size_t i = 0; i < count; i++) ids[i] = members->rows[first + i].id;
    return FENRUN_OK;
}

static int32_t batch_check_head(const fenrun_batch *batch, fenrun_error *error) {
    if (batch->flags & ~FENRUN_BATCH_GO_ON) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0, "batch.flags %u is not known",
                                 batch->flags);
    }
    if (batch->count > UINT32_MAX - batch->first) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "batch.first %u and batch.count %U come to more than %u",
                                 batch->first, (uint64_t)batch->count, UINT32_MAX);
    }
    if (batch->count > 0 && !batch->at) return fenrun__handle_null(error, "batch.at");
    return FENRUN_OK;
}

/* A column of a kind that must be given, or must not be. */
static int32_t batch_check_column(const char *kind, uint32_t index, bool given, bool wanted,
                                  fenrun_error *error) {
    if (given == wanted) return FENRUN_OK;
    return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                             wanted ? "batch.%s[%u] is NULL"
                                    : "batch.%s[%u] is given, but the rule set has no such column",
                             kind, index);
}

static int32_t batch_check_roles(const fenrun_batch *batch, uint32_t role_count,
                                 fenrun_error *error) {
    for (uint32_t i = 0; i < FENRUN_ROLES_MAX; i++) {
        bool ids = batch->roles[i] != NULL, indexes = batch->members[i] != NULL;
        if (ids && indexes) {
            return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                     "batch.roles[%u] and batch.members[%u] are both given", i, i);
        }
        bool wanted = i == 0 && batch->count > 0;
        if (i > 0 && i < role_count) continue;
        if (!ids && !indexes && !wanted) continue;
        int32_t code = batch_check_column(indexes ? "members" : "roles", i, ids || indexes, i == 0,
                                          error);
        if (code != FENRUN_OK) return code;
    }
    return FENRUN_OK;
}

/* The columns of orders against the rule set's section `order`. */
static int32_t batch_check_columns(const struct fenrun__plan *plan, const fenrun_batch *batch,
                                   fenrun_error *error) {
    const struct fenrun__plan_shape *shape = fenrun__plan_shape(plan, FENRUN__SHAPE_ORDER);
    bool any = batch->count > 0;
    if (any && shape->role_count == 0) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "batch.count %U: the rule set has no section order",
                                 (uint64_t)batch->count);
    }
    int32_t code = batch_check_roles(batch, shape->role_count, error);
    for (uint32_t i = 0; i < FENRUN_AMOUNTS_MAX && code == FENRUN_OK; i++) {
        bool given = batch->amounts[i] != NULL, known = i < shape->amount_count;
        if (given || any) code = batch_check_column("amounts", i, given, known, error);
    }
    for (uint32_t i = 0; i < FENRUN_COUNTS_MAX && code == FENRUN_OK; i++) {
        bool given = batch->counts[i] != NULL, known = i < shape->count_count;
        if (given || any) code = batch_check_column("counts", i, given, known, error);
    }
    return code;
}

/* Copy what is known of a caller's batch, who may have been built against another header. */
static int32_t batch_open(const fenrun_tree *tree, const fenrun_batch *given,
                          const fenrun_result *scratch, fenrun_batch *batch, fenrun_error *error) {
    if (!tree) return fenrun__handle_null(error, "tree");
    if (!scratch) return fenrun__handle_null(error, "scratch");
    int32_t code = fenrun__handle_options(batch, sizeof *batch, sizeof *batch, given, error);
    if (code == FENRUN_OK) code = batch_check_head(batch, error);
    return code == FENRUN_OK ? batch_check_columns(tree->rules->plan, batch, error) : code;
}

int32_t fenrun_pay_batch(const fenrun_tree *tree, fenrun_batch *batch, fenrun_result *scratch,
                         fenrun_error *error) {
    if (scratch) fenrun__result_clear(scratch);
    if (!batch) return fenrun__handle_null(error, "batch");
    if (batch->struct_size < sizeof *batch) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "batch.struct_size %U is not sizeof the struct",
                                 (uint64_t)batch->struct_size);
    }
    batch->done = batch->payout_count = batch->refused_count = 0;
    fenrun_batch known;
    int32_t code = batch_open(tree, batch, scratch, &known, error);
    if (code != FENRUN_OK) return code;
    code = fenrun__batch_pay(&tree->engine, &known, scratch, error);
    batch->done = known.done;
    batch->payout_count = known.payout_count;
    batch->refused_count = known.refused_count;
    return code;
}
