/* Story: members 1 to 3 are loaded, 4 and up join; a round is a list of small scenes. */
#include "fuzz/story.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "api/handle.h"
#include "fuzz/expect.h"
#include "fuzz/formats.h"
#include "fuzz/receipt.h"

#define STORY_DAY INT64_C(86400)
#define STORY_LOADED 3u
#define STORY_ROUNDS 3u
#define STORY_PPB INT64_C(1000000000)

struct story {
    const fenrun_rules *rules;
    const struct fenrun__plan *plan;
    fenrun_tree *tree;
    fenrun_result *result;
    fenrun_payout *paid; /* by the event that was applied last */
    size_t paid_count;
    size_t paid_capacity;
    int64_t at;
    uint64_t member_count; /* ids are 1 to this */
    uint64_t order;        /* the last id that an order or own event has got */
    bool modest;           /* no amount is near the end of 64 bits */
    bool overflowed;       /* some event was */
    uint64_t digest;
    fenrun_event *events; /* that were applied; the other digests are of what they came to */
    size_t event_count;
    size_t event_capacity;
    uint64_t paid_digest;
    uint64_t promoted_digest;
};

static void story_digest(uint64_t *digest, const void *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        *digest = (*digest ^ ((const unsigned char *)bytes)[i]) * 0x100000001b3u;
    }
}

/* Payouts with awards and units by name, since a book has more of them. */
static void story_digest_payouts(const struct story *story, uint64_t *digest) {
    size_t count = 0;
    const fenrun_payout *payouts = fenrun_result_payouts(story->result, &count);
    for (size_t i = 0; i < count; i++) {
        fenrun_payout payout = payouts[i];
        const char *award = fenrun_rules_name(story->rules, FENRUN_NAME_AWARD, payout.award);
        const char *unit = fenrun_rules_name(story->rules, FENRUN_NAME_UNIT, payout.unit);
        payout.event = payout.award = payout.unit = 0;
        story_digest(digest, &payout, sizeof payout);
        story_digest(digest, award, strlen(award));
        story_digest(digest, unit, strlen(unit));
    }
}

static void story_digest_promotions(const struct story *story, uint64_t *digest) {
    size_t count = 0;
    const fenrun_promotion *promotions = fenrun_result_promotions(story->result, &count);
    for (size_t i = 0; i < count; i++) {
        fenrun_promotion promotion = promotions[i];
        promotion.event = 0;
        story_digest(digest, &promotion, sizeof promotion);
    }
}

static void story_remember(struct story *story, const fenrun_event *event) {
    if (story->event_count == story->event_capacity) {
        story->event_capacity = story->event_capacity * 2 + 64;
        story->events = realloc(story->events, story->event_capacity * sizeof *story->events);
        fuzz_expect(story->events != NULL, "there is memory");
    }
    story->events[story->event_count++] = *event;
}

/* Keep what was paid, for it to be compared with. */
static void story_keep(struct story *story) {
    size_t count = 0;
    const fenrun_payout *payouts = fenrun_result_payouts(story->result, &count);
    if (count > story->paid_capacity) {
        story->paid_capacity = count * 2;
        free(story->paid);
        story->paid = malloc(story->paid_capacity * sizeof *story->paid);
        fuzz_expect(story->paid != NULL, "there is memory");
    }
    if (count > 0) {
        memcpy(story->paid, payouts, count * sizeof *payouts);
    }
    story->paid_count = count;
}

static void story_same(const struct story *story, size_t own, const char *what) {
    size_t count = 0;
    const fenrun_payout *payouts = fenrun_result_payouts(story->result, &count);
    fuzz_expect(count == own, what);
    fuzz_expect(count == 0 || memcmp(payouts, story->paid, count * sizeof *payouts) == 0, what);
}

/* What all closes and an order would pay now: a digest of all that is measured. */
static uint64_t story_probe(const struct story *story) {
    fenrun_event order = {.kind = FENRUN_EVENT_ORDER, .at = story->at};
    uint64_t digest = 0;
    order.roles[0] = STORY_LOADED;
    for (uint32_t i = 0; i <= story->plan->period_count; i++) {
        fenrun_event close = {.kind = FENRUN_EVENT_CLOSE, .at = story->at, .name = i};
        const fenrun_event *event = i < story->plan->period_count ? &close : &order;
        int32_t code = fenrun_pay(story->tree, event, story->result, NULL);
        story_digest(&digest, &code, sizeof code);
        story_digest_payouts(story, &digest);
        story_digest_promotions(story, &digest);
    }
    return digest;
}

