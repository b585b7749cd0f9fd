/* Layout: the header of a snapshot, made and read; see the header file for the picture. */
#include "settle/layout.h"

#include <stdbool.h>
#include <string.h>

#include "base/error.h"

#define LAYOUT_VERSION 1u

/* Read on the other kind of machine, the bytes of a number stand the other way round. */
#define LAYOUT_BYTE_ORDER 0x01020304u
#define LAYOUT_BYTE_ORDER_OTHER 0x04030201u

/* The part of the magic that a copy as text leaves as it is. */
#define LAYOUT_MAGIC_KEPT 12u

_Static_assert(sizeof FENRUN_SNAPSHOT_MAGIC - 1 == sizeof((struct fenrun__layout *)0)->magic,
               "layout.magic");
_Static_assert(sizeof(struct fenrun__layout) == 17 * FENRUN__LAYOUT_ALIGNMENT,
               "layout has no padding, and the first segment is aligned");

static const char *const layout_names[FENRUN__LAYOUT_SEGMENTS] = {
    [FENRUN__LAYOUT_PLAN] = "rules",
    [FENRUN__LAYOUT_ENGINE] = "state",
    [FENRUN__LAYOUT_TREE + FENRUN__TREE_STATE] = "tree",
    [FENRUN__LAYOUT_TREE + FENRUN__TREE_ROWS] = "rows",
    [FENRUN__LAYOUT_TREE + FENRUN__TREE_LINKS] = "links",
    [FENRUN__LAYOUT_TREE + FENRUN__TREE_TEAMS] = "teams",
    [FENRUN__LAYOUT_TREE + FENRUN__TREE_VERSIONS] = "history",
    [FENRUN__LAYOUT_TREE + FENRUN__TREE_INDEX] = "index",
    [FENRUN__LAYOUT_TREE + FENRUN__TREE_VALUES] = "measures",
    [FENRUN__LAYOUT_TREE + FENRUN__TREE_TOTALS] = "totals",
    [FENRUN__LAYOUT_LEDGER + FENRUN__LEDGER_STATE] = "ledger",
    [FENRUN__LAYOUT_LEDGER + FENRUN__LEDGER_RECORDS] = "orders",
    [FENRUN__LAYOUT_LEDGER + FENRUN__LEDGER_RECORD_INDEX] = "index of orders",
    [FENRUN__LAYOUT_LEDGER + FENRUN__LEDGER_REFUNDS] = "refunds",
    [FENRUN__LAYOUT_LEDGER + FENRUN__LEDGER_REFUND_INDEX] = "index of refunds",
    [FENRUN__LAYOUT_ATTACHMENT] = "attachment"};

const char *fenrun__layout_name(uint32_t index) {
    return layout_names[index] ? layout_names[index] : "windows";
}

static uint64_t layout_aligned(uint64_t offset) {
    return (offset + FENRUN__LAYOUT_ALIGNMENT - 1) / FENRUN__LAYOUT_ALIGNMENT *
           FENRUN__LAYOUT_ALIGNMENT;
}

static uint64_t layout_end(const struct fenrun__layout_entry *entry) {
    return entry->offset + entry->count * entry->row_size;
}

void fenrun__layout_plan(struct fenrun__layout *layout,
                         const struct fenrun__segment segments[FENRUN__LAYOUT_SEGMENTS]) {
    memset(layout, 0, sizeof *layout);
    memcpy(layout->magic, FENRUN_SNAPSHOT_MAGIC, sizeof layout->magic);
    layout->byte_order = LAYOUT_BYTE_ORDER;
    layout->version = LAYOUT_VERSION;
    layout->segment_count = FENRUN__LAYOUT_SEGMENTS;
    layout->size = sizeof *layout;
    for (uint32_t i = 0; i < FENRUN__LAYOUT_SEGMENTS; i++) {
        struct fenrun__layout_entry *entry = layout->entries + i;
        entry->offset = layout->size;
        entry->count = segments[i].count;
        entry->row_size = segments[i].row_size;
        layout->size = layout_aligned(layout_end(entry));
    }
}

