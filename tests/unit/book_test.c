/* Book: versions joined row by row, and what they share united, up to the limits. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/book_text.h"
#include "unit/scarce.h"

#define SECOND                                                                                    \
    BOOK_TEXT_COMMON                                                                              \
    "effective: 2021-01-01\n"                                                                     \
    "title: \xe6\x96\xb0\n"                                                                       \
    "labels: {core: {review: year, qualify: [{own_orders in 30 days: 2}, {team_sales: 9.00}],\n"  \
    "                when: {member: [gold, core]}}}\n"                                            \
    "awards:\n"                                                                                   \
    "  welcome: {event: join, to: newcomer.inviter, pay: {gold: 5.00, senior: 7.00},\n"           \
    "            from: {member: newcomer.leader, over: refuse}, unit: ticket}\n"                  \
    "  sales: {event: order, to: seller, pay: 2.00 per quantity, unit: coin, hold: 7 days,\n"     \
    "          cap: {at_most: 300.00, in: month, over: refuse}}\n"                                \
    "  levels: {event: order, to: seller.uplines, pay: [5% of profit, {gold: 1.00}],\n"           \
    "           unqualified: compress, when: {payee: above seller}}\n"                            \
    "  steps: {event: order, to: buyer.above(gold).uplines, pay: {gold: 3% of price,\n"           \
    "          senior: 5% of price}, differential: {already_paid: seller, peer: 1.00}}\n"         \
    "  graded: {event: order, to: seller, pay: {by: quantity, 0..4: 1.00, 5..: 2.00}}\n"          \
    "  parts: {event: order, split: 30% of profit, among: {seller: 50%, buyer: 20%},\n"           \
    "          remainder_to: seller.inviter, cap: {at_most: 9.00, over: clip}}\n"                 \
    "  size: {event: group, to: organiser, pay: 20.00 per 3 of size, rounding: up}\n"             \
    "  rise: {event: promotion, to: member.leader, pay: 8.00}\n"                                  \
    "  prizes: {event: month, to: member, rank: team_sales in month, top: 10%,\n"                 \
    "           qualify: [{own_profit: 1.00}], pay: [100.00, 50.00], when: {member: gold+}}\n"    \
    "  bonus: {event: year, to: member.inviter,\n"                                                \
    "          pay: {by: own_sales in month, 0.00..9.99: 0.00, 10.00..: 1% of own_sales in "      \
    "month}}\n"                                                                                   \
    "  peers: {event: year, to: member.uplines, pay: {gold: 2% of own_sales in year},\n"          \
    "          differential: {already_paid: none, peer: 1% of own_sales in year}}\n"              \
    "  pool: {event: month, to: member, pool: 1% of all_profit in month,\n"                       \
    "         share: by own_quantity in 7 days, remainder_to: first}\n"                           \
    "demotions: {review: year, gold: [{own_sales in 90 days: 4.00}]}\n"                           \
    "promotions: {review: month, senior: [{own_sales in 90 days: 9.00}], gold:\n"                 \
    "             [{team_members: 3}, {direct_invites in 5 days: 1}]}\n"

/* ---- What a row of a version and of the book must have in common ---- */

static const struct fenrun__plan *one; /* the version by itself */
static const struct fenrun__plan *all; /* the book */

static void same_column(uint32_t a, uint32_t b) {
    char texts[2][128];
    struct fenrun__writer writer;
    assert_int_equal(a == FENRUN__NOWHERE, b == FENRUN__NOWHERE);
    if (a == FENRUN__NOWHERE) return;
    fenrun__writer_init_fixed(&writer, texts[0], sizeof texts[0]);
    fenrun__plan_write_measure(one, a, false, &writer);
    fenrun__writer_init_fixed(&writer, texts[1], sizeof texts[1]);
    fenrun__plan_write_measure(all, b, false, &writer);
    assert_string_equal(texts[0], texts[1]);
    const struct fenrun__plan_column *row = fenrun__plan_column(all, b);
    if (row->scope == FENRUN__SCOPE_OWN || row->scope == FENRUN__SCOPE_PAID) {
        assert_int_equal(row->basis, b);
    } else if (row->basis != FENRUN__NOWHERE) {
        const struct fenrun__plan_column *basis = fenrun__plan_column(all, row->basis);
        assert_true(row->basis < b);
        assert_int_equal(basis->scope, FENRUN__SCOPE_OWN);
        assert_int_equal(basis->what, row->what);
        assert_int_equal(basis->figure, row->figure);
        assert_int_equal(basis->window_kind, row->window_kind);
        assert_int_equal(basis->window, row->window);
    }
}

