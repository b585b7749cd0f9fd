/* Snapshot: trees that are written, opened, shared, refused and gone on with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "api/failures.h"
#include "api/shop.h"

/* Everything that a tree keeps: measures of periods and of rolling windows, caps of a period, own
   events, promotions and demotions, labels, and two versions. */
static const char old_rules[] = "fenrun: 1\n"
                                "name: everything\n"
                                "currency: CNY\n"
                                "rounding: half_even\n"
                                "tiers: [normal, gold]\n"
                                "team_leaders: [gold]\n"
                                "periods: [month]\n"
                                "labels:\n"
                                "  best: { review: month, rank: own_sales in month, top: 1 }\n"
                                "order: { roles: [seller], amounts: [price] }\n"
                                "join: { amounts: [fee] }\n"
                                "events: { visit: { roles: [guest] } }\n"
                                "promotions:\n"
                                "  review: at_once\n"
                                "  gold: [{ own_sales in 10 days: 500.00 }]\n"
                                "awards:\n"
                                "  sale: { event: order, to: seller, pay: 10% of price }\n"
                                "  team:\n"
                                "    event: order\n"
                                "    to: seller.inviter\n"
                                "    pay: 5% of price\n"
                                "    cap: { at_most: 30.00, in: month, over: clip }\n"
                                "  guest: { event: visit, to: guest, pay: 1.00 }\n"
                                "  pool:\n"
                                "    event: month\n"
                                "    to: member\n"
                                "    pool: 1% of all_sales in month\n"
                                "    share: by own_sales in month\n"
                                "    remainder_to: platform\n";

static char *new_rules(void) {
    static char text[sizeof old_rules + 64];
    const char *name = strstr(old_rules, "currency:");
    size_t before = (size_t)(name - old_rules);
    memcpy(text, old_rules, before);
    strcpy(text + before, "effective: 1970-01-20\n");
    strcat(text, name);
    return text;
}

#define DAY INT64_C(86400)

static struct shop *open_everything(void) {
    const char *texts[] = {old_rules, new_rules()};
    return shop_open_book(texts, 2);
}

/* A history that leaves something in every table. */
static void live(struct shop *shop) {
    shop_has(shop, "A", NULL, "gold");
    shop_has(shop, "B", "A", "normal");
    shop_has(shop, "C", "B", "normal");
    shop_at(shop, DAY);
    shop_order(shop, "1", "C", "400.00", NULL, "C 40.00 CNY, B 20.00 CNY");
    shop_event(shop, "visit", "7", "guest A", "A 1.00 CNY");
    shop_at(shop, 2 * DAY);
    shop_order(shop, "2", "C", "300.00", NULL,
               "C 30.00 CNY, B 10.00 CNY; C becomes gold");
    shop_refund(shop, "1", "100.00", "C -10.00 CNY, B -5.00 CNY");
    shop_at(shop, 3 * DAY);
    shop_join(shop, "D", "C", "");
    shop_event(shop, "close", "1", "month", "C 6.00 CNY; C becomes gold");
    shop_move(shop, "C", "A", "");
    shop_order(shop, "3", "D", "100.00", NULL, "D 10.00 CNY, C 5.00 CNY");
}

/* What comes after it, and is paid by all that was kept. */
static void live_on(struct shop *shop) {
    shop_at(shop, 4 * DAY);
    shop_order(shop, "3", "D", "100.00", NULL, "refused CHANGED");
    shop_at(shop, 5 * DAY);
    shop_refund(shop, "2", "300.00", "C -30.00 CNY, B -10.00 CNY");
    shop_at(shop, 2 * DAY);
    shop_order(shop, "4", "C", "100.00", NULL, "C 10.00 CNY, B 5.00 CNY");
    shop_at(shop, 21 * DAY);
    shop_order(shop, "5", "D", "600.00", NULL,
               "D 60.00 CNY, C 25.00 CNY; D becomes gold");
    shop_event(shop, "close", "2", "month",
               "C 1.00 CNY, D 7.00 CNY; C becomes gold, D becomes gold");
}

