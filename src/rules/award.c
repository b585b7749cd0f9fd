/*
 * Award: `event` first, because it says what the other keys may refer to; then keys that do not go
 * together are noted, each once, and passed over; then the rest is read.
 */
#include "rules/award.h"

#include "rules/condition.h"
#include "rules/entry.h"
#include "rules/cap.h"
#include "rules/payment.h"
#include "rules/pool.h"
#include "rules/selection.h"
#include "rules/distribution.h"

/* What a combination of keys depends on. */
enum award_situation {
    AWARD_ON_EVENT = 1,
    AWARD_ON_PROMOTION = 2,
    AWARD_AT_CLOSE = 4,
    AWARD_SPLITS = 8,
    AWARD_POOLS = 16,
    AWARD_PAYS = 32, /* neither splits nor pools */
    AWARD_RANKS = 64,
    AWARD_RANKS_NOT = 128
};

/* In one of these situations the key must not stand there. */
struct award_refusal {
    enum fenrun__award_key key;
    uint32_t situations;
    const char *why;
};

#define AWARD_CLOSE_ONLY "is about all members at a close; allowed where 'event' is a period"

static const struct award_refusal award_refusals[] = {
    {FENRUN__AWARD_SPLIT, AWARD_ON_PROMOTION | AWARD_AT_CLOSE,
     "splits what an event brings; allowed where 'event' is order, join or an event of 'events'"},
    {FENRUN__AWARD_POOL, AWARD_ON_EVENT | AWARD_ON_PROMOTION, AWARD_CLOSE_ONLY},
    {FENRUN__AWARD_QUALIFY, AWARD_ON_EVENT | AWARD_ON_PROMOTION, AWARD_CLOSE_ONLY},
    {FENRUN__AWARD_RANK, AWARD_ON_EVENT | AWARD_ON_PROMOTION, AWARD_CLOSE_ONLY},
    {FENRUN__AWARD_TOP, AWARD_ON_EVENT | AWARD_ON_PROMOTION, AWARD_CLOSE_ONLY},
    {FENRUN__AWARD_SHARE, AWARD_ON_EVENT | AWARD_ON_PROMOTION, AWARD_CLOSE_ONLY},
    {FENRUN__AWARD_TO, AWARD_SPLITS, "does not go with 'split'; 'among' says who is paid"},
    {FENRUN__AWARD_PAY, AWARD_SPLITS, "does not go with 'split', which says how much"},
    {FENRUN__AWARD_PAY, AWARD_POOLS, "does not go with 'pool', which says how much"},
    {FENRUN__AWARD_UNQUALIFIED, AWARD_SPLITS | AWARD_POOLS,
     "is about levels; allowed with a list under 'pay' where 'to' ends with .uplines"},
    {FENRUN__AWARD_DIFFERENTIAL, AWARD_SPLITS | AWARD_POOLS,
     "goes up the tree; allowed where 'to' ends with .uplines"},
    {FENRUN__AWARD_AMONG, AWARD_PAYS | AWARD_POOLS, "needs the key 'split'"},
    {FENRUN__AWARD_REMAINDER_TO, AWARD_PAYS, "needs the key 'split' or 'pool'"},
    {FENRUN__AWARD_SHARE, AWARD_PAYS | AWARD_SPLITS, "needs the key 'pool'"},
    {FENRUN__AWARD_TOP, AWARD_RANKS_NOT, "needs the key 'rank'"},
    {FENRUN__AWARD_FROM, AWARD_ON_PROMOTION | AWARD_AT_CLOSE,
     "takes from what a member gets of the same event; allowed where 'event' is order, join or "
     "an event of 'events'"},
    {FENRUN__AWARD_FROM, AWARD_SPLITS, "does not go with 'split', which the platform pays"},
    {FENRUN__AWARD_CAP, AWARD_POOLS, "does not go with 'pool', which is a limit itself"}};

