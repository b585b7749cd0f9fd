/* Batch: many orders at once pay what each pays by itself, whatever is asked for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/shop.h"
#include "model/random.h"

#define ORDERS 700u /* more than two cohorts, and not a whole number of them */
#define ROWS (ORDERS * 8u)
#define MEMBERS 40u
#define AWARDS 8u

/* Orders as columns, and room for all that can be asked for. */
struct orders {
    int64_t at[ORDERS];
    uint64_t ids[ORDERS];
    uint64_t sellers[ORDERS];
    uint32_t indexes[ORDERS];
    int64_t amounts[2][ORDERS];
    uint32_t row_orders[ROWS], awards[ROWS], members[ROWS], units[ROWS], levels[ROWS];
    uint64_t payees[ROWS];
    int64_t paid[ROWS], bases[ROWS], rates[ROWS], available_at[ROWS];
    int64_t totals[AWARDS][MEMBERS];
    int64_t *columns[AWARDS];
    int32_t codes[ORDERS];
    fenrun_batch batch;
};

static void ask_for_everything(struct orders *orders) {
    fenrun_batch *batch = &orders->batch;
    batch->payout_capacity = ROWS;
    batch->payout_orders = orders->row_orders;
    batch->payout_awards = orders->awards;
    batch->payout_payees = orders->payees;
    batch->payout_members = orders->members;
    batch->payout_amounts = orders->paid;
    batch->payout_bases = orders->bases;
    batch->payout_rates_ppb = orders->rates;
    batch->payout_available_at = orders->available_at;
    batch->payout_units = orders->units;
    batch->payout_levels = orders->levels;
    for (uint32_t i = 0; i < AWARDS; i++) orders->columns[i] = orders->totals[i];
    batch->totals = orders->columns;
    batch->codes = orders->codes;
}

/* A tree of MEMBERS with ids from 1 on, some of whom lead, and have changed at 500; and ORDERS
   before and after that. */
static struct orders *orders_open(struct shop *shop, uint64_t seed) {
    struct random_source random = {seed};
    uint32_t tier_count = fenrun_rules_count(shop->rules, FENRUN_NAME_TIER);
    struct orders *orders = calloc(1, sizeof *orders);
    assert_non_null(orders);
    fenrun_member members[MEMBERS];
    for (uint32_t i = 0; i < MEMBERS; i++) {
        uint64_t inviter = i == 0 ? FENRUN_PLATFORM : 1 + random_below(&random, i);
        members[i] = (fenrun_member){.id = i + 1, .inviter = inviter, .at = i};
    }
    assert_int_equal(fenrun_tree_load(shop->tree, members, MEMBERS, NULL), FENRUN_OK);
    for (int64_t at = 100; at <= 500; at += 400) {
        for (uint32_t i = 0; i < MEMBERS / 2; i++) {
            fenrun_event tier = {.kind = FENRUN_EVENT_TIER,
                                 .at = at,
                                 .member = 1 + random_below(&random, MEMBERS),
                                 .tier = (uint32_t)random_below(&random, tier_count)};
            assert_int_equal(fenrun_apply(shop->tree, &tier, shop->result, NULL), FENRUN_OK);
        }
    }
    orders->batch = (fenrun_batch){.struct_size = sizeof orders->batch,
                                   .count = ORDERS,
                                   .at = orders->at,
                                   .id_low = orders->ids,
                                   .roles = {orders->sellers},
                                   .amounts = {orders->amounts[0]}};
    bool two = fenrun_rules_count(shop->rules, FENRUN_NAME_AMOUNT) > 1;
    if (two) orders->batch.amounts[1] = orders->amounts[1];
    for (uint32_t i = 0; i < ORDERS; i++) {
        orders->at[i] = random_below(&random, 2) ? 900 : 300;
        orders->ids[i] = 10000 + i;
        orders->sellers[i] = 1 + random_below(&random, MEMBERS);
        orders->indexes[i] = (uint32_t)orders->sellers[i] - 1;
        orders->amounts[0][i] = (int64_t)random_below(&random, 90000);
        orders->amounts[1][i] = orders->amounts[0][i] / 10 * (two ? 2 : 0);
    }
    ask_for_everything(orders);
    return orders;
}

static fenrun_event order_of(const struct orders *orders, size_t i) {
    return (fenrun_event){.kind = FENRUN_EVENT_ORDER,
                          .at = orders->at[i],
                          .id_low = orders->ids[i],
                          .roles = {orders->sellers[i]},
                          .amounts = {orders->amounts[0][i], orders->amounts[1][i]}};
}

