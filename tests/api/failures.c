/* Failures: see the header. */
#include "api/failures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define BANK_HEAD 32u
#define BANK_MARK UINT64_C(0xfe17c0de5afe0001)

void *bank_resize(void *context, void *block, size_t old_size, size_t new_size) {
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

void bank_expect_nothing_left(const struct bank *bank) {
    assert_int_equal(bank->blocks, 0);
    assert_int_equal(bank->bytes, 0);
}

struct world {
    struct bank bank;
    fenrun_rules *rules;
    fenrun_tree *tree;
    fenrun_result *result;
    fenrun_error error;
    uint64_t given; /* what a step gave so far */
};

static uint64_t failures_mix(uint64_t hash, const void *bytes, size_t size) {
    const unsigned char *next = bytes;
    for (size_t i = 0; i < size; i++) hash = (hash ^ next[i]) * UINT64_C(0x100000001b3);
    return hash;
}

/* All that can be asked of a tree: counts, and everyone at instants from long ago to long after. */
static uint64_t failures_tree_print(const struct world *world, const struct scenario *scenario) {
    fenrun_tree_status status;
    uint64_t hash = 1;
    if (!world->tree) return hash;
    fenrun_tree_inspect(world->tree, &status);
    hash = failures_mix(hash, &status.member_count, sizeof status.member_count);
    hash = failures_mix(hash, &status.order_count, sizeof status.order_count);
    hash = failures_mix(hash, &status.at, sizeof status.at);
    int64_t latest = status.at < 0 ? 0 : status.at;
    for (int instant = -1; instant <= 8; instant++) {
        for (uint64_t id = 1; id <= scenario->members; id++) {
            fenrun_member member = {0};
            int32_t code =
                fenrun_tree_member(world->tree, id, latest * instant / 7, &member, NULL);
            hash = failures_mix(hash, &code, sizeof code);
            hash = failures_mix(hash, &member, sizeof member);
        }
    }
    return hash;
}

static void failures_take_result(struct world *world, uint32_t first_event) {
    size_t count;
    const fenrun_payout *payouts = fenrun_result_payouts(world->result, &count);
    for (size_t i = 0; i < count; i++) {
        fenrun_payout payout = payouts[i];
        payout.event += first_event;
        world->given = failures_mix(world->given, &payout, sizeof payout);
    }
    const fenrun_promotion *promotions = fenrun_result_promotions(world->result, &count);
    for (size_t i = 0; i < count; i++) {
        fenrun_promotion promotion = promotions[i];
        promotion.event += first_event;
        world->given = failures_mix(world->given, &promotion, sizeof promotion);
    }
    const char *text = fenrun_result_text(world->result, &count);
    world->given = failures_mix(world->given, text, count);
}

static int32_t failures_load(struct world *world) {
    fenrun_member members[LOADED];
    for (uint32_t i = 0; i < LOADED; i++) {
        members[i] = (fenrun_member){.id = LOADED - i,
                                     .inviter = (LOADED - i) / 2,
                                     .tier = i % 5 == 0 ? 2 : 0};
    }
    return fenrun_tree_load(world->tree, members, LOADED, &world->error);
}

/* Events up to the first that finds no memory, and from there on again. */
static int32_t failures_apply_sequence(struct world *world, const struct step *step,
                                       bool *stopped) {
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
        failures_take_result(world, first);
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

static int32_t failures_do_step(struct world *world, const struct scenario *scenario,
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
    case LOAD: return failures_load(world);
    case PAY: return fenrun_pay(world->tree, &step->event, world->result, &world->error);
    case APPLY: return fenrun_apply(world->tree, &step->event, world->result, &world->error);
    default:
        explain.format = step->kind == JSON ? FENRUN_FORMAT_JSON : FENRUN_FORMAT_TEXT;
        return fenrun_explain(world->tree, &step->event, &explain, world->result, &world->error);
    }
}

static void failures_expect_as_before(const struct world *world, const struct scenario *scenario,
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
    assert_true(failures_tree_print(world, scenario) == scenario->before[number]);
    if (!world->result) return;
    size_t payouts, promotions, size;
    fenrun_result_payouts(world->result, &payouts);
    fenrun_result_promotions(world->result, &promotions);
    fenrun_result_text(world->result, &size);
    assert_int_equal(payouts + promotions + size, 0);
}

/* False when no allocation failed. */
static bool failures_run(struct scenario *scenario, size_t fail_at) {
    struct world world = {.bank = {.fail_at = fail_at}};
    bool met = false;
    for (size_t i = 0; i < scenario->step_count; i++) {
        const struct step *step = scenario->steps + i;
        if (fail_at == 0) scenario->before[i] = failures_tree_print(&world, scenario);
        world.given = 1;
        int32_t code;
        if (step->kind == SEQUENCE) {
            code = failures_apply_sequence(&world, step, &met);
        } else {
            code = failures_do_step(&world, scenario, step);
            if (world.bank.failed && !met) {
                failures_expect_as_before(&world, scenario, i, code);
                met = true;
                code = failures_do_step(&world, scenario, step);
            }
            if (world.result) failures_take_result(&world, 0);
        }
        world.given = failures_mix(world.given, &code, sizeof code);
        if (fail_at == 0) scenario->after[i] = world.given;
        if (world.given != scenario->after[i]) {
            fail_msg("allocation %zu failed: step %zu gives something else", fail_at, i);
        }
    }
    assert_int_equal(world.bank.failed, met);
    fenrun_result_free(world.result);
    fenrun_tree_free(world.tree);
    fenrun_rules_free(world.rules);
    bank_expect_nothing_left(&world.bank);
    return met;
}

size_t scenario_run_with_every_failure(struct scenario *scenario) {
    failures_run(scenario, 0);
    size_t failures = 0;
    while (failures_run(scenario, failures + 1)) failures++;
    return failures;
}

struct step *scenario_add(struct scenario *scenario, enum step_kind kind) {
    assert_true(scenario->step_count < STEPS_MAX);
    struct step *step = scenario->steps + scenario->step_count++;
    *step = (struct step){.kind = kind};
    return step;
}

void scenario_add_event(struct scenario *scenario, enum step_kind kind, fenrun_event event) {
    scenario_add(scenario, kind)->event = event;
}

struct scenario *scenario_on(const char *rules, uint64_t member_count) {
    struct scenario *scenario = calloc(1, sizeof *scenario);
    assert_non_null(scenario);
    scenario->rules = rules;
    scenario->member_count = member_count;
    scenario->members = LOADED;
    for (int kind = READ_RULES; kind <= NEW_RESULT; kind++) {
        scenario_add(scenario, (enum step_kind)kind);
    }
    return scenario;
}