/* ---- One event ---- */

static void story_explain(struct story *story, const fenrun_event *event, int32_t code) {
    fenrun_explain_options options = {.struct_size = sizeof options};
    fenrun_error error = {0};
    size_t size = 0;
    int32_t explained = fenrun_explain(story->tree, event, &options, story->result, &error);
    const char *text = fenrun_result_text(story->result, &size);
    fuzz_expect(explained == code, "an event is explained as it is paid");
    fuzz_expect(strlen(text) == size && (code != FENRUN_OK || size > 0), "an explanation is text");
    story_same(story, story->paid_count, "an explanation pays the same");
    options.format = FENRUN_FORMAT_JSON;
    explained = fenrun_explain(story->tree, event, &options, story->result, &error);
    text = fenrun_result_text(story->result, &size);
    fuzz_expect(explained == code && strlen(text) == size, "both formats say the same");
    fuzz_expect(code != FENRUN_OK || formats_is_json(text), "an explanation is JSON");
    story_same(story, story->paid_count, "both formats pay the same");
}

static void story_promotions(struct story *story, const fenrun_event *event) {
    size_t count = 0;
    const fenrun_promotion *promotions = fenrun_result_promotions(story->result, &count);
    for (size_t i = 0; i < count; i++) {
        const fenrun_promotion *one = &promotions[i];
        fenrun_member member;
        fuzz_expect(one->tier_before != one->tier || one->labels_before != one->labels,
                    "a promotion changes something");
        fuzz_expect(event->kind == FENRUN_EVENT_CLOSE || one->tier > one->tier_before,
                    "only a close demotes");
        fuzz_expect(fenrun_tree_member(story->tree, one->member, one->at, &member, NULL) ==
                            FENRUN_OK &&
                        member.tier == one->tier && member.labels == one->labels,
                    "who is promoted has the tier and the labels");
    }
}

/* Apply an event with which nothing is wrong, except perhaps what the rule set says. */
static int32_t story_apply(struct story *story, const fenrun_event *event) {
    fenrun_tree_status before, after;
    fenrun_error error = {0};
    fenrun_tree_inspect(story->tree, &before);
    int32_t code = fenrun_pay(story->tree, event, story->result, &error);
    fuzz_expect(code == FENRUN_OK || code == FENRUN_ERROR_REQUIRED || code == FENRUN_ERROR_LIMIT ||
                    code == FENRUN_ERROR_OVERFLOW,
                error.message);
    story_keep(story);
    story_explain(story, event, code);
    uint64_t probe = code == FENRUN_OK ? 0 : story_probe(story);
    fuzz_expect(fenrun_apply(story->tree, event, story->result, &error) == code,
                "an event is applied as it is paid");
    story_same(story, story->paid_count, "what is applied is what is paid");
    fenrun_tree_inspect(story->tree, &after);
    if (code != FENRUN_OK) {
        fuzz_expect(story->paid_count == 0, "a refused event pays nothing");
        fuzz_expect(before.member_count == after.member_count && before.at == after.at &&
                        before.order_count == after.order_count &&
                        story_probe(story) == probe,
                    "a refused event changes nothing");
    } else {
        story_promotions(story, event);
        story_remember(story, event);
        story_digest_payouts(story, &story->paid_digest);
        story_digest_promotions(story, &story->promoted_digest);
        story_digest_payouts(story, &story->digest);
        story_digest_promotions(story, &story->digest);
    }
    story->overflowed = story->overflowed || code == FENRUN_ERROR_OVERFLOW;
    if (event->kind != FENRUN_EVENT_REFUND) {
        receipt_check(story->plan, event, story->paid, story->paid_count, story->member_count);
    }
    story_digest(&story->digest, &code, sizeof code);
    return code;
}