/* The rows from `row` on are those of order `i` by itself; behind them. */
static size_t expect_order(struct shop *shop, const struct orders *orders, size_t i, size_t row) {
    fenrun_event order = order_of(orders, i);
    int32_t code = fenrun_pay(shop->tree, &order, shop->result, NULL);
    size_t count;
    const fenrun_payout *payouts = fenrun_result_payouts(shop->result, &count);
    assert_int_equal(orders->codes[i], code);
    for (size_t k = 0; k < count; k++, row++) {
        assert_int_equal(orders->row_orders[row], orders->batch.first + i);
        assert_int_equal(orders->awards[row], payouts[k].award);
        assert_int_equal(orders->payees[row], payouts[k].payee);
        assert_int_equal(orders->members[row], payouts[k].payee - 1);
        assert_int_equal(orders->paid[row], payouts[k].amount);
        assert_int_equal(orders->bases[row], payouts[k].base);
        assert_int_equal(orders->rates[row], payouts[k].rate_ppb);
        assert_int_equal(orders->available_at[row], payouts[k].available_at);
        assert_int_equal(orders->units[row], payouts[k].unit);
        assert_int_equal(orders->levels[row], payouts[k].level);
    }
    return row;
}

/* What the batch did is what its orders do one by one, and the totals are sums of the rows. */
static void expect_singles(struct shop *shop, const struct orders *orders) {
    size_t row = 0;
    static int64_t sums[AWARDS][MEMBERS];
    memset(sums, 0, sizeof sums);
    for (size_t i = 0; i < orders->batch.done; i++) row = expect_order(shop, orders, i, row);
    assert_int_equal(orders->batch.payout_count, row);
    for (size_t k = 0; k < row; k++) sums[orders->awards[k]][orders->members[k]] += orders->paid[k];
    assert_memory_equal(sums, orders->totals, sizeof sums);
}

static int32_t pay(struct shop *shop, struct orders *orders) {
    return fenrun_pay_batch(shop->tree, &orders->batch, shop->result, &shop->error);
}

static void every_form_of_award_pays_as_in_single_calls(void **state) {
    (void)state;
    static const char *const paths[] = {
        "examples/wanwu-xinxuan.yaml", "examples/ladder.yaml",      "examples/taoxiaopu.yaml",
        "examples/taobaoke.yaml",      "examples/fenxiang.yaml",    "examples/xiaohongshu.yaml",
    };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct shop *shop = shop_open(paths[i]);
        if (fenrun_rules_count(shop->rules, FENRUN_NAME_AMOUNT) > 2 ||
            fenrun_rules_count(shop->rules, FENRUN_NAME_COUNT) > 0 ||
            fenrun_rules_count(shop->rules, FENRUN_NAME_AWARD) > AWARDS) {
            fail_msg("%s: does not fit the columns here", paths[i]);
        }
        struct orders *orders = orders_open(shop, i);
        orders->batch.flags = FENRUN_BATCH_GO_ON;
        assert_in_range(pay(shop, orders), FENRUN_OK, FENRUN_FOUND);
        assert_int_equal(orders->batch.done, ORDERS);
        expect_singles(shop, orders);
        free(orders);
        shop_close(shop);
    }
}

static struct shop *open_reference(struct orders **orders) {
    struct shop *shop = shop_open("examples/wanwu-xinxuan.yaml");
    *orders = orders_open(shop, 1);
    return shop;
}

static void close_all(struct shop *shop, struct orders *orders) {
    free(orders);
    shop_close(shop);
}

static void a_refused_order_ends_the_call_or_is_told(void **state) {
    (void)state;
    struct orders *orders;
    struct shop *shop = open_reference(&orders);
    orders->batch.first = 1000;
    orders->sellers[300] = 999;
    orders->amounts[1][301] = -1;
    orders->amounts[1][302] = 0;
    orders->amounts[0][303] = INT64_MAX;
    orders->at[304] = -1;
    orders->at[305] = FENRUN_TIME_MAX + 1;
    orders->sellers[306] = 0;
    assert_int_equal(pay(shop, orders), FENRUN_ERROR_MEMBER_UNKNOWN);
    assert_int_equal(orders->batch.done, 300);
    assert_int_equal(orders->batch.refused_count, 0);
    assert_int_equal(shop->error.item, 1300);
    assert_string_equal(shop->error.message, "seller 999 is not a member");
    expect_singles(shop, orders);

    memset(orders->totals, 0, sizeof orders->totals);
    orders->batch.flags = FENRUN_BATCH_GO_ON;
    assert_int_equal(pay(shop, orders), FENRUN_FOUND);
    assert_int_equal(orders->batch.done, ORDERS);
    assert_in_range(orders->batch.refused_count, 6, 7);
    assert_int_equal(shop->error.code, FENRUN_ERROR_MEMBER_UNKNOWN);
    assert_int_equal(shop->error.item, 1300);
    expect_singles(shop, orders);
    close_all(shop, orders);
}

