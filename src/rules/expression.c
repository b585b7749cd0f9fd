/*
 * Expression: each form is cut at its signs (%, .., .) and words, then its parts are read.
 *
 *     "5% .. 40 % of price"  ─►  "5"  "40"  "of price"  ─►  50,000,000  400,000,000  amount 0
 *
 * A part that is wrong does not hide the next: "112% of proft" is two mistakes.
 */
#include "rules/expression.h"

#include <string.h>

#include "money/amount.h"
#include "rules/form.h"

#define EXPRESSION_PERCENT_DECIMALS 7u /* FENRUN__RATE_DECIMALS less the two of the per cent */
#define EXPRESSION_DECIMALS_MAX 4u     /* of any currency */
#define EXPRESSION_HOURS_MAX 87840     /* ten years, of which some are leap years */

static const char expression_count_range[] = "LOW..HIGH as 3..20, or LOW.. as 3..";

void fenrun__expression_note(const struct fenrun__scope *scope, const struct fenrun__place *place,
                             struct fenrun__text part, const char *problem, const char *allowed) {
    struct fenrun__quote quote;
    fenrun__diagnostics_note(scope->diagnostics, place, part, "%s %s; allowed: %s",
                             fenrun__quote(&quote, part), problem, allowed);
}

bool fenrun__expression_cut(struct fenrun__text text, const char *sign,
                            struct fenrun__text *before, struct fenrun__text *after) {
    size_t size = strlen(sign);
    for (size_t i = 0; i + size <= text.size; i++) {
        if (memcmp(text.bytes + i, sign, size) != 0) continue;
        *before = fenrun__text_trim((struct fenrun__text){text.bytes, i});
        *after = (struct fenrun__text){text.bytes + i + size, text.size - i - size};
        return true;
    }
    return false;
}

/* Digits, with or without a point between two of them: how many stand behind it? */
static bool expression_is_decimal(struct fenrun__text text, size_t *decimals) {
    size_t point = text.size;
    for (size_t i = 0; i < text.size; i++) {
        bool digit = text.bytes[i] >= '0' && text.bytes[i] <= '9';
        if (!digit && (text.bytes[i] != '.' || point < text.size)) return false;
        if (!digit) point = i;
    }
    *decimals = point < text.size ? text.size - point - 1 : 0;
    return text.size > 0 && point > 0 && point + 1 != text.size;
}

bool fenrun__expression_rate(int64_t *out, const struct fenrun__scope *scope,
                             const struct fenrun__place *place, struct fenrun__text number) {
    size_t decimals;
    struct fenrun__quote quote;
    if (number.size == 0 || !expression_is_decimal(number, &decimals)) {
        fenrun__expression_note(scope, place, number, "is not a number of percent", "one as 12.5");
        return false;
    }
    if (decimals > EXPRESSION_PERCENT_DECIMALS) {
        fenrun__diagnostics_note(scope->diagnostics, place, number,
                                 "%s has more decimals than the %u that a percentage may have",
                                 fenrun__quote(&quote, number), EXPRESSION_PERCENT_DECIMALS);
        return false;
    }
    if (fenrun__amount_parse(out, number.bytes, number.size, EXPRESSION_PERCENT_DECIMALS, NULL) !=
        FENRUN_OK) {
        fenrun__diagnostics_note(scope->diagnostics, place, number, "%s %% is too much",
                                 fenrun__quote(&quote, number));
        return false;
    }
    return true;
}

