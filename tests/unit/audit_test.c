/* Audit: what no version uses, what contradicts itself, and the order of findings. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dirent.h>

#include <cmocka.h>

#include "rules/book.h"
#include "unit/audit_text.h"

static void what_nothing_uses_and_what_contradicts_is_found(void **state) {
    (void)state;
    static const struct rule_text_case cases[] = {
        {"periods: [month, year]\n"
         "labels: {core: {review: month, rank: own_sales}, best: {review: month, rank: "
         "own_sales}}\n"
         "awards: {a: {event: order, to: seller, when: {seller: core}, pay: 1.00}}\n",
         "8: periods.year: nothing is paid, reviewed or measured by the period; use it, or "
         "take it away\n"},
        {"periods: [month, year, week, day]\n"
         "promotions: {review: month, gold: [{own_sales: 1.00}], senior_gold: [{own_sales in "
         "year: 9.00}]}\n"
         "demotions: {review: week, gold: [{own_sales: 1.00}]}\n",
         "9: periods.day: nothing is paid, reviewed or measured by the period; use it, or "
         "take it away\n"},
        {"events: {group: {roles: [organiser]}, draw: {roles: [host]}}\n"
         "awards: {a: {event: draw, to: host, pay: 1.00}}\n",
         "8: events.group: no award is paid on the event; add one, or take the event away\n"},
        {"order: {roles: [seller], amounts: [price, profit], require: {profit: 110%..200% of "
         "price, price: 110%..200% of profit}}",
         "8: order.require.price: no amounts but 0 are in this range and in that of profit; "
         "change one of the two\n"},
        {"order: {roles: [seller], amounts: [price, profit], require: {profit: 5%..40% of "
         "price, price: 110%..200% of profit}}",
         "8: order.require.price: no amounts but 0 are in this range and in that of profit; "
         "change one of the two\n"},
        {"order: {roles: [seller], amounts: [price, profit], require: {profit: 5%..40% of "
         "price, price: 250%..2000% of profit}}",
         ""},
        {"order: {roles: [seller], amounts: [price, profit], require: {profit: 5%..40% of "
         "price, price: 0.01..}}",
         ""},
    };
    audit_text_check(cases, sizeof cases / sizeof cases[0]);
}

#define VERSION(effective, awards)                                                                \
    "fenrun: 1\nname: shop\ncurrency: CNY\nrounding: down\ntiers: [normal, gold]\n"               \
    "periods: [month]\nevents: {group: {roles: [organiser]}}\n"                                   \
    "labels: {core: {review: month, when: {member: gold}}}\n" effective "awards: " awards "\n"

/* Bind two versions; the plan is the caller's. */
static struct fenrun__plan *bind_two(struct fenrun__memory *memory, const char *first,
                                     const char *second) {
    const char *const texts[] = {first, second};
    struct fenrun__memory memories[2];
    struct fenrun__plan *plans[2];
    struct fenrun__plan *book;
    size_t count;
    for (size_t i = 0; i < 2; i++) {
        char mistakes[1024];
        plans[i] = rule_text_read(&memories[i], texts[i], strlen(texts[i]), mistakes,
                                  sizeof mistakes);
        assert_string_equal(mistakes, "");
    }
    fenrun__memory_init(memory, NULL);
    assert_int_equal(fenrun__book_bind(&book, (const struct fenrun__plan *const *)plans, 2, memory,
                                       NULL, 0, &count),
                     FENRUN_OK);
    for (size_t i = 0; i < 2; i++) fenrun__plan_free(&memories[i], plans[i]);
    return book;
}

static void what_one_version_uses_is_used_in_the_book(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__plan *book = bind_two(
        &memory,
        VERSION("", "{a: {event: join, to: newcomer.inviter, when: {payee: core}, pay: 1.00}}"),
        VERSION("effective: 2022-01-01\n", "{a: {event: group, to: organiser, pay: 1.00}}"));
    fenrun_error findings[4];
    assert_int_equal(fenrun__audit_run(book, findings, 4), 0);
    fenrun__plan_free(&memory, book);
}

static void findings_stand_in_the_order_of_versions_and_lines(void **state) {
    (void)state;
    static const struct {
        uint64_t item;
        uint32_t line;
        const char *start;
    } expected[] = {{0, 7, "events.group: "},
                    {0, 9, "awards.a.when.newcomer: "},
                    {1, 10, "awards.a.when.newcomer: "},
                    {1, 11, "awards.b.pay: "}};
    struct fenrun__memory memory;
    struct fenrun__plan *book = bind_two(
        &memory,
        VERSION("", "{a: {event: join, to: newcomer, when: {newcomer: gold}, pay: 1.00}}"),
        VERSION("effective: 2022-01-01\n",
                "{a: {event: join, to: newcomer, when: {newcomer: gold}, pay: 1.00},\n"
                "  b: {event: join, to: newcomer, pay: {gold: 1.00}}}"));
    for (size_t capacity = 0; capacity <= 6; capacity++) {
        fenrun_error findings[6];
        memset(findings, 0x55, sizeof findings);
        assert_int_equal(fenrun__audit_run(book, findings, capacity), 4);
        for (size_t i = 0; i < 4 && i < capacity; i++) {
            assert_int_equal(findings[i].code, FENRUN_FOUND);
            assert_int_equal(findings[i].item, expected[i].item);
            assert_int_equal(findings[i].line, expected[i].line);
            assert_int_equal(
                strncmp(findings[i].message, expected[i].start, strlen(expected[i].start)), 0);
        }
    }
    fenrun__plan_free(&memory, book);
}

/* Read a rule set's file and look for what it does not mean. */
static void assert_clean(const char *path) {
    static char text[65536];
    char mistakes[4096];
    struct fenrun__memory memory;
    fenrun_error findings[1];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t size = fread(text, 1, sizeof text, file);
    assert_true(size < sizeof text);
    fclose(file);
    struct fenrun__plan *plan = rule_text_read(&memory, text, size, mistakes, sizeof mistakes);
    if (!plan) print_error("%s:%s", path, mistakes);
    assert_non_null(plan);
    if (fenrun__audit_run(plan, findings, 1) > 0) {
        print_error("%s:%u: %s\n", path, findings[0].line, findings[0].message);
    }
    assert_int_equal(fenrun__audit_run(plan, NULL, 0), 0);
    fenrun__plan_free(&memory, plan);
}

/* What is meant is left alone: every rule set that the project shows. */
static void the_examples_are_clean(void **state) {
    (void)state;
    static const char *const folders[] = {"examples", "examples/yunji"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        size_t read = 0;
        struct dirent *entry;
        DIR *folder = opendir(folders[i]);
        assert_non_null(folder);
        while ((entry = readdir(folder)) != NULL) {
            char path[512];
            const char *end = strstr(entry->d_name, ".yaml");
            if (!end || strstr(entry->d_name, ".test.yaml")) continue;
            snprintf(path, sizeof path, "%s/%s", folders[i], entry->d_name);
            assert_clean(path);
            read++;
        }
        closedir(folder);
        assert_in_range(read, 2, 1000);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_nothing_uses_and_what_contradicts_is_found),
        cmocka_unit_test(what_one_version_uses_is_used_in_the_book),
        cmocka_unit_test(findings_stand_in_the_order_of_versions_and_lines),
        cmocka_unit_test(the_examples_are_clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
