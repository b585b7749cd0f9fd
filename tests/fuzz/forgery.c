/* Forgery: see the header. */
#include "fuzz/forgery.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/expect.h"
#include "model/draw.h"
#include "model/duel.h"
#include "model/history.h"
#include "settle/layout.h"

#define FORGERY_EVENTS_MAX 120u /* before the snapshot */
#define FORGERY_MORE 24u        /* with which the history goes on */
#define FORGERY_ALIGNMENT 64u

/* Bytes on a boundary of 64, in a block of just their size. */
struct forgery_bytes {
    unsigned char *bytes;
    size_t size;
};

static int32_t forgery_write(void *context, const void *bytes, size_t size) {
    struct forgery_bytes *to = context;
    unsigned char *grown = aligned_alloc(FORGERY_ALIGNMENT, (to->size + size + 63) / 64 * 64);
    fuzz_expect(grown != NULL, "there is memory");
    if (to->size > 0) memcpy(grown, to->bytes, to->size);
    memcpy(grown + to->size, bytes, size);
    free(to->bytes);
    to->bytes = grown;
    to->size += size;
    return 0;
}

static struct forgery_bytes forgery_snapshot(const fenrun_tree *tree) {
    struct forgery_bytes written = {NULL, 0};
    int32_t code = fenrun_snapshot_write(tree, NULL, forgery_write, &written, NULL, NULL);
    fuzz_expect(code == FENRUN_OK, "a tree can be written");
    return written;
}

/* The history that a number draws: what the snapshot is of, and how it goes on. */
struct forgery {
    struct duel duel;
    struct rules rules;
    struct history history;
    fenrun_member members[HISTORY_MEMBERS_MAX];
    size_t member_count;
    fenrun_event more[FORGERY_MORE];
};

static struct forgery_bytes forgery_draw(struct forgery *forgery, uint32_t number) {
    struct duel *duel = &forgery->duel;
    memset(&forgery->history, 0, sizeof forgery->history);
    forgery->history.source.state = number;
    history_draw_rules(&forgery->history, &forgery->rules);
    fuzz_expect(duel_start(duel, &forgery->rules, number, number % 4 != 0), "rules are read");
    history_start(&forgery->history, &forgery->rules, &duel->model);
    forgery->member_count = history_draw_members(&forgery->history, forgery->members);
    if (forgery->member_count > 0) {
        fuzz_expect(duel_load(duel, forgery->members, forgery->member_count), "members load");
    }
    uint32_t count = number / 7 % FORGERY_EVENTS_MAX;
    for (uint32_t i = 0; i < count; i++) {
        fenrun_event event = history_draw_event(&forgery->history);
        fuzz_expect(duel_event(duel, &event), "library and model agree");
    }
    struct forgery_bytes snapshot = forgery_snapshot(duel->tree);
    for (uint32_t i = 0; i < FORGERY_MORE; i++) {
        forgery->more[i] = history_draw_event(&forgery->history);
        fuzz_expect(duel_event(duel, &forgery->more[i]), "library and model agree");
    }
    return snapshot;
}

/* ---- Changes ---- */

static uint32_t forgery_number(const uint8_t *bytes) {
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
           (uint32_t)bytes[3] << 24;
}

/* Change some bytes that begin at `offset` of `size`; what does not fit is left as it is. */
static void forgery_change(unsigned char *bytes, size_t size, uint8_t how, uint32_t offset,
                           uint32_t value) {
    uint32_t narrow;
    uint64_t wide;
    if (size == 0) return;
    offset = (uint32_t)(offset % size);
    switch (how) {
    case 's': /* a 32-bit number */
        offset -= offset % 4;
        if (size - offset >= sizeof value) memcpy(bytes + offset, &value, sizeof value);
        break;
    case '+': /* more, or less, by a little */
        offset -= offset % 4;
        if (size - offset < sizeof narrow) break;
        memcpy(&narrow, bytes + offset, sizeof narrow);
        narrow += value % 16 - 8;
        memcpy(bytes + offset, &narrow, sizeof narrow);
        break;
    case 'w': /* a 64-bit number, near one end or in the middle */
        offset -= offset % 8;
        wide = (uint64_t)(int64_t)(int32_t)(value >> 2) << (value % 4 * 16);
        if (size - offset >= sizeof wide) memcpy(bytes + offset, &wide, sizeof wide);
        break;
    case 'c': /* what stands elsewhere */
        offset -= offset % 4;
        value = (uint32_t)(value % size) / 4 * 4;
        if (size - offset >= 4 && size - value >= 4) memmove(bytes + offset, bytes + value, 4);
        break;
    case 'x': bytes[offset] ^= (unsigned char)(1u << value % 8); break;
    default: bytes[offset] = (unsigned char)value;
    }
}