/* ---- Bytes ---- */

struct snapshot {
    unsigned char *bytes; /* on a boundary of 64 */
    size_t size;
    size_t room;
    size_t calls;
    size_t stop_at; /* the call of `write` that says no; 0: none */
};

static int32_t keep(void *context, const void *bytes, size_t size) {
    struct snapshot *to = context;
    if (++to->calls == to->stop_at) return -1;
    if (to->size + size > to->room) {
        size_t room = (to->size + size) * 2 / 64 * 64 + 64;
        unsigned char *grown = aligned_alloc(64, room);
        assert_non_null(grown);
        if (to->size > 0) memcpy(grown, to->bytes, to->size);
        free(to->bytes);
        to->bytes = grown;
        to->room = room;
    }
    memcpy(to->bytes + to->size, bytes, size);
    to->size += size;
    return 0;
}

static struct snapshot take(const fenrun_tree *tree) {
    struct snapshot snapshot = {0};
    assert_int_equal(fenrun_snapshot_write(tree, NULL, keep, &snapshot, NULL, NULL), FENRUN_OK);
    return snapshot;
}

static void expect_same(const struct snapshot *a, const struct snapshot *b) {
    assert_int_equal(a->size, b->size);
    assert_memory_equal(a->bytes, b->bytes, a->size);
}

static fenrun_tree *open_as(const void *bytes, size_t size, uint32_t flags) {
    const fenrun_open_options options = {.struct_size = sizeof options, .flags = flags};
    fenrun_tree *tree;
    fenrun_error error;
    if (fenrun_snapshot_open(&tree, bytes, size, &options, &error) != FENRUN_OK) {
        fail_msg("%s", error.message);
    }
    return tree;
}

/* The shop goes on with its tree as it is when opened from bytes that are its own. */
static void reopen(struct shop *shop, struct snapshot *snapshot) {
    fenrun_tree_free(shop->tree);
    shop->tree = open_as(snapshot->bytes, snapshot->size,
                         FENRUN_SNAPSHOT_WRITABLE | FENRUN_SNAPSHOT_VERIFY);
}

static void expect_refused(const void *bytes, size_t size, const char *message) {
    fenrun_snapshot_info info;
    fenrun_error error;
    fenrun_tree *tree = (fenrun_tree *)&info;
    assert_int_equal(fenrun_snapshot_inspect(bytes, size, &info, &error), FENRUN_ERROR_SNAPSHOT);
    assert_string_equal(error.message, message);
    assert_int_equal(fenrun_snapshot_open(&tree, bytes, size, NULL, NULL), FENRUN_ERROR_SNAPSHOT);
    assert_null(tree);
}

/* ---- Tests ---- */

static void a_reopened_tree_goes_on_as_the_old_one(void **state) {
    struct shop *old = open_everything(), *opened = open_everything();
    (void)state;
    live(old);
    live(opened);
    struct snapshot before = take(opened->tree), again;
    reopen(opened, &before);
    again = take(opened->tree);
    expect_same(&before, &again);
    live_on(old);
    live_on(opened);
    struct snapshot after_old = take(old->tree), after_opened = take(opened->tree);
    expect_same(&after_old, &after_opened);
    shop_expect_labels(opened, "C", 4 * DAY, "best");
    shop_expect_leader(opened, "D", 4 * DAY, "C");
    shop_close(old);
    shop_close(opened);
    free(before.bytes);
    free(again.bytes);
    free(after_old.bytes);
    free(after_opened.bytes);
}

