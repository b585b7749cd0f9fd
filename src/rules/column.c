/*
 * Column: the measure is cut at its words; its name is a scope and what is summed, joined by '_'.
 *
 *     "team_sales of gold+ in 90 days"  ─►  "team_" "sales"   of "gold+"   in "90 days"
 */
#include "rules/column.h"

#include <string.h>

/* A scope, '_', and the name of an amount. */
#define COLUMN_NAME_SIZE (16u + FENRUN__NAME_SIZE_MAX)

#define COLUMN_WINDOW_ALLOWED "a period, or days or hours as 90 days"

/* The amounts and counts that a measure may add up. */
enum { COLUMN_ORDER_AMOUNTS, COLUMN_ORDER_COUNTS, COLUMN_JOIN_AMOUNTS, COLUMN_JOIN_COUNTS };
#define COLUMN_LISTS 4u

static const struct fenrun__text column_everybody = {"all_", 4};
static const struct fenrun__text column_scopes[] = {[FENRUN__SCOPE_OWN] = {"own_", 4},
                                                    [FENRUN__SCOPE_DIRECT] = {"direct_", 7},
                                                    [FENRUN__SCOPE_TEAM] = {"team_", 5},
                                                    [FENRUN__SCOPE_DOWNLINE] = {"downline_", 9}};
#define COLUMN_SCOPES (sizeof column_scopes / sizeof column_scopes[0])

static const struct fenrun__names *column_list(const struct fenrun__reading *reading,
                                               uint32_t list) {
    const struct fenrun__reading_shape *order = &reading->shapes[FENRUN__SHAPE_ORDER];
    const struct fenrun__reading_shape *join = &reading->shapes[FENRUN__SHAPE_JOIN];
    switch (list) {
    case COLUMN_ORDER_AMOUNTS: return &order->amounts;
    case COLUMN_ORDER_COUNTS: return &order->counts;
    case COLUMN_JOIN_AMOUNTS: return &join->amounts;
    default: return &join->counts;
    }
}

/* Whoever counts heads: direct_invites, team_members, downline_members. */
static const char *column_heads(uint8_t scope) {
    if (scope == FENRUN__SCOPE_OWN) return NULL;
    return scope == FENRUN__SCOPE_DIRECT ? "invites" : "members";
}

/* Take `start` off the front of `text`. */
static bool column_take(struct fenrun__text *text, struct fenrun__text start) {
    if (text->size < start.size || memcmp(text->bytes, start.bytes, start.size) != 0) return false;
    text->bytes += start.size;
    text->size -= start.size;
    return true;
}

/* The measure that a name was most likely meant to be. */
struct column_guess {
    struct fenrun__text name;
    size_t distance;
    char text[COLUMN_NAME_SIZE];
};

static void column_guess(struct column_guess *guess, struct fenrun__text scope,
                         struct fenrun__text what) {
    char room[COLUMN_NAME_SIZE];
    if (scope.size + what.size >= sizeof room) return;
    memcpy(room, scope.bytes, scope.size);
    if (what.size > 0) memcpy(room + scope.size, what.bytes, what.size);
    size_t distance =
        fenrun__text_distance(guess->name, (struct fenrun__text){room, scope.size + what.size});
    size_t most = guess->name.size / 3 > 0 ? guess->name.size / 3 : 1;
    if (distance > most || distance >= guess->distance) return;
    memcpy(guess->text, room, scope.size + what.size);
    guess->text[scope.size + what.size] = '\0';
    guess->distance = distance;
}

/* What it may be with each scope, and of everybody, as far as these are allowed. */
static void column_guess_all(struct column_guess *guess, enum fenrun__column_of of,
                             struct fenrun__text what) {
    if (of != FENRUN__COLUMN_OF_MEMBER) column_guess(guess, column_everybody, what);
    for (size_t i = 0; of != FENRUN__COLUMN_OF_EVERYBODY && i < COLUMN_SCOPES; i++) {
        column_guess(guess, column_scopes[i], what);
    }
}

/* Heads: direct_members is direct_invites, however far apart these words are. */
static void column_guess_heads(struct column_guess *guess, uint8_t scope) {
    struct fenrun__text what = guess->name;
    if (!column_heads(scope)) return;
    column_guess(guess, column_scopes[scope], fenrun__text_from(column_heads(scope)));
    if (!column_take(&what, column_scopes[scope]) ||
        !(fenrun__text_is(what, "members") || fenrun__text_is(what, "invites"))) {
        return;
    }
    struct fenrun__writer writer;
    fenrun__writer_init_fixed(&writer, guess->text, sizeof guess->text);
    fenrun__writer_format(&writer, "%T%s", column_scopes[scope], column_heads(scope));
    guess->distance = 0;
}

