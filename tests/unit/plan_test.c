/* Plan: names found and not found, and paths and tiers in the words of the rule set. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/rule_text.h"

/* Of everything that has names. */
#define PARTS                                                                                     \
    "periods: [month]\n"                                                                          \
    "labels: {core: {review: month, rank: own_sales, top: 5}}\n"                                  \
    "join: {amounts: [entry_fee], counts: [packs]}\n"                                             \
    "events:\n"                                                                                   \
    "  group_complete: {roles: [organiser, friend], counts: [size]}\n"                            \
    "  story: {roles: [author], amounts: [fee]}\n"

static void names_are_known_by_kind_and_index(void **state) {
    (void)state;
    static const struct {
        uint32_t kind;
        const char *names[4]; /* the last is NULL */
    } cases[] = {
        {FENRUN_NAME_RULES, {"test"}},
        {FENRUN_NAME_TITLE, {""}},
        {FENRUN_NAME_CURRENCY, {"CNY"}},
        {FENRUN_NAME_TIER, {"normal", "gold", "senior_gold"}},
        {FENRUN_NAME_ROLE, {"seller", "buyer"}},
        {FENRUN_NAME_AMOUNT, {"price", "profit"}},
        {FENRUN_NAME_AWARD, {"b", "a"}},
        {FENRUN_NAME_UNIT, {"CNY", "coin"}},
        {FENRUN_NAME_COUNT, {NULL}},
        {FENRUN_NAME_PERIOD, {"month"}},
        {FENRUN_NAME_LABEL, {"core"}},
        {FENRUN_NAME_EVENT, {"group_complete", "story"}},
        {FENRUN_NAME_ROLE | FENRUN_NAME_OF_JOIN, {NULL}},
        {FENRUN_NAME_AMOUNT | FENRUN_NAME_OF_JOIN, {"entry_fee"}},
        {FENRUN_NAME_COUNT | FENRUN_NAME_OF_JOIN, {"packs"}},
        {FENRUN_NAME_ROLE | FENRUN_NAME_OF_EVENT(0), {"organiser", "friend"}},
        {FENRUN_NAME_AMOUNT | FENRUN_NAME_OF_EVENT(0), {NULL}},
        {FENRUN_NAME_COUNT | FENRUN_NAME_OF_EVENT(0), {"size"}},
        {FENRUN_NAME_ROLE | FENRUN_NAME_OF_EVENT(1), {"author"}},
        {FENRUN_NAME_AMOUNT | FENRUN_NAME_OF_EVENT(1), {"fee"}},
        {FENRUN_NAME_ROLE | FENRUN_NAME_OF_EVENT(2), {NULL}},
        {FENRUN_NAME_TIER | FENRUN_NAME_OF_EVENT(0), {NULL}},
        {FENRUN_NAME_TIER | FENRUN_NAME_OF_JOIN, {NULL}},
        {FENRUN__NAME_KINDS, {NULL}},
        {UINT32_MAX, {NULL}},
    };
    struct fenrun__memory memory;
    struct fenrun__plan *plan =
        rule_text_read_part(&memory, PARTS
                           "awards:\n"
                           "  b: {event: order, to: seller, pay: 1.00, unit: coin}\n"
                           "  a: {event: order, to: seller, pay: 1.00}\n");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t kind = cases[i].kind;
        uint32_t count = 0;
        for (; cases[i].names[count]; count++) {
            const char *name = fenrun__plan_name(plan, kind, count);
            assert_string_equal(name, cases[i].names[count]);
            assert_int_equal(fenrun__plan_find(plan, kind, fenrun__text_from(name)), count);
        }
        assert_int_equal(fenrun__plan_name_count(plan, kind), count);
        assert_null(fenrun__plan_name(plan, kind, count));
        assert_null(fenrun__plan_name(plan, kind, UINT32_MAX));
        assert_int_equal(fenrun__plan_find(plan, kind, fenrun__text_from("nothing")),
                         FENRUN__NOWHERE);
    }
    assert_int_equal(fenrun__plan_find(plan, FENRUN_NAME_TIER, (struct fenrun__text){"golden", 4}),
                     1);
    assert_int_equal(fenrun__plan_find(plan, FENRUN_NAME_TIER, (struct fenrun__text){"gold", 3}),
                     FENRUN__NOWHERE);
    fenrun__plan_free(&memory, plan);
    assert_int_equal(memory.bytes, 0);
}

static void triggers_roles_and_figures_have_the_words_of_the_rule_set(void **state) {
    (void)state;
    static const struct {
        const char *trigger;
        const char *role;
        const char *figures[2]; /* the first amount and the first count */
    } cases[] = {
        {"order", "seller", {"price", NULL}},
        {"join", "newcomer", {"entry_fee", "packs"}},
        {"group_complete", "organiser", {NULL, "size"}},
        {"story", "author", {"fee", NULL}},
        {"promotion", "member", {NULL, NULL}},
        {"month", "member", {NULL, NULL}},
    };
    struct fenrun__memory memory;
    struct fenrun__plan *plan = rule_text_read_part(&memory, PARTS);
    assert_int_equal(plan->trigger_count, sizeof cases / sizeof cases[0]);
    for (uint32_t i = 0; i < plan->trigger_count; i++) {
        assert_string_equal(fenrun__plan_trigger_name(plan, i), cases[i].trigger);
        assert_string_equal(fenrun__plan_role_name(plan, i, 0), cases[i].role);
        for (uint32_t k = 0; i < plan->shape_count && k < 2; k++) {
            const char *name = fenrun__plan_figure_name(plan, i, k * FENRUN__FIGURE_COUNT0);
            if (cases[i].figures[k]) {
                assert_string_equal(name, cases[i].figures[k]);
            } else {
                assert_null(name);
            }
        }
    }
    assert_int_equal(fenrun__plan_trigger_of_promotion(plan), 4);
    assert_int_equal(fenrun__plan_trigger_of_period(plan, 0), 5);
    fenrun__plan_free(&memory, plan);
}