static void members_are_given_by_index_as_well(void **state) {
    (void)state;
    struct orders *orders;
    struct shop *shop = open_reference(&orders);
    orders->batch.roles[0] = NULL;
    orders->batch.members[0] = orders->indexes;
    assert_int_equal(pay(shop, orders), FENRUN_OK);
    expect_singles(shop, orders);

    orders->indexes[20] = MEMBERS;
    assert_int_equal(pay(shop, orders), FENRUN_ERROR_MEMBER_UNKNOWN);
    assert_int_equal(orders->batch.done, 20);
    assert_string_equal(shop->error.message, "seller: 40 is not the index of a member");
    orders->indexes[20] = FENRUN_NO_MEMBER;
    assert_int_equal(pay(shop, orders), FENRUN_ERROR_ARGUMENT);
    assert_string_equal(shop->error.message, "event.roles[0] is 0, but an order has a seller");
    close_all(shop, orders);
}

static void ids_and_indexes_are_turned_into_each_other(void **state) {
    (void)state;
    struct orders *orders;
    struct shop *shop = open_reference(&orders);
    uint32_t indexes[ORDERS];
    uint64_t ids[MEMBERS];
    orders->sellers[ORDERS - 1] = 12345;
    assert_int_equal(fenrun_tree_indexes(shop->tree, orders->sellers, ORDERS, indexes, NULL), 0);
    assert_int_equal(indexes[ORDERS - 1], FENRUN_NO_MEMBER);
    assert_memory_equal(indexes, orders->indexes, (ORDERS - 1) * sizeof *indexes);
    assert_int_equal(fenrun_tree_ids(shop->tree, 3, MEMBERS - 3, ids, NULL), FENRUN_OK);
    for (uint32_t i = 0; i < MEMBERS - 3; i++) assert_int_equal(ids[i], i + 4);
    assert_int_equal(fenrun_tree_ids(shop->tree, 3, MEMBERS - 2, ids, &shop->error),
                     FENRUN_ERROR_ARGUMENT);
    assert_string_equal(shop->error.message, "first 3 and count 38 are beyond the 40 members");
    assert_int_equal(fenrun_tree_ids(shop->tree, MEMBERS, 0, NULL, NULL), FENRUN_OK);
    assert_int_equal(fenrun_tree_indexes(shop->tree, NULL, 0, NULL, NULL), FENRUN_OK);
    close_all(shop, orders);
}

/* Call again for the rest until all is done, and put the rows together. */
static void expect_slices(struct shop *shop, const struct orders *whole, size_t capacity) {
    struct orders *slice = calloc(1, sizeof *slice);
    assert_non_null(slice);
    size_t rows = 0;
    for (size_t done = 0; done < ORDERS;) {
        ask_for_everything(slice);
        slice->batch.struct_size = sizeof slice->batch;
        slice->batch.payout_capacity = capacity;
        slice->batch.first = (uint32_t)done;
        slice->batch.count = ORDERS - done;
        slice->batch.at = whole->at + done;
        slice->batch.roles[0] = whole->sellers + done;
        slice->batch.amounts[0] = whole->amounts[0] + done;
        slice->batch.amounts[1] = whole->amounts[1] + done;
        assert_int_equal(pay(shop, slice), FENRUN_OK);
        assert_in_range(slice->batch.done, 1, ORDERS - done);
        assert_in_range(slice->batch.payout_count, 0, capacity);
        for (size_t i = 0; i < slice->batch.payout_count; i++, rows++) {
            assert_int_equal(slice->row_orders[i], whole->row_orders[rows]);
            assert_int_equal(slice->payees[i], whole->payees[rows]);
            assert_int_equal(slice->paid[i], whole->paid[rows]);
        }
        done += slice->batch.done;
    }
    assert_int_equal(rows, whole->batch.payout_count);
    assert_memory_equal(slice->totals, whole->totals, sizeof whole->totals);
    free(slice);
}

