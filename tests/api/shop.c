/* Shop: see the header. */
#include "api/shop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

char *shop_read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file) fail_msg("%s cannot be opened", path);
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    char *text = malloc(*size + 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, *size, file), *size);
    text[*size] = '\0';
    fclose(file);
    return text;
}

static fenrun_rules *shop_read_rules(const char *text) {
    fenrun_rules *rules;
    fenrun_error error;
    if (fenrun_rules_read(&rules, text, strlen(text), NULL, &error, 1, NULL) != FENRUN_OK) {
        fail_msg("rules:%u:%u: %s", error.line, error.column, error.message);
    }
    return rules;
}

/* With rules that become the shop's. */
static struct shop *shop_open_rules(fenrun_rules *rules) {
    struct shop *shop = calloc(1, sizeof *shop);
    assert_non_null(shop);
    shop->rules = rules;
    fenrun_tree_options options = {.struct_size = sizeof options,
                                   .flags = FENRUN_TREE_REMEMBERS_ORDERS};
    assert_int_equal(fenrun_tree_new(&shop->tree, shop->rules, &options, NULL), FENRUN_OK);
    assert_int_equal(fenrun_result_new(&shop->result, NULL, NULL), FENRUN_OK);
    return shop;
}

struct shop *shop_open_text(const char *text) {
    return shop_open_rules(shop_read_rules(text));
}

struct shop *shop_open_book(const char *const *texts, size_t count) {
    fenrun_rules *versions[8], *book;
    const fenrun_rules *given[8];
    fenrun_error error;
    assert_in_range(count, 1, 8);
    for (size_t i = 0; i < count; i++) given[i] = versions[i] = shop_read_rules(texts[i]);
    if (fenrun_rules_book(&book, given, count, NULL, &error, 1, NULL) != FENRUN_OK) {
        fail_msg("version %u:%u: %s", (unsigned)error.item, error.line, error.message);
    }
    for (size_t i = 0; i < count; i++) fenrun_rules_free(versions[i]);
    return shop_open_rules(book);
}

struct shop *shop_open(const char *path) {
    size_t size;
    char *text = shop_read_file(path, &size);
    struct shop *shop = shop_open_text(text);
    free(text);
    return shop;
}

void shop_close(struct shop *shop) {
    fenrun_result_free(shop->result);
    fenrun_tree_free(shop->tree);
    fenrun_rules_free(shop->rules);
    free(shop);
}

uint64_t shop_id(struct shop *shop, const char *name) {
    if (!name) return FENRUN_PLATFORM;
    for (uint32_t i = 0; i < shop->name_count; i++) {
        if (strcmp(shop->names[i], name) == 0) return i + 1;
    }
    assert_true(shop->name_count < 64 && strlen(name) < sizeof shop->names[0]);
    strcpy(shop->names[shop->name_count++], name);
    return shop->name_count;
}

static const char *shop_name(const struct shop *shop, uint64_t id) {
    return id >= 1 && id <= shop->name_count ? shop->names[id - 1] : "?";
}

uint32_t shop_tier_index(struct shop *shop, const char *name) {
    return fenrun_rules_find(shop->rules, FENRUN_NAME_TIER, name, strlen(name));
}

static int64_t shop_amount(struct shop *shop, const char *text) {
    int64_t amount = 0;
    int32_t code = fenrun_amount_parse(&amount, text, strlen(text),
                                       fenrun_rules_decimals(shop->rules), &shop->error);
    if (code != FENRUN_OK) fail_msg("%s", shop->error.message);
    return amount;
}

