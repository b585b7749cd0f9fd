/* Expression: every short form, right and wrong, with the place of what is wrong. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rules/expression.h"

static const struct fenrun__text tiers[] = {{"normal", 6}, {"gold", 4}, {"senior_gold", 11}};
static const struct fenrun__text roles[] = {{"seller", 6}, {"buyer", 5}};
static const struct fenrun__text amounts[] = {{"price", 5}, {"profit", 6}};
static const struct fenrun__place whole = {.line = 1, .column = 1};

struct reading {
    struct fenrun__scope scope;
    struct fenrun__diagnostics diagnostics;
    struct fenrun__place place;
    fenrun_error errors[4];
    char mistakes[1024];
};

static void begin(struct reading *reading, const char *text) {
    fenrun__diagnostics_init(&reading->diagnostics, reading->errors, 4);
    reading->scope = (struct fenrun__scope){
        .tiers = {tiers, 3, true},
        .roles = {roles, 2, true},
        .amounts = {amounts, 2, true},
        .currency = {"CNY", 3},
        .decimals = 2,
        .diagnostics = &reading->diagnostics,
    };
    reading->place = (struct fenrun__place){.parent = &whole,
                                            .name = fenrun__text_from("x"),
                                            .line = 1,
                                            .column = 1,
                                            .text = fenrun__text_from(text),
                                            .text_column = 1};
}

/* "column: message" of each mistake, with " | " between them. */
static const char *end(struct reading *reading, bool right) {
    fenrun__diagnostics_finish(&reading->diagnostics);
    reading->mistakes[0] = '\0';
    for (size_t i = 0, used = 0; i < reading->diagnostics.count && i < 4; i++) {
        used += (size_t)snprintf(reading->mistakes + used, sizeof reading->mistakes - used,
                                 "%s%u: %s", i == 0 ? "" : " | ", reading->errors[i].column,
                                 reading->errors[i].message + strlen("x: "));
    }
    assert_int_equal(right, reading->diagnostics.count == 0);
    return reading->mistakes;
}

struct wrong {
    const char *text;
    const char *mistakes;
};

static void t02_a_rate_is_read_from_its_decimals_and_never_rounded(void **state) {
    (void)state;
    /* Every rate of one to three decimals, against whole numbers. */
    for (int64_t thousandths = 0; thousandths <= 200000; thousandths += 7) {
        char text[32];
        struct reading reading;
        int64_t rate;
        snprintf(text, sizeof text, "%d.%03d", (int)(thousandths / 1000),
                 (int)(thousandths % 1000));
        begin(&reading, text);
        assert_true(fenrun__expression_rate(&rate, &reading.scope, &reading.place,
                                            fenrun__text_from(text)));
        assert_int_equal(rate, thousandths * 10000);
    }
}

static void a_share_is_at_most_all(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool zero;
        int64_t rate;
        const char *mistakes;
    } cases[] = {
        {"100", false, 1000000000, ""},
        {"0.0000001", false, 1, ""},
        {"0", true, 0, ""},
        {"0.0", false, 0, "1: 0.0 % pays nothing; leave it out instead"},
        {"100.1", true, 0, "1: 100.1 % is above 100 %"},
        {"x", true, 0, "1: 'x' is not a number of percent; allowed: one as 12.5"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading;
        int64_t rate = 0;
        begin(&reading, cases[i].text);
        bool right = fenrun__expression_share(&rate, &reading.scope, &reading.place,
                                              reading.place.text, cases[i].zero);
        assert_string_equal(end(&reading, right), cases[i].mistakes);
        if (right) assert_int_equal(rate, cases[i].rate);
    }
}

/* Nothing is said of what refers to a list, or a currency, that is wrong itself. */
static void what_is_not_known_is_not_held_against_a_text(void **state) {
    (void)state;
    struct reading reading;
    struct fenrun__path path;
    uint64_t mask;
    uint32_t index;
    int64_t amount;
    begin(&reading, "x");
    reading.scope.amounts = (struct fenrun__names){NULL, 0, false};
    assert_true(fenrun__expression_amount_name(&index, &reading.scope, &reading.place,
                                               fenrun__text_from("of anything")));
    reading.scope.decimals = -1;
    assert_false(fenrun__expression_money(&amount, &reading.scope, &reading.place,
                                          fenrun__text_from("1.123456"), ""));
    reading.scope.roles = (struct fenrun__names){NULL, 0, false};
    reading.scope.tiers.known = false;
    assert_true(fenrun__expression_path(&path, &reading.scope, &reading.place,
                                        fenrun__text_from("anybody.inviter.above(any)"), false));
    assert_false(fenrun__expression_tiers(&mask, NULL, &reading.scope, &reading.place,
                                          fenrun__text_from("platinum+")));
    assert_int_equal(reading.diagnostics.count, 0);
}

