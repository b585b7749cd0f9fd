/* Shape: names first, because ranges and budgets refer to them. */
#include "rules/shape.h"

#include "rules/cap.h"

const char *const fenrun__shape_reserved[] = {
    "at",     "event",    "order", "member",   "inviter",    "leader", "tier",   "payee",
    "refund", "platform", "join",  "newcomer", "close",      "move",   "period", "promotion",
    "sales",  "orders",   "by",    "invites",  "members",    "settle", "expect", "replayed",
    "error",  "pays",     "tiers", "leaders",  "promotions", "labels", "totals", "by_award",
    "none",   "id",       "available", NULL};

/* Read a list of names; what it says of them. */
static struct fenrun__names shape_read_names(struct fenrun__reading *reading,
                                             const struct fenrun__place *shape, uint32_t key,
                                             enum fenrun__form_of form, struct fenrun__text *names,
                                             uint32_t *count) {
    if (key == FENRUN__NODE_ABSENT) return (struct fenrun__names){names, 0, true};
    struct fenrun__place place = fenrun__reading_place(reading, shape, key);
    const struct fenrun__written *written = fenrun__form(form);
    bool known = fenrun__reading_names(reading, &place, fenrun__reading_value(reading, key),
                                       fenrun__shape_reserved, written->allowed, names,
                                       written->count_max, count);
    return (struct fenrun__names){names, *count, known};
}

/* Note each of `names` that is one of `others` as well. */
static void shape_refuse_same(struct fenrun__reading *reading, const struct fenrun__place *shape,
                              uint32_t key, const struct fenrun__names *names,
                              const struct fenrun__names *others, const char *what) {
    if (key == FENRUN__NODE_ABSENT) return;
    struct fenrun__place place = fenrun__reading_place(reading, shape, key);
    for (size_t i = 0; i < names->count; i++) {
        if (fenrun__names_find(others, names->items[i]) == SIZE_MAX) continue;
        struct fenrun__quote quote;
        fenrun__diagnostics_note(reading->diagnostics, &place, fenrun__part_all(),
                                 "%s is %s as well; allowed: different names",
                                 fenrun__quote(&quote, names->items[i]), what);
    }
}

/* The figure that a key of `require` names; FENRUN__NOWHERE if none. */
static uint32_t shape_figure(struct fenrun__reading *reading, const struct fenrun__place *require,
                             uint32_t key, const struct fenrun__reading_shape *shape) {
    struct fenrun__text name = fenrun__document_text(reading->document, key);
    struct fenrun__text both[FENRUN__FIGURES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < shape->amounts.count; i++) both[count++] = shape->amounts.items[i];
    for (size_t i = 0; i < shape->counts.count; i++) both[count++] = shape->counts.items[i];
    const struct fenrun__names known = {both, count, true};
    size_t index = fenrun__names_find(&known, name);
    if (index == SIZE_MAX && shape->amounts.known && shape->counts.known) {
        struct fenrun__place at_key = fenrun__reading_key(reading, require, key);
        fenrun__diagnostics_note_unknown(reading->diagnostics, &at_key, name,
                                         shape->counts.count > 0 ? "amount or count" : "amount",
                                         &known);
    }
    if (index == SIZE_MAX) return FENRUN__NOWHERE;
    if (index < shape->amounts.count) return (uint32_t)index;
    return (uint32_t)(index - shape->amounts.count) + FENRUN__FIGURE_COUNT0;
}

