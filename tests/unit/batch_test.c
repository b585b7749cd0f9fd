/* Batch: what is odd is paid by itself, in its place, and a call without memory leaves all as the
   last order that was done. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "settle/batch.h"
#include "unit/convoy.h"
#include "unit/scarce.h"

#define AWARDS                                                                             \
    "  a: {event: order, to: seller, pay: 10% of price}\n"                                 \
    "  b: {event: order, to: seller.leader, when: {seller: [normal, silver]}, pay: 1.00}\n" \
    "  c: {event: order, to: seller.uplines, pay: [0.01, 0.02], unqualified: compress}\n"

static struct convoy *open_many(const char *awards) {
    struct convoy *convoy = convoy_open(awards);
    for (uint32_t i = 0; i < CONVOY_ORDERS; i++) {
        convoy_add(convoy, 1 + i * 5 % 7, i % 3 == 0 ? 4 : 0, 1000 + i, 10, 20 + i % 2 * 20);
    }
    return convoy;
}

static int32_t pay(struct convoy *convoy, struct fenrun_result *scratch) {
    convoy->batch.done = convoy->batch.payout_count = convoy->batch.refused_count = 0;
    return fenrun__batch_pay(&convoy->desk->engine, &convoy->batch, scratch,
                             &convoy->desk->error);
}

/* Every order that was done paid what it pays by itself, and the totals are the sums of that. */
static void expect_singles(struct convoy *convoy) {
    struct desk *desk = convoy->desk;
    const fenrun_batch *batch = &convoy->batch;
    int64_t sums[CONVOY_AWARDS][CONVOY_MEMBERS] = {0};
    size_t row = 0;
    for (size_t i = 0; i < batch->done; i++) {
        fenrun_event order = desk_order(convoy->ids[i], convoy->sellers[i], convoy->prices[i],
                                        convoy->profits[i], convoy->at[i]);
        order.roles[1] = convoy->buyers[i];
        order.counts[0] = convoy->quantities[i];
        fenrun__result_clear(&desk->result);
        int32_t code = fenrun__engine_pay(&desk->engine, &order, &desk->result, NULL);
        assert_int_equal(convoy->codes[i], code);
        for (size_t k = 0; k < desk->result.payout_count; k++, row++) {
            const fenrun_payout *payout = desk->result.payouts + k;
            assert_int_equal(convoy->orders[row], batch->first + i);
            assert_int_equal(convoy->awards[row], payout->award);
            assert_int_equal(convoy->payees[row], payout->payee);
            assert_int_equal(convoy->amounts[row], payout->amount);
            sums[payout->award][desk->result.payees[k]] += payout->amount;
        }
    }
    assert_int_equal(batch->payout_count, row);
    assert_memory_equal(sums, convoy->totals, sizeof sums);
    fenrun__result_clear(&desk->result);
}

static void whatever_a_version_holds_is_paid(void **state) {
    (void)state;
    static const char *const awards[] = {
        AWARDS,
        "  a: {event: order, to: seller, pay: 10% of price}\n",
        "  a: {event: order, to: seller, pay: 10% of price, cap: {at_most: 1.01, over: clip}}\n"
        "  b: {event: order, to: seller.leader, pay: 1.00, from: {member: seller, over: clip}}\n",
        "  a: {event: order, to: seller, pay: 10% of price,"
        " cap: {at_most: 5.00, in: month, over: clip}}\n",
        "  a: {event: join, to: newcomer, pay: 10.00}\n",
    };
    for (size_t i = 0; i < sizeof awards / sizeof *awards; i++) {
        struct convoy *convoy = open_many(awards[i]);
        desk_tier(convoy->desk, 4, GOLD, 30);
        assert_int_equal(pay(convoy, &convoy->desk->result), FENRUN_OK);
        assert_int_equal(convoy->batch.done, CONVOY_ORDERS);
        assert_int_equal(convoy->desk->result.payout_count, 0);
        expect_singles(convoy);
        convoy_close(convoy);
    }
}