/* What a call came to, as the text that tests expect. */
static void shop_describe(const struct shop *shop, int32_t code, char *out, size_t size) {
    size_t used = 0, count;
    out[0] = '\0';
    if (code == FENRUN_REPLAYED) used += (size_t)snprintf(out, size, "replayed");
    if (code < 0) {
        const char *name = fenrun_code_name(code) + strlen("FENRUN_ERROR_");
        used += (size_t)snprintf(out, size, "refused %s", name);
    }
    const fenrun_payout *payouts = fenrun_result_payouts(shop->result, &count);
    for (size_t i = 0; i < count; i++) {
        char amount[FENRUN_TEXT_SIZE];
        fenrun_amount_format(amount, payouts[i].amount, fenrun_rules_decimals(shop->rules));
        used += (size_t)snprintf(
            out + used, size - used, "%s%s %s %s", used ? ", " : "",
            shop_name(shop, payouts[i].payee), amount,
            fenrun_rules_name(shop->rules, FENRUN_NAME_UNIT, payouts[i].unit));
    }
    const fenrun_promotion *promotions = fenrun_result_promotions(shop->result, &count);
    for (size_t i = 0; i < count; i++) {
        used += (size_t)snprintf(
            out + used, size - used, "%s%s becomes %s", i ? ", " : used ? "; " : "",
            shop_name(shop, promotions[i].member),
            fenrun_rules_name(shop->rules, FENRUN_NAME_TIER, promotions[i].tier));
    }
}

static void shop_without_promotions(char *text) {
    char *promotions = strstr(text, "; ");
    if (promotions) *promotions = '\0';
    if (!promotions && strstr(text, " becomes ")) text[0] = '\0';
}

void shop_apply(struct shop *shop, const fenrun_event *event, const char *expected) {
    char before[1024], after[1024], payouts[1024];
    int32_t pay_code = fenrun_pay(shop->tree, event, shop->result, &shop->error);
    shop_describe(shop, pay_code, before, sizeof before);
    int32_t code = fenrun_apply(shop->tree, event, shop->result, &shop->error);
    shop_describe(shop, code, after, sizeof after);
    assert_string_equal(after, expected);
    strcpy(payouts, after);
    shop_without_promotions(payouts);
    assert_string_equal(before, payouts);
}

void shop_at(struct shop *shop, int64_t at) {
    shop->at = at;
}

void shop_has(struct shop *shop, const char *name, const char *inviter, const char *tier) {
    fenrun_event join = {.kind = FENRUN_EVENT_JOIN,
                         .at = shop->at,
                         .member = shop_id(shop, name),
                         .inviter = shop_id(shop, inviter)};
    assert_int_equal(fenrun_apply(shop->tree, &join, shop->result, &shop->error), FENRUN_OK);
    fenrun_event set = {.kind = FENRUN_EVENT_TIER,
                        .at = shop->at,
                        .member = join.member,
                        .tier = shop_tier_index(shop, tier)};
    assert_int_equal(fenrun_apply(shop->tree, &set, shop->result, &shop->error), FENRUN_OK);
}

void shop_join(struct shop *shop, const char *name, const char *inviter, const char *expected) {
    fenrun_event event = {.kind = FENRUN_EVENT_JOIN,
                          .at = shop->at,
                          .member = shop_id(shop, name),
                          .inviter = shop_id(shop, inviter)};
    shop_apply(shop, &event, expected);
}

void shop_tier(struct shop *shop, const char *name, const char *tier, const char *expected) {
    fenrun_event event = {.kind = FENRUN_EVENT_TIER,
                          .at = shop->at,
                          .member = shop_id(shop, name),
                          .tier = shop_tier_index(shop, tier)};
    shop_apply(shop, &event, expected);
}

void shop_move(struct shop *shop, const char *name, const char *inviter, const char *expected) {
    fenrun_event event = {.kind = FENRUN_EVENT_MOVE,
                          .at = shop->at,
                          .member = shop_id(shop, name),
                          .inviter = shop_id(shop, inviter)};
    shop_apply(shop, &event, expected);
}

void shop_order(struct shop *shop, const char *order, const char *seller, const char *price,
                const char *profit, const char *expected) {
    fenrun_event event = {.kind = FENRUN_EVENT_ORDER,
                          .at = shop->at,
                          .id_low = strtoull(order, NULL, 10),
                          .roles = {shop_id(shop, seller)},
                          .amounts = {shop_amount(shop, price)}};
    if (profit) event.amounts[1] = shop_amount(shop, profit);
    shop_apply(shop, &event, expected);
}

