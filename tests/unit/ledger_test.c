/* Ledger: what goes in comes out, whatever the ids, numbers and chunks; and what it weighs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fenrun.h"
#include "model/random.h"
#include "settle/ledger.h"
#include "unit/scarce.h"

#define SEED 20240303u
#define CHUNK_SIZE 262144u

static const struct fenrun__ledger_keeps keeps_nothing = {0};
static const struct fenrun__ledger_keeps keeps_all = {true, FENRUN__LEDGER_FIGURES_MAX};

struct order {
    struct fenrun__ledger_id id;
    uint64_t contents;
    int64_t at;
    int64_t total;
    uint32_t seller;
    uint32_t payout_count;
    struct fenrun__ledger_payout payouts[4];
    int64_t refunded;
};

static void add_payout(struct fenrun__ledger *ledger, struct fenrun__ledger_payout payout) {
    fenrun_payout row = {.amount = payout.amount, .award = payout.award, .level = payout.level};
    fenrun__ledger_add_payouts(ledger, &row, &payout.payee, 1);
}

static void add_order(struct fenrun__ledger *ledger, const struct order *order) {
    assert_int_equal(fenrun__ledger_reserve(ledger, order->payout_count), FENRUN_OK);
    const struct fenrun__ledger_order record = {.id = order->id,
                                                .kind = FENRUN__LEDGER_ORDER,
                                                .payout_count = order->payout_count,
                                                .contents = order->contents,
                                                .at = order->at,
                                                .total = order->total,
                                                .seller = order->seller};
    uint32_t place = fenrun__ledger_add(ledger, &record);
    struct fenrun__ledger_order there;
    fenrun__ledger_read(ledger, place, &there);
    assert_true(there.contents == order->contents && there.refund == FENRUN__NONE);
    for (uint32_t i = 0; i < order->payout_count; i++) {
        add_payout(ledger, order->payouts[i]);
    }
}

static bool find_order(const struct fenrun__ledger *ledger, struct fenrun__ledger_id id,
                       struct fenrun__ledger_order *order) {
    return fenrun__ledger_find(ledger, FENRUN__LEDGER_ORDER, id, order);
}

static void expect_payout(struct fenrun__ledger_payout payout,
                          struct fenrun__ledger_payout expected) {
    assert_true(payout.amount == expected.amount);
    assert_int_equal(payout.award, expected.award);
    assert_int_equal(payout.payee, expected.payee);
    assert_int_equal(payout.level, expected.level);
}

static void expect_order(const struct fenrun__ledger *ledger, const struct order *order) {
    struct fenrun__ledger_order found;
    assert_true(find_order(ledger, order->id, &found));
    assert_true(found.contents == order->contents);
    assert_true(found.at == order->at);
    assert_true(found.total == order->total);
    assert_int_equal(found.seller, order->seller);
    assert_int_equal(found.payout_count, order->payout_count);
    assert_true(fenrun__ledger_refunded(ledger, &found) == order->refunded);
    for (uint32_t i = 0; i < order->payout_count; i++) {
        expect_payout(fenrun__ledger_next(&found), order->payouts[i]);
    }
}

static void a_record_comes_back_as_it_went_in(void **state) {
    (void)state;
    /* Numbers of every length in bytes of 7 bits, and their neighbours. */
    static const struct order orders[] = {
        {{0, 1}, 0, 0, 0, 0, 0, {{0}}, 0},
        {{0, UINT64_MAX}, UINT64_MAX, -1, 127, 128, 1, {{1, 0, 0, 0}}, 0},
        {{1, 0}, 5, INT64_MIN, 128, 127, 2, {{127, 127, 127, 127}, {128, 128, 128, 128}}, 0},
        {{1, 1}, 6, 1709287200, 16383, 16384, 2, {{16383, 1, 16383, 0}, {16384, 2, 16384, 0}}, 0},
        {{UINT64_MAX, UINT64_MAX}, 7, INT64_MAX, INT64_MAX, UINT32_MAX - 2, 4,
         {{INT64_MAX, 16383, UINT32_MAX - 2, 0}, {-1, 1, 1, 0}, {-INT64_MAX, 2, 2, 0},
          {3, 3, 3, UINT32_MAX}}, 0},
        {{UINT64_C(1) << 63, 1}, 8, 63, INT64_C(1) << 62, 9, 0, {{0}}, 0},
        {{0, UINT64_C(1) << 63}, 9, 64, 1, 9, 0, {{0}}, 0},
    };
    enum { COUNT = sizeof orders / sizeof orders[0] };
    struct fenrun__ledger ledger;
    struct fenrun__ledger_order found;
    fenrun__ledger_init(&ledger, NULL, 5, keeps_nothing);
    for (size_t i = 0; i < COUNT; i++) {
        assert_false(find_order(&ledger, orders[i].id, &found));
        add_order(&ledger, orders + i);
        for (size_t j = 0; j <= i; j++) expect_order(&ledger, orders + j);
    }
    assert_int_equal(ledger.order_count, COUNT);
    /* The upper half of an id counts as much as the lower. */
    static const struct fenrun__ledger_id unknown[] = {{0, 0}, {0, 2}, {2, 1}, {2, 0}, {1, 2}};
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        assert_false(find_order(&ledger, unknown[i], &found));
    }
    fenrun__ledger_free(&ledger);
    assert_int_equal(ledger.memory.bytes, 0);
}