/* Written and opened now and then, while all that can grow does. */
static void a_reopened_tree_grows(void **state) {
    struct shop *shop = shop_open("examples/wanwu-xinxuan.yaml");
    struct shop *other = shop_open("examples/wanwu-xinxuan.yaml");
    struct snapshot kept[6];
    size_t count = 0;
    (void)state;
    for (uint64_t i = 1; i <= 6000; i++) {
        const fenrun_event events[] = {
            {.kind = FENRUN_EVENT_JOIN, .member = i, .inviter = i / 3, .at = 1},
            {.kind = FENRUN_EVENT_TIER, .member = 1 + i / 2, .tier = (uint32_t)(i % 3), .at = 1},
            {.kind = FENRUN_EVENT_ORDER,
             .at = 1,
             .id_high = i % 2,
             .id_low = i,
             .roles = {i},
             .amounts = {10000, 1000}},
            {.kind = FENRUN_EVENT_REFUND,
             .at = 1,
             .id_low = 1,
             .order_high = i / 2 % 2,
             .order_low = i / 2,
             .amounts = {100}}};
        for (size_t k = 0; k < sizeof events / sizeof events[0]; k++) {
            int32_t code = fenrun_apply(shop->tree, &events[k], shop->result, NULL);
            assert_int_equal(fenrun_apply(other->tree, &events[k], other->result, NULL), code);
        }
        if (i % 1000 != 500) continue;
        kept[count] = take(shop->tree);
        reopen(shop, &kept[count++]);
    }
    struct snapshot a = take(shop->tree), b = take(other->tree);
    expect_same(&a, &b);
    shop_close(shop);
    shop_close(other);
    for (size_t i = 0; i < count; i++) free(kept[i].bytes);
    free(a.bytes);
    free(b.bytes);
}

static void a_snapshot_says_what_it_is(void **state) {
    static const char attachment[] = "A is 小微";
    struct shop *shop = open_everything();
    fenrun_snapshot_options options = {.struct_size = sizeof options,
                                       .attachment = attachment,
                                       .attachment_size = sizeof attachment};
    struct snapshot snapshot = {0}, plain;
    fenrun_snapshot_info written, info, other;
    char hash[FENRUN_HASH_SIZE];
    (void)state;
    live(shop);
    assert_int_equal(
        fenrun_snapshot_write(shop->tree, &options, keep, &snapshot, &written, NULL), FENRUN_OK);
    assert_int_equal(fenrun_snapshot_inspect(snapshot.bytes, snapshot.size, &info, NULL),
                     FENRUN_OK);
    assert_memory_equal(&written, &info, sizeof info);
    assert_memory_equal(snapshot.bytes, FENRUN_SNAPSHOT_MAGIC, 16);
    assert_int_equal(info.size, snapshot.size);
    assert_int_equal(info.attachment_size, sizeof attachment);
    assert_memory_equal(snapshot.bytes + info.attachment_offset, attachment, sizeof attachment);
    assert_int_equal(info.member_count, 4);
    assert_int_equal(info.order_count, 3);
    assert_true(info.change_count > 0);
    assert_int_equal(info.at, 3 * DAY);
    assert_int_equal(info.layout, 1);
    assert_int_equal(info.flags, FENRUN_TREE_REMEMBERS_ORDERS);
    assert_int_equal(fenrun_rules_hash(shop->rules, hash, NULL), FENRUN_OK);
    assert_string_equal(info.rules_hash, hash);
    assert_int_equal(strspn(info.hash, "0123456789abcdef"), 32);

    /* Another attachment is another snapshot, of the same rules; none has no bytes. */
    plain = take(shop->tree);
    assert_int_equal(fenrun_snapshot_inspect(plain.bytes, plain.size, &other, NULL), FENRUN_OK);
    assert_string_not_equal(info.hash, other.hash);
    assert_string_equal(info.rules_hash, other.rules_hash);
    assert_int_equal(other.attachment_size, 0);
    shop_close(shop);
    free(snapshot.bytes);
    free(plain.bytes);
}

