/* Memory: reading, paying and applying with every allocation made to fail in turn. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/failures.h"
#include "api/shop.h"
#include "model/random.h"

/* Some events are refused, for a cycle or for too large a refund: also in every run alike. */
static fenrun_event random_event(struct random_source *random, uint32_t number,
                                 uint64_t *members, uint64_t *orders) {
    fenrun_event event = {.at = number / 2};
    uint32_t choice = random_below(random, 16);
    uint64_t one = 1 + random_below(random, (uint32_t)*members);
    uint64_t other = random_below(random, (uint32_t)*members + 1);
    if (choice < 5) {
        event.kind = FENRUN_EVENT_JOIN;
        event.member = ++*members;
        event.inviter = other;
    } else if (choice < 8) {
        event.kind = FENRUN_EVENT_TIER;
        event.member = one;
        event.tier = random_below(random, 3);
    } else if (choice < 10) {
        event.kind = FENRUN_EVENT_MOVE;
        event.member = one;
        event.inviter = other;
    } else if (choice < 14 || *orders == 0) {
        event.kind = FENRUN_EVENT_ORDER;
        event.id_low = ++*orders;
        event.roles[0] = 1 + random_below(random, LOADED);
        event.amounts[0] = 100 * random_between(random, 1, 2000);
        event.amounts[1] = event.amounts[0] / 5;
        event.at = random_between(random, 0, event.at);
    } else {
        event.kind = FENRUN_EVENT_REFUND;
        event.id_low = number;
        event.order_low = 1 + random_below(random, (uint32_t)*orders);
        event.amounts[0] = random_between(random, 1, 20000);
    }
    return event;
}

/* An event for rules that have own events, periods and windows: an hour passes with each other
   event, and some are own events or closes. */
static void make_whole(struct random_source *random, uint32_t number, fenrun_event *event) {
    uint32_t choice = random_below(random, 12);
    event->at *= 3600;
    if (event->kind == FENRUN_EVENT_JOIN) event->amounts[0] = 100 * random_below(random, 3);
    if (event->kind == FENRUN_EVENT_ORDER) {
        event->counts[0] = random_below(random, 4);
        event->roles[1] = random_below(random, LOADED + 1);
        /* Seldom so late that it is in no window. */
        if (!random_one_in(random, 5)) event->at = (int64_t)(number / 2) * 3600;
        if (choice < 2) {
            *event = (fenrun_event){.kind = FENRUN_EVENT_OWN,
                                    .at = event->at,
                                    .id_low = event->id_low,
                                    .roles = {event->roles[0], event->roles[1]},
                                    .counts = {event->counts[0]}};
        }
    }
    if (event->kind == FENRUN_EVENT_TIER && choice < 6) {
        *event = (fenrun_event){.kind = FENRUN_EVENT_CLOSE,
                                .at = event->at,
                                .id_low = number,
                                .name = choice % 2};
    }
}

static size_t rules_with_every_failure(const char *text, int32_t expected) {
    for (size_t i = 1;; i++) {
        struct bank bank = {.fail_at = i};
        const fenrun_allocator allocator = {bank_resize, &bank};
        const fenrun_rules_options options = {sizeof options, &allocator};
        fenrun_rules *rules = (fenrun_rules *)(void *)&bank;
        fenrun_error errors[8];
        size_t count = 99;
        int32_t code =
            fenrun_rules_read(&rules, text, strlen(text), &options, errors, 8, &count);
        assert_int_equal(code, bank.failed ? FENRUN_ERROR_MEMORY : expected);
        assert_int_equal(rules != NULL, code == FENRUN_OK);
        if (bank.failed) {
            assert_int_equal(errors[0].code, FENRUN_ERROR_MEMORY);
        } else {
            assert_int_equal(count > 0, expected == FENRUN_ERROR_RULES);
        }
        fenrun_rules_free(rules);
        bank_expect_nothing_left(&bank);
        if (!bank.failed) return i - 1;
    }
}

static void every_example_is_read_or_memory_is_said_to_be_out(void **state) {
    (void)state;
    DIR *folder = opendir("examples");
    assert_non_null(folder);
    uint32_t read = 0;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        const char *end = strrchr(entry->d_name, '.');
        if (!end || strcmp(end, ".yaml") != 0 || strstr(entry->d_name, ".test.")) continue;
        char path[300];
        size_t size;
        snprintf(path, sizeof path, "examples/%s", entry->d_name);
        char *text = shop_read_file(path, &size);
        size_t failures = rules_with_every_failure(text, FENRUN_OK);
        print_message("%s: %zu allocations failed in turn\n", path, failures);
        assert_true(failures > 3);
        free(text);
        read++;
    }
    closedir(folder);
    assert_true(read > 0);
}