static void same_pay(const struct fenrun__plan_pay *a, const struct fenrun__plan_pay *b) {
    assert_int_equal(a->value, b->value);
    assert_int_equal(a->per, b->per);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->source, b->source);
    assert_int_equal(a->listed, b->listed);
    if (a->kind != FENRUN__VALUE_FIXED && a->source != FENRUN__SOURCE_FIGURE) {
        same_column(a->index, b->index);
    } else {
        assert_int_equal(a->index, b->index);
    }
}

static void same_tests(uint32_t a, uint32_t b, uint32_t count) {
    if (count == 0) return;
    assert_memory_equal(fenrun__plan_test(one, a), fenrun__plan_test(all, b),
                        count * sizeof(struct fenrun__plan_test));
}

static void same_alternatives(uint32_t a, uint32_t b, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        const struct fenrun__plan_alternative *x = fenrun__plan_alternative(one, a + i);
        const struct fenrun__plan_alternative *y = fenrun__plan_alternative(all, b + i);
        assert_int_equal(x->tier, y->tier);
        assert_int_equal(x->line, y->line);
        assert_int_equal(x->test_count, y->test_count);
        for (uint32_t k = 0; k < x->test_count; k++) {
            assert_int_equal(x->tests[k].at_least, y->tests[k].at_least);
            same_column(x->tests[k].column, y->tests[k].column);
        }
    }
}

static void same_selection(const struct fenrun__plan_selection *a,
                           const struct fenrun__plan_selection *b) {
    assert_int_equal(a->top, b->top);
    assert_int_equal(a->top_value, b->top_value);
    same_column(a->rank, b->rank);
    assert_int_equal(a->test_count, b->test_count);
    same_tests(a->test_first, b->test_first, a->test_count);
    assert_int_equal(a->alternative_count, b->alternative_count);
    same_alternatives(a->alternative_first, b->alternative_first, a->alternative_count);
}

static void same_limit(uint32_t a, uint32_t b) {
    assert_int_equal(a == FENRUN__NOWHERE, b == FENRUN__NOWHERE);
    if (a == FENRUN__NOWHERE) return;
    const struct fenrun__plan_limit *x = fenrun__plan_limit(one, a);
    const struct fenrun__plan_limit *y = fenrun__plan_limit(all, b);
    same_pay(&x->at_most, &y->at_most);
    same_column(x->column, y->column);
    assert_int_equal(x->refuses, y->refuses);
    assert_int_equal(x->line, y->line);
}

static void same_rows(uint32_t a, uint32_t b, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        same_pay(fenrun__plan_pay(one, a + i), fenrun__plan_pay(all, b + i));
    }
}

static void same_special(const struct fenrun__plan_award *a, const struct fenrun__plan_award *b) {
    switch (a->form) {
    case FENRUN__FORM_SINGLE: same_rows(a->pay_first, b->pay_first, one->tier_count); break;
    case FENRUN__FORM_LEVELS:
    case FENRUN__FORM_PRIZES:
        same_rows(a->pay_first, b->pay_first, a->level_count * one->tier_count);
        break;
    case FENRUN__FORM_DIFFERENTIAL: {
        const struct fenrun__plan_differential *x = fenrun__plan_differential(one, a->special);
        const struct fenrun__plan_differential *y = fenrun__plan_differential(all, b->special);
        same_rows(a->pay_first, b->pay_first, one->tier_count);
        assert_int_equal(x->already_paid, y->already_paid);
        assert_int_equal(x->has_peer, y->has_peer);
        same_pay(&x->peer, &y->peer);
        break;
    }
    case FENRUN__FORM_GRADED:
        assert_int_equal(a->special >> 16, b->special >> 16);
        if (a->special >> 16 == FENRUN__SOURCE_COLUMN) {
            same_column(a->special & 0xffff, b->special & 0xffff);
        } else {
            assert_int_equal(a->special, b->special);
        }
        for (uint32_t i = 0; i < a->level_count; i++) {
            const struct fenrun__plan_grade *x = fenrun__plan_grade(one, a->pay_first + i);
            const struct fenrun__plan_grade *y = fenrun__plan_grade(all, b->pay_first + i);
            assert_int_equal(x->low, y->low);
            same_pay(&x->pay, &y->pay);
        }
        break;
    case FENRUN__FORM_SPLIT: {
        const struct fenrun__plan_split *x = fenrun__plan_split(one, a->special);
        const struct fenrun__plan_split *y = fenrun__plan_split(all, b->special);
        same_pay(&x->total, &y->total);
        assert_int_equal(x->share_count, y->share_count);
        assert_memory_equal(fenrun__plan_share(one, x->share_first),
                            fenrun__plan_share(all, y->share_first),
                            x->share_count * sizeof(struct fenrun__plan_share));
        assert_int_equal(x->has_remainder, y->has_remainder);
        assert_memory_equal(&x->remainder, &y->remainder, sizeof x->remainder);
        break;
    }
    default: {
        const struct fenrun__plan_pool *x = fenrun__plan_pool(one, a->special);
        const struct fenrun__plan_pool *y = fenrun__plan_pool(all, b->special);
        same_pay(&x->sum, &y->sum);
        same_column(x->share, y->share);
        assert_int_equal(x->remainder_to_first, y->remainder_to_first);
        break;
    }
    }
}