static struct order random_order(struct random_source *random, uint32_t number) {
    int64_t total_max = INT64_C(1) << random_below(random, 62);
    struct order order = {.id = {random_one_in(random, 2) ? 0 : random_next(random), number + 1},
                          .contents = random_next(random),
                          .total = random_between(random, 1, total_max),
                          .seller = random_below(random, 1u << random_below(random, 31)),
                          .payout_count = random_below(random, 5)};
    for (uint32_t i = 0; i < order.payout_count; i++) {
        order.payouts[i] = (struct fenrun__ledger_payout){
            .amount = random_between(random, 1, order.total) * (random_one_in(random, 4) ? -1 : 1),
            .award = random_below(random, FENRUN_AWARDS_MAX * FENRUN_VERSIONS_MAX),
            .payee = random_below(random, 1u << random_below(random, 31)),
            .level = random_one_in(random, 2) ? 0 : random_below(random, 1u << 31)};
    }
    return order;
}

static void orders_and_refunds_in_any_sequence_are_kept_over_many_chunks(void **state) {
    (void)state;
    enum { ORDERS = 20000, REFUNDS = 30000 };
    struct random_source random = {SEED};
    struct fenrun__ledger ledger;
    fenrun__ledger_init(&ledger, NULL, SEED, keeps_nothing);
    struct order *orders = calloc(ORDERS, sizeof *orders);
    assert_non_null(orders);
    print_message("seed %u\n", SEED);
    uint32_t count = 0, refunds = 0;
    while (count < ORDERS || refunds < REFUNDS) {
        if (count < ORDERS && (count == 0 || random_one_in(&random, 2))) {
            orders[count] = random_order(&random, count);
            add_order(&ledger, orders + count++);
            continue;
        }
        if (refunds == REFUNDS) continue;
        struct order *order = orders + random_below(&random, count);
        if (order->refunded == order->total) continue;
        int64_t part = random_between(&random, 1, order->total - order->refunded);
        struct fenrun__ledger_order found;
        struct fenrun__ledger_id id = {refunds % 3 ? 0 : refunds, refunds};
        assert_true(find_order(&ledger, order->id, &found));
        assert_int_equal(fenrun__ledger_reserve_refund(&ledger), FENRUN_OK);
        fenrun__ledger_add_refund(&ledger, &found, id, refunds, part);
        order->refunded += part;
        refunds++;
    }
    assert_true(ledger.chunk_count > 2);
    assert_int_equal(ledger.order_count, ORDERS);
    assert_int_equal(ledger.refund_count, REFUNDS);
    for (uint32_t i = 0; i < ORDERS; i++) expect_order(&ledger, orders + i);
    for (uint32_t i = 1; i < REFUNDS; i++) {
        const struct fenrun__ledger_refund *refund = ledger.refunds + i;
        assert_ptr_equal(fenrun__ledger_find_refund(&ledger, refund->order, refund->id), refund);
        assert_true(refund->at == i && refund->part > 0 && refund->sum >= refund->part);
        assert_null(fenrun__ledger_find_refund(&ledger, refund->order + 1, refund->id));
    }
    free(orders);
    fenrun__ledger_free(&ledger);
    assert_int_equal(ledger.memory.bytes, 0);
}