static struct fenrun__hash layout_header_hash(const struct fenrun__layout *layout) {
    return fenrun__digest(layout, offsetof(struct fenrun__layout, header));
}

void fenrun__layout_seal(struct fenrun__layout *layout) {
    layout->content = fenrun__digest(layout->entries, sizeof layout->entries);
    layout->rules = layout->entries[FENRUN__LAYOUT_PLAN].hash;
    layout->header = layout_header_hash(layout);
}

static int32_t layout_refuse(fenrun_error *error, const char *reason) {
    return fenrun__error_set(error, FENRUN_ERROR_SNAPSHOT, 0, "%s", reason);
}

/* "segment rows: its content is damaged (hash 00... instead of ff...)" */
static int32_t layout_refuse_hash(fenrun_error *error, const char *what, const char *name,
                                  struct fenrun__hash found, struct fenrun__hash expected) {
    char texts[2][FENRUN_HASH_SIZE];
    fenrun__digest_write(found, texts[0]);
    fenrun__digest_write(expected, texts[1]);
    return fenrun__error_set(error, FENRUN_ERROR_SNAPSHOT, 0,
                             "%s%s is damaged (hash %s instead of %s)", what, name, texts[0],
                             texts[1]);
}

/* Whether the bytes begin as a snapshot of this layout and kind of machine does. */
static int32_t layout_check_beginning(const struct fenrun__layout *layout, size_t size,
                                      fenrun_error *error) {
    size_t there = size < sizeof layout->magic ? size : sizeof layout->magic;
    if (size == 0 || memcmp(layout->magic, FENRUN_SNAPSHOT_MAGIC, there) != 0) {
        bool kept = size >= LAYOUT_MAGIC_KEPT &&
                    memcmp(layout->magic, FENRUN_SNAPSHOT_MAGIC, LAYOUT_MAGIC_KEPT) == 0;
        return layout_refuse(error, kept ? "the snapshot was copied as if it were text: its line "
                                           "ends are not what they were"
                                         : "the bytes are no fenrun snapshot");
    }
    if (size < sizeof *layout) {
        return fenrun__error_set(error, FENRUN_ERROR_SNAPSHOT, 0,
                                 "the snapshot is cut: %U bytes are not even its header",
                                 (uint64_t)size);
    }
    if (layout->byte_order == LAYOUT_BYTE_ORDER_OTHER) {
        const unsigned char first_of_one = *(const unsigned char *)&(uint32_t){1};
        return fenrun__error_set(error, FENRUN_ERROR_SNAPSHOT, 0,
                                 "the snapshot was made on a %s-endian machine; this one is not",
                                 first_of_one ? "big" : "little");
    }
    if (layout->byte_order == LAYOUT_BYTE_ORDER && layout->version != LAYOUT_VERSION) {
        return fenrun__error_set(error, FENRUN_ERROR_SNAPSHOT, 0,
                                 "the snapshot's layout is version %u; this library reads %u",
                                 layout->version, LAYOUT_VERSION);
    }
    return FENRUN_OK;
}

/* Whether the segments follow each other up to the end, as layout_plan would put them. */
static bool layout_is_in_order(const struct fenrun__layout *layout) {
    uint64_t offset = sizeof *layout;
    if (layout->segment_count != FENRUN__LAYOUT_SEGMENTS || layout->reserved != 0) return false;
    for (uint32_t i = 0; i < FENRUN__LAYOUT_SEGMENTS; i++) {
        const struct fenrun__layout_entry *entry = layout->entries + i;
        uint64_t left = layout->size - offset;
        if (entry->offset != offset || entry->reserved != 0) return false;
        if (entry->row_size > 0 && entry->count > left / entry->row_size) return false;
        offset = layout_aligned(layout_end(entry));
        if (offset > layout->size) return false;
    }
    return offset == layout->size && layout->entries[FENRUN__LAYOUT_ATTACHMENT].row_size == 1 &&
           fenrun__digest_equal(layout->rules, layout->entries[FENRUN__LAYOUT_PLAN].hash) &&
           fenrun__digest_equal(layout->content,
                                fenrun__digest(layout->entries, sizeof layout->entries));
}

