/* Reason: of an explanation the lines that matter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/reader.h"
#include "scenario/reason.h"
#include "unit/playbill.h"

static const char why[] =
    "order 1 at 2024-01-01T00:00:00Z: seller C, price 100.00\n"
    "  commission pays C 10.00 CNY: 10% of price 100.00 (seller C normal; line 14)\n"
    "  team pays A 5.00 CNY: 5% of price 100.00 (seller C normal, leader A gold; line 16)\n"
    "  welcome pays nobody: the platform invited A (line 17)\n"
    "  reward pays nobody: organiser A is normal (organiser A normal; line 18)\n";

/* What is kept of `why` for one row of a difference. */
static void keeps(struct fenrun__difference row, const char *kept) {
    struct fenrun__memory memory;
    struct fenrun__script script;
    struct fenrun__plan *plan;
    struct fenrun__writer writer;
    size_t count;
    fenrun__memory_init(&memory, NULL);
    assert_int_equal(fenrun__reader_read(&plan, playbill_rules, strlen(playbill_rules), &memory,
                                         NULL, 0, &count),
                     FENRUN_OK);
    fenrun__script_init(&script, "a", &memory);
    script.plan = plan;
    assert_true(fenrun__cast_id(&script.cast, fenrun__text_from("A")) == FENRUN__CAST_FIRST);
    fenrun__cast_id(&script.cast, fenrun__text_from("C"));
    row.differs = true;
    struct fenrun__differences differences = {.memory = &memory, .rows = &row, .count = 1};
    fenrun__writer_init(&writer, &memory);
    fenrun__writer_put(&writer, "", 0);
    fenrun__reason_write(fenrun__text_from(why), &differences, &script,
                         fenrun__text_from("x/shop.yaml"), "> ", &writer);
    assert_string_equal(writer.bytes, kept);
    fenrun__writer_free(&writer);
    fenrun__script_free(&script);
    fenrun__plan_free(&memory, plan);
    assert_int_equal(memory.bytes, 0);
}

static void who_got_too_much_is_shown_with_what_paid(void **state) {
    (void)state;
    keeps((struct fenrun__difference){
              .member = FENRUN__CAST_FIRST, .actual = 500, .award = FENRUN__NONE},
          "> team pays A 5.00 CNY: 5% of price 100.00 (seller C normal, leader A gold; "
          "x/shop.yaml:16)\n");
}

static void who_got_too_little_is_shown_with_what_did_not_pay(void **state) {
    (void)state;
    keeps((struct fenrun__difference){
              .member = FENRUN__CAST_FIRST + 1, .expected = 1100, .award = FENRUN__NONE},
          "> commission pays C 10.00 CNY: 10% of price 100.00 (seller C normal; x/shop.yaml:14)\n"
          "> reward pays nobody: organiser A is normal (organiser A normal; x/shop.yaml:18)\n");
}

static void awards_of_other_units_explain_nothing(void **state) {
    (void)state;
    keeps((struct fenrun__difference){.member = FENRUN__CAST_FIRST + 1,
                                      .expected = 2000,
                                      .unit = 1,
                                      .award = FENRUN__NONE},
          "> welcome pays nobody: the platform invited A (x/shop.yaml:17)\n");
}

static void by_award_the_award_is_enough(void **state) {
    (void)state;
    keeps((struct fenrun__difference){
              .member = FENRUN__CAST_FIRST + 1, .expected = 1100, .award = 0},
          "> commission pays C 10.00 CNY: 10% of price 100.00 (seller C normal; "
          "x/shop.yaml:14)\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_got_too_much_is_shown_with_what_paid),
        cmocka_unit_test(who_got_too_little_is_shown_with_what_did_not_pay),
        cmocka_unit_test(awards_of_other_units_explain_nothing),
        cmocka_unit_test(by_award_the_award_is_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
