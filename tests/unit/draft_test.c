/*
 * Draft: every table of the plan holds what was filled in, in its place, up to the limits; tables
 * that grow keep what they held; and running out of memory is remembered.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/draft.h"
#include "unit/scarce.h"

static struct fenrun__draft *smallest(struct fenrun__memory *memory) {
    fenrun__memory_init(memory, NULL);
    struct fenrun__draft *draft = fenrun__draft_new(memory);
    assert_non_null(draft);
    draft->name = fenrun__text_from("x");
    draft->units[0] = fenrun__text_from("JPY");
    draft->tiers[0] = fenrun__text_from("only");
    draft->tier_count = 1;
    draft->lead_tier = 1;
    return draft;
}

static void an_empty_draft_is_a_plan_without_awards(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__draft *draft = smallest(&memory);
    struct fenrun__plan *plan = fenrun__draft_lay_out(draft);
    fenrun__draft_free(draft);
    assert_non_null(plan);
    assert_int_equal(memory.bytes, plan->size);
    const struct fenrun__plan_version *version = fenrun__plan_version(plan, 0);
    assert_int_equal(plan->version, 2);
    assert_int_equal(plan->award_count, 0);
    assert_int_equal(plan->shape_count, 2);
    assert_int_equal(plan->trigger_count, 3);
    for (uint32_t trigger = 0; trigger < plan->trigger_count; trigger++) {
        const struct fenrun__plan_trigger *row = fenrun__plan_trigger(plan, version, trigger);
        assert_int_equal(row->order_count, 0);
        assert_int_equal(row->requirement_count, 0);
        assert_int_equal(row->budget, FENRUN__NOWHERE);
    }
    assert_true(version->effective == FENRUN_TIME_MIN);
    assert_int_equal(version->promotion_review, FENRUN__REVIEW_NEVER);
    assert_int_equal(version->demotion_review, FENRUN__REVIEW_NEVER);
    assert_string_equal(fenrun__plan_name(plan, FENRUN_NAME_TITLE, 0), "");
    assert_string_equal(fenrun__plan_name(plan, FENRUN_NAME_CURRENCY, 0), "JPY");
    assert_int_equal(plan->name_count[FENRUN_NAME_ROLE], 0);
    fenrun__plan_free(&memory, plan);
    fenrun__draft_free(NULL);
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
    assert_int_equal(fenrun__plan_name_count(plan, kind), count);
    for (uint32_t i = 0; i < count; i++) {
        char name[16];
        snprintf(name, sizeof name, "%c%u", letter, i);
        assert_string_equal(fenrun__plan_name(plan, kind, i), name);
    }
}

/* All names at their most. */
static void fill_all_names(struct fenrun__draft *draft) {
    static char room[9][257][16];
    draft->tier_count = FENRUN_TIERS_MAX;
    draft->label_count = FENRUN_LABELS_MAX;
    draft->period_count = FENRUN_PERIODS_MAX;
    draft->event_count = FENRUN_EVENTS_MAX;
    draft->unit_count = FENRUN_AWARDS_MAX + 1;
    draft->award_count = FENRUN_AWARDS_MAX;
    fill_names(draft->tiers, draft->tier_count, 't', room[0]);
    fill_names(draft->label_names, draft->label_count, 'l', room[1]);
    fill_names(draft->periods, draft->period_count, 'p', room[2]);
    fill_names(draft->events, draft->event_count, 'e', room[3]);
    fill_names(draft->units, draft->unit_count, 'u', room[4]);
    fill_names(draft->award_names, draft->award_count, 'a', room[5]);
    for (uint32_t i = 0; i < FENRUN__SHAPES_MAX; i++) {
        struct fenrun__draft_shape *shape = &draft->shapes[i];
        shape->role_count = i == FENRUN__SHAPE_JOIN ? 0 : FENRUN_ROLES_MAX;
        shape->amount_count = FENRUN_AMOUNTS_MAX;
        shape->count_count = FENRUN_COUNTS_MAX;
        fill_names(shape->roles, shape->role_count, 'r', room[6]);
        fill_names(shape->amounts, shape->amount_count, 'm', room[7]);
        fill_names(shape->counts, shape->count_count, 'c', room[8]);
    }
}

