/*
 * Reader: bad rule sets with exactly what is said of each, the rule sets of examples/, and every
 * allocation failing in turn. Run in the root of the repository.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "money/amount.h"
#include "unit/rule_text.h"

#define ROOM 65536

static void every_mistake_of_the_top_is_reported(void **state) {
    (void)state;
    static const struct rule_text_case cases[] = {
        {"fenrun: 1",
         ""},
        {"fenrun: 2",
         "8:9: fenrun: '2' is not a version of the language; allowed: 1\n"},
        {"fenrun: 1.0",
         "8:9: fenrun: '1.0' is not a version of the language; allowed: 1\n"},
        {"fenrun:",
         "8:1: fenrun: nothing is given; allowed: 1\n"},
        {"fenrun: [1]",
         "8:1: fenrun: a list is given; allowed: 1\n"},
        {"fenrun: '1'",
         ""},
        {"name: wanwu-xinxuan-2",
         ""},
        {"name: 万物",
         "8:7: name: '万物' is not a name of a rule set; allowed: a to z, 0 to 9 and -, at most "
         "64 of them\n"},
        {"name: Wan Wu",
         "8:7: name: 'Wan Wu' is not a name of a rule set; allowed: a to z, 0 to 9 and -, at "
         "most 64 of them\n"},
        {"name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
         "8:7: name: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...' is not a "
         "name of a rule set; allowed: a to z, 0 to 9 and -, at most 64 of them\n"},
        {"name: {}",
         "8:1: name: an empty map is given; allowed: a name as wanwu-xinxuan\n"},
        {"title: 万物心选",
         ""},
        {"title: \"two\\nlines\"",
         "9:8: title: a title of several lines, or too long; allowed: one line of at most 200 "
         "bytes\n"},
        {"title:",
         "9:1: title: nothing is given; allowed: one line of text\n"},
        {"currency: JPY",
         ""},
        {"currency: cny",
         "8:11: currency: 'cny' is not a currency (did you mean 'CNY'?); allowed: a code of "
         "ISO 4217 as CNY\n"},
        {"currency: XXX",
         "8:11: currency: 'XXX' is not a currency; allowed: a code of ISO 4217 as CNY\n"},
        {"currency: rmb",
         "8:11: currency: 'rmb' is not a currency; allowed: a code of ISO 4217 as CNY\n"},
        {"currency:",
         "8:1: currency: nothing is given; allowed: a currency of ISO 4217 as CNY\n"},
        {"rounding: half_even",
         ""},
        {"rounding: half-up",
         "8:11: rounding: unknown rounding 'half-up' (did you mean 'half_up'?); allowed: "
         "half_even, half_up, down, up\n"},
        {"rounding: nearest",
         "8:11: rounding: unknown rounding 'nearest'; allowed: half_even, half_up, down, up\n"},
        {"rounding: {mode: up}",
         "8:1: rounding: a map is given; allowed: half_even, half_up, down, up\n"},
        {"tiers: [normal, gold, senior_gold, gold]",
         "8:36: tiers[4]: 'gold' is listed twice\n"},
        {"tiers: normal",
         "8:8: tiers: 'normal' is given; allowed: a list of tiers, lowest first\n"},
        {"tiers: []",
         "8:1: tiers: an empty list is given; allowed: a list of tiers, lowest first\n"},
        {"tiers: [normal, Gold, 3rd, gold, senior_gold, [x], '']",
         "8:17: tiers[2]: 'Gold' is not a name; allowed: a to z, 0 to 9 and _, not a digit "
         "first, at most 64 of them\n"
         "8:23: tiers[3]: '3rd' is not a name; allowed: a to z, 0 to 9 and _, not a digit "
         "first, at most 64 of them\n"
         "8:47: tiers[6]: a list is given; allowed: a name\n"
         "8:52: tiers[7]: nothing is given; allowed: a name\n"},
        {"tiers: [normal, gold, senior_gold, review]",
         "5:1: team_leaders: the tiers above 'gold' must lead teams as well; missing: review\n"
         "8:36: tiers[4]: 'review' has a meaning of its own; allowed: another name\n"},
        {"tiers: [normal, gold, senior_gold, jade, crown]",
         "5:1: team_leaders: the tiers above 'gold' must lead teams as well; missing: jade, "
         "crown\n"},
        {"team_leaders: [senior_gold]",
         ""},
        {"team_leaders: []",
         ""},
        {"team_leaders: [gold]",
         "8:1: team_leaders: the tiers above 'gold' must lead teams as well; missing: "
         "senior_gold\n"},
        {"team_leaders: [normal]",
         "8:1: team_leaders: the tiers above 'normal' must lead teams as well; missing: gold, "
         "senior_gold\n"},
        {"team_leaders: gold",
         "8:15: team_leaders: 'gold' is given; allowed: a list of tiers\n"},
        {"team_leaders: [gold, glod, gold]",
         "8:22: team_leaders[2]: unknown tier 'glod' (did you mean 'gold'?); allowed: normal, "
         "gold, senior_gold\n"
         "8:28: team_leaders[3]: 'gold' is listed twice\n"},
        {"team_leaders: {gold: 1}",
         "8:1: team_leaders: a map is given; allowed: a list of tiers\n"},
        {"order: {roles: [seller], amounts: [price, profit], require: {profit: 5%..40% of "
         "price, price: 1.00..500.00}}",
         ""},
        {"order: seller",
         "8:8: order: 'seller' is given; allowed: a map of keys\n"},
        {"order: {}",
         "8:1: order: an empty map is given; allowed: a map of keys\n"},
        {"order: {roles: seller, amounts: []}",
         "8:16: order.roles: 'seller' is given; allowed: a list of roles as [seller]\n"
         "8:24: order.amounts: an empty list is given; allowed: a list of amounts as [price, "
         "profit]\n"},
        {"order: {role: [seller], amounts: [price, profit]}",
         "8:1: order: the key 'roles' is missing\n"
         "8:9: order: unknown key 'role' (did you mean 'roles'?); allowed: roles, amounts, "
         "require\n"},
        {"order: {roles: [seller, payee, member], amounts: [price, profit, seller, at]}",
         "8:25: order.roles[2]: 'payee' has a meaning of its own; allowed: another name\n"
         "8:32: order.roles[3]: 'member' has a meaning of its own; allowed: another name\n"
         "8:41: order.amounts: 'seller' is a role as well; allowed: different names\n"
         "8:74: order.amounts[4]: 'at' has a meaning of its own; allowed: another name\n"},
        {"order: {roles: [seller, a, b, c, d, e, f, g, h], amounts: [price, profit]}",
         "8:46: order.roles[9]: more than the 8 names that may be listed\n"},
        {"order: {roles: [seller], amounts: [price, profit], require: {profit: 5%..40% of "
         "profit, proft: 5%, price: [1, 2]}}",
         "8:70: order.require.profit: a share of the amount itself; allowed: one of another\n"
         "8:89: order.require: unknown amount 'proft' (did you mean 'profit'?); allowed: "
         "price, profit\n"
         "8:96: order.require.proft: '5%' is not a range; allowed: LOW..HIGH as 5%..40% of "
         "price, or as 1.00..500.00\n"
         "8:100: order.require.price: a list is given; allowed: a range as 5%..40% of price\n"},
        {"order: {roles: [seller], amounts: [price, profit], require: {profit: 5%..40% of "
         "costs, price: 9..1}}",
         "8:81: order.require.profit: unknown amount 'costs'; allowed: price, profit\n"
         "8:95: order.require.price: the low end '9' is above the high end\n"},
        {"order: {roles: [seller], amounts: [price, profit], require: 5%..40% of price}",
         "8:61: order.require: '5%..40% of price' is given; allowed: a map as {profit: 5%..40% "
         "of price}\n"},
        {"awards:",
         "8:1: awards: nothing is given; allowed: a map of awards\n"},
        {"awards: []",
         "8:1: awards: an empty list is given; allowed: a map of awards\n"},
        {"awards: {}",
         "8:1: awards: an empty map is given; allowed: a map of awards\n"},
        {"extra: 1",
         "9:1: rule set: unknown key 'extra'; allowed: fenrun, name, title, currency, "
         "rounding, tiers, team_leaders, order, awards, promotions\n"},
        {"award: {}",
         "9:1: rule set: unknown key 'award' (did you mean 'awards'?); allowed: fenrun, name, "
         "title, currency, rounding, tiers, team_leaders, order, awards, promotions\n"},
        {"# nothing more",
         ""},
        {"awards: {a: {event: order, to: sellr, pay: 112% of profit}, a: {}, b: {event: ordr}, "
         "b: 2}\n"
         "awards: {}\n"
         "awards: {}",
         "8:32: awards.a.to: unknown role 'sellr' (did you mean 'seller'?); allowed: seller, "
         "buyer\n"
         "8:44: awards.a.pay: 112 % is above 100 %\n"
         "8:61: awards: the key 'a' stands twice, first on line 8\n"
         "8:68: awards.b: the key 'to' is missing\n"
         "8:68: awards.b: the key 'pay' is missing\n"
         "8:79: awards.b.event: unknown event 'ordr' (did you mean 'order'?); allowed: order, "
         "join\n"
         "8:86: awards: the key 'b' stands twice, first on line 8\n"
         "9:1: rule set: the key 'awards' stands twice, first on line 8\n"
         "10:1: rule set: the key 'awards' stands twice, first on line 8\n"},
        {"awards:\n"
         "  team_profit:\n"
         "    event: order\n"
         "    to: 'seller.leder'\n"
         "    pay: \"112% of profit\"\n"
         "    unit: \"cou\\x70on!\"",
         "11:17: awards.team_profit.to: unknown step 'leder' (did you mean 'leader'?); "
         "allowed: inviter, leader\n"
         "12:11: awards.team_profit.pay: 112 % is above 100 %\n"
         "13:11: awards.team_profit.unit: 'coupon!' is not a name; allowed: a to z, 0 to 9 and "
         "_, not a digit first, at most 64 of them\n"},
    };
    rule_text_check(cases, sizeof cases / sizeof cases[0]);
}

/* Whole texts: what is missing, what needs what is missing, and what YAML may not be. */
static void every_mistake_of_a_whole_text_is_reported(void **state) {
    (void)state;
#define HEAD "fenrun: 1\nname: x\ncurrency: CNY\nrounding: down\n"
    static const struct rule_text_case cases[] = {
        {"{}", "1:1: rule set: an empty map is given; allowed: a map of keys\n"},
        {"- a", "1:1: rule set: a list is given; allowed: a map of keys\n"},
        {"fenrun", "1:1: rule set: 'fenrun' is given; allowed: a map of keys\n"},
        {"*a", "1:1: rule set: aliases ('a') are not read; write the value out\n"},
        {"''", "1:1: rule set: nothing is given; allowed: a map of keys\n"},
        {"# a comment\n\nfenrun: 1",
         "3:1: rule set: the key 'name' is missing\n"
         "3:1: rule set: the key 'currency' is missing\n"
         "3:1: rule set: the key 'rounding' is missing\n"
         "3:1: rule set: the key 'tiers' is missing\n"
         "3:1: rule set: the key 'awards' is missing\n"},
        /* Once for each key that is missing, at the first that needs it. */
        {HEAD "tiers: [a, b]\nawards:\n"
              "  one: {event: order, to: seller.leader, pay: 5% of price}\n"
              "  two: {event: join, to: newcomer.inviter.leader, pay: 5.00}\n"
              "  three: {event: order, to: seller, pay: 5% of price}\n",
         "7:16: awards.one.event: 'order' needs the key 'order' of the rule set, which is missing\n"
         "7:34: awards.one.to: 'leader' needs the key 'team_leaders' of the rule set, which is "
         "missing\n"},
        {HEAD "tiers: [a, b]\nawards:\n"
              "  two: {event: join, to: newcomer, pay: 5.00}\n"
              "promotions: {review: at_once, b: [{own_sales: 5.00}, {team_members: 2}]}",
         "8:36: promotions.b[1]: 'own_sales' needs the key 'order' of the rule set, which is "
         "missing\n"
         "8:55: promotions.b[2]: 'team_members' needs the key 'team_leaders' of the rule set, "
         "which is missing\n"},
        /* What is wrong itself is not reported again by those who refer to it. */
        {"fenrun: 1\nname: x\ncurrency: yuan\nrounding: down\n"
         "tiers: [a, {b: c}]\nteam_leaders: [d]\norder: [seller]\nawards:\n"
         "  one: {event: order, to: buyer.leader, pay: {d: 5% of cost, e: 1.005},\n"
         "        when: {captain: d+, payee: [d, e]}}\n"
         "promotions: {review: at_once, e: [{own_sales: 5.005}]}",
         "3:11: currency: 'yuan' is not a currency; allowed: a code of ISO 4217 as CNY\n"
         "5:12: tiers[2]: a map is given; allowed: a name\n"
         "7:1: order: a list is given; allowed: a map of keys\n"},
        {HEAD "tiers: [a]\nawards: {b: {event: join, to: newcomer, pay: 5.00}}\n---\na: 1",
         "7:1: rule set: text after the end of the document; allowed: one document\n"},
        {"fenrun: 2\nfenrun: &a 3\nname: [\n",
         "2:1: rule set: the key 'fenrun' stands twice, first on line 1\n"
         "2:9: fenrun: anchors ('a') are not read; leave it out\n"
         "4:1: rule set: not YAML: did not find expected node content, while parsing a flow "
         "node\n"},
    };
#undef HEAD
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char mistakes[8192];
        struct fenrun__memory memory;
        struct fenrun__plan *plan = rule_text_read(&memory, cases[i].text, strlen(cases[i].text),
                                                   mistakes, sizeof mistakes);
        assert_string_equal(mistakes, cases[i].mistakes);
        assert_null(plan);
    }
}

