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

static void add_order(struct fenrun__ledger *ledger, const struct order *order) {
    assert_int_equal(fenrun__ledger_reserve(ledger, order->payout_count), FENRUN_OK);
    fenrun__ledger_add(ledger, order->id, order->contents, order->at, order->total, order->seller,
                       order->payout_count);
    for (uint32_t i = 0; i < order->payout_count; i++) {
        fenrun__ledger_add_payout(ledger, order->payouts[i]);
    }
}

static void expect_order(const struct fenrun__ledger *ledger, const struct order *order) {
    struct fenrun__ledger_order found;
    assert_true(fenrun__ledger_find(ledger, order->id, &found));
    assert_true(found.contents == order->contents);
    assert_true(found.at == order->at);
    assert_true(found.total == order->total);
    assert_int_equal(found.seller, order->seller);
    assert_int_equal(found.payout_count, order->payout_count);
    assert_true(fenrun__ledger_refunded(ledger, &found) == order->refunded);
    for (uint32_t i = 0; i < order->payout_count; i++) {
        struct fenrun__ledger_payout payout = fenrun__ledger_next(&found);
        assert_true(payout.amount == order->payouts[i].amount);
        assert_int_equal(payout.award, order->payouts[i].award);
        assert_int_equal(payout.payee, order->payouts[i].payee);
    }
}

static void a_record_comes_back_as_it_went_in(void **state) {
    (void)state;
    /* Numbers of every length in bytes of 7 bits, and their neighbours. */
    static const struct order orders[] = {
        {{0, 1}, 0, 0, 0, 0, 0, {{0}}, 0},
        {{0, UINT64_MAX}, UINT64_MAX, -1, 127, 128, 1, {{1, 0, 0}}, 0},
        {{1, 0}, 5, INT64_MIN, 128, 127, 2, {{127, 127, 127}, {128, 128, 128}}, 0},
        {{1, 1}, 6, 1709287200, 16383, 16384, 2, {{16383, 1, 16383}, {16384, 2, 16384}}, 0},
        {{UINT64_MAX, UINT64_MAX}, 7, INT64_MAX, INT64_MAX, UINT32_MAX - 2, 4,
         {{INT64_MAX, 255, UINT32_MAX - 2}, {1, 1, 1}, {2, 2, 2}, {3, 3, 3}}, 0},
        {{UINT64_C(1) << 63, 1}, 8, 63, INT64_C(1) << 62, 9, 0, {{0}}, 0},
        {{0, UINT64_C(1) << 63}, 9, 64, 1, 9, 0, {{0}}, 0},
    };
    enum { COUNT = sizeof orders / sizeof orders[0] };
    struct fenrun__ledger ledger;
    struct fenrun__ledger_order found;
    fenrun__ledger_init(&ledger, NULL, 5);
    for (size_t i = 0; i < COUNT; i++) {
        assert_false(fenrun__ledger_find(&ledger, orders[i].id, &found));
        add_order(&ledger, orders + i);
        for (size_t j = 0; j <= i; j++) expect_order(&ledger, orders + j);
    }
    assert_int_equal(ledger.orders.count, COUNT);
    /* The upper half of an id counts as much as the lower. */
    static const struct fenrun__ledger_id unknown[] = {{0, 0}, {0, 2}, {2, 1}, {2, 0}, {1, 2}};
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        assert_false(fenrun__ledger_find(&ledger, unknown[i], &found));
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
            .amount = random_between(random, 1, order.total),
            .award = random_below(random, FENRUN_AWARDS_MAX),
            .payee = random_below(random, 1u << random_below(random, 31))};
    }
    return order;
}

static void orders_and_refunds_in_any_sequence_are_kept_over_many_chunks(void **state) {
    (void)state;
    enum { ORDERS = 20000, REFUNDS = 30000 };
    struct random_source random = {SEED};
    struct fenrun__ledger ledger;
    fenrun__ledger_init(&ledger, NULL, SEED);
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
        assert_true(fenrun__ledger_find(&ledger, order->id, &found));
        assert_int_equal(fenrun__ledger_reserve_refund(&ledger), FENRUN_OK);
        fenrun__ledger_add_refund(&ledger, &found, id, refunds, part);
        order->refunded += part;
        refunds++;
    }
    assert_true(ledger.chunk_count > 2);
    assert_int_equal(ledger.orders.count, ORDERS);
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
    fenrun__ledger_init(&ledger, NULL, 5);
    add_order(&ledger, &first);
    add_order(&ledger, &second);
    /* Ids that differ in one half; 0/0 is one like any other. */
    static const struct fenrun__ledger_id ids[] = {{0, 0}, {0, 7}, {7, 0}, {7, 7}};
    int64_t sum = 0;
    for (uint32_t i = 0; i < 4; i++) {
        assert_true(fenrun__ledger_find(&ledger, first.id, &a));
        assert_true(fenrun__ledger_find(&ledger, second.id, &b));
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
    fenrun__ledger_init(&ledger, NULL, SEED);
    for (uint32_t i = 0; i < COUNT; i++) {
        struct order order = {.id = {i, 77}, .contents = i, .total = 1000000, .seller = 3};
        add_order(&ledger, &order);
        assert_true(fenrun__ledger_find(&ledger, order.id, &found));
        assert_int_equal(fenrun__ledger_reserve_refund(&ledger), FENRUN_OK);
        fenrun__ledger_add_refund(&ledger, &found, one, 5, i + 1);
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_true(fenrun__ledger_find(&ledger, (struct fenrun__ledger_id){i, 77}, &found));
        assert_true(found.contents == i);
        assert_int_equal(fenrun__ledger_find_refund(&ledger, found.place, one)->part, i + 1);
    }
    fenrun__ledger_free(&ledger);
}