static void fill_all_rows(struct fenrun__draft *draft) {
    for (uint32_t i = 0; i < FENRUN_AWARDS_MAX; i++) {
        struct fenrun__plan_award *award = &draft->awards[i];
        award->trigger = i % FENRUN__TRIGGERS_MAX;
        award->pay_first = fenrun__draft_count(draft, FENRUN__TABLE_PAYS);
        award->test_first = fenrun__draft_count(draft, FENRUN__TABLE_TESTS);
        for (uint32_t tier = 0; tier < FENRUN_TIERS_MAX; tier++) {
            const struct fenrun__plan_pay pay = {.value = i * 1000 + tier};
            assert_int_equal(fenrun__draft_add(draft, FENRUN__TABLE_PAYS, &pay, 1),
                             i * FENRUN_TIERS_MAX + tier);
        }
        for (uint32_t k = 0; k < FENRUN__AWARD_TESTS_MAX; k++) {
            const struct fenrun__plan_test test = {.tiers = UINT64_MAX - i * 10 - k};
            fenrun__draft_add(draft, FENRUN__TABLE_TESTS, &test, 1);
        }
    }
    for (uint32_t i = 0; i < FENRUN__TRIGGERS_MAX; i++) draft->triggers[i].budget = i;
    for (uint32_t i = 0; i < FENRUN_LABELS_MAX; i++) draft->labels[i].line = 100 + i;
    draft->column_count = FENRUN__COLUMNS_MAX;
    draft->window_count = FENRUN__WINDOWS_MAX;
    for (uint32_t i = 0; i < FENRUN__COLUMNS_MAX; i++) {
        draft->columns[i].what = i % 2 == 0 ? FENRUN__WHAT_PAID : FENRUN__WHAT_FIGURE;
        draft->columns[i].name = i % 2 == 0 ? i : 0;
    }
    for (uint32_t i = 0; i < FENRUN__WINDOWS_MAX; i++) draft->windows[i] = 3600 * (i + 1);
}

/* A row of each of the other tables, told from others by one of its numbers. */
static void fill_each_table(struct fenrun__draft *draft) {
    const struct fenrun__plan_requirement requirement = {.high = INT64_MAX - 1};
    const struct fenrun__plan_grade grade = {.low = 2};
    const struct fenrun__plan_limit limit = {.line = 3};
    const struct fenrun__plan_funder funder = {.line = 4};
    const struct fenrun__plan_differential differential = {.already_paid = 5};
    const struct fenrun__plan_split split = {.share_first = 6};
    const struct fenrun__plan_share share = {.rate_ppb = 7};
    const struct fenrun__plan_pool pool = {.share = 8};
    const struct fenrun__plan_selection selection = {.top_value = 9};
    const struct fenrun__plan_alternative alternative = {.tier = 10};
    fenrun__draft_add(draft, FENRUN__TABLE_REQUIREMENTS, &requirement, 1);
    fenrun__draft_add(draft, FENRUN__TABLE_GRADES, &grade, 1);
    fenrun__draft_add(draft, FENRUN__TABLE_LIMITS, &limit, 1);
    fenrun__draft_add(draft, FENRUN__TABLE_FUNDERS, &funder, 1);
    fenrun__draft_add(draft, FENRUN__TABLE_DIFFERENTIALS, &differential, 1);
    fenrun__draft_add(draft, FENRUN__TABLE_SPLITS, &split, 1);
    fenrun__draft_add(draft, FENRUN__TABLE_SHARES, &share, 1);
    fenrun__draft_add(draft, FENRUN__TABLE_POOLS, &pool, 1);
    fenrun__draft_add(draft, FENRUN__TABLE_SELECTIONS, &selection, 1);
    fenrun__draft_add(draft, FENRUN__TABLE_ALTERNATIVES, &alternative, 1);
}