/* An event that was applied: again it is a replay; of an order, its reasons are still known. */
static void story_again(struct story *story, const fenrun_event *event) {
    fuzz_expect(fenrun_apply(story->tree, event, story->result, NULL) == FENRUN_REPLAYED,
                "an event again is a replay");
    fuzz_expect(fenrun_pay(story->tree, event, story->result, NULL) == FENRUN_REPLAYED,
                "a replay pays nothing");
    if (event->kind != FENRUN_EVENT_ORDER && event->kind != FENRUN_EVENT_OWN) {
        return;
    }
    int32_t code = fenrun_explain(story->tree, event, NULL, story->result, NULL);
    fuzz_expect(code == FENRUN_OK || code == FENRUN_ERROR_CHANGED, "an order can be explained");
    if (code == FENRUN_OK) {
        story_same(story, receipt_own_count(story->plan, story->paid, story->paid_count),
                   "an order is explained as it was paid");
    }
}

/* ---- Figures ---- */

static int64_t story_share(int64_t base, int64_t rate_ppb) {
    if (rate_ppb > STORY_PPB) {
        return INT64_MAX;
    }
    return base / STORY_PPB * rate_ppb + base % STORY_PPB * rate_ppb / STORY_PPB;
}

static void story_require(const struct story *story, fenrun_event *event, uint32_t shape) {
    const struct fenrun__plan_version *version = fenrun__plan_in_force(story->plan, event->at);
    if (version == NULL) {
        return;
    }
    const struct fenrun__plan_trigger *trigger =
        fenrun__plan_trigger(story->plan, version, shape);
    for (uint32_t i = 0; i < trigger->requirement_count; i++) {
        const struct fenrun__plan_requirement *one =
            fenrun__plan_requirement(story->plan, trigger->requirement_first + i);
        bool count = one->figure >= FENRUN__FIGURE_COUNT0;
        int64_t *figure = count ? &event->counts[one->figure - FENRUN__FIGURE_COUNT0]
                                : &event->amounts[one->figure];
        int64_t low = one->low;
        int64_t high = one->high;
        if (one->base != FENRUN__NOWHERE) {
            low = story_share(event->amounts[one->base], low) + (low > 0 && low < STORY_PPB);
            high = story_share(event->amounts[one->base], high);
        }
        *figure = *figure < low ? low : *figure;
        *figure = *figure > high ? high : *figure;
    }
}

/* The first amount is `price`, the others are a share of it; counts are small. */
static void story_figures(const struct story *story, fenrun_event *event, uint32_t shape,
                          int64_t price, int64_t share) {
    const struct fenrun__plan_shape *of = fenrun__plan_shape(story->plan, shape);
    for (uint32_t i = 0; i < of->amount_count; i++) {
        event->amounts[i] = i == 0 ? price : price / share;
    }
    for (uint32_t i = 0; i < of->count_count; i++) {
        event->counts[i] = price % 5 + i;
    }
    story_require(story, event, shape);
}

/* ---- Scenes ---- */

static void story_join(struct story *story, uint64_t inviter, int64_t fee) {
    fenrun_event event = {.kind = FENRUN_EVENT_JOIN, .at = story->at, .inviter = inviter};
    event.member = story->member_count + 1;
    story_figures(story, &event, FENRUN__SHAPE_JOIN, fee, 4);
    story->member_count++;
    if (story_apply(story, &event) == FENRUN_OK) {
        story_again(story, &event);
    } else {
        story->member_count--;
    }
}

static void story_tier(struct story *story, uint64_t member, uint32_t tier) {
    fenrun_event event = {.kind = FENRUN_EVENT_TIER, .at = story->at, .member = member};
    event.tier = tier % story->plan->tier_count;
    story_apply(story, &event);
}

static void story_move(struct story *story, uint64_t member, uint64_t inviter) {
    fenrun_event event = {.kind = FENRUN_EVENT_MOVE, .at = story->at, .member = member};
    event.inviter = inviter;
    story_apply(story, &event);
}

static void story_roles(const struct story *story, fenrun_event *event, uint32_t shape,
                        uint64_t first) {
    uint32_t count = fenrun__plan_shape(story->plan, shape)->role_count;
    for (uint32_t i = 0; i < count; i++) {
        event->roles[i] = (first + 3 * i - 1) % story->member_count + 1;
        if (i > 0 && (first + i) % 4 == 0) {
            event->roles[i] = FENRUN_PLATFORM;
        }
    }
}