/* In one of these situations the key must stand there. */
static const struct {
    enum fenrun__award_key key;
    uint32_t situations;
} award_needs[] = {{FENRUN__AWARD_TO, AWARD_PAYS | AWARD_POOLS},
                   {FENRUN__AWARD_PAY, AWARD_PAYS},
                   {FENRUN__AWARD_AMONG, AWARD_SPLITS},
                   {FENRUN__AWARD_SHARE, AWARD_POOLS},
                   {FENRUN__AWARD_REMAINDER_TO, AWARD_SPLITS | AWARD_POOLS}};

static uint32_t award_situations(const struct fenrun__entry *entry) {
    uint32_t on = 0;
    if (entry->kind == FENRUN__ENTRY_EVENT) on = AWARD_ON_EVENT;
    if (entry->kind == FENRUN__ENTRY_PROMOTION) on = AWARD_ON_PROMOTION;
    if (entry->kind == FENRUN__ENTRY_CLOSE) on = AWARD_AT_CLOSE;
    on |= fenrun__entry_has(entry, FENRUN__AWARD_RANK) ? AWARD_RANKS : AWARD_RANKS_NOT;
    if (fenrun__entry_has(entry, FENRUN__AWARD_SPLIT)) return on | AWARD_SPLITS;
    return on | (fenrun__entry_has(entry, FENRUN__AWARD_POOL) ? AWARD_POOLS : AWARD_PAYS);
}

/* Note the keys that do not go together, and take them as not there. */
static void award_check_keys(struct fenrun__entry *entry) {
    uint32_t situations = award_situations(entry);
    bool refused[FENRUN__AWARD_KEYS] = {false};
    for (size_t i = 0; i < sizeof award_refusals / sizeof award_refusals[0]; i++) {
        const struct award_refusal *refusal = &award_refusals[i];
        if (!fenrun__entry_has(entry, refusal->key) || refused[refusal->key] ||
            (situations & refusal->situations) == 0) {
            continue;
        }
        struct fenrun__place place = fenrun__entry_place(entry, refusal->key);
        refused[refusal->key] = true;
        fenrun__diagnostics_note(entry->reading->diagnostics, &place, fenrun__part_all(), "%s",
                                 refusal->why);
    }
    for (size_t i = 0; i < sizeof award_needs / sizeof award_needs[0]; i++) {
        enum fenrun__award_key key = award_needs[i].key;
        if (fenrun__entry_has(entry, key) || (situations & award_needs[i].situations) == 0) {
            continue;
        }
        if (key == FENRUN__AWARD_REMAINDER_TO && fenrun__entry_has(entry, FENRUN__AWARD_POOL)) {
            fenrun__diagnostics_note(entry->reading->diagnostics, &entry->place,
                                     fenrun__part_all(),
                                     "the key 'remainder_to' is missing; allowed: platform, first");
            continue;
        }
        fenrun__reading_miss(entry->reading, &entry->place,
                             &fenrun__form(FENRUN__FORM_OF_AWARD)->keys[key]);
    }
    for (size_t key = 0; key < FENRUN__AWARD_KEYS; key++) {
        if (refused[key]) entry->found[key] = FENRUN__NODE_ABSENT;
    }
}

#define AWARD_EVENTS_MAX (4u + FENRUN_PERIODS_MAX + FENRUN_EVENTS_MAX)

/* What `event` may be: order, join, promotion, the periods, the own events. */
static struct fenrun__names award_events(const struct fenrun__reading *reading,
                                         struct fenrun__text room[AWARD_EVENTS_MAX]) {
    const struct fenrun__names *periods = &reading->scope.periods;
    size_t count = 0;
    room[count++] = fenrun__text_from("order");
    room[count++] = fenrun__text_from("join");
    room[count++] = fenrun__text_from("promotion");
    for (size_t i = 0; i < periods->count; i++) room[count++] = periods->items[i];
    for (size_t i = 0; i < reading->events.count; i++) room[count++] = reading->events.items[i];
    return (struct fenrun__names){room, count, periods->known && reading->events.known};
}