static void shape_read_requirements(struct fenrun__reading *reading,
                                    const struct fenrun__place *parent, uint32_t require,
                                    const struct fenrun__scope *scope, uint32_t index) {
    struct fenrun__draft *draft = reading->draft;
    struct fenrun__plan_trigger *trigger = &draft->triggers[index];
    struct fenrun__place place = fenrun__reading_place(reading, parent, require);
    uint32_t map = fenrun__reading_value(reading, require);
    trigger->requirement_first = fenrun__draft_count(draft, FENRUN__TABLE_REQUIREMENTS);
    if (!fenrun__reading_is(reading, &place, map, FENRUN__NODE_MAP,
                            fenrun__form_allowed(FENRUN__FORM_OF_REQUIRE))) {
        return;
    }
    for (uint32_t key = fenrun__reading_first(reading, map); key != FENRUN__NODE_ABSENT;
         key = fenrun__reading_next(reading, key)) {
        struct fenrun__place at = fenrun__reading_place(reading, &place, key);
        struct fenrun__plan_requirement requirement = {
            .figure = shape_figure(reading, &place, key, &reading->shapes[index]),
            .line = fenrun__document_node(reading->document, key)->line};
        if (!fenrun__reading_is(reading, &at, fenrun__reading_value(reading, key),
                                FENRUN__NODE_TEXT, "a range as 5%..40% of price") ||
            !fenrun__expression_range(&requirement, scope, &at) ||
            requirement.figure == FENRUN__NOWHERE) {
            continue;
        }
        if (requirement.base == requirement.figure) {
            fenrun__diagnostics_note(reading->diagnostics, &at, fenrun__part_all(),
                                     "a share of the amount itself; allowed: one of another");
        }
        fenrun__draft_add(draft, FENRUN__TABLE_REQUIREMENTS, &requirement, 1);
        trigger->requirement_count++;
    }
}

/* Read what the keys of a shape say: found[] is by enum fenrun__shape_key. */
static void shape_read(struct fenrun__reading *reading, const struct fenrun__place *place,
                       const uint32_t *found, uint32_t index) {
    struct fenrun__draft_shape *draft = &reading->draft->shapes[index];
    struct fenrun__reading_shape *shape = &reading->shapes[index];
    if (index != FENRUN__SHAPE_JOIN) {
        shape->roles = shape_read_names(reading, place, found[FENRUN__SHAPE_ROLES],
                                        FENRUN__FORM_OF_ROLES, draft->roles, &draft->role_count);
        shape->roles.known &= found[FENRUN__SHAPE_ROLES] != FENRUN__NODE_ABSENT;
    }
    shape->amounts = shape_read_names(reading, place, found[FENRUN__SHAPE_AMOUNTS],
                                      FENRUN__FORM_OF_AMOUNTS, draft->amounts,
                                      &draft->amount_count);
    if (index == FENRUN__SHAPE_ORDER) {
        shape->amounts.known &= found[FENRUN__SHAPE_AMOUNTS] != FENRUN__NODE_ABSENT;
    }
    shape->counts = shape_read_names(reading, place, found[FENRUN__SHAPE_COUNTS],
                                     FENRUN__FORM_OF_COUNTS, draft->counts, &draft->count_count);
    shape_refuse_same(reading, place, found[FENRUN__SHAPE_AMOUNTS], &shape->amounts,
                      &shape->roles, "a role");
    shape_refuse_same(reading, place, found[FENRUN__SHAPE_COUNTS], &shape->counts, &shape->roles,
                      "a role");
    shape_refuse_same(reading, place, found[FENRUN__SHAPE_COUNTS], &shape->counts,
                      &shape->amounts, "an amount");

    struct fenrun__scope scope = reading->scope;
    scope.roles = shape->roles;
    scope.amounts = shape->amounts;
    scope.counts = shape->counts;
    if (found[FENRUN__SHAPE_REQUIRE] != FENRUN__NODE_ABSENT) {
        shape_read_requirements(reading, place, found[FENRUN__SHAPE_REQUIRE], &scope, index);
    }
    if (found[FENRUN__SHAPE_BUDGET] != FENRUN__NODE_ABSENT) {
        reading->draft->triggers[index].budget =
            fenrun__cap_read_budget(reading, &scope, place, found[FENRUN__SHAPE_BUDGET]);
    }
}

void fenrun__shape_read_order(struct fenrun__reading *reading, const struct fenrun__place *root,
                              uint32_t key) {
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    uint32_t found[FENRUN__SHAPE_KEYS];
    if (fenrun__reading_map(reading, &place, fenrun__reading_value(reading, key),
                            FENRUN__FORM_OF_ORDER, found)) {
        shape_read(reading, &place, found, FENRUN__SHAPE_ORDER);
    }
}