bool fenrun__expression_money(int64_t *out, const struct fenrun__scope *scope,
                              const struct fenrun__place *place, struct fenrun__text number,
                              const char *allowed) {
    size_t decimals;
    struct fenrun__quote quote;
    if (!expression_is_decimal(number, &decimals)) {
        bool grouped = memchr(number.bytes, ',', number.size) != NULL;
        fenrun__expression_note(scope, place, number,
                                grouped ? "has a comma" : "is not understood",
                                grouped ? "digits and a point, without commas" : allowed);
        return false;
    }
    uint32_t most = scope->decimals < 0 ? EXPRESSION_DECIMALS_MAX : (uint32_t)scope->decimals;
    if (decimals > most && scope->decimals >= 0) {
        fenrun__diagnostics_note(scope->diagnostics, place, number,
                                 "%s has more decimals than the %u of %.*s",
                                 fenrun__quote(&quote, number), most, (int)scope->currency.size,
                                 scope->currency.bytes);
        return false;
    }
    if (decimals > most) return false;
    if (fenrun__amount_parse(out, number.bytes, number.size, most, NULL) != FENRUN_OK) {
        fenrun__diagnostics_note(scope->diagnostics, place, number, "%s is too large an amount",
                                 fenrun__quote(&quote, number));
        return false;
    }
    return true;
}

bool fenrun__expression_share(int64_t *out, const struct fenrun__scope *scope,
                              const struct fenrun__place *place, struct fenrun__text number,
                              bool zero) {
    if (!fenrun__expression_rate(out, scope, place, number)) return false;
    if (*out > FENRUN__RATE_ONE) {
        fenrun__diagnostics_note(scope->diagnostics, place, number, "%.*s %% is above 100 %%",
                                 (int)number.size, number.bytes);
        return false;
    }
    if (*out > 0 || zero) return true;
    fenrun__diagnostics_note(scope->diagnostics, place, number,
                             "%.*s %% pays nothing; leave it out instead", (int)number.size,
                             number.bytes);
    return false;
}

bool fenrun__expression_amount_name(uint32_t *out, const struct fenrun__scope *scope,
                                    const struct fenrun__place *place, struct fenrun__text rest) {
    struct fenrun__diagnostics *diagnostics = scope->diagnostics;
    struct fenrun__quote quote;
    if (scope->amounts.known && scope->amounts.count == 0) {
        fenrun__diagnostics_note(diagnostics, place, fenrun__part_all(),
                                 "a rate, but the event brings no amount that it could be of; "
                                 "allowed: an amount as 20.00");
        return false;
    }
    struct fenrun__text of = fenrun__text_word(&rest);
    if (of.size > 0 && !fenrun__text_is(of, "of")) {
        fenrun__expression_note(scope, place, of, "is not understood",
                                "'of' and an amount of the event");
        return false;
    }
    struct fenrun__text amount = fenrun__text_word(&rest);
    if (amount.size == 0) {
        fenrun__diagnostics_note(diagnostics, place, fenrun__part_all(),
                                 "%s does not say of which amount; allowed: 'of' and an amount of "
                                 "the event",
                                 fenrun__quote(&quote, place->text));
        return false;
    }
    *out = 0;
    if (!scope->amounts.known) return true;
    size_t index = fenrun__names_find(&scope->amounts, amount);
    bool right = index != SIZE_MAX;
    if (!right) {
        fenrun__diagnostics_note_unknown(diagnostics, place, amount, "amount", &scope->amounts);
    }
    rest = fenrun__text_trim(rest);
    if (rest.size > 0) {
        fenrun__expression_note(scope, place, rest, "stands behind the amount", "nothing");
        right = false;
    }
    if (right) *out = (uint32_t)index;
    return right;
}

/* `above(gold)`: the tier. */
static bool expression_above(uint8_t *tier, const struct fenrun__scope *scope,
                             const struct fenrun__place *place, struct fenrun__text piece) {
    struct fenrun__text name = {piece.bytes + strlen("above("), piece.size - strlen("above()")};
    name = fenrun__text_trim(name);
    size_t index = fenrun__names_find(&scope->tiers, name);
    if (index == SIZE_MAX && scope->tiers.known) {
        fenrun__diagnostics_note_unknown(scope->diagnostics, place, name, "tier", &scope->tiers);
    }
    *tier = (uint8_t)index;
    return index != SIZE_MAX || !scope->tiers.known;
}

