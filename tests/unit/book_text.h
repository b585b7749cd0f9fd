/*
 * Book text: rule sets of several versions for tests, and what binding them gives.
 */
#ifndef FENRUN_TEST_BOOK_TEXT_H
#define FENRUN_TEST_BOOK_TEXT_H

#include "rules/book.h"
#include "unit/rule_text.h"

/* Lines 1 to 11 of each version: what all versions agree in. */
#define BOOK_TEXT_COMMON                                                                          \
    "fenrun: 1\n"                                                                                 \
    "name: shop\n"                                                                                \
    "currency: CNY\n"                                                                             \
    "rounding: down\n"                                                                            \
    "tiers: [normal, gold, senior]\n"                                                             \
    "team_leaders: [gold, senior]\n"                                                              \
    "periods: [month, year]\n"                                                                    \
    "order: {roles: [seller, buyer], amounts: [price, profit], counts: [quantity]}\n"             \
    "join: {amounts: [entry_fee]}\n"                                                              \
    "events: {group: {roles: [organiser], counts: [size]}}\n"

#define BOOK_TEXT_FIRST                                                                           \
    BOOK_TEXT_COMMON                                                                              \
    "labels: {core: {review: month, rank: own_sales in month, top: 2}}\n"                         \
    "awards:\n"                                                                                   \
    "  sales: {event: order, to: seller, pay: 10% of profit, unit: coin,\n"                       \
    "          cap: {at_most: 500.00, in: month, over: clip}}\n"                                  \
    "  team: {event: order, to: seller.leader, when: {buyer: core}, pay: 5% of price}\n"          \
    "promotions: {review: at_once, gold: [{team_members: 3, own_sales in 90 days: 5.00}]}\n"

#define BOOK_TEXT_THIRD                                                                           \
    BOOK_TEXT_COMMON                                                                              \
    "effective: 2022-01-01\n"                                                                     \
    "labels: {core: {review: month, when: {member: gold}}}\n"                                     \
    "awards: {sales: {event: order, to: seller, pay: 9% of profit}}\n"

static inline struct fenrun__plan *book_text_read(struct fenrun__memory *memory,
                                                  const char *text) {
    char mistakes[4096];
    struct fenrun__plan *plan =
        rule_text_read(memory, text, strlen(text), mistakes, sizeof mistakes);
    assert_string_equal(mistakes, "");
    return plan;
}

/* Bind texts; the mistakes as "version line: message". */
static inline void book_text_bind(const char *const *texts, size_t count, char *out,
                                  size_t room) {
    struct fenrun__memory memories[8];
    struct fenrun__plan *plans[8];
    struct fenrun__memory memory;
    struct fenrun__plan *book;
    fenrun_error errors[16];
    size_t mistakes;
    size_t used = 0;
    for (size_t i = 0; i < count; i++) plans[i] = book_text_read(&memories[i], texts[i]);
    fenrun__memory_init(&memory, NULL);
    int32_t code = fenrun__book_bind(&book, (const struct fenrun__plan *const *)plans, count,
                                     &memory, errors, 16, &mistakes);
    assert_int_equal(code, mistakes > 0 ? FENRUN_ERROR_RULES : FENRUN_OK);
    assert_int_equal(book != NULL, mistakes == 0);
    out[0] = '\0';
    for (size_t i = 0; i < mistakes; i++) {
        assert_int_equal(errors[i].code, FENRUN_ERROR_RULES);
        assert_int_equal(errors[i].reserved, 0);
        used += (size_t)snprintf(out + used, room - used, "%u %u: %s\n", (unsigned)errors[i].item,
                                 errors[i].line, errors[i].message);
    }
    fenrun__plan_free(&memory, book);
    assert_int_equal(memory.bytes, 0);
    for (size_t i = 0; i < count; i++) fenrun__plan_free(&memories[i], plans[i]);
}

#endif
