/* Batch: cohort after cohort, and what is odd by itself; see the header. */
#include "settle/batch.h"

#include "base/error.h"
#include "payout/cohort.h"
#include "settle/forecast.h"
#include "settle/posting.h"

/* For fewer orders it does not pay to lay out a scheme. */
#define BATCH_COHORT_MIN 16u

/* What lies in the room of the result; the lists of the cohort are behind it. */
struct batch_work {
    struct fenrun__scheme scheme;
    struct fenrun__cohort cohort;
};

struct batch_run {
    const struct fenrun__engine *engine;
    fenrun_batch *batch;
    struct fenrun_result *scratch;
    fenrun_error *error;
    struct batch_work *work; /* NULL: orders do not go side by side */
    const struct fenrun__plan_version *version; /* of the scheme, if it has been laid out */
    bool has_scheme;
    fenrun_event event; /* the order in turn; what orders do not name is 0 */
    uint64_t stranger;  /* an id that no member has */
};

/* ---- one order by itself ---- */

/* An id that no member has, for members who are given by an index that is none. */
static uint64_t batch_stranger(const struct fenrun__tree *tree) {
    uint64_t id = UINT64_MAX;
    while (fenrun__tree_find(tree, id) != FENRUN__NONE) id--;
    return id;
}

static uint64_t batch_role(const struct batch_run *run, uint32_t role, size_t order) {
    const fenrun_batch *batch = run->batch;
    if (batch->roles[role]) return batch->roles[role][order];
    if (!batch->members[role]) return FENRUN_PLATFORM;
    uint32_t member = batch->members[role][order];
    if (member == FENRUN_NO_MEMBER) return FENRUN_PLATFORM;
    const struct fenrun__tree *tree = &run->engine->tree;
    return member < tree->count ? tree->rows[member].id : run->stranger;
}

static struct fenrun__ledger_id batch_id(const fenrun_batch *batch, size_t order) {
    return (struct fenrun__ledger_id){batch->id_high ? batch->id_high[order] : 0,
                                      batch->id_low ? batch->id_low[order] : 0};
}

/* Make an order the event in turn. */
static void batch_take(struct batch_run *run, size_t order) {
    const fenrun_batch *batch = run->batch;
    const struct fenrun__plan_shape *shape =
        fenrun__plan_shape(run->engine->plan, FENRUN__SHAPE_ORDER);
    struct fenrun__ledger_id id = batch_id(batch, order);
    fenrun_event *event = &run->event;
    event->at = batch->at[order];
    event->id_high = id.high;
    event->id_low = id.low;
    for (uint32_t i = 0; i < shape->role_count; i++) event->roles[i] = batch_role(run, i, order);
    for (uint32_t i = 0; i < shape->amount_count; i++) event->amounts[i] = batch->amounts[i][order];
    for (uint32_t i = 0; i < shape->count_count; i++) event->counts[i] = batch->counts[i][order];
}

/* Who is no member, if it was given by index: its id was made up. */
static void batch_name_index(const struct batch_run *run, size_t order) {
    const fenrun_batch *batch = run->batch;
    for (uint32_t i = 0; i < FENRUN_ROLES_MAX; i++) {
        uint64_t id = run->event.roles[i];
        if (id == FENRUN_PLATFORM || fenrun__tree_find(&run->engine->tree, id) != FENRUN__NONE) {
            continue;
        }
        if (!batch->members[i]) return;
        fenrun__error_set(run->error, FENRUN_ERROR_MEMBER_UNKNOWN, 0,
                          "%s: %u is not the index of a member",
                          fenrun__plan_role_name(run->engine->plan, FENRUN__SHAPE_ORDER, i),
                          batch->members[i][order]);
        return;
    }
}

/* Post what the order in turn pays, in the result from `first` on. False: the call ends before it
   with `code`. */
static bool batch_post(const struct batch_run *run, size_t first, size_t order, int32_t *code) {
    fenrun_batch *batch = run->batch;
    uint64_t item = (uint64_t)batch->first + order;
    enum fenrun__posted posted = fenrun__posting_put(batch, run->scratch, first, order);
    if (posted == FENRUN__POSTED_OVER) {
        *code = fenrun__error_set(run->error, FENRUN_ERROR_OVERFLOW, item,
                                  "a total does not fit 64 bits");
        if (batch->codes) batch->codes[order] = *code;
    } else if (posted == FENRUN__POSTED_FULL && order == 0) {
        *code = fenrun__error_set(run->error, FENRUN_ERROR_FULL, item,
                                  "payout_capacity %U: an order pays %U payouts",
                                  (uint64_t)batch->payout_capacity,
                                  (uint64_t)(run->scratch->payout_count - first));
    }
    return posted == FENRUN__POSTED;
}