/* Is it `above(` ... `)`? */
static bool expression_is_above(struct fenrun__text piece) {
    static const char word[] = "above(";
    size_t size = strlen(word);
    return piece.size > size && memcmp(piece.bytes, word, size) == 0 &&
           piece.bytes[piece.size - 1] == ')';
}

static bool expression_step(struct fenrun__path *out, const struct fenrun__scope *scope,
                            const struct fenrun__place *place, struct fenrun__text piece,
                            bool uplines) {
    static const struct fenrun__text words[] = {
        {"inviter", 7}, {"leader", 6}, {"above(TIER)", 11}, {"uplines", 7}};
    static const uint8_t steps[] = {FENRUN__STEP_INVITER, FENRUN__STEP_LEADER, FENRUN__STEP_ABOVE};
    const struct fenrun__names known = {words, uplines ? 4 : 3, true};
    struct fenrun__plan_path *path = &out->path;
    if (path->uplines) {
        fenrun__expression_note(scope, place, piece, "stands behind 'uplines'", "nothing");
        return false;
    }
    bool above = expression_is_above(piece);
    size_t index = above ? 2 : fenrun__names_find(&known, piece);
    if (index == SIZE_MAX || (index == 2 && !above)) {
        fenrun__diagnostics_note_unknown(scope->diagnostics, place, piece, "step", &known);
        return false;
    }
    if (index == 3) {
        path->uplines = 1;
        return true;
    }
    if (path->step_count == FENRUN__STEPS_MAX) {
        fenrun__diagnostics_note(scope->diagnostics, place, piece,
                                 "more steps than the %u that a path may have", FENRUN__STEPS_MAX);
        return false;
    }
    if (steps[index] == FENRUN__STEP_LEADER && !out->leader.bytes) out->leader = piece;
    path->steps[path->step_count++] = steps[index];
    return !above || expression_above(&path->tiers[path->step_count - 1], scope, place, piece);
}

bool fenrun__expression_path(struct fenrun__path *out, const struct fenrun__scope *scope,
                             const struct fenrun__place *place, struct fenrun__text text,
                             bool uplines) {
    memset(out, 0, sizeof *out);
    struct fenrun__text rest = fenrun__text_trim(text);
    bool right = true;
    bool more = true;
    for (bool role = true; more && right; role = false) {
        struct fenrun__text piece = rest;
        const char *dot = memchr(rest.bytes, '.', rest.size);
        more = dot != NULL;
        if (more) {
            piece.size = (size_t)(dot - rest.bytes);
            rest = (struct fenrun__text){dot + 1, rest.size - piece.size - 1};
        }
        if (!role) {
            right = expression_step(out, scope, place, piece, uplines);
            continue;
        }
        size_t index = fenrun__names_find(&scope->roles, piece);
        if (index == SIZE_MAX && scope->roles.known) {
            fenrun__diagnostics_note_unknown(scope->diagnostics, place, piece, "role",
                                             &scope->roles);
            right = false;
        }
        out->path.role = index == SIZE_MAX ? 0 : (uint8_t)index;
    }
    return right;
}

/* Note that a name is no tier, nor a label if these were allowed. */
static void expression_unknown_tier(const struct fenrun__scope *scope,
                                    const struct fenrun__place *place, struct fenrun__text name,
                                    bool labels) {
    struct fenrun__text both[FENRUN_TIERS_MAX + FENRUN_LABELS_MAX];
    size_t count = 0;
    if (!scope->tiers.known || (labels && !scope->labels.known)) return;
    for (size_t i = 0; i < scope->tiers.count; i++) both[count++] = scope->tiers.items[i];
    for (size_t i = 0; labels && i < scope->labels.count; i++) {
        /* A label that is named as a tier is a mistake of its own. */
        if (fenrun__names_find(&scope->tiers, scope->labels.items[i]) != SIZE_MAX) continue;
        both[count++] = scope->labels.items[i];
    }
    const struct fenrun__names known = {both, count, true};
    fenrun__diagnostics_note_unknown(scope->diagnostics, place, name,
                                     count > scope->tiers.count ? "tier or label" : "tier",
                                     &known);
}