static void forgery_make(const struct forgery_bytes *snapshot, const uint8_t *changes,
                         size_t count) {
    struct fenrun__layout layout, changed;
    memcpy(&layout, snapshot->bytes, sizeof layout);
    memcpy(&changed, snapshot->bytes, sizeof changed);
    for (size_t i = 0; i < count; i++, changes += FORGERY_CHANGE) {
        uint32_t index = changes[0] % (FENRUN__LAYOUT_SEGMENTS + 1u);
        uint32_t offset = forgery_number(changes + 4), value = forgery_number(changes + 8);
        unsigned char *bytes = (unsigned char *)&changed;
        size_t size = sizeof changed;
        if (index < FENRUN__LAYOUT_SEGMENTS) {
            struct fenrun__segment segment =
                fenrun__layout_segment(&layout, snapshot->bytes, index);
            bytes = fenrun__segment_rows(&segment);
            size = fenrun__segment_size(&segment);
        }
        forgery_change(bytes, size, changes[1], offset, value);
    }
    for (uint32_t i = 0; i < FENRUN__LAYOUT_SEGMENTS; i++) {
        struct fenrun__segment segment = fenrun__layout_segment(&layout, snapshot->bytes, i);
        changed.entries[i].hash =
            fenrun__digest(segment.bytes, fenrun__segment_size(&segment));
    }
    fenrun__layout_seal(&changed);
    memcpy(snapshot->bytes, &changed, sizeof changed);
}

/* ---- Use ---- */

static void forgery_ask_rules(const fenrun_rules *rules) {
    char hash[FENRUN_HASH_SIZE];
    fenrun_error findings[4];
    size_t count;
    fenrun_rules *book;
    for (uint32_t kind = 0; kind <= FENRUN_NAME_EVENT; kind++) {
        for (uint32_t i = 0; i < fenrun_rules_count(rules, kind); i++) {
            const char *name = fenrun_rules_name(rules, kind, i);
            fuzz_expect(fenrun_rules_find(rules, kind, name, strlen(name)) <= i, "names are found");
        }
    }
    fenrun_rules_hash(rules, hash, NULL);
    fenrun_rules_check(rules, findings, 4, &count);
    if (fenrun_rules_count(rules, FENRUN_NAME_RULES) > 1) return;
    if (fenrun_rules_book(&book, &rules, 1, NULL, NULL, 0, NULL) == FENRUN_OK) {
        fenrun_rules_free(book);
    }
}

static void forgery_ask_members(const struct forgery *forgery, const fenrun_tree *tree) {
    const int64_t instants[] = {FENRUN_TIME_MIN, forgery->history.start, INT64_MAX,
                                forgery->more[0].at};
    fenrun_member member;
    fenrun_tree_status status;
    fenrun_tree_inspect(tree, &status);
    for (uint32_t i = 0; i < status.member_count; i++) {
        uint64_t id;
        fuzz_expect(fenrun_tree_ids(tree, i, 1, &id, NULL) == FENRUN_OK, "members have ids");
        for (size_t k = 0; k < sizeof instants / sizeof instants[0]; k++) {
            fenrun_tree_member(tree, id, instants[k], &member, NULL);
        }
    }
}