static void odd_orders_are_paid_in_their_place(void **state) {
    (void)state;
    struct convoy *convoy = open_many(AWARDS);
    fenrun_event applied = desk_order(convoy->ids[7], 1, 1000, 10, 20);
    applied.roles[0] = convoy->sellers[7];
    applied.roles[1] = convoy->buyers[7];
    applied.amounts[0] = convoy->prices[7];
    applied.counts[0] = 3;
    applied.at = convoy->at[7];
    assert_int_equal(desk_apply(convoy->desk, &applied), FENRUN_OK);
    convoy->sellers[0] = 99;
    convoy->prices[1] = INT64_C(1) << 60;
    convoy->prices[255] = INT64_C(1) << 61;
    convoy->prices[256] = -1;
    convoy->buyers[CONVOY_ORDERS - 1] = 98;
    convoy->batch.flags = FENRUN_BATCH_GO_ON;
    convoy->batch.first = 10;
    assert_int_equal(pay(convoy, &convoy->desk->result), FENRUN_FOUND);
    assert_int_equal(convoy->batch.refused_count, 3);
    assert_int_equal(convoy->codes[7], FENRUN_REPLAYED);
    assert_int_equal(convoy->desk->error.item, 10);
    expect_singles(convoy);
    convoy_close(convoy);
}

static void measures_that_are_nearly_full_are_looked_at(void **state) {
    (void)state;
    struct convoy *convoy = open_many("  a: {event: order, to: seller, pay: 1.00}\n");
    desk_close(convoy->desk);
    convoy->desk =
        family_open(FAMILY_HEAD FAMILY_ORDER "awards:\n"
                                             "  a: {event: order, to: seller, pay: 1.00}\n"
                                             "promotions: {review: month, "
                                             "silver: [{own_sales: 100.00}]}\n");
    fenrun_event order = desk_order(5000, 6, INT64_MAX - 1300, 0, 20);
    assert_int_equal(desk_apply(convoy->desk, &order), FENRUN_OK);
    convoy->batch.flags = FENRUN_BATCH_GO_ON;
    assert_int_equal(pay(convoy, &convoy->desk->result), FENRUN_FOUND);
    assert_int_equal(convoy->batch.refused_count, CONVOY_ORDERS - 301);
    assert_int_equal(convoy->codes[301], FENRUN_ERROR_OVERFLOW);
    expect_singles(convoy);
    convoy_close(convoy);
}

static void orders_that_raise_are_paid_for_that(void **state) {
    (void)state;
    struct convoy *convoy = open_many("  a: {event: order, to: seller, pay: 1.00}\n");
    desk_close(convoy->desk);
    convoy->desk = family_open(
        FAMILY_HEAD FAMILY_ORDER
        "awards:\n"
        "  a: {event: order, to: seller, pay: 1.00}\n"
        "  b: {event: promotion, to: member.inviter, pay: 2.00}\n"
        "promotions: {review: at_once, silver: [{own_sales: 10.00}]}\n");
    assert_int_equal(pay(convoy, &convoy->desk->result), FENRUN_OK);
    assert_int_equal(convoy->awards[1] + convoy->awards[2] + convoy->awards[3], 1);
    expect_singles(convoy);
    convoy_close(convoy);
}

static void without_memory_the_call_ends(void **state) {
    (void)state;
    struct convoy *convoy = open_many(AWARDS);
    size_t failures = 0;
    for (size_t given = 0;; given++) {
        size_t left = given;
        const fenrun_allocator allocator = {scarce_give, &left};
        struct fenrun_result scratch;
        fenrun__result_init(&scratch, &allocator);
        memset(convoy->totals, 0, sizeof convoy->totals);
        int32_t code = pay(convoy, &scratch);
        expect_singles(convoy);
        fenrun__result_free(&scratch);
        assert_int_equal(scratch.memory.bytes, 0);
        if (code == FENRUN_OK) break;
        assert_int_equal(code, FENRUN_ERROR_MEMORY);
        assert_int_equal(convoy->desk->error.code, FENRUN_ERROR_MEMORY);
        failures++;
    }
    assert_in_range(failures, 3, 100);
    assert_int_equal(convoy->batch.done, CONVOY_ORDERS);
    convoy_close(convoy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_a_version_holds_is_paid),
        cmocka_unit_test(odd_orders_are_paid_in_their_place),
        cmocka_unit_test(measures_that_are_nearly_full_are_looked_at),
        cmocka_unit_test(orders_that_raise_are_paid_for_that),
        cmocka_unit_test(without_memory_the_call_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