/* What is paid on, which is item `index` of award_events. */
static void award_set_trigger(struct fenrun__entry *entry, size_t index) {
    static const struct fenrun__text only[] = {{"member", 6}, {"newcomer", 8}};
    const struct fenrun__reading *reading = entry->reading;
    size_t period_count = reading->scope.periods.count;
    uint32_t shape_count = FENRUN__SHAPE_OWN + reading->draft->event_count;
    struct fenrun__scope *scope = &entry->scope;
    if (index >= 2 && index < 3 + period_count) {
        entry->kind = index == 2 ? FENRUN__ENTRY_PROMOTION : FENRUN__ENTRY_CLOSE;
        entry->row->trigger = shape_count + (uint32_t)index - 2;
        scope->roles = (struct fenrun__names){only, 1, true};
        scope->amounts = (struct fenrun__names){NULL, 0, true};
        scope->counts = scope->amounts;
        return;
    }
    uint32_t shape = (uint32_t)(index < 2 ? index : index - 3 - period_count + FENRUN__SHAPE_OWN);
    entry->kind = FENRUN__ENTRY_EVENT;
    entry->row->trigger = shape;
    scope->roles = reading->shapes[shape].roles;
    if (shape == FENRUN__SHAPE_JOIN) scope->roles = (struct fenrun__names){only + 1, 1, true};
    scope->amounts = reading->shapes[shape].amounts;
    scope->counts = reading->shapes[shape].counts;
}

static void award_read_event(struct fenrun__entry *entry) {
    struct fenrun__reading *reading = entry->reading;
    struct fenrun__text room[AWARD_EVENTS_MAX];
    const struct fenrun__names events = award_events(reading, room);
    entry->kind = FENRUN__ENTRY_UNKNOWN;
    entry->scope = reading->scope;
    if (!fenrun__entry_has(entry, FENRUN__AWARD_EVENT)) return;
    struct fenrun__place place = fenrun__entry_place(entry, FENRUN__AWARD_EVENT);
    if (!fenrun__reading_text(reading, &place, fenrun__entry_value(entry, FENRUN__AWARD_EVENT),
                              FENRUN__FORM_OF_EVENT)) {
        return;
    }
    size_t index = fenrun__names_find(&events, place.text);
    if (index == 0) {
        fenrun__reading_need(reading, &place, fenrun__part_all(), "order", "order",
                             &reading->has_order);
    }
    if (index != SIZE_MAX) {
        award_set_trigger(entry, index);
    } else if (events.known) {
        struct fenrun__names allowed = events;
        if (events.count == 3) {
            room[allowed.count++] = fenrun__text_from("a name that 'periods' or 'events' lists");
        }
        fenrun__diagnostics_note_unknown(reading->diagnostics, &place, place.text, "event",
                                         &allowed);
    }
}

static void award_read_path(struct fenrun__entry *entry) {
    struct fenrun__place place = fenrun__entry_place(entry, FENRUN__AWARD_TO);
    if (!fenrun__reading_path(entry->reading, &entry->scope, &place,
                              fenrun__entry_value(entry, FENRUN__AWARD_TO), FENRUN__FORM_OF_PATHS,
                              &entry->row->to)) {
        entry->found[FENRUN__AWARD_TO] = FENRUN__NODE_ABSENT;
    }
}

/* The tests; at a close those that are about the member alone say who takes part. */
static void award_read_tests(struct fenrun__entry *entry,
                             struct fenrun__plan_selection *selection) {
    struct fenrun__draft *draft = entry->reading->draft;
    struct fenrun__plan_test tests[FENRUN__AWARD_TESTS_MAX];
    uint32_t count = 0;
    bool payee = !fenrun__entry_has(entry, FENRUN__AWARD_SPLIT) &&
                 !fenrun__entry_has(entry, FENRUN__AWARD_POOL);
    if (fenrun__entry_has(entry, FENRUN__AWARD_WHEN)) {
        (void)fenrun__condition_read(entry->reading, &entry->place,
                                     entry->found[FENRUN__AWARD_WHEN], &entry->scope, payee,
                                     tests, &count);
    }
    entry->row->test_first = fenrun__draft_count(draft, FENRUN__TABLE_TESTS);
    for (uint32_t i = 0; i < count; i++) {
        if (fenrun__plan_tests_payee(&tests[i])) entry->row->looks_at_payee = 1;
        if (entry->kind == FENRUN__ENTRY_CLOSE && !fenrun__plan_tests_payee(&tests[i])) continue;
        fenrun__draft_add(draft, FENRUN__TABLE_TESTS, &tests[i], 1);
        entry->row->test_count++;
    }
    selection->test_first = fenrun__draft_count(draft, FENRUN__TABLE_TESTS);
    for (uint32_t i = 0; entry->kind == FENRUN__ENTRY_CLOSE && i < count; i++) {
        if (fenrun__plan_tests_payee(&tests[i])) continue;
        fenrun__draft_add(draft, FENRUN__TABLE_TESTS, &tests[i], 1);
        selection->test_count++;
    }
}