/* Read a file of the repository; its size. */
static size_t read_file(const char *path, char *out) {
    FILE *file = fopen(path, "rb");
    if (!file) fail_msg("%s: cannot be opened; the test runs in the root", path);
    size_t size = fread(out, 1, ROOM - 1, file);
    assert_int_equal(fclose(file), 0);
    assert_true(size > 0 && size < ROOM - 1);
    out[size] = '\0';
    return size;
}

static struct fenrun__plan *read_example(struct fenrun__memory *memory, const char *path) {
    static char text[ROOM];
    static char mistakes[8192];
    size_t size = read_file(path, text);
    struct fenrun__plan *plan = rule_text_read(memory, text, size, mistakes, sizeof mistakes);
    if (!plan) fail_msg("%s: %s", path, mistakes);
    return plan;
}

static void the_reference_plan_becomes_its_tables(void **state) {
    (void)state;
    static const struct {
        const char *name;
        uint32_t event;
        const char *path;
        uint32_t unit;
        uint32_t test_count;
        struct fenrun__plan_pay pays[3];
    } awards[] = {
        {"sales_commission", FENRUN_EVENT_ORDER, "seller", 0, 0,
         {{1000000000, 1, 1}, {1000000000, 1, 1}, {1000000000, 1, 1}}},
        {"team_profit", FENRUN_EVENT_ORDER, "seller.leader", 0, 0,
         {{250000000, 1, 1}, {250000000, 1, 1}, {250000000, 1, 1}}},
        {"departed_leader_profit", FENRUN_EVENT_ORDER, "seller.inviter", 0, 2,
         {{250000000, 1, 1}, {250000000, 1, 1}, {250000000, 1, 1}}},
        {"invite_coupon", FENRUN_EVENT_JOIN, "newcomer.inviter", 1, 0,
         {{2000, FENRUN__BASE_FIXED, 1},
          {2000, FENRUN__BASE_FIXED, 1},
          {2000, FENRUN__BASE_FIXED, 1}}},
        {"invite_bonus", FENRUN_EVENT_JOIN, "newcomer.leader", 0, 0,
         {{0, 0, 0}, {10000, FENRUN__BASE_FIXED, 1}, {15000, FENRUN__BASE_FIXED, 1}}},
    };
    struct fenrun__memory memory;
    struct fenrun__plan *plan = read_example(&memory, "examples/wanwu-xinxuan.yaml");
    assert_int_equal(plan->version, 1);
    assert_int_equal(plan->rounding, FENRUN__ROUND_HALF_EVEN);
    assert_int_equal(plan->decimals, 2);
    assert_int_equal(plan->tier_count, 3);
    assert_int_equal(plan->lead_tier, 1);
    assert_int_equal(plan->role_count, 1);
    assert_int_equal(plan->amount_count, 2);
    assert_int_equal(plan->measures, 0);
    assert_int_equal(plan->promotion_count, 0);
    assert_string_equal(fenrun__plan_name(plan, FENRUN_NAME_RULES, 0), "wanwu-xinxuan");
    assert_string_equal(fenrun__plan_name(plan, FENRUN_NAME_TITLE, 0), "万物心选");
    assert_string_equal(fenrun__plan_name(plan, FENRUN_NAME_UNIT, 1), "coupon");

    assert_int_equal(plan->requirement_count, 1);
    const struct fenrun__plan_requirement *requirement = fenrun__plan_requirement(plan, 0);
    assert_int_equal(requirement->amount, 1);
    assert_int_equal(requirement->base, 0);
    assert_int_equal(requirement->low, 50000000);
    assert_int_equal(requirement->high, 400000000);

    assert_int_equal(plan->award_count, 5);
    for (uint32_t i = 0; i < 5; i++) {
        const struct fenrun__plan_award *award = fenrun__plan_award(plan, i);
        char path[64];
        struct fenrun__writer writer;
        fenrun__writer_init_fixed(&writer, path, sizeof path);
        fenrun__plan_write_path(plan, award, &writer);
        assert_string_equal(path, awards[i].path);
        assert_string_equal(fenrun__plan_name(plan, FENRUN_NAME_AWARD, i), awards[i].name);
        assert_string_equal((const char *)fenrun__plan_at(plan, award->name), awards[i].name);
        assert_int_equal(award->event, awards[i].event);
        assert_int_equal(award->unit, awards[i].unit);
        assert_int_equal(award->test_count, awards[i].test_count);
        for (uint32_t tier = 0; tier < 3; tier++) {
            assert_memory_equal(fenrun__plan_pay(plan, award->pay_first + tier),
                                &awards[i].pays[tier], sizeof(struct fenrun__plan_pay));
        }
    }
    assert_int_equal(plan->order_count[FENRUN_EVENT_ORDER], 3);
    assert_int_equal(fenrun__plan_order(plan, FENRUN_EVENT_ORDER)[2], 2);
    assert_int_equal(plan->order_count[FENRUN_EVENT_JOIN], 2);
    assert_int_equal(fenrun__plan_order(plan, FENRUN_EVENT_JOIN)[0], 3);
    fenrun__plan_free(&memory, plan);
    assert_int_equal(memory.bytes, 0);
}