/* Note that a measure needs a key of the rule set, if that is not there. */
static void column_need(struct fenrun__reading *reading, const struct fenrun__place *place,
                        struct fenrun__text name, const char *key, bool *has_key) {
    char text[COLUMN_NAME_SIZE];
    struct fenrun__writer writer;
    fenrun__writer_init_fixed(&writer, text, sizeof text);
    fenrun__writer_format(&writer, "%T", name);
    fenrun__reading_need(reading, place, name, text, key, has_key);
}

/* Note a name that is no measure; in silence if it may be one of a list that is wrong itself. */
static void column_note_unknown(struct fenrun__reading *reading, const struct fenrun__place *place,
                                struct fenrun__text name, enum fenrun__column_of of) {
    static const char *const names[] = {"sales", "orders"};
    static const char *const allowed[] = {
        [FENRUN__COLUMN_OF_MEMBER] = "direct_invites, team_members, downline_members, or own_, "
                                     "direct_, team_ or downline_ before one of ",
        [FENRUN__COLUMN_OF_ANY] = "direct_invites, team_members, downline_members, or own_, "
                                  "direct_, team_, downline_ or all_ before one of ",
        [FENRUN__COLUMN_OF_EVERYBODY] = "all_ before one of "};
    struct column_guess guess = {.name = name, .distance = SIZE_MAX};
    char others[FENRUN_MESSAGE_SIZE];
    struct fenrun__writer writer;
    struct fenrun__quote quote;
    fenrun__writer_init_fixed(&writer, others, sizeof others);
    others[0] = '\0';
    for (uint32_t list = 0; list < COLUMN_LISTS; list++) {
        const struct fenrun__names *known = column_list(reading, list);
        if (!known->known) {
            /* An order that is not there, or is wrong, may be meant to bring it. */
            column_need(reading, place, name, "order", &reading->has_order);
            return;
        }
        for (size_t i = list == COLUMN_ORDER_AMOUNTS ? 1 : 0; i < known->count; i++) {
            fenrun__writer_format(&writer, ", %T", known->items[i]);
            column_guess_all(&guess, of, known->items[i]);
        }
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        column_guess_all(&guess, of, fenrun__text_from(names[i]));
    }
    for (uint8_t scope = 0; of != FENRUN__COLUMN_OF_EVERYBODY && scope < COLUMN_SCOPES; scope++) {
        column_guess_heads(&guess, scope);
    }
    bool near = guess.distance != SIZE_MAX;
    fenrun__diagnostics_note(reading->diagnostics, place, name,
                             "unknown measure %s%s%s%s; allowed: %ssales, orders%s",
                             fenrun__quote(&quote, name), near ? " (did you mean '" : "",
                             near ? guess.text : "", near ? "'?)" : "", allowed[of], others);
}

/* What stands behind the scope: heads, orders, or an amount or count. */
static bool column_read_what(const struct fenrun__reading *reading, struct fenrun__text what,
                             bool everybody, struct fenrun__plan_column *row) {
    static const struct {
        uint8_t what;
        uint8_t figure;
    } lists[COLUMN_LISTS] = {[COLUMN_ORDER_AMOUNTS] = {FENRUN__WHAT_FIGURE, 0},
                             [COLUMN_ORDER_COUNTS] = {FENRUN__WHAT_FIGURE, FENRUN__FIGURE_COUNT0},
                             [COLUMN_JOIN_AMOUNTS] = {FENRUN__WHAT_JOIN_FIGURE, 0},
                             [COLUMN_JOIN_COUNTS] = {FENRUN__WHAT_JOIN_FIGURE,
                                                     FENRUN__FIGURE_COUNT0}};
    const char *heads = everybody ? NULL : column_heads(row->scope);
    row->figure = 0;
    row->what = FENRUN__WHAT_MEMBERS;
    if (heads && fenrun__text_is(what, heads)) return true;
    row->what = FENRUN__WHAT_ORDERS;
    if (fenrun__text_is(what, "orders")) return true;
    row->what = FENRUN__WHAT_FIGURE;
    if (fenrun__text_is(what, "sales")) return true;
    for (uint32_t list = 0; list < COLUMN_LISTS; list++) {
        size_t index = fenrun__names_find(column_list(reading, list), what);
        if (index == SIZE_MAX) continue;
        row->what = lists[list].what;
        row->figure = (uint8_t)(lists[list].figure + index);
        return true;
    }
    return false;
}