static void a_call_ends_where_the_columns_are_full(void **state) {
    (void)state;
    struct orders *orders;
    struct shop *shop = open_reference(&orders);
    assert_int_equal(pay(shop, orders), FENRUN_OK);
    static const size_t capacities[] = {3, 4, 100, 511, 512, 513, ROWS};
    for (size_t i = 0; i < sizeof capacities / sizeof *capacities; i++) {
        expect_slices(shop, orders, capacities[i]);
    }
    size_t all = orders->batch.payout_count, first = 0;
    while (orders->row_orders[first] == 0) first++;
    orders->batch.totals = NULL;
    orders->batch.payout_capacity = all;
    assert_int_equal(pay(shop, orders), FENRUN_OK);
    assert_int_equal(orders->batch.done, ORDERS);
    orders->batch.payout_capacity = all - 1;
    assert_int_equal(pay(shop, orders), FENRUN_OK);
    assert_int_equal(orders->batch.done, ORDERS - 1);

    orders->batch.payout_capacity = first - 1;
    assert_int_equal(pay(shop, orders), first > 1 ? FENRUN_ERROR_FULL : FENRUN_OK);
    assert_int_equal(orders->batch.done, first > 1 ? 0 : ORDERS);
    close_all(shop, orders);
}

static void one_order_may_need_more_than_there_is(void **state) {
    (void)state;
    struct orders *orders;
    struct shop *shop = open_reference(&orders);
    uint32_t order = 0;
    assert_int_equal(pay(shop, orders), FENRUN_OK);
    for (size_t i = 1; i < orders->batch.payout_count && order == 0; i++) {
        if (orders->row_orders[i] == orders->row_orders[i - 1]) order = orders->row_orders[i];
    }
    orders->batch.at += order;
    orders->batch.roles[0] += order;
    orders->batch.amounts[0] += order;
    orders->batch.amounts[1] += order;
    orders->batch.count -= order;
    orders->batch.first = 7;
    orders->batch.payout_capacity = 1;
    assert_int_equal(pay(shop, orders), FENRUN_ERROR_FULL);
    assert_int_equal(orders->batch.done, 0);
    assert_int_equal(orders->batch.payout_count, 0);
    assert_int_equal(shop->error.item, 7);
    assert_string_equal(shop->error.message, "payout_capacity 1: an order pays 2 payouts");
    close_all(shop, orders);
}

static void nothing_need_be_asked_for(void **state) {
    (void)state;
    struct orders *orders;
    struct shop *shop = open_reference(&orders);
    orders->batch.payout_capacity = 0;
    orders->batch.totals = NULL;
    orders->batch.codes = NULL;
    assert_int_equal(pay(shop, orders), FENRUN_OK);
    assert_int_equal(orders->batch.done, ORDERS);
    assert_int_equal(orders->batch.payout_count, 0);
    assert_int_equal(orders->paid[0], 0);

    orders->batch.payout_capacity = ROWS;
    orders->batch.payout_orders = orders->batch.payout_awards = NULL;
    orders->batch.payout_payees = NULL;
    assert_int_equal(pay(shop, orders), FENRUN_OK);
    assert_in_range(orders->batch.payout_count, ORDERS, ROWS);

    orders->batch.count = 0;
    orders->batch.at = NULL;
    orders->batch.roles[0] = NULL;
    orders->batch.amounts[0] = orders->batch.amounts[1] = NULL;
    assert_int_equal(pay(shop, orders), FENRUN_OK);
    assert_int_equal(orders->batch.done, 0);
    close_all(shop, orders);
}

static void a_total_that_does_not_fit_ends_the_call(void **state) {
    (void)state;
    struct orders *orders;
    struct shop *shop = open_reference(&orders);
    uint32_t seller = orders->indexes[400];
    int64_t before = 0;
    for (uint32_t i = 0; i < 400; i++) {
        if (orders->indexes[i] == seller) before += orders->amounts[1][i];
    }
    int64_t room = before + orders->amounts[1][400] - 1;
    orders->totals[0][seller] = INT64_MAX - room;
    orders->batch.first = 50;
    orders->batch.flags = FENRUN_BATCH_GO_ON;
    assert_int_equal(pay(shop, orders), FENRUN_ERROR_OVERFLOW);
    assert_int_equal(orders->batch.done, 400);
    assert_int_equal(shop->error.item, 450);
    assert_string_equal(shop->error.message, "a total does not fit 64 bits");
    assert_int_equal(orders->totals[0][seller], INT64_MAX - room + before);
    orders->totals[0][seller] = before;
    expect_singles(shop, orders);
    close_all(shop, orders);
}