int32_t fenrun__layout_read(struct fenrun__layout *layout, const void *bytes, size_t size,
                            fenrun_error *error) {
    memset(layout, 0, sizeof *layout);
    if (size > 0) memcpy(layout, bytes, size < sizeof *layout ? size : sizeof *layout);
    int32_t code = layout_check_beginning(layout, size, error);
    if (code != FENRUN_OK) return code;
    struct fenrun__hash header = layout_header_hash(layout);
    if (!fenrun__digest_equal(header, layout->header)) {
        return layout_refuse_hash(error, "the snapshot's header", "", header, layout->header);
    }
    if (size < layout->size) {
        return fenrun__error_set(error, FENRUN_ERROR_SNAPSHOT, 0,
                                 "the snapshot is cut: %U of %U bytes", (uint64_t)size,
                                 layout->size);
    }
    if (size > layout->size) {
        return fenrun__error_set(error, FENRUN_ERROR_SNAPSHOT, 0,
                                 "the snapshot is %U bytes; %U more follow it", layout->size,
                                 (uint64_t)size - layout->size);
    }
    if (!layout_is_in_order(layout)) {
        return layout_refuse(error, "the snapshot's header contradicts itself");
    }
    return FENRUN_OK;
}

struct fenrun__segment fenrun__layout_segment(const struct fenrun__layout *layout,
                                              const void *bytes, uint32_t index) {
    const struct fenrun__layout_entry *entry = layout->entries + index;
    bool any = layout_end(entry) > entry->offset;
    return (struct fenrun__segment){
        .bytes = any ? (const unsigned char *)bytes + entry->offset : NULL,
        .count = entry->count,
        .row_size = entry->row_size};
}

int32_t fenrun__layout_compare(const struct fenrun__layout *layout, const void *bytes,
                               fenrun_error *error) {
    for (uint32_t i = 0; i < FENRUN__LAYOUT_SEGMENTS; i++) {
        const struct fenrun__layout_entry *entry = layout->entries + i;
        const unsigned char *start = (const unsigned char *)bytes + entry->offset;
        uint64_t end = layout_end(entry);
        struct fenrun__hash found = fenrun__digest(start, (size_t)(end - entry->offset));
        if (!fenrun__digest_equal(found, entry->hash)) {
            return layout_refuse_hash(error, "the snapshot's segment ", fenrun__layout_name(i),
                                      found, entry->hash);
        }
        for (; end % FENRUN__LAYOUT_ALIGNMENT != 0; end++) {
            if (((const unsigned char *)bytes)[end] == 0) continue;
            return fenrun__error_set(error, FENRUN_ERROR_SNAPSHOT, 0,
                                     "the snapshot is damaged behind segment %s: byte %U is not 0",
                                     fenrun__layout_name(i), end);
        }
    }
    return FENRUN_OK;
}

void fenrun__layout_describe(const struct fenrun__layout *layout, fenrun_snapshot_info *info) {
    const struct fenrun__layout_entry *attachment = layout->entries + FENRUN__LAYOUT_ATTACHMENT;
    *info = (fenrun_snapshot_info){.size = layout->size,
                                   .attachment_offset = attachment->offset,
                                   .attachment_size = attachment->count,
                                   .member_count = layout->member_count,
                                   .change_count = layout->change_count,
                                   .order_count = layout->order_count,
                                   .at = layout->at,
                                   .layout = layout->version,
                                   .flags = layout->flags};
    fenrun__digest_write(layout->content, info->hash);
    fenrun__digest_write(layout->rules, info->rules_hash);
}