bool fenrun__expression_tiers(uint64_t *tiers, uint32_t *labels, const struct fenrun__scope *scope,
                              const struct fenrun__place *place, struct fenrun__text text) {
    struct fenrun__text name = fenrun__text_trim(text);
    bool above = name.size > 0 && name.bytes[name.size - 1] == '+';
    if (above) name.size--;
    size_t index = fenrun__names_find(&scope->tiers, name);
    *tiers = 0;
    if (labels) *labels = 0;
    if (index != SIZE_MAX) {
        uint64_t tier = UINT64_C(1) << index;
        uint64_t all = UINT64_MAX >> (FENRUN_TIERS_MAX - scope->tiers.count);
        *tiers = above ? all & ~(tier - 1) : tier;
        return true;
    }
    size_t label = labels ? fenrun__names_find(&scope->labels, name) : SIZE_MAX;
    if (label == SIZE_MAX) {
        expression_unknown_tier(scope, place, name, labels != NULL);
        return false;
    }
    *labels = UINT32_C(1) << label;
    if (!above) return true;
    struct fenrun__quote quote;
    fenrun__diagnostics_note(scope->diagnostics, place, name,
                             "%s is a label, and no label is above another; allowed: '+' behind a "
                             "tier",
                             fenrun__quote(&quote, name));
    return false;
}

/* The two ends of a range, both with '%' or both without; the high end may be left out. */
static bool expression_ends(struct fenrun__plan_requirement *out,
                            const struct fenrun__scope *scope, const struct fenrun__place *place,
                            struct fenrun__text low, struct fenrun__text high) {
    const char *allowed = fenrun__form_allowed(FENRUN__FORM_OF_RANGE);
    struct fenrun__text number;
    struct fenrun__text high_number;
    struct fenrun__text nothing = {NULL, 0};
    struct fenrun__text rest = high;
    struct fenrun__text word = fenrun__text_word(&rest);
    bool low_rate = fenrun__expression_cut(low, "%", &number, &nothing);
    bool open = word.size == 0 || (low_rate && fenrun__text_is(word, "of"));
    bool high_rate = fenrun__expression_cut(high, "%", &high_number, &rest);
    out->high = INT64_MAX;
    if ((!open && low_rate != high_rate) || nothing.size > 0) {
        fenrun__expression_note(scope, place, fenrun__text_trim(place->text),
                                "is not a range of two rates or of two amounts", allowed);
        return false;
    }
    if (!low_rate) {
        out->base = FENRUN__NOWHERE;
        bool right = fenrun__expression_money(&out->low, scope, place, low, allowed);
        return (open || fenrun__expression_money(&out->high, scope, place,
                                                 fenrun__text_trim(high), allowed)) &&
               right;
    }
    bool right = fenrun__expression_rate(&out->low, scope, place, number);
    if (open) {
        rest = high;
    } else {
        right = fenrun__expression_rate(&out->high, scope, place, high_number) && right;
    }
    return fenrun__expression_amount_name(&out->base, scope, place, rest) && right;
}

/* The ends of a range of whole numbers. */
static bool expression_count_ends(struct fenrun__plan_requirement *out,
                                  const struct fenrun__scope *scope,
                                  const struct fenrun__place *place, struct fenrun__text low,
                                  struct fenrun__text high) {
    bool right = true;
    high = fenrun__text_trim(high);
    out->base = FENRUN__NOWHERE;
    out->high = INT64_MAX;
    if (!fenrun__expression_whole(&out->low, low)) {
        fenrun__expression_note(scope, place, low, "is not a whole number",
                                expression_count_range);
        right = false;
    }
    if (high.size > 0 && !fenrun__expression_whole(&out->high, high)) {
        fenrun__expression_note(scope, place, high, "is not a whole number",
                                expression_count_range);
        right = false;
    }
    return right;
}

