/* Sheet: rows of results as they stand in files. */
#define _POSIX_C_SOURCE 200809L
#include "cli/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "unit/csv_files.h"

static const struct fenrun__fingerprint key = {5, 6};

static void totals_name_member_unit_and_amount(void **state) {
    (void)state;
    struct csv_files files;
    struct fenrun__names names;
    struct fenrun__sheet sheet;
    struct fenrun__page page = {0};
    uint64_t plain, quoted;
    csv_files_open(&files);
    fenrun__names_init(&names, key, NULL);
    assert_true(fenrun__names_id(&names, fenrun__field_from("小微"), &plain));
    assert_true(fenrun__names_id(&names, fenrun__field_from("a \"b\", c"), &quoted));
    assert_true(fenrun__sheet_open(&sheet, files.rules, &names));
    assert_true(fenrun__sheet_total(&sheet, &page, 17, 0, 123456));
    assert_true(fenrun__sheet_total(&sheet, &page, plain, 1, -5));
    assert_true(fenrun__sheet_total(&sheet, &page, quoted, 0, 0));
    assert_true(fenrun__sheet_total(&sheet, &page, INT64_MAX, 0, INT64_MAX));
    assert_true(fenrun__page_room(&page, 1));
    page.bytes[page.size] = '\0';
    assert_string_equal(page.bytes, "17,CNY,1234.56\n小微,coupon,-0.05\n"
                                    "\"a \"\"b\"\", c\",CNY,0.00\n"
                                    "9223372036854775807,CNY,92233720368547758.07\n");
    fenrun__page_free(&page);
    fenrun__sheet_free(&sheet);
    fenrun__names_free(&names);
    csv_files_close(&files);
}

/* Names of a rule set as long as they may be, which take other ways than short ones. */
static void long_names_are_written_whole(void **state) {
    (void)state;
    char text[1024], unit[65], wanted[128];
    memset(unit, 'u', 64);
    unit[64] = '\0';
    int size = snprintf(text, sizeof text,
                        "fenrun: 1\nname: long\ncurrency: CNY\nrounding: half_even\ntiers: [t]\n"
                        "awards: { a: { event: join, to: newcomer.inviter, pay: 1.00, unit: %s } }"
                        "\n", unit);
    fenrun_rules *rules;
    struct fenrun__names names;
    struct fenrun__sheet sheet;
    struct fenrun__page page = {0};
    assert_int_equal(fenrun_rules_read(&rules, text, (size_t)size, NULL, NULL, 0, NULL),
                     FENRUN_OK);
    fenrun__names_init(&names, key, NULL);
    assert_true(fenrun__sheet_open(&sheet, rules, &names));
    assert_true(fenrun__sheet_total(&sheet, &page, 1, 1, 100));
    assert_true(fenrun__page_room(&page, 1));
    page.bytes[page.size] = '\0';
    snprintf(wanted, sizeof wanted, "1,%s,1.00\n", unit);
    assert_string_equal(page.bytes, wanted);
    fenrun__page_free(&page);
    fenrun__sheet_free(&sheet);
    fenrun__names_free(&names);
    fenrun_rules_free(rules);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(totals_name_member_unit_and_amount),
        cmocka_unit_test(long_names_are_written_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
