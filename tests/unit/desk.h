/*
 * Desk: a rule set, an engine and a result, for tests of the layers from payout to settle.
 *
 *     struct desk *desk = desk_open(DESK_HEAD "awards: ...");
 *     desk_join(desk, 1, FENRUN_PLATFORM, 10);
 *     desk_tier(desk, 1, 2, 10);
 *     fenrun_event order = desk_order(1, 1, 20000, 4000, 20);
 *     assert_int_equal(desk_apply(desk, &order), FENRUN_OK);
 *     desk_close(desk);
 */
#ifndef UNIT_DESK_H
#define UNIT_DESK_H

#include "settle/engine.h"

/* The parts that every rule set here begins with: lines 1 to 7. */
#define DESK_HEAD                                               \
    "fenrun: 1\n"                                               \
    "name: desk\n"                                              \
    "currency: CNY\n"                                           \
    "rounding: half_even\n"                                     \
    "tiers: [normal, silver, gold, platinum]\n"                 \
    "team_leaders: [gold, platinum]\n"                          \
    "order: {roles: [seller, buyer], amounts: [price, profit]}\n"

struct desk {
    struct fenrun__memory memory;
    struct fenrun__plan *plan;
    struct fenrun__engine engine;
    struct fenrun_result result;
    fenrun_error error;
};

/* Fails with the first mistake if the text has one. The engine remembers orders. */
struct desk *desk_open(const char *text);
void desk_close(struct desk *desk);

/* The calls, with a result that is emptied before. */
int32_t desk_apply(struct desk *desk, const fenrun_event *event);
int32_t desk_explain(struct desk *desk, const fenrun_event *event,
                     const fenrun_explain_options *options);

/* Events that must be applied. */
void desk_join(struct desk *desk, uint64_t id, uint64_t inviter, int64_t at);
void desk_tier(struct desk *desk, uint64_t id, uint32_t tier, int64_t at);
void desk_move(struct desk *desk, uint64_t id, uint64_t inviter, int64_t at);

fenrun_event desk_order(uint64_t order, uint64_t seller, int64_t price, int64_t profit, int64_t at);
fenrun_event desk_refund(uint64_t order, uint64_t refund, int64_t part, int64_t at);

/* A shop, opened on rules that measure direct_invites, team_members and own_sales: 1 gold, 2
   below, 3 below 2; order 50 of 1, 100.00, of which refund 1 took 40.00; the own event 50, a visit
   of 1; the second period, month, closed with id 50; all at 100. */
extern const char desk_shop_rules[];
struct desk *desk_open_shop(void);
fenrun_event desk_visit(uint64_t id, uint64_t host, int64_t fee, int64_t at);

/* An event to which paying and applying say the same and which, unless `code` is FENRUN_OK, changes
   nothing; with FENRUN_OK it is not applied. */
void desk_expect(struct desk *desk, const fenrun_event *event, int32_t code);

/* A measure of a member as it stands in rule sets: "own_sales in month". It must be measured. */
int64_t desk_measure(const struct desk *desk, uint64_t id, const char *measure);

/* "1 4000, 2 1000; 3 becomes 2": payees and amounts in minor units, promotions by tier. */
const char *desk_outcome(const struct desk *desk);

#endif