/* Note the sections that a measure needs and the rule set has not. */
static void column_need_sections(struct fenrun__reading *reading,
                                 const struct fenrun__place *place, struct fenrun__text name,
                                 const struct fenrun__plan_column *row) {
    if (row->what == FENRUN__WHAT_FIGURE || row->what == FENRUN__WHAT_ORDERS) {
        column_need(reading, place, name, "order", &reading->has_order);
    }
    if (row->scope == FENRUN__SCOPE_TEAM) {
        column_need(reading, place, name, "team_leaders", &reading->has_team_leaders);
    }
}

/* "team_sales": scope, what and figure. */
static bool column_read_name(struct fenrun__reading *reading, const struct fenrun__place *place,
                             struct fenrun__text name, enum fenrun__column_of of,
                             struct fenrun__plan_column *row, bool *everybody) {
    struct fenrun__text what = name;
    struct fenrun__quote quote;
    bool found = false;
    *everybody = column_take(&what, column_everybody);
    row->scope = FENRUN__SCOPE_OWN;
    for (uint8_t scope = 0; !*everybody && !found && scope < COLUMN_SCOPES; scope++) {
        row->scope = scope;
        found = column_take(&what, column_scopes[scope]);
    }
    if (!*everybody && !found) {
        column_note_unknown(reading, place, name, of);
        return false;
    }
    if (!column_read_what(reading, what, *everybody, row)) {
        column_note_unknown(reading, place, name, of);
        return false;
    }
    if (row->what == FENRUN__WHAT_FIGURE && row->figure == 0 && !fenrun__text_is(what, "sales")) {
        fenrun__diagnostics_note(reading->diagnostics, place, name,
                                 "the first amount of orders is called sales, not %s; allowed: "
                                 "%.*ssales",
                                 fenrun__quote(&quote, name), (int)(name.size - what.size),
                                 name.bytes);
        return false;
    }
    if (*everybody && of == FENRUN__COLUMN_OF_MEMBER) {
        fenrun__diagnostics_note(reading->diagnostics, place, name,
                                 "%s is of everybody; allowed: a measure of one member as own_%T",
                                 fenrun__quote(&quote, name), what);
        return false;
    }
    column_need_sections(reading, place, name, row);
    return true;
}

/* The window of so many seconds, found or added; FENRUN__NOWHERE if there are too many. */
static uint32_t column_window(struct fenrun__reading *reading, const struct fenrun__place *place,
                              struct fenrun__text text, int64_t seconds) {
    struct fenrun__draft *draft = reading->draft;
    for (uint32_t i = 0; i < draft->window_count; i++) {
        if (draft->windows[i] == seconds) return i;
    }
    if (draft->window_count == FENRUN__WINDOWS_MAX) {
        fenrun__diagnostics_note(reading->diagnostics, place, text,
                                 "more than the %u different windows of days or hours that a rule "
                                 "set may have",
                                 FENRUN__WINDOWS_MAX);
        return FENRUN__NOWHERE;
    }
    draft->windows[draft->window_count] = seconds;
    return draft->window_count++;
}

/* What stands behind `in`: a period, or a duration. */
static bool column_read_window(struct fenrun__reading *reading, const struct fenrun__place *place,
                               struct fenrun__text text, struct fenrun__plan_column *row) {
    bool number = text.size > 0 && text.bytes[0] >= '0' && text.bytes[0] <= '9';
    if (number) {
        int64_t seconds;
        if (!fenrun__expression_duration(&seconds, &reading->scope, place, text,
                                         COLUMN_WINDOW_ALLOWED)) {
            return false;
        }
        row->window_kind = FENRUN__WINDOW_ROLLING;
        row->window = column_window(reading, place, text, seconds);
        return row->window != FENRUN__NOWHERE;
    }
    row->window_kind = FENRUN__WINDOW_PERIOD;
    if (text.size > 0) {
        row->window = fenrun__reading_period(reading, place, text);
        return row->window != FENRUN__NOWHERE;
    }
    fenrun__diagnostics_note(reading->diagnostics, place, fenrun__part_all(),
                             "'in' is not followed by a window; allowed: " COLUMN_WINDOW_ALLOWED);
    return false;
}

/* The column, found or added; FENRUN__NOWHERE if there are too many. */
static uint32_t column_add(struct fenrun__reading *reading, const struct fenrun__place *place,
                           struct fenrun__text text, struct fenrun__plan_column row) {
    struct fenrun__draft *draft = reading->draft;
    bool own = row.scope == FENRUN__SCOPE_OWN || row.scope == FENRUN__SCOPE_PAID;
    for (uint32_t i = 0; i < draft->column_count; i++) {
        if (own) row.basis = i;
        if (memcmp(&draft->columns[i], &row, sizeof row) == 0) return i;
    }
    if (draft->column_count == FENRUN__COLUMNS_MAX) {
        fenrun__diagnostics_note(reading->diagnostics, place, text,
                                 "more than the %u measures that a rule set may have, with the own "
                                 "one that each sum is of",
                                 FENRUN__COLUMNS_MAX);
        return FENRUN__NOWHERE;
    }
    if (own) row.basis = draft->column_count;
    draft->columns[draft->column_count] = row;
    return draft->column_count++;
}