static void the_ladder_measures_everything(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__plan *plan = read_example(&memory, "examples/ladder.yaml");
    assert_int_equal(plan->measures, 7);
    assert_int_equal(plan->promotion_count, 4);
    assert_int_equal(plan->lead_tier, 2);
    assert_int_equal(plan->requirement_count, 2);
    fenrun__plan_free(&memory, plan);
}

/* Every YAML block of the language's page is a rule set, or a part of one. */
static void what_the_page_of_the_language_shows_is_read(void **state) {
    (void)state;
    static const char begin[] = "\n```yaml\n";
    static char page[ROOM];
    static char text[ROOM];
    static char mistakes[8192];
    size_t count = 0;
    read_file("examples/README.md", page);
    for (char *at = strstr(page, begin); at; at = strstr(at, begin)) {
        char *block = at + strlen(begin);
        char *end = strstr(block, "\n```\n");
        struct fenrun__memory memory;
        assert_non_null(end);
        end[1] = '\0';
        rule_text_build(text, sizeof text, block);
        struct fenrun__plan *plan =
            rule_text_read(&memory, text, strlen(text), mistakes, sizeof mistakes);
        if (!plan) print_error("%s", text);
        assert_string_equal(mistakes, "");
        fenrun__plan_free(&memory, plan);
        count++;
        at = end + 2;
    }
    assert_true(count >= 9);
}