/* Refund an order in parts: a third, a half of what is left, and the rest if `all`. */
static void story_refund(struct story *story, const fenrun_event *order, bool all) {
    int64_t total = order->amounts[0];
    int64_t before = 0;
    size_t paid_count = receipt_own_count(story->plan, story->paid, story->paid_count);
    fenrun_payout *paid = malloc((paid_count + 1) * sizeof *paid);
    fuzz_expect(paid != NULL, "there is memory");
    if (paid_count > 0) {
        memcpy(paid, story->paid, paid_count * sizeof *paid);
    }
    for (uint64_t i = 0; i < 3 && before < total; i++) {
        int64_t rest = total - before;
        int64_t part = i == 0 ? rest / 3 : i == 1 ? rest / 2 : rest;
        part = part == 0 ? rest : part;
        if (i == 2 && !all) {
            break;
        }
        fenrun_event refund = {.kind = FENRUN_EVENT_REFUND, .at = story->at, .id_low = i};
        refund.order_low = order->id_low;
        refund.amounts[0] = part;
        fuzz_expect(story_apply(story, &refund) == FENRUN_OK, "a paid order can be refunded");
        receipt_refund(paid, paid_count, total, before, part, story->paid, story->paid_count);
        story_again(story, &refund);
        before += part;
    }
    free(paid);
}

enum story_refunds { STORY_KEEPS, STORY_PARTS, STORY_ALL };

static void story_order(struct story *story, int64_t at, uint64_t seller, int64_t price,
                        int64_t share, enum story_refunds refunds) {
    fenrun_event event = {.kind = FENRUN_EVENT_ORDER, .at = at};
    if (fenrun__plan_shape(story->plan, FENRUN__SHAPE_ORDER)->role_count == 0) {
        return;
    }
    event.id_low = ++story->order;
    story_roles(story, &event, FENRUN__SHAPE_ORDER, seller);
    story_figures(story, &event, FENRUN__SHAPE_ORDER, price, share);
    if (story_apply(story, &event) == FENRUN_OK) {
        story_again(story, &event);
        if (refunds != STORY_KEEPS && event.amounts[0] > 0) {
            story_refund(story, &event, refunds == STORY_ALL);
        }
    }
}

static void story_own(struct story *story, uint64_t first, int64_t price) {
    for (uint32_t i = 0; i < story->plan->own_event_count; i++) {
        fenrun_event event = {.kind = FENRUN_EVENT_OWN, .at = story->at, .name = i};
        event.id_low = ++story->order;
        story_roles(story, &event, FENRUN__SHAPE_OWN + i, first);
        story_figures(story, &event, FENRUN__SHAPE_OWN + i, price, 3);
        if (story_apply(story, &event) == FENRUN_OK) {
            story_again(story, &event);
        }
    }
}

static void story_closes(struct story *story, uint64_t id) {
    for (uint32_t i = 0; i < story->plan->period_count; i++) {
        fenrun_event event = {.kind = FENRUN_EVENT_CLOSE, .at = story->at, .name = i};
        event.id_low = id; /* 0: it has no identity */
        if (story_apply(story, &event) == FENRUN_OK && id != 0) {
            story_again(story, &event);
        }
    }
}

/* Who leads whom, at the end of a round. */
static void story_teams(const struct story *story) {
    for (uint64_t id = 1; id <= story->member_count; id++) {
        fenrun_member member;
        fenrun_member inviter = {0};
        fuzz_expect(fenrun_tree_member(story->tree, id, story->at, &member, NULL) == FENRUN_OK,
                    "a member is found");
        fuzz_expect(member.inviter == FENRUN_PLATFORM ||
                        fenrun_tree_member(story->tree, member.inviter, story->at, &inviter,
                                           NULL) == FENRUN_OK,
                    "an inviter is found");
        bool leads = member.tier >= story->plan->lead_tier;
        fuzz_expect(member.leader == (leads ? id : inviter.leader),
                    "the leader is the member, or that of its inviter");
    }
}