/* The column and, before it, the own column that it sums. */
static uint32_t column_add_whole(struct fenrun__reading *reading,
                                 const struct fenrun__place *place, struct fenrun__text text,
                                 struct fenrun__plan_column row) {
    if (row.what == FENRUN__WHAT_MEMBERS && row.window_kind != FENRUN__WINDOW_EVER) {
        row.what = FENRUN__WHAT_JOINS;
    }
    row.basis = FENRUN__NOWHERE;
    if (row.scope != FENRUN__SCOPE_OWN && row.what != FENRUN__WHAT_MEMBERS) {
        struct fenrun__plan_column basis = row;
        basis.scope = FENRUN__SCOPE_OWN;
        basis.tiers = UINT64_MAX;
        row.basis = column_add(reading, place, text, basis);
        if (row.basis == FENRUN__NOWHERE) return FENRUN__NOWHERE;
    }
    return column_add(reading, place, text, row);
}

/* "of gold+", if it stands there: who contributes. Then `word` is the next one. */
static bool column_read_tiers(struct fenrun__reading *reading, const struct fenrun__place *place,
                              struct fenrun__text *word, struct fenrun__text *rest,
                              struct fenrun__plan_column *row) {
    row->tiers = UINT64_MAX;
    if (!fenrun__text_is(*word, "of")) return true;
    struct fenrun__text of = *word;
    struct fenrun__text tiers = fenrun__text_word(rest);
    *word = fenrun__text_word(rest);
    if (row->scope == FENRUN__SCOPE_OWN) {
        fenrun__diagnostics_note(reading->diagnostics, place, of,
                                 "'of' says whose figures a sum takes; allowed: with direct_, "
                                 "team_ "
                                 "and downline_ only");
        return false;
    }
    if (tiers.size == 0) {
        fenrun__diagnostics_note(reading->diagnostics, place, fenrun__part_all(),
                                 "'of' is not followed by tiers; allowed: tiers as gold or gold+");
        return false;
    }
    if (!fenrun__expression_tiers(&row->tiers, NULL, &reading->scope, place, tiers)) return false;
    uint64_t all = UINT64_MAX >> (FENRUN_TIERS_MAX - reading->scope.tiers.count);
    if (row->tiers == all) row->tiers = UINT64_MAX;
    return true;
}

bool fenrun__column_read(struct fenrun__reading *reading, const struct fenrun__place *place,
                         struct fenrun__text text, enum fenrun__column_of of, uint32_t *column,
                         bool *everybody) {
    struct fenrun__plan_column row;
    bool of_everybody;
    struct fenrun__text rest = fenrun__text_trim(text);
    text = rest;
    memset(&row, 0, sizeof row);
    struct fenrun__text name = fenrun__text_word(&rest);
    bool right =
        column_read_name(reading, place, name, of, &row, &of_everybody);
    if (!right) row.scope = FENRUN__SCOPE_DIRECT; /* so that `of` is read, not refused as well */
    struct fenrun__text word = fenrun__text_word(&rest);
    right = column_read_tiers(reading, place, &word, &rest, &row) && right;
    if (fenrun__text_is(word, "in")) {
        right = column_read_window(reading, place, fenrun__text_trim(rest), &row) && right;
    } else if (word.size > 0) {
        fenrun__expression_note(&reading->scope, place, word, "is not understood",
                                "'of' and tiers, then 'in' and a window");
        right = false;
    }
    if (everybody) *everybody = of_everybody;
    if (!right) return false;
    *column = column_add_whole(reading, place, text, row);
    return *column != FENRUN__NOWHERE;
}

uint32_t fenrun__column_paid(struct fenrun__reading *reading, const struct fenrun__place *place,
                             uint32_t award, uint32_t period) {
    struct fenrun__plan_column row;
    memset(&row, 0, sizeof row);
    row.tiers = UINT64_MAX;
    row.scope = FENRUN__SCOPE_PAID;
    row.what = FENRUN__WHAT_PAID;
    row.window_kind = FENRUN__WINDOW_PERIOD;
    row.window = period;
    row.name = award;
    return column_add(reading, place, fenrun__part_all(), row);
}