bool fenrun__expression_range(struct fenrun__plan_requirement *out,
                              const struct fenrun__scope *scope,
                              const struct fenrun__place *place) {
    struct fenrun__text text = fenrun__text_trim(place->text);
    bool count = out->figure != FENRUN__NOWHERE && out->figure >= FENRUN__FIGURE_COUNT0;
    struct fenrun__text low;
    struct fenrun__text high;
    if (!fenrun__expression_cut(text, "..", &low, &high)) {
        fenrun__expression_note(scope, place, text, "is not a range",
                                count ? expression_count_range
                                      : fenrun__form_allowed(FENRUN__FORM_OF_RANGE));
        return false;
    }
    if (low.size == 0) {
        fenrun__diagnostics_note(scope->diagnostics, place, text,
                                 "nothing stands before '..'; allowed: %s",
                                 count ? expression_count_range
                                       : fenrun__form_allowed(FENRUN__FORM_OF_RANGE));
        return false;
    }
    bool right = count ? expression_count_ends(out, scope, place, low, high)
                       : expression_ends(out, scope, place, low, high);
    if (!right) return false;
    if (out->low <= out->high) return true;
    struct fenrun__quote quote;
    fenrun__diagnostics_note(scope->diagnostics, place, low,
                             "the low end %s is above the high end",
                             fenrun__quote(&quote, low));
    return false;
}

bool fenrun__expression_whole(int64_t *out, struct fenrun__text text) {
    size_t decimals;
    return expression_is_decimal(text, &decimals) && decimals == 0 &&
           fenrun__amount_parse(out, text.bytes, text.size, 0, NULL) == FENRUN_OK;
}

bool fenrun__expression_count(int64_t *out, const struct fenrun__scope *scope,
                              const struct fenrun__place *place) {
    struct fenrun__text text = fenrun__text_trim(place->text);
    if (fenrun__expression_whole(out, text) && *out > 0) return true;
    fenrun__expression_note(scope, place, text, "is not a whole number from 1 on", "one as 10");
    return false;
}

bool fenrun__expression_amount(int64_t *out, const struct fenrun__scope *scope,
                               const struct fenrun__place *place) {
    struct fenrun__text text = fenrun__text_trim(place->text);
    if (!fenrun__expression_money(out, scope, place, text, "an amount above 0 as 4000.00")) {
        return false;
    }
    if (*out > 0) return true;
    fenrun__expression_note(scope, place, text, "is not above 0", "an amount as 4000.00");
    return false;
}

bool fenrun__expression_duration(int64_t *out, const struct fenrun__scope *scope,
                                 const struct fenrun__place *place, struct fenrun__text text,
                                 const char *allowed) {
    static const struct fenrun__text units[] = {{"days", 4}, {"hours", 5}};
    static const int64_t hours[] = {24, 1};
    const struct fenrun__names known = {units, 2, true};
    struct fenrun__text whole = fenrun__text_trim(text);
    struct fenrun__text rest = whole;
    struct fenrun__text number = fenrun__text_word(&rest);
    struct fenrun__text unit = fenrun__text_trim(rest);
    int64_t count;
    if (unit.size == 0 || !fenrun__expression_whole(&count, number)) {
        fenrun__expression_note(scope, place, whole, "is not a length of time", allowed);
        return false;
    }
    size_t index = fenrun__names_find(&known, unit);
    if (index == SIZE_MAX) {
        fenrun__diagnostics_note_unknown(scope->diagnostics, place, unit, "unit of time", &known);
        return false;
    }
    if (count < 1 || count > EXPRESSION_HOURS_MAX / hours[index]) {
        struct fenrun__quote quote;
        fenrun__diagnostics_note(scope->diagnostics, place, number,
                                 "%s is not between 1 and the %u %s of ten years",
                                 fenrun__quote(&quote, number),
                                 (uint32_t)(EXPRESSION_HOURS_MAX / hours[index]),
                                 index == 0 ? "days" : "hours");
        return false;
    }
    *out = count * hours[index] * 3600;
    return true;
}
