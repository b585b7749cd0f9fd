/* Form: the tables are whole, and each pattern takes what is right and nothing else. */
#include <regex.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rules/form.h"

static void every_form_has_a_name_and_says_what_is_allowed(void **state) {
    (void)state;
    for (uint32_t i = 1; i < FENRUN__FORMS; i++) {
        const struct fenrun__written *form = fenrun__form((enum fenrun__form_of)i);
        assert_non_null(form->name);
        assert_non_null(form->allowed);
        assert_true(form->kind >= FENRUN__FORM_TEXT && form->kind <= FENRUN__FORM_CHOICE);
        assert_string_equal(fenrun__form_allowed((enum fenrun__form_of)i), form->allowed);
        for (uint32_t other = 1; other < i; other++) {
            assert_string_not_equal(form->name, fenrun__form((enum fenrun__form_of)other)->name);
        }
    }
}

static bool has_key(const struct fenrun__written *form, const char *name) {
    size_t i = 0;
    while (i < form->key_count && strcmp(form->keys[i].name, name) != 0) i++;
    return i < form->key_count;
}

/* Every form that one refers to exists, and is a text where a key must be one. */
static void forms_refer_to_forms(void **state) {
    (void)state;
    bool reached[FENRUN__FORMS] = {[FENRUN__FORM_OF_RULES] = true};
    for (uint32_t i = 1; i < FENRUN__FORMS; i++) {
        const struct fenrun__written *form = fenrun__form((enum fenrun__form_of)i);
        for (size_t key = 0; key < form->key_count; key++) {
            assert_in_range(form->keys[key].form, 1, FENRUN__FORMS - 1);
            reached[form->keys[key].form] = true;
        }
        for (size_t k = 0; k < FENRUN__FORM_CHOICES_MAX; k++) {
            assert_true(form->choices[k] < FENRUN__FORMS);
            reached[form->choices[k]] = true;
        }
        for (size_t k = 0; form->needs && form->needs[k].key; k++) {
            assert_true(has_key(form, form->needs[k].key));
            assert_true(has_key(form, form->needs[k].other));
        }
        for (size_t k = 0; form->one_of && form->one_of[k]; k++) {
            assert_true(has_key(form, form->one_of[k]));
        }
        assert_true(form->item < FENRUN__FORMS && form->other < FENRUN__FORMS);
        reached[form->item] = true;
        reached[form->other] = true;
        switch (form->kind) {
        case FENRUN__FORM_TEXT: assert_true(!form->pattern || !form->words); break;
        case FENRUN__FORM_LIST: assert_true(form->item > 0 && form->count_max > 0); break;
        case FENRUN__FORM_MAP:
            assert_true(form->key_count > 0 || form->other > 0);
            assert_int_equal(form->other > 0, form->item > 0);
            if (form->other == 0) break;
            assert_int_equal(fenrun__form((enum fenrun__form_of)form->other)->kind,
                             FENRUN__FORM_TEXT);
            break;
        default: assert_true(form->choices[0] > 0 && form->choices[1] > 0);
        }
    }
    for (uint32_t i = 0; i < FENRUN__FORMS; i++) {
        if (!reached[i]) fail_msg("%s: nothing refers to it", fenrun__form(i)->name);
    }
}

static void keys_differ_and_are_described(void **state) {
    (void)state;
    for (uint32_t i = 1; i < FENRUN__FORMS; i++) {
        const struct fenrun__written *form = fenrun__form((enum fenrun__form_of)i);
        for (size_t key = 0; key < form->key_count; key++) {
            const char *description = form->keys[key].description;
            assert_true(strlen(description) > 0);
            assert_true(description[strlen(description) - 1] != '.');
            for (size_t other = 0; other < key; other++) {
                assert_string_not_equal(form->keys[key].name, form->keys[other].name);
            }
        }
    }
}

/* The pattern, anchored, for the C library: there, '\t' in brackets is no tab. */
static void compile(const struct fenrun__written *form, regex_t *compiled) {
    char pattern[1024];
    size_t size = 0;
    assert_true(strlen(form->pattern) + 5 < sizeof pattern);
    size += (size_t)sprintf(pattern, "^(");
    for (const char *from = form->pattern; *from; from++) {
        bool tab = from[0] == '\\' && from[1] == 't';
        pattern[size++] = tab ? '\t' : *from;
        from += tab;
    }
    sprintf(pattern + size, ")$");
    if (regcomp(compiled, pattern, REG_EXTENDED | REG_NOSUB) != 0) fail_msg("%s", pattern);
}