static void same_award(uint32_t a, uint32_t b) {
    const struct fenrun__plan_award *x = fenrun__plan_award(one, a);
    const struct fenrun__plan_award *y = fenrun__plan_award(all, b);
    assert_string_equal(fenrun__plan_at(one, x->name), fenrun__plan_at(all, y->name));
    assert_string_equal(fenrun__plan_name(all, FENRUN_NAME_AWARD, b),
                        fenrun__plan_at(all, y->name));
    assert_string_equal(fenrun__plan_name(one, FENRUN_NAME_UNIT, x->unit),
                        fenrun__plan_name(all, FENRUN_NAME_UNIT, y->unit));
    assert_int_equal(x->line, y->line);
    assert_int_equal(x->trigger, y->trigger);
    assert_memory_equal(&x->to, &y->to, sizeof x->to);
    assert_int_equal(x->form, y->form);
    assert_int_equal(x->plain, y->plain);
    assert_int_equal(x->looks_at_payee, y->looks_at_payee);
    assert_int_equal(x->rounding, y->rounding);
    assert_int_equal(x->unqualified, y->unqualified);
    assert_int_equal(x->test_count, y->test_count);
    same_tests(x->test_first, y->test_first, x->test_count);
    assert_int_equal(x->level_count, y->level_count);
    assert_int_equal(x->hold, y->hold);
    same_limit(x->cap, y->cap);
    assert_int_equal(x->funder == FENRUN__NOWHERE, y->funder == FENRUN__NOWHERE);
    if (x->funder != FENRUN__NOWHERE) {
        assert_memory_equal(fenrun__plan_funder(one, x->funder),
                            fenrun__plan_funder(all, y->funder),
                            sizeof(struct fenrun__plan_funder));
    }
    assert_int_equal(x->selection == FENRUN__NOWHERE, y->selection == FENRUN__NOWHERE);
    if (x->selection != FENRUN__NOWHERE) {
        same_selection(fenrun__plan_selection(one, x->selection),
                       fenrun__plan_selection(all, y->selection));
    }
    same_special(x, y);
}

