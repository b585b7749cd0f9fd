/* Value: every form of a value, right and wrong, of amounts, counts and measures. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rules/value.h"

static const struct fenrun__text tiers[] = {{"normal", 6}, {"gold", 4}, {"senior_gold", 11}};
static const struct fenrun__text amounts[] = {{"price", 5}, {"profit", 6}};
static const struct fenrun__text counts[] = {{"quantity", 8}, {"boxes", 5}};
static const struct fenrun__text periods[] = {{"month", 5}};
static const struct fenrun__place whole = {.line = 1, .column = 1};

struct fixture {
    struct fenrun__memory memory;
    struct fenrun__reading reading;
    struct fenrun__diagnostics diagnostics;
    struct fenrun__place place;
    fenrun_error errors[4];
    char mistakes[1024];
};

static void begin(struct fixture *fixture, const char *text) {
    memset(fixture, 0, sizeof *fixture);
    fenrun__memory_init(&fixture->memory, NULL);
    fenrun__diagnostics_init(&fixture->diagnostics, fixture->errors, 4);
    fixture->reading.diagnostics = &fixture->diagnostics;
    fixture->reading.draft = fenrun__draft_new(&fixture->memory);
    assert_non_null(fixture->reading.draft);
    fixture->reading.scope = (struct fenrun__scope){
        .tiers = {tiers, 3, true},
        .periods = {periods, 1, true},
        .amounts = {amounts, 2, true},
        .counts = {counts, 2, true},
        .currency = {"CNY", 3},
        .decimals = 2,
        .diagnostics = &fixture->diagnostics,
    };
    fixture->reading.shapes[FENRUN__SHAPE_ORDER] = (struct fenrun__reading_shape){
        {NULL, 0, true}, {amounts, 2, true}, {counts, 2, true}};
    fixture->reading.shapes[FENRUN__SHAPE_JOIN] =
        (struct fenrun__reading_shape){{NULL, 0, true}, {NULL, 0, true}, {NULL, 0, true}};
    fixture->reading.has_order = true;
    fixture->reading.has_team_leaders = true;
    fixture->reading.has_periods = true;
    fixture->place = (struct fenrun__place){.parent = &whole,
                                            .name = fenrun__text_from("x"),
                                            .line = 1,
                                            .column = 1,
                                            .text = fenrun__text_from(text),
                                            .text_column = 1};
}

/* "column: message" of each mistake, with " | " between them. */
static const char *end(struct fixture *fixture, bool right) {
    fenrun__diagnostics_finish(&fixture->diagnostics);
    fixture->mistakes[0] = '\0';
    for (size_t i = 0, used = 0; i < fixture->diagnostics.count && i < 4; i++) {
        used += (size_t)snprintf(fixture->mistakes + used, sizeof fixture->mistakes - used,
                                 "%s%u: %s", i == 0 ? "" : " | ", fixture->errors[i].column,
                                 fixture->errors[i].message + strlen("x: "));
    }
    assert_int_equal(right, fixture->diagnostics.count == 0);
    fenrun__draft_free(fixture->reading.draft);
    assert_int_equal(fixture->memory.bytes, 0);
    return fixture->mistakes;
}

static bool read_value(struct fixture *fixture, uint32_t flags, struct fenrun__plan_pay *pay) {
    return fenrun__value_read(&fixture->reading, &fixture->reading.scope, &fixture->place,
                              FENRUN__FORM_OF_VALUE, flags, pay);
}