static void patterns_take_what_is_right(void **state) {
    (void)state;
    static const struct {
        enum fenrun__form_of form;
        const char *right[6]; /* the last is NULL */
        const char *wrong[6];
    } cases[] = {
        {FENRUN__FORM_OF_RULES_NAME, {"wanwu-xinxuan-2"}, {"", "Wan Wu"}},
        {FENRUN__FORM_OF_CURRENCY, {"CNY"}, {"cny", "yuan"}},
        {FENRUN__FORM_OF_INSTANT,
         {"2025-03-01", "2025-03-01T00:00:00", "2025-03-01 00:00:00+08:00", "2025-03-01T00:00:00Z"},
         {"2025", "1.3.2025", "2025-03-01T00:00", "2025-03-01+08:00"}},
        {FENRUN__FORM_OF_NAME, {"a", "_9", "senior_gold"}, {"", "9a", "Gold", "a-b"}},
        {FENRUN__FORM_OF_TIER, {"gold"}, {"gold+"}},
        {FENRUN__FORM_OF_TIER_OR_LABEL, {"gold", "gold+"}, {"+", "gold++"}},
        {FENRUN__FORM_OF_UNIT, {"coupon", "CNY"}, {"Coupon", "USDT"}},
        {FENRUN__FORM_OF_TEST,
         {"gold", "gold+", "below payee", "above seller", "not buyer"},
         {"under payee", "gold +", "below payee+", ""}},
        {FENRUN__FORM_OF_PATH,
         {"seller", "seller.leader.inviter", "a.above(gold).above( x )", " seller "},
         {"seller.uplines", "seller.", "seller.leder", "a.above", "a.above()"}},
        {FENRUN__FORM_OF_PATHS,
         {"seller.uplines", "seller.leader", "a.above(gold).uplines"},
         {"seller.uplines.inviter", "a.inviter.inviter.inviter.inviter.inviter.inviter.inviter"}},
        {FENRUN__FORM_OF_RANGE,
         {"5%..40% of price", "1.00..500.00", "3 .. 20", "0.01..", "5 %.. of price"},
         {"5", "5%..40%", "..5", "5%-40% of price"}},
        {FENRUN__FORM_OF_VALUE,
         {"25% of profit", "20.00", "2.00 per quantity", "20.00 per 200.00 of price",
          "1% of team_sales of gold+ in 90 days"},
         {"25%", "-1", "2.00 per", "1.00 per ten of price", "25% off profit"}},
        {FENRUN__FORM_OF_GRADE, {"0.00..99.99", "500.00..", "3..20"}, {"..5", "5", "5%..6%"}},
        {FENRUN__FORM_OF_BASIS, {"price", "own_sales in month"}, {"5", "price of"}},
        {FENRUN__FORM_OF_LIMIT,
         {"40% of price", "5000.00", "1% of all_sales in month"},
         {"40%", "2.00 per quantity"}},
        {FENRUN__FORM_OF_HOLD, {"7 days", "12 hours"}, {"7", "7days", "1 week", "0 days"}},
        {FENRUN__FORM_OF_PEER, {"1% of price", "20.00"}, {"1%"}},
        {FENRUN__FORM_OF_SPLIT, {"88% of commission", "100.00"}, {"88%", "1% of a in month"}},
        {FENRUN__FORM_OF_PART, {"50%", "12.5 %"}, {"50", "50% of price"}},
        {FENRUN__FORM_OF_REMAINDER, {"platform", "seller.leader"}, {"seller.uplines"}},
        {FENRUN__FORM_OF_POOL,
         {"1% of all_profit in month", "10000.00"},
         {"1%", "1% of own_sales"}},
        {FENRUN__FORM_OF_SHARE, {"equally", "by own_profit in month"}, {"by", "own_profit"}},
        {FENRUN__FORM_OF_MEASURE,
         {"own_sales", "direct_invites of gold+", "team_sales of gold in 12 hours",
          "own_sales in month"},
         {"own_sales in", "own_sales of gold", "all_sales in month", "price",
          "team_sales of gold of gold"}},
        {FENRUN__FORM_OF_AT_LEAST, {"10", "4000.00"}, {"ten", "-5"}},
        {FENRUN__FORM_OF_TOP, {"10", "20%"}, {"1.5", "ten", "20 percent"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct fenrun__written *form = fenrun__form(cases[i].form);
        regex_t pattern;
        compile(form, &pattern);
        for (size_t k = 0; cases[i].right[k]; k++) {
            if (regexec(&pattern, cases[i].right[k], 0, NULL, 0) == 0) continue;
            fail_msg("%s: '%s' is not taken", form->name, cases[i].right[k]);
        }
        for (size_t k = 0; cases[i].wrong[k]; k++) {
            if (regexec(&pattern, cases[i].wrong[k], 0, NULL, 0) != 0) continue;
            fail_msg("%s: '%s' is taken", form->name, cases[i].wrong[k]);
        }
        regfree(&pattern);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_has_a_name_and_says_what_is_allowed),
        cmocka_unit_test(forms_refer_to_forms),
        cmocka_unit_test(keys_differ_and_are_described),
        cmocka_unit_test(patterns_take_what_is_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
