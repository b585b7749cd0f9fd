/* Payment: the form follows from the node under `pay`, the path and the key `differential`. */
#include "rules/payment.h"

#include <string.h>

#include "rules/graded.h"
#include "rules/value.h"

/* Read one value, as the row of every tier. */
static bool payment_read_single(struct fenrun__entry *entry, const struct fenrun__place *place,
                                uint32_t node, enum fenrun__form_of form, uint32_t flags,
                                struct fenrun__plan_pay pays[FENRUN_TIERS_MAX]) {
    struct fenrun__plan_pay pay;
    if (!fenrun__reading_text(entry->reading, place, node, form) ||
        !fenrun__value_read(entry->reading, &entry->scope, place, form, flags, &pay)) {
        return false;
    }
    for (uint32_t tier = 0; tier < entry->reading->draft->tier_count; tier++) pays[tier] = pay;
    return true;
}

/* Note a key that is no tier. */
static void payment_note_tier(struct fenrun__entry *entry, const struct fenrun__place *place,
                              uint32_t key) {
    struct fenrun__reading *reading = entry->reading;
    struct fenrun__text name = fenrun__document_text(reading->document, key);
    struct fenrun__place at_key = fenrun__reading_key(reading, place, key);
    struct fenrun__text low;
    struct fenrun__text high;
    if (fenrun__expression_cut(name, "..", &low, &high)) {
        fenrun__expression_note(&entry->scope, &at_key, name, "is a range of nothing",
                                "ranges beside the key 'by', which says what they are of");
    } else if (entry->scope.tiers.known) {
        fenrun__diagnostics_note_unknown(reading->diagnostics, &at_key, name, "tier",
                                         &entry->scope.tiers);
    }
}

static bool payment_read_by_tier(struct fenrun__entry *entry, const struct fenrun__place *place,
                                 uint32_t map, uint32_t flags,
                                 struct fenrun__plan_pay pays[FENRUN_TIERS_MAX]) {
    struct fenrun__reading *reading = entry->reading;
    const struct fenrun__names *tiers = &entry->scope.tiers;
    bool right = true;
    for (uint32_t key = fenrun__reading_first(reading, map); key != FENRUN__NODE_ABSENT;
         key = fenrun__reading_next(reading, key)) {
        struct fenrun__text name = fenrun__document_text(reading->document, key);
        struct fenrun__place at = fenrun__reading_place(reading, place, key);
        struct fenrun__plan_pay pay = {0};
        size_t tier = fenrun__names_find(tiers, name);
        if (tier == SIZE_MAX) payment_note_tier(entry, place, key);
        if (!fenrun__reading_text(reading, &at, fenrun__reading_value(reading, key),
                                  FENRUN__FORM_OF_LISTED_VALUE) ||
            !fenrun__value_read(reading, &entry->scope, &at, FENRUN__FORM_OF_LISTED_VALUE, flags,
                                &pay) ||
            tier == SIZE_MAX) {
            right = false;
            continue;
        }
        pays[tier] = pay;
    }
    return right;
}

/* A map that is not empty. */
static bool payment_is_map(const struct fenrun__reading *reading, uint32_t node) {
    return fenrun__reading_kind(reading, node) == FENRUN__NODE_MAP &&
           fenrun__document_node(reading->document, node)->count > 0;
}

static void payment_add(struct fenrun__entry *entry, const struct fenrun__plan_pay *pays) {
    struct fenrun__draft *draft = entry->reading->draft;
    fenrun__draft_add(draft, FENRUN__TABLE_PAYS, pays, draft->tier_count);
}

static void payment_read_levels(struct fenrun__entry *entry, const struct fenrun__place *place,
                                uint32_t list) {
    struct fenrun__reading *reading = entry->reading;
    uint32_t flags =
        fenrun__entry_values(entry) | FENRUN__VALUE_MAY_BE_ZERO | FENRUN__VALUE_MAY_BE_PER;
    uint32_t number = 0;
    for (uint32_t item = fenrun__document_node(reading->document, list)->first;
         item != FENRUN__NODE_ABSENT; item = fenrun__document_node(reading->document, item)->next) {
        struct fenrun__place at = fenrun__reading_item(reading, place, item, ++number);
        struct fenrun__plan_pay pays[FENRUN_TIERS_MAX];
        memset(pays, 0, sizeof pays);
        if (number > FENRUN_LEVELS_MAX) {
            fenrun__diagnostics_note(reading->diagnostics, &at, fenrun__part_all(),
                                     "more than the %u levels that an award may have",
                                     (uint32_t)FENRUN_LEVELS_MAX);
            return;
        }
        if (payment_is_map(reading, item)) {
            (void)payment_read_by_tier(entry, &at, item, flags, pays);
        } else {
            (void)payment_read_single(entry, &at, item, FENRUN__FORM_OF_LEVEL, flags, pays);
        }
        payment_add(entry, pays);
        entry->row->level_count++;
    }
}