static void mistakes_are_reported_or_memory_is_said_to_be_out(void **state) {
    (void)state;
    static const char wrong[] =
        "fenrun: 1\nname: bad\ncurency: CNY\nrounding: half\ntiers: [normal, normal]\n"
        "awards: {a: {event: order, to: sellr, pay: 112% of profit}}\n";
    static const char *const texts[] = {"", "fenrun: 1\nname: [\n", wrong};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_true(rules_with_every_failure(texts[i], FENRUN_ERROR_RULES) > 0);
    }
}

static void a_rule_book_is_made_or_memory_is_said_to_be_out(void **state) {
    (void)state;
    size_t size;
    char *text = shop_read_file("examples/wanwu-xinxuan.yaml", &size);
    fenrun_rules *single, *book;
    assert_int_equal(fenrun_rules_read(&single, text, size, NULL, NULL, 0, NULL), FENRUN_OK);
    const fenrun_rules *versions[2] = {single, single};
    for (size_t version_count = 1; version_count <= 2; version_count++) {
        struct bank bank = {.failed = true};
        for (size_t i = 1; bank.failed; i++) {
            bank = (struct bank){.fail_at = i};
            const fenrun_allocator allocator = {bank_resize, &bank};
            const fenrun_rules_options options = {sizeof options, &allocator};
            fenrun_error error;
            int32_t code =
                fenrun_rules_book(&book, versions, version_count, &options, &error, 1, NULL);
            /* Two that are in force always are no book. */
            int32_t expected = version_count == 1 ? FENRUN_OK : FENRUN_ERROR_RULES;
            assert_int_equal(code, bank.failed ? FENRUN_ERROR_MEMORY : expected);
            assert_int_equal(book != NULL, code == FENRUN_OK);
            if (code != FENRUN_OK) assert_int_equal(error.code, code);
            fenrun_rules_free(book);
            bank_expect_nothing_left(&bank);
        }
    }
    fenrun_rules_free(single);
    free(text);
}

static const char climbing_rules[] =
    "fenrun: 1\nname: climbing\ncurrency: CNY\nrounding: half_even\n"
    "tiers: [normal, silver, gold]\n"
    "team_leaders: [gold]\n"
    "order: {roles: [seller, buyer], amounts: [price, profit]}\n"
    "awards:\n"
    "  sale: {event: order, to: seller, pay: 60% of profit}\n"
    "  team: {event: order, to: seller.leader, pay: 25% of profit}\n"
    "  invited: {event: order, to: seller.inviter, when: {payee: silver+}, pay: 5% of profit}\n"
    "  coupon: {event: join, to: newcomer.inviter, pay: 20.00, unit: coupon}\n"
    "promotions:\n"
    "  review: at_once\n"
    "  silver: [{direct_invites: 4}, {team_members: 6}]\n"
    "  gold: [{direct_invites: 6, team_members: 12}, {own_sales: 15000.00}]\n";