static void a_value_is_a_rate_an_amount_or_so_much_for_each(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint8_t kind;
        int64_t value;
        uint32_t index;
        int64_t per;
    } cases[] = {
        {"25% of profit", FENRUN__VALUE_RATE, 250000000, 1, 0},
        {"25 % of profit", FENRUN__VALUE_RATE, 250000000, 1, 0},
        {"  25%\tof   profit ", FENRUN__VALUE_RATE, 250000000, 1, 0},
        {"12.5% of price", FENRUN__VALUE_RATE, 125000000, 0, 0},
        {"0.1% of price", FENRUN__VALUE_RATE, 1000000, 0, 0},
        {"100% of price", FENRUN__VALUE_RATE, 1000000000, 0, 0},
        {"100.0000000% of price", FENRUN__VALUE_RATE, 1000000000, 0, 0},
        {"0.0000001% of price", FENRUN__VALUE_RATE, 1, 0, 0},
        {"007% of price", FENRUN__VALUE_RATE, 70000000, 0, 0},
        {"20.00", FENRUN__VALUE_FIXED, 2000, 0, 0},
        {"20", FENRUN__VALUE_FIXED, 2000, 0, 0},
        {" 0.01 ", FENRUN__VALUE_FIXED, 1, 0, 0},
        {"92233720368547758.07", FENRUN__VALUE_FIXED, INT64_MAX, 0, 0},
        {"2.00 per quantity", FENRUN__VALUE_PER, 200, 8, 1},
        {" 2\tper  boxes ", FENRUN__VALUE_PER, 200, 9, 1},
        {"5.00 per 10 of quantity", FENRUN__VALUE_PER, 500, 8, 10},
        {"20.00 per 200.00 of price", FENRUN__VALUE_PER, 2000, 0, 20000},
        {"0.01 per 0.01 of profit", FENRUN__VALUE_PER, 1, 1, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture fixture;
        struct fenrun__plan_pay pay;
        begin(&fixture, cases[i].text);
        bool right = read_value(&fixture, FENRUN__VALUE_MAY_BE_PER, &pay);
        assert_string_equal(end(&fixture, right), "");
        assert_int_equal(pay.kind, cases[i].kind);
        assert_int_equal(pay.value, cases[i].value);
        assert_int_equal(pay.source, FENRUN__SOURCE_FIGURE);
        assert_int_equal(pay.index, cases[i].index);
        assert_int_equal(pay.per, cases[i].per);
        assert_int_equal(pay.listed, 1);
    }
}

static void at_a_close_a_value_is_of_measures(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint8_t kind;
        uint8_t source;
        uint32_t column_count; /* what it needs */
    } cases[] = {
        {"1% of own_sales in month", FENRUN__VALUE_RATE, FENRUN__SOURCE_COLUMN, 1},
        {"1 % of team_profit of gold+ in 90 days", FENRUN__VALUE_RATE, FENRUN__SOURCE_COLUMN, 2},
        {"1% of all_sales in month", FENRUN__VALUE_RATE, FENRUN__SOURCE_TOTAL, 1},
        {"5.00 per direct_invites", FENRUN__VALUE_PER, FENRUN__SOURCE_COLUMN, 1},
        {"5.00 per 10 of own_quantity in month", FENRUN__VALUE_PER, FENRUN__SOURCE_COLUMN, 1},
        {"20.00 per 200.00 of own_sales", FENRUN__VALUE_PER, FENRUN__SOURCE_COLUMN, 1},
        {"20.00", FENRUN__VALUE_FIXED, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture fixture;
        struct fenrun__plan_pay pay;
        begin(&fixture, cases[i].text);
        bool right = read_value(&fixture, FENRUN__VALUE_MAY_BE_PER | FENRUN__VALUE_OF_MEASURES,
                                &pay);
        assert_int_equal(fixture.reading.draft->column_count, cases[i].column_count);
        if (cases[i].column_count > 0) assert_int_equal(pay.index, cases[i].column_count - 1);
        assert_string_equal(end(&fixture, right), "");
        assert_int_equal(pay.kind, cases[i].kind);
        assert_int_equal(pay.source, cases[i].source);
    }
}

struct wrong {
    const char *text;
    const char *mistakes;
};

