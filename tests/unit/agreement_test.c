/* Agreement: every way in which versions of a book may not differ, with version and line. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/book_text.h"

#define EARLIER                                                                                   \
    BOOK_TEXT_COMMON "effective: 2021-01-01\n"                                                    \
                     "labels: {core: {review: year, when: {member: gold}}}\n"                     \
                     "awards: {a: {event: order, to: seller, pay: 9% of profit}}\n"

static void every_disagreement_is_reported_with_version_and_line(void **state) {
    (void)state;
    static const struct {
        const char *second; /* instead of BOOK_TEXT_THIRD, behind BOOK_TEXT_FIRST */
        const char *mistakes;
    } cases[] = {
        {BOOK_TEXT_THIRD, ""},
        {"fenrun: 1\nname: shop\ncurrency: JPY\nrounding: up\ntiers: [normal, gold]\n"
         "awards: {a: {event: join, to: newcomer.inviter, pay: 5}}\n",
         "1 1: effective: the key is missing; allowed: an instant as 2025-03-01; only the first "
         "version of a rule book may be in force always\n"
         "1 1: periods: [], in the first version [month, year]; allowed: the same in all versions "
         "of a rule book\n"
         "1 1: labels: [], in the first version [core]; allowed: the same in all versions of a "
         "rule book\n"
         "1 1: order.roles: [], in the first version [seller, buyer]; allowed: the same in all "
         "versions of a rule book\n"
         "1 1: order.amounts: [], in the first version [price, profit]; allowed: the same in all "
         "versions of a rule book\n"
         "1 1: order.counts: [], in the first version [quantity]; allowed: the same in all "
         "versions of a rule book\n"
         "1 1: join.amounts: [], in the first version [entry_fee]; allowed: the same in all "
         "versions of a rule book\n"
         "1 1: events: [], in the first version [group]; allowed: the same in all versions of a "
         "rule book\n"
         "1 3: currency: JPY, in the first version CNY; allowed: the same in all versions of a "
         "rule book\n"
         "1 5: tiers: [normal, gold], in the first version [normal, gold, senior]; allowed: the "
         "same in all versions of a rule book\n"},
        {"effective: 2020-01-01T08:00:00+08:00\nfenrun: 1\nname: shop\ncurrency: CNY\n"
         "rounding: down\n"
         "tiers: [normal, gold, senior]\n"
         "team_leaders: [senior]\n"
         "periods: [year, month]\n"
         "order: {roles: [buyer, seller], amounts: [price], counts: [quantity]}\n"
         "join: {amounts: [fee]}\n"
         "labels: {best: {review: month, when: {member: gold}}}\n"
         "events: {group: {roles: [organiser], amounts: [prize], counts: [size, rank_of]}}\n"
         "awards: {a: {event: join, to: newcomer.inviter, pay: 5.00}}\n",
         "1 7: team_leaders: [senior], in the first version [gold, senior]; allowed: the same in "
         "all versions of a rule book\n"
         "1 8: periods: [year, month], in the first version [month, year]; allowed: the same in "
         "all versions of a rule book\n"
         "1 9: order.roles: [buyer, seller], in the first version [seller, buyer]; allowed: the "
         "same in all versions of a rule book\n"
         "1 9: order.amounts: [price], in the first version [price, profit]; allowed: the same in "
         "all versions of a rule book\n"
         "1 10: join.amounts: [fee], in the first version [entry_fee]; allowed: the same in all "
         "versions of a rule book\n"
         "1 11: labels: [best], in the first version [core]; allowed: the same in all versions of "
         "a rule book\n"
         "1 12: events.group.amounts: [prize], in the first version []; allowed: the same in all "
         "versions of a rule book\n"
         "1 12: events.group.counts: [size, rank_of], in the first version [size]; allowed: the "
         "same in all versions of a rule book\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char mistakes[4096];
        const char *const texts[] = {BOOK_TEXT_FIRST, cases[i].second};
        book_text_bind(texts, 2, mistakes, sizeof mistakes);
        assert_string_equal(mistakes, cases[i].mistakes);
    }
}

static void versions_come_into_force_one_after_the_other(void **state) {
    (void)state;
    char mistakes[4096];
    static const char *const texts[] = {EARLIER, BOOK_TEXT_THIRD, EARLIER, BOOK_TEXT_THIRD,
                                        BOOK_TEXT_FIRST};
    book_text_bind(texts, 5, mistakes, sizeof mistakes);
    assert_string_equal(mistakes,
                        "2 11: effective: 2021-01-01T00:00:00Z is not after the "
                        "2022-01-01T00:00:00Z of the version before it; allowed: versions in the "
                        "order in which they come into force\n"
                        "4 1: effective: the key is missing; allowed: an instant as 2025-03-01; "
                        "only the first version of a rule book may be in force always\n");
    static const char *const same[] = {BOOK_TEXT_THIRD, BOOK_TEXT_THIRD};
    book_text_bind(same, 2, mistakes, sizeof mistakes);
    assert_string_equal(mistakes,
                        "1 11: effective: 2022-01-01T00:00:00Z is not after the "
                        "2022-01-01T00:00:00Z of the version before it; allowed: versions in the "
                        "order in which they come into force\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_disagreement_is_reported_with_version_and_line),
        cmocka_unit_test(versions_come_into_force_one_after_the_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