static void assert_all_names(const struct fenrun__plan *plan) {
    assert_names(plan, FENRUN_NAME_TIER, 't', FENRUN_TIERS_MAX);
    assert_names(plan, FENRUN_NAME_LABEL, 'l', FENRUN_LABELS_MAX);
    assert_names(plan, FENRUN_NAME_PERIOD, 'p', FENRUN_PERIODS_MAX);
    assert_names(plan, FENRUN_NAME_EVENT, 'e', FENRUN_EVENTS_MAX);
    assert_names(plan, FENRUN_NAME_UNIT, 'u', FENRUN_AWARDS_MAX + 1);
    assert_names(plan, FENRUN_NAME_AWARD, 'a', FENRUN_AWARDS_MAX);
    assert_names(plan, FENRUN_NAME_ROLE, 'r', FENRUN_ROLES_MAX);
    assert_names(plan, FENRUN_NAME_ROLE | FENRUN_NAME_OF_JOIN, 'r', 0);
    assert_names(plan, FENRUN_NAME_AMOUNT | FENRUN_NAME_OF_JOIN, 'm', FENRUN_AMOUNTS_MAX);
    assert_names(plan, FENRUN_NAME_ROLE | FENRUN_NAME_OF_EVENT(FENRUN_EVENTS_MAX - 1), 'r',
                 FENRUN_ROLES_MAX);
    assert_names(plan, FENRUN_NAME_COUNT | FENRUN_NAME_OF_EVENT(FENRUN_EVENTS_MAX - 1), 'c',
                 FENRUN_COUNTS_MAX);
}

static void assert_all_rows(const struct fenrun__plan *plan) {
    const struct fenrun__plan_version *version = fenrun__plan_version(plan, 0);
    assert_int_equal(version->award_count, FENRUN_AWARDS_MAX);
    for (uint32_t trigger = 0; trigger < FENRUN__TRIGGERS_MAX; trigger++) {
        const struct fenrun__plan_trigger *row = fenrun__plan_trigger(plan, version, trigger);
        assert_int_equal(row->budget, trigger);
        assert_int_equal(row->order_count,
                         (FENRUN_AWARDS_MAX - 1 - trigger) / FENRUN__TRIGGERS_MAX + 1);
        for (uint32_t i = 0; i < row->order_count; i++) {
            assert_int_equal(fenrun__plan_order(plan, row)[i],
                             trigger + i * FENRUN__TRIGGERS_MAX);
        }
    }
    for (uint32_t i = 0; i < FENRUN_AWARDS_MAX; i++) {
        const struct fenrun__plan_award *award = fenrun__plan_award(plan, i);
        assert_ptr_equal(fenrun__plan_at(plan, award->name),
                         fenrun__plan_name(plan, FENRUN_NAME_AWARD, i));
        for (uint32_t tier = 0; tier < FENRUN_TIERS_MAX; tier++) {
            assert_int_equal(fenrun__plan_pay(plan, award->pay_first + tier)->value,
                             i * 1000 + tier);
        }
        for (uint32_t k = 0; k < FENRUN__AWARD_TESTS_MAX; k++) {
            assert_true(fenrun__plan_test(plan, award->test_first + k)->tiers ==
                        UINT64_MAX - i * 10 - k);
        }
    }
    for (uint32_t i = 0; i < FENRUN_LABELS_MAX; i++) {
        assert_int_equal(fenrun__plan_label(plan, version, i)->line, 100 + i);
    }
    for (uint32_t i = 0; i < FENRUN__COLUMNS_MAX; i += 2) {
        assert_ptr_equal(fenrun__plan_at(plan, fenrun__plan_column(plan, i)->name),
                         fenrun__plan_name(plan, FENRUN_NAME_AWARD, i));
        assert_int_equal(fenrun__plan_column(plan, i + 1)->name, 0);
    }
    for (uint32_t i = 0; i < FENRUN__WINDOWS_MAX; i++) {
        assert_int_equal(fenrun__plan_window(plan, i), 3600 * (i + 1));
    }
    assert_true(fenrun__plan_requirement(plan, 0)->high == INT64_MAX - 1);
    assert_int_equal(fenrun__plan_grade(plan, 0)->low, 2);
    assert_int_equal(fenrun__plan_limit(plan, 0)->line, 3);
    assert_int_equal(fenrun__plan_funder(plan, 0)->line, 4);
    assert_int_equal(fenrun__plan_differential(plan, 0)->already_paid, 5);
    assert_int_equal(fenrun__plan_split(plan, 0)->share_first, 6);
    assert_int_equal(fenrun__plan_share(plan, 0)->rate_ppb, 7);
    assert_int_equal(fenrun__plan_pool(plan, 0)->share, 8);
    assert_int_equal(fenrun__plan_selection(plan, 0)->top_value, 9);
    assert_int_equal(fenrun__plan_alternative(plan, 0)->tier, 10);
}