/* Whether a code says that an order is refused, not that the call cannot go on. */
static bool batch_refuses(int32_t code) {
    return code < 0 && code != FENRUN_ERROR_MEMORY && code != FENRUN_ERROR_INTERNAL;
}

/* Pay one order. False: the call ends before it with `code`. */
static bool batch_pay_one(struct batch_run *run, size_t order, int32_t *code) {
    fenrun_batch *batch = run->batch;
    /* Of several refused orders the first is told. */
    fenrun_error *error = batch->refused_count == 0 ? run->error : NULL;
    /* What loose strips pay in the lanes behind it stays. */
    size_t first = run->scratch->payout_count;
    batch_take(run, order);
    int32_t paid = fenrun__engine_pay(run->engine, &run->event, run->scratch, error);
    if (paid == FENRUN_OK && !batch_post(run, first, order, code)) return false;
    run->scratch->payout_count = first;
    bool refused = batch_refuses(paid);
    if (refused && error) {
        if (paid == FENRUN_ERROR_MEMBER_UNKNOWN) batch_name_index(run, order);
        error->item = (uint64_t)batch->first + order;
    }
    if (batch->codes && (paid >= 0 || refused)) batch->codes[order] = paid;
    if (refused && batch->flags & FENRUN_BATCH_GO_ON) batch->refused_count++;
    if (paid >= 0 || (refused && batch->flags & FENRUN_BATCH_GO_ON)) return true;
    if (paid == FENRUN_ERROR_MEMORY) fenrun__error_memory(run->error);
    if (paid == FENRUN_ERROR_INTERNAL) fenrun__error_internal(run->error, "batch: order");
    *code = paid;
    return false;
}

/* Pay orders one by one, up to `end`. */
static bool batch_pay_each(struct batch_run *run, size_t end, int32_t *code) {
    for (; run->batch->done < end; run->batch->done++) {
        if (!batch_pay_one(run, run->batch->done, code)) return false;
    }
    return true;
}

/* ---- many side by side ---- */

/* Whether orders may cause rises that are paid. */
static bool batch_pays_rises(const struct fenrun__engine *engine) {
    const struct fenrun__plan *plan = engine->plan;
    for (uint32_t i = 0; engine->has_rises && i < plan->version_count; i++) {
        if (engine->needs[i].any &&
            fenrun__forecast_pays_rises(plan, fenrun__plan_version(plan, i))) {
            return true;
        }
    }
    return false;
}

/* Whether what is measured of orders has room for any figure that is not odd; and nothing counts
   what is paid. */
static bool batch_has_room(const struct fenrun__engine *engine,
                           const struct fenrun__scheme *scheme) {
    if (scheme->is_loose && engine->score.of_payouts != 0) return false;
    const struct fenrun__measure *measure = &engine->tree.measure;
    for (uint64_t columns = engine->score.of_orders; columns; columns &= columns - 1) {
        uint32_t column = (uint32_t)__builtin_ctzll(columns);
        if (!fenrun__measure_fits(measure, column, scheme->figure_max)) return false;
    }
    return true;
}

/* Room for a cohort and its lists. False if there is no memory. */
static bool batch_reserve(struct batch_run *run, size_t size) {
    struct fenrun_result *scratch = run->scratch;
    if (size > scratch->room_size) {
        void *room = fenrun__memory_resize(&scratch->memory, scratch->room, scratch->room_size,
                                           size);
        if (!room) return false;
        scratch->room = room;
        scratch->room_size = size;
    }
    run->work = scratch->room;
    return true;
}

/* Lay out the awards of a version. False if there is no memory. */
static bool batch_open_version(struct batch_run *run, const struct fenrun__plan_version *version) {
    if (run->version == version) return true;
    const struct fenrun__engine *engine = run->engine;
    struct fenrun__scheme *scheme = &run->work->scheme;
    run->version = version;
    fenrun__scheme_make(scheme, engine->plan, version);
    run->has_scheme = batch_has_room(engine, scheme);
    if (!run->has_scheme) return true;
    if (!batch_reserve(run, sizeof *run->work + fenrun__cohort_size(scheme))) return false;
    fenrun__cohort_init(&run->work->cohort, &engine->tree, &run->work->scheme, run->batch,
                        run->scratch, run->work + 1);
    return true;
}

/* Orders that were applied are odd: they may be replays. */
static void batch_check_replays(const struct batch_run *run, struct fenrun__cohort *cohort) {
    const struct fenrun__ledger *ledger = &run->engine->ledger;
    const fenrun_batch *batch = run->batch;
    if (!run->engine->remembers || ledger->records.count == 0) return;
    if (!batch->id_high && !batch->id_low) return;
    for (uint32_t i = 0; i < cohort->count; i++) {
        fenrun__ledger_fetch(ledger, batch_id(batch, cohort->first + i));
    }
    for (uint32_t i = 0; i < cohort->count; i++) {
        struct fenrun__ledger_order order;
        if (fenrun__ledger_find(ledger, FENRUN__LEDGER_ORDER,
                                batch_id(batch, cohort->first + i), &order)) {
            fenrun__cohort_set_odd(cohort, i);
        }
    }
}

