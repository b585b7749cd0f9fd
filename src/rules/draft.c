/* Draft: first every offset of the plan is known, then its block is taken, then it is filled. */
#include "rules/draft.h"

#include <string.h>

#include "rules/diagnostics.h"

#define DRAFT_LAYOUT_VERSION 1u

/* The names of a kind, by enum fenrun_name. */
static struct fenrun__names draft_names(const struct fenrun__draft *draft, uint32_t kind) {
    switch (kind) {
    case FENRUN_NAME_RULES: return (struct fenrun__names){&draft->name, 1, true};
    case FENRUN_NAME_TITLE: return (struct fenrun__names){&draft->title, 1, true};
    case FENRUN_NAME_CURRENCY: return (struct fenrun__names){draft->units, 1, true};
    case FENRUN_NAME_TIER:
        return (struct fenrun__names){draft->tiers, draft->tier_count, true};
    case FENRUN_NAME_ROLE:
        return (struct fenrun__names){draft->roles, draft->role_count, true};
    case FENRUN_NAME_AMOUNT:
        return (struct fenrun__names){draft->amounts, draft->amount_count, true};
    case FENRUN_NAME_AWARD:
        return (struct fenrun__names){draft->award_names, draft->award_count, true};
    default: return (struct fenrun__names){draft->units, draft->unit_count, true};
    }
}

/* Take room for a table at the end of the block, as far as it is known. */
static uint32_t draft_take(uint32_t *size, size_t count, size_t row) {
    uint32_t offset = *size;
    *size = (uint32_t)((offset + count * row + 7u) / 8u * 8u);
    return offset;
}

/* Everything that the head of the plan says; the offset of the texts. */
static uint32_t draft_measure(const struct fenrun__draft *draft, struct fenrun__plan *head) {
    memset(head, 0, sizeof *head);
    head->version = DRAFT_LAYOUT_VERSION;
    head->rounding = (uint32_t)draft->rounding;
    head->decimals = draft->decimals;
    head->tier_count = draft->tier_count;
    head->lead_tier = draft->lead_tier;
    head->role_count = draft->role_count;
    head->amount_count = draft->amount_count;
    head->award_count = draft->award_count;
    head->requirement_count = draft->requirement_count;
    head->promotion_count = draft->promotion_count;

    uint32_t size = 0;
    draft_take(&size, 1, sizeof *head);
    head->awards = draft_take(&size, draft->award_count, sizeof draft->awards[0]);
    head->pays = draft_take(&size, draft->pay_count, sizeof draft->pays[0]);
    head->tests = draft_take(&size, draft->test_count, sizeof draft->tests[0]);
    head->order = draft_take(&size, draft->award_count, sizeof(uint32_t));
    head->requirements =
        draft_take(&size, draft->requirement_count, sizeof draft->requirements[0]);
    head->promotions = draft_take(&size, draft->promotion_count, sizeof draft->promotions[0]);
    size_t text_size = 0;
    for (uint32_t kind = 0; kind < FENRUN__NAME_KINDS; kind++) {
        struct fenrun__names names = draft_names(draft, kind);
        head->name_count[kind] = (uint32_t)names.count;
        head->names[kind] = draft_take(&size, names.count, sizeof(uint32_t));
        for (size_t i = 0; i < names.count; i++) text_size += names.items[i].size + 1;
    }
    uint32_t texts = draft_take(&size, text_size, 1);
    head->size = size;
    return texts;
}

static void draft_copy(unsigned char *block, uint32_t offset, const void *rows, size_t count,
                       size_t row) {
    if (count > 0) memcpy(block + offset, rows, count * row);
}