static void replays_pay_nothing(void **state) {
    (void)state;
    struct orders *orders;
    struct shop *shop = open_reference(&orders);
    for (size_t i = 0; i < ORDERS; i += 3) {
        fenrun_event order = order_of(orders, i);
        assert_int_equal(fenrun_apply(shop->tree, &order, shop->result, NULL), FENRUN_OK);
    }
    orders->amounts[0][6] += 1;
    orders->batch.flags = FENRUN_BATCH_GO_ON;
    assert_int_equal(pay(shop, orders), FENRUN_FOUND);
    assert_int_equal(orders->batch.refused_count, 1);
    assert_int_equal(orders->codes[0], FENRUN_REPLAYED);
    assert_int_equal(orders->codes[6], FENRUN_ERROR_CHANGED);
    expect_singles(shop, orders);
    close_all(shop, orders);
}

#define VERSION(effective, rate)                                                             \
    "fenrun: 1\nname: v\ncurrency: CNY\nrounding: half_up\neffective: " effective "\n"       \
    "tiers: [normal, gold]\nteam_leaders: [gold]\norder: {roles: [seller], amounts: [price]}\n" \
    "awards:\n  a: {event: order, to: seller, pay: " rate " of price}\n"                     \
    "  b: {event: order, to: seller.leader, pay: 1.00}\n"

static void orders_are_paid_by_the_version_of_their_instant(void **state) {
    (void)state;
    static const char *const versions[] = {VERSION("1970-01-01T00:01:00Z", "10%"),
                                           VERSION("1970-01-01T00:10:00Z", "2%")};
    struct shop *shop = shop_open_book(versions, 2);
    struct orders *orders = calloc(1, sizeof *orders);
    assert_non_null(orders);
    fenrun_member one = {.id = 1, .at = 0};
    assert_int_equal(fenrun_tree_load(shop->tree, &one, 1, NULL), FENRUN_OK);
    orders->batch = (fenrun_batch){.struct_size = sizeof orders->batch,
                                   .count = ORDERS,
                                   .flags = FENRUN_BATCH_GO_ON,
                                   .at = orders->at,
                                   .roles = {orders->sellers},
                                   .amounts = {orders->amounts[0]}};
    ask_for_everything(orders);
    for (uint32_t i = 0; i < ORDERS; i++) {
        orders->at[i] = 600 - 350 + i;
        orders->sellers[i] = 1;
        orders->amounts[0][i] = 1000 + i;
    }
    orders->at[ORDERS - 1] = 59;
    assert_int_equal(pay(shop, orders), FENRUN_FOUND);
    assert_int_equal(orders->codes[ORDERS - 1], FENRUN_ERROR_TIME);
    expect_singles(shop, orders);
    assert_int_equal(orders->awards[0], 0);
    assert_int_equal(orders->awards[orders->batch.payout_count - 1], 2);
    close_all(shop, orders);
}

static void expect_refused(struct shop *shop, struct orders *orders, const char *message) {
    orders->batch.done = 99;
    assert_int_equal(pay(shop, orders), FENRUN_ERROR_ARGUMENT);
    assert_string_equal(shop->error.message, message);
    assert_int_equal(orders->batch.done, 0);
}

