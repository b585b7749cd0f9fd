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
        {"effective: 2025-03-01",
         ""},
        {"effective: 2025-03-01T00:00:00+08:00",
         ""},
        {"effective: 1.3.2025",
         "9:12: effective: '1.3.2025' is not an instant; allowed: a day as 2025-03-01, or a "
         "time as 2025-03-01T00:00:00+08:00\n"},
        {"effective: [2025-03-01]",
         "9:1: effective: a list is given; allowed: an instant of ISO 8601 as 2025-03-01\n"},
        {"effective:",
         "9:1: effective: nothing is given; allowed: an instant of ISO 8601 as 2025-03-01\n"},
        {"tiers: [normal, gold, senior_gold, by]\n"
         "team_leaders: []",
         "7:36: tiers[4]: 'by' has a meaning of its own; allowed: another name\n"},
        {"team_leaders: [gold+]",
         "8:16: team_leaders[1]: unknown tier 'gold+' (did you mean 'gold'?); allowed: normal, "
         "gold, senior_gold\n"},
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
        {"awards:",
         "8:1: awards: nothing is given; allowed: a map of awards\n"},
        {"awards: []",
         "8:1: awards: an empty list is given; allowed: a map of awards\n"},
        {"awards: {}",
         "8:1: awards: an empty map is given; allowed: a map of awards\n"},
        {"extra: 1",
         "9:1: rule set: unknown key 'extra'; allowed: fenrun, name, title, currency, rounding, "
         "tiers, team_leaders, effective, periods, labels, order, join, events, awards, "
         "promotions, demotions\n"},
        {"award: {}",
         "9:1: rule set: unknown key 'award' (did you mean 'awards'?); allowed: fenrun, name, "
         "title, currency, rounding, tiers, team_leaders, effective, periods, labels, order, "
         "join, events, awards, promotions, demotions\n"},
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
         "8:68: awards.b: the key 'to' is missing; allowed: a path as seller.leader\n"
         "8:68: awards.b: the key 'pay' is missing; allowed: a value as 25% of profit or 20.00, a "
         "map of values by tier, a map of values by range with the key 'by', or a list of values "
         "by level\n"
         "8:79: awards.b.event: unknown event 'ordr' (did you mean 'order'?); allowed: order, "
         "join, promotion, a name that 'periods' or 'events' lists\n"
         "8:86: awards: the key 'b' stands twice, first on line 8\n"
         "9:1: rule set: the key 'awards' stands twice, first on line 8\n"
         "10:1: rule set: the key 'awards' stands twice, first on line 8\n"},
        {"awards:\n"
         "  team_profit:\n"
         "    event: order\n"
         "    to: 'seller.leder'\n"
         "    pay: \"112% of profit\"\n"
         "    unit: \"cou\\x70on!\"",
         "11:17: awards.team_profit.to: unknown step 'leder' (did you mean 'leader'?); allowed: "
         "inviter, leader, above(TIER), uplines\n"
         "12:11: awards.team_profit.pay: 112 % is above 100 %\n"
         "13:11: awards.team_profit.unit: 'coupon!' is not the name of a unit; allowed: a to z, "
         "0 to 9 and _, not a digit first, at most 64 of them, as coupon; money of CNY is paid "
         "without 'unit'\n"},
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
         "3:1: rule set: the key 'name' is missing; allowed: a name as wanwu-xinxuan\n"
         "3:1: rule set: the key 'currency' is missing; allowed: a currency of ISO 4217 as CNY\n"
         "3:1: rule set: the key 'rounding' is missing; allowed: half_even, half_up, down, up\n"
         "3:1: rule set: the key 'tiers' is missing; allowed: a list of tiers, lowest first\n"
         "3:1: rule set: the key 'awards' is missing; allowed: a map of awards\n"},
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
#define WHOLE {.value = 1000000000, .kind = FENRUN__VALUE_RATE, .index = 1, .listed = 1}
#define QUARTER {.value = 250000000, .kind = FENRUN__VALUE_RATE, .index = 1, .listed = 1}
#define FIXED(amount) {.value = (amount), .listed = 1}
    static const struct {
        const char *name;
        uint32_t trigger;
        const char *path;
        uint32_t unit;
        uint32_t test_count;
        struct fenrun__plan_pay pays[3];
    } awards[] = {
        {"sales_commission", FENRUN__SHAPE_ORDER, "seller", 0, 0,
         {WHOLE, WHOLE, WHOLE}},
        {"team_profit", FENRUN__SHAPE_ORDER, "seller.leader", 0, 0,
         {QUARTER, QUARTER, QUARTER}},
        {"departed_leader_profit", FENRUN__SHAPE_ORDER, "seller.inviter", 0, 2,
         {QUARTER, QUARTER, QUARTER}},
        {"invite_coupon", FENRUN__SHAPE_JOIN, "newcomer.inviter", 1, 0,
         {FIXED(2000), FIXED(2000), FIXED(2000)}},
        {"invite_bonus", FENRUN__SHAPE_JOIN, "newcomer.leader", 0, 0,
         {{0}, FIXED(10000), FIXED(15000)}},
    };
