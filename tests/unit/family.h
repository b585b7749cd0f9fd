/*
 * Family: seven members of all tiers on a desk, for tests of what awards pay.
 *
 *     1 platinum          6 normal
 *     └ 2 normal          └ 7 normal
 *       └ 3 gold
 *         └ 4 normal
 *           └ 5 silver
 */
#ifndef UNIT_FAMILY_H
#define UNIT_FAMILY_H

#include "unit/desk.h"

enum { NORMAL, SILVER, GOLD, PLATINUM };

/* Lines 1 to 7 of the rules, and line 8 where nothing else is needed of orders. */
#define FAMILY_HEAD                                   \
    "fenrun: 1\n"                                     \
    "name: family\n"                                  \
    "currency: CNY\n"                                 \
    "rounding: half_even\n"                           \
    "tiers: [normal, silver, gold, platinum]\n"       \
    "team_leaders: [gold, platinum]\n"                \
    "periods: [month]\n"
#define FAMILY_ORDER \
    "order: {roles: [seller, buyer], amounts: [price, profit], counts: [quantity]}\n"

/* All of them joined, and got their tiers, at 10. */
struct desk *family_open(const char *rules);

/* The same with rules that have these awards, from line 10 on. */
struct desk *family_open_awards(const char *awards);

/* The same with the book of two such rule sets. */
struct desk *family_open_book(const char *first, const char *second);

/* What an event pays, as desk_outcome gives it, "nothing", or the message if it is refused. */
const char *family_pays(struct desk *desk, const fenrun_event *event);

/* What an event that is applied pays. */
const char *family_applies(struct desk *desk, const fenrun_event *event);

fenrun_event family_close(int64_t at);

/* An event is explained as this text, or as JSON. */
void family_explains(struct desk *desk, const fenrun_event *event, const char *expected);
void family_records(struct desk *desk, const fenrun_event *event, const char *expected);

#endif