static const char whole_rules[] =
    "fenrun: 1\nname: whole\ncurrency: CNY\nrounding: half_even\n"
    "tiers: [normal, silver, gold]\n"
    "team_leaders: [gold]\n"
    "periods: [week, month]\n"
    "labels:\n"
    "  core: {review: month, rank: own_sales in month, top: 40%}\n"
    "  active: {review: week, qualify: [{own_orders in 20 hours: 1}], when: {member: silver+}}\n"
    "order: {roles: [seller, buyer], amounts: [price, profit], counts: [quantity],\n"
    "        budget: {at_most: 90% of price, over: clip}}\n"
    "join: {amounts: [entry_fee]}\n"
    "events: {group: {roles: [organiser, helper], counts: [size]}}\n"
    "awards:\n"
    "  sale: {event: order, to: seller, pay: 60% of profit, hold: 7 days,\n"
    "         cap: {at_most: 9000.00, in: month, over: clip}}\n"
    "  levels: {event: order, to: seller.uplines, unqualified: compress, when: {payee: silver+},\n"
    "           pay: [4% of price, {gold: 3% of price}, 1.00 per quantity],\n"
    "           from: {member: seller, over: clip}}\n"
    "  spread: {event: order, to: buyer.uplines, pay: {silver: 3% of price, gold: 8% of price},\n"
    "           differential: {already_paid: buyer, peer: 1% of price}}\n"
    "  share: {event: order, split: 5% of price, remainder_to: platform,\n"
    "          among: {buyer: 33%, buyer.inviter: 33%, seller.above(gold): 33%}}\n"
    "  graded: {event: order, to: seller.leader, cap: {at_most: 500.00, over: refuse},\n"
    "           pay: {by: price, 0.00..99.99: 0% of price, 100.00..: 5% of price}}\n"
    "  coupon: {event: join, to: newcomer.inviter, pay: 20.00, unit: coupon}\n"
    "  fee: {event: join, to: newcomer.uplines, pay: [10% of entry_fee], unqualified: stop}\n"
    "  group: {event: group, to: organiser, pay: 5.00 per size}\n"
    "  rise: {event: promotion, to: member, pay: {silver: 10.00, gold: 50.00}}\n"
    "  raised: {event: promotion, to: member.uplines, pay: [5.00], unqualified: skip}\n"
    "  best: {event: week, to: member, rank: own_sales in week, top: 2, pay: [30.00, 20.00],\n"
    "         cap: {at_most: 100.00, in: month, over: clip}}\n"
    "  pool: {event: month, to: member, pool: 1% of all_sales in month, remainder_to: first,\n"
    "         when: {member: [core, gold]}, share: by own_profit in month}\n"
    "promotions:\n"
    "  review: at_once\n"
    "  silver: [{direct_invites in 30 hours: 2}, {team_sales of silver+ in 20 hours: 900.00}]\n"
    "  gold: [{own_sales in 20 hours: 3000.00}, {downline_members: 6, own_entry_fee: 1.00}]\n"
    "demotions:\n"
    "  review: month\n"
    "  silver: [{own_orders in month: 1}]\n"
    "  gold: [{own_sales in month: 800.00}]\n";

static void random_history_on(const char *rules, uint64_t member_count, uint64_t seed) {
    struct scenario *scenario = scenario_on(rules, member_count);
    struct random_source random = {seed};
    uint64_t orders = 0;
    scenario_add(scenario, LOAD);
    for (uint32_t i = 0; i < 300; i++) {
        fenrun_event event = random_event(&random, i, &scenario->members, &orders);
        if (rules == whole_rules) make_whole(&random, i, &event);
        if (i % 7 == 0) scenario_add_event(scenario, PAY, event);
        if (i % 10 == 0) scenario_add_event(scenario, TEXT, event);
        if (i % 11 == 0) scenario_add_event(scenario, JSON, event);
        scenario_add_event(scenario, APPLY, event);
    }
    size_t failures = scenario_run_with_every_failure(scenario);
    print_message("seed %u: %zu steps, %u members, %zu allocations failed in turn\n",
                  (unsigned)seed, scenario->step_count, (unsigned)scenario->members, failures);
    assert_true(failures > 50);
    free(scenario);
}

static void the_reference_plan_survives_every_failure(void **state) {
    (void)state;
    size_t size;
    char *rules = shop_read_file("examples/wanwu-xinxuan.yaml", &size);
    random_history_on(rules, 0, 1);
    random_history_on(rules, 50, 2);
    free(rules);
}

static void promotions_of_every_measure_survive_every_failure(void **state) {
    (void)state;
    for (uint64_t seed = 3; seed < 9; seed++) random_history_on(climbing_rules, 0, seed);
}

static void the_whole_language_survives_every_failure(void **state) {
    (void)state;
    for (uint64_t seed = 20; seed < 26; seed++) random_history_on(whole_rules, 0, seed);
}

/* The first and the second chunk of remembered orders, and the growth of their index. */
static void many_remembered_orders_survive_every_failure(void **state) {
    (void)state;
    struct scenario *scenario = scenario_on(climbing_rules, 100);
    scenario_add(scenario, LOAD);
    struct step *sequence = scenario_add(scenario, SEQUENCE);
    sequence->count = 9000;
    sequence->event = (fenrun_event){.kind = FENRUN_EVENT_ORDER,
                                     .at = 5,
                                     .id_high = 1,
                                     .id_low = 1,
                                     .roles = {2},
                                     .amounts = {100, 20}};
    size_t failures = scenario_run_with_every_failure(scenario);
    print_message("9000 orders: %zu allocations failed in turn\n", failures);
    assert_true(failures > 20);
    free(scenario);
}

/* A line 1-2-...-8, and 9 with seven below, who leads them or whom the platform invited. */
static void add_line(struct scenario *scenario, bool platform) {
    scenario->members = 17;
    for (uint64_t id = 1; id <= 16; id++) {
        bool above = platform && id == 9;
        fenrun_event join = {.kind = FENRUN_EVENT_JOIN,
                             .at = 1,
                             .member = id,
                             .inviter = above ? FENRUN_PLATFORM : id - 1};
        scenario_add_event(scenario, APPLY, join);
        fenrun_event leads = {.kind = FENRUN_EVENT_TIER, .at = 1, .member = id, .tier = 2};
        if (!platform && id == 9) scenario_add_event(scenario, APPLY, leads);
    }
}