static void a_refund_counts_within_its_order(void **state) {
    (void)state;
    static const struct order first = {.id = {0, 1}, .total = 100, .seller = 3};
    static const struct order second = {.id = {0, 2}, .total = 100, .seller = 3};
    struct fenrun__ledger ledger;
    struct fenrun__ledger_order a, b;
    fenrun__ledger_init(&ledger, NULL, 5, keeps_nothing);
    add_order(&ledger, &first);
    add_order(&ledger, &second);
    /* Ids that differ in one half; 0/0 is one like any other. */
    static const struct fenrun__ledger_id ids[] = {{0, 0}, {0, 7}, {7, 0}, {7, 7}};
    int64_t sum = 0;
    for (uint32_t i = 0; i < 4; i++) {
        assert_true(find_order(&ledger, first.id, &a));
        assert_true(find_order(&ledger, second.id, &b));
        assert_int_equal(fenrun__ledger_refunded(&ledger, &a), sum);
        assert_int_equal(fenrun__ledger_refunded(&ledger, &b), 0);
        assert_null(fenrun__ledger_find_refund(&ledger, a.place, ids[i]));
        assert_int_equal(fenrun__ledger_reserve_refund(&ledger), FENRUN_OK);
        fenrun__ledger_add_refund(&ledger, &a, ids[i], 50, 10 + i);
        sum += 10 + i;
        const struct fenrun__ledger_refund *refund =
            fenrun__ledger_find_refund(&ledger, a.place, ids[i]);
        assert_non_null(refund);
        assert_int_equal(refund->part, 10 + i);
        assert_int_equal(refund->sum, sum);
        assert_null(fenrun__ledger_find_refund(&ledger, b.place, ids[i]));
    }
    fenrun__ledger_free(&ledger);
}

/* So many that some share all that the index knows of them: only the whole id tells them apart, and
   of their refunds, which all have one id, only the order. */
static void orders_whose_hashes_collide_are_told_apart(void **state) {
    (void)state;
    enum { COUNT = 250000 };
    struct fenrun__ledger ledger;
    struct fenrun__ledger_order found;
    static const struct fenrun__ledger_id one = {0, 1};
    fenrun__ledger_init(&ledger, NULL, SEED, keeps_nothing);
    for (uint32_t i = 0; i < COUNT; i++) {
        struct order order = {.id = {i, 77}, .contents = i, .total = 1000000, .seller = 3};
        add_order(&ledger, &order);
        assert_true(find_order(&ledger, order.id, &found));
        assert_int_equal(fenrun__ledger_reserve_refund(&ledger), FENRUN_OK);
        fenrun__ledger_add_refund(&ledger, &found, one, 5, i + 1);
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_true(find_order(&ledger, (struct fenrun__ledger_id){i, 77}, &found));
        assert_true(found.contents == i);
        assert_int_equal(fenrun__ledger_find_refund(&ledger, found.place, one)->part, i + 1);
    }
    fenrun__ledger_free(&ledger);
}

/* Other numbers for each record and place in it. */
static struct fenrun__ledger_payout long_payout(uint64_t record, uint32_t place) {
    return (struct fenrun__ledger_payout){.amount = place % 2 ? INT64_MAX - (int64_t)record
                                                              : (int64_t)record - INT64_MAX,
                                          .award = place,
                                          .payee = UINT32_MAX - 2 - place,
                                          .level = UINT32_MAX - place};
}

static void add_long_order(struct fenrun__ledger *ledger, uint64_t record, uint32_t count) {
    const struct fenrun__ledger_order order = {.id = {UINT64_MAX, record},
                                               .payout_count = count,
                                               .contents = record,
                                               .at = INT64_MIN,
                                               .total = INT64_MAX,
                                               .seller = UINT32_MAX - 2};
    assert_int_equal(fenrun__ledger_reserve(ledger, count), FENRUN_OK);
    fenrun__ledger_add(ledger, &order);
    for (uint32_t i = 0; i < count; i++) add_payout(ledger, long_payout(record, i));
    assert_true(ledger->used <= (uint64_t)ledger->chunk_count * CHUNK_SIZE);
}

/* From one payout to some megabytes of them: the room that is left at the end of a block is given
   up, never written over, and none is too long. */
static void an_order_of_any_length_lies_in_one_block(void **state) {
    (void)state;
    static const uint32_t counts[] = {1, 256, 9000, 3, 20000, 2, 150000, 256, 8736, 8737};
    enum { ROUNDS = 3, COUNT = sizeof counts / sizeof counts[0] };
    struct fenrun__ledger ledger;
    fenrun__ledger_init(&ledger, NULL, 5, keeps_all);
    for (uint64_t i = 0; i < ROUNDS * COUNT; i++) {
        add_long_order(&ledger, i + 1, counts[i % COUNT]);
    }
    for (uint64_t i = 0; i < ROUNDS * COUNT; i++) {
        struct fenrun__ledger_order found;
        assert_true(find_order(&ledger, (struct fenrun__ledger_id){UINT64_MAX, i + 1}, &found));
        assert_true(found.contents == i + 1);
        assert_int_equal(found.payout_count, counts[i % COUNT]);
        for (uint32_t j = 0; j < found.payout_count; j++) {
            expect_payout(fenrun__ledger_next(&found), long_payout(i + 1, j));
        }
    }
    fenrun__ledger_free(&ledger);
    assert_int_equal(ledger.memory.bytes, 0);
}