static void a_draft_at_every_limit_is_laid_out_whole(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__draft *draft = smallest(&memory);
    fill_all_names(draft);
    fill_all_rows(draft);
    fill_each_table(draft);
    struct fenrun__plan *plan = fenrun__draft_lay_out(draft);
    fenrun__draft_free(draft);
    assert_non_null(plan);
    assert_int_equal(memory.bytes, plan->size);
    assert_all_names(plan);
    assert_all_rows(plan);
    fenrun__plan_free(&memory, plan);
    assert_int_equal(memory.bytes, 0);
}

/* The book of versions takes a table to end where the next begins. */
static void tables_stand_in_the_order_of_their_offsets(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__draft *draft = smallest(&memory);
    fill_all_names(draft);
    fill_all_rows(draft);
    fill_each_table(draft);
    struct fenrun__plan *plan = fenrun__draft_lay_out(draft);
    fenrun__draft_free(draft);
    assert_non_null(plan);
    uint32_t before = (sizeof *plan + 7u) / 8u * 8u;
    assert_int_equal(plan->shapes, before);
    for (const uint32_t *offset = &plan->shapes; offset <= &plan->order; offset++) {
        assert_true(*offset >= before);
        assert_int_equal(*offset % 8, 0);
        before = *offset;
    }
    assert_true(plan->names[0] > plan->order);
    fenrun__plan_free(&memory, plan);
}

static void rows_of_zeros_are_added_without_rows(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__draft *draft = smallest(&memory);
    const struct fenrun__plan_share one = {.rate_ppb = 1};
    assert_int_equal(fenrun__draft_add(draft, FENRUN__TABLE_SHARES, &one, 1), 0);
    assert_int_equal(fenrun__draft_add(draft, FENRUN__TABLE_SHARES, NULL, 100), 1);
    assert_int_equal(fenrun__draft_add(draft, FENRUN__TABLE_SHARES, NULL, 0), 101);
    assert_int_equal(fenrun__draft_count(draft, FENRUN__TABLE_SHARES), 101);
    struct fenrun__plan *plan = fenrun__draft_lay_out(draft);
    assert_non_null(plan);
    assert_int_equal(fenrun__plan_share(plan, 0)->rate_ppb, 1);
    for (uint32_t i = 1; i <= 100; i++) assert_int_equal(fenrun__plan_share(plan, i)->rate_ppb, 0);
    fenrun__plan_free(&memory, plan);
    fenrun__draft_free(draft);
    assert_int_equal(memory.bytes, 0);
}

static void running_out_of_memory_is_remembered(void **state) {
    (void)state;
    size_t left = 2;
    const fenrun_allocator allocator = {scarce_give, &left};
    const struct fenrun__plan_share share = {.rate_ppb = 1};
    struct fenrun__memory memory;
    fenrun__memory_init(&memory, &allocator);
    struct fenrun__draft *draft = fenrun__draft_new(&memory);
    assert_non_null(draft);
    fenrun__draft_add(draft, FENRUN__TABLE_SHARES, &share, 1);
    assert_false(draft->failed);
    fenrun__draft_add(draft, FENRUN__TABLE_PAYS, NULL, 1);
    assert_true(draft->failed);
    left = 2;
    fenrun__draft_add(draft, FENRUN__TABLE_SHARES, &share, 1);
    assert_int_equal(fenrun__draft_count(draft, FENRUN__TABLE_SHARES), 1);
    assert_null(fenrun__draft_lay_out(draft));
    fenrun__draft_free(draft);
    assert_int_equal(memory.bytes, 0);

    left = 0;
    assert_null(fenrun__draft_new(&memory));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_draft_is_a_plan_without_awards),
        cmocka_unit_test(a_draft_at_every_limit_is_laid_out_whole),
        cmocka_unit_test(tables_stand_in_the_order_of_their_offsets),
        cmocka_unit_test(rows_of_zeros_are_added_without_rows),
        cmocka_unit_test(running_out_of_memory_is_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