static void same_version(const struct fenrun__plan *version, const struct fenrun__plan *book,
                         uint32_t index) {
    one = version;
    all = book;
    const struct fenrun__plan_version *x = fenrun__plan_version(one, 0);
    const struct fenrun__plan_version *y = fenrun__plan_version(all, index);
    assert_int_equal(x->effective, y->effective);
    assert_int_equal(x->rounding, y->rounding);
    assert_int_equal(x->award_count, y->award_count);
    assert_int_equal(x->promotion_review, y->promotion_review);
    assert_int_equal(x->promotion_count, y->promotion_count);
    assert_int_equal(x->demotion_review, y->demotion_review);
    assert_int_equal(x->demotion_count, y->demotion_count);
    assert_memory_equal(x->lines, y->lines, sizeof x->lines);
    same_alternatives(x->promotion_first, y->promotion_first, x->promotion_count);
    same_alternatives(x->demotion_first, y->demotion_first, x->demotion_count);
    for (uint32_t i = 0; i < x->award_count; i++) {
        same_award(x->award_first + i, y->award_first + i);
    }
    for (uint32_t i = 0; i < one->trigger_count; i++) {
        const struct fenrun__plan_trigger *p = fenrun__plan_trigger(one, x, i);
        const struct fenrun__plan_trigger *q = fenrun__plan_trigger(all, y, i);
        assert_int_equal(p->order_count, q->order_count);
        for (uint32_t k = 0; k < p->order_count; k++) {
            assert_int_equal(fenrun__plan_order(one, p)[k] + y->award_first,
                             fenrun__plan_order(all, q)[k]);
        }
        assert_int_equal(p->requirement_count, q->requirement_count);
        for (uint32_t k = 0; k < p->requirement_count; k++) {
            assert_memory_equal(fenrun__plan_requirement(one, p->requirement_first + k),
                                fenrun__plan_requirement(all, q->requirement_first + k),
                                sizeof(struct fenrun__plan_requirement));
        }
        same_limit(p->budget, q->budget);
    }
    for (uint32_t i = 0; i < one->label_count; i++) {
        const struct fenrun__plan_label *p = fenrun__plan_label(one, x, i);
        const struct fenrun__plan_label *q = fenrun__plan_label(all, y, i);
        assert_int_equal(p->review, q->review);
        assert_int_equal(p->line, q->line);
        same_selection(&p->selection, &q->selection);
    }
}

static void same_names(const struct fenrun__plan *a, const struct fenrun__plan *b, uint32_t kind) {
    assert_int_equal(fenrun__plan_name_count(a, kind), fenrun__plan_name_count(b, kind));
    for (uint32_t i = 0; i < fenrun__plan_name_count(a, kind); i++) {
        assert_string_equal(fenrun__plan_name(a, kind, i), fenrun__plan_name(b, kind, i));
    }
}

static void every_version_means_in_the_book_what_it_meant_alone(void **state) {
    (void)state;
    static const char *const texts[] = {BOOK_TEXT_FIRST, SECOND, BOOK_TEXT_THIRD};
    static const char *const units[] = {"CNY", "coin", "ticket"};
    struct fenrun__memory memories[3];
    struct fenrun__plan *plans[3];
    struct fenrun__memory memory;
    struct fenrun__plan *book;
    size_t mistakes = 7;
    for (size_t i = 0; i < 3; i++) plans[i] = book_text_read(&memories[i], texts[i]);
    fenrun__memory_init(&memory, NULL);
    assert_int_equal(fenrun__book_bind(&book, (const struct fenrun__plan *const *)plans, 3,
                                       &memory, NULL, 0, &mistakes),
                     FENRUN_OK);
    assert_int_equal(mistakes, 0);
    assert_int_equal(memory.bytes, book->size);
    assert_int_equal(book->size % 8, 0);
    assert_int_equal(book->version_count, 3);
    assert_int_equal(book->award_count, 2 + 12 + 1);
    for (uint32_t i = 0; i < 3; i++) same_version(plans[i], book, i);
    assert_int_equal(fenrun__plan_name_count(book, FENRUN_NAME_RULES), 3);
    assert_int_equal(fenrun__plan_name_count(book, FENRUN_NAME_TITLE), 3);
    assert_string_equal(fenrun__plan_name(book, FENRUN_NAME_TITLE, 1), "\xe6\x96\xb0");
    assert_int_equal(fenrun__plan_name_count(book, FENRUN_NAME_UNIT), 3);
    for (uint32_t i = 0; i < 3; i++) {
        assert_string_equal(fenrun__plan_name(book, FENRUN_NAME_UNIT, i), units[i]);
    }
    static const uint32_t kinds[] = {
        FENRUN_NAME_CURRENCY, FENRUN_NAME_TIER, FENRUN_NAME_ROLE, FENRUN_NAME_AMOUNT,
        FENRUN_NAME_COUNT, FENRUN_NAME_PERIOD, FENRUN_NAME_LABEL, FENRUN_NAME_EVENT,
        FENRUN_NAME_AMOUNT | FENRUN_NAME_OF_JOIN, FENRUN_NAME_ROLE | FENRUN_NAME_OF_EVENT(0),
        FENRUN_NAME_COUNT | FENRUN_NAME_OF_EVENT(0), FENRUN_NAME_AMOUNT | FENRUN_NAME_OF_EVENT(0)};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        same_names(plans[0], book, kinds[i]);
    }
    assert_ptr_equal(fenrun__plan_in_force(book, INT64_C(1609459199)),
                     fenrun__plan_version(book, 0));
    assert_ptr_equal(fenrun__plan_in_force(book, INT64_C(1609459200)),
                     fenrun__plan_version(book, 1));
    for (size_t i = 0; i < 3; i++) fenrun__plan_free(&memories[i], plans[i]);
    fenrun__plan_free(&memory, book);
    assert_int_equal(memory.bytes, 0);
}

