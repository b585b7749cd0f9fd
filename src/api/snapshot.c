/* Snapshot: the public functions that write, look at and open snapshots, and hash rule sets. */
#include "settle/snapshot.h"

#include <stddef.h>

#include "api/handle.h"
#include "base/digest.h"

_Static_assert(sizeof(fenrun_snapshot_info) == 136, "fenrun_snapshot_info");
_Static_assert(offsetof(fenrun_snapshot_info, hash) == 64, "fenrun_snapshot_info.hash");

int32_t fenrun_rules_hash(const fenrun_rules *rules, char out[FENRUN_HASH_SIZE],
                          fenrun_error *error) {
    if (!rules || !out) return fenrun__handle_null(error, rules ? "out" : "rules");
    fenrun__digest_write(fenrun__digest(rules->plan, rules->plan->size), out);
    return FENRUN_OK;
}

const fenrun_rules *fenrun_tree_rules(const fenrun_tree *tree) {
    return tree ? tree->rules : NULL;
}

int32_t fenrun_snapshot_write(const fenrun_tree *tree, const fenrun_snapshot_options *options,
                              int32_t (*write)(void *context, const void *bytes, size_t size),
                              void *context, fenrun_snapshot_info *info, fenrun_error *error) {
    if (!tree || !write) return fenrun__handle_null(error, tree ? "write" : "tree");
    fenrun_snapshot_options known = {0};
    int32_t code = fenrun__handle_options(&known, sizeof known, sizeof known, options, error);
    if (code != FENRUN_OK) return code;
    if (!known.attachment && known.attachment_size > 0) {
        return fenrun__handle_null(error, "options.attachment");
    }
    const struct fenrun__snapshot_target target = {.write = write, .context = context};
    return fenrun__snapshot_write(&tree->engine, known.attachment, known.attachment_size, &target,
                                  info, error);
}

/* The header of what may be a snapshot. */
static int32_t snapshot_read(const void *bytes, size_t size, struct fenrun__layout *layout,
                             fenrun_error *error) {
    if (!bytes) return fenrun__handle_null(error, "bytes");
    return fenrun__layout_read(layout, bytes, size, error);
}

int32_t fenrun_snapshot_inspect(const void *bytes, size_t size, fenrun_snapshot_info *out,
                                fenrun_error *error) {
    struct fenrun__layout layout;
    if (!out) return fenrun__handle_null(error, "out");
    int32_t code = snapshot_read(bytes, size, &layout, error);
    if (code == FENRUN_OK) fenrun__layout_describe(&layout, out);
    return code;
}

/* The same where tables are then read in place. */
static int32_t snapshot_read_in_place(const void *bytes, size_t size,
                                      const fenrun_allocator *allocator,
                                      struct fenrun__layout *layout, fenrun_error *error) {
    int32_t code = fenrun__handle_allocator(allocator, error);
    if (code == FENRUN_OK && (uintptr_t)bytes % FENRUN__LAYOUT_ALIGNMENT != 0) {
        code = fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "bytes are not on a boundary of %u", FENRUN__LAYOUT_ALIGNMENT);
    }
    return code == FENRUN_OK ? snapshot_read(bytes, size, layout, error) : code;
}

int32_t fenrun_snapshot_verify(const void *bytes, size_t size, const fenrun_allocator *allocator,
                               fenrun_error *error) {
    struct fenrun__layout layout;
    int32_t code = snapshot_read_in_place(bytes, size, allocator, &layout, error);
    if (code != FENRUN_OK) return code;
    return fenrun__snapshot_verify(&layout, bytes, allocator, error);
}

static int32_t snapshot_open(fenrun_tree **out, const struct fenrun__layout *layout,
                             const void *bytes, const fenrun_open_options *options,
                             fenrun_error *error) {
    struct fenrun__memory memory;
    fenrun__memory_init(&memory, options->allocator);
    fenrun_tree *tree = fenrun__memory_zeroed(&memory, sizeof *tree);
    if (!tree) return fenrun__error_memory(error);
    tree->memory = memory;
    int32_t code =
        fenrun__snapshot_open(&tree->engine, layout, bytes, options->allocator, error);
    if (code != FENRUN_OK) {
        fenrun__memory_free(&memory, tree, sizeof *tree);
        return code;
    }
    tree->opened.plan = tree->engine.plan;
    tree->rules = &tree->opened;
    tree->is_read_only = (options->flags & FENRUN_SNAPSHOT_WRITABLE) == 0;
    *out = tree;
    return FENRUN_OK;
}

int32_t fenrun_snapshot_open(fenrun_tree **out, const void *bytes, size_t size,
                             const fenrun_open_options *options, fenrun_error *error) {
    struct fenrun__layout layout;
    fenrun_open_options known = {0};
    if (!out) return fenrun__handle_null(error, "out");
    *out = NULL;
    int32_t code = fenrun__handle_options(&known, sizeof known, sizeof known, options, error);
    if (code != FENRUN_OK) return code;
    if ((known.flags & ~(FENRUN_SNAPSHOT_WRITABLE | FENRUN_SNAPSHOT_VERIFY)) != 0 ||
        known.reserved != 0) {
        return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, 0,
                                 "options.flags 0x%u or options.reserved is not known",
                                 known.flags);
    }
    code = snapshot_read_in_place(bytes, size, known.allocator, &layout, error);
    if (code == FENRUN_OK && (known.flags & FENRUN_SNAPSHOT_VERIFY) != 0) {
        code = fenrun__snapshot_verify(&layout, bytes, known.allocator, error);
    }
    return code == FENRUN_OK ? snapshot_open(out, &layout, bytes, &known, error) : code;
}