static void a_wrong_value_says_what_is_allowed(void **state) {
    (void)state;
#define ALLOWED "; allowed: a value as 25% of profit, 20.00, 2.00 per quantity, or 20.00 per "     \
                "200.00 of price"
#define UNKNOWN(text) "'" text "' is not understood" ALLOWED
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
         "1: '25%' does not say of which amount; allowed: 'of' and an amount of the event"},
        {"25% of",
         "1: '25% of' does not say of which amount; allowed: 'of' and an amount of the event"},
        {"25% off profit",
         "5: 'off' is not understood; allowed: 'of' and an amount of the event"},
        {"25% of proft",
         "8: unknown amount 'proft' (did you mean 'profit'?); allowed: price, profit"},
        {"112% of proft",
         "1: 112 % is above 100 % | "
         "9: unknown amount 'proft' (did you mean 'profit'?); allowed: price, profit"},
        {"25% of profit of all",
         "15: 'of all' stands behind the amount; allowed: nothing"},
        {"25% 25% of profit",
         "5: '25%' is not understood; allowed: 'of' and an amount of the event"},
        {"20.005", "1: '20.005' has more decimals than the 2 of CNY"},
        {"20.000", "1: '20.000' has more decimals than the 2 of CNY"},
        {"92233720368547758.08", "1: '92233720368547758.08' is too large an amount"},
        {"-20.00", "1: " UNKNOWN("-20.00")},
        {"+20.00", "1: " UNKNOWN("+20.00")},
        {"1,000.00",
         "1: '1,000.00' has a comma; allowed: digits and a point, without commas"},
        {"20.00 yuan", "1: " UNKNOWN("20.00 yuan")},
        {" profit", "2: " UNKNOWN("profit")},
        {"  ", "3: " UNKNOWN("")},
        {"0 per quantity", "1: '0' pays nothing; leave it out instead"},
        {"2.00 per", "9: unknown amount or count ''; allowed: price, profit, quantity, boxes"},
        {"2.00 per quantiy",
         "10: unknown amount or count 'quantiy' (did you mean 'quantity'?); allowed: price, "
         "profit, quantity, boxes"},
        {"2.00 per price",
         "10: 'price' is money, not a count; allowed: for each full so much of it as per 100.00 "
         "of price"},
        {"2.00 per 10 quantity", "1: " UNKNOWN("2.00 per 10 quantity")},
        {"2.00 per 0 of quantity", "10: '0' is not above 0; allowed: a number above 0"},
        {"2.00 per 1.5 of quantity", "10: '1.5' is not a whole number; allowed: one as 10"},
        {"2.00 per 200.005 of price", "10: '200.005' has more decimals than the 2 of CNY"},
        {"25% of quantity",
         "8: unknown amount 'quantity'; allowed: price, profit"},
        {"25% per quantity",
         "5: 'per' is not understood; allowed: 'of' and an amount of the event"},
    };
#undef UNKNOWN
#undef ALLOWED
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture fixture;
        struct fenrun__plan_pay pay;
        begin(&fixture, cases[i].text);
        bool right = read_value(&fixture, FENRUN__VALUE_MAY_BE_PER, &pay);
        assert_string_equal(end(&fixture, right), cases[i].mistakes);
    }
}

static void a_wrong_value_at_a_close_says_what_is_allowed(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t flags;
        const char *mistakes;
    } cases[] = {
        {"25%", 0,
         "1: '25%' does not say of which measure; allowed: 'of' and a measure as own_sales in "
         "month"},
        {"1% of team_members", 0,
         "7: 'team_members' is no money that a rate could be of; allowed: a measure of money, or "
         "so much for each as 2.00 per MEASURE"},
        {"2.00 per own_sales in month", 0,
         "10: 'own_sales in month' is money, not a count; allowed: for each full so much of it as "
         "per 100.00 of price"},
        {"1% of own_sales in month", FENRUN__VALUE_OF_ALL,
         "7: 'own_sales in month' is a measure of one member; allowed: one of everybody as "
         "all_sales in month"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture fixture;
        struct fenrun__plan_pay pay;
        begin(&fixture, cases[i].text);
        bool right = read_value(&fixture,
                                cases[i].flags | FENRUN__VALUE_MAY_BE_PER |
                                    FENRUN__VALUE_OF_MEASURES,
                                &pay);
        assert_string_equal(end(&fixture, right), cases[i].mistakes);
    }
}

static void zero_and_pieces_are_allowed_where_the_flags_say_so(void **state) {
    (void)state;
    static const char *const zeros[] = {"0", "0.00", "0% of price", "0.00 per quantity"};
    struct fixture fixture;
    struct fenrun__plan_pay pay;
    for (size_t i = 0; i < sizeof zeros / sizeof zeros[0]; i++) {
        begin(&fixture, zeros[i]);
        bool right = read_value(&fixture, FENRUN__VALUE_MAY_BE_ZERO | FENRUN__VALUE_MAY_BE_PER,
                                &pay);
        assert_string_equal(end(&fixture, right), "");
        assert_int_equal(pay.value, 0);
        assert_int_equal(pay.listed, 1);
    }
    begin(&fixture, "2.00 per quantity");
    bool right = fenrun__value_read(&fixture.reading, &fixture.reading.scope, &fixture.place,
                                    FENRUN__FORM_OF_LIMIT, 0, &pay);
    assert_string_equal(end(&fixture, right),
                        "1: '2.00 per quantity' is not understood; allowed: a rate as 40% of "
                        "price, or an amount as 5000.00");
}