/* Done at every fill of the history, so that each version which an event and its promotions append
   is once the one that needs room. */
static void an_event_and_its_promotions_find_room_at_every_fill_of_the_history(void **state) {
    (void)state;
    static const char line_rules[] =
        "fenrun: 1\nname: line\ncurrency: CNY\nrounding: half_even\n"
        "tiers: [normal, silver, gold]\n"
        "team_leaders: [gold]\n"
        "order: {roles: [seller], amounts: [price]}\n"
        "awards: {sale: {event: order, to: seller, pay: 60% of price}}\n"
        "promotions:\n"
        "  review: at_once\n"
        "  silver: [{team_members: 8}]\n"
        "  gold: [{direct_invites: 2}, {own_sales: 10.00}]\n";
    static const fenrun_event events[] = {
        /* The team of 9 returns, or moves in: all of the line become silver at once. */
        {.kind = FENRUN_EVENT_TIER, .at = 100, .member = 9},
        {.kind = FENRUN_EVENT_MOVE, .at = 100, .member = 9, .inviter = 8},
        /* 4 becomes gold and splits the line. */
        {.kind = FENRUN_EVENT_JOIN, .at = 100, .member = 17, .inviter = 4},
        {.kind = FENRUN_EVENT_ORDER, .at = 100, .id_low = 1, .roles = {4}, .amounts = {1000}},
    };
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
        size_t failures = 0;
        for (uint32_t run_number = 0; run_number < 80; run_number++) {
            uint32_t fill = run_number / 2;
            bool in_sequence = run_number % 2; /* whose result is kept on an error */
            struct scenario *scenario = scenario_on(line_rules, 0);
            add_line(scenario, events[i].kind == FENRUN_EVENT_MOVE);
            for (uint32_t j = 0; j < fill; j++) {
                fenrun_event flip = {
                    .kind = FENRUN_EVENT_TIER, .at = 2 + j, .member = 16, .tier = 1 - j % 2};
                scenario_add_event(scenario, APPLY, flip);
            }
            scenario_add_event(scenario, in_sequence ? SEQUENCE : APPLY, events[i]);
            scenario->steps[scenario->step_count - 1].count = 1;
            failures += scenario_run_with_every_failure(scenario);
            free(scenario);
        }
        print_message("event of kind %u: %zu allocations failed in turn\n", events[i].kind,
                      failures);
        assert_true(failures > 1000);
    }
}

static void a_warm_result_is_paid_into_without_allocating(void **state) {
    (void)state;
    struct bank bank = {0};
    const fenrun_allocator allocator = {bank_resize, &bank};
    struct shop *shop = shop_open("examples/wanwu-xinxuan.yaml");
    shop_has(shop, "xiaowei", NULL, "senior_gold");
    shop_has(shop, "B", "xiaowei", "normal");
    fenrun_result *result;
    assert_int_equal(fenrun_result_new(&result, &allocator, NULL), FENRUN_OK);
    fenrun_event order = {.kind = FENRUN_EVENT_ORDER,
                          .at = 100,
                          .roles = {shop_id(shop, "B")},
                          .amounts = {20000, 4000}};
    assert_int_equal(fenrun_pay(shop->tree, &order, result, NULL), FENRUN_OK);
    size_t warm = bank.allocations;
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(fenrun_pay(shop->tree, &order, result, NULL), FENRUN_OK);
    }
    assert_int_equal(bank.allocations, warm);
    fenrun_result_free(result);
    assert_int_equal(bank.blocks, 0);
    shop_close(shop);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_example_is_read_or_memory_is_said_to_be_out),
        cmocka_unit_test(mistakes_are_reported_or_memory_is_said_to_be_out),
        cmocka_unit_test(a_rule_book_is_made_or_memory_is_said_to_be_out),
        cmocka_unit_test(the_reference_plan_survives_every_failure),
        cmocka_unit_test(promotions_of_every_measure_survive_every_failure),
        cmocka_unit_test(the_whole_language_survives_every_failure),
        cmocka_unit_test(many_remembered_orders_survive_every_failure),
        cmocka_unit_test(a_warm_result_is_paid_into_without_allocating),
        cmocka_unit_test(an_event_and_its_promotions_find_room_at_every_fill_of_the_history),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