static void award_read_selection(struct fenrun__entry *entry,
                                 struct fenrun__plan_selection *selection) {
    const struct fenrun__selection_keys keys = {entry->found[FENRUN__AWARD_QUALIFY],
                                                entry->found[FENRUN__AWARD_RANK],
                                                entry->found[FENRUN__AWARD_TOP]};
    if (entry->kind != FENRUN__ENTRY_CLOSE) return;
    (void)fenrun__selection_read(entry->reading, &entry->place, &keys, selection);
    entry->row->selection =
        fenrun__draft_add(entry->reading->draft, FENRUN__TABLE_SELECTIONS, selection, 1);
}

/* Is it a name? If not, it may be a currency, in which money is thought to be paid. */
static bool award_is_unit(struct fenrun__entry *entry, const struct fenrun__place *place) {
    const struct fenrun__scope *scope = &entry->scope;
    struct fenrun__quote quote;
    bool known = scope->decimals >= 0;
    if (fenrun__reading_is_name(place->text)) return true;
    fenrun__diagnostics_note(scope->diagnostics, place, fenrun__part_all(),
                             "%s is not the name of a unit; allowed: a to z, 0 to 9 and _, not a "
                             "digit first, at most %u of them, as coupon; money%s%.*s is paid "
                             "without 'unit'",
                             fenrun__quote(&quote, place->text), FENRUN__NAME_SIZE_MAX,
                             known ? " of " : "", known ? (int)scope->currency.size : 0,
                             known ? scope->currency.bytes : "");
    return false;
}

static void award_read_unit(struct fenrun__entry *entry) {
    struct fenrun__reading *reading = entry->reading;
    struct fenrun__draft *draft = reading->draft;
    struct fenrun__place place = fenrun__entry_place(entry, FENRUN__AWARD_UNIT);
    if (!fenrun__reading_text(reading, &place, fenrun__entry_value(entry, FENRUN__AWARD_UNIT),
                              FENRUN__FORM_OF_UNIT)) {
        return;
    }
    const struct fenrun__names units = {draft->units, draft->unit_count, true};
    size_t index = fenrun__names_find(&units, place.text);
    if (index == SIZE_MAX) {
        if (!award_is_unit(entry, &place)) return;
        index = draft->unit_count;
        draft->units[draft->unit_count++] = place.text;
    }
    entry->row->unit = (uint32_t)index;
}

/* The keys that need nothing but themselves. */
static void award_read_singles(struct fenrun__entry *entry) {
    struct fenrun__reading *reading = entry->reading;
    if (fenrun__entry_has(entry, FENRUN__AWARD_UNIT)) award_read_unit(entry);
    if (fenrun__entry_has(entry, FENRUN__AWARD_HOLD)) {
        struct fenrun__place place = fenrun__entry_place(entry, FENRUN__AWARD_HOLD);
        if (fenrun__reading_text(reading, &place, fenrun__entry_value(entry, FENRUN__AWARD_HOLD),
                                 FENRUN__FORM_OF_HOLD)) {
            (void)fenrun__expression_duration(&entry->row->hold, &entry->scope, &place,
                                              place.text,
                                              fenrun__form_allowed(FENRUN__FORM_OF_HOLD));
        }
    }
    if (fenrun__entry_has(entry, FENRUN__AWARD_ROUNDING)) {
        struct fenrun__place place = fenrun__entry_place(entry, FENRUN__AWARD_ROUNDING);
        size_t index = fenrun__reading_word(reading, &place,
                                            fenrun__entry_value(entry, FENRUN__AWARD_ROUNDING),
                                            FENRUN__FORM_OF_ROUNDING, "rounding");
        if (index != SIZE_MAX) entry->row->rounding = (uint8_t)index;
    }
}