static void mistakes_beyond_the_callers_room_are_counted(void **state) {
    (void)state;
    static const char text[] = "fenrun: 2\nname: X\ncurrency: x\nrounding: x\nextra: 1\n";
    for (size_t capacity = 0; capacity <= 8; capacity++) {
        fenrun_error errors[8];
        struct fenrun__memory memory;
        struct fenrun__plan *plan;
        size_t count = 0;
        fenrun__memory_init(&memory, NULL);
        memset(errors, 0x55, sizeof errors);
        int32_t code = fenrun__reader_read(&plan, text, strlen(text), &memory,
                                           capacity > 0 ? errors : NULL, capacity, &count);
        assert_int_equal(code, FENRUN_ERROR_RULES);
        assert_int_equal(count, 7);
        /* Of the two keys that are missing, at 1:1, and `fenrun: 2`, at 1:9. */
        static const uint32_t lines[] = {1, 1, 1, 2, 3, 4, 5};
        for (size_t i = 0; i < capacity && i < 7; i++) assert_int_equal(errors[i].line, lines[i]);
        if (capacity < 8) assert_int_equal(errors[capacity].line, 0x55555555);
    }
}

/* An allocator that fails once. */
struct failing {
    size_t calls;
    size_t fail_at; /* the call that gets nothing, from 1; 0: none */
    size_t bytes;   /* that are held */
};