static void the_rule_set_travels_with_the_tree(void **state) {
    struct shop *shop = open_everything();
    char before[FENRUN_HASH_SIZE], after[FENRUN_HASH_SIZE];
    fenrun_error findings[1];
    (void)state;
    live(shop);
    assert_ptr_equal(fenrun_tree_rules(shop->tree), shop->rules);
    assert_null(fenrun_tree_rules(NULL));
    fenrun_rules_hash(shop->rules, before, NULL);
    struct snapshot snapshot = take(shop->tree);
    shop_close(shop);

    fenrun_tree *tree = open_as(snapshot.bytes, snapshot.size, 0);
    const fenrun_rules *rules = fenrun_tree_rules(tree);
    assert_int_equal(fenrun_rules_hash(rules, after, NULL), FENRUN_OK);
    assert_string_equal(before, after);
    assert_string_equal(fenrun_rules_name(rules, FENRUN_NAME_RULES, 1), "everything");
    assert_string_equal(fenrun_rules_name(rules, FENRUN_NAME_TIER, 1), "gold");
    assert_int_equal(fenrun_rules_effective(rules, 1), 19 * DAY);
    assert_int_equal(fenrun_rules_check(rules, findings, 1, NULL), FENRUN_OK);
    fenrun_tree_free(tree);
    free(snapshot.bytes);
}

/* Pages that nobody may write. */
static void *read_only_pages(const struct snapshot *snapshot) {
    void *pages = mmap(NULL, snapshot->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                       -1, 0);
    assert_true(pages != MAP_FAILED);
    memcpy(pages, snapshot->bytes, snapshot->size);
    assert_int_equal(mprotect(pages, snapshot->size, PROT_READ), 0);
    return pages;
}

static void a_read_only_tree_is_read(void **state) {
    struct shop *shop = open_everything();
    fenrun_member member = {.id = 9};
    fenrun_tree_status status;
    size_t count;
    (void)state;
    live(shop);
    struct snapshot snapshot = take(shop->tree), again;
    fenrun_tree_free(shop->tree);
    void *pages = read_only_pages(&snapshot);
    shop->tree = open_as(pages, snapshot.size, FENRUN_SNAPSHOT_VERIFY);

    /* On 21 days windows have moved and the second version is in force. */
    const fenrun_event events[] = {
        {.kind = FENRUN_EVENT_ORDER, .at = 21 * DAY, .id_low = 9, .roles = {4},
         .amounts = {60000}},
        {.kind = FENRUN_EVENT_JOIN, .at = 21 * DAY, .member = 9, .inviter = 3},
        {.kind = FENRUN_EVENT_TIER, .at = 21 * DAY, .member = 4, .tier = 1},
        {.kind = FENRUN_EVENT_MOVE, .at = 21 * DAY, .member = 4, .inviter = 1},
        {.kind = FENRUN_EVENT_REFUND, .at = 21 * DAY, .id_low = 9, .order_low = 3,
         .amounts = {10000}},
        {.kind = FENRUN_EVENT_OWN, .at = 21 * DAY, .id_low = 9, .roles = {4}},
        {.kind = FENRUN_EVENT_CLOSE, .at = 21 * DAY, .id_low = 9}};
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
        assert_int_equal(fenrun_pay(shop->tree, &events[i], shop->result, NULL), FENRUN_OK);
        assert_int_equal(fenrun_explain(shop->tree, &events[i], NULL, shop->result, NULL),
                         FENRUN_OK);
        assert_int_equal(fenrun_apply(shop->tree, &events[i], shop->result, &shop->error),
                         FENRUN_ERROR_ARGUMENT);
        assert_string_equal(shop->error.message,
                            "the tree is a snapshot that was opened read-only; allowed: what only "
                            "reads");
    }
    count = 7;
    assert_int_equal(fenrun_apply_sequence(shop->tree, events, 7, shop->result, &count, NULL),
                     FENRUN_ERROR_ARGUMENT);
    assert_int_equal(count, 0);
    assert_int_equal(fenrun_tree_load(shop->tree, &member, 1, NULL), FENRUN_ERROR_ARGUMENT);
    assert_int_equal(fenrun_tree_member(shop->tree, 3, DAY, &member, NULL), FENRUN_OK);
    assert_int_equal(member.tier, 0);
    fenrun_tree_inspect(shop->tree, &status);
    assert_int_equal(status.member_count, 4);
    assert_int_equal(status.order_count, 3);
    assert_int_equal(status.at, 3 * DAY);
    again = take(shop->tree);
    expect_same(&snapshot, &again);
    fenrun_tree_free(shop->tree);
    shop->tree = NULL;
    shop_close(shop);
    munmap(pages, snapshot.size);
    free(snapshot.bytes);
    free(again.bytes);
}