static void story_round(struct story *story, uint64_t round) {
    static const int64_t prices[STORY_ROUNDS] = {20000, 398, 123456789};
    int64_t price = prices[round];
    int64_t begin = story->at;
    story_join(story, round == 0 ? 3 : story->member_count, price);
    story_join(story, round == 0 ? FENRUN_PLATFORM : 3, price / 2);
    story_tier(story, story->member_count - 1, (uint32_t)(2 + round));
    story_order(story, story->at, 3, price, 1, STORY_KEEPS);
    story_order(story, story->at, 4, price, 3, STORY_PARTS);
    story->at += STORY_DAY;
    story_own(story, 2, price);
    story_order(story, story->at, story->member_count, price * 7, 10,
                round == 1 ? STORY_ALL : STORY_PARTS);
    story_order(story, story->at, 2, round == 0 ? 1 : 0, 1, STORY_PARTS);
    story->at += STORY_DAY;
    story_closes(story, round + 1);
    story_join(story, 2, 0);
    story_move(story, 4, round % 2 == 0 ? 1 : 3);
    story_order(story, begin, 3, price, 5, STORY_PARTS);
    story_tier(story, 2, (uint32_t)round);
    story_own(story, story->member_count, price / 3);
    story_order(story, story->at, 5, story->modest ? 0 : INT64_MAX, 2, STORY_ALL);
    story->at += STORY_DAY * 12;
    story_closes(story, 0);
    story_teams(story);
}

/* ---- The whole ---- */

static void story_load(struct story *story) {
    fenrun_member members[STORY_LOADED];
    uint32_t labels = story->plan->label_count;
    memset(members, 0, sizeof members);
    for (uint32_t i = 0; i < STORY_LOADED; i++) {
        members[i] = (fenrun_member){.id = i + 1, .inviter = i, .at = FENRUN_TIME_MIN};
        members[i].tier = (story->plan->tier_count - 1) * (STORY_LOADED - 1 - i) / 2;
        members[i].labels = i == 0 || labels == 0 ? 0 : 1u << i % labels;
    }
    fuzz_expect(fenrun_tree_load(story->tree, members, STORY_LOADED, NULL) == FENRUN_OK,
                "members are loaded");
    story->member_count = STORY_LOADED;
}

static void story_open(struct story *story) {
    fenrun_tree_options options = {.struct_size = sizeof options,
                                   .flags = FENRUN_TREE_REMEMBERS_ORDERS};
    fuzz_expect(fenrun_tree_new(&story->tree, story->rules, &options, NULL) == FENRUN_OK,
                "a tree is made");
    story_load(story);
}

/* All events that were applied, in one call on another tree. */
static void story_sequence(struct story *story) {
    uint64_t paid = 0;
    uint64_t promoted = 0;
    size_t done = 0;
    fenrun_tree_free(story->tree);
    story_open(story);
    fuzz_expect(fenrun_apply_sequence(story->tree, story->events, story->event_count,
                                      story->result, &done, NULL) == FENRUN_OK &&
                    done == story->event_count,
                "what was applied is applied as a sequence");
    story_digest_payouts(story, &paid);
    story_digest_promotions(story, &promoted);
    fuzz_expect(paid == story->paid_digest, "a sequence pays what its events paid");
    fuzz_expect(promoted == story->promoted_digest, "a sequence promotes as its events did");
}

int64_t story_begin(const fenrun_rules *rules) {
    uint32_t versions = fenrun_rules_count(rules, FENRUN_NAME_RULES);
    int64_t first = fenrun_rules_effective(rules, 0);
    int64_t last = fenrun_rules_effective(rules, versions - 1);
    int64_t latest = FENRUN_TIME_MAX - 400 * STORY_DAY;
    int64_t begin = last == FENRUN_TIME_MIN ? 1704067200 : last - 10 * STORY_DAY;
    begin = begin < first ? first : begin;
    return begin > latest ? latest : begin;
}

uint64_t story_tell(const fenrun_rules *rules, int64_t at, int modest) {
    struct story story = {.rules = rules, .plan = rules->plan, .at = at, .modest = modest};
    if (fenrun__plan_in_force(story.plan, at) == NULL) {
        return 0;
    }
    fuzz_expect(fenrun_result_new(&story.result, NULL, NULL) == FENRUN_OK, "a result is made");
    story_open(&story);
    for (uint64_t round = 0; round < STORY_ROUNDS; round++) {
        story_round(&story, round);
    }
    story_sequence(&story);
    free(story.paid);
    free(story.events);
    fenrun_result_free(story.result);
    fenrun_tree_free(story.tree);
    return story.overflowed ? 0 : story.digest;
}