/* However many there are: by themselves or side by side. */
static void there_are_no_batches_without_orders(void **state) {
    struct shop *shop = shop_open_text("fenrun: 1\n"
                                       "name: joins\n"
                                       "currency: CNY\n"
                                       "rounding: half_even\n"
                                       "tiers: [normal]\n"
                                       "awards: { in: { event: join, to: newcomer, pay: 1 } }\n");
    const fenrun_member member = {.id = 1, .at = FENRUN_TIME_MIN};
    int64_t at[100] = {0};
    uint64_t sellers[100];
    fenrun_error error = {0};
    (void)state;
    assert_int_equal(fenrun_tree_load(shop->tree, &member, 1, NULL), FENRUN_OK);
    for (size_t i = 0; i < 100; i++) sellers[i] = 1;
    for (size_t count = 0; count <= 100; count += 4) {
        fenrun_batch batch = {
            .struct_size = sizeof batch, .count = count, .at = at, .roles = {sellers}};
        int32_t code = fenrun_pay_batch(shop->tree, &batch, shop->result, &error);
        assert_int_equal(code, count > 0 ? FENRUN_ERROR_ARGUMENT : FENRUN_OK);
        assert_int_equal(batch.done, 0);
    }
    assert_string_equal(error.message, "batch.count 100: the rule set has no section order");
    const fenrun_event order = {.kind = FENRUN_EVENT_ORDER, .roles = {1}};
    assert_int_equal(fenrun_pay(shop->tree, &order, shop->result, &error), FENRUN_ERROR_ARGUMENT);
    assert_string_equal(error.message, "event.kind 4: the rule set has no section order");
    shop_close(shop);
}

static void wrong_columns_are_refused(void **state) {
    (void)state;
    struct orders *orders;
    struct shop *shop = open_reference(&orders);
    const fenrun_batch good = orders->batch;
    orders->batch.flags = 2;
    expect_refused(shop, orders, "batch.flags 2 is not known");
    orders->batch = good;
    orders->batch.first = UINT32_MAX - ORDERS + 1;
    expect_refused(shop, orders,
                   "batch.first 4294966596 and batch.count 700 come to more than 4294967295");
    orders->batch = good;
    orders->batch.at = NULL;
    expect_refused(shop, orders, "batch.at is NULL");
    orders->batch = good;
    orders->batch.members[0] = orders->indexes;
    expect_refused(shop, orders, "batch.roles[0] and batch.members[0] are both given");
    orders->batch = good;
    orders->batch.roles[0] = NULL;
    expect_refused(shop, orders, "batch.roles[0] is NULL");
    orders->batch = good;
    orders->batch.members[1] = orders->indexes;
    expect_refused(shop, orders,
                   "batch.members[1] is given, but the rule set has no such column");
    orders->batch = good;
    orders->batch.amounts[1] = NULL;
    expect_refused(shop, orders, "batch.amounts[1] is NULL");
    orders->batch = good;
    orders->batch.counts[0] = orders->amounts[0];
    expect_refused(shop, orders, "batch.counts[0] is given, but the rule set has no such column");
    orders->batch = good;
    orders->batch.struct_size = 8;
    assert_int_equal(pay(shop, orders), FENRUN_ERROR_ARGUMENT);
    assert_string_equal(shop->error.message, "batch.struct_size 8 is not sizeof the struct");
    orders->batch = good;
    assert_int_equal(fenrun_pay_batch(NULL, &orders->batch, shop->result, NULL),
                     FENRUN_ERROR_ARGUMENT);
    assert_int_equal(fenrun_pay_batch(shop->tree, NULL, shop->result, NULL),
                     FENRUN_ERROR_ARGUMENT);
    assert_int_equal(fenrun_pay_batch(shop->tree, &orders->batch, NULL, NULL),
                     FENRUN_ERROR_ARGUMENT);
    assert_int_equal(fenrun_tree_indexes(NULL, NULL, 0, NULL, NULL), FENRUN_ERROR_ARGUMENT);
    assert_int_equal(fenrun_tree_indexes(shop->tree, NULL, 1, orders->indexes, NULL),
                     FENRUN_ERROR_ARGUMENT);
    assert_int_equal(fenrun_tree_ids(shop->tree, 0, 1, NULL, NULL), FENRUN_ERROR_ARGUMENT);
    close_all(shop, orders);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_of_award_pays_as_in_single_calls),
        cmocka_unit_test(a_refused_order_ends_the_call_or_is_told),
        cmocka_unit_test(members_are_given_by_index_as_well),
        cmocka_unit_test(ids_and_indexes_are_turned_into_each_other),
        cmocka_unit_test(a_call_ends_where_the_columns_are_full),
        cmocka_unit_test(one_order_may_need_more_than_there_is),
        cmocka_unit_test(nothing_need_be_asked_for),
        cmocka_unit_test(a_total_that_does_not_fit_ends_the_call),
        cmocka_unit_test(replays_pay_nothing),
        cmocka_unit_test(orders_are_paid_by_the_version_of_their_instant),
        cmocka_unit_test(there_are_no_batches_without_orders),
        cmocka_unit_test(wrong_columns_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
