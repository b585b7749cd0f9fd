/* Choice: tests, measures and ranks of all members; see the header. */
#include "payout/choice.h"

#include "money/amount.h"

static bool choice_passes(const struct fenrun__plan *plan,
                          const struct fenrun__plan_selection *selection,
                          const struct fenrun__tree_row *row) {
    for (uint32_t i = 0; i < selection->test_count; i++) {
        const struct fenrun__plan_test *test =
            fenrun__plan_test(plan, selection->test_first + i);
        if (!((test->tiers >> row->tier & 1) | ((test->labels & row->labels) != 0))) return false;
    }
    return true;
}

static bool choice_meets(const struct fenrun__tree *tree, uint32_t member,
                         const struct fenrun__plan_alternative *alternative) {
    for (uint32_t i = 0; i < alternative->test_count; i++) {
        int64_t value =
            fenrun__measure_value(&tree->measure, member, alternative->tests[i].column);
        if (value < alternative->tests[i].at_least) return false;
    }
    return true;
}

static bool choice_qualifies(const struct fenrun__plan *plan, const struct fenrun__tree *tree,
                             const struct fenrun__plan_selection *selection, uint32_t member) {
    if (selection->alternative_count == 0) return true;
    for (uint32_t i = 0; i < selection->alternative_count; i++) {
        const struct fenrun__plan_alternative *alternative =
            fenrun__plan_alternative(plan, selection->alternative_first + i);
        if (choice_meets(tree, member, alternative)) return true;
    }
    return false;
}

/* Whether `a` stands behind `b`. No two are equal. */
static bool choice_is_behind(const struct fenrun__chosen *a, const struct fenrun__chosen *b) {
    return a->figure != b->figure ? a->figure < b->figure : a->member > b->member;
}

/* Let row `at` of a heap sink to its place: who stands furthest behind is at the top. */
static void choice_sink(struct fenrun__chosen *rows, size_t count, size_t at) {
    struct fenrun__chosen row = rows[at];
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= count) break;
        if (child + 1 < count && choice_is_behind(rows + child + 1, rows + child)) child++;
        if (!choice_is_behind(rows + child, &row)) break;
        rows[at] = rows[child];
        at = child;
    }
    rows[at] = row;
}

/* Heap sort: who stands furthest behind is taken off the top and goes last. */
static void choice_sort(struct fenrun__chosen *rows, size_t count) {
    for (size_t i = count / 2; i > 0; i--) choice_sink(rows, count, i - 1);
    for (size_t left = count; left > 1; left--) {
        struct fenrun__chosen last = rows[left - 1];
        rows[left - 1] = rows[0];
        rows[0] = last;
        choice_sink(rows, left - 1, 0);
    }
}

/* How many of those who qualify `top` takes. */
static size_t choice_top(const struct fenrun__plan_selection *selection, size_t count) {
    int64_t top = (int64_t)count;
    if (selection->top == FENRUN__TOP_COUNT) top = selection->top_value;
    if (selection->top == FENRUN__TOP_RATE) {
        /* At most 100 % of a number of members: it fits. */
        fenrun__amount_rate((int64_t)count, selection->top_value, FENRUN__ROUND_DOWN, &top);
    }
    return top < (int64_t)count ? (size_t)top : count;
}

int32_t fenrun__choice_members(const struct fenrun__plan *plan, const struct fenrun__tree *tree,
                               const struct fenrun__plan_selection *selection,
                               struct fenrun_result *result) {
    if (!fenrun__memory_grow(&result->memory, &result->chosen, sizeof *result->chosen,
                             &result->chosen_capacity, tree->count)) {
        return FENRUN_ERROR_MEMORY;
    }
    uint32_t *passed_over = result->passed_over;
    for (uint32_t i = 0; i < FENRUN__PASSED_COUNT; i++) passed_over[i] = 0;
    bool ranks = selection->rank != FENRUN__NOWHERE;
    size_t qualified = 0, count = 0;
    for (uint32_t member = 0; member < tree->count; member++) {
        struct fenrun__chosen row = {.member = member};
        if (!choice_passes(plan, selection, tree->rows + member)) {
            passed_over[FENRUN__PASSED_WHEN]++;
        } else if (!choice_qualifies(plan, tree, selection, member)) {
            passed_over[FENRUN__PASSED_QUALIFY]++;
        } else {
            qualified++;
            if (ranks) {
                row.figure = fenrun__measure_value(&tree->measure, member, selection->rank);
            }
            if (ranks && row.figure <= 0) {
                passed_over[FENRUN__PASSED_FIGURE]++;
            } else {
                result->chosen[count++] = row;
            }
        }
    }
    result->chosen_count = count;
    if (!ranks) return FENRUN_OK;
    choice_sort(result->chosen, count);
    size_t top = choice_top(selection, qualified);
    if (top >= count) return FENRUN_OK;
    passed_over[FENRUN__PASSED_TOP] = (uint32_t)(count - top);
    result->chosen_count = top;
    return FENRUN_OK;
}