static void paths_are_written_as_they_were_read(void **state) {
    (void)state;
    static const struct {
        const char *event;
        const char *path;
    } cases[] = {
        {"order", "seller"},
        {"order", "buyer.inviter.leader"},
        {"join", "newcomer"},
        {"join", "newcomer.leader.inviter.inviter.inviter.inviter.inviter"},
        {"promotion", "member.above(gold).leader"},
        {"group_complete", "friend.inviter.above(senior_gold)"},
        {"order", "seller.uplines"},
        {"story", "author.leader.uplines"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char part[512];
        char path[128];
        struct fenrun__memory memory;
        struct fenrun__writer writer;
        snprintf(part, sizeof part, PARTS "awards: {a: {event: %s, to: %s, %s}}",
                 cases[i].event, cases[i].path,
                 strstr(cases[i].path, "uplines") ? "pay: [1.00], unqualified: skip"
                                                  : "pay: 1.00");
        struct fenrun__plan *plan = rule_text_read_part(&memory, part);
        fenrun__writer_init_fixed(&writer, path, sizeof path);
        const struct fenrun__plan_award *award = fenrun__plan_award(plan, 0);
        fenrun__plan_write_path(plan, award->trigger, &award->to, &writer);
        assert_string_equal(path, cases[i].path);
        fenrun__plan_free(&memory, plan);
    }
}

static void tiers_are_written_as_short_as_they_can_be(void **state) {
    (void)state;
    static const struct {
        uint64_t tiers;
        uint32_t labels;
        const char *text;
    } cases[] = {
        {0, 0, "[]"},
        {1, 0, "normal"},
        {2, 0, "gold"},
        {3, 0, "[normal, gold]"},
        {4, 0, "senior_gold"},
        {5, 0, "[normal, senior_gold]"},
        {6, 0, "gold+"},
        {7, 0, "normal+"},
        {0, 1, "core"},
        {0, 3, "[core, active]"},
        {1, 2, "[normal, active]"},
        {6, 1, "[gold+, core]"},
        {5, 3, "[normal, senior_gold, core, active]"},
    };
    struct fenrun__memory memory;
    struct fenrun__plan *plan =
        rule_text_read_part(&memory, "periods: [month]\n"
                           "labels: {core: {review: month, rank: own_sales, top: 5},\n"
                           "         active: {review: month, when: {member: gold}}}\n");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[128];
        struct fenrun__writer writer;
        fenrun__writer_init_fixed(&writer, text, sizeof text);
        fenrun__plan_write_tiers(plan, cases[i].tiers, cases[i].labels, &writer);
        assert_string_equal(text, cases[i].text);
    }
    fenrun__plan_free(&memory, plan);
}

static void a_plan_is_one_block_that_can_be_copied(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__plan *plan = rule_text_read_part(&memory, "promotions: {review: at_once, gold: "
                                                   "[{direct_invites: 3}]}");
    assert_int_equal(plan->size % 8, 0);
    assert_int_equal(memory.bytes, plan->size);
    uint32_t size = plan->size;
    unsigned char *copy = malloc(size);
    assert_non_null(copy);
    memcpy(copy, plan, size);
    memset(plan, 0x55, size);
    memcpy(plan, copy, sizeof *plan);
    struct fenrun__plan *moved = (struct fenrun__plan *)(void *)copy;
    assert_string_equal(fenrun__plan_name(moved, FENRUN_NAME_TIER, 2), "senior_gold");
    assert_int_equal(fenrun__plan_alternative(moved, 0)->tests[0].at_least, 3);
    assert_int_equal(fenrun__plan_pay(moved, fenrun__plan_award(moved, 0)->pay_first)->value,
                     100000000);
    free(copy);
    fenrun__plan_free(&memory, plan);
    fenrun__plan_free(&memory, NULL);
    assert_int_equal(memory.bytes, 0);
}

static void the_same_text_gives_the_same_bytes(void **state) {
    (void)state;
    struct fenrun__memory memory[2];
    struct fenrun__plan *first = rule_text_read_part(&memory[0], "title: once");
    struct fenrun__plan *second = rule_text_read_part(&memory[1], "title: once");
    assert_int_equal(first->size, second->size);
    assert_memory_equal(first, second, first->size);
    fenrun__plan_free(&memory[0], first);
    fenrun__plan_free(&memory[1], second);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_known_by_kind_and_index),
        cmocka_unit_test(triggers_roles_and_figures_have_the_words_of_the_rule_set),
        cmocka_unit_test(paths_are_written_as_they_were_read),
        cmocka_unit_test(tiers_are_written_as_short_as_they_can_be),
        cmocka_unit_test(a_plan_is_one_block_that_can_be_copied),
        cmocka_unit_test(the_same_text_gives_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
