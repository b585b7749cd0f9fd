/* Snapshot: what each layer lends, written in order; what lies in order, given to each layer. */
#include "settle/snapshot.h"

#include <string.h>

#include "base/error.h"
#include "rules/plan_proof.h"
#include "settle/ledger_proof.h"
#include "settle/score_proof.h"
#include "tree/tree_proof.h"

/* What of an engine is not a table of its tree, windows or ledger. */
struct snapshot_state {
    uint64_t remembers; /* 0 or 1 */
    struct fenrun__score_state score;
};

/* All that is written, in its order. */
struct snapshot_contents {
    struct fenrun__segment segments[FENRUN__LAYOUT_SEGMENTS];
    struct snapshot_state state;
    struct fenrun__tree_state tree_state;
    struct fenrun__ledger_state ledger_state;
    const struct fenrun__ledger *ledger;
};

static void snapshot_lend(const struct fenrun__engine *engine, const void *attachment,
                          size_t attachment_size, struct snapshot_contents *contents) {
    struct fenrun__segment *segments = contents->segments;
    contents->ledger = &engine->ledger;
    contents->state.remembers = engine->remembers;
    fenrun__score_save(&engine->score, &contents->state.score);
    segments[FENRUN__LAYOUT_PLAN] = (struct fenrun__segment){engine->plan, engine->plan->size, 1};
    segments[FENRUN__LAYOUT_ENGINE] =
        (struct fenrun__segment){&contents->state, 1, sizeof contents->state};
    fenrun__tree_lend(&engine->tree, &contents->tree_state, segments + FENRUN__LAYOUT_TREE);
    fenrun__windows_lend(&engine->windows, segments + FENRUN__LAYOUT_WINDOWS);
    fenrun__ledger_lend(&engine->ledger, &contents->ledger_state,
                        segments + FENRUN__LAYOUT_LEDGER);
    segments[FENRUN__LAYOUT_ATTACHMENT] =
        (struct fenrun__segment){attachment, attachment_size, 1};
}

/* The pieces of one segment: as a rule it is one. */
struct snapshot_walk {
    const struct snapshot_contents *contents;
    uint32_t segment;
    uint64_t offset;
};

static const void *snapshot_next_piece(void *context, size_t *size) {
    struct snapshot_walk *walk = context;
    const struct fenrun__segment *segment = walk->contents->segments + walk->segment;
    const void *piece = walk->offset == 0 ? segment->bytes : NULL;
    *size = fenrun__segment_size(segment);
    if (walk->segment == FENRUN__LAYOUT_LEDGER + FENRUN__LEDGER_RECORDS) {
        piece = fenrun__ledger_piece(walk->contents->ledger, walk->offset, size);
    }
    walk->offset += *size;
    return *size > 0 ? piece : NULL;
}

static bool snapshot_put(const struct fenrun__snapshot_target *target, const void *bytes,
                         size_t size) {
    return target->write(target->context, bytes, size) == 0;
}

/* A segment, and zeros up to where the next one begins. */
static bool snapshot_put_segment(const struct fenrun__snapshot_target *target,
                                 const struct snapshot_contents *contents, uint32_t segment) {
    static const unsigned char zeros[FENRUN__LAYOUT_ALIGNMENT] = {0};
    struct snapshot_walk walk = {.contents = contents, .segment = segment};
    uint64_t written = 0;
    size_t size;
    for (const void *piece; (piece = snapshot_next_piece(&walk, &size)); written += size) {
        if (!snapshot_put(target, piece, size)) return false;
    }
    size_t rest = (size_t)((0u - written) % FENRUN__LAYOUT_ALIGNMENT);
    return rest == 0 || snapshot_put(target, zeros, rest);
}