#undef WHOLE
#undef QUARTER
#undef FIXED
    struct fenrun__memory memory;
    struct fenrun__plan *plan = read_example(&memory, "examples/wanwu-xinxuan.yaml");
    assert_int_equal(plan->version, 2);
    assert_int_equal(plan->version_count, 1);
    const struct fenrun__plan_version *version = fenrun__plan_version(plan, 0);
    assert_int_equal(version->rounding, FENRUN__ROUND_HALF_EVEN);
    assert_true(version->effective == FENRUN_TIME_MIN);
    assert_int_equal(version->award_count, 5);
    assert_int_equal(version->promotion_count, 0);
    assert_int_equal(version->promotion_review, FENRUN__REVIEW_NEVER);
    assert_int_equal(version->demotion_review, FENRUN__REVIEW_NEVER);
    assert_int_equal(plan->decimals, 2);
    assert_int_equal(plan->tier_count, 3);
    assert_int_equal(plan->lead_tier, 1);
    assert_int_equal(fenrun__plan_name_count(plan, FENRUN_NAME_ROLE), 1);
    assert_int_equal(fenrun__plan_name_count(plan, FENRUN_NAME_AMOUNT), 2);
    assert_int_equal(plan->column_count, 0);
    assert_string_equal(fenrun__plan_name(plan, FENRUN_NAME_RULES, 0), "wanwu-xinxuan");
    assert_string_equal(fenrun__plan_name(plan, FENRUN_NAME_TITLE, 0), "万物心选");
    assert_string_equal(fenrun__plan_name(plan, FENRUN_NAME_UNIT, 1), "coupon");

    const struct fenrun__plan_trigger *order =
        fenrun__plan_trigger(plan, version, FENRUN__SHAPE_ORDER);
    assert_int_equal(order->requirement_count, 1);
    const struct fenrun__plan_requirement *requirement =
        fenrun__plan_requirement(plan, order->requirement_first);
    assert_int_equal(requirement->figure, 1);
    assert_int_equal(requirement->base, 0);
    assert_int_equal(requirement->low, 50000000);
    assert_int_equal(requirement->high, 400000000);

    assert_int_equal(plan->award_count, 5);
    for (uint32_t i = 0; i < 5; i++) {
        const struct fenrun__plan_award *award = fenrun__plan_award(plan, i);
        char path[64];
        struct fenrun__writer writer;
        fenrun__writer_init_fixed(&writer, path, sizeof path);
        fenrun__plan_write_path(plan, award->trigger, &award->to, &writer);
        assert_string_equal(path, awards[i].path);
        assert_string_equal(fenrun__plan_name(plan, FENRUN_NAME_AWARD, i), awards[i].name);
        assert_string_equal((const char *)fenrun__plan_at(plan, award->name), awards[i].name);
        assert_int_equal(award->trigger, awards[i].trigger);
        assert_int_equal(award->form, FENRUN__FORM_SINGLE);
        assert_int_equal(award->plain, 1);
        assert_int_equal(award->looks_at_payee, i == 2 || i == 4);
        assert_int_equal(award->rounding, FENRUN__ROUND_HALF_EVEN);
        assert_int_equal(award->unit, awards[i].unit);
        assert_int_equal(award->test_count, awards[i].test_count);
        for (uint32_t tier = 0; tier < 3; tier++) {
            assert_memory_equal(fenrun__plan_pay(plan, award->pay_first + tier),
                                &awards[i].pays[tier], sizeof(struct fenrun__plan_pay));
        }
    }
    assert_int_equal(order->order_count, 3);
    assert_int_equal(fenrun__plan_order(plan, order)[2], 2);
    const struct fenrun__plan_trigger *join =
        fenrun__plan_trigger(plan, version, FENRUN__SHAPE_JOIN);
    assert_int_equal(join->order_count, 2);
    assert_int_equal(fenrun__plan_order(plan, join)[0], 3);
    fenrun__plan_free(&memory, plan);
    assert_int_equal(memory.bytes, 0);
}