/* Each order as large as the rule set's limits allow: the room that is left at the end of a chunk
   is given up, never written over. */
static void an_order_of_every_award_never_crosses_a_chunk(void **state) {
    (void)state;
    struct fenrun__ledger ledger;
    fenrun__ledger_init(&ledger, NULL, 5);
    uint64_t number = 0;
    while (ledger.chunk_count < 4) {
        struct fenrun__ledger_id id = {UINT64_MAX, ++number};
        assert_int_equal(fenrun__ledger_reserve(&ledger, FENRUN_AWARDS_MAX), FENRUN_OK);
        fenrun__ledger_add(&ledger, id, number, INT64_MIN, INT64_MAX, UINT32_MAX - 2,
                           FENRUN_AWARDS_MAX);
        for (uint32_t i = 0; i < FENRUN_AWARDS_MAX; i++) {
            fenrun__ledger_add_payout(
                &ledger, (struct fenrun__ledger_payout){
                             .amount = INT64_MAX, .award = i, .payee = UINT32_MAX - 2});
        }
        assert_true(ledger.used <= CHUNK_SIZE);
    }
    for (uint64_t i = 1; i <= number; i++) {
        struct fenrun__ledger_order found;
        assert_true(fenrun__ledger_find(&ledger, (struct fenrun__ledger_id){UINT64_MAX, i},
                                        &found));
        assert_true(found.contents == i);
        for (uint32_t j = 0; j < FENRUN_AWARDS_MAX; j++) {
            struct fenrun__ledger_payout payout = fenrun__ledger_next(&found);
            assert_true(payout.award == j && payout.amount == INT64_MAX);
        }
    }
    fenrun__ledger_free(&ledger);
}

static void an_order_with_two_payouts_weighs_at_most_64_bytes(void **state) {
    (void)state;
    enum { COUNT = 100000, MEMBERS = 1000000 };
    struct random_source random = {SEED};
    struct fenrun__ledger ledger;
    fenrun__ledger_init(&ledger, NULL, SEED);
    for (uint32_t i = 0; i < COUNT; i++) {
        int64_t price = random_between(&random, 100, 100000);
        struct order order = {.id = {0, UINT64_C(20240301000000) + i},
                              .at = 1709287200 + (int64_t)i,
                              .contents = random_next(&random),
                              .total = price,
                              .seller = random_below(&random, MEMBERS),
                              .payout_count = 2};
        order.payouts[0] = (struct fenrun__ledger_payout){price / 5, 0, order.seller};
        order.payouts[1] = (struct fenrun__ledger_payout){price / 20, 1,
                                                          random_below(&random, MEMBERS)};
        add_order(&ledger, &order);
    }
    print_message("%.1f bytes an order\n", (double)ledger.memory.bytes / COUNT);
    assert_true(ledger.memory.bytes <= (size_t)64 * COUNT);
    fenrun__ledger_free(&ledger);
}

static void a_fingerprint_tells_contents_apart_and_depends_on_the_key(void **state) {
    (void)state;
    struct fenrun__ledger ledger, other;
    fenrun__ledger_init(&ledger, NULL, 5);
    fenrun__ledger_init(&other, NULL, 6);
    uint64_t words[3] = {1, 2, 3};
    uint64_t print = fenrun__ledger_fingerprint(&ledger, words, sizeof words);
    assert_true(print == fenrun__ledger_fingerprint(&ledger, words, sizeof words));
    assert_true(print != fenrun__ledger_fingerprint(&other, words, sizeof words));
    assert_true(print != fenrun__ledger_fingerprint(&ledger, words, 2 * sizeof *words));
    words[1] = 3;
    assert_true(print != fenrun__ledger_fingerprint(&ledger, words, sizeof words));
}

static void without_memory_the_ledger_is_as_it_was(void **state) {
    (void)state;
    size_t left = 0;
    const fenrun_allocator allocator = {scarce_give, &left};
    static const struct order order = {.id = {0, 1}, .total = 100, .seller = 3};
    for (size_t given = 0;; given++) {
        struct fenrun__ledger ledger;
        fenrun__ledger_init(&ledger, &allocator, 5);
        left = given;
        int32_t code = fenrun__ledger_reserve(&ledger, 2);
        if (code == FENRUN_OK) code = fenrun__ledger_reserve_refund(&ledger);
        assert_int_equal(code, given < 5 ? FENRUN_ERROR_MEMORY : FENRUN_OK);
        assert_int_equal(ledger.orders.count, 0);
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
    fenrun__ledger_init(&ledger, NULL, 5);
    ledger.orders.count = FENRUN__NONE - 1;
    assert_int_equal(fenrun__ledger_reserve(&ledger, 0), FENRUN_ERROR_FULL);
    ledger.orders.count = 0;
    ledger.chunk_count = (size_t)UINT32_MAX / (CHUNK_SIZE / 4); /* the next has no place */
    assert_int_equal(fenrun__ledger_reserve(&ledger, 0), FENRUN_ERROR_FULL);
    ledger.chunk_count = 0;
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
        cmocka_unit_test(an_order_of_every_award_never_crosses_a_chunk),
        cmocka_unit_test(an_order_with_two_payouts_weighs_at_most_64_bytes),
        cmocka_unit_test(a_fingerprint_tells_contents_apart_and_depends_on_the_key),
        cmocka_unit_test(without_memory_the_ledger_is_as_it_was),
        cmocka_unit_test(a_ledger_says_when_it_is_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