int32_t fenrun__snapshot_write(const struct fenrun__engine *engine, const void *attachment,
                               size_t attachment_size,
                               const struct fenrun__snapshot_target *target,
                               fenrun_snapshot_info *info, fenrun_error *error) {
    struct snapshot_contents contents;
    struct fenrun__layout layout;
    snapshot_lend(engine, attachment, attachment_size, &contents);
    fenrun__layout_plan(&layout, contents.segments);
    layout.flags = engine->remembers ? FENRUN_TREE_REMEMBERS_ORDERS : 0;
    layout.member_count = engine->tree.count;
    layout.change_count = engine->tree.versions.count;
    layout.order_count = engine->ledger.order_count;
    layout.at = engine->tree.at;
    for (uint32_t i = 0; i < FENRUN__LAYOUT_SEGMENTS; i++) {
        struct snapshot_walk walk = {.contents = &contents, .segment = i};
        layout.entries[i].hash = fenrun__digest_pieces(snapshot_next_piece, &walk);
    }
    fenrun__layout_seal(&layout);
    bool done = snapshot_put(target, &layout, sizeof layout);
    for (uint32_t i = 0; done && i < FENRUN__LAYOUT_SEGMENTS; i++) {
        done = snapshot_put_segment(target, &contents, i);
    }
    if (!done) {
        return fenrun__error_set(error, FENRUN_ERROR_SNAPSHOT, 0,
                                 "the snapshot is not written: `write` stopped it");
    }
    if (info) fenrun__layout_describe(&layout, info);
    return FENRUN_OK;
}

static int32_t snapshot_refuse(fenrun_error *error, uint32_t segment) {
    return fenrun__error_set(error, FENRUN_ERROR_SNAPSHOT, 0,
                             "the snapshot's segment %s does not fit its rule set",
                             fenrun__layout_name(segment));
}

const struct fenrun__plan *fenrun__snapshot_plan(const struct fenrun__layout *layout,
                                                 const void *bytes, fenrun_error *error) {
    struct fenrun__segment segment = fenrun__layout_segment(layout, bytes, FENRUN__LAYOUT_PLAN);
    const struct fenrun__plan *plan = segment.bytes;
    if (segment.row_size != 1 || segment.count < sizeof *plan || plan->size != segment.count) {
        fenrun__error_set(error, FENRUN_ERROR_SNAPSHOT, 0,
                          "the snapshot's segment rules is not a rule set");
        return NULL;
    }
    if (plan->version == FENRUN__PLAN_LAYOUT) return plan;
    fenrun__error_set(error, FENRUN_ERROR_SNAPSHOT, 0,
                      "the snapshot's rule set is of version %u; this library reads %u",
                      plan->version, FENRUN__PLAN_LAYOUT);
    return NULL;
}

/* What is not a table: FENRUN_OK, or FENRUN_ERROR_SNAPSHOT. */
static int32_t snapshot_read_state(const struct fenrun__segment *segments,
                                   struct snapshot_state *state,
                                   struct fenrun__tree_state *tree_state, fenrun_error *error) {
    const struct fenrun__segment *own = segments + FENRUN__LAYOUT_ENGINE;
    const struct fenrun__segment *tree = segments + FENRUN__LAYOUT_TREE + FENRUN__TREE_STATE;
    if (own->count != 1 || own->row_size != sizeof *state) {
        return snapshot_refuse(error, FENRUN__LAYOUT_ENGINE);
    }
    if (tree->count != 1 || tree->row_size != sizeof *tree_state) {
        return snapshot_refuse(error, FENRUN__LAYOUT_TREE);
    }
    memcpy(state, own->bytes, sizeof *state);
    memcpy(tree_state, tree->bytes, sizeof *tree_state);
    return FENRUN_OK;
}

static int32_t snapshot_adopt(struct fenrun__engine *engine,
                              const struct fenrun__segment *segments, fenrun_error *error) {
    if (!fenrun__tree_adopt(&engine->tree, segments + FENRUN__LAYOUT_TREE)) {
        return snapshot_refuse(error, FENRUN__LAYOUT_TREE);
    }
    if (!fenrun__windows_adopt(&engine->windows, segments + FENRUN__LAYOUT_WINDOWS)) {
        return snapshot_refuse(error, FENRUN__LAYOUT_WINDOWS);
    }
    int32_t code = fenrun__ledger_adopt(&engine->ledger, segments + FENRUN__LAYOUT_LEDGER);
    if (code == FENRUN_ERROR_SNAPSHOT) return snapshot_refuse(error, FENRUN__LAYOUT_LEDGER);
    return code == FENRUN_OK ? FENRUN_OK : fenrun__error_memory(error);
}

