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

static void a_pay_is_a_rate_or_an_amount(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t value;
        uint32_t base;
    } cases[] = {
        {"25% of profit", 250000000, 1},
        {"25 % of profit", 250000000, 1},
        {"  25%\tof   profit ", 250000000, 1},
        {"12.5% of price", 125000000, 0},
        {"0.1% of price", 1000000, 0},
        {"100% of price", 1000000000, 0},
        {"100.0000000% of price", 1000000000, 0},
        {"0.0000001% of price", 1, 0},
        {"007% of price", 70000000, 0},
        {"20.00", 2000, FENRUN__BASE_FIXED},
        {"20", 2000, FENRUN__BASE_FIXED},
        {" 0.01 ", 1, FENRUN__BASE_FIXED},
        {"92233720368547758.07", INT64_MAX, FENRUN__BASE_FIXED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading;
        struct fenrun__plan_pay pay = {0};
        begin(&reading, cases[i].text);
        bool right = fenrun__expression_pay(&pay, &reading.scope, &reading.place);
        assert_string_equal(end(&reading, right), "");
        assert_int_equal(pay.value, cases[i].value);
        assert_int_equal(pay.base, cases[i].base);
        assert_int_equal(pay.listed, 1);
    }
}

static void t02_a_rate_is_read_from_its_decimals_and_never_rounded(void **state) {
    (void)state;
    /* Every rate of one to three decimals, against whole numbers. */
    for (int64_t thousandths = 1; thousandths <= 100000; thousandths += 7) {
        char text[32];
        struct reading reading;
        struct fenrun__plan_pay pay = {0};
        snprintf(text, sizeof text, "%d.%03d%% of price", (int)(thousandths / 1000),
                 (int)(thousandths % 1000));
        begin(&reading, text);
        assert_true(fenrun__expression_pay(&pay, &reading.scope, &reading.place));
        assert_int_equal(pay.value, thousandths * 10000);
    }
}

struct wrong {
    const char *text;
    const char *mistakes;
};

static void a_wrong_pay_says_what_is_allowed(void **state) {
    (void)state;
#define UNKNOWN(text) "'" text "' is not understood; allowed: a rate as 25% of profit, " \
                      "or an amount above 0 as 20.00"
    static const struct wrong cases[] = {
        {"112% of profit", "1: 112 % is above 100 %"},
        {"100.0000001 % of profit", "1: 100.0000001 % is above 100 %"},
        {"0% of profit", "1: 0 % pays nothing; leave it out instead"},
        {"0.00", "1: '0.00' pays nothing; leave it out instead"},
        {"12.12345678% of price",
         "1: '12.12345678' has more decimals than the 7 that a percentage may have"},
        {"99999999999999999999% of price", "1: '99999999999999999999' % is too much"},
        {"x% of price", "1: 'x' is not a number of percent; allowed: one as 12.5"},
        {"% of price", "1: '' is not a number of percent; allowed: one as 12.5"},
        {"-5% of price", "1: '-5' is not a number of percent; allowed: one as 12.5"},
        {"5.% of price", "1: '5.' is not a number of percent; allowed: one as 12.5"},
        {".5% of price", "1: '.5' is not a number of percent; allowed: one as 12.5"},
        {"1.2.3% of price", "1: '1.2.3' is not a number of percent; allowed: one as 12.5"},
        {"1e1% of price", "1: '1e1' is not a number of percent; allowed: one as 12.5"},
        {"25%",
         "1: '25%' does not say of which amount; allowed: 'of' and an amount of the order"},
        {"25% of",
         "1: '25% of' does not say of which amount; allowed: 'of' and an amount of the order"},
        {"25% off profit",
         "5: 'off' is not understood; allowed: 'of' and an amount of the order"},
        {"25% of proft",
         "8: unknown amount 'proft' (did you mean 'profit'?); allowed: price, profit"},
        {"112% of proft",
         "1: 112 % is above 100 % | "
         "9: unknown amount 'proft' (did you mean 'profit'?); allowed: price, profit"},
        {"25% of profit of all",
         "15: 'of all' stands behind the amount; allowed: nothing"},
        {"25% 25% of profit",
         "5: '25%' is not understood; allowed: 'of' and an amount of the order"},
        {"20.005", "1: '20.005' has more decimals than the 2 of CNY"},
        {"20.000", "1: '20.000' has more decimals than the 2 of CNY"},
        {"92233720368547758.08", "1: '92233720368547758.08' is too large an amount"},
        {"-20.00", "1: " UNKNOWN("-20.00")},
        {"+20.00", "1: " UNKNOWN("+20.00")},
        {"1,000.00", "1: " UNKNOWN("1,000.00")},
        {"20.00 yuan", "1: " UNKNOWN("20.00 yuan")},
        {" profit", "2: " UNKNOWN("profit")},
        {"  ", "3: " UNKNOWN("")},
    };
#undef UNKNOWN
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading;
        struct fenrun__plan_pay pay = {0};
        begin(&reading, cases[i].text);
        bool right = fenrun__expression_pay(&pay, &reading.scope, &reading.place);
        assert_string_equal(end(&reading, right), cases[i].mistakes);
    }
}

static void an_event_without_amounts_pays_no_rates(void **state) {
    (void)state;
    struct reading reading;
    struct fenrun__plan_pay pay = {0};
    begin(&reading, "25% of profit");
    reading.scope.amounts = (struct fenrun__names){NULL, 0, true};
    bool right = fenrun__expression_pay(&pay, &reading.scope, &reading.place);
    assert_string_equal(end(&reading, right),
                        "1: a rate, but the event brings no amount that it could be of; "
                        "allowed: an amount as 20.00");
}

