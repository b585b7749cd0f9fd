/* Forger: see the header. */
#include "unit/forger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/shop.h"

#define FORGER_DAY INT64_C(86400)

static const char forger_rules[] =
    "fenrun: 1\n"
    "name: forged\n"
    "currency: CNY\n"
    "rounding: half_even\n"
    "tiers: [normal, gold]\n"
    "team_leaders: [gold]\n"
    "periods: [month]\n"
    "labels: { best: { review: month, rank: own_sales in month, top: 1 } }\n"
    "order: { roles: [seller], amounts: [price] }\n"
    "events: { visit: { roles: [guest] } }\n"
    "promotions: { review: at_once, gold: [{ own_sales in 10 days: 500.00, team_members: 1 }] }\n"
    "awards:\n"
    "  sale: { event: order, to: seller, pay: 10% of price }\n"
    "  team: { event: order, to: seller.inviter, pay: 5% of price,\n"
    "          cap: { at_most: 30.00, in: month, over: clip } }\n"
    "  levels: { event: order, to: seller.uplines, unqualified: skip,\n"
    "            pay: [1% of price, 1% of price] }\n"
    "  guest: { event: visit, to: guest, pay: 1.00 }\n"
    "  pool: { event: month, to: member, pool: 1% of all_sales in month, share: equally,\n"
    "          remainder_to: platform }\n";

static int32_t forger_write(void *context, const void *bytes, size_t size) {
    struct forger *forger = context;
    unsigned char *grown =
        aligned_alloc(FENRUN__LAYOUT_ALIGNMENT, (forger->size + size + 63) / 64 * 64);
    assert_non_null(grown);
    if (forger->size > 0) memcpy(grown, forger->bytes, forger->size);
    memcpy(grown + forger->size, bytes, size);
    free(forger->bytes);
    forger->bytes = grown;
    forger->size += size;
    return 0;
}

static void forger_apply(struct shop *shop, fenrun_event event) {
    if (fenrun_apply(shop->tree, &event, shop->result, &shop->error) == FENRUN_OK) return;
    fail_msg("%s", shop->error.message);
}

static void forger_live(struct shop *shop) {
    const int64_t day = FORGER_DAY;
    for (uint64_t i = 1; i <= 3; i++) {
        forger_apply(shop, (fenrun_event){.kind = FENRUN_EVENT_JOIN, .member = i,
                                          .inviter = i - 1});
    }
    forger_apply(shop, (fenrun_event){.kind = FENRUN_EVENT_TIER, .member = 1, .tier = 1});
    const fenrun_event order = {.kind = FENRUN_EVENT_ORDER, .at = day, .id_low = 1, .roles = {3},
                                .amounts = {40000}};
    forger_apply(shop, order);
    forger_apply(shop, (fenrun_event){.kind = FENRUN_EVENT_CLOSE, .at = day, .id_low = 1});
    forger_apply(shop, (fenrun_event){.kind = FENRUN_EVENT_OWN, .at = day, .id_low = 7,
                                      .roles = {1}});
    fenrun_event next = order;
    next.at = 2 * day;
    next.id_low = 2;
    next.id_high = 5;
    forger_apply(shop, next);
    forger_apply(shop, (fenrun_event){.kind = FENRUN_EVENT_JOIN, .at = 2 * day, .member = 4,
                                      .inviter = 3});
    next.id_low = 3;
    next.roles[0] = 4;
    forger_apply(shop, next);
    for (uint64_t i = 1; i <= 2; i++) {
        forger_apply(shop, (fenrun_event){.kind = FENRUN_EVENT_REFUND, .at = 3 * day, .id_low = i,
                                          .order_low = i, .order_high = i == 2 ? 5 : 0,
                                          .amounts = {10000}});
    }
    forger_apply(shop, (fenrun_event){.kind = FENRUN_EVENT_MOVE, .at = 3 * day, .member = 3,
                                      .inviter = 1});
}

struct forger *forger_open(void) {
    struct forger *forger = calloc(1, sizeof *forger);
    struct shop *shop = shop_open_text(forger_rules);
    assert_non_null(forger);
    forger_live(shop);
    assert_int_equal(
        fenrun_snapshot_write(shop->tree, NULL, forger_write, forger, NULL, NULL), FENRUN_OK);
    shop_close(shop);
    forger->sound = malloc(forger->size);
    assert_non_null(forger->sound);
    memcpy(forger->sound, forger->bytes, forger->size);
    forger->layout = (struct fenrun__layout *)(void *)forger->bytes;
    assert_int_equal(fenrun_snapshot_verify(forger->bytes, forger->size, NULL, NULL), FENRUN_OK);
    return forger;
}

void forger_close(struct forger *forger) {
    free(forger->bytes);
    free(forger->sound);
    free(forger);
}

void *forger_rows(struct forger *forger, uint32_t segment) {
    struct fenrun__segment found =
        fenrun__layout_segment(forger->layout, forger->bytes, segment);
    return fenrun__segment_rows(&found);
}

void *forger_tree_rows(struct forger *forger, uint32_t segment) {
    return forger_rows(forger, FENRUN__LAYOUT_TREE + segment);
}

void *forger_ledger_rows(struct forger *forger, uint32_t segment) {
    return forger_rows(forger, FENRUN__LAYOUT_LEDGER + segment);
}

void forger_seal(struct forger *forger) {
    struct fenrun__layout *layout = forger->layout;
    for (uint32_t i = 0; i < FENRUN__LAYOUT_SEGMENTS; i++) {
        const struct fenrun__layout_entry *there =
            ((const struct fenrun__layout *)(const void *)forger->sound)->entries + i;
        layout->entries[i].hash =
            fenrun__digest(forger->bytes + there->offset, (size_t)(there->count * there->row_size));
    }
    fenrun__layout_seal(layout);
}

void forger_expect_message(struct forger *forger, const char *message) {
    fenrun_error error = {0};
    int32_t code = fenrun_snapshot_verify(forger->bytes, forger->size, NULL, &error);
    assert_string_equal(error.message, message);
    assert_int_equal(code, FENRUN_ERROR_SNAPSHOT);
    memcpy(forger->bytes, forger->sound, forger->size);
}

void forger_expect(struct forger *forger, const char *unsound) {
    char message[FENRUN_MESSAGE_SIZE];
    snprintf(message, sizeof message, "the snapshot is whole, but not sound: %s", unsound);
    forger_seal(forger);
    forger_expect_message(forger, message);
}
