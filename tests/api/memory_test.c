/*
 * Memory: every allocation of a whole scenario is made to fail in turn.
 *
 *     run 0   no failure: what each step gives, and what the tree is before it, is written down
 *     run i   the i-th allocation gives nothing: the step says so and leaves everything as it
 *             was; done again, it and all later steps give what they gave in run 0
 *
 * until a run meets no failure. At the end of each run nothing is left allocated.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/shop.h"
#include "model/random.h"

/* ---- an allocator that knows the size of each block, moves it always, and fails once ---- */

struct bank {
    size_t allocations;
    size_t fail_at; /* 0: never */
    bool failed;
    size_t blocks;
    size_t bytes;
};

#define BANK_HEAD 32u
#define BANK_MARK UINT64_C(0xfe17c0de5afe0001)

static void *bank_resize(void *context, void *block, size_t old_size, size_t new_size) {
    struct bank *bank = context;
    uint64_t head[2] = {0, 0};
    unsigned char *old = block ? (unsigned char *)block - BANK_HEAD : NULL;
    if (old) {
        memcpy(head, old, sizeof head);
        assert_true(head[1] == BANK_MARK);
    }
    assert_true(old_size == head[0]);
    unsigned char *moved = NULL;
    if (new_size > 0) {
        if (++bank->allocations == bank->fail_at) {
            bank->failed = true;
            return NULL;
        }
        moved = malloc(new_size + BANK_HEAD);
        assert_non_null(moved);
        memset(moved, 0xa5, new_size + BANK_HEAD);
        memcpy(moved, (uint64_t[2]){new_size, BANK_MARK}, sizeof head);
        if (old) memcpy(moved + BANK_HEAD, block, old_size < new_size ? old_size : new_size);
        bank->blocks++;
        bank->bytes += new_size;
    }
    if (old) {
        memset(old, 0x5a, old_size + BANK_HEAD);
        bank->blocks--;
        bank->bytes -= old_size;
        free(old);
    }
    return moved ? moved + BANK_HEAD : NULL;
}

static void expect_nothing_left(const struct bank *bank) {
    assert_int_equal(bank->blocks, 0);
    assert_int_equal(bank->bytes, 0);
}

/* ---- a scenario: steps, and what they came to without failures ---- */

enum step_kind { READ_RULES, NEW_TREE, NEW_RESULT, LOAD, PAY, APPLY, TEXT, JSON, SEQUENCE };

struct step {
    enum step_kind kind;
    fenrun_event event;
    uint32_t count; /* SEQUENCE: events like `event`, with rising ids */
};

#define STEPS_MAX 1200u
#define LOADED 12u

struct scenario {
    const char *rules;
    uint64_t member_count;
    uint64_t members; /* no id is above */
    struct step steps[STEPS_MAX];
    size_t step_count;
    uint64_t before[STEPS_MAX]; /* of run 0: the tree before a step ... */
    uint64_t after[STEPS_MAX];  /* ... and what the step gave */
};

struct world {
    struct bank bank;
    fenrun_rules *rules;
    fenrun_tree *tree;
    fenrun_result *result;
    fenrun_error error;
    uint64_t given; /* what a step gave so far */
};

static uint64_t mix(uint64_t hash, const void *bytes, size_t size) {
    const unsigned char *next = bytes;
    for (size_t i = 0; i < size; i++) hash = (hash ^ next[i]) * UINT64_C(0x100000001b3);
    return hash;
}

/* All that can be asked of a tree: counts, and everyone at instants from long ago to long after. */
static uint64_t tree_print(const struct world *world, const struct scenario *scenario) {
    fenrun_tree_status status;
    uint64_t hash = 1;
    if (!world->tree) return hash;
    fenrun_tree_inspect(world->tree, &status);
    hash = mix(hash, &status.member_count, sizeof status.member_count);
    hash = mix(hash, &status.order_count, sizeof status.order_count);
    hash = mix(hash, &status.at, sizeof status.at);
    int64_t latest = status.at < 0 ? 0 : status.at;
    for (int instant = -1; instant <= 8; instant++) {
        for (uint64_t id = 1; id <= scenario->members; id++) {
            fenrun_member member = {0};
            int32_t code =
                fenrun_tree_member(world->tree, id, latest * instant / 7, &member, NULL);
            hash = mix(hash, &code, sizeof code);
            hash = mix(hash, &member, sizeof member);
        }
    }
    return hash;
}