/* What is compared must be comparable: rates of one amount, or amounts. */
static void payment_check_differential(struct fenrun__entry *entry,
                                       const struct fenrun__place *place,
                                       const struct fenrun__plan_pay pays[FENRUN_TIERS_MAX]) {
    const struct fenrun__plan_pay *first = NULL;
    for (uint32_t tier = 0; tier < entry->reading->draft->tier_count; tier++) {
        const struct fenrun__plan_pay *pay = &pays[tier];
        if (!pay->listed) continue;
        if (!first) first = pay;
        if (pay->kind == first->kind && pay->source == first->source &&
            pay->index == first->index) {
            continue;
        }
        fenrun__diagnostics_note(entry->reading->diagnostics, place, fenrun__part_all(),
                                 "values that cannot be compared; allowed with 'differential': all "
                                 "rates of the same amount, or all amounts");
        return;
    }
}

/* `already_paid: none`, or a role. */
static bool payment_read_already_paid(struct fenrun__entry *entry,
                                      const struct fenrun__place *differential, uint32_t key,
                                      uint32_t *role) {
    struct fenrun__reading *reading = entry->reading;
    const struct fenrun__names *roles = &entry->scope.roles;
    struct fenrun__text known[FENRUN_ROLES_MAX + 1] = {{"none", 4}};
    *role = FENRUN__NOWHERE;
    if (key == FENRUN__NODE_ABSENT) return false;
    struct fenrun__place place = fenrun__reading_place(reading, differential, key);
    if (!fenrun__reading_text(reading, &place, fenrun__reading_value(reading, key),
                              FENRUN__FORM_OF_ALREADY_PAID)) {
        return false;
    }
    for (size_t i = 0; i < roles->count; i++) known[i + 1] = roles->items[i];
    const struct fenrun__names names = {known, roles->count + 1, true};
    size_t index = fenrun__names_find(&names, place.text);
    if (index == SIZE_MAX && roles->known) {
        fenrun__diagnostics_note_unknown(reading->diagnostics, &place, place.text, "role",
                                         &names);
    }
    if (index != SIZE_MAX && index > 0) *role = (uint32_t)index - 1;
    return index != SIZE_MAX;
}

static void payment_read_differential(struct fenrun__entry *entry) {
    struct fenrun__reading *reading = entry->reading;
    struct fenrun__place place = fenrun__entry_place(entry, FENRUN__AWARD_DIFFERENTIAL);
    struct fenrun__plan_differential differential = {0};
    uint32_t found[FENRUN__DIFFERENTIAL_KEYS];
    if (!fenrun__reading_map(reading, &place,
                             fenrun__entry_value(entry, FENRUN__AWARD_DIFFERENTIAL),
                             FENRUN__FORM_OF_DIFFERENTIAL, found)) {
        return;
    }
    bool right = payment_read_already_paid(entry, &place, found[FENRUN__DIFFERENTIAL_ALREADY_PAID],
                                           &differential.already_paid);
    uint32_t peer = found[FENRUN__DIFFERENTIAL_PEER];
    if (peer != FENRUN__NODE_ABSENT) {
        struct fenrun__place at = fenrun__reading_place(reading, &place, peer);
        differential.has_peer = 1;
        right = fenrun__reading_text(reading, &at, fenrun__reading_value(reading, peer),
                                     FENRUN__FORM_OF_PEER) &&
                fenrun__value_read(reading, &entry->scope, &at, FENRUN__FORM_OF_PEER,
                                   fenrun__entry_values(entry), &differential.peer) &&
                right;
    }
    if (right) {
        entry->row->special =
            fenrun__draft_add(reading->draft, FENRUN__TABLE_DIFFERENTIALS, &differential, 1);
    }
}

static void payment_refuse(struct fenrun__entry *entry, enum fenrun__award_key key,
                           const char *why) {
    struct fenrun__place place = fenrun__entry_place(entry, key);
    fenrun__diagnostics_note(entry->reading->diagnostics, &place, fenrun__part_all(), "%s", why);
}