int32_t fenrun__snapshot_open(struct fenrun__engine *engine, const struct fenrun__layout *layout,
                              const void *bytes, const fenrun_allocator *allocator,
                              fenrun_error *error) {
    struct fenrun__segment segments[FENRUN__LAYOUT_SEGMENTS];
    struct snapshot_state state;
    struct fenrun__tree_state tree_state;
    for (uint32_t i = 0; i < FENRUN__LAYOUT_SEGMENTS; i++) {
        segments[i] = fenrun__layout_segment(layout, bytes, i);
    }
    const struct fenrun__plan *plan = fenrun__snapshot_plan(layout, bytes, error);
    if (!plan) return FENRUN_ERROR_SNAPSHOT;
    int32_t code = snapshot_read_state(segments, &state, &tree_state, error);
    if (code != FENRUN_OK) return code;
    code = fenrun__engine_init(engine, plan, allocator, tree_state.seed, state.remembers != 0);
    if (code != FENRUN_OK) return fenrun__error_memory(error);
    fenrun__memory_borrow(&engine->tree.memory, bytes, (size_t)layout->size);
    fenrun__memory_borrow(&engine->ledger.memory, bytes, (size_t)layout->size);
    fenrun__score_restore(&engine->score, &state.score);
    code = snapshot_adopt(engine, segments, error);
    if (code != FENRUN_OK) fenrun__engine_free(engine);
    return code;
}

/* "the snapshot is whole, but not sound: links" */
static int32_t snapshot_refuse_unsound(fenrun_error *error, const char *of, const char *what) {
    return fenrun__error_set(error, FENRUN_ERROR_SNAPSHOT, 0,
                             "the snapshot is whole, but not sound: %s%s", of, what);
}

/* What the header says again of the engine. */
static bool snapshot_agrees(const struct fenrun__engine *engine,
                            const struct fenrun__layout *layout) {
    return layout->flags == (engine->remembers ? FENRUN_TREE_REMEMBERS_ORDERS : 0) &&
           layout->member_count == engine->tree.count &&
           layout->change_count == engine->tree.versions.count &&
           layout->order_count == engine->ledger.order_count && layout->at == engine->tree.at &&
           (engine->remembers || engine->ledger.used == 0);
}

/* Table by table, those first on which others rely. */
static int32_t snapshot_prove(const struct fenrun__engine *engine,
                              const struct fenrun__layout *layout, struct fenrun__memory *memory,
                              const char **unsound) {
    const struct fenrun__plan *plan = engine->plan;
    struct fenrun__ledger_proof ledger = {.ledger = &engine->ledger,
                                          .plan = plan,
                                          .tree = &engine->tree,
                                          .closes = engine->score.closes};
    *unsound = snapshot_agrees(engine, layout) ? NULL : "header";
    if (*unsound) return FENRUN_ERROR_SNAPSHOT;
    int32_t code = fenrun__tree_proof_run(&engine->tree, memory, plan->tier_count,
                                          plan->label_count, unsound);
    if (code != FENRUN_OK) return code;
    code = fenrun__ledger_proof_run(&ledger, memory, unsound);
    if (code == FENRUN_OK) {
        code = fenrun__score_proof_run(&engine->score, &engine->windows, &ledger, memory, unsound);
    }
    fenrun__ledger_proof_close(&ledger, memory);
    return code;
}

int32_t fenrun__snapshot_verify(const struct fenrun__layout *layout, const void *bytes,
                                const fenrun_allocator *allocator, fenrun_error *error) {
    struct fenrun__engine engine;
    struct fenrun__memory memory;
    int32_t code = fenrun__layout_compare(layout, bytes, error);
    if (code != FENRUN_OK) return code;
    const struct fenrun__plan *plan = fenrun__snapshot_plan(layout, bytes, error);
    if (!plan) return FENRUN_ERROR_SNAPSHOT;
    const char *unsound = fenrun__plan_proof_run(plan);
    if (unsound) return snapshot_refuse_unsound(error, "the rule set's ", unsound);
    code = fenrun__snapshot_open(&engine, layout, bytes, allocator, error);
    if (code != FENRUN_OK) return code;
    fenrun__memory_init(&memory, allocator);
    code = snapshot_prove(&engine, layout, &memory, &unsound);
    fenrun__engine_free(&engine);
    if (code == FENRUN_ERROR_MEMORY) return fenrun__error_memory(error);
    return unsound ? snapshot_refuse_unsound(error, "", unsound) : FENRUN_OK;
}