static void the_ladder_measures_everything(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__plan *plan = read_example(&memory, "examples/ladder.yaml");
    const struct fenrun__plan_version *version = fenrun__plan_version(plan, 0);
    assert_int_equal(plan->column_count, 3);
    assert_int_equal(version->promotion_review, FENRUN__REVIEW_AT_ONCE);
    assert_int_equal(version->promotion_count, 4);
    assert_int_equal(plan->lead_tier, 2);
    assert_int_equal(fenrun__plan_trigger(plan, version, FENRUN__SHAPE_ORDER)->requirement_count,
                     2);
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

/* A rule set that has a row in every table of the plan. */
static const char everything[] =
    "fenrun: 1\n"
    "name: everything\n"
    "title: Everything\n"
    "currency: CNY\n"
    "rounding: half_even\n"
    "effective: 2025-03-01T00:00:00+08:00\n"
    "tiers: [normal, gold, senior_gold]\n"
    "team_leaders: [gold, senior_gold]\n"
    "periods: [month]\n"
    "labels:\n"
    "  core: {review: month, rank: own_sales in month, top: 20%}\n"
    "  active: {review: month, qualify: [{own_orders in 30 days: 1}], when: {member: gold+}}\n"
    "order:\n"
    "  roles: [seller, buyer]\n"
    "  amounts: [price, profit]\n"
    "  counts: [quantity]\n"
    "  require: {profit: 5%..40% of price, quantity: 1..}\n"
    "  budget: {at_most: 40% of price, over: clip}\n"
    "join: {amounts: [entry_fee], require: {entry_fee: 398.00..}}\n"
    "events:\n"
    "  complete: {roles: [organiser], counts: [size]}\n"
    "awards:\n"
    "  commission: {event: order, to: seller, pay: 100% of profit}\n"
    "  ladder: {event: order, to: seller.uplines, pay: {gold: 5% of price},\n"
    "           differential: {already_paid: none, peer: 1% of price}}\n"
    "  levels: {event: order, to: seller.uplines, pay: [5% of price, {gold: 1.00}],\n"
    "           unqualified: skip, cap: {at_most: 99.00, in: month, over: refuse}}\n"
    "  graded: {event: order, to: buyer, pay: {by: price, 0..9.99: 0.00, 10.00..: 2.00}}\n"
    "  funded: {event: order, to: seller.inviter, pay: 2.00 per quantity, hold: 7 days,\n"
    "           from: {member: seller, over: clip}, when: {payee: [core, gold+]}}\n"
    "  shares: {event: join, split: 50% of entry_fee, among: {newcomer.inviter: 60%},\n"
    "           remainder_to: newcomer.leader}\n"
    "  group: {event: complete, to: organiser, pay: 1.00 per size, unit: coin}\n"
    "  rise: {event: promotion, to: member.inviter, pay: 9.00}\n"
    "  prizes: {event: month, to: member, rank: own_sales in month, top: 10, pay: [9.00, 5.00]}\n"
    "  pool: {event: month, to: member, pool: 1% of all_profit in month, share: equally,\n"
    "         remainder_to: first, qualify: [{direct_invites of gold+: 1}]}\n"
    "promotions: {review: at_once, gold: [{direct_invites: 10}]}\n"
    "demotions: {review: month, gold: [{own_sales in month: 100.00}]}\n";

static void the_whole_language_becomes_its_tables(void **state) {
    (void)state;
    static char mistakes[8192];
    struct fenrun__memory memory;
    struct fenrun__plan *plan =
        rule_text_read(&memory, everything, strlen(everything), mistakes, sizeof mistakes);
    assert_string_equal(mistakes, "");
    const struct fenrun__plan_version *version = fenrun__plan_version(plan, 0);
    assert_int_equal(version->effective, 1740758400); /* the day before, 16:00 UTC */
    assert_int_equal(version->award_count, 10);
    assert_int_equal(version->promotion_review, FENRUN__REVIEW_AT_ONCE);
    assert_int_equal(version->demotion_review, 0);
    assert_int_equal(version->promotion_count, 1);
    assert_int_equal(version->demotion_count, 1);
    static const uint32_t lines[FENRUN__SECTIONS] = {6, 4, 7, 8, 9, 10, 13, 19, 20, 38, 39};
    assert_memory_equal(version->lines, lines, sizeof lines);
    assert_int_equal(plan->period_count, 1);
    assert_int_equal(plan->label_count, 2);
    assert_int_equal(plan->own_event_count, 1);
    assert_int_equal(plan->trigger_count, 5);
    assert_int_equal(fenrun__plan_label(plan, version, 0)->review, 0);
    assert_int_equal(fenrun__plan_label(plan, version, 1)->selection.test_count, 1);
    static const uint32_t orders[] = {5, 1, 1, 1, 2};
    for (uint32_t i = 0; i < plan->trigger_count; i++) {
        assert_int_equal(fenrun__plan_trigger(plan, version, i)->order_count, orders[i]);
    }
    /* Nothing is plain where a budget must see it. */
    for (uint32_t i = 0; i < 5; i++) assert_int_equal(fenrun__plan_award(plan, i)->plain, 0);
    assert_int_equal(fenrun__plan_award(plan, 6)->plain, 1);
    fenrun__plan_free(&memory, plan);
    assert_int_equal(memory.bytes, 0);
}

static void every_allocation_may_fail(void **state) {
    (void)state;
    static char text[ROOM];
    size_t size = read_file("examples/wanwu-xinxuan.yaml", text);
    assert_true(fail_each(text, size, FENRUN_OK) >= 10);
    size = read_file("examples/ladder.yaml", text);
    assert_true(fail_each(text, size, FENRUN_OK) >= 10);

    assert_true(fail_each(everything, strlen(everything), FENRUN_OK) >= 20);

    static const char wrong[] = "a: {b: [c, *d], b: [&e f]}\ntiers: [a, a]\nawards: {b: {}}";
    assert_true(fail_each(wrong, strlen(wrong), FENRUN_ERROR_RULES) >= 3);
    static const char broken[] = "a: {b: [c, *d], b: [&e f]}\ntiers: [a";
    assert_true(fail_each(broken, strlen(broken), FENRUN_ERROR_RULES) >= 3);
    assert_int_equal(fail_each("", 0, FENRUN_ERROR_RULES), 0);
}

/* The text cut at every byte: an error, or what the text says up to there. */
static void cut_anywhere(const char *text, size_t size) {
    static char mistakes[ROOM];
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

static void a_text_may_end_anywhere(void **state) {
    (void)state;
    static char text[ROOM];
    cut_anywhere(text, read_file("examples/wanwu-xinxuan.yaml", text));
    cut_anywhere(everything, strlen(everything));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_of_the_top_is_reported),
        cmocka_unit_test(every_mistake_of_a_whole_text_is_reported),
        cmocka_unit_test(the_reference_plan_becomes_its_tables),
        cmocka_unit_test(the_ladder_measures_everything),
        cmocka_unit_test(what_the_page_of_the_language_shows_is_read),
        cmocka_unit_test(the_whole_language_becomes_its_tables),
        cmocka_unit_test(mistakes_beyond_the_callers_room_are_counted),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(a_text_may_end_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