static void own_events_have_ids_of_their_own(void **state) {
    (void)state;
    enum { KINDS = 1 + FENRUN_EVENTS_MAX, IDS = 40 };
    struct fenrun__ledger ledger;
    struct fenrun__ledger_order found;
    fenrun__ledger_init(&ledger, NULL, 5, keeps_all);
    for (uint32_t i = 0; i < KINDS * IDS; i++) {
        uint32_t kind = i % KINDS;
        struct fenrun__ledger_order record = {.id = {i / KINDS % 2, i / KINDS},
                                              .kind = kind,
                                              .payout_count = 1,
                                              .contents = i,
                                              .at = 7,
                                              .total = 9,
                                              .closes = i};
        assert_false(fenrun__ledger_find(&ledger, kind, record.id, &found));
        assert_int_equal(fenrun__ledger_reserve(&ledger, 1), FENRUN_OK);
        fenrun__ledger_add(&ledger, &record);
        const struct fenrun__ledger_payout payout = {.amount = 1 + (int64_t)i};
        add_payout(&ledger, payout);
    }
    assert_int_equal(ledger.order_count, IDS);
    for (uint32_t i = 0; i < KINDS * IDS; i++) {
        struct fenrun__ledger_id id = {i / KINDS % 2, i / KINDS};
        assert_true(fenrun__ledger_find(&ledger, i % KINDS, id, &found));
        assert_int_equal(found.kind, i % KINDS);
        assert_true(found.contents == i);
        assert_int_equal(found.closes, i);
        assert_int_equal(fenrun__ledger_next(&found).amount, 1 + i);
    }
    fenrun__ledger_free(&ledger);
}

static void closes_and_figures_are_kept_if_they_are_measured(void **state) {
    (void)state;
    struct fenrun__ledger_order record = {
        .id = {0, 1}, .payout_count = 1, .at = 5, .total = 100, .seller = 3, .closes = 300};
    for (uint32_t i = 0; i < FENRUN__LEDGER_FIGURES_MAX; i++) {
        record.figures[i] = INT64_MAX >> 4 * i;
    }
    for (uint32_t count = 0; count <= FENRUN__LEDGER_FIGURES_MAX; count++) {
        for (int closes = 0; closes < 2; closes++) {
            struct fenrun__ledger ledger;
            struct fenrun__ledger_order found;
            fenrun__ledger_init(&ledger, NULL, 5, (struct fenrun__ledger_keeps){closes, count});
            assert_int_equal(fenrun__ledger_reserve(&ledger, 1), FENRUN_OK);
            fenrun__ledger_read(&ledger, fenrun__ledger_add(&ledger, &record), &found);
            add_payout(&ledger, (struct fenrun__ledger_payout){.amount = 77});
            assert_true(found.at == 5 && found.total == 100 && found.seller == 3);
            assert_true(found.closes == (closes ? 300u : 0u));
            assert_memory_equal(found.figures, record.figures, count * sizeof *found.figures);
            assert_int_equal(fenrun__ledger_next(&found).amount, 77);
            fenrun__ledger_free(&ledger);
        }
    }
}

static void an_order_with_two_payouts_weighs_at_most_64_bytes(void **state) {
    (void)state;
    enum { COUNT = 100000, MEMBERS = 1000000 };
    struct random_source random = {SEED};
    struct fenrun__ledger ledger;
    fenrun__ledger_init(&ledger, NULL, SEED, keeps_nothing);
    for (uint32_t i = 0; i < COUNT; i++) {
        int64_t price = random_between(&random, 100, 100000);
        struct order order = {.id = {0, UINT64_C(20240301000000) + i},
                              .at = 1709287200 + (int64_t)i,
                              .contents = random_next(&random),
                              .total = price,
                              .seller = random_below(&random, MEMBERS),
                              .payout_count = 2};
        order.payouts[0] = (struct fenrun__ledger_payout){
            .amount = price / 5, .award = 0, .payee = order.seller};
        order.payouts[1] = (struct fenrun__ledger_payout){
            .amount = price / 20, .award = 1, .payee = random_below(&random, MEMBERS)};
        add_order(&ledger, &order);
    }
    print_message("%.1f bytes an order\n", (double)ledger.memory.bytes / COUNT);
    assert_true(ledger.memory.bytes <= (size_t)64 * COUNT);
    fenrun__ledger_free(&ledger);
}