static void an_empty_tree_can_be_written(void **state) {
    struct shop *shop = shop_open("examples/wanwu-xinxuan.yaml");
    (void)state;
    struct snapshot snapshot = take(shop->tree);
    reopen(shop, &snapshot);
    shop_at(shop, 5);
    shop_join(shop, "A", NULL, "");
    shop_order(shop, "1", "A", "100.00", "10.00", "A 10.00 CNY");
    shop_close(shop);
    free(snapshot.bytes);
}

static void what_differs_between_equal_trees_is_nothing(void **state) {
    struct shop *a = open_everything(), *b = open_everything();
    (void)state;
    live(a);
    live(b);
    struct snapshot first = take(a->tree), second = take(b->tree);
    expect_same(&first, &second);
    shop_close(a);
    shop_close(b);
    free(first.bytes);
    free(second.bytes);
}

/* ---- Refusals ---- */

static void every_changed_byte_is_noticed(void **state) {
    struct shop *shop = open_everything();
    fenrun_snapshot_info info;
    (void)state;
    live(shop);
    struct snapshot snapshot = {0};
    const fenrun_snapshot_options options = {
        .struct_size = sizeof options, .attachment = "A", .attachment_size = 1};
    assert_int_equal(fenrun_snapshot_write(shop->tree, &options, keep, &snapshot, NULL, NULL),
                     FENRUN_OK);
    for (size_t i = 0; i < snapshot.size; i++) {
        snapshot.bytes[i] ^= 1;
        bool header = fenrun_snapshot_inspect(snapshot.bytes, snapshot.size, &info, NULL) != 0;
        int32_t code = fenrun_snapshot_verify(snapshot.bytes, snapshot.size, NULL, &shop->error);
        if (code != FENRUN_ERROR_SNAPSHOT) fail_msg("byte %zu: %d", i, (int)code);
        assert_true(!header || i < 1088);
        snapshot.bytes[i] ^= 1;
    }
    assert_int_equal(fenrun_snapshot_verify(snapshot.bytes, snapshot.size, NULL, NULL), FENRUN_OK);
    snapshot.bytes[snapshot.size - 1] = 1;
    fenrun_snapshot_verify(snapshot.bytes, snapshot.size, NULL, &shop->error);
    assert_non_null(strstr(shop->error.message, "behind segment attachment: byte "));
    shop_close(shop);
    free(snapshot.bytes);
}

static void every_cut_is_noticed(void **state) {
    struct shop *shop = open_everything();
    char message[FENRUN_MESSAGE_SIZE];
    (void)state;
    live(shop);
    struct snapshot snapshot = take(shop->tree);
    for (size_t size = 1; size < snapshot.size; size++) {
        if (size < 1088) {
            snprintf(message, sizeof message,
                     "the snapshot is cut: %zu bytes are not even its header", size);
        } else {
            snprintf(message, sizeof message, "the snapshot is cut: %zu of %zu bytes", size,
                     snapshot.size);
        }
        expect_refused(snapshot.bytes, size, message);
    }
    expect_refused(snapshot.bytes, 0, "the bytes are no fenrun snapshot");
    keep(&snapshot, "more", 4);
    snprintf(message, sizeof message, "the snapshot is %zu bytes; 4 more follow it",
             snapshot.size - 4);
    expect_refused(snapshot.bytes, snapshot.size, message);
    shop_close(shop);
    free(snapshot.bytes);
}