static void what_versions_measure_alike_is_one_column(void **state) {
    (void)state;
    struct fenrun__memory memories[2];
    struct fenrun__memory memory;
    struct fenrun__plan *book;
    size_t mistakes;
    struct fenrun__plan *plans[] = {book_text_read(&memories[0], BOOK_TEXT_FIRST),
                                    book_text_read(&memories[1], SECOND)};
    fenrun__memory_init(&memory, NULL);
    assert_int_equal(fenrun__book_bind(&book, (const struct fenrun__plan *const *)plans, 2,
                                       &memory, NULL, 0, &mistakes),
                     FENRUN_OK);
    /* Both cap what `sales` pays in a month: who changed rules goes on counting. */
    const struct fenrun__plan_award *before = fenrun__plan_award(book, 0);
    const struct fenrun__plan_award *after = fenrun__plan_award(book, 3);
    assert_int_equal(fenrun__plan_limit(book, before->cap)->column,
                     fenrun__plan_limit(book, after->cap)->column);
    for (uint32_t a = 0; a < book->column_count; a++) {
        for (uint32_t b = 0; b < a; b++) {
            assert_memory_not_equal(fenrun__plan_column(book, a), fenrun__plan_column(book, b),
                                    sizeof(struct fenrun__plan_column));
        }
    }
    assert_int_equal(book->window_count, 4);
    for (size_t i = 0; i < 2; i++) fenrun__plan_free(&memories[i], plans[i]);
    fenrun__plan_free(&memory, book);
}

static void a_book_of_one_is_that_rule_set(void **state) {
    (void)state;
    struct fenrun__memory own;
    struct fenrun__memory memory;
    struct fenrun__plan *book;
    size_t mistakes;
    struct fenrun__plan *plan = book_text_read(&own, SECOND);
    fenrun__memory_init(&memory, NULL);
    assert_int_equal(fenrun__book_bind(&book, (const struct fenrun__plan *const *)&plan, 1,
                                       &memory, NULL, 0, &mistakes),
                     FENRUN_OK);
    assert_int_equal(book->size, plan->size);
    same_version(plan, book, 0);
    fenrun__plan_free(&own, plan);
    fenrun__plan_free(&memory, book);
}

static void a_book_has_so_many_windows_and_columns(void **state) {
    (void)state;
    static char texts[8][8192];
    char mistakes[4096];
    const char *const given[] = {texts[0], texts[1], texts[2], texts[3], texts[4]};
    for (size_t i = 0; i < 5; i++) {
        sprintf(texts[i],
                BOOK_TEXT_COMMON "effective: 202%u-01-01\n"
                       "labels: {core: {review: month, when: {member: gold}}}\n"
                       "awards: {a: {event: order, to: seller, pay: 1%% of price}}\n"
                       "promotions: {review: at_once, gold: [{own_sales in %u days: 1.00},\n"
                       "  {own_sales in %u days: 1.00}]}\n",
                (unsigned)i, (unsigned)(2 * i + 1), (unsigned)(2 * i + 2));
    }
    book_text_bind(given, 4, mistakes, sizeof mistakes);
    assert_string_equal(mistakes, "");
    book_text_bind(given, 5, mistakes, sizeof mistakes);
    assert_string_equal(mistakes,
                        "4 1: rule set: more than the 8 different windows of days or hours that a "
                        "rule book may have, with those of the versions before\n");
    /* Four sums of five figures and the five own ones, in another window in each version: 25. */
    static const char *const names[] = {"sales", "orders", "profit", "quantity", "entry_fee"};
    for (size_t i = 0; i < 3; i++) {
        size_t size = (size_t)sprintf(
            texts[i],
            BOOK_TEXT_COMMON "effective: 202%u-01-01\n"
                   "labels: {core: {review: month, when: {member: gold}}}\n"
                   "awards: {a: {event: order, to: seller, pay: 1%% of price}}\n"
                   "promotions:\n  review: at_once\n  gold:\n",
            (unsigned)i);
        for (size_t k = 0; k < 5; k++) {
            bool count = k == 1 || k == 3;
            static const char *const windows[] = {"", " in month", " in year"};
            size += (size_t)sprintf(texts[i] + size,
                                    "    - {direct_%s%s: 1%s, team_%s%s: 1%s, downline_%s%s: 1%s,\n"
                                    "       direct_%s of gold%s: 1%s}\n",
                                    names[k], windows[i], count ? "" : ".00", names[k], windows[i],
                                    count ? "" : ".00", names[k], windows[i], count ? "" : ".00",
                                    names[k], windows[i], count ? "" : ".00");
        }
    }
    book_text_bind(given, 2, mistakes, sizeof mistakes);
    assert_string_equal(mistakes, "");
    book_text_bind(given, 3, mistakes, sizeof mistakes);
    assert_string_equal(mistakes,
                        "2 1: rule set: more than the 64 measures that a rule book may have, with "
                        "those of the versions before\n");
}