static void a_fingerprint_tells_contents_apart_and_depends_on_the_key(void **state) {
    (void)state;
    struct fenrun__ledger ledger, other;
    fenrun__ledger_init(&ledger, NULL, 5, keeps_nothing);
    fenrun__ledger_init(&other, NULL, 6, keeps_nothing);
    uint64_t words[3] = {1, 2, 3};
    uint64_t print = fenrun__ledger_fingerprint(&ledger, words, 3);
    assert_true(print == fenrun__ledger_fingerprint(&ledger, words, 3));
    assert_true(print != fenrun__ledger_fingerprint(&other, words, 3));
    assert_true(print != fenrun__ledger_fingerprint(&ledger, words, 2));
    words[1] = 3;
    assert_true(print != fenrun__ledger_fingerprint(&ledger, words, 3));
}

static void without_memory_the_ledger_is_as_it_was(void **state) {
    (void)state;
    size_t left = 0;
    const fenrun_allocator allocator = {scarce_give, &left};
    static const struct order order = {.id = {0, 1}, .total = 100, .seller = 3};
    for (size_t given = 0;; given++) {
        struct fenrun__ledger ledger;
        fenrun__ledger_init(&ledger, &allocator, 5, keeps_nothing);
        left = given;
        int32_t code = fenrun__ledger_reserve(&ledger, 2);
        if (code == FENRUN_OK) code = fenrun__ledger_reserve_refund(&ledger);
        assert_int_equal(code, given < 5 ? FENRUN_ERROR_MEMORY : FENRUN_OK);
        assert_int_equal(ledger.records.count, 0);
        left = SIZE_MAX;
        add_order(&ledger, &order);
        expect_order(&ledger, &order);
        fenrun__ledger_free(&ledger);
        assert_int_equal(ledger.memory.bytes, 0);
        if (code == FENRUN_OK) return;
    }
}

static void a_ledger_says_when_it_is_full(void **state) {
    (void)state;
    struct fenrun__ledger ledger;
    fenrun__ledger_init(&ledger, NULL, 5, keeps_nothing);
    ledger.records.count = FENRUN__NONE - 1;
    assert_int_equal(fenrun__ledger_reserve(&ledger, 0), FENRUN_ERROR_FULL);
    ledger.records.count = 0;
    ledger.chunk_count = (size_t)UINT32_MAX / (CHUNK_SIZE / 4); /* the next has no place */
    ledger.used = (uint64_t)ledger.chunk_count * CHUNK_SIZE;
    assert_int_equal(fenrun__ledger_reserve(&ledger, 0), FENRUN_ERROR_FULL);
    ledger.chunk_count--;
    ledger.used -= CHUNK_SIZE;
    assert_int_equal(fenrun__ledger_reserve(&ledger, CHUNK_SIZE / 8), FENRUN_ERROR_FULL);
    ledger.chunk_count = 0;
    ledger.used = 0;
    ledger.refund_count = FENRUN__NONE - 1;
    assert_int_equal(fenrun__ledger_reserve_refund(&ledger), FENRUN_ERROR_FULL);
    ledger.refund_count = 0;
    fenrun__ledger_free(&ledger);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_comes_back_as_it_went_in),
        cmocka_unit_test(orders_and_refunds_in_any_sequence_are_kept_over_many_chunks),
        cmocka_unit_test(a_refund_counts_within_its_order),
        cmocka_unit_test(orders_whose_hashes_collide_are_told_apart),
        cmocka_unit_test(an_order_of_any_length_lies_in_one_block),
        cmocka_unit_test(own_events_have_ids_of_their_own),
        cmocka_unit_test(closes_and_figures_are_kept_if_they_are_measured),
        cmocka_unit_test(an_order_with_two_payouts_weighs_at_most_64_bytes),
        cmocka_unit_test(a_fingerprint_tells_contents_apart_and_depends_on_the_key),
        cmocka_unit_test(without_memory_the_ledger_is_as_it_was),
        cmocka_unit_test(a_ledger_says_when_it_is_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