static void what_is_foreign_is_told(void **state) {
    struct shop *shop = open_everything();
    (void)state;
    struct snapshot snapshot = take(shop->tree);
    unsigned char *bytes = snapshot.bytes;
    static const _Alignas(64) char foreign[] = "member,inviter,tier\nA,,gold\n";
    expect_refused(foreign, sizeof foreign, "the bytes are no fenrun snapshot");
    const struct {
        size_t at;
        const char *bytes;
        size_t size;
        const char *message;
    } changes[] = {
        {0, "x", 1, "the bytes are no fenrun snapshot"},
        {12, "\n\x1a\n\x04", 4,
         "the snapshot was copied as if it were text: its line ends are not what they were"},
        {16, "\x01\x02\x03\x04", 4,
         "the snapshot was made on a big-endian machine; this one is not"},
        {20, "\x03\0\0\0", 4, "the snapshot's layout is version 3; this library reads 1"}};
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        unsigned char kept[8];
        memcpy(kept, bytes + changes[i].at, changes[i].size);
        memcpy(bytes + changes[i].at, changes[i].bytes, changes[i].size);
        expect_refused(bytes, snapshot.size, changes[i].message);
        memcpy(bytes + changes[i].at, kept, changes[i].size);
    }
    bytes[100] ^= 1;
    assert_int_equal(fenrun_snapshot_verify(bytes, snapshot.size, NULL, &shop->error),
                     FENRUN_ERROR_SNAPSHOT);
    assert_non_null(strstr(shop->error.message, "the snapshot's header is damaged (hash "));
    bytes[100] ^= 1;
    bytes[1088] ^= 1;
    assert_int_equal(fenrun_snapshot_verify(bytes, snapshot.size, NULL, &shop->error),
                     FENRUN_ERROR_SNAPSHOT);
    assert_non_null(
        strstr(shop->error.message, "the snapshot's segment rules is damaged (hash "));
    shop_close(shop);
    free(snapshot.bytes);
}