void shop_refund(struct shop *shop, const char *order, const char *part, const char *expected) {
    fenrun_event event = {.kind = FENRUN_EVENT_REFUND,
                          .at = shop->at,
                          .id_low = ++shop->refund_count,
                          .order_low = strtoull(order, NULL, 10),
                          .amounts = {shop_amount(shop, part)}};
    shop_apply(shop, &event, expected);
}

/* One field of an event whose names are those of `kind`: enum fenrun_name and FENRUN_NAME_OF_... */
static void shop_set_field(struct shop *shop, fenrun_event *event, uint32_t of, const char *name,
                           const char *value) {
    if (strcmp(name, "member") == 0 && event->kind == FENRUN_EVENT_JOIN) {
        event->member = shop_id(shop, value);
        return;
    }
    if (strcmp(name, "inviter") == 0 && event->kind == FENRUN_EVENT_JOIN) {
        event->inviter = shop_id(shop, value);
        return;
    }
    uint32_t index = fenrun_rules_find(shop->rules, FENRUN_NAME_ROLE + of, name, strlen(name));
    if (index != UINT32_MAX) {
        event->roles[index] = shop_id(shop, value);
        return;
    }
    index = fenrun_rules_find(shop->rules, FENRUN_NAME_AMOUNT + of, name, strlen(name));
    if (index != UINT32_MAX) {
        event->amounts[index] = shop_amount(shop, value);
        return;
    }
    index = fenrun_rules_find(shop->rules, FENRUN_NAME_COUNT + of, name, strlen(name));
    if (index == UINT32_MAX) fail_msg("%s is no field of the event", name);
    event->counts[index] = strtoll(value, NULL, 10);
}

void shop_event(struct shop *shop, const char *name, const char *id, const char *fields,
                const char *expected) {
    fenrun_event event = {.at = shop->at, .id_low = strtoull(id, NULL, 10)};
    uint32_t of = 0;
    if (strcmp(name, "close") == 0) {
        event.kind = FENRUN_EVENT_CLOSE;
        event.name =
            fenrun_rules_find(shop->rules, FENRUN_NAME_PERIOD, fields, strlen(fields));
        shop_apply(shop, &event, expected);
        return;
    }
    event.kind = strcmp(name, "order") == 0  ? FENRUN_EVENT_ORDER
                 : strcmp(name, "join") == 0 ? FENRUN_EVENT_JOIN
                                             : FENRUN_EVENT_OWN;
    if (event.kind == FENRUN_EVENT_JOIN) of = FENRUN_NAME_OF_JOIN;
    if (event.kind == FENRUN_EVENT_OWN) {
        event.name = fenrun_rules_find(shop->rules, FENRUN_NAME_EVENT, name, strlen(name));
        of = FENRUN_NAME_OF_EVENT(event.name);
    }
    char field[32], value[32];
    int used = 0;
    for (const char *next = fields; sscanf(next, " %31s %31[^,]%n", field, value, &used) == 2;) {
        shop_set_field(shop, &event, of, field, value);
        next += used;
        if (*next == ',') next++;
    }
    shop_apply(shop, &event, expected);
}

void shop_expect_labels(struct shop *shop, const char *name, int64_t at, const char *labels) {
    fenrun_member member;
    char text[256] = "";
    int32_t code =
        fenrun_tree_member(shop->tree, shop_id(shop, name), at, &member, &shop->error);
    if (code != FENRUN_OK) fail_msg("%s", shop->error.message);
    for (uint32_t i = 0; i < fenrun_rules_count(shop->rules, FENRUN_NAME_LABEL); i++) {
        if (!(member.labels >> i & 1)) continue;
        if (text[0]) strcat(text, " ");
        strcat(text, fenrun_rules_name(shop->rules, FENRUN_NAME_LABEL, i));
    }
    assert_string_equal(text, labels);
}

void shop_expect_leader(struct shop *shop, const char *name, int64_t at, const char *leader) {
    fenrun_member member;
    int32_t code =
        fenrun_tree_member(shop->tree, shop_id(shop, name), at, &member, &shop->error);
    if (code != FENRUN_OK) fail_msg("%s", shop->error.message);
    assert_string_equal(member.leader ? shop_name(shop, member.leader) : "", leader);
}