/* The awards, each with its name, and the list of the awards of each kind of event. */
/* Whether what an award pays depends on the payee's tier. */
static bool draft_looks_at_payee(const struct fenrun__plan *plan,
                                 const struct fenrun__plan_award *award) {
    for (uint32_t i = 0; i < award->test_count; i++) {
        const struct fenrun__plan_test *test = fenrun__plan_test(plan, award->test_first + i);
        if (test->subject == FENRUN__SUBJECT_PAYEE) return true;
    }
    const struct fenrun__plan_pay *first = fenrun__plan_pay(plan, award->pay_first);
    for (uint32_t tier = 0; tier < plan->tier_count; tier++) {
        const struct fenrun__plan_pay *pay = first + tier;
        if (!pay->listed || pay->value != first->value || pay->base != first->base) return true;
    }
    return false;
}

static void draft_fill_awards(const struct fenrun__draft *draft, unsigned char *block) {
    struct fenrun__plan *plan = (struct fenrun__plan *)(void *)block;
    struct fenrun__plan_award *awards =
        (struct fenrun__plan_award *)(void *)(block + plan->awards);
    const uint32_t *names = fenrun__plan_at(plan, plan->names[FENRUN_NAME_AWARD]);
    uint32_t *order = (uint32_t *)(void *)(block + plan->order);
    draft_copy(block, plan->awards, draft->awards, draft->award_count, sizeof awards[0]);
    for (uint32_t i = 0; i < plan->award_count; i++) {
        awards[i].name = names[i];
        awards[i].looks_at_payee = draft_looks_at_payee(plan, awards + i);
    }
    uint32_t count = 0;
    for (uint32_t kind = 0; kind < FENRUN__EVENT_KINDS; kind++) {
        plan->order_first[kind] = count;
        for (uint32_t i = 0; i < plan->award_count; i++) {
            if (awards[i].event == kind) order[count++] = i;
        }
        plan->order_count[kind] = count - plan->order_first[kind];
    }
}

/* The alternatives, those of the highest tier first. */
static void draft_fill_promotions(const struct fenrun__draft *draft, unsigned char *block) {
    struct fenrun__plan *plan = (struct fenrun__plan *)(void *)block;
    struct fenrun__plan_promotion *row =
        (struct fenrun__plan_promotion *)(void *)(block + plan->promotions);
    for (uint32_t tier = draft->tier_count; tier > 0; tier--) {
        for (uint32_t i = 0; i < draft->promotion_count; i++) {
            const struct fenrun__plan_promotion *promotion = &draft->promotions[i];
            if (promotion->tier != tier - 1) continue;
            *row++ = *promotion;
            for (uint32_t test = 0; test < promotion->test_count; test++) {
                plan->measures |= 1u << promotion->tests[test].measure;
            }
        }
    }
}

static void draft_fill_names(const struct fenrun__draft *draft, unsigned char *block,
                             uint32_t text) {
    const struct fenrun__plan *plan = (const struct fenrun__plan *)(const void *)block;
    for (uint32_t kind = 0; kind < FENRUN__NAME_KINDS; kind++) {
        struct fenrun__names names = draft_names(draft, kind);
        uint32_t *offsets = (uint32_t *)(void *)(block + plan->names[kind]);
        for (size_t i = 0; i < names.count; i++) {
            offsets[i] = text;
            draft_copy(block, text, names.items[i].bytes, names.items[i].size, 1);
            text += (uint32_t)names.items[i].size + 1;
        }
    }
}

struct fenrun__plan *fenrun__draft_lay_out(const struct fenrun__draft *draft,
                                           struct fenrun__memory *memory) {
    struct fenrun__plan head;
    uint32_t texts = draft_measure(draft, &head);
    unsigned char *block = fenrun__memory_zeroed(memory, head.size);
    if (!block) return NULL;
    memcpy(block, &head, sizeof head);
    draft_copy(block, head.pays, draft->pays, draft->pay_count, sizeof draft->pays[0]);
    draft_copy(block, head.tests, draft->tests, draft->test_count, sizeof draft->tests[0]);
    draft_copy(block, head.requirements, draft->requirements, draft->requirement_count,
               sizeof draft->requirements[0]);
    draft_fill_names(draft, block, texts);
    draft_fill_awards(draft, block);
    draft_fill_promotions(draft, block);
    return (struct fenrun__plan *)(void *)block;
}