/* Post lanes none of which is odd, before lane `to`. */
static bool batch_post_lanes(struct batch_run *run, uint32_t to, int32_t *code) {
    fenrun_batch *batch = run->batch;
    struct fenrun__cohort *cohort = &run->work->cohort;
    size_t end = cohort->first + to;
    uint32_t from = (uint32_t)(batch->done - cohort->first);
    if (from == to) return true;
    enum fenrun__posted posted = fenrun__posting_put_lanes(batch, cohort, from, &to);
    if (posted != FENRUN__POSTED_OVER) {
        for (uint32_t i = from; batch->codes && i < to; i++) {
            batch->codes[cohort->first + i] = FENRUN_OK;
        }
        batch->done = cohort->first + to;
    }
    /* Where they do not all fit, the first that does not says so itself. */
    return posted == FENRUN__POSTED || batch_pay_each(run, end, code);
}

/* Pay a cohort of orders from batch->done on. */
static bool batch_pay_cohort(struct batch_run *run, uint32_t count, int32_t *code) {
    const struct fenrun__plan *plan = run->engine->plan;
    const struct fenrun__plan_version *version = run->version;
    struct fenrun__cohort *cohort = &run->work->cohort;
    bool is_last = version == fenrun__plan_version(plan, plan->version_count - 1);
    int64_t last = is_last ? FENRUN_TIME_MAX : version[1].effective - 1;
    fenrun__cohort_gather(cohort, run->batch->done, count, version->effective, last);
    batch_check_replays(run, cohort);
    if (!fenrun__cohort_pay(cohort)) {
        *code = fenrun__error_memory(run->error);
        return false;
    }
    for (uint32_t i = 0; cohort->has_odd && i < count; i++) {
        if (!cohort->odd[i]) continue;
        if (!batch_post_lanes(run, i, code)) return false;
        if (!batch_pay_each(run, cohort->first + i + 1, code)) return false;
    }
    return batch_post_lanes(run, count, code);
}

/* Bring in what the next orders will look at one by one. */
static void batch_fetch(const struct batch_run *run, uint32_t count) {
    const struct fenrun__tree *tree = &run->engine->tree;
    const fenrun_batch *batch = run->batch;
    uint32_t numbers[FENRUN__COHORT_WIDTH];
    for (uint32_t i = 0; tree->count > 0 && i < FENRUN_ROLES_MAX; i++) {
        if (!batch->roles[i]) continue;
        fenrun__search_aim(tree, batch->roles[i] + batch->done, count, numbers);
        fenrun__search_guess(tree, count, numbers);
        for (uint32_t k = 0; k < count; k++) {
            __builtin_prefetch(tree->teams + tree->rows[numbers[k]].team);
        }
    }
}

/* Pay the next orders. False: the call ends before batch->done with `code`. */
static bool batch_pay_next(struct batch_run *run, int32_t *code) {
    fenrun_batch *batch = run->batch;
    size_t left = batch->count - batch->done;
    uint32_t count = left < FENRUN__COHORT_WIDTH ? (uint32_t)left : FENRUN__COHORT_WIDTH;
    const struct fenrun__plan_version *version =
        fenrun__plan_in_force(run->engine->plan, batch->at[batch->done]);
    bool side_by_side = run->work && count >= BATCH_COHORT_MIN && version;
    if (side_by_side && !batch_open_version(run, version)) {
        *code = fenrun__error_memory(run->error);
        return false;
    }
    if (side_by_side && run->has_scheme) return batch_pay_cohort(run, count, code);
    batch_fetch(run, count);
    return batch_pay_each(run, batch->done + count, code);
}

int32_t fenrun__batch_pay(const struct fenrun__engine *engine, fenrun_batch *batch,
                          struct fenrun_result *scratch, fenrun_error *error) {
    struct batch_run run = {.engine = engine,
                            .batch = batch,
                            .scratch = scratch,
                            .error = error,
                            .event = {.kind = FENRUN_EVENT_ORDER},
                            .stranger = batch_stranger(&engine->tree)};
    int32_t code = FENRUN_OK;
    if (engine->tree.count > 0 && batch->count >= BATCH_COHORT_MIN && !batch_pays_rises(engine) &&
        !batch_reserve(&run, sizeof *run.work)) {
        return fenrun__error_memory(error);
    }
    while (batch->done < batch->count && batch_pay_next(&run, &code)) continue;
    fenrun__result_clear(scratch);
    if (code != FENRUN_OK) return code;
    return batch->refused_count > 0 ? FENRUN_FOUND : FENRUN_OK;
}