/* What a payout run can take for granted of an award. */
static void award_settle(struct fenrun__entry *entry) {
    const struct fenrun__draft *draft = entry->reading->draft;
    struct fenrun__plan_award *row = entry->row;
    if (draft->failed || entry->reading->diagnostics->count > 0) return;
    if (fenrun__payment_looks_at_payee(draft, row)) row->looks_at_payee = 1;
    row->plain = row->form == FENRUN__FORM_SINGLE && entry->kind != FENRUN__ENTRY_CLOSE &&
                 row->cap == FENRUN__NOWHERE && row->funder == FENRUN__NOWHERE &&
                 draft->triggers[row->trigger].budget == FENRUN__NOWHERE;
}

static void award_read(struct fenrun__reading *reading, const struct fenrun__place *awards,
                       uint32_t key) {
    struct fenrun__draft *draft = reading->draft;
    struct fenrun__entry entry = {.reading = reading,
                                  .place = fenrun__reading_place(reading, awards, key),
                                  .row = &draft->awards[draft->award_count],
                                  .award = draft->award_count};
    struct fenrun__plan_selection selection = {.rank = FENRUN__NOWHERE};
    draft->award_names[draft->award_count++] = fenrun__document_text(reading->document, key);
    entry.row->line = fenrun__document_node(reading->document, key)->line;
    entry.row->rounding = (uint8_t)draft->version.rounding;
    entry.row->cap = FENRUN__NOWHERE;
    entry.row->funder = FENRUN__NOWHERE;
    entry.row->special = FENRUN__NOWHERE;
    entry.row->selection = FENRUN__NOWHERE;

    struct fenrun__place at_key = fenrun__reading_key(reading, awards, key);
    (void)fenrun__reading_name(reading, &at_key, entry.place.name);
    if (!fenrun__reading_map(reading, &entry.place, fenrun__reading_value(reading, key),
                             FENRUN__FORM_OF_AWARD, entry.found)) {
        return;
    }
    award_read_event(&entry);
    award_check_keys(&entry);
    if (fenrun__entry_has(&entry, FENRUN__AWARD_TO)) award_read_path(&entry);
    award_read_tests(&entry, &selection);
    if (fenrun__entry_has(&entry, FENRUN__AWARD_SPLIT)) {
        fenrun__distribution_read(&entry);
    } else if (fenrun__entry_has(&entry, FENRUN__AWARD_POOL)) {
        fenrun__pool_read(&entry);
    } else {
        fenrun__payment_read(&entry);
    }
    award_read_singles(&entry);
    fenrun__cap_read(&entry);
    fenrun__cap_read_funder(&entry);
    award_read_selection(&entry, &selection);
    award_settle(&entry);
}

void fenrun__award_read_all(struct fenrun__reading *reading, const struct fenrun__place *root,
                            uint32_t key) {
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    uint32_t map = fenrun__reading_value(reading, key);
    if (!fenrun__reading_is(reading, &place, map, FENRUN__NODE_MAP,
                            fenrun__form_allowed(FENRUN__FORM_OF_AWARDS))) {
        return;
    }
    for (uint32_t award = fenrun__reading_first(reading, map); award != FENRUN__NODE_ABSENT;
         award = fenrun__reading_next(reading, award)) {
        if (reading->draft->award_count == FENRUN_AWARDS_MAX) {
            struct fenrun__place at_key = fenrun__reading_key(reading, &place, award);
            fenrun__diagnostics_note(reading->diagnostics, &at_key, fenrun__part_all(),
                                     "more than the %u awards that a rule set may have",
                                     (uint32_t)FENRUN_AWARDS_MAX);
            return;
        }
        award_read(reading, &place, award);
    }
}