static void wrong_arguments_are_refused(void **state) {
    struct shop *shop = shop_open("examples/wanwu-xinxuan.yaml");
    fenrun_snapshot_info info;
    fenrun_error *error = &shop->error;
    fenrun_tree *tree;
    char hash[FENRUN_HASH_SIZE];
    (void)state;
    struct snapshot snapshot = take(shop->tree);
    fenrun_open_options options = {.struct_size = sizeof options, .flags = 4};
    fenrun_snapshot_options written = {.struct_size = sizeof written, .attachment_size = 1};
    fenrun_allocator nothing = {NULL, NULL};
    const void *bytes = snapshot.bytes;
    size_t size = snapshot.size;
    const struct {
        int32_t code;
        const char *message;
    } cases[] = {
        {fenrun_snapshot_inspect(NULL, 1, &info, error), "bytes is NULL"},
        {fenrun_snapshot_open(&tree, snapshot.bytes + 8, 8, NULL, NULL), NULL},
        {fenrun_snapshot_verify(snapshot.bytes + 8, 8, NULL, NULL), NULL},
        {fenrun_snapshot_inspect(bytes, size, NULL, NULL), NULL},
        {fenrun_snapshot_open(NULL, bytes, size, NULL, NULL), NULL},
        {fenrun_snapshot_open(&tree, NULL, size, NULL, NULL), NULL},
        {fenrun_snapshot_open(&tree, bytes, size, &options, NULL), NULL},
        {fenrun_snapshot_verify(bytes, size, &nothing, NULL), NULL},
        {fenrun_snapshot_write(NULL, NULL, keep, NULL, NULL, NULL), NULL},
        {fenrun_snapshot_write(shop->tree, NULL, NULL, NULL, NULL, NULL), NULL},
        {fenrun_snapshot_write(shop->tree, &written, keep, NULL, NULL, NULL), NULL},
        {fenrun_rules_hash(NULL, hash, NULL), NULL},
        {fenrun_rules_hash(shop->rules, NULL, NULL), NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(cases[i].code, FENRUN_ERROR_ARGUMENT);
        if (cases[i].message) assert_string_equal(error->message, cases[i].message);
    }
    fenrun_snapshot_open(&tree, snapshot.bytes + 8, 8, NULL, error);
    assert_string_equal(error->message, "bytes are not on a boundary of 64");
    options = (fenrun_open_options){.struct_size = sizeof options, .reserved = 1};
    assert_int_equal(fenrun_snapshot_open(&tree, bytes, size, &options, NULL),
                     FENRUN_ERROR_ARGUMENT);
    shop_close(shop);
    free(snapshot.bytes);
}

static void writing_can_be_stopped(void **state) {
    struct shop *shop = open_everything();
    (void)state;
    live(shop);
    struct snapshot whole = take(shop->tree);
    for (size_t i = 1; i <= whole.calls; i++) {
        struct snapshot snapshot = {.stop_at = i};
        fenrun_snapshot_info info = {.size = 1};
        assert_int_equal(
            fenrun_snapshot_write(shop->tree, NULL, keep, &snapshot, &info, &shop->error),
            FENRUN_ERROR_SNAPSHOT);
        assert_string_equal(shop->error.message,
                            "the snapshot is not written: `write` stopped it");
        assert_int_equal(snapshot.calls, i);
        assert_int_equal(info.size, 1);
        if (snapshot.size > 0) assert_memory_equal(snapshot.bytes, whole.bytes, snapshot.size);
        free(snapshot.bytes);
    }
    shop_close(shop);
    free(whole.bytes);
}

static void every_failing_allocation_is_told(void **state) {
    struct shop *shop = open_everything();
    (void)state;
    live(shop);
    struct snapshot snapshot = take(shop->tree);
    for (uint32_t flags = 0; flags < 4; flags++) {
        struct bank bank = {.failed = true};
        for (size_t i = 1; bank.failed; i++) {
            bank = (struct bank){.fail_at = i};
            const fenrun_allocator allocator = {bank_resize, &bank};
            const fenrun_open_options options = {
                .struct_size = sizeof options, .allocator = &allocator, .flags = flags};
            fenrun_tree *tree;
            int32_t code =
                fenrun_snapshot_open(&tree, snapshot.bytes, snapshot.size, &options, NULL);
            assert_int_equal(code, bank.failed ? FENRUN_ERROR_MEMORY : FENRUN_OK);
            fenrun_tree_free(tree);
            bank_expect_nothing_left(&bank);
        }
    }
    shop_close(shop);
    free(snapshot.bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reopened_tree_goes_on_as_the_old_one),
        cmocka_unit_test(a_reopened_tree_grows),
        cmocka_unit_test(a_snapshot_says_what_it_is),
        cmocka_unit_test(the_rule_set_travels_with_the_tree),
        cmocka_unit_test(a_read_only_tree_is_read),
        cmocka_unit_test(an_empty_tree_can_be_written),
        cmocka_unit_test(what_differs_between_equal_trees_is_nothing),
        cmocka_unit_test(every_changed_byte_is_noticed),
        cmocka_unit_test(every_cut_is_noticed),
        cmocka_unit_test(what_is_foreign_is_told),
        cmocka_unit_test(wrong_arguments_are_refused),
        cmocka_unit_test(writing_can_be_stopped),
        cmocka_unit_test(every_failing_allocation_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