static void an_event_without_amounts_pays_no_rates(void **state) {
    (void)state;
    struct fixture fixture;
    struct fenrun__plan_pay pay;
    begin(&fixture, "25% of profit");
    fixture.reading.scope.amounts = (struct fenrun__names){NULL, 0, true};
    bool right = read_value(&fixture, 0, &pay);
    assert_string_equal(end(&fixture, right),
                        "1: a rate, but the event brings no amount that it could be of; "
                        "allowed: an amount as 20.00");

    begin(&fixture, "2.00 per quantity");
    fixture.reading.scope.amounts = (struct fenrun__names){NULL, 0, true};
    fixture.reading.scope.counts = (struct fenrun__names){NULL, 0, true};
    right = read_value(&fixture, FENRUN__VALUE_MAY_BE_PER, &pay);
    assert_string_equal(end(&fixture, right),
                        "10: unknown amount or count 'quantity'; the event brings none");
}

static void a_currency_says_how_many_decimals_an_amount_has(void **state) {
    (void)state;
    struct fixture fixture;
    struct fenrun__plan_pay pay;
    begin(&fixture, "20.5");
    fixture.reading.scope.currency = fenrun__text_from("JPY");
    fixture.reading.scope.decimals = 0;
    bool right = read_value(&fixture, 0, &pay);
    assert_string_equal(end(&fixture, right), "1: '20.5' has more decimals than the 0 of JPY");

    begin(&fixture, "0.001");
    fixture.reading.scope.currency = fenrun__text_from("KWD");
    fixture.reading.scope.decimals = 3;
    right = read_value(&fixture, 0, &pay);
    assert_string_equal(end(&fixture, right), "");
    assert_int_equal(pay.value, 1);
}

/* Nothing is said of what refers to a list, or a currency, that is wrong itself. */
static void what_is_not_known_is_not_held_against_a_value(void **state) {
    (void)state;
    struct fixture fixture;
    struct fenrun__plan_pay pay;
    begin(&fixture, "25% of anything in month");
    fixture.reading.scope.amounts = (struct fenrun__names){NULL, 0, false};
    assert_true(read_value(&fixture, 0, &pay));
    fixture.place.text = fenrun__text_from("2.00 per thing");
    assert_false(read_value(&fixture, FENRUN__VALUE_MAY_BE_PER, &pay));
    fixture.reading.scope.decimals = -1;
    fixture.place.text = fenrun__text_from("1.123456");
    assert_false(read_value(&fixture, 0, &pay));
    assert_int_equal(fixture.diagnostics.count, 0);
    end(&fixture, true);
}

static void a_basis_is_a_figure_or_a_measure_of_the_member(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t flags;
        uint8_t source;
        uint32_t index;
        bool money;
    } cases[] = {
        {"profit", 0, FENRUN__SOURCE_FIGURE, 1, true},
        {" quantity ", 0, FENRUN__SOURCE_FIGURE, 8, false},
        {"own_sales in month", FENRUN__VALUE_OF_MEASURES, FENRUN__SOURCE_COLUMN, 0, true},
        {"direct_invites in month", FENRUN__VALUE_OF_MEASURES, FENRUN__SOURCE_COLUMN, 1, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture fixture;
        struct fenrun__plan_pay basis;
        bool money = !cases[i].money;
        begin(&fixture, cases[i].text);
        bool right =
            fenrun__value_read_basis(&fixture.reading, &fixture.reading.scope, &fixture.place,
                                     cases[i].flags, &basis, &money);
        assert_string_equal(end(&fixture, right), "");
        assert_int_equal(basis.source, cases[i].source);
        assert_int_equal(basis.index, cases[i].index);
        assert_int_equal(money, cases[i].money);
    }
    struct fixture fixture;
    struct fenrun__plan_pay basis;
    bool money;
    begin(&fixture, "all_sales in month");
    assert_false(fenrun__value_read_basis(&fixture.reading, &fixture.reading.scope,
                                          &fixture.place, FENRUN__VALUE_OF_MEASURES, &basis,
                                          &money));
    assert_int_equal(fixture.diagnostics.count, 1);
    end(&fixture, false);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_is_a_rate_an_amount_or_so_much_for_each),
        cmocka_unit_test(at_a_close_a_value_is_of_measures),
        cmocka_unit_test(a_wrong_value_says_what_is_allowed),
        cmocka_unit_test(a_wrong_value_at_a_close_says_what_is_allowed),
        cmocka_unit_test(zero_and_pieces_are_allowed_where_the_flags_say_so),
        cmocka_unit_test(an_event_without_amounts_pays_no_rates),
        cmocka_unit_test(a_currency_says_how_many_decimals_an_amount_has),
        cmocka_unit_test(what_is_not_known_is_not_held_against_a_value),
        cmocka_unit_test(a_basis_is_a_figure_or_a_measure_of_the_member),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