static void a_currency_says_how_many_decimals_an_amount_has(void **state) {
    (void)state;
    struct reading reading;
    struct fenrun__plan_pay pay = {0};
    begin(&reading, "20.5");
    reading.scope.currency = fenrun__text_from("JPY");
    reading.scope.decimals = 0;
    bool right = fenrun__expression_pay(&pay, &reading.scope, &reading.place);
    assert_string_equal(end(&reading, right), "1: '20.5' has more decimals than the 0 of JPY");

    begin(&reading, "0.001");
    reading.scope.currency = fenrun__text_from("KWD");
    reading.scope.decimals = 3;
    assert_true(fenrun__expression_pay(&pay, &reading.scope, &reading.place));
    assert_int_equal(pay.value, 1);
}

/* Nothing is said of what refers to a list, or a currency, that is wrong itself. */
static void what_is_not_known_is_not_held_against_a_text(void **state) {
    (void)state;
    struct reading reading;
    struct fenrun__plan_pay pay = {0};
    struct fenrun__path path;
    uint64_t mask;
    begin(&reading, "25% of anything");
    reading.scope.amounts = (struct fenrun__names){NULL, 0, false};
    assert_true(fenrun__expression_pay(&pay, &reading.scope, &reading.place));
    reading.scope.decimals = -1;
    reading.place.text = fenrun__text_from("1.123456");
    assert_false(fenrun__expression_pay(&pay, &reading.scope, &reading.place));
    reading.place.text = fenrun__text_from("anybody.inviter");
    reading.scope.roles = (struct fenrun__names){NULL, 0, false};
    assert_true(fenrun__expression_path(&path, &reading.scope, &reading.place));
    reading.place.text = fenrun__text_from("platinum+");
    reading.scope.tiers.known = false;
    assert_false(fenrun__expression_tiers(&mask, &reading.scope, &reading.place));
    assert_int_equal(reading.diagnostics.count, 0);
}

static void a_path_goes_from_a_role_by_steps(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t role;
        uint32_t step_count;
        uint8_t steps[FENRUN__STEPS_MAX];
        int leader; /* where the first `leader` stands in the text; -1: nowhere */
    } cases[] = {
        {"seller", 0, 0, {0}, -1},
        {"buyer.inviter", 1, 1, {1}, -1},
        {" seller.leader ", 0, 1, {2}, 8},
        {"seller.inviter.leader.inviter.leader.inviter.inviter", 0, 6, {1, 2, 1, 2, 1, 1}, 15},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading;
        struct fenrun__path path;
        begin(&reading, cases[i].text);
        bool right = fenrun__expression_path(&path, &reading.scope, &reading.place);
        assert_string_equal(end(&reading, right), "");
        assert_int_equal(path.role, cases[i].role);
        assert_int_equal(path.step_count, cases[i].step_count);
        assert_memory_equal(path.steps, cases[i].steps, sizeof path.steps);
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
        {"seller.", "8: unknown step ''; allowed: inviter, leader"},
        {"seller..leader", "8: unknown step ''; allowed: inviter, leader"},
        {"seller.inviter.leder",
         "16: unknown step 'leder' (did you mean 'leader'?); allowed: inviter, leader"},
        {"seller. leader",
         "8: unknown step ' leader' (did you mean 'leader'?); allowed: inviter, leader"},
        {"seller.uplines", "8: unknown step 'uplines'; allowed: inviter, leader"},
        {"seller.leader.leader.leader.leader.leader.leader.inviter",
         "50: more steps than the 6 that a path may have"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading;
        struct fenrun__path path;
        begin(&reading, cases[i].text);
        bool right = fenrun__expression_path(&path, &reading.scope, &reading.place);
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
        bool right = fenrun__expression_tiers(&mask, &reading.scope, &reading.place);
        assert_string_equal(end(&reading, right), cases[i].mistakes);
        assert_int_equal(mask, cases[i].mask);
    }
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
    assert_true(fenrun__expression_tiers(&mask, &reading.scope, &reading.place));
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
        {"1.00..500.00", 100, 50000, FENRUN__BASE_FIXED},
        {"0 .. 0", 0, 0, FENRUN__BASE_FIXED},
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
#define ALLOWED "; allowed: LOW..HIGH as 5%..40% of price, or as 1.00..500.00"
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
        {"..", "1: '' is not understood" ALLOWED " | 3: '' is not understood" ALLOWED},
        {"5%..40%",
         "1: '5%..40%' does not say of which amount; allowed: 'of' and an amount of the order"},
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
        cmocka_unit_test(a_pay_is_a_rate_or_an_amount),
        cmocka_unit_test(t02_a_rate_is_read_from_its_decimals_and_never_rounded),
        cmocka_unit_test(a_wrong_pay_says_what_is_allowed),
        cmocka_unit_test(an_event_without_amounts_pays_no_rates),
        cmocka_unit_test(a_currency_says_how_many_decimals_an_amount_has),
        cmocka_unit_test(what_is_not_known_is_not_held_against_a_text),
        cmocka_unit_test(a_path_goes_from_a_role_by_steps),
        cmocka_unit_test(a_wrong_path_says_which_piece),
        cmocka_unit_test(tiers_are_one_or_from_one_on),
        cmocka_unit_test(the_highest_of_64_tiers_has_a_bit),
        cmocka_unit_test(a_range_has_two_ends),
        cmocka_unit_test(a_wrong_range_says_which_end),
        cmocka_unit_test(counts_and_amounts_are_above_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