/* What measures call own_X must be one thing: no number of a join is named as one of an order. */
static void shape_compare_join(struct fenrun__reading *reading, const struct fenrun__place *place,
                               const uint32_t *found) {
    const struct fenrun__reading_shape *order = &reading->shapes[FENRUN__SHAPE_ORDER];
    const struct fenrun__reading_shape *join = &reading->shapes[FENRUN__SHAPE_JOIN];
    const struct fenrun__names *const mine[] = {&join->amounts, &join->counts};
    const uint32_t keys[] = {found[FENRUN__SHAPE_AMOUNTS], found[FENRUN__SHAPE_COUNTS]};
    for (size_t i = 0; i < 2; i++) {
        shape_refuse_same(reading, place, keys[i], mine[i], &order->amounts,
                          "an amount of orders");
        shape_refuse_same(reading, place, keys[i], mine[i], &order->counts, "a count of orders");
    }
}

void fenrun__shape_read_join(struct fenrun__reading *reading, const struct fenrun__place *root,
                             uint32_t key) {
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    uint32_t found[FENRUN__SHAPE_KEYS] = {FENRUN__NODE_ABSENT};
    if (fenrun__reading_map(reading, &place, fenrun__reading_value(reading, key),
                            FENRUN__FORM_OF_JOIN, found + 1)) {
        shape_read(reading, &place, found, FENRUN__SHAPE_JOIN);
        shape_compare_join(reading, &place, found);
    } else {
        reading->shapes[FENRUN__SHAPE_JOIN].amounts.known = false;
        reading->shapes[FENRUN__SHAPE_JOIN].counts.known = false;
    }
}

/* Is the name of an own event right and none of a period? */
static void shape_check_event(struct fenrun__reading *reading, const struct fenrun__place *events,
                              uint32_t key) {
    struct fenrun__text name = fenrun__document_text(reading->document, key);
    struct fenrun__place place = fenrun__reading_key(reading, events, key);
    struct fenrun__quote quote;
    if (!fenrun__reading_name(reading, &place, name)) return;
    fenrun__reading_refuse(reading, &place, name, fenrun__shape_reserved);
    if (fenrun__names_find(&reading->scope.periods, name) == SIZE_MAX) return;
    fenrun__diagnostics_note(reading->diagnostics, &place, fenrun__part_all(),
                             "%s is a period as well; allowed: different names",
                             fenrun__quote(&quote, name));
}

void fenrun__shape_read_events(struct fenrun__reading *reading, const struct fenrun__place *root,
                               uint32_t key) {
    struct fenrun__draft *draft = reading->draft;
    struct fenrun__place place = fenrun__reading_place(reading, root, key);
    uint32_t map = fenrun__reading_value(reading, key);
    reading->events = (struct fenrun__names){draft->events, 0, false};
    if (!fenrun__reading_is(reading, &place, map, FENRUN__NODE_MAP,
                            fenrun__form_allowed(FENRUN__FORM_OF_OWN_EVENTS))) {
        return;
    }
    for (uint32_t event = fenrun__reading_first(reading, map); event != FENRUN__NODE_ABSENT;
         event = fenrun__reading_next(reading, event)) {
        if (draft->event_count == FENRUN_EVENTS_MAX) {
            struct fenrun__place at_key = fenrun__reading_key(reading, &place, event);
            fenrun__diagnostics_note(reading->diagnostics, &at_key, fenrun__part_all(),
                                     "more than the %u events that a rule set may have",
                                     (uint32_t)FENRUN_EVENTS_MAX);
            return;
        }
        struct fenrun__place at = fenrun__reading_place(reading, &place, event);
        uint32_t index = FENRUN__SHAPE_OWN + draft->event_count;
        uint32_t found[FENRUN__SHAPE_KEYS];
        draft->events[draft->event_count++] = fenrun__document_text(reading->document, event);
        shape_check_event(reading, &place, event);
        if (fenrun__reading_map(reading, &at, fenrun__reading_value(reading, event),
                                FENRUN__FORM_OF_OWN_EVENT, found)) {
            shape_read(reading, &at, found, index);
        }
    }
    reading->events = (struct fenrun__names){draft->events, draft->event_count, true};
}