static void only_the_first_mistakes_are_kept_and_all_are_counted(void **state) {
    (void)state;
    struct fenrun__memory memories[2];
    struct fenrun__memory memory;
    struct fenrun__plan *book;
    fenrun_error errors[2];
    size_t mistakes;
    struct fenrun__plan *plans[] = {
        book_text_read(&memories[0], BOOK_TEXT_FIRST),
        book_text_read(&memories[1],
                   "fenrun: 1\nname: shop\ncurrency: CNY\nrounding: up\ntiers: [normal, gold]\n"
                   "awards: {a: {event: join, to: newcomer.inviter, pay: 5.00}}\n")};
    fenrun__memory_init(&memory, NULL);
    for (size_t capacity = 0; capacity <= 2; capacity++) {
        assert_int_equal(fenrun__book_bind(&book, (const struct fenrun__plan *const *)plans, 2,
                                           &memory, errors, capacity, &mistakes),
                         FENRUN_ERROR_RULES);
        assert_int_equal(mistakes, 9);
    }
    assert_int_equal(errors[0].item, 1);
    assert_int_equal(strncmp(errors[0].message, "effective: ", 11), 0);
    assert_int_equal(strncmp(errors[1].message, "periods: ", 9), 0);
    for (size_t i = 0; i < 2; i++) fenrun__plan_free(&memories[i], plans[i]);
}

static void when_memory_runs_out_nothing_is_left(void **state) {
    (void)state;
    struct fenrun__memory memories[2];
    struct fenrun__plan *plans[] = {book_text_read(&memories[0], BOOK_TEXT_FIRST),
                                    book_text_read(&memories[1], SECOND)};
    int32_t code = FENRUN_ERROR_MEMORY;
    for (size_t given = 0; code != FENRUN_OK; given++) {
        size_t left = given;
        const fenrun_allocator scarce = {scarce_give, &left};
        struct fenrun__memory memory;
        struct fenrun__plan *book;
        size_t mistakes;
        assert_in_range(given, 0, 10);
        fenrun__memory_init(&memory, &scarce);
        code = fenrun__book_bind(&book, (const struct fenrun__plan *const *)plans, 2, &memory,
                                 NULL, 0, &mistakes);
        assert_int_equal(book != NULL, code == FENRUN_OK);
        assert_int_equal(mistakes, 0);
        fenrun__plan_free(&memory, book);
        assert_int_equal(memory.bytes, 0);
    }
    for (size_t i = 0; i < 2; i++) fenrun__plan_free(&memories[i], plans[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_version_means_in_the_book_what_it_meant_alone),
        cmocka_unit_test(what_versions_measure_alike_is_one_column),
        cmocka_unit_test(a_book_of_one_is_that_rule_set),
        cmocka_unit_test(a_book_has_so_many_windows_and_columns),
        cmocka_unit_test(only_the_first_mistakes_are_kept_and_all_are_counted),
        cmocka_unit_test(when_memory_runs_out_nothing_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