/* Do list, path and the keys about levels go together? Decides the form. */
static void payment_settle_form(struct fenrun__entry *entry, bool list, bool by_tier) {
    struct fenrun__plan_award *row = entry->row;
    bool to_is_known = fenrun__entry_has(entry, FENRUN__AWARD_TO);
    bool differential = fenrun__entry_has(entry, FENRUN__AWARD_DIFFERENTIAL);
    bool ranks = fenrun__entry_has(entry, FENRUN__AWARD_RANK);
    if (list) row->form = row->to.uplines ? FENRUN__FORM_LEVELS : FENRUN__FORM_PRIZES;
    if (differential) row->form = FENRUN__FORM_DIFFERENTIAL;
    if (to_is_known && list && !row->to.uplines && !ranks) {
        payment_refuse(entry, FENRUN__AWARD_PAY,
                       "a list is by level; allowed where 'to' ends with .uplines, and by rank "
                       "at a close with 'rank'");
    } else if (differential && !by_tier) {
        payment_refuse(entry, FENRUN__AWARD_PAY,
                       "'differential' compares tiers; allowed: a map of values by tier");
    } else if (to_is_known && differential && !row->to.uplines) {
        payment_refuse(entry, FENRUN__AWARD_DIFFERENTIAL,
                       "goes up the tree; allowed where 'to' ends with .uplines");
    } else if (row->to.uplines && !list && !differential) {
        payment_refuse(entry, FENRUN__AWARD_PAY,
                       "'to' ends with .uplines, which are many; allowed: a list of values by "
                       "level, or a map of them by tier with the key 'differential'");
    }
    if (!fenrun__entry_has(entry, FENRUN__AWARD_UNQUALIFIED)) {
        if (row->form != FENRUN__FORM_LEVELS) return;
        fenrun__diagnostics_note(entry->reading->diagnostics, &entry->place, fenrun__part_all(),
                                 "the key 'unqualified' is missing; allowed: %s",
                                 fenrun__form_allowed(FENRUN__FORM_OF_UNQUALIFIED));
    } else if (row->form != FENRUN__FORM_LEVELS && to_is_known) {
        payment_refuse(entry, FENRUN__AWARD_UNQUALIFIED,
                       "is about levels; allowed with a list under 'pay' where 'to' ends with "
                       ".uplines");
    }
}

static void payment_read_unqualified(struct fenrun__entry *entry) {
    struct fenrun__place place = fenrun__entry_place(entry, FENRUN__AWARD_UNQUALIFIED);
    size_t index = fenrun__reading_word(entry->reading, &place,
                                        fenrun__entry_value(entry, FENRUN__AWARD_UNQUALIFIED),
                                        FENRUN__FORM_OF_UNQUALIFIED, "policy");
    if (index != SIZE_MAX) entry->row->unqualified = (uint8_t)(FENRUN__UNQUALIFIED_SKIP + index);
}

void fenrun__payment_read(struct fenrun__entry *entry) {
    struct fenrun__reading *reading = entry->reading;
    struct fenrun__plan_award *row = entry->row;
    if (fenrun__entry_has(entry, FENRUN__AWARD_UNQUALIFIED)) payment_read_unqualified(entry);
    if (fenrun__entry_has(entry, FENRUN__AWARD_DIFFERENTIAL)) payment_read_differential(entry);
    if (!fenrun__entry_has(entry, FENRUN__AWARD_PAY)) return;
    struct fenrun__place place = fenrun__entry_place(entry, FENRUN__AWARD_PAY);
    uint32_t node = fenrun__entry_value(entry, FENRUN__AWARD_PAY);
    struct fenrun__plan_pay pays[FENRUN_TIERS_MAX];
    uint32_t flags = fenrun__entry_values(entry);
    bool list = fenrun__reading_kind(reading, node) == FENRUN__NODE_LIST &&
                fenrun__document_node(reading->document, node)->count > 0;
    bool map = payment_is_map(reading, node);
    bool graded = map && fenrun__graded_is(reading, node);
    bool right = true;
    memset(pays, 0, sizeof pays);
    row->pay_first = fenrun__draft_count(reading->draft, FENRUN__TABLE_PAYS);
    if (list) {
        payment_read_levels(entry, &place, node);
    } else if (graded) {
        row->form = FENRUN__FORM_GRADED;
        fenrun__graded_read(entry, &place, node);
    } else if (map) {
        bool differential = fenrun__entry_has(entry, FENRUN__AWARD_DIFFERENTIAL);
        flags |= FENRUN__VALUE_MAY_BE_ZERO | (differential ? 0u : FENRUN__VALUE_MAY_BE_PER);
        if (payment_read_by_tier(entry, &place, node, flags, pays) && differential) {
            payment_check_differential(entry, &place, pays);
        }
        payment_add(entry, pays);
    } else {
        right = payment_read_single(entry, &place, node, FENRUN__FORM_OF_PAY,
                                    flags | FENRUN__VALUE_MAY_BE_PER, pays);
        payment_add(entry, pays);
    }
    if (right) payment_settle_form(entry, list, map && !graded);
}

bool fenrun__payment_looks_at_payee(const struct fenrun__draft *draft,
                                    const struct fenrun__plan_award *award) {
    if (award->form == FENRUN__FORM_DIFFERENTIAL) return true;
    if (award->form != FENRUN__FORM_SINGLE && award->form != FENRUN__FORM_LEVELS &&
        award->form != FENRUN__FORM_PRIZES) {
        return false;
    }
    const struct fenrun__plan_pay *pays =
        (const struct fenrun__plan_pay *)(const void *)draft->tables[FENRUN__TABLE_PAYS].rows +
        award->pay_first;
    uint32_t level_count = award->form == FENRUN__FORM_SINGLE ? 1 : award->level_count;
    for (uint32_t level = 0; level < level_count; level++, pays += draft->tier_count) {
        for (uint32_t tier = 0; tier < draft->tier_count; tier++) {
            if (!pays[tier].listed || memcmp(&pays[tier], pays, sizeof *pays) != 0) return true;
        }
    }
    return false;
}
