/* Draft: every table of the plan holds what was filled in, in its place, up to the limits. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/draft.h"

static struct fenrun__draft *smallest(void) {
    struct fenrun__draft *draft = calloc(1, sizeof *draft);
    assert_non_null(draft);
    draft->name = fenrun__text_from("x");
    draft->title = (struct fenrun__text){NULL, 0};
    draft->units[0] = fenrun__text_from("JPY");
    draft->unit_count = 1;
    draft->tiers[0] = fenrun__text_from("only");
    draft->tier_count = 1;
    draft->lead_tier = 1;
    return draft;
}

static void an_empty_draft_is_a_plan_without_awards(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__draft *draft = smallest();
    fenrun__memory_init(&memory, NULL);
    struct fenrun__plan *plan = fenrun__draft_lay_out(draft, &memory);
    free(draft);
    assert_non_null(plan);
    assert_int_equal(plan->award_count, 0);
    for (uint32_t kind = 0; kind < FENRUN__EVENT_KINDS; kind++) {
        assert_int_equal(plan->order_count[kind], 0);
    }
    assert_string_equal(fenrun__plan_name(plan, FENRUN_NAME_TITLE, 0), "");
    assert_string_equal(fenrun__plan_name(plan, FENRUN_NAME_CURRENCY, 0), "JPY");
    assert_int_equal(plan->name_count[FENRUN_NAME_ROLE], 0);
    fenrun__plan_free(&memory, plan);
}

/* Name i of a kind: "<kind>i", each in its row of `room`. */
static void fill_names(struct fenrun__text *names, uint32_t count, char kind, char room[][16]) {
    for (uint32_t i = 0; i < count; i++) {
        snprintf(room[i], 16, "%c%u", kind, i);
        names[i] = fenrun__text_from(room[i]);
    }
}

static void assert_names(const struct fenrun__plan *plan, uint32_t kind, char letter,
                         uint32_t count) {
    assert_int_equal(plan->name_count[kind], count);
    for (uint32_t i = 0; i < count; i++) {
        char name[16];
        snprintf(name, sizeof name, "%c%u", letter, i);
        assert_string_equal(fenrun__plan_name(plan, kind, i), name);
    }
}

static void a_draft_at_every_limit_is_laid_out_whole(void **state) {
    (void)state;
    static char room[5][257][16];
    struct fenrun__memory memory;
    struct fenrun__draft *draft = smallest();
    draft->tier_count = FENRUN_TIERS_MAX;
    draft->role_count = FENRUN_ROLES_MAX;
    draft->amount_count = FENRUN_AMOUNTS_MAX;
    draft->unit_count = FENRUN_AWARDS_MAX + 1;
    draft->award_count = FENRUN_AWARDS_MAX;
    fill_names(draft->tiers, draft->tier_count, 't', room[0]);
    fill_names(draft->roles, draft->role_count, 'r', room[1]);
    fill_names(draft->amounts, draft->amount_count, 'm', room[2]);
    fill_names(draft->units, draft->unit_count, 'u', room[3]);
    fill_names(draft->award_names, draft->award_count, 'a', room[4]);
    for (uint32_t i = 0; i < FENRUN_AWARDS_MAX; i++) {
        draft->awards[i].event = i % 3 == 0 ? FENRUN_EVENT_JOIN : FENRUN_EVENT_ORDER;
        draft->awards[i].pay_first = draft->pay_count;
        draft->awards[i].test_first = draft->test_count;
        for (uint32_t tier = 0; tier < FENRUN_TIERS_MAX; tier++) {
            draft->pays[draft->pay_count++].value = i * 1000 + tier;
        }
        for (uint32_t k = 0; k < FENRUN__AWARD_TESTS_MAX; k++) {
            draft->tests[draft->test_count++].tiers = UINT64_MAX - i * 10 - k;
        }
    }
    for (uint32_t i = 0; i < FENRUN_AMOUNTS_MAX; i++) {
        draft->requirements[draft->requirement_count++].high = INT64_MAX - i;
    }
    for (uint32_t i = 0; i < FENRUN_TIERS_MAX * FENRUN__ALTERNATIVES_MAX; i++) {
        struct fenrun__plan_promotion *promotion = &draft->promotions[draft->promotion_count++];
        promotion->tier = i % FENRUN_TIERS_MAX;
        promotion->line = i;
        promotion->test_count = 1;
        promotion->tests[0].measure = FENRUN__MEASURE_TEAM_MEMBERS;
    }

    fenrun__memory_init(&memory, NULL);
    struct fenrun__plan *plan = fenrun__draft_lay_out(draft, &memory);
    assert_non_null(plan);
    assert_int_equal(memory.bytes, plan->size);
    assert_names(plan, FENRUN_NAME_TIER, 't', FENRUN_TIERS_MAX);
    assert_names(plan, FENRUN_NAME_ROLE, 'r', FENRUN_ROLES_MAX);
    assert_names(plan, FENRUN_NAME_AMOUNT, 'm', FENRUN_AMOUNTS_MAX);
    assert_names(plan, FENRUN_NAME_UNIT, 'u', FENRUN_AWARDS_MAX + 1);
    assert_names(plan, FENRUN_NAME_AWARD, 'a', FENRUN_AWARDS_MAX);
    assert_int_equal(plan->order_count[FENRUN_EVENT_JOIN], 86);
    assert_int_equal(plan->order_count[FENRUN_EVENT_ORDER], 170);
    for (uint32_t i = 0; i < 86; i++) {
        assert_int_equal(fenrun__plan_order(plan, FENRUN_EVENT_JOIN)[i], 3 * i);
    }
    for (uint32_t i = 0; i < FENRUN_AWARDS_MAX; i++) {
        const struct fenrun__plan_award *award = fenrun__plan_award(plan, i);
        for (uint32_t tier = 0; tier < FENRUN_TIERS_MAX; tier++) {
            assert_int_equal(fenrun__plan_pay(plan, award->pay_first + tier)->value,
                             i * 1000 + tier);
        }
        for (uint32_t k = 0; k < FENRUN__AWARD_TESTS_MAX; k++) {
            assert_true(fenrun__plan_test(plan, award->test_first + k)->tiers ==
                        UINT64_MAX - i * 10 - k);
        }
    }
    for (uint32_t i = 0; i < FENRUN_AMOUNTS_MAX; i++) {
        assert_true(fenrun__plan_requirement(plan, i)->high == INT64_MAX - i);
    }
    for (uint32_t i = 0; i < plan->promotion_count; i++) {
        const struct fenrun__plan_promotion *promotion = fenrun__plan_promotion(plan, i);
        uint32_t tier = FENRUN_TIERS_MAX - 1 - i / FENRUN__ALTERNATIVES_MAX;
        assert_int_equal(promotion->tier, tier);
        assert_int_equal(promotion->line,
                         tier + i % FENRUN__ALTERNATIVES_MAX * FENRUN_TIERS_MAX);
    }
    assert_int_equal(plan->measures, 1u << FENRUN__MEASURE_TEAM_MEMBERS);
    fenrun__plan_free(&memory, plan);
    free(draft);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_draft_is_a_plan_without_awards),
        cmocka_unit_test(a_draft_at_every_limit_is_laid_out_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
