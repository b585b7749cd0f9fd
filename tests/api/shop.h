/*
 * Shop: the language of the tests of the public functions.
 *
 *     struct shop *shop = shop_open("examples/wanwu-xinxuan.yaml");
 *     shop_has(shop, "xiaowei", NULL, "senior_gold");
 *     shop_has(shop, "B", "xiaowei", "normal");
 *     shop_at(shop, 100);
 *     shop_order(shop, "1001", "B", "200.00", "40.00", "B 40.00 CNY, xiaowei 10.00 CNY");
 *     shop_tier(shop, "B", "gold", "");
 *     shop_close(shop);
 *
 * Every step says all that it pays, in the order of the payouts, as text: what differs is shown as
 * money. "refused CODE" is expected instead where an event must be refused, "replayed" for a
 * replay. Promotions follow payouts: "B 40.00 CNY; B becomes gold".
 */
#ifndef SHOP_H
#define SHOP_H

#include <fenrun.h>

struct shop {
    fenrun_rules *rules;
    fenrun_tree *tree;
    fenrun_result *result;
    fenrun_error error;
    int64_t at; /* of the next event */
    uint64_t refund_count;
    char names[64][16]; /* the member names[i] has id i + 1 */
    uint32_t name_count;
};

/* Open a shop on a rule set file, on its text, or on a rule book of several texts. */
struct shop *shop_open(const char *path);
struct shop *shop_open_text(const char *text);
struct shop *shop_open_book(const char *const *texts, size_t count);
void shop_close(struct shop *shop);

/* A file whole, with its size; to be freed. */
char *shop_read_file(const char *path, size_t *size);

uint64_t shop_id(struct shop *shop, const char *name);
uint32_t shop_tier_index(struct shop *shop, const char *name);

/* A member of the start, by a join and a tier change whose payouts are not looked at. */
void shop_has(struct shop *shop, const char *name, const char *inviter, const char *tier);

/* The events. Amounts are decimals of the rule set's currency; `profit` may be NULL. */
void shop_at(struct shop *shop, int64_t at);
void shop_join(struct shop *shop, const char *name, const char *inviter, const char *expected);
void shop_tier(struct shop *shop, const char *name, const char *tier, const char *expected);
void shop_move(struct shop *shop, const char *name, const char *inviter, const char *expected);
void shop_order(struct shop *shop, const char *order, const char *seller, const char *price,
                const char *profit, const char *expected);
void shop_refund(struct shop *shop, const char *order, const char *part, const char *expected);

/* An event by its name and those of its fields: "order", "join", "close" or an own event; "" as id
   for none. "seller C, price 200.00, quantity 3"; "member D, inviter C, entry_fee 398.00";
   "month". */
void shop_event(struct shop *shop, const char *name, const char *id, const char *fields,
                const char *expected);

/* Any event, applied; fenrun_pay must have said the same just before. */
void shop_apply(struct shop *shop, const fenrun_event *event, const char *expected);

/* The labels of a member at an instant, "core active". */
void shop_expect_labels(struct shop *shop, const char *name, int64_t at, const char *labels);

/* Who leads the team that a member belonged to at an instant; "" for nobody. */
void shop_expect_leader(struct shop *shop, const char *name, int64_t at, const char *leader);

#endif