static void take_result(struct world *world, uint32_t first_event) {
    size_t count;
    const fenrun_payout *payouts = fenrun_result_payouts(world->result, &count);
    for (size_t i = 0; i < count; i++) {
        fenrun_payout payout = payouts[i];
        payout.event += first_event;
        world->given = mix(world->given, &payout, sizeof payout);
    }
    const fenrun_promotion *promotions = fenrun_result_promotions(world->result, &count);
    for (size_t i = 0; i < count; i++) {
        fenrun_promotion promotion = promotions[i];
        promotion.event += first_event;
        world->given = mix(world->given, &promotion, sizeof promotion);
    }
    const char *text = fenrun_result_text(world->result, &count);
    world->given = mix(world->given, text, count);
}

static int32_t load(struct world *world) {
    fenrun_member members[LOADED];
    for (uint32_t i = 0; i < LOADED; i++) {
        members[i] = (fenrun_member){.id = LOADED - i,
                                     .inviter = (LOADED - i) / 2,
                                     .tier = i % 5 == 0 ? 2 : 0};
    }
    return fenrun_tree_load(world->tree, members, LOADED, &world->error);
}

/* Events up to the first that finds no memory, and from there on again. */
static int32_t apply_sequence(struct world *world, const struct step *step, bool *stopped) {
    fenrun_event *events = calloc(step->count, sizeof *events);
    assert_non_null(events);
    for (uint32_t i = 0; i < step->count; i++) {
        events[i] = step->event;
        events[i].id_low += i;
    }
    int32_t code = FENRUN_OK;
    for (uint32_t first = 0; first < step->count;) {
        size_t done;
        code = fenrun_apply_sequence(world->tree, events + first, step->count - first,
                                     world->result, &done, &world->error);
        take_result(world, first);
        first += (uint32_t)done;
        if (code == FENRUN_OK) continue;
        assert_int_equal(code, FENRUN_ERROR_MEMORY);
        assert_int_equal(world->error.item, done);
        assert_true(world->bank.failed && !*stopped);
        fenrun_tree_status status;
        fenrun_tree_inspect(world->tree, &status);
        if (step->event.kind == FENRUN_EVENT_ORDER) assert_int_equal(status.order_count, first);
        *stopped = true;
    }
    free(events);
    return code;
}

static int32_t do_step(struct world *world, const struct scenario *scenario,
                       const struct step *step) {
    const fenrun_allocator allocator = {bank_resize, &world->bank};
    const fenrun_rules_options rules = {sizeof rules, &allocator};
    const fenrun_tree_options tree = {.struct_size = sizeof tree,
                                      .allocator = &allocator,
                                      .member_count = scenario->member_count,
                                      .flags = FENRUN_TREE_REMEMBERS_ORDERS};
    fenrun_explain_options explain = {.struct_size = sizeof explain};
    switch (step->kind) {
    case READ_RULES:
        world->rules = (fenrun_rules *)(void *)world; /* must become NULL on an error */
        return fenrun_rules_read(&world->rules, scenario->rules, strlen(scenario->rules), &rules,
                                 &world->error, 1, NULL);
    case NEW_TREE:
        world->tree = (fenrun_tree *)(void *)world;
        return fenrun_tree_new(&world->tree, world->rules, &tree, &world->error);
    case NEW_RESULT:
        world->result = (fenrun_result *)(void *)world;
        return fenrun_result_new(&world->result, &allocator, &world->error);
    case LOAD: return load(world);
    case PAY: return fenrun_pay(world->tree, &step->event, world->result, &world->error);
    case APPLY: return fenrun_apply(world->tree, &step->event, world->result, &world->error);
    default:
        explain.format = step->kind == JSON ? FENRUN_FORMAT_JSON : FENRUN_FORMAT_TEXT;
        return fenrun_explain(world->tree, &step->event, &explain, world->result, &world->error);
    }
}

static void expect_as_before(const struct world *world, const struct scenario *scenario,
                             size_t number, int32_t code) {
    const struct step *step = scenario->steps + number;
    if (code != FENRUN_ERROR_MEMORY) {
        fail_msg("step %zu, kind %u of event %u: %s", number, (unsigned)step->kind,
                 step->event.kind, fenrun_code_name(code));
    }
    assert_int_equal(world->error.code, FENRUN_ERROR_MEMORY);
    assert_string_equal(world->error.message, "the allocator gave no memory");
    if (step->kind == READ_RULES) assert_null(world->rules);
    if (step->kind == NEW_TREE) assert_null(world->tree);
    if (step->kind == NEW_RESULT) assert_null(world->result);
    assert_true(tree_print(world, scenario) == scenario->before[number]);
    if (!world->result) return;
    size_t payouts, promotions, size;
    fenrun_result_payouts(world->result, &payouts);
    fenrun_result_promotions(world->result, &promotions);
    fenrun_result_text(world->result, &size);
    assert_int_equal(payouts + promotions + size, 0);
}