static void *failing_resize(void *context, void *block, size_t old_size, size_t new_size) {
    struct failing *failing = context;
    if (new_size == 0) {
        failing->bytes -= old_size;
        free(block);
        return NULL;
    }
    if (++failing->calls == failing->fail_at) return NULL;
    /* Always moved, so that a pointer kept across a resize is found out. */
    void *moved = malloc(new_size);
    assert_non_null(moved);
    if (block) memcpy(moved, block, old_size < new_size ? old_size : new_size);
    free(block);
    failing->bytes += new_size - old_size;
    return moved;
}

/* Read with each allocation failing in turn; how many there are. */
static size_t fail_each(const char *text, size_t size, int32_t expected) {
    for (size_t fail_at = 1;; fail_at++) {
        struct failing failing = {.fail_at = fail_at};
        const fenrun_allocator allocator = {failing_resize, &failing};
        struct fenrun__memory memory;
        struct fenrun__plan *plan = NULL;
        fenrun_error errors[2];
        size_t count = 0;
        fenrun__memory_init(&memory, &allocator);
        int32_t code =
            fenrun__reader_read(&plan, text, size, &memory, errors, fail_at % 3, &count);
        if (failing.calls < fail_at) {
            assert_int_equal(code, expected);
            fenrun__plan_free(&memory, plan);
            assert_int_equal(failing.bytes, 0);
            return fail_at - 1;
        }
        assert_int_equal(code, FENRUN_ERROR_MEMORY);
        assert_null(plan);
        assert_int_equal(count, 1);
        assert_int_equal(failing.bytes, 0);
        assert_int_equal(memory.bytes, 0);
        if (fail_at % 3 == 0) continue;
        assert_int_equal(errors[0].code, FENRUN_ERROR_MEMORY);
        assert_string_equal(errors[0].message, "the allocator gave no memory");
        assert_int_equal(errors[0].reserved, 0);
    }
}