/* Orders in a batch, from any member on, late ones among them. */
static void forgery_pay_batch(const fenrun_tree *tree, fenrun_result *result) {
    enum { COUNT = 64 };
    int64_t at[COUNT], figures[COUNT];
    uint32_t members[COUNT];
    int32_t codes[COUNT];
    fenrun_tree_status status;
    const fenrun_rules *rules = fenrun_tree_rules(tree);
    fenrun_tree_inspect(tree, &status);
    if (status.member_count == 0) return;
    fenrun_batch batch = {.struct_size = sizeof batch,
                          .flags = FENRUN_BATCH_GO_ON,
                          .count = COUNT,
                          .at = at,
                          .codes = codes};
    for (uint32_t i = 0; i < COUNT; i++) {
        at[i] = (int64_t)((uint64_t)status.at - (uint64_t)i * 1800);
        figures[i] = (int64_t)i * 1000;
        members[i] = (uint32_t)(i % status.member_count);
    }
    for (uint32_t i = 0; i < fenrun_rules_count(rules, FENRUN_NAME_ROLE); i++) {
        batch.members[i] = members;
    }
    for (uint32_t i = 0; i < fenrun_rules_count(rules, FENRUN_NAME_AMOUNT); i++) {
        batch.amounts[i] = figures;
    }
    for (uint32_t i = 0; i < fenrun_rules_count(rules, FENRUN_NAME_COUNT); i++) {
        batch.counts[i] = figures;
    }
    fenrun_pay_batch(tree, &batch, result, NULL);
}

static void forgery_use(const struct forgery *forgery, const struct forgery_bytes *snapshot) {
    const fenrun_open_options options = {.struct_size = sizeof options,
                                         .flags = FENRUN_SNAPSHOT_WRITABLE};
    fenrun_explain_options json = {.struct_size = sizeof json, .format = FENRUN_FORMAT_JSON};
    fenrun_tree *tree;
    fenrun_result *result;
    fuzz_expect(fenrun_snapshot_open(&tree, snapshot->bytes, snapshot->size, &options, NULL) ==
                    FENRUN_OK,
                "what was verified can be opened");
    fuzz_expect(fenrun_result_new(&result, NULL, NULL) == FENRUN_OK, "there is memory");
    forgery_ask_rules(fenrun_tree_rules(tree));
    forgery_ask_members(forgery, tree);
    forgery_pay_batch(tree, result);
    for (uint32_t i = 0; i < FORGERY_MORE; i++) {
        const fenrun_event *event = &forgery->more[i];
        fenrun_pay(tree, event, result, NULL);
        fenrun_explain(tree, event, i % 2 ? &json : NULL, result, NULL);
        fenrun_apply(tree, event, result, NULL);
    }
    for (size_t i = 0; i < forgery->history.past_count; i += 4) {
        fenrun_explain(tree, &forgery->history.past[i], NULL, result, NULL);
    }
    forgery_pay_batch(tree, result);
    forgery_ask_members(forgery, tree);
    struct forgery_bytes again = forgery_snapshot(tree);
    fenrun_error error;
    int32_t code = fenrun_snapshot_verify(again.bytes, again.size, NULL, &error);
    fuzz_expect(code == FENRUN_OK, error.message);
    free(again.bytes);
    fenrun_result_free(result);
    fenrun_tree_free(tree);
}

enum forgery_outcome forgery_try(const uint8_t *bytes, size_t size) {
    static struct forgery forgery;
    if (size < FORGERY_HEAD) return FORGERY_REFUSED;
    size_t count = (size - FORGERY_HEAD) / FORGERY_CHANGE;
    if (count > FORGERY_CHANGES_MAX) count = FORGERY_CHANGES_MAX;
    struct forgery_bytes snapshot = forgery_draw(&forgery, forgery_number(bytes));
    forgery_make(&snapshot, bytes + FORGERY_HEAD, count);
    fenrun_error error;
    int32_t code = fenrun_snapshot_verify(snapshot.bytes, snapshot.size, NULL, &error);
    fuzz_expect(count > 0 || code == FENRUN_OK, error.message);
    if (code == FENRUN_OK) forgery_use(&forgery, &snapshot);
    free(snapshot.bytes);
    duel_end(&forgery.duel);
    return code == FENRUN_OK ? FORGERY_USED : FORGERY_REFUSED;
}