/* False when no allocation failed. */
static bool run(struct scenario *scenario, size_t fail_at) {
    struct world world = {.bank = {.fail_at = fail_at}};
    bool met = false;
    for (size_t i = 0; i < scenario->step_count; i++) {
        const struct step *step = scenario->steps + i;
        if (fail_at == 0) scenario->before[i] = tree_print(&world, scenario);
        world.given = 1;
        int32_t code;
        if (step->kind == SEQUENCE) {
            code = apply_sequence(&world, step, &met);
        } else {
            code = do_step(&world, scenario, step);
            if (world.bank.failed && !met) {
                expect_as_before(&world, scenario, i, code);
                met = true;
                code = do_step(&world, scenario, step);
            }
            if (world.result) take_result(&world, 0);
        }
        world.given = mix(world.given, &code, sizeof code);
        if (fail_at == 0) scenario->after[i] = world.given;
        if (world.given != scenario->after[i]) {
            fail_msg("allocation %zu failed: step %zu gives something else", fail_at, i);
        }
    }
    assert_int_equal(world.bank.failed, met);
    fenrun_result_free(world.result);
    fenrun_tree_free(world.tree);
    fenrun_rules_free(world.rules);
    expect_nothing_left(&world.bank);
    return met;
}

static size_t run_with_every_failure(struct scenario *scenario) {
    run(scenario, 0);
    size_t failures = 0;
    while (run(scenario, failures + 1)) failures++;
    return failures;
}

static struct step *add_step(struct scenario *scenario, enum step_kind kind) {
    assert_true(scenario->step_count < STEPS_MAX);
    struct step *step = scenario->steps + scenario->step_count++;
    *step = (struct step){.kind = kind};
    return step;
}

static void add_event(struct scenario *scenario, enum step_kind kind, fenrun_event event) {
    add_step(scenario, kind)->event = event;
}

static struct scenario *scenario_on(const char *rules, uint64_t member_count) {
    struct scenario *scenario = calloc(1, sizeof *scenario);
    assert_non_null(scenario);
    scenario->rules = rules;
    scenario->member_count = member_count;
    scenario->members = LOADED;
    for (int kind = READ_RULES; kind <= NEW_RESULT; kind++) {
        add_step(scenario, (enum step_kind)kind);
    }
    return scenario;
}

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

/* ---- the tests ---- */

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
        expect_nothing_left(&bank);
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
        if (!end || strcmp(end, ".yaml") != 0) continue;
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

static void random_history_on(const char *rules, uint64_t member_count, uint64_t seed) {
    struct scenario *scenario = scenario_on(rules, member_count);
    struct random_source random = {seed};
    uint64_t orders = 0;
    add_step(scenario, LOAD);
    for (uint32_t i = 0; i < 300; i++) {
        fenrun_event event = random_event(&random, i, &scenario->members, &orders);
        if (i % 7 == 0) add_event(scenario, PAY, event);
        if (i % 10 == 0) add_event(scenario, TEXT, event);
        if (i % 11 == 0) add_event(scenario, JSON, event);
        add_event(scenario, APPLY, event);
    }
    size_t failures = run_with_every_failure(scenario);
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

/* The first and the second chunk of remembered orders, and the growth of their index. */
static void many_remembered_orders_survive_every_failure(void **state) {
    (void)state;
    struct scenario *scenario = scenario_on(climbing_rules, 100);
    add_step(scenario, LOAD);
    struct step *sequence = add_step(scenario, SEQUENCE);
    sequence->count = 9000;
    sequence->event = (fenrun_event){.kind = FENRUN_EVENT_ORDER,
                                     .at = 5,
                                     .id_high = 1,
                                     .id_low = 1,
                                     .roles = {2},
                                     .amounts = {100, 20}};
    size_t failures = run_with_every_failure(scenario);
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
        add_event(scenario, APPLY, join);
        fenrun_event leads = {.kind = FENRUN_EVENT_TIER, .at = 1, .member = id, .tier = 2};
        if (!platform && id == 9) add_event(scenario, APPLY, leads);
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
                add_event(scenario, APPLY, flip);
            }
            add_event(scenario, in_sequence ? SEQUENCE : APPLY, events[i]);
            scenario->steps[scenario->step_count - 1].count = 1;
            failures += run_with_every_failure(scenario);
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
        cmocka_unit_test(the_reference_plan_survives_every_failure),
        cmocka_unit_test(promotions_of_every_measure_survive_every_failure),
        cmocka_unit_test(many_remembered_orders_survive_every_failure),
        cmocka_unit_test(a_warm_result_is_paid_into_without_allocating),
        cmocka_unit_test(an_event_and_its_promotions_find_room_at_every_fill_of_the_history),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