static void every_allocation_may_fail(void **state) {
    (void)state;
    static char text[ROOM];
    size_t size = read_file("examples/wanwu-xinxuan.yaml", text);
    assert_true(fail_each(text, size, FENRUN_OK) >= 10);
    size = read_file("examples/ladder.yaml", text);
    assert_true(fail_each(text, size, FENRUN_OK) >= 10);

    static const char wrong[] = "a: {b: [c, *d], b: [&e f]}\ntiers: [a, a]\nawards: {b: {}}";
    assert_true(fail_each(wrong, strlen(wrong), FENRUN_ERROR_RULES) >= 3);
    static const char broken[] = "a: {b: [c, *d], b: [&e f]}\ntiers: [a";
    assert_true(fail_each(broken, strlen(broken), FENRUN_ERROR_RULES) >= 3);
    assert_int_equal(fail_each("", 0, FENRUN_ERROR_RULES), 0);
}

/* The text cut at every byte: an error, or what the text says up to there. */
static void a_text_may_end_anywhere(void **state) {
    (void)state;
    static char text[ROOM];
    static char mistakes[ROOM];
    size_t size = read_file("examples/wanwu-xinxuan.yaml", text);
    for (size_t end = 0; end <= size; end++) {
        struct fenrun__memory memory;
        char *cut = malloc(end > 0 ? end : 1); /* its own block: reading beyond is found out */
        assert_non_null(cut);
        memcpy(cut, text, end);
        struct fenrun__plan *plan = rule_text_read(&memory, cut, end, mistakes, sizeof mistakes);
        if (end == size) assert_non_null(plan);
        fenrun__plan_free(&memory, plan);
        free(cut);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_of_the_top_is_reported),
        cmocka_unit_test(every_mistake_of_a_whole_text_is_reported),
        cmocka_unit_test(the_reference_plan_becomes_its_tables),
        cmocka_unit_test(the_ladder_measures_everything),
        cmocka_unit_test(what_the_page_of_the_language_shows_is_read),
        cmocka_unit_test(mistakes_beyond_the_callers_room_are_counted),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(a_text_may_end_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