static void a_path_goes_from_a_role_by_steps(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t role;
        uint32_t step_count;
        uint8_t steps[FENRUN__STEPS_MAX];
        uint8_t tiers[FENRUN__STEPS_MAX];
        uint8_t uplines;
        int leader; /* where the first `leader` stands in the text; -1: nowhere */
    } cases[] = {
        {"seller", 0, 0, {0}, {0}, 0, -1},
        {"buyer.inviter", 1, 1, {1}, {0}, 0, -1},
        {" seller.leader ", 0, 1, {2}, {0}, 0, 8},
        {"seller.inviter.leader.inviter.leader.inviter.inviter", 0, 6, {1, 2, 1, 2, 1, 1}, {0}, 0,
         15},
        {"seller.uplines", 0, 0, {0}, {0}, 1, -1},
        {"buyer.above(senior_gold).inviter", 1, 2, {3, 1}, {2, 0}, 0, -1},
        {"seller.above( gold ).above(senior_gold).uplines", 0, 2, {3, 3}, {1, 2}, 1, -1},
        {"seller.inviter.inviter.inviter.inviter.inviter.inviter.uplines", 0, 6,
         {1, 1, 1, 1, 1, 1}, {0}, 1, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading;
        struct fenrun__path path;
        begin(&reading, cases[i].text);
        bool right = fenrun__expression_path(&path, &reading.scope, &reading.place,
                                             reading.place.text, true);
        assert_string_equal(end(&reading, right), "");
        assert_int_equal(path.path.role, cases[i].role);
        assert_int_equal(path.path.step_count, cases[i].step_count);
        assert_int_equal(path.path.uplines, cases[i].uplines);
        assert_memory_equal(path.path.steps, cases[i].steps, sizeof path.path.steps);
        assert_memory_equal(path.path.tiers, cases[i].tiers, sizeof path.path.tiers);
        assert_int_equal(path.leader.bytes ? path.leader.bytes - cases[i].text : -1,
                         cases[i].leader);
    }
}

static void a_wrong_path_says_which_piece(void **state) {
    (void)state;
    static const struct wrong cases[] = {
        {"sellr.leader",
         "1: unknown role 'sellr' (did you mean 'seller'?); allowed: seller, buyer"},
        {"", "1: unknown role ''; allowed: seller, buyer"},
        {"seller.", "8: unknown step ''; allowed: inviter, leader, above(TIER)"},
        {"seller..leader", "8: unknown step ''; allowed: inviter, leader, above(TIER)"},
        {"seller.inviter.leder",
         "16: unknown step 'leder' (did you mean 'leader'?); allowed: inviter, leader, "
         "above(TIER)"},
        {"seller. leader",
         "8: unknown step ' leader' (did you mean 'leader'?); allowed: inviter, leader, "
         "above(TIER)"},
        {"seller.above(glod)",
         "14: unknown tier 'glod' (did you mean 'gold'?); allowed: normal, gold, senior_gold"},
        {"seller.above()",
         "14: unknown tier ''; allowed: normal, gold, senior_gold"},
        {"seller.above(gold+)",
         "14: unknown tier 'gold+' (did you mean 'gold'?); allowed: normal, gold, senior_gold"},
        {"seller.above", "8: unknown step 'above'; allowed: inviter, leader, above(TIER)"},
        {"seller.above(gold", "8: unknown step 'above(gold'; allowed: inviter, leader, "
                              "above(TIER)"},
        {"seller.above(TIER)",
         "14: unknown tier 'TIER'; allowed: normal, gold, senior_gold"},
        {"seller.uplines", "8: unknown step 'uplines'; allowed: inviter, leader, above(TIER)"},
        {"seller.leader.leader.leader.leader.leader.leader.inviter",
         "50: more steps than the 6 that a path may have"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading;
        struct fenrun__path path;
        begin(&reading, cases[i].text);
        bool right = fenrun__expression_path(&path, &reading.scope, &reading.place,
                                             reading.place.text, false);
        assert_string_equal(end(&reading, right), cases[i].mistakes);
    }
}

static void nothing_stands_behind_uplines(void **state) {
    (void)state;
    static const struct wrong cases[] = {
        {"seller.uplines.inviter", "16: 'inviter' stands behind 'uplines'; allowed: nothing"},
        {"seller.uplines.uplines", "16: 'uplines' stands behind 'uplines'; allowed: nothing"},
        {"seller.upline",
         "8: unknown step 'upline' (did you mean 'uplines'?); allowed: inviter, leader, "
         "above(TIER), uplines"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading;
        struct fenrun__path path;
        begin(&reading, cases[i].text);
        bool right = fenrun__expression_path(&path, &reading.scope, &reading.place,
                                             reading.place.text, true);
        assert_string_equal(end(&reading, right), cases[i].mistakes);
    }
}

static void tiers_are_one_or_from_one_on(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint64_t mask;
        const char *mistakes;
    } cases[] = {
        {"normal", 1, ""},
        {"gold", 2, ""},
        {" gold+ ", 6, ""},
        {"normal+", 7, ""},
        {"senior_gold+", 4, ""},
        {"glod+", 0,
         "1: unknown tier 'glod' (did you mean 'gold'?); allowed: normal, gold, senior_gold"},
        {"gold +", 0,
         "1: unknown tier 'gold ' (did you mean 'gold'?); allowed: normal, gold, senior_gold"},
        {"+", 0, "1: unknown tier ''; allowed: normal, gold, senior_gold"},
        {"Gold", 0,
         "1: unknown tier 'Gold' (did you mean 'gold'?); allowed: normal, gold, senior_gold"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading;
        uint64_t mask = 0;
        begin(&reading, cases[i].text);
        bool right = fenrun__expression_tiers(&mask, NULL, &reading.scope, &reading.place,
                                              reading.place.text);
        assert_string_equal(end(&reading, right), cases[i].mistakes);
        assert_int_equal(mask, cases[i].mask);
    }
}

static void labels_stand_where_tiers_do(void **state) {
    (void)state;
    static const struct fenrun__text labels[] = {{"core", 4}, {"active", 6}};
    static const struct {
        const char *text;
        uint64_t tiers;
        uint32_t labels;
        const char *mistakes;
    } cases[] = {
        {"gold+", 6, 0, ""},
        {" active ", 0, 2, ""},
        {"core", 0, 1, ""},
        {"core+", 0, 1,
         "1: 'core' is a label, and no label is above another; allowed: '+' behind a tier"},
        {"acitve", 0, 0,
         "1: unknown tier or label 'acitve' (did you mean 'active'?); allowed: normal, gold, "
         "senior_gold, core, active"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading;
        uint64_t mask = 9;
        uint32_t label_mask = 9;
        begin(&reading, cases[i].text);
        reading.scope.labels = (struct fenrun__names){labels, 2, true};
        bool right = fenrun__expression_tiers(&mask, &label_mask, &reading.scope, &reading.place,
                                              reading.place.text);
        assert_string_equal(end(&reading, right), cases[i].mistakes);
        assert_int_equal(mask, cases[i].tiers);
        assert_int_equal(label_mask, cases[i].labels);
    }
    struct reading reading;
    uint64_t mask;
    uint32_t label_mask;
    begin(&reading, "core");
    assert_false(fenrun__expression_tiers(&mask, &label_mask, &reading.scope, &reading.place,
                                          reading.place.text));
    assert_int_equal(reading.diagnostics.count, 0);
}

static void the_highest_of_64_tiers_has_a_bit(void **state) {
    (void)state;
    struct reading reading;
    struct fenrun__text many[FENRUN_TIERS_MAX];
    char names[FENRUN_TIERS_MAX][8];
    uint64_t mask = 0;
    for (size_t i = 0; i < FENRUN_TIERS_MAX; i++) {
        snprintf(names[i], sizeof names[i], "t%zu", i);
        many[i] = fenrun__text_from(names[i]);
    }
    begin(&reading, "t62+");
    reading.scope.tiers = (struct fenrun__names){many, FENRUN_TIERS_MAX, true};
    assert_true(fenrun__expression_tiers(&mask, NULL, &reading.scope, &reading.place,
                                              reading.place.text));
    assert_true(mask == UINT64_C(3) << 62);
}

static void a_range_has_two_ends(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t low;
        int64_t high;
        uint32_t base;
    } cases[] = {
        {"5%..40% of price", 50000000, 400000000, 0},
        {" 5 % .. 40 %  of  price ", 50000000, 400000000, 0},
        {"0%..250% of profit", 0, 2500000000, 1},
        {"7.5%..7.5% of price", 75000000, 75000000, 0},
        {"1.00..500.00", 100, 50000, FENRUN__NOWHERE},
        {"0 .. 0", 0, 0, FENRUN__NOWHERE},
        {"0.01..", 1, INT64_MAX, FENRUN__NOWHERE},
        {" 5.00 .. ", 500, INT64_MAX, FENRUN__NOWHERE},
        {"5%.. of price", 50000000, INT64_MAX, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading;
        struct fenrun__plan_requirement range = {0};
        begin(&reading, cases[i].text);
        bool right = fenrun__expression_range(&range, &reading.scope, &reading.place);
        assert_string_equal(end(&reading, right), "");
        assert_int_equal(range.low, cases[i].low);
        assert_int_equal(range.high, cases[i].high);
        assert_int_equal(range.base, cases[i].base);
    }
}

static void a_wrong_range_says_which_end(void **state) {
    (void)state;
#define ALLOWED "; allowed: LOW..HIGH as 5%..40% of price, as 1.00..500.00, or LOW.. as 0.01.."
#define MIXED " is not a range of two rates or of two amounts" ALLOWED
    static const struct wrong cases[] = {
        {"40%..5% of price", "1: the low end '40%' is above the high end"},
        {"5.00..1.00", "1: the low end '5.00' is above the high end"},
        {"5% of price", "1: '5% of price' is not a range" ALLOWED},
        {"5%-40% of price", "1: '5%-40% of price' is not a range" ALLOWED},
        {"5..40% of price", "1: '5..40% of price'" MIXED},
        {"5%..40 of price", "1: '5%..40 of price'" MIXED},
        {"5% of price..40% of price", "1: '5% of price..40% of price'" MIXED},
        {"1..2 of price", "4: '2 of price' is not understood" ALLOWED},
        {"1.005..2", "1: '1.005' has more decimals than the 2 of CNY"},
        {"..", "1: nothing stands before '..'" ALLOWED},
        {"..5.00", "1: nothing stands before '..'" ALLOWED},
        {" ..40% of price", "2: nothing stands before '..'" ALLOWED},
        {"5..40 percent", "4: '40 percent' is not understood" ALLOWED},
        {"5%..40%",
         "1: '5%..40%' does not say of which amount; allowed: 'of' and an amount of the event"},
        {"5%..",
         "1: '5%..' does not say of which amount; allowed: 'of' and an amount of the event"},
        {"5.. of price", "5: 'of price' is not understood" ALLOWED},
        {"x%..y% of z",
         "1: 'x' is not a number of percent; allowed: one as 12.5 | "
         "5: 'y' is not a number of percent; allowed: one as 12.5 | "
         "11: unknown amount 'z'; allowed: price, profit"},
    };
#undef ALLOWED
#undef MIXED
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading;
        struct fenrun__plan_requirement range = {0};
        begin(&reading, cases[i].text);
        bool right = fenrun__expression_range(&range, &reading.scope, &reading.place);
        assert_string_equal(end(&reading, right), cases[i].mistakes);
    }
}

static void a_range_of_a_count_has_whole_ends(void **state) {
    (void)state;
#define ALLOWED "; allowed: LOW..HIGH as 3..20, or LOW.. as 3.."
    static const struct {
        const char *text;
        int64_t low;
        int64_t high;
        const char *mistakes;
    } cases[] = {
        {"3..20", 3, 20, ""},
        {" 0 .. 1 ", 0, 1, ""},
        {"3..", 3, INT64_MAX, ""},
        {"3", 0, 0, "1: '3' is not a range" ALLOWED},
        {"20..3", 0, 0, "1: the low end '20' is above the high end"},
        {"1.5..x", 0, 0,
         "1: '1.5' is not a whole number" ALLOWED " | 6: 'x' is not a whole number" ALLOWED},
        {"5%..40% of price", 0, 0,
         "1: '5%' is not a whole number" ALLOWED
         " | 5: '40% of price' is not a whole number" ALLOWED},
    };
#undef ALLOWED
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading;
        struct fenrun__plan_requirement range = {.figure = FENRUN__FIGURE_COUNT0};
        begin(&reading, cases[i].text);
        bool right = fenrun__expression_range(&range, &reading.scope, &reading.place);
        assert_string_equal(end(&reading, right), cases[i].mistakes);
        if (!right) continue;
        assert_int_equal(range.low, cases[i].low);
        assert_int_equal(range.high, cases[i].high);
        assert_int_equal(range.base, FENRUN__NOWHERE);
    }
}

static void a_length_of_time_is_days_or_hours(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds;
        const char *mistakes;
    } cases[] = {
        {"7 days", 604800, ""},
        {" 12\thours ", 43200, ""},
        {"3660 days", 316224000, ""},
        {"87840 hours", 316224000, ""},
        {"0 days", 0, "1: '0' is not between 1 and the 3660 days of ten years"},
        {"3661 days", 0, "1: '3661' is not between 1 and the 3660 days of ten years"},
        {"87841 hours", 0, "1: '87841' is not between 1 and the 87840 hours of ten years"},
        {"7 day", 0, "3: unknown unit of time 'day' (did you mean 'days'?); allowed: days, hours"},
        {"2 weeks", 0, "3: unknown unit of time 'weeks'; allowed: days, hours"},
        {"7", 0, "1: '7' is not a length of time; allowed: ALLOWED"},
        {"7.5 days", 0, "1: '7.5 days' is not a length of time; allowed: ALLOWED"},
        {"days", 0, "1: 'days' is not a length of time; allowed: ALLOWED"},
        {"99999999999999999999 days", 0,
         "1: '99999999999999999999 days' is not a length of time; allowed: ALLOWED"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading;
        int64_t seconds = 0;
        begin(&reading, cases[i].text);
        bool right = fenrun__expression_duration(&seconds, &reading.scope, &reading.place,
                                                 reading.place.text, "ALLOWED");
        assert_string_equal(end(&reading, right), cases[i].mistakes);
        if (right) assert_int_equal(seconds, cases[i].seconds);
    }
}

static void counts_and_amounts_are_above_nothing(void **state) {
    (void)state;
    static const char count[] = "is not a whole number from 1 on; allowed: one as 10";
    static const char unknown[] = "is not understood; allowed: an amount above 0 as 4000.00";
    static const struct {
        const char *text;
        int64_t count;
        const char *count_mistake;
        int64_t amount;
        const char *amount_mistake;
    } cases[] = {
        {"1", 1, "", 100, ""},
        {" 21 ", 21, "", 2100, ""},
        {"4000.00", 0, count, 400000, ""},
        {"0", 0, count, 0, "is not above 0; allowed: an amount as 4000.00"},
        {"-1", 0, count, 0, unknown},
        {"ten", 0, count, 0, unknown},
        {"1e3", 0, count, 0, unknown},
        {"9223372036854775808", 0, count, 0, "is too large an amount"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (int money = 0; money <= 1; money++) {
            struct reading reading;
            int64_t value = 0;
            begin(&reading, cases[i].text);
            bool right = money
                             ? fenrun__expression_amount(&value, &reading.scope, &reading.place)
                             : fenrun__expression_count(&value, &reading.scope, &reading.place);
            const char *mistake = money ? cases[i].amount_mistake : cases[i].count_mistake;
            char expected[256] = "";
            if (*mistake) {
                snprintf(expected, sizeof expected, "1: '%s' %s", cases[i].text, mistake);
            } else {
                assert_int_equal(value, money ? cases[i].amount : cases[i].count);
            }
            assert_string_equal(end(&reading, right), expected);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(t02_a_rate_is_read_from_its_decimals_and_never_rounded),
        cmocka_unit_test(a_share_is_at_most_all),
        cmocka_unit_test(what_is_not_known_is_not_held_against_a_text),
        cmocka_unit_test(a_path_goes_from_a_role_by_steps),
        cmocka_unit_test(a_wrong_path_says_which_piece),
        cmocka_unit_test(nothing_stands_behind_uplines),
        cmocka_unit_test(tiers_are_one_or_from_one_on),
        cmocka_unit_test(labels_stand_where_tiers_do),
        cmocka_unit_test(the_highest_of_64_tiers_has_a_bit),
        cmocka_unit_test(a_range_has_two_ends),
        cmocka_unit_test(a_wrong_range_says_which_end),
        cmocka_unit_test(a_range_of_a_count_has_whole_ends),
        cmocka_unit_test(a_length_of_time_is_days_or_hours),
        cmocka_unit_test(counts_and_amounts_are_above_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
